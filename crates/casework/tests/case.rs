//! The case: what may follow what, for random sequences and for the stories the model tells.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of a test; the lint knows test functions only"
)]

use casework::case::vocabulary::{GroundKind, Learned, Stage};
use casework::case::{
    Answers, Case, CaseEvent, DueKind, FORMS, Field, Form, ItemKind, Kind, Known, Refusal, Rhythm, When,
};
use casework::deadline::ClosedDays;
use casework::{CaseId, Entry, PersonId, Sequence};
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

fn entry(sequence: u32, by: PersonId, on: Date, event: CaseEvent) -> Entry<CaseEvent> {
    Entry {
        sequence: Sequence::new(sequence).unwrap(),
        by,
        on,
        at: Timestamp::UNIX_EPOCH,
        event,
    }
}

/// What a careful person would type into a field: `pick` chooses among what there is.
fn typed(field: &Field, case: Option<&Case>, today: Date, pick: u32) -> Vec<String> {
    let at = |len: usize| usize::try_from(pick).unwrap() % len.max(1);
    // What is over can be looked back on, and is refused for everything else.
    let also_ended = pick % 4 == 3;
    let items = |kind: ItemKind| -> Vec<u32> {
        let all = case.into_iter().flat_map(|case| case.items.of(kind));
        all.filter(|item| also_ended || item.ended.is_none())
            .map(|item| item.number.number())
            .collect()
    };
    let one = |text: String| vec![text];
    match field.kind {
        Kind::Text | Kind::Line => one(format!("ord {pick} æøå 🙂 مرحبا")),
        Kind::Day(When::Behind) => one(today.saturating_sub(Span::new().days(pick % 40)).to_string()),
        Kind::Day(When::Ahead) => one(today.saturating_add(Span::new().days(1 + pick % 40)).to_string()),
        Kind::Day(When::Any) => one(today.to_string()),
        Kind::Clock => one("14:30".into()),
        Kind::Number { least, most } => one((least + pick % (most - least + 1)).to_string()),
        Kind::Choice(list) => one((list.words)()[at((list.words)().len())].to_owned()),
        Kind::Many(list) => (list.words)()
            .into_iter()
            .skip(at(3))
            .step_by(2)
            .map(str::to_owned)
            .collect(),
        Kind::Person => one(person(u128::from(pick % 4 + 1)).to_string()),
        Kind::Reckoned => one(today.saturating_add(Span::new().days(14)).to_string()),
        Kind::Given => one(Uuid::from_u128(7).to_string()),
        Kind::Seen => one(case.map_or(1, |case| case.last().number()).to_string()),
        Kind::Item(kind) => items(kind)
            .get(at(items(kind).len()))
            .map(u32::to_string)
            .into_iter()
            .collect(),
        Kind::Items(kind) => items(kind).iter().map(u32::to_string).collect(),
    }
}

fn answers(form: &Form, case: Option<&Case>, today: Date, pick: u32) -> Answers {
    let fields = form.fields.iter().zip(0..);
    fields
        .filter(|(field, at)| field.must || !(pick + at).is_multiple_of(3))
        .map(|(field, _)| (field.name.to_owned(), typed(field, case, today, pick)))
        .collect()
}

/// A form filled in by a careful person, the fields given by name as they are.
fn filled(act: &str, case: &Case, today: Date, given: &[(&str, &str)]) -> CaseEvent {
    let form = Form::of(act).unwrap();
    let mut answers: Answers = form
        .fields
        .iter()
        .filter(|field| field.must)
        .map(|field| (field.name.to_owned(), typed(field, Some(case), today, 0)))
        .collect();
    for (name, value) in given {
        let values = value.split(',').filter(|v| !v.is_empty()).map(str::to_owned).collect();
        answers.insert((*name).to_owned(), values);
    }
    form.read(&answers, today).unwrap()
}

const START: Date = date(2026, 9, 1);

fn opened() -> Case {
    let form = Form::of("opened").unwrap();
    let event = form.read(&answers(form, None, START, 0), START).unwrap();
    Case::from_history(
        CaseId::from_uuid(Uuid::from_u128(9)),
        vec![entry(1, person(1), START, event)],
    )
    .unwrap()
}

fn known(today: Date) -> Known {
    Known {
        today,
        born: Some(date(2016, 3, 1)),
        break_near: None,
        consent_when_absent: false,
    }
}

/// Tries an event; what is refused leaves the case as it was.
fn tried(case: &Case, by: PersonId, known: &Known, event: CaseEvent) -> Result<Case, Refusal> {
    case.may(&event, by, known)?;
    let mut history = case.history.clone();
    history.push(entry(case.next_sequence().number(), by, known.today, event));
    let folded = Case::from_history(case.id, history);
    assert!(folded.is_ok(), "what may happen can be folded");
    Ok(folded.unwrap())
}

/// The day, the act, the fields given by name.
type Told<'a> = (i32, &'a str, &'a [(&'a str, &'a str)]);

