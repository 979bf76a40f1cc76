//! One's own account: roles, where one is signed in, and the password.

use access::{Assurance, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::{PersonId, SessionId};
use jiff::Timestamp;
use serde::Deserialize;
use store::{Factors, PasswordTry, SignInChange, SignInChangeKind, SignInRequest};

use crate::account::password_problems;
use crate::account::sign_in::{Connection, origin, signed_in};
use crate::feed::site;
use crate::form::Posted;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles, words};

/// One place where the person is signed in.
pub struct SessionShown {
    /// The id.
    pub id: String,
    /// What the browser says it is, in two words.
    pub device: String,
    /// Where it comes from.
    pub address: String,
    /// Since when.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// Whether it is the one that looks.
    pub current: bool,
}

/// Where a person is signed in, last used first; `current` is the session that looks.
pub(crate) async fn sessions(
    state: &AppState,
    locale: Locale,
    person: PersonId,
    current: SessionId,
) -> Result<Vec<SessionShown>, PageError> {
    let moment = |at: Timestamp| words::moment(locale, at.to_zoned(state.settings.zone.clone()).datetime());
    let lines = state.store.session_list(person).await?.into_iter();
    Ok(lines
        .map(|line| SessionShown {
            id: line.id.to_string(),
            device: device(locale, line.user_agent.as_deref().unwrap_or_default()),
            address: line.address.unwrap_or_default(),
            since: moment(line.made_at),
            seen: moment(line.seen_at),
            current: line.id == current,
        })
        .collect())
}

/// The address one's own calendar reads from.
pub struct FeedShown {
    made: String,
    read: Option<String>,
    /// The address and how a calendar program opens it: told once, when it is made.
    address: Option<(String, String)>,
}

/// A passkey of the person.
pub struct PasskeyShown {
    id: String,
    name: String,
    made: String,
    used: Option<String>,
}

/// What the person proves who they are with, beside the password.
#[derive(Default)]
pub struct FactorsShown {
    /// Since when an app makes codes.
    code: Option<String>,
    passkeys: Vec<PasskeyShown>,
    recovery_left: u64,
}

impl FactorsShown {
    fn new(factors: Factors, moment: impl Fn(Timestamp) -> String) -> Self {
        Self {
            code: factors.code_since.map(&moment),
            passkeys: factors
                .passkeys
                .into_iter()
                .map(|key| PasskeyShown {
                    id: key.id.to_string(),
                    name: key.name,
                    made: moment(key.made_at),
                    used: key.used_at.map(&moment),
                })
                .collect(),
            recovery_left: factors.recovery_left,
        }
    }

    fn any(&self) -> bool {
        self.code.is_some() || !self.passkeys.is_empty()
    }
}

/// Something that changed of how the person signs in.
pub struct ChangeShown {
    what: String,
    by: String,
    at: String,
    /// Whether the person has not yet said they have seen it.
    new: bool,
}

impl ChangeShown {
    fn new(locale: Locale, change: SignInChange, moment: impl Fn(Timestamp) -> String) -> Self {
        let what = match change.kind {
            SignInChangeKind::Password => "change-password",
            SignInChangeKind::CodeAdded => "change-code-added",
            SignInChangeKind::CodeGone => "change-code-gone",
            SignInChangeKind::PasskeyAdded => "change-passkey-added",
            SignInChangeKind::PasskeyGone => "change-passkey-gone",
            SignInChangeKind::Recovery => "change-recovery",
            SignInChangeKind::Reset => "change-reset",
        };
        let by = match (change.own, change.address) {
            (true, Some(address)) => locale.t1("change-own-from", "address", &*address),
            (true, None) => locale.t("change-own"),
            (false, _) => locale.t("change-by-another"),
        };
        Self {
            what: locale.t(what),
            by,
            at: moment(change.made_at),
            new: change.seen_at.is_none(),
        }
    }
}

