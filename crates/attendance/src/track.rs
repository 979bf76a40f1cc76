//! One pupil's school days as seen on one day: exact counts over windows, runs and spells.

use core::ops::Range;

use jiff::civil::Date;

use crate::calendar::Span;
use crate::kind::{Categories, DayWeight, HalfDays, NotesPerDay, SchoolDays, Slot};
use crate::register::{
    ClassIx, END_HIGH, END_LOW, Enrolment, LATE, LEFT_EARLY, NotingSource, PupilDays, PupilIx, Register, START_HIGH,
    START_LOW, School, Segment, SlotState, Strip,
};

/// An unbroken run of school days, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Position of its first day.
    pub first: u32,
    /// Position of its last day of absence.
    pub last: u32,
    /// How many school days of absence it has; not-noted days it passed over are not among them.
    pub days: SchoolDays,
}

/// Spells of absence in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spells {
    /// How many there are.
    pub count: u32,
    /// School days of absence in the longest.
    pub longest: SchoolDays,
}

/// What is known of one school day of a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayView {
    /// The day.
    pub date: Date,
    /// The class that day.
    pub class: ClassIx,
    /// How many notes of the law the day has.
    pub notes: NotesPerDay,
    /// The start slot.
    pub start: SlotState,
    /// The end slot.
    pub end: SlotState,
    /// Whether all the notes of the day were taken.
    pub noted: bool,
}

/// One pupil's school days over all years, as seen on one day.
///
/// Positions count the pupil's own enrolled school days from 0, oldest first, across classes, schools, gaps and years;
/// planned days after the day of seeing have positions too. Cheap to make: a few words a school year.
#[derive(Clone, Debug)]
pub struct Track<'r> {
    register: &'r Register,
    strip: &'r Strip,
    weight: DayWeight,
    as_of: Date,
    so_far: u32,
    absent: Vec<u64>,
    noted: Vec<u64>,
}

fn bit(words: &[u64], position: u32) -> bool {
    words
        .get(position as usize / 64)
        .is_some_and(|w| w >> (position % 64) & 1 == 1)
}

/// The bits of word `index` that lie in the range.
fn mask(index: usize, range: &Range<u32>) -> u64 {
    let first = index as u64 * 64;
    let below = |end: u64| {
        if end <= first {
            0
        } else if end >= first + 64 {
            u64::MAX
        } else {
            (1 << (end - first)) - 1
        }
    };
    below(u64::from(range.end)) & !below(u64::from(range.start))
}

fn words_of(range: &Range<u32>) -> Range<usize> {
    range.start as usize / 64..(range.end as usize).div_ceil(64)
}

fn in_set(low: u64, high: u64, categories: Categories) -> u64 {
    use crate::kind::Category::{AuthorisedLeave, Illness, Unlawful};
    let pick = |category, bits: u64| if categories.contains(category) { bits } else { 0 };
    pick(Illness, low & !high) | pick(AuthorisedLeave, high & !low) | pick(Unlawful, low & high)
}

impl Register {
    /// One pupil as seen on a day; `None` when the pupil is not there.
    pub fn track(&self, pupil: PupilIx, as_of: Date, weight: DayWeight) -> Option<Track<'_>> {
        Some(Track::new(self, self.strips.get(pupil.index())?, as_of, weight))
    }

    /// One pupil as seen on a day, with what stood at an earlier time.
    pub fn track_in<'r>(&'r self, days: &'r PupilDays, as_of: Date, weight: DayWeight) -> Track<'r> {
        Track::new(self, &days.0, as_of, weight)
    }
}

/// One day asked of many pupils: each calendar is looked up once.
#[derive(Clone, Debug)]
pub struct OnDay<'r> {
    register: &'r Register,
    day: Date,
    /// Per calendar: where the day stands among its school days.
    ordinals: Vec<Option<u32>>,
}

/// What is known of one pupil on one school day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PupilDay {
    /// The day.
    pub view: DayView,
    /// Whether the pupil was out of every class just before it.
    pub after_gap: bool,
}

impl OnDay<'_> {
    /// The pupil's day; `None` when it is no school day of the pupil.
    pub fn of(&self, pupil: PupilIx) -> Option<PupilDay> {
        let strip = self.register.strips.get(pupil.index())?;
        let segment = strip.segments.iter().rev().find(|s| s.from <= self.day)?;
        let ordinal = self.ordinals.get(segment.calendar.index()).copied().flatten()?;
        let position = segment.base + ordinal.checked_sub(segment.ordinal)?;
        (position < segment.end).then(|| self.register.pupil_day(strip, segment, position, self.day))
    }
}

