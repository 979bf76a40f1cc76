//! What is not registered per school, how categories are used, and the newest imports.

use std::collections::BTreeMap;

use access::{Spot, act, on};
use askama::Template;
use attendance::{SchoolYear, Span};
use axum::extract::State;
use axum::response::Response;
use casework::SchoolId;
use jiff::Timestamp;
use jiff::civil::Date;
use store::ImportRecord;

use super::register::{self, Habit};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The fewest pupils a school must have before its mix is shown.
const FEWEST: u32 = 5;

/// Counts below this are not shown.
const SMALL: usize = 5;

/// What is not registered at a school.
pub struct SchoolGaps {
    name: String,
    href: String,
    classes: usize,
    days: usize,
    missing: usize,
}

/// How a school uses the categories; `None` where there are too few pupils to say.
pub struct Mix {
    name: String,
    counts: Option<[String; 3]>,
    odd: bool,
}

/// One import of the list.
pub struct ImportLine {
    href: String,
    file: String,
    made: String,
    by: String,
    marks: String,
    problems: bool,
    undone: bool,
}

/// The page *Data*.
#[derive(Template)]
#[template(path = "data/show.html")]
pub struct ShowData {
    frame: Frame,
    schools: Vec<SchoolGaps>,
    mixes: Vec<Mix>,
    /// What the registers are said of, up to when.
    register_text: String,
    habits: Vec<Habit>,
    /// How many classes have a sign, for whoever sees numbers only.
    class_counts: Vec<String>,
    imports: Option<Vec<ImportLine>>,
    may_import: bool,
}

impl Page for ShowData {
    const PATH: &'static str = "data/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Data);
        let school = |name: &str, missing| SchoolGaps {
            name: name.to_owned(),
            href: "/data/schools/1".to_owned(),
            classes: 21,
            days: 1533,
            missing,
        };
        let mix = |name: &str, counts: Option<[&str; 3]>, odd| Mix {
            name: name.to_owned(),
            counts: counts.map(|c| c.map(str::to_owned)),
            odd,
        };
        let import = |problems, undone| ImportLine {
            href: "/data/imports/1".to_owned(),
            file: "fravaer-uge-46.csv".to_owned(),
            made: "20. november 2026 kl. 8.03".to_owned(),
            by: "Asta Holmvig".to_owned(),
            marks: "1.204".to_owned(),
            problems,
            undone,
        };
        vec![
            (
                "full",
                Self {
                    frame: frame(),
                    schools: vec![school("Engdalskolen", 34), school("Åbrinkskolen", 0)],
                    mixes: vec![
                        mix("Engdalskolen", Some(["1.204", "310", "0"]), true),
                        mix("Lille Bakkeskole", None, false),
                    ],
                    register_text: register::over(&frame(), so_far(&frame())),
                    habits: register::sampled(&frame()),
                    class_counts: vec![
                        class_count(locale, "data-classes-spells", 7),
                        class_count(locale, "data-classes-late", 2),
                    ],
                    imports: Some(vec![import(false, false), import(true, true)]),
                    may_import: true,
                },
            ),
            (
                "empty",
                Self {
                    frame: frame(),
                    schools: Vec::new(),
                    mixes: Vec::new(),
                    register_text: register::over(&frame(), so_far(&frame())),
                    habits: Vec::new(),
                    class_counts: Vec::new(),
                    imports: None,
                    may_import: false,
                },
            ),
        ]
    }
}

/// The school year so far, up to yesterday: today may still be noted.
pub(super) fn so_far(frame: &Frame) -> Span {
    year_so_far(frame.today)
}

/// The school year up to yesterday: what should be noted by now.
pub(crate) fn year_so_far(today: Date) -> Span {
    let from = SchoolYear::of(today).span().from;
    Span {
        from,
        to: today.yesterday().unwrap_or(today).max(from),
    }
}

/// A count of classes in words; one under five is not shown, nor is none told from a few.
fn class_count(locale: Locale, key: &str, count: usize) -> String {
    let shown = if count < SMALL { 0 } else { count };
    locale.t1(key, "count", shown)
}

/// An instant in words, in Copenhagen.
pub(super) fn moment(state: &AppState, frame: &Frame, at: Timestamp) -> String {
    words::moment(frame.locale, at.to_zoned(state.settings.zone.clone()).datetime())
}

fn import_line(state: &AppState, frame: &Frame, record: ImportRecord) -> ImportLine {
    ImportLine {
        href: format!("/data/imports/{}", record.id),
        made: moment(state, frame, record.made_at),
        by: record.made_name.unwrap_or_else(|| frame.t("data-import-by-program")),
        marks: words::count(frame.locale, record.counts.marks),
        problems: !record.problems.is_empty(),
        undone: record.undone_at.is_some(),
        file: record.file_name,
    }
}

/// Shows what is not registered.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::DataQuality>()?;
    let roster = state.store.roster().await?;
    let name = |id: SchoolId| roster.school(id).map(|school| school.name.clone()).unwrap_or_default();
    let mut gaps: BTreeMap<SchoolId, SchoolGaps> = BTreeMap::new();
    for class in state.store.class_gaps(&scope, so_far(&frame)).await? {
        let line = gaps.entry(class.school).or_insert_with(|| SchoolGaps {
            name: name(class.school),
            href: format!("/data/schools/{}", class.school),
            classes: 0,
            days: 0,
            missing: 0,
        });
        line.classes += 1;
        line.days += class.days;
        line.missing += class.missing.len();
    }
    let only = gaps.keys().next().copied().filter(|_| gaps.len() == 1);
    let mut schools: Vec<SchoolGaps> = gaps.into_values().collect();
    schools.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let count = |halves: u32| words::tenths(frame.locale, u64::from(halves) * 5);
    let mut mixes: Vec<Mix> = state
        .store
        .category_mix(&scope, state.rules().settings().day_weight)
        .await?
        .into_iter()
        .map(|mix| Mix {
            name: name(mix.school),
            counts: (mix.pupils >= FEWEST).then(|| [count(mix.illness), count(mix.leave), count(mix.unlawful)]),
            odd: mix.is_odd(),
        })
        .collect();
    mixes.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let notices = state.store.register_signs(&scope, so_far(&frame)).await?;
    let habits = register::habits(&frame, &roster, &notices, only);
    let mut class_counts = Vec::new();
    if let Ok(aggregate) = viewer.scope::<act::List, on::Aggregate>()
        && let Some(counts) = state.store.class_sign_counts(&aggregate).await?
    {
        class_counts.push(class_count(frame.locale, "data-classes-spells", counts.spells));
        class_counts.push(class_count(frame.locale, "data-classes-late", counts.late));
        class_counts.push(class_count(frame.locale, "data-classes-looked", counts.looked_at));
    }
    let imports = match viewer.may::<act::List, on::Import>(&Spot::Municipality) {
        Ok(_) => {
            let records = state.store.import_list(100).await?;
            Some(
                records
                    .into_iter()
                    .map(|record| import_line(&state, &frame, record))
                    .collect(),
            )
        }
        Err(_) => None,
    };
    let may_import = viewer.may::<act::Create, on::Import>(&Spot::Municipality).is_ok();
    html(&ShowData {
        register_text: register::over(&frame, so_far(&frame)),
        frame: frame.at(Section::Data),
        schools,
        mixes,
        habits,
        class_counts,
        imports,
        may_import,
    })
}
