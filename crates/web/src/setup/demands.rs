//! How sure it must be who somebody is before they open what is most sensitive.

use access::{Assurance, Demands, Resource, Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The setting the demands are kept in.
pub(crate) const SETTING: &str = "assurance";

/// A demand that can be chosen.
pub struct Choice {
    word: &'static str,
    text: String,
    chosen: bool,
}

/// What a demand is put on.
pub struct Asked {
    word: &'static str,
    text: String,
    choices: Vec<Choice>,
}

/// How sure it must be who somebody is.
#[derive(Template)]
#[template(path = "setup/demands.html")]
pub struct ShowDemands {
    frame: Frame,
    sequence: i64,
    asked: Vec<Asked>,
    problems: Vec<String>,
}

impl Page for ShowDemands {
    const PATH: &'static str = "setup/demands";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let demands = Demands::default().with(Resource::Case, Assurance::Substantial);
        let page = |demands: &Demands, problems| Self::new(Frame::sample(locale), demands, 0, problems);
        vec![
            ("usual", page(&Demands::default(), Vec::new())),
            ("chosen", page(&demands, Vec::new())),
            ("refused", page(&demands, vec![locale.t("demands-more-than-you")])),
        ]
    }
}

/// What a demand is put on, in words.
const fn asked_key(resource: Resource) -> &'static str {
    match resource {
        Resource::Cpr => "demands-cpr",
        Resource::Staff => "demands-staff",
        _ => "demands-case",
    }
}

/// What is demanded, in words.
const fn demand_key(demand: Assurance) -> &'static str {
    match demand {
        Assurance::Low => "demands-low",
        Assurance::Substantial => "demands-substantial",
        Assurance::High => "demands-high",
    }
}

impl ShowDemands {
    fn new(frame: Frame, demands: &Demands, sequence: i64, problems: Vec<String>) -> Self {
        let choices = |resource| {
            let choice = |one: &Assurance| Choice {
                word: one.word(),
                text: frame.t(demand_key(*one)),
                chosen: demands.on(resource) == *one,
            };
            Assurance::ALL.iter().map(choice).collect()
        };
        let asked = Demands::CHOICES.into_iter().map(|resource| Asked {
            word: resource.word(),
            text: frame.t(asked_key(resource)),
            choices: choices(resource),
        });
        let (asked, here) = (asked.collect(), frame.t("setup-demands"));
        Self {
            sequence,
            asked,
            problems,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the demands as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(SETTING).await?;
    html(&ShowDemands::new(frame, &state.demands(), sequence, Vec::new()))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    sequence: i64,
    case: String,
    cpr: String,
    staff: String,
}

/// Keeps the demands. Nobody demands more than they have shown themselves, so that there is always somebody who gets in.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let unread = PageError::Request("error-request-text");
    let chosen = [
        (Resource::Case, &typed.case),
        (Resource::Cpr, &typed.cpr),
        (Resource::Staff, &typed.staff),
    ];
    let (mut demands, mut kept) = (Demands::default(), serde_json::Map::new());
    for (resource, word) in chosen {
        let Some(demand) = Assurance::from_word(word) else {
            return Err(unread);
        };
        demands = demands.with(resource, demand);
        kept.insert(resource.word().to_owned(), demand.word().into());
    }
    let most = Demands::CHOICES.into_iter().map(|resource| demands.on(resource)).max();
    if most > viewer.session.shown.max(Some(Assurance::Low)) {
        let problems = vec![frame.t("demands-more-than-you")];
        return html(&ShowDemands::new(frame, &demands, typed.sequence, problems));
    }
    let value = serde_json::Value::Object(kept).to_string();
    state
        .store
        .setting_set(Some(viewer.person()), SETTING, &value, typed.sequence)
        .await?;
    state.demands_load().await?;
    Ok(Redirect::to("/setup/demands?done=done-demands-put").into_response())
}
