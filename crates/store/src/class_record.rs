//! The record of a class as a community: streams about no child, each with its class beside it.

use access::{Act, ClassFacts, Permit, Scope, act, on};
use casework::class_record::ClassRecordEvent;
use casework::history::Sequence;
use casework::person::Name;
use casework::{ClassId, ClassRecord, ClassRecordId};
use jiff::civil::Date;

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, corrupt, streams};
use crate::{Store, sql};

pub(crate) const CLASS_RECORD: &str = "class_record";

fn records(rows: Vec<EntryRow>) -> Result<Vec<ClassRecord>, StoreError> {
    let all = streams::<ClassRecordEvent>(rows)?.into_iter();
    let read = all.map(|stream| {
        let id = ClassRecordId::from_uuid(stream.id);
        ClassRecord::from_history(id, stream.entries).map_err(|_| corrupt(stream.id))
    });
    read.collect()
}

impl Store {
    /// The names of everybody who goes or went in the permit's class, so that none of them is kept in its record. They are
    /// held against what was typed and shown to nobody.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the class has gone.
    pub async fn class_record_names<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRecord>,
    ) -> Result<Vec<Name>, StoreError> {
        let planes = self.planes().await?;
        let class = planes.roster().class_ix(permit.subject());
        let members = planes.members([class.ok_or(StoreError::Missing("class"))?]);
        let entries = members.iter().filter_map(|at| planes.roster().pupil_entry(*at));
        Ok(entries.map(|entry| entry.name.clone()).collect())
    }

    /// Writes something down in the record of the permit's class.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event begins nothing, or is about another class.
    pub async fn class_record_begin(
        &self,
        permit: &Permit<act::Create, on::ClassRecord>,
        event: &ClassRecordEvent,
    ) -> Result<ClassRecordId, StoreError> {
        let about = permit.subject();
        let due = match event {
            ClassRecordEvent::Begun { class, follow_up, .. } if *class == about => *follow_up,
            _ => return Err(StoreError::Permit("class")),
        };
        let stream = self.new_uuid()?;
        let new = NewEntry {
            kind: CLASS_RECORD,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        let mut work = self.db().begin().await?;
        self.stream_put(&mut work, new, permit.by()).await?;
        work.run(sql::CLASS_RECORD_ADD, args![stream, about.as_uuid(), due])
            .await?;
        let trace = Trace::permitted(permit, CLASS_RECORD.to_owned(), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await?;
        Ok(ClassRecordId::from_uuid(stream))
    }

    /// Everything in the record of the permit's class, the oldest first. It names no child, so that reading it leaves no
    /// trace.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_record_list_of<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRecord>,
    ) -> Result<Vec<ClassRecord>, StoreError> {
        let class: ClassId = permit.subject();
        records(self.db().all(sql::CLASS_RECORD_LIST_OF, args![class.as_uuid()]).await?)
    }

    /// What is to be looked at again by a day, in the classes of the scope, the earliest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_record_list_due(
        &self,
        scope: &Scope<act::List, on::ClassRecord>,
        by: Date,
    ) -> Result<Vec<ClassRecord>, StoreError> {
        let mut all = records(self.db().all(sql::CLASS_RECORD_LIST_DUE, args![by]).await?)?;
        let roster = self.roster().await?;
        all.retain(|record| {
            let class = roster.class(record.class);
            class.is_some_and(|class| {
                scope.covers(&ClassFacts {
                    class: record.class,
                    school: class.school,
                })
            })
        });
        Ok(all)
    }

    /// Writes down that it was looked at again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since; [`StoreError::Permit`] when it is another class's, or
    /// the event is something else.
    pub async fn class_record_follow(
        &self,
        permit: &Permit<act::Change, on::ClassRecord>,
        record: &ClassRecord,
        sequence: Sequence,
        event: &ClassRecordEvent,
    ) -> Result<(), StoreError> {
        let ClassRecordEvent::Followed { next, .. } = event else {
            return Err(StoreError::Permit("class"));
        };
        self.class_record_add(permit, record, sequence, (event, *next)).await
    }

    /// Ends an agreement; it stays to be read.
    ///
    /// # Errors
    /// As [`Store::class_record_follow`].
    pub async fn class_record_end(
        &self,
        permit: &Permit<act::Close, on::ClassRecord>,
        record: &ClassRecord,
        sequence: Sequence,
        event: &ClassRecordEvent,
    ) -> Result<(), StoreError> {
        if !matches!(event, ClassRecordEvent::Ended { .. }) {
            return Err(StoreError::Permit("class"));
        }
        self.class_record_add(permit, record, sequence, (event, None)).await
    }

    async fn class_record_add<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRecord>,
        record: &ClassRecord,
        sequence: Sequence,
        (event, due): (&ClassRecordEvent, Option<Date>),
    ) -> Result<(), StoreError> {
        if permit.subject() != record.class {
            return Err(StoreError::Permit("class"));
        }
        let stream = record.id.as_uuid();
        let new = NewEntry {
            kind: CLASS_RECORD,
            stream,
            pupil: None,
            sequence,
            event,
        };
        let mut work = self.db().begin().await?;
        self.stream_put(&mut work, new, permit.by()).await?;
        work.run(sql::CLASS_RECORD_DUE, args![stream, due]).await?;
        let trace = Trace::permitted(permit, CLASS_RECORD.to_owned(), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }
}
