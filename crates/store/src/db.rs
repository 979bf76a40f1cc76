//! Two databases behind one face: a statement and its values in, rows out.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow, PgSslMode};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Arguments, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use uuid::Uuid;

use crate::clock::micros;
use crate::error::StoreError;
use crate::sql::Statement;

/// The pool of one of the two databases.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// One value of a statement, in the type the column has.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Uuid(Option<Uuid>),
    Text(Option<String>),
    Int(Option<i64>),
    Day(Option<Date>),
    Bytes(Option<Vec<u8>>),
    Bool(bool),
}

macro_rules! values {
    ($($from:ty => |$value:ident| $to:expr;)*) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        })*
    };
}
values! {
    Uuid => |v| Self::Uuid(Some(v));
    Option<Uuid> => |v| Self::Uuid(v);
    String => |v| Self::Text(Some(v));
    &String => |v| Self::Text(Some(v.clone()));
    Option<String> => |v| Self::Text(v);
    &str => |v| Self::Text(Some(v.to_owned()));
    Option<&str> => |v| Self::Text(v.map(str::to_owned));
    i64 => |v| Self::Int(Some(v));
    u32 => |v| Self::Int(Some(i64::from(v)));
    Option<i64> => |v| Self::Int(v);
    Date => |v| Self::Day(Some(v));
    Option<Date> => |v| Self::Day(v);
    Timestamp => |v| Self::Int(Some(micros(v)));
    Option<Timestamp> => |v| Self::Int(v.map(micros));
    Vec<u8> => |v| Self::Bytes(Some(v));
    Option<Vec<u8>> => |v| Self::Bytes(v);
    [u8; 32] => |v| Self::Bytes(Some(v.to_vec()));
    bool => |v| Self::Bool(v);
}

/// The values of a statement, each turned into a [`Value`].
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}
pub(crate) use args;

fn fill<'a, A>(values: Vec<Value>) -> Result<A, sqlx::Error>
where
    A: Arguments + Default,
    Option<Uuid>: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
    Option<String>: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
    Option<i64>: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
    Option<jiff_sqlx::Date>: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
    Option<Vec<u8>>: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
    bool: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
{
    let mut arguments = A::default();
    for value in values {
        match value {
            Value::Uuid(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Int(v) => arguments.add(v),
            Value::Day(v) => arguments.add(v.map(ToSqlx::to_sqlx)),
            Value::Bytes(v) => arguments.add(v),
            Value::Bool(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// Runs the same body on whichever database it is; the statement's text is that database's own.
macro_rules! on_pool {
    ($db:expr, $kind:ident, $statement:expr, |$pool:ident, $sql:ident| $body:expr) => {
        match $db {
            $kind::Sqlite($pool) => {
                type Filled = SqliteArguments;
                let $sql = $statement.sqlite;
                $body
            }
            $kind::Postgres($pool) => {
                type Filled = PgArguments;
                let $sql = $statement.postgres;
                $body
            }
        }
    };
}

/// A row both databases can give.
pub(crate) trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// The line to a server on another machine is encrypted, and the server shows a certificate for its name (OWASP ASVS
/// 1.9.1), unless the address itself says otherwise with `sslmode=`.
fn secret_line(options: PgConnectOptions, address: &str) -> PgConnectOptions {
    let host = options.get_host();
    let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|host| host.is_loopback());
    let here = loopback || host.starts_with('/') || options.get_socket().is_some();
    let said = address.contains("sslmode=") || address.contains("ssl-mode=");
    if here || said {
        options
    } else {
        options.ssl_mode(PgSslMode::VerifyFull)
    }
}

impl Db {
    /// Opens `sqlite:FILE` or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        if let Some(file) = address.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::from_str(&format!("sqlite:{file}"))?
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(Duration::from_secs(30))
                // Pages of the file stay in memory: lists read from all over it.
                .pragma("cache_size", "-65536")
                .pragma("mmap_size", "1073741824")
                // No page waits while the log of changes is written home: `log_write_home` does that between pages. This
                // is for programs that end before it has.
                .pragma("wal_autocheckpoint", "20000")
                .pragma("secure_delete", "on");
            return Ok(Self::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(4)
                    .connect_with(options)
                    .await?,
            ));
        }
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let options = secret_line(PgConnectOptions::from_str(address)?, address);
            return Ok(Self::Postgres(
                PgPoolOptions::new().max_connections(8).connect_with(options).await?,
            ));
        }
        Err(StoreError::Address(address.to_owned()))
    }

    /// Writes what SQLite's log of changes holds into the file itself, without holding anybody up.
    pub async fn log_write_home(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(pool) = self {
            sqlx::query(crate::sql::LOG_WRITE_HOME.sqlite).execute(pool).await?;
        }
        Ok(())
    }

    /// Begins a unit of work that writes; on SQLite it waits for the one writer there may be.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Work::Sqlite(pool.begin_with(crate::sql::WORK_BEGIN.sqlite).await?),
            Self::Postgres(pool) => Work::Postgres(pool.begin_with(crate::sql::WORK_BEGIN.postgres).await?),
        })
    }

    /// Every row of an answer.
    pub async fn all<R: Row>(&self, statement: Statement, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        Ok(on_pool!(self, Db, statement, |pool, sql| {
            sqlx::query_as_with(sql, fill::<Filled>(values)?)
                .fetch_all(pool)
                .await?
        }))
    }

    /// The row of an answer that has at most one.
    pub async fn one<R: Row>(&self, statement: Statement, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        Ok(on_pool!(self, Db, statement, |pool, sql| {
            sqlx::query_as_with(sql, fill::<Filled>(values)?)
                .fetch_optional(pool)
                .await?
        }))
    }
}

