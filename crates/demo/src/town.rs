//! Puts a municipality together: places, years, cohorts, classes, and the lives of one year after the other.

use std::collections::HashMap;

use attendance::{Grade, SchoolYear};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::course::{Spread, is_special, leaning};
use crate::holidays::{plus, school_days};
use crate::person::{Numbers, pupil};
use crate::places::{Place, places};
use crate::roster::{Child, Stay, cohort};
use crate::rows::{Class, Enrolment, Municipality, Pupil, School};
use crate::told::instant;
use crate::year::{ClassYear, Day, Seen, Written, Year};
use crate::{hints, staff};

/// What to make a municipality of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The same seed gives the same municipality.
    pub seed: u64,
    /// How many schools; every eighth is of the same kind.
    pub schools: u16,
    /// About how many children are enrolled at a time, with special schools, the free school and the tenth grade.
    pub pupils: u32,
    /// How many school years, the last being the one of `until`; at least one.
    pub years: u16,
    /// The last day anything is known of; between 2000 and 2090.
    pub until: Date,
}

/// A child's lasting leaning from which on its absence is taken as known from the years before, in thousandths of a
/// standard deviation.
const KNOWN: i64 = 800;

impl Scale {
    /// Makes the municipality.
    pub fn municipality(self) -> Municipality {
        let places = places(self.schools, self.pupils);
        let last = SchoolYear::of(self.until);
        let years: Vec<SchoolYear> = (0..i16::try_from(self.years.max(1)).unwrap_or(1))
            .rev()
            .map(|ago| SchoolYear::beginning(last.first_year() - ago))
            .collect();
        let mut town = Town {
            scale: self,
            places,
            years,
            classes: Vec::new(),
            found: HashMap::new(),
        };
        town.open_classes();
        town.make()
    }
}

struct Town {
    scale: Scale,
    places: Vec<Place>,
    years: Vec<SchoolYear>,
    classes: Vec<Class>,
    /// Class by school year, school, grade and place among the classes of the grade.
    found: HashMap<(i16, usize, u8, u32), usize>,
}

/// A child of the years covered, with its place among the pupils when it is enrolled by the last day.
struct Known {
    child: Child,
    pupil: Option<usize>,
}

impl Town {
    fn open_classes(&mut self) {
        for year in &self.years {
            for (school, place) in self.places.iter().enumerate() {
                let grades = (place.first_grade..=place.last_grade).filter_map(Grade::new);
                for (grade, track) in grades.flat_map(|g| (0..place.tracks).map(move |t| (g, t))) {
                    let letter = char::from(b'a' + u8::try_from(track % 26).unwrap_or(0));
                    let round = if track < 26 {
                        String::new()
                    } else {
                        (track / 26 + 1).to_string()
                    };
                    let (number, first) = (grade.number(), year.first_year());
                    let before = number.checked_sub(1).map(|below| (first - 1, school, below, track));
                    self.found.insert((first, school, number, track), self.classes.len());
                    self.classes.push(Class {
                        id: format!("s{}-{first}-{number}{letter}{round}", school + 1),
                        school,
                        name: format!("{number}. {letter}{round}"),
                        grade,
                        year: *year,
                        predecessor: before.and_then(|key| self.found.get(&key).copied()),
                    });
                }
            }
        }
    }

    fn make(self) -> Municipality {
        let until = self.scale.until;
        let days: Vec<Vec<Vec<Date>>> = self
            .years
            .iter()
            .map(|year| self.places.iter().map(|p| school_days(*year, p.pattern)).collect())
            .collect();
        let (children, pupils) = self.children();
        let enrolments = self.enrolments(&children);
        let (mut marks, mut partials, mut notings, mut seen) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (year, days) in self.years.iter().zip(&days) {
            let classes = self.class_years(*year, days);
            for class in &classes {
                class.notings(days.get(class.school).map_or(&[], Vec::as_slice), until, &mut notings);
            }
            let mut written = Written::default();
            seen = self.live(*year, &classes, days, &children, &mut written);
            marks.append(&mut written.marks);
            partials.append(&mut written.partials);
        }
        marks.sort_by_key(|m| (m.noted_at, m.pupil, m.date, m.note));
        partials.sort_by_key(|p| (p.noted_at, p.pupil, p.date));
        notings.sort_by_key(|n| (n.noted_at, n.class, n.note));
        let schools = self.schools(&days);
        let this_year = self.years.last().copied().unwrap_or_else(|| SchoolYear::of(until));
        let interesting = hints::interesting(&seen, &pupils, (&enrolments, &self.classes), this_year.span().from);
        Municipality {
            until,
            staff: staff::staff(&schools, &self.classes, this_year),
            years: self.years,
            schools,
            classes: self.classes,
            pupils,
            enrolments,
            marks,
            partials,
            notings,
            interesting,
        }
    }

    fn schools(&self, days: &[Vec<Vec<Date>>]) -> Vec<School> {
        self.places
            .iter()
            .enumerate()
            .map(|(i, place)| School {
                id: format!("s{}", i + 1),
                name: place.name.clone(),
                kind: place.kind,
                provision: place.provision,
                days: days.iter().filter_map(|year| year.get(i)).flatten().copied().collect(),
            })
            .collect()
    }

