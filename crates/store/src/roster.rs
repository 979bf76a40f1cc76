//! Calendars, schools, classes and pupils as the pages name them, beside the dense indexes of the engine.

use core::fmt;
use std::collections::HashMap;
use std::sync::Arc;

use attendance::{
    Calendar, CalendarIx, Class, ClassIx, Enrolment, Grade, NotingSource, Provision, PupilIx, Register, School,
    SchoolIx, SchoolKind, SchoolYear,
};
use casework::person::{Name, fold};
use casework::{CalendarId, ClassId, HouseholdId, PupilId, SchoolId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Db, Work, args};
use crate::error::StoreError;
use crate::sql;

/// Who writes the register of a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterBy {
    /// Another program; marks come by import.
    Imported,
    /// The staff, here.
    Here,
}

impl RegisterBy {
    /// The word it is kept by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Here => "here",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Imported, Self::Here].into_iter().find(|one| one.word() == word)
    }
}

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// The id.
    pub id: CalendarId,
    /// The id in files.
    pub external_id: String,
    /// As shown.
    pub name: String,
    pub(crate) days: Vec<Date>,
}

impl CalendarEntry {
    /// Its school days, oldest first.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// The calendar of the engine.
    pub(crate) fn engine(&self) -> Result<Calendar, StoreError> {
        Ok(Calendar::new(self.days.iter().copied())?)
    }
}

/// A school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolEntry {
    /// The id.
    pub id: SchoolId,
    /// The id in files.
    pub external_id: String,
    /// As shown.
    pub name: String,
    pub(crate) kind: String,
    pub(crate) provision: String,
    /// Whose days it keeps.
    pub calendar: CalendarId,
    /// The municipality's three digits.
    pub municipality_code: Option<String>,
    /// Who writes its register.
    pub register_by: RegisterBy,
}

impl SchoolEntry {
    /// Which rules of the law apply.
    pub fn kind(&self) -> SchoolKind {
        SchoolKind::from_word(&self.kind).unwrap_or_default()
    }

    /// What it offers.
    pub fn provision(&self) -> Provision {
        Provision::from_word(&self.provision).unwrap_or_default()
    }

    /// The school of the engine, with its calendar at this place.
    pub(crate) fn engine(&self, calendar: CalendarIx) -> School {
        School {
            calendar,
            kind: self.kind(),
            provision: self.provision(),
        }
    }
}

/// A class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassEntry {
    /// The id.
    pub id: ClassId,
    /// The id in files.
    pub external_id: String,
    /// Its school.
    pub school: SchoolId,
    /// As shown, `7. b`.
    pub name: String,
    pub(crate) grade: u8,
    pub(crate) first_year: Option<i16>,
    /// The class it was the year before.
    pub predecessor: Option<ClassId>,
}

impl ClassEntry {
    /// Its grade.
    pub fn grade(&self) -> Option<Grade> {
        Grade::new(self.grade)
    }

    /// Its school year, when it is known.
    pub fn school_year(&self) -> Option<SchoolYear> {
        self.first_year.map(SchoolYear::beginning)
    }
}

/// A pupil. `Debug` prints the id only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilEntry {
    /// The id.
    pub id: PupilId,
    /// Where the id outside comes from.
    pub source: String,
    /// The id outside.
    pub external_id: String,
    /// Given and family name; the id outside stands for a name that is not known.
    pub name: Name,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// Name and address protection.
    pub protected: bool,
    /// Who lives together, where that is known.
    pub household: Option<HouseholdId>,
}

impl fmt::Debug for PupilEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PupilEntry({})", self.id)
    }
}

/// A pupil's stay in a class, in dense numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stay {
    pub class: u32,
    pub from: Date,
    pub to: Option<Date>,
}

impl Stay {
    /// The stay of the engine.
    fn engine(&self) -> Enrolment {
        Enrolment {
            class: ClassIx::new(self.class),
            from: self.from,
            to: self.to,
        }
    }
}

