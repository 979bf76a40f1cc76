//! What a letter or plan says, plus a date, becomes an accessible PDF.
//!
//! Every document is a plain struct of strings, dates and lists ([`AbsenceInformation`], [`Minutes`] and the rest); the
//! caller gives the names. [`Templates::letter`] sets it with typst and gives a [`Letter`]: as a PDF that conforms to
//! PDF/UA-1 and PDF/A-2a (tagged, titled, in Danish, with its fonts inside), as pictures of its pages, and as its text.
//! The texts are in Danish: short, neutral and without blame, those for families with a LIX under 45.
//!
//! A function from values to values: no file is read, nothing is fetched, no clock is asked. The same document gives the
//! same bytes. The texts stand in `templates/`, one file a document; a municipality may hand in its own under the same
//! names ([`Templates::with_own`]). They are tried on a filled-in example before they are taken into use, and one that
//! does not work gives an error with file and line, never half a letter.
//!
//! Nothing is sent from here. A person reads, signs and sends.

mod absence;
mod course;
mod document;
mod insight;
mod letter;
mod meeting;
mod passage;
mod plan;
mod problem;
pub mod samples;
mod template;
mod wording;
mod world;

pub use absence::{AbsenceInformation, CouncilReport, Heard, SickTeachingInvitation};
pub use course::{ClosingAnswers, ClosingNote, EnvironmentPlan, HandOver, NotificationDraft};
pub use document::{Count, DayPart, Days, Document, EvidenceDay, Head, Person, Sender, Task};
pub use insight::{InsightCopy, InsightEntry, InsightHeld, InsightLook, InsightMark, InsightSection};
pub use letter::Letter;
pub use meeting::{ChildAtMeeting, Expected, MeetingCard, Minutes};
pub use passage::{Passage, PassageKind};
pub use plan::{Action, AdultPlan, ChildPlan, ChildStep, Goal, Idea, OtherPlan, Picture, Return};
pub use problem::{LetterError, TemplateProblem};
pub use template::{MOST_TEMPLATE_BYTES, Templates};
pub use wording::MOST_CHARACTERS;
pub use world::drawing;
