//! What was written in cases and views, found by its words: exactly what the person who asks could open, and no more.

use std::collections::{BTreeMap, BTreeSet};

use access::{Scope, act, on};
use casework::case::CaseEvent;
use casework::concern::ConcernEvent;
use casework::history::{Entry, Sequence};
use casework::search;
use casework::view::ViewEvent;
use casework::{CaseId, ConcernId, PupilId, View, ViewId};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::case::{CASE, VIEW, case, corrupt, view, view_facts};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::family::Family;
use crate::seen::{PupilIdentity, identity};
use crate::stream::{CONCERN, EntryRow, concern, streams};
use crate::{Store, sql};

/// How many entries are looked at in one go.
const STEP: i64 = 64;

/// One entry that has the words.
#[derive(Clone, Debug)]
pub enum Hit {
    /// Of a case.
    Case(Entry<CaseEvent>),
    /// Of somebody's own words.
    View(Box<View>, Entry<ViewEvent>),
}

/// What was found in one case, the newest first.
#[derive(Clone, Debug)]
pub struct CaseHits {
    /// The case.
    pub case: CaseId,
    /// About whom.
    pub who: PupilIdentity,
    /// The entries.
    pub hits: Vec<Hit>,
}

#[derive(sqlx::FromRow)]
struct HitRow {
    place: i64,
    case_id: Uuid,
    kind: String,
    #[sqlx(flatten)]
    entry: EntryRow,
}

#[derive(sqlx::FromRow)]
struct UnfilledRow {
    kind: String,
    id: Uuid,
    pupil_id: Option<Uuid>,
    sequence: i64,
    content: String,
}

/// What was found in one concern, the newest first.
#[derive(Clone, Debug)]
pub struct ConcernHits {
    /// The concern.
    pub concern: ConcernId,
    /// About whom.
    pub who: PupilIdentity,
    /// The entries.
    pub hits: Vec<Entry<ConcernEvent>>,
}

