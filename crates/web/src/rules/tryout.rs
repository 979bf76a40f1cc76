//! *Prøv en definition*: rules and hints side by side over the municipality's own history, before anybody adopts them
//! . Counts only; fewer than five are not told.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use access::{Spot, act, on};
use askama::Template;
use attendance::{SchoolYear, Span};
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use jiff::civil::Date;
use screening::Definition;
use serde::{Deserialize, Serialize};
use signals::Budget;
use statute::RulePack;
use store::{HintBudgets, Roster, Setting, Told, Tryout, TryoutCounts, TryoutProgress};

use crate::form::sent;
use crate::frame::Section;
use crate::locale::Arg;
use crate::page::{Page, html};
use crate::pupil::read::rule_name;
use crate::setup::RULES_SETTING;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The setting that keeps what was adopted and what was seen then.
const SETTING: &str = "definition";
/// How many definitions can stand side by side.
const MOST: usize = 6;
/// School months of a year.
const MONTHS: u64 = 10;

/// What is asked, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    /// The school year, as `2025/2026`.
    year: String,
    /// Ids of rules.
    rules: Vec<String>,
    /// New hints a class and month, as typed.
    budget: String,
    /// Minutes one look takes.
    minutes: String,
    /// Of ten children looked at, how many get a coordinator.
    of_ten: String,
    /// Hours of coordination a child.
    hours: String,
}

impl Asked {
    fn usual(year: SchoolYear, locale: Locale) -> Self {
        Self {
            year: year.label(),
            rules: vec!["local.7of20".to_owned(), "dk.agreement2026.contact".to_owned()],
            budget: tenths(locale, 5),
            minutes: "10".to_owned(),
            of_ten: "2".to_owned(),
            hours: "20".to_owned(),
        }
    }

    fn read(fields: &[(String, String)]) -> Self {
        let value = |name: &str| sent(fields, name).trim().to_owned();
        Self {
            year: value("year"),
            rules: fields
                .iter()
                .filter(|(n, _)| n == "rule")
                .map(|(_, v)| v.clone())
                .collect(),
            budget: value("budget"),
            minutes: value("minutes"),
            of_ten: value("of_ten"),
            hours: value("hours"),
        }
    }
}

/// What is being tried for one person, or was tried last.
enum Work {
    Busy(TryoutProgress),
    Done(Box<TryoutCounts>),
    Failed,
}

static TRIED: LazyLock<Mutex<HashMap<PersonId, (Asked, Work)>>> = LazyLock::new(Mutex::default);

fn tried() -> MutexGuard<'static, HashMap<PersonId, (Asked, Work)>> {
    TRIED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A choice of the form.
pub struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// The form.
#[derive(Template)]
#[template(path = "rules/try.html")]
pub struct TryDefinition {
    frame: Frame,
    problems: Vec<String>,
    years: Vec<Choice>,
    rules: Vec<Choice>,
    budget: String,
    minutes: String,
    of_ten: String,
    hours: String,
    adopted: Vec<AdoptedView>,
}

/// A tryout on its way.
#[derive(Template)]
#[template(path = "rules/trying.html")]
pub struct TryingDefinition {
    frame: Frame,
    percent: u32,
}

/// One definition in the results.
pub struct TriedRow {
    name: String,
    children: String,
    times: String,
    per_class: String,
    look_hours: String,
    case_hours: String,
}

/// A table with a row a school or month, and a column a definition.
pub struct CountTable {
    heading: String,
    first: String,
    rows: Vec<(String, Vec<String>)>,
}

/// Children by school, class and month, by one definition.
pub struct PlaceTable {
    /// The definition.
    heading: String,
    /// The months, short.
    months: Vec<String>,
    /// Schools, each with its classes after it.
    rows: Vec<PlaceRow>,
    /// How many classes are left out.
    note: Option<String>,
}

/// A school or a class in such a table.
pub struct PlaceRow {
    label: String,
    is_school: bool,
    cells: Vec<String>,
}

/// An adoption of before: when, by whom, what was chosen, and what was seen then.
pub struct AdoptedView {
    heading: String,
    about: String,
    rules: Vec<String>,
    preview: Vec<String>,
}

