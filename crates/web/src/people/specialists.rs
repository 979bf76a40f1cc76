//! Specialists outside the school: what for, whom to contact, what is agreed, and when somebody last made sure.

use std::collections::BTreeSet;

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::people::{Service, Specialist, SpecialistDraft};
use casework::{SchoolId, SpecialistId};
use serde::Deserialize;
use store::{Listed, specialist_spot};

use super::said::{self, Tabs};
use super::write::{TakeAway, WritePeople, field};
use super::{list, offer};
use crate::case::write::Asking;
use crate::concern::said::Choice;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One specialist of the list.
#[derive(Clone, Debug)]
pub struct SpecialistCard {
    /// What it is called.
    pub name: String,
    /// For which school, where it is for one.
    pub school: String,
    /// What for, whom, what is agreed, when it was made sure.
    pub lines: Vec<String>,
    /// The telephone number, and how a browser calls it.
    pub telephone: Option<(String, String)>,
    /// Where it is changed, for those who may.
    pub edit: Option<String>,
    /// Where somebody says that it still holds, for those who may.
    pub confirm: Option<(String, i64)>,
}

/// The specialists, service by service.
#[derive(Clone, Debug, Template)]
#[template(path = "people/specialists.html")]
pub struct ListSpecialists {
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands over the pages.
    pub tabs: Tabs,
    /// The words looked for.
    pub asked: String,
    /// The service looked for.
    pub services: Vec<Choice>,
    /// Whether something was looked for.
    pub narrowed: bool,
    /// Each service with its specialists.
    pub groups: Vec<(String, Vec<SpecialistCard>)>,
    /// Whether the viewer writes some.
    pub writes: bool,
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    service: String,
}

fn card(frame: &Frame, viewer: &Viewer, one: &Listed<SpecialistId, Specialist>, school: String) -> SpecialistCard {
    let changes = viewer.could::<act::Change, on::Specialist>(&specialist_spot(&one.content));
    let here = format!("/people/specialists/{}", one.id);
    let number = &one.content.telephone;
    SpecialistCard {
        name: one.content.name.clone(),
        school,
        lines: offer::told(frame, &one.content),
        telephone: (!number.is_empty()).then(|| (number.clone(), said::callable(number))),
        edit: changes.then(|| format!("{here}/edit")),
        confirm: (changes && one.content.confirmed_on < frame.today).then(|| (format!("{here}/confirm"), one.sequence)),
    }
}

/// The places the viewer may write specialists for: every school, or those that are the viewer's.
async fn places(state: &AppState, viewer: &Viewer) -> Result<(bool, Vec<(SchoolId, String)>), PageError> {
    let may = |spot: Spot| viewer.could::<act::Create, on::Specialist>(&spot);
    let mut schools = list::all_schools(state).await?;
    schools.retain(|(id, _)| may(Spot::School(*id)));
    Ok((may(Spot::Municipality), schools))
}

/// The list.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    viewer.scope::<act::List, on::Specialist>()?;
    let roster = state.store.roster().await?;
    let every: BTreeSet<SchoolId> = roster.schools().iter().map(|one| one.id).collect();
    let own = list::own_schools(&state, &viewer).await?;
    // Whoever has schools sees those of the municipality and of their own; everybody else sees all.
    let schools = if own.is_empty() { &every } else { &own };
    let service = Service::from_word(&asked.service);
    let mut groups: Vec<(Service, Vec<SpecialistCard>)> = Vec::new();
    for one in offer::specialists_for(&state, &viewer, schools).await? {
        let of = &one.content;
        if !of.says(&asked.q) || service.is_some_and(|service| service != of.service) {
            continue;
        }
        let school = of.school.and_then(|school| roster.school(school));
        let school = school.map(|school| school.name.clone()).unwrap_or_default();
        let card = card(&frame, &viewer, &one, school);
        match groups.last_mut().filter(|(last, _)| *last == of.service) {
            Some((_, cards)) => cards.push(card),
            None => groups.push((of.service, vec![card])),
        }
    }
    let (all, some) = places(&state, &viewer).await?;
    let here = frame.t("people-tab-specialists");
    let frame = frame.at(Section::People).end(here);
    html(&ListSpecialists {
        tabs: said::tabs(&frame, "/people/specialists"),
        services: said::services(&frame, service),
        narrowed: service.is_some() || !asked.q.trim().is_empty(),
        asked: asked.q,
        groups: groups
            .into_iter()
            .map(|(service, cards)| (said::service(&frame, service), cards))
            .collect(),
        writes: all || !some.is_empty(),
        frame,
    })
}

