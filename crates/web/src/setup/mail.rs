//! News by e-mail, for whoever sets the program up: how often, and how it stands; never who.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use store::{NEWS_SETTING, NewsMailState, NewsRhythm};

use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The fewest and the most hours between two mails to one person.
const HOURS: std::ops::RangeInclusive<u32> = 1..=168;

/// How it stands with the mail.
#[derive(Template)]
#[template(path = "setup/mail.html")]
pub struct ShowMail {
    frame: Frame,
    sequence: i64,
    /// Whether the program was told of a mail server.
    on: bool,
    hours: String,
    counts: Vec<(String, u64)>,
    sent: Option<String>,
    failing: Vec<(String, u64)>,
    problems: Vec<String>,
}

impl ShowMail {
    fn of(frame: Frame, on: bool, hours: u32, sequence: i64, state: &NewsMailState) -> Self {
        let here = frame.t("setup-mail");
        Self {
            sequence,
            on,
            hours: hours.to_string(),
            counts: vec![
                (frame.t("setup-mail-asked"), state.asked),
                (frame.t("setup-mail-confirmed"), state.confirmed),
                (frame.t("setup-mail-waiting"), state.waiting),
            ],
            sent: None,
            failing: state.problems.clone(),
            problems: Vec::new(),
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

impl Page for ShowMail {
    const PATH: &'static str = "setup/mail";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let some = NewsMailState {
            asked: 214,
            confirmed: 201,
            waiting: 3,
            sent_at: None,
            problems: vec![("550 5.1.1 mailbox unknown".to_owned(), 2)],
        };
        let mut busy = Self::of(frame(), true, 24, 1, &some);
        busy.sent = Some(words::moment(locale, jiff::civil::date(2026, 11, 20).at(9, 5, 0, 0)));
        let mut refused = Self::of(frame(), true, 24, 1, &NewsMailState::default());
        refused.problems = vec![locale.t("setup-mail-problem-hours")];
        vec![
            ("off", Self::of(frame(), false, 24, 0, &NewsMailState::default())),
            ("busy", busy),
            ("refused", refused),
        ]
    }
}

async fn page(state: &AppState, frame: Frame, viewer: &Viewer) -> Result<ShowMail, PageError> {
    let permit = viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let stands = state.store.news_mail_state(&permit).await?;
    let rhythm: NewsRhythm = state.setting(NEWS_SETTING).await?;
    let sequence = state.setting_sequence(NEWS_SETTING).await?;
    let locale = frame.locale;
    let mut page = ShowMail::of(frame, state.mail(), rhythm.hours, sequence, &stands);
    page.sent = stands
        .sent_at
        .map(|at| words::moment(locale, at.to_zoned(state.settings.zone.clone()).datetime()));
    Ok(page)
}

/// Shows how it stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&page(&state, frame, &viewer).await?)
}

/// Keeps how often a person gets mail.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let typed = sent(&fields, "hours").trim().to_owned();
    let Some(hours) = typed.parse().ok().filter(|hours| HOURS.contains(hours)) else {
        let mut page = page(&state, frame, &viewer).await?;
        page.problems = vec![page.frame.t("setup-mail-problem-hours")];
        page.hours = typed;
        return html(&page);
    };
    let sequence = sent(&fields, "sequence").parse().unwrap_or_default();
    let value = serde_json::to_string(&NewsRhythm { hours }).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), NEWS_SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/mail?done=done-setup-mail").into_response())
}
