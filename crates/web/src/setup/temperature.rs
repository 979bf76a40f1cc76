//! What a class is asked together, and how many must answer before a sum is kept: the municipality's own, with every
//! version there was.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::class_record::{LEAST_ANSWERS, LONGEST, MOST_ANSWERS, MOST_QUESTIONS, Temperature};

use crate::case::said::problem_about;
use crate::class::record::TEMPERATURE_SETTING;
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One version there was.
#[derive(Clone, Debug)]
pub struct Past {
    /// When, by whom, and who decided it.
    pub made: String,
    /// How many had to answer.
    pub least: u16,
    /// What was asked.
    pub questions: Vec<String>,
}

/// The questions to fill in, and the versions before.
#[derive(Clone, Debug, Template)]
#[template(path = "setup/temperature.html")]
pub struct ShowTemperature {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    questions: Vec<String>,
    least: String,
    decided: String,
    range: (u16, u16),
    longest: usize,
    past: Vec<Past>,
}

fn label(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "questions" => "temperature-questions",
        "least" => "temperature-least",
        _ => "temperature-decided",
    })
}

impl ShowTemperature {
    fn new(frame: Frame, temperature: &Temperature, sequence: i64, past: Vec<Past>) -> Self {
        let here = frame.t("setup-temperature");
        let mut questions = temperature.questions.clone();
        questions.resize(MOST_QUESTIONS.max(questions.len()), String::new());
        Self {
            sequence,
            problems: Vec::new(),
            questions,
            least: temperature.least.to_string(),
            decided: temperature.decided.clone(),
            range: (LEAST_ANSWERS, MOST_ANSWERS),
            longest: LONGEST,
            past,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// The versions kept, newest first.
async fn versions(state: &AppState, frame: &Frame) -> Result<(i64, Temperature, Vec<Past>), PageError> {
    let kept = state.store.setting_history(TEMPERATURE_SETTING).await?;
    let names = state.store.staff_names().await?;
    let mut all: Vec<Temperature> = Vec::new();
    let mut past = Vec::new();
    for setting in &kept {
        let one: Temperature = serde_json::from_str(&setting.value).map_err(PageError::failed)?;
        let by = setting
            .set_by
            .and_then(|by| names.get(&by))
            .cloned()
            .unwrap_or_default();
        let on = frame.date(&state.store.day_of(setting.set_at));
        let written = frame.t2("case-written", "by", by, "on", on);
        past.push(Past {
            made: format!("{written}: {}", one.decided),
            least: one.least,
            questions: one.questions.clone(),
        });
        all.push(one);
    }
    let sequence = kept.first().map_or(0, |newest| newest.sequence);
    Ok((sequence, all.into_iter().next().unwrap_or_default(), past))
}

/// Shows the questions as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let (sequence, temperature, past) = versions(&state, &frame).await?;
    html(&ShowTemperature::new(frame, &temperature, sequence, past))
}

/// Keeps a new version; those before it stand.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let least = sent(&fields, "least");
    let typed = Temperature {
        questions: all_sent(&fields, "question").map(str::to_owned).collect(),
        // What is no number lies outside what makes sense.
        least: least.trim().parse().unwrap_or_default(),
        decided: sent(&fields, "decided").to_owned(),
    };
    let seen: i64 = sent(&fields, "sequence").trim().parse().unwrap_or_default();
    match typed.clone().check() {
        Ok(checked) => {
            let value = serde_json::to_string(&checked).map_err(PageError::failed)?;
            let by = Some(viewer.person());
            state.store.setting_set(by, TEMPERATURE_SETTING, &value, seen).await?;
            Ok(Redirect::to("/setup/temperature?done=done-temperature-put").into_response())
        }
        Err(problems) => {
            let (_, _, past) = versions(&state, &frame).await?;
            let said = |problem: &Problem| problem_about(&frame, &label(&frame, problem.field()), problem);
            let problems = problems.all().iter().map(said).collect();
            let mut page = ShowTemperature::new(frame, &typed, seen, past);
            page.problems = problems;
            page.least = least.to_owned();
            html(&page)
        }
    }
}

impl Page for ShowTemperature {
    const PATH: &'static str = "setup/temperature";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |temperature: &Temperature, past: Vec<Past>| Self::new(Frame::sample(locale), temperature, 0, past);
        let neutral = Temperature::default();
        let decided = Temperature {
            decided: "Skolechefen 3. februar 2026".to_owned(),
            ..neutral.clone()
        };
        let past = Past {
            made: "Anne Dahl, 3. februar 2026: Skolechefen".to_owned(),
            least: decided.least,
            questions: decided.questions.clone(),
        };
        let mut refused = page(&neutral, Vec::new());
        let missing = Problem::Missing { field: "decided" };
        refused.problems = vec![problem_about(
            &refused.frame,
            &label(&refused.frame, "decided"),
            &missing,
        )];
        vec![
            ("neutral", page(&neutral, Vec::new())),
            ("decided", page(&decided, vec![past])),
            ("refused", refused),
        ]
    }
}
