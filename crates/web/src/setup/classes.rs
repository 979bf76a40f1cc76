//! The classes of a school year, and the roll-over to the next one, shown before it is written.

use access::{Spot, act, on};
use askama::Template;
use attendance::{CalendarIx, Grade, SchoolIx, SchoolYear};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{ClassId, SchoolId};
use intake::open_folder::{CalendarRow, ClassRow, OpenFolder, SchoolRow};
use serde::Deserialize;
use store::{ImportRequest, Roster};

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::setup::person::PlaceChoice;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The classes of one school: the address of each, and its name with what it was the year before.
pub struct SchoolClasses {
    school: String,
    classes: Vec<(String, String)>,
}

/// Which class a class was the year before.
#[derive(Template)]
#[template(path = "setup/class-before.html")]
pub struct ShowClassBefore {
    frame: Frame,
    id: String,
    name: String,
    school: String,
    year: String,
    /// The classes of the year before, those of the own school first; the chosen one is marked.
    choices: Vec<(PlaceChoice, bool)>,
}

/// The classes of a school year.
#[derive(Template)]
#[template(path = "setup/classes.html")]
pub struct ShowClasses {
    frame: Frame,
    year: String,
    years: Vec<String>,
    schools: Vec<SchoolClasses>,
    choices: Vec<PlaceChoice>,
    name: String,
    problems: Vec<String>,
}

/// One class and what becomes of it.
pub struct Rolled {
    school: String,
    name: String,
    next: Option<String>,
    pupils: usize,
}

/// The roll-over to the next school year.
#[derive(Template)]
#[template(path = "setup/rollover.html")]
pub struct ShowRollover {
    frame: Frame,
    from: String,
    to: String,
    classes: Vec<Rolled>,
}

impl Page for ShowClasses {
    const PATH: &'static str = "setup/classes";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |schools, problems| Self {
            frame: Frame::sample(locale).at(Section::Setup).end(locale.t("setup-classes")),
            year: "2026/2027".to_owned(),
            years: vec!["2026/2027".to_owned(), "2027/2028".to_owned()],
            schools,
            choices: vec![PlaceChoice {
                value: "1".to_owned(),
                text: "Engdalskolen".to_owned(),
            }],
            name: String::new(),
            problems,
        };
        let own = SchoolClasses {
            school: "Engdalskolen".to_owned(),
            classes: vec![
                ("1".to_owned(), "0.a".to_owned()),
                ("2".to_owned(), locale.t2("classes-was", "name", "8.b", "before", "7.b")),
            ],
        };
        vec![
            ("two", page(vec![own], Vec::new())),
            ("problem", page(Vec::new(), vec![locale.t("classes-grade-unknown")])),
        ]
    }
}

impl Page for ShowClassBefore {
    const PATH: &'static str = "setup/class-before";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let choice = |value: &str, text: &str, chosen| {
            let (value, text) = (value.to_owned(), text.to_owned());
            (PlaceChoice { value, text }, chosen)
        };
        let choices = vec![
            choice("1", "7.b, Engdalskolen", true),
            choice("2", "7.a, Lindeskolen", false),
        ];
        vec![(
            "two",
            Self {
                frame: Frame::sample(locale).at(Section::Setup).end("8.b"),
                id: "3".to_owned(),
                name: "8.b".to_owned(),
                school: "Engdalskolen".to_owned(),
                year: "2025/2026".to_owned(),
                choices,
            },
        )]
    }
}

impl Page for ShowRollover {
    const PATH: &'static str = "setup/rollover";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |classes| Self {
            frame: Frame::sample(locale).at(Section::Setup).end(locale.t("setup-rollover")),
            from: "2026/2027".to_owned(),
            to: "2027/2028".to_owned(),
            classes,
        };
        let rolled = |name: &str, next: Option<&str>| Rolled {
            school: "Engdalskolen".to_owned(),
            name: name.to_owned(),
            next: next.map(str::to_owned),
            pupils: 23,
        };
        vec![
            ("two", page(vec![rolled("7.b", Some("8.b")), rolled("9.a", None)])),
            ("done", page(Vec::new())),
        ]
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    year: Option<String>,
}

fn year_of(text: Option<&str>, frame: &Frame) -> Result<SchoolYear, PageError> {
    match text {
        None | Some("") => Ok(SchoolYear::of(frame.today)),
        Some(text) => SchoolYear::from_label(text).ok_or(PageError::Request("error-request-text")),
    }
}

