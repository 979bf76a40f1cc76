//! Every opening of emergency access, for the data protection officer: who, to whom, why; looked at, found right or not,
//! with words; and an end to what is still open.

use access::{ScopeReach, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::emergency::EmergencyFinding;
use casework::{EmergencyId, OwnWords};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::GivenReason;

use crate::emergency::{kind, moment};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles};

/// What was looked into stands here for so long; what was not stands here until it is.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 365);
/// The most letters of what was found.
const LONGEST: usize = 2000;

/// One opening.
#[derive(Clone, Default)]
pub struct EmergencyLine {
    id: String,
    child: String,
    who: String,
    kind: String,
    reason: String,
    opened: String,
    /// When it ends or ended, in a sentence.
    ends: String,
    open: bool,
    /// What was looked at meanwhile.
    looks: String,
    /// What was found, by whom and when; empty while it waits.
    found: String,
    found_words: String,
    /// What was typed and could not be kept.
    typed: String,
}

/// The list.
#[derive(Template)]
#[template(path = "trail/emergency.html")]
pub struct ListEmergencies {
    frame: Frame,
    problems: Vec<String>,
    waiting: Vec<EmergencyLine>,
    answered: Vec<EmergencyLine>,
    longest: usize,
}

impl Page for ListEmergencies {
    const PATH: &'static str = "trail/emergency";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale);
        let line = |open: bool, found: &str| EmergencyLine {
            id: "1".to_owned(),
            child: "Alma Bækgård, 8.b, Engdalskolen".to_owned(),
            who: "Bo Ravnkær · Skolesocialrådgiver".to_owned(),
            kind: locale.t("emergency-kind-coordinator-away"),
            reason: "Mor har ringet; Alma er ikke kommet hjem, og tovholderen er syg.".to_owned(),
            opened: locale.t1("emergency-at", "time", "10.32"),
            ends: locale.t1("emergency-ends", "until", "kl. 14.32"),
            open,
            looks: "/trail".to_owned(),
            found: found.to_owned(),
            found_words: String::new(),
            typed: String::new(),
        };
        let page = |waiting: Vec<EmergencyLine>, answered: Vec<EmergencyLine>| Self {
            frame: at(frame.clone()),
            problems: Vec::new(),
            waiting,
            answered,
            longest: LONGEST,
        };
        let mut refused = page(vec![line(false, "")], Vec::new());
        refused.problems = vec![locale.t("emergency-problem-found")];
        vec![
            ("empty", page(Vec::new(), Vec::new())),
            (
                "full",
                page(
                    vec![
                        EmergencyLine {
                            id: "2".to_owned(),
                            ..line(true, "")
                        },
                        line(false, ""),
                    ],
                    vec![EmergencyLine {
                        found_words: "Barnet boede hos en moster den uge; tovholderen var syg.".to_owned(),
                        ..line(false, &locale.t("emergency-found-right"))
                    }],
                ),
            ),
            ("refused", refused),
        ]
    }
}

fn at(frame: Frame) -> Frame {
    let here = frame.t("emergencies-heading");
    frame.at(Section::Trail).end(here)
}

