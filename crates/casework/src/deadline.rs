//! Deadlines: public holidays computed, working days, weekdays, clock hours, school days.
//!
//! The day something was received is day 0; the first day that counts is the next one.
//! Source of the worked examples: `docs` table T01–T10 (law and formats, chapter 7), each a test below.

use attendance::Calendar;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Three days on which public offices are usually shut though no law makes them holidays.
///
/// Default: all three count as working days, the reading that gives the earliest deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClosedDays {
    /// 24 December is not a working day here (da: juleaftensdag).
    pub christmas_eve: bool,
    /// 31 December is not a working day here (da: nytårsaftensdag).
    pub new_years_eve: bool,
    /// 5 June is not a working day here (da: grundlovsdag).
    pub constitution_day: bool,
}

/// How long a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// School days of the pupil's own calendar (da: skoledage).
    SchoolDays(u16),
    /// Monday to Friday without public holidays; school holidays do not pause it (da: arbejdsdage).
    WorkingDays(u16),
    /// Monday to Saturday without public holidays, the strict reading (da: hverdage).
    Weekdays(u16),
    /// Calendar days, such as the four weeks of a follow-up.
    Days(u16),
}

/// Easter Sunday of a year in the Gregorian calendar.
///
/// Source: the anonymous Gregorian algorithm; whole numbers only.
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let from_march = h + l - 7 * m + 21;
    Date::constant(year, 3, 1).saturating_add(Span::new().days(from_march))
}

/// The public holidays of a year, oldest first, each day once (E36: 5 June 2028 is two things and one day).
///
/// Store bededag is one of them up to and including 2023, and not since 1 January 2024.
pub fn public_holidays(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let from_easter = |days: i32| easter.saturating_add(Span::new().days(days));
    let mut holidays = BTreeSet::from([
        Date::constant(year, 1, 1),
        from_easter(-3),
        from_easter(-2),
        easter,
        from_easter(1),
        from_easter(39),
        from_easter(49),
        from_easter(50),
        Date::constant(year, 12, 25),
        Date::constant(year, 12, 26),
    ]);
    if year < 2024 {
        holidays.insert(from_easter(26));
    }
    holidays.into_iter().collect()
}

/// Whether the day is a public holiday (da: helligdag); Sundays as such are not.
pub fn is_public_holiday(day: Date) -> bool {
    public_holidays(day.year()).binary_search(&day).is_ok()
}

impl ClosedDays {
    /// Whether offices here are shut on this day although no law makes it a holiday.
    fn shuts(self, day: Date) -> bool {
        match (day.month(), day.day()) {
            (12, 24) => self.christmas_eve,
            (12, 31) => self.new_years_eve,
            (6, 5) => self.constitution_day,
            _ => false,
        }
    }

    /// Whether the day is a working day (da: arbejdsdag): Monday to Friday, no public holiday, not shut here.
    pub fn is_working_day(self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(day) && !self.shuts(day)
    }

    /// Whether the day is a weekday in the strict reading (da: hverdag): Monday to Saturday, no public holiday,
    /// not shut here.
    pub fn is_weekday(self, day: Date) -> bool {
        day.weekday() != Weekday::Sunday && !is_public_holiday(day) && !self.shuts(day)
    }

    /// The `count`th working day after the day something was received.
    pub fn working_days_after(self, received: Date, count: u16) -> Date {
        nth_after(received, count, |day| self.is_working_day(day))
    }

    /// The `count`th weekday, Saturdays included, after the day something was received.
    pub fn weekdays_after(self, received: Date, count: u16) -> Date {
        nth_after(received, count, |day| self.is_weekday(day))
    }

    /// Working days after `from`, up to and including `to`; 0 when `to` is not later.
    pub fn working_days_between(self, from: Date, to: Date) -> u32 {
        let days = days_after(from)
            .take_while(|day| *day <= to)
            .filter(|day| self.is_working_day(*day));
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }

    /// The last day of a deadline; `None` when it needs more school days than the calendar holds.
    pub fn due(self, length: Length, received: Date, calendar: &Calendar) -> Option<Date> {
        match length {
            Length::SchoolDays(count) => school_days_after(calendar, received, count),
            Length::WorkingDays(count) => Some(self.working_days_after(received, count)),
            Length::Weekdays(count) => Some(self.weekdays_after(received, count)),
            Length::Days(count) => Some(received.saturating_add(Span::new().days(count))),
        }
    }
}

