//! What the store promises, asked of SQLite and of PostgreSQL alike. Never skipped: without the address of a
//! PostgreSQL in `NAERVAER_TEST_POSTGRES` the tests fail.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use access::{
    Actor, Assurance, CaseFacts, CounselFacts, EmergencyRules, Place, RequestFacts, Role, RoleGrant, SchoolPersonFacts,
    SparringFacts, Spot, TeamFacts, ViewFacts, act, may, on, scope,
};
use attendance::{Category, DayWeight, Kind, Note, PupilIx, Register, Slot, Span};
use casework::case::vocabulary::{Contact, Party};
use casework::case::{CaseEvent, Form, Known, Refusal};
use casework::class_record::AgreementDraft;
use casework::concern::{Answer, ConcernDraft, ConcernEvent, RaisedBy};
use casework::counsel::{CounselDraft, Topic};
use casework::deadline::ClosedDays;
use casework::emergency::{EmergencyDraft, EmergencyFinding, EmergencyKind};
use casework::option::{MissingEvent, Standing, Version};
use casework::people::{MemberDraft, SchoolPersonDraft, Service, SpecialistDraft, TeamDraft};
use casework::person::Name;
use casework::reflection::Part;
use casework::request::{Outcome as RequestOutcome, RequestDraft, What};
use casework::review::{
    Cadence, Outcome, OutcomeDraft, OutcomeKind, Participant, PupilOutcome, ReviewMeeting, ReviewPlace, ReviewSeries,
    ReviewTemplate, SeriesPlan,
};
use casework::sparring::{AdviceDraft, SparringDraft};
use casework::view::{Circle, Pane, Tool, ViewDraft, ViewOf};
use casework::{
    ActionOption, Case, CaseId, ClassId, OwnWords, PersonId, PupilId, Reflection, Sequence, SpecialistId, ViewId,
};
use intake::open_folder::{self, OpenFolder, OpenFolderFiles};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use screening::Ground;
use statute::RulePack;
use store::{
    AbsenceRows, AskedAbout, ClassNoted, Clock as _, CprKeys, EmergencyAsked, Factors, FamilyAccount, FeedRead,
    FixedClock, Hit, Identity, ImportReach, ImportRequest, Load, NewFamilyLink, NewGrant, NewMark, NewStaff, PartRow,
    RECOVERY_CODES, RegisterBy, SCIM, ScimAsked, SecondTry, Setup, SignIn, SignInChangeKind, SignInRequest, Store,
    StoreError, VouchedBy, VouchedRole, WrittenScopes, team_facts,
};

/// A database of its own for one test.
struct Home {
    address: String,
    clock: Arc<FixedClock>,
    _folder: Option<Folder>,
}

/// A folder that goes when the test ends.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn instant(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

impl Home {
    fn clock() -> Arc<FixedClock> {
        Arc::new(FixedClock::new(instant("2026-11-20T08:00:00Z")))
    }

    fn sqlite(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("naervaer-contract-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let address = format!("sqlite:{}", folder.join("test.sqlite").display());
        Self {
            address,
            clock: Self::clock(),
            _folder: Some(Folder(folder)),
        }
    }

    async fn postgres(name: &str) -> Self {
        let server = std::env::var("NAERVAER_TEST_POSTGRES")
            .expect("NAERVAER_TEST_POSTGRES must hold the address of a PostgreSQL (`cargo xtask ci` starts one)");
        let schema = format!("contract_{}_{name}", std::process::id());
        let pool = sqlx::PgPool::connect(&server).await.unwrap();
        let make = format!("CREATE SCHEMA {schema}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(make)).execute(&pool).await.unwrap();
        pool.close().await;
        let joined = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{joined}options=-c%20search_path%3D{schema}");
        Self {
            address,
            clock: Self::clock(),
            _folder: None,
        }
    }

    async fn open(&self) -> Store {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let keys = CprKeys::from_bytes(&[7; 32]).unwrap();
        let (address, clock) = (self.address.clone(), self.clock.clone());
        Store::open(Setup {
            address,
            clock,
            zone,
            keys,
        })
        .await
        .unwrap()
    }

    /// Runs a statement behind the store's back.
    async fn tamper(&self, statement: &str) -> u64 {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        if self.address.starts_with("sqlite") {
            let pool = sqlx::SqlitePool::connect(&self.address).await.unwrap();
            let rows = sqlx::raw_sql(statement).execute(&pool).await.unwrap().rows_affected();
            pool.close().await;
            rows
        } else {
            let pool = sqlx::PgPool::connect(&self.address).await.unwrap();
            let rows = sqlx::raw_sql(statement).execute(&pool).await.unwrap().rows_affected();
            pool.close().await;
            rows
        }
    }

    /// Whether the database refuses a statement.
    async fn refuses(&self, statement: &str) -> bool {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        if self.address.starts_with("sqlite") {
            let pool = sqlx::SqlitePool::connect(&self.address).await.unwrap();
            sqlx::raw_sql(statement).execute(&pool).await.is_err()
        } else {
            let pool = sqlx::PgPool::connect(&self.address).await.unwrap();
            sqlx::raw_sql(statement).execute(&pool).await.is_err()
        }
    }

    /// Takes away what guards the trail, as somebody who owns the database can.
    async fn unguard(&self) {
        let on = if self.address.starts_with("sqlite") {
            ["", "", ""]
        } else {
            [" ON audit_entries", " ON audit_entries", " ON audit_seals"]
        };
        for (trigger, on) in ["audit_entries_unchanged", "audit_entries_kept", "audit_seals_kept"]
            .iter()
            .zip(on)
        {
            self.tamper(&format!("DROP TRIGGER {trigger}{on}")).await;
        }
    }

    /// Lets nothing more be written to the trail.
    async fn close_trail(&self) {
        let closed = if self.address.starts_with("sqlite") {
            "CREATE TRIGGER closed BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'closed'); END"
        } else {
            "CREATE TRIGGER closed BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_only_added()"
        };
        self.tamper(closed).await;
    }

    /// The hashes of calendars' secrets, as kept.
    async fn secrets(&self) -> Vec<String> {
        let query = "SELECT token_hash FROM feeds";
        let kept: Vec<(Vec<u8>,)> = if self.address.starts_with("sqlite") {
            let pool = sqlx::SqlitePool::connect(&self.address).await.unwrap();
            sqlx::query_as(query).fetch_all(&pool).await.unwrap()
        } else {
            let pool = sqlx::PgPool::connect(&self.address).await.unwrap();
            sqlx::query_as(query).fetch_all(&pool).await.unwrap()
        };
        kept.iter()
            .map(|(hash,)| hash.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect()
    }

    /// How many rows a query finds.
    async fn rows(&self, query: &str) -> usize {
        let query = sqlx::AssertSqlSafe(query.to_owned());
        if self.address.starts_with("sqlite") {
            let pool = sqlx::SqlitePool::connect(&self.address).await.unwrap();
            let rows = sqlx::raw_sql(query).fetch_all(&pool).await.unwrap().len();
            pool.close().await;
            rows
        } else {
            let pool = sqlx::PgPool::connect(&self.address).await.unwrap();
            let rows = sqlx::raw_sql(query).fetch_all(&pool).await.unwrap().len();
            pool.close().await;
            rows
        }
    }
}

/// One test, run on both databases.
macro_rules! contract {
    ($($name:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::Home::sqlite(stringify!($name))).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::Home::postgres(stringify!($name)).await).await;
            })*
        }
    };
}

contract! {
    somebody_signs_in_and_out
    too_many_wrong_passwords_make_one_wait
    guesses_made_at_once_are_counted_one_by_one
    a_second_proof_is_asked_for_and_each_code_counts_once
    passkeys_are_sealed_and_all_second_proofs_can_be_reset
    what_changed_of_a_sign_in_is_told_at_the_next_one
    others_know_somebody_by_their_own_id_and_vouch_for_roles
    a_directory_shows_a_secret_that_can_be_taken_back
    the_first_link_makes_one_administrator
    an_imported_folder_stands_as_the_engine_counts_it
    the_same_folder_twice_changes_nothing
    a_corrected_file_corrects_and_keeps_the_history
    a_complete_import_clears_and_asks_first
    lessons_missed_come_change_and_go
    a_complete_import_never_clears_a_register_kept_here
    a_class_knows_what_it_was_the_year_before
    an_undone_import_leaves_what_stood_before
    a_start_from_the_snapshot_is_a_start_from_the_tables
    two_programs_on_one_database_follow_each_other
    two_enrolments_at_once_leave_one
    a_changed_roster_is_followed_as_if_everything_were_read_anew
    lists_and_single_decisions_agree
    a_mark_is_corrected_here_and_only_where_the_register_is_kept
    a_duty_stays_when_a_correction_takes_its_ground
    an_imported_correction_and_an_undone_import_take_ground_too
    what_pupils_carry_is_kept_as_it_would_be_worked_out_anew
    a_mark_made_here_says_which_row_it_replaces
    minutes_late_are_those_that_stand
    what_people_wrote_is_the_same_read_in_one_go
    concerns_are_streams_with_one_next_place
    reviews_are_held_where_they_look
    a_review_decides_once_for_a_pupil_and_may_change_its_mind
    sparring_is_answered_by_the_one_who_was_asked
    a_case_is_carried_by_those_who_take_part
    ppr_takes_part_as_ppr_and_on_a_ground_alone
    two_who_write_in_a_case_at_once_are_both_kept
    a_childs_words_are_read_by_those_the_child_lets
    who_is_asked_answers_without_the_case
    who_has_opened_what_is_told_is_kept_for_adults_alone
    an_agreed_week_stands_beside_the_register_and_changes_nothing_in_it
    advice_is_between_two_and_reflections_are_ones_own
    a_class_is_written_of_without_a_child
    whom_to_ask_at_a_school_is_kept_as_it_stands
    a_team_is_kept_and_its_work_counted
    specialists_are_kept_for_all_schools_or_for_one
    a_family_signs_in_by_a_link_and_sees_its_own_child
    a_familys_words_are_its_own_and_what_it_asks_is_answered
    the_catalogue_is_adopted_changed_and_left_by_one_at_a_time
    what_is_missing_is_seen_where_it_is_missed
    how_we_work_is_kept_in_versions_and_answered
    what_is_found_is_what_could_be_opened
    what_was_written_before_the_search_is_found_by_it
    a_draft_is_kept_for_its_person_alone
    a_calendar_is_read_by_whoever_has_its_address
    a_setting_is_set_by_one_at_a_time
    a_number_is_found_and_opened
    emergency_access_is_opened_exactly_ended_and_looked_into
    a_copy_holds_everything_and_says_what_was_given
    a_file_in_a_case_is_sealed_and_goes_with_the_pupil
    news_waits_for_those_who_chose_it
    a_child_hears_of_what_its_page_shows
    several_entries_are_written_together_or_not_at_all
    an_erased_pupil_is_nowhere
    the_trail_says_who_looked_and_shows_tampering
    the_officer_finds_who_looked_and_is_seen_looking
    without_a_trail_nothing_is_read
    what_is_over_is_erased_and_what_is_held_stays
    advice_and_class_records_are_kept_as_long_as_decided
    every_column_is_accounted_for
    rules_and_mappings_have_versions
    own_rules_are_kept_in_order_and_counted_without_children
    an_exported_folder_imported_elsewhere_stands_the_same
    an_export_has_numbers_only_when_asked_and_says_so
    what_is_taken_out_for_research_is_in_the_trail
    siblings_are_seen_by_the_review_of_their_school_and_nobody_protected
    a_class_that_changed_and_a_register_that_hides_are_told_of
    hints_are_those_of_a_replay
    a_hint_is_set_aside_and_taken_back
    a_budget_of_hints_is_set_by_one_at_a_time
    a_definition_is_tried_in_counts_and_adopted_as_one
}

const SCHOOLS: &str = "school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\ns2,Åskolen,c1,folkeskole\n";
const CLASSES: &str = "class_id,school_id,name,grade,school_year\nk1,s1,3. a,3,2026/2027\nk2,s1,8. b,8,2026/2027\nk3,s2,7. c,7,2026/2027\n";
const PUPILS: &str = "pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n\
    p1,Øjvind,Testsen,0101151234,1915-01-01,false,h1\np2,Aase,Prøvesen,,,true,h1\np3,Bo,Eksempel,,,false,\n";
const ENROLMENTS: &str =
    "pupil_id,class_id,from,to\np1,k1,2026-08-10,\np2,k2,2026-08-10,2026-10-30\np2,k3,2026-10-31,\np3,k3,2026-08-10,\n";
const MARKS: &str = "pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n\
    p1,2026-08-12,day,illness,,S,,Lærer\np2,2026-08-12,day,unlawful,,,2026-08-12T06:05:00Z,\n\
    p2,2026-08-12,start,late,25,,2026-08-12T06:30:00Z,\np2,2026-11-04,end,left_early,40,,,\n\
    p3,2026-11-05,day,leave,,F,,\np3,2026-11-06,day,illness,,,,\np1,2026-08-16,day,illness,,,,\n";

fn days() -> String {
    let mut text = "calendar_id,date\n".to_owned();
    let mut day = date(2026, 8, 10);
    while day <= date(2027, 6, 25) {
        let autumn = date(2026, 10, 12) <= day && day <= date(2026, 10, 16);
        if day.weekday().to_monday_zero_offset() < 5 && !autumn {
            text.push_str(&format!("c1,{day}\n"));
        }
        day = day.tomorrow().unwrap();
    }
    text
}

fn folder(marks: &str) -> OpenFolder {
    folder_noted(marks, None)
}

fn folder_noted(marks: &str, notings: Option<&str>) -> OpenFolder {
    let days = days();
    let reading = open_folder::read(OpenFolderFiles {
        schools: Some(SCHOOLS.as_bytes()),
        calendars: Some(days.as_bytes()),
        classes: Some(CLASSES.as_bytes()),
        pupils: Some(PUPILS.as_bytes()),
        enrolments: Some(ENROLMENTS.as_bytes()),
        marks: Some(marks.as_bytes()),
        partials: Some(b"pupil_id,date,lessons_missed,lessons,category\np3,2026-11-09,2,6,\n"),
        notings: notings.map(str::as_bytes),
    });
    reading
        .importable()
        .map_err(|p| p.report(intake::Lang::English, 20))
        .unwrap()
        .0
}

const TODAY: Date = Date::constant(2026, 11, 20);

fn operator() -> Actor {
    Actor::operator()
}

fn may_import() -> access::Permit<act::Create, on::Import> {
    may::<act::Create, on::Import>(&operator(), &Spot::Municipality, TODAY).unwrap()
}

fn request() -> ImportRequest {
    ImportRequest::additions("test", "folder", b"")
}

async fn filled(home: &Home) -> Store {
    let store = home.open().await;
    let here = ImportRequest {
        new_schools: RegisterBy::Here,
        also_here: true,
        ..request()
    };
    store.import_folder(&may_import(), &here, &folder(MARKS)).await.unwrap();
    store
}

/// Everything the engine says of every pupil, by external id.
fn says(register: &Register, names: &BTreeMap<String, PupilIx>) -> BTreeMap<String, Vec<String>> {
    let of = |at: PupilIx| {
        let track = register.track(at, TODAY, DayWeight::Half).unwrap();
        (0..track.so_far())
            .map(|p| {
                let view = track.view(p).unwrap();
                format!("{} {:?} {:?} {}", view.date, view.start, view.end, view.noted)
            })
            .collect()
    };
    names.iter().map(|(id, at)| (id.clone(), of(*at))).collect()
}

async fn seen_by_all(store: &Store) -> BTreeMap<String, Vec<String>> {
    let all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&operator(), TODAY).unwrap();
    let seen = store.seen(&all).await.unwrap();
    let ids: Vec<PupilId> = seen.pupils().map(|p| p.id()).collect();
    let mut says = BTreeMap::new();
    for who in store.pupil_names(&names, "test", &ids).await.unwrap() {
        let track = seen.pupil(who.id).unwrap().track(DayWeight::Half).unwrap();
        let days = (0..track.so_far()).map(|p| {
            let view = track.view(p).unwrap();
            format!("{} {:?} {:?} {}", view.date, view.start, view.end, view.noted)
        });
        says.insert(who.external_id, days.collect());
    }
    says
}

/// What differs, so that a failure can be read.
fn same(left: &BTreeMap<String, Vec<String>>, right: &BTreeMap<String, Vec<String>>, what: &str) {
    assert_eq!(
        left.keys().collect::<Vec<_>>(),
        right.keys().collect::<Vec<_>>(),
        "{what}"
    );
    for (id, days) in left {
        let other = &right[id];
        assert_eq!(days.len(), other.len(), "{what}: days of {id}");
        let differ: Vec<_> = days.iter().zip(other).filter(|(a, b)| a != b).collect();
        assert!(differ.is_empty(), "{what}: {id}: {differ:?}");
    }
}

async fn pupil(store: &Store, external_id: &str) -> PupilId {
    let all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&operator(), TODAY).unwrap();
    let ids: Vec<PupilId> = store.seen(&all).await.unwrap().pupils().map(|p| p.id()).collect();
    let all = store.pupil_names(&names, "test", &ids).await.unwrap();
    all.into_iter().find(|p| p.external_id == external_id).unwrap().id
}

async fn leader(store: &Store, school: &str) -> (PersonId, Actor) {
    let new = NewStaff {
        username: format!("leder-{school}"),
        name: "Leder".into(),
        demo: false,
    };
    let person = store.staff_add(None, &new).await.unwrap();
    let roster = store.roster().await.unwrap();
    let school = roster.schools().iter().find(|s| s.external_id == school).unwrap().id;
    let held = NewGrant {
        staff: person,
        role: Role::SchoolLeader.word().to_owned(),
        school: Some(school),
        class: None,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &held).await.unwrap();
    (person, store.actor(person).await.unwrap())
}

fn sign_in(password: &str) -> SignInRequest {
    SignInRequest {
        username: " Lærer ".into(),
        password: password.into(),
        address: "192.0.2.1".into(),
        user_agent: "test".into(),
        demo: false,
    }
}

async fn teacher(store: &Store, demo: bool) -> PersonId {
    let new = NewStaff {
        username: "lærer".into(),
        name: "En Lærer".into(),
        demo,
    };
    let person = store.staff_add(None, &new).await.unwrap();
    store
        .staff_password_set(None, person, "ti tegn eller flere")
        .await
        .unwrap();
    person
}

async fn somebody_signs_in_and_out(home: Home) {
    let store = home.open().await;
    let person = teacher(&store, false).await;
    let twin = NewStaff {
        username: "LÆRER".into(),
        name: "En anden".into(),
        demo: false,
    };
    assert!(matches!(
        store.staff_add(None, &twin).await,
        Err(StoreError::Taken { .. })
    ));
    assert_eq!(store.sign_in(&sign_in("forkert")).await.unwrap(), SignIn::Refused);
    let SignIn::In { token, .. } = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap() else {
        panic!()
    };
    let session = store.session_by_token(&token, false).await.unwrap().unwrap();
    assert_eq!((session.person, session.name.as_str()), (person, "En Lærer"));
    assert_eq!(store.session_list(person).await.unwrap().len(), 1);
    home.clock.set(instant("2026-11-20T08:59:00Z"));
    assert!(store.session_by_token(&token, false).await.unwrap().is_some());
    home.clock.set(instant("2026-11-20T10:00:00Z"));
    assert!(
        store.session_by_token(&token, false).await.unwrap().is_none(),
        "idle for an hour"
    );
    let SignIn::In { token, .. } = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap() else {
        panic!()
    };
    assert_eq!(store.session_end_all(None, person).await.unwrap(), 2);
    assert!(store.session_by_token(&token, false).await.unwrap().is_none());
    store.staff_disable(None, person, true).await.unwrap();
    assert_eq!(
        store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap(),
        SignIn::Refused
    );
}

async fn too_many_wrong_passwords_make_one_wait(home: Home) {
    let store = home.open().await;
    teacher(&store, true).await;
    assert_eq!(
        store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap(),
        SignIn::Refused,
        "made by demo"
    );
    for _ in 0..4 {
        assert_eq!(store.sign_in(&sign_in("forkert")).await.unwrap(), SignIn::Refused);
    }
    let right = SignInRequest {
        demo: true,
        ..sign_in("ti tegn eller flere")
    };
    assert!(matches!(store.sign_in(&right).await.unwrap(), SignIn::Wait { .. }));
    home.clock.set(instant("2026-11-20T08:16:00Z"));
    assert!(matches!(store.sign_in(&right).await.unwrap(), SignIn::In { .. }));
}

/// The code an app shows now for the secret it was given.
fn code_of(secret: &str, now: jiff::Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let maker = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    maker.generate(u64::try_from(now.as_second()).unwrap()).to_string()
}

async fn a_second_proof_is_asked_for_and_each_code_counts_once(home: Home) {
    let (store, from) = (home.open().await, ("192.0.2.1", "test"));
    let person = teacher(&store, false).await;
    let other = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap();
    let SignIn::In { token, .. } = &other else { panic!() };
    let low = store.session_by_token(token, false).await.unwrap().unwrap();
    assert_eq!(low.shown, Some(Assurance::Low));
    assert!(
        store.recovery_make(person).await.is_err(),
        "nothing they would stand in for"
    );
    store.code_begin(person).await.unwrap();
    let secret = store.code_pending(person, "Solbæk").await.unwrap().unwrap();
    assert!(secret.address.starts_with("otpauth://totp/"), "{}", secret.address);
    assert!(!store.factors(person).await.unwrap().any(), "not before its first code");
    let now = || home.clock.now();
    let code = code_of(&secret.typed, now());
    let tried = |code: String, first| {
        let store = store.clone();
        async move { store.second_try(person, &code, "192.0.2.1", first).await.unwrap() }
    };
    assert_eq!(tried("000000".into(), true).await, SecondTry::Refused);
    assert_eq!(tried(code.clone(), false).await, SecondTry::Refused, "not proved yet");
    assert_eq!(tried(code.clone(), true).await, SecondTry::Right);
    assert!(
        store.code_pending(person, "Solbæk").await.unwrap().is_none(),
        "never told again"
    );
    assert!(store.code_begin(person).await.is_err(), "one that counts stays");
    let raised = store
        .session_raise(&low, Assurance::Substantial, from, true)
        .await
        .unwrap();
    assert!(store.session_by_token(token, false).await.unwrap().is_none());
    let session = store.session_by_token(&raised, false).await.unwrap().unwrap();
    assert_eq!(
        (session.shown, session.ends_at),
        (Some(Assurance::Substantial), low.ends_at)
    );
    // From now on the password alone is halfway.
    let SignIn::Second { token, .. } = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap() else {
        panic!()
    };
    let half = store.session_by_token(&token, false).await.unwrap().unwrap();
    assert_eq!(half.shown, None);
    assert_eq!(
        store.session_list(person).await.unwrap().len(),
        1,
        "halfway is not signed in"
    );
    assert_eq!(tried(code, false).await, SecondTry::Refused, "used already");
    home.clock.set(now() + jiff::SignedDuration::from_secs(60));
    assert_eq!(tried(code_of(&secret.typed, now()), false).await, SecondTry::Right);
    let whole = store
        .session_raise(&half, Assurance::Substantial, from, false)
        .await
        .unwrap();
    let whole = store.session_by_token(&whole, false).await.unwrap().unwrap();
    assert!(whole.ends_at > half.ends_at && store.session_by_token(&raised, false).await.unwrap().is_some());
    // A recovery code stands in once; new ones take the old ones' place.
    let codes = store.recovery_make(person).await.unwrap();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), RECOVERY_CODES);
    assert_eq!(tried(codes[0].to_uppercase(), false).await, SecondTry::Right);
    assert_eq!(tried(codes[0].clone(), false).await, SecondTry::Refused);
    assert_eq!(store.factors(person).await.unwrap().recovery_left, 9);
    let new = store.recovery_make(person).await.unwrap();
    assert_eq!(tried(codes[1].clone(), false).await, SecondTry::Refused);
    // Halfway does not last, and guessing makes one wait.
    for _ in 0..5 {
        tried("000000".into(), false).await;
    }
    assert!(matches!(tried(new[0].clone(), false).await, SecondTry::Wait { .. }));
    let SignIn::Second { token, .. } = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap() else {
        panic!()
    };
    assert!(
        matches!(tried(new[0].clone(), false).await, SecondTry::Wait { .. }),
        "the password does not help"
    );
    home.clock.set(now() + jiff::SignedDuration::from_mins(16));
    assert!(store.session_by_token(&token, false).await.unwrap().is_none());
    assert_eq!(tried(new[0].clone(), false).await, SecondTry::Right);
    // With the last proof the recovery codes go, and the password is enough again.
    store.code_drop(person).await.unwrap();
    assert_eq!(store.factors(person).await.unwrap(), Factors::default());
    assert!(matches!(
        store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap(),
        SignIn::In { .. }
    ));
}

/// Whoever guesses many at once guesses no more than whoever guesses one after the other.
async fn guesses_made_at_once_are_counted_one_by_one(home: Home) {
    let store = home.open().await;
    let person = teacher(&store, false).await;
    let tries = (0..20).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .second_try(person, &format!("{n:06}"), "192.0.2.1", false)
                .await
                .unwrap()
        })
    });
    let mut refused = 0;
    for tried in tries.collect::<Vec<_>>() {
        refused += usize::from(tried.await.unwrap() == SecondTry::Refused);
    }
    assert_eq!(refused, 5);
    let tries = (0..20).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.sign_in(&sign_in("forkert")).await.unwrap() })
    });
    let mut refused = 0;
    for tried in tries.collect::<Vec<_>>() {
        refused += usize::from(tried.await.unwrap() == SignIn::Refused);
    }
    assert_eq!(refused, 5);
}

async fn what_changed_of_a_sign_in_is_told_at_the_next_one(home: Home) {
    let store = home.open().await;
    let person = teacher(&store, false).await;
    let from = ("192.0.2.7", "Firefox");
    let pass = |time: jiff::SignedDuration| home.clock.set(home.clock.now().checked_add(time).unwrap());
    let opened = async || {
        let token = store.session_open(person, Assurance::Low, from).await.unwrap();
        store.session_by_token(&token, false).await.unwrap().unwrap()
    };
    let own = store.actor(person).await.unwrap();
    let read = may::<act::Read, on::Session>(&own, &person, TODAY).unwrap();
    let change = may::<act::Change, on::Session>(&own, &person, TODAY).unwrap();
    let first = store.sign_in_changes(&read).await.unwrap();
    assert!(first.is_empty(), "the first password changes nothing anybody had");
    store
        .staff_password_set(None, person, "en anden giver den")
        .await
        .unwrap();
    pass(jiff::SignedDuration::from_mins(1));
    assert!(opened().await.changed, "given by somebody else");
    store.sign_in_changes_seen(&change).await.unwrap();
    pass(jiff::SignedDuration::from_mins(1));
    assert!(!opened().await.changed);

    pass(jiff::SignedDuration::from_mins(1));
    store::asked_from(
        "198.51.100.9".to_owned(),
        store.passkey_add(person, "Fremmed", b"key", "content"),
    )
    .await
    .unwrap();
    pass(jiff::SignedDuration::from_mins(1));
    let next = opened().await;
    assert!(next.changed, "told at the next sign-in, until it is seen");
    let told = store.sign_in_changes(&read).await.unwrap().swap_remove(0);
    assert_eq!(
        (told.kind, told.own, told.address.as_deref(), told.seen_at),
        (SignInChangeKind::PasskeyAdded, true, Some("198.51.100.9"), None)
    );
    store.sign_in_changes_seen(&change).await.unwrap();
    assert!(!opened().await.changed);

    store
        .staff_password_set(Some(person), person, "en helt anden sætning")
        .await
        .unwrap();
    pass(jiff::SignedDuration::from_mins(1));
    assert!(!opened().await.changed, "whoever changed it knows");
    store.factors_reset(None, person).await.unwrap();
    pass(jiff::SignedDuration::from_mins(1));
    assert!(opened().await.changed, "done by somebody else");
    let kinds: Vec<SignInChangeKind> = store
        .sign_in_changes(&read)
        .await
        .unwrap()
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds.first(), Some(&SignInChangeKind::Reset));
    // What was seen is forgotten after a month.
    store.sign_in_changes_seen(&change).await.unwrap();
    pass(jiff::SignedDuration::from_hours(24 * 31));
    opened().await;
    assert!(store.sign_in_changes(&read).await.unwrap().is_empty());
}

async fn passkeys_are_sealed_and_all_second_proofs_can_be_reset(home: Home) {
    let store = home.open().await;
    let person = teacher(&store, false).await;
    store
        .passkey_add(person, " Bærbar ", b"credential", "checked with")
        .await
        .unwrap();
    let again = store.passkey_add(person, "Igen", b"credential", "checked with").await;
    assert!(matches!(again, Err(StoreError::Taken { .. })), "{again:?}");
    let contents = store.passkey_contents(person).await.unwrap();
    assert_eq!(contents[0].1, "checked with");
    store.passkey_used(person, contents[0].0, "next time").await.unwrap();
    assert_eq!(store.passkey_contents(person).await.unwrap()[0].1, "next time");
    let factors = store.factors(person).await.unwrap();
    assert_eq!(factors.passkeys[0].name, "Bærbar");
    assert_eq!(factors.passkeys[0].used_at, Some(home.clock.now()));
    let stranger = NewStaff {
        username: "anden".into(),
        name: "En anden".into(),
        demo: false,
    };
    let stranger = store.staff_add(None, &stranger).await.unwrap();
    assert!(store.passkey_drop(stranger, contents[0].0).await.is_err(), "not theirs");
    let SignIn::Second { .. } = store.sign_in(&sign_in("ti tegn eller flere")).await.unwrap() else {
        panic!()
    };
    for _ in 0..4 {
        assert_eq!(store.passkey_refused(person, "192.0.2.1").await.unwrap(), None);
    }
    assert!(store.passkey_refused(person, "192.0.2.1").await.unwrap().is_some());
    let open = store
        .session_open(person, Assurance::Low, ("192.0.2.1", "test"))
        .await
        .unwrap();
    store.recovery_make(person).await.unwrap();
    store.factors_reset(Some(stranger), person).await.unwrap();
    assert_eq!(store.factors(person).await.unwrap(), Factors::default());
    assert!(store.session_by_token(&open, false).await.unwrap().is_none());
}

