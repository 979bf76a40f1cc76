//! A case as it stands: its entries folded, and what may follow them.

use super::event::CaseEvent;
use super::item::{Effect, Item, ItemKind, Items};
use super::refusal::Refusal;
use super::vocabulary::{GroundKind, Mandate, Party, PartyRole, Phase, Stage, YesNo};
use crate::history::{Entry, Sequence, whole};
use crate::id::{CaseId, PersonId, PupilId, ViewId};
use crate::problem::CaseworkError;
use crate::words::OwnWords;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Who coordinates.
#[derive(Clone, PartialEq, Eq)]
pub enum Coordinator {
    /// A member of staff.
    Person(PersonId),
    /// Somebody without an account.
    Outside(OwnWords),
}

/// A coordinator's time.
#[derive(Clone, PartialEq, Eq)]
pub struct Term {
    /// Who.
    pub who: Coordinator,
    /// From.
    pub from: Date,
    /// The day another took over.
    pub until: Option<Date>,
    /// What may be decided.
    pub mandate: Mandate,
    /// The same in words, where somebody wrote them.
    pub mandate_words: Option<OwnWords>,
    /// When and how to reach.
    pub available: Option<OwnWords>,
    /// The entry that says so.
    pub number: Sequence,
}

/// A coordinator away for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// From when.
    pub from: Date,
    /// Who stands in.
    pub stand_in: Option<PersonId>,
}

/// Whose words are missing before a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// Parties nobody has said anything for.
    pub parties: Vec<Party>,
    /// Others who are invited and have not spoken.
    pub invited: Vec<Sequence>,
}

/// What must be known besides the entries to say what may happen.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The day.
    pub today: Date,
    /// The pupil's birthday, where it is known.
    pub born: Option<Date>,
    /// The first day of a holiday or a transition so near that a case is not closed just before it.
    pub break_near: Option<Date>,
    /// Whether the municipality asks for consent when the parents are not at a meeting with another administration.
    pub consent_when_absent: bool,
}

/// A case (da: forløb).
#[derive(Clone)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The pupil.
    pub pupil: PupilId,
    /// The day it was opened.
    pub opened_on: Date,
    /// Every coordinator, the present one last. Never empty.
    pub coordinators: Vec<Term>,
    /// The coordinator is away.
    pub away: Option<Away>,
    /// Who at the school keeps the contact.
    pub school_contact: PersonId,
    /// The adult the child talks with; the entry.
    pub childs_contact: Option<Sequence>,
    /// The phases that run, with the day each began.
    pub phases: Vec<(Phase, Date)>,
    /// Paused until this day.
    pub paused: Option<Date>,
    /// The entry that closed it, when it is closed.
    pub closed: Option<Sequence>,
    /// When it was opened last: at first or anew.
    pub open_since: Date,
    /// Its things.
    pub items: Items,
    /// The child's views, oldest first, with the entry.
    pub heard: Vec<(ViewId, Sequence)>,
    /// Reasons why the child was not heard, with the day it is tried again.
    pub not_heard: Vec<(Stage, Date, Sequence)>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<CaseEvent>>,
}

const THING: &str = "case";

impl Case {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the opening, or an entry cannot follow the ones before it.
    pub fn from_history(id: CaseId, history: Vec<Entry<CaseEvent>>) -> Result<Self, CaseworkError> {
        whole(THING, &history)?;
        let mut entries = history.into_iter();
        let first = entries.next().ok_or(CaseworkError::Empty { thing: THING })?;
        let mut case = Self::begin(id, first)?;
        for entry in entries {
            case.take(entry)?;
        }
        Ok(case)
    }

    fn begin(id: CaseId, first: Entry<CaseEvent>) -> Result<Self, CaseworkError> {
        let CaseEvent::Opened {
            pupil,
            coordinator,
            mandate,
            mandate_words,
            available,
            school_contact,
            ..
        } = &first.event
        else {
            return Err(CaseworkError::Impossible {
                thing: THING,
                sequence: 1,
            });
        };
        let term = Term {
            who: Coordinator::Person(*coordinator),
            from: first.on,
            until: None,
            mandate: *mandate,
            mandate_words: mandate_words.clone(),
            available: available.clone(),
            number: first.sequence,
        };
        Ok(Self {
            id,
            pupil: *pupil,
            opened_on: first.on,
            coordinators: vec![term],
            away: None,
            school_contact: *school_contact,
            childs_contact: None,
            phases: vec![(Phase::Detection, first.on)],
            paused: None,
            closed: None,
            open_since: first.on,
            items: Items::default(),
            heard: Vec::new(),
            not_heard: Vec::new(),
            history: vec![first],
        })
    }

