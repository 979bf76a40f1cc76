//! What has changed in the roster, taken into planes that are there: only the classes and pupils concerned are laid anew.
//!
//! Whoever changes the roster says what it touched (`Touched`). A change that did not say so, or touched much, is seen by
//! the gap it leaves: then everything is read from the tables.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use attendance::{Class, ClassIx, Enrolment, PupilIx, SchoolIx};
use casework::{ClassId, PupilId};
use uuid::Uuid;

use super::{FoldRow, NotingTailRow, Planes, UndoneRow, enter};
use crate::db::{Db, Work, args};
use crate::error::StoreError;
use crate::mark::take;
use crate::roster::{self, CalendarEntry, ClassEntry, PupilEntry, SchoolEntry};
use crate::sql;

/// How many things may have changed, and how many pupils may be laid anew, before reading everything is the quicker way.
const MOST: usize = 4_000;

/// The kind of change that says pupils were erased.
const ERASED: &str = "erased";

/// What a change of the roster touched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    pub calendars: Vec<Uuid>,
    pub schools: Vec<Uuid>,
    pub classes: Vec<Uuid>,
    pub pupils: Vec<Uuid>,
    /// Whether pupils were erased; which ones nobody is to know.
    pub erased: bool,
}

impl Touched {
    /// Takes the next position of the roster and says what changed at it.
    pub async fn write(self, work: &mut Work) -> Result<(), StoreError> {
        let position = take(work, "roster", 1).await?;
        let erased = if self.erased { vec![Uuid::nil()] } else { Vec::new() };
        let kinds = [
            ("calendar", self.calendars),
            ("school", self.schools),
            ("class", self.classes),
            ("pupil", self.pupils),
            (ERASED, erased),
        ];
        if kinds.iter().map(|(_, ids)| ids.len()).sum::<usize>() > MOST {
            // Nobody can follow past this one: what was said of earlier ones is of no use any more.
            work.run(sql::ROSTER_CHANGE_CLEAR, args![]).await?;
            return Ok(());
        }
        for (kind, ids) in kinds.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            work.run(sql::ROSTER_CHANGE_ADD, args![position, kind, list(&ids)])
                .await?;
        }
        Ok(())
    }
}

/// Ids as a statement takes many.
fn list(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
    serde_json::to_string(&ids).unwrap_or_default()
}

#[derive(sqlx::FromRow)]
struct RosterChangeRow {
    position: i64,
    kind: String,
    subject_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

/// What is said of the changes after a position; nothing when one of them up to `now` did not say what it touched.
async fn told(db: &Db, from: i64, now: i64) -> Result<Option<Vec<RosterChangeRow>>, StoreError> {
    let rows: Vec<RosterChangeRow> = db.all(sql::ROSTER_CHANGE_LIST, args![from]).await?;
    let told: BTreeSet<i64> = rows.iter().map(|row| row.position).collect();
    let until = told.last().copied().unwrap_or(0).max(now);
    let all_told = (from + 1..=until).all(|position| told.contains(&position));
    Ok(all_told.then_some(rows))
}

/// What is to be laid anew.
#[derive(Default)]
struct Anew {
    classes: HashSet<ClassIx>,
    pupils: HashSet<PupilIx>,
}

impl Planes {
    /// Whether planes that stand at one position of the roster can be brought to another by what is said of changes.
    pub(crate) async fn can_follow(db: &Db, from: i64, now: i64) -> Result<bool, StoreError> {
        Ok(from == now || told(db, from, now).await?.is_some_and(|rows| rows.len() <= MOST))
    }