async fn others_know_somebody_by_their_own_id_and_vouch_for_roles(home: Home) {
    let store = filled(&home).await;
    let person = teacher(&store, false).await;
    let known = |subject: &str| Identity {
        source: "unilogin".into(),
        subject: subject.into(),
        staff: person,
    };
    store.staff_identity_add(None, &known(" 1000013b36 ")).await.unwrap();
    let again = store.staff_identity_add(None, &known("1000013b36")).await;
    assert!(matches!(again, Err(StoreError::Taken { .. })), "{again:?}");
    assert!(store.staff_identity_add(None, &known(" ")).await.is_err());
    let found = store.staff_by_identity("unilogin", "1000013b36").await.unwrap();
    assert_eq!(found.map(|one| one.id), Some(person));
    assert!(
        store
            .staff_by_identity("kommune", "1000013b36")
            .await
            .unwrap()
            .is_none()
    );
    store.staff_identity_drop(None, &known("1000013b36")).await.unwrap();
    assert!(store.staff_identity_list(None).await.unwrap().is_empty());
    store.staff_identity_put(SCIM, person, Some("e-1")).await.unwrap();
    store.staff_identity_put(SCIM, person, Some("e-2")).await.unwrap();
    let all = store.staff_identity_list(Some(person)).await.unwrap();
    assert_eq!(all.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["e-2"]);
    // What one vouches for is its own: it ends no role given here or by another.
    let school = store.roster().await.unwrap().schools()[0].id;
    let leader = VouchedRole {
        role: "school_leader".into(),
        school: Some(school),
    };
    let analyst = VouchedRole {
        role: "municipal_analyst".into(),
        school: None,
    };
    let here = store::NewGrant {
        staff: person,
        role: "ppr".into(),
        school: Some(school),
        class: None,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &here).await.unwrap();
    store
        .role_grants_vouched("kommune", person, &[leader.clone(), analyst.clone()])
        .await
        .unwrap();
    store
        .role_grants_vouched(SCIM, person, std::slice::from_ref(&analyst))
        .await
        .unwrap();
    let held = |of: Vec<store::Grant>| {
        let held = of.into_iter().filter(|one| one.to.is_none());
        held.map(|one| (one.role, one.source.unwrap_or_default()))
            .collect::<BTreeSet<_>>()
    };
    let pair = |role: &str, source: &str| (role.to_owned(), source.to_owned());
    let (own, of_broker) = (pair("ppr", ""), pair("school_leader", "kommune"));
    let (of_both, of_scim) = (pair("municipal_analyst", "kommune"), pair("municipal_analyst", SCIM));
    let list = || async { held(store.role_grant_list_of(person).await.unwrap()) };
    assert_eq!(
        list().await,
        BTreeSet::from([own.clone(), of_broker.clone(), of_both, of_scim.clone()])
    );
    home.clock.set(instant("2026-11-23T08:00:00Z"));
    for _ in 0..2 {
        store
            .role_grants_vouched("kommune", person, std::slice::from_ref(&leader))
            .await
            .unwrap();
        assert_eq!(
            list().await,
            BTreeSet::from([own.clone(), of_broker.clone(), of_scim.clone()])
        );
    }
    let ended = store.role_grant_list_of(person).await.unwrap().into_iter();
    let ended: Vec<_> = ended.filter_map(|one| one.to).collect();
    assert_eq!(ended, [date(2026, 11, 22)], "ended the day before, kept in the history");
    // The token somebody vouched with is sealed, lasts as long as the session, and stays when it is raised.
    let by = VouchedBy {
        provider: "kommune",
        id_token: "a.b.c",
    };
    let from = ("192.0.2.1", "test");
    let token = store
        .session_open_vouched(person, Assurance::Low, from, by)
        .await
        .unwrap();
    let session = store.session_by_token(&token, false).await.unwrap().unwrap();
    assert_eq!(session.provider.as_deref(), Some("kommune"));
    assert_eq!(
        store.session_id_token(&session).await.unwrap().as_deref(),
        Some("a.b.c")
    );
    let raised = store
        .session_raise(&session, Assurance::High, from, false)
        .await
        .unwrap();
    assert_eq!(store.session_id_token(&session).await.unwrap(), None);
    let raised = store.session_by_token(&raised, false).await.unwrap().unwrap();
    assert_eq!(store.session_id_token(&raised).await.unwrap().as_deref(), Some("a.b.c"));
    assert_eq!(
        (raised.shown, raised.provider.as_deref()),
        (Some(Assurance::High), Some("kommune"))
    );
    let plain = store.session_open(person, Assurance::Low, from).await.unwrap();
    let plain = store.session_by_token(&plain, false).await.unwrap().unwrap();
    assert_eq!(
        (plain.provider.as_deref(), store.session_id_token(&plain).await.unwrap()),
        (None, None)
    );
}

async fn a_directory_shows_a_secret_that_can_be_taken_back(home: Home) {
    let store = home.open().await;
    let token = store.scim_token_make(None, " Kataloget ").await.unwrap();
    let made = store.scim_token_list().await.unwrap();
    assert_eq!((made[0].name.as_str(), made[0].used_at), ("Kataloget", None));
    let ask = |token: store::Token| {
        let store = store.clone();
        async move { store.scim_ask(&token, "192.0.2.9").await.unwrap() }
    };
    assert_eq!(ask(token.clone()).await, ScimAsked::Known);
    assert_eq!(
        store.scim_token_list().await.unwrap()[0].used_at,
        Some(home.clock.now())
    );
    let wrong = || store::Token::from_text("forkert");
    assert_eq!(ask(wrong()).await, ScimAsked::Unknown);
    store.scim_token_drop(None, made[0].id).await.unwrap();
    assert!(store.scim_token_drop(None, made[0].id).await.is_err());
    assert_eq!(ask(token).await, ScimAsked::Unknown);
    for _ in 0..8 {
        ask(wrong()).await;
    }
    assert!(matches!(ask(wrong()).await, ScimAsked::Wait { .. }));
    let person = teacher(&store, false).await;
    store.staff_username_put(person, " Ny ").await.unwrap();
    assert_eq!(
        store.staff_by_username("NY").await.unwrap().map(|one| one.id),
        Some(person)
    );
    assert!(store.staff_username_put(person, " ").await.is_err());
}

async fn the_first_link_makes_one_administrator(home: Home) {
    let store = home.open().await;
    let link = store.first_link_make().await.unwrap().unwrap();
    let new = NewStaff {
        username: "admin".into(),
        name: "Admin".into(),
        demo: false,
    };
    let person = store
        .first_link_use(&link, &new, "ti tegn eller flere", Role::Administrator.word())
        .await
        .unwrap();
    assert!(
        store
            .actor(person)
            .await
            .unwrap()
            .is(Role::Administrator, store.today())
    );
    let again = store
        .first_link_use(&link, &new, "ti tegn eller flere", Role::Administrator.word())
        .await;
    assert!(matches!(again, Err(StoreError::Missing(_))));
    assert!(store.first_link_make().await.unwrap().is_none());
}

async fn an_imported_folder_stands_as_the_engine_counts_it(home: Home) {
    let store = filled(&home).await;
    let folder = folder(MARKS);
    let names = folder
        .pupils
        .iter()
        .zip(0..)
        .map(|(p, at)| (p.id.clone(), PupilIx::new(at)))
        .collect();
    same(
        &seen_by_all(&store).await,
        &says(&folder.register(None).unwrap(), &names),
        "as the engine counts",
    );
    let permit = may::<act::Read, on::PupilAttendance>(
        &operator(),
        &store
            .pupil_facts(pupil(&store, "p3").await, TODAY)
            .await
            .unwrap()
            .unwrap(),
        TODAY,
    );
    let seen = store.seen_pupil(&permit.unwrap(), TODAY).await.unwrap();
    let partials = seen.pupils().next().unwrap().partials();
    assert_eq!((seen.len(), partials.len(), partials[0].lessons_missed), (1, 1, 2));
}

async fn the_same_folder_twice_changes_nothing(home: Home) {
    let store = filled(&home).await;
    let before = store.marks_until().await.unwrap();
    let here = ImportRequest {
        also_here: true,
        ..request()
    };
    let plan = store
        .import_folder_preview(&may_import(), &here, &folder(MARKS))
        .await
        .unwrap();
    let again = store
        .import_folder(&may_import(), &here, &folder(MARKS))
        .await
        .unwrap()
        .counts;
    assert_eq!(plan.counts, again);
    let nothing = (
        again.added,
        again.changed,
        again.marks_new,
        again.marks_changed,
        again.partials,
        again.notings,
    );
    assert_eq!(nothing, (0, 0, 0, 0, 0, 0), "{again:?}");
    assert_eq!(store.marks_until().await.unwrap(), before);
    assert_eq!(store.import_list(10).await.unwrap().len(), 2);
}

async fn a_corrected_file_corrects_and_keeps_the_history(home: Home) {
    let store = filled(&home).await;
    let corrected = MARKS.replace("p3,2026-11-05,day,leave,,F,,", "p3,2026-11-05,day,unlawful,,U,,");
    let here = ImportRequest {
        also_here: true,
        most_percent: 50,
        ..request()
    };
    let counts = store
        .import_folder(&may_import(), &here, &folder(&corrected))
        .await
        .unwrap()
        .counts;
    assert_eq!((counts.marks_new, counts.marks_changed), (0, 2));
    let folder = folder(&corrected);
    let names = folder
        .pupils
        .iter()
        .zip(0..)
        .map(|(p, at)| (p.id.clone(), PupilIx::new(at)))
        .collect();
    same(
        &seen_by_all(&store).await,
        &says(&folder.register(None).unwrap(), &names),
        "as the engine counts",
    );
    let (_, actor) = leader(&store, "s2").await;
    let facts = store
        .pupil_facts(pupil(&store, "p3").await, TODAY)
        .await
        .unwrap()
        .unwrap();
    let permit = may::<act::Read, on::Mark>(&actor, &facts, TODAY).unwrap();
    let span = Span {
        from: date(2026, 11, 5),
        to: date(2026, 11, 5),
    };
    let history = store.mark_history(&permit, span).await.unwrap();
    let codes: Vec<_> = history
        .iter()
        .map(|m| (m.kind.word(), m.local_code.as_deref()))
        .collect();
    assert_eq!(codes, [("leave", Some("F")), ("unlawful", Some("U"))]);
    assert_eq!(history[1].replaces, Some(history[0].position));
}

async fn a_complete_import_clears_and_asks_first(home: Home) {
    let store = filled(&home).await;
    let lacking = MARKS.replace("p3,2026-11-06,day,illness,,,,\n", "");
    let schools = BTreeSet::from(["s2".to_owned()]);
    let days = Span {
        from: date(2026, 11, 1),
        to: date(2026, 11, 30),
    };
    let reach = ImportReach::Complete { schools, days };
    let complete = ImportRequest {
        also_here: true,
        reach,
        ..request()
    };
    let plan = store
        .import_folder_preview(&may_import(), &complete, &folder(&lacking))
        .await
        .unwrap();
    assert!(plan.must_confirm && plan.counts.marks_cleared == 2, "{plan:?}");
    let refused = store.import_folder(&may_import(), &complete, &folder(&lacking)).await;
    assert!(
        matches!(refused, Err(StoreError::Share { changed: 2, .. })),
        "{refused:?}"
    );
    let before = store.marks_until().await.unwrap();
    let only_additions = ImportRequest {
        also_here: true,
        ..request()
    };
    store
        .import_folder(&may_import(), &only_additions, &folder(&lacking))
        .await
        .unwrap();
    assert_eq!(store.marks_until().await.unwrap(), before, "additions clear nothing");
    let confirmed = ImportRequest {
        confirmed: true,
        ..complete
    };
    store
        .import_folder(&may_import(), &confirmed, &folder(&lacking))
        .await
        .unwrap();
    let stands = &seen_by_all(&store).await["p3"];
    assert!(
        stands.iter().any(|d| d.starts_with("2026-11-06 Clear Clear")),
        "{stands:?}"
    );
    let back = store
        .import_folder(&may_import(), &only_additions, &folder(MARKS))
        .await
        .unwrap()
        .counts;
    assert!(back.marks > 0);
    let folder = folder(MARKS);
    let names = folder
        .pupils
        .iter()
        .zip(0..)
        .map(|(p, at)| (p.id.clone(), PupilIx::new(at)))
        .collect();
    same(
        &seen_by_all(&store).await,
        &says(&folder.register(None).unwrap(), &names),
        "a later file brings it back",
    );
}

/// Part days of a pupil as everybody who may see them sees them.
async fn part_days(store: &Store, external_id: &str) -> Vec<(Date, u32, Option<u32>)> {
    let all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let seen = store.seen(&all).await.unwrap();
    let id = pupil(store, external_id).await;
    let own = seen.pupil(id).unwrap();
    own.partials()
        .iter()
        .map(|p| (p.day, p.lessons_missed, p.lessons))
        .collect()
}

async fn lessons_missed_come_change_and_go(home: Home) {
    let store = filled(&home).await;
    let p3 = pupil(&store, "p3").await;
    assert_eq!(part_days(&store, "p3").await, [(date(2026, 11, 9), 2, Some(6))]);
    let row = |day, lessons_missed| PartRow {
        pupil: p3,
        day,
        lessons_missed,
        lessons: Some(6),
        category: None,
    };
    let (monday, tuesday) = (date(2026, 11, 9), date(2026, 11, 10));
    let corrected = AbsenceRows::Parts(vec![row(monday, 3), row(tuesday, 1)]);
    let request = ImportRequest {
        confirmed: true,
        ..request()
    };
    let marks_before = store.marks_until().await.unwrap();
    let done = store.import_absence(&may_import(), &request, &corrected).await.unwrap();
    assert_eq!((done.counts.partials, done.counts.partials_changed), (1, 1));
    let both = [(monday, 3, Some(6)), (tuesday, 1, Some(6))];
    assert_eq!(part_days(&store, "p3").await, both);
    let again = store.import_absence(&may_import(), &request, &corrected).await.unwrap();
    assert_eq!(
        again.counts.touched() + again.counts.partials,
        0,
        "twice changes nothing"
    );
    // A file of lessons that says it is complete clears part days, never a note of the day; it asks first.
    let reach = store.import_reach(&may_import(), &corrected).await.unwrap().unwrap();
    let ImportReach::Complete { schools, days } = reach.clone() else {
        panic!()
    };
    assert_eq!(
        (schools, days.from, days.to),
        (BTreeSet::from(["s2".to_owned()]), monday, tuesday)
    );
    let complete = ImportRequest {
        also_here: true,
        confirmed: false,
        reach,
        ..request
    };
    let only_tuesday = AbsenceRows::Parts(vec![row(tuesday, 1)]);
    let plan = store
        .import_absence_preview(&may_import(), &complete, &only_tuesday)
        .await
        .unwrap();
    assert!(plan.must_confirm && plan.counts.partials_cleared == 1, "{plan:?}");
    let refused = store.import_absence(&may_import(), &complete, &only_tuesday).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Share {
                changed: 1,
                standing: 2,
                ..
            })
        ),
        "{refused:?}"
    );
    let confirmed = ImportRequest {
        confirmed: true,
        ..complete
    };
    store
        .import_absence(&may_import(), &confirmed, &only_tuesday)
        .await
        .unwrap();
    assert_eq!(part_days(&store, "p3").await, [(tuesday, 1, Some(6))]);
    assert_eq!(store.marks_until().await.unwrap(), marks_before);
}

async fn a_complete_import_never_clears_a_register_kept_here(home: Home) {
    let store = filled(&home).await;
    let before = seen_by_all(&store).await;
    let days = Span {
        from: date(2026, 8, 1),
        to: date(2026, 11, 30),
    };
    let schools = BTreeSet::from(["s1".to_owned(), "s2".to_owned()]);
    let complete = ImportRequest {
        confirmed: true,
        reach: ImportReach::Complete { schools, days },
        ..request()
    };
    let nothing = "pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n";
    let done = store
        .import_folder(&may_import(), &complete, &folder(nothing))
        .await
        .unwrap();
    assert_eq!(done.counts.marks_cleared, 0);
    same(&seen_by_all(&store).await, &before, "what staff wrote here stays");
}

async fn a_class_knows_what_it_was_the_year_before(home: Home) {
    let store = filled(&home).await;
    let permit = may_import();
    let year = attendance::SchoolYear::beginning(2026);
    let rolled = store.roll_over(&permit, year).await.unwrap();
    for (source, folder) in rolled.folders {
        let request = ImportRequest::additions(&source, "roll-over", b"");
        store.import_folder(&permit, &request, &folder).await.unwrap();
    }
    let roster = store.roster().await.unwrap();
    let was: BTreeMap<&str, &str> = roster
        .classes()
        .iter()
        .filter_map(|c| Some((c.name.as_str(), roster.class(c.predecessor?)?.name.as_str())))
        .collect();
    // The other eighth class lost its pupils on the way, and nobody is in a class of the year before that.
    assert_eq!(was, BTreeMap::from([("4. a", "3. a"), ("8. c", "7. c")]));

    // A person knows better than the names; a file that tells of the class again leaves it.
    let of = |name: &str| roster.classes().iter().find(|c| c.name == name).unwrap().id;
    let set = may::<act::Change, on::SchoolSetup>(&operator(), &Spot::Municipality, TODAY).unwrap();
    store
        .class_before_set(&set, of("8. c"), Some(of("3. a")))
        .await
        .unwrap();
    store.class_before_set(&set, of("4. a"), None).await.unwrap();
    let wrong_year = store.class_before_set(&set, of("8. c"), Some(of("4. a"))).await;
    assert!(matches!(wrong_year, Err(StoreError::Missing("class"))));
    let told_again = exported(&store).await;
    store.import_folder(&permit, &request(), &told_again).await.unwrap();
    let roster = store.roster().await.unwrap();
    let was = |name: &str| {
        let class = roster.classes().iter().find(|c| c.name == name).unwrap();
        class
            .predecessor
            .and_then(|id| roster.class(id))
            .map(|c| c.name.as_str())
    };
    assert_eq!((was("8. c"), was("4. a")), (Some("3. a"), None));
}

async fn an_undone_import_leaves_what_stood_before(home: Home) {
    let store = filled(&home).await;
    let before = seen_by_all(&store).await;
    let more =
        MARKS.replace("p3,2026-11-05,day,leave", "p3,2026-11-05,day,unlawful") + "p1,2026-08-13,start,unlawful,,,,\n";
    let here = ImportRequest {
        also_here: true,
        confirmed: true,
        ..request()
    };
    let done = store.import_folder(&may_import(), &here, &folder(&more)).await.unwrap();
    assert!(seen_by_all(&store).await != before);
    let undo = may::<act::Undo, on::Import>(&operator(), &Spot::Municipality, TODAY).unwrap();
    assert_eq!(store.import_undo(&undo, done.id).await.unwrap(), 3);
    same(&seen_by_all(&store).await, &before, "before");
    assert!(matches!(
        store.import_undo(&undo, done.id).await,
        Err(StoreError::Missing(_))
    ));
    store.import_folder(&may_import(), &here, &folder(&more)).await.unwrap();
    assert!(
        seen_by_all(&store).await != before,
        "an undone file can be imported again"
    );
}

async fn a_start_from_the_snapshot_is_a_start_from_the_tables(home: Home) {
    let store = filled(&home).await;
    let before = seen_by_all(&store).await;
    assert!(store.planes_snapshot_fresh().await.unwrap(), "there was none");
    same(&seen_by_all(&home.open().await).await, &before, "before");
    let here = ImportRequest {
        also_here: true,
        ..request()
    };
    let more = MARKS.to_owned() + "p1,2026-11-13,start,unlawful,,,,\n";
    store.import_folder(&may_import(), &here, &folder(&more)).await.unwrap();
    let after = seen_by_all(&store).await;
    assert!(after != before);
    let fresh = store.planes_snapshot_fresh().await.unwrap();
    assert!(!fresh, "one mark more is quickly read at a start");
    let from_tail = home.open().await;
    same(
        &seen_by_all(&from_tail).await,
        &after,
        "snapshot and the tail of the log",
    );
    from_tail.planes_rebuild().await.unwrap();
    same(&seen_by_all(&from_tail).await, &after, "everything from the tables");
    home.tamper("UPDATE snapshots SET checksum = content").await;
    same(
        &seen_by_all(&home.open().await).await,
        &after,
        "a broken snapshot is thrown away",
    );
    home.tamper("UPDATE change_sequence SET position = position + 1 WHERE topic = 'roster'")
        .await;
    let fresh = store.planes_snapshot_fresh().await.unwrap();
    assert!(
        fresh,
        "a change that does not say what it touched cannot be followed from it"
    );
    same(&seen_by_all(&home.open().await).await, &after, "a new snapshot");
}

/// Rows of a folder about one change of the roster, beside the calendar and the schools.
fn roster_folder(classes: &str, pupils: &str, enrolments: &str, calendar: &str) -> OpenFolder {
    let classes = format!("class_id,school_id,name,grade,school_year\n{classes}");
    let pupils = format!("pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n{pupils}");
    let enrolments = format!("pupil_id,class_id,from,to\n{enrolments}");
    let reading = open_folder::read(OpenFolderFiles {
        schools: Some(SCHOOLS.as_bytes()),
        calendars: Some(calendar.as_bytes()),
        classes: Some(classes.as_bytes()),
        pupils: Some(pupils.as_bytes()),
        enrolments: Some(enrolments.as_bytes()),
        marks: Some(b"pupil_id,date,note,kind\n"),
        partials: None,
        notings: None,
    });
    let report = |p: intake::Problems| p.report(intake::Lang::English, 20);
    reading.importable().map_err(report).unwrap().0
}

/// Everything pages say that hangs on the roster: days, names in order, classes, homes, and what pupils carry.
async fn everything(store: &Store) -> BTreeMap<String, Vec<String>> {
    let mut all = seen_by_all(store).await;
    let scope_all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&operator(), TODAY).unwrap();
    let seen = store.seen(&scope_all).await.unwrap();
    let mut order: Vec<(u32, PupilId)> = seen.pupils().map(|p| (p.name_rank(), p.id())).collect();
    order.sort_unstable();
    let ids: Vec<PupilId> = order.iter().map(|(_, id)| *id).collect();
    let who = store.pupil_names(&names, "test", &ids).await.unwrap();
    let line = |p: &store::PupilIdentity| format!("{} {:?} {:?}", p.name.full(), p.household, p.stays);
    all.insert("in order of names".into(), who.iter().map(line).collect());
    let roster = store.roster().await.unwrap();
    let mut classes: Vec<String> = roster.classes().iter().map(|c| format!("{c:?}")).collect();
    classes.sort();
    all.insert("classes".into(), classes);
    let mut schools: Vec<String> = roster.schools().iter().map(|s| format!("{s:?}")).collect();
    schools.sort();
    all.insert("schools".into(), schools);
    for (id, carried) in carried_by_all(store).await {
        all.insert(format!("carried by {id}"), carried);
    }
    for school in ["s1", "s2"] {
        let id = roster.schools().iter().find(|s| s.external_id == school).unwrap().id;
        let place = Place::School(id);
        let leads = RoleGrant::new(Role::SchoolLeader, place, date(2026, 8, 1), None).unwrap();
        let actor = Actor::signed_in(PersonId::from_uuid(uuid::Uuid::from_u128(7)), vec![leads]);
        let own = scope::<act::List, on::PupilAttendance>(&actor, TODAY).unwrap();
        let seen = store.seen(&own).await.unwrap();
        let mut own: Vec<String> = seen.pupils().map(|p| p.id().to_string()).collect();
        own.sort();
        all.insert(format!("seen at {school}"), own);
        let data = scope::<act::List, on::DataQuality>(&actor, TODAY).unwrap();
        let mixes = store.category_mix(&data, DayWeight::Half).await.unwrap();
        all.insert(
            format!("mix of {school}"),
            mixes.iter().map(|mix| format!("{mix:?}")).collect(),
        );
    }
    all
}

async fn two_enrolments_at_once_leave_one(home: Home) {
    let (one, other) = (filled(&home).await, home.open().await);
    let here = ImportRequest {
        also_here: true,
        confirmed: true,
        ..request()
    };
    let classes = CLASSES.split_once('\n').unwrap().1;
    let into = |class: &str| {
        let stays = format!("p1,{class},2026-11-02,\n");
        roster_folder(
            classes,
            "p1,Øjvind,Testsen,0101151234,1915-01-01,false,h1\n",
            &stays,
            &days(),
        )
    };
    let (first, second) = (into("k2"), into("k3"));
    let permit = may_import();
    let (a, b) = tokio::join!(
        one.import_folder(&permit, &here, &first),
        other.import_folder(&permit, &here, &second),
    );
    a.and(b).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&operator(), TODAY).unwrap();
    let id = pupil(&one, "p1").await;
    let who = one.pupil_names(&names, "test", &[id]).await.unwrap();
    let from_november: Vec<_> = who[0].stays.iter().filter(|s| s.from == date(2026, 11, 2)).collect();
    assert_eq!(from_november.len(), 1, "{:?}", who[0].stays);
    assert_eq!(who[0].stays.iter().filter(|s| s.to.is_none()).count(), 1);
    let followed = everything(&one).await;
    same(&everything(&other).await, &followed, "both programs");
    let anew = home.open().await;
    anew.planes_rebuild().await.unwrap();
    same(&followed, &everything(&anew).await, "everything read anew");
}

