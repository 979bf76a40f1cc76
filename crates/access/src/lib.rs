//! Who may see or do what, on which ground.
//!
//! The policy is text (`policy/*.toml`): for every role and every resource either grants – actions, how far they
//! reach, and the ground with its source – or the reason why there are none. It is built into the program, so it is
//! locked to the release; a municipality decides who has which role where and from when to when, not what a role may.
//!
//! A decision is a value: [`may`] gives a [`Permit`] for one thing, [`scope`] a [`Scope`] for lists, or a [`Refusal`]
//! with its reason. Only this crate can make the first two, and each names action and resource in its type, so a method
//! of the store that asks for `&Permit<act::Read, on::Cpr>` cannot be called with a permit for anything else:
//!
//! ```
//! use access::{Actor, Place, Placement, PupilFacts, Role, RoleGrant, act, may, on, scope};
//! use casework::{ClassId, PersonId, PupilId, SchoolId};
//! use jiff::civil::date;
//! # use uuid::Uuid;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (class, school) = (ClassId::from_uuid(Uuid::from_u128(1)), SchoolId::from_uuid(Uuid::from_u128(2)));
//! # let (person, pupil) = (PersonId::from_uuid(Uuid::from_u128(3)), PupilId::from_uuid(Uuid::from_u128(4)));
//! let today = date(2026, 11, 20);
//! let role = RoleGrant::new(Role::Teacher, Place::Class(class), date(2026, 8, 1), None)?;
//! let teacher = Actor::signed_in(person, vec![role]);
//! let child = PupilFacts { pupil, placement: Placement::of(school, class) };
//!
//! let permit = may::<act::Read, on::PupilAttendance>(&teacher, &child, today)?;
//! assert_eq!(permit.subject(), pupil);
//! assert!(scope::<act::List, on::PupilAttendance>(&teacher, today)?.covers(&child));
//! assert!(may::<act::Read, on::Cpr>(&teacher, &child, today).is_err());
//! # Ok(())
//! # }
//! ```
#![deny(clippy::indexing_slicing)]

mod actor;
mod decide;
mod emergency;
mod facts;
mod matrix;
mod policy;
mod vocabulary;

pub use actor::{Actor, Demands, GrantError, Place, RoleGrant};
pub use decide::{Permit, Refusal, Scope, ScopeReach, may, scope};
pub use emergency::{EMERGENCY_SETTING, EmergencyRules, Openable};
pub use facts::{
    CaseFacts, CaseSubject, ClassFacts, ContributionFacts, CounselFacts, EmergencyFacts, EmergencySubject, Facts,
    Placement, PupilFacts, Reached, RequestFacts, RequestSubject, SchoolPersonFacts, SparringFacts, SparringSubject,
    Spot, TeamFacts, ViewFacts, ViewSubject,
};
pub use matrix::print_matrix;
pub use policy::{Grant, NoGrant, Policy, PolicyError, ResourceText, RoleText, Said};
pub use vocabulary::{Act, Action, Assurance, On, Reach, Resource, Role, RolePlace, act, on};