    /// Takes what has changed in the roster up to a position; `false` when only everything anew will do.
    pub(super) async fn follow_roster(&mut self, db: &Db, now: i64) -> Result<bool, StoreError> {
        let Some(rows) = told(db, self.positions.roster, now).await? else {
            return Ok(false);
        };
        let until = rows.iter().map(|row| row.position).max().unwrap_or(now);
        let of = |kind: &str| -> Vec<Uuid> {
            let ids: BTreeSet<Uuid> = rows.iter().filter(|r| r.kind == kind).map(|r| r.subject_id).collect();
            ids.into_iter().collect()
        };
        let mut anew = Anew::default();
        let (calendars, schools) = (of("calendar"), of("school"));
        if !calendars.is_empty() || !schools.is_empty() {
            let (calendars, schools) = roster::load_places(db).await?;
            for calendar in calendars {
                self.put_calendar(calendar, &mut anew)?;
            }
            for school in schools {
                self.put_school(school, &mut anew)?;
            }
        }
        for class in roster::load_classes(db, &list(&of("class"))).await? {
            self.put_class(class, &mut anew)?;
        }
        if !of(ERASED).is_empty() {
            self.take_erased(db, &mut anew).await?;
        }
        let ids = list(&of("pupil"));
        let pupils = roster::load_pupils(db, &ids).await?;
        let stays = roster::load_stays(db, &ids, &self.roster).await?;
        self.put_pupils(pupils, &stays, &mut anew)?;
        if anew.pupils.len() + self.members(anew.classes.iter().copied()).len() > MOST {
            return Ok(false);
        }
        self.lay_anew(db, anew).await?;
        self.positions.roster = until;
        Ok(true)
    }

    fn put_calendar(&mut self, entry: CalendarEntry, anew: &mut Anew) -> Result<(), StoreError> {
        let days = entry.engine()?;
        match self.roster.calendar_ix(entry.id) {
            Some(at) if self.register.calendar(at) == Some(&days) => {}
            Some(at) => {
                anew.pupils.extend(self.register.replace_calendar(at, days)?);
                let keeps = |class: &ClassIx| {
                    let class = self.register.class(*class);
                    let school = class.and_then(|class| self.register.school(class.school));
                    school.is_some_and(|school| school.calendar == at)
                };
                anew.classes
                    .extend((0..self.register.class_count()).map(ClassIx::new).filter(keeps));
            }
            None => {
                self.register.add_calendar(days);
            }
        }
        Arc::make_mut(&mut self.roster).put_calendar(entry);
        Ok(())
    }

    fn put_school(&mut self, entry: SchoolEntry, anew: &mut Anew) -> Result<(), StoreError> {
        let corrupt = StoreError::Corrupt {
            table: "schools",
            row: entry.id.as_uuid(),
        };
        let engine = entry.engine(self.roster.calendar_ix(entry.calendar).ok_or(corrupt)?);
        match self.roster.school_ix(entry.id) {
            Some(at) if self.register.school(at) == Some(engine) => {}
            Some(at) => {
                self.register.replace_school(at, engine)?;
                anew.classes.extend(self.classes_of(at));
            }
            None => {
                self.register.add_school(engine)?;
            }
        }
        Arc::make_mut(&mut self.roster).put_school(entry);
        Ok(())
    }

    fn classes_of(&self, school: SchoolIx) -> Vec<ClassIx> {
        let all = (0..self.register.class_count()).map(ClassIx::new);
        all.filter(|class| self.register.class(*class).is_some_and(|c| c.school == school))
            .collect()
    }

    fn put_class(&mut self, entry: ClassEntry, anew: &mut Anew) -> Result<(), StoreError> {
        let corrupt = || StoreError::Corrupt {
            table: "classes",
            row: entry.id.as_uuid(),
        };
        let engine = Class {
            school: self.roster.school_ix(entry.school).ok_or_else(corrupt)?,
            grade: entry.grade().ok_or_else(corrupt)?,
        };
        match self.roster.class_ix(entry.id) {
            Some(at) => {
                self.register.replace_class(at, engine)?;
                anew.classes.insert(at);
            }
            None => {
                anew.classes.insert(self.register.add_class(engine)?);
                Arc::make_mut(&mut self.members).push(Vec::new());
            }
        }
        Arc::make_mut(&mut self.roster).put_class(entry);
        Ok(())
    }

    /// Takes out whoever is in no table any more.
    async fn take_erased(&mut self, db: &Db, anew: &mut Anew) -> Result<(), StoreError> {
        let rows: Vec<IdRow> = db.all(sql::PUPIL_ID_LIST, args![]).await?;
        let there: HashSet<Uuid> = rows.into_iter().map(|row| row.id).collect();
        let gone: Vec<PupilId> = self
            .roster
            .pupil_entries()
            .map(|entry| entry.id)
            .filter(|id| !there.contains(&id.as_uuid()))
            .collect();
        for id in gone {
            if let Some(at) = self.roster.pupil_ix(id) {
                self.remove(at, anew);
            }
        }
        Ok(())
    }