/// The first day without school of a break that has begun or begins within `days` days: five weekdays or more between
/// two school days, or after the last one known. Closing a case just before one is pointed out.
pub fn break_within(calendar: &Calendar, today: Date, days: u16) -> Option<Date> {
    let latest = today.saturating_add(Span::new().days(i64::from(days)));
    let from = calendar.days().partition_point(|day| *day < today);
    let ahead = calendar.days().get(from.saturating_sub(1)..).unwrap_or_default();
    let weekdays_between = |one: Date, other: Date| {
        days_after(one)
            .take_while(|day| *day < other)
            .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
            .count()
    };
    for (at, day) in ahead.iter().enumerate().take_while(|(_, day)| **day <= latest) {
        let next = ahead.get(at.saturating_add(1));
        if next.is_none_or(|next| *next > today && weekdays_between(*day, *next) >= 5) {
            let begins = day.saturating_add(Span::new().days(1));
            return (begins <= latest).then_some(begins);
        }
    }
    None
}

/// The `count`th school day after the day; `None` when the calendar ends before it.
///
/// Unit: school days. Holidays pause it; it runs on over the end of a school year when the calendar does.
pub fn school_days_after(calendar: &Calendar, after: Date, count: u16) -> Option<Date> {
    match u32::from(count).checked_sub(1) {
        None => Some(after),
        Some(more) => calendar.day(calendar.count_to(after).checked_add(more)?),
    }
}

/// The instant so many clock hours later, nights, weekends and holidays included.
///
/// A change to or from summer time does not stretch it: 24 hours are 24 hours.
pub fn clock_hours_after(received: Timestamp, hours: u16) -> Timestamp {
    received
        .saturating_add(SignedDuration::from_hours(i64::from(hours)))
        .unwrap_or(Timestamp::MAX)
}

fn days_after(day: Date) -> impl Iterator<Item = Date> {
    day.series(Span::new().days(1)).skip(1)
}

