//! A shorter timetable as the attendance pages need it: from when to when, and which lessons are agreed on which weekday.

use super::event::CaseEvent;
use super::item::ItemKind;
use super::state::Case;
use crate::history::Sequence;
use crate::id::PupilId;
use jiff::civil::{Date, Weekday};

/// The week a shorter timetable agrees on. It says what presence is expected of the child; what is counted as
/// absence stays what was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreedWeek {
    /// The pupil.
    pub pupil: PupilId,
    /// From.
    pub from: Date,
    /// Until, this day included.
    pub until: Date,
    /// Lessons from Monday to Friday, where they are said.
    pub lessons: [Option<u32>; 5],
}

impl AgreedWeek {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// The lessons agreed on a day, where it holds and says so.
    pub fn lessons_on(&self, day: Date) -> Option<u32> {
        let at = match day.weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday | Weekday::Sunday => return None,
        };
        self.lessons.get(at).copied().flatten().filter(|_| self.holds_on(day))
    }
}

impl Case {
    /// Every shorter timetable of the case with its entry. One that was ended held up to the day before.
    pub fn agreed_weeks(&self) -> Vec<(Sequence, AgreedWeek)> {
        let all = self.items.of(ItemKind::ReducedTimetable);
        let weeks = all.filter_map(|item| {
            let event = self.event_of(item)?;
            let CaseEvent::ReducedTimetable { from, until, .. } = event else {
                return None;
            };
            let ended = item.ended.and_then(|number| self.entry(number));
            let last = ended.and_then(|entry| entry.on.yesterday().ok());
            let week = AgreedWeek {
                pupil: self.pupil,
                from: *from,
                until: last.map_or(*until, |last| last.min(*until)),
                lessons: event.agreed_lessons()?,
            };
            (week.from <= week.until).then_some((item.number, week))
        });
        weeks.collect()
    }
}
