//! Sådan gør vi: the municipality's workflow and what staff say about it, what has been decided about its team, whether the
//! model lives, and what everybody should know.

mod decide;
mod edit;
mod knowledge;
mod remarks;
pub(crate) mod said;
mod steering;
mod workflow;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

pub use decide::{WriteCheck, WriteDecision, WriteFunctions};
pub use edit::EditWorkflow;
pub use knowledge::{EditKnowledge, ListKnowledge, ShowKnowledge};
pub use remarks::ShowRemarks;
pub use steering::ShowSteering;
pub use workflow::ShowWorkflow;
pub(crate) use workflow::link_of_day;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/workflow", get(workflow::show))
        .route("/workflow/edit", get(edit::show).post(edit::put))
        .route("/workflow/remarks", get(remarks::show).post(remarks::make))
        .route("/workflow/remarks/{id}/answer", post(remarks::answer))
        .route("/steering", get(steering::show))
        .route(
            "/steering/decisions/{decision}",
            get(decide::decision).post(decide::decision_put),
        )
        .route(
            "/steering/functions",
            get(decide::functions).post(decide::functions_put),
        )
        .route("/steering/check", get(decide::check).post(decide::check_put))
        .route("/knowledge", get(knowledge::list))
        .route("/knowledge/new", get(knowledge::new).post(knowledge::write))
        .route("/knowledge/{id}", get(knowledge::show))
        .route("/knowledge/{id}/edit", get(knowledge::edit).post(knowledge::change))
        .route("/knowledge/{id}/turn", post(knowledge::turn))
}

/// Every sample of the pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ShowWorkflow>(),
        page::samples::<EditWorkflow>(),
        page::samples::<ShowRemarks>(),
        page::samples::<ShowSteering>(),
        page::samples::<WriteDecision>(),
        page::samples::<WriteFunctions>(),
        page::samples::<WriteCheck>(),
        page::samples::<ListKnowledge>(),
        page::samples::<ShowKnowledge>(),
        page::samples::<EditKnowledge>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
