//! Råd uden et barn: a question on absence or well-being to a colleague, in which no child is named, and the answer
//!

pub mod list;
pub mod show;

use axum::Router;
use axum::routing::{get, post};
use casework::counsel::{Counsel, CounselStanding, Topic};

use crate::page::{self, Sample};
use crate::{AppState, Frame};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/counsel", get(list::show).post(list::ask))
        .route("/counsel/{id}", get(show::show).post(show::answer))
        .route("/counsel/{id}/take-back", post(show::take_back))
}

/// Every sample of the pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListCounsel>(),
        page::samples::<show::ShowCounsel>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a question is about, in words.
fn topic(frame: &Frame, topic: Topic) -> String {
    frame.t(match topic {
        Topic::Absence => "counsel-topic-absence",
        Topic::Prevention => "counsel-topic-prevention",
        Topic::Detection => "counsel-topic-detection",
        Topic::Law => "counsel-topic-law",
        Topic::Other => "counsel-topic-other",
    })
}

/// Where a question stands, in a sentence.
pub(crate) fn standing(frame: &Frame, one: &Counsel) -> String {
    match &one.standing {
        CounselStanding::Waits if one.is_overdue(frame.today) => {
            frame.t1("sparring-overdue", "by", frame.day(&one.answer_by))
        }
        CounselStanding::Waits => frame.t1("sparring-waits", "by", frame.day(&one.answer_by)),
        CounselStanding::Answered(_, on) => frame.t1("sparring-answered", "on", frame.day(on)),
        CounselStanding::TakenBack(on) => frame.t1("sparring-taken-back", "on", frame.day(on)),
    }
}
