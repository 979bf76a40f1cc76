//! Who did or saw what, on which ground: rows that are only ever added.
//!
//! Each running program writes its own segment with its own sequence, so no page waits for another. Subjects are random
//! pseudonyms; erasing a pupil destroys the link, not the row.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use casework::{PersonId, PupilId};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::clock::{new_uuid, random};
use crate::db::{Db, Work, args};
use crate::error::StoreError;
use crate::sql;

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
    /// An act about no pupil, on the ground that the caller's page was allowed.
    pub fn by(who: Option<PersonId>, action: &str, what: String) -> Self {
        let (ground, policy) = (String::new(), String::new());
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
    segment: Uuid,
    next: AtomicI64,
    pseudonyms: tokio::sync::Mutex<HashMap<PupilId, u32>>,
}

#[derive(sqlx::FromRow)]
struct PseudonymRow {
    pupil_id: Uuid,
    pseudonym: i64,
}

#[derive(Serialize)]
struct NewPseudonym {
    pupil_id: String,
    pseudonym: u32,
}

impl Trail {
    pub async fn begin(db: &Db, now: Timestamp) -> Result<Self, StoreError> {
        let segment = new_uuid(now)?;
        let mut work = db.begin().await?;
        work.run(sql::AUDIT_SEGMENT_ADD, args![segment, now]).await?;
        work.commit().await?;
        Ok(Self {
            segment,
            next: AtomicI64::new(1),
            pseudonyms: tokio::sync::Mutex::default(),
        })
    }

    /// Writes an entry in the caller's unit of work.
    pub async fn write(&self, work: &mut Work, at: Timestamp, act: Act) -> Result<(), StoreError> {
        let subjects = pack(self.pseudonyms_of(work, &act.subjects).await?);
        let sequence = self.next.fetch_add(1, Ordering::Relaxed);
        let who = act.who.map(PersonId::as_uuid);
        let values = args![
            self.segment,
            sequence,
            at,
            who,
            act.action,
            act.what,
            act.ground,
            act.policy,
            subjects
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
async fn listed(work: &mut Work, pupils: &[PupilId]) -> Result<HashMap<PupilId, u32>, StoreError> {
    let ids: Vec<String> = pupils.iter().map(|p| p.as_uuid().simple().to_string()).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    let rows: Vec<PseudonymRow> = work.all(sql::PSEUDONYM_LIST_OF, args![ids]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((PupilId::from_uuid(r.pupil_id), u32::try_from(r.pseudonym).ok()?)))
        .collect())
}

/// Sorted numbers as the steps between them, seven bits a byte.
fn pack(mut numbers: Vec<u32>) -> Vec<u8> {
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
fn unpack(bytes: &[u8]) -> Vec<u32> {
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

/// One entry of the trail as an auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
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
}

impl AuditEntry {
    pub(crate) fn subjects_from(bytes: &[u8]) -> Vec<u32> {
        unpack(bytes)
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
