//! A child's family: who signs in, the links handed over in person, and the case as the family sees it.

use std::collections::BTreeSet;

use access::{CaseFacts, Permit, Role, Scope, ViewFacts, act, on};
use casework::case::{CaseEvent, Known, Refusal};
use casework::family::{FamilyCase, Member};
use casework::history::Sequence;
use casework::{CaseId, PersonId, PupilId, View};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::case::{CASE, TRIES, VIEW, case, view, view_facts};
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::insight::FamilyRight;
use crate::seen::{PupilIdentity, identity};
use crate::session::Token;
use crate::staff::{hashed, long_enough, username};
use crate::stream::{EntryRow, streams};
use crate::{Store, sql};

/// A link for somebody of a family can be used for so long: time to go home and sit down with it.
const LINK: SignedDuration = SignedDuration::from_hours(24 * 14);

/// Who of a child's family has an account, on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Parents with custody.
    pub guardians: BTreeSet<PersonId>,
    /// Parents without custody.
    pub informed: BTreeSet<PersonId>,
    /// The child.
    pub child: Option<PersonId>,
}

/// Somebody of a child's family who has, had or will have access.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyMember {
    /// The id of the grant.
    pub grant: Uuid,
    /// Whose.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// As shown.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// The first day.
    pub from: Date,
    /// The last day, or still.
    pub to: Option<Date>,
}

/// A link about to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFamilyLink {
    /// As what.
    pub role: Role,
    /// As shown to others.
    pub name: String,
    /// Why a younger child is mature enough, where somebody weighed that.
    pub reason: Option<String>,
}

/// A link that has been made and not used.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// Its id; never the secret.
    pub id: Uuid,
    /// As what.
    pub role: Role,
    /// For whom.
    pub name: String,
    /// Until when it can be used.
    pub ends_at: Timestamp,
}

/// What a link gives, as its holder sees it before it is used.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyLink {
    /// As what.
    pub role: Role,
    /// For whom.
    pub name: String,
}

/// Who uses a link.
#[derive(Clone)]
pub enum FamilyAccount {
    /// Somebody who has no account yet.
    New {
        /// What they will sign in with.
        username: String,
        /// The password chosen.
        password: String,
        /// Whether it is made in the made-up municipality.
        demo: bool,
    },
    /// Somebody of a family who has signed in already, such as for a brother or a sister.
    Has(PersonId),
}

/// A child as its family sees it.
#[derive(Clone)]
pub struct FamilySeen {
    /// Who looks.
    pub member: Member,
    /// The child.
    pub who: PupilIdentity,
    /// Its cases, the newest first.
    pub cases: Vec<FamilyCase>,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: Uuid,
    staff_id: Uuid,
    role: String,
    from_day: jiff_sqlx::Date,
    to_day: Option<jiff_sqlx::Date>,
    name: String,
    username: String,
    disabled_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: Uuid,
    pupil_id: Uuid,
    role: String,
    name: String,
    ends_at: i64,
}

#[derive(sqlx::FromRow)]
struct CoordinatorRow {
    coordinator_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

fn role(word: &str, row: Uuid) -> Result<Role, StoreError> {
    let table = "role_grants";
    let role = Role::from_word(word).filter(|role| role.is_family());
    role.ok_or(StoreError::Corrupt { table, row })
}

impl MemberRow {
    fn holds_on(&self, day: Date) -> bool {
        let to = self.to_day.map(Date::from);
        self.disabled_at.is_none() && Date::from(self.from_day) <= day && to.is_none_or(|to| day <= to)
    }
}

/// Who of the family a permit was given to.
fn member<A: access::Act>(permit: &Permit<A, on::Family>) -> Result<Member, StoreError> {
    match permit.ground().role {
        Role::Guardian => Ok(Member::Guardian),
        Role::InformedParent => Ok(Member::Informed),
        Role::Child => Ok(Member::Child),
        _ => Err(StoreError::Permit("family")),
    }
}

impl Store {
    async fn family_rows(&self, pupil: PupilId) -> Result<Vec<MemberRow>, StoreError> {
        self.db().all(sql::FAMILY_GRANT_LIST_OF, args![pupil.as_uuid()]).await
    }

