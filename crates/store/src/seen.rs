//! Reading the planes: lists for a scope, one pupil for a permit. No list goes round the check.

use std::collections::HashSet;
use std::sync::Arc;

use access::{Act, Actor, ClassFacts, On, Permit, Placement, PupilFacts, Role, RoleGrant, Scope, ScopeReach, act, on};
use attendance::{Calendar, ClassIx, DayWeight, Enrolment, PupilIx, Register, Slot, Span, Track};
use casework::person::{Name, fold};
use casework::{ClassId, HouseholdId, PersonId, PupilId, SchoolId};
use jiff::civil::Date;
use screening::Held;
use statute::RulePack;

use crate::audit::Act as Entry;
use crate::db::args;
use crate::error::StoreError;
use crate::mark::{HistoryRow, MarkHistory, NotingLine, NotingRecord};
use crate::planes::{Partial, Planes};
use crate::roster::{ClassEntry, Roster, SchoolEntry};
use crate::{Store, sql};

/// Pupils somebody may see, on one day, from the planes of one moment. Names are asked for apart
/// ([`Store::pupil_names`]), so that the audit trail says whose were shown.
#[derive(Clone, Debug)]
pub struct Seen {
    planes: Arc<Planes>,
    pupils: Vec<PupilIx>,
    allowed: HashSet<PupilIx>,
    day: Date,
}

/// One pupil of a [`Seen`].
#[derive(Clone, Copy, Debug)]
pub struct SeenPupil<'s> {
    seen: &'s Seen,
    at: PupilIx,
}

/// Who a pupil is. `Debug` prints the id only.
#[derive(Clone, PartialEq, Eq)]
pub struct PupilIdentity {
    /// The id.
    pub id: PupilId,
    /// The name; the id outside stands for a name that is not known.
    pub name: Name,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// Name and address protection.
    pub protected: bool,
    /// The id outside.
    pub external_id: String,
    /// Who lives together, where that is known.
    pub household: Option<HouseholdId>,
    /// Classes from–to, oldest first.
    pub stays: Vec<PupilStay>,
}

/// A pupil's stay in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PupilStay {
    /// The class.
    pub class: ClassId,
    /// Its school.
    pub school: SchoolId,
    /// The first day.
    pub from: Date,
    /// The last day, or still.
    pub to: Option<Date>,
}

impl core::fmt::Debug for PupilIdentity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PupilIdentity({})", self.id)
    }
}

impl Seen {
    fn new(planes: Arc<Planes>, pupils: Vec<PupilIx>, day: Date) -> Self {
        let allowed = pupils.iter().copied().collect();
        Self {
            planes,
            pupils,
            allowed,
            day,
        }
    }

    /// The same with some of its pupils only.
    #[must_use]
    pub fn only(&self, keep: impl Fn(SeenPupil<'_>) -> bool) -> Self {
        let kept = self.pupils().filter(|one| keep(*one)).map(SeenPupil::place);
        Self::new(Arc::clone(&self.planes), kept.collect(), self.day)
    }

    /// The day everything is seen on.
    pub fn day(&self) -> Date {
        self.day
    }

    /// How many pupils there are.
    pub fn len(&self) -> usize {
        self.pupils.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pupils.is_empty()
    }

    /// Every pupil.
    pub fn pupils(&self) -> impl ExactSizeIterator<Item = SeenPupil<'_>> {
        self.pupils.iter().map(|at| SeenPupil { seen: self, at: *at })
    }

    /// One of them.
    pub fn pupil(&self, id: PupilId) -> Option<SeenPupil<'_>> {
        let at = self.planes.roster().pupil_ix(id)?;
        self.allowed.contains(&at).then_some(SeenPupil { seen: self, at })
    }

    /// Schools, classes and calendars; they are no secret.
    pub fn roster(&self) -> &Roster {
        self.planes.roster()
    }

    /// How far the log of marks had come.
    pub fn marks_until(&self) -> i64 {
        self.planes.positions.marks
    }

    /// The school days of a class.
    pub fn calendar(&self, class: ClassId) -> Option<&Calendar> {
        self.register().class_calendar(self.roster().class_ix(class)?)
    }

    /// Whether a note of a class was taken on a day; `None` when it is no school day of the class.
    pub fn class_noted(&self, class: ClassId, day: Date, slot: Slot) -> Option<bool> {
        self.register().class_noted(self.roster().class_ix(class)?, day, slot)
    }

    fn register(&self) -> &Register {
        self.planes.register()
    }

    pub(crate) fn planes(&self) -> &Arc<Planes> {
        &self.planes
    }
}

