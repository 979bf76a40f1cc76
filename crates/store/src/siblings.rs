//! Brothers and sisters away on the same days, for a review and those with the right to it.

use std::collections::HashMap;

use access::{Scope, act, on};
use attendance::{Categories, Category, DayWeight, PupilIx, Register, SchoolKind, Span};
use casework::person::Name;
use casework::{HouseholdId, PupilId};
use jiff::civil::Date;
use signals::{Parameters, SharedDays, sibling_window};

use crate::Store;
use crate::audit::Act as Entry;
use crate::error::StoreError;
use crate::planes::Planes;
use crate::seen::{Places, facts, placed};

/// A brother or sister who is away on the same days.
#[derive(Clone, PartialEq, Eq)]
pub struct Sibling {
    /// Who it is, where the reader works with that pupil too; nobody at a school that is not the reader's.
    pub who: Option<(PupilId, Name)>,
    /// How many of the days.
    pub shared: SharedDays,
}

impl core::fmt::Debug for Sibling {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "Sibling({:?} {:?})",
            self.who.as_ref().map(|(id, _)| id),
            self.shared
        )
    }
}

/// Leave is planned by the family and shared by itself: it says nothing here.
fn not_leave() -> Categories {
    Categories::only(Category::Illness).with(Category::Unlawful)
}

/// Whether a pupil goes on the day to a school of the municipality, which may hold its schools' registers together.
fn is_municipal(planes: &Planes, pupil: PupilIx, day: Date) -> bool {
    let school = planes
        .register()
        .enrolment_on(pupil, day)
        .and_then(|e| planes.roster().class_entry(e.class));
    let kind = school
        .and_then(|c| planes.roster().school(c.school))
        .map(crate::SchoolEntry::kind);
    matches!(
        kind,
        Some(SchoolKind::Folkeskole | SchoolKind::Specialskole | SchoolKind::Ungdomsskole)
    )
}

fn shared(register: &Register, own: PupilIx, other: PupilIx, day: Date, parameters: &Parameters) -> Option<SharedDays> {
    let own = register.track(own, day, DayWeight::Half)?;
    let other = register.track(other, day, DayWeight::Half)?;
    let window = own.last(sibling_window(parameters));
    let school_days = u32::try_from(window.len()).ok()?;
    let away = window.filter(|position| own.has(*position, not_leave()));
    let days = away.map(|position| {
        let date = own.day(position)?;
        let theirs = other.positions_so_far(Span { from: date, to: date }).next()?;
        let away = other.has(theirs, not_leave());
        (away || other.is_noted(theirs)).then_some(away)
    });
    SharedDays::of(days, school_days, parameters)
}

impl Store {
    /// Brothers and sisters of these pupils who are away on the same days; a pupil without is left out, as is one
    /// outside the scope.
    ///
    /// Only within one household and the municipality's own schools; nothing at all of a household in which anybody has
    /// name and address protection. The reading is written to the audit trail, with the brothers and sisters.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn siblings(
        &self,
        scope: &Scope<act::List, on::Sibling>,
        names: &Scope<act::List, on::PupilIdentity>,
        pupils: &[PupilId],
    ) -> Result<HashMap<PupilId, Vec<Sibling>>, StoreError> {
        let planes = self.planes().await?;
        let parameters = Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))?;
        let (roster, register, day) = (planes.roster(), planes.register(), scope.on());
        let asked: Vec<(PupilId, PupilIx, HouseholdId)> = pupils
            .iter()
            .filter_map(|id| {
                let at = roster.pupil_ix(*id)?;
                let household = roster.pupil_entry(at)?.household?;
                let covered = scope.covers(&facts(&planes, at, *id, day)) && is_municipal(&planes, at, day);
                covered.then_some((*id, at, household))
            })
            .collect();
        let mut homes: HashMap<HouseholdId, &[PupilIx]> = asked.iter().map(|(_, _, h)| (*h, roster.home(*h))).collect();
        let protected = |at: &PupilIx| roster.pupil_entry(*at).is_none_or(|p| p.protected);
        homes.retain(|_, home| home.len() > 1 && !home.iter().any(protected));
        let places = Places::of(names.reach(), roster);
        let mut found: HashMap<PupilId, Vec<Sibling>> = HashMap::new();
        let mut subjects: Vec<PupilId> = Vec::new();
        for (id, at, household) in asked {
            let mut others: Vec<PupilIx> = homes.get(&household).map_or_else(Vec::new, |home| home.to_vec());
            others.retain(|other| *other != at && is_municipal(&planes, *other, day));
            others.sort_by_key(|other| roster.name_rank(*other));
            for other in others {
                let Some(shared) = shared(register, at, other, day, &parameters) else {
                    continue;
                };
                let Some(entry) = roster.pupil_entry(other) else {
                    continue;
                };
                subjects.extend([id, entry.id]);
                let named = places.covers(placed(register, other, names.on()));
                found.entry(id).or_default().push(Sibling {
                    who: named.then(|| (entry.id, entry.name.clone())),
                    shared,
                });
            }
        }
        if !subjects.is_empty() {
            subjects.sort_unstable();
            subjects.dedup();
            self.audit(Entry::scoped(scope, "siblings".to_owned(), subjects))
                .await?;
        }
        Ok(found)
    }
}
