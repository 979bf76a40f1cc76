//! What every handler can reach.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use statute::RulePack;

/// Gives the present instant; made once, in the binary.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// What the operator decides before the program starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The municipality's name as shown in the header.
    pub municipality: String,
    /// Whether cookies carry `Secure`: always, except on a loopback address over plain http.
    pub secure_cookies: bool,
    /// Whether this is the made-up municipality; said on every page.
    pub demo: bool,
    /// The time zone days are counted in: Europe/Copenhagen.
    pub zone: TimeZone,
}

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The present instant.
    pub clock: Arc<dyn Clock>,
    /// The operator's decisions.
    pub settings: Arc<Settings>,
    /// The rules of the municipality, changed in place when *Opsætning* changes them.
    pub rules: Arc<RwLock<Arc<RulePack>>>,
}

impl AppState {
    /// The rules of the municipality as they stand.
    pub fn rules(&self) -> Arc<RulePack> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The Danish calendar date now.
    pub fn today(&self) -> Date {
        self.clock.now().to_zoned(self.settings.zone.clone()).date()
    }
}
