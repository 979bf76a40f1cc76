//! The ledger: points for what happened, less the child's normal for what did not, fading day by day.
//!
//! Everything is whole milli-points. An event counts `ln(p' / p)` and a day without it `ln((1 - p') / (1 - p))`, where
//! `p` is the child's own normal and `p'` what a drifting child would have: `odds` times as likely, but at most `rise`
//! higher. Both logarithms are tabled by basis points.

use jiff::civil::Date;

use crate::log::milli_ln;
use crate::normal::MOST_BP;
use crate::parameters::{LedgerParameters, Parameters};
use crate::stream::DayBits;

/// The highest share a drifting child is taken to have, per cent.
const MOST_DRIFT: u64 = 97;

/// Points of one stream by the child's own normal.
#[derive(Clone, Debug)]
pub(crate) struct PointTable {
    rows: Vec<(i16, i16)>,
}

impl PointTable {
    pub(crate) fn new(odds: u32, rise: u32) -> Self {
        Self {
            rows: (0..=MOST_BP)
                .map(|bp| points(u64::from(bp.max(1)), u64::from(odds), u64::from(rise)))
                .collect(),
        }
    }

    /// Milli-points for the event, or for a day without it.
    pub(crate) fn points(&self, normal_bp: u16, happened: bool) -> i32 {
        let (event, none) = self.rows.get(usize::from(normal_bp)).copied().unwrap_or_default();
        i32::from(if happened { event } else { none })
    }
}

fn points(bp: u64, odds: u64, rise: u64) -> (i16, i16) {
    // The drifting child's share as numerator / denominator: the smaller of the two, never above 97 %.
    let by_odds = (odds * bp, 10_000 + bp * (odds - 1));
    let by_rise = (bp + rise, 10_000);
    let smaller = |a: (u64, u64), b: (u64, u64)| if a.0 * b.1 <= b.0 * a.1 { a } else { b };
    let (numerator, denominator) = smaller(smaller(by_odds, by_rise), (MOST_DRIFT, 100));
    let event = milli_ln(numerator * 10_000, denominator * bp);
    let none = milli_ln((denominator - numerator) * 10_000, denominator * (10_000 - bp));
    (
        i16::try_from(event).unwrap_or(i16::MAX),
        i16::try_from(none).unwrap_or(i16::MIN),
    )
}

/// What one day gave, term by term, in milli-points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Lateness, or its absence.
    pub late: i32,
    /// A part day, or its absence.
    pub part: i32,
    /// A new absence spell, or none.
    pub start: i32,
    /// A new spell that begins unlawfully.
    pub unlawful: i32,
    /// Lateness and a part day close together.
    pub joint: i32,
    /// Taken back because the part day before was how a spell began; never above 0.
    pub went_home: i32,
    /// A running spell of a child that is hardly ever away.
    pub run: i32,
}

impl Terms {
    /// All of them together.
    pub const fn sum(&self) -> i32 {
        self.late + self.part + self.start + self.unlawful + self.joint + self.went_home + self.run
    }
}

/// How the school registered on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SchoolDay {
    /// So many were late that it was not the child.
    pub(crate) shared_lateness: bool,
    /// The school registers no lateness.
    pub(crate) whole_days: bool,
    /// How much oftener than usual new spells began at the school lately, per cent; 100 and more.
    pub(crate) wave: u16,
}

impl Default for SchoolDay {
    fn default() -> Self {
        Self {
            shared_lateness: false,
            whole_days: false,
            wave: ORDINARY,
        }
    }
}

/// No wave, per cent of what is usual.
pub(crate) const ORDINARY: u16 = 100;

/// A normal for new spells while the school is in a wave of illness.
pub(crate) fn in_wave(normal_bp: u16, wave: u16) -> u16 {
    let waved = u32::from(normal_bp) * u32::from(wave) / 100;
    u16::try_from(waved).unwrap_or(MOST_BP).min(MOST_BP)
}

