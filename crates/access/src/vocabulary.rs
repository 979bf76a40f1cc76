//! The words of the policy: roles, resources, actions, reaches.

use crate::facts::{
    CaseFacts, ClassFacts, ContributionFacts, CounselFacts, EmergencyFacts, Facts, PupilFacts, RequestFacts,
    SchoolPersonFacts, SparringFacts, Spot, TeamFacts, ViewFacts,
};
use casework::{PersonId, SchoolId};
use serde::Deserialize;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name {
            $($(#[$item_doc])* #[serde(rename = $word)] $item,)+
        }

        impl $name {
            /// Every one, in the order of the matrix.
            pub const ALL: &[Self] = &[$(Self::$item),+];

            /// The word it goes by in the policy, in storage and in the audit trail.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$item => $word,)+
                }
            }

            /// Reads the word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What somebody is to the children, the schools or the program.
    Role {
        /// Teacher of a class (da: lærer).
        Teacher = "teacher",
        /// Leader of a school (da: skoleleder).
        SchoolLeader = "school_leader",
        /// Well-being contact or resource person of a school (da: trivselsperson, ressourceperson).
        WellBeingContact = "well_being_contact",
        /// School social worker of one or several schools (da: skolesocialrådgiver).
        SchoolSocialWorker = "school_social_worker",
        /// Educational-psychological advisory service for one or several schools (da: PPR).
        Ppr = "ppr",
        /// Municipal analyst: aggregates only (da: kommunal analytiker).
        MunicipalAnalyst = "municipal_analyst",
        /// Administrator: sets up, sees no child (da: administrator).
        Administrator = "administrator",
        /// Data protection officer: who saw what, and nothing of what they saw (da: databeskyttelsesrådgiver).
        DataProtectionOfficer = "data_protection_officer",
        /// A parent with custody of a child (da: forælder med forældremyndighed).
        Guardian = "guardian",
        /// A parent without custody, who has a right to be told how the child is (da: forælder uden forældremyndighed).
        InformedParent = "informed_parent",
        /// The child itself (da: barnet selv).
        Child = "child",
        /// Every parent and child who has signed in (da: familien).
        FamilyMember = "family_member",
        /// Whoever has opened emergency access to a child, while it lasts (da: nødadgang). Never given to an account.
        Emergency = "emergency",
        /// Whoever runs the program at its own terminal (da: driftsansvarlig). Never given to an account.
        Operator = "operator",
        /// Every member of staff who has signed in, whatever else they are (da: alle medarbejdere).
        SignedIn = "signed_in",
        /// Everybody, signed in or not (da: alle).
        Anonymous = "anonymous",
    }
}

words! {
    /// How sure it is that somebody is who they say, in the three levels of the national standard for identity assurance
    /// (da: sikringsniveau).
    Assurance {
        /// A password.
        Low = "low",
        /// A password and a second proof, or a sign-in elsewhere that vouches for as much.
        Substantial = "substantial",
        /// What only another's sign-in can vouch for, such as an identity shown in person.
        High = "high",
    }
}

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolePlace {
    /// In a class.
    Class,
    /// At a school.
    School,
    /// In the whole municipality.
    Municipality,
    /// For one child, by the child's family.
    Pupil,
}

impl Role {
    /// The roles an administrator gives to members of staff.
    pub fn given() -> impl Iterator<Item = Self> {
        let held = Self::ALL.iter().copied().filter(|role| role.place().is_some());
        held.filter(|role| !role.is_family())
    }

    /// Whether it is the role of a parent or of the child itself; such an account is never one of staff.
    pub const fn is_family(self) -> bool {
        matches!(self, Self::Guardian | Self::InformedParent | Self::Child)
    }

    /// Where the role is held; nothing for the ones no account is given.
    pub const fn place(self) -> Option<RolePlace> {
        match self {
            Self::Teacher => Some(RolePlace::Class),
            Self::SchoolLeader | Self::WellBeingContact | Self::SchoolSocialWorker | Self::Ppr => {
                Some(RolePlace::School)
            }
            Self::MunicipalAnalyst | Self::Administrator | Self::DataProtectionOfficer => Some(RolePlace::Municipality),
            Self::Guardian | Self::InformedParent | Self::Child => Some(RolePlace::Pupil),
            Self::Emergency | Self::Operator | Self::FamilyMember | Self::SignedIn | Self::Anonymous => None,
        }
    }

