//! Reading a file in: upload, what its columns and codes mean, everything it would do, and then writing it.
//!
//! An uploaded file waits in memory, for the person who sent it and at most an hour, until it is written or let go. What
//! takes long goes on by itself, and the page of the file says how far it has come.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::Future;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use access::{Spot, act, on};
use askama::Template;
use attendance::{Calendar, SchoolYear, Span};
use axum::body::Bytes;
use axum::extract::{Form, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{ImportId, PersonId};
use intake::mapping::{self, Field, Mapping, Meaning, Options, RowIs};
use intake::table::{self, Limits, Table};
use intake::{Lang, Problems};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::{
    AbsenceRows, ImportCounts, ImportReach, ImportRequest, MOST_PERCENT, MarkRow, PartRow, Progress, RegisterBy,
    RosterGap, Step, StoreError,
};

use crate::data::in_words;
use crate::form::{parts, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, guard, words};

/// How long an uploaded file waits.
const WAITS: SignedDuration = SignedDuration::from_hours(1);
/// How many files wait at once, of all people together.
const MOST_WAITING: usize = 20;
/// How many problems a page names; the rest is counted.
const MOST_PROBLEMS: usize = 200;
/// Work shorter than this answers at once; longer work has a page of its own.
const SHORT: Duration = Duration::from_millis(800);

/// A file that waits to be written.
struct Upload {
    person: PersonId,
    since: Timestamp,
    file: String,
    bytes: Bytes,
    mapping: Mapping,
    reach: Reach,
    shape: Shape,
    preview: Option<Preview>,
    work: Work,
}

/// What is being done with a waiting file, or was done last.
enum Work {
    /// It waits for the person.
    Idle,
    /// It is being read, compared or written.
    Busy(Progress),
    /// It cannot be read at all.
    Unreadable(String),
    /// It is written.
    Written(ImportId),
}

/// How a piece of work ended.
enum Ended {
    Unreadable(String),
    Guessed(Mapping, Shape),
    Shown(Box<(Mapping, Reach, Shape, Preview)>),
    Written(ImportId),
}

/// What the form needs to know of a file.
#[derive(Clone, Default)]
struct Shape {
    rows: usize,
    headers: Vec<String>,
    codes: Vec<String>,
}

impl Shape {
    fn of(table: &Table, mapping: &Mapping) -> Self {
        Self {
            rows: table.rows.len(),
            headers: headers(table, mapping),
            codes: codes(table, mapping),
        }
    }
}

/// What a file says about what is not in it, as the form has it.
#[derive(Clone, Default, PartialEq, Eq)]
struct Reach {
    complete: bool,
    schools: BTreeSet<String>,
    from: String,
    to: String,
    month: String,
}

static WAITING: LazyLock<Mutex<HashMap<String, Upload>>> = LazyLock::new(Mutex::default);

fn waiting() -> MutexGuard<'static, HashMap<String, Upload>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The language of problems.
pub(super) const fn language(locale: Locale) -> Lang {
    match locale {
        Locale::Da => Lang::Danish,
        Locale::En => Lang::English,
    }
}

/// A choice of a form, and whether it is the one that stands.
pub struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// A question of the mapping: which column, or what a code means.
pub struct Question {
    name: String,
    text: String,
    choices: Vec<Choice>,
}

/// The first page: which file.
#[derive(Template)]
#[template(path = "setup/import.html")]
pub struct AskFile {
    frame: Frame,
    saved: Vec<String>,
    problems: Vec<String>,
}

/// The second page: what the columns and codes mean, and what the file would do.
#[derive(Template)]
#[template(path = "setup/mapping.html")]
pub struct ShowMapping {
    frame: Frame,
    id: String,
    file: String,
    rows: usize,
    row_is: Vec<Choice>,
    fields: Vec<Question>,
    others: Vec<Question>,
    codes: Vec<Question>,
    absence: bool,
    month: bool,
    schools: Vec<Choice>,
    reach: Reach,
    name: String,
    preview: Option<Preview>,
}

/// While a file is read, compared or written: how far it has come.
#[derive(Template)]
#[template(path = "setup/progress.html")]
pub struct ShowProgress {
    frame: Frame,
    file: String,
    step: String,
    percent: u64,
    rows: Option<String>,
}

/// What the file would do.
#[derive(Clone, Default)]
pub struct Preview {
    errors: u64,
    problems: Vec<String>,
    more: u64,
    counts: Vec<(String, String)>,
    complete: Option<String>,
    must_confirm: Option<String>,
    note: Option<String>,
    ready: bool,
}

impl Page for AskFile {
    const PATH: &'static str = "setup/import";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |saved: &[&str], problems| Self {
            frame: Frame::sample(locale).at(Section::Setup).end(locale.t("setup-import")),
            saved: saved.iter().map(|s| (*s).to_owned()).collect(),
            problems,
        };
        vec![
            ("asked", page(&["Fravær fra skolens program"], Vec::new())),
            ("problem", page(&[], vec![locale.t("file-missing")])),
        ]
    }
}

