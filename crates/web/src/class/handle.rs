//! The addresses of a class: the register of a day with its picture, noting it, a parent's message.

use std::collections::{HashMap, HashSet};

use access::{ClassFacts, act, on};
use attendance::{Kind, Note, Slot, SlotState, Span};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PupilId;
use casework::case::AgreedWeek;
use casework::set_aside::HintState;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use store::{ClassNoted, NewMark, RaisedHint, RegisterBy};

use super::show::{
    PICTURE_DAYS, Pictured, PupilHint, PupilHints, RegisterRow, ShowClass, has_two_notes, message_kinds, orders,
    picture, register_slot, rests, shortcuts, slot_heads,
};
use super::{class_of, community, signs};
use crate::form::Posted;
use crate::frame::Section;
use crate::hint;
use crate::page::html;
use crate::picture::words as picture_words;
use crate::pupil::day::slot_words;
use crate::pupil::{Link, agreed};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError, words};

/// The most minutes late or left early a form takes: ten hours, longer than any school day.
const MOST_MINUTES: u32 = 600;

#[derive(Deserialize)]
pub(super) struct Asked {
    day: Option<Date>,
    order: Option<String>,
}

/// The register of a class on a day, and the class as a picture.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let by_weekday = asked.order.as_deref() == Some("weekday");
    page(&state, &viewer, frame, facts, asked.day, by_weekday, Refused::default()).await
}

