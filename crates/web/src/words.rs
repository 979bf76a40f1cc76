//! Dates and numbers in words, as Danes and Britons write them.

use attendance::{Category, Provision, SchoolKind};
use jiff::civil::{Date, DateTime, Weekday};
use store::SchoolEntry;

use crate::Locale;

const MONTHS_DA: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The month in words, 1 to 12.
pub fn month(locale: Locale, month: i8) -> &'static str {
    let at = usize::try_from(month - 1).unwrap_or(0).min(11);
    match locale {
        Locale::Da => MONTHS_DA[at],
        Locale::En => MONTHS_EN[at],
    }
}

/// The first three letters of the month, 1 to 12.
pub fn month_short(locale: Locale, number: i8) -> &'static str {
    month(locale, number).get(..3).unwrap_or_default()
}

/// The weekday in words.
pub fn weekday(locale: Locale, day: Weekday) -> &'static str {
    match (locale, day) {
        (Locale::Da, Weekday::Monday) => "mandag",
        (Locale::Da, Weekday::Tuesday) => "tirsdag",
        (Locale::Da, Weekday::Wednesday) => "onsdag",
        (Locale::Da, Weekday::Thursday) => "torsdag",
        (Locale::Da, Weekday::Friday) => "fredag",
        (Locale::Da, Weekday::Saturday) => "lørdag",
        (Locale::Da, Weekday::Sunday) => "søndag",
        (Locale::En, Weekday::Monday) => "Monday",
        (Locale::En, Weekday::Tuesday) => "Tuesday",
        (Locale::En, Weekday::Wednesday) => "Wednesday",
        (Locale::En, Weekday::Thursday) => "Thursday",
        (Locale::En, Weekday::Friday) => "Friday",
        (Locale::En, Weekday::Saturday) => "Saturday",
        (Locale::En, Weekday::Sunday) => "Sunday",
    }
}

/// `fredag den 20. november` or `Friday 20 November`.
pub fn day(locale: Locale, date: Date) -> String {
    let (weekday, month) = (weekday(locale, date.weekday()), month(locale, date.month()));
    match locale {
        Locale::Da => format!("{weekday} den {}. {month}", date.day()),
        Locale::En => format!("{weekday} {} {month}", date.day()),
    }
}

/// `fredag den 20. november 2026` or `Friday 20 November 2026`.
pub fn day_with_year(locale: Locale, date: Date) -> String {
    format!("{} {}", day(locale, date), date.year())
}

/// `20. november 2026` or `20 November 2026`.
pub fn date(locale: Locale, date: Date) -> String {
    let month = month(locale, date.month());
    match locale {
        Locale::Da => format!("{}. {month} {}", date.day(), date.year()),
        Locale::En => format!("{} {month} {}", date.day(), date.year()),
    }
}

/// `20. nov.` or `20 Nov`, for tables and pictures.
pub fn date_short(locale: Locale, date: Date) -> String {
    let month = month_short(locale, date.month());
    match locale {
        Locale::Da => format!("{}. {month}.", date.day()),
        Locale::En => format!("{} {month}", date.day()),
    }
}

/// `20. november 2026 kl. 9.05` or `20 November 2026 at 9:05`.
pub fn moment(locale: Locale, at: DateTime) -> String {
    let day = date(locale, at.date());
    match locale {
        Locale::Da => format!("{day} kl. {}.{:02}", at.hour(), at.minute()),
        Locale::En => format!("{day} at {}:{:02}", at.hour(), at.minute()),
    }
}

/// `9.05` or `9:05`.
pub fn time(locale: Locale, at: jiff::civil::Time) -> String {
    match locale {
        Locale::Da => format!("{}.{:02}", at.hour(), at.minute()),
        Locale::En => format!("{}:{:02}", at.hour(), at.minute()),
    }
}

/// `uge 47` or `week 47`, by the ISO week both countries' schools use.
pub fn week(locale: Locale, date: Date) -> String {
    let week = date.iso_week_date().week();
    match locale {
        Locale::Da => format!("uge {week}"),
        Locale::En => format!("week {week}"),
    }
}

/// A whole number with its thousands parted: `12.345` or `12,345`.
pub fn count(locale: Locale, number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(match locale {
                Locale::Da => '.',
                Locale::En => ',',
            });
        }
        out.push(digit);
    }
    out
}