    /// Every child of the years covered, oldest cohort first, and those of them that are enrolled by the last day.
    fn children(&self) -> (Vec<Known>, Vec<Pupil>) {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return Default::default();
        };
        let (first, last) = (first.first_year(), last.first_year());
        let (mut all, mut pupils) = (Vec::new(), Vec::new());
        for begun in first - 10..=last {
            let mut numbers = Numbers::default();
            for mut child in cohort(self.scale.seed, &self.places, begun, last) {
                // everyone gets a number, so that the next child's does not depend on the years covered
                let person = pupil(self.scale.seed, &child, &mut numbers);
                child.stays.retain(|s| s.year >= first);
                if child.stays.is_empty() {
                    continue;
                }
                let known = child.stays.iter().any(|s| s.from <= self.scale.until);
                let pupil = known.then_some(pupils.len());
                if known {
                    pupils.push(person);
                }
                all.push(Known { child, pupil });
            }
        }
        (all, pupils)
    }

    fn class_of(&self, stay: &Stay) -> Option<usize> {
        self.found
            .get(&(stay.year, stay.school, stay.grade, stay.track))
            .copied()
    }

    fn enrolments(&self, children: &[Known]) -> Vec<Enrolment> {
        let until = self.scale.until;
        let mut enrolments = Vec::new();
        for (known, pupil) in children.iter().filter_map(|k| Some((k, k.pupil?))) {
            for stay in known.child.stays.iter().filter(|s| s.from <= until) {
                let Some(class) = self.class_of(stay) else { continue };
                let to = Some(stay.to).filter(|to| *to <= until);
                enrolments.push(Enrolment {
                    pupil,
                    class,
                    from: stay.from,
                    to,
                });
            }
        }
        enrolments
    }

    fn class_years(&self, year: SchoolYear, days: &[Vec<Date>]) -> Vec<ClassYear> {
        let mut track = (None, 0);
        self.classes
            .iter()
            .enumerate()
            .filter(|(_, c)| c.year == year)
            .filter_map(|(class, c)| {
                let here = Some((c.school, c.grade));
                track = if track.0 == here {
                    (here, track.1 + 1)
                } else {
                    (here, 0)
                };
                let (place, days) = (self.places.get(c.school)?, days.get(c.school)?);
                Some(ClassYear::new(
                    self.scale.seed,
                    (class, c.school, c.grade, track.1),
                    place,
                    year,
                    days,
                ))
            })
            .collect()
    }

    /// Lives one year of every child.
    fn live(
        &self,
        year: SchoolYear,
        classes: &[ClassYear],
        days: &[Vec<Date>],
        children: &[Known],
        written: &mut Written,
    ) -> Vec<Seen> {
        let first_class = classes.first().map_or(0, |c| c.class);
        let lived = Year {
            seed: self.scale.seed,
            places: &self.places,
            classes,
            year,
            until: self.scale.until,
            end: first_instant_after(self.scale.until),
        };
        let ranked = self.ranked(year, children);
        let mut seen = Vec::new();
        for (known, rank) in children.iter().zip(ranked) {
            let (Some(pupil), Some((missed, lasting))) = (known.pupil, rank) else {
                continue;
            };
            let mut own = Vec::with_capacity(200);
            for stay in known.child.stays.iter().filter(|s| s.year == year.first_year()) {
                let (Some(class), Some(days)) = (self.class_of(stay), days.get(stay.school)) else {
                    continue;
                };
                let from = days.partition_point(|d| *d < stay.from);
                let within = days.iter().enumerate().skip(from).take_while(|(_, d)| **d <= stay.to);
                own.extend(within.map(|(at, date)| Day {
                    date: *date,
                    class: class - first_class,
                    at,
                }));
            }
            seen.extend(lived.live(&known.child, pupil, &own, missed, lasting > KNOWN, written));
        }
        seen
    }

    /// For each child enrolled in the year: days to be missed out of 200, and what in its leaning lasts.
    ///
    /// Children are ranked by their leaning, general and special provision apart, and the least absent gets the fewest
    /// days of the [`Spread`]: so every seed meets the figures, and who is where still depends on child, home and school.
    fn ranked(&self, year: SchoolYear, children: &[Known]) -> Vec<Option<(u16, i64)>> {
        let mut ranked = vec![None; children.len()];
        for special in [false, true] {
            let spread = if special { Spread::special() } else { Spread::general() };
            let mut order: Vec<(i64, usize, i64)> = children
                .iter()
                .enumerate()
                .filter_map(|(i, known)| {
                    let stay = known.child.stays.iter().find(|s| s.year == year.first_year())?;
                    let place = self.places.get(stay.school)?;
                    let Child { key, household, .. } = known.child;
                    let leans = leaning(self.scale.seed, key, household, stay.year, stay.grade, place.level);
                    (is_special(place.provision) == special).then_some((leans.sum, i, leans.lasting))
                })
                .collect();
            order.sort_unstable_by_key(|(sum, i, _)| (*sum, children.get(*i).map(|k| k.child.key)));
            let of = u32::try_from(order.len()).unwrap_or(u32::MAX);
            for (place, (_, i, lasting)) in (0..of).zip(order) {
                if let Some(slot) = ranked.get_mut(i) {
                    *slot = Some((spread.days(place, of), lasting));
                }
            }
        }
        ranked
    }
}

/// Midnight at the end of a day.
fn first_instant_after(day: Date) -> Timestamp {
    instant(plus(day, 1), 0)
}
