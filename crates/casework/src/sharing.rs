//! What the municipality has decided may be shared with whom outside the school, and what for: its own table, beside the
//! law and never instead of it. It gives nobody a ground; it says what a ground is asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::case::vocabulary::{DataKind, PartyRole};
use crate::problem::{Check, Problem, Problems};

/// The most letters of a purpose and of who decided the table.
pub const LONGEST: usize = 300;

/// What may be shared with somebody who is one thing to the child.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedWith {
    /// Which kinds of knowledge.
    pub data: BTreeSet<DataKind>,
    /// What for.
    pub purpose: String,
}

/// The municipality's table of who may be told what, and its stricter rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sharing {
    /// By who somebody outside the school is to the child; who is not in it, is not decided about.
    pub with: BTreeMap<PartyRole, SharedWith>,
    /// Whether a meeting with another administration and without the parents asks for their yes, or an exchange under
    /// § 11 e, whatever other ground there is.
    pub consent_when_absent: bool,
    /// Who decided it, and when.
    pub decided: String,
}

impl Sharing {
    /// The same, when it can be kept: rows without any kind of knowledge are left out.
    ///
    /// # Errors
    /// A row without what for, or a table without who decided it.
    pub fn check(mut self) -> Result<Self, Problems> {
        let mut check = Check::default();
        self.with.retain(|_, row| !row.data.is_empty());
        for row in self.with.values_mut() {
            row.purpose = row.purpose.trim().to_owned();
            let said = (1..=LONGEST).contains(&row.purpose.chars().count());
            check.that(said, Problem::Missing { field: "purpose" });
        }
        self.decided = self.decided.trim().to_owned();
        let is_empty = self.with.is_empty() && !self.consent_when_absent;
        let said = is_empty || (1..=LONGEST).contains(&self.decided.chars().count());
        check.that(said, Problem::Missing { field: "decided" });
        check.done(Some(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(data: &[DataKind], purpose: &str) -> SharedWith {
        SharedWith {
            data: data.iter().copied().collect(),
            purpose: purpose.to_owned(),
        }
    }

    #[test]
    fn r305_a_table_says_what_for_and_who_decided_it() {
        let table = |purpose: &str, decided: &str| Sharing {
            with: BTreeMap::from([
                (PartyRole::Ppr, row(&[DataKind::Attendance], purpose)),
                (PartyRole::Bup, row(&[], "")),
            ]),
            decided: decided.to_owned(),
            ..Sharing::default()
        };
        let kept = table(" Råd til skolen ", "Udvalget 3.2.2026").check().unwrap();
        assert_eq!(
            kept.with,
            BTreeMap::from([(PartyRole::Ppr, row(&[DataKind::Attendance], "Råd til skolen"))])
        );
        assert!(table("", "Udvalget").check().is_err());
        assert!(table("Råd", " ").check().is_err());
        assert!(table("Råd", &"æ".repeat(LONGEST + 1)).check().is_err());
        assert_eq!(
            Sharing::default().check().unwrap(),
            Sharing::default(),
            "nothing decided"
        );
        let strict = Sharing {
            consent_when_absent: true,
            ..Sharing::default()
        };
        assert!(strict.check().is_err(), "R-319 is somebody's decision too");
    }
}
