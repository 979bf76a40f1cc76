//! Reading a file in: upload, what its columns and codes mean, everything it would do, and then writing it.
//!
//! An uploaded file waits in memory, for the person who sent it and at most an hour, until it is written or let go.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use access::{Spot, act, on};
use askama::Template;
use attendance::{Calendar, SchoolYear, Span};
use axum::body::Bytes;
use axum::extract::{Form, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use intake::mapping::{self, Field, Mapping, Meaning, Options, RowIs};
use intake::table::{self, Limits, Table};
use intake::{Lang, Problems};
use jiff::{SignedDuration, Timestamp};
use store::{ImportCounts, ImportReach, ImportRequest, MOST_PERCENT, MarkRow, RosterGap, StoreError};

use crate::data::in_words;
use crate::form::parts;
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

/// A file that waits to be written.
struct Upload {
    person: PersonId,
    since: Timestamp,
    file: String,
    bytes: Bytes,
    mapping: Mapping,
    reach: Reach,
}

/// What a file says about what is not in it, as the form has it.
#[derive(Clone, Default)]
struct Reach {
    complete: bool,
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
    codes: Vec<Question>,
    reach: Reach,
    name: String,
    preview: Option<Preview>,
}

/// What the file would do.
pub struct Preview {
    errors: u64,
    problems: Vec<String>,
    more: u64,
    counts: Vec<(String, String)>,
    must_confirm: Option<String>,
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
            Self {
                frame: Frame::sample(locale)
                    .at(Section::Setup)
                    .via(locale.t("setup-import"), "/setup/import")
                    .end("fravaer.csv"),
                id: "1".to_owned(),
                file: "fravaer.csv".to_owned(),
                rows: 1204,
                row_is: row_choices(locale, mapping.row_is),
                fields: field_questions(locale, &columns, &mapping),
                codes: code_questions(locale, &codes, &mapping),
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
        let preview = |errors, ready, must_confirm| Preview {
            errors,
            problems: vec!["fravaer.csv, linje 12, kolonne Dato: 31-02-2026 er ikke en dato".to_owned()],
            more: 3,
            counts: in_words(locale, &counts),
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
    let (name, content) = (file.clone(), bytes.clone());
    let read = tokio::task::spawn_blocking(move || {
        table::read(&name, &content, None, &Limits::default()).map(|table| mapping::guess(&table))
    });
    let guessed = match read.await.map_err(PageError::failed)? {
        Ok(guessed) => guessed,
        Err(problem) => {
            let problems = vec![problem.located(language(frame.locale))];
            return ask_page(&state, frame, problems).await;
        }
    };
    let wanted = form.value("mapping");
    let known = saved(&state).await?.into_iter().find(|(name, _, _)| *name == wanted);
    let mapping = known.map_or(guessed, |(_, mapping, _)| mapping);
    let id = guard::random()?;
    let now = state.store.now();
    let mut all = waiting();
    all.retain(|_, upload| now.duration_since(upload.since) < WAITS);
    if all.len() >= MOST_WAITING {
        return Err(PageError::TooMany);
    }
    let upload = Upload {
        person: viewer.person(),
        since: now,
        file,
        bytes,
        mapping,
        reach: Reach::default(),
    };
    all.insert(id.clone(), upload);
    Ok(Redirect::to(&format!("/setup/import/{id}")).into_response())
}

/// A waiting file of this person, read again as a table.
async fn taken(id: &str, person: PersonId) -> Result<(String, Bytes, Mapping, Reach, Table), PageError> {
    let (file, bytes, mapping, reach) = {
        let all = waiting();
        let upload = all
            .get(id)
            .filter(|upload| upload.person == person)
            .ok_or(PageError::NotFound)?;
        (
            upload.file.clone(),
            upload.bytes.clone(),
            upload.mapping.clone(),
            upload.reach.clone(),
        )
    };
    let (name, content) = (file.clone(), bytes.clone());
    let read = tokio::task::spawn_blocking(move || table::read(&name, &content, None, &Limits::default()));
    let table = read
        .await
        .map_err(PageError::failed)?
        .map_err(|_| PageError::NotFound)?;
    Ok((file, bytes, mapping, reach, table))
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

fn field_questions(locale: Locale, columns: &[String], mapping: &Mapping) -> Vec<Question> {
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
            Question {
                name: format!("field-{at}"),
                text: locale.t(field_key(field)),
                choices,
            }
        })
        .collect()
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

struct Shown {
    id: String,
    file: String,
    mapping: Mapping,
    reach: Reach,
    table: Table,
    preview: Option<Preview>,
}

fn mapping_page(frame: Frame, shown: Shown) -> Result<Response, PageError> {
    let locale = frame.locale;
    let Shown {
        id,
        file,
        mapping,
        reach,
        table,
        preview,
    } = shown;
    html(&ShowMapping {
        id,
        rows: table.rows.len(),
        row_is: row_choices(locale, mapping.row_is),
        fields: field_questions(locale, &headers(&table, &mapping), &mapping),
        codes: code_questions(locale, &codes(&table, &mapping), &mapping),
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

/// Shows what the columns are guessed to mean.
pub(super) async fn show(frame: Frame, viewer: Viewer, Path(id): Path<String>) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let (file, _, mapping, reach, table) = taken(&id, viewer.person()).await?;
    mapping_page(
        frame,
        Shown {
            id,
            file,
            mapping,
            reach,
            table,
            preview: None,
        },
    )
}

/// The mapping and reach a form says.
fn typed(fields: &[(String, String)], before: &Mapping) -> (Mapping, Reach) {
    let value = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
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
        from: value("from").to_owned(),
        to: value("to").to_owned(),
        month: value("month").to_owned(),
    };
    (mapping, reach)
}

/// What a file was read to: rows for the store, and everything there is to say about it.
struct Taken {
    folder: Option<intake::open_folder::OpenFolder>,
    marks: Vec<MarkRow>,
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
        });
        (errors, all) = (errors + 1, all + 1);
        if problems.len() < MOST_PROBLEMS {
            problems.push(frame.t2("file-line", "line", line, "what", what));
        }
    }
    Ok(Taken {
        folder: Some(file.folder),
        marks: Vec::new(),
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
    let rows = reading.rows.absences;
    let keys: Vec<_> = rows.iter().map(|row| row.pupil.clone()).collect();
    let pupils = state.store.import_pupils(permit, &keys).await?;
    let mut marks = Vec::with_capacity(rows.len());
    for (row, pupil) in rows.into_iter().zip(pupils) {
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
            None => {
                (errors, all) = (errors + 1, all + 1);
                if problems.len() < MOST_PROBLEMS {
                    problems.push(frame.t2("file-line", "line", row.line, "what", frame.t("file-no-pupil")));
                }
            }
        }
    }
    Ok(Taken {
        folder: None,
        marks,
        errors,
        problems,
        all,
    })
}

async fn request_of(
    state: &AppState,
    frame: &Frame,
    (file, bytes): (&str, &Bytes),
    reach: &Reach,
    problems: &[String],
) -> Result<ImportRequest, PageError> {
    let mut request = ImportRequest::additions("file", file, bytes);
    request.problems = problems.join("\n");
    if reach.complete {
        let (from, to) = (reach.from.parse(), reach.to.parse());
        let (Ok(from), Ok(to)) = (from, to) else {
            return Err(PageError::Request("file-reach-unread"));
        };
        let roster = state.store.roster().await?;
        let schools = roster
            .schools()
            .iter()
            .map(|school| school.external_id.clone())
            .collect();
        request.reach = ImportReach::Complete {
            schools,
            days: Span { from, to },
        };
    }
    tracing::debug!(locale = frame.locale.code(), "import asked");
    Ok(request)
}

/// Shows everything the file would do, or writes it when the person has seen it.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let (file, bytes, before, _, table) = taken(&id, viewer.person()).await?;
    let (mapping, reach) = typed(&fields, &before);
    if let Some(upload) = waiting().get_mut(&id) {
        (upload.mapping, upload.reach) = (mapping.clone(), reach.clone());
    }
    let read = match mapping.row_is {
        RowIs::Pupil => read_roster(&state, &frame, &permit, &mapping, &table).await?,
        _ => read_absence(&state, &frame, &permit, (&mapping, &reach), &table).await?,
    };
    let mut request = request_of(&state, &frame, (&file, &bytes), &reach, &read.problems).await?;
    let has = |name: &str| fields.iter().any(|(n, v)| n == name && v == "yes");
    request.confirmed = has("confirmed");
    let plan = match (&read.folder, read.errors) {
        (_, errors) if errors > 0 => None,
        (Some(folder), _) => Some(state.store.import_folder_preview(&permit, &request, folder).await),
        (None, _) => Some(state.store.import_marks_preview(&permit, &request, &read.marks).await),
    };
    let mut problems = read.problems;
    let (plan, refused) = match plan {
        Some(Ok(plan)) => (Some(plan), 0),
        Some(Err(problem @ (StoreError::Roster(_) | StoreError::Calendar(_) | StoreError::Register(_)))) => {
            tracing::info!(%problem, "import cannot stand");
            problems.push(frame.t("file-cannot-stand"));
            (None, 1)
        }
        Some(Err(other)) => return Err(other.into()),
        None => (None, 0),
    };
    let ready = plan.is_some_and(|plan| !plan.must_confirm || request.confirmed);
    if has("write") && ready {
        save(&state, &viewer, &mapping).await?;
        let record = match &read.folder {
            Some(folder) => state.store.import_folder(&permit, &request, folder).await?,
            None => state.store.import_marks(&permit, &request, &read.marks).await?,
        };
        waiting().remove(&id);
        return Ok(Redirect::to(&format!("/data/imports/{}?done={}", record.id, "done-import")).into_response());
    }
    let shown = u64::try_from(problems.len()).unwrap_or(u64::MAX);
    let must_confirm = plan
        .filter(|plan| plan.must_confirm)
        .map(|_| frame.t1("file-must-confirm", "percent", MOST_PERCENT));
    let preview = Preview {
        errors: read.errors + refused,
        more: read.all.saturating_sub(shown),
        problems,
        counts: plan
            .map(|plan| in_words(frame.locale, &plan.counts))
            .unwrap_or_default(),
        must_confirm,
        ready: plan.is_some(),
    };
    mapping_page(
        frame,
        Shown {
            id,
            file,
            mapping,
            reach,
            table,
            preview: Some(preview),
        },
    )
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

impl ShowMapping {
    fn rows_in_words(&self) -> String {
        words::count(self.frame.locale, u64::try_from(self.rows).unwrap_or(u64::MAX))
    }
}