impl<'s> SeenPupil<'s> {
    /// The place in the planes.
    pub(crate) fn place(self) -> PupilIx {
        self.at
    }

    /// The id.
    pub fn id(&self) -> PupilId {
        // Every place in the planes has an entry: both are built from the same rows.
        self.seen
            .roster()
            .pupil_id(self.at)
            .unwrap_or(PupilId::from_uuid(uuid::Uuid::nil()))
    }

    /// Where the pupil stands among all in Danish order of names, for ordering a list before names are asked for.
    pub fn name_rank(&self) -> u32 {
        self.seen.roster().name_rank(self.at)
    }

    /// The class on the day; else the newest before it, else the first to come.
    pub fn class(&self) -> Option<&'s ClassEntry> {
        let class = placed(self.seen.register(), self.at, self.seen.day)?;
        self.seen.planes.roster().class_entry(class)
    }

    /// The school of that class.
    pub fn school(&self) -> Option<&'s SchoolEntry> {
        self.seen.planes.roster().school(self.class()?.school)
    }

    /// Whether the pupil is in a class on the day itself.
    pub fn is_enrolled(&self) -> bool {
        self.seen.register().enrolment_on(self.at, self.seen.day).is_some()
    }

    /// Whether name and address are protected.
    pub fn protected(&self) -> bool {
        self.seen.roster().pupil_entry(self.at).is_some_and(|p| p.protected)
    }

    /// All enrolments, oldest first.
    pub fn enrolments(&self) -> &'s [Enrolment] {
        self.seen.register().enrolments(self.at)
    }

    /// The pupil's school days as seen on the day; `None` only for a pupil that is not there.
    pub fn track(&self, weight: DayWeight) -> Option<Track<'s>> {
        self.track_on(self.seen.day, weight)
    }

    /// The pupil's school days as seen on another day.
    pub fn track_on(&self, day: Date, weight: DayWeight) -> Option<Track<'s>> {
        self.seen.register().track(self.at, day, weight)
    }

    /// What rules that lay a duty on somebody held for the pupil, in this and the previous quarter and school year.
    pub fn held<'r>(&self, rules: &'r RulePack) -> Vec<Held<'r>> {
        let track = self.track(rules.settings().day_weight);
        track.map_or_else(Vec::new, |track| screening::held(&track, rules))
    }

    /// Part days away, where the school registers lessons, in the order they were recorded.
    pub fn partials(&self) -> &'s [Partial] {
        self.seen.planes.partials(self.at)
    }
}

/// The class a pupil is placed in on a day: the one enrolled in, else the newest that had begun, else the first to come.
pub(crate) fn placed(register: &Register, pupil: PupilIx, day: Date) -> Option<ClassIx> {
    let enrolments = register.enrolments(pupil);
    let begun = enrolments.iter().rev().find(|e| e.from <= day);
    begun.or_else(|| enrolments.first()).map(|e| e.class)
}

/// The pupils a scope covers; `None` when that is everybody.
pub(crate) fn pupils_of<A: Act, R: On<Facts = PupilFacts>>(
    planes: &Planes,
    scope: &Scope<A, R>,
) -> Option<Vec<PupilId>> {
    let places = Places::of(scope.reach(), planes.roster());
    if places.everywhere {
        return None;
    }
    let covered = places.pupils(planes, scope.on()).into_iter();
    Some(covered.filter_map(|p| planes.roster().pupil_id(p)).collect())
}

/// The places of the engine a reach covers.
pub(crate) struct Places {
    everywhere: bool,
    classes: Vec<bool>,
}

