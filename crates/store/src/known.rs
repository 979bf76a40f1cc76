//! What became known when: the log as a replay takes it.

use std::collections::HashMap;

use attendance::{ClassIx, Kind, Note, PupilIx, Register, Slot, SlotState};
use casework::{ClassId, PupilId};
use jiff::civil::Date;
use screening::{Event, News};
use signals::PartDay;
use uuid::Uuid;

use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::planes::Planes;
use crate::{Store, sql};

/// A municipality's history: the roster without any mark, and everything in the order it became known.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who was enrolled where; no mark, no noting.
    pub roster: Register,
    /// What became known, on which day, oldest first.
    pub events: Vec<Event>,
}

#[derive(sqlx::FromRow)]
struct MarkRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    note: String,
    kind: String,
    minutes: Option<i64>,
    noted_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct NotingRow {
    class_id: Uuid,
    note: String,
    from_day: jiff_sqlx::Date,
    to_day: jiff_sqlx::Date,
    noted_at: Option<i64>,
}

impl Store {
    /// The whole log as a replay takes it. A row is known from the day of its `noted_at`, without one from its own
    /// date; one that replaces another is never known before it.
    ///
    /// Reads every mark: seconds for a large municipality.
    pub(crate) async fn known(&self, planes: &Planes) -> Result<Known, StoreError> {
        let roster = planes.register().cleared();
        let mut events = self.known_notings(planes).await?;
        let parts = roster
            .pupils()
            .flat_map(|p| planes.partials(p).iter().map(move |part| (p, part)));
        for (pupil, partial) in parts {
            events.push(Event {
                known_on: partial.noted_at.map_or(partial.day, |at| self.day_of(at)),
                news: News::Part {
                    pupil,
                    day: partial.day,
                    part: PartDay {
                        category: partial.category,
                    },
                },
            });
        }
        self.known_marks(planes, &roster, &mut events).await?;
        // Stable: what became known on one day stays in the order of the log.
        events.sort_by_key(|event| event.known_on);
        Ok(Known { roster, events })
    }

    async fn known_notings(&self, planes: &Planes) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<NotingRow> = self.db().all(sql::NOTING_LIST_KNOWN, args![]).await?;
        let mut events = Vec::new();
        for row in rows {
            let Some(class) = planes.roster().class_ix(ClassId::from_uuid(row.class_id)) else {
                continue;
            };
            let note = Note::from_word(&row.note).ok_or(StoreError::Corrupt {
                table: "notings",
                row: row.class_id,
            })?;
            let noted_on = row.noted_at.map(|at| self.day_of(instant(at)));
            for day in planes.class_days(class, row.from_day.into(), row.to_day.into()) {
                let event = |slot| Event {
                    known_on: noted_on.unwrap_or(day),
                    news: News::Noting { class, day, slot },
                };
                events.extend(Slot::BOTH.into_iter().filter(|s| note.covers(*s)).map(event));
            }
        }
        Ok(events)
    }

    async fn known_marks(&self, planes: &Planes, roster: &Register, events: &mut Vec<Event>) -> Result<(), StoreError> {
        let rows: Vec<MarkRow> = self.db().all(sql::MARK_LIST_KNOWN, args![]).await?;
        let mut since: HashMap<(PupilIx, Date, Slot), Date> = HashMap::new();
        for row in rows {
            let Some(pupil) = planes.roster().pupil_ix(PupilId::from_uuid(row.pupil_id)) else {
                continue;
            };
            let corrupt = || StoreError::Corrupt {
                table: "marks",
                row: row.pupil_id,
            };
            let note = Note::from_word(&row.note).ok_or_else(corrupt)?;
            let kind = Kind::from_word(&row.kind).ok_or_else(corrupt)?;
            let day: Date = row.day.into();
            // A mark that does not count is never told of.
            let Some(of) = roster.school_day(pupil, day) else {
                continue;
            };
            let Some(class) = roster.class(of.view.class) else {
                continue;
            };
            let noted_on = row.noted_at.map_or(day, |at| self.day_of(instant(at)));
            for slot in class.grade.slots(note, kind).iter() {
                let known_on = since.entry((pupil, day, slot)).or_insert(noted_on);
                *known_on = (*known_on).max(noted_on);
                events.push(Event {
                    known_on: *known_on,
                    news: News::State {
                        pupil,
                        day,
                        slot,
                        state: SlotState::of(kind),
                        minutes: row.minutes.and_then(|m| u16::try_from(m).ok()),
                    },
                });
            }
        }
        Ok(())
    }
}

impl Planes {
    /// The school days of a class in a span.
    pub(crate) fn class_days(&self, class: ClassIx, from: Date, to: Date) -> Vec<Date> {
        self.register().class_calendar(class).map_or_else(Vec::new, |calendar| {
            (calendar.count_before(from)..calendar.count_to(to))
                .filter_map(|o| calendar.day(o))
                .collect()
        })
    }
}
