//! One account: its roles from–to, its name, its password.

use access::{Place, Role, RoleGrant, RolePlace, Spot, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{ClassId, PersonId, SchoolId, SessionId};
use jiff::civil::Date;
use serde::Deserialize;
use store::{Identity, NewGrant, Roster, Staff, StoreError};
use uuid::Uuid;

use crate::account::{SessionShown, password_problems, sessions};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::setup::staff::place_words;
use crate::viewer::{Viewer, role_grant};
use crate::{AppState, Frame, Locale, PageError, roles};

/// One role of the person.
pub struct RoleLine {
    id: String,
    name: String,
    place: String,
    from: Date,
    to: Option<Date>,
    /// Whether it can still be ended.
    runs: bool,
}

/// A place a role can be given at.
pub struct PlaceChoice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub text: String,
}

/// One account.
#[derive(Template)]
#[template(path = "setup/person.html")]
pub struct ShowPerson {
    frame: Frame,
    id: String,
    name: String,
    username: String,
    closed: bool,
    roles: Vec<RoleLine>,
    choices: Vec<(&'static str, String)>,
    places: Vec<PlaceChoice>,
    sessions: Vec<SessionShown>,
    /// By which ids others know the person: the other's name, what it is called, the id.
    identities: Vec<(String, String, String)>,
    /// Those who can know the person by an id: name and what it is called.
    providers: Vec<(String, String)>,
    /// Whether the person has a second proof.
    factors: bool,
    problems: Vec<String>,
}

impl Page for ShowPerson {
    const PATH: &'static str = "setup/person";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |closed, roles, problems| Self {
            frame: Frame::sample(locale)
                .at(Section::Setup)
                .via(locale.t("staff-heading"), "/setup/staff")
                .end("Maja Holmgård"),
            id: "1".to_owned(),
            name: "Maja Holmgård".to_owned(),
            username: "maja.holm".to_owned(),
            closed,
            roles,
            choices: choices(locale),
            places: vec![PlaceChoice {
                value: "school 1".to_owned(),
                text: "Engdalskolen".to_owned(),
            }],
            sessions: vec![SessionShown {
                id: "1".to_owned(),
                device: "Firefox på Windows".to_owned(),
                address: "192.0.2.7".to_owned(),
                since: "20. november 2026 kl. 7.45".to_owned(),
                seen: "20. november 2026 kl. 9.12".to_owned(),
                current: false,
            }],
            identities: vec![(
                "unilogin".to_owned(),
                "Log på med Unilogin".to_owned(),
                "1000013b36".to_owned(),
            )],
            providers: vec![("unilogin".to_owned(), "Log på med Unilogin".to_owned())],
            factors: !closed,
            problems,
        };
        let role = |runs: bool| RoleLine {
            id: format!("{runs}"),
            name: roles::name(locale, Role::SchoolSocialWorker),
            place: "Engdalskolen".to_owned(),
            from: Date::constant(2026, 8, 1),
            to: (!runs).then_some(Date::constant(2026, 10, 1)),
            runs,
        };
        vec![
            ("roles", page(false, vec![role(true), role(false)], Vec::new())),
            ("new", page(false, Vec::new(), vec![locale.t("staff-role-misplaced")])),
            ("closed", page(true, Vec::new(), Vec::new())),
        ]
    }
}

fn choices(locale: Locale) -> Vec<(&'static str, String)> {
    Role::given()
        .map(|role| {
            let place = locale.t(match role.place() {
                Some(RolePlace::Class) => "staff-held-in-class",
                Some(RolePlace::School) => "staff-held-at-school",
                Some(RolePlace::Municipality | RolePlace::Pupil) | None => "staff-held-everywhere",
            });
            (role.word(), format!("{} ({place})", roles::name(locale, role)))
        })
        .collect()
}

fn places(locale: Locale, roster: &Roster, today: Date) -> Vec<PlaceChoice> {
    let year = attendance::SchoolYear::of(today);
    let mut schools: Vec<_> = roster.schools().iter().collect();
    schools.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let mut places: Vec<PlaceChoice> = schools
        .iter()
        .map(|school| PlaceChoice {
            value: format!("school {}", school.id),
            text: school.name.clone(),
        })
        .collect();
    for school in schools {
        let mut classes: Vec<_> = roster
            .classes()
            .iter()
            .filter(|class| class.school == school.id && class.school_year().is_none_or(|y| y == year))
            .collect();
        classes.sort_by(|a, b| a.grade().cmp(&b.grade()).then_with(|| a.name.cmp(&b.name)));
        places.extend(classes.iter().map(|class| PlaceChoice {
            value: format!("class {}", class.id),
            text: place_words(locale, roster, Place::Class(class.id)),
        }));
    }
    places
}

