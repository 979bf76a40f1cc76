//! Facts about pupils for research, of which nobody can be picked out (da: udtræk til forskning): what a pupil could be known by is
//! made coarser step by step until enough share it, and left out where too few do; counts that are small are withheld, and as
//! many more as keep the totals from giving them away.
//!
//! What it may be used for, and by whom, is the law's to say (databeskyttelsesloven § 10); this only counts.

use serde::Serialize;
use std::collections::BTreeMap;

/// The fewest pupils that may share what a pupil could be known by, whatever is chosen.
pub const LEAST_ALIKE: usize = 5;
/// So many share it where nothing else is chosen.
pub const USUAL_ALIKE: usize = 10;

/// What a pupil could be known by in an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Traits {
    /// The school, by a label of the export; nothing once made coarser.
    pub school: Option<String>,
    /// What kind of school; nothing once made coarser.
    pub kind: Option<String>,
    /// The band of grades; nothing once made coarser.
    pub band: Option<String>,
    /// The first and the last part of the school year the pupil was there.
    pub parts: (u8, u8),
}

impl Traits {
    /// The same told less exactly: without the school, then without its kind, then without the grades; nothing when no more
    /// can be left out.
    fn coarser(mut self) -> Option<Self> {
        let (school, kind, band) = (self.school.take(), self.kind.clone(), self.band.clone());
        if school.is_some() {
            return Some(self);
        }
        self.kind = None;
        if kind.is_some() {
            return Some(self);
        }
        self.band = None;
        band.is_some().then_some(self)
    }
}

/// What was done so that nobody can be picked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coarsened {
    /// How many pupils are told of without their school, and perhaps without more.
    pub coarser: usize,
    /// How many were left out.
    pub left_out: usize,
}

/// Makes coarser, step by step, what fewer than `least` pupils share, and leaves out what still is shared by fewer. What
/// enough share at a step stays as it is there.
pub fn alike<T>(rows: Vec<(Traits, T)>, least: usize) -> (Vec<(Traits, T)>, Coarsened) {
    let least = least.max(LEAST_ALIKE);
    let (mut kept, mut done) = (Vec::with_capacity(rows.len()), Coarsened::default());
    let mut waiting = rows;
    let mut first = true;
    while !waiting.is_empty() {
        let mut groups: BTreeMap<Traits, Vec<T>> = BTreeMap::new();
        for (traits, row) in waiting {
            groups.entry(traits).or_default().push(row);
        }
        waiting = Vec::new();
        for (traits, rows) in groups {
            if rows.len() >= least {
                done.coarser += if first { 0 } else { rows.len() };
                kept.extend(rows.into_iter().map(|row| (traits.clone(), row)));
                continue;
            }
            match traits.coarser() {
                Some(coarser) => waiting.extend(rows.into_iter().map(|row| (coarser.clone(), row))),
                None => done.left_out += rows.len(),
            }
        }
        first = false;
    }
    (kept, done)
}

/// The cells of a list and their total, as they may be shown: no cell below `least`, and what the total and the shown cells
/// leave over is never one cell alone nor below `least`.
pub fn withheld(cells: &[u64], least: u64) -> (Vec<Option<u64>>, Option<u64>) {
    let least = least.max(u64::try_from(LEAST_ALIKE).unwrap_or(u64::MAX));
    let total: u64 = cells.iter().sum();
    if total < least {
        return (vec![None; cells.len()], None);
    }
    let mut shown: Vec<Option<u64>> = cells.iter().map(|cell| Some(*cell).filter(|n| *n >= least)).collect();
    loop {
        let hidden = shown.iter().filter(|cell| cell.is_none()).count();
        let left = total - shown.iter().flatten().sum::<u64>();
        if hidden == 0 || (hidden > 1 && left >= least) {
            return (shown, Some(total));
        }
        let smallest = shown
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| cell.map(|n| (n, at)))
            .min();
        match smallest.and_then(|(_, at)| shown.get_mut(at)) {
            Some(cell) => *cell = None,
            None => return (shown, None),
        }
    }
}

