//! Who has looked: the audit trail searched for the data protection officer, told to the family, and with refused tries
//! in it. Every search is itself written to the trail.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::{Action, Actor, Permit, Place, PupilFacts, Resource, Role, Scope, act, on};
use casework::person::Name;
use casework::{PersonId, PupilId};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::{Act, AuditEntry, EntryId, EntryRow, PseudonymRow};
use crate::db::args;
use crate::error::StoreError;
use crate::reason::GivenReason;
use crate::seen::{Places, facts, matches, placed};
use crate::{PupilIdentity, Store, sql};

/// An entry about no more pupils than this shows their names in a list; of a longer one the list shows how many.
const NAMED: usize = 3;
/// How many entries are read at once.
const AT_ONCE: u32 = 2_000;
/// How many entries one search looks through; the rest is a further search away.
const MOST_LOOKED_THROUGH: usize = 100_000;

/// What somebody tried and was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was asked.
    pub action: Action,
    /// About what.
    pub resource: Resource,
    /// About whom, where that is known.
    pub pupil: Option<PupilId>,
}

/// What the trail is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailAsked {
    /// From this instant.
    pub from: Timestamp,
    /// Up to this instant.
    pub until: Timestamp,
    /// Only what this person did.
    pub who: Option<PersonId>,
    /// Only this, as `read` or `refused`.
    pub action: Option<String>,
    /// Only what was done to this.
    pub resource: Option<Resource>,
    /// Only what was about this pupil.
    pub pupil: Option<PupilId>,
    /// Only what is older than this entry, for the page after; with its instant.
    pub after: Option<(Timestamp, EntryId)>,
    /// How many at most.
    pub most: usize,
}

/// An entry of the trail with the names that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailLine {
    /// The entry.
    pub entry: AuditEntry,
    /// Who it was; none for the program itself, or an account that is gone.
    pub who: Option<String>,
    /// The pupils it was about, by name, where there are few or one entry is read.
    pub pupils: Vec<(PupilId, Name)>,
    /// How many pupils it was about.
    pub about: usize,
    /// The reasons given for it, where one entry is read.
    pub reasons: Vec<GivenReason>,
}

/// A page of the trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailPage {
    /// The entries, newest first.
    pub lines: Vec<TrailLine>,
    /// Where the next page begins; none when everything asked for has been looked through.
    pub more: Option<(Timestamp, EntryId)>,
}

/// A look at a pupil as the family is told of it: what kind of person, where, and when; nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// The day.
    pub day: Date,
    /// As what; none for the program itself.
    pub role: Option<Role>,
    /// Where that role is held; none where it is held in several places, or ended.
    pub place: Option<Place>,
    /// What was done.
    pub action: Action,
    /// To what.
    pub resource: Resource,
    /// How often that day.
    pub times: u32,
}

/// What looks are counted by: day, role, place, action, resource.
type Seen = (Date, Option<Role>, Option<Place>, Action, Resource);

/// The grant an entry names: role, resource.
fn granted(policy: &str) -> Option<(Role, Resource)> {
    let mut parts = policy.split("; ").next()?.split('/');
    Some((Role::from_word(parts.next()?)?, Resource::from_word(parts.next()?)?))
}

