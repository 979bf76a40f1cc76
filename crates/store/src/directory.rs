//! What staff look up to find somebody to ask: the people of a school, teams and specialists outside
//! . Each as it stands: what was written before is not kept, and who changed it stands in the trail.

use std::collections::{BTreeMap, BTreeSet};

use access::{Permit, Role, SchoolPersonFacts, Scope, Spot, TeamFacts, act, on};
use casework::people::{SchoolPerson, Specialist, Team};
use casework::{PersonId, SchoolId, SpecialistId, TeamId};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::clock::{instant, micros};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::{Store, sql};

const SCHOOL_PERSON: &str = "school_person";
const TEAM: &str = "team";
const SPECIALIST: &str = "specialist";

/// Something staff look up, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<I, T> {
    /// Which.
    pub id: I,
    /// How often it was written: what a form sends back.
    pub sequence: i64,
    /// What it says.
    pub content: T,
    /// Who wrote it last.
    pub changed_by: PersonId,
    /// When.
    pub changed_on: Date,
}

/// What somebody is at a school today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtSchool {
    /// The name of the account.
    pub name: String,
    /// The roles held at the school or in one of its classes.
    pub roles: BTreeSet<Role>,
}

/// How many open cases somebody has to do with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Those the person coordinates.
    pub coordinates: usize,
    /// The others the person takes part in.
    pub takes_part: usize,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    school_id: Option<Uuid>,
    staff_id: Option<Uuid>,
    sequence: i64,
    content: String,
    changed_by: Uuid,
    changed_at: i64,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: Uuid,
    closed_on: Option<jiff_sqlx::Date>,
    coordinator_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    case_id: Uuid,
    person_id: Uuid,
}

/// A team as `access` asks for it.
pub fn team_facts(team: &Listed<TeamId, Team>) -> TeamFacts {
    TeamFacts {
        team: Some(team.id),
        leader: team.content.leader,
        schools: team.content.schools.clone(),
    }
}

/// Where a specialist is for, as `access` asks for it.
pub fn specialist_spot(one: &Specialist) -> Spot {
    crate::missing_spot(one.school)
}

impl Store {
    async fn directory<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<(Row, T)>, StoreError> {
        let rows: Vec<Row> = self.db().all(sql::DIRECTORY_LIST, args![kind]).await?;
        rows.into_iter()
            .map(|row| {
                let corrupt = |_| StoreError::Corrupt {
                    table: "directory",
                    row: row.id,
                };
                let content = serde_json::from_str(&row.content).map_err(corrupt)?;
                Ok((row, content))
            })
            .collect()
    }

    fn listed<I, T>(&self, id: I, row: &Row, content: T) -> Listed<I, T> {
        Listed {
            id,
            sequence: row.sequence,
            content,
            changed_by: PersonId::from_uuid(row.changed_by),
            changed_on: self.day_of(instant(row.changed_at)),
        }
    }

    /// Keeps an entry: a new one where `seen` is 0, else the one that was read at that sequence.
    async fn directory_put<T: Serialize>(
        &self,
        work: &mut Work,
        (kind, id, seen): (&str, Uuid, i64),
        of: Option<SchoolPersonFacts>,
        (content, by): (&T, Option<PersonId>),
    ) -> Result<(), StoreError> {
        let by = by.ok_or(StoreError::Permit("member of staff"))?.as_uuid();
        let text = serde_json::to_string(content).map_err(|_| StoreError::Corrupt {
            table: "directory",
            row: id,
        })?;
        let at = micros(self.now());
        if seen > 0 {
            let changed = work
                .run(sql::DIRECTORY_CHANGE, args![id, kind, seen, text, by, at])
                .await?;
            return if changed == 0 {
                Err(StoreError::Conflict("entry"))
            } else {
                Ok(())
            };
        }
        let (school, person) = (of.map(|of| of.school.as_uuid()), of.map(|of| of.person.as_uuid()));
        match work
            .run(sql::DIRECTORY_ADD, args![id, kind, school, person, text, by, at])
            .await
        {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => Err(StoreError::Conflict("entry")),
            other => other.map(drop),
        }
    }

