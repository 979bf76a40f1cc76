//! Nødadgang: somebody who may not see a child today and must act at once opens that one child, says why, and is seen doing
//! it. The data protection officer's side is in `trail/emergency.rs`, the municipality's choice in `setup/emergency.rs`.

pub mod ask;

use access::{Act, On, Role, act, on};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use casework::EmergencyId;
use casework::emergency::EmergencyKind;
use jiff::Timestamp;

use crate::page::{self, Sample};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError, words};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/emergency", get(ask::show).post(ask::open))
        .route("/emergency/{id}/end", post(end))
}

/// Every sample of the pages.
pub fn samples() -> Vec<Sample> {
    page::samples::<ask::AskEmergency>()
}

/// What kind of reason it is, in words.
pub(crate) fn kind(frame: &Frame, kind: EmergencyKind) -> String {
    frame.t(match kind {
        EmergencyKind::SeriousConcern => "emergency-kind-serious-concern",
        EmergencyKind::CoordinatorAway => "emergency-kind-coordinator-away",
        EmergencyKind::FamilyCalls => "emergency-kind-family-calls",
        EmergencyKind::AuthorityAsks => "emergency-kind-authority-asks",
        EmergencyKind::Other => "emergency-kind-other",
    })
}

/// An instant near now, in words: the time, with its day when that is another.
pub(crate) fn moment(state: &AppState, frame: &Frame, at: Timestamp) -> String {
    let at = at.to_zoned(state.settings.zone.clone()).datetime();
    if at.date() == frame.today {
        frame.t1("emergency-at", "time", words::time(frame.locale, at.time()))
    } else {
        words::moment(frame.locale, at)
    }
}

/// Whether a permit rests on something else than emergency access that is open already.
fn on_another_ground<A: Act, R: On>(viewer: &Viewer, facts: &R::Facts) -> bool {
    viewer
        .may::<A, R>(facts)
        .is_ok_and(|permit| permit.ground().role != Role::Emergency)
}

/// Ends what one has opened oneself.
async fn end(State(state): State<AppState>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, PageError> {
    let id = EmergencyId::from_text(&id).ok_or(PageError::NotFound)?;
    let facts = state.store.emergency_facts(id, viewer.today).await?;
    let permit = viewer.may::<act::Close, on::EmergencyAccess>(&facts.ok_or(PageError::NotFound)?)?;
    state.store.emergency_end(&permit).await?;
    Ok(Redirect::to("/?done=done-emergency-ended").into_response())
}
