//! The things a case holds: each is begun by one entry, changed, added to and ended by later ones, and never lost.

use crate::history::Sequence;
use std::collections::BTreeMap;

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// Somebody who takes part.
    Participant,
    /// A card that tells the child who an adult is.
    Card,
    /// A lawful ground for sharing.
    Ground,
    /// A parent.
    Guardian,
    /// A factor of the assessment.
    Factor,
    /// Knowledge asked of somebody.
    Contribution,
    /// What was observed.
    Observation,
    /// An earlier assessment.
    Earlier,
    /// A goal.
    Goal,
    /// An idea.
    Idea,
    /// An action.
    Action,
    /// One learning cycle of a trial.
    Cycle,
    /// A shorter timetable for a time.
    ReducedTimetable,
    /// A problem in the children's environment, and the plan against it.
    Environment,
    /// A plan others keep.
    OtherPlan,
    /// What the class may be told.
    ClassAgreement,
    /// A meeting.
    Meeting,
    /// A task or promise.
    Task,
    /// A wait.
    Wait,
    /// A hand-over.
    Handover,
}

impl ItemKind {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Participant,
        Self::Card,
        Self::Ground,
        Self::Guardian,
        Self::Factor,
        Self::Contribution,
        Self::Observation,
        Self::Earlier,
        Self::Goal,
        Self::Idea,
        Self::Action,
        Self::Cycle,
        Self::ReducedTimetable,
        Self::Environment,
        Self::OtherPlan,
        Self::ClassAgreement,
        Self::Meeting,
        Self::Task,
        Self::Wait,
        Self::Handover,
    ];

    /// The word it goes by in text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Card => "card",
            Self::Ground => "ground",
            Self::Guardian => "guardian",
            Self::Factor => "factor",
            Self::Contribution => "contribution",
            Self::Observation => "observation",
            Self::Earlier => "earlier",
            Self::Goal => "goal",
            Self::Idea => "idea",
            Self::Action => "action",
            Self::Cycle => "cycle",
            Self::ReducedTimetable => "reduced",
            Self::Environment => "environment",
            Self::OtherPlan => "other_plan",
            Self::ClassAgreement => "class_agreement",
            Self::Meeting => "meeting",
            Self::Task => "task",
            Self::Wait => "wait",
            Self::Handover => "handover",
        }
    }
}

/// One thing, told by the numbers of the entries that made it what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// The entry that began it; also its name within the case.
    pub number: Sequence,
    /// The entry that says what it is now.
    pub latest: Sequence,
    /// Entries by people who had not seen the latest when they wrote: both are kept, and somebody chooses.
    pub rivals: Vec<Sequence>,
    /// Entries that add to it.
    pub added: Vec<Sequence>,
    /// The entry that ended it.
    pub ended: Option<Sequence>,
}

/// What an entry does to the things of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Begins a thing.
    Begins(ItemKind),
    /// Says anew what a thing is; the entry it was written after.
    Changes(ItemKind, Sequence, Sequence),
    /// Adds to a thing.
    Adds(ItemKind, Sequence),
    /// Ends a thing.
    Ends(ItemKind, Sequence),
    /// Touches the case as a whole.
    Whole,
}

/// All things of a case, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items(BTreeMap<Sequence, Item>);

impl Items {
    /// One thing.
    pub fn get(&self, number: Sequence) -> Option<&Item> {
        self.0.get(&number)
    }

    /// All of a kind, in the order they began.
    pub fn of(&self, kind: ItemKind) -> impl DoubleEndedIterator<Item = &Item> {
        self.0.values().filter(move |item| item.kind == kind)
    }

    /// Those of a kind that have not ended.
    pub fn open(&self, kind: ItemKind) -> impl DoubleEndedIterator<Item = &Item> {
        self.of(kind).filter(|item| item.ended.is_none())
    }

    /// Applies an entry; `false` when it names a thing that is not there.
    pub(super) fn take(&mut self, number: Sequence, effect: Effect) -> bool {
        match effect {
            Effect::Begins(kind) => {
                let item = Item {
                    kind,
                    number,
                    latest: number,
                    rivals: Vec::new(),
                    added: Vec::new(),
                    ended: None,
                };
                self.0.insert(number, item).is_none()
            }
            Effect::Changes(kind, of, seen) => self.on(kind, of, |item| {
                if seen >= item.latest && item.rivals.iter().all(|rival| *rival <= seen) {
                    item.latest = number;
                    item.rivals.clear();
                } else {
                    item.rivals.push(number);
                }
            }),
            Effect::Adds(kind, of) => self.on(kind, of, |item| item.added.push(number)),
            Effect::Ends(kind, of) => self.on(kind, of, |item| item.ended = Some(number)),
            Effect::Whole => true,
        }
    }

    fn on(&mut self, kind: ItemKind, of: Sequence, with: impl FnOnce(&mut Item)) -> bool {
        match self.0.get_mut(&of).filter(|item| item.kind == kind) {
            Some(item) => {
                with(item);
                true
            }
            None => false,
        }
    }
}
