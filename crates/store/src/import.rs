//! Imports: one unit of work each. The same file twice changes nothing, a corrected file corrects and keeps history.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use access::{Permit, act, on};
use attendance::{Category, ClassIx, Grade, Kind, Note, PupilIx, Register, Slot, Span};
use casework::{ClassId, ImportId, MappingId, PersonId, PupilId};
use intake::open_folder::OpenFolder;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::{instant, micros};
use crate::db::{Db, Work, args};
use crate::error::StoreError;
use crate::mark::{Append, LogLine, LogRow, Stand, append, slots_of, take};
use crate::planes::Touched;
use crate::progress::{Progress, Step};
use crate::roster::{RegisterBy, Roster};
use crate::{Store, roster, roster_put, sql};

/// The share of standing marks an import may change or clear before it stops and asks.
pub const MOST_PERCENT: u32 = 5;

/// What an import says about what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportReach {
    /// Nothing: what is not in the file stays.
    Additions,
    /// The file is complete for these schools (ids in files) and days: what is not in it is cleared, marks by a file of
    /// marks and part days by a file of lessons. Schools whose staff write the register here are left alone unless
    /// [`ImportRequest::also_here`].
    Complete {
        /// The schools.
        schools: BTreeSet<String>,
        /// The days.
        days: Span,
    },
}

impl ImportReach {
    /// Complete for every school of a folder and the days its marks and part days span; `None` when it has neither.
    pub fn of_folder(folder: &OpenFolder) -> Option<Self> {
        let days = folder.marks.iter().map(|m| m.date);
        let days = days.chain(folder.partials.iter().map(|p| p.date));
        Some(Self::Complete {
            schools: folder.schools.iter().map(|s| s.id.clone()).collect(),
            days: span_of(days)?,
        })
    }

    fn speaks_of(&self, school: Option<&str>, day: Date) -> bool {
        match self {
            Self::Additions => false,
            Self::Complete { schools, days } => days.contains(day) && school.is_some_and(|s| schools.contains(s)),
        }
    }

    fn word(&self) -> String {
        match self {
            Self::Additions => "additions".to_owned(),
            Self::Complete { schools, days } => {
                let schools: Vec<&str> = schools.iter().map(String::as_str).collect();
                format!("complete {}/{} {}", days.from, days.to, schools.join(" "))
            }
        }
    }
}

/// What is known about an import besides its rows.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// Where the ids in the file come from, such as the name of the vendor's program.
    pub source: String,
    /// The name of the file or folder.
    pub file_name: String,
    /// SHA-256 of what was read.
    pub file_hash: [u8; 32],
    /// The saved column mapping and its version, when one was used.
    pub mapping: Option<(MappingId, i64)>,
    /// What it says about what is not in it.
    pub reach: ImportReach,
    /// Percent of standing marks it may change or clear without asking.
    pub most_percent: u32,
    /// A person has seen how much it would change and said yes.
    pub confirmed: bool,
    /// Who writes the register of schools that are new.
    pub new_schools: RegisterBy,
    /// Marks of schools whose staff write the register here are taken too: a first import, or made-up data.
    pub also_here: bool,
    /// Problems and warnings of reading, as text to show beside the import.
    pub problems: String,
    /// Told how far it has come.
    pub progress: Progress,
}

impl ImportRequest {
    /// Additions from a source, with the usual share, into schools whose register another program writes.
    pub fn additions(source: &str, file_name: &str, bytes: &[u8]) -> Self {
        Self {
            source: source.to_owned(),
            file_name: file_name.to_owned(),
            file_hash: crate::cipher::sha256(bytes),
            mapping: None,
            reach: ImportReach::Additions,
            most_percent: MOST_PERCENT,
            confirmed: false,
            new_schools: RegisterBy::Imported,
            also_here: false,
            problems: String::new(),
            progress: Progress::default(),
        }
    }
}

/// One note of a file about a pupil that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// The pupil.
    pub pupil: PupilId,
    /// The day.
    pub day: Date,
    /// Which notes.
    pub note: Note,
    /// What it says.
    pub kind: Kind,
    /// Minutes late or left early.
    pub minutes: Option<u16>,
    /// The school's own code.
    pub local_code: Option<String>,
    /// When it was noted.
    pub noted_at: Option<Timestamp>,
    /// By whom.
    pub noted_by: Option<String>,
}

/// Part of a day away in a file, about a pupil that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// The pupil.
    pub pupil: PupilId,
    /// The day.
    pub day: Date,
    /// Lessons missed.
    pub lessons_missed: u8,
    /// Lessons of that day, when known.
    pub lessons: Option<u8>,
    /// The category, when given.
    pub category: Option<Category>,
}

/// What a file of absence says about pupils that are known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AbsenceRows {
    /// Notes of days.
    Marks(Vec<MarkRow>),
    /// Parts of days, where the school registers lessons. They say nothing about the notes of the day.
    Parts(Vec<PartRow>),
}

impl AbsenceRows {
    fn places(&self) -> Vec<(PupilId, Date)> {
        match self {
            Self::Marks(rows) => rows.iter().map(|r| (r.pupil, r.day)).collect(),
            Self::Parts(rows) => rows.iter().map(|r| (r.pupil, r.day)).collect(),
        }
    }
}

/// How many of what an import brings, or would bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCounts {
    /// Calendars, schools, classes, pupils and households that are new.
    pub added: u64,
    /// Those that are changed, pupils with other enrolments among them.
    pub changed: u64,
    /// Marks in the file.
    pub marks: u64,
    /// Marks where nothing stood.
    pub marks_new: u64,
    /// Notes that stand otherwise afterwards.
    pub marks_changed: u64,
    /// Notes cleared because a complete file lacks them.
    pub marks_cleared: u64,
    /// Rows of the file older than what stands.
    pub marks_older: u64,
    /// Rows of the file that say what stands already.
    pub marks_same: u64,
    /// Rows left out because the staff of the school write its register here.
    pub marks_not_ours: u64,
    /// Rows of the file for days that are no school day of the pupil: kept, but not counted.
    pub marks_not_counted: u64,
    /// Notes with an absence or lateness, and part days, that stood in the schools and days of the file.
    pub standing: u64,
    /// Part days that are new.
    pub partials: u64,
    /// Part days that stand otherwise afterwards.
    pub partials_changed: u64,
    /// Part days cleared because a complete file lacks them.
    pub partials_cleared: u64,
    /// Notings that are new, a span of days counting once.
    pub notings: u64,
}

