//! The kernel against [`Track`], over worlds that contain every edge.

use jiff::civil::{Date, Weekday};
use proptest::prelude::*;

use super::*;
use crate::kind::{Category, Grade, Provision, SchoolKind, Slot};
use crate::register::{Class, Enrolment, School, SlotState};

/// Numbers from one seed; the worlds of a failure come again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn day(&mut self, first: Date, days: u64) -> Date {
        first + jiff::Span::new().days(i64::try_from(self.below(days)).unwrap())
    }
}

const FIRST: Date = Date::constant(2024, 8, 1);
const DAYS: u64 = 3 * 365;

/// Three school years: an ordinary calendar, one with school in July, one of nearly every day.
fn calendar(dice: &mut Dice) -> Calendar {
    let (weekends, july, closed) = (dice.one_in(4), dice.one_in(3), 2 + dice.below(30));
    let days = FIRST
        .series(jiff::Span::new().days(1))
        .take(usize::try_from(DAYS).unwrap());
    let mut in_quarter = HashMap::new();
    Calendar::new(days.filter(|day| {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let open = (weekends || !weekend) && (july || day.month() != 7) && !dice.one_in(closed);
        let count: &mut usize = in_quarter
            .entry((SchoolYear::of(*day), Quarter::of(*day).number()))
            .or_default();
        let taken = open && *count < 60;
        *count += usize::from(taken);
        taken
    }))
    .unwrap()
}

fn enrolments(dice: &mut Dice, classes: u64) -> Vec<Enrolment> {
    let mut class = ClassIx::new(u32::try_from(dice.below(classes)).unwrap());
    if dice.one_in(2) {
        return vec![Enrolment {
            class,
            from: FIRST,
            to: None,
        }];
    }
    let mut all = Vec::new();
    let mut from = dice.day(FIRST, 500);
    for _ in 0..=dice.below(4) {
        let to = dice.day(from, 500);
        all.push(Enrolment {
            class,
            from,
            to: Some(to),
        });
        let gap = if dice.one_in(3) { 1 } else { 1 + dice.below(90) };
        from = to + jiff::Span::new().days(i64::try_from(gap).unwrap());
        if dice.one_in(2) {
            class = ClassIx::new(u32::try_from(dice.below(classes)).unwrap());
        }
    }
    if dice.one_in(2)
        && let Some(last) = all.last_mut()
    {
        last.to = None;
    }
    all
}

fn world(seed: u64) -> Register {
    let dice = &mut Dice(seed);
    let calendars: Vec<Calendar> = (0..1 + dice.below(2)).map(|_| calendar(dice)).collect();
    let schools: Vec<School> = (0..1 + dice.below(3))
        .map(|_| School {
            calendar: CalendarIx::new(u32::try_from(dice.below(calendars.len() as u64)).unwrap()),
            kind: SchoolKind::Folkeskole,
            provision: Provision::General,
        })
        .collect();
    let classes: Vec<Class> = (0..1 + dice.below(5))
        .map(|_| Class {
            school: SchoolIx::new(u32::try_from(dice.below(schools.len() as u64)).unwrap()),
            grade: Grade::new([3, 6, 7, 9][usize::try_from(dice.below(4)).unwrap()]).unwrap(),
        })
        .collect();
    let source = if dice.one_in(3) {
        NotingSource::UpToLastMark
    } else {
        NotingSource::Listed
    };
    let count = classes.len() as u64;
    let mut register = Register::new(calendars, schools, classes, source).unwrap();
    for _ in 0..1 + dice.below(30) {
        let enrolments = enrolments(dice, count);
        register.add_pupil(&enrolments).unwrap();
    }
    let forgotten = 1 + dice.below(20);
    for class in 0..register.class_count() {
        for day in FIRST
            .series(jiff::Span::new().days(1))
            .take(usize::try_from(DAYS).unwrap())
        {
            for slot in Slot::BOTH {
                if !dice.one_in(forgotten) {
                    register.note_class(ClassIx::new(class), day, slot);
                }
            }
        }
    }
    for pupil in register.pupils() {
        let often = 2 + dice.below(20);
        let mut state = SlotState::Clear;
        let last = DAYS - dice.below(500);
        for day in FIRST
            .series(jiff::Span::new().days(1))
            .take(usize::try_from(last).unwrap())
        {
            for slot in Slot::BOTH {
                if dice.one_in(often) {
                    state = match dice.below(8) {
                        0 => SlotState::Absent(Category::Illness),
                        1 => SlotState::Absent(Category::AuthorisedLeave),
                        2 => SlotState::Absent(Category::Unlawful),
                        3 => SlotState::Short,
                        _ => SlotState::Clear,
                    };
                }
                if state != SlotState::Clear {
                    let _ = register.set(pupil, day, slot, state);
                }
            }
        }
    }
    register
}

