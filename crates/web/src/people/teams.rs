//! The municipality's teams that help children back to school, by name.

use access::{TeamFacts, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeSet;

use super::said::{self, Tabs};
use super::{list, offer};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One team of the list.
#[derive(Clone, Debug)]
pub struct TeamLine {
    /// Its name and page.
    pub team: Link,
    /// Where it belongs, who leads it, how many are in it today.
    pub facts: String,
    /// The schools it serves.
    pub schools: String,
    /// Whether it serves a school of the viewer's.
    pub own: bool,
}

/// The teams.
#[derive(Clone, Debug, Template)]
#[template(path = "people/teams.html")]
pub struct ListTeams {
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands over the pages.
    pub tabs: Tabs,
    /// The teams, those that serve one's own schools first.
    pub teams: Vec<TeamLine>,
    /// Whether the viewer makes teams.
    pub makes: bool,
}

/// A team that is not there yet, as `access` asks for it.
pub(super) fn new_team() -> TeamFacts {
    TeamFacts {
        team: None,
        leader: None,
        schools: BTreeSet::new(),
    }
}

/// The list.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.scope::<act::List, on::Team>()?;
    let own = list::own_schools(&state, &viewer).await?;
    let (roster, names) = (state.store.roster().await?, state.store.staff_names().await?);
    let here = frame.t("people-tab-teams");
    let frame = frame.at(Section::People).end(here);
    let mut teams = Vec::new();
    for team in offer::teams_for(&state, &viewer, &own).await? {
        let of = &team.content;
        let led = of.leader.and_then(|one| names.get(&one));
        let led = led.map(|name| frame.t1("people-team-led", "name", name));
        let members = frame.t1("people-team-members", "count", of.on(frame.today).count());
        let unit = Some(of.unit.clone()).filter(|unit| !unit.is_empty());
        let facts: Vec<String> = [unit, led, Some(members)].into_iter().flatten().collect();
        teams.push(TeamLine {
            team: Link {
                text: of.name.clone(),
                address: format!("/people/teams/{}", team.id),
            },
            facts: facts.join(" · "),
            schools: school_names(&frame, &roster, &of.schools),
            own: !of.schools.is_disjoint(&own),
        });
    }
    html(&ListTeams {
        tabs: said::tabs(&frame, "/people/teams"),
        teams,
        makes: viewer.could::<act::Create, on::Team>(&new_team()),
        frame,
    })
}

/// Schools by name, as a list in words; all of them are said so.
pub(super) fn school_names(frame: &Frame, roster: &store::Roster, of: &BTreeSet<casework::SchoolId>) -> String {
    let there = roster.schools();
    if there.len() > 1 && there.iter().all(|one| of.contains(&one.id)) {
        return frame.t("people-all-schools");
    }
    let here = there.iter().filter(|one| of.contains(&one.id));
    let mut names: Vec<String> = here.map(|one| one.name.clone()).collect();
    names.sort_by(|one, other| casework::person::danish_order(one, other));
    words::list(frame.locale, &names)
}

impl Page for ListTeams {
    const PATH: &'static str = "people/teams";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::People);
        let none = Self {
            tabs: said::tabs(&frame, "/people/teams"),
            teams: Vec::new(),
            makes: true,
            frame: frame.clone(),
        };
        let mut some = none.clone();
        some.makes = false;
        some.teams = vec![TeamLine {
            team: Link {
                text: "Kom-i-skole-teamet".to_owned(),
                address: "/people/teams/1".to_owned(),
            },
            facts: frame.t1("people-team-members", "count", 4),
            schools: frame.t("people-all-schools"),
            own: true,
        }];
        vec![("none", none), ("some", some)]
    }
}
