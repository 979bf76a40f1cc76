//! Who did or saw what, on which ground: rows that are only ever added.
//!
//! Each running program writes its own segment with its own sequence, so no page waits for another. Subjects are random
//! pseudonyms; erasing a pupil destroys the link, not the row. From where a request came is said once for everything
//! it does ([`asked_from`]). Each entry carries a seal of its own made with a key outside the database; batches of them
//! are chained apart (`seal.rs`), so that no page waits for the chain either.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use casework::{PersonId, PupilId};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::cipher::CprKeys;
use crate::clock::{instant, micros, new_uuid, random};
use crate::db::{Db, Work, args};
use crate::error::StoreError;
use crate::sql;

tokio::task_local! {
    /// The address the request under way came from.
    static FROM: String;
}

/// Does some work for a request from this address: every entry of the trail it writes says so. What the program does of
/// itself has no address.
pub async fn asked_from<F: Future>(address: String, work: F) -> F::Output {
    FROM.scope(address, work).await
}

/// The most letters of an address: the longest an IPv6 address with its zone has.
const LONGEST_ADDRESS: usize = 64;

/// From where the request under way came.
pub(crate) fn address() -> Option<String> {
    let known = FROM.try_with(|from| from.chars().take(LONGEST_ADDRESS).collect::<String>());
    known.ok().filter(|from| !from.is_empty())
}

/// One thing to write to the trail.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub who: Option<PersonId>,
    pub action: String,
    pub what: String,
    pub ground: String,
    pub policy: String,
    pub subjects: Vec<PupilId>,
}

impl Act {
    /// An act about no pupil: signing in, and changes of accounts and settings.
    pub fn by(who: Option<PersonId>, action: &str, what: String) -> Self {
        let ground = "Who signs in and who changes accounts and settings is written down (GDPR art. 32)".to_owned();
        let policy = "program/accounts".to_owned();
        Self {
            who,
            action: action.to_owned(),
            what,
            ground,
            policy,
            subjects: Vec::new(),
        }
    }
}

/// The segment this program writes.
#[derive(Debug)]
pub(crate) struct Trail {
    keys: CprKeys,
    segment: Uuid,
    next: AtomicI64,
    pseudonyms: tokio::sync::Mutex<HashMap<PupilId, u32>>,
}

/// A row of the trail.
#[derive(sqlx::FromRow)]
pub(crate) struct EntryRow {
    pub segment_id: Uuid,
    pub sequence: i64,
    pub at: i64,
    pub staff_id: Option<Uuid>,
    pub action: String,
    pub what: String,
    pub ground: String,
    pub policy: String,
    pub subjects: Vec<u8>,
    pub address: Option<String>,
    pub seal: Option<Vec<u8>>,
}

