//! The municipality's settings and what they were before.

use casework::PersonId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::{Store, sql};

/// One setting at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name, such as `day_weight`.
    pub name: String,
    /// How often it was set, from 1; what a form sends back.
    pub sequence: i64,
    /// Its value.
    pub value: String,
    /// When it was set.
    pub set_at: Timestamp,
    /// By whom; none for the program itself.
    pub set_by: Option<PersonId>,
}

#[derive(sqlx::FromRow)]
struct SettingRow {
    name: String,
    sequence: i64,
    value: String,
    set_at: i64,
    set_by: Option<Uuid>,
}

impl From<SettingRow> for Setting {
    fn from(row: SettingRow) -> Self {
        Self {
            name: row.name,
            sequence: row.sequence,
            value: row.value,
            set_at: instant(row.set_at),
            set_by: row.set_by.map(PersonId::from_uuid),
        }
    }
}

impl Store {
    /// Every setting as it stands; one never set is not there.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn setting_list(&self) -> Result<Vec<Setting>, StoreError> {
        let rows: Vec<SettingRow> = self.db().all(sql::SETTING_LIST, args![]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What a setting was, newest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn setting_history(&self, name: &str) -> Result<Vec<Setting>, StoreError> {
        let rows: Vec<SettingRow> = self.db().all(sql::SETTING_HISTORY, args![name]).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Sets a setting that stood at sequence `seen` (0 when it was never set).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else set it in the meantime.
    pub async fn setting_set(
        &self,
        by: Option<PersonId>,
        name: &str,
        value: &str,
        seen: i64,
    ) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        self.setting_put(&mut work, by, name, value, seen).await?;
        work.commit().await
    }

    /// Sets a setting in a unit of work that holds more.
    pub(crate) async fn setting_put(
        &self,
        work: &mut Work,
        by: Option<PersonId>,
        name: &str,
        value: &str,
        seen: i64,
    ) -> Result<(), StoreError> {
        let (now, who) = (self.now(), by.map(PersonId::as_uuid));
        match work.run(sql::SETTING_PUT, args![name, seen + 1, value, now, who]).await {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => {
                return Err(StoreError::Conflict("setting"));
            }
            other => other?,
        };
        let act = Act::by(by, "set", format!("setting {name}"));
        self.inner.trail.write(work, now, act).await
    }
}