impl Page for ShowMapping {
    const PATH: &'static str = "setup/mapping";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |preview| {
            let columns = ["CPR".to_owned(), "Dato".to_owned(), "Årsag".to_owned()];
            let mut mapping = Mapping {
                form: mapping::NEWEST_FORM,
                name: "fravaer.csv".to_owned(),
                version: 1,
                row_is: RowIs::Day,
                columns: BTreeMap::new(),
                codes: BTreeMap::new(),
            };
            mapping.columns.insert(Field::Cpr, "CPR".to_owned());
            let codes = ["S".to_owned(), "Ferie".to_owned()];
            let (fields, others) = field_questions(locale, &columns, &mapping);
            Self {
                frame: Frame::sample(locale)
                    .at(Section::Setup)
                    .via(locale.t("setup-import"), "/setup/import")
                    .end("fravaer.csv"),
                id: "1".to_owned(),
                file: "fravaer.csv".to_owned(),
                rows: 1204,
                row_is: row_choices(locale, mapping.row_is),
                fields,
                others,
                codes: code_questions(locale, &codes, &mapping),
                absence: true,
                month: false,
                schools: vec![Choice {
                    value: "1".to_owned(),
                    text: "Engdalskolen".to_owned(),
                    chosen: true,
                }],
                reach: Reach::default(),
                name: mapping.name,
                preview,
            }
        };
        let counts = ImportCounts {
            marks: 1204,
            marks_new: 1200,
            ..ImportCounts::default()
        };
        let preview = |errors, ready, must_confirm: Option<String>| Preview {
            errors,
            problems: vec!["fravaer.csv, linje 12, kolonne Dato: 31-02-2026 er ikke en dato".to_owned()],
            more: 3,
            counts: in_words(locale, &counts),
            complete: must_confirm.is_some().then(|| {
                let days = "10. august 2026 – 20. november 2026";
                locale.t2("file-complete-for", "schools", "Engdalskolen", "days", days)
            }),
            note: must_confirm.is_some().then(|| locale.t("file-not-confirmed")),
            must_confirm,
            ready,
        };
        vec![
            ("guessed", page(None)),
            ("problems", page(Some(preview(4, false, None)))),
            (
                "ready",
                page(Some(preview(
                    0,
                    true,
                    Some(locale.t1("file-must-confirm", "percent", MOST_PERCENT)),
                ))),
            ),
        ]
    }
}

impl Page for ShowProgress {
    const PATH: &'static str = "setup/progress";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |step: Step, percent, rows| Self {
            frame: Frame::sample(locale)
                .at(Section::Setup)
                .via(locale.t("setup-import"), "/setup/import")
                .end("fravaer.csv"),
            file: "fravaer.csv".to_owned(),
            step: locale.t(step_key(step)),
            percent,
            rows,
        };
        let rows = locale.t2("file-rows-of", "done", "12.000", "all", "50.000");
        vec![
            ("reading", page(Step::Reading, 0, None)),
            ("writing", page(Step::Writing, 57, Some(rows))),
        ]
    }
}

fn step_key(step: Step) -> &'static str {
    match step {
        Step::Reading => "file-step-reading",
        Step::Roster => "file-step-roster",
        Step::Comparing => "file-step-comparing",
        Step::Writing => "file-step-writing",
        Step::Finishing => "file-step-finishing",
    }
}

/// The saved mappings: name and content, from the settings of the municipality.
async fn saved(state: &AppState) -> Result<Vec<(String, Mapping, i64)>, PageError> {
    let settings = state.store.setting_list().await?;
    Ok(settings
        .into_iter()
        .filter_map(|setting| {
            let name = setting.name.strip_prefix("mapping ")?.to_owned();
            Some((name, serde_json::from_str(&setting.value).ok()?, setting.sequence))
        })
        .collect())
}

async fn ask_page(state: &AppState, frame: Frame, problems: Vec<String>) -> Result<Response, PageError> {
    let locale = frame.locale;
    let saved = saved(state).await?.into_iter().map(|(name, _, _)| name).collect();
    html(&AskFile {
        frame: frame.at(Section::Setup).end(locale.t("setup-import")),
        saved,
        problems,
    })
}

/// Asks for a file.
pub(super) async fn ask(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    ask_page(&state, frame, Vec::new()).await
}

