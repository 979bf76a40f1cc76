//! Definitions side by side: what rules and hints would have said on a municipality's own history.
//!
//! Counts of children only, none of a child. Whoever shows them hides the small ones.

use std::collections::{BTreeMap, BTreeSet};

use attendance::{ClassIx, PupilIx, SchoolIx};
use jiff::civil::Date;

use crate::replay::{Alert, Said};

/// A month of a year.
pub type Month = (i16, i8);

/// What is compared: one rule, or the early signs held to their budget.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Definition {
    /// The hints.
    Hints,
    /// A rule, by id.
    Rule(String),
}

impl Definition {
    fn of(said: &Said<'_>) -> Self {
        match said {
            Said::Hint(_) => Self::Hints,
            Said::Finding { rule, .. } => Self::Rule(rule.id.to_string()),
        }
    }
}

/// What one definition would have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The definition.
    pub definition: Definition,
    /// Children it would have pointed to, each once.
    pub children: u32,
    /// How often it would have pointed to one; a child comes again when it had been quiet.
    pub times: u32,
    /// Children by school of the class they were in then.
    pub by_school: BTreeMap<SchoolIx, u32>,
    /// Times by year and month.
    pub by_month: BTreeMap<Month, u32>,
    /// Children by school and month; a child counts once in a month.
    pub by_school_month: BTreeMap<(SchoolIx, Month), u32>,
    /// Children by class and month; a child counts once in a month.
    pub by_class_month: BTreeMap<(ClassIx, Month), u32>,
    /// The most children in one class.
    pub most_in_a_class: u32,
}

/// How two definitions meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Places in [`Comparison::tried`].
    pub pair: (usize, usize),
    /// Children both would have pointed to.
    pub both: u32,
    /// Children only the first would have pointed to.
    pub only_first: u32,
    /// Children only the second would have pointed to.
    pub only_second: u32,
    /// Of both, children the first would have pointed to on an earlier day.
    pub first_earlier: u32,
    /// Of both, children the second would have pointed to on an earlier day.
    pub second_earlier: u32,
    /// The middle lead of the first over the second among both, in school days, rounded towards nothing; negative when it
    /// comes later. `None` when there are none.
    pub middle_lead: Option<i32>,
}

