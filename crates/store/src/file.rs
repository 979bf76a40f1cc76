//! Everything kept about one pupil in one file: for the archive before the pupil is erased, and for those who ask what is
//! kept about them (GDPR art. 15), where words in confidence and other people's words wait for a person.

use access::{Permit, act, on};
use casework::PupilId;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::Act;
use crate::case::VIEW;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::mark::HistoryRow;
use crate::sparring::SPARRING;
use crate::{Store, sql};

/// Whom the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFor {
    /// The archive, before the pupil is erased: everything.
    Archive,
    /// Those it is about: what was said in confidence, what other people said, and questions between professionals are
    /// named and held for a person to look at.
    Family,
}

#[derive(sqlx::FromRow)]
struct AboutRow {
    id: Uuid,
    kind: String,
    sequence: i64,
    made_at: i64,
    content: String,
    made_name: Option<String>,
}

/// Why an entry is not handed out without somebody having looked; `None` when it is.
fn held(kind: &str, of: Option<&str>) -> Option<&'static str> {
    match (kind, of) {
        (VIEW, Some("child")) => None,
        (VIEW, Some("confidential")) => Some("said in confidence"),
        (VIEW, _) => Some("another person's own words"),
        (SPARRING, _) => Some("a question between professionals"),
        _ => None,
    }
}

impl Store {
    /// Everything kept about the permit's pupil, as JSON. The taking out is written to the trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone; [`StoreError::Corrupt`] for an entry that is no JSON.
    pub async fn pupil_file(
        &self,
        permit: &Permit<act::Export, on::PupilIdentity>,
        of: FileFor,
    ) -> Result<Value, StoreError> {
        let pupil: PupilId = permit.subject();
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(pupil).ok_or(StoreError::Missing("pupil"))?;
        let who = crate::seen::identity(&planes, at).ok_or(StoreError::Missing("pupil"))?;
        let what = match of {
            FileFor::Archive => "everything, for the archive",
            FileFor::Family => "everything, for those it is about",
        };
        let mut work = self.db().begin().await?;
        let act = Act::permitted(permit, what.to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        let marks: Vec<HistoryRow> = work
            .all(sql::MARK_LIST_OF, args![pupil.as_uuid(), FIRST_DAY, LAST_DAY])
            .await?;
        let written: Vec<AboutRow> = work.all(sql::STREAM_LIST_ABOUT, args![pupil.as_uuid()]).await?;
        work.commit().await?;
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
            .map(|row| Ok(mark(&row.read(pupil)?)))
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
            "written": written_of(written, of)?,
        }))
    }
}

/// Days no school has been registered before or after.
const FIRST_DAY: Date = Date::constant(1900, 1, 1);
const LAST_DAY: Date = Date::constant(2999, 12, 31);

fn mark(mark: &crate::mark::MarkHistory) -> Value {
    json!({
        "day": mark.day.to_string(),
        "note": mark.note.word(),
        "kind": mark.kind.word(),
        "minutes": mark.minutes,
        "noted_by": mark.noted_by,
        "recorded_at": mark.recorded_at.to_string(),
        "recorded_by": mark.recorded_name,
        "reason": mark.reason,
        "replaces_an_earlier_one": mark.replaces.is_some(),
    })
}

fn written_of(rows: Vec<AboutRow>, of: FileFor) -> Result<Vec<Value>, StoreError> {
    let mut all = Vec::with_capacity(rows.len());
    let mut whose: Option<(Uuid, Option<String>)> = None;
    for row in rows {
        let content: Value = serde_json::from_str(&row.content).map_err(|_| StoreError::Corrupt {
            table: "stream_entries",
            row: row.id,
        })?;
        // Whose words a view is stands in its first entry.
        if whose.as_ref().is_none_or(|(stream, _)| *stream != row.id) {
            whose = Some((row.id, content["of"].as_str().map(str::to_owned)));
        }
        let said_by = whose.as_ref().and_then(|(_, of)| of.as_deref());
        let waits = held(&row.kind, said_by).filter(|_| of == FileFor::Family);
        let mut entry = json!({
            "kind": row.kind,
            "number": row.sequence,
            "at": instant(row.made_at).to_string(),
            "by": row.made_name,
        });
        match waits {
            Some(why) => entry["held_for_review"] = json!(why),
            None => entry["entry"] = content,
        }
        all.push(entry);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_confidence_and_of_others_wait_for_a_person() {
        let row = |kind: &str, stream: u128, number, content: &str| AboutRow {
            id: Uuid::from_u128(stream),
            kind: kind.to_owned(),
            sequence: number,
            made_at: 0,
            content: content.to_owned(),
            made_name: Some("Maja".to_owned()),
        };
        let rows = || {
            vec![
                row("concern", 1, 1, r#"{"words":"Sidder alene"}"#),
                row(
                    "view",
                    2,
                    1,
                    r#"{"event":"given","of":"confidential","words":"hemmeligt"}"#,
                ),
                row("view", 2, 2, r#"{"event":"added","words":"mere hemmeligt"}"#),
                row("view", 3, 1, r#"{"event":"given","of":"guardian","words":"mors ord"}"#),
                row("view", 4, 1, r#"{"event":"given","of":"child","words":"barnets ord"}"#),
                row("sparring", 5, 1, r#"{"question":"hvad gør vi"}"#),
            ]
        };
        let family = json!(written_of(rows(), FileFor::Family).unwrap()).to_string();
        for kept in ["Sidder alene", "barnets ord"] {
            assert!(family.contains(kept), "{family}");
        }
        for waits in ["hemmeligt", "mors ord", "hvad gør vi"] {
            assert!(!family.contains(waits), "{family}");
        }
        assert_eq!(family.matches("held_for_review").count(), 4);
        let archive = json!(written_of(rows(), FileFor::Archive).unwrap()).to_string();
        assert!(archive.contains("mere hemmeligt") && !archive.contains("held_for_review"));
    }
}