fn nth_after(received: Date, count: u16, counts: impl Fn(Date) -> bool) -> Date {
    match usize::from(count).checked_sub(1) {
        None => received,
        Some(more) => days_after(received)
            .filter(|day| counts(*day))
            .nth(more)
            .unwrap_or(Date::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    const OPEN: ClosedDays = ClosedDays {
        christmas_eve: false,
        new_years_eve: false,
        constitution_day: false,
    };

    /// § 1 c: an action plan within ten working days.
    fn action_plan(received: Date) -> Date {
        OPEN.working_days_after(received, 10)
    }

    /// Monday to Friday in the span, less the days off (first and last day of each stretch).
    fn calendar(first: Date, last: Date, off: &[(Date, Date)]) -> Calendar {
        let weekday = |d: &Date| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday);
        let taught = |d: &Date| !off.iter().any(|(from, to)| from <= d && d <= to);
        let days = first.series(Span::new().days(1)).take_while(|d| *d <= last);
        Calendar::new(days.filter(weekday).filter(taught)).unwrap()
    }

    #[test]
    fn easter_and_what_hangs_on_it_fall_where_the_almanac_says() {
        for (year, expected) in [
            (2019, date(2019, 4, 21)),
            (2024, date(2024, 3, 31)),
            (2026, date(2026, 4, 5)),
            (2027, date(2027, 3, 28)),
            (2028, date(2028, 4, 16)),
            (2038, date(2038, 4, 25)),
            (2285, date(2285, 3, 22)),
        ] {
            assert_eq!(easter(year), expected);
            assert_eq!(easter(year).weekday(), Weekday::Sunday);
        }
        for (ascension, whit_monday) in [
            (date(2026, 5, 14), date(2026, 5, 25)),
            (date(2027, 5, 6), date(2027, 5, 17)),
            (date(2028, 5, 25), date(2028, 6, 5)),
        ] {
            assert!(is_public_holiday(ascension) && is_public_holiday(whit_monday));
        }
    }

    #[test]
    fn store_bededag_is_a_holiday_until_2023_only() {
        assert!(is_public_holiday(date(2023, 5, 5)));
        assert!(!is_public_holiday(date(2024, 4, 26)));
        assert_eq!(public_holidays(2023).len(), 11);
        assert_eq!(public_holidays(2024).len(), 10);
    }

    #[test]
    fn t01_a_school_holiday_week_counts() {
        assert_eq!(action_plan(date(2026, 2, 9)), date(2026, 2, 23));
    }

    #[test]
    fn t02_easter_does_not_count() {
        assert_eq!(action_plan(date(2026, 3, 27)), date(2026, 4, 15));
    }

    #[test]
    fn t03_ascension_and_whit_monday_do_not_count() {
        assert_eq!(action_plan(date(2026, 5, 13)), date(2026, 5, 29));
    }

    #[test]
    fn t04_the_eves_of_december_are_a_setting() {
        assert_eq!(action_plan(date(2026, 12, 21)), date(2027, 1, 6));
        let shut = ClosedDays {
            christmas_eve: true,
            new_years_eve: true,
            ..OPEN
        };
        assert_eq!(shut.working_days_after(date(2026, 12, 21), 10), date(2027, 1, 8));
    }

    #[test]
    fn t05_the_summer_holiday_does_not_pause_working_days() {
        assert_eq!(action_plan(date(2026, 6, 26)), date(2026, 7, 10));
    }

    #[test]
    fn t06_clock_hours_run_through_the_weekend() {
        let copenhagen = TimeZone::get("Europe/Copenhagen").unwrap();
        let friday = date(2026, 5, 8).at(15, 30, 0, 0).to_zoned(copenhagen.clone()).unwrap();
        let due = clock_hours_after(friday.timestamp(), 24).to_zoned(copenhagen);
        assert_eq!(due.datetime(), date(2026, 5, 9).at(15, 30, 0, 0));
    }

    #[test]
    fn t07_saturday_is_a_weekday_in_the_strict_reading() {
        assert_eq!(OPEN.weekdays_after(date(2026, 5, 4), 6), date(2026, 5, 11));
        assert_eq!(OPEN.working_days_after(date(2026, 5, 4), 6), date(2026, 5, 12));
    }

    #[test]
    fn t08_weekdays_over_easter() {
        assert_eq!(OPEN.weekdays_after(date(2026, 3, 27), 6), date(2026, 4, 7));
        assert_eq!(OPEN.working_days_after(date(2026, 3, 27), 6), date(2026, 4, 9));
    }

    #[test]
    fn e36_a_day_that_is_two_holidays_is_taken_off_once() {
        let whit_and_constitution = date(2028, 6, 5);
        assert_eq!(
            public_holidays(2028)
                .iter()
                .filter(|d| **d == whit_and_constitution)
                .count(),
            1
        );
        let shut = ClosedDays {
            constitution_day: true,
            ..OPEN
        };
        let (from, to) = (date(2028, 5, 31), date(2028, 6, 30));
        assert_eq!(OPEN.working_days_between(from, to), 21);
        assert_eq!(shut.working_days_between(from, to), 21);

        // Ørstedskolen 2027/28 as published: the second quarter has 51 school days.
        let off = [
            (date(2027, 10, 16), date(2027, 10, 24)),
            (date(2027, 12, 18), date(2028, 1, 3)),
            (date(2028, 2, 12), date(2028, 2, 20)),
            (date(2028, 4, 8), date(2028, 4, 17)),
            (date(2028, 5, 25), date(2028, 5, 28)),
            (date(2028, 6, 3), date(2028, 6, 5)),
        ];
        let year = calendar(date(2027, 8, 9), date(2028, 6, 23), &off);
        assert_eq!(year.count_in(attendance::Quarter::of(whit_and_constitution).span()), 51);
        assert_eq!(year.len(), 200);
    }

    #[test]
    fn r277_a_break_is_near_before_and_in_it_and_not_after() {
        let off = [(date(2027, 2, 13), date(2027, 2, 21))];
        let calendar = calendar(date(2027, 1, 4), date(2027, 6, 25), &off);
        let near = |today| break_within(&calendar, today, 14);
        assert_eq!(near(date(2027, 1, 28)), None);
        assert_eq!(near(date(2027, 1, 30)), Some(date(2027, 2, 13)));
        assert_eq!(near(date(2027, 2, 16)), Some(date(2027, 2, 13)));
        assert_eq!(near(date(2027, 2, 22)), None, "the first day back");
        assert_eq!(near(date(2027, 6, 20)), Some(date(2027, 6, 26)), "the summer");
    }

    #[test]
    fn school_days_pause_in_the_winter_holiday_and_run_on_over_the_summer() {
        // Ørstedskolen; the days as in D08 and D12, counted here from the last day of attendance.
        let off = [
            (date(2026, 2, 7), date(2026, 2, 15)),
            (date(2026, 6, 27), date(2026, 8, 9)),
        ];
        let calendar = calendar(date(2026, 1, 5), date(2026, 10, 9), &off);
        assert_eq!(
            school_days_after(&calendar, date(2026, 1, 23), 15),
            Some(date(2026, 2, 20))
        );
        assert_eq!(
            school_days_after(&calendar, date(2026, 6, 15), 15),
            Some(date(2026, 8, 17))
        );
        assert_eq!(school_days_after(&calendar, date(2026, 10, 9), 1), None);
        assert_eq!(
            school_days_after(&calendar, date(2026, 2, 8), 0),
            Some(date(2026, 2, 8))
        );
    }

    #[test]
    fn every_length_has_a_last_day() {
        let calendar = calendar(date(2026, 1, 5), date(2026, 6, 26), &[]);
        let received = date(2026, 1, 9);
        for (length, expected) in [
            (Length::SchoolDays(2), date(2026, 1, 13)),
            (Length::WorkingDays(2), date(2026, 1, 13)),
            (Length::Weekdays(2), date(2026, 1, 12)),
            (Length::Days(2), date(2026, 1, 11)),
        ] {
            assert_eq!(OPEN.due(length, received, &calendar), Some(expected));
        }
    }
}
