//! What the signs promise, held over random worlds and over the children of the archetypes.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use attendance::{Category, ClassIx, PupilIx, SchoolIx};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;
use signals::{Away, Budget, Context, DayEvidence, Depth, Detector, Language, Parameters, SignKind};

/// School days: Mondays to Fridays from a Monday in August, with an autumn and a winter break each year.
fn school_days(count: usize) -> Vec<Date> {
    let mut day = date(2024, 8, 5);
    let mut days = Vec::new();
    while days.len() < count {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let week = day.iso_week_date().week();
        if !weekend && !matches!(week, 7 | 27..=31 | 42 | 52 | 1) {
            days.push(day);
        }
        day = day.checked_add(1.day()).unwrap();
    }
    days
}

/// What a small number stands for on a day.
fn evidence(day: Date, code: u8) -> DayEvidence {
    let plain = DayEvidence::present(day);
    let away = |away, category| DayEvidence {
        away,
        category: Some(category),
        ..plain
    };
    match code {
        0 => DayEvidence { late: true, ..plain },
        1 => DayEvidence {
            late: true,
            minutes: Some(3),
            ..plain
        },
        2 => away(Away::Part, Category::Illness),
        3 => away(Away::Part, Category::AuthorisedLeave),
        4 => away(Away::Half, Category::Unlawful),
        5 | 6 => away(Away::Whole, Category::Illness),
        7 => away(Away::Whole, Category::AuthorisedLeave),
        8 => DayEvidence { noted: false, ..plain },
        9 => DayEvidence {
            late: true,
            ..away(Away::Part, Category::Illness)
        },
        10 => DayEvidence {
            after_gap: true,
            ..away(Away::Whole, Category::Illness)
        },
        _ => plain,
    }
}

const CLASSES: usize = 3;

fn schools() -> Vec<SchoolIx> {
    vec![SchoolIx::new(0), SchoolIx::new(0), SchoolIx::new(1)]
}

fn class(pupil: usize) -> ClassIx {
    ClassIx::new(u32::try_from(pupil % CLASSES).unwrap())
}

fn ix(pupil: usize) -> PupilIx {
    PupilIx::new(u32::try_from(pupil).unwrap())
}

/// The shipped parameters, where a wave of illness at the school changes nothing.
fn without_waves() -> Parameters {
    let wave = "[ledger.wave_most]\nvalue = ";
    let text = include_str!("../params.toml").replacen(&format!("{wave}300"), &format!("{wave}100"), 1);
    let parameters = Parameters::from_toml(&text).unwrap();
    assert_eq!(parameters.value("ledger.wave_most"), Some(100));
    parameters
}

fn new<'p>(parameters: &'p Parameters, days: &[Date]) -> Detector<'p> {
    Detector::new(
        parameters,
        Depth::Hints,
        Budget::DEFAULT,
        days.iter().copied(),
        schools(),
    )
    .unwrap()
}

/// Rows of codes: pupils × days. A code of 255 means not enrolled.
fn worlds(days: usize) -> impl Strategy<Value = Vec<Vec<u8>>> {
    let pupil = (
        0..days / 2,
        prop::collection::vec(prop_oneof![5 => Just(40_u8), 2 => 0..11_u8], days),
    )
        .prop_map(|(first, mut row)| {
            row.iter_mut()
                .take(if first % 3 == 0 { first } else { 0 })
                .for_each(|c| *c = 255);
            row
        });
    prop::collection::vec(pupil, 4..9)
}

/// What a mark is changed to, when, by how many days late.
type Correction = (usize, usize, usize, u8);

/// The codes known on each day: a correction of a day is known some days later, and the day reads as present until then.
fn known(world: &[Vec<u8>], corrections: &[Correction], today: usize) -> Vec<Vec<u8>> {
    let mut rows = world.to_vec();
    for &(pupil, day, delay, code) in corrections {
        let pupil = pupil % world.len();
        let day = day % world[pupil].len();
        if world[pupil][day] != 255 && day + delay <= today {
            rows[pupil][day] = code;
        }
    }
    rows
}