    /// Who of a child's family has, had or will have access, by role alone.
    pub(crate) async fn family_rights(&self, pupil: PupilId) -> Result<Vec<FamilyRight>, StoreError> {
        let rows = self.family_rows(pupil).await?.into_iter();
        let right = |row: MemberRow| {
            Ok(FamilyRight {
                role: role(&row.role, row.id)?,
                from: row.from_day.into(),
                to: row.to_day.map(Into::into),
            })
        };
        rows.map(right).collect()
    }

    /// Who of a child's family has access on a day.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_of(&self, pupil: PupilId, day: Date) -> Result<Family, StoreError> {
        let mut family = Family::default();
        for row in self.family_rows(pupil).await?.iter().filter(|row| row.holds_on(day)) {
            let person = PersonId::from_uuid(row.staff_id);
            match role(&row.role, row.id)? {
                Role::Guardian => drop(family.guardians.insert(person)),
                Role::InformedParent => drop(family.informed.insert(person)),
                _ => family.child = Some(person),
            }
        }
        Ok(family)
    }

    /// What giving a family access from a case is decided by: the pupil, and who coordinates; `None` when there is no
    /// such case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_access_facts(&self, id: CaseId, day: Date) -> Result<Option<CaseFacts>, StoreError> {
        let row: Option<CoordinatorRow> = self.db().one(sql::CASE_ONE, args![id.as_uuid()]).await?;
        let coordinator = row.and_then(|row| row.coordinator_id).map(PersonId::from_uuid);
        let facts = self.case_facts(id, day).await?;
        Ok(facts.map(|facts| CaseFacts {
            people: coordinator.into_iter().collect(),
            ..facts
        }))
    }

    /// Who of the family of the permit's case has, had or will have access, and the links not used yet. The reading is
    /// written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_access_list(
        &self,
        permit: &Permit<act::Read, on::FamilyAccess>,
    ) -> Result<(Vec<FamilyMember>, Vec<OpenLink>), StoreError> {
        let pupil = permit.subject().pupil;
        let mut members = Vec::new();
        for row in self.family_rows(pupil).await? {
            members.push(FamilyMember {
                grant: row.id,
                person: PersonId::from_uuid(row.staff_id),
                role: role(&row.role, row.id)?,
                name: row.name,
                username: row.username,
                from: row.from_day.into(),
                to: row.to_day.map(Into::into),
            });
        }
        let values = args![pupil.as_uuid(), self.now()];
        let mut links = Vec::new();
        for row in self.db().all::<LinkRow>(sql::FAMILY_LINK_LIST_OF, values).await? {
            links.push(OpenLink {
                id: row.id,
                role: role(&row.role, row.id)?,
                name: row.name,
                ends_at: instant(row.ends_at),
            });
        }
        self.audit(Trace::permitted(permit, "family access".to_owned(), vec![pupil]))
            .await?;
        Ok((members, links))
    }

    /// Makes a link for somebody of the family of the permit's case. The secret is told this once, to be handed over in
    /// person; nothing is sent.
    ///
    /// # Errors
    /// [`StoreError::Value`] when the role is no family's or the name is empty.
    pub async fn family_link_make(
        &self,
        permit: &Permit<act::Create, on::FamilyAccess>,
        new: &NewFamilyLink,
    ) -> Result<Token, StoreError> {
        let name = new.name.trim();
        if !new.role.is_family() || name.is_empty() {
            return Err(StoreError::Value {
                what: "family role and name",
                value: new.role.word().to_owned(),
            });
        }
        let (token, id, now, pupil) = (Token::new()?, self.new_uuid()?, self.now(), permit.subject().pupil);
        let values = args![
            id,
            token.hash(),
            pupil.as_uuid(),
            new.role.word(),
            name,
            new.reason.as_deref(),
            now,
            permit.by().map(PersonId::as_uuid),
            now.checked_add(LINK).unwrap_or(now)
        ];
        let mut work = self.db().begin().await?;
        work.run(sql::FAMILY_LINK_ADD, values).await?;
        let trace = Trace::permitted(permit, format!("family link: {}", new.role), vec![pupil]);
        self.inner.trail.write(&mut work, now, trace).await?;
        work.commit().await?;
        Ok(token)
    }

    /// Takes a link back that has not been used.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, or it was used.
    pub async fn family_link_drop(
        &self,
        permit: &Permit<act::Close, on::FamilyAccess>,
        link: Uuid,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject().pupil;
        let mut work = self.db().begin().await?;
        let gone = work.run(sql::FAMILY_LINK_DROP, args![link, pupil.as_uuid()]).await?;
        self.changed(gone, "link")?;
        let trace = Trace::permitted(permit, "family link".to_owned(), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Ends somebody's access at once: yesterday was the last day.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such access to this child.
    pub async fn family_access_end(
        &self,
        permit: &Permit<act::Close, on::FamilyAccess>,
        grant: Uuid,
    ) -> Result<(), StoreError> {
        let pupil = permit.subject().pupil;
        let last = permit.on().yesterday().unwrap_or(permit.on());
        let mut work = self.db().begin().await?;
        let ended = work
            .run(sql::FAMILY_GRANT_END, args![grant, pupil.as_uuid(), last])
            .await?;
        self.changed(ended, "access")?;
        let trace = Trace::permitted(permit, format!("family access {grant}"), vec![pupil]);
        self.inner.trail.write(&mut work, self.now(), trace).await?;
        work.commit().await
    }

    /// Gives somebody of the family another right from today on, such as when custody has changed; the one of before
    /// ends.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such access to this child; [`StoreError::Value`] for the child's own.
    pub async fn family_access_change(
        &self,
        permit: &Permit<act::Change, on::FamilyAccess>,
        grant: Uuid,
        to: Role,
    ) -> Result<(), StoreError> {
        let (pupil, now, today) = (permit.subject().pupil, self.now(), permit.on());
        let rows = self.family_rows(pupil).await?;
        let row = rows.iter().find(|row| row.id == grant && row.holds_on(today));
        let row = row.ok_or(StoreError::Missing("access"))?;
        let parents = [Role::Guardian, Role::InformedParent];
        if !parents.contains(&to) || !parents.contains(&role(&row.role, row.id)?) {
            return Err(StoreError::Value {
                what: "a parent's role",
                value: to.word().to_owned(),
            });
        }
        let mut work = self.db().begin().await?;
        let last = today.yesterday().unwrap_or(today);
        work.run(sql::FAMILY_GRANT_END, args![grant, pupil.as_uuid(), last])
            .await?;
        self.family_grant(
            &mut work,
            (PersonId::from_uuid(row.staff_id), pupil, to.word()),
            permit.by(),
        )
        .await?;
        let trace = Trace::permitted(permit, format!("family access {grant}: {to}"), vec![pupil]);
        self.inner.trail.write(&mut work, now, trace).await?;
        work.commit().await
    }

    async fn family_grant(
        &self,
        work: &mut Work,
        (person, pupil, role): (PersonId, PupilId, &str),
        by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        let values = args![
            self.new_uuid()?,
            person.as_uuid(),
            role,
            pupil.as_uuid(),
            self.today(),
            self.now(),
            by.map(PersonId::as_uuid)
        ];
        work.run(sql::FAMILY_GRANT_ADD, values).await.map(drop)
    }

    async fn family_link_row(&self, token: &Token) -> Result<Option<LinkRow>, StoreError> {
        let values = args![token.hash(), self.now()];
        self.db().one(sql::FAMILY_LINK_ONE, values).await
    }

    /// What a link gives, while it can be used.
    ///
    /// # Errors
    /// When the database cannot answer. An unknown, used or old link is `None`.
    pub async fn family_link_one(&self, token: &Token) -> Result<Option<FamilyLink>, StoreError> {
        let Some(row) = self.family_link_row(token).await? else {
            return Ok(None);
        };
        Ok(Some(FamilyLink {
            role: role(&row.role, row.id)?,
            name: row.name,
        }))
    }

    /// Uses a link up: a new account, or another child for an account the family has.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the link is unknown, used or too old; [`StoreError::Taken`] when the username is;
    /// [`StoreError::Value`] for a password of fewer than twelve characters; [`StoreError::Permit`] for an account that is not
    /// a family's or has something to do with this child already, and for the link of the child itself, which makes an
    /// account of its own.
    pub async fn family_link_use(&self, token: &Token, account: &FamilyAccount) -> Result<PersonId, StoreError> {
        let link = self.family_link_row(token).await?.ok_or(StoreError::Missing("link"))?;
        let (pupil, now, today) = (PupilId::from_uuid(link.pupil_id), self.now(), self.today());
        let of_child = link.role == Role::Child.word();
        let family: Vec<_> = self.family_rows(pupil).await?;
        let mut there = family.iter().filter(|row| row.holds_on(today));
        // A child is one person: a second link, made before the first was used, is none any more.
        if of_child && there.clone().any(|row| row.role == link.role) {
            return Err(StoreError::Missing("link"));
        }
        let hash = match account {
            FamilyAccount::New { password, .. } => {
                long_enough(password)?;
                Some(hashed(password).await?)
            }
            FamilyAccount::Has(person) => {
                let known = self.staff_one(*person).await?;
                // The child's words are the child's: whoever happens to be signed in here does not become the child. And
                // nobody is two things to one child.
                let is_there = there.any(|row| row.staff_id == person.as_uuid());
                if of_child || is_there || !known.is_some_and(|one| one.family) {
                    return Err(StoreError::Permit("family"));
                }
                None
            }
        };
        let mut work = self.db().begin().await?;
        let used = work.run(sql::FAMILY_LINK_USE, args![token.hash(), now]).await?;
        self.changed(used, "link")?;
        let person = match account {
            FamilyAccount::Has(person) => *person,
            FamilyAccount::New {
                username: typed, demo, ..
            } => {
                let (id, name) = (self.new_uuid()?, username(typed));
                let values = args![id, &name, &link.name, hash, *demo, now];
                work.add(sql::FAMILY_ACCOUNT_ADD, values, "username", &name).await?;
                PersonId::from_uuid(id)
            }
        };
        self.family_grant(&mut work, (person, pupil, &link.role), Some(person))
            .await?;
        let act = Trace {
            subjects: vec![pupil],
            ..Trace::by(Some(person), "family link used", format!("role {}", link.role))
        };
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(person)
    }

    /// Leaves nothing of family accounts that have no child here any more but that there was one.
    pub(crate) async fn family_gone(&self, work: &mut Work) -> Result<(), StoreError> {
        for statement in [
            sql::FAMILY_GONE_SESSIONS,
            sql::FAMILY_GONE_DRAFTS,
            sql::FAMILY_GONE_LAST_LOOKS,
            sql::FAMILY_GONE_MAIL,
        ] {
            work.run(statement, args![]).await?;
        }
        let gone: Vec<IdRow> = work.all(sql::FAMILY_GONE_LIST, args![]).await?;
        for row in gone {
            let values = args![row.id, format!("-{}", row.id), self.now()];
            work.run(sql::FAMILY_GONE_BLANK, values).await?;
        }
        Ok(())
    }

    /// The children of whose family the scope's person is, the oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_children(
        &self,
        scope: &Scope<act::List, on::Family>,
    ) -> Result<Vec<PupilIdentity>, StoreError> {
        let planes = self.planes().await?;
        let places = scope
            .pupils()
            .iter()
            .filter_map(|pupil| planes.roster().pupil_ix(*pupil));
        let mut children: Vec<PupilIdentity> = places.filter_map(|at| identity(&planes, at)).collect();
        children.sort_by_key(|one| one.birth_date);
        if !children.is_empty() {
            let subjects = children.iter().map(|one| one.id).collect();
            self.audit(Trace::scoped(scope, "own children".to_owned(), subjects))
                .await?;
        }
        Ok(children)
    }

    /// The permit's child as this person of its family sees it. The reading is written to the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the pupil has gone.
    pub async fn family_seen(
        &self,
        permit: &Permit<act::Read, on::Family>,
        informed_sees_plan: bool,
    ) -> Result<FamilySeen, StoreError> {
        let (pupil, member) = (permit.subject(), member(permit)?);
        let me = permit.by().ok_or(StoreError::Permit("family"))?;
        let planes = self.planes().await?;
        let at = planes.roster().pupil_ix(pupil);
        let who = at
            .and_then(|at| identity(&planes, at))
            .ok_or(StoreError::Missing("pupil"))?;
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_OF, args![CASE, pupil.as_uuid()]).await?;
        let mut cases = Vec::new();
        for stream in streams(rows)? {
            cases.push(FamilyCase::new(case(stream)?, member, me, informed_sees_plan));
        }
        cases.reverse();
        self.audit(Trace::permitted(permit, "family page".to_owned(), vec![pupil]))
            .await?;
        Ok(FamilySeen { member, who, cases })
    }

    /// Writes what somebody of the family does in the running case of the permit's child, when the family may and it
    /// can happen now; else the reason why not.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the case is another child's or the event is not the family's to write.
    pub async fn family_write(
        &self,
        permit: &Permit<act::Create, on::Family>,
        id: CaseId,
        event: &CaseEvent,
        known: &Known,
    ) -> Result<Result<Sequence, Refusal>, StoreError> {
        let (pupil, member) = (permit.subject(), member(permit)?);
        let by = permit.by().ok_or(StoreError::Permit("family"))?;
        for _ in 0..TRIES {
            let mut work = self.db().begin().await?;
            let before = self.case_in(&mut work, id.as_uuid()).await?;
            let before = before.ok_or(StoreError::Missing("case"))?;
            let theirs = before.pupil == pupil && FamilyCase::new(before.clone(), member, by, false).may_write(event);
            if !theirs {
                return Err(StoreError::Permit("family"));
            }
            if let Err(refusal) = before.may(event, by, known) {
                return Ok(Err(refusal));
            }
            match self.case_append(&mut work, &before, event, by).await {
                Err(StoreError::Conflict(_)) => continue,
                other => other?,
            }
            let trace = Trace::permitted(permit, format!("{CASE}: {}", event.word()), vec![pupil]);
            self.inner.trail.write(&mut work, self.now(), trace).await?;
            work.commit().await?;
            return Ok(Ok(before.next_sequence()));
        }
        Err(StoreError::Conflict("page"))
    }

    /// Somebody's words in a case as `access` asks for them, with the case and the family as they are on a day.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the case has gone.
    pub async fn view_facts_of(&self, view: &View, day: Date) -> Result<ViewFacts, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_ONE, args![view.case.as_uuid(), CASE]).await?;
        let of = case(streams(rows)?.pop().ok_or(StoreError::Missing("case"))?)?;
        let family = self.family_of(view.pupil, day).await?;
        Ok(view_facts(view, &of, &family, day))
    }

    /// The words said in the cases of a child that somebody of its family may read, the oldest first. The reading is
    /// written to the audit trail.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn family_views(
        &self,
        scope: &Scope<act::List, on::View>,
        pupil: PupilId,
    ) -> Result<Vec<View>, StoreError> {
        let rows: Vec<EntryRow> = self.db().all(sql::STREAM_LIST_OF, args![VIEW, pupil.as_uuid()]).await?;
        let mut views = Vec::new();
        for stream in streams(rows)? {
            let one = view(stream)?;
            if scope.covers(&self.view_facts_of(&one, scope.on()).await?) {
                views.push(one);
            }
        }
        if !views.is_empty() {
            self.audit(Trace::scoped(scope, format!("list of {VIEW}"), vec![pupil]))
                .await?;
        }
        Ok(views)
    }
}
