//! The plain twin: a slow, literal reading of the contract, sharing no code with the engine but its words.
//!
//! Everything is looked up again from the rows each time; nothing is kept, shifted or masked.

pub mod carried;

use std::collections::{BTreeMap, BTreeSet};

use attendance::{Category, Grade, Kind, Note, SchoolKind, Slot};
use jiff::civil::Date;

#[derive(Clone, Debug)]
pub struct PlainEnrolment {
    pub pupil: usize,
    pub class: usize,
    pub from: Date,
    pub to: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct PlainMark {
    pub pupil: usize,
    pub date: Date,
    pub note: Note,
    pub kind: Kind,
    /// Seconds; only the order counts.
    pub noted_at: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct World {
    pub calendars: Vec<BTreeSet<Date>>,
    /// Calendar and kind.
    pub schools: Vec<(usize, SchoolKind)>,
    /// School and grade.
    pub classes: Vec<(usize, u8)>,
    pub pupils: usize,
    pub enrolments: Vec<PlainEnrolment>,
    /// In the order of the lines.
    pub marks: Vec<PlainMark>,
    pub notings: Option<BTreeSet<(usize, Date, Slot)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Nothing,
    Away(Category),
    Short,
}

/// One school day of a pupil, all looked up.
#[derive(Clone, Debug)]
pub struct PlainDay {
    pub date: Date,
    pub two: bool,
    pub start: State,
    pub end: State,
    pub noted: bool,
}

impl PlainDay {
    pub fn halves(&self, of: &[Category]) -> u32 {
        let hit = |s: State| matches!(s, State::Away(c) if of.contains(&c));
        if self.two {
            u32::from(hit(self.start)) + u32::from(hit(self.end))
        } else {
            2 * u32::from(hit(self.start))
        }
    }

    pub fn absent(&self) -> bool {
        self.halves(&Category::ALL) > 0
    }

    pub fn wholly(&self) -> bool {
        self.halves(&Category::ALL) == 2
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainFinding {
    pub rule: &'static str,
    pub from: Date,
    pub to: Date,
    pub numerator: u32,
    pub denominator: Option<u32>,
    pub reached_on: Date,
    pub deadline: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainMeasures {
    pub window: &'static str,
    pub span: Option<(Date, Date)>,
    /// school_days, so_far, illness, leave, unlawful, late, left_early, spells, longest
    pub counts: [u32; 9],
}

/// Whether a rule holds, its window, numerator, denominator and deadline.
type Asked = (bool, Date, Date, u32, Option<u32>, Option<Date>);

const ILL: Category = Category::Illness;
const UNLAWFUL: Category = Category::Unlawful;

pub fn quarter(day: Date) -> (Date, Date) {
    let first = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap();
    let last = Date::new(day.year(), first.month() + 2, 1).unwrap().last_of_month();
    (first, last)
}

pub fn school_year(day: Date) -> (Date, Date) {
    let y = if day.month() >= 8 { day.year() } else { day.year() - 1 };
    (Date::new(y, 8, 1).unwrap(), Date::new(y + 1, 7, 31).unwrap())
}

impl World {
    pub fn enrolment(&self, pupil: usize, day: Date) -> Option<&PlainEnrolment> {
        self.enrolments
            .iter()
            .find(|e| e.pupil == pupil && e.from <= day && e.to.is_none_or(|t| day <= t))
    }

    fn calendar(&self, class: usize) -> &BTreeSet<Date> {
        &self.calendars[self.schools[self.classes[class].0].0]
    }

    /// All school days on which the pupil is enrolled, planned ones too.
    pub fn dates(&self, pupil: usize) -> Vec<Date> {
        let mut dates: Vec<Date> = Vec::new();
        for e in self.enrolments.iter().filter(|e| e.pupil == pupil) {
            dates.extend(
                self.calendar(e.class)
                    .iter()
                    .filter(|d| **d >= e.from && e.to.is_none_or(|t| **d <= t)),
            );
        }
        dates.sort();
        dates
    }

    /// Whether the mark is counted, and for which slots.
    fn slots(&self, mark: &PlainMark) -> Vec<Slot> {
        let Some(e) = self.enrolment(mark.pupil, mark.date) else {
            return vec![];
        };
        if !self.calendar(e.class).contains(&mark.date) {
            return vec![];
        }
        let two = self.classes[e.class].1 >= 7;
        match (mark.kind, mark.note) {
            (Kind::Late, _) => vec![Slot::Start],
            (Kind::LeftEarly, _) => vec![Slot::End],
            (_, Note::Start) => vec![Slot::Start],
            (Kind::Present, Note::Day) => vec![Slot::Start, Slot::End],
            (Kind::Present, Note::End) => vec![Slot::End],
            (Kind::Absent(_), Note::Day) if two => vec![Slot::Start, Slot::End],
            (Kind::Absent(_), Note::Day) => vec![Slot::Start],
            (Kind::Absent(_), Note::End) if two => vec![Slot::End],
            (Kind::Absent(_), Note::End) => vec![],
        }
    }

    fn state(&self, pupil: usize, date: Date, slot: Slot) -> State {
        let mut best: Option<(Option<i64>, usize, Kind)> = None;
        for (line, mark) in self.marks.iter().enumerate() {
            if mark.pupil == pupil && mark.date == date && self.slots(mark).contains(&slot) {
                let key = (mark.noted_at, line, mark.kind);
                if best.is_none_or(|b| (b.0, b.1) < (key.0, key.1)) {
                    best = Some(key);
                }
            }
        }
        match best.map(|b| b.2) {
            None | Some(Kind::Present) => State::Nothing,
            Some(Kind::Absent(c)) => State::Away(c),
            Some(Kind::Late | Kind::LeftEarly) => State::Short,
        }
    }

    fn slot_noted(&self, class: usize, date: Date, slot: Slot) -> bool {
        let listed = self.notings.as_ref().is_some_and(|n| n.contains(&(class, date, slot)));
        listed
            || self.marks.iter().any(|m| {
                m.date == date
                    && self.enrolment(m.pupil, date).is_some_and(|e| e.class == class)
                    && self.slots(m).contains(&slot)
            })
    }

    fn day_noted(&self, class: usize, date: Date) -> bool {
        if self.notings.is_none() {
            let school = self.classes[class].0;
            return self.marks.iter().any(|m| {
                m.date >= date
                    && self
                        .enrolment(m.pupil, m.date)
                        .is_some_and(|e| self.classes[e.class].0 == school)
            });
        }
        self.slot_noted(class, date, Slot::Start)
            && (self.classes[class].1 < 7 || self.slot_noted(class, date, Slot::End))
    }

    /// The pupil's school days up to and including the day.
    pub fn days(&self, pupil: usize, as_of: Date) -> Vec<PlainDay> {
        self.dates(pupil)
            .into_iter()
            .filter(|d| *d <= as_of)
            .map(|date| {
                let class = self.enrolment(pupil, date).unwrap().class;
                PlainDay {
                    date,
                    two: Grade::new(self.classes[class].1).unwrap().number() >= 7,
                    start: self.state(pupil, date, Slot::Start),
                    end: self.state(pupil, date, Slot::End),
                    noted: self.day_noted(class, date),
                }
            })
            .collect()
    }

    /// Whether a school day of either school lies between two enrolments that follow each other.
    pub fn gap_between(&self, pupil: usize, a: Date, b: Date) -> bool {
        let mut list: Vec<&PlainEnrolment> = self.enrolments.iter().filter(|e| e.pupil == pupil).collect();
        list.sort_by_key(|e| e.from);
        list.windows(2).any(|w| {
            let (first, second) = (w[0], w[1]);
            let end = first.to.unwrap();
            end >= a
                && second.from <= b
                && [first.class, second.class]
                    .iter()
                    .any(|c| self.calendar(*c).iter().any(|d| *d > end && *d < second.from))
        })
    }

    pub fn measures(&self, pupil: usize, as_of: Date) -> Vec<PlainMeasures> {
        let days = self.days(pupil, as_of);
        let all = self.dates(pupil);
        let mut out = Vec::new();
        for window in ["quarter", "rolling20", "school_year"] {
            let span = match window {
                "quarter" => Some(quarter(as_of)),
                "school_year" => Some(school_year(as_of)),
                _ => {
                    let last = &days[days.len().saturating_sub(20)..];
                    last.first().map(|f| (f.date, last.last().unwrap().date))
                }
            };
            let inside: Vec<&PlainDay> = days
                .iter()
                .filter(|d| span.is_some_and(|(f, t)| d.date >= f && d.date <= t))
                .collect();
            let whole = if window == "rolling20" {
                inside.len()
            } else {
                all.iter()
                    .filter(|d| span.is_some_and(|(f, t)| **d >= f && **d <= t))
                    .count()
            };
            let (mut spells, mut longest, mut current, mut last): (u32, u32, u32, Option<Date>) = (0, 0, 0, None);
            for day in &inside {
                if last.is_some_and(|l| self.gap_between(pupil, l, day.date)) {
                    current = 0;
                }
                last = Some(day.date);
                if day.absent() {
                    if current == 0 {
                        spells += 1;
                    }
                    current += 1;
                    longest = longest.max(current);
                } else if day.noted {
                    current = 0;
                }
            }
            let halves = |c| inside.iter().map(|d| d.halves(&[c])).sum::<u32>();
            let short = |f: fn(&PlainDay) -> State| inside.iter().filter(|d| f(d) == State::Short).count() as u32;
            out.push(PlainMeasures {
                window,
                span,
                counts: [
                    whole as u32,
                    inside.len() as u32,
                    halves(ILL),
                    halves(Category::AuthorisedLeave),
                    halves(UNLAWFUL),
                    short(|d| d.start),
                    short(|d| d.end),
                    spells,
                    longest,
                ],
            });
        }
        out
    }

    /// What a rule counts on the last of `days`: (holds, from, to, numerator, denominator, deadline).
    fn ask(&self, rule: &str, pupil: usize, days: &[PlainDay], asked: Date) -> Option<Asked> {
        let all = self.dates(pupil);
        let class = self
            .enrolment(pupil, asked)
            .or_else(|| self.enrolment(pupil, days.last()?.date))?
            .class;
        let kind = self.schools[self.classes[class].0].1;
        if rule.starts_with("dk.unlawful") && !matches!(kind, SchoolKind::Folkeskole | SchoolKind::Specialskole) {
            return None;
        }
        let sum = |span: (Date, Date), of: &[Category]| {
            days.iter()
                .filter(|d| d.date >= span.0 && d.date <= span.1)
                .map(|d| d.halves(of))
                .sum::<u32>()
        };
        let n = |span: (Date, Date)| 2 * all.iter().filter(|d| **d >= span.0 && **d <= span.1).count() as u32;
        let (q, y) = (quarter(asked), school_year(asked));
        let both = [ILL, UNLAWFUL];
        let at_least = |span: (Date, Date), h: u32, least: u32| Some((h >= least, span.0, span.1, h, None, None));
        let last = |count: usize, least: u32| {
            let window = &days[days.len().saturating_sub(count)..];
            let h = window.iter().filter(|d| d.absent()).count() as u32;
            Some((h >= least, window.first()?.date, window.last()?.date, h, None, None))
        };
        match rule {
            "dk.unlawful.any" => at_least(q, sum(q, &[UNLAWFUL]), 1),
            "dk.unlawful.10pct" | "dk.unlawful.15pct" => {
                let percent = if rule.ends_with("10pct") { 10 } else { 15 };
                let (h, n) = (sum(q, &[UNLAWFUL]), n(q));
                Some((n > 0 && 100 * h >= percent * n, q.0, q.1, h, Some(n), None))
            }
            "dk.illness.total15" => at_least(y, sum(y, &[ILL]), 30),
            "dk.agreement2026.contact" => at_least(q, sum(q, &both), 21),
            "dk.agreement2026.plan" => at_least(q, sum(q, &both), 30),
            "dk.expert2025.contact" => at_least(q, sum(q, &Category::ALL), 20),
            "dk.expert2025.plan" => at_least(q, sum(q, &Category::ALL), 30),
            "local.year10pct" => {
                let so_far = days.iter().filter(|d| d.date >= y.0 && d.date <= y.1).count() as u32;
                let h = sum(y, &Category::ALL);
                Some((
                    so_far >= 20 && 100 * h >= 20 * so_far,
                    y.0,
                    y.1,
                    h,
                    Some(2 * so_far),
                    None,
                ))
            }
            "local.7of20" => last(20, 7),
            "local.15of60" => last(60, 15),
            "stat.aalborg" => last(200, 40),
            "local.run5" => {
                let mut first = None;
                let mut count = 0;
                for (i, day) in days.iter().enumerate().rev() {
                    if day.absent() {
                        count += 1;
                        first = Some(day.date);
                    } else if day.noted {
                        break;
                    }
                    if i > 0 && self.gap_between(pupil, days[i - 1].date, day.date) {
                        break;
                    }
                }
                Some((count >= 5, first?, days.last()?.date, count, None, None))
            }
            "dk.illness.run15" => {
                let mut first = days.len();
                let mut ill = false;
                for (i, day) in days.iter().enumerate().rev() {
                    if !day.wholly() {
                        break;
                    }
                    first = i;
                    ill |= day.halves(&[ILL]) > 0;
                    if i > 0 && self.gap_between(pupil, days[i - 1].date, day.date) {
                        break;
                    }
                }
                let run = &days[first..];
                let fifteenth = all[all.iter().position(|d| *d == run.first().map_or(all[0], |r| r.date))?..].get(14);
                Some((
                    run.len() >= 15 && ill,
                    run.first()?.date,
                    run.last()?.date,
                    run.len() as u32,
                    None,
                    fifteenth.copied(),
                ))
            }
            "named.year5pct" | "named.year10pct" | "named.year20pct" => {
                let percent = rule
                    .trim_start_matches("named.year")
                    .trim_end_matches("pct")
                    .parse::<u32>()
                    .unwrap();
                let so_far = days.iter().filter(|d| d.date >= y.0 && d.date <= y.1).count() as u32;
                let h = sum(y, &Category::ALL);
                let holds = so_far >= 20 && 100 * h >= percent * 2 * so_far;
                Some((holds, y.0, y.1, h, Some(2 * so_far), None))
            }
            "named.illness.spells4of60" | "own.two_spells" => {
                // Forward over all days: each spell of absence, cut at gaps, begins where its first illness is.
                let mut begun = Vec::new();
                let mut ill_already = false;
                for (i, day) in days.iter().enumerate() {
                    let gap = i > 0 && self.gap_between(pupil, days[i - 1].date, day.date);
                    if gap || (day.noted && !day.absent()) {
                        ill_already = false;
                    }
                    if day.halves(&[ILL]) > 0 {
                        if !ill_already {
                            begun.push(i);
                        }
                        ill_already = true;
                    }
                }
                let first = days.len().saturating_sub(60);
                let h = begun.iter().filter(|i| **i >= first).count() as u32;
                let least = if rule == "own.two_spells" { 2 } else { 4 };
                Some((h >= least, days.get(first)?.date, days.last()?.date, h, None, None))
            }
            "named.illness.run7" | "own.unlawful_run" => {
                let (of, most) = if rule == "own.unlawful_run" {
                    (UNLAWFUL, 2)
                } else {
                    (ILL, 6)
                };
                let mut ill = Vec::new();
                for (i, day) in days.iter().enumerate().rev() {
                    if day.halves(&[of]) > 0 {
                        ill.push(day.date);
                    } else if day.noted && !day.absent() {
                        break;
                    }
                    if i > 0 && self.gap_between(pupil, days[i - 1].date, day.date) {
                        break;
                    }
                }
                let n = ill.len() as u32;
                Some((n > most, *ill.last()?, days.last()?.date, n, None, None))
            }
            _ => panic!("no such rule: {rule}"),
        }
    }

    pub fn findings(&self, pupil: usize, as_of: Date) -> Vec<PlainFinding> {
        let days = self.days(pupil, as_of);
        let mut out = Vec::new();
        for rule in RULES {
            let Some((true, from, to, numerator, denominator, deadline)) = self.ask(rule, pupil, &days, as_of) else {
                continue;
            };
            let bound = if from_window(rule) {
                from
            } else {
                Date::constant(1900, 1, 1)
            };
            let mut reached_on = None;
            for end in (1..=days.len()).rev() {
                let day = days[end - 1].date;
                if day < bound || !self.ask(rule, pupil, &days[..end], day).is_some_and(|a| a.0) {
                    break;
                }
                reached_on = Some(day);
            }
            if let Some(reached_on) = reached_on {
                out.push(PlainFinding {
                    rule,
                    from,
                    to,
                    numerator,
                    denominator,
                    reached_on,
                    deadline,
                });
            }
        }
        out
    }
}

fn from_window(rule: &str) -> bool {
    !matches!(
        rule,
        "local.7of20"
            | "local.15of60"
            | "stat.aalborg"
            | "local.run5"
            | "dk.illness.run15"
            | "named.illness.spells4of60"
            | "named.illness.run7"
            | "own.two_spells"
            | "own.unlawful_run"
    )
}

/// The rules the contract names.
pub const CONTRACT: [&str; 14] = [
    "dk.agreement2026.contact",
    "dk.agreement2026.plan",
    "dk.expert2025.contact",
    "dk.expert2025.plan",
    "dk.illness.run15",
    "dk.illness.total15",
    "dk.unlawful.10pct",
    "dk.unlawful.15pct",
    "dk.unlawful.any",
    "local.15of60",
    "local.7of20",
    "local.run5",
    "local.year10pct",
    "stat.aalborg",
];

/// All rules asked about, by id: the contract's, the named ones that only pages show, and two of a municipality's own.
pub const RULES: [&str; 21] = [
    "dk.agreement2026.contact",
    "dk.agreement2026.plan",
    "dk.expert2025.contact",
    "dk.expert2025.plan",
    "dk.illness.run15",
    "dk.illness.total15",
    "dk.unlawful.10pct",
    "dk.unlawful.15pct",
    "dk.unlawful.any",
    "local.15of60",
    "local.7of20",
    "local.run5",
    "local.year10pct",
    "named.illness.run7",
    "named.illness.spells4of60",
    "named.year10pct",
    "named.year20pct",
    "named.year5pct",
    "own.two_spells",
    "own.unlawful_run",
    "stat.aalborg",
];

/// Reads the CSV of an open folder the simplest way; only for folders without quotes that hold commas in used columns.
pub fn read_folder(dir: &std::path::Path) -> (World, BTreeMap<String, usize>) {
    let table = |name: &str| -> Option<Vec<BTreeMap<String, String>>> {
        let mut reader = csv::Reader::from_path(dir.join(name)).ok()?;
        let header = reader.headers().unwrap().clone();
        Some(
            reader
                .records()
                .map(|r| {
                    header
                        .iter()
                        .map(str::to_owned)
                        .zip(r.unwrap().iter().map(str::to_owned))
                        .collect()
                })
                .collect(),
        )
    };
    let mut world = World::default();
    let mut calendars = BTreeMap::new();
    for row in table("calendars.csv").unwrap() {
        let ix = *calendars.entry(row["calendar_id"].clone()).or_insert_with(|| {
            world.calendars.push(BTreeSet::new());
            world.calendars.len() - 1
        });
        world.calendars[ix].insert(row["date"].parse().unwrap());
    }
    let mut schools = BTreeMap::new();
    for row in table("schools.csv").unwrap() {
        let kind = row
            .get("kind")
            .filter(|k| !k.is_empty())
            .map_or(SchoolKind::Folkeskole, |k| SchoolKind::from_word(k).unwrap());
        schools.insert(row["school_id"].clone(), world.schools.len());
        world.schools.push((calendars[&row["calendar_id"]], kind));
    }
    let mut classes = BTreeMap::new();
    for row in table("classes.csv").unwrap() {
        classes.insert(row["class_id"].clone(), world.classes.len());
        world
            .classes
            .push((schools[&row["school_id"]], row["grade"].parse().unwrap()));
    }
    let mut pupils = BTreeMap::new();
    for row in table("pupils.csv").unwrap() {
        pupils.insert(row["pupil_id"].clone(), world.pupils);
        world.pupils += 1;
    }
    for row in table("enrolments.csv").unwrap() {
        world.enrolments.push(PlainEnrolment {
            pupil: pupils[&row["pupil_id"]],
            class: classes[&row["class_id"]],
            from: row["from"].parse().unwrap(),
            to: row.get("to").filter(|t| !t.is_empty()).map(|t| t.parse().unwrap()),
        });
    }
    for row in table("marks.csv").unwrap() {
        world.marks.push(PlainMark {
            pupil: pupils[&row["pupil_id"]],
            date: row["date"].parse().unwrap(),
            note: Note::from_word(&row["note"]).unwrap(),
            kind: Kind::from_word(&row["kind"]).unwrap(),
            noted_at: row
                .get("noted_at")
                .filter(|n| !n.is_empty())
                .map(|n| n.parse::<jiff::Timestamp>().unwrap().as_second()),
        });
    }
    (world, pupils)
}
