//! Setting a hint aside, and taking that back.

use access::{act, on};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::SetAsideId;
use casework::set_aside::SetAsideDraft;
use serde::Deserialize;

use crate::form::Posted;
use crate::pupil::read::found;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

#[derive(Deserialize)]
pub(super) struct Aside {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    until: String,
}

/// Sets the hint of a pupil aside until a day, for a reason.
pub(super) async fn set_aside(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Aside>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Create, on::ReviewOutcome>(&found.facts)?;
    let draft = SetAsideDraft {
        reason: typed.reason,
        until: typed.until.parse().ok(),
    };
    let event = draft
        .check(found.id, frame.today)
        .map_err(|_| PageError::Request("hint-aside-missing"))?;
    state.store.set_aside_write(&permit, None, &event).await?;
    Ok(Redirect::to(&format!("/pupils/{}?done=done-hint-aside#signs", found.id)).into_response())
}

#[derive(Deserialize)]
pub(super) struct Back {
    aside: String,
}

/// Takes back that a hint was set aside.
pub(super) async fn take_back(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Back>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Create, on::ReviewOutcome>(&found.facts)?;
    let read = viewer.may::<act::Read, on::ReviewOutcome>(&found.facts)?;
    let wanted = SetAsideId::from_text(&typed.aside).ok_or(PageError::NotFound)?;
    let all = state.store.set_aside_list_of(&read).await?;
    let standing = all.iter().find(|aside| aside.id == wanted).ok_or(PageError::NotFound)?;
    let event = standing
        .take_back()
        .map_err(|_| PageError::Request("hint-aside-gone"))?;
    state.store.set_aside_write(&permit, Some(standing), &event).await?;
    Ok(Redirect::to(&format!("/pupils/{}?done=done-hint-back#signs", found.id)).into_response())
}
