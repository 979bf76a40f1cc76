//! Marks made here: a class noted by its teacher, one day of a pupil corrected. Append-only, with who, when and why.

use std::collections::{HashMap, HashSet};

use access::{Act, Permit, act, on};
use attendance::{DayWeight, Kind, PupilIx, Slot, SlotState, Span};
use casework::{ClassId, PersonId, PupilId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::Store;
use crate::audit::Act as Entry;
use crate::clock::micros;
use crate::db::Work;
use crate::error::StoreError;
use crate::import::{Where, put_notings_of_class, standing_now, standing_of};
use crate::mark::{Append, LogRow, NewMark, Stand, append, slots_of, take};
use crate::planes::Planes;
use crate::progress::Progress;
use crate::roster::RegisterBy;

/// A class as somebody noted it on one day.
#[derive(Clone, Debug)]
pub struct ClassNoted {
    /// The day.
    pub day: Date,
    /// Which notes were taken of the whole class; none when only single pupils were marked.
    pub slots: Vec<Slot>,
    /// Marks of single pupils.
    pub marks: Vec<NewMark>,
}

impl Store {
    /// Notes a class on a day: its marks, and that these notes were taken.
    ///
    /// # Errors
    /// [`StoreError::Register`] when the school's register is written by another program; [`StoreError::Permit`] when
    /// a pupil is not in the class that day.
    pub async fn class_note(
        &self,
        permit: &Permit<act::Change, on::ClassRegister>,
        noted: &ClassNoted,
    ) -> Result<(), StoreError> {
        let planes = self.planes().await?;
        let class = permit.subject();
        written_here(&planes, class)?;
        let at = planes.roster().class_ix(class).ok_or(StoreError::Missing("class"))?;
        for mark in &noted.marks {
            let pupil = planes
                .roster()
                .pupil_ix(mark.pupil)
                .ok_or(StoreError::Missing("pupil"))?;
            let there = planes
                .register()
                .enrolment_on(pupil, mark.day)
                .is_some_and(|e| e.class == at);
            if !there {
                return Err(StoreError::Permit("pupil"));
            }
        }
        let subjects = noted.marks.iter().map(|m| m.pupil).collect();
        let entry = Entry::permitted(permit, format!("register {}", noted.day), subjects);
        self.put_marks(&planes, &noted.marks, Some((class, noted)), permit.by(), entry)
            .await
    }

    /// How many minutes late or left early the pupils of a class were on a day, where somebody has said so.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such class.
    pub async fn class_minutes<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRegister>,
        day: Date,
    ) -> Result<HashMap<(PupilId, Slot), u32>, StoreError> {
        let planes = self.planes().await?;
        let class = planes
            .roster()
            .class_ix(permit.subject())
            .ok_or(StoreError::Missing("class"))?;
        let register = planes.register();
        let is_short = |pupil: &PupilIx| {
            let enrolled = register.enrolment_on(*pupil, day).is_some_and(|e| e.class == class);
            let track = register.track(*pupil, day, DayWeight::Half).filter(|_| enrolled);
            let view = track.and_then(|t| t.view(t.positions(Span { from: day, to: day }).next()?));
            view.is_some_and(|v| [v.start, v.end].contains(&SlotState::Short))
        };
        // Most classes have nobody late on a day: then the log is not asked.
        let pupils: HashSet<Uuid> = planes
            .members([class])
            .iter()
            .filter(|pupil| is_short(pupil))
            .filter_map(|pupil| Some(planes.roster().pupil_id(*pupil)?.as_uuid()))
            .collect();
        if pupils.is_empty() {
            return Ok(HashMap::new());
        }
        let places = Where {
            roster: planes.roster(),
            register,
        };
        let stand = standing_now(self.db(), &places, &pupils, day).await?;
        let said = stand.into_iter().filter_map(|((pupil, _, slot), standing)| {
            let short = matches!(standing.kind, Kind::Late | Kind::LeftEarly);
            let minutes = standing.minutes.filter(|_| short)?;
            Some(((PupilId::from_uuid(pupil), slot), u32::try_from(minutes).ok()?))
        });
        Ok(said.collect())
    }

    /// Corrects one pupil's marks of a day; what stood stays in the history.
    ///
    /// # Errors
    /// As [`Store::class_note`].
    pub async fn mark_correct(
        &self,
        permit: &Permit<act::Change, on::Mark>,
        marks: &[NewMark],
    ) -> Result<(), StoreError> {
        let planes = self.planes().await?;
        let pupil: PupilId = permit.subject();
        let at = planes.roster().pupil_ix(pupil).ok_or(StoreError::Missing("pupil"))?;
        for mark in marks {
            if mark.pupil != pupil {
                return Err(StoreError::Permit("pupil"));
            }
            let class = planes
                .register()
                .enrolment_on(at, mark.day)
                .ok_or(StoreError::Missing("school day"))?
                .class;
            let class = planes
                .roster()
                .class_entry(class)
                .ok_or(StoreError::Missing("class"))?
                .id;
            written_here(&planes, class)?;
        }
        let entry = Entry::permitted(permit, "correction".to_owned(), vec![pupil]);
        self.put_marks(&planes, marks, None, permit.by(), entry).await
    }

    async fn put_marks(
        &self,
        planes: &Planes,
        marks: &[NewMark],
        noted: Option<(ClassId, &ClassNoted)>,
        by: Option<PersonId>,
        entry: Entry,
    ) -> Result<(), StoreError> {
        let (now, by) = (self.now(), by.map(PersonId::as_uuid));
        let name = match by {
            Some(id) => self.staff_one(PersonId::from_uuid(id)).await?.map(|s| s.name),
            None => None,
        };
        let places = Where {
            roster: planes.roster(),
            register: planes.register(),
        };
        let mut work = self.db().begin().await?;
        let stand = stand_before(&mut work, &places, marks).await?;
        let mut reasons: Vec<&Option<String>> = marks.iter().map(|m| &m.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        for reason in reasons {
            let rows: Vec<LogRow> = marks
                .iter()
                .filter(|m| m.reason == *reason)
                .map(|mark| LogRow {
                    pupil: mark.pupil.as_uuid(),
                    day: mark.day,
                    note: mark.note,
                    kind: mark.kind,
                    minutes: mark.minutes.map(i64::from),
                    local_code: None,
                    noted_at: Some(micros(now)),
                    noted_by: name.clone(),
                    replaces: replaced(&places, &stand, mark),
                })
                .collect();
            let shared = Append {
                at: micros(now),
                by,
                import: None,
                reason: reason.clone(),
            };
            append(&mut work, rows, &shared, &Progress::default()).await?;
        }
        if let Some((class, noted)) = noted {
            for slot in &noted.slots {
                let note = match slot {
                    Slot::Start => attendance::Note::Start,
                    Slot::End => attendance::Note::End,
                };
                put_notings_of_class(&mut work, class, note, noted.day, micros(now), by).await?;
            }
        }
        self.inner.trail.write(&mut work, now, entry).await?;
        work.commit().await
    }
}

/// What stands for the pupils and days of these marks. The log is locked first, so that nobody adds to it in between.
async fn stand_before(work: &mut Work, places: &Where<'_>, marks: &[NewMark]) -> Result<Stand, StoreError> {
    let days = marks.iter().map(|m| m.day);
    let Some((from, to)) = days.clone().min().zip(days.max()) else {
        return Ok(Stand::new());
    };
    take(work, "marks", 0).await?;
    let pupils: HashSet<Uuid> = marks.iter().map(|m| m.pupil.as_uuid()).collect();
    standing_of(work, places, &pupils, from, to).await
}

/// The newest row that a mark takes the place of; none where nothing stood.
fn replaced(places: &Where<'_>, stand: &Stand, mark: &NewMark) -> Option<i64> {
    let pupil = mark.pupil.as_uuid();
    slots_of(places.grade(pupil, mark.day), mark.note, mark.kind)
        .into_iter()
        .filter_map(|slot| stand.get(&(pupil, mark.day, slot)))
        .map(|now| now.position)
        .max()
}

fn written_here(planes: &Planes, class: ClassId) -> Result<(), StoreError> {
    let school = planes
        .roster()
        .class(class)
        .and_then(|c| planes.roster().school(c.school));
    match school.ok_or(StoreError::Missing("school"))?.register_by {
        RegisterBy::Here => Ok(()),
        RegisterBy::Imported => Err(StoreError::Register("another program")),
    }
}
