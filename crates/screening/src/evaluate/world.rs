//! A made-up world of the evaluation kit: what was registered, when it became known, and what was true.

use std::collections::{BTreeMap, HashMap};

use attendance::{Category, ClassIx, PupilIx, SchoolIx};
use jiff::civil::Date;
use signals::{Away, Budget, DayEvidence, Depth, Detector, DetectorError, Hint, Parameters};
use thiserror::Error;

/// Why a world cannot be read.
#[derive(Debug, Error)]
pub enum WorldError {
    /// A file is not the table it should be.
    #[error("`{file}` cannot be read as a table")]
    Table {
        /// Which file.
        file: &'static str,
        /// What the reader says.
        source: csv::Error,
    },
    /// A column that must be there is missing.
    #[error("`{file}` has no column `{column}`")]
    Column {
        /// Which file.
        file: &'static str,
        /// Which column.
        column: &'static str,
    },
    /// A field that cannot be understood.
    #[error("`{file}`, line {line}: `{value}` is no {wanted}")]
    Field {
        /// Which file.
        file: &'static str,
        /// The line, the header being the first.
        line: u64,
        /// What stands there.
        value: String,
        /// What should.
        wanted: &'static str,
    },
    /// The calendar does not hold two school years, of which the second is judged.
    #[error("`calendar.csv` does not hold school days of two school years")]
    Years,
    /// More school days than can be held.
    #[error(transparent)]
    Detector(#[from] DetectorError),
}

/// The texts of a world's files, as `sim.py` writes them.
#[derive(Clone, Copy, Debug)]
pub struct WorldFiles<'t> {
    /// `calendar.csv`.
    pub calendar: &'t str,
    /// `roster.csv`.
    pub roster: &'t str,
    /// `events.csv`.
    pub events: &'t str,
    /// `unregistered.csv`.
    pub unregistered: &'t str,
    /// `truth.csv`.
    pub truth: &'t str,
}

/// How a planted problem unfolds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Slowly, stage by stage.
    Gradual,
    /// Within weeks.
    Rapid,
    /// In beads: bad spells and good ones.
    Beaded,
    /// Without lateness, all reported as illness.
    Silent,
}

/// A planted problem of the judged year; places are school days from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Its course.
    pub course: Course,
    /// First day of the stages 2 to 7, where the problem came so far.
    pub stages: [Option<usize>; 6],
    /// The school day from which it is over.
    pub resolved: Option<usize>,
}

impl Truth {
    /// The first day of a stage or a later one.
    pub fn from_stage(&self, stage: usize) -> Option<usize> {
        self.stages
            .iter()
            .skip(stage.saturating_sub(2))
            .flatten()
            .min()
            .copied()
    }
}

/// What is true of a pupil and makes it look like a problem without being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Chronically ill, stably.
    Chronic,
    /// Habitually late, stably.
    HabituallyLate,
    /// From a family with stably high absence.
    Disadvantaged,
    /// Away some lessons each week, with permission.
    Therapy,
    /// A few unsettled weeks of the judged year that end by themselves.
    Decoy,
}

/// One pupil of a world.
#[derive(Clone, Debug)]
pub struct WorldPupil {
    /// Its id in the files.
    pub id: String,
    /// Its class.
    pub class: ClassIx,
    /// Its grade in the judged year.
    pub grade: u8,
    /// The first school day there is anything of it.
    pub first: usize,
    /// Known to the school since the year before: left out of scoring.
    pub open_case: bool,
    /// The problem planted in the judged year.
    pub truth: Option<Truth>,
    /// What else is true of it.
    pub flags: Vec<Flag>,
}

/// What was registered of one pupil on one school day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    pub(crate) pupil: usize,
    pub(crate) day: usize,
    /// The first school day by which it is known; the number of school days when none is.
    pub(crate) known: usize,
    pub(crate) evidence: DayEvidence,
}

