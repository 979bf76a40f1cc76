//! Reviews: everybody who needs a look on one screen, and the meetings where people decide (da: Gennemgang).

pub mod list;
pub mod meeting;
pub mod said;
pub mod series;

use crate::page::{self, Sample};

/// Every sample of the review pages.
pub fn samples() -> Vec<Sample> {
    [
        page::samples::<list::ListReview>(),
        page::samples::<series::ListSeries>(),
        page::samples::<meeting::ShowMeeting>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