impl EntryRow {
    /// The seal the row has while it is as it was written: every field goes in, half of the bytes are kept.
    pub fn sealed(&self, keys: &CprKeys) -> Result<Vec<u8>, StoreError> {
        let (sequence, at) = (self.sequence.to_le_bytes(), self.at.to_le_bytes());
        let fields: [&[u8]; 10] = [
            self.segment_id.as_bytes(),
            &sequence,
            &at,
            self.staff_id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            self.action.as_bytes(),
            self.what.as_bytes(),
            self.ground.as_bytes(),
            self.policy.as_bytes(),
            &self.subjects,
            self.address.as_deref().unwrap_or_default().as_bytes(),
        ];
        let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = keys.trail(fields)?;
        Ok(half.to_vec())
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct PseudonymRow {
    pub pupil_id: Uuid,
    pub pseudonym: i64,
}

#[derive(Serialize)]
struct NewPseudonym {
    pupil_id: String,
    pseudonym: u32,
}

impl Trail {
    pub async fn begin(db: &Db, keys: CprKeys, now: Timestamp) -> Result<Self, StoreError> {
        let segment = new_uuid(now)?;
        let mut work = db.begin().await?;
        work.run(sql::AUDIT_SEGMENT_ADD, args![segment, now]).await?;
        work.commit().await?;
        Ok(Self {
            keys,
            segment,
            next: AtomicI64::new(1),
            pseudonyms: tokio::sync::Mutex::default(),
        })
    }

    /// Writes an entry in the caller's unit of work.
    pub async fn write(&self, work: &mut Work, at: Timestamp, act: Act) -> Result<(), StoreError> {
        let subjects = pack(self.pseudonyms_of(work, &act.subjects).await?);
        let sequence = self.next.fetch_add(1, Ordering::Relaxed);
        let entry = EntryRow {
            segment_id: self.segment,
            sequence,
            at: micros(at),
            staff_id: act.who.map(PersonId::as_uuid),
            action: act.action,
            what: act.what,
            ground: act.ground,
            policy: act.policy,
            subjects,
            address: address(),
            seal: None,
        };
        let seal = entry.sealed(&self.keys)?;
        let values = args![
            entry.segment_id,
            entry.sequence,
            entry.at,
            entry.staff_id,
            entry.action,
            entry.what,
            entry.ground,
            entry.policy,
            entry.subjects,
            entry.address,
            seal
        ];
        work.run(sql::AUDIT_ADD, values).await?;
        Ok(())
    }

    /// Forgets which pseudonym a pupil had.
    pub async fn forget(&self, pupil: PupilId) {
        self.pseudonyms.lock().await.remove(&pupil);
    }

    async fn pseudonyms_of(&self, work: &mut Work, pupils: &[PupilId]) -> Result<Vec<u32>, StoreError> {
        let mut known = self.pseudonyms.lock().await;
        let unknown = |known: &HashMap<PupilId, u32>| -> Vec<PupilId> {
            pupils.iter().filter(|p| !known.contains_key(p)).copied().collect()
        };
        let new = unknown(&known);
        if !new.is_empty() {
            known.extend(listed(work, &new).await?);
        }
        let new = unknown(&known);
        let mut all: Vec<u32> = pupils.iter().filter_map(|p| known.get(p).copied()).collect();
        if !new.is_empty() {
            let mut fresh = Vec::with_capacity(new.len());
            for pupil in &new {
                fresh.push(NewPseudonym {
                    pupil_id: pupil.as_uuid().simple().to_string(),
                    pseudonym: u32::from_le_bytes(random()?),
                });
            }
            let rows = serde_json::to_string(&fresh).unwrap_or_default();
            work.run(sql::PSEUDONYM_PUT, args![rows]).await?;
            // Not remembered yet: the caller's unit of work may still be undone.
            all.extend(listed(work, &new).await?.into_values());
        }
        Ok(all)
    }
}

/// The pseudonyms these pupils have.
pub(crate) async fn listed(work: &mut Work, pupils: &[PupilId]) -> Result<HashMap<PupilId, u32>, StoreError> {
    let ids: Vec<String> = pupils.iter().map(|p| p.as_uuid().simple().to_string()).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    let rows: Vec<PseudonymRow> = work.all(sql::PSEUDONYM_LIST_OF, args![ids]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((PupilId::from_uuid(r.pupil_id), u32::try_from(r.pseudonym).ok()?)))
        .collect())
}

/// Sorted numbers as the steps between them, seven bits a byte.
pub(crate) fn pack(mut numbers: Vec<u32>) -> Vec<u8> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut bytes = Vec::with_capacity(numbers.len() * 3);
    let mut last = 0;
    for number in numbers {
        let mut step = number - last;
        last = number;
        while step >= 0x80 {
            bytes.push(u8::try_from(step & 0x7f).unwrap_or(0) | 0x80);
            step >>= 7;
        }
        bytes.push(u8::try_from(step).unwrap_or(0));
    }
    bytes
}

/// The numbers [`pack`] was given, sorted.
pub(crate) fn unpack(bytes: &[u8]) -> Vec<u32> {
    let (mut numbers, mut last, mut step, mut shift) = (Vec::new(), 0u32, 0u32, 0u32);
    for byte in bytes {
        step |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 0x80 == 0 {
            last = last.wrapping_add(step);
            numbers.push(last);
            (step, shift) = (0, 0);
        }
    }
    numbers
}

/// Which entry of the trail: the run of the program that wrote it, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// The run of the program.
    pub segment: Uuid,
    /// The number.
    pub sequence: i64,
}

impl core::fmt::Display for EntryId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}.{}", self.segment, self.sequence)
    }
}

impl core::str::FromStr for EntryId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let read = || {
            let (segment, sequence) = text.split_once('.')?;
            Some(Self {
                segment: segment.parse().ok()?,
                sequence: sequence.parse().ok()?,
            })
        };
        read().ok_or(StoreError::Missing("entry"))
    }
}

/// One entry of the trail as an auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Which one.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// Which member of staff; none for the program itself.
    pub who: Option<PersonId>,
    /// What was done, as `read` or `mark`.
    pub action: String,
    /// On which page or thing.
    pub what: String,
    /// The ground `access` gave.
    pub ground: String,
    /// The policy behind the ground.
    pub policy: String,
    /// The pupils it was about, by pseudonym.
    pub subjects: Vec<u32>,
    /// The address it came from; none for what the program did of itself or at its own terminal.
    pub address: Option<String>,
}

impl From<EntryRow> for AuditEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: EntryId {
                segment: row.segment_id,
                sequence: row.sequence,
            },
            at: instant(row.at),
            who: row.staff_id.map(PersonId::from_uuid),
            action: row.action,
            what: row.what,
            ground: row.ground,
            policy: row.policy,
            subjects: unpack(&row.subjects),
            address: row.address,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_packed_and_read_back_sorted() {
        for numbers in [vec![], vec![0], vec![5, 5, 1], vec![u32::MAX, 0, 127, 128, 1 << 20]] {
            let packed = pack(numbers.clone());
            let mut sorted = numbers;
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(unpack(&packed), sorted);
        }
    }
}