    fn take(&mut self, entry: Entry<CaseEvent>) -> Result<(), CaseworkError> {
        let impossible = CaseworkError::Impossible {
            thing: THING,
            sequence: entry.sequence.number(),
        };
        let begins_again = matches!(entry.event, CaseEvent::Opened { .. });
        if begins_again || !self.items.take(entry.sequence, entry.event.effect()) {
            return Err(impossible);
        }
        let (number, on) = (entry.sequence, entry.on);
        match &entry.event {
            CaseEvent::CoordinatorChanged {
                to,
                outside,
                mandate,
                mandate_words,
                available,
                ..
            } => {
                let who = match (to, outside) {
                    (Some(to), _) => Coordinator::Person(*to),
                    (None, Some(outside)) => Coordinator::Outside(outside.clone()),
                    (None, None) => return Err(impossible),
                };
                let mandate = (*mandate, mandate_words.clone());
                self.now_coordinates(who, mandate, available.clone(), (number, on));
            }
            CaseEvent::CoordinatorAway { from, stand_in, .. } => {
                self.away = Some(Away {
                    from: *from,
                    stand_in: *stand_in,
                });
            }
            CaseEvent::CoordinatorBack { .. } => self.away = None,
            CaseEvent::SchoolContactChanged { to, .. } => self.school_contact = *to,
            CaseEvent::ChildsContact { .. } => self.childs_contact = Some(number),
            CaseEvent::PhaseBegun { phase, .. } => self.phases.push((*phase, on)),
            CaseEvent::PhaseEnded { phase, .. } => self.phases.retain(|(running, _)| running != phase),
            CaseEvent::Paused { until, .. } => self.paused = Some(*until),
            CaseEvent::Resumed { .. } => self.paused = None,
            CaseEvent::ChildHeard { view, .. } => self.heard.push((*view, number)),
            CaseEvent::ChildNotHeard { stage, again_on, .. } => self.not_heard.push((*stage, *again_on, number)),
            CaseEvent::HandedOver {
                coordinator,
                school_contact,
                ..
            } => {
                let who = Coordinator::Person(*coordinator);
                if self.coordinator().who != who {
                    let before = self.coordinator();
                    let mandate = (before.mandate, before.mandate_words.clone());
                    self.now_coordinates(who, mandate, None, (number, on));
                }
                self.school_contact = *school_contact;
            }
            CaseEvent::Closed { .. } => {
                self.closed = Some(number);
                self.paused = None;
                self.phases = vec![(Phase::Aftercare, on)];
            }
            CaseEvent::Reopened {
                coordinator,
                mandate,
                mandate_words,
                school_contact,
                ..
            } => {
                self.closed = None;
                self.open_since = on;
                self.phases = vec![(Phase::FollowUp, on)];
                self.school_contact = *school_contact;
                let mandate = (*mandate, mandate_words.clone());
                self.now_coordinates(Coordinator::Person(*coordinator), mandate, None, (number, on));
            }
            _ => {}
        }
        self.history.push(entry);
        Ok(())
    }

    fn now_coordinates(
        &mut self,
        who: Coordinator,
        (mandate, mandate_words): (Mandate, Option<OwnWords>),
        available: Option<OwnWords>,
        (number, on): (Sequence, Date),
    ) {
        if let Some(last) = self.coordinators.last_mut() {
            last.until = Some(on);
        }
        self.away = None;
        self.coordinators.push(Term {
            who,
            from: on,
            until: None,
            mandate,
            mandate_words,
            available,
            number,
        });
    }

