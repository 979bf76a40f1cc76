//! Sparring on a concern (da: sparring): a named person is asked, and answers within some working days.
//!
//! The question goes without the child's name. Only where the person asked may see the child anyway, and the one who
//! asks wants it, does the name come along; that is decided anew each time the question is opened. An answer says what
//! was seen in the question, how it may be understood and what could come next; what is done stays with those who have
//! the child.

use crate::deadline::ClosedDays;
use crate::history::{Entry, Sequence, whole};
use crate::id::{ConcernId, PersonId, PupilId, SparringId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened to a question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum SparringEvent {
    /// A named person was asked.
    Asked {
        /// The concern it is about.
        concern: ConcernId,
        /// The pupil the concern is about.
        pupil: PupilId,
        /// Who is asked.
        contact: PersonId,
        /// What is asked, in words that name nobody.
        question: OwnWords,
        /// Whether the child may be named to a contact who may see the child anyway.
        named: bool,
        /// The last day of the answer: a promise made with the setting of that day.
        answer_by: Date,
    },
    /// It was answered.
    Answered {
        /// Which signs the contact finds in the question.
        signs: Option<OwnWords>,
        /// How it may be understood.
        understanding: Option<OwnWords>,
        /// What could be done next.
        next_steps: OwnWords,
    },
    /// The one who asked took it back.
    TakenBack {
        /// Why.
        because: OwnWords,
    },
}

/// What a person typed to ask for sparring.
#[derive(Clone, PartialEq, Eq)]
pub struct SparringDraft {
    /// Who is asked. Field `contact`.
    pub contact: Option<PersonId>,
    /// What is asked. Field `question`.
    pub question: String,
    /// Whether the child may be named to a contact who may see the child anyway. Field `named`.
    pub named: bool,
}

impl SparringDraft {
    /// The event to keep, due `within` working days after today.
    ///
    /// # Errors
    /// All problems of the form: nobody chosen, oneself chosen, no question or one that is too long.
    pub fn check(
        &self,
        concern: ConcernId,
        pupil: PupilId,
        asker: PersonId,
        within: u16,
        closed: ClosedDays,
        today: Date,
    ) -> Result<SparringEvent, Problems> {
        let mut check = Check::default();
        check.that(self.contact.is_some(), Problem::Missing { field: "contact" });
        check.that(
            self.contact != Some(asker),
            Problem::NotNow {
                what: "sparring-with-oneself",
            },
        );
        let question = check.words("question", &self.question);
        check.done(
            self.contact
                .zip(question)
                .map(|(contact, question)| SparringEvent::Asked {
                    concern,
                    pupil,
                    contact,
                    question,
                    named: self.named,
                    answer_by: closed.working_days_after(today, within),
                }),
        )
    }
}

/// What the person asked typed: the template of the answer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AdviceDraft {
    /// Which signs. Field `signs`; may be left out.
    pub signs: String,
    /// How it may be understood. Field `understanding`; may be left out.
    pub understanding: String,
    /// What next. Field `next_steps`.
    pub next_steps: String,
}

/// Advice as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    /// Which signs the contact finds in the question.
    pub signs: Option<OwnWords>,
    /// How it may be understood.
    pub understanding: Option<OwnWords>,
    /// What could be done next.
    pub next_steps: OwnWords,
    /// The day it was given.
    pub on: Date,
}

/// Where a question stands.
#[derive(Clone, PartialEq, Eq)]
pub enum SparringStanding {
    /// It waits for the contact.
    Waits,
    /// It was answered.
    Answered(Advice),
    /// It was taken back on this day.
    TakenBack(Date),
}

/// A question as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Sparring {
    /// Its id.
    pub id: SparringId,
    /// The concern it is about.
    pub concern: ConcernId,
    /// The pupil.
    pub pupil: PupilId,
    /// Who asked.
    pub asked_by: PersonId,
    /// The day it was asked.
    pub asked_on: Date,
    /// Who is asked.
    pub contact: PersonId,
    /// What is asked.
    pub question: OwnWords,
    /// Whether the child may be named to a contact who may see the child anyway.
    pub named: bool,
    /// The last day of the answer.
    pub answer_by: Date,
    /// Where it stands.
    pub standing: SparringStanding,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<SparringEvent>>,
}

impl Sparring {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with a question, or goes on after its end.
    pub fn from_history(id: SparringId, history: Vec<Entry<SparringEvent>>) -> Result<Self, CaseworkError> {
        whole("sparring", &history)?;
        let first = history.first().ok_or(CaseworkError::Empty { thing: "sparring" })?;
        let impossible = |entry: &Entry<SparringEvent>| CaseworkError::Impossible {
            thing: "sparring",
            sequence: entry.sequence.number(),
        };
        let SparringEvent::Asked {
            concern,
            pupil,
            contact,
            question,
            named,
            answer_by,
        } = first.event.clone()
        else {
            return Err(impossible(first));
        };
        let mut sparring = Self {
            id,
            concern,
            pupil,
            asked_by: first.by,
            asked_on: first.on,
            contact,
            question,
            named,
            answer_by,
            standing: SparringStanding::Waits,
            history: Vec::new(),
        };
        for entry in history.iter().skip(1) {
            sparring.standing = match (&entry.event, &sparring.standing) {
                (
                    SparringEvent::Answered {
                        signs,
                        understanding,
                        next_steps,
                    },
                    SparringStanding::Waits,
                ) => SparringStanding::Answered(Advice {
                    signs: signs.clone(),
                    understanding: understanding.clone(),
                    next_steps: next_steps.clone(),
                    on: entry.on,
                }),
                (SparringEvent::TakenBack { .. }, SparringStanding::Waits) => SparringStanding::TakenBack(entry.on),
                _ => return Err(impossible(entry)),
            };
        }
        sparring.history = history;
        Ok(sparring)
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// Whether it waits for the contact.
    pub fn waits(&self) -> bool {
        self.standing == SparringStanding::Waits
    }

    /// Whether it waits and the last day of the answer has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.waits() && self.answer_by < today
    }

