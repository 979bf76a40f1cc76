//! Reading and sealing the audit trail. Each entry has its own seal from the moment it is written; batches of settled
//! entries are chained apart, so that a page never waits for the chain. The newest link of each chain, its head, can be
//! kept elsewhere: with it even a tail that was cut off shows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::{Permit, act, on};
use casework::PupilId;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::audit::{AuditEntry, EntryRow, PseudonymRow, pack, unpack};
use crate::cipher::CprKeys;
use crate::clock::{instant, micros};
use crate::db::args;
use crate::error::StoreError;
use crate::{Store, sql};

/// Entries younger than this are left for the next batch: their unit of work may still be open.
const SETTLING: SignedDuration = SignedDuration::from_mins(15);

/// The least time entries of the trail are kept, whatever the municipality has decided; one gone sooner was taken out.
pub(crate) const LEAST_KEPT: SignedDuration = SignedDuration::from_hours(24 * 365 * 2);

#[derive(sqlx::FromRow)]
pub(crate) struct SealRow {
    pub segment_id: Uuid,
    pub first_sequence: i64,
    pub last_sequence: i64,
    pub entries: i64,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
    pub sealed_at: i64,
    pub sequences: Option<Vec<u8>>,
    pub entries_hash: Option<Vec<u8>>,
    pub expired_at: Option<i64>,
}

/// The newest link of a segment's chain, to be kept where nobody who can write the database can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The run of the program.
    pub segment: Uuid,
    /// The last entry it covers.
    pub last: i64,
    /// The link.
    pub hash: Vec<u8>,
}

impl core::fmt::Display for Head {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {} ", self.segment, self.last)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl core::str::FromStr for Head {
    type Err = StoreError;

    fn from_str(line: &str) -> Result<Self, StoreError> {
        let read = || {
            let mut words = line.split_ascii_whitespace();
            let (segment, last, hash) = (words.next()?, words.next()?, words.next()?);
            let pairs = hash.as_bytes().chunks(2);
            let bytes = pairs.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok());
            Some(Self {
                segment: segment.parse().ok()?,
                last: last.parse().ok()?,
                hash: bytes.collect::<Option<_>>()?,
            })
        };
        read().ok_or_else(|| StoreError::Head(line.to_owned()))
    }
}

/// What is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrailFault {
    /// An entry says something else than when it was written.
    Changed {
        /// The run of the program.
        segment: Uuid,
        /// Which entry of it.
        sequence: i64,
    },
    /// A sealed entry is gone.
    Missing {
        /// The run of the program.
        segment: Uuid,
        /// Which entry of it.
        sequence: i64,
    },
    /// An entry stands among sealed ones that was not there when they were sealed.
    Added {
        /// The run of the program.
        segment: Uuid,
        /// Which entry of it.
        sequence: i64,
    },
    /// The seal of a batch does not fit: it was changed, or made with another key.
    Seal {
        /// The run of the program.
        segment: Uuid,
        /// The first entry of the batch.
        first: i64,
        /// The last.
        last: i64,
    },
    /// A batch does not follow on the one before: a seal between them is gone or was put in.
    Link {
        /// The run of the program.
        segment: Uuid,
        /// The first entry of the batch that hangs loose.
        first: i64,
    },
    /// A head that was kept elsewhere is not in the database: everything up to it was sealed, and is not any more.
    Head {
        /// The run of the program.
        segment: Uuid,
        /// The last entry it covers.
        last: i64,
    },
}

/// What a walk through the whole trail found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailCheck {
    /// How many entries lie under a seal.
    pub sealed: u64,
    /// How many are too young for one.
    pub unsealed: u64,
    /// How many were taken out when their time was over; their seals still stand.
    pub expired: u64,
    /// What is not as it was written.
    pub faults: Vec<TrailFault>,
}

/// What a batch holds, in one hash.
fn content(keys: &CprKeys, entries: &[EntryRow]) -> Result<[u8; 32], StoreError> {
    let seals = entries.iter().map(|entry| entry.sealed(keys));
    let seals = seals.collect::<Result<Vec<_>, _>>()?;
    keys.trail(seals.iter().map(Vec::as_slice))
}

