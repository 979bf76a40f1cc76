//! How many pupils a rule would hold for, school by school: counts without any child, small ones not told.

use std::collections::HashMap;
use std::sync::Arc;

use access::{Permit, act, on};
use casework::SchoolId;
use jiff::Timestamp;
use jiff::civil::Date;
use screening::as_known;
use statute::{Rule, RulePack, Version};

use crate::Store;
use crate::aged::OLDEST;
use crate::audit::Act;
use crate::error::StoreError;
use crate::planes::{Planes, Positions};

/// The smallest count that is told; below it a child might be known.
pub const LEAST_TOLD: u32 = 5;

/// A count of pupils as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// So many.
    Pupils(u32),
    /// Fewer than [`LEAST_TOLD`], perhaps none.
    Few,
}

impl Told {
    /// A count as it may be shown.
    pub const fn of(count: u32) -> Self {
        if count < LEAST_TOLD {
            Self::Few
        } else {
            Self::Pupils(count)
        }
    }
}

/// The counts of one school, in the order the rules were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolCounts {
    /// The school.
    pub school: SchoolId,
    /// How many pupils it has today.
    pub pupils: Told,
    /// For how many each rule would hold.
    pub held: Vec<Told>,
}

/// All rules in force on a day, counted side by side: the same pupils by every definition.
#[derive(Debug)]
pub struct Compared {
    /// When it was counted.
    pub made: Timestamp,
    /// The rules, by id, each in the version in force.
    pub asked: Asked,
    /// The counts of each school, in the order of the rules.
    pub counts: Vec<SchoolCounts>,
    day: Date,
    positions: Positions,
    rules: Arc<RulePack>,
}

/// Rules, each in the version to be counted, whether in force or not.
pub type Asked = Vec<(Rule, Version)>;

fn count(planes: &Planes, rules: &RulePack, asked: &Asked, day: Date) -> Vec<SchoolCounts> {
    let register = planes.register();
    let weight = rules.settings().day_weight;
    let mut counts: HashMap<SchoolId, (u32, Vec<u32>)> = HashMap::new();
    for pupil in register.pupils() {
        let class = register.enrolment_on(pupil, day).map(|e| e.class);
        let Some(school) = class.and_then(|c| planes.roster().class_entry(c)).map(|c| c.school) else {
            continue;
        };
        let (all, held) = counts.entry(school).or_insert_with(|| (0, vec![0; asked.len()]));
        *all += 1;
        let Some(track) = register.track(pupil, day, weight).and_then(|track| as_known(&track)) else {
            continue;
        };
        for ((rule, version), count) in asked.iter().zip(held) {
            *count += u32::from(rules.holds(rule, version, &track));
        }
    }
    let of = |school: SchoolId| {
        let (all, held) = counts.remove(&school)?;
        Some(SchoolCounts {
            school,
            pupils: Told::of(all),
            held: held.into_iter().map(Told::of).collect(),
        })
    };
    planes.roster().schools().iter().map(|s| s.id).filter_map(of).collect()
}

impl Store {
    /// For how many pupils of each school rules would hold today, were they in force. No child comes out of it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn rule_counts(
        &self,
        permit: &Permit<act::Read, on::Aggregate>,
        rules: Arc<RulePack>,
        asked: Asked,
    ) -> Result<Vec<SchoolCounts>, StoreError> {
        let planes = self.planes().await?;
        let day = self.today();
        let names: Vec<String> = asked.iter().map(|(r, v)| format!("{} {}", r.id, v.from)).collect();
        let counts = tokio::task::spawn_blocking(move || count(&planes, &rules, &asked, day))
            .await
            .map_err(|_| StoreError::Missing("the counts"))?;
        self.audit(Act::permitted(
            permit,
            format!("counts of {}", names.join(", ")),
            Vec::new(),
        ))
        .await?;
        Ok(counts)
    }

    /// For how many pupils of each school every rule in force holds today; at most ten minutes old.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn rules_compared(
        &self,
        permit: &Permit<act::Read, on::Aggregate>,
        rules: &Arc<RulePack>,
    ) -> Result<Arc<Compared>, StoreError> {
        let planes = self.planes().await?;
        let (day, now) = (self.today(), self.now());
        let mut held = self.inner.compared.lock().await;
        let fits = |c: &&Arc<Compared>| {
            let fresh = c.positions == planes.positions || now.duration_since(c.made) < OLDEST;
            c.day == day && Arc::ptr_eq(&c.rules, rules) && fresh
        };
        let compared = match held.as_ref().filter(fits) {
            Some(compared) => Arc::clone(compared),
            None => {
                let asked: Asked = rules.in_force(day).map(|(r, v)| (r.clone(), v.clone())).collect();
                let (positions, pack) = (planes.positions, Arc::clone(rules));
                let made = tokio::task::spawn_blocking(move || Compared {
                    made: now,
                    counts: count(&planes, &pack, &asked, day),
                    asked,
                    day,
                    positions,
                    rules: pack,
                });
                let made = Arc::new(made.await.map_err(|_| StoreError::Missing("the counts"))?);
                *held = Some(Arc::clone(&made));
                made
            }
        };
        drop(held);
        self.audit(Act::permitted(
            permit,
            "counts of all rules in force".to_owned(),
            Vec::new(),
        ))
        .await?;
        Ok(compared)
    }
}
