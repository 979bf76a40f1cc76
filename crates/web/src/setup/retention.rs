//! How long pupils, the trail and what is about no child are kept: decided by the municipality with its archive, before the job erases anybody.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{Periods, RETENTION_SETTING};

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The most years that can be chosen.
const MOST: u8 = 30;
/// The fewest years entries of the trail are kept.
const LEAST_OF_TRAIL: u8 = 2;
/// The most letters of who decided it.
const LONGEST: usize = 300;

/// How long things are kept.
#[derive(Template)]
#[template(path = "setup/retention.html")]
pub struct ShowPeriods {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    pupil_years: String,
    trail_years: String,
    /// Empty while the municipality has not decided it: then nothing goes.
    counsel_years: String,
    class_years: String,
    decided: String,
    most: u8,
    least_of_trail: u8,
    /// Whether pupils are erased by the job.
    is_decided: bool,
}

impl Page for ShowPeriods {
    const PATH: &'static str = "setup/retention";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |decided: &str| {
            let periods = Periods {
                decided: decided.to_owned(),
                ..Periods::default()
            };
            Self::new(Frame::sample(locale), &periods, 0)
        };
        let mut refused = page("");
        refused.pupil_years = "mange".to_owned();
        refused.problems = vec![locale.t("periods-problem-years"), locale.t("periods-problem-decided")];
        vec![
            ("undecided", page("")),
            ("decided", page("Byrådet 1. februar 2027")),
            ("refused", refused),
        ]
    }
}

impl ShowPeriods {
    fn new(frame: Frame, periods: &Periods, sequence: i64) -> Self {
        let here = frame.t("setup-retention");
        Self {
            sequence,
            problems: Vec::new(),
            pupil_years: periods.pupil_years.to_string(),
            trail_years: periods.trail_years.to_string(),
            counsel_years: periods.counsel_years.map(|years| years.to_string()).unwrap_or_default(),
            class_years: periods.class_years.map(|years| years.to_string()).unwrap_or_default(),
            decided: periods.decided.clone(),
            most: MOST,
            least_of_trail: LEAST_OF_TRAIL,
            is_decided: periods.is_decided(),
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the periods as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(RETENTION_SETTING).await?;
    html(&ShowPeriods::new(
        frame,
        &state.store.retention_periods().await?,
        sequence,
    ))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    sequence: i64,
    #[serde(default)]
    pupil_years: String,
    #[serde(default)]
    trail_years: String,
    #[serde(default)]
    counsel_years: String,
    #[serde(default)]
    class_years: String,
    #[serde(default)]
    decided: String,
}

/// Keeps the periods, with what they were before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let years = |text: &str, least: u8| text.trim().parse().ok().filter(|years| (least..=MOST).contains(years));
    let (pupil, trail) = (years(&typed.pupil_years, 1), years(&typed.trail_years, LEAST_OF_TRAIL));
    let decided = typed.decided.trim().to_owned();
    let mut problems = Vec::new();
    let if_any = |text: &str| match text.trim() {
        "" => Some(None),
        text => years(text, 1).map(Some),
    };
    let beside = if_any(&typed.counsel_years).zip(if_any(&typed.class_years));
    if pupil.is_none() || trail.is_none() || beside.is_none() {
        problems.push(frame.t("periods-problem-years"));
    }
    if decided.is_empty() || decided.chars().count() > LONGEST {
        problems.push(frame.t("periods-problem-decided"));
    }
    let (Some(pupil_years), Some(trail_years), Some((counsel_years, class_years)), true) =
        (pupil, trail, beside, problems.is_empty())
    else {
        let mut page = ShowPeriods::new(frame, &state.store.retention_periods().await?, typed.sequence);
        (page.pupil_years, page.trail_years, page.decided) = (typed.pupil_years, typed.trail_years, typed.decided);
        (page.counsel_years, page.class_years) = (typed.counsel_years, typed.class_years);
        page.problems = problems;
        return html(&page);
    };
    let periods = Periods {
        pupil_years,
        trail_years,
        counsel_years,
        class_years,
        decided,
    };
    let value = serde_json::to_string(&periods).map_err(|_| PageError::Request("error-request-text"))?;
    state
        .store
        .setting_set(Some(viewer.person()), RETENTION_SETTING, &value, typed.sequence)
        .await?;
    Ok(Redirect::to("/setup/retention?done=done-periods-put").into_response())
}
