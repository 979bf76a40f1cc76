//! Decisions: a permit for one thing, a scope for lists, or a refusal with its reason.

use crate::actor::Actor;
use crate::facts::{Facts, Reached};
use crate::policy::{Grant, NoGrant, Policy};
use crate::vocabulary::{Act, Action, Assurance, On, Resource, Role};
use casework::{ClassId, PersonId, PupilId, SchoolId};
use core::fmt;
use core::marker::PhantomData;
use jiff::civil::Date;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why something is refused. A page answers "not found" whatever it is; the reason is for the audit trail and for
/// whoever asks why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Nobody is signed in, and this is not for everybody.
    #[error("`{action}` on `{resource}` needs somebody signed in")]
    NotSignedIn {
        /// What was asked.
        action: Action,
        /// About what.
        resource: Resource,
    },
    /// The person holds no role on this day.
    #[error("no role is held on `{today}`")]
    NoRole {
        /// The day.
        today: Date,
    },
    /// No role held may do this anywhere.
    #[error("`{action}` on `{resource}` is granted to no role held")]
    NotGranted {
        /// What was asked.
        action: Action,
        /// About what.
        resource: Resource,
        /// What the policy says about it, when it says why not.
        because: Option<&'static NoGrant>,
    },
    /// A role held may do this, but not here.
    #[error("`{action}` on `{resource}` is granted elsewhere, not here")]
    Elsewhere {
        /// What was asked.
        action: Action,
        /// About what.
        resource: Resource,
    },
    /// A role held may do this here, once it is surer who the person is.
    #[error("`{action}` on `{resource}` asks for the assurance `{demand}`")]
    Unsure {
        /// What was asked.
        action: Action,
        /// About what.
        resource: Resource,
        /// How sure it must be.
        demand: Assurance,
    },
    /// The policy text is broken: nothing is allowed.
    #[error("the policy cannot be read")]
    NoPolicy,
}

/// Proof that somebody may do one action to one thing. Only [`may`] can make one.
///
/// Action and resource are in the type, the thing is inside: a method of the store takes the thing from the permit, so
/// no other thing can be named beside it.
///
/// ```compile_fail
/// use access::{Permit, act, on};
/// fn show(_: &Permit<act::Read, on::Cpr>) {}
/// fn show_attendance(permit: &Permit<act::Read, on::PupilAttendance>) {
///     show(permit);
/// }
/// ```
pub struct Permit<A: Act, R: On> {
    subject: <R::Facts as Facts>::Subject,
    by: Option<PersonId>,
    on: Date,
    ground: &'static Grant,
    kind: PhantomData<(A, R)>,
}

impl<A: Act, R: On> Permit<A, R> {
    /// The one thing: the pupil, class, school, spot or person.
    pub const fn subject(&self) -> <R::Facts as Facts>::Subject {
        self.subject
    }

    /// What may be done.
    pub const fn action(&self) -> Action {
        A::ACTION
    }

    /// What it is done to.
    pub const fn resource(&self) -> Resource {
        R::RESOURCE
    }

    /// Who; nothing for somebody not signed in or at the program's own terminal.
    pub const fn by(&self) -> Option<PersonId> {
        self.by
    }

    /// The day it was decided for.
    pub const fn on(&self) -> Date {
        self.on
    }

    /// On which ground, for the audit trail.
    pub const fn ground(&self) -> &'static Grant {
        self.ground
    }
}

impl<A: Act, R: On> fmt::Debug for Permit<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Permit({} {} {:?} on {})",
            A::ACTION,
            R::RESOURCE,
            self.subject,
            self.ground.id()
        )
    }
}

/// Proof of how far somebody may do one action to things of a kind. Only [`scope`] can make one.
///
/// The store turns it into ids, so that a list, from tables or from the planes, holds nothing a single decision would
/// refuse.
pub struct Scope<A: Act, R: On> {
    reached: Reached,
    by: Option<PersonId>,
    on: Date,
    grounds: Vec<&'static Grant>,
    kind: PhantomData<(A, R)>,
}

/// How far a scope reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeReach<'s> {
    /// The whole municipality.
    Municipality,
    /// What belongs to any of these schools or any of these classes; also what is the person's own, where a resource
    /// belongs to persons.
    Places {
        /// The schools.
        schools: &'s BTreeSet<SchoolId>,
        /// The classes.
        classes: &'s BTreeSet<ClassId>,
        /// The person whose own things are included.
        own: Option<PersonId>,
    },
}

impl<A: Act, R: On> Scope<A, R> {
    /// Whether this one is in the scope; true exactly when [`may`] would permit it.
    pub fn covers(&self, facts: &R::Facts) -> bool {
        facts.lies_in(&self.reached)
    }