impl Places {
    pub(crate) fn of(reach: ScopeReach<'_>, roster: &Roster) -> Self {
        match reach {
            ScopeReach::Municipality => Self {
                everywhere: true,
                classes: Vec::new(),
            },
            ScopeReach::Places { schools, classes, .. } => Self {
                everywhere: false,
                classes: roster
                    .classes()
                    .iter()
                    .map(|c| classes.contains(&c.id) || schools.contains(&c.school))
                    .collect(),
            },
        }
    }

    /// Every pupil who goes, or last went, where the reach covers, in the order of the places. Only the classes covered
    /// are walked through: somebody who sees a part of a large municipality does not wait for all of it.
    pub(crate) fn pupils(&self, planes: &Planes, day: Date) -> Vec<PupilIx> {
        if self.everywhere {
            return planes.register().pupils().collect();
        }
        let classes = self.classes.iter().zip(0u32..).filter(|(covered, _)| **covered);
        let mut pupils = planes.members(classes.map(|(_, at)| ClassIx::new(at)));
        pupils.retain(|pupil| self.covers_on(planes.register(), *pupil, day));
        pupils
    }

    /// Whether a pupil goes, or last went, where the reach covers.
    pub(crate) fn covers_on(&self, register: &Register, pupil: PupilIx, day: Date) -> bool {
        self.covers(placed(register, pupil, day))
    }

    pub(crate) fn covers(&self, class: Option<ClassIx>) -> bool {
        self.everywhere || class.is_some_and(|c| self.classes.get(c.index()).copied().unwrap_or(false))
    }
}

impl Entry {
    /// An entry on the ground of a permit.
    pub(crate) fn permitted<A: Act, R: On>(permit: &Permit<A, R>, what: String, subjects: Vec<PupilId>) -> Self {
        Self {
            who: permit.by(),
            action: permit.action().word().to_owned(),
            what,
            ground: permit.ground().ground.en.clone(),
            policy: permit.ground().id(),
            subjects,
        }
    }

    /// An entry on the grounds of a scope.
    pub(crate) fn scoped<A: Act, R: On>(scope: &Scope<A, R>, what: String, subjects: Vec<PupilId>) -> Self {
        let join = |texts: Vec<String>| texts.join("; ");
        Self {
            who: scope.by(),
            action: scope.action().word().to_owned(),
            what,
            ground: join(scope.grounds().iter().map(|g| g.ground.en.clone()).collect()),
            policy: join(scope.grounds().iter().map(|g| g.id()).collect()),
            subjects,
        }
    }
}

impl Store {
    pub(crate) async fn audit(&self, act: Entry) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Writes several entries in one unit of work.
    pub(crate) async fn audit_all(&self, acts: Vec<Entry>) -> Result<(), StoreError> {
        if acts.is_empty() {
            return Ok(());
        }
        let mut work = self.db().begin().await?;
        for act in acts {
            self.inner.trail.write(&mut work, self.now(), act).await?;
        }
        work.commit().await
    }

    /// A member of staff with every role ever given, as `access` asks for it.
    ///
    /// # Errors
    /// When the database cannot answer, or holds a role this release does not know.
    pub async fn actor(&self, person: PersonId) -> Result<Actor, StoreError> {
        let mut roles = Vec::new();
        for grant in self.role_grant_list_of(person).await? {
            let corrupt = || StoreError::Corrupt {
                table: "role_grants",
                row: grant.id,
            };
            let role = Role::from_word(&grant.role).ok_or_else(corrupt)?;
            // Taken back on the day it was given: it never held.
            if grant.to.is_some_and(|to| to < grant.from) {
                continue;
            }
            let place = grant.place();
            roles.push(RoleGrant::new(role, place, grant.from, grant.to).map_err(|_| corrupt())?);
        }
        let family = self.staff_one(person).await?.is_some_and(|one| one.family);
        if family {
            return Ok(Actor::of_family(person, roles));
        }
        let open = self.emergency_open_of(person).await?;
        let opened = open.iter().map(|one| (one.pupil, one.role)).collect();
        Ok(Actor::signed_in(person, roles).having_opened(opened))
    }