impl ImportCounts {
    /// How many of what stood would be changed or cleared.
    pub const fn touched(&self) -> u64 {
        self.marks_changed + self.marks_cleared + self.partials_changed + self.partials_cleared
    }
}

/// What an import would do; nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// How many of what.
    pub counts: ImportCounts,
    /// It changes or clears more than the share, so a person must say yes.
    pub must_confirm: bool,
}

/// An import that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    /// The id.
    pub id: ImportId,
    /// When.
    pub made_at: Timestamp,
    /// By whom; none for the program's own commands.
    pub made_by: Option<PersonId>,
    /// Their name.
    pub made_name: Option<String>,
    /// The file.
    pub file_name: String,
    /// Its SHA-256.
    pub file_hash: Vec<u8>,
    /// The mapping and its version.
    pub mapping: Option<(MappingId, i64)>,
    /// `additions`, or `complete` with days and schools.
    pub reach: String,
    /// How many of what.
    pub counts: ImportCounts,
    /// Problems of reading.
    pub problems: String,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: Uuid,
    made_at: i64,
    made_by: Option<Uuid>,
    made_name: Option<String>,
    file_name: String,
    file_hash: Vec<u8>,
    mapping_id: Option<Uuid>,
    mapping_version: Option<i64>,
    reach: String,
    counts: String,
    problems: String,
    undone_at: Option<i64>,
}

impl TryFrom<ImportRow> for ImportRecord {
    type Error = StoreError;

    fn try_from(row: ImportRow) -> Result<Self, StoreError> {
        let corrupt = |_| StoreError::Corrupt {
            table: "imports",
            row: row.id,
        };
        Ok(Self {
            id: ImportId::from_uuid(row.id),
            made_at: instant(row.made_at),
            made_by: row.made_by.map(PersonId::from_uuid),
            made_name: row.made_name,
            file_name: row.file_name,
            file_hash: row.file_hash,
            mapping: row.mapping_id.map(MappingId::from_uuid).zip(row.mapping_version),
            reach: row.reach,
            counts: serde_json::from_str(&row.counts).map_err(corrupt)?,
            problems: row.problems,
            undone_at: row.undone_at.map(instant),
        })
    }
}

/// Rows of a file with pupils and classes as the roster has them.
#[derive(Default)]
struct Rows {
    marks: Vec<LogRow>,
    partials: Vec<PartialLine>,
    notings: Vec<NotingSpan>,
    /// Whether a complete file clears marks it lacks.
    speaks_of_marks: bool,
    /// Whether a complete file clears part days it lacks.
    speaks_of_parts: bool,
}

#[derive(Clone, Serialize)]
struct PartialLine {
    position: i64,
    pupil_id: roster_put::Hex,
    day: Date,
    lessons_missed: u32,
    lessons: Option<u32>,
    category: Option<&'static str>,
    noted_at: Option<i64>,
}

#[derive(Clone, Serialize)]
struct NotingSpan {
    position: i64,
    class_id: roster_put::Hex,
    note: &'static str,
    from_day: Date,
    to_day: Date,
    noted_at: Option<i64>,
    noted_by: Option<String>,
}

impl Store {
    /// What importing a folder would do.
    ///
    /// # Errors
    /// When the rows cannot stand beside what is there.
    pub async fn import_folder_preview(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        folder: &OpenFolder,
    ) -> Result<ImportPlan, StoreError> {
        let (work, counts, _) = self.import_folder_in(permit, request, folder, true).await?;
        drop(work);
        Ok(ImportPlan {
            counts,
            must_confirm: too_much(&counts, request),
        })
    }

    /// Imports a whole folder: calendars, schools, classes, pupils, enrolments, marks, partials and notings.
    ///
    /// # Errors
    /// [`StoreError::Share`] when it would change or clear more than the share and nobody has said yes.
    pub async fn import_folder(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        folder: &OpenFolder,
    ) -> Result<ImportRecord, StoreError> {
        let (work, counts, id) = self.import_folder_in(permit, request, folder, false).await?;
        self.import_done(work, permit, request, counts, id).await
    }

