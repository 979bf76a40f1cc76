//! The one place that gives the instant, and the ids made from it.

use core::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use uuid::Uuid;

use crate::error::StoreError;

/// Gives the instant. `SystemClock` is made in `cli::main` and nowhere else; tests use [`FixedClock`].
pub trait Clock: fmt::Debug + Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct FixedClock(std::sync::Mutex<Timestamp>);

impl FixedClock {
    /// A clock that stands at this instant.
    pub const fn new(at: Timestamp) -> Self {
        Self(std::sync::Mutex::new(at))
    }

    /// Lets the clock stand at another instant.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The Danish calendar date at this instant; deadlines are counted from it.
pub fn today(clock: &dyn Clock, copenhagen: &TimeZone) -> Date {
    clock.now().to_zoned(copenhagen.clone()).date()
}

/// An instant as it is kept: whole microseconds since 1970.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.round(Unit::Microsecond).unwrap_or(at).as_microsecond()
}

/// An instant as it was kept; the first instant of 1970 when it lies outside what the calendar knows.
pub(crate) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Bytes nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Randomness)?;
    Ok(bytes)
}

/// A new id: sorted by the instant it was made at, else random.
pub(crate) fn new_uuid(at: Timestamp) -> Result<Uuid, StoreError> {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random::<10>()?).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_instant_they_were_made_at() {
        let early = new_uuid(Timestamp::from_second(1_700_000_000).unwrap()).unwrap();
        let late = new_uuid(Timestamp::from_second(1_800_000_000).unwrap()).unwrap();
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
        assert_ne!(early, new_uuid(Timestamp::from_second(1_700_000_000).unwrap()).unwrap());
    }

    #[test]
    fn the_day_is_the_one_in_copenhagen() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let clock = FixedClock::new("2026-06-30T22:30:00Z".parse().unwrap());
        assert_eq!(today(&clock, &zone), jiff::civil::date(2026, 7, 1));
    }
}