/// Definitions side by side.
#[derive(Template)]
#[template(path = "rules/tried.html")]
pub struct TriedDefinition {
    frame: Frame,
    about: String,
    columns: Vec<String>,
    rows: Vec<TriedRow>,
    met: Vec<String>,
    tables: Vec<CountTable>,
    places: Vec<PlaceTable>,
    adopted: Vec<AdoptedView>,
    /// Whether the viewer may adopt it, and how often the settings were set; none where not.
    adopt: Option<(i64, i64, i64)>,
}

fn number(told: Told, frame: &Frame) -> String {
    match told {
        Told::Pupils(count) => frame.count(&usize::try_from(count).unwrap_or(usize::MAX)),
        Told::Few => frame.t("own-few"),
    }
}

/// A number with one decimal, from tenths.
fn tenths(locale: Locale, tenths: u64) -> String {
    let point = match locale {
        Locale::Da => ',',
        Locale::En => '.',
    };
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}{point}{rest}", tenths / 10),
    }
}

fn name(frame: &Frame, rules: &RulePack, definition: &Definition, day: Date) -> String {
    match definition {
        Definition::Hints => frame.t("try-hints"),
        Definition::Rule(id) => rules
            .rule(id)
            .ok()
            .and_then(|rule| {
                Some(rule_name(
                    frame.locale,
                    rule,
                    rule.on(day).ok().or(rule.versions().last())?,
                ))
            })
            .unwrap_or_else(|| id.clone()),
    }
}

impl TriedDefinition {
    fn of(frame: Frame, rules: &RulePack, asked: &Asked, counts: &TryoutCounts, roster: &Roster) -> Self {
        let locale = frame.locale;
        let names: Vec<String> = counts
            .tried
            .iter()
            .map(|one| name(&frame, rules, &one.definition, frame.today))
            .collect();
        let whole = |text: &str| text.parse::<u64>().unwrap_or(0);
        let (minutes, of_ten, hours) = (whole(&asked.minutes), whole(&asked.of_ten), whole(&asked.hours));
        let rows = counts.tried.iter().zip(&names).map(|(one, name)| {
            let times = match one.times {
                Told::Pupils(times) => Some(u64::from(times)),
                Told::Few => None,
            };
            let children = match one.children {
                Told::Pupils(children) => Some(u64::from(children)),
                Told::Few => None,
            };
            let few = || frame.t("own-few");
            let hours_of =
                |value: Option<u64>| value.map_or_else(few, |hours| frame.t1("try-hours", "hours", hours.to_string()));
            TriedRow {
                name: name.clone(),
                children: number(one.children, &frame),
                times: number(one.times, &frame),
                per_class: times
                    .and_then(|times| (times * 100).checked_div(u64::from(counts.classes) * MONTHS))
                    .map_or_else(few, |hundredths| tenths(locale, hundredths.div_ceil(10))),
                look_hours: hours_of(times.map(|times| (times * minutes).div_ceil(60))),
                case_hours: hours_of(children.map(|children| (children * of_ten).div_ceil(10) * hours)),
            }
        });
        let met = counts.met.iter().map(|met| {
            let of = |at: usize| names.get(at).cloned().unwrap_or_default();
            let lead = match met.middle_lead {
                None => String::new(),
                Some(0) => frame.t("try-lead-same"),
                Some(days) if days > 0 => frame.t2("try-lead", "first", of(met.pair.0), "days", days.to_string()),
                Some(days) => frame.t2(
                    "try-lead",
                    "first",
                    of(met.pair.1),
                    "days",
                    days.unsigned_abs().to_string(),
                ),
            };
            let said = [
                ("first", of(met.pair.0)),
                ("second", of(met.pair.1)),
                ("both", number(met.both, &frame)),
                ("only_first", number(met.only.0, &frame)),
                ("only_second", number(met.only.1, &frame)),
                ("first_earlier", number(met.earlier.0, &frame)),
            ];
            let values = said.each_ref().map(|(key, value)| (*key, value.value()));
            [frame.locale.text("try-met", &values), lead]
                .join(" ")
                .trim()
                .to_owned()
        });
        let by_school = roster.schools().iter().map(|school| {
            let of = |one: &store::TriedCounts| {
                one.by_school
                    .iter()
                    .find(|(s, _)| *s == school.id)
                    .map_or(Told::Few, |(_, told)| *told)
            };
            (
                words::counted_school(frame.locale, school),
                counts.tried.iter().map(|one| number(of(one), &frame)).collect(),
            )
        });
        let mut months: Vec<(i16, i8)> = counts
            .tried
            .iter()
            .flat_map(|one| one.by_month.iter().map(|(m, _)| *m))
            .collect();
        months.sort_unstable();
        months.dedup();
        let by_month = months.iter().map(|month| {
            let of = |one: &store::TriedCounts| {
                one.by_month
                    .iter()
                    .find(|(m, _)| m == month)
                    .map_or(Told::Few, |(_, told)| *told)
            };
            let label = format!("{} {}", words::month(locale, month.1), month.0);
            (label, counts.tried.iter().map(|one| number(of(one), &frame)).collect())
        });
        let places = counts.tried.iter().zip(&names);
        let places = places
            .map(|(one, name)| place_table(&frame, name, one, counts, roster))
            .collect();
        let tables = vec![
            CountTable {
                heading: frame.t("try-by-school"),
                first: frame.t("own-count-school"),
                rows: by_school.collect(),
            },
            CountTable {
                heading: frame.t("try-by-month"),
                first: frame.t("try-month"),
                rows: by_month.collect(),
            },
        ];
        Self {
            about: frame.t2("try-about", "year", asked.year.clone(), "budget", asked.budget.clone()),
            rows: rows.collect(),
            met: met.collect(),
            tables,
            places,
            columns: names,
            adopted: Vec::new(),
            adopt: None,
            frame,
        }
    }
}

