//! All pupils of a municipality, school day by school day: what is known is put in, days are closed one after another,
//! and nothing later than a closed day is ever used.

use jiff::civil::Date;
use thiserror::Error;

use attendance::{ClassIx, PupilIx, SchoolIx, SchoolYear};

use crate::budget::{Answer, Budget, Cut, CutSource, Pace, PastEvidence, Told, find_cut, replay};
use crate::ledger::{self, Account, Line, ORDINARY, SchoolDay, Terms};
use crate::normal::{ClassNormal, Counts, class_normal, own_normals};
use crate::parameters::{LedgerParameters, Parameters};
use crate::sign::{Reasons, Sign, SignKind, Standing, context_of};
use crate::stream::{DayBits, DayEvidence, Stream, in_spell_before};

mod bulk;

/// Why something cannot be asked of a detector.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DetectorError {
    /// A budget that is not a small decimal number.
    #[error("`{raw}` is not a number of hints per class and month")]
    Budget {
        /// What was given.
        raw: String,
    },
    /// A day that is no school day of the municipality.
    #[error("`{day}` is not a school day of any calendar")]
    NotASchoolDay {
        /// The day.
        day: Date,
    },
    /// A class the register does not have.
    #[error("the class at place {index} does not exist")]
    UnknownClass {
        /// The place asked for.
        index: usize,
    },
    /// More school days than a detector can hold.
    #[error("{count} school days are more than can be held")]
    TooManyDays {
        /// How many were given.
        count: usize,
    },
}

/// How much a detector keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Only what the three signs need: the normals.
    Signs,
    /// The ledgers too, so that there can be hints.
    Hints,
}

/// A grouped early sign of one child: look here, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The child.
    pub pupil: PupilIx,
    /// Its class that day.
    pub class: ClassIx,
    /// The day.
    pub day: Date,
    /// The evidence, in milli-points: only for ordering and for command-line tools, never for a page.
    pub points: i32,
    /// At the stronger level.
    pub strong: bool,
    /// Within the quiet days after an earlier hint, because the evidence has grown by half.
    pub grown: bool,
    /// Why.
    pub reasons: Reasons,
}

/// One pupil's row of school days.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Which of the municipality's school days, ascending.
    ordinals: Vec<u16>,
    days: Vec<DayBits>,
    /// Points of each closed day.
    points: Vec<i16>,
    /// Position from which a class holds, ascending.
    classes: Vec<(u32, ClassIx)>,
    /// How many days are closed.
    closed: usize,
    /// Counts of the closed days but the newest.
    counts: Counts,
    /// Whose totals the counts are in.
    counted_in: Option<ClassIx>,
    balance: i32,
    /// The last closed position at which the balance was nothing, as one more; 0 for the beginning.
    nothing_at: usize,
    /// Spells begun, leave apart, and days on which one could, in the spell window up to the last closed day.
    spells: (u32, u32),
    evidence: i32,
    /// The last position with points for a running spell, as one more; 0 for none.
    ran_at: usize,
    told: Told,
    /// Evidence at or above the floor: position and milli-points.
    past: Vec<(u32, i32)>,
}

impl Row {
    fn class_at(&self, position: usize) -> Option<ClassIx> {
        self.classes
            .iter()
            .rev()
            .find(|(from, _)| *from as usize <= position)
            .map(|(_, class)| *class)
    }

    /// Counts of all closed days but the newest, afresh.
    fn count(&self, lag: usize, with_leave: bool) -> Counts {
        let mut counts = Counts::default();
        for &day in self.days.get(..self.closed.saturating_sub(lag)).unwrap_or_default() {
            counts.add(&Counts::of(day, with_leave));
        }
        counts
    }

    /// Marks where spells begin, from a position on.
    fn mark_spells(&mut self, from: usize, to: usize, not_noted_ends: bool) {
        let mut in_spell = in_spell_before(&self.days, from, not_noted_ends);
        for at in from..to {
            let Some(&day) = self.days.get(at) else { return };
            if day.is_after_gap() {
                in_spell = false;
            }
            if let Some(slot) = self.days.get_mut(at) {
                *slot = day.after(in_spell);
            }
            in_spell = if day.is_known() {
                day.is_in_spell()
            } else {
                in_spell && !not_noted_ends
            };
        }
    }

    /// Positions of the running spell that has points, up to the last closed day.
    fn run(&self) -> core::ops::Range<usize> {
        let closed = self.days.get(..self.closed).unwrap_or_default();
        let last = self.closed.checked_sub(1).filter(|_| self.ran_at > 0);
        match last.and_then(|last| ledger::running(closed, last)) {
            Some((begun, _)) if begun < self.ran_at => begun..self.closed,
            _ => 0..0,
        }
    }

    /// Days that a hint on the last closed day would name: of the shorter window, spell starts of the longer, and the
    /// running spell.
    fn days_behind(&self, (window, spell_window): (usize, usize)) -> usize {
        let newest = self
            .days
            .get(..self.closed)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(spell_window)
            .enumerate();
        let run = self.run().len();
        newest
            .filter(|(ago, d)| {
                d.begins_own_whole()
                    || *ago < window && (d.is_late() || d.is_own_part())
                    || *ago < run && d.is_in_spell()
            })
            .count()
    }

