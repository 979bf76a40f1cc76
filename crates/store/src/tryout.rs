//! A definition tried on the municipality's own history: what rules and hints would have said, counted, small counts not
//! told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{Permit, act, on};
use attendance::{ClassIx, Span};
use casework::SchoolId;
use jiff::civil::Date;
use screening::{Comparison, Definition, Replay, compare};
use signals::{Budget, Parameters};
use statute::RulePack;

use crate::Store;
use crate::audit::Act;
use crate::count::Told;
use crate::error::StoreError;

/// What is tried.
#[derive(Clone, Debug)]
pub struct Tryout {
    /// The rules, each of them to be tried turned on.
    pub rules: RulePack,
    /// What is shown side by side.
    pub definitions: Vec<Definition>,
    /// New hints a class and month.
    pub budget: Budget,
    /// The days told of; what lies before is history.
    pub span: Span,
}

/// What one definition would have said, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedCounts {
    /// The definition.
    pub definition: Definition,
    /// Children.
    pub children: Told,
    /// How often it would have pointed to one.
    pub times: Told,
    /// Children school by school, in the order of the roster.
    pub by_school: Vec<(SchoolId, Told)>,
    /// Times month by month: year and month.
    pub by_month: Vec<((i16, i8), Told)>,
}

/// How two definitions meet, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetCounts {
    /// Places in [`TryoutCounts::tried`].
    pub pair: (usize, usize),
    /// Children both would have pointed to.
    pub both: Told,
    /// Children only the first or only the second would have pointed to.
    pub only: (Told, Told),
    /// Of both, children the first or the second would have pointed to on an earlier day.
    pub earlier: (Told, Told),
    /// The middle lead of the first in school days; `None` where so few are both that it could tell of a child.
    pub middle_lead: Option<i32>,
}

/// Definitions side by side, as they may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TryoutCounts {
    /// Each definition.
    pub tried: Vec<TriedCounts>,
    /// Every pair of them.
    pub met: Vec<MetCounts>,
    /// Classes with a pupil in the span.
    pub classes: u32,
}

/// How far a tryout has come, in percent. A clone tells of the same.
#[derive(Clone, Debug, Default)]
pub struct TryoutProgress(Arc<AtomicU32>);

impl TryoutProgress {
    /// In percent.
    pub fn percent(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, done: usize, all: usize) {
        let percent = (done * 100).checked_div(all).unwrap_or(0);
        self.0.store(u32::try_from(percent).unwrap_or(100), Ordering::Relaxed);
    }
}

impl Store {
    /// Tries definitions on the municipality's own history, as known day by day. Takes seconds.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn tryout(
        &self,
        permit: &Permit<act::Read, on::Aggregate>,
        tryout: Tryout,
        progress: TryoutProgress,
    ) -> Result<TryoutCounts, StoreError> {
        let planes = self.planes().await?;
        let known = self.known(&planes).await?;
        self.audit(Act::permitted(permit, "tryout".to_owned(), Vec::new()))
            .await?;
        let counted = tokio::task::spawn_blocking(move || {
            let parameters = Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))?;
            let register = planes.register();
            let mut days: Vec<Date> = (0..register.class_count())
                .filter_map(|class| register.class_calendar(ClassIx::new(class)))
                .flat_map(|calendar| calendar.days().iter().copied())
                .collect();
            days.sort_unstable();
            days.dedup();
            let mut classes: Vec<ClassIx> = register
                .pupils()
                .flat_map(|pupil| register.enrolments(pupil))
                .filter(|e| e.from <= tryout.span.to && e.to.is_none_or(|to| to >= tryout.span.from))
                .map(|e| e.class)
                .collect();
            classes.sort_unstable();
            classes.dedup();
            let replay = Replay {
                rules: &tryout.rules,
                parameters: &parameters,
                budget: tryout.budget,
                span: tryout.span,
            };
            let alerts = replay
                .run(known.roster, &known.events, |done, all| progress.set(done, all))
                .map_err(|_| StoreError::Missing("room for so many school days"))?;
            let school = |class: ClassIx| Some(register.class(class)?.school);
            let classes = u32::try_from(classes.len()).unwrap_or(u32::MAX);
            let found = compare(&alerts, &tryout.definitions, &days, classes, school);
            let schools: Vec<SchoolId> = planes.roster().schools().iter().map(|s| s.id).collect();
            Ok(told(found, &schools))
        });
        counted
            .await
            .map_err(|_| StoreError::Missing("the trying of a definition"))?
    }

    /// Adopts a definition: the choices of rules, the budget and what was seen when it was adopted, together or not at all.
    ///
    /// Each setting comes with how often it was set when the page was made.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else set one in the meantime.
    pub async fn settings_set_together(
        &self,
        permit: &Permit<act::Change, on::Settings>,
        settings: &[(&str, String, i64)],
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        for (name, value, seen) in settings {
            self.setting_put(&mut work, permit.by(), name, value, *seen).await?;
        }
        work.commit().await
    }
}

