//! A rule as dated data with its source: what is counted, over which window, against what, and what then must be done.

use attendance::{Categories, Category, SchoolKind};
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::RuleError;
use crate::own::RuleProblem;

/// The identifier of a rule, such as `dk.unlawful.10pct`. Fixed for the rules of the contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(String);

impl RuleId {
    /// The identifier as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads an identifier: words of lower-case letters and digits with dots between.
    ///
    /// # Errors
    /// When it has other characters, or no dot.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let word = |w: &str| {
            !w.is_empty()
                && w.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
        };
        if text.contains('.') && text.split('.').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RuleError::Id { given: text.to_owned() })
        }
    }

    /// An identifier of words already known to be right.
    pub(crate) fn of_words(text: String) -> Self {
        Self(text)
    }

    /// Whether a pattern names it: the identifier itself, or its beginning followed by `*`.
    pub fn matches(&self, pattern: &str) -> bool {
        pattern
            .strip_suffix('*')
            .map_or(self.0 == pattern, |beginning| self.0.starts_with(beginning))
    }
}

impl core::fmt::Display for RuleId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a rule is, which decides who may change it and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Law in force: locked.
    Law,
    /// Politically agreed, not in force: advisory, locked.
    Agreed,
    /// Proposed: off unless turned on, locked.
    Proposed,
    /// The municipality's own: editable, versioned.
    Local,
    /// A rule with a name and a history elsewhere: always shown on pages, says only *look here*, asks nothing of anybody;
    /// locked. `screen` and `replay` leave it out unless it is turned on by its name.
    Named,
    /// Counted only; asks nothing of anybody.
    Statistic,
}

impl Status {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Agreed => "agreed",
            Self::Proposed => "proposed",
            Self::Local => "local",
            Self::Named => "named",
            Self::Statistic => "statistic",
        }
    }

    /// Whether a municipality may not change it.
    pub const fn is_locked(self) -> bool {
        matches!(self, Self::Law | Self::Agreed | Self::Proposed | Self::Named)
    }

    /// Whether it asks somebody for something, if only to look at the next review.
    pub const fn asks_something(self) -> bool {
        !matches!(self, Self::Named | Self::Statistic)
    }
}

/// The days a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleWindow {
    /// The calendar quarter of the day.
    Quarter,
    /// The school year of the day.
    SchoolYear,
    /// The school year or the quarter, as the municipality has set for the sum of illness (the law names no window).
    IllnessTotal,
    /// The last so many school days of the pupil, ending on the day.
    Last(u32),
    /// The unbroken run of school days with any absence half, ending on the day.
    RunOfAbsence,
    /// The school days with any half of the rule's categories in the unbroken run of absence that ends on the day.
    /// Absence of other categories is not counted and does not break the run.
    RunOfCategories,
    /// The unbroken run of school days without any attendance, ending on the day.
    RunWithoutAttendance,
}

impl RuleWindow {
    /// Whether it is a run.
    pub const fn is_run(self) -> bool {
        matches!(
            self,
            Self::RunOfAbsence | Self::RunOfCategories | Self::RunWithoutAttendance
        )
    }

    /// Whether it is fixed in the calendar: a quarter or a school year.
    pub const fn is_span(self) -> bool {
        matches!(self, Self::Quarter | Self::SchoolYear | Self::IllnessTotal)
    }
}

/// What the numerator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Half days of absence.
    HalfDays,
    /// School days with any half of absence; for runs the length of the run.
    Days,
    /// Spells of the rule's categories that begin in the window (da: fraværsforløb). A spell begins on the first day of
    /// them since the pupil was last at school all day or came to a class; neither absence of other categories nor a
    /// day that was not noted ends it.
    Spells,
}

impl Unit {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::HalfDays => "half_days",
            Self::Days => "days",
            Self::Spells => "spells",
        }
    }
}

/// What a share is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareOf {
    /// All school days of the window while enrolled, planned ones included.
    Window,
    /// The school days so far.
    SoFar,
}

