//! A hint set aside by a person, with a reason and until a day; and what of all hints is to be shown.
//!
//! A hint is computed and says *look here*; what people did about it are rows. Setting aside hides a hint, never a
//! child: findings of rules, concerns and later, stronger evidence are shown all the same.

use crate::concern::{Concern, Standing};
use crate::history::{Entry, Sequence, whole};
use crate::id::{PersonId, PupilId, SetAsideId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::review::{OutcomeKind, PupilOutcome};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened to a hint that was set aside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum SetAsideEvent {
    /// A person looked and set it aside (da: sat til side).
    SetAside {
        /// The pupil.
        pupil: PupilId,
        /// Why; a person's words.
        reason: OwnWords,
        /// The last day it is held back.
        until: Date,
    },
    /// It was taken back: the hint is shown again.
    TakenBack,
}

/// What a person typed to set a hint aside.
#[derive(Clone, PartialEq, Eq)]
pub struct SetAsideDraft {
    /// Why. Field `reason`.
    pub reason: String,
    /// Until when. Field `until`.
    pub until: Option<Date>,
}

impl SetAsideDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// All problems of the form: no reason, no day, a day that is not ahead, or more than a year away.
    pub fn check(&self, pupil: PupilId, today: Date) -> Result<SetAsideEvent, Problems> {
        let mut check = Check::default();
        let reason = check.words("reason", &self.reason);
        let until = check.ahead("until", self.until, today);
        let event = reason
            .zip(until)
            .map(|(reason, until)| SetAsideEvent::SetAside { pupil, reason, until });
        check.done(event)
    }
}

/// A hint that was set aside, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its id.
    pub id: SetAsideId,
    /// The pupil.
    pub pupil: PupilId,
    /// Why.
    pub reason: OwnWords,
    /// The day it was set aside; hints up to it are meant.
    pub on: Date,
    /// The last day it is held back.
    pub until: Date,
    /// Who set it aside.
    pub by: PersonId,
    /// Whether it was taken back.
    pub taken_back: bool,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<SetAsideEvent>>,
}

impl SetAside {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with setting aside, or goes on after taking back.
    pub fn from_history(id: SetAsideId, history: Vec<Entry<SetAsideEvent>>) -> Result<Self, CaseworkError> {
        const THING: &str = "hint set aside";
        whole(THING, &history)?;
        let impossible = |sequence| CaseworkError::Impossible { thing: THING, sequence };
        let mut entries = history.iter();
        let first = entries.next().ok_or(CaseworkError::Empty { thing: THING })?;
        let SetAsideEvent::SetAside { pupil, reason, until } = first.event.clone() else {
            return Err(impossible(1));
        };
        let (on, by) = (first.on, first.by);
        let taken_back = match (entries.next().map(|e| &e.event), entries.next()) {
            (None, _) => false,
            (Some(SetAsideEvent::TakenBack), None) => true,
            _ => return Err(impossible(2)),
        };
        Ok(Self {
            id,
            pupil,
            reason,
            on,
            until,
            by,
            taken_back,
            history,
        })
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// The event of taking it back.
    ///
    /// # Errors
    /// When it was taken back already.
    pub fn take_back(&self) -> Result<SetAsideEvent, Problems> {
        let mut check = Check::default();
        let what = "already-taken-back";
        check.that(!self.taken_back, Problem::NotNow { what });
        check.done(Some(SetAsideEvent::TakenBack))
    }

    /// Whether it holds a hint back on a day. Evidence that has grown by half since comes through.
    pub fn holds(&self, hint: HintFacts, today: Date) -> bool {
        !self.taken_back && today <= self.until && (hint.on <= self.on || !hint.grown)
    }
}

/// What of a hint decides whether it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintFacts {
    /// The day it was raised.
    pub on: Date,
    /// Whether it came within the quiet days of an earlier one, because the evidence had grown by half.
    pub grown: bool,
}

/// What people have done that bears on a hint of one pupil.
#[derive(Clone, Debug, Default)]
pub struct Handled<'h> {
    /// A concern about the pupil waits or is being worked on, or the pupil is in a case.
    pub in_case: bool,
    /// The newest day a review or a person decided something about the pupil.
    pub decided_on: Option<Date>,
    /// Hints of the pupil that were set aside.
    pub set_aside: Vec<&'h SetAside>,
}

impl<'h> Handled<'h> {
    /// What the concerns, review outcomes and set-asides of one pupil say on a day.
    pub fn of(
        concerns: &[&Concern],
        outcomes: &[&PupilOutcome],
        set_aside: impl IntoIterator<Item = &'h SetAside>,
        today: Date,
    ) -> Self {
        let waits = |concern: &&Concern| {
            matches!(
                concern.standing(today),
                Standing::Waits { .. } | Standing::Watched { .. }
            )
        };
        let newest = outcomes.iter().max_by_key(|o| o.decided_on);
        let written = concerns.iter().filter_map(|c| Some(c.history.last()?.on));
        Self {
            in_case: concerns.iter().any(waits)
                || newest.is_some_and(|o| o.outcome.kind() == OutcomeKind::AlreadyInCase),
            decided_on: outcomes.iter().map(|o| o.decided_on).chain(written).max(),
            set_aside: set_aside.into_iter().collect(),
        }
    }

