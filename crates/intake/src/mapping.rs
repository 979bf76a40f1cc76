//! Any file with absence or pupils, through a saved choice of what its columns and codes mean.
//!
//! No vendor's layout is built in: a mapping is guessed from headers and values, corrected by a person once, saved with a
//! version, and used again. The school's own code is kept beside the category of the law it was given.
//! A code without a meaning is an error, never a silent default.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use attendance::{Calendar, Category, Grade, Kind, Note};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::cpr::Cpr;
use crate::problem::{DateForm, Problem, ProblemKind, Problems, Reading};
use crate::table::{Row, Table};
use crate::value;

/// The newest written form of a [`Mapping`] that this program reads.
pub const NEWEST_FORM: u16 = 1;

/// The longest period one row may name, in calendar days.
const LONGEST_PERIOD: u32 = 366;
/// How many rows at the top are looked at for a header.
const HEADER_WITHIN: usize = 30;
/// From how many day columns on a file is a month grid.
const GRID_DAYS: usize = 20;
/// How many rows are looked at to guess what a column holds.
const SAMPLE: usize = 200;

/// What one column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// CPR number.
    Cpr,
    /// The pupil's id in the system the file comes from.
    PupilId,
    /// Given and family name in one.
    FullName,
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// Birth date.
    BirthDate,
    /// Class name, as `7. b`.
    ClassName,
    /// School name.
    SchoolName,
    /// Grade, 0 to 10.
    Grade,
    /// Name and address protection.
    Protected,
    /// Household.
    Household,
    /// The day.
    Date,
    /// First day of a period.
    From,
    /// Last day of a period.
    To,
    /// Which note of the day.
    Note,
    /// The code or word for the kind of absence.
    Code,
    /// Minutes late or left early.
    Minutes,
    /// Which lesson.
    Lesson,
    /// Lessons missed that day.
    LessonsMissed,
    /// Lessons that day.
    Lessons,
    /// Who noted it.
    NotedBy,
}

impl Field {
    /// Every field, in the order a person is asked.
    pub const ALL: [Self; 21] = [
        Self::Cpr,
        Self::PupilId,
        Self::FullName,
        Self::GivenName,
        Self::FamilyName,
        Self::BirthDate,
        Self::ClassName,
        Self::SchoolName,
        Self::Grade,
        Self::Protected,
        Self::Household,
        Self::Date,
        Self::From,
        Self::To,
        Self::Note,
        Self::Code,
        Self::Minutes,
        Self::Lesson,
        Self::LessonsMissed,
        Self::Lessons,
        Self::NotedBy,
    ];

    /// Headers seen in use, folded to lower-case letters and digits.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Cpr => &["cpr", "cprnr", "cprnummer", "personnummer", "personnr", "elevcpr"],
            Self::PupilId => &[
                "elevid",
                "elevnr",
                "elevnummer",
                "uniid",
                "unilogin",
                "brugerid",
                "pupilid",
                "id",
            ],
            Self::FullName => &["navn", "elevnavn", "elev", "fuldenavn", "elevensnavn", "name"],
            Self::GivenName => &["fornavn", "fornavne", "givenname", "kaldenavn"],
            Self::FamilyName => &["efternavn", "efternavne", "familyname"],
            Self::BirthDate => &["fødselsdato", "fødselsdag", "født", "birthdate"],
            Self::ClassName => &[
                "klasse",
                "klassenavn",
                "stamklasse",
                "hovedgruppe",
                "klassebetegnelse",
                "class",
                "hold",
            ],
            Self::SchoolName => &[
                "skole",
                "skolenavn",
                "institution",
                "institutionsnavn",
                "afdeling",
                "school",
            ],
            Self::Grade => &["klassetrin", "trin", "årgang", "grade"],
            Self::Protected => &[
                "beskyttet",
                "adressebeskyttelse",
                "navneogadressebeskyttelse",
                "protected",
            ],
            Self::Household => &["husstand", "husstandsid", "householdid"],
            Self::Date => &["dato", "dag", "fraværsdato", "fraværsdag", "date"],
            Self::From => &[
                "fra",
                "fradato",
                "startdato",
                "start",
                "førstefraværsdag",
                "førstedag",
                "datofra",
                "from",
            ],
            Self::To => &[
                "til",
                "tildato",
                "slutdato",
                "slut",
                "sidstefraværsdag",
                "sidstedag",
                "datotil",
                "to",
            ],
            Self::Note => &["notering", "tidspunkt", "note", "delafdag"],
            Self::Code => &[
                "fraværstype",
                "fraværsårsag",
                "fraværskode",
                "fraværskategori",
                "fraværsart",
                "årsag",
                "kategori",
                "type",
                "kode",
                "registrering",
                "fravær",
                "status",
                "kind",
                "code",
            ],
            Self::Minutes => &[
                "minutter",
                "minutterforsent",
                "forsentminutter",
                "antalminutter",
                "minutes",
            ],
            Self::Lesson => &["lektion", "modul", "lektionsnr", "lesson"],
            Self::LessonsMissed => &[
                "fraværslektioner",
                "lektionerfravær",
                "forsømtelektioner",
                "lessonsmissed",
            ],
            Self::Lessons => &[
                "skemalektioner",
                "lektioner",
                "lektionerialt",
                "antallektioner",
                "lessons",
            ],
            Self::NotedBy => &["registreretaf", "noteretaf", "oprettetaf", "lærer", "notedby"],
        }
    }
}

