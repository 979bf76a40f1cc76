//! Papers and pictures in a case: a letter, a photographed drawing. Known by their bytes, not by their names; sealed with a
//! key outside the database; seen by whoever may see the case.

use access::{Act as Does, Permit, act, on};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::{OwnWords, PersonId, PupilId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::staff::CountRow;
use crate::{Store, sql};

/// The most bytes one may have.
pub const MOST_ATTACHMENT_BYTES: usize = 10 * 1024 * 1024;
/// The most that stand in one case.
pub const MOST_ATTACHMENTS: usize = 100;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// A PDF.
    Pdf,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
}

impl AttachmentKind {
    /// What the bytes are, by how such a file begins and ends; nothing for what is none of these, whatever it is called.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let trimmed = bytes.trim_ascii_end();
        let png = bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && bytes.ends_with(b"IEND\xae\x42\x60\x82");
        let jpeg = bytes.starts_with(b"\xff\xd8\xff") && bytes.ends_with(b"\xff\xd9");
        let pdf = bytes.starts_with(b"%PDF-") && trimmed.ends_with(b"%%EOF");
        match (pdf, png, jpeg) {
            (true, ..) => Some(Self::Pdf),
            (_, true, _) => Some(Self::Png),
            (.., true) => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// The word it goes by in storage, and the ending of a file's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Pdf, Self::Png, Self::Jpeg]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// What a browser is told it is.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A paper or picture of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// What it is, in the words of whoever put it there.
    pub name: String,
    /// What kind of file it is.
    pub kind: AttachmentKind,
    /// How many bytes it has.
    pub size: u64,
    /// Who put it there.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Who took it out again, and when; what it held is gone.
    pub removed: Option<(PersonId, Timestamp)>,
}

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    id: Uuid,
    name: Vec<u8>,
    kind: String,
    size: i64,
    made_by: Uuid,
    made_at: i64,
    removed_by: Option<Uuid>,
    removed_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    id: Uuid,
    name: Vec<u8>,
    kind: String,
    size: i64,
    made_by: Uuid,
    made_at: i64,
    removed_by: Option<Uuid>,
    removed_at: Option<i64>,
    content: Vec<u8>,
}

impl Store {
    fn attachment_read(&self, row: AttachmentRow) -> Result<Attachment, StoreError> {
        let corrupt = StoreError::Corrupt {
            table: "attachments",
            row: row.id,
        };
        let name = self.inner.keys.open_file(&row.name, row.id.as_bytes())?;
        Ok(Attachment {
            id: row.id,
            name: String::from_utf8(name).map_err(|_| StoreError::Key)?,
            kind: AttachmentKind::from_word(&row.kind).ok_or(corrupt)?,
            size: u64::try_from(row.size).unwrap_or(0),
            by: PersonId::from_uuid(row.made_by),
            at: instant(row.made_at),
            removed: row
                .removed_by
                .zip(row.removed_at)
                .map(|(by, at)| (PersonId::from_uuid(by), instant(at))),
        })
    }

