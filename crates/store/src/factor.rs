//! The second proof of who somebody is: an app that makes codes, passkeys, and codes for when both are lost.
//!
//! What is kept is sealed for the person it belongs to. Tries are counted per account and per address like passwords. A
//! proof raises the session it is given in: the secret of before answers no more.

use access::Assurance;
use casework::PersonId;
use jiff::Timestamp;
use totp_rs::{Builder, Totp};
use uuid::Uuid;

use crate::audit::Act;
use crate::cipher::sha256;
use crate::clock::{instant, random};
use crate::db::{Work, args};
use crate::error::StoreError;
use crate::session::{Session, Token, VouchedBy, second_subjects};
use crate::sign_in_change::SignInChangeKind;
use crate::staff::{CountRow, Staff};
use crate::{Store, sql};

/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;
/// The letters of a recovery code: none that is read as another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A passkey in the list its owner sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyLine {
    /// The id.
    pub id: Uuid,
    /// What the owner calls it.
    pub name: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// What a member of staff can prove who they are with, beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Since when an app makes codes.
    pub code_since: Option<Timestamp>,
    /// The passkeys, oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// How many recovery codes are left.
    pub recovery_left: u64,
}

impl Factors {
    /// Whether there is a second proof at all; recovery codes alone are none.
    pub const fn any(&self) -> bool {
        self.code_since.is_some() || !self.passkeys.is_empty()
    }
}

/// The secret of an app that makes codes, while it waits for its first code.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret {
    /// As it is typed into the app, in fours.
    pub typed: String,
    /// As the app reads it from a picture: `otpauth://…`.
    pub address: String,
}

impl core::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CodeSecret(…)")
    }
}

/// How a second proof went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondTry {
    /// Right.
    Right,
    /// Wrong, used before, or too old: not told apart.
    Refused,
    /// Too many wrong ones; nothing is tried before this instant.
    Wait {
        /// Until when.
        until: Timestamp,
    },
}