/// All calendars, schools, classes and pupils; the place of each is its index in the engine.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    calendars: Vec<CalendarEntry>,
    schools: Vec<SchoolEntry>,
    classes: Vec<ClassEntry>,
    /// Each shared with older rosters, so that a change of one pupil copies one pupil.
    pupils: Vec<Arc<PupilEntry>>,
    school_at: HashMap<SchoolId, SchoolIx>,
    class_at: HashMap<ClassId, ClassIx>,
    pupil_at: HashMap<PupilId, PupilIx>,
    /// Who lives together, by place.
    homes: HashMap<HouseholdId, Vec<PupilIx>>,
    rank: Vec<u32>,
}

/// A roster as it is written to a snapshot.
#[derive(Serialize, Deserialize)]
pub(crate) struct RosterParts {
    pub calendars: Vec<CalendarEntry>,
    pub schools: Vec<SchoolEntry>,
    pub classes: Vec<ClassEntry>,
    pub pupils: Vec<PupilEntry>,
    pub stays: Vec<Vec<Stay>>,
}

fn index<K: Copy + Eq + std::hash::Hash, V>(keys: impl Iterator<Item = K>, make: impl Fn(u32) -> V) -> HashMap<K, V> {
    keys.zip(0u32..).map(|(key, at)| (key, make(at))).collect()
}

impl Roster {
    /// Every calendar.
    pub fn calendars(&self) -> &[CalendarEntry] {
        &self.calendars
    }

    /// Every school.
    pub fn schools(&self) -> &[SchoolEntry] {
        &self.schools
    }

    /// Every class.
    pub fn classes(&self) -> &[ClassEntry] {
        &self.classes
    }

    /// How many pupils there are.
    pub fn pupil_count(&self) -> usize {
        self.pupils.len()
    }

    /// A school.
    pub fn school(&self, id: SchoolId) -> Option<&SchoolEntry> {
        self.schools.get(self.school_at.get(&id)?.index())
    }

    /// A class.
    pub fn class(&self, id: ClassId) -> Option<&ClassEntry> {
        self.classes.get(self.class_at.get(&id)?.index())
    }

    /// A school by its index in the engine.
    pub fn school_entry(&self, at: SchoolIx) -> Option<&SchoolEntry> {
        self.schools.get(at.index())
    }

    /// A class by its index in the engine.
    pub fn class_entry(&self, at: ClassIx) -> Option<&ClassEntry> {
        self.classes.get(at.index())
    }

    /// Where a school stands in the engine.
    pub fn school_ix(&self, id: SchoolId) -> Option<SchoolIx> {
        self.school_at.get(&id).copied()
    }

    /// Where a class stands in the engine.
    pub fn class_ix(&self, id: ClassId) -> Option<ClassIx> {
        self.class_at.get(&id).copied()
    }

    /// Where a pupil stands in the engine.
    pub fn pupil_ix(&self, id: PupilId) -> Option<PupilIx> {
        self.pupil_at.get(&id).copied()
    }

    /// The id of the pupil at a place.
    pub fn pupil_id(&self, at: PupilIx) -> Option<PupilId> {
        self.pupils.get(at.index()).map(|p| p.id)
    }

