//! A municipality's own rules: what can be wrong with one, its identifier, and how it is kept as text.

use core::fmt::Write;

use attendance::{Categories, Category};

use crate::rule::{Comparator, Rule, RuleId, RuleWindow, Unit, Version, Within};

/// The most school days a rule can look back.
const MOST_DAYS: u32 = 1000;
/// The most characters of an identifier made from a name.
const MOST_ID: usize = 40;

/// What is wrong with a rule as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// It has no name.
    NameMissing,
    /// It does not say what must be done.
    DutyMissing,
    /// It does not say who decided it and where.
    SourceMissing,
    /// It counts no category of absence.
    NoCategory,
    /// A window of days that is none or more than a thousand.
    LastOutside,
    /// A limit that is always or never reached, or a share that is not between 0 and 100 %.
    LimitOutside,
    /// More days than the window has.
    LimitBeyondWindow,
    /// A run is counted in days.
    RunInDays,
    /// A share needs a quarter or a school year.
    ShareNeedsSpan,
    /// Only a run has a day on which its threshold is met.
    ThresholdNeedsRun,
    /// Only a quarter or a school year has a first school day.
    FirstDayNeedsSpan,
}

impl RuleProblem {
    /// The field of a rules file it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NameMissing => "name",
            Self::DutyMissing => "duty",
            Self::SourceMissing => "source",
            Self::NoCategory => "categories",
            Self::LastOutside => "last",
            Self::LimitOutside | Self::LimitBeyondWindow => "at_least, more_than or share_bp with share_of",
            Self::RunInDays => "unit",
            Self::ShareNeedsSpan => "share_of",
            Self::ThresholdNeedsRun => "within",
            Self::FirstDayNeedsSpan => "from_school_day",
        }
    }

    /// What the file said there.
    pub(crate) const fn given(self, version: &Version) -> &'static str {
        match self {
            Self::RunInDays => version.unit.word(),
            Self::ShareNeedsSpan => version.window.word(),
            Self::ThresholdNeedsRun => version.within.word(),
            _ => "",
        }
    }
}

impl RuleWindow {
    /// The word used in files; a run's kind and a number of days stand beside it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::SchoolYear => "school_year",
            Self::IllnessTotal => "illness_total",
            Self::Last(_) => "last",
            Self::RunOfAbsence | Self::RunOfCategories | Self::RunWithoutAttendance => "run",
        }
    }
}

impl Version {
    /// Everything that keeps the version from meaning anything.
    pub(crate) fn problems(&self) -> Vec<RuleProblem> {
        let mut problems = Vec::new();
        let mut when = |wrong: bool, problem| {
            if wrong {
                problems.push(problem);
            }
        };
        when(self.categories == Categories::NONE, RuleProblem::NoCategory);
        let outside = match self.comparator {
            Comparator::AtLeast(least) => least == 0 || least > 2 * MOST_DAYS,
            Comparator::MoreThan(most) => most > 2 * MOST_DAYS,
            Comparator::Share { bp, .. } => bp == 0 || bp > 10_000,
        };
        when(outside, RuleProblem::LimitOutside);
        if let RuleWindow::Last(days) = self.window {
            when(days == 0 || days > MOST_DAYS, RuleProblem::LastOutside);
            let most = if self.unit == Unit::HalfDays {
                2 * u64::from(days)
            } else {
                u64::from(days)
            };
            let least = self.comparator.least(0).map_or(0, u64::from);
            when(!outside && least > most, RuleProblem::LimitBeyondWindow);
        }
        when(self.window.is_run() && self.unit != Unit::Days, RuleProblem::RunInDays);
        let share = matches!(self.comparator, Comparator::Share { .. });
        when(
            share && (!self.window.is_span() || self.unit == Unit::Spells),
            RuleProblem::ShareNeedsSpan,
        );
        // Of a run that skips days of other categories nobody can say ahead which day will be the last.
        let day_is_known = matches!(self.window, RuleWindow::RunOfAbsence | RuleWindow::RunWithoutAttendance);
        when(
            self.within == Within::ThresholdDay && !day_is_known,
            RuleProblem::ThresholdNeedsRun,
        );
        when(
            self.from_school_day > 0 && !self.window.is_span(),
            RuleProblem::FirstDayNeedsSpan,
        );
        problems
    }

    /// The same version, ending the rule from a day on.
    #[must_use]
    pub fn ending(&self, from: jiff::civil::Date) -> Self {
        Self {
            from,
            ended: true,
            ..self.clone()
        }
    }
}

