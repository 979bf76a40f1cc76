//! The open folder: a municipality's attendance as eight CSV files anyone can write.
//!
//! Source: `contracts/open_folder.md`. Reading tells of *all* problems at once; with any error nothing comes out.

use core::fmt;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread;

use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, Enrolment, Grade, Kind, MOST_DAYS_A_QUARTER, Note, NotesPerDay,
    NotingSource, Provision, PupilIx, Quarter, Register, RegisterError, School, SchoolIx, SchoolKind, SchoolYear, Slot,
    SlotState,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cpr::Cpr;
use crate::delimited::{self, Records};
use crate::intern::{QuickMap, Words};
use crate::problem::{DateForm, Problem, ProblemKind, Problems, Reading};
use crate::value;

/// The names of the files, in the order they are read.
pub const FILES: [&str; 8] = [
    SCHOOLS, CALENDARS, CLASSES, PUPILS, ENROLMENTS, MARKS, PARTIALS, NOTINGS,
];
pub(crate) const SCHOOLS: &str = "schools.csv";
pub(crate) const CALENDARS: &str = "calendars.csv";
pub(crate) const CLASSES: &str = "classes.csv";
pub(crate) const PUPILS: &str = "pupils.csv";
pub(crate) const ENROLMENTS: &str = "enrolments.csv";
pub(crate) const MARKS: &str = "marks.csv";
pub(crate) const PARTIALS: &str = "partials.csv";
pub(crate) const NOTINGS: &str = "notings.csv";

/// The most minutes a day has.
const MINUTES_A_DAY: u32 = 1440;
/// The most lessons a day is taken to have.
const MOST_LESSONS: u32 = 30;

/// The bytes of the files, as far as they are there.
#[derive(Clone, Copy, Default)]
pub struct OpenFolderFiles<'a> {
    /// `schools.csv`, required.
    pub schools: Option<&'a [u8]>,
    /// `calendars.csv`, required.
    pub calendars: Option<&'a [u8]>,
    /// `classes.csv`, required.
    pub classes: Option<&'a [u8]>,
    /// `pupils.csv`, required.
    pub pupils: Option<&'a [u8]>,
    /// `enrolments.csv`, required.
    pub enrolments: Option<&'a [u8]>,
    /// `marks.csv`, required.
    pub marks: Option<&'a [u8]>,
    /// `partials.csv`, optional.
    pub partials: Option<&'a [u8]>,
    /// `notings.csv`, optional.
    pub notings: Option<&'a [u8]>,
}

impl<'a> OpenFolderFiles<'a> {
    /// The files that `file` finds by name.
    pub fn by_name(file: impl Fn(&str) -> Option<&'a [u8]>) -> Self {
        Self {
            schools: file(SCHOOLS),
            calendars: file(CALENDARS),
            classes: file(CLASSES),
            pupils: file(PUPILS),
            enrolments: file(ENROLMENTS),
            marks: file(MARKS),
            partials: file(PARTIALS),
            notings: file(NOTINGS),
        }
    }
}

impl fmt::Debug for OpenFolderFiles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenFolderFiles(…)")
    }
}

/// A calendar with its id in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRow {
    /// `calendar_id`.
    pub id: String,
    /// Its school days.
    pub days: Calendar,
}

/// A school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolRow {
    /// `school_id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whose days it keeps.
    pub calendar: CalendarIx,
    /// The municipality's three digits.
    pub municipality: Option<u16>,
    /// Which rules apply.
    pub kind: SchoolKind,
    /// What it offers.
    pub provision: Provision,
}

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// `class_id`.
    pub id: String,
    /// Where it belongs.
    pub school: SchoolIx,
    /// Its name, as `7. b`.
    pub name: String,
    /// Its grade.
    pub grade: Grade,
    /// Its school year, when the file says.
    pub school_year: Option<SchoolYear>,
}

/// A pupil. `Debug` prints nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct PupilRow {
    /// `pupil_id`.
    pub id: String,
    /// Given name; may be empty.
    pub given_name: String,
    /// Family name; may be empty.
    pub family_name: String,
    /// CPR number.
    pub cpr: Option<Cpr>,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// Name and address protection (R27).
    pub protected: bool,
    /// The household, for brothers and sisters; may be empty.
    pub household_id: String,
}

impl fmt::Debug for PupilRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PupilRow(…)")
    }
}

/// A pupil in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// The pupil.
    pub pupil: PupilIx,
    /// The class.
    pub class: ClassIx,
    /// First day.
    pub from: Date,
    /// Last day, or still.
    pub to: Option<Date>,
    /// The line it stood on.
    pub line: u32,
}

/// One note about one pupil on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The pupil.
    pub pupil: PupilIx,
    /// The day it is about.
    pub date: Date,
    /// Which notes of that day.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// Minutes late or left early.
    pub minutes: Option<u16>,
    /// Place in [`OpenFolder::local_codes`].
    pub local_code: Option<u32>,
    /// When it was noted.
    pub noted_at: Option<Timestamp>,
    /// Place in [`OpenFolder::noters`].
    pub noted_by: Option<u32>,
    /// The line it stood on; the later line wins among equals.
    pub line: u32,
    /// Whether it counts: the pupil is enrolled, the day a school day and the note one the grade has.
    pub counts: bool,
}

impl Mark {
    /// What decides which of two marks for the same note wins: the greater.
    ///
    /// The later instant wins, a mark without one is older than any with one, and among equals the later line.
    pub const fn precedence(&self) -> (Option<Timestamp>, u32) {
        (self.noted_at, self.line)
    }
}

/// Part of a day away. Evidence for signals; never a half day of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// The pupil.
    pub pupil: PupilIx,
    /// The day.
    pub date: Date,
    /// Lessons missed.
    pub lessons_missed: u8,
    /// Lessons that day.
    pub lessons: Option<u8>,
    /// The category, when one was given.
    pub category: Option<Category>,
    /// When it was noted.
    pub noted_at: Option<Timestamp>,
    /// The line it stood on.
    pub line: u32,
    /// Whether the pupil is enrolled and the day a school day.
    pub counts: bool,
}

/// A class was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noting {
    /// The class.
    pub class: ClassIx,
    /// The day.
    pub date: Date,
    /// Which notes.
    pub note: Note,
    /// When it became known, when the file says.
    pub noted_at: Option<Timestamp>,
    /// The line it stood on.
    pub line: u32,
}

