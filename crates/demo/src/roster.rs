//! Children come, stay, move and leave: one cohort at a time, from its first school year on, so that what is made of a
//! year does not depend on the day the municipality is made for.

use attendance::{Provision, SchoolYear};
use jiff::civil::Date;

use crate::dice::{Dice, For};
use crate::holidays::plus;
use crate::places::Place;

/// Which child, or which household: the seat first taken, and how many sat on it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) school: u32,
    /// The calendar year the cohort began school in.
    pub(crate) cohort: i16,
    pub(crate) seat: u32,
    pub(crate) occupant: u32,
}

impl Key {
    pub(crate) fn dice(self, seed: u64, what: For) -> Dice {
        self.dice_in(seed, what, 0)
    }

    pub(crate) fn dice_in(self, seed: u64, what: For, year: i16) -> Dice {
        let place = u64::from(self.school) << 32 | u64::from(self.seat);
        let time = u64::from(self.cohort.unsigned_abs()) << 32 | u64::from(self.occupant) << 16;
        Dice::of(seed, what, &[place, time | u64::from(year.unsigned_abs())])
    }

    /// As ids in files are written.
    pub(crate) fn label(self, letter: char) -> String {
        let Self {
            school,
            cohort,
            seat,
            occupant,
        } = self;
        let tail = if occupant == 0 {
            String::new()
        } else {
            format!("-{occupant}")
        };
        format!("{letter}{}-{cohort}-{}{tail}", school + 1, seat + 1)
    }
}

/// Some time of one school year in one class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub(crate) year: i16,
    pub(crate) school: usize,
    pub(crate) grade: u8,
    pub(crate) track: u32,
    pub(crate) from: Date,
    pub(crate) to: Date,
}

/// A child before it has a name.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    pub(crate) key: Key,
    pub(crate) household: Key,
    pub(crate) stays: Vec<Stay>,
}

#[derive(Clone, Default)]
struct Seat {
    child: Option<usize>,
    occupants: u32,
    /// Whether somebody has already moved to or from it this year.
    moved: bool,
}

/// All children of the cohort that began school in `first`, up to and including the school year `last`.
pub(crate) fn cohort(seed: u64, places: &[Place], first: i16, last: i16) -> Vec<Child> {
    let seats = places.iter().map(|p| vec![Seat::default(); p.seats as usize]).collect();
    let mut cohort = Cohort {
        seed,
        places,
        first,
        seats,
        children: Vec::new(),
    };
    for grade in 0..=10_u8 {
        let year = first + i16::from(grade);
        if year > last {
            break;
        }
        cohort.start_year(year, grade);
        if grade < 10 {
            cohort.during_year(year, grade);
        }
    }
    cohort.children
}

struct Cohort<'a> {
    seed: u64,
    places: &'a [Place],
    first: i16,
    seats: Vec<Vec<Seat>>,
    children: Vec<Child>,
}

