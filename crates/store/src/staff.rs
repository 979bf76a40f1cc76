//! Members of staff with an account, and the roles they have.

use access::Place;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use casework::{ClassId, PersonId, PupilId, SchoolId};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::sign_in_change::SignInChangeKind;
use crate::{Store, sql};

/// A member of staff with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The id.
    pub id: PersonId,
    /// What they sign in with; small letters.
    pub username: String,
    /// As shown to others.
    pub name: String,
    /// Since when the account is closed.
    pub disabled_at: Option<Timestamp>,
    /// Made by `demo`; never signs in under `serve`.
    pub demo: bool,
    /// Whether a password is set.
    pub has_password: bool,
    /// Whether it is the account of a parent or a child: such a one is in no list of staff.
    pub family: bool,
}

/// A member of staff to be.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// What they will sign in with.
    pub username: String,
    /// As shown to others.
    pub name: String,
    /// Made by `demo`.
    pub demo: bool,
}

/// A role of a member of staff, at a place, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The id of this grant.
    pub id: Uuid,
    /// Whose.
    pub staff: PersonId,
    /// The role, by the word `access` knows it by.
    pub role: String,
    /// At a school.
    pub school: Option<SchoolId>,
    /// At a class.
    pub class: Option<ClassId>,
    /// For a child, by its family.
    pub pupil: Option<PupilId>,
    /// The first day.
    pub from: Date,
    /// The last day, or still.
    pub to: Option<Date>,
    /// Who else vouches for it, and may end it: a provider by its name, or whoever keeps the accounts.
    pub source: Option<String>,
}

impl Grant {
    /// Where the role is held, as `access` asks for it.
    pub const fn place(&self) -> Place {
        match (self.pupil, self.class, self.school) {
            (Some(pupil), _, _) => Place::Pupil(pupil),
            (None, Some(class), _) => Place::Class(class),
            (None, None, Some(school)) => Place::School(school),
            (None, None, None) => Place::Municipality,
        }
    }
}

/// A role to be given.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Whose.
    pub staff: PersonId,
    /// The role, by the word `access` knows it by.
    pub role: String,
    /// At a school.
    pub school: Option<SchoolId>,
    /// At a class.
    pub class: Option<ClassId>,
    /// The first day.
    pub from: Date,
    /// The last day, or still.
    pub to: Option<Date>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct StaffRow {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub disabled_at: Option<i64>,
    pub demo: bool,
    pub family: bool,
}

impl From<StaffRow> for Staff {
    fn from(row: StaffRow) -> Self {
        Self {
            id: PersonId::from_uuid(row.id),
            username: row.username,
            name: row.name,
            disabled_at: row.disabled_at.map(instant),
            demo: row.demo,
            has_password: row.password_hash.is_some(),
            family: row.family,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct GrantRow {
    id: Uuid,
    staff_id: Uuid,
    role: String,
    school_id: Option<Uuid>,
    class_id: Option<Uuid>,
    pupil_id: Option<Uuid>,
    from_day: jiff_sqlx::Date,
    to_day: Option<jiff_sqlx::Date>,
    source: Option<String>,
}

impl From<GrantRow> for Grant {
    fn from(row: GrantRow) -> Self {
        Self {
            id: row.id,
            staff: PersonId::from_uuid(row.staff_id),
            role: row.role,
            school: row.school_id.map(SchoolId::from_uuid),
            class: row.class_id.map(ClassId::from_uuid),
            pupil: row.pupil_id.map(PupilId::from_uuid),
            from: row.from_day.into(),
            to: row.to_day.map(Into::into),
            source: row.source,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct CountRow {
    pub count: i64,
}

/// A password as a PHC string of argon2id, made on a thread that may take its time.
pub(crate) async fn hashed(password: &str) -> Result<String, StoreError> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        let hash: PasswordHash = Argon2::default()
            .hash_password(password.as_bytes())
            .map_err(|_| StoreError::Randomness)?;
        Ok(hash.to_string())
    })
    .await
    .map_err(|_| StoreError::Stopped)?
}

/// Whether a password fits; takes as long when there is nothing to fit.
pub(crate) async fn fits(password: &str, hash: Option<String>) -> Result<bool, StoreError> {
    // A hash of no known password, so that an unknown name takes as long as a known one.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let verified = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        verified && known
    })
    .await
    .map_err(|_| StoreError::Stopped)
}

/// A username as it is kept: small letters, no spaces around.
pub(crate) fn username(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The fewest characters of a password. Whether it can be guessed is asked where it is typed.
const SHORTEST_PASSWORD: usize = 12;

/// That a password is long enough to be kept.
pub(crate) fn long_enough(password: &str) -> Result<(), StoreError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(StoreError::Value {
            what: "password of at least twelve characters",
            value: "…".to_owned(),
        });
    }
    Ok(())
}

