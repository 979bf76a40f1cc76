//! What somebody of a family asks, or says is wrong (da: henvendelse): kept as said, and answered by a person.
//!
//! What is noted is not changed by it: the school looks, and corrects by the way every correction goes, or says
//! why it stands. Both sides are kept.

use crate::case::vocabulary::Party;
use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::{CaseId, PersonId, PupilId, RequestId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// What is asked.
    What {
        /// An absence that was noted is wrong (da: dette fravær er forkert).
        AbsenceWrong = "absence_wrong",
        /// A support plan (da: støtteplan).
        SupportPlan = "support_plan",
        /// Another coordinator (da: en anden tovholder; R-101).
        OtherCoordinator = "other_coordinator",
        /// A question to the coordinator or the school.
        Question = "question",
        /// A comment on what is written.
        Comment = "comment",
    }
}

words! {
    /// What came of it.
    Outcome {
        /// What was noted has been corrected.
        Corrected = "corrected",
        /// What was noted stands, and why.
        Stands = "stands",
        /// It was answered.
        Answered = "answered",
    }
}

impl What {
    /// How it may be answered.
    pub const fn outcomes(self) -> &'static [Outcome] {
        match self {
            Self::AbsenceWrong => &[Outcome::Corrected, Outcome::Stands],
            _ => &[Outcome::Answered],
        }
    }
}

/// What happened to a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum RequestEvent {
    /// It was asked.
    Asked {
        /// The pupil.
        pupil: PupilId,
        /// The case it belongs to, when one runs and it is about that.
        case: Option<CaseId>,
        /// What.
        what: What,
        /// The entry of the case that is commented on.
        about: Option<Sequence>,
        /// The day that is noted wrongly.
        day: Option<Date>,
        /// Who asks: the child or a parent.
        of: Party,
        /// In own words.
        words: OwnWords,
    },
    /// It was answered.
    Answered {
        /// What came of it.
        outcome: Outcome,
        /// In words the family understands.
        words: OwnWords,
    },
}

/// What somebody of a family typed.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestDraft {
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// What is asked.
    pub what: What,
    /// The entry of the case that is commented on.
    pub about: Option<Sequence>,
    /// The day that is noted wrongly. Field `day`.
    pub day: Option<Date>,
    /// Who asks.
    pub of: Party,
    /// Own words. Field `words`.
    pub words: String,
}

impl RequestDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// No words or too many; an absence without its day, or a day still to come.
    pub fn check(&self, pupil: PupilId, today: Date) -> Result<RequestEvent, Problems> {
        let mut check = Check::default();
        let words = check.words("words", &self.words);
        let wrong = self.what == What::AbsenceWrong;
        check.that(!wrong || self.day.is_some(), Problem::Missing { field: "day" });
        if let Some(day) = self.day {
            check.behind("day", day, today);
        }
        check.done(words.map(|words| RequestEvent::Asked {
            pupil,
            case: self.case,
            what: self.what,
            about: self.about,
            day: self.day.filter(|_| wrong),
            of: self.of,
            words,
        }))
    }
}

/// The answer to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestAnswer {
    /// What came of it.
    pub outcome: Outcome,
    /// In words.
    pub words: OwnWords,
    /// Who answered.
    pub by: PersonId,
    /// When.
    pub on: Date,
}

/// What somebody of a family asked, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyRequest {
    /// Its id.
    pub id: RequestId,
    /// The pupil.
    pub pupil: PupilId,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// What is asked.
    pub what: What,
    /// The entry of the case that is commented on.
    pub about: Option<Sequence>,
    /// The day that is noted wrongly.
    pub day: Option<Date>,
    /// Who asks.
    pub of: Party,
    /// In own words.
    pub words: OwnWords,
    /// Whose account.
    pub by: PersonId,
    /// When.
    pub on: Date,
    /// The answer.
    pub answer: Option<RequestAnswer>,
}

const THING: &str = "family request";

