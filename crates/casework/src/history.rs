//! Streams: what happened, in order, with who and when.

use crate::id::PersonId;
use crate::problem::CaseworkError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where an entry stands in its stream, from 1 on.
///
/// A page sends back the sequence it was made from; when somebody else has written since, the store's unique
/// (id, sequence) refuses the second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(u32);

impl Sequence {
    /// The place of the first entry.
    pub const FIRST: Self = Self(1);

    /// A sequence read from storage or a form; `None` for 0.
    pub const fn new(sequence: u32) -> Option<Self> {
        if sequence == 0 { None } else { Some(Self(sequence)) }
    }

    /// The number, from 1.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// One thing that happened to a concern, a review or a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<E> {
    /// Its place in the stream.
    pub sequence: Sequence,
    /// The member of staff who wrote it.
    pub by: PersonId,
    /// The day it was written, in Copenhagen.
    pub on: Date,
    /// The instant it was written.
    pub at: Timestamp,
    /// What happened.
    pub event: E,
}

/// Checks that the entries are one whole stream: 1, 2, 3 …
///
/// # Errors
/// [`CaseworkError::Empty`] without entries, [`CaseworkError::OutOfSequence`] at a gap or a repetition.
pub fn whole<E>(thing: &'static str, entries: &[Entry<E>]) -> Result<(), CaseworkError> {
    if entries.is_empty() {
        return Err(CaseworkError::Empty { thing });
    }
    for (expected, entry) in (1_u32..).zip(entries) {
        if entry.sequence.number() != expected {
            return Err(CaseworkError::OutOfSequence {
                thing,
                expected,
                found: entry.sequence.number(),
            });
        }
    }
    Ok(())
}
