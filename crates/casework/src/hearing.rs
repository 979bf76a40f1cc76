//! Who must be heard before the municipality decides about the child benefit.

use jiff::civil::Date;

/// Whole years lived on a day; a child born on 29 February has the birthday on 1 March in other years.
pub fn age_on(born: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year() - born.year() - i16::from(!had_birthday)
}

/// Whether the pupil too must be heard (da: partshøring) in a letter sent on this day.
///
/// Source: Ankestyrelsen, principmeddelelse 11-21: parents, and the pupil when over 12; read as *has turned 12*.
pub fn pupil_must_be_heard(born: Date, sent_on: Date) -> bool {
    age_on(born, sent_on) >= 12
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn t09_a_pupil_who_turned_12_the_day_before_is_heard() {
        let sent_on = date(2026, 11, 20);
        assert!(pupil_must_be_heard(date(2014, 11, 19), sent_on));
        assert!(pupil_must_be_heard(date(2014, 11, 20), sent_on));
        assert!(!pupil_must_be_heard(date(2014, 11, 21), sent_on));
    }

    #[test]
    fn a_leap_day_child_turns_older_on_the_first_of_march() {
        assert_eq!(age_on(date(2016, 2, 29), date(2026, 2, 28)), 9);
        assert_eq!(age_on(date(2016, 2, 29), date(2026, 3, 1)), 10);
    }
}