/// The ledger as it is written down, recounted from nothing each day, in floating point.
mod plain {
    use super::*;

    pub struct Twin {
        /// Class normals of each closed day: late, part, start.
        normals: Vec<Vec<[f64; 3]>>,
        shared: Vec<Vec<bool>>,
        /// Spells begun and days on which one could, of each school on each evening.
        begun: Vec<[(u32, u32); 2]>,
        /// Per cent of what is usual, of each school on each closed day.
        waves: Vec<[u32; 2]>,
    }

    struct Day {
        at: usize,
        known: bool,
        here: bool,
        late: bool,
        short: bool,
        part: bool,
        leave: bool,
        own_part: bool,
        may_go_home: bool,
        unlawful: bool,
        whole: bool,
        in_spell: bool,
        begins: bool,
        could_begin: bool,
    }

    fn days(row: &[u8], to: usize, dates: &[Date]) -> Vec<Day> {
        let mut out = Vec::new();
        let mut in_spell = false;
        for (at, code) in row.iter().enumerate().take(to + 1).filter(|(_, c)| **c != 255) {
            let e = evidence(dates[at], *code);
            let known = e.noted || e.late || e.away != Away::No;
            let spell_day = matches!(e.away, Away::Half | Away::Whole);
            in_spell &= !e.after_gap;
            let could_begin = known && !in_spell;
            let part = matches!(e.away, Away::Part | Away::Half);
            let leave = e.category == Some(Category::AuthorisedLeave);
            let here = known && e.away != Away::Whole;
            out.push(Day {
                at,
                known,
                here,
                late: here && e.late,
                short: e.minutes.is_some_and(|m| m < 10),
                part,
                leave,
                own_part: part && !leave,
                may_go_home: part && !leave && e.category != Some(Category::Unlawful),
                unlawful: e.category == Some(Category::Unlawful),
                whole: e.away == Away::Whole,
                in_spell: spell_day,
                begins: could_begin && spell_day,
                could_begin,
            });
            if known {
                in_spell = spell_day;
            }
        }
        out
    }

    fn counts(days: &[Day]) -> [(f64, f64); 3] {
        let n = |f: &dyn Fn(&Day) -> bool| f64::from(u32::try_from(days.iter().filter(|d| f(d)).count()).unwrap());
        let here = n(&|d| d.here);
        [
            (n(&|d| d.late), here),
            (n(&|d| d.here && d.own_part), here),
            (n(&|d| d.begins && d.whole && !d.leave), n(&|d| d.could_begin)),
        ]
    }

    fn sum(all: impl Iterator<Item = [(f64, f64); 3]>) -> [(f64, f64); 3] {
        all.fold([(0.0, 0.0); 3], |a, b| {
            [0, 1, 2].map(|i| (a[i].0 + b[i].0, a[i].1 + b[i].1))
        })
    }

    const LAG: usize = 16;

    impl Twin {
        pub fn new() -> Self {
            Self {
                normals: Vec::new(),
                shared: Vec::new(),
                begun: Vec::new(),
                waves: Vec::new(),
            }
        }

