//! The days that are no working days here although no law makes them holidays: 24 and 31 December and 5 June.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::deadline::ClosedDays;

use crate::concern::said::Choice;
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The setting the days are kept in.
pub(crate) const SETTING: &str = "closed_days";

/// The days on which nothing is counted.
#[derive(Template)]
#[template(path = "setup/closed.html")]
pub struct ShowClosed {
    frame: Frame,
    sequence: i64,
    days: Vec<Choice>,
}

impl Page for ShowClosed {
    const PATH: &'static str = "setup/closed";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |closed| Self::new(Frame::sample(locale), closed, 0);
        let all = ClosedDays {
            christmas_eve: true,
            new_years_eve: true,
            constitution_day: true,
        };
        vec![("usual", page(ClosedDays::default())), ("all", page(all))]
    }
}

impl ShowClosed {
    fn new(frame: Frame, closed: ClosedDays, sequence: i64) -> Self {
        let day = |value: &str, key: &str, chosen| Choice {
            value: value.to_owned(),
            text: frame.t(key),
            chosen,
        };
        let days = vec![
            day("christmas_eve", "closed-christmas-eve", closed.christmas_eve),
            day("new_years_eve", "closed-new-years-eve", closed.new_years_eve),
            day("constitution_day", "closed-constitution-day", closed.constitution_day),
        ];
        let here = frame.t("setup-closed");
        Self {
            sequence,
            days,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the days as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(SETTING).await?;
    html(&ShowClosed::new(frame, state.closed_days().await?, sequence))
}

/// Keeps the days, with what they were before.
pub(super) async fn put(
    State(state): State<AppState>,
    viewer: Viewer,
    Posted(typed): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let ticked = |day: &str| all_sent(&typed, "closed").any(|one| one == day);
    let closed = ClosedDays {
        christmas_eve: ticked("christmas_eve"),
        new_years_eve: ticked("new_years_eve"),
        constitution_day: ticked("constitution_day"),
    };
    let sequence = sent(&typed, "sequence").trim().parse();
    let sequence: i64 = sequence.map_err(|_| PageError::Request("error-request-text"))?;
    let value = serde_json::to_string(&closed).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/closed?done=done-closed-put").into_response())
}
