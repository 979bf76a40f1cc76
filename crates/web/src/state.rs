//! What every handler can reach.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use access::Demands;
use casework::concern::ConcernSettings;
use casework::deadline::ClosedDays;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use letters::Templates;
use serde::de::DeserializeOwned;
use statute::RulePack;
use store::{Setting, Store, StoreError};

use crate::Frame;
use crate::pace::Pace;

/// The steps at which "not found" is answered: far above what looking and writing it down takes, so that the time tells
/// nothing of what was looked at; far below what a person notices.
const REFUSALS_AT: Duration = Duration::from_millis(25);

/// What the operator decides before the program starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The municipality's name as shown in the header.
    pub municipality: String,
    /// Proxies whose word about where a request comes from is believed.
    pub proxies: Vec<IpAddr>,
    /// How the program is reached from outside, such as `https://naervaer.example`; else as each request says it.
    pub site: Option<String>,
    /// Whether cookies carry `Secure`: always, except on a loopback address over plain http.
    pub secure_cookies: bool,
    /// Whether this is the made-up municipality; said on every page.
    pub demo: bool,
    /// The time zone days are counted in: Europe/Copenhagen.
    pub zone: TimeZone,
}

/// The rules given with what the municipality has decided in *Opsætning*: its own rules, and the choices on top of them.
///
/// # Errors
/// When the database cannot answer, or keeps a rule this program cannot read.
pub async fn municipal_rules(store: &Store, base: RulePack) -> Result<RulePack, StoreError> {
    let rules = store.local_rules(base).await?;
    let settings = store.setting_list().await?;
    let Some(chosen) = settings.iter().find(|s| s.name == crate::setup::RULES_SETTING) else {
        return Ok(rules);
    };
    Ok(rules.clone().with_file(&chosen.value).unwrap_or_else(|problem| {
        tracing::error!(%problem, "the municipality's choices of rules cannot be read");
        rules
    }))
}

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What is kept.
    pub store: Store,
    /// The operator's decisions.
    pub settings: Arc<Settings>,
    /// The texts of letters: the program's, or the municipality's in their place.
    letters: Arc<Templates>,
    /// The rules the program was started with: the shipped ones and the operator's file.
    base: Arc<RulePack>,
    /// The rules of the municipality, changed in place when *Opsætning* changes them.
    rules: Arc<RwLock<Arc<RulePack>>>,
    /// How sure it must be who somebody is, changed in place when *Opsætning* changes it.
    demands: Arc<RwLock<Arc<Demands>>>,
    /// The passkeys that are being added and asked for.
    pub(crate) ceremonies: Arc<crate::account::Ceremonies>,
    /// Those whose sign-in is trusted, and the sign-ins under way.
    pub(crate) vouching: Arc<crate::account::Vouching>,
    /// Where somebody who finds a hole may say so; a `mailto:` or `https:` address.
    security_contact: Option<Arc<str>>,
    /// What is not found is answered only at whole steps of this since it was asked.
    pub(crate) refusals_at: Duration,
    /// Whether mail can be sent: the program was told of a mail server.
    mail: bool,
    /// How fast each visitor asks.
    pub(crate) pace: Arc<Pace>,
    /// Held from looking whether a class is there until it is written: of two who write the same one, one is told.
    pub(crate) setting_up: Arc<tokio::sync::Mutex<()>>,
}

impl AppState {
    /// A program over this store.
    pub fn new(store: Store, settings: Settings, rules: RulePack) -> Self {
        let base = Arc::new(rules.with_named());
        Self {
            store,
            settings: Arc::new(settings),
            letters: Arc::new(Templates::shipped()),
            rules: Arc::new(RwLock::new(Arc::clone(&base))),
            demands: Arc::default(),
            ceremonies: Arc::default(),
            vouching: Arc::default(),
            security_contact: None,
            refusals_at: REFUSALS_AT,
            mail: false,
            pace: Arc::default(),
            setting_up: Arc::default(),
            base,
        }
    }

    /// The same program answering what is not found at whole steps of this since it was asked; at once when it is nothing,
    /// for tests that ask ten thousand times.
    #[must_use]
    pub fn with_refusals_at(self, step: Duration) -> Self {
        Self {
            refusals_at: step,
            ..self
        }
    }

    /// The same program with the municipality's own texts of letters.
    #[must_use]
    pub fn with_letters(self, templates: Templates) -> Self {
        Self {
            letters: Arc::new(templates),
            ..self
        }
    }

    /// The same program with those whose sign-in is trusted.
    #[must_use]
    pub fn with_vouching(self, vouching: crate::account::Vouching) -> Self {
        Self {
            vouching: Arc::new(vouching),
            ..self
        }
    }

