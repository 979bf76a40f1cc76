//! The worked examples of the law: E01–E36, D01–D14 and T12, each a named test; and coverage in time.
//!
//! Calendars are the published holiday plans of two municipalities.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, Enrolment, Grade, NotingSource, PupilIx, Quarter, Register, School,
    SchoolIx, SchoolKind, Slot, SlotState, Span,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use statute::{Days, Reading, RulePack, Status};

/// Holidays, each (day, month, year) to (day, month, year).
type Off = [(i8, i8, i16, i8, i8, i16)];

fn weekdays(first: Date, last: Date, off: &Off) -> Vec<Date> {
    first
        .series(1.day())
        .take_while(|d| *d <= last)
        .filter(|d| d.weekday().to_monday_one_offset() <= 5)
        .filter(|d| {
            !off.iter()
                .any(|o| date(o.2, o.1, o.0) <= *d && *d <= date(o.5, o.4, o.3))
        })
        .collect()
}

fn oersted() -> Vec<Date> {
    let y25 = weekdays(
        date(2025, 8, 11),
        date(2026, 6, 26),
        &[
            (11, 10, 2025, 19, 10, 2025),
            (20, 12, 2025, 4, 1, 2026),
            (7, 2, 2026, 15, 2, 2026),
            (28, 3, 2026, 6, 4, 2026),
            (14, 5, 2026, 17, 5, 2026),
            (23, 5, 2026, 25, 5, 2026),
            (5, 6, 2026, 5, 6, 2026),
        ],
    );
    let y26 = weekdays(
        date(2026, 8, 10),
        date(2027, 6, 25),
        &[
            (10, 10, 2026, 18, 10, 2026),
            (19, 12, 2026, 4, 1, 2027),
            (13, 2, 2027, 21, 2, 2027),
            (20, 3, 2027, 29, 3, 2027),
            (6, 5, 2027, 9, 5, 2027),
            (15, 5, 2027, 17, 5, 2027),
        ],
    );
    let y27 = weekdays(
        date(2027, 8, 9),
        date(2028, 6, 23),
        &[
            (16, 10, 2027, 24, 10, 2027),
            (18, 12, 2027, 3, 1, 2028),
            (12, 2, 2028, 20, 2, 2028),
            (8, 4, 2028, 17, 4, 2028),
            (25, 5, 2028, 28, 5, 2028),
            (3, 6, 2028, 5, 6, 2028),
        ],
    );
    [y25, y26, y27].concat()
}

fn toender_2024() -> Vec<Date> {
    weekdays(
        date(2024, 8, 12),
        date(2025, 6, 27),
        &[
            (14, 10, 2024, 18, 10, 2024),
            (20, 12, 2024, 1, 1, 2025),
            (10, 2, 2025, 14, 2, 2025),
            (14, 4, 2025, 21, 4, 2025),
            (29, 5, 2025, 30, 5, 2025),
            (5, 6, 2025, 6, 6, 2025),
            (9, 6, 2025, 9, 6, 2025),
        ],
    )
}

/// A quarter of so many school days, from 1 October 2026 on.
fn quarter_of(days: usize) -> Vec<Date> {
    Q4.series(1.day())
        .filter(|d| d.weekday().to_monday_one_offset() <= 5)
        .take(days)
        .collect()
}

/// One pupil on one calendar.
struct Pupil {
    register: Register,
    calendar: Vec<Date>,
}

const P: PupilIx = PupilIx::new(0);
const Q4: Date = date(2026, 10, 1);

impl Pupil {
    fn new(grade: u8, kind: SchoolKind, calendar: Vec<Date>) -> Self {
        let mut register = Register::new(
            vec![Calendar::new(calendar.iter().copied()).unwrap()],
            vec![School {
                calendar: CalendarIx::new(0),
                kind,
                provision: attendance::Provision::General,
            }],
            vec![Class {
                school: SchoolIx::new(0),
                grade: Grade::new(grade).unwrap(),
            }],
            NotingSource::Listed,
        )
        .unwrap();
        register
            .add_pupil(&[Enrolment {
                class: ClassIx::new(0),
                from: date(2020, 8, 1),
                to: None,
            }])
            .unwrap();
        for day in &calendar {
            for slot in Slot::BOTH {
                register.note_class(ClassIx::new(0), *day, slot);
            }
        }
        Self { register, calendar }
    }

    /// The school days of the quarter a day lies in.
    fn quarter(&self, day: Date) -> Vec<Date> {
        let span = Quarter::of(day).span();
        self.calendar.iter().copied().filter(|d| span.contains(*d)).collect()
    }

    fn away(mut self, days: &[Date], category: Category) -> Self {
        for day in days {
            self.slot(*day, Slot::Start, category);
            if self.register.class(ClassIx::new(0)).unwrap().grade.number() >= 7 {
                self.slot(*day, Slot::End, category);
            }
        }
        self
    }

    fn slot(&mut self, day: Date, slot: Slot, category: Category) {
        self.register.set(P, day, slot, SlotState::Absent(category)).unwrap();
    }

    fn read(&self, rules: &str, rule: &str, on: Date) -> Option<Reading> {
        let pack = RulePack::shipped().unwrap().with_file(rules).unwrap();
        let track = self.register.track(P, on, pack.settings().day_weight).unwrap();
        let rule = pack.rule(rule).unwrap();
        pack.read(rule, rule.on(on).unwrap(), &track, Days::Listed)
    }

    fn holds(&self, rule: &str, on: Date) -> bool {
        self.read("", rule, on).is_some_and(|r| r.reached_on.is_some())
    }

