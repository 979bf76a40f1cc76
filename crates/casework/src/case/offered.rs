//! Words a factor can begin with: offered while somebody writes, never chosen for anybody, and always with
//! room for own words. They are neutral on purpose: what is seen around a child, no diagnosis and no label.

use super::vocabulary::{Arena, FactorKind};

/// What is offered: the word of its text, where it lies, and what it does.
pub const OFFERED: &[(&str, Arena, FactorKind)] = &[
    // The five known conditions for well-being.
    ("safe-learning", Arena::School, FactorKind::Protective),
    ("adult-relation", Arena::School, FactorKind::Protective),
    ("parents-support", Arena::Home, FactorKind::Protective),
    ("help-in-time", Arena::School, FactorKind::Protective),
    ("work-together", Arena::School, FactorKind::Protective),
    // What municipalities name as causes, each in its arena.
    ("teasing", Arena::School, FactorKind::Maintaining),
    ("violence", Arena::School, FactorKind::Risk),
    ("teacher-relation", Arena::School, FactorKind::Maintaining),
    ("culture", Arena::School, FactorKind::Maintaining),
    ("home-strain", Arena::Home, FactorKind::Risk),
    ("home-drinking", Arena::Home, FactorKind::Risk),
    ("leisure-alone", Arena::Leisure, FactorKind::Risk),
    ("worry", Arena::Child, FactorKind::Maintaining),
    ("low-mood", Arena::Child, FactorKind::Risk),
    ("tired-of-school", Arena::Child, FactorKind::Maintaining),
    ("motivation", Arena::Child, FactorKind::Maintaining),
];