impl Cohort<'_> {
    fn dice(&self, what: For, school: usize, seat: usize, year: i16) -> Dice {
        Key {
            school: number(school),
            cohort: self.first,
            seat: number(seat),
            occupant: 0,
        }
        .dice_in(self.seed, what, year)
    }

    fn seat_mut(&mut self, school: usize, seat: usize) -> Option<&mut Seat> {
        self.seats.get_mut(school)?.get_mut(seat)
    }

    /// The first of August: who begins, who stays, who is new, who goes on to a special school or the tenth grade.
    fn start_year(&mut self, year: i16, grade: u8) {
        if grade == 10 {
            self.tenth_grade(year);
            return;
        }
        let special = |p: &Place| p.provision != Provision::General;
        let order: Vec<usize> = (0..self.places.len()).collect();
        let (first, then): (Vec<_>, Vec<_>) = order
            .into_iter()
            .partition(|s| self.places.get(*s).is_some_and(special));
        for school in first.into_iter().chain(then) {
            let Some(place) = self.places.get(school).filter(|p| p.teaches(grade)) else {
                continue;
            };
            for seat in 0..place.seats as usize {
                self.start_seat(place, school, seat, year, grade);
            }
        }
        for school in 0..self.seats.len() {
            for seat in 0..self.seats.get(school).map_or(0, Vec::len) {
                if let Some(s) = self.seat_mut(school, seat) {
                    s.moved = false;
                }
                if let Some(child) = self.sitting(school, seat) {
                    self.stay(
                        child,
                        school,
                        seat,
                        grade,
                        year,
                        (first_of_august(year), end_of_july(year)),
                    );
                }
            }
        }
    }

    fn start_seat(&mut self, place: &Place, school: usize, seat: usize, year: i16, grade: u8) {
        let mut dice = self.dice(For::Seat, school, seat, year);
        let special = place.provision != Provision::General;
        match (self.sitting(school, seat), special) {
            (None, false) => {
                if grade == place.first_grade || dice.permille(800) {
                    self.arrive(school, seat);
                }
            }
            (None, true) => {
                if grade == place.first_grade && dice.permille(850) {
                    self.arrive(school, seat);
                } else if dice.permille(400) {
                    self.refer(school, seat, &mut dice);
                }
            }
            (Some(_), _) => {
                if dice.permille(20) {
                    self.arrive(school, seat);
                }
            }
        }
    }

    /// A child from general education takes a seat of a special school or class.
    fn refer(&mut self, school: usize, seat: usize, dice: &mut Dice) {
        let from = dice.index(self.places.len());
        if self.places.get(from).is_none_or(|p| p.provision != Provision::General) {
            return;
        }
        let other = dice.index(self.seats.get(from).map_or(0, Vec::len));
        if let Some(child) = self.seat_mut(from, other).and_then(|s| s.child.take())
            && let Some(s) = self.seat_mut(school, seat)
        {
            s.child = Some(child);
        }
    }

    /// Those who chose a tenth year, from all the schools of the ninth.
    fn tenth_grade(&mut self, year: i16) {
        let general = |s: &Stay| {
            self.places
                .get(s.school)
                .is_some_and(|p| p.provision == Provision::General)
        };
        let mut leavers: Vec<(u64, usize)> = self
            .children
            .iter()
            .enumerate()
            .filter(|(_, c)| {
                c.stays
                    .last()
                    .is_some_and(|s| s.to == end_of_july(year - 1) && general(s))
            })
            .map(|(i, c)| (c.key.dice(self.seed, For::Graduate).next(), i))
            .collect();
        leavers.sort_unstable();
        let mut leavers = leavers.into_iter().map(|(_, child)| child);
        for (school, place) in self.places.iter().enumerate().filter(|(_, p)| p.teaches(10)) {
            for seat in 0..place.seats as usize {
                let Some(child) = leavers.next() else { return };
                let stay = Stay {
                    year,
                    school,
                    grade: 10,
                    track: number(seat) % place.tracks,
                    from: first_of_august(year),
                    to: end_of_july(year),
                };
                if let Some(c) = self.children.get_mut(child) {
                    c.stays.push(stay);
                }
            }
        }
    }

    /// Moves between September and May.
    fn during_year(&mut self, year: i16, grade: u8) {
        for school in 0..self.places.len() {
            for seat in 0..self.seats.get(school).map_or(0, Vec::len) {
                let mut dice = self.dice(For::Event, school, seat, year);
                let busy = self.seats.get(school).and_then(|s| s.get(seat)).is_none_or(|s| s.moved);
                if !busy && dice.permille(40) {
                    self.event(school, seat, year, grade, &mut dice);
                }
            }
        }
    }

    fn event(&mut self, school: usize, seat: usize, year: i16, grade: u8, dice: &mut Dice) {
        let Some(child) = self.sitting(school, seat) else {
            return;
        };
        if let Some(s) = self.seat_mut(school, seat) {
            s.moved = true;
        }
        let day = friday(plus(
            Date::constant(year, 9, 1),
            i32::try_from(dice.below(255)).unwrap_or(0),
        ));
        let gap = |dice: &mut Dice, most: u32| i32::try_from(7 * dice.below(most)).unwrap_or(0) + 3;
        match dice.weighted(&[45, 33, 12]) {
            0 => {
                self.end_stay(child, day);
                let back = plus(day, gap(dice, 9));
                if back <= Date::constant(year + 1, 5, 31) {
                    let new = self.arrive(school, seat);
                    self.stay(new, school, seat, grade, year, (back, end_of_july(year)));
                } else if let Some(s) = self.seat_mut(school, seat) {
                    s.child = None;
                }
            }
            1 => {
                let gaps = if dice.permille(600) {
                    (3, 3)
                } else {
                    (gap(dice, 7), gap(dice, 5))
                };
                self.swap((school, seat), child, day, gaps, (year, grade), dice);
            }
            _ => {
                let back = plus(day, gap(dice, 12) + 28);
                if back <= Date::constant(year + 1, 6, 1) {
                    self.end_stay(child, day);
                    self.stay(child, school, seat, grade, year, (back, end_of_july(year)));
                }
            }
        }
    }

    /// Two children change seats: to another school of the same kind, or another class of the same school.
    fn swap(
        &mut self,
        here: (usize, usize),
        child: usize,
        day: Date,
        gaps: (i32, i32),
        (year, grade): (i16, u8),
        dice: &mut Dice,
    ) {
        let Some(place) = self.places.get(here.0) else { return };
        let school = dice.index(self.places.len());
        let alike = |p: &&Place| p.provision == place.provision && p.teaches(grade);
        if self.places.get(school).filter(alike).is_none() {
            return;
        }
        let there = (school, dice.index(self.seats.get(school).map_or(0, Vec::len)));
        let free = self
            .seats
            .get(there.0)
            .and_then(|s| s.get(there.1))
            .filter(|s| !s.moved)
            .and_then(|s| s.child);
        let Some(other) = free else { return };
        for (who, from, to, gap) in [(child, here, there, gaps.0), (other, there, here, gaps.1)] {
            self.end_stay(who, day);
            self.stay(who, to.0, to.1, grade, year, (plus(day, gap), end_of_july(year)));
            if let Some(s) = self.seat_mut(to.0, to.1) {
                s.child = Some(who);
            }
            if let Some(s) = self.seat_mut(from.0, from.1) {
                s.moved = true;
            }
        }
    }

    fn sitting(&self, school: usize, seat: usize) -> Option<usize> {
        self.seats.get(school)?.get(seat)?.child
    }

    /// A child new to the municipality takes the seat.
    fn arrive(&mut self, school: usize, seat: usize) -> usize {
        let child = self.children.len();
        let mut occupant = 0;
        if let Some(s) = self.seat_mut(school, seat) {
            occupant = s.occupants;
            s.occupants += 1;
            s.child = Some(child);
        }
        let key = Key {
            school: number(school),
            cohort: self.first,
            seat: number(seat),
            occupant,
        };
        let household = if occupant == 0 {
            household(self.seed, self.places, key)
        } else {
            key
        };
        self.children.push(Child {
            key,
            household,
            stays: Vec::new(),
        });
        child
    }

    fn stay(&mut self, child: usize, school: usize, seat: usize, grade: u8, year: i16, (from, to): (Date, Date)) {
        let tracks = self.places.get(school).map_or(1, |p| p.tracks);
        let stay = Stay {
            year,
            school,
            grade,
            track: number(seat) % tracks,
            from,
            to,
        };
        if let Some(c) = self.children.get_mut(child) {
            c.stays.push(stay);
        }
    }

    fn end_stay(&mut self, child: usize, day: Date) {
        if let Some(stay) = self.children.get_mut(child).and_then(|c| c.stays.last_mut()) {
            stay.to = day;
        }
    }
}