/// A form as it was sent and not taken: what is wrong, and what was typed, so that nothing is lost.
#[derive(Default)]
struct Refused {
    problems: Vec<String>,
    typed: HashMap<String, String>,
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    facts: ClassFacts,
    day: Option<Date>,
    by_weekday: bool,
    refused: Refused,
) -> Result<Response, PageError> {
    let Refused { problems, typed } = refused;
    let read = viewer.may::<act::Read, on::ClassRegister>(&facts)?;
    let class = facts.class;
    let seen = state.store.seen_class(&read, frame.today).await?;
    let notices = state.store.class_signs(&read).await?;
    let roster = seen.roster();
    let class_signs = notices.iter().map(|one| signs::view(&frame, roster, one)).collect();
    let entry = roster.class(class).ok_or(PageError::NotFound)?.clone();
    let school = roster.school(facts.school).ok_or(PageError::NotFound)?.clone();
    let calendar = seen.calendar(class).ok_or(PageError::NotFound)?.clone();
    let day = day.unwrap_or_else(|| latest(&calendar, frame.today)).min(frame.today);
    let names_scope = viewer.scope::<act::List, on::PupilIdentity>()?;
    let mut pupils: Vec<_> = seen.pupils().collect();
    pupils.sort_by_key(|p| p.name_rank());
    let ids: Vec<PupilId> = pupils.iter().map(|p| p.id()).collect();
    let named = state.store.pupil_names(&names_scope, "class", &ids).await?;
    let weight = state.rules().settings().day_weight;
    pupils.retain(|p| named.iter().any(|n| n.id == p.id()));
    let names: Vec<String> = pupils
        .iter()
        .map(|p| {
            named
                .iter()
                .find(|n| n.id == p.id())
                .map(|n| n.name.full())
                .unwrap_or_default()
        })
        .collect();
    let weeks = agreed_weeks(state, &read, &calendar, (day, frame.today)).await?;
    let shown: Vec<Pictured<'_>> = pupils
        .iter()
        .zip(&names)
        .filter_map(|(p, name)| {
            Some(Pictured {
                name,
                address: format!("/pupils/{}", p.id()),
                track: p.track(weight)?,
                agreed: weeks.iter().filter(|week| week.pupil == p.id()).copied().collect(),
            })
        })
        .collect();
    let hints = pupil_hints(state, viewer, &frame, &shown).await?;
    let frame = frame
        .at(Section::Schools)
        .via(school.name.clone(), format!("/schools/{}", school.id))
        .end(entry.name.clone());
    let two_notes = entry.grade().is_some_and(|g| has_two_notes(g.notes_per_day()));
    let is_school_day = calendar.ordinal(day).is_some();
    let here = school.register_by == RegisterBy::Here;
    let may_change = viewer.may::<act::Change, on::ClassRegister>(&facts).is_ok();
    let may_mark = here && may_change && is_school_day;
    let closed = match (is_school_day, here, may_change) {
        (false, ..) => Some(frame.t("class-no-school")),
        (_, false, _) => Some(frame.t("class-imported")),
        (_, _, false) => Some(frame.t("class-not-yours")),
        _ => None,
    };
    let taken = |slot| seen.class_noted(class, day, slot) == Some(true);
    let minutes = state.store.class_minutes(&read, day).await?;
    let span = Span { from: day, to: day };
    let rows: Vec<RegisterRow> = if is_school_day {
        shown
            .iter()
            .zip(&pupils)
            .map(|(pupil, one)| {
                let view = pupil.track.positions(span).next().and_then(|p| pupil.track.view(p));
                let slots = Slot::BOTH
                    .map(|slot| {
                        let stands =
                            view.map_or(SlotState::Clear, |v| if slot == Slot::Start { v.start } else { v.end });
                        let mut row = register_slot(&frame, slot, two_notes, stands, taken(slot));
                        let field = |name: &str| typed.get(&format!("{name}{}.{}", slot.word(), one.id()));
                        if let Some(minutes) = minutes.get(&(one.id(), slot)) {
                            row.minutes = minutes.to_string();
                        }
                        if let Some(chosen) = field("") {
                            for choice in &mut row.choices {
                                choice.chosen = choice.value == chosen;
                            }
                            row.minutes = field("minutes.").cloned().unwrap_or_default();
                        }
                        row
                    })
                    .to_vec();
                RegisterRow {
                    id: one.id().to_string(),
                    name: pupil.name.to_owned(),
                    address: pupil.address.clone(),
                    note: agreed::on_day(&frame, pupil.agreed.iter(), day),
                    slots,
                }
            })
            .collect()
    } else {
        Vec::new()
    };
    let noted = noted_lines(state, &frame, &read, day, two_notes, is_school_day && here).await?;
    let step = |to: Date| Link {
        text: frame.date_short(&to),
        address: format!("/classes/{class}?day={to}"),
    };
    let before = calendar
        .count_before(day)
        .checked_sub(1)
        .and_then(|o| calendar.day(o))
        .map(step);
    let after = calendar
        .day(calendar.count_to(day))
        .filter(|next| *next <= frame.today)
        .map(step);
    let address = format!("/classes/{class}");
    html(&ShowClass {
        facts: facts_line(&frame, roster, &entry, &school.name, shown.len()),
        school: school.name,
        heading: frame.t1("class-register", "date", frame.day(&day)),
        day: day.to_string(),
        before,
        after,
        noted,
        asked: crate::family::of_class(state, viewer, &frame, class).await?,
        problems,
        closed,
        may_mark,
        asks_reason: may_mark && day < frame.today,
        slots: slot_heads(&frame, two_notes),
        message_pupils: rows.iter().map(|r| (r.id.clone(), r.name.clone())).collect(),
        rows,
        rests: rests(&frame, two_notes),
        message_address: format!("{address}/messages"),
        message_kinds: message_kinds(&frame),
        hints,
        class_signs,
        community: community::note(state, viewer, &frame, &facts).await?,
        picture: picture(&frame, &entry.name, &calendar, &shown, by_weekday),
        orders: orders(&frame, &address, by_weekday),
        legend: picture_words::legend(&frame, two_notes),
        shortcuts: shortcuts(&frame),
        name: entry.name,
        address,
        frame,
    })
}

/// The shorter timetables of the class's pupils on the day of the register and the days of the picture.
async fn agreed_weeks(
    state: &AppState,
    read: &access::Permit<act::Read, on::ClassRegister>,
    calendar: &attendance::Calendar,
    (day, today): (Date, Date),
) -> Result<Vec<AgreedWeek>, PageError> {
    let first = calendar.count_to(today).saturating_sub(PICTURE_DAYS);
    let from = calendar.day(first).unwrap_or(today).min(day);
    Ok(state
        .store
        .agreed_weeks_in_class(read, Span { from, to: today })
        .await?)
}

