//! Style sheets, scripts, fonts and icons, embedded in the binary.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::AppState;

#[derive(rust_embed::RustEmbed)]
#[folder = "assets"]
struct Files;

static VERSIONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|path| {
            let hash = Files::get(&path)?.metadata.sha256_hash();
            let version = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            Some((path.into_owned(), version))
        })
        .collect()
});

/// The address of an embedded file with its version, so that browsers may keep it for a year.
pub fn href(path: &str) -> String {
    match VERSIONS.get(path) {
        Some(version) => format!("/assets/{path}?v={version}"),
        None => format!("/assets/{path}"),
    }
}

/// Whether an embedded file exists.
pub fn exists(path: &str) -> bool {
    VERSIONS.contains_key(path)
}

/// Every embedded file and its content, for writing pages to a folder.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    Files::iter().filter_map(|path| Some((path.to_string(), Files::get(&path)?.data.into_owned())))
}

pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/assets/{*path}", get(show))
}

#[derive(serde::Deserialize)]
struct Version {
    v: Option<String>,
}

async fn show(Path(path): Path<String>, Query(asked): Query<Version>, headers: HeaderMap) -> Response {
    let (Some(file), Some(version)) = (Files::get(&path), VERSIONS.get(&path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{version}\"");
    let keep = if asked.v.as_ref() == Some(version) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains(&tag));
    if known {
        return (
            StatusCode::NOT_MODIFIED,
            [(header::ETAG, tag), (header::CACHE_CONTROL, keep.to_owned())],
        )
            .into_response();
    }
    let kind = kind(&path);
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::ETAG, tag),
            (header::CACHE_CONTROL, keep.to_owned()),
        ],
        file.data.into_owned(),
    )
        .into_response()
}

/// The media type by the file's ending.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff") => "font/woff",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}