    /// Takes the pupil at a place out; the last of all moves there.
    fn remove(&mut self, at: PupilIx, anew: &mut Anew) {
        let last = PupilIx::new(self.register.pupil_count().saturating_sub(1));
        // A mark of the pupil may be all that says a class was noted.
        anew.classes
            .extend(self.register.enrolments(at).iter().map(|e| e.class));
        let members = Arc::make_mut(&mut self.members);
        for place in [at, last] {
            for enrolment in self.register.enrolments(place) {
                if let Some(members) = members.get_mut(enrolment.class.index()) {
                    members.retain(|one| *one != place);
                }
            }
        }
        Arc::make_mut(&mut self.roster).remove_pupil(at);
        self.register.remove_pupil(at);
        let partials = Arc::make_mut(&mut self.partials);
        partials.remove(&at);
        let corrected = Arc::make_mut(&mut self.corrected);
        corrected.remove(&at);
        anew.pupils.remove(&last);
        self.changes.last.truncate(self.roster.pupil_count());
        if at != last {
            if let Some(moved) = partials.remove(&last) {
                partials.insert(at, moved);
            }
            if let Some(moved) = corrected.remove(&last) {
                corrected.insert(at, moved);
            }
            let members: &mut Vec<Vec<PupilIx>> = Arc::make_mut(&mut self.members);
            enter(members, self.register.enrolments(at), at);
            anew.pupils.insert(at);
        }
    }

    fn put_pupils(
        &mut self,
        entries: Vec<PupilEntry>,
        stays: &HashMap<PupilId, Vec<Enrolment>>,
        anew: &mut Anew,
    ) -> Result<(), StoreError> {
        let ids: Vec<PupilId> = entries.iter().map(|entry| entry.id).collect();
        Arc::make_mut(&mut self.roster).put_pupils(entries);
        for id in ids {
            let Some(at) = self.roster.pupil_ix(id) else { continue };
            let now = stays.get(&id).map_or(&[][..], Vec::as_slice);
            if at.number() < self.register.pupil_count() {
                let before = self.register.enrolments(at);
                let left = before.iter().filter(|e| !now.contains(e));
                let entered = now.iter().filter(|e| !before.contains(e));
                anew.classes.extend(left.chain(entered).map(|e| e.class));
                let members = Arc::make_mut(&mut self.members);
                for enrolment in before {
                    if let Some(members) = members.get_mut(enrolment.class.index()) {
                        members.retain(|one| *one != at);
                    }
                }
                self.register.lay_anew(at, now)?;
            } else {
                anew.classes.extend(now.iter().map(|e| e.class));
                self.register.add_pupil(now)?;
                self.changes.last.push(0);
                // Part days of a pupil that was not known yet were passed over.
                self.positions.partials = -1;
            }
            let members: &mut Vec<Vec<PupilIx>> = Arc::make_mut(&mut self.members);
            enter(members, now, at);
            anew.pupils.insert(at);
        }
        Ok(())
    }

    /// Sets from the log what is known of these classes and of everybody who is, was or will be in them.
    async fn lay_anew(&mut self, db: &Db, mut anew: Anew) -> Result<(), StoreError> {
        anew.pupils.extend(self.members(anew.classes.iter().copied()));
        for class in &anew.classes {
            self.register.forget_noted(*class);
        }
        for pupil in &anew.pupils {
            let enrolments = self.register.enrolments(*pupil).to_vec();
            self.register.lay_anew(*pupil, &enrolments)?;
            self.touch(*pupil);
        }
        let pupils: Vec<Uuid> = anew
            .pupils
            .iter()
            .filter_map(|at| Some(self.roster.pupil_id(*at)?.as_uuid()))
            .collect();
        let pupils = list(&pupils);
        let folds: Vec<FoldRow> = db.all(sql::MARK_FOLD_OF, args![&pupils]).await?;
        self.fold(folds)?;
        let undone: Vec<UndoneRow> = db.all(sql::MARK_LIST_UNDONE_OF, args![&pupils]).await?;
        self.take_undone(undone);
        let classes: Vec<ClassId> = anew
            .classes
            .iter()
            .filter_map(|at| Some(self.roster.class_entry(*at)?.id))
            .collect();
        let classes: Vec<Uuid> = classes.into_iter().map(ClassId::as_uuid).collect();
        let notings: Vec<NotingTailRow> = db.all(sql::NOTING_LIST_OF_CLASSES, args![list(&classes)]).await?;
        self.note_all(notings)
    }
}
