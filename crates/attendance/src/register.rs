//! The register of a municipality: who is enrolled where, and what was noted, as bit planes.

use std::sync::Arc;

use jiff::civil::Date;
use thiserror::Error;

use crate::calendar::Calendar;
use crate::kind::{Category, Grade, Kind, NotesPerDay, Provision, SchoolKind, Slot};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The thing at this place; says nothing about existence.
            pub const fn new(index: u32) -> Self {
                Self(index)
            }

            /// The place, from 0.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The place as it is kept.
            pub const fn number(self) -> u32 {
                self.0
            }
        }
    };
}
index!(/// A calendar's place in its [`Register`].
    CalendarIx);
index!(/// A school's place in its [`Register`].
    SchoolIx);
index!(/// A class's place in its [`Register`].
    ClassIx);
index!(/// A pupil's place in its [`Register`].
    PupilIx);

/// What the engine knows of a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct School {
    /// Whose days it keeps.
    pub calendar: CalendarIx,
    /// Which rules of the law apply.
    pub kind: SchoolKind,
    /// What it offers.
    pub provision: Provision,
}

/// What the engine knows of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Where it belongs.
    pub school: SchoolIx,
    /// Its grade; decides how many notes a day has.
    pub grade: Grade,
}

/// A pupil in a class for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The class.
    pub class: ClassIx,
    /// The first day.
    pub from: Date,
    /// The last day, or still there.
    pub to: Option<Date>,
}

impl Enrolment {
    /// Whether the day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The one state a slot has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotState {
    /// Nothing stands: there, if the class was noted.
    #[default]
    Clear,
    /// Away in a category of the law.
    Absent(Category),
    /// Late at the start slot, left early at the end slot.
    Short,
}

impl SlotState {
    /// What a mark of this kind makes of the slot it is set in.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Absent(category) => Self::Absent(category),
            Kind::Late | Kind::LeftEarly => Self::Short,
            Kind::Present => Self::Clear,
        }
    }
}

/// Why something cannot stand in a register.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// An index that names nothing.
    #[error("the {what} at place {index} does not exist")]
    Unknown {
        /// `calendar`, `school`, `class` or `pupil`.
        what: &'static str,
        /// The place asked for.
        index: usize,
    },
    /// Two enrolments of one pupil on one day.
    #[error("the enrolments from {first} and from {second} overlap")]
    Overlap {
        /// First day of the earlier one.
        first: Date,
        /// First day of the later one.
        second: Date,
    },
    /// An enrolment that ends before it begins.
    #[error("the enrolment from {from} ends before it begins")]
    Backwards {
        /// Its first day.
        from: Date,
    },
}

/// Why a mark is not counted. A warning, never an error (`contracts/open_folder.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotCounted {
    /// The pupil was in no class that day.
    #[error("the pupil is not enrolled on the day")]
    NotEnrolled,
    /// The school was closed.
    #[error("the day is not a school day")]
    NotASchoolDay,
    /// Absence at the end note of a grade that has none.
    #[error("grades 0 to 6 have no end note for absence")]
    NoSuchNote,
}

/// One unbroken part of a pupil's time in one class, in school days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub class: ClassIx,
    pub calendar: CalendarIx,
    pub from: Date,
    /// First ordinal in the calendar.
    pub ordinal: u32,
    /// Position of the first school day in the strip.
    pub base: u32,
    /// Position after its last school day.
    pub end: u32,
    pub notes: NotesPerDay,
    /// A school day of either school lies between the part before and this one.
    pub gap_before: bool,
}

/// Planes of a strip, each one bit a school day of the pupil.
///
/// Start and end each take three bits: two for the category (01 illness, 10 leave, 11 unlawful), one for late or left early.
pub(crate) const PLANES: usize = 6;
pub(crate) const START_LOW: usize = 0;
pub(crate) const START_HIGH: usize = 1;
pub(crate) const LATE: usize = 2;
pub(crate) const END_LOW: usize = 3;
pub(crate) const END_HIGH: usize = 4;
pub(crate) const LEFT_EARLY: usize = 5;

/// A pupil's school days over all years, oldest first, and what was noted on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Strip {
    pub enrolments: Vec<Enrolment>,
    pub segments: Vec<Segment>,
    /// School days in all, planned ones included.
    pub len: u32,
    /// `PLANES` runs of `words` words.
    planes: Vec<u64>,
    words: usize,
}