    /// Everybody with an open account and a role at a school or in one of its classes today.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn school_staff(&self, school: SchoolId) -> Result<BTreeMap<PersonId, AtSchool>, StoreError> {
        let today = self.today();
        let mut all = self
            .staff_by_school(|from, to| from <= today && to.is_none_or(|to| today <= to))
            .await?;
        Ok(all.remove(&school).unwrap_or_default())
    }

    /// The staff of every school, of the roles whose days are asked for.
    async fn staff_by_school(
        &self,
        held: impl Fn(Date, Option<Date>) -> bool,
    ) -> Result<BTreeMap<SchoolId, BTreeMap<PersonId, AtSchool>>, StoreError> {
        let roster = self.roster().await?;
        let open = self
            .staff_list()
            .await?
            .into_iter()
            .filter(|one| one.disabled_at.is_none());
        let names: BTreeMap<PersonId, String> = open.map(|one| (one.id, one.name)).collect();
        let mut all: BTreeMap<SchoolId, BTreeMap<PersonId, AtSchool>> = BTreeMap::new();
        for grant in self.role_grant_list().await? {
            let class = grant
                .class
                .and_then(|class| roster.class(class))
                .map(|class| class.school);
            let (Some(school), Some(role), Some(name)) = (
                grant.school.or(class),
                Role::from_word(&grant.role),
                names.get(&grant.staff).filter(|_| held(grant.from, grant.to)),
            ) else {
                continue;
            };
            let at = all.entry(school).or_default().entry(grant.staff);
            let at = at.or_insert_with(|| AtSchool {
                name: name.clone(),
                roles: BTreeSet::new(),
            });
            at.roles.insert(role);
        }
        Ok(all)
    }

    /// What the people of a school say one can ask them; only of those who have a role there today.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn school_person_list(
        &self,
        scope: &Scope<act::List, on::SchoolPerson>,
        school: SchoolId,
    ) -> Result<Vec<Listed<PersonId, SchoolPerson>>, StoreError> {
        let here = self.school_staff(school).await?;
        let all = self.directory(SCHOOL_PERSON).await?.into_iter();
        let all = all.filter_map(|(row, content)| {
            let person = PersonId::from_uuid(row.staff_id?);
            let of = row.school_id.map(SchoolId::from_uuid) == Some(school);
            let seen = of && here.contains_key(&person) && scope.covers(&SchoolPersonFacts { school, person });
            seen.then(|| self.listed(person, &row, content))
        });
        Ok(all.collect())
    }

    /// Keeps what the permit's person can be asked at the permit's school, `seen` at that sequence or 0 for the first time.
    /// What was kept of people who have no role at their school any more, goes.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the person has no role at the school; [`StoreError::Conflict`] when somebody else has
    /// written in the meantime.
    pub async fn school_person_put(
        &self,
        permit: &Permit<act::Change, on::SchoolPerson>,
        says: &SchoolPerson,
        seen: i64,
    ) -> Result<(), StoreError> {
        let of = permit.subject();
        if !self.school_staff(of.school).await?.contains_key(&of.person) {
            return Err(StoreError::Missing("person of the school"));
        }
        let (today, all) = (self.today(), self.directory::<SchoolPerson>(SCHOOL_PERSON).await?);
        let stay = self.staff_by_school(|_, to| to.is_none_or(|to| today <= to)).await?;
        let place = |row: &Row| {
            row.school_id
                .map(SchoolId::from_uuid)
                .zip(row.staff_id.map(PersonId::from_uuid))
        };
        let kept = all.iter().find(|(row, _)| place(row) == Some((of.school, of.person)));
        let id = match kept {
            Some((row, _)) if seen > 0 => row.id,
            Some(_) => return Err(StoreError::Conflict("entry")),
            None if seen > 0 => return Err(StoreError::Conflict("entry")),
            None => self.new_uuid()?,
        };
        let mut work = self.db().begin().await?;
        for (row, _) in &all {
            let stays = place(row)
                .is_some_and(|(school, person)| stay.get(&school).is_some_and(|all| all.contains_key(&person)));
            if !stays {
                work.run(sql::DIRECTORY_DROP, args![row.id, SCHOOL_PERSON, row.sequence])
                    .await?;
            }
        }
        self.directory_put(&mut work, (SCHOOL_PERSON, id, seen), Some(of), (says, permit.by()))
            .await?;
        let trace = Trace::permitted(permit, format!("{SCHOOL_PERSON} {}", of.person), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Takes an entry away that was read at a sequence.
    async fn directory_drop(
        &self,
        (kind, id, seen): (&str, Uuid, i64),
        trace: impl FnOnce() -> Trace,
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        if work.run(sql::DIRECTORY_DROP, args![id, kind, seen]).await? == 0 {
            return Err(StoreError::Conflict("entry"));
        }
        self.inner.trail.write(&mut work, self.now(), trace()).await?;
        work.commit().await
    }

    /// Takes away what the permit's person can be asked at the permit's school, `seen` at that sequence.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when nothing is kept; [`StoreError::Conflict`] when somebody has written in the meantime.
    pub async fn school_person_drop(
        &self,
        permit: &Permit<act::Close, on::SchoolPerson>,
        seen: i64,
    ) -> Result<(), StoreError> {
        let of = permit.subject();
        let place = (Some(of.school.as_uuid()), Some(of.person.as_uuid()));
        let all = self.directory::<SchoolPerson>(SCHOOL_PERSON).await?;
        let kept = all.iter().find(|(row, _)| (row.school_id, row.staff_id) == place);
        let (row, _) = kept.ok_or(StoreError::Missing("entry"))?;
        let trace = || Trace::permitted(permit, format!("{SCHOOL_PERSON} {}", of.person), Vec::new());
        self.directory_drop((SCHOOL_PERSON, row.id, seen), trace).await
    }

    /// Every team in the scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn team_list(&self, scope: &Scope<act::List, on::Team>) -> Result<Vec<Listed<TeamId, Team>>, StoreError> {
        let mut all = self.teams().await?;
        all.retain(|team| scope.covers(&team_facts(team)));
        Ok(all)
    }

    async fn teams(&self) -> Result<Vec<Listed<TeamId, Team>>, StoreError> {
        let all = self.directory(TEAM).await?.into_iter();
        Ok(all
            .map(|(row, content)| self.listed(TeamId::from_uuid(row.id), &row, content))
            .collect())
    }

    /// Makes a team.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn team_add(&self, permit: &Permit<act::Create, on::Team>, team: &Team) -> Result<TeamId, StoreError> {
        let id = self.new_uuid()?;
        let mut work = self.db().begin().await?;
        self.directory_put(&mut work, (TEAM, id, 0), None, (team, permit.by()))
            .await?;
        let trace = Trace::permitted(permit, TEAM.to_owned(), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await?;
        Ok(TeamId::from_uuid(id))
    }

    /// Says the permit's team anew, `seen` at that sequence.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written in the meantime, or taken it away.
    pub async fn team_change(
        &self,
        permit: &Permit<act::Change, on::Team>,
        team: &Team,
        seen: i64,
    ) -> Result<(), StoreError> {
        let id = permit
            .subject()
            .filter(|_| seen > 0)
            .ok_or(StoreError::Permit("team"))?;
        let mut work = self.db().begin().await?;
        self.directory_put(&mut work, (TEAM, id.as_uuid(), seen), None, (team, permit.by()))
            .await?;
        let trace = Trace::permitted(permit, format!("{TEAM} {id}"), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Takes the permit's team away, `seen` at that sequence: cases its members take part in are as they were.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody has written in the meantime, or taken it away.
    pub async fn team_drop(&self, permit: &Permit<act::Close, on::Team>, seen: i64) -> Result<(), StoreError> {
        let id = permit.subject().ok_or(StoreError::Permit("team"))?;
        let trace = || Trace::permitted(permit, format!("{TEAM} {id}"), Vec::new());
        self.directory_drop((TEAM, id.as_uuid(), seen), trace).await
    }

    /// In how many open cases those who are in the permit's team today take part: how many, never whose.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the team has gone.
    pub async fn team_load(
        &self,
        permit: &Permit<act::Read, on::TeamLoad>,
    ) -> Result<BTreeMap<PersonId, Load>, StoreError> {
        let today = permit.on();
        let team = self
            .teams()
            .await?
            .into_iter()
            .find(|team| Some(team.id) == permit.subject());
        let team = team.ok_or(StoreError::Missing("team"))?;
        let members = team.content.on(today).filter_map(|(_, member)| member.person);
        let mut loads: BTreeMap<PersonId, Load> = members.map(|one| (one, Load::default())).collect();
        let cases: Vec<CaseRow> = self.db().all(sql::CASE_LIST, args![]).await?;
        let open: BTreeMap<Uuid, Option<PersonId>> = cases
            .into_iter()
            .filter(|case| case.closed_on.is_none())
            .map(|case| (case.id, case.coordinator_id.map(PersonId::from_uuid)))
            .collect();
        for coordinator in open.values().flatten() {
            if let Some(load) = loads.get_mut(coordinator) {
                load.coordinates = load.coordinates.saturating_add(1);
            }
        }
        let people: Vec<PersonRow> = self.db().all(sql::CASE_PERSON_LIST, args![today]).await?;
        for row in people {
            let person = PersonId::from_uuid(row.person_id);
            let runs = open
                .get(&row.case_id)
                .is_some_and(|coordinator| *coordinator != Some(person));
            if let Some(load) = loads.get_mut(&person).filter(|_| runs) {
                load.takes_part = load.takes_part.saturating_add(1);
            }
        }
        Ok(loads)
    }

    async fn specialists(&self) -> Result<Vec<Listed<SpecialistId, Specialist>>, StoreError> {
        let all = self.directory(SPECIALIST).await?.into_iter();
        Ok(all
            .map(|(row, content)| self.listed(SpecialistId::from_uuid(row.id), &row, content))
            .collect())
    }

    /// Every specialist outside in the scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn specialist_list(
        &self,
        scope: &Scope<act::List, on::Specialist>,
    ) -> Result<Vec<Listed<SpecialistId, Specialist>>, StoreError> {
        let mut all = self.specialists().await?;
        all.retain(|one| scope.covers(&specialist_spot(&one.content)));
        Ok(all)
    }

    /// Writes down a specialist for the permit's place.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when it is for another place.
    pub async fn specialist_add(
        &self,
        permit: &Permit<act::Create, on::Specialist>,
        specialist: &Specialist,
    ) -> Result<SpecialistId, StoreError> {
        if specialist_spot(specialist) != permit.subject() {
            return Err(StoreError::Permit("place"));
        }
        let id = self.new_uuid()?;
        let mut work = self.db().begin().await?;
        self.directory_put(&mut work, (SPECIALIST, id, 0), None, (specialist, permit.by()))
            .await?;
        let trace = Trace::permitted(permit, SPECIALIST.to_owned(), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await?;
        Ok(SpecialistId::from_uuid(id))
    }

    /// Whether what is kept is for the permit's place; nothing is kept when somebody has taken it away.
    async fn specialist_is_at(&self, id: SpecialistId, spot: Spot) -> Result<(), StoreError> {
        let all = self.specialists().await?;
        let kept = all
            .iter()
            .find(|one| one.id == id)
            .ok_or(StoreError::Conflict("entry"))?;
        if specialist_spot(&kept.content) == spot {
            Ok(())
        } else {
            Err(StoreError::Permit("place"))
        }
    }

    /// Says a specialist of the permit's place anew, `seen` at that sequence.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written in the meantime, or taken it away; [`StoreError::Permit`]
    /// when it was or is to be for another place.
    pub async fn specialist_change(
        &self,
        permit: &Permit<act::Change, on::Specialist>,
        id: SpecialistId,
        (specialist, seen): (&Specialist, i64),
    ) -> Result<(), StoreError> {
        self.specialist_is_at(id, permit.subject()).await?;
        if seen <= 0 || specialist_spot(specialist) != permit.subject() {
            return Err(StoreError::Permit("place"));
        }
        let mut work = self.db().begin().await?;
        self.directory_put(
            &mut work,
            (SPECIALIST, id.as_uuid(), seen),
            None,
            (specialist, permit.by()),
        )
        .await?;
        let trace = Trace::permitted(permit, format!("{SPECIALIST} {id}"), Vec::new());
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Takes a specialist of the permit's place away, `seen` at that sequence.
    ///
    /// # Errors
    /// As [`Store::specialist_change`].
    pub async fn specialist_drop(
        &self,
        permit: &Permit<act::Close, on::Specialist>,
        id: SpecialistId,
        seen: i64,
    ) -> Result<(), StoreError> {
        self.specialist_is_at(id, permit.subject()).await?;
        let trace = || Trace::permitted(permit, format!("{SPECIALIST} {id}"), Vec::new());
        self.directory_drop((SPECIALIST, id.as_uuid(), seen), trace).await
    }
}