impl FamilyRequest {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with what was asked, or goes on after the answer.
    pub fn from_history(id: RequestId, history: &[Entry<RequestEvent>]) -> Result<Self, CaseworkError> {
        whole(THING, history)?;
        let impossible = |sequence| CaseworkError::Impossible { thing: THING, sequence };
        let (first, answer) = match history {
            [first] => (first, None),
            [first, answer] => (first, Some(answer)),
            _ => return Err(impossible(3)),
        };
        let RequestEvent::Asked {
            pupil,
            case,
            what,
            about,
            day,
            of,
            words,
        } = first.event.clone()
        else {
            return Err(impossible(1));
        };
        let answer = answer.map(|entry| match &entry.event {
            RequestEvent::Answered { outcome, words } => Ok(RequestAnswer {
                outcome: *outcome,
                words: words.clone(),
                by: entry.by,
                on: entry.on,
            }),
            RequestEvent::Asked { .. } => Err(impossible(2)),
        });
        Ok(Self {
            id,
            pupil,
            case,
            what,
            about,
            day,
            of,
            words,
            by: first.by,
            on: first.on,
            answer: answer.transpose()?,
        })
    }

    /// The event of answering it.
    ///
    /// # Errors
    /// When it is answered already, the outcome does not fit, or no words are given.
    pub fn answer(&self, outcome: Option<Outcome>, words: &str) -> Result<RequestEvent, Problems> {
        let mut check = Check::default();
        check.that(
            self.answer.is_none(),
            Problem::NotNow {
                what: "already-answered",
            },
        );
        let outcome = outcome.filter(|one| self.what.outcomes().contains(one));
        check.that(outcome.is_some(), Problem::Missing { field: "outcome" });
        let words = check.words("words", words);
        check.done(
            outcome
                .zip(words)
                .map(|(outcome, words)| RequestEvent::Answered { outcome, words }),
        )
    }
}

veiled!(RequestEvent, RequestDraft, RequestAnswer, FamilyRequest);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);

    fn asked(what: What, day: Option<Date>) -> Result<RequestEvent, Problems> {
        let draft = RequestDraft {
            case: None,
            what,
            about: None,
            day,
            of: Party::Guardian,
            words: "Han var i skole.".into(),
        };
        draft.check(PupilId::from_uuid(Uuid::from_u128(1)), TODAY)
    }

    fn entry(sequence: u32, by: u128, event: RequestEvent) -> Entry<RequestEvent> {
        Entry {
            sequence: Sequence::new(sequence).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(by)),
            on: TODAY,
            at: Timestamp::UNIX_EPOCH,
            event,
        }
    }

    #[test]
    fn r148_an_absence_that_is_wrong_has_a_day_and_is_corrected_or_stands() {
        assert!(asked(What::AbsenceWrong, None).is_err());
        assert!(asked(What::AbsenceWrong, Some(date(2026, 11, 23))).is_err());
        let first = entry(1, 1, asked(What::AbsenceWrong, Some(date(2026, 11, 16))).unwrap());
        let id = RequestId::from_uuid(Uuid::from_u128(9));
        let request = FamilyRequest::from_history(id, std::slice::from_ref(&first)).unwrap();
        assert!(
            request.answer(Some(Outcome::Answered), "Tak").is_err(),
            "says what came of it"
        );
        assert!(request.answer(Some(Outcome::Stands), " ").is_err(), "says why");
        let answer = request.answer(Some(Outcome::Corrected), "Rettet, undskyld.").unwrap();
        let both = [first, entry(2, 5, answer)];
        let done = FamilyRequest::from_history(id, &both).unwrap();
        assert_eq!(done.words.reveal(), "Han var i skole.", "both are kept");
        assert!(
            done.answer
                .as_ref()
                .is_some_and(|answer| answer.outcome == Outcome::Corrected)
        );
        assert!(done.answer(Some(Outcome::Corrected), "igen").is_err());
    }
}