#[derive(sqlx::FromRow)]
struct CodeRow {
    secret: Vec<u8>,
    proved_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PasskeyRow {
    id: Uuid,
    name: String,
    content: Vec<u8>,
    made_at: i64,
    used_at: Option<i64>,
}

/// What a secret is bound to: it opens for this person and kind alone.
fn owner(person: PersonId, kind: &str) -> Vec<u8> {
    [person.as_uuid().as_bytes().as_slice(), kind.as_bytes()].concat()
}

/// The app's codes from its secret: six digits, half a minute each, a step to either side (RFC 6238).
fn maker(secret: Vec<u8>, account: &str, issuer: &str) -> Result<Totp, StoreError> {
    // The address an app reads has a colon between the two.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_secret(secret)
        .with_account_name(plain(account))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(|_| StoreError::Key)
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<Vec<u8>, StoreError> {
    let byte = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    (0..text.len())
        .step_by(2)
        .map(|at| byte(at).ok_or(StoreError::Key))
        .collect()
}

/// A code as somebody typed it: without spaces and dashes, in small letters.
fn tidied(typed: &str) -> String {
    let kept = typed.chars().filter(|letter| letter.is_ascii_alphanumeric());
    kept.map(|letter| letter.to_ascii_lowercase()).take(64).collect()
}

impl Store {
    /// What a member of staff can prove who they are with, beside the password.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn factors(&self, person: PersonId) -> Result<Factors, StoreError> {
        let who = person.as_uuid();
        let code: Option<CodeRow> = self.db().one(sql::CODE_MAKER_ONE, args![who]).await?;
        let passkeys: Vec<PasskeyRow> = self.db().all(sql::PASSKEY_LIST, args![who]).await?;
        let left: Option<CountRow> = self.db().one(sql::RECOVERY_CODE_COUNT, args![who]).await?;
        Ok(Factors {
            code_since: code.and_then(|row| row.proved_at).map(instant),
            passkeys: passkeys
                .into_iter()
                .map(|row| PasskeyLine {
                    id: row.id,
                    name: row.name,
                    made_at: instant(row.made_at),
                    used_at: row.used_at.map(instant),
                })
                .collect(),
            recovery_left: left.and_then(|row| u64::try_from(row.count).ok()).unwrap_or(0),
        })
    }

    /// Whether a member of staff has a second proof, which signing in then asks for.
    pub(crate) async fn has_factor(&self, person: PersonId) -> Result<bool, StoreError> {
        let row: Option<CountRow> = self.db().one(sql::FACTOR_COUNT, args![person.as_uuid()]).await?;
        Ok(row.is_some_and(|row| row.count > 0))
    }

    /// Makes the secret of an app that makes codes. It counts once its first code is right; one that counts stays.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when an app counts already.
    pub async fn code_begin(&self, person: PersonId) -> Result<(), StoreError> {
        let secret = to_hex(&random::<20>()?);
        let sealed = self.inner.keys.seal_proof(&secret, &owner(person, "code"))?;
        let mut work = self.db().begin().await?;
        let put = work
            .run(sql::CODE_MAKER_PUT, args![person.as_uuid(), sealed, self.now()])
            .await?;
        self.changed(put, "app without codes")?;
        work.commit().await
    }

    async fn code_maker(&self, person: &Staff, issuer: &str) -> Result<Option<(Totp, bool)>, StoreError> {
        let row: Option<CodeRow> = self.db().one(sql::CODE_MAKER_ONE, args![person.id.as_uuid()]).await?;
        row.map(|row| {
            let secret = self.inner.keys.open_proof(&row.secret, &owner(person.id, "code"))?;
            Ok((
                maker(from_hex(&secret)?, &person.username, issuer)?,
                row.proved_at.is_some(),
            ))
        })
        .transpose()
    }

    async fn account(&self, person: PersonId) -> Result<Staff, StoreError> {
        self.staff_one(person)
            .await?
            .ok_or(StoreError::Missing("member of staff"))
    }

    /// The secret that waits for its first code. `issuer` is what the app shows beside it. One that counts is never told
    /// again.
    ///
    /// # Errors
    /// [`StoreError::Key`] when it was sealed with another key.
    pub async fn code_pending(&self, person: PersonId, issuer: &str) -> Result<Option<CodeSecret>, StoreError> {
        let person = self.account(person).await?;
        let Some((maker, false)) = self.code_maker(&person, issuer).await? else {
            return Ok(None);
        };
        let secret: Vec<char> = maker.secret().to_base32().chars().collect();
        let fours: Vec<String> = secret.chunks(4).map(|four| four.iter().collect()).collect();
        Ok(Some(CodeSecret {
            typed: fours.join(" "),
            address: maker.to_url().map_err(|_| StoreError::Key)?,
        }))
    }

    /// Tries what somebody typed as a second proof: a code of the app, or a recovery code, which is used up. An app that
    /// waits for its first code counts from now on when `first` says so. `address` is where the try comes from.
    ///
    /// # Errors
    /// When the database cannot answer. A wrong code is not an error.
    pub async fn second_try(
        &self,
        person: PersonId,
        typed: &str,
        address: &str,
        first: bool,
    ) -> Result<SecondTry, StoreError> {
        let person = self.account(person).await?;
        let subjects = second_subjects(&person.username, address);
        if let Some(until) = self.try_begin(&subjects).await? {
            return Ok(SecondTry::Wait { until });
        }
        let (code, now) = (tidied(typed), self.now());
        let is_of_app = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let step = match self.code_maker(&person, "").await? {
            Some((maker, proved)) if is_of_app && proved != first => {
                maker.check(&code, u64::try_from(now.as_second()).unwrap_or(0))
            }
            _ => None,
        };
        let mut work = self.db().begin().await?;
        let who = person.id.as_uuid();
        let used = match step.and_then(|step| i64::try_from(step).ok()) {
            Some(step) => work.run(sql::CODE_MAKER_USE, args![who, step, now]).await?,
            None if is_of_app || first => 0,
            None => {
                let hash = self.inner.keys.recovery(&code)?;
                work.run(sql::RECOVERY_CODE_USE, args![who, hash, now]).await?
            }
        };
        if used == 0 {
            self.second_refused(&mut work, person.id).await?;
            work.commit().await?;
            return Ok(SecondTry::Refused);
        }
        self.try_was_right(&mut work, &subjects).await?;
        let what = match (first, is_of_app) {
            (true, _) => "app that makes codes added",
            (false, true) => "code of the app",
            (false, false) => "recovery code",
        };
        let act = Act::by(Some(person.id), "second proof", what.to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        if first {
            self.sign_in_changed(&mut work, SignInChangeKind::CodeAdded, Some(person.id), person.id)
                .await?;
        }
        work.commit().await?;
        Ok(SecondTry::Right)
    }

    async fn second_refused(&self, work: &mut Work, person: PersonId) -> Result<(), StoreError> {
        let act = Act::by(Some(person), "second proof refused", format!("staff {person}"));
        self.inner.trail.write(work, self.now(), act).await
    }

    /// Counts a passkey whose signature was wrong like a wrong code; until when nothing is tried, when it is too many.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn passkey_refused(&self, person: PersonId, address: &str) -> Result<Option<Timestamp>, StoreError> {
        let known = self.account(person).await?;
        let subjects = second_subjects(&known.username, address);
        let mut work = self.db().begin().await?;
        for subject in &subjects {
            self.count(&mut work, subject).await?;
        }
        self.second_refused(&mut work, person).await?;
        work.commit().await?;
        let [account, _] = &subjects;
        self.waits(account).await
    }

    /// Adds a passkey: `credential` is its public name, `content` what its signatures are checked with.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is somebody's already.
    pub async fn passkey_add(
        &self,
        person: PersonId,
        name: &str,
        credential: &[u8],
        content: &str,
    ) -> Result<(), StoreError> {
        let (id, now) = (self.new_uuid()?, self.now());
        let sealed = self.inner.keys.seal_proof(content, &owner(person, "passkey"))?;
        let name: String = name.trim().chars().take(80).collect();
        let mut work = self.db().begin().await?;
        let values = args![id, person.as_uuid(), sha256(credential), &name, sealed, now];
        work.add(sql::PASSKEY_ADD, values, "passkey", &name).await?;
        let act = Act::by(Some(person), "second proof", "passkey added".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        self.sign_in_changed(&mut work, SignInChangeKind::PasskeyAdded, Some(person), person)
            .await?;
        work.commit().await
    }

    /// What the signatures of a member of staff's passkeys are checked with, by id.
    ///
    /// # Errors
    /// [`StoreError::Key`] when it was sealed with another key.
    pub async fn passkey_contents(&self, person: PersonId) -> Result<Vec<(Uuid, String)>, StoreError> {
        let rows: Vec<PasskeyRow> = self.db().all(sql::PASSKEY_LIST, args![person.as_uuid()]).await?;
        rows.into_iter()
            .map(|row| {
                let content = self.inner.keys.open_proof(&row.content, &owner(person, "passkey"))?;
                Ok((row.id, content))
            })
            .collect()
    }

    /// A passkey's signature was right; `content` is what the next one is checked with.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the person has no such passkey any more.
    pub async fn passkey_used(&self, person: PersonId, id: Uuid, content: &str) -> Result<(), StoreError> {
        let sealed = self.inner.keys.seal_proof(content, &owner(person, "passkey"))?;
        let (now, mut work) = (self.now(), self.db().begin().await?);
        let used = work
            .run(sql::PASSKEY_USE, args![id, person.as_uuid(), sealed, now])
            .await?;
        self.changed(used, "passkey")?;
        let act = Act::by(Some(person), "second proof", "passkey".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        work.commit().await
    }

    /// Takes one of a member of staff's passkeys away.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not theirs.
    pub async fn passkey_drop(&self, person: PersonId, id: Uuid) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        let gone = work.run(sql::PASSKEY_DROP, args![id, person.as_uuid()]).await?;
        self.changed(gone, "passkey")?;
        self.sign_in_changed(&mut work, SignInChangeKind::PasskeyGone, Some(person), person)
            .await?;
        self.factor_gone(work, Some(person), person, "passkey taken away").await
    }

    /// Takes the app that makes codes away, also one that waits for its first code.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn code_drop(&self, person: PersonId) -> Result<(), StoreError> {
        let mut work = self.db().begin().await?;
        let gone = work.run(sql::CODE_MAKER_DROP, args![person.as_uuid()]).await?;
        self.changed(gone, "app that makes codes")?;
        self.sign_in_changed(&mut work, SignInChangeKind::CodeGone, Some(person), person)
            .await?;
        let what = "app that makes codes taken away";
        self.factor_gone(work, Some(person), person, what).await
    }

    /// Takes every second proof of a member of staff away and signs them out everywhere: they have lost what they prove
    /// it with.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn factors_reset(&self, by: Option<PersonId>, person: PersonId) -> Result<(), StoreError> {
        let who = person.as_uuid();
        let mut work = self.db().begin().await?;
        work.run(sql::CODE_MAKER_DROP, args![who]).await?;
        work.run(sql::PASSKEY_CLEAR, args![who]).await?;
        work.run(sql::SESSION_REVOKE_ALL, args![who, self.now()]).await?;
        self.sign_in_changed(&mut work, SignInChangeKind::Reset, by, person)
            .await?;
        let what = format!("all second proofs of staff {person} taken away");
        self.factor_gone(work, by, person, &what).await
    }

