//! The catalogue of what can be done, and what somebody missed in it: streams about no pupil.

use access::{Act, Permit, Scope, Spot, act, on};
use casework::history::Sequence;
use casework::option::{Done, MissingEvent, Version, catalogue};
use casework::{ActionOption, ActionOptionId, MissingOption, MissingOptionId, SchoolId};

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, Stream, streams};
use crate::{Store, sql};

const OPTION: &str = "action_option";
const MISSING: &str = "missing_option";

fn option(stream: Stream<Version>) -> Result<ActionOption, StoreError> {
    let id = stream.id;
    ActionOption::from_history(ActionOptionId::from_uuid(id), stream.entries).map_err(|_| StoreError::Corrupt {
        table: "streams",
        row: id,
    })
}

fn missing(stream: &Stream<MissingEvent>) -> Result<MissingOption, StoreError> {
    MissingOption::from_history(MissingOptionId::from_uuid(stream.id), &stream.entries).map_err(|_| {
        StoreError::Corrupt {
            table: "streams",
            row: stream.id,
        }
    })
}

/// Where something is missed, as `access` asks for it.
pub fn missing_spot(school: Option<SchoolId>) -> Spot {
    school.map_or(Spot::Municipality, Spot::School)
}

impl Store {
    /// The whole catalogue: what the municipality keeps and the proposals it has said nothing about, also what is out
    /// of use. Nothing in it is about a person, so that reading it leaves no trace.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn option_list(&self, _: &Scope<act::List, on::ActionOption>) -> Result<Vec<ActionOption>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST, args![OPTION]).await?;
        let kept: Result<Vec<ActionOption>, StoreError> = streams(rows)?.into_iter().map(option).collect();
        Ok(catalogue(kept?))
    }

    /// Writes a new option.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the version is not a new one.
    pub async fn option_write(
        &self,
        permit: &Permit<act::Create, on::ActionOption>,
        version: &Version,
    ) -> Result<ActionOptionId, StoreError> {
        if version.done != Done::Written {
            return Err(StoreError::Permit("option"));
        }
        let stream = self.new_uuid()?;
        let new = NewEntry {
            kind: OPTION,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event: version,
        };
        let trace = Trace::permitted(permit, OPTION.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await?;
        Ok(ActionOptionId::from_uuid(stream))
    }

    /// Adds a version to an option as it was read: changed, or adopted as it stands.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since; [`StoreError::Permit`] when the version does
    /// something else.
    pub async fn option_change(
        &self,
        permit: &Permit<act::Change, on::ActionOption>,
        of: &ActionOption,
        version: &Version,
    ) -> Result<(), StoreError> {
        if !matches!(version.done, Done::Changed | Done::Adopted) {
            return Err(StoreError::Permit("option"));
        }
        self.option_add(permit, &[(of, version)]).await
    }

    /// Adopts several proposals at once, all of them or none.
    ///
    /// # Errors
    /// As [`Store::option_change`].
    pub async fn option_adopt(
        &self,
        permit: &Permit<act::Change, on::ActionOption>,
        all: &[(&ActionOption, &Version)],
    ) -> Result<(), StoreError> {
        if all.iter().any(|(_, version)| version.done != Done::Adopted) {
            return Err(StoreError::Permit("option"));
        }
        self.option_add(permit, all).await
    }

    /// Takes an option out of use, or brings it back.
    ///
    /// # Errors
    /// As [`Store::option_change`].
    pub async fn option_close(
        &self,
        permit: &Permit<act::Close, on::ActionOption>,
        of: &ActionOption,
        version: &Version,
    ) -> Result<(), StoreError> {
        if !matches!(version.done, Done::TakenOut | Done::BroughtBack) {
            return Err(StoreError::Permit("option"));
        }
        self.option_add(permit, &[(of, version)]).await
    }

    async fn option_add<A: Act>(
        &self,
        permit: &Permit<A, on::ActionOption>,
        all: &[(&ActionOption, &Version)],
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        for (of, version) in all {
            let new = NewEntry {
                kind: OPTION,
                stream: of.id.as_uuid(),
                pupil: None,
                sequence: of.next_sequence(),
                event: *version,
            };
            self.stream_put(&mut work, new, permit.by()).await?;
        }
        let trace = Trace::permitted(permit, OPTION.to_owned(), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Keeps what somebody could not find in the catalogue.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is no report, or about another place than the permit.
    pub async fn missing_report(
        &self,
        permit: &Permit<act::Create, on::MissingOption>,
        event: &MissingEvent,
    ) -> Result<MissingOptionId, StoreError> {
        let fits = matches!(event, MissingEvent::Reported { school, .. } if missing_spot(*school) == permit.subject());
        if !fits {
            return Err(StoreError::Permit("place"));
        }
        let stream = self.new_uuid()?;
        let new = NewEntry {
            kind: MISSING,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        let trace = Trace::permitted(permit, MISSING.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await?;
        Ok(MissingOptionId::from_uuid(stream))
    }

    /// What was missed at the places in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn missing_list(
        &self,
        scope: &Scope<act::List, on::MissingOption>,
    ) -> Result<Vec<MissingOption>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST, args![MISSING]).await?;
        let all: Result<Vec<MissingOption>, StoreError> = streams(rows)?.iter().map(missing).collect();
        let mut all = all?;
        all.retain(|one| scope.covers(&missing_spot(one.school)));
        Ok(all)
    }

    /// Answers what was missed, once.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has answered; [`StoreError::Permit`] when it was missed elsewhere.
    pub async fn missing_answer(
        &self,
        permit: &Permit<act::Close, on::MissingOption>,
        of: &MissingOption,
        event: &MissingEvent,
    ) -> Result<(), StoreError> {
        let fits = permit.subject() == missing_spot(of.school) && matches!(event, MissingEvent::Answered { .. });
        if !fits {
            return Err(StoreError::Permit("place"));
        }
        let new = NewEntry {
            kind: MISSING,
            stream: of.id.as_uuid(),
            pupil: None,
            sequence: Sequence::FIRST.next(),
            event,
        };
        let trace = Trace::permitted(permit, MISSING.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await
    }
}
