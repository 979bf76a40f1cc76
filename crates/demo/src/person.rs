//! A name, a birthday and a number for every child.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::dice::For;
use crate::holidays::plus;
use crate::names;
use crate::roster::Child;
use crate::rows::Pupil;

/// Hands out CPR numbers that are nobody's; one for each cohort, which hands them out in the cohort's order.
///
/// The date is the child's birthday, with the seventh digit (4 to 9) of those born 2000 to 2036, and the weighted sum
/// fails modulus 11. Numbers that fail it have been given only where a date had none left, all of them to people born on a
/// 1 January of 1960 to 1995; no made-up child is born on a 1 January.
/// Source: `law_and_formats.md` ch. 3 (numbers without modulus 11; the table of the seventh digit).
#[derive(Default)]
pub(crate) struct Numbers(HashMap<(Date, bool), u16>);

impl Numbers {
    fn next(&mut self, birth: Date, even: bool, late_starter: bool) -> String {
        // those who began school a year late were born in the year of the next cohort: they have serials of their own
        let start = if late_starter { 9000 } else { 4000 };
        let serial = self.0.entry((birth, even)).or_insert(start);
        loop {
            *serial += 1;
            if serial.is_multiple_of(2) != even {
                continue;
            }
            let digits = format!(
                "{:02}{:02}{:02}{:04}",
                birth.day(),
                birth.month(),
                birth.year().rem_euclid(100),
                *serial
            );
            if !passes_modulus_11(&digits) {
                return digits;
            }
        }
    }
}

/// Whether the weighted sum of ten digits is divisible by 11.
pub(crate) fn passes_modulus_11(digits: &str) -> bool {
    let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = digits
        .chars()
        .zip(weights)
        .map(|(c, w)| c.to_digit(10).unwrap_or(0) * w)
        .sum();
    sum.is_multiple_of(11)
}

/// The child with its name, birthday, number and household.
pub(crate) fn pupil(seed: u64, child: &Child, numbers: &mut Numbers) -> Pupil {
    let mut dice = child.key.dice(seed, For::Person);
    let (given_name, even) = names::given(&mut dice);
    let late_starter = dice.permille(60);
    let year = child.key.cohort - 6 - i16::from(late_starter);
    // never 1 January, the day with the many numbers
    let of_year = if late_starter {
        dice.between(273, 364)
    } else {
        dice.between(1, 364)
    };
    let birth_date = plus(Date::constant(year, 1, 1), i32::try_from(of_year).unwrap_or(1));
    let mut home = child.household.dice(seed, For::Household);
    let family_name = names::family(&mut home);
    Pupil {
        id: child.key.label('p'),
        given_name,
        family_name,
        cpr: numbers.next(birth_date, even, late_starter),
        birth_date,
        protected: home.permille(9),
        household: child.household.label('h'),
    }
}
