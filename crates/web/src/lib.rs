//! The pages: server-rendered HTML over the floors below.
//!
//! A page is one handler, one struct and one template at one path: `src/<module>/<page>.rs` and
//! `templates/<module>/<page>.html`. The struct is everything the page may say. No rule, no SQL and no arithmetic on
//! absence lives here.

pub mod account;
pub mod assets;
pub mod case;
pub mod class;
pub mod concern;
pub mod counsel;
pub mod data;
pub mod draft;
pub mod emergency;
pub mod error;
pub mod family;
pub mod feed;
pub mod form;
pub mod frame;
pub mod guard;
pub mod guide;
pub mod hint;
pub mod insight;
pub mod letter;
mod listen;
pub mod locale;
pub mod option;
pub mod overview;
mod pace;
pub mod page;
pub mod paging;
pub mod people;
pub mod picture;
pub mod post;
pub mod practice;
pub mod pupil;
pub mod reflection;
pub mod review;
pub mod roles;
pub mod rules;
pub mod school;
mod scim;
pub mod setup;
pub mod tongue;
pub mod trail;
pub mod viewer;
pub mod words;

mod state;

pub use error::PageError;
pub use frame::Frame;
pub use locale::Locale;
pub use page::{Page, Sample, html};
pub use state::{AppState, Settings, municipal_rules};
pub use viewer::Viewer;

use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Every page and asset of the program, with its headers, sign-in and error pages.
pub fn router(state: AppState) -> Router {
    let pages = Router::new()
        .merge(account::routes())
        .merge(data::routes())
        .merge(overview::routes())
        .merge(case::routes())
        .merge(class::routes())
        .merge(concern::routes())
        .merge(counsel::routes())
        .merge(reflection::routes())
        .merge(guide::routes())
        .merge(hint::routes())
        .merge(insight::routes())
        .merge(letter::routes())
        .merge(draft::routes())
        .merge(emergency::routes())
        .merge(option::routes())
        .merge(practice::routes())
        .merge(people::routes())
        .merge(family::routes())
        .merge(feed::routes())
        .merge(pupil::routes())
        .merge(review::routes())
        .merge(rules::routes())
        .merge(school::routes())
        .merge(setup::routes())
        .merge(trail::routes())
        .fallback(error::not_found)
        .layer(axum::extract::DefaultBodyLimit::max(guard::MOST_BYTES))
        .layer(axum::middleware::from_fn(guard::form_token))
        .layer(axum::middleware::from_fn(error::render))
        .layer(from_fn_with_state(state.clone(), guard::visit));
    Router::new()
        .merge(pages)
        .merge(scim::routes(&state))
        .merge(assets::routes())
        .route("/.well-known/security.txt", get(guard::security_text))
        // The quickest of the ways to pack: a list of a hundred pupils is half a megabyte, and nearly as small so.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(axum::middleware::from_fn(guard::headers))
        .with_state(state)
}

/// Answers on a listener until `stop` ends; visits under way are finished first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    state.rules_load().await.map_err(std::io::Error::other)?;
    state.demands_load().await.map_err(std::io::Error::other)?;
    // A small municipality is ready before its first visitor; of a large one nobody waits for all of it.
    let first = tokio::spawn(warm(state.clone()));
    let _went_on_without = tokio::time::timeout(HEAD_START, first).await;
    let mut meanwhile = tokio::task::JoinSet::new();
    let of = state.clone();
    meanwhile.spawn(again(WARM_EVERY, move || warm(of.clone())));
    let of = state.clone();
    meanwhile.spawn(again(AGREE_EVERY, move || agree(of.clone())));
    let store = state.store.clone();
    meanwhile.spawn(again(WRITE_HOME_EVERY, move || {
        let store = store.clone();
        async move {
            if let Err(problem) = store.log_write_home().await {
                tracing::warn!(%problem, "the database's log could not be written home");
            }
        }
    }));
    let store = state.store.clone();
    meanwhile.spawn(async move {
        // What a program that ended left behind is sealed at once.
        seal(store.clone()).await;
        again(SEAL_EVERY, move || seal(store.clone())).await;
    });
    let ended = listen::answer(listener, router(state), stop).await;
    meanwhile.abort_all();
    ended
}

/// Seals what has settled of the audit trail.
async fn seal(store: store::Store) {
    if let Err(problem) = store.audit_seal().await {
        tracing::error!(%problem, "the audit trail could not be sealed");
    }
}

/// Does some work after every so long, for as long as nobody stops it.
async fn again<F: Future<Output = ()>>(every: Duration, work: impl Fn() -> F) {
    loop {
        tokio::time::sleep(every).await;
        work().await;
    }
}

/// How long a start waits for what pages need to be worked out beforehand.
const HEAD_START: Duration = Duration::from_millis(500);
/// How often it is seen to that everything is worked out: a minute after midnight nobody waits for the new day.
const WARM_EVERY: Duration = Duration::from_secs(60);

/// How often it is seen to that a choice made at another program over the same database holds here too.
const AGREE_EVERY: Duration = Duration::from_secs(10);

/// How often the database's log of changes is written home.
const WRITE_HOME_EVERY: Duration = Duration::from_secs(5);
/// How often what has settled of the audit trail is sealed.
const SEAL_EVERY: Duration = Duration::from_secs(300);

