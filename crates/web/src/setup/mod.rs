//! Opsætning: everything a municipality needs to begin.

mod answers;
mod calendars;
mod classes;
mod closed;
mod demands;
mod emergency;
mod family;
mod guide;
mod hints;
mod import;
mod mail;
mod mandates;
mod own;
mod person;
mod retention;
mod rhythm;
mod rules;
mod schools;
mod sharing;
mod show;
mod staff;
mod temperature;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Sample, page};

pub(crate) use answers::SETTING as ANSWERS_SETTING;
pub use answers::ShowAnswers;
pub use calendars::ShowCalendars;
pub use classes::{ShowClassBefore, ShowClasses, ShowRollover};
pub(crate) use closed::SETTING as CLOSED_SETTING;
pub use closed::ShowClosed;
pub(crate) use demands::SETTING as DEMANDS_SETTING;
pub use demands::ShowDemands;
pub use emergency::ShowEmergency;
pub use family::ShowFamilies;
pub use guide::ShowGuide;
pub use hints::ShowBudget;
pub use import::{AskFile, ShowMapping, ShowProgress};
pub use mail::ShowMail;
pub use mandates::WriteMandates;
pub use own::{EndRule, WriteRule};
pub use person::ShowPerson;
pub use retention::ShowPeriods;
pub use rhythm::ShowRhythm;
pub(crate) use rules::SETTING as RULES_SETTING;
pub use rules::ShowChoices;
pub use schools::ShowSchools;
pub use sharing::WriteSharing;
pub use show::ShowSetup;
pub use staff::ListStaff;
pub use temperature::ShowTemperature;

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/setup", get(show::show))
        .route("/setup/calendars", get(calendars::show).post(calendars::put))
        .route("/setup/schools", get(schools::list).post(schools::add))
        .route("/setup/schools/{id}", get(schools::show).post(schools::change))
        .route("/setup/classes", get(classes::list).post(classes::add))
        .route("/setup/classes/{class}", get(classes::before).post(classes::before_set))
        .route("/setup/rollover", get(classes::rollover).post(classes::roll))
        .route("/setup/import", get(import::ask).post(import::upload))
        .route("/setup/import/{id}", get(import::show).post(import::put))
        .route("/setup/hints", get(hints::show).post(hints::put))
        .route("/setup/rules", get(rules::show).post(rules::put))
        .route("/setup/rules/own", get(own::show).post(own::put))
        .route("/setup/rules/end", get(own::ask_end).post(own::end))
        .route("/setup/answers", get(answers::show).post(answers::put))
        .route("/setup/closed", get(closed::show).post(closed::put))
        .route("/setup/demands", get(demands::show).post(demands::put))
        .route("/setup/emergency", get(emergency::show).post(emergency::put))
        .route("/setup/retention", get(retention::show).post(retention::put))
        .route("/setup/family", get(family::show).post(family::put))
        .route("/setup/mandates", get(mandates::show).post(mandates::put))
        .route("/setup/sharing", get(sharing::show).post(sharing::put))
        .route("/setup/guide", get(guide::show).post(guide::put))
        .route("/setup/temperature", get(temperature::show).post(temperature::put))
        .route("/setup/mail", get(mail::show).post(mail::put))
        .route("/setup/rhythm", get(rhythm::show).post(rhythm::put))
        .route("/setup/staff", get(staff::list).post(staff::add))
        .route("/setup/staff/{id}", get(person::show))
        .route("/setup/staff/{id}/name", post(person::rename))
        .route("/setup/staff/{id}/password", post(person::password))
        .route("/setup/staff/{id}/closed", post(person::close))
        .route("/setup/staff/{id}/sessions/end", post(person::end_sessions))
        .route("/setup/staff/{id}/sessions/{session}/end", post(person::end_session))
        .route("/setup/staff/{id}/known", post(person::know))
        .route("/setup/staff/{id}/known/end", post(person::forget))
        .route("/setup/staff/{id}/factors/reset", post(person::reset_factors))
        .route("/setup/staff/{id}/roles", post(person::give))
        .route("/setup/staff/{id}/roles/{role}/end", post(person::end))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<ShowSetup>(),
        page::samples::<ShowCalendars>(),
        page::samples::<ShowSchools>(),
        page::samples::<ShowClassBefore>(),
        page::samples::<ShowClasses>(),
        page::samples::<ShowRollover>(),
        page::samples::<AskFile>(),
        page::samples::<ShowMapping>(),
        page::samples::<ShowBudget>(),
        page::samples::<ShowProgress>(),
        page::samples::<ShowChoices>(),
        page::samples::<WriteRule>(),
        page::samples::<EndRule>(),
        page::samples::<ShowAnswers>(),
        page::samples::<ShowClosed>(),
        page::samples::<ShowDemands>(),
        page::samples::<ShowEmergency>(),
        page::samples::<ShowPeriods>(),
        page::samples::<WriteMandates>(),
        page::samples::<WriteSharing>(),
        page::samples::<ShowRhythm>(),
        page::samples::<ShowGuide>(),
        page::samples::<ShowTemperature>(),
        page::samples::<ShowFamilies>(),
        page::samples::<ShowMail>(),
        page::samples::<ListStaff>(),
        page::samples::<ShowPerson>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
