//! Who gets which page, asked of the whole program: what is refused looks like what is not there, and in random worlds no
//! byte of a child reaches somebody whom the policy refuses.
//!
//! The routes are read from the source, so a new one is asked too; a place in an address that this test knows no thing for
//! fails it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{
    Actor, CaseFacts, EMERGENCY_SETTING, EmergencyRules, Openable, Place, PupilFacts, Role, RoleGrant,
    SchoolPersonFacts, Spot, TeamFacts, ViewFacts, act, may, on,
};
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use casework::case::vocabulary::Contact;
use casework::case::{CaseEvent, Form};
use casework::concern::{ConcernDraft, RaisedBy};
use casework::people::{MemberDraft, SchoolPersonDraft, Service, SpecialistDraft, TeamDraft};
use casework::review::{ReviewMeeting, ReviewPlace, ReviewSeries, ReviewTemplate, SeriesPlan};
use casework::view::{Pane, Tool, ViewDraft, ViewOf};
use casework::{CaseId, ConcernId, PersonId, PupilId, ReviewMeetingId, ReviewSeriesId, SpecialistId, TeamId, ViewId};
use intake::open_folder::{self, OpenFolderFiles};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use store::{
    CprKeys, FamilyAccount, FixedClock, ImportRequest, NewFamilyLink, NewGrant, NewStaff, RegisterBy, Setup, Store,
};
use tower::ServiceExt;
use web::{AppState, Settings, router};

const TODAY: Date = Date::constant(2026, 11, 20);
/// What a directory asks with a secret of its own, and no person with a session; its tests are beside it.
const SCIM: &str = "/scim/";
/// A week without school.
const AUTUMN: std::ops::RangeInclusive<Date> = Date::constant(2026, 10, 12)..=Date::constant(2026, 10, 18);
/// What is not there: an id nothing has.
const NOTHING: &str = "0198c0de-0000-7000-8000-00000000dead";

/// What stands in every form that is sent: the fields without which a form is not read at all, with values that name
/// nothing, so that whoever may send it changes as little as can be.
const SENT: &str = "&sequence=999999&aside=999999&seen=999999&name=&username=&password=&again=&current=&pupil=none\
    &kind=none&from=2026-11-19&to=2026-11-19&rule=none&begins=2026-10-01&outcome=none&place=none&template=none\
    &first_on=2026-11-27&on=2026-11-27&school=none&year=2026&grade=3&before=&provision=none&calendar=none&register=none\
    &closed=no&source=none&role=none&case=none&cpr=none&staff=none";

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.roll(of.len() as u64);
        &of[usize::try_from(at).unwrap()]
    }
}

/// A child with words that stand nowhere else.
struct Child {
    pupil: PupilId,
    name: String,
    cpr: String,
    concern: Option<(ConcernId, String)>,
    case: Option<(CaseId, String)>,
    /// The words, and who alone may read them.
    view: Option<(ViewId, String)>,
}

/// Somebody who asks.
struct Somebody {
    name: String,
    person: Option<PersonId>,
}

struct World {
    state: AppState,
    store: Store,
    children: Vec<Child>,
    people: Vec<Somebody>,
    series: ReviewSeriesId,
    meeting: ReviewMeetingId,
    feeds: Vec<String>,
    grant: String,
    victim: PersonId,
    /// A team of both schools, and a specialist for all.
    team: TeamId,
    specialist: SpecialistId,
    /// The database, to look into from outside.
    file: PathBuf,
    clock: Arc<FixedClock>,
}

fn calendar() -> String {
    let mut text = "calendar_id,date\n".to_owned();
    let mut day = date(2026, 8, 10);
    while day <= date(2027, 6, 25) {
        if day.weekday().to_monday_zero_offset() < 5 && !AUTUMN.contains(&day) {
            writeln!(text, "c1,{day}").unwrap();
        }
        day = day.tomorrow().unwrap();
    }
    text
}

fn case_event(act: &str, fields: &[(&str, &str)]) -> CaseEvent {
    let answers = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    Form::of(act).unwrap().read(&answers, TODAY).unwrap()
}

async fn empty_store() -> (Store, PathBuf, Arc<FixedClock>) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("naervaer-access-{}-{number}.sqlite", std::process::id()));
    let _not_there = std::fs::remove_file(&file);
    let clock = Arc::new(FixedClock::new("2026-11-20T11:00:00Z".parse().unwrap()));
    let store = Store::open(Setup {
        address: format!("sqlite:{}", file.display()),
        clock: Arc::clone(&clock) as Arc<dyn store::Clock>,
        zone: TimeZone::get("Europe/Copenhagen").unwrap(),
        keys: CprKeys::from_bytes(&[7; 32]).unwrap(),
    })
    .await
    .unwrap();
    (store, file, clock)
}

async fn account(store: &Store, name: &str) -> PersonId {
    let new = NewStaff {
        username: name.replace(' ', "-"),
        name: format!("Medarbejder {name}"),
        demo: false,
    };
    store.staff_add(None, &new).await.unwrap()
}

async fn give(store: &Store, staff: PersonId, role: Role, place: Place) -> uuid::Uuid {
    let (school, class) = match place {
        Place::Municipality => (None, None),
        Place::School(school) => (Some(school), None),
        Place::Class(class) => (None, Some(class)),
        Place::Pupil(_) => unreachable!("no member of staff has a role at a pupil"),
    };
    let new = NewGrant {
        staff,
        role: role.word().to_owned(),
        school,
        class,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &new).await.unwrap()
}