/// Definitions side by side over the same days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Each definition, in the order asked.
    pub tried: Vec<Tried>,
    /// Every pair of them.
    pub met: Vec<Met>,
    /// Classes with a pupil in the span.
    pub classes: u32,
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Compares what a replay said. `days` are the municipality's school days, oldest first; `school` is that of a class.
pub fn compare(
    alerts: &[Alert<'_>],
    definitions: &[Definition],
    days: &[Date],
    classes: u32,
    school: impl Fn(ClassIx) -> Option<SchoolIx>,
) -> Comparison {
    let mut firsts: Vec<BTreeMap<PupilIx, Date>> = vec![BTreeMap::new(); definitions.len()];
    let mut tried: Vec<Tried> = definitions
        .iter()
        .map(|definition| Tried {
            definition: definition.clone(),
            children: 0,
            times: 0,
            by_school: BTreeMap::new(),
            by_month: BTreeMap::new(),
            by_school_month: BTreeMap::new(),
            by_class_month: BTreeMap::new(),
            most_in_a_class: 0,
        })
        .collect();
    let mut in_class: Vec<BTreeMap<ClassIx, BTreeSet<PupilIx>>> = vec![BTreeMap::new(); definitions.len()];
    let mut at_schools: Vec<BTreeSet<(SchoolIx, Month, PupilIx)>> = vec![BTreeSet::new(); definitions.len()];
    let mut of_classes: Vec<BTreeSet<(ClassIx, Month, PupilIx)>> = vec![BTreeSet::new(); definitions.len()];
    // Alerts are in order of day, so the first of each kind stands.
    for alert in alerts {
        let of = Definition::of(&alert.said);
        let Some(at) = definitions.iter().position(|d| *d == of) else {
            continue;
        };
        let (Some(one), Some(first), Some(classes)) = (tried.get_mut(at), firsts.get_mut(at), in_class.get_mut(at))
        else {
            continue;
        };
        let month = (alert.date.year(), alert.date.month());
        one.times += 1;
        *one.by_month.entry(month).or_default() += 1;
        if let Some(of_class) = of_classes.get_mut(at) {
            of_class.insert((alert.class, month, alert.pupil));
        }
        if let (Some(at_school), Some(school)) = (at_schools.get_mut(at), school(alert.class)) {
            at_school.insert((school, month, alert.pupil));
        }
        classes.entry(alert.class).or_default().insert(alert.pupil);
        if let std::collections::btree_map::Entry::Vacant(place) = first.entry(alert.pupil) {
            place.insert(alert.date);
            one.children += 1;
            if let Some(school) = school(alert.class) {
                *one.by_school.entry(school).or_default() += 1;
            }
        }
    }
    for (one, classes) in tried.iter_mut().zip(&in_class) {
        one.most_in_a_class = classes.values().map(|pupils| small(pupils.len())).max().unwrap_or(0);
    }
    for ((one, at_school), of_class) in tried.iter_mut().zip(at_schools).zip(of_classes) {
        for (school, month, _) in at_school {
            *one.by_school_month.entry((school, month)).or_default() += 1;
        }
        for (class, month, _) in of_class {
            *one.by_class_month.entry((class, month)).or_default() += 1;
        }
    }
    let mut met = Vec::new();
    for (i, first) in firsts.iter().enumerate() {
        for (j, second) in firsts.iter().enumerate().skip(i + 1) {
            met.push(meet((i, j), first, second, days));
        }
    }
    Comparison { tried, met, classes }
}

fn meet(pair: (usize, usize), first: &BTreeMap<PupilIx, Date>, second: &BTreeMap<PupilIx, Date>, days: &[Date]) -> Met {
    let place = |day: Date| i32::try_from(days.partition_point(|d| *d < day)).unwrap_or(i32::MAX);
    let mut leads: Vec<i32> = first
        .iter()
        .filter_map(|(pupil, day)| Some(place(*second.get(pupil)?) - place(*day)))
        .collect();
    leads.sort_unstable();
    let middle = leads.len() / 2;
    let middle_lead = match (
        leads.get(middle),
        middle.checked_sub(1).and_then(|before| leads.get(before)),
    ) {
        (Some(upper), Some(lower)) if leads.len().is_multiple_of(2) => Some((upper + lower) / 2),
        (one, _) => one.copied(),
    };
    let both = small(leads.len());
    Met {
        pair,
        both,
        only_first: small(first.len()) - both,
        only_second: small(second.len()) - both,
        first_earlier: small(leads.iter().filter(|lead| **lead > 0).count()),
        second_earlier: small(leads.iter().filter(|lead| **lead < 0).count()),
        middle_lead,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use statute::{Reading, RulePack};

    fn finding<'r>(rules: &'r RulePack, id: &str, pupil: u32, day: Date) -> Alert<'r> {
        let rule = rules.rule(id).unwrap();
        Alert {
            date: day,
            pupil: PupilIx::new(pupil),
            class: ClassIx::new(pupil / 2),
            said: Said::Finding {
                rule,
                version: rule.on(day).unwrap(),
                reading: Reading {
                    span: None,
                    numerator: 0,
                    denominator: None,
                    least: None,
                    reached_on: Some(day),
                    deadline: None,
                    days: Vec::new(),
                },
            },
        }
    }

    /// children, not alerts, are compared, by the first day each definition points to them.
    #[test]
    fn definitions_are_compared_by_the_first_day_of_each_child() {
        let rules = RulePack::shipped().unwrap();
        let days: Vec<Date> = (2..=20).map(|day| date(2026, 3, day)).collect();
        let (a, b) = ("local.7of20", "local.run5");
        let mut alerts = vec![
            finding(&rules, a, 0, date(2026, 3, 4)),
            finding(&rules, b, 0, date(2026, 3, 9)),
            finding(&rules, a, 0, date(2026, 3, 18)),
            finding(&rules, a, 1, date(2026, 3, 10)),
            finding(&rules, b, 1, date(2026, 3, 9)),
            finding(&rules, b, 2, date(2026, 3, 3)),
            finding(&rules, "local.15of60", 3, date(2026, 3, 3)),
        ];
        alerts.sort_by_key(|alert| alert.date);
        let definitions = [a, b].map(|id| Definition::Rule(id.to_owned()));
        let found = compare(&alerts, &definitions, &days, 2, |class| {
            Some(SchoolIx::new(class.number()))
        });
        let [first, second] = &found.tried[..] else { panic!() };
        assert_eq!((first.children, first.times, first.most_in_a_class), (2, 3, 2));
        assert_eq!((second.children, second.times), (3, 3));
        assert_eq!(second.by_school.get(&SchoolIx::new(0)), Some(&2));
        assert_eq!(first.by_month.get(&(2026, 3)), Some(&3));
        // Pupils 0 and 1 are of class 0, pupil 0 told of twice in the month.
        assert_eq!(first.by_class_month.get(&(ClassIx::new(0), (2026, 3))), Some(&2));
        assert_eq!(second.by_school_month.get(&(SchoolIx::new(1), (2026, 3))), Some(&1));
        let [met] = &found.met[..] else { panic!() };
        assert_eq!((met.both, met.only_first, met.only_second), (2, 0, 1));
        assert_eq!(
            (met.first_earlier, met.second_earlier, met.middle_lead),
            (1, 1, Some(2))
        );
    }
}
