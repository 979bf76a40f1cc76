//! What each pupil carries on a day: the duties and what else holds, kept beside the planes.
//!
//! A list asks it of every pupil it may show. It is worked out once for a pupil and again only when something of that
//! pupil has changed, the day has turned or the rules are others; so a list still says what is so at that moment.
//!
//! The block kernel of `attendance` is not asked here. It counts windows of pupils eight at a time, but duties also need
//! runs, the day a rule was reached and the days behind it, and one pupil at a time is a few microseconds of those.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use attendance::{Grade, PupilDays, PupilIx, SchoolYear, SlotState, Track};
use casework::PupilId;
use jiff::civil::Date;
use screening::{Duty, Ground, Held, as_known, duties};
use statute::{Days, Finding, Reading, Rule, RulePack, Version};
use uuid::Uuid;

use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::planes::{Planes, is_correction, read};
use crate::seen::{Seen, SeenPupil};
use crate::{Store, sql};

/// Pupils worked out in one go: between two goes others get their turn.
const CHUNK: usize = 1_000;

/// A rule and its version, by their places in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Which {
    rule: usize,
    version: usize,
}

impl Which {
    fn of(rules: &RulePack, rule: &Rule, version: &Version) -> Option<Self> {
        let at = rules.rules().iter().position(|r| r.id == rule.id)?;
        let version = rule.versions().iter().position(|v| v.from == version.from)?;
        Some(Self { rule: at, version })
    }

    fn read(self, rules: &RulePack) -> Option<(&Rule, &Version)> {
        let rule = rules.rules().get(self.rule)?;
        Some((rule, rule.versions().get(self.version)?))
    }
}

#[derive(Debug)]
struct KeptDuty {
    which: Which,
    begins: Date,
    on: Date,
    reached_on: Date,
    reading: Reading,
    ground: Ground,
}

#[derive(Debug)]
struct KeptFinding {
    which: Which,
    reached_on: Date,
    reading: Reading,
}

/// What one pupil carries.
#[derive(Debug, Default)]
struct OfPupil {
    duties: Vec<KeptDuty>,
    findings: Vec<KeptFinding>,
}

/// What was worked out for one day, one pack of rules and one line of planes.
#[derive(Debug)]
pub(crate) struct Kept {
    day: Date,
    rules: Arc<RulePack>,
    line: Arc<()>,
    /// By place: the change it was worked out after, and what came out; nothing for the many who carry nothing.
    of: Vec<Option<(u64, Option<Arc<OfPupil>>)>>,
}

impl Kept {
    fn fits(&self, planes: &Planes, day: Date, rules: &Arc<RulePack>) -> bool {
        self.day == day && Arc::ptr_eq(&self.rules, rules) && planes.is_of(&self.line)
    }

    fn new(planes: &Planes, day: Date, rules: &Arc<RulePack>) -> Self {
        Self {
            day,
            rules: Arc::clone(rules),
            line: planes.line(),
            of: vec![None; planes.roster().pupil_count()],
        }
    }

    /// What is known of a pupil as these planes have it.
    fn known(&self, planes: &Planes, pupil: PupilIx) -> Option<Option<Arc<OfPupil>>> {
        let (changed, kept) = self.of.get(pupil.index())?.as_ref()?;
        (*changed == planes.changed(pupil)).then(|| kept.clone())
    }
}

/// What the pupils of a [`Seen`] carry on its day.
#[derive(Clone, Debug)]
pub struct Carried {
    rules: Arc<RulePack>,
    of: HashMap<PupilId, Arc<OfPupil>>,
}

impl Carried {
    /// The duties of a pupil, as [`screening::duties`] gives them.
    pub fn duties(&self, pupil: PupilId) -> Vec<Duty<'_>> {
        let kept = self.of.get(&pupil).map_or(&[][..], |p| &p.duties);
        let duty = |kept: &KeptDuty| {
            let (rule, version) = kept.which.read(&self.rules)?;
            Some(Duty {
                held: Held {
                    rule,
                    version,
                    begins: kept.begins,
                    on: kept.on,
                    reached_on: kept.reached_on,
                    reading: kept.reading.clone(),
                },
                ground: kept.ground.clone(),
            })
        };
        kept.iter().filter_map(duty).collect()
    }

    /// Every rule that holds for a pupil on the last day that is known, without the days behind it.
    pub fn findings(&self, pupil: PupilId) -> Vec<Finding<'_>> {
        let kept = self.of.get(&pupil).map_or(&[][..], |p| &p.findings);
        let finding = |kept: &KeptFinding| {
            let (rule, version) = kept.which.read(&self.rules)?;
            Some(Finding {
                rule,
                version,
                reached_on: kept.reached_on,
                reading: kept.reading.clone(),
            })
        };
        kept.iter().filter_map(finding).collect()
    }
}