/// A folder as read: rows in the order of the files, pointing at each other by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenFolder {
    /// Calendars, in the order they first came.
    pub calendars: Vec<CalendarRow>,
    /// Schools; the place is the [`SchoolIx`].
    pub schools: Vec<SchoolRow>,
    /// Classes; the place is the [`ClassIx`].
    pub classes: Vec<ClassRow>,
    /// Pupils; the place is the [`PupilIx`].
    pub pupils: Vec<PupilRow>,
    /// Enrolments.
    pub enrolments: Vec<EnrolmentRow>,
    /// Marks, those that do not count included.
    pub marks: Vec<Mark>,
    /// Partials, those that do not count included.
    pub partials: Vec<Partial>,
    /// Notings; `None` without the file.
    pub notings: Option<Vec<Noting>>,
    /// The schools' own codes for marks.
    pub local_codes: Words,
    /// Who noted.
    pub noters: Words,
}

/// One thing that becomes known on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The Copenhagen date of `noted_at`, else the row's own date.
    pub known_on: Date,
    /// What becomes known.
    pub news: News,
}

/// What becomes known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A note of a pupil gets a state; later events win, so `Register::set` in order is right.
    State {
        /// The pupil.
        pupil: PupilIx,
        /// The day it is about; may lie after the day it is known, as leave given ahead.
        day: Date,
        /// The note.
        slot: Slot,
        /// The state.
        state: SlotState,
        /// Minutes late, where the state is a late arrival and the file says so.
        minutes: Option<u16>,
    },
    /// A partial, by its place in [`OpenFolder::partials`].
    Partial(u32),
    /// A note of a class was taken.
    Noting {
        /// The class.
        class: ClassIx,
        /// The day.
        day: Date,
        /// The note.
        slot: Slot,
    },
}

/// Enrolments of each pupil, oldest first.
pub(crate) struct ByPupil {
    rows: Vec<EnrolmentRow>,
    starts: Vec<u32>,
}

impl ByPupil {
    pub fn new(pupils: usize, rows: &[EnrolmentRow]) -> Self {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|e| (e.pupil, e.from, e.line));
        let mut starts = vec![0u32; pupils + 1];
        for row in &rows {
            if let Some(count) = starts.get_mut(row.pupil.index() + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { rows, starts }
    }

    pub fn of(&self, pupil: PupilIx) -> &[EnrolmentRow] {
        let from = self.starts.get(pupil.index()).copied().unwrap_or(0) as usize;
        let to = self.starts.get(pupil.index() + 1).copied().unwrap_or(0) as usize;
        self.rows.get(from..to).unwrap_or(&[])
    }

    pub fn on(&self, pupil: PupilIx, day: Date) -> Option<&EnrolmentRow> {
        self.of(pupil)
            .iter()
            .find(|e| e.from <= day && e.to.is_none_or(|to| day <= to))
    }
}

impl OpenFolder {
    /// Calendars, schools, classes and pupils with their enrolments, and no mark yet.
    ///
    /// # Errors
    /// When the rows do not fit together, which [`read`] never lets out.
    pub fn roster(&self) -> Result<Register, RegisterError> {
        self.roster_of(&ByPupil::new(self.pupils.len(), &self.enrolments))
    }

    fn roster_of(&self, by_pupil: &ByPupil) -> Result<Register, RegisterError> {
        let schools = self
            .schools
            .iter()
            .map(|s| School {
                calendar: s.calendar,
                kind: s.kind,
                provision: s.provision,
            })
            .collect();
        let classes = self
            .classes
            .iter()
            .map(|c| Class {
                school: c.school,
                grade: c.grade,
            })
            .collect();
        let source = if self.notings.is_some() {
            NotingSource::Listed
        } else {
            NotingSource::UpToLastMark
        };
        let calendars = self.calendars.iter().map(|c| c.days.clone()).collect();
        let mut register = Register::new(calendars, schools, classes, source)?;
        let mut own = Vec::new();
        for (pupil, _) in (0u32..).zip(&self.pupils) {
            own.clear();
            let rows = by_pupil.of(PupilIx::new(pupil));
            own.extend(rows.iter().map(|e| Enrolment {
                class: e.class,
                from: e.from,
                to: e.to,
            }));
            register.add_pupil(&own)?;
        }
        Ok(register)
    }

    /// The register with every mark and noting dated up to the day (all without one), whenever it was noted.
    ///
    /// # Errors
    /// As [`OpenFolder::roster`].
    pub fn register(&self, up_to: Option<Date>) -> Result<Register, RegisterError> {
        let by_pupil = ByPupil::new(self.pupils.len(), &self.enrolments);
        let mut register = self.roster_of(&by_pupil)?;
        let wanted = |date: Date| up_to.is_none_or(|last| date <= last);
        for noting in self.notings.iter().flatten().filter(|n| wanted(n.date)) {
            for slot in Slot::BOTH.into_iter().filter(|s| noting.note.covers(*s)) {
                register.note_class(noting.class, noting.date, slot);
            }
        }
        for mark in self.marks_in_order() {
            if !mark.counts
                && let Some(enrolment) = by_pupil.on(mark.pupil, mark.date)
            {
                register.saw_mark(enrolment.class, mark.date);
            }
            if mark.counts && wanted(mark.date) {
                for slot in self.slots(&by_pupil, mark).into_iter().flat_map(|s| s.iter()) {
                    // A mark that counts is about a note that the register has, so this cannot be refused.
                    let set = register.set(mark.pupil, mark.date, slot, SlotState::of(mark.kind));
                    debug_assert!(set.is_ok(), "line {}: {set:?}", mark.line);
                }
            }
        }
        Ok(register)
    }

    /// The marks with the winning one last, for each pupil, day and note.
    pub fn marks_in_order(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        if !marks.is_sorted_by_key(|m| m.precedence()) {
            marks.sort_unstable_by_key(|m| m.precedence());
        }
        marks
    }

    /// Minutes of every late arrival that counts, with the winning mark last for each pupil and day.
    pub fn minutes_late(&self) -> Vec<(PupilIx, Date, Option<u16>)> {
        let late = |m: &&Mark| m.counts && m.kind == Kind::Late;
        let mut marks: Vec<&Mark> = self.marks.iter().filter(late).collect();
        marks.sort_unstable_by_key(|m| m.precedence());
        marks.into_iter().map(|m| (m.pupil, m.date, m.minutes)).collect()
    }

