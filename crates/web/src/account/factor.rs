//! What somebody proves who they are with, beside the password: an app that makes codes, passkeys, recovery codes. Each
//! adds and takes away their own.

use access::Assurance;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use identity::passkey::{Added, Site};
use identity::picture::Picture;
use serde::Deserialize;
use store::{CodeSecret, Factors, SecondTry, StoreError};

use crate::account::SESSION;
use crate::account::ceremony::Ceremony;
use crate::account::sign_in::{Connection, alert, origin};
use crate::feed::site;
use crate::form::Posted;
use crate::guard::set_cookie;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The page that adds an app that makes codes.
#[derive(Template)]
#[template(path = "account/code.html")]
pub struct AddCode {
    frame: Frame,
    /// The secret as it is typed.
    typed: String,
    /// How an app on the same device opens it.
    address: String,
    picture: Option<Picture>,
    problems: Vec<String>,
}

impl AddCode {
    fn new(frame: Frame, secret: CodeSecret, problems: Vec<String>) -> Self {
        let here = frame.t("factor-code-add");
        Self {
            picture: Picture::of(&secret.address),
            typed: secret.typed,
            address: secret.address,
            problems,
            frame: of_account(frame, here),
        }
    }
}

fn of_account(frame: Frame, here: String) -> Frame {
    let account = frame.t("account-heading");
    frame.via(account, "/sessions#second").end(here)
}

impl Page for AddCode {
    const PATH: &'static str = "account/code";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let secret = || CodeSecret {
            typed: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567".to_owned(),
            address: "otpauth://totp/N%C3%A6rv%C3%A6r:maja.holm?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".to_owned(),
        };
        let page = |problems| Self::new(Frame::sample(locale), secret(), problems);
        vec![
            ("asked", page(Vec::new())),
            ("refused", page(vec![locale.t("factor-code-wrong")])),
        ]
    }
}

/// The page that adds a passkey.
#[derive(Template)]
#[template(path = "account/passkey.html")]
pub struct AddPasskey {
    frame: Frame,
    name: String,
    /// What the browser is asked, as JSON; nothing where the program is reached at an address without a name.
    options: Option<String>,
    problems: Vec<String>,
}

impl AddPasskey {
    fn new(frame: Frame, name: String, options: Option<String>, problems: Vec<String>) -> Self {
        let here = frame.t("factor-passkey-add");
        Self {
            frame: of_account(frame, here),
            name,
            options,
            problems,
        }
    }
}

impl Page for AddPasskey {
    const PATH: &'static str = "account/passkey";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |options: Option<&str>, problems| {
            Self::new(
                Frame::sample(locale),
                String::new(),
                options.map(str::to_owned),
                problems,
            )
        };
        vec![
            ("asked", page(Some("{}"), Vec::new())),
            ("refused", page(Some("{}"), vec![locale.t("factor-passkey-wrong")])),
            ("no-name", page(None, Vec::new())),
        ]
    }
}

/// The recovery codes, told this once.
#[derive(Template)]
#[template(path = "account/recovery.html")]
pub struct ShowRecovery {
    frame: Frame,
    codes: Vec<String>,
    /// Whether the first second proof was added just now.
    first: bool,
}

impl ShowRecovery {
    fn new(frame: Frame, codes: Vec<String>, first: bool) -> Self {
        let here = frame.t("recovery-heading");
        Self {
            frame: of_account(frame, here),
            codes,
            first,
        }
    }
}

impl Page for ShowRecovery {
    const PATH: &'static str = "account/recovery";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let codes = || (0..10).map(|n| format!("k{n}mw-7tqp-x3fd")).collect();
        let page = |first| Self::new(Frame::sample(locale), codes(), first);
        vec![("first", page(true)), ("again", page(false))]
    }
}

/// What the person can prove it with, for changing that: whoever has a second proof gives it first, so that a session
/// somebody forgot to end cannot be made another's.
async fn to_change(state: &AppState, viewer: &Viewer) -> Result<Factors, PageError> {
    let factors = state.store.factors(viewer.person()).await?;
    let sure = viewer
        .session
        .shown
        .is_some_and(|shown| shown >= Assurance::Substantial);
    if factors.any() && !sure {
        return Err(PageError::Unsure);
    }
    Ok(factors)
}

/// After a proof was added: the first one raises this session, ends the others and tells the recovery codes.
async fn added(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    from: (&str, &str),
    before: &Factors,
    done: &str,
) -> Result<Response, PageError> {
    if before.any() {
        return Ok(Redirect::to(&format!("/sessions?done={done}#second")).into_response());
    }
    let codes = state.store.recovery_make(viewer.person()).await?;
    let token = state
        .store
        .session_raise(&viewer.session, Assurance::Substantial, from, true)
        .await?;
    let line = set_cookie(SESSION, token.reveal(), None, state.settings.secure_cookies);
    // The forms of this page belong to the session that has just begun.
    let frame = Frame {
        csrf: crate::guard::token(token.reveal()),
        ..frame
    };
    let page = html(&ShowRecovery::new(frame, codes, true))?;
    Ok(([(header::SET_COOKIE, line)], page).into_response())
}