/// Takes a file and guesses what its columns mean.
pub(super) async fn upload(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    multipart: Multipart,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let form = parts(multipart).await?;
    let Some((file, bytes)) = form.file.clone() else {
        let problems = vec![frame.t("file-missing")];
        return ask_page(&state, frame, problems).await;
    };
    let wanted = form.value("mapping");
    let known = saved(&state).await?.into_iter().find(|(name, _, _)| *name == wanted);
    let known = known.map(|(_, mapping, _)| mapping);
    let id = guard::random()?;
    let now = state.store.now();
    {
        let mut all = waiting();
        all.retain(|_, upload| now.duration_since(upload.since) < WAITS);
        if all.len() >= MOST_WAITING {
            return Err(PageError::TooMany);
        }
        let upload = Upload {
            person: viewer.person(),
            since: now,
            file: file.clone(),
            bytes: bytes.clone(),
            mapping: Mapping {
                form: mapping::NEWEST_FORM,
                name: file.clone(),
                version: 1,
                row_is: RowIs::Day,
                columns: BTreeMap::new(),
                codes: BTreeMap::new(),
            },
            reach: Reach::default(),
            shape: Shape::default(),
            preview: None,
            work: Work::Idle,
        };
        all.insert(id.clone(), upload);
    }
    let locale = frame.locale;
    let work = async move {
        let read = tokio::task::spawn_blocking(move || {
            table::read(&file, &bytes, None, &Limits::default()).map(|table| {
                let mapping = known.unwrap_or_else(|| mapping::guess(&table));
                let shape = Shape::of(&table, &mapping);
                (mapping, shape)
            })
        });
        Ok(match read.await.map_err(PageError::failed)? {
            Ok((mapping, shape)) => Ended::Guessed(mapping, shape),
            Err(problem) => Ended::Unreadable(problem.located(language(locale))),
        })
    };
    run(&id, locale, Progress::default(), work).await;
    let unreadable = match waiting().get(&id).map(|upload| &upload.work) {
        Some(Work::Unreadable(problem)) => Some(problem.clone()),
        _ => None,
    };
    match unreadable {
        Some(problem) => ask_page(&state, frame, vec![problem]).await,
        None => Ok(Redirect::to(&format!("/setup/import/{id}")).into_response()),
    }
}

/// Lets a piece of work go on by itself, and waits a moment: most of it is done before anybody would look at a bar.
async fn run(
    id: &str,
    locale: Locale,
    progress: Progress,
    work: impl Future<Output = Result<Ended, PageError>> + Send + 'static,
) {
    if let Some(upload) = waiting().get_mut(id) {
        upload.work = Work::Busy(progress);
    }
    let own = id.to_owned();
    let task = tokio::spawn(async move {
        let ended = tokio::spawn(work).await;
        let ended = ended.unwrap_or_else(|stopped| Err(PageError::failed(stopped)));
        end(&own, locale, ended);
    });
    let _still_at_it = tokio::time::timeout(SHORT, task).await;
}

/// Keeps what a piece of work came to, for the page of the file.
fn end(id: &str, locale: Locale, ended: Result<Ended, PageError>) {
    let mut all = waiting();
    let Some(upload) = all.get_mut(id) else { return };
    upload.work = Work::Idle;
    match ended {
        Ok(Ended::Unreadable(problem)) => {
            upload.bytes = Bytes::new();
            upload.work = Work::Unreadable(problem);
        }
        Ok(Ended::Guessed(mapping, shape)) => (upload.mapping, upload.shape) = (mapping, shape),
        Ok(Ended::Shown(shown)) => {
            let (mapping, reach, shape, preview) = *shown;
            (upload.mapping, upload.reach, upload.shape) = (mapping, reach, shape);
            upload.preview = Some(preview);
        }
        Ok(Ended::Written(import)) => {
            upload.bytes = Bytes::new();
            upload.work = Work::Written(import);
        }
        Err(problem) => {
            tracing::error!(cause = ?problem, "import failed");
            upload.preview = Some(Preview {
                errors: 1,
                problems: vec![locale.t("file-failed")],
                ..Preview::default()
            });
        }
    }
}

fn field_key(field: Field) -> &'static str {
    match field {
        Field::Cpr => "field-cpr",
        Field::PupilId => "field-pupil-id",
        Field::FullName => "field-full-name",
        Field::GivenName => "field-given-name",
        Field::FamilyName => "field-family-name",
        Field::BirthDate => "field-birth-date",
        Field::ClassName => "field-class",
        Field::SchoolName => "field-school",
        Field::Grade => "field-grade",
        Field::Protected => "field-protected",
        Field::Household => "field-household",
        Field::Date => "field-date",
        Field::From => "field-from",
        Field::To => "field-to",
        Field::Note => "field-note",
        Field::Code => "field-code",
        Field::Minutes => "field-minutes",
        Field::Lesson => "field-lesson",
        Field::LessonsMissed => "field-lessons-missed",
        Field::Lessons => "field-lessons",
        Field::NotedBy => "field-noted-by",
    }
}

