//! The schools: name, kind, what they offer, calendar, and who keeps the register.

use access::{Spot, act, on};
use askama::Template;
use attendance::{CalendarIx, Provision, SchoolKind};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::SchoolId;
use intake::open_folder::{CalendarRow, OpenFolder, SchoolRow};
use serde::Deserialize;
use store::{ImportRequest, RegisterBy, Roster};

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One school of the list.
pub struct SchoolLine {
    name: String,
    href: String,
    kind: String,
    calendar: String,
    register: String,
}

/// A choice of a form, and whether it is the one that stands.
pub struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// The form of one school.
pub struct SchoolForm {
    action: String,
    name: String,
    kinds: Vec<Choice>,
    provisions: Vec<Choice>,
    calendars: Vec<Choice>,
    registers: Vec<Choice>,
}

/// The schools, and a form for one.
#[derive(Template)]
#[template(path = "setup/schools.html")]
pub struct ShowSchools {
    frame: Frame,
    heading: String,
    schools: Vec<SchoolLine>,
    form: Option<SchoolForm>,
    problems: Vec<String>,
}

/// What a form says about a school.
#[derive(Clone, Deserialize)]
pub(super) struct Typed {
    name: String,
    kind: String,
    provision: String,
    calendar: String,
    register: String,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: SchoolKind::default().word().to_owned(),
            provision: Provision::default().word().to_owned(),
            calendar: String::new(),
            register: RegisterBy::Here.word().to_owned(),
        }
    }
}

impl Page for ShowSchools {
    const PATH: &'static str = "setup/schools";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Setup).end(locale.t("setup-schools"));
        let calendars = vec![Choice {
            value: "1".to_owned(),
            text: "Folkeskoler".to_owned(),
            chosen: true,
        }];
        let form = form_of(locale, "/setup/schools".to_owned(), calendars, &Typed::default());
        let line = SchoolLine {
            name: "Engdalskolen".to_owned(),
            href: "/setup/schools/1".to_owned(),
            kind: locale.t("school-kind-folkeskole"),
            calendar: "Folkeskoler".to_owned(),
            register: locale.t("schools-register-here"),
        };
        let heading = locale.t("setup-schools");
        vec![
            (
                "one",
                Self {
                    frame: frame(),
                    heading: heading.clone(),
                    schools: vec![line],
                    form: Some(form),
                    problems: Vec::new(),
                },
            ),
            (
                "no-calendar",
                Self {
                    frame: frame(),
                    heading,
                    schools: Vec::new(),
                    form: None,
                    problems: Vec::new(),
                },
            ),
        ]
    }
}

fn register_words(locale: Locale, by: RegisterBy) -> String {
    locale.t(match by {
        RegisterBy::Here => "schools-register-here",
        RegisterBy::Imported => "schools-register-imported",
    })
}

fn form_of(locale: Locale, action: String, calendars: Vec<Choice>, typed: &Typed) -> SchoolForm {
    let choice = |value: &str, text, chosen: &str| Choice {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    };
    SchoolForm {
        action,
        name: typed.name.clone(),
        kinds: SchoolKind::ALL
            .into_iter()
            .map(|kind| choice(kind.word(), words::school_kind(locale, kind), &typed.kind))
            .collect(),
        provisions: Provision::ALL
            .into_iter()
            .map(|provision| choice(provision.word(), words::provision(locale, provision), &typed.provision))
            .collect(),
        calendars,
        registers: [RegisterBy::Here, RegisterBy::Imported]
            .into_iter()
            .map(|by| choice(by.word(), register_words(locale, by), &typed.register))
            .collect(),
    }
}

