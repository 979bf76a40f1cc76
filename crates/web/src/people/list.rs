//! Where the viewer can ask: one's own schools, then all of them.

use std::collections::BTreeSet;

use access::{Place, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::SchoolId;
use casework::person::danish_order;

use super::said::{self, Tabs};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The schools with somebody to ask.
#[derive(Clone, Debug, Template)]
#[template(path = "people/list.html")]
pub struct ListPlaces {
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands over the pages.
    pub tabs: Tabs,
    /// One's own schools.
    pub own: Vec<Link>,
    /// The other schools.
    pub others: Vec<Link>,
}

impl Page for ListPlaces {
    const PATH: &'static str = "people/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::People);
        let link = |text: &str| Link {
            text: text.to_owned(),
            address: "/people/schools/1".to_owned(),
        };
        let page = |own, others| Self {
            tabs: said::tabs(&frame, "/people"),
            frame: frame.clone(),
            own,
            others,
        };
        vec![
            (
                "several",
                page(vec![link("Engdalskolen"), link("Åskolen")], vec![link("Højskolen")]),
            ),
            ("none", page(Vec::new(), Vec::new())),
        ]
    }
}

/// The schools somebody has a role at, or in a class of.
pub(crate) async fn own_schools(state: &AppState, viewer: &Viewer) -> Result<BTreeSet<SchoolId>, PageError> {
    let roster = state.store.roster().await?;
    let roles = viewer.actor.roles_on(viewer.today);
    let places = roles.filter_map(|role| match role.place() {
        Place::School(school) => Some(school),
        Place::Class(class) => roster.class(class).map(|class| class.school),
        Place::Municipality | Place::Pupil(_) => None,
    });
    Ok(places.collect())
}

/// Every school by name, with its page.
pub(super) async fn all_schools(state: &AppState) -> Result<Vec<(SchoolId, String)>, PageError> {
    let roster = state.store.roster().await?;
    let mut all: Vec<(SchoolId, String)> = roster.schools().iter().map(|one| (one.id, one.name.clone())).collect();
    all.sort_by(|one, other| danish_order(&one.1, &other.1));
    Ok(all)
}

/// Leads to one's own school; whoever has several, or none, chooses.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.scope::<act::List, on::SchoolPerson>()?;
    let own = own_schools(&state, &viewer).await?;
    if let (1, Some(school)) = (own.len(), own.first()) {
        return Ok(Redirect::to(&format!("/people/schools/{school}")).into_response());
    }
    let link = |(id, name): (SchoolId, String)| Link {
        text: name,
        address: format!("/people/schools/{id}"),
    };
    let all = all_schools(&state).await?;
    let (mine, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(id, _)| own.contains(id));
    let frame = frame.at(Section::People);
    html(&ListPlaces {
        tabs: said::tabs(&frame, "/people"),
        own: mine.into_iter().map(link).collect(),
        others: others.into_iter().map(link).collect(),
        frame,
    })
}