impl Store {
    /// Adds a member of staff without a password.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the username is.
    pub async fn staff_add(&self, by: Option<PersonId>, new: &NewStaff) -> Result<PersonId, StoreError> {
        let mut work = self.db().begin().await?;
        let id = self.staff_add_in(&mut work, by, new).await?;
        work.commit().await?;
        Ok(id)
    }

    pub(crate) async fn staff_add_in(
        &self,
        work: &mut Work,
        by: Option<PersonId>,
        new: &NewStaff,
    ) -> Result<PersonId, StoreError> {
        let (id, now, name) = (self.new_uuid()?, self.now(), username(&new.username));
        if name.is_empty() {
            return Err(StoreError::Value {
                what: "username",
                value: new.username.clone(),
            });
        }
        let values = args![id, &name, new.name.trim(), None::<String>, new.demo, now];
        work.add(sql::STAFF_ADD, values, "username", &name).await?;
        self.inner
            .trail
            .write(work, now, Act::by(by, "add", format!("staff {id}")))
            .await?;
        Ok(PersonId::from_uuid(id))
    }

    /// Every member of staff with an account, by username; no parent and no child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_list(&self) -> Result<Vec<Staff>, StoreError> {
        let mut all = self.account_list().await?;
        all.retain(|one| !one.family);
        Ok(all)
    }

    /// Everybody with an account, parents and children too, by username.
    pub(crate) async fn account_list(&self) -> Result<Vec<Staff>, StoreError> {
        let rows: Vec<StaffRow> = self.db().all(sql::STAFF_LIST, args![]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One member of staff.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_one(&self, id: PersonId) -> Result<Option<Staff>, StoreError> {
        let row: Option<StaffRow> = self.db().one(sql::STAFF_ONE, args![id.as_uuid()]).await?;
        Ok(row.map(Into::into))
    }

    /// The member of staff with a username.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_by_username(&self, name: &str) -> Result<Option<Staff>, StoreError> {
        let row: Option<StaffRow> = self.db().one(sql::STAFF_BY_USERNAME, args![username(name)]).await?;
        Ok(row.map(Into::into))
    }

    /// How many accounts there are.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn staff_count(&self) -> Result<u64, StoreError> {
        let row: Option<CountRow> = self.db().one(sql::STAFF_COUNT, args![]).await?;
        Ok(row.and_then(|r| u64::try_from(r.count).ok()).unwrap_or(0))
    }

    /// Gives a member of staff another shown name.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when nobody has the id.
    pub async fn staff_rename(&self, by: Option<PersonId>, id: PersonId, name: &str) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.changed(
            work.run(sql::STAFF_RENAME, args![id.as_uuid(), name.trim()]).await?,
            "member of staff",
        )?;
        self.inner
            .trail
            .write(&mut work, self.now(), Act::by(by, "rename", format!("staff {id}")))
            .await?;
        work.commit().await
    }

    /// Sets a password and signs the member of staff out everywhere.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when nobody has the id; [`StoreError::Value`] when it has fewer than twelve characters.
    pub async fn staff_password_set(
        &self,
        by: Option<PersonId>,
        id: PersonId,
        password: &str,
    ) -> Result<(), StoreError> {
        long_enough(password)?;
        let known = self.staff_one(id).await?;
        let (hash, now) = (hashed(password).await?, self.now());
        let mut work = self.db().begin().await?;
        self.changed(
            work.run(sql::STAFF_PASSWORD_PUT, args![id.as_uuid(), hash]).await?,
            "member of staff",
        )?;
        work.run(sql::SESSION_REVOKE_ALL, args![id.as_uuid(), now]).await?;
        self.inner
            .trail
            .write(&mut work, now, Act::by(by, "password", format!("staff {id}")))
            .await?;
        // The first password of an account changes nothing anybody had.
        if known.is_some_and(|one| one.has_password) {
            self.sign_in_changed(&mut work, SignInChangeKind::Password, by, id)
                .await?;
        }
        work.commit().await
    }

    /// Closes an account and signs it out everywhere, or opens it again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when nobody has the id.
    pub async fn staff_disable(&self, by: Option<PersonId>, id: PersonId, closed: bool) -> Result<(), StoreError> {
        let now = self.now();
        let mut work = self.db().begin().await?;
        let values = args![id.as_uuid(), closed.then_some(now)];
        self.changed(work.run(sql::STAFF_DISABLE, values).await?, "member of staff")?;
        if closed {
            work.run(sql::SESSION_REVOKE_ALL, args![id.as_uuid(), now]).await?;
        }
        let action = if closed { "close" } else { "open" };
        self.inner
            .trail
            .write(&mut work, now, Act::by(by, action, format!("staff {id}")))
            .await?;
        work.commit().await
    }

    /// Gives a role.
    ///
    /// # Errors
    /// When the member of staff, school or class is not there.
    pub async fn role_grant_add(&self, by: Option<PersonId>, new: &NewGrant) -> Result<Uuid, StoreError> {
        let mut work = self.db().begin().await?;
        let id = self.role_grant_add_in(&mut work, by, new, None).await?;
        work.commit().await?;
        Ok(id)
    }

    pub(crate) async fn role_grant_add_in(
        &self,
        work: &mut Work,
        by: Option<PersonId>,
        new: &NewGrant,
        source: Option<&str>,
    ) -> Result<Uuid, StoreError> {
        let (id, now) = (self.new_uuid()?, self.now());
        let values = args![
            id,
            new.staff.as_uuid(),
            &new.role,
            new.school.map(SchoolId::as_uuid),
            new.class.map(ClassId::as_uuid),
            new.from,
            new.to,
            now,
            by.map(PersonId::as_uuid),
            source,
        ];
        work.run(sql::ROLE_GRANT_ADD, values).await?;
        let vouched = source.map(|source| format!(", by {source}")).unwrap_or_default();
        let what = format!("role {} of staff {}{vouched}", new.role, new.staff);
        self.inner.trail.write(work, now, Act::by(by, "grant", what)).await?;
        Ok(id)
    }

    /// Lets a role end on a day.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such grant.
    pub async fn role_grant_end(&self, by: Option<PersonId>, grant: Uuid, on: Date) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.changed(work.run(sql::ROLE_GRANT_END, args![grant, on]).await?, "role")?;
        self.inner
            .trail
            .write(&mut work, self.now(), Act::by(by, "end", format!("role {grant}")))
            .await?;
        work.commit().await
    }

    /// All roles of everybody.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn role_grant_list(&self) -> Result<Vec<Grant>, StoreError> {
        let rows: Vec<GrantRow> = self.db().all(sql::ROLE_GRANT_LIST, args![]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// All roles of one member of staff, also those that have ended or not begun.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn role_grant_list_of(&self, staff: PersonId) -> Result<Vec<Grant>, StoreError> {
        let rows: Vec<GrantRow> = self.db().all(sql::ROLE_GRANT_LIST_OF, args![staff.as_uuid()]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    pub(crate) fn changed(&self, rows: u64, what: &'static str) -> Result<(), StoreError> {
        if rows == 0 {
            Err(StoreError::Missing(what))
        } else {
            Ok(())
        }
    }
}