/// A story: acts day by day, each of which must be possible.
fn story(case: Case, acts: &[Told<'_>]) -> Case {
    acts.iter().fold(case, |case, (day, act, given)| {
        let today = START.saturating_add(Span::new().days(*day));
        let event = filled(act, &case, today, given);
        let next = tried(&case, person(1), &known(today), event);
        assert!(next.is_ok(), "{act}: {:?}", next.err());
        next.unwrap()
    })
}

fn words(case: &Case) -> Vec<String> {
    case.history
        .iter()
        .map(|entry| serde_json::to_string(entry).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// R-098, R-057, R-029: no sequence of events leaves an open case without a coordinator, loses an entry, or changes
    /// anybody's words.
    #[test]
    fn nothing_is_lost_and_somebody_always_coordinates(
        acts in prop::collection::vec((0..FORMS.len(), 0_u32..40, 1_u128..4, 0_i32..5), 1..120),
    ) {
        let mut case = opened();
        let mut today = START;
        for (form, pick, by, days) in acts {
            today = today.saturating_add(Span::new().days(days));
            let form = &FORMS[form];
            let Ok(event) = form.read(&answers(form, Some(&case), today, pick), today) else { continue };
            let before = words(&case);
            let Ok(after) = tried(&case, person(by), &known(today), event) else { continue };
            let now = words(&after);
            prop_assert_eq!(&now[..before.len()], &before[..]);
            prop_assert_eq!(now.len(), before.len() + 1);
            prop_assert_eq!(after.coordinators.iter().filter(|term| term.until.is_none()).count(), 1);
            prop_assert!(after.people(today).contains(&after.school_contact));
            // Every day the rhythm can be worked out, and only what is open asks for anything but aftercare.
            let dues = after.dues(today, &Rhythm::default(), ClosedDays::default(), &|_| None);
            prop_assert!(after.is_open() || dues.iter().all(|due| due.what == DueKind::Aftercare));
            prop_assert!(!after.is_open() || !dues.is_empty());
            case = after;
        }
        // What was folded step by step is what is folded at once.
        let again = Case::from_history(case.id, case.history.clone()).unwrap();
        prop_assert_eq!(again.items, case.items);
    }
}

#[test]
fn every_form_reads_what_it_asks_for_and_says_what_is_missing() {
    let case = opened();
    for form in FORMS {
        let empty = form.read(&Answers::new(), START).map(|event| event.word());
        let must = form.fields.iter().filter(|field| field.must).count();
        match empty {
            Ok(word) => assert_eq!((word, must), (form.act, 0)),
            Err(problems) => assert_eq!(problems.all().len(), must, "{}", form.act),
        }
        let numbers = |field: &Field| matches!(field.kind, Kind::Item(_) | Kind::Items(_));
        let mut full: Answers = form
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), typed(field, Some(&case), START, 1)))
            .collect();
        for field in form.fields.iter().filter(|field| numbers(field)) {
            full.insert(field.name.to_owned(), vec!["1".into()]);
        }
        let event = form
            .read(&full, START)
            .unwrap_or_else(|problems| panic!("{}: {problems}", form.act));
        assert_eq!(event.word(), form.act);
        let kept = serde_json::to_string(&event).unwrap();
        assert!(
            serde_json::from_str::<CaseEvent>(&kept).unwrap() == event,
            "{}",
            form.act
        );
    }
}

#[test]
fn two_megabytes_and_a_nonsense_day_are_refused_in_words() {
    let form = Form::of("noted").unwrap();
    let long = Answers::from([("words".to_owned(), vec!["å".repeat(2_000_000)])]);
    assert_eq!(form.read(&long, START).unwrap_err().all()[0].key(), "too-long");
    let form = Form::of("paused").unwrap();
    let odd = Answers::from([
        ("reason".to_owned(), vec!["ro".to_owned()]),
        ("until".to_owned(), vec!["31-02-2026".to_owned()]),
    ]);
    assert_eq!(form.read(&odd, START).unwrap_err().all()[0].key(), "unreadable");
}

#[test]
fn r281_christian_goes_to_school_alone_then_with_a_friend_and_something_is_learned() {
    let case = story(
        opened(),
        &[
            (1, "goal_set", &[("whose", "child")]),
            (
                1,
                "action_agreed",
                &[("goal", "2"), ("name", "Christian"), ("target", "child")],
            ),
            (1, "cycle_begun", &[("action", "3")]),
            (8, "cycle_tried", &[("cycle", "4")]),
            (8, "cycle_reflected", &[("cycle", "4")]),
            (8, "cycle_adjusted", &[("cycle", "4"), ("how", "adjust")]),
            (8, "cycle_begun", &[("action", "3"), ("follows", "4")]),
            (20, "cycle_tried", &[("cycle", "8")]),
            (20, "cycle_reflected", &[("cycle", "8")]),
            (20, "cycle_adjusted", &[("cycle", "8"), ("how", "keep")]),
        ],
    );
    assert_eq!(case.items.of(ItemKind::Cycle).count(), 2);
    assert_eq!(case.items.open(ItemKind::Cycle).count(), 0);
    assert!(!Learned::ALL.iter().any(|how| how.word().contains("fail")));
    let reflect_too_soon = filled("cycle_begun", &case, START, &[]);
    let case = tried(&case, person(1), &known(START), reflect_too_soon).unwrap();
    let number = case.last().number().to_string();
    let event = filled("cycle_reflected", &case, START, &[("cycle", &number)]);
    assert_eq!(case.may(&event, person(1), &known(START)), Err(Refusal::NotTried));
}

#[test]
fn r005_a_follow_up_is_not_held_without_the_child_or_a_reason() {
    let case = opened();
    let look = filled("followed_up", &case, START, &[]);
    assert_eq!(case.may(&look, person(1), &known(START)), Err(Refusal::ChildNotHeard));
    let case = story(case, &[(1, "child_not_heard", &[("stage", "review")])]);
    assert_eq!(case.may(&look, person(1), &known(day(1))), Ok(()));
}

#[test]
fn r005_nothing_is_complete_without_the_childs_voice_or_a_reason() {
    let case = story(opened(), &[(1, "assessment_begun", &[])]);
    let today = START.saturating_add(Span::new().days(2));
    for act in ["assessment_done", "plan_agreed", "closed"] {
        let event = filled(
            act,
            &case,
            today,
            &[("made_with", "guardian"), ("agreed_with", "guardian")],
        );
        assert_eq!(
            case.may(&event, person(1), &known(today)),
            Err(Refusal::ChildNotHeard),
            "{act}"
        );
    }
    let reasoned = story(case.clone(), &[(3, "child_not_heard", &[("stage", "plan")])]);
    assert!(reasoned.child_is_heard_for(Stage::Plan) && !reasoned.child_is_heard_for(Stage::Closing));
    let heard = story(
        case,
        &[
            (3, "child_heard", &[]),
            (4, "assessment_done", &[]),
            (4, "plan_agreed", &[("made_with", "child,guardian")]),
        ],
    );
    assert!(heard.child_is_heard_for(Stage::Closing));
}

