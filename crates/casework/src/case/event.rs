//! Everything that can happen in a case, and for each the form that asks for it: one table.

use super::form::{Asked, Field, Form, Group, Kind, When};
use super::item::{Effect, ItemKind};
use super::vocabulary::{
    ActionKind, Arena, Channel, ChosenBy, Contact, Custody, FactorKind, FamilyKnows, FamilyOnChoice, Felt, GoalEnd,
    GroundKind, HandTo, Hypothesis, IdeaAnswer, Learned, Level, Listed, LogSide, Mandate, MeetingKind, Origin,
    OtherPlan, Party, PartyRole, Phase, Section, Stage, Step, StillValid, Target, WaitFor, WaitStep, YesNo,
};
use crate::history::Sequence;
use crate::id::{PersonId, PupilId, ViewId};
use crate::words::{OwnWords, veiled};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Lessons of a day: a whole number.
const LESSONS: Kind = Kind::Number { least: 0, most: 10 };

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $word:literal in $group:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $kind:expr,)*
    })+) => {
        /// What happened in a case (da: forløb).
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event", deny_unknown_fields)]
        pub enum CaseEvent {
            $($(#[$doc])* #[serde(rename = $word)] $variant {
                $($(#[$field_doc])* $field: $type,)*
            },)+
        }

        impl CaseEvent {
            /// The word it goes by in storage, addresses and text keys.
            pub const fn word(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $word,)+
                }
            }
        }

        /// The form of every event, in the order of the table.
        pub static FORMS: &[Form] = &[
            $(Form {
                act: $word,
                group: Group::$group,
                fields: &[$(Field {
                    name: stringify!($field),
                    kind: $kind,
                    must: <$type as Asked>::MUST,
                }),*],
            }),+
        ];
    };
}