async fn page_of(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    id: PersonId,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let locale = frame.locale;
    let person = state.store.staff_one(id).await?.ok_or(PageError::NotFound)?;
    let roster = state.store.roster().await?;
    let mut roles: Vec<RoleLine> = state
        .store
        .role_grant_list_of(id)
        .await?
        .iter()
        .filter_map(|grant| {
            let role = role_grant(grant)?;
            Some(RoleLine {
                id: grant.id.to_string(),
                name: roles::name(locale, role.role()),
                place: place_words(locale, &roster, role.place()),
                from: role.from(),
                to: role.to(),
                runs: role.to().is_none_or(|to| to >= frame.today),
            })
        })
        .collect();
    let providers = state.vouching.buttons(locale);
    let called = |source: &str| {
        let found = providers.iter().find(|(name, _)| name == source);
        found.map_or_else(|| source.to_owned(), |(_, text)| text.clone())
    };
    let identities = state.store.staff_identity_list(Some(id)).await?;
    let identities = identities
        .into_iter()
        .map(|one| (one.source.clone(), called(&one.source), one.subject))
        .collect();
    roles.sort_by(|a, b| b.runs.cmp(&a.runs).then_with(|| b.from.cmp(&a.from)));
    html(&ShowPerson {
        id: id.to_string(),
        username: person.username,
        closed: person.disabled_at.is_some(),
        roles,
        choices: choices(locale),
        places: places(locale, &roster, frame.today),
        sessions: match viewer.may::<act::List, on::Session>(&id) {
            Ok(_) => sessions(state, locale, id, viewer.session.id).await?,
            Err(_) => Vec::new(),
        },
        identities,
        providers,
        factors: state.store.factors(id).await?.any(),
        problems,
        frame: frame
            .at(Section::Setup)
            .via(locale.t("staff-heading"), "/setup/staff")
            .end(person.name.clone()),
        name: person.name,
    })
}

/// The member of staff of an address; a family's account is none.
async fn person(state: &AppState, text: &str) -> Result<Staff, PageError> {
    let id = PersonId::from_text(text).ok_or(PageError::NotFound)?;
    let known = state.store.staff_one(id).await?;
    known.filter(|one| !one.family).ok_or(PageError::NotFound)
}

async fn person_id(state: &AppState, text: &str) -> Result<PersonId, PageError> {
    Ok(person(state, text).await?.id)
}

fn back_to(id: PersonId, done: &'static str) -> Response {
    Redirect::to(&format!("/setup/staff/{id}?done={done}")).into_response()
}

/// Shows one account.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Read, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    page_of(&state, frame, &viewer, id, Vec::new()).await
}

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

/// Gives the person another shown name.
pub(super) async fn rename(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Named>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    if typed.name.trim().is_empty() {
        let problems = vec![frame.t("staff-name-missing")];
        return page_of(&state, frame, &viewer, id, problems).await;
    }
    state.store.staff_rename(Some(viewer.person()), id, &typed.name).await?;
    Ok(back_to(id, "done-staff-renamed"))
}

#[derive(Deserialize)]
pub(super) struct Secret {
    password: String,
}

/// Sets another password; the person is signed out everywhere.
pub(super) async fn password(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Secret>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let one = person(&state, &id).await?;
    let id = one.id;
    let about = [&*one.name, &*one.username, &*frame.municipality];
    let problems = password_problems(&typed.password, &typed.password, &about);
    if !problems.is_empty() {
        let problems = problems.into_iter().map(|key| frame.t(key)).collect();
        return page_of(&state, frame, &viewer, id, problems).await;
    }
    state
        .store
        .staff_password_set(Some(viewer.person()), id, &typed.password)
        .await?;
    Ok(back_to(id, "done-staff-password"))
}

/// Ends one of the person's sessions.
pub(super) async fn end_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id = person_id(&state, &id).await?;
    viewer.may::<act::Close, on::Session>(&id)?;
    let session = SessionId::from_text(&session).ok_or(PageError::NotFound)?;
    state.store.session_end(Some(viewer.person()), id, session).await?;
    Ok(back_to(id, "done-staff-session"))
}

/// Ends all of the person's sessions.
pub(super) async fn end_sessions(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = person_id(&state, &id).await?;
    viewer.may::<act::Close, on::Session>(&id)?;
    state.store.session_end_all(Some(viewer.person()), id).await?;
    Ok(back_to(id, "done-staff-sessions"))
}

#[derive(Deserialize)]
pub(super) struct KnownAs {
    source: String,
    #[serde(default)]
    subject: String,
}