    /// The schools and days that rows of known pupils are about, as a complete file would say them; `None` without rows.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn import_reach(
        &self,
        _permit: &Permit<act::Create, on::Import>,
        rows: &AbsenceRows,
    ) -> Result<Option<ImportReach>, StoreError> {
        let planes = self.planes().await?;
        let places = Where {
            roster: planes.roster(),
            register: planes.register(),
        };
        let rows = rows.places();
        let school = |(pupil, day): &(PupilId, Date)| Some(places.school(pupil.as_uuid(), *day)?.external_id.clone());
        let schools = rows.iter().filter_map(school).collect();
        let days = span_of(rows.iter().map(|(_, day)| *day));
        Ok(days.map(|days| ImportReach::Complete { schools, days }))
    }

    /// What importing absence of known pupils would do.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn import_absence_preview(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        rows: &AbsenceRows,
    ) -> Result<ImportPlan, StoreError> {
        let (work, counts, _) = self.import_absence_in(permit, request, rows, true).await?;
        drop(work);
        Ok(ImportPlan {
            counts,
            must_confirm: too_much(&counts, request),
        })
    }

    /// Imports absence of known pupils, in the order of the file.
    ///
    /// # Errors
    /// [`StoreError::Share`] when it would change or clear more than the share and nobody has said yes.
    pub async fn import_absence(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        rows: &AbsenceRows,
    ) -> Result<ImportRecord, StoreError> {
        let (work, counts, id) = self.import_absence_in(permit, request, rows, false).await?;
        self.import_done(work, permit, request, counts, id).await
    }

    async fn import_done(
        &self,
        mut work: Work,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        counts: ImportCounts,
        id: Uuid,
    ) -> Result<ImportRecord, StoreError> {
        request.progress.begin(Step::Finishing, 0);
        let now = self.now();
        let by = permit.by().map(PersonId::as_uuid);
        let text = serde_json::to_string(&counts).unwrap_or_default();
        let values = args![
            id,
            now,
            by,
            &request.file_name,
            request.file_hash,
            request.mapping.map(|(id, _)| id.as_uuid()),
            request.mapping.map(|(_, version)| version),
            request.reach.word(),
            text,
            &request.problems,
        ];
        work.run(sql::IMPORT_ADD, values).await?;
        self.inner
            .trail
            .write(
                &mut work,
                now,
                Act::permitted(permit, format!("import {id}"), Vec::new()),
            )
            .await?;
        work.commit().await?;
        self.import_one(ImportId::from_uuid(id))
            .await?
            .ok_or(StoreError::Missing("import"))
    }

    async fn import_folder_in(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        folder: &OpenFolder,
        dry: bool,
    ) -> Result<(Work, ImportCounts, Uuid), StoreError> {
        let mut work = self.db().begin().await?;
        take(&mut work, "roster", 0).await?;
        take(&mut work, "marks", 0).await?;
        request
            .progress
            .begin(Step::Roster, folder.pupils.len() + folder.enrolments.len());
        let mut known = roster_put::Known::load(&mut work).await?;
        let put = known.put(self, &mut work, request, folder).await?;
        let parts = roster::load_in(&mut work).await?;
        let (roster, register) = Roster::build(parts)?;
        let marks = folder.marks_in_order().into_iter();
        let ids = |pupil: PupilIx| put.pupils.get(pupil.index()).copied().unwrap_or(Uuid::nil());
        let marks = marks
            .map(|m| LogRow {
                pupil: ids(m.pupil),
                day: m.date,
                note: m.note,
                kind: m.kind,
                minutes: m.minutes.map(i64::from),
                local_code: m.local_code.and_then(|c| folder.local_codes.word(c)).map(str::to_owned),
                noted_at: m.noted_at.map(micros),
                noted_by: m.noted_by.and_then(|n| folder.noters.word(n)).map(str::to_owned),
                replaces: None,
            })
            .collect();
        let partials = folder
            .partials
            .iter()
            .map(|p| PartialLine {
                position: 0,
                pupil_id: roster_put::Hex(ids(p.pupil)),
                day: p.date,
                lessons_missed: u32::from(p.lessons_missed),
                lessons: p.lessons.map(u32::from),
                category: p.category.map(attendance::Category::word),
                noted_at: p.noted_at.map(micros),
            })
            .collect();
        let class = |at: ClassIx| put.classes.get(at.index()).copied().unwrap_or(Uuid::nil());
        let notings = match &folder.notings {
            Some(listed) => listed_notings(listed, self, &roster, &register, class),
            None => notings_to_last_mark(folder, &roster, &register, &put.pupils),
        };
        let rows = Rows {
            marks,
            partials,
            notings,
            speaks_of_marks: true,
            speaks_of_parts: !folder.partials.is_empty(),
        };
        let mut counts = ImportCounts {
            added: put.added,
            changed: put.changed,
            ..ImportCounts::default()
        };
        let id = self.new_uuid()?;
        self.take_rows(
            &mut work,
            permit,
            request,
            rows,
            &roster,
            &register,
            &mut counts,
            id,
            dry,
        )
        .await?;
        if put.added + put.changed > 0 {
            put.touched.write(&mut work).await?;
        }
        Ok((work, counts, id))
    }

    async fn import_absence_in(
        &self,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        rows: &AbsenceRows,
        dry: bool,
    ) -> Result<(Work, ImportCounts, Uuid), StoreError> {
        let planes = self.planes().await?;
        let known = |pupil: PupilId| planes.roster().pupil_ix(pupil).is_some();
        if let Some((unknown, _)) = rows.places().iter().find(|(pupil, _)| !known(*pupil)) {
            return Err(StoreError::Value {
                what: "pupil known here",
                value: unknown.to_string(),
            });
        }
        let mut work = self.db().begin().await?;
        take(&mut work, "marks", 0).await?;
        let (marks, parts): (&[MarkRow], &[PartRow]) = match rows {
            AbsenceRows::Marks(marks) => (marks, &[]),
            AbsenceRows::Parts(parts) => (&[], parts),
        };
        let partials = parts
            .iter()
            .map(|p| PartialLine {
                position: 0,
                pupil_id: roster_put::Hex(p.pupil.as_uuid()),
                day: p.day,
                lessons_missed: u32::from(p.lessons_missed),
                lessons: p.lessons.map(u32::from),
                category: p.category.map(Category::word),
                noted_at: None,
            })
            .collect();
        let mut marks: Vec<LogRow> = marks
            .iter()
            .map(|m| LogRow {
                pupil: m.pupil.as_uuid(),
                day: m.day,
                note: m.note,
                kind: m.kind,
                minutes: m.minutes.map(i64::from),
                local_code: m.local_code.clone(),
                noted_at: m.noted_at.map(micros),
                noted_by: m.noted_by.clone(),
                replaces: None,
            })
            .collect();
        marks.sort_by_key(|m| m.noted_at);
        let places = marks.iter().map(|m| (m.pupil, m.day));
        let mut notings = Vec::new();
        for (class, last) in last_marks(places, planes.roster(), planes.register()) {
            notings.extend(noted_up_to(planes.roster(), planes.register(), class, last));
        }
        let rows = Rows {
            marks,
            partials,
            notings,
            speaks_of_marks: matches!(rows, AbsenceRows::Marks(_)),
            speaks_of_parts: matches!(rows, AbsenceRows::Parts(_)),
        };
        let (mut counts, id) = (ImportCounts::default(), self.new_uuid()?);
        let (roster, register) = (planes.roster(), planes.register());
        self.take_rows(&mut work, permit, request, rows, roster, register, &mut counts, id, dry)
            .await?;
        Ok((work, counts, id))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one unit of work told all it needs; a struct would only rename it"
    )]
    async fn take_rows(
        &self,
        work: &mut Work,
        permit: &Permit<act::Create, on::Import>,
        request: &ImportRequest,
        mut rows: Rows,
        roster: &Roster,
        register: &Register,
        counts: &mut ImportCounts,
        id: Uuid,
        dry: bool,
    ) -> Result<(), StoreError> {
        request.progress.begin(Step::Comparing, 0);
        counts.marks = rows.marks.len() as u64;
        let places = Where { roster, register };
        let reach = reach_of(request, roster);
        let (additions, marks_reach, parts_reach) =
            (ImportReach::Additions, rows.speaks_of_marks, rows.speaks_of_parts);
        let marks_reach = if marks_reach { &reach } else { &additions };
        let parts_reach = if parts_reach { &reach } else { &additions };
        if !request.also_here {
            let before = rows.marks.len();
            rows.marks
                .retain(|m| places.register_by(m.pupil, m.day) != Some(RegisterBy::Here));
            counts.marks_not_ours = (before - rows.marks.len()) as u64;
            rows.notings.retain(|n| {
                let school = roster
                    .class(ClassId::from_uuid(n.class_id.0))
                    .and_then(|c| roster.school(c.school));
                school.is_none_or(|s| s.register_by != RegisterBy::Here)
            });
        }
        let counted = |m: &&LogRow| !places.is_school_day(m.pupil, m.day);
        counts.marks_not_counted = rows.marks.iter().filter(counted).count() as u64;
        let stand = standing(work, &places, &rows.marks, marks_reach).await?;
        let fresh = changes(&places, marks_reach, rows.marks, &stand, counts);
        let partials = new_partials(work, &places, parts_reach, rows.partials, counts).await?;
        if !dry && !request.confirmed && too_much(counts, request) {
            return Err(StoreError::Share {
                changed: counts.touched(),
                standing: counts.standing,
                percent: request.most_percent,
            });
        }
        let notings = new_notings(work, rows.notings, roster, register).await?;
        counts.notings = notings.len() as u64;
        if dry {
            return Ok(());
        }
        let progress = &request.progress;
        progress.begin(Step::Writing, fresh.len() + partials.len() + notings.len());
        let (now, by) = (micros(self.now()), permit.by().map(PersonId::as_uuid));
        let (cleared, taken): (Vec<LogRow>, Vec<LogRow>) =
            fresh.into_iter().partition(|r| r.noted_by.as_deref() == Some(CLEARED));
        let mut shared = Append {
            at: now,
            by,
            import: Some(id),
            reason: None,
        };
        if !taken.is_empty() {
            append(work, taken, &shared, progress).await?;
        }
        if !cleared.is_empty() {
            let cleared: Vec<LogRow> = cleared.into_iter().map(|r| LogRow { noted_by: None, ..r }).collect();
            shared.reason = Some("not in a complete import".to_owned());
            append(work, cleared, &shared, progress).await?;
        }
        put_partials(work, partials, now, id, progress).await?;
        put_notings(work, notings, now, by, Some(id), progress).await
    }

    /// Imports, newest first, at most `most`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn import_list(&self, most: u32) -> Result<Vec<ImportRecord>, StoreError> {
        let rows: Vec<ImportRow> = self.db().all(sql::IMPORT_LIST, args![most]).await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// One import.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn import_one(&self, id: ImportId) -> Result<Option<ImportRecord>, StoreError> {
        let row: Option<ImportRow> = self.db().one(sql::IMPORT_ONE, args![id.as_uuid()]).await?;
        row.map(TryInto::try_into).transpose()
    }

    /// Undoes the marks, part days and notings of an import by appending what stood before; what somebody has changed
    /// since stays. Schools, classes, pupils and enrolments stay. Returns how many marks were appended.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such import, or it was undone before.
    pub async fn import_undo(&self, permit: &Permit<act::Undo, on::Import>, id: ImportId) -> Result<u64, StoreError> {
        let now = self.now();
        let by = permit.by().map(PersonId::as_uuid);
        let planes = self.planes().await?;
        let places = Where {
            roster: planes.roster(),
            register: planes.register(),
        };
        let mut work = self.db().begin().await?;
        take(&mut work, "marks", 0).await?;
        self.changed(
            work.run(sql::IMPORT_UNDO, args![id.as_uuid(), now, by]).await?,
            "import",
        )?;
        let own: Vec<LogLine> = work.all(sql::MARK_LIST_OF_IMPORT, args![id.as_uuid()]).await?;
        let restored = undone(&mut work, &places, &own).await?;
        let reason = Some("import undone".to_owned());
        let restored_rows = restored.len() as u64;
        if !restored.is_empty() {
            append(
                &mut work,
                restored,
                &Append {
                    at: micros(now),
                    by,
                    import: Some(id.as_uuid()),
                    reason,
                },
                &Progress::default(),
            )
            .await?;
        }
        // Everything of an undone import, these rows too, is passed over when its classes are laid anew: so a day that
        // nobody had noted before is not noted again.
        let noted: Vec<ClassIdRow> = work.all(sql::NOTING_CLASS_LIST_OF_IMPORT, args![id.as_uuid()]).await?;
        let mut classes: BTreeSet<Uuid> = noted.into_iter().map(|row| row.class_id).collect();
        let marked = own
            .iter()
            .filter_map(|line| places.class(line.pupil_id, line.day.into()));
        classes.extend(marked.filter_map(|class| Some(places.roster.class_entry(class)?.id.as_uuid())));
        let pupils: BTreeSet<Uuid> = own.iter().map(|line| line.pupil_id).collect();
        let touched = Touched {
            classes: classes.into_iter().collect(),
            pupils: pupils.into_iter().collect(),
            ..Touched::default()
        };
        touched.write(&mut work).await?;
        let act = Act::permitted(permit, format!("import {id}"), Vec::new());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(restored_rows)
    }
}

