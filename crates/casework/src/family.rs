//! What a child's family sees of a case, and what it may write in it itself.
//!
//! A parent with custody has the same view of the plan as the school, but nobody's confidences: not what others
//! said in their own words, not the school's notes, not where the other parent is reached. A parent without custody is
//! told how the case stands (forældreansvarsloven § 23). The child sees its own plan, its people and its own words.
//! What is not named here is not shown: a new kind of event is the school's until somebody has decided otherwise.

use crate::case::vocabulary::{GroundKind, LogSide, Party, PartyRole, Phase};
use crate::case::{AgreedWeek, Away, Ball, Case, CaseEvent, Item, ItemKind, Rhythm, Term};
use crate::history::{Entry, Sequence};
use crate::id::{CaseId, PersonId};
use crate::problem::{Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A parent with custody.
    Guardian,
    /// A parent without custody.
    Informed,
    /// The child.
    Child,
}

impl Member {
    /// Whose words such a person's are.
    pub const fn party(self) -> Party {
        match self {
            Self::Guardian | Self::Informed => Party::Guardian,
            Self::Child => Party::Child,
        }
    }
}

/// What a municipality has decided about families. Nothing is decided beforehand: as long as no age is set, no child has
/// an own sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FamilySettings {
    /// From which age, in whole years, a child may have an own sign-in.
    pub child_from_age: Option<u8>,
    /// Whether a younger child may, when somebody has weighed its maturity and wrote down why.
    pub younger_when_mature: bool,
    /// Where the age is decided: the municipality's own source.
    pub child_source: String,
    /// Whether a parent without custody also sees goals and actions of the plan.
    pub informed_sees_plan: bool,
    /// Whether the family sees who has looked by function alone, without school and class.
    pub looks_by_role: bool,
}

/// What is written for the family: those of it who chose to be told hear that there is news.
pub const NEWS: [&str; 7] = [
    "update_given",
    "followed_up",
    "plan_agreed",
    "meeting_planned",
    "meeting_moved",
    "meeting_cancelled",
    "meeting_held",
];

impl CaseEvent {
    /// Whether it was written for the family.
    pub fn is_news(&self) -> bool {
        NEWS.contains(&self.word())
    }

    /// Whether the child hears of it too: of what the child's own page shows. An update stands there when somebody chose to
    /// tell the child; what was said at a follow-up or stands in minutes is the grown-ups' text.
    pub fn is_news_to_child(&self) -> bool {
        match self {
            Self::UpdateGiven { told, .. } => told.contains(&PartyRole::Child),
            Self::PlanAgreed { .. }
            | Self::MeetingPlanned { .. }
            | Self::MeetingMoved { .. }
            | Self::MeetingCancelled { .. } => true,
            _ => false,
        }
    }
}

impl FamilySettings {
    /// The same, when it can be kept.
    ///
    /// # Errors
    /// An age no pupil has, or an age without where it was decided.
    pub fn check(mut self) -> Result<Self, Problems> {
        let mut check = Check::default();
        self.child_source = self.child_source.trim().to_owned();
        if let Some(age) = self.child_from_age {
            let (value, least, most) = (u32::from(age), 5, 18);
            let field = "child_from_age";
            check.that(
                (least..=most).contains(&value),
                Problem::OutOfRange {
                    field,
                    value,
                    least,
                    most,
                },
            );
            let field = "child_source";
            check.that(!self.child_source.is_empty(), Problem::Missing { field });
        }
        check.done(Some(self))
    }

    /// Whether a child of this age may have an own sign-in; `weighed` is why it is mature enough, where it is younger.
    pub fn lets_child(&self, age: Option<i16>, weighed: bool) -> bool {
        let (Some(from), Some(age)) = (self.child_from_age, age) else {
            return false;
        };
        age >= i16::from(from) || (self.younger_when_mature && weighed)
    }
}

/// With whom of another administration something was shared on a ground, and how long.
#[derive(Clone, PartialEq, Eq)]
pub struct Shared {
    /// The member of staff, when one with an account.
    pub person: Option<PersonId>,
    /// The name, when somebody without an account.
    pub name: Option<OwnWords>,
    /// Who it is to the child.
    pub role: PartyRole,
    /// What for.
    pub purpose: OwnWords,
    /// From.
    pub from: Date,
    /// Until.
    pub until: Date,
}