/// What one row of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowIs {
    /// A pupil on a day.
    Day,
    /// A pupil in a lesson, or with a number of lessons, on a day: evidence only, never a half day of the law.
    Lesson,
    /// A pupil from one day to another.
    Period,
    /// A pupil in a month, with one letter a day.
    Month,
    /// A pupil in a class.
    Pupil,
}

/// What a code or word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Illness, disability, doctor, dentist.
    Illness,
    /// Leave with the school leader's permission.
    Leave,
    /// Unlawful absence.
    Unlawful,
    /// Came late.
    Late,
    /// Went early.
    LeftEarly,
    /// Was there.
    Present,
    /// Says nothing about attendance; the row is skipped.
    Ignore,
}

impl Meaning {
    /// Every meaning, in the order a person is asked.
    pub const ALL: [Self; 7] = [
        Self::Illness,
        Self::Leave,
        Self::Unlawful,
        Self::Late,
        Self::LeftEarly,
        Self::Present,
        Self::Ignore,
    ];

    /// The kind of mark it makes; none to skip.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Illness => Some(Kind::Absent(Category::Illness)),
            Self::Leave => Some(Kind::Absent(Category::AuthorisedLeave)),
            Self::Unlawful => Some(Kind::Absent(Category::Unlawful)),
            Self::Late => Some(Kind::Late),
            Self::LeftEarly => Some(Kind::LeftEarly),
            Self::Present => Some(Kind::Present),
            Self::Ignore => None,
        }
    }

    /// Words and letters in general use, folded. Words that can mean two things (`ferie`, `fri`, `andet`) are left to a
    /// person.
    ///
    /// Source: letters S, U, L, F as schools print them (`law_and_formats.md` ch. 5).
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Illness => &[
                "s",
                "syg",
                "sygdom",
                "sygefravær",
                "sygemeldt",
                "lovligt sygdom",
                "lovligt fravær sygdom",
                "læge",
                "tandlæge",
                "læge/tandlæge",
                "funktionsnedsættelse",
                "illness",
            ],
            Self::Leave => &[
                "l",
                "lovligt",
                "lovligt fravær",
                "ekstraordinær frihed",
                "ekstraordinær fri",
                "med tilladelse",
                "fravær med tilladelse",
                "leave",
            ],
            Self::Unlawful => &[
                "u",
                "ulovlig",
                "ulovligt",
                "ulovligt fravær",
                "uden tilladelse",
                "unlawful",
            ],
            Self::Late => &[
                "f",
                "for sent",
                "forsent",
                "kommet for sent",
                "kom for sent",
                "forsinket",
                "late",
            ],
            Self::LeftEarly => &[
                "gået før",
                "gået før tid",
                "gået tidligt",
                "gik før tid",
                "left_early",
                "left early",
            ],
            Self::Present => &["til stede", "tilstede", "mødt", "present"],
            Self::Ignore => &[],
        }
    }

    /// The meaning of a word in general use.
    pub fn of_common_word(word: &str) -> Option<Self> {
        let word = folded(word);
        Self::ALL.into_iter().find(|m| m.words().contains(&word.as_str()))
    }
}

/// A saved choice of what a file's columns and codes mean.
///
/// A change is a new version; what was imported carries the name and version it was read with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The written form of this choice; see [`NEWEST_FORM`].
    pub form: u16,
    /// What people call it.
    pub name: String,
    /// Counts up with every change.
    pub version: u32,
    /// What one row is.
    pub row_is: RowIs,
    /// The header of the column that holds each field.
    pub columns: BTreeMap<Field, String>,
    /// What each code means; codes are compared without case, outer blanks and a final full stop.
    pub codes: BTreeMap<String, Meaning>,
}

impl Mapping {
    /// What a code means under this mapping.
    pub fn meaning(&self, code: &str) -> Option<Meaning> {
        let code = folded(code);
        self.codes
            .iter()
            .find(|(known, _)| folded(known) == code)
            .map(|(_, meaning)| *meaning)
    }
}

/// What a person adds for one file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'c> {
    /// The school days a period is laid out on; Monday to Friday without one.
    pub calendar: Option<&'c Calendar>,
    /// The month of a grid whose headers are day numbers, when no title row says it.
    pub month: Option<(i16, i8)>,
}

/// Which pupil a row is about. `Debug` prints nothing of the person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PupilKey {
    /// By CPR number.
    Cpr(Cpr),
    /// By the id of the system the file comes from.
    Id(String),
    /// By name and class.
    NameAndClass {
        /// Given and family name.
        name: String,
        /// Class name.
        class: String,
    },
}

