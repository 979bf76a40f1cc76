//! School calendars as Danish municipalities make them: 200 school days, ending the Friday before the last Saturday in
//! June.
//!
//! Source: folkeskoleloven § 14 a (last day); the published calendars in `law_and_formats.md` ch. 6 (the rest is custom).

use attendance::SchoolYear;
use jiff::civil::Date;

/// School days of a year by national custom.
const SCHOOL_DAYS: usize = 200;

/// Which local habits a school's calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// The municipality's own: autumn holiday in week 42, winter holiday in week 7.
    Municipal,
    /// As the municipality's, but the winter holiday lies in week 8.
    LateWinter,
    /// As the municipality's, with two Mondays without pupils (da: pædagogiske dage).
    StaffDays,
}

/// The 200 school days of one school year, oldest first.
pub(crate) fn school_days(year: SchoolYear, pattern: Pattern) -> Vec<Date> {
    let (y, next) = (year.first_year(), year.first_year() + 1);
    let free = free_days(y, pattern);
    let mut day = last_school_day(next);
    let first = Date::constant(y, 8, 1);
    let mut days = Vec::with_capacity(SCHOOL_DAYS);
    while days.len() < SCHOOL_DAYS && day >= first {
        if day.weekday().to_monday_one_offset() <= 5 && !free.iter().any(|(from, to)| *from <= day && day <= *to) {
            days.push(day);
        }
        day = plus(day, -1);
    }
    days.reverse();
    days
}

/// First and last day of everything that is free between the first and the last school day.
fn free_days(y: i16, pattern: Pattern) -> Vec<(Date, Date)> {
    let next = y + 1;
    let sunday = easter(next);
    let winter = monday_of_week(next, if pattern == Pattern::LateWinter { 8 } else { 7 });
    let autumn = monday_of_week(y, 42);
    let mut free = vec![
        (autumn, plus(autumn, 4)),
        (saturday_before_christmas(y), last_day_of_christmas(next)),
        (winter, plus(winter, 4)),
        (plus(sunday, -8), plus(sunday, 1)),
        (plus(sunday, 39), plus(sunday, 40)),
        (plus(sunday, 50), plus(sunday, 50)),
        (Date::constant(next, 6, 5), Date::constant(next, 6, 5)),
    ];
    if pattern == Pattern::StaffDays {
        for monday in [monday_of_week(y, 46), monday_of_week(next, 12)] {
            free.push((monday, monday));
        }
    }
    free
}

/// The Friday before the last Saturday in June.
fn last_school_day(year: i16) -> Date {
    let end = Date::constant(year, 6, 30);
    let since_saturday = (i32::from(end.weekday().to_monday_zero_offset()) + 2) % 7;
    plus(end, -since_saturday - 1)
}

/// The Saturday of 17 to 23 December.
fn saturday_before_christmas(year: i16) -> Date {
    let last = Date::constant(year, 12, 23);
    plus(last, -((i32::from(last.weekday().to_monday_zero_offset()) + 2) % 7))
}

/// The last free day after New Year: school begins again on a day that leaves no lonely day before a weekend.
fn last_day_of_christmas(year: i16) -> Date {
    let new_year = Date::constant(year, 1, 1);
    let more = match new_year.weekday().to_monday_one_offset() {
        1 | 7 => 1,
        2 | 3 => 0,
        4 | 5 => 3,
        _ => 2,
    };
    plus(new_year, more)
}

/// Monday of an ISO week.
fn monday_of_week(year: i16, week: i32) -> Date {
    let fourth = Date::constant(year, 1, 4);
    plus(
        fourth,
        (week - 1) * 7 - i32::from(fourth.weekday().to_monday_zero_offset()),
    )
}

/// Easter Sunday in the Gregorian calendar (the anonymous computation of 1876).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    // days after 22 March, the earliest Easter there is
    plus(Date::constant(year, 3, 22), h + l - 7 * m)
}

/// A day so many days later, or earlier.
pub(crate) fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use attendance::{Calendar, Quarter};
    use jiff::civil::date;

    #[test]
    fn the_municipal_pattern_gives_the_published_calendars() {
        for (year, first, last, quarters) in [
            (2025, date(2025, 8, 11), date(2026, 6, 26), [37, 53, 55, 55]),
            (2026, date(2026, 8, 10), date(2027, 6, 25), [38, 52, 51, 59]),
            (2027, date(2027, 8, 9), date(2028, 6, 23), [39, 51, 59, 51]),
        ] {
            let days = school_days(SchoolYear::beginning(year), Pattern::Municipal);
            assert_eq!((days.first(), days.last()), (Some(&first), Some(&last)), "{year}");
            let counts = [3, 4, 1, 2].map(|q| days.iter().filter(|d| Quarter::of(**d).number() == q).count());
            assert_eq!(counts, quarters, "{year}");
        }
    }

    #[test]
    fn every_pattern_has_200_days_that_the_engine_can_hold() {
        for year in 2000..2090 {
            for pattern in [Pattern::Municipal, Pattern::LateWinter, Pattern::StaffDays] {
                let days = school_days(SchoolYear::beginning(year), pattern);
                assert_eq!(days.len(), 200, "{year} {pattern:?}");
                assert!(Calendar::new(days).is_ok(), "{year} {pattern:?}");
            }
        }
    }
}
