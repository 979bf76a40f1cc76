//! The link a family was handed: choosing what to sign in with, once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{FamilyAccount, FamilyLink, StoreError, Token};

use crate::account::{Connection, is_username, origin, password_problems, signed_in};
use crate::form::Posted;
use crate::page::{Page, html};
use crate::tongue::Tongue;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The page of a link.
#[derive(Clone, Debug, Template)]
#[template(path = "family/welcome.html")]
pub struct WelcomePage {
    frame: Frame,
    token: String,
    /// For whom it is.
    name: String,
    /// What it gives.
    gives: String,
    /// Somebody of a family has signed in already, and may add this child.
    has_account: bool,
    username: String,
    problems: Vec<String>,
}

impl Page for WelcomePage {
    const PATH: &'static str = "family/welcome";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |frame: Frame, has_account| Self {
            token: "sample".to_owned(),
            name: "Mette Bækgård".to_owned(),
            gives: frame.t("family-welcome-parent"),
            has_account,
            username: String::new(),
            problems: Vec::new(),
            frame,
        };
        let frame = || Frame {
            for_families: true,
            ..Frame::sample_signed_out(locale)
        };
        let mut unfit = page(frame(), false);
        unfit.problems = vec![locale.t("password-short")];
        let mut all = vec![
            ("asked", page(frame(), false)),
            ("unfit", unfit),
            ("sibling", page(Frame::sample_family(locale), true)),
        ];
        if locale == Locale::Da {
            all.push(("arabic", page(frame().spoken(Tongue::Ar), false)));
        }
        all
    }
}

fn page(frame: Frame, token: String, link: &FamilyLink, viewer: Option<&Viewer>) -> WelcomePage {
    let gives = frame.t(match link.role {
        access::Role::Child => "family-welcome-child",
        access::Role::InformedParent => "family-welcome-informed",
        _ => "family-welcome-parent",
    });
    WelcomePage {
        token,
        name: link.name.clone(),
        gives,
        has_account: link.role != access::Role::Child && viewer.is_some_and(|one| one.actor.is_family()),
        username: String::new(),
        problems: Vec::new(),
        frame,
    }
}

async fn link(state: &AppState, token: &str) -> Result<FamilyLink, PageError> {
    let link = state.store.family_link_one(&Token::from_text(token)).await?;
    link.ok_or(PageError::NotFound)
}

/// Shows what the link gives, while it can be used.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
    viewer: Option<axum::Extension<Viewer>>,
) -> Result<Response, PageError> {
    let link = link(&state, &token).await?;
    html(&page(frame, token, &link, viewer.as_deref()))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
    #[serde(default)]
    has: String,
}

/// Uses the link: a new account that is signed in, or another child for the account one has.
pub(super) async fn make(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
    viewer: Option<axum::Extension<Viewer>>,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let link = link(&state, &token).await?;
    let secret = Token::from_text(&token);
    let gone = |problem| match problem {
        StoreError::Missing(_) => PageError::NotFound,
        other => other.into(),
    };
    if typed.has == "yes" {
        let viewer = viewer.ok_or(PageError::SignedOut)?;
        let account = FamilyAccount::Has(viewer.person());
        state.store.family_link_use(&secret, &account).await.map_err(gone)?;
        return Ok(Redirect::to("/family?done=done-family-welcome").into_response());
    }
    let username = typed.username.trim().to_lowercase();
    let mut problems = Vec::new();
    if !is_username(&username) {
        problems.push("username-unfit");
    }
    problems.extend(password_problems(
        &typed.password,
        &typed.again,
        &[&username, &frame.municipality],
    ));
    let mut refused = page(frame, token, &link, viewer.as_deref());
    refused.username.clone_from(&username);
    if problems.is_empty() {
        let account = FamilyAccount::New {
            username,
            password: typed.password,
            demo: state.settings.demo,
        };
        match state.store.family_link_use(&secret, &account).await {
            Ok(person) => {
                let (address, agent) = origin(&state, connection, &headers);
                let session = state
                    .store
                    .session_open(person, access::Assurance::Low, (&address, &agent))
                    .await?;
                return Ok(signed_in(&state, session.reveal(), "/family"));
            }
            Err(StoreError::Taken { .. }) => problems.push("username-taken"),
            Err(other) => return Err(gone(other)),
        }
    }
    refused.problems = problems.into_iter().map(|key| refused.frame.t(key)).collect();
    html(&refused)
}