const ROWS: [(RowIs, &str, &str); 5] = [
    (RowIs::Pupil, "pupil", "row-is-pupil"),
    (RowIs::Day, "day", "row-is-day"),
    (RowIs::Period, "period", "row-is-period"),
    (RowIs::Month, "month", "row-is-month"),
    (RowIs::Lesson, "lesson", "row-is-lesson"),
];

const MEANINGS: [(Meaning, &str, &str); 7] = [
    (Meaning::Illness, "illness", "category-illness"),
    (Meaning::Leave, "leave", "category-leave"),
    (Meaning::Unlawful, "unlawful", "category-unlawful"),
    (Meaning::Late, "late", "meaning-late"),
    (Meaning::LeftEarly, "left_early", "meaning-left-early"),
    (Meaning::Present, "present", "meaning-present"),
    (Meaning::Ignore, "ignore", "meaning-ignore"),
];

fn row_choices(locale: Locale, standing: RowIs) -> Vec<Choice> {
    ROWS.into_iter()
        .map(|(row, value, key)| Choice {
            value: value.to_owned(),
            text: locale.t(key),
            chosen: row == standing,
        })
        .collect()
}

/// What the rows of a file can say; the other fields are asked for apart.
fn fits(row: RowIs, field: Field) -> bool {
    match field {
        Field::Cpr | Field::PupilId | Field::FullName | Field::GivenName | Field::FamilyName | Field::ClassName => true,
        Field::BirthDate | Field::SchoolName | Field::Grade | Field::Protected | Field::Household => {
            row == RowIs::Pupil
        }
        Field::Date => matches!(row, RowIs::Day | RowIs::Lesson),
        Field::From | Field::To => matches!(row, RowIs::Period | RowIs::Pupil),
        Field::Note => matches!(row, RowIs::Day | RowIs::Period),
        Field::Code => matches!(row, RowIs::Day | RowIs::Period | RowIs::Lesson),
        Field::Minutes => row == RowIs::Day,
        Field::Lesson | Field::LessonsMissed | Field::Lessons => row == RowIs::Lesson,
        Field::NotedBy => matches!(row, RowIs::Day | RowIs::Period | RowIs::Month),
    }
}

/// A question for each field: those that rows like these can say, and the others.
fn field_questions(locale: Locale, columns: &[String], mapping: &Mapping) -> (Vec<Question>, Vec<Question>) {
    let (mut fitting, mut others) = (Vec::new(), Vec::new());
    (0_usize..)
        .zip(Field::ALL)
        .map(|(at, field)| {
            let standing = mapping.columns.get(&field);
            let mut choices = vec![Choice {
                value: String::new(),
                text: locale.t("field-none"),
                chosen: standing.is_none(),
            }];
            choices.extend(columns.iter().map(|column| Choice {
                value: column.clone(),
                text: column.clone(),
                chosen: standing == Some(column),
            }));
            let question = Question {
                name: format!("field-{at}"),
                text: locale.t(field_key(field)),
                choices,
            };
            (fits(mapping.row_is, field) || standing.is_some(), question)
        })
        .for_each(|(fits, question)| if fits { &mut fitting } else { &mut others }.push(question));
    (fitting, others)
}

fn code_questions(locale: Locale, codes: &[String], mapping: &Mapping) -> Vec<Question> {
    codes
        .iter()
        .map(|code| {
            let standing = mapping.meaning(code);
            let mut choices = vec![Choice {
                value: String::new(),
                text: locale.t("code-choose"),
                chosen: standing.is_none(),
            }];
            choices.extend(MEANINGS.into_iter().map(|(meaning, value, key)| Choice {
                value: value.to_owned(),
                text: locale.t(key),
                chosen: standing == Some(meaning),
            }));
            Question {
                name: format!("code {code}"),
                text: code.clone(),
                choices,
            }
        })
        .collect()
}

/// The headers of a file: the row that holds most of the mapping's columns, else the first.
fn headers(table: &Table, mapping: &Mapping) -> Vec<String> {
    let wanted = |cells: &[String]| {
        cells
            .iter()
            .filter(|cell| mapping.columns.values().any(|c| c == *cell))
            .count()
    };
    let head = table
        .rows
        .iter()
        .take(30)
        .max_by_key(|row| (wanted(&row.cells), std::cmp::Reverse(row.line)));
    head.map(|row| row.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect())
        .unwrap_or_default()
}

/// Every code of a file, those with a meaning first.
fn codes(table: &Table, mapping: &Mapping) -> Vec<String> {
    let mut all: Vec<String> = mapping.codes.keys().cloned().collect();
    all.extend(mapping::unknown_codes(mapping, table).into_iter().take(100));
    all
}

