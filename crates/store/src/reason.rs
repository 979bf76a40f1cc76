//! Reasons people give before they see or hand out what is kept back. The audit trail names the act; the words stand here,
//! so that they go when the pupil is erased.

use casework::{OwnWords, PersonId, PupilId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::Store;
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::sql;

/// What stands in the trail before the number of the act a reason was given for.
const NAMED: &str = "reason ";

/// A reason somebody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenReason {
    /// What it is for, as `cpr` or the entry that was handed out.
    pub about: String,
    /// The reason, in own words.
    pub reason: OwnWords,
    /// Who gave it.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ReasonRow {
    act_id: Uuid,
    person_id: Option<Uuid>,
    about: String,
    reason: String,
    made_at: i64,
}

impl ReasonRow {
    fn read(self) -> Result<GivenReason, StoreError> {
        let row = self.act_id;
        Ok(GivenReason {
            about: self.about,
            reason: OwnWords::from_form(&self.reason).ok_or(StoreError::Corrupt {
                table: "given_reasons",
                row,
            })?,
            by: self.person_id.map(PersonId::from_uuid),
            at: instant(self.made_at),
        })
    }
}

impl Store {
    /// Keeps reasons within a unit of work, and says what the trail calls them.
    pub(crate) async fn reasons_give(
        &self,
        work: &mut Work,
        (pupil, by): (PupilId, Option<PersonId>),
        reasons: &[(String, OwnWords)],
    ) -> Result<String, StoreError> {
        let act = self.new_uuid()?;
        self.reasons_give_for(work, act, (pupil, by), reasons).await
    }

    /// The same for an act that has a number of its own; those given for it before stand before them.
    pub(crate) async fn reasons_give_for(
        &self,
        work: &mut Work,
        act: Uuid,
        (pupil, by): (PupilId, Option<PersonId>),
        reasons: &[(String, OwnWords)],
    ) -> Result<String, StoreError> {
        let now = self.now();
        let before: Vec<ReasonRow> = work.all(sql::GIVEN_REASON_LIST_OF_ACT, args![act]).await?;
        let first = i64::try_from(before.len()).unwrap_or_default() + 1;
        for (number, (about, reason)) in (first..).zip(reasons) {
            let values = args![
                act,
                number,
                pupil.as_uuid(),
                by.map(PersonId::as_uuid),
                about,
                reason.reveal(),
                now
            ];
            work.run(sql::GIVEN_REASON_ADD, values).await?;
        }
        Ok(format!("{NAMED}{act}"))
    }

    /// The reasons given for the act an entry of the trail names; none when it names none, or the pupil has been erased.
    pub(crate) async fn reasons_of(&self, what: &str) -> Result<Vec<GivenReason>, StoreError> {
        let act = what.rsplit_once(NAMED).and_then(|(_, act)| act.parse::<Uuid>().ok());
        let Some(act) = act else { return Ok(Vec::new()) };
        self.reasons_of_act(act).await
    }

    /// The reasons given for one act, in their order.
    pub(crate) async fn reasons_of_act(&self, act: Uuid) -> Result<Vec<GivenReason>, StoreError> {
        let rows: Vec<ReasonRow> = self.db().all(sql::GIVEN_REASON_LIST_OF_ACT, args![act]).await?;
        rows.into_iter().map(ReasonRow::read).collect()
    }

    /// Every reason given for acts about a pupil, oldest first.
    pub(crate) async fn reasons_about(&self, pupil: PupilId) -> Result<Vec<GivenReason>, StoreError> {
        let rows: Vec<ReasonRow> = self.db().all(sql::GIVEN_REASON_LIST_OF, args![pupil.as_uuid()]).await?;
        rows.into_iter().map(ReasonRow::read).collect()
    }
}
