//! A budget instead of a threshold: how many new hints a class can bear, and which ones fit.

use core::str::FromStr;

use crate::detector::DetectorError;
use crate::parameters::BudgetParameters;

/// New hints per class and school month, of which a school year has ten.
///
/// Unit: thousandths of a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Budget(u32);

impl Budget {
    /// Half a hint a class and month: one every second month.
    pub const DEFAULT: Self = Self(500);
    /// The largest that makes sense: every pupil every month would be less.
    const MOST: u32 = 100_000;

    /// So many thousandths of a hint; `None` above a hundred hints.
    pub const fn from_thousandths(thousandths: u32) -> Option<Self> {
        if thousandths <= Self::MOST {
            Some(Self(thousandths))
        } else {
            None
        }
    }

    /// In thousandths of a hint.
    pub const fn thousandths(self) -> u32 {
        self.0
    }

    /// The part of it that may be at the stronger level.
    pub(crate) const fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// Thousandths of a hint that so many classes may have had after `elapsed` of the year's `planned` school days.
    fn allowed(self, classes: u32, elapsed: u32, planned: u32) -> i64 {
        i64::from(self.0) * i64::from(classes) * 10 * i64::from(elapsed) / i64::from(planned.max(1))
    }
}

impl FromStr for Budget {
    type Err = DetectorError;

    /// Reads `0.5`, `1` or `0,25`: at most three decimals.
    fn from_str(text: &str) -> Result<Self, DetectorError> {
        let refused = || DetectorError::Budget { raw: text.to_owned() };
        let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || decimals.len() > 3 || !(decimals.is_empty() || digits(decimals)) {
            return Err(refused());
        }
        format!("{whole}{decimals:0<3}")
            .parse()
            .ok()
            .and_then(Self::from_thousandths)
            .ok_or_else(refused)
    }
}

/// Where a cut comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutSource {
    /// Found by replaying the school year before.
    LastYear,
    /// The start values: there is too little history.
    Start,
    /// The start values for whole days: too little history, and lateness is not registered.
    StartWholeDays,
}

/// The evidence from which a child is told of, found so that the hints fit the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// In milli-points.
    pub level: i32,
    /// The stronger level, of half the budget.
    pub strong: i32,
    /// Where it comes from.
    pub source: CutSource,
}

/// What was last told of a child.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The position of the pupil's school day, and the evidence then.
    at: Option<(u32, i32)>,
    /// School days in a row of calm up to the day asked about.
    calm: u32,
    /// Whether the calm has ended what was told.
    over: bool,
    /// Told of in the school year before, and not calm since.
    known: bool,
}

/// Whether a child's evidence is to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Not today.
    Quiet,
    /// A new hint.
    New,
    /// Within the quiet days, but grown by half.
    Grown,
}

impl Told {
    /// Position of the pupil's last hint moved by days put in before it.
    pub(crate) fn shift(&mut self, from: u32) {
        if let Some((at, _)) = &mut self.at
            && *at >= from
        {
            *at += 1;
        }
    }

    /// A new school year begins: what was told of is known.
    pub(crate) fn becomes_known(&mut self) {
        self.known = self.at.is_some() && !self.over;
    }

    /// Whether the child is known since the school year before, so that a hint is not a new one.
    pub(crate) const fn is_known(&self) -> bool {
        self.known && !self.over
    }

    /// So many school days without evidence worth keeping.
    fn calm_days(&mut self, days: u32, budget: &BudgetParameters) {
        self.calm = self.calm.saturating_add(days);
        self.over |= self.calm > budget.calm_days.value;
    }

    /// One more school day at a position; whether the child is to be told of at this cut.
    pub(crate) fn ask(&mut self, position: u32, evidence: i32, cut: i32, budget: &BudgetParameters) -> Answer {
        if per_cent(cut, budget.calm_share.value) > evidence {
            self.calm_days(1, budget);
        } else {
            self.calm = 0;
        }
        if evidence < cut {
            return Answer::Quiet;
        }
        let Some((at, level)) = self.at else { return Answer::New };
        if position.saturating_sub(at) >= budget.quiet.value {
            let needed = if self.over {
                cut
            } else {
                per_cent(
                    level,
                    if self.known {
                        budget.known_again.value
                    } else {
                        budget.again.value
                    },
                )
            };
            return if evidence >= needed { Answer::New } else { Answer::Quiet };
        }
        let grown = !self.over && evidence >= per_cent(level, budget.growth.value);
        if grown { Answer::Grown } else { Answer::Quiet }
    }

