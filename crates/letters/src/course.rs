//! What is written when a case changes hands, ends, or a duty stands beside it.

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Head, Person, Task, document};

/// Hand-over to or from the team that helps children back to school (da: overlevering).
///
/// The school keeps its part: what stays with it is said in so many words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandOver {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The class.
    pub class: String,
    /// Who hands over.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// The day it holds from.
    pub from_day: Date,
    /// Why, in a few sentences.
    pub why: String,
    /// What has been tried, and what was learned from it.
    pub learned: Vec<String>,
    /// What the school goes on doing.
    pub school_keeps: Vec<String>,
    /// What the new hands take on.
    pub taken_over: Vec<String>,
    /// Who coordinated until now.
    pub contact_before: Person,
    /// Who coordinates from now on.
    pub contact_after: Person,
    /// How the two overlap, so that nobody disappears from one day to the next.
    pub overlap: String,
    /// Who does what by when.
    pub tasks: Vec<Task>,
    /// When everybody looks at it together.
    pub follow_up: Date,
    /// What the family has agreed to and wished, while it holds: `Samtykke, 2. november 2026`; may be empty. Other grounds
    /// are not told on paper: a serious concern is nobody's to read here.
    pub agreed_to: String,
}

document!(HandOver, "hand_over", |this| format!("Overlevering: {}", this.child));

/// Action plan for the environment of learning (da: handlingsplan). R-304, undervisningsmiljøloven § 1 c: within ten
/// working days of the day the school was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnvironmentPlan {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// Whom or what it is about: a class, a group, a child by first name.
    pub about: String,
    /// The day the school was told.
    pub told_on: Date,
    /// The day the plan must be made by: ten working days later.
    pub due: Date,
    /// The problem as the school sees it, in neutral words.
    pub problem: String,
    /// What children have said about it.
    pub children_say: Vec<String>,
    /// What is done, by whom, by when.
    pub tasks: Vec<Task>,
    /// How everybody is kept safe until it works.
    pub meanwhile: String,
    /// How and when it is seen that it works.
    pub seen_by: String,
    /// When the plan is looked at.
    pub follow_up: Date,
    /// Where parents may turn when they disagree, one a line.
    pub complain: Vec<String>,
    /// The rules as their source says them.
    pub law: String,
}

document!(EnvironmentPlan, "environment_plan", |this| format!(
    "Handlingsplan for undervisningsmiljøet: {}",
    this.about
));

/// The six questions before a case ends, answered in text. No count decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClosingAnswers {
    /// Is the child back in ordinary schooling?
    pub schooling: String,
    /// Does the child thrive better?
    pub thriving: String,
    /// Has progress stopped, or does it go on?
    pub progress: String,
    /// What does the child want, and what drives it?
    pub motivation: String,
    /// Who agrees that it ends now?
    pub agreed: String,
    /// What goes on after the end?
    pub kept: String,
}

/// Closing note (da: afslutning). R-276.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosingNote {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The class.
    pub class: String,
    /// First day of the case.
    pub began: Date,
    /// Last day of the case.
    pub ended: Date,
    /// The six answers.
    pub answers: ClosingAnswers,
    /// When the school looks in on the child afterwards.
    pub aftercare: Vec<Date>,
    /// Whom to turn to if it gets hard again.
    pub contact: Vec<String>,
}

document!(ClosingNote, "closing_note", |this| format!(
    "Afslutning af forløb: {}",
    this.child
));

/// Draft of a notification of concern for a child (da: underretning). Barnets lov § 133; R-307.
///
/// A duty of the single professional. The program prepares the paper when that person asks for it; it never suggests one,
/// sends none and holds none back. Every page says *Kladde*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotificationDraft {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The child's civil registration number as it should be printed; empty leaves a line to fill in by hand.
    pub cpr: String,
    /// The parents, as they should be named.
    pub parents: Vec<Person>,
    /// Whether an interpreter is needed, in words; may be empty.
    pub interpreter: String,
    /// What the writer is to the child.
    pub relation: String,
    /// The concern, in the writer's own words: what was seen and heard, and when.
    pub concern: String,
    /// What the child has said, in the child's own words; may be empty.
    pub child_says: String,
    /// What has been tried.
    pub tried: Vec<String>,
    /// What works and protects; a notification is about a whole child.
    pub strengths: Vec<String>,
    /// Whether and how the parents know of it. Not before, where they are suspected of abuse.
    pub parents_know: String,
    /// Further papers that go with it.
    pub attached: Vec<String>,
}

document!(NotificationDraft, "notification_draft", |this| format!(
    "Kladde til underretning: {}",
    this.child
));
