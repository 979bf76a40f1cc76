//! A letter's values from what is kept and what somebody has typed.

use attendance::{Category, DayWeight, NotesPerDay, Quarter, SlotState, Span, Track};
use casework::duty::DutyAnswer;
use casework::{DutyRecord, PupilId};
use jiff::civil::Date;
use letters::{
    AbsenceInformation, CouncilReport, Count, DayPart, Days, EvidenceDay, Head, Heard, Letter, LetterError, Person,
    Sender, SickTeachingInvitation, Templates,
};
use screening::Held;
use serde::Deserialize;
use statute::{Left, Reading, Unit, Version};

use super::Kind;
use crate::Locale;

/// What somebody types into a letter. Kept nowhere.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub recipient: String,
    pub contact: String,
    pub reference: String,
    pub signed_name: String,
    pub signed_role: String,
    pub suggested: String,
    pub heard: String,
    pub done: String,
    pub circumstances: String,
    /// What the CPR number is needed for; empty leaves it out.
    pub cpr_why: String,
}

/// What the program knows for a letter.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub kind: Kind,
    pub municipality: String,
    pub school: String,
    pub child: String,
    pub first_name: String,
    pub class: String,
    pub today: Date,
    pub duty: Ground,
    pub cpr: String,
}

/// What a duty rests on, in the values of a letter.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    quarter: String,
    span: Span,
    reached_on: Date,
    deadline: Option<Date>,
    count: Count,
    length: Days,
    in_a_row: bool,
    days: Vec<EvidenceDay>,
    counted: String,
    law: String,
}

/// The ground of a duty that holds.
pub(super) fn ground(held: &Held<'_>, track: &Track<'_>, weight: DayWeight) -> Ground {
    let days = (held.begins, held.reached_on, held.on);
    ground_of((held.version, &held.reading), days, track, weight)
}

/// The ground of a letter a leader chooses before there is a duty: what is counted so far.
pub(super) fn ground_so_far(left: &Left<'_>, begins: Date, track: &Track<'_>, weight: DayWeight) -> Ground {
    let on = track.as_of();
    ground_of((left.version, &left.reading), (begins, on, on), track, weight)
}

fn ground_of(
    (version, reading): (&Version, &Reading),
    (begins, reached_on, on): (Date, Date, Date),
    track: &Track<'_>,
    weight: DayWeight,
) -> Ground {
    let listed = Span {
        from: reading.days.first().copied().unwrap_or(begins),
        to: reading.days.last().copied().unwrap_or(on),
    };
    let quarter = Quarter::of(begins);
    let days = reading
        .days
        .iter()
        .map(|date| EvidenceDay {
            date: *date,
            part: part(track, *date),
        })
        .collect();
    Ground {
        quarter: Locale::Da.t2(
            "pupil-quarter-label",
            "number",
            quarter.number(),
            "year",
            quarter.year().to_string(),
        ),
        span: match reading.denominator {
            Some(_) => reading.span.unwrap_or(listed),
            None => listed,
        },
        reached_on,
        deadline: reading.deadline,
        count: Count {
            half_days: reading.numerator,
            of_half_days: reading.denominator.unwrap_or_default(),
        },
        length: match version.unit {
            Unit::HalfDays => Days::halves(reading.numerator),
            Unit::Days | Unit::Spells => Days::whole(reading.numerator),
        },
        in_a_row: version.unit == Unit::Days,
        days,
        counted: Locale::Da.t(counted(track, listed, weight)),
        law: version.source.clone(),
    }
}

/// How much of a day is unlawful absence; a day that is not noted so any more stands as a whole one, as it was counted.
fn part(track: &Track<'_>, date: Date) -> DayPart {
    let view = track
        .positions(Span { from: date, to: date })
        .next()
        .and_then(|position| track.view(position));
    let Some(view) = view.filter(|view| view.notes == NotesPerDay::Two) else {
        return DayPart::Whole;
    };
    let missed = |state: SlotState| state == SlotState::Absent(Category::Unlawful);
    match (missed(view.start), missed(view.end)) {
        (true, false) => DayPart::Start,
        (false, true) => DayPart::End,
        _ => DayPart::Whole,
    }
}

