//! A meeting of a case as a file for a calendar.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use casework::history::Sequence;

use super::read;
use crate::feed::{self, Calendar};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The file of one meeting, for those who may read the case.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let number = file.strip_suffix(".ics").and_then(|number| number.parse().ok());
    let number = number.and_then(Sequence::new).ok_or(PageError::NotFound)?;
    let opened = read::opened(&state, &viewer, &id).await?;
    let roster = state.store.roster().await?;
    let (case, site) = (&opened.case, feed::site(&state, &headers));
    let place = |place: &str| feed::place_to_tell(case, &opened.who, &roster, place);
    let how = (frame.locale, &state.settings.zone);
    let event = feed::of_meeting(how, case, number, &site, place).ok_or(PageError::NotFound)?;
    let on = case.meeting_on(number).ok_or(PageError::NotFound)?;
    let name = frame.t("feed-name");
    let events = vec![event];
    Ok(feed::answer(
        &Calendar { name, events },
        &format!("{}-{on}.ics", frame.t("feed-file")),
    ))
}
