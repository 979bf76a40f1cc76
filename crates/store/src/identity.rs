//! How others know a member of staff: by an id of theirs, with roles they vouch for, and by a secret with which they keep
//! accounts (SCIM).

use casework::{PersonId, SchoolId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::session::{Subject, Token};
use crate::staff::{NewGrant, Staff, StaffRow, username};
use crate::{Store, sql};

/// The source of what whoever keeps the accounts says.
pub const SCIM: &str = "scim";
/// Wrong secrets from one address before it waits.
const MOST_UNKNOWN: i64 = 10;

/// By which id another knows a member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who knows the person by it: a provider by its name, or [`SCIM`].
    pub source: String,
    /// The id.
    pub subject: String,
    /// Who it is here.
    pub staff: PersonId,
}

/// A role another vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VouchedRole {
    /// The role, by the word `access` knows it by.
    pub role: String,
    /// At a school; nothing for one held in the whole municipality.
    pub school: Option<SchoolId>,
}

/// A secret by which another keeps accounts; never the secret itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScimToken {
    /// The id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// What asking with such a secret gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScimAsked {
    /// It is one.
    Known,
    /// It is none, or was taken back.
    Unknown,
    /// Too many wrong ones from there; nothing is tried before this instant.
    Wait {
        /// Until when.
        until: Timestamp,
    },
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    source: String,
    subject: String,
    staff_id: Uuid,
}

