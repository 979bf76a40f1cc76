//! A class: today's register and the last forty school days (da: Klasse).

mod handle;
pub mod show;
pub mod signs;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/classes/{id}", get(handle::show).post(handle::note))
        .route("/classes/{id}/messages", post(handle::message))
}

/// Every sample of the class pages.
pub fn samples() -> Vec<Sample> {
    page::samples::<show::ShowClass>()
}