/// The form of a specialist.
async fn form(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    (kept, typed, sequence): (Option<SpecialistId>, &SpecialistDraft, i64),
) -> Result<WritePeople, PageError> {
    let (all, some) = places(state, viewer).await?;
    let chosen = typed.school.map(|school| school.to_string()).unwrap_or_default();
    let everywhere = all.then(|| Choice {
        value: "all".to_owned(),
        text: frame.t("people-for-all-schools"),
        chosen: typed.school.is_none(),
    });
    let schools = some.into_iter().map(|(id, name)| Choice {
        value: id.to_string(),
        text: name,
        chosen: typed.school == Some(id),
    });
    // For whom a specialist is written is settled when it is written first.
    let school = match kept {
        Some(_) => field("school", String::new(), &chosen, (false, Asking::Hidden)),
        None => field(
            "school",
            frame.t("people-field-for"),
            &chosen,
            (true, Asking::Select(everywhere.into_iter().chain(schools).collect())),
        ),
    };
    let title = frame.t(if kept.is_some() {
        "people-specialist-edit"
    } else {
        "people-specialist-new"
    });
    let tab = frame.t("people-tab-specialists");
    let frame = frame
        .at(Section::People)
        .via(tab, "/people/specialists")
        .end(title.clone());
    let here = kept.map(|id| format!("/people/specialists/{id}"));
    Ok(WritePeople {
        title,
        lead: frame.t("people-specialist-lead"),
        problems: Vec::new(),
        offers: None,
        send: here
            .as_ref()
            .map_or_else(|| "/people/specialists/new".to_owned(), |here| format!("{here}/edit")),
        back: "/people/specialists".to_owned(),
        sequence,
        fields: vec![
            field(
                "service",
                frame.t("people-field-service"),
                "",
                (true, Asking::Select(said::services(&frame, typed.service))),
            ),
            school,
            field(
                "name",
                frame.t("people-field-specialist"),
                &typed.name,
                (true, Asking::Line),
            ),
            field(
                "what_for",
                frame.t("people-field-what-for"),
                &typed.what_for,
                (true, Asking::Text),
            ),
            field("whom", frame.t("people-field-whom"), &typed.whom, (true, Asking::Line)),
            field(
                "telephone",
                frame.t("people-field-telephone"),
                &typed.telephone,
                (false, Asking::Line),
            ),
            field("way", frame.t("people-field-way"), &typed.way, (false, Asking::Line)),
            field(
                "agreement",
                frame.t("people-field-agreement"),
                &typed.agreement,
                (false, Asking::Text),
            ),
            field(
                "confirmed_on",
                frame.t("people-field-confirmed-on"),
                &typed.confirmed_on,
                (
                    true,
                    Asking::Day {
                        least: None,
                        most: Some(frame.today.to_string()),
                    },
                ),
            ),
        ],
        hours: Vec::new(),
        after: Vec::new(),
        save: frame.t("people-save"),
        take_away: here.map(|here| TakeAway {
            send: format!("{here}/drop"),
            text: frame.t("people-drop"),
            note: frame.t("people-specialist-drop-note"),
        }),
        frame,
    })
}

fn typed(fields: &[(String, String)]) -> (SpecialistDraft, i64) {
    let one = |name: &str| sent(fields, name).to_owned();
    let draft = SpecialistDraft {
        service: Service::from_word(&one("service")),
        school: SchoolId::from_text(&one("school")),
        name: one("name"),
        what_for: one("what_for"),
        whom: one("whom"),
        telephone: one("telephone"),
        way: one("way"),
        agreement: one("agreement"),
        confirmed_on: one("confirmed_on"),
    };
    (draft, one("sequence").parse().unwrap_or_default())
}

/// Refuses whoever may write for no place at all.
async fn writer(state: &AppState, viewer: &Viewer) -> Result<(bool, Vec<(SchoolId, String)>), PageError> {
    let (all, some) = places(state, viewer).await?;
    if !all && some.is_empty() {
        viewer.may::<act::Create, on::Specialist>(&Spot::Municipality)?;
    }
    Ok((all, some))
}

