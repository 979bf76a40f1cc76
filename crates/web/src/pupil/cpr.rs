//! A pupil's CPR number: shown when somebody who may see it says what it is needed for, and nowhere else.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::OwnWords;
use serde::Deserialize;

use super::read::{Found, found};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The most letters of a reason.
const LONGEST: usize = 500;

/// What the number is needed for, when it says something and not too much.
pub(crate) fn reason(typed: &str) -> Option<OwnWords> {
    OwnWords::from_form(typed).filter(|words| words.characters() <= LONGEST)
}

/// `010115-1234`.
pub(crate) fn hyphened(number: intake::Cpr) -> String {
    let digits = number.reveal();
    match digits.split_at_checked(6) {
        Some((birthday, rest)) => format!("{birthday}-{rest}"),
        None => digits,
    }
}

/// The question what the number is needed for, and the number.
#[derive(Template)]
#[template(path = "pupil/cpr.html")]
pub struct ShowCpr {
    frame: Frame,
    name: String,
    address: String,
    back: String,
    reason: String,
    problems: Vec<String>,
    longest: usize,
    /// The number once it has been asked for; nothing inside when none is kept.
    number: Option<Option<String>>,
}

impl ShowCpr {
    fn of(frame: Frame, name: String, id: &str) -> Self {
        let back = format!("/pupils/{id}");
        let here = frame.t("cpr");
        Self {
            frame: frame.at(Section::Schools).via(name.clone(), back.clone()).end(here),
            name,
            address: format!("{back}/cpr"),
            back,
            reason: String::new(),
            problems: Vec::new(),
            longest: LONGEST,
            number: None,
        }
    }
}

impl Page for ShowCpr {
    const PATH: &'static str = "pupil/cpr";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::of(Frame::sample(locale), "Alma Bækgård".to_owned(), "1");
        let mut refused = page();
        refused.problems = vec![locale.t("cpr-problem-reason")];
        let mut shown = page();
        shown.number = Some(Some("090314-0000".to_owned()));
        let mut none = page();
        none.number = Some(None);
        vec![
            ("asked", page()),
            ("refused", refused),
            ("shown", shown),
            ("none", none),
        ]
    }
}

fn page(frame: Frame, found: &Found) -> ShowCpr {
    ShowCpr::of(frame, found.identity.name.full(), &found.id.to_string())
}

/// Asks what the number is needed for.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    viewer.may::<act::Read, on::Cpr>(&found.facts)?;
    html(&page(frame, &found))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    reason: String,
}

/// Shows the number, for the reason given.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Asked>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::Cpr>(&found.facts)?;
    let mut page = page(frame, &found);
    match reason(&typed.reason) {
        Some(why) => page.number = Some(state.store.pupil_cpr(&permit, &why).await?.map(hyphened)),
        None => {
            page.problems = vec![page.frame.t("cpr-problem-reason")];
            page.reason = typed.reason;
        }
    }
    html(&page)
}
