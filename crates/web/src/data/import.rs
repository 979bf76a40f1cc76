//! One import: what it did, what could not be read, and undoing it.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::ImportId;
use store::ImportCounts;

use crate::data::show::moment;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One import.
#[derive(Template)]
#[template(path = "data/import.html")]
pub struct ShowImport {
    frame: Frame,
    id: String,
    file: String,
    made: String,
    counts: Vec<(String, String)>,
    problems: Vec<String>,
    undone: Option<String>,
    may_undo: bool,
}

impl Page for ShowImport {
    const PATH: &'static str = "data/import";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let counts = ImportCounts {
            marks: 1204,
            marks_new: 1198,
            marks_changed: 6,
            ..ImportCounts::default()
        };
        let page = |problems: &[&str], undone, may_undo| Self {
            frame: Frame::sample(locale).at(Section::Data).end("fravaer-uge-46.csv"),
            id: "1".to_owned(),
            file: "fravaer-uge-46.csv".to_owned(),
            made: "20. november 2026 kl. 8.03, Asta Holmvig".to_owned(),
            counts: in_words(locale, &counts),
            problems: problems.iter().map(|p| (*p).to_owned()).collect(),
            undone,
            may_undo,
        };
        vec![
            (
                "done",
                page(&["fravaer-uge-46.csv, linje 12: datoen er ingen skoledag"], None, true),
            ),
            (
                "undone",
                page(&[], Some("20. november 2026 kl. 9.10".to_owned()), false),
            ),
        ]
    }
}

/// What an import did or would do, in lines; what is nothing is left out.
pub(crate) fn in_words(locale: Locale, counts: &ImportCounts) -> Vec<(String, String)> {
    [
        ("import-added", counts.added),
        ("import-changed", counts.changed),
        ("import-marks", counts.marks),
        ("import-marks-new", counts.marks_new),
        ("import-marks-changed", counts.marks_changed),
        ("import-marks-cleared", counts.marks_cleared),
        ("import-marks-same", counts.marks_same),
        ("import-marks-older", counts.marks_older),
        ("import-marks-not-ours", counts.marks_not_ours),
        ("import-marks-not-counted", counts.marks_not_counted),
        ("import-partials", counts.partials),
        ("import-partials-changed", counts.partials_changed),
        ("import-partials-cleared", counts.partials_cleared),
        ("import-notings", counts.notings),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| (locale.t(key), words::count(locale, count)))
    .collect()
}

/// Shows one import.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Read, on::Import>(&Spot::Municipality)?;
    let id = ImportId::from_text(&id).ok_or(PageError::NotFound)?;
    let record = state.store.import_one(id).await?.ok_or(PageError::NotFound)?;
    let by = record
        .made_name
        .clone()
        .unwrap_or_else(|| frame.t("data-import-by-program"));
    html(&ShowImport {
        id: record.id.to_string(),
        made: format!("{}, {by}", moment(&state, &frame, record.made_at)),
        counts: in_words(frame.locale, &record.counts),
        problems: record.problems.lines().map(str::to_owned).collect(),
        undone: record.undone_at.map(|at| moment(&state, &frame, at)),
        may_undo: record.undone_at.is_none() && viewer.may::<act::Undo, on::Import>(&Spot::Municipality).is_ok(),
        frame: frame.at(Section::Data).end(record.file_name.clone()),
        file: record.file_name,
    })
}

/// Undoes an import by adding to the history.
pub(super) async fn undo(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Undo, on::Import>(&Spot::Municipality)?;
    let id = ImportId::from_text(&id).ok_or(PageError::NotFound)?;
    state.store.import_undo(&permit, id).await?;
    Ok(Redirect::to(&format!("/data/imports/{id}?done={}", "done-import-undone")).into_response())
}
