//! The figures of the evaluation kit, in whole numbers.

use attendance::Category;
use signals::Away;

use super::world::{Flag, World};

/// School days before the same pupil may be told of anew.
const QUIET: usize = 40;

/// Days after a problem has ended during which telling of it still is right.
const AFTERWARDS: usize = 10;

/// School days ahead in which a rule must be crossed for a hint to be called useful.
const USEFUL: usize = 60;

/// A pupil told of, and the school day: places.
pub type Told = (usize, usize);

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: i64,
    /// Of how many.
    pub of: i64,
}

/// A rule whose crossing after a problem's beginning is the mark to be early against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// Unlawful absence of 10 per cent of the quarter.
    Unlawful10,
    /// Unlawful absence of 15 per cent of the quarter.
    Unlawful15,
    /// 10 days of illness and unlawful absence in the quarter.
    Days10,
    /// 15 days of illness and unlawful absence in the quarter.
    Days15,
    /// 10 days of any absence in the quarter.
    Any10,
    /// 15 days of any absence in the quarter.
    Any15,
    /// 10 per cent of the school year's noted days so far, and at least 10 days.
    Cumulative10,
}

impl Reference {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Unlawful10,
        Self::Unlawful15,
        Self::Days10,
        Self::Days15,
        Self::Any10,
        Self::Any15,
        Self::Cumulative10,
    ];

    /// The kit's name for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unlawful10 => "U10",
            Self::Unlawful15 => "U15",
            Self::Days10 => "Q10",
            Self::Days15 => "Q15",
            Self::Any10 => "A10",
            Self::Any15 => "A15",
            Self::Cumulative10 => "C10",
        }
    }
}

/// Pupils who look like a problem without being one, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// None of the others.
    Plain,
    /// With a flag.
    With(Flag),
}

impl Group {
    /// All of them, in the kit's order.
    pub const ALL: [Self; 6] = [
        Self::Plain,
        Self::With(Flag::Chronic),
        Self::With(Flag::HabituallyLate),
        Self::With(Flag::Disadvantaged),
        Self::With(Flag::Therapy),
        Self::With(Flag::Decoy),
    ];

    /// The kit's name for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::With(Flag::Chronic) => "chronic",
            Self::With(Flag::HabituallyLate) => "hab",
            Self::With(Flag::Disadvantaged) => "disadv",
            Self::With(Flag::Therapy) => "therapy",
            Self::With(Flag::Decoy) => "decoy",
        }
    }
}

/// How early a detector was against one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceScore {
    /// Which rule.
    pub reference: Reference,
    /// Problems whose pupil crossed the rule, of those that reached stage 4.
    pub crossed: Share,
    /// Of the crossing ones, those told of before.
    pub before: Share,
    /// Twice the median lead in school days, a miss counting as never; `None` when nobody crossed.
    pub median_lead_halves: Option<i64>,
    /// Leads summed, none below nothing, and how many there are.
    pub mean_lead: Share,
    /// Every lead in school days, ascending; a miss is -999.
    pub leads: Vec<i64>,
}

/// Everything the kit says of one detector on one world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// New hints.
    pub hints: i64,
    /// Classes.
    pub classes: i64,
    /// Problems told of, of those that reached stage 4.
    pub caught: Share,
    /// Told of before stage 5, of those that reached stage 5.
    pub before_settled: Share,
    /// Told of by the first week of stage 4, of those that reached it.
    pub early: Share,
    /// Hints within a planted problem, of all.
    pub precision: Share,
    /// The same, or a rule newly crossed within 60 school days.
    pub useful: Share,
    /// Hints for each pupil rightly told of.
    pub hints_per_caught: Share,
    /// Twice the median delay from the beginning of a problem, in school days.
    pub median_delay_halves: Option<i64>,
    /// Against each rule.
    pub references: Vec<ReferenceScore>,
    /// Hints to pupils of a group, and how many they are.
    pub groups: Vec<(Group, Share)>,
}

/// What counts of one day of one pupil, for the fixed rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Day {
    absent: bool,
    /// Half a day in grades 7–9.
    half: bool,
    illness: bool,
    unlawful: bool,
}

