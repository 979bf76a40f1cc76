//! The municipality's own rules: written, changed and ended on a page, each time as a dated version. What was in force
//! before stays as it was, and the law stays as it is.

use std::sync::Arc;

use access::{Spot, act, on};
use askama::Template;
use attendance::{Category, SchoolKind};
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use statute::{
    Bilingual, Comparator, Duty, Rule, RuleId, RulePack, RuleProblem, RuleWindow, ShareOf, Status, Unit, Version, Who,
    Within,
};
use store::SchoolCounts;

use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::rules::compare::told;
use crate::rules::show::{in_language, sentence, spoken, words_of};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The most characters of a name, and of any other text of a rule.
const MOST_NAME: usize = 120;
const MOST_TEXT: usize = 1000;
/// The first day a rule may begin: no register here is older.
const EARLIEST: Date = Date::constant(2000, 1, 1);
const LATEST: Date = Date::constant(2100, 1, 1);

/// A choice of a form, and whether it is the one that stands.
pub struct Choice {
    value: &'static str,
    text: String,
    chosen: bool,
}

/// What a form says about a rule, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    rule: String,
    seen: String,
    name_da: String,
    name_en: String,
    kinds: Vec<String>,
    window: String,
    last: String,
    categories: Vec<String>,
    unit: String,
    comparator: String,
    limit: String,
    first_day: String,
    who: String,
    within: String,
    duty_da: String,
    duty_en: String,
    source: String,
    link: String,
    from: String,
}

/// The columns and rows of the preview's table.
pub struct Counts {
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

/// A rule about to be kept.
pub struct Preview {
    name: String,
    sentence: String,
    duty: String,
    who: String,
    within: String,
    follows: String,
    schools: String,
    source: String,
    from: Date,
    id: String,
    same_name: bool,
    backdated: bool,
    law: Vec<String>,
    counts: Counts,
    fields: Vec<(&'static str, String)>,
}

/// The form of a rule, and what it would do before it is kept.
#[derive(Template)]
#[template(path = "setup/own.html")]
pub struct WriteRule {
    frame: Frame,
    heading: String,
    typed: Typed,
    of: Option<String>,
    kinds: Vec<Choice>,
    windows: Vec<Choice>,
    units: Vec<Choice>,
    categories: Vec<Choice>,
    comparators: Vec<Choice>,
    whos: Vec<Choice>,
    withins: Vec<Choice>,
    earliest: Option<Date>,
    problems: Vec<String>,
    preview: Option<Preview>,
}

/// The question from which day a rule ends.
#[derive(Template)]
#[template(path = "setup/end.html")]
pub struct EndRule {
    frame: Frame,
    name: String,
    sentence: String,
    id: String,
    seen: i64,
    from: String,
    earliest: Date,
    problems: Vec<String>,
}

impl Typed {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let value = value.trim().to_owned();
            match name.as_str() {
                "rule" => typed.rule = value,
                "seen" => typed.seen = value,
                "name_da" => typed.name_da = value,
                "name_en" => typed.name_en = value,
                "kinds" => typed.kinds.push(value),
                "window" => typed.window = value,
                "last" => typed.last = value,
                "categories" => typed.categories.push(value),
                "unit" => typed.unit = value,
                "comparator" => typed.comparator = value,
                "limit" => typed.limit = value,
                "first_day" => typed.first_day = value,
                "who" => typed.who = value,
                "within" => typed.within = value,
                "duty_da" => typed.duty_da = value,
                "duty_en" => typed.duty_en = value,
                "source" => typed.source = value,
                "link" => typed.link = value,
                "from" => typed.from = value,
                _ => {}
            }
        }
        typed
    }

    /// A rule nobody has written yet: what most municipalities count.
    fn empty(seen: i64) -> Self {
        Self {
            seen: seen.to_string(),
            window: "last".to_owned(),
            last: "20".to_owned(),
            categories: Category::ALL.map(|c| c.word().to_owned()).to_vec(),
            unit: Unit::Days.word().to_owned(),
            comparator: "at_least".to_owned(),
            who: Who::Team.word().to_owned(),
            within: Within::None.word().to_owned(),
            ..Self::default()
        }
    }

