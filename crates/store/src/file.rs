//! Everything kept about one pupil in one file, for the archive before the pupil is erased. The copy for those it is
//! about, where words in confidence and other people's words wait for a person, is `insight.rs`.

use access::{Permit, act, on};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::PupilId;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::mark::{HistoryRow, MarkHistory};
use crate::{Store, sql};

#[derive(sqlx::FromRow)]
struct AboutRow {
    id: Uuid,
    kind: String,
    sequence: i64,
    made_at: i64,
    content: String,
    made_name: Option<String>,
}

impl Store {
    /// Everything kept about the permit's pupil, as JSON. The taking out is written to the trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone; [`StoreError::Corrupt`] for an entry that is no JSON.
    pub async fn pupil_file(&self, permit: &Permit<act::Export, on::PupilIdentity>) -> Result<Value, StoreError> {
        let pupil: PupilId = permit.subject();
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(pupil).ok_or(StoreError::Missing("pupil"))?;
        let who = crate::seen::identity(&planes, at).ok_or(StoreError::Missing("pupil"))?;
        let mut work = self.db().begin().await?;
        let act = Act::permitted(permit, "everything, for the archive".to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        let marks: Vec<HistoryRow> = work
            .all(sql::MARK_LIST_OF, args![pupil.as_uuid(), FIRST_DAY, LAST_DAY])
            .await?;
        let written: Vec<AboutRow> = work.all(sql::STREAM_LIST_ABOUT, args![pupil.as_uuid()]).await?;
        work.commit().await?;
        let mut files = Vec::new();
        for file in self.attachments_about(pupil).await? {
            let content = match file.removed {
                None => Some(STANDARD.encode(self.attachment_whole(pupil, file.id).await?.1)),
                Some(_) => None,
            };
            files.push(json!({
                "name": file.name,
                "kind": file.kind.media_type(),
                "at": file.at.to_string(),
                "content_base64": content,
            }));
        }
        let stays = who.stays.iter().map(|stay| {
            let roster = planes.roster();
            json!({
                "school": roster.school(stay.school).map(|s| s.name.clone()),
                "class": roster.class(stay.class).map(|c| c.name.clone()),
                "from": stay.from.to_string(),
                "to": stay.to.map(|to| to.to_string()),
            })
        });
        let marks: Vec<Value> = marks
            .into_iter()
            .map(|row| Ok(row.read(pupil)?.json()))
            .collect::<Result<_, StoreError>>()?;
        let parts = planes.partials(at).iter().map(|part| json!({ "day": part.day.to_string(), "lessons_missed": part.lessons_missed, "lessons": part.lessons }));
        Ok(json!({
            "made_on": permit.on().to_string(),
            "pupil": {
                "name": who.name.full(),
                "birth_date": who.birth_date.map(|day| day.to_string()),
                "protected": who.protected,
                "id_in_files": who.external_id,
            },
            "enrolments": stays.collect::<Vec<_>>(),
            "marks": marks,
            "part_days": parts.collect::<Vec<_>>(),
            "written": written_of(written)?,
            "files": files,
        }))
    }
}

/// Days no school has been registered before or after.
pub(crate) const FIRST_DAY: Date = Date::constant(1900, 1, 1);
pub(crate) const LAST_DAY: Date = Date::constant(2999, 12, 31);

impl MarkHistory {
    /// The row for a file.
    pub fn json(&self) -> Value {
        json!({
            "day": self.day.to_string(),
            "note": self.note.word(),
            "kind": self.kind.word(),
            "minutes": self.minutes,
            "noted_by": self.noted_by,
            "recorded_at": self.recorded_at.to_string(),
            "recorded_by": self.recorded_name,
            "reason": self.reason,
            "replaces_an_earlier_one": self.replaces.is_some(),
        })
    }
}

fn written_of(rows: Vec<AboutRow>) -> Result<Vec<Value>, StoreError> {
    let entry = |row: AboutRow| {
        let content: Value = serde_json::from_str(&row.content).map_err(|_| StoreError::Corrupt {
            table: "stream_entries",
            row: row.id,
        })?;
        Ok(json!({
            "kind": row.kind,
            "number": row.sequence,
            "at": instant(row.made_at).to_string(),
            "by": row.made_name,
            "entry": content,
        }))
    };
    rows.into_iter().map(entry).collect()
}