#[derive(sqlx::FromRow)]
struct LogRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    note: String,
    kind: String,
    recorded_at: i64,
}

/// What stood just before each correction of a pupil, with the day it was known on, oldest first.
type Past = Vec<(Date, PupilDays)>;

/// Walks through the log of some pupils and keeps what stood before each correction of a day since `since`.
///
/// Rows that came in the same moment are one correction. Whether a day was noted at all is taken as it stands now.
fn past(store: &Store, planes: &Planes, rows: &[LogRow], since: Date) -> Result<HashMap<PupilIx, Past>, StoreError> {
    let mut by_pupil: HashMap<PupilIx, Vec<&LogRow>> = HashMap::new();
    for row in rows {
        if let Some(pupil) = planes.roster().pupil_ix(PupilId::from_uuid(row.pupil_id)) {
            by_pupil.entry(pupil).or_default().push(row);
        }
    }
    let register = planes.register();
    let mut out = HashMap::new();
    for (pupil, rows) in by_pupil {
        let Some(mut days) = register.blank(pupil) else {
            continue;
        };
        let mut past = Past::new();
        for together in rows.chunk_by(|a, b| a.recorded_at == b.recorded_at) {
            let before = days.clone();
            let mut corrects = false;
            for row in together {
                let corrupt = || StoreError::Corrupt {
                    table: "marks",
                    row: row.pupil_id,
                };
                let day: Date = row.day.into();
                let (note, kind) = read(Some(&row.note), Some(&row.kind)).ok_or_else(corrupt)?;
                let class = register.enrolment_on(pupil, day).and_then(|e| register.class(e.class));
                let Some(grade) = class.map(|class| class.grade) else {
                    continue;
                };
                let grade: Grade = grade;
                let state = SlotState::of(kind);
                for slot in grade.slots(note, kind).iter() {
                    let stood = register.set_in(&mut days, day, slot, state);
                    corrects |= day >= since && stood.is_ok_and(|stood| is_correction(stood, state));
                }
            }
            if let (true, Some(row)) = (corrects, together.first()) {
                past.push((store.day_of(instant(row.recorded_at)), before));
            }
        }
        out.insert(pupil, past);
    }
    Ok(out)
}

/// What one pupil carries; nothing when that is nothing.
fn carries(
    planes: &Planes,
    pupil: PupilIx,
    past: &[(Date, PupilDays)],
    day: Date,
    rules: &RulePack,
) -> Option<OfPupil> {
    let (register, weight) = (planes.register(), rules.settings().day_weight);
    let track = register.track(pupil, day, weight)?;
    let past: Vec<Track<'_>> = past
        .iter()
        .map(|(known_on, days)| register.track_in(days, *known_on, weight))
        .collect();
    let duties = duties(&track, &past, rules).into_iter().filter_map(|duty| {
        Some(KeptDuty {
            which: Which::of(rules, duty.held.rule, duty.held.version)?,
            begins: duty.held.begins,
            on: duty.held.on,
            reached_on: duty.held.reached_on,
            reading: duty.held.reading,
            ground: duty.ground,
        })
    });
    let findings = as_known(&track).map(|known| rules.judge(&known, Days::Unlisted));
    let findings = findings.into_iter().flatten().filter_map(|finding| {
        Some(KeptFinding {
            which: Which::of(rules, finding.rule, finding.version)?,
            reached_on: finding.reached_on,
            reading: finding.reading,
        })
    });
    let of = OfPupil {
        duties: duties.collect(),
        findings: findings.collect(),
    };
    (!of.duties.is_empty() || !of.findings.is_empty()).then_some(of)
}

