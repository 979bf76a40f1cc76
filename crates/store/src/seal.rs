//! Reading and sealing the audit trail. Seals are made in batches, so that a page never waits for the chain.

use access::{Permit, act, on};
use casework::{PersonId, PupilId};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::audit::AuditEntry;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::{Store, sql};

/// Entries younger than this are left for the next batch: their unit of work may still be open.
const SETTLING: SignedDuration = SignedDuration::from_mins(15);

#[derive(sqlx::FromRow)]
struct EntryRow {
    segment_id: Uuid,
    sequence: i64,
    at: i64,
    staff_id: Option<Uuid>,
    action: String,
    what: String,
    ground: String,
    policy: String,
    subjects: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct SealRow {
    segment_id: Uuid,
    first_sequence: i64,
    last_sequence: i64,
    entries: i64,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct PseudonymRow {
    pseudonym: i64,
}

/// A batch of the trail that is not what was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenSeal {
    /// The segment.
    pub segment: Uuid,
    /// Its first entry.
    pub first: i64,
    /// Its last entry.
    pub last: i64,
}

impl From<EntryRow> for AuditEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            at: instant(row.at),
            who: row.staff_id.map(PersonId::from_uuid),
            action: row.action,
            what: row.what,
            ground: row.ground,
            policy: row.policy,
            subjects: Self::subjects_from(&row.subjects),
        }
    }
}

/// The hash of a batch on top of the one before: every field with its length, so that none can run into the next.
fn hash(previous: &[u8], entries: &[EntryRow]) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    field(previous);
    for entry in entries {
        field(&entry.sequence.to_le_bytes());
        field(&entry.at.to_le_bytes());
        field(entry.staff_id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()));
        for text in [&entry.action, &entry.what, &entry.ground, &entry.policy] {
            field(text.as_bytes());
        }
        field(&entry.subjects);
    }
    digest.finalize().into()
}

impl Store {
    /// Entries of the audit trail before an instant, newest first, at most `most`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_list(
        &self,
        _permit: &Permit<act::Read, on::Audit>,
        before: Timestamp,
        most: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::AUDIT_LIST_BEFORE, args![before, most]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The number a pupil goes by in the audit trail, so that a parent can be told who looked; `None` when nobody has.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_pseudonym(
        &self,
        _permit: &Permit<act::Read, on::Audit>,
        pupil: PupilId,
    ) -> Result<Option<u32>, StoreError> {
        let row: Option<PseudonymRow> = self.db().one(sql::PSEUDONYM_OF, args![pupil.as_uuid()]).await?;
        Ok(row.and_then(|r| u32::try_from(r.pseudonym).ok()))
    }

    /// Seals every entry that has settled, segment by segment; how many entries that were.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_seal(&self) -> Result<u64, StoreError> {
        let now = self.now();
        let settled = now.checked_sub(SETTLING).unwrap_or(now);
        let mut work = self.db().begin().await?;
        let open: Vec<EntryRow> = work.all(sql::AUDIT_UNSEALED, args![settled]).await?;
        let seals: Vec<SealRow> = work.all(sql::AUDIT_SEAL_LIST, args![]).await?;
        for batch in open.chunk_by(|a, b| a.segment_id == b.segment_id) {
            let (Some(first), Some(last)) = (batch.first(), batch.last()) else {
                continue;
            };
            let before = seals.iter().rev().find(|s| s.segment_id == first.segment_id);
            let previous = before.map_or(vec![0; 32], |s| s.hash.clone());
            let sealed = hash(&previous, batch);
            let entries = i64::try_from(batch.len()).unwrap_or(i64::MAX);
            let values = args![
                first.segment_id,
                first.sequence,
                last.sequence,
                entries,
                previous,
                sealed,
                now
            ];
            work.run(sql::AUDIT_SEAL_ADD, values).await?;
        }
        work.commit().await?;
        Ok(open.len() as u64)
    }

    /// Batches of the trail that are not what was sealed: an entry was changed, taken out or put in.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_verify(&self) -> Result<Vec<BrokenSeal>, StoreError> {
        let seals: Vec<SealRow> = self.db().all(sql::AUDIT_SEAL_LIST, args![]).await?;
        let mut broken = Vec::new();
        let mut before: Option<&SealRow> = None;
        for seal in &seals {
            let values = args![seal.segment_id, seal.first_sequence, seal.last_sequence];
            let entries: Vec<EntryRow> = self.db().all(sql::AUDIT_SEALED, values).await?;
            let previous = before
                .filter(|b| b.segment_id == seal.segment_id)
                .map_or(vec![0; 32], |b| b.hash.clone());
            let whole = seal.previous_hash == previous
                && i64::try_from(entries.len()) == Ok(seal.entries)
                && seal.hash == hash(&previous, &entries);
            if !whole {
                broken.push(BrokenSeal {
                    segment: seal.segment_id,
                    first: seal.first_sequence,
                    last: seal.last_sequence,
                });
            }
            before = Some(seal);
        }
        Ok(broken)
    }
}
