//! The engine against its plain twin: the golden folder, and random worlds that hold every edge of the contract.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::panic,
    reason = "a test stops where the world is not as it says"
)]

mod plain;

use std::path::Path;

use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, DayWeight, Enrolment, Grade, Kind, Note, NotingSource, PupilIx,
    Register, School, SchoolIx, SchoolKind, Slot, SlotState, Span,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use plain::{PlainEnrolment, PlainFinding, PlainMark, PlainMeasures, World};
use proptest::prelude::*;
use screening::{Event, News, Replay, Said, held, screen};
use signals::{Budget, Parameters};
use statute::{Days, RulePack, Unit};

/// The engine's register of a plain world.
fn register(world: &World) -> Register {
    let index = |i: usize| u32::try_from(i).unwrap();
    let mut register = Register::new(
        world
            .calendars
            .iter()
            .map(|days| Calendar::new(days.iter().copied()).unwrap())
            .collect(),
        world
            .schools
            .iter()
            .map(|(c, kind)| School {
                calendar: CalendarIx::new(index(*c)),
                kind: *kind,
                provision: attendance::Provision::General,
            })
            .collect(),
        world
            .classes
            .iter()
            .map(|(s, grade)| Class {
                school: SchoolIx::new(index(*s)),
                grade: Grade::new(*grade).unwrap(),
            })
            .collect(),
        if world.notings.is_some() {
            NotingSource::Listed
        } else {
            NotingSource::UpToLastMark
        },
    )
    .unwrap();
    for pupil in 0..world.pupils {
        let enrolments: Vec<Enrolment> = world
            .enrolments
            .iter()
            .filter(|e| e.pupil == pupil)
            .map(|e| Enrolment {
                class: ClassIx::new(index(e.class)),
                from: e.from,
                to: e.to,
            })
            .collect();
        register.add_pupil(&enrolments).unwrap();
    }
    for (class, day, slot) in world.notings.iter().flatten() {
        register.note_class(ClassIx::new(index(*class)), *day, *slot);
    }
    let mut order: Vec<usize> = (0..world.marks.len()).collect();
    order.sort_by_key(|i| (world.marks[*i].noted_at, *i));
    for i in order {
        let mark = &world.marks[i];
        let pupil = PupilIx::new(index(mark.pupil));
        let Some(enrolment) = register.enrolment_on(pupil, mark.date) else {
            continue;
        };
        register.saw_mark(enrolment.class, mark.date);
        let grade = register.class(enrolment.class).unwrap().grade;
        for slot in grade.slots(mark.note, mark.kind).iter() {
            // A mark that is not counted is a warning of the reader, not an error of the engine.
            let _ = register.set(pupil, mark.date, slot, SlotState::of(mark.kind));
        }
    }
    register
}

/// Rules of a municipality's own, so low that spells and runs of a category come up in every other world.
const OWN: &str = r#"
    enable = ["dk.expert2025.*"]

    [[rules]]
    id = "own.two_spells"
    status = "local"
    name = { da = "To sygeforløb", en = "Two spells of illness" }
    [[rules.versions]]
    from = "2014-08-01"
    window = "last"
    last = 60
    unit = "spells"
    categories = ["illness"]
    at_least = 2
    who = "team"
    within = "none"
    source = "Byrådet"
    checked = "2026-11-26"
    duty = { plain = "look", da = "Se.", en = "Look." }

    [[rules]]
    id = "own.unlawful_run"
    status = "local"
    name = { da = "Tre dage i træk", en = "Three days in a row" }
    [[rules.versions]]
    from = "2014-08-01"
    window = "run"
    run = "of_categories"
    unit = "days"
    categories = ["unlawful"]
    more_than = 2
    who = "team"
    within = "none"
    source = "Byrådet"
    checked = "2026-11-26"
    duty = { plain = "look", da = "Se.", en = "Look." }
"#;

fn all_rules() -> RulePack {
    RulePack::shipped().unwrap().with_file(OWN).unwrap().with_named()
}