    /// The newest version of a rule, to be changed from a day on.
    fn from_version(rule: &Rule, version: &Version, seen: i64, from: Date) -> Self {
        let name = rule.name_of(version);
        let days = |count: u32| match version.unit {
            Unit::HalfDays => words::tenths(Locale::Da, u64::from(count) * 5),
            Unit::Days | Unit::Spells => count.to_string(),
        };
        let (comparator, limit) = match version.comparator {
            Comparator::AtLeast(least) => ("at_least", days(least)),
            Comparator::MoreThan(most) => ("more_than", days(most)),
            Comparator::Share { bp, of } => (
                match of {
                    ShareOf::Window => "share_window",
                    ShareOf::SoFar => "share_so_far",
                },
                words::hundredths(Locale::Da, u64::from(bp)),
            ),
        };
        let number = |number: u32| if number == 0 { String::new() } else { number.to_string() };
        Self {
            rule: rule.id.to_string(),
            seen: seen.to_string(),
            name_da: name.da.clone(),
            name_en: name.en.clone(),
            kinds: rule.kinds.iter().map(|k| k.word().to_owned()).collect(),
            window: match version.window {
                RuleWindow::RunWithoutAttendance => "run_without",
                RuleWindow::RunOfCategories => "run_of",
                window => window.word(),
            }
            .to_owned(),
            last: match version.window {
                RuleWindow::Last(days) => days.to_string(),
                _ => String::new(),
            },
            categories: Category::ALL
                .into_iter()
                .filter(|c| version.categories.contains(*c))
                .map(|c| c.word().to_owned())
                .collect(),
            unit: version.unit.word().to_owned(),
            comparator: comparator.to_owned(),
            limit,
            first_day: number(version.from_school_day),
            who: version.who.word().to_owned(),
            within: version.within.word().to_owned(),
            duty_da: version.duty.da.clone(),
            duty_en: version.duty.en.clone(),
            source: version.source.clone(),
            link: version.link.clone().unwrap_or_default(),
            from: from.to_string(),
        }
    }

