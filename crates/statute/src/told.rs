//! Duties that begin when somebody is told something: no count of absence holds them, only the day it was told.

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::RuleError;
use crate::rule::Bilingual;

const ENVIRONMENT_PLAN: &str = include_str!("../rules/told/environment_plan.toml");

/// A duty that begins when somebody is told something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldDuty {
    /// Its fixed identifier, such as `dk.environment.plan`.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    versions: Vec<ToldVersion>,
}

/// Such a duty from one day on, until the next version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldVersion {
    /// The first day it is in force.
    pub from: Date,
    /// How many working days (da: arbejdsdage) there are after the day it was told.
    pub working_days: u16,
    /// What must be done.
    pub duty: Bilingual,
    /// The paragraph it rests on.
    pub source: String,
    /// Where it can be read.
    pub link: String,
    /// The day somebody last held it against the source.
    pub checked: Date,
}

impl ToldDuty {
    /// The action plan for the children's environment (da: handlingsplan), undervisningsmiljøloven § 1 c.
    ///
    /// # Errors
    /// Never for a released program: a test reads the shipped file.
    pub fn environment_plan() -> Result<Self, RuleError> {
        Self::from_toml(ENVIRONMENT_PLAN)
    }

    fn from_toml(text: &str) -> Result<Self, RuleError> {
        let duty: Self = toml::from_str(text).map_err(|source| RuleError::Toml {
            source: Box::new(source),
        })?;
        let mut pairs = duty.versions.iter().zip(duty.versions.iter().skip(1));
        match pairs.find(|(before, after)| after.from <= before.from) {
            Some((_, after)) => Err(RuleError::Order {
                id: duty.id.clone(),
                day: after.from,
            }),
            None => Ok(duty),
        }
    }

    /// The version in force on a day.
    ///
    /// # Errors
    /// [`RuleError::NotInForce`] for a day before the first one.
    pub fn on(&self, day: Date) -> Result<&ToldVersion, RuleError> {
        let in_force = self.versions.iter().rev().find(|version| version.from <= day);
        in_force.ok_or_else(|| RuleError::NotInForce {
            id: self.id.clone(),
            day,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r304_ten_working_days_from_the_day_the_law_came_into_force_and_an_error_before() {
        let duty = ToldDuty::environment_plan().unwrap();
        assert_eq!(duty.on(date(2026, 11, 20)).unwrap().working_days, 10);
        assert_eq!(duty.on(date(2017, 8, 1)).unwrap().from, date(2017, 8, 1));
        assert!(matches!(
            duty.on(date(2017, 7, 31)),
            Err(RuleError::NotInForce { day, .. }) if day == date(2017, 7, 31)
        ));
        let text = &duty.on(date(2026, 11, 20)).unwrap().duty;
        for words in [&text.da, &text.en] {
            assert!(words.contains("10 "), "the text says the number it stands for: {words}");
        }
    }

    #[test]
    fn versions_out_of_order_are_refused() {
        let (_, second) = ENVIRONMENT_PLAN.split_once("[[versions]]").unwrap();
        let twice = format!("{ENVIRONMENT_PLAN}\n[[versions]]{second}");
        assert!(matches!(ToldDuty::from_toml(&twice), Err(RuleError::Order { .. })));
    }
}
