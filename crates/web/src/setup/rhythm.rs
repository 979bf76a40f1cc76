//! The rhythm of cases: updates, follow-up, aftercare, and when closing is near a holiday.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::case::Rhythm;

use crate::case::RHYTHM_SETTING;
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One number of the form.
#[derive(Clone, Debug)]
pub struct Number {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub label: String,
    /// The least.
    pub least: u16,
    /// The most.
    pub most: u16,
    /// What it is now.
    pub value: String,
}

/// The rhythm of cases.
#[derive(Template)]
#[template(path = "setup/rhythm.html")]
pub struct ShowRhythm {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    numbers: Vec<Number>,
}

impl Page for ShowRhythm {
    const PATH: &'static str = "setup/rhythm";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::new(Frame::sample(locale), Rhythm::default(), 0);
        let mut refused = page();
        let wrong = Rhythm {
            update_days: 0,
            ..Rhythm::default()
        };
        refused.problems = said(&refused.frame, wrong);
        vec![("usual", page()), ("refused", refused)]
    }
}

fn label(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "update_days" => "rhythm-update-days",
        "follow_up_days" => "rhythm-follow-up-days",
        "trial_days" => "rhythm-trial-days",
        "first_aftercare_weeks" => "rhythm-first-aftercare",
        "second_aftercare_weeks" => "rhythm-second-aftercare",
        "break_days" => "rhythm-break-days",
        "many_at_meeting" => "rhythm-many-at-meeting",
        "many_in_week" => "rhythm-many-in-week",
        "ask_ppr_days" => "rhythm-ask-ppr",
        "ask_psychiatry_days" => "rhythm-ask-psychiatry",
        "ask_family_days" => "rhythm-ask-family",
        "ask_other_days" => "rhythm-ask-other",
        _ => "rhythm-support-plan",
    })
}

fn said(frame: &Frame, rhythm: Rhythm) -> Vec<String> {
    use crate::locale::Arg;
    let Err(problems) = rhythm.check() else {
        return Vec::new();
    };
    let sentence = |problem: &Problem| {
        let Problem::OutOfRange { field, least, most, .. } = problem else {
            return frame.t("case-problem-not-now");
        };
        let field = label(frame, field);
        let values = [
            ("field", field.value()),
            ("least", least.value()),
            ("most", most.value()),
        ];
        frame.locale.text("case-problem-out-of-range", &values)
    };
    problems.all().iter().map(sentence).collect()
}

impl ShowRhythm {
    fn new(frame: Frame, rhythm: Rhythm, sequence: i64) -> Self {
        let numbers = rhythm.fields().map(|((name, least, most), value)| Number {
            name,
            label: label(&frame, name),
            least,
            most,
            value: value.to_string(),
        });
        let here = frame.t("setup-rhythm");
        Self {
            sequence,
            problems: Vec::new(),
            numbers: numbers.collect(),
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the rhythm as it stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(RHYTHM_SETTING).await?;
    html(&ShowRhythm::new(frame, crate::case::rhythm(&state).await?, sequence))
}

/// Keeps the rhythm, with what it was before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let one = |name: &str| {
        typed
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.trim())
    };
    // What is no number stands as one that cannot be, and is said so.
    let number = |name: &str| one(name).and_then(|text| text.parse().ok()).unwrap_or(u16::MAX);
    let rhythm = Rhythm {
        update_days: number("update_days"),
        follow_up_days: number("follow_up_days"),
        trial_days: number("trial_days"),
        first_aftercare_weeks: number("first_aftercare_weeks"),
        second_aftercare_weeks: number("second_aftercare_weeks"),
        break_days: number("break_days"),
        many_at_meeting: number("many_at_meeting"),
        many_in_week: number("many_in_week"),
        ask_ppr_days: number("ask_ppr_days"),
        ask_psychiatry_days: number("ask_psychiatry_days"),
        ask_family_days: number("ask_family_days"),
        ask_other_days: number("ask_other_days"),
        support_plan_months: number("support_plan_months"),
    };
    let sequence: i64 = one("sequence").and_then(|text| text.parse().ok()).unwrap_or_default();
    let problems = said(&frame, rhythm);
    if !problems.is_empty() {
        let mut page = ShowRhythm::new(frame, rhythm, sequence);
        for number in &mut page.numbers {
            number.value = one(number.name).unwrap_or_default().to_owned();
        }
        page.problems = problems;
        return html(&page);
    }
    let value = serde_json::to_string(&rhythm).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), RHYTHM_SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/rhythm?done=done-rhythm-put").into_response())
}
