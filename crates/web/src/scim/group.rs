//! Roles at places as groups. They are the program's: a directory says who is in which, and makes none.
//!
//! A group's members are those whose role the directory vouches for. Roles an administrator gave, or another's sign-in
//! vouches for, are not shown here and not taken away from here.

use access::{Role, RolePlace};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::{PersonId, SchoolId};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Grant, Roster, SCIM, VouchedRole};

use super::{Change, GROUPS, Listed, Patch, Query, Refused, USERS, address, equals, read, said};
use crate::feed::site;
use crate::{AppState, Locale, roles};

/// A role at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    role: Role,
    school: Option<SchoolId>,
    name: String,
}

impl Group {
    /// Every role a directory can give: at each school, or in the whole municipality; no administrator, and no teacher,
    /// whose classes the roster knows.
    fn all(roster: &Roster) -> Vec<Self> {
        let mut all = Vec::new();
        for role in Role::given().filter(|role| *role != Role::Administrator) {
            let named = roles::name(Locale::Da, role);
            match role.place() {
                Some(RolePlace::Municipality) => all.push(Self {
                    role,
                    school: None,
                    name: named,
                }),
                Some(RolePlace::School) => all.extend(roster.schools().iter().map(|school| Self {
                    role,
                    school: Some(school.id),
                    name: format!("{named}, {}", school.name),
                })),
                Some(RolePlace::Class | RolePlace::Pupil) | None => {}
            }
        }
        all
    }

    fn id(&self) -> String {
        match self.school {
            Some(school) => format!("{}.{school}", self.role),
            None => self.role.word().to_owned(),
        }
    }

    fn holds(&self, grant: &Grant) -> bool {
        grant.source.as_deref() == Some(SCIM) && grant.role == self.role.word() && grant.school == self.school
    }
}

/// Who is in every group today.
struct Members(Vec<Grant>);

impl Members {
    async fn read(state: &AppState) -> Result<Self, Refused> {
        let today = state.today();
        let grants = state.store.role_grant_list().await?.into_iter();
        let held = |grant: &Grant| grant.from <= today && grant.to.is_none_or(|to| to >= today);
        Ok(Self(grants.filter(held).collect()))
    }

    fn of(&self, group: &Group) -> Vec<PersonId> {
        let held = self.0.iter().filter(|grant| group.holds(grant));
        held.map(|grant| grant.staff).collect()
    }
}

fn told(state: &AppState, headers: &HeaderMap, group: &Group, members: &Members) -> Value {
    let site = site(state, headers);
    let member = |id: PersonId| json!({ "value": id.to_string(), "$ref": address(&site, USERS, id) });
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "id": group.id(),
        "displayName": group.name,
        "members": members.of(group).into_iter().map(member).collect::<Vec<_>>(),
        "meta": { "resourceType": "Group", "location": address(&site, GROUPS, group.id()) },
    })
}

async fn found(state: &AppState, id: &str) -> Result<Group, Refused> {
    let roster = state.store.roster().await?;
    let mut all = Group::all(&roster).into_iter();
    all.find(|group| group.id() == id)
        .ok_or_else(|| Refused::missing("group"))
}

/// Lists the groups, or the one with a name.
pub(super) async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<Listed>,
) -> Result<Response, Refused> {
    let filter = asked.filter(&["displayname", "id"])?;
    let (roster, members) = (state.store.roster().await?, Members::read(&state).await?);
    let fits = |group: &Group| match &filter {
        None => true,
        Some((attribute, value)) if attribute == "id" => group.id() == *value,
        Some((_, value)) => group.name.eq_ignore_ascii_case(value),
    };
    let all = Group::all(&roster).into_iter().filter(fits);
    let all = all.map(|group| told(&state, &headers, &group, &members));
    Ok(asked.told(all.collect()))
}

/// Shows one group.
pub(super) async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let group = found(&state, &id).await?;
    let members = Members::read(&state).await?;
    Ok(said(StatusCode::OK, &told(&state, &headers, &group, &members)))
}