events! {
    /// It began. Never without a coordinator and a contact at the school.
    Opened = "opened" in Together {
        /// The pupil.
        pupil: PupilId = Kind::Given,
        /// Where it came from.
        origin: Origin = Kind::Choice(Origin::LIST),
        /// The concern or review it came from, when it did; an id.
        source: Option<OwnWords> = Kind::Given,
        /// Why, in own words.
        reason: OwnWords = Kind::Text,
        /// The coordinator (da: tovholder).
        coordinator: PersonId = Kind::Person,
        /// What the coordinator may decide.
        mandate: Mandate = Kind::Choice(Mandate::LIST),
        /// The same in words, perhaps begun from an agreed mandate.
        mandate_words: Option<OwnWords> = Kind::Text,
        /// When and how the family can reach the coordinator.
        available: Option<OwnWords> = Kind::Line,
        /// Who at the school keeps the contact.
        school_contact: PersonId = Kind::Person,
    }
    /// Another coordinator, from now on.
    CoordinatorChanged = "coordinator_changed" in Together {
        /// The new one, when a member of staff.
        to: Option<PersonId> = Kind::Person,
        /// The new one, when somebody without an account, such as a caseworker.
        outside: Option<OwnWords> = Kind::Line,
        /// What the new one may decide.
        mandate: Mandate = Kind::Choice(Mandate::LIST),
        /// The same in words.
        mandate_words: Option<OwnWords> = Kind::Text,
        /// When and how the family can reach the new one.
        available: Option<OwnWords> = Kind::Line,
        /// What the family says about it.
        family: FamilyOnChoice = Kind::Choice(FamilyOnChoice::LIST),
        /// Why.
        reason: OwnWords = Kind::Text,
        /// Until when both take part, so that what was built is not lost.
        overlap_until: Option<Date> = Kind::Day(When::Ahead),
    }
    /// The coordinator is away for a time; somebody stands in, or there is a gap.
    CoordinatorAway = "coordinator_away" in Together {
        /// From when.
        from: Date = Kind::Day(When::Any),
        /// Who stands in.
        stand_in: Option<PersonId> = Kind::Person,
        /// Why, as far as it concerns others.
        reason: Option<OwnWords> = Kind::Line,
    }
    /// The coordinator is back.
    CoordinatorBack = "coordinator_back" in Together {
        /// What was taken over.
        words: Option<OwnWords> = Kind::Text,
    }
    /// The family wishes something about the coordinator.
    FamilyWish = "family_wish" in Together {
        /// Whose wish.
        of: Party = Kind::Choice(Party::LIST),
        /// In own words.
        words: OwnWords = Kind::Text,
    }
    /// Another contact at the school.
    SchoolContactChanged = "school_contact_changed" in Together {
        /// Who.
        to: PersonId = Kind::Person,
        /// Why.
        reason: OwnWords = Kind::Line,
    }
    /// The adult the child talks with, chosen by the child where it can be.
    ChildsContact = "childs_contact" in Together {
        /// Who.
        who: OwnWords = Kind::Line,
        /// Who chose.
        chosen: ChosenBy = Kind::Choice(ChosenBy::LIST),
        /// How the old and the new one meet the child together, when there was one before.
        overlap: Option<OwnWords> = Kind::Text,
    }
    /// The old one and the new one have met the child or the family together: what was built is not lost.
    OverlapDone = "overlap_done" in Together {
        /// What was taken over, and what the child or the family said.
        words: OwnWords = Kind::Text,
    }
    /// How family and school write to each other: agreed once, so that nobody has to guess.
    ChannelAgreed = "channel_agreed" in Together {
        /// Which way.
        channel: Channel = Kind::Choice(Channel::LIST),
        /// Which thread, number or place.
        place: Option<OwnWords> = Kind::Line,
        /// Who writes.
        person: PersonId = Kind::Person,
        /// Who is told that way.
        told: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
        /// What else is agreed, such as how often and what is said by telephone.
        words: Option<OwnWords> = Kind::Text,
    }
    /// A card for the child: who an adult is, and why they talk.
    CardMade = "card_made" in Together {
        /// What the adult is called, and is.
        who: OwnWords = Kind::Line,
        /// What the adult does, and for whom.
        does: OwnWords = Kind::Text,
        /// Why they talk, honestly.
        why: OwnWords = Kind::Text,
        /// What stays between them, and what does not.
        told_on: OwnWords = Kind::Text,
        /// How the child gets hold of the adult.
        reach: Option<OwnWords> = Kind::Line,
    }
    /// A card holds no longer.
    CardTakenBack = "card_taken_back" in Together {
        /// Which.
        card: Sequence = Kind::Item(ItemKind::Card),
        /// Why.
        words: OwnWords = Kind::Line,
    }
    /// Somebody is asked to take part, for a purpose.
    ParticipantInvited = "participant_invited" in Together {
        /// A member of staff with an account, who then sees the case.
        person: Option<PersonId> = Kind::Person,
        /// Somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// Who it is to the child.
        role: PartyRole = Kind::Choice(PartyRole::LIST),
        /// What for.
        purpose: OwnWords = Kind::Line,
        /// What may be decided without asking first, where something is agreed.
        mandate_words: Option<OwnWords> = Kind::Text,
        /// Whether the family knows.
        family_knows: FamilyKnows = Kind::Choice(FamilyKnows::LIST),
        /// Whether this is one who knows the child best.
        knows_best: YesNo = Kind::Choice(YesNo::LIST),
    }
    /// Whether somebody who takes part is one who knows the child best, seen anew.
    KnowsBest = "knows_best" in Together {
        /// Who.
        participant: Sequence = Kind::Item(ItemKind::Participant),
        /// Whether it is so.
        knows_best: YesNo = Kind::Choice(YesNo::LIST),
        /// How they know the child, and what one can ask them about.
        words: Option<OwnWords> = Kind::Text,
    }
    /// Somebody no longer takes part.
    ParticipantLeft = "participant_left" in Together {
        /// Who.
        participant: Sequence = Kind::Item(ItemKind::Participant),
        /// Why.
        reason: OwnWords = Kind::Line,
    }
    /// A parent, and what is known of custody.
    GuardianNoted = "guardian_noted" in Together {
        /// Name.
        name: OwnWords = Kind::Line,
        /// Custody.
        custody: Custody = Kind::Choice(Custody::LIST),
        /// How to reach the parent.
        contact: Option<OwnWords> = Kind::Line,
        /// Whether the address is protected: then it is written nowhere here.
        protected: YesNo = Kind::Choice(YesNo::LIST),
    }
    /// A lawful ground for sharing with another administration.
    GroundRecorded = "ground_recorded" in Together {
        /// Which.
        kind: GroundKind = Kind::Choice(GroundKind::LIST),
        /// What for.
        purpose: OwnWords = Kind::Text,
        /// With whom outside the school: it is a ground for sharing with nobody else.
        #[serde(default)]
        with: BTreeSet<PartyRole> = Kind::Many(PartyRole::OUTSIDE),
        /// Between whom, in own words.
        parties: OwnWords = Kind::Line,
        /// Which kinds of knowledge.
        data: OwnWords = Kind::Line,
        /// Who gave it, or how consent was sought and why it is necessary without.
        given: OwnWords = Kind::Text,
        /// From.
        from: Date = Kind::Day(When::Behind),
        /// Until.
        until: Option<Date> = Kind::Day(When::Ahead),
    }
    /// A ground was withdrawn: sharing stops at once.
    GroundWithdrawn = "ground_withdrawn" in Together {
        /// Which.
        ground: Sequence = Kind::Item(ItemKind::Ground),
        /// By whom, and what had been shared.
        words: OwnWords = Kind::Text,
    }
    /// Knowledge was handed on: what, to whom, on which ground.
    Disclosed = "disclosed" in Together {
        /// When.
        on: Date = Kind::Day(When::Behind),
        /// To whom.
        to: OwnWords = Kind::Line,
        /// What.
        what: OwnWords = Kind::Text,
        /// On which ground of those written down, when it is one of them.
        ground: Option<Sequence> = Kind::Item(ItemKind::Ground),
        /// On which other ground, such as a duty to tell an authority.
        basis: Option<OwnWords> = Kind::Line,
    }
    /// A phase began.
    PhaseBegun = "phase_begun" in Together {
        /// Which.
        phase: Phase = Kind::Choice(Phase::LIST),
        /// Why now.
        words: Option<OwnWords> = Kind::Line,
    }
    /// A phase ended.
    PhaseEnded = "phase_ended" in Together {
        /// Which.
        phase: Phase = Kind::Choice(Phase::LIST),
        /// What it gave.
        words: Option<OwnWords> = Kind::Line,
    }
    /// A pause, at the family's pace.
    Paused = "paused" in Together {
        /// Why.
        reason: OwnWords = Kind::Text,
        /// The next date.
        until: Date = Kind::Day(When::Ahead),
    }
    /// It goes on.
    Resumed = "resumed" in Together {
        /// How.
        words: Option<OwnWords> = Kind::Text,
    }
    /// A note all who take part may read.
    Noted = "noted" in Together {
        /// What.
        words: OwnWords = Kind::Text,
    }
    /// Something that happened, as one of them tells it.
    Happened = "happened" in Together {
        /// Who tells it.
        of: Party = Kind::Choice(Party::LIST),
        /// When.
        on: Date = Kind::Day(When::Any),
        /// What.
        words: OwnWords = Kind::Text,
    }
    /// Where are we now, on the seven steps; set by a person.
    StepSeen = "step_seen" in Assessment {
        /// Which step.
        step: Step = Kind::Choice(Step::LIST),
        /// Who sees it so.
        of: Party = Kind::Choice(Party::LIST),
        /// What is seen.
        words: Option<OwnWords> = Kind::Text,
    }
    /// The child has been heard. What the child said is kept with the child's words, not here.
    ChildHeard = "child_heard" in Assessment {
        /// Where the words are kept.
        view: ViewId = Kind::Given,
        /// When.
        on: Date = Kind::Day(When::Behind),
    }
    /// The child has not been heard, and why.
    ChildNotHeard = "child_not_heard" in Assessment {
        /// For what it would be needed.
        stage: Stage = Kind::Choice(Stage::LIST),
        /// Why not, and what was tried.
        reason: OwnWords = Kind::Text,
        /// When it is tried again.
        again_on: Date = Kind::Day(When::Ahead),
    }
    /// How the child is involved, asked in four parts (R-209, after Laura Lundy).
    InvolvementChecked = "involvement_checked" in Assessment {
        /// Space: has the child had a safe chance to speak?
        space: OwnWords = Kind::Text,
        /// Voice: has the child had help to say it?
        voice: OwnWords = Kind::Text,
        /// Audience: who with the power to decide has listened?
        audience: OwnWords = Kind::Text,
        /// Influence: what came of it, and does the child know?
        influence: OwnWords = Kind::Text,
    }
    /// The assessment began: two talks first, each with somebody.
    AssessmentBegun = "assessment_begun" in Assessment {
        /// Who talks with the child.
        with_child: OwnWords = Kind::Line,
        /// Who talks with the parents.
        with_parents: OwnWords = Kind::Line,
        /// Who makes the assessment.
        assessor: PersonId = Kind::Person,
    }
    /// A section was written; the newest stands, earlier ones stay.
    SectionWritten = "section_written" in Assessment {
        /// Which.
        section: Section = Kind::Choice(Section::LIST),
        /// What.
        words: OwnWords = Kind::Text,
        /// Who says so, when it is somebody else than the writer.
        who: Option<OwnWords> = Kind::Line,
    }
    /// A hypothesis: one factor in own words, and who sees it so.
    FactorNoted = "factor_noted" in Assessment {
        /// What it does.
        kind: FactorKind = Kind::Choice(FactorKind::LIST),
        /// Where it lies.
        arena: Arena = Kind::Choice(Arena::LIST),
        /// In own words.
        words: OwnWords = Kind::Line,
        /// Who sees it so.
        of: Party = Kind::Choice(Party::LIST),
    }
    /// Where a hypothesis stands.
    FactorWeighed = "factor_weighed" in Assessment {
        /// Which.
        factor: Sequence = Kind::Item(ItemKind::Factor),
        /// Where it stands.
        standing: Hypothesis = Kind::Choice(Hypothesis::LIST),
        /// Why.
        reason: OwnWords = Kind::Line,
    }
    /// A limited question to somebody who knows something.
    ContributionAsked = "contribution_asked" in Assessment {
        /// A member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// Who it is to the child: somebody of another administration is asked only on a ground.
        #[serde(default = "PartyRole::unsaid")]
        role: PartyRole = Kind::Choice(PartyRole::LIST),
        /// The question.
        question: OwnWords = Kind::Text,
        /// By when.
        due: Date = Kind::Day(When::Ahead),
    }
    /// The answer, in that person's words.
    ContributionGiven = "contribution_given" in Assessment {
        /// To which question.
        contribution: Sequence = Kind::Item(ItemKind::Contribution),
        /// In own words.
        words: OwnWords = Kind::Text,
    }
    /// What was seen, not what it means.
    ObservationNoted = "observation_noted" in Assessment {
        /// When.
        on: Date = Kind::Day(When::Behind),
        /// Where.
        place: OwnWords = Kind::Line,
        /// What was seen.
        seen: OwnWords = Kind::Text,
        /// Who saw it, when it is somebody else than the writer.
        who: Option<OwnWords> = Kind::Line,
    }
    /// An earlier assessment to read beside this one, never instead.
    EarlierAssessment = "earlier_assessment" in Assessment {
        /// What it is.
        title: OwnWords = Kind::Line,
        /// When it was made.
        made_on: Date = Kind::Day(When::Any),
        /// Where it is kept.
        kept: OwnWords = Kind::Line,
        /// Whether it still says something true.
        valid: StillValid = Kind::Choice(StillValid::LIST),
    }
    /// The one-page formulation, made with child and family.
    Formulated = "formulated" in Assessment {
        /// How it is now.
        situation: OwnWords = Kind::Text,
        /// What keeps it going.
        keeps_going: OwnWords = Kind::Text,
        /// What helps.
        helps: OwnWords = Kind::Text,
        /// What the absence solves for the child.
        solves: Option<OwnWords> = Kind::Text,
        /// Who can help.
        who_can_help: OwnWords = Kind::Text,
        /// Where to begin.
        begin: OwnWords = Kind::Text,
    }
    /// What is agreed on, and what is seen differently: both stand.
    CommonGround = "common_ground" in Assessment {
        /// What is agreed on.
        agree: OwnWords = Kind::Text,
        /// What is seen differently, and by whom.
        differ: Option<OwnWords> = Kind::Text,
    }
    /// A version of the assessment is complete. Needs the child's voice, or a recorded reason.
    AssessmentDone = "assessment_done" in Assessment {
        /// What is new since last time.
        changed: OwnWords = Kind::Text,
        /// Is it thorough: what has been looked at in class, teaching, relations and organisation?
        school_looked_at: OwnWords = Kind::Text,
        /// Is the support right?
        support: OwnWords = Kind::Text,
        /// How the pupil sees it, in what the pupil has agreed may stand here.
        pupil_sees: Option<OwnWords> = Kind::Text,
    }
    /// A goal of anyone. The five last are the helper: specific, measurable, accepted, realistic, in time.
    GoalSet = "goal_set" in Plan {
        /// Whose.
        whose: Party = Kind::Choice(Party::LIST),
        /// What it looks like when it is reached.
        words: OwnWords = Kind::Text,
        /// By when.
        by: Date = Kind::Day(When::Ahead),
        /// How it is noticed.
        measured: Option<OwnWords> = Kind::Line,
        /// How to get there, and with which support.
        support: Option<OwnWords> = Kind::Line,
        /// Who agrees to it.
        agreed_by: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
    }
    /// A goal, said anew.
    GoalChanged = "goal_changed" in Plan {
        /// Which.
        goal: Sequence = Kind::Item(ItemKind::Goal),
        /// Up to which entry the writer had read.
        seen: Sequence = Kind::Seen,
        /// Whose.
        whose: Party = Kind::Choice(Party::LIST),
        /// What it looks like when it is reached.
        words: OwnWords = Kind::Text,
        /// By when.
        by: Date = Kind::Day(When::Ahead),
        /// How it is noticed.
        measured: Option<OwnWords> = Kind::Line,
        /// How to get there, and with which support.
        support: Option<OwnWords> = Kind::Line,
        /// Who agrees to it.
        agreed_by: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
    }
    /// A goal ended.
    GoalEnded = "goal_ended" in Plan {
        /// Which.
        goal: Sequence = Kind::Item(ItemKind::Goal),
        /// How.
        how: GoalEnd = Kind::Choice(GoalEnd::LIST),
        /// What was learned.
        words: OwnWords = Kind::Text,
    }
    /// An idea, with whose it is; the child's stand on top of the plan.
    IdeaNoted = "idea_noted" in Plan {
        /// Whose.
        of: Party = Kind::Choice(Party::LIST),
        /// In own words.
        words: OwnWords = Kind::Text,
    }
    /// An idea was answered.
    IdeaAnswered = "idea_answered" in Plan {
        /// Which.
        idea: Sequence = Kind::Item(ItemKind::Idea),
        /// With what.
        answer: IdeaAnswer = Kind::Choice(IdeaAnswer::LIST),
        /// How, or why not now.
        words: OwnWords = Kind::Text,
    }
    /// An action: one responsible, a day to be done, a day to follow up.
    ActionAgreed = "action_agreed" in Plan {
        /// What.
        words: OwnWords = Kind::Text,
        /// Its level.
        level: Level = Kind::Choice(Level::LIST),
        /// Where.
        arena: Arena = Kind::Choice(Arena::LIST),
        /// For whom.
        target: Target = Kind::Choice(Target::LIST),
        /// Of which sort it is, when one of them fits.
        kind: Option<ActionKind> = Kind::Choice(ActionKind::LIST),
        /// Who does it, when a member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Who does it, when somebody without an account, such as a parent.
        name: Option<OwnWords> = Kind::Line,
        /// From.
        from: Date = Kind::Day(When::Any),
        /// Followed up on.
        follow_up_on: Date = Kind::Day(When::Ahead),
        /// Tried until, when it is for a period.
        until: Option<Date> = Kind::Day(When::Ahead),
        /// The factor it addresses, when one.
        factor: Option<Sequence> = Kind::Item(ItemKind::Factor),
        /// The goal it serves, when one.
        goal: Option<Sequence> = Kind::Item(ItemKind::Goal),
    }
    /// An action was followed up: what is seen, and when it is looked at again.
    ActionFollowedUp = "action_followed_up" in Plan {
        /// Which.
        action: Sequence = Kind::Item(ItemKind::Action),
        /// What is seen, and what the child says.
        words: OwnWords = Kind::Text,
        /// Looked at again on.
        follow_up_on: Date = Kind::Day(When::Ahead),
    }
    /// An action, said anew.
    ActionChanged = "action_changed" in Plan {
        /// Which.
        action: Sequence = Kind::Item(ItemKind::Action),
        /// Up to which entry the writer had read.
        seen: Sequence = Kind::Seen,
        /// What.
        words: OwnWords = Kind::Text,
        /// Its level.
        level: Level = Kind::Choice(Level::LIST),
        /// Where.
        arena: Arena = Kind::Choice(Arena::LIST),
        /// For whom.
        target: Target = Kind::Choice(Target::LIST),
        /// Of which sort it is, when one of them fits.
        kind: Option<ActionKind> = Kind::Choice(ActionKind::LIST),
        /// Who does it, when a member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Who does it, when somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// From.
        from: Date = Kind::Day(When::Any),
        /// Followed up on.
        follow_up_on: Date = Kind::Day(When::Ahead),
        /// Tried until, when it is for a period.
        until: Option<Date> = Kind::Day(When::Ahead),
        /// The factor it addresses, when one.
        factor: Option<Sequence> = Kind::Item(ItemKind::Factor),
        /// The goal it serves, when one.
        goal: Option<Sequence> = Kind::Item(ItemKind::Goal),
    }
    /// What somebody says about an action; the child's comment.
    ActionCommented = "action_commented" in Plan {
        /// Which.
        action: Sequence = Kind::Item(ItemKind::Action),
        /// Whose words.
        of: Party = Kind::Choice(Party::LIST),
        /// In own words.
        words: OwnWords = Kind::Text,
    }
    /// An action ended, and what was learned.
    ActionEnded = "action_ended" in Plan {
        /// Which.
        action: Sequence = Kind::Item(ItemKind::Action),
        /// How it goes on.
        how: Learned = Kind::Choice(Learned::LIST),
        /// What was learned.
        words: OwnWords = Kind::Text,
    }
    /// A trial action: one learning cycle is planned.
    CycleBegun = "cycle_begun" in Plan {
        /// The action it tries, when one.
        action: Option<Sequence> = Kind::Item(ItemKind::Action),
        /// The cycle it follows, when one.
        follows: Option<Sequence> = Kind::Item(ItemKind::Cycle),
        /// Which change is wanted.
        change: OwnWords = Kind::Text,
        /// How it is tried.
        how: OwnWords = Kind::Text,
        /// From.
        from: Date = Kind::Day(When::Any),
        /// When it is looked at.
        reflect_on: Date = Kind::Day(When::Ahead),
    }
    /// What was done.
    CycleTried = "cycle_tried" in Plan {
        /// Which.
        cycle: Sequence = Kind::Item(ItemKind::Cycle),
        /// What.
        words: OwnWords = Kind::Text,
    }
    /// What changed.
    CycleReflected = "cycle_reflected" in Plan {
        /// Which.
        cycle: Sequence = Kind::Item(ItemKind::Cycle),
        /// What.
        words: OwnWords = Kind::Text,
    }
    /// How it goes on; ends the cycle. An adjusted one is followed by a new cycle.
    CycleAdjusted = "cycle_adjusted" in Plan {
        /// Which.
        cycle: Sequence = Kind::Item(ItemKind::Cycle),
        /// How.
        how: Learned = Kind::Choice(Learned::LIST),
        /// What was learned.
        words: OwnWords = Kind::Text,
    }
    /// What the child gets while away: never pure waiting.
    AwayPlanned = "away_planned" in Plan {
        /// The adult who keeps the tie.
        adult: OwnWords = Kind::Line,
        /// How the contact is held.
        contact: Contact = Kind::Choice(Contact::LIST),
        /// Every how many days.
        every_days: u32 = Kind::Number { least: 1, most: 31 },
        /// The teaching, and who teaches.
        teaching: OwnWords = Kind::Text,
        /// Messages and visits from classmates.
        peers: Option<OwnWords> = Kind::Text,
    }
    /// A contact while away.
    ContactMade = "contact_made" in Plan {
        /// When.
        on: Date = Kind::Day(When::Behind),
        /// How.
        contact: Contact = Kind::Choice(Contact::LIST),
        /// What there is to say of it.
        words: Option<OwnWords> = Kind::Text,
    }
    /// The shared logbook, with two sides.
    Logged = "logged" in Plan {
        /// Which side.
        side: LogSide = Kind::Choice(LogSide::LIST),
        /// What.
        words: OwnWords = Kind::Text,
    }
    /// The way back is prepared.
    ReturnPlanned = "return_planned" in Plan {
        /// From.
        on: Date = Kind::Day(When::Any),
        /// Who meets the child, and where.
        met_by: OwnWords = Kind::Line,
        /// The first lessons.
        lessons: OwnWords = Kind::Text,
        /// The way out when it gets too much.
        way_out: OwnWords = Kind::Line,
        /// What the class knows, where it has been agreed with the child that it may.
        class_knows: Option<OwnWords> = Kind::Line,
        /// What the child knows about how to take part.
        child_knows: OwnWords = Kind::Line,
    }
    /// A shorter timetable for a time, with its ground. Changes what is expected, hides no absence.
    ReducedTimetable = "reduced_timetable" in Plan {
        /// What the week looks like.
        words: OwnWords = Kind::Text,
        /// On which ground and document.
        basis: OwnWords = Kind::Line,
        /// Whether the parents agree.
        parents_agree: YesNo = Kind::Choice(YesNo::LIST),
        /// From.
        from: Date = Kind::Day(When::Any),
        /// Until: never open-ended.
        until: Date = Kind::Day(When::Ahead),
        /// Looked at again on.
        review_on: Date = Kind::Day(When::Ahead),
        /// Lessons agreed on a Monday, where it is said: what presence can be expected of the child.
        monday: Option<u32> = LESSONS,
        /// On a Tuesday.
        tuesday: Option<u32> = LESSONS,
        /// On a Wednesday.
        wednesday: Option<u32> = LESSONS,
        /// On a Thursday.
        thursday: Option<u32> = LESSONS,
        /// On a Friday.
        friday: Option<u32> = LESSONS,
    }
    /// A shorter timetable ended before its time.
    ReducedTimetableEnded = "reduced_timetable_ended" in Plan {
        /// Which.
        timetable: Sequence = Kind::Item(ItemKind::ReducedTimetable),
        /// Why.
        words: OwnWords = Kind::Line,
    }
    /// A plan somebody else keeps, so that plans do not cross each other.
    OtherPlanNoted = "other_plan_noted" in Plan {
        /// Which.
        kind: OtherPlan = Kind::Choice(OtherPlan::LIST),
        /// Who keeps it, and how to reach them.
        owner: OwnWords = Kind::Line,
        /// When it was made.
        made_on: Date = Kind::Day(When::Any),
    }
    /// The school was told of a problem in the children's environment: a plan is due.
    EnvironmentTold = "environment_told" in Plan {
        /// When.
        told_on: Date = Kind::Day(When::Behind),
        /// Whom or what it is about: a class, a group.
        about: OwnWords = Kind::Line,
        /// What the school was told, in neutral words.
        problem: OwnWords = Kind::Text,
        /// The last day for the plan, by the law of the day the school was told.
        due: Date = Kind::Reckoned,
    }
    /// The action plan for the environment (da: handlingsplan), or it said anew.
    EnvironmentPlanned = "environment_planned" in Plan {
        /// Which.
        environment: Sequence = Kind::Item(ItemKind::Environment),
        /// What children have said about it.
        children_say: Option<OwnWords> = Kind::Text,
        /// What is done, one thing a line.
        doing: OwnWords = Kind::Text,
        /// Who sees to it, when a member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Who sees to it, when somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// How everybody is kept safe until it works.
        meanwhile: OwnWords = Kind::Text,
        /// How it is seen that it works.
        seen_by: OwnWords = Kind::Text,
        /// Looked at again on.
        follow_up_on: Date = Kind::Day(When::Ahead),
    }
    /// The plan for the environment ended: what is better now.
    EnvironmentEnded = "environment_ended" in Plan {
        /// Which.
        environment: Sequence = Kind::Item(ItemKind::Environment),
        /// What is seen now.
        words: OwnWords = Kind::Text,
    }
    /// What the class may be told, agreed with child and family.
    ClassMayKnow = "class_may_know" in Plan {
        /// What may be said.
        words: OwnWords = Kind::Text,
        /// By whom and when.
        by: OwnWords = Kind::Line,
        /// Who agreed.
        agreed_by: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
    }
    /// What the class may be told was withdrawn.
    ClassMayNotKnow = "class_may_not_know" in Plan {
        /// Which.
        agreement: Sequence = Kind::Item(ItemKind::ClassAgreement),
        /// By whom and why.
        words: OwnWords = Kind::Line,
    }
    /// The plan stands. Needs the child's voice, or a recorded reason.
    PlanAgreed = "plan_agreed" in Plan {
        /// Made with.
        made_with: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
        /// In plain language.
        summary: OwnWords = Kind::Text,
        /// Followed up on.
        follow_up_on: Date = Kind::Day(When::Ahead),
    }
    /// A meeting is planned.
    MeetingPlanned = "meeting_planned" in Meetings {
        /// Its kind.
        kind: MeetingKind = Kind::Choice(MeetingKind::LIST),
        /// When.
        on: Date = Kind::Day(When::Any),
        /// At.
        at: Time = Kind::Clock,
        /// How long, in minutes.
        minutes: u32 = Kind::Number { least: 10, most: 240 },
        /// Where.
        place: OwnWords = Kind::Line,
        /// What for.
        purpose: OwnWords = Kind::Text,
        /// Who leads it.
        chair: PersonId = Kind::Person,
        /// Who is asked to come.
        invited: BTreeSet<Sequence> = Kind::Items(ItemKind::Participant),
        /// Who can decide, and is present.
        decides: Option<OwnWords> = Kind::Line,
        /// Who brings the child's views when the child does not come.
        represented_by: Option<OwnWords> = Kind::Line,
        /// What else is to be talked about, one thing a line, beside the three questions.
        agenda: Option<OwnWords> = Kind::Text,
    }
    /// Another time.
    MeetingMoved = "meeting_moved" in Meetings {
        /// Which.
        meeting: Sequence = Kind::Item(ItemKind::Meeting),
        /// When.
        on: Date = Kind::Day(When::Any),
        /// At.
        at: Time = Kind::Clock,
        /// Why.
        reason: OwnWords = Kind::Line,
    }
    /// What somebody wants to say beforehand, also instead of coming.
    MeetingInput = "meeting_input" in Meetings {
        /// Which.
        meeting: Sequence = Kind::Item(ItemKind::Meeting),
        /// Whose words.
        of: Party = Kind::Choice(Party::LIST),
        /// Who of those invited, when it is one of them.
        who: Option<Sequence> = Kind::Item(ItemKind::Participant),
        /// In own words.
        words: OwnWords = Kind::Text,
    }
    /// It will not be held.
    MeetingCancelled = "meeting_cancelled" in Meetings {
        /// Which.
        meeting: Sequence = Kind::Item(ItemKind::Meeting),
        /// Why, and what instead.
        reason: OwnWords = Kind::Line,
    }
    /// It was held: the minutes.
    MeetingHeld = "meeting_held" in Meetings {
        /// Which.
        meeting: Sequence = Kind::Item(ItemKind::Meeting),
        /// Who came.
        present: BTreeSet<Sequence> = Kind::Items(ItemKind::Participant),
        /// Whether the child was there.
        child_there: YesNo = Kind::Choice(YesNo::LIST),
        /// How the child's views came in when the child was not there.
        represented: Option<OwnWords> = Kind::Text,
        /// What can the school do?
        school_can: OwnWords = Kind::Text,
        /// What can the parents do?
        parents_can: OwnWords = Kind::Text,
        /// Who else can do something?
        others_can: Option<OwnWords> = Kind::Text,
        /// In plain language.
        summary: OwnWords = Kind::Text,
        /// Who tells parents who were not there, and when.
        feedback: Option<OwnWords> = Kind::Line,
        /// Tasks that came up, one a line: what; who; by when. They are agreed when the chair has confirmed them.
        tasks: Option<OwnWords> = Kind::Text,
    }
    /// How those who met work together, asked of them together and answered once: for their own learning, and of nobody
    /// alone.
    MeetingLookedBack = "meeting_looked_back" in Meetings {
        /// Which.
        meeting: Sequence = Kind::Item(ItemKind::Meeting),
        /// We want the same.
        goals: Felt = Kind::Choice(Felt::LIST),
        /// We know what the others know and do.
        knowledge: Felt = Kind::Choice(Felt::LIST),
        /// We talk often enough.
        often: Felt = Kind::Choice(Felt::LIST),
        /// What we say to each other is precise and comes in time.
        precise: Felt = Kind::Choice(Felt::LIST),
        /// When something goes wrong we look for a way and not for whose fault it is.
        solving: Felt = Kind::Choice(Felt::LIST),
        /// We respect what each of us does.
        respect: Felt = Kind::Choice(Felt::LIST),
        /// What we do otherwise next time.
        next_time: Option<OwnWords> = Kind::Text,
    }
    /// A task or a promise; of a meeting only when its chair confirms it.
    TaskAgreed = "task_agreed" in Meetings {
        /// The meeting it came from, when one.
        meeting: Option<Sequence> = Kind::Item(ItemKind::Meeting),
        /// What.
        words: OwnWords = Kind::Line,
        /// Who, when a member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Who, when somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// By when.
        due: Date = Kind::Day(When::Ahead),
    }
    /// It was done, or turned out otherwise.
    TaskDone = "task_done" in Meetings {
        /// Which.
        task: Sequence = Kind::Item(ItemKind::Task),
        /// How.
        words: Option<OwnWords> = Kind::Line,
    }
    /// An update to everybody; also when nothing is new.
    UpdateGiven = "update_given" in Rhythm {
        /// What is new; nothing means *no news*.
        words: Option<OwnWords> = Kind::Text,
        /// The next step.
        next_step: OwnWords = Kind::Line,
        /// When.
        next_on: Date = Kind::Day(When::Ahead),
        /// Told to.
        told: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
    }
    /// A follow-up was held.
    FollowedUp = "followed_up" in Rhythm {
        /// How it goes.
        words: OwnWords = Kind::Text,
        /// The next one.
        next_on: Date = Kind::Day(When::Ahead),
    }
    /// Who has the ball, and what comes next.
    BallPassed = "ball_passed" in Rhythm {
        /// A member of staff.
        person: Option<PersonId> = Kind::Person,
        /// Somebody without an account.
        name: Option<OwnWords> = Kind::Line,
        /// What comes next.
        next_step: OwnWords = Kind::Line,
        /// By when.
        by: Date = Kind::Day(When::Ahead),
    }
    /// A wait began, with what happens meanwhile; the coordinator stays.
    WaitBegun = "wait_begun" in Rhythm {
        /// For what.
        waits_for: WaitFor = Kind::Choice(WaitFor::LIST),
        /// Whom it was sent to, and what was asked.
        words: OwnWords = Kind::Line,
        /// When it was sent.
        sent_on: Date = Kind::Day(When::Behind),
        /// The adult who keeps the contact.
        adult: OwnWords = Kind::Line,
        /// Every how many days.
        every_days: u32 = Kind::Number { least: 1, most: 31 },
        /// The teaching meanwhile.
        teaching: OwnWords = Kind::Text,
        /// The tie to classmates meanwhile.
        peers: OwnWords = Kind::Text,
    }
    /// Something happened in a wait.
    WaitMoved = "wait_moved" in Rhythm {
        /// Which.
        wait: Sequence = Kind::Item(ItemKind::Wait),
        /// What.
        step: WaitStep = Kind::Choice(WaitStep::LIST),
        /// When.
        on: Date = Kind::Day(When::Behind),
        /// More.
        words: Option<OwnWords> = Kind::Text,
    }
    /// A wait ended.
    WaitEnded = "wait_ended" in Rhythm {
        /// Which.
        wait: Sequence = Kind::Item(ItemKind::Wait),
        /// When.
        on: Date = Kind::Day(When::Behind),
        /// With what.
        words: OwnWords = Kind::Text,
    }
    /// Handed over; the school keeps its part and its contact.
    HandedOver = "handed_over" in Rhythm {
        /// Where to.
        to: HandTo = Kind::Choice(HandTo::LIST),
        /// Which team or school.
        name: OwnWords = Kind::Line,
        /// The coordinator from now on.
        coordinator: PersonId = Kind::Person,
        /// What the school goes on doing.
        school_keeps: OwnWords = Kind::Text,
        /// Who at the school keeps the contact.
        school_contact: PersonId = Kind::Person,
        /// The meeting where old and new sit together with the family.
        overlap: OwnWords = Kind::Line,
        /// Why.
        reason: OwnWords = Kind::Text,
    }
    /// The receiver took it.
    HandoverReceived = "handover_received" in Rhythm {
        /// Which.
        handover: Sequence = Kind::Item(ItemKind::Handover),
        /// What was agreed.
        words: OwnWords = Kind::Text,
    }
    /// It is closed, by people's judgement: six questions, no threshold.
    Closed = "closed" in Closing {
        /// Is the child in regular schooling?
        regular: OwnWords = Kind::Text,
        /// Is the child's well-being better?
        better: OwnWords = Kind::Text,
        /// Has the development stood still?
        still: OwnWords = Kind::Text,
        /// Is the child motivated to go on without the extra effort?
        motivated: OwnWords = Kind::Text,
        /// Do child, parents and school agree to close?
        agreed: OwnWords = Kind::Text,
        /// What is kept?
        kept: OwnWords = Kind::Text,
        /// Agreed with.
        agreed_with: BTreeSet<PartyRole> = Kind::Many(PartyRole::LIST),
        /// Short help without a new case, until.
        sparring_until: Option<Date> = Kind::Day(When::Ahead),
        /// Why it is right although a holiday or a transition is near.
        in_spite: Option<OwnWords> = Kind::Text,
    }
    /// How it goes, some weeks after.
    AftercareChecked = "aftercare_checked" in Closing {
        /// Whom was it asked.
        asked: OwnWords = Kind::Line,
        /// How it goes.
        words: OwnWords = Kind::Text,
    }
    /// It goes on: a relapse can come, and nothing of before is lost.
    Reopened = "reopened" in Closing {
        /// Why.
        reason: OwnWords = Kind::Text,
        /// The coordinator.
        coordinator: PersonId = Kind::Person,
        /// What the coordinator may decide.
        mandate: Mandate = Kind::Choice(Mandate::LIST),
        /// The same in words.
        mandate_words: Option<OwnWords> = Kind::Text,
        /// Who at the school keeps the contact.
        school_contact: PersonId = Kind::Person,
    }
}

