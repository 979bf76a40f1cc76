//! Sign-in with local accounts, the first administrator, the second proof, and where one is signed in.

mod begin;
mod ceremony;
mod confirm;
mod factor;
mod show;
mod sign_in;
mod with;

use axum::Router;
use axum::routing::{get, post};
use identity::password::Weakness;

use crate::{AppState, Sample, page};

pub use begin::BeginPage;
pub(crate) use ceremony::Ceremonies;
pub use confirm::{ConfirmPage, PasskeyAsked};
pub use factor::{AddCode, AddPasskey, ShowRecovery};
pub(crate) use show::sessions;
pub use show::{ChangeShown, FactorsShown, FeedShown, PasskeyShown, SessionShown, ShowAccount};
pub use sign_in::SignInPage;
pub(crate) use sign_in::{Connection, address_of, alert, origin, signed_in};
pub(crate) use with::bound;
pub use with::{NotSignedIn, SignedOut, Vouching};

/// The cookie that holds the session's secret.
pub(crate) const SESSION: &str = "naervaer-session";

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in::ask).post(sign_in::try_in))
        .route("/sign-out", post(sign_in::out))
        .route("/sign-in/with/{provider}", get(with::go))
        .route("/sign-in/from/{provider}", get(with::come))
        .route("/begin/{token}", get(begin::ask).post(begin::make))
        .route("/sessions", get(show::show))
        .route("/sessions/changes", post(show::changes_seen))
        .route("/sessions/end", post(show::end_all))
        .route("/sessions/{id}/end", post(show::end))
        .route("/sessions/feed", post(show::feed_make))
        .route("/sessions/feed/end", post(show::feed_drop))
        .route("/sessions/password", post(show::password))
        .route("/sessions/code", get(factor::code_ask).post(factor::code_begin))
        .route("/sessions/code/prove", post(factor::code_prove))
        .route("/sessions/code/end", post(factor::code_end))
        .route("/sessions/passkey", get(factor::passkey_ask).post(factor::passkey_add))
        .route("/sessions/passkey/{id}/end", post(factor::passkey_end))
        .route("/sessions/recovery", post(factor::recovery))
        .route("/confirm", get(confirm::ask).post(confirm::code))
        .route("/confirm/passkey", post(confirm::passkey))
        .route("/language/{code}", get(sign_in::language))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<SignInPage>(),
        page::samples::<BeginPage>(),
        page::samples::<ShowAccount>(),
        page::samples::<ConfirmPage>(),
        page::samples::<AddCode>(),
        page::samples::<AddPasskey>(),
        page::samples::<ShowRecovery>(),
        page::samples::<NotSignedIn>(),
        page::samples::<SignedOut>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is wrong with a new password, as keys of texts; `about` is what everybody knows about the person.
pub(crate) fn password_problems(password: &str, again: &str, about: &[&str]) -> Vec<&'static str> {
    let weakness = identity::password::weakness(password, about).map(|weakness| match weakness {
        Weakness::Short => "password-short",
        Weakness::Long => "password-long",
        Weakness::Guessable => "password-guessable",
    });
    let mut problems = Vec::from_iter(weakness);
    if password != again {
        problems.push("password-differs");
    }
    problems
}

/// A user name a directory or provider gives, as it is kept: in small letters. It may be an address and stays a whole one:
/// of two with the same name before the `@`, each is another person.
pub(crate) fn given_username(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    is_username(&name.replace('@', ".")).then_some(name)
}

/// Whether a username can be typed anywhere: at least three of a–z, digits, `.`, `_` and `-`.
pub(crate) fn is_username(text: &str) -> bool {
    text.len() >= 3
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_typed_alike_twice() {
        assert!(password_problems("en lang sætning", "en lang sætning", &[]).is_empty());
        assert_eq!(password_problems("kort", "kort", &[]), ["password-short"]);
        assert_eq!(
            password_problems("kort", "lang", &[]),
            ["password-short", "password-differs"]
        );
        assert_eq!(
            password_problems("asta.ravnkær", "asta.ravnkær", &["Asta Ravnkær"]),
            ["password-guessable"]
        );
    }

    #[test]
    fn usernames_can_be_typed_on_any_keyboard() {
        assert!(is_username("maja.holm"));
        assert!(!is_username("Maja"));
        assert!(!is_username("må"));
        assert!(!is_username("maja@solbaek.example"));
        assert_eq!(
            given_username(" Maja@Solbaek.example "),
            Some("maja@solbaek.example".to_owned())
        );
        assert_eq!(given_username("må"), None);
    }
}
