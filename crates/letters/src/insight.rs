//! A copy of what is kept about a child, for the one it is about (da: indsigt).

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Head, document};

/// Something kept: what it is called and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightEntry {
    /// What, when, by whom.
    pub title: String,
    /// What is said, each under its name.
    pub facts: Vec<(String, String)>,
}

/// Things of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightSection {
    /// The kind.
    pub heading: String,
    /// The things, oldest first.
    pub entries: Vec<InsightEntry>,
}

/// A mark of attendance, with who noted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightMark {
    /// The school day.
    pub date: Date,
    /// Which note, and what it says.
    pub what: String,
    /// Who noted it, when and why it was put right, as far as it is known.
    pub noted: String,
}

/// Something kept that is not in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightHeld {
    /// What kind of thing.
    pub what: String,
    /// The day it was written.
    pub date: Date,
    /// As what its author wrote it.
    pub by: String,
    /// Why it is held back.
    pub why: String,
}

/// Who has read or changed something, by function and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightLook {
    /// The day.
    pub date: Date,
    /// As what, and where.
    pub who: String,
    /// What was done to what.
    pub what: String,
}

/// A copy of everything kept about a child (da: indsigt). GDPR art. 15.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InsightCopy {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The birthday; nothing where it is not known.
    pub born: Option<Date>,
    /// Where the child goes.
    pub place: String,
    /// Why it is kept, for how long, where it came from, and where to complain: one paragraph each.
    pub about: Vec<String>,
    /// Everything written, kind by kind.
    pub sections: Vec<InsightSection>,
    /// Every mark of attendance.
    pub marks: Vec<InsightMark>,
    /// What is kept and not in here.
    pub held: Vec<InsightHeld>,
    /// Who has looked.
    pub looks: Vec<InsightLook>,
}

document!(InsightCopy, "insight", |this| format!("Indsigt: {}", this.child));
