//! All rules of a municipality: the shipped ones, locked or editable, and its own.

use attendance::DayWeight;
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::RuleError;
use crate::rule::{RawRule, Rule, RuleId, Status, Version};

/// Every rule shipped with the program, one file a rule.
const SHIPPED: [&str; 19] = [
    include_str!("../rules/dk/unlawful_any.toml"),
    include_str!("../rules/dk/unlawful_10pct.toml"),
    include_str!("../rules/dk/unlawful_15pct.toml"),
    include_str!("../rules/dk/illness_run15.toml"),
    include_str!("../rules/dk/illness_total15.toml"),
    include_str!("../rules/dk/agreement2026_contact.toml"),
    include_str!("../rules/dk/agreement2026_plan.toml"),
    include_str!("../rules/dk/expert2025_contact.toml"),
    include_str!("../rules/dk/expert2025_plan.toml"),
    include_str!("../rules/local/run5.toml"),
    include_str!("../rules/local/days7of20.toml"),
    include_str!("../rules/local/days15of60.toml"),
    include_str!("../rules/local/year10pct.toml"),
    include_str!("../rules/named/illness_spells4of60.toml"),
    include_str!("../rules/named/illness_run7.toml"),
    include_str!("../rules/named/year5pct.toml"),
    include_str!("../rules/named/year10pct.toml"),
    include_str!("../rules/named/year20pct.toml"),
    include_str!("../rules/stat/aalborg.toml"),
];

/// The window over which days of illness are summed; the law names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IllnessTotalWindow {
    /// The school year to date: the protective reading.
    #[default]
    SchoolYear,
    /// The calendar quarter, as the order of 2004 said.
    Quarter,
}

impl IllnessTotalWindow {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SchoolYear => "school_year",
            Self::Quarter => "quarter",
        }
    }
}

/// Which school days of the quarter a share is held against when a pupil came or left in the middle of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Denominator {
    /// Those while the pupil is enrolled.
    #[default]
    Enrolled,
    /// All of the school's.
    WholeQuarter,
}

impl Denominator {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::WholeQuarter => "whole_quarter",
        }
    }
}

/// What the sources leave open and a municipality therefore decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What one missed note of a two-note day weighs.
    pub day_weight: DayWeight,
    /// Over which window illness is summed.
    pub illness_total_window: IllnessTotalWindow,
    /// What a quarterly share is held against.
    pub denominator: Denominator,
}

/// All rules of a municipality and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePack {
    rules: Vec<Rule>,
    settings: Settings,
}

/// A rules file: settings, what is turned on and off, and the municipality's own rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[serde(default)]
    settings: RawSettings,
    #[serde(default)]
    enable: Vec<String>,
    #[serde(default)]
    disable: Vec<String>,
    #[serde(default)]
    rules: Vec<RawRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSettings {
    day_weight: Option<String>,
    illness_total_window: Option<String>,
    denominator: Option<String>,
    #[serde(default)]
    enable: Vec<String>,
    #[serde(default)]
    disable: Vec<String>,
}

