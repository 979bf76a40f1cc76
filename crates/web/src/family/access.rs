//! Who of a child's family signs in, given from the case: a link shown once, to be handed over in person.

use access::{CaseFacts, Role, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::CaseId;
use casework::hearing::age_on;
use store::{FamilyMember, NewFamilyLink};
use uuid::Uuid;

use super::read::settings;
use crate::feed::site;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles, words};

/// Somebody who has access.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// The id of the grant.
    grant: String,
    name: String,
    username: String,
    role: String,
    /// From when, and until.
    when: String,
    /// Whether it holds today.
    holds: bool,
    /// The other right of a parent, when custody has changed: its word and what the button says.
    other: Option<(String, String)>,
}

/// A link not used yet.
#[derive(Clone, Debug)]
pub struct LinkLine {
    id: String,
    name: String,
    role: String,
    until: String,
}

/// The page that gives a family access.
#[derive(Clone, Debug, Template)]
#[template(path = "family/access.html")]
pub struct GiveAccess {
    frame: Frame,
    title: String,
    case: String,
    members: Vec<MemberLine>,
    links: Vec<LinkLine>,
    /// The link made just now, told this once: for whom, the address.
    made: Option<(String, String)>,
    /// Why the child has or may not have an own sign-in, from the municipality's setting.
    child: String,
    /// Whether a younger child may after somebody weighed it.
    weighs: bool,
    problems: Vec<String>,
    name: String,
}

impl Page for GiveAccess {
    const PATH: &'static str = "family/access";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases);
        let page = |members, made| Self {
            title: frame.t1("access-title", "name", "Alma Bækgård"),
            case: "1".to_owned(),
            members,
            links: vec![LinkLine {
                id: "1".to_owned(),
                name: "Far".to_owned(),
                role: frame.t("role-informed-parent"),
                until: "fredag den 4. december".to_owned(),
            }],
            made,
            child: frame.t("access-child-unset"),
            weighs: true,
            problems: Vec::new(),
            name: String::new(),
            frame: frame.clone(),
        };
        let member = MemberLine {
            grant: "1".to_owned(),
            name: "Mette Bækgård".to_owned(),
            username: "mette".to_owned(),
            role: frame.t("role-guardian"),
            when: "1. september 2026".to_owned(),
            holds: true,
            other: Some(("informed_parent".to_owned(), frame.t("access-no-custody"))),
        };
        let secret = "0123456789abcdef".repeat(4);
        let made = Some(("Mette".to_owned(), format!("https://naervaer.example/welcome/{secret}")));
        vec![("given", page(vec![member], None)), ("made", page(Vec::new(), made))]
    }
}

struct Opened {
    case: CaseId,
    facts: CaseFacts,
    name: String,
    age: Option<i16>,
}

/// The case of an address, when the viewer may give its family access: the coordinator, and the school's leader.
async fn opened(state: &AppState, viewer: &Viewer, id: &str) -> Result<Opened, PageError> {
    let case = CaseId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state.store.family_access_facts(case, viewer.today).await?;
    let facts = facts.ok_or(PageError::NotFound)?;
    viewer.may::<act::Create, on::FamilyAccess>(&facts)?;
    let read = state
        .store
        .case_facts(case, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Case>(&read)?;
    let (_, who) = state.store.case_one(&permit).await?;
    Ok(Opened {
        case,
        facts,
        name: who.name.full(),
        age: who.birth_date.map(|born| age_on(born, viewer.today)),
    })
}

fn line(frame: &Frame, one: &FamilyMember) -> MemberLine {
    let holds = one.from <= frame.today && one.to.is_none_or(|to| frame.today <= to);
    let from = frame.date(&one.from);
    let other = match one.role {
        Role::Guardian => Some((Role::InformedParent.word().to_owned(), frame.t("access-no-custody"))),
        Role::InformedParent => Some((Role::Guardian.word().to_owned(), frame.t("access-custody"))),
        _ => None,
    };
    MemberLine {
        grant: one.grant.to_string(),
        name: one.name.clone(),
        username: one.username.clone(),
        role: roles::name(frame.locale, one.role),
        when: match one.to {
            Some(to) if to < one.from => frame.t1("access-taken-back", "on", from),
            Some(to) => frame.t2("access-from-to", "from", from, "to", frame.date(&to)),
            None => frame.t1("access-from", "from", from),
        },
        holds,
        other: other.filter(|_| holds),
    }
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    opened: &Opened,
    problems: Vec<String>,
) -> Result<GiveAccess, PageError> {
    let permit = viewer.may::<act::Read, on::FamilyAccess>(&opened.facts)?;
    let (members, links) = state.store.family_access_list(&permit).await?;
    let settings = settings(state).await?;
    let child = match (settings.child_from_age, opened.age) {
        (None, _) => frame.t("access-child-unset"),
        (Some(_), None) => frame.t("access-child-unborn"),
        (Some(from), Some(age)) => {
            let key = if age >= i16::from(from) {
                "access-child-may"
            } else {
                "access-child-younger"
            };
            frame.t2(key, "age", u32::from(from), "source", settings.child_source.clone())
        }
    };
    let younger = settings
        .child_from_age
        .zip(opened.age)
        .is_some_and(|(from, age)| age < i16::from(from));
    let href = format!("/cases/{}", opened.case);
    let here = frame.t("access-heading");
    let mut links: Vec<LinkLine> = links
        .into_iter()
        .map(|one| LinkLine {
            id: one.id.to_string(),
            name: one.name,
            role: roles::name(frame.locale, one.role),
            until: words::moment(
                frame.locale,
                one.ends_at.to_zoned(state.settings.zone.clone()).datetime(),
            ),
        })
        .collect();
    links.reverse();
    Ok(GiveAccess {
        title: frame.t1("access-title", "name", opened.name.clone()),
        case: opened.case.to_string(),
        members: members.iter().map(|one| line(&frame, one)).collect(),
        links,
        made: None,
        child,
        weighs: younger && settings.younger_when_mature,
        problems,
        name: String::new(),
        frame: frame.at(Section::Cases).via(opened.name.clone(), href).end(here),
    })
}

/// Who of the family has access.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    html(&page(&state, frame, &viewer, &opened, Vec::new()).await?)
}