#[test]
fn r203_a_meeting_without_the_child_says_who_brought_the_childs_views() {
    let case = story(opened(), &[(1, "meeting_planned", &[])]);
    let today = START.saturating_add(Span::new().days(1));
    let without = filled("meeting_held", &case, today, &[("child_there", "no")]);
    assert_eq!(
        case.may(&without, person(1), &known(today)),
        Err(Refusal::ChildNotRepresented)
    );
    let with = filled(
        "meeting_held",
        &case,
        today,
        &[
            ("child_there", "no"),
            ("represented", "Mormor læste hans brev."),
            ("feedback", "Klasselæreren ringer til mor i aften."),
        ],
    );
    assert_eq!(case.may(&with, person(1), &known(today)), Ok(()));
}

#[test]
fn r123_those_who_met_look_back_once_after_the_meeting_and_nobody_signs_it() {
    let case = story(opened(), &[(1, "meeting_planned", &[])]);
    let back: &[(&str, &str)] = &[("meeting", "2"), ("respect", "not_yet")];
    let soon = filled("meeting_looked_back", &case, day(1), back);
    assert_eq!(case.may(&soon, person(1), &known(day(1))), Err(Refusal::MeetingNotHeld));
    assert!(!case.offers("meeting_looked_back", Sequence::new(2)));
    let held = story(
        case.clone(),
        &[(
            1,
            "meeting_held",
            &[("meeting", "2"), ("child_there", "yes"), ("feedback", "Maja ringer")],
        )],
    );
    assert!(held.offers("meeting_looked_back", Sequence::new(2)));
    let looked = story(held, &[(1, "meeting_looked_back", back)]);
    assert_eq!(looked.may(&soon, person(2), &known(day(2))), Err(Refusal::LookedBack));
    assert!(!looked.offers("meeting_looked_back", Sequence::new(2)));
    assert!(looked.history.last().unwrap().event.is_said_together());
    let cancelled = story(case, &[(1, "meeting_cancelled", &[("meeting", "2")])]);
    assert_eq!(
        cancelled.may(&soon, person(1), &known(day(1))),
        Err(Refusal::MeetingNotHeld)
    );
}

#[test]
fn r106_how_we_write_is_agreed_with_somebody_and_the_newest_stands() {
    let nobody = filled("channel_agreed", &opened(), START, &[("channel", "aula")]);
    assert_eq!(
        opened().may(&nobody, person(1), &known(START)),
        Err(Refusal::NobodyTold)
    );
    assert!(opened().channel().is_none());
    let case = story(
        opened(),
        &[
            (1, "channel_agreed", &[("channel", "paper"), ("told", "guardian")]),
            (9, "channel_agreed", &[("channel", "aula"), ("told", "child,guardian")]),
        ],
    );
    assert_eq!(case.channel().unwrap().sequence.number(), 3);
}

#[test]
fn r298_a_shorter_timetable_says_which_lessons_are_expected_and_an_old_one_says_none() {
    let week: &[(&str, &str)] = &[
        ("from", "2026-09-02"),
        ("until", "2026-10-01"),
        ("monday", "3"),
        ("tuesday", "0"),
    ];
    let event = filled("reduced_timetable", &opened(), START, week);
    assert_eq!(event.agreed_lessons(), Some([Some(3), Some(0), None, None, None]));
    let old = r#"{"event":"reduced_timetable","words":"To timer","basis":"Aftale","parents_agree":"yes",
        "from":"2026-09-02","until":"2026-10-01","review_on":"2026-09-20"}"#;
    let old: CaseEvent = serde_json::from_str(old).unwrap();
    assert_eq!(old.agreed_lessons(), Some([None; 5]));

    // From a Wednesday to a Thursday; ended on a Tuesday it held up to the Monday before.
    let case = story(opened(), &[(1, "reduced_timetable", week)]);
    let weeks = case.agreed_weeks();
    assert_eq!(weeks.len(), 1);
    let agreed = weeks[0].1;
    let on = |day| (agreed.holds_on(day), agreed.lessons_on(day));
    assert_eq!(on(date(2026, 9, 1)), (false, None));
    assert_eq!(on(date(2026, 9, 2)), (true, None), "nothing is said of Wednesdays");
    assert_eq!(on(date(2026, 9, 7)), (true, Some(3)));
    assert_eq!(on(date(2026, 9, 8)), (true, Some(0)), "none is agreed too");
    assert_eq!(on(date(2026, 10, 1)), (true, None));
    assert_eq!(on(date(2026, 10, 5)), (false, None));
    let ended = story(case, &[(14, "reduced_timetable_ended", &[("timetable", "2")])]);
    assert_eq!(ended.agreed_weeks()[0].1.until, date(2026, 9, 14));
}

#[test]
fn r286_only_the_chair_confirms_the_tasks_of_a_meeting() {
    let case = story(
        opened(),
        &[(1, "meeting_planned", &[("chair", &person(2).to_string())])],
    );
    let task = filled("task_agreed", &case, START, &[("meeting", "2"), ("name", "mor")]);
    assert_eq!(case.may(&task, person(1), &known(START)), Err(Refusal::ChairConfirms));
    assert_eq!(case.may(&task, person(2), &known(START)), Ok(()));
}

#[test]
fn t10_r306_a_third_exchange_without_consent_is_blocked_also_after_a_withdrawal() {
    let ground: &[(&str, &str)] = &[("kind", "early_exchange"), ("with", "family_department")];
    let case = story(
        opened(),
        &[
            (1, "ground_recorded", ground),
            (2, "ground_withdrawn", &[("ground", "2")]),
            (9, "ground_recorded", ground),
        ],
    );
    let third = filled("ground_recorded", &case, START, ground);
    assert_eq!(
        case.may(&third, person(1), &known(START)),
        Err(Refusal::BothExchangesUsed)
    );
    assert!(case.holds(GroundKind::EarlyExchange, START.saturating_add(Span::new().days(9))));
}

#[test]
fn r277_closing_just_before_the_winter_holiday_is_refused_until_confirmed() {
    let case = story(opened(), &[(1, "child_heard", &[])]);
    let known = Known {
        break_near: Some(date(2027, 2, 15)),
        ..known(date(2027, 2, 5))
    };
    let close = filled("closed", &case, known.today, &[("agreed_with", "child,guardian")]);
    assert_eq!(case.may(&close, person(1), &known), Err(Refusal::BreakIsNear));
    let confirmed = filled(
        "closed",
        &case,
        known.today,
        &[
            ("agreed_with", "child,guardian"),
            ("in_spite", "Familien flytter, og den nye skole er klar."),
        ],
    );
    assert_eq!(case.may(&confirmed, person(1), &known), Ok(()));
}

