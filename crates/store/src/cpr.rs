//! CPR numbers: opened for one pupil at a time, found by their keyed index.

use access::{Permit, act, on};
use casework::{OwnWords, PupilId};
use uuid::Uuid;

use crate::audit::Act;
use crate::db::args;
use crate::error::StoreError;
use crate::{Store, sql};

#[derive(sqlx::FromRow)]
struct SealedRow {
    cpr_sealed: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: Uuid,
}

impl Store {
    /// The CPR number of the permit's pupil, for a reason somebody gave. Reading and reason are written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the key is not the one it was sealed with.
    pub async fn pupil_cpr(
        &self,
        permit: &Permit<act::Read, on::Cpr>,
        reason: &OwnWords,
    ) -> Result<Option<intake::Cpr>, StoreError> {
        let pupil = permit.subject();
        let mut work = self.db().begin().await?;
        let row: Option<SealedRow> = work.one(sql::PUPIL_CPR, args![pupil.as_uuid()]).await?;
        let given = [("cpr".to_owned(), reason.clone())];
        let named = self.reasons_give(&mut work, (pupil, permit.by()), &given).await?;
        let act = Act::permitted(permit, format!("cpr, {named}"), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await?;
        let Some(sealed) = row.and_then(|r| r.cpr_sealed) else {
            return Ok(None);
        };
        let digits = self.inner.keys.open(&sealed, pupil.as_uuid().as_bytes())?;
        digits.parse().map(Some).map_err(|_| StoreError::Corrupt {
            table: "pupils",
            row: pupil.as_uuid(),
        })
    }

    /// The pupils with a CPR number, found by its keyed index: for a file that names pupils by it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_by_cpr(
        &self,
        permit: &Permit<act::Create, on::Import>,
        cpr: intake::Cpr,
    ) -> Result<Vec<PupilId>, StoreError> {
        let found = self.pupils_with_cpr(cpr).await?;
        let mut work = self.db().begin().await?;
        let act = Act::permitted(permit, "pupil by cpr".to_owned(), found.clone());
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await?;
        Ok(found)
    }

    /// The pupils with a CPR number, for whoever decides what may be seen of them.
    pub(crate) async fn pupils_with_cpr(&self, cpr: intake::Cpr) -> Result<Vec<PupilId>, StoreError> {
        let index = self.inner.keys.index(&cpr.reveal())?;
        let rows: Vec<FoundRow> = self.db().all(sql::PUPIL_BY_CPR, args![index]).await?;
        Ok(rows.into_iter().map(|row| PupilId::from_uuid(row.id)).collect())
    }
}
