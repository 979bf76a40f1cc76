//! One school year of one municipality: what happens to each child on each day, and what the registers say of it.

use attendance::{Category, Grade, Note, NotesPerDay, Quarter, SchoolYear};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::course::{Course, Shape};
use crate::dice::{Dice, For};
use crate::holidays::plus;
use crate::places::{Habits, Place};
use crate::roster::{Child, number};
use crate::rows::{Mark, Noting, Partial};
use crate::told::{Correction, Teller, instant};

/// Illness by month, January first, in hundredths. Shape only: no Danish table by month is public (`figures.md` 4.6).
const SEASON: [u32; 12] = [145, 150, 125, 95, 75, 65, 60, 55, 80, 95, 122, 130];

/// What a class goes through in a year, child by child or not.
pub(crate) struct ClassYear {
    pub(crate) class: usize,
    pub(crate) school: usize,
    pub(crate) grade: Grade,
    /// One a school day: how much illness there is, with the waves that go through the class.
    illness: Vec<u32>,
    /// One a school day: whether the start and the end note are taken.
    noted: Vec<(bool, bool)>,
}

impl ClassYear {
    pub(crate) fn new(
        seed: u64,
        (class, school, grade, track): (usize, usize, Grade, u32),
        place: &Place,
        year: SchoolYear,
        days: &[Date],
    ) -> Self {
        // the throws hang on school, year, grade and place among the classes, never on how many years are covered
        let parts = [
            u64::from(number(school)),
            u64::from(year.first_year().unsigned_abs()),
            class_key(track, grade),
        ];
        let waves = waves(seed, year, &mut Dice::of(seed, For::ClassWave, &parts));
        let illness = days.iter().map(|day| illness(*day, &waves)).collect();
        let mut dice = Dice::of(seed, For::Noting, &parts);
        let two = grade.notes_per_day() == NotesPerDay::Two;
        // some teachers forget three times as often as others
        let factor = dice.between(40, 160);
        let Habits {
            start_forgotten,
            end_forgotten,
            ..
        } = place.habits;
        let noted = days
            .iter()
            .map(|_| {
                let start = !dice.permille(start_forgotten * factor / 100);
                let end = !dice.permille(end_forgotten * factor / 100);
                (start, two && end)
            })
            .collect();
        Self {
            class,
            school,
            grade,
            illness,
            noted,
        }
    }

    fn noted(&self, day: usize) -> (bool, bool) {
        self.noted.get(day).copied().unwrap_or_default()
    }

    /// Every note taken up to a day.
    pub(crate) fn notings(&self, days: &[Date], until: Date, out: &mut Vec<Noting>) {
        for (i, date) in days.iter().enumerate().take_while(|(_, d)| **d <= until) {
            let (start, end) = self.noted(i);
            let minute = u32::from(date.day().unsigned_abs()) % 7;
            if start {
                let noted_at = instant(*date, 8 * 60 + 9 + minute);
                out.push(Noting {
                    class: self.class,
                    date: *date,
                    note: Note::Start,
                    noted_at,
                });
            }
            if end {
                let noted_at = instant(*date, 14 * 60 + 12 + minute);
                out.push(Noting {
                    class: self.class,
                    date: *date,
                    note: Note::End,
                    noted_at,
                });
            }
        }
    }
}

fn class_key(track: u32, grade: Grade) -> u64 {
    u64::from(track) << 8 | u64::from(grade.number())
}

/// Three waves of illness a year: the middle, half the width in days, and the height in hundredths.
fn waves(seed: u64, year: SchoolYear, class: &mut Dice) -> [(Date, i32, i32); 3] {
    let mut all = Dice::of(seed, For::Wave, &[u64::from(year.first_year().unsigned_abs())]);
    let first = year.span().from;
    [(95, 125), (165, 195), (205, 240)].map(|(from, to)| {
        let middle = i32::try_from(all.between(from, to)).unwrap_or(0) + class.bell_days();
        let width = i32::try_from(class.between(7, 13)).unwrap_or(9);
        let height = i32::try_from(class.below(20) * class.below(20)).unwrap_or(0);
        (plus(first, middle), width, height)
    })
}

fn illness(day: Date, waves: &[(Date, i32, i32); 3]) -> u32 {
    let season = usize::try_from(day.month() - 1)
        .ok()
        .and_then(|m| SEASON.get(m))
        .copied()
        .unwrap_or(100);
    let height: i32 = waves
        .iter()
        .map(|(middle, width, height)| {
            let away = i32::try_from((day.duration_since(*middle).as_hours() / 24).abs()).unwrap_or(i32::MAX);
            if away < *width {
                height * (width - away) / width
            } else {
                0
            }
        })
        .sum();
    season * (100 + u32::try_from(height).unwrap_or(0)) / 100
}

