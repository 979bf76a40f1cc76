//! The seven steps as people have seen them over time: our own drawing, and the same as a table.
//!
//! Every point was set by a person. Nothing joins them, because no step follows from the one before.

use casework::case::vocabulary::{Listed, Party, Step};
use casework::case::{Case, CaseEvent};

use super::said::{self, Names};
use crate::Frame;

/// How many of the newest choices are drawn; the table has them all.
const DRAWN: usize = 8;
/// Where the first choice stands, and how far the next one is.
const FIRST_X: usize = 214;
const APART: usize = 52;
/// The height of a step.
const TALL: usize = 30;

/// One choice of a person.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Where it is drawn from the left; nothing when it is older than what is drawn.
    pub x: Option<usize>,
    /// Where it is drawn from the top.
    pub y: usize,
    /// The number of the step, 1 to 7.
    pub number: usize,
    /// The step in words.
    pub step: String,
    /// The day.
    pub day: String,
    /// The day in few letters.
    pub short: String,
    /// Who sees it so.
    pub of: String,
    /// Who wrote it down.
    pub by: String,
}

/// One stair of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct Stair {
    /// Its number.
    pub number: usize,
    /// Where it stands from the top.
    pub y: usize,
    /// How wide it is.
    pub width: usize,
    /// Where its number stands from the top.
    pub text: usize,
}

/// The figure.
#[derive(Clone, Debug)]
pub struct Steps {
    /// The stairs, the first at the top.
    pub stairs: Vec<Stair>,
    /// What people saw, oldest first.
    pub chosen: Vec<Chosen>,
}

fn at(step: Step) -> usize {
    Step::ALL.iter().position(|one| *one == step).unwrap_or_default()
}

impl Steps {
    fn new(mut chosen: Vec<Chosen>) -> Option<Self> {
        if chosen.is_empty() {
            return None;
        }
        let older = chosen.len().saturating_sub(DRAWN);
        for (one, place) in chosen.iter_mut().skip(older).zip(0_usize..) {
            one.x = Some(FIRST_X.saturating_add(place.saturating_mul(APART)));
        }
        let stair = |at: usize| Stair {
            number: at.saturating_add(1),
            y: at.saturating_mul(TALL),
            width: at.saturating_mul(22).saturating_add(40),
            text: at.saturating_mul(TALL).saturating_add(21),
        };
        Some(Self {
            stairs: (0..Step::ALL.len()).map(stair).collect(),
            chosen,
        })
    }

    /// What people have seen in a case; nothing when nobody has said where the child is.
    pub(super) fn of(frame: &Frame, case: &Case, names: Names<'_>) -> Option<Self> {
        let seen = case.history.iter().filter_map(|entry| match &entry.event {
            CaseEvent::StepSeen { step, of, .. } => Some(Chosen {
                x: None,
                y: at(*step).saturating_mul(TALL).saturating_add(TALL / 2),
                number: at(*step).saturating_add(1),
                step: said::word(frame, Step::LIST, step.word()),
                day: frame.day(&entry.on),
                short: frame.date_short(&entry.on),
                of: said::word(frame, Party::LIST, of.word()),
                by: names(entry.by),
            }),
            _ => None,
        });
        Self::new(seen.collect())
    }

    /// A figure with two choices.
    pub fn sample(frame: &Frame) -> Option<Self> {
        let chosen = |step: Step, day: &str, of: Party| Chosen {
            x: None,
            y: at(step).saturating_mul(TALL).saturating_add(TALL / 2),
            number: at(step).saturating_add(1),
            step: said::word(frame, Step::LIST, step.word()),
            day: day.to_owned(),
            short: "20. nov.".to_owned(),
            of: said::word(frame, Party::LIST, of.word()),
            by: "Maja Holmgård".to_owned(),
        };
        Self::new(vec![
            chosen(Step::HardMornings, "mandag den 2. november", Party::Guardian),
            chosen(Step::Mixed, "fredag den 20. november", Party::School),
        ])
    }
}
