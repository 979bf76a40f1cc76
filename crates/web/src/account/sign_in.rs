//! Signing in and out, and choosing a language.

use std::net::{IpAddr, SocketAddr};

use askama::Template;
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{SignIn, SignInRequest};

use crate::account::{SESSION, with};
use crate::form::{self, Posted};
use crate::guard::{LANGUAGE, set_cookie};
use crate::page::{Page, html};
use crate::tongue::Tongue;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The sign-in page.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    frame: Frame,
    back: String,
    username: String,
    /// Those whose sign-in is trusted: name and what the button says.
    providers: Vec<(String, String)>,
    problems: Vec<String>,
}

impl Page for SignInPage {
    const PATH: &'static str = "account/sign_in";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |problems| Self {
            frame: Frame::sample_signed_out(locale),
            back: "/".to_owned(),
            username: "maja.holm".to_owned(),
            providers: Vec::new(),
            problems,
        };
        let button = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let with = Self {
            providers: vec![
                button("unilogin", "Log på med Unilogin"),
                button("kommune", "Log på som ansat i kommunen"),
            ],
            ..page(Vec::new())
        };
        vec![
            ("asked", page(Vec::new())),
            ("with-others", with),
            ("refused", page(vec![locale.t("sign-in-wrong")])),
            ("waiting", page(vec![locale.t("sign-in-wait")])),
        ]
    }
}

#[derive(Deserialize)]
pub(super) struct Back {
    back: Option<String>,
}

/// Asks who it is.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    Query(asked): Query<Back>,
) -> Result<Response, PageError> {
    let back = form::back(asked.back.as_deref()).to_owned();
    html(&SignInPage {
        providers: state.vouching.buttons(frame.locale),
        frame,
        back,
        username: String::new(),
        problems: Vec::new(),
    })
}

#[derive(Deserialize)]
pub(super) struct Typed {
    name: String,
    password: String,
    #[serde(default)]
    back: String,
}

/// The address a request came from; a proxy's word counts only when the operator named the proxy.
pub(crate) fn address_of(connection: Option<SocketAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> String {
    let Some(peer) = connection.map(|c| c.ip()) else {
        return String::new();
    };
    if !proxies.contains(&peer) {
        return peer.to_string();
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .rfind(|address| !proxies.contains(address))
        .unwrap_or(peer)
        .to_string()
}

/// Where the request came from and what the browser says it is.
pub(crate) fn origin(state: &AppState, connection: Option<SocketAddr>, headers: &HeaderMap) -> (String, String) {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    (
        address_of(connection, headers, &state.settings.proxies),
        agent.to_owned(),
    )
}

/// The connection's address, when the server was started with it.
pub(crate) struct Connection(pub Option<SocketAddr>);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Connection {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(
            parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0),
        ))
    }
}

/// Tells whoever watches the log of something that is not a person's ordinary day (OWASP ASVS 11.1.8): lines of the part
/// `alert`.
pub(crate) fn alert(from: &str, what: &'static str) {
    tracing::warn!(target: "alert", from, "{what}");
}

/// Tries to sign in.
pub(super) async fn try_in(
    State(state): State<AppState>,
    frame: Frame,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (address, user_agent) = origin(&state, connection, &headers);
    let request = SignInRequest {
        username: typed.name.clone(),
        password: typed.password,
        address,
        user_agent,
        demo: state.settings.demo,
    };
    let back = form::back(Some(&typed.back)).to_owned();
    let problem = match state.store.sign_in(&request).await? {
        SignIn::In { token, .. } => return Ok(signed_in(&state, token.reveal(), &back)),
        SignIn::Second { token, .. } => {
            let next = format!("/confirm?back={}", form::escape(&back));
            return Ok(signed_in(&state, token.reveal(), &next));
        }
        SignIn::Refused => "sign-in-wrong",
        SignIn::Wait { .. } => {
            alert(&request.address, "too many wrong passwords: made to wait");
            "sign-in-wait"
        }
    };
    let problems = vec![frame.t(problem)];
    html(&SignInPage {
        providers: state.vouching.buttons(frame.locale),
        frame,
        back,
        username: typed.name,
        problems,
    })
}

/// Hands the browser the session's secret and leads on.
pub(crate) fn signed_in(state: &AppState, secret: &str, to: &str) -> Response {
    let line = set_cookie(SESSION, secret, None, state.settings.secure_cookies);
    ([(header::SET_COOKIE, line)], Redirect::to(to)).into_response()
}

/// Ends this session. Whoever another vouched for is asked whether to sign out there too.
pub(super) async fn out(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (person, session) = (viewer.person(), &viewer.session);
    let id_token = state.store.session_id_token(session).await?;
    state.store.session_end(Some(person), person, session.id).await?;
    let line = set_cookie(SESSION, "", Some(0), state.settings.secure_cookies);
    match &session.provider {
        Some(provider) => with::signed_out(&state, frame, &headers, (provider, id_token), line).await,
        None => Ok(([(header::SET_COOKIE, line)], Redirect::to("/sign-in")).into_response()),
    }
}

/// Chooses a language and goes back to the page.
pub(super) async fn language(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(asked): Query<Back>,
    _: Request,
) -> Result<Response, PageError> {
    let known = Locale::from_code(&code).map(Locale::code);
    let known = known.or_else(|| Tongue::from_code(&code).map(Tongue::code));
    let code = known.ok_or(PageError::NotFound)?;
    let back = match asked.back.as_deref() {
        Some(back) if back.starts_with("/sign-in") && !back.contains(['\\', '\r', '\n']) => back,
        other => form::back(other),
    };
    let line = set_cookie(LANGUAGE, code, Some(365 * 24 * 60 * 60), state.settings.secure_cookies);
    Ok(([(header::SET_COOKIE, line)], Redirect::to(back)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_named_proxy_may_say_where_a_request_comes_from() {
        let peer = Some("192.0.2.7:4000".parse().unwrap());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 198.51.100.2"));
        assert_eq!(address_of(peer, &headers, &[]), "192.0.2.7");
        assert_eq!(
            address_of(peer, &headers, &["192.0.2.7".parse().unwrap()]),
            "198.51.100.2"
        );
        let both = ["192.0.2.7".parse().unwrap(), "198.51.100.2".parse().unwrap()];
        assert_eq!(address_of(peer, &headers, &both), "203.0.113.9");
        assert_eq!(address_of(None, &headers, &[]), "");
    }
}
