//! News by e-mail: chosen, confirmed and taken back by the person alone.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{NewsMail, StoreError, Token};

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::post::is_address;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// What a person has chosen.
#[derive(Clone, Debug, Template)]
#[template(path = "family/mail.html")]
pub struct ChooseMail {
    frame: Frame,
    /// The address as it is kept; nothing while none is.
    kept: Option<String>,
    /// How it stands, in a sentence.
    stands: String,
    /// What was typed.
    typed: String,
    problems: Vec<String>,
}

impl ChooseMail {
    fn of(frame: Frame, kept: Option<&NewsMail>) -> Self {
        let stands = match kept {
            None => String::new(),
            Some(mail) if mail.failed => frame.t("family-mail-failed"),
            Some(mail) if mail.confirmed_at.is_some() => frame.t("family-mail-on"),
            Some(_) => frame.t("family-mail-unconfirmed"),
        };
        let here = frame.t("family-mail");
        Self {
            kept: kept.map(|mail| mail.address.clone()),
            stands,
            typed: String::new(),
            problems: Vec::new(),
            frame: frame.at(Section::Family).end(here),
        }
    }
}

impl Page for ChooseMail {
    const PATH: &'static str = "family/mail";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample_family(locale);
        let mail = |confirmed: bool, failed| NewsMail {
            address: "mette@mail.example".to_owned(),
            language: locale.code().to_owned(),
            asked_at: jiff::Timestamp::UNIX_EPOCH,
            confirmed_at: confirmed.then_some(jiff::Timestamp::UNIX_EPOCH),
            sent_at: None,
            failed,
        };
        let mut refused = Self::of(frame(), None);
        refused.typed = "mette".to_owned();
        refused.problems = vec![refused.frame.t("family-mail-problem")];
        let mut all = vec![
            ("none", Self::of(frame(), None)),
            ("refused", refused),
            ("waits", Self::of(frame(), Some(&mail(false, false)))),
            ("on", Self::of(frame(), Some(&mail(true, false)))),
            ("failed", Self::of(frame(), Some(&mail(true, true)))),
        ];
        if locale == Locale::Da {
            all.push((
                "arabic",
                Self::of(frame().spoken(crate::tongue::Tongue::Ar), Some(&mail(true, false))),
            ));
        }
        all
    }
}

/// Somebody of a family, where mail can be sent at all.
fn asked(state: &AppState, viewer: &Viewer) -> Result<(), PageError> {
    if state.mail() && viewer.actor.is_family() {
        Ok(())
    } else {
        Err(PageError::NotFound)
    }
}

/// What the person has chosen.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    asked(&state, &viewer)?;
    let permit = viewer.may::<act::Read, on::Session>(&viewer.person())?;
    let kept = state.store.news_mail_one(&permit).await?;
    html(&ChooseMail::of(frame, kept.as_ref()))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    address: String,
}

/// Keeps an address; a mail with a link goes there to confirm it.
pub(super) async fn choose(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    asked(&state, &viewer)?;
    let address = typed.address.trim();
    if !is_address(address) {
        let permit = viewer.may::<act::Read, on::Session>(&viewer.person())?;
        let kept = state.store.news_mail_one(&permit).await?;
        let mut page = ChooseMail::of(frame, kept.as_ref());
        page.problems = vec![page.frame.t("family-mail-problem")];
        address.clone_into(&mut page.typed);
        return html(&page);
    }
    let permit = viewer.may::<act::Change, on::Session>(&viewer.person())?;
    let language = frame.tongue.map_or(frame.locale.code(), crate::tongue::Tongue::code);
    state.store.news_mail_ask(&permit, address, language).await?;
    Ok(Redirect::to("/news?done=done-family-mail-asked").into_response())
}

/// Takes the choice back; the address goes.
pub(super) async fn stop(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    asked(&state, &viewer)?;
    let permit = viewer.may::<act::Close, on::Session>(&viewer.person())?;
    state.store.news_mail_drop(&permit).await?;
    Ok(Redirect::to("/news?done=done-family-mail-stopped").into_response())
}

/// The page of the link in a mail.
#[derive(Clone, Debug, Template)]
#[template(path = "family/mail-confirm.html")]
pub struct ConfirmMail {
    frame: Frame,
    /// Where the form is sent; nothing once it is confirmed.
    send: Option<String>,
}

impl Page for ConfirmMail {
    const PATH: &'static str = "family/mail-confirm";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |send: Option<&str>| Self {
            frame: Frame {
                for_families: true,
                ..Frame::sample_signed_out(locale)
            },
            send: send.map(str::to_owned),
        };
        vec![("asked", page(Some("/news/sample"))), ("confirmed", page(None))]
    }
}

/// Asks before an address is confirmed: a program that looks at links in mails confirms nothing.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    if !state.store.news_mail_known(&Token::from_text(&token)).await? {
        return Err(PageError::NotFound);
    }
    let send = Some(format!("/news/{token}"));
    html(&ConfirmMail { frame, send })
}

/// Confirms the address.
pub(super) async fn confirm(
    State(state): State<AppState>,
    frame: Frame,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    match state.store.news_mail_confirm(&Token::from_text(&token)).await {
        Ok(()) => html(&ConfirmMail { frame, send: None }),
        Err(StoreError::Missing(_)) => Err(PageError::NotFound),
        Err(other) => Err(other.into()),
    }
}
