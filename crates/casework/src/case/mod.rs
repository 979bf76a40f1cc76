//! A case (da: forløb): from the first concern through assessment, plan, trials and follow-up to closing and aftercare.
//!
//! A case is a stream of events; [`Case::from_history`] folds it, [`Case::may`] says what can follow, and why not.
//! Every event has its form in the same table ([`Form`]). What the child, the parents and the professionals see and say
//! is kept apart from it, in streams of their own ([`crate::view`]): a case knows *that* the child has been heard, never
//! what was said.
//!
//! Invariants, held by property tests: a case always has a coordinator and a contact at the school; no
//! entry is lost; nobody's words are changed by somebody else; two people who write at once are both kept.

mod event;
mod form;
mod item;
mod offered;
mod proposed;
mod refusal;
mod rhythm;
mod state;
pub mod vocabulary;
mod week;

pub use event::{AgreedAction, CaseEvent, FORMS};
pub use form::{Answers, Field, Form, Group, Kind, When};
pub use item::{Effect, Item, ItemKind, Items};
pub use offered::OFFERED;
pub use proposed::ProposedTask;
pub use refusal::Refusal;
pub use rhythm::{Ball, Due, DueKind, Holder, Rhythm};
pub use state::{Away, Case, Coordinator, Known, Silent, Term};
pub use week::AgreedWeek;
