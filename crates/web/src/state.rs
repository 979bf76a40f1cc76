//! What every handler can reach.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use casework::concern::ConcernSettings;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use statute::RulePack;
use store::{Store, StoreError};

/// What the operator decides before the program starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The municipality's name as shown in the header.
    pub municipality: String,
    /// Proxies whose word about where a request comes from is believed.
    pub proxies: Vec<IpAddr>,
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
    /// What is kept.
    pub store: Store,
    /// The operator's decisions.
    pub settings: Arc<Settings>,
    /// The rules of the municipality, changed in place when *Opsætning* changes them.
    pub rules: Arc<RwLock<Arc<RulePack>>>,
}

impl AppState {
    /// A program over this store.
    pub fn new(store: Store, settings: Settings, rules: RulePack) -> Self {
        Self {
            store,
            settings: Arc::new(settings),
            rules: Arc::new(RwLock::new(Arc::new(rules.with_named()))),
        }
    }

    /// The rules of the municipality as they stand, the named ones always among them.
    pub fn rules(&self) -> Arc<RulePack> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other rules in force.
    pub fn rules_put(&self, rules: RulePack) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules.with_named());
    }

    /// Puts the choices in force that the municipality has made in *Opsætning*.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn rules_load(&self) -> Result<(), StoreError> {
        let settings = self.store.setting_list().await?;
        if let Some(chosen) = settings
            .iter()
            .find(|setting| setting.name == crate::setup::RULES_SETTING)
        {
            match (*self.rules()).clone().with_file(&chosen.value) {
                Ok(rules) => self.rules_put(rules),
                Err(problem) => tracing::error!(%problem, "the municipality's choices of rules cannot be read"),
            }
        }
        Ok(())
    }

    /// How soon people here answer each other, as the municipality has chosen.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn answer_settings(&self) -> Result<ConcernSettings, StoreError> {
        let settings = self.store.setting_list().await?;
        let chosen = settings
            .iter()
            .find(|setting| setting.name == crate::setup::ANSWERS_SETTING)
            .map(|setting| serde_json::from_str(&setting.value));
        Ok(match chosen {
            None => ConcernSettings::default(),
            Some(Ok(chosen)) => chosen,
            Some(Err(problem)) => {
                tracing::error!(%problem, "the municipality's days to answer cannot be read");
                ConcernSettings::default()
            }
        })
    }

    /// The Danish calendar date now.
    pub fn today(&self) -> Date {
        self.store.today()
    }
}