/// The page of a waiting file, whatever is being done with it.
async fn page_of(state: &AppState, frame: Frame, person: PersonId, id: String) -> Result<Response, PageError> {
    enum Now {
        Unreadable(String),
        Written(ImportId),
        Busy(Progress, String),
        Idle(Box<(String, Mapping, Reach, Shape, Option<Preview>)>),
    }
    let now = {
        let all = waiting();
        let upload = all
            .get(&id)
            .filter(|upload| upload.person == person)
            .ok_or(PageError::NotFound)?;
        match &upload.work {
            Work::Unreadable(problem) => Now::Unreadable(problem.clone()),
            Work::Written(import) => Now::Written(*import),
            Work::Busy(progress) => Now::Busy(progress.clone(), upload.file.clone()),
            Work::Idle => Now::Idle(Box::new((
                upload.file.clone(),
                upload.mapping.clone(),
                upload.reach.clone(),
                upload.shape.clone(),
                upload.preview.clone(),
            ))),
        }
    };
    let locale = frame.locale;
    match now {
        Now::Unreadable(problem) => ask_page(state, frame, vec![problem]).await,
        Now::Written(import) => {
            Ok(Redirect::to(&format!("/data/imports/{import}?done={}", "done-import")).into_response())
        }
        Now::Busy(progress, file) => html(&ShowProgress {
            step: locale.t(step_key(progress.step())),
            percent: progress.percent(),
            rows: progress.rows().map(|(done, all)| {
                let [done, all] = [done, all].map(|n| words::count(locale, n));
                locale.t2("file-rows-of", "done", done, "all", all)
            }),
            frame: frame
                .at(Section::Setup)
                .via(locale.t("setup-import"), "/setup/import")
                .end(file.clone()),
            file,
        }),
        Now::Idle(idle) => {
            let (file, mapping, reach, shape, preview) = *idle;
            let roster = state.store.roster().await?;
            let (fields, others) = field_questions(locale, &shape.headers, &mapping);
            html(&ShowMapping {
                id,
                rows: shape.rows,
                row_is: row_choices(locale, mapping.row_is),
                fields,
                others,
                codes: if mapping.row_is == RowIs::Pupil {
                    Vec::new()
                } else {
                    code_questions(locale, &shape.codes, &mapping)
                },
                absence: mapping.row_is != RowIs::Pupil,
                month: mapping.row_is == RowIs::Month,
                schools: school_choices(&roster, &reach),
                reach,
                name: mapping.name.clone(),
                preview,
                frame: frame
                    .at(Section::Setup)
                    .via(locale.t("setup-import"), "/setup/import")
                    .end(file.clone()),
                file,
            })
        }
    }
}

/// The schools a file can be complete for: those whose register another program writes.
fn school_choices(roster: &store::Roster, reach: &Reach) -> Vec<Choice> {
    let imported = roster
        .schools()
        .iter()
        .filter(|s| s.register_by == RegisterBy::Imported);
    let mut schools: Vec<_> = imported.collect();
    schools.sort_by(|a, b| casework::person::danish_order(&a.name, &b.name));
    let choice = |school: &store::SchoolEntry| Choice {
        value: school.external_id.clone(),
        text: school.name.clone(),
        chosen: reach.schools.contains(&school.external_id),
    };
    schools.into_iter().map(choice).collect()
}

/// Shows what the columns are guessed to mean, what the file would do, or how far it has come.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    page_of(&state, frame, viewer.person(), id).await
}

/// The mapping and reach a form says.
fn typed(fields: &[(String, String)], before: &Mapping) -> (Mapping, Reach) {
    let value = |name: &str| sent(fields, name);
    let row_is = ROWS
        .into_iter()
        .find(|(_, word, _)| *word == value("row_is"))
        .map_or(before.row_is, |(row, _, _)| row);
    let columns = (0_usize..)
        .zip(Field::ALL)
        .filter_map(|(at, field)| {
            let column = value(&format!("field-{at}"));
            (!column.is_empty()).then(|| (field, column.to_owned()))
        })
        .collect();
    let codes = fields
        .iter()
        .filter_map(|(name, word)| {
            let code = name.strip_prefix("code ")?;
            let (meaning, _, _) = MEANINGS.into_iter().find(|(_, w, _)| w == word)?;
            Some((code.to_owned(), meaning))
        })
        .collect();
    let name = match value("name").trim() {
        "" => before.name.clone(),
        name => name.to_owned(),
    };
    let mapping = Mapping {
        form: mapping::NEWEST_FORM,
        name,
        version: before.version,
        row_is,
        columns,
        codes,
    };
    let reach = Reach {
        complete: value("reach") == "complete",
        schools: fields
            .iter()
            .filter(|(name, _)| name == "school")
            .map(|(_, school)| school.clone())
            .collect(),
        from: value("from").to_owned(),
        to: value("to").to_owned(),
        month: value("month").to_owned(),
    };
    (mapping, reach)
}

