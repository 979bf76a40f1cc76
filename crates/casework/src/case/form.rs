//! What a form asks for, and how its answers become an event.
//!
//! Every event of a case is typed in by a person, through one form. The table of events (`event.rs`) is also the table
//! of forms, so that a field cannot be kept that nobody was asked for, and nothing is asked for that is not kept.

use super::event::CaseEvent;
use super::item::ItemKind;
use super::vocabulary::Vocabulary;
use crate::history::Sequence;
use crate::problem::{Check, Problem, Problems};
use crate::words::OwnWords;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Which page of a case an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Who carries it: coordinator, participants, grounds, pauses.
    Together,
    /// Assessment.
    Assessment,
    /// Goals, actions, trials, what happens while the child is away.
    Plan,
    /// Meetings and tasks.
    Meetings,
    /// Updates, follow-ups, waits, hand-overs.
    Rhythm,
    /// Closing and aftercare.
    Closing,
}

impl Group {
    /// Every one, in the order of the pages.
    pub const ALL: &[Self] = &[
        Self::Together,
        Self::Assessment,
        Self::Plan,
        Self::Meetings,
        Self::Rhythm,
        Self::Closing,
    ];

    /// The word it goes by in addresses and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Meetings => "meetings",
            Self::Rhythm => "rhythm",
            Self::Closing => "closing",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

/// Where a day may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Today or before.
    Behind,
    /// After today, within a year.
    Ahead,
    /// Any day from ten years back to two years ahead.
    Any,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Own words over several lines.
    Text,
    /// Own words on one line.
    Line,
    /// A day.
    Day(When),
    /// A time of day, `HH:MM`.
    Clock,
    /// A whole number, both ends included.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// One word of a list.
    Choice(Vocabulary),
    /// Any words of a list.
    Many(Vocabulary),
    /// A member of staff.
    Person,
    /// One thing of the case.
    Item(ItemKind),
    /// Any things of the case.
    Items(ItemKind),
    /// Given by the program, not typed: an id.
    Given,
    /// Given by the program, not typed: up to which entry the page had read.
    Seen,
    /// Given by the program, not typed: a day worked out from another by the law of that day.
    Reckoned,
}

/// One field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, in the form, in storage and in text keys.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub must: bool,
}

/// One form: what a person is asked for one event.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The event's word.
    pub act: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// Its fields, in the order of the form.
    pub fields: &'static [Field],
}

/// What was typed: field name to values; several for lists.
pub type Answers = BTreeMap<String, Vec<String>>;

/// Whether a type must have a value.
pub(super) trait Asked {
    /// Whether it must.
    const MUST: bool;
}

macro_rules! asked {
    ($($of:ty),+ $(,)?) => { $(impl Asked for $of { const MUST: bool = true; })+ };
}

impl<T> Asked for Option<T> {
    const MUST: bool = false;
}

impl<T> Asked for BTreeSet<T> {
    const MUST: bool = false;
}

asked!(
    OwnWords,
    Date,
    u32,
    Sequence,
    jiff::civil::Time,
    crate::PersonId,
    crate::PupilId,
    crate::ViewId,
    super::vocabulary::ActionKind,
    super::vocabulary::Arena,
    super::vocabulary::FactorKind,
    super::vocabulary::Hypothesis,
    super::vocabulary::Level,
    super::vocabulary::Target,
    super::vocabulary::Phase,
    super::vocabulary::Origin,
    super::vocabulary::Mandate,
    super::vocabulary::FamilyOnChoice,
    super::vocabulary::PartyRole,
    super::vocabulary::FamilyKnows,
    super::vocabulary::GroundKind,
    super::vocabulary::Custody,
    super::vocabulary::YesNo,
    super::vocabulary::Step,
    super::vocabulary::Section,
    super::vocabulary::StillValid,
    super::vocabulary::Party,
    super::vocabulary::GoalEnd,
    super::vocabulary::IdeaAnswer,
    super::vocabulary::Learned,
    super::vocabulary::LogSide,
    super::vocabulary::OtherPlan,
    super::vocabulary::MeetingKind,
    super::vocabulary::WaitFor,
    super::vocabulary::WaitStep,
    super::vocabulary::HandTo,
    super::vocabulary::Stage,
    super::vocabulary::ChosenBy,
    super::vocabulary::Contact,
    super::vocabulary::Channel,
    super::vocabulary::Felt,
);

