//! Papers and pictures in a case: put in, fetched, taken out again. Whoever may see the case sees them.

use access::{act, on};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use casework::OwnWords;
use store::{AttachmentKind, MOST_ATTACHMENT_BYTES, MOST_ATTACHMENTS};
use uuid::Uuid;

use super::read::{self, Opened};
use crate::form;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The most letters of what a file is called.
const LONGEST: usize = 200;
/// What a file is answered with beside the headers of every page: nothing in it may run, and nothing may be fetched by it.
const ALONE: &str = "default-src 'none'; sandbox";

/// A file of the case.
#[derive(Clone, Debug)]
pub struct FileLine {
    /// What it is.
    name: String,
    /// What kind of file, and how large.
    about: String,
    /// Who put it there, when.
    by: String,
    /// Who took it out again, when.
    removed: Option<String>,
    /// Where it is.
    href: String,
}

/// The files of a case.
#[derive(Clone, Debug, Template)]
#[template(path = "case/files.html")]
pub struct ShowFiles {
    frame: Frame,
    address: String,
    back: String,
    files: Vec<FileLine>,
    may: bool,
    name: String,
    problems: Vec<String>,
    longest: usize,
}

impl Page for ShowFiles {
    const PATH: &'static str = "case/files";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let file = |removed: bool| FileLine {
            name: "Almas tegning af skolegården".to_owned(),
            about: size(locale, AttachmentKind::Jpeg, 1_240_000),
            by: "Maja Holmgård, 20. november 2026".to_owned(),
            removed: removed.then(|| locale.t2("case-files-removed", "by", "Maja Holmgård", "on", "20. november 2026")),
            href: "/cases/1/files/1".to_owned(),
        };
        let page = |files: Vec<FileLine>| Self {
            frame: Frame::sample(locale)
                .at(Section::Cases)
                .via("Alma Bækgård", "/cases/1")
                .end(locale.t("case-files")),
            address: "/cases/1/files".to_owned(),
            back: "/cases/1".to_owned(),
            files,
            may: true,
            name: String::new(),
            problems: Vec::new(),
            longest: LONGEST,
        };
        let mut refused = page(Vec::new());
        refused.problems = vec![locale.t("case-files-problem-kind"), locale.t("case-files-problem-name")];
        vec![
            ("none", page(Vec::new())),
            ("some", page(vec![file(false), file(true)])),
            ("refused", refused),
        ]
    }
}

/// `JPG, 1,2 MB`.
fn size(locale: Locale, kind: AttachmentKind, bytes: u64) -> String {
    let kind = kind.word().to_uppercase();
    match bytes {
        0..1_000_000 => format!("{kind}, {} kB", words::count(locale, bytes.div_ceil(1000))),
        _ => format!("{kind}, {} MB", words::tenths(locale, bytes / 100_000)),
    }
}

async fn page(state: &AppState, frame: Frame, viewer: &Viewer, opened: &Opened) -> Result<ShowFiles, PageError> {
    let permit = viewer.may::<act::Read, on::Case>(&opened.facts)?;
    let locale = frame.locale;
    let back = format!("/cases/{}", opened.case.id);
    let on = |at: jiff::Timestamp| words::date(locale, state.store.day_of(at));
    let files = state
        .store
        .attachment_list(&permit)
        .await?
        .into_iter()
        .map(|file| FileLine {
            about: size(locale, file.kind, file.size),
            by: format!("{}, {}", opened.staff.name(file.by), on(file.at)),
            removed: file
                .removed
                .map(|(by, at)| locale.t2("case-files-removed", "by", opened.staff.name(by), "on", on(at))),
            href: format!("{back}/files/{}", file.id),
            name: file.name,
        });
    let here = frame.t("case-files");
    Ok(ShowFiles {
        address: format!("{back}/files"),
        files: files.collect(),
        may: opened.case.is_open() && viewer.may::<act::Change, on::Case>(&opened.facts).is_ok(),
        name: String::new(),
        problems: Vec::new(),
        longest: LONGEST,
        frame: frame
            .at(Section::Cases)
            .via(opened.who.name.full(), back.clone())
            .end(here),
        back,
    })
}

/// The files of a case.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    html(&page(&state, frame, &viewer, &opened).await?)
}

/// Puts a file into a case.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    multipart: Multipart,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Case>(&opened.facts)?;
    let parts = form::parts(multipart).await?;
    let name = parts.value("name");
    let bytes = parts.file.as_ref().map(|(_, bytes)| bytes.as_ref()).unwrap_or_default();
    let mut refused = page(&state, frame, &viewer, &opened).await?;
    let words = OwnWords::from_form(&name).filter(|words| words.characters() <= LONGEST);
    let mut problems = Vec::new();
    if words.is_none() {
        problems.push("case-files-problem-name");
    }
    if bytes.is_empty() {
        problems.push("case-files-problem-none");
    } else if bytes.len() > MOST_ATTACHMENT_BYTES {
        problems.push("case-files-problem-large");
    } else if AttachmentKind::of(bytes).is_none() {
        problems.push("case-files-problem-kind");
    }
    let stand = refused.files.iter().filter(|file| file.removed.is_none()).count();
    if stand >= MOST_ATTACHMENTS {
        problems.push("case-files-problem-many");
    }
    if !refused.may {
        problems.push("case-files-problem-closed");
    }
    match words.filter(|_| problems.is_empty()) {
        Some(words) => {
            state.store.attachment_add(&permit, &words, bytes).await?;
            Ok(Redirect::to(&format!("{}?done=done-case-file", refused.address)).into_response())
        }
        None => {
            refused.problems = problems.into_iter().map(|key| refused.frame.t(key)).collect();
            refused.name = name;
            html(&refused)
        }
    }
}

fn file_id(text: &str) -> Result<Uuid, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// A file, to keep: a browser never shows it as a page of this program.
pub(super) async fn fetch(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::Case>(&opened.facts)?;
    let (file, bytes) = state.store.attachment_one(&permit, file_id(&file)?).await?;
    let day = state.store.day_of(file.at);
    let name = format!("attachment; filename=\"bilag-{day}.{}\"", file.kind.word());
    Ok((
        [
            (header::CONTENT_TYPE, file.kind.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, name),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            (header::CONTENT_SECURITY_POLICY, ALONE.to_owned()),
        ],
        bytes,
    )
        .into_response())
}

/// Takes what a file held out of the case.
pub(super) async fn remove(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Case>(&opened.facts)?;
    state.store.attachment_remove(&permit, file_id(&file)?).await?;
    Ok(Redirect::to(&format!("/cases/{}/files?done=done-case-file-removed", opened.case.id)).into_response())
}
