//! Sign-in, throttling, sessions, and the one link that makes the first administrator.

use core::fmt;

use access::Assurance;
use casework::{PersonId, SessionId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::audit::Act;
use crate::cipher::sha256;
use crate::clock::{instant, micros, random};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::staff::{CountRow, NewGrant, NewStaff, StaffRow, fits, hashed, long_enough, username};
use crate::{Store, sql};

/// A session ends when it was not used for so long.
pub const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// A session ends so long after the sign-in, used or not.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// A sign-in waits so long for its second proof.
const HALFWAY: SignedDuration = SignedDuration::from_mins(10);
/// A link for the first administrator can be used for so long.
const FIRST_LINK: SignedDuration = SignedDuration::from_hours(24);
/// Failed sign-ins are counted together for so long.
const COUNTED: SignedDuration = SignedDuration::from_mins(15);
/// Failures of one account before it waits.
const MOST_OF_ACCOUNT: i64 = 5;
/// Failures from one address before it waits; a whole school may share one.
const MOST_OF_ADDRESS: i64 = 50;
/// How often "last seen" is written at most.
const SEEN_STEP: SignedDuration = SignedDuration::from_secs(60);

/// The secret in a cookie or a link: 256 random bits, of which only the hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let bytes: [u8; 32] = random()?;
        Ok(Self(bytes.iter().map(|b| format!("{b:02x}")).collect()))
    }

    /// Takes what a cookie or a link says.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text for the cookie or the link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What somebody typed to sign in, and from where.
#[derive(Clone)]
pub struct SignInRequest {
    /// The username, as typed.
    pub username: String,
    /// The password.
    pub password: String,
    /// The address it came from.
    pub address: String,
    /// What the browser says it is.
    pub user_agent: String,
    /// Whether accounts made by `demo` may sign in: only under `demo`.
    pub demo: bool,
}

impl fmt::Debug for SignInRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInRequest(…)")
    }
}

/// How a sign-in went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// In; the token is for the cookie.
    In {
        /// The secret.
        token: Token,
        /// Who.
        person: PersonId,
    },
    /// The password is right, and the person has a second proof: the token's session is nobody's until it is given.
    Second {
        /// The secret.
        token: Token,
        /// Who.
        person: PersonId,
    },
    /// Name or password is wrong, or the account is closed: the three are not told apart.
    Refused,
    /// Too many failures; nothing is tried before this instant.
    Wait {
        /// Until when.
        until: Timestamp,
    },
}

/// Whether a password is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordTry {
    /// It is this person's.
    Right(PersonId),
    /// Name or password is wrong, or the account is closed: the three are not told apart.
    Refused,
    /// Too many failures; nothing is tried before this instant.
    Wait {
        /// Until when.
        until: Timestamp,
    },
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The id, for the list of sign-ins; never the secret.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// As shown.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Whether it is somebody of a family.
    pub family: bool,
    /// Since when.
    pub made_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// How sure it is who they are; nothing while the second proof is awaited, when they are not signed in yet.
    pub shown: Option<Assurance>,
    /// Who vouched for the sign-in, by the name the operator gave; nothing for a password.
    pub provider: Option<String>,
    /// Whether something had changed of how they sign in that they have not said they have seen.
    pub changed: bool,
}

/// What another vouched for a sign-in with.
#[derive(Clone, Copy)]
pub struct VouchedBy<'v> {
    /// Who, by the name the operator gave.
    pub provider: &'v str,
    /// The token, kept sealed until the session ends, to sign out there too.
    pub id_token: &'v str,
}

/// A sign-in in the list its owner sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// The id.
    pub id: SessionId,
    /// Since when.
    pub made_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// The address it came from.
    pub address: Option<String>,
    /// What the browser said it is.
    pub user_agent: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ThrottleRow {
    failures: i64,
    first_at: i64,
    blocked_to: i64,
}

impl ThrottleRow {
    /// Until when nothing is tried, where that is after `now`.
    fn until(&self, now: Timestamp) -> Option<Timestamp> {
        (self.blocked_to > micros(now)).then(|| instant(self.blocked_to))
    }
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    staff_id: Uuid,
    made_at: i64,
    seen_at: i64,
    ends_at: i64,
    level: i64,
    provider: Option<String>,
    revoked_at: Option<i64>,
    name: String,
    username: String,
    disabled_at: Option<i64>,
    demo: bool,
    family: bool,
    changes: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    made_at: i64,
    seen_at: i64,
    address: Option<String>,
    user_agent: Option<String>,
}

