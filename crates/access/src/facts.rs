//! What must be known about a thing to decide who may have it.

use crate::vocabulary::Role;
use casework::{CaseId, ClassId, EmergencyId, PersonId, PupilId, RequestId, SchoolId, Sequence, TeamId, ViewId};
use std::collections::BTreeSet;

/// Where a pupil goes on the day asked about: usually one school and one class.
///
/// Without an enrolment on that day (between two school years, after moving away) it is the place of the newest
/// enrolment, so that a school can finish what it began; the store knows. A pupil never enrolled is nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The schools.
    pub schools: BTreeSet<SchoolId>,
    /// The classes.
    pub classes: BTreeSet<ClassId>,
}

impl Placement {
    /// One class of one school.
    pub fn of(school: SchoolId, class: ClassId) -> Self {
        Self {
            schools: BTreeSet::from([school]),
            classes: BTreeSet::from([class]),
        }
    }
}

/// One pupil and where the pupil goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PupilFacts {
    /// The pupil.
    pub pupil: PupilId,
    /// Where the pupil goes.
    pub placement: Placement,
}

/// A question about one pupil, put to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SparringFacts {
    /// The pupil it is about, and where the pupil goes.
    pub pupil: PupilFacts,
    /// Who is asked.
    pub contact: PersonId,
}

/// What a permit for sparring is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SparringSubject {
    /// The pupil.
    pub pupil: PupilId,
    /// Who is asked.
    pub contact: PersonId,
}

/// A case about one pupil, and who takes part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// The pupil, and where the pupil goes.
    pub pupil: PupilFacts,
    /// The case; nothing for one about to be opened.
    pub case: Option<CaseId>,
    /// The members of staff who take part: by invitation, as coordinator, as the school's contact, or who opened it.
    pub people: BTreeSet<PersonId>,
}

/// What a permit for a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseSubject {
    /// The pupil.
    pub pupil: PupilId,
    /// The case; nothing for one about to be opened.
    pub case: Option<CaseId>,
}

/// Somebody's words in a case, and who may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewFacts {
    /// The pupil.
    pub pupil: PupilId,
    /// The case.
    pub case: CaseId,
    /// The words; nothing for those about to be written.
    pub view: Option<ViewId>,
    /// Who wrote them down, and those whom the person whose words they are lets read them.
    pub readers: BTreeSet<PersonId>,
}

/// What a permit for somebody's words is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViewSubject {
    /// The pupil.
    pub pupil: PupilId,
    /// The case.
    pub case: CaseId,
    /// The words; nothing for those about to be written.
    pub view: Option<ViewId>,
}

/// A limited question put to one person in a case that person need not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContributionFacts {
    /// The pupil.
    pub pupil: PupilId,
    /// The case.
    pub case: CaseId,
    /// The question: the place of its entry.
    pub question: Sequence,
    /// Who is asked.
    pub asked: PersonId,
}

/// What somebody of a family asked, and who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestFacts {
    /// The pupil, and where the pupil goes.
    pub pupil: PupilFacts,
    /// What was asked; nothing for what is about to be.
    pub request: Option<RequestId>,
    /// Whether it belongs to a case: then the class is no way to it.
    pub in_case: bool,
    /// Who asked, and in a case those who take part in it.
    pub people: BTreeSet<PersonId>,
}

/// What a permit for something asked is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestSubject {
    /// The pupil.
    pub pupil: PupilId,
    /// What was asked; nothing for what is about to be.
    pub request: Option<RequestId>,
}

/// A question about no child, put by one person to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CounselFacts {
    /// Who asks.
    pub asker: PersonId,
    /// Who is asked.
    pub contact: PersonId,
}

/// What one person of a school can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SchoolPersonFacts {
    /// The school.
    pub school: SchoolId,
    /// The person.
    pub person: PersonId,
}

/// A team, who leads it and which schools it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamFacts {
    /// The team; nothing for one about to be made.
    pub team: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<PersonId>,
    /// The schools it serves.
    pub schools: BTreeSet<SchoolId>,
}

/// Emergency access to one pupil: opened by somebody, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyFacts {
    /// The pupil, and where the pupil goes.
    pub pupil: PupilFacts,
    /// Which; nothing for one about to be opened.
    pub emergency: Option<EmergencyId>,
    /// The role it is or would be opened with.
    pub role: Option<Role>,
    /// Who opened it and who coordinates the pupil's case; for one about to be opened the one who asks, where the
    /// municipality lets the role.
    pub people: BTreeSet<PersonId>,
}

/// What a permit for emergency access is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmergencySubject {
    /// The pupil.
    pub pupil: PupilId,
    /// Which; nothing for one about to be opened.
    pub emergency: Option<EmergencyId>,
    /// The role it is or would be opened with.
    pub role: Option<Role>,
}

/// One class and its school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClassFacts {
    /// The class.
    pub class: ClassId,
    /// Its school.
    pub school: SchoolId,
}

/// What something without a child is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// The municipality as a whole.
    Municipality,
    /// One school.
    School(SchoolId),
    /// One class of a school.
    Class(ClassFacts),
}

