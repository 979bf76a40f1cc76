//! What people did, as streams: concerns, answers to duties, outcomes of reviews. History and optimistic lock in one.
//!
//! A stream is entries 1, 2, 3 …; the unique (stream, sequence) refuses the second of two people who write at once.

use std::collections::{BTreeMap, BTreeSet};

use access::{Act, On, Permit, PupilFacts, Scope, act, on};
use casework::concern::ConcernEvent;
use casework::duty::DutyEvent;
use casework::history::{Entry, Sequence};
use casework::review::{OutcomeEvent, PupilOutcome};
use casework::set_aside::SetAsideEvent;
use casework::{
    Concern, ConcernId, DutyRecord, DutyRecordId, PersonId, PupilId, ReviewOutcomeId, SetAside, SetAsideId,
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::clock::{instant, micros};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::seen::{facts, pupils_of};
use crate::{Store, sql};

#[derive(sqlx::FromRow)]
pub(crate) struct EntryRow {
    pub id: Uuid,
    pub pupil_id: Option<Uuid>,
    pub sequence: i64,
    pub made_by: Uuid,
    pub made_on: jiff_sqlx::Date,
    pub made_at: i64,
    pub content: String,
}

#[derive(sqlx::FromRow)]
struct TogetherRow {
    entries: Option<String>,
}

/// One entry among many that come as one text: a row for each would cost more than what is in it.
pub(crate) struct Together {
    pub kind: String,
    begun_on: Date,
    pub row: EntryRow,
}

impl Together {
    /// Reads an entry written by `stream_list_of_kinds`.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(9, '\u{1f}');
        let kind = parts.next()?.to_owned();
        let (id, pupil) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let sequence = parts.next()?.parse().ok()?;
        let made_by = parts.next()?.parse().ok()?;
        let made_on: Date = parts.next()?.parse().ok()?;
        let made_at = parts.next()?.parse().ok()?;
        Some(Self {
            kind,
            begun_on: parts.next()?.parse().ok()?,
            row: EntryRow {
                id,
                pupil_id: Some(pupil),
                sequence,
                made_by,
                made_on: made_on.to_sqlx(),
                made_at,
                content: parts.next()?.to_owned(),
            },
        })
    }
}

/// A stream as kept: its id, its pupil, its entries in order.
pub(crate) struct Stream<E> {
    pub id: Uuid,
    pub pupil: Option<PupilId>,
    pub entries: Vec<Entry<E>>,
}

pub(crate) fn streams<E: DeserializeOwned>(rows: Vec<EntryRow>) -> Result<Vec<Stream<E>>, StoreError> {
    let mut streams: Vec<Stream<E>> = Vec::new();
    for row in rows {
        let corrupt = || StoreError::Corrupt {
            table: "stream_entries",
            row: row.id,
        };
        let number = u32::try_from(row.sequence).map_err(|_| corrupt())?;
        let entry = Entry {
            sequence: Sequence::new(number).ok_or_else(corrupt)?,
            by: PersonId::from_uuid(row.made_by),
            on: row.made_on.into(),
            at: instant(row.made_at),
            event: serde_json::from_str(&row.content).map_err(|_| corrupt())?,
        };
        match streams.last_mut().filter(|s| s.id == row.id) {
            Some(stream) => stream.entries.push(entry),
            None => streams.push(Stream {
                id: row.id,
                pupil: row.pupil_id.map(PupilId::from_uuid),
                entries: vec![entry],
            }),
        }
    }
    Ok(streams)
}

/// One entry to be written.
pub(crate) struct NewEntry<'e, E> {
    pub kind: &'static str,
    pub stream: Uuid,
    /// About whom; nobody for what is about a school or a class.
    pub pupil: Option<PupilId>,
    pub sequence: Sequence,
    pub event: &'e E,
}

