//! The same seed on a later day tells the same history and some more; and what is told is one an importer takes whole.
#![cfg(test)]

use std::collections::{BTreeSet, HashMap, HashSet};

use attendance::{Kind, Provision, SchoolKind};
use demo::{Mark, Municipality, NotedBy, Pattern, Role, municipality};
use intake::open_folder::{self, OpenFolderFiles};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use proptest::prelude::*;

/// A mark with ids for indexes, so that two municipalities can be compared.
fn by_id<'a>(m: &'a Municipality, mark: &Mark) -> (&'a str, String, Mark) {
    (
        &m.pupils[mark.pupil].id,
        m.noted_by(mark.noted_by),
        Mark {
            pupil: 0,
            noted_by: NotedBy::Office(0),
            ..*mark
        },
    )
}

/// `early` must be what `late` said then.
fn assert_same_history(early: &Municipality, late: &Municipality) {
    let first_day = late.years[0].span().from;
    let copenhagen = TimeZone::get("Europe/Copenhagen").unwrap();
    let known = |at: Timestamp| at.to_zoned(copenhagen.clone()).date() <= early.until;
    let was: Vec<_> = early
        .marks
        .iter()
        .filter(|m| m.date >= first_day)
        .map(|m| by_id(early, m))
        .collect();
    let is: Vec<_> = late
        .marks
        .iter()
        .filter(|m| known(m.noted_at) && early.years[0].span().from <= m.date)
        .map(|m| by_id(late, m))
        .collect();
    assert_eq!(was.len(), is.len());
    assert!(was == is, "the marks noted by the earlier day are the same");
    if early.years == late.years {
        let prefix: Vec<_> = late
            .marks
            .iter()
            .take(early.marks.len())
            .map(|m| by_id(late, m))
            .collect();
        assert!(was == prefix, "and they are the first ones");
    }
    let partials = |m: &Municipality| -> BTreeSet<(String, Date, u8, Timestamp)> {
        m.partials
            .iter()
            .filter(|p| p.date <= early.until && p.date >= first_day)
            .map(|p| (m.pupils[p.pupil].id.clone(), p.date, p.lessons_missed, p.noted_at))
            .collect()
    };
    assert!(partials(early) == partials(late));
    let notings = |m: &Municipality| -> BTreeSet<(String, Date, &str)> {
        m.notings
            .iter()
            .filter(|n| n.date <= early.until && n.date >= first_day)
            .map(|n| (m.classes[n.class].id.clone(), n.date, n.note.word()))
            .collect()
    };
    assert!(notings(early) == notings(late));
    let enrolled = |m: &Municipality| -> BTreeSet<(String, String, Date, Option<Date>)> {
        m.enrolments
            .iter()
            .filter(|e| e.from <= early.until && m.classes[e.class].year >= late.years[0])
            .map(|e| {
                (
                    m.pupils[e.pupil].id.clone(),
                    m.classes[e.class].id.clone(),
                    e.from,
                    e.to.filter(|d| *d <= early.until),
                )
            })
            .collect()
    };
    assert!(enrolled(early) == enrolled(late));
    let people: HashMap<&str, _> = late.pupils.iter().map(|p| (p.id.as_str(), p)).collect();
    for pupil in &early.pupils {
        if let Some(same) = people.get(pupil.id.as_str()) {
            assert_eq!(pupil, *same);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_later_day_tells_the_same_history(seed in 0u64..1000, first in 0i32..900, more in 0i32..500) {
        let early = date(2024, 8, 1).saturating_add(Span::new().days(first));
        let late = early.saturating_add(Span::new().days(more));
        assert_same_history(&municipality(seed, 8, 300, early), &municipality(seed, 8, 300, late));
    }
}

#[test]
fn the_day_after_and_the_new_school_year_tell_the_same_history() {
    for (early, late) in [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 7, 31), date(2026, 8, 1)),
        (date(2026, 6, 26), date(2026, 8, 12)),
    ] {
        assert_same_history(&municipality(42, 8, 500, early), &municipality(42, 8, 500, late));
    }
}

#[test]
fn the_folder_is_read_back_without_a_problem() {
    for until in [date(2026, 11, 23), date(2026, 8, 1), date(2026, 7, 31)] {
        let folder = municipality(5, 8, 400, until).open_folder().unwrap();
        let files = intake::write::folder(&folder, &TimeZone::get("Europe/Copenhagen").unwrap());
        let find = |name: &str| files.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_bytes());
        let reading = open_folder::read(OpenFolderFiles::by_name(find));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        assert!(reading.rows == folder, "what is read is what was written");
    }
}