    /// Whether 10 % and 15 % hold on the last school day of the quarter.
    fn shares(&self, in_quarter: Date) -> (bool, bool) {
        let last = *self.quarter(in_quarter).last().unwrap();
        (
            self.holds("dk.unlawful.10pct", last),
            self.holds("dk.unlawful.15pct", last),
        )
    }
}

const NONE: (bool, bool) = (false, false);
const R09: (bool, bool) = (true, false);
const R10: (bool, bool) = (true, true);

/// `unlawful` days at the beginning of a quarter of `n` school days.
fn unlawful(calendar: Vec<Date>, in_quarter: Date, n: usize, unlawful: usize, expected: (bool, bool)) {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, calendar);
    let days = pupil.quarter(in_quarter);
    assert_eq!(days.len(), n, "school days in the quarter");
    let pupil = pupil.away(&days[..unlawful], Category::Unlawful);
    assert_eq!(pupil.shares(in_quarter), expected, "{unlawful}/{n}");
}

macro_rules! unlawful_examples {
    ($($name:ident: $calendar:expr, $quarter:expr, $n:literal, $days:literal => $expected:expr;)*) => {
        $(#[test] fn $name() { unlawful($calendar, $quarter, $n, $days, $expected); })*
    };
}

unlawful_examples! {
    e01_six_of_61_is_below_ten_percent: quarter_of(61), Q4, 61, 6 => NONE;
    e02_seven_of_61_informs_the_parents: quarter_of(61), Q4, 61, 7 => R09;
    e03_nine_of_61_is_still_below_fifteen: quarter_of(61), Q4, 61, 9 => R09;
    e04_ten_of_61_notifies_the_council: quarter_of(61), Q4, 61, 10 => R10;
    e05_six_of_60_is_exactly_ten_percent: quarter_of(60), Q4, 60, 6 => R09;
    e06_nine_of_60_is_exactly_fifteen_percent: quarter_of(60), Q4, 60, 9 => R10;
    e07_six_of_40_is_exactly_fifteen_percent: quarter_of(40), Q4, 40, 6 => R10;
    e08_four_of_40_is_exactly_ten_percent: quarter_of(40), Q4, 40, 4 => R09;
    e09_three_of_38_is_nothing: oersted(), date(2026, 9, 1), 38, 3 => NONE;
    e10_four_of_38_informs: oersted(), date(2026, 9, 1), 38, 4 => R09;
    e11_five_of_38_informs: oersted(), date(2026, 9, 1), 38, 5 => R09;
    e12_six_of_38_notifies: oersted(), date(2026, 9, 1), 38, 6 => R10;
    e13_five_of_52_is_nothing: oersted(), date(2026, 11, 1), 52, 5 => NONE;
    e14_six_of_52_informs: oersted(), date(2026, 11, 1), 52, 6 => R09;
    e15_seven_of_52_informs: oersted(), date(2026, 11, 1), 52, 7 => R09;
    e16_eight_of_52_notifies: oersted(), date(2026, 11, 1), 52, 8 => R10;
    e17_five_of_51_is_nothing: oersted(), date(2027, 2, 1), 51, 5 => NONE;
    e18_eight_of_51_notifies: oersted(), date(2027, 2, 1), 51, 8 => R10;
    e19_eight_of_59_informs: oersted(), date(2027, 5, 1), 59, 8 => R09;
    e20_nine_of_59_notifies: oersted(), date(2027, 5, 1), 59, 9 => R10;
    e21_eight_of_58_informs: toender_2024(), date(2025, 2, 1), 58, 8 => R09;
    e22_nine_of_58_notifies: toender_2024(), date(2025, 2, 1), 58, 9 => R10;
    e23_three_of_36_is_nothing: toender_2024(), date(2024, 9, 1), 36, 3 => NONE;
    e24_five_of_36_informs: toender_2024(), date(2024, 9, 1), 36, 5 => R09;
    e25_six_of_36_notifies: toender_2024(), date(2024, 9, 1), 36, 6 => R10;
    e26_fourteen_point_75_is_not_fifteen_however_it_is_rounded: quarter_of(61), Q4, 61, 9 => R09;
}

#[test]
fn e27_the_share_so_far_never_notifies() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(Q4);
    let pupil = pupil.away(&days[..3], Category::Unlawful);
    for rule in ["dk.unlawful.10pct", "dk.unlawful.15pct"] {
        let reading = pupil.read("", rule, days[19]).unwrap();
        assert_eq!(
            (reading.numerator, reading.denominator, reading.reached_on),
            (6, Some(104), None)
        );
    }
    assert!(pupil.holds("dk.unlawful.any", days[19]));
}

#[test]
fn e28_a_run_over_the_turn_of_the_quarter_is_counted_in_each() {
    let span = Span {
        from: date(2026, 9, 28),
        to: date(2026, 10, 2),
    };
    let days: Vec<Date> = oersted().into_iter().filter(|d| span.contains(*d)).collect();
    assert_eq!(days.len(), 5);
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted()).away(&days, Category::Unlawful);
    assert_eq!(
        pupil
            .read("", "dk.unlawful.10pct", date(2026, 9, 30))
            .unwrap()
            .numerator,
        6
    );
    assert_eq!(
        pupil
            .read("", "dk.unlawful.10pct", date(2026, 12, 18))
            .unwrap()
            .numerator,
        4
    );
    assert_eq!(
        (pupil.shares(date(2026, 9, 1)), pupil.shares(date(2026, 11, 1))),
        (NONE, NONE)
    );
}

