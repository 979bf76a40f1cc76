//! How what happened is entered in the register: by whom, when, and what was wrong at first.

use attendance::{Category, Grade, Kind, Note, NotesPerDay};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::dice::Dice;
use crate::holidays::plus;
use crate::places::Habits;
use crate::rows::{Mark, NotedBy};

/// The instant of a Danish wall clock: central European time, summer time from the last Sunday of March to that of October.
///
/// Source: Directive 2000/84/EC. Good for the hours of a school day, which the change at night does not touch.
pub(crate) fn instant(date: Date, minutes: u32) -> Timestamp {
    let summer = date >= last_sunday(date.year(), 3) && date < last_sunday(date.year(), 10);
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    let seconds = days * 86_400 + i64::from(minutes) * 60 - if summer { 7200 } else { 3600 };
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

fn last_sunday(year: i16, month: i8) -> Date {
    let last = Date::constant(year, month, 31);
    plus(last, -i32::from(last.weekday().to_sunday_zero_offset()))
}

/// One child, one day, one register.
pub(crate) struct Teller<'a> {
    pub(crate) pupil: usize,
    pub(crate) class: usize,
    pub(crate) school: usize,
    pub(crate) grade: Grade,
    pub(crate) habits: &'a Habits,
    pub(crate) date: Date,
    /// Whether the class took the start and the end note.
    pub(crate) noted: (bool, bool),
}

/// What was first entered before it was put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Correction {
    None,
    /// `unlawful` that became `illness` when the parents wrote.
    LateMessage,
    /// `unlawful` that became `late` when the child came.
    CameLate,
}

/// The hour the first note is taken, in minutes since midnight.
const FIRST: u32 = 8 * 60 + 2;
/// The hour the last note is taken.
const LAST: u32 = 13 * 60 + 40;

