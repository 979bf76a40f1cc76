//! Sharing without consent in early, preventive cooperation: once, and exceptionally once more.

use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One exchange of what is private about a child without the parents' consent.
///
/// Source: retssikkerhedsloven § 11 e. Between social services, school, health nurse and day care, as part of early
/// or preventive cooperation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyExchange {
    /// The day of the meeting.
    pub held_on: Date,
    /// How consent was sought or considered first.
    pub consent_sought: OwnWords,
    /// Why sharing was necessary.
    pub necessary_because: OwnWords,
    /// Who took part, by role.
    pub participants: Vec<String>,
}

/// Which of the two meetings the law allows the next one would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowedExchange {
    /// The one exchange.
    First,
    /// One follow-up, in special cases only.
    FollowUp,
}

/// No further exchange on this ground: consent or another legal ground is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("both exchanges of retssikkerhedsloven § 11 e are used")]
pub struct BothUsed;

/// Whether the child's course may have another exchange without consent.
///
/// # Errors
/// [`BothUsed`] from the third on.
pub fn next_early_exchange(held: &[EarlyExchange]) -> Result<AllowedExchange, BothUsed> {
    match held.len() {
        0 => Ok(AllowedExchange::First),
        1 => Ok(AllowedExchange::FollowUp),
        _ => Err(BothUsed),
    }
}

veiled!(EarlyExchange);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn t10_a_third_exchange_is_blocked() {
        let words = |text| OwnWords::from_form(text).unwrap();
        let exchange = EarlyExchange {
            held_on: date(2026, 9, 1),
            consent_sought: words("Forældrene er spurgt og vil tænke over det."),
            necessary_because: words("Eleven har ikke været i skole i tre uger."),
            participants: vec!["skoleleder".into(), "sundhedsplejerske".into()],
        };
        assert_eq!(next_early_exchange(&[]), Ok(AllowedExchange::First));
        assert_eq!(
            next_early_exchange(std::slice::from_ref(&exchange)),
            Ok(AllowedExchange::FollowUp)
        );
        assert_eq!(next_early_exchange(&[exchange.clone(), exchange]), Err(BothUsed));
    }
}
