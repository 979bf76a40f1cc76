//! What a teacher notes on the own teaching (da: refleksion): a help to see what one does for the community of a class
//! . It belongs to whoever wrote it; no leader reads it, nobody is appraised by it, and it can be thrown away.

use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::{PersonId, ReflectionId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// One question of the note.
    Part {
        /// What happened.
        Happened = "happened",
        /// What in the frame around the class made it easy or hard.
        Frame = "frame",
        /// What it meant for who takes part, and who does not.
        Community = "community",
        /// What I did, and what it did.
        Myself = "myself",
        /// What I try next.
        Next = "next",
    }
}

/// What happened to a note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReflectionEvent {
    /// It was written.
    Written {
        /// The words, part by part; what is left empty is left out.
        parts: BTreeMap<Part, OwnWords>,
    },
    /// More was seen later.
    Added {
        /// What.
        words: OwnWords,
    },
}

/// A note as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Reflection {
    /// Its id.
    pub id: ReflectionId,
    /// Whose it is.
    pub author: PersonId,
    /// The day it was written.
    pub on: Date,
    /// The words, part by part.
    pub parts: BTreeMap<Part, OwnWords>,
    /// What was added later, with its day, oldest first.
    pub added: Vec<(Date, OwnWords)>,
    last: Sequence,
}

impl Reflection {
    /// The event of a new note.
    ///
    /// # Errors
    /// Nothing said, or words too long.
    pub fn write(typed: &BTreeMap<Part, String>) -> Result<ReflectionEvent, Problems> {
        let mut check = Check::default();
        let mut parts = BTreeMap::new();
        for (part, text) in typed {
            if let Some(words) = check.words_if_any(part.word(), text) {
                parts.insert(*part, words);
            }
        }
        check.that(!parts.is_empty(), Problem::NothingSaid);
        check.done(Some(ReflectionEvent::Written { parts }))
    }

    /// The event of adding what was seen later.
    ///
    /// # Errors
    /// Nothing said, or words too long.
    pub fn add(&self, typed: &str) -> Result<ReflectionEvent, Problems> {
        let mut check = Check::default();
        let words = check.words("words", typed);
        check.done(words.map(|words| ReflectionEvent::Added { words }))
    }

    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the words, or somebody else wrote in it.
    pub fn from_history(id: ReflectionId, history: Vec<Entry<ReflectionEvent>>) -> Result<Self, CaseworkError> {
        const THING: &str = "reflection";
        whole(THING, &history)?;
        let mut entries = history.into_iter();
        let first = entries.next().ok_or(CaseworkError::Empty { thing: THING })?;
        let impossible = |sequence: Sequence| CaseworkError::Impossible {
            thing: THING,
            sequence: sequence.number(),
        };
        let ReflectionEvent::Written { parts } = first.event else {
            return Err(impossible(first.sequence));
        };
        let mut note = Self {
            id,
            author: first.by,
            on: first.on,
            parts,
            added: Vec::new(),
            last: first.sequence,
        };
        for entry in entries {
            match entry.event {
                ReflectionEvent::Added { words } if entry.by == note.author => note.added.push((entry.on, words)),
                _ => return Err(impossible(entry.sequence)),
            }
            note.last = entry.sequence;
        }
        Ok(note)
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.last.next()
    }
}

veiled!(ReflectionEvent, Reflection);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn entry(n: u32, by: u128, event: ReflectionEvent) -> Entry<ReflectionEvent> {
        Entry {
            sequence: Sequence::new(n).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(by)),
            on: Date::constant(2026, 11, 20),
            at: Timestamp::UNIX_EPOCH,
            event,
        }
    }

    #[test]
    fn r230_a_note_is_written_and_added_to_by_its_author_alone() {
        let typed = BTreeMap::from([
            (Part::Next, "Møde dem i døren".to_owned()),
            (Part::Frame, " ".to_owned()),
        ]);
        let written = Reflection::write(&typed).unwrap();
        assert!(Reflection::write(&BTreeMap::from([(Part::Frame, " ".to_owned())])).is_err());
        let id = ReflectionId::from_uuid(Uuid::from_u128(3));
        let note = Reflection::from_history(id, vec![entry(1, 1, written.clone())]).unwrap();
        assert_eq!(note.parts.len(), 1);
        let more = note.add("Det virkede onsdag").unwrap();
        let both = vec![entry(1, 1, written.clone()), entry(2, 1, more.clone())];
        assert_eq!(Reflection::from_history(id, both).unwrap().added.len(), 1);
        assert!(Reflection::from_history(id, vec![entry(1, 1, written), entry(2, 2, more)]).is_err());
        assert_eq!(format!("{note:?}"), "Reflection(…)");
    }
}
