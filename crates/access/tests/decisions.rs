//! Lists and single decisions agree, and every decision is what the policy's text says, for random people, places,
//! days and things.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of a test; the lint knows test functions only"
)]

use access::{
    Act, Action, Actor, Assurance, CaseFacts, ClassFacts, ContributionFacts, CounselFacts, Demands, EmergencyFacts,
    Facts, On, Place, Placement, Policy, PupilFacts, Reach, Refusal, RequestFacts, Resource, Role, RoleGrant,
    RolePlace, SchoolPersonFacts, SparringFacts, Spot, TeamFacts, ViewFacts, act, may, on, scope,
};
use casework::{CaseId, ClassId, PersonId, PupilId, SchoolId, Sequence};
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn person(n: u8) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn pupil(n: u8) -> PupilId {
    PupilId::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn school(n: u8) -> SchoolId {
    SchoolId::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn class(n: u8) -> ClassId {
    ClassId::from_uuid(Uuid::from_u128(u128::from(n)))
}

/// Classes 0–5 lie in schools 0–2, two a school.
fn school_of(class: u8) -> u8 {
    class / 2
}

fn day(n: i8) -> Date {
    Date::constant(2026, 11, n)
}

fn any_day() -> impl Strategy<Value = Date> {
    (1_i8..=6).prop_map(day)
}

fn any_grant() -> impl Strategy<Value = RoleGrant> {
    let given: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| role.place().is_some())
        .collect();
    let role = (0..given.len()).prop_map(move |i| given[i]);
    (role, 0_u8..6, any_day(), proptest::option::of(0_i8..4)).prop_map(|(role, n, from, length)| {
        let place = match role.place().unwrap() {
            RolePlace::Class => Place::Class(class(n)),
            RolePlace::School => Place::School(school(school_of(n))),
            RolePlace::Municipality => Place::Municipality,
            RolePlace::Pupil => Place::Pupil(pupil(n / 2)),
        };
        let to = length.map(|days| from.saturating_add(jiff::Span::new().days(days)));
        RoleGrant::new(role, place, from, to).unwrap()
    })
}

/// Emergency access to a child, opened with a role that is perhaps not held any more.
fn any_opened() -> impl Strategy<Value = (PupilId, Role)> {
    let roles = access::EmergencyRules::CHOICES;
    (0_u8..3, 0..roles.len()).prop_map(move |(n, role)| (pupil(n), roles[role]))
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let staff = (0_u8..3, vec(any_grant(), 0..5), vec(any_opened(), 0..3));
    let staff = staff.prop_map(|(n, roles, opened)| Actor::signed_in(person(n), roles).having_opened(opened));
    prop_oneof![8 => staff, 1 => Just(Actor::anonymous()), 1 => Just(Actor::operator())]
}

#[derive(Clone, Debug)]
struct Things {
    pupil: PupilFacts,
    class: ClassFacts,
    school: SchoolId,
    spot: Spot,
    person: PersonId,
}

impl Things {
    fn case(&self) -> CaseFacts {
        CaseFacts {
            pupil: self.pupil.clone(),
            case: None,
            people: BTreeSet::from([self.person]),
        }
    }

    fn emergency(&self) -> EmergencyFacts {
        EmergencyFacts {
            pupil: self.pupil.clone(),
            emergency: None,
            role: None,
            people: BTreeSet::from([self.person]),
        }
    }

    fn question(&self) -> ContributionFacts {
        ContributionFacts {
            pupil: self.pupil.pupil,
            case: CaseId::from_uuid(Uuid::from_u128(1)),
            question: Sequence::FIRST,
            asked: self.person,
        }
    }

    fn team(&self) -> TeamFacts {
        TeamFacts {
            team: None,
            leader: Some(self.person),
            schools: BTreeSet::from([self.school]),
        }
    }

    fn request(&self, in_case: bool) -> RequestFacts {
        RequestFacts {
            pupil: self.pupil.clone(),
            request: None,
            in_case,
            people: BTreeSet::from([self.person]),
        }
    }

    fn view(&self) -> ViewFacts {
        ViewFacts {
            pupil: self.pupil.pupil,
            case: CaseId::from_uuid(Uuid::from_u128(1)),
            view: None,
            readers: BTreeSet::from([self.person]),
        }
    }
}

fn any_things() -> impl Strategy<Value = Things> {
    (vec(0_u8..6, 0..3), 0_u8..6, 0_u8..3, 0_u8..3, 0_u8..3).prop_map(|(classes, one_class, one_school, spot, who)| {
        let placement = Placement {
            schools: classes.iter().map(|n| school(school_of(*n))).collect(),
            classes: classes.iter().map(|n| class(*n)).collect(),
        };
        let class = ClassFacts {
            class: class(one_class),
            school: school(school_of(one_class)),
        };
        let spot = match spot {
            0 => Spot::Municipality,
            1 => Spot::School(school(one_school)),
            _ => Spot::Class(class),
        };
        let pupil = PupilFacts {
            pupil: pupil(who),
            placement,
        };
        Things {
            pupil,
            class,
            school: school(one_school),
            spot,
            person: person(who),
        }
    })
}

/// Whether a thing lies where a role is held, told from the thing's side and without the crate's sets.
trait Near: Facts {
    fn in_school(&self, school: SchoolId) -> bool;
    fn in_class(&self, class: ClassId) -> bool;
    fn is_of(&self, person: PersonId) -> bool;
    fn is_about(&self, _: PupilId) -> bool {
        false
    }
}

impl Near for PupilFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.placement.schools.iter().any(|s| *s == school)
    }
    fn in_class(&self, class: ClassId) -> bool {
        self.placement.classes.iter().any(|c| *c == class)
    }
    fn is_about(&self, pupil: PupilId) -> bool {
        self.pupil == pupil
    }
    fn is_of(&self, _: PersonId) -> bool {
        false
    }
}

