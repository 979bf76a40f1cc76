//! Everything kept about one pupil, read for the copy that whoever it is about may ask for (GDPR art. 15). What is held
//! for review is `casework::insight`'s to say; this reads it, and writes down what was taken out and why.

use std::collections::{BTreeMap, HashMap};

use access::{Actor, Permit, Role, act, on};
use casework::concern::ConcernEvent;
use casework::duty::DutyEvent;
use casework::history::Entry;
use casework::request::RequestEvent;
use casework::review::OutcomeEvent;
use casework::set_aside::SetAsideEvent;
use casework::sparring::SparringEvent;
use casework::view::ViewEvent;
use casework::{Case, OwnWords, PersonId, View};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::attachment::Attachment;
use crate::audit::Act as Trace;
use crate::case::{CASE, VIEW, case, view};
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::file::{FIRST_DAY, LAST_DAY};
use crate::mark::{HistoryRow, MarkHistory};
use crate::planes::Partial;
use crate::reason::GivenReason;
use crate::request::REQUEST;
use crate::seen::{PupilIdentity, facts, identity};
use crate::sparring::SPARRING;
use crate::stream::{CONCERN, DUTY, EntryRow, OUTCOME, SET_ASIDE, streams};
use crate::trail::{Look, place_of};
use crate::{Store, sql};

/// The tables with a column for the pupil, and where each is in the copy: a test holds it against both live schemas, so
/// that nothing kept about a child is left out without somebody having said why.
pub const TABLES: &[(&str, &str)] = &[
    ("enrolments", "classes"),
    ("marks", "marks"),
    ("partials", "part days"),
    ("streams", "everything written"),
    ("cases", "the cases themselves stand in what is written"),
    ("search_entries", "the words of cases once more, for searching"),
    ("drafts", "sealed for who types; nobody else may open it"),
    ("role_grants", "who of the family signs in"),
    (
        "family_links",
        "links not used yet, without their secret: nothing of the child",
    ),
    ("legal_holds", "what holds the child back from being erased"),
    ("given_reasons", "reasons given"),
    (
        "emergencies",
        "why it was opened and what was found stand among the reasons given; what was looked at, among who has looked",
    ),
    ("attachments", "files"),
    ("agreed_weeks", "a shorter timetable stands in what is written"),
    (
        "pupil_pseudonyms",
        "the number the trail uses; who has looked is in the copy",
    ),
];

/// The entries of one stream.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept<E> {
    /// Its id.
    pub id: Uuid,
    /// What happened, oldest first.
    pub entries: Vec<Entry<E>>,
}

/// Somebody of the family who has, had or will have access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyRight {
    /// As what.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day, or still.
    pub to: Option<Date>,
}

/// A hold that stands or stood.
#[derive(Clone, PartialEq, Eq)]
pub struct HoldKept {
    /// Why the pupil must not be erased yet.
    pub reason: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when, when it has ended.
    pub to: Option<Timestamp>,
}

/// Everything kept about one pupil.
#[derive(Clone)]
pub struct Insight {
    /// Who it is, with every class.
    pub who: PupilIdentity,
    /// Whether a CPR number is kept. It is in no copy; who may see it asks for it alone.
    pub has_cpr: bool,
    /// Every mark, corrected ones too.
    pub marks: Vec<MarkHistory>,
    /// Part days as they stand.
    pub part_days: Vec<Partial>,
    /// Cases.
    pub cases: Vec<Case>,
    /// Words said in cases.
    pub views: Vec<View>,
    /// Concerns.
    pub concerns: Vec<Kept<ConcernEvent>>,
    /// Questions about concerns, which name nobody.
    pub sparring: Vec<Kept<SparringEvent>>,
    /// What was done about duties.
    pub duties: Vec<Kept<DutyEvent>>,
    /// What reviews decided.
    pub outcomes: Vec<Kept<OutcomeEvent>>,
    /// Early signs set aside.
    pub set_asides: Vec<Kept<SetAsideEvent>>,
    /// What the family asked.
    pub requests: Vec<Kept<RequestEvent>>,
    /// Who of the family signs in, by role.
    pub family: Vec<FamilyRight>,
    /// Holds.
    pub holds: Vec<HoldKept>,
    /// Reasons given for seeing or handing out what is kept back.
    pub reasons: Vec<GivenReason>,
    /// Papers and pictures in cases.
    pub files: Vec<Attachment>,
    /// Who wrote as what: by person and day; nobody who held no role near the pupil that day.
    pub roles: BTreeMap<(PersonId, Date), Role>,
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    kind: String,
    id: Uuid,
    sequence: i64,
    made_by: Uuid,
    made_on: jiff_sqlx::Date,
    made_at: i64,
    content: String,
}

