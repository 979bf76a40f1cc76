//! What members of staff note on their own teaching: streams about nobody, read by whoever wrote them alone.

use access::{Permit, Scope, ScopeReach, act, on};
use casework::history::Sequence;
use casework::reflection::ReflectionEvent;
use casework::{PersonId, Reflection, ReflectionId};

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, corrupt, streams};
use crate::{Store, sql};

const REFLECTION: &str = "reflection";

impl Store {
    async fn reflections_of(&self, author: PersonId) -> Result<Vec<Reflection>, StoreError> {
        let values = args![REFLECTION, author.as_uuid()];
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_BEGUN_BY, values).await?;
        let all = streams::<ReflectionEvent>(rows)?.into_iter();
        let read = all.map(|stream| {
            let id = ReflectionId::from_uuid(stream.id);
            Reflection::from_history(id, stream.entries).map_err(|_| corrupt(stream.id))
        });
        read.collect()
    }

    async fn own(&self, author: PersonId, id: ReflectionId) -> Result<Reflection, StoreError> {
        let all = self.reflections_of(author).await?;
        all.into_iter()
            .find(|one| one.id == id)
            .ok_or(StoreError::Missing("reflection"))
    }

    /// The notes of the scope's person, oldest first. Whoever reads their own leaves no trace.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn reflection_list(
        &self,
        scope: &Scope<act::List, on::Reflection>,
    ) -> Result<Vec<Reflection>, StoreError> {
        match scope.reach() {
            ScopeReach::Places { own: Some(author), .. } => self.reflections_of(author).await,
            _ => Ok(Vec::new()),
        }
    }

    /// Keeps a note of the permit's person.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event begins no note, or somebody writes for another.
    pub async fn reflection_write(
        &self,
        permit: &Permit<act::Create, on::Reflection>,
        event: &ReflectionEvent,
    ) -> Result<ReflectionId, StoreError> {
        let theirs = permit.by() == Some(permit.subject());
        if !theirs || !matches!(event, ReflectionEvent::Written { .. }) {
            return Err(StoreError::Permit("reflection"));
        }
        let stream = self.new_uuid()?;
        let new = NewEntry {
            kind: REFLECTION,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        let trace = Trace::permitted(permit, REFLECTION.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await?;
        Ok(ReflectionId::from_uuid(stream))
    }

    /// Adds to a note of the permit's person.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the person has no such note; what adding it says when it cannot be added.
    pub async fn reflection_add(
        &self,
        permit: &Permit<act::Change, on::Reflection>,
        id: ReflectionId,
        event: &ReflectionEvent,
    ) -> Result<(), StoreError> {
        let note = self.own(permit.subject(), id).await?;
        if permit.by() != Some(note.author) || !matches!(event, ReflectionEvent::Added { .. }) {
            return Err(StoreError::Permit("reflection"));
        }
        let new = NewEntry {
            kind: REFLECTION,
            stream: id.as_uuid(),
            pupil: None,
            sequence: note.next_sequence(),
            event,
        };
        let trace = Trace::permitted(permit, REFLECTION.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await
    }

    /// Throws a note of the permit's person away: nothing of it stays.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the person has no such note.
    pub async fn reflection_drop(
        &self,
        permit: &Permit<act::Close, on::Reflection>,
        id: ReflectionId,
    ) -> Result<(), StoreError> {
        let note = self.own(permit.subject(), id).await?;
        if permit.by() != Some(note.author) {
            return Err(StoreError::Permit("reflection"));
        }
        let mut work = self.db().begin().await?;
        work.run(sql::STREAM_ENTRY_DROP, args![id.as_uuid()]).await?;
        work.run(sql::STREAM_DROP, args![id.as_uuid(), REFLECTION]).await?;
        let trace = Trace::permitted(permit, format!("{REFLECTION}: thrown away"), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }
}
