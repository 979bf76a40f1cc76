//! What a made-up municipality consists of: the rows of the open folder, with indexes where the folder has ids.

use attendance::{Category, Grade, Kind, Note, Provision, SchoolKind, SchoolYear};
use jiff::Timestamp;
use jiff::civil::Date;

/// A made-up municipality up to and including one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// The last day anything is known of.
    pub until: Date,
    /// The school years it covers, oldest first; the last is the one `until` lies in.
    pub years: Vec<SchoolYear>,
    /// The schools, always in the same order.
    pub schools: Vec<School>,
    /// The classes of all years, oldest year first.
    pub classes: Vec<Class>,
    /// Every pupil enrolled on at least one day up to `until`.
    pub pupils: Vec<Pupil>,
    /// Who was in which class when; those of one pupil do not overlap.
    pub enrolments: Vec<Enrolment>,
    /// All marks in the order they were noted: a municipality of an earlier day has the first of these.
    pub marks: Vec<Mark>,
    /// Parts of days away, at the schools that register lessons, in the order they were noted.
    pub partials: Vec<Partial>,
    /// Which notes of which classes were taken, by day.
    pub notings: Vec<Noting>,
    /// The five who can sign in.
    pub staff: [Staff; 6],
    /// Children worth a picture, for tests and screenshots only; nothing of it is written or shown.
    pub interesting: Vec<(Pattern, Vec<usize>)>,
}

/// A made-up school; it has a calendar of its own with the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// Id in files: `s1`, `s2`, …
    pub id: String,
    /// Its name, which no school has.
    pub name: String,
    /// What kind of school it is.
    pub kind: SchoolKind,
    /// What it offers.
    pub provision: Provision,
    /// Its school days in all the years, oldest first.
    pub days: Vec<Date>,
}

/// A class in one school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Id in files, as `s1-2026-4b`.
    pub id: String,
    /// Index of its school.
    pub school: usize,
    /// As people say it: `4. b`.
    pub name: String,
    /// Its grade.
    pub grade: Grade,
    /// The school year it is a class in.
    pub year: SchoolYear,
    /// Index of the class these children were in the year before, when that year is covered.
    pub predecessor: Option<usize>,
}

/// A made-up child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pupil {
    /// Id in files; the same whatever day the municipality is made for.
    pub id: String,
    /// A given name as children in Denmark have.
    pub given_name: &'static str,
    /// A family name nobody has.
    pub family_name: String,
    /// Ten digits that are nobody's: they begin with the birthday, but fail modulus 11 on a day that no number without
    /// it was ever given for.
    pub cpr: String,
    /// Date of birth.
    pub birth_date: Date,
    /// Whether name and address are protected.
    pub protected: bool,
    /// Id in files of the household; brothers and sisters share it.
    pub household: String,
}

/// A pupil in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Index of the pupil.
    pub pupil: usize,
    /// Index of the class.
    pub class: usize,
    /// The first day.
    pub from: Date,
    /// The last day, when it has been.
    pub to: Option<Date>,
}

/// One mark about one pupil on one day, as somebody entered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Index of the pupil.
    pub pupil: usize,
    /// The day it is about.
    pub date: Date,
    /// Which notes of the day.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// How many minutes late or early.
    pub minutes: Option<u16>,
    /// The school's own letter, where it uses letters: `S`, `L` (doctor), `F` (leave), `U`.
    pub local_code: Option<&'static str>,
    /// When it was entered.
    pub noted_at: Timestamp,
    /// Who entered it.
    pub noted_by: NotedBy,
}

/// Who entered a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotedBy {
    /// The teacher of the class with this index.
    Teacher(usize),
    /// The office of the school with this index.
    Office(usize),
}

/// Part of a day away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// Index of the pupil.
    pub pupil: usize,
    /// The day it is about.
    pub date: Date,
    /// Lessons missed.
    pub lessons_missed: u8,
    /// Lessons that day.
    pub lessons: u8,
    /// The category of the law, where one was given.
    pub category: Option<Category>,
    /// When it was entered.
    pub noted_at: Timestamp,
}

/// One note of one class that was taken, whoever was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noting {
    /// Index of the class.
    pub class: usize,
    /// The day.
    pub date: Date,
    /// Which note.
    pub note: Note,
    /// When it was taken.
    pub noted_at: Timestamp,
}

