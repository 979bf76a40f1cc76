//! A pupil's school days as evidence: what happened, and which of it is an event of the three streams.

use attendance::{Category, DayView, NotesPerDay, SlotState};
use jiff::civil::Date;

/// How much of a day a pupil was away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Away {
    /// Not at all.
    #[default]
    No,
    /// Part of it, without a note of absence: some lessons, or left early.
    Part,
    /// One of the two notes of a day in grades 7–10: half a day of absence, and for the signs a part day.
    Half,
    /// Every note of the day.
    Whole,
}

/// Some lessons of a day away, where the school registers lessons (`partials.csv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartDay {
    /// Its category; `None` when the school gave none.
    pub category: Option<Category>,
}

/// What is known of one enrolled school day of one pupil.
///
/// Made by [`DayEvidence::of`] from a register, or by hand. A day that was not noted and on which nothing is marked is
/// unknown: never presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayEvidence {
    /// The school day.
    pub day: Date,
    /// Whether the day's notes were taken; a mark on the day makes it known anyway.
    pub noted: bool,
    /// Came late.
    pub late: bool,
    /// How late, in minutes; `None` when the school did not note it.
    pub minutes: Option<u16>,
    /// How much was missed.
    pub away: Away,
    /// The category of what was missed, where there is one.
    pub category: Option<Category>,
    /// The first school day after a gap in enrolment: a spell never crosses it.
    pub after_gap: bool,
}

impl DayEvidence {
    /// A noted day on which the pupil was there, in time and all day.
    pub const fn present(day: Date) -> Self {
        Self {
            day,
            noted: true,
            late: false,
            minutes: None,
            away: Away::No,
            category: None,
            after_gap: false,
        }
    }

    /// The evidence of a day as a register shows it, with what was told of lessons and minutes beside it.
    ///
    /// In grades 0–6 the start note is the day. Away at one of two notes is [`Away::Half`]; with both, the category is
    /// leave only when both are leave.
    pub fn of(view: &DayView, part: Option<PartDay>, minutes: Option<u16>, after_gap: bool) -> Self {
        let category = |state| match state {
            SlotState::Absent(category) => Some(category),
            SlotState::Clear | SlotState::Short => None,
        };
        let (first, last) = match view.notes {
            NotesPerDay::One => (category(view.start), category(view.start)),
            NotesPerDay::Two => (category(view.start), category(view.end)),
        };
        let (away, category) = match (first, last) {
            (Some(Category::AuthorisedLeave), Some(other)) | (Some(other), Some(_)) => (Away::Whole, Some(other)),
            (Some(one), None) | (None, Some(one)) => (Away::Half, Some(one)),
            (None, None) if part.is_some() || view.end == SlotState::Short => {
                (Away::Part, part.and_then(|p| p.category))
            }
            (None, None) => (Away::No, None),
        };
        let late = view.start == SlotState::Short;
        Self {
            day: view.date,
            noted: view.noted,
            late,
            minutes: minutes.filter(|_| late),
            away,
            category,
            after_gap,
        }
    }
}

/// The three streams of events, each counted against the days on which it could have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// Late arrivals, of the days present.
    Late,
    /// Part days, of the days present.
    Part,
    /// First days of an absence spell, of the days not following an absent day.
    Start,
}

impl Stream {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Late, Self::Part, Self::Start];
}

/// One day as bits: what a pupil's long row is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayBits(u16);

impl DayBits {
    const KNOWN: u16 = 1;
    const LATE: u16 = 1 << 1;
    const SHORT: u16 = 1 << 2;
    const PART: u16 = 1 << 3;
    const HALF: u16 = 1 << 4;
    const WHOLE: u16 = 1 << 5;
    const LEAVE: u16 = 1 << 6;
    const GAP: u16 = 1 << 7;
    /// Kept when the day is counted: a spell begins here.
    const BEGINS: u16 = 1 << 8;
    /// Kept when the day is counted: a spell could begin here.
    const COULD_BEGIN: u16 = 1 << 9;
    const UNLAWFUL: u16 = 1 << 10;

