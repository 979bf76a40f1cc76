//! What is kept no longer than it must be: a job with a preview, holds that keep a pupil from being erased, and a report.
//!
//! The law sets no period for absence; the municipality decides with its archive, and until it has, no pupil is erased by
//! the job. Sign-ins, drafts and the trail have periods of their own (`privacy.toml`). What is about no child, such as advice
//! and the records of classes, has no period in any law either: it is kept until the municipality sets one.

use access::{Permit, act, on};
use attendance::PupilIx;
use casework::person::Name;
use casework::{OwnWords, PersonId, PupilId};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::Act;
use crate::class_record::CLASS_RECORD;
use crate::clock::instant;
use crate::counsel::COUNSEL;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::planes::Planes;
use crate::seal::LEAST_KEPT;
use crate::staff::CountRow;
use crate::{Store, sql};

/// The setting that says how long.
pub const RETENTION_SETTING: &str = "retention";

/// How long the municipality has decided to keep things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Periods {
    /// Whole years after the last day in any school before a pupil is erased.
    pub pupil_years: u8,
    /// Whole years before entries of the trail are taken out; at least two.
    pub trail_years: u8,
    /// Whole years after the last word before advice about no child is taken away; nothing while it is not decided.
    pub counsel_years: Option<u8>,
    /// The same for what stands in the record of a class.
    pub class_years: Option<u8>,
    /// Who decided it and when, such as the council's decision; empty until it is decided.
    pub decided: String,
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            pupil_years: 5,
            trail_years: 5,
            counsel_years: None,
            class_years: None,
            decided: String::new(),
        }
    }
}

impl Periods {
    /// Whether pupils may be erased by the job.
    pub fn is_decided(&self) -> bool {
        !self.decided.trim().is_empty()
    }

    /// What is about no child and has a period: which kind of stream, and the first day that is kept.
    fn beside(&self, today: Date) -> [(&'static str, Option<Date>); 2] {
        let since = |years: Option<u8>| {
            let years = years.filter(|_| self.is_decided())?;
            today.checked_sub(i64::from(years).years()).ok()
        };
        [
            (COUNSEL, since(self.counsel_years)),
            (CLASS_RECORD, since(self.class_years)),
        ]
    }
}

/// What keeps a pupil from being erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which.
    pub id: Uuid,
    /// Whom it keeps.
    pub pupil: PupilId,
    /// Why.
    pub reason: OwnWords,
    /// Who said so.
    pub by: Option<PersonId>,
    /// Since when.
    pub at: Timestamp,
}

impl core::fmt::Debug for Hold {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Hold({})", self.id)
    }
}

/// A pupil whose time is over.
#[derive(Clone, PartialEq, Eq)]
pub struct Due {
    /// The pupil.
    pub pupil: PupilId,
    /// The name.
    pub name: Name,
    /// The last day in any school.
    pub left_on: Date,
    /// Whether the pupil was born on the first of a month: the archive takes those files.
    pub for_archive: bool,
    /// Whether somebody holds the pupil back.
    pub held: bool,
}

impl core::fmt::Debug for Due {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Due({})", self.pupil)
    }
}

/// What the job would do today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionPlan {
    /// The periods it goes by.
    pub periods: Periods,
    /// Pupils whose time is over, the longest gone first; none before the periods are decided.
    pub due: Vec<Due>,
    /// Entries of the trail whose time is over.
    pub trail: u64,
    /// Advice about no child whose time is over.
    pub counsel: u64,
    /// What stands in the records of classes and is over.
    pub classes: u64,
}

/// What a run did, in counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionCounts {
    /// Pupils erased.
    pub erased: u64,
    /// Pupils whose time was over and who were held back.
    pub held: u64,
    /// Entries taken out of the trail.
    pub trail: u64,
    /// Sign-ins that had ended.
    pub sessions: u64,
    /// Drafts nobody sent.
    pub drafts: u64,
    /// Advice about no child.
    pub counsel: u64,
    /// What stood in the records of classes.
    pub classes: u64,
}

#[derive(sqlx::FromRow)]
struct HoldRow {
    id: Uuid,
    pupil_id: Uuid,
    reason: String,
    set_by: Option<Uuid>,
    set_at: i64,
}

#[derive(sqlx::FromRow)]
struct RunRow {
    run_at: i64,
    counts: String,
}

fn count(row: Option<CountRow>) -> u64 {
    row.and_then(|row| u64::try_from(row.count).ok()).unwrap_or(0)
}

/// When a pupil left for good, where so much time has passed since that it is over.
fn over_since(planes: &Planes, at: PupilIx, periods: &Periods, today: Date) -> Option<Date> {
    let stays = planes.register().enrolments(at).iter();
    let last = stays.map(|stay| stay.to).max_by_key(|to| to.unwrap_or(Date::MAX));
    let left_on = last??;
    let over = left_on.checked_add(i64::from(periods.pupil_years).years());
    over.is_ok_and(|over| over < today).then_some(left_on)
}