/// Writes by which id another knows the person.
pub(super) async fn know(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<KnownAs>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    state.vouching.get(&typed.source).ok_or(PageError::NotFound)?;
    let new = Identity {
        source: typed.source,
        subject: typed.subject,
        staff: id,
    };
    let problem = match state.store.staff_identity_add(Some(viewer.person()), &new).await {
        Ok(()) => return Ok(back_to(id, "done-staff-known")),
        Err(StoreError::Taken { .. }) => "staff-known-taken",
        Err(StoreError::Value { .. }) => "staff-known-empty",
        Err(problem) => return Err(problem.into()),
    };
    let problems = vec![frame.t(problem)];
    page_of(&state, frame, &viewer, id, problems).await
}

/// Takes away by which id another knows the person.
pub(super) async fn forget(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<KnownAs>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    let old = Identity {
        source: typed.source,
        subject: typed.subject,
        staff: id,
    };
    state.store.staff_identity_drop(Some(viewer.person()), &old).await?;
    Ok(back_to(id, "done-staff-forgotten"))
}

/// Takes every second proof of the person away: they have lost all of it.
pub(super) async fn reset_factors(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    state.store.factors_reset(Some(viewer.person()), id).await?;
    Ok(back_to(id, "done-staff-factors"))
}

#[derive(Deserialize)]
pub(super) struct Closed {
    closed: bool,
}

/// Closes the account, or opens it again. Nobody closes their own.
pub(super) async fn close(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Closed>,
) -> Result<Response, PageError> {
    viewer.may::<act::Close, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    if id == viewer.person() {
        let problems = vec![frame.t("staff-close-self")];
        return page_of(&state, frame, &viewer, id, problems).await;
    }
    state
        .store
        .staff_disable(Some(viewer.person()), id, typed.closed)
        .await?;
    Ok(back_to(
        id,
        if typed.closed {
            "done-staff-closed"
        } else {
            "done-staff-opened"
        },
    ))
}

#[derive(Deserialize)]
pub(super) struct Given {
    role: String,
    #[serde(default)]
    place: String,
    from: Date,
    #[serde(default)]
    to: String,
}

/// The place a form names; `None` when it cannot be read.
fn place_of(text: &str) -> Option<Place> {
    match text.split_once(' ') {
        None if text.is_empty() => Some(Place::Municipality),
        Some(("school", id)) => SchoolId::from_text(id).map(Place::School),
        Some(("class", id)) => ClassId::from_text(id).map(Place::Class),
        _ => None,
    }
}

/// Gives the person a role at a place, from a day on.
pub(super) async fn give(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(given): Posted<Given>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    let role = Role::from_word(&given.role).ok_or(PageError::Request("error-request-text"))?;
    let place = place_of(&given.place).ok_or(PageError::Request("error-request-text"))?;
    let to = match given.to.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| PageError::Request("error-request-text"))?),
    };
    let problem = match RoleGrant::new(role, place, given.from, to) {
        Ok(_) => None,
        Err(access::GrantError::EndsBeforeItBegins { .. }) => Some("staff-role-backwards"),
        Err(_) => Some("staff-role-misplaced"),
    };
    if let Some(problem) = problem {
        let problems = vec![frame.t(problem)];
        return page_of(&state, frame, &viewer, id, problems).await;
    }
    let (school, class) = match place {
        Place::Municipality => (None, None),
        Place::School(school) => (Some(school), None),
        Place::Class(class) => (None, Some(class)),
        // A family's role is given from the child's case, never here.
        Place::Pupil(_) => return Err(PageError::NotFound),
    };
    let new = NewGrant {
        staff: id,
        role: role.word().to_owned(),
        school,
        class,
        from: given.from,
        to,
    };
    state.store.role_grant_add(Some(viewer.person()), &new).await?;
    Ok(back_to(id, "done-role-given"))
}

#[derive(Deserialize)]
pub(super) struct Ended {
    on: Date,
}

/// Lets a role end on a day.
pub(super) async fn end(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, role)): Path<(String, String)>,
    Posted(ended): Posted<Ended>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Staff>(&Spot::Municipality)?;
    let id = person_id(&state, &id).await?;
    let role: Uuid = role.parse().map_err(|_| PageError::NotFound)?;
    let grants = state.store.role_grant_list_of(id).await?;
    let grant = grants
        .iter()
        .find(|grant| grant.id == role)
        .ok_or(PageError::NotFound)?;
    if ended.on < grant.from {
        let problems = vec![frame.t("staff-role-backwards")];
        return page_of(&state, frame, &viewer, id, problems).await;
    }
    state
        .store
        .role_grant_end(Some(viewer.person()), role, ended.on)
        .await?;
    Ok(back_to(id, "done-role-ended"))
}