/// Two schools of two classes each; children with marks, some with a concern, a case, and words in confidence; one
/// person of every role here and one elsewhere, or roles by chance.
async fn world(dice: &mut Dice, by_chance: bool) -> World {
    let (store, file, clock) = empty_store().await;
    let letters = |n: u64| -> String {
        let mut n = n;
        (0..5)
            .map(|_| {
                let at = u8::try_from(n % 20).unwrap();
                n /= 20;
                char::from(b'b' + at)
            })
            .collect()
    };
    let (mut pupils, mut enrolments, mut marks) = (
        "pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n".to_owned(),
        "pupil_id,class_id,from,to\n".to_owned(),
        "pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n".to_owned(),
    );
    let mut names = Vec::new();
    for n in 0..8_u64 {
        let name = format!(
            "Zq{}{}",
            letters(dice.roll(3_000_000)),
            char::from(b'b' + u8::try_from(n).unwrap())
        );
        let cpr = format!("0101{:02}4{}{:02}", 10 + n, n, 10 + dice.roll(80));
        let class = 1 + n / 2;
        let protected = dice.roll(4) == 0;
        writeln!(
            pupils,
            "p{n},{name},Elevsen,{cpr},20{:02}-01-01,{protected},h{}",
            10 + n,
            n % 3
        )
        .unwrap();
        writeln!(enrolments, "p{n},k{class},2026-08-10,").unwrap();
        let mut day = date(2026, 10, 5);
        while day < TODAY {
            if day.weekday().to_monday_zero_offset() < 5 && dice.roll(3) > 0 {
                writeln!(marks, "p{n},{day},day,{},,,,", *dice.one(&["illness", "unlawful"])).unwrap();
            }
            day = day.tomorrow().unwrap();
        }
        names.push((format!("p{n}"), name, cpr));
    }
    let days = calendar();
    let reading = open_folder::read(OpenFolderFiles {
        schools: Some(b"school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\ns2,\xc3\x85skolen,c1,folkeskole\n"),
        calendars: Some(days.as_bytes()),
        classes: Some(b"class_id,school_id,name,grade,school_year\nk1,s1,3. a,3,2026/2027\nk2,s1,8. b,8,2026/2027\nk3,s2,7. c,7,2026/2027\nk4,s2,2. d,2,2026/2027\n"),
        pupils: Some(pupils.as_bytes()),
        enrolments: Some(enrolments.as_bytes()),
        marks: Some(marks.as_bytes()),
        partials: None,
        notings: None,
    });
    let folder = reading
        .importable()
        .map_err(|p| p.report(intake::Lang::English, 20))
        .unwrap()
        .0;
    let operator = Actor::operator();
    let import = may(&operator, &Spot::Municipality, TODAY).unwrap();
    let mut request = ImportRequest::additions("test", "folder", b"");
    request.new_schools = RegisterBy::Here;
    request.also_here = true;
    store.import_folder(&import, &request, &folder).await.unwrap();

    let roster = store.roster().await.unwrap();
    let school = |id: &str| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let class = |id: &str| roster.classes().iter().find(|c| c.external_id == id).unwrap().id;
    let listed = access::scope::<act::List, on::PupilIdentity>(&operator, TODAY).unwrap();
    let all = store
        .seen(&access::scope::<act::List, on::PupilAttendance>(&operator, TODAY).unwrap())
        .await
        .unwrap();
    let ids: Vec<PupilId> = all.pupils().map(|p| p.id()).collect();
    let known = store.pupil_names(&listed, "test", &ids).await.unwrap();
    let id_of = |external: &str| known.iter().find(|p| p.external_id == external).unwrap().id;

    // Who asks.
    let mut people = vec![Somebody {
        name: "nobody".to_owned(),
        person: None,
    }];
    let places = [("", "s1", "k1"), (" elsewhere", "s2", "k3")];
    let plain = account(&store, "no role").await;
    people.push(Somebody {
        name: "no role".to_owned(),
        person: Some(plain),
    });
    for role in Role::given() {
        for (suffix, at_school, at_class) in places {
            let place = match role.place().unwrap() {
                access::RolePlace::Municipality if suffix.is_empty() => Place::Municipality,
                access::RolePlace::Municipality => continue,
                access::RolePlace::School => Place::School(school(at_school)),
                access::RolePlace::Class => Place::Class(class(at_class)),
                access::RolePlace::Pupil => unreachable!("a family's role is not given to staff"),
            };
            let name = format!("{}{suffix}", role.word());
            let person = account(&store, &name).await;
            give(&store, person, role, place).await;
            people.push(Somebody {
                name,
                person: Some(person),
            });
        }
    }
    if by_chance {
        for n in 0..4 {
            let name = format!("chance {n}");
            let person = account(&store, &name).await;
            for _ in 0..=dice.roll(2) {
                let roles: Vec<Role> = Role::given().collect();
                let role = *dice.one(&roles);
                let place = match role.place().unwrap() {
                    access::RolePlace::Municipality => Place::Municipality,
                    access::RolePlace::School => Place::School(school(dice.one::<&str>(&["s1", "s2"]))),
                    access::RolePlace::Class => Place::Class(class(dice.one::<&str>(&["k1", "k2", "k3", "k4"]))),
                    access::RolePlace::Pupil => unreachable!("a family's role is not given to staff"),
                };
                give(&store, person, role, place).await;
            }
            people.push(Somebody {
                name,
                person: Some(person),
            });
        }
    }

    // The leaders write.
    let mut leaders = BTreeMap::new();
    for id in ["s1", "s2"] {
        let person = account(&store, &format!("writer {id}")).await;
        give(&store, person, Role::SchoolLeader, Place::School(school(id))).await;
        let role = RoleGrant::new(Role::SchoolLeader, Place::School(school(id)), date(2026, 8, 1), None).unwrap();
        leaders.insert(id, (person, Actor::signed_in(person, vec![role])));
    }
    let mut children = Vec::new();
    for (n, (external, name, cpr)) in names.into_iter().enumerate() {
        let pupil = id_of(&external);
        let (writer, leads) = &leaders[if n < 4 { "s1" } else { "s2" }];
        let facts = store.pupil_facts(pupil, TODAY).await.unwrap().unwrap();
        let mut child = Child {
            pupil,
            name,
            cpr,
            concern: None,
            case: None,
            view: None,
        };
        if n == 0 || dice.roll(2) == 0 {
            let words = format!("vq{}bekymring", letters(dice.roll(3_000_000)));
            let draft = ConcernDraft {
                raised_by: RaisedBy::Teacher,
                seen_on: TODAY,
                signs: BTreeSet::new(),
                words: words.clone(),
                review: None,
            };
            let create = may::<act::Create, on::Concern>(leads, &facts, TODAY).unwrap();
            let id = store
                .concern_raise(&create, &draft.check(pupil, TODAY).unwrap())
                .await
                .unwrap();
            child.concern = Some((id, words));
        }
        if n == 0 || dice.roll(2) == 0 {
            let words = format!("vq{}grund", letters(dice.roll(3_000_000)));
            let new = CaseFacts {
                pupil: facts,
                case: None,
                people: BTreeSet::new(),
            };
            let (pupil_text, writer_text) = (pupil.to_string(), writer.to_string());
            let opened = case_event(
                "opened",
                &[
                    ("pupil", &pupil_text),
                    ("origin", "by_hand"),
                    ("reason", &words),
                    ("coordinator", &writer_text),
                    ("mandate", "decides"),
                    ("school_contact", &writer_text),
                ],
            );
            let permit = may::<act::Create, on::Case>(leads, &new, TODAY).unwrap();
            let case = store.case_open(&permit, &opened).await.unwrap().unwrap();
            child.case = Some((case, words));
            let words = format!("vq{}fortroligt", letters(dice.roll(3_000_000)));
            let write = ViewFacts {
                pupil,
                case,
                view: None,
                readers: BTreeSet::from([*writer]),
            };
            let permit = may::<act::Create, on::View>(leads, &write, TODAY).unwrap();
            let draft = ViewDraft {
                who: "Barnet".into(),
                panes: BTreeMap::from([(Pane::Words, words.clone())]),
                ..ViewDraft::default()
            };
            let event = draft
                .check(pupil, case, (ViewOf::Confidential, Tool::Freely, Contact::Visit), TODAY)
                .unwrap();
            let view = store.view_write(&permit, &event).await.unwrap();
            child.view = Some((view, words));
        }
        children.push(child);
    }
    for (id, (person, _)) in &leaders {
        people.push(Somebody {
            name: format!("writer {id}"),
            person: Some(*person),
        });
    }
    let (writer, leads) = &leaders["s1"];
    let spot = Spot::School(school("s1"));
    let create = may::<act::Create, on::Review>(leads, &spot, TODAY).unwrap();
    let plan = SeriesPlan::from_template(ReviewTemplate::Leadership, "Gennemgang", TODAY, *writer);
    let begin = ReviewSeries::begin(ReviewPlace::School(school("s1")), plan).unwrap();
    let series = store.review_series_begin(&create, &begin).await.unwrap();
    let reads = access::scope::<act::List, on::Review>(leads, TODAY).unwrap();
    let kept = store.review_series_one(&reads, series).await.unwrap().unwrap();
    let next = ReviewMeeting::plan(series, TODAY, TODAY).unwrap();
    let meeting = store.review_meeting_plan(&create, &kept, &next).await.unwrap();
    let mut feeds = Vec::new();
    for somebody in &people {
        if let Some(person) = somebody.person {
            feeds.push(store.feed_make(person, "da").await.unwrap().reveal().to_owned());
        }
    }
    let victim = account(&store, "victim").await;
    let grant = give(&store, victim, Role::Teacher, Place::Class(class("k2")))
        .await
        .to_string();
    let (team, specialist) = whom_to_ask(&store, victim).await;
    let settings = Settings {
        municipality: "Solbæk Kommune".to_owned(),
        proxies: Vec::new(),
        site: None,
        secure_cookies: true,
        demo: false,
        zone: TimeZone::get("Europe/Copenhagen").unwrap(),
    };
    let state = AppState::new(store.clone(), settings, statute::RulePack::shipped().unwrap())
        .with_refusals_at(std::time::Duration::ZERO);
    state.rules_load().await.unwrap();
    World {
        state,
        store,
        children,
        people,
        series,
        meeting,
        feeds,
        grant,
        victim,
        team,
        specialist,
        file,
        clock,
    }
}

