//! Hvem spørger jeg?: the people of a school, the teams that help children back and
//! specialists outside.

pub mod card;
pub mod list;
pub mod member;
pub mod offer;
pub mod said;
pub mod school;
pub mod specialists;
pub mod team;
pub mod teams;
pub mod write;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/people", get(list::show))
        .route("/people/schools/{id}", get(school::show))
        .route("/people/schools/{id}/add", get(card::add))
        .route("/people/schools/{id}/{person}", get(card::show).post(card::put))
        .route("/people/schools/{id}/{person}/drop", post(card::drop))
        .route("/people/teams", get(teams::show))
        .route("/people/teams/new", get(team::new).post(team::add))
        .route("/people/teams/{id}", get(team::show))
        .route("/people/teams/{id}/edit", get(team::edit).post(team::change))
        .route("/people/teams/{id}/drop", post(team::drop))
        .route("/people/teams/{id}/members/{at}", get(member::show).post(member::put))
        .route("/people/teams/{id}/members/{at}/drop", post(member::drop))
        .route("/people/specialists", get(specialists::list))
        .route("/people/specialists/new", get(specialists::new).post(specialists::add))
        .route(
            "/people/specialists/{id}/edit",
            get(specialists::edit).post(specialists::change),
        )
        .route("/people/specialists/{id}/confirm", post(specialists::confirm))
        .route("/people/specialists/{id}/drop", post(specialists::drop))
}

/// Every sample of the pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListPlaces>(),
        page::samples::<school::ShowSchoolPeople>(),
        page::samples::<teams::ListTeams>(),
        page::samples::<team::ShowTeam>(),
        page::samples::<specialists::ListSpecialists>(),
        page::samples::<write::WritePeople>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
