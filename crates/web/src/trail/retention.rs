//! Whose time is over, who is held back, and what the job has erased, for the data protection officer.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{OwnWords, PupilId};
use serde::Deserialize;
use store::RetentionCounts;

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// How many pupils are named, and how many runs are shown.
const NAMED: usize = 200;
const RUNS: u32 = 20;
/// How many pupils are offered when several fit what was typed.
const OFFERED: usize = 20;
/// The most letters of a reason.
const LONGEST: usize = 500;

/// A pupil whose time is over.
pub struct DueLine {
    name: String,
    left: String,
    held: bool,
    archive: bool,
}

/// Somebody who is held back.
pub struct HoldLine {
    id: String,
    name: String,
    reason: String,
    since: String,
}

/// What a run did.
pub struct RunLine {
    at: String,
    did: String,
}

/// What is to be erased, and what is held back.
#[derive(Template)]
#[template(path = "trail/retention.html")]
pub struct ShowRetention {
    frame: Frame,
    /// Who decided the periods; none while nobody has.
    decided: Option<String>,
    due: Vec<DueLine>,
    more: usize,
    trail: usize,
    /// Advice and things of classes whose time is over.
    beside: (usize, usize),
    holds: Vec<HoldLine>,
    runs: Vec<RunLine>,
    /// The pupil typed or chosen, to be held back.
    typed: String,
    chosen: Option<(String, String)>,
    which: Vec<(String, String)>,
    problems: Vec<String>,
    longest: usize,
}

impl Page for ShowRetention {
    const PATH: &'static str = "trail/retention";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let day = words::date(locale, jiff::civil::date(2021, 6, 25));
        let page = || Self {
            frame: at(Frame::sample(locale)),
            decided: None,
            due: Vec::new(),
            more: 0,
            trail: 0,
            beside: (0, 0),
            holds: Vec::new(),
            runs: Vec::new(),
            typed: String::new(),
            chosen: None,
            which: Vec::new(),
            problems: Vec::new(),
            longest: LONGEST,
        };
        let due = |n: usize| DueLine {
            name: format!("Elev Bækgård {n}"),
            left: day.clone(),
            held: n.is_multiple_of(5),
            archive: n.is_multiple_of(7),
        };
        let choice = || ("1".to_owned(), "Alma Bækgård".to_owned());
        vec![
            ("undecided", page()),
            (
                "due",
                Self {
                    decided: Some("Byrådet 1. februar 2027".to_owned()),
                    due: (0..12).map(due).collect(),
                    trail: 1_204,
                    beside: (3, 12),
                    holds: vec![HoldLine {
                        id: "1".to_owned(),
                        name: "Alma Bækgård".to_owned(),
                        reason: "Klage til Ankestyrelsen".to_owned(),
                        since: day.clone(),
                    }],
                    runs: vec![RunLine {
                        at: day.clone(),
                        did: did(locale, RetentionCounts::default()),
                    }],
                    chosen: Some(choice()),
                    ..page()
                },
            ),
            (
                "crowded",
                Self {
                    decided: Some("Byrådet 1. februar 2027".to_owned()),
                    due: (0..200).map(due).collect(),
                    more: 417,
                    which: vec![choice(), choice()],
                    typed: "al".to_owned(),
                    problems: vec![locale.t("trail-problem-pupil")],
                    ..page()
                },
            ),
        ]
    }
}

fn at(frame: Frame) -> Frame {
    let here = frame.t("retention-heading");
    frame.at(Section::Trail).end(here)
}