/// What is agreed of an action, whether said for the first time or anew.
#[derive(Clone, Copy, Debug)]
pub struct AgreedAction<'e> {
    /// What.
    pub words: &'e OwnWords,
    /// Where.
    pub arena: Arena,
    /// For whom.
    pub target: Target,
    /// Who does it, when a member of staff.
    pub person: Option<PersonId>,
    /// Who does it, when somebody without an account.
    pub name: Option<&'e OwnWords>,
    /// From.
    pub from: Date,
    /// Tried until, when it is for a period.
    pub until: Option<Date>,
    /// Followed up on, as agreed; a follow-up since may have set another day, see `Case::action_follow_up`.
    pub follow_up_on: Date,
}

impl CaseEvent {
    /// The members of staff who by this are to carry the case or a part of it: they must be able to open it.
    pub fn carriers(&self) -> Vec<PersonId> {
        match self {
            Self::Opened {
                coordinator,
                school_contact,
                ..
            }
            | Self::HandedOver {
                coordinator,
                school_contact,
                ..
            }
            | Self::Reopened {
                coordinator,
                school_contact,
                ..
            } => vec![*coordinator, *school_contact],
            Self::CoordinatorChanged { to, .. } => Vec::from_iter(*to),
            Self::CoordinatorAway { stand_in, .. } => Vec::from_iter(*stand_in),
            Self::SchoolContactChanged { to, .. } => vec![*to],
            Self::MeetingPlanned { chair, .. } => vec![*chair],
            _ => Vec::new(),
        }
    }