impl fmt::Debug for PupilKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cpr(_) => "Cpr(…)",
            Self::Id(_) => "Id(…)",
            Self::NameAndClass { .. } => "NameAndClass(…)",
        })
    }
}

/// One note about one pupil on one day, as the file said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceRow {
    /// The pupil.
    pub pupil: PupilKey,
    /// The day.
    pub date: Date,
    /// Which notes of the day.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// Minutes late or left early.
    pub minutes: Option<u16>,
    /// The school's own code, as it stood.
    pub local_code: String,
    /// Who noted it; may be empty.
    pub noted_by: String,
    /// Line or row number in the file.
    pub line: u32,
}

/// Part of a day away, as the file said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialRow {
    /// The pupil.
    pub pupil: PupilKey,
    /// The day.
    pub date: Date,
    /// Lessons missed.
    pub lessons_missed: u8,
    /// Lessons that day.
    pub lessons: Option<u8>,
    /// The category, when all missed lessons have the same.
    pub category: Option<Category>,
    /// The first line or row number about it.
    pub line: u32,
}

/// The absence of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absences {
    /// The mapping it was read with.
    pub mapping: String,
    /// The version of that mapping.
    pub mapping_version: u32,
    /// Notes.
    pub absences: Vec<AbsenceRow>,
    /// Parts of days.
    pub partials: Vec<PartialRow>,
}

/// A pupil in a class, as the file said it. `Debug` prints nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// How to find the pupil again.
    pub pupil: PupilKey,
    /// CPR number.
    pub cpr: Option<Cpr>,
    /// Id of the system the file comes from; may be empty.
    pub id: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Birth date, from the column or else the CPR number.
    pub birth_date: Option<Date>,
    /// Class name.
    pub class: String,
    /// Grade, from the column or else the number the class name begins with.
    pub grade: Option<Grade>,
    /// School name; may be empty.
    pub school: String,
    /// Name and address protection.
    pub protected: bool,
    /// Household; may be empty.
    pub household: String,
    /// First day in the class.
    pub from: Option<Date>,
    /// Last day in the class.
    pub to: Option<Date>,
    /// Line or row number.
    pub line: u32,
}

impl fmt::Debug for RosterRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RosterRow({}, …)", self.line)
    }
}

/// Lower case, single blanks, no final full stop.
fn folded(word: &str) -> String {
    let lower = word.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').trim_end().to_owned()
}

/// A header as letters and digits only.
fn folded_header(header: &str) -> String {
    header.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn field_of(header: &str) -> Option<Field> {
    let header = folded_header(header);
    Field::ALL.into_iter().find(|f| f.headers().contains(&header.as_str()))
}

/// The day a header of a month grid names: a whole date, or a number from 1 to 31, a weekday before it left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GridDay {
    Date(Date),
    Number(i8),
}

