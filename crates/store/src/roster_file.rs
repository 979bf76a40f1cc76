//! From rows of a roster file, or from one school year to the next, to the folder an import takes.

use std::collections::{BTreeMap, HashMap, HashSet};

use access::{Permit, act, on};
use attendance::{Calendar, CalendarIx, ClassIx, Enrolment, Grade, PupilIx, SchoolIx, SchoolYear, Slot};
use casework::person::fold;
use casework::{ClassId, PupilId, SchoolId};
use intake::mapping::{PupilKey, RosterRow};
use intake::open_folder::{CalendarRow, ClassRow, EnrolmentRow, OpenFolder, PupilRow, SchoolRow};
use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::{new_uuid, random};
use crate::db::args;
use crate::error::StoreError;
use crate::planes::Planes;
use crate::roster::{PupilEntry, Roster};
use crate::{Store, sql};

/// Why a row of a roster file has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RosterGap {
    /// The school it names is not set up, or it names none and there are several.
    School,
    /// Neither a column nor the class's name says the grade.
    Grade,
    /// The row names no class.
    Class,
    /// The pupil is in another class, or a second time in the same, in an earlier row on the same days.
    Twice,
}

/// A roster file as a folder to import, and the lines that have no place.
#[derive(Clone, Debug)]
pub struct RosterFile {
    /// What is to be imported.
    pub folder: OpenFolder,
    /// The lines that have no place, and why.
    pub gaps: Vec<(u32, RosterGap)>,
}

/// One class and what becomes of it in the new school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledClass {
    /// Its school.
    pub school: SchoolId,
    /// The class as it is.
    pub from: ClassId,
    /// Its name as it is.
    pub name: String,
    /// Its name in the new year; `None` when its pupils leave the school.
    pub next: Option<String>,
    /// How many pupils go along or leave.
    pub pupils: usize,
}

/// The roll-over to a new school year, before or after it is written.
#[derive(Clone, Debug)]
pub struct RollOver {
    /// Every class of the old year with pupils, by school and name.
    pub classes: Vec<RolledClass>,
    /// What is to be imported, by the source of the pupils.
    pub folders: Vec<(String, OpenFolder)>,
}

#[derive(sqlx::FromRow)]
struct CprRow {
    id: Uuid,
    cpr_index: Option<Vec<u8>>,
}

/// The rows of a folder that grows, with schools and classes as they stand.
struct Growing<'r> {
    roster: &'r Roster,
    folder: OpenFolder,
    schools: HashMap<SchoolId, SchoolIx>,
    classes: HashMap<String, ClassIx>,
    pupils: HashMap<String, PupilIx>,
}

