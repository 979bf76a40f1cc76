//! Signing in through somebody who vouches for a person. Whoever nobody here knows is told so, and whom to ask: an account
//! is never made by accident.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use access::{Assurance, Role, RolePlace};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use identity::oidc::{OidcError, Provider, Vouched, Waiting};
use identity::provider::{Known, Written};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::{NewStaff, Staff, StoreError, VouchedBy, VouchedRole};

use crate::account::given_username;
use crate::account::sign_in::{Connection, origin, signed_in};
use crate::feed::site;
use crate::form;
use crate::guard::{Bound, hex};
use crate::page::{Page, html};
use crate::viewer::Proving;
use crate::{AppState, Frame, Locale, PageError};

/// Whoever goes to a provider has so long to come back.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// Sign-ins that wait at once; with more, the oldest are forgotten.
const MOST: usize = 10_000;

/// A sign-in that waits for the browser to come back.
struct Under {
    since: Timestamp,
    provider: String,
    /// The browser it began in.
    bound: String,
    back: String,
    waiting: Waiting,
}

/// Those who vouch for people, and the sign-ins under way.
#[derive(Default)]
pub struct Vouching {
    providers: Vec<Provider>,
    under: Mutex<HashMap<String, Under>>,
}

impl Vouching {
    /// Nobody has been asked yet.
    ///
    /// # Errors
    /// When this machine has no certificates to know others by.
    pub fn new(written: Vec<Written>) -> Result<Self, OidcError> {
        Ok(Self {
            providers: written.into_iter().map(Provider::new).collect::<Result<_, _>>()?,
            under: Mutex::default(),
        })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Provider> {
        self.providers.iter().find(|one| one.settings().name == name)
    }

    /// Every provider by name, with what its button says.
    pub(crate) fn buttons(&self, locale: Locale) -> Vec<(String, String)> {
        let all = self.providers.iter().map(Provider::settings);
        all.map(|one| (one.name.clone(), said(one, locale))).collect()
    }

    /// Those who can be asked to be so sure, as [`Vouching::buttons`].
    pub(crate) fn surer(&self, locale: Locale, sure: Assurance) -> Vec<(String, String)> {
        let all = self.providers.iter().map(Provider::settings);
        let able = all.filter(|one| one.ask.contains_key(&sure));
        able.map(|one| (one.name.clone(), said(one, locale))).collect()
    }

    fn put(&self, state: String, under: Under) {
        let mut all = self.under.lock().unwrap_or_else(PoisonError::into_inner);
        let now = under.since;
        all.retain(|_, one| now.duration_since(one.since) < WAITS);
        if all.len() >= MOST {
            let oldest = all
                .iter()
                .min_by_key(|(_, one)| one.since)
                .map(|(state, _)| state.clone());
            oldest.and_then(|state| all.remove(&state));
        }
        all.insert(state, under);
    }

    /// The sign-in a browser comes back with, which is then no longer under way; nothing for one that is another
    /// browser's, another provider's, too old, or used.
    fn take(&self, state: &str, provider: &str, bound: &str, now: Timestamp) -> Option<Under> {
        let mut all = self.under.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |one: &Under| one.provider == provider && one.bound == bound;
        if !all.get(state).is_some_and(fits) {
            return None;
        }
        let one = all.remove(state)?;
        (now.duration_since(one.since) < WAITS).then_some(one)
    }
}

fn said(settings: &identity::provider::Settings, locale: Locale) -> String {
    match locale {
        Locale::Da => settings.text.da.clone(),
        Locale::En => settings.text.en.clone(),
    }
}

/// Why a sign-in through a provider did not come about, in words, and what to do.
#[derive(Template)]
#[template(path = "account/with.html")]
pub struct NotSignedIn {
    frame: Frame,
    text: String,
    /// How the provider knows the person, where nobody here does: for whoever keeps the accounts.
    known_as: Option<String>,
    back: String,
}

impl Page for NotSignedIn {
    const PATH: &'static str = "account/with";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |text, known_as: Option<&str>| Self {
            frame: Frame::sample_signed_out(locale),
            text: locale.t1(text, "provider", "Unilogin"),
            known_as: known_as.map(str::to_owned),
            back: "/".to_owned(),
        };
        vec![
            ("down", page("with-down", None)),
            ("unknown", page("with-unknown", Some("1000013b36"))),
            ("old", page("with-old", None)),
        ]
    }
}

fn not(
    frame: Frame,
    status: StatusCode,
    (text, provider): (&str, &Provider),
    known_as: Option<String>,
    back: &str,
) -> Result<Response, PageError> {
    let text = frame.t1(text, "provider", provider_name(frame.locale, provider));
    let mut page = html(&NotSignedIn {
        frame,
        text,
        known_as,
        back: back.to_owned(),
    })?;
    *page.status_mut() = status;
    Ok(page)
}