fn ids(all: impl IntoIterator<Item = Uuid>) -> String {
    let all: BTreeSet<String> = all.into_iter().map(|id| id.simple().to_string()).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

/// Keeps what was written so that it is found, in the unit of work that writes it.
pub(crate) async fn put(
    work: &mut Work,
    (stream, sequence): (Uuid, Sequence),
    (case, pupil): (CaseId, PupilId),
    texts: &[(&'static str, String)],
) -> Result<(), StoreError> {
    let words = search::kept(texts.iter().map(|(_, text)| text.as_str()));
    let number = i64::from(sequence.number());
    let values = args![stream, number, case.as_uuid(), pupil.as_uuid(), words];
    work.run(sql::SEARCH_PUT, values).await?;
    Ok(())
}

/// Makes what was written before it could be searched findable.
pub(crate) async fn fill(work: &mut Work) -> Result<(), StoreError> {
    let rows: Vec<UnfilledRow> = work.all(sql::SEARCH_UNFILLED, args![]).await?;
    // Which case a view belongs to is said by its first words.
    let mut cases: BTreeMap<Uuid, CaseId> = BTreeMap::new();
    for row in &rows {
        if row.kind == VIEW
            && row.sequence == 1
            && let ViewEvent::Given { case, .. } = read(row.id, &row.content)?
        {
            cases.insert(row.id, case);
        }
    }
    for row in rows {
        let sequence = u32::try_from(row.sequence).ok().and_then(Sequence::new);
        let (Some(sequence), Some(pupil)) = (sequence, row.pupil_id) else {
            return Err(corrupt(row.id));
        };
        let (case, texts) = if row.kind == CASE {
            (
                CaseId::from_uuid(row.id),
                read::<CaseEvent>(row.id, &row.content)?.own_words(),
            )
        } else {
            let case = cases.get(&row.id).copied().ok_or_else(|| corrupt(row.id))?;
            (case, read::<ViewEvent>(row.id, &row.content)?.own_words())
        };
        put(work, (row.id, sequence), (case, PupilId::from_uuid(pupil)), &texts).await?;
    }
    Ok(())
}

fn read<E: DeserializeOwned>(row: Uuid, content: &str) -> Result<E, StoreError> {
    serde_json::from_str(content).map_err(|_| corrupt(row))
}

impl Store {
    /// The entries with all the words asked for (see [`search::asked`]), of the cases in one scope and the views in the
    /// other, case by case, the newest first; and whether there are more than `most` of them. What lies outside is
    /// neither shown nor counted. That something was found is written to the audit trail, not what was asked for.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn case_search(
        &self,
        cases: &Scope<act::List, on::Case>,
        views: Option<&Scope<act::List, on::View>>,
        asked: &[String],
        most: usize,
    ) -> Result<(Vec<CaseHits>, bool), StoreError> {
        let covered: BTreeMap<CaseId, PupilId> = self
            .case_rows(cases.on())
            .await?
            .into_iter()
            .filter(|(_, facts)| cases.covers(facts))
            .map(|(outline, _)| (outline.id, outline.pupil))
            .collect();
        if covered.is_empty() || asked.is_empty() {
            return Ok((Vec::new(), false));
        }
        let words = serde_json::to_string(asked).unwrap_or_default();
        let within = ids(covered.keys().map(|case| case.as_uuid()));
        let mut found: Vec<(CaseId, Hit)> = Vec::new();
        let mut before = i64::MAX;
        while found.len() <= most {
            let values = args![words.as_str(), within.as_str(), before, STEP];
            let rows: Vec<HitRow> = self.db().all(sql::SEARCH_LIST, values).await?;
            let Some(last) = rows.last().map(|row| row.place) else {
                break;
            };
            before = last;
            found.extend(self.hits(rows, views).await?);
        }
        let more = found.len() > most;
        found.truncate(most);
        self.search_told(cases, views, &found, &covered).await?;
        let planes = self.planes().await?;
        let mut by_case: Vec<CaseHits> = Vec::new();
        for (case, hit) in found {
            if let Some(one) = by_case.iter_mut().find(|one| one.case == case) {
                one.hits.push(hit);
                continue;
            }
            let at = covered.get(&case).and_then(|pupil| planes.roster().pupil_ix(*pupil));
            if let Some(who) = at.and_then(|at| identity(&planes, at)) {
                let hits = vec![hit];
                by_case.push(CaseHits { case, who, hits });
            }
        }
        Ok((by_case, more))
    }

    /// The entries of concerns in the scope with all the words asked for (see [`search::asked`]), concern by concern, the
    /// newest first; and whether there are more than `most` of them. That something was found is written to the audit
    /// trail, not what was asked for.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn concern_search(
        &self,
        scope: &Scope<act::List, on::Concern>,
        asked: &[String],
        most: usize,
    ) -> Result<(Vec<ConcernHits>, bool), StoreError> {
        if asked.is_empty() {
            return Ok((Vec::new(), false));
        }
        let planes = self.planes().await?;
        let mut found: Vec<ConcernHits> = Vec::new();
        for stream in self.stream_within::<ConcernEvent, _, _>(CONCERN, scope).await? {
            let one = concern(stream)?;
            let has = |entry: &&Entry<ConcernEvent>| {
                let texts = entry.event.own_words();
                search::has_all(texts.iter().map(|(_, text)| text.as_str()), asked)
            };
            let hits: Vec<Entry<ConcernEvent>> = one.history.iter().rev().filter(has).cloned().collect();
            let at = planes.roster().pupil_ix(one.pupil).filter(|_| !hits.is_empty());
            if let Some(who) = at.and_then(|at| identity(&planes, at)) {
                let concern = one.id;
                found.push(ConcernHits { concern, who, hits });
            }
        }
        let newest = |one: &ConcernHits| one.hits.first().map(|entry| (entry.at, entry.sequence));
        found.sort_by_key(|one| core::cmp::Reverse(newest(one)));
        let (mut left, mut more) = (most, false);
        for one in &mut found {
            more |= one.hits.len() > left;
            one.hits.truncate(left);
            left = left.saturating_sub(one.hits.len());
        }
        found.retain(|one| !one.hits.is_empty());
        if !found.is_empty() {
            let about: BTreeSet<PupilId> = found.iter().map(|one| one.who.id).collect();
            let about = about.into_iter().collect();
            self.audit(Trace::scoped(scope, format!("search in {CONCERN}"), about))
                .await?;
        }
        Ok((found, more))
    }

    /// The entries of these rows that may be read: all of a case, and of views those the scope covers.
    async fn hits(
        &self,
        rows: Vec<HitRow>,
        views: Option<&Scope<act::List, on::View>>,
    ) -> Result<Vec<(CaseId, Hit)>, StoreError> {
        let said = || rows.iter().filter(|row| row.kind == VIEW);
        let mut readable: BTreeMap<ViewId, View> = BTreeMap::new();
        if let Some(scope) = views.filter(|_| said().next().is_some()) {
            let case_ids = ids(said().map(|row| row.case_id));
            let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_THESE, args![case_ids]).await?;
            let mut of = BTreeMap::new();
            for stream in streams(rows)? {
                let one = case(stream)?;
                of.insert(one.id, one);
            }
            let view_ids = ids(said().map(|row| row.entry.id));
            let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_THESE, args![view_ids]).await?;
            for stream in streams(rows)? {
                let one = view(stream)?;
                let open = of
                    .get(&one.case)
                    .is_some_and(|case| scope.covers(&view_facts(&one, case, &Family::default(), scope.on())));
                if open {
                    readable.insert(one.id, one);
                }
            }
        }
        let mut hits = Vec::with_capacity(rows.len());
        for row in rows {
            let (case, id) = (CaseId::from_uuid(row.case_id), row.entry.id);
            let number = row.entry.sequence;
            if row.kind == CASE {
                let entry = streams(vec![row.entry])?.pop().and_then(|mut one| one.entries.pop());
                hits.extend(entry.map(|entry| (case, Hit::Case(entry))));
            } else if let Some(view) = readable.get(&ViewId::from_uuid(id)) {
                let entry = view
                    .history
                    .iter()
                    .find(|one| i64::from(one.sequence.number()) == number);
                hits.extend(entry.map(|entry| (case, Hit::View(Box::new(view.clone()), entry.clone()))));
            }
        }
        Ok(hits)
    }

    async fn search_told(
        &self,
        cases: &Scope<act::List, on::Case>,
        views: Option<&Scope<act::List, on::View>>,
        found: &[(CaseId, Hit)],
        covered: &BTreeMap<CaseId, PupilId>,
    ) -> Result<(), StoreError> {
        let about = |of_view: bool| -> Vec<PupilId> {
            let hits = found.iter().filter(|(_, hit)| matches!(hit, Hit::View(..)) == of_view);
            let about: BTreeSet<PupilId> = hits.filter_map(|(case, _)| covered.get(case).copied()).collect();
            about.into_iter().collect()
        };
        let (of_cases, of_views) = (about(false), about(true));
        if !of_cases.is_empty() {
            self.audit(Trace::scoped(cases, format!("search in {CASE}"), of_cases))
                .await?;
        }
        if let Some(scope) = views.filter(|_| !of_views.is_empty()) {
            self.audit(Trace::scoped(scope, format!("search in {VIEW}"), of_views))
                .await?;
        }
        Ok(())
    }
}