async fn a_changed_roster_is_followed_as_if_everything_were_read_anew(home: Home) {
    let store = filled(&home).await;
    let other = home.open().await;
    let here = ImportRequest {
        also_here: true,
        confirmed: true,
        ..request()
    };
    everything(&store).await;
    everything(&other).await;
    other.planes_snapshot().await.unwrap();
    let without = |day: &str| {
        days()
            .lines()
            .filter(|line| !line.ends_with(day))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let all_days = days();
    let p2 = "p2,Aase,Prøvesen,,,true,h1\n";
    let steps = [
        ("a class renamed", "k1,s1,3. x,3,2026/2027\n", "", "", all_days.clone()),
        (
            "a pupil moved, an absence on a day of the old class",
            CLASSES.split_once('\n').unwrap().1,
            p2,
            "p2,k2,2026-08-10,2026-08-11\np2,k3,2026-08-12,\n",
            all_days.clone(),
        ),
        (
            "a pupil come, with a name in the middle, into a household",
            "k4,s2,9. d,9,2026/2027\nk3,s2,7. c,7,2026/2027\n",
            "p4,Ane,Nysen,,,false,h2\np3,Bo,Eksempel,,,false,h2\n",
            "p4,k4,2026-08-10,\np3,k3,2026-08-10,\n",
            all_days.clone(),
        ),
        (
            "a grade with one note",
            "k3,s2,6. c,6,2026/2027\n",
            "",
            "",
            all_days.clone(),
        ),
        ("a day no school day", "", "", "", without("2026-11-05")),
        ("a day a school day again", "", "", "", all_days),
        (
            "a pupil with another name",
            "",
            "p1,Ålbert,Testsen,0101151234,1915-01-01,false,h1\n",
            "",
            days(),
        ),
    ];
    let mut before = everything(&store).await;
    for (what, classes, pupils, enrolments, calendar) in steps {
        let folder = roster_folder(classes, pupils, enrolments, &calendar);
        store.import_folder(&may_import(), &here, &folder).await.unwrap();
        let followed = everything(&store).await;
        assert!(followed != before, "{what} is seen");
        same(&everything(&other).await, &followed, what);
        let anew = home.open().await;
        anew.planes_rebuild().await.unwrap();
        same(&followed, &everything(&anew).await, what);
        before = followed;
    }
    let told = home.rows("SELECT DISTINCT position FROM roster_changes").await;
    assert_eq!(told, 8, "every change since the first import said what it touched");
    same(
        &everything(&home.open().await).await,
        &before,
        "an old snapshot and the changes since",
    );
    let (_, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p2").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&actor, &facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    let followed = everything(&other).await;
    let anew = home.open().await;
    anew.planes_rebuild().await.unwrap();
    same(&followed, &everything(&anew).await, "a pupil erased");
    assert!(!followed.contains_key("p2"));
}

async fn two_programs_on_one_database_follow_each_other(home: Home) {
    let (one, other) = (filled(&home).await, home.open().await);
    same(&seen_by_all(&one).await, &seen_by_all(&other).await, "both");
    let here = ImportRequest {
        also_here: true,
        ..request()
    };
    let more = MARKS.to_owned() + "p1,2026-11-13,start,unlawful,,,,\n";
    one.import_folder(&may_import(), &here, &folder(&more)).await.unwrap();
    let after = seen_by_all(&one).await;
    assert!(after["p1"].iter().any(|d| d.starts_with("2026-11-13 Absent(Unlawful)")));
    same(&seen_by_all(&other).await, &after, "after");
}

async fn lists_and_single_decisions_agree(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s2").await;
    for day in [date(2026, 9, 1), TODAY] {
        let list = scope::<act::List, on::PupilAttendance>(&actor, day).unwrap();
        let listed: BTreeSet<PupilId> = store.seen(&list).await.unwrap().pupils().map(|p| p.id()).collect();
        let mut single = BTreeSet::new();
        for id in ["p1", "p2", "p3"] {
            let id = pupil(&store, id).await;
            let facts = store.pupil_facts(id, day).await.unwrap().unwrap();
            if may::<act::Read, on::PupilAttendance>(&actor, &facts, day).is_ok() {
                single.insert(id);
            }
        }
        assert_eq!(listed, single, "{day}");
        assert_eq!(
            listed.len(),
            if day == TODAY { 2 } else { 1 },
            "p2 changed school in October"
        );
    }
    let names = scope::<act::List, on::PupilIdentity>(&actor, TODAY).unwrap();
    let outside = pupil(&store, "p1").await;
    assert!(store.pupil_names(&names, "test", &[outside]).await.unwrap().is_empty());
    assert_eq!(store.pupil_search(&names, "prøve", 10).await.unwrap().len(), 1);
    assert!(
        store.pupil_search(&names, "øjv", 10).await.unwrap().is_empty(),
        "another school's pupil"
    );
}

async fn a_mark_is_corrected_here_and_only_where_the_register_is_kept(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let permit = may::<act::Change, on::Mark>(&actor, &facts, TODAY).unwrap();
    let (day, reason) = (date(2026, 11, 5), Some("Forældre ringede".to_owned()));
    let mark = NewMark {
        pupil: id,
        day,
        note: Note::Day,
        kind: Kind::Present,
        minutes: None,
        reason,
    };
    store.mark_correct(&permit, std::slice::from_ref(&mark)).await.unwrap();
    let stands = &seen_by_all(&store).await["p3"];
    assert!(
        stands.iter().any(|d| d.starts_with("2026-11-05 Clear Clear")),
        "{stands:?}"
    );
    let read = may::<act::Read, on::Mark>(&actor, &facts, TODAY).unwrap();
    let history = store.mark_history(&read, Span { from: day, to: day }).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(
        (last.recorded_by, last.reason.as_deref()),
        (Some(person), Some("Forældre ringede"))
    );
    let other = NewMark {
        pupil: pupil(&store, "p1").await,
        ..mark.clone()
    };
    assert!(matches!(
        store.mark_correct(&permit, &[other]).await,
        Err(StoreError::Permit(_))
    ));
    let setup = may::<act::Change, on::SchoolSetup>(&operator(), &Spot::Municipality, TODAY).unwrap();
    let school = store
        .roster()
        .await
        .unwrap()
        .schools()
        .iter()
        .find(|s| s.external_id == "s2")
        .unwrap()
        .id;
    store
        .school_register_set(&setup, school, RegisterBy::Imported)
        .await
        .unwrap();
    assert!(matches!(
        store.mark_correct(&permit, &[mark]).await,
        Err(StoreError::Register(_))
    ));
}

/// What every pupil carries today, by external id: rule, first day of the window, what was counted, whether it stands.
async fn carried_by_all(store: &Store) -> BTreeMap<String, Vec<String>> {
    let all = scope::<act::List, on::PupilAttendance>(&operator(), store.today()).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&operator(), store.today()).unwrap();
    let rules = RulePack::shipped().unwrap().with_file(OWN_RULE).unwrap();
    let seen = store.seen(&all).await.unwrap();
    let carried = store.carried(&seen, &kept_rules(rules)).await.unwrap();
    let ids: Vec<PupilId> = seen.pupils().map(|p| p.id()).collect();
    let mut out = BTreeMap::new();
    for who in store.pupil_names(&names, "test", &ids).await.unwrap() {
        let duties = carried.duties(who.id).into_iter().map(|duty| {
            let ground = match duty.ground {
                Ground::Stands => "stands".to_owned(),
                Ground::Changed(now) => format!("changed, now {}", now.map_or(0, |now| now.numerator)),
            };
            let held = duty.held;
            format!("{} {} {} {ground}", held.rule.id, held.begins, held.reading.numerator)
        });
        let findings = carried.findings(who.id).into_iter();
        let findings = findings.map(|f| format!("{} since {}", f.rule.id, f.reached_on));
        out.insert(who.external_id, duties.chain(findings).collect());
    }
    out
}

/// The same pack for every question: what is kept is kept for one pack.
fn kept_rules(rules: RulePack) -> Arc<RulePack> {
    static RULES: std::sync::OnceLock<Arc<RulePack>> = std::sync::OnceLock::new();
    Arc::clone(RULES.get_or_init(|| Arc::new(rules)))
}

const OWN_RULE: &str = r#"
[[rules]]
id = "local.own_run"
status = "local"
name = { da = "Egen", en = "Own" }
[[rules.versions]]
from = "2019-08-01"
window = "run"
run = "any_absence"
unit = "days"
categories = ["illness", "leave", "unlawful"]
at_least = 2
who = "leader"
within = "none"
source = "Egen"
checked = "2026-11-22"
duty = { plain = "look", da = "Se.", en = "Look." }
"#;

fn corrected(id: PupilId, day: Date, kind: Kind) -> NewMark {
    NewMark {
        pupil: id,
        day,
        note: Note::Day,
        kind,
        minutes: None,
        reason: Some("Forældre ringede".to_owned()),
    }
}

async fn a_duty_stays_when_a_correction_takes_its_ground(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let permit = may::<act::Change, on::Mark>(&actor, &facts, TODAY).unwrap();
    let unlawful = |carried: &BTreeMap<String, Vec<String>>| -> Vec<String> {
        let all = carried["p3"]
            .iter()
            .filter(|d| d.starts_with("dk.unlawful.any 2026-10-01"));
        all.cloned().collect()
    };
    assert_eq!(unlawful(&carried_by_all(&store).await), Vec::<String>::new());
    let day = date(2026, 11, 16);
    let away = corrected(id, day, Kind::Absent(Category::Unlawful));
    store.mark_correct(&permit, &[away]).await.unwrap();
    let stands = ["dk.unlawful.any 2026-10-01 2 stands"];
    assert_eq!(unlawful(&carried_by_all(&store).await), stands);
    home.clock.set(instant("2026-11-23T08:00:00Z"));
    let ill = corrected(id, day, Kind::Absent(Category::Illness));
    store.mark_correct(&permit, &[ill]).await.unwrap();
    let changed = ["dk.unlawful.any 2026-10-01 2 changed, now 0"];
    let now = carried_by_all(&store).await;
    assert_eq!(unlawful(&now), changed);
    store.planes_snapshot().await.unwrap();
    assert_eq!(
        carried_by_all(&home.open().await).await,
        now,
        "a start from the snapshot"
    );
    store.planes_rebuild().await.unwrap();
    assert_eq!(carried_by_all(&store).await, now, "everything from the tables");
    home.clock.set(instant("2026-11-24T08:00:00Z"));
    let again = corrected(id, day, Kind::Absent(Category::Unlawful));
    store.mark_correct(&permit, &[again]).await.unwrap();
    assert_eq!(unlawful(&carried_by_all(&store).await), stands, "the ground came back");
    home.clock.set(instant("2028-09-01T08:00:00Z"));
    assert_eq!(
        unlawful(&carried_by_all(&store).await),
        Vec::<String>::new(),
        "two years on"
    );
}

async fn an_imported_correction_and_an_undone_import_take_ground_too(home: Home) {
    let store = filled(&home).await;
    let here = ImportRequest {
        also_here: true,
        confirmed: true,
        ..request()
    };
    let say = |carried: &BTreeMap<String, Vec<String>>, who: &str| -> Vec<String> {
        let all = carried[who]
            .iter()
            .filter(|d| d.starts_with("dk.unlawful.any 2026-10-01"));
        all.cloned().collect()
    };
    let more = MARKS.to_owned() + "p1,2026-11-12,day,unlawful,,,2026-11-12T07:00:00Z,\n";
    let import = store.import_folder(&may_import(), &here, &folder(&more)).await.unwrap();
    assert!(import.counts.marks > 0);
    let stands = ["dk.unlawful.any 2026-10-01 2 stands"];
    assert_eq!(say(&carried_by_all(&store).await, "p1"), stands);
    home.clock.set(instant("2026-11-20T10:00:00Z"));
    let better = MARKS.to_owned() + "p1,2026-11-12,day,leave,,,2026-11-13T07:00:00Z,\n";
    store
        .import_folder(&may_import(), &here, &folder(&better))
        .await
        .unwrap();
    let changed = ["dk.unlawful.any 2026-10-01 2 changed, now 0"];
    assert_eq!(say(&carried_by_all(&store).await, "p1"), changed);
    let whole = MARKS.to_owned() + "p3,2026-11-13,day,unlawful,,,2026-11-13T07:00:00Z,\n";
    home.clock.set(instant("2026-11-20T11:00:00Z"));
    let id = store
        .import_folder(&may_import(), &here, &folder(&whole))
        .await
        .unwrap()
        .id;
    assert_eq!(say(&carried_by_all(&store).await, "p3"), stands);
    home.clock.set(instant("2026-11-20T12:00:00Z"));
    let undo = may::<act::Undo, on::Import>(&operator(), &Spot::Municipality, TODAY).unwrap();
    store.import_undo(&undo, id).await.unwrap();
    assert_eq!(say(&carried_by_all(&store).await, "p3"), changed, "undone");
}

/// Random marks and notings of classes, a day or an hour apart: what is kept is what another program works out anew.
async fn what_pupils_carry_is_kept_as_it_would_be_worked_out_anew(home: Home) {
    let store = filled(&home).await;
    let mut at = instant("2026-11-20T08:00:00Z");
    let (_, first) = leader(&store, "s1").await;
    let (_, second) = leader(&store, "s2").await;
    let places = [("p1", "k1", &first), ("p2", "k3", &second), ("p3", "k3", &second)];
    let step = (0usize..3, 0i64..14, 0usize..6, any::<bool>(), 0i64..30);
    let mut runner = TestRunner::deterministic();
    let steps = prop::collection::vec(step, 40).new_tree(&mut runner).unwrap().current();
    let kinds = [
        Kind::Absent(Category::Illness),
        Kind::Absent(Category::AuthorisedLeave),
        Kind::Absent(Category::Unlawful),
        Kind::Absent(Category::Unlawful),
        Kind::Late,
        Kind::Present,
    ];
    for (who, back, kind, whole_class, hours) in steps {
        at = at.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
        home.clock.set(at);
        let today = store.today();
        let day = (0..9)
            .map(|more| today.checked_sub(jiff::ToSpan::days(back + more)).unwrap())
            .find(|day| day.weekday().to_monday_zero_offset() < 5)
            .unwrap();
        let (external, class, actor) = places[who];
        let id = pupil(&store, external).await;
        let mark = corrected(id, day, kinds[kind]);
        if whole_class {
            let class = store
                .roster()
                .await
                .unwrap()
                .classes()
                .iter()
                .find(|c| c.external_id == class)
                .unwrap()
                .id;
            let facts = store.class_facts(class).await.unwrap().unwrap();
            let permit = may::<act::Change, on::ClassRegister>(actor, &facts, today).unwrap();
            let (slots, marks) = (vec![Slot::Start, Slot::End], vec![mark]);
            store
                .class_note(&permit, &ClassNoted { day, slots, marks })
                .await
                .unwrap();
        } else {
            let facts = store.pupil_facts(id, today).await.unwrap().unwrap();
            let permit = may::<act::Change, on::Mark>(actor, &facts, today).unwrap();
            store.mark_correct(&permit, &[mark]).await.unwrap();
        }
        let kept = carried_by_all(&store).await;
        let other = home.open().await;
        assert_eq!(kept, carried_by_all(&other).await, "on {today}, after {external} {day}");
        other.close().await;
    }
}

async fn a_mark_made_here_says_which_row_it_replaces(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s1").await;
    let (p1, p2) = (pupil(&store, "p1").await, pupil(&store, "p2").await);
    let (day, free) = (date(2026, 8, 12), date(2026, 8, 13));
    let history = async |id: PupilId, day: Date| {
        let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
        let read = may::<act::Read, on::Mark>(&operator(), &facts, TODAY);
        let read = match read {
            Ok(read) => read,
            Err(_) => may::<act::Read, on::Mark>(&actor, &facts, TODAY).unwrap(),
        };
        store.mark_history(&read, Span { from: day, to: day }).await.unwrap()
    };
    let mark = |pupil, day, note, kind| NewMark {
        pupil,
        day,
        note,
        kind,
        minutes: None,
        reason: Some("Rettet".to_owned()),
    };
    // A correction points at the imported row; the next one at the correction; a free day at nothing.
    let imported = history(p1, day).await[0].position;
    let facts = store.pupil_facts(p1, TODAY).await.unwrap().unwrap();
    let change = may::<act::Change, on::Mark>(&actor, &facts, TODAY).unwrap();
    let ill = attendance::Category::Illness;
    for kind in [Kind::Absent(attendance::Category::Unlawful), Kind::Absent(ill)] {
        store
            .mark_correct(
                &change,
                &[mark(p1, day, Note::Day, kind), mark(p1, free, Note::Day, kind)],
            )
            .await
            .unwrap();
    }
    let rows = history(p1, day).await;
    assert_eq!(
        rows.iter().map(|row| row.replaces).collect::<Vec<_>>(),
        [None, Some(imported), Some(rows[1].position)]
    );
    let rows = history(p1, free).await;
    assert_eq!(
        rows.iter().map(|row| row.replaces).collect::<Vec<_>>(),
        [None, Some(rows[0].position)]
    );
    // The register of the class: start and end of a day in grade 8 each have their own row to replace. p2 has moved
    // to another school since, and was there on that day.
    let roster = store.roster().await.unwrap();
    let class = roster.classes().iter().find(|c| c.external_id == "k2").unwrap();
    let class = access::ClassFacts {
        class: class.id,
        school: class.school,
    };
    let register = may::<act::Change, on::ClassRegister>(&actor, &class, TODAY).unwrap();
    let note = |note| ClassNoted {
        day: free,
        slots: Vec::new(),
        marks: vec![mark(p2, free, note, Kind::Absent(ill))],
    };
    for one in [Note::Start, Note::End, Note::Day] {
        store.class_note(&register, &note(one)).await.unwrap();
    }
    let last = home
        .rows("SELECT 1 AS one FROM marks m JOIN marks r ON r.position = m.replaces WHERE m.note = 'day' AND r.note = 'end'")
        .await;
    assert_eq!(last, 1, "the newest row under the whole day");
    let fresh = home
        .rows("SELECT 1 AS one FROM marks WHERE import_id IS NULL AND note IN ('start', 'end') AND replaces IS NULL")
        .await;
    assert_eq!(fresh, 2, "nothing stood under start or end");
}

async fn minutes_late_are_those_that_stand(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s1").await;
    let roster = store.roster().await.unwrap();
    let class = roster.classes().iter().find(|c| c.external_id == "k2").unwrap().id;
    let facts = store.class_facts(class).await.unwrap().unwrap();
    let read = may::<act::Read, on::ClassRegister>(&actor, &facts, TODAY).unwrap();
    let change = may::<act::Change, on::ClassRegister>(&actor, &facts, TODAY).unwrap();
    let (id, day) = (pupil(&store, "p2").await, date(2026, 8, 12));
    let minutes = store.class_minutes(&read, day).await.unwrap();
    assert_eq!(minutes, HashMap::from([((id, Slot::Start), 25)]));
    assert!(store.class_minutes(&read, date(2026, 8, 13)).await.unwrap().is_empty());
    let noted = |kind, minutes| ClassNoted {
        day,
        slots: Vec::new(),
        marks: vec![NewMark {
            pupil: id,
            day,
            note: Note::Start,
            kind,
            minutes,
            reason: None,
        }],
    };
    store.class_note(&change, &noted(Kind::Late, Some(10))).await.unwrap();
    let minutes = store.class_minutes(&read, day).await.unwrap();
    assert_eq!(minutes.get(&(id, Slot::Start)), Some(&10));
    store.class_note(&change, &noted(Kind::Late, None)).await.unwrap();
    assert!(
        store.class_minutes(&read, day).await.unwrap().is_empty(),
        "late, by how much nobody says"
    );
}

async fn what_people_wrote_is_the_same_read_in_one_go(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s2").await;
    let (_, elsewhere) = leader(&store, "s1").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let create = may::<act::Create, on::Concern>(&actor, &facts, TODAY).unwrap();
    for words in ["Bo virker trist", "Bo går alene"] {
        let draft = ConcernDraft {
            raised_by: RaisedBy::Teacher,
            seen_on: TODAY,
            signs: BTreeSet::new(),
            words: words.into(),
            review: None,
        };
        store
            .concern_raise(&create, &draft.check(id, TODAY).unwrap())
            .await
            .unwrap();
    }
    let roster = store.roster().await.unwrap();
    let school = roster.schools().iter().find(|s| s.external_id == "s2").unwrap().id;
    let spot = Spot::School(school);
    let begin = may::<act::Create, on::Review>(&actor, &spot, TODAY).unwrap();
    let event = ReviewSeries::begin(ReviewPlace::School(school), series_plan(actor.person().unwrap())).unwrap();
    let series = store.review_series_begin(&begin, &event).await.unwrap();
    let mine = scope::<act::List, on::Review>(&actor, TODAY).unwrap();
    let series = store.review_series_one(&mine, series).await.unwrap().unwrap();
    let event = ReviewMeeting::plan(series.id, TODAY, TODAY).unwrap();
    let meeting = store.review_meeting_plan(&begin, &series, &event).await.unwrap();
    let draft = OutcomeDraft {
        kind: OutcomeKind::Talk,
        reason: String::new(),
        until: None,
    };
    let decide = may::<act::Create, on::ReviewOutcome>(&actor, &facts, TODAY).unwrap();
    let event = PupilOutcome::decide(None, meeting, id, &draft, TODAY).unwrap();
    store.outcome_decide(&decide, None, &event).await.unwrap();
    for (who, wrote) in [(&actor, (2, 1)), (&elsewhere, (0, 0))] {
        let seen = scope::<act::List, on::PupilAttendance>(who, TODAY).unwrap();
        let concerns = scope::<act::List, on::Concern>(who, TODAY).unwrap();
        let outcomes = scope::<act::List, on::ReviewOutcome>(who, TODAY).unwrap();
        let scopes = WrittenScopes {
            cases: None,
            duties: None,
            concerns: Some(&concerns),
            outcomes: Some(&outcomes),
        };
        let seen = store.seen(&seen).await.unwrap();
        let written = store.written(&seen, scopes).await.unwrap();
        assert_eq!((written.concerns.len(), written.outcomes.len()), wrote);
        let apart = store.concern_list(&concerns).await.unwrap();
        let ids = |all: &[casework::Concern]| all.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(&written.concerns), ids(&apart));
        assert!(written.outcomes == store.outcome_list(&outcomes).await.unwrap());
        assert!(written.duties.is_empty(), "nobody asked for them");
        // All pupils seen, only the lists' scopes hold somebody back.
        let all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
        let all = store.seen(&all).await.unwrap();
        let written = store.written(&all, scopes).await.unwrap();
        assert_eq!((written.concerns.len(), written.outcomes.len()), wrote);
    }
    let told = "SELECT 1 FROM audit_entries WHERE what = 'list of concern'";
    assert_eq!(
        home.rows(told).await,
        3,
        "each reading is in the trail, and none where nothing was read"
    );
}

fn series_plan(responsible: PersonId) -> SeriesPlan {
    SeriesPlan::from_template(ReviewTemplate::Leadership, "Gennemgang", TODAY, responsible)
}

async fn reviews_are_held_where_they_look(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let (_, elsewhere) = leader(&store, "s1").await;
    let roster = store.roster().await.unwrap();
    let school = |id: &str| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let spot = Spot::School(school("s2"));
    let create = may::<act::Create, on::Review>(&actor, &spot, TODAY).unwrap();
    let begin = |place| ReviewSeries::begin(place, series_plan(person)).unwrap();
    let wrong = store
        .review_series_begin(&create, &begin(ReviewPlace::School(school("s1"))))
        .await;
    assert!(matches!(wrong, Err(StoreError::Permit(_))), "{wrong:?}");
    let id = store
        .review_series_begin(&create, &begin(ReviewPlace::School(school("s2"))))
        .await
        .unwrap();
    let scope_of = |actor: &Actor| scope::<act::List, on::Review>(actor, TODAY).unwrap();
    assert!(
        store
            .review_series_list(&scope_of(&elsewhere))
            .await
            .unwrap()
            .is_empty()
    );
    let series = store.review_series_one(&scope_of(&actor), id).await.unwrap().unwrap();
    assert_eq!((series.plan.name.as_str(), series.ended_on), ("Gennemgang", None));
    // A meeting: planned, written to, held; the second of two who write at once is refused, and so is another school.
    let next = ReviewMeeting::plan(id, TODAY, TODAY).unwrap();
    let meeting = store.review_meeting_plan(&create, &series, &next).await.unwrap();
    let change = may::<act::Change, on::Review>(&actor, &spot, TODAY).unwrap();
    let there = may::<act::Change, on::Review>(&elsewhere, &Spot::School(school("s1")), TODAY).unwrap();
    let met = async || {
        let all = store.review_meeting_list(std::slice::from_ref(&series)).await.unwrap();
        all.into_iter().find(|one| one.id == meeting).unwrap()
    };
    let before = met().await;
    let note = before.note("Tre vikarer på to uger").unwrap();
    let outside = store.review_meeting_add(&there, &series, &before, &note).await;
    assert!(matches!(outside, Err(StoreError::Permit(_))), "{outside:?}");
    store
        .review_meeting_add(&change, &series, &before, &note)
        .await
        .unwrap();
    let late = store.review_meeting_add(&change, &series, &before, &note).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let now = met().await;
    let held = now
        .hold(TODAY, BTreeSet::from([Participant::SchoolLeader]), TODAY)
        .unwrap();
    store.review_meeting_add(&change, &series, &now, &held).await.unwrap();
    let over = met().await;
    assert_eq!((over.held_on(), over.notes.len()), (Some(TODAY), 1));
    // The series runs otherwise from now on, then ends; what was is kept.
    let plan = SeriesPlan {
        cadence: Cadence::Weeks(2),
        name: "Hver anden uge".to_owned(),
        ..series.plan.clone()
    };
    let changed = series.change(plan).unwrap();
    let wrong = store.review_series_change(&there, &series, &changed).await;
    assert!(matches!(wrong, Err(StoreError::Permit(_))), "{wrong:?}");
    store.review_series_change(&change, &series, &changed).await.unwrap();
    let late = store.review_series_change(&change, &series, &changed).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let series = store.review_series_one(&scope_of(&actor), id).await.unwrap().unwrap();
    assert_eq!(series.plan.cadence, Cadence::Weeks(2));
    let ended = series.end("Skolen har fået et fast fraværsteam").unwrap();
    let close = may::<act::Close, on::Review>(&actor, &spot, TODAY).unwrap();
    assert!(matches!(
        store.review_series_change(&change, &series, &ended).await,
        Err(StoreError::Permit(_))
    ));
    store.review_series_end(&close, &series, &ended).await.unwrap();
    let series = store.review_series_one(&scope_of(&actor), id).await.unwrap().unwrap();
    assert_eq!((series.ended_on, series.history.len()), (Some(TODAY), 3));
    assert_eq!(
        series.ended_because.as_ref().map(OwnWords::reveal),
        Some("Skolen har fået et fast fraværsteam")
    );
    assert_eq!(store.review_meeting_list(&[series]).await.unwrap().len(), 1);
}

async fn a_review_decides_once_for_a_pupil_and_may_change_its_mind(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let (_, elsewhere) = leader(&store, "s1").await;
    let roster = store.roster().await.unwrap();
    let school = roster.schools().iter().find(|s| s.external_id == "s2").unwrap().id;
    let review = may::<act::Create, on::Review>(&actor, &Spot::School(school), TODAY).unwrap();
    let begin = ReviewSeries::begin(ReviewPlace::School(school), series_plan(person)).unwrap();
    let id = store.review_series_begin(&review, &begin).await.unwrap();
    let mine = scope::<act::List, on::Review>(&actor, TODAY).unwrap();
    let series = store.review_series_one(&mine, id).await.unwrap().unwrap();
    let next = ReviewMeeting::plan(id, TODAY, TODAY).unwrap();
    let meeting = store.review_meeting_plan(&review, &series, &next).await.unwrap();
    let p3 = pupil(&store, "p3").await;
    let facts = store.pupil_facts(p3, TODAY).await.unwrap().unwrap();
    let create = may::<act::Create, on::ReviewOutcome>(&actor, &facts, TODAY).unwrap();
    let read = may::<act::Read, on::ReviewOutcome>(&actor, &facts, TODAY).unwrap();
    let draft = |kind, reason: &str| OutcomeDraft {
        kind,
        reason: reason.to_owned(),
        until: None,
    };
    let talk = PupilOutcome::decide(None, meeting, p3, &draft(OutcomeKind::Talk, ""), TODAY).unwrap();
    store.outcome_decide(&create, None, &talk).await.unwrap();
    let standing = store.outcome_list_of(&read).await.unwrap().remove(0);
    assert!(standing.outcome == Outcome::Talk && standing.decided_by == person);
    let known = draft(OutcomeKind::KnownReason, "Brækket ben");
    let other = PupilOutcome::decide(Some(&standing), meeting, p3, &known, TODAY).unwrap();
    store.outcome_decide(&create, Some(&standing), &other).await.unwrap();
    let late = store.outcome_decide(&create, Some(&standing), &other).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let of = |actor: &Actor| scope::<act::List, on::ReviewOutcome>(actor, TODAY).unwrap();
    let met = store.review_meeting_outcomes(&of(&actor), meeting).await.unwrap();
    assert_eq!((met.len(), met[0].history.len()), (1, 2));
    assert_eq!(met[0].outcome.kind(), OutcomeKind::KnownReason);
    assert!(
        store
            .review_meeting_outcomes(&of(&elsewhere), meeting)
            .await
            .unwrap()
            .is_empty(),
        "another school's pupil"
    );
    let newest = store.outcome_list_newest(&of(&actor)).await.unwrap();
    assert_eq!(newest.keys().collect::<Vec<_>>(), [&p3]);
}

/// A form of a case filled in: the fields given, each with one value.
fn case_event(act: &str, fields: &[(&str, &str)]) -> CaseEvent {
    let answers = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    Form::of(act).unwrap().read(&answers, TODAY).unwrap()
}

const KNOWN: Known = Known {
    today: TODAY,
    born: None,
    break_near: None,
    consent_when_absent: false,
};

/// A case about a pupil, opened and coordinated by its school's leader.
async fn case_about(store: &Store, pupil: PupilId, (leader, actor): &(PersonId, Actor)) -> (CaseFacts, Case) {
    let facts = store.pupil_facts(pupil, TODAY).await.unwrap().unwrap();
    let new = CaseFacts {
        pupil: facts,
        case: None,
        people: BTreeSet::new(),
    };
    let event = case_event(
        "opened",
        &[
            ("pupil", &pupil.to_string()),
            ("origin", "by_hand"),
            ("reason", "Trækker sig"),
            ("coordinator", &leader.to_string()),
            ("mandate", "decides"),
            ("school_contact", &leader.to_string()),
        ],
    );
    let permit = may::<act::Create, on::Case>(actor, &new, TODAY).unwrap();
    let id = store.case_open(&permit, &event).await.unwrap().unwrap();
    let facts = store.case_facts(id, TODAY).await.unwrap().unwrap();
    let read = may::<act::Read, on::Case>(actor, &facts, TODAY).unwrap();
    (facts, store.case_one(&read).await.unwrap().0)
}

/// R-085, R-098: a case is seen by those who take part, and no further.
async fn a_case_is_carried_by_those_who_take_part(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let (guest, guest_actor) = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    assert!(case.is_open() && case.history.len() == 1);
    assert!(may::<act::Read, on::Case>(&guest_actor, &facts, TODAY).is_err());
    let mine = scope::<act::List, on::Case>(&guest_actor, TODAY).unwrap();
    assert!(store.case_list(&mine).await.unwrap().is_empty());

    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let invited = case_event(
        "participant_invited",
        &[
            ("person", &guest.to_string()),
            ("role", "school_social_worker"),
            ("purpose", "Sparring til klassen"),
            ("family_knows", "yes"),
            ("knows_best", "no"),
        ],
    );
    let number = store.case_write(&change, &invited, &KNOWN).await.unwrap().unwrap();
    assert_eq!(number.number(), 2);
    let refused = case_event("resumed", &[]);
    let refusal = store.case_write(&change, &refused, &KNOWN).await.unwrap();
    assert_eq!(refusal, Err(Refusal::NotPaused));
    let listed = store.case_list(&mine).await.unwrap();
    assert_eq!(listed.iter().map(|(case, _)| case.id).collect::<Vec<_>>(), [case.id]);

    let left = case_event("participant_left", &[("participant", "2"), ("reason", "Færdig")]);
    store.case_write(&change, &left, &KNOWN).await.unwrap().unwrap();
    assert!(store.case_list(&mine).await.unwrap().is_empty());
    // That a case runs is known at the school, and nowhere else.
    let outlines = scope::<act::List, on::CaseOutline>(&owner.1, TODAY).unwrap();
    let outlines = store.case_outline_list(&outlines).await.unwrap();
    assert_eq!(outlines.len(), 1);
    assert_eq!(outlines[0].coordinator, Some(owner.0));
    let elsewhere = scope::<act::List, on::CaseOutline>(&guest_actor, TODAY).unwrap();
    assert!(store.case_outline_list(&elsewhere).await.unwrap().is_empty());
}

/// R-098, R-305: whoever carries a case can open it, and somebody of another administration takes part as that, on a ground,
/// whatever they are invited as.
async fn ppr_takes_part_as_ppr_and_on_a_ground_alone(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let school = store.roster().await.unwrap().schools()[0].id;
    let member = async |name: &str, role: Option<Role>| {
        let new = NewStaff {
            username: name.to_owned(),
            name: name.to_owned(),
            demo: false,
        };
        let person = store.staff_add(None, &new).await.unwrap();
        if let Some(role) = role {
            let held = NewGrant {
                staff: person,
                role: role.word().to_owned(),
                school: (role == Role::Ppr).then_some(school),
                class: None,
                from: date(2026, 8, 1),
                to: None,
            };
            store.role_grant_add(None, &held).await.unwrap();
        }
        person
    };
    let ppr = member("ppr", Some(Role::Ppr)).await;
    let nobody = member("ingen", None).await;
    let keeps_accounts = member("administrator", Some(Role::Administrator)).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let write = async |event: &CaseEvent| store.case_write(&change, event, &KNOWN).await.unwrap();
    let carried_by = |person: PersonId| {
        case_event(
            "coordinator_changed",
            &[
                ("to", &person.to_string()),
                ("mandate", "decides"),
                ("family", "agrees"),
                ("reason", "Kender barnet"),
            ],
        )
    };
    for person in [nobody, keeps_accounts] {
        assert_eq!(write(&carried_by(person)).await, Err(Refusal::CannotCarry));
    }
    assert_eq!(write(&carried_by(ppr)).await, Err(Refusal::NoGround));
    let invited = |role: &str| {
        case_event(
            "participant_invited",
            &[
                ("person", &ppr.to_string()),
                ("role", role),
                ("purpose", "Råd"),
                ("family_knows", "yes"),
                ("knows_best", "no"),
            ],
        )
    };
    assert_eq!(write(&invited("teacher")).await, Err(Refusal::InvitedAsAnother));
    let takes_part = async || {
        let facts = store.case_facts(case.id, TODAY).await.unwrap().unwrap();
        facts.people.contains(&ppr)
    };
    let ground = case_event(
        "ground_recorded",
        &[
            ("kind", "consent"),
            ("purpose", "Råd"),
            ("with", "ppr"),
            ("parties", "Skole og PPR"),
            ("data", "Fravær"),
            ("given", "På mødet"),
            ("from", "2026-11-20"),
        ],
    );
    let ground = write(&ground).await.unwrap();
    write(&carried_by(ppr)).await.unwrap();
    assert!(takes_part().await);
    let number = ground.number().to_string();
    let withdrawn = case_event("ground_withdrawn", &[("ground", &number), ("words", "Mor siger nej")]);
    write(&withdrawn).await.unwrap();
    assert!(!takes_part().await, "the coordinator too, at once");
}

async fn two_who_write_in_a_case_at_once_are_both_kept(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, _) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let note = |n: &str| case_event("noted", &[("words", n)]);
    let (one, two, three) = (note("en"), note("to"), note("tre"));
    let written = tokio::join!(
        store.case_write(&change, &one, &KNOWN),
        store.case_write(&change, &two, &KNOWN),
        store.case_write(&change, &three, &KNOWN),
    );
    for written in [written.0, written.1, written.2] {
        written.unwrap().unwrap();
    }
    let read = may::<act::Read, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let (case, who) = store.case_one(&read).await.unwrap();
    assert_eq!(who.id, p3);
    let kept: BTreeSet<&str> = case
        .history
        .iter()
        .filter_map(|entry| match &entry.event {
            CaseEvent::Noted { words } => Some(words.reveal()),
            _ => None,
        })
        .collect();
    assert_eq!(kept, BTreeSet::from(["en", "to", "tre"]));
}

/// R-029, R-211, R-234: the child's words are opened by the child; a confidence by nobody.
async fn a_childs_words_are_read_by_those_the_child_lets(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let (guest, guest_actor) = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let invited = case_event(
        "participant_invited",
        &[
            ("person", &guest.to_string()),
            ("role", "akt_teacher"),
            ("purpose", "Taler med barnet"),
            ("family_knows", "yes"),
            ("knows_best", "yes"),
        ],
    );
    store.case_write(&change, &invited, &KNOWN).await.unwrap().unwrap();
    let may_write = ViewFacts {
        pupil: p3,
        case: case.id,
        view: None,
        readers: BTreeSet::from([guest]),
    };
    let permit = may::<act::Create, on::View>(&guest_actor, &may_write, TODAY).unwrap();
    for of in [ViewOf::Child, ViewOf::Confidential] {
        let draft = ViewDraft {
            who: "Bo".into(),
            panes: BTreeMap::from([(Pane::Words, "Der er larm i klassen.".into())]),
            ..ViewDraft::default()
        };
        let event = draft
            .check(p3, case.id, (of, Tool::Freely, Contact::Visit), TODAY)
            .unwrap();
        store.view_write(&permit, &event).await.unwrap();
    }
    let read = may::<act::Read, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let (case, who) = store.case_one(&read).await.unwrap();
    assert_eq!(who.id, p3);
    assert_eq!(
        case.heard.len(),
        1,
        "that the child was heard, not what was told in confidence"
    );
    let all = |actor: &Actor| scope::<act::List, on::View>(actor, TODAY).unwrap();
    let seen = store.view_list(&all(&guest_actor), &case).await.unwrap();
    assert_eq!(seen.len(), 2);
    assert!(store.view_list(&all(&owner.1), &case).await.unwrap().is_empty());

    let childs = seen.iter().find(|view| view.of == ViewOf::Child).unwrap();
    let mine = may::<act::Change, on::View>(
        &guest_actor,
        &store::view_facts(childs, &case, &store::Family::default(), TODAY),
        TODAY,
    )
    .unwrap();
    let opened = childs
        .share(BTreeSet::from([Circle::Coordinator]), "Bo sagde ja den 20.")
        .unwrap();
    store.view_add(&mine, childs, &opened).await.unwrap();
    let now = store.view_list(&all(&owner.1), &case).await.unwrap();
    assert_eq!(now.len(), 1);
    // Who may read may not write in it.
    let reader = may::<act::Change, on::View>(
        &owner.1,
        &store::view_facts(&now[0], &case, &store::Family::default(), TODAY),
        TODAY,
    )
    .unwrap();
    let more = now[0].add(&BTreeMap::from([(Pane::Words, "mere".to_owned())])).unwrap();
    let refused = store.view_add(&reader, &now[0], &more).await;
    assert!(matches!(refused, Err(StoreError::Permit("author"))), "{refused:?}");
}

