//! Indsigt: a copy of everything kept about a child, for whoever it is about. What is in it and what is held is seen first;
//! a person decides about each thing held, with a reason. Nothing is sent.

mod file;
mod handle;
mod show;
mod told;

use axum::Router;
use axum::routing::get;

use crate::{AppState, Sample, page};

pub use show::ShowInsight;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new().route("/pupils/{id}/insight", get(handle::show).post(handle::take))
}

/// Every sample of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowInsight>()
}
