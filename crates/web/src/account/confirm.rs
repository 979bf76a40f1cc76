//! The second proof: after the password, and before what the municipality asks more for. It leads back to where the
//! person was going.

use access::Assurance;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use identity::passkey::Site;
use serde::Deserialize;
use store::{Factors, SecondTry, Session};

use crate::account::ceremony::Ceremony;
use crate::account::sign_in::{Connection, alert, origin, signed_in};
use crate::feed::site;
use crate::form::{self, Posted};
use crate::page::{Page, html};
use crate::viewer::Proving;
use crate::{AppState, Frame, Locale, PageError};

/// A passkey to be asked for, or why it cannot be.
pub enum PasskeyAsked {
    /// What the browser is asked, as JSON.
    Here(String),
    /// The program is reached at an address without a name, where passkeys do not work.
    NoName,
    /// The person has none.
    None,
}

/// The page that asks for the second proof.
#[derive(Template)]
#[template(path = "account/confirm.html")]
pub struct ConfirmPage {
    frame: Frame,
    back: String,
    /// Whether the person is signed in and goes somewhere that asks for more; else it is the second step of signing in.
    inside: bool,
    /// Whether a code of an app or a recovery code can be given.
    code: bool,
    passkey: PasskeyAsked,
    /// Those who can be asked to be surer: name and what the button says.
    providers: Vec<(String, String)>,
    /// Whether the person has nothing to prove it with yet.
    nothing: bool,
    problems: Vec<String>,
}

impl Page for ConfirmPage {
    const PATH: &'static str = "account/confirm";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |inside, passkey, problems| Self {
            frame: if inside {
                Frame::sample(locale)
            } else {
                Frame::sample_signed_out(locale)
            },
            back: "/cases".to_owned(),
            inside,
            code: true,
            passkey,
            providers: Vec::new(),
            nothing: false,
            problems,
        };
        let options = || PasskeyAsked::Here("{}".to_owned());
        let mut nothing = page(true, PasskeyAsked::None, Vec::new());
        (nothing.code, nothing.nothing) = (false, true);
        nothing.providers = vec![("kommune".to_owned(), "Log på som ansat i kommunen".to_owned())];
        vec![
            ("signing-in", page(false, options(), Vec::new())),
            ("inside", page(true, PasskeyAsked::NoName, Vec::new())),
            ("refused", page(false, options(), vec![locale.t("confirm-wrong")])),
            ("nothing", nothing),
        ]
    }
}

impl ConfirmPage {
    async fn of(
        state: &AppState,
        frame: Frame,
        headers: &HeaderMap,
        session: &Session,
        back: &str,
        problems: Vec<String>,
    ) -> Result<Self, PageError> {
        let factors = state.store.factors(session.person).await?;
        Ok(Self {
            inside: frame.seen.is_some(),
            code: factors.code_since.is_some() || factors.recovery_left > 0,
            passkey: asked(state, headers, session, &factors).await?,
            providers: if frame.seen.is_some() {
                state.vouching.surer(frame.locale, Assurance::Substantial)
            } else {
                Vec::new()
            },
            nothing: !factors.any(),
            back: back.to_owned(),
            frame,
            problems,
        })
    }
}

async fn asked(
    state: &AppState,
    headers: &HeaderMap,
    session: &Session,
    factors: &Factors,
) -> Result<PasskeyAsked, PageError> {
    if factors.passkeys.is_empty() {
        return Ok(PasskeyAsked::None);
    }
    let Some(site) = Site::at(&site(state, headers)) else {
        return Ok(PasskeyAsked::NoName);
    };
    let known = state.store.passkey_contents(session.person).await?;
    let (options, asking) = site.ask(&known).map_err(PageError::failed)?;
    let ceremony = Ceremony::Asking(asking);
    state.ceremonies.put(session.id, state.store.now(), ceremony);
    Ok(PasskeyAsked::Here(options))
}

#[derive(Deserialize)]
pub(super) struct Back {
    back: Option<String>,
}

/// Asks for the second proof.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    Proving(session): Proving,
    headers: HeaderMap,
    Query(asked): Query<Back>,
) -> Result<Response, PageError> {
    let back = form::back(asked.back.as_deref());
    html(&ConfirmPage::of(&state, frame, &headers, &session, back, Vec::new()).await?)
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// Takes a code.
pub(super) async fn code(
    State(state): State<AppState>,
    frame: Frame,
    Proving(session): Proving,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (address, agent) = origin(&state, connection, &headers);
    let back = form::back(Some(&typed.back));
    let tried = state
        .store
        .second_try(session.person, &typed.code, &address, false)
        .await?;
    let problem = match tried {
        SecondTry::Right => return raised(&state, &session, (&address, &agent), back).await,
        SecondTry::Refused => "confirm-wrong",
        SecondTry::Wait { .. } => {
            alert(&address, "too many wrong second proofs: made to wait");
            "confirm-wait"
        }
    };
    let problems = vec![frame.t(problem)];
    html(&ConfirmPage::of(&state, frame, &headers, &session, back, problems).await?)
}

async fn raised(state: &AppState, session: &Session, from: (&str, &str), back: &str) -> Result<Response, PageError> {
    let token = state
        .store
        .session_raise(session, Assurance::Substantial, from, false)
        .await?;
    Ok(signed_in(state, token.reveal(), back))
}

#[derive(Deserialize)]
pub(super) struct Signed {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    back: String,
}

/// Takes a passkey's signature.
pub(super) async fn passkey(
    State(state): State<AppState>,
    frame: Frame,
    Proving(session): Proving,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(signed): Posted<Signed>,
) -> Result<Response, PageError> {
    let (address, agent) = origin(&state, connection, &headers);
    let back = form::back(Some(&signed.back));
    let asked = state.ceremonies.take(session.id, state.store.now());
    let problem = match (Site::at(&site(&state, &headers)), asked) {
        (Some(site), Some(Ceremony::Asking(asking))) => match site.used(&signed.answer, asking) {
            Ok(used) => {
                state.store.passkey_used(session.person, used.id, &used.content).await?;
                return raised(&state, &session, (&address, &agent), back).await;
            }
            Err(problem) => {
                tracing::info!(cause = ?problem, "a passkey was refused");
                match state.store.passkey_refused(session.person, &address).await? {
                    Some(_) => "confirm-wait",
                    None => "confirm-passkey-wrong",
                }
            }
        },
        _ => "confirm-passkey-old",
    };
    let problems = vec![frame.t(problem)];
    html(&ConfirmPage::of(&state, frame, &headers, &session, back, problems).await?)
}
