//! The migrations of both databases: same names, applied once, never edited afterwards.

use crate::cipher::sha256;
use crate::db::{Db, args};
use crate::error::StoreError;
use crate::sql;

/// One step, in the words of both databases.
pub(crate) struct Migration {
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        /// Every step, oldest first.
        pub(crate) const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*];
    };
}
migrations![
    "0001_first",
    "0002_drafts",
    "0003_roster_changes",
    "0004_cases",
    "0005_review_places",
    "0006_feeds",
    "0007_search",
    "0008_second_factor",
    "0009_providers",
    "0010_family",
    "0012_trace",
    "0013_retention",
    "0015_case_questions",
    "0016_agreed_weeks",
    "0017_case_openings",
    "0019_given_reasons",
    "0020_news_mail",
    "0021_attachments",
    "0024_directory",
    "0026_class_records",
    "0028_emergencies",
    "0030_sign_in_changes",
];

/// The step from which on what is written can be searched; what was written before is made so with it.
const SEARCH: &str = "0007_search";

/// The step from which on who is asked something finds it; what was asked before is made so with it.
const QUESTIONS: &str = "0015_case_questions";

/// The step from which on a shorter timetable stands on the attendance pages; those agreed before do too.
const WEEKS: &str = "0016_agreed_weeks";

#[derive(sqlx::FromRow)]
struct Applied {
    name: String,
    hash: Vec<u8>,
}

/// Brings the database to this program's newest step. Two programs at once wait for each other.
pub(crate) async fn migrate(db: &Db, now: jiff::Timestamp) -> Result<(), StoreError> {
    let mut work = db.begin().await?;
    if let Db::Postgres(_) = db {
        work.run(sql::MIGRATION_LOCK, args![]).await?;
    }
    work.run(sql::MIGRATION_TABLE_MAKE, args![]).await?;
    let applied: Vec<Applied> = work.all(sql::MIGRATION_LIST, args![]).await?;
    if let Some(unknown) = applied.iter().find(|a| MIGRATIONS.iter().all(|m| m.name != a.name)) {
        return Err(StoreError::Migration(unknown.name.clone()));
    }
    for migration in MIGRATIONS {
        let text = match db {
            Db::Sqlite(_) => migration.sqlite,
            Db::Postgres(_) => migration.postgres,
        };
        let hash = sha256(text.as_bytes());
        match applied.iter().find(|a| a.name == migration.name) {
            Some(done) if done.hash == hash => {}
            Some(_) => return Err(StoreError::Migration(migration.name.to_owned())),
            None => {
                work.script(text).await?;
                if migration.name == SEARCH {
                    crate::search::fill(&mut work).await?;
                }
                if migration.name == QUESTIONS {
                    crate::contribution::fill(&mut work).await?;
                }
                if migration.name == WEEKS {
                    crate::week::fill(&mut work).await?;
                }
                work.run(sql::MIGRATION_ADD, args![migration.name, hash, now]).await?;
            }
        }
    }
    work.commit().await
}
