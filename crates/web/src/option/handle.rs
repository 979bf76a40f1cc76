//! The addresses of the catalogue: seeing it, adopting, taking out and bringing back.

use access::{Spot, act, on};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::Audience;
use casework::option::{Standing, Version};
use casework::{ActionOption, ActionOptionId, Problems};
use serde::Deserialize;

use super::list::{Asked, ListOptions, ShowMatrix, ShowTriangle};
use super::said;
use super::show::{Keeps, ShowOption};
use crate::form::Posted;
use crate::page::html;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The whole catalogue, for somebody who may see it.
async fn all(state: &AppState, viewer: &Viewer) -> Result<Vec<ActionOption>, PageError> {
    let scope = viewer.scope::<act::List, on::ActionOption>()?;
    Ok(state.store.option_list(&scope).await?)
}

/// One option as it stands, also when it is out of use.
pub(super) async fn one(state: &AppState, viewer: &Viewer, id: &str) -> Result<ActionOption, PageError> {
    let id = ActionOptionId::from_text(id).ok_or(PageError::NotFound)?;
    let all = all(state, viewer).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// One option in use, for a plan that begins with its words; nothing for one that is not there or out of use.
pub(crate) async fn one_shown(state: &AppState, viewer: &Viewer, id: &str) -> Result<Option<ActionOption>, PageError> {
    match one(state, viewer, id).await {
        Ok(one) => Ok(Some(one).filter(ActionOption::is_shown)),
        Err(PageError::NotFound | PageError::Refused(_)) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// For whom the viewer looks: the first role held today that the catalogue is written for.
fn mine(viewer: &Viewer) -> Option<Audience> {
    let roles = viewer.actor.roles_on(viewer.today);
    roles.filter_map(|grant| said::audience(grant.role())).min()
}

async fn list_page(state: &AppState, frame: Frame, viewer: &Viewer, asked: &Asked) -> Result<ListOptions, PageError> {
    let all = all(state, viewer).await?;
    let page = ListOptions::new(frame, &all, asked, mine(viewer));
    Ok(if viewer.can::<act::Change, on::ActionOption>() {
        page.kept(&all)
    } else {
        page
    })
}

/// The list.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    html(&list_page(&state, frame, &viewer, &asked).await?)
}

/// The triangle.
pub(super) async fn triangle(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let all = all(&state, &viewer).await?;
    html(&ShowTriangle::new(frame, &all, &asked, mine(&viewer)))
}

/// The numbers.
pub(super) async fn matrix(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&ShowMatrix::new(frame, &all(&state, &viewer).await?))
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    one: &ActionOption,
    asked: &Asked,
) -> Result<ShowOption, PageError> {
    let names = state.store.staff_names().await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let mut page = ShowOption::new(frame, one, asked, &name);
    let changes = viewer.can::<act::Change, on::ActionOption>();
    let closes = viewer.can::<act::Close, on::ActionOption>();
    page.keeps = Keeps {
        edit: changes && one.is_shown(),
        adopt: changes && one.standing == Standing::Proposed,
        out: closes && one.is_shown(),
        back: closes && !one.is_shown(),
    };
    Ok(page)
}

/// One option.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let one = one(&state, &viewer, &id).await?;
    html(&page(&state, frame, &viewer, &one, &asked).await?)
}

/// Why something is done, and how often the option had been written when the page was made.
#[derive(Debug, Deserialize)]
pub(super) struct Because {
    #[serde(default)]
    because: String,
    #[serde(default)]
    seen: usize,
}

impl Because {
    /// The option as the page showed it: one that somebody has written since is told as changed.
    fn still(seen: usize, one: &ActionOption) -> Result<(), PageError> {
        if one.history.len() == seen {
            Ok(())
        } else {
            Err(PageError::Changed)
        }
    }
}

async fn answered(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    one: &ActionOption,
    problems: &Problems,
) -> Result<Response, PageError> {
    let mut page = page(state, frame, viewer, one, &Asked::default()).await?;
    page.problems = said::problems(&page.frame, problems);
    html(&page)
}

fn done(one: &ActionOption, key: &str) -> Response {
    Redirect::to(&format!("/options/{}?done={key}", one.id)).into_response()
}

/// Adopts one proposal.
pub(super) async fn adopt(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Because>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::ActionOption>(&Spot::Municipality)?;
    let one = one(&state, &viewer, &id).await?;
    Because::still(typed.seen, &one)?;
    match one.adopt(&typed.because) {
        Ok(version) => {
            state.store.option_change(&permit, &one, &version).await?;
            Ok(done(&one, "done-option-adopted"))
        }
        Err(problems) => answered(&state, frame, &viewer, &one, &problems).await,
    }
}

/// Takes one out of use, or brings it back.
async fn close(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    (id, typed, key): (&str, Because, &str),
    how: impl FnOnce(&ActionOption, &str) -> Result<Version, Problems>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Close, on::ActionOption>(&Spot::Municipality)?;
    let one = one(state, viewer, id).await?;
    Because::still(typed.seen, &one)?;
    match how(&one, &typed.because) {
        Ok(version) => {
            state.store.option_close(&permit, &one, &version).await?;
            Ok(done(&one, key))
        }
        Err(problems) => answered(state, frame, viewer, &one, &problems).await,
    }
}

/// Takes one out of use.
pub(super) async fn take_out(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Because>,
) -> Result<Response, PageError> {
    let sent = (id.as_str(), typed, "done-option-out");
    close(&state, frame, &viewer, sent, ActionOption::take_out).await
}

/// Brings one back.
pub(super) async fn bring_back(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Because>,
) -> Result<Response, PageError> {
    let sent = (id.as_str(), typed, "done-option-back");
    close(&state, frame, &viewer, sent, ActionOption::bring_back).await
}

/// Adopts every proposal nobody has said anything about.
pub(super) async fn adopt_all(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Because>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::ActionOption>(&Spot::Municipality)?;
    let all = all(&state, &viewer).await?;
    let proposed: Vec<&ActionOption> = all.iter().filter(|one| one.standing == Standing::Proposed).collect();
    let versions: Result<Vec<Version>, Problems> = proposed.iter().map(|one| one.adopt(&typed.because)).collect();
    match versions {
        Ok(versions) => {
            let both: Vec<(&ActionOption, &Version)> = proposed.into_iter().zip(&versions).collect();
            state.store.option_adopt(&permit, &both).await?;
            Ok(Redirect::to("/options?done=done-options-adopted").into_response())
        }
        Err(problems) => {
            let mut page = list_page(&state, frame, &viewer, &Asked::default()).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}