/// A case as somebody of the family sees it. Nothing else of the case can be reached through it.
#[derive(Clone)]
pub struct FamilyCase {
    case: Case,
    member: Member,
    me: PersonId,
    informed_sees_plan: bool,
}

impl FamilyCase {
    /// The case as this person of the family sees it.
    pub const fn new(case: Case, member: Member, me: PersonId, informed_sees_plan: bool) -> Self {
        Self {
            case,
            member,
            me,
            informed_sees_plan,
        }
    }

    /// Its id.
    pub const fn id(&self) -> CaseId {
        self.case.id
    }

    /// Who looks.
    pub const fn member(&self) -> Member {
        self.member
    }

    /// The day it was opened.
    pub const fn opened_on(&self) -> Date {
        self.case.opened_on
    }

    /// Whether it is open.
    pub const fn is_open(&self) -> bool {
        self.case.is_open()
    }

    /// The day it was closed.
    pub fn closed_on(&self) -> Option<Date> {
        let entry = self.case.closed.and_then(|number| self.case.entry(number));
        entry.map(|entry| entry.on)
    }

    /// Paused until this day.
    pub const fn paused(&self) -> Option<Date> {
        self.case.paused
    }

    /// The phases that run.
    pub fn phases(&self) -> impl Iterator<Item = Phase> {
        self.case.phases.iter().map(|(phase, _)| *phase)
    }

    /// Who coordinates.
    pub fn coordinator(&self) -> &Term {
        self.case.coordinator()
    }

    /// The coordinator is away.
    pub const fn away(&self) -> Option<Away> {
        self.case.away
    }

    /// Who at the school keeps the contact.
    pub const fn school_contact(&self) -> PersonId {
        self.case.school_contact
    }

    /// The adult the child talks with.
    pub fn childs_contact(&self) -> Option<&OwnWords> {
        let entry = self.case.entry(self.case.childs_contact?)?;
        match &entry.event {
            CaseEvent::ChildsContact { who, .. } => Some(who),
            _ => None,
        }
    }

    /// How family and school write to each other, when this person is of those it was agreed with.
    pub fn channel(&self) -> Option<&CaseEvent> {
        let agreed = self.case.channel()?;
        self.entry(agreed.sequence).map(|entry| &entry.event)
    }

    /// The cards that tell the child who the adults are and why they talk: of those who take part today.
    pub fn cards(&self, today: Date) -> Vec<&Entry<CaseEvent>> {
        let people = self.case.people(today);
        let open = self
            .things(ItemKind::Card)
            .into_iter()
            .filter(|item| item.ended.is_none());
        open.filter_map(|item| self.entry(item.number))
            .filter(|entry| people.contains(&entry.by))
            .collect()
    }

    /// Who has the ball and what comes next; the next step is part of the plan.
    pub fn ball(&self) -> Ball {
        let mut ball = self.case.ball();
        if self.member == Member::Informed && !self.informed_sees_plan {
            ball.next_step = None;
        }
        ball
    }

    /// When it is followed up next.
    pub fn follow_up_on(&self, rhythm: &Rhythm) -> Date {
        self.case.follow_up_on(rhythm)
    }

    /// The days after closing on which it is asked how it goes, where one lies ahead.
    pub fn aftercare_on(&self, rhythm: &Rhythm) -> Option<Date> {
        self.case.aftercare_on(rhythm)
    }

    /// How a thing ended, as far as this person sees it.
    pub fn ended(&self, item: &Item) -> Option<&Entry<CaseEvent>> {
        self.entry(item.ended?)
    }

    /// The shorter timetables this person sees, each with its week.
    pub fn agreed_weeks(&self) -> Vec<(Sequence, AgreedWeek)> {
        let mut weeks = self.case.agreed_weeks();
        weeks.retain(|(number, _)| self.entry(*number).is_some());
        weeks
    }

