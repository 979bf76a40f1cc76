//! What the early signs cost beside the plain measures of the same pupils: `cargo xtask bench ledger [PUPILS]`.
//!
//! Pupils are made up from one seed: schools of 525 in classes of 25, 200 school days, about 7 % absence. Times are of
//! one thread; the promise is a ratio, measures and ledger together within five times the plain measures read day by
//! day, and one child's ledger within 20 microseconds.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, DayWeight, Enrolment, Grade, NotingSource, Provision, PupilIx,
    Quarter, Register, School, SchoolIx, SchoolKind, Slot, SlotState, Window,
};
use jiff::civil::{Date, Weekday};
use screening::{detector, detector_as_of, record_pupil};
use signals::{Budget, Depth, Parameters};

const CLASSES: u32 = 21;
const IN_CLASS: u32 = 25;
const FIRST: Date = Date::constant(2026, 8, 10);

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % end
    }
}

fn school_days() -> Vec<Date> {
    let weekday = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let days = FIRST.series(jiff::Span::new().days(1));
    let free = |day: &Date| matches!(day.iso_week_date().week(), 7 | 13 | 42 | 52);
    days.filter(weekday).filter(|day| !free(day)).take(200).collect()
}

fn municipality(pupils: u32, days: &[Date]) -> Option<Register> {
    let dice = &mut Dice(42);
    let schools = pupils.div_ceil(CLASSES * IN_CLASS);
    let school = School {
        calendar: CalendarIx::new(0),
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
    };
    let class = |at: u32| {
        let grade = u8::try_from(at % CLASSES / 2).ok().and_then(Grade::new)?;
        let school = SchoolIx::new(at / CLASSES);
        Some(Class { school, grade })
    };
    let classes = (0..schools * CLASSES).map(class).collect::<Option<Vec<_>>>()?;
    let calendar = Calendar::new(days.iter().copied()).ok()?;
    let schools = (0..schools).map(|_| school).collect();
    let mut register = Register::new(vec![calendar], schools, classes, NotingSource::UpToLastMark).ok()?;
    for at in 0..pupils {
        let class = ClassIx::new(at / IN_CLASS);
        let (from, to) = (FIRST, None);
        let pupil = register.add_pupil(&[Enrolment { class, from, to }]).ok()?;
        let mut away = None;
        for day in days {
            away = match away {
                Some(category) if dice.below(3) > 0 => Some(category),
                _ if dice.below(40) == 0 => Some(Category::ALL[usize::try_from(dice.below(3)).ok()?]),
                _ => None,
            };
            for slot in Slot::BOTH {
                let state = match away {
                    Some(category) => SlotState::Absent(category),
                    None if dice.below(60) == 0 => SlotState::Short,
                    None => continue,
                };
                // A note that a grade does not have is refused, and not missed.
                let _ = register.set(pupil, *day, slot, state);
            }
        }
    }
    Some(register)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn line(what: &str, time: Duration, each: u32) {
    println!(
        "{what:<64} {time:>12.2?} {:>10} ns each",
        time.as_nanos() / u128::from(each.max(1))
    );
}

/// Counts of the quarter, the last twenty days and the year read day by day, as one would write it down first.
fn plain(register: &Register, days: &[Date], last: Date) -> u64 {
    let quarter = Quarter::of(last).span();
    let in_quarter: Vec<Date> = days.iter().copied().filter(|day| quarter.contains(*day)).collect();
    let newest = days.get(days.len().saturating_sub(20)..).unwrap_or_default();
    let mut counted = 0;
    for pupil in register.pupils() {
        for window in [in_quarter.as_slice(), newest, days] {
            let (mut away_by_kind, mut short_or_new, mut before) = ([0_u64; 3], 0, false);
            for view in window
                .iter()
                .filter_map(|day| Some(register.school_day(pupil, *day)?.view))
            {
                let mut away = false;
                for state in [view.start, view.end] {
                    if let SlotState::Absent(category) = state {
                        away = true;
                        let kinds = Category::ALL.iter().zip(&mut away_by_kind);
                        kinds
                            .filter(|(kind, _)| **kind == category)
                            .for_each(|(_, count)| *count += 1);
                    }
                }
                short_or_new += u64::from(view.start == SlotState::Short) + u64::from(away && !before);
                before = away;
            }
            counted += away_by_kind.iter().sum::<u64>() + short_or_new;
        }
    }
    counted
}

fn run(pupils: u32) -> Option<()> {
    let days = school_days();
    let register = municipality(pupils, &days)?;
    let (last, parameters) = (*days.last()?, Parameters::shipped().ok()?);
    println!("{pupils} pupils, {} school days, one thread\n", days.len());

    let (_, by_hand) = timed(|| black_box(plain(&register, &days, last)));
    line("plain measures of three windows, day by day", by_hand, pupils);
    let (_, measures) = timed(|| {
        for pupil in register.pupils() {
            let track = register.track(pupil, last, DayWeight::Half);
            black_box(track.map(|track| Window::ALL.map(|window| track.measures(window))));
        }
    });
    line("the same measures, from the planes", measures, pupils);

    let (known, told) = timed(|| detector_as_of(&register, &[], last, &parameters).ok());
    let known = known?;
    line("the year put before the signs, and every normal", told, pupils);
    let (_, summed) = timed(|| {
        for pupil in register.pupils() {
            black_box(known.evidence(pupil));
        }
    });
    line("the ledger of 120 school days", summed, pupils);
    let some = pupils.min(2_000);
    let (_, explained) = timed(|| {
        for pupil in (0..some).map(PupilIx::new) {
            black_box(known.explain(pupil));
        }
    });
    line("the same told out day by day", explained, some);
    let (_, signs) = timed(|| {
        for pupil in (0..some).map(PupilIx::new) {
            black_box(known.signs(pupil));
        }
    });
    line("one child's signs", signs, some);

    let daily = detector(&register, &parameters, Depth::Hints, Budget::DEFAULT).ok();
    let mut daily = daily?;
    for pupil in register.pupils() {
        record_pupil(&mut daily, &register, &[], pupil, last).ok()?;
    }
    let (_, closed) = timed(|| daily.close(last));
    line(
        "a replay's ledger: every pupil on each evening of the year",
        closed,
        pupils,
    );
    line(
        "  of one pupil and evening",
        closed,
        pupils * u32::try_from(days.len()).ok()?,
    );

    let ratio = (measures + told + summed).as_nanos() * 100 / by_hand.as_nanos().max(1);
    println!(
        "\nmeasures and ledger against plain measures: {}.{:02} times (promised: within 5)",
        ratio / 100,
        ratio % 100
    );
    println!(
        "one child's ledger: {:.1} microseconds (promised: within 20)",
        summed.as_secs_f64() * 1_000_000.0 / f64::from(pupils.max(1))
    );
    Some(())
}

fn main() -> ExitCode {
    // Cargo adds a `--bench` of its own.
    let wanted = std::env::args().skip(1).find_map(|a| a.parse().ok());
    match run(wanted.unwrap_or(50_000)) {
        Some(()) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}
