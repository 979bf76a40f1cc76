//! The addresses of concerns: writing one down, one concern with its answer.

use std::collections::BTreeSet;

use access::{PupilFacts, act, on};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::concern::{AnswerDraft, AnswerKind, ConcernDraft, RaisedBy, Sign};
use casework::history::Sequence;
use casework::{Concern, ConcernId, Problems, PupilId, ReviewMeetingId};
use jiff::civil::Date;
use serde::Deserialize;

use super::new::NewConcern;
use super::said;
use super::show::{About, ShowConcern};
use super::sparring;
use crate::draft::{self, DraftForm};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::html;
use crate::pupil::Link;
use crate::pupil::read::{found, frame_of, place_of};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

#[derive(Deserialize)]
pub(super) struct Asked {
    pupil: Option<String>,
    name: Option<String>,
    review: Option<String>,
}

/// The form: about a child, or with the search for one.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let frame = frame.at(Section::Schools);
    if let Some(id) = asked.pupil.as_deref() {
        let found = found(&state, &viewer, id).await?;
        viewer.may::<act::Create, on::Concern>(&found.facts)?;
        let first = found.identity.name.given().to_owned();
        let draft = draft::kept(&state, &viewer, &frame, DraftForm::Concern(found.id)).await?;
        let mut page = NewConcern::empty(frame, Some((found.id.to_string(), &first))).drafted(draft);
        if asked.review.is_some() {
            page.meeting = asked.review;
        }
        return html(&page);
    }
    let scope = viewer.scope::<act::List, on::PupilIdentity>()?;
    let mut page = NewConcern::empty(frame, None);
    if let Some(name) = asked.name.as_deref().map(str::trim).filter(|n| n.chars().count() >= 2) {
        let hits = state.store.pupil_search(&scope, name, 20).await?;
        let seen = state.store.seen(&scope).await?;
        page.found = hits
            .into_iter()
            .map(|who| Link {
                text: format!("{}, {}", who.name.full(), place_of(seen.pupil(who.id))),
                address: format!("/concerns/new?pupil={}", who.id),
            })
            .collect();
        page.asked = name.to_owned();
    }
    html(&page)
}

