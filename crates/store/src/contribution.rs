//! Limited questions of cases, as the one who is asked has them: the question, the child's name, and nothing else of the
//! case.

use access::{ContributionFacts, Permit, Scope, ScopeReach, act, on};
use casework::case::{Case, CaseEvent, ItemKind, Known, Refusal};
use casework::history::Sequence;
use casework::words::OwnWords;
use casework::{CaseId, PersonId, PupilId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::case::{CASE, case as read, cases_of};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::seen::{PupilIdentity, identity};
use crate::stream::{EntryRow, streams};
use crate::{Store, sql};

/// A question as the person asked sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// The case it belongs to; it stays closed.
    pub case: CaseId,
    /// The place of its entry.
    pub number: Sequence,
    /// About whom.
    pub who: PupilIdentity,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_on: Date,
    /// What is asked.
    pub question: OwnWords,
    /// By when an answer is needed.
    pub due: Date,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    case_id: Uuid,
    pupil_id: Uuid,
    number: i64,
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    case_id: Uuid,
    pupil_id: Uuid,
    person_id: Uuid,
}

/// What waits for members of staff in a case that runs.
fn waiting(case: &Case) -> Vec<(Sequence, PersonId)> {
    let open = case.items.open(ItemKind::Contribution).filter(|_| case.is_open());
    open.filter_map(|item| match case.event_of(item)? {
        CaseEvent::ContributionAsked {
            person: Some(person), ..
        } => Some((item.number, *person)),
        _ => None,
    })
    .collect()
}

/// Writes beside a case which questions wait for whom.
pub(crate) async fn beside(work: &mut Work, case: &Case) -> Result<(), StoreError> {
    let id = case.id.as_uuid();
    work.run(sql::CASE_QUESTION_CLEAR, args![id]).await?;
    for (number, person) in waiting(case) {
        let values = args![id, i64::from(number.number()), person.as_uuid()];
        work.run(sql::CASE_QUESTION_ADD, values).await?;
    }
    Ok(())
}

/// Makes what was asked before the person asked could see it visible to them.
pub(crate) async fn fill(work: &mut Work) -> Result<(), StoreError> {
    for case in cases_of(work, sql::CASE_QUESTION_UNFILLED).await? {
        beside(work, &case).await?;
    }
    Ok(())
}

impl Store {
    /// Of whom an open question is asked, as `access` asks for it; `None` when no such question waits. Nothing of what
    /// it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn contribution_facts(
        &self,
        case: CaseId,
        question: Sequence,
    ) -> Result<Option<ContributionFacts>, StoreError> {
        let values = args![case.as_uuid(), i64::from(question.number())];
        let row: Option<AskedRow> = self.db().one(sql::CASE_QUESTION_ONE, values).await?;
        Ok(row.map(|row| ContributionFacts {
            pupil: PupilId::from_uuid(row.pupil_id),
            case: CaseId::from_uuid(row.case_id),
            question,
            asked: PersonId::from_uuid(row.person_id),
        }))
    }

    async fn question(&self, case: CaseId, number: Sequence) -> Result<Option<Question>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![case.as_uuid(), CASE]).await?;
        let Some(case) = streams(rows)?.pop().map(read).transpose()? else {
            return Ok(None);
        };
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(case.pupil);
        let Some(who) = at.and_then(|at| identity(&planes, at)) else {
            return Ok(None);
        };
        let Some(entry) = case.entry(number) else {
            return Ok(None);
        };
        let CaseEvent::ContributionAsked {
            question, due, role, ..
        } = &entry.event
        else {
            return Ok(None);
        };
        // Of another administration it waits for nobody once no ground holds, also one that ran out by itself.
        if case.may_share_with(*role, self.today()).is_err() {
            return Ok(None);
        }
        Ok(Some(Question {
            case: case.id,
            number,
            who,
            asked_by: entry.by,
            asked_on: entry.on,
            question: question.clone(),
            due: *due,
        }))
    }

    /// The permit's question. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it has gone.
    pub async fn contribution_one(&self, permit: &Permit<act::Read, on::Contribution>) -> Result<Question, StoreError> {
        let of = permit.subject();
        let found = self.question(of.case, of.question).await?;
        let found = found.ok_or(StoreError::Missing("question"))?;
        let trace = Trace::permitted(permit, format!("{CASE}: question"), vec![of.pupil]);
        self.audit(trace).await?;
        Ok(found)
    }

    /// Every question that waits for the scope's person, by its last day and then by the child's name. The reading is
    /// written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn contribution_list(
        &self,
        scope: &Scope<act::List, on::Contribution>,
    ) -> Result<Vec<Question>, StoreError> {
        let ScopeReach::Places { own: Some(asked), .. } = scope.reach() else {
            return Ok(Vec::new());
        };
        let rows: Vec<WaitingRow> = self
            .db()
            .all(sql::CASE_QUESTION_LIST_OF, args![asked.as_uuid()])
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let case = CaseId::from_uuid(row.case_id);
            let number = u32::try_from(row.number).ok().and_then(Sequence::new);
            let Some(question) = number else { continue };
            let facts = ContributionFacts {
                pupil: PupilId::from_uuid(row.pupil_id),
                case,
                question,
                asked,
            };
            if scope.covers(&facts) {
                found.extend(self.question(case, question).await?);
            }
        }
        if !found.is_empty() {
            let subjects = found.iter().map(|one| one.who.id).collect();
            self.audit(Trace::scoped(scope, format!("list of {CASE} questions"), subjects))
                .await?;
        }
        found.sort_by(|one, other| {
            let by_name = || casework::person::danish_order(&one.who.name.full(), &other.who.name.full());
            one.due.cmp(&other.due).then_with(by_name)
        });
        Ok(found)
    }

    /// Answers the permit's question in the words of the person asked; else the reason why not, and nothing is written.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is no answer to this question; [`StoreError::Missing`] when the case has
    /// gone.
    pub async fn contribution_answer(
        &self,
        permit: &Permit<act::Close, on::Contribution>,
        event: &CaseEvent,
        known: &Known,
    ) -> Result<Result<Sequence, Refusal>, StoreError> {
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let of = permit.subject();
        if !matches!(event, CaseEvent::ContributionGiven { contribution, .. } if *contribution == of.question) {
            return Err(StoreError::Permit("question"));
        }
        let trace = || Trace::permitted(permit, format!("{CASE}: {}", event.word()), vec![of.pupil]);
        self.case_put(of.case, event, (by, known), trace).await
    }
}
