//! Coarse facts about pupils for research: one row a pupil under a pseudonym made with a key of this export that is thrown
//! away, and nobody who could be picked out (`casework::research`). Children with name and address protection are not in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::{Permit, act, on};
use attendance::{PupilIx, SchoolYear, Span};
use casework::case::vocabulary::Phase;
use casework::case::{Case, CaseEvent};
use casework::research::{Coarsened, Traits, alike};
use casework::{PupilId, SchoolId};
use jiff::civil::Date;
use statute::RulePack;

use crate::Store;
use crate::audit::Act;
use crate::case::{CASE, case};
use crate::cipher::CprKeys;
use crate::clock::random;
use crate::error::StoreError;
use crate::planes::Planes;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ResearchAsked {
    /// The school year.
    pub year: SchoolYear,
    /// Which schools; every school when none is named.
    pub schools: BTreeSet<SchoolId>,
    /// How many pupils at least share what a pupil could be known by.
    pub least: usize,
    /// What it is for, on which ground and who answers for it, as the trail keeps it.
    pub stated: String,
}

/// Half days in one part of the school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartFacts {
    /// School days while enrolled, as half days.
    pub school: u32,
    /// Of illness.
    pub illness: u32,
    /// Of authorised leave.
    pub leave: u32,
    /// Of unlawful absence.
    pub unlawful: u32,
}

/// What is told of one pupil. Days are weeks of the school year, counted from 1 August.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResearchRow {
    /// The pupil, in this export alone.
    pub pseudonym: String,
    /// The parts of the school year, while the pupil was there.
    pub parts: Vec<Option<PartFacts>>,
    /// The rules that spoke in the year.
    pub rules: BTreeSet<String>,
    /// Whether a case ran in the year.
    pub case: bool,
    /// Phases that began in the year, each with its week.
    pub phases: Vec<(&'static str, u32)>,
    /// The week it was closed, where that was in the year.
    pub closed: Option<u32>,
}

/// An export in which nobody can be picked out.
#[derive(Clone, Debug)]
pub struct Research {
    /// The rows, in the order of their pseudonyms.
    pub rows: Vec<(Traits, ResearchRow)>,
    /// What was made coarser and left out.
    pub done: Coarsened,
    /// How many were left out because of name and address protection.
    pub protected: usize,
}

/// The parts of a school year: August and September, then three quarters.
pub fn parts_of(year: SchoolYear) -> [Span; 4] {
    let span = year.span();
    let (first, next) = (span.from.year(), span.to.year());
    let of = |from: Date, to: Date| Span { from, to };
    [
        of(span.from, Date::constant(first, 9, 30)),
        of(Date::constant(first, 10, 1), Date::constant(first, 12, 31)),
        of(Date::constant(next, 1, 1), Date::constant(next, 3, 31)),
        of(Date::constant(next, 4, 1), span.to),
    ]
}

/// The week of the school year a day lies in, from 1.
fn week_of(year: SchoolYear, day: Date) -> Option<u32> {
    let days = year.span().from.until(day).ok()?.get_days();
    year.span()
        .contains(day)
        .then(|| u32::try_from(days / 7).ok().map(|week| week + 1))?
}

/// The band of grades a grade lies in.
const fn band(grade: u8) -> &'static str {
    match grade {
        0..=3 => "0-3",
        4..=6 => "4-6",
        _ => "7-10",
    }
}

