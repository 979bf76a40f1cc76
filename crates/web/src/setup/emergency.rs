//! Who may open emergency access to which children, and for how long.

use access::{EMERGENCY_SETTING, EmergencyRules, Openable, Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::concern::said::Choice;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles};

/// A role and to whom it may open.
pub struct Asked {
    word: &'static str,
    name: String,
    choices: Vec<Choice>,
}

/// The choices.
#[derive(Template)]
#[template(path = "setup/emergency.html")]
pub struct ShowEmergency {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    hours: String,
    most: u8,
    asked: Vec<Asked>,
}

impl Page for ShowEmergency {
    const PATH: &'static str = "setup/emergency";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::new(Frame::sample(locale), &EmergencyRules::default(), 0);
        let mut refused = page();
        refused.hours = "100".to_owned();
        refused.problems = vec![locale.t1(
            "emergency-problem-hours",
            "most",
            usize::from(EmergencyRules::MOST_HOURS),
        )];
        vec![("usual", page()), ("refused", refused)]
    }
}

impl ShowEmergency {
    fn new(frame: Frame, rules: &EmergencyRules, sequence: i64) -> Self {
        let choice = |role, one: Openable| Choice {
            value: one.word().to_owned(),
            text: frame.t(match one {
                Openable::None => "emergency-openable-none",
                Openable::Tied => "emergency-openable-tied",
                Openable::All => "emergency-openable-all",
            }),
            chosen: rules.of(role) == one,
        };
        let asked = EmergencyRules::CHOICES.map(|role| Asked {
            word: role.word(),
            name: roles::name(frame.locale, role),
            choices: Openable::ALL.map(|one| choice(role, one)).into(),
        });
        let (asked, here) = (asked.into(), frame.t("setup-emergency"));
        Self {
            sequence,
            problems: Vec::new(),
            hours: rules.lasts().to_string(),
            most: EmergencyRules::MOST_HOURS,
            asked,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows what stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(EMERGENCY_SETTING).await?;
    let rules = state.setting(EMERGENCY_SETTING).await?;
    html(&ShowEmergency::new(frame, &rules, sequence))
}

/// Keeps the choices, with what they were before. What is open already ends when it was going to.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    let chosen = EmergencyRules::CHOICES.map(|role| {
        let openable = Openable::from_word(sent(&fields, role.word())).unwrap_or_default();
        (role, openable)
    });
    let typed = sent(&fields, "hours").trim().to_owned();
    let hours = typed
        .parse()
        .ok()
        .filter(|hours| (1..=EmergencyRules::MOST_HOURS).contains(hours));
    let rules = EmergencyRules {
        hours: hours.unwrap_or_default(),
        roles: chosen.into(),
    };
    if hours.is_none() {
        let mut page = ShowEmergency::new(frame, &rules, sequence);
        page.hours = typed;
        let most = usize::from(EmergencyRules::MOST_HOURS);
        page.problems = vec![page.frame.t1("emergency-problem-hours", "most", most)];
        return html(&page);
    }
    let value = serde_json::to_string(&rules).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), EMERGENCY_SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/emergency?done=done-emergency-put").into_response())
}