/// What a file was read to: rows for the store, and everything there is to say about it.
struct Taken {
    folder: Option<intake::open_folder::OpenFolder>,
    absence: AbsenceRows,
    errors: u64,
    problems: Vec<String>,
    all: u64,
}

fn said(frame: &Frame, problems: &Problems) -> (Vec<String>, u64) {
    let shown = problems.kept().iter().take(MOST_PROBLEMS);
    let all = problems.tallies().map(|(_, _, tally)| tally.count).sum();
    (
        shown.map(|problem| problem.located(language(frame.locale))).collect(),
        all,
    )
}

async fn read_roster(
    state: &AppState,
    frame: &Frame,
    permit: &access::Permit<act::Create, on::Import>,
    mapping: &Mapping,
    table: &Table,
) -> Result<Taken, PageError> {
    let reading = mapping::apply_roster(mapping, table);
    let (mut problems, mut all) = said(frame, &reading.problems);
    let mut errors = reading.problems.errors();
    let file = state
        .store
        .roster_file(permit, &reading.rows, SchoolYear::of(frame.today))
        .await?;
    for (line, gap) in file.gaps {
        let what = frame.t(match gap {
            RosterGap::School => "file-no-school",
            RosterGap::Grade => "file-no-grade",
            RosterGap::Class => "file-no-class",
            RosterGap::Twice => "file-twice",
        });
        (errors, all) = (errors + 1, all + 1);
        if problems.len() < MOST_PROBLEMS {
            problems.push(frame.t2("file-line", "line", line, "what", what));
        }
    }
    Ok(Taken {
        folder: Some(file.folder),
        absence: AbsenceRows::Marks(Vec::new()),
        errors,
        problems,
        all,
    })
}

async fn read_absence(
    state: &AppState,
    frame: &Frame,
    permit: &access::Permit<act::Create, on::Import>,
    (mapping, reach): (&Mapping, &Reach),
    table: &Table,
    progress: &Progress,
) -> Result<Taken, PageError> {
    let roster = state.store.roster().await?;
    // With one calendar, periods are laid out on its school days; with several, on weekdays.
    let calendar = match roster.calendars() {
        [one] => Calendar::new(one.days().iter().copied()).ok(),
        _ => None,
    };
    let month = reach
        .month
        .split_once('-')
        .and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    let reading = mapping::apply(
        mapping,
        table,
        &Options {
            calendar: calendar.as_ref(),
            month,
        },
    );
    let (mut problems, mut all) = said(frame, &reading.problems);
    let mut errors = reading.problems.errors();
    progress.add(1);
    let lessons = mapping.row_is == RowIs::Lesson;
    let (notes, lessons_missed) = (reading.rows.absences, reading.rows.partials);
    let keys: Vec<_> = if lessons {
        lessons_missed.iter().map(|row| row.pupil.clone()).collect()
    } else {
        notes.iter().map(|row| row.pupil.clone()).collect()
    };
    let pupils = state.store.import_pupils(permit, &keys).await?;
    let mut unknown = |line: u32| {
        (errors, all) = (errors + 1, all + 1);
        if problems.len() < MOST_PROBLEMS {
            problems.push(frame.t2("file-line", "line", line, "what", frame.t("file-no-pupil")));
        }
    };
    let absence = if lessons {
        let mut parts = Vec::with_capacity(keys.len());
        for (row, pupil) in lessons_missed.into_iter().zip(pupils) {
            match pupil {
                Some(pupil) => parts.push(PartRow {
                    pupil,
                    day: row.date,
                    lessons_missed: row.lessons_missed,
                    lessons: row.lessons,
                    category: row.category,
                }),
                None => unknown(row.line),
            }
        }
        AbsenceRows::Parts(parts)
    } else {
        let mut marks = Vec::with_capacity(keys.len());
        for (row, pupil) in notes.into_iter().zip(pupils) {
            match pupil {
                Some(pupil) => marks.push(MarkRow {
                    pupil,
                    day: row.date,
                    note: row.note,
                    kind: row.kind,
                    minutes: row.minutes,
                    local_code: (!row.local_code.is_empty()).then_some(row.local_code),
                    noted_at: None,
                    noted_by: (!row.noted_by.is_empty()).then_some(row.noted_by),
                }),
                None => unknown(row.line),
            }
        }
        AbsenceRows::Marks(marks)
    };
    Ok(Taken {
        folder: None,
        absence,
        errors,
        problems,
        all,
    })
}