impl RulePack {
    /// The rules as shipped, with the default settings.
    ///
    /// # Errors
    /// Never for a released program: a test reads every shipped file.
    pub fn shipped() -> Result<Self, RuleError> {
        let mut rules = SHIPPED
            .iter()
            .map(|text| Rule::from_toml(text))
            .collect::<Result<Vec<_>, _>>()?;
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self {
            rules,
            settings: Settings::default(),
        })
    }

    /// The shipped rules changed by a municipality's rules file (TOML).
    ///
    /// The file may hold `[settings]`, `enable` and `disable` (patterns such as `dk.expert2025.*`) and `[[rules]]` of its
    /// own; a rule with the id of a shipped local rule replaces it. The law cannot be changed or turned off.
    ///
    /// # Errors
    /// When the file cannot be read, names what does not exist, or touches what is locked.
    pub fn with_file(mut self, text: &str) -> Result<Self, RuleError> {
        let file: RulesFile = toml::from_str(text).map_err(|source| RuleError::Toml {
            source: Box::new(source),
        })?;
        file.settings.apply(&mut self.settings)?;
        for raw in file.rules {
            self = self.with_rule(raw.try_into()?)?;
        }
        for pattern in file.enable.iter().chain(&file.settings.enable) {
            self.turn(pattern, true)?;
        }
        for pattern in file.disable.iter().chain(&file.settings.disable) {
            self.turn(pattern, false)?;
        }
        Ok(self)
    }

    /// Adds a municipality's own rule, or replaces a local one.
    ///
    /// # Errors
    /// When its id belongs to a locked rule, or it claims to be law.
    pub fn with_rule(mut self, rule: Rule) -> Result<Self, RuleError> {
        let taken = self.rules.iter().position(|r| r.id == rule.id);
        let locked = taken
            .and_then(|at| self.rules.get(at))
            .is_some_and(|r| r.status.is_locked());
        if locked || rule.status.is_locked() || rule.id.matches("dk.*") {
            return Err(RuleError::Locked {
                id: rule.id.to_string(),
            });
        }
        match taken.and_then(|at| self.rules.get_mut(at)) {
            Some(place) => *place = rule,
            None => {
                self.rules.push(rule);
                self.rules.sort_by(|a, b| a.id.cmp(&b.id));
            }
        }
        Ok(self)
    }

    /// Adds a new rule of the municipality's own, or new versions of a local one: they take the place of every version
    /// from their first day on, so what was in force before stays as it was.
    ///
    /// # Errors
    /// When the id belongs to a locked rule, or the addition is no local rule.
    pub fn with_versions(self, addition: Rule) -> Result<Self, RuleError> {
        let stands = self.rules.iter().find(|r| r.id == addition.id).cloned();
        match stands {
            Some(rule) if rule.status == Status::Local && addition.status == Status::Local => {
                self.with_rule(rule.followed_by(addition))
            }
            Some(rule) => Err(RuleError::Locked {
                id: rule.id.to_string(),
            }),
            None => self.with_rule(addition),
        }
    }

    /// The first day a new version of a rule can begin, asked on `today`: what was in force on a day that has been is
    /// never changed. A new rule may begin on any day.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn next_version_from(&self, id: &str, today: Date) -> Result<Date, RuleError> {
        let rule = self.rule(id)?;
        let begun = rule.versions().iter().rev().find(|v| v.from <= today);
        let after = begun.and_then(|v| v.from.tomorrow().ok());
        Ok(after.map_or(today, |day| day.max(today)))
    }

    /// The rules of the law that look at the same days and categories as a version: they go on as they are, whatever a
    /// municipality writes beside them.
    pub fn law_beside<'r>(&'r self, version: &'r Version) -> impl Iterator<Item = (&'r Rule, &'r Version)> {
        self.in_force(version.from).filter(move |(rule, law)| {
            let shared = attendance::Category::ALL
                .into_iter()
                .any(|c| law.categories.contains(c) && version.categories.contains(c));
            let same =
                law.window.is_run() == version.window.is_run() && law.window.is_span() == version.window.is_span();
            rule.status == Status::Law && shared && same
        })
    }

    fn turn(&mut self, pattern: &str, on: bool) -> Result<(), RuleError> {
        let mut any = false;
        // A pattern for everything means the rules that are answered with, as it did before there were named ones.
        let named = |rule: &Rule| rule.status == Status::Named && !pattern.starts_with("named");
        for rule in self.rules.iter_mut().filter(|r| r.id.matches(pattern) && !named(r)) {
            if !on && rule.status == Status::Law {
                return Err(RuleError::Locked {
                    id: rule.id.to_string(),
                });
            }
            rule.enabled = on;
            any = true;
        }
        if any {
            Ok(())
        } else {
            Err(RuleError::Unknown {
                given: pattern.to_owned(),
            })
        }
    }

    /// The same rules, those with a trial version in force on every day: how a proposal is tried on history.
    #[must_use]
    pub fn on_trial(self) -> Self {
        Self {
            rules: self.rules.into_iter().map(Rule::on_trial).collect(),
            settings: self.settings,
        }
    }

    /// The same rules with the named ones turned on: what people look at always shows them, and nobody can hide one.
    #[must_use]
    pub fn with_named(mut self) -> Self {
        for rule in self.rules.iter_mut().filter(|r| r.status == Status::Named) {
            rule.enabled = true;
        }
        self
    }

    /// What differs from the shipped rules as a rules file, as [`RulePack::with_file`] reads it.
    ///
    /// # Errors
    /// Never for a released program, as [`RulePack::shipped`].
    pub fn to_rules_file(&self) -> Result<String, RuleError> {
        let shipped = Self::shipped()?;
        let own = self.rules.iter().filter(|r| !r.status.is_locked());
        let own = own.filter(|r| {
            !shipped
                .rules
                .iter()
                .any(|s| s.versions() == r.versions() && s.id == r.id)
        });
        let own: String = own.map(|r| format!("\n{}", r.to_rules_file())).collect();
        Ok(self.choices() + &own)
    }

    /// What the municipality has chosen, as a rules file: which rules are on and off, and the settings.
    pub fn choices(&self) -> String {
        let turned = |on: bool| {
            // Named rules are off unless somebody turns them on, so only that is said.
            let said = |r: &&Rule| r.status != Status::Law && (on || r.status != Status::Named);
            let ids = self.rules.iter().filter(|r| r.enabled == on).filter(said);
            let ids: Vec<String> = ids.map(|r| format!("\"{}\"", r.id)).collect();
            ids.join(", ")
        };
        let settings = format!(
            "day_weight = \"{}\"\nillness_total_window = \"{}\"\ndenominator = \"{}\"\n",
            self.settings.day_weight.word(),
            self.settings.illness_total_window.word(),
            self.settings.denominator.word()
        );
        format!(
            "enable = [{}]\ndisable = [{}]\n\n[settings]\n{settings}",
            turned(true),
            turned(false)
        )
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// The same rules under other settings.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Every rule, also those turned off, by id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with an id.
    ///
    /// # Errors
    /// When there is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, RuleError> {
        self.rules
            .iter()
            .find(|r| r.id.as_str() == id)
            .ok_or_else(|| RuleError::Unknown { given: id.to_owned() })
    }

    /// The rules that are on and have a version in force on a day, by id.
    pub fn in_force(&self, day: Date) -> impl Iterator<Item = (&Rule, &Version)> {
        self.rules
            .iter()
            .filter(|r| r.enabled)
            .filter_map(move |r| Some((r, r.on(day).ok()?)))
    }

    /// The rules that are on but have no version on a day: named to the reader, never silently left out.
    pub fn not_in_force(&self, day: Date) -> impl Iterator<Item = &RuleId> {
        self.rules
            .iter()
            .filter(move |r| r.enabled && r.on(day).is_err())
            .map(|r| &r.id)
    }
}

impl RawSettings {
    fn apply(&self, settings: &mut Settings) -> Result<(), RuleError> {
        if let Some(given) = &self.day_weight {
            settings.day_weight = DayWeight::from_word(given).ok_or_else(|| RuleError::Setting {
                setting: "day_weight",
                given: given.clone(),
                allowed: "half, any, start or both",
            })?;
        }
        if let Some(given) = &self.illness_total_window {
            settings.illness_total_window = match given.as_str() {
                "school_year" => IllnessTotalWindow::SchoolYear,
                "quarter" => IllnessTotalWindow::Quarter,
                _ => {
                    return Err(RuleError::Setting {
                        setting: "illness_total_window",
                        given: given.clone(),
                        allowed: "school_year or quarter",
                    });
                }
            };
        }
        if let Some(given) = &self.denominator {
            settings.denominator = match given.as_str() {
                "enrolled" => Denominator::Enrolled,
                "whole_quarter" => Denominator::WholeQuarter,
                _ => {
                    return Err(RuleError::Setting {
                        setting: "denominator",
                        given: given.clone(),
                        allowed: "enrolled or whole_quarter",
                    });
                }
            };
        }
        Ok(())
    }
}
