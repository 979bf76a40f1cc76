//! The languages families read beside Danish and English: their own pages and signing in. Everything else is for staff.
//!
//! A key that is not written in a family's language is said in Danish; a test holds that none of the family's pages is.

use std::sync::LazyLock;

use fluent_bundle::FluentValue;
use jiff::civil::{Date, Weekday};

use crate::locale::{self, Texts};

/// A language of families that the staff's pages do not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Arabic; read from right to left.
    Ar,
    /// Turkish.
    Tr,
    /// Polish.
    Pl,
    /// Ukrainian.
    Uk,
}

static AR: LazyLock<Texts> = LazyLock::new(|| locale::bundle(Tongue::Ar.code()));
static TR: LazyLock<Texts> = LazyLock::new(|| locale::bundle(Tongue::Tr.code()));
static PL: LazyLock<Texts> = LazyLock::new(|| locale::bundle(Tongue::Pl.code()));
static UK: LazyLock<Texts> = LazyLock::new(|| locale::bundle(Tongue::Uk.code()));

/// The keys of the sign-in page and of using a link, which a family meets before its own page.
pub const SIGN_IN: &[&str] = &[
    "sign-in-heading",
    "sign-in-username",
    "sign-in-password",
    "sign-in-failed",
    "sign-in-wrong",
    "sign-in-wait",
    "sign-in-help",
    "begin-username-hint",
    "username-unfit",
    "username-taken",
    "password-hint",
    "password-again",
    "password-short",
    "password-differs",
];

/// Whether a key of the shared files is one a family meets: not those of the staff's menu, lists and drafts.
pub fn is_for_families(key: &str) -> bool {
    let staff = [
        "nav-",
        "search",
        "category-",
        "school-kind-",
        "signs-",
        "access-",
        "requests-",
        "family-setup-",
        "done-staff-",
        "error-held",
    ];
    key == "nav-family" || key == "nav-rules" || !staff.iter().any(|begin| key.starts_with(begin))
}

const MONTHS_TR: [&str; 12] = [
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
];
const MONTHS_PL: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];
const MONTHS_UK: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];
const MONTHS_AR: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];
const DAYS_TR: [&str; 7] = [
    "Pazartesi",
    "Salı",
    "Çarşamba",
    "Perşembe",
    "Cuma",
    "Cumartesi",
    "Pazar",
];
const DAYS_PL: [&str; 7] = [
    "poniedziałek",
    "wtorek",
    "środa",
    "czwartek",
    "piątek",
    "sobota",
    "niedziela",
];
const DAYS_UK: [&str; 7] = [
    "понеділок",
    "вівторок",
    "середа",
    "четвер",
    "п’ятниця",
    "субота",
    "неділя",
];
const DAYS_AR: [&str; 7] = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ar, Self::Tr, Self::Pl, Self::Uk];

    /// The code of ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Tr => "tr",
            Self::Pl => "pl",
            Self::Uk => "uk",
        }
    }

    /// What the language calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::Tr => "Türkçe",
            Self::Pl => "Polski",
            Self::Uk => "Українська",
        }
    }

    /// Reads the code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The language a browser asks for first, when it is one of these.
    pub fn from_header(accept_language: &str) -> Option<Self> {
        let first = accept_language.split(',').next()?.trim().get(..2)?.to_ascii_lowercase();
        Self::from_code(&first)
    }

    /// Which way the language is read.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    fn texts(self) -> &'static Texts {
        match self {
            Self::Ar => &AR,
            Self::Tr => &TR,
            Self::Pl => &PL,
            Self::Uk => &UK,
        }
    }

    /// The text of a key, where it is written in this language.
    pub fn text(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        locale::text(self.texts(), key, values)
    }

    /// The weekday in words.
    pub fn weekday(self, day: Weekday) -> &'static str {
        let at = usize::try_from(day.since(Weekday::Monday)).unwrap_or(0).min(6);
        let days = match self {
            Self::Ar => DAYS_AR,
            Self::Tr => DAYS_TR,
            Self::Pl => DAYS_PL,
            Self::Uk => DAYS_UK,
        };
        days.get(at).copied().unwrap_or_default()
    }

    /// A day as it is said: weekday, day and month, with the year when `year` says so.
    pub fn day(self, date: Date, year: bool) -> String {
        let day = self.weekday(date.weekday());
        let date = if year { self.date(date) } else { self.day_of_month(date) };
        match self {
            Self::Ar => format!("{day} {date}"),
            Self::Tr => format!("{date}, {day}"),
            Self::Pl | Self::Uk => format!("{day}, {date}"),
        }
    }

    fn day_of_month(self, date: Date) -> String {
        let months = match self {
            Self::Ar => MONTHS_AR,
            Self::Tr => MONTHS_TR,
            Self::Pl => MONTHS_PL,
            Self::Uk => MONTHS_UK,
        };
        let month = usize::try_from(date.month() - 1).unwrap_or(0);
        format!("{} {}", date.day(), months.get(month).copied().unwrap_or_default())
    }

    /// A date with its year.
    pub fn date(self, date: Date) -> String {
        format!("{} {}", self.day_of_month(date), date.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_said_in_each_language_and_arabic_is_read_from_the_right() {
        let friday = date(2026, 11, 20);
        assert_eq!(Tongue::Pl.day(friday, false), "piątek, 20 listopada");
        assert_eq!(Tongue::Uk.day(friday, true), "п’ятниця, 20 листопада 2026");
        assert_eq!(Tongue::Tr.day(friday, false), "20 Kasım, Cuma");
        assert_eq!(Tongue::Ar.day(friday, false), "الجمعة 20 نوفمبر");
        assert_eq!(Tongue::Ar.direction(), "rtl");
    }

    #[test]
    fn a_browser_gets_a_familys_language_when_it_asks_for_it_first() {
        assert_eq!(Tongue::from_header("uk-UA,uk;q=0.9"), Some(Tongue::Uk));
        assert_eq!(Tongue::from_header("da,ar;q=0.5"), None);
        assert_eq!(Tongue::from_header("é"), None);
    }
}
