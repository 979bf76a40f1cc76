//! What is wrong in a file, where, and what to do about it. All at once, in Danish and English.

use core::fmt;
use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

/// How many problems of one kind in one file are kept word for word; the rest are only counted.
///
/// 200,000 broken lines give a report a person can read, and bounded memory.
pub const KEPT_OF_A_KIND: u64 = 10_000;

/// The longest value shown, in characters; the rest is cut.
const LONGEST_VALUE: usize = 120;

/// Whether a problem stops the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is imported while it stands (da: fejl).
    Error,
    /// Imported, but something is left out or looks wrong (da: advarsel).
    Warning,
}

impl Severity {
    /// The word used in `problems.csv`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The word people read.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Error, Lang::Danish) => "fejl",
            (Self::Error, Lang::English) => "error",
            (Self::Warning, Lang::Danish) => "advarsel",
            (Self::Warning, Lang::English) => "warning",
        }
    }
}

/// The language of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Danish, the first language of the interface.
    #[default]
    Danish,
    /// English.
    English,
}

/// How a date was expected to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateForm {
    /// `2026-08-31` only, as in the open folder.
    Iso,
    /// `31-08-2026`, `31/08/2026`, `31.08.2026`, `2026-08-31` or a date cell of a spreadsheet.
    Danish,
}

/// Why a whole file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unreadable {
    /// No bytes at all, or only a byte-order mark.
    Empty,
    /// Bytes that are not text.
    Binary,
    /// UTF-16, as Excel writes "Unicode text".
    Utf16,
    /// More bytes than are taken in at once.
    TooLarge {
        /// The limit, in MiB.
        limit_mib: u64,
    },
    /// A workbook that would unfold to far more than it weighs.
    Unfolds,
    /// A workbook that is broken, encrypted or of an old kind.
    Workbook,
    /// A workbook or text without any row.
    NoRows,
    /// More rows or columns than are taken in at once.
    TooManyCells,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A required file is not there.
    FileMissing,
    /// `notings.csv` is not there: every school day up to the school's last mark counts as noted.
    NotingsMissing,
    /// The file cannot be read as a whole.
    Unreadable(Unreadable),
    /// The line is not UTF-8.
    NotUtf8,
    /// A quoted field that never ends, or goes on after its end.
    BrokenQuotes,
    /// More or fewer fields than the header has.
    FieldCount {
        /// Fields in the header.
        expected: usize,
        /// Fields in the row.
        found: usize,
    },
    /// A required column is not in the header.
    ColumnMissing,
    /// The header names a column twice.
    ColumnTwice,
    /// A column nobody knows; it is left out.
    ColumnUnknown,
    /// A required value is empty.
    ValueMissing,
    /// Not a date of the calendar, or written another way.
    NotADate(DateForm),
    /// A date outside what can be meant.
    ImplausibleDate {
        /// The first year taken.
        from: i16,
        /// The last year taken.
        to: i16,
    },
    /// Not an instant of RFC 3339 with an offset.
    NotAnInstant,
    /// Not a whole number in the range.
    NotANumber {
        /// The least taken.
        least: u32,
        /// The greatest taken.
        greatest: u32,
    },
    /// More lessons missed than there were.
    MoreThanAll,
    /// None of the words the column knows.
    UnknownWord {
        /// The words, as shown to people.
        known: Cow<'static, str>,
    },
    /// Not a school year such as `2026/2027`.
    NotASchoolYear,
    /// An id with a letter, sign or length that the column does not take.
    NotAMunicipality,
    /// Not ten digits with a valid date.
    NotACpr,
    /// The birth date is another than the one in the CPR number.
    BirthDateDiffers,
    /// An id that is in no row of the other file.
    UnknownId {
        /// The file that should have it.
        file: &'static str,
    },
    /// The same key a second time.
    DuplicateKey {
        /// The line that had it first.
        first_line: u32,
    },
    /// A second pupil with the same CPR number.
    DuplicateCpr {
        /// The line that had it first.
        first_line: u32,
    },
    /// An end before the beginning.
    EndsBeforeStart,
    /// Two enrolments of one pupil on one day.
    Overlap {
        /// The line of the other enrolment.
        other_line: u32,
    },
    /// More school days in a quarter of a school year than can be counted.
    TooManyDays {
        /// The school year, as `2026/2027`.
        year: String,
        /// 1 to 4.
        quarter: i8,
        /// How many there are.
        days: usize,
    },
    /// A school whose calendar has no school day.
    CalendarWithoutDays,
    /// A mark, partial or noting on a day that is not a school day: not counted.
    NotASchoolDay,
    /// A mark or partial while the pupil is in no class: not counted.
    NotEnrolled,
    /// Absence at the end note in grades 0–6: not counted.
    NoEndNote,
    /// A local code or word that the mapping gives no meaning.
    UnknownCode,
    /// A mapping that names a column the file does not have.
    MappedColumnMissing,
    /// A mapping without a column for something that is needed.
    NotMapped {
        /// What is needed, in Danish and English.
        needed: (&'static str, &'static str),
    },
    /// A mapping written by a newer program.
    MappingTooNew {
        /// The newest form this program reads.
        newest: u16,
    },
    /// A row that says nothing about which pupil it is.
    NoPupil,
    /// A period longer than a school year.
    PeriodTooLong {
        /// The longest taken, in calendar days.
        days: u32,
    },
    /// A month grid whose month is not known, or a day that the month does not have.
    NoSuchDay,
    /// A line of a calendar file that cannot be understood.
    BrokenEvent,
    /// A holiday far outside the school year of the file.
    OutsideYear {
        /// First day of the school year meant.
        from: Date,
        /// Last day of it.
        to: Date,
    },
}