/// The page of one's own account.
#[derive(Template)]
#[template(path = "account/show.html")]
pub struct ShowAccount {
    frame: Frame,
    name: String,
    username: String,
    roles: Vec<String>,
    sessions: Vec<SessionShown>,
    factors: FactorsShown,
    changes: Vec<ChangeShown>,
    feed: Option<FeedShown>,
    problems: Vec<String>,
}

impl Page for ShowAccount {
    const PATH: &'static str = "account/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let session = |current, device: &str| SessionShown {
            id: "1".to_owned(),
            device: device.to_owned(),
            address: "192.0.2.7".to_owned(),
            since: "20. november 2026 kl. 7.45".to_owned(),
            seen: "20. november 2026 kl. 9.12".to_owned(),
            current,
        };
        let page = |problems| Self {
            frame: Frame::sample(locale).end(locale.t("account-heading")),
            name: "Maja Holmgård".to_owned(),
            username: "maja.holm".to_owned(),
            roles: vec!["Skolesocialrådgiver, Engdalskolen".to_owned()],
            sessions: vec![session(true, "Firefox på Windows"), session(false, "Safari på iPhone")],
            factors: FactorsShown::default(),
            changes: Vec::new(),
            feed: None,
            problems,
        };
        let second = Self {
            factors: FactorsShown {
                code: Some("20. november 2026 kl. 7.50".to_owned()),
                passkeys: vec![PasskeyShown {
                    id: "1".to_owned(),
                    name: "Bærbar".to_owned(),
                    made: "20. november 2026 kl. 7.55".to_owned(),
                    used: None,
                }],
                recovery_left: 9,
            },
            changes: vec![
                ChangeShown {
                    what: locale.t("change-passkey-added"),
                    by: locale.t1("change-own-from", "address", "192.0.2.7"),
                    at: "20. november 2026 kl. 7.55".to_owned(),
                    new: true,
                },
                ChangeShown {
                    what: locale.t("change-password"),
                    by: locale.t("change-by-another"),
                    at: "2. november 2026 kl. 9.10".to_owned(),
                    new: false,
                },
            ],
            ..page(Vec::new())
        };
        let with_feed = |address: Option<&str>| Self {
            feed: Some(FeedShown {
                made: "20. november 2026 kl. 9.12".to_owned(),
                read: address.is_none().then(|| "20. november 2026 kl. 9.45".to_owned()),
                address: address.map(|rest| (format!("https://{rest}"), format!("webcal://{rest}"))),
            }),
            ..page(Vec::new())
        };
        let secret = "0123456789abcdef".repeat(4);
        vec![
            ("two-places", page(Vec::new())),
            (
                "calendar-made",
                with_feed(Some(&format!("naervaer.example/feeds/{secret}.ics"))),
            ),
            ("calendar", with_feed(None)),
            ("second-proof", second),
            ("wrong-password", page(vec![locale.t("password-wrong")])),
        ]
    }
}

impl ShowAccount {
    fn changed(&self) -> bool {
        self.changes.iter().any(|change| change.new)
    }

    async fn of(state: &AppState, frame: Frame, viewer: &Viewer, problems: Vec<String>) -> Result<Self, PageError> {
        let locale = frame.locale;
        let moment = |at: Timestamp| words::moment(locale, at.to_zoned(state.settings.zone.clone()).datetime());
        let sessions = sessions(state, locale, viewer.person(), viewer.session.id).await?;
        let roster = state.store.roster().await?;
        let roles = viewer
            .actor
            .roles_on(frame.today)
            .map(|role| {
                let place = roles::place(
                    locale,
                    role.place(),
                    |id| roster.school(id).map(|school| school.name.clone()),
                    |id| roster.class(id).map(|class| class.name.clone()),
                );
                format!("{}, {place}", roles::name(locale, role.role()))
            })
            .collect();
        let feed = state.store.feed_one(viewer.person()).await?.map(|feed| FeedShown {
            made: moment(feed.made_at),
            read: feed.read_at.map(moment),
            address: None,
        });
        let factors = FactorsShown::new(state.store.factors(viewer.person()).await?, moment);
        let own = viewer.may::<act::Read, on::Session>(&viewer.person())?;
        let changes = state.store.sign_in_changes(&own).await?.into_iter();
        Ok(Self {
            changes: changes.map(|one| ChangeShown::new(locale, one, moment)).collect(),
            factors,
            feed,
            name: viewer.session.name.clone(),
            username: viewer.session.username.clone(),
            frame: frame.end(locale.t("account-heading")),
            roles,
            sessions,
            problems,
        })
    }
}

