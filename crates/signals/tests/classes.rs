//! Signs of a class on made-up schools: without an effect almost none, with one the class is seen, and never too many at
//! a time.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "helpers of a test; the worlds are small"
)]

use std::collections::HashSet;

use attendance::{Category, Grade};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use signals::{
    Away, ClassFives, ClassSignKind, DayEvidence, FIVE, Language, Parameters, PupilFives, Stage, Stripe,
    look_at_classes,
};

/// A small generator, so that a world is the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Once in `per` of ten thousand, more or less.
    fn hits(&mut self, per: u64) -> bool {
        self.below(10_000) < per
    }
}

/// What is done to one class of a world: from this five on, so many per cent of what was.
#[derive(Clone, Copy)]
struct Effect {
    class: usize,
    from: usize,
    spells: u64,
    late: u64,
}

const FIVES: usize = 60;

/// The stripes of a pupil, oldest five first.
struct Pupil {
    late: [bool; FIVES],
    spells: [bool; FIVES],
}

struct World {
    classes: Vec<(Stage, Vec<Pupil>)>,
}

/// Pupils differ, the season moves the whole school, and once or twice a year there is an outbreak in a class.
fn world(seed: u64, effects: &[Effect]) -> World {
    let mut dice = Dice(seed);
    let season: Vec<u64> = (0..FIVES).map(|_| 60 + dice.below(120)).collect();
    let classes = (0..24)
        .map(|ix| {
            let stage = [Stage::First, Stage::First, Stage::Middle, Stage::Last][ix % 4];
            let mut outbreak = [0_u64; FIVES];
            for _ in 0..2 {
                outbreak[dice.below(FIVES as u64) as usize] = 500 + dice.below(3_500);
            }
            let effect = effects.iter().find(|e| e.class == ix);
            let pupils = (0..20 + dice.below(7))
                .map(|_| {
                    let ill = [200, 400, 600, 800, 1_000, 1_600, 3_000][dice.below(7) as usize];
                    let late = [20, 50, 100, 200, 300, 600, 4_000][dice.below(7) as usize];
                    let mut pupil = Pupil {
                        late: [false; FIVES],
                        spells: [false; FIVES],
                    };
                    for five in 0..FIVES {
                        let more = |of: fn(&Effect) -> u64| effect.filter(|e| five >= e.from).map_or(100, of);
                        pupil.spells[five] =
                            dice.hits(ill * season[five] * more(|e| e.spells) / 10_000) || dice.hits(outbreak[five]);
                        pupil.late[five] = dice.hits(late * season[five] * more(|e| e.late) / 10_000);
                    }
                    pupil
                })
                .collect();
            (stage, pupils)
        })
        .collect();
    World { classes }
}

/// The world as it is known when this five is over.
fn at(world: &World, five: usize) -> Vec<ClassFives> {
    let stripe = |days: &[bool; FIVES]| {
        let mut stripe = Stripe::default();
        for (back, happened) in days[..=five].iter().rev().take(64).enumerate() {
            stripe.asked |= 1 << back;
            stripe.happened |= u64::from(*happened) << back;
        }
        stripe
    };
    let classes = world.classes.iter();
    classes
        .map(|(stage, pupils)| ClassFives {
            stage: *stage,
            pupils: pupils
                .iter()
                .map(|p| PupilFives {
                    late: stripe(&p.late),
                    spells: stripe(&p.spells),
                })
                .collect(),
        })
        .collect()
}

#[test]
fn without_an_effect_a_school_of_24_classes_has_at_most_one_false_sign_in_two_years() {
    let parameters = Parameters::shipped().unwrap();
    let (schools, year) = (30, 24..FIVES);
    let mut begun = 0;
    for seed in 0..schools {
        let world = world(seed, &[]);
        let mut before: HashSet<(usize, ClassSignKind)> = HashSet::new();
        for five in year.clone() {
            let look = look_at_classes(&at(&world, five), &parameters);
            assert_eq!(look.looked_at, 24);
            let now: HashSet<_> = look
                .told
                .iter()
                .chain(&look.held_back)
                .map(|(ix, s)| (*ix, s.kind))
                .collect();
            begun += now.difference(&before).count();
            before = now;
        }
    }
    // 36 fives are 180 school days: nine tenths of a year.
    assert!(
        begun as u64 * 2 <= schools,
        "{begun} false signs in {schools} school years"
    );
}

#[test]
fn a_class_that_changes_is_seen_within_two_months() {
    let parameters = Parameters::shipped().unwrap();
    let mut seen = [0; 2];
    let worlds = 30;
    for seed in 0..worlds {
        let effect = Effect {
            class: (seed % 24) as usize,
            from: 40,
            spells: 300,
            late: 600,
        };
        let world = world(1_000 + seed, &[effect]);
        for (n, kind) in ClassSignKind::ALL.into_iter().enumerate() {
            let found = (40..48).any(|five| {
                let look = look_at_classes(&at(&world, five), &parameters);
                look.told
                    .iter()
                    .chain(&look.held_back)
                    .any(|(ix, s)| *ix == effect.class && s.kind == kind)
            });
            seen[n] += u64::from(found);
        }
    }
    assert!(seen.iter().all(|n| n * 4 >= worlds * 3), "{seen:?} of {worlds}");
}

