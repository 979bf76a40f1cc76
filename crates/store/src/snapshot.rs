//! A snapshot of the planes: checksummed bytes in rows, so that a start reads them and the tail of the log only.
//!
//! What does not fit or does not check is thrown away; the tables are the truth.

use std::collections::HashMap;
use std::sync::Arc;

use attendance::{Category, ClassIx, DayWeight, PupilIx, Register, Slot, SlotState};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cipher::sha256;
use crate::db::{Db, args};
use crate::error::StoreError;
use crate::planes::{Planes, Positions};
use crate::roster::{Roster, RosterParts};
use crate::sql;

/// Raised whenever the bytes mean something else.
const VERSION: u32 = 2;
/// Days are counted from here in two bytes.
const FIRST_DAY: Date = Date::constant(1990, 1, 1);
/// Pupils a part.
const CHUNK: usize = 5_000;

#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    marks: i64,
    notings: i64,
    roster: i64,
    pupils: usize,
}

#[derive(sqlx::FromRow)]
struct SnapshotRow {
    part: String,
    checksum: Vec<u8>,
    content: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    content: Vec<u8>,
}

const fn code(state: SlotState) -> u8 {
    match state {
        SlotState::Clear => 0,
        SlotState::Absent(Category::Illness) => 1,
        SlotState::Absent(Category::AuthorisedLeave) => 2,
        SlotState::Absent(Category::Unlawful) => 3,
        SlotState::Short => 4,
    }
}

const fn state(code: u8) -> Option<SlotState> {
    match code {
        0 => Some(SlotState::Clear),
        1 => Some(SlotState::Absent(Category::Illness)),
        2 => Some(SlotState::Absent(Category::AuthorisedLeave)),
        3 => Some(SlotState::Absent(Category::Unlawful)),
        4 => Some(SlotState::Short),
        _ => None,
    }
}

fn day_code(day: Date) -> Option<u16> {
    u16::try_from(day.duration_since(FIRST_DAY).as_hours() / 24).ok()
}

fn coded_day(code: u16) -> Option<Date> {
    FIRST_DAY.checked_add(i32::from(code).days()).ok()
}

/// For each pupil: how many days have something, then day and states of each in three bytes.
fn states(register: &Register, pupils: &[PupilIx]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for pupil in pupils {
        let track = register.track(*pupil, Date::MAX, DayWeight::Half)?;
        let mut days = Vec::new();
        let mut count: u32 = 0;
        for position in 0..track.so_far() {
            let Some(view) = track.view(position) else { continue };
            let both = code(view.start) * 5 + code(view.end);
            if both != 0 {
                days.extend_from_slice(&day_code(view.date)?.to_le_bytes());
                days.push(both);
                count += 1;
            }
        }
        bytes.extend_from_slice(&count.to_le_bytes());
        bytes.append(&mut days);
    }
    Some(bytes)
}

fn set_states(register: &mut Register, pupils: impl Iterator<Item = PupilIx>, bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    for pupil in pupils {
        let (count, tail) = rest.split_first_chunk::<4>()?;
        rest = tail;
        for _ in 0..u32::from_le_bytes(*count) {
            let ([low, high, both], tail) = rest.split_first_chunk::<3>()?;
            rest = tail;
            let day = coded_day(u16::from_le_bytes([*low, *high]))?;
            for (slot, code) in [(Slot::Start, both / 5), (Slot::End, both % 5)] {
                let state = state(code)?;
                if state != SlotState::Clear {
                    register.set(pupil, day, slot, state).ok()?;
                }
            }
        }
    }
    rest.is_empty().then_some(())
}

/// For each class and note a bit a school day of its calendar.
fn noted(register: &Register) -> Vec<u8> {
    let mut bytes = Vec::new();
    for class in (0..register.class_count()).map(ClassIx::new) {
        let days = register.class_calendar(class).map_or(&[][..], |c| c.days());
        for slot in Slot::BOTH {
            for chunk in days.chunks(8) {
                let bits = chunk
                    .iter()
                    .zip(0..)
                    .filter(|(day, _)| register.class_noted(class, **day, slot) == Some(true));
                bytes.push(bits.fold(0, |byte: u8, (_, bit)| byte | 1 << bit));
            }
        }
    }
    bytes
}

fn set_noted(register: &mut Register, bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    for class in (0..register.class_count()).map(ClassIx::new) {
        let days = register
            .class_calendar(class)
            .map_or_else(Vec::new, |c| c.days().to_vec());
        for slot in Slot::BOTH {
            for chunk in days.chunks(8) {
                let (byte, tail) = rest.split_first()?;
                rest = tail;
                for (day, bit) in chunk.iter().zip(0..8) {
                    if byte >> bit & 1 == 1 {
                        register.note_class(class, *day, slot);
                    }
                }
            }
        }
    }
    rest.is_empty().then_some(())
}

/// Each corrected pupil's place and last corrected day in six bytes.
fn corrected(corrected: &HashMap<PupilIx, Date>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(corrected.len() * 6);
    for (pupil, day) in corrected {
        bytes.extend_from_slice(&pupil.number().to_le_bytes());
        bytes.extend_from_slice(&day_code(*day)?.to_le_bytes());
    }
    Some(bytes)
}

