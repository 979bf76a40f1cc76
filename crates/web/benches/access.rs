//! What access costs: `cargo xtask bench access`. The promises: 5,000 rows of a list filtered by rights in under 20 ms, a
//! single decision in under 200 µs, and the trail under 5 % of the time of a page. And "not found" takes as long for what may
//! not be seen as for what is not there: of a pair asked one after the other, neither is the quicker one more often than
//! chance would have it by far.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::{Actor, CaseFacts, Place, Placement, PupilFacts, Role, RoleGrant, Spot, act, may, on, scope};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use casework::case::Form;
use casework::concern::{ConcernDraft, RaisedBy};
use casework::{ClassId, PersonId, PupilId, SchoolId};
use intake::open_folder::{self, OpenFolderFiles};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use store::{CprKeys, FixedClock, ImportRequest, NewGrant, NewStaff, Refused, RegisterBy, Setup, Store};
use tower::ServiceExt;
use uuid::Uuid;
use web::{AppState, Settings, router};

type Failure = Box<dyn std::error::Error>;

const TODAY: Date = Date::constant(2026, 11, 20);
/// A week without school.
const AUTUMN: std::ops::RangeInclusive<Date> = Date::constant(2026, 10, 12)..=Date::constant(2026, 10, 18);
const ROWS: u128 = 5_000;

fn main() -> Result<(), Failure> {
    let decision = one_decision()?;
    let list = one_list()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (page, trail, pairs) = runtime.block_on(pages())?;
    let share = trail.as_secs_f64() / page.as_secs_f64() * 100.0;
    println!(
        "a single decision              {:>9.1} µs   (promise: under 200)",
        decision.as_secs_f64() * 1e6
    );
    println!(
        "5,000 rows filtered by rights  {:>9.2} ms   (promise: under 20)",
        list.as_secs_f64() * 1e3
    );
    println!("a pupil's page                 {:>9.2} ms", page.as_secs_f64() * 1e3);
    println!(
        "  of it the trail              {:>9.2} ms   {share:.1} % (promise: under 5)",
        trail.as_secs_f64() * 1e3
    );
    println!("\"not found\": refused against not there, median and how often the refused one was slower");
    let mut told_apart = false;
    for pair in &pairs {
        told_apart |= pair.tells_apart();
        println!(
            "  {:<28} {:>7.0} and {:>7.0} µs   {:.2} times   slower in {:.0} % of {}",
            pair.address,
            pair.refused.as_secs_f64() * 1e6,
            pair.missing.as_secs_f64() * 1e6,
            pair.ratio(),
            pair.slower * 100.0,
            PAIRS
        );
    }
    if told_apart {
        return Err("the time of \"not found\" tells what is refused from what is not there".into());
    }
    if decision > Duration::from_micros(200) || list > Duration::from_millis(20) || share > 5.0 {
        return Err("a promise is not kept".into());
    }
    Ok(())
}

/// How many times each address is asked both ways.
const PAIRS: u32 = 400;

/// What one address took both ways.
struct Pair {
    address: &'static str,
    refused: Duration,
    missing: Duration,
    /// In which share of pairs the refused one took longer: a half when nothing tells them apart.
    slower: f64,
}

impl Pair {
    fn ratio(&self) -> f64 {
        self.refused.as_secs_f64() / self.missing.as_secs_f64()
    }

    /// Told apart is what differs by more than a tenth, and more often than nine pairs in ten: then a handful of tries
    /// would tell somebody that a child is there.
    fn tells_apart(&self) -> bool {
        (self.ratio() - 1.0).abs() > 0.1 && (self.slower - 0.5).abs() > 0.4
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Somebody with several roles at several places.
fn actor() -> Result<Actor, Failure> {
    let from = date(2026, 8, 1);
    let mut roles = Vec::new();
    for school in 0..4 {
        let place = Place::School(SchoolId::from_uuid(id(school)));
        roles.push(RoleGrant::new(Role::SchoolSocialWorker, place, from, None)?);
        roles.push(RoleGrant::new(Role::Ppr, place, from, None)?);
    }
    roles.push(RoleGrant::new(
        Role::Teacher,
        Place::Class(ClassId::from_uuid(id(900))),
        from,
        None,
    )?);
    Ok(Actor::signed_in(PersonId::from_uuid(id(1)), roles))
}

fn pupils() -> Vec<PupilFacts> {
    (0..ROWS)
        .map(|n| PupilFacts {
            pupil: PupilId::from_uuid(id(n)),
            placement: Placement::of(SchoolId::from_uuid(id(n % 40)), ClassId::from_uuid(id(1_000 + n % 200))),
        })
        .collect()
}

/// The middle of many.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn one_decision() -> Result<Duration, Failure> {
    let (actor, pupils) = (actor()?, pupils());
    let times = pupils.into_iter().map(|pupil| {
        let case = CaseFacts {
            pupil,
            case: None,
            people: BTreeSet::from([PersonId::from_uuid(id(1))]),
        };
        let begun = Instant::now();
        let _decided = black_box(may::<act::Read, on::Case>(&actor, &case, TODAY));
        begun.elapsed()
    });
    Ok(middle(times.collect()))
}

fn one_list() -> Result<Duration, Failure> {
    let (actor, pupils) = (actor()?, pupils());
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let scope = scope::<act::List, on::PupilAttendance>(&actor, TODAY)?;
        let seen = pupils.iter().filter(|pupil| scope.covers(pupil)).count();
        times.push(begun.elapsed());
        assert!(black_box(seen) > 0);
    }
    Ok(middle(times))
}