/// What is told of a case in a school year: the phases that began and the closing, in weeks.
fn of_case(case: &Case, year: SchoolYear) -> (Vec<(&'static str, u32)>, Option<u32>) {
    let week = |day| week_of(year, day);
    let begun = case.history.iter().filter_map(|entry| match &entry.event {
        CaseEvent::Opened { .. } => Some((Phase::Detection.word(), week(entry.on)?)),
        CaseEvent::PhaseBegun { phase, .. } => Some((phase.word(), week(entry.on)?)),
        _ => None,
    });
    let closed = case
        .closed
        .and_then(|number| case.entry(number))
        .and_then(|entry| week(entry.on));
    (begun.collect(), closed)
}

/// The key of one export: whatever is drawn from it is known to nobody once it is gone.
struct Pseudonyms(CprKeys);

impl Pseudonyms {
    fn new() -> Result<Self, StoreError> {
        let key: [u8; 32] = random()?;
        CprKeys::from_bytes(&key).map(Self)
    }

    fn of(&self, id: uuid::Uuid) -> Result<String, StoreError> {
        let drawn = self.0.index(&id.to_string())?;
        Ok(drawn.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Store {
    /// The facts asked for, up to today. Whose data was read, on which ground and what for is written to the trail before
    /// anything is answered.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn research(
        &self,
        permit: &Permit<act::Export, on::Research>,
        asked: &ResearchAsked,
        rules: &RulePack,
    ) -> Result<Research, StoreError> {
        let planes = self.planes().await?;
        let (year, as_of) = (asked.year, asked.year.span().to.min(permit.on()));
        let (places, protected, read) = chosen(&planes, asked, as_of);
        let pupils: BTreeSet<PupilId> = places.keys().copied().collect();
        let act = Act::permitted(permit, format!("research: {}", asked.stated), read);
        self.audit(act).await?;
        let keys = Pseudonyms::new()?;
        let labels = labels(&planes, &keys)?;
        let mut cases: HashMap<PupilId, Vec<Case>> = HashMap::new();
        for stream in self.stream_among::<CaseEvent>(CASE, &pupils).await? {
            let one = case(stream)?;
            cases.entry(one.pupil).or_default().push(one);
        }
        let mut rows = Vec::with_capacity(places.len());
        for (pupil, (at, traits)) in places {
            let weight = rules.settings().day_weight;
            let Some(track) = planes.register().track(at, as_of, weight) else {
                continue;
            };
            let parts = parts_of(year).map(|span| {
                let measured = track.measures_in(span);
                let half = |days: attendance::HalfDays| days.count();
                let school = measured.school_days_so_far.count();
                (school > 0).then(|| PartFacts {
                    school: school.saturating_mul(2),
                    illness: half(measured.illness),
                    leave: half(measured.leave),
                    unlawful: half(measured.unlawful),
                })
            });
            let there = |part: &usize| parts.get(*part).is_some_and(Option::is_some);
            let (Some(first), Some(last)) = ((0..4).find(there), (0..4).rev().find(there)) else {
                continue;
            };
            let held = screening::held(&track, rules).into_iter();
            let spoke = held.filter(|held| year.span().contains(held.reached_on));
            let own = cases.remove(&pupil).unwrap_or_default();
            let runs = |case: &&Case| {
                let closed = case.closed.and_then(|number| case.entry(number)).map(|entry| entry.on);
                case.opened_on <= as_of && closed.is_none_or(|on| on >= year.span().from)
            };
            let own: Vec<&Case> = own.iter().filter(runs).collect();
            let told: Vec<_> = own.iter().map(|case| of_case(case, year)).collect();
            let traits = Traits {
                school: traits.school.and_then(|id| labels.get(&id).cloned()),
                kind: Some(traits.kind),
                band: Some(traits.band.to_owned()),
                parts: (part_number(first), part_number(last)),
            };
            let row = ResearchRow {
                pseudonym: keys.of(pupil.as_uuid())?,
                parts: parts.into(),
                rules: spoke.map(|held| held.rule.id.to_string()).collect(),
                case: !own.is_empty(),
                phases: told.iter().flat_map(|(phases, _)| phases.iter().copied()).collect(),
                closed: told.iter().find_map(|(_, closed)| *closed),
            };
            rows.push((traits, row));
        }
        let (mut rows, done) = alike(rows, asked.least);
        rows.sort_by(|one, other| one.1.pseudonym.cmp(&other.1.pseudonym));
        Ok(Research { rows, done, protected })
    }
}

fn part_number(at: usize) -> u8 {
    u8::try_from(at + 1).unwrap_or(u8::MAX)
}

/// Where a pupil of the export goes.
struct Place {
    school: Option<SchoolId>,
    kind: String,
    band: &'static str,
}

/// The pupils asked for, each with where they went last in the year; how many are protected; and everybody looked at.
fn chosen(
    planes: &Planes,
    asked: &ResearchAsked,
    as_of: Date,
) -> (BTreeMap<PupilId, (PupilIx, Place)>, usize, Vec<PupilId>) {
    let (roster, register) = (planes.roster(), planes.register());
    let year = asked.year.span();
    let (mut places, mut protected, mut read) = (BTreeMap::new(), 0, Vec::new());
    for at in register.pupils() {
        let Some(entry) = roster.pupil_entry(at) else { continue };
        let stays = register.enrolments(at).iter();
        let mut in_year = stays.filter(|stay| stay.from <= as_of && stay.to.is_none_or(|to| to >= year.from));
        let Some(class) = in_year.next_back().and_then(|stay| roster.class_entry(stay.class)) else {
            continue;
        };
        if !asked.schools.is_empty() && !asked.schools.contains(&class.school) {
            continue;
        }
        read.push(entry.id);
        if entry.protected {
            protected += 1;
            continue;
        }
        let Some(school) = roster.school(class.school) else {
            continue;
        };
        let place = Place {
            school: Some(school.id),
            kind: school.kind.clone(),
            band: band(class.grade),
        };
        places.insert(entry.id, (at, place));
    }
    (places, protected, read)
}

/// What each school is called in the export: numbers in an order nobody can follow back.
fn labels(planes: &Planes, keys: &Pseudonyms) -> Result<HashMap<SchoolId, String>, StoreError> {
    let mut drawn = Vec::new();
    for school in planes.roster().schools() {
        drawn.push((keys.of(school.id.as_uuid())?, school.id));
    }
    drawn.sort();
    let numbered = drawn.into_iter().zip(1_u32..);
    Ok(numbered
        .map(|((_, id), number)| (id, format!("school-{number}")))
        .collect())
}
