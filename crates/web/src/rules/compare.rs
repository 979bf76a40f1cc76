//! All rules in force counted side by side: the same pupils by every definition, and no child.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use statute::{Rule, Status, Version};
use store::{SchoolCounts, Told};

use super::show::{sentence, spoken};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One rule and its counts, school by school.
pub struct Row {
    name: String,
    status: String,
    sentence: String,
    counts: Vec<String>,
}

/// The rules side by side.
#[derive(Template)]
#[template(path = "rules/compare.html")]
pub struct CompareRules {
    frame: Frame,
    made: String,
    schools: Vec<String>,
    pupils: Vec<String>,
    rows: Vec<Row>,
}

/// A count as it may be shown.
pub fn told(locale: Locale, told: Told) -> String {
    match told {
        Told::Pupils(count) => words::count(locale, u64::from(count)),
        Told::Few => locale.t("own-few"),
    }
}

impl CompareRules {
    fn new(frame: Frame, made: String, asked: &[(Rule, Version)], counts: &[(String, SchoolCounts)]) -> Self {
        let locale = frame.locale;
        let mut order: Vec<(usize, &(Rule, Version))> = asked.iter().enumerate().collect();
        order.sort_by_key(|(_, (rule, _))| rule.status);
        let rows = order
            .into_iter()
            .map(|(at, (rule, version))| Row {
                name: spoken(locale, rule.name_of(version)),
                status: locale.t(match rule.status {
                    Status::Law => "rules-law",
                    Status::Local => "rules-local",
                    Status::Agreed => "rules-agreed",
                    Status::Proposed => "rules-proposed",
                    Status::Named => "rules-named",
                    Status::Statistic => "rules-statistic",
                }),
                sentence: sentence(locale, version),
                counts: counts
                    .iter()
                    .map(|(_, school)| told(locale, school.held.get(at).copied().unwrap_or(Told::Few)))
                    .collect(),
            })
            .collect();
        let heading = locale.t("compare-heading");
        Self {
            frame: frame.at(Section::Rules).end(heading),
            made,
            schools: counts.iter().map(|(name, _)| name.clone()).collect(),
            pupils: counts.iter().map(|(_, school)| told(locale, school.pupils)).collect(),
            rows,
        }
    }
}

impl Page for CompareRules {
    const PATH: &'static str = "rules/compare";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let Ok(rules) = statute::RulePack::shipped().map(statute::RulePack::with_named) else {
            return Vec::new();
        };
        let frame = || Frame::sample(locale);
        let today = frame().today;
        let asked: Vec<(Rule, Version)> = rules.in_force(today).map(|(r, v)| (r.clone(), v.clone())).collect();
        let school = |name: &str, pupils, held| {
            let counts = SchoolCounts {
                school: casework::SchoolId::from_uuid(uuid::Uuid::nil()),
                pupils: Told::of(pupils),
                held: vec![Told::of(held); asked.len()],
            };
            (name.to_owned(), counts)
        };
        let counts = [school("Engdalskolen", 512, 41), school("Strandskolen", 89, 3)];
        let made = words::moment(locale, today.at(8, 0, 0, 0));
        vec![
            ("two-schools", Self::new(frame(), made.clone(), &asked, &counts)),
            ("no-school", Self::new(frame(), made, &asked, &[])),
        ]
    }
}

/// Shows every rule in force beside the others, for whoever may see counts of the whole municipality.
pub async fn compare(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Read, on::Aggregate>(&Spot::Municipality)?;
    let rules = state.rules();
    let compared = state.store.rules_compared(&permit, &rules).await?;
    let roster = state.store.roster().await?;
    let name = |id| {
        roster
            .school(id)
            .map(|s| words::counted_school(frame.locale, s))
            .unwrap_or_default()
    };
    let mut counts: Vec<(String, SchoolCounts)> = compared.counts.iter().map(|c| (name(c.school), c.clone())).collect();
    counts.sort_by(|a, b| casework::person::danish_order(&a.0, &b.0));
    let made = compared.made.to_zoned(state.settings.zone.clone()).datetime();
    let made = words::moment(frame.locale, made);
    html(&CompareRules::new(frame, made, &compared.asked, &counts))
}