/// Makes a link and shows it this once.
pub(super) async fn make(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Create, on::FamilyAccess>(&opened.facts)?;
    let (name, reason) = (sent(&fields, "name").trim(), sent(&fields, "reason").trim());
    let role = Role::from_word(sent(&fields, "role").trim()).filter(|role| role.is_family());
    let settings = settings(&state).await?;
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > 100 {
        problems.push(frame.t("access-problem-name"));
    }
    match role {
        None => problems.push(frame.t("access-problem-role")),
        Some(Role::Child) if !settings.lets_child(opened.age, !reason.is_empty()) => {
            problems.push(frame.t("access-problem-child"));
        }
        Some(Role::Child) => {
            let family = state.store.family_of(opened.facts.pupil.pupil, viewer.today).await?;
            if family.child.is_some() {
                problems.push(frame.t("access-problem-child-has"));
            }
        }
        Some(_) => {}
    }
    let Some(role) = role.filter(|_| problems.is_empty()) else {
        let mut page = page(&state, frame, &viewer, &opened, problems).await?;
        page.name = name.to_owned();
        return html(&page);
    };
    let new = NewFamilyLink {
        role,
        name: name.to_owned(),
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
    };
    let token = state.store.family_link_make(&permit, &new).await?;
    let address = format!("{}/welcome/{}", site(&state, &headers), token.reveal());
    let mut page = page(&state, frame, &viewer, &opened, Vec::new()).await?;
    page.made = Some((name.to_owned(), address));
    html(&page)
}

fn back(case: CaseId, done: &str) -> Response {
    Redirect::to(&format!("/cases/{case}/family?done={done}")).into_response()
}

/// Takes a link back.
pub(super) async fn drop_link(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, link)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::FamilyAccess>(&opened.facts)?;
    let link = Uuid::try_parse(&link).map_err(|_| PageError::NotFound)?;
    state.store.family_link_drop(&permit, link).await?;
    Ok(back(opened.case, "done-staff-family-link"))
}

/// Ends somebody's access at once.
pub(super) async fn end(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, grant)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::FamilyAccess>(&opened.facts)?;
    let grant = Uuid::try_parse(&grant).map_err(|_| PageError::NotFound)?;
    state.store.family_access_end(&permit, grant).await?;
    Ok(back(opened.case, "done-staff-family-ended"))
}

/// Gives a parent the other right from today on.
pub(super) async fn change(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, grant)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::FamilyAccess>(&opened.facts)?;
    let grant = Uuid::try_parse(&grant).map_err(|_| PageError::NotFound)?;
    let role = Role::from_word(sent(&fields, "role").trim()).ok_or(PageError::NotFound)?;
    state.store.family_access_change(&permit, grant, role).await?;
    Ok(back(opened.case, "done-staff-family-changed"))
}
