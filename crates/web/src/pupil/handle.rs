//! The addresses of a pupil: the page, a day, the own calendar, the record of a duty.

use access::{act, on};
use attendance::{Kind, Note, SchoolYear, Slot, Span};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problems;
use casework::duty::{DutyDraft, DutyKey};
use jiff::civil::Date;
use serde::Deserialize;
use store::NewMark;

use super::day::{Change, ShowDay, slot_form, slot_words};
use super::print::OwnCalendar;
use super::read::{Found, found, frame_of, ground, page, record_of, written_here};
use crate::draft::{self, DraftForm};
use crate::form::Posted;
use crate::page::html;
use crate::picture::words as picture_words;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError, words};

#[derive(Deserialize)]
pub(super) struct Asked {
    year: Option<String>,
}

/// One pupil in a school year.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let year = asked.year.as_deref().and_then(SchoolYear::from_label);
    let day = year.map_or(frame.today, |y| y.span().to.min(frame.today));
    let seen = state.store.seen_pupil(&permit, day).await?;
    html(&page(&state, &viewer, frame, found, seen).await?)
}

/// The child's own calendar, to print.
pub(super) async fn print(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&permit, frame.today).await?;
    let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
    let track = one
        .track(state.rules().settings().day_weight)
        .ok_or(PageError::NotFound)?;
    let name = found.identity.name.full();
    let first = found.identity.name.given().to_owned();
    let frame = frame_of(frame, Some(one)).via(name, format!("/pupils/{id}"));
    html(&OwnCalendar::of(frame, &first, &track))
}

struct Typed {
    problems: Vec<String>,
    reason: String,
}

async fn day_page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    id: &str,
    date: Date,
    typed: Typed,
) -> Result<Response, PageError> {
    let found = found(state, viewer, id).await?;
    let permit = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&permit, frame.today).await?;
    let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
    let track = one
        .track(state.rules().settings().day_weight)
        .ok_or(PageError::NotFound)?;
    let name = found.identity.name.full();
    let words = frame.day(&date);
    let frame = frame_of(frame, Some(one))
        .via(name.clone(), format!("/pupils/{}", found.id))
        .end(words.clone());
    let span = Span { from: date, to: date };
    let view = track.positions(span).next().and_then(|p| track.view(p));
    let two_notes = view.is_some_and(|v| v.notes == attendance::NotesPerDay::Two);
    let may = viewer.may::<act::Change, on::Mark>(&found.facts).is_ok();
    let here = written_here(one);
    let state_words = match view {
        Some(view) => picture_words::what(&frame, picture_words::state_of(&view, frame.today)),
        None => frame.t("pupil-day-closed"),
    };
    let slots = match view {
        Some(view) if may && here && date <= frame.today => [(Slot::Start, view.start), (Slot::End, view.end)]
            .into_iter()
            .map(|(slot, stands)| slot_form(&frame, slot, two_notes, stands, view.noted))
            .collect(),
        _ => Vec::new(),
    };
    let closed = match (view, here, may) {
        (None, ..) => frame.t("pupil-day-closed"),
        (_, false, _) => frame.t("pupil-day-imported"),
        (_, _, false) => frame.t("pupil-day-not-yours"),
        _ => String::new(),
    };
    let mut history = Vec::new();
    if let Ok(permit) = viewer.may::<act::Read, on::Mark>(&found.facts) {
        let rows = state.store.mark_history(&permit, span).await?;
        let newest = |slot: Slot| {
            rows.iter()
                .filter(|r| r.note.covers(slot))
                .max_by_key(|r| (r.noted_at, r.position))
                .map(|r| r.position)
        };
        let standing = Slot::BOTH.map(newest);
        for row in rows.iter().rev() {
            let at = row
                .noted_at
                .unwrap_or(row.recorded_at)
                .to_zoned(state.settings.zone.clone())
                .datetime();
            let by = row.recorded_name.clone().or_else(|| row.noted_by.clone());
            let slot = match row.note {
                Note::Start | Note::Day => Slot::Start,
                Note::End => Slot::End,
            };
            let what = frame.t2(
                "pupil-history-slot",
                "slot",
                slot_words(&frame, slot, two_notes),
                "what",
                super::day::kind_words(&frame, row.kind),
            );
            history.push(Change {
                at: words::moment(frame.locale, at),
                by: by.unwrap_or_else(|| frame.t("pupil-history-import")),
                what,
                why: row.reason.clone().unwrap_or_default(),
                stands: standing.contains(&Some(row.position)),
            });
        }
    }
    let draft = if slots.is_empty() {
        None
    } else {
        Some(draft::kept(state, viewer, &frame, DraftForm::Correction(found.id, date)).await?)
    };
    let kept = draft.as_ref().map(|draft| draft.value("reason"));
    html(&ShowDay {
        name,
        date: words,
        words: state_words,
        address: format!("/pupils/{}/days/{date}", found.id),
        back: format!("/pupils/{}", found.id),
        slots,
        closed,
        reason: if typed.problems.is_empty() {
            kept.unwrap_or_default()
        } else {
            typed.reason
        },
        problems: typed.problems,
        draft,
        history,
        frame,
    })
}