fn grid_day(header: &str) -> Option<GridDay> {
    if let Some(date) = value::danish_date(header).filter(|_| header.len() >= 8) {
        return Some(GridDay::Date(date));
    }
    let last = header.split_whitespace().last()?.trim_end_matches('.');
    let number = value::whole(last, 31).filter(|n| *n >= 1 && last.len() <= 2)?;
    i8::try_from(number).ok().map(GridDay::Number)
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// A month and year anywhere in a text, as `September 2026` or `09-2026`.
fn month_in(text: &str) -> Option<(i16, i8)> {
    let lower = text.to_lowercase();
    let year = lower.split(|c: char| !c.is_ascii_digit()).find_map(|part| {
        value::whole(part, 2099)
            .filter(|y| *y >= 1990)
            .and_then(|y| i16::try_from(y).ok())
    })?;
    let by_name = (1i8..)
        .zip(MONTHS)
        .find(|(_, name)| lower.split(|c: char| !c.is_alphabetic()).any(|w| w == *name));
    let by_number = || {
        lower
            .split_whitespace()
            .find_map(|word| word.split_once(['-', '/', '.']))
            .and_then(|(month, rest)| (rest == year.to_string()).then_some(month))
            .and_then(|month| value::whole(month, 12).filter(|m| *m >= 1))
            .and_then(|m| i8::try_from(m).ok())
    };
    by_name
        .map(|(month, _)| month)
        .or_else(by_number)
        .map(|month| (year, month))
}

/// Whether a value is of some kind.
type Holds<'f> = &'f dyn Fn(&str) -> bool;

/// Guesses what the columns and codes of a file mean; a person looks at it before it is used.
///
/// Headers decide where they are known; where not, a column of CPR numbers, dates or known words is found by its values.
/// Codes that are not in general use are left out, so that they are asked about ([`unknown_codes`]).
pub fn guess(table: &Table) -> Mapping {
    let header = table
        .rows
        .iter()
        .take(HEADER_WITHIN)
        .enumerate()
        .map(|(at, row)| {
            let named = row.cells.iter().filter(|c| field_of(c).is_some()).count();
            let days = row.cells.iter().filter(|c| grid_day(c).is_some()).count();
            (named * 4 + if days >= GRID_DAYS { days } else { 0 }, at)
        })
        // The first of those with the most.
        .max_by_key(|(points, at)| (*points, usize::MAX - at))
        .map_or(0, |(_, at)| at);
    let mut columns: BTreeMap<Field, String> = BTreeMap::new();
    let mut days = 0;
    let mut nameless: Vec<(usize, &str)> = Vec::new();
    let cells: &[String] = table.rows.get(header).map_or(&[], |r| &r.cells);
    for (column, cell) in cells.iter().enumerate() {
        match field_of(cell) {
            Some(field) if !columns.contains_key(&field) => {
                columns.insert(field, cell.clone());
            }
            _ if grid_day(cell).is_some() => days += 1,
            _ if !cell.is_empty() => nameless.push((column, cell)),
            _ => {}
        }
    }
    let sample = |column: usize| {
        table
            .rows
            .iter()
            .skip(header + 1)
            .take(SAMPLE)
            .map(move |r| r.cell(column))
            .filter(|v| !v.is_empty())
    };
    let mostly = |column: usize, holds: Holds<'_>| {
        let all = sample(column).count();
        all > 0 && sample(column).filter(|v| holds(v)).count() * 5 >= all * 4
    };
    let is_grid = days >= GRID_DAYS;
    for (column, name) in nameless {
        let by_value: [(Field, Holds<'_>); 3] = [
            (Field::Cpr, &|v| v.parse::<Cpr>().is_ok()),
            (Field::Date, &|v| {
                v.contains(['-', '/', '.']) && value::danish_date(v).is_some()
            }),
            (Field::Code, &|v| Meaning::of_common_word(v).is_some()),
        ];
        let found = by_value
            .into_iter()
            .find(|(field, holds)| !columns.contains_key(field) && mostly(column, *holds));
        if let Some((field, _)) = found {
            let from_to = field == Field::Date && columns.contains_key(&Field::From);
            if !(from_to || is_grid && field != Field::Cpr) {
                columns.insert(field, name.to_owned());
            }
        }
    }
    let has = |field| columns.contains_key(&field);
    let row_is = if is_grid {
        RowIs::Month
    } else if has(Field::LessonsMissed) || has(Field::Lesson) && has(Field::Date) {
        RowIs::Lesson
    } else if has(Field::From) && has(Field::Code) && !has(Field::Date) {
        RowIs::Period
    } else if has(Field::Date) {
        RowIs::Day
    } else {
        RowIs::Pupil
    };
    let mut mapping = Mapping {
        form: NEWEST_FORM,
        name: table.file.clone(),
        version: 1,
        row_is,
        columns,
        codes: BTreeMap::new(),
    };
    let codes = unknown_codes(&mapping, table);
    mapping.codes = codes
        .into_iter()
        .filter_map(|c| Meaning::of_common_word(&c).map(|m| (folded(&c), m)))
        .collect();
    mapping
}

/// The codes of a file that the mapping gives no meaning, each once, as they stand.
pub fn unknown_codes(mapping: &Mapping, table: &Table) -> Vec<String> {
    // Any month of 31 days shows every column of a grid.
    let options = Options {
        calendar: None,
        month: Some((2000, 1)),
    };
    let Ok(layout) = Layout::find(mapping, table, &options, &mut Problems::new()) else {
        return Vec::new();
    };
    let columns: Vec<usize> = match mapping.row_is {
        RowIs::Month => layout.days.iter().map(|(column, _)| *column).collect(),
        RowIs::Pupil => Vec::new(),
        _ => layout.column(Field::Code).into_iter().collect(),
    };
    let mut seen = BTreeSet::new();
    let mut unknown = Vec::new();
    for row in layout.rows(table) {
        for column in &columns {
            let code = row.cell(*column);
            if !code.is_empty() && seen.insert(folded(code)) && mapping.meaning(code).is_none() {
                unknown.push(code.to_owned());
            }
        }
    }
    unknown
}

/// Where things are in one file under a mapping.
struct Layout {
    header: usize,
    width: usize,
    columns: BTreeMap<Field, (usize, String)>,
    /// Columns of a month grid with their day, as far as the month has it.
    days: Vec<(usize, Date)>,
}

impl Layout {
    fn find(mapping: &Mapping, table: &Table, options: &Options<'_>, problems: &mut Problems) -> Result<Self, ()> {
        if mapping.form > NEWEST_FORM {
            let kind = ProblemKind::MappingTooNew { newest: NEWEST_FORM };
            let mut problem = Problem::of_file(table.file.clone(), kind);
            problem.value = mapping.form.to_string();
            problems.push(problem);
            return Err(());
        }
        let wanted: Vec<(Field, String)> = mapping
            .columns
            .iter()
            .map(|(f, name)| (*f, folded_header(name)))
            .collect();
        let matches = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(|c| folded_header(c)).collect();
            let named = wanted.iter().filter(|(_, name)| cells.contains(name)).count();
            let days = row.cells.iter().filter(|c| grid_day(c).is_some()).count();
            (named, if mapping.row_is == RowIs::Month { days } else { 0 })
        };
        let header = table
            .rows
            .iter()
            .take(HEADER_WITHIN)
            .enumerate()
            .map(|(at, row)| (matches(row), usize::MAX - at))
            .max()
            .map_or(0, |(_, at)| usize::MAX - at);
        let Some(head) = table.rows.get(header) else {
            return Err(());
        };
        let mut columns = BTreeMap::new();
        let mut missing = false;
        for (field, name) in wanted {
            let shown = mapping.columns.get(&field).cloned().unwrap_or_default();
            match head.cells.iter().position(|c| folded_header(c) == name) {
                Some(column) => {
                    columns.insert(field, (column, shown));
                }
                None => {
                    missing = true;
                    let kind = ProblemKind::MappedColumnMissing;
                    problems.push(Problem::at(table.file.clone(), head.line, shown, "", kind));
                }
            }
        }
        let mut layout = Self {
            header,
            width: head.cells.len(),
            columns,
            days: Vec::new(),
        };
        if mapping.row_is == RowIs::Month {
            let title = table
                .rows
                .iter()
                .take(header)
                .flat_map(|r| &r.cells)
                .find_map(|c| month_in(c));
            let month = options.month.or(title);
            let mut unnamed = false;
            for (column, cell) in head.cells.iter().enumerate() {
                if layout.columns.values().any(|(used, _)| *used == column) {
                    continue;
                }
                match (grid_day(cell), month) {
                    (Some(GridDay::Date(date)), _) => layout.days.push((column, date)),
                    (Some(GridDay::Number(day)), Some((year, month))) => match Date::new(year, month, day) {
                        Ok(date) => layout.days.push((column, date)),
                        // A grid of 31 columns is used for every month; what stands beyond its end is told of.
                        Err(_) => {
                            for row in layout.rows(table).filter(|r| !r.cell(column).is_empty()) {
                                let kind = ProblemKind::NoSuchDay;
                                let value = row.cell(column);
                                problems.push(Problem::at(table.file.clone(), row.line, cell.clone(), value, kind));
                            }
                        }
                    },
                    (Some(GridDay::Number(_)), None) => unnamed = true,
                    (None, _) => {}
                }
            }
            if unnamed || layout.days.is_empty() {
                missing = true;
                let needed = ("måneden og dagene", "the month with its days");
                problems.push(Problem::of_file(table.file.clone(), ProblemKind::NotMapped { needed }));
            }
        }
        if missing { Err(()) } else { Ok(layout) }
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).map(|(column, _)| *column)
    }

    fn rows<'t>(&self, table: &'t Table) -> impl Iterator<Item = &'t Row> + use<'t> {
        table.rows.iter().skip(self.header + 1)
    }

    /// Says what the mapping has to name for its kind of row.
    fn check(&self, mapping: &Mapping, table: &Table, problems: &mut Problems) -> bool {
        let has = |field| self.columns.contains_key(&field);
        let named = has(Field::FullName) || has(Field::GivenName);
        let mut needed = Vec::new();
        if !(has(Field::Cpr) || has(Field::PupilId) || named && has(Field::ClassName)) {
            needed.push((
                "eleven (CPR-nummer, elev-id eller navn og klasse)",
                "the pupil (CPR number, id, or name and class)",
            ));
        }
        match mapping.row_is {
            RowIs::Day | RowIs::Lesson => {
                if !has(Field::Date) {
                    needed.push(("datoen", "the date"));
                }
            }
            RowIs::Period => {
                if !has(Field::From) {
                    needed.push(("periodens første dag", "the first day of the period"));
                }
            }
            RowIs::Pupil => {
                if !has(Field::ClassName) {
                    needed.push(("klassen", "the class"));
                }
            }
            RowIs::Month => {}
        }
        let counted = mapping.row_is == RowIs::Lesson && has(Field::LessonsMissed);
        if !matches!(mapping.row_is, RowIs::Month | RowIs::Pupil) && !counted && !has(Field::Code) {
            needed.push(("fraværets art", "the kind of absence"));
        }
        for needed in &needed {
            problems.push(Problem::of_file(
                table.file.clone(),
                ProblemKind::NotMapped { needed: *needed },
            ));
        }
        needed.is_empty()
    }
}

