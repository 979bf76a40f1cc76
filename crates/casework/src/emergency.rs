//! Emergency access (da: nødadgang): why somebody who may not see a child today must, and what the data protection officer
//! found. Who may open it and what it opens is `access`' to say.

use crate::concern::words;
use crate::problem::{Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use serde::{Deserialize, Serialize};

words! {
    /// What kind of reason it is.
    EmergencyKind {
        /// Somebody is seriously concerned for the child now (da: alvorlig bekymring).
        SeriousConcern = "serious_concern",
        /// Whoever coordinates the case cannot be reached (da: tovholderen kan ikke nås).
        CoordinatorAway = "coordinator_away",
        /// The child or a parent has turned to somebody who must answer now (da: barnet eller en forælder henvender sig).
        FamilyCalls = "family_calls",
        /// Another authority asks and cannot wait (da: en anden myndighed spørger).
        AuthorityAsks = "authority_asks",
        /// Something else; the words say what.
        Other = "other",
    }
}

words! {
    /// What the data protection officer found.
    EmergencyFinding {
        /// It was right to open it.
        Right = "right",
        /// It was not.
        NotRight = "not_right",
    }
}

/// What somebody typed to open it.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyDraft {
    /// What kind of reason. Field `kind`.
    pub kind: Option<EmergencyKind>,
    /// The reason in words. Field `reason`.
    pub reason: String,
}

/// Why it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyReason {
    /// What kind of reason.
    pub kind: EmergencyKind,
    /// In words.
    pub words: OwnWords,
}

impl EmergencyDraft {
    /// The reason, whole.
    ///
    /// # Errors
    /// Without a kind or without words: nobody opens it without saying why.
    pub fn check(&self) -> Result<EmergencyReason, Problems> {
        let mut check = Check::default();
        check.that(self.kind.is_some(), Problem::Missing { field: "kind" });
        let words = check.words("reason", &self.reason);
        check.done(
            self.kind
                .zip(words)
                .map(|(kind, words)| EmergencyReason { kind, words }),
        )
    }
}

veiled!(EmergencyDraft, EmergencyReason);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_opens_it_without_a_kind_of_reason_and_words() {
        let of = |kind, reason: &str| EmergencyDraft {
            kind,
            reason: reason.to_owned(),
        };
        let kind = Some(EmergencyKind::CoordinatorAway);
        assert!(of(kind, "Tovholderen er syg, og mor har ringet.").check().is_ok());
        let fields = |draft: EmergencyDraft| -> Vec<&'static str> {
            let problems = draft.check().err().unwrap();
            problems.all().iter().map(Problem::field).collect()
        };
        assert_eq!(fields(of(None, " \n")), ["kind", "reason"]);
        assert_eq!(fields(of(kind, "")), ["reason"]);
        assert_eq!(format!("{:?}", of(kind, "ord")), "EmergencyDraft(…)");
    }
}