    /// Whether it is a role of the school's own: PPR is another administration.
    pub const fn is_at_school(self) -> bool {
        matches!(
            self,
            Self::Teacher | Self::SchoolLeader | Self::WellBeingContact | Self::SchoolSocialWorker
        )
    }

    /// Whether the role never sees a child, whatever the policy text says. The text is refused when it disagrees.
    pub const fn never_a_child(self) -> bool {
        matches!(
            self,
            Self::MunicipalAnalyst | Self::Administrator | Self::FamilyMember | Self::SignedIn | Self::Anonymous
        )
    }
}

words! {
    /// What is done.
    Action {
        /// Look at one.
        Read = "read",
        /// Have it in a list or find it by searching.
        List = "list",
        /// Make a new one.
        Create = "create",
        /// Change it; the old stays in the history.
        Change = "change",
        /// Answer it, decide it or end it.
        Close = "close",
        /// Take it out as a file.
        Export = "export",
        /// Take back what was done, by adding to the history.
        Undo = "undo",
    }
}

words! {
    /// What it is done to.
    Resource {
        /// A pupil's days, counts, findings and signs.
        PupilAttendance = "pupil_attendance",
        /// A pupil's name, birthday, class and enrolments.
        PupilIdentity = "pupil_identity",
        /// A pupil's civil registration number.
        Cpr = "cpr",
        /// One mark with its history, and correcting it.
        Mark = "mark",
        /// A class's register and its picture.
        ClassRegister = "class_register",
        /// What was talked of, agreed and answered in a class as a community; no child is named (da: klassens fællesskab).
        ClassRecord = "class_record",
        /// A school's list of pupils who need a look.
        SchoolList = "school_list",
        /// A concern.
        Concern = "concern",
        /// That a case runs for a pupil, who coordinates and when something is next; nothing of what it says.
        CaseOutline = "case_outline",
        /// A case: assessment, plan, meetings, everything but the views.
        Case = "case",
        /// What the child, a parent or a professional said in own words.
        View = "view",
        /// A limited question about a pupil to one person, and the answer; nothing else of the case.
        Contribution = "contribution",
        /// The family's page: what a child's family sees of days, case and plan, and writes there.
        Family = "family",
        /// Who of a child's family signs in, and the links that let them.
        FamilyAccess = "family_access",
        /// What a family asks, or says is wrong, and the answer.
        FamilyRequest = "family_request",
        /// A series of reviews and its meetings.
        Review = "review",
        /// A question about a concern to a named person, without the child's name.
        Sparring = "sparring",
        /// What a review decided about a pupil.
        ReviewOutcome = "review_outcome",
        /// A duty and what was done about it.
        Duty = "duty",
        /// Brothers and sisters of a pupil who are away on the same days.
        Sibling = "sibling",
        /// Counts without any child.
        Aggregate = "aggregate",
        /// What is not registered, as counts for schools and classes.
        DataQuality = "data_quality",
        /// School days and holidays.
        Calendar = "calendar",
        /// Schools, classes, school years.
        SchoolSetup = "school_setup",
        /// Accounts and their roles.
        Staff = "staff",
        /// Imports, their counts and problems.
        Import = "import",
        /// Saved column mappings.
        Mapping = "mapping",
        /// The rules in force.
        Rules = "rules",
        /// Settings of the municipality.
        Settings = "settings",
        /// Sign-ins.
        Session = "session",
        /// The catalogue of what can be done.
        ActionOption = "action_option",
        /// What somebody could not find in the catalogue.
        MissingOption = "missing_option",
        /// How the municipality works: its workflow and what is said about it, decisions, checks, knowledge.
        Practice = "practice",
        /// What the person has typed and not sent.
        Draft = "draft",
        /// A question to a named colleague that is about no child, and the answer.
        Counsel = "counsel",
        /// What a member of staff notes on their own teaching.
        Reflection = "reflection",
        /// What one person of a school can be asked, and where and when.
        SchoolPerson = "school_person",
        /// A team that helps children back, its members and what they know.
        Team = "team",
        /// How the work lies in a team, and what it lacks.
        TeamLoad = "team_load",
        /// A specialist outside the school: whom to contact, and what is agreed.
        Specialist = "specialist",
        /// The audit trail.
        Audit = "audit",
        /// Who saw or changed what about a named pupil.
        PupilTrail = "pupil_trail",
        /// A copy of everything kept about a pupil, for the one it is about (da: indsigt).
        SubjectAccess = "subject_access",
        /// Whose time is over, who is held back, and erasing.
        Retention = "retention",
        /// That somebody opened emergency access to a child, why, and what the control found (da: nødadgang).
        EmergencyAccess = "emergency_access",
        /// Coarse facts about pupils under pseudonyms, taken out for research (da: udtræk til forskning).
        Research = "research",
    }
}