/// Somebody who can sign in to the made-up municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// A name nobody has.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// What they are.
    pub role: Role,
    /// Ids in files of the class (teacher) or the schools (leader, social worker) they work with; empty for the whole
    /// municipality.
    pub places: Vec<String>,
}

/// What somebody who signs in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Teacher of one class (da: klasselærer).
    Teacher,
    /// Leader of one school (da: skoleleder).
    SchoolLeader,
    /// Social worker of several schools (da: skolesocialrådgiver).
    SchoolSocialWorker,
    /// Analyst of the municipality: numbers, no children.
    MunicipalAnalyst,
    /// Administrator: users and settings, no children.
    Administrator,
    /// Data protection officer: who saw what.
    DataProtectionOfficer,
    /// Well-being contact, or teacher for behaviour and well-being, of some schools (da: trivselsperson, AKT-lærer).
    WellBeingContact,
    /// Psychologist of some schools (da: PPR).
    Ppr,
}

impl Role {
    /// The word for it in English: `teacher`, `school_leader`, …
    pub const fn word(self) -> &'static str {
        match self {
            Self::Teacher => "teacher",
            Self::SchoolLeader => "school_leader",
            Self::SchoolSocialWorker => "school_social_worker",
            Self::MunicipalAnalyst => "municipal_analyst",
            Self::Administrator => "administrator",
            Self::DataProtectionOfficer => "data_protection_officer",
            Self::WellBeingContact => "well_being_contact",
            Self::Ppr => "ppr",
        }
    }
}

/// What a test or a screenshot looks for; found in the marks of the last school year up to `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Late first, then single days, then more and more.
    Gradual,
    /// From hardly any absence to nearly none of the days attended within few weeks.
    Rapid,
    /// Absence in strings with good weeks between.
    Beaded,
    /// High all the time, as in the years before.
    Steady,
    /// At least ten school days of illness on end.
    LongIllness,
    /// Mostly on the same weekday.
    SameWeekday,
    /// Single unlawful days and half days, grades 7–9.
    Truant,
    /// At least 15 % of the quarter's school days unlawful.
    Unlawful15,
    /// Not one day away.
    NoAbsence,
    /// Often late.
    OftenLate,
    /// Often gone early.
    LeftEarly,
    /// Many parts of days away.
    PartDays,
    /// Moved, with a gap between two enrolments.
    MovedWithGap,
    /// Changed school within the year.
    ChangedSchool,
    /// Enrolled for the first time after the year had begun.
    JoinedMidYear,
    /// Name and address protected, and some days away.
    Protected,
    /// Brothers or sisters who both were away a lot.
    Siblings,
    /// A mark `unlawful` that became `late`.
    CorrectedToLate,
    /// A mark `unlawful` that became `illness` when the parents wrote.
    LateMessage,
    /// Leave beside a holiday.
    HolidayLeave,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 20] = [
        Self::Gradual,
        Self::Rapid,
        Self::Beaded,
        Self::Steady,
        Self::LongIllness,
        Self::SameWeekday,
        Self::Truant,
        Self::Unlawful15,
        Self::NoAbsence,
        Self::OftenLate,
        Self::LeftEarly,
        Self::PartDays,
        Self::MovedWithGap,
        Self::ChangedSchool,
        Self::JoinedMidYear,
        Self::Protected,
        Self::Siblings,
        Self::CorrectedToLate,
        Self::LateMessage,
        Self::HolidayLeave,
    ];
}

impl Municipality {
    /// Forgets what was entered after an instant, so that a day can be shown as it stands in the middle of the morning.
    pub fn forget_after(&mut self, instant: Timestamp) {
        self.marks.retain(|m| m.noted_at <= instant);
        self.partials.retain(|p| p.noted_at <= instant);
        self.notings.retain(|n| n.noted_at <= instant);
    }

    /// Who entered a mark, as files say it: `laerer-s1-2026-4b` or `kontor-s1`.
    pub fn noted_by(&self, who: NotedBy) -> String {
        match who {
            NotedBy::Teacher(class) => self
                .classes
                .get(class)
                .map(|c| format!("laerer-{}", c.id))
                .unwrap_or_default(),
            NotedBy::Office(school) => self
                .schools
                .get(school)
                .map(|s| format!("kontor-{}", s.id))
                .unwrap_or_default(),
        }
    }
}