#[derive(sqlx::FromRow)]
struct ClassIdRow {
    class_id: Uuid,
}

/// Marks a row that clears; never stored.
const CLEARED: &str = "\u{0}cleared";

fn too_much(counts: &ImportCounts, request: &ImportRequest) -> bool {
    counts.touched() * 100 > u64::from(request.most_percent) * counts.standing && counts.touched() > 0
}

/// What an import may clear: never the register that a school's staff write here, unless it was asked for.
fn reach_of(request: &ImportRequest, roster: &Roster) -> ImportReach {
    let mut reach = request.reach.clone();
    if let (ImportReach::Complete { schools, .. }, false) = (&mut reach, request.also_here) {
        for school in roster.schools().iter().filter(|s| s.register_by == RegisterBy::Here) {
            schools.remove(&school.external_id);
        }
    }
    reach
}

fn span_of(days: impl Iterator<Item = Date> + Clone) -> Option<Span> {
    let (from, to) = (days.clone().min()?, days.max()?);
    Some(Span { from, to })
}

/// Where a pupil was on a day.
pub(crate) struct Where<'a> {
    pub roster: &'a Roster,
    pub register: &'a Register,
}

impl Where<'_> {
    fn class(&self, pupil: Uuid, day: Date) -> Option<ClassIx> {
        let at = self.roster.pupil_ix(PupilId::from_uuid(pupil))?;
        self.register.enrolment_on(at, day).map(|e| e.class)
    }

    fn is_school_day(&self, pupil: Uuid, day: Date) -> bool {
        let calendar = self.class(pupil, day).and_then(|c| self.register.class_calendar(c));
        calendar.is_some_and(|c| c.ordinal(day).is_some())
    }

    pub fn grade(&self, pupil: Uuid, day: Date) -> Option<Grade> {
        Some(self.register.class(self.class(pupil, day)?)?.grade)
    }

    fn school(&self, pupil: Uuid, day: Date) -> Option<&crate::roster::SchoolEntry> {
        let class = self.roster.class_entry(self.class(pupil, day)?)?;
        self.roster.school(class.school)
    }

    fn register_by(&self, pupil: Uuid, day: Date) -> Option<RegisterBy> {
        self.school(pupil, day).map(|s| s.register_by)
    }
}