fn place_table(
    frame: &Frame,
    name: &str,
    one: &store::TriedCounts,
    counts: &TryoutCounts,
    roster: &Roster,
) -> PlaceTable {
    let cell = |told: &Told| match told {
        Told::Few => frame.t("try-few"),
        Told::Pupils(count) => count.to_string(),
    };
    let cells = |months: &[Told]| months.iter().map(cell).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for place in &one.by_place {
        let school = roster.school(place.school).map(|s| s.name.as_str()).unwrap_or_default();
        rows.push(PlaceRow {
            label: school.to_owned(),
            is_school: true,
            cells: cells(&place.months),
        });
        let mut classes: Vec<_> = place
            .classes
            .iter()
            .filter_map(|(id, months)| Some((roster.class(*id)?, months)))
            .collect();
        classes.sort_by(|(a, _), (b, _)| {
            let by_name = || casework::person::danish_order(&a.name, &b.name);
            a.grade().cmp(&b.grade()).then_with(by_name)
        });
        rows.extend(classes.into_iter().map(|(class, months)| PlaceRow {
            label: format!("{school} {}", class.name),
            is_school: false,
            cells: cells(months),
        }));
    }
    let untold: u32 = one.by_place.iter().map(|place| place.untold).sum();
    PlaceTable {
        heading: name.to_owned(),
        months: counts
            .months
            .iter()
            .map(|(_, month)| words::month_short(frame.locale, *month).to_owned())
            .collect(),
        rows,
        note: (untold > 0).then(|| frame.t1("try-untold", "classes", untold)),
    }
}

/// Everything that was adopted, newest first. What this release cannot read is left out and logged.
async fn adoptions(state: &AppState, frame: &Frame) -> Result<Vec<AdoptedView>, PageError> {
    let kept = state.setting_versions::<Adopted>(SETTING).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let (rules, names) = (state.rules(), state.store.staff_names().await?);
    let view = |(setting, adopted): (Setting, Adopted)| {
        let who = setting.set_by.and_then(|id| names.get(&id)).cloned();
        adopted_view(frame, &rules, adopted, &who.unwrap_or_default())
    };
    Ok(kept.into_iter().map(view).collect())
}

fn adopted_view(frame: &Frame, rules: &RulePack, adopted: Adopted, who: &str) -> AdoptedView {
    let rule = |id: &String| name(frame, rules, &Definition::Rule(id.clone()), adopted.from);
    AdoptedView {
        heading: frame.t2("try-adopted-line", "date", frame.date(&adopted.from), "who", who),
        about: frame.t2(
            "try-about",
            "year",
            &*adopted.asked.year,
            "budget",
            &*adopted.asked.budget,
        ),
        rules: adopted.asked.rules.iter().map(rule).collect(),
        preview: adopted.preview,
    }
}

