//! The letters the law asks for when absence reaches a threshold.

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Count, Days, EvidenceDay, Head, document};

/// To the parents when unlawful absence has reached ten percent of a quarter (da: orientering). R-295.
///
/// The leader informs them of the absence and of what may follow at fifteen percent. It blames nobody and asks
/// for a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AbsenceInformation {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The child's first name, as it is used in the middle of a sentence.
    pub first_name: String,
    /// The class, such as `6.b`.
    pub class: String,
    /// The quarter in words: `4. kvartal 2026`.
    pub quarter: String,
    /// First day of the quarter.
    pub from: Date,
    /// Last day of the quarter.
    pub to: Date,
    /// Unlawful absence against the school days of the whole quarter.
    pub count: Count,
    /// The days behind the count, oldest first.
    pub days: Vec<EvidenceDay>,
    /// Whom to call or write to, and how, one a line.
    pub contact: Vec<String>,
    /// The rules as their source says them, such as `Fraværsbekendtgørelsen § 5`.
    pub law: String,
}

document!(AbsenceInformation, "absence_information", |this| format!(
    "Fravær i {} for {}",
    this.quarter, this.child
));

/// Somebody who was heard before the report, or is to be heard by the municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Who.
    pub name: String,
    /// When and how the school spoke with them, or why it could not; empty where nothing is written down.
    pub words: String,
}

/// To the municipal council when unlawful absence has reached fifteen percent of a quarter (da: meddelelse). R-296,
/// fraværsbekendtgørelsen § 6.
///
/// Every day behind the count stands in it, so that the municipality can check the registration before it does anything
/// (R11). Whether a benefit is stopped is decided there, by people, after hearing the family (R12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CouncilReport {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The child's civil registration number as it should be printed; empty leaves a line to fill in by hand.
    pub cpr: String,
    /// The class.
    pub class: String,
    /// The quarter in words: `4. kvartal 2026`.
    pub quarter: String,
    /// First day of the quarter.
    pub from: Date,
    /// Last day of the quarter.
    pub to: Date,
    /// Unlawful absence against the school days of the whole quarter.
    pub count: Count,
    /// The day fifteen percent was reached.
    pub reached_on: Date,
    /// Every day of unlawful absence in the quarter, oldest first.
    pub days: Vec<EvidenceDay>,
    /// How a day counts that was missed in part, in a sentence.
    pub counted: String,
    /// The parents and the child, and whether the school has spoken with them.
    pub heard: Vec<Heard>,
    /// What the school has done about the absence, one a line.
    pub done: Vec<String>,
    /// What the school knows that may excuse the absence, in its own words; may be empty.
    pub circumstances: String,
    /// The rules as their source says them.
    pub law: String,
}

document!(CouncilReport, "council_report", |this| format!(
    "Meddelelse om ulovligt fravær i {}: {}",
    this.quarter, this.child
));

/// Invitation to talk about teaching while a pupil is ill (da: sygeundervisning).,
/// BEK 694/2014 § 1.
///
/// At the latest when fifteen school days have gone since the child last took part, or when illness in many short spells
/// has lasted fifteen school days together. No diagnosis stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SickTeachingInvitation {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The child's first name, as it is used in the middle of a sentence.
    pub first_name: String,
    /// The class.
    pub class: String,
    /// Days of illness.
    pub days: Days,
    /// The first day that is counted.
    pub from: Date,
    /// The last day that is counted.
    pub to: Date,
    /// Whether the days lie in one run; otherwise they are spread over several spells.
    pub in_a_row: bool,
    /// The last day the talk should have been held.
    pub latest: Option<Date>,
    /// Suggested times and places, one a line; may be empty.
    pub suggested: Vec<String>,
    /// Whom to call or write to, and how, one a line.
    pub contact: Vec<String>,
    /// The rules as their source says them.
    pub law: String,
}

document!(SickTeachingInvitation, "sick_teaching_invitation", |this| format!(
    "Samtale om undervisning til {}, mens sygdommen varer",
    this.child
));
