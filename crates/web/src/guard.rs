//! What stands before every handler: headers, who visits, and the token of every form.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use casework::PersonId;
use futures_util::StreamExt;
use jiff::{SignedDuration, Unit};
use sha2::{Digest, Sha256};

use crate::account::{SESSION, address_of, alert};
use crate::error::{PageMissing, PageRefused};
use crate::frame::OpenBand;
use crate::tongue::Tongue;
use crate::viewer::{Proving, Viewer, Visitor};
use crate::{AppState, Frame, Locale, PageError, form};

/// Only our own files; nothing inline but pictures, nothing from elsewhere, no framing. The pictures are those within the
/// picture of a letter (a child's plan has drawings): an image can run nothing.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; object-src 'none'";

/// The most bytes a form or an uploaded file may have.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The most bytes a form of somebody who is not signed in may have.
const MOST_BYTES_SIGNED_OUT: usize = 64 * 1024;

/// So many times of what we take are let by before we hang up.
const MOST_LET_BY: usize = 32;

/// So long we wait for what is too large to have been sent.
const LONGEST_LET_BY: Duration = Duration::from_secs(60);

/// The cookie that binds the forms of a visitor who is not signed in.
const VISITOR: &str = "naervaer-visitor";
/// The cookie of the chosen language.
pub(crate) const LANGUAGE: &str = "naervaer-language";

/// Puts the security headers on every answer. Nothing is kept by a browser or on the way unless its handler says so.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        // A file somebody put in has a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    response
}

/// Whether the pages at this address are read by families.
fn is_for_families(path: &str) -> bool {
    let part = path.split('/').nth(1).unwrap_or_default();
    matches!(part, "family" | "welcome" | "sign-in" | "news")
}

/// The name a cookie goes by: over TLS with the prefix that keeps every other host and every plain line from setting it
/// (OWASP ASVS 3.4.4). A browser takes that prefix over TLS only, and a loopback address has none.
fn cookie_name(name: &str, secure: bool) -> String {
    format!("{}{name}", if secure { "__Host-" } else { "" })
}

/// The value of a cookie of [`set_cookie`].
fn cookie<'r>(request: &'r Request, name: &str, secure: bool) -> Option<&'r str> {
    let name = cookie_name(name, secure);
    request
        .headers()
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// A `Set-Cookie` line that scripts cannot read; `seconds` is how long it lasts, `None` until the browser closes.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: Option<i64>, secure: bool) -> String {
    let name = cookie_name(name, secure);
    let mut line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    if let Some(seconds) = seconds {
        line.push_str(&format!("; Max-Age={seconds}"));
    }
    if secure {
        line.push_str("; Secure");
    }
    line
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 256 random bits as hexadecimal.
pub(crate) fn random() -> Result<String, PageError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|problem| PageError::Failed(problem.to_string().into()))?;
    Ok(hex(&bytes))
}

/// The token forms carry, bound to a secret cookie so that no other site can know it.
pub(crate) fn token(secret: &str) -> String {
    hex(&Sha256::new()
        .chain_update(b"naervaer form ")
        .chain_update(secret.as_bytes())
        .finalize())
}

/// The text of a `done=` in the query: what the step before did. Only texts made for it are shown.
fn notice(locale: Locale, tongue: Option<Tongue>, query: Option<&str>) -> Option<String> {
    let key = query?.split('&').find_map(|pair| pair.strip_prefix("done="))?;
    (key.starts_with("done-") && locale.has(key)).then(|| {
        let own = tongue.and_then(|tongue| tongue.text(key, &[]));
        own.unwrap_or_else(|| locale.t(key))
    })
}

/// The browser that visits, by a name that does not tell its secret.
#[derive(Clone, Debug)]
pub(crate) struct Bound(pub String);
/// How long the body of a form of somebody who is not signed in may take.
const BODY_SIGNED_OUT: Duration = Duration::from_secs(20);
/// The same for somebody who is: an upload over a slow line is no attack.
const BODY_SIGNED_IN: Duration = Duration::from_secs(300);

