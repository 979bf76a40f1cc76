//! The rules in force on a day: what they count, what must then be done, by whom, and the source.

use std::collections::BTreeSet;

use access::{Spot, act, on};
use askama::Template;
use attendance::{Categories, Category, SchoolKind};
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use statute::{
    Bilingual, Comparator, Rule, RulePack, RuleWindow, ShareOf, Status, ToldDuty, Unit, Version, Who, Within,
};

use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One rule in plain words.
pub struct RuleShown {
    /// Its fixed identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is counted: categories and unit.
    pub counts: String,
    /// Over which days.
    pub over: String,
    /// When it is enough.
    pub enough: String,
    /// At which schools it applies.
    pub schools: String,
    /// What must be done.
    pub duty: String,
    /// Who must do it.
    pub who: String,
    /// By when.
    pub within: String,
    /// The paragraph or decision.
    pub source: String,
    /// Where it can be read.
    pub link: Option<String>,
    /// Since when this version is in force.
    pub from: Date,
    /// When somebody last held it against the source.
    pub checked: Date,
    /// What the source leaves open.
    pub not_computed: Option<String>,
}

/// A duty of the law that no count of absence brings about, but something the school is told.
pub struct ToldShown {
    id: String,
    name: String,
    duty: String,
    within: String,
    source: String,
    link: String,
    from: Date,
    checked: Date,
}

impl ToldShown {
    /// The duties in force on a day.
    fn on(locale: Locale, on: Date) -> Option<Self> {
        let duty = ToldDuty::environment_plan().ok()?;
        let version = duty.on(on).ok()?;
        Some(Self {
            id: duty.id.clone(),
            name: spoken(locale, &duty.name),
            duty: spoken(locale, &version.duty),
            within: locale.t1("rules-told-within", "days", version.working_days),
            source: version.source.clone(),
            link: version.link.clone(),
            from: version.from,
            checked: version.checked,
        })
    }
}

/// The rules of one status.
pub struct Group {
    heading: String,
    text: String,
    rules: Vec<RuleShown>,
}

/// A rule that does not say anything on the day.
pub struct Silent {
    name: String,
    why: String,
}

/// The page *Regler*.
#[derive(Template)]
#[template(path = "rules/show.html")]
pub struct ShowRules {
    frame: Frame,
    on: Date,
    compare: bool,
    groups: Vec<Group>,
    told: Option<ToldShown>,
    silent: Vec<Silent>,
    settings: Vec<(String, String)>,
    /// The days on which the municipality's own definition changed, newest first: anybody may read what held.
    changed: Vec<Link>,
}

impl Page for ShowRules {
    const PATH: &'static str = "rules/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let Ok(rules) = RulePack::shipped().map(RulePack::with_named) else {
            return Vec::new();
        };
        [
            ("today", Frame::sample(locale), Date::constant(2026, 11, 20)),
            (
                "signed-out",
                Frame::sample_signed_out(locale),
                Date::constant(2026, 11, 20),
            ),
            ("before-any-rule", Frame::sample(locale), Date::constant(1990, 1, 1)),
        ]
        .into_iter()
        .map(|(name, frame, on)| (name, Self::new(frame, &rules, on)))
        .collect()
    }
}

#[derive(serde::Deserialize)]
pub struct Asked {
    on: Option<String>,
}

/// Shows the rules in force on the day asked for, or today; signed in or not.
pub async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Option<Extension<Viewer>>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let on = match asked.on.as_deref() {
        None | Some("") => frame.today,
        Some(text) => text.parse().map_err(|_| PageError::Request("rules-date-unread"))?,
    };
    let mut page = ShowRules::new(frame, &state.rules(), on);
    page.compare = viewer.is_some_and(|viewer| viewer.may::<act::Read, on::Aggregate>(&Spot::Municipality).is_ok());
    html(&page)
}