/// One row under a layout, with the problems it has.
struct Line<'r> {
    file: &'r str,
    row: &'r Row,
    layout: &'r Layout,
    problems: &'r mut Problems,
    refused: bool,
}

impl<'r> Line<'r> {
    fn get(&self, field: Field) -> &'r str {
        self.layout.column(field).map_or("", |column| self.row.cell(column))
    }

    fn refuse(&mut self, field: Field, kind: ProblemKind) {
        let column = self
            .layout
            .columns
            .get(&field)
            .map(|(_, name)| name.clone())
            .unwrap_or_default();
        let value = if field == Field::Cpr { "" } else { self.get(field) };
        self.refuse_at(column, value, kind);
    }

    fn refuse_at(&mut self, column: String, value: &str, kind: ProblemKind) {
        self.refused = true;
        self.problems
            .push(Problem::at(self.file.to_owned(), self.row.line, column, value, kind));
    }

    /// Whether the row has the shape to be looked at.
    fn is_whole(&mut self) -> bool {
        if self.row.broken {
            self.refuse_at(String::new(), "", ProblemKind::BrokenQuotes);
            return false;
        }
        let width = self.layout.width;
        if self.row.cells.iter().skip(width).any(|c| !c.is_empty()) {
            let kind = ProblemKind::FieldCount {
                expected: width,
                found: self.row.cells.len(),
            };
            self.refuse_at(String::new(), "", kind);
            return false;
        }
        true
    }

    fn cpr(&mut self) -> Option<Cpr> {
        let text = self.get(Field::Cpr);
        if text.is_empty() {
            return None;
        }
        let cpr = text.parse().ok();
        if cpr.is_none() {
            self.refuse(Field::Cpr, ProblemKind::NotACpr);
        }
        cpr
    }

    /// Given and family name, from two columns or one.
    fn names(&self) -> (String, String) {
        let (given, family, full) = (
            self.get(Field::GivenName),
            self.get(Field::FamilyName),
            self.get(Field::FullName),
        );
        if !given.is_empty() || !family.is_empty() {
            return (given.to_owned(), family.to_owned());
        }
        match full.split_once(',') {
            Some((family, given)) => (given.trim().to_owned(), family.trim().to_owned()),
            None => match full.rsplit_once(' ') {
                Some((given, family)) => (given.trim().to_owned(), family.to_owned()),
                None => (full.to_owned(), String::new()),
            },
        }
    }

    fn pupil(&mut self) -> Option<PupilKey> {
        if !self.get(Field::Cpr).is_empty() {
            return self.cpr().map(PupilKey::Cpr);
        }
        let id = self.get(Field::PupilId);
        if !id.is_empty() {
            return Some(PupilKey::Id(id.to_owned()));
        }
        let (given, family) = self.names();
        let name = format!("{given} {family}").trim().to_owned();
        let class = self.get(Field::ClassName);
        if name.is_empty() || class.is_empty() {
            self.refuse_at(String::new(), "", ProblemKind::NoPupil);
            return None;
        }
        Some(PupilKey::NameAndClass {
            name,
            class: class.to_owned(),
        })
    }

    fn date(&mut self, field: Field, first_year: i16) -> Option<Date> {
        let text = self.get(field);
        if text.is_empty() {
            return None;
        }
        match value::danish_date(text) {
            Some(date) if (first_year..=value::LAST_YEAR).contains(&date.year()) => Some(date),
            Some(_) => {
                self.refuse(
                    field,
                    ProblemKind::ImplausibleDate {
                        from: first_year,
                        to: value::LAST_YEAR,
                    },
                );
                None
            }
            None => {
                self.refuse(field, ProblemKind::NotADate(DateForm::Danish));
                None
            }
        }
    }

    fn required_date(&mut self, field: Field) -> Option<Date> {
        if self.get(field).is_empty() {
            self.refuse(field, ProblemKind::ValueMissing);
            return None;
        }
        self.date(field, value::FIRST_YEAR)
    }

    fn number(&mut self, field: Field, greatest: u32) -> Option<u32> {
        let text = self.get(field);
        if text.is_empty() {
            return None;
        }
        let number = value::whole_with_decimals(text, greatest);
        if number.is_none() {
            self.refuse(field, ProblemKind::NotANumber { least: 0, greatest });
        }
        number
    }

    fn lessons(&mut self, field: Field) -> Option<u8> {
        self.number(field, 30).and_then(|n| u8::try_from(n).ok())
    }

    fn meaning(&mut self, mapping: &Mapping) -> Option<Meaning> {
        let code = self.get(Field::Code);
        if code.is_empty() {
            self.refuse(Field::Code, ProblemKind::ValueMissing);
            return None;
        }
        let meaning = mapping.meaning(code);
        if meaning.is_none() {
            self.refuse(Field::Code, ProblemKind::UnknownCode);
        }
        meaning
    }

    fn note(&mut self) -> Note {
        match folded(self.get(Field::Note)).as_str() {
            "" | "dag" | "hele dagen" | "heldag" | "heldags" | "day" => Note::Day,
            "start" | "morgen" | "morgennotering" | "første lektion" | "1" => Note::Start,
            "slut" | "eftermiddag" | "sidste lektion" | "end" | "2" => Note::End,
            _ => {
                let known = "start, slut, hele dagen".into();
                self.refuse(Field::Note, ProblemKind::UnknownWord { known });
                Note::Day
            }
        }
    }
}