/// R-129, R-216: somebody outside the case has the question and answers it, and sees nothing else of the case.
async fn who_is_asked_answers_without_the_case(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let (nurse, nurse_actor) = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let asked = |person: PersonId| {
        let fields = [
            ("person", person.to_string()),
            ("role", "teacher".to_owned()),
            ("question", "Hvornår er Bo glad hos jer?".to_owned()),
            ("due", TODAY.tomorrow().unwrap().to_string()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        case_event("contribution_asked", &fields)
    };
    let number = store.case_write(&change, &asked(nurse), &KNOWN).await.unwrap().unwrap();
    let facts_of = store.contribution_facts(case.id, number).await.unwrap().unwrap();
    assert_eq!((facts_of.asked, facts_of.pupil), (nurse, p3));
    assert!(
        store
            .contribution_facts(case.id, Sequence::FIRST)
            .await
            .unwrap()
            .is_none()
    );

    let mine = scope::<act::List, on::Contribution>(&nurse_actor, TODAY).unwrap();
    let listed = store.contribution_list(&mine).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].question.reveal(), "Hvornår er Bo glad hos jer?");
    let others = scope::<act::List, on::Contribution>(&owner.1, TODAY).unwrap();
    assert!(store.contribution_list(&others).await.unwrap().is_empty());
    assert!(may::<act::Close, on::Contribution>(&owner.1, &facts_of, TODAY).is_err());
    assert!(may::<act::Read, on::Case>(&nurse_actor, &facts, TODAY).is_err());

    let close = may::<act::Close, on::Contribution>(&nurse_actor, &facts_of, TODAY).unwrap();
    let no_answer = case_event("noted", &[("words", "En note")]);
    let refused = store.contribution_answer(&close, &no_answer, &KNOWN).await;
    assert!(matches!(refused, Err(StoreError::Permit("question"))), "{refused:?}");
    let of = number.number().to_string();
    let answer = case_event(
        "contribution_given",
        &[("contribution", &of), ("words", "Ved klaveret.")],
    );
    store
        .contribution_answer(&close, &answer, &KNOWN)
        .await
        .unwrap()
        .unwrap();
    assert!(store.contribution_list(&mine).await.unwrap().is_empty());
    assert!(
        store.contribution_facts(case.id, number).await.unwrap().is_none(),
        "answered once"
    );
    let again = store.contribution_answer(&close, &answer, &KNOWN).await.unwrap();
    assert_eq!(again, Err(Refusal::Ended));
    let read = may::<act::Read, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let (case, _) = store.case_one(&read).await.unwrap();
    let last = case.history.last().unwrap();
    assert_eq!(last.by, nurse);
    assert!(matches!(&last.event, CaseEvent::ContributionGiven { words, .. } if words.reveal() == "Ved klaveret."));

    // Of another administration a question waits only while a ground holds for it (R-305, R-311).
    let ground = |until: &str| {
        let fields = [
            ("kind", "consent"),
            ("with", "health_nurse"),
            ("purpose", "Råd"),
            ("parties", "Sundhedsplejen"),
            ("data", "Syn og hørelse"),
            ("given", "Mor"),
            ("from", "2026-11-20"),
            ("until", until),
        ];
        case_event("ground_recorded", &fields)
    };
    let outside = {
        let fields = [
            ("person", nurse.to_string()),
            ("role", "health_nurse".to_owned()),
            ("question", "Hører Bo godt?".to_owned()),
            ("due", TODAY.tomorrow().unwrap().to_string()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        case_event("contribution_asked", &fields)
    };
    let refused = store.case_write(&change, &outside, &KNOWN).await.unwrap();
    assert_eq!(refused, Err(Refusal::NoGround));
    let consent = ground("2026-12-20");
    let consent = store.case_write(&change, &consent, &KNOWN).await.unwrap().unwrap();
    let number = store.case_write(&change, &outside, &KNOWN).await.unwrap().unwrap();
    assert_eq!(store.contribution_list(&mine).await.unwrap().len(), 1);
    let facts_of = store.contribution_facts(case.id, number).await.unwrap().unwrap();
    let read = may::<act::Read, on::Contribution>(&nurse_actor, &facts_of, TODAY).unwrap();
    assert_eq!(store.contribution_one(&read).await.unwrap().number, number);
    let before = home.clock.now();
    home.clock.set(instant("2026-12-21T08:00:00Z"));
    let gone = store.contribution_one(&read).await;
    assert!(matches!(gone, Err(StoreError::Missing("question"))), "it ran out");
    home.clock.set(before);
    let withdrawn = case_event(
        "ground_withdrawn",
        &[("ground", &consent.number().to_string()), ("words", "Nej tak")],
    );
    store.case_write(&change, &withdrawn, &KNOWN).await.unwrap().unwrap();
    assert!(store.contribution_list(&mine).await.unwrap().is_empty());
    let gone = store.contribution_one(&read).await;
    assert!(matches!(gone, Err(StoreError::Missing("question"))), "it was withdrawn");
    let close = may::<act::Close, on::Contribution>(&nurse_actor, &facts_of, TODAY).unwrap();
    let answer = case_event(
        "contribution_given",
        &[("contribution", &number.number().to_string()), ("words", "Ja.")],
    );
    let late = store.contribution_answer(&close, &answer, &KNOWN).await.unwrap();
    assert_eq!(late, Err(Refusal::NoGround));

    // Closing the case takes the questions with it, and so does erasing the pupil.
    let number = store.case_write(&change, &asked(nurse), &KNOWN).await.unwrap().unwrap();
    assert!(store.contribution_facts(case.id, number).await.unwrap().is_some());
    let of_pupil = store.pupil_facts(p3, TODAY).await.unwrap().unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &of_pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert!(store.contribution_list(&mine).await.unwrap().is_empty());
}

/// R-104: who informs sees what has reached whom; of a child nothing is kept, nor of what is not told to all.
async fn who_has_opened_what_is_told_is_kept_for_adults_alone(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let guest = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let tomorrow = TODAY.tomorrow().unwrap().to_string();
    let invited = case_event(
        "participant_invited",
        &[
            ("person", &guest.0.to_string()),
            ("role", "teacher"),
            ("purpose", "Følger med"),
            ("family_knows", "yes"),
            ("knows_best", "no"),
        ],
    );
    store.case_write(&change, &invited, &KNOWN).await.unwrap().unwrap();
    let update = case_event(
        "update_given",
        &[("next_step", "Vi ringer"), ("next_on", &tomorrow), ("told", "guardian")],
    );
    let update = store.case_write(&change, &update, &KNOWN).await.unwrap().unwrap();
    let noted = case_event("noted", &[("words", "En note")]);
    let noted = store.case_write(&change, &noted, &KNOWN).await.unwrap().unwrap();
    let shown = [update, noted];

    let facts = store.case_facts(case.id, TODAY).await.unwrap().unwrap();
    let read = |actor: &Actor| may::<act::Read, on::Case>(actor, &facts, TODAY).unwrap();
    let (now, _) = store.case_one(&read(&owner.1)).await.unwrap();
    for actor in [&owner.1, &guest.1, &guest.1] {
        store.case_opened(&read(actor), &now, &shown).await.unwrap();
    }
    let mother = of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let child = of_family(&store, &facts, &owner.1, Role::Child, "barn").await;
    for actor in [&mother.1, &child.1] {
        let permit = may::<act::Read, on::Family>(actor, &facts.pupil, TODAY).unwrap();
        let seen = store.family_seen(&permit, false).await.unwrap();
        store.family_opened(&permit, &seen.cases[0], &shown).await.unwrap();
    }
    let openings = store.case_openings(&read(&owner.1)).await.unwrap();
    let by: BTreeSet<PersonId> = openings[&update].iter().map(|(person, _)| *person).collect();
    assert_eq!(by, BTreeSet::from([guest.0, mother.0]), "not the writer, not the child");
    assert!(openings[&update].iter().all(|(_, on)| *on == TODAY));
    assert_eq!(openings.len(), 1, "a note is not told to all");

    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &facts.pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
}

/// R-298: what is agreed is shown beside what was noted; the law's counts are those of the marks.
async fn an_agreed_week_stands_beside_the_register_and_changes_nothing_in_it(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let counted = seen_by_all(&store).await;
    let (facts, _) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let (from, until) = (date(2026, 11, 2), date(2026, 12, 4));
    let agreed = case_event(
        "reduced_timetable",
        &[
            ("words", "To timer om mandagen"),
            ("basis", "Aftale"),
            ("parents_agree", "yes"),
            ("from", &from.to_string()),
            ("until", &until.to_string()),
            ("review_on", &date(2026, 11, 30).to_string()),
            ("monday", "2"),
        ],
    );
    let number = store.case_write(&change, &agreed, &KNOWN).await.unwrap().unwrap();
    let sees = may::<act::Read, on::PupilAttendance>(&owner.1, &facts.pupil, TODAY).unwrap();
    let weeks = store.agreed_weeks_of(&sees).await.unwrap();
    assert_eq!(weeks.len(), 1);
    assert_eq!((weeks[0].from, weeks[0].until), (from, until));
    assert_eq!(weeks[0].lessons_on(date(2026, 11, 9)), Some(2));
    same(&counted, &seen_by_all(&store).await, "what is counted");

    let roster = store.roster().await.unwrap();
    let elsewhere = leader(&store, "s1").await;
    let in_class = async |class: &str, span: Span| {
        let leads = if class == "k1" { &elsewhere.1 } else { &owner.1 };
        let class = roster.classes().iter().find(|one| one.external_id == class).unwrap().id;
        let of = store.class_facts(class).await.unwrap().unwrap();
        let permit = may::<act::Read, on::ClassRegister>(leads, &of, TODAY).unwrap();
        store.agreed_weeks_in_class(&permit, span).await.unwrap().len()
    };
    let during = Span { from, to: TODAY };
    let before = Span {
        from: date(2026, 8, 10),
        to: date(2026, 10, 30),
    };
    assert_eq!(in_class("k3", during).await, 1);
    assert_eq!(in_class("k3", before).await, 0);
    assert_eq!(in_class("k1", during).await, 0, "another class");

    // What was agreed before there was such a table is put there when the database is brought up to date.
    store.close().await;
    let undone = "DROP TABLE agreed_weeks; DELETE FROM migrations WHERE name = '0016_agreed_weeks';";
    home.tamper(undone).await;
    let store = home.open().await;
    assert_eq!(store.agreed_weeks_of(&sees).await.unwrap(), weeks);

    let of = number.number().to_string();
    let ended = case_event("reduced_timetable_ended", &[("timetable", &of), ("words", "Klar")]);
    store.case_write(&change, &ended, &KNOWN).await.unwrap().unwrap();
    let weeks = store.agreed_weeks_of(&sees).await.unwrap();
    assert_eq!(
        weeks[0].until,
        TODAY.yesterday().unwrap(),
        "it held up to the day before"
    );
    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &facts.pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
}

/// R-059, R-079: what somebody can be asked is kept for people of the school, as it stands, and once by each.
async fn whom_to_ask_at_a_school_is_kept_as_it_stands(home: Home) {
    let store = filled(&home).await;
    let (leads, other) = (leader(&store, "s1").await, leader(&store, "s2").await);
    let roster = store.roster().await.unwrap();
    let school = |id: &str| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let (own, theirs) = (school("s1"), school("s2"));
    let says = |words: &str| {
        let draft = SchoolPersonDraft {
            come_with: words.into(),
            ..SchoolPersonDraft::default()
        };
        draft.check().unwrap()
    };
    let of = |school, person| SchoolPersonFacts { school, person };
    let change = may::<act::Change, on::SchoolPerson>(&leads.1, &of(own, leads.0), TODAY).unwrap();
    store.school_person_put(&change, &says("Alt"), 0).await.unwrap();
    let twice = store.school_person_put(&change, &says("Andet"), 0).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    store.school_person_put(&change, &says("Fravær"), 1).await.unwrap();
    let late = store.school_person_put(&change, &says("For sent"), 1).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let list = async |school| {
        let scope = scope::<act::List, on::SchoolPerson>(&other.1, TODAY).unwrap();
        let all = store.school_person_list(&scope, school).await.unwrap();
        all.into_iter()
            .map(|one| (one.id, one.content.come_with, one.sequence))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(own).await, [(leads.0, "Fravær".to_owned(), 2)]);
    assert!(list(theirs).await.is_empty());
    // Somebody writes of oneself at any school, but is only found where one has a role.
    let stranger = may::<act::Change, on::SchoolPerson>(&leads.1, &of(theirs, leads.0), TODAY).unwrap();
    let refused = store.school_person_put(&stranger, &says("Alt"), 0).await;
    assert!(matches!(refused, Err(StoreError::Missing(_))), "{refused:?}");
    // What was kept of somebody whose role has ended is not shown, and goes when somebody writes.
    let grants = store.role_grant_list_of(leads.0).await.unwrap();
    store
        .role_grant_end(None, grants[0].id, TODAY.yesterday().unwrap())
        .await
        .unwrap();
    assert!(list(own).await.is_empty());
    let change = may::<act::Change, on::SchoolPerson>(&other.1, &of(theirs, other.0), TODAY).unwrap();
    store.school_person_put(&change, &says("Trivsel"), 0).await.unwrap();
    assert_eq!(list(theirs).await.len(), 1);
    let close = may::<act::Close, on::SchoolPerson>(&other.1, &of(theirs, other.0), TODAY).unwrap();
    let late = store.school_person_drop(&close, 7).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    store.school_person_drop(&close, 1).await.unwrap();
    assert!(list(theirs).await.is_empty());
    assert!(matches!(
        store.school_person_drop(&close, 1).await,
        Err(StoreError::Missing(_))
    ));
}

/// R-030, R-039: a team is kept as it stands; how its work lies is counted over the cases that run, and names none.
async fn a_team_is_kept_and_its_work_counted(home: Home) {
    let store = filled(&home).await;
    let (leads, sets_up) = (leader(&store, "s1").await, administrator(&store).await);
    let helper = teacher(&store, false).await;
    let (facts, case) = case_about(&store, pupil(&store, "p1").await, &leads).await;
    let change = may::<act::Change, on::Case>(&leads.1, &facts, TODAY).unwrap();
    let invited = case_event(
        "participant_invited",
        &[
            ("person", &helper.to_string()),
            ("role", "attendance_team"),
            ("purpose", "Råd"),
            ("mandate_words", "Må aftale en kortere dag"),
            ("family_knows", "yes"),
            ("knows_best", "no"),
        ],
    );
    store.case_write(&change, &invited, &KNOWN).await.unwrap().unwrap();
    let member = |person: PersonId| {
        let draft = MemberDraft {
            person: Some(person),
            from: "2026-08-01".into(),
            ..MemberDraft::default()
        };
        draft.check().unwrap()
    };
    let school = facts.pupil.placement.schools.iter().next().copied().unwrap();
    let draft = TeamDraft {
        name: "Kom-i-skole-teamet".into(),
        leader: Some(helper),
        schools: BTreeSet::from([school]),
        ..TeamDraft::default()
    };
    let team = draft.check(vec![member(leads.0), member(helper)]).unwrap();
    let none = TeamFacts {
        team: None,
        leader: None,
        schools: BTreeSet::new(),
    };
    let create = may::<act::Create, on::Team>(&sets_up, &none, TODAY).unwrap();
    let id = store.team_add(&create, &team).await.unwrap();
    let kept = async || {
        let scope = scope::<act::List, on::Team>(&leads.1, TODAY).unwrap();
        store.team_list(&scope).await.unwrap().pop()
    };
    let one = kept().await.unwrap();
    assert_eq!((one.id, &one.content, one.sequence), (id, &team, 1));
    let sees = may::<act::Read, on::TeamLoad>(&leads.1, &team_facts(&one), TODAY).unwrap();
    let load = store.team_load(&sees).await.unwrap();
    let of = |coordinates, takes_part| Load {
        coordinates,
        takes_part,
    };
    assert_eq!(load, BTreeMap::from([(leads.0, of(1, 0)), (helper, of(0, 1))]));
    assert!(may::<act::Change, on::Team>(&leads.1, &team_facts(&one), TODAY).is_err());
    let own = Actor::signed_in(helper, Vec::new());
    let change = may::<act::Change, on::Team>(&own, &team_facts(&one), TODAY).unwrap();
    let fewer = team.clone().without(0);
    store.team_change(&change, &fewer, 1).await.unwrap();
    let late = store.team_change(&change, &team, 1).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    assert_eq!(kept().await.unwrap().content, fewer);
    let close = may::<act::Close, on::Team>(&sets_up, &team_facts(&one), TODAY).unwrap();
    store.team_drop(&close, 2).await.unwrap();
    assert!(kept().await.is_none());
    assert!(case.is_open());
}

/// R-222: specialists for all schools are the municipality's; those for one school are the school's own.
async fn specialists_are_kept_for_all_schools_or_for_one(home: Home) {
    let store = filled(&home).await;
    let (leads, sets_up) = (leader(&store, "s1").await, administrator(&store).await);
    let roster = store.roster().await.unwrap();
    let school = |id: &str| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let one = |school| {
        let draft = SpecialistDraft {
            service: Some(Service::HealthNurse),
            school,
            name: "Sundhedsplejen".into(),
            what_for: "Syn, søvn og trivsel".into(),
            whom: "Skolens sundhedsplejerske".into(),
            confirmed_on: "2026-08-01".into(),
            ..SpecialistDraft::default()
        };
        draft.check(TODAY).unwrap()
    };
    let (all, own) = (one(None), one(Some(school("s1"))));
    let add = may::<act::Create, on::Specialist>(&sets_up, &Spot::Municipality, TODAY).unwrap();
    let municipal = store.specialist_add(&add, &all).await.unwrap();
    assert!(may::<act::Create, on::Specialist>(&leads.1, &Spot::Municipality, TODAY).is_err());
    let here = Spot::School(school("s1"));
    let add = may::<act::Create, on::Specialist>(&leads.1, &here, TODAY).unwrap();
    assert!(matches!(
        store.specialist_add(&add, &all).await,
        Err(StoreError::Permit("place"))
    ));
    let local = store.specialist_add(&add, &own).await.unwrap();
    let change = may::<act::Change, on::Specialist>(&leads.1, &here, TODAY).unwrap();
    let refused = store.specialist_change(&change, municipal, (&own, 1)).await;
    assert!(matches!(refused, Err(StoreError::Permit("place"))), "{refused:?}");
    store.specialist_change(&change, local, (&own, 1)).await.unwrap();
    let late = store.specialist_change(&change, local, (&own, 1)).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let anybody = Actor::signed_in(teacher(&store, false).await, Vec::new());
    let scope = scope::<act::List, on::Specialist>(&anybody, TODAY).unwrap();
    let listed = store.specialist_list(&scope).await.unwrap();
    let listed: BTreeMap<SpecialistId, i64> = listed.iter().map(|one| (one.id, one.sequence)).collect();
    assert_eq!(listed, BTreeMap::from([(municipal, 1), (local, 2)]));
    let close = may::<act::Close, on::Specialist>(&leads.1, &here, TODAY).unwrap();
    assert!(store.specialist_drop(&close, municipal, 1).await.is_err());
    store.specialist_drop(&close, local, 2).await.unwrap();
    assert_eq!(store.specialist_list(&scope).await.unwrap().len(), 1);
}

/// R-033, R-230: a question about no child is between two; what one notes on the own teaching is nobody else's.
async fn advice_is_between_two_and_reflections_are_ones_own(home: Home) {
    let store = filled(&home).await;
    let (asker, contact) = (leader(&store, "s1").await, leader(&store, "s2").await);
    let other = teacher(&store, false).await;
    let other = (other, Actor::signed_in(other, Vec::new()));
    let between = CounselFacts {
        asker: asker.0,
        contact: contact.0,
    };
    let draft = CounselDraft {
        topic: Some(Topic::Prevention),
        contact: Some(contact.0),
        question: "Hvordan begynder man et skoleår trygt?".into(),
    };
    let event = draft.check(asker.0, 3, ClosedDays::default(), TODAY).unwrap();
    let ask = may::<act::Create, on::Counsel>(&asker.1, &between, TODAY).unwrap();
    let for_another = may::<act::Create, on::Counsel>(&contact.1, &between, TODAY).unwrap();
    let refused = store.counsel_ask(&for_another, &event).await;
    assert!(matches!(refused, Err(StoreError::Permit("question"))), "{refused:?}");
    let id = store.counsel_ask(&ask, &event).await.unwrap();
    let facts = store.counsel_facts(id).await.unwrap().unwrap();
    assert_eq!(facts, between);
    assert!(may::<act::Read, on::Counsel>(&other.1, &facts, TODAY).is_err());
    let list = async |actor: &Actor| {
        let scope = scope::<act::List, on::Counsel>(actor, TODAY).unwrap();
        store.counsel_list(&scope).await.unwrap().len()
    };
    assert_eq!(
        [list(&asker.1).await, list(&contact.1).await, list(&other.1).await],
        [1, 1, 0]
    );
    let read = may::<act::Read, on::Counsel>(&contact.1, &facts, TODAY).unwrap();
    let one = store.counsel_one(&read, id).await.unwrap();
    let answer = one.answer("Mød dem i døren.").unwrap();
    let own = may::<act::Close, on::Counsel>(&asker.1, &facts, TODAY).unwrap();
    let refused = store.counsel_answer(&own, &one, &answer).await;
    assert!(matches!(refused, Err(StoreError::Permit("question"))), "{refused:?}");
    let close = may::<act::Close, on::Counsel>(&contact.1, &facts, TODAY).unwrap();
    store.counsel_answer(&close, &one, &answer).await.unwrap();
    let twice = store.counsel_answer(&close, &one, &answer).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    let change = may::<act::Change, on::Counsel>(&asker.1, &facts, TODAY).unwrap();
    let late = one.take_back("For sent").unwrap();
    assert!(store.counsel_take_back(&change, &one, &late).await.is_err());

    let write = may::<act::Create, on::Reflection>(&asker.1, &asker.0, TODAY).unwrap();
    let parts = BTreeMap::from([(Part::Next, "Stå i døren".to_owned())]);
    let note = store
        .reflection_write(&write, &Reflection::write(&parts).unwrap())
        .await
        .unwrap();
    let notes = async |actor: &Actor| {
        let scope = scope::<act::List, on::Reflection>(actor, TODAY).unwrap();
        store.reflection_list(&scope).await.unwrap()
    };
    assert!(notes(&contact.1).await.is_empty());
    let mine = notes(&asker.1).await;
    let more = mine[0].add("Det virkede").unwrap();
    let change = |of: &(PersonId, Actor)| may::<act::Change, on::Reflection>(&of.1, &of.0, TODAY).unwrap();
    let refused = store.reflection_add(&change(&contact), note, &more).await;
    assert!(matches!(refused, Err(StoreError::Missing("reflection"))), "{refused:?}");
    store.reflection_add(&change(&asker), note, &more).await.unwrap();
    assert_eq!(notes(&asker.1).await[0].added.len(), 1);
    let drop = |of: &(PersonId, Actor)| may::<act::Close, on::Reflection>(&of.1, &of.0, TODAY).unwrap();
    assert!(store.reflection_drop(&drop(&contact), note).await.is_err());
    store.reflection_drop(&drop(&asker), note).await.unwrap();
    assert!(notes(&asker.1).await.is_empty(), "nothing of it stays");
}

/// R-258, R-261, R-267: what a class talked of, agreed and answered is its own, names no child, and is looked at again.
async fn a_class_is_written_of_without_a_child(home: Home) {
    let store = filled(&home).await;
    let roster = store.roster().await.unwrap();
    let of = |name: &str| roster.classes().iter().find(|class| class.name == name).unwrap().id;
    let (third, eighth) = (of("3. a"), of("8. b"));
    let facts = store.class_facts(third).await.unwrap().unwrap();
    let other = store.class_facts(eighth).await.unwrap().unwrap();
    let (owner, elsewhere) = (leader(&store, "s1").await, leader(&store, "s2").await);
    let create = may::<act::Create, on::ClassRecord>(&owner.1, &facts, TODAY).unwrap();
    assert!(may::<act::Read, on::ClassRecord>(&elsewhere.1, &facts, TODAY).is_err());
    let names = store.class_record_names(&create).await.unwrap();
    assert_eq!(names.iter().map(Name::full).collect::<Vec<_>>(), ["Øjvind Testsen"]);
    let draft = |agreed: &str, class| {
        let draft = AgreementDraft {
            agreed: agreed.to_owned(),
            from: TODAY.to_string(),
            until: String::new(),
            follow_up: TODAY.tomorrow().unwrap().to_string(),
        };
        draft.check(class, &names, TODAY)
    };
    assert!(draft("øjvinds makker skriver", third).is_err(), "no child is named");
    let event = draft("Sidemakkeren skriver", third).unwrap();
    let foreign = draft("Sidemakkeren skriver", eighth).unwrap();
    let refused = store.class_record_begin(&create, &foreign).await;
    assert!(matches!(refused, Err(StoreError::Permit("class"))), "{refused:?}");
    let id = store.class_record_begin(&create, &event).await.unwrap();
    let read = may::<act::Read, on::ClassRecord>(&owner.1, &facts, TODAY).unwrap();
    let one = async || store.class_record_list_of(&read).await.unwrap().remove(0);
    let begun = one().await;
    assert_eq!((begun.id, begun.by), (id, owner.0));
    let of_other = may::<act::Read, on::ClassRecord>(&owner.1, &other, TODAY).unwrap();
    assert!(store.class_record_list_of(&of_other).await.unwrap().is_empty());
    let due = async |actor: &Actor, by: Date| {
        let scope = scope::<act::List, on::ClassRecord>(actor, TODAY).unwrap();
        store.class_record_list_due(&scope, by).await.unwrap().len()
    };
    let tomorrow = TODAY.tomorrow().unwrap();
    assert_eq!(due(&owner.1, TODAY).await, 0, "not yet");
    assert_eq!(
        [due(&owner.1, tomorrow).await, due(&elsewhere.1, tomorrow).await],
        [1, 0]
    );
    let change = may::<act::Change, on::ClassRecord>(&owner.1, &facts, TODAY).unwrap();
    let looked = begun.follow("De husker det", "2027-01-11", &names, TODAY).unwrap();
    let place = begun.next_sequence();
    store
        .class_record_follow(&change, &begun, place, &looked)
        .await
        .unwrap();
    let twice = store.class_record_follow(&change, &begun, place, &looked).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    assert_eq!(due(&owner.1, tomorrow).await, 0, "it has been looked at");
    let foreign = may::<act::Change, on::ClassRecord>(&owner.1, &other, TODAY).unwrap();
    let followed = one().await;
    let refused = store
        .class_record_follow(&foreign, &followed, followed.next_sequence(), &looked)
        .await;
    assert!(matches!(refused, Err(StoreError::Permit("class"))), "{refused:?}");
    let close = may::<act::Close, on::ClassRecord>(&owner.1, &facts, TODAY).unwrap();
    let end = followed.end("De gør det selv", &names, TODAY).unwrap();
    assert!(
        store
            .class_record_end(&close, &followed, followed.next_sequence(), &looked)
            .await
            .is_err()
    );
    store
        .class_record_end(&close, &followed, followed.next_sequence(), &end)
        .await
        .unwrap();
    let ended = one().await;
    assert!(ended.ended.is_some() && !ended.holds(TODAY), "it has ended and stays");
    assert_eq!(due(&owner.1, date(2027, 6, 1)).await, 0);
}

/// What a search finds, each by its case, its view or nothing, and its number.
type FoundAt = (CaseId, Option<ViewId>, u32);

async fn searched(store: &Store, actor: &Actor, asked: &str, most: usize) -> (Vec<FoundAt>, bool) {
    let Ok(cases) = scope::<act::List, on::Case>(actor, TODAY) else {
        return (Vec::new(), false);
    };
    let views = scope::<act::List, on::View>(actor, TODAY).ok();
    let asked = casework::search::asked(asked);
    let (found, more) = store.case_search(&cases, views.as_ref(), &asked, most).await.unwrap();
    let mut all = Vec::new();
    for one in found {
        all.extend(one.hits.iter().map(|hit| match hit {
            Hit::Case(entry) => (one.case, None, entry.sequence.number()),
            Hit::View(view, entry) => (one.case, Some(view.id), entry.sequence.number()),
        }));
    }
    (all, more)
}

/// The same, by opening everything the person may open and reading it through.
async fn read_through(store: &Store, actor: &Actor, cases: &[CaseId], asked: &str) -> BTreeSet<FoundAt> {
    let asked = casework::search::asked(asked);
    let has = |texts: Vec<(&'static str, String)>| {
        let words = texts.iter().flat_map(|(_, text)| casework::search::words(text));
        let words: Vec<String> = words.map(|word| word.folded).collect();
        asked
            .iter()
            .all(|one| words.iter().any(|word| word.starts_with(one.as_str())))
    };
    let mut found = BTreeSet::new();
    for id in cases {
        let facts = store.case_facts(*id, TODAY).await.unwrap().unwrap();
        let Ok(read) = may::<act::Read, on::Case>(actor, &facts, TODAY) else {
            continue;
        };
        let (case, _) = store.case_one(&read).await.unwrap();
        let own = case.history.iter().filter(|entry| has(entry.event.own_words()));
        found.extend(own.map(|entry| (case.id, None, entry.sequence.number())));
        let Ok(views) = scope::<act::List, on::View>(actor, TODAY) else {
            continue;
        };
        for view in store.view_list(&views, &case).await.unwrap() {
            let said = view.history.iter().filter(|entry| has(entry.event.own_words()));
            found.extend(said.map(|entry| (case.id, Some(view.id), entry.sequence.number())));
        }
    }
    found
}

/// R-085, R-234: whoever searches gets what they could open, all of it and nothing else; what they could not is not
/// counted either.
async fn what_is_found_is_what_could_be_opened(home: Home) {
    let store = filled(&home).await;
    let owners = [leader(&store, "s1").await, leader(&store, "s2").await];
    let mut people: Vec<(PersonId, Actor)> = owners.to_vec();
    let school = store.roster().await.unwrap().schools()[0].id;
    for (name, role) in [("a", Role::SchoolSocialWorker), ("b", Role::Ppr)] {
        let (username, name) = (format!("person-{name}"), "En person".to_owned());
        let demo = false;
        let person = store.staff_add(None, &NewStaff { username, name, demo }).await.unwrap();
        let role = RoleGrant::new(role, Place::School(school), date(2026, 8, 1), None).unwrap();
        people.push((person, Actor::signed_in(person, vec![role])));
    }
    let mut cases = Vec::new();
    for (pupil_id, owner) in [("p1", 0), ("p3", 1), ("p2", 1)] {
        let about = pupil(&store, pupil_id).await;
        let (_, case) = case_about(&store, about, &owners[owner]).await;
        cases.push((case.id, about, owner));
    }
    // A made-up course of things: the same every time, and different in every place.
    let mut seed = 7_u64;
    let mut dice = move |sides: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % u64::try_from(sides).unwrap()).unwrap()
    };
    let words = [
        "larm",
        "Kåre",
        "overgangen",
        "søvn",
        "mor-far",
        "8.b",
        "Østergård",
        "<b>larm</b>",
    ];
    let circles = [
        BTreeSet::new(),
        BTreeSet::from([Circle::Participants]),
        BTreeSet::from([Circle::Coordinator]),
        BTreeSet::from([Circle::SchoolContact, Circle::Guardians]),
    ];
    for _ in 0..60 {
        let (case, about, owner) = cases[dice(cases.len())];
        let text = format!("{} {} {}", words[dice(8)], words[dice(8)], words[dice(8)]);
        let facts = store.case_facts(case, TODAY).await.unwrap().unwrap();
        let (person, _) = people[dice(people.len())].clone();
        let event = match dice(5) {
            0 => case_event(
                "participant_invited",
                &[
                    ("person", &person.to_string()),
                    ("role", "akt_teacher"),
                    ("purpose", &text),
                    ("family_knows", "yes"),
                    ("knows_best", "no"),
                ],
            ),
            1 => case_event("participant_left", &[("participant", "2"), ("reason", &text)]),
            2 | 3 => {
                let inside: Vec<_> = people.iter().filter(|one| facts.people.contains(&one.0)).collect();
                let (by, actor) = inside[dice(inside.len())];
                let to_write = ViewFacts {
                    pupil: about,
                    case,
                    view: None,
                    readers: BTreeSet::from([*by]),
                };
                let permit = may::<act::Create, on::View>(actor, &to_write, TODAY).unwrap();
                let of = [ViewOf::Child, ViewOf::Guardian, ViewOf::Confidential][dice(3)];
                let draft = ViewDraft {
                    who: "Bo".into(),
                    panes: BTreeMap::from([(Pane::Words, text)]),
                    sees: circles[dice(4)].clone(),
                    ..ViewDraft::default()
                };
                let said = draft
                    .check(about, case, (of, Tool::Freely, Contact::Visit), TODAY)
                    .unwrap();
                store.view_write(&permit, &said).await.unwrap();
                continue;
            }
            _ => case_event("noted", &[("words", &text)]),
        };
        let change = may::<act::Change, on::Case>(&owners[owner].1, &facts, TODAY).unwrap();
        // That it is refused now and then is as good as that it is written.
        let _written = store.case_write(&change, &event, &KNOWN).await.unwrap();
    }
    let ids: Vec<CaseId> = cases.iter().map(|(id, ..)| *id).collect();
    let (mut some, mut differ) = (0, BTreeSet::new());
    for asked in [
        "larm",
        "kaare",
        "KÅRE",
        "overg",
        "mor far",
        "ø",
        "øs",
        "larm søvn",
        "bo",
        "8 b",
        "' OR 1",
        "\" * (",
    ] {
        for (person, actor) in &people {
            let could = read_through(&store, actor, &ids, asked).await;
            let could = if casework::search::asked(asked).is_empty() {
                BTreeSet::new()
            } else {
                could
            };
            let (found, more) = searched(&store, actor, asked, 10_000).await;
            let all: BTreeSet<FoundAt> = found.iter().copied().collect();
            assert_eq!(all.len(), found.len(), "each once");
            assert_eq!(all, could, "{person:?} asks for {asked}");
            assert!(!more);
            let (few, more) = searched(&store, actor, asked, 3).await;
            assert_eq!((few.len(), more), (could.len().min(3), could.len() > 3), "{asked}");
            some += could.len();
            differ.insert((asked, could.len()));
        }
    }
    assert!(some > 200 && differ.len() > 20, "{some} found in {} ways", differ.len());
    let nobody = Actor::signed_in(people[0].0, Vec::new());
    assert!(
        searched(&store, &nobody, "larm", 10).await.0.is_empty(),
        "without a role nothing"
    );
    // Gone with the pupil.
    let (_, about, owner) = cases[1];
    let facts = store.pupil_facts(about, TODAY).await.unwrap().unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&owners[owner].1, &facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    let (left, _) = searched(&store, &owners[1].1, "larm", 10_000).await;
    assert!(left.iter().all(|(case, ..)| *case != cases[1].0));
}

