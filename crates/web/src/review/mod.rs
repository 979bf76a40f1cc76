//! Reviews: everybody who needs a look on one screen, and the meetings where people decide (da: Gennemgang).

pub mod edit;
mod handle;
pub mod list;
mod meet;
pub mod meeting;
mod record;
pub mod said;
pub mod series;

pub(crate) use handle::{calendar_of, place_text};

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/review", get(handle::list))
        .route("/review/pupils/{id}", post(handle::decide))
        .route("/review/pupils/{id}/duties", post(record::record))
        .route("/review/series", get(handle::series).post(handle::begin))
        .route("/review/series/{id}", get(edit::show).post(edit::change))
        .route("/review/series/{id}/end", post(edit::end))
        .route("/review/series/{id}/meetings", post(handle::plan))
        .route("/review/meetings/{id}", get(meet::show))
        .route("/review/meetings/{id}/notes", post(meet::note))
        .route("/review/meetings/{id}/tasks", post(meet::task))
        .route("/review/meetings/{id}/held", post(meet::held))
        .route("/review/meetings/{id}/move", post(meet::move_to))
        .route("/review/meetings/{id}/call-off", post(meet::call_off))
        .route("/review/meetings/{id}/talks/{pupil}", post(meet::talk))
}

/// Every sample of the review pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListReview>(),
        page::samples::<series::ListSeries>(),
        page::samples::<edit::EditSeries>(),
        page::samples::<meeting::ShowMeeting>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
