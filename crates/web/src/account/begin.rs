//! The one-time link that makes the first administrator.

use access::Assurance;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use store::{NewStaff, StoreError, Token};

use crate::account::sign_in::{Connection, origin, signed_in};
use crate::account::{is_username, password_problems};
use crate::form::Posted;
use crate::page::{Page, html};
use crate::{AppState, Frame, Locale, PageError};

/// The page that makes the first administrator.
#[derive(Template)]
#[template(path = "account/begin.html")]
pub struct BeginPage {
    frame: Frame,
    token: String,
    name: String,
    username: String,
    problems: Vec<String>,
}

impl Page for BeginPage {
    const PATH: &'static str = "account/begin";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |name: &str, problems| Self {
            frame: Frame::sample_signed_out(locale),
            token: "sample".to_owned(),
            name: name.to_owned(),
            username: String::new(),
            problems,
        };
        vec![
            ("asked", page("", Vec::new())),
            (
                "unfit",
                page("Bo Lund", vec![locale.t("username-unfit"), locale.t("password-short")]),
            ),
        ]
    }
}

/// Asks for name, username and password, while the link can be used.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    if !state.store.first_link_valid(&Token::from_text(&token)).await? {
        return Err(PageError::NotFound);
    }
    html(&BeginPage {
        frame,
        token,
        name: String::new(),
        username: String::new(),
        problems: Vec::new(),
    })
}

#[derive(Deserialize)]
pub(super) struct Typed {
    name: String,
    username: String,
    password: String,
    again: String,
}

/// Makes the account and signs it in.
pub(super) async fn make(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
    Connection(connection): Connection,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let username = typed.username.trim().to_lowercase();
    let mut problems = Vec::new();
    if typed.name.trim().is_empty() {
        problems.push("begin-name-missing");
    }
    if !is_username(&username) {
        problems.push("username-unfit");
    }
    problems.extend(password_problems(
        &typed.password,
        &typed.again,
        &[&typed.name, &username, &frame.municipality],
    ));
    if !problems.is_empty() {
        let problems = problems.into_iter().map(|key| frame.t(key)).collect();
        return html(&BeginPage {
            frame,
            token,
            name: typed.name,
            username,
            problems,
        });
    }
    let new = NewStaff {
        username,
        name: typed.name,
        demo: false,
    };
    let person = state
        .store
        .first_link_use(&Token::from_text(&token), &new, &typed.password, "administrator")
        .await
        .map_err(|problem| match problem {
            StoreError::Missing(_) => PageError::NotFound,
            other => other.into(),
        })?;
    let (address, user_agent) = origin(&state, connection, &headers);
    let session = state
        .store
        .session_open(person, Assurance::Low, (&address, &user_agent))
        .await?;
    Ok(signed_in(&state, session.reveal(), "/setup"))
}