    pub(crate) fn of(day: &DayEvidence, short_minutes: u32) -> Self {
        let mut bits = 0;
        let mut set = |holds, bit| bits |= if holds { bit } else { 0 };
        set(day.noted || day.late || day.away != Away::No, Self::KNOWN);
        set(day.late, Self::LATE);
        set(
            day.late && day.minutes.is_some_and(|m| u32::from(m) < short_minutes),
            Self::SHORT,
        );
        set(day.away == Away::Part, Self::PART);
        set(day.away == Away::Half, Self::HALF);
        set(day.away == Away::Whole, Self::WHOLE);
        set(day.category == Some(Category::AuthorisedLeave), Self::LEAVE);
        set(day.category == Some(Category::Unlawful), Self::UNLAWFUL);
        set(day.after_gap, Self::GAP);
        Self(bits)
    }

    const fn has(self, bits: u16) -> bool {
        self.0 & bits != 0
    }

    pub(crate) const fn is_known(self) -> bool {
        self.has(Self::KNOWN)
    }

    /// Was at school for at least a part of the day.
    pub(crate) const fn is_here(self) -> bool {
        self.has(Self::KNOWN) && !self.has(Self::WHOLE)
    }

    pub(crate) const fn is_late(self) -> bool {
        self.is_here() && self.has(Self::LATE)
    }

    pub(crate) const fn is_short(self) -> bool {
        self.has(Self::SHORT)
    }

    /// Part of the day away, whatever the category.
    pub(crate) const fn is_part(self) -> bool {
        self.has(Self::PART | Self::HALF)
    }

    pub(crate) const fn is_leave(self) -> bool {
        self.has(Self::LEAVE)
    }

    /// A part day that is not leave.
    pub(crate) const fn is_own_part(self) -> bool {
        self.is_part() && !self.is_leave()
    }

    /// A part day that may be a child who went home ill.
    pub(crate) const fn may_have_gone_home(self) -> bool {
        self.is_part() && !self.has(Self::LEAVE | Self::UNLAWFUL)
    }

    /// Any half of absence: a day of a spell.
    pub(crate) const fn is_in_spell(self) -> bool {
        self.has(Self::HALF | Self::WHOLE)
    }

    pub(crate) const fn is_whole(self) -> bool {
        self.has(Self::WHOLE)
    }

    /// Away unlawfully, for some of the day or all of it.
    pub(crate) const fn is_unlawful(self) -> bool {
        self.has(Self::UNLAWFUL)
    }

    pub(crate) const fn is_after_gap(self) -> bool {
        self.has(Self::GAP)
    }

    /// A spell begins on this day, as counted.
    pub(crate) const fn begins(self) -> bool {
        self.has(Self::BEGINS)
    }

    /// A spell that is not leave begins on this day, as counted.
    pub(crate) const fn begins_own(self) -> bool {
        self.has(Self::BEGINS) && !self.is_leave()
    }

    /// The same, with a whole day: one that begins with half a day is told of as a part day, and never twice.
    pub(crate) const fn begins_own_whole(self) -> bool {
        self.begins_own() && self.is_whole()
    }

    pub(crate) const fn could_begin(self) -> bool {
        self.has(Self::COULD_BEGIN)
    }

    /// The same day, knowing whether the pupil was in a spell the school day before.
    #[must_use]
    pub(crate) const fn after(self, in_spell: bool) -> Self {
        let plain = self.0 & !(Self::BEGINS | Self::COULD_BEGIN);
        if !self.is_known() || in_spell {
            return Self(plain);
        }
        let begins = if self.is_in_spell() { Self::BEGINS } else { 0 };
        Self(plain | Self::COULD_BEGIN | begins)
    }

    /// The same marks, whatever was counted before.
    pub(crate) const fn same_marks(self, other: Self) -> bool {
        let counted = Self::BEGINS | Self::COULD_BEGIN;
        self.0 & !counted == other.0 & !counted
    }
}

