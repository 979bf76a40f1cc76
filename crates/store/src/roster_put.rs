//! The rows of an open folder beside the rows that are there: what is new gets an id, what differs is written.

use std::collections::{HashMap, HashSet};

use attendance::{Grade, SchoolYear};
use casework::ClassId;
use casework::person::Name;
use intake::open_folder::{ClassRow, OpenFolder};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::Store;
use crate::clock::new_uuid;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::import::{ImportRequest, day_before};
use crate::planes::Touched;
use crate::progress::Progress;
use crate::roster::{self, RosterParts, Stay, folded};
use crate::roster_file::{class_name, renamed};
use crate::sql::{self, Statement};

/// An id as both databases read it from JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hex(pub Uuid);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.simple())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[derive(Serialize)]
struct NamedLine<'a> {
    id: Hex,
    external_id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct DayLine {
    calendar_id: Hex,
    day: Date,
}

#[derive(Serialize)]
struct SchoolLine<'a> {
    id: Hex,
    external_id: &'a str,
    name: &'a str,
    kind: &'a str,
    provision: &'a str,
    calendar_id: Hex,
    municipality_code: Option<String>,
    register_by: &'a str,
}

#[derive(Serialize)]
struct ClassLine<'a> {
    id: Hex,
    external_id: &'a str,
    school_id: Hex,
    name: &'a str,
    grade: u8,
    school_year: Option<i16>,
    predecessor_id: Option<Hex>,
}

#[derive(Serialize)]
struct PupilLine<'a> {
    id: Hex,
    source: &'a str,
    external_id: &'a str,
    given_name: Option<&'a str>,
    family_name: Option<&'a str>,
    folded_name: String,
    birth_day: Option<Date>,
    protected: bool,
    cpr_sealed: Option<String>,
    cpr_index: Option<String>,
    household_id: Option<Hex>,
}

#[derive(Serialize)]
struct CutLine {
    pupil_id: Hex,
    from_day: Date,
    before: Date,
}

#[derive(Serialize)]
struct StayLine {
    pupil_id: Hex,
    class_id: Hex,
    from_day: Date,
    to_day: Option<Date>,
}

/// What an import did to the roster, and the ids of the folder's rows.
pub(crate) struct Put {
    pub classes: Vec<Uuid>,
    pub pupils: Vec<Uuid>,
    pub added: u64,
    pub changed: u64,
    pub touched: Touched,
}

#[derive(sqlx::FromRow)]
struct HouseholdRow {
    id: Uuid,
    external_id: String,
}

#[derive(sqlx::FromRow)]
struct CprRow {
    id: Uuid,
    cpr_index: Option<Vec<u8>>,
}

/// What is there before an import.
pub(crate) struct Known {
    parts: RosterParts,
    households: HashMap<String, Uuid>,
    cpr: HashMap<Uuid, Vec<u8>>,
    added: u64,
    changed: u64,
    touched: Touched,
}

async fn put<T: Serialize>(work: &mut Work, statement: Statement, lines: &[T]) -> Result<(), StoreError> {
    put_told(work, statement, lines, &Progress::default()).await
}

async fn put_told<T: Serialize>(
    work: &mut Work,
    statement: Statement,
    lines: &[T],
    progress: &Progress,
) -> Result<(), StoreError> {
    for chunk in lines.chunks(5_000) {
        let rows = serde_json::to_string(chunk).unwrap_or_default();
        work.run(statement, args![rows]).await?;
        progress.add(chunk.len());
    }
    Ok(())
}

/// Classes by school, year, grade and name, so that a class finds the one it was the year before.
#[derive(Default)]
struct Before(HashMap<(Uuid, SchoolYear, Grade, String), Option<Uuid>>);

impl Before {
    fn add(&mut self, school: Uuid, year: SchoolYear, grade: Grade, name: &str, id: Uuid) {
        // Two classes of one name say nothing about which of them it was.
        self.0
            .entry((school, year, grade, class_name(name)))
            .and_modify(|there| *there = there.filter(|there| *there == id))
            .or_insert(Some(id));
    }

    /// `3.b` was `2.b` the year before, at the same school; a name without a grade is the same.
    fn of(&self, school: Uuid, year: SchoolYear, grade: Grade, name: &str) -> Option<Uuid> {
        let lower = Grade::new(grade.number().checked_sub(1)?)?;
        let key = (school, year.previous(), lower, class_name(&renamed(name, lower)));
        self.0.get(&key).copied().flatten()
    }
}

