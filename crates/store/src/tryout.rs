//! A definition tried on the municipality's own history: what rules and hints would have said, counted, small counts not
//! told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{Permit, act, on};
use attendance::{ClassIx, SchoolIx, Span};
use casework::{ClassId, SchoolId};
use jiff::civil::Date;
use screening::{Comparison, Definition, Month, Replay, Tried, compare};
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
    /// Times month by month.
    pub by_month: Vec<(Month, Told)>,
    /// Children by school, class and month, in the order of the roster.
    pub by_place: Vec<PlaceCounts>,
}

/// Children of one school month by month, in the order of [`TryoutCounts::months`]; a child counts once in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCounts {
    /// The school.
    pub school: SchoolId,
    /// All its classes together.
    pub months: Vec<Told>,
    /// Each class of which any month can be told.
    pub classes: Vec<(ClassId, Vec<Told>)>,
    /// How many classes there are besides, of which none can.
    pub untold: u32,
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
    /// The months with a school day in the span, oldest first.
    pub months: Vec<Month>,
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
            let count = u32::try_from(classes.len()).unwrap_or(u32::MAX);
            let found = compare(&alerts, &tryout.definitions, &days, count, school);
            let mut months: Vec<Month> = days
                .iter()
                .filter(|day| tryout.span.contains(**day))
                .map(|day| (day.year(), day.month()))
                .collect();
            months.dedup();
            let places = Places {
                schools: planes.roster().schools().iter().map(|s| s.id).collect(),
                classes: classes
                    .into_iter()
                    .filter_map(|class| Some((class, planes.roster().class_entry(class)?.id, school(class)?)))
                    .collect(),
                months,
            };
            Ok(told(found, places))
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

/// Where and when it is counted.
struct Places {
    schools: Vec<SchoolId>,
    classes: Vec<(ClassIx, ClassId, SchoolIx)>,
    months: Vec<Month>,
}

/// Children by school, class and month. Where a school's month is not told, none of its classes is: together they could
/// tell it.
fn by_place(one: &Tried, places: &Places) -> Vec<PlaceCounts> {
    let school_ix = |at: usize| SchoolIx::new(u32::try_from(at).unwrap_or(u32::MAX));
    let mut found: Vec<PlaceCounts> = places
        .schools
        .iter()
        .map(|school| PlaceCounts {
            school: *school,
            months: Vec::new(),
            classes: Vec::new(),
            untold: 0,
        })
        .collect();
    for (at, place) in found.iter_mut().enumerate() {
        let own = places.classes.iter().filter(|(.., school)| *school == school_ix(at));
        place.classes = own.map(|(_, id, _)| (*id, Vec::new())).collect();
    }
    for month in &places.months {
        let schools = (0..found.len()).map(school_ix).map(|school| {
            let count = one.by_school_month.get(&(school, *month));
            (school, count.copied().unwrap_or(0))
        });
        for ((school, told), place) in beside_each_other(schools).into_iter().zip(&mut found) {
            let own = places.classes.iter().filter(|(.., of)| *of == school);
            let counts = own.map(|(class, ..)| {
                let count = one.by_class_month.get(&(*class, *month));
                ((), count.copied().unwrap_or(0))
            });
            for ((_, months), ((), count)) in place.classes.iter_mut().zip(beside_each_other(counts)) {
                months.push(if told == Told::Few { Told::Few } else { count });
            }
            place.months.push(told);
        }
    }
    for place in &mut found {
        let all = place.classes.len();
        place
            .classes
            .retain(|(_, months)| months.iter().any(|count| *count != Told::Few));
        place.untold = u32::try_from(all - place.classes.len()).unwrap_or(u32::MAX);
    }
    found
}

fn told(found: Comparison, places: Places) -> TryoutCounts {
    let tried = found.tried.into_iter().map(|one| TriedCounts {
        children: Told::of(one.children),
        times: Told::of(one.times),
        by_place: by_place(&one, &places),
        by_school: beside_each_other(places.schools.iter().enumerate().map(|(at, id)| {
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
        months: places.months.clone(),
        classes: found.classes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_told_by_month_only_where_nobody_can_work_out_another() {
        let (march, april) = ((2026, 3), (2026, 4));
        let id = |n: u128| uuid::Uuid::from_u128(n);
        let places = Places {
            schools: [1, 2].map(|n| SchoolId::from_uuid(id(n))).to_vec(),
            classes: [(0, 0), (1, 0), (2, 0), (3, 1)]
                .map(|(class, school)| {
                    let own = ClassId::from_uuid(id(u128::from(class) + 10));
                    (ClassIx::new(class), own, SchoolIx::new(school))
                })
                .to_vec(),
            months: vec![march, april],
        };
        let class = |class: u32, month, count: u32| ((ClassIx::new(class), month), count);
        let school = |school: u32, month, count: u32| ((SchoolIx::new(school), month), count);
        let one = Tried {
            definition: Definition::Hints,
            children: 40,
            times: 40,
            by_school: Default::default(),
            by_month: Default::default(),
            by_school_month: [
                school(0, march, 22),
                school(1, march, 8),
                school(0, april, 9),
                school(1, april, 3),
            ]
            .into(),
            by_class_month: [
                class(0, march, 9),
                class(1, march, 7),
                class(2, march, 6),
                class(3, march, 8),
                class(0, april, 9),
                class(3, april, 3),
            ]
            .into(),
            most_in_a_class: 9,
        };
        let found = by_place(&one, &places);
        let (few, of) = (Told::Few, Told::Pupils);
        let [first, second] = &found[..] else { panic!() };
        // In April the second school has three: the first is not told either, nor any of its classes.
        assert_eq!(
            (&first.months[..], &second.months[..]),
            (&[of(22), few][..], &[of(8), few][..])
        );
        let classes: Vec<&[Told]> = first.classes.iter().map(|(_, months)| &months[..]).collect();
        assert_eq!(classes, [[of(9), few], [of(7), few], [of(6), few]]);
        assert_eq!((second.classes.len(), second.untold), (1, 0));
        let mut fewer = one.clone();
        fewer.by_class_month = [class(0, march, 9), class(1, march, 7), class(2, march, 4)].into();
        let found = by_place(&fewer, &places);
        let [first, second] = &found[..] else { panic!() };
        // Four children in one class: with the school's sum and the others they could be worked out.
        assert_eq!((first.classes.len(), first.untold, second.untold), (1, 2, 1));
        assert_eq!(first.classes[0].1, [of(9), few]);
    }

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
