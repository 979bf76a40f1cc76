//! What the municipality decides may be shared with whom outside the school, and its stricter rule.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::case::vocabulary::{DataKind, Listed, PartyRole};
use casework::sharing::{LONGEST, SharedWith, Sharing};

use crate::case::said::word;
use crate::concern::said::Choice;
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::rules::{SHARING_SETTING, sharing};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One row to fill in.
pub struct Asked {
    role: &'static str,
    name: String,
    kinds: Vec<Choice>,
    purpose: String,
}

/// The table to fill in.
#[derive(Template)]
#[template(path = "setup/sharing.html")]
pub struct WriteSharing {
    frame: Frame,
    sequence: i64,
    problems: Vec<String>,
    rows: Vec<Asked>,
    strict: bool,
    decided: String,
    longest: usize,
}

impl Page for WriteSharing {
    const PATH: &'static str = "setup/sharing";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |sharing: &Sharing| Self::new(Frame::sample(locale), sharing, 0);
        let chosen = Sharing {
            with: [(
                PartyRole::HealthNurse,
                SharedWith {
                    data: [DataKind::Wellbeing].into(),
                    purpose: "Syn, hørelse og trivsel".to_owned(),
                },
            )]
            .into(),
            consent_when_absent: true,
            decided: String::new(),
        };
        let mut refused = page(&chosen);
        refused.problems = vec![locale.t("sharing-problem-decided")];
        vec![
            ("undecided", page(&Sharing::default())),
            ("chosen", page(&chosen)),
            ("refused", refused),
        ]
    }
}

impl WriteSharing {
    fn new(frame: Frame, sharing: &Sharing, sequence: i64) -> Self {
        let rows = (PartyRole::OUTSIDE.words)().into_iter().map(|role| {
            let row = PartyRole::from_word(role).and_then(|role| sharing.with.get(&role));
            let kinds = DataKind::ALL.iter().map(|kind| Choice {
                value: kind.word().to_owned(),
                text: word(&frame, DataKind::LIST, kind.word()),
                chosen: row.is_some_and(|row| row.data.contains(kind)),
            });
            Asked {
                role,
                name: word(&frame, PartyRole::OUTSIDE, role),
                kinds: kinds.collect(),
                purpose: row.map(|row| row.purpose.clone()).unwrap_or_default(),
            }
        });
        let (rows, here) = (rows.collect(), frame.t("setup-sharing"));
        Self {
            sequence,
            problems: Vec::new(),
            rows,
            strict: sharing.consent_when_absent,
            decided: sharing.decided.clone(),
            longest: LONGEST,
            frame: frame.at(Section::Setup).end(here),
        }
    }
}

/// Shows the table as it stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let sequence = state.setting_sequence(SHARING_SETTING).await?;
    html(&WriteSharing::new(frame, &sharing(&state).await?, sequence))
}

/// Keeps the table, with what it was before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let with = (PartyRole::OUTSIDE.words)().into_iter().filter_map(|role| {
        let row = SharedWith {
            data: all_sent(&fields, &format!("data-{role}"))
                .filter_map(DataKind::from_word)
                .collect(),
            purpose: sent(&fields, &format!("purpose-{role}")).to_owned(),
        };
        Some((PartyRole::from_word(role)?, row))
    });
    let typed = Sharing {
        with: with.collect(),
        consent_when_absent: sent(&fields, "strict") == "yes",
        decided: sent(&fields, "decided").to_owned(),
    };
    let sequence: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    let kept = match typed.clone().check() {
        Ok(kept) => kept,
        Err(problems) => {
            let mut page = WriteSharing::new(frame, &typed, sequence);
            let said = problems.all().iter().map(|problem| match problem {
                Problem::Missing { field: "decided" } => page.frame.t("sharing-problem-decided"),
                _ => page.frame.t("sharing-problem-purpose"),
            });
            page.problems = said.collect();
            page.problems.dedup();
            return html(&page);
        }
    };
    let value = serde_json::to_string(&kept).map_err(PageError::failed)?;
    state
        .store
        .setting_set(Some(viewer.person()), SHARING_SETTING, &value, sequence)
        .await?;
    Ok(Redirect::to("/setup/sharing?done=done-sharing-put").into_response())
}
