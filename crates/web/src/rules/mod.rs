//! Regler: the rules in force on a day, for everybody.

pub(crate) mod show;

use axum::Router;
use axum::routing::get;

use crate::{AppState, Sample, page};

pub use show::{RuleShown, ShowRules, words_of};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new().route("/rules", get(show::show))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowRules>()
}
