//! The made-up municipality against the figures of real ones (`figures.md` 4.7 no. 7; R-009 like with like).
#![cfg(test)]

mod common;

use attendance::{Category, Provision, SchoolYear};
use common::{PupilYear, mean, percent, pupil_years};
use jiff::civil::date;

fn year(seed: u64) -> Vec<PupilYear> {
    let m = demo::municipality(seed, 8, 4000, date(2026, 7, 31));
    pupil_years(&m, SchoolYear::beginning(2025))
}

#[test]
fn absence_is_spread_as_in_2023_24() {
    for seed in [1, 2, 42] {
        let all = year(seed);
        let all: Vec<&PupilYear> = all.iter().collect();
        let over = |limit: f64| percent(&all, |y| y.share() > limit);
        let at_most_2 = percent(&all, |y| y.share() <= 0.02);
        println!(
            "seed {seed}: n {} mean {:.2} >10 {:.2} >20 {:.2} <=2 {:.2}; 20-29 {:.2} 30-39 {:.2} 40- {:.2}",
            all.len(),
            mean(&all),
            over(0.10),
            over(0.20),
            at_most_2,
            over(0.2) - over(0.3),
            over(0.3) - over(0.4),
            over(0.4)
        );
        assert!((7.0..=7.6).contains(&mean(&all)));
        assert!((20.0..=23.0).contains(&over(0.10)));
        assert!((4.3..=5.2).contains(&over(0.20)));
        assert!((20.0..=25.0).contains(&at_most_2));
        assert!(over(0.2) - over(0.3) > over(0.3) - over(0.4), "the tail falls");
        assert!(over(0.4) > 0.4, "and is long");
    }
}

#[test]
fn the_upper_grades_and_special_provision_have_more() {
    for seed in [1, 2, 42] {
        let all = year(seed);
        let some = |f: &dyn Fn(&PupilYear) -> bool| mean(&all.iter().filter(|y| f(y)).collect::<Vec<_>>());
        let general = |y: &PupilYear| y.provision == Provision::General;
        let lower = some(&|y| general(y) && y.grade <= 3);
        let middle = some(&|y| general(y) && (4..=6).contains(&y.grade));
        let upper = some(&|y| general(y) && y.grade >= 7);
        let ratio = some(&|y| !general(y)) / some(&general);
        println!("seed {seed}: lower {lower:.2} middle {middle:.2} upper {upper:.2} special/general {ratio:.2}");
        assert!(upper / lower >= 1.14 && middle < upper);
        assert!((1.5..=1.7).contains(&ratio));
    }
}

#[test]
fn schools_differ_as_much_as_in_one_real_municipality() {
    for seed in [1, 2, 42] {
        let all = year(seed);
        let shares: Vec<f64> = (0..8)
            .map(|s| {
                percent(&all.iter().filter(|y| y.school == s).collect::<Vec<_>>(), |y| {
                    y.share() > 0.10
                })
            })
            .collect();
        println!("seed {seed}: {shares:.1?}");
        let (least, most) = shares
            .iter()
            .fold((100.0_f64, 0.0_f64), |(a, b), s| (a.min(*s), b.max(*s)));
        assert!(least <= 9.0 && most >= 26.0);
    }
}

#[test]
fn the_categories_split_about_60_26_14() {
    for seed in [1, 2, 42] {
        let all = year(seed);
        let sum = |i: usize| all.iter().map(|y| f64::from(y.halves[i])).sum::<f64>();
        let total = sum(0) + sum(1) + sum(2);
        let split = [0, 1, 2].map(|i| 100.0 * sum(i) / total);
        println!("seed {seed}: {split:.1?}");
        for (share, about) in split.into_iter().zip([60.0, 26.0, 14.0]) {
            assert!((share - about).abs() <= 3.0, "{split:?}");
        }
    }
}

#[test]
fn illness_peaks_in_winter_and_mondays_and_fridays_have_more() {
    let all = year(1);
    let mut month = [0_f64; 13];
    let mut weekday = [0_f64; 6];
    for (day, (category, _)) in all.iter().flat_map(|y| &y.by_day) {
        if *category == Category::Illness {
            month[usize::try_from(day.month()).unwrap()] += 1.0;
        }
        weekday[usize::try_from(day.weekday().to_monday_one_offset()).unwrap()] += 1.0;
    }
    let m = demo::municipality(1, 8, 400, date(2026, 7, 31));
    let days: Vec<_> = m.schools[0].days.iter().filter(|d| **d > date(2025, 8, 1)).collect();
    let per = |of: usize| {
        month[of]
            / days
                .iter()
                .filter(|d| usize::try_from(d.month()).unwrap() == of)
                .count() as f64
    };
    println!("months {:?}", (1..=12).map(|i| per(i).round()).collect::<Vec<_>>());
    println!("weekdays {weekday:?}");
    assert!(per(1) > 1.3 * per(9) && per(1) > 1.3 * per(6));
    let middle = weekday[3] / days.iter().filter(|d| d.weekday().to_monday_one_offset() == 3).count() as f64;
    for outer in [1, 5] {
        let n = days
            .iter()
            .filter(|d| d.weekday().to_monday_one_offset() == i8::try_from(outer).unwrap())
            .count();
        assert!(weekday[outer] / n as f64 > 1.04 * middle);
    }
}

#[test]
fn high_absence_lasts_from_year_to_year() {
    let m = demo::municipality(4, 8, 4000, date(2026, 7, 31));
    let [a, b] = [2024, 2025].map(|y| pupil_years(&m, SchoolYear::beginning(y)));
    let again = |high: bool| {
        let both = a.iter().filter(|y| (y.share() > 0.10) == high);
        let later: Vec<&PupilYear> = both.filter_map(|y| b.iter().find(|z| z.pupil == y.pupil)).collect();
        percent(&later, |y| y.share() > 0.10)
    };
    println!(
        "over 10 % again {:.1}, for the first time {:.1}",
        again(true),
        again(false)
    );
    assert!(again(true) > 2.5 * again(false));
}