/// What a provider's button says is what it is called in a sentence too.
fn provider_name(locale: Locale, provider: &Provider) -> String {
    said(provider.settings(), locale)
}

/// Where a provider sends the browser back to.
fn redirect(state: &AppState, headers: &HeaderMap, name: &str) -> String {
    format!("{}/sign-in/from/{name}", site(state, headers))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    back: Option<String>,
    level: Option<String>,
}

/// Sends the browser to a provider.
pub(super) async fn go(
    State(state): State<AppState>,
    frame: Frame,
    Extension(Bound(bound)): Extension<Bound>,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let provider = state.vouching.get(&name).ok_or(PageError::NotFound)?;
    let back = form::back(asked.back.as_deref());
    let sure = asked.level.as_deref().and_then(Assurance::from_word);
    let begun = match provider.begin(&redirect(&state, &headers, &name), sure).await {
        Ok(begun) => begun,
        Err(problem) => {
            tracing::warn!(provider = name, cause = ?problem, "a provider cannot be asked");
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return not(frame, status, ("with-down", provider), None, back);
        }
    };
    let under = Under {
        since: state.store.now(),
        provider: name,
        bound,
        back: back.to_owned(),
        waiting: begun.waiting,
    };
    state.vouching.put(begun.state, under);
    Ok(Redirect::to(&begun.address).into_response())
}

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
}

/// Takes the browser back from a provider.
pub(super) async fn come(
    State(state): State<AppState>,
    frame: Frame,
    (Extension(Bound(bound)), before): (Extension<Bound>, Option<Extension<Proving>>),
    Connection(connection): Connection,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(answer): Query<Answer>,
) -> Result<Response, PageError> {
    let provider = state.vouching.get(&name).ok_or(PageError::NotFound)?;
    let wrong = StatusCode::BAD_REQUEST;
    let Some(under) = state.vouching.take(&answer.state, &name, &bound, state.store.now()) else {
        return not(frame, wrong, ("with-old", provider), None, "/");
    };
    let back = under.back.as_str();
    let Some(code) = answer.code else {
        tracing::info!(provider = name, error = answer.error, "a provider sent somebody back");
        return not(frame, wrong, ("with-stopped", provider), None, back);
    };
    let vouched = match provider.finish(&code, under.waiting).await {
        Ok(vouched) => vouched,
        Err(problem) => {
            tracing::warn!(provider = name, cause = ?problem, "what a provider vouched with was not taken");
            let (status, text) = match problem {
                OidcError::Down(_) => (StatusCode::SERVICE_UNAVAILABLE, "with-down"),
                OidcError::Expired => (wrong, "with-expired"),
                OidcError::Refused(_) | OidcError::Unfit(_) => (wrong, "with-unfit"),
            };
            return not(frame, status, (text, provider), None, back);
        }
    };
    let unknown = StatusCode::FORBIDDEN;
    let Some((known, id)) = vouched.person(provider.settings()) else {
        return not(frame, unknown, ("with-nobody", provider), None, back);
    };
    let Some(person) = account(&state, provider, &vouched, (known, &id)).await? else {
        return not(frame, unknown, ("with-unknown", provider), Some(id), back);
    };
    if person.disabled_at.is_some() || (person.demo && !state.settings.demo) {
        return not(frame, unknown, ("with-closed", provider), None, back);
    }
    if let Some(roles) = roles(&state, provider, &vouched).await? {
        state.store.role_grants_vouched(&name, person.id, &roles).await?;
    }
    let (address, agent) = origin(&state, connection, &headers);
    if let Some(Extension(Proving(before))) = before {
        state
            .store
            .session_end(Some(before.person), before.person, before.id)
            .await?;
    }
    let by = VouchedBy {
        provider: &name,
        id_token: &vouched.id_token,
    };
    let shown = vouched.shown(provider.settings());
    let token = state
        .store
        .session_open_vouched(person.id, shown, (&address, &agent), by)
        .await?;
    Ok(signed_in(&state, token.reveal(), back))
}

