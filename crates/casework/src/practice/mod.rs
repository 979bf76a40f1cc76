//! How the municipality works (da: sådan gør vi): its workflow step by step, what has been decided about its team, whether
//! the model lives, and what everybody should know.
//!
//! All of it is about schools, forums and functions and nothing about a child, so it is plain text that every member of
//! staff reads and may print. Nothing here is in force before the municipality has said so, nothing is deleted, and
//! nothing is counted or measured.

mod knowledge;
mod remark;
mod steering;
mod workflow;

pub use knowledge::{Depth, KnowledgeContent, KnowledgeDraft, KnowledgePage, KnowledgeVersion, MOST_TITLE};
pub use remark::{Remark, RemarkEvent, RemarkKind};
pub use steering::{
    Answered, CheckDraft, Decision, DecisionDraft, DecisionVersion, FunctionMap, ImplementationCheck, Pointed,
    Prerequisite, TeamFunction,
};
pub use workflow::{
    LengthKind, MOST_STEPS, Shown, Step, StepDraft, StepRole, Workflow, WorkflowDraft, WorkflowProblem,
    WorkflowVersion, offer,
};

use crate::case::vocabulary::{Listed, Vocabulary};
use crate::history::{Entry, Sequence, whole};
use crate::problem::{CaseworkError, Check, Problem};

/// The most characters of a field on one line.
pub const MOST_LINE: usize = 300;

/// The closed lists of this module, for tests that hold the texts against them.
pub const LISTS: &[Vocabulary] = &[
    StepRole::LIST,
    Shown::LIST,
    LengthKind::LIST,
    RemarkKind::LIST,
    Decision::LIST,
    TeamFunction::LIST,
    Prerequisite::LIST,
    Depth::LIST,
];

macro_rules! listed {
    ($($of:ident = $name:literal),+ $(,)?) => {
        $(impl $crate::case::vocabulary::Listed for $of {
            const LIST: $crate::case::vocabulary::Vocabulary = $crate::case::vocabulary::Vocabulary {
                name: $name,
                words: || $of::ALL.iter().map(|one| one.word()).collect(),
            };
        })+
    };
}
pub(crate) use listed;

/// Something that is written anew and never deleted: every version it has had, oldest first. Empty as long as nobody has
/// written one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions<E> {
    history: Vec<Entry<E>>,
}

impl<E> Default for Versions<E> {
    fn default() -> Self {
        Self { history: Vec::new() }
    }
}

impl<E> Versions<E> {
    /// Folds a stream; no stream is none written.
    ///
    /// # Errors
    /// When the stream is not whole.
    pub fn from_history(thing: &'static str, history: Vec<Entry<E>>) -> Result<Self, CaseworkError> {
        if !history.is_empty() {
            whole(thing, &history)?;
        }
        Ok(Self { history })
    }

    /// Every version, oldest first.
    pub fn all(&self) -> &[Entry<E>] {
        &self.history
    }

    /// The version written last.
    pub fn newest(&self) -> Option<&Entry<E>> {
        self.history.last()
    }

    /// How often it was written: what a form sends back.
    pub fn count(&self) -> usize {
        self.history.len()
    }

    /// The place of the next version.
    pub fn next_sequence(&self) -> Sequence {
        self.newest().map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }
}

/// A text on one line, the white space in it made single.
fn line(check: &mut Check, field: &'static str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (characters, most) = (text.chars().count(), MOST_LINE);
    let long = Problem::TooLong {
        field,
        characters,
        most,
    };
    check.that(characters <= most, long);
    text
}

/// A text on one line that must be there.
fn must(check: &mut Check, field: &'static str, text: &str) -> String {
    let text = line(check, field, text);
    check.that(!text.is_empty(), Problem::Missing { field });
    text
}

/// A text of several lines that may be left out.
fn text(check: &mut Check, field: &'static str, text: &str) -> String {
    let words = check.words_if_any(field, text);
    words.map(|words| words.reveal().to_owned()).unwrap_or_default()
}