    /// How many days a wait has lasted.
    pub fn waited_days(&self, wait: &Item, today: Date) -> Option<u32> {
        self.entry(wait.number)?;
        self.case.waited_days(wait, today)
    }

    /// The things of a kind this person sees, in the order they began.
    pub fn things(&self, kind: ItemKind) -> Vec<&Item> {
        let begun = |item: &&Item| self.case.entry(item.number).is_some_and(|entry| self.sees(entry));
        self.case.items.of(kind).filter(begun).collect()
    }

    /// The event that says what a thing is now.
    pub fn event_of(&self, item: &Item) -> Option<&CaseEvent> {
        self.entry(item.latest).map(|entry| &entry.event)
    }

    /// Day and time of a meeting.
    pub fn meeting_time(&self, meeting: &Item) -> Option<(Date, jiff::civil::Time)> {
        self.entry(meeting.number)?;
        self.case.meeting_time(meeting.number)
    }

    /// An entry, when this person sees it.
    pub fn entry(&self, number: Sequence) -> Option<&Entry<CaseEvent>> {
        self.case.entry(number).filter(|entry| self.sees(entry))
    }

    /// When an action this person sees is looked at next: as agreed, or as a follow-up since has set it. What was said at
    /// the follow-up stays the school's.
    pub fn action_follow_up(&self, action: &Item) -> Option<Date> {
        self.entry(action.number)?;
        self.case.action_follow_up(action)
    }

    /// What was added to a thing, as far as this person sees it, oldest first.
    pub fn added(&self, item: &Item) -> Vec<&Entry<CaseEvent>> {
        item.added.iter().filter_map(|number| self.entry(*number)).collect()
    }