#[test]
fn e29_what_a_single_note_weighs_decides() {
    let mut pupil = Pupil::new(8, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    assert_eq!(days.len(), 52);
    for (i, day) in days[..11].iter().enumerate() {
        // Three days start only, four end only, four both.
        if !(3..7).contains(&i) {
            pupil.slot(*day, Slot::Start, Category::Unlawful);
        }
        if i >= 3 {
            pupil.slot(*day, Slot::End, Category::Unlawful);
        }
    }
    let on = *days.last().unwrap();
    for (weight, halves, expected) in [
        ("half", 15, R09),
        ("any", 22, R10),
        ("start", 14, R09),
        ("both", 8, NONE),
    ] {
        let rules = format!("[settings]\nday_weight = \"{weight}\"\n");
        let ten = pupil.read(&rules, "dk.unlawful.10pct", on).unwrap();
        let fifteen = pupil.read(&rules, "dk.unlawful.15pct", on).unwrap();
        assert_eq!((ten.numerator, ten.denominator), (halves, Some(104)), "{weight}");
        assert_eq!(
            (ten.reached_on.is_some(), fifteen.reached_on.is_some()),
            expected,
            "{weight}"
        );
    }
}

/// A 7th grader with so many half days (start notes) unlawful in a quarter of `n` days.
fn half_days(n: usize, halves: usize, expected: (bool, bool)) {
    let mut pupil = Pupil::new(7, SchoolKind::Folkeskole, quarter_of(n));
    for day in pupil.calendar.clone().iter().take(halves) {
        pupil.slot(*day, Slot::Start, Category::Unlawful);
    }
    assert_eq!(pupil.shares(Q4), expected, "{halves} half days of {n}");
}

#[test]
fn e30_fifteen_half_days_of_50_days_are_exactly_fifteen_percent() {
    half_days(50, 15, R10);
}

#[test]
fn e31_eleven_half_days_divide_37_and_36_days() {
    half_days(37, 11, R09);
    half_days(36, 11, R10);
}

#[test]
fn e32_eleven_half_days_of_55_days_are_exactly_ten_percent() {
    assert_eq!(
        Pupil::new(7, SchoolKind::Folkeskole, oersted())
            .quarter(date(2026, 5, 1))
            .len(),
        55
    );
    half_days(55, 11, R09);
}

#[test]
fn e33_only_unlawful_absence_counts_for_the_shares() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, quarter_of(60));
    let days = pupil.calendar.clone();
    let pupil = pupil
        .away(&days[..9], Category::Illness)
        .away(&days[9..18], Category::Unlawful)
        .away(&days[18..27], Category::AuthorisedLeave);
    assert_eq!(pupil.shares(Q4), R10);
    let year = pupil.read("", "local.year10pct", days[59]).unwrap();
    assert_eq!((year.numerator, year.denominator), (54, Some(120)));
    assert!(year.reached_on.is_some());
}

#[test]
fn e34_approved_leave_lays_no_duty() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let pupil = pupil.away(&days[..12], Category::AuthorisedLeave);
    for rule in [
        "dk.unlawful.any",
        "dk.unlawful.10pct",
        "dk.unlawful.15pct",
        "dk.agreement2026.contact",
    ] {
        assert!(!pupil.holds(rule, days[51]), "{rule}");
    }
}

#[test]
fn e35_a_day_made_illness_takes_the_ground_away() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, quarter_of(60));
    let days = pupil.calendar.clone();
    let pupil = pupil.away(&days[..9], Category::Unlawful);
    assert_eq!(pupil.shares(Q4), R10);
    let pupil = pupil.away(&days[8..9], Category::Illness);
    assert_eq!(pupil.shares(Q4), R09);
}

#[test]
fn e36_a_day_that_is_two_holidays_is_off_once() {
    assert_eq!(
        Pupil::new(4, SchoolKind::Folkeskole, oersted())
            .quarter(date(2028, 5, 1))
            .len(),
        51
    );
}

/// Which of G01, G02, P01, P02 hold at the end of a quarter of 52 days.
fn ten_and_fifteen(sick: usize, unlawful: usize, leave: usize, expected: [bool; 4]) {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let pupil = pupil
        .away(&days[..sick], Category::Illness)
        .away(&days[sick..sick + unlawful], Category::Unlawful)
        .away(
            &days[sick + unlawful..sick + unlawful + leave],
            Category::AuthorisedLeave,
        );
    let held = [
        "dk.agreement2026.contact",
        "dk.agreement2026.plan",
        "dk.expert2025.contact",
        "dk.expert2025.plan",
    ]
    .map(|rule| pupil.holds(rule, days[51]));
    assert_eq!(held, expected, "{sick} sick, {unlawful} unlawful, {leave} leave");
}

#[test]
fn d01_ten_days_are_not_more_than_ten() {
    ten_and_fifteen(6, 4, 0, [false, false, true, false]);
}

#[test]
fn d02_eleven_days_are() {
    ten_and_fifteen(7, 4, 0, [true, false, true, false]);
}

#[test]
fn d03_leave_counts_for_the_proposal_only() {
    ten_and_fifteen(10, 0, 5, [false, false, true, true]);
}

#[test]
fn d04_fifteen_days_of_illness_and_unlawful_absence() {
    ten_and_fifteen(11, 4, 0, [true, true, true, true]);
}