impl Dice {
    /// Some days before or after: a bell curve with a standard deviation of five days.
    fn bell_days(&mut self) -> i32 {
        i32::try_from(self.bell() * 5 / 1000).unwrap_or(0)
    }
}

/// One school day of one child.
pub(crate) struct Day {
    pub(crate) date: Date,
    /// Index of the class in the year.
    pub(crate) class: usize,
    /// Place of the day among the school days of the school's year.
    pub(crate) at: usize,
}

/// How a child is away on a day.
#[derive(Clone, Copy)]
struct Away {
    category: Category,
    /// One of the two notes only.
    half: Option<Note>,
}

/// What can be said of a child's year up to a day; for finding children worth a picture.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) pupil: usize,
    pub(crate) course: Course,
    /// The day the course begins, when it has one and it has come.
    pub(crate) onset: Option<Date>,
    pub(crate) school_days: u32,
    pub(crate) away: u32,
    pub(crate) leave: u32,
    pub(crate) unlawful: u32,
    /// Days on end away, up to the last day, and whether all of them are illness.
    pub(crate) run: u32,
    pub(crate) run_ill: bool,
    /// Days away among the last twenty.
    pub(crate) recent: u32,
    /// Half days unlawful in the calendar quarter, and the school days of all of it.
    pub(crate) quarter_unlawful: u32,
    pub(crate) quarter_days: u32,
    pub(crate) holiday_leave: bool,
    pub(crate) late: u32,
    pub(crate) left_early: u32,
    pub(crate) partials: u32,
    pub(crate) corrected_to_late: u32,
    pub(crate) late_message: u32,
}

/// Everything a year needs to be told.
pub(crate) struct Year<'a> {
    pub(crate) seed: u64,
    pub(crate) places: &'a [Place],
    pub(crate) classes: &'a [ClassYear],
    pub(crate) year: SchoolYear,
    pub(crate) until: Date,
    /// The first instant after `until`.
    pub(crate) end: Timestamp,
}

/// What a year adds to the municipality.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) marks: Vec<Mark>,
    pub(crate) partials: Vec<Partial>,
}

/// How much of what is to be away is leave, in thousandths, by how much it is.
const fn leave_share(days: u16) -> u32 {
    match days {
        0..10 => 420,
        10..21 => 370,
        21..40 => 230,
        _ => 90,
    }
}

