//! Ids: one type for each noun, so that a class can never be handed in for a school.
//!
//! They live on this floor because it is the lowest one with identities; `attendance` works on dense indexes.

use core::fmt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes one id type: no arithmetic, no default, no conversion that happens by itself.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a value read from storage or an address; says nothing about existence.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The value to store or to put in an address.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// Reads an id as it stands in an address; `None` when it is not a UUID.
            pub fn from_text(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

id!(/// One person with an account: a member of staff (da: medarbejder), a parent, or a child as somebody who signs in.
    PersonId);
id!(/// One pupil in one municipality (da: elev).
    PupilId);
id!(/// One school (da: skole).
    SchoolId);
id!(/// One class of one school year (da: klasse).
    ClassId);
id!(/// One pupil's stay in one class, from–to (da: indskrivning).
    EnrolmentId);
id!(/// Pupils who live together, where that may lawfully be known (da: husstand).
    HouseholdId);
id!(/// One calendar of school days (da: skolekalender).
    CalendarId);
id!(/// One concern about one pupil (da: bekymring).
    ConcernId);
id!(/// One question about a concern to a named person (da: sparring).
    SparringId);
id!(/// One question about no child to a named colleague (da: råd).
    CounselId);
id!(/// Something in the record of a class as a community (da: klassens fællesskab).
    ClassRecordId);
id!(/// One opening of emergency access to one child (da: nødadgang).
    EmergencyId);
id!(/// One note of somebody on their own teaching (da: refleksion).
    ReflectionId);
id!(/// A series of review meetings (da: række af fraværsgennemgange).
    ReviewSeriesId);
id!(/// One review meeting (da: fraværsgennemgang).
    ReviewMeetingId);
id!(/// What one review meeting decided about one pupil (da: udfald).
    ReviewOutcomeId);
id!(/// A hint somebody set aside for a time (da: sat til side).
    SetAsideId);
id!(/// One case about one pupil (da: forløb).
    CaseId);
id!(/// What one person saw or said in a case, in own words (da: perspektiv).
    ViewId);
id!(/// What somebody of a family asked, or said is wrong (da: henvendelse).
    RequestId);
id!(/// One thing that can be done, in the municipality's catalogue (da: handlemulighed).
    ActionOptionId);
id!(/// Something somebody could not find in the catalogue (da: mangler her).
    MissingOptionId);
id!(/// What somebody said about a step of the workflow (da: bemærkning).
    RemarkId);
id!(/// A page of what everybody should know (da: viden).
    KnowledgeId);
id!(/// One team that helps children back to school (da: kom-i-skole-team).
    TeamId);
id!(/// One specialist outside the school, in the municipality's directory.
    SpecialistId);
id!(/// The record of what was done about one duty (da: pligt).
    DutyRecordId);
id!(/// One import of one file or folder (da: indlæsning).
    ImportId);
id!(/// One saved column mapping (da: kolonneopsætning).
    MappingId);
id!(/// One mark in a register (da: fraværsmarkering).
    MarkId);
id!(/// One sign-in, until it ends (da: session).
    SessionId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_shows() {
        let id = PupilId::from_uuid(Uuid::from_u128(7));
        assert_eq!(PupilId::from_text(&id.to_string()), Some(id));
        assert_eq!(PupilId::from_text("17"), None);
        assert_eq!(
            serde_json::to_string(&id).unwrap(),
            "\"00000000-0000-0000-0000-000000000007\""
        );
    }
}