impl Resource {
    /// Whether it shows or concerns single children.
    pub const fn is_about_children(self) -> bool {
        matches!(
            self,
            Self::PupilAttendance
                | Self::PupilIdentity
                | Self::Cpr
                | Self::Mark
                | Self::ClassRegister
                | Self::SchoolList
                | Self::Concern
                | Self::Sparring
                | Self::CaseOutline
                | Self::Case
                | Self::View
                | Self::Contribution
                | Self::Family
                | Self::FamilyAccess
                | Self::FamilyRequest
                | Self::Review
                | Self::ReviewOutcome
                | Self::Duty
                | Self::Sibling
                | Self::PupilTrail
                | Self::SubjectAccess
                | Self::Retention
                | Self::EmergencyAccess
                | Self::Research
        )
    }

    /// Whether everybody may be granted it without being signed in.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Rules)
    }

    /// Whether emergency access can open it: what is known of one child, never anybody's own words.
    const fn can_be_opened(self) -> bool {
        matches!(
            self,
            Self::PupilAttendance
                | Self::PupilIdentity
                | Self::Concern
                | Self::CaseOutline
                | Self::Case
                | Self::Duty
                | Self::ReviewOutcome
        )
    }

    /// Whether a grant with this reach can mean anything here.
    pub const fn takes(self, reach: Reach) -> bool {
        if matches!(reach, Reach::OpenedChild) {
            return self.can_be_opened();
        }
        match self {
            Self::Session => matches!(reach, Reach::Own | Reach::Municipality),
            Self::Draft | Self::Counsel | Self::Reflection => matches!(reach, Reach::Own),
            Self::FamilyRequest => true,
            Self::SchoolPerson | Self::TeamLoad => !matches!(reach, Reach::OwnChild | Reach::OwnClass),
            Self::Specialist => matches!(reach, Reach::OwnSchools | Reach::Municipality),
            Self::Team => matches!(reach, Reach::Own | Reach::Municipality),
            Self::EmergencyAccess => matches!(reach, Reach::Own | Reach::OwnSchools | Reach::Municipality),
            Self::Sparring | Self::Case => !matches!(reach, Reach::OwnChild),
            // Whoever controls access asks about everybody, and a family about its own child.
            Self::PupilTrail => matches!(reach, Reach::OwnChild | Reach::Municipality),
            // The school answers for its pupils; nobody takes a copy of a whole municipality.
            Self::SubjectAccess => matches!(reach, Reach::OwnSchools),
            // Only a child's own family has the family's page; the school reads the case.
            Self::Family => matches!(reach, Reach::OwnChild),
            Self::FamilyAccess => matches!(reach, Reach::Own | Reach::OwnSchools),
            Self::PupilAttendance | Self::Concern => !matches!(reach, Reach::Own),
            // Whose words they are decides who reads them, and who is asked has the question: no school and no class
            // reaches them as such.
            Self::View | Self::Contribution => matches!(reach, Reach::Own),
            // Never for a class: a teacher has no need of another child's days.
            Self::SchoolList | Self::Sibling => matches!(reach, Reach::OwnSchools | Reach::Municipality),
            Self::Mapping
            | Self::Rules
            | Self::Settings
            | Self::ActionOption
            | Self::Practice
            | Self::Audit
            | Self::Retention
            | Self::Research => {
                matches!(reach, Reach::Municipality)
            }
            Self::PupilIdentity
            | Self::Cpr
            | Self::Mark
            | Self::ClassRegister
            | Self::ClassRecord
            | Self::CaseOutline
            | Self::Review
            | Self::ReviewOutcome
            | Self::Duty
            | Self::Aggregate
            | Self::DataQuality
            | Self::Calendar
            | Self::SchoolSetup
            | Self::Staff
            | Self::MissingOption
            | Self::Import => !matches!(reach, Reach::Own | Reach::OwnChild),
        }
    }
}

