//! From answers about one day to duties people carry.
//!
//! A school must not lose a duty because the quarter turned, the child came back or a late correction arrived. So every
//! (rule, window or run) of this and the previous quarter and school year that has held on some day is a duty until a
//! person records what was done, or why not. Source: `contracts/rules.md`, *From answers about one day to duties*.

use core::ops::Range;

use attendance::{Quarter, SchoolYear, Span, Track};
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

/// Every (rule, window or run) of this and the previous quarter and school year that held for a pupil on some day up to
/// the one the track is seen on.
pub fn held<'r>(track: &Track<'_>, rules: &'r RulePack) -> Vec<Held<'r>> {
    let as_of = track.as_of();
    let years = [SchoolYear::of(as_of).previous().span(), SchoolYear::of(as_of).span()];
    let quarters = [Quarter::of(as_of).previous().span(), Quarter::of(as_of).span()];
    let in_years = years.map(|span| last_days(track, span));
    let in_quarters = quarters.map(|span| last_days(track, span));
    let since = track.count_to(years[0].from.yesterday().unwrap_or(years[0].from))..track.so_far();
    let longest = longest_spell(track, &since);
    let mut out = Vec::new();
    for rule in rules.rules().iter().filter(|r| r.enabled) {
        // A rule that was changed or has ended since still laid its duties while it was in force.
        for looks in days_of(rule, rules, years[0].from, as_of) {
            let in_spans = |spans: [Span; 2], days: &[Vec<Track<'_>>; 2]| {
                let of = |(span, days): (Span, &Vec<Track<'_>>)| {
                    let changed = last_of_versions(track, span, rule);
                    let all = days.iter().chain(&changed);
                    all.filter_map(|day| on_day(day, rules, rule, looks))
                        .max_by_key(|held| (held.reading.numerator, held.on))
                };
                spans.into_iter().zip(days).filter_map(of).collect::<Vec<_>>()
            };
            match looks {
                LooksAt::Quarters => out.extend(in_spans(quarters, &in_quarters)),
                LooksAt::Years => out.extend(in_spans(years, &in_years)),
                // Most pupils have no run that is long enough, and are done here.
                LooksAt::Stretches if least_run(rule).is_some_and(|least| longest < least) => {}
                LooksAt::Stretches => out.extend(in_stretches(track, rules, rule, since.start)),
            }
        }
    }
    out
}

/// How the days a version looks at are walked for its duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LooksAt {
    Quarters,
    Years,
    Stretches,
}

impl LooksAt {
    fn of(version: &Version, rules: &RulePack) -> Self {
        match (version.window, rules.settings().illness_total_window) {
            (RuleWindow::Quarter, _) | (RuleWindow::IllnessTotal, IllnessTotalWindow::Quarter) => Self::Quarters,
            (RuleWindow::SchoolYear | RuleWindow::IllnessTotal, _) => Self::Years,
            (
                RuleWindow::RunOfAbsence
                | RuleWindow::RunOfCategories
                | RuleWindow::RunWithoutAttendance
                | RuleWindow::Last(_),
                _,
            ) => Self::Stretches,
        }
    }
}

/// The kinds of days the versions of a rule looked at that lay a duty and were in force between two days; mostly one.
fn days_of(rule: &Rule, rules: &RulePack, from: Date, to: Date) -> Vec<LooksAt> {
    let mut kinds = Vec::new();
    let mut until = None;
    for version in rule.versions().iter().rev() {
        let over = until.is_some_and(|next: Date| next <= from);
        if version.from <= to && !version.ended && !over && lays_duty(rule, version) {
            let kind = LooksAt::of(version, rules);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        until = Some(version.from);
    }
    kinds
}

/// School days of absence in the longest spell that touches these positions; no run is longer.
fn longest_spell(track: &Track<'_>, since: &Range<u32>) -> u32 {
    let begun_before = track.run_of_absence(since.start).map_or(since.start, |run| run.first);
    track.spells(begun_before.min(since.start)..since.end).longest.count()
}

/// The shortest run that is enough under any version of a rule; `None` when some version looks at something else.
fn least_run(rule: &Rule) -> Option<u32> {
    rule.versions()
        .iter()
        .map(|version| match version.window {
            RuleWindow::RunOfAbsence | RuleWindow::RunWithoutAttendance => version.comparator.least(0),
            _ => None,
        })
        .try_fold(u32::MAX, |least, of_version| Some(least.min(of_version?)))
}

/// What a rule counted on the track's day, when it held.
fn on_day<'r>(track: &Track<'_>, rules: &'r RulePack, rule: &'r Rule, looks: LooksAt) -> Option<Held<'r>> {
    let version = rule
        .on(track.as_of())
        .ok()
        .filter(|v| lays_duty(rule, v) && LooksAt::of(v, rules) == looks)?;
    if !rules.holds(rule, version, track) {
        return None;
    }
    let reading = rules.read(rule, version, track, Days::Listed)?;
    // What was so before the rule was in force was nobody's duty: it is one from the rule's first school day on.
    let since = rule.in_force_since(track.as_of()).ok()?;
    let reached_on = match reading.reached_on? {
        reached if reached >= since => reached,
        _ => track.day(track.count_to(since.yesterday().ok()?))?,
    };
    let begins = match version.window {
        RuleWindow::Last(_) => reached_on,
        _ => reading.span?.from,
    };
    Some(Held {
        rule,
        version,
        begins,
        on: track.as_of(),
        reached_on,
        reading,
    })
}

