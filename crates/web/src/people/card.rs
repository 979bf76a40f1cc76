//! What one can be asked at a school: written by the person, or by the leader or an administrator for them.

use access::{SchoolPersonFacts, act, on};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use casework::people::{SchoolPersonDraft, Weekday};
use serde::Deserialize;

use super::said;
use super::school::{role_words, school_of};
use super::write::{DayHours, TakeAway, WritePeople, field};
use crate::case::write::Asking;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::html;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// Whose page it is, and where.
struct Whose {
    of: SchoolPersonFacts,
    name: String,
    role: String,
    school: String,
}

/// Somebody with a role at the school today whom the viewer may write of.
async fn whose(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    (school, person): (&str, &str),
) -> Result<Whose, PageError> {
    let (school, named) = school_of(state, school).await?;
    let person = PersonId::from_text(person).ok_or(PageError::NotFound)?;
    let of = SchoolPersonFacts { school, person };
    viewer.may::<act::Change, on::SchoolPerson>(&of)?;
    let here = state.store.school_staff(school).await?;
    let at = here.get(&person).ok_or(PageError::NotFound)?;
    Ok(Whose {
        of,
        name: at.name.clone(),
        role: role_words(frame, at, None),
        school: named,
    })
}

/// What is kept, and how often it was written; 0 when nothing is.
async fn kept(state: &AppState, viewer: &Viewer, of: SchoolPersonFacts) -> Result<(SchoolPersonDraft, i64), PageError> {
    let scope = viewer.scope::<act::List, on::SchoolPerson>()?;
    let all = state.store.school_person_list(&scope, of.school).await?;
    let one = all.iter().find(|one| one.id == of.person);
    Ok(one.map_or_else(
        || (SchoolPersonDraft::default(), 0),
        |one| (SchoolPersonDraft::of(&one.content), one.sequence),
    ))
}

fn page(frame: Frame, viewer: &Viewer, whose: &Whose, (typed, sequence): (&SchoolPersonDraft, i64)) -> WritePeople {
    let here = format!("/people/schools/{}", whose.of.school);
    let own = whose.of.person == viewer.person();
    let title = if own {
        frame.t("people-write-own")
    } else {
        frame.t1("people-write-of", "name", whose.name.as_str())
    };
    let frame = frame
        .at(Section::People)
        .via(whose.school.clone(), here.clone())
        .end(whose.name.clone());
    let hours = Weekday::ALL.iter().map(|day| {
        let (from, to) = typed.hours.get(day).cloned().unwrap_or_default();
        DayHours {
            day: day.word(),
            name: said::weekday(&frame, *day),
            from,
            to,
        }
    });
    let line = |name, key, value: &str| field(name, frame.t(key), value, (false, Asking::Line));
    WritePeople {
        lead: frame.t2(
            "people-write-lead-at",
            "school",
            whose.school.as_str(),
            "role",
            whose.role.as_str(),
        ),
        problems: Vec::new(),
        offers: None,
        send: format!("{here}/{}", whose.of.person),
        back: here.clone(),
        sequence,
        fields: vec![
            field(
                "come_with",
                frame.t("people-field-come-with"),
                &typed.come_with,
                (true, Asking::Text),
            ),
            line("telephone", "people-field-telephone", &typed.telephone),
            line("place", "people-field-place", &typed.place),
        ],
        hours: hours.collect(),
        after: vec![
            line("otherwise", "people-field-otherwise", &typed.otherwise),
            line("title", "people-field-title", &typed.title),
        ],
        save: frame.t("people-save"),
        take_away: (sequence > 0).then(|| TakeAway {
            send: format!("{here}/{}/drop", whose.of.person),
            text: frame.t("people-drop"),
            note: frame.t("people-drop-note"),
        }),
        title,
        frame,
    }
}

#[derive(Deserialize)]
pub(super) struct Who {
    #[serde(default)]
    person: String,
}

/// Leads to the page of whoever was chosen.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(who): Query<Who>,
) -> Result<Response, PageError> {
    let whose = whose(&state, &viewer, &frame, (&id, &who.person)).await?;
    let to = format!("/people/schools/{}/{}", whose.of.school, whose.of.person);
    Ok(Redirect::to(&to).into_response())
}

/// The form, as it is kept.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let whose = whose(&state, &viewer, &frame, (&id, &person)).await?;
    let (typed, sequence) = kept(&state, &viewer, whose.of).await?;
    html(&page(frame, &viewer, &whose, (&typed, sequence)))
}

/// Keeps it.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, person)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let whose = whose(&state, &viewer, &frame, (&id, &person)).await?;
    let permit = viewer.may::<act::Change, on::SchoolPerson>(&whose.of)?;
    let one = |name: &str| sent(&fields, name).to_owned();
    let hours = Weekday::ALL.iter().map(|day| {
        let of = |end: &str| one(&format!("{end}-{}", day.word()));
        (*day, (of("from"), of("to")))
    });
    let typed = SchoolPersonDraft {
        title: one("title"),
        come_with: one("come_with"),
        place: one("place"),
        hours: hours.collect(),
        otherwise: one("otherwise"),
        telephone: one("telephone"),
    };
    let seen: i64 = one("sequence").parse().unwrap_or_default();
    match typed.check() {
        Ok(says) => {
            state.store.school_person_put(&permit, &says, seen).await?;
            let to = format!("/people/schools/{}?done=done-people-written", whose.of.school);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let mut page = page(frame, &viewer, &whose, (&typed, seen));
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Takes it away.
pub(super) async fn drop(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, person)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let whose = whose(&state, &viewer, &frame, (&id, &person)).await?;
    let permit = viewer.may::<act::Close, on::SchoolPerson>(&whose.of)?;
    let seen: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    state.store.school_person_drop(&permit, seen).await?;
    let to = format!("/people/schools/{}?done=done-people-dropped", whose.of.school);
    Ok(Redirect::to(&to).into_response())
}