/// A made-up world: two school years, of which the second is judged.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) days: Vec<Date>,
    /// The first school day of the judged year.
    pub(crate) judged_from: usize,
    pub(crate) pupils: Vec<WorldPupil>,
    pub(crate) class_schools: Vec<SchoolIx>,
    /// By the day it became known, then pupil and day.
    pub(crate) registered: Vec<Registered>,
    /// Days × classes that were never noted.
    pub(crate) not_noted: Vec<Vec<bool>>,
}

/// One file as named fields.
struct Table {
    file: &'static str,
    names: HashMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

struct Row<'t> {
    table: &'t Table,
    line: u64,
    record: &'t csv::StringRecord,
}

impl Table {
    fn read(file: &'static str, text: &str) -> Result<Self, WorldError> {
        let wrong = |source| WorldError::Table { file, source };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().map_err(wrong)?;
        let names = names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.to_owned(), at))
            .collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(wrong)?;
        Ok(Self { file, names, rows })
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (2..).zip(&self.rows).map(|(line, record)| Row {
            table: self,
            line,
            record,
        })
    }
}

impl<'t> Row<'t> {
    fn text(&self, column: &'static str) -> Result<&'t str, WorldError> {
        let file = self.table.file;
        let missing = WorldError::Column { file, column };
        let at = self.table.names.get(column).ok_or(missing)?;
        Ok(self.record.get(*at).unwrap_or_default())
    }

    fn wrong(&self, value: &str, wanted: &'static str) -> WorldError {
        WorldError::Field {
            file: self.table.file,
            line: self.line,
            value: value.to_owned(),
            wanted,
        }
    }

    fn date(&self, column: &'static str) -> Result<Date, WorldError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.wrong(text, "date"))
    }

    fn place(&self, column: &'static str, places: &BTreeMap<&str, u32>) -> Result<u32, WorldError> {
        let text = self.text(column)?;
        places
            .get(text)
            .copied()
            .ok_or_else(|| self.wrong(text, "name of the roster"))
    }

    /// The place of a school day; `None` where the field is empty or the day is none.
    fn day(&self, column: &'static str, days: &[Date]) -> Result<Option<usize>, WorldError> {
        if self.text(column)?.is_empty() {
            return Ok(None);
        }
        Ok(days.binary_search(&self.date(column)?).ok())
    }

    fn evidence(&self, day: Date) -> Result<DayEvidence, WorldError> {
        let category = match self.text("category")? {
            "syg" => Some(Category::Illness),
            "lovligt" => Some(Category::AuthorisedLeave),
            "ulovligt" => Some(Category::Unlawful),
            _ => None,
        };
        let plain = DayEvidence::present(day);
        let away = |away| DayEvidence {
            away,
            category,
            ..plain
        };
        match self.text("kind")? {
            "fravaer" => Ok(away(Away::Whole)),
            "delvis" => Ok(away(Away::Part)),
            "for_sent" => Ok(DayEvidence {
                late: true,
                minutes: self.text("minutes_late")?.parse().ok(),
                ..plain
            }),
            other => Err(self.wrong(other, "kind of event")),
        }
    }
}

/// The distinct values of a column, numbered in order.
fn numbered<'t>(table: &'t Table, column: &'static str) -> Result<BTreeMap<&'t str, u32>, WorldError> {
    let mut names = BTreeMap::new();
    for row in table.rows() {
        names.insert(row.text(column)?, 0);
    }
    names.values_mut().zip(0..).for_each(|(place, at)| *place = at);
    Ok(names)
}

impl World {
    /// Reads a world.
    ///
    /// # Errors
    /// When a file is not the table the kit writes, with file, line and value.
    pub fn read(files: WorldFiles<'_>) -> Result<Self, WorldError> {
        let (days, judged_from) = calendar(files.calendar)?;
        let roster = Table::read("roster.csv", files.roster)?;
        let classes = numbered(&roster, "class_id")?;
        let schools = numbered(&roster, "school_id")?;
        let places = numbered(&roster, "pupil_id")?;
        let mut class_schools = vec![SchoolIx::new(0); classes.len()];
        let mut pupils = BTreeMap::new();
        for row in roster.rows() {
            let class = ClassIx::new(row.place("class_id", &classes)?);
            if let Some(school) = class_schools.get_mut(class.index()) {
                *school = SchoolIx::new(row.place("school_id", &schools)?);
            }
            let (grade, first) = (row.text("grade")?, row.date("first_date")?);
            let pupil = WorldPupil {
                id: row.text("pupil_id")?.to_owned(),
                class,
                grade: grade.parse().map_err(|_| row.wrong(grade, "grade"))?,
                first: days.partition_point(|d| *d < first),
                open_case: row.text("open_case")? == "1",
                truth: None,
                flags: Vec::new(),
            };
            pupils.insert(row.place("pupil_id", &places)?, pupil);
        }
        let mut world = Self {
            registered: registered(files.events, &places, &days)?,
            not_noted: vec![vec![false; classes.len()]; days.len()],
            pupils: pupils.into_values().collect(),
            days,
            judged_from,
            class_schools,
        };
        for row in Table::read("unregistered.csv", files.unregistered)?.rows() {
            let (class, day) = (row.place("class_id", &classes)?, row.day("date", &world.days)?);
            let slot = day
                .and_then(|d| world.not_noted.get_mut(d))
                .and_then(|classes| classes.get_mut(ClassIx::new(class).index()));
            if let Some(slot) = slot {
                *slot = true;
            }
        }
        world.truth(files.truth, &places)?;
        Ok(world)
    }