/// Reads the absence of a file through a mapping. Nothing is to be imported when a problem is an error.
pub fn apply(mapping: &Mapping, table: &Table, options: &Options<'_>) -> Reading<Absences> {
    let mut problems = Problems::new();
    let mut out = Absences {
        mapping: mapping.name.clone(),
        mapping_version: mapping.version,
        ..Absences::default()
    };
    let codes: BTreeMap<String, Meaning> = mapping.codes.iter().map(|(code, m)| (folded(code), *m)).collect();
    if let Ok(layout) = Layout::find(mapping, table, options, &mut problems)
        && layout.check(mapping, table, &mut problems)
    {
        let mut lessons = Lessons::default();
        for row in layout.rows(table) {
            let mut line = Line {
                file: &table.file,
                row,
                layout: &layout,
                problems: &mut problems,
                refused: false,
            };
            if !line.is_whole() {
                continue;
            }
            match mapping.row_is {
                RowIs::Day => day(&mut line, mapping, &mut out),
                RowIs::Period => period(&mut line, mapping, options, &mut out),
                RowIs::Month => month(&mut line, &codes, &mut out),
                RowIs::Lesson => lesson(&mut line, mapping, &mut out, &mut lessons),
                RowIs::Pupil => {}
            }
        }
        lessons.into_rows(&mut out);
    }
    problems.sort();
    if problems.has_errors() {
        out.absences.clear();
        out.partials.clear();
    }
    Reading { rows: out, problems }
}

