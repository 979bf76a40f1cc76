//! The three signs, in words: what happened, how often, what is normal for the child, and on which days.

use attendance::SchoolDays;
use jiff::civil::{Date, Weekday};

use crate::parameters::SignParameters;
use crate::stream::DayBits;

/// The language of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dansk.
    Danish,
    /// English.
    English,
}

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignKind {
    /// Late more than the child's own normal, over 20 school days.
    Late,
    /// Part days, over 20 school days.
    PartDays,
    /// Many new absence spells, in 40 school days.
    Spells,
}

impl SignKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Late, Self::PartDays, Self::Spells];

    /// Its stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Late => "sign.late",
            Self::PartDays => "sign.part_days",
            Self::Spells => "sign.spells",
        }
    }

    /// Reads the identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Leave counts nothing: neither a part day with permission nor a spell that begins with leave.
    pub(crate) fn is_event(self, day: DayBits) -> bool {
        match self {
            Self::Late => day.is_late(),
            Self::PartDays => day.is_own_part(),
            Self::Spells => day.begins_own_whole(),
        }
    }

    fn could_happen(self, day: DayBits) -> bool {
        match self {
            Self::Late | Self::PartDays => day.is_here(),
            Self::Spells => day.could_begin(),
        }
    }
}

/// How often something happened, and how often it does for this child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How often.
    pub count: u32,
    /// In how many school days, up to and including the day asked about.
    pub school_days: u32,
    /// What the child's own normal gives in as many days, in thousandths.
    pub normal_thousandths: u32,
}

impl Tally {
    /// What is normal, as a whole number: halves up.
    pub const fn normal(&self) -> u32 {
        (self.normal_thousandths + 500) / 1_000
    }

    /// The school days it was counted in.
    pub const fn window(&self) -> SchoolDays {
        SchoolDays::new(self.school_days)
    }
}

/// How one kind of event stands in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) kind: SignKind,
    pub(crate) tally: Tally,
}

impl Standing {
    pub(crate) fn of(kind: SignKind, window: &[DayBits], normal_bp: u16) -> Self {
        let (mut count, mut could) = (0, 0);
        for &day in window {
            count += u32::from(kind.is_event(day));
            could += u32::from(kind.could_happen(day));
        }
        let school_days = u32::try_from(window.len()).unwrap_or(u32::MAX);
        Self {
            kind,
            tally: Tally {
                count,
                school_days,
                normal_thousandths: could * u32::from(normal_bp) / 10,
            },
        }
    }

    /// At least so many, and at least so much more than the child's own normal.
    pub(crate) fn holds(&self, sign: &SignParameters) -> bool {
        let least = match self.kind {
            SignKind::Late => sign.late_least.value,
            SignKind::PartDays => sign.part_least.value,
            SignKind::Spells => sign.spell_least.value,
        };
        let normal = u64::from(self.tally.normal_thousandths) * u64::from(sign.times.value);
        self.tally.count >= least
            && u64::from(self.tally.count) * 100_000 >= normal + u64::from(sign.beyond.value) * 100_000
    }
}

/// What the days behind a sign have in common: said, never counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// More than half of them fall on one weekday.
    Weekday(Weekday),
    /// More than half of them are the first school day after a holiday.
    AfterHoliday,
}

/// What the days have in common, each given with the school day before it.
pub(crate) fn context_of(days: impl Iterator<Item = (Date, Option<Date>)>, sign: &SignParameters) -> Option<Context> {
    let (mut all, mut after, mut weekdays) = (0_u32, 0_u32, [0_u32; 7]);
    for (day, before) in days {
        all += 1;
        let free = before.map_or(0, |before| (day - before).get_days() - 1);
        after += u32::from(u32::try_from(free).is_ok_and(|free| free >= sign.holiday.value));
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        if let Some(count) = weekdays.get_mut(place) {
            *count += 1;
        }
    }
    let most = |count: u32| count >= sign.context_least.value && count * 2 > all;
    if most(after) {
        return Some(Context::AfterHoliday);
    }
    let mut cycle = Weekday::Monday.cycle_forward();
    weekdays
        .into_iter()
        .find_map(|count| cycle.next().filter(|_| most(count)))
        .map(Context::Weekday)
}

/// One sign that holds for a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Which.
    pub kind: SignKind,
    /// The first day of the unbroken stretch of school days on which it has held.
    pub raised_on: Date,
    /// How often, and what is normal.
    pub tally: Tally,
    /// The days behind it, oldest first.
    pub days: Vec<Date>,
    /// What the days have in common.
    pub context: Option<Context>,
}