    /// With the last second proof the recovery codes go: they would stand in for nothing.
    async fn factor_gone(
        &self,
        mut work: Work,
        by: Option<PersonId>,
        person: PersonId,
        what: &str,
    ) -> Result<(), StoreError> {
        let left: Option<CountRow> = work.one(sql::FACTOR_COUNT, args![person.as_uuid()]).await?;
        if left.is_none_or(|row| row.count == 0) {
            work.run(sql::RECOVERY_CODE_CLEAR, args![person.as_uuid()]).await?;
        }
        let act = Act::by(by, "second proof", what.to_owned());
        self.inner.trail.write(&mut work, self.now(), act).await?;
        work.commit().await
    }

    /// Makes new recovery codes; those of before answer no more. They are told this once.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the person has no second proof they would stand in for.
    pub async fn recovery_make(&self, person: PersonId) -> Result<Vec<String>, StoreError> {
        if !self.has_factor(person).await? {
            return Err(StoreError::Missing("second proof"));
        }
        let (who, now, mut codes) = (person.as_uuid(), self.now(), Vec::with_capacity(RECOVERY_CODES));
        let mut work = self.db().begin().await?;
        work.run(sql::RECOVERY_CODE_CLEAR, args![who]).await?;
        while codes.len() < RECOVERY_CODES {
            let letters = random::<12>()?.map(|byte| {
                let letter = LETTERS.get(usize::from(byte % 32)).copied();
                char::from(letter.unwrap_or(b'a'))
            });
            let code: String = letters.iter().collect();
            // Six digits would be read as a code of the app; twelve letters and digits never are.
            let hash = self.inner.keys.recovery(&code)?;
            work.run(sql::RECOVERY_CODE_ADD, args![who, hash, now]).await?;
            let fours: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
            codes.push(fours.join("-"));
        }
        let act = Act::by(Some(person), "second proof", "recovery codes made".to_owned());
        self.inner.trail.write(&mut work, now, act).await?;
        self.sign_in_changed(&mut work, SignInChangeKind::Recovery, Some(person), person)
            .await?;
        work.commit().await?;
        Ok(codes)
    }