fn engine(world: &World, as_of: Date) -> Vec<(usize, Vec<PlainMeasures>, Vec<PlainFinding>)> {
    let (register, rules) = (register(world), all_rules());
    screen(&register, as_of, &rules, Days::Listed)
        .into_iter()
        .map(|s| {
            let measures = s
                .measures
                .iter()
                .map(|(window, m)| PlainMeasures {
                    window: window.word(),
                    span: m.span.map(|s| (s.from, s.to)),
                    counts: [
                        m.school_days.count(),
                        m.school_days_so_far.count(),
                        m.illness.count(),
                        m.leave.count(),
                        m.unlawful.count(),
                        m.late,
                        m.left_early,
                        m.spells.count,
                        m.spells.longest.count(),
                    ],
                })
                .collect();
            let findings = s
                .findings
                .iter()
                .map(|f| {
                    let span = f.reading.span.unwrap();
                    PlainFinding {
                        rule: plain::RULES.iter().find(|r| **r == f.rule.id.as_str()).unwrap(),
                        from: span.from,
                        to: span.to,
                        numerator: f.reading.numerator,
                        denominator: f.reading.denominator,
                        reached_on: f.reached_on,
                        deadline: f.reading.deadline,
                    }
                })
                .collect();
            (s.pupil.index(), measures, findings)
        })
        .collect()
}

fn twin(world: &World, as_of: Date) -> Vec<(usize, Vec<PlainMeasures>, Vec<PlainFinding>)> {
    (0..world.pupils)
        .filter(|p| world.enrolment(*p, as_of).is_some())
        .map(|p| (p, world.measures(p, as_of), world.findings(p, as_of)))
        .collect()
}

#[test]
fn the_golden_folder_is_answered_by_both_as_expected() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/tests/golden");
    let (world, pupils) = plain::read_folder(&golden.join("folder"));
    let name = |ix: usize| pupils.iter().find(|p| *p.1 == ix).unwrap().0.clone();
    let rows = |file: &str| -> Vec<Vec<String>> {
        csv::Reader::from_path(golden.join(file))
            .unwrap()
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect())
            .collect()
    };
    let (findings, measures) = (rows("expected_findings.csv"), rows("expected_measures.csv"));
    let mut days: Vec<String> = measures.iter().map(|r| r[0].clone()).collect();
    days.dedup();
    assert_eq!(days.len(), 3);
    for by in [engine, twin] {
        let (mut got_findings, mut got_measures) = (Vec::new(), Vec::new());
        for day in &days {
            for (pupil, ms, fs) in by(&world, day.parse().unwrap()) {
                for m in ms {
                    let mut row = vec![day.clone(), name(pupil), m.window.to_owned()];
                    row.extend(m.counts.iter().map(u32::to_string));
                    got_measures.push(row);
                }
                for f in fs.into_iter().filter(|f| plain::CONTRACT.contains(&f.rule)) {
                    got_findings.push(vec![
                        day.clone(),
                        name(pupil),
                        f.rule.to_owned(),
                        f.reached_on.to_string(),
                    ]);
                }
            }
        }
        got_measures.sort();
        got_findings.sort();
        let missing: Vec<_> = findings.iter().filter(|r| !got_findings.contains(r)).collect();
        let extra: Vec<_> = got_findings.iter().filter(|r| !findings.contains(r)).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "missing {missing:#?}\nextra {extra:#?}"
        );
        assert_eq!(got_measures, measures);
    }
}

/// The first day any random world knows.
const BEGIN: Date = date(2025, 6, 1);
/// How many days it spans: two summers, so that runs and windows cross quarters and school years.
const DAYS: i64 = 560;

fn day(offset: i64) -> Date {
    BEGIN.checked_add(offset.days()).unwrap()
}

prop_compose! {
    /// A calendar of weekdays with holidays of random length, now and then a Saturday school day, July days too.
    fn calendar()(
        holidays in prop::collection::vec((0..DAYS, 1i64..40), 0..7),
        extra in prop::collection::vec(0..DAYS, 0..2),
    ) -> std::collections::BTreeSet<Date> {
        (0..DAYS)
            .filter(|d| !holidays.iter().any(|(from, long)| (*from..from + long).contains(d)))
            // Every eleventh day off, so that no quarter has more than the 64 days it may have.
            .filter(|d| d % 11 != 0)
            .map(day)
            .filter(|d| d.weekday().to_monday_one_offset() <= 5)
            .chain(extra.iter().map(|d| day(*d)))
            .collect()
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::Absent(Category::Illness)),
        2 => Just(Kind::Absent(Category::AuthorisedLeave)),
        3 => Just(Kind::Absent(Category::Unlawful)),
        2 => Just(Kind::Late),
        1 => Just(Kind::LeftEarly),
        2 => Just(Kind::Present),
    ]
}

