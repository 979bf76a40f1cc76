//! Exact counts held against rules: what was measured, against which version, since when, and on which days.

use core::ops::Range;

use attendance::{Categories, Quarter, Run, SchoolDays, SchoolKind, SchoolYear, Span, Track};
use jiff::civil::Date;

use crate::pack::{Denominator, IllnessTotalWindow, RulePack, Settings};
use crate::rule::{Comparator, Rule, RuleWindow, ShareOf, Unit, Version, Within};

/// What was counted for one rule on one day, whether it holds or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The whole window, or the first and last day of it where it is counted in days; `None` where there are none.
    pub span: Option<Span>,
    /// What was counted, in the rule's unit; the run's length for runs.
    pub numerator: u32,
    /// What a share is held against, in the rule's unit; `None` unless the rule compares a share.
    pub denominator: Option<u32>,
    /// The smallest numerator that is enough; `None` where none would be.
    pub least: Option<u32>,
    /// Since when it holds, without a break, up to the day; `None` when it does not hold.
    pub reached_on: Option<Date>,
    /// By when the duty is to be done, where the rule has a date; also before the rule holds.
    pub deadline: Option<Date>,
    /// The days behind the numerator, oldest first.
    pub days: Vec<Date>,
}

/// A rule that holds on the day, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The version it was held against.
    pub version: &'r Version,
    /// Since when it holds.
    pub reached_on: Date,
    /// What was counted.
    pub reading: Reading,
}

/// Whether the days behind a finding are wanted; listing them costs time where only counts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// List them.
    Listed,
    /// Leave them out.
    Unlisted,
}

impl RulePack {
    /// Every rule in force that holds for a pupil on the track's day, by id.
    pub fn judge<'r>(&'r self, track: &Track<'_>, days: Days) -> Vec<Finding<'r>> {
        self.in_force(track.as_of())
            .filter_map(|(rule, version)| {
                let reading = read(rule, version, &self.settings(), track, days)?;
                Some(Finding {
                    rule,
                    version,
                    reached_on: reading.reached_on?,
                    reading,
                })
            })
            .collect()
    }

    /// Whether one rule holds for a pupil on the track's day: as [`RulePack::read`] would say, without asking since when.
    pub fn holds(&self, rule: &Rule, version: &Version, track: &Track<'_>) -> bool {
        holds(rule, version, &self.settings(), track)
    }

    /// What one rule counts for a pupil on the track's day; `None` where it does not apply to the pupil's school.
    pub fn read(&self, rule: &Rule, version: &Version, track: &Track<'_>, days: Days) -> Option<Reading> {
        read(rule, version, &self.settings(), track, days)
    }
}

/// The positions a rule counts over on the day, its window as dates, and what a share is held against.
struct Scope {
    range: Range<u32>,
    span: Option<Span>,
    whole: u32,
}

fn read(rule: &Rule, version: &Version, settings: &Settings, track: &Track<'_>, days: Days) -> Option<Reading> {
    if !track.school().is_some_and(|s| rule.applies_to(s.kind)) {
        return None;
    }
    let kinds = |kind: SchoolKind| rule.applies_to(kind);
    Some(match span_of(version, settings, track.as_of()) {
        Some(span) => over_span(version, settings, track, span, &kinds, days),
        None => match version.window {
            RuleWindow::Last(last) => over_last(version, track, last, &kinds, days),
            _ => over_run(version, track, &kinds, days),
        },
    })
}

/// Whether the rule holds on the day itself: the first step of the walk back that [`read`] makes.
fn holds(rule: &Rule, version: &Version, settings: &Settings, track: &Track<'_>) -> bool {
    let applies = |school: Option<attendance::School>| school.is_some_and(|s| rule.applies_to(s.kind));
    let Some(last) = track.so_far().checked_sub(1).filter(|_| applies(track.school())) else {
        return false;
    };
    let counted = match span_of(version, settings, track.as_of()) {
        Some(span) => {
            let range = track.positions_so_far(span);
            let so_far = range.end - range.start;
            let enough = so_far > 0 && so_far >= version.from_school_day;
            enough && {
                let whole = whole(version, settings, track, span, so_far);
                version.comparator.holds(count(version, track, range), whole)
            }
        }
        None => match version.window {
            RuleWindow::Last(days) => version.comparator.holds(count(version, track, track.last(days)), 0),
            _ => run(version, track, last).is_some_and(|run| {
                let among = (run.first..=run.last).any(|p| track.has(p, version.categories));
                among && version.comparator.holds(run.days.count(), 0)
            }),
        },
    };
    counted && applies(track.school_at(last))
}

