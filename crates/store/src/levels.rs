//! The same arithmetic one level up: signs of classes, and how registers are kept. Counts, never a child.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use access::{ClassFacts, Permit, Scope, Spot, act, on};
use attendance::{
    Calendar, Categories, Category, ClassIx, DayWeight, Provision, PupilIx, SchoolKind, SchoolYear, Span, Track,
};
use casework::person::danish_order;
use casework::{ClassId, PersonId, SchoolId};
use jiff::civil::Date;
use signals::{
    ClassFives, ClassSign, ClassSignKind, DayEvidence, FIVE, Parameters, PupilFives, RegisterSign, Registration, Stage,
    fives_back, look_at_classes, new_stage_days, register_signs, teacher_change_days,
};
use uuid::Uuid;

use crate::db::args;
use crate::error::StoreError;
use crate::planes::Planes;
use crate::roster::ClassEntry;
use crate::roster_file::gaps;
use crate::staff::Grant;
use crate::{Store, sql};

/// Calendar days back in which it is counted how late marks are written: four weeks.
const DELAY_DAYS: i64 = 28;

/// A sign of a class with what is said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassNotice {
    /// The class.
    pub class: ClassId,
    /// The sign.
    pub sign: ClassSign,
    /// The last school day of the first five school days at whose end it held.
    pub raised_on: Date,
    /// The first and the last school day it looks at.
    pub days: Span,
    /// Whether it waits because its school gets few new ones a month.
    pub held_back: bool,
    /// Since when the class has a teacher it did not have before, in the last weeks. Who it is is not said.
    pub teacher_since: Option<Date>,
    /// The grade it has just begun, where that is a step to a new part of the school.
    pub new_stage: Option<u8>,
}

/// Signs of the classes of one school, as of the last five school days that are over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassNotices {
    /// The signs, the longest standing first, then by grade and name of the class.
    pub notices: Vec<ClassNotice>,
    /// How many classes could be looked at.
    pub looked_at: usize,
}

/// How many classes of the municipality have a sign. No class is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSignCounts {
    /// Classes that could be looked at.
    pub looked_at: usize,
    /// With more new absence spells.
    pub spells: usize,
    /// With more lateness.
    pub late: usize,
}

/// What is said about how a school's register is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterNotice {
    /// The school.
    pub school: SchoolId,
    /// Whether the reader answers for the whole school, not for single classes only.
    pub whole: bool,
    /// What is said of the school as a whole; nothing where the reader answers for single classes only.
    pub signs: Vec<RegisterSign>,
    /// Classes of which something is said that is not said of the whole school, by grade and name.
    pub classes: Vec<(ClassId, Vec<RegisterSign>)>,
}

#[derive(sqlx::FromRow)]
struct DelayRow {
    school_id: Uuid,
    day: jiff_sqlx::Date,
    noted_day: i64,
    marks: i64,
}

fn parameters() -> Result<Parameters, StoreError> {
    Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))
}

/// One pupil's school days by the fives of a calendar, of which so many are over.
fn fives_of(track: &Track<'_>, calendar: &Calendar, over: u32, back: u32) -> PupilFives {
    // A month more than is looked at, so that it is known whether a spell was under way.
    let days = track
        .last(back.saturating_add(5).saturating_mul(FIVE))
        .filter_map(|position| {
            let view = track.view(position)?;
            let five = calendar.count_before(view.date) / FIVE;
            let evidence = DayEvidence::of(&view, None, None, track.gap_before(position));
            Some((over.checked_sub(five + 1), evidence))
        });
    PupilFives::of(days)
}