/// A number of pupils that were left out, told so that it points at nobody: none, fewer than `least`, or to the nearest five.
pub fn roughly(count: usize, least: usize) -> String {
    match count {
        0 => "0".to_owned(),
        n if n < least.max(LEAST_ALIKE) => format!("<{}", least.max(LEAST_ALIKE)),
        n => (n.saturating_add(2) / 5 * 5).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn any_traits() -> impl Strategy<Value = Traits> {
        (0_u8..6, 0_u8..3, 1_u8..3, 3_u8..5).prop_map(|(school, band, from, to)| Traits {
            school: Some(format!("s{school}")),
            // The kind follows from the school, as it does outside.
            kind: Some(format!("kind {}", school % 2)),
            band: Some(format!("band {band}")),
            parts: (from, to),
        })
    }

    proptest! {
        #[test]
        fn nobody_is_one_of_few(rows in vec(any_traits(), 0..160), least in 0_usize..15) {
            let all = rows.len();
            let rows: Vec<(Traits, usize)> = rows.into_iter().zip(0..).collect();
            let before: BTreeMap<usize, Traits> = rows.iter().map(|(t, n)| (*n, t.clone())).collect();
            let (kept, done) = alike(rows, least);
            prop_assert_eq!(kept.len() + done.left_out, all);
            let mut groups: BTreeMap<&Traits, usize> = BTreeMap::new();
            for (traits, _) in &kept {
                *groups.entry(traits).or_default() += 1;
            }
            for (traits, count) in groups {
                prop_assert!(count >= least.max(LEAST_ALIKE), "{:?} is {} pupils", traits, count);
            }
            let mut seen = std::collections::BTreeSet::new();
            for (traits, n) in &kept {
                prop_assert!(seen.insert(*n), "one row a pupil");
                // Told less exactly, never otherwise.
                let was = before.get(n).unwrap();
                prop_assert_eq!(traits.parts, was.parts);
                prop_assert!(traits.school.is_none() || traits.school == was.school);
                prop_assert!(traits.kind.is_none() || traits.kind == was.kind);
                prop_assert!(traits.band.is_none() || traits.band == was.band);
            }
            prop_assert_eq!(done.coarser, kept.iter().filter(|(traits, _)| traits.school.is_none()).count());
        }

        #[test]
        fn totals_give_no_small_cell_away(cells in vec(0_u64..40, 1..9), least in 0_u64..15) {
            let (shown, total) = withheld(&cells, least);
            let least = least.max(5);
            prop_assert_eq!(shown.len(), cells.len());
            for (shown, cell) in shown.iter().zip(&cells) {
                prop_assert!(shown.is_none_or(|n| n == *cell && n >= least));
            }
            if let Some(total) = total {
                prop_assert_eq!(total, cells.iter().sum::<u64>());
                let hidden: Vec<u64> = shown.iter().zip(&cells).filter(|(s, _)| s.is_none()).map(|(_, c)| *c).collect();
                let left = total - shown.iter().flatten().sum::<u64>();
                prop_assert!(hidden.is_empty() || (hidden.len() > 1 && left >= least), "{:?} of {:?}", hidden, cells);
            }
        }
    }

    #[test]
    fn what_few_share_is_told_less_exactly_before_it_is_left_out() {
        let of = |school: &str, band: &str| Traits {
            school: Some(school.to_owned()),
            kind: Some("folkeskole".to_owned()),
            band: Some(band.to_owned()),
            parts: (1, 4),
        };
        let mut rows: Vec<(Traits, usize)> = (0..10).map(|n| (of("s1", "0-3"), n)).collect();
        rows.extend((10..14).map(|n| (of("s1", "4-6"), n)));
        rows.extend((14..20).map(|n| (of("s2", "4-6"), n)));
        rows.extend((20..23).map(|n| (of("s3", "7-10"), n)));
        let (kept, done) = alike(rows, 10);
        assert_eq!((kept.len(), done.coarser, done.left_out), (20, 10, 3));
        assert_eq!(
            kept.iter().filter(|(t, _)| t.school.as_deref() == Some("s1")).count(),
            10
        );
        assert_eq!([roughly(0, 10), roughly(3, 10), roughly(13, 10)], ["0", "<10", "15"]);
    }
}
