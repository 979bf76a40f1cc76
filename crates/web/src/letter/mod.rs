//! Letters: the one a duty asks for, as it would be printed, to look at and to fetch (da: brev).
//!
//! A letter is made when somebody asks for it and is kept nowhere. The program sends none.

mod fill;
mod handle;
mod show;

use axum::Router;
use axum::routing::{get, post};
use statute::Rule;

use crate::AppState;
use crate::page::{self, Sample};

pub(crate) use handle::{beside, pdf_file};
pub(crate) use show::Around;
pub use show::{Field, ShowLetter};

/// Which letter a duty asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To the parents at ten percent.
    Information,
    /// To the municipal council at fifteen percent.
    Report,
    /// To the parents about teaching while a pupil is ill.
    Invitation,
}

impl Kind {
    /// The letter a rule's duty asks for; most ask for none.
    pub fn of(rule: &Rule) -> Option<Self> {
        match rule.id.as_str() {
            "dk.unlawful.10pct" => Some(Self::Information),
            "dk.unlawful.15pct" => Some(Self::Report),
            "dk.illness.run15" | "dk.illness.total15" => Some(Self::Invitation),
            _ => None,
        }
    }
}

/// Where the letter of a duty is shown.
pub(crate) fn address(pupil: casework::PupilId, rule: &Rule, begins: jiff::civil::Date) -> String {
    format!("/pupils/{pupil}/letters/{}/{begins}", rule.id)
}

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/pupils/{id}/letters/{rule}/{begins}",
            get(handle::show).post(handle::again),
        )
        .route("/pupils/{id}/letters/{rule}/{begins}/pdf", post(handle::fetch))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowLetter>()
}