impl Known {
    pub async fn load(work: &mut Work) -> Result<Self, StoreError> {
        let parts = roster::load_in(work).await?;
        let households: Vec<HouseholdRow> = work.all(sql::HOUSEHOLD_LIST, args![]).await?;
        let cpr: Vec<CprRow> = work.all(sql::PUPIL_CPR_LIST, args![]).await?;
        Ok(Self {
            parts,
            households: households.into_iter().map(|h| (h.external_id, h.id)).collect(),
            cpr: cpr.into_iter().filter_map(|c| Some((c.id, c.cpr_index?))).collect(),
            added: 0,
            changed: 0,
            touched: Touched::default(),
        })
    }

    /// Writes what is new or different and returns the ids.
    pub async fn put(
        &mut self,
        store: &Store,
        work: &mut Work,
        request: &ImportRequest,
        folder: &OpenFolder,
    ) -> Result<Put, StoreError> {
        let calendars = self.put_calendars(store, work, folder).await?;
        let schools = self.put_schools(store, work, request, folder, &calendars).await?;
        let classes = self.put_classes(store, work, folder, &schools).await?;
        let pupils = self.put_pupils(store, work, request, folder).await?;
        self.put_enrolments(work, request, folder, &classes, &pupils).await?;
        Ok(Put {
            classes,
            pupils,
            added: self.added,
            changed: self.changed,
            touched: std::mem::take(&mut self.touched),
        })
    }

    async fn put_calendars(
        &mut self,
        store: &Store,
        work: &mut Work,
        folder: &OpenFolder,
    ) -> Result<Vec<Uuid>, StoreError> {
        let there: HashMap<&str, (Uuid, HashSet<Date>)> = self
            .parts
            .calendars
            .iter()
            .map(|c| {
                (
                    c.external_id.as_str(),
                    (c.id.as_uuid(), c.days.iter().copied().collect()),
                )
            })
            .collect();
        let (mut ids, mut new, mut days) = (Vec::new(), Vec::new(), Vec::new());
        let (mut added, mut changed, mut clear, mut touched) = (0, 0, Vec::new(), Vec::new());
        for row in &folder.calendars {
            let wanted = row.days.days();
            let span = wanted.first().zip(wanted.last());
            let (id, same) = match there.get(row.id.as_str()) {
                Some((id, old)) => {
                    let within = |d: &&Date| span.is_some_and(|(first, last)| first <= *d && *d <= last);
                    (
                        *id,
                        old.iter().filter(within).count() == wanted.len() && wanted.iter().all(|d| old.contains(d)),
                    )
                }
                None => {
                    let id = new_uuid(store.now())?;
                    new.push(NamedLine {
                        id: Hex(id),
                        external_id: &row.id,
                        name: &row.id,
                    });
                    added += 1;
                    (id, false)
                }
            };
            ids.push(id);
            if !same {
                touched.push(id);
                if there.contains_key(row.id.as_str()) {
                    changed += 1;
                    clear.extend(span.map(|(first, last)| (id, *first, *last)));
                }
                days.extend(wanted.iter().map(|day| DayLine {
                    calendar_id: Hex(id),
                    day: *day,
                }));
            }
        }
        put(work, sql::CALENDAR_PUT, &new).await?;
        for (id, first, last) in clear {
            work.run(sql::CALENDAR_DAY_CLEAR, args![id, first, last]).await?;
        }
        put(work, sql::CALENDAR_DAY_PUT, &days).await?;
        self.touched.calendars.extend(touched);
        (self.added, self.changed) = (self.added + added, self.changed + changed);
        Ok(ids)
    }

    async fn put_schools(
        &mut self,
        store: &Store,
        work: &mut Work,
        request: &ImportRequest,
        folder: &OpenFolder,
        calendars: &[Uuid],
    ) -> Result<Vec<Uuid>, StoreError> {
        let there: HashMap<&str, &crate::SchoolEntry> =
            self.parts.schools.iter().map(|s| (s.external_id.as_str(), s)).collect();
        let (mut ids, mut lines, mut added, mut changed) = (Vec::new(), Vec::new(), 0, 0);
        for row in &folder.schools {
            let calendar = calendars.get(row.calendar.index()).copied().unwrap_or(Uuid::nil());
            let code = row.municipality.map(|m| format!("{m:03}"));
            let old = there.get(row.id.as_str());
            let same = old.is_some_and(|old| {
                old.name == row.name
                    && old.kind() == row.kind
                    && old.provision() == row.provision
                    && old.calendar.as_uuid() == calendar
                    && old.municipality_code == code
            });
            let id = match old {
                Some(old) => old.id.as_uuid(),
                None => new_uuid(store.now())?,
            };
            ids.push(id);
            if !same {
                *if old.is_some() { &mut changed } else { &mut added } += 1;
                lines.push(SchoolLine {
                    id: Hex(id),
                    external_id: &row.id,
                    name: &row.name,
                    kind: row.kind.word(),
                    provision: row.provision.word(),
                    calendar_id: Hex(calendar),
                    municipality_code: code,
                    register_by: request.new_schools.word(),
                });
            }
        }
        put(work, sql::SCHOOL_PUT, &lines).await?;
        let touched: Vec<Uuid> = lines.iter().map(|line| line.id.0).collect();
        self.touched.schools.extend(touched);
        (self.added, self.changed) = (self.added + added, self.changed + changed);
        Ok(ids)
    }

