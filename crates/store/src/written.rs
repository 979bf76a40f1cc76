//! What people did and wrote about the pupils of somebody's lists, read in one go: a page that needs several of these
//! would otherwise look every pupil up once for each.

use std::collections::BTreeSet;

use access::{Act, On, PupilFacts, Scope, act, on};
use casework::review::PupilOutcome;
use casework::sparring::Sparring;
use casework::{Concern, DutyRecord, PupilId, SetAside};
use serde::de::DeserializeOwned;

use crate::Store;
use crate::audit::Act as Trace;
use crate::error::StoreError;
use crate::planes::Planes;
use crate::seen::{Seen, facts};
use crate::sparring::{SPARRING, sparring};
use crate::stream::{CONCERN, DUTY, OUTCOME, SET_ASIDE, Stream, Together, concern, duty, outcome, set_aside, streams};

/// What is asked for: each list with its own scope, none where the person has no such list.
#[derive(Clone, Copy, Debug, Default)]
pub struct WrittenScopes<'s> {
    /// Records of duties.
    pub duties: Option<&'s Scope<act::List, on::Duty>>,
    /// Concerns, and the questions put to others about them.
    pub concerns: Option<&'s Scope<act::List, on::Concern>>,
    /// Decisions of reviews, and the hints set aside.
    pub outcomes: Option<&'s Scope<act::List, on::ReviewOutcome>>,
    /// That cases run.
    pub cases: Option<&'s Scope<act::List, on::CaseOutline>>,
}

/// What people did and wrote about the pupils of these scopes, each list oldest first.
#[derive(Debug, Default)]
pub struct Written {
    /// What people recorded about duties.
    pub duties: Vec<DutyRecord>,
    /// Concerns.
    pub concerns: Vec<Concern>,
    /// Questions about pupils, put to somebody else.
    pub sparring: Vec<Sparring>,
    /// Decisions of reviews.
    pub outcomes: Vec<PupilOutcome>,
    /// Hints set aside.
    pub set_asides: Vec<SetAside>,
    /// The pupils a case runs for.
    pub cases: BTreeSet<PupilId>,
}

/// More pupils than this are nobody's schools but the municipality: then everything of a kind is read.
const MOST: usize = 10_000;

/// The entries of every kind, and what is to be said of the reading.
struct Read<'p> {
    planes: &'p Planes,
    entries: Vec<Together>,
    traces: Vec<Trace>,
}

impl Read<'_> {
    /// The streams of a kind about pupils the scope covers.
    fn take<E: DeserializeOwned, A: Act, R: On<Facts = PupilFacts>>(
        &mut self,
        kind: &'static str,
        scope: &Scope<A, R>,
    ) -> Result<Vec<Stream<E>>, StoreError> {
        let own = self.entries.extract_if(.., |entry| entry.kind == kind);
        let mut all = streams(own.map(|entry| entry.row).collect())?;
        all.retain(|stream: &Stream<E>| {
            stream.pupil.is_some_and(|pupil| {
                let at = self.planes.roster().pupil_ix(pupil);
                at.is_some_and(|at| scope.covers(&facts(self.planes, at, pupil, scope.on())))
            })
        });
        let mut subjects: Vec<PupilId> = all.iter().filter_map(|s| s.pupil).collect();
        subjects.sort_unstable();
        subjects.dedup();
        if !subjects.is_empty() {
            self.traces
                .push(Trace::scoped(scope, format!("list of {kind}"), subjects));
        }
        Ok(all)
    }
}

impl Store {
    /// Everything the scopes ask for about the pupils seen. The reading is written to the audit trail, list by list.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn written(&self, seen: &Seen, scopes: WrittenScopes<'_>) -> Result<Written, StoreError> {
        let mut written = if seen.len() > MOST {
            self.written_everywhere(scopes).await?
        } else {
            self.written_about(seen, scopes).await?
        };
        if let Some(scope) = scopes.cases {
            let outlines = self.case_outline_list(scope).await?.into_iter();
            let run = outlines.filter(|outline| outline.closed_on.is_none());
            written.cases = run.map(|outline| outline.pupil).collect();
        }
        Ok(written)
    }

    async fn written_about(&self, seen: &Seen, scopes: WrittenScopes<'_>) -> Result<Written, StoreError> {
        let planes = seen.planes();
        let mut kinds = Vec::new();
        kinds.extend(scopes.duties.is_some().then_some([DUTY].as_slice()));
        kinds.extend(scopes.concerns.is_some().then_some([CONCERN, SPARRING].as_slice()));
        kinds.extend(scopes.outcomes.is_some().then_some([OUTCOME, SET_ASIDE].as_slice()));
        let kinds = kinds.concat();
        if kinds.is_empty() || seen.is_empty() {
            return Ok(Written::default());
        }
        let entries = self.entries_among(&kinds, seen.pupils().map(|one| one.id())).await?;
        let mut read = Read {
            planes,
            entries,
            traces: Vec::new(),
        };
        let mut written = Written::default();
        if let Some(scope) = scopes.duties {
            let all = read.take(DUTY, scope)?.into_iter();
            written.duties = all.map(duty).collect::<Result<_, _>>()?;
        }
        if let Some(scope) = scopes.concerns {
            let all = read.take(CONCERN, scope)?.into_iter();
            written.concerns = all.map(concern).collect::<Result<_, _>>()?;
            let all = read.take(SPARRING, scope)?.into_iter();
            written.sparring = all.map(sparring).collect::<Result<_, _>>()?;
        }
        if let Some(scope) = scopes.outcomes {
            let all = read.take(OUTCOME, scope)?.into_iter();
            written.outcomes = all.map(outcome).collect::<Result<_, _>>()?;
            let all = read.take(SET_ASIDE, scope)?.into_iter();
            written.set_asides = all.map(set_aside).collect::<Result<_, _>>()?;
        }
        self.audit_all(read.traces).await?;
        Ok(written)
    }

    /// The same for somebody who sees the whole municipality: kind by kind, without a list of everybody.
    async fn written_everywhere(&self, scopes: WrittenScopes<'_>) -> Result<Written, StoreError> {
        let mut written = Written::default();
        if let Some(scope) = scopes.duties {
            written.duties = self.duty_list(scope).await?;
        }
        if let Some(scope) = scopes.concerns {
            written.concerns = self.concern_list(scope).await?;
            written.sparring = self.sparring_list(scope).await?;
        }
        if let Some(scope) = scopes.outcomes {
            written.outcomes = self.outcome_list(scope).await?;
            written.set_asides = self.set_aside_list(scope).await?;
        }
        Ok(written)
    }
}
