//! A printed sum is recounted from its text alone (R-185).

#![expect(clippy::unwrap_used, reason = "a test stops where the text is not as it says")]

use attendance::{Category, ClassIx, PupilIx, SchoolIx};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use signals::{Away, Budget, DayEvidence, Depth, Detector, Parameters};

/// School days of a year and more, without holidays.
fn days() -> Vec<Date> {
    let mut days = Vec::new();
    let mut day = date(2024, 8, 12);
    while days.len() < 260 {
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            days.push(day);
        }
        day = day.checked_add(1.day()).unwrap();
    }
    days
}

/// A day of a pupil, by a plain walk of a number: everything that has points happens now and then.
fn evidence(day: Date, throw: u64) -> DayEvidence {
    let plain = DayEvidence::present(day);
    let away = |away, category| DayEvidence {
        away,
        category: Some(category),
        ..plain
    };
    match throw {
        0..=40 => DayEvidence {
            late: true,
            minutes: Some(25),
            ..plain
        },
        41..=60 => DayEvidence {
            late: true,
            minutes: Some(4),
            ..plain
        },
        61..=90 => away(Away::Part, Category::Illness),
        91..=105 => away(Away::Part, Category::AuthorisedLeave),
        106..=150 => away(Away::Whole, Category::Illness),
        151..=165 => away(Away::Whole, Category::Unlawful),
        166..=180 => away(Away::Whole, Category::AuthorisedLeave),
        181..=195 => DayEvidence { noted: false, ..plain },
        196..=205 => away(Away::Half, Category::Illness),
        _ => plain,
    }
}

/// Recounts a printed sum with nothing but the text and a pocket calculator's arithmetic.
fn recount(text: &str) -> f64 {
    let number = |before: &str, after: &str| -> f64 {
        let rest = &text[text.find(before).unwrap() + before.len()..];
        rest[..rest.find(after).unwrap()].trim().parse().unwrap()
    };
    let weights: Vec<(f64, f64)> = text
        .match_indices("the least of ")
        .map(|(at, found)| {
            let rest = &text[at + found.len()..];
            let odds = rest[..rest.find('p').unwrap()].parse().unwrap();
            let rest = &rest[rest.find("p + ").unwrap() + 4..];
            (odds, rest[..rest.find(' ').unwrap()].parse::<f64>().unwrap() / 10_000.0)
        })
        .collect();
    let short = number("with s the late points count ", " %") / 100.0;
    let shared = number("with b at most ", "\n");
    let leave = number("the part points are at most ", ";");
    let unlawful = number("  unl.  ", " with u");
    let joint = number("  joint ", " for L");
    let window: usize = {
        let rest = &text[text.find("with P within ").unwrap() + 14..];
        rest[..rest.find(' ').unwrap()].parse().unwrap()
    };
    let home = number("  home  -", " with w");
    let run = number("  run   ", " with r");
    let rare = number("where p new is at most ", ":");
    let keep = number("yesterday's x ", " / 1000");
    let points = |bp: f64, (odds, rise): (f64, f64), event: bool| {
        let p = bp.max(1.0) / 10_000.0;
        let q = (odds * p / (1.0 + (odds - 1.0) * p)).min(p + rise).min(0.97);
        (1_000.0
            * if event {
                (q / p).ln()
            } else {
                ((1.0 - q) / (1.0 - p)).ln()
            })
        .round()
    };
    let mut known: Vec<String> = Vec::new();
    let mut balance = 0.0_f64;
    for line in text.lines().filter(|l| l.starts_with("20") && l.len() > 60) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        // A day on which nothing can happen and nothing did has no letters.
        let (letters, cells) = if cells.len() == 15 {
            (cells[1], &cells[2..])
        } else {
            ("", &cells[1..])
        };
        let cell = |at: usize| cells[at].parse::<f64>().unwrap();
        let has = |letter: char| letters.contains(letter);
        let mut sum = 0.0;
        if has('h') {
            let mut late = points(cell(0), weights[0], has('L'));
            late = if has('s') { (late * short).trunc() } else { late };
            sum += if has('b') { late.min(shared) } else { late };
            let part = points(cell(1), weights[1], has('P') || has('p'));
            sum += if has('p') { part.min(leave) } else { part };
        }
        if has('o') && !has('l') {
            let waved = (cell(2) * cell(3) / 100.0).floor().min(6_000.0);
            sum += points(waved, weights[2], has('B'));
        }
        sum += if has('u') { unlawful } else { 0.0 };
        known.push(letters.to_owned());
        let near = &known[known.len().saturating_sub(window)..];
        let together = |one: char, other: char| has(one) && near.iter().any(|k| k.contains(other));
        // What lies before the first printed day cannot be seen in the text.
        if known.len() >= window {
            sum += if together('L', 'P') || together('P', 'L') {
                joint
            } else {
                0.0
            };
        } else {
            sum += cell(8);
        }
        sum -= if has('w') { home } else { 0.0 };
        sum += if has('r') && cell(2) <= rare { run } else { 0.0 };
        assert_eq!(sum, cell(11), "{line}");
        balance = ((balance * keep / 1_000.0).floor() + sum).max(0.0);
        assert_eq!(balance, cell(12), "{line}");
    }
    let spells = number("without leave: ", ".");
    let (could, bp) = (number("Normal: ", " days"), number("could begin, at ", " basis"));
    let beyond = (spells * 1_000.0 - (could * bp / 10.0).floor()).max(0.0);
    let of_spells = (beyond * number("without a fraction, x ", " / 1000, never below 0") / 1_000.0).floor();
    balance + of_spells
}