impl Sign {
    /// Its stable identifier.
    pub const fn id(&self) -> &'static str {
        self.kind.id()
    }

    /// One sentence with the numbers.
    pub fn sentence(&self, language: Language) -> String {
        let words = phrase(self.kind, &self.tally, language, true);
        format!(
            "{words}{}.",
            self.context
                .map(|c| format!(", {}", context_words(c, language)))
                .unwrap_or_default()
        )
    }
}

/// Why a child is pointed to: the three tallies and the days behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// Late arrivals.
    pub late: Tally,
    /// Part days, leave apart.
    pub part: Tally,
    /// New absence spells, leave apart; one that begins with half a day is among the part days.
    pub spells: Tally,
    /// Known school days of the running spell of a child that is hardly ever away; 0 when that is not why.
    pub run: u32,
    /// The days behind what is said of them, oldest first.
    pub days: Vec<Date>,
    /// What the days have in common.
    pub context: Option<Context>,
}

impl Reasons {
    /// What the sentence is about: what is above the child's normal as it is said, in whole numbers; or all of it where
    /// nothing is.
    pub fn about(&self) -> Vec<SignKind> {
        let above = |kind: &SignKind| self.tally(*kind).count > self.tally(*kind).normal();
        let said: Vec<SignKind> = SignKind::ALL.into_iter().filter(above).collect();
        if said.is_empty() && self.run == 0 {
            SignKind::ALL.to_vec()
        } else {
            said
        }
    }

    const fn tally(&self, kind: SignKind) -> &Tally {
        match kind {
            SignKind::Late => &self.late,
            SignKind::PartDays => &self.part,
            SignKind::Spells => &self.spells,
        }
    }

    /// One sentence with the numbers of what it is about.
    pub fn sentence(&self, language: Language) -> String {
        let mut parts = Vec::new();
        let mut window = None;
        for kind in self.about() {
            let tally = self.tally(kind);
            let named = window.replace(tally.school_days) != Some(tally.school_days);
            parts.push(phrase(kind, tally, language, named));
        }
        if self.run > 0 {
            parts.push(match language {
                Language::Danish => format!("væk {} skoledage i træk", self.run),
                Language::English => format!("away {} school days in a row", self.run),
            });
        }
        parts.extend(self.context.map(|c| context_words(c, language)));
        format!("{}.", parts.join("; "))
    }
}

fn phrase(kind: SignKind, tally: &Tally, language: Language, with_window: bool) -> String {
    let (count, days, normal) = (tally.count, tally.school_days, tally.normal());
    let (words, window, usual) = match (language, kind, count == 1) {
        (Language::Danish, SignKind::Late, true) => ("gang for sent", "på", "normalt"),
        (Language::Danish, SignKind::Late, false) => ("gange for sent", "på", "normalt"),
        (Language::Danish, SignKind::PartDays, true) => ("delvis dag", "på", "normalt"),
        (Language::Danish, SignKind::PartDays, false) => ("delvise dage", "på", "normalt"),
        (Language::Danish, SignKind::Spells, true) => ("nyt fraværsforløb", "på", "normalt"),
        (Language::Danish, SignKind::Spells, false) => ("nye fraværsforløb", "på", "normalt"),
        (Language::English, SignKind::Late, true) => ("late arrival", "in", "normally"),
        (Language::English, SignKind::Late, false) => ("late arrivals", "in", "normally"),
        (Language::English, SignKind::PartDays, true) => ("part day", "in", "normally"),
        (Language::English, SignKind::PartDays, false) => ("part days", "in", "normally"),
        (Language::English, SignKind::Spells, true) => ("new absence spell", "in", "normally"),
        (Language::English, SignKind::Spells, false) => ("new absence spells", "in", "normally"),
    };
    let unit = match (language, days == 1) {
        (Language::Danish, true) => "skoledag",
        (Language::Danish, false) => "skoledage",
        (Language::English, true) => "school day",
        (Language::English, false) => "school days",
    };
    let within = if with_window {
        format!(" {window} {days} {unit}")
    } else {
        String::new()
    };
    format!("{count} {words}{within}, {usual} {normal}")
}

fn context_words(context: Context, language: Language) -> String {
    match (language, context) {
        (Language::Danish, Context::AfterHoliday) => "mest på første skoledag efter en ferie".to_owned(),
        (Language::English, Context::AfterHoliday) => "mostly on the first school day after a holiday".to_owned(),
        (Language::Danish, Context::Weekday(day)) => format!("mest {}", weekday_words(day).0),
        (Language::English, Context::Weekday(day)) => format!("mostly {}", weekday_words(day).1),
    }
}

