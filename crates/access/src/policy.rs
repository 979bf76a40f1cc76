//! The policy text: read, checked against its schema, looked up.

use crate::vocabulary::{Action, Reach, Resource, Role, RolePlace};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use thiserror::Error;

/// One text in the two languages of the interface.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Danish.
    pub da: String,
    /// English.
    pub en: String,
}

/// What a role may do to a resource, how far, and on which ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub role: Role,
    /// To what.
    pub resource: Resource,
    /// What.
    pub actions: Vec<Action>,
    /// How far.
    pub reach: Reach,
    /// Why.
    pub ground: Said,
    /// Where that stands.
    pub source: String,
}

impl Grant {
    /// The name it goes by in the audit trail, such as `teacher/mark/own_class`.
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.role, self.resource, self.reach)
    }
}

/// Why a role may do nothing to some resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoGrant {
    /// Who.
    pub role: Role,
    /// To what.
    pub resources: Vec<Resource>,
    /// Why.
    pub because: Said,
}

/// What a role is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleText {
    /// The role.
    pub role: Role,
    /// Its name.
    pub name: Said,
    /// Who that is.
    pub who: Said,
    /// What it may do only as everybody may.
    pub shared: Vec<Resource>,
}

/// What a resource is called.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceText {
    /// The resource.
    pub resource: Resource,
    /// Its name.
    pub name: Said,
    /// What it holds.
    pub holds: Said,
}

/// What is wrong with the policy text.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// A file is not what the schema says: an unknown role, resource, action, reach or field.
    #[error("policy file `{file}` cannot be read")]
    Text {
        /// The file.
        file: String,
        /// What is wrong, with the line.
        source: Box<toml::de::Error>,
    },
    /// A role has no file, or two.
    #[error("role `{0}` has no file of its own")]
    Role(Role),
    /// A resource has no text, or two.
    #[error("resource `{0}` has no text of its own")]
    Resource(Resource),
    /// A role's file says nothing about a resource, or in two ways.
    #[error("role `{role}` must say exactly once whether it has `{resource}`, it says so {times} times")]
    Mentioned {
        /// The role.
        role: Role,
        /// The resource.
        resource: Resource,
        /// How often it is mentioned.
        times: usize,
    },
    /// The same action is granted twice in the same way.
    #[error("role `{role}` is granted `{action}` on `{resource}` twice")]
    Twice {
        /// The role.
        role: Role,
        /// The resource.
        resource: Resource,
        /// The action.
        action: Action,
    },
    /// A reach the role or the resource cannot have.
    #[error("grant `{0}` cannot reach that far")]
    Reach(String),
    /// A role that must never see a child would.
    #[error("role `{role}` must never see a child, and `{resource}` shows one")]
    Child {
        /// The role.
        role: Role,
        /// The resource.
        resource: Resource,
    },
    /// Everybody would see what is not public.
    #[error("`{0}` is not public")]
    NotPublic(Resource),
    /// A role is said to share what nobody shares.
    #[error("role `{role}` is said to share `{resource}`, which is not granted to everybody")]
    NotShared {
        /// The role.
        role: Role,
        /// The resource.
        resource: Resource,
    },
    /// A text is empty.
    #[error("`{0}` has an empty text")]
    Empty(String),
}

/// The whole policy, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    roles: Vec<RoleText>,
    resources: Vec<ResourceText>,
    grants: Vec<Grant>,
    none: Vec<NoGrant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    role: Role,
    name: Said,
    who: Said,
    #[serde(default)]
    shared: Vec<Resource>,
    #[serde(default)]
    grants: Vec<GrantRow>,
    #[serde(default)]
    none: Vec<NoneRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrantRow {
    resource: Resource,
    actions: Vec<Action>,
    reach: Reach,
    ground: Said,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoneRow {
    resources: Vec<Resource>,
    because: Said,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceFile {
    resources: Vec<ResourceText>,
}

macro_rules! role_files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../policy/", $name)))),+]
    };
}

const ROLE_FILES: &[(&str, &str)] = role_files![
    "teacher.toml",
    "school_leader.toml",
    "well_being_contact.toml",
    "school_social_worker.toml",
    "ppr.toml",
    "municipal_analyst.toml",
    "administrator.toml",
    "data_protection_officer.toml",
    "guardian.toml",
    "informed_parent.toml",
    "child.toml",
    "family_member.toml",
    "emergency.toml",
    "operator.toml",
    "signed_in.toml",
    "anonymous.toml",
];