fn day(line: &mut Line<'_>, mapping: &Mapping, out: &mut Absences) {
    let pupil = line.pupil();
    let date = line.required_date(Field::Date);
    let meaning = line.meaning(mapping);
    let note = line.note();
    let minutes = line.number(Field::Minutes, 1440).and_then(|n| u16::try_from(n).ok());
    if let (Some(pupil), Some(date), Some(kind), false) = (pupil, date, meaning.and_then(Meaning::kind), line.refused) {
        out.absences.push(AbsenceRow {
            pupil,
            date,
            note,
            kind,
            minutes,
            local_code: line.get(Field::Code).to_owned(),
            noted_by: line.get(Field::NotedBy).to_owned(),
            line: line.row.line,
        });
    }
}

fn period(line: &mut Line<'_>, mapping: &Mapping, options: &Options<'_>, out: &mut Absences) {
    let pupil = line.pupil();
    let from = line.required_date(Field::From);
    // Without an end the period is one day.
    let to = if line.get(Field::To).is_empty() {
        from
    } else {
        line.date(Field::To, value::FIRST_YEAR)
    };
    let meaning = line.meaning(mapping);
    let note = line.note();
    if let (Some(from), Some(to)) = (from, to) {
        if to < from {
            line.refuse(Field::To, ProblemKind::EndsBeforeStart);
        } else if from.duration_until(to).as_hours() / 24 >= i64::from(LONGEST_PERIOD) {
            line.refuse(Field::To, ProblemKind::PeriodTooLong { days: LONGEST_PERIOD });
        }
    }
    let (Some(pupil), Some(from), Some(to), Some(kind), false) =
        (pupil, from, to, meaning.and_then(Meaning::kind), line.refused)
    else {
        return;
    };
    let taught = |day: Date| match options.calendar {
        Some(calendar) => calendar.ordinal(day).is_some(),
        None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
    };
    for date in from
        .series(jiff::Span::new().days(1))
        .take_while(|d| *d <= to)
        .filter(|d| taught(*d))
    {
        out.absences.push(AbsenceRow {
            pupil: pupil.clone(),
            date,
            note,
            kind,
            minutes: None,
            local_code: line.get(Field::Code).to_owned(),
            noted_by: line.get(Field::NotedBy).to_owned(),
            line: line.row.line,
        });
    }
}

fn month(line: &mut Line<'_>, codes: &BTreeMap<String, Meaning>, out: &mut Absences) {
    let layout = line.layout;
    if layout.days.iter().all(|(column, _)| line.row.cell(*column).is_empty()) {
        return;
    }
    let pupil = line.pupil();
    for (column, date) in &layout.days {
        let code = line.row.cell(*column);
        if code.is_empty() {
            continue;
        }
        match codes.get(&folded(code)) {
            None => line.refuse_at(date.to_string(), code, ProblemKind::UnknownCode),
            Some(meaning) => {
                if let (Some(pupil), Some(kind)) = (&pupil, meaning.kind()) {
                    out.absences.push(AbsenceRow {
                        pupil: pupil.clone(),
                        date: *date,
                        note: Note::Day,
                        kind,
                        minutes: None,
                        local_code: code.to_owned(),
                        noted_by: line.get(Field::NotedBy).to_owned(),
                        line: line.row.line,
                    });
                }
            }
        }
    }
}

/// Missed lessons of one pupil on one day, gathered from several rows.
struct Missed {
    lessons: BTreeSet<String>,
    all: Option<u8>,
    categories: BTreeSet<Category>,
    line: u32,
}

/// Missed lessons by pupil and day.
#[derive(Default)]
struct Lessons(BTreeMap<(PupilKey, Date), Missed>);

impl Lessons {
    fn into_rows(self, out: &mut Absences) {
        let rows = self.0.into_iter().map(|((pupil, date), missed)| PartialRow {
            pupil,
            date,
            lessons_missed: u8::try_from(missed.lessons.len()).unwrap_or(u8::MAX),
            lessons: missed.all,
            category: missed
                .categories
                .first()
                .copied()
                .filter(|_| missed.categories.len() == 1),
            line: missed.line,
        });
        out.partials.extend(rows);
        out.partials.sort_by_key(|p| p.line);
    }
}

