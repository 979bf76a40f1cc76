//! Writing an option: a new one, or one that is there.

use std::collections::BTreeSet;

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::ActionOption;
use casework::case::vocabulary::{Arena, Audience, Level, Listed, Target};
use casework::option::{Draft, MOST_NAME, catalogue};

use super::handle::one;
use super::said;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One text of the form.
#[derive(Clone, Debug)]
pub struct TextField {
    /// Its name.
    pub name: &'static str,
    /// What it asks.
    pub label: String,
    /// A hint under it.
    pub hint: Option<String>,
    /// Whether it must be filled in.
    pub must: bool,
    /// Whether it has several lines.
    pub long: bool,
    /// What it holds.
    pub value: String,
}

/// The form of an option.
#[derive(Clone, Debug, Template)]
#[template(path = "option/edit.html")]
pub struct EditOption {
    frame: Frame,
    title: String,
    send: String,
    back: String,
    seen: usize,
    problems: Vec<String>,
    first: Vec<TextField>,
    soon: bool,
    level: Vec<Choice>,
    target: Vec<Choice>,
    arenas: Vec<Choice>,
    audiences: Vec<Choice>,
    more: Vec<TextField>,
    draft: DraftView,
}

impl EditOption {
    fn new(frame: Frame, of: Option<&ActionOption>, typed: &Draft, kept: DraftView) -> Self {
        let text = |name, must, long, value: &str, hint: Option<&str>| TextField {
            name,
            label: said::field(&frame, name),
            hint: hint.map(|key| frame.t(key)),
            must,
            long,
            value: value.to_owned(),
        };
        let all =
            |list, all: Vec<&'static str>, chosen: Vec<&str>| said::choices(&frame, list, all.into_iter(), &chosen);
        let title = of.map_or_else(|| frame.t("option-new"), |one| one.content.name.clone());
        let back = of.map_or_else(|| "/options".to_owned(), |one| format!("/options/{}", one.id));
        Self {
            first: vec![
                text("name", true, false, &typed.name, Some("option-hint-name")),
                text("what", true, true, &typed.what, Some("option-hint-what")),
                text("begin", true, true, &typed.begin, Some("option-hint-begin")),
            ],
            soon: typed.soon,
            level: all(
                Level::LIST,
                Level::ALL.iter().map(|one| one.word()).collect(),
                typed.level.map(Level::word).into_iter().collect(),
            ),
            target: all(
                Target::LIST,
                Target::ALL.iter().map(|one| one.word()).collect(),
                typed.target.map(Target::word).into_iter().collect(),
            ),
            arenas: all(
                Arena::LIST,
                Arena::ALL.iter().map(|one| one.word()).collect(),
                typed.arenas.iter().map(|one| one.word()).collect(),
            ),
            audiences: all(
                Audience::LIST,
                Audience::ALL.iter().map(|one| one.word()).collect(),
                typed.audiences.iter().map(|one| one.word()).collect(),
            ),
            more: vec![
                text("contact", true, false, &typed.contact, Some("option-hint-contact")),
                text("wait", false, false, &typed.wait, None),
                text("law", false, false, &typed.law, None),
                text("area", false, false, &typed.area, Some("option-hint-area")),
                text("evidence", false, true, &typed.evidence, Some("option-hint-evidence")),
                text("source", false, false, &typed.source, None),
                text("because", true, false, &typed.because, Some("option-hint-because")),
            ],
            send: of.map_or_else(|| "/options/new".to_owned(), |one| format!("/options/{}/edit", one.id)),
            seen: of.map_or(0, |one| one.history.len()),
            problems: Vec::new(),
            draft: kept,
            frame: match of {
                Some(one) => frame
                    .clone()
                    .at(Section::Options)
                    .via(one.content.name.clone(), back.clone())
                    .end(frame.t("option-edit")),
                None => frame.clone().at(Section::Options).end(title.clone()),
            },
            title,
            back,
        }
    }
}