/// What a complete file is complete for: the schools and days the form says, else those of the file. A key of the locale
/// files where that cannot be.
async fn complete(
    state: &AppState,
    permit: &access::Permit<act::Create, on::Import>,
    rows: &AbsenceRows,
    reach: &mut Reach,
) -> Result<Result<ImportReach, &'static str>, PageError> {
    let roster = state.store.roster().await?;
    if let Some(ImportReach::Complete { schools, days }) = state.store.import_reach(permit, rows).await? {
        if reach.schools.is_empty() {
            reach.schools = schools;
        }
        for (typed, day) in [(&mut reach.from, days.from), (&mut reach.to, days.to)] {
            if typed.is_empty() {
                *typed = day.to_string();
            }
        }
    }
    let imported = |id: &String| {
        let mut schools = roster.schools().iter();
        schools.any(|s| s.external_id == *id && s.register_by == RegisterBy::Imported)
    };
    reach.schools.retain(imported);
    if reach.schools.is_empty() {
        return Ok(Err("file-reach-no-school"));
    }
    let day = |text: &str| text.parse::<Date>().ok();
    Ok(match (day(&reach.from), day(&reach.to)) {
        (Some(from), Some(to)) if from <= to => Ok(ImportReach::Complete {
            schools: reach.schools.clone(),
            days: Span { from, to },
        }),
        _ => Err("file-reach-unread"),
    })
}

/// What the person asks of a waiting file.
struct Asked {
    file: String,
    bytes: Bytes,
    mapping: Mapping,
    reach: Reach,
    /// Whether it is to be written: the person has seen what this very mapping and reach would do.
    write: bool,
    confirmed: bool,
    /// Pressed *write* on something not seen yet.
    unseen: bool,
}

/// Reads a waiting file and shows everything it would do, or writes it.
async fn take(
    state: AppState,
    frame: Frame,
    viewer: Viewer,
    mut asked: Asked,
    progress: Progress,
) -> Result<Ended, PageError> {
    let locale = frame.locale;
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    // Reading is three parts of about the same length: the file, its rows, the pupils they name.
    progress.begin(Step::Reading, 3);
    let (name, content, known) = (asked.file.clone(), asked.bytes.clone(), asked.mapping.clone());
    let read = tokio::task::spawn_blocking(move || {
        table::read(&name, &content, None, &Limits::default()).map(|table| (Shape::of(&table, &known), table))
    });
    let (shape, table) = match read.await.map_err(PageError::failed)? {
        Ok(read) => read,
        Err(problem) => return Ok(Ended::Unreadable(problem.located(language(locale)))),
    };
    progress.add(1);
    let mapping = &asked.mapping;
    let mut read = match mapping.row_is {
        RowIs::Pupil => read_roster(&state, &frame, &permit, mapping, &table).await?,
        _ => read_absence(&state, &frame, &permit, (mapping, &asked.reach), &table, &progress).await?,
    };
    drop(table);
    progress.add(1);
    let mut request = ImportRequest::additions("file", &asked.file, &asked.bytes);
    request.problems = read.problems.join("\n");
    request.confirmed = asked.confirmed;
    request.progress = progress;
    if asked.reach.complete && read.folder.is_none() && read.errors == 0 {
        match complete(&state, &permit, &read.absence, &mut asked.reach).await? {
            Ok(reach) => request.reach = reach,
            Err(key) => {
                read.problems.push(locale.t(key));
                (read.errors, read.all) = (read.errors + 1, read.all + 1);
            }
        }
    }
    let mut preview = Preview {
        complete: said_complete(&state, &frame, &request.reach).await?,
        note: asked.unseen.then(|| locale.t("file-changed")),
        ..Preview::default()
    };
    if read.errors == 0 && asked.write {
        match import(&state, &permit, &request, &read).await {
            Ok(id) => {
                save(&state, &viewer, &asked.mapping).await?;
                return Ok(Ended::Written(id));
            }
            Err(StoreError::Share { .. }) => preview.note = Some(locale.t("file-not-confirmed")),
            Err(problem) => refused(locale, problem, &mut read)?,
        }
    }
    if read.errors == 0 {
        let plan = match &read.folder {
            Some(folder) => state.store.import_folder_preview(&permit, &request, folder).await,
            None => {
                state
                    .store
                    .import_absence_preview(&permit, &request, &read.absence)
                    .await
            }
        };
        match plan {
            Ok(plan) => {
                preview.ready = true;
                preview.counts = in_words(locale, &plan.counts);
                let said = || locale.t1("file-must-confirm", "percent", MOST_PERCENT);
                preview.must_confirm = plan.must_confirm.then(said);
            }
            Err(problem) => refused(locale, problem, &mut read)?,
        }
    }
    let told = u64::try_from(read.problems.len()).unwrap_or(u64::MAX);
    (preview.errors, preview.more) = (read.errors, read.all.saturating_sub(told));
    preview.problems = read.problems;
    Ok(Ended::Shown(Box::new((asked.mapping, asked.reach, shape, preview))))
}