/// Since when a class has a teacher that neither it nor the class it was before ever had, when it had another before.
fn teacher_since(
    class: &ClassEntry,
    grants: &[Grant],
    before: &dyn Fn(ClassId) -> Option<ClassId>,
    days: Span,
) -> Option<Date> {
    let mut lineage = BTreeSet::from([class.id]);
    let mut at = class.predecessor;
    while let Some(id) = at.filter(|id| lineage.insert(*id)) {
        at = before(id);
    }
    let mut first: HashMap<PersonId, Date> = HashMap::new();
    for grant in grants.iter().filter(|g| g.class.is_some_and(|c| lineage.contains(&c))) {
        let from = first.entry(grant.staff).or_insert(grant.from);
        *from = (*from).min(grant.from);
    }
    let earliest = *first.values().min()?;
    first
        .into_values()
        .filter(|from| *from > earliest && days.contains(*from))
        .max()
}

/// A class with the pupils who are in it on a day.
type Manned<'p> = (ClassIx, &'p ClassEntry, Vec<PupilIx>);

/// The classes of every school in the order of its pages, each with the pupils who are in it on the day.
fn classes_on(planes: &Planes, day: Date) -> HashMap<SchoolId, Vec<Manned<'_>>> {
    let (roster, register) = (planes.roster(), planes.register());
    let mut pupils: Vec<Vec<PupilIx>> = vec![Vec::new(); roster.classes().len()];
    for pupil in register.pupils() {
        let class = register.enrolment_on(pupil, day).map(|e| e.class.index());
        if let Some(pupils) = class.and_then(|at| pupils.get_mut(at)) {
            pupils.push(pupil);
        }
    }
    let mut schools: HashMap<SchoolId, Vec<Manned<'_>>> = HashMap::new();
    for ((at, class), pupils) in (0u32..).map(ClassIx::new).zip(roster.classes()).zip(pupils) {
        if !pupils.is_empty() {
            schools.entry(class.school).or_default().push((at, class, pupils));
        }
    }
    for classes in schools.values_mut() {
        classes.sort_by(|(_, a, _), (_, b, _)| a.grade().cmp(&b.grade()).then_with(|| danish_order(&a.name, &b.name)));
    }
    schools
}