    fn spells_in(&self, window: core::ops::Range<usize>) -> (u32, u32) {
        self.days
            .get(window)
            .unwrap_or_default()
            .iter()
            .fold((0, 0), |(spells, could), day| {
                (
                    spells + u32::from(day.begins_own_whole()),
                    could + u32::from(day.could_begin()),
                )
            })
    }
}

/// Totals of a class.
#[derive(Clone, Debug, Default)]
struct ClassTotals {
    counts: Counts,
    /// The school day of the first kept normal.
    first: usize,
    normals: Vec<ClassNormal>,
    /// The last school day on which a pupil of the class had one.
    active: usize,
}

/// Totals of a school.
#[derive(Clone, Debug, Default)]
struct SchoolTotals {
    counts: Counts,
    days: Vec<SchoolDay>,
    /// Late and present on the day being closed.
    late: u32,
    here: u32,
    /// New spells, and days on which one could begin, as they were known on the evening of each school day.
    begun: Vec<(u32, u32)>,
    /// The same of all those days.
    begun_ever: (u64, u64),
}

impl SchoolTotals {
    /// One pupil's newest day, as it is known on its evening.
    fn attend(&mut self, day: DayBits, today: usize) {
        self.attended(
            today,
            u32::from(day.is_late()),
            u32::from(day.is_here()),
            (u32::from(day.begins_own_whole()), u32::from(day.could_begin())),
        );
    }

    /// So many pupils late, there, in a new spell and able to begin one.
    fn attended(&mut self, today: usize, late: u32, here: u32, (begun, could): (u32, u32)) {
        (self.late, self.here) = (self.late + late, self.here + here);
        self.begun.resize(today + 1, (0, 0));
        if let Some(day) = self.begun.last_mut() {
            *day = (day.0 + begun, day.1 + could);
        }
        self.begun_ever.0 += u64::from(begun);
        self.begun_ever.1 += u64::from(could);
    }

    /// How much oftener than usual new spells began at the school in the newest days, per cent.
    fn wave(&self, ledger: &LedgerParameters) -> u16 {
        let from = self.begun.len().saturating_sub(ledger.wave_window.value as usize);
        let newest = self.begun.get(from..).unwrap_or_default().iter();
        let (begun, could) = newest.fold((0, 0), |(b, c), day| (b + u64::from(day.0), c + u64::from(day.1)));
        let (ever, could_ever) = self.begun_ever;
        let now = begun.saturating_mul(could_ever).saturating_mul(u64::from(ORDINARY));
        let wave = now / ever.saturating_mul(could).max(1);
        u16::try_from(wave.clamp(u64::from(ORDINARY), u64::from(ledger.wave_most.value))).unwrap_or(ORDINARY)
    }
}

/// Who is asked about: told of early because the evidence has grown, the evidence, and the pupil's place.
type Asked = (bool, core::cmp::Reverse<i32>, usize);

/// Idle school days after which a class's normal is no longer kept afresh.
const IDLE: usize = 60;

/// The signs and hints of a municipality.
///
/// Put in what is known with [`record`](Self::record), then [`close`](Self::close) each day; a correction of a closed
/// day is put in the same way and counts from the next close on. The class's and the municipality's normals of a day
/// are those known when the day was closed.
#[derive(Clone, Debug)]
pub struct Detector<'p> {
    parameters: &'p Parameters,
    depth: Depth,
    days: Vec<Date>,
    /// Ordinal of each calendar day, by its place.
    ordinals: Vec<Option<u16>>,
    /// How many school days are closed.
    closed: usize,
    class_schools: Vec<SchoolIx>,
    rows: Vec<Row>,
    classes: Vec<ClassTotals>,
    schools: Vec<SchoolTotals>,
    all: Counts,
    /// Pupils with a correction, and the first position it touches.
    corrected: Vec<(usize, usize)>,
    budget: Budget,
    year: Option<SchoolYear>,
    cut: Option<Cut>,
    pace: Pace,
}

/// A place for each calendar day, ascending, from the first of January of a year: every month has 31 places.
fn place(year: i16, day: Date) -> Option<usize> {
    let years = i32::from(day.year()) - i32::from(year);
    let place = (years * 12 + i32::from(day.month()) - 1) * 31 + i32::from(day.day()) - 1;
    usize::try_from(place).ok()
}

impl<'p> Detector<'p> {
    /// A detector for a municipality with these school days (of all its calendars) and the school of each class.
    pub fn new(
        parameters: &'p Parameters,
        depth: Depth,
        budget: Budget,
        school_days: impl IntoIterator<Item = Date>,
        class_schools: Vec<SchoolIx>,
    ) -> Result<Self, DetectorError> {
        let mut days: Vec<Date> = school_days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        let mut ordinals = Vec::new();
        for (ordinal, day) in days.iter().enumerate() {
            let too_many = || DetectorError::TooManyDays { count: days.len() };
            let ordinal = u16::try_from(ordinal).map_err(|_| too_many())?;
            let place = days
                .first()
                .and_then(|first| place(first.year(), *day))
                .ok_or_else(too_many)?;
            ordinals.resize(place, None);
            ordinals.push(Some(ordinal));
        }
        let schools = class_schools.iter().map(|s| s.index() + 1).max().unwrap_or(0);
        Ok(Self {
            parameters,
            depth,
            budget,
            closed: 0,
            rows: Vec::new(),
            classes: vec![ClassTotals::default(); class_schools.len()],
            schools: vec![SchoolTotals::default(); schools],
            class_schools,
            all: Counts::default(),
            corrected: Vec::new(),
            year: None,
            cut: None,
            pace: Pace::default(),
            ordinals,
            days,
        })
    }