/// Folds rows of the log into what stands.
fn fold(places: &Where<'_>, lines: &[LogLine]) -> Result<Stand, StoreError> {
    let mut stand = Stand::with_capacity(lines.len());
    for line in lines {
        let (note, kind) = line.read()?;
        let day: Date = line.day.to_jiff();
        for slot in slots_of(places.grade(line.pupil_id, day), note, kind) {
            stand.insert((line.pupil_id, day, slot), line.standing(kind));
        }
    }
    Ok(stand)
}

/// What stands for the pupils and days of the rows, and of everything a complete import speaks of.
async fn standing(
    work: &mut Work,
    places: &Where<'_>,
    marks: &[LogRow],
    reach: &ImportReach,
) -> Result<Stand, StoreError> {
    let days = marks.iter().map(|m| m.day);
    let (mut from, mut to) = (days.clone().min(), days.max());
    if let ImportReach::Complete { days, .. } = reach {
        from = Some(from.map_or(days.from, |d| d.min(days.from)));
        to = Some(to.map_or(days.to, |d| d.max(days.to)));
    }
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(Stand::new());
    };
    let pupils: HashSet<Uuid> = marks.iter().map(|m| m.pupil).collect();
    let few = pupils.len() <= 500 && *reach == ImportReach::Additions;
    if few {
        return standing_of(work, places, &pupils, from, to).await;
    }
    let lines: Vec<LogLine> = work.all(sql::MARK_LIST_BETWEEN, args![from, to]).await?;
    fold(places, &lines)
}

/// What stands for some pupils in a span of days.
pub(crate) async fn standing_of(
    work: &mut Work,
    places: &Where<'_>,
    pupils: &HashSet<Uuid>,
    from: Date,
    to: Date,
) -> Result<Stand, StoreError> {
    let ids: Vec<String> = pupils.iter().map(|p| p.simple().to_string()).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    let lines: Vec<LogLine> = work.all(sql::MARK_LIST_BETWEEN_OF, args![from, to, ids]).await?;
    fold(places, &lines)
}

/// What stands for some pupils on one day, outside any unit of work.
pub(crate) async fn standing_now(
    db: &Db,
    places: &Where<'_>,
    pupils: &HashSet<Uuid>,
    day: Date,
) -> Result<Stand, StoreError> {
    let ids: Vec<String> = pupils.iter().map(|p| p.simple().to_string()).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    let lines: Vec<LogLine> = db.all(sql::MARK_LIST_BETWEEN_OF, args![day, day, ids]).await?;
    fold(places, &lines)
}

/// The rows to append so that what stands is what the file says, and how many of what that is.
fn changes(
    places: &Where<'_>,
    reach: &ImportReach,
    marks: Vec<LogRow>,
    stand: &Stand,
    counts: &mut ImportCounts,
) -> Vec<LogRow> {
    let span = span_of(marks.iter().map(|m| m.day));
    // The rows of each pupil and day side by side, each day's in the order of the file.
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let place = |at: &usize| marks.get(*at).map(|m| (m.pupil, m.day));
    order.sort_by_key(place);
    let mut keep: Vec<Option<Kept>> = vec![None; marks.len()];
    for group in order.chunk_by(|a, b| place(a) == place(b)) {
        if let Some((pupil, day)) = group.first().and_then(place) {
            take_group(places.grade(pupil, day), &marks, group, stand, counts, &mut keep);
        }
    }
    drop(order);
    counts.standing = count_standing(places, stand, span, reach, &marks);
    let gone = if *reach != ImportReach::Additions {
        let said: HashSet<(Uuid, Date, Slot)> = marks
            .iter()
            .flat_map(|m| {
                slots_of(places.grade(m.pupil, m.day), m.note, m.kind)
                    .into_iter()
                    .map(|s| (m.pupil, m.day, s))
            })
            .collect();
        cleared(places, stand, reach, &said, counts)
    } else {
        Vec::new()
    };
    let rows = marks.into_iter().zip(keep);
    let mut fresh: Vec<LogRow> = rows
        .filter_map(|(row, kept)| {
            let (note, replaces) = kept?;
            Some(LogRow { note, replaces, ..row })
        })
        .collect();
    fresh.extend(gone);
    fresh
}

