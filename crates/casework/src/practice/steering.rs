//! What a municipality decides about its team, who does the team's work, and the half-yearly look at
//! whether the model lives. Shown on one page with the days it is looked at again.
//!
//! Words and dates, no measure: what is overdue is a date that has passed.

use crate::concern::words;
use crate::practice::{line, listed, must, text};
use crate::problem::{Check, Problem, Problems};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many years ahead a decision may at most be looked at again.
const MOST_YEARS: i64 = 4;

words! {
    /// What must be decided when a team is set up, in the order of the model.
    Decision {
        /// Which tasks the team has, and how much it handles itself.
        Tasks = "tasks",
        /// Which resources, and whether they match the tasks.
        Resources = "resources",
        /// Who leads the team, and where it belongs.
        Leadership = "leadership",
        /// Whether its members are in it full time or part time.
        Time = "time",
        /// How it fits what there is already.
        Structures = "structures",
        /// Where it sits.
        Placement = "placement",
        /// How it communicates and shares, in which systems, and when consent is needed.
        Sharing = "sharing",
    }
}

words! {
    /// What a team does for children and schools: whoever has no team says who does it instead.
    TeamFunction {
        /// Advice to schools.
        Advice = "advice",
        /// Help with a concrete course.
        Sparring = "sparring",
        /// Takes the task when it is complex.
        TakesOver = "takes_over",
        /// Brings in those who know the child.
        Involves = "involves",
        /// Builds the bridge between home and school.
        Bridges = "bridges",
        /// Deep knowledge schools can reach.
        Knowledge = "knowledge",
        /// Leads across school, PPR and social services.
        Leads = "leads",
    }
}

words! {
    /// The four organisational prerequisites of the model.
    Prerequisite {
        /// A team across disciplines.
        Team = "team",
        /// The model turned into workflows.
        Workflows = "workflows",
        /// The work anchored at the schools: resource persons, sparring that is used, leaders who take part.
        Anchored = "anchored",
        /// Knowledge, and something to do.
        Knowledge = "knowledge",
    }
}

listed!(
    Decision = "decision",
    TeamFunction = "team-function",
    Prerequisite = "prerequisite"
);

/// A version of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionVersion {
    /// What was decided.
    pub text: String,
    /// By whom: a forum or a post.
    pub by: String,
    /// When.
    pub decided_on: Date,
    /// When it is looked at again.
    pub review_on: Date,
}

impl DecisionVersion {
    /// Whether it should have been looked at again.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.review_on < today
    }
}

/// What a person typed about a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionDraft {
    /// What was decided. Field `text`.
    pub text: String,
    /// By whom. Field `by`.
    pub by: String,
    /// When. Field `decided_on`.
    pub decided_on: Option<Date>,
    /// When it is looked at again. Field `review_on`.
    pub review_on: Option<Date>,
}

impl DecisionDraft {
    /// The version to keep.
    ///
    /// # Errors
    /// All problems of the form.
    pub fn check(&self, today: Date) -> Result<DecisionVersion, Problems> {
        let mut check = Check::default();
        let said = text(&mut check, "text", &self.text);
        check.that(!said.is_empty(), Problem::Missing { field: "text" });
        let by = must(&mut check, "by", &self.by);
        check.that(self.decided_on.is_some(), Problem::Missing { field: "decided_on" });
        if let Some(day) = self.decided_on {
            check.behind("decided_on", day, today);
        }
        check.that(self.review_on.is_some(), Problem::Missing { field: "review_on" });
        if let Some(day) = self.review_on {
            let field = "review_on";
            check.that(day > today, Problem::NotAhead { field, day, today });
            let latest = today.saturating_add(Span::new().years(MOST_YEARS));
            check.that(day <= latest, Problem::TooFarAhead { field, day, latest });
        }
        let days = self.decided_on.zip(self.review_on);
        check.done(days.map(|(decided_on, review_on)| DecisionVersion {
            text: said,
            by,
            decided_on,
            review_on,
        }))
    }
}

/// Who does what the team does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pointed {
    /// The forum or person.
    pub who: String,
    /// How one reaches them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
}

/// A version of the map from what a team does to who does it here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionMap {
    /// Who does what; what is not in it, nobody has been pointed out for.
    pub to: BTreeMap<TeamFunction, Pointed>,
    /// Why it was written anew, or who decided it.
    pub because: String,
}

impl FunctionMap {
    /// What nobody has been pointed out for: shown as a lack.
    pub fn unmapped(&self) -> Vec<TeamFunction> {
        let all = TeamFunction::ALL.iter().copied();
        all.filter(|one| !self.to.contains_key(one)).collect()
    }

    /// The same, tidied, when it can be kept. A function may stay open: that it lacks is better seen than filled in.
    ///
    /// # Errors
    /// Texts that are too long, how one reaches nobody, and a missing reason.
    pub fn check(&self) -> Result<Self, Problems> {
        let mut check = Check::default();
        let mut to = BTreeMap::new();
        for (function, pointed) in &self.to {
            let who = line(&mut check, "who", &pointed.who);
            let how = line(&mut check, "how", &pointed.how);
            if who.is_empty() {
                check.that(how.is_empty(), Problem::Missing { field: "who" });
            } else {
                to.insert(*function, Pointed { who, how });
            }
        }
        let because = must(&mut check, "because", &self.because);
        check.done(Some(Self { to, because }))
    }
}

/// What was said about a prerequisite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// How it stands, in words.
    pub words: String,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next: String,
}

/// One half-yearly look at whether the model lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImplementationCheck {
    /// When it was held.
    pub held_on: Date,
    /// Who took part.
    pub with: String,
    /// How each prerequisite stands.
    pub answers: BTreeMap<Prerequisite, Answered>,
    /// When the next one is.
    pub next_on: Date,
}