/// The span a rule counts over on a day, where it counts over one.
pub(crate) fn span_of(version: &Version, settings: &Settings, day: Date) -> Option<Span> {
    match (version.window, settings.illness_total_window) {
        (RuleWindow::Quarter, _) | (RuleWindow::IllnessTotal, IllnessTotalWindow::Quarter) => {
            Some(Quarter::of(day).span())
        }
        (RuleWindow::SchoolYear | RuleWindow::IllnessTotal, _) => Some(SchoolYear::of(day).span()),
        _ => None,
    }
}

/// The run a rule counts, ending on a position.
fn run(version: &Version, track: &Track<'_>, end: u32) -> Option<Run> {
    match version.window {
        RuleWindow::RunOfAbsence => track.run_of_absence(end),
        RuleWindow::RunOfCategories => {
            let run = track.run_of_absence(end)?;
            let mut counted = (run.first..=run.last).filter(|p| track.is_absent_in(*p, version.categories));
            let first = counted.next()?;
            let days = u32::try_from(counted.count()).unwrap_or(u32::MAX).saturating_add(1);
            Some(Run {
                first,
                days: SchoolDays::new(days),
                ..run
            })
        }
        _ => track.run_without_attendance(end),
    }
}

/// What one day adds to the numerator.
fn day_count(version: &Version, track: &Track<'_>, position: u32) -> u32 {
    match version.unit {
        Unit::HalfDays => track.half_days(version.categories, position..position + 1).count(),
        Unit::Days => u32::from(track.is_absent_in(position, version.categories)),
        Unit::Spells => u32::from(track.begins_spell(position, version.categories)),
    }
}

pub(crate) fn count(version: &Version, track: &Track<'_>, range: Range<u32>) -> u32 {
    match version.unit {
        Unit::HalfDays => track.half_days(version.categories, range).count(),
        Unit::Days if version.categories == Categories::ALL => track.absent_days(range).count(),
        Unit::Days | Unit::Spells => range.map(|p| day_count(version, track, p)).sum(),
    }
}

fn in_unit(version: &Version, days: u32) -> u32 {
    match version.unit {
        Unit::HalfDays => days * 2,
        Unit::Days | Unit::Spells => days,
    }
}

fn whole(version: &Version, settings: &Settings, track: &Track<'_>, span: Span, so_far: u32) -> u32 {
    let days = match version.comparator {
        Comparator::Share { of: ShareOf::SoFar, .. } => so_far,
        _ if version.window == RuleWindow::Quarter && settings.denominator == Denominator::WholeQuarter => {
            track.calendar_days(span).count()
        }
        _ => track.school_days(span).count(),
    };
    in_unit(version, days)
}

fn list(version: &Version, track: &Track<'_>, range: Range<u32>, days: Days) -> Vec<Date> {
    match days {
        Days::Unlisted => Vec::new(),
        Days::Listed => range
            .filter(|p| day_count(version, track, *p) > 0)
            .filter_map(|p| track.day(p))
            .collect(),
    }
}

fn reading(
    version: &Version,
    track: &Track<'_>,
    scope: Scope,
    numerator: u32,
    reached: Option<u32>,
    days: Days,
) -> Reading {
    Reading {
        span: scope.span,
        numerator,
        denominator: matches!(version.comparator, Comparator::Share { .. }).then_some(scope.whole),
        least: version.comparator.least(scope.whole),
        reached_on: reached.and_then(|p| track.day(p)),
        deadline: None,
        days: list(version, track, scope.range, days),
    }
}

