//! What every letter has: who sends it, to whom, when, and who stands behind it.

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// Who sends it. Every line is printed as given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sender {
    /// The municipality, such as `Solbæk Kommune`.
    pub municipality: String,
    /// The school or the unit that writes, such as `Engdalskolen`; empty where the municipality itself writes.
    pub unit: String,
    /// Address, telephone and the like, one a line; may be empty.
    pub lines: Vec<String>,
}

impl Sender {
    /// Who the letter is from, in one name.
    pub fn name(&self) -> &str {
        if self.unit.is_empty() {
            &self.municipality
        } else {
            &self.unit
        }
    }
}

/// Somebody who signs, takes part or answers for something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person is in this, in Danish: `skoleleder`, `mor`, `tovholder`; may be empty.
    pub role: String,
}

/// What stands on every letter and plan besides its content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Who sends it.
    pub sender: Sender,
    /// Who it is for, one a line: name, and the address where it may be printed. Whoever fills this in leaves the address
    /// out where anybody in the household has name and address protection (R27). Empty for what goes to nobody.
    pub recipient: Vec<String>,
    /// The day it carries.
    pub date: Date,
    /// Case or journal number as the municipality writes it; may be empty.
    pub reference: String,
    /// Who signs; may be empty, then nobody's name stands under it.
    pub signed: Vec<Person>,
}

/// Absence counted in half days, the law's unit, against the school days of a window.
///
/// Printed as days with at most one half, and as a share cut off, never rounded up, to one decimal: 14.75 % reads 14,7 %,
/// so that a letter never says fifteen before it is fifteen (E26).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Half days of absence.
    pub half_days: u32,
    /// Half days of school in the whole window: twice its school days.
    pub of_half_days: u32,
}

impl Count {
    /// The absence in days: `6` or `6,5`.
    pub fn days(self) -> String {
        halves(self.half_days)
    }

    /// The school days of the window: `52`.
    pub fn of_days(self) -> String {
        halves(self.of_half_days)
    }

    /// The share in percent, cut off to one decimal: `11,5`; `0` where there are no school days.
    pub fn percent(self) -> String {
        let tenths = (u64::from(self.half_days) * 1000)
            .checked_div(u64::from(self.of_half_days))
            .unwrap_or(0);
        match tenths % 10 {
            0 => (tenths / 10).to_string(),
            part => format!("{},{part}", tenths / 10),
        }
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut count = serializer.serialize_struct("Count", 3)?;
        count.serialize_field("days", &self.days())?;
        count.serialize_field("of_days", &self.of_days())?;
        count.serialize_field("percent", &self.percent())?;
        count.end()
    }
}

/// Half days as days: `6` or `6,5`.
fn halves(count: u32) -> String {
    match count % 2 {
        0 => (count / 2).to_string(),
        _ => format!("{},5", count / 2),
    }
}

/// A number of days, kept in half days and printed as days with at most one half: `15` or `15,5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    half_days: u32,
}

impl Days {
    /// So many half days.
    pub const fn halves(half_days: u32) -> Self {
        Self { half_days }
    }

    /// So many whole days.
    pub const fn whole(days: u32) -> Self {
        Self {
            half_days: days.saturating_mul(2),
        }
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&halves(self.half_days))
    }
}

/// How much of a day is noted as absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// All of it.
    Whole,
    /// The note at the start of the day.
    Start,
    /// The note at the end of the day.
    End,
}

impl Serialize for DayPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Whole => "Hele dagen",
            Self::Start => "Ved dagens begyndelse",
            Self::End => "Ved dagens slutning",
        })
    }
}

/// A day of absence that a letter rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceDay {
    /// The school day.
    pub date: Date,
    /// How much of it.
    pub part: DayPart,
}

/// A task somebody has taken on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when.
    pub by: Date,
}

pub(crate) mod sealed {
    /// Only this crate's documents can be made into letters.
    pub trait Sealed {}
}

/// A letter or plan: its content as plain values, and the template that says it.
pub trait Document: Serialize + sealed::Sealed {
    /// The name of its template, without `.typ`.
    const TEMPLATE: &'static str;

    /// Its title, in Danish: over the text, in the properties of the file, and as the file's name.
    fn title(&self) -> String;

    /// Who sends it, to whom, when.
    fn head(&self) -> &Head;
}

macro_rules! document {
    ($name:ident, $template:literal, |$this:ident| $title:expr) => {
        impl $crate::document::sealed::Sealed for $name {}

        impl $crate::document::Document for $name {
            const TEMPLATE: &'static str = $template;

            fn title(&self) -> String {
                let $this = self;
                $title
            }

            fn head(&self) -> &$crate::document::Head {
                &self.head
            }
        }
    };
}

pub(crate) use document;

#[cfg(test)]
mod tests {
    use super::*;

    /// E05, E26 and a half day: nothing is rounded up.
    #[test]
    fn shares_are_cut_off_and_days_keep_their_half() {
        let count = |half_days, of_half_days| Count {
            half_days,
            of_half_days,
        };
        assert_eq!(count(12, 120).percent(), "10");
        assert_eq!(count(18, 122).percent(), "14,7");
        assert_eq!(count(13, 104).days(), "6,5");
        assert_eq!(count(13, 104).percent(), "12,5");
        assert_eq!(count(3, 0).percent(), "0");
        let printed = |days: Days| serde_json::to_value(days).unwrap();
        assert_eq!(
            (printed(Days::whole(15)), printed(Days::halves(31))),
            ("15".into(), "15,5".into())
        );
    }
}
