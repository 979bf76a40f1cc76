//! Mandates agreed beforehand: what a coordinator, a member of a team or somebody who takes part may decide, in words the
//! municipality has settled once, so that a case begins without asking round.
//!
//! A person chooses one and may change the words: what was agreed in a case is what stands in the case.

use crate::concern::words;
use crate::people::{MOST_LINE, MOST_TEXT, text};
use crate::problem::{Check, Problem, Problems};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Whom a mandate is for.
    MandateFor {
        /// The coordinator.
        Coordinator = "coordinator",
        /// A member of a team.
        TeamMember = "team_member",
        /// Somebody who takes part in a case.
        Participant = "participant",
    }
}

/// One agreed mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandateTemplate {
    /// What it goes by.
    pub name: String,
    /// Whom it is for.
    pub of: MandateFor,
    /// What may be decided, in words.
    pub words: String,
    /// From.
    pub from: Date,
    /// The last day, when it has one.
    pub to: Option<Date>,
}

/// What was typed of one mandate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MandateDraft {
    /// Field `name`.
    pub name: String,
    /// Field `of`.
    pub of: Option<MandateFor>,
    /// Field `words`.
    pub words: String,
    /// Field `from`.
    pub from: String,
    /// Field `to`.
    pub to: String,
}

impl MandateDraft {
    /// A mandate as a form shows it.
    pub fn of(one: &MandateTemplate) -> Self {
        Self {
            name: one.name.clone(),
            of: Some(one.of),
            words: one.words.clone(),
            from: one.from.to_string(),
            to: one.to.map(|to| to.to_string()).unwrap_or_default(),
        }
    }

    /// Whether nothing is said in it: such a row is left out.
    fn is_empty(&self) -> bool {
        self.name.trim().is_empty() && self.words.trim().is_empty()
    }
}

/// The mandates a municipality has agreed on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mandates {
    /// All of them, in the order they were written.
    pub all: Vec<MandateTemplate>,
    /// Who decided them, and when.
    pub decided: String,
}

impl Mandates {
    /// The mandates to keep; empty rows are left out.
    ///
    /// # Errors
    /// A row without a name, whom it is for, words or a first day; a last day before the first; nobody who decided.
    pub fn read(rows: &[MandateDraft], decided: &str) -> Result<Self, Problems> {
        let mut check = Check::default();
        let mut all = Vec::new();
        for row in rows.iter().filter(|row| !row.is_empty()) {
            let name = text(&mut check, "name", &row.name, MOST_LINE);
            let words = text(&mut check, "words", &row.words, MOST_TEXT);
            check.that(!name.is_empty(), Problem::Missing { field: "name" });
            check.that(row.of.is_some(), Problem::Missing { field: "of" });
            check.that(!words.is_empty(), Problem::Missing { field: "words" });
            let from: Option<Date> = row.from.trim().parse().ok();
            check.that(from.is_some(), Problem::Unreadable { field: "from" });
            let typed = row.to.trim();
            let to: Option<Date> = typed.parse().ok();
            check.that(typed.is_empty() || to.is_some(), Problem::Unreadable { field: "to" });
            let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
            check.that(ordered, Problem::NotNow { what: "people-order" });
            all.extend(row.of.zip(from).map(|(of, from)| MandateTemplate {
                name,
                of,
                words,
                from,
                to,
            }));
        }
        let decided = text(&mut check, "decided", decided, MOST_LINE);
        check.that(!decided.is_empty(), Problem::Missing { field: "decided" });
        check.done(Some(Self { all, decided }))
    }

    /// Those that hold on a day for one of these, each with the place it has.
    pub fn in_force(&self, of: MandateFor, day: Date) -> impl Iterator<Item = (usize, &MandateTemplate)> {
        let all = self.all.iter().enumerate();
        all.filter(move |(_, one)| one.of == of && one.from <= day && one.to.is_none_or(|to| day <= to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> MandateDraft {
        MandateDraft {
            name: "Tovholder i et forløb".into(),
            of: Some(MandateFor::Coordinator),
            words: "Må selv ændre skemaet i fire uger.".into(),
            from: "2026-08-01".into(),
            to: String::new(),
        }
    }

    #[test]
    fn r112_a_mandate_holds_from_its_first_day_to_its_last_for_whom_it_is_for() {
        let ended = MandateDraft {
            to: "2026-10-31".into(),
            ..row()
        };
        let kept = Mandates::read(&[row(), MandateDraft::default(), ended], "Skolelederkredsen 1.8.2026").unwrap();
        assert_eq!(kept.all.len(), 2);
        let held = |of, day| kept.in_force(of, day).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(held(MandateFor::Coordinator, Date::constant(2026, 7, 31)), [0_usize; 0]);
        assert_eq!(held(MandateFor::Coordinator, Date::constant(2026, 10, 31)), [0, 1]);
        assert_eq!(held(MandateFor::Coordinator, Date::constant(2026, 11, 1)), [0]);
        assert_eq!(held(MandateFor::TeamMember, Date::constant(2026, 11, 1)), [0_usize; 0]);
        let again: Vec<MandateDraft> = kept.all.iter().map(MandateDraft::of).collect();
        assert_eq!(Mandates::read(&again, &kept.decided).unwrap(), kept);
    }

    #[test]
    fn r112_every_problem_is_told_at_once() {
        let broken = MandateDraft {
            of: None,
            words: String::new(),
            from: "i morgen".into(),
            ..row()
        };
        let problems = Mandates::read(&[broken], " ").unwrap_err();
        let fields: Vec<&str> = problems.all().iter().map(Problem::field).collect();
        assert_eq!(fields, ["of", "words", "from", "decided"]);
    }
}