const fn weekday_words(day: Weekday) -> (&'static str, &'static str) {
    match day {
        Weekday::Monday => ("mandage", "Mondays"),
        Weekday::Tuesday => ("tirsdage", "Tuesdays"),
        Weekday::Wednesday => ("onsdage", "Wednesdays"),
        Weekday::Thursday => ("torsdage", "Thursdays"),
        Weekday::Friday => ("fredage", "Fridays"),
        Weekday::Saturday => ("lørdage", "Saturdays"),
        Weekday::Sunday => ("søndage", "Sundays"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;
    use jiff::civil::date;

    fn tally(count: u32, school_days: u32, normal_thousandths: u32) -> Tally {
        Tally {
            count,
            school_days,
            normal_thousandths,
        }
    }

    #[test]
    fn a_hint_is_one_sentence_with_numbers() {
        let reasons = Reasons {
            late: tally(7, 20, 1_100),
            part: tally(3, 20, 200),
            spells: tally(2, 40, 700),
            run: 0,
            days: Vec::new(),
            context: Some(Context::Weekday(Weekday::Monday)),
        };
        assert_eq!(
            reasons.sentence(Language::Danish),
            "7 gange for sent på 20 skoledage, normalt 1; 3 delvise dage, normalt 0; \
             2 nye fraværsforløb på 40 skoledage, normalt 1; mest mandage."
        );
        assert_eq!(
            reasons.sentence(Language::English),
            "7 late arrivals in 20 school days, normally 1; 3 part days, normally 0; \
             2 new absence spells in 40 school days, normally 1; mostly Mondays."
        );
        let fewer = Reasons {
            late: tally(0, 20, 1_100),
            part: tally(1, 20, 0),
            spells: tally(1, 40, 900),
            ..reasons
        };
        assert_eq!(fewer.about(), [SignKind::PartDays]);
        assert_eq!(
            fewer.sentence(Language::Danish),
            "1 delvis dag på 20 skoledage, normalt 0; mest mandage."
        );
        let gone = Reasons {
            part: tally(0, 20, 0),
            spells: tally(1, 40, 130),
            run: 3,
            context: None,
            ..fewer
        };
        assert_eq!(
            [Language::Danish, Language::English].map(|language| gone.sentence(language)),
            [
                "1 nyt fraværsforløb på 40 skoledage, normalt 0; væk 3 skoledage i træk.",
                "1 new absence spell in 40 school days, normally 0; away 3 school days in a row."
            ]
        );
    }

    #[test]
    fn a_sign_holds_only_clearly_above_the_childs_own_normal() {
        let parameters = Parameters::shipped().unwrap();
        let cases = [
            (SignKind::Late, 2, 0, false),
            (SignKind::Late, 3, 400, true),
            (SignKind::Late, 3, 1_000, true),
            (SignKind::Late, 3, 1_001, false),
            (SignKind::Late, 6, 3_000, false),
            (SignKind::Late, 7, 3_000, true),
            (SignKind::PartDays, 3, 0, true),
            (SignKind::PartDays, 3, 1_200, false),
            (SignKind::Spells, 3, 0, false),
            (SignKind::Spells, 4, 1_500, true),
            (SignKind::Spells, 4, 1_600, false),
        ];
        for (kind, count, normal, want) in cases {
            let standing = Standing {
                kind,
                tally: tally(count, 20, normal),
            };
            assert_eq!(standing.holds(parameters.sign()), want, "{kind:?} {count} {normal}");
        }
    }

    #[test]
    fn weekdays_and_holidays_are_context() {
        let parameters = Parameters::shipped().unwrap();
        let context = |days: &[(Date, Option<Date>)]| context_of(days.iter().copied(), parameters.sign());
        let monday = |week: i8| (date(2026, 9, 7 * week), Some(date(2026, 9, 7 * week - 3)));
        let wednesday = (date(2026, 9, 9), Some(date(2026, 9, 8)));
        assert_eq!(
            context(&[monday(1), monday(2), monday(3), wednesday]),
            Some(Context::Weekday(Weekday::Monday))
        );
        assert_eq!(context(&[monday(1), monday(2), wednesday]), None);
        assert_eq!(
            context(&[monday(1), monday(2), monday(3), wednesday, wednesday, wednesday]),
            None
        );
        let back = |day, before| (day, Some(before));
        let holidays = [
            back(date(2026, 10, 19), date(2026, 10, 9)),
            back(date(2027, 1, 4), date(2026, 12, 18)),
            back(date(2027, 2, 22), date(2027, 2, 12)),
        ];
        assert_eq!(context(&holidays), Some(Context::AfterHoliday));
    }

    #[test]
    fn identifiers_read_back() {
        for kind in SignKind::ALL {
            assert_eq!(SignKind::from_id(kind.id()), Some(kind));
        }
        assert_eq!(SignKind::from_id("sign.other"), None);
    }
}
