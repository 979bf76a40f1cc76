//! The forløb: a case from the first concern to aftercare, and the words of those it is about, each apart.

mod blocks;
pub mod drawing;
pub mod files;
mod filling;
pub mod flower;
mod found;
pub mod handed;
mod handle;
mod invite;
pub mod list;
mod paper;
pub mod question;
mod read;
pub mod said;
pub mod show;
pub mod steps;
pub mod tasks;
pub mod view;
pub mod write;

pub use found::{FoundCase, Place};
pub(crate) use found::{found, found_in_concerns};
pub(crate) use handed::answers;
pub(crate) use paper::picture;
pub(crate) use read::{GUIDE_SETTING, RHYTHM_SETTING, Staff, dues_of, of_pupil, place_of, rhythm, running};
pub(crate) use said::section as section_name;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/cases", get(handle::list))
        .route("/cases/new", get(handle::ask).post(handle::open))
        .route("/cases/{id}", get(handle::first))
        .route("/cases/{id}/{page}", get(handle::show))
        .route("/cases/{id}/act/{act}", get(handle::form).post(handle::write))
        .route("/cases/{id}/papers/{paper}/{item}", get(paper::show))
        .route(
            "/cases/{id}/papers/{paper}/{item}/pdf",
            get(paper::fetch).post(paper::fetch),
        )
        .route("/cases/{id}/files", get(files::show).post(files::add))
        .route("/cases/{id}/files/{file}", get(files::fetch))
        .route("/cases/{id}/files/{file}/remove", post(files::remove))
        .route("/cases/{id}/meetings/{file}", get(invite::show))
        .route("/cases/{id}/meetings/{file}/tasks", get(tasks::ask).post(tasks::agree))
        .route("/cases/{id}/cards/{number}", get(handed::show))
        .route("/questions/{case}/{number}", get(question::show).post(question::answer))
        .route("/cases/{id}/views/new", get(view::ask).post(view::write))
        .route("/cases/{id}/views/{view}/words", post(view::add))
        .route("/cases/{id}/views/{view}/share", post(view::share))
}

/// Every sample of the pages of cases.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListCases>(),
        page::samples::<show::ShowCase>(),
        page::samples::<write::WriteCase>(),
        page::samples::<files::ShowFiles>(),
        page::samples::<view::NewView>(),
        page::samples::<question::ShowQuestion>(),
        page::samples::<handed::ShowCard>(),
        page::samples::<tasks::ConfirmTasks>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