fn page_of(
    frame: Frame,
    roster: &Roster,
    school: Option<SchoolId>,
    typed: &Typed,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let locale = frame.locale;
    let calendar_name = |id| {
        roster
            .calendars()
            .iter()
            .find(|c| c.id == id)
            .map(|c| c.name.clone())
            .unwrap_or_default()
    };
    let mut schools: Vec<SchoolLine> = roster
        .schools()
        .iter()
        .map(|school| SchoolLine {
            name: school.name.clone(),
            href: format!("/setup/schools/{}", school.id),
            kind: words::school_kind(locale, school.kind()),
            calendar: calendar_name(school.calendar),
            register: register_words(locale, school.register_by),
        })
        .collect();
    schools.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let calendars: Vec<Choice> = roster
        .calendars()
        .iter()
        .map(|c| Choice {
            value: c.id.to_string(),
            text: c.name.clone(),
            chosen: c.id.to_string() == typed.calendar,
        })
        .collect();
    let action = school.map_or_else(|| "/setup/schools".to_owned(), |id| format!("/setup/schools/{id}"));
    let form = (!calendars.is_empty()).then(|| form_of(locale, action, calendars, typed));
    let frame = frame.at(Section::Setup);
    let (frame, heading, schools) = match school.and_then(|id| roster.school(id)) {
        Some(entry) => {
            let frame = frame
                .via(locale.t("setup-schools"), "/setup/schools")
                .end(entry.name.clone());
            (frame, entry.name.clone(), Vec::new())
        }
        None => (frame.end(locale.t("setup-schools")), locale.t("setup-schools"), schools),
    };
    html(&ShowSchools {
        frame,
        heading,
        schools,
        form,
        problems,
    })
}

/// Lists the schools and asks for a new one.
pub(super) async fn list(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let roster = state.store.roster().await?;
    page_of(frame, &roster, None, &Typed::default(), Vec::new())
}

/// Shows one school in its form.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let id = SchoolId::from_text(&id).ok_or(PageError::NotFound)?;
    let roster = state.store.roster().await?;
    let school = roster.school(id).ok_or(PageError::NotFound)?;
    let typed = Typed {
        name: school.name.clone(),
        kind: school.kind().word().to_owned(),
        provision: school.provision().word().to_owned(),
        calendar: school.calendar.to_string(),
        register: school.register_by.word().to_owned(),
    };
    page_of(frame, &roster, Some(id), &typed, Vec::new())
}

async fn put(
    state: AppState,
    frame: Frame,
    viewer: Viewer,
    school: Option<SchoolId>,
    typed: Typed,
) -> Result<Response, PageError> {
    let change = viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let create = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let unread = || PageError::Request("error-request-text");
    let roster = state.store.roster().await?;
    let kind = SchoolKind::from_word(&typed.kind).ok_or_else(unread)?;
    let provision = Provision::from_word(&typed.provision).ok_or_else(unread)?;
    let register = RegisterBy::from_word(&typed.register).ok_or_else(unread)?;
    let calendar = roster
        .calendars()
        .iter()
        .find(|c| c.id.to_string() == typed.calendar)
        .ok_or_else(unread)?;
    let name = typed.name.trim().to_owned();
    let entry = match school {
        Some(id) => Some(roster.school(id).ok_or(PageError::NotFound)?),
        None => None,
    };
    let mut problems = Vec::new();
    if name.is_empty() {
        problems.push(frame.t("schools-name-missing"));
    }
    if roster.schools().iter().any(|s| s.name == name && Some(s.id) != school) {
        problems.push(frame.t("schools-name-taken"));
    }
    if !problems.is_empty() {
        return page_of(frame, &roster, school, &typed, problems);
    }
    let id = match entry {
        Some(entry) => entry.external_id.clone(),
        None => state.store.new_external_id()?,
    };
    let folder = OpenFolder {
        calendars: vec![CalendarRow {
            id: calendar.external_id.clone(),
            days: attendance::Calendar::default(),
        }],
        schools: vec![SchoolRow {
            id,
            name: name.clone(),
            calendar: CalendarIx::new(0),
            municipality: entry
                .and_then(|e| e.municipality_code.as_deref())
                .and_then(|code| code.parse().ok()),
            kind,
            provision,
        }],
        notings: Some(Vec::new()),
        ..OpenFolder::default()
    };
    let title = format!("{}: {name}", frame.t("setup-schools"));
    let request = ImportRequest {
        new_schools: register,
        ..ImportRequest::additions("setup", &title, name.as_bytes())
    };
    state.store.import_folder(&create, &request, &folder).await?;
    if let Some(entry) = entry.filter(|entry| entry.register_by != register) {
        state.store.school_register_set(&change, entry.id, register).await?;
    }
    Ok(Redirect::to(&format!("/setup/schools?done={}", "done-school-put")).into_response())
}

/// Adds a school.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    put(state, frame, viewer, None, typed).await
}

/// Changes a school.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = SchoolId::from_text(&id).ok_or(PageError::NotFound)?;
    put(state, frame, viewer, Some(id), typed).await
}
