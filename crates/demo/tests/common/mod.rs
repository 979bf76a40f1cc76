//! A slow, plain reading of a made-up municipality, for the tests to hold it against.

use std::collections::{BTreeMap, HashMap};

use attendance::{Category, Kind, NotesPerDay, Provision, SchoolYear, Slot};
use demo::Municipality;
use jiff::civil::Date;

/// One pupil's school year.
#[derive(Clone, Debug)]
pub struct PupilYear {
    pub pupil: usize,
    pub school: usize,
    pub grade: u8,
    pub provision: Provision,
    pub school_days: u32,
    /// Half days of illness, leave and unlawful absence.
    pub halves: [u32; 3],
    /// Half days by school day, as it went.
    pub by_day: BTreeMap<Date, (Category, u32)>,
    pub late: u32,
}

impl PupilYear {
    pub fn absent(&self) -> u32 {
        self.halves.iter().sum()
    }

    pub fn share(&self) -> f64 {
        f64::from(self.absent()) / f64::from(2 * self.school_days)
    }
}

/// Everyone enrolled for at least twenty school days of the year, with what stands in the register in the end.
pub fn pupil_years(m: &Municipality, year: SchoolYear) -> Vec<PupilYear> {
    let mut states: HashMap<(usize, Date, Slot), Kind> = HashMap::new();
    let mut class_on: HashMap<usize, Vec<(Date, Date, usize)>> = HashMap::new();
    for e in m.enrolments.iter().filter(|e| m.classes[e.class].year == year) {
        class_on
            .entry(e.pupil)
            .or_default()
            .push((e.from, e.to.unwrap_or(year.span().to), e.class));
    }
    for mark in m.marks.iter().filter(|mark| year.span().contains(mark.date)) {
        let stays = &class_on[&mark.pupil];
        let class = stays
            .iter()
            .find(|(from, to, _)| *from <= mark.date && mark.date <= *to);
        let class = &m.classes[class.expect("marked while enrolled").2];
        assert!(
            m.schools[class.school].days.binary_search(&mark.date).is_ok(),
            "marked on a school day"
        );
        for slot in class.grade.slots(mark.note, mark.kind).iter() {
            states.insert((mark.pupil, mark.date, slot), mark.kind);
        }
    }
    let mut years: BTreeMap<usize, PupilYear> = BTreeMap::new();
    for (pupil, stays) in &class_on {
        let class = &m.classes[stays[0].2];
        let school = &m.schools[class.school];
        let mut one = PupilYear {
            pupil: *pupil,
            school: class.school,
            grade: class.grade.number(),
            provision: school.provision,
            school_days: 0,
            halves: [0; 3],
            by_day: BTreeMap::new(),
            late: 0,
        };
        let weight = if class.grade.notes_per_day() == NotesPerDay::Two {
            1
        } else {
            2
        };
        for (from, to, class) in stays {
            let days = &m.schools[m.classes[*class].school].days;
            for day in days.iter().filter(|d| *from <= **d && **d <= *to) {
                one.school_days += 1;
                for slot in Slot::BOTH {
                    match states.get(&(*pupil, *day, slot)) {
                        Some(Kind::Absent(category)) => {
                            one.halves[*category as usize] += weight;
                            one.by_day.entry(*day).or_insert((*category, 0)).1 += weight;
                        }
                        Some(Kind::Late) => one.late += 1,
                        _ => {}
                    }
                }
            }
        }
        years.insert(*pupil, one);
    }
    years.into_values().filter(|y| y.school_days >= 20).collect()
}

/// The share, in percent, for which something holds.
pub fn percent(of: &[&PupilYear], holds: impl Fn(&PupilYear) -> bool) -> f64 {
    100.0 * of.iter().filter(|y| holds(y)).count() as f64 / of.len().max(1) as f64
}

/// The mean absence in percent.
pub fn mean(of: &[&PupilYear]) -> f64 {
    100.0 * of.iter().map(|y| y.share()).sum::<f64>() / of.len().max(1) as f64
}