/// The hints about the pupils shown, where the viewer may see lists of pupils' attendance.
async fn pupil_hints(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    shown: &[Pictured<'_>],
) -> Result<Option<PupilHints>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::PupilAttendance>() else {
        return Ok(None);
    };
    // Only what is said of these pupils is read, however many others the viewer may see.
    let ids = shown
        .iter()
        .filter_map(|p| PupilId::from_text(p.address.strip_prefix("/pupils/")?));
    let ids: HashSet<PupilId> = ids.collect();
    let seen = state.store.seen(&scope).await?.only(|one| ids.contains(&one.id()));
    let all = hint::hints(state, viewer, &seen).await?;
    let here: HashMap<&str, &Pictured<'_>> = shown.iter().map(|p| (p.address.as_str(), p)).collect();
    let here = |pupil: PupilId| here.get(format!("/pupils/{pupil}").as_str()).copied();
    let hint = |(pupil, raised): &(PupilId, RaisedHint)| {
        let who = here(*pupil)?;
        Some(PupilHint {
            name: who.name.to_owned(),
            address: who.address.clone(),
            hint: hint::view(frame, raised, HintState::Open),
        })
    };
    Ok(Some(PupilHints {
        about: all.about(frame, |pupil| here(pupil).is_some()),
        made: all.up_to.is_some(),
        open: all.open.iter().filter_map(hint).collect(),
    }))
}

/// Today when it is a school day, else the last one before.
fn latest(calendar: &attendance::Calendar, today: Date) -> Date {
    calendar
        .count_to(today)
        .checked_sub(1)
        .and_then(|o| calendar.day(o))
        .unwrap_or(today)
}

/// School, how many pupils, and what the class was called the year before when that says something.
fn facts_line(frame: &Frame, roster: &store::Roster, class: &store::ClassEntry, school: &str, pupils: usize) -> String {
    let mut line = frame.t2("class-facts", "school", school, "pupils", pupils);
    let before = class.predecessor.and_then(|id| roster.class(id));
    if let (Some(before), Some(year)) = (before.filter(|b| b.name != class.name), class.school_year()) {
        let name = before.name.as_str();
        let was = if year == attendance::SchoolYear::of(frame.today) {
            frame.t1("class-was-last-year", "name", name)
        } else {
            frame.t2("class-was", "name", name, "year", year.previous().label())
        };
        line.push_str(" · ");
        line.push_str(&was);
    }
    line
}

async fn noted_lines(
    state: &AppState,
    frame: &Frame,
    read: &access::Permit<act::Read, on::ClassRegister>,
    day: Date,
    two_notes: bool,
    asked: bool,
) -> Result<Vec<String>, PageError> {
    if !asked {
        return Ok(Vec::new());
    }
    let records = state.store.noting_history(read, day).await?;
    let slots: &[Slot] = if two_notes { &Slot::BOTH } else { &[Slot::Start] };
    Ok(slots
        .iter()
        .map(|slot| {
            let name = slot_words(frame, *slot, two_notes);
            match records.iter().rev().find(|r| r.note.covers(*slot)) {
                None => frame.t1("class-not-noted", "slot", name),
                Some(record) => {
                    use crate::locale::Arg;
                    let at = record
                        .noted_at
                        .unwrap_or(record.recorded_at)
                        .to_zoned(state.settings.zone.clone());
                    let by = record.recorded_name.clone().or_else(|| record.noted_by.clone());
                    let by = by.unwrap_or_else(|| frame.t("pupil-history-import"));
                    let time = words::time(frame.locale, at.time());
                    frame.locale.text(
                        "class-noted",
                        &[("slot", name.value()), ("time", time.value()), ("by", by.value())],
                    )
                }
            }
        })
        .collect())
}

