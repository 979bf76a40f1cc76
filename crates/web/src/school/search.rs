//! Pupils found by name among those the person may see, and words found in the cases and concerns the person may read.

use access::{act, on};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::case::{self, FoundCase};
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, form};

/// How many pupils a search shows.
const MOST: usize = 50;

/// One pupil found.
pub struct Found {
    /// The whole name.
    pub name: String,
    /// Class and school today.
    pub place: String,
    /// Where the pupil is shown.
    pub href: String,
}

/// The answer to a search.
#[derive(Template)]
#[template(path = "school/search.html")]
pub struct SearchPupils {
    /// What surrounds the page.
    pub frame: Frame,
    /// What was searched for.
    pub asked: String,
    /// The pupils found, by name; nothing for somebody who sees pupils only in cases.
    pub found: Option<Vec<Found>>,
    /// Whether there were more than are shown.
    pub more: bool,
    /// What was found in cases, the newest first; nothing for somebody who has none.
    pub cases: Option<Vec<FoundCase>>,
    /// Whether there was more in cases than is shown.
    pub more_cases: bool,
    /// What was found in concerns, the newest first; nothing for somebody who sees none.
    pub concerns: Option<Vec<FoundCase>>,
    /// Whether there was more in concerns than is shown.
    pub more_concerns: bool,
    /// Where a second proof opens the cases for searching, while it is lacking.
    pub confirm: Option<String>,
}

impl Page for SearchPupils {
    const PATH: &'static str = "school/search";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let found = Found {
            name: "Alma Bækgård".to_owned(),
            place: "8.b, Engdalskolen".to_owned(),
            href: "/pupils/1".to_owned(),
        };
        vec![
            (
                "found",
                Self {
                    frame: frame(),
                    asked: "al".to_owned(),
                    found: Some(vec![found]),
                    more: true,
                    cases: Some(vec![FoundCase::sample(&frame())]),
                    more_cases: true,
                    concerns: Some(vec![FoundCase::sample(&frame())]),
                    more_concerns: true,
                    confirm: None,
                },
            ),
            (
                "none",
                Self {
                    frame: frame(),
                    asked: "xyz".to_owned(),
                    found: Some(Vec::new()),
                    more: false,
                    cases: Some(Vec::new()),
                    more_cases: false,
                    concerns: Some(Vec::new()),
                    more_concerns: false,
                    confirm: None,
                },
            ),
            (
                "unsure",
                Self {
                    frame: frame(),
                    asked: "al".to_owned(),
                    found: Some(Vec::new()),
                    more: false,
                    cases: None,
                    more_cases: false,
                    concerns: None,
                    more_concerns: false,
                    confirm: Some("/confirm?back=/search%3Fname%3Dal".to_owned()),
                },
            ),
            (
                "unasked",
                Self {
                    frame: frame(),
                    asked: String::new(),
                    found: Some(Vec::new()),
                    more: false,
                    cases: None,
                    more_cases: false,
                    concerns: None,
                    more_concerns: false,
                    confirm: None,
                },
            ),
        ]
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    name: String,
}

/// Finds pupils by name and words in cases and concerns.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::PupilIdentity>().ok();
    let asked = asked.name.trim().to_owned();
    let asked = if asked.chars().count() < 2 {
        String::new()
    } else {
        asked
    };
    let concerns = case::found_in_concerns(&state, &viewer, &frame, &asked).await?;
    let lacks = viewer.can::<act::List, on::Case>() && viewer.lacks::<act::Read, on::Case>();
    let cases = if lacks {
        None
    } else {
        case::found(&state, &viewer, &frame, &asked).await?
    };
    if scope.is_none() && cases.is_none() && !lacks {
        return Err(PageError::NotFound);
    }
    let roster = state.store.roster().await?;
    let mut pupils = match &scope {
        Some(scope) => state.store.pupil_search(scope, &asked, MOST + 1).await?,
        None => Vec::new(),
    };
    let more = pupils.len() > MOST;
    pupils.truncate(MOST);
    let found = pupils
        .into_iter()
        .map(|pupil| {
            let stay = pupil
                .stays
                .iter()
                .rev()
                .find(|stay| stay.from <= frame.today)
                .or(pupil.stays.first());
            let class = stay.and_then(|stay| roster.class(stay.class));
            let school = stay.and_then(|stay| roster.school(stay.school));
            let place = [class.map(|c| c.name.as_str()), school.map(|s| s.name.as_str())];
            Found {
                name: pupil.name.full(),
                place: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
                href: format!("/pupils/{}", pupil.id),
            }
        })
        .collect();
    let (concerns, more_concerns) = concerns.map_or((None, false), |(concerns, more)| (Some(concerns), more));
    let confirm = lacks.then(|| format!("/confirm?back={}", form::escape(&frame.here)));
    let (cases, more_cases) = cases.map_or((None, false), |(cases, more)| (Some(cases), more));
    html(&SearchPupils {
        frame,
        asked,
        found: scope.is_some().then_some(found),
        more,
        cases,
        more_cases,
        concerns,
        more_concerns,
        confirm,
    })
}