    /// Everything this person sees, the newest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<CaseEvent>> {
        self.case.history.iter().rev().filter(|entry| self.sees(entry))
    }

    /// Whether this person sees an entry.
    fn sees(&self, entry: &Entry<CaseEvent>) -> bool {
        use CaseEvent as E;
        if entry.by == self.me {
            return true;
        }
        let plan = matches!(
            entry.event,
            E::GoalSet { .. }
                | E::GoalChanged { .. }
                | E::GoalEnded { .. }
                | E::ActionAgreed { .. }
                | E::ActionChanged { .. }
                | E::ActionEnded { .. }
                | E::PlanAgreed { .. }
        );
        let standing = matches!(
            entry.event,
            E::CoordinatorChanged { .. }
                | E::CoordinatorAway { .. }
                | E::CoordinatorBack { .. }
                | E::SchoolContactChanged { .. }
        );
        match self.member {
            Member::Informed => standing || (plan && self.informed_sees_plan),
            Member::Child => standing || plan || self.child_sees(&entry.event),
            Member::Guardian => standing || plan || self.guardian_sees(&entry.event),
        }
    }

    fn child_sees(&self, event: &CaseEvent) -> bool {
        use CaseEvent as E;
        match event {
            // The child's own, also where an adult wrote it down.
            E::IdeaNoted { of, .. } => *of == Party::Child,
            E::IdeaAnswered { idea, .. } => self.case.entry(*idea).is_some_and(|entry| self.sees(entry)),
            E::ActionCommented { of, .. } | E::MeetingInput { of, .. } => *of == Party::Child,
            E::UpdateGiven { .. } => event.is_news_to_child(),
            E::ChildsContact { .. }
            | E::CardMade { .. }
            | E::CardTakenBack { .. }
            | E::MeetingPlanned { .. }
            | E::MeetingMoved { .. }
            | E::MeetingCancelled { .. }
            | E::ReturnPlanned { .. }
            | E::AwayPlanned { .. }
            | E::ReducedTimetable { .. }
            | E::ReducedTimetableEnded { .. }
            | E::ClassMayKnow { .. }
            | E::ClassMayNotKnow { .. } => true,
            _ => false,
        }
    }

    fn guardian_sees(&self, event: &CaseEvent) -> bool {
        use CaseEvent as E;
        match event {
            // A notification is the authority's to tell of; everything else that was shared, a parent knows.
            E::GroundRecorded { kind, .. } => *kind != GroundKind::SeriousConcern,
            E::GroundWithdrawn { ground, .. } => self.case.entry(*ground).is_some_and(|entry| self.sees(entry)),
            E::ChildsContact { .. }
            | E::ChannelAgreed { .. }
            | E::CardMade { .. }
            | E::CardTakenBack { .. }
            | E::ParticipantInvited { .. }
            | E::ParticipantLeft { .. }
            | E::Paused { .. }
            | E::Resumed { .. }
            | E::Formulated { .. }
            | E::AssessmentDone { .. }
            | E::IdeaNoted { .. }
            | E::IdeaAnswered { .. }
            | E::CycleBegun { .. }
            | E::CycleTried { .. }
            | E::CycleReflected { .. }
            | E::CycleAdjusted { .. }
            | E::AwayPlanned { .. }
            | E::ContactMade { .. }
            | E::Logged { .. }
            | E::ReturnPlanned { .. }
            | E::ReducedTimetable { .. }
            | E::ReducedTimetableEnded { .. }
            | E::OtherPlanNoted { .. }
            | E::ClassMayKnow { .. }
            | E::ClassMayNotKnow { .. }
            | E::MeetingPlanned { .. }
            | E::MeetingMoved { .. }
            | E::MeetingCancelled { .. }
            | E::MeetingHeld { .. }
            | E::TaskAgreed { .. }
            | E::TaskDone { .. }
            | E::UpdateGiven { .. }
            | E::FollowedUp { .. }
            | E::BallPassed { .. }
            | E::WaitBegun { .. }
            | E::WaitMoved { .. }
            | E::WaitEnded { .. }
            | E::HandedOver { .. }
            | E::HandoverReceived { .. }
            | E::Closed { .. }
            | E::AftercareChecked { .. }
            | E::Reopened { .. } => true,
            // Said by the school: what the child or the other parent said in own words is theirs.
            E::ActionCommented { of, .. } | E::MeetingInput { of, .. } => !matches!(of, Party::Child | Party::Guardian),
            _ => false,
        }
    }

    /// The consents and wishes this person may withdraw: those of the family, not the law's own grounds.
    pub fn may_withdraw(&self, ground: &Item) -> bool {
        let kind = match self.event_of(ground) {
            Some(CaseEvent::GroundRecorded { kind, .. }) => *kind,
            _ => return false,
        };
        self.member == Member::Guardian
            && ground.ended.is_none()
            && matches!(kind, GroundKind::Consent | GroundKind::FamilyWish)
    }

    /// How many of the two exchanges without consent have been used (retssikkerhedsloven § 11 e).
    pub fn early_exchanges(&self) -> usize {
        let early = |item: &&Item| {
            matches!(
                self.case.event_of(item),
                Some(CaseEvent::GroundRecorded {
                    kind: GroundKind::EarlyExchange,
                    ..
                })
            )
        };
        self.case.items.of(ItemKind::Ground).filter(early).count()
    }

    /// With whom of other administrations was shared while a ground held, up to a day.
    pub fn shared_on(&self, ground: Sequence, today: Date) -> Vec<Shared> {
        let Some(item) = self.case.items.get(ground).filter(|_| self.entry(ground).is_some()) else {
            return Vec::new();
        };
        let Some(CaseEvent::GroundRecorded { from, until, with, .. }) = self.case.event_of(item) else {
            return Vec::new();
        };
        let ended = item
            .ended
            .and_then(|number| self.case.entry(number))
            .map(|entry| entry.on);
        let last = [Some(today), *until, ended]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(today);
        let taken_part = self.case.items.of(ItemKind::Participant).filter_map(|item| {
            let CaseEvent::ParticipantInvited {
                person,
                name,
                role,
                purpose,
                ..
            } = self.case.event_of(item)?
            else {
                return None;
            };
            let invited = self.case.entry(item.number)?.on.max(*from);
            let left = item
                .ended
                .and_then(|number| self.case.entry(number))
                .map(|entry| entry.on);
            let until = left.map_or(last, |left| left.min(last));
            (role.is_elsewhere() && with.contains(role) && invited <= until).then(|| Shared {
                person: *person,
                name: name.clone(),
                role: *role,
                purpose: purpose.clone(),
                from: invited,
                until,
            })
        });
        taken_part.collect()
    }

    /// With whom may be shared also once this ground is withdrawn: another one holds for them.
    pub fn shared_anyway(&self, ground: Sequence, today: Date) -> BTreeSet<PartyRole> {
        let with = |item: &Item| match self.case.event_of(item) {
            Some(CaseEvent::GroundRecorded { with, until, .. }) if until.is_none_or(|until| today <= until) => {
                with.clone()
            }
            _ => BTreeSet::new(),
        };
        let open = || self.case.items.open(ItemKind::Ground);
        let of = open().find(|item| item.number == ground).map(with).unwrap_or_default();
        let others = open().filter(|item| item.number != ground);
        others.flat_map(with).filter(|role| of.contains(role)).collect()
    }

    /// Whether this person may write this in the case itself.
    pub fn may_write(&self, event: &CaseEvent) -> bool {
        let own = self.member.party();
        match (self.member, event) {
            (Member::Informed, _) => false,
            (
                _,
                CaseEvent::MeetingInput { of, .. }
                | CaseEvent::ActionCommented { of, .. }
                | CaseEvent::IdeaNoted { of, .. },
            ) => *of == own,
            (Member::Guardian, CaseEvent::GroundRecorded { kind, .. }) => {
                matches!(kind, GroundKind::Consent | GroundKind::FamilyWish)
            }
            (Member::Guardian, CaseEvent::GroundWithdrawn { ground, .. }) => {
                let item = self.case.items.get(*ground);
                item.is_some_and(|item| self.may_withdraw(item))
            }
            (Member::Guardian, CaseEvent::Logged { side, .. }) => *side == LogSide::Home,
            _ => false,
        }
    }
}