async fn import(
    state: &AppState,
    permit: &access::Permit<act::Create, on::Import>,
    request: &ImportRequest,
    read: &Taken,
) -> Result<ImportId, StoreError> {
    let record = match &read.folder {
        Some(folder) => state.store.import_folder(permit, request, folder).await?,
        None => state.store.import_absence(permit, request, &read.absence).await?,
    };
    Ok(record.id)
}

/// Rows that cannot stand beside what is there become a problem of the file.
fn refused(locale: Locale, problem: StoreError, read: &mut Taken) -> Result<(), PageError> {
    match problem {
        StoreError::Roster(_) | StoreError::Calendar(_) | StoreError::Register(_) => {
            tracing::info!(%problem, "import cannot stand");
            read.problems.push(locale.t("file-cannot-stand"));
            (read.errors, read.all) = (read.errors + 1, read.all + 1);
            Ok(())
        }
        other => Err(other.into()),
    }
}

/// What a complete file is complete for, in words.
async fn said_complete(state: &AppState, frame: &Frame, reach: &ImportReach) -> Result<Option<String>, PageError> {
    let ImportReach::Complete { schools, days } = reach else {
        return Ok(None);
    };
    let roster = state.store.roster().await?;
    let mut named: Vec<&str> = roster
        .schools()
        .iter()
        .filter(|s| schools.contains(&s.external_id))
        .map(|s| s.name.as_str())
        .collect();
    named.sort_by(|a, b| casework::person::danish_order(a, b));
    let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
    let days = if days.from == days.to {
        frame.date(&days.from)
    } else {
        format!("{} – {}", frame.date(&days.from), frame.date(&days.to))
    };
    let schools = words::list(frame.locale, &named);
    Ok(Some(frame.t2("file-complete-for", "schools", schools, "days", days)))
}

/// Shows everything the file would do, or writes it when the person has seen it.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let has = |name: &str| fields.iter().any(|(n, v)| n == name && v == "yes");
    let asked = {
        let all = waiting();
        let upload = all
            .get(&id)
            .filter(|upload| upload.person == viewer.person())
            .ok_or(PageError::NotFound)?;
        let (mapping, reach) = typed(&fields, &upload.mapping);
        // What was seen is what is written: another choice since then is shown first.
        let seen = upload.preview.as_ref().is_some_and(|preview| preview.ready)
            && (&mapping, &reach) == (&upload.mapping, &upload.reach);
        matches!(upload.work, Work::Idle).then(|| Asked {
            file: upload.file.clone(),
            bytes: upload.bytes.clone(),
            mapping,
            reach,
            write: has("write") && seen,
            confirmed: has("confirmed"),
            unseen: has("write") && !seen,
        })
    };
    if let Some(asked) = asked {
        let progress = Progress::default();
        let work = take(state.clone(), frame.clone(), viewer.clone(), asked, progress.clone());
        run(&id, frame.locale, progress, work).await;
    }
    let busy = matches!(waiting().get(&id).map(|upload| &upload.work), Some(Work::Busy(_)));
    if busy {
        return Ok(Redirect::to(&format!("/setup/import/{id}")).into_response());
    }
    page_of(&state, frame, viewer.person(), id).await
}

/// Keeps the mapping for the next file like this one; a change is a new version.
async fn save(state: &AppState, viewer: &Viewer, mapping: &Mapping) -> Result<(), PageError> {
    viewer.may::<act::Create, on::Mapping>(&Spot::Municipality)?;
    let known = saved(state)
        .await?
        .into_iter()
        .find(|(name, _, _)| *name == mapping.name);
    let seen = match &known {
        Some((_, before, _)) if before.columns == mapping.columns && before.codes == mapping.codes => return Ok(()),
        Some((_, _, sequence)) => *sequence,
        None => 0,
    };
    let version = u32::try_from(seen + 1).unwrap_or(u32::MAX);
    let value = serde_json::to_string(&Mapping {
        version,
        ..mapping.clone()
    })
    .map_err(PageError::failed)?;
    let name = format!("mapping {}", mapping.name);
    state
        .store
        .setting_set(Some(viewer.person()), &name, &value, seen)
        .await?;
    Ok(())
}

impl Preview {
    fn errors_in_words(&self, frame: &Frame) -> String {
        let shown = words::count(frame.locale, self.errors);
        frame.t2("file-errors", "count", self.errors, "shown", shown)
    }

    fn more_in_words(&self, frame: &Frame) -> String {
        frame.t1("file-more", "count", words::count(frame.locale, self.more))
    }
}

impl ShowMapping {
    fn rows_in_words(&self) -> String {
        words::count(self.frame.locale, u64::try_from(self.rows).unwrap_or(u64::MAX))
    }
}
