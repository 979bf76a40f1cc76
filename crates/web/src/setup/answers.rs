//! How soon people answer each other: concerns and sparring.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::concern::ConcernSettings;
use serde::Deserialize;

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The setting the days are kept in.
pub(crate) const SETTING: &str = "answers";

/// The days within which people answer.
#[derive(Template)]
#[template(path = "setup/answers.html")]
pub struct ShowAnswers {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    answer_within: String,
    sparring_within: String,
    most: u16,
}

impl Page for ShowAnswers {
    const PATH: &'static str = "setup/answers";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::new(Frame::sample(locale), ConcernSettings::default(), 0);
        let mut refused = page();
        refused.answer_within = "100".to_owned();
        let wrong = ConcernSettings {
            answer_within: 100,
            ..ConcernSettings::default()
        };
        refused.problems = said(&refused.frame, wrong);
        vec![("usual", page()), ("refused", refused)]
    }
}

fn said(frame: &Frame, settings: ConcernSettings) -> Vec<String> {
    match settings.check() {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .all()
            .iter()
            .map(|problem| crate::concern::said::problem(frame, problem))
            .collect(),
    }
}

impl ShowAnswers {
    fn new(frame: Frame, settings: ConcernSettings, sequence: i64) -> Self {
        let here = frame.t("setup-answers");
        Self {
            sequence,
            problems: Vec::new(),
            answer_within: settings.answer_within.to_string(),
            sparring_within: settings.sparring_within.to_string(),
            most: ConcernSettings::MOST_DAYS,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the days as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(SETTING).await?;
    html(&ShowAnswers::new(frame, state.answer_settings().await?, sequence))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    sequence: i64,
    #[serde(default)]
    answer_within: String,
    #[serde(default)]
    sparring_within: String,
}

/// Keeps the days, with what they were before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    // What is no number is out of range like a zero, and said so.
    let settings = ConcernSettings {
        answer_within: typed.answer_within.trim().parse().unwrap_or(0),
        sparring_within: typed.sparring_within.trim().parse().unwrap_or(0),
    };
    let problems = said(&frame, settings);
    if !problems.is_empty() {
        let mut page = ShowAnswers::new(frame, settings, typed.sequence);
        (page.answer_within, page.sparring_within) = (typed.answer_within, typed.sparring_within);
        page.problems = problems;
        return html(&page);
    }
    let value = serde_json::to_string(&settings).map_err(|_| PageError::Request("error-request-text"))?;
    state
        .store
        .setting_set(Some(viewer.person()), SETTING, &value, typed.sequence)
        .await?;
    Ok(Redirect::to("/setup/answers?done=done-answers-put").into_response())
}
