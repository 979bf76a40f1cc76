//! What the law leaves open, and which of the municipality's own rules are on.

use access::{Spot, act, on};
use askama::Template;
use attendance::DayWeight;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use statute::{Denominator, IllnessTotalWindow, Rule, RulePack, Status};

use crate::form::sent;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::rules::show::spoken;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

use super::own::{self, Kept, OwnLine};

/// The setting the choices are kept in.
pub(crate) const SETTING: &str = "rules";

/// A choice of a form, and whether it is the one that stands.
pub struct Choice {
    value: &'static str,
    text: String,
    chosen: bool,
}

/// A question the law leaves open.
pub struct Question {
    name: &'static str,
    text: String,
    choices: Vec<Choice>,
}

/// A rule nobody here can change, and why.
pub struct Locked {
    id: String,
    name: String,
    why: String,
}

/// A rule that can be turned on and off.
pub struct Switch {
    id: String,
    name: String,
    on: bool,
}

/// The municipality's choices.
#[derive(Template)]
#[template(path = "setup/rules.html")]
pub struct ShowChoices {
    frame: Frame,
    own: Vec<OwnLine>,
    locked: Vec<Locked>,
    sequence: i64,
    questions: Vec<Question>,
    switches: Vec<Switch>,
}

impl Page for ShowChoices {
    const PATH: &'static str = "setup/rules";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shipped = RulePack::shipped();
        shipped
            .iter()
            .map(|rules| ("shipped", Self::new(Frame::sample(locale), rules, &[], 0)))
            .collect()
    }
}

impl ShowChoices {
    fn new(frame: Frame, rules: &RulePack, kept: &[Kept], sequence: i64) -> Self {
        let locale = frame.locale;
        let own = own::lines(&frame, rules, kept);
        let mut locked: Vec<&Rule> = rules
            .rules()
            .iter()
            .filter(|rule| rule.status != Status::Local)
            .collect();
        locked.sort_by_key(|rule| rule.status);
        let locked = locked
            .into_iter()
            .map(|rule| Locked {
                id: rule.id.to_string(),
                name: spoken(locale, rule.newest_name()),
                why: locale.t(match rule.status {
                    Status::Law | Status::Local => "own-locked-law",
                    Status::Agreed => "own-locked-agreed",
                    Status::Proposed => "own-locked-proposed",
                    Status::Named => "own-locked-named",
                    Status::Statistic => "own-locked-statistic",
                }),
            })
            .collect();
        let settings = rules.settings();
        let choice = |value, key, chosen| Choice {
            value,
            text: locale.t(key),
            chosen,
        };
        let weight = |value, key, weight| choice(value, key, settings.day_weight == weight);
        let window = |value, key, window| choice(value, key, settings.illness_total_window == window);
        let whole = |value, key, whole| choice(value, key, settings.denominator == whole);
        let questions = vec![
            Question {
                name: "day_weight",
                text: locale.t("setting-day-weight"),
                choices: vec![
                    weight("half", "setting-day-weight-half", DayWeight::Half),
                    weight("any", "setting-day-weight-any", DayWeight::Any),
                    weight("start", "setting-day-weight-start", DayWeight::Start),
                    weight("both", "setting-day-weight-both", DayWeight::Both),
                ],
            },
            Question {
                name: "illness_total_window",
                text: locale.t("setting-illness-window"),
                choices: vec![
                    window(
                        "school_year",
                        "setting-illness-window-school-year",
                        IllnessTotalWindow::SchoolYear,
                    ),
                    window("quarter", "setting-illness-window-quarter", IllnessTotalWindow::Quarter),
                ],
            },
            Question {
                name: "denominator",
                text: locale.t("setting-denominator"),
                choices: vec![
                    whole("enrolled", "setting-denominator-enrolled", Denominator::Enrolled),
                    whole(
                        "whole_quarter",
                        "setting-denominator-whole-quarter",
                        Denominator::WholeQuarter,
                    ),
                ],
            },
        ];
        let switches = rules
            .rules()
            .iter()
            .filter(|rule| can_be_turned_off(rule))
            .map(|rule| Switch {
                id: rule.id.to_string(),
                name: spoken(locale, rule.newest_name()),
                on: rule.enabled,
            })
            .collect();
        let frame = frame.at(Section::Setup).end(locale.t("setup-rules"));
        Self {
            frame,
            own,
            locked,
            sequence,
            questions,
            switches,
        }
    }
}

/// The law is locked, and a named rule is always shown: nobody can hide one.
fn can_be_turned_off(rule: &Rule) -> bool {
    !matches!(rule.status, Status::Law | Status::Named)
}

/// Shows the choices as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(SETTING).await?;
    let kept = own::kept(&state, &frame).await?;
    html(&ShowChoices::new(frame, &state.rules(), &kept, sequence))
}

/// The choices of a form as a rules file; the words come from our own lists, so they need no quoting.
fn as_file(rules: &RulePack, fields: &[(String, String)]) -> Result<String, PageError> {
    let unread = PageError::Request("error-request-text");
    let value = |name: &str| sent(fields, name);
    let mut settings = String::new();
    for name in ["day_weight", "illness_total_window", "denominator"] {
        let word = value(name);
        if !word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(unread);
        }
        settings.push_str(&format!("{name} = \"{word}\"\n"));
    }
    let is_on = |id: &str| fields.iter().any(|(n, v)| n == "on" && v == id);
    let list = |on: bool| {
        let own = rules
            .rules()
            .iter()
            .filter(|rule| can_be_turned_off(rule) && is_on(rule.id.as_str()) == on);
        own.map(|rule| format!("\"{}\"", rule.id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Ok(format!(
        "enable = [{}]\ndisable = [{}]\n\n[settings]\n{settings}",
        list(true),
        list(false)
    ))
}

/// Keeps the choices, with what they were before, and puts them in force.
pub(super) async fn put(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let text = as_file(&state.rules(), &fields)?;
    let seen = fields
        .iter()
        .find(|(name, _)| name == "sequence")
        .and_then(|(_, value)| value.parse().ok());
    let seen = seen.ok_or(PageError::Request("error-request-text"))?;
    (*state.rules()).clone().with_file(&text).map_err(|problem| {
        tracing::info!(%problem, "choices of rules refused");
        PageError::Request("error-request-text")
    })?;
    state
        .store
        .setting_set(Some(viewer.person()), SETTING, &text, seen)
        .await?;
    state.rules_load().await?;
    Ok(Redirect::to(&format!("/setup/rules?done={}", "done-rules-put")).into_response())
}