fn note() -> impl Strategy<Value = Note> {
    prop_oneof![5 => Just(Note::Day), 2 => Just(Note::Start), 2 => Just(Note::End)]
}

/// A run of marks from one day on, so that long absences come up; of one kind or mixed.
fn marks(pupils: usize) -> impl Strategy<Value = Vec<PlainMark>> {
    let burst = (
        0..pupils,
        0..DAYS,
        prop_oneof![5 => 1i64..3, 3 => 4i64..12, 1 => 18i64..60],
        prop::collection::vec((note(), kind()), 1..3),
        prop::option::of(0i64..5),
    );
    prop::collection::vec(burst, 0..40).prop_map(|bursts| {
        let mut marks = Vec::new();
        for (pupil, from, long, kinds, noted_at) in bursts {
            for i in 0..long {
                let (note, kind) = kinds[usize::try_from(i).unwrap() % kinds.len()];
                marks.push(PlainMark {
                    pupil,
                    date: day(from + i),
                    note,
                    kind,
                    noted_at,
                });
            }
        }
        marks
    })
}

/// A pupil's time in classes: contiguous moves, moves with gaps, planned ends and starts, other schools.
fn enrolments(pupil: usize, classes: usize) -> impl Strategy<Value = Vec<PlainEnrolment>> {
    let part = (
        0..classes,
        prop_oneof![3 => Just(0i64), 1 => 1i64..4, 2 => 5i64..60],
        1i64..400,
    );
    (0..300i64, prop::collection::vec(part, 1..4), any::<bool>()).prop_map(move |(start, parts, open)| {
        let mut from = if start < 150 { -60 } else { start };
        let mut list = Vec::new();
        let count = parts.len();
        for (i, (class, gap, long)) in parts.into_iter().enumerate() {
            from += if i == 0 { 0 } else { gap };
            let to = from + long;
            let still = open && i + 1 == count;
            list.push(PlainEnrolment {
                pupil,
                class,
                from: day(from),
                to: (!still).then(|| day(to)),
            });
            from = to + 1;
        }
        list
    })
}

fn world() -> impl Strategy<Value = World> {
    let pupils = 5usize;
    let school =
        prop_oneof![3 => Just(SchoolKind::Folkeskole), 1 => Just(SchoolKind::Specialskole), 1 => Just(SchoolKind::Fri)];
    let skeleton = (
        prop::collection::vec(calendar(), 2),
        prop::collection::vec((0usize..2, school), 3),
        prop::collection::vec((0usize..3, prop_oneof![Just(0u8), Just(6), Just(7), Just(9)]), 4),
    );
    let people = (0..pupils).map(|p| enrolments(p, 4)).collect::<Vec<_>>();
    // Mostly noted, with a few days forgotten; or no list at all.
    let forgotten = prop::option::weighted(0.6, prop::collection::vec((0usize..4, 0..DAYS, any::<bool>()), 0..60));
    (skeleton, people, marks(pupils), forgotten).prop_map(
        move |((calendars, schools, classes), people, marks, forgotten)| {
            let notings = forgotten.map(|forgotten| {
                let mut listed = std::collections::BTreeSet::new();
                for (class, (school, grade)) in classes.iter().enumerate() {
                    for date in &calendars[schools[*school].0] {
                        for slot in Slot::BOTH {
                            let missed = forgotten
                                .iter()
                                .any(|(c, d, s)| *c == class && day(*d) == *date && *s == (slot == Slot::Start));
                            if !missed && (slot == Slot::Start || *grade >= 7) {
                                listed.insert((class, *date, slot));
                            }
                        }
                    }
                }
                listed
            });
            World {
                calendars,
                schools,
                classes,
                pupils,
                enrolments: people.concat(),
                marks,
                notings,
            }
        },
    )
}

