//! Everybody with an account, and making a new one.

use std::collections::HashMap;

use access::{Place, Spot, act, on};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use serde::Deserialize;
use store::{NewStaff, Roster, Staff, StoreError};

use crate::account::{is_username, password_problems};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::paging::{Pages, cut};
use crate::viewer::{Viewer, role_grant};
use crate::{AppState, Frame, Locale, PageError, roles, words};

/// One line of the list.
pub struct PersonLine {
    name: String,
    href: String,
    username: String,
    closed: bool,
    roles: String,
}

/// Everybody with an account.
#[derive(Template)]
#[template(path = "setup/staff.html")]
pub struct ListStaff {
    frame: Frame,
    people: Vec<PersonLine>,
    pages: Option<Pages>,
    name: String,
    username: String,
    problems: Vec<String>,
}

impl Page for ListStaff {
    const PATH: &'static str = "setup/staff";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let person = |name: &str, closed, roles: &str| PersonLine {
            name: name.to_owned(),
            href: "/setup/staff/1".to_owned(),
            username: "navn".to_owned(),
            closed,
            roles: roles.to_owned(),
        };
        let page = |people, pages, problems| Self {
            frame: Frame::sample(locale).at(Section::Setup).end(locale.t("staff-heading")),
            people,
            pages,
            name: String::new(),
            username: String::new(),
            problems,
        };
        vec![
            (
                "three",
                page(
                    vec![
                        person("Asta Holmvig", false, &locale.t("role-administrator")),
                        person("Bo Ravnkær", false, ""),
                        person("Carl Tangmose", true, ""),
                    ],
                    None,
                    Vec::new(),
                ),
            ),
            (
                "second-page",
                page(
                    vec![person("Maja Holmgård", false, &locale.t("role-ppr"))],
                    Some(Pages {
                        page: 2,
                        of: 3,
                        before: Some("?page=1".to_owned()),
                        after: Some("?page=3".to_owned()),
                    }),
                    vec![locale.t("username-taken")],
                ),
            ),
        ]
    }
}

/// A role's place in words, from the roster.
pub(super) fn place_words(locale: Locale, roster: &Roster, place: Place) -> String {
    roles::place(
        locale,
        place,
        |id| roster.school(id).map(|school| school.name.clone()),
        |id| {
            let class = roster.class(id)?;
            let school = roster.school(class.school).map(|s| s.name.as_str()).unwrap_or_default();
            Some(format!("{}, {school}", class.name))
        },
    )
}

/// What a person typed to make an account.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Typed {
    name: String,
    username: String,
    password: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<usize>,
}

async fn page_of(
    state: &AppState,
    frame: Frame,
    page: usize,
    typed: Typed,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let locale = frame.locale;
    let mut staff = state.store.staff_list().await?;
    staff.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
    let roster = state.store.roster().await?;
    let mut held: HashMap<PersonId, Vec<String>> = HashMap::new();
    for grant in state.store.role_grant_list().await? {
        if let Some(role) = role_grant(&grant).filter(|role| role.holds_on(frame.today)) {
            let place = place_words(locale, &roster, role.place());
            held.entry(grant.staff)
                .or_default()
                .push(format!("{} ({place})", roles::name(locale, role.role())));
        }
    }
    let (shown, pages) = cut(staff, page, "/setup/staff?");
    let line = |person: Staff| PersonLine {
        href: format!("/setup/staff/{}", person.id),
        roles: words::list(locale, held.get(&person.id).map_or(&[], Vec::as_slice)),
        name: person.name,
        username: person.username,
        closed: person.disabled_at.is_some(),
    };
    html(&ListStaff {
        people: shown.into_iter().map(line).collect(),
        pages,
        name: typed.name,
        username: typed.username,
        problems,
        frame: frame.at(Section::Setup).end(locale.t("staff-heading")),
    })
}

/// Lists everybody with an account.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    viewer.may::<act::List, on::Staff>(&Spot::Municipality)?;
    page_of(&state, frame, asked.page.unwrap_or(1), Typed::default(), Vec::new()).await
}

/// Makes an account with its first password.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Staff>(&Spot::Municipality)?;
    let username = typed.username.trim().to_lowercase();
    let mut problems = Vec::new();
    if typed.name.trim().is_empty() {
        problems.push("staff-name-missing");
    }
    if !is_username(&username) {
        problems.push("username-unfit");
    }
    problems.extend(password_problems(
        &typed.password,
        &typed.password,
        &[&typed.name, &username, &frame.municipality],
    ));
    if problems.is_empty() {
        let new = NewStaff {
            username,
            name: typed.name.clone(),
            demo: state.settings.demo,
        };
        match state.store.staff_add(Some(viewer.person()), &new).await {
            Ok(person) => {
                state
                    .store
                    .staff_password_set(Some(viewer.person()), person, &typed.password)
                    .await?;
                return Ok(Redirect::to(&format!("/setup/staff/{person}?done={}", "done-staff-added")).into_response());
            }
            Err(StoreError::Taken { .. }) => problems.push("username-taken"),
            Err(other) => return Err(other.into()),
        }
    }
    let problems = problems.into_iter().map(|key| frame.t(key)).collect();
    page_of(&state, frame, 1, typed, problems).await
}