/// What a browser says it is, in two words.
fn device(locale: Locale, agent: &str) -> String {
    let first = |pairs: &[(&str, &'static str)]| pairs.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, n)| *n);
    let browser = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => locale.t2("sessions-device-of", "browser", browser, "system", system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => locale.t("sessions-unknown"),
    }
}

/// Shows one's own account.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&ShowAccount::of(&state, frame, &viewer, Vec::new()).await?)
}

/// Ends another of one's own sessions.
pub(super) async fn end(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let session = SessionId::from_text(&id).ok_or(PageError::NotFound)?;
    state
        .store
        .session_end(Some(viewer.person()), viewer.person(), session)
        .await?;
    Ok(Redirect::to("/sessions").into_response())
}

/// The person has seen what had changed of how they sign in.
pub(super) async fn changes_seen(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let own = viewer.may::<act::Change, on::Session>(&viewer.person())?;
    state.store.sign_in_changes_seen(&own).await?;
    Ok(Redirect::to("/sessions?done=done-changes-seen#changes").into_response())
}

/// Ends every one of one's own sessions, this one too.
pub(super) async fn end_all(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    state
        .store
        .session_end_all(Some(viewer.person()), viewer.person())
        .await?;
    Ok(Redirect::to("/sign-in").into_response())
}

/// Makes the address of one's own calendar, and tells it this once.
pub(super) async fn feed_make(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let token = state.store.feed_make(viewer.person(), frame.locale.code()).await?;
    let address = format!("{}/feeds/{}.ics", site(&state, &headers), token.reveal());
    let opened = address
        .split_once("://")
        .map(|(_, rest)| format!("webcal://{rest}"))
        .unwrap_or_default();
    let mut page = ShowAccount::of(&state, frame, &viewer, Vec::new()).await?;
    if let Some(feed) = &mut page.feed {
        feed.address = Some((address, opened));
    }
    html(&page)
}

/// Takes the address of one's own calendar back.
pub(super) async fn feed_drop(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    state.store.feed_drop(viewer.person()).await?;
    Ok(Redirect::to("/sessions?done=done-feed-ended#calendar").into_response())
}

#[derive(Deserialize)]
pub(super) struct Typed {
    current: String,
    password: String,
    again: String,
}

/// Changes one's own password; every other session ends.
pub(super) async fn password(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (address, user_agent) = origin(&state, connection, &headers);
    let request = SignInRequest {
        username: viewer.session.username.clone(),
        password: typed.current,
        address: address.clone(),
        user_agent: user_agent.clone(),
        demo: state.settings.demo,
    };
    let about = [&*viewer.session.name, &*viewer.session.username, &*frame.municipality];
    let mut problems = password_problems(&typed.password, &typed.again, &about);
    if problems.is_empty() && !matches!(state.store.password_try(&request).await?, PasswordTry::Right(_)) {
        problems.push("password-wrong");
    }
    if !problems.is_empty() {
        let problems = problems.into_iter().map(|key| frame.t(key)).collect();
        return html(&ShowAccount::of(&state, frame, &viewer, problems).await?);
    }
    state
        .store
        .staff_password_set(Some(viewer.person()), viewer.person(), &typed.password)
        .await?;
    let shown = viewer.session.shown.unwrap_or(Assurance::Low);
    let token = state
        .store
        .session_raise(&viewer.session, shown, (&address, &user_agent), true)
        .await?;
    Ok(signed_in(&state, token.reveal(), "/sessions?done=done-password"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_in_two_words() {
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0";
        assert_eq!(device(Locale::Da, agent), "Edge på Windows");
        assert_eq!(device(Locale::En, "curl/8"), "Unknown");
    }
}