static LOCKED: LazyLock<Result<Policy, PolicyError>> =
    LazyLock::new(|| Policy::read(ROLE_FILES, include_str!("../policy/resources.toml")));

impl Policy {
    /// The policy built into this release. Asked once at start, so that a broken text never serves a page.
    ///
    /// # Errors
    /// What is wrong with the text; a test sees to it that it never is.
    pub fn locked() -> Result<&'static Self, &'static PolicyError> {
        LOCKED.as_ref()
    }

    /// Reads and checks a policy: one file a role, and the resources' texts.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(role_files: &[(&str, &str)], resources: &str) -> Result<Self, PolicyError> {
        let resources: ResourceFile = toml_of("resources.toml", resources)?;
        let mut policy = Self {
            roles: Vec::new(),
            resources: resources.resources,
            grants: Vec::new(),
            none: Vec::new(),
        };
        for (name, text) in role_files {
            policy.take(toml_of(name, text)?);
        }
        policy.check()?;
        Ok(policy)
    }

    fn take(&mut self, file: RoleFile) {
        let role = file.role;
        self.roles.push(RoleText {
            role,
            name: file.name,
            who: file.who,
            shared: file.shared,
        });
        self.grants.extend(file.grants.into_iter().map(|row| Grant {
            role,
            resource: row.resource,
            actions: row.actions,
            reach: row.reach,
            ground: row.ground,
            source: row.source,
        }));
        let none = file.none.into_iter();
        self.none.extend(none.map(|row| NoGrant {
            role,
            resources: row.resources,
            because: row.because,
        }));
    }

    fn check(&self) -> Result<(), PolicyError> {
        for resource in Resource::ALL {
            if self.resources.iter().filter(|text| text.resource == *resource).count() != 1 {
                return Err(PolicyError::Resource(*resource));
            }
        }
        for role in Role::ALL {
            if self.roles.iter().filter(|text| text.role == *role).count() != 1 {
                return Err(PolicyError::Role(*role));
            }
            for resource in Resource::ALL {
                self.check_mentioned(*role, *resource)?;
            }
        }
        self.grants.iter().try_for_each(Self::check_grant)?;
        self.check_texts()
    }

    fn check_mentioned(&self, role: Role, resource: Resource) -> Result<(), PolicyError> {
        let granted = self.grants_of(role, resource);
        let mut seen = BTreeSet::new();
        // Taking part oneself and having a place are two grounds for the same; two places would be one too many.
        let own = |grant: &Grant| grant.reach == Reach::Own;
        for (own, action) in granted
            .clone()
            .flat_map(|grant| grant.actions.iter().map(move |action| (own(grant), *action)))
        {
            if !seen.insert((own, action)) {
                return Err(PolicyError::Twice { role, resource, action });
            }
        }
        let shared = self.role(role).is_some_and(|text| text.shared.contains(&resource));
        if shared && !implied(role).any(|lower| self.grants_of(lower, resource).next().is_some()) {
            return Err(PolicyError::NotShared { role, resource });
        }
        let none = self.none.iter().filter(|row| row.role == role);
        let none = none
            .flat_map(|row| &row.resources)
            .filter(|other| **other == resource)
            .count();
        let times = usize::from(granted.count() > 0) + usize::from(shared) + none;
        if times == 1 {
            Ok(())
        } else {
            Err(PolicyError::Mentioned { role, resource, times })
        }
    }

    fn check_grant(grant: &Grant) -> Result<(), PolicyError> {
        let (role, resource) = (grant.role, grant.resource);
        if role.never_a_child() && resource.is_about_children() {
            return Err(PolicyError::Child { role, resource });
        }
        if role == Role::Anonymous && !resource.is_public() {
            return Err(PolicyError::NotPublic(resource));
        }
        let role_reaches = match (grant.reach, role.place()) {
            // What was opened reaches that child, and nothing else reaches anything by having opened it.
            (Reach::OpenedChild, _) => role == Role::Emergency,
            (_, None) if role == Role::Emergency => false,
            (Reach::Own, _) => !matches!(role, Role::Anonymous | Role::Operator),
            (Reach::OwnChild, place) => place == Some(RolePlace::Pupil),
            (Reach::OwnClass, place) => place == Some(RolePlace::Class),
            (Reach::OwnSchools, place) => place == Some(RolePlace::School),
            (Reach::Municipality, Some(place)) => place == RolePlace::Municipality,
            (Reach::Municipality, None) => true,
        };
        if role_reaches && resource.takes(grant.reach) && !grant.actions.is_empty() {
            Ok(())
        } else {
            Err(PolicyError::Reach(grant.id()))
        }
    }

    fn check_texts(&self) -> Result<(), PolicyError> {
        let roles = self
            .roles
            .iter()
            .flat_map(|text| [(text.role.word(), &text.name), (text.role.word(), &text.who)]);
        let resources = self
            .resources
            .iter()
            .flat_map(|text| [(text.resource.word(), &text.name), (text.resource.word(), &text.holds)]);
        let grants = self.grants.iter().map(|grant| (grant.resource.word(), &grant.ground));
        let none = self.none.iter().map(|row| (row.role.word(), &row.because));
        let empty = roles
            .chain(resources)
            .chain(grants)
            .chain(none)
            .find(|(_, said)| said.da.trim().is_empty() || said.en.trim().is_empty());
        if let Some((whose, _)) = empty {
            return Err(PolicyError::Empty(whose.to_owned()));
        }
        match self.grants.iter().find(|grant| grant.source.trim().is_empty()) {
            Some(grant) => Err(PolicyError::Empty(grant.id())),
            None => Ok(()),
        }
    }

    /// Every grant, by role in the order of the matrix.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The grants of one role on one resource.
    pub fn grants_of(&self, role: Role, resource: Resource) -> impl Iterator<Item = &Grant> + Clone {
        self.grants
            .iter()
            .filter(move |grant| grant.role == role && grant.resource == resource)
    }

    /// Why a role has nothing on a resource, when that is what the policy says.
    pub fn none_of(&self, role: Role, resource: Resource) -> Option<&NoGrant> {
        self.none
            .iter()
            .find(|row| row.role == role && row.resources.contains(&resource))
    }

    /// What a role is called and who that is.
    pub fn role(&self, role: Role) -> Option<&RoleText> {
        self.roles.iter().find(|text| text.role == role)
    }

    /// What a resource is called and holds.
    pub fn resource(&self, resource: Resource) -> Option<&ResourceText> {
        self.resources.iter().find(|text| text.resource == resource)
    }

    /// How far a role reaches with an action on a resource, by its own grants or by those of everybody.
    pub fn reach(&self, role: Role, resource: Resource, action: Action) -> Option<(Role, Reach)> {
        core::iter::once(role).chain(implied(role)).find_map(|role| {
            let grants = self.grants_of(role, resource);
            let reaches = grants
                .filter(|grant| grant.actions.contains(&action))
                .map(|grant| grant.reach);
            Some((role, reaches.max()?))
        })
    }
}