    async fn put_classes(
        &mut self,
        store: &Store,
        work: &mut Work,
        folder: &OpenFolder,
        schools: &[Uuid],
    ) -> Result<Vec<Uuid>, StoreError> {
        let there: HashMap<&str, &crate::ClassEntry> =
            self.parts.classes.iter().map(|c| (c.external_id.as_str(), c)).collect();
        let (mut ids, mut lines, mut added, mut changed) = (Vec::new(), Vec::new(), 0, 0);
        let school_of = |row: &ClassRow| schools.get(row.school.index()).copied().unwrap_or(Uuid::nil());
        for row in &folder.classes {
            ids.push(match there.get(row.id.as_str()) {
                Some(old) => old.id.as_uuid(),
                None => new_uuid(store.now())?,
            });
        }
        let mut before = Before::default();
        for old in &self.parts.classes {
            if let (Some(year), Some(grade)) = (old.school_year(), old.grade()) {
                before.add(old.school.as_uuid(), year, grade, &old.name, old.id.as_uuid());
            }
        }
        for (row, id) in folder.classes.iter().zip(&ids) {
            if let Some(year) = row.school_year {
                before.add(school_of(row), year, row.grade, &row.name, *id);
            }
        }
        for (row, id) in folder.classes.iter().zip(&ids) {
            let (school, id) = (school_of(row), *id);
            let old = there.get(row.id.as_str());
            // Guessed once: what a person has said since stands.
            let predecessor = match old {
                Some(old) => old.predecessor.map(ClassId::as_uuid),
                None => row
                    .school_year
                    .and_then(|year| before.of(school, year, row.grade, &row.name)),
            };
            let same = old.is_some_and(|old| {
                old.name == row.name
                    && old.grade() == Some(row.grade)
                    && old.school.as_uuid() == school
                    && old.school_year() == row.school_year
            });
            if !same {
                *if old.is_some() { &mut changed } else { &mut added } += 1;
                lines.push(ClassLine {
                    id: Hex(id),
                    external_id: &row.id,
                    school_id: Hex(school),
                    name: &row.name,
                    grade: row.grade.number(),
                    school_year: row.school_year.map(attendance::SchoolYear::first_year),
                    predecessor_id: predecessor.map(Hex),
                });
            }
        }
        put(work, sql::CLASS_PUT, &lines).await?;
        let touched: Vec<Uuid> = lines.iter().map(|line| line.id.0).collect();
        self.touched.classes.extend(touched);
        (self.added, self.changed) = (self.added + added, self.changed + changed);
        Ok(ids)
    }

    async fn household(
        &mut self,
        store: &Store,
        new: &mut Vec<(Uuid, String)>,
        external_id: &str,
    ) -> Result<Option<Uuid>, StoreError> {
        if external_id.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.households.get(external_id) {
            return Ok(Some(*id));
        }
        let id = new_uuid(store.now())?;
        self.households.insert(external_id.to_owned(), id);
        new.push((id, external_id.to_owned()));
        self.added += 1;
        Ok(Some(id))
    }

