//! Cases (forløb) and the words people said in them, as streams; who takes part stands beside them for the lists.

use std::collections::{BTreeMap, BTreeSet};

use access::{Act, CaseFacts, Permit, Role, Scope, ViewFacts, act, on};
use attendance::{DayWeight, SchoolDays, Span};
use casework::case::vocabulary::PartyRole;
use casework::case::{CaseEvent, Coordinator, Known, Refusal};
use casework::history::Sequence;
use casework::view::{Circle, ViewEvent, ViewOf};
use casework::{Case, CaseId, PersonId, PupilId, View, ViewId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::family::Family;
use crate::seen::{PupilIdentity, facts, identity};
use crate::sql::Statement;
use crate::staff::{Grant, GrantRow};
use crate::stream::{EntryRow, NewEntry, Stream, streams};
use crate::{Store, contribution, search, sql, week};

pub(crate) const CASE: &str = "case";
pub(crate) const VIEW: &str = "view";

/// How often a write is tried again when somebody else wrote in the same moment.
pub(crate) const TRIES: usize = 5;

/// That a case runs: nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutline {
    /// The case.
    pub id: CaseId,
    /// About whom.
    pub pupil: PupilId,
    /// Since when.
    pub opened_on: Date,
    /// Closed on, when it is closed.
    pub closed_on: Option<Date>,
    /// Who coordinates; nobody with an account when nothing.
    pub coordinator: Option<PersonId>,
}

/// Attendance in a span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// School days.
    pub school_days: SchoolDays,
    /// Of these, noted at all: the others are unknown.
    pub noted: SchoolDays,
    /// Days with absence, in whole or in part.
    pub absent: SchoolDays,
    /// Times late.
    pub late: u32,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: Uuid,
    pupil_id: Uuid,
    opened_on: jiff_sqlx::Date,
    closed_on: Option<jiff_sqlx::Date>,
    coordinator_id: Option<Uuid>,
}

