//! Who asks.

use crate::facts::Reached;
use crate::vocabulary::{Action, Assurance, Reach, Resource, Role, RolePlace};
use casework::{ClassId, PersonId, PupilId, SchoolId};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the whole municipality.
    Municipality,
    /// At a school.
    School(SchoolId),
    /// In a class.
    Class(ClassId),
    /// For one child, by the child's family.
    Pupil(PupilId),
}

impl Place {
    const fn kind(self) -> RolePlace {
        match self {
            Self::Municipality => RolePlace::Municipality,
            Self::School(_) => RolePlace::School,
            Self::Class(_) => RolePlace::Class,
            Self::Pupil(_) => RolePlace::Pupil,
        }
    }
}

/// Why a role cannot be given like this.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GrantError {
    /// The role belongs to no account.
    #[error("the role `{0}` is given to no account")]
    NotGiven(Role),
    /// The role is held somewhere else, such as a teacher of the whole municipality.
    #[error("the role `{0}` cannot be held there")]
    WrongPlace(Role),
    /// It would end before it begins.
    #[error("the role `{role}` would end on `{to}`, before it begins on `{from}`")]
    EndsBeforeItBegins {
        /// The role.
        role: Role,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
}

/// A role somebody holds somewhere from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    role: Role,
    place: Place,
    from: Date,
    to: Option<Date>,
}

impl RoleGrant {
    /// A role from a day, to a last day or without end; both days are included.
    ///
    /// # Errors
    /// When the role is no account's, not held at such a place, or ends before it begins.
    pub fn new(role: Role, place: Place, from: Date, to: Option<Date>) -> Result<Self, GrantError> {
        let held = role.place().ok_or(GrantError::NotGiven(role))?;
        if held != place.kind() {
            return Err(GrantError::WrongPlace(role));
        }
        match to {
            Some(to) if to < from => Err(GrantError::EndsBeforeItBegins { role, from, to }),
            _ => Ok(Self { role, place, from, to }),
        }
    }

    /// The role.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Where it is held.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The first day.
    pub const fn from(&self) -> Date {
        self.from
    }

    /// The last day, if it ends.
    pub const fn to(&self) -> Option<Date> {
        self.to
    }

    /// Whether it is held on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// How sure it must be who somebody is before they do something to a kind of thing: the municipality's own choice.
/// Having it in a list is never asked for, so that everybody finds their way to what is behind the demand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Demands(BTreeMap<Resource, Assurance>);

impl Demands {
    /// What a demand can be put on: what a case says and everybody's words in it, civil registration numbers, and
    /// accounts.
    pub const CHOICES: [Resource; 3] = [Resource::Case, Resource::Cpr, Resource::Staff];

    /// The demand on a kind of thing; words in a case are asked for as the case is.
    pub fn on(&self, resource: Resource) -> Assurance {
        self.0.get(&chosen(resource)).copied().unwrap_or(Assurance::Low)
    }

    /// The same with another demand on one kind of thing.
    #[must_use]
    pub fn with(mut self, resource: Resource, demand: Assurance) -> Self {
        self.0.insert(resource, demand);
        self
    }
}

/// The choice a kind of thing falls under.
const fn chosen(resource: Resource) -> Resource {
    match resource {
        Resource::View | Resource::EmergencyAccess => Resource::Case,
        other => other,
    }
}

/// Who asks: a signed-in member of staff or of a family with the roles held, nobody, or whoever runs the program at its
/// terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    person: Option<PersonId>,
    roles: Vec<RoleGrant>,
    family: bool,
    operator: bool,
    /// What asks for more than the person has shown so far.
    lacking: Vec<(Resource, Assurance)>,
    /// The children emergency access is open to now, each with the role it was opened with.
    opened: Vec<(PupilId, Role)>,
}

