//! Accounts kept by the municipality's own directory (SCIM 2.0, RFC 7643 and 7644): people and, as groups, their roles at
//! places.
//!
//! Whoever asks shows a secret of which only the hash is kept. Nothing of a child is told here. Deleting an account closes
//! it: what its person did stays theirs. An administrator is made by a person, never from here.

mod group;
mod user;

use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{ScimAsked, StoreError, Token};

use crate::AppState;
use crate::account::{Connection, address_of};
use crate::error::unbroken;
use crate::feed::site;

/// The most bytes a request may have.
const MOST_BYTES: usize = 1024 * 1024;
/// How many are told at once.
const MOST_TOLD: usize = 200;

/// Where people are.
const USERS: &str = "/scim/v2/Users";
/// Where groups are.
const GROUPS: &str = "/scim/v2/Groups";

/// The addresses of the module.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let one = |kind: &str| format!("{kind}/{{id}}");
    Router::new()
        .route("/scim/v2/ServiceProviderConfig", get(configuration))
        .route("/scim/v2/ResourceTypes", get(kinds))
        .route("/scim/v2/Schemas", get(schemas))
        .route(USERS, get(user::list).post(user::create))
        .route(
            &one(USERS),
            get(user::show)
                .put(user::replace)
                .patch(user::patch)
                .delete(user::close),
        )
        .route(GROUPS, get(group::list).post(group::create))
        .route(
            &one(GROUPS),
            get(group::show)
                .put(group::replace)
                .patch(group::patch)
                .delete(group::delete),
        )
        .layer(axum::extract::DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(state.clone(), known))
}

/// Where a person or a group is told.
fn address(site: &str, kind: &str, id: impl core::fmt::Display) -> String {
    format!("{site}{kind}/{id}")
}

/// What is wrong with a request, as the standard says it.
pub(crate) struct Refused {
    status: StatusCode,
    kind: Option<&'static str>,
    detail: String,
}

impl Refused {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind: None,
            detail: detail.into(),
        }
    }

    fn of_kind(kind: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            kind: Some(kind),
            detail: detail.into(),
        }
    }

    fn missing(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no such {what}"))
    }
}

impl From<StoreError> for Refused {
    fn from(problem: StoreError) -> Self {
        match problem {
            StoreError::Missing(what) => Self::missing(what),
            StoreError::Taken { what, .. } => Self {
                status: StatusCode::CONFLICT,
                kind: Some("uniqueness"),
                detail: format!("the {what} is somebody else's"),
            },
            StoreError::Value { what, .. } => Self::of_kind("invalidValue", format!("this is no {what}")),
            other => {
                tracing::error!(cause = ?other, "keeping accounts failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "it failed; the cause is in the log")
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut told = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.as_u16().to_string(),
            "detail": self.detail,
        });
        if let Some(kind) = self.kind {
            told["scimType"] = kind.into();
        }
        said(self.status, &told)
    }
}

/// An answer in the standard's own kind of JSON.
fn said(status: StatusCode, told: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/scim+json"),
        // No browser is to show what is meant for a program (OWASP ASVS 14.4.2).
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, told.to_string()).into_response()
}

/// Lets those through who show a secret that is one.
async fn known(
    State(state): State<AppState>,
    Connection(connection): Connection,
    request: Request,
    next: Next,
) -> Response {
    let from = address_of(connection, request.headers(), &state.settings.proxies);
    if !state.pace.take(&from, Instant::now()) {
        return Refused::new(StatusCode::TOO_MANY_REQUESTS, "asked too fast; wait a second").into_response();
    }
    let shown = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|line| line.to_str().ok());
    let shown = shown.and_then(|line| line.split_once(' '));
    let token = shown.filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    let asked = match token {
        Some((_, secret)) => state.store.scim_ask(&Token::from_text(secret.trim()), &from).await,
        None => Ok(ScimAsked::Unknown),
    };
    match asked {
        Ok(ScimAsked::Known) => store::asked_from(from, unbroken(next.run(request))).await,
        Ok(ScimAsked::Unknown) => {
            let refused = Refused::new(
                StatusCode::UNAUTHORIZED,
                "show a secret made by `naervaer users scim-token`",
            );
            let mut answer = refused.into_response();
            let asks = header::HeaderValue::from_static("Bearer");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, asks);
            answer
        }
        Ok(ScimAsked::Wait { .. }) => Refused::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too many wrong secrets; wait a quarter of an hour",
        )
        .into_response(),
        Err(problem) => Refused::from(problem).into_response(),
    }
}

