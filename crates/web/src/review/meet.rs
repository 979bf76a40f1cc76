//! The addresses of one meeting: its page, notes, tasks, moved, held, called off, and the talks it asked for.

use std::collections::{BTreeMap, BTreeSet};

use access::{Spot, act, on};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::review::{
    MeetingEvent, MeetingState, Outcome, Participant, PupilOutcome, ReviewMeeting, ReviewPlace, ReviewSeries,
};
use casework::{PersonId, Problems, PupilId, ReviewMeetingId};
use jiff::civil::Date;
use serde::Deserialize;
use store::review_spot;

use super::handle::{place_text, tomorrow};
use super::meeting::{Decision, ShowMeeting, present};
use super::said;
use crate::concern::said as concern_said;
use crate::draft::{self, DraftForm};
use crate::form::Posted;
use crate::frame::Section;
use crate::locale::Arg;
use crate::page::html;
use crate::pupil::read::found;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// A meeting the viewer may see, its series and where it looks.
struct Met {
    series: ReviewSeries,
    meeting: ReviewMeeting,
    spot: Spot,
}

async fn met(state: &AppState, viewer: &Viewer, id: &str) -> Result<Met, PageError> {
    let id = ReviewMeetingId::from_text(id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::Review>()?;
    let all = state.store.review_series_list(&scope).await?;
    let meetings = state.store.review_meeting_list(&all).await?;
    let meeting = meetings
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(PageError::NotFound)?;
    let series = all
        .into_iter()
        .find(|one| one.id == meeting.series)
        .ok_or(PageError::NotFound)?;
    let roster = state.store.roster().await?;
    let spot = review_spot(series.place, &roster).ok_or(PageError::NotFound)?;
    Ok(Met { series, meeting, spot })
}

fn facts(frame: &Frame, meeting: &ReviewMeeting) -> String {
    match meeting.state {
        MeetingState::Held(on) => frame.t1("review-meeting-held", "date", frame.day(&on)),
        MeetingState::CalledOff => frame.t("review-meeting-called-off"),
        MeetingState::Planned if meeting.is_overdue(frame.today) => {
            frame.t1("review-meeting-overdue", "date", frame.day(&meeting.planned_on))
        }
        MeetingState::Planned => frame.t1("review-meeting-planned", "date", frame.day(&meeting.planned_on)),
    }
}

/// What was decided, by name; the names are read for this page and said so in the audit trail.
async fn decisions(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    meeting: ReviewMeetingId,
) -> Result<Vec<Decision>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::ReviewOutcome>() else {
        return Ok(Vec::new());
    };
    let outcomes = state.store.review_meeting_outcomes(&scope, meeting).await?;
    let ids: Vec<PupilId> = outcomes.iter().map(|one| one.pupil).collect();
    let Ok(names) = viewer.scope::<act::List, on::PupilIdentity>() else {
        return Ok(Vec::new());
    };
    let mut named: Vec<_> = state.store.pupil_names(&names, "review meeting", &ids).await?;
    named.sort_by(|one, other| one.name.cmp(&other.name));
    let may = viewer.can::<act::Create, on::ReviewOutcome>();
    let line = |outcome: &PupilOutcome, name: String| Decision {
        name,
        address: format!("/pupils/{}", outcome.pupil),
        outcome: said::outcome(frame, &outcome.outcome),
        followed: match (&outcome.outcome, outcome.talk_held_on) {
            (Outcome::Talk, Some(on)) => frame.t1("review-talk-held-on", "date", frame.day(&on)),
            (Outcome::Talk, None) => frame.t("review-talk-waits"),
            _ => String::new(),
        },
        talk_held: (may && outcome.outcome == Outcome::Talk && outcome.talk_held_on.is_none())
            .then(|| format!("/review/meetings/{meeting}/talks/{}", outcome.pupil)),
    };
    Ok(named
        .iter()
        .filter_map(|who| Some(line(outcomes.iter().find(|one| one.pupil == who.id)?, who.name.full())))
        .collect())
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    met: &Met,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let roster = state.store.roster().await?;
    let names: BTreeMap<PersonId, String> = state.store.staff_names().await?;
    let (meeting, plan) = (&met.meeting, &met.series.plan);
    let day = frame.day(&meeting.held_on().unwrap_or(meeting.planned_on));
    let series = frame.t("review-series");
    let frame = frame.at(Section::Review).via(series, "/review/series").end(day);
    let may = viewer.may::<act::Change, on::Review>(&met.spot).is_ok();
    let open = meeting.state != MeetingState::CalledOff;
    let draft = if may && open {
        Some(draft::kept(state, viewer, &frame, DraftForm::Note(meeting.id)).await?)
    } else {
        None
    };
    let agenda = plan
        .agenda
        .iter()
        .map(|item| said::agenda_item(&frame, *item))
        .chain(plan.own_agenda.iter().cloned());
    let who = if meeting.present.is_empty() {
        &plan.participants
    } else {
        &meeting.present
    };
    let list = match met.series.place {
        ReviewPlace::School(school) => format!("/review?school={school}"),
        ReviewPlace::Class(class) => format!("/review?class={class}"),
    };
    html(&ShowMeeting {
        name: format!("{} · {}", plan.name, place_text(&roster, met.series.place)),
        facts: facts(&frame, meeting),
        problems,
        list: (may && open && viewer.can::<act::List, on::SchoolList>()).then_some(list),
        participants: who.iter().map(|one| said::participant(&frame, *one)).collect(),
        agenda: agenda.collect(),
        decisions: decisions(state, viewer, &frame, meeting.id).await?,
        notes: meeting.notes.iter().map(|words| words.reveal().to_owned()).collect(),
        tasks: meeting
            .tasks
            .iter()
            .map(|task| {
                let who = names.get(&task.who).cloned().unwrap_or_default();
                let until = frame.day(&task.until);
                let what = task.what.reveal();
                frame.locale.text(
                    "review-task-line",
                    &[("what", what.value()), ("who", who.value()), ("until", until.value())],
                )
            })
            .collect(),
        send: (may && open).then(|| format!("/review/meetings/{}", meeting.id)),
        planned: meeting.state == MeetingState::Planned,
        present: present(&frame, &plan.participants),
        tomorrow: tomorrow(frame.today),
        note: draft.as_ref().map(|draft| draft.value("words")).unwrap_or_default(),
        draft,
        frame,
    })
}