/// A unit of work: one transaction. Dropping it undoes all.
#[must_use = "a unit of work that is not committed is rolled back"]
pub(crate) enum Work {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Work {
    /// Runs a statement; how many rows it changed.
    pub async fn run(&mut self, statement: Statement, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(on_pool!(self, Work, statement, |work, sql| {
            sqlx::query_with(sql, fill::<Filled>(values)?)
                .execute(&mut **work)
                .await?
                .rows_affected()
        }))
    }

    /// Runs a statement that must not find its unique value there already.
    pub async fn add(
        &mut self,
        statement: Statement,
        values: Vec<Value>,
        what: &'static str,
        value: &str,
    ) -> Result<u64, StoreError> {
        match self.run(statement, values).await {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => Err(StoreError::Taken {
                what,
                value: value.to_owned(),
            }),
            other => other,
        }
    }

    /// Every row of an answer.
    pub async fn all<R: Row>(&mut self, statement: Statement, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
        Ok(on_pool!(self, Work, statement, |work, sql| {
            sqlx::query_as_with(sql, fill::<Filled>(values)?)
                .fetch_all(&mut **work)
                .await?
        }))
    }

    /// The row of an answer that has at most one.
    pub async fn one<R: Row>(&mut self, statement: Statement, values: Vec<Value>) -> Result<Option<R>, StoreError> {
        Ok(on_pool!(self, Work, statement, |work, sql| {
            sqlx::query_as_with(sql, fill::<Filled>(values)?)
                .fetch_optional(&mut **work)
                .await?
        }))
    }

    /// Runs many statements at once; for migrations only.
    pub async fn script(&mut self, text: &'static str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(work) => sqlx::raw_sql(text).execute(&mut **work).await.map(drop)?,
            Self::Postgres(work) => sqlx::raw_sql(text).execute(&mut **work).await.map(drop)?,
        }
        Ok(())
    }

    /// Makes all of it stand.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(work) => work.commit().await?,
            Self::Postgres(work) => work.commit().await?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_to_another_machine_is_encrypted_unless_the_address_says_otherwise() {
        for (address, demanded) in [
            ("postgres://naervaer@db.kommune.example/naervaer", true),
            ("postgres://naervaer@10.0.0.7/naervaer", true),
            ("postgres://naervaer@db.kommune.example/naervaer?sslmode=disable", false),
            ("postgres://naervaer@localhost/naervaer", false),
            ("postgres://naervaer@127.0.0.1:5433/naervaer", false),
            ("postgres://naervaer@%2Fvar%2Frun%2Fpostgresql/naervaer", false),
        ] {
            let options = secret_line(PgConnectOptions::from_str(address).unwrap(), address);
            let verified = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull);
            assert_eq!(verified, demanded, "{address}");
        }
    }
}