impl ShowRules {
    fn new(frame: Frame, rules: &RulePack, on: Date) -> Self {
        let locale = frame.locale;
        let groups = [
            (Status::Law, "rules-law", "rules-law-text"),
            (Status::Local, "rules-local", "rules-local-text"),
            (Status::Agreed, "rules-agreed", "rules-agreed-text"),
            (Status::Proposed, "rules-proposed", "rules-proposed-text"),
            (Status::Named, "rules-named", "rules-named-text"),
            (Status::Statistic, "rules-statistic", "rules-statistic-text"),
        ]
        .into_iter()
        .map(|(status, heading, text)| Group {
            heading: locale.t(heading),
            text: locale.t(text),
            rules: rules
                .in_force(on)
                .filter(|(rule, _)| rule.status == status)
                .map(|(rule, version)| words_of(locale, rule, version))
                .collect(),
        })
        .filter(|group| !group.rules.is_empty())
        .collect();
        let silent = rules
            .rules()
            .iter()
            .filter_map(|rule| {
                let why = if !rule.enabled {
                    locale.t("rules-off")
                } else if rule.on(on).is_err() {
                    match rule.versions().iter().rev().find(|v| v.from <= on) {
                        Some(ended) => locale.t1("rules-ended", "date", words::date(locale, ended.from)),
                        None => {
                            let first = rule.versions().first()?;
                            locale.t1("rules-from", "date", words::date(locale, first.from))
                        }
                    }
                } else {
                    return None;
                };
                Some(Silent {
                    name: spoken(locale, rule.newest_name()),
                    why,
                })
            })
            .collect();
        let settings = settings(locale, rules);
        let own = rules.rules().iter();
        let own = own.filter(|rule| rule.enabled && rule.status == Status::Local);
        let days: BTreeSet<Date> = own.flat_map(Rule::versions).map(|version| version.from).collect();
        let changed = days.iter().rev().map(|day| Link {
            text: frame.date(day),
            address: format!("/rules?on={day}"),
        });
        Self {
            changed: changed.collect(),
            frame: frame.at(Section::Rules),
            on,
            compare: false,
            groups,
            told: ToldShown::on(locale, on),
            silent,
            settings,
        }
    }
}

/// A text of a rule in the page's language; the Danish one where there is no other.
pub fn in_language(locale: Locale, da: &str, en: &str) -> String {
    match locale {
        Locale::En if !en.trim().is_empty() => en.to_owned(),
        Locale::Da | Locale::En => da.to_owned(),
    }
}

/// A name in the page's language.
pub fn spoken(locale: Locale, name: &Bilingual) -> String {
    in_language(locale, &name.da, &name.en)
}

/// A rule in one sentence: whom it points at.
pub fn sentence(locale: Locale, version: &Version) -> String {
    let over = match version.window {
        RuleWindow::Quarter => locale.t("rule-says-quarter"),
        RuleWindow::SchoolYear => locale.t("rule-says-school-year"),
        RuleWindow::IllnessTotal => locale.t("rule-says-illness-total"),
        RuleWindow::Last(days) => locale.t1("rule-says-last", "days", days),
        RuleWindow::RunOfAbsence => locale.t("rule-says-run-of-absence"),
        RuleWindow::RunOfCategories => locale.t1("rule-says-run-of-categories", "categories", either(locale, version)),
        RuleWindow::RunWithoutAttendance => locale.t("rule-says-run-without-attendance"),
    };
    let spells = version.unit == Unit::Spells;
    let enough = match version.comparator {
        Comparator::AtLeast(least) if spells => locale.t1("rule-says-spells-at-least", "spells", least),
        Comparator::MoreThan(most) if spells => {
            locale.t1("rule-says-spells-at-least", "spells", most.saturating_add(1))
        }
        Comparator::AtLeast(least) => locale.t1("rule-says-at-least", "days", in_days(locale, version, least)),
        Comparator::MoreThan(most) => locale.t1("rule-says-more-than", "days", in_days(locale, version, most)),
        Comparator::Share { bp, of } => locale.t1(
            match of {
                ShareOf::Window => "rule-says-share-window",
                ShareOf::SoFar => "rule-says-share-so-far",
            },
            "share",
            words::hundredths(locale, u64::from(bp)),
        ),
    };
    let key = match (version.window.is_run(), version.unit) {
        (true, _) if version.window == RuleWindow::RunOfCategories || version.categories == Categories::ALL => {
            "rule-says-run"
        }
        (true, _) => "rule-says-run-among",
        (false, Unit::Days) => "rule-says-days",
        (false, Unit::HalfDays) => "rule-says-half-days",
        (false, Unit::Spells) => "rule-says-spells",
    };
    let categories = either(locale, version);
    let line = locale.text(
        key,
        &[
            ("categories", categories.into()),
            ("over", over.into()),
            ("enough", enough.into()),
        ],
    );
    if version.from_school_day > 0 {
        let first = locale.t1("rules-from-school-day", "days", version.from_school_day);
        format!("{line} {first}")
    } else {
        line
    }
}

/// A rule and its version in plain words.
pub fn words_of(locale: Locale, rule: &Rule, version: &Version) -> RuleShown {
    RuleShown {
        id: rule.id.to_string(),
        name: spoken(locale, rule.name_of(version)),
        counts: counts(locale, version),
        over: over(locale, version),
        enough: enough(locale, version),
        schools: schools(locale, &rule.kinds),
        duty: in_language(locale, &version.duty.da, &version.duty.en),
        who: locale.t(match (rule.status, version.who) {
            (Status::Named, _) => "rules-who-nobody",
            (_, Who::Leader) => "rules-who-leader",
            (_, Who::Team) => "rules-who-team",
            (_, Who::Municipality) => "rules-who-municipality",
        }),
        within: locale.t(match version.within {
            Within::None => "rules-within-none",
            Within::AtOnce => "rules-within-at-once",
            Within::ThresholdDay => "rules-within-threshold-day",
        }),
        source: version.source.clone(),
        link: version.link.clone(),
        from: version.from,
        checked: version.checked,
        not_computed: version.not_computed.clone(),
    }
}