#[test]
fn d05_fourteen_and_a_half_days_are_not_fifteen() {
    let mut pupil = Pupil::new(7, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    pupil = pupil.away(&days[..14], Category::Illness);
    pupil.slot(days[14], Slot::Start, Category::Illness);
    let reading = pupil.read("", "dk.agreement2026.plan", days[51]).unwrap();
    assert_eq!((reading.numerator, reading.reached_on), (29, None));
}

#[test]
fn d06_the_quarter_turns_but_the_sum_of_illness_goes_on() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let (third, fourth) = (pupil.quarter(date(2026, 9, 1)), pupil.quarter(date(2026, 11, 1)));
    let pupil = pupil
        .away(&third[..8], Category::Illness)
        .away(&fourth[..8], Category::Illness);
    let end = fourth[51];
    assert!(!pupil.holds("dk.agreement2026.contact", end));
    assert_eq!(
        pupil.read("", "dk.illness.total15", end).unwrap().reached_on,
        Some(fourth[6])
    );
    let by_quarter = "[settings]\nillness_total_window = \"quarter\"\n";
    assert_eq!(
        pupil.read(by_quarter, "dk.illness.total15", end).unwrap().reached_on,
        None
    );
}

#[test]
fn d07_a_long_illness_is_lawful_and_still_lays_duties() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, toender_2024());
    let days = pupil.quarter(date(2024, 9, 1));
    assert_eq!(days.len(), 36);
    let pupil = pupil.away(&days[..15], Category::Illness);
    for (rule, expected) in [
        ("dk.illness.run15", true),
        ("dk.illness.total15", true),
        ("dk.agreement2026.plan", true),
        ("dk.unlawful.any", false),
        ("dk.unlawful.10pct", false),
    ] {
        assert_eq!(pupil.holds(rule, days[14]), expected, "{rule}");
    }
}

/// Away for 15 school days after the last attended one; the deadline is known from the first day.
fn latest(last_attended: Date, expected: Date) {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let away: Vec<Date> = pupil
        .calendar
        .iter()
        .copied()
        .filter(|d| *d > last_attended)
        .take(15)
        .collect();
    let pupil = pupil.away(&away, Category::Illness);
    let first_day = pupil.read("", "dk.illness.run15", away[0]).unwrap();
    assert_eq!((first_day.deadline, first_day.reached_on), (Some(expected), None));
    let last_day = pupil.read("", "dk.illness.run15", away[14]).unwrap();
    assert_eq!(
        (last_day.deadline, last_day.reached_on, last_day.numerator),
        (Some(expected), Some(expected), 15)
    );
}

#[test]
fn d08_the_winter_holiday_is_not_counted() {
    latest(date(2026, 1, 23), date(2026, 2, 20));
}

#[test]
fn d09_the_autumn_holiday_is_not_counted() {
    latest(date(2026, 9, 25), date(2026, 10, 23));
}

#[test]
fn d10_before_christmas() {
    latest(date(2026, 11, 27), date(2026, 12, 18));
}

#[test]
fn d11_without_a_holiday() {
    latest(date(2026, 8, 28), date(2026, 9, 18));
}

#[test]
fn d12_a_run_goes_on_over_the_summer() {
    latest(date(2026, 6, 15), date(2026, 8, 17));
}

#[test]
fn d13_frequent_short_illness_is_a_sum_but_no_run() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let sick: Vec<Date> = (0..20).filter(|i| i % 4 != 3).map(|i| days[i]).collect();
    assert_eq!(sick.len(), 15);
    let pupil = pupil.away(&sick, Category::Illness);
    assert!(pupil.holds("dk.illness.total15", days[20]));
    assert!(!pupil.holds("dk.illness.run15", days[18]));
    assert!(!pupil.holds("dk.illness.run15", days[20]));
}

#[test]
fn d14_illness_without_the_demanded_certificate_is_read_again() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let pupil = pupil.away(&days[..15], Category::Illness);
    assert_eq!(pupil.shares(date(2026, 11, 1)), NONE);
    let pupil = pupil.away(&days[..15], Category::Unlawful);
    assert_eq!(pupil.shares(date(2026, 11, 1)), R10);
    assert!(!pupil.holds("dk.illness.run15", days[14]));
}

#[test]
fn t12_the_following_quarter_is_not_computed_and_the_rule_says_so() {
    let pack = RulePack::shipped().unwrap();
    let version = pack.rule("dk.unlawful.15pct").unwrap().on(date(2026, 12, 31)).unwrap();
    assert!(version.not_computed.as_ref().unwrap().contains("følgende kvartal"));
}

#[test]
fn the_sanction_regime_covers_municipal_schools_only() {
    let pupil = Pupil::new(4, SchoolKind::Fri, quarter_of(60));
    let days = pupil.calendar.clone();
    let pupil = pupil.away(&days[..9], Category::Unlawful);
    assert_eq!(pupil.read("", "dk.unlawful.15pct", days[59]), None);
    assert!(pupil.holds("local.year10pct", days[59]));
}

/// Every rule answers on every 1 January, 1 August, day of change and the day before; before its first version never.
#[test]
fn every_rule_is_covered_in_time() {
    let pack = RulePack::shipped().unwrap();
    assert_eq!(pack.rules().len(), 19);
    for rule in pack.rules() {
        let first = rule.versions()[0].from;
        let mut days: Vec<Date> = (2010..2035).flat_map(|y| [date(y, 1, 1), date(y, 8, 1)]).collect();
        for version in rule.versions() {
            days.extend([version.from, version.from.yesterday().unwrap()]);
        }
        for day in days {
            assert_eq!(rule.on(day).is_ok(), day >= first, "{} on {day}", rule.id);
        }
        assert!(!rule.name.da.is_empty() && !rule.name.en.is_empty());
        for version in rule.versions() {
            assert!(!version.source.is_empty() && !version.duty.da.is_empty() && !version.duty.en.is_empty());
        }
    }
}

