//! Mit overblik: what needs me today.

mod show;

pub use show::{Group, Need, ShowOverview};

use crate::{Sample, page};

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowOverview>()
}