fn counts(locale: Locale, version: &Version) -> String {
    let categories = words::list(locale, &categories(locale, version));
    let unit = locale.t(match version.unit {
        Unit::HalfDays => "rules-unit-half-days",
        Unit::Days => "rules-unit-days",
        Unit::Spells => "rules-unit-spells",
    });
    locale.t2("rules-counts", "categories", categories, "unit", unit)
}

/// The categories of which any counts, inside a sentence.
fn either(locale: Locale, version: &Version) -> String {
    match categories(locale, version).as_slice() {
        _ if version.categories == Categories::ALL => locale.t("rule-says-any"),
        [first, second] => locale.t2("rule-says-or", "first", first, "second", second),
        one => words::list(locale, one),
    }
}

/// The categories that count.
fn categories(locale: Locale, version: &Version) -> Vec<String> {
    Category::ALL
        .into_iter()
        .filter(|category| version.categories.contains(*category))
        .map(|category| words::category(locale, category))
        .collect()
}

fn over(locale: Locale, version: &Version) -> String {
    match version.window {
        RuleWindow::Quarter => locale.t("rules-window-quarter"),
        RuleWindow::SchoolYear => locale.t("rules-window-school-year"),
        RuleWindow::IllnessTotal => locale.t("rules-window-illness-total"),
        RuleWindow::Last(days) => locale.t1("rules-window-last", "days", days),
        RuleWindow::RunOfAbsence => locale.t("rules-window-run-of-absence"),
        RuleWindow::RunOfCategories => locale.t("rules-window-run-of-categories"),
        RuleWindow::RunWithoutAttendance => locale.t("rules-window-run-without-attendance"),
    }
}

/// A whole number of the version's unit, as school days.
fn in_days(locale: Locale, version: &Version, count: u32) -> String {
    match version.unit {
        Unit::HalfDays => words::tenths(locale, u64::from(count) * 5),
        Unit::Days | Unit::Spells => words::count(locale, u64::from(count)),
    }
}

fn enough(locale: Locale, version: &Version) -> String {
    let line = match version.comparator {
        Comparator::AtLeast(least) if version.unit == Unit::Spells => locale.t1("rules-enough-spells", "spells", least),
        Comparator::MoreThan(most) if version.unit == Unit::Spells => {
            locale.t1("rules-enough-spells", "spells", most.saturating_add(1))
        }
        Comparator::AtLeast(least) => locale.t1("rules-enough-at-least", "days", in_days(locale, version, least)),
        Comparator::MoreThan(most) => locale.t1("rules-enough-more-than", "days", in_days(locale, version, most)),
        Comparator::Share { bp, of } => {
            let share = words::hundredths(locale, u64::from(bp));
            locale.t1(
                match of {
                    ShareOf::Window => "rules-enough-share-window",
                    ShareOf::SoFar => "rules-enough-share-so-far",
                },
                "share",
                share,
            )
        }
    };
    if version.from_school_day > 0 {
        format!(
            "{line} {}",
            locale.t1("rules-from-school-day", "days", version.from_school_day)
        )
    } else {
        line
    }
}

fn schools(locale: Locale, kinds: &[SchoolKind]) -> String {
    if kinds.is_empty() {
        return locale.t("rules-all-schools");
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| words::school_kind(locale, *kind)).collect();
    words::list(locale, &kinds)
}

/// What the municipality has decided where the sources leave it open.
fn settings(locale: Locale, rules: &RulePack) -> Vec<(String, String)> {
    use attendance::DayWeight;
    use statute::{Denominator, IllnessTotalWindow};
    let settings = rules.settings();
    [
        (
            "setting-day-weight",
            match settings.day_weight {
                DayWeight::Half => "setting-day-weight-half",
                DayWeight::Any => "setting-day-weight-any",
                DayWeight::Start => "setting-day-weight-start",
                DayWeight::Both => "setting-day-weight-both",
            },
        ),
        (
            "setting-illness-window",
            match settings.illness_total_window {
                IllnessTotalWindow::SchoolYear => "setting-illness-window-school-year",
                IllnessTotalWindow::Quarter => "setting-illness-window-quarter",
            },
        ),
        (
            "setting-denominator",
            match settings.denominator {
                Denominator::Enrolled => "setting-denominator-enrolled",
                Denominator::WholeQuarter => "setting-denominator-whole-quarter",
            },
        ),
    ]
    .into_iter()
    .map(|(what, value)| (locale.t(what), locale.t(value)))
    .collect()
}
