//! How the municipality works, as streams about no pupil: the workflow and what is said about it, decisions, who does the
//! team's work, half-yearly checks, and pages of knowledge.
//!
//! Nothing in them is about a child, so that reading them leaves no trace; every change does.

use access::{Act, Permit, Scope, act, on};
use casework::history::Sequence;
use casework::option::Done;
use casework::practice::{
    Decision, DecisionVersion, FunctionMap, ImplementationCheck, KnowledgePage, KnowledgeVersion, Remark, RemarkEvent,
    Versions, Workflow, WorkflowVersion,
};
use casework::{KnowledgeId, RemarkId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, Stream, corrupt, streams};
use crate::{Store, sql};

const WORKFLOW: &str = "workflow";
const REMARK: &str = "workflow_remark";
const DECISION: &str = "team_decision";
const FUNCTIONS: &str = "team_functions";
const CHECK: &str = "implementation_check";
const KNOWLEDGE: &str = "knowledge";

/// The stream of a thing a municipality has one of: its id is known beforehand, so that two who begin it at once cannot
/// make two of it. A UUID of version 8.
const fn only(number: u16) -> Uuid {
    Uuid::from_u128(0x6e61_6572_7661_8000_8001_0000_0000_0000 | number as u128)
}

const THE_WORKFLOW: Uuid = only(1);
const THE_FUNCTIONS: Uuid = only(2);
const THE_CHECKS: Uuid = only(3);

/// The stream of one of the seven decisions.
const fn of_decision(decision: Decision) -> Uuid {
    only(match decision {
        Decision::Tasks => 11,
        Decision::Resources => 12,
        Decision::Leadership => 13,
        Decision::Time => 14,
        Decision::Structures => 15,
        Decision::Placement => 16,
        Decision::Sharing => 17,
    })
}

/// Everything a municipality has decided about its team and who does its work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steering {
    /// The decisions there are, each with every version.
    pub decisions: BTreeMap<Decision, Versions<DecisionVersion>>,
    /// Who does what the team does.
    pub functions: Versions<FunctionMap>,
    /// The half-yearly checks.
    pub checks: Versions<ImplementationCheck>,
}

fn remark(stream: &Stream<RemarkEvent>) -> Result<Remark, StoreError> {
    Remark::from_history(RemarkId::from_uuid(stream.id), &stream.entries).map_err(|_| corrupt(stream.id))
}

fn knowledge(stream: Stream<KnowledgeVersion>) -> Result<KnowledgePage, StoreError> {
    let id = stream.id;
    KnowledgePage::from_history(KnowledgeId::from_uuid(id), stream.entries).map_err(|_| corrupt(id))
}

fn versions<E>(stream: Stream<E>) -> Result<Versions<E>, StoreError> {
    let id = stream.id;
    Versions::from_history("practice", stream.entries).map_err(|_| corrupt(id))
}

