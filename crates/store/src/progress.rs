//! How far a long piece of work has come, for whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// A step of an import, in the order they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The file is read.
    Reading,
    /// Schools, classes and pupils are found or made.
    Roster,
    /// What the file says is held against what stands.
    Comparing,
    /// Rows are written.
    Writing,
    /// All of it is made to stand.
    Finishing,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [
        Self::Reading,
        Self::Roster,
        Self::Comparing,
        Self::Writing,
        Self::Finishing,
    ];

    /// The percent at which it begins; writing is most of the work.
    const fn begins(self) -> u64 {
        match self {
            Self::Reading => 0,
            Self::Roster => 15,
            Self::Comparing => 30,
            Self::Writing => 45,
            Self::Finishing => 95,
        }
    }

    const fn ends(self) -> u64 {
        match self {
            Self::Reading => Self::Roster.begins(),
            Self::Roster => Self::Comparing.begins(),
            Self::Comparing => Self::Writing.begins(),
            Self::Writing => Self::Finishing.begins(),
            Self::Finishing => 100,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Reading => 0,
            Self::Roster => 1,
            Self::Comparing => 2,
            Self::Writing => 3,
            Self::Finishing => 4,
        }
    }
}

#[derive(Debug, Default)]
struct Place {
    step: AtomicU8,
    done: AtomicU64,
    all: AtomicU64,
}

/// How far a long piece of work has come. A clone tells of the same work.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Place>);

impl Progress {
    /// A step begins, with so many rows or parts to go; 0 when that is not known.
    pub fn begin(&self, step: Step, all: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0
            .all
            .store(u64::try_from(all).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.0.step.store(step.code(), Ordering::Relaxed);
    }

    /// So many rows or parts more are done.
    pub fn add(&self, rows: usize) {
        self.0
            .done
            .fetch_add(u64::try_from(rows).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The step it is at.
    pub fn step(&self) -> Step {
        let code = self.0.step.load(Ordering::Relaxed);
        Step::ALL
            .into_iter()
            .find(|s| s.code() == code)
            .unwrap_or(Step::Reading)
    }

    /// Rows done of all rows of this step; `None` in a step that goes by parts.
    pub fn rows(&self) -> Option<(u64, u64)> {
        let by_rows = matches!(self.step(), Step::Roster | Step::Writing);
        self.counted().filter(|_| by_rows)
    }

    fn counted(&self) -> Option<(u64, u64)> {
        let (done, all) = (self.0.done.load(Ordering::Relaxed), self.0.all.load(Ordering::Relaxed));
        (all > 0).then_some((done.min(all), all))
    }

    /// About how much of the whole is done, in percent.
    pub fn percent(&self) -> u64 {
        let step = self.step();
        let wide = step.ends() - step.begins();
        let within = self
            .counted()
            .map_or(0, |(done, all)| wide.saturating_mul(done).checked_div(all).unwrap_or(0));
        step.begins() + within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_grows() {
        let progress = Progress::default();
        let mut last = progress.percent();
        for step in Step::ALL {
            progress.begin(step, 4);
            assert_eq!(progress.step(), step);
            for _ in 0..4 {
                assert!(progress.percent() >= last, "{step:?}");
                last = progress.percent();
                progress.add(1);
            }
        }
        assert_eq!((progress.percent(), progress.rows()), (100, None));
        progress.begin(Step::Writing, 4);
        progress.add(1);
        assert_eq!(progress.rows(), Some((1, 4)));
    }
}