/// What a form or a kept draft says.
fn read(fields: &[(String, String)]) -> Draft {
    let all = |name: &'static str| all_sent(fields, name);
    let text = |name| sent(fields, name).to_owned();
    Draft {
        name: text("name"),
        what: text("what"),
        begin: text("begin"),
        level: all("level").find_map(Level::from_word),
        arenas: all("arenas").filter_map(Arena::from_word).collect::<BTreeSet<_>>(),
        target: all("target").find_map(Target::from_word),
        audiences: all("audiences")
            .filter_map(Audience::from_word)
            .collect::<BTreeSet<_>>(),
        soon: all("soon").any(|value| value == "yes"),
        contact: text("contact"),
        law: text("law"),
        wait: text("wait"),
        area: text("area"),
        evidence: text("evidence"),
        source: text("source"),
        because: text("because"),
    }
}

async fn asked(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    of: Option<&ActionOption>,
    sent: Option<Draft>,
) -> Result<EditOption, PageError> {
    let kept = draft::kept(state, viewer, &frame, DraftForm::Option(of.map(|one| one.id))).await?;
    let first = || of.map_or_else(Draft::default, |one| Draft::of(&one.content));
    let typed = sent.unwrap_or_else(|| {
        if kept.saved.is_some() {
            read(kept.fields())
        } else {
            first()
        }
    });
    Ok(EditOption::new(frame, of, &typed, kept))
}

/// The form of a new option.
pub(super) async fn new(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::ActionOption>(&Spot::Municipality)?;
    html(&asked(&state, frame, &viewer, None, None).await?)
}

/// Writes a new option.
pub(super) async fn write(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::ActionOption>(&Spot::Municipality)?;
    let typed = read(&fields);
    match typed.check(None) {
        Ok(version) => {
            let id = state.store.option_write(&permit, &version).await?;
            draft::sent(&state, &viewer, DraftForm::Option(None)).await?;
            Ok(Redirect::to(&format!("/options/{id}?done=done-option-written")).into_response())
        }
        Err(problems) => {
            let mut page = asked(&state, frame, &viewer, None, Some(typed)).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// The form of an option that is there.
pub(super) async fn edit(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::ActionOption>(&Spot::Municipality)?;
    let one = one(&state, &viewer, &id).await?;
    html(&asked(&state, frame, &viewer, Some(&one), None).await?)
}

/// Changes an option.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::ActionOption>(&Spot::Municipality)?;
    let one = one(&state, &viewer, &id).await?;
    let seen = fields.iter().find(|(name, _)| name == "seen");
    let seen = seen.and_then(|(_, number)| number.parse::<usize>().ok());
    if seen != Some(one.history.len()) {
        // What was typed stands beside the newer version's history; sending it again is a choice.
        let mut page = asked(&state, frame, &viewer, Some(&one), Some(read(&fields))).await?;
        page.problems = vec![page.frame.t("option-problem-changed")];
        return html(&page);
    }
    let typed = read(&fields);
    match typed.check(Some(&one)) {
        Ok(version) => {
            state.store.option_change(&permit, &one, &version).await?;
            draft::sent(&state, &viewer, DraftForm::Option(Some(one.id))).await?;
            Ok(Redirect::to(&format!("/options/{}?done=done-option-changed", one.id)).into_response())
        }
        Err(problems) => {
            let mut page = asked(&state, frame, &viewer, Some(&one), Some(typed)).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

impl Page for EditOption {
    const PATH: &'static str = "option/edit";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let none = || DraftView::sample(&frame(), &[]);
        let all = catalogue(Vec::new());
        let mut samples = vec![("new", Self::new(frame(), None, &Draft::default(), none()))];
        if let Some(one) = all.first() {
            samples.push((
                "standing",
                Self::new(frame(), Some(one), &Draft::of(&one.content), none()),
            ));
        }
        let long = Draft {
            name: "å".repeat(MOST_NAME + 1),
            ..Draft::default()
        };
        let mut refused = Self::new(frame(), None, &long, DraftView::sample(&frame(), &[("name", "å")]));
        if let Err(problems) = long.check(None) {
            refused.problems = said::problems(&refused.frame, &problems);
        }
        samples.push(("refused", refused));
        samples
    }
}