    fn slots(&self, by_pupil: &ByPupil, mark: &Mark) -> Option<attendance::Slots> {
        let class = self.classes.get(by_pupil.on(mark.pupil, mark.date)?.class.index())?;
        Some(class.grade.slots(mark.note, mark.kind))
    }

    /// Everything that becomes known, in the order it does: for a day-by-day replay from [`OpenFolder::roster`].
    ///
    /// Within a day the later mark comes later. A mark that is already replaced when it becomes known (one without
    /// `noted_at` for a day whose note was given ahead) is left out, so setting each state in turn is always right.
    pub fn events(&self, copenhagen: &TimeZone) -> Vec<Event> {
        let by_pupil = ByPupil::new(self.pupils.len(), &self.enrolments);
        let mut days = DayOf {
            zone: copenhagen,
            hours: QuickMap::default(),
        };
        let mut events = Vec::with_capacity(self.marks.len() + self.partials.len());
        for noting in self.notings.iter().flatten() {
            let known_on = days.known_on(noting.noted_at, noting.date);
            for slot in Slot::BOTH.into_iter().filter(|s| noting.note.covers(*s)) {
                events.push(Event {
                    known_on,
                    news: News::Noting {
                        class: noting.class,
                        day: noting.date,
                        slot,
                    },
                });
            }
        }
        for (place, partial) in (0u32..).zip(&self.partials) {
            if partial.counts {
                let known_on = days.known_on(partial.noted_at, partial.date);
                events.push(Event {
                    known_on,
                    news: News::Partial(place),
                });
            }
        }
        // For each note of each day: the greatest instant that any mark has, and on which day it is known.
        let mut ahead: QuickMap<(PupilIx, Date, Slot), Date> = QuickMap::default();
        for mark in self.marks.iter().filter(|m| m.counts && m.noted_at.is_some()) {
            let known_on = days.known_on(mark.noted_at, mark.date);
            if known_on <= mark.date {
                for slot in self.slots(&by_pupil, mark).into_iter().flat_map(|s| s.iter()) {
                    ahead
                        .entry((mark.pupil, mark.date, slot))
                        .and_modify(|d| *d = (*d).min(known_on))
                        .or_insert(known_on);
                }
            }
        }
        for mark in self.marks_in_order() {
            if !mark.counts {
                continue;
            }
            let known_on = days.known_on(mark.noted_at, mark.date);
            for slot in self.slots(&by_pupil, mark).into_iter().flat_map(|s| s.iter()) {
                let replaced =
                    mark.noted_at.is_none() && ahead.get(&(mark.pupil, mark.date, slot)).is_some_and(|d| *d < known_on);
                if !replaced {
                    let state = SlotState::of(mark.kind);
                    let news = News::State {
                        pupil: mark.pupil,
                        day: mark.date,
                        slot,
                        state,
                        minutes: mark.minutes.filter(|_| mark.kind == Kind::Late),
                    };
                    events.push(Event { known_on, news });
                }
            }
        }
        events.sort_by_key(|e| e.known_on);
        events
    }

    /// What the school wrote as its own code for a mark.
    pub fn local_code(&self, mark: &Mark) -> Option<&str> {
        self.local_codes.word(mark.local_code?)
    }

    /// Who noted a mark.
    pub fn noted_by(&self, mark: &Mark) -> Option<&str> {
        self.noters.word(mark.noted_by?)
    }
}

/// The local date of instants; a clock is only ever moved at a whole hour, so one answer serves an hour.
struct DayOf<'z> {
    zone: &'z TimeZone,
    hours: QuickMap<i64, Date>,
}

impl DayOf<'_> {
    fn known_on(&mut self, noted_at: Option<Timestamp>, own: Date) -> Date {
        let Some(instant) = noted_at else { return own };
        let zone = self.zone;
        let hour = instant.as_second().div_euclid(3600);
        *self
            .hours
            .entry(hour)
            .or_insert_with(|| zone.to_datetime(instant).date())
    }
}

/// Reads a folder. With any error the folder that comes out is empty.
pub fn read(files: OpenFolderFiles<'_>) -> Reading<OpenFolder> {
    let mut problems = Problems::new();
    let folder = Reader::new(&mut problems).read(files);
    problems.sort();
    let rows = if problems.has_errors() {
        OpenFolder::default()
    } else {
        folder
    };
    Reading { rows, problems }
}

/// A column of a file.
#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    required: bool,
}

const fn must(name: &'static str) -> Column {
    Column { name, required: true }
}

const fn may(name: &'static str) -> Column {
    Column { name, required: false }
}

/// One file being read: its known columns by their place in `known`.
struct Sheet<'t> {
    file: &'static str,
    known: &'static [Column],
    places: Vec<Option<usize>>,
    width: usize,
    records: Records<'t>,
    text: &'t delimited::Text<'t>,
    fields: Vec<Cow<'t, str>>,
    line: u32,
    /// Whether a value of the row was refused.
    refused: bool,
    /// Rows that could not be read.
    lost: Lost,
}

/// What is known of rows that could not be read, so that other files are not blamed for it.
#[derive(Default)]
struct Lost {
    /// What stood in their first known column.
    ids: Vec<String>,
    /// Not even that could be seen, or the file as a whole could not be read.
    all: bool,
}

impl<'t> Sheet<'t> {
    /// Reads the header. `None` when there is none.
    fn open(
        file: &'static str,
        text: &'t delimited::Text<'t>,
        known: &'static [Column],
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut records = Records::new(&text.text, b',');
        let mut fields = Vec::new();
        let header = records.next(&mut fields)?;
        if header.broken {
            problems.push(Problem::at(file, header.line, "", "", ProblemKind::BrokenQuotes));
            return None;
        }
        let mut places = vec![None; known.len()];
        let width = fields.len();
        for (place, name) in fields.iter().enumerate() {
            let column = known.iter().position(|c| c.name == name.as_ref());
            match column.and_then(|c| places.get_mut(c)) {
                Some(found @ None) => *found = Some(place),
                Some(Some(_)) => {
                    problems.push(Problem::at(
                        file,
                        header.line,
                        name.to_string(),
                        name,
                        ProblemKind::ColumnTwice,
                    ));
                }
                None => {
                    problems.push(Problem::at(
                        file,
                        header.line,
                        name.to_string(),
                        name,
                        ProblemKind::ColumnUnknown,
                    ));
                }
            }
        }
        for (column, _) in known.iter().zip(&places).filter(|(c, p)| c.required && p.is_none()) {
            problems.push(Problem::at(
                file,
                header.line,
                column.name,
                "",
                ProblemKind::ColumnMissing,
            ));
        }
        Some(Self {
            file,
            known,
            places,
            width,
            records,
            text,
            fields,
            line: header.line,
            refused: false,
            lost: Lost::default(),
        })
    }

