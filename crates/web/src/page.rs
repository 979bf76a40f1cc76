//! What a page is: a struct, its template and its samples.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::{Locale, PageError};

/// A page: everything it may say is in the struct; its template lies at the same path.
pub trait Page: Template + Sized {
    /// Where source and template lie: `class/show`.
    const PATH: &'static str;

    /// The states worth looking at, named; tests and `cargo xtask pages` render every one.
    fn samples(locale: Locale) -> Vec<(&'static str, Self)>;
}

/// One rendered sample of a page.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Where source and template lie: `class/show`.
    pub path: &'static str,
    /// Which state of the page, such as `empty`.
    pub name: &'static str,
    /// The language.
    pub locale: Locale,
    /// The whole document.
    pub html: String,
}

/// Every sample of a page in both languages.
pub fn samples<P: Page>() -> Vec<Sample> {
    Locale::ALL
        .into_iter()
        .flat_map(|locale| {
            P::samples(locale)
                .into_iter()
                .map(move |(name, page)| (locale, name, page))
        })
        .map(|(locale, name, page)| Sample {
            path: P::PATH,
            name,
            locale,
            html: page.render().unwrap_or_else(|problem| problem.to_string()),
        })
        .collect()
}

/// The page as an answer to a browser.
///
/// # Errors
/// When the template cannot be written out.
pub fn html(page: &impl Template) -> Result<Response, PageError> {
    let text = page.render().map_err(PageError::Template)?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        text,
    )
        .into_response())
}