        /// Closes a day: everybody's evidence in points; `None` for who has no school day yet.
        pub fn close(&mut self, rows: &[Vec<u8>], today: usize, dates: &[Date]) -> Vec<Option<f64>> {
            let all: Vec<Vec<Day>> = rows.iter().map(|row| days(row, today, dates)).collect();
            let lagged: Vec<_> = all.iter().map(|d| counts(&d[..d.len().saturating_sub(LAG)])).collect();
            let of_class = |c: usize| {
                sum(lagged
                    .iter()
                    .enumerate()
                    .filter(|(p, _)| p % CLASSES == c)
                    .map(|(_, l)| *l))
            };
            let total = sum(lagged.iter().copied());
            let normal = |class: [(f64, f64); 3]| {
                [0, 1, 2].map(|i| {
                    let everyone = (total[i].0 + 1.0) / (total[i].1 + 100.0);
                    (class[i].0 + 200.0 * everyone) / (class[i].1 + 200.0)
                })
            };
            self.normals.push((0..CLASSES).map(|c| normal(of_class(c))).collect());
            let school = |p: usize| usize::from(p % CLASSES == 2);
            let mut shared = Vec::new();
            let mut begun = [(0, 0); 2];
            for (s, begun) in begun.iter_mut().enumerate() {
                let now: Vec<_> = all
                    .iter()
                    .enumerate()
                    .filter(|(p, _)| school(*p) == s)
                    .filter_map(|(_, d)| d.last())
                    .collect();
                let now: Vec<_> = now.into_iter().filter(|d| d.at == today).collect();
                let (late, here) = (
                    now.iter().filter(|d| d.late).count(),
                    now.iter().filter(|d| d.here).count(),
                );
                shared.push(late >= 3 && late * 100 >= here * 8);
                let count = |f: &dyn Fn(&&&Day) -> bool| u32::try_from(now.iter().filter(f).count()).unwrap();
                *begun = (count(&|d| d.begins && d.whole && !d.leave), count(&|d| d.could_begin));
            }
            self.shared.push(shared);
            self.begun.push(begun);
            self.waves.push([0, 1].map(|s: usize| {
                let sum = |days: &[[(u32, u32); 2]]| days.iter().fold((0, 0), |(b, c), d| (b + d[s].0, c + d[s].1));
                let (now, ever) = (
                    sum(&self.begun[self.begun.len().saturating_sub(10)..]),
                    sum(&self.begun),
                );
                (now.0 * ever.1 * 100 / (ever.0 * now.1).max(1)).clamp(100, 300)
            }));
            all.iter().enumerate().map(|(p, d)| self.evidence(p, d)).collect()
        }