fn framed(frame: Frame) -> Frame {
    let title = frame.t("try-title");
    frame.at(Section::Rules).end(title)
}

fn form(frame: Frame, rules: &RulePack, years: &[SchoolYear], asked: Asked, problems: Vec<String>) -> TryDefinition {
    let locale = frame.locale;
    let today = frame.today;
    let choices = rules.rules().iter().map(|rule| Choice {
        value: rule.id.to_string(),
        text: rule
            .on(today)
            .ok()
            .or(rule.versions().last())
            .map_or_else(|| rule.id.to_string(), |version| rule_name(locale, rule, version)),
        chosen: asked.rules.iter().any(|id| *id == rule.id.as_str()),
    });
    TryDefinition {
        years: years
            .iter()
            .map(|year| Choice {
                value: year.label(),
                text: year.label(),
                chosen: year.label() == asked.year,
            })
            .collect(),
        rules: choices.collect(),
        budget: asked.budget,
        minutes: asked.minutes,
        of_ten: asked.of_ten,
        hours: asked.hours,
        problems,
        adopted: Vec::new(),
        frame: framed(frame),
    }
}

impl Page for TryDefinition {
    const PATH: &'static str = "rules/try";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let year = SchoolYear::beginning(2025);
        let of = |rules: &RulePack, problems| {
            form(
                Frame::sample(locale),
                rules,
                &[year],
                Asked::usual(year, locale),
                problems,
            )
        };
        let shipped = RulePack::shipped();
        let all = shipped.iter().flat_map(|rules| {
            let wrong = vec![locale.t1("hint-budget-wrong", "value", "mange")];
            let frame = Frame::sample(locale);
            let adopted = Adopted {
                from: frame.today,
                asked: Asked::usual(year, locale),
                preview: vec![format!("{}: 82", frame.t("try-hints"))],
            };
            let form = TryDefinition {
                adopted: vec![adopted_view(&frame, rules, adopted, "Maja Holmgård")],
                ..of(rules, Vec::new())
            };
            [("form", form), ("refused", of(rules, wrong))]
        });
        all.collect()
    }
}

impl Page for TryingDefinition {
    const PATH: &'static str = "rules/trying";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = framed(Frame::sample(locale));
        vec![("half", Self { frame, percent: 50 })]
    }
}

impl Page for TriedDefinition {
    const PATH: &'static str = "rules/tried";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = framed(Frame::sample(locale));
        let names = [frame.t("try-hints"), "Fravær 7 af de sidste 20 skoledage".to_owned()];
        let row = |name: &String, children: &str| TriedRow {
            name: name.clone(),
            children: children.to_owned(),
            times: children.to_owned(),
            per_class: tenths(locale, 5),
            look_hours: frame.t1("try-hours", "hours", "14".to_owned()),
            case_hours: frame.t1("try-hours", "hours", "340".to_owned()),
        };
        let table = |heading: &str, first: &str, label: &str| CountTable {
            heading: frame.t(heading),
            first: frame.t(first),
            rows: vec![(label.to_owned(), vec!["12".to_owned(), frame.t("own-few")])],
        };
        let sample = Self {
            about: frame.t2("try-about", "year", "2025/2026".to_owned(), "budget", "0,5".to_owned()),
            rows: vec![row(&names[0], "82"), row(&names[1], "140")],
            met: vec![frame.t("try-lead-same")],
            tables: vec![
                table("try-by-school", "own-count-school", "Engdalskolen"),
                table("try-by-month", "try-month", "2025-11"),
            ],
            places: vec![PlaceTable {
                heading: names[0].clone(),
                months: [8, 9, 10]
                    .map(|month| words::month_short(locale, month).to_owned())
                    .to_vec(),
                rows: [("Engdalskolen", true, "9"), ("Engdalskolen 8.b", false, "6")]
                    .map(|(label, is_school, count)| PlaceRow {
                        label: label.to_owned(),
                        is_school,
                        cells: vec![frame.t("try-few"), count.to_owned(), frame.t("try-few")],
                    })
                    .into(),
                note: Some(frame.t1("try-untold", "classes", 11)),
            }],
            columns: names.to_vec(),
            adopted: Vec::new(),
            adopt: Some((0, 0, 0)),
            frame,
        };
        vec![("two", sample)]
    }
}