proptest! {
    /// Every measure and finding of the contract, on school days, weekends and holidays (R-295–R-300).
    #[test]
    fn the_engine_agrees_with_its_plain_twin(world in world(), asked in prop::collection::vec(100..DAYS, 3)) {
        for offset in asked {
            let as_of = day(offset);
            prop_assert_eq!(engine(&world, as_of), twin(&world, as_of), "on {}", as_of);
        }
    }
}

/// All rules, and two of a municipality's own that lay a duty: short runs, and a count among the last days.
fn rules_with_duties() -> RulePack {
    let own = |id: &str, window: &str, least: u32| {
        format!(
            r#"
            [[rules]]
            id = "{id}"
            status = "local"
            name = {{ da = "Egen", en = "Own" }}
            [[rules.versions]]
            from = "2019-08-01"
            {window}
            unit = "days"
            categories = ["illness", "leave", "unlawful"]
            at_least = {least}
            who = "leader"
            within = "none"
            source = "Egen"
            checked = "2026-11-22"
            duty = {{ plain = "look", da = "Se.", en = "Look." }}
            "#
        )
    };
    let run = own("local.own_run", "window = \"run\"\nrun = \"any_absence\"", 3);
    let last = own("local.own_last", "window = \"last\"\nlast = 20", 5);
    all_rules().with_file(&format!("{run}{last}")).unwrap()
}

proptest! {
    /// What held is found the fast way as by asking every rule on every day.
    #[test]
    fn what_held_is_what_every_day_says(world in world(), asked in prop::collection::vec(100..DAYS, 3)) {
        let (register, rules) = (register(&world), rules_with_duties());
        for as_of in asked.into_iter().map(day) {
            for pupil in register.pupils() {
                let track = register.track(pupil, as_of, rules.settings().day_weight).unwrap();
                let slow = plain::carried::held(&register, pupil, as_of, &rules);
                prop_assert_eq!(held(&track, &rules), slow, "{:?} on {}", pupil, as_of);
            }
        }
    }

    /// A track turned to another day is the track made for that day.
    #[test]
    fn a_track_turned_to_a_day_is_the_track_of_that_day(world in world(), from in 100..DAYS, to in 0..DAYS) {
        let register = register(&world);
        for pupil in register.pupils() {
            for weight in [DayWeight::Half, DayWeight::Both] {
                let turned = register.track(pupil, day(from), weight).unwrap().seen_on(day(to));
                let made = register.track(pupil, day(to), weight).unwrap();
                prop_assert_eq!(format!("{turned:?}"), format!("{made:?}"));
            }
        }
    }
}

/// The day from which a mark of [`delayed`] is known.
fn known_on(mark: &PlainMark) -> Date {
    day(mark.noted_at.unwrap_or(0))
}

/// The same world with every mark noted some days after its date; `noted_at` is the day's offset.
fn delayed(mut world: World, delays: &[i64]) -> World {
    for (at, mark) in world.marks.iter_mut().enumerate() {
        let own = i64::from((mark.date - BEGIN).get_days());
        mark.noted_at = Some(own + delays[at % delays.len()]);
    }
    world
}

/// What becomes known of a world, in the order it does.
fn events(world: &World, register: &Register) -> Vec<Event> {
    let mut order: Vec<usize> = (0..world.marks.len()).collect();
    order.sort_by_key(|i| (world.marks[*i].noted_at, *i));
    let mut events = Vec::new();
    for mark in order.into_iter().map(|i| &world.marks[i]) {
        let pupil = PupilIx::new(u32::try_from(mark.pupil).unwrap());
        if register.school_day(pupil, mark.date).is_none() {
            continue;
        }
        let class = register.enrolment_on(pupil, mark.date).unwrap().class;
        let grade = register.class(class).unwrap().grade;
        for slot in grade.slots(mark.note, mark.kind).iter() {
            let state = SlotState::of(mark.kind);
            events.push(Event {
                known_on: known_on(mark),
                news: News::State {
                    pupil,
                    day: mark.date,
                    slot,
                    state,
                    minutes: None,
                },
            });
        }
    }
    for (class, date, slot) in world.notings.iter().flatten() {
        let class = ClassIx::new(u32::try_from(*class).unwrap());
        events.push(Event {
            known_on: *date,
            news: News::Noting {
                class,
                day: *date,
                slot: *slot,
            },
        });
    }
    events.sort_by_key(|e| e.known_on);
    events
}