/// When the count is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// The count is this many or more.
    AtLeast(u32),
    /// The count is more than this many.
    MoreThan(u32),
    /// The count is this share or more; never by a rounded percent.
    Share {
        /// Basis points: 1000 is 10 %.
        bp: u32,
        /// Of what.
        of: ShareOf,
    },
}

impl ShareOf {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::SoFar => "so_far",
        }
    }
}

impl Comparator {
    /// Whether a count is enough, in whole numbers. A share of nothing is never enough.
    ///
    /// Both counts are in the rule's unit.
    pub fn holds(self, count: u32, whole: u32) -> bool {
        match self {
            Self::AtLeast(least) => count >= least,
            Self::MoreThan(most) => count > most,
            Self::Share { bp, .. } => whole > 0 && u64::from(count) * 10_000 >= u64::from(bp) * u64::from(whole),
        }
    }

    /// The smallest count that is enough.
    pub fn least(self, whole: u32) -> Option<u32> {
        match self {
            Self::AtLeast(least) => Some(least),
            Self::MoreThan(most) => Some(most + 1),
            Self::Share { .. } if whole == 0 => None,
            Self::Share { bp, .. } => u32::try_from((u64::from(bp) * u64::from(whole)).div_ceil(10_000))
                .ok()
                .map(|n| n.max(1)),
        }
    }
}

/// By when the duty is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The source names no deadline.
    None,
    /// At once (da: straks); no date follows from the source.
    AtOnce,
    /// On the day of the run at which the threshold is met.
    ThresholdDay,
}

impl Within {
    /// Every one, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::None, Self::AtOnce, Self::ThresholdDay];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::AtOnce => "at_once",
            Self::ThresholdDay => "threshold_day",
        }
    }
}

/// Who the duty falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The school leader.
    Leader,
    /// The class team or the review meeting.
    Team,
    /// The municipality.
    Municipality,
}

impl Who {
    /// Every one, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::Team, Self::Leader, Self::Municipality];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Team => "team",
            Self::Municipality => "municipality",
        }
    }
}

/// A text in Danish and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Danish.
    pub da: String,
    /// English.
    pub en: String,
}

/// What must be done when a rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// As files carry it: short, English, fixed.
    pub plain: String,
    /// In plain Danish.
    pub da: String,
    /// In plain English.
    pub en: String,
}

/// A rule from one day on, until the next version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The first day it is in force; also its name in output.
    pub from: Date,
    /// What the rule is called from then on, where that is not its general name; see [`Rule::name_of`].
    pub name: Option<Bilingual>,
    /// Whether the rule ends here: from this day on it is no longer in force. The rest says what it was.
    pub ended: bool,
    /// The days it looks at.
    pub window: RuleWindow,
    /// What the numerator counts.
    pub unit: Unit,
    /// Which categories of absence count.
    pub categories: Categories,
    /// When the count is enough.
    pub comparator: Comparator,
    /// School days that must have passed in the window before it can hold.
    pub from_school_day: u32,
    /// Who the duty falls on.
    pub who: Who,
    /// By when.
    pub within: Within,
    /// What must be done.
    pub duty: Duty,
    /// What follows when it holds, as the end of a sentence: "then ..." (da: "så ..."), where the rule has words for it.
    pub then: Option<Bilingual>,
    /// The paragraph or decision it rests on.
    pub source: String,
    /// Where it can be read.
    pub link: Option<String>,
    /// The day somebody last held it against the source.
    pub checked: Date,
    /// What the sources leave open and the program therefore does not decide.
    pub not_computed: Option<String>,
    /// Tried on history: `replay` treats it as in force on every day.
    pub trial: bool,
}

impl Version {
    /// Whether it counts the same as another and takes at least as much: where it holds, the other holds too.
    pub fn implies(&self, other: &Self) -> bool {
        let counted = |v: &Self| (v.window, v.unit, v.categories);
        let enough = match (self.comparator, other.comparator) {
            (Comparator::Share { bp, of }, Comparator::Share { bp: less, of: same }) => of == same && bp >= less,
            (Comparator::Share { .. }, _) | (_, Comparator::Share { .. }) => false,
            (one, less) => one.least(0) >= less.least(0),
        };
        counted(self) == counted(other) && self.from_school_day >= other.from_school_day && enough
    }
}