fn page_of(
    frame: Frame,
    roster: &Roster,
    year: SchoolYear,
    name: String,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let locale = frame.locale;
    let mut entries: Vec<_> = roster.schools().iter().collect();
    entries.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let schools = entries
        .iter()
        .map(|school| {
            let own = roster
                .classes()
                .iter()
                .filter(|c| c.school == school.id && c.school_year() == Some(year));
            let mut own: Vec<_> = own.collect();
            own.sort_by(|a, b| a.grade().cmp(&b.grade()).then_with(|| a.name.cmp(&b.name)));
            let line = |class: &&store::ClassEntry| {
                let text = match class.predecessor.and_then(|id| roster.class(id)) {
                    Some(before) => locale.t2(
                        "classes-was",
                        "name",
                        class.name.as_str(),
                        "before",
                        before.name.as_str(),
                    ),
                    None => class.name.clone(),
                };
                (class.id.to_string(), text)
            };
            SchoolClasses {
                school: school.name.clone(),
                classes: own.iter().map(line).collect(),
            }
        })
        .collect();
    let now = SchoolYear::of(frame.today);
    html(&ShowClasses {
        year: year.label(),
        years: [now.previous(), now, now.next()].map(SchoolYear::label).to_vec(),
        schools,
        choices: entries
            .iter()
            .map(|school| PlaceChoice {
                value: school.id.to_string(),
                text: school.name.clone(),
            })
            .collect(),
        name,
        problems,
        frame: frame.at(Section::Setup).end(locale.t("setup-classes")),
    })
}

/// Lists the classes of a school year.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let year = year_of(asked.year.as_deref(), &frame)?;
    let roster = state.store.roster().await?;
    page_of(frame, &roster, year, String::new(), Vec::new())
}

#[derive(Deserialize)]
pub(super) struct Typed {
    school: String,
    year: String,
    name: String,
    grade: u8,
}

/// Adds a class to a school year.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::SchoolSetup>(&Spot::Municipality)?;
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let year = year_of(Some(&typed.year), &frame)?;
    let _one_at_a_time = state.setting_up.lock().await;
    let roster = state.store.roster().await?;
    let id = SchoolId::from_text(&typed.school).ok_or(PageError::Request("error-request-text"))?;
    let school = roster.school(id).ok_or(PageError::NotFound)?;
    let calendar = roster
        .calendars()
        .iter()
        .find(|c| c.id == school.calendar)
        .ok_or(PageError::NotFound)?;
    let name = typed.name.trim().to_owned();
    let mut problems = Vec::new();
    if name.is_empty() {
        problems.push(frame.t("classes-name-missing"));
    }
    let grade = Grade::new(typed.grade);
    if grade.is_none() {
        problems.push(frame.t("classes-grade-unknown"));
    }
    if roster
        .classes()
        .iter()
        .any(|c| c.school == id && c.school_year() == Some(year) && c.name == name)
    {
        problems.push(frame.t("classes-name-taken"));
    }
    let (Some(grade), true) = (grade, problems.is_empty()) else {
        return page_of(frame, &roster, year, name, problems);
    };
    let folder = OpenFolder {
        calendars: vec![CalendarRow {
            id: calendar.external_id.clone(),
            days: attendance::Calendar::default(),
        }],
        schools: vec![SchoolRow {
            id: school.external_id.clone(),
            name: school.name.clone(),
            calendar: CalendarIx::new(0),
            municipality: school.municipality_code.as_deref().and_then(|code| code.parse().ok()),
            kind: school.kind(),
            provision: school.provision(),
        }],
        classes: vec![ClassRow {
            id: state.store.new_external_id()?,
            school: SchoolIx::new(0),
            name: name.clone(),
            grade,
            school_year: Some(year),
        }],
        notings: Some(Vec::new()),
        ..OpenFolder::default()
    };
    let title = format!("{}: {name}, {}", frame.t("setup-classes"), school.name);
    let request = ImportRequest::additions("setup", &title, title.as_bytes());
    state.store.import_folder(&permit, &request, &folder).await?;
    Ok(Redirect::to(&format!(
        "/setup/classes?year={}&done={}",
        year.label(),
        "done-class-put"
    ))
    .into_response())
}