#[derive(Deserialize)]
struct Member {
    value: String,
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    members: Vec<Member>,
}

async fn people(state: &AppState, members: &[Member]) -> Result<Vec<PersonId>, Refused> {
    let mut people = Vec::with_capacity(members.len());
    for member in members {
        let unknown = || Refused::of_kind("invalidValue", format!("`{}` is no user", member.value));
        let id = PersonId::from_text(&member.value).ok_or_else(unknown)?;
        let one = state.store.staff_one(id).await?.filter(|one| !one.family);
        one.ok_or_else(unknown)?;
        people.push(id);
    }
    Ok(people)
}

/// Lets exactly these be in the group.
async fn put(state: &AppState, group: &Group, wanted: &[PersonId]) -> Result<(), Refused> {
    let members = Members::read(state).await?;
    let before = members.of(group);
    let touched = before
        .iter()
        .filter(|id| !wanted.contains(id))
        .chain(wanted.iter().filter(|id| !before.contains(id)));
    for person in touched {
        let held = members.0.iter().filter(|grant| grant.staff == *person);
        let kept = held.filter(|grant| grant.source.as_deref() == Some(SCIM) && !group.holds(grant));
        let mut roles: Vec<VouchedRole> = kept
            .map(|grant| VouchedRole {
                role: grant.role.clone(),
                school: grant.school,
            })
            .collect();
        if wanted.contains(person) {
            roles.push(VouchedRole {
                role: group.role.word().to_owned(),
                school: group.school,
            });
        }
        state.store.role_grants_vouched(SCIM, *person, &roles).await?;
    }
    Ok(())
}

/// Puts other members in the place of those a group has.
pub(super) async fn replace(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let group = found(&state, &id).await?;
    let sent: Sent = read(&body)?;
    put(&state, &group, &people(&state, &sent.members).await?).await?;
    let members = Members::read(&state).await?;
    Ok(said(StatusCode::OK, &told(&state, &headers, &group, &members)))
}

fn sent(value: &Value) -> Result<Vec<Member>, Refused> {
    let value = value.get("members").unwrap_or(value).clone();
    let read = match value {
        Value::Array(_) => serde_json::from_value(value),
        one => serde_json::from_value(one).map(|one| vec![one]),
    };
    read.map_err(|problem| Refused::of_kind("invalidValue", problem.to_string()))
}

/// Lets some in and others out.
pub(super) async fn patch(
    State(state): State<AppState>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let group = found(&state, &id).await?;
    let Patch { changes } = read(&body)?;
    let mut wanted = Members::read(&state).await?.of(&group);
    for Change { op, path, value } in &changes {
        let path = path.as_deref().unwrap_or("members");
        let one = path.strip_prefix("members[").and_then(|rest| rest.strip_suffix(']'));
        match (op.to_lowercase().as_str(), path, one) {
            ("add", "members", _) => wanted.extend(people(&state, &sent(value)?).await?),
            ("replace", "members", _) => wanted = people(&state, &sent(value)?).await?,
            ("remove", "members", _) if value.is_null() => wanted.clear(),
            ("remove", "members", _) => {
                let gone = sent(value)?;
                wanted.retain(|id| gone.iter().all(|member| member.value != id.to_string()));
            }
            ("remove", _, Some(one)) => {
                let (_, gone) = equals(one)
                    .filter(|(attribute, _)| attribute == "value")
                    .ok_or_else(|| Refused::of_kind("invalidPath", "only `value eq` is understood"))?;
                wanted.retain(|id| id.to_string() != gone);
            }
            // The names are the program's; a directory that repeats one changes nothing.
            ("replace", "displayName", _) => {}
            _ => return Err(Refused::of_kind("invalidPath", "this change is not understood")),
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    put(&state, &group, &wanted).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Says that groups are not made from here.
pub(super) async fn create() -> Refused {
    Refused::new(
        StatusCode::FORBIDDEN,
        "groups are the roles of the program; list them, and change their members",
    )
}

/// Says that groups are not deleted from here.
pub(super) async fn delete() -> Refused {
    create().await
}