/// How long what `security.txt` says may be trusted.
const TRUSTED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Where somebody who finds a hole may say so (RFC 9116); not there until the operator has said where.
pub(crate) async fn security_text(State(state): State<AppState>) -> Response {
    let Some(contact) = state.security_contact() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let now = state.store.now();
    let until = now.checked_add(TRUSTED).unwrap_or(now);
    let until = until.round(Unit::Second).unwrap_or(until);
    let text = format!("Contact: {contact}\nExpires: {until}\nPreferred-Languages: da, en\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Works out who visits, in which language, and hands the page its [`Frame`] and, when signed in, the [`Viewer`].
pub async fn visit(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let secure = state.settings.secure_cookies;
    let known = cookie(&request, VISITOR, secure).map(str::to_owned);
    let visitor = match known.clone().map_or_else(random, Ok) {
        Ok(visitor) => visitor,
        Err(problem) => return problem.into_response(),
    };
    let secret = cookie(&request, SESSION, secure)
        .filter(|secret| !secret.is_empty())
        .map(str::to_owned);
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let from = address_of(connection, request.headers(), &state.settings.proxies);
    let (viewer, proving) = match &secret {
        None => (None, None),
        Some(secret) => match Viewer::of(&state, secret).await {
            Ok(Visitor::Unknown) => (None, None),
            Ok(Visitor::Halfway(session)) => (None, Some(Proving(session))),
            Ok(Visitor::In(viewer)) => {
                let proving = Proving(viewer.session.clone());
                (Some(viewer), Some(proving))
            }
            Err(problem) => return problem.into_response(),
        },
    };
    // Somebody signed in counts alone, so that a school behind one address is not one visitor.
    let asks = viewer
        .as_ref()
        .map_or_else(|| from.clone(), |v| v.session.id.to_string());
    let now = Instant::now();
    if !state.pace.take(&asks, now) {
        if state.pace.tells(&asks, now) {
            alert(&from, "more requests than people make: made to wait");
        }
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]).into_response();
    }
    let locale = cookie(&request, LANGUAGE, secure)
        .and_then(Locale::from_code)
        .unwrap_or_else(|| {
            request
                .headers()
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|line| line.to_str().ok())
                .map_or(Locale::Da, Locale::from_header)
        });
    // Families read their own pages and sign in in their own language; the staff's pages are Danish and English.
    let for_families = is_for_families(request.uri().path());
    let chosen = cookie(&request, LANGUAGE, secure);
    let tongue = match chosen {
        Some(code) => Tongue::from_code(code),
        None => {
            let asked = request.headers().get(header::ACCEPT_LANGUAGE);
            asked.and_then(|line| line.to_str().ok()).and_then(Tongue::from_header)
        }
    };
    let here = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let token_of = match (&proving, &secret) {
        (Some(_), Some(secret)) => secret,
        _ => &visitor,
    };
    let mut frame = Frame {
        locale,
        tongue: tongue.filter(|_| for_families),
        for_families,
        today: state.today(),
        municipality: state.settings.municipality.clone(),
        demo: state.settings.demo,
        here,
        seen: viewer.as_ref().map(Viewer::seen),
        section: None,
        crumbs: Vec::new(),
        csrf: token(token_of),
        notice: notice(locale, tongue.filter(|_| for_families), request.uri().query()),
        open: Vec::new(),
    };
    let open = viewer.iter().flat_map(|viewer| &viewer.open).map(|one| OpenBand {
        href: format!("/pupils/{}", one.pupil),
        end: format!("/emergency/{}/end", one.id),
        until: crate::emergency::moment(&state, &frame, one.until),
    });
    frame.open = open.collect();
    request.extensions_mut().insert(frame);
    request.extensions_mut().insert(crate::account::bound(&visitor));
    let person = viewer.as_ref().map(Viewer::person);
    if let Some(viewer) = viewer {
        request.extensions_mut().insert(viewer);
    }
    if let Some(proving) = proving {
        request.extensions_mut().insert(proving);
    }
    let mut response = store::asked_from(from, answered(&state, person, request, next)).await;
    if known.is_none()
        && let Ok(line) = HeaderValue::from_str(&set_cookie(VISITOR, &visitor, None, secure))
    {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}