fn did(locale: Locale, counts: RetentionCounts) -> String {
    let one = |key: &str, count: u64| locale.t1(key, "count", usize::try_from(count).unwrap_or(usize::MAX));
    [
        one("retention-did-pupils", counts.erased),
        one("retention-did-held", counts.held),
        one("retention-did-trail", counts.trail),
        one("retention-did-sessions", counts.sessions),
        one("retention-did-drafts", counts.drafts),
        one("retention-did-counsel", counts.counsel),
        one("retention-did-classes", counts.classes),
    ]
    .join(", ")
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pupil: String,
    pupil_id: String,
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    asked: &Asked,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Read, on::Retention>(&Spot::Municipality)?;
    let names = viewer.scope::<act::List, on::PupilTrail>()?;
    let plan = state.store.retention_plan(&permit).await?;
    let holds = state.store.hold_list(&permit).await?;
    let runs = state.store.retention_runs(&permit, RUNS).await?;
    let locale = frame.locale;
    let frame = at(frame);
    let mut problems: Vec<String> = problem.into_iter().map(|key| frame.t(key)).collect();
    let (mut chosen, mut which) = (None, Vec::new());
    if let Some(id) = PupilId::from_text(&asked.pupil_id) {
        let name = state.store.trail_pupil(&names, id).await?.ok_or(PageError::NotFound)?;
        chosen = Some((id.to_string(), name.full()));
    } else if !asked.pupil.trim().is_empty() {
        let found = state.store.trail_pupils(&names, asked.pupil.trim(), OFFERED).await?;
        let mut found: Vec<(String, String)> = found.iter().map(|one| (one.id.to_string(), one.name.full())).collect();
        match found.len() {
            0 => problems.push(frame.t("trail-problem-pupil")),
            1 => chosen = found.pop(),
            _ => which = found,
        }
    }
    let day = |at: jiff::Timestamp| words::date(locale, at.to_zoned(state.settings.zone.clone()).date());
    html(&ShowRetention {
        decided: plan.periods.is_decided().then(|| plan.periods.decided.clone()),
        more: plan.due.len().saturating_sub(NAMED),
        due: plan
            .due
            .iter()
            .take(NAMED)
            .map(|one| DueLine {
                name: one.name.full(),
                left: words::date(locale, one.left_on),
                held: one.held,
                archive: one.for_archive,
            })
            .collect(),
        trail: usize::try_from(plan.trail).unwrap_or(usize::MAX),
        beside: (
            usize::try_from(plan.counsel).unwrap_or(usize::MAX),
            usize::try_from(plan.classes).unwrap_or(usize::MAX),
        ),
        holds: holds
            .iter()
            .map(|(hold, name)| HoldLine {
                id: hold.id.to_string(),
                name: name.full(),
                reason: hold.reason.reveal().to_owned(),
                since: day(hold.at),
            })
            .collect(),
        runs: runs
            .into_iter()
            .map(|(at, counts)| RunLine {
                at: day(at),
                did: did(locale, counts),
            })
            .collect(),
        typed: asked.pupil.clone(),
        chosen,
        which,
        problems,
        longest: LONGEST,
        frame,
    })
}

/// Shows what is to be erased, and finds a pupil to hold back.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    page(&state, frame, &viewer, &asked, None).await
}

#[derive(Deserialize)]
pub(super) struct Held {
    #[serde(default)]
    pupil: String,
    #[serde(default)]
    reason: String,
}

/// Holds a pupil back.
pub(super) async fn hold(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Held>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Retention>(&Spot::Municipality)?;
    let pupil = PupilId::from_text(&typed.pupil).ok_or(PageError::Request("error-request-text"))?;
    let reason = OwnWords::from_form(&typed.reason).filter(|reason| reason.characters() <= LONGEST);
    let Some(reason) = reason else {
        let asked = Asked {
            pupil_id: typed.pupil,
            ..Asked::default()
        };
        return page(&state, frame, &viewer, &asked, Some("retention-problem-reason")).await;
    };
    state.store.hold_add(&permit, pupil, &reason).await?;
    Ok(Redirect::to("/trail/retention?done=done-held").into_response())
}

#[derive(Deserialize)]
pub(super) struct Ended {
    #[serde(default)]
    hold: String,
}

/// Ends a hold.
pub(super) async fn end(
    State(state): State<AppState>,
    viewer: Viewer,
    Posted(typed): Posted<Ended>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Retention>(&Spot::Municipality)?;
    let id = typed
        .hold
        .parse()
        .map_err(|_| PageError::Request("error-request-text"))?;
    state.store.hold_end(&permit, id).await?;
    Ok(Redirect::to("/trail/retention?done=done-hold-ended").into_response())
}
