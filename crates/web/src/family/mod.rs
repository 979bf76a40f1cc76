//! The family's page (da: Familiens side): what a child's parents and the child itself see of days, case and plan, what
//! they write there, and how the school lets them in and answers.

mod access;
mod act;
pub mod child;
mod mail;
mod parts;
mod read;
mod request;
mod seen;
pub mod show;
mod way;
mod welcome;
mod words;
pub mod write;

pub use access::GiveAccess;
pub use mail::{ChooseMail, ConfirmMail};
pub use request::ShowRequest;
pub use seen::ShowSeen;
pub use welcome::WelcomePage;

pub(crate) use act::written;
pub(crate) use parts::asked;
pub(crate) use read::{FAMILY_SETTING, settings};
pub(crate) use request::{of_class, of_pupil, waiting};
pub(crate) use seen::looks;

use axum::Router;
use axum::routing::{get, post};

use crate::AppState;
use crate::page::{self, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/family", get(read::first))
        .route("/family/{pupil}", get(read::show))
        .route("/family/{pupil}/seen", get(seen::show))
        .route("/family/{pupil}/write/{what}", get(act::ask).post(act::send))
        .route("/family/{pupil}/words/{tool}", get(words::ask).post(words::send))
        .route("/family/{pupil}/said/{view}", get(words::said).post(words::more))
        .route("/family/{pupil}/consent", get(act::ask_consent).post(act::give))
        .route(
            "/family/{pupil}/consent/{ground}",
            get(act::ask_withdraw).post(act::withdraw),
        )
        .route("/news", get(mail::show).post(mail::choose))
        .route("/news/stop", post(mail::stop))
        .route("/news/{token}", get(mail::ask).post(mail::confirm))
        .route("/welcome/{token}", get(welcome::ask).post(welcome::make))
        .route("/cases/{id}/family", get(access::show).post(access::make))
        .route("/cases/{id}/family/links/{link}/drop", post(access::drop_link))
        .route("/cases/{id}/family/{grant}/end", post(access::end))
        .route("/cases/{id}/family/{grant}/change", post(access::change))
        .route("/requests/{id}", get(request::show).post(request::answer))
}

/// Every sample of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<show::ShowFamily>(),
        page::samples::<child::ShowChild>(),
        page::samples::<write::WriteFamily>(),
        page::samples::<WelcomePage>(),
        page::samples::<GiveAccess>(),
        page::samples::<ShowRequest>(),
        page::samples::<ShowSeen>(),
        page::samples::<ChooseMail>(),
        page::samples::<ConfirmMail>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
