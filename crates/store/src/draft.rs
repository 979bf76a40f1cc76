//! What people have typed and not sent: one draft a person and form, ciphertext, gone when sent or after 30 days.

use access::{Permit, act, on};
use casework::PupilId;
use jiff::{SignedDuration, Timestamp};

use crate::audit::Act as Trace;
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::{Store, sql};

/// How long a draft is kept after it was last saved.
pub const DRAFT_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A draft as it was saved last.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// When.
    pub saved_at: Timestamp,
    /// What the form held, as the form wrote it.
    pub content: String,
}

impl core::fmt::Debug for Draft {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Draft({})", self.saved_at)
    }
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    saved_at: i64,
    content: Vec<u8>,
}

impl Store {
    fn oldest_draft(&self) -> Timestamp {
        let now = self.now();
        now.checked_sub(DRAFT_KEPT).unwrap_or(now)
    }

    /// Keeps what the permit's person has typed in a form; what was kept of the same form goes. `about` is the pupil
    /// the form is about, so that it is erased with the pupil.
    ///
    /// The first save of a form is written to the audit trail; those that follow while somebody types are not.
    ///
    /// # Errors
    /// When the database cannot answer, or the pupil has gone.
    pub async fn draft_save(
        &self,
        permit: &Permit<act::Change, on::Draft>,
        form: &str,
        about: Option<PupilId>,
        content: &str,
    ) -> Result<(), StoreError> {
        let (who, now) = (permit.subject().as_uuid(), self.now());
        let sealed = self.inner.keys.seal_draft(content, &owner(who, form))?;
        let mut work = self.db().begin().await?;
        self.draft_sweep(&mut work).await?;
        let before: Option<DraftRow> = work.one(sql::DRAFT_ONE, args![who, form, self.oldest_draft()]).await?;
        let values = args![who, form, about.map(PupilId::as_uuid), now, sealed];
        work.run(sql::DRAFT_PUT, values).await?;
        if before.is_none() {
            let trace = Trace::permitted(permit, "draft".to_owned(), about.into_iter().collect());
            self.inner.trail.write(&mut work, now, trace).await?;
        }
        work.commit().await
    }

    /// What the permit's person has typed in a form and not sent, while it is kept.
    ///
    /// # Errors
    /// [`StoreError::Key`] when it was sealed with another key.
    pub async fn draft_one(
        &self,
        permit: &Permit<act::Read, on::Draft>,
        form: &str,
    ) -> Result<Option<Draft>, StoreError> {
        let who = permit.subject().as_uuid();
        let row: Option<DraftRow> = self
            .db()
            .one(sql::DRAFT_ONE, args![who, form, self.oldest_draft()])
            .await?;
        row.map(|row| {
            Ok(Draft {
                saved_at: instant(row.saved_at),
                content: self.inner.keys.open_draft(&row.content, &owner(who, form))?,
            })
        })
        .transpose()
    }

    /// Throws a draft away: the form was sent, or the person does not want it any more. Nothing happens without one.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn draft_drop(&self, permit: &Permit<act::Close, on::Draft>, form: &str) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        work.run(sql::DRAFT_DROP, args![permit.subject().as_uuid(), form])
            .await?;
        work.commit().await
    }

    /// Throws away every draft that has been kept long enough.
    pub(crate) async fn draft_sweep(&self, work: &mut Work) -> Result<(), StoreError> {
        work.run(sql::DRAFT_SWEEP, args![self.oldest_draft()]).await?;
        Ok(())
    }
}

/// Whom a draft is bound to: it opens for this person and form alone.
fn owner(who: uuid::Uuid, form: &str) -> Vec<u8> {
    [who.as_bytes().as_slice(), form.as_bytes()].concat()
}