impl Strip {
    pub fn words(&self) -> usize {
        self.words
    }

    pub fn plane(&self, plane: usize) -> &[u64] {
        self.planes
            .get(plane * self.words..(plane + 1) * self.words)
            .unwrap_or(&[])
    }

    fn bit(&self, plane: usize, position: u32) -> bool {
        self.plane(plane)
            .get(position as usize / 64)
            .is_some_and(|w| w >> (position % 64) & 1 == 1)
    }

    fn put(&mut self, plane: usize, position: u32, on: bool) {
        if let Some(word) = self.planes.get_mut(plane * self.words + position as usize / 64) {
            let bit = 1u64 << (position % 64);
            if on {
                *word |= bit;
            } else {
                *word &= !bit;
            }
        }
    }

    pub fn state(&self, position: u32, slot: Slot) -> SlotState {
        let (low, high, short) = planes_of(slot);
        match (self.bit(high, position), self.bit(low, position)) {
            (false, true) => SlotState::Absent(Category::Illness),
            (true, false) => SlotState::Absent(Category::AuthorisedLeave),
            (true, true) => SlotState::Absent(Category::Unlawful),
            (false, false) if self.bit(short, position) => SlotState::Short,
            (false, false) => SlotState::Clear,
        }
    }

    fn set(&mut self, position: u32, slot: Slot, state: SlotState) {
        let (low, high, short) = planes_of(slot);
        let (l, h, s) = match state {
            SlotState::Clear => (false, false, false),
            SlotState::Absent(Category::Illness) => (true, false, false),
            SlotState::Absent(Category::AuthorisedLeave) => (false, true, false),
            SlotState::Absent(Category::Unlawful) => (true, true, false),
            SlotState::Short => (false, false, true),
        };
        self.put(low, position, l);
        self.put(high, position, h);
        self.put(short, position, s);
    }
}

/// One pupil's school days apart from the register, holding what stood at an earlier time. Whether a day was noted at
/// all is still asked of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PupilDays(pub(crate) Strip);

fn planes_of(slot: Slot) -> (usize, usize, usize) {
    match slot {
        Slot::Start => (START_LOW, START_HIGH, LATE),
        Slot::End => (END_LOW, END_HIGH, LEFT_EARLY),
    }
}

/// One bit a school day of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayBits(Vec<u64>);

impl DayBits {
    pub fn set(&mut self, ordinal: u32) {
        let word = ordinal as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (ordinal % 64);
        }
    }

    pub fn get(&self, ordinal: u32) -> bool {
        self.0
            .get(ordinal as usize / 64)
            .is_some_and(|w| w >> (ordinal % 64) & 1 == 1)
    }

    /// 64 bits from this ordinal on.
    pub fn window(&self, ordinal: u32) -> u64 {
        let (word, shift) = (ordinal as usize / 64, ordinal % 64);
        let low = self.0.get(word).copied().unwrap_or(0) >> shift;
        if shift == 0 {
            low
        } else {
            low | self.0.get(word + 1).copied().unwrap_or(0) << (64 - shift)
        }
    }
}

/// Which days of a class were noted at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClassNoted {
    pub start: DayBits,
    pub end: DayBits,
}

/// How "noted at all" is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotingSource {
    /// A list says which notes of which classes were taken; a mark says so too.
    #[default]
    Listed,
    /// Nothing says so: every school day up to the school's last mark counts as noted.
    UpToLastMark,
}

/// The calendars, schools, classes and pupils of a municipality with all that was noted.
///
/// INVARIANT: every index kept inside names something; each pupil's segments are in order of time and do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Register {
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) schools: Vec<School>,
    pub(crate) classes: Vec<Class>,
    /// Shared between copies of a register, so that a copy made to change one pupil copies one pupil.
    pub(crate) strips: Vec<Arc<Strip>>,
    pub(crate) noted: Vec<ClassNoted>,
    /// Per school: the day of the last mark of any of its pupils.
    pub(crate) last_mark: Vec<Option<Date>>,
    pub(crate) source: NotingSource,
}

