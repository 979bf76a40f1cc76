//! What a screening of a whole municipality, or country, costs: `cargo xtask bench screen`.
//!
//! The pupils are made up from one seed: schools of 525 in classes of 25, 200 school days, six of sixteen classes with
//! two notes a day, about 7 % absence in spells, one class register in fifty forgotten, one pupil in twenty enrolled for
//! a part of the year. All ways are held equal before they are timed; times are the best of several runs on one thread.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use attendance::kernel::{Blocks, Instance};
use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, DayWeight, Enrolment, Grade, NotesPerDay, NotingSource, Provision,
    PupilIx, Quarter, Register, School, SchoolIx, SchoolKind, SchoolYear, Slot, SlotState, Window,
};
use jiff::civil::{Date, Weekday};

const CLASSES: u32 = 21;
const IN_CLASS: u32 = 25;
const FIRST: Date = Date::constant(2026, 8, 1);
const AS_OF: Date = Date::constant(2027, 6, 10);
/// Runs of each way; the track and the rows take one where there are many pupils.
const RUNS: usize = 9;

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

/// One row as a file has it.
#[derive(Clone, Copy)]
struct Row {
    day: Date,
    slot: Slot,
    state: SlotState,
}

/// A made-up country, as rows and as a register.
struct Country {
    register: Register,
    /// Where each pupil's rows begin in `rows`.
    begins: Vec<usize>,
    rows: Vec<Row>,
}

fn calendar(dice: &mut Dice) -> Option<Calendar> {
    let weekday = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let closed = dice.below(5);
    let days = Date::constant(2026, 8, 10).series(jiff::Span::new().days(1));
    let open = days.filter(weekday).filter(|day| {
        let number = u64::from(day.day().unsigned_abs());
        !(day.month() == 10 && (12..17).contains(&number) || day.month() == 12 && number > 20 || number == 7 + closed)
    });
    Calendar::new(open.take(200)).ok()
}