fn read_corrected(bytes: &[u8]) -> Option<HashMap<PupilIx, Date>> {
    let mut corrected = HashMap::with_capacity(bytes.len() / 6);
    let mut rest = bytes;
    while let Some(([a, b, c, d, low, high], tail)) = rest.split_first_chunk::<6>() {
        rest = tail;
        let pupil = PupilIx::new(u32::from_le_bytes([*a, *b, *c, *d]));
        corrected.insert(pupil, coded_day(u16::from_le_bytes([*low, *high]))?);
    }
    rest.is_empty().then_some(corrected)
}

type Parts = Vec<(&'static str, Vec<u8>)>;

/// The bytes of a snapshot; none when a day lies outside what two bytes can say.
fn parts_of(planes: &Planes) -> Result<Option<Parts>, StoreError> {
    let (roster, register, at) = (planes.roster(), planes.register(), planes.positions);
    let head = Head {
        version: VERSION,
        marks: at.marks,
        notings: at.notings,
        roster: at.roster,
        pupils: roster.pupil_count(),
    };
    let not_kept = |_| StoreError::Value {
        what: "snapshot",
        value: "planes".to_owned(),
    };
    let mut parts = vec![
        ("1 head", serde_json::to_vec(&head).map_err(not_kept)?),
        (
            "2 roster",
            serde_json::to_vec(&roster.parts(register)).map_err(not_kept)?,
        ),
    ];
    let pupils: Vec<PupilIx> = register.pupils().collect();
    for chunk in pupils.chunks(CHUNK) {
        let Some(bytes) = states(register, chunk) else {
            return Ok(None);
        };
        parts.push(("3 states", bytes));
    }
    parts.push(("4 noted", noted(register)));
    let Some(bytes) = corrected(planes.corrected()) else {
        return Ok(None);
    };
    parts.push(("5 corrected", bytes));
    Ok(Some(parts))
}

/// Throws the old snapshot away and writes one of these planes. Others get their turn while it is made.
pub(crate) async fn write(db: &Db, planes: &Arc<Planes>) -> Result<(), StoreError> {
    let at = planes.positions;
    let shared = Arc::clone(planes);
    let parts = tokio::task::spawn_blocking(move || parts_of(&shared)).await;
    let Some(parts) = parts.map_err(|_| StoreError::Missing("the snapshot's bytes"))?? else {
        return Ok(());
    };
    let mut work = db.begin().await?;
    work.run(sql::SNAPSHOT_CLEAR, args![]).await?;
    for ((part, content), number) in parts.into_iter().zip(0i64..) {
        work.run(
            sql::SNAPSHOT_ADD,
            args![part, number, at.marks, sha256(&content), content],
        )
        .await?;
    }
    work.commit().await
}

/// Marks or notings since the snapshot before a new one is worth its writing: reading so many at a start takes a fraction
/// of a second.
const LONG_TAIL: i64 = 20_000;

/// Whether a start from the snapshot would take long: there is none, it is another version's, much has been noted since,
/// or the roster has changed so that it cannot be followed.
pub(crate) async fn is_old(db: &Db, now: Positions) -> Result<bool, StoreError> {
    let row: Option<HeadRow> = db.one(sql::SNAPSHOT_HEAD, args![]).await?;
    let head = row.and_then(|row| serde_json::from_slice::<Head>(&row.content).ok());
    let Some(head) = head.filter(|head| head.version == VERSION) else {
        return Ok(true);
    };
    let long = now.marks - head.marks > LONG_TAIL || now.notings - head.notings > LONG_TAIL;
    Ok(long || !Planes::can_follow(db, head.roster, now.roster).await?)
}

/// The planes of the snapshot, when it is whole; what has changed since they are brought up to date with.
pub(crate) async fn read(db: &Db) -> Result<Option<Planes>, StoreError> {
    let rows: Vec<SnapshotRow> = db.all(sql::SNAPSHOT_LIST, args![]).await?;
    Ok(planes(&rows))
}

fn planes(rows: &[SnapshotRow]) -> Option<Planes> {
    if rows.iter().any(|r| r.checksum != sha256(&r.content)) {
        return None;
    }
    let part = |name: &'static str| {
        rows.iter()
            .filter(move |r| r.part == name)
            .map(|r| r.content.as_slice())
    };
    let head: Head = serde_json::from_slice(part("1 head").next()?).ok()?;
    if head.version != VERSION {
        return None;
    }
    let parts: RosterParts = serde_json::from_slice(part("2 roster").next()?).ok()?;
    let (roster, mut register) = Roster::build(parts).ok()?;
    if roster.pupil_count() != head.pupils {
        return None;
    }
    let mut pupils = register.pupils();
    for bytes in part("3 states") {
        let chunk: Vec<PupilIx> = pupils.by_ref().take(CHUNK).collect();
        set_states(&mut register, chunk.into_iter(), bytes)?;
    }
    if pupils.next().is_some() {
        return None;
    }
    set_noted(&mut register, part("4 noted").next()?)?;
    let corrected = read_corrected(part("5 corrected").next()?)?;
    // Part days are not in a snapshot: they are read from their table.
    let positions = Positions {
        marks: head.marks,
        notings: head.notings,
        partials: 0,
        roster: head.roster,
    };
    Some(Planes::from_parts(roster, register, corrected, positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_own_code() {
        for number in 0..5 {
            assert_eq!(state(number).map(code), Some(number));
        }
        assert_eq!(state(5), None);
    }
}