impl Near for SparringFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.pupil.in_school(school)
    }
    fn in_class(&self, class: ClassId) -> bool {
        self.pupil.in_class(class)
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.contact == person
    }
}

impl Near for RequestFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.pupil.in_school(school)
    }
    fn in_class(&self, class: ClassId) -> bool {
        !self.in_case && self.pupil.in_class(class)
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.people.iter().any(|one| *one == person)
    }
    fn is_about(&self, pupil: PupilId) -> bool {
        self.pupil.pupil == pupil
    }
}

impl Near for EmergencyFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.pupil.in_school(school)
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.people.iter().any(|one| *one == person)
    }
}

impl Near for CaseFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.pupil.in_school(school)
    }
    fn in_class(&self, class: ClassId) -> bool {
        self.pupil.in_class(class)
    }
    fn is_about(&self, pupil: PupilId) -> bool {
        self.pupil.pupil == pupil
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.people.iter().any(|one| *one == person)
    }
}

impl Near for ViewFacts {
    fn in_school(&self, _: SchoolId) -> bool {
        false
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.readers.iter().any(|one| *one == person)
    }
}

impl Near for ContributionFacts {
    fn in_school(&self, _: SchoolId) -> bool {
        false
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.asked == person
    }
}

impl Near for CounselFacts {
    fn in_school(&self, _: SchoolId) -> bool {
        false
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.asker == person || self.contact == person
    }
}

impl Near for SchoolPersonFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.school == school
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.person == person
    }
}

impl Near for TeamFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.schools.contains(&school)
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        self.leader == Some(person)
    }
}

impl Near for ClassFacts {
    fn in_school(&self, school: SchoolId) -> bool {
        self.school == school
    }
    fn in_class(&self, class: ClassId) -> bool {
        self.class == class
    }
    fn is_of(&self, _: PersonId) -> bool {
        false
    }
}

impl Near for SchoolId {
    fn in_school(&self, school: SchoolId) -> bool {
        *self == school
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, _: PersonId) -> bool {
        false
    }
}

impl Near for Spot {
    fn in_school(&self, school: SchoolId) -> bool {
        match self {
            Self::Municipality => false,
            Self::School(own) => *own == school,
            Self::Class(class) => class.school == school,
        }
    }
    fn in_class(&self, class: ClassId) -> bool {
        matches!(self, Self::Class(own) if own.class == class)
    }
    fn is_of(&self, _: PersonId) -> bool {
        false
    }
}

impl Near for PersonId {
    fn in_school(&self, _: SchoolId) -> bool {
        false
    }
    fn in_class(&self, _: ClassId) -> bool {
        false
    }
    fn is_of(&self, person: PersonId) -> bool {
        *self == person
    }
}

/// The plain twin: reads the policy's rows as a person would.
fn plain(actor: &Actor, action: Action, resource: Resource, thing: &impl Near, today: Date) -> bool {
    let rows = Policy::locked().unwrap().grants().iter();
    let mut rows = rows.filter(|row| row.resource == resource && row.actions.contains(&action));
    rows.any(|row| {
        let held: Vec<Place> = actor
            .roles()
            .iter()
            .filter(|held| held.role() == row.role && held.holds_on(today))
            .map(|h| h.place())
            .collect();
        let opened: Vec<PupilId> = actor
            .opened()
            .iter()
            .filter(|(_, with)| actor.roles().iter().any(|h| h.role() == *with && h.holds_on(today)))
            .filter(|_| !actor.roles().iter().any(|h| h.role().is_family()))
            .map(|(pupil, _)| *pupil)
            .collect();
        let holds = match row.role {
            Role::Anonymous => true,
            Role::SignedIn => actor.person().is_some() && !actor.roles().iter().any(|h| h.role().is_family()),
            Role::FamilyMember => actor.person().is_some() && actor.roles().iter().any(|h| h.role().is_family()),
            Role::Operator => *actor == Actor::operator(),
            Role::Emergency => !opened.is_empty(),
            _ => !held.is_empty(),
        };
        holds
            && match row.reach {
                Reach::Municipality => true,
                Reach::OwnSchools => held
                    .iter()
                    .any(|p| matches!(p, Place::School(s) if thing.in_school(*s))),
                Reach::OwnClass => held.iter().any(|p| matches!(p, Place::Class(c) if thing.in_class(*c))),
                Reach::OwnChild => held.iter().any(|p| matches!(p, Place::Pupil(c) if thing.is_about(*c))),
                Reach::OpenedChild => opened.iter().any(|pupil| thing.is_about(*pupil)),
                Reach::Own => actor.person().is_some_and(|p| thing.is_of(p)),
            }
    })
}

