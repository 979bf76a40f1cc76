//! Who has opened which update or agreed plan of a case: for those who take part, so that who informs knows what
//! has reached whom. What a child opens is not kept.

use std::collections::BTreeMap;

use access::{Act, On, Permit, act, on};
use casework::case::{Case, CaseEvent};
use casework::family::{FamilyCase, Member};
use casework::history::Sequence;
use casework::{CaseId, PersonId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::db::args;
use crate::error::StoreError;
use crate::{Store, sql};

/// Who has opened an entry, each with the day of the first time, in the order of the days.
pub type Openings = BTreeMap<Sequence, Vec<(PersonId, Date)>>;

#[derive(sqlx::FromRow)]
struct OpeningRow {
    number: i64,
    person_id: Uuid,
    opened_on: jiff_sqlx::Date,
}

/// Whether it is kept who has opened an entry: what is told to everybody, and nothing else.
const fn is_told_to_all(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::UpdateGiven { .. } | CaseEvent::PlanAgreed { .. })
}

impl Store {
    /// Keeps that the permit's person has opened those of these entries of a case that are told to everybody; what one
    /// wrote oneself is not opened.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the case is not the permit's.
    pub async fn case_opened(
        &self,
        permit: &Permit<act::Read, on::Case>,
        case: &Case,
        shown: &[Sequence],
    ) -> Result<(), StoreError> {
        if permit.subject().case != Some(case.id) {
            return Err(StoreError::Permit("case"));
        }
        let entries = shown.iter().filter_map(|number| case.entry(*number));
        let told = entries.filter(|entry| is_told_to_all(&entry.event) && Some(entry.by) != permit.by());
        self.opened(permit, case.id, told.map(|entry| entry.sequence)).await
    }

    /// Keeps that a parent has opened those of these entries that are told to everybody. Of a child nothing is kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_opened(
        &self,
        permit: &Permit<act::Read, on::Family>,
        case: &FamilyCase,
        shown: &[Sequence],
    ) -> Result<(), StoreError> {
        if case.member() == Member::Child {
            return Ok(());
        }
        let entries = shown.iter().filter_map(|number| case.entry(*number));
        let told = entries.filter(|entry| is_told_to_all(&entry.event));
        self.opened(permit, case.id(), told.map(|entry| entry.sequence)).await
    }

    async fn opened<A: Act, R: On>(
        &self,
        permit: &Permit<A, R>,
        case: CaseId,
        shown: impl Iterator<Item = Sequence>,
    ) -> Result<(), StoreError> {
        let Some(by) = permit.by() else { return Ok(()) };
        let before = self.openings(case).await?;
        let known = |number: &Sequence| {
            let by_whom = before.get(number).into_iter().flatten();
            by_whom.into_iter().any(|(person, _)| *person == by)
        };
        let new: Vec<Sequence> = shown.filter(|number| !known(number)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut work = self.db().begin().await?;
        for number in new {
            let number = i64::from(number.number());
            let values = args![case.as_uuid(), number, by.as_uuid(), permit.on()];
            work.run(sql::CASE_OPENING_ADD, values).await?;
        }
        work.commit().await
    }

    async fn openings(&self, case: CaseId) -> Result<Openings, StoreError> {
        let rows: Vec<OpeningRow> = self.db().all(sql::CASE_OPENING_LIST_OF, args![case.as_uuid()]).await?;
        let mut openings = Openings::new();
        for row in rows {
            if let Some(number) = u32::try_from(row.number).ok().and_then(Sequence::new) {
                let opened = (PersonId::from_uuid(row.person_id), row.opened_on.into());
                openings.entry(number).or_default().push(opened);
            }
        }
        Ok(openings)
    }

    /// Who has opened what is told to everybody in the permit's case.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the permit is for no case.
    pub async fn case_openings(&self, permit: &Permit<act::Read, on::Case>) -> Result<Openings, StoreError> {
        self.openings(permit.subject().case.ok_or(StoreError::Missing("case"))?)
            .await
    }
}
