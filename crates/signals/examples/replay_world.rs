//! Replays one evaluation world against the signs, for developing them.
//!
//! Reads the world's files from standard input, each after a line `== NAME`, and writes alerts (`pupil_id,date,score`).
//! With the argument `balance` it writes every pupil's balance on the last school day of each week instead, so that a
//! slow reading of the ledger can be held against it. A section `params.toml` replaces the shipped parameters.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Write};

use attendance::{Category, ClassIx, PupilIx, SchoolIx};
use jiff::civil::Date;
use signals::{Away, Budget, DayEvidence, Depth, Detector, Language, Parameters};

type Failure = Box<dyn std::error::Error>;
type Rows = Vec<HashMap<String, String>>;

fn rows(text: &str) -> Rows {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let row = |line: &str| {
        names
            .iter()
            .map(|n| (*n).to_owned())
            .zip(line.split(',').map(str::to_owned))
            .collect()
    };
    lines.filter(|l| !l.is_empty()).map(row).collect()
}

fn field<'r>(row: &'r HashMap<String, String>, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}

fn ix(of: &BTreeMap<String, u32>, name: &str) -> Result<u32, Failure> {
    of.get(name)
        .copied()
        .ok_or_else(|| format!("`{name}` is unknown").into())
}

fn numbered(names: impl Iterator<Item = String>) -> Result<BTreeMap<String, u32>, Failure> {
    let names: BTreeSet<String> = names.collect();
    names
        .into_iter()
        .enumerate()
        .map(|(i, n)| Ok((n, u32::try_from(i)?)))
        .collect()
}

fn main() -> Result<(), Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let sections: HashMap<&str, &str> = text.split("== ").filter_map(|s| s.split_once('\n')).collect();
    let section = |name: &str| sections.get(name).copied().unwrap_or_default();
    let balances = std::env::args().nth(1).is_some_and(|a| a == "balance");
    let parameters = match sections.get("params.toml") {
        Some(text) => Parameters::from_toml(text)?,
        None => Parameters::shipped()?,
    };
    let (calendar, roster) = (rows(section("calendar.csv")), rows(section("roster.csv")));
    let pupils = numbered(roster.iter().map(|r| field(r, "pupil_id").to_owned()))?;
    let classes = numbered(roster.iter().map(|r| field(r, "class_id").to_owned()))?;
    let schools = numbered(roster.iter().map(|r| field(r, "school_id").to_owned()))?;
    let mut class_schools = vec![SchoolIx::new(0); classes.len()];
    for row in &roster {
        let class = usize::try_from(ix(&classes, field(row, "class_id"))?)?;
        if let Some(slot) = class_schools.get_mut(class) {
            *slot = SchoolIx::new(ix(&schools, field(row, "school_id"))?);
        }
    }
    let mut days: Vec<Date> = Vec::new();
    let mut first_year = None;
    let mut second_year = None;
    for row in calendar.iter().filter(|r| field(r, "school_day") == "1") {
        let day: Date = field(row, "date").parse()?;
        let year = field(row, "school_year").to_owned();
        let first = first_year.get_or_insert_with(|| year.clone());
        if year != *first && second_year.is_none() {
            second_year = Some(day);
        }
        days.push(day);
    }
    let unregistered: BTreeSet<(u32, Date)> = rows(section("unregistered.csv"))
        .iter()
        .map(|r| Ok((ix(&classes, field(r, "class_id"))?, field(r, "date").parse()?)))
        .collect::<Result<_, Failure>>()?;
    let mut known: HashMap<(u32, Date), DayEvidence> = HashMap::new();
    let mut told: BTreeMap<Date, Vec<(u32, DayEvidence)>> = BTreeMap::new();
    for row in &rows(section("events.csv")) {
        let day: Date = field(row, "date").parse()?;
        let category = match field(row, "category") {
            "syg" => Some(Category::Illness),
            "lovligt" => Some(Category::AuthorisedLeave),
            "ulovligt" => Some(Category::Unlawful),
            _ => None,
        };
        let evidence = match field(row, "kind") {
            "fravaer" => DayEvidence {
                away: Away::Whole,
                category,
                ..DayEvidence::present(day)
            },
            "delvis" => DayEvidence {
                away: Away::Part,
                category,
                ..DayEvidence::present(day)
            },
            _ => DayEvidence {
                late: true,
                minutes: field(row, "minutes_late").parse().ok(),
                ..DayEvidence::present(day)
            },
        };
        told.entry(field(row, "recorded").parse()?)
            .or_default()
            .push((ix(&pupils, field(row, "pupil_id"))?, evidence));
    }
    let names: Vec<&String> = pupils.keys().collect();
    let pupil_classes: Vec<(u32, u32, Date)> = roster
        .iter()
        .map(|r| {
            Ok((
                ix(&pupils, field(r, "pupil_id"))?,
                ix(&classes, field(r, "class_id"))?,
                field(r, "first_date").parse()?,
            ))
        })
        .collect::<Result<_, Failure>>()?;
    let class_of: HashMap<u32, u32> = pupil_classes.iter().map(|(p, c, _)| (*p, *c)).collect();
    let budget = std::env::args()
        .nth(1)
        .and_then(|a| a.parse().ok())
        .unwrap_or(Budget::DEFAULT);
    let mut detector = Detector::new(&parameters, Depth::Hints, budget, days.iter().copied(), class_schools)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "pupil_id,date,score")?;
    let mut pending = told.into_iter().peekable();
    let (mut sentences, begin) = (0, std::time::Instant::now());
    for (at, day) in days.iter().enumerate() {
        let mut late_news = Vec::new();
        while let Some((_, news)) = pending.next_if(|(recorded, _)| recorded <= day) {
            for (pupil, evidence) in news {
                if evidence.day < *day {
                    late_news.push((pupil, evidence));
                }
                known.insert((pupil, evidence.day), evidence);
            }
        }
        for &(pupil, class, first) in &pupil_classes {
            if *day >= first {
                let noted = !unregistered.contains(&(class, *day));
                let plain = DayEvidence {
                    noted,
                    ..DayEvidence::present(*day)
                };
                let evidence = known.get(&(pupil, *day)).copied().unwrap_or(plain);
                detector.record(PupilIx::new(pupil), ClassIx::new(class), &evidence)?;
            }
        }
        for (pupil, evidence) in late_news {
            let class = class_of.get(&pupil).copied().unwrap_or_default();
            detector.record(PupilIx::new(pupil), ClassIx::new(class), &evidence)?;
        }
        detector.close(*day);
        if second_year.is_none_or(|second| *day < second) {
            continue;
        }
        if balances {
            let week = |d: Date| d.iso_week_date().week();
            if days.get(at + 1).is_some_and(|next| week(*next) == week(*day)) {
                continue;
            }
            for (place, name) in names.iter().enumerate() {
                if let Some(account) = detector.explain(PupilIx::new(u32::try_from(place)?)) {
                    let balance = account.lines.last().map_or(0, |l| l.balance);
                    writeln!(out, "{name},{day},{balance}")?;
                }
            }
            continue;
        }
        for hint in detector.hints() {
            let name = names.get(hint.pupil.index()).map_or("", |n| n.as_str());
            writeln!(out, "{name},{day},{}.{:03}", hint.points / 1_000, hint.points % 1_000)?;
            if sentences < 8 {
                sentences += 1;
                eprintln!("{name} {day} {}", hint.reasons.sentence(Language::Danish));
            }
        }
    }
    eprintln!("{:?} {:?} in {:?}", detector.cut(), detector.pace(), begin.elapsed());
    Ok(())
}