#[test]
fn a_wave_over_the_whole_school_and_one_week_of_flu_are_no_signs() {
    let parameters = Parameters::shipped().unwrap();
    let everywhere: Vec<Effect> = (0..24)
        .map(|class| Effect {
            class,
            from: 40,
            spells: 200,
            late: 200,
        })
        .collect();
    let mut flu = world(7, &[]);
    for pupil in flu.classes[3].1.iter_mut().take(14) {
        pupil.spells[44] = true;
    }
    for world in [world(3, &everywhere), flu] {
        for five in 40..50 {
            let look = look_at_classes(&at(&world, five), &parameters);
            assert_eq!((look.told.len(), look.held_back.len()), (0, 0));
        }
    }
}

#[test]
fn a_school_gets_one_new_sign_a_month_and_the_rest_waits() {
    let parameters = Parameters::shipped().unwrap();
    let effects: Vec<Effect> = (0..3)
        .map(|class| Effect {
            class,
            from: 40,
            spells: 350,
            late: 400,
        })
        .collect();
    let world = world(11, &effects);
    let (mut before, mut new, mut waited) = (HashSet::new(), Vec::new(), 0);
    for five in 24..52 {
        let look = look_at_classes(&at(&world, five), &parameters);
        let now: HashSet<_> = look.told.iter().map(|(ix, s)| (*ix, s.kind)).collect();
        let told = now.difference(&before).count();
        new.push(told);
        assert!(new.iter().rev().take(4).sum::<usize>() <= 1, "{new:?}");
        waited = waited.max(look.held_back.len());
        let ages: Vec<_> = look.told.iter().map(|(_, s)| s.fives_ago).collect();
        assert!(ages.is_sorted_by(|a, b| a >= b));
        before = now;
    }
    assert!(new.iter().sum::<usize>() >= 2 && waited >= 2, "{new:?} {waited}");
}

#[test]
fn one_child_makes_no_sign_of_a_class() {
    let parameters = Parameters::shipped().unwrap();
    let mut world = world(5, &[]);
    for pupil in world.classes[2].1.iter_mut().take(4) {
        for five in 40..48 {
            pupil.late[five] = true;
            pupil.spells[five] = true;
        }
    }
    // Four children, every week of two months: still less than five, and a sign needs five behind it.
    let quiet = world.classes[2].1.iter_mut().skip(4);
    for pupil in quiet {
        for five in 36..48 {
            pupil.late[five] = false;
        }
    }
    for five in 40..48 {
        let look = look_at_classes(&at(&world, five), &parameters);
        let late = look.told.iter().chain(&look.held_back);
        assert_eq!(
            late.filter(|(ix, s)| *ix == 2 && s.kind == ClassSignKind::Late).count(),
            0
        );
    }
}

#[test]
fn a_sign_says_its_numbers_and_their_denominators() {
    let parameters = Parameters::shipped().unwrap();
    let effect = Effect {
        class: 2,
        from: 40,
        spells: 100,
        late: 800,
    };
    let world = world(2, &[effect]);
    let look = look_at_classes(&at(&world, 46), &parameters);
    let (ix, sign) = look.told.first().unwrap();
    assert_eq!((*ix, sign.kind), (2, ClassSignKind::Late));
    assert_eq!(sign.by_five.iter().sum::<u32>(), sign.count);
    assert_eq!((sign.school_days(), sign.by_five.len()), (20, 4));
    let own = &world.classes[2].1;
    let late: usize = own.iter().map(|p| p.late[43..=46].iter().filter(|l| **l).count()).sum();
    let earlier: usize = own.iter().map(|p| p.late[23..43].iter().filter(|l| **l).count()).sum();
    let behind = own.iter().filter(|p| p.late[43..=46].iter().any(|l| *l)).count();
    assert_eq!(
        (sign.count as usize, sign.pupils as usize, sign.behind as usize),
        (late, own.len(), behind)
    );
    assert_eq!(sign.normal_thousandths as usize, earlier * 1_000 / 5);
    let sentence = sign.sentence(Language::Danish);
    for number in [
        late,
        own.len(),
        behind,
        sign.normal() as usize,
        sign.rest.count as usize,
        sign.rest.pupils as usize,
    ] {
        assert!(sentence.contains(&number.to_string()), "{sentence}");
    }
    assert!(sentence.contains("De andre i mellemtrinnet"), "{sentence}");
    assert!(sign.sentence(Language::English).contains("grades 4 to 6"));
}

#[test]
fn a_stage_is_what_the_school_calls_it() {
    let stages: Vec<Stage> = (0..=10).map(|g| Stage::of(Grade::new(g).unwrap())).collect();
    assert!(stages.is_sorted());
    for (stage, grades) in [(Stage::First, 4), (Stage::Middle, 3), (Stage::Last, 4)] {
        assert_eq!(stages.iter().filter(|s| **s == stage).count(), grades);
    }
}

