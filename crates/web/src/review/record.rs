//! Writing down, from the list itself, what was done about the duties of one pupil.

use access::{act, on};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::duty::DutyDraft;
use jiff::civil::Date;

use super::handle::{Acts, row_again};
use crate::concern::said as concern_said;
use crate::form::{Posted, back, sent};
use crate::pupil::answer_duty;
use crate::pupil::read::found;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// Writes the same words about every duty the form names; answers with the row alone where scripts asked for it.
pub(super) async fn record(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let value = |name: &str| sent(&fields, name);
    let unread = || PageError::Request("error-request-text");
    let found = found(&state, &viewer, &id).await?;
    let mut duties: Vec<(&str, Date)> = Vec::new();
    for (_, duty) in fields.iter().filter(|(name, _)| name == "duty") {
        let (rule, begins) = duty.split_once('|').ok_or_else(unread)?;
        duties.push((rule, begins.parse().map_err(|_| unread())?));
    }
    let draft = DutyDraft {
        done: true,
        words: value("words").to_owned(),
        done_on: Some(frame.today),
    };
    let mut problems: Vec<Problem> = Vec::new();
    for duty in duties {
        if let Err(wrong) = answer_duty(&state, &viewer, &found, duty, &draft, frame.today).await? {
            problems = wrong.all().to_vec();
            break;
        }
    }
    let problems: Vec<String> = problems
        .iter()
        .map(|problem| concern_said::problem(&frame, problem))
        .collect();
    let list = back(Some(value("back"))).to_owned();
    if !headers.contains_key("hx-request") {
        if !problems.is_empty() {
            return Err(PageError::Request("pupil-duty-missing"));
        }
        let to = if list.starts_with("/review?") {
            format!("{list}&done=done-review-recorded")
        } else {
            list
        };
        return Ok(Redirect::to(&to).into_response());
    }
    let read = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&read, frame.today).await?;
    let acts = Acts {
        decide: false,
        record: true,
        brief: true,
        opens: false,
    };
    let name = found.identity.name.full();
    row_again(&state, &viewer, frame, &name, &seen, found.id, acts, problems, list).await
}