fn ix(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'r> Growing<'r> {
    fn new(roster: &'r Roster) -> Self {
        let folder = OpenFolder {
            notings: Some(Vec::new()),
            ..OpenFolder::default()
        };
        Self {
            roster,
            folder,
            schools: HashMap::new(),
            classes: HashMap::new(),
            pupils: HashMap::new(),
        }
    }

    /// The school as it stands; its calendar without a day leaves the days there are.
    fn school(&mut self, id: SchoolId) -> Option<SchoolIx> {
        if let Some(at) = self.schools.get(&id) {
            return Some(*at);
        }
        let entry = self.roster.school(id)?;
        let calendar = self.roster.calendars().iter().find(|c| c.id == entry.calendar)?;
        let place = match self.folder.calendars.iter().position(|c| c.id == calendar.external_id) {
            Some(place) => place,
            None => {
                self.folder.calendars.push(CalendarRow {
                    id: calendar.external_id.clone(),
                    days: Calendar::default(),
                });
                self.folder.calendars.len() - 1
            }
        };
        let at = SchoolIx::new(ix(self.folder.schools.len()));
        self.folder.schools.push(SchoolRow {
            id: entry.external_id.clone(),
            name: entry.name.clone(),
            calendar: CalendarIx::new(ix(place)),
            municipality: entry.municipality_code.as_deref().and_then(|code| code.parse().ok()),
            kind: entry.kind(),
            provision: entry.provision(),
        });
        self.schools.insert(id, at);
        Some(at)
    }

    /// The class of this name and year, the one there is or a new one.
    fn class(&mut self, school: SchoolId, name: &str, grade: Grade, year: SchoolYear) -> Option<ClassIx> {
        let wanted = class_name(name);
        let known = self
            .roster
            .classes()
            .iter()
            .find(|c| c.school == school && c.school_year() == Some(year) && class_name(&c.name) == wanted);
        let external = match known {
            Some(class) => class.external_id.clone(),
            None => format!(
                "{}/{}/{wanted}",
                self.roster.school(school)?.external_id,
                year.first_year()
            ),
        };
        if let Some(at) = self.classes.get(&external) {
            return Some(*at);
        }
        let own = self.school(school)?;
        let at = ClassIx::new(ix(self.folder.classes.len()));
        self.folder.classes.push(ClassRow {
            id: external.clone(),
            school: own,
            name: known.map_or_else(|| name.trim().to_owned(), |class| class.name.clone()),
            grade: known.and_then(crate::ClassEntry::grade).unwrap_or(grade),
            school_year: Some(year),
        });
        self.classes.insert(external, at);
        Some(at)
    }

    /// A class as it stands, whatever its year.
    fn class_as_it_is(&mut self, id: ClassId) -> Option<ClassIx> {
        let entry = self.roster.class(id)?;
        if let Some(at) = self.classes.get(&entry.external_id) {
            return Some(*at);
        }
        let school = self.school(entry.school)?;
        let at = ClassIx::new(ix(self.folder.classes.len()));
        self.folder.classes.push(ClassRow {
            id: entry.external_id.clone(),
            school,
            name: entry.name.clone(),
            grade: entry.grade()?,
            school_year: entry.school_year(),
        });
        self.classes.insert(entry.external_id.clone(), at);
        Some(at)
    }

    fn pupil(&mut self, row: PupilRow) -> PupilIx {
        if let Some(at) = self.pupils.get(&row.id) {
            return *at;
        }
        let at = PupilIx::new(ix(self.folder.pupils.len()));
        self.pupils.insert(row.id.clone(), at);
        self.folder.pupils.push(row);
        at
    }
}

/// The lines whose pupil is in a class already on the same days, by an earlier row.
fn overlaps(stays: &[EnrolmentRow]) -> impl Iterator<Item = u32> {
    let mut of: HashMap<PupilIx, Vec<&EnrolmentRow>> = HashMap::new();
    stays
        .iter()
        .filter(move |stay| {
            let earlier = of.entry(stay.pupil).or_default();
            let both = |other: &&EnrolmentRow| {
                other.to.is_none_or(|to| to >= stay.from) && stay.to.is_none_or(|to| to >= other.from)
            };
            let twice = earlier.iter().any(both);
            earlier.push(stay);
            twice
        })
        .map(|stay| stay.line)
}

/// A class name as it is compared: `7. B` and `7.b` are one.
pub(crate) fn class_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The grade a class name begins with.
fn grade_in(name: &str) -> Option<Grade> {
    let digits: String = name.trim().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().and_then(Grade::new)
}

/// The class's name in another grade: `7.b` becomes `8.b`; a name without a grade stays.
pub(crate) fn renamed(name: &str, grade: Grade) -> String {
    let trimmed = name.trim();
    let rest = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == trimmed.len() {
        trimmed.to_owned()
    } else {
        format!("{}{rest}", grade.number())
    }
}

/// A pupil of the roster as a row that changes nothing about the person.
fn unchanged(entry: &PupilEntry) -> PupilRow {
    PupilRow {
        id: entry.external_id.clone(),
        given_name: String::new(),
        family_name: String::new(),
        cpr: None,
        birth_date: None,
        protected: entry.protected,
        household_id: String::new(),
    }
}

/// What is not noted of the classes asked about, on the school days of a span up to and including a day.
pub(crate) fn gaps(
    planes: &Planes,
    days: attendance::Span,
    today: Date,
    covers: impl Fn(access::ClassFacts) -> bool,
) -> Vec<ClassGaps> {
    let (roster, register) = (planes.roster(), planes.register());
    let manned = |class: ClassIx| {
        let within = |e: &Enrolment| e.class == class && e.from <= days.to && e.to.is_none_or(|to| to >= days.from);
        let members = planes.members([class]).into_iter();
        members
            .map(|pupil| register.enrolments(pupil))
            .any(|enrolments| enrolments.iter().any(within))
    };
    let mut gaps = Vec::new();
    for (at, class) in (0u32..).map(ClassIx::new).zip(roster.classes()) {
        let facts = access::ClassFacts {
            class: class.id,
            school: class.school,
        };
        let in_year = class.school_year().is_none_or(|y| y.span().contains(days.to));
        if !in_year || !covers(facts) || !manned(at) {
            continue;
        }
        let Some(calendar) = register.class_calendar(at) else {
            continue;
        };
        let own = calendar.count_before(days.from)..calendar.count_to(days.to.min(today));
        let asked: Vec<Date> = own.filter_map(|ordinal| calendar.day(ordinal)).collect();
        let two = class
            .grade()
            .is_some_and(|g| g.notes_per_day() == attendance::NotesPerDay::Two);
        let lacks = |day: &Date| {
            register.class_noted(at, *day, Slot::Start) == Some(false)
                || two && register.class_noted(at, *day, Slot::End) == Some(false)
        };
        gaps.push(ClassGaps {
            class: class.id,
            school: class.school,
            days: asked.len(),
            missing: asked.into_iter().filter(lacks).collect(),
        });
    }
    gaps
}

impl Store {
    /// Which pupil each key of a file names; `None` where it names nobody, or more than one.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn import_pupils(
        &self,
        _permit: &Permit<act::Create, on::Import>,
        keys: &[PupilKey],
    ) -> Result<Vec<Option<PupilId>>, StoreError> {
        let planes = self.planes().await?;
        let found = self.places_of(&planes, keys).await?;
        Ok(found.into_iter().map(|at| planes.roster().pupil_id(at?)).collect())
    }

    async fn places_of(&self, planes: &Planes, keys: &[PupilKey]) -> Result<Vec<Option<PupilIx>>, StoreError> {
        let roster = planes.roster();
        let mut by_cpr: HashMap<Vec<u8>, PupilIx> = HashMap::new();
        if keys.iter().any(|key| matches!(key, PupilKey::Cpr(_))) {
            let rows: Vec<CprRow> = self.db().all(sql::PUPIL_CPR_LIST, args![]).await?;
            for row in rows {
                if let (Some(index), Some(at)) = (row.cpr_index, roster.pupil_ix(PupilId::from_uuid(row.id))) {
                    by_cpr.insert(index, at);
                }
            }
        }
        let mut by_id: HashMap<&str, Option<PupilIx>> = HashMap::new();
        let mut by_name: HashMap<(String, String), Option<PupilIx>> = HashMap::new();
        for (at, entry) in (0u32..).map(PupilIx::new).zip(roster.pupil_entries()) {
            by_id
                .entry(&entry.external_id)
                .and_modify(|there| *there = None)
                .or_insert(Some(at));
            let name = fold(&entry.name.full());
            let mut classes = HashSet::new();
            for stay in planes.register().enrolments(at) {
                if let Some(class) = roster
                    .class_entry(stay.class)
                    .filter(|c| classes.insert(class_name(&c.name)))
                {
                    let key = (name.clone(), class_name(&class.name));
                    by_name.entry(key).and_modify(|there| *there = None).or_insert(Some(at));
                }
            }
        }
        keys.iter()
            .map(|key| {
                Ok(match key {
                    PupilKey::Cpr(cpr) => by_cpr.get(self.inner.keys.index(&cpr.reveal())?.as_slice()).copied(),
                    PupilKey::Id(id) => by_id.get(id.as_str()).copied().flatten(),
                    PupilKey::NameAndClass { name, class } => {
                        by_name.get(&(fold(name), class_name(class))).copied().flatten()
                    }
                })
            })
            .collect()
    }

    /// Rows of a roster file as a folder to import. A pupil who is there already keeps the id outside; classes are those
    /// of the school year, and are made where they are missing; schools must be there.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn roster_file(
        &self,
        _permit: &Permit<act::Create, on::Import>,
        rows: &[RosterRow],
        year: SchoolYear,
    ) -> Result<RosterFile, StoreError> {
        let planes = self.planes().await?;
        let roster = planes.roster();
        let keys: Vec<PupilKey> = rows.iter().map(|row| row.pupil.clone()).collect();
        let known = self.places_of(&planes, &keys).await?;
        let only = match roster.schools() {
            [one] => Some(one.id),
            _ => None,
        };
        let school_of = |name: &str| match roster.schools().iter().find(|s| fold(&s.name) == fold(name)) {
            Some(school) => Some(school.id),
            None if name.trim().is_empty() => only,
            None => None,
        };
        let mut growing = Growing::new(roster);
        let mut gaps = Vec::new();
        let mut fresh: HashMap<PupilKey, String> = HashMap::new();
        for (row, known) in rows.iter().zip(known) {
            if row.class.trim().is_empty() {
                gaps.push((row.line, RosterGap::Class));
                continue;
            }
            let Some(school) = school_of(&row.school) else {
                gaps.push((row.line, RosterGap::School));
                continue;
            };
            let Some(grade) = row.grade.or_else(|| grade_in(&row.class)) else {
                gaps.push((row.line, RosterGap::Grade));
                continue;
            };
            let Some(class) = growing.class(school, &row.class, grade, year) else {
                gaps.push((row.line, RosterGap::School));
                continue;
            };
            let entry = known.and_then(|at| roster.pupil_entry(at));
            let id = match entry {
                Some(entry) => entry.external_id.clone(),
                None if !row.id.is_empty() => row.id.clone(),
                None => match fresh.get(&row.pupil) {
                    Some(id) => id.clone(),
                    None => {
                        let bytes: [u8; 8] = random()?;
                        let id = format!("n{}", bytes.iter().map(|b| format!("{b:02x}")).collect::<String>());
                        fresh.insert(row.pupil.clone(), id.clone());
                        id
                    }
                },
            };
            let nameless = row.given_name.is_empty() && row.family_name.is_empty();
            let name = |own: &str, there: fn(&PupilEntry) -> &str| match entry {
                Some(entry) if nameless => there(entry).to_owned(),
                _ => own.to_owned(),
            };
            let pupil = growing.pupil(PupilRow {
                id,
                given_name: name(&row.given_name, |p| p.name.given()),
                family_name: name(&row.family_name, |p| p.name.family()),
                cpr: row.cpr,
                birth_date: row.birth_date,
                protected: row.protected,
                household_id: row.household.clone(),
            });
            // A pupil who is in the class already stays in it from the day that is known.
            let there = known.map_or(&[][..], |at| planes.register().enrolments(at));
            let stands = |e: &&Enrolment| {
                roster.class_entry(e.class).is_some_and(|c| {
                    c.school == school && c.school_year() == Some(year) && class_name(&c.name) == class_name(&row.class)
                })
            };
            let began = there.iter().rev().find(stands).map(|e| e.from);
            growing.folder.enrolments.push(EnrolmentRow {
                pupil,
                class,
                from: row.from.or(began).unwrap_or(year.span().from),
                to: row.to,
                line: row.line,
            });
        }
        gaps.extend(overlaps(&growing.folder.enrolments).map(|line| (line, RosterGap::Twice)));
        gaps.sort_unstable();
        Ok(RosterFile {
            folder: growing.folder,
            gaps,
        })
    }

    /// What the roll-over from a school year to the next would do: every class a grade higher, its pupils along; the
    /// pupils of grade 9 and 10 leave on the last day of the old year.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn roll_over(
        &self,
        _permit: &Permit<act::Create, on::Import>,
        year: SchoolYear,
    ) -> Result<RollOver, StoreError> {
        let planes = self.planes().await?;
        let roster = planes.roster();
        let (last, first) = (year.span().to, year.next().span().from);
        let mut growing: BTreeMap<String, Growing<'_>> = BTreeMap::new();
        let mut classes: BTreeMap<ClassId, RolledClass> = BTreeMap::new();
        for (at, entry) in (0u32..).map(PupilIx::new).zip(roster.pupil_entries()) {
            let Some(stay) = planes.register().enrolment_on(at, last) else {
                continue;
            };
            let moved_on = planes.register().enrolments(at).iter().any(|e| e.from >= first);
            let Some(class) = roster.class_entry(stay.class).filter(|c| c.school_year() == Some(year)) else {
                continue;
            };
            if moved_on {
                continue;
            }
            let next = class
                .grade()
                .filter(|g| g.number() < 9)
                .and_then(|g| Grade::new(g.number() + 1));
            let name = next.map(|grade| (renamed(&class.name, grade), grade));
            let rolled = classes.entry(class.id).or_insert_with(|| RolledClass {
                school: class.school,
                from: class.id,
                name: class.name.clone(),
                next: name.as_ref().map(|(name, _)| name.clone()),
                pupils: 0,
            });
            rolled.pupils += 1;
            let own = growing
                .entry(entry.source.clone())
                .or_insert_with(|| Growing::new(roster));
            let pupil = own.pupil(unchanged(entry));
            let row = match name {
                Some((name, grade)) => own
                    .class(class.school, &name, grade, year.next())
                    .map(|class| EnrolmentRow {
                        pupil,
                        class,
                        from: first,
                        to: None,
                        line: 0,
                    }),
                None => own
                    .class_as_it_is(class.id)
                    .filter(|_| stay.to.is_none())
                    .map(|class| EnrolmentRow {
                        pupil,
                        class,
                        from: stay.from,
                        to: Some(last),
                        line: 0,
                    }),
            };
            own.folder.enrolments.extend(row);
        }
        let folders = growing
            .into_iter()
            .map(|(source, own)| (source, own.folder))
            .filter(|(_, folder)| !folder.enrolments.is_empty())
            .collect();
        let mut classes: Vec<RolledClass> = classes.into_values().collect();
        classes.sort_by(|a, b| (a.school, &a.name).cmp(&(b.school, &b.name)));
        Ok(RollOver { classes, folders })
    }

    /// Says who writes the register of a school.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such school.
    pub async fn school_register_set(
        &self,
        permit: &Permit<act::Change, on::SchoolSetup>,
        school: SchoolId,
        by: crate::RegisterBy,
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.changed(
            work.run(sql::SCHOOL_REGISTER_PUT, args![school.as_uuid(), by.word()])
                .await?,
            "school",
        )?;
        let touched = crate::planes::Touched {
            schools: vec![school.as_uuid()],
            ..Default::default()
        };
        touched.write(&mut work).await?;
        let act = crate::audit::Act::permitted(permit, format!("school {school} register {}", by.word()), Vec::new());
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Says which class a class was the year before; none for a class that is new.
    ///
    /// What a person says here stands: a file that tells of the class again does not guess it anew.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such class, or the one before is not of the school year before.
    pub async fn class_before_set(
        &self,
        permit: &Permit<act::Change, on::SchoolSetup>,
        class: ClassId,
        before: Option<ClassId>,
    ) -> Result<(), StoreError> {
        let roster = self.roster().await?;
        let own = roster.class(class).ok_or(StoreError::Missing("class"))?;
        if let Some(before) = before {
            let year = roster.class(before).and_then(crate::ClassEntry::school_year);
            if year.is_none() || year != own.school_year().map(SchoolYear::previous) {
                return Err(StoreError::Missing("class"));
            }
        }
        let mut work = self.db().begin().await?;
        let value = before.map(ClassId::as_uuid);
        self.changed(
            work.run(sql::CLASS_BEFORE_PUT, args![class.as_uuid(), value]).await?,
            "class",
        )?;
        let touched = crate::planes::Touched {
            classes: vec![class.as_uuid()],
            ..Default::default()
        };
        touched.write(&mut work).await?;
        let text = before.map_or_else(|| "new".to_owned(), |before| before.to_string());
        let act = crate::audit::Act::permitted(permit, format!("class {class} before {text}"), Vec::new());
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// An id outside for something that is set up here.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new_external_id(&self) -> Result<String, StoreError> {
        Ok(new_uuid(self.now())?.simple().to_string())
    }
}