    /// What is known of one enrolled school day of a pupil; replaces what was known of it before.
    ///
    /// Days may come in any order; the class of a day is the one it first came with.
    pub fn record(&mut self, pupil: PupilIx, class: ClassIx, evidence: &DayEvidence) -> Result<(), DetectorError> {
        let unknown = DetectorError::NotASchoolDay { day: evidence.day };
        let at = self.days.first().and_then(|first| place(first.year(), evidence.day));
        let ordinal = at
            .and_then(|p| self.ordinals.get(p).copied().flatten())
            .ok_or(unknown)?;
        if class.index() >= self.classes.len() {
            return Err(DetectorError::UnknownClass { index: class.index() });
        }
        let bits = DayBits::of(evidence, self.parameters.ledger().short_minutes.value);
        if self.rows.len() <= pupil.index() {
            self.rows.resize_with(pupil.index() + 1, Row::default);
        }
        let Some(row) = self.rows.get_mut(pupil.index()) else {
            return Ok(());
        };
        if row.ordinals.last().is_none_or(|last| *last < ordinal) {
            let position = u32::try_from(row.days.len()).unwrap_or(u32::MAX);
            if row.classes.last().is_none_or(|(_, last)| *last != class) {
                row.classes.push((position, class));
            }
            if row.days.is_empty() {
                // Rows mostly come whole, so room for all that may follow spares moving them as they grow.
                let follow = self.days.len() - usize::from(ordinal);
                row.ordinals.reserve(follow);
                row.days.reserve(follow);
            }
            row.ordinals.push(ordinal);
            row.days.push(bits);
            return Ok(());
        }
        match row.ordinals.binary_search(&ordinal) {
            Ok(position) => {
                if let Some(day) = row.days.get_mut(position).filter(|day| !day.same_marks(bits)) {
                    *day = bits;
                    if position < row.closed {
                        self.corrected.push((pupil.index(), position));
                    }
                }
            }
            Err(position) => {
                row.ordinals.insert(position, ordinal);
                row.days.insert(position, bits);
                let moved = u32::try_from(position).unwrap_or(u32::MAX);
                row.classes
                    .iter_mut()
                    .skip(1)
                    .filter(|(from, _)| *from >= moved)
                    .for_each(|(from, _)| *from += 1);
                if position < row.closed {
                    row.points.insert(position, 0);
                    row.closed += 1;
                    row.told.shift(moved);
                    row.past
                        .iter_mut()
                        .filter(|(at, _)| *at >= moved)
                        .for_each(|(at, _)| *at += 1);
                    self.corrected.push((pupil.index(), position));
                }
            }
        }
        Ok(())
    }

    /// Closes every school day up to and including the day: all that is recorded of them counts from now on.
    pub fn close(&mut self, day: Date) {
        if self.takes_bulk() {
            self.close_in_bulk(self.days.partition_point(|d| *d <= day));
        }
        while self.days.get(self.closed).is_some_and(|next| *next <= day) {
            self.close_next();
        }
    }

    /// The last closed school day.
    pub fn closed_to(&self) -> Option<Date> {
        self.closed.checked_sub(1).and_then(|last| self.days.get(last)).copied()
    }

    fn close_next(&mut self) {
        let today = self.closed;
        self.closed += 1;
        let mut touched = self.correct();
        self.open_days(today, &mut touched);
        self.keep_normals(today);
        if self.depth == Depth::Hints {
            let mut rows = core::mem::take(&mut self.rows);
            for (pupil, from) in touched {
                if let Some(row) = rows.get_mut(pupil) {
                    self.write_up(row, from);
                }
            }
            self.rows = rows;
        }
    }

    /// Takes in corrections of closed days: counts first, so that every normal of today knows them.
    fn correct(&mut self) -> Vec<(usize, usize)> {
        let mut corrected = core::mem::take(&mut self.corrected);
        corrected.sort_unstable();
        corrected.dedup_by_key(|(pupil, _)| *pupil);
        let (lag, with_leave) = self.lag();
        let ends = self.parameters.ledger().not_noted_ends_spell.value == 1;
        for &(pupil, from) in &corrected {
            let Some(row) = self.rows.get_mut(pupil) else { continue };
            row.mark_spells(from, row.closed, ends);
            if from + lag < row.closed {
                let (old, new, class) = (row.counts, row.count(lag, with_leave), row.counted_in);
                row.counts = new;
                self.move_counts(class, &old, class, &new);
            }
        }
        corrected
    }

    fn lag(&self) -> (usize, bool) {
        let normal = self.parameters.normal();
        (normal.lag.value as usize, normal.with_leave.value == 1)
    }