#[derive(Clone, Copy, Debug)]
enum Sort {
    Present,
    Unknown,
    Late,
    Ill,
    Leave,
    LateThenHome,
}

fn evidence(day: Date, sort: Sort, after_gap: bool) -> DayEvidence {
    let present = DayEvidence {
        after_gap,
        ..DayEvidence::present(day)
    };
    let away = |away, category| DayEvidence {
        away,
        category: Some(category),
        ..present
    };
    match sort {
        Sort::Present => present,
        Sort::Unknown => DayEvidence {
            noted: false,
            ..present
        },
        Sort::Late => DayEvidence { late: true, ..present },
        Sort::Ill => away(Away::Whole, Category::Illness),
        Sort::Leave => away(Away::Whole, Category::AuthorisedLeave),
        Sort::LateThenHome => DayEvidence {
            late: true,
            ..away(Away::Half, Category::Unlawful)
        },
    }
}

fn sorts() -> impl Strategy<Value = Vec<(Sort, bool)>> {
    let sort = prop_oneof![
        6 => Just(Sort::Present),
        1 => Just(Sort::Unknown),
        2 => Just(Sort::Late),
        2 => Just(Sort::Ill),
        1 => Just(Sort::Leave),
        1 => Just(Sort::LateThenHome),
    ];
    proptest::collection::vec((sort, proptest::bool::weighted(0.03)), 0..120)
}

proptest! {
    #[test]
    fn the_stripes_are_a_plain_walk_through_the_days(days in sorts()) {
        let first = date(2026, 8, 10);
        let all: Vec<DayEvidence> = days
            .iter()
            .enumerate()
            .map(|(n, (sort, gap))| evidence(first.saturating_add((n as i64).days()), *sort, *gap))
            .collect();
        let newest = all.len() as u32 / FIVE;
        let five_of = |n: usize| newest.checked_sub(n as u32 / FIVE + 1);
        let fives = PupilFives::of(all.iter().enumerate().map(|(n, d)| (five_of(n), *d)));
        let mut plain = PupilFives::default();
        for (n, (sort, gap)) in days.iter().enumerate() {
            // The last known day before this one, if no gap in enrolment lies between.
            let mut in_spell = false;
            if !gap {
                for (earlier, earlier_gap) in days[..n].iter().rev() {
                    if !matches!(earlier, Sort::Unknown) {
                        in_spell = matches!(earlier, Sort::Ill | Sort::Leave | Sort::LateThenHome);
                        break;
                    }
                    if *earlier_gap {
                        break;
                    }
                }
            }
            let Some(five) = five_of(n) else { continue };
            let bit = 1_u64 << five;
            let known = !matches!(sort, Sort::Unknown);
            if known && !matches!(sort, Sort::Ill | Sort::Leave) {
                plain.late.asked |= bit;
            }
            if matches!(sort, Sort::Late | Sort::LateThenHome) {
                plain.late.happened |= bit;
            }
            if known && !in_spell {
                plain.spells.asked |= bit;
                if matches!(sort, Sort::Ill | Sort::LateThenHome) {
                    plain.spells.happened |= bit;
                }
            }
        }
        prop_assert_eq!(fives, plain);
    }

    #[test]
    fn the_order_of_pupils_and_of_other_classes_changes_no_sign(seed in 0_u64..500) {
        let parameters = Parameters::shipped().unwrap();
        let effect = Effect { class: 5, from: 40, spells: 300, late: 400 };
        let classes = at(&world(seed, &[effect]), 46);
        let mut turned = classes.clone();
        turned.reverse();
        for class in &mut turned {
            class.pupils.reverse();
        }
        let signs = |classes: &[ClassFives], place: fn(usize) -> usize| {
            let look = look_at_classes(classes, &parameters);
            let mut all: Vec<_> = look.told.into_iter().chain(look.held_back).map(|(ix, s)| (place(ix), s)).collect();
            all.sort_by_key(|(ix, s)| (*ix, s.kind));
            all
        };
        prop_assert_eq!(signs(&classes, |ix| ix), signs(&turned, |ix| 23 - ix));
    }

    #[test]
    fn nothing_is_said_of_small_classes_or_before_a_normal_is_known(seed in 0_u64..500, pupils in 0_usize..8, five in 0_usize..11) {
        let parameters = Parameters::shipped().unwrap();
        let effect = Effect { class: 1, from: 0, spells: 400, late: 400 };
        let mut world = world(seed, &[effect]);
        let early = look_at_classes(&at(&world, five), &parameters);
        prop_assert_eq!(early.told.len() + early.held_back.len() + early.looked_at, 0);
        for (_, class) in &mut world.classes {
            class.truncate(pupils);
        }
        let small = look_at_classes(&at(&world, 50), &parameters);
        prop_assert_eq!(small.told.len() + small.held_back.len() + small.looked_at, 0);
    }
}
