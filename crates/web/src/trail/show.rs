//! One entry of the trail: everything it says, and everybody it was about.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::said::{self, Told};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One entry of the trail.
#[derive(Template)]
#[template(path = "trail/show.html")]
pub struct ShowEntry {
    frame: Frame,
    told: Told,
    ground: String,
    source: String,
    /// What the program wrote down, word for word.
    what: String,
    policy: String,
    id: String,
    /// The reasons given for it.
    reasons: Vec<String>,
    pupils: Vec<String>,
    /// How many of those it was about have been erased since.
    gone: usize,
}

impl Page for ShowEntry {
    const PATH: &'static str = "trail/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |refused, pupils, gone| Self {
            frame: Frame::sample(locale).at(Section::Trail).end(locale.t("trail-entry")),
            told: Told::sample(locale, refused),
            ground: if refused {
                String::new()
            } else {
                "Lederen har ansvaret for skolens elever.".to_owned()
            },
            source: if refused {
                String::new()
            } else {
                "folkeskoleloven § 45".to_owned()
            },
            what: "attendance".to_owned(),
            policy: "school_leader/pupil_attendance/own_schools".to_owned(),
            id: "0198c0de-0000-7000-8000-000000000001.17".to_owned(),
            reasons: if gone == 0 {
                vec!["Underretning til familieafdelingen".to_owned()]
            } else {
                Vec::new()
            },
            pupils,
            gone,
        };
        vec![
            ("read", page(false, vec!["Alma Bækgård".to_owned()], 0)),
            ("refused", page(true, Vec::new(), 1)),
            ("many", page(false, (1..=30).map(|n| format!("Elev {n}")).collect(), 2)),
        ]
    }
}

/// Shows one entry.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::PupilTrail>()?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let line = state.store.trail_one(&scope, id).await?;
    let (ground, source) = said::ground(frame.locale, &line.entry);
    let told = Told::of(&state, frame.locale, &line);
    let heading = frame.t("trail-entry");
    html(&ShowEntry {
        frame: frame.at(Section::Trail).end(heading),
        told,
        ground,
        source,
        what: line.entry.what.clone(),
        policy: line.entry.policy.clone(),
        id: line.entry.id.to_string(),
        reasons: line
            .reasons
            .iter()
            .map(|given| given.reason.reveal().to_owned())
            .collect(),
        gone: line.about.saturating_sub(line.pupils.len()),
        pupils: line.pupils.iter().map(|(_, name)| name.full()).collect(),
    })
}