/// Looks at the classes of one school.
fn school_look(
    planes: &Planes,
    grants: &[Grant],
    classes: Vec<Manned<'_>>,
    today: Date,
    parameters: &Parameters,
) -> ClassNotices {
    let (roster, register) = (planes.roster(), planes.register());
    let classes: Vec<_> = classes
        .into_iter()
        .filter_map(|(ix, class, pupils)| Some((ix, class, class.grade()?, pupils)))
        .collect();
    let Some(calendar) = classes.first().and_then(|(ix, ..)| register.class_calendar(*ix)) else {
        return ClassNotices::default();
    };
    // Today may still be noted.
    let over = calendar.count_before(today) / FIVE;
    let back = fives_back(parameters);
    let fives: Vec<ClassFives> = classes
        .iter()
        .map(|(_, _, grade, pupils)| ClassFives {
            stage: Stage::of(*grade),
            pupils: pupils
                .iter()
                .filter_map(|p| register.track(*p, today, DayWeight::Half))
                .map(|track| fives_of(&track, calendar, over, back))
                .collect(),
        })
        .collect();
    let look = look_at_classes(&fives, parameters);
    let last_of = |five: u32| calendar.day((over.checked_sub(five)? * FIVE).checked_sub(1)?);
    let changed = calendar.count_to(today).checked_sub(teacher_change_days(parameters));
    let change_days = Span {
        from: changed.and_then(|o| calendar.day(o)).unwrap_or(Date::MIN),
        to: today,
    };
    let year = Span {
        from: SchoolYear::of(today).span().from,
        to: today,
    };
    let is_step = calendar.count_in(year) <= new_stage_days(parameters);
    let before = |id: ClassId| roster.class(id)?.predecessor;
    let notice = |(ix, sign): (usize, ClassSign), held_back| {
        let (_, class, grade, _) = classes.get(ix)?;
        let days = Span {
            from: calendar.day((over * FIVE).checked_sub(sign.school_days())?)?,
            to: last_of(0)?,
        };
        Some(ClassNotice {
            class: class.id,
            raised_on: last_of(sign.fives_ago)?,
            days,
            held_back,
            teacher_since: teacher_since(class, grants, &before, change_days),
            new_stage: Some(grade.number()).filter(|g| is_step && matches!(g, 1 | 4 | 7)),
            sign,
        })
    };
    let told = look.told.into_iter().filter_map(|one| notice(one, false));
    let waits = look.held_back.into_iter().filter_map(|one| notice(one, true));
    ClassNotices {
        notices: told.chain(waits).collect(),
        looked_at: look.looked_at,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How every register of the municipality is kept in a span, by class and by school.
#[derive(Debug)]
pub(crate) struct Kept {
    days: Span,
    classes: BTreeMap<ClassId, Registration>,
    schools: BTreeMap<SchoolId, Registration>,
}

fn kept(planes: &Planes, days: Span, today: Date, delays: &[DelayRow]) -> Kept {
    let (roster, register) = (planes.roster(), planes.register());
    let mut classes: BTreeMap<ClassId, Registration> = BTreeMap::new();
    for pupil in register.pupils() {
        let Some(class) = register
            .enrolment_on(pupil, today)
            .and_then(|e| roster.class_entry(e.class))
        else {
            continue;
        };
        let Some(track) = register.track(pupil, today, DayWeight::Half) else {
            continue;
        };
        let own = classes.entry(class.id).or_default();
        let range = track.positions_so_far(days);
        let of = |category| {
            track
                .half_days(Categories::only(category), range.clone())
                .count()
                .div_ceil(2)
        };
        own.pupils += 1;
        own.illness += of(Category::Illness);
        own.leave += of(Category::AuthorisedLeave);
        own.unlawful += of(Category::Unlawful);
        own.late += track.late(range.clone());
        let noted = track.noted_days(range.clone()).count();
        own.here += noted.saturating_sub(track.absent_days(range.clone()).count());
    }
    for gap in gaps(planes, days, today, |_| true) {
        let own = classes.entry(gap.class).or_default();
        own.class_days += count(gap.days);
        own.class_days_missing += count(gap.missing.len());
    }
    let mut schools: BTreeMap<SchoolId, Registration> = BTreeMap::new();
    for (id, own) in &classes {
        let Some(class) = roster.class(*id) else { continue };
        let school = schools.entry(class.school).or_default();
        school.pupils += own.pupils;
        school.here += own.here;
        school.late += own.late;
        school.illness += own.illness;
        school.leave += own.leave;
        school.unlawful += own.unlawful;
        school.class_days += own.class_days;
        school.class_days_missing += own.class_days_missing;
    }
    let first = Date::constant(1970, 1, 1);
    for row in delays {
        if let Some(school) = schools.get_mut(&SchoolId::from_uuid(row.school_id)) {
            let written = row.noted_day - i64::from((Date::from(row.day) - first).get_days());
            // A message that came before the day is written in time.
            let late = u32::try_from(written.max(0)).unwrap_or(u32::MAX);
            school.delays.push((late, u32::try_from(row.marks).unwrap_or(u32::MAX)));
        }
    }
    Kept { days, classes, schools }
}

impl Store {
    /// The signs of every school's classes, at most ten minutes old.
    async fn class_looks(&self) -> Result<Arc<HashMap<SchoolId, ClassNotices>>, StoreError> {
        self.inner
            .class_looks
            .get(self, |store, planes| async move {
                let (grants, parameters, today) = (store.role_grant_list().await?, parameters()?, store.today());
                // A quarter of a second for a large municipality: other visitors are not kept waiting.
                let looking = tokio::task::spawn_blocking(move || {
                    let schools = classes_on(&planes, today).into_iter();
                    let look = |classes| school_look(&planes, &grants, classes, today, &parameters);
                    schools.map(|(school, classes)| (school, look(classes))).collect()
                });
                looking.await.map_err(|_| StoreError::Missing("the signs of classes"))
            })
            .await
    }

    /// How every register is kept in a span of days up to today, at most ten minutes old.
    async fn registers_kept(&self, days: Span) -> Result<Arc<Kept>, StoreError> {
        let make = move |store: Store, planes: Arc<Planes>| async move {
            let today = store.today();
            let from = today.saturating_sub(jiff::Span::new().days(DELAY_DAYS));
            let delays: Vec<DelayRow> = store.db().all(sql::MARK_DELAY_LIST, args![from, today]).await?;
            let counting = tokio::task::spawn_blocking(move || kept(&planes, days, today, &delays));
            counting
                .await
                .map_err(|_| StoreError::Missing("the counting of registers"))
        };
        let held = self.inner.registers_kept.get(self, make).await?;
        if held.days == days {
            return Ok(held);
        }
        Ok(Arc::new(make(self.clone(), self.planes().await?).await?))
    }

    /// Counts what pages say about classes and registers, where it is not counted yet, so that no page has to.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn levels_warm(&self, days: Span) -> Result<(), StoreError> {
        self.class_looks().await?;
        self.registers_kept(days).await?;
        Ok(())
    }

    /// The signs of one class, those that wait included: whoever keeps the class's register sees what is said of it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such class.
    pub async fn class_signs(
        &self,
        permit: &Permit<act::Read, on::ClassRegister>,
    ) -> Result<Vec<ClassNotice>, StoreError> {
        let planes = self.planes().await?;
        let class = planes
            .roster()
            .class(permit.subject())
            .ok_or(StoreError::Missing("class"))?;
        let looks = self.class_looks().await?;
        let notices = looks.get(&class.school).into_iter().flat_map(|look| &look.notices);
        Ok(notices.filter(|n| n.class == permit.subject()).cloned().collect())
    }

    /// The signs of the classes of one school that lie in the scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_signs_of_school(
        &self,
        scope: &Scope<act::List, on::ClassRegister>,
        school: SchoolId,
    ) -> Result<ClassNotices, StoreError> {
        let mut look = self.class_looks().await?.get(&school).cloned().unwrap_or_default();
        look.notices.retain(|notice| {
            scope.covers(&ClassFacts {
                class: notice.class,
                school,
            })
        });
        Ok(look)
    }

    /// How many classes of the whole municipality have a sign; `None` when the scope is less than the municipality.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn class_sign_counts(
        &self,
        scope: &Scope<act::List, on::Aggregate>,
    ) -> Result<Option<ClassSignCounts>, StoreError> {
        if !scope.covers(&Spot::Municipality) {
            return Ok(None);
        }
        let mut counts = ClassSignCounts::default();
        for look in self.class_looks().await?.values() {
            let of = |kind| look.notices.iter().filter(|n| n.sign.kind == kind).count();
            counts.looked_at += look.looked_at;
            counts.spells += of(ClassSignKind::Spells);
            counts.late += of(ClassSignKind::Late);
        }
        Ok(Some(counts))
    }

    /// How the registers in the scope are kept, held against schools of the same kind and provision, in a span; schools
    /// and classes of which nothing is to be said are left out.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn register_signs(
        &self,
        scope: &Scope<act::List, on::DataQuality>,
        days: Span,
    ) -> Result<Vec<RegisterNotice>, StoreError> {
        let (roster, parameters) = (self.roster().await?, parameters()?);
        let kept = self.registers_kept(days).await?;
        let sort = |id: SchoolId| roster.school(id).map(|s| (s.kind(), s.provision()));
        let none: Vec<&Registration> = Vec::new();
        let mut notices = Vec::new();
        for (school, own) in &kept.schools {
            let like: Vec<&Registration> = like(&kept.schools, *school, &sort);
            let of_school = register_signs(own, &like, &parameters);
            let whole = scope.covers(&Spot::School(*school));
            let mut classes: Vec<(&ClassEntry, Vec<RegisterSign>)> = Vec::new();
            for (id, own) in &kept.classes {
                let Some(class) = roster.class(*id).filter(|c| c.school == *school) else {
                    continue;
                };
                let facts = ClassFacts {
                    class: *id,
                    school: *school,
                };
                let mut signs = register_signs(own, &none, &parameters);
                // What holds for the school is said of the school, to those who answer for it.
                signs.retain(|sign| !whole || of_school.iter().all(|s| s.kind != sign.kind));
                if scope.covers(&Spot::Class(facts)) && !signs.is_empty() {
                    classes.push((class, signs));
                }
            }
            classes.sort_by(|(a, _), (b, _)| a.grade().cmp(&b.grade()).then_with(|| danish_order(&a.name, &b.name)));
            let signs = if whole { of_school } else { Vec::new() };
            if !signs.is_empty() || !classes.is_empty() {
                notices.push(RegisterNotice {
                    school: *school,
                    whole,
                    signs,
                    classes: classes.into_iter().map(|(class, signs)| (class.id, signs)).collect(),
                });
            }
        }
        Ok(notices)
    }
}

