//! Emergency access to one child: opened with a reason, ended by the clock, by whoever opened it or by the data protection
//! officer, who looks into each. What it opens is the policy's to say; whether it is open is asked here at every request.

use std::collections::{BTreeMap, BTreeSet};

use access::{Actor, EmergencyFacts, EmergencyRules, Permit, Placement, Role, Scope, act, on};
use casework::emergency::{EmergencyFinding, EmergencyKind, EmergencyReason};
use casework::person::fold;
use casework::{EmergencyId, OwnWords, PersonId, PupilId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::reason::GivenReason;
use crate::seen::{PupilIdentity, facts, identity, placed};
use crate::session::Subject;
use crate::{Store, sql};

/// Tries that found nobody, or nobody one may open, before the person waits.
const MOST_TRIES: i64 = 5;
/// What the reason of whoever opened it is for, and the words of whoever looked into it, among the reasons given.
const OPENED: &str = "emergency access";
const FOUND: &str = "emergency access looked into";

/// Which child somebody must see, typed exactly: no list is offered, and nothing is found by a part.
#[derive(Clone, PartialEq, Eq)]
pub enum EmergencyAsked {
    /// By CPR number or UniLogin, or whatever number the school's system knows the child by.
    Number(String),
    /// By the whole name and the class.
    Name {
        /// Given and family name.
        name: String,
        /// The name of the class.
        class: String,
    },
}

/// What is open to somebody now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenEmergency {
    /// Which.
    pub id: EmergencyId,
    /// To whom.
    pub pupil: PupilId,
    /// With which role it was opened.
    pub role: Role,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Emergency access somebody opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Emergency {
    /// Which.
    pub id: EmergencyId,
    /// To whom.
    pub pupil: PupilId,
    /// Who opened it.
    pub by: PersonId,
    /// With which role.
    pub role: Role,
    /// What kind of reason.
    pub kind: EmergencyKind,
    /// When.
    pub opened: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
    /// When somebody ended it before.
    pub ended: Option<Timestamp>,
    /// What the data protection officer found, when and who; nothing while it waits.
    pub finding: Option<(EmergencyFinding, Timestamp, PersonId)>,
}

impl Emergency {
    /// Whether it is open at an instant.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended.is_none() && self.until > now
    }
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: Uuid,
    pupil_id: Uuid,
    role: String,
    until_at: i64,
}

#[derive(sqlx::FromRow)]
struct EmergencyRow {
    id: Uuid,
    pupil_id: Uuid,
    person_id: Uuid,
    role: String,
    kind: String,
    opened_at: i64,
    until_at: i64,
    ended_at: Option<i64>,
    finding: Option<String>,
    found_at: Option<i64>,
    found_by: Option<Uuid>,
}

fn corrupt(row: Uuid) -> StoreError {
    StoreError::Corrupt {
        table: "emergencies",
        row,
    }
}

impl EmergencyRow {
    fn read(self) -> Result<Emergency, StoreError> {
        let row = self.id;
        let finding = match (self.finding, self.found_at, self.found_by) {
            (Some(word), Some(at), Some(by)) => {
                let finding = EmergencyFinding::from_word(&word).ok_or_else(|| corrupt(row))?;
                Some((finding, instant(at), PersonId::from_uuid(by)))
            }
            _ => None,
        };
        Ok(Emergency {
            id: EmergencyId::from_uuid(row),
            pupil: PupilId::from_uuid(self.pupil_id),
            by: PersonId::from_uuid(self.person_id),
            role: Role::from_word(&self.role).ok_or_else(|| corrupt(row))?,
            kind: EmergencyKind::from_word(&self.kind).ok_or_else(|| corrupt(row))?,
            opened: instant(self.opened_at),
            until: instant(self.until_at),
            ended: self.ended_at.map(instant),
            finding,
        })
    }
}

