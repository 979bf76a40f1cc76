//! What changed of how somebody signs in, told to that person at their next sign-in: a stranger's change is seen (OWASP
//! ASVS 2.2.3, 2.5.5).

use access::{Permit, act, on};
use casework::PersonId;
use jiff::Timestamp;

use crate::audit::address;
use crate::clock::instant;
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::{Store, sql};

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident = $word:literal;)*) => {
        /// What changed of how somebody signs in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SignInChangeKind {
            $($(#[$about])* $kind,)*
        }

        impl SignInChangeKind {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The word it is kept by.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}
kinds! {
    /// Another password.
    Password = "password";
    /// An app that makes codes was added.
    CodeAdded = "code-added";
    /// The app that makes codes was taken away.
    CodeGone = "code-gone";
    /// A passkey was added.
    PasskeyAdded = "passkey-added";
    /// A passkey was taken away.
    PasskeyGone = "passkey-gone";
    /// New recovery codes were made.
    Recovery = "recovery";
    /// Every second proof was taken away.
    Reset = "reset";
}

/// A change of how somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInChange {
    /// What.
    pub kind: SignInChangeKind,
    /// Whether it was done in the person's own account; else by an administrator or the operator.
    pub own: bool,
    /// From where it was done.
    pub address: Option<String>,
    /// When.
    pub made_at: Timestamp,
    /// When the person said they had seen it.
    pub seen_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    kind: String,
    own: bool,
    address: Option<String>,
    made_at: i64,
    seen_at: Option<i64>,
}

impl Store {
    /// Keeps that something changed of how a person signs in. A password somebody changed themselves is seen at once: it
    /// was they who signed in with it.
    pub(crate) async fn sign_in_changed(
        &self,
        work: &mut Work,
        kind: SignInChangeKind,
        by: Option<PersonId>,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let (own, now) = (by == Some(person), self.now());
        let seen = (own && kind == SignInChangeKind::Password).then_some(now);
        let values = args![
            self.new_uuid()?,
            person.as_uuid(),
            kind.word(),
            own,
            address(),
            now,
            seen
        ];
        work.run(sql::SIGN_IN_CHANGE_ADD, values).await?;
        Ok(())
    }

    /// The newest changes of how the permit's person signs in, at most twenty.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sign_in_changes(
        &self,
        permit: &Permit<act::Read, on::Session>,
    ) -> Result<Vec<SignInChange>, StoreError> {
        let values = args![permit.subject().as_uuid()];
        let rows: Vec<ChangeRow> = self.db().all(sql::SIGN_IN_CHANGE_LIST, values).await?;
        rows.into_iter()
            .map(|row| {
                let kind = SignInChangeKind::ALL.iter().find(|kind| kind.word() == row.kind);
                Ok(SignInChange {
                    kind: *kind.ok_or(StoreError::Missing("kind of change"))?,
                    own: row.own,
                    address: row.address,
                    made_at: instant(row.made_at),
                    seen_at: row.seen_at.map(instant),
                })
            })
            .collect()
    }

    /// The permit's person has seen what had changed up to now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn sign_in_changes_seen(&self, permit: &Permit<act::Change, on::Session>) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        let values = args![permit.subject().as_uuid(), self.now()];
        work.run(sql::SIGN_IN_CHANGE_SEEN, values).await?;
        work.commit().await
    }
}
