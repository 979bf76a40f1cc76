//! Skoler: the schools a person works with, and a school with its classes.

mod list;
mod search;
mod show;

pub use list::{ListSchools, SchoolLine};
pub use search::{Found, SearchPupils};
pub use show::{ClassLine, ShowSchool};

use crate::{Sample, page};

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    [page::samples::<ListSchools>(), page::samples::<ShowSchool>(), page::samples::<SearchPupils>()]
        .into_iter()
        .flatten()
        .collect()
}