impl From<CaseRow> for CaseOutline {
    fn from(row: CaseRow) -> Self {
        Self {
            id: CaseId::from_uuid(row.id),
            pupil: PupilId::from_uuid(row.pupil_id),
            opened_on: row.opened_on.into(),
            closed_on: row.closed_on.map(Into::into),
            coordinator: row.coordinator_id.map(PersonId::from_uuid),
        }
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    case_id: Uuid,
    person_id: Uuid,
}

pub(crate) fn corrupt(row: Uuid) -> StoreError {
    StoreError::Corrupt { table: "streams", row }
}

pub(crate) fn case(stream: Stream<CaseEvent>) -> Result<Case, StoreError> {
    Case::from_history(CaseId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

pub(crate) fn view(stream: Stream<ViewEvent>) -> Result<View, StoreError> {
    View::from_history(ViewId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

/// Somebody's words as `access` asks for them: read by who wrote them down, by whom they were opened to, as those people
/// are today, and the child's by the child.
pub fn view_facts(view: &View, case: &Case, family: &Family, on: Date) -> ViewFacts {
    let mut readers = BTreeSet::from([view.author]);
    if view.of == ViewOf::Child {
        readers.extend(family.child);
    }
    for circle in &view.sees {
        match circle {
            Circle::Coordinator => {
                if let Coordinator::Person(one) = &case.coordinator().who {
                    readers.insert(*one);
                }
            }
            Circle::SchoolContact => {
                readers.insert(case.school_contact);
            }
            Circle::Participants => readers.extend(case.people(on)),
            Circle::Guardians => readers.extend(&family.guardians),
        }
    }
    ViewFacts {
        pupil: view.pupil,
        case: view.case,
        view: Some(view.id),
        readers,
    }
}

impl Store {
    async fn case_people(&self, id: CaseId, day: Date) -> Result<BTreeSet<PersonId>, StoreError> {
        let values = args![id.as_uuid(), day];
        let people: Vec<PersonRow> = self.db().all(sql::CASE_PERSON_LIST_OF, values).await?;
        Ok(people
            .into_iter()
            .map(|row| PersonId::from_uuid(row.person_id))
            .collect())
    }

    /// About whom a case is and who takes part, as `access` asks for it; `None` when there is no such case. Nothing of
    /// what it says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_facts(&self, id: CaseId, day: Date) -> Result<Option<CaseFacts>, StoreError> {
        let Some(row) = self.db().one::<CaseRow>(sql::CASE_ONE, args![id.as_uuid()]).await? else {
            return Ok(None);
        };
        let pupil = self.pupil_facts(PupilId::from_uuid(row.pupil_id), day).await?;
        let people = self.case_people(id, day).await?;
        Ok(pupil.map(|pupil| CaseFacts {
            pupil,
            case: Some(id),
            people,
        }))
    }

    /// Opens a case about the permit's pupil.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is no opening, or about another pupil.
    pub async fn case_open(
        &self,
        permit: &Permit<act::Create, on::Case>,
        event: &CaseEvent,
    ) -> Result<Result<CaseId, Refusal>, StoreError> {
        let about = permit.subject().pupil;
        if !matches!(event, CaseEvent::Opened { pupil, .. } if *pupil == about) {
            return Err(StoreError::Permit("pupil"));
        }
        let named = self.named(event).await?;
        if let Err(refusal) = may_name(None, event, &named, self.today()) {
            return Ok(Err(refusal));
        }
        let stream = self.new_uuid()?;
        let mut work = self.db().begin().await?;
        let new = NewEntry {
            kind: CASE,
            stream,
            pupil: Some(about),
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_put(&mut work, new, permit.by()).await?;
        let of = (CaseId::from_uuid(stream), about);
        search::put(&mut work, (stream, Sequence::FIRST), of, &event.own_words()).await?;
        let case = self.case_in(&mut work, stream).await?.ok_or_else(|| corrupt(stream))?;
        case_beside(&mut work, &case, self.today()).await?;
        let trace = Trace::permitted(permit, CASE.to_owned(), vec![about]);
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await?;
        Ok(Ok(case.id))
    }

    /// What those an entry names are, by their roles today.
    async fn named(&self, event: &CaseEvent) -> Result<BTreeMap<PersonId, Standing>, StoreError> {
        let mut named = BTreeMap::new();
        let invited = event.invited().map(|(person, _)| person);
        for person in event.carriers().into_iter().chain(invited) {
            let actor = self.actor(person).await?;
            named.insert(person, Standing::of(|role| actor.is(role, self.today())));
        }
        Ok(named)
    }

    pub(crate) async fn case_in(&self, work: &mut Work, id: Uuid) -> Result<Option<Case>, StoreError> {
        case_of(work, id).await
    }

    /// The permit's case and who it is about: whoever takes part knows the child's name. The reading is written to the
    /// audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it has gone.
    pub async fn case_one(&self, permit: &Permit<act::Read, on::Case>) -> Result<(Case, PupilIdentity), StoreError> {
        let subject = permit.subject();
        let id = subject.case.ok_or(StoreError::Missing("case"))?;
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![id.as_uuid(), CASE]).await?;
        let found = case(streams(rows)?.pop().ok_or(StoreError::Missing("case"))?)?;
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(found.pupil);
        let who = at
            .and_then(|at| identity(&planes, at))
            .ok_or(StoreError::Missing("pupil"))?;
        self.audit(Trace::permitted(permit, CASE.to_owned(), vec![subject.pupil]))
            .await?;
        Ok((found, who))
    }

    /// Writes to the audit trail that a paper was made of the permit's case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_paper(&self, permit: &Permit<act::Read, on::Case>, paper: &str) -> Result<(), StoreError> {
        let subjects = vec![permit.subject().pupil];
        self.audit(Trace::permitted(permit, format!("{CASE}: paper {paper}"), subjects))
            .await
    }

    /// Attendance of the permit's child in each of these spans, up to today: who tries something sees what has been
    /// since, without a judgement.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_attendance(
        &self,
        permit: &Permit<act::Read, on::Case>,
        spans: &[Span],
        weight: DayWeight,
    ) -> Result<Vec<Since>, StoreError> {
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(permit.subject().pupil);
        let track = at.and_then(|at| planes.register().track(at, permit.on(), weight));
        let nothing = SchoolDays::new(0);
        let since = |span: &Span| match &track {
            Some(track) if span.from <= permit.on() => {
                let range = track.positions_so_far(*span);
                Since {
                    school_days: SchoolDays::new(range.end.saturating_sub(range.start)),
                    noted: track.noted_days(range.clone()),
                    absent: track.absent_days(range.clone()),
                    late: track.late(range),
                }
            }
            _ => Since {
                school_days: nothing,
                noted: nothing,
                absent: nothing,
                late: 0,
            },
        };
        Ok(spans.iter().map(since).collect())
    }

    /// Writes what happened in the permit's case, when it can happen now; else the reason why not, and nothing is
    /// written.
    ///
    /// Somebody who wrote in the same moment is no hindrance: the case is read again and asked again. What both changed
    /// is kept beside each other by the case itself.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the case has gone; [`StoreError::Conflict`] when others write without a pause.
    pub async fn case_write<A: Act>(
        &self,
        permit: &Permit<A, on::Case>,
        event: &CaseEvent,
        known: &Known,
    ) -> Result<Result<Sequence, Refusal>, StoreError> {
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let subject = permit.subject();
        let id = subject.case.ok_or(StoreError::Missing("case"))?;
        let trace = || Trace::permitted(permit, format!("{CASE}: {}", event.word()), vec![subject.pupil]);
        self.case_put(id, event, (by, known), trace).await
    }

    /// Writes several entries of the permit's case at once: all of them, when each can happen after the one before, or none.
    ///
    /// # Errors
    /// As for [`Store::case_write`].
    pub async fn case_write_all<A: Act>(
        &self,
        permit: &Permit<A, on::Case>,
        events: &[CaseEvent],
        known: &Known,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let subject = permit.subject();
        let id = subject.case.ok_or(StoreError::Missing("case"))?;
        for _ in 0..TRIES {
            match self.case_put_all(id, events, (by, known), permit).await {
                Err(StoreError::Conflict(_)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict("page"))
    }

    async fn case_put_all<A: Act>(
        &self,
        id: CaseId,
        events: &[CaseEvent],
        (by, known): (PersonId, &Known),
        permit: &Permit<A, on::Case>,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let mut work = self.db().begin().await?;
        for event in events {
            let before = self.case_in(&mut work, id.as_uuid()).await?;
            let before = before.ok_or(StoreError::Missing("case"))?;
            if let Err(refusal) = before.may(event, by, known) {
                return Ok(Err(refusal));
            }
            self.case_append(&mut work, &before, event, by).await?;
            let trace = Trace::permitted(permit, format!("{CASE}: {}", event.word()), vec![before.pupil]);
            self.inner.trail.write(&mut work, self.now(), trace).await?;
        }
        work.commit().await?;
        Ok(Ok(()))
    }

    /// Writes an entry of a case when it can happen now, with its trace; see [`Store::case_write`].
    pub(crate) async fn case_put(
        &self,
        id: CaseId,
        event: &CaseEvent,
        (by, known): (PersonId, &Known),
        trace: impl Fn() -> Trace,
    ) -> Result<Result<Sequence, Refusal>, StoreError> {
        let named = self.named(event).await?;
        for _ in 0..TRIES {
            let mut work = self.db().begin().await?;
            let before = self.case_in(&mut work, id.as_uuid()).await?;
            let before = before.ok_or(StoreError::Missing("case"))?;
            let fits = before.may(event, by, known);
            if let Err(refusal) = fits.and_then(|()| may_name(Some(&before), event, &named, known.today)) {
                return Ok(Err(refusal));
            }
            match self.case_append(&mut work, &before, event, by).await {
                Err(StoreError::Conflict(_)) => continue,
                other => other?,
            }
            self.inner.trail.write(&mut work, self.now(), trace()).await?;
            work.commit().await?;
            return Ok(Ok(before.next_sequence()));
        }
        Err(StoreError::Conflict("page"))
    }

    pub(crate) async fn case_append(
        &self,
        work: &mut Work,
        before: &Case,
        event: &CaseEvent,
        by: PersonId,
    ) -> Result<(), StoreError> {
        let new = NewEntry {
            kind: CASE,
            stream: before.id.as_uuid(),
            pupil: Some(before.pupil),
            sequence: before.next_sequence(),
            event,
        };
        self.stream_put(work, new, Some(by)).await?;
        let at = (before.id.as_uuid(), before.next_sequence());
        search::put(work, at, (before.id, before.pupil), &event.own_words()).await?;
        if event.is_news() {
            self.news(work, (before.pupil, by), event.is_news_to_child()).await?;
        }
        let after = self.case_in(work, before.id.as_uuid()).await?;
        case_beside(work, &after.ok_or(StoreError::Missing("case"))?, self.today()).await
    }

    /// The outlines and people of every case, and what `access` must know about each.
    pub(crate) async fn case_rows(&self, day: Date) -> Result<Vec<(CaseOutline, CaseFacts)>, StoreError> {
        let planes = self.planes().await?;
        let rows: Vec<CaseRow> = self.db().all(sql::CASE_LIST, args![]).await?;
        let mut people: BTreeMap<Uuid, BTreeSet<PersonId>> = BTreeMap::new();
        for row in self.db().all::<PersonRow>(sql::CASE_PERSON_LIST, args![day]).await? {
            let one = PersonId::from_uuid(row.person_id);
            people.entry(row.case_id).or_default().insert(one);
        }
        let with_facts = rows.into_iter().filter_map(|row| {
            let outline = CaseOutline::from(row);
            let at = planes.roster().pupil_ix(outline.pupil)?;
            let facts = CaseFacts {
                pupil: facts(&planes, at, outline.pupil, day),
                case: Some(outline.id),
                people: people.remove(&outline.id.as_uuid()).unwrap_or_default(),
            };
            Some((outline, facts))
        });
        Ok(with_facts.collect())
    }

    /// The cases in the scope and whom they are about, the oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_list(
        &self,
        scope: &Scope<act::List, on::Case>,
    ) -> Result<Vec<(Case, PupilIdentity)>, StoreError> {
        let planes = self.planes().await?;
        let rows = self.case_rows(scope.on()).await?;
        let covered: Vec<_> = rows
            .into_iter()
            .filter(|(_, facts)| scope.covers(facts))
            .map(|(outline, _)| outline)
            .collect();
        let pupils: BTreeSet<PupilId> = covered.iter().map(|one| one.pupil).collect();
        let ids: BTreeSet<CaseId> = covered.iter().map(|one| one.id).collect();
        let mut cases = Vec::with_capacity(ids.len());
        for stream in self.stream_among(CASE, &pupils).await? {
            if ids.contains(&CaseId::from_uuid(stream.id)) {
                let one = case(stream)?;
                let at = planes.roster().pupil_ix(one.pupil);
                cases.extend(at.and_then(|at| identity(&planes, at)).map(|who| (one, who)));
            }
        }
        if !cases.is_empty() {
            let subjects = pupils.into_iter().collect();
            self.audit(Trace::scoped(scope, format!("list of {CASE}"), subjects))
                .await?;
        }
        Ok(cases)
    }

    /// That cases run for the pupils in the scope, the oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_outline_list(
        &self,
        scope: &Scope<act::List, on::CaseOutline>,
    ) -> Result<Vec<CaseOutline>, StoreError> {
        let rows = self.case_rows(scope.on()).await?;
        let covered: Vec<_> = rows
            .into_iter()
            .filter(|(_, facts)| scope.covers(&facts.pupil))
            .map(|(outline, _)| outline)
            .collect();
        if !covered.is_empty() {
            let subjects = covered.iter().map(|one| one.pupil).collect();
            self.audit(Trace::scoped(scope, "list of case outlines".to_owned(), subjects))
                .await?;
        }
        Ok(covered)
    }

    /// That cases run for the permit's pupil. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_outline_of(
        &self,
        permit: &Permit<act::Read, on::CaseOutline>,
    ) -> Result<Vec<CaseOutline>, StoreError> {
        let pupil = permit.subject();
        let outlines = self.outlines_of(pupil).await?;
        if !outlines.is_empty() {
            self.audit(Trace::permitted(permit, "case outline".to_owned(), vec![pupil]))
                .await?;
        }
        Ok(outlines)
    }

    /// That cases run or ran for a pupil, the oldest first, for what decides who may see what.
    pub(crate) async fn outlines_of(&self, pupil: PupilId) -> Result<Vec<CaseOutline>, StoreError> {
        let rows: Vec<CaseRow> = self.db().all(sql::CASE_LIST_OF, args![pupil.as_uuid()]).await?;
        Ok(rows.into_iter().map(CaseOutline::from).collect())
    }

    /// Writes somebody's words down; the child's also tell the case *that* the child was heard, and nothing more.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is about another case than the permit.
    pub async fn view_write(
        &self,
        permit: &Permit<act::Create, on::View>,
        event: &ViewEvent,
    ) -> Result<ViewId, StoreError> {
        let by = permit.by().ok_or(StoreError::Permit("member of staff"))?;
        let subject = permit.subject();
        let ViewEvent::Given {
            pupil, case, of, on, ..
        } = event
        else {
            return Err(StoreError::Permit("view"));
        };
        if (*pupil, *case) != (subject.pupil, subject.case) {
            return Err(StoreError::Permit("case"));
        }
        let stream = self.new_uuid()?;
        let id = ViewId::from_uuid(stream);
        for _ in 0..TRIES {
            let mut work = self.db().begin().await?;
            let before = self.case_in(&mut work, case.as_uuid()).await?;
            let before = before.ok_or(StoreError::Missing("case"))?;
            let new = NewEntry {
                kind: VIEW,
                stream,
                pupil: Some(*pupil),
                sequence: Sequence::FIRST,
                event,
            };
            self.stream_put(&mut work, new, Some(by)).await?;
            let at = (stream, Sequence::FIRST);
            search::put(&mut work, at, (*case, *pupil), &event.own_words()).await?;
            if *of == ViewOf::Child {
                let heard = CaseEvent::ChildHeard { view: id, on: *on };
                match self.case_append(&mut work, &before, &heard, by).await {
                    Err(StoreError::Conflict(_)) => continue,
                    other => other?,
                }
            }
            let trace = Trace::permitted(permit, VIEW.to_owned(), vec![*pupil]);
            self.inner.trail.write(&mut work, self.now(), trace).await?;
            work.commit().await?;
            return Ok(id);
        }
        Err(StoreError::Conflict("page"))
    }

    /// Adds to words, or changes who may read them. Only their author may.
    ///
    /// # Errors
    /// [`StoreError::Permit`] for anybody else; [`StoreError::Conflict`] when the author wrote elsewhere since.
    pub async fn view_add(
        &self,
        permit: &Permit<act::Change, on::View>,
        view: &View,
        event: &ViewEvent,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        if permit.by() != Some(view.author) || subject.view != Some(view.id) {
            return Err(StoreError::Permit("author"));
        }
        let new = NewEntry {
            kind: VIEW,
            stream: view.id.as_uuid(),
            pupil: Some(view.pupil),
            sequence: view.next_sequence(),
            event,
        };
        let trace = Trace::permitted(permit, VIEW.to_owned(), vec![view.pupil]);
        let mut work = self.db().begin().await?;
        self.stream_put(&mut work, new, permit.by()).await?;
        let at = (view.id.as_uuid(), view.next_sequence());
        search::put(&mut work, at, (view.case, view.pupil), &event.own_words()).await?;
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Lets the child itself say who may read its words, or take them back; also those somebody else wrote down.
    ///
    /// # Errors
    /// [`StoreError::Permit`] for anybody but the child, or words that are not the child's.
    pub async fn view_child_chose(
        &self,
        permit: &Permit<act::Change, on::View>,
        view: &View,
        sees: BTreeSet<Circle>,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        let family = self.family_of(view.pupil, permit.on()).await?;
        let is_child = permit.by().is_some() && permit.by() == family.child;
        if !is_child || view.of != ViewOf::Child || subject.view != Some(view.id) {
            return Err(StoreError::Permit("child"));
        }
        let event = ViewEvent::ChildChose { sees };
        let new = NewEntry {
            kind: VIEW,
            stream: view.id.as_uuid(),
            pupil: Some(view.pupil),
            sequence: view.next_sequence(),
            event: &event,
        };
        let trace = Trace::permitted(permit, VIEW.to_owned(), vec![view.pupil]);
        self.stream_write(new, permit.by(), trace).await
    }

    /// The words said in a case that the scope's person may read, the oldest first. The reading is written to the audit
    /// trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn view_list(&self, scope: &Scope<act::List, on::View>, case: &Case) -> Result<Vec<View>, StoreError> {
        let rows: Vec<EntryRow> = self
            .db()
            .all(sql::STREAM_LIST_OF, args![VIEW, case.pupil.as_uuid()])
            .await?;
        let family = self.family_of(case.pupil, scope.on()).await?;
        let mut views = Vec::new();
        for stream in streams(rows)? {
            let one = view(stream)?;
            if one.case == case.id && scope.covers(&view_facts(&one, case, &family, scope.on())) {
                views.push(one);
            }
        }
        if !views.is_empty() {
            self.audit(Trace::scoped(scope, format!("list of {VIEW}"), vec![case.pupil]))
                .await?;
        }
        Ok(views)
    }
}

/// A case in a unit of work.
pub(crate) async fn case_of(work: &mut Work, id: Uuid) -> Result<Option<Case>, StoreError> {
    let rows: Vec<EntryRow> = work.all(sql::STREAM_ONE, args![id, CASE]).await?;
    streams(rows)?.pop().map(case).transpose()
}

#[derive(sqlx::FromRow)]
struct CaseIdRow {
    id: Uuid,
}

/// The cases a statement names: those beside which something is still to be written, when a step of the tables brings it.
pub(crate) async fn cases_of(work: &mut Work, named: Statement) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<CaseIdRow> = work.all(named, args![]).await?;
    let mut cases = Vec::with_capacity(rows.len());
    for CaseIdRow { id } in rows {
        cases.extend(case_of(work, id).await?);
    }
    Ok(cases)
}

