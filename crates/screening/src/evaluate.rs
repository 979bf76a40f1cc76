//! How good the early signs are: a made-up world with its truth, replayed and scored beside the fixed rules.
//!
//! The scoring is that of the evaluation kit's `evalkit.py` and `score.py`, figure by figure. It judges a detector,
//! never a child: the truth of a made-up world is read nowhere else.

mod own;
mod score;
mod world;

pub use own::{FEWEST, Own, OwnRule};
pub use score::{FixedRule, Group, Reference, ReferenceScore, Score, Share, Told, fixed, score};
pub use world::{Course, Flag, Truth, World, WorldError, WorldFiles, WorldPupil};
