//! From answers about one day to duties people carry.
//!
//! A school must not lose a duty because the quarter turned, the child came back or a late correction arrived. So every
//! (rule, window or run) of this and the previous quarter and school year that has held on some day is a duty until a
//! person records what was done, or why not. Source: `contracts/rules.md`, *From answers about one day to duties*.

use attendance::{PupilIx, Quarter, Register, SchoolYear, Span, Track};
use jiff::civil::Date;
use statute::{Days, IllnessTotalWindow, Reading, Rule, RulePack, RuleWindow, Status, Unit, Version, Who};

/// A rule that asks something of somebody and has held on some day, in one window or run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The version it was held against.
    pub version: &'r Version,
    /// The first day of the window, or of the run: with the pupil and the rule, what names the duty.
    pub begins: Date,
    /// The day it was counted for: the last school day of the window or run so far.
    pub on: Date,
    /// Since when it held.
    pub reached_on: Date,
    /// What was counted.
    pub reading: Reading,
}

impl Held<'_> {
    /// Whether no more than one school day is behind it: two half days, or one day. What is held against a share is more.
    ///
    /// Such a duty is as much a duty as any other. A list may tell many of them together; it may not leave them out.
    pub fn is_at_most_one_day(&self) -> bool {
        let day = match self.version.unit {
            Unit::HalfDays => 2,
            Unit::Days => 1,
            Unit::Spells => 0,
        };
        self.reading.denominator.is_none() && self.reading.numerator <= day
    }
}

/// What a duty rests on now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The marks as they stand now still give it.
    Stands,
    /// A later correction took it away (da: grundlaget er ændret, E35); what is counted now, where anything is.
    Changed(Option<Reading>),
}

/// What somebody must do, until a person records what was done or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty<'r> {
    /// What held, as it was known when it was largest.
    pub held: Held<'r>,
    /// Whether it still would.
    pub ground: Ground,
}

/// A duty that is coming: the run has begun, its day is known, the rule does not hold yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The version.
    pub version: &'r Version,
    /// The first day of the run.
    pub begins: Date,
    /// The day the duty must be done by, if the child does not come back before.
    pub deadline: Date,
    /// School days of the run so far.
    pub days: u32,
}

/// Whether a rule lays a duty on somebody: the law, and a municipality's own rule for the leader. Advice and statistics do not.
pub fn lays_duty(rule: &Rule, version: &Version) -> bool {
    match rule.status {
        Status::Law => true,
        Status::Local => version.who == Who::Leader,
        Status::Agreed | Status::Proposed | Status::Named | Status::Statistic => false,
    }
}

/// Every (rule, window or run) of this and the previous quarter and school year that held for a pupil on some day up to `as_of`.
pub fn held<'r>(register: &Register, pupil: PupilIx, as_of: Date, rules: &'r RulePack) -> Vec<Held<'r>> {
    let Some(track) = register.track(pupil, as_of, rules.settings().day_weight) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (rule, version) in rules.in_force(as_of).filter(|(r, v)| lays_duty(r, v)) {
        let years = [SchoolYear::of(as_of).previous().span(), SchoolYear::of(as_of).span()];
        let quarters = [Quarter::of(as_of).previous().span(), Quarter::of(as_of).span()];
        match (version.window, rules.settings().illness_total_window) {
            (RuleWindow::Quarter, _) | (RuleWindow::IllnessTotal, IllnessTotalWindow::Quarter) => {
                for span in quarters {
                    out.extend(in_span(register, pupil, &track, rules, rule, span));
                }
            }
            (RuleWindow::SchoolYear | RuleWindow::IllnessTotal, _) => {
                for span in years {
                    out.extend(in_span(register, pupil, &track, rules, rule, span));
                }
            }
            (
                RuleWindow::RunOfAbsence
                | RuleWindow::RunOfCategories
                | RuleWindow::RunWithoutAttendance
                | RuleWindow::Last(_),
                _,
            ) => {
                out.extend(in_stretches(register, pupil, &track, rules, rule, years[0].from));
            }
        }
    }
    out
}

/// What a rule counted on one past day.
fn on_day<'r>(
    register: &Register,
    pupil: PupilIx,
    rules: &'r RulePack,
    rule: &'r Rule,
    day: Date,
) -> Option<(Held<'r>, Reading)> {
    let version = rule.on(day).ok()?;
    let track = register.track(pupil, day, rules.settings().day_weight)?;
    let reading = rules.read(rule, version, &track, Days::Listed)?;
    let reached_on = reading.reached_on?;
    let begins = match version.window {
        RuleWindow::Last(_) => reached_on,
        _ => reading.span?.from,
    };
    Some((
        Held {
            rule,
            version,
            begins,
            on: day,
            reached_on,
            reading: reading.clone(),
        },
        reading,
    ))
}

