//! A class: today's register and the last forty school days (da: Klasse), and the class as a community.

pub mod community;
mod handle;
pub mod record;
pub mod show;
pub mod signs;

use access::ClassFacts;
use axum::Router;
use axum::routing::{get, post};
use casework::ClassId;

use crate::page::{self, Sample};
use crate::{AppState, PageError};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/classes/{id}", get(handle::show).post(handle::note))
        .route("/classes/{id}/messages", post(handle::message))
        .route("/classes/{id}/community", get(community::show))
        .route("/classes/{id}/community/slips", get(record::slips))
        .route(
            "/classes/{id}/community/new/{kind}",
            get(record::ask).post(record::keep),
        )
        .route("/classes/{id}/community/{record}/follow", post(community::follow))
        .route("/classes/{id}/community/{record}/end", post(community::end))
}

/// Every sample of the class pages.
pub fn samples() -> Vec<Sample> {
    let mut all = page::samples::<show::ShowClass>();
    all.extend(page::samples::<community::ShowCommunity>());
    all.extend(page::samples::<record::WriteRecord>());
    all.extend(page::samples::<record::PrintSlips>());
    all
}

/// The class of an address, where there is one; whether the viewer may see it is asked next.
async fn class_of(state: &AppState, id: &str) -> Result<ClassFacts, PageError> {
    let id = ClassId::from_text(id).ok_or(PageError::NotFound)?;
    state.store.class_facts(id).await?.ok_or(PageError::NotFound)
}
