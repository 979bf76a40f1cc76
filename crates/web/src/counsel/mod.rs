//! Råd uden et barn: a question on absence or well-being to a colleague, in which no child is named, and the answer
//!

pub mod list;
pub mod show;

use axum::Router;
use axum::routing::{get, post};
use casework::counsel::{Counsel, CounselStanding, Topic};

use crate::concern::asking::Stands;
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
    let stands = match &one.standing {
        CounselStanding::Waits if one.is_overdue(frame.today) => Stands::Overdue(one.answer_by),
        CounselStanding::Waits => Stands::Waits(one.answer_by),
        CounselStanding::Answered(_, on) => Stands::Answered(*on),
        CounselStanding::TakenBack(on) => Stands::TakenBack(*on),
    };
    stands.said(frame)
}
