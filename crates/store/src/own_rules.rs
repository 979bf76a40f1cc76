//! What a municipality makes itself: saved column mappings and its own rules, both in versions.

use access::{Permit, act, on};
use casework::{MappingId, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use statute::{Rule, RulePack};
use uuid::Uuid;

use crate::audit::Act;
use crate::clock::instant;
use crate::db::args;
use crate::error::StoreError;
use crate::{Store, sql};

/// A saved column mapping in its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMapping {
    /// The id, the same for all versions.
    pub id: MappingId,
    /// The version, from 1.
    pub version: i64,
    /// As shown.
    pub name: String,
    /// The mapping itself, as `intake` writes it.
    pub content: String,
    /// When this version was made.
    pub made_at: Timestamp,
}

/// A version of one of the municipality's own rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalRules {
    /// The number among all versions of all rules, from 1.
    pub version: i64,
    /// The first day it is in force, or from which the rule has ended.
    pub from: Date,
    /// The rule with this one version as text, as `statute` reads it.
    pub content: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: Option<PersonId>,
}

#[derive(sqlx::FromRow)]
struct MappingRow {
    id: Uuid,
    sequence: i64,
    name: String,
    content: String,
    made_at: i64,
}

#[derive(sqlx::FromRow)]
struct RulesRow {
    sequence: i64,
    from_day: jiff_sqlx::Date,
    content: String,
    made_at: i64,
    made_by: Option<Uuid>,
}

impl Store {
    /// Saves a new mapping (`id` none) or the next version of one that stood at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else saved it in the meantime.
    pub async fn mapping_save<A: access::Act>(
        &self,
        permit: &Permit<A, on::Mapping>,
        id: Option<(MappingId, i64)>,
        name: &str,
        content: &str,
    ) -> Result<(MappingId, i64), StoreError> {
        let (id, seen) = match id {
            Some((id, seen)) => (id.as_uuid(), seen),
            None => (self.new_uuid()?, 0),
        };
        let (now, by) = (self.now(), permit.by().map(PersonId::as_uuid));
        let mut work = self.db().begin().await?;
        match work
            .run(sql::MAPPING_ADD, args![id, seen + 1, name, content, now, by])
            .await
        {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => {
                return Err(StoreError::Conflict("mapping"));
            }
            other => other?,
        };
        self.inner
            .trail
            .write(
                &mut work,
                now,
                Act::permitted(permit, format!("mapping {id}"), Vec::new()),
            )
            .await?;
        work.commit().await?;
        Ok((MappingId::from_uuid(id), seen + 1))
    }

    /// Every saved mapping in its newest version, by name.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn mapping_list(&self) -> Result<Vec<SavedMapping>, StoreError> {
        let rows: Vec<MappingRow> = self.db().all(sql::MAPPING_LIST, args![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| SavedMapping {
                id: MappingId::from_uuid(row.id),
                version: row.sequence,
                name: row.name,
                content: row.content,
                made_at: instant(row.made_at),
            })
            .collect())
    }

    /// Adds a version of one of the municipality's own rules, or its end; `seen` is the newest version the page knew, 0 for none.
    /// The caller has let `statute` read the text.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else made one in the meantime.
    pub async fn local_rules_save(
        &self,
        permit: &Permit<act::Change, on::Rules>,
        seen: i64,
        from: Date,
        content: &str,
    ) -> Result<i64, StoreError> {
        let (now, by) = (self.now(), permit.by().map(PersonId::as_uuid));
        let mut work = self.db().begin().await?;
        match work
            .run(sql::LOCAL_RULES_ADD, args![seen + 1, from, content, now, by])
            .await
        {
            Err(StoreError::Database(error)) if StoreError::is_taken(&error) => {
                return Err(StoreError::Conflict("rules"));
            }
            other => other?,
        };
        let act = Act::permitted(permit, format!("local rules {}", seen + 1), Vec::new());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await?;
        Ok(seen + 1)
    }

    /// The rules given, with the municipality's own on top, in the order they were decided.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a rule this program cannot read: a list must not silently lack a rule.
    pub async fn local_rules(&self, base: RulePack) -> Result<RulePack, StoreError> {
        let mut rules = base;
        for kept in self.local_rules_list().await?.iter().rev() {
            rules = Rule::from_toml(&kept.content)
                .and_then(|rule| rules.with_versions(rule))
                .map_err(|_| StoreError::Corrupt {
                    table: "local_rules",
                    row: Uuid::from_u128(kept.version.unsigned_abs().into()),
                })?;
        }
        Ok(rules)
    }

    /// Every version of the municipality's own rules, newest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn local_rules_list(&self) -> Result<Vec<LocalRules>, StoreError> {
        let rows: Vec<RulesRow> = self.db().all(sql::LOCAL_RULES_LIST, args![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| LocalRules {
                version: row.sequence,
                from: row.from_day.into(),
                content: row.content,
                made_at: instant(row.made_at),
                made_by: row.made_by.map(PersonId::from_uuid),
            })
            .collect())
    }
}