fn agree<A: Act, R: On>(actor: &Actor, thing: &R::Facts, today: Date) -> Result<(), TestCaseError>
where
    R::Facts: Near,
{
    let single = may::<A, R>(actor, thing, today);
    let listed = scope::<A, R>(actor, today);
    let covered = listed.as_ref().is_ok_and(|scope| scope.covers(thing));
    let expected = plain(actor, A::ACTION, R::RESOURCE, thing, today);
    prop_assert_eq!(single.is_ok(), covered, "{} {}", A::ACTION, R::RESOURCE);
    prop_assert_eq!(single.is_ok(), expected, "{} {}", A::ACTION, R::RESOURCE);
    match single {
        Ok(permit) => {
            prop_assert!(permit.subject() == thing.subject());
            prop_assert_eq!(permit.ground().resource, R::RESOURCE);
            prop_assert!(permit.ground().actions.contains(&A::ACTION));
            prop_assert!(actor.is(permit.ground().role, today));
            prop_assert_eq!((permit.by(), permit.on()), (actor.person(), today));
        }
        Err(refusal) => prop_assert_eq!(matches!(refusal, Refusal::Elsewhere { .. }), listed.is_ok()),
    }
    Ok(())
}

macro_rules! agree_on_every_action {
    ($actor:expr, $today:expr, $($resource:ident: $thing:expr),+ $(,)?) => {
        $(
            agree::<act::Read, on::$resource>($actor, $thing, $today)?;
            agree::<act::List, on::$resource>($actor, $thing, $today)?;
            agree::<act::Create, on::$resource>($actor, $thing, $today)?;
            agree::<act::Change, on::$resource>($actor, $thing, $today)?;
            agree::<act::Close, on::$resource>($actor, $thing, $today)?;
            agree::<act::Export, on::$resource>($actor, $thing, $today)?;
            agree::<act::Undo, on::$resource>($actor, $thing, $today)?;
        )+
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn lists_single_decisions_and_the_policy_text_agree(actor in any_actor(), t in any_things(), today in any_day()) {
        agree_on_every_action!(
            &actor, today,
            PupilAttendance: &t.pupil, PupilIdentity: &t.pupil, Cpr: &t.pupil, Mark: &t.pupil,
            ClassRegister: &t.class, ClassRecord: &t.class, SchoolList: &t.school, Concern: &t.pupil, Review: &t.spot,
            ReviewOutcome: &t.pupil, Duty: &t.pupil, Sibling: &t.pupil, Aggregate: &t.spot, DataQuality: &t.spot,
            Calendar: &t.spot, SchoolSetup: &t.spot, Staff: &t.spot, Import: &t.spot, Mapping: &t.spot,
            Rules: &t.spot, Settings: &t.spot, Session: &t.person, Draft: &t.person,
            Counsel: &CounselFacts { asker: person(0), contact: t.person }, Reflection: &t.person,
            SchoolPerson: &SchoolPersonFacts { school: t.school, person: t.person }, Specialist: &t.spot,
            Team: &t.team(), TeamLoad: &t.team(),
            Sparring: &SparringFacts { pupil: t.pupil.clone(), contact: t.person }, Audit: &t.spot,
            CaseOutline: &t.pupil, Case: &t.case(), View: &t.view(), Contribution: &t.question(),
            EmergencyAccess: &t.emergency(), Research: &t.spot, Family: &t.pupil, FamilyAccess: &t.case(), FamilyRequest: &t.request(false), FamilyRequest: &t.request(true),
        );
    }

    #[test]
    fn a_child_in_a_list_can_be_opened(actor in any_actor(), t in any_things(), today in any_day()) {
        if scope::<act::List, on::PupilAttendance>(&actor, today).is_ok_and(|s| s.covers(&t.pupil)) {
            prop_assert!(may::<act::Read, on::PupilAttendance>(&actor, &t.pupil, today).is_ok());
            prop_assert!(may::<act::Read, on::PupilIdentity>(&actor, &t.pupil, today).is_ok());
        }
    }

    #[test]
    fn analysts_administrators_and_strangers_see_no_child(
        roles in vec(any_grant(), 0..4), t in any_things(), today in any_day(),
    ) {
        let roles = roles.into_iter().filter(|held| held.role().never_a_child()).collect();
        for actor in [Actor::signed_in(person(0), roles), Actor::anonymous()] {
            prop_assert!(may::<act::Read, on::PupilAttendance>(&actor, &t.pupil, today).is_err());
            prop_assert!(may::<act::Read, on::PupilIdentity>(&actor, &t.pupil, today).is_err());
            prop_assert!(may::<act::Read, on::Cpr>(&actor, &t.pupil, today).is_err());
            prop_assert!(scope::<act::List, on::Concern>(&actor, today).is_err());
            prop_assert!(scope::<act::List, on::SchoolList>(&actor, today).is_err());
            prop_assert!(may::<act::Read, on::ClassRegister>(&actor, &t.class, today).is_err());
        }
    }
}

#[test]
fn r033_r230_advice_is_between_two_and_ones_own_reflections_are_nobody_elses() {
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), date(2026, 11, 20), None).unwrap();
    let (me, other, leads) = (
        Actor::signed_in(person(0), Vec::new()),
        Actor::signed_in(person(1), Vec::new()),
        Actor::signed_in(person(2), vec![leader]),
    );
    let asked = CounselFacts {
        asker: person(0),
        contact: person(1),
    };
    let reads = |actor: &Actor| may::<act::Read, on::Counsel>(actor, &asked, date(2026, 11, 20)).is_ok();
    assert_eq!([&me, &other, &leads].map(reads), [true, true, false]);
    let reads = |actor: &Actor| may::<act::Read, on::Reflection>(actor, &person(0), date(2026, 11, 20)).is_ok();
    assert_eq!([&me, &other, &leads].map(reads), [true, false, false]);
    assert!(may::<act::Create, on::Counsel>(&Actor::anonymous(), &asked, date(2026, 11, 20)).is_err());
}

