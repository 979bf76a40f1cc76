//! Letters: the one a duty asks for, as it would be printed, to look at and to fetch (da: brev).
//!
//! A letter is made when somebody asks for it and is kept nowhere. The program sends none.

mod fill;
mod handle;
mod notification;
mod show;

use axum::Router;
use axum::routing::{get, post};
use jiff::civil::Date;
use statute::{Left, Rule};

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

/// The first day of what an invitation to talk before the duty rests on; nothing for the other letters, which say that
/// something is reached (R-299: *at latest*).
pub(crate) fn early(left: &Left<'_>) -> Option<Date> {
    let invites = Kind::of(left.rule) == Some(Kind::Invitation);
    left.reading.days.first().copied().filter(|_| invites)
}

/// Where the letter of a duty is shown.
pub(crate) fn address(pupil: casework::PupilId, rule: &Rule, begins: Date) -> String {
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
        .route(
            "/pupils/{id}/notification",
            get(notification::show).post(notification::again),
        )
        .route("/pupils/{id}/notification/pdf", post(notification::fetch))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowLetter>()
}