/// The points of the day at `at` in a pupil's row.
pub(crate) fn terms(
    days: &[DayBits],
    at: usize,
    normals: [u16; 3],
    school: SchoolDay,
    parameters: &Parameters,
) -> Terms {
    let Some(&day) = days.get(at) else {
        return Terms::default();
    };
    let ledger = parameters.ledger();
    let [late_bp, part_bp, start_bp] = normals;
    let mut terms = Terms::default();
    if day.is_here() {
        terms.late = parameters.late.points(late_bp, day.is_late());
        if day.is_late() {
            terms.late = late_points(terms.late, day, school, ledger);
        }
        terms.part = parameters.part.points(part_bp, day.is_part());
        if day.is_part() && day.is_leave() {
            terms.part = terms.part.min(whole(ledger.leave_part_most.value));
        }
        terms.joint = joint(days, at, ledger);
    }
    if day.could_begin() {
        let begins = day.begins() && day.is_whole();
        terms.start = if begins && day.is_leave() {
            0
        } else {
            parameters.start.points(in_wave(start_bp, school.wave), begins)
        };
        if begins && day.is_unlawful() {
            terms.unlawful = whole(ledger.unlawful.value);
        }
    }
    terms.went_home = went_home(days, at, ledger);
    // Not the waved normal: a child that is hardly ever away is one in a flu as well.
    if u32::from(start_bp) <= ledger.run_rare.value && runs(days, at, ledger) {
        terms.run = whole(ledger.run.value);
    }
    terms
}

fn whole(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

fn late_points(points: i32, day: DayBits, school: SchoolDay, ledger: &LedgerParameters) -> i32 {
    let points = if day.is_short() {
        points * whole(ledger.short_share.value) / 100
    } else {
        points
    };
    if school.shared_lateness {
        points.min(whole(ledger.shared_most.value))
    } else {
        points
    }
}

/// Lateness today and an own part day within the window, or the other way round.
fn joint(days: &[DayBits], at: usize, ledger: &LedgerParameters) -> i32 {
    let Some(&day) = days.get(at) else { return 0 };
    if !day.is_late() && !day.is_own_part() {
        return 0;
    }
    let from = (at + 1).saturating_sub(ledger.joint_window.value as usize);
    let window = days.get(from..=at).unwrap_or_default();
    let together = (day.is_late() && window.iter().any(|d| d.is_own_part()))
        || (day.is_own_part() && window.iter().any(|d| d.is_late()));
    if together { whole(ledger.joint.value) } else { 0 }
}

fn went_home(days: &[DayBits], at: usize, ledger: &LedgerParameters) -> i32 {
    let (Some(day), Some(before)) = (days.get(at), at.checked_sub(1).and_then(|b| days.get(b))) else {
        return 0;
    };
    let began = day.is_whole() && !day.is_leave() && before.may_have_gone_home();
    if began { -whole(ledger.went_home.value) } else { 0 }
}

/// The absence spell running on a day away: the position on which it began, and how many of its days are known.
///
/// `None` when the pupil is not away all of the day, or is on leave, or was when the spell began.
pub(crate) fn running(days: &[DayBits], at: usize) -> Option<(usize, u32)> {
    days.get(at).filter(|day| day.is_whole() && !day.is_leave())?;
    let mut length = 0;
    for (position, day) in days.iter().enumerate().take(at + 1).rev().filter(|(_, d)| d.is_known()) {
        length += 1;
        if day.begins() {
            return (!day.is_leave()).then_some((position, length));
        }
        if !day.is_in_spell() {
            return None;
        }
    }
    None
}

/// Whether a spell has run just so long on a day that it has points.
fn runs(days: &[DayBits], at: usize, ledger: &LedgerParameters) -> bool {
    running(days, at).is_some_and(|(_, length)| length == ledger.run_days.value)
}

/// The balance after one more day: what is kept of the old, the day's points, never below nothing.
pub(crate) fn next(balance: i32, points: i32, ledger: &LedgerParameters) -> i32 {
    (balance * whole(ledger.keep.value) / 1_000 + points).max(0)
}

/// The points of a pupil's spells beyond its normal.
///
/// `spells` and `could_begin` are counts of the spell window, `normal_bp` the pupil's normal for a new spell.
pub(crate) fn spell_points(spells: u32, could_begin: u32, normal_bp: u16, ledger: &LedgerParameters) -> i32 {
    let normal = whole(could_begin) * i32::from(normal_bp) * i32::from(ledger.spell_normal.value == 1);
    // Thousandths of a spell beyond the normal, which is in ten-thousandths.
    let beyond = (whole(spells) * 1_000 - normal / 10).max(0);
    beyond * whole(ledger.spell.value) / 1_000
}

/// What is known of a day, as far as its points depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The day was not noted: it gives nothing.
    Nothing,
    /// At school for some of the day, so that lateness and a part day could happen.
    Here,
    /// Late.
    Late,
    /// Late by a few minutes only.
    ShortLate,
    /// Late on a day on which many at the school were.
    SharedLate,
    /// Away for a part of the day, without permission or with an illness.
    Part,
    /// Away for a part of the day with permission.
    LeavePart,
    /// No spell before, so that one could begin.
    CouldBegin,
    /// A new absence spell, all of the day.
    Begins,
    /// A new spell that begins unlawfully.
    BeginsUnlawfully,
    /// A new spell that begins with permission.
    BeginsWithLeave,
    /// A whole day away, the day after a part day that may have been how the illness began.
    WentHome,
    /// The day on which a running spell, leave apart, has points when the child is hardly ever away.
    Runs,
}