impl Teller<'_> {
    fn mark(&self, note: Note, kind: Kind, minutes: Option<u16>, at: Timestamp, office: bool, dice: &mut Dice) -> Mark {
        let local_code = match kind {
            _ if !self.habits.letters => None,
            Kind::Absent(Category::Illness) => Some(if dice.permille(70) { "L" } else { "S" }),
            Kind::Absent(Category::AuthorisedLeave) => Some("F"),
            Kind::Absent(Category::Unlawful) => Some("U"),
            _ => None,
        };
        let noted_by = if office {
            NotedBy::Office(self.school)
        } else {
            NotedBy::Teacher(self.class)
        };
        Mark {
            pupil: self.pupil,
            date: self.date,
            note,
            kind,
            minutes,
            local_code,
            noted_at: at,
            noted_by,
        }
    }

    /// Some working day later, in the afternoon.
    fn later(&self, most: u32, dice: &mut Dice) -> Timestamp {
        let day = plus(self.date, i32::try_from(dice.between(1, most)).unwrap_or(1));
        let weekend = match day.weekday().to_monday_one_offset() {
            6 => 2,
            7 => 1,
            _ => 0,
        };
        instant(plus(day, weekend), dice.between(14 * 60, 16 * 60 + 30))
    }

    fn morning(&self, dice: &mut Dice) -> Timestamp {
        instant(self.date, FIRST + dice.below(14))
    }

    /// Away all of the day that was noted, in this category in the end; returns what was wrong at first.
    pub(crate) fn away(&self, category: Category, out: &mut Vec<Mark>, dice: &mut Dice) -> Correction {
        let kind = Kind::Absent(category);
        let two = self.grade.notes_per_day() == NotesPerDay::Two;
        let note = match (two, self.noted) {
            (false, _) | (true, (true, false)) => Note::Start,
            (true, (true, true)) => Note::Day,
            (true, _) => Note::End,
        };
        if dice.permille(self.habits.entered_later) {
            let at = self.later(9, dice);
            out.push(self.mark(note, kind, None, at, true, dice));
            return Correction::None;
        }
        let before = dice.below(1000);
        let wrong = match category {
            Category::Illness => before < 170,
            Category::AuthorisedLeave => before < 40,
            Category::Unlawful => false,
        };
        if wrong && note != Note::End {
            let first = self.morning(dice);
            out.push(self.mark(Note::Start, Kind::Absent(Category::Unlawful), None, first, false, dice));
            let same_day = category == Category::Illness && before < 115;
            let at = if same_day {
                instant(self.date, dice.between(9 * 60, 15 * 60))
            } else {
                self.later(4, dice)
            };
            out.push(self.mark(note, kind, None, at, true, dice));
            return if category == Category::Illness {
                Correction::LateMessage
            } else {
                Correction::None
            };
        }
        if note == Note::Day && dice.permille(350) {
            let (first, last) = (self.morning(dice), instant(self.date, LAST + dice.below(40)));
            out.push(self.mark(Note::Start, kind, None, first, false, dice));
            out.push(self.mark(Note::End, kind, None, last, false, dice));
            return Correction::None;
        }
        let at = if note == Note::End {
            instant(self.date, LAST + dice.below(40))
        } else {
            self.morning(dice)
        };
        out.push(self.mark(note, kind, None, at, false, dice));
        Correction::None
    }

    /// Away from one of the two notes only.
    pub(crate) fn half_away(&self, note: Note, category: Category, out: &mut Vec<Mark>, dice: &mut Dice) {
        let at = if dice.permille(self.habits.entered_later) {
            self.later(9, dice)
        } else if note == Note::End {
            instant(self.date, LAST + dice.below(40))
        } else {
            self.morning(dice)
        };
        out.push(self.mark(note, Kind::Absent(category), None, at, false, dice));
    }

    /// Came late.
    pub(crate) fn late(&self, out: &mut Vec<Mark>, dice: &mut Dice) -> Correction {
        let minutes = if dice.permille(700) {
            dice.between(3, 18)
        } else {
            dice.between(15, 75)
        };
        let missing = minutes > 15 && self.noted.0 && dice.permille(650);
        if missing {
            let first = self.morning(dice);
            out.push(self.mark(Note::Start, Kind::Absent(Category::Unlawful), None, first, false, dice));
        }
        let came = instant(self.date, FIRST.max(8 * 60 + minutes) + 14 + dice.below(3));
        out.push(self.mark(
            Note::Start,
            Kind::Late,
            u16::try_from(minutes).ok(),
            came,
            missing,
            dice,
        ));
        if missing {
            Correction::CameLate
        } else {
            Correction::None
        }
    }

    /// Went home early.
    pub(crate) fn left_early(&self, out: &mut Vec<Mark>, dice: &mut Dice) {
        let minutes = dice.between(4, 30) * 5;
        let went = instant(self.date, 14 * 60 - minutes + dice.below(5));
        out.push(self.mark(
            Note::End,
            Kind::LeftEarly,
            u16::try_from(minutes).ok(),
            went,
            false,
            dice,
        ));
    }

    /// Entered as away by mistake, and put right the same morning.
    pub(crate) fn mistaken(&self, out: &mut Vec<Mark>, dice: &mut Dice) {
        let first = self.morning(dice);
        out.push(self.mark(Note::Start, Kind::Absent(Category::Unlawful), None, first, false, dice));
        let at = instant(self.date, dice.between(9 * 60, 11 * 60));
        out.push(self.mark(Note::Start, Kind::Present, None, at, false, dice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn the_clock_is_that_of_copenhagen() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        for day in [
            date(2026, 3, 27),
            date(2026, 3, 30),
            date(2026, 10, 23),
            date(2026, 10, 26),
            date(2026, 7, 1),
        ] {
            let local = instant(day, 8 * 60).to_zoned(zone.clone());
            assert_eq!((local.date(), local.hour(), local.minute()), (day, 8, 0));
        }
    }
}