impl Form {
    /// The form of an event's word.
    pub fn of(act: &str) -> Option<&'static Self> {
        super::event::FORMS.iter().find(|form| form.act == act)
    }

    /// The field that names the thing of the case this is about, when there is one.
    pub fn about(&self) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|field| matches!(field.kind, Kind::Item(_)) && field.must)
    }

    /// Reads what was typed. Whether it can happen now is for [`super::Case::may`] to say.
    ///
    /// # Errors
    /// All problems of the fields at once, none of the words lost: the caller still has them.
    pub fn read(&self, answers: &Answers, today: Date) -> Result<CaseEvent, Problems> {
        let mut check = Check::default();
        let mut event = Map::new();
        event.insert("event".into(), self.act.into());
        for field in self.fields {
            event.insert(field.name.into(), field.read(answers, today, &mut check));
        }
        check.done(Some(()))?;
        // Every field was checked; what is left is an id or a word that no page of ours can have sent.
        serde_json::from_value(Value::Object(event)).map_err(|_| Problem::NotNow { what: "form-broken" }.into())
    }
}

impl Field {
    /// Whether a person types it; the others are given by the program.
    pub const fn is_typed(&self) -> bool {
        !matches!(self.kind, Kind::Given | Kind::Seen | Kind::Reckoned)
    }

    fn read(&self, answers: &Answers, today: Date, check: &mut Check) -> Value {
        let name = self.name;
        let all = answers.get(name).map(Vec::as_slice).unwrap_or_default();
        let one = all.first().map(|text| text.trim()).unwrap_or_default();
        if let Kind::Many(list) = self.kind {
            let words = (list.words)();
            let known = all.iter().filter(|word| words.contains(&word.as_str()));
            return known.cloned().collect();
        }
        if let Kind::Items(_) = self.kind {
            return all.iter().filter_map(|text| text.parse::<u32>().ok()).collect();
        }
        if one.is_empty() {
            check.that(!self.must, Problem::Missing { field: name });
            return Value::Null;
        }
        let unreadable = |check: &mut Check| {
            check.that(false, Problem::Unreadable { field: name });
            Value::Null
        };
        match self.kind {
            Kind::Text | Kind::Line => {
                check.words_if_any(name, one);
                one.replace("\r\n", "\n").into()
            }
            Kind::Day(when) => match one.parse::<Date>() {
                Ok(day) => {
                    self.day(day, when, today, check);
                    day.to_string().into()
                }
                Err(_) => unreadable(check),
            },
            Kind::Clock => match jiff::civil::Time::strptime("%H:%M", one) {
                Ok(time) => time.to_string().into(),
                Err(_) => unreadable(check),
            },
            Kind::Number { least, most } => match one.parse::<u32>() {
                Ok(value) => {
                    let field = name;
                    check.that(
                        (least..=most).contains(&value),
                        Problem::OutOfRange {
                            field,
                            value,
                            least,
                            most,
                        },
                    );
                    value.into()
                }
                Err(_) => unreadable(check),
            },
            Kind::Choice(list) => {
                if (list.words)().contains(&one) {
                    one.into()
                } else {
                    unreadable(check)
                }
            }
            Kind::Person | Kind::Given => match uuid::Uuid::try_parse(one) {
                Ok(id) => id.to_string().into(),
                Err(_) => unreadable(check),
            },
            Kind::Reckoned => match one.parse::<Date>() {
                Ok(day) => day.to_string().into(),
                Err(_) => unreadable(check),
            },
            Kind::Item(_) | Kind::Seen => match one.parse::<u32>() {
                Ok(number) => number.into(),
                Err(_) => unreadable(check),
            },
            Kind::Many(_) | Kind::Items(_) => Value::Null,
        }
    }

    fn day(&self, day: Date, when: When, today: Date, check: &mut Check) {
        let field = self.name;
        match when {
            When::Behind => check.behind(field, day, today),
            When::Ahead => {
                check.ahead(field, Some(day), today);
            }
            When::Any => {
                let earliest = today.saturating_sub(jiff::Span::new().years(10));
                let latest = today.saturating_add(jiff::Span::new().years(2));
                check.that(day >= earliest, Problem::TooFarBehind { field, day, earliest });
                check.that(day <= latest, Problem::TooFarAhead { field, day, latest });
            }
        }
    }
}
