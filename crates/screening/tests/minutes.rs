//! How late a pupil was reaches the ledger, as of a day and replayed: a few minutes weigh less than many.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use attendance::{
    Calendar, CalendarIx, Class, ClassIx, Enrolment, Grade, Kind, NotingSource, PupilIx, Register, School, SchoolIx,
    SchoolKind, Slot, SlotState, Span,
};
use jiff::civil::{Date, Weekday, date};
use screening::{Event, News, Replay, Said, detector, record_pupil, told};
use signals::{Budget, Depth, Parameters};
use statute::RulePack;

const FROM: Date = date(2026, 1, 5);
const TO: Date = date(2026, 6, 26);
const PUPIL: PupilIx = PupilIx::new(0);

fn school_days() -> Vec<Date> {
    FROM.series(jiff::Span::new().days(1))
        .take_while(|d| *d <= TO)
        .filter(|d| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday))
        .collect()
}

/// A class of twenty, nothing marked.
fn class() -> Register {
    let school = School {
        calendar: CalendarIx::new(0),
        kind: SchoolKind::Folkeskole,
        provision: attendance::Provision::General,
    };
    let class = Class {
        school: SchoolIx::new(0),
        grade: Grade::new(5).unwrap(),
    };
    let calendars = vec![Calendar::new(school_days()).unwrap()];
    let mut register = Register::new(calendars, vec![school], vec![class], NotingSource::Listed).unwrap();
    for _ in 0..20 {
        let enrolment = Enrolment {
            class: ClassIx::new(0),
            from: FROM,
            to: None,
        };
        register.add_pupil(&[enrolment]).unwrap();
    }
    for day in school_days() {
        register.note_class(ClassIx::new(0), day, Slot::Start);
    }
    register
}

/// Every other school day of the last six weeks.
fn late_days() -> Vec<Date> {
    school_days().into_iter().rev().take(30).step_by(2).collect()
}

/// The evidence about a pupil that came late by so many minutes, as of the last day.
fn evidence(minutes: Option<u16>) -> i32 {
    let mut register = class();
    let rows: Vec<_> = late_days().into_iter().map(|day| (PUPIL, day, minutes)).collect();
    for (pupil, day, _) in &rows {
        register
            .set(*pupil, *day, Slot::Start, SlotState::of(Kind::Late))
            .unwrap();
    }
    let parameters = Parameters::shipped().unwrap();
    let told = told([], rows);
    let mut detector = detector(&register, &parameters, Depth::Hints, Budget::DEFAULT).unwrap();
    for pupil in register.pupils() {
        record_pupil(&mut detector, &register, &told, pupil, TO).unwrap();
    }
    detector.close(TO);
    detector.evidence(PUPIL).unwrap()
}

/// The greatest sum behind a hint about that pupil, replayed day by day.
fn replayed(minutes: Option<u16>) -> Option<i32> {
    let mut events: Vec<Event> = late_days()
        .into_iter()
        .map(|day| Event {
            known_on: day,
            news: News::State {
                pupil: PUPIL,
                day,
                slot: Slot::Start,
                state: SlotState::of(Kind::Late),
                minutes,
            },
        })
        .collect();
    events.sort_by_key(|e| e.known_on);
    let (rules, parameters) = (RulePack::shipped().unwrap(), Parameters::shipped().unwrap());
    let replay = Replay {
        rules: &rules,
        parameters: &parameters,
        budget: Budget::from_thousandths(5_000).unwrap(),
        span: Span { from: FROM, to: TO },
    };
    let alerts = replay.run(class(), &events, |_, _| {}).unwrap();
    alerts
        .iter()
        .filter_map(|a| match &a.said {
            Said::Hint(hint) if a.pupil == PUPIL => Some(hint.points),
            _ => None,
        })
        .max()
}

#[test]
fn a_few_minutes_late_weigh_less_than_many_and_unknown_minutes_count_in_full() {
    assert!(evidence(Some(3)) > 0);
    assert!(evidence(Some(3)) < evidence(Some(40)));
    assert_eq!(evidence(None), evidence(Some(40)));
}

#[test]
fn a_replay_is_told_the_minutes_too() {
    let long = replayed(Some(40));
    assert!(long.is_some());
    assert_eq!(replayed(None), long);
    assert!(replayed(Some(3)) < long);
}