impl ProblemKind {
    /// A short word for the kind, the same in every language; the column `problem` of `problems.csv`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FileMissing => "file_missing",
            Self::NotingsMissing => "notings_missing",
            Self::Unreadable(_) => "unreadable",
            Self::NotUtf8 => "not_utf8",
            Self::BrokenQuotes => "broken_quotes",
            Self::FieldCount { .. } => "field_count",
            Self::ColumnMissing => "column_missing",
            Self::ColumnTwice => "column_twice",
            Self::ColumnUnknown => "column_unknown",
            Self::ValueMissing => "value_missing",
            Self::NotADate(_) => "not_a_date",
            Self::ImplausibleDate { .. } => "implausible_date",
            Self::NotAnInstant => "not_an_instant",
            Self::NotANumber { .. } => "not_a_number",
            Self::MoreThanAll => "more_than_all",
            Self::UnknownWord { .. } => "unknown_word",
            Self::NotASchoolYear => "not_a_school_year",
            Self::NotAMunicipality => "not_a_municipality",
            Self::NotACpr => "not_a_cpr",
            Self::BirthDateDiffers => "birth_date_differs",
            Self::UnknownId { .. } => "unknown_id",
            Self::DuplicateKey { .. } => "duplicate_key",
            Self::DuplicateCpr { .. } => "duplicate_cpr",
            Self::EndsBeforeStart => "ends_before_start",
            Self::Overlap { .. } => "overlap",
            Self::TooManyDays { .. } => "too_many_days",
            Self::CalendarWithoutDays => "calendar_without_days",
            Self::NotASchoolDay => "not_a_school_day",
            Self::NotEnrolled => "not_enrolled",
            Self::NoEndNote => "no_end_note",
            Self::UnknownCode => "unknown_code",
            Self::MappedColumnMissing => "mapped_column_missing",
            Self::NotMapped { .. } => "not_mapped",
            Self::MappingTooNew { .. } => "mapping_too_new",
            Self::NoPupil => "no_pupil",
            Self::PeriodTooLong { .. } => "period_too_long",
            Self::NoSuchDay => "no_such_day",
            Self::BrokenEvent => "broken_event",
            Self::OutsideYear { .. } => "outside_year",
        }
    }

    /// Whether it stops the import.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::NotingsMissing
            | Self::ColumnUnknown
            | Self::BirthDateDiffers
            | Self::DuplicateCpr { .. }
            | Self::NotASchoolDay
            | Self::NotEnrolled
            | Self::NoEndNote
            | Self::OutsideYear { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One thing that is wrong in a file.
///
/// The value may be personal, so `Debug` leaves it out; a CPR number is never kept here at all.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as `marks.csv`.
    pub file: Cow<'static, str>,
    /// Physical line, from 1; `None` when it is about the whole file.
    pub line: Option<u32>,
    /// The column by name; empty when it is about the whole line.
    pub column: Cow<'static, str>,
    /// What stood there, cut when long.
    pub value: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("file", &self.file)
            .field("line", &self.line)
            .field("column", &self.column)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Problem {
    /// A problem about a whole file.
    pub fn of_file(file: impl Into<Cow<'static, str>>, kind: ProblemKind) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: Cow::Borrowed(""),
            value: String::new(),
            kind,
        }
    }

    /// A problem at a line, column and value.
    pub fn at(
        file: impl Into<Cow<'static, str>>,
        line: u32,
        column: impl Into<Cow<'static, str>>,
        value: &str,
        kind: ProblemKind,
    ) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            column: column.into(),
            value: shortened(value),
            kind,
        }
    }

    /// Whether it stops the import.
    pub const fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// What is wrong and what to do, two sentences.
    pub fn text(&self, lang: Lang) -> String {
        format!("{} {}", self.wrong(lang), self.remedy(lang))
    }

    /// Where, what is wrong and what to do, on one line.
    pub fn located(&self, lang: Lang) -> String {
        format!("{}: {}", self.place(lang), self.text(lang))
    }

    /// The place, as `marks.csv, linje 12, kolonne date`.
    pub fn place(&self, lang: Lang) -> String {
        let mut place = self.file.to_string();
        let (line_word, column_word) = match lang {
            Lang::Danish => ("linje", "kolonne"),
            Lang::English => ("line", "column"),
        };
        if let Some(line) = self.line {
            place.push_str(&format!(", {line_word} {line}"));
        }
        if !self.column.is_empty() {
            place.push_str(&format!(", {column_word} {}", self.column));
        }
        place
    }

    /// What is wrong.
    pub fn wrong(&self, lang: Lang) -> String {
        use ProblemKind as K;
        let (value, column) = (self.value.as_str(), self.column.as_ref());
        let danish = lang == Lang::Danish;
        let pick = |da: &str, en: &str| if danish { da.to_owned() } else { en.to_owned() };
        match &self.kind {
            K::FileMissing => pick("Filen mangler.", "The file is missing."),
            K::NotingsMissing => pick(
                "Filen mangler, så hver skoledag til og med skolens sidste notering regnes som noteret.",
                "The file is missing, so every school day up to the school's last mark counts as noted.",
            ),
            K::Unreadable(why) => unreadable(*why, lang),
            K::NotUtf8 => pick("Linjen er ikke UTF-8.", "The line is not UTF-8."),
            K::BrokenQuotes => pick(
                "Et felt i anførselstegn bliver ikke afsluttet rigtigt.",
                "A field in quotation marks is not ended properly.",
            ),
            K::FieldCount { expected, found } if danish => {
                format!("Linjen har {found} felter, men overskriften har {expected}.")
            }
            K::FieldCount { expected, found } => {
                format!("The line has {found} fields, but the header has {expected}.")
            }
            K::ColumnMissing if danish => format!("Kolonnen »{column}« mangler."),
            K::ColumnMissing => format!("The column `{column}` is missing."),
            K::ColumnTwice if danish => format!("Kolonnen »{column}« står to gange i overskriften."),
            K::ColumnTwice => format!("The column `{column}` is in the header twice."),
            K::ColumnUnknown if danish => format!("Kolonnen »{column}« er ukendt og springes over."),
            K::ColumnUnknown => format!("The column `{column}` is not known and is left out."),
            K::ValueMissing if danish => format!("»{column}« er tom."),
            K::ValueMissing => format!("`{column}` is empty."),
            K::NotADate(_) if danish => format!("»{value}« er ikke en dato."),
            K::NotADate(_) => format!("`{value}` is not a date."),
            K::ImplausibleDate { from, to } if danish => {
                format!("Datoen »{value}« ligger uden for årene {from}–{to}.")
            }
            K::ImplausibleDate { from, to } => format!("The date `{value}` lies outside the years {from}–{to}."),
            K::NotAnInstant if danish => format!("»{value}« er ikke et tidspunkt med tidszone."),
            K::NotAnInstant => format!("`{value}` is not an instant with an offset."),
            K::NotANumber { least, greatest } if danish => {
                format!("»{value}« er ikke et helt tal fra {least} til {greatest}.")
            }
            K::NotANumber { least, greatest } => {
                format!("`{value}` is not a whole number from {least} to {greatest}.")
            }
            K::MoreThanAll if danish => format!("Der er forsømt flere lektioner ({value}), end der var den dag."),
            K::MoreThanAll => format!("More lessons are missed ({value}) than there were that day."),
            K::UnknownWord { .. } if danish => format!("»{value}« er ikke et ord, som kolonnen kender."),
            K::UnknownWord { .. } => format!("`{value}` is not a word the column knows."),
            K::NotASchoolYear if danish => format!("»{value}« er ikke et skoleår."),
            K::NotASchoolYear => format!("`{value}` is not a school year."),
            K::NotAMunicipality if danish => format!("»{value}« er ikke en kommunekode."),
            K::NotAMunicipality => format!("`{value}` is not a municipality code."),
            K::NotACpr => pick(
                "Feltet er ikke et CPR-nummer med ti cifre og en gyldig dato.",
                "The field is not a CPR number of ten digits with a valid date.",
            ),
            K::BirthDateDiffers => pick(
                "Fødselsdatoen er en anden end den i CPR-nummeret.",
                "The birth date is another than the one in the CPR number.",
            ),
            K::UnknownId { file } if danish => format!("»{value}« findes ikke i {file}."),
            K::UnknownId { file } => format!("`{value}` is not in {file}."),
            K::DuplicateKey { first_line } if danish => {
                format!("»{value}« står allerede på linje {first_line}.")
            }
            K::DuplicateKey { first_line } => format!("`{value}` is already on line {first_line}."),
            K::DuplicateCpr { first_line } if danish => {
                format!("CPR-nummeret står allerede på linje {first_line}.")
            }
            K::DuplicateCpr { first_line } => format!("The CPR number is already on line {first_line}."),
            K::EndsBeforeStart if danish => format!("Slutdatoen »{value}« ligger før startdatoen."),
            K::EndsBeforeStart => format!("The end `{value}` lies before the beginning."),
            K::Overlap { other_line } if danish => {
                format!("Eleven »{value}« går allerede i en klasse i samme tid på linje {other_line}.")
            }
            K::Overlap { other_line } => {
                format!("The pupil `{value}` is already in a class in the same time on line {other_line}.")
            }
            K::TooManyDays { year, quarter, days } if danish => {
                format!(
                    "Kalenderen »{value}« har {days} skoledage i {quarter}. kvartal af skoleåret {year}; der kan højst tælles 64."
                )
            }
            K::TooManyDays { year, quarter, days } => {
                format!(
                    "Calendar `{value}` has {days} school days in quarter {quarter} of school year {year}; at most 64 can be counted."
                )
            }
            K::CalendarWithoutDays if danish => format!("Kalenderen »{value}« har ingen skoledage."),
            K::CalendarWithoutDays => format!("Calendar `{value}` has no school days."),
            K::NotASchoolDay if danish => format!("{value} er ikke en skoledag; rækken tælles ikke med."),
            K::NotASchoolDay => format!("{value} is not a school day; the row is not counted."),
            K::NotEnrolled if danish => {
                format!("Eleven går ikke i nogen klasse den {value}; rækken tælles ikke med.")
            }
            K::NotEnrolled => format!("The pupil is in no class on {value}; the row is not counted."),
            K::NoEndNote => pick(
                "0.–6. klasse har ingen notering ved dagens slutning; fraværet tælles ikke med.",
                "Grades 0–6 have no note at the end of the day; the absence is not counted.",
            ),
            K::UnknownCode if danish => format!("Koden »{value}« har ingen betydning endnu."),
            K::UnknownCode => format!("The code `{value}` has no meaning yet."),
            K::MappedColumnMissing if danish => {
                format!("Kolonneopsætningen bruger »{column}«, men filen har ikke den kolonne.")
            }
            K::MappedColumnMissing => format!("The column mapping uses `{column}`, but the file has no such column."),
            K::NotMapped { needed } if danish => format!("Kolonneopsætningen siger ikke, hvor {} står.", needed.0),
            K::NotMapped { needed } => format!("The column mapping does not say where {} is.", needed.1),
            K::MappingTooNew { newest } if danish => {
                format!(
                    "Kolonneopsætningen er skrevet af et nyere program (form {value}; her læses til og med {newest})."
                )
            }
            K::MappingTooNew { newest } => {
                format!(
                    "The column mapping was written by a newer program (form {value}; up to {newest} is read here)."
                )
            }
            K::NoPupil => pick(
                "Rækken siger ikke, hvilken elev den handler om.",
                "The row does not say which pupil it is about.",
            ),
            K::PeriodTooLong { days } if danish => format!("Perioden er længere end {days} dage."),
            K::PeriodTooLong { days } => format!("The period is longer than {days} days."),
            K::NoSuchDay if danish => format!("»{column}« er ikke en dag i måneden."),
            K::NoSuchDay => format!("`{column}` is not a day of the month."),
            K::BrokenEvent if danish => format!("Linjen kan ikke forstås: »{value}«."),
            K::BrokenEvent => format!("The line cannot be understood: `{value}`."),
            K::OutsideYear { from, to } if danish => {
                format!("»{value}« ligger uden for skoleåret {from} til {to}.")
            }
            K::OutsideYear { from, to } => format!("`{value}` lies outside the school year {from} to {to}."),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> String {
        use ProblemKind as K;
        let (danish, english): (Cow<'static, str>, Cow<'static, str>) = match &self.kind {
            K::FileMissing => (
                "Læg filen i mappen med de krævede kolonner; den må gerne kun have overskriften.".into(),
                "Put the file in the folder with the required columns; it may hold the header only.".into(),
            ),
            K::NotingsMissing => (
                "Læg filen ved, hvis det skal kunne ses, at en klasse ikke blev noteret.".into(),
                "Add the file if it should be visible that a class was not noted.".into(),
            ),
            K::Unreadable(why) => {
                let (da, en) = unreadable_remedy(*why);
                (da.into(), en.into())
            }
            K::NotUtf8 => (
                "Gem filen som UTF-8; i Excel hedder det »CSV UTF-8«.".into(),
                "Save the file as UTF-8; Excel calls it \"CSV UTF-8\".".into(),
            ),
            K::BrokenQuotes => (
                "Sæt et anførselstegn før og efter feltet, og skriv et anførselstegn inde i feltet to gange.".into(),
                "Put one quotation mark before and one after the field, and write a quotation mark inside it twice.".into(),
            ),
            K::FieldCount { .. } => (
                "Ret antallet af skilletegn; et felt med skilletegn i skal stå i anførselstegn.".into(),
                "Correct the number of separators; a field that holds one must be in quotation marks.".into(),
            ),
            K::ColumnMissing => (
                "Tilføj kolonnen med præcis det navn.".into(),
                "Add the column with exactly that name.".into(),
            ),
            K::ColumnTwice => ("Fjern den ene.".into(), "Remove one of them.".into()),
            K::ColumnUnknown => (
                "Der skal ikke gøres noget, medmindre navnet er stavet forkert.".into(),
                "Nothing needs doing unless the name is misspelt.".into(),
            ),
            K::ValueMissing => ("Udfyld feltet.".into(), "Fill in the field.".into()),
            K::NotADate(DateForm::Iso) => (
                "Skriv datoen som 2026-08-31.".into(),
                "Write the date as 2026-08-31.".into(),
            ),
            K::NotADate(DateForm::Danish) => (
                "Skriv datoen som 31-08-2026 eller 2026-08-31.".into(),
                "Write the date as 31-08-2026 or 2026-08-31.".into(),
            ),
            K::ImplausibleDate { .. } => ("Ret årstallet.".into(), "Correct the year.".into()),
            K::NotAnInstant => (
                "Skriv det som 2026-08-31T08:05:00+02:00, eller lad feltet være tomt.".into(),
                "Write it as 2026-08-31T08:05:00+02:00, or leave the field empty.".into(),
            ),
            K::NotANumber { .. } => ("Skriv et helt tal.".into(), "Write a whole number.".into()),
            K::MoreThanAll => ("Ret et af de to tal.".into(), "Correct one of the two numbers.".into()),
            K::UnknownWord { known } => {
                (format!("Brug et af: {known}.").into(), format!("Use one of: {known}.").into())
            }
            K::NotASchoolYear => ("Skriv det som 2026/2027.".into(), "Write it as 2026/2027.".into()),
            K::NotAMunicipality => ("Skriv tre cifre, som 851.".into(), "Write three digits, such as 851.".into()),
            K::NotACpr => (
                "Ret nummeret, eller lad feltet være tomt.".into(),
                "Correct the number, or leave the field empty.".into(),
            ),
            K::BirthDateDiffers => ("Se efter, hvilken af dem der er rigtig.".into(), "Check which of them is right.".into()),
            K::UnknownId { file } => (
                format!("Ret id'et, eller tilføj rækken i {file}.").into(),
                format!("Correct the id, or add the row in {file}.").into(),
            ),
            K::DuplicateKey { .. } => ("Fjern den ene række.".into(), "Remove one of the rows.".into()),
            K::DuplicateCpr { .. } => (
                "Se efter, om det er samme elev to gange.".into(),
                "Check whether it is the same pupil twice.".into(),
            ),
            K::EndsBeforeStart => ("Ret en af de to datoer.".into(), "Correct one of the two dates.".into()),
            K::Overlap { .. } => (
                "Lad den ene slutte dagen før, den anden begynder.".into(),
                "Let one end the day before the other begins.".into(),
            ),
            K::TooManyDays { .. } => (
                "Fjern de dage, der ikke er skoledage, som weekender og ferier.".into(),
                "Remove the days that are not school days, such as weekends and holidays.".into(),
            ),
            K::CalendarWithoutDays => (
                "Skriv kalenderens skoledage i calendars.csv.".into(),
                "List the calendar's school days in calendars.csv.".into(),
            ),
            K::NotASchoolDay => (
                "Ret datoen, eller tilføj dagen i skolens kalender.".into(),
                "Correct the date, or add the day to the school's calendar.".into(),
            ),
            K::NotEnrolled => (
                "Ret datoen, eller ret elevens tid i klassen i enrolments.csv.".into(),
                "Correct the date, or the pupil's time in the class in enrolments.csv.".into(),
            ),
            K::NoEndNote => (
                "Brug »start« eller »day«.".into(),
                "Use `start` or `day`.".into(),
            ),
            K::UnknownCode => (
                "Vælg i kolonneopsætningen, hvad koden betyder: sygdom, ekstraordinær frihed, ulovligt, for sent, gået før, til stede eller spring over.".into(),
                "Choose in the column mapping what the code means: illness, leave, unlawful, late, left early, present or ignore.".into(),
            ),
            K::MappedColumnMissing => (
                "Vælg kolonnen igen, eller brug en anden opsætning til denne fil.".into(),
                "Choose the column again, or use another mapping for this file.".into(),
            ),
            K::NotMapped { .. } => ("Vælg kolonnen i opsætningen.".into(), "Choose the column in the mapping.".into()),
            K::MappingTooNew { .. } => (
                "Opdater programmet, eller lav opsætningen igen.".into(),
                "Update the program, or make the mapping again.".into(),
            ),
            K::NoPupil => (
                "Udfyld CPR-nummer, elev-id eller navn og klasse.".into(),
                "Fill in the CPR number, the pupil id, or name and class.".into(),
            ),
            K::PeriodTooLong { .. } => ("Ret en af de to datoer.".into(), "Correct one of the two dates.".into()),
            K::NoSuchDay => (
                "Ret overskriften, eller vælg en anden måned.".into(),
                "Correct the header, or choose another month.".into(),
            ),
            K::BrokenEvent => (
                "Ret linjen, eller hent filen igen.".into(),
                "Correct the line, or fetch the file again.".into(),
            ),
            K::OutsideYear { .. } => ("Se efter, om årstallet er rigtigt.".into(), "Check whether the year is right.".into()),
        };
        match lang {
            Lang::Danish => danish.into_owned(),
            Lang::English => english.into_owned(),
        }
    }
}

fn unreadable(why: Unreadable, lang: Lang) -> String {
    let (da, en) = match why {
        Unreadable::Empty => ("Filen er tom.", "The file is empty."),
        Unreadable::Binary => ("Filen er ikke tekst.", "The file is not text."),
        Unreadable::Utf16 => ("Filen er gemt som UTF-16.", "The file is saved as UTF-16."),
        Unreadable::TooLarge { limit_mib } => {
            return match lang {
                Lang::Danish => format!("Filen fylder mere end {limit_mib} MiB."),
                Lang::English => format!("The file is larger than {limit_mib} MiB."),
            };
        }
        Unreadable::Unfolds => (
            "Regnearket folder sig ud til langt mere, end det fylder, og åbnes ikke.",
            "The workbook unfolds to far more than it weighs and is not opened.",
        ),
        Unreadable::Workbook => ("Regnearket kan ikke læses.", "The workbook cannot be read."),
        Unreadable::NoRows => ("Filen har ingen rækker.", "The file has no rows."),
        Unreadable::TooManyCells => (
            "Filen har for mange rækker eller kolonner.",
            "The file has too many rows or columns.",
        ),
    };
    match lang {
        Lang::Danish => da.to_owned(),
        Lang::English => en.to_owned(),
    }
}

const fn unreadable_remedy(why: Unreadable) -> (&'static str, &'static str) {
    match why {
        Unreadable::Empty | Unreadable::NoRows => (
            "Hent filen igen fra det system, den kommer fra.",
            "Fetch the file again from the system it comes from.",
        ),
        Unreadable::Binary => ("Gem den som CSV eller .xlsx.", "Save it as CSV or .xlsx."),
        Unreadable::Utf16 => (
            "Gem filen som UTF-8; i Excel hedder det »CSV UTF-8«.",
            "Save the file as UTF-8; Excel calls it \"CSV UTF-8\".",
        ),
        Unreadable::TooLarge { .. } | Unreadable::TooManyCells => (
            "Del filen, for eksempel efter skole eller måned.",
            "Split the file, for example by school or month.",
        ),
        Unreadable::Unfolds => (
            "Gem arket som CSV og prøv igen.",
            "Save the sheet as CSV and try again.",
        ),
        Unreadable::Workbook => (
            "Gem det som .xlsx uden adgangskode eller som CSV.",
            "Save it as .xlsx without a password, or as CSV.",
        ),
    }
}

fn shortened(value: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    match value.char_indices().nth(LONGEST_VALUE) {
        None => value.chars().map(clean).collect(),
        Some(_) => value.chars().take(LONGEST_VALUE).map(clean).chain(['…']).collect(),
    }
}

/// How many there are of one kind in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub count: u64,
    /// Whether they stop the import.
    pub severity: Severity,
    /// The first line with one, when it has a line.
    pub first_line: Option<u32>,
}

