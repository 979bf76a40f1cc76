//! How fast one visitor may ask: far above any person and any browser, far below a program that never tires.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many requests a visitor may make at once.
const BURST: u32 = 5_000;
/// How many requests a second a visitor may go on with.
const A_SECOND: u32 = 400;
/// How many visitors are remembered before those that have rested are forgotten.
const REMEMBERED: usize = 50_000;
/// How often it is told of one visitor that they are made to wait.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// One visitor's store of requests.
#[derive(Clone, Copy, Debug)]
struct Left {
    requests: u32,
    at: Instant,
    /// When it was last told that the visitor is made to wait.
    told: Option<Instant>,
}

impl Left {
    const fn full(at: Instant) -> Self {
        Self {
            requests: BURST,
            at,
            told: None,
        }
    }

    /// What is left now; a part of a second's worth is given only when it is whole.
    fn now(self, at: Instant) -> Self {
        let rested = at.saturating_duration_since(self.at);
        let step = Duration::from_secs(1) / A_SECOND;
        let more = u32::try_from(rested.as_nanos() / step.as_nanos()).unwrap_or(u32::MAX);
        Self {
            requests: self.requests.saturating_add(more).min(BURST),
            at: self.at + step.saturating_mul(more).min(rested),
            ..self
        }
    }
}

/// Every visitor's store of requests.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<HashMap<String, Left>>);

impl Pace {
    /// Takes one request from a visitor's store; `false` when it is empty and the visitor must wait.
    pub fn take(&self, visitor: &str, at: Instant) -> bool {
        let mut visitors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if visitors.len() >= REMEMBERED && !visitors.contains_key(visitor) {
            visitors.retain(|_, left| left.now(at).requests < BURST);
        }
        let known = visitors.entry(visitor.to_owned()).or_insert(Left::full(at));
        let left = known.now(at);
        let may = left.requests > 0;
        *known = Left {
            requests: left.requests.saturating_sub(1),
            ..left
        };
        may
    }

    /// Whether it is told now that a visitor is made to wait: not again before [`TOLD_EVERY`] has gone.
    pub fn tells(&self, visitor: &str, at: Instant) -> bool {
        let mut visitors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = visitors.get_mut(visitor) else {
            return false;
        };
        let before = known.told.map(|told| at.saturating_duration_since(told));
        let tells = before.is_none_or(|before| before >= TOLD_EVERY);
        if tells {
            known.told = Some(at);
        }
        tells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_never_tires_waits_and_may_go_on_after_a_rest() {
        let (pace, begun) = (Pace::default(), Instant::now());
        let took = (0..BURST + 100).filter(|_| pace.take("a", begun)).count();
        assert_eq!(took, usize::try_from(BURST).unwrap());
        assert!(pace.take("b", begun), "each visitor has a store of its own");
        assert!(pace.tells("a", begun) && !pace.tells("a", begun), "told once");
        assert!(!pace.tells("nobody", begun));
        let later = begun + Duration::from_secs(1);
        let took = (0..BURST).filter(|_| pace.take("a", later)).count();
        assert_eq!(took, usize::try_from(A_SECOND).unwrap());
        let rested = begun + Duration::from_secs(3600);
        assert!(pace.tells("a", rested), "and again when it goes on");
        let took = (0..2 * BURST).filter(|_| pace.take("a", rested)).count();
        assert_eq!(took, usize::try_from(BURST).unwrap());
    }
}