    /// The rows in parts that can be read at once.
    fn parts(&mut self, most: usize) -> Vec<Self> {
        let records = core::mem::replace(&mut self.records, Records::new("", b','));
        let part = |records| Self {
            places: self.places.clone(),
            fields: Vec::new(),
            lost: Lost::default(),
            records,
            ..*self
        };
        records.parts(most).into_iter().map(part).collect()
    }

    /// Whether the column is in the file.
    fn has(&self, column: usize) -> bool {
        self.places.get(column).is_some_and(Option::is_some)
    }

    /// Goes to the next row that has the right number of fields.
    fn next_row(&mut self, problems: &mut Problems) -> bool {
        while let Some(record) = self.records.next(&mut self.fields) {
            self.line = record.line;
            self.refused = false;
            if !self.text.bad_lines.is_empty() && self.text.is_bad(record) {
                self.lose();
                continue;
            }
            if record.broken {
                problems.push(Problem::at(self.file, record.line, "", "", ProblemKind::BrokenQuotes));
                self.lose();
                continue;
            }
            if self.fields.len() != self.width {
                let kind = if record.last_line > record.line {
                    self.records.resume_after_first_line(record);
                    ProblemKind::BrokenQuotes
                } else {
                    ProblemKind::FieldCount {
                        expected: self.width,
                        found: self.fields.len(),
                    }
                };
                problems.push(Problem::at(self.file, record.line, "", "", kind));
                self.lose();
                continue;
            }
            return true;
        }
        false
    }

    fn lose(&mut self) {
        match self.get(0) {
            "" => self.lost.all = true,
            id => {
                let id = id.to_owned();
                self.lost.ids.push(id);
            }
        }
    }

    /// The value in a known column; empty when the file does not have it.
    fn get(&self, column: usize) -> &str {
        self.places
            .get(column)
            .copied()
            .flatten()
            .and_then(|place| self.fields.get(place))
            .map_or("", |field| field.as_ref())
    }

    fn refuse(&mut self, column: usize, kind: ProblemKind, problems: &mut Problems) {
        self.refused |= kind.severity() == crate::problem::Severity::Error;
        self.warn(column, kind, problems);
    }

    fn warn(&self, column: usize, kind: ProblemKind, problems: &mut Problems) {
        let name = self.known.get(column).map_or("", |c| c.name);
        let secret = name == "cpr";
        let value = if secret { "" } else { self.get(column) };
        problems.push(Problem::at(self.file, self.line, name, value, kind));
    }

    /// A value that must be there. A missing column was told of once already.
    fn required(&mut self, column: usize, problems: &mut Problems) -> Option<&str> {
        if self.get(column).is_empty() {
            if self.has(column) {
                self.refuse(column, ProblemKind::ValueMissing, problems);
            }
            self.refused = true;
            return None;
        }
        Some(self.get(column))
    }

    fn date(&mut self, column: usize, first_year: i16, problems: &mut Problems) -> Option<Date> {
        match value::iso_date(self.get(column)) {
            Some(date) if (first_year..=value::LAST_YEAR).contains(&date.year()) => Some(date),
            Some(_) => {
                let kind = ProblemKind::ImplausibleDate {
                    from: first_year,
                    to: value::LAST_YEAR,
                };
                self.refuse(column, kind, problems);
                None
            }
            None => {
                self.refuse(column, ProblemKind::NotADate(DateForm::Iso), problems);
                None
            }
        }
    }

    fn required_date(&mut self, column: usize, problems: &mut Problems) -> Option<Date> {
        self.required(column, problems)?;
        self.date(column, value::FIRST_YEAR, problems)
    }

    fn optional_date(&mut self, column: usize, first_year: i16, problems: &mut Problems) -> Option<Date> {
        if self.get(column).is_empty() {
            None
        } else {
            self.date(column, first_year, problems)
        }
    }

    fn instant(&mut self, column: usize, problems: &mut Problems) -> Option<Timestamp> {
        let text = self.get(column);
        if text.is_empty() {
            return None;
        }
        let year = text
            .get(..4)
            .and_then(|y| value::whole(y, 9999))
            .and_then(|y| i16::try_from(y).ok());
        match value::instant(text) {
            Some(_) if !year.is_some_and(|y| (value::FIRST_YEAR..=value::LAST_YEAR).contains(&y)) => {
                let kind = ProblemKind::ImplausibleDate {
                    from: value::FIRST_YEAR,
                    to: value::LAST_YEAR,
                };
                self.refuse(column, kind, problems);
                None
            }
            Some(instant) => Some(instant),
            None => {
                self.refuse(column, ProblemKind::NotAnInstant, problems);
                None
            }
        }
    }

    fn number(&mut self, column: usize, least: u32, greatest: u32, problems: &mut Problems) -> Option<u32> {
        let text = self.get(column);
        if text.is_empty() {
            return None;
        }
        let number = value::whole(text, greatest).filter(|n| *n >= least);
        if number.is_none() {
            self.refuse(column, ProblemKind::NotANumber { least, greatest }, problems);
        }
        number
    }

    /// One of some words; empty is the default.
    fn word<T>(
        &mut self,
        column: usize,
        default: Option<T>,
        read: impl Fn(&str) -> Option<T>,
        known: &'static str,
        problems: &mut Problems,
    ) -> Option<T> {
        let text = self.get(column);
        if text.is_empty() && default.is_some() {
            return default;
        }
        if text.is_empty() {
            self.required(column, problems);
            return None;
        }
        let found = read(text);
        if found.is_none() {
            self.refuse(
                column,
                ProblemKind::UnknownWord {
                    known: Cow::Borrowed(known),
                },
                problems,
            );
        }
        found
    }
}