fn country(pupils: u32) -> Option<Country> {
    let dice = &mut Dice(42);
    let schools = pupils.div_ceil(CLASSES * IN_CLASS);
    let calendars = (0..98).map(|_| calendar(dice)).collect::<Option<Vec<_>>>()?;
    let school = |at: u32| School {
        calendar: CalendarIx::new(at % 98),
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
    };
    let classes = (0..schools * CLASSES)
        .map(|at| {
            let grade = u8::try_from(at % CLASSES / 2).ok().and_then(Grade::new)?;
            Some(Class {
                school: SchoolIx::new(at / CLASSES),
                grade,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let class_count = schools * CLASSES;
    let schools = (0..schools).map(school).collect();
    let mut register = Register::new(calendars, schools, classes, NotingSource::Listed).ok()?;
    for class in (0..class_count).map(ClassIx::new) {
        let days = register.class_calendar(class)?.days().to_vec();
        for day in days {
            for slot in Slot::BOTH {
                if dice.below(50) > 0 {
                    register.note_class(class, day, slot);
                }
            }
        }
    }
    let (mut begins, mut rows) = (Vec::new(), Vec::new());
    for at in 0..pupils {
        let class = ClassIx::new(at / IN_CLASS);
        let part = dice.below(20) == 0;
        let from = if part {
            FIRST + jiff::Span::new().days(i64::try_from(dice.below(200)).ok()?)
        } else {
            FIRST
        };
        let pupil = register.add_pupil(&[Enrolment { class, from, to: None }]).ok()?;
        begins.push(rows.len());
        let two = register.class(class)?.grade.notes_per_day() == NotesPerDay::Two;
        let days = register.class_calendar(class)?.days().to_vec();
        // Some pupils are away much more often than others; an absence goes on with two chances in three.
        let seldom = [20, 30, 40, 60, 80][usize::try_from(dice.below(5)).ok()?];
        let mut away = None;
        for day in days.into_iter().filter(|day| *day >= from) {
            away = match away {
                Some(category) if dice.below(3) > 0 => Some(category),
                _ if dice.below(seldom) == 0 => Some(Category::ALL[usize::try_from(dice.below(3)).ok()?]),
                _ => None,
            };
            for slot in Slot::BOTH {
                let short = dice.below(60) == 0;
                let state = match away {
                    Some(category) if (two || slot == Slot::Start) && dice.below(8) > 0 => SlotState::Absent(category),
                    _ if short => SlotState::Short,
                    _ => continue,
                };
                if register.set(pupil, day, slot, state).is_ok() {
                    rows.push(Row { day, slot, state });
                }
            }
        }
    }
    begins.push(rows.len());
    Some(Country { register, begins, rows })
}

/// The counts of one window: days in all and so far, illness, leave, unlawful, late, left early, spells, longest.
type Counts = [u32; 9];

/// Day by day and row by row, as one would write it down from the contract.
fn row_by_row(country: &Country, pupil: PupilIx) -> Option<[Counts; 3]> {
    let register = &country.register;
    let enrolment = register.enrolments(pupil).first()?;
    let calendar = register.class_calendar(enrolment.class)?;
    let two = register.class(enrolment.class)?.grade.notes_per_day() == NotesPerDay::Two;
    let rows = country
        .rows
        .get(*country.begins.get(pupil.index())?..*country.begins.get(pupil.index() + 1)?)?;
    let enrolled: Vec<Date> = calendar
        .days()
        .iter()
        .copied()
        .filter(|day| enrolment.contains(*day))
        .collect();
    let so_far: Vec<Date> = enrolled.iter().copied().filter(|day| *day <= AS_OF).collect();
    let last = so_far.len().saturating_sub(20);
    let quarter = Quarter::of(AS_OF).span();
    let year = SchoolYear::of(AS_OF).span();
    let spanned = |days: &[Date], span: attendance::Span| -> Vec<Date> {
        days.iter().copied().filter(|day| span.contains(*day)).collect()
    };
    let windows = [
        (spanned(&enrolled, quarter).len(), spanned(&so_far, quarter)),
        (so_far.len() - last, so_far.get(last..)?.to_vec()),
        (spanned(&enrolled, year).len(), spanned(&so_far, year)),
    ];
    let mut all = [[0; 9]; 3];
    for (counts, (days, window)) in all.iter_mut().zip(windows) {
        let [in_all, now, illness, leave, unlawful, late, left, spells, longest] = counts;
        (*in_all, *now) = (u32::try_from(days).ok()?, u32::try_from(window.len()).ok()?);
        let mut current = 0;
        for day in window {
            let mut away = false;
            for row in rows.iter().filter(|row| row.day == day) {
                match (row.state, row.slot) {
                    (SlotState::Absent(category), _) => {
                        away = true;
                        *match category {
                            Category::Illness => &mut *illness,
                            Category::AuthorisedLeave => &mut *leave,
                            Category::Unlawful => &mut *unlawful,
                        } += if two { 1 } else { 2 };
                    }
                    (SlotState::Short, Slot::Start) => *late += 1,
                    (SlotState::Short, Slot::End) => *left += 1,
                    (SlotState::Clear, _) => {}
                }
            }
            let taken = |slot| register.class_noted(enrolment.class, day, slot) == Some(true);
            if away {
                *spells += u32::from(current == 0);
                current += 1;
                *longest = current.max(*longest);
            } else if taken(Slot::Start) && (!two || taken(Slot::End)) {
                current = 0;
            }
        }
    }
    Some(all)
}

fn track(register: &Register, pupil: PupilIx) -> Option<[Counts; 3]> {
    let track = register.track(pupil, AS_OF, DayWeight::Half)?;
    Some(Window::ALL.map(|window| counts(&track.measures(window))))
}

fn counts(measures: &attendance::Measures) -> Counts {
    [
        measures.school_days.count(),
        measures.school_days_so_far.count(),
        measures.illness.count(),
        measures.leave.count(),
        measures.unlawful.count(),
        measures.late,
        measures.left_early,
        measures.spells.count,
        measures.spells.longest.count(),
    ]
}

fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn line(way: &str, pupils: u32, time: Duration, bytes: usize) {
    let each = time.as_nanos() / u128::from(pupils.max(1));
    println!(
        "{pupils:>9}  {way:<10} {each:>8} ns/pupil {:>8} bytes/pupil-year {:>10.2} ms",
        bytes / pupils.max(1) as usize,
        time.as_secs_f64() * 1000.0
    );
}

fn measure(pupils: u32) -> Result<(), String> {
    let country = country(pupils).ok_or("the country could not be made")?;
    let register = &country.register;
    let start = Instant::now();
    let blocks = Blocks::of(register, SchoolYear::of(AS_OF));
    let building = start.elapsed();
    let mut screened = blocks
        .screen(AS_OF, DayWeight::Half, Instance::best())
        .ok_or("the day is not in the school year")?;

    let (mut absent, mut days) = (0u64, 0u64);
    for (_, [_, _, year]) in screened.measures() {
        absent += u64::from(year.total().count());
        days += u64::from(year.school_days_so_far.count());
    }

    // Equal before fast. Every pupil by the track; every hundredth by the rows, which take long.
    for instance in Instance::available() {
        screened.again(AS_OF, DayWeight::Half, instance);
        for (pupil, measures) in screened.measures() {
            let found = Some(measures.map(|m| counts(&m)));
            let by_rows = !pupil.index().is_multiple_of(100) || row_by_row(&country, pupil) == found;
            if track(register, pupil) != found || !by_rows {
                return Err(format!(
                    "{} does not agree about pupil {}",
                    instance.word(),
                    pupil.number()
                ));
            }
        }
    }

    for instance in Instance::available() {
        let time = best(RUNS, || {
            std::hint::black_box(screened.again(std::hint::black_box(AS_OF), DayWeight::Half, instance));
        });
        line(instance.word(), pupils, time, blocks.bytes());
    }
    let runs = if pupils > 10_000 { 1 } else { 3 };
    let time = best(runs, || {
        for pupil in register.pupils() {
            std::hint::black_box(track(register, pupil));
        }
    });
    line("track", pupils, time, register.plane_bytes());
    // Row by row is linear in the pupils; no more than 55,000 of them are waited for.
    let few = pupils.min(55_000);
    let time = best(1, || {
        for pupil in register.pupils().take(few as usize) {
            std::hint::black_box(row_by_row(&country, pupil));
        }
    });
    line(
        "rows",
        pupils,
        time * pupils / few.max(1),
        country.rows.len() * size_of::<Row>(),
    );
    println!(
        "{pupils:>9}  blocks built in {:.1} ms; {} pupils in blocks, {} measured one by one; {:.1} rows a pupil; {:.1} % absence",
        building.as_secs_f64() * 1000.0,
        blocks.pupils(),
        screened.aside(),
        country.rows.len() as f64 / f64::from(pupils.max(1)),
        100.0 * absent as f64 / (2 * days).max(1) as f64
    );
    Ok(())
}

fn main() -> ExitCode {
    let large = std::env::args().skip(1).any(|argument| argument == "--large");
    let sizes = [5_500, 55_000, 550_000].into_iter().chain(large.then_some(5_500_000));
    for pupils in sizes {
        if let Err(problem) = measure(pupils) {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    }
    println!("rows: what one keeps as a list of marks; timed on 55,000 pupils at most and scaled up");
    ExitCode::SUCCESS
}