/// What a member of staff is to cases, by their roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Holds no role in which cases are opened.
    Nowhere,
    /// Works in another administration than the school's, and nowhere else.
    Elsewhere,
    /// Works at a school.
    AtSchool,
}

impl Standing {
    fn of(is: impl Fn(Role) -> bool) -> Self {
        let at_school = Role::given().filter(|role| role.is_at_school()).any(&is);
        match (at_school, is(Role::Ppr)) {
            (true, _) => Self::AtSchool,
            (false, true) => Self::Elsewhere,
            (false, false) => Self::Nowhere,
        }
    }
}

/// Whether those an entry names can be what it says: whoever carries the case can open it, and whoever works in another
/// administration alone takes part as that, on a ground that holds.
fn may_name(
    before: Option<&Case>,
    event: &CaseEvent,
    named: &BTreeMap<PersonId, Standing>,
    today: Date,
) -> Result<(), Refusal> {
    for person in event.carriers() {
        match (named.get(&person), before) {
            (Some(Standing::AtSchool), _) => {}
            (Some(Standing::Elsewhere), Some(case)) => case.may_share_with(PartyRole::Ppr, today)?,
            (Some(Standing::Elsewhere | Standing::Nowhere) | None, _) => return Err(Refusal::CannotCarry),
        }
    }
    match event.invited().map(|(person, role)| (named.get(&person), role)) {
        Some((Some(Standing::Elsewhere), role)) if !role.is_elsewhere() => Err(Refusal::InvitedAsAnother),
        _ => Ok(()),
    }
}