const KINDS_OF_SCHOOL: &str = "folkeskole, specialskole, fri, efterskole, dagbehandling, ungdomsskole";
const PROVISIONS: &str = "general, special_class, special_school";
const NOTES: &str = "start, end, day";
const KINDS: &str = "illness, leave, unlawful, late, left_early, present";
const CATEGORIES: &str = "illness, leave, unlawful";
const TRUTHS: &str = "true, false";

/// Ids of one file, and what is not to be told of twice.
#[derive(Default)]
struct Ids {
    words: Words,
    /// The line of each id.
    lines: Vec<u32>,
    /// Ids are missing because of another error, so that an unknown one says nothing.
    incomplete: bool,
    /// Ids of rows that could not be read.
    lost: BTreeSet<String>,
}

impl Ids {
    fn lose(&mut self, lost: Lost) {
        self.incomplete |= lost.all;
        self.lost.extend(lost.ids);
    }

    /// The place of a new id; an id that is there already is a problem.
    fn add(&mut self, sheet: &mut Sheet<'_>, column: usize, problems: &mut Problems) -> Option<u32> {
        let Some(id) = sheet.required(column, problems) else {
            self.incomplete = true;
            return None;
        };
        if let Some(place) = self.words.find(id) {
            let first_line = self.lines.get(place as usize).copied().unwrap_or(0);
            sheet.refuse(column, ProblemKind::DuplicateKey { first_line }, problems);
            return None;
        }
        let place = self.words.place(id);
        self.lines.push(sheet.line);
        Some(place)
    }

    /// The place of an id in another file; one that is not there is a problem.
    fn find(&self, file: &'static str, sheet: &mut Sheet<'_>, column: usize, problems: &mut Problems) -> Option<u32> {
        let id = sheet.required(column, problems)?;
        let found = self.words.find(id);
        if found.is_none() {
            if self.incomplete || self.lost.contains(sheet.get(column)) {
                sheet.refused = true;
            } else {
                sheet.refuse(column, ProblemKind::UnknownId { file }, problems);
            }
        }
        found
    }
}

/// The last id looked up: rows of one pupil or class mostly stand together.
#[derive(Default)]
struct Last {
    id: String,
    place: u32,
}

impl Last {
    fn find(
        &mut self,
        ids: &Ids,
        file: &'static str,
        sheet: &mut Sheet<'_>,
        column: usize,
        problems: &mut Problems,
    ) -> Option<u32> {
        if !self.id.is_empty() && self.id == sheet.get(column) {
            return Some(self.place);
        }
        let place = ids.find(file, sheet, column, problems)?;
        self.id.clear();
        self.id.push_str(sheet.get(column));
        self.place = place;
        Some(place)
    }
}

/// All files being read.
struct Reader<'p> {
    problems: &'p mut Problems,
    folder: OpenFolder,
    calendars: Ids,
    schools: Ids,
    classes: Ids,
    pupils: Ids,
    /// Calendars with an error of their own: their days are not held against marks.
    doubtful_calendars: BTreeSet<CalendarIx>,
    /// Pupils with an enrolment that could not be read.
    doubtful_pupils: BTreeSet<PupilIx>,
    /// Enrolments as a whole could not be read.
    no_enrolments: bool,
}

/// How many parts of a long file are read at once.
const PARTS: usize = 4;

/// A place that no row has, for a reference that was a problem.
const NOWHERE: u32 = u32::MAX;

impl<'p> Reader<'p> {
    fn new(problems: &'p mut Problems) -> Self {
        Self {
            problems,
            folder: OpenFolder::default(),
            calendars: Ids::default(),
            schools: Ids::default(),
            classes: Ids::default(),
            pupils: Ids::default(),
            doubtful_calendars: BTreeSet::new(),
            doubtful_pupils: BTreeSet::new(),
            no_enrolments: false,
        }
    }

    fn read(mut self, files: OpenFolderFiles<'_>) -> OpenFolder {
        let lost = self.sheet(CALENDARS, files.calendars, Self::CALENDAR_COLUMNS, Self::calendars);
        self.doubtful_calendars.extend(
            lost.ids
                .iter()
                .filter_map(|id| self.calendars.words.find(id).map(CalendarIx::new)),
        );
        self.calendars.lose(lost);
        let lost = self.sheet(SCHOOLS, files.schools, Self::SCHOOL_COLUMNS, Self::schools);
        self.schools.lose(lost);
        let lost = self.sheet(CLASSES, files.classes, Self::CLASS_COLUMNS, Self::classes);
        self.classes.lose(lost);
        let lost = self.sheet(PUPILS, files.pupils, Self::PUPIL_COLUMNS, Self::pupils);
        self.pupils.lose(lost);
        let lost = self.sheet(ENROLMENTS, files.enrolments, Self::ENROLMENT_COLUMNS, Self::enrolments);
        self.doubtful_pupils.extend(
            lost.ids
                .iter()
                .filter_map(|id| self.pupils.words.find(id).map(PupilIx::new)),
        );
        self.no_enrolments = lost.all;
        let by_pupil = ByPupil::new(self.folder.pupils.len(), &self.folder.enrolments);
        self.overlaps(&by_pupil);
        for part in self.long_sheet(
            MARKS,
            files.marks,
            &by_pupil,
            Held::MARK_COLUMNS,
            |held, sheet, problems| held.marks(sheet, problems),
        ) {
            self.folder.add_marks(part);
        }
        if files.partials.is_some() {
            let parts = self.long_sheet(
                PARTIALS,
                files.partials,
                &by_pupil,
                Held::PARTIAL_COLUMNS,
                |held, sheet, problems| held.partials(sheet, problems),
            );
            self.folder.partials = parts.concat();
        }
        if files.notings.is_some() {
            let parts = self.long_sheet(
                NOTINGS,
                files.notings,
                &by_pupil,
                Held::NOTING_COLUMNS,
                |held, sheet, problems| held.notings(sheet, problems),
            );
            self.folder.notings = Some(parts.concat());
        } else {
            self.problems
                .push(Problem::of_file(NOTINGS, ProblemKind::NotingsMissing));
        }
        self.folder
    }

