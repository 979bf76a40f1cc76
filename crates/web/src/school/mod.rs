//! Skoler: the schools a person works with, and a school with its classes.

mod list;
mod search;
mod show;

pub use list::{ListSchools, SchoolLine};
pub use search::{Found, SearchPupils};
pub(crate) use show::told_of_classes;
pub use show::{ClassLine, ShowSchool};

use access::{Scope, ScopeReach, act, on};
use axum::Router;
use axum::routing::get;
use store::ClassEntry;

use crate::{AppState, Sample, page};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/schools", get(list::show))
        .route("/schools/{id}", get(show::show))
        .route("/search", get(search::show))
}

/// Whether a class is among those the person may list pupils of.
fn covers(scope: &Scope<act::List, on::PupilIdentity>, class: &ClassEntry) -> bool {
    match scope.reach() {
        ScopeReach::Municipality => true,
        ScopeReach::Places { schools, classes, .. } => schools.contains(&class.school) || classes.contains(&class.id),
    }
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ListSchools>(),
        page::samples::<ShowSchool>(),
        page::samples::<SearchPupils>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