/// One meeting.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let met = met(&state, &viewer, &id).await?;
    page(&state, &viewer, frame, &met, Vec::new()).await
}

/// Writes an event to a meeting, or shows the page again with what is wrong.
async fn write(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    id: &str,
    event: impl FnOnce(&ReviewMeeting, Date) -> Result<MeetingEvent, Problems>,
) -> Result<Response, PageError> {
    let met = met(state, viewer, id).await?;
    let permit = viewer.may::<act::Change, on::Review>(&met.spot)?;
    match event(&met.meeting, frame.today) {
        Ok(event) => {
            state
                .store
                .review_meeting_add(&permit, &met.series, &met.meeting, &event)
                .await?;
            Ok(Redirect::to(&format!("/review/meetings/{}?done=done-review-written", met.meeting.id)).into_response())
        }
        Err(problems) => {
            let problems = problems
                .all()
                .iter()
                .map(|one| concern_said::problem(&frame, one))
                .collect();
            page(state, viewer, frame, &met, problems).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    words: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    because: String,
}

fn day(text: &str) -> Result<Date, Problems> {
    text.parse()
        .map_err(|_| casework::Problem::Missing { field: "on" }.into())
}

/// A note about the class or the school.
pub(super) async fn note(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let answer = write(&state, &viewer, frame, &id, |meeting, _| meeting.note(&typed.words)).await?;
    if let Some(meeting) = ReviewMeetingId::from_text(&id).filter(|_| answer.status().is_redirection()) {
        draft::sent(&state, &viewer, DraftForm::Note(meeting)).await?;
    }
    Ok(answer)
}

/// A task the person who writes takes on.
pub(super) async fn task(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let who = viewer.person();
    write(&state, &viewer, frame, &id, |meeting, today| {
        meeting.give_task(&typed.what, who, day(&typed.until)?, today)
    })
    .await
}

/// Moves the meeting to another day.
pub(super) async fn move_to(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    write(&state, &viewer, frame, &id, |meeting, today| {
        meeting.move_to(day(&typed.to)?, today)
    })
    .await
}

/// Calls the meeting off, with the reason.
pub(super) async fn call_off(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    write(&state, &viewer, frame, &id, |meeting, _| {
        meeting.call_off(&typed.because)
    })
    .await
}

/// Says that the meeting was held today, and who was there.
pub(super) async fn held(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let ticked = fields.iter().filter(|(name, _)| name == "present");
    let present: BTreeSet<Participant> = ticked.filter_map(|(_, word)| Participant::from_word(word)).collect();
    write(&state, &viewer, frame, &id, |meeting, today| {
        meeting.hold(today, present, today)
    })
    .await
}

/// Says that the talk a meeting asked for was held today.
pub(super) async fn talk(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, pupil)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let met = met(&state, &viewer, &id).await?;
    let found = found(&state, &viewer, &pupil).await?;
    let permit = viewer.may::<act::Create, on::ReviewOutcome>(&found.facts)?;
    let read = viewer.may::<act::Read, on::ReviewOutcome>(&found.facts)?;
    let all = state.store.outcome_list_of(&read).await?;
    let standing = all
        .iter()
        .find(|one| one.meeting == met.meeting.id)
        .ok_or(PageError::NotFound)?;
    let event = standing
        .hold_talk(frame.today, frame.today)
        .map_err(|_| PageError::Changed)?;
    state.store.outcome_decide(&permit, Some(standing), &event).await?;
    Ok(Redirect::to(&format!("/review/meetings/{}?done=done-review-written", met.meeting.id)).into_response())
}