/// The places a role opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Everything in the municipality.
    pub(crate) everywhere: bool,
    /// These schools.
    pub(crate) schools: BTreeSet<SchoolId>,
    /// These classes.
    pub(crate) classes: BTreeSet<ClassId>,
    /// These children: of whose family the person is, or to whom emergency access was opened.
    pub(crate) pupils: BTreeSet<PupilId>,
    /// What is this person's own.
    pub(crate) own: Option<PersonId>,
}

impl Reached {
    pub(crate) fn join(&mut self, other: Self) {
        self.everywhere |= other.everywhere;
        self.schools.extend(other.schools);
        self.classes.extend(other.classes);
        self.pupils.extend(other.pupils);
        self.own = self.own.or(other.own);
    }
}

/// What a resource's permit is about, and whether a reach covers it.
pub trait Facts {
    /// What the permit carries.
    type Subject: Copy + core::fmt::Debug + PartialEq;

    /// What the permit carries.
    fn subject(&self) -> Self::Subject;

    /// Whether it lies in these places.
    fn lies_in(&self, reached: &Reached) -> bool;

    /// The pupil it is about, so that a refused try is written down for that pupil; none for what is about no pupil.
    fn pupil(&self) -> Option<PupilId> {
        None
    }
}

impl Facts for PupilFacts {
    type Subject = PupilId;

    fn subject(&self) -> PupilId {
        self.pupil
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere
            || !reached.schools.is_disjoint(&self.placement.schools)
            || !reached.classes.is_disjoint(&self.placement.classes)
            || reached.pupils.contains(&self.pupil)
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil)
    }
}

/// By the pupil's school, by having asked or taking part, by the class where no case is, and by the family of the child.
impl Facts for RequestFacts {
    type Subject = RequestSubject;

    fn subject(&self) -> RequestSubject {
        RequestSubject {
            pupil: self.pupil.pupil,
            request: self.request,
        }
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere
            || !reached.schools.is_disjoint(&self.pupil.placement.schools)
            || (!self.in_case && !reached.classes.is_disjoint(&self.pupil.placement.classes))
            || reached.pupils.contains(&self.pupil.pupil)
            || reached.own.is_some_and(|own| self.people.contains(&own))
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil.pupil)
    }
}

/// The asking lies where the pupil goes; the answering lies with the person asked, who need not know the child.
impl Facts for SparringFacts {
    type Subject = SparringSubject;

    fn subject(&self) -> SparringSubject {
        SparringSubject {
            pupil: self.pupil.pupil,
            contact: self.contact,
        }
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        self.pupil.lies_in(reached) || self.contact.lies_in(reached)
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil.pupil)
    }
}

/// By the pupil's school for those who lead it, and by taking part for everybody else.
impl Facts for CaseFacts {
    type Subject = CaseSubject;

    fn subject(&self) -> CaseSubject {
        CaseSubject {
            pupil: self.pupil.pupil,
            case: self.case,
        }
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        self.pupil.lies_in(reached) || reached.own.is_some_and(|own| self.people.contains(&own))
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil.pupil)
    }
}

/// By being one of the readers, and in no other way.
impl Facts for ViewFacts {
    type Subject = ViewSubject;

    fn subject(&self) -> ViewSubject {
        ViewSubject {
            pupil: self.pupil,
            case: self.case,
            view: self.view,
        }
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.own.is_some_and(|own| self.readers.contains(&own))
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil)
    }
}

/// By being the one who is asked, and in no other way.
impl Facts for ContributionFacts {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.own == Some(self.asked)
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil)
    }
}

/// By having opened it or coordinating the case, and by the pupil's school for those who lead it.
impl Facts for EmergencyFacts {
    type Subject = EmergencySubject;

    fn subject(&self) -> EmergencySubject {
        EmergencySubject {
            pupil: self.pupil.pupil,
            emergency: self.emergency,
            role: self.role,
        }
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        self.pupil.lies_in(reached) || reached.own.is_some_and(|own| self.people.contains(&own))
    }

    fn pupil(&self) -> Option<PupilId> {
        Some(self.pupil.pupil)
    }
}

/// By having asked or being asked, and in no other way.
impl Facts for CounselFacts {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.own == Some(self.asker) || reached.own == Some(self.contact)
    }
}

/// By the school, or by being the person.
impl Facts for SchoolPersonFacts {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        self.school.lies_in(reached) || reached.own == Some(self.person)
    }
}

/// By one of the schools it serves, or by leading it.
impl Facts for TeamFacts {
    type Subject = Option<TeamId>;

    fn subject(&self) -> Option<TeamId> {
        self.team
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere
            || !reached.schools.is_disjoint(&self.schools)
            || (reached.own.is_some() && reached.own == self.leader)
    }
}

impl Facts for ClassFacts {
    type Subject = ClassId;

    fn subject(&self) -> ClassId {
        self.class
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere || reached.schools.contains(&self.school) || reached.classes.contains(&self.class)
    }
}

impl Facts for SchoolId {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere || reached.schools.contains(self)
    }
}

impl Facts for Spot {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        match self {
            Self::Municipality => reached.everywhere,
            Self::School(school) => school.lies_in(reached),
            Self::Class(class) => class.lies_in(reached),
        }
    }
}

impl Facts for PersonId {
    type Subject = Self;

    fn subject(&self) -> Self {
        *self
    }

    fn lies_in(&self, reached: &Reached) -> bool {
        reached.everywhere || reached.own == Some(*self)
    }
}