    async fn put_pupils(
        &mut self,
        store: &Store,
        work: &mut Work,
        request: &ImportRequest,
        folder: &OpenFolder,
    ) -> Result<Vec<Uuid>, StoreError> {
        let there: HashMap<String, usize> = self
            .parts
            .pupils
            .iter()
            .enumerate()
            .filter(|(_, p)| p.source == request.source)
            .map(|(at, p)| (p.external_id.clone(), at))
            .collect();
        let (mut ids, mut lines, mut households) = (Vec::with_capacity(folder.pupils.len()), Vec::new(), Vec::new());
        for row in &folder.pupils {
            let household = self.household(store, &mut households, &row.household_id).await?;
            let old = there.get(&row.id).and_then(|at| self.parts.pupils.get(*at)).cloned();
            let index = row.cpr.map(|c| store.inner.keys.index(&c.reveal())).transpose()?;
            let id = match &old {
                Some(old) => old.id.as_uuid(),
                None => new_uuid(store.now())?,
            };
            ids.push(id);
            let named = !(row.given_name.trim().is_empty() && row.family_name.trim().is_empty());
            let same = old.as_ref().is_some_and(|old| {
                (!named || old.name == Name::new(&row.given_name, &row.family_name))
                    && (row.birth_date.is_none() || old.birth_date == row.birth_date)
                    && old.protected == row.protected
                    && (household.is_none() || old.household.map(|h| h.as_uuid()) == household)
                    && index.is_none_or(|i| self.cpr.get(&id).is_some_and(|there| there == i.as_slice()))
            });
            if same {
                continue;
            }
            *if old.is_some() {
                &mut self.changed
            } else {
                &mut self.added
            } += 1;
            let sealed = row
                .cpr
                .map(|c| store.inner.keys.seal(&c.reveal(), id.as_bytes()))
                .transpose()?;
            lines.push(PupilLine {
                id: Hex(id),
                source: &request.source,
                external_id: &row.id,
                given_name: named.then_some(&row.given_name),
                family_name: named.then_some(&row.family_name),
                folded_name: folded(&row.given_name, &row.family_name),
                birth_day: row.birth_date,
                protected: row.protected,
                cpr_sealed: sealed.as_deref().map(hex),
                cpr_index: index.map(|i| hex(&i)),
                household_id: household.map(Hex),
            });
        }
        let new: Vec<NamedLine<'_>> = households
            .iter()
            .map(|(id, name)| NamedLine {
                id: Hex(*id),
                external_id: name,
                name,
            })
            .collect();
        put(work, sql::HOUSEHOLD_PUT, &new).await?;
        request.progress.add(folder.pupils.len() - lines.len());
        put_told(work, sql::PUPIL_PUT, &lines, &request.progress).await?;
        self.touched.pupils.extend(lines.iter().map(|line| line.id.0));
        Ok(ids)
    }

    /// The enrolments of a pupil in the file stand from the first of them on; earlier ones are kept and end before it.
    async fn put_enrolments(
        &mut self,
        work: &mut Work,
        request: &ImportRequest,
        folder: &OpenFolder,
        classes: &[Uuid],
        pupils: &[Uuid],
    ) -> Result<(), StoreError> {
        let mut wanted: Vec<Vec<(Uuid, Date, Option<Date>)>> = vec![Vec::new(); pupils.len()];
        for row in &folder.enrolments {
            if let (Some(stays), Some(class)) = (wanted.get_mut(row.pupil.index()), classes.get(row.class.index())) {
                stays.push((*class, row.from, row.to));
            }
        }
        let there: HashMap<Uuid, usize> = self
            .parts
            .pupils
            .iter()
            .enumerate()
            .map(|(at, p)| (p.id.as_uuid(), at))
            .collect();
        let (mut cuts, mut lines) = (Vec::new(), Vec::new());
        for (pupil, stays) in pupils.iter().zip(&mut wanted) {
            stays.sort_by_key(|s| s.1);
            let Some(first) = stays.first().map(|s| s.1) else {
                continue;
            };
            let old = there.get(pupil).and_then(|at| self.parts.stays.get(*at));
            if old.is_some_and(|old| self.same_stays(old, stays, first)) {
                continue;
            }
            self.touched.pupils.push(*pupil);
            if old.is_some_and(|old| !old.is_empty()) {
                self.changed += 1;
                cuts.push(CutLine {
                    pupil_id: Hex(*pupil),
                    from_day: first,
                    before: day_before(first),
                });
            }
            lines.extend(stays.iter().map(|(class, from, to)| StayLine {
                pupil_id: Hex(*pupil),
                class_id: Hex(*class),
                from_day: *from,
                to_day: *to,
            }));
        }
        put(work, sql::ENROLMENT_CLEAR, &cuts).await?;
        put(work, sql::ENROLMENT_CUT, &cuts).await?;
        put_told(work, sql::ENROLMENT_PUT, &lines, &request.progress).await
    }

    fn same_stays(&self, old: &[Stay], wanted: &[(Uuid, Date, Option<Date>)], first: Date) -> bool {
        let overlaps = old.iter().any(|s| s.from < first && s.to.is_none_or(|to| to >= first));
        let later: Vec<(Uuid, Date, Option<Date>)> = old
            .iter()
            .filter(|s| s.from >= first)
            .filter_map(|s| {
                let class = self.parts.classes.get(usize::try_from(s.class).ok()?)?;
                Some((class.id.as_uuid(), s.from, s.to))
            })
            .collect();
        !overlaps && later == wanted
    }
}
