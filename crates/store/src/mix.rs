//! Absence by category, school by school, kept until a pupil of the school changes: whoever sees every school does not
//! wait for all children to be counted anew.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use access::{Scope, Spot, act, on};
use attendance::{Categories, Category, ClassIx, DayWeight, PupilIx, SchoolYear};
use casework::SchoolId;
use jiff::civil::Date;

use crate::error::StoreError;
use crate::planes::Planes;
use crate::{CategoryMix, Store};

/// What was counted for one day, one weight and one line of planes.
#[derive(Debug)]
pub(crate) struct Mixes {
    day: Date,
    weight: DayWeight,
    line: Arc<()>,
    /// By school: the newest change of a pupil it was counted after.
    of: HashMap<SchoolId, (u64, CategoryMix)>,
}

fn count(planes: &Planes, school: SchoolId, pupils: &[PupilIx], day: Date, weight: DayWeight) -> CategoryMix {
    let (roster, register) = (planes.roster(), planes.register());
    let year = SchoolYear::of(day).span();
    let mut mix = CategoryMix {
        school,
        pupils: 0,
        illness: 0,
        leave: 0,
        unlawful: 0,
    };
    for pupil in pupils {
        let class = register.enrolment_on(*pupil, day).map(|e| e.class);
        let here = class
            .and_then(|c| roster.class_entry(c))
            .is_some_and(|c| c.school == school);
        let Some(track) = register.track(*pupil, day, weight).filter(|_| here) else {
            continue;
        };
        let so_far = track.positions_so_far(year);
        let halves = |category| track.half_days(Categories::only(category), so_far.clone()).count();
        mix.pupils += 1;
        mix.illness += halves(Category::Illness);
        mix.leave += halves(Category::AuthorisedLeave);
        mix.unlawful += halves(Category::Unlawful);
    }
    mix
}

impl Store {
    /// Absence by category, school by school, in the school year so far; schools without pupils are left out.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn category_mix(
        &self,
        scope: &Scope<act::List, on::DataQuality>,
        weight: DayWeight,
    ) -> Result<Vec<CategoryMix>, StoreError> {
        let planes = self.planes().await?;
        let (roster, day) = (planes.roster(), scope.on());
        let mut classes: HashMap<SchoolId, Vec<ClassIx>> = HashMap::new();
        for (at, class) in (0u32..).map(ClassIx::new).zip(roster.classes()) {
            classes.entry(class.school).or_default().push(at);
        }
        // What is kept is whole after every change of it, so a thread that panicked left nothing broken.
        let mut kept = self.inner.mixes.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |kept: &Mixes| kept.day == day && kept.weight == weight && planes.is_of(&kept.line);
        let mut of = kept.take().filter(fits).map(|kept| kept.of).unwrap_or_default();
        let mut mixes = Vec::new();
        for school in roster.schools().iter().map(|school| school.id) {
            if !scope.covers(&Spot::School(school)) {
                continue;
            }
            let pupils = planes.members(classes.get(&school).into_iter().flatten().copied());
            let newest = pupils.iter().map(|pupil| planes.changed(*pupil)).max().unwrap_or(0);
            let mix = match of.get(&school) {
                Some((counted_after, mix)) if *counted_after == newest => *mix,
                _ => count(&planes, school, &pupils, day, weight),
            };
            of.insert(school, (newest, mix));
            if mix.pupils > 0 {
                mixes.push(mix);
            }
        }
        *kept = Some(Mixes {
            day,
            weight,
            line: planes.line(),
            of,
        });
        Ok(mixes)
    }
}
