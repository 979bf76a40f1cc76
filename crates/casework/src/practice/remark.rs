//! What staff say about the workflow they work by: a comment or a proposal to a step, answered by whoever keeps the
//! workflow. Nothing is deleted, and no child is named.

use crate::concern::words;
use crate::counsel::anonymous;
use crate::history::{Entry, Sequence, whole};
use crate::id::{PersonId, RemarkId};
use crate::practice::listed;
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::OwnWords;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// What is said about a step.
    RemarkKind {
        /// How it goes.
        Comment = "comment",
        /// How it could be.
        Proposal = "proposal",
    }
}

listed!(RemarkKind = "remark");

/// What happened to a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum RemarkEvent {
    /// Somebody made it.
    Made {
        /// The number of the step, by which it stays with it through later versions; 0 for the workflow as a whole.
        step: u16,
        /// What the step was called then.
        name: String,
        /// What it is.
        kind: RemarkKind,
        /// What it says.
        words: OwnWords,
    },
    /// It was answered.
    Answered {
        /// The answer.
        answer: OwnWords,
    },
}

impl RemarkEvent {
    /// A remark to a step, given by its number and name.
    ///
    /// # Errors
    /// Without saying what it is, without words, with words too long or with somebody's number in them.
    pub fn made((step, name): (u16, &str), kind: Option<RemarkKind>, words: &str) -> Result<Self, Problems> {
        let mut check = Check::default();
        check.that(kind.is_some(), Problem::Missing { field: "kind" });
        let words = anonymous(&mut check, "words", words);
        check.done(kind.zip(words).map(|(kind, words)| Self::Made {
            step,
            name: name.to_owned(),
            kind,
            words,
        }))
    }
}

/// A remark as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Its id.
    pub id: RemarkId,
    /// The number of the step; 0 for the whole.
    pub step: u16,
    /// What the step was called then.
    pub name: String,
    /// What it is.
    pub kind: RemarkKind,
    /// What it says.
    pub words: OwnWords,
    /// Who made it.
    pub by: PersonId,
    /// When.
    pub on: Date,
    /// What was answered, by whom and when.
    pub answer: Option<(OwnWords, PersonId, Date)>,
}

impl Remark {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with a remark or goes on after its answer.
    pub fn from_history(id: RemarkId, history: &[Entry<RemarkEvent>]) -> Result<Self, CaseworkError> {
        whole("remark", history)?;
        let impossible = |sequence: Sequence| CaseworkError::Impossible {
            thing: "remark",
            sequence: sequence.number(),
        };
        let (first, rest) = history.split_first().ok_or(CaseworkError::Empty { thing: "remark" })?;
        let RemarkEvent::Made {
            step,
            name,
            kind,
            words,
        } = first.event.clone()
        else {
            return Err(impossible(first.sequence));
        };
        let answer = match rest {
            [] => None,
            [entry] => match &entry.event {
                RemarkEvent::Answered { answer } => Some((answer.clone(), entry.by, entry.on)),
                RemarkEvent::Made { .. } => return Err(impossible(entry.sequence)),
            },
            [_, next, ..] => return Err(impossible(next.sequence)),
        };
        Ok(Self {
            id,
            step,
            name,
            kind,
            words,
            by: first.by,
            on: first.on,
            answer,
        })
    }

    /// The event of the answer.
    ///
    /// # Errors
    /// Without an answer, with somebody's number in it, or when it has one.
    pub fn answer(&self, answer: &str) -> Result<RemarkEvent, Problems> {
        let mut check = Check::default();
        let over = Problem::NotNow {
            what: "remark-answered",
        };
        check.that(self.answer.is_none(), over);
        let answer = anonymous(&mut check, "answer", answer);
        check.done(answer.map(|answer| RemarkEvent::Answered { answer }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn remark(events: &[RemarkEvent]) -> Result<Remark, CaseworkError> {
        let entries: Vec<_> = (1_u32..)
            .zip(events)
            .map(|(number, event)| Entry {
                sequence: Sequence::new(number).unwrap(),
                by: PersonId::from_uuid(Uuid::from_u128(number.into())),
                on: Date::constant(2026, 11, 20),
                at: Timestamp::UNIX_EPOCH,
                event: event.clone(),
            })
            .collect();
        Remark::from_history(RemarkId::from_uuid(Uuid::from_u128(9)), &entries)
    }

    #[test]
    fn r056_a_remark_is_made_without_a_child_and_answered_once() {
        let made = |kind, words: &str| RemarkEvent::made((3, "Første samtale"), kind, words);
        assert!(made(None, "Det går").is_err() && made(Some(RemarkKind::Comment), " ").is_err());
        let named = made(Some(RemarkKind::Comment), "Som med 010112-3456").unwrap_err();
        assert_eq!(named.all().first().map(Problem::key), Some("counsel-number"));
        let made = made(Some(RemarkKind::Proposal), "Syv dage i stedet for fem").unwrap();
        let open = remark(std::slice::from_ref(&made)).unwrap();
        assert!(open.step == 3 && open.answer.is_none() && open.answer(" ").is_err());
        let answer = open.answer("Fra august").unwrap();
        let answered = remark(&[made.clone(), answer.clone()]).unwrap();
        assert_eq!(answered.answer.as_ref().unwrap().0.reveal(), "Fra august");
        assert!(answered.answer("Igen").is_err());
        assert!(remark(&[made.clone(), answer.clone(), answer.clone()]).is_err());
        assert!(remark(&[answer]).is_err() && remark(&[made.clone(), made]).is_err());
    }
}