/// What is asked in an address; what cannot be read is told as the standard says it.
pub(crate) struct Query<T>(pub T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(asked)| Self(asked))
            .map_err(|problem| Refused::of_kind("invalidValue", problem.body_text()))
    }
}

/// Reads a body, whatever kind of JSON it says it is.
fn read<T: serde::de::DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|problem| Refused::of_kind("invalidSyntax", problem.to_string()))
}

/// What a list is asked with.
#[derive(Deserialize)]
pub(crate) struct Listed {
    filter: Option<String>,
    #[serde(rename = "startIndex")]
    start: Option<i64>,
    count: Option<i64>,
}

impl Listed {
    /// The one filter that is understood: `attribute eq "value"`, for one of the attributes; small letters.
    fn filter(&self, attributes: &[&str]) -> Result<Option<(String, String)>, Refused> {
        let Some(filter) = self.filter.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        equals(filter)
            .filter(|(attribute, _)| attributes.contains(&attribute.as_str()))
            .map(Some)
            .ok_or_else(|| {
                let known = attributes.join(", ");
                Refused::of_kind("invalidFilter", format!("only `eq` is understood, for: {known}"))
            })
    }

    /// The part of a list that is asked for, as the standard tells it.
    fn told(&self, all: Vec<Value>) -> Response {
        let total = all.len();
        let start = self
            .start
            .and_then(|start| usize::try_from(start).ok())
            .unwrap_or(1)
            .max(1);
        let count = self
            .count
            .map_or(MOST_TOLD, |count| usize::try_from(count).unwrap_or(0));
        let part: Vec<Value> = all.into_iter().skip(start - 1).take(count.min(MOST_TOLD)).collect();
        let told = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total,
            "startIndex": start,
            "itemsPerPage": part.len(),
            "Resources": part,
        });
        said(StatusCode::OK, &told)
    }
}

/// `attribute eq "value"` as its two parts; the attribute in small letters.
fn equals(text: &str) -> Option<(String, String)> {
    let (attribute, rest) = text.split_once(' ')?;
    let (operator, value) = rest.trim_start().split_once(' ')?;
    let value: String = serde_json::from_str(value.trim()).ok()?;
    operator
        .eq_ignore_ascii_case("eq")
        .then(|| (attribute.to_lowercase(), value))
}

/// One change of a `PATCH`.
#[derive(Deserialize)]
pub(crate) struct Change {
    op: String,
    path: Option<String>,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
pub(crate) struct Patch {
    #[serde(rename = "Operations", alias = "operations")]
    changes: Vec<Change>,
}

async fn configuration(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let no = json!({ "supported": false });
    let told = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST_TOLD },
        "changePassword": no, "sort": no, "etag": no,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer",
            "description": "A secret made by `naervaer users scim-token`",
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{}/scim/v2/ServiceProviderConfig", site(&state, &headers)),
        },
    });
    said(StatusCode::OK, &told)
}

/// The two kinds of things, by name and schema.
const KINDS: [(&str, &str); 2] = [
    ("User", "urn:ietf:params:scim:schemas:core:2.0:User"),
    ("Group", "urn:ietf:params:scim:schemas:core:2.0:Group"),
];

async fn kinds() -> Response {
    let kind = |(name, schema): (&str, &str)| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name, "name": name, "endpoint": format!("/{name}s"), "schema": schema,
        })
    };
    whole().told(KINDS.into_iter().map(kind).collect())
}

async fn schemas() -> Response {
    let attribute = |name: &str, kind: &str, required: bool| {
        json!({
            "name": name, "type": kind, "multiValued": name == "members", "required": required,
            "mutability": "readWrite", "returned": "default",
            "uniqueness": if name == "userName" { "server" } else { "none" },
        })
    };
    let schema = |(name, id): (&str, &str)| {
        let attributes = if name == "User" {
            vec![
                attribute("userName", "string", true),
                attribute("displayName", "string", false),
                attribute("active", "boolean", false),
            ]
        } else {
            vec![
                attribute("displayName", "string", true),
                attribute("members", "complex", false),
            ]
        };
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id, "name": name, "attributes": attributes,
        })
    };
    whole().told(KINDS.into_iter().map(schema).collect())
}

/// A list asked for as a whole.
const fn whole() -> Listed {
    Listed {
        filter: None,
        start: None,
        count: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_an_attribute_and_a_quoted_value() {
        let read = |text: &str| equals(text);
        let two = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(read("userName eq \"maja\""), two("username", "maja"));
        assert_eq!(read("userName EQ \"a \\\" b\""), two("username", "a \" b"));
        assert_eq!(read("userName co \"maja\""), None);
        assert_eq!(read("userName eq maja"), None);
    }
}