impl Store {
    /// What the pupils seen carry on the day they are seen on, under these rules.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn carried(&self, seen: &Seen, rules: &Arc<RulePack>) -> Result<Carried, StoreError> {
        let planes = seen.planes();
        let at: Vec<PupilIx> = seen.pupils().map(SeenPupil::place).collect();
        let mut of = HashMap::new();
        for pupils in at.chunks(CHUNK) {
            for (pupil, kept) in self.carried_of(planes, pupils, seen.day(), rules).await? {
                of.extend(planes.roster().pupil_id(pupil).zip(kept));
            }
        }
        let rules = Arc::clone(rules);
        Ok(Carried { rules, of })
    }

    /// Works out today what every pupil carries, where that is not known yet, so that no page has to.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn carried_warm(&self, rules: &Arc<RulePack>) -> Result<(), StoreError> {
        let mut next = 0;
        loop {
            // Planes are taken anew for each part: whoever changes them meanwhile need not copy them.
            let planes = self.planes().await?;
            let pupils: Vec<PupilIx> = planes.register().pupils().skip(next).take(CHUNK).collect();
            if pupils.is_empty() {
                return Ok(());
            }
            next += pupils.len();
            self.carried_of(&planes, &pupils, self.today(), rules).await?;
        }
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        // What is kept is whole after every change of it, so a thread that panicked left nothing broken.
        self.inner.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn carried_of(
        &self,
        planes: &Arc<Planes>,
        pupils: &[PupilIx],
        day: Date,
        rules: &Arc<RulePack>,
    ) -> Result<Vec<(PupilIx, Option<Arc<OfPupil>>)>, StoreError> {
        let mut known = Vec::with_capacity(pupils.len());
        let mut missing = Vec::new();
        {
            let kept = self.kept();
            let kept = kept.as_ref().filter(|kept| kept.fits(planes, day, rules));
            for pupil in pupils {
                match kept.and_then(|kept| kept.known(planes, *pupil)) {
                    Some(carries) => known.push((*pupil, carries)),
                    None => missing.push(*pupil),
                }
            }
        }
        if missing.is_empty() {
            return Ok(known);
        }
        let past = self.past_of(planes, &missing, day).await?;
        let work = {
            let (planes, rules) = (Arc::clone(planes), Arc::clone(rules));
            move || -> Vec<(PupilIx, Option<Arc<OfPupil>>)> {
                let past = |pupil| past.get(&pupil).map_or(&[][..], Vec::as_slice);
                missing
                    .into_iter()
                    .map(|pupil| (pupil, carries(&planes, pupil, past(pupil), day, &rules).map(Arc::new)))
                    .collect()
            }
        };
        let made = tokio::task::spawn_blocking(work).await;
        let made = made.map_err(|_| StoreError::Missing("what pupils carry"))?;
        if day == self.today() {
            let mut kept = self.kept();
            if !kept.as_ref().is_some_and(|kept| kept.fits(planes, day, rules)) {
                *kept = Some(Kept::new(planes, day, rules));
            }
            for (pupil, carries) in &made {
                let Some(kept) = kept.as_mut() else { continue };
                if kept.of.len() <= pupil.index() {
                    kept.of.resize(pupil.index() + 1, None);
                }
                if let Some(place) = kept.of.get_mut(pupil.index()) {
                    *place = Some((planes.changed(*pupil), carries.clone()));
                }
            }
        }
        known.extend(made);
        Ok(known)
    }

    /// What stood before each correction in this and the previous school year, for those of these pupils who had one.
    async fn past_of(
        &self,
        planes: &Planes,
        pupils: &[PupilIx],
        day: Date,
    ) -> Result<HashMap<PupilIx, Past>, StoreError> {
        let since = SchoolYear::of(day).previous().span().from;
        let ids: Vec<String> = pupils
            .iter()
            .filter(|pupil| planes.corrected().get(pupil).is_some_and(|last| *last >= since))
            .filter_map(|pupil| planes.roster().pupil_id(*pupil))
            .map(|id| id.as_uuid().simple().to_string())
            .collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        let rows: Vec<LogRow> = self.db().all(sql::MARK_LOG_OF, args![ids]).await?;
        past(self, planes, &rows, since)
    }
}