#[test]
fn r282_a_relapse_after_eight_weeks_reopens_with_everything_of_before() {
    let case = story(
        opened(),
        &[
            (1, "child_heard", &[]),
            (30, "closed", &[("agreed_with", "child,guardian")]),
            (58, "aftercare_checked", &[]),
            (86, "reopened", &[]),
        ],
    );
    assert!(case.is_open());
    assert_eq!(case.history.len(), 5);
    assert_eq!(case.coordinators.len(), 2);
    assert!(!case.child_is_heard_for(Stage::Closing), "the child is asked anew");
}

#[test]
fn r275_aftercare_asks_after_4_and_12_weeks_and_then_no_more() {
    let closed = story(
        opened(),
        &[(1, "child_heard", &[]), (30, "closed", &[("agreed_with", "child")])],
    );
    let on = START.saturating_add(Span::new().days(30));
    let dues = |case: &Case| {
        let dues = case.dues(on, &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter().map(|due| (due.by, due.what)).collect::<Vec<_>>()
    };
    let weeks = |weeks: i32| on.saturating_add(Span::new().weeks(weeks));
    assert_eq!(dues(&closed), [(weeks(4), DueKind::Aftercare)]);
    let once = story(closed, &[(60, "aftercare_checked", &[])]);
    assert_eq!(dues(&once), [(weeks(12), DueKind::Aftercare)]);
    let twice = story(once, &[(120, "aftercare_checked", &[])]);
    assert_eq!(dues(&twice), []);
}

#[test]
fn r098_a_coordinator_away_without_a_stand_in_is_a_gap_after_one_working_day() {
    let friday = date(2026, 9, 4);
    let case = story(opened(), &[(3, "coordinator_away", &[("from", "2026-09-04")])]);
    let gap = |case: &Case| {
        let dues = case.dues(friday, &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter().find(|due| due.what == DueKind::Gap).map(|due| due.by)
    };
    assert_eq!(gap(&case), Some(date(2026, 9, 7)), "Monday");
    let stood_in = story(
        case,
        &[(
            3,
            "coordinator_away",
            &[("from", "2026-09-04"), ("stand_in", &person(3).to_string())],
        )],
    );
    assert_eq!(gap(&stood_in), None);
    // Somebody who has left for good leaves a gap too, though nobody wrote it down.
    let left = opened().gap_since(friday, &|_| Some(date(2026, 9, 2)));
    assert_eq!(left, Some(date(2026, 9, 2)));
}

#[test]
fn r132_r317_a_wait_has_a_plan_and_its_clocks_inform() {
    let case = story(
        opened(),
        &[(
            1,
            "wait_begun",
            &[
                ("waits_for", "psychiatry"),
                ("sent_on", "2026-09-02"),
                ("every_days", "7"),
            ],
        )],
    );
    let by = |what: DueKind| {
        let dues = case.dues(START, &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter().find(|due| due.what == what).map(|due| due.by)
    };
    assert_eq!(by(DueKind::WaitBegins), Some(date(2026, 10, 2)));
    assert_eq!(by(DueKind::WaitTreats), Some(date(2026, 11, 1)));
    assert_eq!(
        by(DueKind::WaitAsks),
        None,
        "nobody is asked as long as the municipality has not said so"
    );
    assert_eq!(by(DueKind::Contact), Some(date(2026, 9, 9)));
    assert_eq!(
        by(DueKind::Update),
        Some(date(2026, 9, 15)),
        "fourteen days, also while waiting (R-105)"
    );
    let form = Form::of("wait_begun").unwrap();
    let planned: Vec<_> = form
        .fields
        .iter()
        .filter(|field| field.must)
        .map(|field| field.name)
        .collect();
    assert!(
        ["adult", "every_days", "teaching", "peers"]
            .iter()
            .all(|part| planned.contains(part))
    );
}

#[test]
fn r317_the_psychiatry_clock_runs_until_the_examination_and_the_treatment_have_begun() {
    let waits = story(
        opened(),
        &[(
            1,
            "wait_begun",
            &[("waits_for", "psychiatry"), ("sent_on", "2026-09-02")],
        )],
    );
    let moved = |steps: &[&str]| {
        steps.iter().fold(waits.clone(), |case, step| {
            story(
                case,
                &[(20, "wait_moved", &[("wait", "2"), ("step", step), ("on", "2026-09-20")])],
            )
        })
    };
    for (steps, begins, treats) in [
        (&["opened"][..], true, true),
        (&["asked", "met", "answered"], true, true),
        (&["opened", "examination_begun"], false, true),
        (&["examination_begun", "treatment_begun"], false, false),
        (&["treatment_begun"], false, false),
    ] {
        let dues = moved(steps).dues(day(20), &Rhythm::default(), ClosedDays::default(), &|_| None);
        let has = |what| dues.iter().any(|due| due.what == what);
        assert_eq!(
            (has(DueKind::WaitBegins), has(DueKind::WaitTreats)),
            (begins, treats),
            "{steps:?}"
        );
    }
}

#[test]
fn r132_each_kind_of_wait_is_asked_about_as_often_as_the_municipality_says() {
    let rhythm = Rhythm {
        ask_ppr_days: 21,
        ask_psychiatry_days: 0,
        ..Rhythm::default()
    };
    for (waits_for, first) in [("ppr", Some(date(2026, 9, 23))), ("psychiatry", None), ("other", None)] {
        let case = story(
            opened(),
            &[(1, "wait_begun", &[("waits_for", waits_for), ("sent_on", "2026-09-02")])],
        );
        let asks = |case: &Case| {
            let dues = case.dues(day(30), &rhythm, ClosedDays::default(), &|_| None);
            dues.into_iter()
                .find(|due| due.what == DueKind::WaitAsks)
                .map(|due| due.by)
        };
        assert_eq!(asks(&case), first, "{waits_for}");
        let wait = case.items.of(ItemKind::Wait).next().unwrap();
        assert_eq!(case.waited_days(wait, day(30)), Some(29), "{waits_for}");
        let asked = story(
            case,
            &[(
                30,
                "wait_moved",
                &[("wait", "2"), ("step", "asked"), ("on", "2026-10-01")],
            )],
        );
        assert_eq!(asks(&asked), first.map(|_| date(2026, 10, 22)), "{waits_for}");
    }
}

#[test]
fn r145_what_was_said_without_a_parent_comes_back_to_them() {
    let case = story(
        opened(),
        &[
            (1, "participant_invited", &[("name", "Mor"), ("role", "guardian")]),
            (
                1,
                "participant_invited",
                &[("name", "Moster"), ("role", "network_person")],
            ),
            (1, "meeting_planned", &[]),
        ],
    );
    let may = |present: &str, feedback: &str| {
        let said: &[(&str, &str)] = &[("child_there", "yes"), ("present", present), ("feedback", feedback)];
        case.may(&filled("meeting_held", &case, day(2), said), person(1), &known(day(2)))
    };
    assert_eq!(may("2", ""), Ok(()));
    assert_eq!(may("3", ""), Err(Refusal::ParentsNotTold));
    assert_eq!(may("", ""), Err(Refusal::ParentsNotTold));
    assert_eq!(may("3", "Moster fortæller mor det i aften"), Ok(()));
}

#[test]
fn r125_everybody_invited_is_named_until_they_have_spoken() {
    let case = story(
        opened(),
        &[
            (1, "participant_invited", &[("name", "Mor"), ("role", "guardian")]),
            (1, "participant_invited", &[("name", "Far"), ("role", "guardian")]),
            (
                1,
                "participant_invited",
                &[("person", &person(1).to_string()), ("name", ""), ("role", "pedagogue")],
            ),
            (1, "meeting_planned", &[("invited", "2,3,4")]),
        ],
    );
    let silent = |case: &Case| {
        let meeting = case.items.of(ItemKind::Meeting).next().unwrap();
        let silent = case.silent_before(meeting);
        let invited: Vec<u32> = silent.invited.iter().map(|one| one.number()).collect();
        (silent.parties.len(), invited)
    };
    assert_eq!(silent(&case), (3, vec![4]), "the parents are missing as a party");
    let mother = story(
        case,
        &[(
            1,
            "meeting_input",
            &[("meeting", "5"), ("of", "guardian"), ("who", "2")],
        )],
    );
    // The entry was written by the pedagogue, who has spoken by that.
    assert_eq!(silent(&mother), (2, vec![3]), "one parent does not speak for the other");
    let father = story(
        mother,
        &[(
            1,
            "meeting_input",
            &[("meeting", "5"), ("of", "guardian"), ("who", "3")],
        )],
    );
    assert_eq!(silent(&father), (2, vec![]));
}

#[test]
fn r262_an_action_for_a_period_asks_on_its_last_day_and_keeps_its_follow_up() {
    let agreed = |until: &str| {
        let said: &[(&str, &str)] = &[
            ("name", "Mor"),
            ("from", "2026-09-02"),
            ("follow_up_on", "2026-09-10"),
            ("kind", "classmates"),
            ("until", until),
        ];
        story(opened(), &[(1, "action_agreed", said)])
    };
    let due = |case: &Case, what| {
        let dues = case.dues(day(1), &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter().find(|due| due.what == what).map(|due| due.by)
    };
    let case = agreed("2026-09-30");
    assert_eq!(due(&case, DueKind::ActionEnds), Some(date(2026, 9, 30)));
    assert_eq!(due(&case, DueKind::Action), Some(date(2026, 9, 10)));
    assert_eq!(due(&agreed(""), DueKind::ActionEnds), None);
}

#[test]
fn r134_old_and_new_are_asked_to_meet_until_they_have() {
    let due = |case: &Case| {
        let dues = case.dues(day(1), &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter()
            .find(|due| due.what == DueKind::Overlap)
            .map(|due| due.by)
    };
    let changed: &[(&str, &str)] = &[
        ("to", &person(3).to_string()),
        ("outside", ""),
        ("overlap_until", "2026-09-20"),
    ];
    let case = story(opened(), &[(1, "coordinator_changed", changed)]);
    assert_eq!(due(&case), Some(date(2026, 9, 20)));
    let met = story(case, &[(5, "overlap_done", &[])]);
    assert_eq!(due(&met), None);
    let again = filled("overlap_done", &met, day(6), &[]);
    assert_eq!(met.may(&again, person(1), &known(day(6))), Err(Refusal::NoOverlap));
    let handed = story(met, &[(6, "handed_over", &[("to", "team")])]);
    assert_eq!(due(&handed), Some(day(20)), "within the days of an update");
    let received = story(handed, &[(8, "handover_received", &[])]);
    assert_eq!(due(&received), None);
}

#[test]
fn r315_a_support_plan_is_looked_at_as_often_as_the_municipality_says_and_never_by_itself() {
    let case = story(
        opened(),
        &[(
            1,
            "other_plan_noted",
            &[("kind", "support_plan"), ("made_on", "2026-09-02")],
        )],
    );
    let due = |case: &Case, support_plan_months| {
        let rhythm = Rhythm {
            support_plan_months,
            ..Rhythm::default()
        };
        let dues = case.dues(day(1), &rhythm, ClosedDays::default(), &|_| None);
        dues.into_iter()
            .find(|due| due.what == DueKind::SupportPlan)
            .map(|due| due.by)
    };
    assert_eq!(due(&case, 0), None, "it is proposed, and no law");
    assert_eq!(due(&case, 3), Some(date(2026, 12, 2)));
    let looked = story(case, &[(40, "child_heard", &[]), (40, "followed_up", &[])]);
    assert_eq!(due(&looked, 3), Some(date(2027, 1, 11)));
}

#[test]
fn r286_what_the_minutes_propose_waits_for_the_chair() {
    let held: &[(&str, &str)] = &[
        ("child_there", "yes"),
        ("feedback", "x"),
        ("tasks", "Ring til PPR; Maja\n\nFind en plads"),
    ];
    let case = story(opened(), &[(1, "meeting_planned", &[]), (2, "meeting_held", held)]);
    let meeting = Sequence::new(2).unwrap();
    let what = |case: &Case| {
        case.proposed_tasks(meeting)
            .into_iter()
            .map(|task| task.what)
            .collect::<Vec<_>>()
    };
    assert_eq!(what(&case), ["Ring til PPR", "Find en plads"]);
    assert_eq!(case.items.of(ItemKind::Task).count(), 0, "no task arises by itself");
    assert_eq!(case.tasks_to_confirm(day(10), 14), [(meeting, person(1))]);
    assert_eq!(
        case.tasks_to_confirm(day(20), 14),
        [],
        "what the chair has left is left"
    );
    let task: &[(&str, &str)] = &[("meeting", "2"), ("words", "Find en plads"), ("name", "Mor")];
    let by_another = filled("task_agreed", &case, day(3), task);
    assert_eq!(
        case.may(&by_another, person(3), &known(day(3))),
        Err(Refusal::ChairConfirms)
    );
    let agreed = story(case, &[(3, "task_agreed", task)]);
    assert_eq!(what(&agreed), ["Ring til PPR"]);
    assert_eq!(agreed.tasks_to_confirm(day(10), 14), []);
}

#[test]
fn r264_a_way_back_ends_the_contacts_of_the_time_away() {
    let away = story(opened(), &[(1, "away_planned", &[("every_days", "3")])]);
    let asks = |case: &Case| {
        let dues = case.dues(START, &Rhythm::default(), ClosedDays::default(), &|_| None);
        dues.into_iter()
            .find(|due| due.what == DueKind::Contact)
            .map(|due| due.by)
    };
    assert_eq!(asks(&away), Some(date(2026, 9, 5)));
    let back = story(away, &[(4, "return_planned", &[])]);
    assert_eq!(asks(&back), None, "who comes is met, not called");
    let again = story(back, &[(9, "away_planned", &[("every_days", "3")])]);
    assert_eq!(asks(&again), Some(date(2026, 9, 13)));
}

#[test]
fn r025_a_pause_asks_for_nothing_but_its_own_day() {
    let case = story(opened(), &[(1, "paused", &[("until", "2026-10-01")])]);
    let dues = case.dues(START, &Rhythm::default(), ClosedDays::default(), &|_| None);
    let told: Vec<_> = dues.into_iter().map(|due| (due.what, due.by)).collect();
    assert_eq!(told, [(DueKind::Pause, date(2026, 10, 1))]);
}

#[test]
fn two_people_who_change_a_goal_at_once_are_both_kept_until_somebody_chooses() {
    let case = story(opened(), &[(1, "goal_set", &[])]);
    let case = story(
        case,
        &[
            (2, "goal_changed", &[("goal", "2"), ("seen", "2"), ("words", "Emma")]),
            (2, "goal_changed", &[("goal", "2"), ("seen", "2"), ("words", "Søren")]),
        ],
    );
    let goal = case.items.get(Sequence::new(2).unwrap()).unwrap().clone();
    assert_eq!(goal.latest.number(), 3);
    assert_eq!(goal.rivals.iter().map(|r| r.number()).collect::<Vec<_>>(), [4]);
    let chosen = story(
        case,
        &[(
            3,
            "goal_changed",
            &[("goal", "2"), ("seen", "4"), ("words", "begge dele")],
        )],
    );
    let goal = chosen.items.get(Sequence::new(2).unwrap()).unwrap();
    assert_eq!((goal.latest.number(), goal.rivals.len()), (5, 0));
}

#[test]
fn r140_somebody_always_has_the_ball() {
    use casework::case::Holder;
    let case = opened();
    assert!(case.ball().holder == Holder::Person(person(1)));
    let passed = story(case, &[(1, "ball_passed", &[("name", "PPR team Nord")])]);
    assert!(matches!(passed.ball().holder, Holder::Outside(name) if name.reveal() == "PPR team Nord"));
    let changed = story(passed, &[(2, "coordinator_changed", &[("to", &person(2).to_string())])]);
    assert!(
        changed.ball().holder == Holder::Person(person(2)),
        "a new coordinator takes the ball"
    );
}

#[test]
fn a_day_before_birth_and_an_end_before_the_beginning_are_refused() {
    let case = opened();
    let known = Known {
        born: Some(date(2026, 1, 1)),
        ..known(START)
    };
    let event = filled("earlier_assessment", &case, START, &[("made_on", "2020-01-01")]);
    assert_eq!(case.may(&event, person(1), &known), Err(Refusal::BeforeBirth));
    let event = filled(
        "reduced_timetable",
        &case,
        START,
        &[("from", "2026-12-01"), ("until", "2026-11-01")],
    );
    assert_eq!(case.may(&event, person(1), &known), Err(Refusal::EndsBeforeItBegins));
}

#[test]
fn r260_nothing_is_told_to_the_class_that_child_and_parents_have_not_agreed_to() {
    let case = opened();
    let event = filled(
        "class_may_know",
        &case,
        START,
        &[("agreed_by", "guardian,contact_teacher")],
    );
    assert_eq!(case.may(&event, person(1), &known(START)), Err(Refusal::NobodyAgreed));
}

#[test]
fn a_protected_address_is_written_nowhere() {
    let event = filled(
        "guardian_noted",
        &opened(),
        START,
        &[("protected", "yes"), ("contact", "Vestergade 1")],
    );
    assert_eq!(
        opened().may(&event, person(1), &known(START)),
        Err(Refusal::AddressProtected)
    );
}

#[test]
fn r305_r311_another_administration_takes_part_only_while_a_ground_holds() {
    let ppr = person(4).to_string();
    let invite: &[(&str, &str)] = &[("person", &ppr), ("role", "ppr")];
    let event = filled("participant_invited", &opened(), START, invite);
    assert_eq!(opened().may(&event, person(1), &known(START)), Err(Refusal::NoGround));

    let nobody = filled(
        "ground_recorded",
        &opened(),
        START,
        &[("kind", "consent"), ("with", "")],
    );
    assert_eq!(
        opened().may(&nobody, person(1), &known(START)),
        Err(Refusal::SharedWithNobody)
    );
    let nurse = story(
        opened(),
        &[(1, "ground_recorded", &[("kind", "consent"), ("with", "health_nurse")])],
    );
    assert_eq!(
        nurse.may(&event, person(1), &known(day(1))),
        Err(Refusal::NoGround),
        "with the nurse is not with PPR"
    );

    let consent: &[(&str, &str)] = &[("kind", "consent"), ("with", "ppr,bup"), ("until", "2026-09-20")];
    let case = story(
        opened(),
        &[(1, "ground_recorded", consent), (1, "participant_invited", invite)],
    );
    assert!(case.people(day(5)).contains(&person(4)));
    assert!(!case.people(day(30)).contains(&person(4)), "it ran out");
    let withdrawn = story(case, &[(6, "ground_withdrawn", &[("ground", "2")])]);
    assert!(!withdrawn.people(day(6)).contains(&person(4)), "sharing stops at once");

    let exchange: &[(&str, &str)] = &[("kind", "early_exchange"), ("with", "ppr"), ("from", "2026-09-02")];
    let once = story(
        opened(),
        &[(1, "ground_recorded", exchange), (1, "participant_invited", invite)],
    );
    assert!(once.people(day(1)).contains(&person(4)) && !once.people(day(2)).contains(&person(4)));
}

#[test]
fn r319_without_the_parents_a_strict_municipality_asks_for_their_yes() {
    let strict = Known {
        consent_when_absent: true,
        ..known(day(3))
    };
    let pending: &[(&str, &str)] = &[("kind", "pending_case"), ("with", "ppr")];
    let case = story(
        opened(),
        &[
            (1, "ground_recorded", pending),
            (1, "participant_invited", &[("name", "PPR"), ("role", "ppr")]),
            (1, "participant_invited", &[("name", "Mor"), ("role", "guardian")]),
        ],
    );
    let meets = |case: &Case, invited: &str| {
        let event = filled("meeting_planned", case, day(3), &[("invited", invited)]);
        case.may(&event, person(1), &strict)
    };
    assert_eq!(meets(&case, "3"), Err(Refusal::ConsentWhenAbsent));
    assert_eq!(meets(&case, "3,4"), Ok(()), "a parent is there");
    assert_eq!(meets(&case, "4"), Ok(()), "nobody of another administration");
    let event = filled("meeting_planned", &case, day(3), &[("invited", "3")]);
    assert_eq!(
        case.may(&event, person(1), &known(day(3))),
        Ok(()),
        "where nobody decided so, the law holds"
    );
    for kind in ["consent", "early_exchange", "family_wish"] {
        let said = story(
            case.clone(),
            &[(
                2,
                "ground_recorded",
                &[("kind", kind), ("with", "ppr"), ("until", "2026-10-01")],
            )],
        );
        assert_eq!(meets(&said, "3"), Ok(()), "{kind}");
    }
    let other = story(case, &[(2, "ground_recorded", &[("kind", "consent"), ("with", "bup")])]);
    assert_eq!(
        meets(&other, "3"),
        Err(Refusal::ConsentWhenAbsent),
        "a yes to somebody else"
    );
}

/// Whose something of a kind is on a day after the start, if it is due at all.
fn whose(case: &Case, what: DueKind, days: i32) -> Option<Option<PersonId>> {
    let dues = case.dues(day(days), &Rhythm::default(), ClosedDays::default(), &|_| None);
    dues.into_iter().find(|due| due.what == what).map(|due| due.whose)
}

fn day(days: i32) -> Date {
    START.saturating_add(Span::new().days(days))
}

#[test]
fn r216_who_is_asked_has_the_question_and_the_coordinator_when_its_day_has_passed() {
    let stranger = person(4).to_string();
    let asked: &[(&str, &str)] = &[("person", &stranger), ("role", "teacher"), ("due", "2026-09-10")];
    let case = story(opened(), &[(1, "contribution_asked", asked)]);
    assert_eq!(whose(&case, DueKind::Contribution, 9), Some(Some(person(4))));
    assert_eq!(whose(&case, DueKind::Contribution, 10), Some(Some(person(1))));
    assert!(
        !case.people(day(1)).contains(&person(4)),
        "who is asked does not take part"
    );

    let nurse: &[(&str, &str)] = &[("name", "Sundhedsplejersken"), ("role", "health_nurse")];
    let event = filled("contribution_asked", &case, START, nurse);
    assert_eq!(case.may(&event, person(1), &known(START)), Err(Refusal::NoGround));
    let consent: &[(&str, &str)] = &[("kind", "consent"), ("with", "health_nurse")];
    let granted = story(case, &[(2, "ground_recorded", consent)]);
    assert_eq!(granted.may(&event, person(1), &known(day(2))), Ok(()));
    // Once the ground is withdrawn the question is open to nobody outside, and its answer is not taken (R-311).
    let asked = story(granted, &[(3, "contribution_asked", nurse)]);
    let answer = filled("contribution_given", &asked, day(4), &[("contribution", "4")]);
    assert_eq!(asked.may(&answer, person(1), &known(day(4))), Ok(()));
    let withdrawn = story(asked, &[(5, "ground_withdrawn", &[("ground", "3")])]);
    assert_eq!(
        withdrawn.may(&answer, person(1), &known(day(5))),
        Err(Refusal::NoGround)
    );
}

#[test]
fn r046_an_action_that_is_followed_up_is_due_on_the_next_day_set() {
    let agreed: &[(&str, &str)] = &[("name", "Mor"), ("follow_up_on", "2026-09-15")];
    let case = story(opened(), &[(1, "action_agreed", agreed)]);
    let by = |case: &Case| {
        let dues = case.dues(day(20), &Rhythm::default(), ClosedDays::default(), &|_| None);
        let due = dues.into_iter().find(|due| due.what == DueKind::Action).unwrap();
        assert_eq!(
            case.answers(&due),
            ["action_followed_up", "action_changed", "action_ended"]
        );
        due.by
    };
    assert_eq!(by(&case), date(2026, 9, 15));
    let looked: &[(&str, &str)] = &[("action", "2"), ("follow_up_on", "2026-10-01")];
    let case = story(case, &[(14, "action_followed_up", looked)]);
    assert_eq!(by(&case), date(2026, 10, 1));
    let anew: &[(&str, &str)] = &[("action", "2"), ("name", "Far"), ("follow_up_on", "2026-10-20")];
    let case = story(case, &[(20, "action_changed", anew)]);
    assert_eq!(by(&case), date(2026, 10, 20), "what is said anew sets its own day");
}

#[test]
fn r311_a_ground_that_was_renewed_asks_no_more() {
    let until = |until: &'static str| [("kind", "consent"), ("with", "ppr"), ("until", until)];
    let case = story(opened(), &[(1, "ground_recorded", &until("2026-09-20"))]);
    assert!(
        whose(&case, DueKind::Ground, 30).is_some(),
        "it ran out and nobody answered"
    );
    let later = story(case.clone(), &[(32, "ground_recorded", &until("2027-06-01"))]);
    let dues = later.dues(day(32), &Rhythm::default(), ClosedDays::default(), &|_| None);
    let grounds: Vec<Date> = dues
        .iter()
        .filter(|due| due.what == DueKind::Ground)
        .map(|due| due.by)
        .collect();
    assert_eq!(grounds, [date(2027, 6, 1)], "only the newest is asked about");
    let withdrawn = story(case, &[(5, "ground_withdrawn", &[("ground", "2")])]);
    assert_eq!(whose(&withdrawn, DueKind::Ground, 30), None);
}

#[test]
fn r304_a_plan_for_the_environment_has_its_day_until_it_is_made_and_then_its_own() {
    let told: &[(&str, &str)] = &[("told_on", "2026-09-01"), ("due", "2026-09-15")];
    let case = story(opened(), &[(1, "environment_told", told)]);
    assert_eq!(whose(&case, DueKind::Environment, 2), Some(Some(person(1))));
    let ended = filled("environment_ended", &case, day(2), &[("environment", "2")]);
    assert_eq!(case.may(&ended, person(1), &known(day(2))), Err(Refusal::NotPlanned));
    let leader = person(2).to_string();
    let planned: &[(&str, &str)] = &[
        ("environment", "2"),
        ("person", &leader),
        ("follow_up_on", "2026-10-01"),
    ];
    let case = story(case, &[(8, "environment_planned", planned)]);
    assert_eq!(whose(&case, DueKind::Environment, 9), None);
    assert!(whose(&case, DueKind::EnvironmentAgain, 9).is_some());
    let case = story(case, &[(30, "environment_ended", &[("environment", "2")])]);
    assert_eq!(whose(&case, DueKind::EnvironmentAgain, 31), None);
}

#[test]
fn r220_an_assessment_is_begun_once_a_version_and_the_forms_offer_only_what_comes_next() {
    let case = opened();
    let offers = |case: &Case| ["assessment_begun", "assessment_done"].map(|act| case.offers(act, None));
    assert_eq!(offers(&case), [true, false]);
    let case = story(
        case,
        &[
            (1, "assessment_begun", &[]),
            (1, "child_not_heard", &[("stage", "assessment")]),
        ],
    );
    assert_eq!(offers(&case), [false, true]);
    let case = story(case, &[(9, "assessment_done", &[])]);
    assert_eq!(offers(&case), [true, false], "a new version can be begun");

    let case = story(case, &[(10, "cycle_begun", &[])]);
    let cycle = case.last();
    let next = |case: &Case| {
        let dues = case.dues(day(40), &Rhythm::default(), ClosedDays::default(), &|_| None);
        let due = dues.into_iter().find(|due| due.what == DueKind::Cycle).unwrap();
        case.answers(&due)
    };
    assert_eq!(next(&case), ["cycle_tried"]);
    let number = cycle.number().to_string();
    let case = story(case, &[(11, "cycle_tried", &[("cycle", &number)])]);
    assert_eq!(next(&case), ["cycle_reflected"]);
    let case = story(case, &[(12, "cycle_reflected", &[("cycle", &number)])]);
    assert_eq!(next(&case), ["cycle_adjusted"]);
}

#[test]
fn r308_what_is_handed_on_says_on_which_ground() {
    let case = opened();
    let without = filled("disclosed", &case, START, &[]);
    assert_eq!(case.may(&without, person(1), &known(START)), Err(Refusal::NoGround));
    let duty = filled("disclosed", &case, START, &[("basis", "Forvaltningsloven § 31")]);
    assert_eq!(case.may(&duty, person(1), &known(START)), Ok(()));
}

#[test]
fn r216_a_question_of_before_somebody_was_said_to_be_anybody_can_still_be_read() {
    let old =
        r#"{"event":"contribution_asked","person":null,"name":"Mormor","question":"Hvad hjælper?","due":"2026-09-10"}"#;
    let event: CaseEvent = serde_json::from_str(old).unwrap();
    assert!(matches!(event, CaseEvent::ContributionAsked { .. }));
}

#[test]
fn r058_a_handover_keeps_the_schools_part_and_moves_the_coordinator() {
    let team = person(3).to_string();
    let case = story(
        opened(),
        &[(5, "handed_over", &[("to", "team"), ("coordinator", &team)])],
    );
    assert!(case.coordinator().who == casework::case::Coordinator::Person(person(3)));
    assert!(case.people(START).contains(&case.school_contact));
    let form = Form::of("handed_over").unwrap();
    assert!(
        form.fields
            .iter()
            .any(|field| field.name == "school_keeps" && field.must)
    );
}

#[test]
fn r134_whoever_coordinated_before_goes_on_until_the_day_agreed() {
    let (second, third, until) = (person(5).to_string(), person(6).to_string(), day(9).to_string());
    let case = story(
        opened(),
        &[
            (1, "coordinator_changed", &[("to", &second), ("overlap_until", "")]),
            (2, "coordinator_changed", &[("to", &third), ("overlap_until", &until)]),
        ],
    );
    assert!(case.people(day(3)).is_superset(&[person(5), person(6)].into()));
    assert!(case.people(day(9)).contains(&person(5)) && !case.people(day(10)).contains(&person(5)));
    let elsewhere = [person(5)].into();
    assert!(
        !case.people_until(&elsewhere).contains_key(&person(5)),
        "without a ground nobody of PPR"
    );
}
