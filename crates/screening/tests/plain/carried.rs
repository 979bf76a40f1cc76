//! What held for a pupil, asked the slow way: every rule on every school day, each day seen anew.

use attendance::{PupilIx, Quarter, Register, SchoolYear, Span, Track};
use jiff::civil::Date;
use screening::{Held, lays_duty};
use statute::{Days, Rule, RulePack, RuleWindow};

/// What a rule counted on a day, when it held then.
fn on_day<'r>(register: &Register, pupil: PupilIx, rules: &'r RulePack, rule: &'r Rule, day: Date) -> Option<Held<'r>> {
    let version = rule.on(day).ok()?;
    let track = register.track(pupil, day, rules.settings().day_weight)?;
    let reading = rules.read(rule, version, &track, Days::Listed)?;
    let reached_on = reading.reached_on?;
    Some(Held {
        rule,
        version,
        begins: match version.window {
            RuleWindow::Last(_) => reached_on,
            _ => reading.span?.from,
        },
        on: day,
        reached_on,
        reading,
    })
}

fn school_days(track: &Track<'_>, span: Span) -> Vec<Date> {
    track
        .positions_so_far(span)
        .map(|position| track.day(position).unwrap())
        .collect()
}

/// Every (rule, window or run) that held, as [`screening::held`] finds it.
pub fn held<'r>(register: &Register, pupil: PupilIx, as_of: Date, rules: &'r RulePack) -> Vec<Held<'r>> {
    let track = register.track(pupil, as_of, rules.settings().day_weight).unwrap();
    let year = SchoolYear::of(as_of);
    let quarter = Quarter::of(as_of);
    let mut out = Vec::new();
    for (rule, version) in rules.in_force(as_of).filter(|(r, v)| lays_duty(r, v)) {
        let spans = match version.window {
            RuleWindow::Quarter => vec![quarter.previous().span(), quarter.span()],
            RuleWindow::SchoolYear | RuleWindow::IllnessTotal => vec![year.previous().span(), year.span()],
            _ => Vec::new(),
        };
        for span in &spans {
            let days = school_days(&track, *span);
            let left = |day: &Date| {
                let next = days.iter().find(|d| *d > day);
                let class = |day: Date| register.enrolment_on(pupil, day);
                next.is_none_or(|next| class(*next) != class(*day))
            };
            let last = days.iter().filter(|day| left(day));
            let held = last.filter_map(|day| on_day(register, pupil, rules, rule, *day));
            out.extend(held.max_by_key(|held| (held.reading.numerator, held.on)));
        }
        if spans.is_empty() {
            let whole = Span {
                from: year.previous().span().from,
                to: as_of,
            };
            let (mut stretches, mut before): (Vec<Held<'r>>, Option<Date>) = (Vec::new(), None);
            // A stretch is counted for its last day of absence, or for the day itself.
            let counted = |day: &Date| {
                let next = track.count_to(*day);
                track.is_absent(next - 1) || next == track.so_far()
            };
            for day in school_days(&track, whole).into_iter().rev().filter(counted) {
                if before.is_some_and(|before| day >= before) {
                    continue;
                }
                if let Some(held) = on_day(register, pupil, rules, rule, day) {
                    before = Some(held.begins);
                    stretches.push(held);
                }
            }
            stretches.reverse();
            out.extend(stretches);
        }
    }
    out
}