/// The link of a batch on the one before: it stands also when the entries are gone because their time was over.
fn link(keys: &CprKeys, previous: &[u8], sequences: &[u8], at: i64, content: &[u8]) -> Result<[u8; 32], StoreError> {
    keys.trail([b"link".as_slice(), previous, sequences, &at.to_le_bytes(), content])
}

fn numbers(entries: &[EntryRow]) -> Result<Vec<u8>, StoreError> {
    let read = |entry: &EntryRow| u32::try_from(entry.sequence).map_err(|_| StoreError::Missing("entry"));
    Ok(pack(entries.iter().map(read).collect::<Result<_, _>>()?))
}

/// What is wrong with single entries of a segment. One without a seal is none that this program wrote.
fn changed(keys: &CprKeys, entries: &[EntryRow]) -> Result<Vec<TrailFault>, StoreError> {
    let mut faults = Vec::new();
    for entry in entries {
        if entry.seal != Some(entry.sealed(keys)?) {
            let (segment, sequence) = (entry.segment_id, entry.sequence);
            faults.push(TrailFault::Changed { segment, sequence });
        }
    }
    Ok(faults)
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
        self.pseudonym_of(pupil).await
    }

    pub(crate) async fn pseudonym_of(&self, pupil: PupilId) -> Result<Option<u32>, StoreError> {
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
        let none: Vec<EntryRow> = self.db().all(sql::AUDIT_UNSEALED, args![settled]).await?;
        if none.is_empty() {
            return Ok(0);
        }
        let mut work = self.db().begin().await?;
        // Read again where no other program can seal the same: it would have begun a second chain.
        work.run(sql::AUDIT_LOCK, args![]).await?;
        let open: Vec<EntryRow> = work.all(sql::AUDIT_UNSEALED, args![settled]).await?;
        let seals: Vec<SealRow> = work.all(sql::AUDIT_SEAL_LIST, args![]).await?;
        let newest: HashMap<Uuid, &SealRow> = seals.iter().map(|seal| (seal.segment_id, seal)).collect();
        for batch in open.chunk_by(|a, b| a.segment_id == b.segment_id) {
            let (Some(first), Some(last)) = (batch.first(), batch.last()) else {
                continue;
            };
            let before = newest.get(&first.segment_id);
            let previous = before.map_or(vec![0; 32], |s| s.hash.clone());
            let sequences = numbers(batch)?;
            let held = content(&self.inner.keys, batch)?;
            let sealed = link(&self.inner.keys, &previous, &sequences, micros(now), &held)?;
            let entries = i64::try_from(batch.len()).unwrap_or(i64::MAX);
            let values = args![
                first.segment_id,
                first.sequence,
                last.sequence,
                entries,
                previous,
                sealed,
                now,
                sequences,
                held
            ];
            work.run(sql::AUDIT_SEAL_ADD, values).await?;
        }
        work.commit().await?;
        Ok(open.len() as u64)
    }

    /// The newest link of every chain, oldest segment first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_heads(&self, _permit: &Permit<act::Read, on::Audit>) -> Result<Vec<Head>, StoreError> {
        let seals: Vec<SealRow> = self.db().all(sql::AUDIT_SEAL_LIST, args![]).await?;
        let newest: BTreeMap<Uuid, SealRow> = seals.into_iter().map(|seal| (seal.segment_id, seal)).collect();
        let head = |seal: SealRow| Head {
            segment: seal.segment_id,
            last: seal.last_sequence,
            hash: seal.hash,
        };
        Ok(newest.into_values().map(head).collect())
    }

    /// Walks through the whole trail and names what is not as it was written: entries that were changed, taken out or put
    /// in, batches that hang loose, and heads kept elsewhere that are not there any more.
    ///
    /// Without heads a chain that was cut off at its end cannot be told from one that ended there.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn audit_verify(
        &self,
        _permit: &Permit<act::Read, on::Audit>,
        heads: &[Head],
    ) -> Result<TrailCheck, StoreError> {
        let keys = &self.inner.keys;
        let seals: Vec<SealRow> = self.db().all(sql::AUDIT_SEAL_LIST, args![]).await?;
        let mut found = TrailCheck::default();
        let mut before: Option<&SealRow> = None;
        for seal in &seals {
            let values = args![seal.segment_id, seal.first_sequence, seal.last_sequence];
            let entries: Vec<EntryRow> = self.db().all(sql::AUDIT_SEALED, values).await?;
            let previous = before
                .filter(|b| b.segment_id == seal.segment_id)
                .map_or(vec![0; 32], |b| b.hash.clone());
            if seal.previous_hash != previous {
                found.faults.push(TrailFault::Link {
                    segment: seal.segment_id,
                    first: seal.first_sequence,
                });
            }
            before = Some(seal);
            if seal.expired_at.is_some() {
                found.expired += u64::try_from(seal.entries).unwrap_or(0);
                let old = self
                    .now()
                    .checked_sub(LEAST_KEPT)
                    .is_ok_and(|least| instant(seal.sealed_at) <= least);
                if !old || !is_linked(keys, seal)? {
                    found.faults.push(broken(seal));
                }
                continue;
            }
            found.sealed += entries.len() as u64;
            found.faults.extend(in_batch(keys, seal, &entries)?);
        }
        let now = self.now();
        let open: Vec<EntryRow> = self.db().all(sql::AUDIT_UNSEALED, args![now]).await?;
        found.unsealed = open.len() as u64;
        for segment in open.chunk_by(|a, b| a.segment_id == b.segment_id) {
            found.faults.extend(changed(keys, segment)?);
        }
        let has = |head: &Head| {
            seals.iter().any(|seal| {
                seal.segment_id == head.segment && seal.last_sequence == head.last && seal.hash == head.hash
            })
        };
        found
            .faults
            .extend(heads.iter().filter(|head| !has(head)).map(|head| TrailFault::Head {
                segment: head.segment,
                last: head.last,
            }));
        found.faults.sort();
        Ok(found)
    }
}

