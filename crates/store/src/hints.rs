//! The hints of this school year, as they would have been said day by day, held to the municipality's own budget.
//!
//! Made from the whole log in the background, once for each day and again when much was noted late. A page never
//! waits long for them: it shows those made last and says up to which day they go.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use attendance::{SchoolYear, Span};
use casework::{PupilId, SchoolId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use screening::Replay;
use serde::{Deserialize, Serialize};
use signals::{Budget, CutSource, Hint, Parameters, Reasons};
use statute::RulePack;
use tokio::sync::watch;

use crate::Store;
use crate::error::StoreError;
use crate::known::Known;
use crate::planes::{Planes, Positions};
use crate::seen::Seen;

/// How old hints may be while marks come in.
const OLDEST: SignedDuration = SignedDuration::from_hours(1);
/// How long the first page of a start waits for them.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many new hints a class and month people can look at, in thousandths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HintBudgets {
    /// Of every school that has none of its own.
    pub everywhere: u32,
    /// Of schools that set their own.
    #[serde(default)]
    pub schools: BTreeMap<SchoolId, u32>,
}

impl Default for HintBudgets {
    fn default() -> Self {
        Self {
            everywhere: Budget::DEFAULT.thousandths(),
            schools: BTreeMap::new(),
        }
    }
}

impl HintBudgets {
    /// The setting they are kept in, as JSON.
    pub const SETTING: &str = "hints.budget";

    fn of(&self, school: SchoolId) -> u32 {
        self.schools.get(&school).copied().unwrap_or(self.everywhere)
    }
}

/// A hint about one pupil that is not older than the quiet days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedHint {
    /// The school day it was raised on.
    pub on: Date,
    /// Within the quiet days of an earlier one, because the evidence had grown by half.
    pub grown: bool,
    /// Why: numbers and days.
    pub reasons: Reasons,
}

/// The hints of the pupils seen.
#[derive(Clone, Debug)]
pub struct SeenHints {
    /// The last day that is in them.
    pub up_to: Date,
    /// Where the cut of the municipality comes from.
    pub source: Option<CutSource>,
    /// The newest hint of each pupil that has one.
    pub by_pupil: HashMap<PupilId, RaisedHint>,
}

/// All hints of one moment.
#[derive(Debug)]
struct AllHints {
    day: Date,
    positions: Positions,
    budgets: HintBudgets,
    made: Timestamp,
    up_to: Date,
    source: Option<CutSource>,
    by_pupil: HashMap<PupilId, RaisedHint>,
}

/// The hints last made, and whether new ones are being made.
#[derive(Debug)]
pub(crate) struct HintsKept {
    newest: watch::Sender<Option<Arc<AllHints>>>,
    making: AtomicBool,
}

impl Default for HintsKept {
    fn default() -> Self {
        Self {
            newest: watch::Sender::new(None),
            making: AtomicBool::new(false),
        }
    }
}

/// Everything the hints are made from.
struct Ground {
    planes: Arc<Planes>,
    known: Known,
    budgets: HintBudgets,
    day: Date,
    made: Timestamp,
}

impl Ground {
    fn hints(self) -> Result<AllHints, StoreError> {
        let parameters = Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))?;
        let rules = RulePack::shipped().map_err(|_| StoreError::Missing("rules"))?;
        let up_to = self.day.yesterday().map_err(|_| StoreError::Missing("day before"))?;
        let mut wanted: BTreeSet<u32> = self.budgets.schools.values().copied().collect();
        wanted.insert(self.budgets.everywhere);
        let (mut by_pupil, mut source) = (HashMap::new(), None);
        for thousandths in wanted {
            let replay = Replay {
                rules: &rules,
                parameters: &parameters,
                budget: Budget::from_thousandths(thousandths).unwrap_or(Budget::DEFAULT),
                span: Span {
                    from: SchoolYear::of(self.day).span().from,
                    to: up_to,
                },
            };
            let said = replay
                .hints(self.known.roster.clone(), &self.known.events, |_, _| {})
                .map_err(|_| StoreError::Missing("room for so many school days"))?;
            if thousandths == self.budgets.everywhere {
                source = said.cut.map(|cut| cut.source);
            }
            let quiet = parameters.budget().quiet.value;
            for hint in said.hints {
                if let Some((pupil, raised)) = self.raised(hint, thousandths, up_to, quiet) {
                    by_pupil.insert(pupil, raised);
                }
            }
        }
        Ok(AllHints {
            day: self.day,
            positions: self.planes.positions,
            budgets: self.budgets,
            made: self.made,
            up_to,
            source,
            by_pupil,
        })
    }

    /// A hint that fits its school's own budget and is not older than the quiet days.
    fn raised(&self, hint: Hint, thousandths: u32, up_to: Date, quiet: u32) -> Option<(PupilId, RaisedHint)> {
        let class = self.planes.roster().class_entry(hint.class)?;
        let calendar = self.planes.register().class_calendar(hint.class)?;
        let fits = self.budgets.of(class.school) == thousandths;
        let age = calendar.count_to(up_to).saturating_sub(calendar.count_to(hint.day));
        let pupil = self.planes.roster().pupil_id(hint.pupil)?;
        let raised = RaisedHint {
            on: hint.day,
            grown: hint.grown,
            reasons: hint.reasons,
        };
        (fits && age < quiet).then_some((pupil, raised))
    }
}