/// Findings a replay tells, by pupil, rule and day.
fn replayed(world: &World, from: Date, to: Date) -> Vec<(usize, String, Date)> {
    let without = World {
        marks: Vec::new(),
        notings: world.notings.as_ref().map(|_| Default::default()),
        ..world.clone()
    };
    let (roster, rules, parameters) = (register(&without), all_rules(), Parameters::shipped().unwrap());
    let (span, budget) = (Span { from, to }, Budget::DEFAULT);
    let events = events(world, &roster);
    let alerts = Replay {
        rules: &rules,
        parameters: &parameters,
        budget,
        span,
    }
    .run(roster, &events, |_, _| {})
    .unwrap();
    let mut told: Vec<_> = alerts
        .iter()
        .filter_map(|a| match &a.said {
            Said::Finding { rule, .. } => Some((a.pupil.index(), rule.id.to_string(), a.date)),
            Said::Hint(_) => None,
        })
        .collect();
    told.sort();
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A replay says what the plain twin says when it is shown, day by day, only what was noted by then; and the replay
    /// of a beginning is the beginning of the replay: no future is used.
    #[test]
    fn a_replay_knows_only_what_was_noted(
        world in world(),
        delays in prop::collection::vec(prop_oneof![4 => Just(0i64), 1 => 1i64..15], 7),
    ) {
        let mut world = delayed(world, &delays);
        // Without a list "noted at all" follows the last mark known, which the rows of the twin do not tell by day.
        world.notings.get_or_insert_default();
        let (from, to) = (day(60), day(130));
        let mut days: Vec<Date> = world.calendars.iter().flatten().copied().filter(|d| *d <= to).collect();
        days.sort();
        days.dedup();
        let mut held: std::collections::BTreeMap<(usize, &str), usize> = std::collections::BTreeMap::new();
        let mut expected = Vec::new();
        for today in days {
            let known = World {
                marks: world.marks.iter().filter(|m| known_on(m) <= today).cloned().collect(),
                notings: world.notings.as_ref().map(|n| n.iter().filter(|(_, d, _)| *d <= today).copied().collect()),
                ..world.clone()
            };
            for pupil in (0..world.pupils).filter(|p| world.enrolment(*p, today).is_some()) {
                let so_far = world.dates(pupil).iter().filter(|d| **d <= today).count();
                for finding in known.findings(pupil, today) {
                    let last = held.insert((pupil, finding.rule), so_far);
                    if last.is_none_or(|last| so_far > last + 20) && today >= from {
                        expected.push((pupil, finding.rule.to_owned(), today));
                    }
                }
            }
        }
        expected.sort();
        let told = replayed(&world, from, to);
        prop_assert_eq!(&told, &expected);
        let half = day(95);
        let beginning: Vec<_> = told.into_iter().filter(|(_, _, d)| *d <= half).collect();
        prop_assert_eq!(replayed(&world, from, half), beginning);
    }
}

/// A pupil of a world and the school days to come.
struct Ahead<'w> {
    world: &'w World,
    pupil: usize,
    /// The school days to come, while in the same class.
    next: Vec<Date>,
}

impl<'w> Ahead<'w> {
    fn of(world: &'w World, pupil: usize, as_of: Date) -> Option<Self> {
        let class = world.enrolment(pupil, as_of)?.class;
        let here = |d: &Date| {
            world
                .enrolment(pupil, *d)
                .is_some_and(|e| e.class == class && e.from <= as_of)
        };
        let next = world.dates(pupil).into_iter().filter(|d| *d > as_of).take_while(here);
        Some(Self {
            world,
            pupil,
            next: next.collect(),
        })
    }

    /// The world with this absence to come.
    fn with(&self, away: &[(usize, Note)], category: Category) -> World {
        let mut world = self.world.clone();
        world.marks.extend(away.iter().map(|(at, note)| PlainMark {
            pupil: self.pupil,
            date: self.next[*at],
            note: *note,
            kind: Kind::Absent(category),
            noted_at: Some(100),
        }));
        world
    }