/// Everything wrong in a set of files.
///
/// INVARIANT: every problem pushed is counted; of each kind in each file the first [`KEPT_OF_A_KIND`] are kept whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    tallies: BTreeMap<(Cow<'static, str>, &'static str), Tally>,
    errors: u64,
    warnings: u64,
}

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        let severity = problem.severity();
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        let tally = self
            .tallies
            .entry((problem.file.clone(), problem.kind.code()))
            .or_insert(Tally {
                count: 0,
                severity,
                first_line: problem.line,
            });
        tally.count += 1;
        if tally.count <= KEPT_OF_A_KIND {
            self.kept.push(problem);
        }
    }

    /// Takes in all of another set, as if its problems had been added one by one after these.
    pub fn absorb(&mut self, other: Self) {
        let mut counts: BTreeMap<_, u64> = self.tallies.iter().map(|(key, t)| (key.clone(), t.count)).collect();
        for problem in other.kept {
            let count = counts.entry((problem.file.clone(), problem.kind.code())).or_default();
            *count += 1;
            if *count <= KEPT_OF_A_KIND {
                self.kept.push(problem);
            }
        }
        self.errors += other.errors;
        self.warnings += other.warnings;
        for (key, theirs) in other.tallies {
            match self.tallies.get_mut(&key) {
                Some(ours) => {
                    ours.count += theirs.count;
                    ours.first_line = match (ours.first_line, theirs.first_line) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
                None => {
                    self.tallies.insert(key, theirs);
                }
            }
        }
    }

    /// Those kept whole, in the order of [`Problems::sort`] when sorted, else as found.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// How many errors there are, those not kept included.
    pub const fn errors(&self) -> u64 {
        self.errors
    }

    /// How many warnings there are, those not kept included.
    pub const fn warnings(&self) -> u64 {
        self.warnings
    }

    /// Whether anything stops the import.
    pub const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether nothing at all is wrong.
    pub const fn is_empty(&self) -> bool {
        self.errors == 0 && self.warnings == 0
    }

    /// File, kind and how many, by file and kind.
    pub fn tallies(&self) -> impl Iterator<Item = (&str, &'static str, Tally)> {
        self.tallies
            .iter()
            .map(|((file, code), tally)| (file.as_ref(), *code, *tally))
    }

    /// How many of a kind in a file are counted but not kept.
    pub fn not_kept(&self, file: &str, code: &str) -> u64 {
        let kept = self
            .kept
            .iter()
            .filter(|p| p.file == file && p.kind.code() == code)
            .count();
        self.tallies()
            .find(|(f, c, _)| *f == file && *c == code)
            .map_or(0, |(_, _, t)| {
                t.count.saturating_sub(u64::try_from(kept).unwrap_or(u64::MAX))
            })
    }

    /// Puts the kept ones in order: errors first, then by file, line and column.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| {
            (a.severity(), &a.file, a.line, &a.column).cmp(&(b.severity(), &b.file, b.line, &b.column))
        });
    }

    /// A report for a terminal or a page: up to `most` problems of each kind in each file, then how many more.
    pub fn report(&self, lang: Lang, most: u64) -> String {
        let mut out = String::new();
        for severity in [Severity::Error, Severity::Warning] {
            for ((file, code), tally) in self.tallies.iter().filter(|(_, t)| t.severity == severity) {
                let mut shown = 0;
                for problem in self.kept.iter().filter(|p| p.file == *file && p.kind.code() == *code) {
                    if shown == most {
                        break;
                    }
                    shown += 1;
                    out.push_str(&format!("{}: {}\n", severity.name(lang), problem.located(lang)));
                }
                let more = tally.count.saturating_sub(shown);
                if more > 0 {
                    out.push_str(&match lang {
                        Lang::Danish => format!("  … og {more} mere af samme slags i {file}.\n"),
                        Lang::English => format!("  … and {more} more of the same kind in {file}.\n"),
                    });
                }
            }
        }
        if !self.is_empty() {
            out.push_str(&self.headline(lang));
            out.push('\n');
        }
        out
    }

    /// One sentence with the two counts.
    pub fn headline(&self, lang: Lang) -> String {
        let (errors, warnings) = (self.errors, self.warnings);
        match lang {
            Lang::Danish => {
                let word = if warnings == 1 { "advarsel" } else { "advarsler" };
                let end = if errors > 0 { "; intet er indlæst" } else { "" };
                format!("{errors} fejl og {warnings} {word}{end}.")
            }
            Lang::English => {
                let error = if errors == 1 { "error" } else { "errors" };
                let word = if warnings == 1 { "warning" } else { "warnings" };
                let end = if errors > 0 { "; nothing is imported" } else { "" };
                format!("{errors} {error} and {warnings} {word}{end}.")
            }
        }
    }

    /// The bytes of `problems.csv`: every kept problem, and one row a kind for those only counted.
    ///
    /// A value that a spreadsheet would read as a formula gets a `'` in front.
    pub fn csv(&self, lang: Lang) -> String {
        let mut out = String::from("severity,file,line,column,value,problem,what_is_wrong,what_to_do\n");
        for p in &self.kept {
            let line = p.line.map(|l| l.to_string()).unwrap_or_default();
            crate::write::row(
                &mut out,
                &[
                    p.severity().word(),
                    &p.file,
                    &line,
                    &p.column,
                    &harmless(&p.value),
                    p.kind.code(),
                    &p.wrong(lang),
                    &p.remedy(lang),
                ],
            );
        }
        let mut kept: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for p in &self.kept {
            *kept.entry((p.file.as_ref(), p.kind.code())).or_default() += 1;
        }
        for ((file, code), tally) in &self.tallies {
            let more = tally
                .count
                .saturating_sub(kept.get(&(file.as_ref(), *code)).copied().unwrap_or(0));
            if more > 0 {
                let text = match lang {
                    Lang::Danish => format!("Der er {more} mere af samme slags, som ikke er skrevet ud."),
                    Lang::English => format!("There are {more} more of the same kind, not written out."),
                };
                let todo = match lang {
                    Lang::Danish => "Ret de første, og læs filen igen.",
                    Lang::English => "Correct the first ones and read the file again.",
                };
                crate::write::row(&mut out, &[tally.severity.word(), file, "", "", "", code, &text, todo]);
            }
        }
        out
    }
}