impl Store {
    /// The hints of the pupils seen; `None` while the first ones after a start are still being made.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn hints(&self, seen: &Seen) -> Result<Option<SeenHints>, StoreError> {
        let planes = self.planes().await?;
        let (budgets, _) = self.hint_budgets().await?;
        let (day, now) = (self.today(), self.now());
        let kept = &self.inner.hints;
        let newest = kept.newest.borrow().clone();
        let due = newest.as_ref().is_none_or(|hints| {
            let late = hints.positions != planes.positions && now.duration_since(hints.made) >= OLDEST;
            hints.day != day || hints.budgets != budgets || hints.positions.roster != planes.positions.roster || late
        });
        if due && !kept.making.swap(true, Ordering::AcqRel) {
            let store = self.clone();
            tokio::spawn(async move {
                // What could not be made now is tried again with the next page.
                match store.make_hints(planes, budgets, day, now).await {
                    Ok(hints) => drop(store.inner.hints.newest.send_replace(Some(Arc::new(hints)))),
                    Err(problem) => tracing::error!(%problem, "early signs could not be made"),
                }
                store.inner.hints.making.store(false, Ordering::Release);
            });
        }
        let hints = match newest {
            Some(hints) => Some(hints),
            None => {
                let mut coming = kept.newest.subscribe();
                let first = tokio::time::timeout(PATIENCE, coming.wait_for(Option::is_some)).await;
                first.ok().and_then(Result::ok).and_then(|hints| hints.clone())
            }
        };
        Ok(hints.map(|hints| SeenHints {
            up_to: hints.up_to,
            source: hints.source,
            by_pupil: seen
                .pupils()
                .filter_map(|p| Some((p.id(), hints.by_pupil.get(&p.id())?.clone())))
                .collect(),
        }))
    }

    async fn make_hints(
        &self,
        planes: Arc<Planes>,
        budgets: HintBudgets,
        day: Date,
        made: Timestamp,
    ) -> Result<AllHints, StoreError> {
        let known = self.known(&planes).await?;
        let ground = Ground {
            planes,
            known,
            budgets,
            day,
            made,
        };
        let made = tokio::task::spawn_blocking(move || ground.hints());
        made.await.map_err(|_| StoreError::Missing("the making of hints"))?
    }

    /// How many hints people can look at, and how often that was set.
    ///
    /// # Errors
    /// When the database cannot answer, or holds what this release cannot read.
    pub async fn hint_budgets(&self) -> Result<(HintBudgets, i64), StoreError> {
        let all = self.setting_list().await?;
        let Some(setting) = all.into_iter().find(|s| s.name == HintBudgets::SETTING) else {
            return Ok((HintBudgets::default(), 0));
        };
        let budgets = serde_json::from_str(&setting.value).map_err(|_| StoreError::Missing("budget of the hints"))?;
        Ok((budgets, setting.sequence))
    }

    /// Sets how many hints people can look at; `seen` is how often it was set when the page was made.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else set it in the meantime.
    pub async fn hint_budgets_set(
        &self,
        permit: &access::Permit<access::act::Change, access::on::Settings>,
        budgets: &HintBudgets,
        seen: i64,
    ) -> Result<(), StoreError> {
        let value = serde_json::to_string(budgets).map_err(|_| StoreError::Missing("budget of the hints"))?;
        self.setting_set(permit.by(), HintBudgets::SETTING, &value, seen).await
    }
}
