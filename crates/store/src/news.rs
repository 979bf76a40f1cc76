//! News by e-mail: a family account's own choice. A mail says only that there is news. It waits here until it is sent, one
//! line a person, so that much news is one mail, and one mail at most in the time the municipality sets.
//!
//! Nothing is sent by itself: a mail begins with something a member of staff wrote for the family, or with the person's
//! own wish to be told.

use access::{Permit, act, on};
use casework::{PersonId, PupilId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::{instant, micros};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::session::Token;
use crate::{Store, sql};

/// The setting that holds how often a person gets mail.
pub const NEWS_SETTING: &str = "news";
/// The link that confirms an address can be used for so long.
const CONFIRM: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A mail that was taken to be sent is taken again by nobody for so long.
const CLAIMED: SignedDuration = SignedDuration::from_mins(10);
/// After the first failure it is tried again after so long, then after twice as long, and so on.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// After so many failures nobody tries again before there is news once more.
const MOST_TRIES: i64 = 10;
/// The most letters kept of what a mail server said.
const LONGEST_PROBLEM: usize = 200;

/// How often a person gets mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewsRhythm {
    /// At most one mail in so many hours.
    pub hours: u32,
}

impl Default for NewsRhythm {
    fn default() -> Self {
        Self { hours: 24 }
    }
}

/// What somebody has chosen about mail.
#[derive(Clone, PartialEq, Eq)]
pub struct NewsMail {
    /// Where the mail goes.
    pub address: String,
    /// The language of the mail, by its code.
    pub language: String,
    /// When it was chosen.
    pub asked_at: Timestamp,
    /// Since when the address is known to be the person's.
    pub confirmed_at: Option<Timestamp>,
    /// When the last mail about news went out.
    pub sent_at: Option<Timestamp>,
    /// Whether the last try to send failed.
    pub failed: bool,
}

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// Is this address yours? With the secret of the link that says yes.
    Confirm(Token),
    /// There is news.
    News,
}

/// A mail to be sent now.
#[derive(Clone, PartialEq, Eq)]
pub struct DueMail {
    /// To whom.
    pub person: PersonId,
    /// Where.
    pub address: String,
    /// In which language, by its code.
    pub language: String,
    /// What it says.
    pub kind: MailKind,
    /// How often it was tried before.
    tries: i64,
}

impl core::fmt::Debug for DueMail {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DueMail(to {})", self.person)
    }
}

/// How it stands with the mail: counts, never who.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsMailState {
    /// How many have chosen it.
    pub asked: u64,
    /// How many of these have confirmed their address.
    pub confirmed: u64,
    /// How many mails wait.
    pub waiting: u64,
    /// When the last one went out.
    pub sent_at: Option<Timestamp>,
    /// What went wrong, as the mail server said it, and for how many.
    pub problems: Vec<(String, u64)>,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    person_id: Uuid,
    address: Vec<u8>,
    language: String,
    asked_at: i64,
    confirmed_at: Option<i64>,
    sent_at: Option<i64>,
    problem: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DueRow {
    person_id: Uuid,
    address: Vec<u8>,
    language: String,
    what: String,
    due_at: i64,
    tries: i64,
}

