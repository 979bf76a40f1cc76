//! Proofs of who somebody is, as others have standardised them: passkeys (WebAuthn), the picture an app reads the secret of
//! its codes from, sign-in through somebody who vouches for a person (OpenID Connect), and whether a password can be guessed.
//!
//! Nothing is kept here and no page is made: what has to last goes back to the caller as text, and what waits for an
//! answer is a value the caller holds. So these large libraries are built once and out of the way of the pages.

pub mod oidc;
pub mod passkey;
pub mod password;
pub mod picture;
pub mod provider;