/// Ten thousand entries from before there was a search; how long one takes is printed, not judged.
async fn what_was_written_before_the_search_is_found_by_it(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (_, case) = case_about(&store, p3, &owner).await;
    let to_write = ViewFacts {
        pupil: p3,
        case: case.id,
        view: None,
        readers: BTreeSet::from([owner.0]),
    };
    let permit = may::<act::Create, on::View>(&owner.1, &to_write, TODAY).unwrap();
    let draft = ViewDraft {
        who: "Kåre".into(),
        panes: BTreeMap::from([(Pane::Words, "Jeg vil se en sjælden fugl.".into())]),
        ..ViewDraft::default()
    };
    let said = draft
        .check(p3, case.id, (ViewOf::Confidential, Tool::Freely, Contact::Visit), TODAY)
        .unwrap();
    store.view_write(&permit, &said).await.unwrap();
    store.close().await;

    let sqlite = home.address.starts_with("sqlite");
    let id = |id: String| {
        if sqlite {
            format!("x'{}'", id.replace('-', ""))
        } else {
            format!("'{id}'")
        }
    };
    let mut before = if sqlite { "DROP TABLE search_words;" } else { "" }.to_owned();
    before.push_str("DROP TABLE search_entries; DELETE FROM migrations WHERE name = '0007_search';");
    let (pupil, by) = (id(p3.to_string()), id(owner.0.to_string()));
    let opened = serde_json::to_string(&case.history[0].event).unwrap();
    for one in 0..50 {
        let stream = id(format!("00000000-0000-7000-8000-{one:012}"));
        before.push_str(&format!(
            "INSERT INTO streams (id, kind, pupil_id, begun_on) VALUES ({stream}, 'case', {pupil}, '2026-08-10');
             INSERT INTO cases (id, pupil_id, opened_on, coordinator_id) VALUES ({stream}, {pupil}, '2026-08-10', {by});"
        ));
        let entry = |number: u32| {
            let noted = format!(
                "{{\"event\":\"noted\",\"words\":\"Der er larm i klasse {one} i uge {number}, siger Kåre og {}\"}}",
                "ord ".repeat(60)
            );
            let content = if number == 1 { opened.clone() } else { noted };
            format!("({stream}, {number}, {by}, '2026-08-10', {number}, '{content}')")
        };
        let entries: Vec<String> = (1..=200).map(entry).collect();
        before.push_str(&format!(
            "INSERT INTO stream_entries (stream_id, sequence, made_by, made_on, made_at, content) VALUES {};",
            entries.join(",")
        ));
    }
    home.tamper(&before).await;
    let store = home.open().await;
    for (asked, count, more) in [
        ("larm", 50, true),
        ("kaare uge 7", 50, true),
        ("sjælden", 1, false),
        ("findes ikke", 0, false),
    ] {
        let began = std::time::Instant::now();
        let (found, over) = searched(&store, &owner.1, asked, 50).await;
        println!("{asked}: {} of 10,000 entries in {:?}", found.len(), began.elapsed());
        assert_eq!((found.len(), over), (count, more), "{asked}");
    }
    let (found, _) = searched(&store, &owner.1, "fugl", 50).await;
    assert!(
        matches!(found.as_slice(), [(of, Some(_), 1)] if *of == case.id),
        "{found:?}"
    );
    // What comes now is found beside it.
    let facts = store.case_facts(case.id, TODAY).await.unwrap().unwrap();
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let noted = case_event("noted", &[("words", "Endnu en fugl")]);
    store.case_write(&change, &noted, &KNOWN).await.unwrap().unwrap();
    assert_eq!(searched(&store, &owner.1, "fugl", 50).await.0.len(), 2);
}

async fn sparring_is_answered_by_the_one_who_was_asked(home: Home) {
    let store = filled(&home).await;
    let (asker, actor) = leader(&store, "s2").await;
    let (contact, stranger) = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let facts = store.pupil_facts(p3, TODAY).await.unwrap().unwrap();
    let concern = ConcernDraft {
        raised_by: RaisedBy::Teacher,
        seen_on: TODAY,
        signs: BTreeSet::new(),
        words: "Sidder alene".into(),
        review: None,
    };
    let raise = may::<act::Create, on::Concern>(&actor, &facts, TODAY).unwrap();
    let concern = store
        .concern_raise(&raise, &concern.check(p3, TODAY).unwrap())
        .await
        .unwrap();
    let asked = SparringFacts {
        pupil: facts.clone(),
        contact,
    };
    let ask = may::<act::Create, on::Sparring>(&actor, &asked, TODAY).unwrap();
    let question = |contact| {
        let draft = SparringDraft {
            contact: Some(contact),
            question: "Et barn i 7. sidder alene. Hvad gør vi først?".into(),
            named: false,
        };
        draft
            .check(concern, p3, asker, 3, ClosedDays::default(), TODAY)
            .unwrap()
    };
    let nobody = PersonId::from_uuid(concern.as_uuid());
    assert!(matches!(
        store.sparring_ask(&ask, &question(nobody)).await,
        Err(StoreError::Permit(_))
    ));
    let id = store.sparring_ask(&ask, &question(contact)).await.unwrap();
    // The contact has no right to the child, sees the question and answers it; nobody else is asked.
    assert!(may::<act::Read, on::Concern>(&stranger, &facts, TODAY).is_err());
    assert!(may::<act::Create, on::Sparring>(&stranger, &asked, TODAY).is_err());
    assert!(may::<act::Read, on::Sparring>(&actor, &asked, TODAY).is_err());
    assert_eq!(store.sparring_facts(id, TODAY).await.unwrap(), Some(asked.clone()));
    let list = |actor: &Actor| scope::<act::List, on::Sparring>(actor, TODAY).unwrap();
    assert!(store.sparring_list_of_contact(&list(&actor)).await.unwrap().is_empty());
    let mine = store.sparring_list_of_contact(&list(&stranger)).await.unwrap();
    assert_eq!(mine.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    let read = may::<act::Read, on::Sparring>(&stranger, &asked, TODAY).unwrap();
    let open = store.sparring_one(&read, id).await.unwrap().unwrap();
    assert_eq!(
        (open.asked_by, open.answer_by, open.waits()),
        (asker, date(2026, 11, 25), true)
    );
    let advice = AdviceDraft {
        next_steps: "Tal med barnet alene".into(),
        ..AdviceDraft::default()
    };
    let event = open.answer(&advice).unwrap();
    let close = may::<act::Close, on::Sparring>(&stranger, &asked, TODAY).unwrap();
    store.sparring_answer(&close, &open, &event).await.unwrap();
    let late = store.sparring_answer(&close, &open, &event).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let change = may::<act::Change, on::Sparring>(&actor, &asked, TODAY).unwrap();
    let back = open.take_back("Vi fandt ud af det").unwrap();
    assert!(matches!(
        store.sparring_take_back(&change, &open, &back).await,
        Err(StoreError::Conflict(_))
    ));
    // Those who have the child read the answer with the concern; another school finds nothing.
    let with_concern = may::<act::Read, on::Concern>(&actor, &facts, TODAY).unwrap();
    let all = store.sparring_list_of(&with_concern).await.unwrap();
    assert!(all.len() == 1 && !all[0].waits());
    let concerns = |actor: &Actor| scope::<act::List, on::Concern>(actor, TODAY).unwrap();
    assert_eq!(store.sparring_list(&concerns(&actor)).await.unwrap().len(), 1);
    assert!(store.sparring_list(&concerns(&stranger)).await.unwrap().is_empty());
}

async fn administrator(store: &Store) -> Actor {
    let new = NewStaff {
        username: "asta".into(),
        name: "Asta Holmvig".into(),
        demo: false,
    };
    let person = store.staff_add(None, &new).await.unwrap();
    let role = RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap();
    Actor::signed_in(person, vec![role])
}

async fn the_catalogue_is_adopted_changed_and_left_by_one_at_a_time(home: Home) {
    let store = filled(&home).await;
    let asta = administrator(&store).await;
    let (_, lead) = leader(&store, "s1").await;
    let whole = Spot::Municipality;
    let list = scope::<act::List, on::ActionOption>(&lead, TODAY).unwrap();
    assert!(
        may::<act::Change, on::ActionOption>(&lead, &whole, TODAY).is_err(),
        "it holds for all schools"
    );
    let change = may::<act::Change, on::ActionOption>(&asta, &whole, TODAY).unwrap();
    let close = may::<act::Close, on::ActionOption>(&asta, &whole, TODAY).unwrap();
    let create = may::<act::Create, on::ActionOption>(&asta, &whole, TODAY).unwrap();
    let all = store.option_list(&list).await.unwrap();
    assert!(all.len() >= 40 && all.iter().all(|one| one.standing == Standing::Proposed));
    // Two adopt at once: the second is told, and nothing of what it sent is kept.
    let versions: Vec<Version> = all.iter().take(2).map(|one| one.adopt("Ledermødet").unwrap()).collect();
    store.option_change(&change, &all[1], &versions[1]).await.unwrap();
    let both: Vec<_> = all.iter().zip(&versions).collect();
    let late = store.option_adopt(&change, &both).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let now = store.option_list(&list).await.unwrap();
    let standing = |all: &[ActionOption], id| all.iter().find(|one| one.id == id).unwrap().standing;
    assert_eq!((now.len(), standing(&now, all[0].id)), (all.len(), Standing::Proposed));
    assert_eq!(standing(&now, all[1].id), Standing::InUse);
    // Changed and left, with every version kept.
    let one = now.iter().find(|one| one.id == all[1].id).unwrap();
    let mut draft = casework::option::Draft::of(&one.content);
    draft.name = "Ærlig snak om æbler".into();
    draft.because = "Det hedder det her".into();
    let changed = draft.check(Some(one)).unwrap();
    assert!(matches!(
        store.option_close(&close, one, &changed).await,
        Err(StoreError::Permit(_))
    ));
    store.option_change(&change, one, &changed).await.unwrap();
    let again = store.option_change(&change, one, &changed).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    let written = draft.check(None).unwrap();
    let id = store.option_write(&create, &written).await.unwrap();
    let now = store.option_list(&list).await.unwrap();
    let own = now.iter().find(|one| one.id == id).unwrap();
    store
        .option_close(&close, own, &own.take_out("Findes to gange").unwrap())
        .await
        .unwrap();
    let now = store.option_list(&list).await.unwrap();
    assert_eq!((now.len(), standing(&now, id)), (all.len() + 1, Standing::TakenOut));
    let changed = now.iter().find(|one| one.id == all[1].id).unwrap();
    assert_eq!(
        (changed.content.name.as_str(), changed.history.len()),
        ("Ærlig snak om æbler", 2)
    );
    assert_eq!(
        home.rows("SELECT 1 AS one FROM streams WHERE kind = 'action_option' AND pupil_id IS NULL")
            .await,
        2
    );
    assert_eq!(
        home.rows("SELECT 1 AS one FROM audit_entries WHERE what = 'action_option'")
            .await,
        4
    );
}

/// R-038, R-045, R-049, R-056, R-063, R-065: one keeps it, everybody at work reads it and says something about it, of two who
/// write at once one is told, and nothing is lost.
async fn how_we_work_is_kept_in_versions_and_answered(home: Home) {
    use casework::practice::{
        Answered, CheckDraft, Decision, DecisionDraft, Depth, FunctionMap, KnowledgeDraft, Pointed, Prerequisite,
        RemarkEvent, RemarkKind, TeamFunction, WorkflowDraft, offer,
    };
    let store = filled(&home).await;
    let asta = administrator(&store).await;
    let (_, lead) = leader(&store, "s1").await;
    let nobody = teacher(&store, false).await;
    let nobody = Actor::signed_in(nobody, Vec::new());
    let whole = Spot::Municipality;
    let list = scope::<act::List, on::Practice>(&nobody, TODAY).unwrap();
    assert!(may::<act::Change, on::Practice>(&lead, &whole, TODAY).is_err());
    assert!(may::<act::Close, on::Practice>(&lead, &whole, TODAY).is_err());
    let change = may::<act::Change, on::Practice>(&asta, &whole, TODAY).unwrap();
    let close = may::<act::Close, on::Practice>(&asta, &whole, TODAY).unwrap();
    let say = may::<act::Create, on::Practice>(&lead, &whole, TODAY).unwrap();
    // Nothing is in force by itself; two who decide the first at once make one.
    let none = store.workflow(&list).await.unwrap();
    assert!(none.on(TODAY).is_none() && none.count() == 0);
    let draft = WorkflowDraft {
        from: Some(date(2026, 8, 1)),
        because: "Udvalget".into(),
        ..WorkflowDraft::of(offer())
    };
    let version = draft.check(&none, TODAY).unwrap();
    store.workflow_decide(&change, &none, &version).await.unwrap();
    let late = store.workflow_decide(&change, &none, &version).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let first = store.workflow(&list).await.unwrap();
    let mut shorter = WorkflowDraft {
        from: Some(TODAY),
        ..draft
    };
    shorter.steps.truncate(3);
    let version = shorter.check(&first, TODAY).unwrap();
    store.workflow_decide(&change, &first, &version).await.unwrap();
    let both = store.workflow(&list).await.unwrap();
    let steps = |day| both.on(day).map(|entry| entry.event.steps.len());
    assert_eq!((steps(date(2026, 9, 1)), steps(TODAY)), (Some(offer().len()), Some(3)));
    assert_eq!(steps(date(2026, 7, 31)), None);
    // What is said stays, with its one answer.
    let made = RemarkEvent::made((3, "Gennemgå fraværet"), Some(RemarkKind::Proposal), "Hver tredje uge").unwrap();
    let id = store.remark_make(&say, &made).await.unwrap();
    let all = store.remark_list(&list).await.unwrap();
    assert_eq!((all.len(), all[0].id, all[0].step), (1, id, 3));
    assert!(matches!(
        store.remark_answer(&close, &all[0], &made).await,
        Err(StoreError::Permit(_))
    ));
    let answer = all[0].answer("Fra august").unwrap();
    assert!(matches!(
        store.remark_make(&say, &answer).await,
        Err(StoreError::Permit(_))
    ));
    store.remark_answer(&close, &all[0], &answer).await.unwrap();
    let twice = store.remark_answer(&close, &all[0], &answer).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    assert!(store.remark_list(&list).await.unwrap()[0].answer.is_some());
    // Decisions, functions and checks, each with every version.
    let empty = store.steering(&list).await.unwrap();
    let decision = DecisionDraft {
        text: "Teamet rådgiver".into(),
        by: "Chefgruppen".into(),
        decided_on: Some(TODAY),
        review_on: Some(date(2027, 11, 1)),
    };
    let version = decision.check(TODAY).unwrap();
    for which in Decision::ALL {
        let of = empty.decisions.get(which).cloned().unwrap_or_default();
        store.decision_keep(&change, (*which, &of), &version).await.unwrap();
        let late = store.decision_keep(&change, (*which, &of), &version).await;
        assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    }
    let pointed = Pointed {
        who: "PPR".into(),
        how: String::new(),
    };
    let map = FunctionMap {
        to: [(TeamFunction::Advice, pointed)].into(),
        because: "Intet team".into(),
    };
    store.functions_keep(&change, &empty.functions, &map).await.unwrap();
    let mut check = CheckDraft {
        with: "Chefgruppen".into(),
        ..CheckDraft::today(TODAY)
    };
    for one in Prerequisite::ALL {
        let words = "Det lever".to_owned();
        let next = String::new();
        check.answers.insert(*one, Answered { words, next });
    }
    let held = check.check(TODAY).unwrap();
    store.check_keep(&change, &empty.checks, &held).await.unwrap();
    let kept = store.steering(&list).await.unwrap();
    assert_eq!(kept.decisions.len(), 7);
    assert_eq!(kept.functions.newest().unwrap().event, map);
    assert_eq!(kept.checks.newest().unwrap().event, held);
    assert!(store.functions_keep(&change, &empty.functions, &map).await.is_err());
    assert!(store.check_keep(&change, &empty.checks, &held).await.is_err());
    // Pages are changed and left, never lost.
    let mut page = KnowledgeDraft {
        title: "Tidlige tegn".into(),
        depth: Some(Depth::Basic),
        audiences: [casework::case::vocabulary::Audience::Everybody].into(),
        text: "Kommer sent".into(),
        source: String::new(),
        because: "Nyt".into(),
    };
    let written = page.check(None).unwrap();
    let id = store.knowledge_write(&change, &written).await.unwrap();
    let one = store.knowledge_list(&list).await.unwrap().remove(0);
    assert!(matches!(
        store.knowledge_change(&change, &one, &written).await,
        Err(StoreError::Permit(_))
    ));
    page.title = "Tegn".into();
    let changed = page.check(Some(&one)).unwrap();
    assert!(matches!(
        store.knowledge_write(&change, &changed).await,
        Err(StoreError::Permit(_))
    ));
    store.knowledge_change(&change, &one, &changed).await.unwrap();
    let late = store.knowledge_change(&change, &one, &changed).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let one = store.knowledge_list(&list).await.unwrap().remove(0);
    assert_eq!((one.id, one.content.title.as_str(), one.history.len()), (id, "Tegn", 2));
    let out = one.turn("Forældet").unwrap();
    store.knowledge_change(&change, &one, &out).await.unwrap();
    assert!(!store.knowledge_list(&list).await.unwrap()[0].in_use);
    // Every change is in the trail, and none is about a child.
    assert_eq!(
        home.rows(
            "SELECT 1 AS one FROM streams WHERE pupil_id IS NULL AND kind IN ('workflow', 'workflow_remark', \
             'team_decision', 'team_functions', 'implementation_check', 'knowledge')"
        )
        .await,
        12
    );
    assert_eq!(
        home.rows("SELECT 1 AS one FROM audit_entries WHERE what = 'workflow'")
            .await,
        2
    );
    assert_eq!(
        home.rows("SELECT 1 AS one FROM audit_entries WHERE what = 'knowledge'")
            .await,
        3
    );
}

async fn what_is_missing_is_seen_where_it_is_missed(home: Home) {
    let store = filled(&home).await;
    let asta = administrator(&store).await;
    let (_, lead) = leader(&store, "s1").await;
    let (_, elsewhere) = leader(&store, "s2").await;
    let roster = store.roster().await.unwrap();
    let school = roster.schools().iter().find(|s| s.external_id == "s1").unwrap().id;
    let report = |school| MissingEvent::report("En gruppe for de yngste", school, None, None).unwrap();
    let here = may::<act::Create, on::MissingOption>(&elsewhere, &Spot::School(school), TODAY).unwrap();
    assert!(matches!(
        store.missing_report(&here, &report(None)).await,
        Err(StoreError::Permit(_))
    ));
    let id = store.missing_report(&here, &report(Some(school))).await.unwrap();
    let all = may::<act::Create, on::MissingOption>(&lead, &Spot::Municipality, TODAY).unwrap();
    store.missing_report(&all, &report(None)).await.unwrap();
    let seen = async |actor: &Actor| {
        let list = scope::<act::List, on::MissingOption>(actor, TODAY).unwrap();
        store.missing_list(&list).await.unwrap()
    };
    assert_eq!(seen(&asta).await.len(), 2);
    assert!(seen(&elsewhere).await.is_empty());
    let mine = seen(&lead).await;
    assert_eq!((mine.len(), mine[0].id), (1, id));
    let person = teacher(&store, false).await;
    let nobody = Actor::signed_in(person, Vec::new());
    assert!(scope::<act::List, on::MissingOption>(&nobody, TODAY).is_err());
    let close = may::<act::Close, on::MissingOption>(&lead, &Spot::School(school), TODAY).unwrap();
    assert!(may::<act::Close, on::MissingOption>(&elsewhere, &Spot::School(school), TODAY).is_err());
    let answer = mine[0].answer("PPR begynder en gruppe i marts").unwrap();
    store.missing_answer(&close, &mine[0], &answer).await.unwrap();
    let twice = store.missing_answer(&close, &mine[0], &answer).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    assert!(seen(&lead).await[0].answer.is_some());
}

async fn a_draft_is_kept_for_its_person_alone(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let (other, other_actor) = leader(&store, "s1").await;
    let p3 = pupil(&store, "p3").await;
    let save = may::<act::Change, on::Draft>(&actor, &person, TODAY).unwrap();
    let read = may::<act::Read, on::Draft>(&actor, &person, TODAY).unwrap();
    let close = may::<act::Close, on::Draft>(&actor, &person, TODAY).unwrap();
    assert!(may::<act::Read, on::Draft>(&other_actor, &person, TODAY).is_err());
    store.draft_save(&save, "concern", Some(p3), "words=Bo").await.unwrap();
    store
        .draft_save(&save, "concern", Some(p3), "words=Bo+virker")
        .await
        .unwrap();
    let kept = store.draft_one(&read, "concern").await.unwrap().unwrap();
    assert_eq!(kept.content, "words=Bo+virker");
    assert_eq!(home.rows("SELECT 1 AS one FROM drafts").await, 1, "one a form");
    assert_eq!(
        home.rows("SELECT 1 AS one FROM audit_entries WHERE what = 'draft'")
            .await,
        1,
        "said once, not at every key"
    );
    assert!(!traces(&home, &store, p3).await.is_empty());
    assert!(store.draft_one(&read, "other form").await.unwrap().is_none());
    let theirs = may::<act::Read, on::Draft>(&other_actor, &other, TODAY).unwrap();
    assert!(store.draft_one(&theirs, "concern").await.unwrap().is_none());
    // Moved to another person's name behind the store's back, it does not open.
    let sqlite = home.address.starts_with("sqlite");
    let id = other.as_uuid().simple();
    let id = if sqlite { format!("X'{id}'") } else { format!("'{id}'") };
    home.tamper(&format!("UPDATE drafts SET staff_id = {id}")).await;
    assert!(matches!(
        store.draft_one(&theirs, "concern").await,
        Err(StoreError::Key)
    ));
    // Thrown away when sent; after thirty days it is gone by itself.
    store
        .draft_save(&save, "concern", Some(p3), "words=igen")
        .await
        .unwrap();
    store.draft_drop(&close, "concern").await.unwrap();
    assert!(store.draft_one(&read, "concern").await.unwrap().is_none());
    store.draft_save(&save, "note", None, "words=x").await.unwrap();
    home.clock.set(instant("2026-12-20T08:00:00Z"));
    assert!(store.draft_one(&read, "note").await.unwrap().is_some());
    home.clock.set(instant("2026-12-20T08:00:01Z"));
    assert!(store.draft_one(&read, "note").await.unwrap().is_none());
    store.draft_save(&save, "another", None, "words=y").await.unwrap();
    assert_eq!(
        home.rows("SELECT 1 AS one FROM drafts").await,
        1,
        "what ran out is swept"
    );
}

/// The address is a secret known by its hash, one a person, gone when taken back, and asked too often it waits.
async fn a_calendar_is_read_by_whoever_has_its_address(home: Home) {
    let store = home.open().await;
    let person = teacher(&store, false).await;
    let read = async |token: &store::Token, from: &str| store.feed_read(token, from, false).await.unwrap();
    assert_eq!(store.feed_one(person).await.unwrap(), None);
    let first = store.feed_make(person, "da").await.unwrap();
    let (hash, secret) = (home.secrets().await, first.reveal().to_owned());
    assert!(hash.len() == 1 && !hash.contains(&secret), "{hash:?}");
    let own = FeedRead::Of {
        person,
        language: "da".into(),
    };
    assert_eq!(read(&first, "192.0.2.1").await, own);
    assert_eq!(
        store.feed_one(person).await.unwrap().unwrap().read_at,
        Some(store.now())
    );
    let second = store.feed_make(person, "da").await.unwrap();
    assert_eq!(read(&first, "192.0.2.1").await, FeedRead::Unknown, "another was made");
    assert_eq!(read(&second, "192.0.2.1").await, own);
    store.staff_disable(None, person, true).await.unwrap();
    assert_eq!(
        read(&second, "192.0.2.1").await,
        FeedRead::Unknown,
        "the account is closed"
    );
    store.staff_disable(None, person, false).await.unwrap();
    for _ in 0..28 {
        assert_eq!(read(&second, "192.0.2.2").await, own);
    }
    assert!(matches!(read(&second, "192.0.2.3").await, FeedRead::Wait { .. }));
    home.clock.set(instant("2026-11-20T08:31:00Z"));
    assert_eq!(read(&second, "192.0.2.2").await, own);
    // Guessing from one address ends, and nobody else waits for it.
    let guess = store::Token::from_text("0123");
    for _ in 0..20 {
        assert_eq!(read(&guess, "192.0.2.9").await, FeedRead::Unknown);
    }
    assert!(matches!(read(&second, "192.0.2.9").await, FeedRead::Wait { .. }));
    assert_eq!(read(&second, "192.0.2.2").await, own);
    store.feed_drop(person).await.unwrap();
    assert_eq!(read(&second, "192.0.2.2").await, FeedRead::Unknown, "taken back");
    assert!(matches!(store.feed_drop(person).await, Err(StoreError::Missing(_))));
    let audit = may::<act::Read, on::Audit>(&operator(), &Spot::Municipality, TODAY).unwrap();
    let until = instant("2026-11-20T09:00:00Z");
    let told = store.audit_list(&audit, until, 100).await.unwrap();
    let count = |action: &str| {
        let of = told.iter().filter(|one| one.who == Some(person));
        of.filter(|one| one.action == action).count()
    };
    assert_eq!(count("calendar address made"), 2);
    assert_eq!(count("calendar address taken back"), 1);
    assert_eq!(count("calendar read"), 32);
}

async fn concerns_are_streams_with_one_next_place(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let draft = ConcernDraft {
        raised_by: RaisedBy::Teacher,
        seen_on: TODAY,
        signs: BTreeSet::new(),
        words: "Sidder alene".into(),
        review: None,
    };
    let raised = draft.check(id, TODAY).unwrap();
    let create = may::<act::Create, on::Concern>(&actor, &facts, TODAY).unwrap();
    let concern = store.concern_raise(&create, &raised).await.unwrap();
    let close = may::<act::Close, on::Concern>(&actor, &facts, TODAY).unwrap();
    let reason = OwnWords::from_form("Talt med hjemmet").unwrap();
    let answer = ConcernEvent::Answered {
        answer: Answer::NoAction { reason },
    };
    let second = Sequence::FIRST.next();
    store.concern_add(&close, concern, second, &answer).await.unwrap();
    let late = store.concern_add(&close, concern, second, &answer).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let read = may::<act::Read, on::Concern>(&actor, &facts, TODAY).unwrap();
    let all = store.concern_list_of(&read).await.unwrap();
    assert_eq!((all.len(), all[0].history.len(), all[0].id), (1, 2, concern));
    let (_, elsewhere) = leader(&store, "s1").await;
    let list = scope::<act::List, on::Concern>(&elsewhere, TODAY).unwrap();
    assert!(store.concern_list(&list).await.unwrap().is_empty());
}

async fn a_setting_is_set_by_one_at_a_time(home: Home) {
    let store = home.open().await;
    store.setting_set(None, "day_weight", "half", 0).await.unwrap();
    assert!(matches!(
        store.setting_set(None, "day_weight", "any", 0).await,
        Err(StoreError::Conflict(_))
    ));
    store.setting_set(None, "day_weight", "both", 1).await.unwrap();
    let now = store.setting_list().await.unwrap();
    assert_eq!((now.len(), now[0].value.as_str(), now[0].sequence), (1, "both", 2));
    assert_eq!(store.setting_history("day_weight").await.unwrap().len(), 2);
}

async fn a_number_is_found_and_opened(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s1").await;
    let id = pupil(&store, "p1").await;
    let cpr: intake::Cpr = "010115-1234".parse().unwrap();
    assert_eq!(store.pupil_by_cpr(&may_import(), cpr).await.unwrap(), [id]);
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let permit = may::<act::Read, on::Cpr>(&actor, &facts, TODAY).unwrap();
    let why = casework::OwnWords::from_form("Underretning til familieafdelingen").unwrap();
    assert_eq!(store.pupil_cpr(&permit, &why).await.unwrap(), Some(cpr));
    // It lies nowhere as it is said, wherever it was used.
    store.planes_snapshot().await.unwrap();
    assert_eq!(
        anywhere(&home, &store, &["0101151234", "010115-1234"]).await,
        BTreeSet::new()
    );
    assert!(anywhere(&home, &store, &[why.reveal()]).await.contains("given_reasons"));
    // Why it was shown is read by the data protection officer, stands in no entry of the trail, and goes with the pupil.
    let (_, officer) = officer(&store).await;
    let scope = scope::<act::List, on::PupilTrail>(&officer, TODAY).unwrap();
    let lines = store.trail_list(&scope, &about(Some(id))).await.unwrap().lines;
    let shown = lines
        .iter()
        .find(|line| line.entry.what.starts_with("cpr, reason "))
        .unwrap();
    assert!(!shown.entry.what.contains("Underretning") && shown.reasons.is_empty());
    let one = store.trail_one(&scope, shown.entry.id).await.unwrap();
    assert_eq!(
        one.reasons.iter().map(|r| r.reason.reveal()).collect::<Vec<_>>(),
        [why.reveal()]
    );
    let erase = may::<act::Change, on::PupilIdentity>(&actor, &facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert!(
        store
            .trail_one(&scope, shown.entry.id)
            .await
            .unwrap()
            .reasons
            .is_empty()
    );
    assert_eq!(home.rows("SELECT 1 AS found FROM given_reasons").await, 0);
}

/// R-307: emergency access is to the one child typed exactly, by whom the municipality lets, until it ends; why it was opened
/// stands among the reasons and nowhere in the trail, and goes with the pupil.
async fn emergency_access_is_opened_exactly_ended_and_looked_into(home: Home) {
    let store = filled(&home).await;
    let rules = EmergencyRules::default();
    let worker = async |school: &str| {
        let new = NewStaff {
            username: format!("skolesocial-{school}"),
            name: "Rådgiver".into(),
            demo: false,
        };
        let person = store.staff_add(None, &new).await.unwrap();
        let roster = store.roster().await.unwrap();
        let school = roster.schools().iter().find(|s| s.external_id == school).unwrap().id;
        let role = RoleGrant::new(Role::SchoolSocialWorker, Place::School(school), date(2026, 8, 1), None).unwrap();
        Actor::signed_in(person, vec![role])
    };
    let (here, elsewhere) = (worker("s1").await, worker("s2").await);
    let number = |number: &str| EmergencyAsked::Number(number.to_owned());
    let name = |name: &str, class: &str| EmergencyAsked::Name {
        name: name.to_owned(),
        class: class.to_owned(),
    };
    let p1 = pupil(&store, "p1").await;
    let asked = async |actor: &Actor, asked: &EmergencyAsked| {
        let facts = store.emergency_asked(actor, asked, &rules, TODAY).await.unwrap();
        facts.map(|facts| {
            (
                facts.pupil.pupil,
                may::<act::Create, on::EmergencyAccess>(actor, &facts, TODAY).is_ok(),
            )
        })
    };
    for exact in [
        number("010115-1234"),
        number("p1"),
        name("øjvind  testsen", "3a"),
        name("Øjvind Testsen", "3. A"),
    ] {
        assert_eq!(asked(&here, &exact).await, Some((p1, true)));
        assert_eq!(asked(&elsewhere, &exact).await, Some((p1, false)), "no tie");
    }
    for wrong in [
        number("p"),
        number("010115-1235"),
        name("Øjvind", "3a"),
        name("Øjvind Testsen", "8b"),
        name("", ""),
    ] {
        assert_eq!(asked(&here, &wrong).await, None);
    }
    // A protected child who has moved is opened from where the child goes, and from nowhere else.
    let p2 = pupil(&store, "p2").await;
    assert_eq!(asked(&here, &number("p2")).await, Some((p2, false)));
    assert_eq!(asked(&elsewhere, &number("p2")).await, Some((p2, true)));
    let open = async |why: &str, hours| {
        let facts = store
            .emergency_asked(&here, &number("p1"), &rules, TODAY)
            .await
            .unwrap()
            .unwrap();
        let permit = may::<act::Create, on::EmergencyAccess>(&here, &facts, TODAY).unwrap();
        let reason = EmergencyDraft {
            kind: Some(EmergencyKind::SeriousConcern),
            reason: why.to_owned(),
        };
        store
            .emergency_open(&permit, &reason.check().unwrap(), hours)
            .await
            .unwrap()
    };
    let me = here.person().unwrap();
    let first = open("Mor har ringet", 4).await;
    assert_eq!(store.emergency_open_of(me).await.unwrap(), [first]);
    assert_eq!(first.until, store.now() + jiff::SignedDuration::from_hours(4));
    // Again is anew: the first has ended, and there are two to look into.
    let second = open("Barnet er ikke fundet", 200).await;
    assert_eq!(store.emergency_open_of(me).await.unwrap(), [second]);
    assert_eq!(
        second.until,
        store.now() + jiff::SignedDuration::from_hours(24),
        "never longer than a day"
    );
    let (leads, others) = (leader(&store, "s1").await.1, leader(&store, "s2").await.1);
    let officer = officer(&store).await.1;
    let since = instant("2026-11-01T00:00:00Z");
    let list = async |actor: &Actor| {
        let scope = scope::<act::List, on::EmergencyAccess>(actor, TODAY).unwrap();
        store.emergency_list(&scope, since).await.unwrap()
    };
    let all = list(&officer).await;
    assert_eq!(
        all.iter().map(|(one, _)| one.id).collect::<BTreeSet<_>>(),
        BTreeSet::from([first.id, second.id])
    );
    assert_eq!(
        (
            list(&leads).await.len(),
            list(&others).await.len(),
            list(&here).await.len()
        ),
        (2, 0, 2)
    );
    let control = scope::<act::List, on::EmergencyAccess>(&officer, TODAY).unwrap();
    let words = store.emergency_words(&control, &[first.id]).await.unwrap();
    assert_eq!(words[&first.id][0].reason.reveal(), "Mor har ringet");
    let of_school = scope::<act::List, on::EmergencyAccess>(&leads, TODAY).unwrap();
    assert!(
        store.emergency_words(&of_school, &[first.id]).await.is_err(),
        "the words are the control's"
    );
    let names = anywhere(&home, &store, &["Mor har ringet"]).await;
    assert_eq!(names, BTreeSet::from(["given_reasons".to_owned()]));
    let facts = store.emergency_facts(second.id, TODAY).await.unwrap().unwrap();
    assert!(
        may::<act::Close, on::EmergencyAccess>(&leads, &facts, TODAY).is_err(),
        "the leader sees and ends not"
    );
    let end = may::<act::Close, on::EmergencyAccess>(&here, &facts, TODAY).unwrap();
    store.emergency_end(&end).await.unwrap();
    assert!(store.emergency_open_of(me).await.unwrap().is_empty());
    assert!(matches!(store.emergency_end(&end).await, Err(StoreError::Conflict(_))));
    assert!(
        may::<act::Change, on::EmergencyAccess>(&here, &facts, TODAY).is_err(),
        "nobody judges oneself"
    );
    let judge = may::<act::Change, on::EmergencyAccess>(&officer, &facts, TODAY).unwrap();
    let found = casework::OwnWords::from_form("Tovholderen var der").unwrap();
    let wrong = EmergencyFinding::NotRight;
    store.emergency_found(&judge, wrong, Some(&found)).await.unwrap();
    let again = store.emergency_found(&judge, EmergencyFinding::Right, None).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
    let all = list(&officer).await;
    let judged = all.iter().find(|(one, _)| one.id == second.id).unwrap();
    assert_eq!(judged.0.finding.map(|(finding, ..)| finding), Some(wrong));
    let words = store.emergency_words(&control, &[second.id]).await.unwrap();
    assert_eq!(
        words[&second.id].iter().map(|w| w.reason.reveal()).collect::<Vec<_>>(),
        ["Barnet er ikke fundet", "Tovholderen var der"]
    );
    let pupil_facts = store.pupil_facts(p1, TODAY).await.unwrap().unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&leads, &pupil_facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert_eq!(home.rows("SELECT 1 AS found FROM emergencies").await, 0);
    assert!(list(&officer).await.is_empty());
}

/// Databeskyttelsesloven § 10: whose data was read for research, what for and on which ground is in the trail, whether or not
/// they are in what came out; few are never told of, and nobody protected is.
async fn what_is_taken_out_for_research_is_in_the_trail(home: Home) {
    let store = filled(&home).await;
    let permit = may::<act::Export, on::Research>(&operator(), &Spot::Municipality, TODAY).unwrap();
    let rules = RulePack::shipped().unwrap();
    let asked = |schools: BTreeSet<casework::SchoolId>| store::ResearchAsked {
        year: attendance::SchoolYear::of(TODAY),
        schools,
        least: 0,
        stated: "Overgange; ground: § 10, aftale 42".to_owned(),
    };
    let research = store.research(&permit, &asked(BTreeSet::new()), &rules).await.unwrap();
    assert_eq!(
        (research.rows.len(), research.done.left_out, research.protected),
        (0, 2, 1),
        "three are few"
    );
    let officer = officer(&store).await.1;
    let scope = scope::<act::List, on::PupilTrail>(&officer, TODAY).unwrap();
    for id in ["p1", "p2", "p3"] {
        let id = pupil(&store, id).await;
        let lines = store.trail_list(&scope, &about(Some(id))).await.unwrap().lines;
        let found = lines
            .iter()
            .filter(|line| line.entry.policy == "operator/research/municipality");
        let said: Vec<&str> = found.map(|line| line.entry.what.as_str()).collect();
        assert_eq!(said, ["research: Overgange; ground: § 10, aftale 42"]);
    }
    let roster = store.roster().await.unwrap();
    let one = roster.schools().iter().find(|s| s.external_id == "s1").unwrap().id;
    let research = store
        .research(&permit, &asked(BTreeSet::from([one])), &rules)
        .await
        .unwrap();
    assert_eq!(
        (research.done.left_out, research.protected),
        (1, 0),
        "only the school asked for, where they go now"
    );
}

/// A paper in a case is kept sealed, seen by whoever sees the case, taken out with a trace, and gone with the pupil.
async fn a_file_in_a_case_is_sealed_and_goes_with_the_pupil(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, _) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let read = may::<act::Read, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let name = OwnWords::from_form("Tegning af skolegården").unwrap();
    let paper = b"%PDF-1.7\nEn hemmelig tegning\n%%EOF\n";
    let id = store.attachment_add(&change, &name, paper).await.unwrap();
    for (bytes, what) in [(b"GIF89a".as_slice(), "a kind that is not kept"), (&[], "nothing")] {
        let refused = store.attachment_add(&change, &name, bytes).await;
        assert!(matches!(refused, Err(StoreError::Value { .. })), "{what}");
    }
    let large = [b"%PDF-".as_slice(), &vec![b' '; store::MOST_ATTACHMENT_BYTES], b"%%EOF"].concat();
    assert!(matches!(
        store.attachment_add(&change, &name, &large).await,
        Err(StoreError::Value { .. })
    ));
    let (file, bytes) = store.attachment_one(&read, id).await.unwrap();
    assert_eq!(
        (file.name.as_str(), bytes.as_slice(), file.by),
        (name.reveal(), paper.as_slice(), owner.0)
    );
    assert_eq!(
        anywhere(&home, &store, &["hemmelig", "skolegården"]).await,
        BTreeSet::new()
    );
    // In a copy for the family it is held; it stands in the one for the archive.
    let copy = may::<act::Read, on::SubjectAccess>(&owner.1, &facts.pupil, TODAY).unwrap();
    assert_eq!(store.insight(&copy).await.unwrap().files.len(), 1);
    let other = leader(&store, "s1").await;
    assert!(may::<act::Read, on::Case>(&other.1, &facts, TODAY).is_err());
    // Of another child's case it is not there.
    let (elsewhere, _) = case_about(&store, pupil(&store, "p2").await, &owner).await;
    let read_elsewhere = may::<act::Read, on::Case>(&owner.1, &elsewhere, TODAY).unwrap();
    assert!(matches!(
        store.attachment_one(&read_elsewhere, id).await,
        Err(StoreError::Missing(_))
    ));
    let wrong = may::<act::Change, on::Case>(&owner.1, &elsewhere, TODAY).unwrap();
    assert!(matches!(
        store.attachment_remove(&wrong, id).await,
        Err(StoreError::Missing(_))
    ));
    store.attachment_remove(&change, id).await.unwrap();
    assert!(matches!(
        store.attachment_one(&read, id).await,
        Err(StoreError::Missing(_))
    ));
    let list = store.attachment_list(&read).await.unwrap();
    assert!(list.len() == 1 && list[0].removed.is_some_and(|(by, _)| by == owner.0));
    store.attachment_add(&change, &name, paper).await.unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &facts.pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert_eq!(home.rows("SELECT 1 AS found FROM attachments").await, 0);
}

/// R-106: mail is chosen, confirmed, and goes to who still has the child, once; another child's news is no news.
async fn news_waits_for_those_who_chose_it(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let mother = of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let father = of_family(&store, &facts, &owner.1, Role::InformedParent, "far").await;
    for (one, address) in [(&mother, "mor@mail.example"), (&father, "far@mail.example")] {
        let choose = may::<act::Change, on::Session>(&one.1, &one.0, TODAY).unwrap();
        store.news_mail_ask(&choose, address, "da").await.unwrap();
    }
    assert_eq!(
        anywhere(&home, &store, &["mor@mail.example", "far@mail.example"]).await,
        BTreeSet::new()
    );
    let due = store.news_mail_due(9).await.unwrap();
    assert_eq!(due.len(), 2);
    assert!(
        store.news_mail_due(9).await.unwrap().is_empty(),
        "a mail is one program's at a time"
    );
    for mail in &due {
        store.news_mail_done(mail).await.unwrap();
        let store::MailKind::Confirm(token) = &mail.kind else {
            panic!("{mail:?}")
        };
        store.news_mail_confirm(token).await.unwrap();
    }
    let told = case_event(
        "update_given",
        &[
            ("words", "Godt i dag"),
            ("next_step", "Vi ringer"),
            ("next_on", "2026-12-01"),
        ],
    );
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    store.case_write(&change, &told, &KNOWN).await.unwrap().unwrap();
    // A parent without custody is told nothing of what is written for those who have it.
    let due = store.news_mail_due(9).await.unwrap();
    assert_eq!(due.iter().map(|mail| mail.person).collect::<Vec<_>>(), [mother.0]);
    store.news_mail_done(&due[0]).await.unwrap();
    // Whose access has ended gets none, and with the child the address goes.
    store.case_write(&change, &told, &KNOWN).await.unwrap().unwrap();
    let access = store.family_access_facts(case.id, TODAY).await.unwrap().unwrap();
    let reads = may::<act::Read, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    let (members, _) = store.family_access_list(&reads).await.unwrap();
    let grant = members.iter().find(|one| one.person == mother.0).unwrap().grant;
    let close = may::<act::Close, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    store.family_access_end(&close, grant).await.unwrap();
    home.clock.set(instant("2026-11-25T10:00:00Z"));
    assert!(store.news_mail_due(9).await.unwrap().is_empty());
    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &facts.pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert_eq!(home.rows("SELECT 1 AS found FROM news_mail").await, 0);
}

/// R-104, R-106: a child that chose mail hears of what its own page shows; a parent of everything written for the family.
async fn a_child_hears_of_what_its_page_shows(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, _) = case_about(&store, p3, &owner).await;
    let mother = of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let child = of_family(&store, &facts, &owner.1, Role::Child, "barn").await;
    for (one, address) in [(&mother, "mor@mail.example"), (&child, "barn@mail.example")] {
        let choose = may::<act::Change, on::Session>(&one.1, &one.0, TODAY).unwrap();
        store.news_mail_ask(&choose, address, "da").await.unwrap();
    }
    for mail in &store.news_mail_due(9).await.unwrap() {
        store.news_mail_done(mail).await.unwrap();
        let store::MailKind::Confirm(token) = &mail.kind else {
            panic!("{mail:?}")
        };
        store.news_mail_confirm(token).await.unwrap();
    }
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let told = |told: &str| {
        let said = [
            ("words", "Nyt"),
            ("next_step", "Vi ringer"),
            ("next_on", "2026-12-01"),
            ("told", told),
        ];
        case_event("update_given", &said)
    };
    for (event, heard) in [
        (told("guardian"), BTreeSet::from([mother.0])),
        (told("child"), BTreeSet::from([mother.0, child.0])),
    ] {
        store.case_write(&change, &event, &KNOWN).await.unwrap().unwrap();
        // A day later, so that a second mail is not held back by the first.
        let due = store.news_mail_due(9).await.unwrap();
        assert_eq!(due.iter().map(|mail| mail.person).collect::<BTreeSet<_>>(), heard);
        for mail in &due {
            store.news_mail_done(mail).await.unwrap();
        }
        home.clock.set(instant("2026-11-23T10:00:00Z"));
    }
}

