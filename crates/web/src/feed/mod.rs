//! Calendars: the invitation to one meeting, and everything that waits for one member of staff, read by that person's
//! own calendar at an address only that person knows.
//!
//! What leaves the program here is read on other screens: it carries time, place and a link, never a child's name,
//! class or what anybody said.

mod ics;
mod made;

pub(crate) use made::{of_meeting, place_to_tell};

use access::{Actor, act, on, scope};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use casework::PersonId;
use store::{FeedRead, Token};

pub(crate) use ics::{Calendar, Event};

use crate::account::{Connection, address_of};
use crate::viewer::role_grant;
use crate::{AppState, Locale, PageError};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new().route("/feeds/{file}", get(read))
}

/// How the program is reached from outside, as the operator or else the request says it: `https://naervaer.example`.
pub(crate) fn site(state: &AppState, headers: &HeaderMap) -> String {
    if let Some(site) = &state.settings.site {
        return site.clone();
    }
    let scheme = if state.settings.secure_cookies { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let good = |host: &&str| {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
        !host.is_empty() && host.chars().all(plain)
    };
    format!("{scheme}://{}", host.filter(good).unwrap_or("localhost"))
}

/// A calendar as an answer; `file` is what it is called where it is kept.
pub(crate) fn answer(calendar: &Calendar, file: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    (headers, calendar.write()).into_response()
}

/// Everything that waits for the person whose calendar asks. What it holds is decided anew with the roles of the day.
async fn read(
    State(state): State<AppState>,
    Connection(connection): Connection,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    let secret = file.strip_suffix(".ics").ok_or(PageError::NotFound)?;
    let from = address_of(connection, &headers, &state.settings.proxies);
    let asked = state
        .store
        .feed_read(&Token::from_text(secret), &from, state.settings.demo)
        .await?;
    let (person, language) = match asked {
        FeedRead::Of { person, language } => (person, language),
        FeedRead::Unknown => return Err(PageError::NotFound),
        FeedRead::Wait { .. } => return Err(PageError::TooMany),
    };
    let locale = Locale::from_code(&language).unwrap_or(Locale::Da);
    let events = events(&state, person, locale, &site(&state, &headers)).await?;
    let name = locale.t("feed-name");
    Ok(answer(&Calendar { name, events }, "naervaer.ics"))
}

async fn events(state: &AppState, person: PersonId, locale: Locale, site: &str) -> Result<Vec<Event>, PageError> {
    let today = state.today();
    let grants = state.store.role_grant_list_of(person).await?;
    let actor = Actor::signed_in(person, grants.iter().filter_map(role_grant).collect());
    let telling = made::Telling {
        locale,
        site,
        zone: &state.settings.zone,
        today,
        me: person,
    };
    let mut events = Vec::new();
    if let Ok(scope) = scope::<act::List, on::Case>(&actor, today) {
        let cases = state.store.case_list(&scope).await?;
        if !cases.is_empty() {
            events.extend(telling.cases(state, &cases).await?);
        }
    }
    if let Ok(scope) = scope::<act::List, on::Review>(&actor, today) {
        let series = state.store.review_series_list(&scope).await?;
        let meetings = state.store.review_meeting_list(&series).await?;
        let roster = state.store.roster().await?;
        events.extend(telling.reviews(&roster, &series, &meetings));
    }
    Ok(events)
}