    /// The event of the answer.
    ///
    /// # Errors
    /// Without next steps, when a text is too long, or when it no longer waits.
    pub fn answer(&self, draft: &AdviceDraft) -> Result<SparringEvent, Problems> {
        let mut check = Check::default();
        self.still_waits(&mut check);
        let signs = check.words_if_any("signs", &draft.signs);
        let understanding = check.words_if_any("understanding", &draft.understanding);
        let next_steps = check.words("next_steps", &draft.next_steps);
        check.done(next_steps.map(|next_steps| SparringEvent::Answered {
            signs,
            understanding,
            next_steps,
        }))
    }

    /// The event of taking the question back.
    ///
    /// # Errors
    /// Without a reason, or when it no longer waits.
    pub fn take_back(&self, because: &str) -> Result<SparringEvent, Problems> {
        let mut check = Check::default();
        self.still_waits(&mut check);
        let because = check.words("because", because);
        check.done(because.map(|because| SparringEvent::TakenBack { because }))
    }

    fn still_waits(&self, check: &mut Check) {
        check.that(
            self.waits(),
            Problem::NotNow {
                what: "sparring-is-over",
            },
        );
    }
}

veiled!(
    SparringEvent,
    SparringDraft,
    AdviceDraft,
    Advice,
    SparringStanding,
    Sparring
);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const FRIDAY: Date = Date::constant(2026, 11, 20);

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn draft() -> SparringDraft {
        SparringDraft {
            contact: Some(PersonId::from_uuid(id(5))),
            question: "Et barn i 3. klasse græder hver morgen. Hvad gør vi først?".into(),
            named: false,
        }
    }

    fn asked(draft: &SparringDraft) -> Result<SparringEvent, Problems> {
        draft.check(
            ConcernId::from_uuid(id(2)),
            PupilId::from_uuid(id(1)),
            PersonId::from_uuid(id(9)),
            3,
            ClosedDays::default(),
            FRIDAY,
        )
    }

    fn sparring(later: &[SparringEvent]) -> Result<Sparring, CaseworkError> {
        let first = asked(&draft()).unwrap();
        let entries = (1_u32..)
            .zip(std::iter::once(&first).chain(later))
            .map(|(n, event)| Entry {
                sequence: Sequence::new(n).unwrap(),
                by: PersonId::from_uuid(id(9)),
                on: FRIDAY,
                at: Timestamp::UNIX_EPOCH,
                event: event.clone(),
            });
        Sparring::from_history(SparringId::from_uuid(id(3)), entries.collect())
    }

    #[test]
    fn r169_an_answer_is_due_after_three_working_days_and_overdue_the_day_after() {
        let open = sparring(&[]).unwrap();
        assert_eq!(open.answer_by, date(2026, 11, 25));
        assert!(open.waits() && !open.is_overdue(date(2026, 11, 25)));
        assert!(open.is_overdue(date(2026, 11, 26)));
    }

    #[test]
    fn r170_an_answer_needs_next_steps_and_ends_the_waiting() {
        let open = sparring(&[]).unwrap();
        let empty = open.answer(&AdviceDraft::default()).unwrap_err();
        assert_eq!(
            empty.all().iter().map(Problem::field).collect::<Vec<_>>(),
            ["next_steps"]
        );
        let advice = AdviceDraft {
            signs: "Svære morgener".into(),
            understanding: "Kan handle om skift af lærer".into(),
            next_steps: "Tal med barnet alene først".into(),
        };
        let event = open.answer(&advice).unwrap();
        let answered = sparring(std::slice::from_ref(&event)).unwrap();
        assert!(!answered.waits() && !answered.is_overdue(date(2027, 1, 1)));
        let SparringStanding::Answered(given) = &answered.standing else {
            unreachable!("it was answered")
        };
        assert_eq!(given.next_steps.reveal(), "Tal med barnet alene først");
        assert!(answered.answer(&advice).is_err() && answered.take_back("x").is_err());
        assert!(sparring(&[event.clone(), event]).is_err(), "answered twice");
    }

    #[test]
    fn nobody_asks_nobody_or_oneself_or_nothing() {
        let nobody = SparringDraft {
            contact: None,
            question: " ".into(),
            named: true,
        };
        let problems = asked(&nobody).unwrap_err();
        assert_eq!(
            problems.all().iter().map(Problem::field).collect::<Vec<_>>(),
            ["contact", "question"]
        );
        let oneself = SparringDraft {
            contact: Some(PersonId::from_uuid(id(9))),
            ..draft()
        };
        assert_eq!(
            asked(&oneself).unwrap_err().all().first().map(Problem::key),
            Some("sparring-with-oneself")
        );
    }

    #[test]
    fn a_question_can_be_taken_back_with_a_reason() {
        let open = sparring(&[]).unwrap();
        assert!(open.take_back(" ").is_err());
        let event = open.take_back("Hun er på orlov").unwrap();
        let over = sparring(&[event]).unwrap();
        assert!(over.standing == SparringStanding::TakenBack(FRIDAY) && !over.waits());
    }

    #[test]
    fn what_is_stored_reads_back_and_is_never_logged() {
        let event = asked(&draft()).unwrap();
        let stored = serde_json::to_string(&event).unwrap();
        assert!(serde_json::from_str::<SparringEvent>(&stored).unwrap() == event);
        assert_eq!(format!("{event:?}"), "SparringEvent(…)");
        assert_eq!(format!("{:?}", sparring(&[]).unwrap()), "Sparring(…)");
    }
}
