//! Children worth a picture, found in what has been told up to the last day.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::course::Course;
use crate::holidays::plus;
use crate::rows::{Class, Enrolment, Pattern, Pupil};
use crate::year::Seen;

/// How many children are given for one pattern.
const EACH: usize = 3;

/// Up to three children for each pattern, in the order of the pupils.
pub(crate) fn interesting(
    seen: &[Seen],
    pupils: &[Pupil],
    (enrolments, classes): (&[Enrolment], &[Class]),
    this_year: Date,
) -> Vec<(Pattern, Vec<usize>)> {
    let moves = moves(enrolments, classes, this_year);
    let mut homes: HashMap<&str, u32> = HashMap::new();
    for s in seen.iter().filter(|s| often_away(s)) {
        *homes.entry(household(pupils, s.pupil)).or_default() += 1;
    }
    Pattern::ALL
        .into_iter()
        .map(|pattern| {
            let found = seen
                .iter()
                .filter(|s| match pattern {
                    Pattern::MovedWithGap => moves.get(&s.pupil).is_some_and(|m| m.gap),
                    Pattern::ChangedSchool => moves.get(&s.pupil).is_some_and(|m| m.school),
                    Pattern::JoinedMidYear => moves.get(&s.pupil).is_some_and(|m| m.joined),
                    Pattern::Protected => s.away >= 3 && pupils.get(s.pupil).is_some_and(|p| p.protected),
                    Pattern::Siblings => {
                        often_away(s) && homes.get(household(pupils, s.pupil)).is_some_and(|n| *n >= 2)
                    }
                    other => shows(s, other),
                })
                .map(|s| s.pupil)
                .take(EACH)
                .collect();
            (pattern, found)
        })
        .collect()
}

fn household(pupils: &[Pupil], pupil: usize) -> &str {
    pupils.get(pupil).map_or("", |p| p.household.as_str())
}

fn often_away(s: &Seen) -> bool {
    s.away >= 4 && s.away * 10 > s.school_days
}

fn shows(s: &Seen, pattern: Pattern) -> bool {
    match pattern {
        Pattern::Gradual => s.course == Course::Gradual && s.onset.is_some() && s.recent >= 4,
        Pattern::Rapid => s.course == Course::Rapid && s.onset.is_some() && s.recent >= 6,
        Pattern::Beaded => s.course == Course::Beaded && s.onset.is_some() && s.away >= 6,
        Pattern::Steady => s.course == Course::Steady && often_away(s),
        Pattern::LongIllness => s.run >= 10 && s.run_ill,
        Pattern::SameWeekday => s.course == Course::SameWeekday && s.away >= 5,
        Pattern::Truant => s.course == Course::Truant && s.unlawful >= 4,
        Pattern::Unlawful15 => s.quarter_unlawful * 100 >= 15 * 2 * s.quarter_days && s.quarter_days > 0,
        Pattern::NoAbsence => s.away == 0 && s.school_days >= 20,
        Pattern::OftenLate => s.late >= 6,
        Pattern::LeftEarly => s.left_early >= 3,
        Pattern::PartDays => s.partials >= 4,
        Pattern::CorrectedToLate => s.corrected_to_late >= 1,
        Pattern::LateMessage => s.late_message >= 1,
        Pattern::HolidayLeave => s.leave >= 3 && s.holiday_leave,
        Pattern::MovedWithGap
        | Pattern::ChangedSchool
        | Pattern::JoinedMidYear
        | Pattern::Protected
        | Pattern::Siblings => false,
    }
}

#[derive(Default)]
struct Moves {
    gap: bool,
    school: bool,
    joined: bool,
}

/// What enrolments say of moves since the school year began; a gap is one of a week or more within the year.
fn moves(enrolments: &[Enrolment], classes: &[Class], this_year: Date) -> HashMap<usize, Moves> {
    let school = |e: &Enrolment| classes.get(e.class).map(|c| c.school);
    let mut moves: HashMap<usize, Moves> = HashMap::new();
    for pair in enrolments.chunk_by(|a, b| a.pupil == b.pupil) {
        for (i, e) in pair.iter().enumerate().filter(|(_, e)| e.from > this_year) {
            let of = moves.entry(e.pupil).or_default();
            match i.checked_sub(1).and_then(|i| pair.get(i)) {
                None => of.joined = true,
                Some(before) => {
                    of.gap |= before.to.is_some_and(|to| plus(to, 8) < e.from && to > this_year);
                    of.school |= school(before) != school(e) && before.to.is_some_and(|to| to > this_year);
                }
            }
        }
    }
    moves
}