/// Asks which class a class was the year before.
pub(super) async fn before(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(class): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let roster = state.store.roster().await?;
    let class = ClassId::from_text(&class)
        .and_then(|id| roster.class(id))
        .ok_or(PageError::NotFound)?;
    let year = class.school_year().ok_or(PageError::NotFound)?.previous();
    let school = |id| roster.school(id).map(|school| school.name.as_str()).unwrap_or_default();
    let mut earlier: Vec<_> = roster
        .classes()
        .iter()
        .filter(|one| one.school_year() == Some(year))
        .collect();
    // The likely ones first: the own school, then the grade below.
    let far = |one: &store::ClassEntry| {
        let below = one.grade().map(|grade| grade.number() + 1) == class.grade().map(Grade::number);
        (one.school != class.school, !below)
    };
    earlier.sort_by(|a, b| {
        (far(a), school(a.school), a.grade(), &a.name).cmp(&(far(b), school(b.school), b.grade(), &b.name))
    });
    let choices = earlier
        .iter()
        .map(|one| {
            let (value, text) = (one.id.to_string(), format!("{}, {}", one.name, school(one.school)));
            (PlaceChoice { value, text }, class.predecessor == Some(one.id))
        })
        .collect();
    let locale = frame.locale;
    let back = format!("/setup/classes?year={}", year.next().label());
    html(&ShowClassBefore {
        id: class.id.to_string(),
        name: class.name.clone(),
        school: school(class.school).to_owned(),
        year: year.label(),
        choices,
        frame: frame
            .at(Section::Setup)
            .via(locale.t("setup-classes"), back)
            .end(class.name.as_str()),
    })
}

#[derive(Deserialize)]
pub(super) struct Before {
    before: String,
}

/// Keeps which class a class was the year before.
pub(super) async fn before_set(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(class): Path<String>,
    Posted(typed): Posted<Before>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let class = ClassId::from_text(&class).ok_or(PageError::NotFound)?;
    let before = match typed.before.as_str() {
        "" => None,
        text => Some(ClassId::from_text(text).ok_or(PageError::Request("error-request-text"))?),
    };
    let _one_at_a_time = state.setting_up.lock().await;
    state.store.class_before_set(&permit, class, before).await?;
    let roster = state.store.roster().await?;
    let year = roster.class(class).and_then(store::ClassEntry::school_year);
    let year = year.map(SchoolYear::label).unwrap_or_default();
    Ok(Redirect::to(&format!("/setup/classes?year={year}&done=done-class-put")).into_response())
}

/// The school year that is rolled over: the present one, and in August, before anybody has moved, the one before.
async fn rolling(state: &AppState, frame: &Frame, viewer: &Viewer) -> Result<(SchoolYear, store::RollOver), PageError> {
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let now = SchoolYear::of(frame.today);
    let before = state.store.roll_over(&permit, now.previous()).await?;
    if before.folders.is_empty() {
        Ok((now, state.store.roll_over(&permit, now).await?))
    } else {
        Ok((now.previous(), before))
    }
}

/// Shows what the roll-over would do.
pub(super) async fn rollover(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::SchoolSetup>(&Spot::Municipality)?;
    let (year, rolled) = rolling(&state, &frame, &viewer).await?;
    let roster = state.store.roster().await?;
    let classes = if rolled.folders.is_empty() {
        Vec::new()
    } else {
        rolled.classes
    };
    let mut classes: Vec<Rolled> = classes
        .into_iter()
        .map(|class| Rolled {
            school: roster.school(class.school).map(|s| s.name.clone()).unwrap_or_default(),
            name: class.name,
            next: class.next,
            pupils: class.pupils,
        })
        .collect();
    classes.sort_by(|a, b| casework::person::danish_order(&a.school, &b.school).then_with(|| a.name.cmp(&b.name)));
    let locale = frame.locale;
    html(&ShowRollover {
        frame: frame.at(Section::Setup).end(locale.t("setup-rollover")),
        from: year.label(),
        to: year.next().label(),
        classes,
    })
}

#[derive(Deserialize)]
pub(super) struct Seen {
    from: String,
}

/// Writes the roll-over the person has seen.
pub(super) async fn roll(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(seen): Posted<Seen>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::SchoolSetup>(&Spot::Municipality)?;
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let (year, rolled) = rolling(&state, &frame, &viewer).await?;
    if year.label() != seen.from {
        return Err(PageError::Changed);
    }
    let title = format!("{}: {}", frame.t("setup-rollover"), year.next().label());
    for (source, folder) in rolled.folders {
        let request = ImportRequest::additions(&source, &title, title.as_bytes());
        state.store.import_folder(&permit, &request, &folder).await?;
    }
    let to = format!(
        "/setup/classes?year={}&done={}",
        year.next().label(),
        "done-rolled-over"
    );
    Ok(Redirect::to(&to).into_response())
}
