//! Questions about no child to a named colleague, as streams about nobody.

use access::{CounselFacts, Permit, Scope, act, on};
use casework::counsel::CounselEvent;
use casework::history::Sequence;
use casework::{Counsel, CounselId, PersonId};

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, Stream, corrupt, streams};
use crate::{Store, sql};

pub(crate) const COUNSEL: &str = "counsel";

fn counsel(stream: &Stream<CounselEvent>) -> Result<Counsel, StoreError> {
    Counsel::from_history(CounselId::from_uuid(stream.id), &stream.entries).map_err(|_| corrupt(stream.id))
}

/// Between whom a question is, as `access` asks for it.
fn facts(one: &Counsel) -> CounselFacts {
    CounselFacts {
        asker: one.asked_by,
        contact: one.contact,
    }
}

impl Store {
    /// Asks the permit's colleague.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event asks somebody else, or is no question.
    pub async fn counsel_ask(
        &self,
        permit: &Permit<act::Create, on::Counsel>,
        event: &CounselEvent,
    ) -> Result<CounselId, StoreError> {
        let between = permit.subject();
        let fits = matches!(event, CounselEvent::Asked { contact, .. } if *contact == between.contact);
        if !fits || permit.by() != Some(between.asker) {
            return Err(StoreError::Permit("question"));
        }
        let stream = self.new_uuid()?;
        let new = NewEntry {
            kind: COUNSEL,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        let trace = Trace::permitted(permit, COUNSEL.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await?;
        Ok(CounselId::from_uuid(stream))
    }

    async fn counsel_read(&self, id: CounselId) -> Result<Option<Counsel>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![id.as_uuid(), COUNSEL]).await?;
        streams(rows)?.iter().map(counsel).next().transpose()
    }

    /// Between whom a question is, as `access` asks for it; `None` when there is none. Nothing of what it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn counsel_facts(&self, id: CounselId) -> Result<Option<CounselFacts>, StoreError> {
        Ok(self.counsel_read(id).await?.as_ref().map(facts))
    }

    /// A question between the permit's two. It is about no child, so that reading it leaves no trace.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none between these two.
    pub async fn counsel_one(
        &self,
        permit: &Permit<act::Read, on::Counsel>,
        id: CounselId,
    ) -> Result<Counsel, StoreError> {
        let one = self.counsel_read(id).await?;
        one.filter(|one| facts(one) == permit.subject())
            .ok_or(StoreError::Missing("question"))
    }

    /// Every question the scope's person has asked or been asked, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn counsel_list(&self, scope: &Scope<act::List, on::Counsel>) -> Result<Vec<Counsel>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST, args![COUNSEL]).await?;
        let all: Result<Vec<Counsel>, StoreError> = streams(rows)?.iter().map(counsel).collect();
        let mut all = all?;
        all.retain(|one| scope.covers(&facts(one)));
        Ok(all)
    }

    /// Answers a question put to the permit's person.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was answered or taken back in the meantime; [`StoreError::Permit`] when it was
    /// put to somebody else, or the event is no answer.
    pub async fn counsel_answer(
        &self,
        permit: &Permit<act::Close, on::Counsel>,
        of: &Counsel,
        event: &CounselEvent,
    ) -> Result<(), StoreError> {
        let theirs = permit.subject() == facts(of) && permit.by() == Some(of.contact);
        if !theirs || !matches!(event, CounselEvent::Answered { .. }) {
            return Err(StoreError::Permit("question"));
        }
        let trace = Trace::permitted(permit, COUNSEL.to_owned(), Vec::new());
        self.counsel_add(of, event, permit.by(), trace).await
    }

    /// Takes back a question the permit's person has asked.
    ///
    /// # Errors
    /// As [`Store::counsel_answer`].
    pub async fn counsel_take_back(
        &self,
        permit: &Permit<act::Change, on::Counsel>,
        of: &Counsel,
        event: &CounselEvent,
    ) -> Result<(), StoreError> {
        let theirs = permit.subject() == facts(of) && permit.by() == Some(of.asked_by);
        if !theirs || !matches!(event, CounselEvent::TakenBack { .. }) {
            return Err(StoreError::Permit("question"));
        }
        let trace = Trace::permitted(permit, COUNSEL.to_owned(), Vec::new());
        self.counsel_add(of, event, permit.by(), trace).await
    }

    async fn counsel_add(
        &self,
        of: &Counsel,
        event: &CounselEvent,
        by: Option<PersonId>,
        trace: Trace,
    ) -> Result<(), StoreError> {
        let new = NewEntry {
            kind: COUNSEL,
            stream: of.id.as_uuid(),
            pupil: None,
            sequence: Sequence::FIRST.next(),
            event,
        };
        self.stream_write(new, by, trace).await
    }
}