veiled!(FamilyCase, Shared);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Answers, Form};
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const ON: Date = date(2026, 11, 20);

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }

    fn event(act: &str, answers: &[(&str, &str)]) -> CaseEvent {
        let mut all: Answers = Answers::new();
        for (name, value) in answers {
            all.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        Form::of(act).unwrap().read(&all, ON).unwrap()
    }

    fn case(more: Vec<(u128, CaseEvent)>) -> Case {
        let one = person(1).to_string();
        let opened = event(
            "opened",
            &[
                ("pupil", one.as_str()),
                ("origin", "by_hand"),
                ("reason", "x"),
                ("coordinator", one.as_str()),
                ("mandate", "decides"),
                ("school_contact", one.as_str()),
            ],
        );
        let all = std::iter::once((1, opened)).chain(more);
        let entries = all.zip(1..).map(|((by, event), n)| Entry {
            sequence: Sequence::new(n).unwrap(),
            by: person(by),
            on: ON,
            at: Timestamp::UNIX_EPOCH,
            event,
        });
        Case::from_history(CaseId::from_uuid(Uuid::from_u128(9)), entries.collect()).unwrap()
    }

    fn talked_about() -> Case {
        case(vec![
            (1, event("noted", &[("words", "Skolens egen note")])),
            (
                1,
                event(
                    "guardian_noted",
                    &[
                        ("name", "Far"),
                        ("custody", "none"),
                        ("contact", "12345678"),
                        ("protected", "no"),
                    ],
                ),
            ),
            (1, event("idea_noted", &[("of", "child"), ("words", "Emil henter mig")])),
            (
                1,
                event(
                    "goal_set",
                    &[("whose", "child"), ("words", "Med i idræt"), ("by", "2026-12-18")],
                ),
            ),
            (7, event("family_wish", &[("of", "guardian"), ("words", "En anden")])),
            (
                1,
                event(
                    "ground_recorded",
                    &[
                        ("kind", "consent"),
                        ("purpose", "x"),
                        ("with", "ppr"),
                        ("parties", "PPR"),
                        ("data", "x"),
                        ("given", "x"),
                        ("from", "2026-11-20"),
                    ],
                ),
            ),
            (
                1,
                event(
                    "participant_invited",
                    &[
                        ("name", "PPR"),
                        ("role", "ppr"),
                        ("purpose", "råd"),
                        ("family_knows", "yes"),
                        ("knows_best", "no"),
                    ],
                ),
            ),
        ])
    }

    fn words(member: Member, me: u128, plan: bool) -> Vec<&'static str> {
        let seen = FamilyCase::new(talked_about(), member, person(me), plan);
        let mut all: Vec<&str> = seen.entries().map(|entry| entry.event.word()).collect();
        all.reverse();
        all
    }

    #[test]
    fn r118_each_of_the_family_sees_its_own_and_nobody_sees_where_a_parent_is_reached() {
        let plan = ["idea_noted", "goal_set"];
        let consent = ["ground_recorded", "participant_invited"];
        assert_eq!(words(Member::Guardian, 8, false), [plan, consent].concat());
        assert_eq!(
            words(Member::Guardian, 7, false),
            [
                "idea_noted",
                "goal_set",
                "family_wish",
                "ground_recorded",
                "participant_invited"
            ],
            "one's own words"
        );
        assert_eq!(words(Member::Child, 6, false), plan);
        assert!(words(Member::Informed, 5, false).is_empty());
        assert_eq!(words(Member::Informed, 5, true), ["goal_set"]);
    }

    #[test]
    fn r311_a_consent_is_withdrawn_by_a_parent_with_custody_and_says_what_was_shared() {
        let seen = FamilyCase::new(talked_about(), Member::Guardian, person(7), false);
        let ground = seen.things(ItemKind::Ground).pop().unwrap();
        let number = ground.number.number().to_string();
        let withdrawn = event("ground_withdrawn", &[("ground", &number), ("words", "Nej tak")]);
        assert!(seen.may_write(&withdrawn));
        let shared = seen.shared_on(ground.number, ON);
        assert_eq!(shared.len(), 1);
        assert!(shared.iter().all(|one| one.role == PartyRole::Ppr && one.from == ON));
        for other in [Member::Informed, Member::Child] {
            let seen = FamilyCase::new(talked_about(), other, person(7), true);
            assert!(!seen.may_write(&withdrawn));
            assert!(seen.shared_on(ground.number, ON).is_empty());
        }
        let done = case(vec![
            (1, event("noted", &[("words", "x")])),
            (
                1,
                event(
                    "ground_recorded",
                    &[
                        ("kind", "early_exchange"),
                        ("with", "ppr"),
                        ("purpose", "x"),
                        ("parties", "x"),
                        ("data", "x"),
                        ("given", "x"),
                        ("from", "2026-11-20"),
                    ],
                ),
            ),
        ]);
        let seen = FamilyCase::new(done, Member::Guardian, person(7), false);
        let withdrawn = event("ground_withdrawn", &[("ground", "3"), ("words", "Nej")]);
        assert!(!seen.may_write(&withdrawn), "the law's own ground is not a consent");
        assert_eq!(seen.early_exchanges(), 1);
    }

    #[test]
    fn r037_r232_the_child_reads_who_an_adult_is_while_the_adult_takes_part_and_the_card_stands() {
        let made = |who: &str| {
            let said = [("who", who), ("does", "x"), ("why", "x"), ("told_on", "x")];
            event("card_made", &said)
        };
        // The second is made by somebody who no longer takes part, the third has been taken back.
        let cards = case(vec![
            (1, made("Ida")),
            (44, made("Bo")),
            (1, made("Per")),
            (1, event("card_taken_back", &[("card", "4"), ("words", "x")])),
        ]);
        for (member, seen) in [(Member::Child, 1), (Member::Guardian, 1), (Member::Informed, 0)] {
            let family = FamilyCase::new(cards.clone(), member, person(7), true);
            assert_eq!(family.cards(ON).len(), seen, "{member:?}");
        }
    }

    #[test]
    fn r271_the_family_sees_the_day_a_follow_up_has_set_and_not_what_was_said_at_it() {
        let agreed = [
            ("words", "Emil henter"),
            ("level", "targeted"),
            ("arena", "school"),
            ("target", "child"),
            ("name", "Mor"),
            ("from", "2026-11-20"),
            ("follow_up_on", "2026-12-04"),
        ];
        let looked = [
            ("action", "2"),
            ("words", "Kun skolens"),
            ("follow_up_on", "2026-12-18"),
        ];
        let followed = case(vec![
            (1, event("action_agreed", &agreed)),
            (1, event("action_followed_up", &looked)),
        ]);
        for member in [Member::Guardian, Member::Child] {
            let seen = FamilyCase::new(followed.clone(), member, person(7), false);
            let action = seen.things(ItemKind::Action).pop().unwrap();
            let day = seen.action_follow_up(action);
            assert_eq!(day, Some(jiff::civil::date(2026, 12, 18)), "{member:?}");
            assert!(seen.added(action).is_empty(), "{member:?}");
        }
        let told = FamilyCase::new(followed, Member::Informed, person(7), false);
        let action = told.case.items.of(ItemKind::Action).next().unwrap();
        assert_eq!(told.action_follow_up(action), None, "who does not see the plan");
    }

    #[test]
    fn r104_the_child_hears_of_nothing_its_own_page_does_not_show() {
        let told = |told: &str| {
            let said = [
                ("words", "x"),
                ("next_step", "x"),
                ("next_on", "2026-12-01"),
                ("told", told),
            ];
            event("update_given", &said)
        };
        let (to_child, to_parents) = (told("child"), told("guardian"));
        assert!(to_child.is_news_to_child() && !to_parents.is_news_to_child());
        let followed = event("followed_up", &[("words", "x"), ("next_on", "2026-12-01")]);
        let all = [to_child, to_parents, followed];
        let of = |member| {
            let entries = all.iter().map(|event| (1, event.clone())).collect();
            FamilyCase::new(case(entries), member, person(7), true)
        };
        for event in of(Member::Guardian).entries() {
            assert!(event.event.is_news(), "{}", event.event.word());
        }
        let childs = of(Member::Child);
        let seen: Vec<bool> = childs.entries().map(|entry| entry.event.is_news_to_child()).collect();
        assert_eq!(
            seen,
            [true],
            "an update somebody chose to tell the child, and nothing else"
        );
    }

    #[test]
    fn nobody_writes_for_somebody_else_and_a_child_signs_nothing() {
        let idea = |of| event("idea_noted", &[("of", of), ("words", "x")]);
        let of = |member| FamilyCase::new(talked_about(), member, person(7), true);
        assert!(of(Member::Child).may_write(&idea("child")));
        assert!(!of(Member::Child).may_write(&idea("guardian")));
        assert!(!of(Member::Guardian).may_write(&idea("child")), "R-206");
        assert!(!of(Member::Informed).may_write(&idea("guardian")));
        assert!(!of(Member::Guardian).may_write(&event("noted", &[("words", "x")])));
        let consent = event(
            "ground_recorded",
            &[
                ("kind", "consent"),
                ("with", "ppr"),
                ("purpose", "x"),
                ("parties", "x"),
                ("data", "x"),
                ("given", "x"),
                ("from", "2026-11-20"),
            ],
        );
        assert!(of(Member::Guardian).may_write(&consent) && !of(Member::Child).may_write(&consent));
    }

    #[test]
    fn no_child_has_a_sign_in_until_the_municipality_says_from_which_age_and_where_it_stands() {
        assert!(!FamilySettings::default().lets_child(Some(17), true));
        let from = |age, source: &str| FamilySettings {
            child_from_age: Some(age),
            child_source: source.to_owned(),
            ..FamilySettings::default()
        };
        assert!(from(12, " ").check().is_err() && from(3, "x").check().is_err());
        let twelve = from(12, "Byrådet 3.2.2026").check().unwrap();
        assert!(twelve.lets_child(Some(12), false));
        assert!(!twelve.lets_child(Some(11), true) && !twelve.lets_child(None, true));
        let weighed = FamilySettings {
            younger_when_mature: true,
            ..twelve
        };
        assert!(weighed.lets_child(Some(11), true) && !weighed.lets_child(Some(11), false));
    }
}
