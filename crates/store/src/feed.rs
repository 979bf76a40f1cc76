//! The address a member of staff's own calendar reads from: one a person, made and taken back by that person.

use casework::PersonId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::session::{Subject, Token};
use crate::{Store, sql};

/// Calendars ask a few times an hour; more often within a quarter of an hour than this, and one waits.
const MOST_OF_FEED: i64 = 30;
/// Secrets nobody was given, asked for from one address before it waits.
const MOST_UNKNOWN: i64 = 20;

/// That somebody has an address for a calendar; never its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Since when.
    pub made_at: Timestamp,
    /// When it was read last.
    pub read_at: Option<Timestamp>,
}

/// What asking with a secret gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedRead {
    /// Whose it is.
    Of {
        /// Who.
        person: PersonId,
        /// The language it was made in, by its code.
        language: String,
    },
    /// Taken back, never made, or the account is closed: the three are not told apart.
    Unknown,
    /// Asked too often; nothing is answered before this instant.
    Wait {
        /// Until when.
        until: Timestamp,
    },
}

#[derive(sqlx::FromRow)]
struct FeedRow {
    made_at: i64,
    read_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct OwnerRow {
    staff_id: Uuid,
    language: String,
    disabled_at: Option<i64>,
    demo: bool,
}

impl Store {
    /// Makes the address of a member of staff's calendar; the one of before answers no more. The secret is told this
    /// once.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn feed_make(&self, person: PersonId, language: &str) -> Result<Token, StoreError> {
        let (token, now) = (Token::new()?, self.now());
        let mut work = self.db().begin().await?;
        let values = args![person.as_uuid(), token.hash(), language, now];
        work.run(sql::FEED_PUT, values).await?;
        let act = Act::by(Some(person), "calendar address made", "calendar".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(token)
    }

    /// Since when a member of staff has an address for a calendar.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn feed_one(&self, person: PersonId) -> Result<Option<Feed>, StoreError> {
        let row: Option<FeedRow> = self.db().one(sql::FEED_ONE, args![person.as_uuid()]).await?;
        Ok(row.map(|row| Feed {
            made_at: instant(row.made_at),
            read_at: row.read_at.map(instant),
        }))
    }

    /// Takes the address of a member of staff's calendar back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn feed_drop(&self, person: PersonId) -> Result<(), StoreError> {
        let now = self.now();
        let mut work = self.db().begin().await?;
        let gone = work.run(sql::FEED_DROP, args![person.as_uuid()]).await?;
        self.changed(gone, "calendar")?;
        let act = Act::by(Some(person), "calendar address taken back", "calendar".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Whose calendar asks with this secret; that it was read is written to the audit trail. What it may hold is for the
    /// caller to ask `access` today. `from` is the address asked from; `demo` whether accounts made by `demo` count.
    ///
    /// # Errors
    /// When the database cannot answer. An unknown secret is not an error.
    pub async fn feed_read(&self, token: &Token, from: &str, demo: bool) -> Result<FeedRead, StoreError> {
        let stranger = Subject::new(format!("calendar from {from}"), MOST_UNKNOWN);
        if let Some(until) = self.waits(&stranger).await? {
            return Ok(FeedRead::Wait { until });
        }
        let row: Option<OwnerRow> = self.db().one(sql::FEED_BY_TOKEN, args![token.hash()]).await?;
        let Some(row) = row.filter(|row| row.disabled_at.is_none() && (demo || !row.demo)) else {
            let mut work = self.db().begin().await?;
            self.count(&mut work, &stranger).await?;
            work.commit().await?;
            return Ok(FeedRead::Unknown);
        };
        let person = PersonId::from_uuid(row.staff_id);
        let own = Subject::new(format!("calendar of {person}"), MOST_OF_FEED);
        if let Some(until) = self.waits(&own).await? {
            return Ok(FeedRead::Wait { until });
        }
        let (now, mut work) = (self.now(), self.db().begin().await?);
        self.count(&mut work, &own).await?;
        work.run(sql::FEED_READ, args![row.staff_id, now]).await?;
        let act = Act::by(Some(person), "calendar read", "calendar".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(FeedRead::Of {
            person,
            language: row.language,
        })
    }
}