/// A rule with all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its fixed identifier.
    pub id: RuleId,
    /// What it is.
    pub status: Status,
    /// Its name.
    pub name: Bilingual,
    /// Kinds of school it applies to; empty means all.
    pub kinds: Vec<SchoolKind>,
    /// Whether it is on unless a municipality says otherwise.
    pub enabled: bool,
    /// INVARIANT: at least one, oldest first, no two from the same day (kept by `Rule::from_toml`).
    versions: Vec<Version>,
}

impl Rule {
    /// The version in force on a day.
    ///
    /// # Errors
    /// On a day before the first version, or on which the rule has ended: never a default.
    pub fn on(&self, day: Date) -> Result<&Version, RuleError> {
        self.versions
            .iter()
            .rev()
            .find(|v| v.from <= day)
            .filter(|v| !v.ended)
            .ok_or_else(|| RuleError::NotInForce {
                id: self.id.to_string(),
                day,
            })
    }

    /// Since when the rule has been in force without a break on a day, through all its versions.
    ///
    /// # Errors
    /// As [`Rule::on`].
    pub fn in_force_since(&self, day: Date) -> Result<Date, RuleError> {
        let now = self.on(day)?.from;
        let before = self.versions.iter().rev().filter(|v| v.from < now);
        let first = before.take_while(|v| !v.ended).last();
        Ok(first.map_or(now, |version| version.from))
    }

    /// What the rule is called in a version.
    pub fn name_of<'r>(&'r self, version: &'r Version) -> &'r Bilingual {
        version.name.as_ref().unwrap_or(&self.name)
    }

    /// What it is called in its newest version.
    pub fn newest_name(&self) -> &Bilingual {
        self.versions.last().map_or(&self.name, |version| self.name_of(version))
    }

    /// The municipality's own rule with its first version.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn own(id: RuleId, kinds: Vec<SchoolKind>, version: Version) -> Result<Self, Vec<RuleProblem>> {
        let name = version.name.clone().unwrap_or_default();
        let mut problems = version.problems();
        if name.da.trim().is_empty() {
            problems.insert(0, RuleProblem::NameMissing);
        }
        if version.duty.da.trim().is_empty() {
            problems.push(RuleProblem::DutyMissing);
        }
        if version.source.trim().is_empty() {
            problems.push(RuleProblem::SourceMissing);
        }
        if problems.is_empty() {
            Ok(Self {
                id,
                status: Status::Local,
                name,
                kinds,
                enabled: true,
                versions: vec![version],
            })
        } else {
            Err(problems)
        }
    }

    /// The same rule with the versions of an addition: they take the place of every version from their first day on.
    #[must_use]
    pub(crate) fn followed_by(mut self, addition: Self) -> Self {
        if let Some(first) = addition.versions.first().map(|v| v.from) {
            self.versions.retain(|v| v.from < first);
            self.versions.extend(addition.versions);
        }
        self
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Whether it applies at a kind of school.
    pub fn applies_to(&self, kind: SchoolKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// The same rule with its trial version, if it has one, in force on every day.
    #[must_use]
    pub fn on_trial(mut self) -> Self {
        if let Some(trial) = self.versions.iter().rev().find(|v| v.trial).cloned() {
            self.versions = vec![Version {
                from: Date::constant(1900, 1, 1),
                ..trial
            }];
        }
        self
    }

    /// Reads one rule from TOML.
    ///
    /// # Errors
    /// When the text is not TOML, has a field the program does not know, or says something a rule cannot say.
    pub fn from_toml(text: &str) -> Result<Self, RuleError> {
        let raw: RawRule = toml::from_str(text).map_err(|source| RuleError::Toml {
            source: Box::new(source),
        })?;
        raw.try_into()
    }
}

/// A rule as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRule {
    id: String,
    status: Status,
    name: Bilingual,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default = "yes")]
    enabled: bool,
    versions: Vec<RawVersion>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    from: String,
    name: Option<Bilingual>,
    #[serde(default)]
    ended: bool,
    window: String,
    run: Option<String>,
    last: Option<u32>,
    unit: Unit,
    categories: Vec<String>,
    at_least: Option<u32>,
    more_than: Option<u32>,
    share_bp: Option<u32>,
    share_of: Option<ShareOf>,
    #[serde(default)]
    from_school_day: u32,
    who: Who,
    within: Within,
    duty: Duty,
    then: Option<Bilingual>,
    source: String,
    link: Option<String>,
    checked: String,
    not_computed: Option<String>,
    #[serde(default)]
    trial: bool,
}