    /// Reads one of the files with a row a day, its parts at once, and what comes out of each part in turn.
    fn long_sheet<T: Send>(
        &mut self,
        file: &'static str,
        bytes: Option<&[u8]>,
        by_pupil: &ByPupil,
        columns: &'static [Column],
        rows: impl Fn(&Held<'_, '_>, &mut Sheet<'_>, &mut Problems) -> T + Sync,
    ) -> Vec<T> {
        let mut found = Vec::new();
        self.sheet(file, bytes, columns, |reader, sheet| {
            let held = Held {
                reader: &*reader,
                by_pupil,
            };
            let read = |mut part: Sheet<'_>| {
                let mut problems = Problems::new();
                let rows = rows(&held, &mut part, &mut problems);
                (rows, problems)
            };
            let parts = thread::scope(|scope| {
                let parts = sheet.parts(PARTS).into_iter();
                let workers: Vec<_> = parts.map(|part| scope.spawn(|| read(part))).collect();
                let join = |worker: thread::ScopedJoinHandle<'_, _>| worker.join().unwrap_or_else(|e| resume_unwind(e));
                workers.into_iter().map(join).collect::<Vec<_>>()
            });
            for (rows, problems) in parts {
                found.push(rows);
                reader.problems.absorb(problems);
            }
        });
        found
    }

    /// Reads one file; tells which rows could not be read.
    fn sheet(
        &mut self,
        file: &'static str,
        bytes: Option<&[u8]>,
        columns: &'static [Column],
        rows: impl FnOnce(&mut Self, &mut Sheet<'_>),
    ) -> Lost {
        let nothing = Lost {
            ids: Vec::new(),
            all: true,
        };
        let Some(bytes) = bytes else {
            self.problems.push(Problem::of_file(file, ProblemKind::FileMissing));
            return nothing;
        };
        let Some(text) = delimited::utf8(file, bytes, self.problems) else {
            return nothing;
        };
        let before = self.problems.errors();
        let Some(mut sheet) = Sheet::open(file, &text, columns, self.problems) else {
            return nothing;
        };
        let header_is_whole = self.problems.errors() == before;
        rows(self, &mut sheet);
        Lost {
            ids: sheet.lost.ids,
            all: sheet.lost.all || !header_is_whole,
        }
    }

    const CALENDAR_COLUMNS: &'static [Column] = &[must("calendar_id"), must("date")];

    fn calendars(&mut self, sheet: &mut Sheet<'_>) {
        let mut days: Vec<BTreeMap<Date, u32>> = Vec::new();
        while sheet.next_row(self.problems) {
            let Some(id) = sheet.required(0, self.problems) else {
                self.calendars.incomplete = true;
                continue;
            };
            let place = self.calendars.words.place(id);
            let at = place as usize;
            if at == days.len() {
                days.push(BTreeMap::new());
                self.folder.calendars.push(CalendarRow {
                    id: id.to_owned(),
                    days: Calendar::default(),
                });
            }
            match sheet.required_date(1, self.problems) {
                None => {
                    self.doubtful_calendars.insert(CalendarIx::new(place));
                }
                Some(date) => {
                    let Some(own) = days.get_mut(at) else { continue };
                    if let Some(first_line) = own.get(&date).copied() {
                        sheet.refuse(1, ProblemKind::DuplicateKey { first_line }, self.problems);
                    } else {
                        own.insert(date, sheet.line);
                    }
                }
            }
        }
        for (place, (own, row)) in (0u32..).zip(days.iter().zip(&mut self.folder.calendars)) {
            let mut quarters: BTreeMap<(SchoolYear, i8), Vec<u32>> = BTreeMap::new();
            for (day, line) in own {
                quarters
                    .entry((SchoolYear::of(*day), Quarter::of(*day).number()))
                    .or_default()
                    .push(*line);
            }
            for ((year, quarter), lines) in quarters {
                if let Some(line) = lines.get(MOST_DAYS_A_QUARTER) {
                    let kind = ProblemKind::TooManyDays {
                        year: year.label(),
                        quarter,
                        days: lines.len(),
                    };
                    self.problems.push(Problem::at(CALENDARS, *line, "date", &row.id, kind));
                    self.doubtful_calendars.insert(CalendarIx::new(place));
                }
            }
            // Too many days are the only thing a calendar refuses, and they were told of above.
            row.days = Calendar::new(own.keys().copied()).unwrap_or_default();
        }
    }

    const SCHOOL_COLUMNS: &'static [Column] = &[
        must("school_id"),
        must("name"),
        must("calendar_id"),
        may("municipality_code"),
        may("kind"),
        may("provision"),
    ];

    fn schools(&mut self, sheet: &mut Sheet<'_>) {
        while sheet.next_row(self.problems) {
            let place = self.schools.add(sheet, 0, self.problems);
            sheet.required(1, self.problems);
            let calendar = self
                .calendars
                .find(CALENDARS, sheet, 2, self.problems)
                .map(CalendarIx::new);
            if let Some(calendar) = calendar
                && !self.doubtful_calendars.contains(&calendar)
                && self
                    .folder
                    .calendars
                    .get(calendar.index())
                    .is_none_or(|c| c.days.is_empty())
            {
                sheet.refuse(2, ProblemKind::CalendarWithoutDays, self.problems);
            }
            let code = sheet.get(3);
            let municipality = if code.is_empty() {
                None
            } else {
                let number = value::whole(code, 999)
                    .filter(|_| code.len() == 3)
                    .and_then(|n| u16::try_from(n).ok());
                if number.is_none() {
                    sheet.refuse(3, ProblemKind::NotAMunicipality, self.problems);
                }
                number
            };
            let kind = sheet.word(
                4,
                Some(SchoolKind::default()),
                SchoolKind::from_word,
                KINDS_OF_SCHOOL,
                self.problems,
            );
            let provision = sheet.word(
                5,
                Some(Provision::default()),
                Provision::from_word,
                PROVISIONS,
                self.problems,
            );
            if place.is_some() {
                self.folder.schools.push(SchoolRow {
                    id: sheet.get(0).to_owned(),
                    name: sheet.get(1).to_owned(),
                    calendar: calendar.unwrap_or(CalendarIx::new(NOWHERE)),
                    municipality,
                    kind: kind.unwrap_or_default(),
                    provision: provision.unwrap_or_default(),
                });
            }
        }
    }

