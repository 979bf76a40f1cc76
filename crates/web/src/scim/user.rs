//! People with an account.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::PersonId;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Identity, NewStaff, SCIM, Staff};

use super::{Change, Listed, Patch, Query, Refused, USERS, address, read, said};
use crate::AppState;
use crate::account::given_username;
use crate::feed::site;

/// A person as a directory sends one.
#[derive(Deserialize)]
struct Sent {
    #[serde(rename = "userName")]
    username: String,
    #[serde(rename = "externalId")]
    external: Option<String>,
    #[serde(rename = "displayName")]
    display: Option<String>,
    name: Option<Name>,
    active: Option<Value>,
}

#[derive(Deserialize)]
struct Name {
    formatted: Option<String>,
    #[serde(rename = "givenName")]
    given: Option<String>,
    #[serde(rename = "familyName")]
    family: Option<String>,
}

impl Name {
    fn whole(&self) -> Option<String> {
        let parts = [self.given.as_deref(), self.family.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let whole = self.formatted.clone().unwrap_or_else(|| parts.join(" "));
        (!whole.trim().is_empty()).then_some(whole)
    }
}

impl Sent {
    fn shown(&self) -> Result<String, Refused> {
        let display = self.display.clone().filter(|name| !name.trim().is_empty());
        display
            .or_else(|| self.name.as_ref().and_then(Name::whole))
            .ok_or_else(|| Refused::of_kind("invalidValue", "displayName or name is missing"))
    }
}

/// Yes or no; some directories write it as a word.
fn truth(value: &Value) -> Result<bool, Refused> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::String(word) if word.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(word) if word.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Refused::of_kind("invalidValue", "active is neither true nor false")),
    }
}

fn username(text: &str) -> Result<String, Refused> {
    given_username(text).ok_or_else(|| {
        Refused::of_kind(
            "invalidValue",
            "userName needs at least three of a-z, 0-9, and the signs . _ - @",
        )
    })
}

fn told(state: &AppState, headers: &HeaderMap, person: &Staff, external: Option<&str>) -> Value {
    let mut told = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": person.id.to_string(),
        "userName": person.username,
        "displayName": person.name,
        "name": { "formatted": person.name },
        "active": person.disabled_at.is_none(),
        "meta": {
            "resourceType": "User",
            "location": address(&site(state, headers), USERS, person.id),
        },
    });
    if let Some(external) = external {
        told["externalId"] = external.into();
    }
    told
}

async fn external(state: &AppState, id: PersonId) -> Result<Option<String>, Refused> {
    let all = state.store.staff_identity_list(Some(id)).await?;
    Ok(all.into_iter().find(|one| one.source == SCIM).map(|one| one.subject))
}

/// The member of staff with this id; the accounts of families are no business of a directory of staff.
async fn found(state: &AppState, id: &str) -> Result<Staff, Refused> {
    let id = PersonId::from_text(id).ok_or_else(|| Refused::missing("user"))?;
    let one = state.store.staff_one(id).await?.filter(|one| !one.family);
    one.ok_or_else(|| Refused::missing("user"))
}

async fn answer(state: &AppState, headers: &HeaderMap, status: StatusCode, id: PersonId) -> Result<Response, Refused> {
    let person = state
        .store
        .staff_one(id)
        .await?
        .ok_or_else(|| Refused::missing("user"))?;
    let external = external(state, id).await?;
    Ok(said(status, &told(state, headers, &person, external.as_deref())))
}

/// Lists people, or the one with a user name or an external id.
pub(super) async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<Listed>,
) -> Result<Response, Refused> {
    let people = match asked.filter(&["username", "externalid", "id"])? {
        None => state.store.staff_list().await?,
        Some((attribute, value)) => {
            let one = match attribute.as_str() {
                "username" => state.store.staff_by_username(&value).await?,
                "externalid" => state.store.staff_by_identity(SCIM, &value).await?,
                _ => match PersonId::from_text(&value) {
                    Some(id) => state.store.staff_one(id).await?,
                    None => None,
                },
            };
            one.into_iter().filter(|one| !one.family).collect()
        }
    };
    let known = state.store.staff_identity_list(None).await?;
    let external = |id: PersonId| {
        let mut of_scim = known.iter().filter(|one: &&Identity| one.source == SCIM);
        of_scim.find(|one| one.staff == id).map(|one| one.subject.as_str())
    };
    let all = people
        .iter()
        .map(|person| told(&state, &headers, person, external(person.id)));
    Ok(asked.told(all.collect()))
}