impl RuleId {
    /// An identifier for a municipality's own rule, made from its Danish name; `taken` says which there are already.
    pub fn own(name: &str, taken: impl Fn(&str) -> bool) -> Self {
        let mut word = String::new();
        for c in name.to_lowercase().chars() {
            match c {
                'æ' => word.push_str("ae"),
                'ø' => word.push_str("oe"),
                'å' => word.push_str("aa"),
                '%' => word.push_str("pct"),
                c if c.is_ascii_alphanumeric() => word.push(c),
                _ if word.ends_with('_') || word.is_empty() => {}
                _ => word.push('_'),
            }
            if word.len() >= MOST_ID {
                break;
            }
        }
        let word = match word.trim_end_matches('_') {
            "" => "regel",
            word => word,
        };
        let plain = format!("local.{word}");
        let mut id = plain.clone();
        let mut number = 1;
        while taken(&id) {
            number += 1;
            id = format!("{plain}_{number}");
        }
        Self::of_words(id)
    }
}

impl Rule {
    /// The rule as TOML, as [`Rule::from_toml`] reads it and as a rules file holds it under `[[rules]]`.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, "");
        out
    }

    /// The rule as an entry of a rules file.
    pub fn to_rules_file(&self) -> String {
        let mut out = String::from("[[rules]]\n");
        self.write(&mut out, "rules.");
        out
    }

    fn write(&self, out: &mut String, under: &str) {
        let text = |text: &str| toml::Value::from(text).to_string();
        let both = |name: &crate::rule::Bilingual| format!("{{ da = {}, en = {} }}", text(&name.da), text(&name.en));
        let mut line = |key: &str, value: String| {
            // Writing to a string cannot fail.
            let _written = writeln!(out, "{key} = {value}");
        };
        line("id", text(self.id.as_str()));
        line("status", text(self.status.word()));
        line("name", both(&self.name));
        if !self.kinds.is_empty() {
            let kinds: Vec<String> = self.kinds.iter().map(|k| text(k.word())).collect();
            line("kinds", format!("[{}]", kinds.join(", ")));
        }
        if !self.enabled {
            line("enabled", "false".to_owned());
        }
        for version in self.versions() {
            let _written = writeln!(out, "\n[[{under}versions]]");
            version.write(out);
        }
    }
}

impl Version {
    fn write(&self, out: &mut String) {
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut line = |key: &str, value: String| {
            // Writing to a string cannot fail.
            let _written = writeln!(out, "{key} = {value}");
        };
        line("from", text(&self.from.to_string()));
        if let Some(name) = &self.name {
            line(
                "name",
                format!("{{ da = {}, en = {} }}", text(&name.da), text(&name.en)),
            );
        }
        if self.ended {
            line("ended", "true".to_owned());
        }
        line("window", text(self.window.word()));
        match self.window {
            RuleWindow::Last(days) => line("last", days.to_string()),
            RuleWindow::RunOfAbsence => line("run", text("any_absence")),
            RuleWindow::RunOfCategories => line("run", text("of_categories")),
            RuleWindow::RunWithoutAttendance => line("run", text("without_attendance")),
            RuleWindow::Quarter | RuleWindow::SchoolYear | RuleWindow::IllnessTotal => {}
        }
        line("unit", text(self.unit.word()));
        let categories: Vec<String> = Category::ALL
            .into_iter()
            .filter(|c| self.categories.contains(*c))
            .map(|c| text(c.word()))
            .collect();
        line("categories", format!("[{}]", categories.join(", ")));
        match self.comparator {
            Comparator::AtLeast(least) => line("at_least", least.to_string()),
            Comparator::MoreThan(most) => line("more_than", most.to_string()),
            Comparator::Share { bp, of } => {
                line("share_bp", bp.to_string());
                line("share_of", text(of.word()));
            }
        }
        if self.from_school_day > 0 {
            line("from_school_day", self.from_school_day.to_string());
        }
        line("who", text(self.who.word()));
        line("within", text(self.within.word()));
        line(
            "duty",
            format!(
                "{{ plain = {}, da = {}, en = {} }}",
                text(&self.duty.plain),
                text(&self.duty.da),
                text(&self.duty.en)
            ),
        );
        if let Some(then) = &self.then {
            line(
                "then",
                format!("{{ da = {}, en = {} }}", text(&then.da), text(&then.en)),
            );
        }
        line("source", text(&self.source));
        if let Some(link) = &self.link {
            line("link", text(link));
        }
        line("checked", text(&self.checked.to_string()));
        if let Some(open) = &self.not_computed {
            line("not_computed", text(open));
        }
        if self.trial {
            line("trial", "true".to_owned());
        }
    }
}