/// One pupil's days and, beside them, what a rule needs of the calendar.
struct Frame<'w> {
    world: &'w World,
    /// Quarter of each school day, and school days of that quarter.
    quarters: Vec<(i32, i64)>,
}

impl<'w> Frame<'w> {
    fn new(world: &'w World) -> Self {
        let quarter = |d: &jiff::civil::Date| i32::from(d.year()) * 4 + (i32::from(d.month()) - 1) / 3;
        let names: Vec<i32> = world.days.iter().map(quarter).collect();
        let length = |name: i32| i64::try_from(names.iter().filter(|n| **n == name).count()).unwrap_or(0);
        let quarters = names.iter().map(|name| (*name, length(*name))).collect();
        Self { world, quarters }
    }

    /// The days of each pupil as known at the end.
    fn rows(&self) -> Vec<Vec<Day>> {
        self.rows_known(usize::MAX)
    }

    fn rows_known(&self, by: usize) -> Vec<Vec<Day>> {
        let mut rows = vec![vec![Day::default(); self.world.days.len()]; self.world.pupils.len()];
        for registered in self.world.registered.iter().filter(|r| r.known <= by) {
            let (row, evidence) = (rows.get_mut(registered.pupil), registered.evidence);
            let slot = row.and_then(|r| r.get_mut(registered.day));
            let upper = self.world.pupils.get(registered.pupil).is_some_and(|p| p.grade >= 7);
            if let Some(slot) = slot {
                *slot = Day {
                    absent: evidence.away == Away::Whole,
                    half: evidence.away == Away::Part && upper,
                    illness: evidence.category == Some(Category::Illness),
                    unlawful: evidence.category == Some(Category::Unlawful),
                };
            }
        }
        rows
    }

    /// Whether a rule holds on each day of a pupil's row.
    fn holds(&self, reference: Reference, pupil: usize, row: &[Day]) -> Vec<bool> {
        let share = |per_cent: i64| move |halves: i64, length: i64| halves * 50 >= per_cent * length;
        let days = |least: i64| move |halves: i64, _: i64| halves >= 2 * least;
        let unlawful = |d: Day| i64::from(d.unlawful) * (i64::from(d.absent) * 2 + i64::from(d.half));
        let counted = |d: Day| i64::from(d.absent && (d.illness || d.unlawful)) * 2;
        let any = |d: Day| i64::from(d.absent) * 2;
        match reference {
            Reference::Unlawful10 => self.in_quarter(row, unlawful, share(10)),
            Reference::Unlawful15 => self.in_quarter(row, unlawful, share(15)),
            Reference::Days10 => self.in_quarter(row, counted, days(10)),
            Reference::Days15 => self.in_quarter(row, counted, days(15)),
            Reference::Any10 => self.in_quarter(row, any, days(10)),
            Reference::Any15 => self.in_quarter(row, any, days(15)),
            Reference::Cumulative10 => self.cumulative(pupil, row),
        }
    }

    fn in_quarter(&self, row: &[Day], of: impl Fn(Day) -> i64, holds: impl Fn(i64, i64) -> bool) -> Vec<bool> {
        let (mut sum, mut current) = (0, None);
        let days = row.iter().zip(&self.quarters);
        days.map(|(day, (quarter, length))| {
            if current.replace(*quarter) != Some(*quarter) {
                sum = 0;
            }
            sum += of(*day);
            holds(sum, *length)
        })
        .collect()
    }

    fn cumulative(&self, pupil: usize, row: &[Day]) -> Vec<bool> {
        let Some(pupil) = self.world.pupils.get(pupil) else {
            return Vec::new();
        };
        let (mut absent, mut noted) = (0_i64, 0_i64);
        let days = row.iter().enumerate();
        days.map(|(at, day)| {
            if at >= self.world.judged_from {
                absent += i64::from(day.absent);
                noted += i64::from(at >= pupil.first && !self.world.is_not_noted(at, pupil.class));
            }
            absent >= 10 && absent * 10 >= noted.max(1)
        })
        .collect()
    }
}

/// A fixed rule as a detector: what hints are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixedRule {
    /// One of the rules hints are to be early against.
    Reference(Reference),
    /// Four spells of illness begun in 60 school days, or ill more than six school days in a row (M@ZL).
    Spells,
}

