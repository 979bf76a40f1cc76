//! How far it is to a threshold: the fewest more half days, days or spells that would make a rule hold.

use attendance::Track;

use crate::judge::{Days, Reading, count, span_of};
use crate::pack::{RulePack, Settings};
use crate::rule::{Comparator, Rule, RuleWindow, ShareOf, Unit, Version};

/// A rule that does not hold yet, and how far it is from holding (da: n dage tilbage). A count, never a forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The version in force.
    pub version: &'r Version,
    /// What is counted now; never nothing.
    pub reading: Reading,
    /// The fewest more that are enough, in the rule's unit, if they come on the next school days.
    ///
    /// Unit: half days, rounded up to whole days where the pupil's days have one note; days; or spells.
    pub more: u32,
}

impl Left<'_> {
    /// Whether it is close: three days or less, or one spell.
    pub fn is_close(&self) -> bool {
        match self.version.unit {
            Unit::HalfDays => self.more <= 6,
            Unit::Days => self.more <= 3,
            Unit::Spells => self.more <= 1,
        }
    }
}

impl RulePack {
    /// Every rule in force that counts something for a pupil on the track's day and could still come to hold, by id.
    ///
    /// Left out is a rule of which nothing is counted yet, one that holds, one that does not speak yet (see
    /// [`Version::from_school_day`]), and one whose quarter or school year has too few school days left.
    pub fn left<'r>(&'r self, track: &Track<'_>) -> Vec<Left<'r>> {
        self.in_force(track.as_of())
            .filter_map(|(rule, version)| {
                let reading = self.read(rule, version, track, Days::Listed)?;
                if reading.reached_on.is_some() || reading.numerator == 0 {
                    return None;
                }
                Some(Left {
                    rule,
                    version,
                    more: more(version, &self.settings(), track, &reading)?,
                    reading,
                })
            })
            .collect()
    }
}

fn more(version: &Version, settings: &Settings, track: &Track<'_>, reading: &Reading) -> Option<u32> {
    let step = match version.unit {
        Unit::HalfDays => track.smallest_absence().count(),
        Unit::Days | Unit::Spells => 1,
    };
    // What so many more school days, all away, can add.
    let room = |days: u32| match version.unit {
        Unit::HalfDays => days.saturating_mul(2),
        Unit::Days | Unit::Spells => days,
    };
    let rounded = |missing: u32| missing.max(1).next_multiple_of(step);
    if version.window.is_run() {
        return Some(rounded(reading.least?.saturating_sub(reading.numerator)));
    }
    let window =
        span_of(version, settings, track.as_of()).map(|span| (track.positions_so_far(span), track.positions(span).end));
    let days_left = match &window {
        Some((so_far, end)) => {
            if so_far.end - so_far.start < version.from_school_day {
                return None;
            }
            end.saturating_sub(track.so_far())
        }
        None => u32::MAX,
    };
    let counted = |from: u32| count(version, track, from..track.so_far());
    // What is still counted when so many more school days have passed.
    let kept = |days: u32| match (&window, version.window) {
        (None, RuleWindow::Last(last)) => counted((track.so_far() + days).saturating_sub(last).min(track.so_far())),
        _ => reading.numerator,
    };
    if version.unit == Unit::Spells {
        // One day of each spell, and a day at school after it.
        let wait = u32::from(track.spell_is_open(track.so_far(), version.categories));
        let least = reading.least?;
        return (1..=least).find(|more| {
            let days = wait + 2 * more - 1;
            days <= days_left && kept(days) + more >= least
        });
    }
    let least_then = |days: u32| match (version.comparator, &window) {
        (Comparator::Share { of: ShareOf::SoFar, .. }, Some((so_far, _))) => {
            version.comparator.least(room(so_far.end - so_far.start + days))
        }
        _ => reading.least,
    };
    // Coming later they would be as many or more: old days leave the window, and the school days so far grow.
    let longest = days_left.min(match version.window {
        RuleWindow::Last(last) => last,
        _ => days_left,
    });
    (1..=longest).find_map(|days| {
        let missing = rounded(least_then(days)?.saturating_sub(kept(days)));
        (missing <= room(days)).then_some(missing)
    })
}