/// The note and the row it replaces of a row that is taken.
type Kept = (Note, Option<i64>);

/// One pupil on one day: nothing when the file says what stands, else the file's rows that are not older.
fn take_group(
    grade: Option<Grade>,
    marks: &[LogRow],
    group: &[usize],
    stand: &Stand,
    counts: &mut ImportCounts,
    keep: &mut [Option<Kept>],
) {
    // A lone row where nothing stands, as nearly all of a first import.
    if let [at] = group
        && let Some(row) = marks.get(*at)
        && let Some(place) = keep.get_mut(*at)
    {
        let slots = slots_of(grade, row.note, row.kind);
        if !slots.is_empty() && slots.iter().all(|s| !stand.contains_key(&(row.pupil, row.day, *s))) {
            counts.marks_new += slots.len() as u64;
            *place = Some((row.note, None));
            return;
        }
    }
    let mut after: BTreeMap<Slot, &LogRow> = BTreeMap::new();
    let mut fitting: Vec<(usize, Vec<Slot>, usize)> = Vec::new();
    for at in group {
        let Some(row) = marks.get(*at) else { continue };
        let slots = slots_of(grade, row.note, row.kind);
        let all = slots.len();
        let newer: Vec<Slot> = slots
            .into_iter()
            .filter(|s| {
                stand
                    .get(&(row.pupil, row.day, *s))
                    .is_none_or(|now| row.noted_at >= now.noted_at)
            })
            .collect();
        for slot in &newer {
            after.insert(*slot, row);
        }
        fitting.push((*at, newer, all));
    }
    let same = |row: &LogRow, slot: Slot| {
        stand
            .get(&(row.pupil, row.day, slot))
            .is_some_and(|now| now.kind == row.kind && now.minutes == row.minutes && now.local_code == row.local_code)
    };
    let differs = after.iter().any(|(slot, row)| !same(row, *slot));
    for (slot, row) in &after {
        match stand.get(&(row.pupil, row.day, *slot)) {
            None => counts.marks_new += 1,
            Some(now) if now.kind != row.kind && now.kind != Kind::Present => counts.marks_changed += 1,
            Some(_) => {}
        }
    }
    for (at, newer, all) in fitting {
        let Some(row) = marks.get(at) else { continue };
        if newer.is_empty() {
            counts.marks_older += 1;
        } else if differs {
            let note = match newer.as_slice() {
                [Slot::Start] if newer.len() < all => Note::Start,
                [Slot::End] if newer.len() < all => Note::End,
                _ => row.note,
            };
            let replaces = newer
                .iter()
                .filter_map(|s| stand.get(&(row.pupil, row.day, *s)))
                .map(|now| now.position)
                .max();
            if let Some(place) = keep.get_mut(at) {
                *place = Some((note, replaces));
            }
        } else {
            counts.marks_same += 1;
        }
    }
}

fn count_standing(places: &Where<'_>, stand: &Stand, span: Option<Span>, reach: &ImportReach, marks: &[LogRow]) -> u64 {
    let of_file: HashSet<&str> = marks
        .iter()
        .filter_map(|m| places.school(m.pupil, m.day))
        .map(|s| s.external_id.as_str())
        .collect();
    let within = |pupil: Uuid, day: Date| {
        let school = places.school(pupil, day).map(|s| s.external_id.as_str());
        let in_file = span.is_some_and(|s| s.contains(day)) && school.is_some_and(|s| of_file.contains(s));
        in_file || reach.speaks_of(school, day)
    };
    let counted = stand
        .iter()
        .filter(|((pupil, day, _), now)| now.kind != Kind::Present && within(*pupil, *day));
    counted.count() as u64
}

/// Rows that clear what a complete import lacks.
fn cleared(
    places: &Where<'_>,
    stand: &Stand,
    reach: &ImportReach,
    said: &HashSet<(Uuid, Date, Slot)>,
    counts: &mut ImportCounts,
) -> Vec<LogRow> {
    let mut rows: BTreeMap<(Uuid, Date), (Vec<Slot>, i64)> = BTreeMap::new();
    for ((pupil, day, slot), now) in stand {
        let school = places.school(*pupil, *day).map(|s| s.external_id.as_str());
        let spoken_of = reach.speaks_of(school, *day);
        if spoken_of && now.kind != Kind::Present && !said.contains(&(*pupil, *day, *slot)) {
            counts.marks_cleared += 1;
            let row = rows.entry((*pupil, *day)).or_insert_with(|| (Vec::new(), now.position));
            row.0.push(*slot);
            row.1 = row.1.max(now.position);
        }
    }
    rows.into_iter()
        .map(|((pupil, day), (slots, replaces))| LogRow {
            pupil,
            day,
            note: note_of(&slots),
            kind: Kind::Present,
            minutes: None,
            local_code: None,
            noted_at: None,
            noted_by: Some(CLEARED.to_owned()),
            replaces: Some(replaces),
        })
        .collect()
}

fn note_of(slots: &[Slot]) -> Note {
    match (slots.contains(&Slot::Start), slots.contains(&Slot::End)) {
        (true, true) => Note::Day,
        (false, true) => Note::End,
        _ => Note::Start,
    }
}

