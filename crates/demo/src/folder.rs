//! The municipality as an open folder, for the importer and for `demo --write`.

use attendance::{Calendar, CalendarError, CalendarIx, ClassIx, PupilIx, SchoolIx};
use intake::open_folder::{self, CalendarRow, ClassRow, EnrolmentRow, OpenFolder, PupilRow, SchoolRow};

use crate::roster::number;
use crate::rows::{Municipality, NotedBy};

/// Three digits no municipality has.
const MUNICIPALITY: u16 = 999;

/// The line a row stands on: the header is line 1.
fn line(at: usize) -> u32 {
    number(at).saturating_add(2)
}

impl Municipality {
    /// The rows of the open folder, as reading the written files gives them back; every mark counts.
    ///
    /// Indexes are the same as in the municipality; each school has a calendar of its own.
    ///
    /// # Errors
    /// Never for a municipality as it was made: only when `schools` was given days that no calendar can hold.
    pub fn open_folder(&self) -> Result<OpenFolder, CalendarError> {
        let mut folder = OpenFolder::default();
        for (i, school) in self.schools.iter().enumerate() {
            let id = format!("k{}", i + 1);
            folder.calendars.push(CalendarRow {
                id,
                days: Calendar::new(school.days.iter().copied())?,
            });
            folder.schools.push(SchoolRow {
                id: school.id.clone(),
                name: school.name.clone(),
                calendar: CalendarIx::new(number(i)),
                municipality: Some(MUNICIPALITY),
                kind: school.kind,
                provision: school.provision,
            });
        }
        folder.classes.extend(self.classes.iter().map(|class| ClassRow {
            id: class.id.clone(),
            school: SchoolIx::new(number(class.school)),
            name: class.name.clone(),
            grade: class.grade,
            school_year: Some(class.year),
        }));
        folder.pupils.extend(self.pupils.iter().map(|pupil| PupilRow {
            id: pupil.id.clone(),
            given_name: pupil.given_name.to_owned(),
            family_name: pupil.family_name.clone(),
            cpr: pupil.cpr.parse().ok(),
            birth_date: Some(pupil.birth_date),
            protected: pupil.protected,
            household_id: pupil.household.clone(),
        }));
        folder
            .enrolments
            .extend(self.enrolments.iter().enumerate().map(|(i, e)| EnrolmentRow {
                pupil: PupilIx::new(number(e.pupil)),
                class: ClassIx::new(number(e.class)),
                from: e.from,
                to: e.to,
                line: line(i),
            }));
        self.add_registers(&mut folder);
        Ok(folder)
    }

    fn add_registers(&self, folder: &mut OpenFolder) {
        let mut teachers: Vec<Option<u32>> = vec![None; self.classes.len()];
        let mut offices: Vec<Option<u32>> = vec![None; self.schools.len()];
        folder.marks.reserve(self.marks.len());
        for (i, mark) in self.marks.iter().enumerate() {
            let known = match mark.noted_by {
                NotedBy::Teacher(class) => teachers.get_mut(class),
                NotedBy::Office(school) => offices.get_mut(school),
            };
            let noted_by = known.map(|k| *k.get_or_insert_with(|| folder.noters.place(&self.noted_by(mark.noted_by))));
            folder.marks.push(open_folder::Mark {
                pupil: PupilIx::new(number(mark.pupil)),
                date: mark.date,
                note: mark.note,
                kind: mark.kind,
                minutes: mark.minutes,
                local_code: mark.local_code.map(|code| folder.local_codes.place(code)),
                noted_at: Some(mark.noted_at),
                noted_by,
                line: line(i),
                counts: true,
            });
        }
        folder.partials.extend(
            self.partials
                .iter()
                .enumerate()
                .map(|(i, partial)| open_folder::Partial {
                    pupil: PupilIx::new(number(partial.pupil)),
                    date: partial.date,
                    lessons_missed: partial.lessons_missed,
                    lessons: Some(partial.lessons),
                    category: partial.category,
                    noted_at: Some(partial.noted_at),
                    line: line(i),
                    counts: true,
                }),
        );
        // taken on the day itself, so the day says when they became known
        folder.notings = Some(
            (0..)
                .zip(&self.notings)
                .map(|(i, noting)| open_folder::Noting {
                    class: ClassIx::new(number(noting.class)),
                    date: noting.date,
                    note: noting.note,
                    noted_at: None,
                    line: line(i),
                })
                .collect(),
        );
    }
}