/// The roles a provider vouches for, at the schools it names; nothing where it vouches for none at all. A school nobody
/// here knows limits to nothing.
async fn roles(
    state: &AppState,
    provider: &Provider,
    vouched: &Vouched,
) -> Result<Option<Vec<VouchedRole>>, PageError> {
    let Some((roles, schools)) = vouched.roles(provider.settings()) else {
        return Ok(None);
    };
    let roster = state.store.roster().await?;
    let schools: Vec<_> = roster
        .schools()
        .iter()
        .filter(|school| schools.contains(&school.external_id))
        .map(|school| school.id)
        .collect();
    let held = |role: Role| -> Vec<VouchedRole> {
        let of = |school| VouchedRole {
            role: role.word().to_owned(),
            school,
        };
        match role.place() {
            Some(RolePlace::School) => schools.iter().map(|school| of(Some(*school))).collect(),
            Some(RolePlace::Municipality) => vec![of(None)],
            // Which class a teacher has, the roster knows and no broker does.
            Some(RolePlace::Class | RolePlace::Pupil) | None => Vec::new(),
        }
    };
    Ok(Some(roles.into_iter().flat_map(held).collect()))
}

/// Whose account it is. One is made only where the operator says so, and only for somebody with a role.
async fn account(
    state: &AppState,
    provider: &Provider,
    vouched: &Vouched,
    (known, id): (Known, &str),
) -> Result<Option<Staff>, PageError> {
    let settings = provider.settings();
    let found = match known {
        Known::Username => state.store.staff_by_username(id).await?,
        Known::Identity => state.store.staff_by_identity(&settings.name, id).await?,
    };
    // A family signs in by what it was handed; a name it chose is no other's word for who it is.
    let found = found.filter(|one| !one.family);
    if found.is_some() {
        return Ok(found);
    }
    let Some(written) = settings.roles.as_ref().filter(|written| written.make_accounts) else {
        return Ok(None);
    };
    if roles(state, provider, vouched)
        .await?
        .is_none_or(|roles| roles.is_empty())
    {
        return Ok(None);
    }
    let username = match known {
        Known::Username => Some(id.to_owned()),
        Known::Identity => vouched.word(&written.username),
    };
    let username = username.as_deref().and_then(given_username);
    let (Some(username), Some(name)) = (username, vouched.word(&written.name)) else {
        return Ok(None);
    };
    // Of a user name that is somebody's already nobody knows whether it is the same person.
    let new = NewStaff {
        username,
        name,
        demo: false,
    };
    let person = match state.store.staff_add(None, &new).await {
        Ok(person) => person,
        Err(StoreError::Taken { .. }) => return Ok(None),
        Err(problem) => return Err(problem.into()),
    };
    if known == Known::Identity {
        state.store.staff_identity_put(&settings.name, person, Some(id)).await?;
    }
    Ok(state.store.staff_one(person).await?)
}

/// Signed out here; whether at the one who vouched too, the person decides.
#[derive(Template)]
#[template(path = "account/signed_out.html")]
pub struct SignedOut {
    frame: Frame,
    provider: String,
    end: Option<String>,
}

impl Page for SignedOut {
    const PATH: &'static str = "account/signed_out";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |end: Option<&str>| Self {
            frame: Frame::sample_signed_out(locale),
            provider: "Unilogin".to_owned(),
            end: end.map(str::to_owned),
        };
        vec![
            ("asks", page(Some("https://broker.example/logout"))),
            ("cannot", page(None)),
        ]
    }
}

/// The page after signing out of a session somebody vouched for.
pub(super) async fn signed_out(
    state: &AppState,
    frame: Frame,
    headers: &HeaderMap,
    (name, id_token): (&str, Option<String>),
    line: String,
) -> Result<Response, PageError> {
    let Some(provider) = state.vouching.get(name) else {
        return Ok(([(header::SET_COOKIE, line)], Redirect::to("/sign-in")).into_response());
    };
    let back = format!("{}/sign-in", site(state, headers));
    let end = match id_token {
        Some(token) => provider.end_address(&token, &back).await,
        None => None,
    };
    let page = html(&SignedOut {
        provider: provider_name(frame.locale, provider),
        // Nobody is signed in any more on this page.
        frame: Frame { seen: None, ..frame },
        end,
    })?;
    Ok(([(header::SET_COOKIE, line)], page).into_response())
}

/// The browser a sign-in began in, as a name that does not tell its secret.
pub(crate) fn bound(visitor: &str) -> Bound {
    use sha2::{Digest, Sha256};
    let hash = Sha256::new()
        .chain_update(b"naervaer sign-in ")
        .chain_update(visitor.as_bytes());
    Bound(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_comes_back_once_to_the_browser_it_began_in() {
        let (vouching, now) = (Vouching::default(), Timestamp::UNIX_EPOCH);
        assert!(vouching.take("a", "unilogin", "browser", now).is_none());
        assert!(vouching.get("unilogin").is_none() && vouching.buttons(Locale::Da).is_empty());
        assert_ne!(bound("a").0, bound("b").0);
    }
}