/// Puts in force what the municipality has decided elsewhere since.
async fn agree(state: AppState) {
    let (rules, demands) = (state.rules_load().await, state.demands_load().await);
    for problem in [rules, demands].into_iter().filter_map(Result::err) {
        tracing::error!(%problem, "what the municipality has chosen cannot be put in force");
    }
}

/// Works out what pages ask of every pupil, where something has changed since, and keeps the next start quick.
async fn warm(state: AppState) {
    let rules = state.rules();
    let carried = state.store.carried_warm(&rules).await;
    let signs = state.store.early_warm().await;
    let levels = state.store.levels_warm(data::year_so_far(state.today())).await;
    let snapshot = state.store.planes_snapshot_fresh().await.map(drop);
    for problem in [carried, signs, levels, snapshot].into_iter().filter_map(Result::err) {
        tracing::warn!(%problem, "what pages need could not be worked out beforehand");
    }
}

/// Every sample of every page, for the rendering test and for `cargo xtask pages`.
pub fn pages() -> Vec<Sample> {
    [
        account::samples(),
        case::samples(),
        class::samples(),
        concern::samples(),
        data::samples(),
        emergency::samples(),
        error::samples(),
        family::samples(),
        guide::samples(),
        insight::samples(),
        letter::samples(),
        counsel::samples(),
        reflection::samples(),
        option::samples(),
        practice::samples(),
        overview::samples(),
        people::samples(),
        pupil::samples(),
        review::samples(),
        rules::samples(),
        school::samples(),
        setup::samples(),
        trail::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use jiff::tz::TimeZone;
    use store::{CprKeys, FixedClock, Setup, Store};
    use tower::ServiceExt;

    /// A program over an empty database in a file of its own, on Friday 20 November 2026 at noon.
    async fn state() -> AppState {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let file = std::env::temp_dir().join(format!("naervaer-web-{}-{number}.sqlite", std::process::id()));
        let _not_there = std::fs::remove_file(&file);
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let store = Store::open(Setup {
            address: format!("sqlite:{}", file.display()),
            clock: Arc::new(FixedClock::new("2026-11-20T11:00:00Z".parse().unwrap())),
            zone: zone.clone(),
            keys: CprKeys::from_bytes(&[7; 32]).unwrap(),
        })
        .await
        .unwrap();
        let settings = Settings {
            municipality: "Solbæk Kommune".to_owned(),
            proxies: Vec::new(),
            site: None,
            secure_cookies: true,
            demo: false,
            zone,
        };
        AppState::new(store, settings, statute::RulePack::shipped().unwrap())
    }

    #[tokio::test]
    async fn named_rules_are_shown_to_everybody_whatever_the_municipality_turns_off() {
        let state = state().await;
        let named = |state: &AppState| {
            let rules = state.rules();
            let on = rules.rules().iter().filter(|r| r.enabled);
            on.filter(|r| r.status == statute::Status::Named).count()
        };
        assert_eq!(named(&state), 5);
        let off = "disable = [\"named.*\", \"local.*\"]";
        let choices = crate::setup::RULES_SETTING;
        state.store.setting_set(None, choices, off, 0).await.unwrap();
        state.rules_load().await.unwrap();
        assert_eq!(named(&state), 5);
        assert!(
            state
                .rules()
                .rules()
                .iter()
                .all(|r| !r.enabled || r.status != statute::Status::Local)
        );
        let mut browser = Browser {
            state,
            cookies: BTreeMap::new(),
        };
        let page = browser.get("/rules").await.text;
        assert!(
            page.contains("Navngivne regler") && page.contains("Fire sygeforløb på 60 skoledage"),
            "{page}"
        );
    }

    /// A browser that keeps its cookies.
    struct Browser {
        state: AppState,
        cookies: BTreeMap<String, String>,
    }

    /// An answer as a test looks at it.
    struct Answer {
        status: StatusCode,
        to: Option<String>,
        text: String,
    }

    impl Browser {
        fn new(state: AppState) -> Self {
            Self {
                state,
                cookies: BTreeMap::new(),
            }
        }

        async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let request = request
                .header("cookie", cookies.join("; "))
                .body(Body::from(body))
                .unwrap();
            let response = router(self.state.clone()).oneshot(request).await.unwrap();
            for line in response.headers().get_all(header::SET_COOKIE) {
                let (pair, _) = line.to_str().unwrap().split_once(';').unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            let status = response.status();
            let to = response
                .headers()
                .get(header::LOCATION)
                .map(|v| v.to_str().unwrap().to_owned());
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Answer {
                status,
                to,
                text: String::from_utf8_lossy(&body).into_owned(),
            }
        }

        async fn get(&mut self, path: &str) -> Answer {
            self.send(Request::get(path), String::new()).await
        }

        /// Sends a form as the page at `from` gives it, token and all.
        async fn post(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
            let page = self.get(from).await;
            let token = page
                .text
                .split("name=\"csrf\" value=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            let mut body = format!("csrf={token}");
            for (name, value) in fields {
                body.push_str(&format!("&{name}={}", form::escape(value)));
            }
            let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
            self.send(request, body).await
        }

        /// A browser in which the first administrator is signed in.
        async fn administrator() -> Self {
            let mut browser = Self::new(state().await);
            let link = browser.state.store.first_link_make().await.unwrap().unwrap();
            let begin = format!("/begin/{}", link.reveal());
            let fields = [
                ("name", "Asta Holmvig"),
                ("username", "asta"),
                ("password", "en lang sætning"),
                ("again", "en lang sætning"),
            ];
            let answer = browser.post(&begin, &begin, &fields).await;
            assert_eq!(
                (answer.status, answer.to.as_deref()),
                (StatusCode::SEE_OTHER, Some("/setup")),
                "{}",
                answer.text
            );
            browser
        }
    }

    /// Every embedded file a document names exists, and nothing inline slips past the content policy.
    fn check(sample: &Sample) {
        let at = format!("{} {} {}", sample.path, sample.name, sample.locale.code());
        assert!(
            sample.html.starts_with("<!doctype html>"),
            "{at} is not a document: {}",
            sample.html
        );
        assert!(!sample.html.contains(" style="), "{at} has an inline style");
        assert!(!sample.html.contains("<style"), "{at} has an inline style sheet");
        assert!(!sample.html.contains("<script>"), "{at} has an inline script");
        assert!(!sample.html.contains(" onclick="), "{at} has an inline handler");
        assert_eq!(
            sample.html.matches("<h1").count(),
            1,
            "{at} has one heading of the first rank"
        );
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
            let request = Request::get("/nothing")
                .header("accept-language", language)
                .body(Body::empty())
                .unwrap();
            let response = router(state().await).oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            assert!(
                response.headers()[header::CONTENT_SECURITY_POLICY]
                    .to_str()
                    .unwrap()
                    .contains("default-src 'self'")
            );
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
            let response = router(state().await).oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::FORBIDDEN);
        }
    }

    #[tokio::test]
    async fn files_are_kept_by_browsers_and_asked_again_cheaply() {
        let href = assets::href("css/naervaer.css");
        let request = Request::get(&href).body(Body::empty()).unwrap();
        let response = router(state().await).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(
            response.headers()[header::CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let tag = response.headers()[header::ETAG].clone();
        let request = Request::get(&href)
            .header(header::IF_NONE_MATCH, tag)
            .body(Body::empty())
            .unwrap();
        let response = router(state().await).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn everybody_may_read_the_rules_of_any_day() {
        for (address, status) in [
            ("/rules", StatusCode::OK),
            ("/rules?on=2024-08-01", StatusCode::OK),
            ("/rules?on=32-13", StatusCode::BAD_REQUEST),
        ] {
            let response = router(state().await)
                .oneshot(Request::get(address).body(Body::empty()).unwrap())
                .await
                .unwrap();
            assert_eq!(response.status(), status, "{address}");
        }
    }

    /// A question asked twice over, a number that is none, a form's address opened as a page, another kind of body: a page
    /// in the visitor's words, with the headers of every answer.
    #[tokio::test]
    async fn what_reaches_no_handler_is_told_in_words_too() {
        let state = state().await;
        for (method, address, status, heading) in [
            ("GET", "/rules?on=2026-11-20&on=2026-11-21", 400, "Det kunne ikke læses"),
            ("GET", "/sign-out", 405, "Siden findes ikke"),
            ("GET", "/nothing", 404, "Siden findes ikke"),
        ] {
            let request = Request::builder().method(method).uri(address);
            let request = request.header("accept-language", "da").body(Body::empty()).unwrap();
            let response = router(state.clone()).oneshot(request).await.unwrap();
            assert_eq!(response.status().as_u16(), status, "{address}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{address}");
            assert_eq!(
                response.headers().contains_key(header::ALLOW),
                status == 405,
                "{address}"
            );
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let text = String::from_utf8_lossy(&body).into_owned();
            assert!(text.contains(heading), "{address}: {text}");
        }
        let asked = Request::get("/scim/v2/Users").body(Body::empty()).unwrap();
        let response = router(state).oneshot(asked).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    }

    #[tokio::test]
    async fn a_handler_that_breaks_is_an_error_page() {
        async fn breaks() -> StatusCode {
            panic!("as no handler should")
        }
        let state = state().await;
        let app = Router::new()
            .route("/", get(breaks))
            .layer(axum::middleware::from_fn(error::render))
            .layer(from_fn_with_state(state.clone(), guard::visit))
            .with_state(state);
        let request = Request::get("/")
            .header("accept-language", "da")
            .body(Body::empty())
            .unwrap();
        let response = app.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        assert!(
            text.contains("Noget gik galt") && !text.contains("as no handler should"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn the_first_link_makes_one_administrator_and_then_nobody() {
        let mut browser = Browser::administrator().await;
        assert_eq!(browser.get("/setup").await.status, StatusCode::OK);
        assert!(browser.state.store.first_link_make().await.unwrap().is_none());
        assert_eq!(browser.get("/begin/anything").await.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn signing_in_leads_back_and_signing_out_ends_the_session() {
        let mut browser = Browser::administrator().await;
        let answer = browser.post("/sessions", "/sign-out", &[]).await;
        assert_eq!(answer.to.as_deref(), Some("/sign-in"));
        let answer = browser.get("/setup/staff").await;
        assert_eq!(answer.to.as_deref(), Some("/sign-in?back=/setup/staff"));
        let wrong = [("name", "asta"), ("password", "noget andet"), ("back", "/setup/staff")];
        let answer = browser.post("/sign-in?back=/setup/staff", "/sign-in", &wrong).await;
        assert!(answer.text.contains("passer ikke sammen"), "{}", answer.text);
        let right = [
            ("name", "Asta"),
            ("password", "en lang sætning"),
            ("back", "/setup/staff"),
        ];
        let answer = browser.post("/sign-in?back=/setup/staff", "/sign-in", &right).await;
        assert_eq!(answer.to.as_deref(), Some("/setup/staff"));
        assert_eq!(browser.get("/setup/staff").await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn signing_out_everywhere_ends_every_session() {
        let mut here = Browser::administrator().await;
        let mut there = Browser::new(here.state.clone());
        let fields = [("name", "asta"), ("password", "en lang sætning"), ("back", "/")];
        there.post("/sign-in", "/sign-in", &fields).await;
        assert_eq!(there.get("/sessions").await.status, StatusCode::OK);
        here.post("/sessions", "/sessions/end", &[]).await;
        assert_eq!(there.get("/sessions").await.status, StatusCode::SEE_OTHER);
        assert_eq!(here.get("/sessions").await.status, StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn too_many_wrong_passwords_make_everybody_wait() {
        let mut browser = Browser::administrator().await;
        browser.post("/sessions", "/sign-out", &[]).await;
        for _ in 0..6 {
            browser
                .post("/sign-in", "/sign-in", &[("name", "asta"), ("password", "forkert")])
                .await;
        }
        let answer = browser
            .post(
                "/sign-in",
                "/sign-in",
                &[("name", "asta"), ("password", "en lang sætning")],
            )
            .await;
        assert!(answer.text.contains("for mange forsøg"), "{}", answer.text);
    }

    #[tokio::test]
    async fn a_form_of_another_session_changes_nothing() {
        let mut browser = Browser::administrator().await;
        let page = browser.get("/setup/staff").await;
        let token = page
            .text
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let mut other = Browser::new(browser.state.clone());
        other
            .post(
                "/sign-in",
                "/sign-in",
                &[("name", "asta"), ("password", "en lang sætning")],
            )
            .await;
        let request = Request::post("/setup/staff").header("content-type", "application/x-www-form-urlencoded");
        let body = format!("csrf={token}&name=Bo&username=bo.lund&password=en+anden+saetning");
        assert_eq!(other.send(request, body).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.state.store.staff_count().await.unwrap(), 1);
    }

    #[tokio::test]
    async fn an_administrator_makes_an_account_and_gives_it_a_role() {
        let mut browser = Browser::administrator().await;
        let fields = [("name", "Bo Ravnkær"), ("username", "bo"), ("password", "kort")];
        let answer = browser.post("/setup/staff", "/setup/staff", &fields).await;
        assert!(
            answer.text.contains("mindst 3 tegn") && answer.text.contains("mindst 12 tegn"),
            "all problems at once"
        );
        let fields = [
            ("name", "Bo Ravnkær"),
            ("username", "bo.r"),
            ("password", "en anden sætning"),
        ];
        let answer = browser.post("/setup/staff", "/setup/staff", &fields).await;
        let to = answer.to.unwrap();
        let page = to.split('?').next().unwrap().to_owned();
        let fields = [("role", "teacher"), ("place", ""), ("from", "2026-08-01"), ("to", "")];
        let answer = browser.post(&page, &format!("{page}/roles"), &fields).await;
        assert!(answer.text.contains("kan ikke gives der"));
        let fields = [
            ("role", "municipal_analyst"),
            ("place", ""),
            ("from", "2026-08-01"),
            ("to", ""),
        ];
        let answer = browser.post(&page, &format!("{page}/roles"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let mut analyst = Browser::new(browser.state.clone());
        analyst
            .post(
                "/sign-in",
                "/sign-in",
                &[("name", "bo.r"), ("password", "en anden sætning")],
            )
            .await;
        assert_eq!(
            analyst.get("/setup").await.status,
            StatusCode::NOT_FOUND,
            "an analyst sets nothing up"
        );
        // R-182: every definition side by side, for whoever may see counts of the whole municipality.
        let link = "href=\"/rules/compare\"";
        for of_counts in [&mut analyst, &mut browser] {
            assert!(of_counts.get("/rules").await.text.contains(link));
            let compared = of_counts.get("/rules/compare").await;
            assert_eq!(compared.status, StatusCode::OK);
            assert!(compared.text.contains("Reglerne side om side"), "{}", compared.text);
        }
        let mut nobody = Browser::new(browser.state.clone());
        assert!(!nobody.get("/rules").await.text.contains(link));
        assert_eq!(nobody.get("/rules/compare").await.status, StatusCode::SEE_OTHER);
    }

    /// A form with a file, as a browser sends it.
    fn multipart(token: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(format!("--X\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        part("name=\"csrf\"".to_owned(), token.as_bytes());
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        if let Some((name, content)) = file {
            part(
                format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv"),
                content,
            );
        }
        body.extend_from_slice(b"--X--\r\n");
        body
    }

    impl Browser {
        async fn post_file(&mut self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
            let page = self.get(path).await;
            let token = page
                .text
                .split("name=\"csrf\" value=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned();
            let body = multipart(&token, fields, file);
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let request = Request::post(path)
                .header("content-type", "multipart/form-data; boundary=X")
                .header("cookie", cookies.join("; "))
                .body(Body::from(body))
                .unwrap();
            let response = router(self.state.clone()).oneshot(request).await.unwrap();
            let status = response.status();
            let to = response
                .headers()
                .get(header::LOCATION)
                .map(|v| v.to_str().unwrap().to_owned());
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Answer {
                status,
                to,
                text: String::from_utf8_lossy(&body).into_owned(),
            }
        }

        /// The page of an uploaded file when nothing is being done with it any more.
        async fn settled(&mut self, path: &str) -> Answer {
            loop {
                let answer = self.get(path).await;
                if !answer.text.contains("data-polls") {
                    return answer;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }

        /// Sends the mapping form of an uploaded file as it stands, with a button pressed.
        async fn send_mapping(&mut self, path: &str, more: &[(&str, &str)]) -> Answer {
            let page = self.settled(path).await.text;
            let mut fields: Vec<(String, String)> = Vec::new();
            for select in page.split("<select").skip(1) {
                let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
                let chosen = select
                    .split("</select>")
                    .next()
                    .unwrap()
                    .split("<option")
                    .find(|o| o.contains(" selected"));
                let value = chosen.map_or("", |o| o.split("value=\"").nth(1).unwrap().split('"').next().unwrap());
                if more.iter().all(|(own, _)| *own != name) {
                    fields.push((name.to_owned(), value.to_owned()));
                }
            }
            fields.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let fields: Vec<(String, &str)> = fields.iter().map(|(n, v)| (form::escape(n), *v)).collect();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), *v)).collect();
            let answer = self.post(path, path, &fields).await;
            match answer.to.as_deref() {
                Some(to) if to == path => self.settled(path).await,
                _ => answer,
            }
        }
    }

    #[tokio::test]
    async fn a_calendar_without_days_is_told_and_not_written() {
        let mut browser = Browser::administrator().await;
        let typed = [
            ("name", "Folkeskoler"),
            ("first", "2026-08-10"),
            ("last", "2027-06-25"),
            ("seen", "yes"),
        ];
        let closed = "fra;til;navn\n10-08-2026;31-10-2026;Lukket\n01-11-2026;31-01-2027;Lukket\n\
            01-02-2027;30-04-2027;Lukket\n01-05-2027;25-06-2027;Lukket\n";
        for (file, told) in [(closed, "Der er ingen skoledage tilbage"), ("", "role=\"alert\"")] {
            let file = Some(("ferie.csv", file.as_bytes()));
            let answer = browser.post_file("/setup/calendars", &typed, file).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            assert!(answer.text.contains(told), "{}", answer.text);
            assert!(browser.state.store.roster().await.unwrap().calendars().is_empty());
        }
    }

    #[tokio::test]
    async fn a_municipality_is_set_up_from_nothing_to_its_first_absence() {
        let mut browser = Browser::administrator().await;
        // The calendar: shown first, written when it was seen.
        let typed = [
            ("name", "Folkeskoler"),
            ("first", "2026-08-10"),
            ("last", "2027-06-25"),
            (
                "closed",
                "fra;til;navn\n12-10-2026;16-10-2026;Efterårsferie\n21-12-2026;31-12-2026;Jul\n22-03-2027;29-03-2027;Påske\n",
            ),
        ];
        let answer = browser.post_file("/setup/calendars", &typed, None).await;
        assert!(answer.text.contains("Intet er gemt endnu"), "{}", answer.text);
        assert!(browser.state.store.roster().await.unwrap().calendars().is_empty());
        let seen: Vec<(&str, &str)> = typed.into_iter().chain([("seen", "yes")]).collect();
        let answer = browser.post_file("/setup/calendars", &seen, None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let roster = browser.state.store.roster().await.unwrap();
        let calendar = roster.calendars()[0].id.to_string();
        assert!(!roster.calendars()[0].days().contains(&jiff::civil::date(2026, 10, 13)));
        // The school.
        let fields = [
            ("name", "Engdalskolen"),
            ("kind", "folkeskole"),
            ("provision", "general"),
            ("calendar", calendar.as_str()),
            ("register", "imported"),
        ];
        let answer = browser.post("/setup/schools", "/setup/schools", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        // Two people write the same class at once: one is told that it is there.
        let school = browser.state.store.roster().await.unwrap().schools()[0].id.to_string();
        let class = [
            ("school", school.as_str()),
            ("year", "2026/2027"),
            ("name", "5.x"),
            ("grade", "5"),
        ];
        let mut other = Browser {
            state: browser.state.clone(),
            cookies: browser.cookies.clone(),
        };
        let (one, two) = tokio::join!(
            browser.post("/setup/classes", "/setup/classes", &class),
            other.post("/setup/classes", "/setup/classes", &class),
        );
        let mut answers = [one.status, two.status];
        answers.sort();
        assert_eq!(
            answers,
            [StatusCode::OK, StatusCode::SEE_OTHER],
            "{}{}",
            one.text,
            two.text
        );
        assert!(format!("{}{}", one.text, two.text).contains("role=\"alert\""));
        let roster = browser.state.store.roster().await.unwrap();
        assert_eq!(roster.classes().iter().filter(|c| c.name == "5.x").count(), 1);
        // The roster, as a Danish file in windows-1252.
        let roster = "CPR;Fornavn;Efternavn;Klasse\n0101142001;S\u{f8}ren;Ravnk\u{e6}r;6.a\n020213-2002;Alma;B\u{e6}kg\u{e5}rd;7.b\n";
        let bytes: Vec<u8> = roster.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let answer = browser
            .post_file("/setup/import", &[], Some(("elever.csv", &bytes)))
            .await;
        let path = answer.to.unwrap_or_else(|| panic!("{}", answer.text));
        let answer = browser.send_mapping(&path, &[]).await;
        assert!(
            answer.text.contains("Det her vil ske") && !answer.text.contains("role=\"alert\""),
            "{}",
            answer.text
        );
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(browser.state.store.roster().await.unwrap().pupil_count(), 2);
        // The same file again changes nothing.
        let answer = browser
            .post_file("/setup/import", &[], Some(("elever.csv", &bytes)))
            .await;
        let path = answer.to.unwrap();
        let answer = browser.send_mapping(&path, &[]).await;
        assert!(answer.text.contains("Filen ændrede ikke noget"), "{}", answer.text);
        // Absence with errors: all told at once, nothing written; then the corrected file.
        let wrong = "CPR;Dato;Årsag\n0101142001;31-02-2026;Syg\n9999999999;17-11-2026;Syg\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("fravaer.csv", wrong.as_bytes())))
            .await;
        let path = answer.to.unwrap();
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("2 fejl"), "{}", answer.text);
        let strange = "CPR;Dato;Årsag\n0303133003;17-11-2026;Syg\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("fravaer.csv", strange.as_bytes())))
            .await;
        let path = answer.to.unwrap();
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert!(answer.text.contains("eleven kendes ikke"), "{}", answer.text);
        let right = "CPR;Dato;Årsag\n0101142001;16-11-2026;Syg\n020213-2002;17-11-2026;Ulovligt\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("fravaer.csv", right.as_bytes())))
            .await;
        let path = answer.to.unwrap();
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert!(
            answer.status == StatusCode::OK && answer.text.contains("Se det igennem igen"),
            "what nobody has seen is not written: {}",
            answer.text
        );
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let import = answer.to.unwrap().split('?').next().unwrap().to_owned();
        let answer = browser.get(&import).await;
        assert!(answer.text.contains("Nye noteringer"), "{}", answer.text);
        assert_eq!(browser.get("/data").await.status, StatusCode::OK);
        // Lessons missed of a day become part of a day; a complete file says where, and asks before it clears much.
        let lessons = "CPR;Dato;Lektion;Årsag\n0101142001;18-11-2026;1;Syg\n0101142001;18-11-2026;2;Syg\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("lektioner.csv", lessons.as_bytes())))
            .await;
        let path = answer.to.unwrap();
        let answer = browser.send_mapping(&path, &[]).await;
        assert!(answer.text.contains("Nye dele af dage"), "{}", answer.text);
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let fewer = "CPR;Dato;Årsag\n0101142001;16-11-2026;Syg\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("fravaer.csv", fewer.as_bytes())))
            .await;
        let path = answer.to.unwrap();
        let whole = [("reach", "complete"), ("from", "2026-11-16"), ("to", "2026-11-17")];
        let answer = browser.send_mapping(&path, &whole).await;
        assert!(
            answer
                .text
                .contains("Filen er fuldstændig for Engdalskolen, 16. november 2026 – 17. november 2026")
                && answer.text.contains("name=\"confirmed\""),
            "{}",
            answer.text
        );
        let school = browser.state.store.roster().await.unwrap().schools()[0]
            .external_id
            .clone();
        let write = [&whole[..], &[("school", school.as_str()), ("write", "yes")]].concat();
        let answer = browser.send_mapping(&path, &write).await;
        assert!(
            answer.status == StatusCode::OK && answer.text.contains("sætte kryds"),
            "{}",
            answer.text
        );
        let confirmed = [&write[..], &[("confirmed", "yes")]].concat();
        let answer = browser.send_mapping(&path, &confirmed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        // Undone by adding to the history, once.
        let answer = browser.post(&import, &format!("{import}/undo"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(browser.get(&import).await.text.contains("fortrudt"));
        // The new school year: 6.a and 7.b move up.
        let answer = browser.get("/setup/rollover").await;
        assert!(
            answer.text.contains("7.a") && answer.text.contains("8.b"),
            "{}",
            answer.text
        );
        let answer = browser
            .post("/setup/rollover", "/setup/rollover", &[("from", "2026/2027")])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(
            browser
                .get("/setup/rollover")
                .await
                .text
                .contains("Alle klasser er rykket")
        );
        // The administrator has seen no child on the way.
        for path in ["/", "/setup", "/setup/classes", "/data", &import] {
            let text = browser.get(path).await.text;
            assert!(!text.contains("Ravnk") && !text.contains("0101142001"), "{path}");
        }
        assert_eq!(browser.get("/schools").await.status, StatusCode::NOT_FOUND);
    }

    /// A 20 KB workbook whose one part unfolds to 20 MB of zeros is among them.
    #[tokio::test]
    async fn files_that_cannot_be_read_in_are_refused_in_the_users_words() {
        let mut browser = Browser::administrator().await;
        let zeros = vec![0u8; 8 << 20];
        let bomb = include_bytes!("../tests/files/bomb.xlsx");
        for (name, bytes, told) in [
            ("tom.csv", &b""[..], "tom"),
            ("nuller.csv", &zeros, "nuller.csv"),
            ("bombe.xlsx", bomb, "bombe.xlsx"),
        ] {
            let answer = browser.post_file("/setup/import", &[], Some((name, bytes))).await;
            let page = match answer.to {
                Some(path) => browser.settled(&path).await.text,
                None => answer.text,
            };
            assert!(
                page.contains("Filen er ikke læst") && page.contains(told),
                "{name}: {page}"
            );
        }
        let mut broken = "CPR;Dato;Årsag\n".to_owned();
        for _ in 0..200_000 {
            broken.push_str("12AB561234;31-02-2026;Syg\n");
        }
        let answer = browser
            .post_file("/setup/import", &[], Some(("knust.csv", broken.as_bytes())))
            .await;
        let path = answer.to.unwrap_or_else(|| panic!("{}", answer.text));
        let answer = browser.send_mapping(&path, &[("write", "yes")]).await;
        assert!(answer.text.contains("400.000") && !answer.text.contains("name=\"write\""));
        assert!(answer.text.len() < 200_000, "{} bytes of report", answer.text.len());
        // A column that is missing is named; nothing of the file can be written.
        let lacking = "CPR;Årsag\n0101142001;Syg\n";
        let answer = browser
            .post_file("/setup/import", &[], Some(("uden-dato.csv", lacking.as_bytes())))
            .await;
        let path = answer.to.unwrap_or_else(|| panic!("{}", answer.text));
        let answer = browser
            .send_mapping(&path, &[("row_is", "day"), ("write", "yes")])
            .await;
        assert!(
            answer.text.contains("uden-dato.csv") && answer.text.contains("role=\"alert\""),
            "{}",
            answer.text
        );
        assert!(browser.state.store.import_list(5).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn choices_of_rules_hold_at_once_and_after_a_restart() {
        let mut browser = Browser::administrator().await;
        let fields = [
            ("sequence", "0"),
            ("day_weight", "any"),
            ("illness_total_window", "quarter"),
            ("denominator", "enrolled"),
            ("on", "local.run5"),
        ];
        let answer = browser.post("/setup/rules", "/setup/rules", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(browser.get("/rules").await.text.contains("tæller en hel dag"));
        let again = AppState::new(
            browser.state.store.clone(),
            (*browser.state.settings).clone(),
            statute::RulePack::shipped().unwrap(),
        );
        again.rules_load().await.unwrap();
        assert_eq!(again.rules().settings().day_weight, attendance::DayWeight::Any);
        let answer = browser.post("/setup/rules", "/setup/rules", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::CONFLICT,
            "the second of two who change it at once"
        );
    }

    /// A rule as the form sends it.
    const OWN: [(&str, &str); 15] = [
        ("rule", ""),
        ("seen", "0"),
        ("name_da", "Fravær 8 af de sidste 30 skoledage"),
        ("name_en", ""),
        ("window", "last"),
        ("last", "30"),
        ("categories", "illness"),
        ("categories", "unlawful"),
        ("unit", "days"),
        ("comparator", "at_least"),
        ("limit", "8"),
        ("who", "leader"),
        ("within", "at_once"),
        ("duty_da", "Ring hjem, og hør, hvordan det går."),
        ("source", "Børneudvalget, punkt 4"),
    ];

    fn own(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        let kept = OWN
            .into_iter()
            .filter(|(name, _)| !changes.iter().any(|(n, _)| n == name));
        kept.chain(changes.iter().copied()).collect()
    }

    const ID: &str = "local.fravaer_8_af_de_sidste_30_skoledage";

    /// R-156, R-157, R-379: written, changed and ended without a release; the old versions stay and the law is locked.
    #[tokio::test]
    async fn a_municipality_writes_changes_and_ends_a_rule_of_its_own() {
        let mut browser = Browser::administrator().await;
        let page = "/setup/rules/own";
        // Looking at it keeps nothing.
        let answer = browser
            .post(page, page, &own(&[("from", "2026-11-20"), ("step", "preview")]))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        for words in [
            "sygefravær eller ulovligt fravær på mindst 8 skoledage i sine sidste 30 skoledage",
            "Ring hjem, og hør, hvordan det går.",
            "opmærksomhedspunkt",
            ID,
        ] {
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        assert!(!browser.get("/rules").await.text.contains(ID));
        let answer = browser
            .post(page, page, &own(&[("from", "2026-11-20"), ("step", "save")]))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(browser.get("/rules").await.text.contains(ID));
        assert!(
            !browser
                .get("/rules?on=2026-11-19")
                .await
                .text
                .contains(&format!("id=\"{ID}\""))
        );
        // The second of two who write at once is told.
        let answer = browser
            .post(page, page, &own(&[("from", "2026-11-20"), ("step", "save")]))
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        // A new version may not begin before what has been in force, and says so with everything typed kept.
        let changed = [
            ("rule", ID),
            ("seen", "1"),
            ("limit", "10"),
            ("name_da", "Fravær 10 af 30"),
        ];
        let early = [&changed[..], &[("from", "2026-11-20"), ("step", "save")]].concat();
        let answer = browser.post(page, page, &own(&early)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("Datoen ligger for tidligt") && answer.text.contains("Fravær 10 af 30"));
        let later = [&changed[..], &[("from", "2027-01-01"), ("step", "save")]].concat();
        let answer = browser.post(page, page, &own(&later)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let before = browser.get("/rules?on=2026-12-31").await.text;
        assert!(before.contains("Fravær 8 af de sidste 30 skoledage") && !before.contains("Fravær 10 af 30"));
        assert!(
            browser
                .get("/rules?on=2027-01-01")
                .await
                .text
                .contains("Fravær 10 af 30")
        );
        // It ends; the history and a restart keep it.
        let answer = browser
            .post(
                &format!("/setup/rules/end?rule={ID}"),
                "/setup/rules/end",
                &[("rule", ID), ("seen", "2"), ("from", "2027-02-01")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let list = browser.get("/setup/rules").await.text;
        assert!(
            list.contains("Ophører fra 1. februar 2027") && list.contains("Skrevet af Asta Holmvig 20. november 2026")
        );
        let again = AppState::new(
            browser.state.store.clone(),
            (*browser.state.settings).clone(),
            statute::RulePack::shipped().unwrap(),
        );
        again.rules_load().await.unwrap();
        let rules = again.rules();
        let rule = rules.rule(ID).unwrap();
        assert_eq!(rule.versions().len(), 3);
        let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
        assert!(rule.on(day("2027-01-31")).is_ok() && rule.on(day("2027-02-01")).is_err());
        // A choice made afterwards does not lose it.
        let fields = [
            ("sequence", "0"),
            ("day_weight", "half"),
            ("illness_total_window", "school_year"),
            ("denominator", "enrolled"),
            ("on", ID),
        ];
        let answer = browser.post("/setup/rules", "/setup/rules", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(browser.get("/rules").await.text.contains(ID));
    }

    #[tokio::test]
    async fn the_law_is_locked_on_the_page_and_a_wrong_rule_is_told_all_at_once() {
        let mut browser = Browser::administrator().await;
        for id in ["dk.unlawful.15pct", "dk.agreement2026.plan", "stat.aalborg"] {
            let answer = browser.get(&format!("/setup/rules/own?rule={id}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{id}");
            assert!(answer.text.contains("låst"), "{}", answer.text);
            let sent = own(&[("rule", id), ("from", "2027-01-01"), ("step", "save")]);
            let answer = browser.post("/setup/rules/own", "/setup/rules/own", &sent).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{id}");
        }
        assert!(browser.get("/setup/rules").await.text.contains("Låst: fastsat ved lov"));
        let wrong = own(&[
            ("limit", "mange"),
            ("last", "0"),
            ("source", " "),
            ("link", "javascript:alert(1)"),
            ("from", "i morgen"),
            ("step", "save"),
        ]);
        let answer = browser.post("/setup/rules/own", "/setup/rules/own", &wrong).await;
        assert_eq!(answer.status, StatusCode::OK);
        for words in [
            "Tallet kunne ikke læses",
            "fra 1 til 1000",
            "hvem der har besluttet",
            "https://",
            "Datoen kunne ikke læses",
        ] {
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        assert!(browser.state.store.local_rules_list().await.unwrap().is_empty());
    }

    /// What may not be seen is the same page as what is not there; that somebody tried is read by the data protection
    /// officer alone.
    #[tokio::test]
    async fn a_refused_try_looks_like_nothing_and_is_written_down() {
        let mut browser = Browser::administrator().await;
        let refused = browser.get("/review").await;
        let nothing = browser.get("/revier").await;
        assert_eq!(
            (refused.status, nothing.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
        );
        assert_eq!(refused.text.replace("/review", "/revier"), nothing.text);
        assert_eq!(browser.get("/trail").await.status, StatusCode::NOT_FOUND);
        let store = browser.state.store.clone();
        let new = store::NewStaff {
            username: "ulla".to_owned(),
            name: "Ulla Prøvesen".to_owned(),
            demo: false,
        };
        let officer = store.staff_add(None, &new).await.unwrap();
        store
            .staff_password_set(None, officer, "en lang sætning")
            .await
            .unwrap();
        let role = store::NewGrant {
            staff: officer,
            role: "data_protection_officer".to_owned(),
            school: None,
            class: None,
            from: store.today(),
            to: None,
        };
        store.role_grant_add(None, &role).await.unwrap();
        let mut officer = Browser::new(browser.state.clone());
        let fields = [("name", "ulla"), ("password", "en lang sætning"), ("back", "/")];
        assert_eq!(
            officer.post("/sign-in", "/sign-in", &fields).await.status,
            StatusCode::SEE_OTHER
        );
        let list = officer.get("/trail?action=refused&person=asta").await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(
            list.text.contains("Asta Holmvig") && list.text.contains("Afvist"),
            "{}",
            list.text
        );
        let lines = list.text.matches("Afvist").count();
        // Whoever tries addresses where nothing is stands there too.
        let nowhere = browser.get("/pupils/0198c0de-0000-7000-8000-00000000dead").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        let again = officer.get("/trail?action=refused&person=asta").await.text;
        assert!(
            again.contains("noget, der ikke findes") && again.matches("Afvist").count() > lines,
            "{again}"
        );
        let entry = list
            .text
            .split("href=\"/trail/0")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let entry = officer.get(&format!("/trail/0{entry}")).await;
        assert!(entry.text.contains("list pupil_trail at /trail"), "{}", entry.text);
        let none = officer.get("/trail?action=change&from=2026-11-20&to=2026-11-19").await;
        assert!(none.text.contains("Datoerne kunne ikke læses"), "{}", none.text);
    }
}
