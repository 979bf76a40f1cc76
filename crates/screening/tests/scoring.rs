//! The scoring of `naervaer evaluate`, held to a world small enough to be counted by hand.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use attendance::{ClassIx, PupilIx};
use jiff::civil::{Date, Weekday, date};
use screening::evaluate::{
    FixedRule, Flag, Group, Own, Reference, Score, Share, Told, World, WorldFiles, fixed, score,
};
use screening::{Alert, Said};
use signals::{Hint, Reasons, Tally};
use statute::{Reading, RulePack};

/// School days of the judged year: eleven whole weeks of one quarter, Monday 6 October to Friday 19 December 2025.
fn judged() -> Vec<Date> {
    let days = date(2025, 10, 6)
        .series(jiff::Span::new().days(1))
        .take_while(|d| *d <= date(2025, 12, 19));
    days.filter(|d| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday))
        .collect()
}

/// School days of the year before: one week.
const BEFORE: usize = 5;

/// The pupils by place.
const A: usize = 0;
const B: usize = 1;
const C: usize = 2;
const D: usize = 3;
const E: usize = 4;
const F: usize = 5;
const G: usize = 6;
const H: usize = 7;
const I: usize = 8;

fn world() -> World {
    let days = judged();
    let on = |k: usize| days[k].to_string();
    let mut calendar = "date,school_year,school_day\n".to_owned();
    for day in 12..=16 {
        calendar.push_str(&format!("2024-08-{day},2024/25,1\n"));
    }
    for day in &days {
        calendar.push_str(&format!("{day},2025/26,1\n"));
    }
    calendar.push_str("2025-12-20,2025/26,0\n");
    let mut roster = "pupil_id,school_id,class_id,grade,first_date,open_case\n".to_owned();
    for (at, id) in "abcdefghi".chars().enumerate() {
        let class = if at < 5 { "x" } else { "y" };
        let open = u8::from(at == F);
        roster.push_str(&format!("{id},s,{class},5,2024-08-01,{open}\n"));
    }
    // Ten days of illness each, known the same day; but the last of b's days is written three school days late.
    let mut events = "date,pupil_id,kind,category,minutes_late,recorded\n".to_owned();
    for (id, first) in [("a", 30), ("b", 14), ("c", 25), ("d", 31)] {
        for k in first..first + 10 {
            let known = if id == "b" && k == 23 { 26 } else { k };
            events.push_str(&format!("{},{id},fravaer,syg,,{}\n", on(k), on(known)));
        }
    }
    let mut truth = "pupil_id,school_year_index,kind,s2,s3,s4,s5,s6,s7,resolved,\
                     chronic,habitually_late,disadvantaged,therapy,decoy_start\n"
        .to_owned();
    let stages = |k: [Option<usize>; 4]| k.map(|k| k.map(on).unwrap_or_default()).join(",");
    for (id, kind, problem, resolved) in [
        ("a", "gradual", [Some(5), Some(10), Some(20), Some(30)], None),
        ("b", "rapid", [Some(10), None, Some(12), Some(14)], None),
        ("c", "beaded", [Some(8), None, Some(25), None], None),
        ("h", "gradual", [Some(1), None, Some(3), None], Some(10)),
        ("i", "silent", [Some(1), None, Some(3), None], Some(10)),
    ] {
        let resolved = resolved.map(on).unwrap_or_default();
        truth.push_str(&format!("{id},2,{kind},{},,,{resolved},0,0,0,0,\n", stages(problem)));
    }
    truth.push_str(&format!("d,,,,,,,,,,0,0,0,0,{}\n", on(28)));
    truth.push_str("g,,,,,,,,,,1,0,0,0,\n");
    World::read(WorldFiles {
        calendar: &calendar,
        roster: &roster,
        events: &events,
        unregistered: "date,class_id\n",
        truth: &truth,
    })
    .unwrap()
}

const fn share(part: i64, of: i64) -> Share {
    Share { part, of }
}

fn scored(told: &[(usize, usize)]) -> Score {
    let mut told: Vec<Told> = told.iter().map(|(pupil, k)| (*pupil, BEFORE + k)).collect();
    told.sort_by_key(|(_, day)| *day);
    score(&world(), &told)
}

fn against(score: &Score, reference: Reference) -> (Share, Share, Option<i64>, Share, Vec<i64>) {
    let found = score.references.iter().find(|r| r.reference == reference).unwrap();
    (
        found.crossed,
        found.before,
        found.median_lead_halves,
        found.mean_lead,
        found.leads.clone(),
    )
}