    /// Every field, to be carried through the preview.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let lists = [("kinds", &self.kinds), ("categories", &self.categories)];
        let one = [
            ("rule", &self.rule),
            ("seen", &self.seen),
            ("name_da", &self.name_da),
            ("name_en", &self.name_en),
            ("window", &self.window),
            ("last", &self.last),
            ("unit", &self.unit),
            ("comparator", &self.comparator),
            ("limit", &self.limit),
            ("first_day", &self.first_day),
            ("who", &self.who),
            ("within", &self.within),
            ("duty_da", &self.duty_da),
            ("duty_en", &self.duty_en),
            ("source", &self.source),
            ("link", &self.link),
            ("from", &self.from),
        ];
        let many = lists.into_iter().flat_map(|(n, all)| all.iter().map(move |v| (n, v)));
        one.into_iter().chain(many).map(|(n, v)| (n, v.clone())).collect()
    }

    /// The rule with the one version the form describes, or everything that is wrong with it, as keys of texts.
    fn read(&self, rules: &RulePack, today: Date) -> Result<Rule, Vec<&'static str>> {
        let mut problems: Vec<&'static str> = Vec::new();
        let stands = match self.rule.as_str() {
            "" => None,
            id => rules.rule(id).ok(),
        };
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&self.name_da, MOST_NAME) || long(&self.name_en, MOST_NAME) {
            problems.push("own-problem-name-long");
        }
        if [&self.duty_da, &self.duty_en, &self.source, &self.link]
            .into_iter()
            .any(|text| long(text, MOST_TEXT))
        {
            problems.push("own-problem-text-long");
        }
        if !self.link.is_empty() && !self.link.starts_with("https://") && !self.link.starts_with("http://") {
            problems.push("own-problem-link");
        }
        let whole = |text: &str| text.parse::<u32>().ok();
        let window = match self.window.as_str() {
            "quarter" => RuleWindow::Quarter,
            "school_year" => RuleWindow::SchoolYear,
            "illness_total" => RuleWindow::IllnessTotal,
            "last" => RuleWindow::Last(whole(&self.last).unwrap_or(0)),
            "run_without" => RuleWindow::RunWithoutAttendance,
            "run_of" => RuleWindow::RunOfCategories,
            _ => RuleWindow::RunOfAbsence,
        };
        let unit = [Unit::HalfDays, Unit::Spells]
            .into_iter()
            .find(|unit| unit.word() == self.unit && !window.is_run())
            .unwrap_or(Unit::Days);
        let limit = hundredths(&self.limit);
        let days = limit.and_then(|limit| match unit {
            Unit::HalfDays => limit.is_multiple_of(50).then_some(limit / 50),
            Unit::Days | Unit::Spells => limit.is_multiple_of(100).then_some(limit / 100),
        });
        let comparator = match self.comparator.as_str() {
            "share_window" => limit.map(|bp| Comparator::Share {
                bp,
                of: ShareOf::Window,
            }),
            "share_so_far" => limit.map(|bp| Comparator::Share { bp, of: ShareOf::SoFar }),
            "more_than" => days.map(Comparator::MoreThan),
            _ => days.map(Comparator::AtLeast),
        };
        let earliest = stands.and_then(|rule| rules.next_version_from(rule.id.as_str(), today).ok());
        let from = first_day(&self.from, earliest);
        problems.extend(from.err());
        let from_school_day = match self.first_day.as_str() {
            "" => Some(0),
            text => whole(text).filter(|day| *day <= 250),
        };
        if from_school_day.is_none() {
            problems.push("own-problem-first-day");
        }
        if comparator.is_none() {
            problems.push("own-problem-limit-unread");
        }
        let id = stands.map_or_else(
            || RuleId::own(&self.name_da, |id| rules.rule(id).is_ok()),
            |rule| rule.id.clone(),
        );
        let kinds = match stands {
            Some(rule) => rule.kinds.clone(),
            None => self.kinds.iter().filter_map(|k| SchoolKind::from_word(k)).collect(),
        };
        let both = |da: &str, en: &str| Bilingual {
            da: da.to_owned(),
            en: if en.is_empty() { da } else { en }.to_owned(),
        };
        let duty = both(&self.duty_da, &self.duty_en);
        let version = Version {
            from: from.unwrap_or(today),
            name: Some(both(&self.name_da, &self.name_en)),
            ended: false,
            window,
            unit,
            categories: self.categories.iter().filter_map(|c| Category::from_word(c)).collect(),
            // A limit that cannot be read has been told above; this one is always right.
            comparator: comparator.unwrap_or(Comparator::AtLeast(1)),
            from_school_day: from_school_day.unwrap_or(0),
            who: Who::ALL.into_iter().find(|w| w.word() == self.who).unwrap_or(Who::Team),
            within: Within::ALL
                .into_iter()
                .find(|w| w.word() == self.within)
                .unwrap_or(Within::None),
            duty: Duty {
                plain: duty.en.lines().collect::<Vec<_>>().join(" "),
                da: duty.da,
                en: duty.en,
            },
            source: self.source.clone(),
            link: (!self.link.is_empty()).then(|| self.link.clone()),
            checked: today,
            then: stands
                .and_then(|rule| rule.versions().last())
                .and_then(|last| last.then.clone()),
            not_computed: None,
            trial: false,
        };
        match Rule::own(id, kinds, version) {
            Ok(rule) if problems.is_empty() => Ok(rule),
            Ok(_) => Err(problems),
            Err(more) => {
                problems.extend(more.into_iter().map(problem_key));
                Err(problems)
            }
        }
    }
}