impl Store {
    async fn practice_streams<E: DeserializeOwned>(&self, kind: &str) -> Result<Vec<Stream<E>>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST, args![kind]).await?;
        streams(rows)
    }

    async fn practice_only<E: DeserializeOwned>(&self, kind: &str) -> Result<Versions<E>, StoreError> {
        let all = self.practice_streams(kind).await?;
        all.into_iter().next().map_or_else(|| Ok(Versions::default()), versions)
    }

    async fn practice_write<A: Act, E: Serialize>(
        &self,
        permit: &Permit<A, on::Practice>,
        (kind, stream, sequence): (&'static str, Uuid, Sequence),
        event: &E,
    ) -> Result<(), StoreError> {
        let new = NewEntry {
            kind,
            stream,
            pupil: None,
            sequence,
            event,
        };
        let trace = Trace::permitted(permit, kind.to_owned(), Vec::new());
        self.stream_write(new, permit.by(), trace).await
    }

    /// The workflow with every version it has had; empty as long as the municipality has decided none.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn workflow(&self, _: &Scope<act::List, on::Practice>) -> Result<Workflow, StoreError> {
        self.practice_only(WORKFLOW).await
    }

    /// Keeps a version of the workflow as it was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written one since.
    pub async fn workflow_decide(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        of: &Workflow,
        version: &WorkflowVersion,
    ) -> Result<(), StoreError> {
        let place = (WORKFLOW, THE_WORKFLOW, of.next_sequence());
        self.practice_write(permit, place, version).await
    }

    /// What has been said about the workflow, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn remark_list(&self, _: &Scope<act::List, on::Practice>) -> Result<Vec<Remark>, StoreError> {
        self.practice_streams(REMARK).await?.iter().map(remark).collect()
    }

    /// Keeps what somebody says about the workflow.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the event is an answer.
    pub async fn remark_make(
        &self,
        permit: &Permit<act::Create, on::Practice>,
        event: &RemarkEvent,
    ) -> Result<RemarkId, StoreError> {
        if !matches!(event, RemarkEvent::Made { .. }) {
            return Err(StoreError::Permit("remark"));
        }
        let stream = self.new_uuid()?;
        self.practice_write(permit, (REMARK, stream, Sequence::FIRST), event)
            .await?;
        Ok(RemarkId::from_uuid(stream))
    }

    /// Answers a remark, once.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has answered; [`StoreError::Permit`] when the event is no answer.
    pub async fn remark_answer(
        &self,
        permit: &Permit<act::Close, on::Practice>,
        of: &Remark,
        event: &RemarkEvent,
    ) -> Result<(), StoreError> {
        if !matches!(event, RemarkEvent::Answered { .. }) {
            return Err(StoreError::Permit("remark"));
        }
        let place = (REMARK, of.id.as_uuid(), Sequence::FIRST.next());
        self.practice_write(permit, place, event).await
    }

    /// What has been decided about the team, who does its work, and how the model lives.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn steering(&self, _: &Scope<act::List, on::Practice>) -> Result<Steering, StoreError> {
        let mut decisions = BTreeMap::new();
        for stream in self.practice_streams(DECISION).await? {
            let id = stream.id;
            let of = Decision::ALL.iter().copied().find(|one| of_decision(*one) == id);
            decisions.insert(of.ok_or_else(|| corrupt(id))?, versions(stream)?);
        }
        Ok(Steering {
            decisions,
            functions: self.practice_only(FUNCTIONS).await?,
            checks: self.practice_only(CHECK).await?,
        })
    }

    /// Keeps a version of a decision as it was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written one since.
    pub async fn decision_keep(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        (decision, of): (Decision, &Versions<DecisionVersion>),
        version: &DecisionVersion,
    ) -> Result<(), StoreError> {
        let place = (DECISION, of_decision(decision), of.next_sequence());
        self.practice_write(permit, place, version).await
    }

    /// Keeps who does what the team does.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written it since.
    pub async fn functions_keep(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        of: &Versions<FunctionMap>,
        version: &FunctionMap,
    ) -> Result<(), StoreError> {
        let place = (FUNCTIONS, THE_FUNCTIONS, of.next_sequence());
        self.practice_write(permit, place, version).await
    }

    /// Keeps a half-yearly check.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written one since.
    pub async fn check_keep(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        of: &Versions<ImplementationCheck>,
        version: &ImplementationCheck,
    ) -> Result<(), StoreError> {
        let place = (CHECK, THE_CHECKS, of.next_sequence());
        self.practice_write(permit, place, version).await
    }

    /// Every page of knowledge, also what is out of use, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn knowledge_list(&self, _: &Scope<act::List, on::Practice>) -> Result<Vec<KnowledgePage>, StoreError> {
        self.practice_streams(KNOWLEDGE)
            .await?
            .into_iter()
            .map(knowledge)
            .collect()
    }

    /// Writes a new page of knowledge.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the version is not a new one.
    pub async fn knowledge_write(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        version: &KnowledgeVersion,
    ) -> Result<KnowledgeId, StoreError> {
        if version.done != Done::Written {
            return Err(StoreError::Permit("page"));
        }
        let stream = self.new_uuid()?;
        self.practice_write(permit, (KNOWLEDGE, stream, Sequence::FIRST), version)
            .await?;
        Ok(KnowledgeId::from_uuid(stream))
    }

    /// Adds a version to a page as it was read: changed, taken out of use or brought back.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since; [`StoreError::Permit`] when the version cannot
    /// follow.
    pub async fn knowledge_change(
        &self,
        permit: &Permit<act::Change, on::Practice>,
        of: &KnowledgePage,
        version: &KnowledgeVersion,
    ) -> Result<(), StoreError> {
        let fits = match version.done {
            Done::Changed | Done::TakenOut => of.in_use,
            Done::BroughtBack => !of.in_use,
            Done::Adopted | Done::Written => false,
        };
        if !fits {
            return Err(StoreError::Permit("page"));
        }
        let place = (KNOWLEDGE, of.id.as_uuid(), of.next_sequence());
        self.practice_write(permit, place, version).await
    }
}