/// A pupil's page as a school's leader gets it, what the entries of the trail it writes cost, and what "not found" takes.
async fn pages() -> Result<(Duration, Duration, Vec<Pair>), Failure> {
    let file = std::env::temp_dir().join(format!("naervaer-bench-access-{}.sqlite", std::process::id()));
    let zone = TimeZone::get("Europe/Copenhagen")?;
    let store = Store::open(Setup {
        address: format!("sqlite:{}", file.display()),
        clock: Arc::new(FixedClock::new("2026-11-20T11:00:00Z".parse()?)),
        zone: zone.clone(),
        keys: CprKeys::from_bytes(&[7; 32])?,
    })
    .await?;
    fill(&store).await?;
    let roster = store.roster().await?;
    let school = roster.schools().first().ok_or("no school")?.id;
    let new = NewStaff {
        username: "leder".to_owned(),
        name: "Leder".to_owned(),
        demo: false,
    };
    let leader = store.staff_add(None, &new).await?;
    let grant = NewGrant {
        staff: leader,
        role: Role::SchoolLeader.word().to_owned(),
        school: Some(school),
        class: None,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &grant).await?;
    let token = store
        .session_open(leader, access::Assurance::Low, ("192.0.2.1", "bench"))
        .await?;
    let all = store
        .seen(&scope::<act::List, on::PupilAttendance>(&Actor::operator(), TODAY)?)
        .await?;
    let pupils: Vec<PupilId> = all.pupils().map(|pupil| pupil.id()).take(60).collect();
    let settings = Settings {
        municipality: "Solbæk Kommune".to_owned(),
        proxies: Vec::new(),
        site: None,
        secure_cookies: true,
        demo: false,
        zone,
    };
    let app = router(AppState::new(store.clone(), settings, statute::RulePack::shipped()?));
    let audit = may::<act::Read, on::Audit>(&Actor::operator(), &Spot::Municipality, TODAY)?;
    let count = async || -> Result<usize, Failure> {
        Ok(store
            .audit_list(&audit, "2026-11-21T00:00:00Z".parse()?, u32::MAX)
            .await?
            .len())
    };
    let mut pages = Vec::new();
    let mut written = 0;
    for (n, pupil) in pupils.iter().enumerate() {
        let before = count().await?;
        let request = Request::get(format!("/pupils/{pupil}"))
            .header("cookie", format!("__Host-naervaer-session={}", token.reveal()))
            .body(Body::empty())?;
        let begun = Instant::now();
        let answer = app.clone().oneshot(request).await?;
        let status = answer.status();
        let body = to_bytes(answer.into_body(), usize::MAX).await?;
        // The first ones read what is read once.
        if n >= 10 {
            pages.push(begun.elapsed());
            written = count().await? - before;
        }
        assert!(status.is_success() && !body.is_empty(), "{status}");
    }
    let mut entries = Vec::new();
    for pupil in pupils.iter().chain(&pupils) {
        let entry = Refused {
            action: access::Action::Read,
            resource: access::Resource::PupilAttendance,
            pupil: Some(*pupil),
        };
        let begun = Instant::now();
        store.trail_refused(leader, entry, "/pupils/{id}").await?;
        entries.push(begun.elapsed());
    }
    println!("a pupil's page writes {written} entries of the trail");
    let pairs = not_found(&store, &app, leader, &pupils).await?;
    store.close().await;
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    Ok((middle(pages), middle(entries) * u32::try_from(written)?, pairs))
}