#[test]
fn r079_everybody_on_staff_reads_whom_to_ask_and_the_school_writes_it() {
    let (own, other) = (school(0), school(1));
    let at = |role, place| RoleGrant::new(role, place, day(1), None).unwrap();
    let leads = Actor::signed_in(person(1), vec![at(Role::SchoolLeader, Place::School(own))]);
    let teaches = Actor::signed_in(person(2), vec![at(Role::Teacher, Place::Class(class(0)))]);
    let sets_up = Actor::signed_in(person(3), vec![at(Role::Administrator, Place::Municipality)]);
    let says = |school, n| SchoolPersonFacts {
        school,
        person: person(n),
    };
    let reads = |actor: &Actor| may::<act::Read, on::SchoolPerson>(actor, &says(other, 9), day(2)).is_ok();
    assert!([&leads, &teaches, &sets_up].into_iter().all(reads));
    assert!(!reads(&Actor::anonymous()));
    let writes =
        |actor: &Actor, school, n| may::<act::Change, on::SchoolPerson>(actor, &says(school, n), day(2)).is_ok();
    assert!(writes(&leads, own, 9) && !writes(&leads, other, 9) && writes(&leads, other, 1));
    assert!(!writes(&teaches, own, 9) && writes(&teaches, own, 2));
    assert!(writes(&sets_up, other, 9));
}

#[test]
fn r039_how_a_teams_work_lies_is_seen_by_those_who_lead_it_or_a_school_it_serves() {
    let team = TeamFacts {
        team: None,
        leader: Some(person(2)),
        schools: BTreeSet::from([school(0), school(1)]),
    };
    let at = |role, place| RoleGrant::new(role, place, day(1), None).unwrap();
    let leader_of = |n| at(Role::SchoolLeader, Place::School(school(n)));
    let served = Actor::signed_in(person(1), vec![leader_of(0)]);
    let not_served = Actor::signed_in(person(1), vec![leader_of(2)]);
    let leads_team = Actor::signed_in(person(2), vec![at(Role::Ppr, Place::School(school(2)))]);
    let member = Actor::signed_in(person(3), vec![at(Role::SchoolSocialWorker, Place::School(school(0)))]);
    let sees = |actor: &Actor| may::<act::Read, on::TeamLoad>(actor, &team, day(2)).is_ok();
    assert_eq!(
        [&served, &not_served, &leads_team, &member].map(sees),
        [true, false, true, false]
    );
    let changes = |actor: &Actor| may::<act::Change, on::Team>(actor, &team, day(2)).is_ok();
    assert_eq!(
        [&served, &not_served, &leads_team, &member].map(changes),
        [false, false, true, false]
    );
}