    /// Moves a pupil's counts from one class to another.
    fn move_counts(&mut self, from: Option<ClassIx>, old: &Counts, to: Option<ClassIx>, new: &Counts) {
        if let Some(class) = from {
            self.totals(class, |counts| counts.subtract(old));
            self.all.subtract(old);
        }
        if let Some(class) = to {
            self.totals(class, |counts| counts.add(new));
            self.all.add(new);
        }
    }

    fn totals(&mut self, class: ClassIx, change: impl Fn(&mut Counts)) {
        if let Some(class) = self.classes.get_mut(class.index()) {
            change(&mut class.counts);
        }
        let school = self
            .class_schools
            .get(class.index())
            .and_then(|s| self.schools.get_mut(s.index()));
        if let Some(school) = school {
            change(&mut school.counts);
        }
    }

    /// Opens the pupils' days that are due, and lets the newest day that no longer is new into the counts.
    fn open_days(&mut self, today: usize, touched: &mut Vec<(usize, usize)>) {
        let (lag, with_leave) = self.lag();
        let ends = self.parameters.ledger().not_noted_ends_spell.value == 1;
        for pupil in 0..self.rows.len() {
            let Some(row) = self.rows.get_mut(pupil) else { continue };
            let from = row.closed;
            while row
                .ordinals
                .get(row.closed)
                .is_some_and(|next| usize::from(*next) <= today)
            {
                row.closed += 1;
            }
            if row.closed == from {
                continue;
            }
            row.mark_spells(from, row.closed, ends);
            let old = row.counts;
            let class = row.class_at(row.closed - 1);
            let counted_in = core::mem::replace(&mut row.counted_in, class);
            let newly = from.saturating_sub(lag)..row.closed.saturating_sub(lag);
            let mut fresh = Counts::default();
            for &day in row.days.get(newly).unwrap_or_default() {
                fresh.add(&Counts::of(day, with_leave));
            }
            row.counts.add(&fresh);
            let (new, last) = (row.counts, row.days.get(row.closed - 1).copied().unwrap_or_default());
            if counted_in == class {
                if let Some(class) = class {
                    self.totals(class, |counts| counts.add(&fresh));
                    self.all.add(&fresh);
                }
            } else {
                self.move_counts(counted_in, &old, class, &new);
            }
            self.attend(class, last, today);
            touched.push((pupil, from));
        }
        // A pupil may be there twice, corrected and opened: the earlier position counts.
        touched.sort_unstable();
        touched.dedup_by_key(|(pupil, _)| *pupil);
    }

    fn attend(&mut self, class: Option<ClassIx>, day: DayBits, today: usize) {
        let Some(class) = class else { return };
        if let Some(totals) = self.classes.get_mut(class.index()) {
            totals.active = today + 1;
        }
        let school = self
            .class_schools
            .get(class.index())
            .and_then(|s| self.schools.get_mut(s.index()));
        if let Some(school) = school {
            school.attend(day, today);
        }
    }

    /// Keeps the normals of the day as they are known now.
    fn keep_normals(&mut self, today: usize) {
        let normal = self.parameters.normal();
        for class in self
            .classes
            .iter_mut()
            .filter(|c| c.active > 0 && c.active + IDLE > today)
        {
            let fresh = class_normal(&class.counts, &self.all, normal);
            if class.normals.is_empty() {
                class.first = today;
            }
            // Days on which the class was idle keep the normal it has when it comes back.
            class.normals.resize(today - class.first + 1, fresh);
        }
        let (ledger, whole_days) = (self.parameters.ledger(), self.parameters.whole_days());
        for school in &mut self.schools {
            let shared = school.late >= ledger.shared_least.value
                && u64::from(school.late) * 100 >= u64::from(ledger.shared_share.value) * u64::from(school.here);
            let whole = registers_whole_days(&school.counts, whole_days);
            school.days.push(SchoolDay {
                shared_lateness: shared,
                whole_days: whole,
                wave: school.wave(ledger),
            });
            (school.late, school.here) = (0, 0);
        }
    }

    fn class_normal(&self, class: ClassIx, ordinal: u16) -> Option<&ClassNormal> {
        let totals = self.classes.get(class.index())?;
        let at = usize::from(ordinal).saturating_sub(totals.first);
        totals.normals.get(at).or_else(|| totals.normals.last())
    }

    fn school_day(&self, class: ClassIx, ordinal: u16) -> SchoolDay {
        let school = self
            .class_schools
            .get(class.index())
            .and_then(|s| self.schools.get(s.index()));
        school
            .and_then(|s| s.days.get(usize::from(ordinal)))
            .copied()
            .unwrap_or_default()
    }

    /// The pupil's own normals on a closed day, given its counts there.
    fn normals(&self, row: &Row, position: usize, counts: &Counts) -> Option<([u16; 3], SchoolDay)> {
        let (class, ordinal) = (row.class_at(position)?, *row.ordinals.get(position)?);
        let normal = self.class_normal(class, ordinal)?;
        Some((
            own_normals(counts, normal, self.parameters),
            self.school_day(class, ordinal),
        ))
    }

    /// The counts a pupil had on an earlier closed day.
    fn counts_at(&self, row: &Row, position: usize) -> Counts {
        let (lag, with_leave) = self.lag();
        let (then, now) = ((position + 1).saturating_sub(lag), row.closed.saturating_sub(lag));
        let mut counts = row.counts;
        for &day in row.days.get(then..now).unwrap_or_default() {
            counts.subtract(&Counts::of(day, with_leave));
        }
        counts
    }