impl ImplementationCheck {
    /// Whether the next one should have been held.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.next_on < today
    }
}

/// What a person typed about a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckDraft {
    /// When it was held. Field `held_on`.
    pub held_on: Option<Date>,
    /// Who took part. Field `with`.
    pub with: String,
    /// How each prerequisite stands. Fields `words-…` and `next-…`.
    pub answers: BTreeMap<Prerequisite, Answered>,
    /// When the next one is. Field `next_on`.
    pub next_on: Option<Date>,
}

impl CheckDraft {
    /// A check held today, the next one half a year later.
    pub fn today(today: Date) -> Self {
        Self {
            held_on: Some(today),
            next_on: Some(today.saturating_add(Span::new().months(6))),
            ..Self::default()
        }
    }

    /// The check to keep. Each of the four is answered in words: what is not spoken about is what comes as a surprise.
    ///
    /// # Errors
    /// All problems of the form.
    pub fn check(&self, today: Date) -> Result<ImplementationCheck, Problems> {
        let mut check = Check::default();
        check.that(self.held_on.is_some(), Problem::Missing { field: "held_on" });
        if let Some(day) = self.held_on {
            check.behind("held_on", day, today);
        }
        let with = must(&mut check, "with", &self.with);
        let mut answers = BTreeMap::new();
        for one in Prerequisite::ALL {
            let typed = self.answers.get(one).cloned().unwrap_or_default();
            let words = text(&mut check, one.word(), &typed.words);
            check.that(!words.is_empty(), Problem::Missing { field: one.word() });
            let next = text(&mut check, one.word(), &typed.next);
            answers.insert(*one, Answered { words, next });
        }
        let next_on = check.ahead("next_on", self.next_on, today);
        let days = self.held_on.zip(next_on);
        check.done(days.map(|(held_on, next_on)| ImplementationCheck {
            held_on,
            with,
            answers,
            next_on,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn fields(problems: &Problems) -> Vec<&'static str> {
        problems.all().iter().map(Problem::field).collect()
    }

    #[test]
    fn r038_to_r044_a_decision_says_what_by_whom_when_and_when_again() {
        assert_eq!(Decision::ALL.len(), 7);
        let nothing = DecisionDraft::default().check(TODAY).unwrap_err();
        assert_eq!(fields(&nothing), ["text", "by", "decided_on", "review_on"]);
        let draft = DecisionDraft {
            text: " Teamet rådgiver.\r\n".into(),
            by: "Chefgruppen".into(),
            decided_on: Some(TODAY),
            review_on: Some(date(2027, 11, 20)),
        };
        let kept = draft.check(TODAY).unwrap();
        assert_eq!(kept.text, "Teamet rådgiver.");
        assert!(!kept.is_overdue(date(2027, 11, 20)) && kept.is_overdue(date(2027, 11, 21)));
        let wrong = |decided: Date, review: Date| {
            let draft = DecisionDraft {
                decided_on: Some(decided),
                review_on: Some(review),
                ..draft.clone()
            };
            fields(&draft.check(TODAY).unwrap_err())
        };
        assert_eq!(wrong(date(2026, 11, 21), date(2027, 1, 1)), ["decided_on"]);
        assert_eq!(wrong(TODAY, TODAY), ["review_on"]);
        assert_eq!(wrong(TODAY, date(2030, 11, 21)), ["review_on"]);
    }

    #[test]
    fn r045_what_nobody_is_pointed_out_for_is_seen() {
        let pointed = |who: &str, how: &str| Pointed {
            who: who.into(),
            how: how.into(),
        };
        let map = FunctionMap {
            to: [
                (TeamFunction::Advice, pointed(" PPR's  åbne telefon ", "")),
                (TeamFunction::Bridges, pointed(" ", "")),
            ]
            .into(),
            because: "Intet team endnu".into(),
        };
        let kept = map.check().unwrap();
        assert_eq!(kept.to.len(), 1);
        let advice = kept.to.get(&TeamFunction::Advice).map(|one| one.who.as_str());
        assert_eq!(advice, Some("PPR's åbne telefon"));
        assert_eq!(kept.unmapped().len(), TeamFunction::ALL.len() - 1);
        let mut nobody = map;
        nobody.to.insert(TeamFunction::Leads, pointed("", "ring"));
        nobody.because = String::new();
        assert_eq!(fields(&nobody.check().unwrap_err()), ["who", "because"]);
    }

    #[test]
    fn r063_a_check_answers_all_four_in_words_and_has_a_next_day() {
        let mut draft = CheckDraft {
            with: "Chefgruppen og to skoleledere".into(),
            ..CheckDraft::today(TODAY)
        };
        assert_eq!(draft.next_on, Some(date(2027, 5, 20)));
        let words: Vec<_> = Prerequisite::ALL.iter().map(|one| one.word()).collect();
        assert_eq!(fields(&draft.check(TODAY).unwrap_err()), words);
        for one in Prerequisite::ALL {
            let said = Answered {
                words: "Det lever på seks af otte skoler.".into(),
                next: String::new(),
            };
            draft.answers.insert(*one, said);
        }
        let kept = draft.check(TODAY).unwrap();
        assert!(!kept.is_overdue(date(2027, 5, 20)) && kept.is_overdue(date(2027, 5, 21)));
        draft.next_on = Some(TODAY);
        draft.held_on = Some(date(2026, 11, 21));
        assert_eq!(fields(&draft.check(TODAY).unwrap_err()), ["held_on", "next_on"]);
        let stored = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<ImplementationCheck>(&stored).unwrap(), kept);
    }
}