/// The address of what somebody looked at about a pupil from one day to another.
fn looks(state: &AppState, one: &store::Emergency, now: Timestamp) -> String {
    let day = |at: Timestamp| at.to_zoned(state.settings.zone.clone()).date();
    let end = one.ended.unwrap_or(one.until).min(now);
    format!(
        "/trail?pupil_id={}&person_id={}&from={}&to={}",
        one.pupil,
        one.by,
        day(one.opened),
        day(end)
    )
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    typed: Option<(EmergencyId, String)>,
) -> Result<ListEmergencies, PageError> {
    let scope = viewer.scope::<act::List, on::EmergencyAccess>()?;
    // Whoever sees those of a school sees them on the overview; the whole list is the control's.
    if scope.reach() != ScopeReach::Municipality {
        return Err(PageError::NotFound);
    }
    let now = state.store.now();
    let since = now.saturating_sub(SHOWN).unwrap_or(now);
    let all = state.store.emergency_list(&scope, since).await?;
    let ids: Vec<EmergencyId> = all.iter().map(|(one, _)| one.id).collect();
    let mut words = state.store.emergency_words(&scope, &ids).await?;
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let name = |id| names.get(&id).cloned().unwrap_or_else(|| frame.t("trail-who-gone"));
    let (mut waiting, mut answered) = (Vec::new(), Vec::new());
    for (one, child) in &all {
        let said = words.remove(&one.id).unwrap_or_default();
        let mut said = said.iter().map(|given: &GivenReason| given.reason.reveal().to_owned());
        let place = crate::case::place_of(&roster, child, frame.today);
        let (open, end) = (one.is_open(now), one.ended.unwrap_or(one.until));
        let key = if open { "emergency-ends" } else { "emergency-ended" };
        let line = EmergencyLine {
            id: one.id.to_string(),
            child: [child.name.full(), place].join(", ").trim_end_matches(", ").to_owned(),
            who: format!("{} · {}", name(one.by), roles::name(frame.locale, one.role)),
            kind: kind(&frame, one.kind),
            reason: said.next().unwrap_or_default(),
            opened: moment(state, &frame, one.opened),
            ends: frame.t1(key, "until", moment(state, &frame, end)),
            open,
            looks: looks(state, one, now),
            found: one.finding.map_or_else(String::new, |(finding, at, by)| {
                let key = match finding {
                    EmergencyFinding::Right => "emergency-found-right",
                    EmergencyFinding::NotRight => "emergency-found-not-right",
                };
                format!("{} · {} · {}", frame.t(key), name(by), moment(state, &frame, at))
            }),
            found_words: said.next().unwrap_or_default(),
            typed: match &typed {
                Some((id, words)) if *id == one.id => words.clone(),
                _ => String::new(),
            },
        };
        match one.finding {
            None => waiting.push(line),
            Some(_) => answered.push(line),
        }
    }
    // What has waited longest comes first.
    waiting.reverse();
    Ok(ListEmergencies {
        frame: at(frame),
        problems: Vec::new(),
        waiting,
        answered,
        longest: LONGEST,
    })
}

/// The list.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&page(&state, frame, &viewer, None).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    finding: String,
    words: String,
}

/// Keeps what was found about one. That it was not right is said with words.
pub(super) async fn found(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = EmergencyId::from_text(&id).ok_or(PageError::NotFound)?;
    let facts = state.store.emergency_facts(id, viewer.today).await?;
    let permit = viewer.may::<act::Change, on::EmergencyAccess>(&facts.ok_or(PageError::NotFound)?)?;
    let words = OwnWords::from_form(&typed.words);
    let fits = words.as_ref().is_none_or(|words| words.characters() <= LONGEST);
    let finding = EmergencyFinding::from_word(&typed.finding)
        .filter(|finding| fits && (*finding == EmergencyFinding::Right || words.is_some()));
    let Some(finding) = finding else {
        let mut page = page(&state, frame, &viewer, Some((id, typed.words))).await?;
        page.problems = vec![page.frame.t("emergency-problem-found")];
        return html(&page);
    };
    state.store.emergency_found(&permit, finding, words.as_ref()).await?;
    Ok(Redirect::to("/trail/emergencies?done=done-emergency-found").into_response())
}

/// Ends one that is open.
pub(super) async fn end(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = EmergencyId::from_text(&id).ok_or(PageError::NotFound)?;
    let facts = state.store.emergency_facts(id, viewer.today).await?;
    let permit = viewer.may::<act::Close, on::EmergencyAccess>(&facts.ok_or(PageError::NotFound)?)?;
    state.store.emergency_end(&permit).await?;
    Ok(Redirect::to("/trail/emergencies?done=done-emergency-ended").into_response())
}
