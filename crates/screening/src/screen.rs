//! One day: the measures and findings of every pupil enrolled on it.

use attendance::{ClassIx, Measures, PupilIx, Register, Track, Window};
use jiff::civil::Date;
use statute::{Days, Finding, RulePack};

/// What one pupil's register says on a day.
#[derive(Clone, Debug)]
pub struct Screened<'r> {
    /// The pupil.
    pub pupil: PupilIx,
    /// The class on the day.
    pub class: ClassIx,
    /// The measures, one a window, in the order of [`Window::ALL`].
    pub measures: [(Window, Measures); 3],
    /// Every rule in force that holds, by id.
    pub findings: Vec<Finding<'r>>,
}

/// The measures and findings of one pupil; `None` when the pupil is not enrolled on the day.
pub fn screen_pupil<'r>(pupil: PupilIx, track: &Track<'_>, rules: &'r RulePack, days: Days) -> Option<Screened<'r>> {
    Some(Screened {
        pupil,
        class: track.class()?,
        measures: Window::ALL.map(|window| (window, track.measures(window))),
        findings: rules.judge(track, days),
    })
}

/// The measures and findings of every pupil enrolled on a day, in order of place.
pub fn screen<'r>(register: &Register, as_of: Date, rules: &'r RulePack, days: Days) -> Vec<Screened<'r>> {
    let weight = rules.settings().day_weight;
    register
        .pupils()
        .filter_map(|pupil| {
            register.enrolment_on(pupil, as_of)?;
            screen_pupil(pupil, &register.track(pupil, as_of, weight)?, rules, days)
        })
        .collect()
}