fn date_of(text: &str) -> Result<Date, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// One day of a pupil, with its history.
pub(super) async fn day(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, date)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let typed = Typed {
        problems: Vec::new(),
        reason: String::new(),
    };
    day_page(&state, &viewer, frame, &id, date_of(&date)?, typed).await
}

#[derive(Deserialize)]
pub(super) struct Correction {
    #[serde(default)]
    start: String,
    #[serde(default)]
    end: String,
    #[serde(default)]
    reason: String,
}

/// Corrects a day, with a reason; what stood stays in the history.
pub(super) async fn correct(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, date)): Path<(String, String)>,
    Posted(typed): Posted<Correction>,
) -> Result<Response, PageError> {
    let date = date_of(&date)?;
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Mark>(&found.facts)?;
    let reason = typed.reason.trim().to_owned();
    let stands = {
        let seen = state
            .store
            .seen_pupil(
                &viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?,
                frame.today,
            )
            .await?;
        let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
        let track = one
            .track(state.rules().settings().day_weight)
            .ok_or(PageError::NotFound)?;
        track
            .positions(Span { from: date, to: date })
            .next()
            .and_then(|p| track.view(p))
    };
    let mut marks = Vec::new();
    for (slot, note, chosen) in [
        (Slot::Start, Note::Start, &typed.start),
        (Slot::End, Note::End, &typed.end),
    ] {
        let Some(kind) = Kind::from_word(chosen) else { continue };
        let standing = stands.map(|v| if slot == Slot::Start { v.start } else { v.end });
        let noted = stands.is_some_and(|v| v.noted);
        if standing == Some(attendance::SlotState::of(kind)) && (noted || kind != Kind::Present) {
            continue;
        }
        marks.push(NewMark {
            pupil: found.id,
            day: date,
            note,
            kind,
            minutes: None,
            reason: Some(reason.clone()),
        });
    }
    let mut problems = Vec::new();
    if reason.is_empty() {
        problems.push(frame.t("pupil-correct-no-reason"));
    }
    if marks.is_empty() {
        problems.push(frame.t("pupil-correct-nothing"));
    }
    if !problems.is_empty() {
        return day_page(&state, &viewer, frame, &id, date, Typed { problems, reason }).await;
    }
    state.store.mark_correct(&permit, &marks).await?;
    draft::sent(&state, &viewer, DraftForm::Correction(found.id, date)).await?;
    Ok(Redirect::to(&format!("/pupils/{}/days/{date}?done=done-pupil-corrected", found.id)).into_response())
}

#[derive(Deserialize)]
pub(super) struct DutyAnswered {
    rule: String,
    begins: Date,
    #[serde(default)]
    words: String,
    #[serde(default)]
    done_on: String,
    #[serde(default)]
    done: String,
}

/// Records what was done about a duty, or why nothing was.
pub(super) async fn duty(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<DutyAnswered>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let draft = DutyDraft {
        done: typed.done == "yes",
        words: typed.words.clone(),
        done_on: typed.done_on.parse().ok(),
    };
    let duty = (typed.rule.as_str(), typed.begins);
    match answer_duty(&state, &viewer, &found, duty, &draft, frame.today).await? {
        Ok(()) => Ok(Redirect::to(&format!("/pupils/{}?done=done-pupil-duty-saved", found.id)).into_response()),
        Err(_) => Err(PageError::Request("pupil-duty-missing")),
    }
}

/// Writes down what was done about one duty, named by its rule and first day; or what is wrong with the form.
///
/// # Errors
/// Not found when the viewer may not, or there is no such duty.
pub(crate) async fn answer_duty(
    state: &AppState,
    viewer: &Viewer,
    found: &Found,
    (rule, begins): (&str, Date),
    draft: &DutyDraft,
    today: Date,
) -> Result<Result<(), Problems>, PageError> {
    let close = viewer.may::<act::Close, on::Duty>(&found.facts)?;
    let read = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&read, today).await?;
    let records = state
        .store
        .duty_list_of(&viewer.may::<act::Read, on::Duty>(&found.facts)?)
        .await?;
    let rules = state.rules();
    let (event, record) = {
        let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
        let held = one.held(&rules);
        let held = held
            .iter()
            .find(|h| h.rule.id.as_str() == rule && h.begins == begins)
            .ok_or(PageError::NotFound)?;
        let key = DutyKey {
            pupil: found.id,
            rule: rule.to_owned(),
            from: begins,
        };
        let event = draft.check(key, ground(held, seen.marks_until()), today);
        (event, record_of(&records, found.id, held).cloned())
    };
    Ok(match event {
        Ok(event) => Ok(state.store.duty_answer(&close, record.as_ref(), &event).await?),
        Err(problems) => Err(problems),
    })
}
