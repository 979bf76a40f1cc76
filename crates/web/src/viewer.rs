//! Who is signed in, and what they may.

use access::{Act, Actor, Facts as _, On, Permit, Refusal, Role, RoleGrant, Scope, Spot, act, may, on, scope};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use casework::PersonId;
use jiff::civil::Date;
use store::{Grant, OpenEmergency, Session, Token};

use crate::frame::{Section, Seen};
use crate::{AppState, PageError};

/// A signed-in member of staff with the roles ever given to them.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The session, with who it belongs to.
    pub session: Session,
    /// Who asks, for decisions of `access`.
    pub actor: Actor,
    /// The Danish date decisions are made for.
    pub today: Date,
    /// The emergency access open to them now.
    pub(crate) open: Vec<OpenEmergency>,
}

/// A role as the store keeps it in the form `access` decides with; `None` when the policy knows no such role there.
pub fn role_grant(grant: &Grant) -> Option<RoleGrant> {
    RoleGrant::new(Role::from_word(&grant.role)?, grant.place(), grant.from, grant.to).ok()
}

/// Whom a session's secret belongs to.
pub(crate) enum Visitor {
    /// Nobody: no secret, or a session that has ended.
    Unknown,
    /// Somebody whose second proof is awaited: not signed in yet.
    Halfway(Session),
    /// Somebody who is signed in.
    In(Viewer),
}

/// The session of somebody who gives a second proof: signed in, or on the way.
#[derive(Clone, Debug)]
pub(crate) struct Proving(pub Session);

impl<S: Send + Sync> FromRequestParts<S> for Proving {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::SignedOut)
    }
}

impl Viewer {
    /// Who a session's secret belongs to, while the session is alive.
    pub(crate) async fn of(state: &AppState, secret: &str) -> Result<Visitor, PageError> {
        let Some(session) = state
            .store
            .session_by_token(&Token::from_text(secret), state.settings.demo)
            .await?
        else {
            return Ok(Visitor::Unknown);
        };
        let Some(shown) = session.shown else {
            return Ok(Visitor::Halfway(session));
        };
        let grants = state.store.role_grant_list_of(session.person).await?;
        let roles = grants.iter().filter_map(role_grant).collect();
        let (mut open, mut actor) = (Vec::new(), Actor::of_family(session.person, roles));
        if !session.family {
            open = state.store.emergency_open_of(session.person).await?;
            let opened = open.iter().map(|one| (one.pupil, one.role)).collect();
            actor = Actor::signed_in(session.person, actor.roles().to_vec()).having_opened(opened);
        }
        let actor = actor.shown(shown, &state.demands());
        Ok(Visitor::In(Self {
            session,
            actor,
            today: state.today(),
            open,
        }))
    }

    /// Who looks.
    pub fn person(&self) -> PersonId {
        self.session.person
    }

    /// The permit for one thing.
    ///
    /// # Errors
    /// [`PageError::Refused`]: what may not be seen is not there. [`PageError::Unsure`] when it may be seen once the
    /// person has shown more surely who they are.
    pub fn may<A: Act, R: On>(&self, facts: &R::Facts) -> Result<Permit<A, R>, PageError> {
        may::<A, R>(&self.actor, facts, self.today)
            .map_err(|refusal| PageError::refused::<A, R>(&refusal, facts.pupil()))
    }

    /// The scope of a list.
    ///
    /// # Errors
    /// [`PageError::Refused`] when it is nowhere.
    pub fn scope<A: Act, R: On>(&self) -> Result<Scope<A, R>, PageError> {
        scope::<A, R>(&self.actor, self.today).map_err(|refusal| PageError::refused::<A, R>(&refusal, None))
    }

    /// Whether this may be done anywhere, perhaps after a second proof.
    pub fn can<A: Act, R: On>(&self) -> bool {
        matches!(
            scope::<A, R>(&self.actor, self.today),
            Ok(_) | Err(Refusal::Unsure { .. })
        )
    }

    /// Whether this may be done to one thing, perhaps after a second proof: for links that lead there.
    pub fn could<A: Act, R: On>(&self, facts: &R::Facts) -> bool {
        matches!(
            may::<A, R>(&self.actor, facts, self.today),
            Ok(_) | Err(Refusal::Unsure { .. })
        )
    }

    /// Whether this asks for a second proof first.
    pub fn lacks<A: Act, R: On>(&self) -> bool {
        self.actor.lacks(A::ACTION, R::RESOURCE).is_some()
    }

    /// What people did and wrote about the pupils seen; each list only where the person has it.
    pub(crate) async fn written(&self, state: &AppState, seen: &store::Seen) -> Result<store::Written, PageError> {
        let duties = self.scope::<act::List, on::Duty>().ok();
        let concerns = self.scope::<act::List, on::Concern>().ok();
        let outcomes = self.scope::<act::List, on::ReviewOutcome>().ok();
        let cases = self.scope::<act::List, on::CaseOutline>().ok();
        let scopes = store::WrittenScopes {
            cases: cases.as_ref(),
            duties: duties.as_ref(),
            concerns: concerns.as_ref(),
            outcomes: outcomes.as_ref(),
        };
        Ok(state.store.written(seen, scopes).await?)
    }

    /// As the header shows the person, with the sections they have something in.
    pub(crate) fn seen(&self) -> Seen {
        let sections = Section::ALL
            .into_iter()
            .filter(|section| match section {
                Section::Family => self.can::<act::List, on::Family>(),
                Section::Overview => !self.actor.is_family(),
                Section::Rules => true,
                Section::Schools => self.can::<act::List, on::PupilIdentity>(),
                Section::Review => self.can::<act::List, on::SchoolList>(),
                Section::Cases => self.can::<act::List, on::Case>(),
                Section::People => self.can::<act::List, on::SchoolPerson>(),
                Section::Options => self.can::<act::List, on::ActionOption>(),
                Section::Practice => self.can::<act::List, on::Practice>(),
                Section::Data => self.can::<act::List, on::DataQuality>(),
                Section::Trail => self.can::<act::List, on::PupilTrail>(),
                Section::Setup => self.can::<act::Change, on::SchoolSetup>(),
            })
            .collect();
        Seen {
            name: self.session.name.clone(),
            sections,
            search: self.can::<act::List, on::PupilIdentity>() || self.can::<act::List, on::Case>(),
            counts: self.may::<act::Read, on::Aggregate>(&Spot::Municipality).is_ok(),
            changed: self.session.changed,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::SignedOut)
    }
}