impl Register {
    /// A register without pupils.
    ///
    /// # Errors
    /// When a school names a calendar, or a class a school, that is not there.
    pub fn new(
        calendars: Vec<Calendar>,
        schools: Vec<School>,
        classes: Vec<Class>,
        source: NotingSource,
    ) -> Result<Self, RegisterError> {
        if let Some(school) = schools.iter().find(|s| s.calendar.index() >= calendars.len()) {
            return Err(RegisterError::Unknown {
                what: "calendar",
                index: school.calendar.index(),
            });
        }
        if let Some(class) = classes.iter().find(|c| c.school.index() >= schools.len()) {
            return Err(RegisterError::Unknown {
                what: "school",
                index: class.school.index(),
            });
        }
        let noted = vec![ClassNoted::default(); classes.len()];
        let last_mark = vec![None; schools.len()];
        Ok(Self {
            calendars,
            schools,
            classes,
            strips: Vec::new(),
            noted,
            last_mark,
            source,
        })
    }

    /// The same calendars, schools, classes and pupils with nothing noted yet.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut cleared = self.clone();
        for strip in &mut cleared.strips {
            Arc::make_mut(strip).planes.fill(0);
        }
        cleared.noted.fill(ClassNoted::default());
        cleared.last_mark.fill(None);
        cleared
    }

    /// Adds a class that began after the register was made.
    ///
    /// # Errors
    /// When its school is not there.
    pub fn add_class(&mut self, class: Class) -> Result<ClassIx, RegisterError> {
        if class.school.index() >= self.schools.len() {
            return Err(RegisterError::Unknown {
                what: "school",
                index: class.school.index(),
            });
        }
        let index = ClassIx(u32::try_from(self.classes.len()).unwrap_or(u32::MAX));
        self.classes.push(class);
        self.noted.push(ClassNoted::default());
        Ok(index)
    }

    /// Adds a pupil with all enrolments, past and planned, in any order.
    ///
    /// # Errors
    /// When enrolments overlap, end before they begin or name a class that is not there.
    pub fn add_pupil(&mut self, enrolments: &[Enrolment]) -> Result<PupilIx, RegisterError> {
        let strip = self.lay(enrolments)?;
        let index = PupilIx(u32::try_from(self.strips.len()).unwrap_or(u32::MAX));
        self.strips.push(Arc::new(strip));
        Ok(index)
    }

    /// Gives a pupil new enrolments; what was noted stays on its date where the pupil is still enrolled and school is open.
    ///
    /// # Errors
    /// As [`Register::add_pupil`]; the pupil is unchanged then.
    pub fn replace_enrolments(&mut self, pupil: PupilIx, enrolments: &[Enrolment]) -> Result<(), RegisterError> {
        let old = self
            .strips
            .get(pupil.index())
            .ok_or(RegisterError::Unknown {
                what: "pupil",
                index: pupil.index(),
            })?
            .clone();
        let mut new = self.lay(enrolments)?;
        for segment in &old.segments {
            let Some(calendar) = self.calendars.get(segment.calendar.index()) else {
                continue;
            };
            for position in segment.base..segment.end {
                let Some(day) = calendar.day(segment.ordinal + position - segment.base) else {
                    continue;
                };
                let Some((to, part)) = self.find(&new, day) else {
                    continue;
                };
                for slot in Slot::BOTH {
                    let state = old.state(position, slot);
                    let lost =
                        slot == Slot::End && part.notes == NotesPerDay::One && matches!(state, SlotState::Absent(_));
                    if state != SlotState::Clear && !lost {
                        new.set(to, slot, state);
                    }
                }
            }
        }
        if let Some(place) = self.strips.get_mut(pupil.index()) {
            *place = Arc::new(new);
        }
        Ok(())
    }

    /// Gives a calendar other days and re-lays every pupil it touches without any mark; returns those pupils.
    ///
    /// The caller sets their marks again from the log, so that a mark on a day that has become a school day is counted.
    ///
    /// # Errors
    /// When the calendar is not there.
    pub fn replace_calendar(&mut self, index: CalendarIx, days: Calendar) -> Result<Vec<PupilIx>, RegisterError> {
        let place = self.calendars.get_mut(index.index()).ok_or(RegisterError::Unknown {
            what: "calendar",
            index: index.index(),
        })?;
        *place = days;
        let mut touched = Vec::new();
        for at in 0..self.strips.len() {
            let Some(strip) = self.strips.get(at) else { continue };
            let uses = strip
                .enrolments
                .iter()
                .any(|e| self.calendar_of(e.class) == Some(index));
            if uses {
                let fresh = self.lay(&strip.enrolments.clone())?;
                if let Some(place) = self.strips.get_mut(at) {
                    *place = Arc::new(fresh);
                }
                touched.push(PupilIx(u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
        for (class, noted) in self.classes.iter().zip(&mut self.noted) {
            if self
                .schools
                .get(class.school.index())
                .is_some_and(|s| s.calendar == index)
            {
                *noted = ClassNoted::default();
            }
        }
        Ok(touched)
    }

    /// Adds a calendar that was made after the register was.
    pub fn add_calendar(&mut self, days: Calendar) -> CalendarIx {
        let index = CalendarIx(u32::try_from(self.calendars.len()).unwrap_or(u32::MAX));
        self.calendars.push(days);
        index
    }

    /// Adds a school that began after the register was made.
    ///
    /// # Errors
    /// When its calendar is not there.
    pub fn add_school(&mut self, school: School) -> Result<SchoolIx, RegisterError> {
        self.has_calendar(school)?;
        let index = SchoolIx(u32::try_from(self.schools.len()).unwrap_or(u32::MAX));
        self.schools.push(school);
        self.last_mark.push(None);
        Ok(index)
    }

    /// Says otherwise what a school is. The pupils of a school that keeps another calendar now are laid anew by the
    /// caller ([`Register::lay_anew`]), and its classes forget what was noted ([`Register::forget_noted`]).
    ///
    /// # Errors
    /// When the school or its calendar is not there; nothing changes then.
    pub fn replace_school(&mut self, index: SchoolIx, school: School) -> Result<(), RegisterError> {
        self.has_calendar(school)?;
        *self.schools.get_mut(index.index()).ok_or(RegisterError::Unknown {
            what: "school",
            index: index.index(),
        })? = school;
        Ok(())
    }

    fn has_calendar(&self, school: School) -> Result<(), RegisterError> {
        match self.calendars.get(school.calendar.index()) {
            Some(_) => Ok(()),
            None => Err(RegisterError::Unknown {
                what: "calendar",
                index: school.calendar.index(),
            }),
        }
    }

    /// Says otherwise what a class is; as with [`Register::replace_school`] its pupils are laid anew by the caller.
    ///
    /// # Errors
    /// When the class or its school is not there; nothing changes then.
    pub fn replace_class(&mut self, index: ClassIx, class: Class) -> Result<(), RegisterError> {
        if class.school.index() >= self.schools.len() {
            return Err(RegisterError::Unknown {
                what: "school",
                index: class.school.index(),
            });
        }
        *self.classes.get_mut(index.index()).ok_or(RegisterError::Unknown {
            what: "class",
            index: index.index(),
        })? = class;
        Ok(())
    }

    /// Forgets which days of a class were noted.
    pub fn forget_noted(&mut self, class: ClassIx) {
        if let Some(noted) = self.noted.get_mut(class.index()) {
            *noted = ClassNoted::default();
        }
    }

    /// Gives a pupil these enrolments with nothing noted yet.
    ///
    /// # Errors
    /// As [`Register::add_pupil`]; the pupil is unchanged then.
    pub fn lay_anew(&mut self, pupil: PupilIx, enrolments: &[Enrolment]) -> Result<(), RegisterError> {
        let strip = self.lay(enrolments)?;
        *self.strips.get_mut(pupil.index()).ok_or(RegisterError::Unknown {
            what: "pupil",
            index: pupil.index(),
        })? = Arc::new(strip);
        Ok(())
    }

    /// Takes a pupil out; the last pupil of all moves to the place that became free.
    pub fn remove_pupil(&mut self, pupil: PupilIx) {
        if pupil.index() < self.strips.len() {
            self.strips.swap_remove(pupil.index());
        }
    }

    pub(crate) fn calendar_of(&self, class: ClassIx) -> Option<CalendarIx> {
        let class = self.classes.get(class.index())?;
        Some(self.schools.get(class.school.index())?.calendar)
    }

    fn lay(&self, enrolments: &[Enrolment]) -> Result<Strip, RegisterError> {
        let mut enrolments = enrolments.to_vec();
        enrolments.sort_by_key(|e| e.from);
        for pair in enrolments.windows(2) {
            if let [a, b] = pair
                && a.to.is_none_or(|to| to >= b.from)
            {
                return Err(RegisterError::Overlap {
                    first: a.from,
                    second: b.from,
                });
            }
        }
        let mut segments: Vec<Segment> = Vec::with_capacity(enrolments.len());
        let mut len = 0;
        let mut last_end: Option<(Date, CalendarIx)> = None;
        for enrolment in &enrolments {
            if enrolment.to.is_some_and(|to| to < enrolment.from) {
                return Err(RegisterError::Backwards { from: enrolment.from });
            }
            let class = self
                .classes
                .get(enrolment.class.index())
                .ok_or(RegisterError::Unknown {
                    what: "class",
                    index: enrolment.class.index(),
                })?;
            let index = self.calendar_of(enrolment.class).ok_or(RegisterError::Unknown {
                what: "school",
                index: class.school.index(),
            })?;
            let calendar = self.calendars.get(index.index()).ok_or(RegisterError::Unknown {
                what: "calendar",
                index: index.index(),
            })?;
            let first = calendar.count_before(enrolment.from);
            let end = enrolment.to.map_or(calendar.len(), |to| calendar.count_to(to));
            let gap_before = last_end.is_some_and(|(ended, before)| {
                [before, index].iter().any(|c| {
                    self.calendars
                        .get(c.index())
                        .is_some_and(|c| c.count_before(enrolment.from) > c.count_to(ended))
                })
            });
            let count = end.saturating_sub(first);
            segments.push(Segment {
                class: enrolment.class,
                calendar: index,
                from: enrolment.from,
                ordinal: first,
                base: len,
                end: len + count,
                notes: class.grade.notes_per_day(),
                gap_before,
            });
            len += count;
            last_end = enrolment.to.map(|to| (to, index));
        }
        let words = (len as usize).div_ceil(64);
        Ok(Strip {
            enrolments,
            segments,
            len,
            planes: vec![0; words * PLANES],
            words,
        })
    }

    pub(crate) fn find(&self, strip: &Strip, day: Date) -> Option<(u32, Segment)> {
        let segment = strip.segments.iter().rev().find(|s| s.from <= day)?;
        let calendar = self.calendars.get(segment.calendar.index())?;
        let position = segment.base + calendar.ordinal(day)?.checked_sub(segment.ordinal)?;
        (position < segment.end).then_some((position, *segment))
    }

    /// Where a state is to stand in a strip, or why it is not counted.
    fn place(&self, strip: &Strip, day: Date, slot: Slot, state: SlotState) -> Result<(u32, Segment), NotCounted> {
        let Some((position, segment)) = self.find(strip, day) else {
            let enrolled = strip.enrolments.iter().any(|e| e.contains(day));
            return Err(if enrolled {
                NotCounted::NotASchoolDay
            } else {
                NotCounted::NotEnrolled
            });
        };
        if slot == Slot::End && segment.notes == NotesPerDay::One && matches!(state, SlotState::Absent(_)) {
            return Err(NotCounted::NoSuchNote);
        }
        Ok((position, segment))
    }

    /// Lets one note say something, whatever stood there, and returns what that was. The class counts as noted then.
    ///
    /// # Errors
    /// When the day is not counted for this pupil; nothing changes then.
    pub fn set(&mut self, pupil: PupilIx, day: Date, slot: Slot, state: SlotState) -> Result<SlotState, NotCounted> {
        let strip = self.strips.get(pupil.index()).ok_or(NotCounted::NotEnrolled)?;
        let (position, segment) = self.place(strip, day, slot, state)?;
        let before = strip.state(position, slot);
        if let Some(strip) = self.strips.get_mut(pupil.index()) {
            Arc::make_mut(strip).set(position, slot, state);
        }
        let ordinal = segment.ordinal + position - segment.base;
        self.note(segment.class, ordinal, slot);
        self.saw_mark(segment.class, day);
        Ok(before)
    }

    /// Says that there is a mark about a pupil of this class that day, also one that is not counted.
    ///
    /// Only [`NotingSource::UpToLastMark`] asks for it; [`Register::set`] says so by itself.
    pub fn saw_mark(&mut self, class: ClassIx, day: Date) {
        if let Some(class) = self.classes.get(class.index())
            && let Some(last) = self.last_mark.get_mut(class.school.index())
        {
            *last = (*last).max(Some(day));
        }
    }

    fn note(&mut self, class: ClassIx, ordinal: u32, slot: Slot) {
        if let Some(noted) = self.noted.get_mut(class.index()) {
            match slot {
                Slot::Start => noted.start.set(ordinal),
                Slot::End => noted.end.set(ordinal),
            }
        }
    }

    /// Says that this note of a class was taken, so that no mark means "all present", not "forgotten".
    ///
    /// Returns whether the day is a school day of the class; nothing changes when it is not.
    pub fn note_class(&mut self, class: ClassIx, day: Date, slot: Slot) -> bool {
        let ordinal = self
            .calendar_of(class)
            .and_then(|c| self.calendars.get(c.index()))
            .and_then(|c| c.ordinal(day));
        if let Some(ordinal) = ordinal {
            self.note(class, ordinal, slot);
        }
        ordinal.is_some()
    }

    /// Whether a note of a class was taken that day, by list or by mark; `None` when it is no school day of the class.
    pub fn class_noted(&self, class: ClassIx, day: Date, slot: Slot) -> Option<bool> {
        let calendar = self.calendars.get(self.calendar_of(class)?.index())?;
        let noted = self.noted.get(class.index())?;
        let ordinal = calendar.ordinal(day)?;
        Some(match slot {
            Slot::Start => noted.start.get(ordinal),
            Slot::End => noted.end.get(ordinal),
        })
    }

    /// The pupil's school days with nothing standing on them, to be filled with what stood at some earlier time.
    pub fn blank(&self, pupil: PupilIx) -> Option<PupilDays> {
        let strip = self.strips.get(pupil.index())?;
        let planes = vec![0; strip.planes.len()];
        Some(PupilDays(Strip {
            planes,
            ..Strip::clone(strip)
        }))
    }

    /// Lets one note of [`PupilDays`] say something, as [`Register::set`] does; the register itself stays as it is.
    ///
    /// # Errors
    /// When the day is not counted for this pupil; nothing changes then.
    pub fn set_in(
        &self,
        days: &mut PupilDays,
        day: Date,
        slot: Slot,
        state: SlotState,
    ) -> Result<SlotState, NotCounted> {
        let (position, _) = self.place(&days.0, day, slot, state)?;
        let before = days.0.state(position, slot);
        days.0.set(position, slot, state);
        Ok(before)
    }

    /// How many pupils there are.
    pub fn pupil_count(&self) -> u32 {
        u32::try_from(self.strips.len()).unwrap_or(u32::MAX)
    }

    /// Every pupil, in order of place.
    pub fn pupils(&self) -> impl ExactSizeIterator<Item = PupilIx> + use<> {
        (0..self.pupil_count()).map(PupilIx)
    }

    /// A pupil's enrolments, oldest first.
    pub fn enrolments(&self, pupil: PupilIx) -> &[Enrolment] {
        self.strips.get(pupil.index()).map_or(&[], |s| &s.enrolments)
    }

    /// The enrolment a pupil has on a day.
    pub fn enrolment_on(&self, pupil: PupilIx, day: Date) -> Option<Enrolment> {
        self.enrolments(pupil).iter().find(|e| e.contains(day)).copied()
    }

    /// A class.
    pub fn class(&self, index: ClassIx) -> Option<Class> {
        self.classes.get(index.index()).copied()
    }

    /// How many classes there are.
    pub fn class_count(&self) -> u32 {
        u32::try_from(self.classes.len()).unwrap_or(u32::MAX)
    }

    /// A school.
    pub fn school(&self, index: SchoolIx) -> Option<School> {
        self.schools.get(index.index()).copied()
    }

    /// How many schools there are.
    pub fn school_count(&self) -> u32 {
        u32::try_from(self.schools.len()).unwrap_or(u32::MAX)
    }

    /// A calendar.
    pub fn calendar(&self, index: CalendarIx) -> Option<&Calendar> {
        self.calendars.get(index.index())
    }

    /// The calendar a class keeps.
    pub fn class_calendar(&self, class: ClassIx) -> Option<&Calendar> {
        self.calendars.get(self.calendar_of(class)?.index())
    }

    /// How "noted at all" is known.
    pub fn noting_source(&self) -> NotingSource {
        self.source
    }

    /// Bytes the planes of all pupils take, calendars and enrolments not included.
    pub fn plane_bytes(&self) -> usize {
        self.strips.iter().map(|s| s.planes.len() * 8).sum()
    }
}