impl From<IdentityRow> for Identity {
    fn from(row: IdentityRow) -> Self {
        Self {
            source: row.source,
            subject: row.subject,
            staff: PersonId::from_uuid(row.staff_id),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ScimRow {
    id: Uuid,
    name: String,
    made_at: i64,
    used_at: Option<i64>,
}

impl Store {
    /// The member of staff another knows by an id.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_by_identity(&self, source: &str, subject: &str) -> Result<Option<Staff>, StoreError> {
        let row: Option<StaffRow> = self.db().one(sql::STAFF_BY_IDENTITY, args![source, subject]).await?;
        Ok(row.map(Into::into))
    }

    /// By which ids others know one member of staff, or everybody.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_identity_list(&self, of: Option<PersonId>) -> Result<Vec<Identity>, StoreError> {
        let rows: Vec<IdentityRow> = match of {
            Some(person) => {
                self.db()
                    .all(sql::STAFF_IDENTITY_LIST_OF, args![person.as_uuid()])
                    .await?
            }
            None => self.db().all(sql::STAFF_IDENTITY_LIST, args![]).await?,
        };
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Writes by which id another knows a member of staff.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is somebody's already; [`StoreError::Value`] when it is empty or too long.
    pub async fn staff_identity_add(&self, by: Option<PersonId>, new: &Identity) -> Result<(), StoreError> {
        let (subject, now) = (new.subject.trim(), self.now());
        if subject.is_empty() || subject.len() > 255 {
            return Err(StoreError::Value {
                what: "id of at most 255 letters",
                value: new.subject.clone(),
            });
        }
        let mut work = self.db().begin().await?;
        let who = by.map(PersonId::as_uuid);
        let values = args![&new.source, subject, new.staff.as_uuid(), now, who];
        work.add(sql::STAFF_IDENTITY_ADD, values, "id", subject).await?;
        let act = Act::by(by, "add", format!("id at {} of staff {}", new.source, new.staff));
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Takes away by which id another knows a member of staff.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not that person's.
    pub async fn staff_identity_drop(&self, by: Option<PersonId>, old: &Identity) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        let values = args![&old.source, &old.subject, old.staff.as_uuid()];
        self.changed(work.run(sql::STAFF_IDENTITY_DROP, values).await?, "id")?;
        let act = Act::by(by, "end", format!("id at {} of staff {}", old.source, old.staff));
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Lets another know a member of staff by this id alone, or by none.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is somebody else's.
    pub async fn staff_identity_put(
        &self,
        source: &str,
        staff: PersonId,
        subject: Option<&str>,
    ) -> Result<(), StoreError> {
        let (now, mut work) = (self.now(), self.db().begin().await?);
        work.run(sql::STAFF_IDENTITY_CLEAR, args![source, staff.as_uuid()])
            .await?;
        if let Some(subject) = subject {
            let values = args![source, subject, staff.as_uuid(), now, None::<Uuid>];
            work.add(sql::STAFF_IDENTITY_ADD, values, "id", subject).await?;
        }
        let act = Act::by(None, "change", format!("id at {source} of staff {staff}"));
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Gives a member of staff another name to sign in with.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is somebody else's; [`StoreError::Missing`] when nobody has the id.
    pub async fn staff_username_put(&self, staff: PersonId, new: &str) -> Result<(), StoreError> {
        let name = username(new);
        if name.is_empty() {
            return Err(StoreError::Value {
                what: "username",
                value: new.to_owned(),
            });
        }
        let mut work = self.db().begin().await?;
        let values = args![staff.as_uuid(), &name];
        let changed = work.add(sql::STAFF_USERNAME_PUT, values, "username", &name).await?;
        self.changed(changed, "member of staff")?;
        let act = Act::by(None, "change", format!("username of staff {staff}"));
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Lets a member of staff hold exactly the roles another vouches for today, of those it vouches for: what is missing
    /// begins today, what it no longer vouches for has ended. Roles given here are left alone.
    ///
    /// # Errors
    /// When a school is not there.
    pub async fn role_grants_vouched(
        &self,
        source: &str,
        staff: PersonId,
        wanted: &[VouchedRole],
    ) -> Result<(), StoreError> {
        let today = self.today();
        let before = today.yesterday().unwrap_or(today);
        let held = self.role_grant_list_of(staff).await?;
        let held: Vec<_> = held
            .into_iter()
            .filter(|grant| grant.source.as_deref() == Some(source) && grant.to.is_none_or(|to| to >= today))
            .collect();
        let (now, mut work) = (self.now(), self.db().begin().await?);
        for grant in &held {
            let kept = wanted
                .iter()
                .any(|one| one.role == grant.role && one.school == grant.school);
            if !kept {
                work.run(sql::ROLE_GRANT_END, args![grant.id, before]).await?;
                let act = Act::by(None, "end", format!("role {} of staff {staff}, by {source}", grant.id));
                self.inner.trail.write(&mut work, now, act).await?;
            }
        }
        for one in wanted {
            if held
                .iter()
                .any(|grant| one.role == grant.role && one.school == grant.school)
            {
                continue;
            }
            let new = NewGrant {
                staff,
                role: one.role.clone(),
                school: one.school,
                class: None,
                from: today,
                to: None,
            };
            self.role_grant_add_in(&mut work, None, &new, Some(source)).await?;
        }
        work.commit().await
    }

    /// Makes a secret by which another keeps accounts. It is told this once.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn scim_token_make(&self, by: Option<PersonId>, name: &str) -> Result<Token, StoreError> {
        let (token, id, now) = (Token::new()?, self.new_uuid()?, self.now());
        let name: String = name.trim().chars().take(80).collect();
        let mut work = self.db().begin().await?;
        let values = args![id, name, token.hash(), now, by.map(PersonId::as_uuid)];
        work.run(sql::SCIM_TOKEN_ADD, values).await?;
        let act = Act::by(by, "add", format!("secret for keeping accounts {id}"));
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(token)
    }

    /// The secrets by which others keep accounts, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn scim_token_list(&self) -> Result<Vec<ScimToken>, StoreError> {
        let rows: Vec<ScimRow> = self.db().all(sql::SCIM_TOKEN_LIST, args![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| ScimToken {
                id: row.id,
                name: row.name,
                made_at: instant(row.made_at),
                used_at: row.used_at.map(instant),
            })
            .collect())
    }

    /// Takes such a secret back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn scim_token_drop(&self, by: Option<PersonId>, id: Uuid) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.changed(work.run(sql::SCIM_TOKEN_DROP, args![id]).await?, "secret")?;
        let act = Act::by(by, "end", format!("secret for keeping accounts {id}"));
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Whether somebody who keeps accounts asks with a secret that is one. `from` is the address asked from.
    ///
    /// # Errors
    /// When the database cannot answer. A wrong secret is not an error.
    pub async fn scim_ask(&self, token: &Token, from: &str) -> Result<ScimAsked, StoreError> {
        let stranger = Subject::new(format!("accounts from {from}"), MOST_UNKNOWN);
        if let Some(until) = self.waits(&stranger).await? {
            return Ok(ScimAsked::Wait { until });
        }
        let mut work = self.db().begin().await?;
        let known = work.run(sql::SCIM_TOKEN_USE, args![token.hash(), self.now()]).await? > 0;
        if !known {
            self.count(&mut work, &stranger).await?;
        }
        work.commit().await?;
        Ok(if known { ScimAsked::Known } else { ScimAsked::Unknown })
    }
}