impl Store {
    /// What is open to somebody now, the first to end first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_open_of(&self, person: PersonId) -> Result<Vec<OpenEmergency>, StoreError> {
        let values = args![person.as_uuid(), self.now()];
        let rows: Vec<OpenRow> = self.db().all(sql::EMERGENCY_OPEN_OF, values).await?;
        let read = |row: OpenRow| {
            Ok(OpenEmergency {
                id: EmergencyId::from_uuid(row.id),
                pupil: PupilId::from_uuid(row.pupil_id),
                role: Role::from_word(&row.role).ok_or_else(|| corrupt(row.id))?,
                until: instant(row.until_at),
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Counts a try to open emergency access before it is made; until when nothing is tried, where that is so. One that was
    /// right is taken back when it is opened.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_try(&self, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        self.try_begin(&[tries(person)]).await
    }

    /// Takes a counted try back, for somebody who turned out to see the child anyway.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_try_back(&self, person: PersonId) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.try_was_right(&mut work, &[tries(person)]).await?;
        work.commit().await
    }

    /// The one child that is meant, and whether the municipality lets the actor open emergency access to it, as `access` asks
    /// for it; nothing when no child, or more than one, is exactly that. Everybody is looked through in either case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_asked(
        &self,
        actor: &Actor,
        asked: &EmergencyAsked,
        rules: &EmergencyRules,
        day: Date,
    ) -> Result<Option<EmergencyFacts>, StoreError> {
        let planes = self.planes().await?;
        let (roster, register) = (planes.roster(), planes.register());
        let mut found = Vec::new();
        match asked {
            EmergencyAsked::Number(number) => {
                let number = number.trim();
                if let Ok(cpr) = number.parse::<intake::Cpr>() {
                    found.extend(self.pupils_with_cpr(cpr).await?);
                }
                let known = roster.pupil_entries().filter(|one| one.external_id == number);
                found.extend(known.map(|one| one.id));
            }
            EmergencyAsked::Name { name, class } => {
                let (name, class) = (fold(name), fold(class).replace([' ', '.'], ""));
                for at in register.pupils() {
                    let here = placed(register, at, day).and_then(|at| roster.class_entry(at));
                    let fits = here.is_some_and(|one| fold(&one.name).replace([' ', '.'], "") == class);
                    let entry = roster.pupil_entry(at).filter(|one| fold(&one.name.full()) == name);
                    found.extend(entry.filter(|_| fits).map(|one| one.id));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        let [pupil] = found.as_slice() else { return Ok(None) };
        let Some(at) = roster.pupil_ix(*pupil) else {
            return Ok(None);
        };
        let Some(who) = identity(&planes, at) else {
            return Ok(None);
        };
        let begun = who.stays.iter().filter(|stay| stay.from <= day);
        let ties = Placement {
            schools: begun.clone().map(|stay| stay.school).collect(),
            classes: begun.map(|stay| stay.class).collect(),
        };
        let pupil = facts(&planes, at, *pupil, day);
        let role = rules.role_for(actor, (&pupil.placement, &ties), who.protected, day);
        Ok(Some(EmergencyFacts {
            people: role.and(actor.person()).into_iter().collect(),
            emergency: None,
            role,
            pupil,
        }))
    }

    /// Opens emergency access to the permit's pupil for so many hours. What the person had open to the same pupil ends: a
    /// longer time has a reason of its own.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the permit is for one opened already, or nobody's.
    pub async fn emergency_open(
        &self,
        permit: &Permit<act::Create, on::EmergencyAccess>,
        reason: &EmergencyReason,
        hours: u8,
    ) -> Result<OpenEmergency, StoreError> {
        let subject = permit.subject();
        let (Some(by), Some(role), None) = (permit.by(), subject.role, subject.emergency) else {
            return Err(StoreError::Permit("emergency access"));
        };
        let (now, id) = (self.now(), self.new_uuid()?);
        let lasts = SignedDuration::from_hours(i64::from(hours.min(EmergencyRules::MOST_HOURS)));
        let until = now.saturating_add(lasts).unwrap_or(now);
        let pupil = subject.pupil;
        let mut work = self.db().begin().await?;
        work.run(sql::EMERGENCY_END_BEFORE, args![by.as_uuid(), pupil.as_uuid(), now])
            .await?;
        let values = args![
            id,
            pupil.as_uuid(),
            by.as_uuid(),
            role.word(),
            reason.kind.word(),
            now,
            until
        ];
        work.run(sql::EMERGENCY_ADD, values).await?;
        let given = [(OPENED.to_owned(), reason.words.clone())];
        let named = self.reasons_give_for(&mut work, id, (pupil, Some(by)), &given).await?;
        let what = format!("emergency, {}, until {until}, {named}", reason.kind.word());
        self.inner
            .trail
            .write(&mut work, now, Act::permitted(permit, what, vec![pupil]))
            .await?;
        self.try_was_right(&mut work, &[tries(by)]).await?;
        work.commit().await?;
        Ok(OpenEmergency {
            id: EmergencyId::from_uuid(id),
            pupil,
            role,
            until,
        })
    }

    async fn emergency_facts_of(&self, one: &Emergency, day: Date) -> Result<Option<EmergencyFacts>, StoreError> {
        let Some(pupil) = self.pupil_facts(one.pupil, day).await? else {
            return Ok(None);
        };
        let mut people = BTreeSet::from([one.by]);
        let running = self.outlines_of(one.pupil).await?;
        people.extend(
            running
                .iter()
                .filter(|case| case.closed_on.is_none())
                .filter_map(|case| case.coordinator),
        );
        Ok(Some(EmergencyFacts {
            pupil,
            emergency: Some(one.id),
            role: Some(one.role),
            people,
        }))
    }

    async fn emergency_read(&self, id: EmergencyId) -> Result<Option<Emergency>, StoreError> {
        let row: Option<EmergencyRow> = self.db().one(sql::EMERGENCY_ONE, args![id.as_uuid()]).await?;
        row.map(EmergencyRow::read).transpose()
    }

    /// What `access` must know about one that was opened; `None` when there is none.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_facts(&self, id: EmergencyId, day: Date) -> Result<Option<EmergencyFacts>, StoreError> {
        match self.emergency_read(id).await? {
            None => Ok(None),
            Some(one) => self.emergency_facts_of(&one, day).await,
        }
    }

    /// Ends the permit's emergency access now. Whoever coordinates the case sees that it was opened, and ends it not.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has ended; [`StoreError::Permit`] for somebody who neither opened it nor controls it.
    pub async fn emergency_end(&self, permit: &Permit<act::Close, on::EmergencyAccess>) -> Result<(), StoreError> {
        let id = permit
            .subject()
            .emergency
            .ok_or(StoreError::Missing("emergency access"))?;
        let one = self
            .emergency_read(id)
            .await?
            .ok_or(StoreError::Missing("emergency access"))?;
        let controls = permit.ground().reach == access::Reach::Municipality;
        if !controls && permit.by() != Some(one.by) {
            return Err(StoreError::Permit("emergency access"));
        }
        let now = self.now();
        let mut work = self.db().begin().await?;
        let by = permit.by().map(PersonId::as_uuid);
        if work.run(sql::EMERGENCY_END, args![id.as_uuid(), now, by]).await? == 0 {
            return Err(StoreError::Conflict("emergency access"));
        }
        let act = Act::permitted(permit, "emergency ended".to_owned(), vec![one.pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Keeps what the data protection officer found about the permit's emergency access, with words where they said some.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody has said so already.
    pub async fn emergency_found(
        &self,
        permit: &Permit<act::Change, on::EmergencyAccess>,
        finding: EmergencyFinding,
        words: Option<&OwnWords>,
    ) -> Result<(), StoreError> {
        let subject = permit.subject();
        let id = subject.emergency.ok_or(StoreError::Missing("emergency access"))?;
        let (now, by) = (self.now(), permit.by());
        let mut work = self.db().begin().await?;
        let values = args![id.as_uuid(), finding.word(), now, by.map(PersonId::as_uuid)];
        if work.run(sql::EMERGENCY_FIND, values).await? == 0 {
            return Err(StoreError::Conflict("emergency access"));
        }
        let mut what = format!("emergency {}", finding.word());
        if let Some(words) = words {
            let given = [(FOUND.to_owned(), words.clone())];
            let named = self
                .reasons_give_for(&mut work, id.as_uuid(), (subject.pupil, by), &given)
                .await?;
            what = format!("{what}, {named}");
        }
        let act = Act::permitted(permit, what, vec![subject.pupil]);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// What was opened since an instant in the scope, and what nobody has looked into, the newest first, with whom it was
    /// opened to. The reading is written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn emergency_list(
        &self,
        scope: &Scope<act::List, on::EmergencyAccess>,
        since: Timestamp,
    ) -> Result<Vec<(Emergency, PupilIdentity)>, StoreError> {
        let rows: Vec<EmergencyRow> = self.db().all(sql::EMERGENCY_LIST, args![since]).await?;
        let planes = self.planes().await?;
        let mut shown = Vec::new();
        for row in rows {
            let one = row.read()?;
            let facts = self.emergency_facts_of(&one, scope.on()).await?;
            let at = planes.roster().pupil_ix(one.pupil);
            let who = at.and_then(|at| identity(&planes, at));
            if facts.is_some_and(|facts| scope.covers(&facts)) {
                shown.extend(who.map(|who| (one, who)));
            }
        }
        if !shown.is_empty() {
            let subjects: BTreeSet<PupilId> = shown.iter().map(|(one, _)| one.pupil).collect();
            let act = Act::scoped(scope, "list of emergencies".to_owned(), subjects.into_iter().collect());
            self.audit(act).await?;
        }
        Ok(shown)
    }

    /// Why each of these was opened, and what was said of it by who looked into it: for the data protection officer, who has
    /// read the list.
    ///
    /// # Errors
    /// [`StoreError::Permit`] for a scope that does not control the whole municipality.
    pub async fn emergency_words(
        &self,
        scope: &Scope<act::List, on::EmergencyAccess>,
        of: &[EmergencyId],
    ) -> Result<BTreeMap<EmergencyId, Vec<GivenReason>>, StoreError> {
        if scope.reach() != access::ScopeReach::Municipality {
            return Err(StoreError::Permit("emergency access"));
        }
        let mut words = BTreeMap::new();
        for id in of {
            words.insert(*id, self.reasons_of_act(id.as_uuid()).await?);
        }
        Ok(words)
    }
}

/// What tries of a person are counted for.
fn tries(person: PersonId) -> Subject {
    Subject::new(format!("emergency {person}"), MOST_TRIES)
}