impl Actor {
    /// A member of staff or of a family, with every role ever given; what holds is asked by day.
    pub fn signed_in(person: PersonId, roles: Vec<RoleGrant>) -> Self {
        Self {
            person: Some(person),
            family: roles.iter().any(|held| held.role.is_family()),
            roles,
            operator: false,
            lacking: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Somebody of a family; also when no role is left, never a member of staff.
    pub const fn of_family(person: PersonId, roles: Vec<RoleGrant>) -> Self {
        Self {
            person: Some(person),
            roles,
            family: true,
            operator: false,
            lacking: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Somebody who has not signed in.
    pub const fn anonymous() -> Self {
        Self {
            person: None,
            roles: Vec::new(),
            family: false,
            operator: false,
            lacking: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Whoever runs the program's own commands where it is installed. Never made from a request.
    pub const fn operator() -> Self {
        Self {
            person: None,
            roles: Vec::new(),
            family: false,
            operator: true,
            lacking: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// The same somebody, of whom it is as sure as `shown` who they are, where the municipality demands so much.
    #[must_use]
    pub fn shown(mut self, shown: Assurance, demands: &Demands) -> Self {
        let all = Demands::CHOICES
            .into_iter()
            .map(|resource| (resource, demands.on(resource)));
        self.lacking = all.filter(|(_, demand)| *demand > shown).collect();
        self
    }

    /// The same somebody, with the children emergency access is open to now, each with the role it was opened with. It opens
    /// nothing once that role is no longer held, nor while less is shown than a case asks for.
    #[must_use]
    pub fn having_opened(mut self, opened: Vec<(PupilId, Role)>) -> Self {
        self.opened = opened;
        self
    }

    /// The children emergency access is open to, each with the role it was opened with; what it opens is asked by day.
    pub fn opened(&self) -> &[(PupilId, Role)] {
        &self.opened
    }

    /// The children emergency access opens on this day.
    fn opened_on(&self, day: Date) -> impl Iterator<Item = PupilId> {
        let shown = self.lacks(Action::Create, Resource::EmergencyAccess).is_none() && !self.family;
        let open = self.opened.iter().filter(move |_| shown);
        let held = open.filter(move |(_, role)| self.roles_on(day).any(|held| held.role == *role));
        held.map(|(pupil, _)| *pupil)
    }

    /// What has to be shown first, before this action on such a thing; nothing when enough is.
    pub fn lacks(&self, action: Action, resource: Resource) -> Option<Assurance> {
        let resource = chosen(resource);
        let found = self.lacking.iter().find(|(lacking, _)| *lacking == resource);
        found.map(|(_, demand)| *demand).filter(|_| action != Action::List)
    }

    /// Whether it is somebody of a family: an account that was ever given such a role is never one of staff.
    pub const fn is_family(&self) -> bool {
        self.family
    }

    /// The member of staff or of a family, if one has signed in.
    pub const fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// The roles given, past and future ones too.
    pub fn roles(&self) -> &[RoleGrant] {
        &self.roles
    }

    /// The roles held on this day.
    pub fn roles_on(&self, day: Date) -> impl Iterator<Item = &RoleGrant> {
        self.roles.iter().filter(move |role| role.holds_on(day))
    }

    /// Whether the role is held anywhere on this day, the ones nobody is given included.
    pub fn is(&self, role: Role, day: Date) -> bool {
        match role {
            Role::Anonymous => true,
            Role::SignedIn => self.person.is_some() && !self.is_family(),
            Role::FamilyMember => self.person.is_some() && self.is_family(),
            Role::Operator => self.operator,
            Role::Emergency => self.opened_on(day).next().is_some(),
            given => self.roles_on(day).any(|held| held.role == given),
        }
    }

    /// The places this role opens on this day with this reach; nothing when the role is not held.
    pub(crate) fn reaches(&self, role: Role, reach: Reach, day: Date) -> Option<Reached> {
        if !self.is(role, day) {
            return None;
        }
        let places = || {
            self.roles_on(day)
                .filter(|held| held.role == role)
                .map(|held| held.place)
        };
        Some(match reach {
            Reach::Municipality => Reached {
                everywhere: true,
                ..Reached::default()
            },
            Reach::OwnSchools => Reached {
                schools: places()
                    .filter_map(|p| if let Place::School(id) = p { Some(id) } else { None })
                    .collect(),
                ..Reached::default()
            },
            Reach::OwnClass => Reached {
                classes: places()
                    .filter_map(|p| if let Place::Class(id) = p { Some(id) } else { None })
                    .collect(),
                ..Reached::default()
            },
            Reach::OwnChild => Reached {
                pupils: places()
                    .filter_map(|p| if let Place::Pupil(id) = p { Some(id) } else { None })
                    .collect(),
                ..Reached::default()
            },
            Reach::OpenedChild => Reached {
                pupils: self.opened_on(day).collect(),
                ..Reached::default()
            },
            Reach::Own => Reached {
                own: self.person,
                ..Reached::default()
            },
        })
    }
}