/// R-286: the tasks of a meeting are agreed together, and one that cannot be agreed leaves all of them unsaid.
async fn several_entries_are_written_together_or_not_at_all(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let task = |words: &str, name: &str| {
        case_event(
            "task_agreed",
            &[("words", words), ("name", name), ("due", "2026-12-04")],
        )
    };
    let length = async || {
        let read = may::<act::Read, on::Case>(&owner.1, &facts, TODAY).unwrap();
        store.case_one(&read).await.unwrap().0.history.len()
    };
    let before = length().await;
    let both = [task("Ring til PPR", "Mor"), task("Find en plads", "")];
    let refused = store.case_write_all(&change, &both, &KNOWN).await.unwrap();
    assert_eq!(refused, Err(Refusal::OnePerson));
    assert_eq!(length().await, before, "none of them");
    let both = [task("Ring til PPR", "Mor"), task("Find en plads", "Far")];
    store.case_write_all(&change, &both, &KNOWN).await.unwrap().unwrap();
    assert_eq!(length().await, before + 2);
    assert_eq!(case.history.len(), before);
}

/// GDPR art. 15, R-234: everything kept about a child is in the copy; what is given of what is held has a reason, and no
/// table with a column for the pupil is left out without a word.
async fn a_copy_holds_everything_and_says_what_was_given(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let draft = ConcernDraft {
        raised_by: RaisedBy::Teacher,
        seen_on: TODAY,
        signs: BTreeSet::new(),
        words: "Bo virker trist".into(),
        review: None,
    };
    let create = may::<act::Create, on::Concern>(&owner.1, &facts.pupil, TODAY).unwrap();
    store
        .concern_raise(&create, &draft.check(p3, TODAY).unwrap())
        .await
        .unwrap();
    let roster = store.roster().await.unwrap();
    let role = store::NewGrant {
        staff: owner.0,
        role: Role::SchoolLeader.word().to_owned(),
        school: roster.schools().iter().find(|s| s.external_id == "s2").map(|s| s.id),
        class: None,
        from: date(2026, 8, 1),
        to: None,
    };
    store.role_grant_add(None, &role).await.unwrap();
    let read = may::<act::Read, on::SubjectAccess>(&owner.1, &facts.pupil, TODAY).unwrap();
    let copy = store.insight(&read).await.unwrap();
    assert_eq!(
        (
            copy.who.name.given(),
            copy.has_cpr,
            copy.marks.len(),
            copy.cases.len(),
            copy.concerns.len()
        ),
        ("Bo", false, 2, 1, 1)
    );
    assert_eq!(copy.cases[0].id, case.id);
    assert_eq!(
        copy.family.iter().map(|right| right.role).collect::<Vec<_>>(),
        [Role::Guardian]
    );
    assert_eq!(copy.roles.get(&(owner.0, store.today())), Some(&Role::SchoolLeader));
    let export = may::<act::Export, on::SubjectAccess>(&owner.1, &facts.pupil, TODAY).unwrap();
    let why = casework::OwnWords::from_form("Talt med læreren; barnet vil det selv").unwrap();
    let looks = store
        .insight_take(&export, "pdf", &[("view 1".to_owned(), why.clone())])
        .await
        .unwrap();
    let taken = looks.iter().find(|look| look.action == access::Action::Export).unwrap();
    assert_eq!(
        (taken.role, taken.resource),
        (Some(Role::SchoolLeader), access::Resource::SubjectAccess)
    );
    // A parent's own coming and going is told to nobody.
    assert!(
        looks.iter().all(|look| look.role.is_none_or(|role| !role.is_family())),
        "{looks:?}"
    );
    let again = store.insight(&read).await.unwrap();
    assert_eq!(
        again.reasons.iter().map(|r| r.reason.clone()).collect::<Vec<_>>(),
        [why]
    );
    // A colleague elsewhere, and everybody who does not answer for the school, has no copy.
    let other = leader(&store, "s1").await;
    assert!(may::<act::Read, on::SubjectAccess>(&other.1, &facts.pupil, TODAY).is_err());
    let known: BTreeSet<&str> = store::INSIGHT_TABLES.iter().map(|(table, _)| *table).collect();
    let live = store.column_list().await.unwrap();
    let about: BTreeSet<&str> = live
        .iter()
        .filter(|(_, column)| column == "pupil_id")
        .map(|(table, _)| table.as_str())
        .collect();
    assert_eq!(about, known);
}

