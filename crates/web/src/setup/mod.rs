//! Opsætning: everything a municipality needs to begin.

mod person;
mod show;
mod staff;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Sample, page};

pub use person::ShowPerson;
pub use show::ShowSetup;
pub use staff::ListStaff;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/setup", get(show::show))
        .route("/setup/staff", get(staff::list).post(staff::add))
        .route("/setup/staff/{id}", get(person::show))
        .route("/setup/staff/{id}/name", post(person::rename))
        .route("/setup/staff/{id}/password", post(person::password))
        .route("/setup/staff/{id}/closed", post(person::close))
        .route("/setup/staff/{id}/roles", post(person::give))
        .route("/setup/staff/{id}/roles/{role}/end", post(person::end))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [page::samples::<ShowSetup>(), page::samples::<ListStaff>(), page::samples::<ShowPerson>()]
        .into_iter()
        .flatten()
        .collect()
}