    /// The child was told of.
    pub(crate) fn tell(&mut self, position: u32, evidence: i32) {
        *self = Self {
            at: Some((position, evidence)),
            calm: 0,
            over: false,
            known: self.is_known(),
        };
    }
}

fn per_cent(value: i32, share: u32) -> i32 {
    let product = i64::from(value) * i64::from(share);
    // Rounded up, so that "at least half as much again" is never less.
    i32::try_from((product + 99) / 100).unwrap_or(i32::MAX)
}

/// One pupil's evidence of a school year: positions and milli-points, oldest first, without the days below the floor.
pub(crate) struct PastEvidence<'d> {
    pub(crate) days: &'d [(u32, i32)],
    /// The position after the last school day of the year.
    pub(crate) end: u32,
}

/// How many new hints a cut would have given a pupil, and what it would last have been told.
pub(crate) fn replay(past: &PastEvidence<'_>, cut: i32, budget: &BudgetParameters) -> (u32, Told) {
    let (mut told, mut hints) = (Told::default(), 0);
    let mut expected = past.days.first().map_or(0, |(position, _)| *position);
    for &(position, evidence) in past.days {
        told.calm_days_if_any(position.saturating_sub(expected), budget);
        expected = position + 1;
        if told.ask(position, evidence, cut, budget) == Answer::New {
            told.tell(position, evidence);
            hints += 1;
        }
    }
    told.calm_days_if_any(past.end.saturating_sub(expected), budget);
    (hints, told)
}

impl Told {
    fn calm_days_if_any(&mut self, days: u32, budget: &BudgetParameters) {
        if days > 0 {
            self.calm_days(days, budget);
        }
    }
}