/// The registers of the other schools of the same kind and provision.
fn like<'k>(
    schools: &'k BTreeMap<SchoolId, Registration>,
    school: SchoolId,
    sort: &dyn Fn(SchoolId) -> Option<(SchoolKind, Provision)>,
) -> Vec<&'k Registration> {
    let others = schools
        .iter()
        .filter(|(id, _)| **id != school && sort(**id) == sort(school));
    others.map(|(_, own)| own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn class(n: u128, predecessor: Option<u128>) -> ClassEntry {
        ClassEntry {
            id: ClassId::from_uuid(Uuid::from_u128(n)),
            external_id: String::new(),
            school: SchoolId::from_uuid(Uuid::from_u128(1)),
            name: String::new(),
            grade: 4,
            first_year: None,
            predecessor: predecessor.map(|n| ClassId::from_uuid(Uuid::from_u128(n))),
        }
    }

    fn grant(staff: u128, class: u128, from: Date) -> Grant {
        Grant {
            id: Uuid::from_u128(9),
            staff: PersonId::from_uuid(Uuid::from_u128(staff)),
            role: "teacher".into(),
            school: None,
            pupil: None,
            class: Some(ClassId::from_uuid(Uuid::from_u128(class))),
            from,
            to: None,
            source: None,
        }
    }

    #[test]
    fn a_change_of_teacher_is_a_new_face_in_a_class_that_had_another() {
        let days = Span {
            from: date(2026, 9, 20),
            to: date(2026, 11, 20),
        };
        let before = |id: ClassId| (id == class(8, None).id).then(|| class(7, None).id);
        let since = |grants: &[Grant]| teacher_since(&class(8, Some(7)), grants, &before, days);
        let (august, october) = (date(2026, 8, 1), date(2026, 10, 5));
        assert_eq!(since(&[]), None);
        assert_eq!(
            since(&[grant(1, 8, october)]),
            None,
            "the first role ever given is no change"
        );
        assert_eq!(since(&[grant(1, 8, august), grant(2, 8, october)]), Some(october));
        assert_eq!(
            since(&[grant(1, 8, august), grant(1, 8, october)]),
            None,
            "the same teacher again"
        );
        assert_eq!(
            since(&[grant(1, 7, august), grant(1, 8, october)]),
            None,
            "followed the class up"
        );
        assert_eq!(since(&[grant(1, 7, august), grant(2, 8, october)]), Some(october));
        assert_eq!(
            since(&[grant(1, 8, august), grant(2, 8, date(2026, 8, 20))]),
            None,
            "long ago"
        );
        assert_eq!(
            since(&[grant(1, 5, august), grant(2, 8, october)]),
            None,
            "another class's teacher"
        );
    }
}