#[test]
fn the_law_is_locked_and_local_rules_are_not() {
    let pack = || RulePack::shipped().unwrap();
    for locked in ["disable = [\"dk.unlawful.*\"]", "disable = [\"dk.*\"]"] {
        assert!(pack().with_file(locked).is_err(), "{locked}");
    }
    let off = pack().with_file("disable = [\"local.*\"]").unwrap();
    assert!(off.in_force(date(2026, 11, 20)).all(|(r, _)| r.status != Status::Local));
    assert!(pack().with_file("enable = [\"dk.nothing\"]").is_err());
    assert!(pack().with_file("[settings]\nday_weight = \"some\"").is_err());
    assert!(pack().with_file("misspelt = 1").is_err());
}

#[test]
fn a_municipality_adds_a_rule_of_its_own_without_a_release() {
    let own = r#"
        [[rules]]
        id = "local.8of30"
        status = "local"
        name = { da = "8 dage på 30", en = "8 days of 30" }
        [[rules.versions]]
        from = "2026-08-01"
        window = "last"
        last = 30
        unit = "days"
        categories = ["illness", "unlawful"]
        at_least = 8
        who = "leader"
        within = "none"
        source = "Byrådet, møde 4"
        checked = "2026-08-01"
        duty = { plain = "call home", da = "Ring hjem.", en = "Call home." }
    "#;
    let pack = RulePack::shipped().unwrap().with_file(own).unwrap();
    assert!(pack.rule("local.8of30").unwrap().on(date(2026, 7, 31)).is_err());
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let pupil = pupil
        .away(&days[..7], Category::Illness)
        .away(&days[10..12], Category::AuthorisedLeave);
    assert_eq!(pupil.read(own, "local.8of30", days[20]).unwrap().reached_on, None);
    let pupil = pupil.away(&days[15..16], Category::Unlawful);
    assert_eq!(
        pupil.read(own, "local.8of30", days[20]).unwrap().reached_on,
        Some(days[15])
    );
    assert!(
        RulePack::shipped()
            .unwrap()
            .with_file(&own.replace("local.8of30", "dk.unlawful.any"))
            .is_err()
    );
    assert!(
        RulePack::shipped()
            .unwrap()
            .with_file(&own.replace("status = \"local\"", "status = \"law\""))
            .is_err()
    );
}

#[test]
fn published_calendars_have_two_hundred_days_and_the_quarters_known_for_them() {
    for (days, year, quarters) in [
        (toender_2024(), 2024, [36, 53, 58, 53]),
        (oersted(), 2025, [37, 53, 55, 55]),
        (oersted(), 2026, [38, 52, 51, 59]),
        (oersted(), 2027, [39, 51, 59, 51]),
    ] {
        let calendar = Calendar::new(days).unwrap();
        let count = |from: Date| calendar.count_in(Quarter::of(from).span());
        let got = [
            date(year, 9, 1),
            date(year, 12, 1),
            date(year + 1, 3, 1),
            date(year + 1, 6, 1),
        ]
        .map(count);
        assert_eq!(got, quarters, "{year}");
        assert_eq!(
            calendar.count_in(Span {
                from: date(year, 8, 1),
                to: date(year + 1, 7, 31)
            }),
            200
        );
    }
}

/// What is left of a rule for a pupil on a day, in the rule's unit.
fn left(pupil: &Pupil, rules: &str, rule: &str, on: Date) -> Option<u32> {
    let pack = RulePack::shipped().unwrap().with_file(rules).unwrap().with_named();
    let track = pupil.register.track(P, on, pack.settings().day_weight).unwrap();
    let found = pack.left(&track).into_iter().find(|l| l.rule.id.as_str() == rule)?;
    Some(found.more)
}

#[test]
fn what_is_left_of_a_quarters_share_is_counted_against_the_whole_quarter() {
    // School days, unlawful days of a 4th grader on the 20th day, and what is left to 10 and 15 %, in half days.
    for (n, away, ten, fifteen) in [
        (61, 0, None, None),
        (61, 1, Some(12), Some(18)),
        (61, 6, Some(2), Some(8)),
        (61, 7, None, Some(6)),
        (60, 5, Some(2), Some(8)),
        (60, 8, None, Some(2)),
        (60, 9, None, None),
        (40, 3, Some(2), Some(6)),
        (38, 5, None, Some(2)),
        (52, 7, None, Some(2)),
    ] {
        let pupil = Pupil::new(4, SchoolKind::Folkeskole, quarter_of(n));
        let days = pupil.calendar.clone();
        let pupil = pupil.away(&days[..away], Category::Unlawful);
        for (rule, expected) in [("dk.unlawful.10pct", ten), ("dk.unlawful.15pct", fifteen)] {
            assert_eq!(left(&pupil, "", rule, days[19]), expected, "{rule}: {away} of {n}");
        }
    }
}

#[test]
fn what_is_left_is_half_days_where_a_day_has_two_notes() {
    for (n, halves, weight, ten, fifteen) in [
        (37, 7, "half", Some(1), Some(5)),
        (37, 11, "half", None, Some(1)),
        (36, 10, "half", None, Some(1)),
        (55, 10, "half", Some(1), Some(7)),
        (55, 5, "any", Some(2), Some(8)),
    ] {
        let mut pupil = Pupil::new(7, SchoolKind::Folkeskole, quarter_of(n));
        let days = pupil.calendar.clone();
        for day in days.iter().take(halves) {
            pupil.slot(*day, Slot::Start, Category::Unlawful);
        }
        let rules = format!("[settings]\nday_weight = \"{weight}\"\n");
        for (rule, expected) in [("dk.unlawful.10pct", ten), ("dk.unlawful.15pct", fifteen)] {
            assert_eq!(
                left(&pupil, &rules, rule, days[19]),
                expected,
                "{rule}: {halves} of {n}, {weight}"
            );
        }
    }
}

