//! A pupil: the school year, what the law asks, what was seen, what people did (da: Elev).

pub mod agreed;
pub(crate) mod cpr;
pub mod day;
mod handle;
pub mod left;
pub mod print;
pub mod read;
pub mod show;
pub mod siblings;

pub use cpr::ShowCpr;
pub(crate) use handle::answer_duty;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// A way to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub address: String,
}

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pupils/{id}", get(handle::show))
        .route("/pupils/{id}/print", get(handle::print))
        .route("/pupils/{id}/days/{date}", get(handle::day).post(handle::correct))
        .route("/pupils/{id}/cpr", get(cpr::ask).post(cpr::show))
        .route("/pupils/{id}/duties", post(handle::duty))
}

/// Every sample of the pupil pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<show::ShowPupil>(),
        page::samples::<cpr::ShowCpr>(),
        page::samples::<day::ShowDay>(),
        page::samples::<print::OwnCalendar>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