/// The text that says how a day counts.
fn counted(track: &Track<'_>, span: Span, weight: DayWeight) -> &'static str {
    let two = track
        .positions(span)
        .filter_map(|position| track.view(position))
        .any(|view| view.notes == NotesPerDay::Two);
    match (two, weight) {
        (false, _) => "letter-counted-one",
        (true, DayWeight::Half) => "letter-counted-half",
        (true, DayWeight::Any) => "letter-counted-any",
        (true, DayWeight::Start) => "letter-counted-start",
        (true, DayWeight::Both) => "letter-counted-both",
    }
}

/// What people have written down that they did about the pupil's unlawful absence in the window that begins on a day.
pub(super) fn done(records: &[DutyRecord], pupil: PupilId, begins: Date) -> String {
    let mut done: Vec<(Date, String)> = records
        .iter()
        .filter(|record| record.duty.pupil == pupil && record.duty.from == begins)
        .filter(|record| record.duty.rule.starts_with("dk.unlawful."))
        .filter_map(|record| match &record.standing.as_ref()?.answer {
            DutyAnswer::Done { what, done_on } => Some((
                *done_on,
                format!("{}: {}", crate::words::date(Locale::Da, *done_on), what.reveal()),
            )),
            DutyAnswer::NotDone { .. } => None,
        })
        .collect();
    done.sort();
    done.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// The lines that say something.
pub(super) fn lines(typed: &str) -> Vec<String> {
    typed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `Who: what was said`; without a colon only who.
fn heard(line: String) -> Heard {
    match line.split_once(':') {
        Some((name, words)) => Heard {
            name: name.trim().to_owned(),
            words: words.trim().to_owned(),
        },
        None => Heard {
            name: line,
            words: String::new(),
        },
    }
}

impl Known {
    /// What stands in the form before anybody has typed.
    pub fn typed(&self, leader: Option<String>, done: String) -> Typed {
        Typed {
            recipient: match self.kind {
                Kind::Report => format!("{}\n{}", self.municipality, Locale::Da.t("letter-council")),
                Kind::Information | Kind::Invitation => Locale::Da.t1("letter-parents-of", "name", self.child.clone()),
            },
            signed_name: leader.unwrap_or_default(),
            signed_role: Locale::Da.t("letter-leader"),
            done,
            ..Typed::default()
        }
    }

    fn head(&self, typed: &Typed) -> Head {
        Head {
            sender: Sender {
                municipality: self.municipality.clone(),
                unit: self.school.clone(),
                lines: Vec::new(),
            },
            recipient: lines(&typed.recipient),
            date: self.today,
            reference: typed.reference.trim().to_owned(),
            signed: vec![Person {
                name: typed.signed_name.trim().to_owned(),
                role: typed.signed_role.trim().to_owned(),
            }],
        }
    }

    /// The letter.
    pub fn letter(self, typed: &Typed, templates: &Templates) -> Result<Letter, LetterError> {
        let head = self.head(typed);
        let ground = self.duty;
        match self.kind {
            Kind::Information => templates.letter(&AbsenceInformation {
                head,
                child: self.child,
                first_name: self.first_name,
                class: self.class,
                quarter: ground.quarter,
                from: ground.span.from,
                to: ground.span.to,
                count: ground.count,
                days: ground.days,
                contact: lines(&typed.contact),
                law: ground.law,
            }),
            Kind::Report => templates.letter(&CouncilReport {
                head,
                child: self.child,
                cpr: self.cpr,
                class: self.class,
                quarter: ground.quarter,
                from: ground.span.from,
                to: ground.span.to,
                count: ground.count,
                reached_on: ground.reached_on,
                days: ground.days,
                counted: ground.counted,
                heard: lines(&typed.heard).into_iter().map(heard).collect(),
                done: lines(&typed.done),
                circumstances: typed.circumstances.clone(),
                law: ground.law,
            }),
            Kind::Invitation => templates.letter(&SickTeachingInvitation {
                head,
                child: self.child,
                first_name: self.first_name,
                class: self.class,
                days: ground.length,
                from: ground.span.from,
                to: ground.span.to,
                in_a_row: ground.in_a_row,
                // A date gone by asks nobody to come.
                latest: ground.deadline.filter(|latest| *latest >= self.today),
                suggested: lines(&typed.suggested),
                contact: lines(&typed.contact),
                law: ground.law,
            }),
        }
    }
}