/// The last school day of the window so far, and the last before each change of class inside it: a rule that applied at
/// the old school is not lost because the pupil moved to one where it does not.
fn in_span<'r>(
    register: &Register,
    pupil: PupilIx,
    track: &Track<'_>,
    rules: &'r RulePack,
    rule: &'r Rule,
    span: Span,
) -> Option<Held<'r>> {
    let range = track.positions_so_far(span);
    let mut ends: Vec<Date> = register
        .enrolments(pupil)
        .iter()
        .filter_map(|e| e.to)
        .filter(|to| span.contains(*to) && *to < track.as_of())
        .collect();
    ends.push(track.as_of().min(span.to));
    let days = ends.into_iter().filter_map(|end| {
        let last = track.count_to(end).checked_sub(1)?;
        range.contains(&last).then(|| track.day(last))?
    });
    days.filter_map(|day| on_day(register, pupil, rules, rule, day))
        .map(|(held, _)| held)
        .max_by_key(|held| (held.reading.numerator, held.on))
}

/// Runs, and unbroken stretches on which a last-n rule held, that ended on or after `since`.
fn in_stretches<'r>(
    register: &Register,
    pupil: PupilIx,
    track: &Track<'_>,
    rules: &'r RulePack,
    rule: &'r Rule,
    since: Date,
) -> Vec<Held<'r>> {
    let mut out = Vec::new();
    let mut end = track.so_far();
    let first = track.count_to(since.yesterday().unwrap_or(since));
    while end > first {
        let position = end - 1;
        end = position;
        // Only a day of absence can be the last of a run or the first on which a count was reached.
        if !track.is_absent(position) && position + 1 != track.so_far() {
            continue;
        }
        let Some(day) = track.day(position) else { continue };
        if let Some((held, reading)) = on_day(register, pupil, rules, rule, day) {
            let back_to = match held.version.window {
                RuleWindow::Last(_) => held.reached_on,
                _ => reading.span.map_or(held.reached_on, |s| s.from),
            };
            end = track.count_to(back_to).saturating_sub(1);
            out.push(held);
        }
    }
    out.reverse();
    out
}

/// The duties of a pupil: all that holds now, and all that held as it was known before a correction.
///
/// `past` are the registers as known just before each correction of this pupil's marks, with the day they were known on,
/// oldest first; usually there are none.
pub fn duties<'r>(
    register: &Register,
    past: &[(Date, &Register)],
    pupil: PupilIx,
    as_of: Date,
    rules: &'r RulePack,
) -> Vec<Duty<'r>> {
    let now = held(register, pupil, as_of, rules);
    let mut out: Vec<Duty<'r>> = Vec::new();
    let same = |a: &Held<'_>, b: &Held<'_>| {
        a.rule.id == b.rule.id
            && (a.begins == b.begins
                || (is_run(a.version) && a.reading.days.iter().any(|d| b.reading.days.contains(d))))
    };
    for (known_on, before) in past.iter().rev() {
        for was in held(before, pupil, *known_on, rules) {
            let stale = was.on < SchoolYear::of(as_of).previous().span().from;
            if stale || now.iter().any(|n| same(n, &was)) || out.iter().any(|d| same(&d.held, &was)) {
                continue;
            }
            let counted = register
                .track(pupil, was.on, rules.settings().day_weight)
                .and_then(|track| rules.read(was.rule, was.version, &track, Days::Listed));
            out.push(Duty {
                held: was,
                ground: Ground::Changed(counted),
            });
        }
    }
    out.extend(now.into_iter().map(|held| Duty {
        held,
        ground: Ground::Stands,
    }));
    out.sort_by(|a, b| (a.held.reached_on, &a.held.rule.id).cmp(&(b.held.reached_on, &b.held.rule.id)));
    out
}

fn is_run(version: &Version) -> bool {
    !version.window.is_span()
}

/// Duties that are coming for a pupil seen on a day: a run with a deadline that has begun and does not hold yet.
pub fn upcoming<'r>(track: &Track<'_>, rules: &'r RulePack) -> Vec<Upcoming<'r>> {
    rules
        .in_force(track.as_of())
        .filter(|(rule, version)| lays_duty(rule, version))
        .filter_map(|(rule, version)| {
            let reading = rules.read(rule, version, track, Days::Unlisted)?;
            if reading.reached_on.is_some() {
                return None;
            }
            Some(Upcoming {
                rule,
                version,
                begins: reading.span?.from,
                deadline: reading.deadline?,
                days: reading.numerator,
            })
        })
        .collect()
}
