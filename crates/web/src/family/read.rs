//! What a page of a family shows, read through the permits of whoever looks.

use access::{PupilFacts, act, on};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PupilId;
use casework::case::Known;
use casework::family::{FamilyCase, FamilySettings, Member};
use casework::view::View;
use store::FamilySeen;

use super::parts::Looking;
use crate::frame::Section;
use crate::page::html;
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The setting that holds what the municipality has decided about families.
pub(crate) const FAMILY_SETTING: &str = "family";

/// What the municipality has decided about families.
pub(crate) async fn settings(state: &AppState) -> Result<FamilySettings, PageError> {
    Ok(state.setting(FAMILY_SETTING).await?)
}

/// A child whose family the viewer is of.
pub(super) struct Opened {
    pub facts: PupilFacts,
    pub seen: FamilySeen,
}

impl Opened {
    /// The case that runs, when one does.
    pub fn running(&self) -> Option<&FamilyCase> {
        self.seen.cases.iter().find(|case| case.is_open())
    }

    /// The case that runs, else the newest.
    pub fn case(&self) -> Option<&FamilyCase> {
        self.running().or(self.seen.cases.first())
    }

    /// Where the page of this child is.
    pub fn href(&self) -> String {
        format!("/family/{}", self.seen.who.id)
    }

    /// What must be known besides the entries to write in the case.
    pub fn known(&self, frame: &Frame) -> Known {
        Known {
            today: frame.today,
            born: self.seen.who.birth_date,
            break_near: None,
            consent_when_absent: false,
        }
    }
}

/// The child of an address, when the viewer is of its family.
pub(super) async fn opened(state: &AppState, viewer: &Viewer, id: &str) -> Result<Opened, PageError> {
    let id = PupilId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state.store.pupil_facts(id, viewer.today).await?;
    let facts = facts.ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Family>(&facts)?;
    let settings = settings(state).await?;
    let seen = state.store.family_seen(&permit, settings.informed_sees_plan).await?;
    Ok(Opened { facts, seen })
}

/// The words the viewer may read about a child; none for who has no right to any.
pub(super) async fn views(state: &AppState, viewer: &Viewer, pupil: PupilId) -> Result<Vec<View>, PageError> {
    match viewer.scope::<act::List, on::View>() {
        Ok(scope) => Ok(state.store.family_views(&scope, pupil).await?),
        Err(_) => Ok(Vec::new()),
    }
}

/// The first page of a family: the child's, when there is one child, else the youngest child's with ways to the others.
pub(super) async fn first(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::Family>()?;
    let children = state.store.family_children(&scope).await?;
    let youngest = children.last().ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/family/{}", youngest.id)).into_response())
}

/// The page of one child.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let pupil = opened.seen.who.id;
    let views = views(&state, &viewer, pupil).await?;
    let requests = match viewer.scope::<act::List, on::FamilyRequest>() {
        Ok(scope) => state.store.request_list(&scope, pupil).await?,
        Err(_) => Vec::new(),
    };
    let permit = viewer.may::<act::Read, on::PupilAttendance>(&opened.facts)?;
    let days = state.store.seen_pupil(&permit, frame.today).await?;
    let scope = viewer.scope::<act::List, on::Family>()?;
    let children = state.store.family_children(&scope).await?;
    let others = children.into_iter().filter(|one| one.id != pupil).map(|one| Link {
        text: one.name.given().to_owned(),
        address: format!("/family/{}", one.id),
    });
    let looking = Looking {
        frame: &frame,
        opened: &opened,
        views: &views,
        requests: &requests,
        days: &days,
        weight: state.rules().settings().day_weight,
        rhythm: crate::case::rhythm(&state).await?,
        names: state.store.staff_names().await?,
        roster: state.store.roster().await?,
        me: viewer.person(),
        others: others.collect(),
        mail: state.mail(),
    };
    if let Some((case, shown)) = looking.news_shown() {
        let permit = viewer.may::<act::Read, on::Family>(&opened.facts)?;
        state.store.family_opened(&permit, case, &shown).await?;
    }
    let mut around = frame.clone();
    around.section = Some(Section::Family);
    match opened.seen.member {
        Member::Child => html(&looking.child(around)),
        Member::Guardian | Member::Informed => html(&looking.parent(around)),
    }
}