/// Shows one person.
pub(super) async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let person = found(&state, &id).await?;
    answer(&state, &headers, StatusCode::OK, person.id).await
}

/// Makes an account. It has no password: its person signs in through whoever vouches for them.
pub(super) async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refused> {
    let sent: Sent = read(&body)?;
    let (name, active) = (sent.shown()?, sent.active.as_ref().map(truth).transpose()?);
    if let Some(external) = &sent.external
        && state.store.staff_by_identity(SCIM, external).await?.is_some()
    {
        return Err(Refused {
            status: StatusCode::CONFLICT,
            kind: Some("uniqueness"),
            detail: "the externalId is somebody else's".to_owned(),
        });
    }
    let new = NewStaff {
        username: username(&sent.username)?,
        name,
        demo: false,
    };
    let id = state.store.staff_add(None, &new).await?;
    if let Some(external) = &sent.external {
        state.store.staff_identity_put(SCIM, id, Some(external)).await?;
    }
    if active == Some(false) {
        state.store.staff_disable(None, id, true).await?;
    }
    answer(&state, &headers, StatusCode::CREATED, id).await
}

/// Puts a person's name, user name, external id and whether the account is open in the place of what stood.
pub(super) async fn replace(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let person = found(&state, &id).await?;
    let sent: Sent = read(&body)?;
    let changed = Changed {
        username: Some(username(&sent.username)?),
        name: Some(sent.shown()?),
        external: Some(sent.external.clone()),
        active: Some(sent.active.as_ref().map(truth).transpose()?.unwrap_or(true)),
    };
    changed.put(&state, &person).await?;
    answer(&state, &headers, StatusCode::OK, person.id).await
}

/// What changes about a person.
#[derive(Default)]
struct Changed {
    username: Option<String>,
    name: Option<String>,
    external: Option<Option<String>>,
    active: Option<bool>,
}

impl Changed {
    fn take(&mut self, attribute: &str, value: &Value) -> Result<(), Refused> {
        let text = || {
            let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned)
                .ok_or_else(|| Refused::of_kind("invalidValue", format!("{attribute} is no text")))
        };
        match attribute.to_lowercase().as_str() {
            "active" => self.active = Some(truth(value)?),
            "username" => self.username = Some(username(&text()?)?),
            "displayname" | "name.formatted" => self.name = Some(text()?),
            "externalid" => self.external = Some(Some(text()?)),
            // A directory sends what it has; what an account has no place for is left out.
            _ => {}
        }
        Ok(())
    }

    async fn put(self, state: &AppState, person: &Staff) -> Result<(), Refused> {
        if let Some(username) = self.username.filter(|name| *name != person.username) {
            state.store.staff_username_put(person.id, &username).await?;
        }
        if let Some(external) = self.external {
            state
                .store
                .staff_identity_put(SCIM, person.id, external.as_deref())
                .await?;
        }
        if let Some(name) = self.name.filter(|name| *name != person.name) {
            state.store.staff_rename(None, person.id, &name).await?;
        }
        if let Some(active) = self.active.filter(|active| *active != person.disabled_at.is_none()) {
            state.store.staff_disable(None, person.id, !active).await?;
        }
        Ok(())
    }
}

/// Changes some of what stands about a person.
pub(super) async fn patch(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let person = found(&state, &id).await?;
    let Patch { changes } = read(&body)?;
    let mut changed = Changed::default();
    for Change { op, path, value } in &changes {
        match (op.to_lowercase().as_str(), path.as_deref(), value) {
            ("add" | "replace", Some(path), value) => changed.take(path, value)?,
            ("add" | "replace", None, Value::Object(all)) => {
                for (attribute, value) in all {
                    changed.take(attribute, value)?;
                }
            }
            ("remove", Some(path), _) if path.eq_ignore_ascii_case("externalId") => changed.external = Some(None),
            _ => return Err(Refused::of_kind("invalidPath", "this change is not understood")),
        }
    }
    changed.put(&state, &person).await?;
    answer(&state, &headers, StatusCode::OK, person.id).await
}

/// Closes an account: what its person did stays theirs, so nothing is deleted.
pub(super) async fn close(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response, Refused> {
    let person = found(&state, &id).await?;
    if person.disabled_at.is_none() {
        state.store.staff_disable(None, person.id, true).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