    /// Writes a pupil's ledger up from a position to the last closed day.
    fn write_up(&self, row: &mut Row, from: usize) {
        // A day that has its points already is one corrected: where no new day came with it, it must not be added again.
        let corrected = from < row.points.len() || from + 1 < row.closed;
        let mut counts = self.counts_at(row, from);
        let mut last = [0; 3];
        if row.ran_at > from {
            row.ran_at = 0;
        }
        for position in from..row.closed {
            if position > from {
                self.let_in(row, position, &mut counts);
            }
            let Some((normals, school)) = self.normals(row, position, &counts) else {
                continue;
            };
            last = normals;
            let terms = ledger::terms(&row.days, position, normals, school, self.parameters);
            if terms.run > 0 {
                row.ran_at = position + 1;
            }
            let sum = terms.sum();
            let sum = i16::try_from(sum).unwrap_or(if sum > 0 { i16::MAX } else { i16::MIN });
            match row.points.get_mut(position) {
                Some(slot) => *slot = sum,
                None => row.points.push(sum),
            }
        }
        self.balance(row, corrected);
        self.weigh(row, last[2], corrected);
    }

    /// The balance after the last closed day: one step where the ledger was at nothing within the days it looks back on.
    fn balance(&self, row: &mut Row, afresh: bool) {
        let parameters = self.parameters.ledger();
        let from = row.closed.saturating_sub(parameters.look_back.value as usize);
        if !afresh && row.nothing_at >= from {
            let points = row.points.last().copied().unwrap_or_default();
            row.balance = ledger::next(row.balance, i32::from(points), parameters);
            if row.balance == 0 {
                row.nothing_at = row.closed;
            }
            return;
        }
        (row.balance, row.nothing_at) = (0, from);
        for (at, points) in row.points.iter().enumerate().skip(from) {
            row.balance = ledger::next(row.balance, i32::from(*points), parameters);
            if row.balance == 0 {
                row.nothing_at = at + 1;
            }
        }
    }

    fn weigh(&self, row: &mut Row, start_bp: u16, afresh: bool) {
        let parameters = self.parameters.ledger();
        let from = row.closed.saturating_sub(parameters.spell_window.value as usize);
        if afresh {
            row.spells = row.spells_in(from..row.closed);
        } else {
            let (entered, left) = (
                row.spells_in(row.closed - 1..row.closed),
                row.spells_in(from.saturating_sub(1)..from),
            );
            row.spells = (row.spells.0 + entered.0 - left.0, row.spells.1 + entered.1 - left.1);
        }
        let (spells, could_begin) = row.spells;
        row.evidence = row.balance + ledger::spell_points(spells, could_begin, start_bp, parameters);
        let floor = i32::try_from(self.parameters.budget().floor.value).unwrap_or(i32::MAX);
        let position = u32::try_from(row.closed).unwrap_or(u32::MAX).saturating_sub(1);
        if row.evidence >= floor {
            match row.past.last_mut().filter(|(at, _)| *at == position) {
                Some(last) => last.1 = row.evidence,
                None => row.past.push((position, row.evidence)),
            }
        }
    }

    /// A pupil's evidence on its last closed day, in milli-points. For command-line tools only, never a page.
    ///
    /// Kept where the ledgers are ([`Depth::Hints`]), else summed up from the days it looks back on.
    pub fn evidence(&self, pupil: PupilIx) -> Option<i32> {
        let row = self.rows.get(pupil.index()).filter(|row| row.closed > 0)?;
        match self.depth {
            Depth::Hints => Some(row.evidence),
            Depth::Signs => {
                let (balance, start_bp) = self.look_back(row, |_, _, _, _, _| ())?;
                Some(balance + self.spells_beyond(row, start_bp).2)
            }
        }
    }

    /// A pupil's whole sum on its last closed day; `None` before the first.
    pub fn explain(&self, pupil: PupilIx) -> Option<Account> {
        let row = self.rows.get(pupil.index()).filter(|row| row.closed > 0)?;
        let mut lines = Vec::new();
        let (balance, start_bp) = self.look_back(row, |position, normals_bp, school, terms, balance| {
            let known = ledger::known(&row.days, position, school, self.parameters.ledger());
            lines.extend(self.day(row, position).map(|day| Line {
                day,
                known,
                normals_bp,
                wave: school.wave,
                terms,
                balance,
            }));
        })?;
        let (spells, could_begin, spell_points) = self.spells_beyond(row, start_bp);
        Some(Account {
            lines,
            spells,
            could_begin,
            start_bp,
            spell_points,
            evidence: balance + spell_points,
        })
    }