#[test]
fn what_cannot_be_reached_before_the_quarter_ends_is_not_said() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    let pupil = pupil.away(&days[..5], Category::Unlawful);
    let on = |ahead: usize, rule| left(&pupil, "", rule, days[51 - ahead]);
    for (ahead, ten, fifteen) in [
        (4, Some(2), Some(6)),
        (3, Some(2), Some(6)),
        (2, Some(2), None),
        (1, Some(2), None),
        (0, None, None),
    ] {
        assert_eq!(on(ahead, "dk.unlawful.10pct"), ten, "{ahead} days before the end");
        assert_eq!(on(ahead, "dk.unlawful.15pct"), fifteen, "{ahead} days before the end");
    }
    // The next quarter begins from nothing, and a quarter without school days has no share to reach.
    assert_eq!(left(&pupil, "", "dk.unlawful.10pct", date(2027, 1, 5)), None);
    let empty = Pupil::new(4, SchoolKind::Folkeskole, days.clone()).away(&days[..5], Category::Unlawful);
    assert_eq!(left(&empty, "", "dk.unlawful.10pct", date(2027, 2, 1)), None);
}

#[test]
fn what_is_left_of_counts_of_days() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days = pupil.quarter(date(2026, 11, 1));
    // Nine days of illness, every other day from the first on; the last one is the 17th day.
    let sick: Vec<Date> = (0..9).map(|i| days[2 * i]).collect();
    let pupil = pupil.away(&sick, Category::Illness);
    for (rule, expected) in [
        // More than ten days are twenty-one half days; a 4th grader is away whole days.
        ("dk.agreement2026.contact", Some(4)),
        ("dk.agreement2026.plan", Some(12)),
        ("dk.illness.total15", Some(12)),
        ("dk.illness.run15", Some(14)),
        ("local.run5", Some(4)),
        ("local.7of20", None),
        ("local.15of60", Some(6)),
        ("named.illness.run7", Some(6)),
        ("named.illness.spells4of60", None),
        ("dk.unlawful.10pct", None),
        ("dk.expert2025.contact", None),
    ] {
        assert_eq!(left(&pupil, "", rule, days[16]), expected, "{rule}");
    }
    // Back at school: no run is going on.
    assert_eq!(left(&pupil, "", "local.run5", days[17]), None);
    // Six of the last twenty; a day later the next day takes an old one out as it brings a new one; at last all must be new.
    for (on, expected) in [(24, 1), (25, 2), (30, 7)] {
        assert_eq!(left(&pupil, "", "local.7of20", days[on]), Some(expected), "on day {on}");
    }
}

#[test]
fn what_is_left_of_a_share_of_the_days_so_far_grows_with_them() {
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
    let days: Vec<Date> = pupil
        .calendar
        .iter()
        .copied()
        .filter(|d| *d >= date(2026, 8, 10))
        .collect();
    let pupil = pupil.away(&days[..2], Category::Illness);
    // Before twenty school days nothing is said; then 2 of 20 days are 10 %.
    assert_eq!(left(&pupil, "", "named.year20pct", days[18]), None);
    assert!(
        pupil
            .read("", "named.year10pct", days[19])
            .unwrap()
            .reached_on
            .is_some()
    );
    // 2 of 30: (2 + 2) of 32 are more than 10 %, (2 + 1) of 31 are not.
    assert_eq!(left(&pupil, "", "named.year10pct", days[29]), Some(4));
    // 20 % of 30 days: (2 + 5) of 35 are exactly that.
    assert_eq!(left(&pupil, "", "named.year20pct", days[29]), Some(10));
}

#[test]
fn a_spell_of_illness_ends_with_a_day_at_school_and_with_nothing_else() {
    let at = |days: &[usize], leave: &[usize]| {
        let pupil = Pupil::new(4, SchoolKind::Folkeskole, oersted());
        let q = pupil.quarter(date(2026, 11, 1));
        let pick = |list: &[usize]| list.iter().map(|i| q[*i]).collect::<Vec<Date>>();
        let pupil = pupil
            .away(&pick(days), Category::Illness)
            .away(&pick(leave), Category::AuthorisedLeave);
        let spells = pupil.read("", "named.illness.spells4of60", q[30]).unwrap();
        let run = pupil.read("", "named.illness.run7", q[30]).unwrap();
        (
            spells.numerator,
            spells.reached_on.is_some(),
            run.numerator,
            run.reached_on.map(|d| q.iter().position(|x| *x == d).unwrap()),
        )
    };
    assert_eq!(at(&[0, 1, 4, 5, 10, 20], &[]), (4, true, 0, None));
    assert_eq!(at(&[0, 1, 4, 5, 10], &[]), (3, false, 0, None));
    // Leave between two days of illness: the child has not been back.
    assert_eq!(at(&[0, 2, 4, 6], &[1, 3]), (2, false, 0, None));
    // Seven days of illness up to the day hold; six do not; leave among them is neither counted nor a break.
    assert_eq!(at(&[24, 25, 26, 27, 28, 29, 30], &[]), (1, false, 7, Some(30)));
    assert_eq!(at(&[25, 26, 27, 28, 29, 30], &[]), (1, false, 6, None));
    assert_eq!(at(&[22, 23, 24, 26, 27, 28, 29, 30], &[25]), (1, false, 8, Some(29)));
    assert_eq!(at(&[22, 23, 24, 26, 27, 28, 29, 30], &[]), (2, false, 5, None));
}