fn kind_applies(track: &Track<'_>, position: u32, kinds: &dyn Fn(SchoolKind) -> bool) -> bool {
    track.school_at(position).is_some_and(|s| kinds(s.kind))
}

/// Walks back from the day as long as the rule held, one school day at a time.
fn over_span(
    version: &Version,
    settings: &Settings,
    track: &Track<'_>,
    span: Span,
    kinds: &dyn Fn(SchoolKind) -> bool,
    days: Days,
) -> Reading {
    let range = track.positions_so_far(span);
    let fixed = whole(version, settings, track, span, range.end - range.start);
    let whole_at = |so_far: u32| match version.comparator {
        Comparator::Share { of: ShareOf::SoFar, .. } => in_unit(version, so_far),
        _ => fixed,
    };
    let holds = |numerator: u32, so_far: u32| {
        so_far >= version.from_school_day && version.comparator.holds(numerator, whole_at(so_far))
    };
    let numerator = count(version, track, range.clone());
    let (mut reached, mut left) = (None, numerator);
    if holds(numerator, range.end - range.start) {
        for position in range.clone().rev() {
            if !kind_applies(track, position, kinds) || !holds(left, position + 1 - range.start) {
                break;
            }
            reached = Some(position);
            left -= day_count(version, track, position);
        }
    }
    reading(
        version,
        track,
        Scope {
            range,
            span: Some(span),
            whole: fixed,
        },
        numerator,
        reached,
        days,
    )
}

fn over_last(
    version: &Version,
    track: &Track<'_>,
    last: u32,
    kinds: &dyn Fn(SchoolKind) -> bool,
    days: Days,
) -> Reading {
    let range = track.last(last);
    let numerator = count(version, track, range.clone());
    let (mut reached, mut in_window) = (None, numerator);
    for position in (0..range.end).rev() {
        if !version.comparator.holds(in_window, 0) || !kind_applies(track, position, kinds) {
            break;
        }
        reached = Some(position);
        in_window -= day_count(version, track, position);
        if let Some(entering) = position.checked_sub(last) {
            in_window += day_count(version, track, entering);
        }
    }
    let span = track.span(range.clone());
    reading(
        version,
        track,
        Scope { range, span, whole: 0 },
        numerator,
        reached,
        days,
    )
}

fn over_run(version: &Version, track: &Track<'_>, kinds: &dyn Fn(SchoolKind) -> bool, days: Days) -> Reading {
    let end = track.so_far().checked_sub(1);
    let run = end.and_then(|end| run(version, track, end));
    let (Some(run), Some(end)) = (run, end) else {
        return reading(
            version,
            track,
            Scope {
                range: 0..0,
                span: None,
                whole: 0,
            },
            0,
            None,
            days,
        );
    };
    let counted = |position: u32| match version.window {
        RuleWindow::RunOfCategories => track.is_absent_in(position, version.categories),
        _ => track.is_absent(position),
    };
    // Among a run, the day it is long enough and a day of the categories has come.
    let (mut length, mut among, mut reached) = (0, false, None);
    for position in run.first..=end {
        if counted(position) {
            length += 1;
        }
        among |= track.has(position, version.categories);
        if !(among && version.comparator.holds(length, 0) && kind_applies(track, position, kinds)) {
            reached = None;
        } else if reached.is_none() {
            reached = Some(position);
        }
    }
    let span = track
        .day(run.first)
        .zip(track.day(end))
        .map(|(from, to)| Span { from, to });
    let range = run.first..run.last + 1;
    let scope = Scope {
        range: range.clone(),
        span,
        whole: 0,
    };
    let mut reading = reading(version, track, scope, run.days.count(), reached, Days::Unlisted);
    if days == Days::Listed {
        reading.days = range.filter(|p| counted(*p)).filter_map(|p| track.day(p)).collect();
    }
    if version.within == Within::ThresholdDay {
        reading.deadline = version
            .comparator
            .least(0)
            .and_then(|least| (run.first + least).checked_sub(1))
            .and_then(|position| track.day(position));
    }
    reading
}