/// Whether the pupil is in a spell before the day at `at`: the last known day before it was one of a spell.
///
/// A day that was not noted is passed over, unless the parameters say that it ends a spell.
pub(crate) fn in_spell_before(days: &[DayBits], at: usize, not_noted_ends: bool) -> bool {
    if days.get(at).is_some_and(|d| d.is_after_gap()) {
        return false;
    }
    for day in days.get(..at).unwrap_or_default().iter().rev() {
        if day.is_known() {
            return day.is_in_spell();
        }
        if not_noted_ends || day.is_after_gap() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use attendance::ClassIx;
    use jiff::civil::date;

    fn view(notes: NotesPerDay, start: SlotState, end: SlotState) -> DayView {
        DayView {
            date: date(2026, 9, 1),
            class: ClassIx::new(0),
            notes,
            start,
            end,
            noted: true,
        }
    }

    #[test]
    fn a_register_day_becomes_evidence() {
        use Category::{AuthorisedLeave as Leave, Illness, Unlawful};
        use NotesPerDay::{One, Two};
        use SlotState::{Absent, Clear, Short};
        let cases = [
            (view(One, Clear, Clear), Away::No, None, false),
            (view(One, Absent(Illness), Clear), Away::Whole, Some(Illness), false),
            (view(One, Short, Clear), Away::No, None, true),
            (view(One, Clear, Short), Away::Part, None, false),
            (view(Two, Absent(Illness), Clear), Away::Half, Some(Illness), false),
            (view(Two, Short, Absent(Unlawful)), Away::Half, Some(Unlawful), true),
            (
                view(Two, Absent(Leave), Absent(Unlawful)),
                Away::Whole,
                Some(Unlawful),
                false,
            ),
            (
                view(Two, Absent(Unlawful), Absent(Leave)),
                Away::Whole,
                Some(Unlawful),
                false,
            ),
            (view(Two, Absent(Leave), Absent(Leave)), Away::Whole, Some(Leave), false),
        ];
        for (view, away, category, late) in cases {
            let day = DayEvidence::of(&view, None, Some(20), false);
            assert_eq!((day.away, day.category, day.late), (away, category, late), "{view:?}");
            assert_eq!(day.minutes.is_some(), late, "{view:?}");
        }
        let lessons = DayEvidence::of(
            &view(One, Clear, Clear),
            Some(PartDay { category: Some(Leave) }),
            None,
            false,
        );
        assert_eq!((lessons.away, lessons.category), (Away::Part, Some(Leave)));
    }

    #[test]
    fn a_day_that_was_not_noted_is_unknown_unless_something_is_marked() {
        let empty = DayEvidence {
            noted: false,
            ..DayEvidence::present(date(2026, 9, 1))
        };
        assert!(!DayBits::of(&empty, 10).is_known());
        assert!(!DayBits::of(&empty, 10).is_here());
        assert!(DayBits::of(&DayEvidence { late: true, ..empty }, 10).is_late());
    }

    #[test]
    fn spells_pass_over_days_that_were_not_noted_and_never_a_gap() {
        let day = date(2026, 9, 1);
        let away = DayBits::of(
            &DayEvidence {
                away: Away::Whole,
                ..DayEvidence::present(day)
            },
            10,
        );
        let unknown = DayBits::of(
            &DayEvidence {
                noted: false,
                ..DayEvidence::present(day)
            },
            10,
        );
        let gap = DayBits::of(
            &DayEvidence {
                away: Away::Whole,
                after_gap: true,
                ..DayEvidence::present(day)
            },
            10,
        );
        assert!(in_spell_before(&[away, unknown, away], 2, false));
        assert!(!in_spell_before(&[away, unknown, away], 2, true));
        assert!(!in_spell_before(&[away, gap], 1, false));
        assert!(away.after(false).begins() && !away.after(true).begins());
        assert!(!unknown.after(false).could_begin());
    }
}