#[test]
fn r234_a_childs_words_are_read_by_those_the_child_lets_read_them_and_not_by_the_leader() {
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let leader = Actor::signed_in(person(0), vec![leader]);
    let teacher = RoleGrant::new(Role::Teacher, Place::Class(class(1)), day(1), None).unwrap();
    let teacher = Actor::signed_in(person(1), vec![teacher]);
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    let case = CaseFacts {
        pupil: child.clone(),
        case: None,
        people: BTreeSet::from([person(2)]),
    };
    let words = ViewFacts {
        pupil: child.pupil,
        case: CaseId::from_uuid(Uuid::from_u128(1)),
        view: None,
        readers: BTreeSet::from([person(2)]),
    };
    assert!(may::<act::Read, on::Case>(&leader, &case, day(2)).is_ok());
    assert!(may::<act::Read, on::View>(&leader, &words, day(2)).is_err());
    // The class teacher knows that a case runs, and reads it only when invited.
    assert!(may::<act::Read, on::CaseOutline>(&teacher, &child, day(2)).is_ok());
    assert!(may::<act::Read, on::Case>(&teacher, &case, day(2)).is_err());
    let invited = CaseFacts {
        people: BTreeSet::from([person(1)]),
        ..case
    };
    assert!(may::<act::Read, on::Case>(&teacher, &invited, day(2)).is_ok());
    assert!(may::<act::Read, on::View>(&teacher, &words, day(2)).is_err());
}

#[test]
fn r216_a_question_is_answered_by_who_is_asked_and_opens_neither_case_nor_child() {
    let other_class = RoleGrant::new(Role::Teacher, Place::Class(class(5)), day(1), None).unwrap();
    let asked = Actor::signed_in(person(1), vec![other_class]);
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let leader = Actor::signed_in(person(0), vec![leader]);
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    let case = CaseId::from_uuid(Uuid::from_u128(1));
    let question = ContributionFacts {
        pupil: child.pupil,
        case,
        question: Sequence::FIRST,
        asked: person(1),
    };
    assert!(may::<act::Read, on::Contribution>(&asked, &question, day(2)).is_ok());
    assert!(may::<act::Close, on::Contribution>(&asked, &question, day(2)).is_ok());
    assert!(may::<act::Close, on::Contribution>(&leader, &question, day(2)).is_err());
    let whole = CaseFacts {
        pupil: child.clone(),
        case: Some(case),
        people: BTreeSet::from([person(2)]),
    };
    assert!(may::<act::Read, on::Case>(&asked, &whole, day(2)).is_err());
    assert!(may::<act::Read, on::PupilIdentity>(&asked, &child, day(2)).is_err());
    assert!(may::<act::Read, on::PupilAttendance>(&asked, &child, day(2)).is_err());
}

#[test]
fn a_role_opens_nothing_the_day_before_it_begins_or_after_it_ended() {
    let held = RoleGrant::new(Role::Teacher, Place::Class(class(1)), day(2), Some(day(4))).unwrap();
    let teacher = Actor::signed_in(person(0), vec![held]);
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    for (today, opens) in [(day(1), false), (day(2), true), (day(4), true), (day(5), false)] {
        let permit = may::<act::Read, on::PupilAttendance>(&teacher, &child, today);
        assert_eq!(permit.is_ok(), opens, "{today}");
        if let Err(refusal) = permit {
            assert_eq!(refusal, Refusal::NoRole { today });
        }
    }
}

#[test]
fn a_child_who_has_moved_is_no_longer_seen_by_the_old_school() {
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let leader = Actor::signed_in(person(0), vec![leader]);
    let before = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    let after = PupilFacts {
        placement: Placement::of(school(1), class(2)),
        ..before.clone()
    };
    let nowhere = PupilFacts {
        placement: Placement::default(),
        ..before.clone()
    };
    assert!(may::<act::Read, on::PupilAttendance>(&leader, &before, day(3)).is_ok());
    for gone in [after, nowhere] {
        let refusal = may::<act::Read, on::PupilAttendance>(&leader, &gone, day(3)).unwrap_err();
        assert!(matches!(refusal, Refusal::Elsewhere { .. }));
    }
}

#[test]
fn several_schools_are_one_list_and_the_permit_names_its_ground() {
    let held = |n| RoleGrant::new(Role::SchoolSocialWorker, Place::School(school(n)), day(1), None).unwrap();
    let worker = Actor::signed_in(person(0), vec![held(0), held(2)]);
    let list = scope::<act::List, on::SchoolList>(&worker, day(2)).unwrap();
    let covered: Vec<bool> = (0..3).map(|n| list.covers(&school(n))).collect();
    assert_eq!(covered, [true, false, true]);
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(2), class(4)),
    };
    let permit = may::<act::Read, on::Duty>(&worker, &child, day(2)).unwrap();
    assert_eq!(permit.ground().id(), "school_social_worker/duty/own_schools");
    assert!(may::<act::Close, on::Duty>(&worker, &child, day(2)).is_err());
}

