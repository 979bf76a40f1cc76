//! What everybody should know, and what some must know more of (da: viden): short pages the municipality writes, for all or
//! for some roles.

use crate::case::vocabulary::Audience;
use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::KnowledgeId;
use crate::option::Done;
use crate::practice::{line, listed, must, text};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most characters of a title.
pub const MOST_TITLE: usize = 120;

words! {
    /// How much a page asks of its reader.
    Depth {
        /// For everybody who works with children.
        Basic = "basic",
        /// For those whom others ask.
        Deep = "deep",
    }
}

listed!(Depth = "depth");

/// What a page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeContent {
    /// Its title.
    pub title: String,
    /// How much it asks.
    pub depth: Depth,
    /// For whom it is.
    pub audiences: BTreeSet<Audience>,
    /// The page itself.
    pub text: String,
    /// Where it was found, or where one reads on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// A version of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeVersion {
    /// What was done.
    pub done: Done,
    /// What it says since.
    pub content: KnowledgeContent,
    /// Why, or who decided it.
    pub because: String,
}

/// A page as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgePage {
    /// Its id.
    pub id: KnowledgeId,
    /// What it says.
    pub content: KnowledgeContent,
    /// Whether it is in use. A page that is not stays readable.
    pub in_use: bool,
    /// Its versions, oldest first.
    pub history: Vec<Entry<KnowledgeVersion>>,
}

impl KnowledgePage {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, or a version cannot follow the one before.
    pub fn from_history(id: KnowledgeId, history: Vec<Entry<KnowledgeVersion>>) -> Result<Self, CaseworkError> {
        whole("knowledge page", &history)?;
        let mut in_use = None;
        for entry in &history {
            in_use = Some(match (in_use, entry.event.done) {
                (None, Done::Written) | (Some(true), Done::Changed) | (Some(false), Done::BroughtBack) => true,
                (Some(true), Done::TakenOut) => false,
                _ => {
                    return Err(CaseworkError::Impossible {
                        thing: "knowledge page",
                        sequence: entry.sequence.number(),
                    });
                }
            });
        }
        let thing = "knowledge page";
        let last = history.last().ok_or(CaseworkError::Empty { thing })?;
        Ok(Self {
            id,
            content: last.event.content.clone(),
            in_use: in_use.unwrap_or_default(),
            history,
        })
    }

    /// The place of the next version.
    pub fn next_sequence(&self) -> Sequence {
        let last = self.history.last();
        last.map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// Whether it is for somebody: for everybody, or for the role looked for.
    pub fn is_for(&self, audience: Audience) -> bool {
        let audiences = &self.content.audiences;
        audiences.contains(&audience) || audiences.contains(&Audience::Everybody)
    }

    /// The version that takes it out of use, or brings it back.
    ///
    /// # Errors
    /// Without a reason.
    pub fn turn(&self, because: &str) -> Result<KnowledgeVersion, Problems> {
        let mut check = Check::default();
        let because = must(&mut check, "because", because);
        check.done(Some(KnowledgeVersion {
            done: if self.in_use { Done::TakenOut } else { Done::BroughtBack },
            content: self.content.clone(),
            because,
        }))
    }
}

/// What a person typed about a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnowledgeDraft {
    /// Its title. Field `title`.
    pub title: String,
    /// How much it asks. Field `depth`.
    pub depth: Option<Depth>,
    /// For whom. Field `audiences`.
    pub audiences: BTreeSet<Audience>,
    /// The page. Field `text`.
    pub text: String,
    /// Where it was found. Field `source`; may be left out.
    pub source: String,
    /// Why. Field `because`.
    pub because: String,
}

impl KnowledgeDraft {
    /// What a page says now, for a form that says it anew.
    pub fn of(content: &KnowledgeContent) -> Self {
        Self {
            title: content.title.clone(),
            depth: Some(content.depth),
            audiences: content.audiences.clone(),
            text: content.text.clone(),
            source: content.source.clone(),
            because: String::new(),
        }
    }

    /// The version to keep: a change of `standing`, or a new page.
    ///
    /// # Errors
    /// All problems of the form; when `standing` is out of use.
    pub fn check(&self, standing: Option<&KnowledgePage>) -> Result<KnowledgeVersion, Problems> {
        let mut check = Check::default();
        let gone = Problem::NotNow {
            what: "knowledge-changed",
        };
        check.that(standing.is_none_or(|page| page.in_use), gone);
        let title = must(&mut check, "title", &self.title);
        let characters = title.chars().count();
        let long = Problem::TooLong {
            field: "title",
            characters,
            most: MOST_TITLE,
        };
        check.that(characters <= MOST_TITLE, long);
        check.that(self.depth.is_some(), Problem::Missing { field: "depth" });
        check.that(!self.audiences.is_empty(), Problem::Missing { field: "audiences" });
        let said = text(&mut check, "text", &self.text);
        check.that(!said.is_empty(), Problem::Missing { field: "text" });
        let source = line(&mut check, "source", &self.source);
        let because = must(&mut check, "because", &self.because);
        check.done(self.depth.map(|depth| KnowledgeVersion {
            done: if standing.is_some() {
                Done::Changed
            } else {
                Done::Written
            },
            content: KnowledgeContent {
                title,
                depth,
                audiences: self.audiences.clone(),
                text: said,
                source,
            },
            because,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    fn page(versions: &[KnowledgeVersion]) -> Result<KnowledgePage, CaseworkError> {
        let entries = (1_u32..).zip(versions).map(|(number, event)| Entry {
            sequence: Sequence::new(number).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(1)),
            on: date(2026, 11, 20),
            at: Timestamp::UNIX_EPOCH,
            event: event.clone(),
        });
        KnowledgePage::from_history(KnowledgeId::from_uuid(Uuid::from_u128(2)), entries.collect())
    }

    #[test]
    fn r065_a_page_is_basic_or_deep_for_some_and_keeps_its_versions() {
        let nothing = KnowledgeDraft::default().check(None).unwrap_err();
        let fields: Vec<_> = nothing.all().iter().map(Problem::field).collect();
        assert_eq!(fields, ["title", "depth", "audiences", "text", "because"]);
        let mut draft = KnowledgeDraft {
            title: "Tidlige tegn".into(),
            depth: Some(Depth::Basic),
            audiences: [Audience::Teacher].into(),
            text: "Kommer sent.\r\nEr ofte alene.".into(),
            source: String::new(),
            because: "Nyt".into(),
        };
        let written = draft.check(None).unwrap();
        let first = page(std::slice::from_ref(&written)).unwrap();
        assert!(first.in_use && first.is_for(Audience::Teacher) && !first.is_for(Audience::Ppr));
        assert_eq!(first.content.text, "Kommer sent.\nEr ofte alene.");
        draft.audiences = [Audience::Everybody].into();
        let changed = draft.check(Some(&first)).unwrap();
        let second = page(&[written.clone(), changed.clone()]).unwrap();
        assert!(second.is_for(Audience::Ppr) && second.turn(" ").is_err());
        let out = second.turn("Forældet").unwrap();
        let gone = page(&[written.clone(), changed.clone(), out.clone()]).unwrap();
        assert!(!gone.in_use && draft.check(Some(&gone)).is_err());
        let back = gone.turn("Alligevel").unwrap();
        assert!(page(&[written.clone(), changed, out.clone(), back]).unwrap().in_use);
        assert!(page(&[out]).is_err() && page(&[written.clone(), written]).is_err());
        draft.title = "å".repeat(MOST_TITLE + 1);
        assert!(draft.check(None).is_err());
    }
}
