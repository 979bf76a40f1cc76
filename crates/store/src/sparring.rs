//! Questions about a concern to a named person, as streams about a pupil the person asked need not know.

use access::{Permit, PupilFacts, Scope, SparringFacts, act, on};
use casework::history::Sequence;
use casework::sparring::SparringEvent;
use casework::{PersonId, PupilId, Sparring, SparringId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::seen::facts;
use crate::stream::{EntryRow, NewEntry, Stream, streams};
use crate::{Store, sql};

pub(crate) const SPARRING: &str = "sparring";

pub(crate) fn sparring(stream: Stream<SparringEvent>) -> Result<Sparring, StoreError> {
    let id = stream.id;
    Sparring::from_history(SparringId::from_uuid(id), stream.entries).map_err(|_| StoreError::Corrupt {
        table: "streams",
        row: id,
    })
}

impl Store {
    /// Asks the permit's person about the permit's pupil.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event asks somebody else, or about another pupil.
    pub async fn sparring_ask(
        &self,
        permit: &Permit<act::Create, on::Sparring>,
        event: &SparringEvent,
    ) -> Result<SparringId, StoreError> {
        let of = permit.subject();
        let fits = matches!(event, SparringEvent::Asked { pupil, contact, .. }
            if *pupil == of.pupil && *contact == of.contact);
        if !fits {
            return Err(StoreError::Permit("question"));
        }
        let stream = self.new_uuid()?;
        let trace = Trace::permitted(permit, SPARRING.to_owned(), vec![of.pupil]);
        let new = NewEntry {
            kind: SPARRING,
            stream,
            pupil: Some(of.pupil),
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_write(new, permit.by(), trace).await?;
        Ok(SparringId::from_uuid(stream))
    }

    /// Answers a question put to the permit's person.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was answered or taken back in the meantime; [`StoreError::Permit`] when it was
    /// put to somebody else, or the event is no answer.
    pub async fn sparring_answer(
        &self,
        permit: &Permit<act::Close, on::Sparring>,
        of: &Sparring,
        event: &SparringEvent,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        let fits = (subject.pupil, subject.contact) == (of.pupil, of.contact);
        if !fits || !matches!(event, SparringEvent::Answered { .. }) {
            return Err(StoreError::Permit("question"));
        }
        let trace = Trace::permitted(permit, SPARRING.to_owned(), vec![of.pupil]);
        self.sparring_add(of, event, permit.by(), trace).await
    }

    /// Takes back a question about the permit's pupil.
    ///
    /// # Errors
    /// As [`Store::sparring_answer`].
    pub async fn sparring_take_back(
        &self,
        permit: &Permit<act::Change, on::Sparring>,
        of: &Sparring,
        event: &SparringEvent,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        let fits = (subject.pupil, subject.contact) == (of.pupil, of.contact);
        if !fits || !matches!(event, SparringEvent::TakenBack { .. }) {
            return Err(StoreError::Permit("question"));
        }
        let trace = Trace::permitted(permit, SPARRING.to_owned(), vec![of.pupil]);
        self.sparring_add(of, event, permit.by(), trace).await
    }

    async fn sparring_add(
        &self,
        of: &Sparring,
        event: &SparringEvent,
        by: Option<PersonId>,
        trace: Trace,
    ) -> Result<(), StoreError> {
        let new = NewEntry {
            kind: SPARRING,
            stream: of.id.as_uuid(),
            pupil: Some(of.pupil),
            sequence: of.next_sequence(),
            event,
        };
        self.stream_write(new, by, trace).await
    }

    /// About whom and of whom a question was asked, as `access` asks for it; `None` when there is no such question.
    /// Nothing of what it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sparring_facts(&self, id: SparringId, day: Date) -> Result<Option<SparringFacts>, StoreError> {
        let Some(one) = self.sparring_stream(id.as_uuid()).await? else {
            return Ok(None);
        };
        let pupil = self.pupil_facts(one.pupil, day).await?;
        Ok(pupil.map(|pupil| SparringFacts {
            pupil,
            contact: one.contact,
        }))
    }

    async fn sparring_stream(&self, id: Uuid) -> Result<Option<Sparring>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![id, SPARRING]).await?;
        streams(rows)?.pop().map(sparring).transpose()
    }

    /// A question put to the permit's person. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sparring_one(
        &self,
        permit: &Permit<act::Read, on::Sparring>,
        id: SparringId,
    ) -> Result<Option<Sparring>, StoreError> {
        let subject = permit.subject();
        let one = self
            .sparring_stream(id.as_uuid())
            .await?
            .filter(|one| (one.pupil, one.contact) == (subject.pupil, subject.contact));
        if one.is_some() {
            self.audit(Trace::permitted(permit, SPARRING.to_owned(), vec![subject.pupil]))
                .await?;
        }
        Ok(one)
    }

    /// Every question put to the scope's person, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sparring_list_of_contact(
        &self,
        scope: &Scope<act::List, on::Sparring>,
    ) -> Result<Vec<Sparring>, StoreError> {
        let planes = self.planes().await?;
        let placed = |pupil: PupilId| -> Option<PupilFacts> {
            let at = planes.roster().pupil_ix(pupil)?;
            Some(facts(&planes, at, pupil, scope.on()))
        };
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST, args![SPARRING]).await?;
        let mut found = Vec::new();
        for stream in streams(rows)? {
            let one = sparring(stream)?;
            let covered = placed(one.pupil).is_some_and(|pupil| {
                scope.covers(&SparringFacts {
                    pupil,
                    contact: one.contact,
                })
            });
            if covered {
                found.push(one);
            }
        }
        if !found.is_empty() {
            let subjects = found.iter().map(|one| one.pupil).collect();
            self.audit(Trace::scoped(scope, format!("list of {SPARRING}"), subjects))
                .await?;
        }
        Ok(found)
    }

    /// Every question about the permit's pupil, oldest first: it belongs to the concern. The reading is written to the
    /// audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sparring_list_of(&self, permit: &Permit<act::Read, on::Concern>) -> Result<Vec<Sparring>, StoreError> {
        self.stream_of(SPARRING, permit, permit.subject())
            .await?
            .into_iter()
            .map(sparring)
            .collect()
    }

    /// Every question about the pupils in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sparring_list(&self, scope: &Scope<act::List, on::Concern>) -> Result<Vec<Sparring>, StoreError> {
        self.stream_all(SPARRING, scope)
            .await?
            .into_iter()
            .map(sparring)
            .collect()
    }
}
