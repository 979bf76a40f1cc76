//! The law and municipal rules as dated data with sources; measures in, findings with reasons out.
//!
//! This crate knows no pupil, no case and no person: only measures, days and a municipality. So it can be shown to
//! lawyers and published alone. A rule is one TOML file under `rules/`; start at [`RulePack`], then [`RulePack::judge`].

#![warn(clippy::indexing_slicing)]

mod error;
mod judge;
mod left;
mod own;
mod pack;
mod rule;
mod told;

pub use error::RuleError;
pub use judge::{Days, Finding, Reading};
pub use left::Left;
pub use own::RuleProblem;
pub use pack::{Denominator, IllnessTotalWindow, RulePack, Settings};
pub use rule::{Bilingual, Comparator, Duty, Rule, RuleId, RuleWindow, ShareOf, Status, Unit, Version, Who, Within};
pub use told::{ToldDuty, ToldVersion};