    const CLASS_COLUMNS: &'static [Column] = &[
        must("class_id"),
        must("school_id"),
        must("name"),
        must("grade"),
        may("school_year"),
    ];

    fn classes(&mut self, sheet: &mut Sheet<'_>) {
        while sheet.next_row(self.problems) {
            let place = self.classes.add(sheet, 0, self.problems);
            let school = self.schools.find(SCHOOLS, sheet, 1, self.problems);
            sheet.required(2, self.problems);
            sheet.required(3, self.problems);
            let grade = sheet
                .number(3, 0, 10, self.problems)
                .and_then(|n| u8::try_from(n).ok())
                .and_then(Grade::new);
            let year = sheet.get(4);
            let school_year = SchoolYear::from_label(year);
            if !year.is_empty() && school_year.is_none() {
                sheet.refuse(4, ProblemKind::NotASchoolYear, self.problems);
            }
            // An unknown grade is taken as the highest here, so that it brings no warnings about end notes.
            let Some(grade) = grade.or(Grade::new(10)) else {
                continue;
            };
            if place.is_some() {
                self.folder.classes.push(ClassRow {
                    id: sheet.get(0).to_owned(),
                    school: SchoolIx::new(school.unwrap_or(NOWHERE)),
                    name: sheet.get(2).to_owned(),
                    grade,
                    school_year,
                });
            }
        }
    }

    const PUPIL_COLUMNS: &'static [Column] = &[
        must("pupil_id"),
        may("given_name"),
        may("family_name"),
        may("cpr"),
        may("birth_date"),
        may("protected"),
        may("household_id"),
    ];

    fn pupils(&mut self, sheet: &mut Sheet<'_>) {
        let mut numbers: QuickMap<Cpr, u32> = QuickMap::default();
        while sheet.next_row(self.problems) {
            let place = self.pupils.add(sheet, 0, self.problems);
            let cpr = match sheet.get(3) {
                "" => None,
                text => match text.parse::<Cpr>() {
                    Ok(cpr) => Some(cpr),
                    Err(_) => {
                        sheet.refuse(3, ProblemKind::NotACpr, self.problems);
                        None
                    }
                },
            };
            if let Some(cpr) = cpr {
                let first_line = *numbers.entry(cpr).or_insert(sheet.line);
                if first_line != sheet.line {
                    sheet.warn(3, ProblemKind::DuplicateCpr { first_line }, self.problems);
                }
            }
            let birth_date = sheet.optional_date(4, value::FIRST_BIRTH_YEAR, self.problems);
            if let Some((cpr, birth_date)) = cpr.zip(birth_date)
                && cpr.birth_date() != birth_date
            {
                sheet.warn(4, ProblemKind::BirthDateDiffers, self.problems);
            }
            let truth = |word: &str| match word {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            };
            let protected = sheet.word(5, Some(false), truth, TRUTHS, self.problems);
            if place.is_some() {
                self.folder.pupils.push(PupilRow {
                    id: sheet.get(0).to_owned(),
                    given_name: sheet.get(1).to_owned(),
                    family_name: sheet.get(2).to_owned(),
                    cpr,
                    birth_date,
                    protected: protected.unwrap_or(true),
                    household_id: sheet.get(6).to_owned(),
                });
            }
        }
    }

    const ENROLMENT_COLUMNS: &'static [Column] = &[must("pupil_id"), must("class_id"), must("from"), may("to")];

    fn enrolments(&mut self, sheet: &mut Sheet<'_>) {
        while sheet.next_row(self.problems) {
            let pupil = self.pupils.find(PUPILS, sheet, 0, self.problems).map(PupilIx::new);
            let class = self.classes.find(CLASSES, sheet, 1, self.problems).map(ClassIx::new);
            let from = sheet.required_date(2, self.problems);
            let to = sheet.optional_date(3, value::FIRST_YEAR, self.problems);
            if from.zip(to).is_some_and(|(from, to)| to < from) {
                sheet.refuse(3, ProblemKind::EndsBeforeStart, self.problems);
            }
            match (pupil, class, from) {
                (Some(pupil), Some(class), Some(from)) if !sheet.refused => {
                    self.folder.enrolments.push(EnrolmentRow {
                        pupil,
                        class,
                        from,
                        to,
                        line: sheet.line,
                    });
                }
                (Some(pupil), ..) => {
                    self.doubtful_pupils.insert(pupil);
                }
                _ => {}
            }
        }
    }

    fn overlaps(&mut self, by_pupil: &ByPupil) {
        for (pupil, row) in (0u32..).zip(&self.folder.pupils) {
            // The enrolment that lasts longest of those before: its end (`None` is for ever) and line.
            let mut longest: Option<&EnrolmentRow> = None;
            let mut last: Option<&EnrolmentRow> = None;
            for enrolment in by_pupil.of(PupilIx::new(pupil)) {
                if let Some(before) = longest
                    && before.to.is_none_or(|to| to >= enrolment.from)
                {
                    let same = last.filter(|l| l.class == enrolment.class && l.from == enrolment.from);
                    let kind = match same {
                        Some(first) => ProblemKind::DuplicateKey { first_line: first.line },
                        None => ProblemKind::Overlap {
                            other_line: before.line,
                        },
                    };
                    self.problems
                        .push(Problem::at(ENROLMENTS, enrolment.line, "pupil_id", &row.id, kind));
                }
                if longest.is_none_or(|l| l.to.is_some_and(|end| enrolment.to.is_none_or(|to| to > end))) {
                    longest = Some(enrolment);
                }
                last = Some(enrolment);
            }
        }
    }
}

/// What the rows of the long files are held against: everything read before them.
struct Held<'r, 'p> {
    reader: &'r Reader<'p>,
    by_pupil: &'r ByPupil,
}

/// Marks of one part of the file; their codes and names point into the part.
#[derive(Default)]
struct MarksPart {
    marks: Vec<Mark>,
    local_codes: Words,
    noters: Words,
}

impl OpenFolder {
    /// Takes in the next part of the marks.
    fn add_marks(&mut self, mut part: MarksPart) {
        let moved = |to: &mut Words, from: &Words| -> Vec<u32> { from.iter().map(|word| to.place(word)).collect() };
        let codes = moved(&mut self.local_codes, &part.local_codes);
        let noters = moved(&mut self.noters, &part.noters);
        let at = |places: &[u32], place: Option<u32>| place.and_then(|p| places.get(p as usize).copied());
        for mark in &mut part.marks {
            mark.local_code = at(&codes, mark.local_code);
            mark.noted_by = at(&noters, mark.noted_by);
        }
        self.marks.append(&mut part.marks);
    }
}

