//! Before and after a meeting: the card the family gets, and the minutes.

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Head, Person, Task, document};

/// Somebody the family will meet, and why that person comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The name.
    pub name: String,
    /// What the person is, in plain Danish.
    pub role: String,
    /// Why the person comes, in a short sentence.
    pub why: String,
}

/// The card a family gets before a meeting (da: mødekort). R-121: who comes, why, how long it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeetingCard {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// What the meeting is for, in plain words.
    pub purpose: String,
    /// The day.
    pub on: Date,
    /// From when to when, as it is said: `kl. 14.00–14.45`.
    pub time: String,
    /// Where, and how to find it.
    pub place: String,
    /// Who comes besides the family, and why.
    pub people: Vec<Expected>,
    /// What will be talked about, one a line.
    pub talk_about: Vec<String>,
    /// How the child can take part or be heard without being there.
    pub child_part: String,
    /// Whom to call or write to, and how, one a line.
    pub contact: Vec<String>,
}

document!(MeetingCard, "meeting_card", |this| format!("Møde om {}", this.child));

/// How the child took part: there, or spoken for. What the child said stays where it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChildAtMeeting {
    /// Whether the child was there.
    pub there: bool,
    /// Who it was agreed would speak for the child who was not there; may be empty.
    pub spoken_for_by: String,
    /// How the child's views came in; empty when nothing is written of it.
    pub how: String,
}

/// Minutes of a meeting (da: referat)..
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// Which meeting: `Netværksmøde`.
    pub meeting: String,
    /// The day it was held.
    pub held_on: Date,
    /// From when to when: `kl. 14.00–14.45`.
    pub time: String,
    /// Where.
    pub place: String,
    /// Who was there.
    pub present: Vec<Person>,
    /// Who was asked and could not come.
    pub missing: Vec<Person>,
    /// How the child took part.
    pub child_part: ChildAtMeeting,
    /// The meeting in plain language, for the family.
    pub summary: String,
    /// First question: what can the school do?
    pub school_can: String,
    /// Second question: what can the parents do?
    pub parents_can: String,
    /// Third question: who else can help?
    pub others_can: String,
    /// Who could decide at the meeting, or what waits for whose decision.
    pub decided_by: String,
    /// Who does what by when.
    pub tasks: Vec<Task>,
    /// When and where people meet again; may be empty.
    pub next_meeting: String,
}

document!(Minutes, "minutes", |this| format!(
    "Referat af {} om {}",
    lowered(&this.meeting),
    this.child
));

/// A word in the middle of a sentence; an abbreviation such as `PPR` stays as it is.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn a_meetings_name_in_a_sentence_begins_small_unless_it_is_an_abbreviation() {
        assert_eq!(lowered("Netværksmøde"), "netværksmøde");
        assert_eq!(lowered("PPR-møde"), "PPR-møde");
        assert_eq!(lowered(""), "");
    }
}