async fn an_erased_pupil_is_nowhere(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let draft = ConcernDraft {
        raised_by: RaisedBy::Teacher,
        seen_on: TODAY,
        signs: BTreeSet::new(),
        words: "Bo virker trist".into(),
        review: None,
    };
    let create = may::<act::Create, on::Concern>(&actor, &facts, TODAY).unwrap();
    store
        .concern_raise(&create, &draft.check(id, TODAY).unwrap())
        .await
        .unwrap();
    case_about(&store, id, &(person, actor.clone())).await;
    let save = may::<act::Change, on::Draft>(&actor, &person, TODAY).unwrap();
    store.draft_save(&save, "concern", Some(id), "words=Bo").await.unwrap();
    store.planes_snapshot().await.unwrap();
    let found = traces(&home, &store, id).await;
    for table in [
        "drafts",
        "pupils",
        "enrolments",
        "marks",
        "partials",
        "cases",
        "search_entries",
        "streams",
        "stream_entries",
        "pupil_pseudonyms",
        "snapshots",
    ] {
        assert!(found.contains(table), "{table} not among {found:?}");
    }
    // The words of the case, also in the index the database keeps for itself.
    let in_index = "SELECT 1 AS found FROM search_words_data WHERE instr(hex(block), hex('trækker')) > 0";
    let sqlite = home.address.starts_with("sqlite");
    assert!(!sqlite || home.rows(in_index).await > 0);
    let others = seen_by_all(&store).await;
    let erase = may::<act::Change, on::PupilIdentity>(&actor, &facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert_eq!(traces(&home, &store, id).await, BTreeSet::new());
    assert!(!sqlite || home.rows(in_index).await == 0);
    let left = seen_by_all(&store).await;
    assert_eq!(left.keys().collect::<Vec<_>>(), ["p1", "p2"]);
    assert!(left.iter().all(|(id, days)| others[id] == *days));
    assert!(matches!(store.pupil_erase(&erase).await, Err(StoreError::Missing(_))));
}

/// Every table with the id or the name of the pupil anywhere in any column.
async fn traces(home: &Home, store: &Store, id: PupilId) -> BTreeSet<String> {
    let hex = id.as_uuid().simple().to_string();
    anywhere(home, store, &[&hex, &id.to_string(), "Eksempel", "Bo virker"]).await
}

/// Every table with one of these words anywhere in any column.
async fn anywhere(home: &Home, store: &Store, words: &[&str]) -> BTreeSet<String> {
    let sqlite = home.address.starts_with("sqlite");
    let mut found = BTreeSet::new();
    for (table, column) in store.column_list().await.unwrap() {
        let holds = |wanted: &str| {
            if sqlite {
                format!(
                    "(instr(lower(hex({column})), lower(hex('{wanted}'))) > 0 OR instr(lower(hex({column})), '{wanted}') > 0)"
                )
            } else {
                let bytes = format!("convert_to({column}::text, 'UTF8')");
                let wanted_bytes = format!("encode(convert_to('{wanted}', 'UTF8'), 'hex')");
                format!(
                    "(position({wanted_bytes} in encode({bytes}, 'hex')) > 0 OR position('{wanted}' in replace({column}::text, '-', '')) > 0 \
                     OR position({wanted_bytes} in {column}::text) > 0)"
                )
            }
        };
        let all: Vec<String> = words.iter().map(|word| holds(word)).collect();
        let query = format!("SELECT 1 AS found FROM {table} WHERE {}", all.join(" OR "));
        if home.rows(&query).await > 0 {
            found.insert(table);
        }
    }
    found
}

async fn the_trail_says_who_looked_and_shows_tampering(home: Home) {
    let store = filled(&home).await;
    let (person, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    home.clock.set(instant("2026-11-20T09:00:00Z"));
    let permit = may::<act::Read, on::PupilAttendance>(&actor, &facts, TODAY).unwrap();
    store.seen_pupil(&permit, TODAY).await.unwrap();
    let audit = may::<act::Read, on::Audit>(&operator(), &Spot::Municipality, TODAY).unwrap();
    let newest = store
        .audit_list(&audit, instant("2026-11-20T10:00:00Z"), 1)
        .await
        .unwrap()
        .remove(0);
    let number = store.audit_pseudonym(&audit, id).await.unwrap().unwrap();
    assert_eq!(
        (newest.who, newest.action.as_str(), newest.subjects),
        (Some(person), "read", vec![number])
    );
    assert_eq!(newest.policy, "school_leader/pupil_attendance/own_schools");
    // A letter about a duty is kept nowhere; that it was fetched is.
    home.clock.set(instant("2026-11-20T09:00:01Z"));
    let fetch = may::<act::Export, on::Duty>(&actor, &facts, TODAY).unwrap();
    store.duty_letter(&fetch, "council_report").await.unwrap();
    let newest = store
        .audit_list(&audit, instant("2026-11-20T10:00:00Z"), 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (
            newest.who,
            newest.action.as_str(),
            newest.what.as_str(),
            newest.subjects
        ),
        (Some(person), "export", "letter council_report", vec![number])
    );
    assert_eq!(newest.policy, "school_leader/duty/own_schools");
    // A page asked for from an address says so; what is refused is written too, about whom.
    home.clock.set(instant("2026-11-20T09:00:02Z"));
    let tried = store::Refused {
        action: access::Action::Read,
        resource: access::Resource::Cpr,
        pupil: Some(id),
    };
    store::asked_from(
        "192.0.2.7".to_owned(),
        store.trail_refused(person, tried, "/pupils/{id}"),
    )
    .await
    .unwrap();
    let newest = store
        .audit_list(&audit, instant("2026-11-20T10:00:00Z"), 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (
            newest.action.as_str(),
            newest.what.as_str(),
            newest.subjects,
            newest.address.as_deref()
        ),
        ("refused", "read cpr at /pupils/{id}", vec![number], Some("192.0.2.7"))
    );
    assert!(store.audit_seal().await.unwrap() > 0, "what was written an hour ago");
    home.clock.set(instant("2026-11-20T10:00:00Z"));
    assert!(store.audit_seal().await.unwrap() > 0);
    assert_eq!(store.audit_seal().await.unwrap(), 0);
    let whole = store.audit_verify(&audit, &[]).await.unwrap();
    assert!(
        whole.faults.is_empty() && whole.sealed > 0 && whole.unsealed == 0,
        "{whole:?}"
    );
    let heads = store.audit_heads(&audit).await.unwrap();
    let printed: Vec<store::Head> = heads.iter().map(|head| head.to_string().parse().unwrap()).collect();
    assert_eq!(printed, heads);
    assert!(store.audit_verify(&audit, &heads).await.unwrap().faults.is_empty());
    // The database itself refuses to change or lose an entry.
    for statement in [
        "UPDATE audit_entries SET what = 'nothing' WHERE action = 'read'",
        "DELETE FROM audit_entries WHERE action = 'read'",
        "DELETE FROM audit_seals",
    ] {
        assert!(home.refuses(statement).await, "{statement}");
    }
    // Whoever gets round that is named: the entry changed, the entry gone, the entry put in.
    home.unguard().await;
    let newest_id = |what: &'static str| {
        let audit = &audit;
        let store = &store;
        async move {
            let all = store
                .audit_list(audit, instant("2026-11-20T11:00:00Z"), 1000)
                .await
                .unwrap();
            all.into_iter().find(|entry| entry.what == what).unwrap().id
        }
    };
    let (changed, gone) = (newest_id("attendance").await, newest_id("letter council_report").await);
    assert!(
        home.tamper("UPDATE audit_entries SET what = 'nothing' WHERE what = 'attendance'")
            .await
            > 0
    );
    assert!(
        home.tamper("DELETE FROM audit_entries WHERE what = 'letter council_report'")
            .await
            > 0
    );
    let copied = "INSERT INTO audit_entries SELECT segment_id, sequence + 100000, at, staff_id, action, 'put in', ground, \
         policy, subjects, address, seal FROM audit_entries WHERE what = 'nothing'";
    assert!(home.tamper(copied).await > 0);
    let faults = store.audit_verify(&audit, &heads).await.unwrap().faults;
    let fault = |id: store::EntryId, sequence| (id.segment, sequence);
    let (segment, sequence) = fault(changed, changed.sequence);
    assert!(
        faults.contains(&store::TrailFault::Changed { segment, sequence }),
        "{faults:?}"
    );
    let (segment, sequence) = fault(gone, gone.sequence);
    assert!(
        faults.contains(&store::TrailFault::Missing { segment, sequence }),
        "{faults:?}"
    );
    // After the last seal an entry put in is told by its own seal.
    let (segment, sequence) = fault(changed, changed.sequence + 100_000);
    assert!(
        faults.contains(&store::TrailFault::Changed { segment, sequence }),
        "{faults:?}"
    );
    // A chain cut off at its end shows by the heads kept elsewhere, and by nothing else.
    home.tamper("DELETE FROM audit_entries").await;
    home.tamper("DELETE FROM audit_seals").await;
    assert!(store.audit_verify(&audit, &[]).await.unwrap().faults.is_empty());
    let cut = store.audit_verify(&audit, &heads).await.unwrap().faults;
    assert_eq!(cut.len(), heads.len());
    assert!(
        cut.iter().all(|fault| matches!(fault, store::TrailFault::Head { .. })),
        "{cut:?}"
    );
}

async fn officer(store: &Store) -> (PersonId, Actor) {
    let new = NewStaff {
        username: "databeskyttelse".to_owned(),
        name: "Ulla Prøvesen".to_owned(),
        demo: false,
    };
    let person = store.staff_add(None, &new).await.unwrap();
    let from = date(2026, 8, 1);
    let role = RoleGrant::new(Role::DataProtectionOfficer, Place::Municipality, from, None).unwrap();
    (person, Actor::signed_in(person, vec![role]))
}

fn about(pupil: Option<PupilId>) -> store::TrailAsked {
    store::TrailAsked {
        from: instant("2026-11-01T00:00:00Z"),
        until: instant("2026-11-21T00:00:00Z"),
        who: None,
        action: None,
        resource: None,
        pupil,
        after: None,
        most: 100,
    }
}

/// R-305–R-311, GDPR art. 15 and 39: who looked is found by pupil, person, action and what it was, the search is itself
/// in the trail, and the family is told of roles and places, never of names.
async fn the_officer_finds_who_looked_and_is_seen_looking(home: Home) {
    let store = filled(&home).await;
    let (leader_id, leads) = leader(&store, "s2").await;
    store
        .role_grant_add(
            None,
            &NewGrant {
                staff: leader_id,
                role: "school_leader".to_owned(),
                school: store
                    .roster()
                    .await
                    .unwrap()
                    .schools()
                    .iter()
                    .find(|s| s.external_id == "s2")
                    .map(|s| s.id),
                class: None,
                from: date(2026, 8, 1),
                to: None,
            },
        )
        .await
        .unwrap();
    let (officer_id, officer) = officer(&store).await;
    let scope = scope::<act::List, on::PupilTrail>(&officer, TODAY).unwrap();
    let (bo, aase) = (pupil(&store, "p3").await, pupil(&store, "p2").await);
    for id in [bo, bo, aase] {
        let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
        let permit = may::<act::Read, on::PupilAttendance>(&leads, &facts, TODAY).unwrap();
        store.seen_pupil(&permit, TODAY).await.unwrap();
    }
    home.clock.set(instant("2026-11-20T09:00:00Z"));
    let found = store.trail_list(&scope, &about(Some(bo))).await.unwrap();
    let reads: Vec<_> = found.lines.iter().filter(|l| l.entry.who == Some(leader_id)).collect();
    assert_eq!(reads.len(), 2);
    assert!(reads.iter().all(|line| {
        line.pupils
            .iter()
            .any(|(id, name)| *id == bo && name.full() == "Bo Eksempel")
    }));
    assert!(found.more.is_none());
    // Page after page finds the same, each once.
    let (mut asked, mut paged) = (
        store::TrailAsked {
            most: 1,
            ..about(Some(bo))
        },
        Vec::new(),
    );
    loop {
        let page = store
            .trail_list(
                &scope,
                &store::TrailAsked {
                    until: instant("2026-11-20T08:59:59Z"),
                    ..asked.clone()
                },
            )
            .await
            .unwrap();
        paged.extend(page.lines.into_iter().map(|line| line.entry.id));
        match page.more {
            Some(place) => asked.after = Some(place),
            None => break,
        }
    }
    let old: Vec<_> = found.lines.iter().map(|line| line.entry.id).collect();
    assert_eq!(paged, old);
    for (narrow, count) in [
        (
            store::TrailAsked {
                who: Some(leader_id),
                ..about(Some(bo))
            },
            2,
        ),
        (
            store::TrailAsked {
                resource: Some(access::Resource::Cpr),
                ..about(Some(bo))
            },
            0,
        ),
        (
            store::TrailAsked {
                resource: Some(access::Resource::PupilAttendance),
                who: Some(leader_id),
                ..about(None)
            },
            3,
        ),
        (
            store::TrailAsked {
                action: Some("change".to_owned()),
                ..about(Some(bo))
            },
            0,
        ),
    ] {
        assert_eq!(
            store.trail_list(&scope, &narrow).await.unwrap().lines.len(),
            count,
            "{narrow:?}"
        );
    }
    // The searches stand in the trail, about whom, without the pupil's id or name.
    let own = store
        .trail_list(
            &scope,
            &store::TrailAsked {
                who: Some(officer_id),
                ..about(Some(bo))
            },
        )
        .await
        .unwrap();
    assert!(own.lines.len() >= 3, "{own:?}");
    assert!(
        own.lines
            .iter()
            .all(|line| line.entry.what.starts_with("trail from") && !line.entry.what.contains("Bo"))
    );
    let one = store.trail_one(&scope, own.lines[0].entry.id).await.unwrap();
    assert_eq!(one.who.as_deref(), Some("Ulla Prøvesen"));
    let offered = store.trail_pupils(&scope, "bo", 10).await.unwrap();
    assert_eq!(offered.iter().map(|p| p.id).collect::<Vec<_>>(), [bo]);
    // Nobody else may, and an erased pupil is nobody.
    assert!(access::scope::<act::List, on::PupilTrail>(&leads, TODAY).is_err());
    let facts = store.pupil_facts(bo, TODAY).await.unwrap().unwrap();
    let permit = may::<act::Read, on::PupilTrail>(&officer, &facts, TODAY).unwrap();
    let looks = store
        .pupil_looks(&permit, (instant("2026-11-01T00:00:00Z"), store.now()))
        .await
        .unwrap();
    let by_leader = looks.iter().find(|look| look.role == Some(Role::SchoolLeader)).unwrap();
    assert_eq!(
        (by_leader.times, by_leader.day, by_leader.action),
        (2, TODAY, access::Action::Read)
    );
    assert!(matches!(by_leader.place, Some(Place::School(_))), "{by_leader:?}");
    let erase = may::<act::Change, on::PupilIdentity>(&leads, &facts, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert!(
        store
            .trail_list(&scope, &about(Some(bo)))
            .await
            .unwrap()
            .lines
            .is_empty()
    );
    assert_eq!(store.trail_pupil(&scope, bo).await.unwrap(), None);
}

/// R-033, R-258: no law says how long what is about no child is kept: it stays until the municipality has set a period, and
/// goes so long after the last word.
async fn advice_and_class_records_are_kept_as_long_as_decided(home: Home) {
    let store = filled(&home).await;
    let (asker, contact) = (leader(&store, "s1").await, leader(&store, "s2").await);
    let between = CounselFacts {
        asker: asker.0,
        contact: contact.0,
    };
    let draft = CounselDraft {
        topic: Some(Topic::Absence),
        contact: Some(contact.0),
        question: "Hvornår ringer I hjem?".into(),
    };
    let event = draft.check(asker.0, 3, ClosedDays::default(), TODAY).unwrap();
    let ask = may::<act::Create, on::Counsel>(&asker.1, &between, TODAY).unwrap();
    store.counsel_ask(&ask, &event).await.unwrap();
    let roster = store.roster().await.unwrap();
    let class = roster.classes().iter().find(|class| class.name == "3. a").unwrap().id;
    let facts = store.class_facts(class).await.unwrap().unwrap();
    let agreement = AgreementDraft {
        agreed: "Vi siger godmorgen til hinanden".into(),
        from: TODAY.to_string(),
        until: String::new(),
        follow_up: TODAY.tomorrow().unwrap().to_string(),
    };
    let create = may::<act::Create, on::ClassRecord>(&asker.1, &facts, TODAY).unwrap();
    let event = agreement.check(class, &[], TODAY).unwrap();
    store.class_record_begin(&create, &event).await.unwrap();
    let later = date(2029, 1, 10);
    home.clock.set(instant("2029-01-10T10:00:00Z"));
    let mut sequence = 0;
    let mut set = async |counsel_years, class_years, decided: &str| {
        let periods = store::Periods {
            counsel_years,
            class_years,
            decided: decided.to_owned(),
            ..store::Periods::default()
        };
        let text = serde_json::to_string(&periods).unwrap();
        let set = store.setting_set(None, store::RETENTION_SETTING, &text, sequence).await;
        set.unwrap();
        sequence = store
            .setting_history(store::RETENTION_SETTING)
            .await
            .unwrap()
            .first()
            .unwrap()
            .sequence;
    };
    let read = may::<act::Read, on::Retention>(&operator(), &Spot::Municipality, later).unwrap();
    let close = may::<act::Close, on::Retention>(&operator(), &Spot::Municipality, later).unwrap();
    let over = async || {
        let plan = store.retention_plan(&read).await.unwrap();
        (plan.counsel, plan.classes)
    };
    let finish = async || {
        let counts = store.retention_finish(&close, (0, 0)).await.unwrap();
        (counts.counsel, counts.classes)
    };
    assert_eq!((over().await, finish().await), ((0, 0), (0, 0)), "nothing is decided");
    set(Some(2), Some(2), "").await;
    assert_eq!(
        (over().await, finish().await),
        ((0, 0), (0, 0)),
        "nobody has decided it"
    );
    set(Some(2), Some(3), "Byrådet 1. februar 2027").await;
    assert_eq!(
        (over().await, finish().await),
        ((1, 0), (1, 0)),
        "each has its own period"
    );
    assert_eq!((over().await, finish().await), ((0, 0), (0, 0)), "once");
    let scope = scope::<act::List, on::Counsel>(&asker.1, TODAY).unwrap();
    assert!(store.counsel_list(&scope).await.unwrap().is_empty());
    let of_class = may::<act::Read, on::ClassRecord>(&asker.1, &facts, TODAY).unwrap();
    assert_eq!(store.class_record_list_of(&of_class).await.unwrap().len(), 1);
    set(Some(2), Some(2), "Byrådet 1. februar 2027").await;
    assert_eq!((over().await, finish().await), ((0, 1), (0, 1)));
    assert!(store.class_record_list_of(&of_class).await.unwrap().is_empty());
}

/// Retention: nothing before it is decided; who is held stays, whoever asks; the rest goes after having been written out,
/// and the trail loses its old entries and keeps its chain.
async fn what_is_over_is_erased_and_what_is_held_stays(home: Home) {
    let store = filled(&home).await;
    let (_, officer) = officer(&store).await;
    let (_, leads) = leader(&store, "s2").await;
    let bo = pupil(&store, "p3").await;
    let of = |actor: &Actor, day| may::<act::Read, on::Retention>(actor, &Spot::Municipality, day).unwrap();
    home.clock.set(instant("2026-11-20T10:00:00Z"));
    store.audit_seal().await.unwrap();
    // Everybody left on the last day of the school year.
    let rows = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    let left = ENROLMENTS
        .replace("2026-08-10,\n", "2026-08-10,2027-06-25\n")
        .replace("2026-10-31,\n", "2026-10-31,2027-06-25\n");
    let roster = roster_folder(&rows(CLASSES), &rows(PUPILS), &rows(&left), &days());
    let here = ImportRequest {
        also_here: true,
        ..request()
    };
    store.import_folder(&may_import(), &here, &roster).await.unwrap();
    home.clock.set(instant("2033-01-10T10:00:00Z"));
    let later = date(2033, 1, 10);
    let plan = store.retention_plan(&of(&officer, later)).await.unwrap();
    assert!(
        plan.due.is_empty() && !plan.periods.is_decided() && plan.trail > 0,
        "{plan:?}"
    );
    let decided = store::Periods {
        decided: "Byrådet 1. februar 2027".to_owned(),
        ..store::Periods::default()
    };
    let text = serde_json::to_string(&decided).unwrap();
    store
        .setting_set(None, store::RETENTION_SETTING, &text, 0)
        .await
        .unwrap();
    let create = may::<act::Create, on::Retention>(&officer, &Spot::Municipality, later).unwrap();
    store
        .hold_add(&create, bo, &OwnWords::from_form("Klage til Ankestyrelsen").unwrap())
        .await
        .unwrap();
    let plan = store.retention_plan(&of(&officer, later)).await.unwrap();
    assert_eq!(plan.due.len(), 3, "{plan:?}");
    assert_eq!(
        plan.due
            .iter()
            .filter(|one| one.held)
            .map(|one| one.pupil)
            .collect::<Vec<_>>(),
        [bo]
    );
    assert_eq!(
        plan.due.iter().filter(|one| one.for_archive).count(),
        1,
        "born on the first of a month"
    );
    // Nobody is erased before the time is over, whoever asks.
    let early = may::<act::Close, on::Retention>(&operator(), &Spot::Municipality, TODAY).unwrap();
    let refused = store.retention_erase(&early, plan.due[0].pupil).await;
    assert!(matches!(refused, Err(StoreError::Missing(_))), "{refused:?}");
    // Nobody gets round a hold.
    let close = may::<act::Close, on::Retention>(&operator(), &Spot::Municipality, later).unwrap();
    assert!(matches!(store.retention_erase(&close, bo).await, Err(StoreError::Held)));
    let facts = store.pupil_facts(bo, later).await.unwrap().unwrap();
    let erase = may::<act::Change, on::PupilIdentity>(&leads, &facts, TODAY).unwrap();
    assert!(matches!(store.pupil_erase(&erase).await, Err(StoreError::Held)));
    assert!(may::<act::Close, on::Retention>(&officer, &Spot::Municipality, later).is_err());
    let export = may::<act::Export, on::PupilIdentity>(&operator(), &facts, later).unwrap();
    let file = store.pupil_file(&export).await.unwrap();
    assert_eq!(file["pupil"]["name"], "Bo Eksempel");
    assert_eq!(
        (
            file["marks"].as_array().unwrap().len(),
            file["part_days"].as_array().unwrap().len()
        ),
        (2, 1),
        "{file:#}"
    );
    for one in plan.due.iter().filter(|one| !one.held) {
        store.retention_erase(&close, one.pupil).await.unwrap();
    }
    let counts = store.retention_finish(&close, (2, 1)).await.unwrap();
    assert_eq!((counts.erased, counts.held), (2, 1));
    assert!(counts.trail > 0, "{counts:?}");
    assert_eq!(seen_by_all(&store).await.keys().collect::<Vec<_>>(), ["p3"]);
    let runs = store.retention_runs(&of(&officer, later), 5).await.unwrap();
    assert_eq!(runs.iter().map(|(_, counts)| *counts).collect::<Vec<_>>(), [counts]);
    // What is gone from the trail was over; the chain still stands.
    let audit = may::<act::Read, on::Audit>(&operator(), &Spot::Municipality, later).unwrap();
    let found = store.audit_verify(&audit, &[]).await.unwrap();
    assert!(found.faults.is_empty() && found.expired == counts.trail, "{found:?}");
    // Once the hold is ended the last one may go, and the hold with it.
    let holds = store.hold_list(&of(&officer, later)).await.unwrap();
    assert_eq!(
        holds
            .iter()
            .map(|(hold, name)| (hold.pupil, name.full()))
            .collect::<Vec<_>>(),
        [(bo, "Bo Eksempel".to_owned())]
    );
    store.hold_end(&create, holds[0].0.id).await.unwrap();
    assert!(store.hold_list(&of(&officer, later)).await.unwrap().is_empty());
    store.retention_erase(&close, bo).await.unwrap();
    assert_eq!(traces(&home, &store, bo).await, BTreeSet::new());
}

/// If the trace cannot be written nothing is shown: each way of reading a child fails with the trail.
async fn without_a_trail_nothing_is_read(home: Home) {
    let store = filled(&home).await;
    let (_, leads) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let attendance = may::<act::Read, on::PupilAttendance>(&leads, &facts, TODAY).unwrap();
    let identity = may::<act::Read, on::PupilIdentity>(&leads, &facts, TODAY).unwrap();
    let marks = may::<act::Read, on::Mark>(&leads, &facts, TODAY).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&leads, TODAY).unwrap();
    assert!(store.seen_pupil(&attendance, TODAY).await.is_ok());
    home.close_trail().await;
    assert!(store.seen_pupil(&attendance, TODAY).await.is_err());
    assert!(store.pupil_identity(&identity).await.is_err());
    let span = Span {
        from: date(2026, 8, 1),
        to: TODAY,
    };
    assert!(store.mark_history(&marks, span).await.is_err());
    assert!(store.pupil_names(&names, "list", &[id]).await.is_err());
    assert!(store.pupil_search(&names, "bo", 5).await.is_err());
    let tried = store::Refused {
        action: access::Action::Read,
        resource: access::Resource::Cpr,
        pupil: Some(id),
    };
    assert!(
        store
            .trail_refused(PersonId::from_uuid(id.as_uuid()), tried, "/")
            .await
            .is_err()
    );
}

async fn every_column_is_accounted_for(home: Home) {
    let store = home.open().await;
    let live: BTreeSet<(String, String)> = store.column_list().await.unwrap().into_iter().collect();
    let text = include_str!("../privacy.toml");
    let list: toml::Table = text.parse().unwrap();
    let mut listed = BTreeSet::new();
    for (table, columns) in &list {
        for (column, said) in columns.as_table().unwrap() {
            assert!(said["personal"].is_bool(), "{table}.{column}");
            for key in ["why", "kept"] {
                assert!(!said[key].as_str().unwrap().trim().is_empty(), "{table}.{column}.{key}");
            }
            listed.insert((table.clone(), column.clone()));
        }
    }
    assert_eq!(
        listed.difference(&live).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "listed, not there"
    );
    assert_eq!(
        live.difference(&listed).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "there, not listed"
    );
}

async fn rules_and_mappings_have_versions(home: Home) {
    let store = home.open().await;
    let new = NewStaff {
        username: "admin".into(),
        name: "Admin".into(),
        demo: false,
    };
    let person = store.staff_add(None, &new).await.unwrap();
    let role = RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap();
    let admin = Actor::signed_in(person, vec![role]);
    let rules = may::<act::Change, on::Rules>(&admin, &Spot::Municipality, TODAY).unwrap();
    assert_eq!(store.local_rules_save(&rules, 0, TODAY, "a").await.unwrap(), 1);
    assert!(matches!(
        store.local_rules_save(&rules, 0, TODAY, "b").await,
        Err(StoreError::Conflict(_))
    ));
    assert_eq!(store.local_rules_save(&rules, 1, TODAY, "b").await.unwrap(), 2);
    let versions = store.local_rules_list().await.unwrap();
    assert_eq!(
        (versions.len(), versions[0].content.as_str(), versions[0].made_by),
        (2, "b", Some(person))
    );
    let mapping = may::<act::Create, on::Mapping>(&admin, &Spot::Municipality, TODAY).unwrap();
    let (id, version) = store.mapping_save(&mapping, None, "Fravær", "{}").await.unwrap();
    let next = store
        .mapping_save(&mapping, Some((id, version)), "Fravær", "{1}")
        .await
        .unwrap();
    assert_eq!(next, (id, 2));
    assert!(matches!(
        store.mapping_save(&mapping, Some((id, version)), "Fravær", "{2}").await,
        Err(StoreError::Conflict(_))
    ));
    let all = store.mapping_list().await.unwrap();
    assert_eq!((all.len(), all[0].version, all[0].content.as_str()), (1, 2, "{1}"));
}

/// A folder with other pupils, in the schools and classes of its own.
fn other_folder(parts: [&str; 5]) -> OpenFolder {
    let days = days();
    let [schools, classes, pupils, enrolments, marks] = parts.map(|text| Some(text.as_bytes()));
    let reading = open_folder::read(OpenFolderFiles {
        schools,
        calendars: Some(days.as_bytes()),
        classes,
        pupils,
        enrolments,
        marks,
        partials: None,
        notings: None,
    });
    reading
        .importable()
        .map_err(|p| p.report(intake::Lang::English, 20))
        .unwrap()
        .0
}

const PUPIL_HEAD: &str = "pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n";
const MARK_HEAD: &str = "pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n";

/// R-154.
async fn siblings_are_seen_by_the_review_of_their_school_and_nobody_protected(home: Home) {
    let store = home.open().await;
    let schools = "school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\ns2,Åskolen,c1,folkeskole\n\
                   s3,Friskolen,c1,fri\n";
    let classes = "class_id,school_id,name,grade,school_year\nk1,s1,3. a,3,2026/2027\nk2,s1,6. b,6,2026/2027\n\
                   k3,s2,5. c,5,2026/2027\nk4,s3,5. d,5,2026/2027\n";
    let homes = [
        ("a", "k1", "h1", false),
        ("b", "k2", "h1", false),
        ("c", "k3", "h1", false),
        ("d", "k4", "h1", false),
        ("e", "k1", "h2", true),
        ("f", "k2", "h2", false),
        ("g", "k1", "", false),
    ];
    let (mut pupils, mut enrolments, mut marks) = (
        PUPIL_HEAD.to_owned(),
        "pupil_id,class_id,from,to\n".to_owned(),
        MARK_HEAD.to_owned(),
    );
    for (id, class, household, protected) in homes {
        pupils.push_str(&format!("{id},Barn,Nr {id},,,{protected},{household}\n"));
        enrolments.push_str(&format!("{id},{class},2026-08-10,\n"));
        // Everybody is away on the same four days; b was there on the last of them, and took leave on another.
        for day in ["2026-10-05", "2026-10-20", "2026-11-04", "2026-11-16"] {
            let kind = match (id, day) {
                ("b", "2026-11-16") => continue,
                ("b", "2026-10-20") => "leave",
                _ => "illness",
            };
            marks.push_str(&format!("{id},{day},day,{kind},,,,\n"));
        }
        marks.push_str(&format!("{id},2026-11-19,start,late,5,,,\n"));
    }
    let folder = other_folder([schools, classes, &pupils, &enrolments, &marks]);
    store.import_folder(&may_import(), &request(), &folder).await.unwrap();
    let mut ids = Vec::new();
    for (id, ..) in homes {
        ids.push(pupil(&store, id).await);
    }
    let (person, actor) = leader(&store, "s1").await;
    let list = scope::<act::List, on::Sibling>(&actor, TODAY).unwrap();
    let names = scope::<act::List, on::PupilIdentity>(&actor, TODAY).unwrap();
    let found = store.siblings(&list, &names, &ids).await.unwrap();
    let said = |id: usize| {
        let of = found.get(&ids[id]).map(Vec::as_slice).unwrap_or_default();
        let line = |s: &store::Sibling| (s.who.as_ref().map(|(id, _)| *id), s.shared.shared, s.shared.of);
        of.iter().map(line).collect::<Vec<_>>()
    };
    // b shares two of four days, leave not counted; c is at a school that is not the leader's; d at a free school.
    assert_eq!(said(0), [(Some(ids[1]), 2, 4), (None, 4, 4)]);
    assert_eq!(said(1), [(Some(ids[0]), 2, 2), (None, 2, 2)]);
    for outside in [2, 3, 4, 5, 6] {
        assert_eq!(said(outside), [], "{outside}");
    }
    let (may_audit, later) = (
        may::<act::Read, on::Audit>(&operator(), &Spot::Municipality, TODAY).unwrap(),
        instant("2027-01-01T00:00:00Z"),
    );
    let trail = store.audit_list(&may_audit, later, 50).await.unwrap();
    let look = trail.iter().find(|e| e.what == "siblings").unwrap();
    assert_eq!((look.who, look.subjects.len()), (Some(person), 3));
    let before = trail.len();
    let nobody = store.siblings(&list, &names, &ids[4..]).await.unwrap();
    assert!(nobody.is_empty());
    assert_eq!(store.audit_list(&may_audit, later, 50).await.unwrap().len(), before);
}

/// R-146, R-179, R-184, R-187–R-189: the same arithmetic one level up.
async fn a_class_that_changed_and_a_register_that_hides_are_told_of(home: Home) {
    let store = home.open().await;
    let schools = "school_id,name,calendar_id,kind\ns1,Engskolen,c1,folkeskole\ns2,Åskolen,c1,folkeskole\n";
    let classes = "class_id,school_id,name,grade,school_year\nk1,s1,4. a,4,2026/2027\nk2,s1,5. a,5,2026/2027\n\
                   k3,s1,6. a,6,2026/2027\nk4,s2,4. a,4,2026/2027\n";
    let (mut pupils, mut enrolments, mut marks) = (
        PUPIL_HEAD.to_owned(),
        "pupil_id,class_id,from,to\n".to_owned(),
        MARK_HEAD.to_owned(),
    );
    let school_days: Vec<Date> = days()
        .lines()
        .filter_map(|l| l.strip_prefix("c1,")?.parse().ok())
        .collect();
    let past: Vec<Date> = school_days.into_iter().filter(|d| *d < TODAY).collect();
    let recent = past.len() - past.len() % 5 - 20;
    for class in 0..4 {
        for child in 0..20 {
            let id = format!("{class}-{child:02}");
            pupils.push_str(&format!("{id},Barn,Nr {id},,,false,\n"));
            enrolments.push_str(&format!("{id},k{},2026-08-10,\n", class + 1));
            for (n, day) in past.iter().enumerate() {
                let rises = class == 0 && n >= recent;
                let every = if rises { 5 } else { 15 };
                if (n + 2 * child) % every == 0 {
                    let written = day.saturating_add(jiff::Span::new().days(i64::from(class != 3) * 2));
                    let kind = if class == 3 && child % 2 == 0 {
                        "leave"
                    } else {
                        "illness"
                    };
                    marks.push_str(&format!("{id},{day},day,{kind},,,{written}T08:00:00Z,\n"));
                } else if class == 3 && (n + child) % 20 == 0 {
                    marks.push_str(&format!("{id},{day},start,late,5,,{day}T08:00:00Z,\n"));
                }
            }
        }
    }
    // Everybody's last day is known.
    for class in 0..4 {
        marks.push_str(&format!("{class}-00,{},start,late,5,,,\n", past[past.len() - 1]));
    }
    let folder = other_folder([schools, classes, &pupils, &enrolments, &marks]);
    let imported = store.import_folder(&may_import(), &request(), &folder).await;
    imported.unwrap();
    let roster = store.roster().await.unwrap();
    let class = |id: &str| roster.classes().iter().find(|c| c.external_id == id).unwrap().id;
    let school = |id: &str| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let staff = teacher(&store, false).await;
    let (_, actor) = leader(&store, "s1").await;
    for (who, from) in [(actor.person().unwrap(), date(2026, 8, 1)), (staff, date(2026, 10, 19))] {
        let grant = store::NewGrant {
            staff: who,
            role: "teacher".into(),
            school: None,
            class: Some(class("k1")),
            from,
            to: None,
        };
        store.role_grant_add(None, &grant).await.unwrap();
    }
    let registers = scope::<act::List, on::ClassRegister>(&actor, TODAY).unwrap();
    let look = store.class_signs_of_school(&registers, school("s1")).await.unwrap();
    assert_eq!((look.looked_at, look.notices.len()), (3, 1), "{look:?}");
    let notice = &look.notices[0];
    assert_eq!(
        (notice.class, notice.sign.kind),
        (class("k1"), signals::ClassSignKind::Spells)
    );
    assert_eq!(
        (notice.sign.pupils, notice.sign.behind, notice.sign.count),
        (20, 20, 80)
    );
    assert_eq!(notice.sign.rest.pupils, 40);
    assert_eq!(notice.days.to, past[past.len() - past.len() % 5 - 1]);
    assert!(notice.days.contains(notice.raised_on) && !notice.held_back);
    assert_eq!(
        (notice.teacher_since, notice.new_stage),
        (Some(date(2026, 10, 19)), None),
        "no step after 60 days"
    );
    for (id, signs) in [("k1", 1), ("k2", 0)] {
        let facts = store.class_facts(class(id)).await.unwrap().unwrap();
        let permit = may::<act::Read, on::ClassRegister>(&actor, &facts, TODAY).unwrap();
        assert_eq!(store.class_signs(&permit).await.unwrap().len(), signs, "{id}");
    }
    let elsewhere = store.class_signs_of_school(&registers, school("s2")).await.unwrap();
    assert_eq!(elsewhere.notices.len(), 0);
    let aggregate = scope::<act::List, on::Aggregate>(&actor, TODAY).unwrap();
    assert_eq!(
        store.class_sign_counts(&aggregate).await.unwrap(),
        None,
        "a leader answers for one school"
    );
    let role = RoleGrant::new(Role::MunicipalAnalyst, Place::Municipality, date(2026, 8, 1), None).unwrap();
    let analyst = Actor::signed_in(staff, vec![role]);
    let aggregate = scope::<act::List, on::Aggregate>(&analyst, TODAY).unwrap();
    let counts = store.class_sign_counts(&aggregate).await.unwrap().unwrap();
    assert_eq!((counts.looked_at, counts.spells, counts.late), (3, 1, 0));

    let quality = scope::<act::List, on::DataQuality>(&actor, TODAY).unwrap();
    let year = Span {
        from: date(2026, 8, 1),
        to: date(2026, 11, 19),
    };
    let said = store.register_signs(&quality, year).await.unwrap();
    use signals::RegisterSignKind::{AllIllness, NoLateness, NoUnlawful, WrittenLate};
    let kinds = |signs: &[signals::RegisterSign]| signs.iter().map(|s| s.kind).collect::<Vec<_>>();
    assert_eq!(said.len(), 1, "only the leader's own school");
    assert_eq!(
        (said[0].school, kinds(&said[0].signs)),
        (school("s1"), vec![NoLateness, AllIllness, WrittenLate])
    );
    let late = said[0].signs.last().unwrap();
    assert_eq!((late.count, late.like), (2, None));
    assert!(late.of >= 100);
    assert_eq!(said[0].classes, [], "what holds for the school is said once");
    let all = scope::<act::List, on::DataQuality>(&analyst, TODAY).unwrap();
    let all = store.register_signs(&all, year).await.unwrap();
    let other = all.iter().find(|n| n.school == school("s2"));
    assert!(other.is_none_or(|n| kinds(&n.signs) == [NoUnlawful]), "{other:?}");
}

/// A child late every day since the autumn holiday, noted in the morning, and one mark corrected a week later.
fn late_child() -> String {
    let mut text = MARKS.to_owned();
    let mut day = date(2026, 10, 19);
    while day < TODAY {
        if day.weekday().to_monday_zero_offset() < 5 {
            text.push_str(&format!("p1,{day},start,late,20,,{day}T07:10:00Z,\n"));
        }
        day = day.tomorrow().unwrap();
    }
    text.push_str("p1,2026-11-02,day,illness,,,2026-11-09T10:00:00Z,\n");
    text
}

/// The hints of everybody; the first ones are made in the background.
async fn hints(store: &Store) -> store::SeenHints {
    let all = scope::<act::List, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let seen = store.seen(&all).await.unwrap();
    for _ in 0..60 {
        if let Some(hints) = store.hints(&seen).await.unwrap() {
            return hints;
        }
    }
    panic!("no hints were made")
}

/// R-153, R-185: what a page shows is what a replay of the same rows says, up to yesterday.
async fn hints_are_those_of_a_replay(home: Home) {
    let mut notings = "class_id,date,note\n".to_owned();
    for line in days().lines().skip(1).take_while(|line| *line < "c1,2026-11-20") {
        let day = line.trim_start_matches("c1,");
        notings.extend(["k1", "k2", "k3"].map(|class| format!("{class},{day},day\n")));
    }
    let rows = folder_noted(&late_child(), Some(&notings));
    let store = home.open().await;
    store.import_folder(&may_import(), &request(), &rows).await.unwrap();
    let (rules, parameters) = (
        statute::RulePack::shipped().unwrap(),
        signals::Parameters::shipped().unwrap(),
    );
    let replay = screening::Replay {
        rules: &rules,
        parameters: &parameters,
        budget: signals::Budget::DEFAULT,
        span: Span {
            from: date(2026, 8, 1),
            to: TODAY.yesterday().unwrap(),
        },
    };
    let zone = TimeZone::get("Europe/Copenhagen").unwrap();
    let events = intake_events(&rows, &zone);
    let said = replay.hints(rows.roster().unwrap(), &events, |_, _| {}).unwrap();
    let last = said.hints.last().expect("the late child is seen");
    let hints = hints(&store).await;
    assert_eq!(hints.up_to, TODAY.yesterday().unwrap());
    assert_eq!(hints.source, said.cut.map(|cut| cut.source));
    let (p1, p3) = (pupil(&store, "p1").await, pupil(&store, "p3").await);
    let raised = hints.by_pupil.get(&p1).unwrap();
    assert_eq!((raised.on, &raised.reasons), (last.day, &last.reasons));
    assert!(!hints.by_pupil.contains_key(&p3));
}

/// The rows of a folder as the events of a replay.
fn intake_events(rows: &OpenFolder, zone: &TimeZone) -> Vec<screening::Event> {
    let news = |news| match news {
        open_folder::News::State {
            pupil,
            day,
            slot,
            state,
            minutes,
        } => screening::News::State {
            pupil,
            day,
            slot,
            state,
            minutes,
        },
        open_folder::News::Noting { class, day, slot } => screening::News::Noting { class, day, slot },
        open_folder::News::Partial(place) => {
            let part = rows.partials[place as usize];
            screening::News::Part {
                pupil: part.pupil,
                day: part.date,
                part: signals::PartDay {
                    category: part.category,
                },
            }
        }
    };
    rows.events(zone)
        .into_iter()
        .map(|event| screening::Event {
            known_on: event.known_on,
            news: news(event.news),
        })
        .collect()
}

async fn a_hint_is_set_aside_and_taken_back(home: Home) {
    let store = filled(&home).await;
    let (_, actor) = leader(&store, "s1").await;
    let id = pupil(&store, "p1").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let create = may::<act::Create, on::ReviewOutcome>(&actor, &facts, TODAY).unwrap();
    let draft = casework::set_aside::SetAsideDraft {
        reason: "Bussen er lagt om".into(),
        until: Some(date(2026, 12, 18)),
    };
    let other = draft.check(pupil(&store, "p3").await, TODAY).unwrap();
    let wrong = store.set_aside_write(&create, None, &other).await;
    assert!(matches!(wrong, Err(StoreError::Permit(_))), "{wrong:?}");
    store
        .set_aside_write(&create, None, &draft.check(id, TODAY).unwrap())
        .await
        .unwrap();
    let read = may::<act::Read, on::ReviewOutcome>(&actor, &facts, TODAY).unwrap();
    let all = store.set_aside_list_of(&read).await.unwrap();
    assert_eq!(
        (all.len(), all[0].until, all[0].taken_back),
        (1, date(2026, 12, 18), false)
    );
    let back = all[0].take_back().unwrap();
    store.set_aside_write(&create, Some(&all[0]), &back).await.unwrap();
    let twice = store.set_aside_write(&create, Some(&all[0]), &back).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    let list = scope::<act::List, on::ReviewOutcome>(&actor, TODAY).unwrap();
    assert!(store.set_aside_list(&list).await.unwrap()[0].taken_back);
    let (_, elsewhere) = leader(&store, "s2").await;
    let list = scope::<act::List, on::ReviewOutcome>(&elsewhere, TODAY).unwrap();
    assert!(store.set_aside_list(&list).await.unwrap().is_empty());
}

async fn a_budget_of_hints_is_set_by_one_at_a_time(home: Home) {
    let store = home.open().await;
    let administrator = Actor::signed_in(
        PersonId::from_uuid(uuid::Uuid::from_u128(5)),
        vec![RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap()],
    );
    let permit = may::<act::Change, on::Settings>(&administrator, &Spot::Municipality, TODAY).unwrap();
    let (mut budgets, seen) = store.hint_budgets().await.unwrap();
    assert_eq!((budgets.everywhere, seen), (500, 0));
    budgets.everywhere = 250;
    store.hint_budgets_set(&permit, &budgets, seen).await.unwrap();
    let late = store.hint_budgets_set(&permit, &budgets, seen).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    assert_eq!(store.hint_budgets().await.unwrap(), (budgets, 1));
}

/// A rule of the municipality's own: so many days of absence of the last 60.
fn own_rule(from: Date, least: u32) -> statute::Rule {
    let text = format!(
        r#"
        id = "local.own"
        status = "local"
        name = {{ da = "Egen", en = "Own" }}
        [[versions]]
        from = "{from}"
        window = "last"
        last = 60
        unit = "days"
        categories = ["illness", "leave", "unlawful"]
        at_least = {least}
        who = "leader"
        within = "none"
        source = "Byrådet"
        checked = "{from}"
        duty = {{ plain = "call", da = "Ring.", en = "Call." }}
        "#
    );
    statute::Rule::from_toml(&text).unwrap()
}

async fn own_rules_are_kept_in_order_and_counted_without_children(home: Home) {
    let store = filled(&home).await;
    let role = RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap();
    let admin = Actor::signed_in(teacher(&store, false).await, vec![role]);
    let change = may::<act::Change, on::Rules>(&admin, &Spot::Municipality, TODAY).unwrap();
    let shipped = || statute::RulePack::shipped().unwrap();
    let begins = date(2026, 9, 1);
    for (seen, from, least) in [(0, begins, 2), (1, date(2027, 1, 1), 9), (2, date(2027, 1, 1), 1)] {
        store
            .local_rules_save(&change, seen, from, &own_rule(from, least).to_toml())
            .await
            .unwrap();
    }
    let rules = home.open().await.local_rules(shipped()).await.unwrap();
    let rule = rules.rule("local.own").unwrap();
    let limits: Vec<_> = rule.versions().iter().map(|v| (v.from, v.comparator)).collect();
    let least = statute::Comparator::AtLeast;
    assert_eq!(
        limits,
        [(begins, least(2)), (date(2027, 1, 1), least(1))],
        "the last word on a day counts"
    );
    assert_eq!(
        store.local_rules_list().await.unwrap().len(),
        3,
        "and the others are kept"
    );
    // Counts of schools with fewer than five are not told, and the trail names no child.
    let read = may::<act::Read, on::Aggregate>(&admin, &Spot::Municipality, TODAY).unwrap();
    let asked = vec![(rule.clone(), rule.versions()[0].clone())];
    let counts = store.rule_counts(&read, Arc::new(rules.clone()), asked).await.unwrap();
    assert_eq!(counts.len(), 2);
    assert!(
        counts
            .iter()
            .all(|c| c.pupils == store::Told::Few && c.held == [store::Told::Few])
    );
    assert_eq!(
        (store::Told::of(4), store::Told::of(5)),
        (store::Told::Few, store::Told::Pupils(5))
    );
    let mut many = folder(MARKS);
    for number in 0u32..6 {
        let pupil = PupilIx::new(u32::try_from(many.pupils.len()).unwrap());
        let mut row = many.pupils[2].clone();
        (row.id, row.cpr) = (format!("x{number}"), None);
        many.pupils.push(row);
        let enrolment = *many.enrolments.last().unwrap();
        many.enrolments.push(open_folder::EnrolmentRow { pupil, ..enrolment });
        let mark = *many.marks.iter().find(|m| m.pupil == PupilIx::new(2)).unwrap();
        for day in [mark.date, mark.date.tomorrow().unwrap()] {
            many.marks.push(open_folder::Mark {
                pupil,
                date: day,
                ..mark
            });
        }
    }
    let here = ImportRequest {
        also_here: true,
        confirmed: true,
        ..request()
    };
    store.import_folder(&may_import(), &here, &many).await.unwrap();
    let asked = rule.versions().iter().map(|v| (rule.clone(), v.clone())).collect();
    let counts = store.rule_counts(&read, Arc::new(rules.clone()), asked).await.unwrap();
    let school = |id: &str, roster: &store::Roster| roster.schools().iter().find(|s| s.external_id == id).unwrap().id;
    let roster = store.roster().await.unwrap();
    let of = |id: &str| counts.iter().find(|c| c.school == school(id, &roster)).unwrap();
    let told = store::Told::Pupils;
    // Seen on the last day with notes, when the last sixty school days still hold the one absence of p2.
    assert_eq!(
        (of("s2").pupils, of("s2").held.clone()),
        (told(8), vec![told(7), told(8)])
    );
    assert_eq!(of("s1").held, [store::Told::Few, store::Told::Few]);
    // All rules in force side by side: the same counts, and kept while nothing has changed.
    let rules = Arc::new(rules);
    let compared = store.rules_compared(&read, &rules).await.unwrap();
    let place = compared
        .asked
        .iter()
        .position(|(r, _)| r.id.as_str() == "local.own")
        .unwrap();
    let of = |id: &str| {
        compared
            .counts
            .iter()
            .find(|c| c.school == school(id, &roster))
            .unwrap()
    };
    assert_eq!(
        (of("s2").held[place], of("s1").held[place]),
        (told(7), store::Told::Few)
    );
    assert_eq!(compared.asked.len(), rules.in_force(TODAY).count());
    assert!(Arc::ptr_eq(
        &store.rules_compared(&read, &rules).await.unwrap(),
        &compared
    ));
    let other = Arc::new((*rules).clone());
    assert!(!Arc::ptr_eq(
        &store.rules_compared(&read, &other).await.unwrap(),
        &compared
    ));
    let named = home
        .rows("SELECT 1 FROM audit_entries WHERE what LIKE 'counts of %' AND length(subjects) > 0")
        .await;
    let all = home
        .rows("SELECT 1 FROM audit_entries WHERE what LIKE 'counts of %'")
        .await;
    assert_eq!((all, named), (5, 0));
}

async fn exported(store: &Store) -> OpenFolder {
    let marks = scope::<act::Export, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let names = scope::<act::Export, on::PupilIdentity>(&operator(), TODAY).unwrap();
    store.export_folder(&marks, &names, None, |_, _| {}).await.unwrap()
}

/// An empty database of the same kind.
async fn another(home: &Home, name: &str) -> Home {
    if home.address.starts_with("sqlite") {
        Home::sqlite(name)
    } else {
        Home::postgres(name).await
    }
}

/// Through the files themselves, as another program would read them.
fn through_files(folder: &OpenFolder) -> OpenFolder {
    let files = intake::write::folder(folder, &TimeZone::get("Europe/Copenhagen").unwrap());
    let by_name = |name: &str| files.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_bytes());
    let reading = open_folder::read(OpenFolderFiles::by_name(by_name));
    reading
        .importable()
        .map_err(|p| p.report(intake::Lang::English, 20))
        .unwrap()
        .0
}