impl Store {
    pub(crate) async fn stream_write<E: Serialize>(
        &self,
        new: NewEntry<'_, E>,
        by: Option<PersonId>,
        trace: Trace,
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.stream_put(&mut work, new, by).await?;
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Writes an entry within a unit of work that does more.
    pub(crate) async fn stream_put<E: Serialize>(
        &self,
        work: &mut Work,
        new: NewEntry<'_, E>,
        by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        let by = by.ok_or(StoreError::Permit("member of staff"))?;
        let content = serde_json::to_string(new.event).map_err(|_| StoreError::Corrupt {
            table: "stream_entries",
            row: new.stream,
        })?;
        let (now, today) = (self.now(), self.today());
        if new.sequence == Sequence::FIRST {
            let values = args![new.stream, new.kind, new.pupil.map(PupilId::as_uuid), today];
            match work.run(sql::STREAM_ADD, values).await {
                // A stream whose id is known beforehand can be begun by two at once.
                Err(StoreError::Database(error)) if StoreError::is_taken(&error) => {
                    return Err(StoreError::Conflict("page"));
                }
                other => other.map(drop)?,
            }
        }
        let sequence = i64::from(new.sequence.number());
        let values = args![new.stream, sequence, by.as_uuid(), today, micros(now), content];
        match work.run(sql::STREAM_ENTRY_ADD, values).await {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => Err(StoreError::Conflict("page")),
            other => other.map(drop),
        }
    }

    /// Every entry of some kinds about some pupils, stream by stream, the oldest stream first.
    pub(crate) async fn entries_among(
        &self,
        kinds: &[&str],
        pupils: impl Iterator<Item = PupilId>,
    ) -> Result<Vec<Together>, StoreError> {
        let ids: Vec<String> = pupils.map(|p| p.as_uuid().simple().to_string()).collect();
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        let kinds = serde_json::to_string(kinds).unwrap_or_default();
        let together: Option<TogetherRow> = self.db().one(sql::STREAM_LIST_OF_KINDS, args![kinds, ids]).await?;
        let text = together.and_then(|row| row.entries).unwrap_or_default();
        let entries = text.split('\u{1e}').filter(|one| !one.is_empty());
        let read = |one| Together::read(one).ok_or_else(|| corrupt(Uuid::nil()));
        let mut all: Vec<Together> = entries.map(read).collect::<Result<_, _>>()?;
        all.sort_unstable_by_key(|one| (one.begun_on, one.row.id, one.row.sequence));
        Ok(all)
    }

    async fn rows_among(
        &self,
        kind: &'static str,
        pupils: impl Iterator<Item = PupilId>,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let all = self.entries_among(&[kind], pupils).await?;
        Ok(all.into_iter().map(|one| one.row).collect())
    }

    /// The streams of a kind about these pupils, the oldest first. Whether they may be seen is the caller's to say.
    pub(crate) async fn stream_among<E: DeserializeOwned>(
        &self,
        kind: &'static str,
        pupils: &BTreeSet<PupilId>,
    ) -> Result<Vec<Stream<E>>, StoreError> {
        streams(self.rows_among(kind, pupils.iter().copied()).await?)
    }

    /// Every stream of a kind about pupils in the scope; whoever shows them writes the audit trail.
    pub(crate) async fn stream_within<E: DeserializeOwned, A: Act, R: On<Facts = PupilFacts>>(
        &self,
        kind: &'static str,
        scope: &Scope<A, R>,
    ) -> Result<Vec<Stream<E>>, StoreError> {
        let planes = self.planes().await?;
        let rows: Vec<EntryRow> = match pupils_of(&planes, scope) {
            // Somebody who sees a part of the municipality does not wait for all of it to be read.
            Some(pupils) => self.rows_among(kind, pupils.into_iter()).await?,
            None => self.db().all(sql::STREAM_LIST, args![kind]).await?,
        };
        let mut all = streams(rows)?;
        all.retain(|stream: &Stream<E>| {
            stream.pupil.is_some_and(|pupil| {
                let at = planes.roster().pupil_ix(pupil);
                at.is_some_and(|at| scope.covers(&facts(&planes, at, pupil, scope.on())))
            })
        });
        Ok(all)
    }

    pub(crate) async fn stream_all<E: DeserializeOwned, A: Act, R: On<Facts = PupilFacts>>(
        &self,
        kind: &'static str,
        scope: &Scope<A, R>,
    ) -> Result<Vec<Stream<E>>, StoreError> {
        let all = self.stream_within(kind, scope).await?;
        let mut subjects: Vec<PupilId> = all.iter().filter_map(|s| s.pupil).collect();
        subjects.sort_unstable();
        subjects.dedup();
        if !subjects.is_empty() {
            self.audit(Trace::scoped(scope, format!("list of {kind}"), subjects))
                .await?;
        }
        Ok(all)
    }

    pub(crate) async fn stream_of<E: DeserializeOwned, A: Act, R: On<Facts = PupilFacts>>(
        &self,
        kind: &'static str,
        permit: &Permit<A, R>,
        pupil: PupilId,
    ) -> Result<Vec<Stream<E>>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_OF, args![kind, pupil.as_uuid()]).await?;
        let all = streams(rows)?;
        if !all.is_empty() {
            self.audit(Trace::permitted(permit, kind.to_owned(), vec![pupil]))
                .await?;
        }
        Ok(all)
    }
}

pub(crate) const CONCERN: &str = "concern";
pub(crate) const DUTY: &str = "duty";
pub(crate) const OUTCOME: &str = "review_outcome";
pub(crate) const SET_ASIDE: &str = "set_aside";