#[test]
fn nothing_is_known_of_the_days_to_come() {
    let until = date(2026, 11, 23);
    let m = municipality(9, 8, 800, until);
    let copenhagen = TimeZone::get("Europe/Copenhagen").unwrap();
    assert!(
        m.marks
            .iter()
            .all(|k| k.date <= until && k.noted_at.to_zoned(copenhagen.clone()).date() <= until)
    );
    assert!(
        m.marks
            .iter()
            .all(|k| k.date <= k.noted_at.to_zoned(copenhagen.clone()).date())
    );
    assert!(m.marks.is_sorted_by_key(|k| k.noted_at));
    assert!(m.notings.iter().all(|n| n.date <= until));
    assert!(
        m.enrolments
            .iter()
            .all(|e| e.from <= until && e.to.is_none_or(|to| e.from <= to && to <= until))
    );
    assert!(
        m.schools.iter().all(|s| s.days.len() == 600),
        "calendars say the whole year"
    );
    let noon = copenhagen
        .to_ambiguous_zoned(until.at(9, 0, 0, 0))
        .compatible()
        .unwrap()
        .timestamp();
    let mut morning = m.clone();
    morning.forget_after(noon);
    assert!(morning.marks.len() < m.marks.len() && !morning.marks.is_empty());
    assert!(morning.marks == m.marks[..morning.marks.len()]);
}

#[test]
fn every_kind_of_school_and_of_course_is_there() {
    let m = municipality(42, 8, 4000, date(2026, 11, 23));
    let kinds: Vec<_> = m.schools.iter().map(|s| s.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == SchoolKind::Folkeskole).count(), 5);
    for kind in [SchoolKind::Specialskole, SchoolKind::Fri, SchoolKind::Ungdomsskole] {
        assert!(kinds.contains(&kind));
    }
    assert!(m.schools.iter().any(|s| s.provision == Provision::SpecialClass));
    let now = m.enrolments.iter().filter(|e| e.to.is_none()).count();
    println!("{now} enrolled now, {} in all, {} marks", m.pupils.len(), m.marks.len());
    assert!((3880..=4080).contains(&now), "{now} enrolled");
    for (pattern, found) in &m.interesting {
        println!(
            "{pattern:?}: {:?}",
            found.iter().map(|p| &m.pupils[*p].id).collect::<Vec<_>>()
        );
        assert!(!found.is_empty(), "{pattern:?}");
    }
    assert_eq!(m.interesting.len(), Pattern::ALL.len());
    let classes = m
        .classes
        .iter()
        .filter(|c| c.year == m.years[2] && (1..=9).contains(&c.grade.number()));
    assert!(classes.clone().all(|c| {
        c.predecessor
            .is_some_and(|p| m.classes[p].grade.number() + 1 == c.grade.number())
    }));
    for class in m
        .classes
        .iter()
        .enumerate()
        .filter(|(_, c)| c.year == m.years[2])
        .map(|(i, _)| i)
    {
        let children = m
            .enrolments
            .iter()
            .filter(|e| e.class == class && e.to.is_none())
            .count();
        assert!((3..=28).contains(&children), "{} has {children}", m.classes[class].id);
    }
}

