//! Writes rows as CSV, quoting only where RFC 4180 needs it, and a whole open folder.

use attendance::Category;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Cpr;
use crate::open_folder::{self, OpenFolder};

/// Adds one record and `\n`.
pub fn row(out: &mut String, fields: &[&str]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        push_field(out, field);
    }
    out.push('\n');
}

/// Adds one field, in quotation marks only when it holds a comma, a quotation mark or a line break.
pub fn push_field(out: &mut String, field: &str) {
    if field.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.push('"');
        for part in field.split_inclusive('"') {
            out.push_str(part);
            if part.ends_with('"') {
                out.push('"');
            }
        }
        out.push('"');
    } else {
        out.push_str(field);
    }
}

/// Every file of the folder: its name and its text, the same bytes for the same rows.
///
/// Rows keep their order, every known column is written, `\n` ends a line, and instants carry Copenhagen's offset.
/// `partials.csv` is written when there are any, `notings.csv` when the folder has that list.
pub fn folder(folder: &OpenFolder, copenhagen: &TimeZone) -> Vec<(&'static str, String)> {
    let stamp = |at: Option<Timestamp>| match at {
        Some(at) => at.display_with_offset(copenhagen.to_offset(at)).to_string(),
        None => String::new(),
    };
    let calendar_id = |ix: attendance::CalendarIx| folder.calendars.get(ix.index()).map_or("", |c| c.id.as_str());
    let school_id = |ix: attendance::SchoolIx| folder.schools.get(ix.index()).map_or("", |s| s.id.as_str());
    let class_id = |ix: attendance::ClassIx| folder.classes.get(ix.index()).map_or("", |c| c.id.as_str());
    let pupil_id = |ix: attendance::PupilIx| folder.pupils.get(ix.index()).map_or("", |p| p.id.as_str());
    let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();

    let mut schools = String::from("school_id,name,calendar_id,municipality_code,kind,provision\n");
    for s in &folder.schools {
        let code = s.municipality.map(|c| format!("{c:03}")).unwrap_or_default();
        let fields = [
            &s.id,
            &s.name,
            calendar_id(s.calendar),
            &code,
            s.kind.word(),
            s.provision.word(),
        ];
        row(&mut schools, &fields);
    }
    let mut calendars = String::from("calendar_id,date\n");
    for c in &folder.calendars {
        for day in c.days.days() {
            row(&mut calendars, &[&c.id, &day.to_string()]);
        }
    }
    let mut classes = String::from("class_id,school_id,name,grade,school_year\n");
    for c in &folder.classes {
        let year = c.school_year.map(|y| y.label()).unwrap_or_default();
        row(
            &mut classes,
            &[
                &c.id,
                school_id(c.school),
                &c.name,
                &c.grade.number().to_string(),
                &year,
            ],
        );
    }
    let mut pupils = String::from("pupil_id,given_name,family_name,cpr,birth_date,protected,household_id\n");
    for p in &folder.pupils {
        let cpr = p.cpr.map(Cpr::reveal).unwrap_or_default();
        let protected = if p.protected { "true" } else { "false" };
        let fields = [
            &p.id,
            &p.given_name,
            &p.family_name,
            &cpr,
            &date(p.birth_date),
            protected,
            p.household_id.as_str(),
        ];
        row(&mut pupils, &fields);
    }
    let mut enrolments = String::from("pupil_id,class_id,from,to\n");
    for e in &folder.enrolments {
        row(
            &mut enrolments,
            &[pupil_id(e.pupil), class_id(e.class), &e.from.to_string(), &date(e.to)],
        );
    }
    let mut marks = String::from("pupil_id,date,note,kind,minutes,local_code,noted_at,noted_by\n");
    for m in &folder.marks {
        let minutes = m.minutes.map(|n| n.to_string()).unwrap_or_default();
        let fields = [
            pupil_id(m.pupil),
            &m.date.to_string(),
            m.note.word(),
            m.kind.word(),
            &minutes,
            folder.local_code(m).unwrap_or(""),
            &stamp(m.noted_at),
            folder.noted_by(m).unwrap_or(""),
        ];
        row(&mut marks, &fields);
    }
    let mut files = vec![
        (open_folder::SCHOOLS, schools),
        (open_folder::CALENDARS, calendars),
        (open_folder::CLASSES, classes),
        (open_folder::PUPILS, pupils),
        (open_folder::ENROLMENTS, enrolments),
        (open_folder::MARKS, marks),
    ];
    if !folder.partials.is_empty() {
        let mut partials = String::from("pupil_id,date,lessons_missed,lessons,category,noted_at\n");
        for p in &folder.partials {
            let lessons = p.lessons.map(|n| n.to_string()).unwrap_or_default();
            let category = p.category.map_or("", Category::word);
            let missed = p.lessons_missed.to_string();
            let fields = [
                pupil_id(p.pupil),
                &p.date.to_string(),
                &missed,
                &lessons,
                category,
                &stamp(p.noted_at),
            ];
            row(&mut partials, &fields);
        }
        files.push((open_folder::PARTIALS, partials));
    }
    if let Some(rows) = &folder.notings {
        let stamped = rows.iter().any(|n| n.noted_at.is_some());
        let mut notings = String::from(if stamped {
            "class_id,date,note,noted_at\n"
        } else {
            "class_id,date,note\n"
        });
        for n in rows {
            let (id, day, at) = (class_id(n.class), n.date.to_string(), stamp(n.noted_at));
            let fields = [id, &day, n.note.word(), &at];
            row(
                &mut notings,
                fields.get(..if stamped { 4 } else { 3 }).unwrap_or(&fields),
            );
        }
        files.push((open_folder::NOTINGS, notings));
    }
    files
}