/// a is told of in stage 2, b in stage 5, c before its problem begins, d as a decoy, e twice without a problem (the
/// second within the quiet days does not count), f has an open case, h on the last day that still is right, i one day
/// later.
#[test]
fn a_world_counted_by_hand_gets_the_figures_of_the_kit() {
    let hints = [
        (A, 15),
        (B, 20),
        (C, 6),
        (D, 30),
        (E, 2),
        (E, 20),
        (E, 45),
        (F, 10),
        (H, 20),
        (I, 21),
    ];
    let found = scored(&hints);
    assert_eq!((found.hints, found.classes), (8, 2));
    assert_eq!(found.caught, share(3, 5), "a, b and h of a, b, c, h and i");
    assert_eq!(found.before_settled, share(1, 2), "a of a and b");
    assert_eq!(found.early, share(1, 5), "a by the first week of stage 4");
    assert_eq!(found.precision, share(3, 8));
    assert_eq!(
        found.useful,
        share(5, 8),
        "c and d reach ten days within sixty school days"
    );
    assert_eq!(found.hints_per_caught, share(8, 3));
    // Delays 10, 10 and 19 school days.
    assert_eq!(found.median_delay_halves, Some(20));
    // a crosses on day 39 and was told of 24 before, b on 23 and 3 before, c on 34 and never rightly.
    let ten = (share(3, 5), share(2, 3), Some(6), share(27, 3), vec![-999, 3, 24]);
    assert_eq!(against(&found, Reference::Days10), ten);
    let nobody = (share(0, 5), share(0, 0), None, share(0, 0), Vec::new());
    assert_eq!(against(&found, Reference::Days15), nobody);
    assert_eq!(against(&found, Reference::Unlawful10), nobody);
    let group = |group| found.groups.iter().find(|(g, _)| *g == group).unwrap().1;
    assert_eq!(group(Group::Plain), share(2, 1));
    assert_eq!(group(Group::With(Flag::Decoy)), share(1, 1));
    assert_eq!(group(Group::With(Flag::Chronic)), share(0, 1));
    assert_eq!(group(Group::With(Flag::HabituallyLate)), share(0, 0));
}

#[test]
fn a_hint_of_the_year_before_and_one_of_an_open_case_count_nothing() {
    let world = world();
    let found = score(&world, &[(A, 2), (F, BEFORE + 3), (G, BEFORE + 3)]);
    assert_eq!((found.hints, found.caught), (1, share(0, 5)));
    assert_eq!(found.groups[1], (Group::With(Flag::Chronic), share(1, 1)));
}

/// Ten days in the quarter, asked on the Fridays, with what was written down by then.
#[test]
fn a_fixed_rule_speaks_on_the_first_friday_on_which_it_is_known_to_hold() {
    let found = fixed(&world(), FixedRule::Reference(Reference::Days10));
    let places: Vec<(usize, usize)> = found.into_iter().map(|(pupil, day)| (pupil, day - BEFORE)).collect();
    assert_eq!(places, [(B, 29), (C, 34), (A, 39), (D, 44)]);
    let more_than_six = fixed(&world(), FixedRule::Spells);
    let firsts: Vec<(usize, usize)> = more_than_six
        .into_iter()
        .map(|(pupil, day)| (pupil, day - BEFORE))
        .collect();
    // b is back on the Friday after.
    assert_eq!(firsts, [(C, 34), (A, 39), (D, 39)]);
}

fn hint<'r>(pupil: u32, day: Date) -> Alert<'r> {
    let none = Tally {
        count: 0,
        school_days: 20,
        normal_thousandths: 0,
    };
    let (ix, class) = (PupilIx::new(pupil), ClassIx::new(0));
    Alert {
        date: day,
        pupil: ix,
        class,
        said: Said::Hint(Hint {
            pupil: ix,
            class,
            day,
            points: 4_000,
            strong: false,
            grown: false,
            reasons: Reasons {
                late: none,
                part: none,
                spells: none,
                run: 0,
                days: Vec::new(),
                context: None,
            },
        }),
    }
}

fn finding<'r>(rules: &'r RulePack, pupil: u32, day: Date) -> Alert<'r> {
    let rule = rules.rule("local.run5").unwrap();
    Alert {
        date: day,
        pupil: PupilIx::new(pupil),
        class: ClassIx::new(0),
        said: Said::Finding {
            rule,
            version: rule.on(day).unwrap(),
            reading: Reading {
                span: None,
                numerator: 5,
                denominator: None,
                least: None,
                reached_on: Some(day),
                deadline: None,
                days: Vec::new(),
            },
        },
    }
}

/// Pupil 0 has a hint and then a rule, 1 a rule and then a hint, 2 a rule only, 3 two hints only.
#[test]
fn ones_own_register_is_told_in_counts_of_children_by_their_first_days() {
    let rules = RulePack::shipped().unwrap();
    let days = judged();
    let mut alerts = vec![
        hint(0, days[3]),
        finding(&rules, 0, days[9]),
        finding(&rules, 0, days[30]),
        finding(&rules, 1, days[5]),
        hint(1, days[7]),
        finding(&rules, 2, days[6]),
        hint(3, days[1]),
        hint(3, days[45]),
    ];
    alerts.sort_by_key(|alert| alert.date);
    let own = Own::of(&alerts, &days);
    assert_eq!((own.hints, own.children, own.hint_only), (4, 3, share(1, 3)));
    let [rule] = &own.rules[..] else {
        panic!("{:?}", own.rules)
    };
    assert_eq!((rule.id.as_str(), rule.children), ("local.run5", 3));
    assert_eq!((rule.hinted, rule.before), (share(2, 3), share(1, 3)));
    // Six school days before, two after, never.
    assert_eq!(rule.median_lead_halves, Some(-4));
}