fn lesson(line: &mut Line<'_>, mapping: &Mapping, out: &mut Absences, gathered: &mut Lessons) {
    let pupil = line.pupil();
    let date = line.required_date(Field::Date);
    let all = line.lessons(Field::Lessons);
    if line.layout.column(Field::LessonsMissed).is_some() {
        if line.get(Field::LessonsMissed).is_empty() {
            line.refuse(Field::LessonsMissed, ProblemKind::ValueMissing);
        }
        let missed = line.lessons(Field::LessonsMissed);
        if missed.zip(all).is_some_and(|(missed, all)| missed > all) {
            line.refuse(Field::LessonsMissed, ProblemKind::MoreThanAll);
        }
        let meaning = if line.get(Field::Code).is_empty() {
            None
        } else {
            line.meaning(mapping)
        };
        let (Some(pupil), Some(date), Some(lessons_missed), false) = (pupil, date, missed, line.refused) else {
            return;
        };
        let category = match meaning.and_then(Meaning::kind) {
            Some(Kind::Absent(category)) => Some(category),
            _ => None,
        };
        if lessons_missed > 0 && meaning.is_none_or(|m| m.kind().is_some()) {
            let line = line.row.line;
            out.partials.push(PartialRow {
                pupil,
                date,
                lessons_missed,
                lessons: all,
                category,
                line,
            });
        }
        return;
    }
    let meaning = line.meaning(mapping);
    // Late, left early and present in one lesson say nothing about a lesson missed, nor about the notes of the day.
    let (Some(pupil), Some(date), Some(Kind::Absent(category)), false) =
        (pupil, date, meaning.and_then(Meaning::kind), line.refused)
    else {
        return;
    };
    let missed = gathered.0.entry((pupil, date)).or_insert(Missed {
        lessons: BTreeSet::new(),
        all: None,
        categories: BTreeSet::new(),
        line: line.row.line,
    });
    missed.categories.insert(category);
    missed.all = missed.all.or(all);
    // The same lesson twice is one lesson; a row without a lesson is one of its own.
    let number = line.get(Field::Lesson);
    let own = if number.is_empty() {
        format!("#{}", line.row.line)
    } else {
        number.to_owned()
    };
    missed.lessons.insert(own);
}

/// Reads pupils and their classes through a mapping. Nothing is to be imported when a problem is an error.
pub fn apply_roster(mapping: &Mapping, table: &Table) -> Reading<Vec<RosterRow>> {
    let mut problems = Problems::new();
    let mut out = Vec::new();
    if let Ok(layout) = Layout::find(mapping, table, &Options::default(), &mut problems)
        && layout.check(mapping, table, &mut problems)
    {
        for row in layout.rows(table) {
            let mut line = Line {
                file: &table.file,
                row,
                layout: &layout,
                problems: &mut problems,
                refused: false,
            };
            if line.is_whole() {
                roster_row(&mut line, &mut out);
            }
        }
    }
    problems.sort();
    if problems.has_errors() {
        out.clear();
    }
    Reading { rows: out, problems }
}

fn roster_row(line: &mut Line<'_>, out: &mut Vec<RosterRow>) {
    let pupil = line.pupil();
    let cpr = match &pupil {
        Some(PupilKey::Cpr(cpr)) => Some(*cpr),
        _ => None,
    };
    let birth_date = line.date(Field::BirthDate, value::FIRST_BIRTH_YEAR);
    let class = line.get(Field::ClassName);
    if class.is_empty() {
        line.refuse(Field::ClassName, ProblemKind::ValueMissing);
    }
    let said = line.number(Field::Grade, 10);
    let begins: String = class.chars().take_while(char::is_ascii_digit).collect();
    let grade = said
        .or_else(|| value::whole(&begins, 10))
        .and_then(|n| u8::try_from(n).ok())
        .and_then(Grade::new);
    let protected = match folded(line.get(Field::Protected)).as_str() {
        "" | "nej" | "false" | "0" | "n" => false,
        "ja" | "true" | "1" | "j" | "x" => true,
        _ => {
            let known = "ja, nej".into();
            line.refuse(Field::Protected, ProblemKind::UnknownWord { known });
            true
        }
    };
    let from = line.date(Field::From, value::FIRST_YEAR);
    let to = line.date(Field::To, value::FIRST_YEAR);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        line.refuse(Field::To, ProblemKind::EndsBeforeStart);
    }
    let (given_name, family_name) = line.names();
    if let (Some(pupil), false) = (pupil, line.refused) {
        out.push(RosterRow {
            pupil,
            cpr,
            id: line.get(Field::PupilId).to_owned(),
            given_name,
            family_name,
            birth_date: birth_date.or(cpr.map(Cpr::birth_date)),
            class: class.to_owned(),
            grade,
            school: line.get(Field::SchoolName).to_owned(),
            protected,
            household: line.get(Field::Household).to_owned(),
            from,
            to,
            line: line.row.line,
        });
    }
}

#[cfg(test)]
mod tests;