#[test]
fn registers_are_as_good_and_bad_as_registers_are() {
    let m = municipality(42, 8, 4000, date(2026, 6, 30));
    let at = |mark: &Mark| match mark.noted_by {
        NotedBy::Teacher(class) => m.classes[class].school,
        NotedBy::Office(school) => school,
    };
    let lateness = |school| {
        m.marks
            .iter()
            .filter(|k| k.kind == Kind::Late && at(k) == school)
            .count()
    };
    assert!(
        lateness(0) > 1000 && lateness(3) == 0,
        "one school registers no lateness"
    );
    let taken = |school: usize| {
        let classes = m
            .classes
            .iter()
            .filter(|c| c.school == school)
            .map(|c| 1 + usize::from(c.grade.number() >= 7));
        let notes: usize = classes.sum::<usize>() * 200;
        m.notings.iter().filter(|n| m.classes[n.class].school == school).count() as f64 / notes as f64
    };
    println!(
        "taken: {:?}",
        (0..8).map(|s| format!("{:.3}", taken(s))).collect::<Vec<_>>()
    );
    assert!(
        (0.96..0.995).contains(&taken(0)) && (0.85..0.93).contains(&taken(2)),
        "one school registers poorly"
    );
    let noted: HashSet<_> = m.notings.iter().map(|n| (n.class, n.date)).collect();
    assert!(m.marks.iter().all(|k| match k.noted_by {
        NotedBy::Teacher(class) => noted.contains(&(class, k.date)),
        NotedBy::Office(_) => true,
    }));
    let same_day = m
        .marks
        .iter()
        .filter(|k| k.noted_at.as_second() / 86_400 == day_number(k.date))
        .count();
    assert!((0.85..0.97).contains(&(same_day as f64 / m.marks.len() as f64)));
    let mut first: HashMap<_, Kind> = HashMap::new();
    let mut changed: HashMap<(Kind, Kind), usize> = HashMap::new();
    for k in &m.marks {
        if let Some(before) = first.insert((k.pupil, k.date, k.note), k.kind) {
            *changed.entry((before, k.kind)).or_default() += 1;
        }
    }
    let unlawful = Kind::Absent(attendance::Category::Unlawful);
    for to in [Kind::Late, Kind::Absent(attendance::Category::Illness), Kind::Present] {
        assert!(
            changed.get(&(unlawful, to)).is_some_and(|n| *n > 50),
            "{to:?}: {changed:?}"
        );
    }
    assert!(!m.partials.is_empty());
    assert!(
        m.partials
            .iter()
            .all(|p| 0 < p.lessons_missed && p.lessons_missed < p.lessons)
    );
}

fn day_number(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

#[test]
fn nobody_is_real() {
    let m = municipality(42, 8, 4000, date(2026, 11, 23));
    let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let mut numbers = HashSet::new();
    for pupil in &m.pupils {
        assert!(numbers.insert(&pupil.cpr), "one number each");
        let digits: Vec<u32> = pupil.cpr.chars().map(|c| c.to_digit(10).unwrap()).collect();
        assert_eq!(digits.len(), 10);
        assert_ne!(
            digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11,
            0,
            "fails modulus 11"
        );
        assert!((pupil.birth_date.month(), pupil.birth_date.day()) != (1, 1));
        let cpr: intake::Cpr = pupil.cpr.parse().unwrap();
        assert_eq!(cpr.reveal(), pupil.cpr);
    }
    let homes: HashSet<_> = m.pupils.iter().map(|p| &p.household).collect();
    let per_home = m.pupils.len() as f64 / homes.len() as f64;
    println!(
        "{per_home:.2} children a household, {} protected",
        m.pupils.iter().filter(|p| p.protected).count()
    );
    assert!((1.3..2.2).contains(&per_home));
    let mut births: HashMap<&str, Vec<Date>> = HashMap::new();
    for pupil in &m.pupils {
        births.entry(&pupil.household).or_default().push(pupil.birth_date);
    }
    for dates in births.values_mut() {
        dates.sort_unstable();
        assert!(
            dates.windows(2).all(|w| day_number(w[1]) - day_number(w[0]) > 270),
            "{dates:?}"
        );
    }
}

#[test]
fn five_can_sign_in() {
    let m = municipality(42, 8, 4000, date(2026, 11, 23));
    let roles = m.staff.each_ref().map(|s| s.role);
    assert_eq!(
        roles,
        [
            Role::Teacher,
            Role::SchoolLeader,
            Role::SchoolSocialWorker,
            Role::MunicipalAnalyst,
            Role::Administrator,
            Role::DataProtectionOfficer,
        ]
    );
    assert!(m.classes.iter().any(|c| m.staff[0].places == [c.id.clone()]));
    assert_eq!(m.staff[2].places.len(), 4);
    assert!(m.staff[2].places.iter().all(|id| m.schools.iter().any(|s| s.id == *id)));
    assert!(m.staff[3].places.is_empty() && m.staff[4].places.is_empty());
}

#[test]
fn a_small_and_a_big_municipality_can_be_made() {
    for (schools, pupils) in [(1, 40), (3, 300), (20, 3000)] {
        let m = municipality(1, schools, pupils, date(2026, 9, 1));
        assert_eq!(m.schools.len(), usize::from(schools));
        let now = m.enrolments.iter().filter(|e| e.to.is_none()).count();
        assert!(
            now as f64 > f64::from(pupils) * 0.8 && (now as f64) < f64::from(pupils) * 1.3,
            "{now} of {pupils}"
        );
        let names: HashSet<_> = m.schools.iter().map(|s| &s.name).collect();
        assert_eq!(names.len(), m.schools.len());
    }
}
