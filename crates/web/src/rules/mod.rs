//! Regler: the rules in force on a day, for everybody.

pub(crate) mod compare;
mod mandates;
mod sharing;
pub(crate) mod show;
mod tryout;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Sample, page};

pub use compare::CompareRules;
pub use mandates::ShowMandates;
pub(crate) use mandates::of_word as mandate_of;
pub use sharing::ShowSharing;
pub(crate) use sharing::{SETTING as SHARING_SETTING, sharing};
pub use show::{RuleShown, ShowRules, words_of};
pub use tryout::{TriedDefinition, TryDefinition, TryingDefinition};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/rules", get(show::show))
        .route("/rules/try", get(tryout::show).post(tryout::start))
        .route("/rules/try/adopt", post(tryout::adopt))
        .route("/rules/mandates", get(mandates::show))
        .route("/rules/sharing", get(sharing::show))
        .route("/rules/compare", get(compare::compare))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ShowRules>(),
        page::samples::<ShowMandates>(),
        page::samples::<ShowSharing>(),
        page::samples::<CompareRules>(),
        page::samples::<TryDefinition>(),
        page::samples::<TryingDefinition>(),
        page::samples::<TriedDefinition>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
