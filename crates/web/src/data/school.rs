//! What is not registered at one school, class by class.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::SchoolId;

use super::register::{self, Habit};
use crate::data::show::so_far;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// How many days are named.
const NAMED: usize = 10;

/// What is not registered in a class.
pub struct ClassLine {
    name: String,
    days: usize,
    missing: usize,
    /// The newest days that lack a note.
    named: String,
}

/// What is not registered at one school.
#[derive(Template)]
#[template(path = "data/school.html")]
pub struct ShowSchoolData {
    frame: Frame,
    name: String,
    classes: Vec<ClassLine>,
    /// What the register is said of, up to when.
    register_text: String,
    habits: Vec<Habit>,
}

impl Page for ShowSchoolData {
    const PATH: &'static str = "data/school";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, missing, named: &str| ClassLine {
            name: name.to_owned(),
            days: 73,
            missing,
            named: named.to_owned(),
        };
        let classes = vec![line("3.a", 0, ""), line("8.b", 2, "18. nov., 19. nov.")];
        let frame = Frame::sample(locale).at(Section::Data).end("Engdalskolen");
        vec![(
            "two-classes",
            Self {
                register_text: register::over(&frame, so_far(&frame)),
                habits: register::sampled(&frame),
                frame,
                name: "Engdalskolen".to_owned(),
                classes,
            },
        )]
    }
}

/// Shows what is not registered at a school.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = SchoolId::from_text(&id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::DataQuality>()?;
    let roster = state.store.roster().await?;
    let school = roster.school(id).ok_or(PageError::NotFound)?;
    let gaps = state.store.class_gaps(&scope, so_far(&frame)).await?;
    let mut own: Vec<_> = gaps
        .into_iter()
        .filter(|gaps| gaps.school == id)
        .filter_map(|gaps| Some((roster.class(gaps.class)?, gaps)))
        .collect();
    if own.is_empty() {
        return Err(PageError::NotFound);
    }
    own.sort_by(|(a, _), (b, _)| {
        a.grade()
            .cmp(&b.grade())
            .then_with(|| casework::person::danish_order(&a.name, &b.name))
    });
    let classes = own
        .into_iter()
        .map(|(class, gaps)| {
            let newest = gaps.missing.iter().rev().take(NAMED).rev();
            let days: Vec<String> = newest.map(|day| frame.date_short(day)).collect();
            let dots = if gaps.missing.len() > NAMED { "… " } else { "" };
            ClassLine {
                name: class.name.clone(),
                days: gaps.days,
                missing: gaps.missing.len(),
                named: format!("{dots}{}", days.join(", ")),
            }
        })
        .collect();
    let name = school.name.clone();
    let notices = state.store.register_signs(&scope, so_far(&frame)).await?;
    html(&ShowSchoolData {
        register_text: register::over(&frame, so_far(&frame)),
        habits: register::habits(&frame, &roster, &notices, Some(id)),
        frame: frame.at(Section::Data).end(name.clone()),
        name,
        classes,
    })
}