    /// How far it reaches, for the store to turn into ids.
    pub const fn reach(&self) -> ScopeReach<'_> {
        if self.reached.everywhere {
            ScopeReach::Municipality
        } else {
            let Reached {
                schools, classes, own, ..
            } = &self.reached;
            ScopeReach::Places {
                schools,
                classes,
                own: *own,
            }
        }
    }

    /// The children of whose family the person is, or to whom emergency access is open, where a resource is given by that.
    pub const fn pupils(&self) -> &BTreeSet<PupilId> {
        &self.reached.pupils
    }

    /// Whether only counts may come out: the resource has no child in it.
    pub const fn is_without_children(&self) -> bool {
        !R::RESOURCE.is_about_children()
    }

    /// What may be done.
    pub const fn action(&self) -> Action {
        A::ACTION
    }

    /// What it is done to.
    pub const fn resource(&self) -> Resource {
        R::RESOURCE
    }

    /// Who; nothing for somebody not signed in or at the program's own terminal.
    pub const fn by(&self) -> Option<PersonId> {
        self.by
    }

    /// The day it was decided for.
    pub const fn on(&self) -> Date {
        self.on
    }

    /// On which grounds, for the audit trail; one for each role that adds to it.
    pub fn grounds(&self) -> &[&'static Grant] {
        &self.grounds
    }
}

impl<A: Act, R: On> fmt::Debug for Scope<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({} {} {:?})", A::ACTION, R::RESOURCE, self.reach())
    }
}

/// Whether the actor may do this to this one thing today.
///
/// Of several grounds the permit carries the one that reaches least far.
///
/// # Errors
/// The reason why not.
pub fn may<A: Act, R: On>(actor: &Actor, facts: &R::Facts, today: Date) -> Result<Permit<A, R>, Refusal> {
    let open = grounds(actor, A::ACTION, R::RESOURCE, today)?;
    let fitting = open.into_iter().filter(|(_, reached)| facts.lies_in(reached));
    let (ground, _) = fitting.min_by_key(|(grant, _)| grant.reach).ok_or(Refusal::Elsewhere {
        action: A::ACTION,
        resource: R::RESOURCE,
    })?;
    sure_enough(actor, A::ACTION, R::RESOURCE)?;
    Ok(Permit {
        subject: facts.subject(),
        by: actor.person(),
        on: today,
        ground,
        kind: PhantomData,
    })
}

/// How far the actor may do this today, for lists.
///
/// # Errors
/// The reason why it is nowhere.
pub fn scope<A: Act, R: On>(actor: &Actor, today: Date) -> Result<Scope<A, R>, Refusal> {
    let open = grounds(actor, A::ACTION, R::RESOURCE, today)?;
    sure_enough(actor, A::ACTION, R::RESOURCE)?;
    let mut reached = Reached::default();
    let mut grounds = Vec::with_capacity(open.len());
    for (grant, places) in open {
        reached.join(places);
        grounds.push(grant);
    }
    Ok(Scope {
        reached,
        by: actor.person(),
        on: today,
        grounds,
        kind: PhantomData,
    })
}

/// Asked last, so that only somebody with a ground learns that more is asked for.
fn sure_enough(actor: &Actor, action: Action, resource: Resource) -> Result<(), Refusal> {
    match actor.lacks(action, resource) {
        None => Ok(()),
        Some(demand) => Err(Refusal::Unsure {
            action,
            resource,
            demand,
        }),
    }
}

/// Every grant that opens this to the actor today, with the places it opens.
fn grounds(
    actor: &Actor,
    action: Action,
    resource: Resource,
    today: Date,
) -> Result<Vec<(&'static Grant, Reached)>, Refusal> {
    let policy = Policy::locked().map_err(|_| Refusal::NoPolicy)?;
    let granted = policy
        .grants()
        .iter()
        .filter(|grant| grant.resource == resource && grant.actions.contains(&action));
    let open: Vec<_> = granted
        .filter_map(|grant| Some((grant, actor.reaches(grant.role, grant.reach, today)?)))
        .collect();
    if open.is_empty() {
        Err(refusal(policy, actor, action, resource, today))
    } else {
        Ok(open)
    }
}

fn refusal(policy: &'static Policy, actor: &Actor, action: Action, resource: Resource, today: Date) -> Refusal {
    let operator = actor.is(Role::Operator, today);
    if actor.person().is_none() && !operator {
        return Refusal::NotSignedIn { action, resource };
    }
    if !operator && actor.roles_on(today).next().is_none() {
        return Refusal::NoRole { today };
    }
    let because = Role::ALL
        .iter()
        .filter(|role| actor.is(**role, today))
        .find_map(|role| policy.none_of(*role, resource));
    Refusal::NotGranted {
        action,
        resource,
        because,
    }
}