/// The day from which a version is in force, as typed; not before `earliest`, where a version stands that others may have
/// been judged by. Else the key of what is wrong with it.
fn first_day(typed: &str, earliest: Option<Date>) -> Result<Date, &'static str> {
    let day = typed.parse::<Date>().ok();
    let day = day
        .filter(|day| (EARLIEST..LATEST).contains(day))
        .ok_or("own-problem-from")?;
    if earliest.is_some_and(|earliest| day < earliest) {
        return Err("own-problem-from-early");
    }
    Ok(day)
}

/// A number with at most two decimals, comma or point, in hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + part)
}

const fn problem_key(problem: RuleProblem) -> &'static str {
    match problem {
        RuleProblem::NameMissing => "own-problem-name",
        RuleProblem::DutyMissing => "own-problem-duty",
        RuleProblem::SourceMissing => "own-problem-source",
        RuleProblem::NoCategory => "own-problem-categories",
        RuleProblem::LastOutside => "own-problem-last",
        RuleProblem::LimitOutside => "own-problem-limit",
        RuleProblem::LimitBeyondWindow => "own-problem-limit-beyond",
        RuleProblem::RunInDays => "own-problem-run-days",
        RuleProblem::ShareNeedsSpan => "own-problem-share",
        RuleProblem::ThresholdNeedsRun => "own-problem-threshold",
        RuleProblem::FirstDayNeedsSpan => "own-problem-first-day-span",
    }
}

/// Counts school by school, in Danish order of the schools' names.
fn counts_of(
    frame: &Frame,
    names: &dyn Fn(casework::SchoolId) -> String,
    columns: Vec<String>,
    counts: &[SchoolCounts],
) -> Counts {
    let mut rows: Vec<(String, Vec<String>)> = counts
        .iter()
        .map(|school| {
            let all = core::iter::once(&school.pupils).chain(&school.held);
            (
                names(school.school),
                all.map(|count| told(frame.locale, *count)).collect(),
            )
        })
        .collect();
    rows.sort_by(|a, b| casework::person::danish_order(&a.0, &b.0));
    Counts { columns, rows }
}

impl Preview {
    fn new(frame: &Frame, rules: &RulePack, typed: &Typed, rule: &Rule, version: &Version, counts: Counts) -> Self {
        let locale = frame.locale;
        let shown = words_of(locale, rule, version);
        let beside = rules.law_beside(version);
        Self {
            name: shown.name,
            sentence: sentence(locale, version),
            duty: shown.duty,
            who: shown.who,
            within: shown.within,
            follows: frame.t(match version.who {
                Who::Leader => "own-follows-leader",
                Who::Team | Who::Municipality => "own-follows-review",
            }),
            schools: shown.schools,
            source: shown.source,
            from: version.from,
            backdated: version.from < frame.today,
            same_name: rules.rule(&shown.id).is_ok_and(|before| {
                let last = before.versions().last();
                before.newest_name() == rule.name_of(version)
                    && last.is_some_and(|last| (last.window, last.comparator) != (version.window, version.comparator))
            }),
            id: shown.id,
            law: beside
                .map(|(law, version)| spoken(locale, law.name_of(version)))
                .collect(),
            counts,
            fields: typed.fields(),
        }
    }
}

