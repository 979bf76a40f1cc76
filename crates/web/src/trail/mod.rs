//! Adgangslog: who has seen or changed what about whom, for the data protection officer. Looking here is written down too.

mod emergency;
mod list;
mod retention;
mod said;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Sample, page};

pub use emergency::ListEmergencies;
pub use list::ListTrail;
pub use retention::ShowRetention;
pub use show::ShowEntry;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/trail", get(list::show))
        .route("/trail/retention", get(retention::show).post(retention::hold))
        .route("/trail/retention/end", post(retention::end))
        .route("/trail/emergencies", get(emergency::show))
        .route("/trail/emergencies/{id}", post(emergency::found))
        .route("/trail/emergencies/{id}/end", post(emergency::end))
        .route("/trail/{id}", get(show::show))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ListTrail>(),
        page::samples::<ShowEntry>(),
        page::samples::<ShowRetention>(),
        page::samples::<ListEmergencies>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