fn harmless(value: &str) -> Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@']) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

/// A file as read: what made sense and what did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading<T> {
    /// The rows that made sense.
    pub rows: T,
    /// What did not, all of it.
    pub problems: Problems,
}

impl<T> Reading<T> {
    /// The rows when nothing stops the import, else only what is wrong.
    ///
    /// # Errors
    /// When at least one problem is an error: nothing half done.
    pub fn importable(self) -> Result<(T, Problems), Problems> {
        if self.problems.has_errors() {
            Err(self.problems)
        } else {
            Ok((self.rows, self.problems))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(line: u32) -> Problem {
        Problem::at(
            "marks.csv",
            line,
            "date",
            "31-08-2026",
            ProblemKind::NotADate(DateForm::Iso),
        )
    }

    #[test]
    fn two_hundred_thousand_broken_lines_give_a_report_one_can_read() {
        let mut problems = Problems::new();
        for line in 2..200_002 {
            problems.push(broken(line));
        }
        problems.push(Problem::at("marks.csv", 7, "kind", "syg", ProblemKind::UnknownCode));
        assert_eq!(problems.errors(), 200_001);
        assert_eq!(problems.kept().len(), 10_001);
        let report = problems.report(Lang::Danish, 3);
        assert_eq!(report.lines().count(), 6, "{report}");
        assert!(report.contains("199997 mere af samme slags i marks.csv"), "{report}");
        assert!(
            problems
                .csv(Lang::English)
                .contains("There are 190000 more of the same kind")
        );
        assert_eq!(problems.not_kept("marks.csv", "not_a_date"), 190_000);
    }

    #[test]
    fn a_problem_says_where_what_and_what_to_do_in_both_languages() {
        let problem = broken(12);
        assert_eq!(
            problem.located(Lang::Danish),
            "marks.csv, linje 12, kolonne date: »31-08-2026« er ikke en dato. Skriv datoen som 2026-08-31."
        );
        assert_eq!(
            problem.located(Lang::English),
            "marks.csv, line 12, column date: `31-08-2026` is not a date. Write the date as 2026-08-31."
        );
    }

    #[test]
    fn debug_never_prints_the_value() {
        let text = format!(
            "{:?}",
            Problem::at("pupils.csv", 2, "given_name", "Bodil", ProblemKind::ValueMissing)
        );
        assert!(!text.contains("Bodil"), "{text}");
    }

    #[test]
    fn a_value_cannot_become_a_formula() {
        let mut problems = Problems::new();
        problems.push(Problem::at(
            "marks.csv",
            2,
            "date",
            "=HYPERLINK(1)",
            ProblemKind::NotADate(DateForm::Iso),
        ));
        assert!(problems.csv(Lang::Danish).contains(",'=HYPERLINK(1),"));
    }
}
