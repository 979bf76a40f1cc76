//! The factor flower: what people think matters, as petals round the child. A picture to talk about, drawn from the
//! same factors as the cards; no petal is larger than another.

use casework::case::vocabulary::{Arena, FactorKind, Hypothesis, Listed};
use casework::case::{Case, CaseEvent, ItemKind};

use super::said;
use crate::Frame;

/// One petal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petal {
    /// Its number in the list.
    pub number: usize,
    /// How far round it stands, in degrees from the top.
    pub angle: usize,
    /// The word of what it does; each is drawn with another line.
    pub kind: &'static str,
    /// What it says: kind, arena, words.
    pub words: String,
}

/// The flower of a case: petals by arena, resources first. Nothing when there are no factors.
pub(super) fn flower(frame: &Frame, case: &Case) -> Vec<Petal> {
    let mut factors: Vec<(Arena, FactorKind, String)> = case
        .items
        .open(ItemKind::Factor)
        .filter(|item| {
            let weighed = item.added.iter().rev().filter_map(|number| case.entry(*number));
            let standing = weighed.filter_map(|entry| match &entry.event {
                CaseEvent::FactorWeighed { standing, .. } => Some(*standing),
                _ => None,
            });
            // What people have put away is no longer drawn; its card stays.
            standing.into_iter().next() != Some(Hypothesis::Dropped)
        })
        .filter_map(|item| match case.event_of(item) {
            Some(CaseEvent::FactorNoted { kind, arena, words, .. }) => Some((*arena, *kind, words.reveal().to_owned())),
            _ => None,
        })
        .collect();
    factors.sort_by_key(|(arena, kind, _)| (*arena, *kind));
    let all = factors.len().max(1);
    let petal = |(at, (arena, kind, words)): (usize, (Arena, FactorKind, String))| Petal {
        number: at.saturating_add(1),
        angle: at.saturating_mul(360) / all,
        kind: kind.word(),
        words: format!(
            "{} ({}): {words}",
            said::word(frame, FactorKind::LIST, kind.word()),
            said::word(frame, Arena::LIST, arena.word())
        ),
    };
    factors.into_iter().enumerate().map(petal).collect()
}