        fn evidence(&self, pupil: usize, days: &[Day]) -> Option<f64> {
            let last = days.len().checked_sub(1)?;
            let (school, mut balance, mut start_normal) = (usize::from(pupil % CLASSES == 2), 0.0_f64, 0.0);
            for at in days.len().saturating_sub(120)..days.len() {
                let day = &days[at];
                let own = counts(&days[..(at + 1).saturating_sub(LAG)]);
                let class = self.normals[day.at][pupil % CLASSES];
                let p = [(0, 40.0), (1, 50.0), (2, 50.0)].map(|(i, shrink): (usize, f64)| {
                    let share = (own[i].0 + shrink * class[i]) / (own[i].1 + shrink);
                    ((share * 10_000.0).round() / 10_000.0).clamp(0.000_1, 0.6)
                });
                start_normal = p[2];
                let mut points = 0.0;
                let weigh = |p: f64, odds: f64, rise: f64, event: bool| {
                    let drift = (odds * p / (1.0 + p * (odds - 1.0))).min(p + rise).min(0.97);
                    if event {
                        (drift / p).ln()
                    } else {
                        ((1.0 - drift) / (1.0 - p)).ln()
                    }
                };
                if day.here {
                    let mut late = weigh(p[0], 10.0, 0.12, day.late);
                    if day.late {
                        late *= if day.short { 0.3 } else { 1.0 };
                        late = if self.shared[day.at][school] {
                            late.min(0.6)
                        } else {
                            late
                        };
                    }
                    let part = weigh(p[1], 14.0, 0.06, day.part);
                    points += late + if day.part && day.leave { part.min(0.0) } else { part };
                    let week = &days[(at + 1).saturating_sub(5)..=at];
                    let together =
                        (day.late && week.iter().any(|d| d.own_part)) || (day.own_part && week.iter().any(|d| d.late));
                    points += if together { 0.5 } else { 0.0 };
                }
                if day.could_begin && !(day.begins && day.whole && day.leave) {
                    let wave = f64::from(self.waves[day.at][school]);
                    let normal = ((p[2] * 10_000.0).round() * wave / 100.0).floor().min(6_000.0) / 10_000.0;
                    points += weigh(normal, 3.0, 0.03, day.begins && day.whole);
                    points += if day.begins && day.whole && day.unlawful {
                        0.8
                    } else {
                        0.0
                    };
                }
                if day.whole && !day.leave && at > 0 && days[at - 1].may_go_home {
                    points -= 1.2;
                }
                let known: Vec<&Day> = days[..=at].iter().filter(|d| d.known).collect();
                let began = known.iter().rposition(|d| d.begins);
                let in_one = |began: usize| known[began..].iter().all(|d| d.in_spell) && !known[began].leave;
                if day.whole
                    && !day.leave
                    && began.is_some_and(|b| in_one(b) && known.len() - b == 3)
                    && p[2] < 0.004_05
                {
                    points += 2.7;
                }
                balance = (0.988 * balance + points).max(0.0);
                assert!(day.known || points == 0.0);
            }
            let window = &days[days.len().saturating_sub(40)..=last];
            let spells =
                f64::from(u32::try_from(window.iter().filter(|d| d.begins && d.whole && !d.leave).count()).unwrap());
            let could = f64::from(u32::try_from(window.iter().filter(|d| d.could_begin).count()).unwrap());
            Some(balance + 0.3 * (spells - could * start_normal).max(0.0))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_ledger_equals_its_plain_twin_with_and_without_corrections(
        world in worlds(70),
        corrections in prop::collection::vec((0..9_usize, 0..70_usize, 1..40_usize, 0..11_u8), 0..12),
    ) {
        let (parameters, dates) = (Parameters::shipped().unwrap(), school_days(70));
        let mut detector = new(&parameters, &dates);
        let mut twin = plain::Twin::new();
        for today in 0..dates.len() {
            let rows = known(&world, &corrections, today);
            for (pupil, row) in rows.iter().enumerate() {
                for (at, code) in row.iter().enumerate().take(today + 1).filter(|(_, c)| **c != 255) {
                    detector.record(ix(pupil), class(pupil), &evidence(dates[at], *code)).unwrap();
                }
            }
            detector.close(dates[today]);
            for (pupil, exact) in twin.close(&rows, today, &dates).into_iter().enumerate() {
                let fast = detector.evidence(ix(pupil));
                prop_assert_eq!(fast.is_some(), exact.is_some());
                let Some((fast, exact)) = fast.zip(exact) else { continue };
                prop_assert!((f64::from(fast) / 1_000.0 - exact).abs() < 0.1, "pupil {pupil} day {today}: {fast} {exact}");
                let account = detector.explain(ix(pupil)).unwrap();
                prop_assert_eq!(account.evidence, fast, "the whole sum is told");
                let mut balance = 0;
                for line in &account.lines {
                    balance = (balance * 988 / 1_000 + line.terms.sum()).max(0);
                    prop_assert_eq!(balance, line.balance);
                }
                prop_assert_eq!(balance + account.spell_points, account.evidence);
            }
        }
    }

    #[test]
    fn no_future_is_used_and_the_order_of_import_does_not_matter(world in worlds(110), turn in 1..1_000_usize) {
        let (parameters, dates) = (Parameters::shipped().unwrap(), school_days(110));
        let (mut daily, mut ahead) = (new(&parameters, &dates), new(&parameters, &dates));
        let mut all: Vec<(usize, usize, u8)> = Vec::new();
        for (pupil, row) in world.iter().enumerate() {
            all.extend(row.iter().enumerate().filter(|(_, c)| **c != 255).map(|(at, c)| (pupil, at, *c)));
        }
        // The same rows in quite another order, all of them before the first day is closed.
        all.sort_by_key(|(pupil, at, _)| (pupil * 7_919 + at * 104_729 * turn) % 1_009);
        for (pupil, at, code) in all {
            ahead.record(ix(pupil), class(pupil), &evidence(dates[at], code)).unwrap();
        }
        for (today, day) in dates.iter().enumerate() {
            for (pupil, row) in world.iter().enumerate().filter(|(_, row)| row[today] != 255) {
                daily.record(ix(pupil), class(pupil), &evidence(*day, row[today])).unwrap();
            }
            daily.close(*day);
            ahead.close(*day);
            if today >= 85 {
                prop_assert_eq!(daily.hints(), ahead.hints());
            }
            for pupil in 0..world.len() {
                prop_assert_eq!(daily.evidence(ix(pupil)), ahead.evidence(ix(pupil)));
                prop_assert_eq!(daily.signs(ix(pupil)), ahead.signs(ix(pupil)));
            }
        }
    }

    #[test]
    fn days_closed_at_once_are_as_days_closed_one_by_one(
        world in worlds(110),
        moved in 1..110_usize,
        first in 0..110_usize,
    ) {
        let parameters = Parameters::shipped().unwrap();
        let days = school_days(110);
        let made = |steps: &[usize]| {
            let mut detector =
                Detector::new(&parameters, Depth::Signs, Budget::DEFAULT, days.iter().copied(), schools()).unwrap();
            let mut from = 0;
            for &to in steps {
                for (pupil, row) in world.iter().enumerate() {
                    for at in from..to {
                        // Some pupils come later, and all change class once.
                        if at >= first * (pupil % 2) {
                            let of = class(pupil + usize::from(at >= moved));
                            detector.record(ix(pupil), of, &evidence(days[at], row[at])).unwrap();
                        }
                    }
                }
                if let Some(last) = to.checked_sub(1) {
                    detector.close(days[last]);
                }
                from = to;
            }
            detector
        };
        let one_by_one: Vec<usize> = (1..=110).collect();
        let (slow, fast) = (made(&one_by_one), made(&[110]));
        for pupil in 0..world.len() {
            prop_assert_eq!(slow.explain(ix(pupil)), fast.explain(ix(pupil)), "{}", pupil);
            prop_assert_eq!(slow.signs(ix(pupil)), fast.signs(ix(pupil)), "{}", pupil);
            let evidence = slow.explain(ix(pupil)).map(|account| account.evidence);
            prop_assert_eq!(fast.evidence(ix(pupil)), evidence, "{}", pupil);
        }
    }

    #[test]
    fn a_correction_changes_only_what_depends_on_it(
        world in worlds(60),
        (pupil, back, code) in (0..9_usize, 1..15_usize, prop_oneof![Just(40_u8), 2..8_u8]),
    ) {
        let (parameters, dates) = (without_waves(), school_days(60));
        let pupil = pupil % world.len();
        let at = 59 - back;
        // A wave of illness at the school is what was known on each evening, so it is left out here. Lateness on the day is left as it is: many late at once is known on the day itself.
        prop_assume!(world[pupil][at] > 1 && world[pupil][at] < 255 && world[pupil][at] != 9);
        let mut corrected = world.clone();
        corrected[pupil][at] = code;
        let run = |first: &[Vec<u8>], then: Option<(usize, usize, u8)>| {
            let mut detector = new(&parameters, &dates);
            for (p, row) in first.iter().enumerate() {
                for (d, c) in row.iter().enumerate().filter(|(_, c)| **c != 255) {
                    detector.record(ix(p), class(p), &evidence(dates[d], *c)).unwrap();
                }
            }
            detector.close(dates[58]);
            if let Some((p, d, c)) = then {
                detector.record(ix(p), class(p), &evidence(dates[d], c)).unwrap();
            }
            detector.close(dates[59]);
            (0..first.len()).map(|p| (detector.evidence(ix(p)), detector.signs(ix(p)))).collect::<Vec<_>>()
        };
        let (as_it_was, told_late, known_all_along) =
            (run(&world, None), run(&world, Some((pupil, at, code))), run(&corrected, None));
        prop_assert_eq!(&told_late, &known_all_along);
        for other in (0..world.len()).filter(|p| *p != pupil) {
            prop_assert_eq!(&told_late[other], &as_it_was[other]);
        }
    }
}

/// A child's last day, corrected on a day on which the child has no school itself: counted once, not once more.
#[test]
fn a_correction_of_the_last_day_counts_once_while_others_are_at_school() {
    let parameters = without_waves();
    let dates = school_days(60);
    let left = 50;
    let run = |first: u8, corrected: Option<u8>| {
        let mut detector = new(&parameters, &dates);
        for (at, day) in dates.iter().enumerate() {
            for pupil in 0..6 {
                let code = match (pupil, at.cmp(&left)) {
                    (0, core::cmp::Ordering::Greater) => continue,
                    (0, core::cmp::Ordering::Equal) => first,
                    (0, _) if at == 30 => 5,
                    _ => 40,
                };
                detector.record(ix(pupil), class(pupil), &evidence(*day, code)).unwrap();
            }
            if let Some(code) = corrected.filter(|_| at == left + 2) {
                detector.record(ix(0), class(0), &evidence(dates[left], code)).unwrap();
            }
            detector.close(*day);
        }
        let account = detector.explain(ix(0)).unwrap();
        assert_eq!(
            detector.evidence(ix(0)),
            Some(account.evidence),
            "kept and summed up afresh"
        );
        (account.evidence, account.spells, account.could_begin)
    };
    for (wrong, right) in [(40, 5), (5, 40), (0, 2), (40, 3)] {
        assert_eq!(run(wrong, Some(right)), run(right, None), "{wrong} {right}");
    }
}

/// A pupil in grade 7 who is away for half of every tenth day: part days, in what is told and in what is normal, and not
/// spells as well.
#[test]
fn half_a_day_away_is_told_of_once() {
    let parameters = without_waves();
    let dates = school_days(220);
    let mut detector = new(&parameters, &dates);
    for (at, day) in dates.iter().enumerate() {
        for pupil in 0..6 {
            let code = match pupil {
                0 if at % 10 == 3 => 4,
                1 if at > 200 && at % 5 == 3 => 4,
                _ => 40,
            };
            detector.record(ix(pupil), class(pupil), &evidence(*day, code)).unwrap();
        }
        detector.close(*day);
    }
    let account = detector.explain(ix(0)).unwrap();
    assert_eq!((account.spells, account.spell_points), (0, 0));
    assert!(detector.signs(ix(0)).is_empty(), "as always");
    let [sign] = &detector.signs(ix(1))[..] else { panic!() };
    assert_eq!(
        (sign.kind, sign.tally.count, sign.days.len()),
        (SignKind::PartDays, 4, 4)
    );
}

/// A class of ordinary pupils and one child among them; what the child does on each school day of the second year.
struct Archetype<'c> {
    child: &'c dyn Fn(usize, Date) -> u8,
}

/// The first school day of the year on which each sign held and on which there was a hint, with the days lost until
/// then in lessons of six; and what was said first.
struct Seen {
    sign: Option<(SignKind, f64, usize)>,
    hint: Option<(f64, String)>,
    context: Option<Context>,
}

fn see(archetype: &Archetype<'_>) -> Seen {
    let parameters = Parameters::shipped().unwrap();
    let dates = school_days(390);
    let second = dates.iter().position(|d| *d >= date(2025, 8, 1)).unwrap();
    let one_school = vec![SchoolIx::new(0)];
    // One class alone has room for half a hint a month; two let every child be told of.
    let budget = "2".parse().unwrap();
    let mut detector = Detector::new(&parameters, Depth::Hints, budget, dates.iter().copied(), one_school).unwrap();
    let mut seen = Seen {
        sign: None,
        hint: None,
        context: None,
    };
    let mut lost = 0.0;
    for (at, day) in dates.iter().enumerate() {
        for pupil in 1..20 {
            // Ordinary: a spell of two days each ninth week or so, late once in fifty days.
            let turn = at + pupil * 23;
            let code = match (turn % 45, turn % 50) {
                (0 | 1, _) => 5,
                (_, 7) => 0,
                _ => 40,
            };
            detector
                .record(ix(pupil), ClassIx::new(0), &evidence(*day, code))
                .unwrap();
        }
        let code = if at < second {
            40
        } else {
            (archetype.child)(at - second, *day)
        };
        lost += match code {
            2 => 1.0 / 3.0,
            5 => 1.0,
            _ => 0.0,
        };
        detector.record(ix(0), ClassIx::new(0), &evidence(*day, code)).unwrap();
        detector.close(*day);
        if at < second {
            continue;
        }
        if let (None, Some(sign)) = (&seen.sign, detector.signs(ix(0)).first()) {
            assert_eq!(sign.raised_on, *day, "raised on the first day it held");
            seen.sign = Some((sign.kind, lost, at - second));
            seen.context = sign.context;
        }
        for hint in detector.hints().into_iter().filter(|h| h.pupil == ix(0)) {
            seen.hint.get_or_insert((lost, hint.reasons.sentence(Language::Danish)));
        }
    }
    seen
}

#[test]
fn the_part_day_child_is_seen_by_lost_day_two() {
    let seen = see(&Archetype {
        child: &|at, _| if at >= 30 { 2 } else { 40 },
    });
    let (kind, lost, _) = seen.sign.unwrap();
    assert_eq!(kind, SignKind::PartDays);
    assert!(lost <= 2.0, "{lost}");
    let (lost, text) = seen.hint.unwrap();
    assert!(lost <= 2.0, "{lost}");
    assert!(text.contains("delvise dage på 20 skoledage, normalt 0"), "{text}");
}

/// Perfect for more than a year, then gone from one day to the next in February: a flu lasts as long, but not in a child
/// that is hardly ever away.
#[test]
fn the_february_child_is_seen_by_lost_day_three() {
    let seen = see(&Archetype {
        child: &|at, _| if at >= 120 { 5 } else { 40 },
    });
    let (lost, text) = seen.hint.unwrap();
    assert!(lost <= 3.0, "{lost}");
    assert_eq!(
        text,
        "1 nyt fraværsforløb på 40 skoledage, normalt 0; væk 3 skoledage i træk."
    );
    // A child that is ill now and then is not told of for three days of it, nor one on leave.
    for (ill, code) in [(true, 5), (false, 3)] {
        let ordinary = see(&Archetype {
            child: &|at, _| match at {
                120..123 => code,
                20 | 21 | 70 | 71 if ill => 5,
                _ => 40,
            },
        });
        assert!(ordinary.hint.is_none(), "{ill} {:?}", ordinary.hint);
    }
}

#[test]
fn the_creeping_child_is_seen_by_lost_day_five() {
    let away = [60, 75, 87, 96, 103, 108, 112, 115, 117, 119, 121];
    let seen = see(&Archetype {
        child: &|at, _| if away.contains(&at) { 5 } else { 40 },
    });
    let (kind, lost, _) = seen.sign.unwrap();
    assert_eq!(kind, SignKind::Spells);
    assert!(lost <= 5.0, "{lost}");
    let (lost, text) = seen.hint.unwrap();
    assert!(lost <= 5.0, "{lost} {text}");
}

#[test]
fn the_monday_child_is_seen_by_lost_day_five_and_mondays_are_named() {
    let seen = see(&Archetype {
        child: &|_, day| if day.weekday() == Weekday::Monday { 5 } else { 40 },
    });
    let (kind, lost, _) = seen.sign.unwrap();
    assert_eq!(kind, SignKind::Spells);
    assert!(lost <= 5.0, "{lost}");
    let (lost, text) = seen.hint.unwrap();
    assert!(lost <= 5.0, "{lost} {text}");
    assert_eq!(seen.context, Some(Context::Weekday(Weekday::Monday)));
}

#[test]
fn the_late_child_is_seen_on_the_third_late_day() {
    let seen = see(&Archetype {
        child: &|at, _| if at >= 40 && at % 3 == 0 { 0 } else { 40 },
    });
    let (kind, _, at) = seen.sign.unwrap();
    assert_eq!((kind, at), (SignKind::Late, 48));
    assert!(seen.hint.is_some());
}

#[test]
fn an_ordinary_child_with_two_flu_days_in_week_one_is_never_seen() {
    let seen = see(&Archetype {
        child: &|at, _| if at == 1 || at == 2 { 5 } else { 40 },
    });
    assert!(seen.sign.is_none() && seen.hint.is_none());
}

#[test]
fn leave_is_never_a_sign() {
    let seen = see(&Archetype {
        child: &|at, _| {
            if at % 5 == 3 {
                3
            } else if at % 9 == 1 {
                7
            } else {
                40
            }
        },
    });
    assert!(seen.sign.is_none() && seen.hint.is_none());
}

#[test]
fn hints_are_held_to_the_budget_and_a_child_is_quiet_unless_the_evidence_grows_by_half() {
    let parameters = Parameters::shipped().unwrap();
    let dates = school_days(390);
    let second = dates.iter().position(|d| *d >= date(2025, 8, 1)).unwrap();
    let mut detector = Detector::new(
        &parameters,
        Depth::Hints,
        "0.5".parse().unwrap(),
        dates.iter().copied(),
        vec![SchoolIx::new(0); 10],
    )
    .unwrap();
    // A made-up crowd: each pupil is unsettled for some weeks of each year, by a plain walk of a number.
    let mut walk = 12_345_u64;
    let mut last: Vec<Option<(usize, i32)>> = vec![None; 220];
    let mut hints = 0;
    for (at, day) in dates.iter().enumerate() {
        for pupil in 0..220 {
            walk = walk
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let throw = (walk >> 33) % 1_000;
            let unsettled = pupil % 4 == 0 && (at + pupil * 37) % 150 < 40;
            let code = match throw {
                0..20 => 5,
                20..35 => 0,
                35..40 => 2,
                40..160 if unsettled => 0,
                160..260 if unsettled => 2,
                _ => 40,
            };
            let class = ClassIx::new(u32::try_from(pupil % 10).unwrap());
            detector.record(ix(pupil), class, &evidence(*day, code)).unwrap();
        }
        detector.close(*day);
        if at < second {
            continue;
        }
        for hint in detector.hints() {
            hints += 1;
            if let Some((before, points)) = last[hint.pupil.index()] {
                let grown = hint.points * 2 >= points * 3;
                assert!(at - before >= 40 || grown, "{hint:?}");
                assert_eq!(hint.grown, at - before < 40);
            }
            last[hint.pupil.index()] = Some((at, hint.points));
        }
    }
    // Ten classes, ten months, half a hint each: fifty, and at most one month ahead.
    assert!((35..=55).contains(&hints), "{hints}");
    assert_eq!(detector.cut().unwrap().source, signals::CutSource::LastYear);
    assert!(detector.cut().unwrap().strong >= detector.cut().unwrap().level);
}

#[test]
fn what_cannot_be_is_refused() {
    let parameters = Parameters::shipped().unwrap();
    let dates = school_days(5);
    let mut detector = new(&parameters, &dates);
    let sunday = DayEvidence::present(date(2024, 8, 11));
    let error = detector.record(ix(0), ClassIx::new(0), &sunday).unwrap_err();
    assert_eq!(error.to_string(), "`2024-08-11` is not a school day of any calendar");
    let error = detector
        .record(ix(0), ClassIx::new(9), &DayEvidence::present(dates[0]))
        .unwrap_err();
    assert_eq!(error.to_string(), "the class at place 9 does not exist");
    assert_eq!(
        "much".parse::<Budget>().unwrap_err().to_string(),
        "`much` is not a number of hints per class and month"
    );
    detector.close(dates[4]);
    assert!(detector.hints().is_empty() && detector.signs(ix(3)).is_empty() && detector.explain(ix(3)).is_none());
}