impl Year<'_> {
    fn class(&self, day: &Day) -> Option<&ClassYear> {
        self.classes.get(day.class)
    }

    /// Half days there are to miss on a day: those of the notes that are taken.
    fn halves(&self, day: &Day) -> u32 {
        self.class(day).map_or(0, |class| {
            let (start, end) = class.noted(day.at);
            match class.grade.notes_per_day() {
                NotesPerDay::One => 2 * u32::from(start),
                NotesPerDay::Two => u32::from(start) + u32::from(end),
            }
        })
    }

    /// Lives one child's year and writes what the registers say of it.
    pub(crate) fn live(
        &self,
        child: &Child,
        pupil: usize,
        days: &[Day],
        missed: u16,
        known: bool,
        out: &mut Written,
    ) -> Option<Seen> {
        let grade = self.class(days.first()?)?.grade;
        let year = self.year.first_year();
        let mut dice = child.key.dice_in(self.seed, For::Course, year);
        let course = Course::of(missed, grade.number(), known, &mut dice);
        let weekdays: Vec<i8> = days.iter().map(|d| d.date.weekday().to_monday_one_offset()).collect();
        let shape = Shape::of(course, &weekdays, missed, &mut dice);
        let mut plan = Plan::new(self, days, grade, missed);
        plan.leave(child, &weekdays, missed, &mut dice);
        plan.block(course, &shape, missed, &mut dice);
        plan.spells(course, &shape, missed, &mut dice);
        let away = plan.away;
        let told = Dice::of(self.seed, For::Telling, &[dice.next()]);
        Some(self.tell(child, pupil, days, &away, (course, &shape), told, out))
    }

    #[expect(clippy::too_many_arguments, reason = "one call; a struct would only rename the list")]
    fn tell(
        &self,
        child: &Child,
        pupil: usize,
        days: &[Day],
        away: &[Option<Away>],
        (course, shape): (Course, &Shape),
        mut dice: Dice,
        out: &mut Written,
    ) -> Seen {
        let onset = shape.onset.filter(|_| course.begins());
        let rates = Rates::of(self, child, days);
        let mistaken = if dice.permille(140) {
            Some(dice.index(days.len()))
        } else {
            None
        };
        let mut seen = Seen {
            pupil,
            course,
            onset: onset
                .and_then(|o| days.get(o))
                .map(|d| d.date)
                .filter(|d| *d <= self.until),
            school_days: 0,
            away: 0,
            leave: 0,
            unlawful: 0,
            run: 0,
            run_ill: false,
            recent: 0,
            quarter_unlawful: 0,
            quarter_days: 0,
            holiday_leave: false,
            late: 0,
            left_early: 0,
            partials: 0,
            corrected_to_late: 0,
            late_message: 0,
        };
        let mut marks = Vec::new();
        for (i, (day, away)) in days.iter().zip(away).enumerate() {
            if day.date > self.until {
                break;
            }
            let Some((class, place)) = self.class(day).and_then(|c| Some((c, self.places.get(c.school)?))) else {
                continue;
            };
            let teller = Teller {
                pupil,
                class: class.class,
                school: class.school,
                grade: class.grade,
                habits: &place.habits,
                date: day.date,
                noted: class.noted(day.at),
            };
            match away {
                Some(Away {
                    category,
                    half: Some(note),
                }) => teller.half_away(*note, *category, &mut marks, &mut dice),
                Some(Away { category, half: None }) => {
                    let correction = teller.away(*category, &mut marks, &mut dice);
                    seen.late_message += u32::from(correction == Correction::LateMessage);
                }
                None if mistaken == Some(i) && teller.noted.0 => teller.mistaken(&mut marks, &mut dice),
                None => {
                    let near = onset.is_some_and(|o| (o.saturating_sub(35)..o + 20).contains(&i));
                    rates.come_and_go(
                        &teller,
                        near,
                        (&mut marks, &mut out.partials),
                        self.end,
                        &mut seen,
                        &mut dice,
                    );
                }
            }
        }
        out.marks.extend(marks.into_iter().filter(|m| m.noted_at < self.end));
        self.count(days, away, &mut seen);
        seen
    }

    /// Counts what has been up to the last day.
    fn count(&self, days: &[Day], away: &[Option<Away>], seen: &mut Seen) {
        let quarter = Quarter::of(self.until);
        seen.run_ill = true;
        let so_far = days.iter().take_while(|d| d.date <= self.until).count();
        let mut previous: Option<Date> = None;
        for (i, (day, away)) in days.iter().zip(away).enumerate() {
            let in_quarter = Quarter::of(day.date) == quarter;
            seen.quarter_days += u32::from(in_quarter);
            if i >= so_far {
                continue;
            }
            seen.school_days += 1;
            if let Some(Away { category, half }) = away {
                seen.away += 1;
                seen.recent += u32::from(i + 20 >= so_far);
                seen.leave += u32::from(*category == Category::AuthorisedLeave);
                let unlawful = *category == Category::Unlawful;
                seen.unlawful += u32::from(unlawful);
                let halves = if half.is_some() { 1 } else { self.halves(day) };
                seen.quarter_unlawful += if unlawful && in_quarter { halves } else { 0 };
                let after_holiday = previous.is_some_and(|p| plus(p, 5) < day.date);
                let before_holiday = days.get(i + 1).is_some_and(|d| plus(day.date, 5) < d.date);
                seen.holiday_leave |= *category == Category::AuthorisedLeave && (after_holiday || before_holiday);
                if half.is_some() {
                    (seen.run, seen.run_ill) = (0, true);
                } else {
                    seen.run += 1;
                    seen.run_ill &= *category == Category::Illness;
                }
            } else {
                (seen.run, seen.run_ill) = (0, true);
            }
            previous = Some(day.date);
        }
    }
}

/// The days one child is to be away, as they fill up.
struct Plan<'a> {
    year: &'a Year<'a>,
    days: &'a [Day],
    two: bool,
    away: Vec<Option<Away>>,
    /// Half days still to be placed.
    left: u32,
}

impl<'a> Plan<'a> {
    fn new(year: &'a Year<'a>, days: &'a [Day], grade: Grade, missed: u16) -> Self {
        let n = number(days.len());
        let two = grade.notes_per_day() == NotesPerDay::Two;
        let missed = u32::from(missed);
        let left = if two {
            (2 * missed * n + 100) / 200
        } else {
            (missed * n + 100) / 200 * 2
        };
        Self {
            year,
            days,
            two,
            away: vec![None; days.len()],
            left,
        }
    }

    fn free(&self, i: usize) -> bool {
        self.away.get(i).is_some_and(Option::is_none) && self.days.get(i).is_some_and(|d| self.year.halves(d) > 0)
    }