    /// Puts a paper or picture into the permit's case.
    ///
    /// # Errors
    /// [`StoreError::Value`] for what is neither PDF, PNG nor JPEG, is too large, or one too many.
    pub async fn attachment_add(
        &self,
        permit: &Permit<act::Change, on::Case>,
        name: &OwnWords,
        bytes: &[u8],
    ) -> Result<Uuid, StoreError> {
        let unfit = |what| StoreError::Value {
            what,
            value: bytes.len().to_string(),
        };
        let kind = AttachmentKind::of(bytes).ok_or_else(|| unfit("file of a kind that is kept"))?;
        let size = Some(bytes.len()).filter(|size| *size <= MOST_ATTACHMENT_BYTES);
        let size = size.and_then(|size| i64::try_from(size).ok());
        let size = size.ok_or_else(|| unfit("size of a file"))?;
        let subject = permit.subject();
        let case = subject.case.ok_or(StoreError::Missing("case"))?;
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let (id, now) = (self.new_uuid()?, self.now());
        let keys = &self.inner.keys;
        let values = args![
            id,
            subject.pupil.as_uuid(),
            case.as_uuid(),
            keys.seal_file(name.reveal().as_bytes(), id.as_bytes())?,
            kind.word(),
            size,
            keys.seal_file(bytes, id.as_bytes())?,
            by.as_uuid(),
            now
        ];
        let mut work = self.db().begin().await?;
        let stand: Option<CountRow> = work.one(sql::ATTACHMENT_COUNT, args![case.as_uuid()]).await?;
        let most = i64::try_from(MOST_ATTACHMENTS).unwrap_or(i64::MAX);
        if stand.is_some_and(|row| row.count >= most) {
            return Err(unfit("number of files in a case"));
        }
        work.run(sql::ATTACHMENT_ADD, values).await?;
        let act = Act::permitted(permit, "case: file put in".to_owned(), vec![subject.pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(id)
    }

    /// The papers and pictures of the permit's case, oldest first; those taken out again too, without what they held. The
    /// reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Key`] when they were sealed with another key.
    pub async fn attachment_list(&self, permit: &Permit<act::Read, on::Case>) -> Result<Vec<Attachment>, StoreError> {
        let subject = permit.subject();
        let case = subject.case.ok_or(StoreError::Missing("case"))?;
        let rows: Vec<AttachmentRow> = self.db().all(sql::ATTACHMENT_LIST, args![case.as_uuid()]).await?;
        self.audit(Act::permitted(permit, "case: files".to_owned(), vec![subject.pupil]))
            .await?;
        rows.into_iter().map(|row| self.attachment_read(row)).collect()
    }

    /// One paper or picture of the permit's case with its bytes. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not there, or was taken out again.
    pub async fn attachment_one(
        &self,
        permit: &Permit<act::Read, on::Case>,
        id: Uuid,
    ) -> Result<(Attachment, Vec<u8>), StoreError> {
        let subject = permit.subject();
        let all = self.attachment_list(permit).await?;
        if !all.iter().any(|one| one.id == id) {
            return Err(StoreError::Missing("file"));
        }
        let found = self.attachment_whole(subject.pupil, id).await?;
        self.audit(Act::permitted(permit, "case: file".to_owned(), vec![subject.pupil]))
            .await?;
        Ok(found)
    }

    /// Takes what a paper or picture held out of the permit's case; that it was there stays.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not there, or was taken out before.
    pub async fn attachment_remove(&self, permit: &Permit<act::Change, on::Case>, id: Uuid) -> Result<(), StoreError> {
        let subject = permit.subject();
        let case = subject.case.ok_or(StoreError::Missing("case"))?;
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let now = self.now();
        let mut work = self.db().begin().await?;
        let values = args![id, case.as_uuid(), by.as_uuid(), now];
        let gone = work.run(sql::ATTACHMENT_REMOVE, values).await?;
        self.changed(gone, "file")?;
        let act = Act::permitted(permit, "case: file taken out".to_owned(), vec![subject.pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// The papers and pictures about a pupil in any case, oldest first.
    pub(crate) async fn attachments_about(&self, pupil: PupilId) -> Result<Vec<Attachment>, StoreError> {
        let rows: Vec<AttachmentRow> = self.db().all(sql::ATTACHMENT_LIST_OF, args![pupil.as_uuid()]).await?;
        rows.into_iter().map(|row| self.attachment_read(row)).collect()
    }

    /// One paper or picture about a pupil with its bytes.
    pub(crate) async fn attachment_whole(&self, pupil: PupilId, id: Uuid) -> Result<(Attachment, Vec<u8>), StoreError> {
        let row: Option<WholeRow> = self.db().one(sql::ATTACHMENT_ONE, args![id, pupil.as_uuid()]).await?;
        let row = row.ok_or(StoreError::Missing("file"))?;
        let bytes = self.inner.keys.open_file(&row.content, row.id.as_bytes())?;
        let attachment = self.attachment_read(AttachmentRow {
            id: row.id,
            name: row.name,
            kind: row.kind,
            size: row.size,
            made_by: row.made_by,
            made_at: row.made_at,
            removed_by: row.removed_by,
            removed_at: row.removed_at,
        })?;
        Ok((attachment, bytes))
    }

    /// One paper or picture about the permit's pupil, as text for a copy of everything kept.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not there, or was taken out again.
    pub async fn attachment_base64<A: Does>(
        &self,
        permit: &Permit<A, on::SubjectAccess>,
        id: Uuid,
    ) -> Result<String, StoreError> {
        let (_, bytes) = self.attachment_whole(permit.subject(), id).await?;
        Ok(STANDARD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins_and_ends() {
        let png = [
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(),
            b"rest",
            b"IEND\xae\x42\x60\x82",
        ]
        .concat();
        assert_eq!(AttachmentKind::of(&png), Some(AttachmentKind::Png));
        assert_eq!(
            AttachmentKind::of(b"\xff\xd8\xff\xe0rest\xff\xd9"),
            Some(AttachmentKind::Jpeg)
        );
        assert_eq!(
            AttachmentKind::of(b"%PDF-1.7\nrest\n%%EOF\n"),
            Some(AttachmentKind::Pdf)
        );
        for other in [
            b"".as_slice(),
            b"<html>",
            b"%PDF-1.7 and no end",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"PK\x03\x04",
            b"MZ\x90\0",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            &[b"<script>".as_slice(), &png].concat(),
            &[&png, b"<script>".as_slice()].concat(),
        ] {
            assert_eq!(AttachmentKind::of(other), None, "{other:?}");
        }
    }
}