    /// Raises a session after a proof: the secret of before ends, the new one is for the cookie. With `alone` every other
    /// session of the person ends too, as when the first second proof is added. A sign-in that waited for its second
    /// proof begins now; another ends when it would have ended.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn session_raise(
        &self,
        session: &Session,
        to: Assurance,
        from: (&str, &str),
        alone: bool,
    ) -> Result<Token, StoreError> {
        let now = self.now();
        let id_token = self.session_id_token(session).await?;
        let by = session.provider.as_deref().zip(id_token.as_deref());
        let by = by.map(|(provider, id_token)| VouchedBy { provider, id_token });
        let mut work = self.db().begin().await?;
        let who = session.person.as_uuid();
        if alone {
            work.run(sql::SESSION_REVOKE_ALL, args![who, now]).await?;
        } else {
            let gone = work
                .run(sql::SESSION_REVOKE, args![session.id.as_uuid(), who, now])
                .await?;
            self.changed(gone, "session")?;
        }
        let to = session.shown.map_or(to, |shown| shown.max(to));
        let ends_at = session.shown.is_some().then_some(session.ends_at);
        let token = self
            .session_add(&mut work, session.person, Some(to), from, (ends_at, by))
            .await?;
        work.run(sql::THROTTLE_CLEAR, args![format!("second {}", session.username)])
            .await?;
        work.commit().await?;
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let maker = maker(b"12345678901234567890".to_vec(), "maja:holm", "Solbæk: Nærvær").unwrap();
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert!(maker.check(code, second).is_some(), "{second}");
            assert!(maker.check(code, second + 90).is_none(), "{second} long after");
        }
        assert!(maker.to_url().unwrap().starts_with("otpauth://totp/"));
    }

    #[test]
    fn what_is_typed_is_read_with_or_without_spaces() {
        assert_eq!(tidied(" 123 456 "), "123456");
        assert_eq!(tidied("ABCD-efgh-2345"), "abcdefgh2345");
        assert_eq!(from_hex(&to_hex(&[0, 15, 255])).unwrap(), [0, 15, 255]);
    }
}
