//! A class: today's register and the last forty school days (da: Klasse).

pub mod show;

use crate::page::{self, Sample};

/// Every sample of the class pages.
pub fn samples() -> Vec<Sample> {
    page::samples::<show::ShowClass>()
}
