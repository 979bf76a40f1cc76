//! Concerns, reviews, cases (forløb), duties people carried, and the deadlines they run against.
//!
//! Pure: functions from values to values. What changes over time is a *stream*: a list of [`Entry`]s with a
//! sequence from 1 on, folded into the thing as it stands now. The store keeps the entries under a unique
//! (id, sequence), so history and optimistic lock are one and the same.
//!
//! A rule or a sign never decides here: a person does, and every decision carries who, when and why. Nothing in
//! this crate counts, weighs or ranks the signs of a child (R-164, "signs not aggregated to score").
#![deny(clippy::indexing_slicing)]

pub mod case;
pub mod class_record;
pub mod concern;
pub mod counsel;
pub mod deadline;
pub mod duty;
pub mod emergency;
pub mod family;
pub mod guide;
pub mod hearing;
pub mod history;
pub mod id;
pub mod insight;
pub mod mandate;
pub mod option;
pub mod people;
pub mod person;
pub mod practice;
pub mod problem;
pub mod reflection;
pub mod request;
pub mod research;
pub mod review;
pub mod search;
pub mod set_aside;
pub mod sharing;
pub mod sparring;
pub mod view;
pub mod words;

pub use case::Case;
pub use class_record::ClassRecord;
pub use concern::Concern;
pub use counsel::Counsel;
pub use duty::DutyRecord;
pub use family::FamilyCase;
pub use guide::AssessmentGuide;
pub use history::{Entry, Sequence};
pub use id::{
    ActionOptionId, CalendarId, CaseId, ClassId, ClassRecordId, ConcernId, CounselId, DutyRecordId, EmergencyId,
    EnrolmentId, HouseholdId, ImportId, KnowledgeId, MappingId, MarkId, MissingOptionId, PersonId, PupilId,
    ReflectionId, RemarkId, RequestId, ReviewMeetingId, ReviewOutcomeId, ReviewSeriesId, SchoolId, SessionId,
    SetAsideId, SparringId, SpecialistId, TeamId, ViewId,
};
pub use option::{ActionOption, MissingOption};
pub use problem::{CaseworkError, Problem, Problems};
pub use reflection::Reflection;
pub use request::FamilyRequest;
pub use set_aside::SetAside;
pub use sparring::Sparring;
pub use view::View;
pub use words::OwnWords;
