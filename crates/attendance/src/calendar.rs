//! School days, school years and calendar quarters.

use jiff::civil::Date;
use thiserror::Error;

/// The most school days one calendar quarter of one school year may hold (`contracts/open_folder.md`).
pub const MOST_DAYS_A_QUARTER: usize = 64;

/// Days since 1970-01-01, the dense number a day has inside the engine.
pub(crate) fn day_number(date: Date) -> i32 {
    let hours = date.duration_since(Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

/// A first and a last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Span {
    /// Whether the day lies in the span.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A school year, 1 August to 31 July, named by the calendar year it begins in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i16);

impl SchoolYear {
    /// The school year a day lies in; July belongs to the old one.
    pub fn of(day: Date) -> Self {
        Self(if day.month() >= 8 { day.year() } else { day.year() - 1 })
    }

    /// The school year that begins on 1 August of this calendar year.
    pub const fn beginning(year: i16) -> Self {
        Self(year)
    }

    /// The calendar year it begins in.
    pub const fn first_year(self) -> i16 {
        self.0
    }

    /// 1 August to 31 July.
    pub fn span(self) -> Span {
        Span {
            from: Date::constant(self.0, 8, 1),
            to: Date::constant(self.0 + 1, 7, 31),
        }
    }

    /// The next school year.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The school year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// As people and files write it: `2026/2027`.
    pub fn label(self) -> String {
        format!("{}/{}", self.0, self.0 + 1)
    }

    /// Reads `2026/2027`; the second year must follow the first.
    pub fn from_label(label: &str) -> Option<Self> {
        let (first, second) = label.split_once('/')?;
        let (first, second): (i16, i16) = (first.parse().ok()?, second.parse().ok()?);
        ((1900..3000).contains(&first) && second == first + 1).then_some(Self(first))
    }
}

/// A calendar quarter (da: kvartal), the window of the rules on unlawful absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    number: i8,
}

impl Quarter {
    /// The calendar quarter a day lies in.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            number: (day.month() - 1) / 3 + 1,
        }
    }

    /// The calendar year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1 to 4.
    pub const fn number(self) -> i8 {
        self.number
    }

    /// The whole quarter.
    pub fn span(self) -> Span {
        let first_month = (self.number - 1) * 3 + 1;
        let last = Date::constant(self.year, first_month + 2, 1).last_of_month();
        Span {
            from: Date::constant(self.year, first_month, 1),
            to: last,
        }
    }

    /// The quarter before.
    #[must_use]
    pub const fn previous(self) -> Self {
        if self.number == 1 {
            Self {
                year: self.year - 1,
                number: 4,
            }
        } else {
            Self {
                year: self.year,
                number: self.number - 1,
            }
        }
    }
}

/// Why a calendar cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// More school days in one quarter of one school year than the planes can hold.
    #[error("{days} school days in quarter {quarter} of school year {year}, at most 64 can be counted")]
    TooManyDays {
        /// The school year, as `2026/2027`.
        year: String,
        /// 1 to 4.
        quarter: i8,
        /// How many there were.
        days: usize,
    },
}

/// The school days of a school, oldest first. A day not listed is not a school day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: Vec<Date>,
    /// Day number of the first entry of `ordinal`.
    base: i32,
    /// For each calendar day from `base`: how many school days lie before it.
    ordinal: Vec<u32>,
}

impl Calendar {
    /// A calendar of these days, in any order; a day given twice is one day.
    ///
    /// # Errors
    /// When a quarter of a school year holds more than [`MOST_DAYS_A_QUARTER`].
    pub fn new(days: impl IntoIterator<Item = Date>) -> Result<Self, CalendarError> {
        let mut days: Vec<Date> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        let mut counts: std::collections::BTreeMap<(SchoolYear, i8), usize> = std::collections::BTreeMap::new();
        for day in &days {
            *counts
                .entry((SchoolYear::of(*day), Quarter::of(*day).number()))
                .or_default() += 1;
        }
        if let Some(((year, quarter), days)) = counts.into_iter().find(|(_, n)| *n > MOST_DAYS_A_QUARTER) {
            return Err(CalendarError::TooManyDays {
                year: year.label(),
                quarter,
                days,
            });
        }
        let base = days.first().map_or(0, |d| day_number(*d));
        let mut ordinal = Vec::new();
        for (i, day) in (0u32..).zip(&days) {
            let at = usize::try_from(day_number(*day) - base).unwrap_or(0);
            ordinal.resize(at + 1, i);
        }
        Ok(Self { days, base, ordinal })
    }

    /// All school days, oldest first.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// How many school days there are in all.
    pub fn len(&self) -> u32 {
        u32::try_from(self.days.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is no school day at all.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// How many school days lie before this day.
    pub fn count_before(&self, day: Date) -> u32 {
        let offset = day_number(day) - self.base;
        match usize::try_from(offset) {
            Err(_) => 0,
            Ok(at) => self.ordinal.get(at).copied().unwrap_or(self.len()),
        }
    }

    /// How many school days lie up to and including this day.
    pub fn count_to(&self, day: Date) -> u32 {
        let before = self.count_before(day);
        if self.day(before) == Some(day) {
            before + 1
        } else {
            before
        }
    }

    /// Where the day stands among the school days, from 0; `None` when it is not a school day.
    pub fn ordinal(&self, day: Date) -> Option<u32> {
        let before = self.count_before(day);
        (self.day(before) == Some(day)).then_some(before)
    }

    /// The school day with this ordinal.
    pub fn day(&self, ordinal: u32) -> Option<Date> {
        self.days.get(ordinal as usize).copied()
    }

    /// School days in a span.
    pub fn count_in(&self, span: Span) -> u32 {
        self.count_to(span.to).saturating_sub(self.count_before(span.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_at_every_edge() {
        let calendar = Calendar::new([date(2026, 8, 10), date(2026, 8, 12), date(2026, 8, 11)]).unwrap();
        assert_eq!(calendar.count_before(date(2026, 8, 1)), 0);
        assert_eq!(calendar.count_to(date(2026, 8, 10)), 1);
        assert_eq!(calendar.count_to(date(2026, 8, 12)), 3);
        assert_eq!(calendar.count_to(date(2027, 8, 12)), 3);
        assert_eq!(calendar.ordinal(date(2026, 8, 9)), None);
        assert_eq!(calendar.ordinal(date(2026, 8, 12)), Some(2));
        assert_eq!(calendar.ordinal(date(2026, 8, 13)), None);
    }

    #[test]
    fn july_belongs_to_the_old_school_year() {
        assert_eq!(SchoolYear::of(date(2026, 7, 31)).label(), "2025/2026");
        assert_eq!(SchoolYear::of(date(2026, 8, 1)).label(), "2026/2027");
        assert_eq!(SchoolYear::from_label("2026/2027"), Some(SchoolYear::beginning(2026)));
        assert_eq!(SchoolYear::from_label("2026/2028"), None);
        assert_eq!(
            Quarter::of(date(2026, 7, 1)).span(),
            Quarter::of(date(2026, 9, 30)).span()
        );
        assert_eq!(
            Quarter::of(date(2026, 1, 1)).previous(),
            Quarter::of(date(2025, 12, 31))
        );
    }

    #[test]
    fn a_quarter_with_more_than_64_school_days_is_refused() {
        let days = date(2026, 10, 1).series(jiff::Span::new().days(1)).take(65);
        assert!(matches!(
            Calendar::new(days),
            Err(CalendarError::TooManyDays {
                days: 65,
                quarter: 4,
                ..
            })
        ));
    }
}