    /// The member of staff who is invited by this, and as what.
    pub const fn invited(&self) -> Option<(PersonId, PartyRole)> {
        match self {
            Self::ParticipantInvited {
                person: Some(person),
                role,
                ..
            } => Some((*person, *role)),
            _ => None,
        }
    }

    /// Whether it is said by those who met together: whose pen it was is nobody's business.
    pub const fn is_said_together(&self) -> bool {
        matches!(self, Self::MeetingLookedBack { .. })
    }

    /// The lessons agreed in a shorter timetable, Monday to Friday, where any are said: what can be expected of the child.
    pub const fn agreed_lessons(&self) -> Option<[Option<u32>; 5]> {
        match self {
            Self::ReducedTimetable {
                monday,
                tuesday,
                wednesday,
                thursday,
                friday,
                ..
            } => Some([*monday, *tuesday, *wednesday, *thursday, *friday]),
            _ => None,
        }
    }

    /// Whose words, sight or goal it carries, where it says so: several tell one story.
    pub const fn told_by(&self) -> Option<Party> {
        match self {
            Self::FamilyWish { of, .. }
            | Self::Happened { of, .. }
            | Self::StepSeen { of, .. }
            | Self::FactorNoted { of, .. }
            | Self::GoalSet { whose: of, .. }
            | Self::GoalChanged { whose: of, .. }
            | Self::IdeaNoted { of, .. }
            | Self::ActionCommented { of, .. }
            | Self::MeetingInput { of, .. } => Some(*of),
            Self::ChildHeard { .. } => Some(Party::Child),
            Self::Logged { side, .. } => Some(match side {
                LogSide::Home => Party::Guardian,
                LogSide::School => Party::School,
            }),
            _ => None,
        }
    }