#[test]
fn the_narrowest_ground_is_the_one_written_down() {
    let teacher = RoleGrant::new(Role::Teacher, Place::Class(class(1)), day(1), None).unwrap();
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let both = Actor::signed_in(person(0), vec![leader, teacher]);
    let own = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    let other = PupilFacts {
        pupil: pupil(2),
        placement: Placement::of(school(0), class(0)),
    };
    let ground = |child| may::<act::Read, on::Mark>(&both, child, day(2)).unwrap().ground().id();
    assert_eq!(ground(&own), "teacher/mark/own_class");
    assert_eq!(ground(&other), "school_leader/mark/own_schools");
}

#[test]
fn a_refusal_says_why() {
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(1)),
    };
    let refusal = may::<act::Read, on::Cpr>(&Actor::anonymous(), &child, day(2)).unwrap_err();
    assert!(matches!(refusal, Refusal::NotSignedIn { .. }));
    let administrator = RoleGrant::new(Role::Administrator, Place::Municipality, day(1), None).unwrap();
    let administrator = Actor::signed_in(person(0), vec![administrator]);
    let refusal = may::<act::Read, on::PupilAttendance>(&administrator, &child, day(2)).unwrap_err();
    let Refusal::NotGranted {
        because: Some(because), ..
    } = refusal
    else {
        panic!("{refusal:?}")
    };
    assert_eq!(because.because.da, "Den, der giver adgang, ser ikke selv børnene.");
}

#[test]
fn everybody_reads_the_rules_and_only_the_own_sign_ins() {
    assert!(may::<act::Read, on::Rules>(&Actor::anonymous(), &Spot::Municipality, day(2)).is_ok());
    assert!(may::<act::Read, on::Calendar>(&Actor::anonymous(), &Spot::Municipality, day(2)).is_err());
    let somebody = Actor::signed_in(person(1), vec![]);
    assert!(may::<act::Close, on::Session>(&somebody, &person(1), day(2)).is_ok());
    assert!(may::<act::Close, on::Session>(&somebody, &person(2), day(2)).is_err());
}

#[test]
fn a_role_is_held_where_it_belongs_and_ends_after_it_begins() {
    let (from, to) = (date(2026, 8, 1), date(2026, 7, 31));
    for (role, place) in [
        (Role::Teacher, Place::Municipality),
        (Role::Teacher, Place::School(school(0))),
        (Role::SchoolLeader, Place::Class(class(0))),
        (Role::Administrator, Place::School(school(0))),
        (Role::Operator, Place::Municipality),
        (Role::SignedIn, Place::Municipality),
    ] {
        assert!(RoleGrant::new(role, place, from, None).is_err(), "{role}");
    }
    assert!(RoleGrant::new(Role::Teacher, Place::Class(class(0)), from, Some(to)).is_err());
    assert!(RoleGrant::new(Role::Teacher, Place::Class(class(0)), from, Some(from)).is_ok());
}

/// whatever classes a teacher has, brothers and sisters are for the school's review; also when the text of the
/// policy is changed to say otherwise.
#[test]
fn a_teacher_never_gets_siblings() {
    let facts = |class_no: u8| PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(school_of(class_no)), class(class_no)),
    };
    let everywhere: Vec<RoleGrant> = (0..6)
        .map(|n| RoleGrant::new(Role::Teacher, Place::Class(class(n)), day(1), None).unwrap())
        .collect();
    let teacher = Actor::signed_in(person(1), everywhere);
    assert!(scope::<act::List, on::Sibling>(&teacher, day(2)).is_err());
    for n in 0..6 {
        assert!(may::<act::Read, on::PupilAttendance>(&teacher, &facts(n), day(2)).is_ok());
        let refused = may::<act::Read, on::Sibling>(&teacher, &facts(n), day(2)).unwrap_err();
        assert!(
            matches!(refused, Refusal::NotGranted { because: Some(_), .. }),
            "{refused:?}"
        );
    }
    assert!(
        Reach::ALL
            .iter()
            .all(|reach| !matches!(reach, Reach::OwnClass) || !Resource::Sibling.takes(*reach))
    );
    for role in [Role::SchoolLeader, Role::WellBeingContact, Role::SchoolSocialWorker] {
        let held = RoleGrant::new(role, Place::School(school(0)), day(1), None).unwrap();
        let actor = Actor::signed_in(person(2), vec![held]);
        assert!(
            may::<act::Read, on::Sibling>(&actor, &facts(1), day(2)).is_ok(),
            "{role}"
        );
        assert!(
            may::<act::Read, on::Sibling>(&actor, &facts(2), day(2)).is_err(),
            "{role} at another school"
        );
    }
    for role in [Role::Ppr, Role::MunicipalAnalyst, Role::Administrator] {
        assert_eq!(
            Policy::locked().unwrap().reach(role, Resource::Sibling, Action::Read),
            None,
            "{role}"
        );
    }
}