impl Held<'_, '_> {
    /// Whether a row about a pupil and a day counts; says why not.
    fn counts(
        &self,
        sheet: &Sheet<'_>,
        pupil: PupilIx,
        date: Date,
        absent_at: Option<Note>,
        problems: &mut Problems,
    ) -> bool {
        let Some(enrolment) = self.by_pupil.on(pupil, date) else {
            if !self.reader.no_enrolments && !self.reader.doubtful_pupils.contains(&pupil) {
                sheet.warn(1, ProblemKind::NotEnrolled, problems);
            }
            return false;
        };
        let Some(class) = self.reader.folder.classes.get(enrolment.class.index()) else {
            return false;
        };
        let Some(school) = self.reader.folder.schools.get(class.school.index()) else {
            return false;
        };
        let Some(calendar) = self.reader.folder.calendars.get(school.calendar.index()) else {
            return false;
        };
        if calendar.days.ordinal(date).is_none() {
            if !self.reader.doubtful_calendars.contains(&school.calendar) && !self.reader.calendars.incomplete {
                sheet.warn(1, ProblemKind::NotASchoolDay, problems);
            }
            return false;
        }
        if absent_at == Some(Note::End) && class.grade.notes_per_day() == NotesPerDay::One {
            sheet.warn(2, ProblemKind::NoEndNote, problems);
            return false;
        }
        true
    }

    const MARK_COLUMNS: &'static [Column] = &[
        must("pupil_id"),
        must("date"),
        must("note"),
        must("kind"),
        may("minutes"),
        may("local_code"),
        may("noted_at"),
        may("noted_by"),
    ];

    fn marks(&self, sheet: &mut Sheet<'_>, problems: &mut Problems) -> MarksPart {
        let mut part = MarksPart::default();
        let mut last = Last::default();
        while sheet.next_row(problems) {
            let pupil = last
                .find(&self.reader.pupils, PUPILS, sheet, 0, problems)
                .map(PupilIx::new);
            let date = sheet.required_date(1, problems);
            let note = sheet.word(2, None, Note::from_word, NOTES, problems);
            let kind = sheet.word(3, None, Kind::from_word, KINDS, problems);
            let minutes = sheet
                .number(4, 0, MINUTES_A_DAY, problems)
                .and_then(|n| u16::try_from(n).ok());
            let noted_at = sheet.instant(6, problems);
            let (Some(pupil), Some(date), Some(note), Some(kind), false) = (pupil, date, note, kind, sheet.refused)
            else {
                continue;
            };
            let absent_at = matches!(kind, Kind::Absent(_)).then_some(note);
            let counts = self.counts(sheet, pupil, date, absent_at, problems);
            let local_code = some(sheet.get(5)).map(|code| part.local_codes.place(code));
            let noted_by = some(sheet.get(7)).map(|who| part.noters.place(who));
            part.marks.push(Mark {
                pupil,
                date,
                note,
                kind,
                minutes,
                local_code,
                noted_at,
                noted_by,
                line: sheet.line,
                counts,
            });
        }
        part
    }

    const PARTIAL_COLUMNS: &'static [Column] = &[
        must("pupil_id"),
        must("date"),
        must("lessons_missed"),
        may("lessons"),
        may("category"),
        may("noted_at"),
    ];

    fn partials(&self, sheet: &mut Sheet<'_>, problems: &mut Problems) -> Vec<Partial> {
        let mut partials = Vec::new();
        let mut last = Last::default();
        let lessons_of = |n: u32| u8::try_from(n).ok();
        while sheet.next_row(problems) {
            let pupil = last
                .find(&self.reader.pupils, PUPILS, sheet, 0, problems)
                .map(PupilIx::new);
            let date = sheet.required_date(1, problems);
            sheet.required(2, problems);
            let missed = sheet.number(2, 0, MOST_LESSONS, problems).and_then(lessons_of);
            let lessons = sheet.number(3, 1, MOST_LESSONS, problems).and_then(lessons_of);
            if missed.zip(lessons).is_some_and(|(missed, lessons)| missed > lessons) {
                sheet.refuse(2, ProblemKind::MoreThanAll, problems);
            }
            let category = sheet.word(
                4,
                Some(None),
                |w| Category::from_word(w).map(Some),
                CATEGORIES,
                problems,
            );
            let noted_at = sheet.instant(5, problems);
            let (Some(pupil), Some(date), Some(lessons_missed), Some(category), false) =
                (pupil, date, missed, category, sheet.refused)
            else {
                continue;
            };
            let counts = self.counts(sheet, pupil, date, None, problems);
            let line = sheet.line;
            partials.push(Partial {
                pupil,
                date,
                lessons_missed,
                lessons,
                category,
                noted_at,
                line,
                counts,
            });
        }
        partials
    }

    const NOTING_COLUMNS: &'static [Column] = &[must("class_id"), must("date"), must("note"), may("noted_at")];

    fn notings(&self, sheet: &mut Sheet<'_>, problems: &mut Problems) -> Vec<Noting> {
        let mut notings = Vec::new();
        let mut last = Last::default();
        while sheet.next_row(problems) {
            let class = last
                .find(&self.reader.classes, CLASSES, sheet, 0, problems)
                .map(ClassIx::new);
            let date = sheet.required_date(1, problems);
            let note = sheet.word(2, None, Note::from_word, NOTES, problems);
            let noted_at = sheet.instant(3, problems);
            let (Some(class), Some(date), Some(note), false) = (class, date, note, sheet.refused) else {
                continue;
            };
            let calendar = self
                .reader
                .folder
                .classes
                .get(class.index())
                .and_then(|c| self.reader.folder.schools.get(c.school.index()))
                .map(|s| s.calendar);
            if let Some(index) = calendar
                && !self.reader.doubtful_calendars.contains(&index)
                && !self.reader.calendars.incomplete
                && self
                    .reader
                    .folder
                    .calendars
                    .get(index.index())
                    .is_some_and(|c| c.days.ordinal(date).is_none())
            {
                sheet.warn(1, ProblemKind::NotASchoolDay, problems);
            }
            let line = sheet.line;
            notings.push(Noting {
                class,
                date,
                note,
                noted_at,
                line,
            });
        }
        notings
    }
}

fn some(text: &str) -> Option<&str> {
    if text.is_empty() { None } else { Some(text) }
}

#[cfg(test)]
mod tests;
