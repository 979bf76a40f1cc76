//! Data: what is not registered, and the imports with their problems.

mod import;
pub mod register;
mod school;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Sample, page};

pub use import::ShowImport;
pub(crate) use import::in_words;
pub use school::ShowSchoolData;
pub use show::ShowData;
pub(crate) use show::year_so_far;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/data", get(show::show))
        .route("/data/schools/{id}", get(school::show))
        .route("/data/imports/{id}", get(import::show))
        .route("/data/imports/{id}/undo", post(import::undo))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ShowData>(),
        page::samples::<ShowSchoolData>(),
        page::samples::<ShowImport>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
