//! Shorter timetables of cases as the attendance pages show them: the agreed lessons beside what was noted, never instead
//! of it.

use std::collections::BTreeSet;

use access::{Act, Permit, act, on};
use attendance::Span;
use casework::PupilId;
use casework::case::{AgreedWeek, Case};
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::case::cases_of;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::{Store, sql};

#[derive(sqlx::FromRow)]
struct WeekRow {
    pupil_id: Uuid,
    from_day: jiff_sqlx::Date,
    until_day: jiff_sqlx::Date,
    lessons: String,
}

impl WeekRow {
    fn read(self) -> Result<AgreedWeek, StoreError> {
        let corrupt = |_| StoreError::Corrupt {
            table: "agreed_weeks",
            row: self.pupil_id,
        };
        Ok(AgreedWeek {
            pupil: PupilId::from_uuid(self.pupil_id),
            from: self.from_day.into(),
            until: self.until_day.into(),
            lessons: serde_json::from_str(&self.lessons).map_err(corrupt)?,
        })
    }
}

/// Writes beside a case which shorter timetables it agrees on.
pub(crate) async fn beside(work: &mut Work, case: &Case) -> Result<(), StoreError> {
    let id = case.id.as_uuid();
    work.run(sql::AGREED_WEEK_CLEAR, args![id]).await?;
    for (number, week) in case.agreed_weeks() {
        let lessons = serde_json::to_string(&week.lessons).map_err(|_| StoreError::Corrupt {
            table: "streams",
            row: id,
        })?;
        let number = i64::from(number.number());
        let values = args![id, number, case.pupil.as_uuid(), week.from, week.until, lessons];
        work.run(sql::AGREED_WEEK_ADD, values).await?;
    }
    Ok(())
}

/// Puts what was agreed before it was shown onto the attendance pages.
pub(crate) async fn fill(work: &mut Work) -> Result<(), StoreError> {
    for case in cases_of(work, sql::AGREED_WEEK_UNFILLED).await? {
        beside(work, &case).await?;
    }
    Ok(())
}

impl Store {
    /// The shorter timetables agreed for the permit's pupil, oldest first. That there are some is written to the audit
    /// trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn agreed_weeks_of(
        &self,
        permit: &Permit<act::Read, on::PupilAttendance>,
    ) -> Result<Vec<AgreedWeek>, StoreError> {
        let pupil = permit.subject();
        let rows: Vec<WeekRow> = self.db().all(sql::AGREED_WEEK_LIST_OF, args![pupil.as_uuid()]).await?;
        if !rows.is_empty() {
            let trace = Trace::permitted(permit, "shorter timetable".to_owned(), vec![pupil]);
            self.audit(trace).await?;
        }
        rows.into_iter().map(WeekRow::read).collect()
    }

    /// The shorter timetables that hold on some day of a span for pupils who go in the permit's class on its day, oldest
    /// first. Whose there are is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn agreed_weeks_in_class<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRegister>,
        span: Span,
    ) -> Result<Vec<AgreedWeek>, StoreError> {
        let planes = self.planes().await?;
        let class = planes.roster().class_ix(permit.subject());
        let class = class.ok_or(StoreError::Missing("class"))?;
        let rows: Vec<WeekRow> = self.db().all(sql::AGREED_WEEK_LIST, args![span.from, span.to]).await?;
        let mut weeks: Vec<AgreedWeek> = rows.into_iter().map(WeekRow::read).collect::<Result<_, _>>()?;
        weeks.retain(|week| {
            let at = planes.roster().pupil_ix(week.pupil);
            let enrolled = at.and_then(|at| planes.register().enrolment_on(at, permit.on()));
            enrolled.is_some_and(|enrolled| enrolled.class == class)
        });
        if !weeks.is_empty() {
            let subjects: BTreeSet<PupilId> = weeks.iter().map(|week| week.pupil).collect();
            let subjects = subjects.into_iter().collect();
            let trace = Trace::permitted(permit, "shorter timetables of a class".to_owned(), subjects);
            self.audit(trace).await?;
        }
        Ok(weeks)
    }
}