pub(crate) fn corrupt(id: Uuid) -> StoreError {
    StoreError::Corrupt {
        table: "streams",
        row: id,
    }
}

pub(crate) fn concern(stream: Stream<ConcernEvent>) -> Result<Concern, StoreError> {
    Concern::from_history(ConcernId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

pub(crate) fn outcome(stream: Stream<OutcomeEvent>) -> Result<PupilOutcome, StoreError> {
    PupilOutcome::from_history(ReviewOutcomeId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

pub(crate) fn set_aside(stream: Stream<SetAsideEvent>) -> Result<SetAside, StoreError> {
    SetAside::from_history(SetAsideId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

pub(crate) fn duty(stream: Stream<DutyEvent>) -> Result<DutyRecord, StoreError> {
    DutyRecord::from_history(DutyRecordId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

impl Store {
    /// Writes down a new concern.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when it is about another pupil than the permit.
    pub async fn concern_raise(
        &self,
        permit: &Permit<act::Create, on::Concern>,
        event: &ConcernEvent,
    ) -> Result<ConcernId, StoreError> {
        let pupil = permit.subject();
        if !matches!(event, ConcernEvent::Raised { pupil: about, .. } if *about == pupil) {
            return Err(StoreError::Permit("pupil"));
        }
        let stream = self.new_uuid()?;
        let trace = Trace::permitted(permit, CONCERN.to_owned(), vec![pupil]);
        let new = NewEntry {
            kind: CONCERN,
            stream,
            pupil: Some(pupil),
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_write(new, permit.by(), trace).await?;
        Ok(ConcernId::from_uuid(stream))
    }

    /// Adds to a concern: more words, an answer, a reopening. `sequence` is the place the page was made for.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since.
    pub async fn concern_add<A: Act>(
        &self,
        permit: &Permit<A, on::Concern>,
        id: ConcernId,
        sequence: Sequence,
        event: &ConcernEvent,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject();
        let trace = Trace::permitted(permit, CONCERN.to_owned(), vec![pupil]);
        let new = NewEntry {
            kind: CONCERN,
            stream: id.as_uuid(),
            pupil: Some(pupil),
            sequence,
            event,
        };
        self.stream_write(new, permit.by(), trace).await
    }

    /// Whom a concern is about; `None` when there is no such concern. Nothing of what it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn concern_pupil(&self, id: ConcernId) -> Result<Option<PupilId>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![id.as_uuid(), CONCERN]).await?;
        Ok(rows.first().and_then(|row| row.pupil_id).map(PupilId::from_uuid))
    }

    /// The concerns about one pupil, oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn concern_list_of(&self, permit: &Permit<act::Read, on::Concern>) -> Result<Vec<Concern>, StoreError> {
        let all = self.stream_of(CONCERN, permit, permit.subject()).await?;
        all.into_iter().map(concern).collect()
    }

    /// The concerns about every pupil in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn concern_list(&self, scope: &Scope<act::List, on::Concern>) -> Result<Vec<Concern>, StoreError> {
        self.stream_all(CONCERN, scope)
            .await?
            .into_iter()
            .map(concern)
            .collect()
    }

    /// Records what was done about a duty, or why nothing was; `None` begins the record.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since.
    pub async fn duty_answer(
        &self,
        permit: &Permit<act::Close, on::Duty>,
        record: Option<&DutyRecord>,
        event: &DutyEvent,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject();
        let (stream, sequence) = match record {
            Some(record) => (record.id.as_uuid(), record.next_sequence()),
            None => (self.new_uuid()?, Sequence::FIRST),
        };
        let trace = Trace::permitted(permit, DUTY.to_owned(), vec![pupil]);
        self.stream_write(
            NewEntry {
                kind: DUTY,
                stream,
                pupil: Some(pupil),
                sequence,
                event,
            },
            permit.by(),
            trace,
        )
        .await
    }

    /// What people recorded about duties for one pupil. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn duty_list_of(&self, permit: &Permit<act::Read, on::Duty>) -> Result<Vec<DutyRecord>, StoreError> {
        self.stream_of(DUTY, permit, permit.subject())
            .await?
            .into_iter()
            .map(duty)
            .collect()
    }

    /// Writes to the audit trail that a letter about one of the pupil's duties is shown, or taken out as a file. The letter
    /// itself is not kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn duty_letter<A: Act>(&self, permit: &Permit<A, on::Duty>, letter: &str) -> Result<(), StoreError> {
        let what = format!("letter {letter}");
        self.audit(Trace::permitted(permit, what, vec![permit.subject()])).await
    }

    /// Writes to the audit trail that a person made a paper about the pupil. The paper itself is not kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_paper(
        &self,
        permit: &Permit<act::Read, on::PupilIdentity>,
        paper: &str,
    ) -> Result<(), StoreError> {
        let what = format!("paper {paper}");
        self.audit(Trace::permitted(permit, what, vec![permit.subject()])).await
    }

    /// What people recorded about duties for every pupil in the scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn duty_list(&self, scope: &Scope<act::List, on::Duty>) -> Result<Vec<DutyRecord>, StoreError> {
        self.stream_all(DUTY, scope).await?.into_iter().map(duty).collect()
    }

    /// Writes down what a review decided about a pupil, or what was decided instead.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has decided since.
    pub async fn outcome_decide(
        &self,
        permit: &Permit<act::Create, on::ReviewOutcome>,
        standing: Option<&PupilOutcome>,
        event: &OutcomeEvent,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject();
        let (stream, sequence) = match standing {
            Some(outcome) => (outcome.id.as_uuid(), outcome.next_sequence()),
            None => (self.new_uuid()?, Sequence::FIRST),
        };
        let trace = Trace::permitted(permit, OUTCOME.to_owned(), vec![pupil]);
        self.stream_write(
            NewEntry {
                kind: OUTCOME,
                stream,
                pupil: Some(pupil),
                sequence,
                event,
            },
            permit.by(),
            trace,
        )
        .await
    }

    /// What reviews decided about one pupil, oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn outcome_list_of(
        &self,
        permit: &Permit<act::Read, on::ReviewOutcome>,
    ) -> Result<Vec<PupilOutcome>, StoreError> {
        self.stream_of(OUTCOME, permit, permit.subject())
            .await?
            .into_iter()
            .map(outcome)
            .collect()
    }

    /// Every decision of reviews about the pupils in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn outcome_list(
        &self,
        scope: &Scope<act::List, on::ReviewOutcome>,
    ) -> Result<Vec<PupilOutcome>, StoreError> {
        self.stream_all(OUTCOME, scope)
            .await?
            .into_iter()
            .map(outcome)
            .collect()
    }

    /// The newest decision of a review about each pupil in the scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn outcome_list_newest(
        &self,
        scope: &Scope<act::List, on::ReviewOutcome>,
    ) -> Result<BTreeMap<PupilId, PupilOutcome>, StoreError> {
        let mut newest: BTreeMap<PupilId, PupilOutcome> = BTreeMap::new();
        for stream in self.stream_all(OUTCOME, scope).await? {
            let one = outcome(stream)?;
            let newer = newest
                .get(&one.pupil)
                .is_none_or(|other| other.decided_on <= one.decided_on);
            if newer {
                newest.insert(one.pupil, one);
            }
        }
        Ok(newest)
    }

    /// Sets a pupil's hint aside, or takes that back (`standing`).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since.
    pub async fn set_aside_write(
        &self,
        permit: &Permit<act::Create, on::ReviewOutcome>,
        standing: Option<&SetAside>,
        event: &SetAsideEvent,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject();
        let of_another = match event {
            SetAsideEvent::SetAside { pupil: about, .. } => *about != pupil,
            SetAsideEvent::TakenBack => standing.is_none_or(|s| s.pupil != pupil),
        };
        if of_another {
            return Err(StoreError::Permit("pupil"));
        }
        let (stream, sequence) = match standing {
            Some(standing) => (standing.id.as_uuid(), standing.next_sequence()),
            None => (self.new_uuid()?, Sequence::FIRST),
        };
        let trace = Trace::permitted(permit, SET_ASIDE.to_owned(), vec![pupil]);
        let new = NewEntry {
            kind: SET_ASIDE,
            stream,
            pupil: Some(pupil),
            sequence,
            event,
        };
        self.stream_write(new, permit.by(), trace).await
    }

    /// A pupil's hints that were set aside, oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn set_aside_list_of(
        &self,
        permit: &Permit<act::Read, on::ReviewOutcome>,
    ) -> Result<Vec<SetAside>, StoreError> {
        let all = self.stream_of(SET_ASIDE, permit, permit.subject()).await?;
        all.into_iter().map(set_aside).collect()
    }

    /// The hints that were set aside of every pupil in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn set_aside_list(
        &self,
        scope: &Scope<act::List, on::ReviewOutcome>,
    ) -> Result<Vec<SetAside>, StoreError> {
        let all = self.stream_all(SET_ASIDE, scope).await?;
        all.into_iter().map(set_aside).collect()
    }

    /// How far the log of marks has come, for the ground of a record.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn marks_until(&self) -> Result<i64, StoreError> {
        Ok(self.planes().await?.positions.marks)
    }

    /// The names of everybody with an account, by id: who wrote something may also be a parent or a child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_names(&self) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let all = self.account_list().await?;
        Ok(all.into_iter().map(|one| (one.id, one.name)).collect())
    }
}