impl Register {
    /// One day, to be asked of many pupils.
    pub fn on_day(&self, day: Date) -> OnDay<'_> {
        OnDay {
            register: self,
            day,
            ordinals: self.calendars.iter().map(|c| c.ordinal(day)).collect(),
        }
    }

    /// One school day of one pupil: the cheap way to ask about a single day. `None` when it is not one.
    pub fn school_day(&self, pupil: PupilIx, day: Date) -> Option<PupilDay> {
        let strip = self.strips.get(pupil.index())?;
        let (position, segment) = self.find(strip, day)?;
        Some(self.pupil_day(strip, &segment, position, day))
    }

    fn pupil_day(&self, strip: &Strip, segment: &Segment, position: u32, day: Date) -> PupilDay {
        let ordinal = segment.ordinal + position - segment.base;
        let noted = match self.source {
            NotingSource::Listed => self
                .noted
                .get(segment.class.index())
                .is_some_and(|n| n.start.get(ordinal) && (segment.notes == NotesPerDay::One || n.end.get(ordinal))),
            NotingSource::UpToLastMark => self
                .class(segment.class)
                .and_then(|c| *self.last_mark.get(c.school.index())?)
                .is_some_and(|last| day <= last),
        };
        PupilDay {
            view: DayView {
                date: day,
                class: segment.class,
                notes: segment.notes,
                start: strip.state(position, Slot::Start),
                end: strip.state(position, Slot::End),
                noted,
            },
            after_gap: strip.segments.iter().any(|s| s.gap_before && s.base == position),
        }
    }
}

impl<'r> Track<'r> {
    fn new(register: &'r Register, strip: &'r Strip, as_of: Date, weight: DayWeight) -> Self {
        let mut track = Self {
            register,
            strip,
            weight,
            as_of,
            so_far: 0,
            absent: Vec::new(),
            noted: Vec::new(),
        };
        track.so_far = track.count_to(as_of);
        let words = (track.so_far as usize).div_ceil(64);
        track.absent = track.absent_words(words);
        track.noted = track.noted_words(words);
        track
    }

    /// The same pupil as seen on another day; for an earlier one nothing is worked out again.
    #[must_use]
    pub fn seen_on(&self, day: Date) -> Self {
        if day > self.as_of {
            return Self::new(self.register, self.strip, day, self.weight);
        }
        let so_far = self.count_to(day);
        let words = (so_far as usize).div_ceil(64);
        let head = |all: &[u64]| all.get(..words).unwrap_or(all).to_vec();
        let mut noted = head(&self.noted);
        if let Some(last) = noted.get_mut(so_far as usize / 64) {
            *last &= mask(so_far as usize / 64, &(0..so_far));
        }
        Self {
            register: self.register,
            strip: self.strip,
            weight: self.weight,
            as_of: day,
            so_far,
            absent: head(&self.absent),
            noted,
        }
    }

