//! All rules and signs of a pupil on a day, or replayed day by day; duties; the budget. Pure.
//!
//! The floor where counts, rules and signs meet: [`screen`] answers about one day.

#![warn(clippy::indexing_slicing)]

mod duty;
mod screen;

pub use duty::{Duty, Ground, Held, Upcoming, duties, held, lays_duty, upcoming};
pub use screen::{Screened, screen, screen_pupil};
