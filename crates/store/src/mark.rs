//! Marks: an append-only log with who, when and why. A correction is a new row.

use std::collections::HashMap;

use attendance::{Kind, Note, Slot};
use casework::{ClassId, ImportId, PersonId, PupilId};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::instant;
use crate::db::{Value, Work, args};
use crate::error::StoreError;
use crate::progress::Progress;
use crate::sql;

/// A note taken or corrected by a person.
#[derive(Clone, Debug)]
pub struct NewMark {
    /// About whom.
    pub pupil: PupilId,
    /// The day.
    pub day: Date,
    /// Which notes of the day.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// Minutes late or left early.
    pub minutes: Option<u32>,
    /// A parent's message or another remark; the reason when something stood there already.
    pub reason: Option<String>,
}

/// One row of the log as the history of a pupil shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkHistory {
    /// Its place in the log.
    pub position: i64,
    /// The day.
    pub day: Date,
    /// Which notes of the day.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// Minutes late or left early.
    pub minutes: Option<u32>,
    /// The school's own code.
    pub local_code: Option<String>,
    /// When it was noted.
    pub noted_at: Option<Timestamp>,
    /// By whom, as the file says.
    pub noted_by: Option<String>,
    /// When it came here.
    pub recorded_at: Timestamp,
    /// Who brought it here.
    pub recorded_by: Option<PersonId>,
    /// Their name.
    pub recorded_name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The import it came with.
    pub import: Option<ImportId>,
    /// The row it replaces.
    pub replaces: Option<i64>,
}

/// Who took a note of a class on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotingRecord {
    /// Which note.
    pub note: Note,
    /// When it was noted, as the file says.
    pub noted_at: Option<Timestamp>,
    /// By whom, as the file says.
    pub noted_by: Option<String>,
    /// When it came here.
    pub recorded_at: Timestamp,
    /// The member of staff who noted here.
    pub recorded_name: Option<String>,
}

/// What stands for one note of one pupil on one day, and the row that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub position: i64,
    pub kind: Kind,
    pub minutes: Option<i64>,
    pub local_code: Option<String>,
    pub noted_at: Option<i64>,
    pub noted_by: Option<String>,
}

/// What stands, by pupil, day and slot.
pub(crate) type Stand = HashMap<(Uuid, Date, Slot), Standing>;

/// A row to append.
#[derive(Clone, Debug)]
pub(crate) struct LogRow {
    pub pupil: Uuid,
    pub day: Date,
    pub note: Note,
    pub kind: Kind,
    pub minutes: Option<i64>,
    pub local_code: Option<String>,
    pub noted_at: Option<i64>,
    pub noted_by: Option<String>,
    pub replaces: Option<i64>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct LogLine {
    pub position: i64,
    pub pupil_id: Uuid,
    pub day: jiff_sqlx::Date,
    pub note: String,
    pub kind: String,
    pub minutes: Option<i64>,
    pub local_code: Option<String>,
    pub noted_at: Option<i64>,
    pub noted_by: Option<String>,
}

impl LogLine {
    pub fn read(&self) -> Result<(Note, Kind), StoreError> {
        let corrupt = || StoreError::Corrupt {
            table: "marks",
            row: self.pupil_id,
        };
        Ok((
            Note::from_word(&self.note).ok_or_else(corrupt)?,
            Kind::from_word(&self.kind).ok_or_else(corrupt)?,
        ))
    }

