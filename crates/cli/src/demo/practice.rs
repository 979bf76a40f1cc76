//! How the made-up municipality works, written as its people would have, on the days they would have.

use std::collections::BTreeMap;

use access::{Actor, Spot, act, may, on, scope};
use anyhow::{Context, Result};
use casework::case::vocabulary::Audience;
use casework::practice::{
    Answered, CheckDraft, Decision, DecisionDraft, Depth, FunctionMap, KnowledgeDraft, LengthKind, Pointed,
    Prerequisite, RemarkEvent, RemarkKind, StepDraft, TeamFunction, WorkflowDraft, offer,
};
use demo::practice::{CHECKS, DECISIONS, FUNCTIONS, FUNCTIONS_DECIDED, KNOWLEDGE, REMARKS, WORKFLOW};
use demo::{Municipality, Role};
use jiff::ToSpan;
use jiff::civil::Date;
use store::{FixedClock, Store};

/// The people who write, and the days they do; the store runs on the clock.
struct Writing<'a> {
    store: &'a Store,
    clock: &'a FixedClock,
    today: Date,
    actors: BTreeMap<&'static str, Actor>,
}

impl Writing<'_> {
    fn day(&self, days_ago: i32) -> Result<Date> {
        Ok(self.today.checked_sub(days_ago.days())?)
    }

    fn stand_at(&self, days_ago: i32) -> Result<Date> {
        let day = self.day(days_ago)?;
        let morning = day.at(10, 0, 0, 0).to_zoned(super::copenhagen()?)?;
        self.clock.set(morning.timestamp());
        Ok(day)
    }

    fn by(&self, role: &str) -> Result<&Actor> {
        self.actors.get(role).with_context(|| format!("nobody is `{role}`"))
    }

    /// The roles of the demo are held from the first school year it tells of: what is older is written by the same people.
    fn may<A: access::Act>(&self, role: &str) -> Result<access::Permit<A, on::Practice>> {
        may(self.by(role)?, &Spot::Municipality, self.today).with_context(|| format!("`{role}` writes"))
    }

    async fn workflow(&self) -> Result<()> {
        let list = scope::<act::List, on::Practice>(self.by(KEEPER)?, self.today)?;
        let mut steps = offer().to_vec();
        for told in WORKFLOW {
            let today = self.stand_at(told.days_ago)?;
            let workflow = self.store.workflow(&list).await?;
            for (key, when, days, reference) in told.changes {
                let step = steps.iter_mut().find(|step| step.key == *key).context("a step")?;
                step.when = (*when).to_owned();
                let kind = step.within.map(|within| LengthKind::parts(within).0);
                step.within = kind.map(|kind| kind.of(*days));
                step.reference = (*reference).to_owned();
            }
            let draft = WorkflowDraft {
                from: Some(today),
                steps: steps.iter().map(StepDraft::of).collect(),
                because: told.because.to_owned(),
            };
            let version = draft.check(&workflow, today);
            let version = version.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
            self.store
                .workflow_decide(&self.may(KEEPER)?, &workflow, &version)
                .await?;
        }
        for told in REMARKS {
            self.stand_at(told.days_ago)?;
            let step = steps.iter().find(|step| step.key == told.step);
            let name = step.map(|step| step.name.as_str()).unwrap_or_default();
            let kind = RemarkKind::from_word(told.kind);
            let event = RemarkEvent::made((told.step, name), kind, told.words)?;
            let id = self.store.remark_make(&self.may(told.by)?, &event).await?;
            let Some((later, answer)) = told.answer else { continue };
            self.stand_at(told.days_ago - later)?;
            let all = self.store.remark_list(&list).await?;
            let one = all.iter().find(|one| one.id == id).context("a remark")?;
            let event = one.answer(answer)?;
            self.store.remark_answer(&self.may(KEEPER)?, one, &event).await?;
        }
        Ok(())
    }

    async fn steering(&self) -> Result<()> {
        let list = scope::<act::List, on::Practice>(self.by(KEEPER)?, self.today)?;
        for told in DECISIONS {
            let today = self.stand_at(told.days_ago)?;
            let decision = Decision::from_word(told.decision).context("a decision")?;
            let of = self.store.steering(&list).await?.decisions.remove(&decision);
            let draft = DecisionDraft {
                text: told.text.to_owned(),
                by: told.by.to_owned(),
                decided_on: Some(today),
                review_on: Some(self.day(told.review)?),
            };
            let (of, version) = (of.unwrap_or_default(), draft.check(today)?);
            self.store
                .decision_keep(&self.may(KEEPER)?, (decision, &of), &version)
                .await?;
        }
        let (days_ago, because) = FUNCTIONS_DECIDED;
        self.stand_at(days_ago)?;
        let mut map = FunctionMap {
            because: because.to_owned(),
            ..FunctionMap::default()
        };
        for (function, who, how) in FUNCTIONS {
            let (who, how) = ((*who).to_owned(), (*how).to_owned());
            let function = TeamFunction::from_word(function).context("a function")?;
            map.to.insert(function, Pointed { who, how });
        }
        let of = self.store.steering(&list).await?.functions;
        self.store
            .functions_keep(&self.may(KEEPER)?, &of, &map.check()?)
            .await?;
        for told in CHECKS {
            let today = self.stand_at(told.days_ago)?;
            let mut draft = CheckDraft {
                held_on: Some(today),
                with: told.with.to_owned(),
                next_on: Some(self.day(told.next)?),
                ..CheckDraft::default()
            };
            for (one, words, next) in told.answers {
                let (words, next) = ((*words).to_owned(), (*next).to_owned());
                let one = Prerequisite::from_word(one).context("a prerequisite")?;
                draft.answers.insert(one, Answered { words, next });
            }
            let of = self.store.steering(&list).await?.checks;
            self.store
                .check_keep(&self.may(KEEPER)?, &of, &draft.check(today)?)
                .await?;
        }
        Ok(())
    }

    async fn knowledge(&self) -> Result<()> {
        for told in KNOWLEDGE {
            self.stand_at(told.days_ago)?;
            let draft = KnowledgeDraft {
                title: told.title.to_owned(),
                depth: Depth::from_word(told.depth),
                audiences: told
                    .audiences
                    .iter()
                    .filter_map(|word| Audience::from_word(word))
                    .collect(),
                text: told.text.to_owned(),
                source: told.source.to_owned(),
                because: "Skrevet efter ønske fra skolerne".to_owned(),
            };
            self.store
                .knowledge_write(&self.may(KEEPER)?, &draft.check(None)?)
                .await?;
        }
        Ok(())
    }
}

/// Whoever writes for the whole municipality.
const KEEPER: &str = "administrator";

/// Writes how the municipality works; `store` runs on `clock`, which is left at the last of the days.
pub async fn settle(store: &Store, clock: &FixedClock, made: &Municipality, today: Date) -> Result<()> {
    let mut actors = BTreeMap::new();
    for (role, word) in [
        (Role::Administrator, KEEPER),
        (Role::SchoolLeader, "school_leader"),
        (Role::SchoolSocialWorker, "school_social_worker"),
        (Role::Teacher, "teacher"),
    ] {
        let somebody = made.staff.iter().find(|one| one.role == role).context("the staff")?;
        let all = store.staff_list().await?;
        let account = all.iter().find(|one| one.username == somebody.username);
        actors.insert(word, store.actor(account.context("an account")?.id).await?);
    }
    let writing = Writing {
        store,
        clock,
        today,
        actors,
    };
    writing.workflow().await?;
    writing.steering().await?;
    writing.knowledge().await
}