/// Writes a concern down.
pub(super) async fn raise(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = |name: &str| sent(&fields, name).to_owned();
    let found = found(&state, &viewer, &one("pupil")).await?;
    let permit = viewer.may::<act::Create, on::Concern>(&found.facts)?;
    let signs: BTreeSet<Sign> = all_sent(&fields, "signs").filter_map(Sign::from_word).collect();
    let raised_by = RaisedBy::from_word(&one("raised_by")).unwrap_or(RaisedBy::ContactTeacher);
    let seen_on: Option<Date> = one("seen_on").parse().ok();
    let review = ReviewMeetingId::from_text(&one("review"));
    let draft = ConcernDraft {
        raised_by,
        seen_on: seen_on.unwrap_or(frame.today),
        signs: signs.clone(),
        words: one("words"),
        review,
    };
    match draft.check(found.id, frame.today) {
        Ok(event) => {
            let id = state.store.concern_raise(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Concern(found.id)).await?;
            Ok(Redirect::to(&format!("/concerns/{id}?done=done-concern-saved")).into_response())
        }
        Err(problems) => {
            let first = found.identity.name.given().to_owned();
            let frame = frame.at(Section::Schools);
            let kept = draft::kept(&state, &viewer, &frame, DraftForm::Concern(found.id)).await?;
            let empty = NewConcern::empty(frame, Some((found.id.to_string(), &first)));
            let mut page = empty.drafted(kept).again(&draft.words, &signs, raised_by, seen_on);
            page.meeting = review.map(|r| r.to_string());
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// A concern the viewer may read, and about whom it is.
pub(super) async fn concern_of(
    state: &AppState,
    viewer: &Viewer,
    id: &str,
) -> Result<(Concern, PupilFacts), PageError> {
    let id = ConcernId::from_text(id).ok_or(PageError::NotFound)?;
    let pupil: PupilId = state.store.concern_pupil(id).await?.ok_or(PageError::NotFound)?;
    let facts = state
        .store
        .pupil_facts(pupil, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Concern>(&facts)?;
    let all = state.store.concern_list_of(&permit).await?;
    Ok((all.into_iter().find(|c| c.id == id).ok_or(PageError::NotFound)?, facts))
}

pub(super) async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    concern: &Concern,
    facts: &PupilFacts,
) -> Result<ShowConcern, PageError> {
    let found = found(state, viewer, &concern.pupil.to_string()).await?;
    let names = state.store.staff_names().await?;
    let name = found.identity.name.full();
    let scope = viewer.scope::<act::List, on::PupilIdentity>();
    let seen = match &scope {
        Ok(scope) => Some(state.store.seen(scope).await?),
        Err(_) => None,
    };
    let one = seen.as_ref().and_then(|s| s.pupil(concern.pupil));
    let frame = frame_of(frame, one).via(name.clone(), format!("/pupils/{}", concern.pupil));
    let (settings, closed) = (state.answer_settings().await?, state.closed_days().await?);
    let sparring = sparring::views(state, viewer, &frame, concern, facts, &names).await?;
    let ask = sparring::ask_view(state, viewer, &frame, concern, facts).await?;
    let draft = draft::kept(state, viewer, &frame, DraftForm::Answer(concern.id)).await?;
    let (_, open) = crate::case::of_pupil(state, viewer, &frame, facts).await?;
    let about = About {
        pupil: &name,
        staff: &|id| names.get(&id).cloned().unwrap_or_default(),
        due: concern.answer_due(frame.today, &settings, closed),
        may_answer: viewer.may::<act::Close, on::Concern>(facts).is_ok(),
    };
    let mut shown = ShowConcern::of(frame, concern, &about);
    shown.case = open.map(|open| Link {
        address: format!("{}&origin=concern&source={}", open.address, concern.id),
        ..open
    });
    if let Some(school) = facts.placement.schools.first() {
        shown.people = format!("/people/schools/{school}");
    }
    shown.sparring = sparring;
    shown.ask = ask;
    if shown.answer.is_some() {
        shown.answer_words = draft.value("words");
        shown.until = draft.value("until");
        shown.kinds = said::answer_choices(&shown.frame, AnswerKind::from_word(&draft.value("kind")));
        shown.draft = Some(draft);
    }
    Ok(shown)
}

/// One concern.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (concern, facts) = concern_of(&state, &viewer, &id).await?;
    html(&page(&state, &viewer, frame, &concern, &facts).await?)
}

#[derive(Deserialize)]
pub(super) struct Answered {
    sequence: u32,
    kind: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    words: String,
}

/// Answers a concern: act, watch until a day, or no action with a reason.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Answered>,
) -> Result<Response, PageError> {
    let (concern, facts) = concern_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Concern>(&facts)?;
    let kind = AnswerKind::from_word(&typed.kind).ok_or(PageError::Request("error-request-text"))?;
    let draft = AnswerDraft {
        kind,
        words: typed.words.clone(),
        until: typed.until.parse().ok(),
    };
    match concern.answer(&draft, frame.today) {
        Ok(event) => {
            let sequence = Sequence::new(typed.sequence).ok_or(PageError::Request("error-request-text"))?;
            state.store.concern_add(&permit, concern.id, sequence, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Answer(concern.id)).await?;
            Ok(Redirect::to(&format!("/concerns/{id}?done=done-concern-answered")).into_response())
        }
        Err(problems) => {
            let mut shown = page(&state, &viewer, frame, &concern, &facts).await?;
            shown.problems = said::problems(&shown.frame, &problems);
            shown.answer_words = typed.words;
            shown.until = typed.until;
            shown.kinds = said::answer_choices(&shown.frame, Some(kind));
            html(&shown)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Said {
    sequence: u32,
    #[serde(default)]
    said_by: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    because: String,
}

async fn change(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    id: &str,
    sequence: u32,
    event: impl FnOnce(&Concern, Date) -> Result<casework::concern::ConcernEvent, Problems>,
) -> Result<Response, PageError> {
    let (concern, facts) = concern_of(state, viewer, id).await?;
    let permit = viewer.may::<act::Change, on::Concern>(&facts)?;
    match event(&concern, frame.today) {
        Ok(event) => {
            let sequence = Sequence::new(sequence).ok_or(PageError::Request("error-request-text"))?;
            state.store.concern_add(&permit, concern.id, sequence, &event).await?;
            Ok(Redirect::to(&format!("/concerns/{id}?done=done-concern-written")).into_response())
        }
        Err(problems) => {
            let mut shown = page(state, viewer, frame, &concern, &facts).await?;
            shown.problems = said::problems(&shown.frame, &problems);
            html(&shown)
        }
    }
}

/// More words about the same child, quoted beside the first.
pub(super) async fn words(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Said>,
) -> Result<Response, PageError> {
    let by = RaisedBy::from_word(&typed.said_by).unwrap_or(RaisedBy::ContactTeacher);
    change(&state, &viewer, frame, &id, typed.sequence, |c, _| {
        c.add(by, &typed.words)
    })
    .await
}

/// Opens an answered concern again.
pub(super) async fn reopen(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Said>,
) -> Result<Response, PageError> {
    change(&state, &viewer, frame, &id, typed.sequence, |c, today| {
        c.reopen(&typed.because, today)
    })
    .await
}