    pub fn standing(&self, kind: Kind) -> Standing {
        Standing {
            position: self.position,
            kind,
            minutes: self.minutes,
            local_code: self.local_code.clone(),
            noted_at: self.noted_at,
            noted_by: self.noted_by.clone(),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct HistoryRow {
    position: i64,
    day: jiff_sqlx::Date,
    note: String,
    kind: String,
    minutes: Option<i64>,
    local_code: Option<String>,
    noted_at: Option<i64>,
    noted_by: Option<String>,
    recorded_at: i64,
    recorded_by: Option<Uuid>,
    recorded_name: Option<String>,
    reason: Option<String>,
    import_id: Option<Uuid>,
    replaces: Option<i64>,
}

impl HistoryRow {
    pub fn read(self, pupil: PupilId) -> Result<MarkHistory, StoreError> {
        let corrupt = || StoreError::Corrupt {
            table: "marks",
            row: pupil.as_uuid(),
        };
        Ok(MarkHistory {
            position: self.position,
            day: self.day.into(),
            note: Note::from_word(&self.note).ok_or_else(corrupt)?,
            kind: Kind::from_word(&self.kind).ok_or_else(corrupt)?,
            minutes: self.minutes.and_then(|m| u32::try_from(m).ok()),
            local_code: self.local_code,
            noted_at: self.noted_at.map(instant),
            noted_by: self.noted_by,
            recorded_at: instant(self.recorded_at),
            recorded_by: self.recorded_by.map(PersonId::from_uuid),
            recorded_name: self.recorded_name,
            reason: self.reason,
            import: self.import_id.map(ImportId::from_uuid),
            replaces: self.replaces,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct NotingLine {
    note: String,
    noted_at: Option<i64>,
    noted_by: Option<String>,
    recorded_at: i64,
    recorded_name: Option<String>,
}

impl NotingLine {
    pub fn read(self, class: ClassId) -> Result<NotingRecord, StoreError> {
        let corrupt = StoreError::Corrupt {
            table: "notings",
            row: class.as_uuid(),
        };
        Ok(NotingRecord {
            note: Note::from_word(&self.note).ok_or(corrupt)?,
            noted_at: self.noted_at.map(instant),
            noted_by: self.noted_by,
            recorded_at: instant(self.recorded_at),
            recorded_name: self.recorded_name,
        })
    }
}

#[derive(sqlx::FromRow)]
struct PositionRow {
    position: i64,
}

/// Takes `count` positions of a topic and returns the first; the topic stays locked until the unit of work ends.
pub(crate) async fn take(work: &mut Work, topic: &str, count: usize) -> Result<i64, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let row: Option<PositionRow> = work.one(sql::CHANGE_TAKE, args![topic, count]).await?;
    let last = row.ok_or(StoreError::Missing("topic of the change sequence"))?.position;
    Ok(last - count + 1)
}

/// What all rows of one append share.
#[derive(Clone, Debug)]
pub(crate) struct Append {
    pub at: i64,
    pub by: Option<Uuid>,
    pub import: Option<Uuid>,
    pub reason: Option<String>,
}

/// Rows a chunk of a bulk append; the next one is made ready while the database takes in this one.
const CHUNK: usize = 5_000;

/// Appends rows to the log of marks; the position of the first.
pub(crate) async fn append(
    work: &mut Work,
    rows: Vec<LogRow>,
    shared: &Append,
    progress: &Progress,
) -> Result<i64, StoreError> {
    let first = take(work, "marks", rows.len()).await?;
    match work {
        Work::Sqlite(_) => append_json(work, rows, shared, first, progress).await?,
        Work::Postgres(_) if rows.len() < 50 => append_single(work, &rows, shared, first).await?,
        Work::Postgres(inner) => append_copy(inner, rows, shared, first, progress).await?,
    }
    Ok(first)
}

/// The rows as texts of a chunk each, with how many rows it is; made on another thread, two ahead.
fn chunks(
    rows: Vec<LogRow>,
    first: i64,
    write: impl Fn(&mut String, &LogRow, i64) + Send + 'static,
) -> tokio::sync::mpsc::Receiver<(String, usize)> {
    let (give, taken) = tokio::sync::mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut position = first;
        for chunk in rows.chunks(CHUNK) {
            let mut text = String::with_capacity(chunk.len() * 192);
            for row in chunk {
                write(&mut text, row, position);
                position += 1;
            }
            // Nobody takes it any more when the append has failed.
            if give.blocking_send((text, chunk.len())).is_err() {
                return;
            }
        }
    });
    taken
}

async fn append_single(work: &mut Work, rows: &[LogRow], shared: &Append, first: i64) -> Result<(), StoreError> {
    for (row, position) in rows.iter().zip(first..) {
        let values = args![
            position,
            row.pupil,
            row.day,
            row.note.word(),
            row.kind.word(),
            row.minutes,
            row.local_code.clone(),
            row.noted_at,
            row.noted_by.clone(),
            shared.at,
            shared.by,
            shared.reason.clone(),
            shared.import,
            row.replaces,
        ];
        work.run(sql::MARK_ADD, values).await?;
    }
    Ok(())
}

async fn append_json(
    work: &mut Work,
    rows: Vec<LogRow>,
    shared: &Append,
    first: i64,
    progress: &Progress,
) -> Result<(), StoreError> {
    let mut chunks = chunks(rows, first, |text, row, _| {
        text.push(if text.is_empty() { '[' } else { ',' });
        push_json(text, row);
    });
    let mut position = first;
    while let Some((mut json, count)) = chunks.recv().await {
        json.push(']');
        let reason = shared.reason.clone();
        let values: Vec<Value> = args![json, shared.at, shared.by, shared.import, reason, position];
        work.run(sql::MARK_PUT, values).await?;
        position += i64::try_from(count).unwrap_or(i64::MAX);
        progress.add(count);
    }
    Ok(())
}

/// A row as a JSON text whose parts stand at fixed places, which SQLite takes apart faster than an array: pupil (32),
/// day (10), note (5), kind (10), noted at (20). What few rows have follows as an array.
fn push_json(json: &mut String, row: &LogRow) {
    use core::fmt::Write as _;
    let noted_at = row.noted_at.map_or_else(String::new, |at| at.to_string());
    let _written = write!(
        json,
        "\"{}{:<10}{:<5}{:<10}{noted_at:<20}",
        row.pupil.simple(),
        row.day.to_string(),
        row.note.word(),
        row.kind.word(),
    );
    let (minutes, code, by, replaces) = (row.minutes, &row.local_code, &row.noted_by, row.replaces);
    if minutes.is_some() || code.is_some() || by.is_some() || replaces.is_some() {
        let rest = serde_json::json!([minutes, code, by, replaces]).to_string();
        let quoted = serde_json::Value::String(rest).to_string();
        json.push_str(quoted.strip_prefix('"').unwrap_or_default());
    } else {
        json.push('"');
    }
}

async fn append_copy(
    work: &mut sqlx::PgConnection,
    rows: Vec<LogRow>,
    shared: &Append,
    first: i64,
    progress: &Progress,
) -> Result<(), StoreError> {
    let by = shared.by.map_or_else(|| "\\N".to_owned(), |id| id.to_string());
    let import = shared.import.map_or_else(|| "\\N".to_owned(), |id| id.to_string());
    let tail = format!("{}\t{by}\t{import}\t{}\n", shared.at, copied(shared.reason.as_deref()));
    let mut chunks = chunks(rows, first, move |text, row, position| {
        push_copy(text, row, position);
        text.push_str(&tail);
    });
    let mut copy = work.copy_in_raw(sql::MARK_PUT.postgres).await?;
    while let Some((text, count)) = chunks.recv().await {
        copy.send(text.as_bytes()).await?;
        progress.add(count);
    }
    copy.finish().await?;
    Ok(())
}

fn push_copy(text: &mut String, row: &LogRow, position: i64) {
    use core::fmt::Write as _;
    let number = |value: Option<i64>| value.map_or_else(|| "\\N".to_owned(), |n| n.to_string());
    let _written = write!(
        text,
        "{position}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t",
        row.pupil,
        row.day,
        row.note.word(),
        row.kind.word(),
        number(row.minutes),
        copied(row.local_code.as_deref()),
        number(row.noted_at),
        copied(row.noted_by.as_deref()),
        number(row.replaces),
    );
}

/// A text as COPY reads it.
fn copied(text: Option<&str>) -> String {
    text.map_or_else(
        || "\\N".to_owned(),
        |text| {
            text.replace('\\', "\\\\")
                .replace('\t', "\\t")
                .replace('\n', "\\n")
                .replace('\r', "\\r")
        },
    )
}

/// The slots a mark is about when the grade of that day is not known.
pub(crate) fn slots_of(grade: Option<attendance::Grade>, note: Note, kind: Kind) -> Vec<Slot> {
    match (grade, kind) {
        (_, Kind::Late) => vec![Slot::Start],
        (_, Kind::LeftEarly) => vec![Slot::End],
        (Some(grade), _) => {
            let slots: Vec<Slot> = grade.slots(note, kind).iter().collect();
            // What a grade does not count is still kept in the log, under the note it names.
            if slots.is_empty() {
                Slot::BOTH.into_iter().filter(|s| note.covers(*s)).collect()
            } else {
                slots
            }
        }
        (None, _) => Slot::BOTH.into_iter().filter(|s| note.covers(*s)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_as_json_has_its_parts_where_the_statement_looks() {
        let row = LogRow {
            pupil: Uuid::from_u128(7),
            day: jiff::civil::date(2026, 1, 5),
            note: Note::End,
            kind: Kind::LeftEarly,
            minutes: None,
            local_code: None,
            noted_at: Some(1_767_600_000_000_000),
            noted_by: None,
            replaces: None,
        };
        let read = |row: &LogRow| -> String {
            let mut json = String::new();
            push_json(&mut json, row);
            serde_json::from_str(&json).unwrap()
        };
        let text = read(&row);
        assert_eq!(text.len(), 77);
        let parts = [(0, 32), (32, 42), (42, 47), (47, 57), (57, 77)].map(|(from, to)| text[from..to].trim_end());
        let pupil = row.pupil.simple().to_string();
        assert_eq!(parts, [&pupil, "2026-01-05", "end", "left_early", "1767600000000000"]);
        let odd = LogRow {
            minutes: Some(12),
            local_code: Some("a\"b\\c\n".to_owned()),
            noted_by: Some("Åse".to_owned()),
            ..row
        };
        let text = read(&odd);
        let rest: serde_json::Value = serde_json::from_str(&text[77..]).unwrap();
        assert_eq!(rest, serde_json::json!([12, "a\"b\\c\n", "Åse", null]));
    }

    #[test]
    fn a_text_survives_copy() {
        assert_eq!(copied(Some("a\tb\\c\nd\re")), "a\\tb\\\\c\\nd\\re");
        assert_eq!(copied(None), "\\N");
    }
}