    /// On which of the coming days a rule holds.
    fn holds(&self, world: &World, rule: &str, days: usize) -> Vec<bool> {
        let (register, rules) = (register(world), all_rules());
        let pupil = PupilIx::new(u32::try_from(self.pupil).unwrap());
        self.next[..days]
            .iter()
            .map(|day| {
                let track = register.track(pupil, *day, rules.settings().day_weight).unwrap();
                rules
                    .judge(&track, Days::Unlisted)
                    .iter()
                    .any(|f| f.rule.id.as_str() == rule)
            })
            .collect()
    }
}

/// So many half days from the first day on.
fn half_days(halves: u32) -> Vec<(usize, Note)> {
    let full = (halves / 2) as usize;
    (0..full)
        .map(|at| (at, Note::Day))
        .chain((halves % 2 == 1).then_some((full, Note::Start)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// What is said to be left is enough when it comes on the next school days, and a little less is not.
    #[test]
    fn what_is_left_is_just_enough(mut world in world(), asked in prop::collection::vec(100..DAYS - 60, 3)) {
        let rules = all_rules();
        for as_of in asked.into_iter().map(day) {
            let mut seen = world.clone();
            seen.marks.retain(|m| m.date <= as_of);
            if let Some(notings) = &mut seen.notings {
                for (class, (school, _)) in seen.classes.iter().enumerate() {
                    let to_come = seen.calendars[seen.schools[*school].0].iter().filter(|d| **d > as_of);
                    notings.extend(to_come.flat_map(|d| Slot::BOTH.map(|slot| (class, *d, slot))));
                }
            }
            let register = register(&seen);
            for pupil in 0..seen.pupils {
                let Some(ahead) = Ahead::of(&seen, pupil, as_of) else { continue };
                let track = register
                    .track(PupilIx::new(u32::try_from(pupil).unwrap()), as_of, rules.settings().day_weight)
                    .unwrap();
                if track.last_known_day() != Some(as_of) {
                    continue;
                }
                for left in rules.left(&track) {
                    let rule = left.rule.id.as_str();
                    let category = Category::ALL.into_iter().find(|c| left.version.categories.contains(*c)).unwrap();
                    let more = left.more as usize;
                    if left.version.unit == Unit::Spells {
                        let days = 2 * more;
                        if ahead.next.len() < days {
                            continue;
                        }
                        let spells = |wait: usize, count: usize| {
                            let begun: Vec<(usize, Note)> = (0..count).map(|i| (wait + 2 * i, Note::Day)).collect();
                            ahead.holds(&ahead.with(&begun, category), rule, days)
                        };
                        let enough = [spells(0, more), spells(1, more)].concat();
                        prop_assert!(enough.contains(&true), "{rule} of {pupil} on {as_of}: {left:?}");
                        let fewer = [spells(0, more - 1), spells(1, more - 1)].concat();
                        prop_assert!(!fewer.contains(&true), "{rule} of {pupil} on {as_of}: {left:?}");
                        continue;
                    }
                    let (halves, step) = match left.version.unit {
                        Unit::HalfDays => (left.more, track.smallest_absence().count()),
                        _ => (2 * left.more, 2),
                    };
                    let days = halves.div_ceil(2) as usize;
                    if ahead.next.len() < days {
                        continue;
                    }
                    let enough = ahead.holds(&ahead.with(&half_days(halves), category), rule, days);
                    prop_assert_eq!(enough.last(), Some(&true), "{} of {} on {}: {:?}", rule, pupil, as_of, left);
                    let fewer = ahead.holds(&ahead.with(&half_days(halves - step), category), rule, days);
                    prop_assert!(!fewer.contains(&true), "{rule} of {pupil} on {as_of}: {left:?}");
                }
            }
        }
        world.marks.clear();
        let blank = register(&world);
        let track = blank.track(PupilIx::new(0), day(DAYS - 1), rules.settings().day_weight).unwrap();
        prop_assert!(rules.left(&track).is_empty(), "nothing is counted, nothing is said");
    }
}