/// How much of a class's register was kept in a span of days: counts, never a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassGaps {
    /// The class.
    pub class: ClassId,
    /// Its school.
    pub school: SchoolId,
    /// School days that should be noted.
    pub days: usize,
    /// Of these, the days on which a note of the law is missing, oldest first.
    pub missing: Vec<Date>,
}

/// Absence of a school by category in the school year so far, in half days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryMix {
    /// The school.
    pub school: SchoolId,
    /// Pupils enrolled.
    pub pupils: u32,
    /// Half days of illness.
    pub illness: u32,
    /// Half days of authorised leave.
    pub leave: u32,
    /// Half days of unlawful absence.
    pub unlawful: u32,
}

impl CategoryMix {
    /// Whether a category is not used at all though there is much absence: mostly a habit of noting, not the children.
    ///
    /// Much is 400 half days or more; a small school may well have none of a kind.
    pub const fn is_odd(&self) -> bool {
        let total = self.illness + self.leave + self.unlawful;
        total >= 400 && (self.illness == 0 || self.leave == 0 || self.unlawful == 0)
    }
}

impl Store {
    /// What is not registered, class by class, in the days given up to today.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_gaps(
        &self,
        scope: &access::Scope<act::List, on::DataQuality>,
        days: attendance::Span,
    ) -> Result<Vec<ClassGaps>, StoreError> {
        let planes = self.planes().await?;
        let covers = |facts| scope.covers(&access::Spot::Class(facts));
        Ok(gaps(&planes, days, scope.on(), covers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_say_their_grade_and_grow_with_it() {
        assert_eq!(class_name("7. B"), class_name("7.b"));
        assert_eq!(grade_in("10.a"), Grade::new(10));
        assert_eq!(grade_in("Solsikkerne"), None);
        assert_eq!(renamed("7. b", Grade::new(8).unwrap()), "8. b");
        assert_eq!(renamed("Solsikkerne", Grade::new(1).unwrap()), "Solsikkerne");
    }

    #[test]
    fn a_category_never_used_is_odd_only_where_there_is_much_absence() {
        let id = SchoolId::from_uuid(Uuid::from_u128(1));
        let mix = |illness, leave, unlawful| CategoryMix {
            school: id,
            pupils: 300,
            illness,
            leave,
            unlawful,
        };
        assert!(mix(500, 20, 0).is_odd());
        assert!(!mix(500, 20, 1).is_odd());
        assert!(!mix(100, 20, 0).is_odd());
    }
}
