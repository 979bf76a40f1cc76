//! A made-up municipality: schools, children, registers and staff from one seed, always the same.
//!
//! [`municipality`] reads no clock and no file. The same seed on a later day gives the same history and some more: the
//! marks of an earlier day are the first marks of a later one, so that a demonstration fills itself up at each start.
//! How much absence there is, and how it is spread, follows the Danish figures of 2023/24 (see the tests in
//! `tests/figures.rs`); how it comes and goes through a year is made up, with no real child behind it.

#![cfg_attr(not(test), warn(clippy::indexing_slicing))]

mod course;
mod dice;
mod folder;
mod hints;
mod holidays;
mod names;
pub mod people;
mod person;
mod places;
pub mod practice;
mod roster;
mod rows;
mod staff;
mod story;
mod told;
mod town;
mod year;

use jiff::civil::Date;

pub use town::Scale;

/// A municipality with so many schools and about so many children, in the school year of `until` and the two before it.
///
/// `demo` shows 8 schools and 4,000 children.
pub fn municipality(seed: u64, schools: u16, pupils: u32, until: Date) -> Municipality {
    Scale {
        seed,
        schools,
        pupils,
        years: 3,
        until,
    }
    .municipality()
}

pub use story::{Cases, Story, Told};

pub use rows::{Class, Enrolment, Mark, Municipality, NotedBy, Noting, Partial, Pattern, Pupil, Role, School, Staff};