/// A number given in tenths: 75 is `7,5` or `7.5`, 70 is `7`.
pub fn tenths(locale: Locale, tenths: u64) -> String {
    let whole = count(locale, tenths / 10);
    match (tenths % 10, locale) {
        (0, _) => whole,
        (part, Locale::Da) => format!("{whole},{part}"),
        (part, Locale::En) => format!("{whole}.{part}"),
    }
}

/// A number given in hundredths, as the law's shares are: 1500 is `15`, 1567 is `15,67`.
pub fn hundredths(locale: Locale, hundredths: u64) -> String {
    let whole = count(locale, hundredths / 100);
    let point = match locale {
        Locale::Da => ',',
        Locale::En => '.',
    };
    match hundredths % 100 {
        0 => whole,
        part if part % 10 == 0 => format!("{whole}{point}{}", part / 10),
        part => format!("{whole}{point}{part:02}"),
    }
}

/// `a`, `a og b`, `a, b og c`.
pub fn list(locale: Locale, items: &[String]) -> String {
    let and = match locale {
        Locale::Da => "og",
        Locale::En => "and",
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// A category of the law in words, inside a sentence.
pub fn category(locale: Locale, category: Category) -> String {
    locale.t(match category {
        Category::Illness => "category-illness",
        Category::AuthorisedLeave => "category-leave",
        Category::Unlawful => "category-unlawful",
    })
}

/// A kind of school in words, inside a sentence.
pub fn school_kind(locale: Locale, kind: SchoolKind) -> String {
    locale.t(match kind {
        SchoolKind::Folkeskole => "school-kind-folkeskole",
        SchoolKind::Specialskole => "school-kind-specialskole",
        SchoolKind::Fri => "school-kind-fri",
        SchoolKind::Efterskole => "school-kind-efterskole",
        SchoolKind::Dagbehandling => "school-kind-dagbehandling",
        SchoolKind::Ungdomsskole => "school-kind-ungdomsskole",
    })
}

/// What a school offers in words.
pub fn provision(locale: Locale, provision: Provision) -> String {
    locale.t(match provision {
        Provision::General => "provision-general",
        Provision::SpecialClass => "provision-special-class",
        Provision::SpecialSchool => "provision-special-school",
    })
}

/// The name of a school where it stands among others that are counted: special provision says so, and is not to be
/// compared with the general.
pub fn counted_school(locale: Locale, school: &SchoolEntry) -> String {
    match school.provision() {
        Provision::General => school.name.clone(),
        special => format!("{} ({})", school.name, provision(locale, special).to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as ymd;

    #[test]
    fn dates_are_said_as_people_say_them() {
        let friday = ymd(2026, 11, 20);
        assert_eq!(day(Locale::Da, friday), "fredag den 20. november");
        assert_eq!(day_with_year(Locale::En, friday), "Friday 20 November 2026");
        assert_eq!(date(Locale::Da, friday), "20. november 2026");
        assert_eq!(date_short(Locale::Da, friday), "20. nov.");
        assert_eq!(moment(Locale::Da, friday.at(9, 5, 0, 0)), "20. november 2026 kl. 9.05");
        assert_eq!(moment(Locale::En, friday.at(14, 30, 0, 0)), "20 November 2026 at 14:30");
        assert_eq!(week(Locale::Da, friday), "uge 47");
        assert_eq!(week(Locale::En, ymd(2027, 1, 1)), "week 53");
    }

    #[test]
    fn numbers_have_a_comma_in_danish_and_a_point_in_english() {
        assert_eq!(count(Locale::Da, 1_234_567), "1.234.567");
        assert_eq!(count(Locale::Da, 999), "999");
        assert_eq!(tenths(Locale::Da, 75), "7,5");
        assert_eq!(tenths(Locale::En, 70), "7");
        assert_eq!(hundredths(Locale::Da, 1567), "15,67");
        assert_eq!(hundredths(Locale::Da, 1510), "15,1");
        assert_eq!(hundredths(Locale::Da, 1500), "15");
        assert_eq!(hundredths(Locale::En, 1501), "15.01");
    }

    #[test]
    fn lists_end_with_and() {
        let names = ["ill".to_owned(), "leave".to_owned(), "unlawful".to_owned()];
        assert_eq!(list(Locale::En, &names), "ill, leave and unlawful");
        assert_eq!(list(Locale::Da, &names[..1]), "ill");
    }
}
