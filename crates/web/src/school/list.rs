//! The schools a person works with.

use std::collections::HashMap;

use access::{act, on};
use askama::Template;
use attendance::SchoolYear;
use axum::extract::State;
use axum::response::Response;
use casework::SchoolId;

use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, school, words};

/// One school of the list.
pub struct SchoolLine {
    /// Its name.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// What kind of school it is.
    pub kind: String,
    /// Classes this person works with there.
    pub classes: usize,
    /// Pupils this person works with there today.
    pub pupils: usize,
}

/// The page *Skoler*.
#[derive(Template)]
#[template(path = "school/list.html")]
pub struct ListSchools {
    /// What surrounds the page.
    pub frame: Frame,
    /// The schools, by name.
    pub schools: Vec<SchoolLine>,
}

impl Page for ListSchools {
    const PATH: &'static str = "school/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Schools);
        let line = |name: &str, pupils| SchoolLine {
            name: name.to_owned(),
            href: "/schools/1".to_owned(),
            kind: locale.t("school-kind-folkeskole"),
            classes: 21,
            pupils,
        };
        vec![
            (
                "two",
                Self {
                    frame: frame(),
                    schools: vec![line("Engdalskolen", 512), line("Åbrinkskolen", 488)],
                },
            ),
            (
                "none",
                Self {
                    frame: frame(),
                    schools: Vec::new(),
                },
            ),
        ]
    }
}

/// Lists the schools the person works with.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::PupilIdentity>()?;
    let seen = state.store.seen(&scope).await?;
    let roster = seen.roster();
    let year = SchoolYear::of(frame.today);
    let mut classes: HashMap<SchoolId, usize> = HashMap::new();
    for class in roster.classes() {
        if school::covers(&scope, class) && class.school_year().is_none_or(|y| y == year) {
            *classes.entry(class.school).or_default() += 1;
        }
    }
    let mut pupils: HashMap<SchoolId, usize> = HashMap::new();
    for id in seen
        .pupils()
        .filter(|p| p.is_enrolled())
        .filter_map(|p| Some(p.class()?.school))
    {
        *pupils.entry(id).or_default() += 1;
    }
    let mut schools: Vec<SchoolLine> = roster
        .schools()
        .iter()
        .filter(|school| classes.contains_key(&school.id))
        .map(|school| SchoolLine {
            name: school.name.clone(),
            href: format!("/schools/{}", school.id),
            kind: words::school_kind(frame.locale, school.kind()),
            classes: classes.get(&school.id).copied().unwrap_or(0),
            pupils: pupils.get(&school.id).copied().unwrap_or(0),
        })
        .collect();
    schools.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    html(&ListSchools {
        frame: frame.at(Section::Schools),
        schools,
    })
}