/// For every note an import wrote and that still stands: what stood before it.
async fn undone(work: &mut Work, places: &Where<'_>, own: &[LogLine]) -> Result<Vec<LogRow>, StoreError> {
    let days = own.iter().map(|l| l.day.to_jiff());
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else {
        return Ok(Vec::new());
    };
    let positions: HashSet<i64> = own.iter().map(|l| l.position).collect();
    let pupils: HashSet<Uuid> = own.iter().map(|l| l.pupil_id).collect();
    let mut lines: Vec<LogLine> = work.all(sql::MARK_LIST_BETWEEN, args![from, to]).await?;
    lines.retain(|l| pupils.contains(&l.pupil_id));
    let now = fold(places, &lines)?;
    lines.retain(|l| !positions.contains(&l.position));
    let before = fold(places, &lines)?;
    let mut rows = Vec::new();
    let mut standing: Vec<_> = now
        .into_iter()
        .filter(|(_, s)| positions.contains(&s.position))
        .collect();
    standing.sort_by_key(|((pupil, day, slot), _)| (*pupil, *day, *slot));
    for ((pupil, day, slot), ours) in standing {
        let note = if slot == Slot::Start { Note::Start } else { Note::End };
        let then = before.get(&(pupil, day, slot));
        rows.push(LogRow {
            pupil,
            day,
            note,
            kind: then.map_or(Kind::Present, |t| t.kind),
            minutes: then.and_then(|t| t.minutes),
            local_code: then.and_then(|t| t.local_code.clone()),
            noted_at: then.and_then(|t| t.noted_at),
            noted_by: then.and_then(|t| t.noted_by.clone()),
            replaces: Some(ours.position),
        });
    }
    Ok(rows)
}

/// The last day with a mark of an enrolled pupil, one that is not counted too, for every class of the schools the marks
/// are about.
fn last_marks(marks: impl Iterator<Item = (Uuid, Date)>, roster: &Roster, register: &Register) -> Vec<(ClassIx, Date)> {
    let mut last: HashMap<attendance::SchoolIx, Date> = HashMap::new();
    for (pupil, day) in marks {
        let Some(at) = roster.pupil_ix(PupilId::from_uuid(pupil)) else {
            continue;
        };
        let Some(class) = register.enrolment_on(at, day).map(|e| e.class) else {
            continue;
        };
        if let Some(class) = register.class(class) {
            let latest = last.entry(class.school).or_insert(day);
            *latest = (*latest).max(day);
        }
    }
    (0..register.class_count())
        .map(ClassIx::new)
        .filter_map(|at| Some((at, *last.get(&register.class(at)?.school)?)))
        .collect()
}

/// Without a list of notings every school day up to the school's last mark counts as noted.
fn notings_to_last_mark(folder: &OpenFolder, roster: &Roster, register: &Register, pupils: &[Uuid]) -> Vec<NotingSpan> {
    let id = |pupil: PupilIx| pupils.get(pupil.index()).copied().unwrap_or(Uuid::nil());
    let marks = folder.marks.iter().map(|m| (id(m.pupil), m.date));
    let last = last_marks(marks, roster, register);
    last.into_iter()
        .flat_map(|(class, day)| noted_up_to(roster, register, class, day))
        .collect()
}

fn noted_up_to(roster: &Roster, register: &Register, class: ClassIx, last: Date) -> Option<NotingSpan> {
    let entry = roster.class_entry(class)?;
    let mut first = *register.class_calendar(class)?.days().first()?;
    if let Some(year) = entry.school_year() {
        first = first.max(year.span().from);
    }
    (first <= last).then(|| NotingSpan {
        position: 0,
        class_id: roster_put::Hex(entry.id.as_uuid()),
        note: Note::Day.word(),
        from_day: first,
        to_day: last,
        noted_at: None,
        noted_by: None,
    })
}

/// Notings of a file. Those made on their own day, or without an instant, are joined into spans of school days.
fn listed_notings(
    listed: &[intake::open_folder::Noting],
    store: &Store,
    roster: &Roster,
    register: &Register,
    class: impl Fn(ClassIx) -> Uuid,
) -> Vec<NotingSpan> {
    let mut spans = Vec::new();
    let mut own_day: BTreeMap<(Uuid, Note), BTreeSet<Date>> = BTreeMap::new();
    for noting in listed {
        let id = class(noting.class);
        match noting.noted_at {
            Some(at) if store.day_of(at) != noting.date => spans.push(NotingSpan {
                position: 0,
                class_id: roster_put::Hex(id),
                note: noting.note.word(),
                from_day: noting.date,
                to_day: noting.date,
                noted_at: Some(micros(at)),
                noted_by: None,
            }),
            _ => {
                own_day.entry((id, noting.note)).or_default().insert(noting.date);
            }
        }
    }
    for ((id, note), days) in own_day {
        let calendar = roster
            .class_ix(ClassId::from_uuid(id))
            .and_then(|c| register.class_calendar(c));
        let mut open: Option<NotingSpan> = None;
        for day in days {
            let follows = open.as_ref().is_some_and(|span| {
                calendar.is_some_and(|c| c.count_to(span.to_day) + 1 == c.count_to(day) && c.ordinal(day).is_some())
            });
            match &mut open {
                Some(span) if follows => span.to_day = day,
                _ => {
                    spans.extend(open.take());
                    open = Some(NotingSpan {
                        position: 0,
                        class_id: roster_put::Hex(id),
                        note: note.word(),
                        from_day: day,
                        to_day: day,
                        noted_at: None,
                        noted_by: None,
                    });
                }
            }
        }
        spans.extend(open);
    }
    spans
}

#[derive(sqlx::FromRow)]
struct NotingRow {
    class_id: Uuid,
    note: String,
    from_day: jiff_sqlx::Date,
    to_day: jiff_sqlx::Date,
}