#[test]
fn the_printed_sum_can_be_recounted_from_its_text_alone() {
    let parameters = Parameters::shipped().unwrap();
    let days = days();
    let mut detector = Detector::new(
        &parameters,
        Depth::Hints,
        Budget::DEFAULT,
        days.iter().copied(),
        vec![SchoolIx::new(0)],
    )
    .unwrap();
    let mut walk = 4_711_u64;
    let (mut seen, mut with_evidence) = (String::new(), 0);
    for (at, day) in days.iter().enumerate() {
        for pupil in 0..24 {
            walk = walk
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let throw = (walk >> 33) % 1_000;
            // Every third is ordinary, and now and then the bus comes late.
            let throw = if pupil % 3 == 0 { throw.min(999) + 195 } else { throw };
            let throw = if at % 40 == 7 && pupil < 6 { 10 } else { throw };
            detector
                .record(PupilIx::new(pupil), ClassIx::new(0), &evidence(*day, throw))
                .unwrap();
        }
        detector.close(*day);
        if at % 60 != 59 {
            continue;
        }
        for pupil in 0..24 {
            let account = detector.explain(PupilIx::new(pupil)).unwrap();
            let text = account.text("E1", *day, &parameters);
            assert_eq!(recount(&text), f64::from(account.evidence), "{text}");
            assert_eq!(Some(account.evidence), detector.evidence(PupilIx::new(pupil)));
            with_evidence += i32::from(account.evidence > 2_000);
            seen.push_str(&text);
        }
    }
    assert!(with_evidence > 10, "some children have something to recount");
    let letters: Vec<&str> = seen
        .lines()
        .filter(|l| l.starts_with("20"))
        .filter_map(|l| l.split_whitespace().nth(1))
        .collect();
    for letter in "-hLsbPpoBulwr".chars() {
        assert!(letters.iter().any(|l| l.contains(letter)), "`{letter}` is among them");
    }
}

#[test]
fn the_sum_of_a_child_hardly_ever_away_can_be_recounted_on_its_third_day_away() {
    let parameters = Parameters::shipped().unwrap();
    let days = days();
    let one_school = vec![SchoolIx::new(0)];
    let all = days.iter().copied();
    let mut detector = Detector::new(&parameters, Depth::Hints, Budget::DEFAULT, all, one_school).unwrap();
    let gone = days.len() - 3;
    for (at, day) in days.iter().enumerate() {
        for pupil in 0..20_usize {
            let throw = match pupil {
                0 if at >= gone => 110,
                0 => 999,
                _ if (at + pupil * 23) % 70 == 0 => 110,
                _ => 999,
            };
            let place = PupilIx::new(u32::try_from(pupil).unwrap());
            detector.record(place, ClassIx::new(0), &evidence(*day, throw)).unwrap();
        }
        detector.close(*day);
    }
    let account = detector.explain(PupilIx::new(0)).unwrap();
    let text = account.text("E1", days[days.len() - 1], &parameters);
    assert_eq!(recount(&text), f64::from(account.evidence), "{text}");
    let runs: Vec<i32> = account
        .lines
        .iter()
        .map(|l| l.terms.run)
        .filter(|run| *run != 0)
        .collect();
    assert_eq!(runs, [2_700], "{text}");
    assert!(
        detector
            .explain(PupilIx::new(1))
            .unwrap()
            .lines
            .iter()
            .all(|l| l.terms.run == 0)
    );
}
