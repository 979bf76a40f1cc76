//! CPR numbers as ciphertext plus a keyed index; the key lies outside the database.

use core::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::clock::random;
use crate::error::StoreError;

/// The keys drawn from the key file: one seals numbers, one makes their index, one seals drafts, one the audit trail, one
/// files, and one each seals and hashes what people prove who they are with.
#[derive(Clone)]
pub struct CprKeys {
    seal: [u8; 32],
    index: [u8; 32],
    draft: [u8; 32],
    proof: [u8; 32],
    recovery: [u8; 32],
    trail: [u8; 32],
    file: [u8; 32],
}

impl fmt::Debug for CprKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CprKeys(…)")
    }
}

fn drawn(key: &[u8], purpose: &[u8]) -> Result<[u8; 32], StoreError> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).map_err(|_| StoreError::Key)?;
    mac.update(purpose);
    Ok(mac.finalize().into_bytes().into())
}

impl CprKeys {
    /// The keys drawn from the bytes of the key file, at least 32.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        if bytes.len() < 32 {
            return Err(StoreError::Key);
        }
        Ok(Self {
            seal: drawn(bytes, b"cpr seal 1")?,
            index: drawn(bytes, b"cpr index 1")?,
            draft: drawn(bytes, b"draft seal 1")?,
            proof: drawn(bytes, b"proof seal 1")?,
            recovery: drawn(bytes, b"recovery index 1")?,
            trail: drawn(bytes, b"trail seal 1")?,
            file: drawn(bytes, b"file seal 1")?,
        })
    }

    /// Bytes for a new key file.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new_key_file() -> Result<[u8; 32], StoreError> {
        random()
    }

    /// Nonce and ciphertext; two seals of one number differ. The owner is bound to it, so it cannot be moved.
    pub(crate) fn seal(&self, digits: &str, owner: &[u8]) -> Result<Vec<u8>, StoreError> {
        sealed(&self.seal, digits.as_bytes(), owner)
    }

    /// What was sealed for this owner.
    pub(crate) fn open(&self, sealed: &[u8], owner: &[u8]) -> Result<String, StoreError> {
        opened(&self.seal, sealed, owner)
    }

    /// A draft, sealed for the person and form that own it.
    pub(crate) fn seal_draft(&self, text: &str, owner: &[u8]) -> Result<Vec<u8>, StoreError> {
        sealed(&self.draft, text.as_bytes(), owner)
    }

    /// The draft sealed for this owner.
    pub(crate) fn open_draft(&self, sealed: &[u8], owner: &[u8]) -> Result<String, StoreError> {
        opened(&self.draft, sealed, owner)
    }

    /// What somebody proves who they are with, sealed for that person.
    pub(crate) fn seal_proof(&self, text: &str, owner: &[u8]) -> Result<Vec<u8>, StoreError> {
        sealed(&self.proof, text.as_bytes(), owner)
    }

    /// The proof sealed for this owner.
    pub(crate) fn open_proof(&self, sealed: &[u8], owner: &[u8]) -> Result<String, StoreError> {
        opened(&self.proof, sealed, owner)
    }

    /// A file, sealed for the row that owns it.
    pub(crate) fn seal_file(&self, bytes: &[u8], owner: &[u8]) -> Result<Vec<u8>, StoreError> {
        sealed(&self.file, bytes, owner)
    }

    /// The file sealed for this owner.
    pub(crate) fn open_file(&self, sealed: &[u8], owner: &[u8]) -> Result<Vec<u8>, StoreError> {
        opened_bytes(&self.file, sealed, owner)
    }

    /// The same for the same code and key: a code is short, so without the key it must not be found by trying all.
    pub(crate) fn recovery(&self, code: &str) -> Result<[u8; 32], StoreError> {
        drawn(&self.recovery, code.as_bytes())
    }

    /// Shows that these fields of the audit trail are as they were written. Each goes in with its length, so that none
    /// can run into the next; whoever holds the database and not the key cannot make one.
    pub(crate) fn trail<'f>(&self, fields: impl IntoIterator<Item = &'f [u8]>) -> Result<[u8; 32], StoreError> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.trail).map_err(|_| StoreError::Key)?;
        for field in fields {
            mac.update(&(field.len() as u64).to_le_bytes());
            mac.update(field);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// The same for the same number and key; says nothing without the key.
    pub(crate) fn index(&self, digits: &str) -> Result<[u8; 32], StoreError> {
        drawn(&self.index, digits.as_bytes())
    }
}

fn sealed(key: &[u8; 32], bytes: &[u8], owner: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; 24] = random()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: bytes, aad: owner };
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| StoreError::Key)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn opened(key: &[u8; 32], sealed: &[u8], owner: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(opened_bytes(key, sealed, owner)?).map_err(|_| StoreError::Key)
}

fn opened_bytes(key: &[u8; 32], sealed: &[u8], owner: &[u8]) -> Result<Vec<u8>, StoreError> {
    let (nonce, text) = sealed.split_first_chunk::<24>().ok_or(StoreError::Key)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher
        .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: owner })
        .map_err(|_| StoreError::Key)
}

/// SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_sealed_found_and_opened_only_with_its_key_and_owner() {
        let keys = CprKeys::from_bytes(&[7; 32]).unwrap();
        let sealed = keys.seal("0101121234", b"a").unwrap();
        assert!(!sealed.windows(10).any(|w| w == b"0101121234"));
        assert_ne!(sealed, keys.seal("0101121234", b"a").unwrap());
        assert_eq!(keys.open(&sealed, b"a").unwrap(), "0101121234");
        assert!(keys.open(&sealed, b"b").is_err());
        let draft = keys.seal_draft("0101121234", b"a").unwrap();
        assert_eq!(keys.open_draft(&draft, b"a").unwrap(), "0101121234");
        assert!(
            keys.open(&draft, b"a").is_err() && keys.open_draft(&sealed, b"a").is_err(),
            "each seal has its own key"
        );
        let other = CprKeys::from_bytes(&[8; 32]).unwrap();
        assert!(other.open(&sealed, b"a").is_err());
        assert_eq!(keys.index("0101121234").unwrap(), keys.index("0101121234").unwrap());
        assert_ne!(keys.index("0101121234").unwrap(), other.index("0101121234").unwrap());
        assert_eq!(format!("{keys:?}"), "CprKeys(…)");
        assert!(CprKeys::from_bytes(&[7; 31]).is_err());
    }
}
