//! Passkeys: the browser signs a challenge with a key that never leaves the person's device (W3C WebAuthn).
//!
//! Each takes two steps: options that go to the browser, with a value the caller holds meanwhile; then the browser's
//! answer, checked against that value. The device must have checked the person itself, by finger, face or PIN.

use thiserror::Error;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
    Webauthn, WebauthnBuilder, WebauthnError,
};

/// Why a passkey was not taken.
#[derive(Debug, Error)]
pub enum PasskeyError {
    /// What the browser sent cannot be read.
    #[error("the browser's answer cannot be read")]
    Answer(#[source] serde_json::Error),
    /// A passkey that was kept cannot be read.
    #[error("a kept passkey cannot be read")]
    Kept(#[source] serde_json::Error),
    /// Made for another address, an old challenge, with a wrong signature, or without checking the person.
    #[error("the passkey does not fit")]
    Unfit(#[source] WebauthnError),
    /// The answer is of a passkey nobody asked for.
    #[error("another passkey was asked for")]
    Another,
}

/// The program as passkeys know it: by the name it is reached at.
pub struct Site(Webauthn);

/// A passkey that is being added.
pub struct Adding(PasskeyRegistration);

/// A passkey that is asked for.
pub struct Asking {
    state: PasskeyAuthentication,
    known: Vec<(Uuid, Passkey)>,
}

/// A new passkey.
pub struct Added {
    /// Its public name.
    pub credential: Vec<u8>,
    /// What its signatures are checked with, to be kept.
    pub content: String,
}

/// A passkey that was right.
pub struct Used {
    /// Which of those asked for.
    pub id: Uuid,
    /// What its next signature is checked with, to be kept.
    pub content: String,
}

fn read(content: &str) -> Result<Passkey, PasskeyError> {
    serde_json::from_str(content).map_err(PasskeyError::Kept)
}

fn written(passkey: &Passkey) -> Result<String, PasskeyError> {
    serde_json::to_string(passkey).map_err(PasskeyError::Kept)
}

impl Site {
    /// The program at an address such as `https://naervaer.example`; nothing for one without a name, such as
    /// `http://127.0.0.1:8080`: browsers bind passkeys to names.
    pub fn at(origin: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let name = origin.domain()?;
        let builder = WebauthnBuilder::new(name, &origin).ok()?;
        builder.rp_name("Nærvær").build().ok().map(Self)
    }

    /// Asks the browser for a new passkey of a person: the options for it, as JSON. `known` are the passkeys the person
    /// has, so that a device is not added twice.
    ///
    /// # Errors
    /// When a kept passkey cannot be read.
    pub fn add(
        &self,
        person: Uuid,
        username: &str,
        name: &str,
        known: &[(Uuid, String)],
    ) -> Result<(String, Adding), PasskeyError> {
        let known: Result<Vec<_>, _> = known.iter().map(|(_, content)| read(content)).collect();
        let known = known?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let begun = self.0.start_passkey_registration(person, username, name, Some(known));
        let (options, state) = begun.map_err(PasskeyError::Unfit)?;
        Ok((
            serde_json::to_string(&options.public_key).map_err(PasskeyError::Kept)?,
            Adding(state),
        ))
    }

    /// Takes the browser's answer with a new passkey.
    ///
    /// # Errors
    /// When it cannot be read or does not fit what was asked.
    pub fn added(&self, answer: &str, asked: &Adding) -> Result<Added, PasskeyError> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(PasskeyError::Answer)?;
        let taken = self.0.finish_passkey_registration(&answer, &asked.0);
        let passkey = taken.map_err(PasskeyError::Unfit)?;
        Ok(Added {
            credential: passkey.cred_id().clone(),
            content: written(&passkey)?,
        })
    }

    /// Asks the browser to sign with one of a person's passkeys: the options for it, as JSON.
    ///
    /// # Errors
    /// When a kept passkey cannot be read.
    pub fn ask(&self, known: &[(Uuid, String)]) -> Result<(String, Asking), PasskeyError> {
        let read = |(id, content): &(Uuid, String)| Ok((*id, read(content)?));
        let known: Vec<(Uuid, Passkey)> = known.iter().map(read).collect::<Result<_, _>>()?;
        let passkeys: Vec<Passkey> = known.iter().map(|(_, passkey)| passkey.clone()).collect();
        let begun = self.0.start_passkey_authentication(&passkeys);
        let (options, state) = begun.map_err(PasskeyError::Unfit)?;
        Ok((
            serde_json::to_string(&options.public_key).map_err(PasskeyError::Kept)?,
            Asking { state, known },
        ))
    }

    /// Takes the browser's answer with a signature.
    ///
    /// # Errors
    /// When it cannot be read or does not fit what was asked.
    pub fn used(&self, answer: &str, asked: Asking) -> Result<Used, PasskeyError> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(PasskeyError::Answer)?;
        let checked = self.0.finish_passkey_authentication(&answer, &asked.state);
        let checked = checked.map_err(PasskeyError::Unfit)?;
        let mut known = asked.known;
        let used = known
            .iter_mut()
            .find_map(|(id, passkey)| passkey.update_credential(&checked).map(|_| (*id, passkey)));
        let (id, passkey) = used.ok_or(PasskeyError::Another)?;
        Ok(Used {
            id,
            content: written(passkey)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_with_a_name_has_passkeys() {
        assert!(Site::at("https://naervaer.example").is_some());
        assert!(Site::at("http://localhost:8080").is_some());
        assert!(Site::at("http://127.0.0.1:8080").is_none());
        assert!(Site::at("naervaer").is_none());
    }

    #[test]
    fn an_answer_that_is_none_is_refused() {
        let site = Site::at("https://naervaer.example").unwrap();
        let (options, adding) = site.add(Uuid::from_u128(1), "maja", "Maja", &[]).unwrap();
        assert!(options.contains("\"challenge\""), "{options}");
        for answer in ["", "{}", "[]"] {
            assert!(
                matches!(site.added(answer, &adding), Err(PasskeyError::Answer(_))),
                "{answer}"
            );
        }
        assert!(matches!(
            site.ask(&[(Uuid::from_u128(2), "{}".to_owned())]),
            Err(PasskeyError::Kept(_))
        ));
    }
}