    /// Schools, classes and calendars as they stand. Pupils are only counted there.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn roster(&self) -> Result<Arc<Roster>, StoreError> {
        Ok(self.planes().await?.roster_shared())
    }

    /// Where a pupil goes on a day, as `access` asks for it; `None` when there is no such pupil.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_facts(&self, pupil: PupilId, day: Date) -> Result<Option<PupilFacts>, StoreError> {
        let planes = self.planes().await?;
        Ok(planes.roster().pupil_ix(pupil).map(|at| facts(&planes, at, pupil, day)))
    }

    /// A class and its school, as `access` asks for it; `None` when there is no such class.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_facts(&self, class: ClassId) -> Result<Option<ClassFacts>, StoreError> {
        let planes = self.planes().await?;
        Ok(planes.roster().class(class).map(|c| ClassFacts {
            class,
            school: c.school,
        }))
    }

    /// Every pupil in the scope, as seen on the scope's day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn seen<A: Act, R: On<Facts = PupilFacts>>(&self, scope: &Scope<A, R>) -> Result<Seen, StoreError> {
        self.seen_on(scope, scope.on()).await
    }

    /// Every pupil in the scope, as seen on another day; who is in the scope is still decided for the scope's day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn seen_on<A: Act, R: On<Facts = PupilFacts>>(
        &self,
        scope: &Scope<A, R>,
        day: Date,
    ) -> Result<Seen, StoreError> {
        let planes = self.planes().await?;
        let pupils = Places::of(scope.reach(), planes.roster()).pupils(&planes, scope.on());
        Ok(Seen::new(planes, pupils, day))
    }

    /// One pupil's days, counts and signs, as seen on a day. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone since the permit was given.
    pub async fn seen_pupil(
        &self,
        permit: &Permit<act::Read, on::PupilAttendance>,
        day: Date,
    ) -> Result<Seen, StoreError> {
        let planes = self.planes().await?;
        let at = planes
            .roster()
            .pupil_ix(permit.subject())
            .ok_or(StoreError::Missing("pupil"))?;
        self.audit(Entry::permitted(
            permit,
            "attendance".to_owned(),
            vec![permit.subject()],
        ))
        .await?;
        Ok(Seen::new(planes, vec![at], day))
    }

    /// The pupils of one class on a day. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such class.
    pub async fn seen_class<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRegister>,
        day: Date,
    ) -> Result<Seen, StoreError> {
        let planes = self.planes().await?;
        let class = planes
            .roster()
            .class_ix(permit.subject())
            .ok_or(StoreError::Missing("class"))?;
        let register = planes.register();
        let mut pupils = planes.members([class]);
        pupils.retain(|p| register.enrolment_on(*p, day).is_some_and(|e| e.class == class));
        let subjects = pupils.iter().filter_map(|p| planes.roster().pupil_id(*p)).collect();
        self.audit(Entry::permitted(
            permit,
            format!("class {}", permit.subject()),
            subjects,
        ))
        .await?;
        Ok(Seen::new(planes, pupils, day))
    }

    /// Who these pupils are, in the order asked for; one outside the scope is left out. `what` says where they are
    /// shown, for the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_names<A: Act>(
        &self,
        scope: &Scope<A, on::PupilIdentity>,
        what: &str,
        pupils: &[PupilId],
    ) -> Result<Vec<PupilIdentity>, StoreError> {
        let planes = self.planes().await?;
        let places = Places::of(scope.reach(), planes.roster());
        let shown: Vec<PupilIdentity> = pupils
            .iter()
            .filter_map(|id| planes.roster().pupil_ix(*id))
            .filter(|at| places.covers(placed(planes.register(), *at, scope.on())))
            .filter_map(|at| identity(&planes, at))
            .collect();
        if !shown.is_empty() {
            let subjects = shown.iter().map(|p| p.id).collect();
            self.audit(Entry::scoped(scope, what.to_owned(), subjects)).await?;
        }
        Ok(shown)
    }

    /// Pupils of the scope whose name, or a part of it, begins with what was typed, in Danish order; at most `most`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_search(
        &self,
        scope: &Scope<act::List, on::PupilIdentity>,
        typed: &str,
        most: usize,
    ) -> Result<Vec<PupilIdentity>, StoreError> {
        let wanted = fold(typed);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let planes = self.planes().await?;
        let places = Places::of(scope.reach(), planes.roster());
        let mut found = places.pupils(&planes, scope.on());
        found.retain(|at| {
            let entry = planes.roster().pupil_entry(*at);
            entry.is_some_and(|p| matches(&p.name, &wanted))
        });
        found.sort_by_key(|at| planes.roster().name_rank(*at));
        let ids: Vec<PupilId> = found
            .iter()
            .take(most)
            .filter_map(|at| planes.roster().pupil_id(*at))
            .collect();
        self.pupil_names(scope, "search", &ids).await
    }

    /// Who one pupil is. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone since the permit was given.
    pub async fn pupil_identity<A: Act>(
        &self,
        permit: &Permit<A, on::PupilIdentity>,
    ) -> Result<PupilIdentity, StoreError> {
        let planes = self.planes().await?;
        let at = planes
            .roster()
            .pupil_ix(permit.subject())
            .ok_or(StoreError::Missing("pupil"))?;
        let shown = identity(&planes, at).ok_or(StoreError::Missing("pupil"))?;
        self.audit(Entry::permitted(permit, "identity".to_owned(), vec![permit.subject()]))
            .await?;
        Ok(shown)
    }

    /// Every row of the log about one pupil in a span, oldest first. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn mark_history<A: Act>(
        &self,
        permit: &Permit<A, on::Mark>,
        span: Span,
    ) -> Result<Vec<MarkHistory>, StoreError> {
        let pupil = permit.subject();
        let mut work = self.db().begin().await?;
        let rows: Vec<HistoryRow> = work
            .all(sql::MARK_LIST_OF, args![pupil.as_uuid(), span.from, span.to])
            .await?;
        let act = Entry::permitted(permit, "marks".to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await?;
        rows.into_iter().map(|row| row.read(pupil)).collect()
    }

    /// Who took the notes of a class on a day, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn noting_history<A: Act>(
        &self,
        permit: &Permit<A, on::ClassRegister>,
        day: Date,
    ) -> Result<Vec<NotingRecord>, StoreError> {
        let class = permit.subject();
        let rows: Vec<NotingLine> = self.db().all(sql::NOTING_LIST_OF, args![class.as_uuid(), day]).await?;
        rows.into_iter().map(|row| row.read(class)).collect()
    }
}

