//! The addresses of a copy: to see what is in it, and to take it out.

use std::collections::BTreeMap;

use access::{act, on};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use casework::OwnWords;
use store::Insight;

use super::file;
use super::show::{HeldLine, InCopy, ShowInsight};
use super::told::{Item, Kind, Telling, why};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::letter::{beside, pdf_file};
use crate::page::html;
use crate::pupil::read::{Found, found};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The most letters of a reason.
pub(super) const LONGEST: usize = 500;

/// What somebody has decided about the things held: key and reason of each that is given.
type Given = BTreeMap<String, String>;

async fn items(state: &AppState, frame: &Frame, insight: &Insight) -> Result<Vec<Item>, PageError> {
    let telling = Telling {
        frame,
        insight,
        names: &state.store.staff_names().await?,
        rules: &state.rules(),
    };
    Ok(telling.items(&|at| state.store.day_of(at)))
}

fn page(frame: Frame, found: &Found, insight: &Insight, items: &[Item], given: &Given, missing: bool) -> ShowInsight {
    let part = |key: &str, count: usize, lines: Vec<String>| InCopy {
        heading: frame.t2("insight-part", "kind", frame.t(key), "count", count),
        lines,
    };
    let mut inside = vec![
        part("insight-kind-identity", 1, Vec::new()),
        part("insight-kind-classes", insight.who.stays.len(), Vec::new()),
        part("insight-kind-marks", insight.marks.len(), Vec::new()),
    ];
    if !insight.part_days.is_empty() {
        inside.push(part("insight-kind-part-days", insight.part_days.len(), Vec::new()));
    }
    let mut lines: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for item in items.iter().filter(|item| item.held.is_none()) {
        let line = format!("{} · {} · {}", frame.date(&item.on), item.title, item.by);
        lines.entry(item.kind).or_default().push(line);
    }
    inside.extend(
        lines
            .into_iter()
            .map(|(kind, lines)| part(kind.key(), lines.len(), lines)),
    );
    inside.push(InCopy {
        heading: frame.t("insight-kind-looks"),
        lines: Vec::new(),
    });
    let held: Vec<HeldLine> = items
        .iter()
        .filter_map(|item| Some((item, item.held?)))
        .zip(1..)
        .map(|((item, held), number)| {
            let reason = given.get(&item.key);
            HeldLine {
                key: item.key.clone(),
                number,
                what: format!("{}: {}", frame.t(item.kind.key()), item.title),
                on: frame.date(&item.on),
                by: item.by.clone(),
                why: why(&frame, held),
                given: reason.is_some(),
                reason: reason.cloned().unwrap_or_default(),
                missing: missing && reason.is_some_and(|reason| fit(reason).is_none()),
            }
        })
        .collect();
    let problems = held.iter().filter(|line| line.missing);
    let name = found.identity.name.full();
    let back = format!("/pupils/{}", found.id);
    let here = frame.t("insight");
    ShowInsight {
        problems: problems
            .map(|line| frame.t1("insight-problem-reason", "number", line.number))
            .collect(),
        address: format!("{back}/insight"),
        inside,
        held,
        longest: LONGEST,
        frame: frame.at(Section::Schools).via(name.clone(), back.clone()).end(here),
        name,
        back,
    }
}

fn fit(reason: &str) -> Option<OwnWords> {
    OwnWords::from_form(reason).filter(|words| words.characters() <= LONGEST)
}

/// What is in the copy and what is held.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::SubjectAccess>(&found.facts)?;
    let insight = state.store.insight(&permit).await?;
    let items = items(&state, &frame, &insight).await?;
    html(&page(frame, &found, &insight, &items, &Given::new(), false))
}

/// Takes the copy out: everything that is not held, and of what is held only what somebody gave with a reason.
pub(super) async fn take(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Export, on::SubjectAccess>(&found.facts)?;
    let insight = state.store.insight(&permit).await?;
    let given: Given = all_sent(&fields, "give")
        .map(|key| (key.to_owned(), sent(&fields, &format!("why {key}")).to_owned()))
        .collect();
    // A copy is in Danish, whatever language the page is in: letters are.
    let danish = frame.in_danish();
    let items = items(&state, &danish, &insight).await?;
    let mut reasons = Vec::new();
    for item in items.iter().filter(|item| item.held.is_some()) {
        if let Some(reason) = given.get(&item.key) {
            let Some(words) = fit(reason) else {
                let shown = self::items(&state, &frame, &insight).await?;
                return html(&page(frame, &found, &insight, &shown, &given, true));
            };
            reasons.push((item.key.clone(), words));
        }
    }
    let is_given = |item: &Item| item.held.is_none() || given.contains_key(&item.key);
    let (mut with, without): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_given);
    let json = sent(&fields, "as") == "json";
    // Written down first: what cannot be written down is not handed out.
    let looks = state
        .store
        .insight_take(&permit, if json { "json" } else { "pdf" }, &reasons)
        .await?;
    if json {
        for file in insight.files.iter().filter(|file| file.removed.is_none()) {
            let key = format!("file {}", file.id);
            if let Some(item) = with.iter_mut().find(|item| item.key == key) {
                let bytes = state.store.attachment_base64(&permit, file.id).await?;
                item.json["content_base64"] = serde_json::Value::String(bytes);
            }
        }
    }
    let roster = state.store.roster().await?;
    let copy = file::Copy {
        frame: &danish,
        insight: &insight,
        roster: &roster,
        with: &with,
        without: &without,
        looks: &looks,
        zone: &state.settings.zone,
    };
    let name = format!("indsigt-{}", frame.today);
    if json {
        let text = serde_json::to_vec_pretty(&copy.json()).map_err(PageError::failed)?;
        return Ok((
            [
                (header::CONTENT_TYPE, "application/json".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}.json\""),
                ),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ],
            text,
        )
            .into_response());
    }
    let document = copy.letter(&viewer.session.name);
    let templates = state.letters();
    let made = beside(move || templates.letter(&document).and_then(|letter| letter.pdf())).await?;
    match made {
        Ok(pdf) => Ok(pdf_file(&format!("{name}.pdf"), pdf)),
        Err(problem) => {
            let said = match frame.locale {
                Locale::Da => problem.danish(),
                Locale::En => problem.to_string(),
            };
            let shown = self::items(&state, &frame, &insight).await?;
            let mut page = page(frame, &found, &insight, &shown, &given, false);
            page.problems = vec![said];
            html(&page)
        }
    }
}
