//! Early signs in a pupil's pattern, each explained by the days behind it.
//!
//! A sign says "look here" and shows the days; it is never a score, a colour or a label on a child, and a person
//! decides. Put what is known into a [`Detector`] day by day, close the days, and ask for [`Sign`]s or [`Hint`]s. The
//! evidence points behind a hint order hints within their budget and can be recounted with [`Detector::explain`]; they
//! never reach a page. Every number is in `params.toml` with its reason.

#![warn(clippy::indexing_slicing)]

mod budget;
mod chance;
mod class;
mod detector;
mod explain;
mod ledger;
mod log;
mod normal;
mod parameters;
mod registration;
mod siblings;
mod sign;
mod stream;

pub use budget::{Budget, Cut, CutSource, Pace};
pub use class::{
    ClassFives, ClassSign, ClassSignKind, FIVE, PupilFives, Rest, SchoolLook, Stage, Stripe, fives_back,
    look_at_classes, new_stage_days, teacher_change_days,
};
pub use detector::{Depth, Detector, DetectorError, Hint};
pub use ledger::{Account, Known, Line, Terms};
pub use parameters::{
    BudgetParameters, ClassParameters, LedgerParameters, NormalParameters, Parameter, ParameterError, Parameters,
    RegisterParameters, SiblingParameters, SignParameters, Weights, WholeDayParameters,
};
pub use registration::{Like, RegisterSign, RegisterSignKind, Registration, register_signs};
pub use siblings::{SharedDays, sibling_window};
pub use sign::{Context, Language, Reasons, Sign, SignKind, Tally};
pub use stream::{Away, DayEvidence, PartDay, Stream};