/// What is wrong with one sealed batch.
fn in_batch(keys: &CprKeys, seal: &SealRow, entries: &[EntryRow]) -> Result<Vec<TrailFault>, StoreError> {
    let segment = seal.segment_id;
    let mut faults = changed(keys, entries)?;
    let kept: Vec<u32> = unpack(seal.sequences.as_deref().unwrap_or_default());
    let was: BTreeSet<i64> = kept.into_iter().map(i64::from).collect();
    let is: BTreeSet<i64> = entries.iter().map(|entry| entry.sequence).collect();
    faults.extend(was.difference(&is).map(|gone| TrailFault::Missing {
        segment,
        sequence: *gone,
    }));
    faults.extend(is.difference(&was).map(|new| TrailFault::Added {
        segment,
        sequence: *new,
    }));
    let fits = is_linked(keys, seal)? && seal.entries_hash.as_deref() == Some(content(keys, entries)?.as_slice());
    // Whoever changed an entry is named already; a seal that fits no entry as it stands was itself changed.
    if !fits && faults.is_empty() {
        faults.push(broken(seal));
    }
    Ok(faults)
}

const fn broken(seal: &SealRow) -> TrailFault {
    TrailFault::Seal {
        segment: seal.segment_id,
        first: seal.first_sequence,
        last: seal.last_sequence,
    }
}

fn is_linked(keys: &CprKeys, seal: &SealRow) -> Result<bool, StoreError> {
    let part = |bytes: &Option<Vec<u8>>| bytes.clone().unwrap_or_default();
    let (sequences, content) = (part(&seal.sequences), part(&seal.entries_hash));
    let made = link(keys, &seal.previous_hash, &sequences, seal.sealed_at, &content)?;
    Ok(seal.hash == made)
}