/// emergency access opens the one child and its case for reading, and nobody's own words, nothing of
/// another child, and nothing once the role is gone; whoever has another ground is written down with that.
#[test]
fn emergency_access_opens_one_child_for_reading_and_no_words() {
    let held = RoleGrant::new(Role::SchoolSocialWorker, Place::School(school(1)), day(1), Some(day(4))).unwrap();
    let opener = Actor::signed_in(person(0), vec![held]);
    let with = opener.clone().having_opened(vec![(pupil(1), Role::SchoolSocialWorker)]);
    let child = |n| PupilFacts {
        pupil: pupil(n),
        placement: Placement::of(school(0), class(1)),
    };
    let case = |n| CaseFacts {
        pupil: child(n),
        case: Some(CaseId::from_uuid(Uuid::from_u128(9))),
        people: BTreeSet::from([person(7)]),
    };
    let words = ViewFacts {
        pupil: pupil(1),
        case: CaseId::from_uuid(Uuid::from_u128(9)),
        view: None,
        readers: BTreeSet::from([person(7)]),
    };
    let reads = |actor: &Actor, n, on| {
        [
            may::<act::Read, on::PupilIdentity>(actor, &child(n), on).is_ok(),
            may::<act::Read, on::PupilAttendance>(actor, &child(n), on).is_ok(),
            may::<act::Read, on::Case>(actor, &case(n), on).is_ok(),
        ]
    };
    assert_eq!(reads(&opener, 1, day(2)), [false; 3], "without it");
    assert_eq!(reads(&with, 1, day(2)), [true; 3]);
    assert_eq!(reads(&with, 2, day(2)), [false; 3], "another child");
    assert_eq!(reads(&with, 1, day(5)), [false; 3], "the role behind it has ended");
    let permit = may::<act::Read, on::Case>(&with, &case(1), day(2)).unwrap();
    assert_eq!(permit.ground().id(), "emergency/case/opened_child");
    assert!(
        may::<act::Change, on::Case>(&with, &case(1), day(2)).is_err(),
        "it writes nothing"
    );
    assert!(
        may::<act::Read, on::View>(&with, &words, day(2)).is_err(),
        "own words stay the child's"
    );
    assert!(may::<act::Read, on::Cpr>(&with, &child(1), day(2)).is_err());
    assert!(
        !scope::<act::List, on::PupilAttendance>(&with, day(2))
            .unwrap()
            .covers(&child(1)),
        "no list grows"
    );
    // What a case asks for is asked for here too, before opening and for as long as it is open.
    let demands = Demands::default().with(Resource::Case, Assurance::Substantial);
    let low = with.clone().shown(Assurance::Low, &demands);
    assert_eq!(
        low.lacks(Action::Create, Resource::EmergencyAccess),
        Some(Assurance::Substantial)
    );
    assert_eq!(reads(&low, 1, day(2)), [false; 3]);
    assert_eq!(
        reads(&with.shown(Assurance::Substantial, &demands), 1, day(2)),
        [true; 3]
    );
    let near = RoleGrant::new(Role::SchoolSocialWorker, Place::School(school(0)), day(1), None).unwrap();
    let near = Actor::signed_in(person(0), vec![near]).having_opened(vec![(pupil(1), Role::SchoolSocialWorker)]);
    let permit = may::<act::Read, on::PupilAttendance>(&near, &child(1), day(2)).unwrap();
    assert_eq!(
        permit.ground().id(),
        "school_social_worker/pupil_attendance/own_schools"
    );
}

/// A demand holds for what is done to one thing, never for finding it in a list, and nobody without a ground learns of it.
#[test]
fn what_the_municipality_demands_must_be_shown_first() {
    let demands = Demands::default()
        .with(Resource::Case, Assurance::Substantial)
        .with(Resource::Cpr, Assurance::High);
    let child = PupilFacts {
        pupil: pupil(1),
        placement: Placement::of(school(0), class(0)),
    };
    let case = CaseFacts {
        pupil: child.clone(),
        case: None,
        people: BTreeSet::from([person(1)]),
    };
    let held = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let leader = |shown| Actor::signed_in(person(1), vec![held]).shown(shown, &demands);
    let unsure = |refusal| {
        matches!(
            refusal,
            Refusal::Unsure {
                demand: Assurance::Substantial,
                ..
            }
        )
    };
    let low = leader(Assurance::Low);
    assert!(unsure(may::<act::Read, on::Case>(&low, &case, day(2)).unwrap_err()));
    assert!(unsure(scope::<act::Read, on::Case>(&low, day(2)).unwrap_err()));
    assert!(scope::<act::List, on::Case>(&low, day(2)).is_ok());
    assert!(may::<act::Read, on::PupilIdentity>(&low, &child, day(2)).is_ok());
    assert_eq!(low.lacks(Action::Create, Resource::View), Some(Assurance::Substantial));
    let raised = leader(Assurance::Substantial);
    assert!(may::<act::Read, on::Case>(&raised, &case, day(2)).is_ok());
    assert_eq!(raised.lacks(Action::Read, Resource::Cpr), Some(Assurance::High));
    assert_eq!(leader(Assurance::High).lacks(Action::Read, Resource::Cpr), None);
    let stranger = Actor::signed_in(person(2), vec![]).shown(Assurance::Low, &demands);
    let refused = may::<act::Read, on::Case>(&stranger, &case, day(2)).unwrap_err();
    assert!(!unsure(refused.clone()), "{refused:?}");
}