    /// Sums up a pupil's ledger over the days it looks back on, telling each; the last balance, and the normal for a
    /// new spell on the last day.
    fn look_back(&self, row: &Row, mut each: impl FnMut(usize, [u16; 3], SchoolDay, Terms, i32)) -> Option<(i32, u16)> {
        let parameters = self.parameters.ledger();
        let from = row.closed.saturating_sub(parameters.look_back.value as usize);
        let mut counts = self.counts_at(row, from);
        let (mut balance, mut start_bp) = (0, 0);
        for position in from..row.closed {
            if position > from {
                self.let_in(row, position, &mut counts);
            }
            let (normals, school) = self.normals(row, position, &counts)?;
            let terms = ledger::terms(&row.days, position, normals, school, self.parameters);
            balance = ledger::next(balance, terms.sum(), parameters);
            [.., start_bp] = normals;
            each(position, normals, school, terms, balance);
        }
        Some((balance, start_bp))
    }

    /// Lets the day into a pupil's counts that is no longer among the newest at a position.
    fn let_in(&self, row: &Row, position: usize, counts: &mut Counts) {
        let (lag, with_leave) = self.lag();
        if let Some(&day) = position.checked_sub(lag).and_then(|newest| row.days.get(newest)) {
            counts.add(&Counts::of(day, with_leave));
        }
    }

    /// Spells of the window, days on which one could begin, and the points for those beyond the normal.
    fn spells_beyond(&self, row: &Row, start_bp: u16) -> (u32, u32, i32) {
        let parameters = self.parameters.ledger();
        let window = row.closed.saturating_sub(parameters.spell_window.value as usize)..row.closed;
        let (spells, could_begin) = row.spells_in(window);
        let points = ledger::spell_points(spells, could_begin, start_bp, parameters);
        (spells, could_begin, points)
    }

    fn day(&self, row: &Row, position: usize) -> Option<Date> {
        row.ordinals
            .get(position)
            .and_then(|o| self.days.get(usize::from(*o)))
            .copied()
    }

    // ------------------------------------------------------------------------------------------------- signs

    /// How a pupil stands on a closed day, stream by stream.
    fn standing(&self, row: &Row, position: usize) -> Option<[Standing; 3]> {
        let (normals, _) = self.normals(row, position, &self.counts_at(row, position))?;
        let sign = self.parameters.sign();
        Some(SignKind::ALL.map(|kind| {
            let (days, normal) = match kind {
                SignKind::Late => (sign.window.value, normals[0]),
                SignKind::PartDays => (sign.window.value, normals[1]),
                SignKind::Spells => (sign.spell_window.value, normals[2]),
            };
            let from = (position + 1).saturating_sub(days as usize);
            let window = row.days.get(from..=position).unwrap_or_default();
            Standing::of(kind, window, normal)
        }))
    }

    /// The signs that hold for a pupil on its last closed day, each with the days behind it.
    pub fn signs(&self, pupil: PupilIx) -> Vec<Sign> {
        let Some(row) = self.rows.get(pupil.index()).filter(|row| row.closed > 0) else {
            return Vec::new();
        };
        let last = row.closed - 1;
        let Some(now) = self.standing(row, last) else {
            return Vec::new();
        };
        let sign = self.parameters.sign();
        let mut since = now.each_ref().map(|s| s.holds(sign).then_some(last));
        let mut open = since.map(|s| s.is_some());
        for position in (0..last).rev() {
            if open == [false; 3] {
                break;
            }
            let Some(then) = self.standing(row, position) else {
                break;
            };
            for ((open, since), standing) in open.iter_mut().zip(&mut since).zip(&then) {
                *open &= standing.holds(sign);
                if *open {
                    *since = Some(position);
                }
            }
        }
        let mut signs = Vec::new();
        for (standing, since) in now.into_iter().zip(since) {
            let Some(raised_on) = since.and_then(|s| self.day(row, s)) else {
                continue;
            };
            let positions = self.events(row, last, &standing);
            let days: Vec<Date> = positions.iter().filter_map(|p| self.day(row, *p)).collect();
            let context = self.context(row, &positions);
            signs.push(Sign {
                kind: standing.kind,
                raised_on,
                tally: standing.tally,
                days,
                context,
            });
        }
        signs
    }

    /// Positions of the events behind a standing.
    fn events(&self, row: &Row, position: usize, standing: &Standing) -> Vec<usize> {
        let from = (position + 1).saturating_sub(standing.tally.school_days as usize);
        (from..=position)
            .filter(|p| row.days.get(*p).is_some_and(|d| standing.kind.is_event(*d)))
            .collect()
    }

    fn context(&self, row: &Row, positions: &[usize]) -> Option<crate::sign::Context> {
        let days = positions.iter().filter_map(|p| {
            let day = self.day(row, *p)?;
            let before = p.checked_sub(1).and_then(|b| self.day(row, b));
            Some((day, before))
        });
        context_of(days, self.parameters.sign())
    }

    fn reasons(&self, row: &Row) -> Option<Reasons> {
        let last = row.closed.checked_sub(1)?;
        let standings = self.standing(row, last)?;
        let [late, part, spells] = standings.each_ref().map(|s| s.tally);
        let reasons = Reasons {
            late,
            part,
            spells,
            run: row
                .run()
                .filter(|p| row.days.get(*p).is_some_and(|d| d.is_in_spell()))
                .count()
                .try_into()
                .unwrap_or(u32::MAX),
            days: Vec::new(),
            context: None,
        };
        // The days are those of the sentence: whoever counts them finds its numbers.
        let about = reasons.about();
        let said = standings.iter().filter(|s| about.contains(&s.kind));
        let mut positions: Vec<usize> = said.flat_map(|s| self.events(row, last, s)).collect();
        let in_spell = |p: &usize| row.days.get(*p).is_some_and(|d| d.is_in_spell());
        positions.extend(row.run().filter(in_spell));
        positions.sort_unstable();
        positions.dedup();
        Some(Reasons {
            days: positions.iter().filter_map(|p| self.day(row, *p)).collect(),
            context: self.context(row, &positions),
            ..reasons
        })
    }