pub(crate) fn matches(name: &Name, wanted: &str) -> bool {
    let full = fold(&name.full());
    full.starts_with(wanted)
        || full
            .match_indices(wanted)
            .any(|(at, _)| full.get(..at).is_some_and(|b| b.ends_with(' ')))
}

pub(crate) fn facts(planes: &Planes, at: PupilIx, pupil: PupilId, day: Date) -> PupilFacts {
    let class = placed(planes.register(), at, day).and_then(|c| planes.roster().class_entry(c));
    PupilFacts {
        pupil,
        placement: class.map_or_else(Placement::default, |c| Placement::of(c.school, c.id)),
    }
}

pub(crate) fn identity(planes: &Planes, at: PupilIx) -> Option<PupilIdentity> {
    let entry = planes.roster().pupil_entry(at)?;
    let stays = planes.register().enrolments(at).iter().filter_map(|e| {
        let class = planes.roster().class_entry(e.class)?;
        Some(PupilStay {
            class: class.id,
            school: class.school,
            from: e.from,
            to: e.to,
        })
    });
    Some(PupilIdentity {
        id: entry.id,
        name: entry.name.clone(),
        birth_date: entry.birth_date,
        protected: entry.protected,
        external_id: entry.external_id.clone(),
        household: entry.household,
        stays: stays.collect(),
    })
}