/// The pupil as seen on the last school day of a window so far, and on the last before each change of class inside it: a
/// rule that applied at the old school is not lost because the pupil moved to one where it does not.
fn last_days<'t>(track: &Track<'t>, span: Span) -> Vec<Track<'t>> {
    let ends = track.enrolments().iter().filter_map(|e| e.to);
    let mut days = seen_at(track, span, ends);
    days.extend(seen_at(track, span, [track.as_of().min(span.to)]));
    days
}

/// The same on the last school day before each change of the rule inside a window: a duty is not lost because the rule was
/// changed or ended.
fn last_of_versions<'t>(track: &Track<'t>, span: Span, rule: &Rule) -> Vec<Track<'t>> {
    let changed = rule.versions().iter().filter_map(|v| v.from.yesterday().ok());
    seen_at(track, span, changed.filter(|end| *end < track.as_of()))
}

/// The pupil as seen on the last school day up to each of these days that lies in the window.
fn seen_at<'t>(track: &Track<'t>, span: Span, ends: impl IntoIterator<Item = Date>) -> Vec<Track<'t>> {
    let range = track.positions_so_far(span);
    ends.into_iter()
        .filter(|end| span.contains(*end) && *end <= track.as_of())
        .filter_map(|end| {
            let last = track.count_to(end).checked_sub(1)?;
            range.contains(&last).then(|| track.day(last))?
        })
        .map(|day| track.seen_on(day))
        .collect()
}

/// Runs, and unbroken stretches on which a last-n rule held, that ended at or after a position.
fn in_stretches<'r>(track: &Track<'_>, rules: &'r RulePack, rule: &'r Rule, first: u32) -> Vec<Held<'r>> {
    let mut out = Vec::new();
    let mut end = track.so_far();
    let before = |day: Date| track.count_to(day.yesterday().unwrap_or(day));
    let begins: Vec<u32> = rule.versions().iter().map(|v| before(v.from)).collect();
    while end > first {
        let position = end - 1;
        end = position;
        // Only a day of absence can be the last of a run or the first on which a count was reached; what stood already
        // when a version began is found on the version's first school day.
        if !track.is_absent(position) && position + 1 != track.so_far() && !begins.contains(&position) {
            continue;
        }
        let Some(day) = track.day(position) else { continue };
        if let Some(held) = on_day(&track.seen_on(day), rules, rule, LooksAt::Stretches) {
            let back_to = match held.version.window {
                RuleWindow::Last(_) => held.reached_on,
                _ => held.reading.span.map_or(held.reached_on, |s| s.from),
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
/// `past` are the tracks as known just before each correction of this pupil's marks, each seen on the day it was known
/// on, oldest first; usually there are none.
pub fn duties<'r>(track: &Track<'_>, past: &[Track<'_>], rules: &'r RulePack) -> Vec<Duty<'r>> {
    let now = held(track, rules);
    let since = SchoolYear::of(track.as_of()).previous().span().from;
    let mut out: Vec<Duty<'r>> = Vec::new();
    let same = |a: &Held<'_>, b: &Held<'_>| {
        a.rule.id == b.rule.id
            && (a.begins == b.begins
                || (is_run(a.version) && a.reading.days.iter().any(|d| b.reading.days.contains(d))))
    };
    for before in past.iter().rev() {
        for was in held(before, rules) {
            let stale = was.on < since;
            if stale || now.iter().any(|n| same(n, &was)) || out.iter().any(|d| same(&d.held, &was)) {
                continue;
            }
            let counted = rules.read(was.rule, was.version, &track.seen_on(was.on), Days::Listed);
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

/// The pupil as seen on the last day that is known: where today's note is not yet taken, the day before. `None` when
/// nothing is known.
pub fn as_known<'r>(track: &Track<'r>) -> Option<Track<'r>> {
    let last = track.last_known_day()?;
    let same = last == track.as_of() || track.class().is_none();
    Some(track.seen_on(if same { track.as_of() } else { last }))
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