/// The notings, or the parts of them, that are not there yet.
async fn new_notings(
    work: &mut Work,
    wanted: Vec<NotingSpan>,
    roster: &Roster,
    register: &Register,
) -> Result<Vec<NotingSpan>, StoreError> {
    if wanted.is_empty() {
        return Ok(wanted);
    }
    let rows: Vec<NotingRow> = work.all(sql::NOTING_LIST_AFTER, args![0i64]).await?;
    let mut there: HashMap<(Uuid, Slot), Vec<(Date, Date)>> = HashMap::new();
    for row in rows {
        let Some(note) = Note::from_word(&row.note) else {
            continue;
        };
        for slot in Slot::BOTH.into_iter().filter(|s| note.covers(*s)) {
            there
                .entry((row.class_id, slot))
                .or_default()
                .push((row.from_day.to_jiff(), row.to_day.to_jiff()));
        }
    }
    let is_there = |class: Uuid, note: Note, day: Date| {
        Slot::BOTH.into_iter().filter(|s| note.covers(*s)).all(|slot| {
            there
                .get(&(class, slot))
                .is_some_and(|spans| spans.iter().any(|(from, to)| *from <= day && day <= *to))
        })
    };
    let mut fresh = Vec::new();
    for span in wanted {
        let Some(note) = Note::from_word(span.note) else {
            continue;
        };
        let class = span.class_id.0;
        let Some(calendar) = roster
            .class_ix(ClassId::from_uuid(class))
            .and_then(|c| register.class_calendar(c))
        else {
            continue;
        };
        let days =
            (calendar.count_before(span.from_day)..calendar.count_to(span.to_day)).filter_map(|o| calendar.day(o));
        let mut open: Option<NotingSpan> = None;
        for day in days {
            if is_there(class, note, day) {
                fresh.extend(open.take());
            } else {
                match &mut open {
                    Some(open) => open.to_day = day,
                    None => {
                        open = Some(NotingSpan {
                            from_day: day,
                            to_day: day,
                            ..span.clone()
                        })
                    }
                }
            }
        }
        fresh.extend(open);
    }
    Ok(fresh)
}

pub(crate) async fn put_notings_of_class(
    work: &mut Work,
    class: ClassId,
    note: Note,
    day: Date,
    at: i64,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    let span = NotingSpan {
        position: 0,
        class_id: roster_put::Hex(class.as_uuid()),
        note: note.word(),
        from_day: day,
        to_day: day,
        noted_at: Some(at),
        noted_by: None,
    };
    put_notings(work, vec![span], at, by, None, &Progress::default()).await
}

async fn put_notings(
    work: &mut Work,
    mut notings: Vec<NotingSpan>,
    at: i64,
    by: Option<Uuid>,
    import: Option<Uuid>,
    progress: &Progress,
) -> Result<(), StoreError> {
    if notings.is_empty() {
        return Ok(());
    }
    let first = take(work, "notings", notings.len()).await?;
    for (noting, position) in notings.iter_mut().zip(first..) {
        noting.position = position;
    }
    for chunk in notings.chunks(10_000) {
        let rows = serde_json::to_string(chunk).unwrap_or_default();
        work.run(sql::NOTING_PUT, args![rows, at, by, import]).await?;
        progress.add(chunk.len());
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct PartialRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    lessons_missed: i64,
    lessons: Option<i64>,
    category: Option<String>,
}

/// Part days that say something else than what stands, and rows that clear what a complete file lacks: no lesson missed.
async fn new_partials(
    work: &mut Work,
    places: &Where<'_>,
    reach: &ImportReach,
    wanted: Vec<PartialLine>,
    counts: &mut ImportCounts,
) -> Result<Vec<PartialLine>, StoreError> {
    if wanted.is_empty() && *reach == ImportReach::Additions {
        return Ok(wanted);
    }
    let rows: Vec<PartialRow> = work.all(sql::PARTIAL_LIST, args![]).await?;
    type Said = (i64, Option<i64>, Option<String>);
    let mut there: HashMap<(Uuid, Date), Said> = HashMap::with_capacity(rows.len());
    for row in rows {
        there.insert(
            (row.pupil_id, row.day.to_jiff()),
            (row.lessons_missed, row.lessons, row.category),
        );
    }
    let said = |p: &PartialLine| {
        (
            i64::from(p.lessons_missed),
            p.lessons.map(i64::from),
            p.category.map(str::to_owned),
        )
    };
    let mut last: HashMap<(Uuid, Date), PartialLine> = HashMap::new();
    let mut order = Vec::new();
    for line in wanted {
        let key = (line.pupil_id.0, line.day);
        if last.insert(key, line).is_none() {
            order.push(key);
        }
    }
    let school = |(pupil, day): (Uuid, Date)| places.school(pupil, day).map(|s| s.external_id.as_str());
    let span = span_of(order.iter().map(|(_, day)| *day));
    let of_file: HashSet<&str> = order.iter().filter_map(|key| school(*key)).collect();
    let mut lines = Vec::new();
    for key in &order {
        let Some(line) = last.get(key).filter(|line| there.get(key) != Some(&said(line))) else {
            continue;
        };
        match there.get(key) {
            Some((missed, _, _)) if *missed > 0 => counts.partials_changed += 1,
            _ if line.lessons_missed == 0 => continue,
            _ => counts.partials += 1,
        }
        lines.push(line.clone());
    }
    let mut cleared = Vec::new();
    for (key, _) in there.iter().filter(|(_, (missed, _, _))| *missed > 0) {
        let (place, spoken_of) = (school(*key), reach.speaks_of(school(*key), key.1));
        let in_file = span.is_some_and(|s| s.contains(key.1)) && place.is_some_and(|s| of_file.contains(s));
        counts.standing += u64::from(in_file || spoken_of);
        if spoken_of && !last.contains_key(key) {
            cleared.push(*key);
        }
    }
    counts.partials_cleared = cleared.len() as u64;
    cleared.sort_unstable();
    lines.extend(cleared.into_iter().map(|(pupil, day)| PartialLine {
        position: 0,
        pupil_id: roster_put::Hex(pupil),
        day,
        lessons_missed: 0,
        lessons: None,
        category: None,
        noted_at: None,
    }));
    Ok(lines)
}

async fn put_partials(
    work: &mut Work,
    mut partials: Vec<PartialLine>,
    at: i64,
    import: Uuid,
    progress: &Progress,
) -> Result<(), StoreError> {
    if partials.is_empty() {
        return Ok(());
    }
    let first = take(work, "partials", partials.len()).await?;
    for (partial, position) in partials.iter_mut().zip(first..) {
        partial.position = position;
    }
    for chunk in partials.chunks(10_000) {
        let rows = serde_json::to_string(chunk).unwrap_or_default();
        work.run(sql::PARTIAL_PUT, args![rows, at, import]).await?;
        progress.add(chunk.len());
    }
    Ok(())
}

/// The day before; a first day of all time has none and stays.
pub(crate) fn day_before(day: Date) -> Date {
    day.checked_sub(1.day()).unwrap_or(day)
}
