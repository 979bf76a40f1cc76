//! What families ask, or say is wrong, as streams of two entries: asked, answered.

use std::collections::{BTreeMap, BTreeSet};

use access::{Permit, RequestFacts, Scope, act, on};
use casework::history::Sequence;
use casework::request::RequestEvent;
use casework::{CaseId, ClassId, FamilyRequest, PersonId, PupilId, RequestId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::seen::{PupilIdentity, facts, identity};
use crate::stream::{EntryRow, NewEntry, corrupt, streams};
use crate::{Store, sql};

pub(crate) const REQUEST: &str = "family_request";

/// About whom what waits for an answer is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedAbout {
    /// About anybody.
    Anybody,
    /// About one pupil.
    Pupil(PupilId),
    /// About the pupils who go in a class on the day of the scope.
    Class(ClassId),
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    case_id: Uuid,
    person_id: Uuid,
}

fn requests(rows: Vec<EntryRow>) -> Result<Vec<FamilyRequest>, StoreError> {
    let all = streams::<RequestEvent>(rows)?.into_iter();
    let read = all.map(|stream| {
        FamilyRequest::from_history(RequestId::from_uuid(stream.id), &stream.entries).map_err(|_| corrupt(stream.id))
    });
    read.collect()
}

impl Store {
    /// Keeps what somebody of a family asks about the permit's child.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is about another child, or a case of another child.
    pub async fn request_ask(
        &self,
        permit: &Permit<act::Create, on::FamilyRequest>,
        event: &RequestEvent,
    ) -> Result<RequestId, StoreError> {
        let about = permit.subject().pupil;
        let case = match event {
            RequestEvent::Asked { pupil, case, .. } if *pupil == about => *case,
            _ => return Err(StoreError::Permit("pupil")),
        };
        if let Some(case) = case {
            let facts = self.case_facts(case, permit.on()).await?;
            if facts.is_none_or(|facts| facts.pupil.pupil != about) {
                return Err(StoreError::Permit("case"));
            }
        }
        let stream = self.new_uuid()?;
        let trace = Trace::permitted(permit, REQUEST.to_owned(), vec![about]);
        let new = NewEntry {
            kind: REQUEST,
            stream,
            pupil: Some(about),
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_write(new, permit.by(), trace).await?;
        Ok(RequestId::from_uuid(stream))
    }

    async fn request_read(&self, id: RequestId) -> Result<Option<FamilyRequest>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![id.as_uuid(), REQUEST]).await?;
        Ok(requests(rows)?.pop())
    }

    /// About whom a request is and who may read it, as `access` asks for it; `None` when there is none. Nothing of what
    /// it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn request_facts(&self, id: RequestId, day: Date) -> Result<Option<RequestFacts>, StoreError> {
        let Some(request) = self.request_read(id).await? else {
            return Ok(None);
        };
        let mut people = BTreeSet::from([request.by]);
        if let Some(case) = request.case {
            let of = self.case_facts(case, day).await?;
            people.extend(of.into_iter().flat_map(|of| of.people));
        }
        let pupil = self.pupil_facts(request.pupil, day).await?;
        Ok(pupil.map(|pupil| RequestFacts {
            pupil,
            request: Some(id),
            in_case: request.case.is_some(),
            people,
        }))
    }

    /// The permit's request and about whom it is. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it has gone.
    pub async fn request_one(
        &self,
        permit: &Permit<act::Read, on::FamilyRequest>,
    ) -> Result<(FamilyRequest, PupilIdentity), StoreError> {
        let id = permit.subject().request.ok_or(StoreError::Missing("request"))?;
        let request = self.request_read(id).await?.ok_or(StoreError::Missing("request"))?;
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(request.pupil);
        let who = at
            .and_then(|at| identity(&planes, at))
            .ok_or(StoreError::Missing("pupil"))?;
        self.audit(Trace::permitted(permit, REQUEST.to_owned(), vec![request.pupil]))
            .await?;
        Ok((request, who))
    }

    /// Answers the permit's request.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has answered since.
    pub async fn request_answer(
        &self,
        permit: &Permit<act::Close, on::FamilyRequest>,
        event: &RequestEvent,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        let id = subject.request.ok_or(StoreError::Missing("request"))?;
        let trace = Trace::permitted(permit, REQUEST.to_owned(), vec![subject.pupil]);
        let new = NewEntry {
            kind: REQUEST,
            stream: id.as_uuid(),
            pupil: Some(subject.pupil),
            sequence: Sequence::FIRST.next(),
            event,
        };
        let asked_by = self.request_read(id).await?.ok_or(StoreError::Missing("request"))?.by;
        let mut work = self.db().begin().await?;
        self.stream_put(&mut work, new, permit.by()).await?;
        self.news_to(&mut work, asked_by).await?;
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Everything asked about a child that the scope covers, the oldest first, with whom it is about. The reading is
    /// written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn request_list(
        &self,
        scope: &Scope<act::List, on::FamilyRequest>,
        of: PupilId,
    ) -> Result<Vec<(FamilyRequest, PupilIdentity)>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_OF, args![REQUEST, of.as_uuid()]).await?;
        self.covered(scope, requests(rows)?, AskedAbout::Pupil(of)).await
    }

    /// What is asked and nobody has answered, as far as the scope covers it, the oldest first, with whom it is about. What
    /// was answered, or is about others, is not read at all; the reading of the rest is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn request_waiting(
        &self,
        scope: &Scope<act::List, on::FamilyRequest>,
        about: AskedAbout,
    ) -> Result<Vec<(FamilyRequest, PupilIdentity)>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_BEGUN, args![REQUEST]).await?;
        self.covered(scope, requests(rows)?, about).await
    }

    async fn covered(
        &self,
        scope: &Scope<act::List, on::FamilyRequest>,
        mut all: Vec<FamilyRequest>,
        about: AskedAbout,
    ) -> Result<Vec<(FamilyRequest, PupilIdentity)>, StoreError> {
        if let AskedAbout::Pupil(pupil) = about {
            all.retain(|one| one.pupil == pupil);
        }
        let mut people: BTreeMap<CaseId, BTreeSet<PersonId>> = BTreeMap::new();
        if all.iter().any(|one| one.case.is_some()) {
            let rows: Vec<PersonRow> = self.db().all(sql::CASE_PERSON_LIST, args![scope.on()]).await?;
            for row in rows {
                let of = people.entry(CaseId::from_uuid(row.case_id)).or_default();
                of.insert(PersonId::from_uuid(row.person_id));
            }
        }
        let planes = self.planes().await?;
        let mut covered = Vec::new();
        for request in all {
            let Some(at) = planes.roster().pupil_ix(request.pupil) else {
                continue;
            };
            let pupil = facts(&planes, at, request.pupil, scope.on());
            if matches!(about, AskedAbout::Class(class) if !pupil.placement.classes.contains(&class)) {
                continue;
            }
            let mut readers = BTreeSet::from([request.by]);
            readers.extend(request.case.and_then(|case| people.get(&case)).into_iter().flatten());
            let asked = RequestFacts {
                pupil,
                request: Some(request.id),
                in_case: request.case.is_some(),
                people: readers,
            };
            if scope.covers(&asked) {
                covered.extend(identity(&planes, at).map(|who| (request, who)));
            }
        }
        if !covered.is_empty() {
            let subjects: BTreeSet<PupilId> = covered.iter().map(|(one, _)| one.pupil).collect();
            let subjects = subjects.into_iter().collect();
            self.audit(Trace::scoped(scope, format!("list of {REQUEST}"), subjects))
                .await?;
        }
        Ok(covered)
    }
}
