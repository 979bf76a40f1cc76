//! Values as files write them: dates, instants, whole numbers.

use jiff::Timestamp;
use jiff::civil::Date;

/// The first year a mark, school day or enrolment can lie in.
pub(crate) const FIRST_YEAR: i16 = 1990;
/// The last year a mark, school day or enrolment can lie in.
pub(crate) const LAST_YEAR: i16 = 2099;
/// The first year a birth date can lie in.
pub(crate) const FIRST_BIRTH_YEAR: i16 = 1900;

fn digits<const N: usize>(bytes: &[u8]) -> Option<i16> {
    let mut value: i16 = 0;
    let digits: &[u8; N] = bytes.first_chunk::<N>()?;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i16::from(digit);
    }
    Some(value)
}

/// Reads `2026-08-31` and nothing else.
pub fn iso_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let [_, _, _, _, b'-', _, _, b'-', _, _] = bytes else {
        return None;
    };
    let year = digits::<4>(bytes)?;
    let month = digits::<2>(bytes.get(5..)?)?;
    let day = digits::<2>(bytes.get(8..)?)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads an instant of RFC 3339, as `2026-08-31T08:05:00+02:00` or with `Z`.
pub fn instant(text: &str) -> Option<Timestamp> {
    quick_instant(text).or_else(|| {
        let has_offset = text.get(10..)?.contains(['Z', 'z', '+', '-']);
        if has_offset && !text.contains('[') {
            text.parse().ok()
        } else {
            None
        }
    })
}

/// The two forms that nearly every file uses, without the general parser.
fn quick_instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let date = iso_date(text.get(..10)?)?;
    let [b'T', _, _, b':', _, _, b':', _, _, zone @ ..] = bytes.get(10..)? else {
        return None;
    };
    let hour = i64::from(digits::<2>(bytes.get(11..)?)?);
    let minute = i64::from(digits::<2>(bytes.get(14..)?)?);
    let second = i64::from(digits::<2>(bytes.get(17..)?)?);
    let offset = match zone {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), hours @ .., _, _, _] if hours.len() == 2 && bytes.get(22) == Some(&b':') => {
            let (h, m) = (
                i64::from(digits::<2>(hours)?),
                i64::from(digits::<2>(bytes.get(23..)?)?),
            );
            if h > 23 || m > 59 {
                return None;
            }
            let seconds = h * 3600 + m * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    Timestamp::from_second(days * 86_400 + hour * 3600 + minute * 60 + second - offset).ok()
}

/// Reads a whole number without sign, not greater than the limit.
pub(crate) fn whole(text: &str, greatest: u32) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|n| *n <= greatest)
}

/// Reads a whole number that may be written with a decimal comma or point, as `45,0`.
pub(crate) fn whole_with_decimals(text: &str, greatest: u32) -> Option<u32> {
    let (number, decimals) = text.split_once([',', '.']).unwrap_or((text, "0"));
    if decimals.is_empty() || !decimals.bytes().all(|b| b == b'0') {
        return None;
    }
    whole(number, greatest)
}

/// Reads the ways Danish files write a date, and the day number of a spreadsheet.
///
/// `31-08-2026`, `31/08/2026`, `31.08.2026`, `1-9-2026`, `2026-08-31`, each with or without a time after it, and
/// whole numbers as Excel counts days from 1900 (46265 is 2026-08-31). The day always stands before the month.
pub fn danish_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once([' ', 'T']).map_or(text, |(date, _)| date);
    if let Some(date) = iso_date(text) {
        return Some(date);
    }
    if let Some(serial) = serial(text) {
        return Some(serial);
    }
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(separator);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.len() > 2 || month.len() > 2 || year.len() != 4 {
        return None;
    }
    let (day, month, year) = (whole(day, 31)?, whole(month, 12)?, whole(year, 9999)?);
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// A day as a spreadsheet counts it: 1 is 1900-01-01, and 60 the day that never was.
///
/// Only five digits are taken, which is 1927 to 2099 here; a smaller number is more often something else.
pub(crate) fn serial(text: &str) -> Option<Date> {
    let whole_part = match text.split_once(['.', ',']) {
        Some((days, part)) if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) => days,
        Some(_) => return None,
        None => text,
    };
    if whole_part.len() != 5 {
        return None;
    }
    let days = whole(whole_part, 73_050)?;
    Date::constant(1899, 12, 30)
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_the_danish_way() {
        for (text, expected) in [
            ("31-08-2026", Some(date(2026, 8, 31))),
            ("31/08/2026", Some(date(2026, 8, 31))),
            ("31.08.2026", Some(date(2026, 8, 31))),
            ("1-9-2026", Some(date(2026, 9, 1))),
            ("2026-08-31", Some(date(2026, 8, 31))),
            ("2026-08-31T00:00:00", Some(date(2026, 8, 31))),
            ("31-08-2026 07:55", Some(date(2026, 8, 31))),
            ("46265", Some(date(2026, 8, 31))),
            ("46265.5", Some(date(2026, 8, 31))),
            ("08/31/2026", None),
            ("31-08-26", None),
            ("29-02-2026", None),
            ("29-02-2028", Some(date(2028, 2, 29))),
            ("31-08/2026", None),
            ("12345678", None),
            ("", None),
            ("æble", None),
        ] {
            assert_eq!(danish_date(text), expected, "{text}");
        }
    }

    #[test]
    fn instants_need_an_offset() {
        for text in [
            "2026-02-27T07:48:00+01:00",
            "2026-02-27T06:48:00Z",
            "2026-02-27T06:48:00.000Z",
        ] {
            assert_eq!(instant(text), "2026-02-27T06:48:00Z".parse().ok(), "{text}");
        }
        for text in [
            "2026-02-27T07:48:00",
            "2026-02-27",
            "2026-02-30T07:48:00Z",
            "07:48",
            "",
            "2026-02-27T07:48:00+1",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn only_whole_numbers_are_taken() {
        for (text, expected) in [
            ("45", Some(45)),
            ("45,0", Some(45)),
            ("45.00", Some(45)),
            ("4,5", None),
            ("-1", None),
            ("", None),
            ("45,", None),
        ] {
            assert_eq!(whole_with_decimals(text, 100), expected, "{text}");
        }
        assert_eq!(whole("+5", 9), None);
        assert_eq!(whole("101", 100), None);
    }

    proptest! {
        #[test]
        fn the_quick_instant_agrees_with_the_plain_one(second in 0i64..4_000_000_000, minutes in -720i32..=720) {
            let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
            let instant = Timestamp::from_second(second).unwrap();
            let text = instant.display_with_offset(offset).to_string();
            prop_assert_eq!(quick_instant(&text), Some(instant));
        }

        #[test]
        fn the_quick_date_agrees_with_the_plain_one(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}") {
            prop_assert_eq!(iso_date(&text), text.parse::<Date>().ok());
        }
    }
}