    /// Whether anything is above the child's normal, as it would be said on the last closed day.
    fn has_something_to_say(&self, row: &Row) -> bool {
        let standings = row.closed.checked_sub(1).and_then(|last| self.standing(row, last));
        let above = |standing: &Standing| standing.tally.count > standing.tally.normal();
        standings.is_some_and(|all| all.iter().any(above)) || !row.run().is_empty()
    }

    // ------------------------------------------------------------------------------------------------- hints

    /// The cut in force; `None` before the first call of [`hints`](Self::hints).
    pub fn cut(&self) -> Option<Cut> {
        self.cut
    }

    /// How the hints of this school year stand against the budget.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// The hints of the last closed day, strongest evidence first, held to the budget.
    ///
    /// To be asked on every school day from the day on which hints shall begin; the days before it are the history in
    /// which the cut is found. Asking is telling: the child is quiet afterwards.
    pub fn hints(&mut self) -> Vec<Hint> {
        let Some(today) = self.closed.checked_sub(1) else {
            return Vec::new();
        };
        let Some(&day) = self.days.get(today) else {
            return Vec::new();
        };
        if self.year != Some(SchoolYear::of(day)) {
            self.begin_year(day, today);
        }
        self.pace.elapsed += 1;
        self.pace.classes = self.active_classes(today);
        let Some(cut) = self.cut else { return Vec::new() };
        let budget = self.parameters.budget();
        let level = self.pace.cut(cut.level, self.budget, budget);
        let sign = self.parameters.sign();
        let windows = (sign.window.value as usize, sign.spell_window.value as usize);
        let mut asked: Vec<Asked> = Vec::new();
        for (pupil, row) in self.rows.iter_mut().enumerate() {
            let last = row.closed.checked_sub(1).and_then(|l| row.ordinals.get(l));
            if last.is_none_or(|last| usize::from(*last) != today) {
                continue;
            }
            let position = u32::try_from(row.closed - 1).unwrap_or(u32::MAX);
            match row.told.ask(position, row.evidence, level, budget) {
                Answer::Quiet => {}
                _ if row.days_behind(windows) < budget.least_days.value as usize => {}
                answer => asked.push((answer == Answer::Grown, core::cmp::Reverse(row.evidence), pupil)),
            }
        }
        // A hint is a sentence: while nothing in its windows is above the child's normal, there is nothing to say.
        asked.retain(|(.., pupil)| self.rows.get(*pupil).is_some_and(|row| self.has_something_to_say(row)));
        asked.sort_unstable();
        let new = asked.iter().filter(|(grown, ..)| !grown).count();
        let room = self.pace.room(self.budget, budget.ahead.value);
        let (new_ones, grown) = asked.split_at(new);
        let taken = new_ones.get(..room.min(new)).unwrap_or_default();
        self.pace.issued += self.counted(taken);
        // A child told of already comes back early only where new ones leave room.
        let left = self.pace.room(self.budget, 0).min(grown.len());
        let left = grown.get(..left).unwrap_or_default();
        self.pace.issued += self.counted(left);
        let told: Vec<_> = taken.iter().chain(left).copied().collect();
        told.into_iter()
            .filter_map(|(grown, _, pupil)| self.tell(pupil, day, grown, cut.strong))
            .collect()
    }

    fn tell(&mut self, pupil: usize, day: Date, grown: bool, strong: i32) -> Option<Hint> {
        let row = self.rows.get_mut(pupil)?;
        let position = row.closed.checked_sub(1)?;
        let points = row.evidence;
        row.told.tell(u32::try_from(position).ok()?, points);
        let row = self.rows.get(pupil)?;
        Some(Hint {
            pupil: PupilIx::new(u32::try_from(pupil).ok()?),
            class: row.class_at(position)?,
            day,
            points,
            strong: points >= strong,
            grown,
            reasons: self.reasons(row)?,
        })
    }

    /// How many of those asked about take a place in the budget of new hints.
    ///
    /// Where a school notes whole days only, a child known since the school year before takes none: it would take the
    /// place of a new one with the little that is noted there.
    fn counted(&self, asked: &[Asked]) -> u32 {
        let takes_none = |pupil: usize| {
            self.rows.get(pupil).is_some_and(|row| {
                let class = row.closed.checked_sub(1).and_then(|last| row.class_at(last));
                row.told.is_known() && class.is_some_and(|c| self.notes_whole_days(c))
            })
        };
        let counted = asked.iter().filter(|(.., pupil)| !takes_none(*pupil)).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    }

    /// Whether a class's school was taken to note whole days only on the last closed day.
    fn notes_whole_days(&self, class: ClassIx) -> bool {
        let school = self
            .class_schools
            .get(class.index())
            .and_then(|s| self.schools.get(s.index()));
        school.and_then(|s| s.days.last()).is_some_and(|day| day.whole_days)
    }

