//! The mandates the municipality agrees on beforehand, so that a case begins without asking round.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::mandate::{MandateDraft, MandateFor, Mandates};
use casework::people::MOST_LINE;

use crate::concern::said::Choice;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::people::offer::{MANDATES_SETTING, mandates};
use crate::people::said::problems;
use crate::rules::mandate_of;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// How many empty rows stand below those that are written.
const EMPTY: usize = 2;
/// The most rows a form is read for.
const MOST: usize = 60;

/// One row to fill in.
pub struct Asked {
    at: usize,
    /// What it is called, or that it is new.
    legend: String,
    name: String,
    of: Vec<Choice>,
    words: String,
    from: String,
    to: String,
}

/// The mandates to fill in.
#[derive(Template)]
#[template(path = "setup/mandates.html")]
pub struct WriteMandates {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    rows: Vec<Asked>,
    decided: String,
    longest: usize,
}

impl WriteMandates {
    fn new(frame: Frame, rows: &[MandateDraft], (decided, sequence): (&str, i64)) -> Self {
        let empty = MandateDraft {
            from: frame.today.to_string(),
            ..MandateDraft::default()
        };
        let all = rows.iter().chain(core::iter::repeat_n(&empty, EMPTY)).enumerate();
        let rows = all.map(|(at, row)| Asked {
            at,
            legend: if row.name.trim().is_empty() {
                frame.t("mandates-new")
            } else {
                row.name.clone()
            },
            name: row.name.clone(),
            of: MandateFor::ALL
                .iter()
                .map(|of| Choice {
                    value: of.word().to_owned(),
                    text: mandate_of(&frame, *of),
                    chosen: row.of == Some(*of),
                })
                .collect(),
            words: row.words.clone(),
            from: row.from.clone(),
            to: row.to.clone(),
        });
        let (rows, here) = (rows.collect(), frame.t("setup-mandates"));
        Self {
            sequence,
            problems: Vec::new(),
            rows,
            decided: decided.to_owned(),
            longest: MOST_LINE,
            frame: frame.at(Section::Setup).end(here),
        }
    }

    fn of(frame: Frame, kept: &Mandates, sequence: i64) -> Self {
        let rows: Vec<MandateDraft> = kept.all.iter().map(MandateDraft::of).collect();
        Self::new(frame, &rows, (&kept.decided, sequence))
    }
}

/// Shows the mandates as they stand.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(MANDATES_SETTING).await?;
    html(&WriteMandates::of(frame, &mandates(&state).await?, sequence))
}

/// Keeps the mandates, with what they were before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let row = |at: usize| {
        let one = |name: &str| sent(&fields, &format!("{name}-{at}")).to_owned();
        MandateDraft {
            name: one("name"),
            of: MandateFor::from_word(&one("of")),
            words: one("words"),
            from: one("from"),
            to: one("to"),
        }
    };
    let said = |row: &MandateDraft| !row.name.trim().is_empty() || !row.words.trim().is_empty();
    let rows: Vec<MandateDraft> = (0..MOST).map(row).filter(said).collect();
    let decided = sent(&fields, "decided");
    let sequence: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    match Mandates::read(&rows, decided) {
        Ok(kept) => {
            let value = serde_json::to_string(&kept).map_err(PageError::failed)?;
            state
                .store
                .setting_set(Some(viewer.person()), MANDATES_SETTING, &value, sequence)
                .await?;
            Ok(Redirect::to("/setup/mandates?done=done-mandates-put").into_response())
        }
        Err(found) => {
            let mut page = WriteMandates::new(frame, &rows, (decided, sequence));
            page.problems = problems(&page.frame, &found);
            html(&page)
        }
    }
}

impl Page for WriteMandates {
    const PATH: &'static str = "setup/mandates";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let row = MandateDraft {
            name: "Tovholder i et forløb".to_owned(),
            of: Some(MandateFor::Coordinator),
            words: "Må selv aftale et kortere skema i op til fire uger.".to_owned(),
            from: "2026-08-01".to_owned(),
            to: String::new(),
        };
        let page = |rows: &[MandateDraft]| Self::new(Frame::sample(locale), rows, ("", 0));
        let mut refused = page(core::slice::from_ref(&row));
        refused.problems =
            vec![
                refused
                    .frame
                    .t1("people-problem-missing", "field", refused.frame.t("people-of-decided")),
            ];
        vec![("undecided", page(&[])), ("agreed", page(&[row])), ("refused", refused)]
    }
}