    /// What is agreed of an action, newly or anew; nothing for any other entry.
    pub const fn action(&self) -> Option<AgreedAction<'_>> {
        match self {
            Self::ActionAgreed {
                words,
                arena,
                target,
                person,
                name,
                from,
                follow_up_on,
                until,
                ..
            }
            | Self::ActionChanged {
                words,
                arena,
                target,
                person,
                name,
                from,
                follow_up_on,
                until,
                ..
            } => Some(AgreedAction {
                words,
                arena: *arena,
                target: *target,
                person: *person,
                name: name.as_ref(),
                from: *from,
                until: *until,
                follow_up_on: *follow_up_on,
            }),
            _ => None,
        }
    }

    /// What it does to the things of the case.
    pub const fn effect(&self) -> Effect {
        use ItemKind as K;
        match self {
            Self::CardMade { .. } => Effect::Begins(K::Card),
            Self::CardTakenBack { card, .. } => Effect::Ends(K::Card, *card),
            Self::ParticipantInvited { .. } => Effect::Begins(K::Participant),
            Self::KnowsBest { participant, .. } => Effect::Adds(K::Participant, *participant),
            Self::ParticipantLeft { participant, .. } => Effect::Ends(K::Participant, *participant),
            Self::GuardianNoted { .. } => Effect::Begins(K::Guardian),
            Self::GroundRecorded { .. } => Effect::Begins(K::Ground),
            Self::GroundWithdrawn { ground, .. } => Effect::Ends(K::Ground, *ground),
            Self::FactorNoted { .. } => Effect::Begins(K::Factor),
            Self::FactorWeighed { factor, .. } => Effect::Adds(K::Factor, *factor),
            Self::ContributionAsked { .. } => Effect::Begins(K::Contribution),
            Self::ContributionGiven { contribution, .. } => Effect::Ends(K::Contribution, *contribution),
            Self::ObservationNoted { .. } => Effect::Begins(K::Observation),
            Self::EarlierAssessment { .. } => Effect::Begins(K::Earlier),
            Self::GoalSet { .. } => Effect::Begins(K::Goal),
            Self::GoalChanged { goal, seen, .. } => Effect::Changes(K::Goal, *goal, *seen),
            Self::GoalEnded { goal, .. } => Effect::Ends(K::Goal, *goal),
            Self::IdeaNoted { .. } => Effect::Begins(K::Idea),
            Self::IdeaAnswered { idea, .. } => Effect::Adds(K::Idea, *idea),
            Self::ActionAgreed { .. } => Effect::Begins(K::Action),
            Self::ActionChanged { action, seen, .. } => Effect::Changes(K::Action, *action, *seen),
            Self::ActionCommented { action, .. } | Self::ActionFollowedUp { action, .. } => {
                Effect::Adds(K::Action, *action)
            }
            Self::ActionEnded { action, .. } => Effect::Ends(K::Action, *action),
            Self::CycleBegun { .. } => Effect::Begins(K::Cycle),
            Self::CycleTried { cycle, .. } | Self::CycleReflected { cycle, .. } => Effect::Adds(K::Cycle, *cycle),
            Self::CycleAdjusted { cycle, .. } => Effect::Ends(K::Cycle, *cycle),
            Self::ReducedTimetable { .. } => Effect::Begins(K::ReducedTimetable),
            Self::ReducedTimetableEnded { timetable, .. } => Effect::Ends(K::ReducedTimetable, *timetable),
            Self::EnvironmentTold { .. } => Effect::Begins(K::Environment),
            Self::EnvironmentPlanned { environment, .. } => Effect::Adds(K::Environment, *environment),
            Self::EnvironmentEnded { environment, .. } => Effect::Ends(K::Environment, *environment),
            Self::OtherPlanNoted { .. } => Effect::Begins(K::OtherPlan),
            Self::ClassMayKnow { .. } => Effect::Begins(K::ClassAgreement),
            Self::ClassMayNotKnow { agreement, .. } => Effect::Ends(K::ClassAgreement, *agreement),
            Self::MeetingPlanned { .. } => Effect::Begins(K::Meeting),
            Self::MeetingMoved { meeting, .. }
            | Self::MeetingInput { meeting, .. }
            | Self::MeetingLookedBack { meeting, .. } => Effect::Adds(K::Meeting, *meeting),
            Self::MeetingCancelled { meeting, .. } | Self::MeetingHeld { meeting, .. } => {
                Effect::Ends(K::Meeting, *meeting)
            }
            Self::TaskAgreed { .. } => Effect::Begins(K::Task),
            Self::TaskDone { task, .. } => Effect::Ends(K::Task, *task),
            Self::WaitBegun { .. } => Effect::Begins(K::Wait),
            Self::WaitMoved { wait, .. } => Effect::Adds(K::Wait, *wait),
            Self::WaitEnded { wait, .. } => Effect::Ends(K::Wait, *wait),
            Self::HandedOver { .. } => Effect::Begins(K::Handover),
            Self::HandoverReceived { handover, .. } => Effect::Ends(K::Handover, *handover),
            _ => Effect::Whole,
        }
    }
}

veiled!(CaseEvent);
