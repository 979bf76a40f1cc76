//! The clock of the machine: read here and nowhere else.

use jiff::Timestamp;
use store::Clock;

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock; everything else is given it"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