/// School years of which there is something to try on, newest first.
async fn years(state: &AppState, today: Date) -> Result<Vec<SchoolYear>, PageError> {
    let roster = state.store.roster().await?;
    let mut years: Vec<SchoolYear> = roster
        .calendars()
        .iter()
        .flat_map(|calendar| calendar.days().iter().copied())
        .filter(|day| *day <= today)
        .map(SchoolYear::of)
        .collect();
    years.sort_unstable();
    years.dedup();
    years.reverse();
    Ok(years)
}

/// What the page was asked.
#[derive(Deserialize)]
pub(super) struct Again {
    /// Another one is to be tried.
    #[serde(default)]
    again: String,
}

/// The form, how far the tryout has come, or what it found.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Again>,
) -> Result<Response, PageError> {
    viewer.may::<act::Read, on::Aggregate>(&Spot::Municipality)?;
    let years = years(&state, frame.today).await?;
    let usual = years
        .get(1)
        .or(years.first())
        .copied()
        .unwrap_or_else(|| SchoolYear::of(frame.today));
    enum Now {
        Form(Asked, bool),
        Busy(u32),
        Done(Asked, Box<TryoutCounts>),
    }
    let now = match tried().get(&viewer.person()) {
        Some((asked, Work::Failed)) => Now::Form(asked.clone(), true),
        Some((_, Work::Busy(progress))) => Now::Busy(progress.percent()),
        Some((known, Work::Done(counts))) if asked.again.is_empty() => Now::Done(known.clone(), counts.clone()),
        Some((known, Work::Done(_))) => Now::Form(known.clone(), false),
        None => Now::Form(Asked::usual(usual, frame.locale), false),
    };
    match now {
        Now::Form(asked, failed) => {
            let problems = if failed {
                vec![frame.t("try-failed")]
            } else {
                Vec::new()
            };
            let adopted = adoptions(&state, &frame).await?;
            let form = form(frame, &state.rules(), &years, asked, problems);
            html(&TryDefinition { adopted, ..form })
        }
        Now::Busy(percent) => html(&TryingDefinition {
            frame: framed(frame),
            percent,
        }),
        Now::Done(asked, counts) => {
            let roster = state.store.roster().await?;
            let adopted = adoptions(&state, &frame).await?;
            let adopt = match viewer.may::<act::Change, on::Settings>(&Spot::Municipality) {
                Ok(_) => Some(sequences(&state).await?),
                Err(_) => None,
            };
            let page = TriedDefinition::of(framed(frame), &state.rules(), &asked, &counts, &roster);
            html(&TriedDefinition { adopt, adopted, ..page })
        }
    }
}

/// How often the choices of rules, the budget and the definition were set.
async fn sequences(state: &AppState) -> Result<(i64, i64, i64), PageError> {
    let settings = state.store.setting_list().await?;
    let of = |name: &str| settings.iter().find(|s| s.name == name).map_or(0, |s| s.sequence);
    Ok((of(RULES_SETTING), of(HintBudgets::SETTING), of(SETTING)))
}

/// The problems of what was typed, in the order of the form.
fn problems(frame: &Frame, rules: &RulePack, years: &[SchoolYear], asked: &Asked) -> Vec<String> {
    let mut found = Vec::new();
    if !years.iter().any(|year| year.label() == asked.year) {
        found.push(frame.t("try-no-year"));
    }
    if asked.rules.len() >= MOST {
        found.push(frame.t1("try-too-many", "most", MOST - 1));
    }
    if asked.rules.iter().any(|id| rules.rule(id).is_err()) {
        found.push(frame.t("try-no-rule"));
    }
    if asked.budget.parse::<Budget>().is_err() {
        found.push(frame.t1("hint-budget-wrong", "value", asked.budget.clone()));
    }
    for (value, most) in [(&asked.minutes, 600), (&asked.of_ten, 10), (&asked.hours, 1_000)] {
        if value.parse::<u32>().ok().is_none_or(|n| n > most) {
            found.push(frame.t2("try-no-number", "value", value.clone(), "most", most.to_string()));
        }
    }
    found
}