#[test]
fn named_rules_are_off_until_pages_ask_for_them_and_no_pattern_of_others_turns_them_on() {
    let named = |pack: &RulePack| {
        let on = pack.in_force(date(2026, 11, 20));
        on.filter(|(rule, _)| rule.status == Status::Named).count()
    };
    let shipped = RulePack::shipped().unwrap();
    assert_eq!((named(&shipped), shipped.in_force(date(2026, 11, 20)).count()), (0, 12));
    let all = shipped.clone().with_file("enable = [\"*\"]").unwrap();
    assert_eq!((named(&all), all.in_force(date(2026, 11, 20)).count()), (0, 14));
    assert_eq!(
        named(&shipped.clone().with_file("enable = [\"named.illness.*\"]").unwrap()),
        2
    );
    assert_eq!(named(&shipped.with_named()), 5);
}

#[test]
fn a_rule_cannot_count_spells_in_a_run_or_a_share_of_them() {
    let spells = |window: &str, enough: &str| {
        format!(
            "[[rules]]\nid = \"local.spells\"\nstatus = \"local\"\nname = {{ da = \"Forløb\", en = \"Spells\" }}\n\
             [[rules.versions]]\nfrom = \"2026-08-01\"\n{window}\nunit = \"spells\"\ncategories = [\"leave\"]\n{enough}\n\
             who = \"team\"\nwithin = \"none\"\nsource = \"Byrådet\"\nchecked = \"2026-08-01\"\n\
             duty = {{ plain = \"look\", da = \"Se.\", en = \"Look.\" }}\n"
        )
    };
    let read = |text: String| RulePack::shipped().unwrap().with_file(&text);
    assert!(read(spells("window = \"quarter\"", "at_least = 2")).is_ok());
    assert!(read(spells("window = \"last\"\nlast = 40", "more_than = 2")).is_ok());
    assert!(read(spells("window = \"run\"\nrun = \"of_categories\"", "at_least = 2")).is_err());
    assert!(
        read(spells(
            "window = \"school_year\"",
            "share_bp = 1000\nshare_of = \"window\""
        ))
        .is_err()
    );
}

/// A rule as a page makes it.
fn own_rule(from: Date, least: u32, name: &str) -> statute::Rule {
    let version = statute::Version {
        from,
        name: Some(statute::Bilingual {
            da: name.to_owned(),
            en: format!("{name} \"en\""),
        }),
        ended: false,
        window: statute::RuleWindow::Last(30),
        unit: statute::Unit::Days,
        categories: attendance::Categories::ALL,
        comparator: statute::Comparator::AtLeast(least),
        from_school_day: 0,
        who: statute::Who::Leader,
        within: statute::Within::AtOnce,
        duty: statute::Duty {
            plain: "call home".to_owned(),
            da: "Ring hjem.\nSpørg \\ lyt".to_owned(),
            en: "Call home.".to_owned(),
        },
        source: "Byrådet, møde 4".to_owned(),
        link: Some("https://example.dk/".to_owned()),
        checked: from,
        then: None,
        not_computed: None,
        trial: false,
    };
    statute::Rule::own(statute::RuleId::parse("local.own").unwrap(), Vec::new(), version).unwrap()
}

#[test]
fn every_rule_is_written_as_it_is_read() {
    let pack = RulePack::shipped().unwrap();
    let own = own_rule(date(2026, 8, 1), 8, "8 på 30");
    for rule in pack.rules().iter().chain([&own]) {
        assert_eq!(&statute::Rule::from_toml(&rule.to_toml()).unwrap(), rule);
    }
    let file = format!(
        "{}\n{}",
        own.to_rules_file(),
        pack.rule("local.run5").unwrap().to_rules_file()
    );
    let read = RulePack::shipped().unwrap().with_file(&file).unwrap();
    assert_eq!(read.rule("local.own").unwrap(), &own);
}

/// R-156: a new version leaves the old one as it was; each day has the version, and the name, of that day.
#[test]
fn a_new_version_of_an_own_rule_changes_no_day_before_it() {
    let first = RulePack::shipped()
        .unwrap()
        .with_versions(own_rule(date(2026, 8, 1), 8, "8 på 30"))
        .unwrap();
    let today = date(2026, 11, 20);
    assert_eq!(first.next_version_from("local.own", today).unwrap(), today);
    assert_eq!(
        first.next_version_from("local.own", date(2026, 8, 1)).unwrap(),
        date(2026, 8, 2)
    );
    let pack = first.with_versions(own_rule(date(2027, 1, 1), 10, "10 på 30")).unwrap();
    let rule = pack.rule("local.own").unwrap();
    for (day, least, name) in [(date(2026, 12, 31), 8, "8 på 30"), (date(2027, 1, 1), 10, "10 på 30")] {
        let version = rule.on(day).unwrap();
        assert_eq!(version.comparator, statute::Comparator::AtLeast(least));
        assert_eq!(rule.name_of(version).da, name);
    }
    // Before it is in force, a version may still be taken back: here the rule ends instead.
    let version = rule.versions()[0].ending(date(2026, 12, 1));
    let end = statute::Rule::own(rule.id.clone(), Vec::new(), version).unwrap();
    let ended = pack.with_versions(end).unwrap();
    let rule = ended.rule("local.own").unwrap();
    assert!(rule.on(date(2026, 11, 30)).is_ok());
    for day in [date(2026, 12, 1), date(2027, 1, 1), date(2030, 1, 1)] {
        assert!(rule.on(day).is_err(), "{day}");
    }
    assert!(
        ended
            .not_in_force(date(2027, 1, 1))
            .any(|id| id.as_str() == "local.own")
    );
    assert_eq!(rule.versions().len(), 2, "the history is kept");
}

