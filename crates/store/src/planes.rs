//! The planes: every pupil's marks in memory, a cache that follows the change sequence before it answers.

mod follow_roster;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use attendance::{Category, ClassIx, Kind, Note, PupilIx, Register, Slot, SlotState};
use casework::{ClassId, PupilId};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::instant;
use crate::db::{Db, args};
use crate::error::StoreError;
use crate::roster::{self, Roster};
use crate::{Store, snapshot, sql};

pub(crate) use follow_roster::Touched;

/// Part of a school day away, where the school registers lessons. Evidence for signals, never a half day of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// The day.
    pub day: Date,
    /// Lessons missed.
    pub lessons_missed: u32,
    /// Lessons of that day, when known.
    pub lessons: Option<u32>,
    /// The category, when given.
    pub category: Option<Category>,
    /// When it was noted, when known.
    pub noted_at: Option<Timestamp>,
}

/// How far each topic of the change sequence had come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    pub marks: i64,
    pub notings: i64,
    pub partials: i64,
    pub roster: i64,
}

/// The roster and everything noted, as of one position of the log.
#[derive(Clone, Debug)]
pub struct Planes {
    roster: Arc<Roster>,
    register: Register,
    partials: Arc<HashMap<PupilIx, Vec<Partial>>>,
    corrected: Arc<HashMap<PupilIx, Date>>,
    /// By class: everybody who is, was or will be in it, in the order of the places.
    members: Arc<Vec<Vec<PupilIx>>>,
    changes: Changes,
    /// The same for planes that were brought up to date from one another: in these a place stays one pupil's.
    line: Arc<()>,
    pub(crate) positions: Positions,
}

/// Which pupils have changed since these planes were made: for each the number of the change that last touched it.
#[derive(Clone, Debug, Default)]
struct Changes {
    count: u64,
    last: Vec<u64>,
}

/// Whether what a mark replaced was an absence and is something else now: then a duty may have lost its ground.
pub(crate) fn is_correction(before: SlotState, now: SlotState) -> bool {
    matches!(before, SlotState::Absent(_)) && before != now
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    topic: String,
    position: i64,
}

#[derive(sqlx::FromRow)]
struct FoldRow {
    pupil_id: Uuid,
    marks: String,
}

#[derive(sqlx::FromRow)]
struct UndoneRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
}

#[derive(sqlx::FromRow)]
struct TailRow {
    position: i64,
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    note: String,
    kind: String,
}

#[derive(sqlx::FromRow)]
struct NotingTailRow {
    position: i64,
    class_id: Uuid,
    note: String,
    from_day: jiff_sqlx::Date,
    to_day: jiff_sqlx::Date,
}

#[derive(sqlx::FromRow)]
struct PartialRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    lessons_missed: i64,
    lessons: Option<i64>,
    category: Option<String>,
    noted_at: Option<i64>,
}

pub(crate) async fn positions(db: &Db) -> Result<Positions, StoreError> {
    let rows: Vec<ChangeRow> = db.all(sql::CHANGE_LIST, args![]).await?;
    let mut positions = Positions::default();
    for row in rows {
        match row.topic.as_str() {
            "marks" => positions.marks = row.position,
            "notings" => positions.notings = row.position,
            "partials" => positions.partials = row.position,
            "roster" => positions.roster = row.position,
            _ => {}
        }
    }
    Ok(positions)
}

impl Planes {
    /// Names, schools and classes beside the engine's indexes.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Whether these planes were brought up to date from others of this line.
    pub(crate) fn is_of(&self, line: &Arc<()>) -> bool {
        Arc::ptr_eq(&self.line, line)
    }

    /// The line of planes that were brought up to date from one another.
    pub(crate) fn line(&self) -> Arc<()> {
        Arc::clone(&self.line)
    }

