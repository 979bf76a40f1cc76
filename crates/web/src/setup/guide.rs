//! The municipality's own template of an assessment, with every version it has had.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::Section;
use casework::{AssessmentGuide, Problem};

use crate::case::said::problem_about;
use crate::case::{GUIDE_SETTING, section_name};
use crate::form::Posted;
use crate::frame::Section as Place;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One text of the form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// One version there was.
#[derive(Clone, Debug)]
pub struct Past {
    /// When, by whom.
    pub made: String,
    /// Why.
    pub because: String,
    /// What it changed.
    pub changed: String,
    /// What it said: the parts that said something.
    pub said: Vec<(String, String)>,
}

/// The template and its versions.
#[derive(Clone, Debug, Template)]
#[template(path = "setup/guide.html")]
pub struct ShowGuide {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    around: Vec<Field>,
    sections: Vec<Field>,
    because: String,
    past: Vec<Past>,
}

fn label(frame: &Frame, name: &str) -> String {
    match (Section::from_word(name), name) {
        (Some(section), _) => section_name(frame, section),
        (None, "workflow") => frame.t("guide-workflow"),
        (None, "perspectives") => frame.t("guide-perspectives"),
        (None, "tools") => frame.t("guide-tools"),
        (None, _) => frame.t("guide-because"),
    }
}

fn said(frame: &Frame, problem: &Problem) -> String {
    problem_about(frame, &label(frame, problem.field()), problem)
}

/// Everything a version says, part by part.
fn parts(frame: &Frame, guide: &AssessmentGuide) -> Vec<(String, String)> {
    let around = guide.around().into_iter().filter(|(_, text)| !text.is_empty());
    let sections = Section::ALL
        .iter()
        .filter_map(|section| Some((section.word(), guide.of(*section)?)));
    let all = around.chain(sections);
    all.map(|(name, text)| (label(frame, name), text.to_owned())).collect()
}

impl ShowGuide {
    fn new(frame: Frame, guide: &AssessmentGuide, sequence: i64, past: Vec<Past>) -> Self {
        let field = |name: &'static str, value: &str| Field {
            name,
            label: label(&frame, name),
            value: value.to_owned(),
        };
        let around = guide.around().map(|(name, text)| field(name, text)).to_vec();
        let section = |section: &Section| field(section.word(), guide.of(*section).unwrap_or_default());
        let sections = Section::ALL.iter().map(section).collect();
        let here = frame.t("setup-guide");
        Self {
            sequence,
            problems: Vec::new(),
            around,
            sections,
            because: String::new(),
            past,
            frame: frame.at(Place::Setup).end(here),
        }
    }
}

/// The versions kept, newest first, with who made each and what it changed.
async fn versions(state: &AppState, frame: &Frame) -> Result<(i64, AssessmentGuide, Vec<Past>), PageError> {
    let kept = state.store.setting_history(GUIDE_SETTING).await?;
    let names = state.store.staff_names().await?;
    let read = |value: &str| serde_json::from_str::<AssessmentGuide>(value).map_err(PageError::failed);
    let guides: Vec<AssessmentGuide> = kept
        .iter()
        .map(|setting| read(&setting.value))
        .collect::<Result<_, _>>()?;
    let nothing = AssessmentGuide::default();
    let before = guides.iter().skip(1).chain([&nothing]);
    let past = kept
        .iter()
        .zip(guides.iter().zip(before))
        .map(|(setting, (guide, before))| {
            let by = setting
                .set_by
                .and_then(|by| names.get(&by))
                .cloned()
                .unwrap_or_default();
            let on = frame.date(&state.store.day_of(setting.set_at));
            let changed = guide.changed_from(before).into_iter().map(|name| label(frame, name));
            Past {
                made: frame.t2("case-written", "by", by, "on", on),
                because: guide.because.clone(),
                changed: changed.collect::<Vec<_>>().join(", "),
                said: parts(frame, guide),
            }
        });
    let past = past.collect();
    let sequence = kept.first().map_or(0, |newest| newest.sequence);
    Ok((sequence, guides.into_iter().next().unwrap_or_default(), past))
}

/// Shows the template as it stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let (sequence, guide, past) = versions(&state, &frame).await?;
    html(&ShowGuide::new(frame, &guide, sequence, past))
}

/// Keeps a new version; those before it stand.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let one = |name: &str| crate::form::sent(&typed, name).to_owned();
    let guide = AssessmentGuide {
        workflow: one("workflow"),
        perspectives: one("perspectives"),
        tools: one("tools"),
        sections: Section::ALL
            .iter()
            .map(|section| (*section, one(section.word())))
            .collect(),
        because: one("because"),
    };
    let seen: i64 = one("sequence").trim().parse().unwrap_or_default();
    match guide.clone().check() {
        Ok(checked) => {
            let value = serde_json::to_string(&checked).map_err(PageError::failed)?;
            let by = Some(viewer.person());
            state.store.setting_set(by, GUIDE_SETTING, &value, seen).await?;
            Ok(Redirect::to("/setup/guide?done=done-guide-put").into_response())
        }
        Err(problems) => {
            let (_, _, past) = versions(&state, &frame).await?;
            let problems = problems.all().iter().map(|problem| said(&frame, problem)).collect();
            let mut page = ShowGuide::new(frame, &guide, seen, past);
            page.problems = problems;
            page.because = guide.because;
            html(&page)
        }
    }
}

impl Page for ShowGuide {
    const PATH: &'static str = "setup/guide";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let guide = AssessmentGuide {
            workflow: "Tovholderen samler kortlægningen inden for tre uger.".to_owned(),
            sections: [(
                Section::Resources,
                "Hvornår går det godt, og hvem er der så?".to_owned(),
            )]
            .into(),
            because: "Besluttet i kredsen af skoleledere".to_owned(),
            ..AssessmentGuide::default()
        };
        let past = Past {
            made: "Anne Dahl, 3. august 2026".to_owned(),
            because: guide.because.clone(),
            changed: label(&frame(), "workflow"),
            said: parts(&frame(), &guide),
        };
        let mut refused = Self::new(frame(), &guide, 1, vec![past.clone()]);
        refused.problems = vec![said(&refused.frame, &Problem::Missing { field: "because" })];
        vec![
            ("empty", Self::new(frame(), &AssessmentGuide::default(), 0, Vec::new())),
            ("versions", Self::new(frame(), &guide, 1, vec![past])),
            ("refused", refused),
        ]
    }
}