/// R-157: whatever a municipality writes, the law says the same, of everybody.
#[test]
fn no_own_rule_changes_what_the_law_says() {
    let days = oersted();
    let pupil = Pupil::new(4, SchoolKind::Folkeskole, days.clone()).away(&days[3..30], Category::Illness);
    let pupil = pupil.away(&days[40..52], Category::Unlawful);
    let shipped = RulePack::shipped().unwrap();
    for id in [
        "dk.unlawful.any",
        "dk.unlawful.15pct",
        "dk.illness.run15",
        "dk.agreement2026.contact",
    ] {
        let mut rule = own_rule(date(2020, 8, 1), 30, "lempelig");
        rule.id = statute::RuleId::parse(id).unwrap();
        assert!(
            matches!(
                shipped.clone().with_versions(rule),
                Err(statute::RuleError::Locked { .. })
            ),
            "{id}"
        );
    }
    let mut claim = own_rule(date(2020, 8, 1), 30, "lov");
    claim.status = Status::Law;
    assert!(shipped.clone().with_versions(claim).is_err());
    let own = own_rule(date(2020, 8, 1), 30, "lempelig").to_rules_file();
    for day in days.iter().step_by(7) {
        for law in shipped.rules().iter().filter(|r| r.status == Status::Law) {
            assert_eq!(
                pupil.read(&own, law.id.as_str(), *day),
                pupil.read("", law.id.as_str(), *day),
                "{} on {day}",
                law.id
            );
        }
    }
}

#[test]
fn what_a_rule_cannot_say_is_all_told_at_once() {
    use statute::RuleProblem as P;
    let problems = |change: &dyn Fn(&mut statute::Version)| {
        let rule = own_rule(date(2026, 8, 1), 8, "8 på 30");
        let mut version = rule.versions()[0].clone();
        change(&mut version);
        statute::Rule::own(rule.id, Vec::new(), version)
            .err()
            .unwrap_or_default()
    };
    assert_eq!(problems(&|_| {}), []);
    assert_eq!(
        problems(&|v| {
            v.name = None;
            v.duty.da = " ".to_owned();
            v.source = String::new();
            v.categories = attendance::Categories::NONE;
        }),
        [P::NameMissing, P::NoCategory, P::DutyMissing, P::SourceMissing]
    );
    assert_eq!(
        problems(&|v| v.comparator = statute::Comparator::AtLeast(31)),
        [P::LimitBeyondWindow]
    );
    assert_eq!(
        problems(&|v| v.comparator = statute::Comparator::MoreThan(30)),
        [P::LimitBeyondWindow]
    );
    assert_eq!(
        problems(&|v| v.comparator = statute::Comparator::AtLeast(0)),
        [P::LimitOutside]
    );
    assert_eq!(
        problems(&|v| v.window = statute::RuleWindow::Last(0)),
        [P::LastOutside, P::LimitBeyondWindow]
    );
    assert_eq!(
        problems(&|v| {
            v.window = statute::RuleWindow::RunOfAbsence;
            v.unit = statute::Unit::HalfDays;
            v.from_school_day = 3;
        }),
        [P::RunInDays, P::FirstDayNeedsSpan]
    );
    assert_eq!(
        problems(&|v| {
            v.comparator = statute::Comparator::Share {
                bp: 1000,
                of: statute::ShareOf::SoFar,
            };
            v.within = statute::Within::ThresholdDay;
        }),
        [P::ShareNeedsSpan, P::ThresholdNeedsRun]
    );
}

#[test]
fn an_own_rule_gets_an_identifier_from_its_name() {
    use statute::RuleId;
    let free = |_: &str| false;
    assert_eq!(
        RuleId::own("Fravær 8 af 30 dage", free).as_str(),
        "local.fravaer_8_af_30_dage"
    );
    assert_eq!(RuleId::own("10 %: søgning!", free).as_str(), "local.10_pct_soegning");
    assert_eq!(RuleId::own("…", free).as_str(), "local.regel");
    assert_eq!(RuleId::own("a", |id| id != "local.a_3").as_str(), "local.a_3");
    for name in ["Fravær", "ÅÆØ ß 你好", &"x ".repeat(90)] {
        let id = RuleId::own(name, free);
        assert_eq!(RuleId::parse(id.as_str()).unwrap(), id);
    }
}

#[test]
fn what_a_municipality_decided_is_written_as_a_rules_file_that_reads_back() {
    let chosen = "enable = [\"dk.expert2025.plan\"]\ndisable = [\"local.run5\", \"stat.*\"]\n\
                  [settings]\nday_weight = \"both\"\nillness_total_window = \"quarter\"\ndenominator = \"whole_quarter\"\n";
    let own = own_rule(date(2026, 8, 1), 8, "8 på 30");
    let shipped = || RulePack::shipped().unwrap();
    let mut more = shipped().rule("local.7of20").unwrap().versions()[0].clone();
    (more.from, more.comparator) = (date(2026, 10, 1), statute::Comparator::MoreThan(7));
    more.name = Some(shipped().rule("local.7of20").unwrap().name.clone());
    let more = statute::Rule::own(statute::RuleId::parse("local.7of20").unwrap(), Vec::new(), more).unwrap();
    let pack = shipped().with_versions(own).unwrap().with_versions(more).unwrap();
    for pack in [shipped(), pack.clone(), pack.with_file(chosen).unwrap()] {
        let again = shipped().with_file(&pack.to_rules_file().unwrap()).unwrap();
        assert_eq!((again.rules(), again.settings()), (pack.rules(), pack.settings()));
    }
}
