//! A pupil: the school year, what the law asks, what was seen, what people did (da: Elev).

pub mod day;
pub mod print;
pub mod show;

use crate::page::{self, Sample};

/// A way to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub address: String,
}

/// Every sample of the pupil pages.
pub fn samples() -> Vec<Sample> {
    [page::samples::<show::ShowPupil>(), page::samples::<day::ShowDay>(), page::samples::<print::OwnCalendar>()]
        .into_iter()
        .flatten()
        .collect()
}