words! {
    /// How far a grant reaches.
    Reach {
        /// The person's own account only.
        Own = "self",
        /// The child the role is held for.
        OwnChild = "own_child",
        /// The classes the role is held in.
        OwnClass = "own_class",
        /// The schools the role is held at.
        OwnSchools = "own_schools",
        /// The whole municipality.
        Municipality = "municipality",
        /// The child emergency access was opened to. Last, so that whoever has another ground is written down with that.
        OpenedChild = "opened_child",
    }
}

mod sealed {
    /// Keeps the words of the type level inside this crate.
    pub trait Sealed {}
}

/// An action as a type; see [`act`].
pub trait Act: sealed::Sealed {
    /// The same as a value.
    const ACTION: Action;
}

/// A resource as a type; see [`on`].
pub trait On: sealed::Sealed {
    /// The same as a value.
    const RESOURCE: Resource;
    /// What must be known about one of them to decide.
    type Facts: Facts;
}

macro_rules! acts {
    ($($name:ident),+ $(,)?) => {
        /// Every action as a type.
        pub mod act {
            $(
                #[doc = concat!("[`super::Action::", stringify!($name), "`] as a type.")]
                #[derive(Clone, Copy, Debug)]
                pub enum $name {}
                impl super::sealed::Sealed for $name {}
                impl super::Act for $name {
                    const ACTION: super::Action = super::Action::$name;
                }
            )+
        }
    };
}

acts!(Read, List, Create, Change, Close, Export, Undo);

macro_rules! ons {
    ($($name:ident: $facts:ty),+ $(,)?) => {
        /// Every resource as a type.
        pub mod on {
            use super::{
    CaseFacts, ClassFacts, ContributionFacts, CounselFacts, PersonId, PupilFacts, RequestFacts, SchoolId, SchoolPersonFacts, SparringFacts, Spot, TeamFacts, ViewFacts, EmergencyFacts,
            };
            $(
                #[doc = concat!("[`super::Resource::", stringify!($name), "`] as a type.")]
                #[derive(Clone, Copy, Debug)]
                pub enum $name {}
                impl super::sealed::Sealed for $name {}
                impl super::On for $name {
                    const RESOURCE: super::Resource = super::Resource::$name;
                    type Facts = $facts;
                }
            )+
        }
    };
}

ons!(
    PupilAttendance: PupilFacts,
    PupilIdentity: PupilFacts,
    Cpr: PupilFacts,
    Mark: PupilFacts,
    ClassRegister: ClassFacts,
    ClassRecord: ClassFacts,
    SchoolList: SchoolId,
    Concern: PupilFacts,
    Sparring: SparringFacts,
    CaseOutline: PupilFacts,
    Case: CaseFacts,
    View: ViewFacts,
    Contribution: ContributionFacts,
    Family: PupilFacts,
    FamilyAccess: CaseFacts,
    FamilyRequest: RequestFacts,
    Review: Spot,
    ReviewOutcome: PupilFacts,
    Duty: PupilFacts,
    Sibling: PupilFacts,
    Aggregate: Spot,
    DataQuality: Spot,
    Calendar: Spot,
    SchoolSetup: Spot,
    Staff: Spot,
    Import: Spot,
    Mapping: Spot,
    Rules: Spot,
    Settings: Spot,
    Session: PersonId,
    ActionOption: Spot,
    MissingOption: Spot,
    Practice: Spot,
    Draft: PersonId,
    Counsel: CounselFacts,
    Reflection: PersonId,
    SchoolPerson: SchoolPersonFacts,
    Team: TeamFacts,
    TeamLoad: TeamFacts,
    Specialist: Spot,
    Audit: Spot,
    PupilTrail: PupilFacts,
    SubjectAccess: PupilFacts,
    Retention: Spot,
    EmergencyAccess: EmergencyFacts,
    Research: Spot,
);
