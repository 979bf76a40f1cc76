//! The pages: server-rendered HTML over the floors below.
//!
//! A page is one handler, one struct and one template at one path: `src/<module>/<page>.rs` and
//! `templates/<module>/<page>.html`. The struct is everything the page may say. No rule, no SQL and no arithmetic on
//! absence lives here.

pub mod assets;
pub mod error;
pub mod form;
pub mod frame;
pub mod guard;
pub mod locale;
pub mod overview;
pub mod page;
pub mod picture;
pub mod pupil;
pub mod rules;
pub mod school;
pub mod words;

mod state;

pub use error::PageError;
pub use frame::Frame;
pub use locale::Locale;
pub use page::{Page, Sample, html};
pub use state::{AppState, Clock, Settings};

use axum::Router;
use axum::middleware::from_fn_with_state;

/// Every page and asset of the program, with its headers, sign-in and error pages.
pub fn router(state: AppState) -> Router {
    let pages = Router::new()
        .merge(rules::routes())
        .fallback(error::not_found)
        .layer(axum::middleware::from_fn(guard::form_token))
        .layer(axum::middleware::from_fn(error::render))
        .layer(from_fn_with_state(state.clone(), guard::visit));
    Router::new()
        .merge(pages)
        .merge(assets::routes())
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(axum::middleware::from_fn(guard::headers))
        .with_state(state)
}

/// Every sample of every page, for the rendering test and for `cargo xtask pages`.
pub fn pages() -> Vec<Sample> {
    [error::samples(), overview::samples(), rules::samples(), school::samples()].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use jiff::tz::TimeZone;
    use tower::ServiceExt;

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> jiff::Timestamp {
            "2026-11-20T11:00:00Z".parse().unwrap()
        }
    }

    fn state() -> AppState {
        AppState {
            clock: Arc::new(Noon),
            settings: Arc::new(Settings {
                municipality: "Solbæk Kommune".to_owned(),
                secure_cookies: true,
                demo: false,
                zone: TimeZone::get("Europe/Copenhagen").unwrap(),
            }),
            rules: Arc::new(std::sync::RwLock::new(Arc::new(statute::RulePack::shipped().unwrap()))),
        }
    }

    /// Every embedded file a document names exists, and nothing inline slips past the content policy.
    fn check(sample: &Sample) {
        let at = format!("{} {} {}", sample.path, sample.name, sample.locale.code());
        assert!(sample.html.starts_with("<!doctype html>"), "{at} is not a document: {}", sample.html);
        assert!(!sample.html.contains(" style="), "{at} has an inline style");
        assert!(!sample.html.contains("<style"), "{at} has an inline style sheet");
        assert!(!sample.html.contains("<script>"), "{at} has an inline script");
        assert!(!sample.html.contains(" onclick="), "{at} has an inline handler");
        assert_eq!(sample.html.matches("<h1").count(), 1, "{at} has one heading of the first rank");
        for rest in sample.html.split("\"/assets/").skip(1) {
            let path = rest.split(['?', '"', '#']).next().unwrap();
            assert!(assets::exists(path), "{at} names the missing file {path}");
        }
        for form in sample.html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let head = form.split('>').next().unwrap();
            assert!(
                !head.contains("method=\"post\"") || form.contains("name=\"csrf\""),
                "{at} has a form without its token: {head}"
            );
        }
    }

    #[test]
    fn every_sample_of_every_page_renders() {
        let samples = pages();
        assert!(!samples.is_empty());
        for sample in &samples {
            check(sample);
        }
    }

    #[tokio::test]
    async fn an_unknown_address_gives_the_page_in_the_visitors_language() {
        for (language, heading) in [("da", "Siden findes ikke"), ("en", "There is no such page")] {
            let request = Request::get("/nothing").header("accept-language", language).body(Body::empty()).unwrap();
            let response = router(state()).oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            assert!(response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("default-src 'self'"));
            let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
            assert!(cookie.contains("HttpOnly") && cookie.contains("Secure"), "{cookie}");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            assert!(String::from_utf8_lossy(&body).contains(heading));
        }
    }

    #[tokio::test]
    async fn a_form_without_its_token_changes_nothing() {
        for body in ["", "csrf=wrong"] {
            let request = Request::post("/sign-in")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .unwrap();
            let response = router(state()).oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::FORBIDDEN);
        }
    }

    #[tokio::test]
    async fn files_are_kept_by_browsers_and_asked_again_cheaply() {
        let href = assets::href("css/naervaer.css");
        let request = Request::get(&href).body(Body::empty()).unwrap();
        let response = router(state()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let tag = response.headers()[header::ETAG].clone();
        let request = Request::get(&href).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
        let response = router(state()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn everybody_may_read_the_rules_of_any_day() {
        for (address, status) in
            [("/rules", StatusCode::OK), ("/rules?on=2024-08-01", StatusCode::OK), ("/rules?on=32-13", StatusCode::BAD_REQUEST)]
        {
            let response =
                router(state()).oneshot(Request::get(address).body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status(), status, "{address}");
        }
    }
}