/// The roles whoever holds this one also is.
fn implied(role: Role) -> impl Iterator<Item = Role> {
    let implied: &[Role] = match role {
        Role::Anonymous => &[],
        Role::SignedIn | Role::FamilyMember | Role::Operator => &[Role::Anonymous],
        Role::Guardian | Role::InformedParent | Role::Child => &[Role::FamilyMember, Role::Anonymous],
        _ => &[Role::SignedIn, Role::Anonymous],
    };
    implied.iter().copied()
}

fn toml_of<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, PolicyError> {
    toml::from_str(text).map_err(|source| PolicyError::Text {
        file: file.to_owned(),
        source: Box::new(source),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESOURCES: &str = include_str!("../policy/resources.toml");

    /// The locked policy with one role's file changed.
    fn changed(file: &str, from: &str, to: &str) -> PolicyError {
        changed_twice(file, [(from, to), ("", "")])
    }

    fn changed_twice(file: &str, changes: [(&str, &str); 2]) -> PolicyError {
        let mut files: Vec<(&str, String)> = ROLE_FILES
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        let (_, text) = files.iter_mut().find(|(name, _)| *name == file).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{file} has no `{from}`");
            *text = text.replacen(from, to, 1);
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Policy::read(&files, RESOURCES).unwrap_err()
    }

    #[test]
    fn the_policy_of_this_release_is_whole() {
        assert!(Policy::locked().is_ok(), "{:?}", Policy::locked());
    }

    #[test]
    fn unknown_words_are_refused_with_their_file() {
        for (from, to) in [
            ("role = \"teacher\"", "role = \"headmaster\""),
            ("resource = \"mark\"", "resource = \"grades\""),
            ("reach = \"own_class\"", "reach = \"everywhere\""),
            ("actions = [\"read\"", "actions = [\"peek\""),
            ("\nsource = ", "\norigin = "),
        ] {
            let error = changed("teacher.toml", from, to);
            assert!(
                matches!(&error, PolicyError::Text { file, .. } if file == "teacher.toml"),
                "{error:?}"
            );
        }
    }

    #[test]
    fn every_role_must_say_something_about_every_resource_once() {
        let forgotten = changed("teacher.toml", "\"cpr\", ", "");
        let is_forgotten = |e: &PolicyError| {
            matches!(
                e,
                PolicyError::Mentioned {
                    resource: Resource::Cpr,
                    times: 0,
                    ..
                }
            )
        };
        assert!(is_forgotten(&forgotten), "{forgotten:?}");
        let both = changed("teacher.toml", "\"cpr\", ", "\"cpr\", \"mark\", ");
        assert!(
            matches!(
                both,
                PolicyError::Mentioned {
                    resource: Resource::Mark,
                    times: 2,
                    ..
                }
            ),
            "{both:?}"
        );
        assert!(matches!(
            Policy::read(&[], RESOURCES),
            Err(PolicyError::Role(Role::Teacher))
        ));
        let unshared = changed(
            "signed_in.toml",
            "shared = [\"rules\"]",
            "shared = [\"rules\", \"audit\"]",
        );
        assert!(
            matches!(
                unshared,
                PolicyError::NotShared {
                    resource: Resource::Audit,
                    ..
                }
            ),
            "{unshared:?}"
        );
    }

    #[test]
    fn a_role_reaches_no_further_than_where_it_is_held() {
        let too_far = changed("teacher.toml", "reach = \"own_class\"", "reach = \"municipality\"");
        assert!(matches!(too_far, PolicyError::Reach(_)), "{too_far:?}");
        let leader = changed("school_leader.toml", "reach = \"own_schools\"", "reach = \"own_class\"");
        assert!(matches!(leader, PolicyError::Reach(_)), "{leader:?}");
    }

    #[test]
    fn analysts_and_administrators_never_see_a_child_whatever_the_text_says() {
        for (file, granted) in [("administrator.toml", "staff"), ("municipal_analyst.toml", "aggregate")] {
            let grant = format!("resource = \"{granted}\"");
            let never = format!("resources = [\"{granted}\", ");
            let child = ("resource = \"pupil_attendance\"", "resources = [\"pupil_attendance\", ");
            let error = changed_twice(file, [(&grant, child.0), (child.1, &never)]);
            let resource = Resource::PupilAttendance;
            assert!(
                matches!(error, PolicyError::Child { resource: r, .. } if r == resource),
                "{error:?}"
            );
        }
        for role in Role::ALL.iter().filter(|role| role.never_a_child()) {
            for resource in Resource::ALL.iter().filter(|resource| resource.is_about_children()) {
                let said = |da: &str| Said {
                    da: da.into(),
                    en: da.into(),
                };
                let grant = Grant {
                    role: *role,
                    resource: *resource,
                    actions: vec![Action::Read],
                    reach: Reach::Municipality,
                    ground: said("x"),
                    source: "x".into(),
                };
                assert!(matches!(Policy::check_grant(&grant), Err(PolicyError::Child { .. })));
            }
        }
    }

    #[test]
    fn nothing_is_granted_without_a_ground_and_its_source() {
        let error = changed("anonymous.toml", "\nsource = \"", "\nsource = \" \" # \"");
        assert!(matches!(error, PolicyError::Empty(_)), "{error:?}");
    }

    #[test]
    fn what_may_be_listed_may_be_read_as_far() {
        let policy = Policy::locked().unwrap();
        for role in Role::ALL {
            for resource in Resource::ALL {
                let read = policy.reach(*role, *resource, Action::Read).map(|(_, reach)| reach);
                let list = policy.reach(*role, *resource, Action::List).map(|(_, reach)| reach);
                assert!(list <= read, "{role} lists {resource} further than it reads");
            }
        }
    }
}