impl TryFrom<RawRule> for Rule {
    type Error = RuleError;

    fn try_from(raw: RawRule) -> Result<Self, RuleError> {
        let id = RuleId::parse(&raw.id)?;
        let field = |field: &'static str, given: &str| RuleError::Field {
            id: id.to_string(),
            field,
            given: given.to_owned(),
        };
        let kinds = raw
            .kinds
            .iter()
            .map(|k| SchoolKind::from_word(k).ok_or_else(|| field("kinds", k)))
            .collect::<Result<Vec<_>, _>>()?;
        let versions = raw
            .versions
            .iter()
            .map(|v| v.read(&field))
            .collect::<Result<Vec<_>, _>>()?;
        if versions.is_empty() {
            return Err(field("versions", ""));
        }
        if let Some([_, late]) = versions.array_windows().find(|[a, b]| a.from >= b.from) {
            return Err(RuleError::Order {
                id: id.to_string(),
                day: late.from,
            });
        }
        Ok(Self {
            id,
            status: raw.status,
            name: raw.name,
            kinds,
            enabled: raw.enabled,
            versions,
        })
    }
}

impl RawVersion {
    fn read(&self, field: &impl Fn(&'static str, &str) -> RuleError) -> Result<Version, RuleError> {
        let date = |name, text: &str| text.parse::<Date>().map_err(|_| field(name, text));
        let window = match (self.window.as_str(), self.last, self.run.as_deref()) {
            ("quarter", None, None) => RuleWindow::Quarter,
            ("school_year", None, None) => RuleWindow::SchoolYear,
            ("illness_total", None, None) => RuleWindow::IllnessTotal,
            ("last", Some(days), None) => RuleWindow::Last(days),
            ("run", None, Some("any_absence")) => RuleWindow::RunOfAbsence,
            ("run", None, Some("of_categories")) => RuleWindow::RunOfCategories,
            ("run", None, Some("without_attendance")) => RuleWindow::RunWithoutAttendance,
            (window, ..) => return Err(field("window", window)),
        };
        let categories = self
            .categories
            .iter()
            .map(|c| Category::from_word(c).ok_or_else(|| field("categories", c)))
            .collect::<Result<Vec<_>, _>>()?;
        let comparator = match (self.at_least, self.more_than, self.share_bp, self.share_of) {
            (Some(least), None, None, None) => Comparator::AtLeast(least),
            (None, Some(most), None, None) => Comparator::MoreThan(most),
            (None, None, Some(bp), Some(of)) => Comparator::Share { bp, of },
            _ => return Err(field("at_least, more_than or share_bp with share_of", "")),
        };
        let version = Version {
            from: date("from", &self.from)?,
            name: self.name.clone(),
            ended: self.ended,
            window,
            unit: self.unit,
            categories: categories.into_iter().collect(),
            comparator,
            from_school_day: self.from_school_day,
            who: self.who,
            within: self.within,
            duty: self.duty.clone(),
            then: self.then.clone(),
            source: self.source.clone(),
            link: self.link.clone(),
            checked: date("checked", &self.checked)?,
            not_computed: self.not_computed.clone(),
            trial: self.trial,
        };
        match version.problems().first() {
            Some(problem) => Err(field(problem.field(), problem.given(&version))),
            None => Ok(version),
        }
    }
}