impl WriteRule {
    fn new(frame: Frame, rules: &RulePack, typed: Typed, problems: Vec<String>, preview: Option<Preview>) -> Self {
        let locale = frame.locale;
        let today = frame.today;
        let stands = match typed.rule.as_str() {
            "" => None,
            id => rules.rule(id).ok(),
        };
        let of = stands.map(|rule| spoken(locale, rule.newest_name()));
        let choice = |value, key: &str, chosen: &str| Choice {
            value,
            text: locale.t(key),
            chosen: value == chosen,
        };
        let heading = match &of {
            Some(name) => frame.t1("own-new-version-of", "name", name.as_str()),
            None => frame.t("own-new"),
        };
        let frame = frame
            .at(Section::Setup)
            .via(locale.t("setup-rules"), "/setup/rules")
            .end(heading.clone());
        Self {
            heading,
            earliest: stands.and_then(|rule| rules.next_version_from(rule.id.as_str(), today).ok()),
            of,
            kinds: SchoolKind::ALL
                .into_iter()
                .map(|kind| Choice {
                    value: kind.word(),
                    text: words::school_kind(locale, kind),
                    chosen: typed.kinds.iter().any(|k| k == kind.word()),
                })
                .collect(),
            windows: [
                ("last", "own-window-last"),
                ("quarter", "own-window-quarter"),
                ("school_year", "own-window-school-year"),
                ("illness_total", "own-window-illness-total"),
                ("run", "own-window-run"),
                ("run_of", "own-window-run-of"),
                ("run_without", "own-window-run-without"),
            ]
            .into_iter()
            .map(|(value, key)| choice(value, key, &typed.window))
            .collect(),
            units: [
                (Unit::Days.word(), "own-unit-days"),
                (Unit::HalfDays.word(), "own-unit-half-days"),
                (Unit::Spells.word(), "own-unit-spells"),
            ]
            .into_iter()
            .map(|(value, key)| choice(value, key, &typed.unit))
            .collect(),
            categories: Category::ALL
                .into_iter()
                .map(|category| Choice {
                    value: category.word(),
                    text: words::category(locale, category),
                    chosen: typed.categories.iter().any(|c| c == category.word()),
                })
                .collect(),
            comparators: [
                ("at_least", "own-at-least"),
                ("more_than", "own-more-than"),
                ("share_window", "own-share-window"),
                ("share_so_far", "own-share-so-far"),
            ]
            .into_iter()
            .map(|(value, key)| choice(value, key, &typed.comparator))
            .collect(),
            whos: Who::ALL
                .into_iter()
                .map(|who| {
                    let key = match who {
                        Who::Team => "rules-who-team",
                        Who::Leader => "rules-who-leader",
                        Who::Municipality => "rules-who-municipality",
                    };
                    choice(who.word(), key, &typed.who)
                })
                .collect(),
            withins: Within::ALL
                .into_iter()
                .map(|within| {
                    let key = match within {
                        Within::None => "own-within-none",
                        Within::AtOnce => "rules-within-at-once",
                        Within::ThresholdDay => "own-within-threshold-day",
                    };
                    choice(within.word(), key, &typed.within)
                })
                .collect(),
            frame,
            typed,
            problems,
            preview,
        }
    }
}

impl Page for WriteRule {
    const PATH: &'static str = "setup/own";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let Ok(rules) = RulePack::shipped() else {
            return Vec::new();
        };
        let frame = || Frame::sample(locale);
        let today = frame().today;
        let empty = Self::new(frame(), &rules, Typed::empty(0), Vec::new(), None);
        let refused = Typed {
            limit: "mange".to_owned(),
            ..Typed::empty(0)
        };
        let problems = refused.read(&rules, today).err().unwrap_or_default();
        let problems = problems.into_iter().map(|key| locale.t(key)).collect();
        let mut out = vec![
            ("empty", empty),
            ("refused", Self::new(frame(), &rules, refused, problems, None)),
        ];
        let shipped = rules.rule("local.7of20").ok();
        if let Some((rule, version)) = shipped.and_then(|r| Some((r, r.on(today).ok()?))) {
            let typed = Typed {
                limit: "8".to_owned(),
                ..Typed::from_version(rule, version, 0, today)
            };
            if let Ok(draft) = typed.read(&rules, today)
                && let Ok(version) = draft.on(today)
            {
                let counts = Counts {
                    columns: columns(&frame(), true),
                    rows: vec![
                        (
                            "Engdalskolen".to_owned(),
                            ["512", "41", "48"].map(str::to_owned).to_vec(),
                        ),
                        (
                            "Strandskolen".to_owned(),
                            vec!["89".to_owned(), locale.t("own-few"), "6".to_owned()],
                        ),
                    ],
                };
                let preview = Preview::new(&frame(), &rules, &typed, &draft, version, counts);
                out.push((
                    "preview",
                    Self::new(frame(), &rules, typed.clone(), Vec::new(), Some(preview)),
                ));
            }
            out.push(("version", Self::new(frame(), &rules, typed, Vec::new(), None)));
        }
        out
    }
}