async fn an_exported_folder_imported_elsewhere_stands_the_same(home: Home) {
    let store = filled(&home).await;
    // What the log can hold: a correction here, a class noted here, a complete import that clears, one undone.
    let here = |marks: &str| {
        let request = ImportRequest {
            also_here: true,
            confirmed: true,
            ..request()
        };
        (request, folder(marks))
    };
    let (wrong, rows) = here(&MARKS.replace("p3,2026-11-05,day,leave", "p3,2026-11-05,day,unlawful"));
    let wrong = store.import_folder(&may_import(), &wrong, &rows).await.unwrap();
    let undo = may::<act::Undo, on::Import>(&operator(), &Spot::Municipality, TODAY).unwrap();
    store.import_undo(&undo, wrong.id).await.unwrap();
    let (mut complete, rows) = here(
        "pupil_id,date,note,kind,noted_at\np1,2026-08-12,day,illness,\np3,2026-11-05,start,unlawful,2026-11-05T09:00:00Z\n",
    );
    complete.reach = ImportReach::Complete {
        schools: ["s1".to_owned(), "s2".to_owned()].into(),
        days: Span {
            from: date(2026, 8, 12),
            to: date(2026, 11, 6),
        },
    };
    store.import_folder(&may_import(), &complete, &rows).await.unwrap();
    let (_, actor) = leader(&store, "s2").await;
    let id = pupil(&store, "p3").await;
    let facts = store.pupil_facts(id, TODAY).await.unwrap().unwrap();
    let change = may::<act::Change, on::Mark>(&actor, &facts, TODAY).unwrap();
    for kind in [Kind::Late, Kind::Absent(attendance::Category::Illness)] {
        let mark = NewMark {
            pupil: id,
            day: date(2026, 11, 9),
            note: Note::Start,
            kind,
            minutes: None,
            reason: Some("Forældre ringede".into()),
        };
        store.mark_correct(&change, &[mark]).await.unwrap();
    }
    let before = seen_by_all(&store).await;
    let out = exported(&store).await;
    assert_eq!(
        out.marks.iter().filter(|m| m.date == date(2026, 11, 9)).count(),
        2,
        "the history goes along"
    );
    let again = through_files(&out);
    assert!(
        again.pupils.iter().any(|p| p.protected && p.given_name == "Aase"),
        "protection is kept"
    );
    let elsewhere = another(&home, "export_elsewhere").await;
    let other = elsewhere.open().await;
    let first = ImportRequest {
        new_schools: RegisterBy::Here,
        also_here: true,
        ..request()
    };
    other.import_folder(&may_import(), &first, &again).await.unwrap();
    same(&seen_by_all(&other).await, &before, "imported from the export");
    // And the folder itself, read without any database, says the same.
    let register = again.register(None).unwrap();
    let names = again
        .pupils
        .iter()
        .zip(0u32..)
        .map(|(p, at)| (p.id.clone(), PupilIx::new(at)))
        .collect();
    same(&says(&register, &names), &before, "the folder alone");
    let twice = exported(&other).await;
    let texts = |folder: &OpenFolder| intake::write::folder(folder, &TimeZone::get("Europe/Copenhagen").unwrap());
    for ((name, one), (_, two)) in texts(&out).iter().zip(&texts(&twice)) {
        // Marks that cannot be seen any more need not come along twice; everything else is the same text.
        if *name != "marks.csv" {
            assert_eq!(one, two, "{name}");
        }
    }
}

async fn an_export_has_numbers_only_when_asked_and_says_so(home: Home) {
    let store = filled(&home).await;
    let without = exported(&store).await;
    assert!(without.pupils.iter().all(|p| p.cpr.is_none()));
    let marks = scope::<act::Export, on::PupilAttendance>(&operator(), TODAY).unwrap();
    let names = scope::<act::Export, on::PupilIdentity>(&operator(), TODAY).unwrap();
    let cpr = scope::<act::Export, on::Cpr>(&operator(), TODAY).unwrap();
    let with = store
        .export_folder(&marks, &names, Some(&cpr), |_, _| {})
        .await
        .unwrap();
    let numbers: Vec<String> = with
        .pupils
        .iter()
        .filter_map(|p| p.cpr)
        .map(intake::Cpr::reveal)
        .collect();
    assert_eq!(numbers, ["0101151234"]);
    let written = home
        .rows("SELECT 1 FROM audit_entries WHERE action = 'export' AND what LIKE 'open folder: %'")
        .await;
    assert_eq!(written, 5, "two for the first, three with the numbers");
    // Nobody who signs in may take the municipality out like this.
    let role = RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap();
    let admin = Actor::signed_in(teacher(&store, false).await, vec![role]);
    assert!(scope::<act::Export, on::PupilAttendance>(&admin, TODAY).is_err());
    assert!(scope::<act::Export, on::Cpr>(&admin, TODAY).is_err());
}

/// R-155, R-156, R-182: a tryout tells no small count, and what is adopted is adopted as a whole.
async fn a_definition_is_tried_in_counts_and_adopted_as_one(home: Home) {
    let store = home.open().await;
    store
        .import_folder(&may_import(), &request(), &folder(&late_child()))
        .await
        .unwrap();
    let administrator = Actor::signed_in(
        PersonId::from_uuid(uuid::Uuid::from_u128(5)),
        vec![RoleGrant::new(Role::Administrator, Place::Municipality, date(2026, 8, 1), None).unwrap()],
    );
    let read = may::<act::Read, on::Aggregate>(&administrator, &Spot::Municipality, TODAY).unwrap();
    let definitions = ["dk.unlawful.any", "local.7of20"].map(|id| screening::Definition::Rule(id.to_owned()));
    let tryout = store::Tryout {
        rules: statute::RulePack::shipped().unwrap(),
        definitions: [vec![screening::Definition::Hints], definitions.to_vec()].concat(),
        budget: signals::Budget::DEFAULT,
        span: Span {
            from: date(2026, 8, 1),
            to: TODAY,
        },
    };
    let progress = store::TryoutProgress::default();
    let counts = store.tryout(&read, tryout, progress.clone()).await.unwrap();
    assert_eq!(
        (progress.percent(), counts.classes, counts.tried.len(), counts.met.len()),
        (100, 3, 3, 3)
    );
    // Three pupils: whatever was found, it is too few to be told.
    assert!(counts.tried.iter().all(|one| one.children == store::Told::Few));
    assert!(counts.tried.iter().all(|one| one.by_school.len() == 2));
    assert!(counts.met.iter().all(|met| met.middle_lead.is_none()));
    let is_empty = |place: &store::PlaceCounts| place.classes.is_empty() && place.months.len() == counts.months.len();
    assert!(
        counts
            .tried
            .iter()
            .all(|one| one.by_place.len() == 2 && one.by_place.iter().all(is_empty))
    );

    let change = may::<act::Change, on::Settings>(&administrator, &Spot::Municipality, TODAY).unwrap();
    let together = |second_seen| {
        [
            ("rules", "enable = []".to_owned(), 0),
            ("definition", "{}".to_owned(), second_seen),
        ]
    };
    store.setting_set(None, "definition", "{}", 0).await.unwrap();
    let late = store.settings_set_together(&change, &together(0)).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    assert_eq!(store.setting_list().await.unwrap().len(), 1, "nothing is half adopted");
    store.settings_set_together(&change, &together(1)).await.unwrap();
    assert_eq!(store.setting_list().await.unwrap().len(), 2);
}

/// Somebody of a child's family with an account made by a link the case's leader handed over.
async fn of_family(store: &Store, of: &CaseFacts, leader: &Actor, role: Role, username: &str) -> (PersonId, Actor) {
    let facts = store
        .family_access_facts(of.case.unwrap(), TODAY)
        .await
        .unwrap()
        .unwrap();
    let create = may::<act::Create, on::FamilyAccess>(leader, &facts, TODAY).unwrap();
    let new = NewFamilyLink {
        role,
        name: format!("Familie {username}"),
        reason: None,
    };
    let link = store.family_link_make(&create, &new).await.unwrap();
    let account = FamilyAccount::New {
        username: username.into(),
        password: "ti tegn eller flere".into(),
        demo: false,
    };
    let person = store.family_link_use(&link, &account).await.unwrap();
    let again = store.family_link_use(&link, &account).await;
    assert!(matches!(again, Err(StoreError::Missing("link"))), "{again:?}");
    assert!(store.family_link_one(&link).await.unwrap().is_none());
    (person, store.actor(person).await.unwrap())
}

/// R-118, R-305: who of a family signs in is decided at the school, sees the own child, and no longer than it holds.
async fn a_family_signs_in_by_a_link_and_sees_its_own_child(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let mother = of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let father = of_family(&store, &facts, &owner.1, Role::InformedParent, "far").await;
    let child = of_family(&store, &facts, &owner.1, Role::Child, "barn").await;
    let family = store.family_of(p3, TODAY).await.unwrap();
    assert_eq!(
        (family.guardians, family.informed, family.child),
        (BTreeSet::from([mother.0]), BTreeSet::from([father.0]), Some(child.0))
    );
    // Nobody of a family is in a list of staff, and their names are known where they wrote.
    let staff = store.staff_list().await.unwrap();
    assert!(staff.iter().all(|one| ![mother.0, father.0, child.0].contains(&one.id)));
    assert_eq!(store.staff_names().await.unwrap()[&mother.0], "Familie mor");
    for (person, actor) in [&mother, &father, &child] {
        let scope = scope::<act::List, on::Family>(actor, TODAY).unwrap();
        let children = store.family_children(&scope).await.unwrap();
        assert_eq!(children.iter().map(|one| one.id).collect::<Vec<_>>(), [p3]);
        let read = may::<act::Read, on::Family>(actor, &facts.pupil, TODAY).unwrap();
        let seen = store.family_seen(&read, false).await.unwrap();
        assert_eq!((seen.cases.len(), seen.who.id), (1, p3));
        assert!(may::<act::Read, on::Case>(actor, &facts, TODAY).is_err());
        let _known = person;
    }
    // The father gets custody; then the access of both ends at once.
    let access = store.family_access_facts(case.id, TODAY).await.unwrap().unwrap();
    let read = may::<act::Read, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    let (members, links) = store.family_access_list(&read).await.unwrap();
    assert_eq!((members.len(), links.len()), (3, 0));
    let grant = |of: PersonId| members.iter().find(|one| one.person == of).unwrap().grant;
    let change = may::<act::Change, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    let wrong = store
        .family_access_change(&change, grant(child.0), Role::Guardian)
        .await;
    assert!(matches!(wrong, Err(StoreError::Value { .. })), "{wrong:?}");
    store
        .family_access_change(&change, grant(father.0), Role::Guardian)
        .await
        .unwrap();
    let family = store.family_of(p3, TODAY).await.unwrap();
    assert_eq!(family.guardians, BTreeSet::from([mother.0, father.0]));
    let close = may::<act::Close, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    store.family_access_end(&close, grant(mother.0)).await.unwrap();
    let gone = store.actor(mother.0).await.unwrap();
    assert!(may::<act::Read, on::Family>(&gone, &facts.pupil, TODAY).is_err());
    assert!(gone.is_family() && may::<act::Read, on::Settings>(&gone, &Spot::Municipality, TODAY).is_err());
    // A link taken back opens nothing; another school's leader gives nobody access.
    let create = may::<act::Create, on::FamilyAccess>(&owner.1, &access, TODAY).unwrap();
    let new = NewFamilyLink {
        role: Role::Guardian,
        name: "Mor".into(),
        reason: None,
    };
    let link = store.family_link_make(&create, &new).await.unwrap();
    let (_, links) = store.family_access_list(&read).await.unwrap();
    store.family_link_drop(&close, links[0].id).await.unwrap();
    assert!(store.family_link_one(&link).await.unwrap().is_none());
    let other = leader(&store, "s1").await;
    assert!(may::<act::Create, on::FamilyAccess>(&other.1, &access, TODAY).is_err());
    // Nobody signed in becomes the child, is two things to it, or makes a second child of it.
    let has = async |role: Role, person: PersonId| {
        let new = NewFamilyLink {
            role,
            name: "Familie".into(),
            reason: None,
        };
        let link = store.family_link_make(&create, &new).await.unwrap();
        store.family_link_use(&link, &FamilyAccount::Has(person)).await
    };
    let twice = has(Role::Guardian, father.0).await;
    assert!(matches!(twice, Err(StoreError::Permit("family"))), "{twice:?}");
    let second = has(Role::Child, father.0).await;
    assert!(matches!(second, Err(StoreError::Missing("link"))), "{second:?}");
    store.family_access_end(&close, grant(child.0)).await.unwrap();
    let posing = has(Role::Child, father.0).await;
    assert!(matches!(posing, Err(StoreError::Permit("family"))), "{posing:?}");
    assert_eq!(
        has(Role::InformedParent, mother.0).await.unwrap(),
        mother.0,
        "no longer there"
    );
    // With the child everything of the family goes.
    let erase = may::<act::Change, on::PupilIdentity>(&owner.1, &facts.pupil, TODAY).unwrap();
    store.pupil_erase(&erase).await.unwrap();
    assert_eq!(traces(&home, &store, p3).await, BTreeSet::new());
    let left = store.staff_one(father.0).await.unwrap().unwrap();
    assert!(left.name.is_empty() && left.disabled_at.is_some() && !left.has_password);
    let barred = SignInRequest {
        username: "far".into(),
        ..sign_in("ti tegn eller flere")
    };
    assert_eq!(store.sign_in(&barred).await.unwrap(), SignIn::Refused);
}

/// R-029, R-083, R-211: each says what it sees, the child opens and takes back, a parent does not read the other's.
async fn a_familys_words_are_its_own_and_what_it_asks_is_answered(home: Home) {
    let store = filled(&home).await;
    let owner = leader(&store, "s2").await;
    let p3 = pupil(&store, "p3").await;
    let (facts, case) = case_about(&store, p3, &owner).await;
    let mother = of_family(&store, &facts, &owner.1, Role::Guardian, "mor").await;
    let father = of_family(&store, &facts, &owner.1, Role::Guardian, "far").await;
    let child = of_family(&store, &facts, &owner.1, Role::Child, "barn").await;
    let to_write = ViewFacts {
        pupil: p3,
        case: case.id,
        view: None,
        readers: BTreeSet::from([mother.0, father.0, child.0, owner.0]),
    };
    let said = |of: ViewOf, words: &str, sees: &[Circle]| {
        let draft = ViewDraft {
            who: "mig".into(),
            panes: BTreeMap::from([(Pane::Words, words.into())]),
            sees: sees.iter().copied().collect(),
            ..ViewDraft::default()
        };
        draft
            .check(p3, case.id, (of, Tool::Freely, Contact::Written), TODAY)
            .unwrap()
    };
    let write = |actor: &Actor| may::<act::Create, on::View>(actor, &to_write, TODAY).unwrap();
    let of_mother = said(ViewOf::Guardian, "Mors ord", &[Circle::Coordinator]);
    store.view_write(&write(&mother.1), &of_mother).await.unwrap();
    // An adult wrote the child's words down and opened them to all; the child sees them and takes them back.
    let of_child = said(ViewOf::Child, "Barnets ord", &[Circle::Participants, Circle::Guardians]);
    store.view_write(&write(&owner.1), &of_child).await.unwrap();
    let read = |actor: &Actor| scope::<act::List, on::View>(actor, TODAY).unwrap();
    let words = async |actor: &Actor| -> Vec<ViewOf> {
        let all = store.family_views(&read(actor), p3).await.unwrap();
        // Written in the same instant: neither comes first.
        let mut whose: Vec<ViewOf> = all.iter().map(|view| view.of).collect();
        whose.sort_unstable();
        whose
    };
    assert_eq!(words(&mother.1).await, [ViewOf::Child, ViewOf::Guardian]);
    assert_eq!(words(&father.1).await, [ViewOf::Child], "not the mother's");
    assert_eq!(words(&child.1).await, [ViewOf::Child]);
    let all = store.family_views(&read(&child.1), p3).await.unwrap();
    let facts_of = store.view_facts_of(&all[0], TODAY).await.unwrap();
    let change = may::<act::Change, on::View>(&child.1, &facts_of, TODAY).unwrap();
    let of_parent = may::<act::Change, on::View>(&father.1, &facts_of, TODAY).unwrap();
    let refused = store.view_child_chose(&of_parent, &all[0], BTreeSet::new()).await;
    assert!(matches!(refused, Err(StoreError::Permit("child"))), "{refused:?}");
    store.view_child_chose(&change, &all[0], BTreeSet::new()).await.unwrap();
    assert!(words(&father.1).await.is_empty());
    assert_eq!(words(&child.1).await, [ViewOf::Child]);

    // What is asked: by the mother, read by her and the school, answered once.
    let ask = RequestFacts {
        pupil: facts.pupil.clone(),
        request: None,
        in_case: false,
        people: BTreeSet::new(),
    };
    let create = may::<act::Create, on::FamilyRequest>(&mother.1, &ask, TODAY).unwrap();
    let asked = RequestDraft {
        case: None,
        what: What::AbsenceWrong,
        about: None,
        day: Some(date(2026, 11, 16)),
        of: Party::Guardian,
        words: "Han var i skole".into(),
    };
    let id = store
        .request_ask(&create, &asked.check(p3, TODAY).unwrap())
        .await
        .unwrap();
    let p1 = pupil(&store, "p1").await;
    let other = store.request_ask(&create, &asked.check(p1, TODAY).unwrap()).await;
    assert!(matches!(other, Err(StoreError::Permit("pupil"))), "{other:?}");
    let list = |actor: &Actor| scope::<act::List, on::FamilyRequest>(actor, TODAY).unwrap();
    for (actor, seen) in [
        (&mother.1, 1),
        (&father.1, 0),
        (&owner.1, 1),
        (&leader(&store, "s1").await.1, 0),
    ] {
        assert_eq!(store.request_list(&list(actor), p3).await.unwrap().len(), seen);
        let class = *facts.pupil.placement.classes.first().unwrap();
        for (about, here) in [
            (AskedAbout::Anybody, seen),
            (AskedAbout::Pupil(p3), seen),
            (AskedAbout::Pupil(p1), 0),
            (AskedAbout::Class(class), seen),
            (AskedAbout::Class(ClassId::from_uuid(p3.as_uuid())), 0),
        ] {
            let waiting = store.request_waiting(&list(actor), about).await.unwrap();
            assert_eq!(waiting.len(), here, "{about:?}");
        }
    }
    let request_facts = store.request_facts(id, TODAY).await.unwrap().unwrap();
    assert!(may::<act::Close, on::FamilyRequest>(&mother.1, &request_facts, TODAY).is_err());
    let open = may::<act::Read, on::FamilyRequest>(&owner.1, &request_facts, TODAY).unwrap();
    let close = may::<act::Close, on::FamilyRequest>(&owner.1, &request_facts, TODAY).unwrap();
    let (request, who) = store.request_one(&open).await.unwrap();
    assert_eq!((who.id, request.day), (p3, Some(date(2026, 11, 16))));
    let answer = request.answer(Some(RequestOutcome::Corrected), "Rettet").unwrap();
    store.request_answer(&close, &answer).await.unwrap();
    let twice = store.request_answer(&close, &answer).await;
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    let all = store.request_list(&list(&mother.1), p3).await.unwrap();
    assert!(all[0].0.answer.is_some(), "the mother reads the answer");
    let waiting = store.request_waiting(&list(&owner.1), AskedAbout::Anybody).await;
    assert!(waiting.unwrap().is_empty(), "what is answered waits no more");

    // Consent is a parent's to give and withdraw; withdrawn, the other administration is out at once.
    let write = |actor: &Actor| may::<act::Create, on::Family>(actor, &facts.pupil, TODAY).unwrap();
    let consent = case_event(
        "ground_recorded",
        &[
            ("kind", "consent"),
            ("purpose", "Råd"),
            ("with", "ppr"),
            ("parties", "Skole og PPR"),
            ("data", "Fravær"),
            ("given", "På familiens side"),
            ("from", "2026-11-20"),
        ],
    );
    let by_child = store.family_write(&write(&child.1), case.id, &consent, &KNOWN).await;
    assert!(matches!(by_child, Err(StoreError::Permit("family"))), "{by_child:?}");
    let ground = store
        .family_write(&write(&mother.1), case.id, &consent, &KNOWN)
        .await
        .unwrap()
        .unwrap();
    let ppr = teacher(&store, false).await;
    let change = may::<act::Change, on::Case>(&owner.1, &facts, TODAY).unwrap();
    let invited = case_event(
        "participant_invited",
        &[
            ("person", &ppr.to_string()),
            ("role", "ppr"),
            ("purpose", "Råd"),
            ("family_knows", "yes"),
            ("knows_best", "no"),
        ],
    );
    store.case_write(&change, &invited, &KNOWN).await.unwrap().unwrap();
    let takes_part = async || {
        store
            .case_facts(case.id, TODAY)
            .await
            .unwrap()
            .unwrap()
            .people
            .contains(&ppr)
    };
    assert!(takes_part().await);
    let seen = may::<act::Read, on::Family>(&mother.1, &facts.pupil, TODAY).unwrap();
    let seen = store.family_seen(&seen, false).await.unwrap();
    assert_eq!(seen.cases[0].shared_on(ground, TODAY).len(), 1);
    let withdrawn = case_event(
        "ground_withdrawn",
        &[("ground", &ground.number().to_string()), ("words", "Nej tak")],
    );
    store
        .family_write(&write(&mother.1), case.id, &withdrawn, &KNOWN)
        .await
        .unwrap()
        .unwrap();
    assert!(!takes_part().await, "at once");
}

/// The line to PostgreSQL is encrypted when the address asks for it, and only a certificate one trusts is taken.
#[tokio::test]
async fn the_line_to_postgresql_is_encrypted_and_its_certificate_checked() {
    let certificate = std::env::var("NAERVAER_TEST_POSTGRES_CERTIFICATE").expect(
        "NAERVAER_TEST_POSTGRES_CERTIFICATE must hold the file with the certificate of that PostgreSQL \
         (`cargo xtask ci` makes one)",
    );
    let home = Home::postgres("tls").await;
    let trusting = format!("{}&sslmode=verify-full&sslrootcert={certificate}", home.address);
    let store = Home {
        address: trusting.clone(),
        clock: Home::clock(),
        _folder: None,
    };
    store.open().await.close().await;
    let pool = sqlx::PgPool::connect(&trusting).await.unwrap();
    let encrypted: bool = sqlx::query_scalar("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert!(encrypted);
    pool.close().await;
    let setup = Setup {
        address: format!("{}&sslmode=verify-full", home.address),
        clock: Home::clock(),
        zone: TimeZone::get("Europe/Copenhagen").unwrap(),
        keys: CprKeys::from_bytes(&[7; 32]).unwrap(),
    };
    assert!(Store::open(setup).await.is_err(), "nobody vouches for that certificate");
}