    /// Marks one day, as much of it as is left to miss; says how many half days that took.
    fn take(&mut self, i: usize, category: Category, half: Option<Note>) -> u32 {
        if self.left == 0 || !self.free(i) {
            return 0;
        }
        let halves = self.days.get(i).map_or(0, |d| self.year.halves(d));
        // one half left, or a half day wanted, and both notes taken: half a day
        let half = match half {
            Some(note) if halves == 2 && self.two => Some(note),
            _ if self.left == 1 && halves == 2 && self.two => Some(Note::Start),
            _ => None,
        };
        let taken = if half.is_some() { 1 } else { halves };
        if let Some(day) = self.away.get_mut(i) {
            *day = Some(Away { category, half });
        }
        self.left = self.left.saturating_sub(taken);
        taken
    }

    /// A family's journey and single days with permission.
    fn leave(&mut self, child: &Child, weekdays: &[i8], missed: u16, dice: &mut Dice) {
        let mut allowed = self.left * leave_share(missed) * dice.between(35, 165) / 100_000;
        let mut home = child
            .household
            .dice_in(self.year.seed, For::Trip, self.year.year.first_year());
        let beside: Vec<bool> = (0..self.days.len()).map(|i| self.beside_holiday(i)).collect();
        if home.permille(470) && allowed > 0 {
            let length = [1, 2, 3, 4, 5, 8, 10]
                .get(home.weighted(&[12, 20, 18, 13, 22, 9, 6]))
                .copied()
                .unwrap_or(2);
            let at = self.journey(length, &mut home);
            let refused = home.permille(80);
            let category = if refused {
                Category::Unlawful
            } else {
                Category::AuthorisedLeave
            };
            for i in at..at + length {
                if allowed == 0 && i > at + 1 {
                    break;
                }
                allowed = allowed.saturating_sub(self.take(i, category, None));
            }
        }
        let weights: Vec<u32> = weekdays
            .iter()
            .zip(beside)
            .map(|(day, beside)| {
                if beside {
                    900
                } else if matches!(day, 1 | 5) {
                    190
                } else {
                    100
                }
            })
            .collect();
        let sums = sums(&weights);
        let mut tries = 0;
        while allowed > 0 && tries < 40 {
            tries += 1;
            let Some(i) = choose(&sums, dice) else { return };
            for i in i..i + if dice.permille(750) { 1 } else { 2 } {
                if allowed > 0 {
                    allowed = allowed.saturating_sub(self.take(i, Category::AuthorisedLeave, None));
                }
            }
        }
    }

    /// Where a journey of so many school days begins: mostly right before or after a holiday.
    fn journey(&self, length: usize, home: &mut Dice) -> usize {
        let edges: Vec<usize> = (1..self.days.len()).filter(|i| self.gap_before(*i) >= 6).collect();
        let (which, before, beside) = (home.index(6), home.permille(600), home.permille(680));
        let somewhere = home.index(self.days.len().saturating_sub(length).max(1));
        if !beside {
            return somewhere;
        }
        match edges.get(which) {
            Some(edge) if before => edge.saturating_sub(length),
            Some(edge) => *edge,
            None if which % 2 == 0 => 0,
            None => self.days.len().saturating_sub(length),
        }
    }

    /// Calendar days from the school day before.
    fn gap_before(&self, i: usize) -> i64 {
        let day = |i: usize| self.days.get(i).map(|d| d.date);
        match (i.checked_sub(1).and_then(day), day(i)) {
            (Some(before), Some(this)) => this.duration_since(before).as_hours() / 24,
            _ => 0,
        }
    }

    fn beside_holiday(&self, i: usize) -> bool {
        self.gap_before(i) >= 5 || self.gap_before(i + 1) >= 5
    }

    /// The one long spell of the courses that have one, in weeks of one category each.
    fn block(&mut self, course: Course, shape: &Shape, missed: u16, dice: &mut Dice) {
        let Some((from, length)) = shape.block else { return };
        let mut category = course.category(missed, dice);
        for (i, day) in (from..from + length as usize).enumerate() {
            if i % 5 == 0 {
                category = if course == Course::LongIllness {
                    Category::Illness
                } else {
                    course.category(missed, dice)
                };
            }
            // now and then a day of trying
            if course == Course::Rapid && dice.permille(50) {
                continue;
            }
            self.take(day, category, None);
        }
    }