/// Notes the class: what was chosen for each pupil, and the rest where a button says so.
pub(super) async fn note(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<HashMap<String, String>>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let permit = viewer.may::<act::Change, on::ClassRegister>(&facts)?;
    let text = |name: &str| typed.get(name).map(|v| v.trim()).unwrap_or_default();
    let day: Date = text("day").parse().map_err(|_| PageError::NotFound)?;
    if day > frame.today {
        return Err(PageError::NotFound);
    }
    let reason = text("reason").to_owned();
    if day < frame.today && reason.is_empty() {
        let problems = vec![frame.t("class-reason-missing")];
        return page(
            &state,
            &viewer,
            frame,
            facts,
            Some(day),
            false,
            Refused { problems, typed },
        )
        .await;
    }
    let read = viewer.may::<act::Read, on::ClassRegister>(&facts)?;
    let stood = state.store.class_minutes(&read, day).await?;
    let mut wrong = false;
    let (marks, slots) = {
        let seen = state.store.seen_class(&read, day).await?;
        let weight = state.rules().settings().day_weight;
        let grade = seen
            .roster()
            .class(facts.class)
            .and_then(|c| c.grade())
            .ok_or(PageError::NotFound)?;
        let two_notes = has_two_notes(grade.notes_per_day());
        let rest = text("rest");
        let mut marks = Vec::new();
        for one in seen.pupils() {
            let Some(track) = one.track(weight) else { continue };
            let Some(view) = track
                .positions(Span { from: day, to: day })
                .next()
                .and_then(|p| track.view(p))
            else {
                continue;
            };
            for (slot, note) in [(Slot::Start, Note::Start), (Slot::End, Note::End)] {
                let Some(kind) = Kind::from_word(text(&format!("{}.{}", slot.word(), one.id()))) else {
                    continue;
                };
                let stands = if slot == Slot::Start { view.start } else { view.end };
                let short = matches!(kind, Kind::Late | Kind::LeftEarly);
                let minutes = match text(&format!("minutes.{}.{}", slot.word(), one.id())) {
                    said if short && !said.is_empty() => {
                        let minutes = said.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
                        wrong |= minutes.is_none();
                        minutes
                    }
                    _ => None,
                };
                let other_minutes = short && minutes != stood.get(&(one.id(), slot)).copied();
                if SlotState::of(kind) != stands || other_minutes {
                    let why = (!reason.is_empty()).then(|| reason.clone());
                    marks.push(NewMark {
                        pupil: one.id(),
                        day,
                        note,
                        kind,
                        minutes,
                        reason: why,
                    });
                }
            }
        }
        let mut slots = Vec::new();
        if rest == "start" || (!two_notes && rest == "end") {
            slots.push(Slot::Start);
        }
        if two_notes && rest == "end" {
            slots.push(Slot::End);
        }
        // A pupil marked, or all chosen one by one, is the class noted as well: nobody is left unknown.
        for (slot, asked) in [(Slot::Start, true), (Slot::End, two_notes)] {
            let all = seen
                .pupils()
                .all(|p| typed.contains_key(&format!("{}.{}", slot.word(), p.id())));
            if asked && all && !seen.is_empty() && !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        (marks, slots)
    };
    if wrong {
        let problems = vec![frame.t1("class-minutes-wrong", "most", MOST_MINUTES)];
        return page(
            &state,
            &viewer,
            frame,
            facts,
            Some(day),
            false,
            Refused { problems, typed },
        )
        .await;
    }
    state
        .store
        .class_note(&permit, &ClassNoted { day, slots, marks })
        .await?;
    Ok(Redirect::to(&format!("/classes/{}?day={day}&done=done-class-saved", facts.class)).into_response())
}

#[derive(Deserialize)]
pub(super) struct Message {
    pupil: String,
    kind: String,
    from: Date,
    to: Date,
    #[serde(default)]
    words: String,
}

/// Types in what a parent says about one or more days.
pub(super) async fn message(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Message>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let read = viewer.may::<act::Read, on::ClassRegister>(&facts)?;
    let pupil = PupilId::from_text(&typed.pupil);
    let kind = Kind::from_word(&typed.kind).filter(|k| matches!(k, Kind::Absent(_)));
    let words = typed.words.trim().to_owned();
    let far = typed.from.checked_add(60.days()).is_ok_and(|latest| typed.to > latest);
    let (Some(pupil), Some(kind), false) = (pupil, kind, words.is_empty() || typed.to < typed.from || far) else {
        let problems = vec![frame.t("class-message-wrong")];
        let typed = HashMap::new();
        return page(&state, &viewer, frame, facts, None, false, Refused { problems, typed }).await;
    };
    let days: Vec<Date> = {
        let seen = state.store.seen_class(&read, frame.today).await?;
        let calendar = seen.calendar(facts.class).ok_or(PageError::NotFound)?;
        (calendar.count_before(typed.from)..calendar.count_to(typed.to))
            .filter_map(|o| calendar.day(o))
            .collect()
    };
    let about = state
        .store
        .pupil_facts(pupil, frame.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let change = viewer.may::<act::Change, on::Mark>(&about)?;
    let of = |day| NewMark {
        pupil,
        day,
        note: Note::Day,
        kind,
        minutes: None,
        reason: Some(words.clone()),
    };
    let marks: Vec<NewMark> = days.into_iter().map(of).collect();
    state.store.mark_correct(&change, &marks).await?;
    Ok(Redirect::to(&format!("/classes/{}?done=done-class-message", facts.class)).into_response())
}
