//! What can be wrong with a rule or with a question to it.

use jiff::civil::Date;
use thiserror::Error;

/// What can be wrong with a rule or with a question to it.
#[derive(Debug, Error)]
pub enum RuleError {
    /// The text is not the TOML of a rule.
    #[error("the rules file cannot be read: {source}")]
    Toml {
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Not an identifier.
    #[error(
        "`{given}` is not a rule id: words of lower-case letters and digits with dots between, such as `local.run5`"
    )]
    Id {
        /// As written.
        given: String,
    },
    /// A field says something a rule cannot say.
    #[error("rule `{id}`: `{field}` cannot be `{given}`")]
    Field {
        /// Which rule.
        id: String,
        /// Which field.
        field: &'static str,
        /// As written.
        given: String,
    },
    /// Versions out of order.
    #[error("rule `{id}`: the version from {day} does not come after the one before it")]
    Order {
        /// Which rule.
        id: String,
        /// The first day of the later version.
        day: Date,
    },
    /// A day before the first version.
    #[error("rule `{id}` has no version in force on {day}")]
    NotInForce {
        /// Which rule.
        id: String,
        /// The day asked about.
        day: Date,
    },
    /// A municipality tried to change the law.
    #[error("rule `{id}` is locked: a municipality cannot change it, only add rules of its own")]
    Locked {
        /// Which rule.
        id: String,
    },
    /// No rule has this identifier, or none matches this pattern.
    #[error("no rule is called `{given}`")]
    Unknown {
        /// As written.
        given: String,
    },
    /// A setting the program does not know.
    #[error("setting `{setting}` cannot be `{given}`; it can be {allowed}")]
    Setting {
        /// Which setting.
        setting: &'static str,
        /// As written.
        given: String,
        /// What it can be.
        allowed: &'static str,
    },
}