impl Store {
    /// Writes down that somebody tried what they may not. `page` is the address with its places left open, so that no id
    /// of a child stands in the trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn trail_refused(&self, who: PersonId, tried: Refused, page: &str) -> Result<(), StoreError> {
        self.audit(Act {
            who: Some(who),
            action: "refused".to_owned(),
            what: format!("{} {} at {page}", tried.action, tried.resource),
            ground: "Refused: no role held opens it".to_owned(),
            policy: format!("refused/{}/{}", tried.resource, tried.action),
            subjects: tried.pupil.into_iter().collect(),
        })
        .await
    }

    /// Writes down that somebody asked for what is not there: whoever tries addresses is seen, and what may not be seen takes no
    /// longer to refuse than what is not there. `page` is the address with its places left open.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn trail_missing(&self, who: PersonId, page: &str) -> Result<(), StoreError> {
        self.audit(Act {
            who: Some(who),
            action: "refused".to_owned(),
            what: format!("something that is not there at {page}"),
            ground: "Refused: nothing is there".to_owned(),
            policy: "missing".to_owned(),
            subjects: Vec::new(),
        })
        .await
    }

    /// A page of the trail. That it was searched, for what, and whose names were shown is written to the trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn trail_list(
        &self,
        scope: &Scope<act::List, on::PupilTrail>,
        asked: &TrailAsked,
    ) -> Result<TrailPage, StoreError> {
        let (entries, more) = self.trail_entries(asked).await?;
        let about_few: Vec<u32> = entries
            .iter()
            .filter(|entry| entry.subjects.len() <= NAMED)
            .flat_map(|entry| entry.subjects.iter().copied())
            .collect();
        let names = self.trail_names(scope, &about_few).await?;
        let mut shown: BTreeSet<PupilId> = names.values().map(|(id, _)| *id).collect();
        // A pupil who has been erased has no pseudonym any more, and none is made anew.
        let planes = self.planes().await?;
        shown.extend(asked.pupil.filter(|pupil| planes.roster().pupil_ix(*pupil).is_some()));
        let act = Act::scoped(scope, self.in_words(asked), shown.into_iter().collect());
        self.audit(act).await?;
        let staff = self.staff_names().await?;
        let line = |entry: AuditEntry| {
            let few = entry.subjects.len() <= NAMED;
            let pupils = entry
                .subjects
                .iter()
                .filter(|_| few)
                .filter_map(|n| names.get(n).cloned());
            TrailLine {
                who: entry.who.and_then(|who| staff.get(&who).cloned()),
                pupils: pupils.collect(),
                about: entry.subjects.len(),
                reasons: Vec::new(),
                entry,
            }
        };
        Ok(TrailPage {
            lines: entries.into_iter().map(line).collect(),
            more,
        })
    }

    /// One entry with everybody it was about. The reading is written to the trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such entry.
    pub async fn trail_one(
        &self,
        scope: &Scope<act::List, on::PupilTrail>,
        id: EntryId,
    ) -> Result<TrailLine, StoreError> {
        let row: Option<EntryRow> = self.db().one(sql::AUDIT_ONE, args![id.segment, id.sequence]).await?;
        let entry = AuditEntry::from(row.ok_or(StoreError::Missing("entry"))?);
        let names = self.trail_names(scope, &entry.subjects).await?;
        let mut pupils: Vec<(PupilId, Name)> = names.into_values().collect();
        pupils.sort_by(|a, b| casework::person::danish_order(&a.1.full(), &b.1.full()).then(a.0.cmp(&b.0)));
        let shown = pupils.iter().map(|(id, _)| *id).collect();
        self.audit(Act::scoped(scope, format!("entry {id}"), shown)).await?;
        let staff = self.staff_names().await?;
        Ok(TrailLine {
            who: entry.who.and_then(|who| staff.get(&who).cloned()),
            about: entry.subjects.len(),
            reasons: self.reasons_of(&entry.what).await?,
            pupils,
            entry,
        })
    }

    /// Pupils of the scope whose name begins with what was typed, to ask the trail about one of them; at most `most`, in
    /// Danish order. Whose names were shown is written to the trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn trail_pupils(
        &self,
        scope: &Scope<act::List, on::PupilTrail>,
        typed: &str,
        most: usize,
    ) -> Result<Vec<PupilIdentity>, StoreError> {
        let wanted = casework::person::fold(typed);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let planes = self.planes().await?;
        let mut found = Places::of(scope.reach(), planes.roster()).pupils(&planes, scope.on());
        found.retain(|at| {
            let entry = planes.roster().pupil_entry(*at);
            entry.is_some_and(|p| matches(&p.name, &wanted))
        });
        found.sort_by_key(|at| planes.roster().name_rank(*at));
        let shown = found.into_iter().take(most);
        let shown: Vec<PupilIdentity> = shown.filter_map(|at| crate::seen::identity(&planes, at)).collect();
        if !shown.is_empty() {
            let subjects = shown.iter().map(|p| p.id).collect();
            self.audit(Act::scoped(scope, "pupils to ask the trail about".to_owned(), subjects))
                .await?;
        }
        Ok(shown)
    }

    /// The name of one pupil of the scope, for a page that has asked the trail about the pupil; the asking is in the
    /// trail already. None for a pupil who is not there any more.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn trail_pupil(
        &self,
        scope: &Scope<act::List, on::PupilTrail>,
        pupil: PupilId,
    ) -> Result<Option<Name>, StoreError> {
        let planes = self.planes().await?;
        let places = Places::of(scope.reach(), planes.roster());
        let at = planes.roster().pupil_ix(pupil);
        let at = at.filter(|at| places.covers(placed(planes.register(), *at, scope.on())));
        Ok(at
            .and_then(|at| planes.roster().pupil_entry(at))
            .map(|entry| entry.name.clone()))
    }

    /// Who has looked at the permit's pupil from an instant up to another, newest day first: roles and places, never
    /// names. Staff that look are told apart no further than that. What was refused is not among it, for nothing was seen;
    /// nor is what the child or a parent did, for neither is told of the other by the way.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn pupil_looks(
        &self,
        permit: &Permit<act::Read, on::PupilTrail>,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Look>, StoreError> {
        let pupil = permit.subject();
        let act = Act::permitted(permit, "who has looked".to_owned(), vec![pupil]);
        self.audit(act).await?;
        self.looks_of(pupil, from, until).await
    }

    /// Who has looked at a pupil; see [`Store::pupil_looks`].
    pub(crate) async fn looks_of(
        &self,
        pupil: PupilId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Look>, StoreError> {
        let mut asked = TrailAsked {
            from,
            until,
            who: None,
            action: None,
            resource: None,
            pupil: Some(pupil),
            after: None,
            most: usize::MAX,
        };
        let mut entries = Vec::new();
        loop {
            let (found, more) = self.trail_entries(&asked).await?;
            entries.extend(found);
            if more.is_none() {
                break;
            }
            asked.after = more;
        }
        let mut actors: HashMap<PersonId, Actor> = HashMap::new();
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(pupil).ok_or(StoreError::Missing("pupil"))?;
        let mut times: BTreeMap<Seen, u32> = BTreeMap::new();
        for entry in entries {
            let Some(action) = Action::from_word(&entry.action) else {
                continue;
            };
            let Some((role, resource)) = granted(&entry.policy).filter(|(role, _)| !role.is_family()) else {
                continue;
            };
            let day = self.day_of(entry.at);
            let (role, place) = match entry.who {
                None => (None, None),
                Some(who) => {
                    if let std::collections::hash_map::Entry::Vacant(new) = actors.entry(who) {
                        new.insert(self.actor(who).await?);
                    }
                    let facts = facts(&planes, at, pupil, day);
                    let place = actors.get(&who).and_then(|actor| place_of(actor, role, &facts, day));
                    (Some(role), place)
                }
            };
            *times.entry((day, role, place, action, resource)).or_default() += 1;
        }
        let look = |((day, role, place, action, resource), times)| Look {
            day,
            role,
            place,
            action,
            resource,
            times,
        };
        Ok(times.into_iter().rev().map(look).collect())
    }

    /// Entries that fit, newest first, and where to go on.
    async fn trail_entries(
        &self,
        asked: &TrailAsked,
    ) -> Result<(Vec<AuditEntry>, Option<(Timestamp, EntryId)>), StoreError> {
        let number = match asked.pupil {
            None => None,
            Some(pupil) => match self.pseudonym_of(pupil).await? {
                Some(number) => Some(number),
                None => return Ok((Vec::new(), None)),
            },
        };
        let newest = EntryId {
            segment: Uuid::max(),
            sequence: i64::MAX,
        };
        let (mut at, mut place) = asked.after.unwrap_or((asked.until, newest));
        let resource = asked.resource.map(|r| format!("%/{r}/%")).unwrap_or_default();
        let (mut found, mut looked) = (Vec::new(), 0);
        loop {
            let values = args![
                asked.from,
                at,
                place.segment,
                place.sequence,
                AT_ONCE,
                asked.who.is_some(),
                asked.who.map(PersonId::as_uuid),
                asked.action.as_deref().unwrap_or_default(),
                &resource,
                number.is_some()
            ];
            let rows: Vec<EntryRow> = self.db().all(sql::AUDIT_FIND, values).await?;
            let last = rows.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
            looked += rows.len();
            for entry in rows.into_iter().map(AuditEntry::from) {
                (at, place) = (entry.at, entry.id);
                if number.is_none_or(|number| entry.subjects.binary_search(&number).is_ok()) {
                    if found.len() == asked.most {
                        let next: Option<&AuditEntry> = found.last();
                        return Ok((found.clone(), next.map(|entry| (entry.at, entry.id))));
                    }
                    found.push(entry);
                }
            }
            if last {
                return Ok((found, None));
            }
            if looked >= MOST_LOOKED_THROUGH {
                return Ok((found, Some((at, place))));
            }
        }
    }

    /// The pupils behind pseudonyms, as far as the scope reaches; an erased pupil is nobody.
    async fn trail_names(
        &self,
        scope: &Scope<act::List, on::PupilTrail>,
        numbers: &[u32],
    ) -> Result<HashMap<u32, (PupilId, Name)>, StoreError> {
        let wanted: BTreeSet<u32> = numbers.iter().copied().collect();
        let wanted = serde_json::to_string(&wanted).unwrap_or_default();
        let rows: Vec<PseudonymRow> = self.db().all(sql::PSEUDONYM_LIST_BY_NUMBER, args![wanted]).await?;
        let planes = self.planes().await?;
        let places = Places::of(scope.reach(), planes.roster());
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let id = PupilId::from_uuid(row.pupil_id);
                let at = planes.roster().pupil_ix(id)?;
                let entry = planes.roster().pupil_entry(at)?;
                let seen = places.covers(placed(planes.register(), at, scope.on()));
                let number = u32::try_from(row.pseudonym).ok()?;
                seen.then(|| (number, (id, entry.name.clone())))
            })
            .collect())
    }

    /// What was asked, for the trail: ids of staff, never a name and never the id of a pupil.
    fn in_words(&self, asked: &TrailAsked) -> String {
        let mut words = format!("trail from {} to {}", self.day_of(asked.from), self.day_of(asked.until));
        if let Some(who) = asked.who {
            words.push_str(&format!(", of {who}"));
        }
        if let Some(action) = &asked.action {
            words.push_str(&format!(", {action}"));
        }
        if let Some(resource) = asked.resource {
            words.push_str(&format!(", {resource}"));
        }
        if asked.pupil.is_some() {
            words.push_str(", about one pupil");
        }
        words
    }
}

/// Where a role is held on a day that reaches the pupil; none where that is not one place.
pub(crate) fn place_of(actor: &Actor, role: Role, pupil: &PupilFacts, day: Date) -> Option<Place> {
    let held: BTreeSet<Place> = actor
        .roles_on(day)
        .filter(|r| r.role() == role)
        .map(|r| r.place())
        .collect();
    let near = |place: &&Place| match place {
        Place::Municipality => false,
        Place::School(school) => pupil.placement.schools.contains(school),
        Place::Class(class) => pupil.placement.classes.contains(class),
        Place::Pupil(id) => *id == pupil.pupil,
    };
    let mut here = held.iter().filter(near);
    match (here.next(), here.next()) {
        (Some(only), None) => Some(*only),
        _ if held.len() == 1 => held.first().copied(),
        _ => None,
    }
}