/// The form of a new one.
pub(super) async fn new(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let (all, some) = writer(&state, &viewer).await?;
    let typed = SpecialistDraft {
        school: some.first().filter(|_| !all).map(|(id, _)| *id),
        confirmed_on: frame.today.to_string(),
        ..SpecialistDraft::default()
    };
    html(&form(&state, &viewer, frame, (None, &typed, 0)).await?)
}

/// Writes a new one down.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (all, some) = writer(&state, &viewer).await?;
    let (mut draft, _) = typed(&fields);
    // Whoever may not write for all schools, and chooses none, writes for their first.
    if draft.school.is_none() && !all {
        draft.school = some.first().map(|(id, _)| *id);
    }
    let spot = store::missing_spot(draft.school);
    let permit = viewer.may::<act::Create, on::Specialist>(&spot)?;
    match draft.check(frame.today) {
        Ok(one) => {
            state.store.specialist_add(&permit, &one).await?;
            Ok(Redirect::to("/people/specialists?done=done-people-specialist").into_response())
        }
        Err(problems) => {
            let mut page = form(&state, &viewer, frame, (None, &draft, 0)).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// The specialist of an address.
async fn one_of(state: &AppState, viewer: &Viewer, id: &str) -> Result<Listed<SpecialistId, Specialist>, PageError> {
    let id = SpecialistId::from_text(id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::Specialist>()?;
    let all = state.store.specialist_list(&scope).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// The form of one that is there.
pub(super) async fn edit(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let one = one_of(&state, &viewer, &id).await?;
    viewer.may::<act::Change, on::Specialist>(&specialist_spot(&one.content))?;
    let typed = SpecialistDraft::of(&one.content);
    html(&form(&state, &viewer, frame, (Some(one.id), &typed, one.sequence)).await?)
}

/// Changes one.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = one_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Specialist>(&specialist_spot(&one.content))?;
    let (mut draft, seen) = typed(&fields);
    draft.school = one.content.school;
    match draft.check(frame.today) {
        Ok(changed) => {
            state.store.specialist_change(&permit, one.id, (&changed, seen)).await?;
            Ok(Redirect::to("/people/specialists?done=done-people-specialist").into_response())
        }
        Err(problems) => {
            let mut page = form(&state, &viewer, frame, (Some(one.id), &draft, seen)).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Says that one still holds today.
pub(super) async fn confirm(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = one_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Specialist>(&specialist_spot(&one.content))?;
    let seen: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    let confirmed = Specialist {
        confirmed_on: frame.today,
        ..one.content
    };
    state
        .store
        .specialist_change(&permit, one.id, (&confirmed, seen))
        .await?;
    Ok(Redirect::to("/people/specialists?done=done-people-confirmed").into_response())
}

/// Takes one away.
pub(super) async fn drop(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = one_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Specialist>(&specialist_spot(&one.content))?;
    let seen: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    state.store.specialist_drop(&permit, one.id, seen).await?;
    Ok(Redirect::to("/people/specialists?done=done-people-specialist-dropped").into_response())
}

impl Page for ListSpecialists {
    const PATH: &'static str = "people/specialists";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::People);
        let none = Self {
            tabs: said::tabs(&frame, "/people/specialists"),
            asked: String::new(),
            services: said::services(&frame, None),
            narrowed: false,
            groups: Vec::new(),
            writes: true,
            frame: frame.clone(),
        };
        let mut sought = none.clone();
        sought.asked = "tandlæge".to_owned();
        sought.narrowed = true;
        let one = SpecialistCard {
            name: "Børne- og ungdomspsykiatrien".to_owned(),
            school: "Engdalskolen".to_owned(),
            lines: vec![
                "Udredning, når PPR har set på barnet.".to_owned(),
                frame.t1("people-contact", "whom", "Visitationen"),
                frame.t1("people-confirmed-old", "on", "1. august 2024"),
            ],
            telephone: Some(("12 34 56 78".to_owned(), "tel:12345678".to_owned())),
            edit: Some("/people/specialists/1/edit".to_owned()),
            confirm: Some(("/people/specialists/1/confirm".to_owned(), 1)),
        };
        let mut some = none.clone();
        some.groups = vec![(frame.t("people-service-bup"), vec![one])];
        vec![("none", none), ("sought", sought), ("some", some)]
    }
}