fn expected(register: &Register, year: SchoolYear, as_of: Date, weight: DayWeight) -> Vec<(PupilIx, [Measures; 3])> {
    let span = year.span();
    let touches = |e: &Enrolment| e.from <= span.to && e.to.is_none_or(|to| to >= span.from);
    register
        .pupils()
        .filter(|pupil| register.enrolments(*pupil).iter().any(touches))
        .map(|pupil| {
            let track = register.track(pupil, as_of, weight).unwrap();
            (pupil, Window::ALL.map(|window| track.measures(window)))
        })
        .collect()
}

/// Days worth asking about: edges of quarters and years, July, and any others.
fn as_of_days(dice: &mut Dice, year: SchoolYear) -> Vec<Date> {
    let span = year.span();
    let next = year.next().first_year();
    let mut days = vec![
        span.from,
        Date::constant(year.first_year(), 9, 30),
        Date::constant(year.first_year(), 10, 1),
        Date::constant(next, 7, 15),
        span.to,
    ];
    days.extend((0..4).map(|_| dice.day(span.from, 365)));
    days
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_instance_measures_as_the_track_does(seed in any::<u64>()) {
        let register = world(seed);
        let dice = &mut Dice(seed ^ 1);
        let weight = [DayWeight::Half, DayWeight::Any, DayWeight::Start, DayWeight::Both]
            [usize::try_from(dice.below(4)).unwrap()];
        for year in [2024, 2025, 2026].map(SchoolYear::beginning) {
            let blocks = Blocks::of(&register, year);
            for as_of in as_of_days(dice, year) {
                let expected = expected(&register, year, as_of, weight);
                for instance in Instance::available() {
                    let screened = blocks.screen(as_of, weight, instance).unwrap();
                    let mut found: Vec<_> = screened.measures().collect();
                    found.sort_by_key(|(pupil, _)| *pupil);
                    prop_assert_eq!(found.len(), expected.len());
                    for (found, expected) in found.iter().zip(&expected) {
                        prop_assert_eq!(found, expected, "{} on {}", instance.word(), as_of);
                    }
                }
            }
        }
    }
}

#[test]
fn the_random_worlds_are_mostly_counted_in_blocks() {
    let (mut all, mut aside) = (0, 0);
    for seed in 0..60 {
        let register = world(seed);
        let blocks = Blocks::of(&register, SchoolYear::beginning(2025));
        let screened = blocks
            .screen(Date::constant(2026, 2, 3), DayWeight::Half, Instance::best())
            .unwrap();
        all += screened.measures().count();
        aside += screened.aside();
    }
    assert!(aside * 2 < all, "{aside} of {all} were not counted in blocks");
    assert!(aside > 0, "no world had a pupil the blocks cannot hold");
}

#[test]
fn a_day_of_another_school_year_is_not_answered() {
    let register = world(7);
    let blocks = Blocks::of(&register, SchoolYear::beginning(2025));
    let on = |day| blocks.screen(day, DayWeight::Half, Instance::Scalar).is_some();
    assert!(!on(Date::constant(2025, 7, 31)));
    assert!(on(Date::constant(2025, 8, 1)));
    assert!(on(Date::constant(2026, 7, 31)));
    assert!(!on(Date::constant(2026, 8, 1)));
}
