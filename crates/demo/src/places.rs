//! Which schools there are, how big, and what their habits are.

use attendance::{Provision, SchoolKind};

use crate::holidays::Pattern;

/// How a school keeps its register.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    /// Times in a thousand that a start note is not taken.
    pub(crate) start_forgotten: u32,
    /// Times in a thousand that an end note is not taken.
    pub(crate) end_forgotten: u32,
    /// Times in a thousand that a mark is entered days later.
    pub(crate) entered_later: u32,
    /// Whether it registers who comes late and goes early.
    pub(crate) lateness: bool,
    /// Whether it registers lessons.
    pub(crate) lessons: bool,
    /// Whether it uses its own letters.
    pub(crate) letters: bool,
}

/// One school before it has children.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) kind: SchoolKind,
    pub(crate) provision: Provision,
    pub(crate) pattern: Pattern,
    pub(crate) first_grade: u8,
    pub(crate) last_grade: u8,
    /// Children in each grade.
    pub(crate) seats: u32,
    /// Classes in each grade.
    pub(crate) tracks: u32,
    /// How far its children's absence lies from the middle, in thousandths of a standard deviation.
    pub(crate) level: i64,
    pub(crate) habits: Habits,
}

impl Place {
    /// Whether it teaches a grade.
    pub(crate) fn teaches(&self, grade: u8) -> bool {
        (self.first_grade..=self.last_grade).contains(&grade)
    }
}

struct Role {
    ending: Option<&'static str>,
    kind: SchoolKind,
    provision: Provision,
    pattern: Pattern,
    grades: (u8, u8),
    weight: u32,
    class: u32,
    level: i64,
    habits: Habits,
}

const ORDERLY: Habits = Habits {
    start_forgotten: 12,
    end_forgotten: 30,
    entered_later: 35,
    lateness: true,
    lessons: false,
    letters: true,
};

/// Eight schools; a bigger municipality has them over and over.
const ROLES: [Role; 8] = [
    Role {
        ending: None,
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
        pattern: Pattern::Municipal,
        grades: (0, 9),
        weight: 280,
        class: 22,
        level: -60,
        habits: Habits {
            lessons: true,
            ..ORDERLY
        },
    },
    Role {
        ending: None,
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
        pattern: Pattern::Municipal,
        grades: (0, 9),
        weight: 220,
        class: 22,
        level: -650,
        habits: ORDERLY,
    },
    // poor registration
    Role {
        ending: None,
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
        pattern: Pattern::Municipal,
        grades: (0, 9),
        weight: 200,
        class: 21,
        level: 330,
        habits: Habits {
            start_forgotten: 70,
            end_forgotten: 160,
            entered_later: 220,
            letters: false,
            ..ORDERLY
        },
    },
    // registers no lateness
    Role {
        ending: None,
        kind: SchoolKind::Folkeskole,
        provision: Provision::General,
        pattern: Pattern::Municipal,
        grades: (0, 9),
        weight: 165,
        class: 20,
        level: 150,
        habits: Habits {
            lateness: false,
            ..ORDERLY
        },
    },
    Role {
        ending: Some("skolens specialklasser"),
        kind: SchoolKind::Folkeskole,
        provision: Provision::SpecialClass,
        pattern: Pattern::Municipal,
        grades: (0, 9),
        weight: 35,
        class: 9,
        level: -150,
        habits: ORDERLY,
    },
    Role {
        ending: Some("skolen, specialskole"),
        kind: SchoolKind::Specialskole,
        provision: Provision::SpecialSchool,
        pattern: Pattern::StaffDays,
        grades: (0, 9),
        weight: 30,
        class: 8,
        level: 150,
        habits: Habits {
            lessons: true,
            letters: false,
            ..ORDERLY
        },
    },
    Role {
        ending: Some(" Friskole"),
        kind: SchoolKind::Fri,
        provision: Provision::General,
        pattern: Pattern::LateWinter,
        grades: (0, 9),
        weight: 48,
        class: 19,
        level: -650,
        habits: ORDERLY,
    },
    // 10th grade only: its weight is in one grade
    Role {
        ending: Some(" Ungdomsskole, 10. klasse"),
        kind: SchoolKind::Ungdomsskole,
        provision: Provision::General,
        pattern: Pattern::StaffDays,
        grades: (10, 10),
        weight: 22,
        class: 22,
        level: 250,
        habits: Habits {
            lessons: true,
            end_forgotten: 60,
            ..ORDERLY
        },
    },
];

/// So many schools with about so many children in all.
pub(crate) fn places(schools: u16, pupils: u32) -> Vec<Place> {
    // some seats are empty at any time
    let pupils = pupils + pupils / 60;
    let roles: Vec<&Role> = ROLES.iter().cycle().take(usize::from(schools)).collect();
    let weight: u64 = roles.iter().map(|r| u64::from(r.weight)).sum::<u64>().max(1);
    let mut places: Vec<Place> = roles
        .into_iter()
        .enumerate()
        .map(|(i, role)| {
            let grades = u64::from(role.grades.1 - role.grades.0 + 1);
            let children = u64::from(pupils) * u64::from(role.weight);
            let seats = u32::try_from((children + weight * grades / 2) / (weight * grades))
                .unwrap_or(u32::MAX)
                .max(1);
            Place {
                name: crate::names::school(i, role.ending),
                kind: role.kind,
                provision: role.provision,
                pattern: role.pattern,
                first_grade: role.grades.0,
                last_grade: role.grades.1,
                seats,
                tracks: ((seats + role.class / 2) / role.class).max(1),
                level: role.level,
                habits: role.habits,
            }
        })
        .collect();
    top_up(&mut places, pupils);
    places
}

/// Gives the first school what rounding took from all of them.
fn top_up(places: &mut [Place], pupils: u32) {
    let seats: i64 = places
        .iter()
        .map(|p| i64::from(p.seats) * i64::from(p.last_grade - p.first_grade + 1))
        .sum();
    if let Some(first) = places.first_mut() {
        let missing = (i64::from(pupils) - seats) / 10;
        first.seats = u32::try_from((i64::from(first.seats) + missing).max(1)).unwrap_or(first.seats);
    }
}