/// The household of a child that began school here: that of the brother or sister who sat on the same seat two to four
/// years before, when there is one.
fn household(seed: u64, places: &[Place], key: Key) -> Key {
    let Key {
        mut school,
        mut cohort,
        mut seat,
        ..
    } = key;
    let special = places
        .get(school as usize)
        .is_some_and(|p| p.provision != Provision::General);
    let gap = |school: u32, seat: u32| {
        let place = Key {
            school,
            cohort: 0,
            seat,
            occupant: 0,
        };
        2 + i16::try_from(place.dice(seed, For::Link).below(3)).unwrap_or(0)
    };
    if special {
        // a brother or sister at a general school, two years older and two or six years older than the others there
        let mut dice = key.dice(seed, For::Entry);
        let general = places.iter().position(|p| p.provision == Provision::General);
        let Some((other, place)) = general.and_then(|i| places.get(i).map(|p| (number(i), p))) else {
            return key;
        };
        let chosen = dice.below(place.seats);
        if !dice.permille(450) || gap(other, chosen) != 4 {
            return key;
        }
        (school, seat, cohort) = (other, chosen, cohort - 2);
    }
    let step = gap(school, seat);
    loop {
        let here = Key {
            school,
            cohort,
            seat,
            occupant: 0,
        };
        if !here.dice(seed, For::Link).permille(610) {
            return here;
        }
        cohort -= step;
    }
}

pub(crate) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn first_of_august(year: i16) -> Date {
    SchoolYear::beginning(year).span().from
}

pub(crate) fn end_of_july(year: i16) -> Date {
    SchoolYear::beginning(year).span().to
}

fn friday(day: Date) -> Date {
    plus(day, (11 - i32::from(day.weekday().to_monday_zero_offset())) % 7)
}
