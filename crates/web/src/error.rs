//! What went wrong, and the page that says so in the user's words.

use std::panic::AssertUnwindSafe;

use access::{Act, On};
use askama::Template;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use casework::PupilId;
use futures_util::FutureExt;
use store::{Refused, StoreError};
use thiserror::Error;

use crate::page::{self, Page, Sample};
use crate::{Frame, Locale};

/// Why a page cannot be shown. What may not be seen is [`PageError::NotFound`].
#[derive(Debug, Error)]
pub enum PageError {
    /// Nothing here, or nothing this person may see.
    #[error("not found")]
    NotFound,
    /// Nothing this person may see: the same page as for what is not there, and a line in the trail.
    #[error("refused")]
    Refused(Refused),
    /// Nobody is signed in; the sign-in page leads back here.
    #[error("not signed in")]
    SignedOut,
    /// It asks for a surer sign-in than this one; the page that asks for the second proof leads back here.
    #[error("asks for a second proof")]
    Unsure,
    /// The form was made by another page, another session or too long ago.
    #[error("the form's token does not match the session")]
    StaleForm,
    /// Somebody else changed the same thing in the meantime.
    #[error("changed by somebody else in the meantime")]
    Changed,
    /// The request cannot be understood; the text is a key of the locale files.
    #[error("request not understood: `{0}`")]
    Request(&'static str),
    /// More than the program takes at once.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The most bytes taken.
        limit: usize,
    },
    /// Too many tries; wait.
    #[error("too many tries")]
    TooMany,
    /// A template could not be written out.
    #[error("template could not be written out")]
    Template(#[source] askama::Error),
    /// Something else failed; the cause is in the log.
    #[error("failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PageError {
    /// Wraps a failure whose cause goes to the log and not to the page.
    pub fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Failed(Box::new(cause))
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Refused(_) => StatusCode::NOT_FOUND,
            Self::SignedOut => StatusCode::SEE_OTHER,
            Self::Unsure | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Changed => StatusCode::CONFLICT,
            Self::Request(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Template(_) | Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the error page needs to know.
    const fn told(&self) -> Told {
        let (heading, text) = self.keys();
        Told {
            heading,
            text,
            signed_out: matches!(self, Self::SignedOut),
            unsure: matches!(self, Self::Unsure),
        }
    }

    /// The keys of heading and text on the page.
    const fn keys(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound | Self::Refused(_) | Self::SignedOut => ("error-not-found", "error-not-found-text"),
            Self::Unsure => ("error-unsure", "error-unsure-text"),
            Self::StaleForm => ("error-stale-form", "error-stale-form-text"),
            Self::Changed => ("error-changed", "error-changed-text"),
            Self::Request(text) => ("error-request", text),
            Self::TooLarge { .. } => ("error-too-large", "error-too-large-text"),
            Self::TooMany => ("error-too-many", "error-too-many-text"),
            Self::Template(_) | Self::Failed(_) => ("error-failed", "error-failed-text"),
        }
    }
}

/// What the error page needs to know, carried from the handler to [`render`].
#[derive(Clone, Copy)]
struct Told {
    heading: &'static str,
    text: &'static str,
    signed_out: bool,
    unsure: bool,
}

/// What was refused, carried from the handler to the trail.
#[derive(Clone, Copy)]
pub(crate) struct PageRefused(pub Refused);

/// That a handler found nothing where it was asked, carried to the trail as what is refused is.
#[derive(Clone, Copy)]
pub(crate) struct PageMissing;

impl PageError {
    /// What `access` refused, about whom where that is known.
    pub(crate) fn refused<A: Act, R: On>(refusal: &access::Refusal, pupil: Option<PupilId>) -> Self {
        tracing::debug!(%refusal, "refused");
        if matches!(refusal, access::Refusal::Unsure { .. }) {
            return Self::Unsure;
        }
        Self::Refused(Refused {
            action: A::ACTION,
            resource: R::RESOURCE,
            pupil,
        })
    }
}

impl From<StoreError> for PageError {
    fn from(problem: StoreError) -> Self {
        match problem {
            StoreError::Missing(_) | StoreError::Permit(_) => Self::NotFound,
            StoreError::Conflict(_) => Self::Changed,
            StoreError::Held => Self::Request("error-held"),
            other => Self::failed(other),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if self.status().is_server_error() {
            tracing::error!(cause = ?self, "page failed");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self.told());
        match self {
            Self::Refused(tried) => {
                response.extensions_mut().insert(PageRefused(tried));
            }
            Self::NotFound => {
                response.extensions_mut().insert(PageMissing);
            }
            _ => {}
        }
        response
    }
}

/// The page that says what happened, that nothing is lost, and what to do.
#[derive(Template)]
#[template(path = "error/show.html")]
pub struct ErrorPage {
    frame: Frame,
    heading: String,
    text: String,
    /// Whether the page that asks for the second proof is where to go on.
    unsure: bool,
}

impl Page for ErrorPage {
    const PATH: &'static str = "error/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        [
            ("not-found", PageError::NotFound),
            ("unsure", PageError::Unsure),
            ("stale-form", PageError::StaleForm),
            ("changed", PageError::Changed),
            ("failed", PageError::Template(askama::Error::Fmt)),
            ("request", PageError::Request("error-request-text")),
            ("too-large", PageError::TooLarge { limit: 1 }),
            ("too-many", PageError::TooMany),
        ]
        .into_iter()
        .map(|(name, error)| {
            let (heading, text) = error.keys();
            (
                name,
                Self {
                    frame: Frame::sample(locale),
                    heading: locale.t(heading),
                    text: locale.t(text),
                    unsure: matches!(error, PageError::Unsure),
                },
            )
        })
        .collect()
    }
}

