//! Erasing a pupil: everything that hangs on the pupil goes; the audit trail keeps its rows and loses the link.

use access::{Permit, act, on};
use casework::PupilId;

use crate::audit::Act;
use crate::db::args;
use crate::error::StoreError;
use crate::planes::Touched;
use crate::{Store, sql};

impl Store {
    /// Erases the permit's pupil with all marks, part days, enrolments, concerns, sparring, cases with every view, outcomes, records of duties,
    /// drafts, what the family asked and its accounts, the name and number, and the snapshot of the planes that held them. It cannot be undone.
    ///
    /// The last entry of the audit trail about the pupil says that the pupil was erased; by then its pseudonym means
    /// nobody any more.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone before; [`StoreError::Held`] while somebody holds the pupil back.
    pub async fn pupil_erase(&self, permit: &Permit<act::Change, on::PupilIdentity>) -> Result<(), StoreError> {
        let pupil: PupilId = permit.subject();
        let act = Act::permitted(permit, "erasure".to_owned(), vec![pupil]);
        self.erase(pupil, act).await
    }

    /// Erases a pupil on whatever ground the act names.
    pub(crate) async fn erase(&self, pupil: PupilId, act: Act) -> Result<(), StoreError> {
        if self.planes().await?.roster().pupil_ix(pupil).is_none() {
            return Err(StoreError::Missing("pupil"));
        }
        let mut work = self.db().begin().await?;
        if self.is_held(&mut work, pupil).await? {
            return Err(StoreError::Held);
        }
        self.inner.trail.write(&mut work, self.now(), act).await?;
        for statement in [
            sql::SEARCH_ERASE,
            sql::AGREED_WEEK_ERASE,
            sql::CASE_OPENING_ERASE,
            sql::CASE_QUESTION_ERASE,
            sql::CASE_PERSON_ERASE,
            sql::CASE_ERASE,
            sql::STREAM_ENTRY_ERASE,
            sql::STREAM_ERASE,
            sql::DRAFT_ERASE,
            sql::HOLD_ERASE,
            sql::GIVEN_REASON_ERASE,
            sql::EMERGENCY_ERASE,
            sql::ATTACHMENT_ERASE,
            sql::FAMILY_LINK_ERASE,
            sql::FAMILY_GRANT_ERASE,
            sql::MARK_ERASE,
            sql::PARTIAL_ERASE,
            sql::ENROLMENT_ERASE,
            sql::PSEUDONYM_ERASE,
            sql::ROSTER_CHANGE_ERASE,
        ] {
            work.run(statement, args![pupil.as_uuid()]).await?;
        }
        self.changed(work.run(sql::PUPIL_ERASE, args![pupil.as_uuid()]).await?, "pupil")?;
        work.run(sql::HOUSEHOLD_ERASE, args![]).await?;
        self.family_gone(&mut work).await?;
        work.run(sql::SNAPSHOT_CLEAR, args![]).await?;
        let touched = Touched {
            erased: true,
            ..Touched::default()
        };
        touched.write(&mut work).await?;
        work.commit().await?;
        self.inner.trail.forget(pupil).await;
        Ok(())
    }
}
