//! The parameters of the signs: data with reasons, shipped with the program.

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use crate::ledger::PointTable;

/// Why a parameter file cannot be used.
#[derive(Debug, Error)]
pub enum ParameterError {
    /// The file is not the TOML we know; also for a field nobody knows.
    #[error("the parameters of the signs cannot be read")]
    Toml(#[from] toml::de::Error),
    /// A value that makes no sense.
    #[error("parameter `{name}`: `{value}` is not between {least} and {most}")]
    OutOfRange {
        /// Its name, as in the file.
        name: String,
        /// What stands there.
        value: u32,
        /// The least it may be.
        least: u32,
        /// The most it may be.
        most: u32,
    },
}

/// One number, with its unit and why it is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The number itself.
    pub value: u32,
    /// What it counts.
    pub unit: String,
    /// Why it is this number.
    pub why: String,
}

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $least:literal..=$most:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Parameter,)*
        }

        impl $name {
            fn list(&self) -> Vec<(&'static str, &Parameter, u32, u32)> {
                vec![$((stringify!($field), &self.$field, $least, $most)),*]
            }
        }
    };
}

section! {
    /// How one kind of event is weighed against the child's own normal.
    Weights {
        /// How many times oftener a drifting child has the event.
        odds: 2..=100,
        /// How much oftener at most, in basis points of the days.
        rise: 10..=9_000,
        /// Weight of the class's normal, in school days.
        shrink: 1..=1_000,
    }
}
section! {
    /// How a normal is found.
    NormalParameters {
        /// Newest school days left out.
        lag: 1..=100,
        /// Weight of the municipality's normal beside the class's days.
        class_weight: 1..=10_000,
        /// Days a municipality is taken to have beforehand, with one event.
        municipality_weight: 1..=10_000,
        /// Whether leave counts in the normal (1) or not (0).
        with_leave: 0..=1,
    }
}
section! {
    /// How points are kept.
    LedgerParameters {
        /// Thousandths of the points kept each school day.
        keep: 500..=1_000,
        /// School days a ledger looks back.
        look_back: 20..=400,
        /// Milli-points for each spell of the window beyond the child's normal.
        spell: 0..=5_000,
        /// School days of that window.
        spell_window: 5..=200,
        /// Whether the child's normal is taken off the spells (1) or not (0).
        spell_normal: 0..=1,
        /// Milli-points for lateness and a part day close together.
        joint: 0..=5_000,
        /// How close, in school days.
        joint_window: 1..=40,
        /// Milli-points taken back when a spell begins the day after a part day.
        went_home: 0..=10_000,
        /// School days in which a wave of illness is seen.
        wave_window: 1..=60,
        /// The most a wave raises the normal for a new spell to, per cent.
        wave_most: 100..=1_000,
        /// Milli-points more for a spell that begins unlawfully.
        unlawful: 0..=5_000,
        /// Milli-points for a running spell of a child that is hardly ever away.
        run: 0..=10_000,
        /// On which day of the spell.
        run_days: 2..=20,
        /// The most such a child's own normal for a new spell is, in basis points.
        run_rare: 0..=6_000,
        /// The most a part day with permission gives.
        leave_part_most: 0..=5_000,
        /// Lateness shorter than this is short, in minutes.
        short_minutes: 0..=240,
        /// What a short lateness counts, per cent.
        short_share: 0..=100,
        /// Share of the present pupils of a school, per cent, from which lateness is shared.
        shared_share: 1..=101,
        /// The least number of late pupils for that.
        shared_least: 1..=1_000,
        /// The most a shared lateness counts.
        shared_most: 0..=10_000,
        /// Whether a day that was not noted ends a spell (1) or is passed over (0).
        not_noted_ends_spell: 0..=1,
    }
}
section! {
    /// When a school is taken to register whole days only.
    WholeDayParameters {
        /// Late arrivals per thousand present days below which lateness is not registered.
        late_share: 0..=1_000,
        /// Present pupil days before anything is said.
        least: 1..=1_000_000,
    }
}
section! {
    /// How hints are held to a budget.
    BudgetParameters {
        /// School days a child is quiet after a hint.
        quiet: 1..=400,
        /// Growth of the evidence that ends the quiet, per cent of what it was.
        growth: 100..=1_000,
        /// Evidence needed after the quiet, per cent of what it was.
        again: 0..=1_000,
        /// The same for a child known since the school year before, per cent.
        known_again: 0..=1_000,
        /// The share of the budget's hints the first year of a history may have when the cut is found in it, per cent.
        first_year: 100..=300,
        /// The same for schools that note whole days only.
        first_year_whole_days: 100..=300,
        /// Evidence below this share of the cut is calm, per cent.
        calm_share: 0..=50,
        /// Calm days after which the child starts afresh.
        calm_days: 0..=400,
        /// First school days of a history left out when the cut is found.
        warm_up: 0..=200,
        /// Least school days of history for finding a cut.
        least_history: 1..=400,
        /// School days of a month.
        month: 1..=40,
        /// Per cent the cut moves for each month's hints ahead or behind.
        pace: 0..=100,
        /// The least share of the cut, per cent.
        pace_least: 10..=100,
        /// The most, per cent.
        pace_most: 100..=1_000,
        /// Months' hints the budget may run ahead.
        ahead: 0..=12,
        /// Least days behind a hint.
        least_days: 1..=20,
        /// Least evidence kept for finding the cut, in milli-points.
        floor: 1..=10_000,
        /// The cut without history, in milli-points.
        start_cut: 1..=50_000,
        /// The stronger level of the same.
        start_cut_strong: 1..=50_000,
        /// The cut without history where lateness is not registered.
        start_cut_whole_days: 1..=50_000,
        /// The stronger level of the same.
        start_cut_whole_days_strong: 1..=50_000,
    }
}
section! {
    /// When each sign holds.
    SignParameters {
        /// School days of the window for lateness and part days.
        window: 1..=200,
        /// School days of the window for spells.
        spell_window: 1..=200,
        /// Least late arrivals.
        late_least: 1..=100,
        /// Least part days.
        part_least: 1..=100,
        /// Least spells.
        spell_least: 1..=100,
        /// Share of the child's normal to reach, per cent.
        times: 100..=1_000,
        /// How many more than that.
        beyond: 0..=100,
        /// Days from which a weekday or a holiday is named.
        context_least: 1..=100,
        /// Calendar days without school that make a holiday.
        holiday: 3..=60,
    }
}
section! {
    /// When a class is told of.
    ClassParameters {
        /// Fives of school days in the window.
        window: 2..=8,
        /// Fives before it that are the class's own normal.
        before: 4..=40,
        /// Least known fives before it, per pupil.
        known: 1..=40,
        /// Least pupils in a class.
        pupils: 5..=100,
        /// Least pupils behind a sign.
        behind: 5..=100,
        /// Least pupils the class is held against.
        rest: 5..=1_000,
        /// Least share of what the class's normal and the season give, per cent.
        times: 100..=1_000,
        /// By chance at most once in so many tests.
        once_in: 20..=1_000_000,
        /// New signs a school is told in one window.
        month_most: 0..=20,
        /// Fives looked back for when a sign began.
        memory: 2..=16,
        /// School days a change of teacher is said.
        change: 0..=200,
        /// School days a new stage is said.
        step: 0..=200,
    }
}
section! {
    /// When a register is told of.
    RegisterParameters {
        /// Least pupils.
        pupils: 5..=1_000,
        /// Least days of absence.
        absent: 1..=100_000,
        /// Share of illness, per thousand.
        illness: 500..=1_000,
        /// Least class days.
        class_days: 1..=10_000,
        /// Share of class days not noted, per thousand.
        missing: 1..=1_000,
        /// Least marks that say when they were written.
        marks: 1..=100_000,
        /// Median delay, in days.
        delay: 1..=60,
        /// Least like registers.
        like: 3..=100,
    }
}
section! {
    /// When a brother or sister away on the same days is told of.
    SiblingParameters {
        /// School days of the window.
        window: 5..=200,
        /// Least shared days.
        least: 1..=100,
        /// Least share of the pupil's days of absence, per cent.
        share: 1..=100,
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    frozen_on: Date,
    late: Weights,
    part: Weights,
    start: Weights,
    normal: NormalParameters,
    ledger: LedgerParameters,
    whole_days: WholeDayParameters,
    budget: BudgetParameters,
    sign: SignParameters,
    class: ClassParameters,
    register: RegisterParameters,
    siblings: SiblingParameters,
}

/// Everything the signs are decided by, and the tables of points made from it.
#[derive(Clone, Debug)]
pub struct Parameters {
    file: File,
    pub(crate) late: PointTable,
    pub(crate) part: PointTable,
    pub(crate) start: PointTable,
}

impl Parameters {
    /// The parameters this release ships with.
    pub fn shipped() -> Result<Self, ParameterError> {
        Self::from_toml(include_str!("../params.toml"))
    }

    /// Reads a parameter file; an unknown field or a value out of its range is refused.
    pub fn from_toml(text: &str) -> Result<Self, ParameterError> {
        let file: File = toml::from_str(text)?;
        let parameters = Self {
            late: PointTable::new(file.late.odds.value, file.late.rise.value),
            part: PointTable::new(file.part.odds.value, file.part.rise.value),
            start: PointTable::new(file.start.odds.value, file.start.rise.value),
            file,
        };
        for (name, parameter, least, most) in parameters.ranged() {
            if !(least..=most).contains(&parameter.value) {
                return Err(ParameterError::OutOfRange {
                    name,
                    value: parameter.value,
                    least,
                    most,
                });
            }
        }
        Ok(parameters)
    }

    /// Since when they have stood unchanged.
    pub fn frozen_on(&self) -> Date {
        self.file.frozen_on
    }

    /// Every parameter by its name, in the order of the file: what a person reads who asks why.
    pub fn list(&self) -> Vec<(String, &Parameter)> {
        self.ranged()
            .into_iter()
            .map(|(name, parameter, ..)| (name, parameter))
            .collect()
    }

    /// The value of a parameter by its name, as `ledger.keep`.
    pub fn value(&self, name: &str) -> Option<u32> {
        let mut list = self.ranged().into_iter();
        list.find(|(known, ..)| known == name).map(|(_, p, ..)| p.value)
    }

    fn ranged(&self) -> Vec<(String, &Parameter, u32, u32)> {
        let file = &self.file;
        let sections = [
            ("late", file.late.list()),
            ("part", file.part.list()),
            ("start", file.start.list()),
            ("normal", file.normal.list()),
            ("ledger", file.ledger.list()),
            ("whole_days", file.whole_days.list()),
            ("budget", file.budget.list()),
            ("sign", file.sign.list()),
            ("class", file.class.list()),
            ("register", file.register.list()),
            ("siblings", file.siblings.list()),
        ];
        sections
            .into_iter()
            .flat_map(|(section, list)| {
                list.into_iter()
                    .map(move |(name, p, least, most)| (format!("{section}.{name}"), p, least, most))
            })
            .collect()
    }

    /// The weights of late arrivals, part days and new spells.
    pub(crate) fn weights(&self) -> [&Weights; 3] {
        [&self.file.late, &self.file.part, &self.file.start]
    }

    pub(crate) fn normal(&self) -> &NormalParameters {
        &self.file.normal
    }

    pub(crate) fn ledger(&self) -> &LedgerParameters {
        &self.file.ledger
    }

    pub(crate) fn whole_days(&self) -> &WholeDayParameters {
        &self.file.whole_days
    }

    /// How hints are held to their budget.
    pub fn budget(&self) -> &BudgetParameters {
        &self.file.budget
    }

    pub(crate) fn sign(&self) -> &SignParameters {
        &self.file.sign
    }

    pub(crate) fn class(&self) -> &ClassParameters {
        &self.file.class
    }

    pub(crate) fn register(&self) -> &RegisterParameters {
        &self.file.register
    }

    pub(crate) fn siblings(&self) -> &SiblingParameters {
        &self.file.siblings
    }

    pub(crate) fn shrink(&self) -> [u32; 3] {
        [
            self.file.late.shrink.value,
            self.file.part.shrink.value,
            self.file.start.shrink.value,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_parameters_are_read_and_each_has_a_reason() {
        let parameters = Parameters::shipped().unwrap();
        assert!(parameters.list().len() > 40);
        for (name, parameter) in parameters.list() {
            assert!(parameter.why.len() > 10, "`{name}` has no reason");
            assert!(!parameter.unit.is_empty(), "`{name}` has no unit");
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let text = include_str!("../params.toml");
        assert!(Parameters::from_toml(&format!("surprise = 1\n{text}")).is_err());
        let more = text.replace("[late.odds]\n", "[late.odds]\nhidden = 3\n");
        assert!(Parameters::from_toml(&more).is_err());
        let other = text.replace("[late.odds]", "[late.odd]");
        assert!(Parameters::from_toml(&other).is_err());
    }

    #[test]
    fn a_value_out_of_its_range_is_named() {
        let text = include_str!("../params.toml").replacen("value = 10\n", "value = 1\n", 1);
        let error = Parameters::from_toml(&text).unwrap_err();
        assert_eq!(error.to_string(), "parameter `late.odds`: `1` is not between 2 and 100");
    }
}