impl FixedRule {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Reference(Reference::Unlawful10),
        Self::Reference(Reference::Unlawful15),
        Self::Reference(Reference::Days10),
        Self::Reference(Reference::Days15),
        Self::Reference(Reference::Any10),
        Self::Reference(Reference::Cumulative10),
        Self::Spells,
    ];

    /// A short name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reference(reference) => reference.id(),
            Self::Spells => "MAZL",
        }
    }
}

/// Whether the four-spells rule holds on the last day of a row.
fn many_spells(row: &[Day]) -> bool {
    let ill = |day: &Day| day.absent && day.illness;
    let from = row.len().saturating_sub(60);
    let begun = row
        .get(from..)
        .unwrap_or_default()
        .iter()
        .enumerate()
        .filter(|(at, day)| {
            let before = (from + at).checked_sub(1).and_then(|b| row.get(b));
            ill(day) && !before.is_some_and(ill)
        });
    begun.count() >= 4 || row.iter().rev().take_while(|d| ill(d)).count() > 6
}

/// Whom a fixed rule would have told of at the reviews on the last school day of each week, each time it begins to
/// hold, with what was known then.
pub fn fixed(world: &World, rule: FixedRule) -> Vec<Told> {
    let frame = Frame::new(world);
    let week = |at: usize| world.days.get(at).map(|d| d.iso_week_date().week());
    let mut held_before = vec![false; world.pupils.len()];
    let mut told = Vec::new();
    for today in (world.judged_from..world.days.len()).filter(|t| week(*t) != week(t + 1)) {
        for (pupil, (row, before)) in frame.rows_known(today).iter().zip(&mut held_before).enumerate() {
            let row = row.get(..=today).unwrap_or_default();
            let holds = match rule {
                FixedRule::Reference(reference) => frame.holds(reference, pupil, row).last().copied().unwrap_or(false),
                FixedRule::Spells => many_spells(row),
            };
            if holds && !core::mem::replace(before, holds) {
                told.push((pupil, today));
            }
            *before = holds;
        }
    }
    told
}

/// Keeps one hint a pupil in the quiet days, and none of pupils whose case is known.
///
/// `hints` are in order of day.
pub(crate) fn held(world: &World, hints: &[Told]) -> Vec<Told> {
    let mut last: Vec<Option<usize>> = vec![None; world.pupils.len()];
    let mut kept = Vec::new();
    for &(pupil, day) in hints {
        let open = world.pupils.get(pupil).is_none_or(|p| p.open_case);
        let Some(last) = last.get_mut(pupil).filter(|_| !open) else {
            continue;
        };
        if day >= world.judged_from && last.is_none_or(|before| day - before >= QUIET) {
            *last = Some(day);
            kept.push((pupil, day));
        }
    }
    kept
}

/// Scores hints (pupil and school day, in order of day) on a world, as the kit does.
pub fn score(world: &World, hints: &[Told]) -> Score {
    let frame = Frame::new(world);
    let rows = frame.rows();
    let kept = held(world, hints);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let right = |&(pupil, day): &Told| {
        let truth = world.pupils.get(pupil).and_then(|p| p.truth);
        truth.is_some_and(|t| {
            let end = t
                .resolved
                .map_or(world.days.len(), |r| (r + AFTERWARDS).min(world.days.len()));
            t.from_stage(2).is_some_and(|from| (from..=end).contains(&day))
        })
    };
    let mut first: Vec<Option<usize>> = vec![None; world.pupils.len()];
    for told in kept.iter().filter(|t| right(t)) {
        if let Some(slot) = first.get_mut(told.0) {
            slot.get_or_insert(told.1);
        }
    }
    let problems: Vec<_> = world
        .pupils
        .iter()
        .enumerate()
        .filter_map(|(at, p)| Some((at, p.truth?, first.get(at).copied().flatten())))
        .collect();
    let reaching = |stage: usize| {
        let those = problems.iter();
        those.filter_map(move |(at, t, f)| Some((*at, *t, t.from_stage(stage)?, *f)))
    };
    let share = |part: usize, of: usize| Share {
        part: count(part),
        of: count(of),
    };
    let (settling, settled) = (reaching(4).count(), reaching(5).count());
    let mut delays: Vec<i64> = reaching(4)
        .filter_map(|(_, t, _, f)| Some(count(f?) - count(t.from_stage(2)?)))
        .collect();
    let useful = kept.iter().filter(|t| right(t) || becomes_useful(&frame, &rows, t));
    Score {
        hints: count(kept.len()),
        classes: count(world.class_count()),
        caught: share(reaching(4).filter(|(.., f)| f.is_some()).count(), settling),
        before_settled: share(
            reaching(5).filter(|(_, _, s, f)| f.is_some_and(|f| f < *s)).count(),
            settled,
        ),
        early: share(
            reaching(4).filter(|(_, _, s, f)| f.is_some_and(|f| f <= s + 5)).count(),
            settling,
        ),
        precision: share(kept.iter().filter(|t| right(t)).count(), kept.len()),
        useful: share(useful.count(), kept.len()),
        hints_per_caught: share(kept.len(), first.iter().flatten().count()),
        median_delay_halves: median_halves(&mut delays),
        references: Reference::ALL
            .map(|reference| reference_score(&frame, &rows, reference, &problems, settling))
            .to_vec(),
        groups: Group::ALL.map(|group| (group, in_group(world, &kept, group))).to_vec(),
    }
}

