//! A concern: raised in under a minute, equal in rank to a finding, and always answered (da: Bekymring).

pub(crate) mod asking;
mod handle;
pub mod new;
pub mod said;
pub mod show;
pub mod sparring;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/concerns", post(handle::raise))
        .route("/concerns/new", get(handle::ask))
        .route("/concerns/{id}", get(handle::show))
        .route("/concerns/{id}/answer", post(handle::answer))
        .route("/concerns/{id}/words", post(handle::words))
        .route("/concerns/{id}/reopen", post(handle::reopen))
        .route("/concerns/{id}/sparring", post(sparring::ask))
        .route("/sparring/{id}", get(sparring::show).post(sparring::answer))
        .route("/sparring/{id}/take-back", post(sparring::take_back))
}

/// Every sample of the concern pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<new::NewConcern>(),
        page::samples::<show::ShowConcern>(),
        page::samples::<sparring::ShowSparring>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