/// Begins a tryout; the page shows how far it has come.
pub(super) async fn start(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Read, on::Aggregate>(&Spot::Municipality)?;
    let years = years(&state, frame.today).await?;
    let asked = Asked::read(&fields);
    let rules = state.rules();
    let problems = problems(&frame, &rules, &years, &asked);
    if !problems.is_empty() {
        let adopted = adoptions(&state, &frame).await?;
        let form = form(frame, &rules, &years, asked, problems);
        return html(&TryDefinition { adopted, ..form });
    }
    let tryout = tryout(&rules, &years, &asked, frame.today).ok_or(PageError::Request("error-request-text"))?;
    let progress = TryoutProgress::default();
    let person = viewer.person();
    tried().insert(person, (asked.clone(), Work::Busy(progress.clone())));
    let store = state.store.clone();
    tokio::spawn(async move {
        let work = match store.tryout(&permit, tryout, progress).await {
            Ok(counts) => Work::Done(Box::new(counts)),
            Err(problem) => {
                tracing::error!(%problem, "a definition could not be tried");
                Work::Failed
            }
        };
        tried().insert(person, (asked, work));
    });
    Ok(Redirect::to("/rules/try").into_response())
}

fn tryout(rules: &RulePack, years: &[SchoolYear], asked: &Asked, today: Date) -> Option<Tryout> {
    let year = years.iter().find(|year| year.label() == asked.year)?;
    let all = asked
        .rules
        .iter()
        .map(|id| format!("\"{id}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let mut definitions = vec![Definition::Hints];
    definitions.extend(asked.rules.iter().cloned().map(Definition::Rule));
    Some(Tryout {
        rules: rules.clone().with_file(&format!("enable = [{all}]")).ok()?,
        definitions,
        budget: asked.budget.parse().ok()?,
        span: Span {
            from: year.span().from,
            to: year.span().to.min(today),
        },
    })
}

/// What was adopted, as it is kept.
#[derive(Serialize, Deserialize)]
struct Adopted {
    from: Date,
    asked: Asked,
    preview: Vec<String>,
}

/// Adopts what was tried: its rules are turned on, its budget holds, and what was seen is kept with the day.
pub(super) async fn adopt(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Settings>(&Spot::Municipality)?;
    let seen = |name: &str| {
        fields
            .iter()
            .find(|(n, _)| n == name)
            .and_then(|(_, v)| v.parse::<i64>().ok())
    };
    let unread = || PageError::Request("error-request-text");
    let (rules_seen, budget_seen, own_seen) = seen("rules")
        .zip(seen("budget"))
        .zip(seen("definition"))
        .map(|((a, b), c)| (a, b, c))
        .ok_or_else(unread)?;
    let done = match tried().get(&viewer.person()) {
        Some((asked, Work::Done(counts))) => Some((asked.clone(), counts.clone())),
        _ => None,
    };
    let (asked, counts) = done.ok_or(PageError::Request("try-gone"))?;
    let years = years(&state, frame.today).await?;
    let rules = state.rules();
    let tryout = tryout(&rules, &years, &asked, frame.today).ok_or_else(unread)?;
    let (mut budgets, _) = state.store.hint_budgets().await?;
    budgets.everywhere = tryout.budget.thousandths();
    let roster = state.store.roster().await?;
    let page = TriedDefinition::of(frame.clone(), &rules, &asked, &counts, &roster);
    let preview = page
        .rows
        .iter()
        .map(|row| format!("{}: {}", row.name, row.children))
        .chain(page.met.iter().cloned());
    let adopted = Adopted {
        from: frame.today,
        asked,
        preview: preview.collect(),
    };
    let kept = serde_json::to_string(&adopted).map_err(|_| unread())?;
    let budget = serde_json::to_string(&budgets).map_err(|_| unread())?;
    let settings = [
        (RULES_SETTING, tryout.rules.choices(), rules_seen),
        (HintBudgets::SETTING, budget, budget_seen),
        (SETTING, kept, own_seen),
    ];
    state.store.settings_set_together(&permit, &settings).await?;
    state.rules_load().await?;
    Ok(Redirect::to("/rules/try?done=done-try-adopted").into_response())
}