type Problem = (usize, super::world::Truth, Option<usize>);

fn reference_score(
    frame: &Frame<'_>,
    rows: &[Vec<Day>],
    reference: Reference,
    problems: &[Problem],
    settling: usize,
) -> ReferenceScore {
    let mut leads: Vec<i64> = Vec::new();
    for (pupil, truth, first) in problems {
        let (Some(row), Some(onset)) = (rows.get(*pupil), truth.from_stage(2)) else {
            continue;
        };
        let holds = frame.holds(reference, *pupil, row);
        let at = |day: usize| holds.get(day).copied().unwrap_or(false);
        let crossing = (onset..holds.len()).find(|day| at(*day) && !day.checked_sub(1).is_some_and(at));
        if let Some(crossing) = crossing {
            let lead = |first: usize| i64::try_from(crossing).ok()?.checked_sub(i64::try_from(first).ok()?);
            leads.push(first.and_then(lead).unwrap_or(-999));
        }
    }
    let count = i64::try_from(leads.len()).unwrap_or(i64::MAX);
    ReferenceScore {
        reference,
        crossed: Share {
            part: count,
            of: i64::try_from(settling).unwrap_or(i64::MAX),
        },
        before: Share {
            part: i64::try_from(leads.iter().filter(|l| **l > 0).count()).unwrap_or(i64::MAX),
            of: count,
        },
        mean_lead: Share {
            part: leads.iter().map(|l| (*l).max(0)).sum(),
            of: count,
        },
        median_lead_halves: median_halves(&mut leads),
        leads,
    }
}

/// Whether a hint came before the pupil newly crossed 10 days or unlawful 10 per cent.
fn becomes_useful(frame: &Frame<'_>, rows: &[Vec<Day>], &(pupil, day): &Told) -> bool {
    let Some(row) = rows.get(pupil) else { return false };
    [Reference::Days10, Reference::Unlawful10].into_iter().any(|reference| {
        let holds = frame.holds(reference, pupil, row);
        let ahead = holds.iter().skip(day + 1).take(USEFUL);
        ahead.copied().any(|h| h) && !holds.get(day).copied().unwrap_or(false)
    })
}

fn in_group(world: &World, kept: &[Told], group: Group) -> Share {
    let belongs = |at: usize| {
        world.pupils.get(at).is_some_and(|p| {
            let flag = match group {
                Group::Plain => p.flags.is_empty(),
                Group::With(flag) => p.flags.contains(&flag),
            };
            flag && p.truth.is_none() && !p.open_case
        })
    };
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Share {
        part: count(kept.iter().filter(|(pupil, _)| belongs(*pupil)).count()),
        of: count((0..world.pupils.len()).filter(|at| belongs(*at)).count()),
    }
}

/// Twice the median, so that it is whole.
pub(super) fn median_halves(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper * 2);
    }
    Some(upper + values.get(middle.checked_sub(1)?)?)
}