#[derive(sqlx::FromRow)]
struct SettingRow {
    name: String,
    value: String,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    asked: i64,
    confirmed: i64,
    waiting: i64,
    failing: i64,
    sent_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ProblemRow {
    problem: String,
    times: i64,
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl Store {
    /// Keeps an address the permit's person wants mail at; a mail with a link goes there first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_ask(
        &self,
        permit: &Permit<act::Change, on::Session>,
        address: &str,
        language: &str,
    ) -> Result<(), StoreError> {
        let person = permit.subject();
        let sealed = self.inner.keys.seal_proof(address, person.as_uuid().as_bytes())?;
        let now = self.now();
        let mut work = self.db().begin().await?;
        work.run(sql::NEWS_MAIL_PUT, args![person.as_uuid(), sealed, language, now])
            .await?;
        let act = Act::by(Some(person), "news mail asked", "own address".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// What the permit's person has chosen about mail.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the address was sealed with another key.
    pub async fn news_mail_one(&self, permit: &Permit<act::Read, on::Session>) -> Result<Option<NewsMail>, StoreError> {
        let values = args![permit.subject().as_uuid()];
        let row: Option<MailRow> = self.db().one(sql::NEWS_MAIL_ONE, values).await?;
        row.map(|row| self.news_mail_read(row)).transpose()
    }

    fn news_mail_read(&self, row: MailRow) -> Result<NewsMail, StoreError> {
        Ok(NewsMail {
            address: self.inner.keys.open_proof(&row.address, row.person_id.as_bytes())?,
            language: row.language,
            asked_at: instant(row.asked_at),
            confirmed_at: row.confirmed_at.map(instant),
            sent_at: row.sent_at.map(instant),
            failed: row.problem.is_some(),
        })
    }

    /// The permit's person wants no mail any more; the address goes.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_drop(&self, permit: &Permit<act::Close, on::Session>) -> Result<(), StoreError> {
        let person = permit.subject();
        let mut work = self.db().begin().await?;
        work.run(sql::NEWS_MAIL_DROP, args![person.as_uuid()]).await?;
        let act = Act::by(Some(person), "news mail stopped", "own address".to_owned());
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Whether the link of a mail can be used now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_known(&self, token: &Token) -> Result<bool, StoreError> {
        let values = args![token.hash(), self.now()];
        let row: Option<MailRow> = self.db().one(sql::NEWS_MAIL_KNOWN, values).await?;
        Ok(row.is_some())
    }

    /// The link of a mail has come back: the address is the person's.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the link is unknown, used or too old.
    pub async fn news_mail_confirm(&self, token: &Token) -> Result<(), StoreError> {
        let now = self.now();
        let mut work = self.db().begin().await?;
        let known: Option<MailRow> = work.one(sql::NEWS_MAIL_KNOWN, args![token.hash(), now]).await?;
        let person = known.ok_or(StoreError::Missing("link"))?.person_id;
        let confirmed = work.run(sql::NEWS_MAIL_CONFIRM, args![token.hash(), now]).await?;
        self.changed(confirmed, "link")?;
        let person = PersonId::from_uuid(person);
        let act = Act::by(Some(person), "news mail confirmed", "own address".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// How often a person gets mail, in microseconds.
    async fn news_gap(work: &mut Work) -> Result<i64, StoreError> {
        let settings: Vec<SettingRow> = work.all(sql::SETTING_LIST, args![]).await?;
        let kept = settings.iter().find(|setting| setting.name == NEWS_SETTING);
        let rhythm: NewsRhythm = kept
            .and_then(|setting| serde_json::from_str(&setting.value).ok())
            .unwrap_or_default();
        Ok(i64::from(rhythm.hours).saturating_mul(3_600_000_000))
    }

    /// Somebody wrote what is meant for a child's family: those who chose mail are told that there is news, the child of
    /// what its own page shows.
    pub(crate) async fn news(
        &self,
        work: &mut Work,
        (pupil, by): (PupilId, PersonId),
        to_child: bool,
    ) -> Result<(), StoreError> {
        let gap = Self::news_gap(work).await?;
        let values = args![pupil.as_uuid(), by.as_uuid(), self.today(), self.now(), gap, to_child];
        work.run(sql::NEWS_MAIL_NEWS, values).await.map(drop)
    }

    /// Somebody answered what one person of a family asked.
    pub(crate) async fn news_to(&self, work: &mut Work, person: PersonId) -> Result<(), StoreError> {
        let gap = Self::news_gap(work).await?;
        work.run(sql::NEWS_MAIL_NEWS_TO, args![person.as_uuid(), self.now(), gap])
            .await
            .map(drop)
    }

    /// Mails to be sent now, at most `most`; each is this caller's for some minutes. One that asks for confirmation gets
    /// its secret here: only the hash is kept.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_due(&self, most: u32) -> Result<Vec<DueMail>, StoreError> {
        let now = self.now();
        let rows: Vec<DueRow> = self
            .db()
            .all(sql::NEWS_MAIL_DUE, args![now, self.today(), most])
            .await?;
        let mut due = Vec::new();
        for row in rows {
            let mut work = self.db().begin().await?;
            let until = now.checked_add(CLAIMED).unwrap_or(now);
            let taken = work
                .run(sql::NEWS_MAIL_CLAIM, args![row.person_id, row.due_at, micros(until)])
                .await?;
            if taken == 0 {
                continue;
            }
            let kind = if row.what == "confirm" {
                let token = Token::new()?;
                let until = now.checked_add(CONFIRM).unwrap_or(now);
                work.run(sql::NEWS_MAIL_SECRET, args![row.person_id, token.hash(), until])
                    .await?;
                MailKind::Confirm(token)
            } else {
                MailKind::News
            };
            work.commit().await?;
            due.push(DueMail {
                person: PersonId::from_uuid(row.person_id),
                address: self.inner.keys.open_proof(&row.address, row.person_id.as_bytes())?,
                language: row.language,
                kind,
                tries: row.tries,
            });
        }
        Ok(due)
    }

    /// A mail was handed over to the mail server.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_done(&self, mail: &DueMail) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        work.run(sql::NEWS_MAIL_DONE, args![mail.person.as_uuid(), self.now()])
            .await?;
        work.commit().await
    }

    /// A mail was not handed over, and what the mail server said. It is tried again later, unless it never can be, or it
    /// was tried often.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_failed(&self, mail: &DueMail, problem: &str, never: bool) -> Result<(), StoreError> {
        let over = never || mail.tries + 1 >= MOST_TRIES;
        let wait = u32::try_from(mail.tries).unwrap_or(0).min(12);
        let wait = FIRST_WAIT.checked_mul(1_i32 << wait).unwrap_or(FIRST_WAIT);
        let now = self.now();
        let again = (!over).then(|| now.checked_add(wait).unwrap_or(now));
        // A server may repeat the address; it is not kept in the clear.
        let problem: String = problem
            .replace(&mail.address, "…")
            .chars()
            .take(LONGEST_PROBLEM)
            .collect();
        let mut work = self.db().begin().await?;
        let values = args![mail.person.as_uuid(), problem, again.map(micros), over];
        work.run(sql::NEWS_MAIL_FAILED, values).await?;
        work.commit().await
    }

    /// How it stands with the mail, for whoever sets the program up.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn news_mail_state<A: access::Act>(
        &self,
        _permit: &Permit<A, on::Settings>,
    ) -> Result<NewsMailState, StoreError> {
        let state: Option<StateRow> = self.db().one(sql::NEWS_MAIL_STATE, args![]).await?;
        let Some(state) = state else {
            return Ok(NewsMailState::default());
        };
        let problems: Vec<ProblemRow> = if state.failing > 0 {
            self.db().all(sql::NEWS_MAIL_PROBLEMS, args![]).await?
        } else {
            Vec::new()
        };
        Ok(NewsMailState {
            asked: count(state.asked),
            confirmed: count(state.confirmed),
            waiting: count(state.waiting),
            sent_at: state.sent_at.map(instant),
            problems: problems
                .into_iter()
                .map(|row| (row.problem, count(row.times)))
                .collect(),
        })
    }
}