/// What somebody can be asked at the first school, a team of both, and a specialist for all.
async fn whom_to_ask(store: &Store, asked: PersonId) -> (TeamId, SpecialistId) {
    let sets_up = account(store, "sets up").await;
    let role = RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap();
    let sets_up = Actor::signed_in(sets_up, vec![role]);
    let roster = store.roster().await.unwrap();
    let first = roster.schools().iter().find(|one| one.external_id == "s1").unwrap().id;
    let says = SchoolPersonDraft {
        come_with: "Alt om klassen".into(),
        ..SchoolPersonDraft::default()
    };
    let of = SchoolPersonFacts {
        school: first,
        person: asked,
    };
    let permit = may::<act::Change, on::SchoolPerson>(&sets_up, &of, TODAY).unwrap();
    store
        .school_person_put(&permit, &says.check().unwrap(), 0)
        .await
        .unwrap();
    let member = MemberDraft {
        name: "Ida Skov".into(),
        from: "2026-08-01".into(),
        ..MemberDraft::default()
    };
    let team = TeamDraft {
        name: "Kom-i-skole-teamet".into(),
        schools: roster.schools().iter().map(|one| one.id).collect(),
        ..TeamDraft::default()
    };
    let new = TeamFacts {
        team: None,
        leader: None,
        schools: BTreeSet::new(),
    };
    let permit = may::<act::Create, on::Team>(&sets_up, &new, TODAY).unwrap();
    let team = team.check(vec![member.check().unwrap()]).unwrap();
    let team = store.team_add(&permit, &team).await.unwrap();
    let specialist = SpecialistDraft {
        service: Some(Service::Ppr),
        name: "PPR".into(),
        what_for: "Råd".into(),
        whom: "Psykologen".into(),
        confirmed_on: "2026-08-01".into(),
        ..SpecialistDraft::default()
    };
    let permit = may::<act::Create, on::Specialist>(&sets_up, &Spot::Municipality, TODAY).unwrap();
    let specialist = specialist.check(TODAY).unwrap();
    (team, store.specialist_add(&permit, &specialist).await.unwrap())
}

/// A route of the source: its address with places left open, and whether it is read and posted to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    path: String,
    get: bool,
    post: bool,
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every route any module of the crate hands to the router.
fn routes() -> Vec<Route> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut routes = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for part in text.split(".route(").skip(1) {
            let Some(path) = part
                .split('"')
                .nth(1)
                .filter(|path| path.starts_with('/') && !path.starts_with(SCIM))
            else {
                continue;
            };
            let mut depth = 1;
            let end = part
                .find(|c| {
                    match c {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                })
                .unwrap();
            let rest = part[..end].split_once('"').unwrap().1.split_once('"').unwrap().1;
            let has = |word: &str| {
                rest.match_indices(word)
                    .any(|(at, _)| !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            };
            for odd in ["put(", "delete(", "patch(", "any("] {
                assert!(!has(odd), "{path} has a method this test does not ask: {odd}");
            }
            routes.push(Route {
                path: path.to_owned(),
                get: has("get("),
                post: has("post("),
            });
        }
    }
    routes.sort();
    routes.dedup();
    assert!(routes.iter().all(|route| route.get || route.post), "{routes:?}");
    routes
}

/// The things a place in an address can stand for: of the child at the first school, and whether it has an id that
/// could be another's.
fn filled(world: &World, path: &str, child: &Child) -> Option<String> {
    let mut out = path.to_owned();
    let case = child
        .case
        .as_ref()
        .map_or_else(|| NOTHING.to_owned(), |(id, _)| id.to_string());
    let view = child
        .view
        .as_ref()
        .map_or_else(|| NOTHING.to_owned(), |(id, _)| id.to_string());
    let concern = child
        .concern
        .as_ref()
        .map_or_else(|| NOTHING.to_owned(), |(id, _)| id.to_string());
    let case_id = case.clone();
    let first = path.split('/').nth(1).unwrap_or_default();
    let id = match first {
        "pupils" => child.pupil.to_string(),
        "cases" => case,
        "concerns" => concern,
        "classes" => "CLASS".to_owned(),
        "schools" => "SCHOOL".to_owned(),
        "data" if path.contains("imports") => "IMPORT".to_owned(),
        "data" => "SCHOOL".to_owned(),
        "review" if path.contains("/meetings") && path.contains("series") => world.series.to_string(),
        "review" if path.contains("/series") => world.series.to_string(),
        "review" if path.contains("/meetings") => world.meeting.to_string(),
        "review" => child.pupil.to_string(),
        "setup" if path.contains("staff") => world.victim.to_string(),
        "setup" if path.contains("schools") => "SCHOOL".to_owned(),
        "setup" | "sessions" | "sparring" | "emergency" | "counsel" | "reflections" | "trail" | "requests"
        | "workflow" | "knowledge" => NOTHING.to_owned(),
        "people" if path.contains("teams") => world.team.to_string(),
        "people" if path.contains("specialists") => world.specialist.to_string(),
        "people" => "SCHOOL".to_owned(),
        "options" if path.contains("missing") => NOTHING.to_owned(),
        "options" => "OPTION".to_owned(),
        _ => String::new(),
    };
    for (place, thing) in [
        ("{id}", id.as_str()),
        ("{view}", &view),
        ("{pupil}", &child.pupil.to_string()),
        ("{case}", &case_id),
        ("{kind}", "talk"),
        ("{record}", NOTHING),
        ("{number}", "1"),
        ("{person}", &world.victim.to_string()),
        ("{at}", "0"),
        ("{date}", "2026-11-19"),
        ("{act}", "noted"),
        ("{page}", "plan"),
        ("{paper}", "plan"),
        ("{item}", "1"),
        ("{file}", if first == "feeds" { "FEED" } else { "1.ics" }),
        ("{rule}", "dk.unlawful.15pct"),
        ("{begins}", "2026-10-01"),
        ("{role}", &world.grant),
        ("{session}", NOTHING),
        ("{class}", "CLASS"),
        ("{provider}", "none"),
        ("{what}", "wrong"),
        ("{decision}", "tasks"),
        ("{tool}", "freely"),
        ("{ground}", "1"),
        ("{link}", NOTHING),
        ("{grant}", NOTHING),
        ("{token}", "0123456789abcdef"),
        ("{code}", "en"),
        ("{name}", "laerer"),
        ("{*path}", "css/naervaer.css"),
    ] {
        out = out.replace(place, thing);
    }
    (!out.contains('{') && !out.split('/').skip(1).any(str::is_empty) || out == "/").then_some(out)
}