/// Makes the secret of an app that makes codes.
pub(super) async fn code_begin(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    state.store.code_begin(viewer.person()).await?;
    Ok(Redirect::to("/sessions/code").into_response())
}

/// Shows the secret until its first code was right.
pub(super) async fn code_ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    match state.store.code_pending(viewer.person(), &issuer(&state)).await? {
        Some(secret) => html(&AddCode::new(frame, secret, Vec::new())),
        None => Ok(Redirect::to("/sessions#second").into_response()),
    }
}

/// What an app shows beside its codes.
fn issuer(state: &AppState) -> String {
    format!("Nærvær {}", state.settings.municipality)
}

#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

/// Takes the first code of the app: from now on it counts.
pub(super) async fn code_prove(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Code>,
) -> Result<Response, PageError> {
    let before = to_change(&state, &viewer).await?;
    let (address, agent) = origin(&state, connection, &headers);
    let Some(secret) = state.store.code_pending(viewer.person(), &issuer(&state)).await? else {
        return Ok(Redirect::to("/sessions#second").into_response());
    };
    let tried = state
        .store
        .second_try(viewer.person(), &typed.code, &address, true)
        .await?;
    let problem = match tried {
        SecondTry::Right => {
            return added(&state, frame, &viewer, (&address, &agent), &before, "done-factor-code").await;
        }
        SecondTry::Refused => "factor-code-wrong",
        SecondTry::Wait { .. } => {
            alert(&address, "too many wrong second proofs: made to wait");
            "confirm-wait"
        }
    };
    let problems = vec![frame.t(problem)];
    html(&AddCode::new(frame, secret, problems))
}

/// Takes the app that makes codes away.
pub(super) async fn code_end(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    state.store.code_drop(viewer.person()).await?;
    Ok(Redirect::to("/sessions?done=done-factor-gone#second").into_response())
}

/// What the browser is asked for a new passkey.
async fn options(state: &AppState, headers: &HeaderMap, viewer: &Viewer) -> Result<Option<String>, PageError> {
    let Some(site) = Site::at(&site(state, headers)) else {
        return Ok(None);
    };
    let known = state.store.passkey_contents(viewer.person()).await?;
    let session = &viewer.session;
    let begun = site.add(viewer.person().as_uuid(), &session.username, &session.name, &known);
    let (options, adding) = begun.map_err(PageError::failed)?;
    let ceremony = Ceremony::Adding(adding);
    state.ceremonies.put(session.id, state.store.now(), ceremony);
    Ok(Some(options))
}

/// Asks for a new passkey.
pub(super) async fn passkey_ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    let options = options(&state, &headers, &viewer).await?;
    html(&AddPasskey::new(frame, String::new(), options, Vec::new()))
}

#[derive(Deserialize)]
pub(super) struct NewPasskey {
    #[serde(default)]
    name: String,
    #[serde(default)]
    answer: String,
}

/// Takes a new passkey.
pub(super) async fn passkey_add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<NewPasskey>,
) -> Result<Response, PageError> {
    let before = to_change(&state, &viewer).await?;
    let (address, agent) = origin(&state, connection, &headers);
    let waited = state.ceremonies.take(viewer.session.id, state.store.now());
    let problem = match (Site::at(&site(&state, &headers)), waited) {
        (Some(site), Some(Ceremony::Adding(adding))) => match site.added(&typed.answer, &adding) {
            Ok(Added { credential, content }) => {
                let name = match typed.name.trim() {
                    "" => frame.t("factor-passkey-unnamed"),
                    name => name.to_owned(),
                };
                match state
                    .store
                    .passkey_add(viewer.person(), &name, &credential, &content)
                    .await
                {
                    Ok(()) => {
                        let done = "done-factor-passkey";
                        return added(&state, frame, &viewer, (&address, &agent), &before, done).await;
                    }
                    Err(StoreError::Taken { .. }) => "factor-passkey-taken",
                    Err(problem) => return Err(problem.into()),
                }
            }
            Err(problem) => {
                tracing::info!(cause = ?problem, "a new passkey was refused");
                "factor-passkey-wrong"
            }
        },
        _ => "factor-passkey-old",
    };
    let problems = vec![frame.t(problem)];
    let options = options(&state, &headers, &viewer).await?;
    html(&AddPasskey::new(frame, typed.name, options, problems))
}

/// Takes a passkey away.
pub(super) async fn passkey_end(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    state.store.passkey_drop(viewer.person(), id).await?;
    Ok(Redirect::to("/sessions?done=done-factor-gone#second").into_response())
}

/// Makes new recovery codes and tells them.
pub(super) async fn recovery(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Response, PageError> {
    to_change(&state, &viewer).await?;
    let codes = state.store.recovery_make(viewer.person()).await?;
    html(&ShowRecovery::new(frame, codes, false))
}