    /// Where a pupil stands among all in Danish order of names; equal names have different ranks.
    pub fn name_rank(&self, at: PupilIx) -> u32 {
        self.rank.get(at.index()).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn pupil_entry(&self, at: PupilIx) -> Option<&PupilEntry> {
        self.pupils.get(at.index()).map(Arc::as_ref)
    }

    pub(crate) fn pupil_entries(&self) -> impl ExactSizeIterator<Item = &PupilEntry> {
        self.pupils.iter().map(Arc::as_ref)
    }

    /// Everybody in a household, by place.
    pub(crate) fn home(&self, household: HouseholdId) -> &[PupilIx] {
        self.homes.get(&household).map_or(&[], Vec::as_slice)
    }

    /// Where a calendar stands in the engine.
    pub(crate) fn calendar_ix(&self, id: CalendarId) -> Option<CalendarIx> {
        let at = self.calendars.iter().position(|c| c.id == id)?;
        u32::try_from(at).ok().map(CalendarIx::new)
    }

    /// Puts a calendar in its place, a new one at the end.
    pub(crate) fn put_calendar(&mut self, entry: CalendarEntry) {
        match self.calendars.iter_mut().find(|c| c.id == entry.id) {
            Some(place) => *place = entry,
            None => self.calendars.push(entry),
        }
    }

    /// Puts a school in its place, a new one at the end.
    pub(crate) fn put_school(&mut self, entry: SchoolEntry) {
        match self
            .school_at
            .get(&entry.id)
            .and_then(|at| self.schools.get_mut(at.index()))
        {
            Some(place) => *place = entry,
            None => {
                let at = SchoolIx::new(u32::try_from(self.schools.len()).unwrap_or(u32::MAX));
                self.school_at.insert(entry.id, at);
                self.schools.push(entry);
            }
        }
    }

    /// Puts a class in its place, a new one at the end.
    pub(crate) fn put_class(&mut self, entry: ClassEntry) {
        match self
            .class_at
            .get(&entry.id)
            .and_then(|at| self.classes.get_mut(at.index()))
        {
            Some(place) => *place = entry,
            None => {
                let at = ClassIx::new(u32::try_from(self.classes.len()).unwrap_or(u32::MAX));
                self.class_at.insert(entry.id, at);
                self.classes.push(entry);
            }
        }
    }

    /// Puts some pupils in their places, new ones at the end, and orders them anew among the others.
    pub(crate) fn put_pupils(&mut self, entries: Vec<PupilEntry>) {
        let mut reordered = Vec::new();
        for entry in entries {
            let (id, household) = (entry.id, entry.household);
            if let Some(at) = self.pupil_ix(id) {
                let Some(place) = self.pupils.get_mut(at.index()) else {
                    continue;
                };
                let before = std::mem::replace(place, Arc::new(entry));
                if order_key(&before) != order_key(place) {
                    reordered.push(at);
                }
                if before.household != household {
                    self.leave_home(before.household, at);
                    self.enter_home(household, at);
                }
            } else {
                let at = PupilIx::new(u32::try_from(self.pupils.len()).unwrap_or(u32::MAX));
                self.pupil_at.insert(id, at);
                self.pupils.push(Arc::new(entry));
                self.rank.push(u32::MAX);
                self.enter_home(household, at);
                reordered.push(at);
            }
        }
        self.order_anew(&reordered);
    }

    /// Takes a pupil out; the last of all moves to the place that became free, as in the engine.
    pub(crate) fn remove_pupil(&mut self, at: PupilIx) {
        if at.index() >= self.pupils.len() {
            return;
        }
        let gone = self.pupils.swap_remove(at.index());
        self.rank.swap_remove(at.index());
        self.pupil_at.remove(&gone.id);
        self.leave_home(gone.household, at);
        let moved = self.pupils.get(at.index()).map(|p| (p.id, p.household));
        if let Some((id, household)) = moved
            && let Some(from) = self.pupil_at.insert(id, at)
        {
            self.leave_home(household, from);
            self.enter_home(household, at);
        }
        self.order_anew(&[]);
    }

    fn leave_home(&mut self, household: Option<HouseholdId>, at: PupilIx) {
        if let Some(home) = household.and_then(|h| self.homes.get_mut(&h)) {
            home.retain(|one| *one != at);
        }
    }

    fn enter_home(&mut self, household: Option<HouseholdId>, at: PupilIx) {
        if let Some(household) = household {
            let home = self.homes.entry(household).or_default();
            home.push(at);
            home.sort_unstable();
        }
    }

    /// Gives these pupils their rank by name among the others, who keep their order.
    fn order_anew(&mut self, changed: &[PupilIx]) {
        let mut order: Vec<(u32, usize)> = self.rank.iter().copied().zip(0..).collect();
        order.retain(|(_, at)| changed.iter().all(|one| one.index() != *at));
        order.sort_unstable();
        let mut order: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
        for at in changed {
            let Some(key) = self.pupils.get(at.index()).map(|p| order_key(p)) else {
                continue;
            };
            let before = order.partition_point(|other| self.pupils.get(*other).is_some_and(|p| order_key(p) < key));
            order.insert(before, at.index());
        }
        self.rank = places(order.into_iter(), self.pupils.len());
    }

    /// The roster and the engine's register without any mark.
    pub(crate) fn build(parts: RosterParts) -> Result<(Self, Register), StoreError> {
        let RosterParts {
            calendars,
            schools,
            classes,
            pupils,
            stays,
        } = parts;
        let calendar_at = index(calendars.iter().map(|c| c.id), CalendarIx::new);
        let school_at = index(schools.iter().map(|s| s.id), SchoolIx::new);
        let class_at = index(classes.iter().map(|c| c.id), ClassIx::new);
        let pupil_at = index(pupils.iter().map(|p| p.id), PupilIx::new);
        let engine_calendars = calendars.iter().map(CalendarEntry::engine).collect::<Result<_, _>>()?;
        let missing = |table, id: Uuid| StoreError::Corrupt { table, row: id };
        let engine_schools = schools
            .iter()
            .map(|s| {
                let calendar = *calendar_at
                    .get(&s.calendar)
                    .ok_or_else(|| missing("schools", s.id.as_uuid()))?;
                Ok(s.engine(calendar))
            })
            .collect::<Result<_, StoreError>>()?;
        let engine_classes = classes
            .iter()
            .map(|c| {
                let school = *school_at
                    .get(&c.school)
                    .ok_or_else(|| missing("classes", c.id.as_uuid()))?;
                Ok(Class {
                    school,
                    grade: c.grade().ok_or_else(|| missing("classes", c.id.as_uuid()))?,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let mut register = Register::new(engine_calendars, engine_schools, engine_classes, NotingSource::Listed)?;
        let mut own = Vec::new();
        for at in 0..pupils.len() {
            own.clear();
            own.extend(stays.get(at).into_iter().flatten().map(Stay::engine));
            register.add_pupil(&own)?;
        }
        let pupils: Vec<Arc<PupilEntry>> = pupils.into_iter().map(Arc::new).collect();
        let rank = ranks(&pupils);
        let homes = homes(&pupils);
        Ok((
            Self {
                calendars,
                schools,
                classes,
                pupils,
                school_at,
                class_at,
                pupil_at,
                homes,
                rank,
            },
            register,
        ))
    }

    pub(crate) fn parts(&self, register: &Register) -> RosterParts {
        let stays = register
            .pupils()
            .map(|p| {
                let stays = register.enrolments(p).iter();
                stays
                    .map(|e| Stay {
                        class: e.class.number(),
                        from: e.from,
                        to: e.to,
                    })
                    .collect()
            })
            .collect();
        RosterParts {
            calendars: self.calendars.clone(),
            schools: self.schools.clone(),
            classes: self.classes.clone(),
            pupils: self.pupils.iter().map(|p| PupilEntry::clone(p)).collect(),
            stays,
        }
    }
}

/// What pupils are ordered by: given name, family name, and the id where the names are equal.
fn order_key(pupil: &PupilEntry) -> (String, String, PupilId) {
    use casework::person::sort_key;
    (sort_key(pupil.name.given()), sort_key(pupil.name.family()), pupil.id)
}

fn ranks(pupils: &[Arc<PupilEntry>]) -> Vec<u32> {
    let mut order: Vec<((String, String, PupilId), usize)> =
        pupils.iter().enumerate().map(|(at, p)| (order_key(p), at)).collect();
    order.sort_unstable();
    places(order.into_iter().map(|(_, at)| at), pupils.len())
}

fn homes(pupils: &[Arc<PupilEntry>]) -> HashMap<HouseholdId, Vec<PupilIx>> {
    let mut homes: HashMap<HouseholdId, Vec<PupilIx>> = HashMap::new();
    for (pupil, at) in pupils.iter().zip(0u32..) {
        if let Some(household) = pupil.household {
            homes.entry(household).or_default().push(PupilIx::new(at));
        }
    }
    homes
}

/// The place of each pupil in an order.
fn places(order: impl Iterator<Item = usize>, count: usize) -> Vec<u32> {
    let mut rank = vec![0; count];
    for (at, place) in order.zip(0u32..) {
        if let Some(slot) = rank.get_mut(at) {
            *slot = place;
        }
    }
    rank
}

/// The name as it is searched for.
pub(crate) fn folded(given: &str, family: &str) -> String {
    fold(&format!("{given} {family}"))
}

#[derive(sqlx::FromRow)]
struct CalendarRow {
    id: Uuid,
    external_id: String,
    name: String,
    days: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SchoolRow {
    id: Uuid,
    external_id: String,
    name: String,
    kind: String,
    provision: String,
    calendar_id: Uuid,
    municipality_code: Option<String>,
    register_by: String,
}

#[derive(sqlx::FromRow)]
struct ClassRow {
    id: Uuid,
    external_id: String,
    school_id: Uuid,
    name: String,
    grade: i64,
    school_year: Option<i64>,
    predecessor_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct PupilRow {
    id: Uuid,
    source: String,
    external_id: String,
    given_name: Option<String>,
    family_name: Option<String>,
    birth_day: Option<jiff_sqlx::Date>,
    protected: bool,
    household_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct StaysRow {
    pupil_id: Uuid,
    stays: String,
}

impl TryFrom<CalendarRow> for CalendarEntry {
    type Error = StoreError;

    fn try_from(row: CalendarRow) -> Result<Self, StoreError> {
        let days = row.days.as_deref().unwrap_or_default().split_ascii_whitespace();
        let days = days
            .map(|d| {
                d.parse().map_err(|_| StoreError::Corrupt {
                    table: "calendar_days",
                    row: row.id,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            id: CalendarId::from_uuid(row.id),
            external_id: row.external_id,
            name: row.name,
            days,
        })
    }
}

impl TryFrom<SchoolRow> for SchoolEntry {
    type Error = StoreError;

    fn try_from(row: SchoolRow) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            table: "schools",
            row: row.id,
        };
        SchoolKind::from_word(&row.kind).ok_or_else(corrupt)?;
        Provision::from_word(&row.provision).ok_or_else(corrupt)?;
        Ok(Self {
            id: SchoolId::from_uuid(row.id),
            external_id: row.external_id,
            name: row.name,
            kind: row.kind,
            provision: row.provision,
            calendar: CalendarId::from_uuid(row.calendar_id),
            municipality_code: row.municipality_code,
            register_by: RegisterBy::from_word(&row.register_by).ok_or(StoreError::Corrupt {
                table: "schools",
                row: row.id,
            })?,
        })
    }
}

impl TryFrom<ClassRow> for ClassEntry {
    type Error = StoreError;

    fn try_from(row: ClassRow) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            table: "classes",
            row: row.id,
        };
        let grade = u8::try_from(row.grade).ok().and_then(Grade::new).ok_or_else(corrupt)?;
        let first_year = row
            .school_year
            .map(|y| i16::try_from(y).map_err(|_| corrupt()))
            .transpose()?;
        Ok(Self {
            id: ClassId::from_uuid(row.id),
            external_id: row.external_id,
            school: SchoolId::from_uuid(row.school_id),
            name: row.name,
            grade: grade.number(),
            first_year,
            predecessor: row.predecessor_id.map(ClassId::from_uuid),
        })
    }
}

impl From<PupilRow> for PupilEntry {
    fn from(row: PupilRow) -> Self {
        let given = row.given_name.unwrap_or_default();
        let family = row.family_name.unwrap_or_default();
        let nameless = given.trim().is_empty() && family.trim().is_empty();
        let name = if nameless {
            Name::new(&row.external_id, "")
        } else {
            Name::new(&given, &family)
        };
        Self {
            id: PupilId::from_uuid(row.id),
            source: row.source,
            external_id: row.external_id,
            name,
            birth_date: row.birth_day.map(Into::into),
            protected: row.protected,
            household: row.household_id.map(HouseholdId::from_uuid),
        }
    }
}

fn stays(text: &str, class_at: impl Fn(Uuid) -> Option<u32>) -> Option<Vec<Stay>> {
    let mut words = text.split_ascii_whitespace();
    let mut stays = Vec::new();
    while let Some(class) = words.next() {
        let class = class_at(Uuid::try_parse(class).ok()?)?;
        let from = words.next()?.parse().ok()?;
        let to = match words.next()? {
            "-" => None,
            day => Some(day.parse().ok()?),
        };
        stays.push(Stay { class, from, to });
    }
    Some(stays)
}

macro_rules! load {
    ($from:expr) => {{
        let calendars: Vec<CalendarRow> = $from.all(sql::CALENDAR_LIST, args![]).await?;
        let schools: Vec<SchoolRow> = $from.all(sql::SCHOOL_LIST, args![]).await?;
        let classes: Vec<ClassRow> = $from.all(sql::CLASS_LIST, args![]).await?;
        let pupils: Vec<PupilRow> = $from.all(sql::PUPIL_LIST, args![]).await?;
        let stays: Vec<StaysRow> = $from.all(sql::ENROLMENT_LIST, args![]).await?;
        joined(calendars, schools, classes, pupils, stays)
    }};
}

/// Every calendar and every school, in the order of the ids.
pub(crate) async fn load_places(db: &Db) -> Result<(Vec<CalendarEntry>, Vec<SchoolEntry>), StoreError> {
    let calendars: Vec<CalendarRow> = db.all(sql::CALENDAR_LIST, args![]).await?;
    let schools: Vec<SchoolRow> = db.all(sql::SCHOOL_LIST, args![]).await?;
    Ok((
        calendars.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        schools.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
    ))
}

/// Some classes, given as a JSON list of ids.
pub(crate) async fn load_classes(db: &Db, ids: &str) -> Result<Vec<ClassEntry>, StoreError> {
    let rows: Vec<ClassRow> = db.all(sql::CLASS_LIST_OF, args![ids]).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Some pupils, given as a JSON list of ids.
pub(crate) async fn load_pupils(db: &Db, ids: &str) -> Result<Vec<PupilEntry>, StoreError> {
    let rows: Vec<PupilRow> = db.all(sql::PUPIL_LIST_OF, args![ids]).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The enrolments of some pupils, given as a JSON list of ids, in the places of this roster.
pub(crate) async fn load_stays(
    db: &Db,
    ids: &str,
    roster: &Roster,
) -> Result<HashMap<PupilId, Vec<Enrolment>>, StoreError> {
    let rows: Vec<StaysRow> = db.all(sql::ENROLMENT_LIST_OF, args![ids]).await?;
    let class_at = |id: Uuid| roster.class_ix(ClassId::from_uuid(id)).map(ClassIx::number);
    let mut all = HashMap::with_capacity(rows.len());
    for row in rows {
        let corrupt = StoreError::Corrupt {
            table: "enrolments",
            row: row.pupil_id,
        };
        let stays = stays(&row.stays, class_at).ok_or(corrupt)?;
        all.insert(
            PupilId::from_uuid(row.pupil_id),
            stays.iter().map(Stay::engine).collect(),
        );
    }
    Ok(all)
}

/// Every row of the roster, in the order of the ids.
pub(crate) async fn load(db: &Db) -> Result<RosterParts, StoreError> {
    load!(db)
}

/// The same inside a unit of work.
pub(crate) async fn load_in(work: &mut Work) -> Result<RosterParts, StoreError> {
    load!(work)
}

fn joined(
    calendars: Vec<CalendarRow>,
    schools: Vec<SchoolRow>,
    classes: Vec<ClassRow>,
    pupils: Vec<PupilRow>,
    stay_rows: Vec<StaysRow>,
) -> Result<RosterParts, StoreError> {
    let class_at: HashMap<Uuid, u32> = classes.iter().map(|c| c.id).zip(0..).collect();
    let pupil_at: HashMap<Uuid, usize> = pupils.iter().enumerate().map(|(at, p)| (p.id, at)).collect();
    let mut all_stays = vec![Vec::new(); pupils.len()];
    for row in stay_rows {
        let corrupt = StoreError::Corrupt {
            table: "enrolments",
            row: row.pupil_id,
        };
        let Some(place) = pupil_at.get(&row.pupil_id).and_then(|at| all_stays.get_mut(*at)) else {
            continue;
        };
        *place = stays(&row.stays, |id| class_at.get(&id).copied()).ok_or(corrupt)?;
    }
    Ok(RosterParts {
        calendars: calendars.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        schools: schools.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        classes: classes.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        pupils: pupils.into_iter().map(Into::into).collect(),
        stays: all_stays,
    })
}
