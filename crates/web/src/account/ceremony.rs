//! What waits for a browser's answer about a passkey: one thing a session, for a few minutes, used once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use casework::SessionId;
use identity::passkey::{Adding, Asking};
use jiff::{SignedDuration, Timestamp};

/// A browser has so long to answer.
const WAITS: SignedDuration = SignedDuration::from_mins(10);

/// What was asked.
pub(crate) enum Ceremony {
    /// For a new passkey.
    Adding(Adding),
    /// For a signature.
    Asking(Asking),
}

/// What is waited for, by session.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<HashMap<SessionId, (Timestamp, Ceremony)>>);

impl Ceremonies {
    /// Waits for an answer in a session, instead of what it waited for before.
    pub(crate) fn put(&self, session: SessionId, now: Timestamp, ceremony: Ceremony) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (since, _)| now.duration_since(*since) < WAITS);
        waiting.insert(session, (now, ceremony));
    }

    /// What is waited for in a session, which then no longer waits.
    pub(crate) fn take(&self, session: SessionId, now: Timestamp) -> Option<Ceremony> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, ceremony) = waiting.remove(&session)?;
        (now.duration_since(since) < WAITS).then_some(ceremony)
    }
}