impl Store {
    /// The periods as the municipality has decided them.
    ///
    /// # Errors
    /// When the database cannot answer, or the setting cannot be read: a period nobody can read erases nobody.
    pub async fn retention_periods(&self) -> Result<Periods, StoreError> {
        let settings = self.setting_list().await?;
        let Some(set) = settings.iter().find(|setting| setting.name == RETENTION_SETTING) else {
            return Ok(Periods::default());
        };
        serde_json::from_str(&set.value).map_err(|_| StoreError::Value {
            what: "period of retention",
            value: set.value.clone(),
        })
    }

    /// What the job would do today. Whose time is over is written to the trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn retention_plan(&self, permit: &Permit<act::Read, on::Retention>) -> Result<RetentionPlan, StoreError> {
        let periods = self.retention_periods().await?;
        let holds = self.hold_rows().await?;
        let mut due = Vec::new();
        if periods.is_decided() {
            let planes = self.planes().await?;
            let today = permit.on();
            for at in planes.register().pupils() {
                let over = over_since(&planes, at, &periods, today);
                let Some((left_on, entry)) = over.zip(planes.roster().pupil_entry(at)) else {
                    continue;
                };
                due.push(Due {
                    pupil: entry.id,
                    name: entry.name.clone(),
                    left_on,
                    for_archive: entry.birth_date.is_some_and(|born| born.day() == 1),
                    held: holds.iter().any(|hold| hold.pupil == entry.id),
                });
            }
        }
        due.sort_by_key(|one| (one.left_on, one.pupil));
        let subjects = due.iter().map(|one| one.pupil).collect();
        let act = Act::permitted(permit, "whose time is over".to_owned(), subjects);
        self.audit(act).await?;
        let trail: Option<CountRow> = self
            .db()
            .one(sql::AUDIT_EXPIRING, args![self.trail_until(&periods)])
            .await?;
        let mut beside = [0; 2];
        for (over, (kind, since)) in beside.iter_mut().zip(periods.beside(permit.on())) {
            let Some(since) = since else { continue };
            let row: Option<CountRow> = self.db().one(sql::STREAM_OVER, args![kind, since]).await?;
            *over = count(row);
        }
        let [counsel, classes] = beside;
        Ok(RetentionPlan {
            periods,
            due,
            trail: count(trail),
            counsel,
            classes,
        })
    }

    /// Erases one pupil whose time is over. The caller has exported what must be kept elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Held`] when somebody holds the pupil back; [`StoreError::Missing`] when the pupil has gone, has come
    /// back to a school, or has time left.
    pub async fn retention_erase(
        &self,
        permit: &Permit<act::Close, on::Retention>,
        pupil: PupilId,
    ) -> Result<(), StoreError> {
        let (periods, planes) = (self.retention_periods().await?, self.planes().await?);
        let at = planes.roster().pupil_ix(pupil).filter(|_| periods.is_decided());
        // What was shown to somebody may be no longer so when they say yes.
        let over = at.and_then(|at| over_since(&planes, at, &periods, permit.on()));
        over.ok_or(StoreError::Missing("pupil whose time is over"))?;
        let act = Act::permitted(permit, "erasure, time over".to_owned(), vec![pupil]);
        self.erase(pupil, act).await
    }

    /// Ends a run: takes out what else is over and keeps the counts.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn retention_finish(
        &self,
        permit: &Permit<act::Close, on::Retention>,
        (erased, held): (u64, u64),
    ) -> Result<RetentionCounts, StoreError> {
        let periods = self.retention_periods().await?;
        let now = self.now();
        let mut work = self.db().begin().await?;
        work.run(sql::AUDIT_EXPIRE, args![now, self.trail_until(&periods)])
            .await?;
        let trail = work.run(sql::AUDIT_DROP_EXPIRED, args![]).await?;
        let month = now
            .checked_sub(jiff::SignedDuration::from_hours(24 * 30))
            .unwrap_or(now);
        work.run(sql::SIGN_IN_CHANGE_SWEEP, args![month]).await?;
        let mut beside = [0; 2];
        for (swept, (kind, since)) in beside.iter_mut().zip(periods.beside(permit.on())) {
            let Some(since) = since else { continue };
            work.run(sql::CLASS_RECORD_SWEEP, args![kind, since]).await?;
            work.run(sql::STREAM_SWEEP_ENTRIES, args![kind, since]).await?;
            *swept = work.run(sql::STREAM_SWEEP, args![kind]).await?;
        }
        let [counsel, classes] = beside;
        let counts = RetentionCounts {
            erased,
            held,
            trail,
            sessions: work.run(sql::SESSION_SWEEP, args![month]).await?,
            drafts: work.run(sql::DRAFT_SWEEP, args![month]).await?,
            counsel,
            classes,
        };
        let text = serde_json::to_string(&counts).unwrap_or_default();
        work.run(sql::RETENTION_RUN_ADD, args![self.new_uuid()?, now, &text])
            .await?;
        let act = Act::permitted(permit, format!("retention {text}"), Vec::new());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(counts)
    }

    /// The newest runs with what they did, at most `most`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn retention_runs(
        &self,
        _permit: &Permit<act::Read, on::Retention>,
        most: u32,
    ) -> Result<Vec<(Timestamp, RetentionCounts)>, StoreError> {
        let rows: Vec<RunRow> = self.db().all(sql::RETENTION_RUN_LIST, args![most]).await?;
        let read = |row: RunRow| {
            (
                instant(row.run_at),
                serde_json::from_str(&row.counts).unwrap_or_default(),
            )
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Holds a pupil back from being erased, by the job or by anybody, until somebody ends it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone.
    pub async fn hold_add(
        &self,
        permit: &Permit<act::Create, on::Retention>,
        pupil: PupilId,
        reason: &OwnWords,
    ) -> Result<(), StoreError> {
        if self.planes().await?.roster().pupil_ix(pupil).is_none() {
            return Err(StoreError::Missing("pupil"));
        }
        let (id, now, by) = (self.new_uuid()?, self.now(), permit.by().map(PersonId::as_uuid));
        let mut work = self.db().begin().await?;
        work.run(sql::HOLD_ADD, args![id, pupil.as_uuid(), reason.reveal(), by, now])
            .await?;
        let act = Act::permitted(permit, "hold".to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Ends a hold.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not there or has ended.
    pub async fn hold_end(&self, permit: &Permit<act::Create, on::Retention>, id: Uuid) -> Result<(), StoreError> {
        let hold = self.hold_rows().await?.into_iter().find(|hold| hold.id == id);
        let hold = hold.ok_or(StoreError::Missing("hold"))?;
        let (now, by) = (self.now(), permit.by().map(PersonId::as_uuid));
        let mut work = self.db().begin().await?;
        self.changed(work.run(sql::HOLD_END, args![id, by, now]).await?, "hold")?;
        let act = Act::permitted(permit, "hold ended".to_owned(), vec![hold.pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// The holds that stand with the names of whom they keep, oldest first. The reading is written to the trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn hold_list(&self, permit: &Permit<act::Read, on::Retention>) -> Result<Vec<(Hold, Name)>, StoreError> {
        let holds = self.hold_rows().await?;
        if !holds.is_empty() {
            let subjects = holds.iter().map(|hold| hold.pupil).collect();
            self.audit(Act::permitted(permit, "holds".to_owned(), subjects)).await?;
        }
        let planes = self.planes().await?;
        let name = |hold: &Hold| {
            let at = planes.roster().pupil_ix(hold.pupil)?;
            planes.roster().pupil_entry(at).map(|entry| entry.name.clone())
        };
        Ok(holds
            .into_iter()
            .filter_map(|hold| name(&hold).map(|name| (hold, name)))
            .collect())
    }

    /// Whether somebody holds this pupil back, as seen by the unit of work that would erase it.
    pub(crate) async fn is_held(&self, work: &mut Work, pupil: PupilId) -> Result<bool, StoreError> {
        let rows: Vec<HoldRow> = work.all(sql::HOLD_LIST, args![]).await?;
        Ok(rows.iter().any(|row| row.pupil_id == pupil.as_uuid()))
    }

    async fn hold_rows(&self) -> Result<Vec<Hold>, StoreError> {
        let rows: Vec<HoldRow> = self.db().all(sql::HOLD_LIST, args![]).await?;
        let read = |row: HoldRow| {
            Some(Hold {
                id: row.id,
                pupil: PupilId::from_uuid(row.pupil_id),
                reason: OwnWords::from_form(&row.reason)?,
                by: row.set_by.map(PersonId::from_uuid),
                at: instant(row.set_at),
            })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Seals made before this instant have outlived their entries.
    fn trail_until(&self, periods: &Periods) -> Timestamp {
        let now = self.now();
        let years = i64::from(periods.trail_years.max(2));
        let least = now.checked_sub(LEAST_KEPT).unwrap_or(Timestamp::MIN);
        let wanted = self.day_of(now).checked_sub(years.years()).ok();
        let wanted = wanted.and_then(|day| day.to_zoned(self.inner.zone.clone()).ok());
        wanted.map_or(Timestamp::MIN, |at| at.timestamp()).min(least)
    }
}