    /// The same when a case (forløb) runs for the pupil: people are at work.
    #[must_use]
    pub const fn with_case(mut self, runs: bool) -> Self {
        self.in_case |= runs;
        self
    }
}

/// Whether a hint is shown, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintState {
    /// It is shown: nobody has looked yet.
    Open,
    /// People are already at work; held back and counted.
    InCase,
    /// Set aside until a day; held back and counted.
    SetAside {
        /// The last day.
        until: Date,
    },
    /// A review has decided since: it is answered.
    Decided,
}

/// Whether a hint is shown on a day.
pub fn hint_state(hint: HintFacts, handled: &Handled<'_>, today: Date) -> HintState {
    if handled.in_case {
        return HintState::InCase;
    }
    if handled.decided_on.is_some_and(|day| day >= hint.on) {
        return HintState::Decided;
    }
    let until = handled
        .set_aside
        .iter()
        .filter(|s| s.holds(hint, today))
        .map(|s| s.until);
    until
        .max()
        .map_or(HintState::Open, |until| HintState::SetAside { until })
}

veiled!(SetAsideEvent, SetAsideDraft, SetAside);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn pupil() -> PupilId {
        PupilId::from_uuid(Uuid::from_u128(1))
    }

    fn entry(sequence: u32, on: Date, event: SetAsideEvent) -> Entry<SetAsideEvent> {
        Entry {
            sequence: Sequence::new(sequence).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(2)),
            on,
            at: Timestamp::UNIX_EPOCH,
            event,
        }
    }

    fn draft(reason: &str, until: Option<Date>) -> Result<SetAsideEvent, Problems> {
        let reason = reason.to_owned();
        SetAsideDraft { reason, until }.check(pupil(), TODAY)
    }

    fn set_aside(until: Date) -> SetAside {
        let event = draft("Bedsteforældre er på besøg", Some(until)).unwrap();
        let id = SetAsideId::from_uuid(Uuid::from_u128(3));
        SetAside::from_history(id, vec![entry(1, TODAY, event)]).unwrap()
    }

    #[test]
    fn setting_aside_needs_a_reason_and_an_end_date_not_too_far_ahead() {
        let keys = |result: Result<SetAsideEvent, Problems>| -> Vec<&'static str> {
            result.unwrap_err().all().iter().map(Problem::key).collect()
        };
        assert_eq!(keys(draft(" ", None)), ["missing", "missing"]);
        assert_eq!(keys(draft("a", Some(TODAY))), ["not-ahead"]);
        assert_eq!(keys(draft("a", Some(date(2027, 11, 21)))), ["too-far-ahead"]);
        assert!(draft("a", Some(date(2027, 11, 20))).is_ok());
    }

    #[test]
    fn a_hint_comes_back_when_the_day_is_over_or_the_evidence_grows() {
        let aside = set_aside(date(2026, 12, 20));
        let handled = Handled {
            set_aside: vec![&aside],
            ..Handled::default()
        };
        let state = |on, grown, today| hint_state(HintFacts { on, grown }, &handled, today);
        let held = HintState::SetAside {
            until: date(2026, 12, 20),
        };
        for (on, grown, today, want) in [
            (date(2026, 11, 18), false, TODAY, held),
            (date(2026, 11, 18), true, TODAY, held),
            (date(2026, 11, 18), false, date(2026, 12, 20), held),
            (date(2026, 11, 18), false, date(2026, 12, 21), HintState::Open),
            (date(2026, 12, 1), false, date(2026, 12, 2), held),
            (date(2026, 12, 1), true, date(2026, 12, 2), HintState::Open),
        ] {
            assert_eq!(state(on, grown, today), want, "{on} {grown} {today}");
        }
    }

    #[test]
    fn a_hint_taken_back_is_shown_again_and_can_be_taken_back_once() {
        let aside = set_aside(date(2026, 12, 20));
        let back = aside.take_back().unwrap();
        let mut history = aside.history.clone();
        history.push(entry(2, TODAY, back));
        let aside = SetAside::from_history(aside.id, history.clone()).unwrap();
        let hint = HintFacts {
            on: TODAY,
            grown: false,
        };
        let handled = Handled {
            set_aside: vec![&aside],
            ..Handled::default()
        };
        assert_eq!(hint_state(hint, &handled, TODAY), HintState::Open);
        assert!(aside.take_back().is_err());
        history.push(entry(3, TODAY, SetAsideEvent::TakenBack));
        assert!(SetAside::from_history(aside.id, history).is_err());
    }

    #[test]
    fn a_case_and_a_decision_answer_a_hint_and_a_later_hint_asks_again() {
        let hint = |on| HintFacts { on, grown: false };
        let decided = Handled {
            decided_on: Some(TODAY),
            ..Handled::default()
        };
        assert_eq!(hint_state(hint(TODAY), &decided, TODAY), HintState::Decided);
        assert_eq!(hint_state(hint(date(2026, 11, 21)), &decided, TODAY), HintState::Open);
        let in_case = Handled {
            in_case: true,
            ..decided
        };
        assert_eq!(hint_state(hint(date(2026, 11, 21)), &in_case, TODAY), HintState::InCase);
        let runs = Handled::of(&[], &[], [], TODAY).with_case(true);
        assert_eq!(hint_state(hint(date(2026, 11, 21)), &runs, TODAY), HintState::InCase);
    }
}