    /// The coordinator now. There always is one.
    #[expect(
        clippy::expect_used,
        reason = "a case begins with a coordinator, and terms are only added"
    )]
    pub fn coordinator(&self) -> &Term {
        self.coordinators.last().expect("a case has a coordinator")
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.last().next()
    }

    /// The place of the newest entry.
    pub fn last(&self) -> Sequence {
        self.history.last().map_or(Sequence::FIRST, |entry| entry.sequence)
    }

    /// The entry at a place.
    pub fn entry(&self, number: Sequence) -> Option<&Entry<CaseEvent>> {
        let at = usize::try_from(number.number()).ok()?.checked_sub(1)?;
        self.history.get(at)
    }

    /// Whether it is open.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The members of staff who take part on a day; see [`Case::people_until`].
    pub fn people(&self, on: Date) -> BTreeSet<PersonId> {
        let all = self.people_until(&BTreeSet::new()).into_iter();
        all.filter(|(_, until)| until.is_none_or(|until| on <= until))
            .map(|(person, _)| person)
            .collect()
    }

    /// The members of staff who take part, each until a day or until something changes: the coordinator of now, who
    /// stands in, the contact at the school, who opened it, and those who were invited and have not left.
    ///
    /// Somebody of another administration takes part as long as a ground holds, and not a day longer: a ground
    /// withdrawn, or run out, ends the sharing at once. That holds for whoever works in PPR alone
    /// (`elsewhere`) also when they carry the case.
    pub fn people_until(&self, elsewhere: &BTreeSet<PersonId>) -> BTreeMap<PersonId, Option<Date>> {
        let mut people: BTreeMap<PersonId, Option<Date>> = BTreeMap::new();
        for item in self.items.open(ItemKind::Participant) {
            if let Some(CaseEvent::ParticipantInvited {
                person: Some(person),
                role,
                ..
            }) = self.event_of(item)
            {
                let role = match role.is_elsewhere() {
                    false if elsewhere.contains(person) => PartyRole::Ppr,
                    _ => *role,
                };
                match (role.is_elsewhere(), self.ground_until(role)) {
                    (false, _) => drop(people.insert(*person, None)),
                    (true, Some(until)) => drop(people.entry(*person).or_insert(until)),
                    (true, None) => {}
                }
            }
        }
        let carriers = [
            Some(self.school_contact),
            self.history.first().map(|entry| entry.by),
            self.away.and_then(|away| away.stand_in),
            match &self.coordinator().who {
                Coordinator::Person(one) => Some(*one),
                Coordinator::Outside(_) => None,
            },
        ];
        for person in carriers.into_iter().flatten() {
            match (elsewhere.contains(&person), self.ground_until(PartyRole::Ppr)) {
                (false, _) => drop(people.insert(person, None)),
                (true, Some(until)) => drop(people.entry(person).or_insert(until)),
                (true, None) => {}
            }
        }
        // Whoever coordinated before goes on until the day that was agreed, so that what was built is not lost.
        if let Some((person, until)) = self.coordinator_before()
            && !elsewhere.contains(&person)
        {
            people.entry(person).or_insert(Some(until));
        }
        people
    }

    /// The coordinator of before, with the day until which both were agreed to take part.
    fn coordinator_before(&self) -> Option<(PersonId, Date)> {
        let [.., before, now] = self.coordinators.as_slice() else {
            return None;
        };
        match (&before.who, &self.entry(now.number)?.event) {
            (
                Coordinator::Person(person),
                CaseEvent::CoordinatorChanged {
                    overlap_until: Some(until),
                    ..
                },
            ) => Some((*person, *until)),
            _ => None,
        }
    }

    /// Those who take part and know the child best, as last seen, each with how where somebody wrote it.
    pub fn know_the_child_best(&self) -> Vec<(&Item, Option<&OwnWords>)> {
        let open = self.items.open(ItemKind::Participant);
        let seen = |item: &Item| match self.entry(item.number).map(|entry| &entry.event) {
            Some(CaseEvent::ParticipantInvited { knows_best, .. }) => *knows_best == YesNo::Yes,
            _ => false,
        };
        open.filter_map(|item| {
            let again = item.added.iter().rev().filter_map(|number| self.entry(*number));
            let again = again.filter_map(|entry| match &entry.event {
                CaseEvent::KnowsBest { knows_best, words, .. } => Some((*knows_best == YesNo::Yes, words.as_ref())),
                _ => None,
            });
            let (yes, words) = again.into_iter().next().unwrap_or((seen(item), None));
            yes.then_some((item, words))
        })
        .collect()
    }

    /// Until when some ground for sharing with somebody outside holds: nothing when there is none, no day when it is
    /// open-ended.
    fn ground_until(&self, role: PartyRole) -> Option<Option<Date>> {
        let grounds = self.items.open(ItemKind::Ground).filter_map(|item| self.event_of(item));
        let untils = grounds.filter_map(|event| match event {
            CaseEvent::GroundRecorded { with, .. } if !with.contains(&role) => None,
            // One exchange is one exchange, not a standing permission.
            CaseEvent::GroundRecorded {
                kind: GroundKind::EarlyExchange,
                from,
                until,
                ..
            } => Some(Some(until.unwrap_or(*from))),
            CaseEvent::GroundRecorded { until, .. } => Some(*until),
            _ => None,
        });
        untils.reduce(|one, other| match (one, other) {
            (Some(one), Some(other)) => Some(one.max(other)),
            _ => None,
        })
    }

    /// The event that says what a thing is now.
    pub fn event_of(&self, item: &Item) -> Option<&CaseEvent> {
        self.entry(item.latest).map(|entry| &entry.event)
    }

    /// Whether the child has been heard since the case was opened last, or there is a reason for this stage.
    pub fn child_is_heard_for(&self, stage: Stage) -> bool {
        let since = |number: &Sequence| self.entry(*number).is_some_and(|entry| entry.on >= self.open_since);
        self.heard.iter().any(|(_, number)| since(number))
            || self
                .not_heard
                .iter()
                .any(|(of, _, number)| *of == stage && since(number))
    }

    /// Whether this can happen now, by this person.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn may(&self, event: &CaseEvent, by: PersonId, known: &Known) -> Result<(), Refusal> {
        self.may_while_standing(event)?;
        self.may_touch(event)?;
        self.may_name(event)?;
        days(event, known)?;
        match event {
            CaseEvent::CoordinatorChanged { to, outside, .. } => {
                one_of(to.is_some(), outside.is_some())?;
                let same = to.is_some_and(|to| self.coordinator().who == Coordinator::Person(to));
                that(!same, Refusal::SameCoordinator)
            }
            CaseEvent::CoordinatorAway { stand_in, .. } => {
                let same = stand_in.is_some_and(|who| self.coordinator().who == Coordinator::Person(who));
                that(!same, Refusal::SameCoordinator)
            }
            CaseEvent::CoordinatorBack { .. } => that(self.away.is_some(), Refusal::NotAway),
            CaseEvent::ChildsContact { overlap, .. } => that(
                self.childs_contact.is_none() || overlap.is_some(),
                Refusal::OverlapMissing,
            ),
            CaseEvent::ParticipantInvited { person, name, role, .. } => {
                one_of(person.is_some(), name.is_some())?;
                self.may_share_with(*role, known.today)
            }
            CaseEvent::Disclosed { ground, basis, .. } => that(ground.is_some() || basis.is_some(), Refusal::NoGround),
            CaseEvent::EnvironmentEnded { environment, .. } => {
                that(self.environment_plan(*environment).is_some(), Refusal::NotPlanned)
            }
            CaseEvent::ContributionAsked { person, name, role, .. } => {
                one_of(person.is_some(), name.is_some())?;
                self.may_share_with(*role, known.today)
            }
            CaseEvent::EnvironmentPlanned { person, name, .. }
            | CaseEvent::ActionAgreed { person, name, .. }
            | CaseEvent::ActionChanged { person, name, .. }
            | CaseEvent::BallPassed { person, name, .. } => one_of(person.is_some(), name.is_some()),
            CaseEvent::GuardianNoted { contact, protected, .. } => {
                that(*protected == YesNo::No || contact.is_none(), Refusal::AddressProtected)
            }
            CaseEvent::ContributionGiven { contribution, .. } => {
                match self.entry(*contribution).map(|entry| &entry.event) {
                    Some(CaseEvent::ContributionAsked { role, .. }) => self.may_share_with(*role, known.today),
                    _ => Ok(()),
                }
            }
            CaseEvent::GroundRecorded { kind, with, .. } => {
                that(!with.is_empty(), Refusal::SharedWithNobody)?;
                self.may_share(*kind)
            }
            CaseEvent::PhaseBegun { phase, .. } => that(!self.runs(*phase), Refusal::PhaseRuns),
            CaseEvent::PhaseEnded { phase, .. } => that(self.runs(*phase), Refusal::PhaseRunsNot),
            CaseEvent::Paused { .. } => that(self.paused.is_none(), Refusal::Paused),
            CaseEvent::Resumed { .. } => that(self.paused.is_some(), Refusal::NotPaused),
            CaseEvent::AssessmentDone { .. } => {
                let begun = |entry: &Entry<CaseEvent>| matches!(entry.event, CaseEvent::AssessmentBegun { .. });
                that(self.history.iter().any(begun), Refusal::AssessmentNotBegun)?;
                self.heard_for(Stage::Assessment)
            }
            // Looking at how it goes is a review of the case: not without the child.
            CaseEvent::FollowedUp { .. } => self.heard_for(Stage::Review),
            CaseEvent::PlanAgreed { made_with, .. } => {
                that(!made_with.is_empty(), Refusal::NobodyAgreed)?;
                self.heard_for(Stage::Plan)
            }
            CaseEvent::ChannelAgreed { told, .. } => that(!told.is_empty(), Refusal::NobodyTold),
            CaseEvent::MeetingLookedBack { meeting, .. } => that(!self.has_looked_back(*meeting), Refusal::LookedBack),
            CaseEvent::ClassMayKnow { agreed_by, .. } => {
                let both = agreed_by.contains(&PartyRole::Child) && agreed_by.contains(&PartyRole::Guardian);
                that(both, Refusal::NobodyAgreed)
            }
            CaseEvent::CycleReflected { cycle, .. } => self.cycle_has(*cycle, false),
            CaseEvent::CycleAdjusted { cycle, .. } => self.cycle_has(*cycle, true),
            CaseEvent::MeetingPlanned { invited, .. } => that(
                !known.consent_when_absent || self.may_meet_without_parents(invited, known.today),
                Refusal::ConsentWhenAbsent,
            ),
            CaseEvent::MeetingHeld {
                meeting,
                child_there,
                represented,
                present,
                feedback,
                ..
            } => {
                let on = self.meeting_on(*meeting);
                that(on.is_none_or(|on| on <= known.today), Refusal::MeetingAhead)?;
                let heard = *child_there == YesNo::Yes || represented.is_some();
                that(heard, Refusal::ChildNotRepresented)?;
                // What was said about a child when no parent heard it comes back to them: by whom, and when.
                let parents = self.roles_of(present).contains(&PartyRole::Guardian);
                that(parents || feedback.is_some(), Refusal::ParentsNotTold)
            }
            CaseEvent::OverlapDone { .. } => that(self.overlap_open().is_some(), Refusal::NoOverlap),
            CaseEvent::TaskAgreed {
                meeting, person, name, ..
            } => {
                one_of(person.is_some(), name.is_some())?;
                let chair = meeting.and_then(|meeting| self.chair_of(meeting));
                that(chair.is_none_or(|chair| chair == by), Refusal::ChairConfirms)
            }
            CaseEvent::Closed {
                agreed_with, in_spite, ..
            } => {
                that(!agreed_with.is_empty(), Refusal::NobodyAgreed)?;
                self.heard_for(Stage::Closing)?;
                that(known.break_near.is_none() || in_spite.is_some(), Refusal::BreakIsNear)
            }
            _ => Ok(()),
        }
    }

    /// Whether something may be shared with somebody who is this to the child: of another administration, on a ground that
    /// holds for it.
    ///
    /// # Errors
    /// [`Refusal::NoGround`].
    pub fn may_share_with(&self, role: PartyRole, today: Date) -> Result<(), Refusal> {
        let holds = self
            .ground_until(role)
            .is_some_and(|until| until.is_none_or(|until| today <= until));
        that(!role.is_elsewhere() || holds, Refusal::NoGround)
    }

    /// Whether each of another administration who is invited has the parents' yes or an exchange under § 11 e, where no
    /// parent is invited.
    fn may_meet_without_parents(&self, invited: &BTreeSet<Sequence>, today: Date) -> bool {
        let roles = self.roles_of(invited);
        let asks = |role: &&PartyRole| role.is_elsewhere();
        let said_yes = |role: &PartyRole| {
            self.items.open(ItemKind::Ground).any(|item| {
                matches!(self.event_of(item), Some(CaseEvent::GroundRecorded { kind, with, from, until, .. })
                    if with.contains(role)
                        && matches!(kind, GroundKind::Consent | GroundKind::FamilyWish | GroundKind::EarlyExchange)
                        && *from <= today
                        && until.is_none_or(|until| today <= until))
            })
        };
        roles.contains(&PartyRole::Guardian) || roles.iter().filter(asks).all(said_yes)
    }

    /// Who some of those who take part are to the child.
    fn roles_of(&self, participants: &BTreeSet<Sequence>) -> BTreeSet<PartyRole> {
        let role = |number: &Sequence| match self.event_of(self.items.get(*number)?)? {
            CaseEvent::ParticipantInvited { role, .. } => Some(*role),
            _ => None,
        };
        participants.iter().filter_map(role).collect()
    }

    /// The newest change at which old and new agreed to meet the child or the family together, until they have:
    /// of the coordinator, of the child's adult, or at a hand-over.
    pub fn overlap_open(&self) -> Option<&Entry<CaseEvent>> {
        let newest = self.history.iter().rev().find(|entry| {
            matches!(
                entry.event,
                CaseEvent::OverlapDone { .. }
                    | CaseEvent::CoordinatorChanged {
                        overlap_until: Some(_),
                        ..
                    }
                    | CaseEvent::ChildsContact { overlap: Some(_), .. }
                    | CaseEvent::HandedOver { .. }
                    | CaseEvent::HandoverReceived { .. }
            )
        });
        newest.filter(|entry| {
            !matches!(
                entry.event,
                CaseEvent::OverlapDone { .. } | CaseEvent::HandoverReceived { .. }
            )
        })
    }

    /// Whether an assessment is being made: begun, and no version completed since.
    pub fn is_being_assessed(&self) -> bool {
        let newest = self.history.iter().rev().find_map(|entry| match &entry.event {
            CaseEvent::AssessmentBegun { .. } => Some(true),
            CaseEvent::AssessmentDone { .. } => Some(false),
            _ => None,
        });
        newest == Some(true)
    }

    /// Whether the form of an event, about one thing or none, is worth offering as the case stands. What it says in the
    /// end is for [`Case::may`].
    pub fn offers(&self, act: &str, about: Option<Sequence>) -> bool {
        let adds = |of: fn(&CaseEvent) -> bool| about.is_some_and(|number| self.has_added(number, of));
        let over = about
            .and_then(|number| self.items.get(number))
            .is_some_and(|item| item.ended.is_some());
        match act {
            "meeting_looked_back" => {
                let held = about.is_some_and(|number| self.is_held(number) && !self.has_looked_back(number));
                self.is_open() && held
            }
            _ if over => false,
            // The opening comes once; that the child was heard comes with the child's words.
            "opened" | "child_heard" => false,
            "reopened" | "aftercare_checked" => !self.is_open(),
            "family_wish" | "ground_withdrawn" | "class_may_not_know" => true,
            "coordinator_away" => self.is_open() && self.away.is_none(),
            "coordinator_back" => self.is_open() && self.away.is_some(),
            "paused" => self.is_open() && self.paused.is_none(),
            "resumed" => self.is_open() && self.paused.is_some(),
            "overlap_done" => self.is_open() && self.overlap_open().is_some(),
            "assessment_begun" => self.is_open() && !self.is_being_assessed(),
            "assessment_done" => self.is_open() && self.is_being_assessed(),
            "cycle_reflected" => self.is_open() && adds(|event| matches!(event, CaseEvent::CycleTried { .. })),
            "cycle_adjusted" => self.is_open() && adds(|event| matches!(event, CaseEvent::CycleReflected { .. })),
            "environment_ended" => {
                self.is_open() && adds(|event| matches!(event, CaseEvent::EnvironmentPlanned { .. }))
            }
            _ => self.is_open(),
        }
    }

    fn may_while_standing(&self, event: &CaseEvent) -> Result<(), Refusal> {
        match event {
            CaseEvent::Opened { .. } => Err(Refusal::AlreadyBegun),
            CaseEvent::Reopened { .. } | CaseEvent::AftercareChecked { .. } => that(!self.is_open(), Refusal::Open),
            // Words of the child or the family are taken at any time; so is the end of a sharing.
            CaseEvent::ChildHeard { .. }
            | CaseEvent::FamilyWish { .. }
            | CaseEvent::GroundWithdrawn { .. }
            | CaseEvent::ClassMayNotKnow { .. } => Ok(()),
            _ => that(self.is_open(), Refusal::Closed),
        }
    }

    /// Whether the thing an entry is about is there and goes on; one looks back on what is over.
    fn may_touch(&self, event: &CaseEvent) -> Result<(), Refusal> {
        if let CaseEvent::MeetingLookedBack { meeting, .. } = event {
            self.is_there(ItemKind::Meeting, *meeting)?;
            return that(self.is_held(*meeting), Refusal::MeetingNotHeld);
        }
        let (kind, number) = match event.effect() {
            Effect::Changes(kind, number, _) | Effect::Adds(kind, number) | Effect::Ends(kind, number) => {
                (kind, number)
            }
            Effect::Begins(_) | Effect::Whole => return Ok(()),
        };
        self.is_there(kind, number)?;
        let item = self.items.get(number);
        that(item.is_some_and(|item| item.ended.is_none()), Refusal::Ended)
    }

    fn is_there(&self, kind: ItemKind, number: Sequence) -> Result<(), Refusal> {
        let item = self.items.get(number).filter(|item| item.kind == kind);
        that(item.is_some(), Refusal::NoSuchThing)
    }

    /// Whether the other things an entry names are there.
    fn may_name(&self, event: &CaseEvent) -> Result<(), Refusal> {
        let each = |kind, all: &BTreeSet<Sequence>| all.iter().try_for_each(|one| self.is_there(kind, *one));
        let one = |kind, one: &Option<Sequence>| one.map_or(Ok(()), |one| self.is_there(kind, one));
        match event {
            CaseEvent::ActionAgreed { factor, goal, .. } | CaseEvent::ActionChanged { factor, goal, .. } => {
                one(ItemKind::Factor, factor)?;
                one(ItemKind::Goal, goal)
            }
            CaseEvent::CycleBegun { action, follows, .. } => {
                one(ItemKind::Action, action)?;
                one(ItemKind::Cycle, follows)
            }
            CaseEvent::TaskAgreed { meeting, .. } => one(ItemKind::Meeting, meeting),
            CaseEvent::Disclosed { ground, .. } => one(ItemKind::Ground, ground),
            CaseEvent::MeetingPlanned { invited, .. } => each(ItemKind::Participant, invited),
            CaseEvent::MeetingInput { who, .. } => one(ItemKind::Participant, who),
            CaseEvent::MeetingHeld { present, .. } => each(ItemKind::Participant, present),
            _ => Ok(()),
        }
    }

    fn may_share(&self, kind: GroundKind) -> Result<(), Refusal> {
        // Used ones count, also when they have been taken back: the exchange has happened (T10, R-306).
        let used = self.items.of(ItemKind::Ground).filter(|item| {
            matches!(
                self.event_of(item),
                Some(CaseEvent::GroundRecorded {
                    kind: GroundKind::EarlyExchange,
                    ..
                })
            )
        });
        that(
            kind != GroundKind::EarlyExchange || used.count() < 2,
            Refusal::BothExchangesUsed,
        )
    }

    fn runs(&self, phase: Phase) -> bool {
        self.phases.iter().any(|(running, _)| *running == phase)
    }

    fn heard_for(&self, stage: Stage) -> Result<(), Refusal> {
        that(self.child_is_heard_for(stage), Refusal::ChildNotHeard)
    }

    fn cycle_has(&self, cycle: Sequence, reflected: bool) -> Result<(), Refusal> {
        let tried = self.has_added(cycle, |event| matches!(event, CaseEvent::CycleTried { .. }));
        that(tried, Refusal::NotTried)?;
        let thought = self.has_added(cycle, |event| matches!(event, CaseEvent::CycleReflected { .. }));
        that(!reflected || thought, Refusal::NotReflected)
    }

    /// Whether a meeting was held.
    fn is_held(&self, meeting: Sequence) -> bool {
        let ended = self.items.get(meeting).and_then(|item| item.ended);
        let ended = ended.and_then(|number| self.entry(number));
        ended.is_some_and(|entry| matches!(entry.event, CaseEvent::MeetingHeld { .. }))
    }

    fn has_looked_back(&self, meeting: Sequence) -> bool {
        self.has_added(meeting, |event| matches!(event, CaseEvent::MeetingLookedBack { .. }))
    }

    /// How family and school write to each other, as it was agreed last.
    pub fn channel(&self) -> Option<&Entry<CaseEvent>> {
        let mut newest = self.history.iter().rev();
        newest.find(|entry| matches!(entry.event, CaseEvent::ChannelAgreed { .. }))
    }

    /// Whether something of this kind was added to a thing.
    fn has_added(&self, thing: Sequence, of: fn(&CaseEvent) -> bool) -> bool {
        let item = self.items.get(thing);
        let numbers = item.map(|item| item.added.as_slice()).unwrap_or_default();
        numbers
            .iter()
            .any(|number| self.entry(*number).is_some_and(|entry| of(&entry.event)))
    }

    /// The newest plan for a problem in the environment, once there is one.
    pub fn environment_plan(&self, environment: Sequence) -> Option<&Entry<CaseEvent>> {
        let item = self.items.get(environment)?;
        let added = item.added.iter().rev().filter_map(|number| self.entry(*number));
        added
            .into_iter()
            .find(|entry| matches!(entry.event, CaseEvent::EnvironmentPlanned { .. }))
    }

    /// When an action is looked at next: the day set with it, or at the last follow-up since.
    pub fn action_follow_up(&self, action: &Item) -> Option<Date> {
        let since = action.added.iter().rev().filter(|number| **number > action.latest);
        let mut since = since.filter_map(|number| match &self.entry(*number)?.event {
            CaseEvent::ActionFollowedUp { follow_up_on, .. } => Some(*follow_up_on),
            _ => None,
        });
        since
            .next()
            .or_else(|| Some(self.event_of(action)?.action()?.follow_up_on))
    }

    /// The day of a meeting, the last time it was set.
    pub fn meeting_on(&self, meeting: Sequence) -> Option<Date> {
        self.meeting_time(meeting).map(|(on, _)| on)
    }

    /// Day and time of a meeting, the last time they were set.
    pub fn meeting_time(&self, meeting: Sequence) -> Option<(Date, jiff::civil::Time)> {
        let item = self.items.get(meeting)?;
        let numbers = item.added.iter().rev().chain([&item.number]);
        let mut events = numbers
            .filter_map(|number| self.entry(*number))
            .map(|entry| &entry.event);
        events.find_map(|event| match event {
            CaseEvent::MeetingPlanned { on, at, .. } | CaseEvent::MeetingMoved { on, at, .. } => Some((*on, *at)),
            _ => None,
        })
    }

    /// Whose words are missing before a meeting: the child's, a parent's and a teacher's, and those of
    /// everybody else who is invited. Somebody invited has spoken who wrote it, who is named with it, or who is the only
    /// parent invited when a parent's words are there.
    pub fn silent_before(&self, meeting: &Item) -> Silent {
        let inputs: Vec<(&Entry<CaseEvent>, Party, Option<Sequence>)> = meeting
            .added
            .iter()
            .filter_map(|number| self.entry(*number))
            .filter_map(|entry| match &entry.event {
                CaseEvent::MeetingInput { of, who, .. } => Some((entry, *of, *who)),
                _ => None,
            })
            .collect();
        let has_said = |party: Party| inputs.iter().any(|(_, of, _)| *of == party);
        let parties = [Party::Child, Party::Guardian, Party::Teacher].into_iter();
        let parties: Vec<Party> = parties.filter(|party| !has_said(*party)).collect();
        let Some(CaseEvent::MeetingPlanned { invited, .. }) = self.entry(meeting.number).map(|entry| &entry.event)
        else {
            return Silent {
                parties,
                invited: Vec::new(),
            };
        };
        let of_role = |role: PartyRole| {
            let of = invited
                .iter()
                .filter(|one| self.roles_of(&BTreeSet::from([**one])).contains(&role));
            of.count()
        };
        let spoken = |one: &&Sequence| {
            let Some(CaseEvent::ParticipantInvited { person, role, .. }) =
                self.items.get(**one).and_then(|item| self.event_of(item))
            else {
                return true;
            };
            let party = match role {
                PartyRole::Child => Some(Party::Child),
                PartyRole::Guardian => Some(Party::Guardian),
                PartyRole::ContactTeacher | PartyRole::Teacher => Some(Party::Teacher),
                _ => None,
            };
            // Said of the party as a whole already, or the only one of it.
            let of_party =
                party.is_some_and(|party| parties.contains(&party) || (has_said(party) && of_role(*role) == 1));
            of_party
                || inputs
                    .iter()
                    .any(|(entry, _, who)| *who == Some(**one) || person.is_some_and(|person| person == entry.by))
        };
        let invited = invited.iter().filter(|one| !spoken(one)).copied().collect();
        Silent { parties, invited }
    }

    /// Who leads a meeting.
    pub fn chair_of(&self, meeting: Sequence) -> Option<PersonId> {
        match self.entry(meeting).map(|entry| &entry.event) {
            Some(CaseEvent::MeetingPlanned { chair, .. }) => Some(*chair),
            _ => None,
        }
    }

    /// Whether a ground of this kind holds on a day.
    pub fn holds(&self, kind: GroundKind, on: Date) -> bool {
        self.items.open(ItemKind::Ground).any(|item| {
            matches!(self.event_of(item), Some(CaseEvent::GroundRecorded { kind: of, from, until, .. })
                if *of == kind && *from <= on && until.is_none_or(|until| on <= until))
        })
    }

    /// What the child or somebody else of a party said in ideas, the child's first.
    pub fn ideas_childs_first(&self) -> Vec<&Item> {
        let childs = |item: &&Item| matches!(self.event_of(item), Some(CaseEvent::IdeaNoted { of: Party::Child, .. }));
        let (mut first, then): (Vec<_>, Vec<_>) = self.items.of(ItemKind::Idea).partition(childs);
        first.extend(then);
        first
    }
}