/// a parent sees the own child's page and no other's, and nothing of the school's; what a parent without
/// custody may do is to be told.
#[test]
fn a_family_has_its_own_page_for_its_own_child_and_nothing_of_the_schools() {
    let facts = |n| PupilFacts {
        pupil: pupil(n),
        placement: Placement::of(school(0), class(1)),
    };
    let of_child = |role, n| {
        let held = RoleGrant::new(role, Place::Pupil(pupil(n)), day(1), Some(day(3))).unwrap();
        Actor::signed_in(person(n), vec![held])
    };
    for role in [Role::Guardian, Role::InformedParent, Role::Child] {
        let actor = of_child(role, 1);
        assert!(
            may::<act::Read, on::Family>(&actor, &facts(1), day(2)).is_ok(),
            "{role}"
        );
        assert!(
            may::<act::Read, on::Family>(&actor, &facts(2), day(2)).is_err(),
            "{role}"
        );
        assert!(
            may::<act::Read, on::Family>(&actor, &facts(1), day(4)).is_err(),
            "{role} has ended"
        );
        assert!(
            may::<act::Read, on::PupilIdentity>(&actor, &facts(1), day(2)).is_err(),
            "{role}"
        );
        assert!(
            may::<act::Read, on::CaseOutline>(&actor, &facts(1), day(2)).is_err(),
            "{role}"
        );
        assert!(
            may::<act::Read, on::Concern>(&actor, &facts(1), day(2)).is_err(),
            "{role}"
        );
        assert!(
            scope::<act::List, on::PupilAttendance>(&actor, day(2)).is_err(),
            "{role}"
        );
        assert!(scope::<act::List, on::Case>(&actor, day(2)).is_err(), "{role}");
        assert!(
            scope::<act::Read, on::Settings>(&actor, day(2)).is_err(),
            "{role} is no member of staff"
        );
        let writes = may::<act::Create, on::Family>(&actor, &facts(1), day(2)).is_ok();
        assert_eq!(writes, role != Role::InformedParent, "{role}");
        assert_eq!(scope::<act::List, on::View>(&actor, day(2)).is_ok(), writes, "{role}");
    }
    // The school's leader reads the case, not the family's page.
    let leader = RoleGrant::new(Role::SchoolLeader, Place::School(school(0)), day(1), None).unwrap();
    let leader = Actor::signed_in(person(5), vec![leader]);
    assert!(may::<act::Read, on::Family>(&leader, &facts(1), day(2)).is_err());
}

/// What a parent asks in a case goes to those who take part and to the leader; that an absence is wrong also to the class.
#[test]
fn what_a_family_asks_in_a_case_is_not_for_everybody_of_the_class() {
    let asked = |in_case| RequestFacts {
        pupil: PupilFacts {
            pupil: pupil(1),
            placement: Placement::of(school(0), class(1)),
        },
        request: None,
        in_case,
        people: BTreeSet::from([person(1), person(2)]),
    };
    let teacher = |n| {
        let held = RoleGrant::new(Role::Teacher, Place::Class(class(1)), day(1), None).unwrap();
        Actor::signed_in(person(n), vec![held])
    };
    for (who, in_case, reads) in [(3, false, true), (3, true, false), (2, true, true)] {
        let read = may::<act::Read, on::FamilyRequest>(&teacher(who), &asked(in_case), day(2));
        assert_eq!(read.is_ok(), reads, "{who} {in_case}");
    }
    let parent = |n| {
        let held = RoleGrant::new(Role::Guardian, Place::Pupil(pupil(1)), day(1), None).unwrap();
        Actor::signed_in(person(n), vec![held])
    };
    assert!(may::<act::Read, on::FamilyRequest>(&parent(1), &asked(true), day(2)).is_ok());
    // The other parent does not read it.
    assert!(may::<act::Read, on::FamilyRequest>(&parent(4), &asked(true), day(2)).is_err());
}
