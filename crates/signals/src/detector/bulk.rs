//! Many days closed at once, pupil by pupil instead of day by day: each pupil's row is walked once while it is near.
//!
//! Only for a detector that keeps no ledgers ([`Depth::Signs`]) and of which nothing is closed yet. What comes out is
//! what closing the days one by one gives.

use attendance::ClassIx;

use super::{Depth, Detector};
use crate::normal::Counts;

/// What one school day changes in the totals of a class or a school.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    counts: Counts,
    /// Pupils who had the day, who were there for some of it, and who were late.
    attended: u32,
    here: u32,
    late: u32,
    /// Pupils in a new spell, and pupils who could begin one.
    begun: u32,
    could_begin: u32,
}

/// Changes of one class or school, day by day from the first on which there is one.
#[derive(Clone, Debug, Default)]
struct Changes {
    first: usize,
    days: Vec<Change>,
}

impl Changes {
    /// The place of a school day, made when it is not there yet.
    fn on(&mut self, ordinal: usize) -> Option<&mut Change> {
        if self.days.is_empty() {
            self.first = ordinal;
        }
        if ordinal < self.first {
            let missing = self.first - ordinal;
            self.days.splice(..0, core::iter::repeat_n(Change::default(), missing));
            self.first = ordinal;
        }
        let at = ordinal - self.first;
        if self.days.len() <= at {
            self.days.resize(at + 1, Change::default());
        }
        self.days.get_mut(at)
    }

    fn get(&self, ordinal: usize) -> Option<&Change> {
        self.days.get(ordinal.checked_sub(self.first)?)
    }
}

impl Detector<'_> {
    /// Whether days can be closed in bulk.
    pub(super) fn takes_bulk(&self) -> bool {
        self.depth == Depth::Signs && self.closed == 0 && self.corrected.is_empty()
    }

    /// Closes the first `end` school days.
    pub(super) fn close_in_bulk(&mut self, end: usize) {
        let mut classes = vec![Changes::default(); self.classes.len()];
        self.walk_rows(end, &mut classes);
        for today in 0..end {
            self.closed += 1;
            for (index, (changes, totals)) in classes.iter().zip(&mut self.classes).enumerate() {
                let Some(change) = changes.get(today) else { continue };
                totals.counts.add(&change.counts);
                self.all.add(&change.counts);
                if change.attended > 0 {
                    totals.active = today + 1;
                }
                let school = self
                    .class_schools
                    .get(index)
                    .and_then(|s| self.schools.get_mut(s.index()));
                if let Some(school) = school {
                    school.counts.add(&change.counts);
                    school.attended(today, change.late, change.here, (change.begun, change.could_begin));
                }
            }
            self.keep_normals(today);
        }
    }

    /// Closes every row and says what each of its days changes.
    fn walk_rows(&mut self, end: usize, classes: &mut [Changes]) {
        let (lag, with_leave) = self.lag();
        let ends = self.parameters.ledger().not_noted_ends_spell.value == 1;
        for row in &mut self.rows {
            row.closed = row.ordinals.partition_point(|o| usize::from(*o) < end);
            row.mark_spells(0, row.closed, ends);
            for position in 0..row.closed {
                let (Some(&ordinal), Some(&day)) = (row.ordinals.get(position), row.days.get(position)) else {
                    break;
                };
                let ordinal = usize::from(ordinal);
                let old = row.counts;
                if let Some(&known) = position.checked_sub(lag).and_then(|newest| row.days.get(newest)) {
                    row.counts.add(&Counts::of(known, with_leave));
                }
                let class = row.class_at(position);
                let before = core::mem::replace(&mut row.counted_in, class);
                let mut change = |class: Option<ClassIx>, what: &dyn Fn(&mut Change)| {
                    if let Some(place) = class.and_then(|c| classes.get_mut(c.index())?.on(ordinal)) {
                        what(place);
                    }
                };
                if before != class {
                    change(before, &|c| c.counts.subtract(&old));
                    change(class, &|c| c.counts.add(&old));
                }
                let mut fresh = row.counts;
                fresh.subtract(&old);
                change(class, &|c| {
                    c.counts.add(&fresh);
                    c.attended += 1;
                    c.here += u32::from(day.is_here());
                    c.late += u32::from(day.is_late());
                    c.begun += u32::from(day.begins_own_whole());
                    c.could_begin += u32::from(day.could_begin());
                });
            }
        }
    }
}