/// Those who take part in a case and work in another administration alone.
async fn elsewhere(work: &mut Work, case: &Case, today: Date) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut elsewhere = BTreeSet::new();
    for person in case.people_until(&BTreeSet::new()).into_keys() {
        let grants: Vec<GrantRow> = work.all(sql::ROLE_GRANT_LIST_OF, args![person.as_uuid()]).await?;
        let grants: Vec<Grant> = grants.into_iter().map(Into::into).collect();
        let is = |role: Role| {
            grants
                .iter()
                .any(|one| one.role == role.word() && one.from <= today && one.to.is_none_or(|to| today <= to))
        };
        if Standing::of(is) == Standing::Elsewhere {
            elsewhere.insert(person);
        }
    }
    Ok(elsewhere)
}

/// Writes beside a case what lists ask.
async fn case_beside(work: &mut Work, case: &Case, today: Date) -> Result<(), StoreError> {
    let id = case.id.as_uuid();
    let coordinator = match &case.coordinator().who {
        Coordinator::Person(one) => Some(one.as_uuid()),
        Coordinator::Outside(_) => None,
    };
    let closed_on = case.closed.and_then(|number| case.entry(number)).map(|entry| entry.on);
    let values = args![id, case.pupil.as_uuid(), case.opened_on, closed_on, coordinator];
    work.run(sql::CASE_PUT, values).await?;
    work.run(sql::CASE_PERSON_CLEAR, args![id]).await?;
    let elsewhere = elsewhere(work, case, today).await?;
    for (person, until) in case.people_until(&elsewhere) {
        work.run(sql::CASE_PERSON_ADD, args![id, person.as_uuid(), until])
            .await?;
    }
    week::beside(work, case).await?;
    contribution::beside(work, case).await
}