    /// Classes with a pupil at school in this school year so far.
    fn active_classes(&self, today: usize) -> u32 {
        let Some(year) = self.year else { return 0 };
        let first = self.days.partition_point(|d| *d < year.span().from);
        let active = self
            .classes
            .iter()
            .filter(|c| c.active > first && c.active <= today + 1)
            .count();
        u32::try_from(active).unwrap_or(u32::MAX)
    }

    /// A new school year: the cut is found in the one before, and the budget starts afresh.
    fn begin_year(&mut self, day: Date, today: usize) {
        let year = SchoolYear::of(day);
        let first_year = self.year.is_none();
        self.year = Some(year);
        let planned = self.days.iter().filter(|d| year.span().contains(**d)).count();
        let least = self.parameters.budget().month.value * 10;
        let planned = u32::try_from(planned).unwrap_or(u32::MAX);
        // A calendar that is not yet written to the end says nothing of the year's length.
        let planned = if planned * 4 < least * 3 { least } else { planned };
        self.pace = Pace {
            planned,
            ..Pace::default()
        };
        let before = SchoolYear::of(year.span().from.yesterday().unwrap_or(day));
        let from = self.days.partition_point(|d| *d < before.span().from);
        self.cut = Some(self.find_cut(from, today, first_year));
    }

    /// The cut that would have fitted the budget in the school days `from..to`: last year's, and this year's so far.
    fn find_cut(&mut self, from: usize, to: usize, take_over: bool) -> Cut {
        let budget = self.parameters.budget();
        let history_from = if self.first_evidence() >= from {
            from + budget.warm_up.value as usize
        } else {
            from
        };
        let days = u32::try_from(to.saturating_sub(history_from)).unwrap_or(0);
        if days < budget.least_history.value {
            return self.start_cut();
        }
        let ranges: Vec<(usize, usize)> = self
            .rows
            .iter()
            .map(|row| {
                let at = |ordinal: usize| row.ordinals.partition_point(|o| usize::from(*o) < ordinal);
                (at(history_from), at(to).min(row.closed))
            })
            .collect();
        let past: Vec<PastEvidence<'_>> = self
            .rows
            .iter()
            .zip(&ranges)
            .map(|(row, (from, to))| {
                let at = |position: usize| row.past.partition_point(|(p, _)| (*p as usize) < position);
                PastEvidence {
                    days: row.past.get(at(*from)..at(*to)).unwrap_or_default(),
                    end: u32::try_from(*to).unwrap_or(u32::MAX),
                }
            })
            .collect();
        let first_year = self.first_evidence() >= from;
        let share = |class: u32| match (first_year, self.notes_whole_days(ClassIx::new(class))) {
            (false, _) => 100,
            (true, false) => u64::from(budget.first_year.value),
            (true, true) => u64::from(budget.first_year_whole_days.value),
        };
        let active = (0..).zip(&self.classes).filter(|(_, c)| c.active > history_from);
        // Hundredths of a class.
        let classes: u64 = active.map(|(class, _)| share(class)).sum();
        let allowed = |hints: Budget| {
            u64::from(hints.thousandths()) * classes * u64::from(days) / (u64::from(budget.month.value) * 100_000)
        };
        let level = find_cut(&past, allowed(self.budget), budget);
        let strong = find_cut(&past, allowed(self.budget.half()), budget);
        if take_over {
            let told: Vec<Told> = past.iter().map(|p| replay(p, level, budget).1).collect();
            self.rows.iter_mut().zip(told).for_each(|(row, told)| row.told = told);
        }
        self.rows.iter_mut().for_each(|row| row.told.becomes_known());
        for (row, (_, to)) in self.rows.iter_mut().zip(ranges) {
            row.past.retain(|(at, _)| *at as usize >= to);
        }
        Cut {
            level,
            strong,
            source: CutSource::LastYear,
        }
    }

    /// The first closed school day on which any pupil had one.
    fn first_evidence(&self) -> usize {
        self.rows
            .iter()
            .filter_map(|row| row.ordinals.first())
            .min()
            .map_or(0, |first| usize::from(*first))
    }

    fn start_cut(&self) -> Cut {
        let budget = self.parameters.budget();
        let cut = |level: u32, strong: u32, source| Cut {
            level: i32::try_from(level).unwrap_or(i32::MAX),
            strong: i32::try_from(strong).unwrap_or(i32::MAX),
            source,
        };
        if registers_whole_days(&self.all, self.parameters.whole_days()) {
            let (level, strong) = (
                budget.start_cut_whole_days.value,
                budget.start_cut_whole_days_strong.value,
            );
            cut(level, strong, CutSource::StartWholeDays)
        } else {
            cut(budget.start_cut.value, budget.start_cut_strong.value, CutSource::Start)
        }
    }
}

/// Whether so few late arrivals are noted that a school is taken to note whole days only.
fn registers_whole_days(counts: &Counts, parameters: &crate::parameters::WholeDayParameters) -> bool {
    let (late, here) = counts.stream(Stream::Late);
    here >= i64::from(parameters.least.value) && late * 1_000 < here * i64::from(parameters.late_share.value)
}
