//! Mit overblik: what needs me today.

mod show;

pub use show::{Group, Need, ShowOverview};

use axum::Router;
use axum::routing::get;

use crate::{AppState, Sample, page};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(show::show))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowOverview>()
}