    /// Everybody who is, was or will be in one of these classes, in the order of the places.
    pub(crate) fn members(&self, classes: impl IntoIterator<Item = ClassIx>) -> Vec<PupilIx> {
        let of = |class: ClassIx| self.members.get(class.index()).map_or(&[][..], Vec::as_slice);
        let mut members: Vec<PupilIx> = classes.into_iter().flat_map(of).copied().collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    pub(crate) fn roster_shared(&self) -> Arc<Roster> {
        Arc::clone(&self.roster)
    }

    /// The engine's register. It holds every pupil: pages read it through a scope.
    pub(crate) fn register(&self) -> &Register {
        &self.register
    }

    /// A pupil's part days, in the order they were recorded.
    pub(crate) fn partials(&self, pupil: PupilIx) -> &[Partial] {
        self.partials.get(&pupil).map_or(&[], Vec::as_slice)
    }

    /// Pupils of whom an absence once noted was corrected or undone, with the last day that happened to.
    pub(crate) fn corrected(&self) -> &HashMap<PupilIx, Date> {
        &self.corrected
    }

    /// The number of the change that last touched the pupil at a place. It only says something within one
    /// [`Planes::line`]: planes made anew count from the beginning.
    pub(crate) fn changed(&self, pupil: PupilIx) -> u64 {
        self.changes.last.get(pupil.index()).copied().unwrap_or(0)
    }

    pub(crate) fn from_parts(
        roster: Roster,
        register: Register,
        corrected: HashMap<PupilIx, Date>,
        positions: Positions,
    ) -> Self {
        let last = vec![0; roster.pupil_count()];
        let mut members = vec![Vec::new(); roster.classes().len()];
        for pupil in register.pupils() {
            enter(&mut members, register.enrolments(pupil), pupil);
        }
        Self {
            roster: Arc::new(roster),
            register,
            partials: Arc::default(),
            corrected: Arc::new(corrected),
            members: Arc::new(members),
            changes: Changes { count: 0, last },
            line: Arc::default(),
            positions,
        }
    }

    /// Says that a pupil has changed.
    fn touch(&mut self, pupil: PupilIx) {
        if let Some(last) = self.changes.last.get_mut(pupil.index()) {
            *last = self.changes.count;
        }
    }

    /// Says that every pupil of these classes has changed.
    fn touch_classes(&mut self, classes: &HashSet<ClassIx>) {
        for pupil in self.members(classes.iter().copied()) {
            self.touch(pupil);
        }
    }

    fn was_corrected(&mut self, pupil: PupilIx, day: Date) {
        let last = Arc::make_mut(&mut self.corrected).entry(pupil).or_insert(day);
        *last = (*last).max(day);
    }

    /// Reads everything from the tables.
    async fn rebuild(db: &Db) -> Result<Self, StoreError> {
        let positions = positions(db).await?;
        let (roster, register) = Roster::build(roster::load(db).await?)?;
        let mut planes = Self::from_parts(roster, register, HashMap::new(), positions);
        planes.fold(db.all(sql::MARK_FOLD_ALL, args![]).await?)?;
        planes.take_undone(db.all(sql::MARK_LIST_UNDONE, args![]).await?);
        planes.take_notings(db, 0).await?;
        planes.take_partials(db).await?;
        Ok(planes)
    }

    /// Sets the marks of some pupils, each pupil's in one text, oldest first.
    fn fold(&mut self, rows: Vec<FoldRow>) -> Result<(), StoreError> {
        for row in rows {
            let Some(pupil) = self.roster.pupil_ix(PupilId::from_uuid(row.pupil_id)) else {
                continue;
            };
            let corrupt = || StoreError::Corrupt {
                table: "marks",
                row: row.pupil_id,
            };
            let mut words = row.marks.split_ascii_whitespace();
            while let Some(day) = words.next() {
                let day = day.parse().map_err(|_| corrupt())?;
                let (note, kind) = read(words.next(), words.next()).ok_or_else(corrupt)?;
                self.set(pupil, day, note, kind);
            }
        }
        Ok(())
    }

    fn take_undone(&mut self, rows: Vec<UndoneRow>) {
        for row in rows {
            if let Some(pupil) = self.roster.pupil_ix(PupilId::from_uuid(row.pupil_id)) {
                self.was_corrected(pupil, row.day.into());
            }
        }
    }

    /// The snapshot brought up to date, or everything from the tables when there is none that fits.
    async fn start(db: &Db) -> Result<Self, StoreError> {
        let now = positions(db).await?;
        if let Some(mut planes) = snapshot::read(db).await?
            && planes.follow(db, now).await?
        {
            return Ok(planes);
        }
        Self::rebuild(db).await
    }

    /// Takes the tail of the log and what has changed in the roster. `false` says that only everything anew will do;
    /// these planes are of no use any more then.
    async fn follow(&mut self, db: &Db, now: Positions) -> Result<bool, StoreError> {
        self.changes.count += 1;
        if self.positions.roster != now.roster && !self.follow_roster(db, now.roster).await? {
            return Ok(false);
        }
        let mut touched = HashSet::new();
        let rows: Vec<TailRow> = db.all(sql::MARK_LIST_AFTER, args![self.positions.marks]).await?;
        for row in rows {
            self.positions.marks = self.positions.marks.max(row.position);
            let Some(pupil) = self.roster.pupil_ix(PupilId::from_uuid(row.pupil_id)) else {
                continue;
            };
            let corrupt = StoreError::Corrupt {
                table: "marks",
                row: row.pupil_id,
            };
            let (note, kind) = read(Some(&row.note), Some(&row.kind)).ok_or(corrupt)?;
            // The first mark of a day says that the class was noted: that changes what is known of its other pupils.
            let class = self.register.enrolment_on(pupil, row.day.into()).map(|e| e.class);
            let noted = |planes: &Self| {
                let slots =
                    class.map(|class| Slot::BOTH.map(|s| planes.register.class_noted(class, row.day.into(), s)));
                slots.unwrap_or_default()
            };
            let before = noted(self);
            self.set(pupil, row.day.into(), note, kind);
            if before != noted(self) {
                touched.extend(class);
            }
        }
        self.touch_classes(&touched);
        self.take_notings(db, self.positions.notings).await?;
        let now = positions(db).await?;
        if now.partials != self.positions.partials {
            self.take_partials(db).await?;
            self.positions.partials = now.partials;
        }
        Ok(true)
    }

    async fn take_notings(&mut self, db: &Db, after: i64) -> Result<(), StoreError> {
        let rows: Vec<NotingTailRow> = db.all(sql::NOTING_LIST_AFTER, args![after]).await?;
        let newest = rows.iter().map(|row| row.position).max();
        self.positions.notings = self.positions.notings.max(newest.unwrap_or(0));
        self.note_all(rows)
    }

    fn note_all(&mut self, rows: Vec<NotingTailRow>) -> Result<(), StoreError> {
        let mut touched = HashSet::new();
        for row in rows {
            let Some(class) = self.roster.class_ix(ClassId::from_uuid(row.class_id)) else {
                continue;
            };
            let note = Note::from_word(&row.note).ok_or(StoreError::Corrupt {
                table: "notings",
                row: row.class_id,
            })?;
            self.note(class, note, row.from_day.into(), row.to_day.into());
            touched.insert(class);
        }
        self.touch_classes(&touched);
        Ok(())
    }

    async fn take_partials(&mut self, db: &Db) -> Result<(), StoreError> {
        let rows: Vec<PartialRow> = db.all(sql::PARTIAL_LIST, args![]).await?;
        let mut partials: HashMap<PupilIx, Vec<Partial>> = HashMap::new();
        for row in rows {
            let Some(pupil) = self.roster.pupil_ix(PupilId::from_uuid(row.pupil_id)) else {
                continue;
            };
            let corrupt = || StoreError::Corrupt {
                table: "partials",
                row: row.pupil_id,
            };
            let number = |n: i64| u32::try_from(n).map_err(|_| corrupt());
            let partial = Partial {
                day: row.day.into(),
                lessons_missed: number(row.lessons_missed)?,
                lessons: row.lessons.map(number).transpose()?,
                category: row.category.as_deref().and_then(Category::from_word),
                noted_at: row.noted_at.map(instant),
            };
            let of_pupil = partials.entry(pupil).or_default();
            of_pupil.retain(|p| p.day != partial.day);
            // A row without a lesson missed takes back what stood.
            if partial.lessons_missed > 0 {
                of_pupil.push(partial);
            }
        }
        self.partials = Arc::new(partials);
        Ok(())
    }

    fn note(&mut self, class: ClassIx, note: Note, from: Date, to: Date) {
        for day in self.class_days(class, from, to) {
            for slot in Slot::BOTH.into_iter().filter(|s| note.covers(*s)) {
                self.register.note_class(class, day, slot);
            }
        }
    }

    /// A mark that does not count (no school day, not enrolled) stays in the log only.
    pub(crate) fn set(&mut self, pupil: PupilIx, day: Date, note: Note, kind: Kind) {
        let class = self.register.enrolment_on(pupil, day).map(|e| e.class);
        let Some(grade) = class.and_then(|c| self.register.class(c)).map(|c| c.grade) else {
            return;
        };
        let state = SlotState::of(kind);
        for slot in grade.slots(note, kind).iter() {
            let before = self.register.set(pupil, day, slot, state);
            if before.is_ok_and(|before| is_correction(before, state)) {
                self.was_corrected(pupil, day);
            }
        }
        self.touch(pupil);
    }
}

/// Puts a pupil among those of every class it has been in.
fn enter(members: &mut [Vec<PupilIx>], enrolments: &[attendance::Enrolment], pupil: PupilIx) {
    for enrolment in enrolments {
        if let Some(members) = members.get_mut(enrolment.class.index())
            && let Err(place) = members.binary_search(&pupil)
        {
            members.insert(place, pupil);
        }
    }
}

pub(crate) fn read(note: Option<&str>, kind: Option<&str>) -> Option<(Note, Kind)> {
    Some((Note::from_word(note?)?, Kind::from_word(kind?)?))
}

impl Store {
    /// The planes, brought up to date with the change sequence.
    pub(crate) async fn planes(&self) -> Result<Arc<Planes>, StoreError> {
        let mut held = self.inner.planes.lock().await;
        let now = positions(self.db()).await?;
        let current = match held.take() {
            Some(planes) if planes.positions == now => planes,
            Some(mut planes) => {
                // Readers that still hold the old planes keep them: the change is made on a copy then.
                if Arc::make_mut(&mut planes).follow(self.db(), now).await? {
                    planes
                } else {
                    Arc::new(Planes::rebuild(self.db()).await?)
                }
            }
            None => Arc::new(Planes::start(self.db()).await?),
        };
        *held = Some(Arc::clone(&current));
        Ok(current)
    }

    /// Writes a snapshot of the planes, so that the next start reads it and the tail of the log only.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn planes_snapshot(&self) -> Result<(), StoreError> {
        let planes = self.planes().await?;
        snapshot::write(self.db(), &planes).await
    }

    /// Writes a snapshot when a start from the one that is there would take long: so a start is quick also after a
    /// program that was not asked to stop. Says whether it wrote one.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn planes_snapshot_fresh(&self) -> Result<bool, StoreError> {
        let planes = self.planes().await?;
        if !snapshot::is_old(self.db(), planes.positions).await? {
            return Ok(false);
        }
        snapshot::write(self.db(), &planes).await?;
        Ok(true)
    }

    /// Writes what SQLite's log of changes holds into the file itself, so that no page has to stop for it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn log_write_home(&self) -> Result<(), StoreError> {
        self.db().log_write_home().await
    }

    /// Forgets the planes and reads everything from the tables again, snapshot left aside.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn planes_rebuild(&self) -> Result<(), StoreError> {
        let planes = Arc::new(Planes::rebuild(self.db()).await?);
        *self.inner.planes.lock().await = Some(planes);
        Ok(())
    }
}