impl Page for EndRule {
    const PATH: &'static str = "setup/end";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let Ok(rules) = RulePack::shipped() else {
            return Vec::new();
        };
        let Some(page) = EndRule::of(frame(), &rules, "local.7of20", 0) else {
            return Vec::new();
        };
        vec![("asked", page)]
    }
}

impl EndRule {
    fn of(frame: Frame, rules: &RulePack, id: &str, seen: i64) -> Option<Self> {
        let locale = frame.locale;
        let rule = rules.rule(id).ok().filter(|rule| rule.status == Status::Local)?;
        let version = rule.versions().last().filter(|v| !v.ended)?;
        let earliest = rules.next_version_from(id, frame.today).ok()?;
        let name = spoken(locale, rule.name_of(version));
        let heading = frame.t1("own-end-of", "name", name.as_str());
        Some(Self {
            frame: frame
                .at(Section::Setup)
                .via(locale.t("setup-rules"), "/setup/rules")
                .end(heading.clone()),
            name: heading,
            sentence: sentence(locale, version),
            id: id.to_owned(),
            seen,
            from: earliest.to_string(),
            earliest,
            problems: Vec::new(),
        })
    }
}

/// The headings of the preview's counts.
fn columns(frame: &Frame, changed: bool) -> Vec<String> {
    let mut columns = vec![frame.t("own-count-pupils"), frame.t("own-count-would")];
    if changed {
        columns.push(frame.t("own-count-now"));
    }
    columns
}

/// How many versions were kept when a page was made: whoever saves over a newer one is told.
async fn seen(state: &AppState) -> Result<i64, PageError> {
    let kept = state.store.local_rules_list().await?;
    Ok(kept.first().map_or(0, |newest| newest.version))
}

/// Which rule is meant.
#[derive(serde::Deserialize)]
pub(super) struct AskedRule {
    rule: Option<String>,
}

/// Shows the form: empty, or with the newest version of a rule.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<AskedRule>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Rules>(&Spot::Municipality)?;
    let (rules, seen) = (state.rules(), seen(&state).await?);
    let typed = match asked.rule.as_deref() {
        None => Typed::empty(seen),
        Some(id) => {
            let rule = local(&rules, id)?;
            let version = rule.versions().last().ok_or(PageError::NotFound)?;
            let from = rules
                .next_version_from(id, frame.today)
                .map_err(|_| PageError::NotFound)?;
            Typed::from_version(rule, version, seen, from)
        }
    };
    html(&WriteRule::new(frame, &rules, typed, Vec::new(), None))
}

/// A rule the municipality may change; every other one is locked.
fn local<'r>(rules: &'r RulePack, id: &str) -> Result<&'r Rule, PageError> {
    let rule = rules.rule(id).map_err(|_| PageError::NotFound)?;
    if rule.status == Status::Local {
        Ok(rule)
    } else {
        Err(PageError::Request("own-locked"))
    }
}

