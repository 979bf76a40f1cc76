//! The six who sign in to the made-up municipality.

use attendance::SchoolYear;

use crate::rows::{Class, Role, School, Staff};

/// One of each role; the same people every day, in places of the last school year.
pub(crate) fn staff(schools: &[School], classes: &[Class], year: SchoolYear) -> [Staff; 6] {
    let school = |i: usize| schools.get(i).map(|s| s.id.clone());
    let of_year = || classes.iter().filter(move |c| c.year == year && c.school == 0);
    let class = of_year()
        .find(|c| c.grade.number() == 8)
        .or_else(|| of_year().next_back())
        .map(|c| c.id.clone());
    // three ordinary schools and the one with special classes
    let four = [0, 1, 2, 4].into_iter().filter_map(school).collect();
    [
        person(
            "Merete Regnspovelund",
            "laerer",
            Role::Teacher,
            class.into_iter().collect(),
        ),
        person(
            "Torben Klokkeklangdal",
            "skoleleder",
            Role::SchoolLeader,
            school(0).into_iter().collect(),
        ),
        person("Samira Havguskilde", "socialraadgiver", Role::SchoolSocialWorker, four),
        person("Jens Æblekernebro", "analytiker", Role::MunicipalAnalyst, Vec::new()),
        person("Kirsten Lygtepælvig", "administrator", Role::Administrator, Vec::new()),
        person(
            "Ulla Stjernebrolund",
            "databeskyttelse",
            Role::DataProtectionOfficer,
            Vec::new(),
        ),
    ]
}

fn person(name: &str, username: &str, role: Role, places: Vec<String>) -> Staff {
    Staff {
        name: name.to_owned(),
        username: username.to_owned(),
        role,
        places,
    }
}
