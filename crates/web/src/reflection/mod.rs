//! Egne refleksioner: what somebody notes on the own teaching, and nobody else reads.

pub mod list;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/reflections", get(list::show).post(list::write))
        .route("/reflections/{id}/words", post(list::add))
        .route("/reflections/{id}/drop", post(list::throw_away))
}

/// Every sample of the page.
pub fn samples() -> Vec<Sample> {
    page::samples::<list::ListReflections>()
}