struct Answer {
    status: StatusCode,
    text: String,
    no_store: bool,
    /// Where it leads.
    to: String,
}

/// A browser with one person's session, opened anew for every request: no request can spoil the next.
async fn ask(world: &World, somebody: &Somebody, method: Method, path: &str) -> Answer {
    send(world, somebody, method, path, &[]).await
}

/// The same with the fields of a form.
async fn send(world: &World, somebody: &Somebody, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut cookie = String::new();
    if let Some(person) = somebody.person {
        let token = world
            .store
            .session_open(person, access::Assurance::Low, ("192.0.2.1", "test"))
            .await
            .unwrap();
        cookie = format!("__Host-naervaer-session={}", token.reveal());
    }
    let mut body = String::new();
    if method == Method::POST {
        let page = Request::get(if somebody.person.is_some() {
            "/rules"
        } else {
            "/sign-in"
        })
        .header("cookie", &cookie)
        .body(Body::empty())
        .unwrap();
        let page = router(world.state.clone()).oneshot(page).await.unwrap();
        if let Some(line) = page.headers().get(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            cookie = if cookie.is_empty() {
                pair.to_owned()
            } else {
                format!("{cookie}; {pair}")
            };
        }
        let text = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let csrf = text
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        body = format!("csrf={}", csrf.unwrap_or_default());
        if fields.is_empty() {
            body.push_str(SENT);
        }
        for (name, value) in fields {
            write!(body, "&{}={}", web::form::escape(name), web::form::escape(value)).unwrap();
        }
    }
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = router(world.state.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let header_of = |name: header::HeaderName| {
        let value = response.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        value.unwrap_or_default()
    };
    let cache = header_of(header::CACHE_CONTROL);
    let to = header_of(header::LOCATION);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
    Answer {
        status,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        no_store: cache == "no-store",
        to,
    }
}

/// Puts the ids of the world's first things where the filling left their names.
async fn with_things(world: &World, path: &str, feed: Option<&str>) -> String {
    let roster = world.store.roster().await.unwrap();
    let school = roster
        .schools()
        .iter()
        .find(|s| s.external_id == "s1")
        .unwrap()
        .id
        .to_string();
    let class = roster
        .classes()
        .iter()
        .find(|c| c.external_id == "k1")
        .unwrap()
        .id
        .to_string();
    let import = world.store.import_list(1).await.unwrap().remove(0).id.to_string();
    path.replace("SCHOOL", &school)
        .replace("CLASS", &class)
        .replace("IMPORT", &import)
        .replace("OPTION", "none")
        .replace("FEED", &format!("{}.ics", feed.unwrap_or("0123")))
}

/// the talk about teaching during illness is invited to at the latest on its day, so the leader has the letter
/// before it, from the pupil's page.
#[tokio::test]
async fn r299_the_invitation_to_talk_is_there_before_the_fifteenth_day() {
    let world = world(&mut Dice(7), false).await;
    let by_name = |name: &str| world.people.iter().find(|one| one.name == name).unwrap();
    let leads = by_name("school_leader");
    let link = |text: &str| {
        let at = text.find("/letters/dk.illness.")?;
        let begins = text[..at].rfind('"')? + 1;
        Some(text[begins..].split('"').next()?.to_owned())
    };
    let mut found = None;
    for child in &world.children[..4] {
        let page = ask(&world, leads, Method::GET, &format!("/pupils/{}", child.pupil)).await;
        // What stands among the findings has its day behind it; what is left says how many days are still to come.
        let left = page.text.split("id=\"left\"").nth(1).and_then(link);
        let reached = page.text.split("id=\"left\"").next().and_then(link);
        found = found.or(left.filter(|_| reached.is_none()).map(|href| (child, href)));
    }
    let (child, href) = found.expect("somebody is ill on fewer than fifteen days");
    let letter = ask(&world, leads, Method::GET, &href).await;
    assert_eq!(letter.status, StatusCode::OK);
    assert!(letter.text.contains("sygeundervisning"), "{href}");
    assert!(letter.text.contains(&child.name) && letter.no_store);
    for stranger in ["school_leader elsewhere", "teacher elsewhere", "administrator"] {
        let refused = ask(&world, by_name(stranger), Method::GET, &href).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{stranger}");
    }
}

/// agreed mandates are read by everybody, offered where a coordinator is set, and copied into the field, where they
/// can be changed; R-222: a specialist fills in whom is asked.
#[tokio::test]
async fn r112_an_agreed_mandate_begins_the_form_of_a_coordinator_and_is_changed_there() {
    let world = world(&mut Dice(2), false).await;
    let (case, _) = world.children[0].case.as_ref().unwrap();
    let by_name = |name: &str| world.people.iter().find(|one| one.name == name).unwrap();
    let fields = [
        ("sequence", "0"),
        ("name-0", "Tovholder"),
        ("of-0", "coordinator"),
        ("words-0", "Må aftale skemaet i fire uger"),
        ("from-0", "2026-08-01"),
        ("name-1", "Udløbet"),
        ("of-1", "coordinator"),
        ("words-1", "Måtte alt"),
        ("from-1", "2025-08-01"),
        ("to-1", "2026-06-30"),
        ("decided", "Skolelederkredsen"),
    ];
    let refused = send(
        &world,
        by_name("school_leader"),
        Method::POST,
        "/setup/mandates",
        &fields,
    )
    .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let kept = send(
        &world,
        by_name("administrator"),
        Method::POST,
        "/setup/mandates",
        &fields,
    )
    .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let again = send(
        &world,
        by_name("administrator"),
        Method::POST,
        "/setup/mandates",
        &fields,
    )
    .await;
    assert_eq!(
        again.status,
        StatusCode::CONFLICT,
        "of two who write at once one is told"
    );
    let read = ask(&world, by_name("nobody"), Method::GET, "/rules/mandates").await;
    assert!(read.text.contains("Må aftale skemaet i fire uger"), "{}", read.text);
    let leads = by_name("school_leader");
    let form = format!("/cases/{case}/act/coordinator_changed");
    let offered = ask(&world, leads, Method::GET, &form).await.text;
    assert!(
        offered.contains("take=mandate-0") && !offered.contains("Måtte alt"),
        "{offered}"
    );
    let taken = ask(&world, leads, Method::GET, &format!("{form}?take=mandate-0"))
        .await
        .text;
    assert!(
        taken.contains("name=\"mandate_words\" rows=\"3\">Må aftale skemaet i fire uger</textarea>"),
        "{taken}"
    );
    let ended = ask(&world, leads, Method::GET, &format!("{form}?take=mandate-1"))
        .await
        .text;
    assert!(!ended.contains("Måtte alt"), "what has ended is not taken");
    let asked = format!(
        "/cases/{case}/act/contribution_asked?take=specialist-{}",
        world.specialist
    );
    let asked = ask(&world, leads, Method::GET, &asked).await.text;
    assert!(asked.contains("value=\"PPR, Psykologen\""), "{asked}");
    assert!(asked.contains("<option value=\"ppr\" selected>"), "{asked}");
}

/// a person writes of oneself and nobody else, the team is seen by all and steered by few.
#[tokio::test]
async fn r079_one_writes_of_oneself_and_the_leader_of_everybody_at_the_school() {
    let world = world(&mut Dice(2), false).await;
    let by_name = |name: &str| world.people.iter().find(|one| one.name == name).unwrap();
    let (teaches, leads) = (by_name("teacher"), by_name("school_leader"));
    let home = ask(&world, teaches, Method::GET, "/people").await;
    assert_eq!(home.status, StatusCode::SEE_OTHER, "one school is shown at once");
    let shown = ask(&world, teaches, Method::GET, &home.to).await.text;
    assert!(
        shown.contains("Alt om klassen") && shown.contains("Har ikke skrevet endnu"),
        "{shown}"
    );
    let of = |somebody: &Somebody| format!("{}/{}", home.to, somebody.person.unwrap());
    let fields = [
        ("sequence", "0"),
        ("come_with", "Matematik og mod"),
        ("from-friday", "08:00"),
        ("to-friday", "12:00"),
    ];
    let other = send(&world, teaches, Method::POST, &of(leads), &fields).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let own = send(&world, teaches, Method::POST, &of(teaches), &fields).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.text);
    let shown = ask(&world, by_name("ppr elsewhere"), Method::GET, &home.to).await.text;
    assert!(
        shown.contains("Matematik og mod") && shown.contains("Her i dag kl. 8.00–12.00"),
        "{shown}"
    );
    let stale = send(&world, leads, Method::POST, &of(teaches), &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let number = [("sequence", "1"), ("come_with", "Emil 010112-3456")];
    let named = send(&world, leads, Method::POST, &of(teaches), &number).await;
    assert!(
        named.text.contains("CPR-nummer") && named.text.contains("Emil"),
        "nothing typed is lost"
    );
    let team = format!("/people/teams/{}", world.team);
    let (read, led) = (
        ask(&world, teaches, Method::GET, &team).await.text,
        ask(&world, leads, Method::GET, &team).await.text,
    );
    assert!(read.contains("Ida Skov") && !read.contains("id=\"gaps\"") && !read.contains("id=\"load\""));
    assert!(led.contains("id=\"gaps\"") && led.contains("id=\"load\"") && !led.contains("/edit\""));
}

/// What may not be seen is answered, byte for byte, as what is not there.
#[tokio::test]
async fn what_is_refused_looks_like_what_is_not_there() {
    let world = world(&mut Dice(2), false).await;
    let child = &world.children[0];
    let unknown = routes();
    let unknown = unknown
        .iter()
        .filter(|route| filled(&world, &route.path, child).is_none());
    let unknown: Vec<&str> = unknown.map(|route| route.path.as_str()).collect();
    assert!(unknown.is_empty(), "routes without an access test: {unknown:?}");
    let mut compared = 0;
    for route in routes().iter().filter(|route| route.get && route.path.contains("{id}")) {
        let Some(address) = filled(&world, &route.path, child) else {
            continue;
        };
        let real = with_things(&world, &address, None).await;
        let (before, _) = route.path.split_once("{id}").unwrap();
        let rest = real.strip_prefix(before).unwrap();
        let id = rest.split('/').next().unwrap().to_owned();
        let made_up = format!("{before}{NOTHING}{}", rest.strip_prefix(&id).unwrap());
        for somebody in world.people.iter().filter(|one| one.person.is_some()) {
            let answer = ask(&world, somebody, Method::GET, &real).await;
            if answer.status != StatusCode::NOT_FOUND || id == NOTHING || id.len() != NOTHING.len() {
                continue;
            }
            let nothing = ask(&world, somebody, Method::GET, &made_up).await;
            let told = |answer: &Answer, id: &str| answer.text.replace(id, "");
            let csrf = |text: String| {
                let mut parts = text.split("name=\"csrf\" value=\"");
                let head = parts.next().unwrap_or_default().to_owned();
                parts.fold(head, |all, part| {
                    all + part.split_once('"').map_or("", |(_, rest)| rest)
                })
            };
            assert_eq!(nothing.status, StatusCode::NOT_FOUND, "{made_up} as {}", somebody.name);
            assert_eq!(
                csrf(told(&answer, &id)),
                csrf(told(&nothing, NOTHING)),
                "{real} as {}",
                somebody.name
            );
            compared += 1;
        }
    }
    assert!(compared > 100, "only {compared} refusals were compared");
}

/// The addresses of a directory that keeps accounts: whoever shows no secret of a directory is told nothing there.
const OF_DIRECTORIES: [&str; 3] = ["/scim/v2/Users", "/scim/v2/Groups", "/scim/v2/ServiceProviderConfig"];

/// A mother of the first child, and the child itself, each with a way in of their own.
async fn family(world: &World) -> Vec<Somebody> {
    let child = &world.children[0];
    let (case, _) = child.case.as_ref().unwrap();
    let leader = world.people.iter().find(|one| one.name == "writer s1").unwrap();
    let leader = world.store.actor(leader.person.unwrap()).await.unwrap();
    let facts = world.store.family_access_facts(*case, TODAY).await.unwrap().unwrap();
    let permit = may::<act::Create, on::FamilyAccess>(&leader, &facts, TODAY).unwrap();
    let mut people = Vec::new();
    for role in [Role::Guardian, Role::InformedParent, Role::Child] {
        let new = NewFamilyLink {
            role,
            name: format!("Familie {}", role.word()),
            reason: Some("taler for sig selv".to_owned()),
        };
        let link = world.store.family_link_make(&permit, &new).await.unwrap();
        let account = FamilyAccount::New {
            username: role.word().to_owned(),
            password: "en lang sætning".to_owned(),
            demo: false,
        };
        people.push(Somebody {
            name: role.word().to_owned(),
            person: Some(world.store.family_link_use(&link, &account).await.unwrap()),
        });
    }
    people
}

/// What every address answers everybody: about a child, class, case and school of the first school, a form sent with
/// fields that name nothing. The printed statuses are the ones kept beside the test; after a change of routes or
/// policy run it with `UPDATE_MATRIX=1` and read the difference.
#[tokio::test]
async fn every_route_answers_everybody_as_printed() {
    let mut world = world(&mut Dice(2), false).await;
    let family = family(&world).await;
    world.people.extend(family);
    let child = &world.children[0];
    let mut asked: Vec<(Method, String)> = Vec::new();
    for route in routes() {
        asked.extend(route.get.then(|| (Method::GET, route.path.clone())));
    }
    asked.extend(OF_DIRECTORIES.map(|path| (Method::GET, path.to_owned())));
    // Reading first: a form may change what is read.
    for route in routes() {
        asked.extend(route.post.then_some((Method::POST, route.path)));
    }
    let mut printed = "\
What each address answers each role (HTTP status): the things in it are those of a child of the first school, who is in the
case; `elsewhere` holds the role at another school. A form is sent with its token and fields that name nothing, so 200, 303,
400 and 409 mean that the person may send it, unless everybody gets the same 400: that form was not read. 404 is the answer to
what is not there and to what may not be seen; 303 leads a visitor who is not signed in to the sign-in.
"
    .to_owned();
    for (method, route) in asked {
        let address = filled(&world, &route, child).unwrap_or_else(|| route.clone());
        let address = with_things(&world, &address, None).await;
        let mut answers: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for somebody in &world.people {
            let answer = ask(&world, somebody, method.clone(), &address).await;
            assert!(
                !answer.status.is_server_error(),
                "{method} {route} as {}: {}",
                somebody.name,
                answer.status
            );
            answers.entry(answer.status.as_u16()).or_default().push(&somebody.name);
        }
        writeln!(printed, "\n{method} {route}").unwrap();
        let most = answers
            .iter()
            .max_by_key(|(_, who)| who.len())
            .map(|(status, _)| *status);
        for (status, who) in &answers {
            let who = match (Some(*status) == most, answers.len()) {
                (true, 1) => "everybody".to_owned(),
                (true, _) => "everybody else".to_owned(),
                (false, _) => who.join(", "),
            };
            writeln!(printed, "  {status}  {who}").unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output/statuses.txt");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == printed,
        "what the addresses answer has changed: run with UPDATE_MATRIX=1 and read the difference"
    );
}

/// Whether the policy lets somebody know this child by name, in any way a page may show it.
fn may_know(actor: &Actor, facts: &PupilFacts, case: Option<&CaseFacts>) -> bool {
    may::<act::Read, on::PupilIdentity>(actor, facts, TODAY).is_ok()
        || may::<act::Read, on::PupilTrail>(actor, facts, TODAY).is_ok()
        || case.is_some_and(|case| may::<act::Read, on::Case>(actor, case, TODAY).is_ok())
}

/// Opens emergency access to a child as somebody whom the municipality lets, and says whether it did.
async fn opens_emergency(world: &World, somebody: &Somebody, child: &Child, reason: &str) -> bool {
    let number = child.cpr.as_str();
    let fields = [("number", number), ("kind", "serious_concern"), ("reason", reason)];
    let answer = send(world, somebody, Method::POST, "/emergency", &fields).await;
    answer
        .to
        .starts_with(&format!("/pupils/{}?done=done-emergency-opened", child.pupil))
}

/// who must act at once opens one child with a reason, reads it and its case and no words said in it, is
/// seen by the control, the leader and the coordinator and by the family, and has nothing once it is over.
#[tokio::test]
async fn emergency_access_is_one_child_for_a_time_with_everybody_told() {
    let mut world = world(&mut Dice(2), false).await;
    let family = family(&world).await;
    world.people.extend(family);
    let child = &world.children[0];
    let (case, case_words) = child.case.as_ref().unwrap();
    let (_, view_words) = child.view.as_ref().unwrap();
    let (_, concern_words) = child.concern.as_ref().unwrap();
    let ppr = somebody(&world, "ppr");
    let officer = somebody(&world, "data_protection_officer");
    let pages = [
        format!("/cases/{case}"),
        format!("/cases/{case}/timeline"),
        format!("/cases/{case}/views"),
    ];
    let reads = async |who: &Somebody| ask(&world, who, Method::GET, &pages[0]).await.status == StatusCode::OK;
    assert!(!reads(ppr).await, "not invited");
    // Whoever may not is not told so, and whoever is wrong neither; both are written down.
    let typed = |name: &str| {
        let fields = [
            ("name", name),
            ("class", "3.A"),
            ("kind", "other"),
            ("reason", "Det haster"),
        ];
        fields.map(|(field, value)| (field, value.to_owned()))
    };
    let told = async |who: &str, name: &str| {
        let fields = typed(name);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
        let answer = send(&world, somebody(&world, who), Method::POST, "/emergency", &fields).await;
        let mut parts = answer.text.split("name=\"csrf\" value=\"");
        let head = parts.next().unwrap_or_default().to_owned();
        let text = parts.fold(head, |all, part| {
            all + part.split_once('"').map_or("", |(_, rest)| rest)
        });
        (answer.status, text.replace(name, "NAVN"))
    };
    let full = format!("{} Elevsen", child.name);
    let (not_allowed, wrong) = (
        told("ppr elsewhere", &full).await,
        told("ppr elsewhere", "Findes Ikkesen").await,
    );
    assert_eq!(not_allowed, wrong);
    assert!(wrong.1.contains("Der er ikke åbnet noget"), "{}", wrong.1);
    assert!(
        told("ppr", &child.name).await.1.contains("Der er ikke åbnet noget"),
        "a part of a name is not the name"
    );
    for other in [
        "teacher",
        "well_being_contact",
        "administrator",
        "municipal_analyst",
        "no role",
        "guardian",
    ] {
        let answer = ask(&world, somebody(&world, other), Method::GET, "/emergency").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
        assert!(
            !opens_emergency(&world, somebody(&world, other), child, "Det haster").await,
            "{other}"
        );
    }
    let refused = ask(
        &world,
        officer,
        Method::GET,
        "/trail?action=refused&resource=emergency_access",
    )
    .await;
    assert!(refused.text.matches("href=\"/trail/0").count() >= 3, "{}", refused.text);
    // Nothing is opened without words, nor for somebody who sees the child and the case anyway.
    assert!(!opens_emergency(&world, ppr, child, "  ").await);
    let leads = somebody(&world, "school_leader");
    let fields = [("number", child.cpr.as_str()), ("kind", "other"), ("reason", "Vil se")];
    let needless = send(&world, leads, Method::POST, "/emergency", &fields).await;
    assert!(
        needless.to.ends_with("?done=done-emergency-needless"),
        "{}",
        needless.to
    );
    // Open: the child and the case, for reading; not a word said in confidence, no other child, no list.
    assert!(opens_emergency(&world, ppr, child, "Mor har ringet om natten").await);
    for page in pages.iter().chain([&format!("/pupils/{}", child.pupil)]) {
        let answer = ask(&world, ppr, Method::GET, page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.text.contains(view_words.as_str()), "{page}");
        assert!(
            answer.text.contains("Du har nødadgang til ét barn indtil kl. 16.00"),
            "{page}"
        );
    }
    assert!(
        ask(&world, ppr, Method::GET, &pages[1])
            .await
            .text
            .contains(case_words.as_str())
    );
    let write = send(
        &world,
        ppr,
        Method::POST,
        &format!("/cases/{case}/act/noted"),
        &[("words", "x")],
    )
    .await;
    assert_eq!(write.status, StatusCode::NOT_FOUND);
    for other in &world.children[4..] {
        let answer = ask(&world, ppr, Method::GET, &format!("/pupils/{}", other.pupil)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert!(
        !ask(&world, ppr, Method::GET, "/cases").await.text.contains(&child.name),
        "no list grows"
    );
    assert!(!reads(somebody(&world, "ppr elsewhere")).await, "nobody else");
    // Who is told.
    let list = ask(&world, officer, Method::GET, "/trail/emergencies").await;
    assert!(
        list.text.contains("Mor har ringet om natten") && list.text.contains("Medarbejder ppr"),
        "{}",
        list.text
    );
    assert!(!list.text.contains(concern_words.as_str()) && !list.text.contains(case_words.as_str()));
    for who in ["school_leader", "writer s1", "data_protection_officer"] {
        let page = ask(&world, somebody(&world, who), Method::GET, "/").await;
        assert!(page.text.contains("Medarbejder ppr (PPR) åbnede nødadgang"), "{who}");
        assert!(
            !page.text.contains("Mor har ringet om natten"),
            "{who} is told the kind, not the words"
        );
    }
    for who in ["school_leader elsewhere", "teacher", "ppr elsewhere"] {
        let page = ask(&world, somebody(&world, who), Method::GET, "/").await;
        assert!(!page.text.contains("åbnede nødadgang"), "{who}");
        let page = ask(&world, somebody(&world, who), Method::GET, "/trail/emergencies").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who}");
    }
    let seen = format!("/family/{}/seen", child.pupil);
    let seen = ask(&world, somebody(&world, "guardian"), Method::GET, &seen).await;
    assert!(
        seen.text.contains("Medarbejder med nødadgang") && seen.text.contains("Har åbnet nødadgang"),
        "{}",
        seen.text
    );
    assert!(!seen.text.contains("Medarbejder ppr") && !seen.text.contains("Mor har ringet"));
    // It ends by itself; opening it again has a reason of its own; the officer ends that, and says what was found, once.
    world.clock.set("2026-11-20T14:59:59Z".parse().unwrap());
    assert!(reads(ppr).await);
    world.clock.set("2026-11-20T15:00:00Z".parse().unwrap());
    assert!(!reads(ppr).await, "four hours are over");
    assert!(!opens_emergency(&world, ppr, child, "").await, "a new reason each time");
    assert!(opens_emergency(&world, ppr, child, "Barnet er ikke fundet endnu").await);
    assert!(reads(ppr).await);
    let list = ask(&world, officer, Method::GET, "/trail/emergencies").await;
    let end = list
        .text
        .split("action=\"")
        .find(|part| part.contains("/end\""))
        .unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    assert_eq!(
        send(&world, officer, Method::POST, &end, &[("x", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!reads(ppr).await, "ended");
    assert_eq!(
        send(&world, officer, Method::POST, &end, &[("x", "1")]).await.status,
        StatusCode::CONFLICT
    );
    let found = end.strip_suffix("/end").unwrap();
    let say = async |finding: &str, words: &str| {
        send(
            &world,
            officer,
            Method::POST,
            found,
            &[("finding", finding), ("words", words)],
        )
        .await
    };
    assert!(
        say("not_right", " ").await.text.contains("Det er ikke gemt"),
        "with words"
    );
    assert_eq!(
        say("not_right", "Tovholderen var der").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(say("right", "").await.status, StatusCode::CONFLICT, "once");
    let list = ask(&world, officer, Method::GET, "/trail/emergencies").await;
    assert!(list.text.contains("Tovholderen var der"), "{}", list.text);
    let by_leader = send(&world, leads, Method::POST, found, &[("finding", "right")]).await;
    assert_eq!(by_leader.status, StatusCode::NOT_FOUND, "the control is the officer's");
    // Whoever tries children is stopped.
    let elsewhere = somebody(&world, "school_social_worker elsewhere");
    let mut waits = false;
    for n in 0..8 {
        let fields = [("number", &*format!("p{n}x")), ("kind", "other"), ("reason", "Leder")];
        waits = send(&world, elsewhere, Method::POST, "/emergency", &fields)
            .await
            .text
            .contains("for mange forsøg");
    }
    assert!(waits, "nobody tries one number after another");
    // As sure as for a case, before anything is typed.
    world
        .store
        .setting_set(None, "assurance", "{\"case\":\"substantial\"}", 0)
        .await
        .unwrap();
    world.state.demands_load().await.unwrap();
    let unsure = ask(&world, ppr, Method::GET, "/emergency").await;
    assert!(
        unsure.status == StatusCode::SEE_OTHER && unsure.to.contains("back="),
        "{}",
        unsure.to
    );
    assert!(!opens_emergency(&world, ppr, child, "Det haster").await);
}

/// In random worlds, before and after roles change under open sessions, no page, list, search or calendar gives anybody
/// a child's name, a concern's, a case's or a confidence's words, or a number, that the policy refuses.
#[tokio::test]
async fn no_byte_reaches_somebody_whom_the_policy_refuses() {
    let worlds: u64 = std::env::var("NAERVAER_WORLDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1);
    let (mut shown, mut withheld, mut opened) = (0_u64, 0_u64, 0_u64);
    for seed in 0..worlds {
        let mut dice = Dice(100 + seed);
        let world = world(&mut dice, true).await;
        // Some have opened emergency access; it goes with the role behind it.
        let everybody = EmergencyRules {
            hours: 24,
            roles: EmergencyRules::CHOICES.map(|role| (role, Openable::All)).into(),
        };
        let everybody = serde_json::to_string(&everybody).unwrap();
        world
            .store
            .setting_set(None, EMERGENCY_SETTING, &everybody, 0)
            .await
            .unwrap();
        for somebody in &world.people {
            if somebody.person.is_some() && dice.roll(2) == 0 {
                let child = dice.one(&world.children);
                opened += u64::from(opens_emergency(&world, somebody, child, "Det haster").await);
            }
        }
        for round in 0..2 {
            if round == 1 {
                for grant in world.store.role_grant_list().await.unwrap() {
                    if dice.roll(3) == 0 {
                        world
                            .store
                            .role_grant_end(None, grant.id, date(2026, 11, 19))
                            .await
                            .unwrap();
                    }
                }
            }
            let mut addresses = BTreeSet::from([
                "/search?name=zq".to_owned(),
                "/search?name=vq".to_owned(),
                "/search?name=elevsen".to_owned(),
                "/review?school=all".to_owned(),
                "/trail?pupil=zq".to_owned(),
            ]);
            for route in routes().iter().filter(|route| route.get) {
                for _ in 0..2 {
                    let child = dice.one(&world.children);
                    let feed = dice.one(&world.feeds).clone();
                    if let Some(address) = filled(&world, &route.path, child) {
                        addresses.insert(with_things(&world, &address, Some(&feed)).await);
                    }
                }
            }
            for somebody in &world.people {
                let actor = match somebody.person {
                    None => Actor::anonymous(),
                    Some(person) => world.store.actor(person).await.unwrap(),
                };
                let mut secrets: Vec<(String, bool)> = Vec::new();
                for child in &world.children {
                    let facts = world.store.pupil_facts(child.pupil, TODAY).await.unwrap().unwrap();
                    let case = match &child.case {
                        None => None,
                        Some((id, _)) => world.store.case_facts(*id, TODAY).await.unwrap(),
                    };
                    secrets.push((child.name.clone(), may_know(&actor, &facts, case.as_ref())));
                    secrets.push((
                        child.cpr.clone(),
                        may::<act::Read, on::Cpr>(&actor, &facts, TODAY).is_ok(),
                    ));
                    let reads = case
                        .as_ref()
                        .is_some_and(|case| may::<act::Read, on::Case>(&actor, case, TODAY).is_ok());
                    if let Some((_, words)) = &child.concern {
                        secrets.push((
                            words.clone(),
                            reads || may::<act::Read, on::Concern>(&actor, &facts, TODAY).is_ok(),
                        ));
                    }
                    if let Some((_, words)) = &child.case {
                        secrets.push((words.clone(), reads));
                    }
                    if let Some((_, words)) = &child.view {
                        let writer = world.people.iter().find(|one| {
                            one.name
                                == if child_of_first(&world, child) {
                                    "writer s1"
                                } else {
                                    "writer s2"
                                }
                        });
                        let own = writer.and_then(|w| w.person) == somebody.person;
                        secrets.push((words.clone(), own && actor.roles_on(TODAY).next().is_some()));
                    }
                }
                for address in &addresses {
                    // A calendar answers whoever has its address, with nobody's words: nothing at all may stand there.
                    let feed = address.starts_with("/feeds/");
                    let answer = ask(&world, somebody, Method::GET, address).await;
                    let kept = address.starts_with("/assets/") || address.starts_with("/.well-known/");
                    assert!(answer.no_store || kept, "{address} may be kept by a browser");
                    for (secret, allowed) in &secrets {
                        let stands = answer.text.contains(secret.as_str());
                        assert!(
                            !stands || (*allowed && !feed),
                            "world {seed}: {address} shows `{secret}` to {} ({})",
                            somebody.name,
                            answer.status
                        );
                        if stands {
                            shown += 1
                        } else if !*allowed {
                            withheld += 1
                        }
                    }
                }
            }
        }
    }
    assert!(
        shown > 100 && withheld > 1000 && opened > 0,
        "the worlds show too little to prove anything: {shown}, {withheld}, {opened}"
    );
}

/// Whether a child goes to the first school, whose leader wrote what is written.
fn child_of_first(world: &World, child: &Child) -> bool {
    world
        .children
        .iter()
        .position(|other| other.pupil == child.pupil)
        .unwrap()
        < 4
}

/// Somebody of the world by name.
fn somebody<'w>(world: &'w World, name: &str) -> &'w Somebody {
    world.people.iter().find(|one| one.name == name).unwrap()
}

/// GDPR art. 15, R-234: what is in a copy is seen first, what is held comes along only with a reason for each, and nobody
/// but the school's leader takes one.
#[tokio::test]
async fn a_copy_leaves_out_what_was_confided_until_somebody_says_why() {
    let world = world(&mut Dice(5), false).await;
    let child = &world.children[0];
    let (_, concern) = child.concern.as_ref().unwrap();
    let (view, words) = child.view.as_ref().unwrap();
    let path = format!("/pupils/{}/insight", child.pupil);
    let leader = somebody(&world, "school_leader");
    for other in [
        "teacher",
        "ppr",
        "school_social_worker",
        "administrator",
        "data_protection_officer",
        "school_leader elsewhere",
    ] {
        let answer = ask(&world, somebody(&world, other), Method::GET, &path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
        let answer = send(&world, somebody(&world, other), Method::POST, &path, &[("as", "json")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
    let page = ask(&world, leader, Method::GET, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("Det er sagt i fortrolighed") && !page.text.contains(words),
        "{}",
        page.text
    );
    let plain = send(&world, leader, Method::POST, &path, &[("as", "json")]).await;
    assert!(plain.no_store && plain.text.contains(concern.as_str()) && !plain.text.contains(words));
    assert!(
        plain.text.contains("\"held_back\"") && plain.text.contains("fortrolighed"),
        "{}",
        plain.text
    );
    let key = format!("view {view}");
    let why = format!("why {key}");
    let without = send(
        &world,
        leader,
        Method::POST,
        &path,
        &[("as", "json"), ("give", &key), (&why, " ")],
    )
    .await;
    assert!(
        without.text.contains("Nummer 1: skriv, hvorfor") && !without.text.contains(words),
        "{}",
        without.text
    );
    let given = [
        ("as", "json"),
        ("give", key.as_str()),
        (why.as_str(), "Barnet vil det selv; talt med læreren"),
    ];
    let with = send(&world, leader, Method::POST, &path, &given).await;
    assert!(with.text.contains(words.as_str()), "{}", with.text);
    // What was given and why is read by the data protection officer; as a file for people it is a PDF.
    let officer = somebody(&world, "data_protection_officer");
    let list = ask(
        &world,
        officer,
        Method::GET,
        "/trail?action=export&resource=subject_access",
    )
    .await;
    let entries = list.text.split("href=\"/trail/0").skip(1);
    let mut told = 0;
    for entry in entries {
        let entry = entry.split('"').next().unwrap();
        let one = ask(&world, officer, Method::GET, &format!("/trail/0{entry}")).await;
        told += usize::from(one.text.contains("Barnet vil det selv"));
    }
    assert_eq!(told, 1);
    let pdf = send(&world, leader, Method::POST, &path, &[("as", "pdf")]).await;
    assert!(
        pdf.text.starts_with("%PDF-"),
        "{}",
        pdf.text.get(..200).unwrap_or_default()
    );
}

/// Keeps everything the program logs.
#[derive(Clone, Default)]
struct Lines(Arc<std::sync::Mutex<String>>);

impl Lines {
    /// What was logged since this was asked last.
    fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl tracing::field::Visit for &Lines {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Lines {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut &*self);
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut &*self);
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut &*self);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

/// A CPR number stands in the answer to somebody who says what it is needed for, and nowhere else: on no page and in no
/// address for anybody, in no message, no line of the log, and not in the database as it lies on the disk.
#[tokio::test]
async fn no_number_is_anywhere_but_in_the_answer_to_a_demand() {
    let lines = Lines::default();
    tracing::subscriber::set_global_default(lines.clone()).unwrap();
    let world = world(&mut Dice(11), false).await;
    let forms = |cpr: &str| [cpr.to_owned(), format!("{}-{}", &cpr[..6], &cpr[6..])];
    let numbers: Vec<String> = world.children.iter().flat_map(|child| forms(&child.cpr)).collect();
    let clean = |text: &str, at: &str| {
        for number in &numbers {
            assert!(!text.contains(number.as_str()), "{at} says {number}");
        }
    };
    let mut asked = 0;
    let mut logged = 0;
    for route in routes() {
        let Some(address) = filled(&world, &route.path, &world.children[0]) else {
            continue;
        };
        let address = with_things(&world, &address, Some(&world.feeds[0])).await;
        for one in &world.people {
            let mut answers = Vec::new();
            if route.get {
                answers.push(ask(&world, one, Method::GET, &address).await);
            }
            // A form sent without what it asks for says so; none of what it says is a number.
            if route.post && !route.path.contains("/sessions") {
                answers.push(ask(&world, one, Method::POST, &address).await);
            }
            for answer in answers {
                clean(&answer.text, &address);
                clean(&answer.to, &address);
                asked += 1;
            }
        }
        let log = lines.take();
        logged += log.len();
        clean(&log, "the log");
    }
    assert!(asked > 1000, "only {asked} answers were looked through");
    // A demand without a reason, and one of somebody who may not, get nothing.
    let child = &world.children[0];
    let path = format!("/pupils/{}/cpr", child.pupil);
    let [plain, hyphened] = forms(&child.cpr);
    let leader = somebody(&world, "school_leader");
    let empty = send(&world, leader, Method::POST, &path, &[("reason", "  ")]).await;
    clean(&empty.text, "a demand without a reason");
    assert!(
        empty.text.contains("Skriv, hvad du skal bruge nummeret til"),
        "{}",
        empty.text
    );
    let teacher = send(
        &world,
        somebody(&world, "teacher"),
        Method::POST,
        &path,
        &[("reason", "Nysgerrig")],
    )
    .await;
    assert_eq!(teacher.status, StatusCode::NOT_FOUND);
    clean(&teacher.text, "a demand of a teacher");
    let reason = [("reason", "Underretning til familieafdelingen")];
    let shown = send(&world, leader, Method::POST, &path, &reason).await;
    assert!(shown.no_store && shown.text.contains(&hyphened), "{}", shown.text);
    assert!(!shown.text.contains(&plain), "said once");
    // The file an importer uses names its rows by number: what is wrong with it is told without it.
    let officer = somebody(&world, "data_protection_officer");
    let trail = ask(&world, officer, Method::GET, "/trail?resource=cpr").await;
    clean(&trail.text, "the trail");
    for entry in trail.text.split("href=\"/trail/0").skip(1) {
        let address = format!("/trail/0{}", entry.split('"').next().unwrap());
        clean(&ask(&world, officer, Method::GET, &address).await.text, &address);
    }
    world.store.planes_snapshot().await.unwrap();
    world.store.audit_seal().await.unwrap();
    let mut bytes = std::fs::read(&world.file).unwrap();
    let log = world.file.with_extension("sqlite-wal");
    bytes.extend(std::fs::read(log).unwrap_or_default());
    let on_disk = String::from_utf8_lossy(&bytes);
    assert!(
        on_disk.contains("Underretning til familieafdelingen"),
        "the database is looked into"
    );
    clean(&on_disk, "the database");
    assert!(logged > 10_000, "the log is looked into");
    clean(&lines.take(), "the log");
}