    /// The same program saying in `security.txt` where a hole may be told of: a `mailto:` or `https:` address.
    #[must_use]
    pub fn with_security_contact(self, contact: Option<&str>) -> Self {
        Self {
            security_contact: contact.map(Arc::from),
            ..self
        }
    }

    /// The same program, where mail can be sent: families may then choose to be told of news.
    #[must_use]
    pub fn with_mail(self, mail: bool) -> Self {
        Self { mail, ..self }
    }

    /// Whether mail can be sent.
    pub(crate) const fn mail(&self) -> bool {
        self.mail
    }

    /// Where somebody who finds a hole may say so.
    pub(crate) fn security_contact(&self) -> Option<&str> {
        self.security_contact.as_deref()
    }

    /// The texts of letters.
    pub fn letters(&self) -> Arc<Templates> {
        Arc::clone(&self.letters)
    }

    /// The rules of the municipality as they stand, the named ones always among them.
    pub fn rules(&self) -> Arc<RulePack> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How sure it must be who somebody is, as the municipality has chosen.
    pub fn demands(&self) -> Arc<Demands> {
        Arc::clone(&self.demands.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts in force how sure it must be who somebody is.
    ///
    /// # Errors
    /// When the database cannot answer, or keeps demands nobody can read: what cannot be read demands nothing, so those of
    /// before stay in force.
    pub async fn demands_load(&self) -> Result<(), StoreError> {
        let name = crate::setup::DEMANDS_SETTING;
        let settings = self.store.setting_list().await?;
        let demands = match settings.iter().find(|setting| setting.name == name) {
            None => Demands::default(),
            Some(chosen) => serde_json::from_str(&chosen.value).map_err(|_| StoreError::Value {
                what: "demand on who somebody is",
                value: chosen.value.clone(),
            })?,
        };
        *self.demands.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(demands);
        Ok(())
    }

    /// Puts in force what the municipality has decided in *Opsætning*: its own rules, and the choices on top of them.
    ///
    /// # Errors
    /// When the database cannot answer, or keeps a rule this program cannot read.
    pub async fn rules_load(&self) -> Result<(), StoreError> {
        let rules = municipal_rules(&self.store, (*self.base).clone()).await?;
        let rules = rules.with_named();
        let mut in_force = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        // What is remembered of every pupil holds for as long as the rules are the same ones.
        if **in_force != rules {
            *in_force = Arc::new(rules);
        }
        Ok(())
    }

    /// The frame of a page that shows early signs: in the first moments after a start it says that they are to come.
    pub async fn with_signs(&self, frame: Frame) -> Frame {
        if self.store.early_is_ready().await {
            return frame;
        }
        let coming = frame.t("signs-coming");
        Frame {
            notice: Some(
                frame
                    .notice
                    .map_or_else(|| coming.clone(), |done| format!("{done} {coming}")),
            ),
            ..frame
        }
    }

    /// How soon people here answer each other, as the municipality has chosen.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn answer_settings(&self) -> Result<ConcernSettings, StoreError> {
        self.setting(crate::setup::ANSWERS_SETTING).await
    }

    /// The days that are no working days here by the municipality's own choice; none of them before it has chosen.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn closed_days(&self) -> Result<ClosedDays, StoreError> {
        self.setting(crate::setup::CLOSED_SETTING).await
    }

    /// What the municipality has chosen under a name, or what is usual; one that cannot be read is told in the log.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn setting<T: Default + DeserializeOwned>(&self, name: &str) -> Result<T, StoreError> {
        let settings = self.store.setting_list().await?;
        let chosen = settings.iter().find(|setting| setting.name == name);
        Ok(match chosen.map(|setting| serde_json::from_str(&setting.value)) {
            None => T::default(),
            Some(Ok(chosen)) => chosen,
            Some(Err(problem)) => {
                tracing::error!(name, %problem, "what the municipality has chosen cannot be read");
                T::default()
            }
        })
    }

    /// Everything the municipality has chosen under a name, newest first; what this release cannot read is left out and told
    /// in the log.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn setting_versions<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Vec<(Setting, T)>, StoreError> {
        let kept = self.store.setting_history(name).await?.into_iter();
        let read = |setting: Setting| match serde_json::from_str(&setting.value) {
            Ok(chosen) => Some((setting, chosen)),
            Err(problem) => {
                tracing::error!(name, %problem, "what the municipality had chosen cannot be read");
                None
            }
        };
        Ok(kept.filter_map(read).collect())
    }

    /// How often something was set: what a form sends back, so that of two who set it at once one is told.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn setting_sequence(&self, name: &str) -> Result<i64, StoreError> {
        let settings = self.store.setting_list().await?;
        let kept = settings.iter().find(|setting| setting.name == name);
        Ok(kept.map_or(0, |setting| setting.sequence))
    }

    /// The Danish calendar date now.
    pub fn today(&self) -> Date {
        self.store.today()
    }
}