fn that(good: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if good { Ok(()) } else { Err(otherwise) }
}

fn one_of(person: bool, name: bool) -> Result<(), Refusal> {
    that(person != name, Refusal::OnePerson)
}

/// Days that must lie in order, and none before the child was born.
fn days(event: &CaseEvent, known: &Known) -> Result<(), Refusal> {
    let (from, until) = match event {
        CaseEvent::ReducedTimetable {
            from, until, review_on, ..
        } => (Some(*from), Some(*until.min(review_on))),
        CaseEvent::GroundRecorded { from, until, .. } => (Some(*from), *until),
        CaseEvent::ActionAgreed {
            from,
            follow_up_on,
            until,
            ..
        }
        | CaseEvent::ActionChanged {
            from,
            follow_up_on,
            until,
            ..
        } => (
            Some(*from),
            Some(until.map_or(*follow_up_on, |until| until.min(*follow_up_on))),
        ),
        CaseEvent::CycleBegun { from, reflect_on, .. } => (Some(*from), Some(*reflect_on)),
        CaseEvent::EnvironmentTold { told_on, due, .. } => (Some(*told_on), Some(*due)),
        CaseEvent::Happened { on, .. }
        | CaseEvent::Disclosed { on, .. }
        | CaseEvent::ObservationNoted { on, .. }
        | CaseEvent::ContactMade { on, .. }
        | CaseEvent::ChildHeard { on, .. }
        | CaseEvent::WaitMoved { on, .. }
        | CaseEvent::WaitEnded { on, .. } => (Some(*on), None),
        CaseEvent::WaitBegun { sent_on, .. } => (Some(*sent_on), None),
        CaseEvent::EarlierAssessment { made_on, .. } | CaseEvent::OtherPlanNoted { made_on, .. } => {
            (Some(*made_on), None)
        }
        _ => (None, None),
    };
    let born = known.born.unwrap_or(Date::MIN);
    that(from.is_none_or(|from| from >= born), Refusal::BeforeBirth)?;
    let in_order = from.zip(until).is_none_or(|(from, until)| from <= until);
    that(in_order, Refusal::EndsBeforeItBegins)
}
