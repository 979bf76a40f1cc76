//! What the municipality decides about families: from which age a child signs in, what a parent without custody sees,
//! and how far the family sees who has looked.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::family::FamilySettings;

use crate::family::FAMILY_SETTING;
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// What is decided about families.
#[derive(Template)]
#[template(path = "setup/family.html")]
pub struct ShowFamilies {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    age: String,
    source: String,
    younger: bool,
    plan: bool,
    looks: bool,
}

impl Page for ShowFamilies {
    const PATH: &'static str = "setup/family";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |settings: &FamilySettings| Self::new(Frame::sample(locale), settings, 0);
        let chosen = FamilySettings {
            child_from_age: Some(12),
            younger_when_mature: true,
            child_source: "Børne- og Ungeudvalget 3.2.2026".to_owned(),
            ..FamilySettings::default()
        };
        let mut refused = page(&chosen);
        refused.problems = vec![refused.frame.t("family-setup-problem-source")];
        vec![
            ("undecided", page(&FamilySettings::default())),
            ("chosen", page(&chosen)),
            ("refused", refused),
        ]
    }
}

impl ShowFamilies {
    fn new(frame: Frame, settings: &FamilySettings, sequence: i64) -> Self {
        let here = frame.t("setup-family");
        Self {
            sequence,
            problems: Vec::new(),
            age: settings.child_from_age.map(|age| age.to_string()).unwrap_or_default(),
            source: settings.child_source.clone(),
            younger: settings.younger_when_mature,
            plan: settings.informed_sees_plan,
            looks: settings.looks_by_role,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows what is decided.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(FAMILY_SETTING).await?;
    html(&ShowFamilies::new(
        frame,
        &crate::family::settings(&state).await?,
        sequence,
    ))
}

/// Keeps what is decided, with what it was before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let one = |name: &str| {
        let found = typed.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let age = one("age");
    let settings = FamilySettings {
        // What is no number stands as an age that cannot be, and is said so.
        child_from_age: (!age.is_empty()).then(|| age.parse().unwrap_or(u8::MAX)),
        younger_when_mature: one("younger") == "yes",
        child_source: one("source").to_owned(),
        informed_sees_plan: one("plan") == "yes",
        looks_by_role: one("looks") == "yes",
    };
    let sequence: i64 = one("sequence").parse().unwrap_or_default();
    let kept = match settings.clone().check() {
        Ok(kept) => kept,
        Err(problems) => {
            let mut page = ShowFamilies::new(frame, &settings, sequence);
            age.clone_into(&mut page.age);
            let said = problems.all().iter().map(|problem| match problem {
                Problem::OutOfRange { .. } => page.frame.t("family-setup-problem-age"),
                _ => page.frame.t("family-setup-problem-source"),
            });
            page.problems = said.collect();
            return html(&page);
        }
    };
    let value = serde_json::to_string(&kept).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), FAMILY_SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/family?done=done-staff-families").into_response())
}