    fn truth(&mut self, text: &str, places: &BTreeMap<&str, u32>) -> Result<(), WorldError> {
        const FLAGS: [(&str, Flag); 4] = [
            ("chronic", Flag::Chronic),
            ("habitually_late", Flag::HabituallyLate),
            ("disadvantaged", Flag::Disadvantaged),
            ("therapy", Flag::Therapy),
        ];
        for row in Table::read("truth.csv", text)?.rows() {
            let place = PupilIx::new(row.place("pupil_id", places)?);
            let mut flags = Vec::new();
            for (column, flag) in FLAGS {
                if row.text(column)? == "1" {
                    flags.push(flag);
                }
            }
            if !row.text("decoy_start")?.is_empty() {
                flags.push(Flag::Decoy);
            }
            let truth = if row.text("school_year_index")? == "2" {
                Some(row_truth(&row, &self.days)?)
            } else {
                None
            };
            if let Some(pupil) = self.pupils.get_mut(place.index()) {
                (pupil.flags, pupil.truth) = (flags, truth);
            }
        }
        Ok(())
    }

    /// The pupils, by place.
    pub fn pupils(&self) -> &[WorldPupil] {
        &self.pupils
    }

    /// The school days of both years, in order.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// How many classes there are.
    pub fn class_count(&self) -> usize {
        self.class_schools.len()
    }

    /// The school of a class.
    pub fn school(&self, class: ClassIx) -> Option<SchoolIx> {
        self.class_schools.get(class.index()).copied()
    }

    /// The hints of the judged year, day by day with only what was known: pupil, place of the day, and the hint.
    ///
    /// # Errors
    /// When the world has more school days than a detector can hold.
    pub fn hints(&self, parameters: &Parameters, budget: Budget) -> Result<Vec<(usize, usize, Hint)>, DetectorError> {
        let mut hints = Vec::new();
        self.replay(parameters, budget, |detector, today| {
            if today >= self.judged_from {
                hints.extend(detector.hints().into_iter().map(|h| (h.pupil.index(), today, h)));
            }
        })?;
        Ok(hints)
    }

