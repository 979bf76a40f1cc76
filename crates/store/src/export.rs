//! The database of a municipality as the rows of an open folder: the whole history of marks that stands, nothing undone.
//!
//! Importing the folder into an empty database gives the same planes. In the log the later row wins; in a folder the
//! later `noted_at` does. Where the two would disagree (a mark without an instant that replaced one with, such as what a
//! complete import cleared) the folder gets the instant the row was recorded here, which is when it became known.

use std::collections::{BTreeMap, HashMap};

use access::{Scope, act, on};
use attendance::{Calendar, CalendarIx, ClassIx, Kind, Note, PupilIx, SchoolIx, Slot};
use casework::{HouseholdId, PupilId};
use intake::open_folder::{
    CalendarRow, ClassRow, EnrolmentRow, Mark, Noting, OpenFolder, Partial, PupilRow as FolderPupil, SchoolRow,
};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::mark::slots_of;
use crate::planes::Planes;
use crate::seen::Places;
use crate::{Store, sql};

/// Rows of the log read at a time.
const CHUNK: u32 = 50_000;

#[derive(sqlx::FromRow)]
struct MarkRow {
    position: i64,
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    note: String,
    kind: String,
    minutes: Option<i64>,
    local_code: Option<String>,
    noted_at: Option<i64>,
    noted_by: Option<String>,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct NotingRow {
    class_id: Uuid,
    note: String,
    from_day: jiff_sqlx::Date,
    to_day: jiff_sqlx::Date,
    noted_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    id: Uuid,
    given_name: Option<String>,
    family_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SealedRow {
    id: Uuid,
    cpr_sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct HouseholdRow {
    id: Uuid,
    external_id: String,
}

/// The pupils that are exported, each with its place in the folder, and the places of the classes.
struct Chosen {
    places: HashMap<PupilIx, u32>,
    order: Vec<PupilIx>,
    classes: HashMap<ClassIx, ClassIx>,
}

/// Entries by their id in files: the same municipality gives the same bytes, whatever its ids are inside.
fn sorted<T>(entries: &[T], id: impl Fn(&T) -> &String) -> Vec<&T> {
    let mut order: Vec<&T> = entries.iter().collect();
    order.sort_by(|a, b| id(a).cmp(id(b)));
    order
}

/// A count of rows as a place or a line of a file.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Store {
    /// Everything of the pupils both scopes cover as an open folder, CPR numbers only with a scope for them. `told` hears
    /// how many rows of the log of marks are read, of how many.
    ///
    /// # Errors
    /// [`StoreError::Key`] when CPR numbers were sealed with another key.
    pub async fn export_folder(
        &self,
        marks: &Scope<act::Export, on::PupilAttendance>,
        names: &Scope<act::Export, on::PupilIdentity>,
        cpr: Option<&Scope<act::Export, on::Cpr>>,
        mut told: impl FnMut(u64, u64) + Send,
    ) -> Result<OpenFolder, StoreError> {
        let planes = self.planes().await?;
        let roster = planes.roster();
        let within = [Places::of(marks.reach(), roster), Places::of(names.reach(), roster)];
        let register = planes.register();
        let mut order: Vec<PupilIx> = register
            .pupils()
            .filter(|p| within.iter().all(|w| w.covers_on(register, *p, marks.on())))
            .collect();
        order.sort_by_key(|at| {
            roster
                .pupil_entry(*at)
                .map(|p| (p.external_id.clone(), p.source.clone()))
        });
        let places = order.iter().copied().zip(0..).collect();
        let classes = sorted(roster.classes(), |c| &c.external_id)
            .into_iter()
            .zip(0..)
            .filter_map(|(c, place)| Some((roster.class_ix(c.id)?, ClassIx::new(place))))
            .collect();
        let chosen = Chosen { places, order, classes };
        let mut folder = self.schools_of(&planes)?;
        self.people(&planes, &chosen, cpr.is_some(), &mut folder).await?;
        self.marks_of(&planes, &chosen, &mut folder, &mut told).await?;
        self.notings_of(&planes, &chosen, &mut folder).await?;
        partials_of(&planes, &chosen, &mut folder);
        let subjects: Vec<PupilId> = chosen.order.iter().filter_map(|at| roster.pupil_id(*at)).collect();
        let what = |what: &str| format!("open folder: {what}");
        let mut entries = vec![
            Act::scoped(marks, what("marks"), subjects.clone()),
            Act::scoped(names, what("pupils"), subjects.clone()),
        ];
        if let Some(cpr) = cpr {
            entries.push(Act::scoped(cpr, what("CPR numbers"), subjects));
        }
        let mut work = self.db().begin().await?;
        for entry in entries {
            self.inner.trail.write(&mut work, self.now(), entry).await?;
        }
        work.commit().await?;
        Ok(folder)
    }

    /// Calendars, schools and classes.
    fn schools_of(&self, planes: &Planes) -> Result<OpenFolder, StoreError> {
        let roster = planes.roster();
        let calendar_order = sorted(roster.calendars(), |c| &c.external_id);
        let school_order = sorted(roster.schools(), |s| &s.external_id);
        let calendar_at: HashMap<_, _> = calendar_order.iter().map(|c| c.id).zip(0..).collect();
        let school_at: HashMap<_, _> = school_order.iter().map(|s| s.id).zip(0..).collect();
        let missing = |table, row| StoreError::Corrupt { table, row };
        let calendars = calendar_order
            .iter()
            .map(|c| {
                Ok(CalendarRow {
                    id: c.external_id.clone(),
                    days: Calendar::new(c.days().iter().copied())?,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let schools = school_order
            .iter()
            .map(|s| {
                let calendar = calendar_at.get(&s.calendar).copied();
                Ok(SchoolRow {
                    id: s.external_id.clone(),
                    name: s.name.clone(),
                    calendar: CalendarIx::new(calendar.ok_or(missing("schools", s.id.as_uuid()))?),
                    municipality: s.municipality_code.as_deref().and_then(|code| code.parse().ok()),
                    kind: s.kind(),
                    provision: s.provision(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let classes = sorted(roster.classes(), |c| &c.external_id)
            .into_iter()
            .map(|c| {
                let school = school_at.get(&c.school).copied();
                Ok(ClassRow {
                    id: c.external_id.clone(),
                    school: SchoolIx::new(school.ok_or(missing("classes", c.id.as_uuid()))?),
                    name: c.name.clone(),
                    grade: c.grade().ok_or(missing("classes", c.id.as_uuid()))?,
                    school_year: c.school_year(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(OpenFolder {
            calendars,
            schools,
            classes,
            ..OpenFolder::default()
        })
    }

    /// Pupils and their enrolments.
    async fn people(
        &self,
        planes: &Planes,
        chosen: &Chosen,
        with_cpr: bool,
        folder: &mut OpenFolder,
    ) -> Result<(), StoreError> {
        let names: Vec<NameRow> = self.db().all(sql::PUPIL_LIST, args![]).await?;
        let names: HashMap<Uuid, NameRow> = names.into_iter().map(|row| (row.id, row)).collect();
        let households: Vec<HouseholdRow> = self.db().all(sql::HOUSEHOLD_LIST, args![]).await?;
        let households: HashMap<HouseholdId, String> = households
            .into_iter()
            .map(|row| (HouseholdId::from_uuid(row.id), row.external_id))
            .collect();
        let sealed: Vec<SealedRow> = if with_cpr {
            self.db().all(sql::PUPIL_CPR_SEALED_LIST, args![]).await?
        } else {
            Vec::new()
        };
        let sealed: HashMap<Uuid, Vec<u8>> = sealed.into_iter().map(|row| (row.id, row.cpr_sealed)).collect();
        let roster = planes.roster();
        // Two programs may have given two pupils the same id; in one folder they must differ.
        let mut times: HashMap<&str, u32> = HashMap::new();
        let entries = || chosen.order.iter().filter_map(|at| roster.pupil_entry(*at));
        for entry in entries() {
            *times.entry(&entry.external_id).or_default() += 1;
        }
        for (at, entry) in chosen
            .order
            .iter()
            .filter_map(|at| Some((*at, roster.pupil_entry(*at)?)))
        {
            let id = entry.id.as_uuid();
            let cpr = match sealed.get(&id) {
                Some(sealed) => {
                    let digits = self.inner.keys.open(sealed, id.as_bytes())?;
                    let corrupt = |_| StoreError::Corrupt {
                        table: "pupils",
                        row: id,
                    };
                    Some(digits.parse().map_err(corrupt)?)
                }
                None => None,
            };
            let alone = times.get(entry.external_id.as_str()).is_none_or(|n| *n < 2);
            let name = names.get(&id);
            let text = |name: Option<&String>| name.map(|n| n.trim().to_owned()).unwrap_or_default();
            folder.pupils.push(FolderPupil {
                id: if alone {
                    entry.external_id.clone()
                } else {
                    format!("{}:{}", entry.source, entry.external_id)
                },
                given_name: text(name.and_then(|n| n.given_name.as_ref())),
                family_name: text(name.and_then(|n| n.family_name.as_ref())),
                cpr,
                birth_date: entry.birth_date,
                protected: entry.protected,
                household_id: entry
                    .household
                    .and_then(|h| households.get(&h).cloned())
                    .unwrap_or_default(),
            });
            let Some(place) = chosen.places.get(&at) else { continue };
            for stay in planes.register().enrolments(at) {
                let Some(class) = chosen.classes.get(&stay.class).copied() else {
                    continue;
                };
                folder.enrolments.push(EnrolmentRow {
                    pupil: PupilIx::new(*place),
                    class,
                    from: stay.from,
                    to: stay.to,
                    line: number(folder.enrolments.len()) + 2,
                });
            }
        }
        Ok(())
    }

    /// The log of marks, so that the later `noted_at`, and among equals the later line, is what stands here.
    async fn marks_of(
        &self,
        planes: &Planes,
        chosen: &Chosen,
        folder: &mut OpenFolder,
        told: &mut (impl FnMut(u64, u64) + Send),
    ) -> Result<(), StoreError> {
        let (roster, register) = (planes.roster(), planes.register());
        let last = planes.positions.marks;
        let count = |position: i64| u64::try_from(position).unwrap_or(0);
        // The latest instant a note has had so far.
        let mut latest: HashMap<(PupilIx, Date, Slot), i64> = HashMap::new();
        let mut after = 0i64;
        loop {
            let rows: Vec<MarkRow> = self.db().all(sql::MARK_EXPORT, args![after, last, CHUNK]).await?;
            let Some(read_to) = rows.last().map(|row| row.position) else {
                break;
            };
            after = read_to;
            for row in rows {
                let Some(at) = roster.pupil_ix(PupilId::from_uuid(row.pupil_id)) else {
                    continue;
                };
                let Some(place) = chosen.places.get(&at) else { continue };
                let corrupt = || StoreError::Corrupt {
                    table: "marks",
                    row: row.pupil_id,
                };
                let note = Note::from_word(&row.note).ok_or_else(corrupt)?;
                let kind = Kind::from_word(&row.kind).ok_or_else(corrupt)?;
                let day: Date = row.day.into();
                let class = register.enrolment_on(at, day).and_then(|e| register.class(e.class));
                let slots: Vec<Slot> = slots_of(class.map(|c| c.grade), note, kind);
                let before = slots.iter().filter_map(|s| latest.get(&(at, day, *s)).copied()).max();
                let noted_at = match before {
                    Some(before) if row.noted_at.is_none_or(|own| own < before) => Some(row.recorded_at.max(before)),
                    _ => row.noted_at,
                };
                if let Some(noted_at) = noted_at {
                    latest.extend(slots.into_iter().map(|slot| ((at, day, slot), noted_at)));
                }
                folder.marks.push(Mark {
                    pupil: PupilIx::new(*place),
                    date: day,
                    note,
                    kind,
                    minutes: row.minutes.and_then(|m| u16::try_from(m).ok()),
                    local_code: row.local_code.map(|code| folder.local_codes.place(&code)),
                    noted_at: noted_at.map(instant),
                    noted_by: row.noted_by.map(|who| folder.noters.place(&who)),
                    line: number(folder.marks.len()) + 2,
                    counts: class.is_some(),
                });
            }
            told(count(after), count(last));
        }
        Ok(())
    }

    /// Notings day by day, each note once, with the earliest instant it is known from.
    async fn notings_of(&self, planes: &Planes, chosen: &Chosen, folder: &mut OpenFolder) -> Result<(), StoreError> {
        let rows: Vec<NotingRow> = self
            .db()
            .all(sql::NOTING_EXPORT, args![planes.positions.notings])
            .await?;
        let mut noted: BTreeMap<(ClassIx, Date, Slot), Option<i64>> = BTreeMap::new();
        for row in rows {
            let Some(class) = planes.roster().class_ix(casework::ClassId::from_uuid(row.class_id)) else {
                continue;
            };
            let note = Note::from_word(&row.note).ok_or(StoreError::Corrupt {
                table: "notings",
                row: row.class_id,
            })?;
            let Some(calendar) = planes.register().class_calendar(class) else {
                continue;
            };
            let Some(class) = chosen.classes.get(&class).copied() else {
                continue;
            };
            let (from, to): (Date, Date) = (row.from_day.into(), row.to_day.into());
            let days = (calendar.count_before(from)..calendar.count_to(to)).filter_map(|o| calendar.day(o));
            for day in days {
                for slot in Slot::BOTH.into_iter().filter(|s| note.covers(*s)) {
                    let known = noted.entry((class, day, slot)).or_insert(row.noted_at);
                    // Without an instant it is known on its own day.
                    *known = (*known).zip(row.noted_at).map(|(a, b)| a.min(b));
                }
            }
        }
        let mut rows: Vec<Noting> = Vec::new();
        for ((class, date, slot), noted_at) in noted {
            let noted_at: Option<Timestamp> = noted_at.map(instant);
            match rows.last_mut() {
                Some(last) if last.class == class && last.date == date && last.noted_at == noted_at => {
                    last.note = Note::Day;
                }
                _ => rows.push(Noting {
                    class,
                    date,
                    note: if slot == Slot::Start { Note::Start } else { Note::End },
                    noted_at,
                    line: number(rows.len()) + 2,
                }),
            }
        }
        folder.notings = Some(rows);
        Ok(())
    }
}

/// Part days as they stand.
fn partials_of(planes: &Planes, chosen: &Chosen, folder: &mut OpenFolder) {
    for (place, at) in (0u32..).zip(&chosen.order) {
        for partial in planes.partials(*at) {
            let small = |count: u32| u8::try_from(count).unwrap_or(u8::MAX);
            folder.partials.push(Partial {
                pupil: PupilIx::new(place),
                date: partial.day,
                lessons_missed: small(partial.lessons_missed),
                lessons: partial.lessons.map(small),
                category: partial.category,
                noted_at: partial.noted_at,
                line: number(folder.partials.len()) + 2,
                counts: true,
            });
        }
    }
}