    /// The pupil's enrolments, oldest first.
    pub fn enrolments(&self) -> &'r [Enrolment] {
        &self.strip.enrolments
    }

    fn word(&self, plane: usize, index: usize) -> u64 {
        self.strip.plane(plane).get(index).copied().unwrap_or(0)
    }

    fn absent_words(&self, words: usize) -> Vec<u64> {
        (0..words.min(self.strip.words()))
            .map(|i| {
                let start = self.word(START_LOW, i) | self.word(START_HIGH, i);
                let end = self.word(END_LOW, i) | self.word(END_HIGH, i);
                match self.weight {
                    DayWeight::Half | DayWeight::Any => start | end,
                    DayWeight::Start => start,
                    DayWeight::Both => start & (end | self.one_note_bits(i)),
                }
            })
            .collect()
    }

    fn one_note_bits(&self, index: usize) -> u64 {
        self.strip
            .segments
            .iter()
            .filter(|s| s.notes == NotesPerDay::One)
            .fold(0, |bits, s| bits | mask(index, &(s.base..s.end)))
    }

    fn noted_words(&self, words: usize) -> Vec<u64> {
        let mut noted = vec![0u64; words];
        for segment in &self.strip.segments {
            let range = segment.base..segment.end.min(self.so_far);
            if range.start >= range.end {
                continue;
            }
            let known_to = self.known_to(segment);
            let bits = self.register.noted.get(segment.class.index());
            for index in words_of(&range) {
                // The ordinal that bit 0 of this word would have; may lie before the segment's first day.
                let first = i64::try_from(index * 64).unwrap_or(i64::MAX) - i64::from(segment.base)
                    + i64::from(segment.ordinal);
                let taken = match (self.register.source, bits) {
                    (NotingSource::Listed, Some(bits)) => {
                        let start = window(first, |o| bits.start.window(o));
                        match segment.notes {
                            NotesPerDay::One => start,
                            NotesPerDay::Two => start & window(first, |o| bits.end.window(o)),
                        }
                    }
                    (NotingSource::Listed, None) => 0,
                    (NotingSource::UpToLastMark, _) => {
                        let left = i64::from(known_to) - first;
                        match u32::try_from(left) {
                            Err(_) | Ok(0) => 0,
                            Ok(left) if left >= 64 => u64::MAX,
                            Ok(left) => (1 << left) - 1,
                        }
                    }
                };
                if let Some(word) = noted.get_mut(index) {
                    *word |= taken & mask(index, &range);
                }
            }
        }
        noted
    }

    /// The ordinal after the last one that counts as noted when nothing lists it: the school's last mark.
    fn known_to(&self, segment: &Segment) -> u32 {
        let register = self.register;
        register
            .class(segment.class)
            .and_then(|class| {
                let last = (*register.last_mark.get(class.school.index())?)?;
                Some(register.calendars.get(segment.calendar.index())?.count_to(last))
            })
            .unwrap_or(0)
    }

    /// The day it is seen on.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// How many of the pupil's school days lie up to and including the day: the position after the last one.
    pub fn so_far(&self) -> u32 {
        self.so_far
    }

    /// Positions of the pupil's school days up to and including a day.
    pub fn count_to(&self, day: Date) -> u32 {
        self.count(day, crate::calendar::Calendar::count_to)
    }

    fn count(&self, day: Date, ordinals: impl Fn(&crate::calendar::Calendar, Date) -> u32) -> u32 {
        let Some(segment) = self.strip.segments.iter().rev().find(|s| s.from <= day) else {
            return 0;
        };
        let Some(calendar) = self.register.calendars.get(segment.calendar.index()) else {
            return 0;
        };
        (segment.base + ordinals(calendar, day).saturating_sub(segment.ordinal)).min(segment.end)
    }

    /// The positions of the pupil's school days in a span, planned days included.
    pub fn positions(&self, span: Span) -> Range<u32> {
        let start = self.count(span.from, crate::calendar::Calendar::count_before);
        start..self.count_to(span.to).max(start)
    }

    /// The positions in a span up to and including the day of seeing.
    pub fn positions_so_far(&self, span: Span) -> Range<u32> {
        let all = self.positions(span);
        all.start.min(self.so_far)..all.end.min(self.so_far)
    }

    /// The last `days` positions up to and including the day of seeing; fewer only where there is no more history.
    pub fn last(&self, days: u32) -> Range<u32> {
        self.so_far.saturating_sub(days)..self.so_far
    }

    /// School days of a span while the pupil is enrolled; a planned end counts as planned.
    pub fn school_days(&self, span: Span) -> SchoolDays {
        let range = self.positions(span);
        SchoolDays::new(range.end - range.start)
    }

    /// School days a span has in the calendar of the class on the day, enrolled or not.
    pub fn calendar_days(&self, span: Span) -> SchoolDays {
        let calendar = self.class().and_then(|c| self.register.class_calendar(c));
        SchoolDays::new(calendar.map_or(0, |c| c.count_in(span)))
    }

    /// The class on the day of seeing.
    pub fn class(&self) -> Option<ClassIx> {
        self.strip
            .enrolments
            .iter()
            .find(|e| e.contains(self.as_of))
            .map(|e| e.class)
    }

    /// The class on the day of seeing, else the one of the last school day.
    pub fn latest_class(&self) -> Option<ClassIx> {
        self.class()
            .or_else(|| self.segment(self.so_far.checked_sub(1)?).map(|s| s.class))
    }

    /// The school a position's class belongs to.
    pub fn school_at(&self, position: u32) -> Option<School> {
        let class = self.register.class(self.segment(position)?.class)?;
        self.register.school(class.school)
    }

    /// The school on the day of seeing.
    pub fn school(&self) -> Option<School> {
        self.register.school(self.register.class(self.class()?)?.school)
    }

    fn segment(&self, position: u32) -> Option<&'r Segment> {
        self.strip
            .segments
            .iter()
            .find(|s| s.base <= position && position < s.end)
    }

    /// The date of a position.
    pub fn day(&self, position: u32) -> Option<Date> {
        let segment = self.segment(position)?;
        self.register
            .calendars
            .get(segment.calendar.index())?
            .day(segment.ordinal + position - segment.base)
    }

    /// The last school day so far that is known: its notes were taken, or something stands on it.
    pub fn last_known_day(&self) -> Option<Date> {
        let known = |p: &u32| self.is_noted(*p) || self.is_absent(*p);
        (0..self.so_far).rev().find(known).and_then(|p| self.day(p))
    }

    /// The first and last date of a range of positions; `None` when it is empty.
    pub fn span(&self, range: Range<u32>) -> Option<Span> {
        if range.is_empty() {
            return None;
        }
        Some(Span {
            from: self.day(range.start)?,
            to: self.day(range.end - 1)?,
        })
    }

    /// All that is known of the day at a position.
    pub fn view(&self, position: u32) -> Option<DayView> {
        let segment = self.segment(position)?;
        Some(DayView {
            date: self.day(position)?,
            class: segment.class,
            notes: segment.notes,
            start: self.strip.state(position, Slot::Start),
            end: self.strip.state(position, Slot::End),
            noted: self.is_noted(position),
        })
    }

    /// Whether the day has any half of absence.
    pub fn is_absent(&self, position: u32) -> bool {
        bit(&self.absent, position)
    }

    /// Whether all the notes of the day were taken.
    pub fn is_noted(&self, position: u32) -> bool {
        bit(&self.noted, position)
    }

    /// Whether every note of the day is an absence of some category.
    pub fn is_wholly_absent(&self, position: u32) -> bool {
        let away = |slot| matches!(self.strip.state(position, slot), SlotState::Absent(_));
        match self.segment(position).map(|s| s.notes) {
            Some(NotesPerDay::One) => away(Slot::Start),
            Some(NotesPerDay::Two) => away(Slot::Start) && away(Slot::End),
            None => false,
        }
    }

    /// Whether a note of the day is an absence of one of these categories.
    pub fn has(&self, position: u32, categories: Categories) -> bool {
        Slot::BOTH
            .into_iter()
            .any(|slot| matches!(self.strip.state(position, slot), SlotState::Absent(c) if categories.contains(c)))
    }

    /// Whether the pupil came late.
    pub fn is_late(&self, position: u32) -> bool {
        self.strip.state(position, Slot::Start) == SlotState::Short
    }

    /// Whether the pupil left early.
    pub fn left_early(&self, position: u32) -> bool {
        self.strip.state(position, Slot::End) == SlotState::Short
    }

    /// The smallest absence the next school day can have, in half days: one where a single missed note weighs half a day.
    pub fn smallest_absence(&self) -> HalfDays {
        let next = self
            .segment(self.so_far)
            .or_else(|| self.segment(self.so_far.checked_sub(1)?));
        HalfDays::new(match (next.map(|s| s.notes), self.weight) {
            (Some(NotesPerDay::Two), DayWeight::Half) => 1,
            _ => 2,
        })
    }

    /// Whether a day has any half day of absence in these categories.
    pub fn is_absent_in(&self, position: u32, categories: Categories) -> bool {
        self.is_absent(position) && self.half_days(categories, position..position + 1).count() > 0
    }

    /// Whether a spell of absence in these categories is going on just before a position: a day of them has come since
    /// the pupil was last there all day, or came to a class. Absence of other categories and not-noted days do not end it.
    pub fn spell_is_open(&self, position: u32, categories: Categories) -> bool {
        for at in (0..position.min(self.so_far)).rev() {
            if self.gap_before(at + 1) {
                return false;
            }
            if self.is_absent_in(at, categories) {
                return true;
            }
            if !self.is_absent(at) && self.is_noted(at) {
                return false;
            }
        }
        false
    }

    /// Whether a spell of absence in these categories begins on a position.
    pub fn begins_spell(&self, position: u32, categories: Categories) -> bool {
        self.is_absent_in(position, categories) && !self.spell_is_open(position, categories)
    }

    /// Half days of absence in these categories.
    ///
    /// Unit: half days; in grades 0–6 an absence is two, in grades 7–10 each missed note weighs what the setting says.
    pub fn half_days(&self, categories: Categories, range: Range<u32>) -> HalfDays {
        let range = range.start..range.end.min(self.so_far);
        let mut halves = 0;
        for segment in &self.strip.segments {
            let part = range.start.max(segment.base)..range.end.min(segment.end);
            if part.start >= part.end {
                continue;
            }
            for index in words_of(&part) {
                let keep = mask(index, &part);
                let start = keep & in_set(self.word(START_LOW, index), self.word(START_HIGH, index), categories);
                let end = keep & in_set(self.word(END_LOW, index), self.word(END_HIGH, index), categories);
                halves += match (segment.notes, self.weight) {
                    (NotesPerDay::One, _) | (NotesPerDay::Two, DayWeight::Start) => 2 * start.count_ones(),
                    (NotesPerDay::Two, DayWeight::Half) => start.count_ones() + end.count_ones(),
                    (NotesPerDay::Two, DayWeight::Any) => 2 * (start | end).count_ones(),
                    (NotesPerDay::Two, DayWeight::Both) => 2 * (start & end).count_ones(),
                };
            }
        }
        HalfDays::new(halves)
    }

    fn ones(&self, words: impl Fn(usize) -> u64, range: &Range<u32>) -> u32 {
        let range = range.start..range.end.min(self.so_far);
        if range.start >= range.end {
            return 0;
        }
        words_of(&range)
            .map(|i| (words(i) & mask(i, &range)).count_ones())
            .sum()
    }

    /// Days with any half of absence.
    pub fn absent_days(&self, range: Range<u32>) -> SchoolDays {
        SchoolDays::new(self.ones(|i| self.absent.get(i).copied().unwrap_or(0), &range))
    }

    /// Days whose notes were all taken.
    pub fn noted_days(&self, range: Range<u32>) -> SchoolDays {
        SchoolDays::new(self.ones(|i| self.noted.get(i).copied().unwrap_or(0), &range))
    }

    /// How often the pupil came late.
    pub fn late(&self, range: Range<u32>) -> u32 {
        self.ones(|i| self.word(LATE, i), &range)
    }

    /// How often the pupil left early.
    pub fn left(&self, range: Range<u32>) -> u32 {
        self.ones(|i| self.word(LEFT_EARLY, i), &range)
    }

    /// Whether the pupil was out of every class between this position and the one before.
    pub fn gap_before(&self, position: u32) -> bool {
        self.strip.segments.iter().any(|s| s.gap_before && s.base == position)
    }

    /// The run of days with any half of absence that ends on a position.
    ///
    /// Not-noted days are passed over; a day of presence or a gap in enrolment ends it.
    pub fn run_of_absence(&self, position: u32) -> Option<Run> {
        let mut run: Option<Run> = None;
        for at in (0..=position.min(self.so_far.checked_sub(1)?)).rev() {
            if self.is_absent(at) {
                let before = run.map_or((at, 0), |r| (r.last, r.days.count()));
                run = Some(Run {
                    first: at,
                    last: before.0,
                    days: SchoolDays::new(before.1 + 1),
                });
            } else if self.is_noted(at) {
                break;
            }
            if self.gap_before(at) {
                break;
            }
        }
        run
    }

    /// The run of days without any attendance that ends on a position, and its half days of the categories.
    ///
    /// A not-noted day ends it, and so does a gap in enrolment.
    pub fn run_without_attendance(&self, position: u32) -> Option<Run> {
        let mut first = None;
        for at in (0..=position.min(self.so_far.checked_sub(1)?)).rev() {
            if !self.is_wholly_absent(at) {
                break;
            }
            first = Some(at);
            if self.gap_before(at) {
                break;
            }
        }
        first.map(|first| Run {
            first,
            last: position,
            days: SchoolDays::new(position + 1 - first),
        })
    }

    /// Spells of absence in a range: maximal runs, clipped to it; holidays and not-noted days do not break one.
    pub fn spells(&self, range: Range<u32>) -> Spells {
        let mut spells = Spells::default();
        let mut current = 0;
        for at in range.start..range.end.min(self.so_far) {
            if self.gap_before(at) {
                current = 0;
            }
            if self.is_absent(at) {
                if current == 0 {
                    spells.count += 1;
                }
                current += 1;
                spells.longest = spells.longest.max(SchoolDays::new(current));
            } else if self.is_noted(at) {
                current = 0;
            }
        }
        spells
    }
}

/// Bits from an ordinal on that may lie before 0.
fn window(first: i64, bits: impl Fn(u32) -> u64) -> u64 {
    match u32::try_from(first) {
        Ok(first) => bits(first),
        Err(_) => match u32::try_from(-first) {
            Ok(before) if before < 64 => bits(0) << before,
            _ => 0,
        },
    }
}