    /// Puts what was known before a detector day by day; `closed` is told after each closed day.
    ///
    /// # Errors
    /// When the world has more school days than a detector can hold.
    pub fn replay(
        &self,
        parameters: &Parameters,
        budget: Budget,
        mut closed: impl FnMut(&mut Detector<'_>, usize),
    ) -> Result<(), DetectorError> {
        let days = self.days.iter().copied();
        let mut detector = Detector::new(parameters, Depth::Hints, budget, days, self.class_schools.clone())?;
        let mut news = self.registered.iter().peekable();
        let mut today_rows: Vec<Option<DayEvidence>> = vec![None; self.pupils.len()];
        for (today, day) in self.days.iter().enumerate() {
            while let Some(news) = news.next_if(|n| n.known <= today) {
                if news.day == today {
                    if let Some(slot) = today_rows.get_mut(news.pupil) {
                        *slot = Some(news.evidence);
                    }
                } else if let Some(pupil) = self.pupils.get(news.pupil) {
                    detector.record(ix(news.pupil), pupil.class, &news.evidence)?;
                }
            }
            for (place, (pupil, row)) in self.pupils.iter().zip(&mut today_rows).enumerate() {
                if today < pupil.first {
                    continue;
                }
                let noted = !self.is_not_noted(today, pupil.class);
                let plain = DayEvidence {
                    noted,
                    ..DayEvidence::present(*day)
                };
                detector.record(ix(place), pupil.class, &row.take().unwrap_or(plain))?;
            }
            detector.close(*day);
            closed(&mut detector, today);
        }
        Ok(())
    }

    pub(crate) fn is_not_noted(&self, day: usize, class: ClassIx) -> bool {
        let classes = self.not_noted.get(day);
        classes.and_then(|c| c.get(class.index())).copied().unwrap_or(false)
    }
}

fn ix(place: usize) -> PupilIx {
    PupilIx::new(u32::try_from(place).unwrap_or(u32::MAX))
}

fn calendar(text: &str) -> Result<(Vec<Date>, usize), WorldError> {
    let table = Table::read("calendar.csv", text)?;
    let (mut days, mut first_year, mut judged_from) = (Vec::new(), None, None);
    for row in table.rows() {
        if row.text("school_day")? != "1" {
            continue;
        }
        let year = row.text("school_year")?;
        if *first_year.get_or_insert(year) != year && judged_from.is_none() {
            judged_from = Some(days.len());
        }
        days.push(row.date("date")?);
    }
    let judged_from = judged_from.ok_or(WorldError::Years)?;
    days.is_sorted().then_some((days, judged_from)).ok_or(WorldError::Years)
}

fn registered(text: &str, places: &BTreeMap<&str, u32>, days: &[Date]) -> Result<Vec<Registered>, WorldError> {
    let mut registered = Vec::new();
    for row in Table::read("events.csv", text)?.rows() {
        let pupil = PupilIx::new(row.place("pupil_id", places)?).index();
        let (date, recorded) = (row.date("date")?, row.date("recorded")?);
        let value = row.text("date")?;
        registered.push(Registered {
            pupil,
            day: days.binary_search(&date).map_err(|_| row.wrong(value, "school day"))?,
            known: days.partition_point(|d| *d < recorded),
            evidence: row.evidence(date)?,
        });
    }
    registered.sort_by_key(|r| (r.known, r.pupil, r.day));
    Ok(registered)
}

fn row_truth(row: &Row<'_>, days: &[Date]) -> Result<Truth, WorldError> {
    let course = match row.text("kind")? {
        "gradual" => Course::Gradual,
        "rapid" => Course::Rapid,
        "beaded" => Course::Beaded,
        "silent" => Course::Silent,
        other => return Err(row.wrong(other, "course")),
    };
    let mut stages = [None; 6];
    for (slot, column) in stages.iter_mut().zip(["s2", "s3", "s4", "s5", "s6", "s7"]) {
        *slot = row.day(column, days)?;
    }
    let resolved = if row.text("resolved")?.is_empty() {
        None
    } else {
        let resolved = row.date("resolved")?;
        Some(days.partition_point(|d| *d < resolved))
    };
    Ok(Truth {
        course,
        stages,
        resolved,
    })
}
