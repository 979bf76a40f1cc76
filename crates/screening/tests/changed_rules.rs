//! Duties of rules a municipality has changed or ended: what held while a rule was in force stays somebody's to answer.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use attendance::{
    Calendar, CalendarIx, Categories, Category, Class, ClassIx, Enrolment, Grade, NotingSource, Provision, PupilIx,
    Register, School, SchoolIx, SchoolKind, Slot, SlotState,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use statute::{Bilingual, Comparator, Duty, Rule, RuleId, RulePack, RuleWindow, Unit, Version, Who, Within};

const P: PupilIx = PupilIx::new(0);
const BEGIN: Date = date(2026, 10, 1);

/// Weekdays from 1 October 2026.
fn days() -> Vec<Date> {
    let all = BEGIN.series(1.day()).take_while(|d| *d <= date(2026, 12, 18));
    all.filter(|d| d.weekday().to_monday_one_offset() <= 5).collect()
}

/// A pupil of grade 4 who was ill on the first `ill` days.
fn register(ill: usize) -> Register {
    let mut register = Register::new(
        vec![Calendar::new(days()).unwrap()],
        vec![School {
            calendar: CalendarIx::new(0),
            kind: SchoolKind::Folkeskole,
            provision: Provision::General,
        }],
        vec![Class {
            school: SchoolIx::new(0),
            grade: Grade::new(4).unwrap(),
        }],
        NotingSource::UpToLastMark,
    )
    .unwrap();
    register
        .add_pupil(&[Enrolment {
            class: ClassIx::new(0),
            from: BEGIN,
            to: None,
        }])
        .unwrap();
    for day in days().iter().take(ill) {
        register
            .set(P, *day, Slot::Start, SlotState::Absent(Category::Illness))
            .unwrap();
    }
    register
}

fn own(from: Date, window: RuleWindow, least: u32) -> Rule {
    let version = Version {
        from,
        name: Some(Bilingual {
            da: "Egen".to_owned(),
            en: "Own".to_owned(),
        }),
        ended: false,
        window,
        unit: Unit::Days,
        categories: Categories::ALL,
        comparator: Comparator::AtLeast(least),
        from_school_day: 0,
        who: Who::Leader,
        within: Within::None,
        duty: Duty {
            plain: "call".to_owned(),
            da: "Ring.".to_owned(),
            en: "Call.".to_owned(),
        },
        source: "Byrådet".to_owned(),
        link: None,
        checked: from,
        then: None,
        not_computed: None,
        trial: false,
    };
    Rule::own(RuleId::parse("local.own").unwrap(), Vec::new(), version).unwrap()
}

/// The duties of the own rule alone: the version, and since when.
fn held(register: &Register, rules: &RulePack, on: Date) -> Vec<(Date, Date)> {
    let track = register.track(P, on, rules.settings().day_weight).unwrap();
    screening::held(&track, rules)
        .into_iter()
        .filter(|held| held.rule.id.as_str() == "local.own")
        .map(|held| (held.version.from, held.reached_on))
        .collect()
}

#[test]
fn a_duty_outlives_the_rule_that_laid_it() {
    let (register, days) = (register(6), days());
    let today = days[40];
    for window in [RuleWindow::Quarter, RuleWindow::Last(20), RuleWindow::RunOfAbsence] {
        let first = own(BEGIN, window, 5);
        let pack = RulePack::shipped().unwrap().with_versions(first.clone()).unwrap();
        let duty = vec![(BEGIN, days[4])];
        assert_eq!(held(&register, &pack, today), duty, "{window:?}");
        let end = first.versions()[0].ending(days[20]);
        let end = Rule::own(first.id.clone(), Vec::new(), end).unwrap();
        let ended = pack.clone().with_versions(end).unwrap();
        assert_eq!(held(&register, &ended, today), duty, "{window:?}, ended");
        let stricter = pack.clone().with_versions(own(days[20], window, 9)).unwrap();
        assert_eq!(held(&register, &stricter, today), duty, "{window:?}, no longer enough");
        let other = pack.with_versions(own(days[20], RuleWindow::SchoolYear, 9)).unwrap();
        assert_eq!(held(&register, &other, today), duty, "{window:?}, another window");
    }
}

#[test]
fn a_rule_ended_before_anything_was_reached_lays_no_duty() {
    let (register, days) = (register(6), days());
    let first = own(BEGIN, RuleWindow::Quarter, 5);
    let end = Rule::own(first.id.clone(), Vec::new(), first.versions()[0].ending(days[4])).unwrap();
    let pack = RulePack::shipped()
        .unwrap()
        .with_versions(first)
        .unwrap()
        .with_versions(end)
        .unwrap();
    assert_eq!(held(&register, &pack, days[40]), []);
}

#[test]
fn what_stood_when_a_rule_began_is_its_duty_from_the_first_day() {
    let (register, days) = (register(6), days());
    let pack = RulePack::shipped()
        .unwrap()
        .with_versions(own(days[10], RuleWindow::Last(20), 5))
        .unwrap();
    assert_eq!(held(&register, &pack, days[9]), []);
    for on in [days[10], days[40]] {
        assert_eq!(held(&register, &pack, on), [(days[10], days[10])], "{on}");
    }
    // A later version of the same rule goes on with the same duty.
    let later = pack.with_versions(own(days[12], RuleWindow::Last(20), 4)).unwrap();
    assert_eq!(held(&register, &later, days[16]), [(days[12], days[10])]);
}