/// Somebody who teaches another class asks for a pupil, a day of the pupil, a concern and a case; and for as many that are
/// nowhere.
async fn not_found(
    store: &Store,
    app: &axum::Router,
    leader: PersonId,
    pupils: &[PupilId],
) -> Result<Vec<Pair>, Failure> {
    let leads = store.actor(leader).await?;
    let roster = store.roster().await?;
    let pupil = *pupils.first().ok_or("no pupil")?;
    let facts = store.pupil_facts(pupil, TODAY).await?.ok_or("no facts")?;
    let mut classes = roster.classes().iter().map(|class| class.id);
    let class = classes.find(|class| !facts.placement.classes.contains(class));
    let new = NewStaff {
        username: "laerer".to_owned(),
        name: "Lærer".to_owned(),
        demo: false,
    };
    let teacher = store.staff_add(None, &new).await?;
    let grant = NewGrant {
        staff: teacher,
        role: Role::Teacher.word().to_owned(),
        school: None,
        class,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &grant).await?;
    let token = store
        .session_open(teacher, access::Assurance::Low, ("192.0.2.2", "bench"))
        .await?;
    let draft = ConcernDraft {
        raised_by: RaisedBy::Teacher,
        seen_on: TODAY,
        signs: BTreeSet::new(),
        words: "Et ord om dagen".to_owned(),
        review: None,
    };
    let create = may::<act::Create, on::Concern>(&leads, &facts, TODAY)?;
    let concern = store.concern_raise(&create, &draft.check(pupil, TODAY)?).await?;
    let (pupil_text, leader_text) = (pupil.to_string(), leader.to_string());
    let answers = [
        ("pupil", pupil_text.as_str()),
        ("origin", "by_hand"),
        ("reason", "Et ord om grunden"),
        ("coordinator", &leader_text),
        ("mandate", "decides"),
        ("school_contact", &leader_text),
    ]
    .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
    let opened = Form::of("opened").ok_or("no form")?.read(&answers.into(), TODAY);
    let opened = opened.map_err(|problems| format!("{problems:?}"))?;
    let new = CaseFacts {
        pupil: facts,
        case: None,
        people: BTreeSet::new(),
    };
    let case = store
        .case_open(&may::<act::Create, on::Case>(&leads, &new, TODAY)?, &opened)
        .await??;
    let addresses = [
        ("/pupils/{id}", pupil.to_string()),
        ("/pupils/{id}/days/2026-11-19", pupil.to_string()),
        ("/concerns/{id}", concern.to_string()),
        ("/cases/{id}", case.to_string()),
        ("/cases/{id}/plan", case.to_string()),
    ];
    let mut told = Vec::new();
    for (address, real) in addresses {
        let ask = async |id: &str| -> Result<Duration, Failure> {
            let request = Request::get(address.replace("{id}", id))
                .header("cookie", format!("__Host-naervaer-session={}", token.reveal()))
                .body(Body::empty())?;
            let begun = Instant::now();
            let answer = app.clone().oneshot(request).await?;
            let status = answer.status();
            let _all = to_bytes(answer.into_body(), usize::MAX).await?;
            let took = begun.elapsed();
            assert_eq!(status.as_u16(), 404, "{address}");
            Ok(took)
        };
        let (mut refused, mut missing, mut slower) = (Vec::new(), Vec::new(), 0_u32);
        for n in 0..PAIRS {
            let nowhere = id(0xdead_0000_0000 + u128::from(n)).to_string();
            // Neither is always the first of the two.
            let (one, other) = if n % 2 == 0 {
                let one = ask(&real).await?;
                (one, ask(&nowhere).await?)
            } else {
                let other = ask(&nowhere).await?;
                (ask(&real).await?, other)
            };
            slower += u32::from(one > other);
            refused.push(one);
            missing.push(other);
        }
        told.push(Pair {
            address,
            refused: middle(refused),
            missing: middle(missing),
            slower: f64::from(slower) / f64::from(PAIRS),
        });
    }
    Ok(told)
}

/// A school of 400 pupils with a quarter's marks.
async fn fill(store: &Store) -> Result<(), Failure> {
    let (mut days, mut pupils, mut enrolments, mut marks) = (
        "calendar_id,date\n".to_owned(),
        "pupil_id,given_name,family_name\n".to_owned(),
        "pupil_id,class_id,from,to\n".to_owned(),
        "pupil_id,date,note,kind\n".to_owned(),
    );
    let mut day = date(2026, 8, 10);
    let mut taught = Vec::new();
    while day <= date(2027, 6, 25) {
        if day.weekday().to_monday_zero_offset() < 5 && !AUTUMN.contains(&day) {
            writeln!(days, "c1,{day}")?;
            taught.push(day);
        }
        day = day.tomorrow()?;
    }
    for n in 0..400_usize {
        writeln!(pupils, "p{n},Elev{n},Bænk")?;
        writeln!(enrolments, "p{n},k{},2026-08-10,", n % 16)?;
        for (at, day) in taught.iter().enumerate().filter(|(_, day)| **day < TODAY) {
            if (at * 7 + n) % 11 == 0 {
                writeln!(marks, "p{n},{day},day,illness")?;
            }
        }
    }
    let mut classes = "class_id,school_id,name,grade,school_year\n".to_owned();
    for n in 0..16 {
        writeln!(
            classes,
            "k{n},s1,{}. {},{},2026/2027",
            n / 2,
            if n % 2 == 0 { "a" } else { "b" },
            n / 2
        )?;
    }
    let reading = open_folder::read(OpenFolderFiles {
        schools: Some(b"school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\n"),
        calendars: Some(days.as_bytes()),
        classes: Some(classes.as_bytes()),
        pupils: Some(pupils.as_bytes()),
        enrolments: Some(enrolments.as_bytes()),
        marks: Some(marks.as_bytes()),
        partials: None,
        notings: None,
    });
    let folder = reading.importable().map_err(|p| p.report(intake::Lang::English, 20))?.0;
    let permit = may::<act::Create, on::Import>(&Actor::operator(), &Spot::Municipality, TODAY)?;
    let request = ImportRequest {
        new_schools: RegisterBy::Here,
        also_here: true,
        ..ImportRequest::additions("bench", "folder", b"")
    };
    store.import_folder(&permit, &request, &folder).await?;
    Ok(())
}
