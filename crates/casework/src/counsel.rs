//! Advice without any child (da: råd): a question on absence, prevention or how it is noticed, put to a named colleague who
//! answers within some working days.
//!
//! No child is part of it, so there is no field to name one in, and a civil registration number in the words is refused.
//! Only the two of them read it.

use crate::concern::words;
use crate::deadline::ClosedDays;
use crate::history::{Entry, whole};
use crate::id::{CounselId, PersonId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// What a question is about.
    Topic {
        /// Absence, and how to meet it.
        Absence = "absence",
        /// Prevention: well-being and class community.
        Prevention = "prevention",
        /// How it is noticed early.
        Detection = "detection",
        /// The law and its deadlines.
        Law = "law",
        /// Something else.
        Other = "other",
    }
}

/// What happened to a question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum CounselEvent {
    /// A named colleague was asked.
    Asked {
        /// What about.
        topic: Topic,
        /// Who is asked.
        contact: PersonId,
        /// The question.
        question: OwnWords,
        /// The last day of the answer: a promise made with the setting of that day.
        answer_by: Date,
    },
    /// It was answered.
    Answered {
        /// The answer.
        answer: OwnWords,
    },
    /// The one who asked took it back.
    TakenBack {
        /// Why.
        because: OwnWords,
    },
}

/// Whether a civil registration number, or what looks like one, stands in a text: six digits that begin with a day and a
/// month, and four more.
pub(crate) fn has_number(text: &str) -> bool {
    let digits: Vec<Option<u32>> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' ' | '\u{2013}'))
        .map(|c| c.to_digit(10))
        .collect();
    let runs = digits.split(Option::is_none).filter(|run| run.len() == 10);
    let two = |run: &[Option<u32>], at: usize| {
        let digit = |at: usize| run.get(at).copied().flatten().unwrap_or_default();
        digit(at) * 10 + digit(at + 1)
    };
    // Some institutions add forty or sixty to the day of a number they make up for somebody without one.
    let mut dated = runs.filter(|run| (1..=91).contains(&two(run, 0)) && (1..=12).contains(&two(run, 2)));
    dated.next().is_some()
}

/// What a person typed to ask.
#[derive(Clone, PartialEq, Eq)]
pub struct CounselDraft {
    /// What about. Field `topic`.
    pub topic: Option<Topic>,
    /// Who is asked. Field `contact`.
    pub contact: Option<PersonId>,
    /// The question. Field `question`.
    pub question: String,
}

impl CounselDraft {
    /// The event to keep, due `within` working days after today.
    ///
    /// # Errors
    /// All problems of the form: nobody or oneself chosen, nothing asked, words that carry somebody's number.
    pub fn check(
        &self,
        asker: PersonId,
        within: u16,
        closed: ClosedDays,
        today: Date,
    ) -> Result<CounselEvent, Problems> {
        let mut check = Check::default();
        check.that(self.topic.is_some(), Problem::Missing { field: "topic" });
        check.that(self.contact.is_some(), Problem::Missing { field: "contact" });
        let oneself = Problem::NotNow {
            what: "sparring-with-oneself",
        };
        check.that(self.contact != Some(asker), oneself);
        let question = anonymous(&mut check, "question", &self.question);
        let asked = self.topic.zip(self.contact).zip(question);
        check.done(asked.map(|((topic, contact), question)| CounselEvent::Asked {
            topic,
            contact,
            question,
            answer_by: closed.working_days_after(today, within),
        }))
    }
}

/// Reads words that must be there and name nobody by number.
pub(crate) fn anonymous(check: &mut Check, field: &'static str, text: &str) -> Option<OwnWords> {
    let named = Problem::NotNow { what: "counsel-number" };
    check.that(!has_number(text), named);
    check.words(field, text)
}

/// Where a question stands.
#[derive(Clone, PartialEq, Eq)]
pub enum CounselStanding {
    /// It waits for the colleague.
    Waits,
    /// It was answered on this day.
    Answered(OwnWords, Date),
    /// It was taken back on this day.
    TakenBack(Date),
}

/// A question as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Counsel {
    /// Its id.
    pub id: CounselId,
    /// What about.
    pub topic: Topic,
    /// Who asked.
    pub asked_by: PersonId,
    /// The day it was asked.
    pub asked_on: Date,
    /// Who is asked.
    pub contact: PersonId,
    /// The question.
    pub question: OwnWords,
    /// The last day of the answer.
    pub answer_by: Date,
    /// Where it stands.
    pub standing: CounselStanding,
}

