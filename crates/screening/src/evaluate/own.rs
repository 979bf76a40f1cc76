//! Hints beside the rules on a municipality's own register, where nobody knows the truth: counts only.

use std::collections::{BTreeMap, BTreeSet};

use attendance::PupilIx;
use jiff::civil::Date;

use super::score::{Share, median_halves};
use crate::replay::{Alert, Said};

/// Fewer children than this are not told apart: they could be known again.
pub const FEWEST: i64 = 5;

/// How hints and one rule meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRule {
    /// The rule.
    pub id: String,
    /// Its name in Danish and English.
    pub names: (String, String),
    /// Children for whom it came to hold.
    pub children: i64,
    /// Of them, children who also had a hint.
    pub hinted: Share,
    /// Of them, children who had a hint before.
    pub before: Share,
    /// Twice the median lead in school days of the hint before the rule, a miss counting as never.
    pub median_lead_halves: Option<i64>,
}

/// What a replay of a municipality's own register says, in counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// New hints.
    pub hints: i64,
    /// Children with one.
    pub children: i64,
    /// Of them, children for whom no rule came to hold.
    pub hint_only: Share,
    /// By rule, in order of their ids.
    pub rules: Vec<OwnRule>,
}

/// A rule and the day on which it first came to hold for each child.
struct Crossed {
    names: (String, String),
    first: BTreeMap<PupilIx, Date>,
}

impl Own {
    /// Counts what a replay said; `days` are the municipality's school days in order.
    pub fn of(alerts: &[Alert<'_>], days: &[Date]) -> Self {
        let mut hinted: BTreeMap<PupilIx, Date> = BTreeMap::new();
        let mut crossed: BTreeMap<String, Crossed> = BTreeMap::new();
        let mut hints = 0;
        // Alerts are in order of day, so the first of each kind stands.
        for alert in alerts {
            match &alert.said {
                Said::Hint(_) => {
                    hints += 1;
                    hinted.entry(alert.pupil).or_insert(alert.date);
                }
                Said::Finding { rule, .. } => {
                    let rule = crossed.entry(rule.id.to_string()).or_insert_with(|| Crossed {
                        names: (rule.name.da.clone(), rule.name.en.clone()),
                        first: BTreeMap::new(),
                    });
                    rule.first.entry(alert.pupil).or_insert(alert.date);
                }
            }
        }
        let any: BTreeSet<PupilIx> = crossed.values().flat_map(|rule| rule.first.keys().copied()).collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let place = |day: Date| count(days.partition_point(|d| *d < day));
        let rules = crossed.into_iter().map(|(id, Crossed { names, first })| {
            let both = first.iter().filter(|(pupil, _)| hinted.contains_key(pupil)).count();
            let mut leads: Vec<i64> = first
                .iter()
                .map(|(pupil, day)| hinted.get(pupil).map_or(-999, |hint| place(*day) - place(*hint)))
                .collect();
            let share = |part: usize| Share {
                part: count(part),
                of: count(first.len()),
            };
            OwnRule {
                id,
                names,
                children: count(first.len()),
                hinted: share(both),
                before: share(leads.iter().filter(|l| **l > 0).count()),
                median_lead_halves: median_halves(&mut leads),
            }
        });
        Self {
            hints,
            children: count(hinted.len()),
            hint_only: Share {
                part: count(hinted.keys().filter(|p| !any.contains(p)).count()),
                of: count(hinted.len()),
            },
            rules: rules.collect(),
        }
    }
}
