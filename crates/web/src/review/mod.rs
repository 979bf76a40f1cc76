//! Reviews: everybody who needs a look on one screen, and the meetings where people decide (da: Gennemgang).

mod handle;
pub mod list;
pub mod meeting;
pub mod said;
pub mod series;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/review", get(handle::list))
        .route("/review/pupils/{id}", post(handle::decide))
        .route("/review/series", get(handle::series).post(handle::begin))
        .route("/review/series/{id}/meetings", post(handle::plan))
}

/// Every sample of the review pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListReview>(),
        page::samples::<series::ListSeries>(),
        page::samples::<meeting::ShowMeeting>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