#[derive(sqlx::FromRow)]
struct HoldRow {
    reason: String,
    set_at: i64,
    ended_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SealedRow {
    cpr_sealed: Option<Vec<u8>>,
}

fn kept<E: DeserializeOwned>(rows: Option<Vec<EntryRow>>) -> Result<Vec<Kept<E>>, StoreError> {
    let all = streams(rows.unwrap_or_default())?.into_iter();
    Ok(all
        .map(|stream| Kept {
            id: stream.id,
            entries: stream.entries,
        })
        .collect())
}

impl Store {
    /// Everything kept about the permit's pupil. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone; [`StoreError::Corrupt`] for an entry of a kind this release does
    /// not know: nothing is left out in silence.
    pub async fn insight<A: access::Act>(&self, permit: &Permit<A, on::SubjectAccess>) -> Result<Insight, StoreError> {
        let pupil = permit.subject();
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(pupil).ok_or(StoreError::Missing("pupil"))?;
        let who = identity(&planes, at).ok_or(StoreError::Missing("pupil"))?;
        let mut work = self.db().begin().await?;
        let act = Trace::permitted(permit, "everything kept, to be looked through".to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        let marks: Vec<HistoryRow> = work
            .all(sql::MARK_LIST_OF, args![pupil.as_uuid(), FIRST_DAY, LAST_DAY])
            .await?;
        let written: Vec<WholeRow> = work.all(sql::STREAM_LIST_WHOLE, args![pupil.as_uuid()]).await?;
        let holds: Vec<HoldRow> = work.all(sql::HOLD_LIST_OF, args![pupil.as_uuid()]).await?;
        let sealed: Option<SealedRow> = work.one(sql::PUPIL_CPR, args![pupil.as_uuid()]).await?;
        work.commit().await?;
        let mut actors: HashMap<PersonId, Actor> = HashMap::new();
        let mut roles = BTreeMap::new();
        let mut by_kind: BTreeMap<String, Vec<EntryRow>> = BTreeMap::new();
        for row in written {
            let (by, on) = (PersonId::from_uuid(row.made_by), Date::from(row.made_on));
            if let std::collections::hash_map::Entry::Vacant(new) = actors.entry(by) {
                new.insert(self.actor(by).await?);
            }
            let near = facts(&planes, at, pupil, on);
            let held = actors.get(&by).into_iter().flat_map(|actor| {
                let roles = actor.roles_on(on).map(access::RoleGrant::role);
                roles.map(|role| (place_of(actor, role, &near, on).is_none(), role))
            });
            // A role held where the pupil goes says more than one held elsewhere.
            if let Some((_, role)) = held.min() {
                roles.insert((by, on), role);
            }
            let entry = EntryRow {
                id: row.id,
                pupil_id: Some(pupil.as_uuid()),
                sequence: row.sequence,
                made_by: row.made_by,
                made_on: on.to_sqlx(),
                made_at: row.made_at,
                content: row.content,
            };
            by_kind.entry(row.kind).or_default().push(entry);
        }
        let mut take = |kind: &str| by_kind.remove(kind);
        let insight = Insight {
            has_cpr: sealed.is_some_and(|row| row.cpr_sealed.is_some()),
            marks: marks.into_iter().map(|row| row.read(pupil)).collect::<Result<_, _>>()?,
            part_days: planes.partials(at).to_vec(),
            cases: streams(take(CASE).unwrap_or_default())?
                .into_iter()
                .map(case)
                .collect::<Result<_, _>>()?,
            views: streams::<ViewEvent>(take(VIEW).unwrap_or_default())?
                .into_iter()
                .map(view)
                .collect::<Result<_, _>>()?,
            concerns: kept(take(CONCERN))?,
            sparring: kept(take(SPARRING))?,
            duties: kept(take(DUTY))?,
            outcomes: kept(take(OUTCOME))?,
            set_asides: kept(take(SET_ASIDE))?,
            requests: kept(take(REQUEST))?,
            family: self.family_rights(pupil).await?,
            holds: holds
                .into_iter()
                .map(|row| HoldKept {
                    reason: row.reason,
                    from: instant(row.set_at),
                    to: row.ended_at.map(instant),
                })
                .collect(),
            reasons: self.reasons_about(pupil).await?,
            files: self.attachments_about(pupil).await?,
            roles,
            who,
        };
        match by_kind.into_values().flatten().next() {
            Some(unknown) => Err(StoreError::Corrupt {
                table: "streams",
                row: unknown.id,
            }),
            None => Ok(insight),
        }
    }

    /// Writes down that the copy is taken out, as what kind of file, and each thing that was held and is in it, with the
    /// reason somebody gave. Then who has looked, this included.
    ///
    /// # Errors
    /// When the database cannot answer; then nothing is handed out.
    pub async fn insight_take(
        &self,
        permit: &Permit<act::Export, on::SubjectAccess>,
        file: &str,
        given: &[(String, OwnWords)],
    ) -> Result<Vec<Look>, StoreError> {
        let pupil = permit.subject();
        let mut work = self.db().begin().await?;
        let what = match given.len() {
            0 => format!("everything kept as {file}; what is held was left out"),
            count => {
                let named = self.reasons_give(&mut work, (pupil, permit.by()), given).await?;
                format!("everything kept as {file}; {count} held given, {named}")
            }
        };
        let act = Trace::permitted(permit, what, vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await?;
        self.looks_of(pupil, Timestamp::UNIX_EPOCH, self.now()).await
    }
}
