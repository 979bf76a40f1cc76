//! A concern: raised in under a minute, equal in rank to a finding, and always answered (da: Bekymring).

pub mod new;
pub mod said;
pub mod show;

use crate::page::{self, Sample};

/// Every sample of the concern pages.
pub fn samples() -> Vec<Sample> {
    [page::samples::<new::NewConcern>(), page::samples::<show::ShowConcern>()].into_iter().flatten().collect()
}