/// Every sample of the error page.
pub fn samples() -> Vec<Sample> {
    page::samples::<ErrorPage>()
}

/// The answer to an address that is nothing.
pub async fn not_found() -> PageError {
    PageError::NotFound
}

/// What to tell of a refusal that no handler made: an address whose question or number cannot be read, a method it does not
/// have, a body of another kind. Without this a person would see a line of English, or nothing.
fn made_by_no_handler(response: &Response) -> Option<PageError> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        _ if !plain => None,
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => {
            Some(PageError::Request("error-request-text"))
        }
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(PageError::NotFound),
        _ => None,
    }
}

/// What a handler answers, also when it breaks: a page that says so, and not a line gone dead.
pub(crate) async fn unbroken(answer: impl Future<Output = Response>) -> Response {
    let broke = |_| PageError::Failed("a handler broke; its own words stand above".into()).into_response();
    AssertUnwindSafe(answer).catch_unwind().await.unwrap_or_else(broke)
}

/// Turns a [`PageError`] from any handler into its page, in the language of the request.
pub async fn render(frame: Frame, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = unbroken(next.run(request)).await;
    let told = response.extensions().get::<Told>().copied();
    let told = told.or_else(|| made_by_no_handler(&response).map(|error| error.told()));
    let Some(told) = told else {
        return response;
    };
    if told.signed_out {
        return Redirect::to(&format!("/sign-in?back={}", crate::form::escape(&frame.here))).into_response();
    }
    if told.unsure && looks {
        return Redirect::to(&format!("/confirm?back={}", crate::form::escape(&frame.here))).into_response();
    }
    let status = response.status();
    let refused = response.extensions().get::<PageRefused>().copied();
    let missing = response.extensions().get::<PageMissing>().copied();
    let allowed = response.headers().get(header::ALLOW).cloned();
    let (heading, text) = (frame.locale.t(told.heading), frame.locale.t(told.text));
    let unsure = told.unsure;
    match page::html(&ErrorPage {
        frame,
        heading,
        text,
        unsure,
    }) {
        Ok(mut page) => {
            *page.status_mut() = status;
            if let Some(refused) = refused {
                page.extensions_mut().insert(refused);
            }
            if let Some(missing) = missing {
                page.extensions_mut().insert(missing);
            }
            if let Some(allowed) = allowed {
                page.headers_mut().insert(header::ALLOW, allowed);
            }
            page
        }
        Err(_) => status.into_response(),
    }
}
