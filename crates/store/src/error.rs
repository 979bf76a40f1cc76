//! What can go wrong when something is kept or found.

use thiserror::Error;
use uuid::Uuid;

/// Why the store could not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database could not answer")]
    Database(#[from] sqlx::Error),
    /// The address of the database is neither a file of SQLite nor a server of PostgreSQL.
    #[error("`{0}` is not the address of a database; expected `sqlite:FILE` or `postgres://…`")]
    Address(String),
    /// A row holds a value the program does not know.
    #[error("row {row} of table {table} holds a value the program does not know")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row.
        row: Uuid,
    },
    /// The database was made by a newer program, or an applied migration was edited.
    #[error("migration `{0}` of the database is not the one of this program")]
    Migration(String),
    /// Somebody else changed the same thing first.
    #[error("somebody else changed this {0} in the meantime")]
    Conflict(&'static str),
    /// It must be unique and is not.
    #[error("the {what} `{value}` is already there")]
    Taken {
        /// What must be unique.
        what: &'static str,
        /// The value given.
        value: String,
    },
    /// The thing named is not there, or may not be seen.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// Somebody holds the pupil back from being erased.
    #[error("somebody holds this pupil back from being erased")]
    Held,
    /// The permit is about something else than the call.
    #[error("the permit does not cover this {0}")]
    Permit(&'static str),
    /// The school says others write its register.
    #[error("the register of this school is written by {0}")]
    Register(&'static str),
    /// An import that would clear or change more than the set share.
    #[error("the import would clear or change {changed} of {standing} marks, more than {percent} percent")]
    Share {
        /// Marks that would be changed or cleared.
        changed: u64,
        /// Marks that stand in the same schools and dates.
        standing: u64,
        /// The set share.
        percent: u32,
    },
    /// The register of the engine refuses the roster.
    #[error("the roster cannot stand")]
    Roster(#[from] attendance::RegisterError),
    /// A calendar of the engine refuses its days.
    #[error("the calendar cannot stand")]
    Calendar(#[from] attendance::CalendarError),
    /// A value that cannot be kept.
    #[error("`{value}` is not a {what}")]
    Value {
        /// What was expected.
        what: &'static str,
        /// What was given.
        value: String,
    },
    /// A line that should be a head of the audit trail is none.
    #[error(
        "`{0}` is no head of the audit trail; expected a segment, a number and a hash, as `audit heads` prints them"
    )]
    Head(String),
    /// The key file is not one, or not the one the data was sealed with.
    #[error("the key does not fit")]
    Key,
    /// The machine gives no randomness.
    #[error("the machine gives no randomness")]
    Randomness,
    /// A task of the program was stopped.
    #[error("a task was stopped")]
    Stopped,
}

impl StoreError {
    /// Whether the database said that something unique is there already.
    pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
        error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }
}