/// Counts that stand beside their sum. Where just one is too small to be told, it could be worked out from the others, so
/// the smallest of them is not told either.
fn beside_each_other<K>(counts: impl Iterator<Item = (K, u32)>) -> Vec<(K, Told)> {
    let counts: Vec<(K, u32)> = counts.collect();
    let few = counts.iter().filter(|(_, count)| Told::of(*count) == Told::Few).count();
    let told = counts
        .iter()
        .map(|(_, count)| *count)
        .filter(|count| Told::of(*count) != Told::Few);
    let mut hidden = told.min().filter(|_| few == 1);
    let tell = |(key, count): (K, u32)| {
        let hides = hidden == Some(count);
        if hides {
            hidden = None;
        }
        (key, if hides { Told::Few } else { Told::of(count) })
    };
    counts.into_iter().map(tell).collect()
}

fn told(found: Comparison, schools: &[SchoolId]) -> TryoutCounts {
    let tried = found.tried.into_iter().map(|one| TriedCounts {
        children: Told::of(one.children),
        times: Told::of(one.times),
        by_school: beside_each_other(schools.iter().enumerate().map(|(at, id)| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let count = one.by_school.get(&attendance::SchoolIx::new(at));
            (*id, count.copied().unwrap_or(0))
        })),
        by_month: beside_each_other(one.by_month.into_iter()),
        definition: one.definition,
    });
    let met = found.met.into_iter().map(|met| {
        let only = (Told::of(met.only_first), Told::of(met.only_second));
        // What both see would give away how few only one of them sees.
        let gives_away = only.0 == Told::Few || only.1 == Told::Few;
        let both = if gives_away { Told::Few } else { Told::of(met.both) };
        MetCounts {
            pair: met.pair,
            both,
            only,
            earlier: (Told::of(met.first_earlier), Told::of(met.second_earlier)),
            middle_lead: met.middle_lead.filter(|_| Told::of(met.both) != Told::Few),
        }
    });
    TryoutCounts {
        tried: tried.collect(),
        met: met.collect(),
        classes: found.classes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_cannot_be_worked_out_from_the_others() {
        let told = |counts: &[u32]| -> Vec<Told> {
            let keyed = counts.iter().copied().enumerate();
            beside_each_other(keyed).into_iter().map(|(_, told)| told).collect()
        };
        let (few, of) = (Told::Few, Told::Pupils);
        assert_eq!(told(&[9, 3, 7, 20]), [of(9), few, few, of(20)]);
        assert_eq!(told(&[9, 3, 4, 20]), [of(9), few, few, of(20)]);
        assert_eq!(told(&[9, 7]), [of(9), of(7)]);
        assert_eq!(told(&[3]), [few]);
        assert_eq!(told(&[7, 2, 7]), [few, few, of(7)]);
    }
}