    /// Spells of a day or some, until nothing is left to place.
    fn spells(&mut self, course: Course, shape: &Shape, missed: u16, dice: &mut Dice) {
        let weights: Vec<u32> = shape
            .weights
            .iter()
            .zip(self.days)
            .map(|(weight, day)| {
                let illness = self
                    .year
                    .class(day)
                    .and_then(|c| c.illness.get(day.at))
                    .copied()
                    .unwrap_or(100);
                if course.begins() || course == Course::Truant {
                    weight * 100
                } else {
                    weight * illness
                }
            })
            .collect();
        let sums = sums(&weights);
        let half = if course == Course::Truant { 420 } else { 140 };
        let mut tries = 0;
        while self.left > 0 && tries < 400 {
            tries += 1;
            let Some(at) = choose(&sums, dice) else { break };
            if !self.free(at) {
                continue;
            }
            let category = course.category(missed, dice);
            let length = course.length(dice);
            if length == 1 && dice.permille(half) {
                let note = if dice.permille(450) { Note::Start } else { Note::End };
                self.take(at, category, Some(note));
                continue;
            }
            for i in at..at + length as usize {
                self.take(i, category, None);
            }
        }
        // a year that is nearly full: the rest from the end
        for i in (0..self.days.len()).rev() {
            if self.left == 0 {
                break;
            }
            let category = course.category(missed, dice);
            self.take(i, category, None);
        }
    }
}

/// Running sums of weights, for [`choose`].
fn sums(weights: &[u32]) -> Vec<u32> {
    weights
        .iter()
        .scan(0_u32, |sum, w| {
            *sum = sum.saturating_add(*w);
            Some(*sum)
        })
        .collect()
}

fn choose(sums: &[u32], dice: &mut Dice) -> Option<usize> {
    let throw = dice.below(*sums.last()?);
    Some(sums.partition_point(|sum| *sum <= throw))
}

/// How often one child comes late, goes early or misses part of a day, in ten thousandths of the days it is there.
struct Rates {
    late: u32,
    left_early: u32,
    part: u32,
    lessons: u8,
}

impl Rates {
    fn of(year: &Year<'_>, child: &Child, days: &[Day]) -> Self {
        let mut dice = child.key.dice(year.seed, For::Child);
        let mut home = child.household.dice(year.seed, For::Household);
        let upper = days.first().and_then(|d| year.class(d)).map_or(0, |c| c.grade.number());
        let throw = dice.below(15);
        let habit = if dice.permille(35) || home.permille(25) {
            dice.between(600, 1700)
        } else {
            0
        };
        let early = if dice.permille(20) { 350 } else { 0 };
        let part = if dice.permille(25) { 700 } else { 0 };
        Self {
            late: throw * throw + habit + if upper >= 7 { 60 } else { 0 },
            left_early: early + if upper >= 7 { 70 } else { 20 },
            part: part + if upper >= 7 { 150 } else { 70 },
            lessons: match upper {
                0..=3 => 5,
                4..=6 => 6,
                _ => 7,
            },
        }
    }

    /// A day on which the child is there: whether it comes late, goes early, or misses some lessons.
    fn come_and_go(
        &self,
        teller: &Teller<'_>,
        near_onset: bool,
        (marks, partials): (&mut Vec<Mark>, &mut Vec<Partial>),
        end: Timestamp,
        seen: &mut Seen,
        dice: &mut Dice,
    ) {
        let (late, early) = if near_onset {
            (self.late + 1900, self.left_early + 250)
        } else {
            (self.late, self.left_early)
        };
        let throw = dice.below(10_000);
        let end_taken = if teller.grade.notes_per_day() == NotesPerDay::Two {
            teller.noted.1
        } else {
            teller.noted.0
        };
        if throw < late {
            if teller.habits.lateness && teller.noted.0 {
                let correction = teller.late(marks, dice);
                seen.late += 1;
                seen.corrected_to_late += u32::from(correction == Correction::CameLate);
            }
        } else if throw < late + early {
            if teller.habits.lateness && end_taken {
                teller.left_early(marks, dice);
                seen.left_early += 1;
            }
        } else if throw < late + early + self.part && teller.habits.lessons {
            let category = match dice.below(10) {
                0..5 => Some(Category::Illness),
                5..7 => Some(Category::AuthorisedLeave),
                7..9 => Some(Category::Unlawful),
                _ => None,
            };
            let lessons_missed = u8::try_from(dice.between(1, u32::from(self.lessons) - 2)).unwrap_or(1);
            let noted_at = instant(teller.date, dice.between(12 * 60, 15 * 60));
            if noted_at < end {
                let lessons = self.lessons;
                partials.push(Partial {
                    pupil: teller.pupil,
                    date: teller.date,
                    lessons_missed,
                    lessons,
                    category,
                    noted_at,
                });
            }
            seen.partials += 1;
        }
    }
}