/// Shows what a rule would do, keeps it, or goes back to the form.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let change = viewer.may::<act::Change, on::Rules>(&Spot::Municipality)?;
    let rules = state.rules();
    let step = fields
        .iter()
        .find(|(name, _)| name == "step")
        .map(|(_, step)| step.clone())
        .unwrap_or_default();
    let typed = Typed::of(fields);
    if !typed.rule.is_empty() {
        local(&rules, &typed.rule)?;
    }
    let draft = match typed.read(&rules, frame.today) {
        Ok(draft) => draft,
        Err(problems) => {
            let problems = problems.into_iter().map(|key| frame.t(key)).collect();
            return html(&WriteRule::new(frame, &rules, typed, problems, None));
        }
    };
    let version = draft.versions().first().ok_or(PageError::NotFound)?;
    match step.as_str() {
        "save" => {
            let seen = typed
                .seen
                .parse()
                .map_err(|_| PageError::Request("error-request-text"))?;
            state
                .store
                .local_rules_save(&change, seen, version.from, &draft.to_toml())
                .await?;
            state.rules_load().await?;
            Ok(Redirect::to("/setup/rules?done=done-own-rule-put").into_response())
        }
        "change" => html(&WriteRule::new(frame, &rules, typed, Vec::new(), None)),
        _ => {
            let permit = viewer.may::<act::Read, on::Aggregate>(&Spot::Municipality)?;
            let now = rules
                .rule(draft.id.as_str())
                .ok()
                .and_then(|rule| Some((rule.clone(), rule.on(frame.today).ok()?.clone())));
            let changed = now.is_some();
            let asked = core::iter::once((draft.clone(), version.clone())).chain(now).collect();
            let counts = state.store.rule_counts(&permit, Arc::clone(&rules), asked).await?;
            let roster = state.store.roster().await?;
            let names = |id| {
                let school = roster.school(id);
                school
                    .map(|s| words::counted_school(frame.locale, s))
                    .unwrap_or_default()
            };
            let counts = counts_of(&frame, &names, columns(&frame, changed), &counts);
            let preview = Preview::new(&frame, &rules, &typed, &draft, version, counts);
            html(&WriteRule::new(frame, &rules, typed, Vec::new(), Some(preview)))
        }
    }
}

/// Asks from which day a rule ends.
pub(super) async fn ask_end(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<AskedRule>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Rules>(&Spot::Municipality)?;
    let (rules, seen) = (state.rules(), seen(&state).await?);
    let id = asked.rule.unwrap_or_default();
    local(&rules, &id)?;
    html(&EndRule::of(frame, &rules, &id, seen).ok_or(PageError::NotFound)?)
}

/// The day a rule ends, as a form sends it.
#[derive(serde::Deserialize)]
pub(super) struct Ending {
    rule: String,
    seen: i64,
    from: String,
}

/// Ends a rule from a day on; its versions and what they found stay.
pub(super) async fn end(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(ending): Posted<Ending>,
) -> Result<Response, PageError> {
    let change = viewer.may::<act::Change, on::Rules>(&Spot::Municipality)?;
    let rules = state.rules();
    let rule = local(&rules, &ending.rule)?;
    let mut page = EndRule::of(frame, &rules, &ending.rule, ending.seen).ok_or(PageError::NotFound)?;
    let from = match first_day(&ending.from, Some(page.earliest)) {
        Ok(from) => from,
        Err(problem) => {
            page.problems.push(page.frame.t(problem));
            page.from = ending.from;
            return html(&page);
        }
    };
    // What is kept is the version that would have been in force, as it ends.
    let last = rule.versions().iter().rev().find(|v| v.from < from && !v.ended);
    let last = last.or_else(|| rule.versions().last()).ok_or(PageError::NotFound)?;
    let version = Version {
        name: Some(rule.name_of(last).clone()),
        ..last.ending(from)
    };
    let ended = Rule::own(rule.id.clone(), rule.kinds.clone(), version)
        .map_err(|_| PageError::Request("error-request-text"))?;
    state
        .store
        .local_rules_save(&change, ending.seen, from, &ended.to_toml())
        .await?;
    state.rules_load().await?;
    Ok(Redirect::to("/setup/rules?done=done-own-rule-ended").into_response())
}

/// A version in the list.
pub struct VersionLine {
    pub(super) from: Date,
    pub(super) sentence: String,
    pub(super) duty: String,
    pub(super) source: String,
    pub(super) made: Option<String>,
    pub(super) now: bool,
    pub(super) ended: bool,
}

/// One of the municipality's own rules with its versions, newest first.
pub struct OwnLine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) off: bool,
    pub(super) ended: bool,
    pub(super) versions: Vec<VersionLine>,
    pub(super) withdrawn: Vec<VersionLine>,
}