impl Counsel {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with a question, goes on after its end, or somebody else than the
    /// two wrote in it.
    pub fn from_history(id: CounselId, history: &[Entry<CounselEvent>]) -> Result<Self, CaseworkError> {
        whole("counsel", history)?;
        let first = history.first().ok_or(CaseworkError::Empty { thing: "counsel" })?;
        let impossible = |entry: &Entry<CounselEvent>| CaseworkError::Impossible {
            thing: "counsel",
            sequence: entry.sequence.number(),
        };
        let CounselEvent::Asked {
            topic,
            contact,
            question,
            answer_by,
        } = first.event.clone()
        else {
            return Err(impossible(first));
        };
        let mut counsel = Self {
            id,
            topic,
            asked_by: first.by,
            asked_on: first.on,
            contact,
            question,
            answer_by,
            standing: CounselStanding::Waits,
        };
        for entry in history.iter().skip(1) {
            counsel.standing = match &entry.event {
                CounselEvent::Answered { answer } if counsel.waits() && entry.by == contact => {
                    CounselStanding::Answered(answer.clone(), entry.on)
                }
                CounselEvent::TakenBack { .. } if counsel.waits() && entry.by == counsel.asked_by => {
                    CounselStanding::TakenBack(entry.on)
                }
                _ => return Err(impossible(entry)),
            };
        }
        Ok(counsel)
    }

    /// Whether it waits for the colleague.
    pub fn waits(&self) -> bool {
        self.standing == CounselStanding::Waits
    }

    /// Whether it waits and the last day of the answer has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.waits() && self.answer_by < today
    }

    /// The event of the answer.
    ///
    /// # Errors
    /// Without an answer, with somebody's number in it, or when it no longer waits.
    pub fn answer(&self, answer: &str) -> Result<CounselEvent, Problems> {
        let mut check = Check::default();
        self.still_waits(&mut check);
        let answer = anonymous(&mut check, "answer", answer);
        check.done(answer.map(|answer| CounselEvent::Answered { answer }))
    }

    /// The event of taking the question back.
    ///
    /// # Errors
    /// Without a reason, or when it no longer waits.
    pub fn take_back(&self, because: &str) -> Result<CounselEvent, Problems> {
        let mut check = Check::default();
        self.still_waits(&mut check);
        let because = anonymous(&mut check, "because", because);
        check.done(because.map(|because| CounselEvent::TakenBack { because }))
    }

    fn still_waits(&self, check: &mut Check) {
        let over = Problem::NotNow {
            what: "sparring-is-over",
        };
        check.that(self.waits(), over);
    }
}

veiled!(CounselEvent, CounselDraft, CounselStanding, Counsel);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Sequence;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const FRIDAY: Date = Date::constant(2026, 11, 20);

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }

    fn draft(question: &str) -> CounselDraft {
        CounselDraft {
            topic: Some(Topic::Prevention),
            contact: Some(person(5)),
            question: question.into(),
        }
    }

    fn asked(draft: &CounselDraft) -> Result<CounselEvent, Problems> {
        draft.check(person(1), 3, ClosedDays::default(), FRIDAY)
    }

    fn counsel(later: &[(u128, CounselEvent)]) -> Result<Counsel, CaseworkError> {
        let first = (1, asked(&draft("Hvordan begynder man et skoleår trygt?")).unwrap());
        let all = (1_u32..).zip(std::iter::once(&first).chain(later));
        let entries: Vec<_> = all
            .map(|(n, (by, event))| Entry {
                sequence: Sequence::new(n).unwrap(),
                by: person(*by),
                on: FRIDAY,
                at: Timestamp::UNIX_EPOCH,
                event: event.clone(),
            })
            .collect();
        Counsel::from_history(CounselId::from_uuid(Uuid::from_u128(3)), &entries)
    }

    #[test]
    fn r033_advice_is_asked_without_a_child_and_a_number_of_somebody_is_refused() {
        assert!(
            asked(&draft(
                "Hvad gør vi, når en hel klasse kommer for sent? Vi er 24 i 5.b."
            ))
            .is_ok()
        );
        for named in [
            "Det er 010112-3456",
            "Det er 0101123456.",
            "se 01 01 12 3456",
            "610112\u{2013}3456",
        ] {
            let problems = asked(&draft(named)).unwrap_err();
            assert_eq!(
                problems.all().first().map(Problem::key),
                Some("counsel-number"),
                "{named}"
            );
        }
        for fine in ["ring 12 34 56 78", "sag 2026-0042-117", "991399-1234", "12345678901234"] {
            assert!(asked(&draft(fine)).is_ok(), "{fine}");
        }
    }

    #[test]
    fn r033_the_answer_has_its_day_and_only_the_two_write() {
        let open = counsel(&[]).unwrap();
        assert_eq!(open.answer_by, date(2026, 11, 25));
        assert!(!open.is_overdue(date(2026, 11, 25)) && open.is_overdue(date(2026, 11, 26)));
        assert!(open.answer(" ").is_err() && open.take_back("").is_err());
        let answer = open.answer("Begynd med at møde dem i døren.").unwrap();
        let answered = counsel(&[(5, answer.clone())]).unwrap();
        assert!(!answered.waits() && !answered.is_overdue(date(2027, 1, 1)));
        assert!(counsel(&[(1, answer.clone())]).is_err(), "nobody answers oneself");
        assert!(counsel(&[(5, answer.clone()), (5, answer)]).is_err(), "answered twice");
        let back = open.take_back("Vi fandt selv ud af det").unwrap();
        assert!(counsel(&[(5, back.clone())]).is_err());
        assert!(counsel(&[(1, back)]).unwrap().standing == CounselStanding::TakenBack(FRIDAY));
        assert_eq!(format!("{open:?}"), "Counsel(…)");
    }
}
