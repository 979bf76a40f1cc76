//! Why something cannot happen in a case now. Each has a sentence a teacher understands, in both languages.

use crate::concern::words;
use serde::{Deserialize, Serialize};

words! {
    /// Why something cannot happen now. The word is the text key; the sentence says what to do instead.
    Refusal {
        /// The case is closed.
        Closed = "closed",
        /// The case is open.
        Open = "open",
        /// It is paused.
        Paused = "paused",
        /// It is not paused.
        NotPaused = "not_paused",
        /// A case is opened once.
        AlreadyBegun = "already_begun",
        /// Exactly one person, with or without an account.
        OnePerson = "one_person",
        /// That person is the coordinator already.
        SameCoordinator = "same_coordinator",
        /// The coordinator is not away.
        NotAway = "not_away",
        /// A change of the child's adult needs an overlap.
        OverlapMissing = "overlap_missing",
        /// There is no such thing in this case.
        NoSuchThing = "no_such_thing",
        /// It has ended.
        Ended = "ended",
        /// Both exchanges without consent are used.
        BothExchangesUsed = "both_exchanges_used",
        /// The phase runs already.
        PhaseRuns = "phase_runs",
        /// The phase does not run.
        PhaseRunsNot = "phase_runs_not",
        /// The child has not been heard, and there is no recorded reason.
        ChildNotHeard = "child_not_heard",
        /// The assessment has not begun.
        AssessmentNotBegun = "assessment_not_begun",
        /// Nobody has said who agrees.
        NobodyAgreed = "nobody_agreed",
        /// The cycle has not been tried yet.
        NotTried = "not_tried",
        /// There is no plan for the environment yet.
        NotPlanned = "not_planned",
        /// The cycle has not been reflected on yet.
        NotReflected = "not_reflected",
        /// It ends before it begins.
        EndsBeforeItBegins = "ends_before_it_begins",
        /// The day lies before the child was born.
        BeforeBirth = "before_birth",
        /// The meeting lies ahead.
        MeetingAhead = "meeting_ahead",
        /// The meeting has not been held.
        MeetingNotHeld = "meeting_not_held",
        /// Those who met have looked back already.
        LookedBack = "looked_back",
        /// Nobody is told.
        NobodyTold = "nobody_told",
        /// Nobody brought the child's views.
        ChildNotRepresented = "child_not_represented",
        /// No parent was there, and it is not said who tells them.
        ParentsNotTold = "parents_not_told",
        /// Old and new have nothing left to meet about.
        NoOverlap = "no_overlap",
        /// Tasks of a meeting are confirmed by its chair.
        ChairConfirms = "chair_confirms",
        /// A holiday or transition is near.
        BreakIsNear = "break_is_near",
        /// Shared across administrations without a ground.
        NoGround = "no_ground",
        /// Whoever is to carry the case has no role in which cases are opened.
        CannotCarry = "cannot_carry",
        /// Somebody of another administration is invited as somebody of the school.
        InvitedAsAnother = "invited_as_another",
        /// A ground says nobody it is for.
        SharedWithNobody = "shared_with_nobody",
        /// The municipality asks for consent when the parents are not at the meeting.
        ConsentWhenAbsent = "consent_when_absent",
        /// The address is protected.
        AddressProtected = "address_protected",
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.word())
    }
}

impl core::error::Error for Refusal {}
