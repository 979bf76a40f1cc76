//! School calendars; absence marks as bit planes; exact measures. Measures, never judges.
//!
//! This crate knows no threshold and no law. It answers how many half days, days, spells and runs a pupil has in a
//! window, in whole numbers, and on which dates. Start at [`Register`], then [`Track`].

#![warn(clippy::indexing_slicing)]

mod calendar;
pub mod kernel;
mod kind;
mod measure;
mod register;
mod track;

pub use calendar::{Calendar, CalendarError, MOST_DAYS_A_QUARTER, Quarter, SchoolYear, Span};
pub use kind::{
    Categories, Category, DayWeight, Grade, HalfDays, Kind, Note, NotesPerDay, Provision, SchoolDays, SchoolKind, Slot,
    Slots,
};
pub use measure::{Measures, Window};
pub use register::{
    CalendarIx, Class, ClassIx, Enrolment, NotCounted, NotingSource, PupilDays, PupilIx, Register, RegisterError,
    School, SchoolIx, SlotState,
};
pub use track::{DayView, OnDay, PupilDay, Run, Spells, Track};