/// The page, and a line in the trail when it was refused to somebody signed in, or when nothing was there: what cannot be
/// written down is not answered, neither with the page nor with "not found". The line is written in both, and both are
/// answered at the same steps of time, so that the time an answer takes does not tell one from the other
/// (`cargo xtask bench access`).
async fn answered(state: &AppState, person: Option<PersonId>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    // The address with its places left open: no id of a child stands in the trail.
    let page = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let page = page.as_ref().map_or("", MatchedPath::as_str);
    let Some(person) = person else {
        return response;
    };
    let refused = response.extensions().get::<PageRefused>().copied();
    let missing = response.extensions().get::<PageMissing>().is_some() && page.contains('{');
    let written = match refused {
        Some(PageRefused(tried)) => state.store.trail_refused(person, tried, page).await,
        None if missing => state.store.trail_missing(person, page).await,
        None => return response,
    };
    tokio::time::sleep(until_step(begun.elapsed(), state.refusals_at)).await;
    written.map_or_else(|problem| PageError::from(problem).into_response(), |()| response)
}

/// How long it is to the next whole step.
fn until_step(gone: Duration, step: Duration) -> Duration {
    let into = gone.as_nanos().checked_rem(step.as_nanos()).unwrap_or_default();
    u64::try_from(into).map_or(Duration::ZERO, |into| step.saturating_sub(Duration::from_nanos(into)))
}

/// Refuses every change whose form does not carry the token of this session, before any handler sees it.
pub async fn form_token(frame: Frame, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let elsewhere = request
        .headers()
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|site| !matches!(site, "same-origin" | "none"));
    if elsewhere {
        return PageError::StaleForm.into_response();
    }
    let limit = if frame.seen.is_some() {
        MOST_BYTES
    } else {
        MOST_BYTES_SIGNED_OUT
    };
    let (parts, body) = request.into_parts();
    let patience = if frame.seen.is_some() {
        BODY_SIGNED_IN
    } else {
        BODY_SIGNED_OUT
    };
    let body = match tokio::time::timeout(patience, read(body, limit)).await {
        Ok(Some(body)) => body,
        Ok(None) => return PageError::TooLarge { limit }.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let header = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let content_type = header("content-type").unwrap_or_default();
    let given = header("x-csrf-token").or_else(|| form::field(&content_type, &body, "csrf"));
    if given.as_deref() != Some(frame.csrf.as_str()) {
        return PageError::StaleForm.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// All of a body of at most `limit` bytes; nothing for a larger one, or one that broke off.
///
/// A browser reads no answer before it has sent its file: one hung up on in the middle says only that the connection was
/// lost. So what is too much is let by and forgotten, as far and as long as is reasonable, and then the words reach the
/// person.
async fn read(body: Body, limit: usize) -> Option<Bytes> {
    let mut body = body.into_data_stream();
    let mut kept = Vec::new();
    while let Some(part) = body.next().await {
        let part = part.ok()?;
        if kept.len() + part.len() > limit {
            drop(kept);
            let rest = async {
                let mut let_by = limit;
                while let_by / MOST_LET_BY < limit
                    && let Some(Ok(part)) = body.next().await
                {
                    let_by += part.len();
                }
            };
            let _in_time = tokio::time::timeout(LONGEST_LET_BY, rest).await;
            return None;
        }
        kept.extend_from_slice(&part);
    }
    Some(kept.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let request = Request::builder()
            .header("cookie", "a=1; naervaer-visitor=2; __Host-a=3")
            .body(Body::empty())
            .unwrap();
        assert_eq!(cookie(&request, "a", false), Some("1"));
        assert_eq!(cookie(&request, VISITOR, false), Some("2"));
        assert_eq!(cookie(&request, "visitor", false), None);
        assert_eq!(
            cookie(&request, "a", true),
            Some("3"),
            "over TLS no other cookie stands in for ours"
        );
    }

    #[test]
    fn what_is_not_found_waits_for_the_next_whole_step() {
        let (ms, step) = (Duration::from_millis, Duration::from_millis(25));
        assert_eq!(until_step(ms(1), step), ms(24));
        assert_eq!(until_step(ms(24), step), ms(1));
        assert_eq!(until_step(ms(26), step), ms(24));
        assert_eq!(until_step(ms(3), Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn a_token_says_nothing_about_its_secret() {
        assert_ne!(token("a"), token("b"));
        assert_eq!(token("a").len(), 64);
    }

    #[test]
    fn cookies_are_closed_to_scripts_and_other_sites() {
        assert_eq!(
            set_cookie("a", "b", Some(60), true),
            "__Host-a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        assert_eq!(set_cookie("a", "b", None, false), "a=b; Path=/; HttpOnly; SameSite=Lax");
    }
}
