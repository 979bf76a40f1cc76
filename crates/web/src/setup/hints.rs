//! How many new hints people can look at: the budget of the municipality and of schools with their own.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::SchoolId;
use signals::Budget;
use store::HintBudgets;

use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The most new hints a class and month anybody can mean to look at, in thousandths.
const MOST: u32 = 10_000;

/// A school and the number it has of its own, as typed.
pub struct SchoolBudget {
    id: String,
    name: String,
    value: String,
}

/// The page of the budget.
#[derive(Template)]
#[template(path = "setup/hints.html")]
pub struct ShowBudget {
    frame: Frame,
    sequence: i64,
    everywhere: String,
    schools: Vec<SchoolBudget>,
    problems: Vec<String>,
}

impl Page for ShowBudget {
    const PATH: &'static str = "setup/hints";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let of = |problems| Self {
            frame: Frame::sample(locale).at(Section::Setup).end(locale.t("hint-budget")),
            sequence: 1,
            everywhere: number(locale, 500),
            schools: vec![
                SchoolBudget {
                    id: "1".to_owned(),
                    name: "Engdalskolen".to_owned(),
                    value: String::new(),
                },
                SchoolBudget {
                    id: "2".to_owned(),
                    name: "Søbakkeskolen".to_owned(),
                    value: number(locale, 250),
                },
            ],
            problems,
        };
        vec![
            ("stands", of(Vec::new())),
            ("refused", of(vec![locale.t1("hint-budget-wrong", "value", "mange")])),
        ]
    }
}

/// Thousandths as people write them: `0,5`.
fn number(locale: Locale, thousandths: u32) -> String {
    let decimals = format!("{:03}", thousandths % 1_000);
    let decimals = decimals.trim_end_matches('0');
    let point = match locale {
        Locale::Da => ',',
        Locale::En => '.',
    };
    match decimals {
        "" => (thousandths / 1_000).to_string(),
        _ => format!("{}{point}{decimals}", thousandths / 1_000),
    }
}

fn read(text: &str) -> Option<u32> {
    let budget: Budget = text.trim().parse().ok()?;
    Some(budget.thousandths()).filter(|t| *t <= MOST)
}

async fn page(
    state: &AppState,
    frame: Frame,
    fields: Option<&[(String, String)]>,
    problems: Vec<String>,
) -> Result<ShowBudget, PageError> {
    let (budgets, sequence) = state.store.hint_budgets().await?;
    let roster = state.store.roster().await?;
    let typed = |name: &str| {
        fields
            .and_then(|f| f.iter().find(|(n, _)| n == name))
            .map(|(_, v)| v.clone())
    };
    let locale = frame.locale;
    let schools = roster.schools().iter().map(|school| {
        let id = school.id.to_string();
        let own = budgets.schools.get(&school.id).map(|t| number(locale, *t));
        SchoolBudget {
            value: typed(&id).or(own).unwrap_or_default(),
            name: school.name.clone(),
            id,
        }
    });
    Ok(ShowBudget {
        sequence,
        everywhere: typed("everywhere").unwrap_or_else(|| number(locale, budgets.everywhere)),
        schools: schools.collect(),
        problems,
        frame: frame.at(Section::Setup).end(locale.t("hint-budget")),
    })
}

/// Shows the budget as it stands.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    html(&page(&state, frame, None, Vec::new()).await?)
}

/// Keeps the budget, with what it was before.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let unread = || PageError::Request("error-request-text");
    let mut seen = None;
    let mut problems = Vec::new();
    let mut budgets = HintBudgets::default();
    let wrong = |value: &String| frame.t1("hint-budget-wrong", "value", value.clone());
    for (name, value) in &fields {
        match (name.as_str(), SchoolId::from_text(name)) {
            ("sequence", _) => seen = value.parse().ok(),
            ("everywhere", _) => match read(value) {
                Some(thousandths) => budgets.everywhere = thousandths,
                None => problems.push(wrong(value)),
            },
            (_, Some(school)) if !value.trim().is_empty() => match read(value) {
                Some(thousandths) => {
                    budgets.schools.insert(school, thousandths);
                }
                None => problems.push(wrong(value)),
            },
            _ => {}
        }
    }
    if !problems.is_empty() {
        return html(&page(&state, frame, Some(&fields), problems).await?);
    }
    let seen = seen.ok_or_else(unread)?;
    state.store.hint_budgets_set(&permit, &budgets, seen).await?;
    Ok(Redirect::to("/setup/hints?done=done-hint-budget").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_reads_back_what_it_shows() {
        for (thousandths, da, en) in [
            (500, "0,5", "0.5"),
            (0, "0", "0"),
            (1_000, "1", "1"),
            (1_250, "1,25", "1.25"),
            (10_000, "10", "10"),
        ] {
            assert_eq!(number(Locale::Da, thousandths), da);
            assert_eq!(number(Locale::En, thousandths), en);
            assert_eq!((read(da), read(en)), (Some(thousandths), Some(thousandths)));
        }
        for text in ["", "mange", "-1", "10,001", "11", "0,1234"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