/// A version kept in the database: whose, when, and what it says.
pub(super) struct Kept {
    pub rule: Rule,
    pub made: String,
}

fn line(frame: &Frame, version: &Version, made: Option<String>, now: bool) -> VersionLine {
    VersionLine {
        from: version.from,
        sentence: sentence(frame.locale, version),
        duty: in_language(frame.locale, &version.duty.da, &version.duty.en),
        source: version.source.clone(),
        made,
        now,
        ended: version.ended,
    }
}

/// The municipality's own rules with all their versions; `kept` are those written here, newest first.
pub(super) fn lines(frame: &Frame, rules: &RulePack, kept: &[Kept]) -> Vec<OwnLine> {
    let own = rules.rules().iter().filter(|rule| rule.status == Status::Local);
    own.map(|rule| {
        let now = rule.versions().iter().rev().find(|v| v.from <= frame.today);
        let written = |version: &Version| {
            kept.iter()
                .find(|k| k.rule.id == rule.id && k.rule.versions().first().is_some_and(|v| v == version))
                .map(|k| k.made.clone())
        };
        let versions = rule
            .versions()
            .iter()
            .rev()
            .map(|version| line(frame, version, written(version), now == Some(version)))
            .collect();
        let withdrawn = kept.iter().filter(|k| k.rule.id == rule.id).filter_map(|k| {
            let version = k.rule.versions().first()?;
            (!rule.versions().contains(version)).then(|| line(frame, version, Some(k.made.clone()), false))
        });
        OwnLine {
            id: rule.id.to_string(),
            name: spoken(frame.locale, rule.newest_name()),
            off: !rule.enabled,
            ended: rule.versions().last().is_some_and(|v| v.ended),
            withdrawn: withdrawn.collect(),
            versions,
        }
    })
    .collect()
}

/// What is kept in the database, newest first, with who wrote it.
pub(super) async fn kept(state: &AppState, frame: &Frame) -> Result<Vec<Kept>, PageError> {
    let staff = state.store.staff_list().await?;
    let rows = state.store.local_rules_list().await?;
    let of = |row: store::LocalRules| {
        let who = staff.iter().find(|s| Some(s.id) == row.made_by).map(|s| s.name.clone());
        let day = frame.date(&state.store.day_of(row.made_at));
        Some(Kept {
            rule: Rule::from_toml(&row.content).ok()?,
            made: frame.t2("own-made", "name", who.unwrap_or_default(), "date", day),
        })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_people_write_it() {
        for (text, read) in [
            ("10", Some(1000)),
            ("7,5", Some(750)),
            ("12.25 %", Some(1225)),
            ("0,05", Some(5)),
            ("", None),
            ("ti", None),
            ("1,234", None),
            ("-3", None),
            ("999999", None),
        ] {
            assert_eq!(hundredths(text), read, "{text}");
        }
    }

    #[test]
    fn the_form_of_every_own_rule_reads_back_as_the_rule() {
        let rules = RulePack::shipped().unwrap();
        let today = Date::constant(2026, 11, 20);
        for rule in rules.rules().iter().filter(|r| r.status == Status::Local) {
            let version = rule.on(today).unwrap();
            let typed = Typed::from_version(rule, version, 0, today);
            let again = Typed::of(typed.fields().into_iter().map(|(n, v)| (n.to_owned(), v)).collect());
            assert_eq!(again, typed);
            let read = typed.read(&rules, today).unwrap();
            let wanted = Version {
                from: today,
                name: Some(rule.name_of(version).clone()),
                checked: today,
                duty: Duty {
                    plain: version.duty.en.clone(),
                    ..version.duty.clone()
                },
                ..version.clone()
            };
            assert_eq!(read.versions(), [wanted]);
            assert_eq!((read.id, read.kinds), (rule.id.clone(), rule.kinds.clone()));
        }
    }
}