/// The lowest cut whose hints would have been within what was allowed; never below what the kept evidence can tell.
pub(crate) fn find_cut(past: &[PastEvidence<'_>], allowed: u64, budget: &BudgetParameters) -> i32 {
    let hints = |cut| past.iter().map(|p| u64::from(replay(p, cut, budget).0)).sum::<u64>();
    let floor = i32::try_from(budget.floor.value).unwrap_or(i32::MAX / 4);
    // Calm is told from the kept days, so a cut must have its calm share at or above the floor.
    let mut low = floor.saturating_mul(100) / i32::try_from(budget.calm_share.value.max(1)).unwrap_or(100);
    let mut high = past
        .iter()
        .flat_map(|p| p.days)
        .map(|d| d.1)
        .max()
        .unwrap_or(0)
        .max(low)
        + 1;
    if hints(low) <= allowed {
        return low;
    }
    while high - low > 10 {
        let middle = low + (high - low) / 2;
        if hints(middle) > allowed {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// How far the hints of a school year have come against its budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Hints so far, all kinds.
    pub issued: u32,
    /// School days so far.
    pub elapsed: u32,
    /// School days the year has.
    pub planned: u32,
    /// Classes the year has.
    pub classes: u32,
}

impl Pace {
    /// Thousandths of a hint allowed so far.
    fn allowed(&self, budget: Budget) -> i64 {
        budget.allowed(self.classes, self.elapsed, self.planned)
    }

    /// Hints that still fit when the budget may run so many months ahead.
    pub(crate) fn room(&self, budget: Budget, months: u32) -> usize {
        let ahead = i64::from(budget.0) * i64::from(self.classes) * i64::from(months);
        usize::try_from((self.allowed(budget) + ahead) / 1_000 - i64::from(self.issued)).unwrap_or(0)
    }

    /// The cut of the day: higher when hints run ahead of the budget, lower when they are behind.
    pub(crate) fn cut(&self, level: i32, budget: Budget, parameters: &BudgetParameters) -> i32 {
        let month = i64::from(budget.0) * i64::from(self.classes);
        if month == 0 {
            return level;
        }
        let behind = self.allowed(budget) - i64::from(self.issued) * 1_000;
        let moved = 1_000 - i64::from(parameters.pace.value) * 10 * behind / month;
        let (least, most) = (
            i64::from(parameters.pace_least.value) * 10,
            i64::from(parameters.pace_most.value) * 10,
        );
        i32::try_from(i64::from(level) * moved.clamp(least, most) / 1_000).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;

    #[test]
    fn a_budget_is_read_without_rounding() {
        for (text, want) in [("0.5", 500), ("1", 1_000), ("0,25", 250), ("2.125", 2_125), ("0", 0)] {
            assert_eq!(text.parse::<Budget>().unwrap().thousandths(), want, "{text}");
        }
        for text in ["", "-1", "0.1234", "a", ".5", "1e3", "101", "99999999999"] {
            assert!(text.parse::<Budget>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_child_told_of_is_quiet_until_the_days_are_over_or_the_evidence_has_grown() {
        let parameters = Parameters::shipped().unwrap();
        let budget = parameters.budget();
        let mut told = Told::default();
        assert_eq!(told.ask(100, 3_999, 4_000, budget), Answer::Quiet);
        assert_eq!(told.ask(101, 4_000, 4_000, budget), Answer::New);
        told.tell(101, 4_000);
        let cases = [
            (102, 5_999, Answer::Quiet),
            (103, 6_000, Answer::Grown),
            (140, 5_000, Answer::Quiet),
            (141, 3_999, Answer::Quiet),
            (141, 4_000, Answer::New),
        ];
        for (position, evidence, want) in cases {
            assert_eq!(
                told.ask(position, evidence, 4_000, budget),
                want,
                "{position} {evidence}"
            );
        }
        told.tell(141, 7_000);
        assert_eq!(told.ask(181, 6_999, 4_000, budget), Answer::Quiet);
        assert_eq!(told.ask(181, 7_000, 4_000, budget), Answer::New);
    }

    #[test]
    fn a_month_of_calm_ends_what_was_told() {
        let parameters = Parameters::shipped().unwrap();
        let budget = parameters.budget();
        let mut told = Told::default();
        told.tell(0, 9_000);
        for position in 1..=21 {
            assert_eq!(told.ask(position, 1_000, 4_000, budget), Answer::Quiet);
        }
        assert_eq!(told.ask(39, 8_000, 4_000, budget), Answer::Quiet);
        assert_eq!(told.ask(40, 4_000, 4_000, budget), Answer::New);
    }

    #[test]
    fn the_cut_found_is_the_lowest_that_fits() {
        let parameters = Parameters::shipped().unwrap();
        let budget = parameters.budget();
        let rows: Vec<Vec<(u32, i32)>> = (0..100).map(|i| vec![(50, 3_000 + i * 50)]).collect();
        let past: Vec<_> = rows.iter().map(|days| PastEvidence { days, end: 200 }).collect();
        for allowed in [1_u64, 10, 40, 99] {
            let cut = find_cut(&past, allowed, budget);
            let hints = |cut| past.iter().map(|p| u64::from(replay(p, cut, budget).0)).sum::<u64>();
            assert!(hints(cut) <= allowed, "{allowed}");
            assert!(hints(cut - 11) > allowed, "{allowed}");
        }
        assert_eq!(find_cut(&past, 100, budget), 2_500);
    }

    #[test]
    fn the_cut_follows_the_pace() {
        let parameters = Parameters::shipped().unwrap();
        let budget = parameters.budget();
        let pace = |issued| Pace {
            issued,
            elapsed: 100,
            planned: 200,
            classes: 20,
        };
        // Twenty classes at half a hint: ten hints a month, fifty by half the year.
        for (issued, want) in [(50, 4_000), (60, 4_400), (40, 3_600), (0, 3_200), (500, 6_000)] {
            assert_eq!(pace(issued).cut(4_000, Budget::DEFAULT, budget), want, "{issued}");
        }
        assert_eq!(pace(55).room(Budget::DEFAULT, 1), 5);
        assert_eq!(pace(70).room(Budget::DEFAULT, 1), 0);
    }
}