/// What is counted, and how many times before it waits.
pub(crate) struct Subject {
    key: String,
    most: i64,
}

impl Subject {
    pub(crate) const fn new(key: String, most: i64) -> Self {
        Self { key, most }
    }
}

/// What wrong second proofs are counted for.
pub(crate) fn second_subjects(username: &str, address: &str) -> [Subject; 2] {
    [
        Subject::new(format!("second {username}"), MOST_OF_ACCOUNT),
        Subject::new(format!("address {address}"), MOST_OF_ADDRESS),
    ]
}

/// An assurance as it is kept; a second proof that is awaited is zero.
const fn level(shown: Option<Assurance>) -> i64 {
    match shown {
        None => 0,
        Some(Assurance::Low) => 1,
        Some(Assurance::Substantial) => 2,
        Some(Assurance::High) => 3,
    }
}

/// An assurance as it was kept.
const fn shown(level: i64) -> Option<Assurance> {
    match level {
        1 => Some(Assurance::Low),
        2 => Some(Assurance::Substantial),
        3 => Some(Assurance::High),
        _ => None,
    }
}

fn subjects(request: &SignInRequest) -> [Subject; 2] {
    [
        Subject::new(format!("account {}", username(&request.username)), MOST_OF_ACCOUNT),
        Subject::new(format!("address {}", request.address), MOST_OF_ADDRESS),
    ]
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

impl Store {
    /// Tries to sign somebody in. Failures are counted per account and per address; after too many nothing is tried
    /// for a while that doubles with every further failure, at most a quarter of an hour.
    ///
    /// # Errors
    /// When the database cannot answer. A wrong password is not an error.
    pub async fn sign_in(&self, request: &SignInRequest) -> Result<SignIn, StoreError> {
        let person = match self.password_try(request).await? {
            PasswordTry::Right(person) => person,
            PasswordTry::Refused => return Ok(SignIn::Refused),
            PasswordTry::Wait { until } => return Ok(SignIn::Wait { until }),
        };
        let from = (request.address.as_str(), request.user_agent.as_str());
        let halfway = self.has_factor(person).await?;
        let token = self
            .session_begin(person, (!halfway).then_some(Assurance::Low), from, None)
            .await?;
        Ok(if halfway {
            SignIn::Second { token, person }
        } else {
            SignIn::In { token, person }
        })
    }

    /// Whether somebody knows the password; failures are counted as when signing in.
    ///
    /// # Errors
    /// When the database cannot answer. A wrong password is not an error.
    pub async fn password_try(&self, request: &SignInRequest) -> Result<PasswordTry, StoreError> {
        let subjects = subjects(request);
        if let Some(until) = self.try_begin(&subjects).await? {
            return Ok(PasswordTry::Wait { until });
        }
        let name = username(&request.username);
        let row: Option<StaffRow> = self.db().one(sql::STAFF_BY_USERNAME, args![name]).await?;
        let open = row
            .as_ref()
            .is_some_and(|r| r.disabled_at.is_none() && (request.demo || !r.demo));
        let good = fits(&request.password, row.as_ref().and_then(|r| r.password_hash.clone())).await?;
        match row {
            Some(row) if good && open => {
                let mut work = self.db().begin().await?;
                self.try_was_right(&mut work, &subjects).await?;
                work.commit().await?;
                Ok(PasswordTry::Right(PersonId::from_uuid(row.id)))
            }
            _ => {
                let what = format!("account {}", shortened(&username(&request.username)));
                let (now, mut work) = (self.now(), self.db().begin().await?);
                let act = Act::by(None, "sign-in refused", what);
                self.inner.trail.write(&mut work, now, act).await?;
                work.commit().await?;
                Ok(PasswordTry::Refused)
            }
        }
    }

    /// Counts a try before it is made, so that of a thousand made at once no more are made than one after the other; until
    /// when nothing is tried, where that is so. One that was right is taken back with [`Self::try_was_right`].
    pub(crate) async fn try_begin(&self, subjects: &[Subject]) -> Result<Option<Timestamp>, StoreError> {
        let mut work = self.db().begin().await?;
        for subject in subjects {
            work.run(sql::THROTTLE_LOCK, args![&subject.key]).await?;
            let row: Option<ThrottleRow> = work.one(sql::THROTTLE_ONE, args![&subject.key]).await?;
            if let Some(until) = row.and_then(|row| row.until(self.now())) {
                return Ok(Some(until));
            }
        }
        for subject in subjects {
            self.count(&mut work, subject).await?;
        }
        work.commit().await?;
        Ok(None)
    }

    /// Takes a counted try back.
    pub(crate) async fn try_was_right(&self, work: &mut Work, subjects: &[Subject]) -> Result<(), StoreError> {
        for subject in subjects {
            work.run(sql::THROTTLE_BACK, args![&subject.key]).await?;
        }
        Ok(())
    }

    /// Until when nothing is tried for a subject, while it waits.
    pub(crate) async fn waits(&self, subject: &Subject) -> Result<Option<Timestamp>, StoreError> {
        let row: Option<ThrottleRow> = self.db().one(sql::THROTTLE_ONE, args![&subject.key]).await?;
        Ok(row.and_then(|row| row.until(self.now())))
    }

    /// Counts once for a subject; after too many it waits, twice as long with every further one.
    pub(crate) async fn count(&self, work: &mut Work, subject: &Subject) -> Result<(), StoreError> {
        let now = self.now();
        work.run(sql::THROTTLE_LOCK, args![&subject.key]).await?;
        let row: Option<ThrottleRow> = work.one(sql::THROTTLE_ONE, args![&subject.key]).await?;
        let (failures, first_at) = match row {
            Some(row) if instant(row.first_at).saturating_add(COUNTED).is_ok_and(|end| end > now) => {
                (row.failures + 1, instant(row.first_at))
            }
            _ => (1, now),
        };
        let over = u32::try_from(failures - subject.most).ok();
        let wait = over.map(|o| SignedDuration::from_secs((30i64 << o.min(5)).min(900)));
        let blocked_to = wait
            .and_then(|w| now.checked_add(w).ok())
            .unwrap_or(Timestamp::UNIX_EPOCH);
        work.run(sql::THROTTLE_PUT, args![&subject.key, failures, first_at, blocked_to])
            .await?;
        Ok(())
    }

    /// Signs a member of staff in without asking for a password; the caller has seen proof of who it is, and says how
    /// sure it makes them.
    ///
    /// # Errors
    /// When there is no such member of staff.
    pub async fn session_open(
        &self,
        person: PersonId,
        shown: Assurance,
        (address, user_agent): (&str, &str),
    ) -> Result<Token, StoreError> {
        self.session_begin(person, Some(shown), (address, user_agent), None)
            .await
    }

    /// Signs a member of staff in whom another vouches for.
    ///
    /// # Errors
    /// When there is no such member of staff.
    pub async fn session_open_vouched(
        &self,
        person: PersonId,
        shown: Assurance,
        from: (&str, &str),
        by: VouchedBy<'_>,
    ) -> Result<Token, StoreError> {
        self.session_begin(person, Some(shown), from, Some(by)).await
    }

    /// The token another vouched for a session with, while the session lasts.
    ///
    /// # Errors
    /// [`StoreError::Key`] when it was sealed with another key.
    pub async fn session_id_token(&self, session: &Session) -> Result<Option<String>, StoreError> {
        #[derive(sqlx::FromRow)]
        struct TokenRow {
            id_token: Option<Vec<u8>>,
        }
        let id = session.id.as_uuid();
        let row: Option<TokenRow> = self.db().one(sql::SESSION_ID_TOKEN, args![id]).await?;
        let sealed = row.and_then(|row| row.id_token);
        sealed
            .map(|sealed| self.inner.keys.open_proof(&sealed, id.as_bytes()))
            .transpose()
    }

    async fn session_begin(
        &self,
        person: PersonId,
        shown: Option<Assurance>,
        from: (&str, &str),
        by: Option<VouchedBy<'_>>,
    ) -> Result<Token, StoreError> {
        let now = self.now();
        let row: Option<StaffRow> = self.db().one(sql::STAFF_ONE, args![person.as_uuid()]).await?;
        let row = row.ok_or(StoreError::Missing("member of staff"))?;
        let mut work = self.db().begin().await?;
        let token = self.session_add(&mut work, person, shown, from, (None, by)).await?;
        work.run(sql::THROTTLE_CLEAR, args![format!("account {}", row.username)])
            .await?;
        let month = now.checked_sub(SignedDuration::from_hours(24 * 30)).unwrap_or(now);
        work.run(sql::SESSION_SWEEP, args![month]).await?;
        work.run(sql::SIGN_IN_CHANGE_SWEEP, args![month]).await?;
        self.draft_sweep(&mut work).await?;
        work.run(sql::THROTTLE_SWEEP, args![now.checked_sub(COUNTED).unwrap_or(now), now])
            .await?;
        work.commit().await?;
        Ok(token)
    }

    /// A new session in a unit of work; without an end given it lasts as long as one may.
    pub(crate) async fn session_add(
        &self,
        work: &mut Work,
        person: PersonId,
        shown: Option<Assurance>,
        (address, user_agent): (&str, &str),
        (ends_at, by): (Option<Timestamp>, Option<VouchedBy<'_>>),
    ) -> Result<Token, StoreError> {
        let (token, id, now) = (Token::new()?, self.new_uuid()?, self.now());
        let longest = if shown.is_some() { LONGEST } else { HALFWAY };
        let ends_at = ends_at.unwrap_or_else(|| now.checked_add(longest).unwrap_or(now));
        let sealed = by.map(|by| self.inner.keys.seal_proof(by.id_token, id.as_bytes()));
        let values = args![
            id,
            token.hash(),
            person.as_uuid(),
            now,
            ends_at,
            shortened(address),
            shortened(user_agent),
            level(shown),
            by.map(|by| by.provider),
            sealed.transpose()?
        ];
        work.run(sql::SESSION_ADD, values).await?;
        let action = if shown.is_some() { "sign-in" } else { "sign-in halfway" };
        let vouched = by.map(|by| format!(", vouched for by {}", by.provider));
        let what = format!("session {id}, level {}{}", level(shown), vouched.unwrap_or_default());
        self.inner
            .trail
            .write(work, now, Act::by(Some(person), action, what))
            .await?;
        Ok(token)
    }

    /// Who a token belongs to, while the session is alive; notes that it was used.
    ///
    /// `demo` says whether accounts made by `demo` count.
    ///
    /// # Errors
    /// When the database cannot answer. An unknown, ended or revoked session is `None`.
    pub async fn session_by_token(&self, token: &Token, demo: bool) -> Result<Option<Session>, StoreError> {
        let now = self.now();
        let row: Option<SessionRow> = self.db().one(sql::SESSION_BY_TOKEN, args![token.hash()]).await?;
        let Some(row) = row else { return Ok(None) };
        let idle_end = instant(row.seen_at).checked_add(IDLE).unwrap_or(Timestamp::MIN);
        let alive = row.revoked_at.is_none() && row.disabled_at.is_none() && (demo || !row.demo);
        if !alive || instant(row.ends_at) <= now || idle_end <= now {
            return Ok(None);
        }
        if instant(row.seen_at)
            .checked_add(SEEN_STEP)
            .is_ok_and(|next| next <= now)
        {
            let mut work = self.db().begin().await?;
            work.run(sql::SESSION_SEEN, args![row.id, now]).await?;
            work.commit().await?;
        }
        Ok(Some(Session {
            id: SessionId::from_uuid(row.id),
            person: PersonId::from_uuid(row.staff_id),
            name: row.name,
            username: row.username,
            family: row.family,
            made_at: instant(row.made_at),
            ends_at: instant(row.ends_at),
            shown: shown(row.level),
            provider: row.provider,
            changed: row.changes > 0,
        }))
    }

    /// The sign-ins of a member of staff that are alive, last used first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn session_list(&self, person: PersonId) -> Result<Vec<SessionLine>, StoreError> {
        let now = self.now();
        let idle = now.checked_sub(IDLE).unwrap_or(now);
        let rows: Vec<LineRow> = self
            .db()
            .all(sql::SESSION_LIST, args![person.as_uuid(), now, idle])
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| SessionLine {
                id: SessionId::from_uuid(row.id),
                made_at: instant(row.made_at),
                seen_at: instant(row.seen_at),
                address: row.address,
                user_agent: row.user_agent,
            })
            .collect())
    }

    /// Ends one of a member of staff's sessions; `by` is that person, or an administrator.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not theirs or has ended.
    pub async fn session_end(
        &self,
        by: Option<PersonId>,
        person: PersonId,
        session: SessionId,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let mut work = self.db().begin().await?;
        let values = args![session.as_uuid(), person.as_uuid(), now];
        self.changed(work.run(sql::SESSION_REVOKE, values).await?, "session")?;
        self.inner
            .trail
            .write(&mut work, now, Act::by(by, "sign-out", format!("session {session}")))
            .await?;
        work.commit().await
    }

    /// Ends every session of a member of staff, by that person or an administrator; how many there were.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn session_end_all(&self, by: Option<PersonId>, person: PersonId) -> Result<u64, StoreError> {
        let now = self.now();
        let mut work = self.db().begin().await?;
        let ended = work.run(sql::SESSION_REVOKE_ALL, args![person.as_uuid(), now]).await?;
        let what = format!("{ended} sessions of staff {person}");
        let act = Act::by(by, "sign-out everywhere", what);
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(ended)
    }

    /// The secret of a link that makes the first administrator; `None` when there is an account already.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn first_link_make(&self) -> Result<Option<Token>, StoreError> {
        if self.staff_count().await? > 0 {
            return Ok(None);
        }
        let (token, now) = (Token::new()?, self.now());
        let mut work = self.db().begin().await?;
        let ends_at = now.checked_add(FIRST_LINK).unwrap_or(now);
        work.run(sql::FIRST_LINK_ADD, args![token.hash(), now, ends_at]).await?;
        work.commit().await?;
        Ok(Some(token))
    }

    /// Whether a link still makes an administrator.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn first_link_valid(&self, token: &Token) -> Result<bool, StoreError> {
        let row: Option<CountRow> = self
            .db()
            .one(sql::FIRST_LINK_VALID, args![token.hash(), self.now()])
            .await?;
        Ok(row.is_some_and(|r| r.count > 0) && self.staff_count().await? == 0)
    }

    /// Uses the link up and makes the first administrator with this password and role word.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the link is unknown, used or too old.
    pub async fn first_link_use(
        &self,
        token: &Token,
        new: &NewStaff,
        password: &str,
        role: &str,
    ) -> Result<PersonId, StoreError> {
        long_enough(password)?;
        let (hash, now) = (hashed(password).await?, self.now());
        let mut work = self.db().begin().await?;
        self.changed(work.run(sql::FIRST_LINK_USE, args![token.hash(), now]).await?, "link")?;
        let row: Option<CountRow> = work.one(sql::STAFF_COUNT, args![]).await?;
        if row.is_none_or(|r| r.count > 0) {
            return Err(StoreError::Missing("link"));
        }
        let person = self.staff_add_in(&mut work, None, new).await?;
        work.run(sql::STAFF_PASSWORD_PUT, args![person.as_uuid(), hash]).await?;
        let (school, class, to) = (None, None, None);
        let grant = NewGrant {
            staff: person,
            role: role.to_owned(),
            school,
            class,
            from: self.today(),
            to,
        };
        self.role_grant_add_in(&mut work, None, &grant, None).await?;
        work.commit().await?;
        Ok(person)
    }

    /// When a member of staff last looked at a page, and that they look now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn last_look_take(&self, person: PersonId, page: &str) -> Result<Option<Timestamp>, StoreError> {
        #[derive(sqlx::FromRow)]
        struct LookRow {
            looked_at: i64,
        }
        let mut work = self.db().begin().await?;
        let row: Option<LookRow> = work.one(sql::LAST_LOOK_ONE, args![person.as_uuid(), page]).await?;
        work.run(sql::LAST_LOOK_PUT, args![person.as_uuid(), page, self.now()])
            .await?;
        work.commit().await?;
        Ok(row.map(|r| instant(r.looked_at)))
    }
}
