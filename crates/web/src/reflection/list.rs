//! One's own notes, the newest first, and the form of a new one.

use std::collections::BTreeMap;

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::reflection::Part;
use casework::{Reflection, ReflectionId};

use crate::concern::said::problems as said;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One question of the form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks.
    pub label: String,
    /// What was typed.
    pub value: String,
}

/// One note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// When it was written.
    pub on: String,
    /// What it says: what was asked, and the words.
    pub said: Vec<(String, String)>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "reflection/list.html")]
pub struct ListReflections {
    /// What surrounds the page.
    pub frame: Frame,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// The questions.
    pub fields: Vec<Field>,
    /// What was typed and not sent.
    pub draft: DraftView,
    /// The notes, the newest first.
    pub notes: Vec<Note>,
}

fn label(frame: &Frame, part: Part) -> String {
    frame.t(match part {
        Part::Happened => "reflection-happened",
        Part::Frame => "reflection-frame",
        Part::Community => "reflection-community",
        Part::Myself => "reflection-myself",
        Part::Next => "reflection-next",
    })
}

fn note(frame: &Frame, one: &Reflection) -> Note {
    let parts = one.parts.iter();
    let mut said: Vec<(String, String)> = parts
        .map(|(part, words)| (label(frame, *part), words.reveal().to_owned()))
        .collect();
    said.extend(one.added.iter().map(|(on, words)| {
        let when = frame.t1("reflection-added", "on", frame.day(on));
        (when, words.reveal().to_owned())
    }));
    Note {
        id: one.id.to_string(),
        on: frame.day(&one.on),
        said,
    }
}

fn fields(frame: &Frame, value: impl Fn(&str) -> String) -> Vec<Field> {
    let field = |part: &Part| Field {
        name: part.word(),
        label: label(frame, *part),
        value: value(part.word()),
    };
    Part::ALL.iter().map(field).collect()
}

async fn page(state: &AppState, viewer: &Viewer, frame: Frame) -> Result<ListReflections, PageError> {
    let here = frame.t("reflection-title");
    let frame = frame.at(Section::Overview).end(here);
    let scope = viewer.scope::<act::List, on::Reflection>()?;
    let all = state.store.reflection_list(&scope).await?;
    let draft = draft::kept(state, viewer, &frame, DraftForm::Reflection).await?;
    Ok(ListReflections {
        problems: Vec::new(),
        fields: fields(&frame, |name| draft.value(name)),
        notes: all.iter().rev().map(|one| note(&frame, one)).collect(),
        draft,
        frame,
    })
}

/// One's own notes.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&page(&state, &viewer, frame).await?)
}

/// Keeps a note.
pub(super) async fn write(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(sent_fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Reflection>(&viewer.person())?;
    let typed: BTreeMap<Part, String> = Part::ALL
        .iter()
        .map(|part| (*part, sent(&sent_fields, part.word()).to_owned()))
        .collect();
    match Reflection::write(&typed) {
        Ok(event) => {
            state.store.reflection_write(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Reflection).await?;
            Ok(Redirect::to("/reflections?done=done-reflection-written").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, &viewer, frame).await?;
            page.problems = said(&page.frame, &problems);
            page.fields = fields(&page.frame, |name| sent(&sent_fields, name).to_owned());
            html(&page)
        }
    }
}

/// One's own note of an address.
async fn own(state: &AppState, viewer: &Viewer, id: &str) -> Result<Reflection, PageError> {
    let id = ReflectionId::from_text(id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::Reflection>()?;
    let all = state.store.reflection_list(&scope).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// Adds what was seen later.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = own(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Reflection>(&viewer.person())?;
    match one.add(sent(&fields, "words")) {
        Ok(event) => {
            state.store.reflection_add(&permit, one.id, &event).await?;
            Ok(Redirect::to("/reflections?done=done-reflection-written").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, &viewer, frame).await?;
            page.problems = said(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Throws a note away.
pub(super) async fn throw_away(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(_): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = own(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Reflection>(&viewer.person())?;
    state.store.reflection_drop(&permit, one.id).await?;
    Ok(Redirect::to("/reflections?done=done-reflection-dropped").into_response())
}

impl Page for ListReflections {
    const PATH: &'static str = "reflection/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Overview)
            .end(locale.t("reflection-title"));
        let empty = Self {
            problems: Vec::new(),
            fields: fields(&frame, |_| String::new()),
            draft: DraftView::sample(&frame, &[]),
            notes: Vec::new(),
            frame: frame.clone(),
        };
        let mut written = empty.clone();
        written.notes = vec![Note {
            id: "1".to_owned(),
            on: "fredag den 20. november".to_owned(),
            said: vec![
                (label(&frame, Part::Happened), "Uro i overgangen fra pausen.".to_owned()),
                (label(&frame, Part::Next), "Jeg står i døren på mandag.".to_owned()),
            ],
        }];
        let mut refused = written.clone();
        refused.problems = vec![frame.t("concern-problem-nothing-said")];
        vec![("empty", empty), ("written", written), ("refused", refused)]
    }
}
