//! Indsatser: the municipality's catalogue of what can be done, as a list, as the triangle and in numbers; one option;
//! and what somebody could not find.

mod edit;
mod handle;
pub mod list;
pub mod missing;
pub mod said;
pub mod show;

pub(crate) use handle::one_shown;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/options", get(handle::list))
        .route("/options/triangle", get(handle::triangle))
        .route("/options/matrix", get(handle::matrix))
        .route("/options/adopt", post(handle::adopt_all))
        .route("/options/new", get(edit::new).post(edit::write))
        .route("/options/missing", get(missing::show).post(missing::report))
        .route("/options/missing/{id}/answer", post(missing::answer))
        .route("/options/{id}", get(handle::show))
        .route("/options/{id}/edit", get(edit::edit).post(edit::change))
        .route("/options/{id}/adopt", post(handle::adopt))
        .route("/options/{id}/out", post(handle::take_out))
        .route("/options/{id}/back", post(handle::bring_back))
}

/// Every sample of the pages of the catalogue.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListOptions>(),
        page::samples::<list::ShowTriangle>(),
        page::samples::<list::ShowMatrix>(),
        page::samples::<show::ShowOption>(),
        page::samples::<edit::EditOption>(),
        page::samples::<missing::ShowMissing>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