/// What is known of the day at `at` in a pupil's row.
pub(crate) fn known(days: &[DayBits], at: usize, school: SchoolDay, ledger: &LedgerParameters) -> Vec<Known> {
    let Some(&day) = days.get(at) else {
        return Vec::new();
    };
    let begins = day.begins() && day.is_whole();
    let all = [
        (!day.is_known(), Known::Nothing),
        (day.is_here(), Known::Here),
        (day.is_late(), Known::Late),
        (day.is_late() && day.is_short(), Known::ShortLate),
        (day.is_late() && school.shared_lateness, Known::SharedLate),
        (day.is_here() && day.is_own_part(), Known::Part),
        (day.is_here() && day.is_part() && day.is_leave(), Known::LeavePart),
        (day.could_begin(), Known::CouldBegin),
        (begins, Known::Begins),
        (begins && day.is_unlawful(), Known::BeginsUnlawfully),
        (begins && day.is_leave(), Known::BeginsWithLeave),
        (went_home(days, at, ledger) != 0, Known::WentHome),
        (runs(days, at, ledger), Known::Runs),
    ];
    all.into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, what)| what)
        .collect()
}

/// One day of a ledger, told out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The school day.
    pub day: Date,
    /// What is known of it.
    pub known: Vec<Known>,
    /// The child's own normal in basis points: late arrivals, part days, new spells.
    pub normals_bp: [u16; 3],
    /// How much oftener than usual new spells began at the school lately, per cent: the normal for a new spell is
    /// raised by so much.
    pub wave: u16,
    /// What the day gave.
    pub terms: Terms,
    /// The balance after it, in milli-points.
    pub balance: i32,
}

/// A child's whole sum on a day, so that it can be recounted by hand. For command-line tools only, never a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Every school day the ledger looks back on, oldest first.
    pub lines: Vec<Line>,
    /// Spells begun in the spell window, leave apart.
    pub spells: u32,
    /// Days of that window on which a spell could begin.
    pub could_begin: u32,
    /// The child's own normal for a new spell on the last day, in basis points.
    pub start_bp: u16,
    /// Points for the spells beyond the child's normal.
    pub spell_points: i32,
    /// The last balance and the spell points together: the evidence, in milli-points.
    pub evidence: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recommended_points_are_those_of_the_formula() {
        // Odds alone: an event gives ln OR - ln(1 + p(OR - 1)), a day without it minus the same logarithm.
        let table = PointTable::new(8, 9_000);
        for (bp, event, none) in [(100, 2_012, -68), (200, 1_948, -131), (1_500, 1_362, -718)] {
            assert_eq!((table.points(bp, true), table.points(bp, false)), (event, none), "{bp}");
        }
    }

    #[test]
    fn a_rise_keeps_a_habit_from_counting_as_a_change() {
        let (free, held) = (PointTable::new(10, 9_000), PointTable::new(10, 1_200));
        assert_eq!(free.points(100, true), held.points(100, true));
        assert!(held.points(1_500, true) < 600 && free.points(1_500, true) > 1_300);
    }

    #[test]
    fn every_table_value_is_close_to_the_exact_one() {
        for (odds, rise) in [(8_u32, 9_000_u32), (10, 1_200), (14, 600), (2, 2_800)] {
            let table = PointTable::new(odds, rise);
            for bp in 1..=MOST_BP {
                let (p, o) = (f64::from(bp) / 10_000.0, f64::from(odds));
                let drift = (o * p / (1.0 + p * (o - 1.0)))
                    .min(p + f64::from(rise) / 10_000.0)
                    .min(0.97);
                let (event, none) = (1_000.0 * (drift / p).ln(), 1_000.0 * ((1.0 - drift) / (1.0 - p)).ln());
                assert!(
                    (f64::from(table.points(bp, true)) - event).abs() < 1.0,
                    "{odds} {rise} {bp}"
                );
                assert!(
                    (f64::from(table.points(bp, false)) - none).abs() < 1.0,
                    "{odds} {rise} {bp}"
                );
            }
        }
    }
}
