//! All rules and signs of a pupil on a day, or replayed day by day; duties; the budget. Pure.
//!
//! The floor where counts, rules and signs meet: [`screen`] answers about one day, [`Replay`] day by day with only what
//! was known then, [`duties`] says what people carry.

#![warn(clippy::indexing_slicing)]

mod duty;
mod early;
pub mod evaluate;
mod replay;
mod screen;
mod tryout;

pub use duty::{Duty, Ground, Held, Upcoming, as_known, duties, held, lays_duty, upcoming};
pub use early::{Told, detector, detector_as_of, record_pupil, told};
pub use replay::{Alert, Event, HintsSaid, News, Replay, Said};
pub use screen::{Screened, screen, screen_pupil};
pub use tryout::{Comparison, Definition, Met, Month, Tried, compare};
