//! Signing in through somebody who vouches for a person: OpenID Connect by authorization code with PKCE, state and
//! nonce.
//!
//! A provider is asked for its discovery document when it is first needed, so the program starts while one is down. What
//! it vouches for goes back to the caller as claims; who that is here, the caller decides.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use access::{Assurance, Role};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreIdToken, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse,
    UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::provider::{Known, Settings, Written};

/// How long an answer is waited for, so that a provider that hangs does not hang a page.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a discovery document is trusted before it is asked for again.
const KEPT: Duration = Duration::from_secs(5 * 60);

/// Why a sign-in through a provider did not come about.
#[derive(Debug, Error)]
pub enum OidcError {
    /// The provider does not answer, or answers what nobody understands.
    #[error("the provider does not answer")]
    Down(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The provider refused the code: used before, too old, or another's.
    #[error("the provider refused the code")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What it vouches with is too old.
    #[error("what the provider vouches with has expired")]
    Expired,
    /// What it vouches with is not for this sign-in, or not signed by it.
    #[error("what the provider vouches with does not fit")]
    Unfit(#[source] Box<dyn std::error::Error + Send + Sync>),
}

fn down(problem: impl std::error::Error + Send + Sync + 'static) -> OidcError {
    OidcError::Down(Box::new(problem))
}

fn unfit(problem: impl std::error::Error + Send + Sync + 'static) -> OidcError {
    OidcError::Unfit(Box::new(problem))
}

/// Somebody who vouches for people.
pub struct Provider {
    written: Written,
    http: reqwest::Client,
    found: Mutex<Found>,
}

/// A sign-in that waits for its answer; good once.
pub struct Waiting {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    redirect: String,
}

/// A sign-in that begins.
pub struct Begun {
    /// Where the browser goes.
    pub address: String,
    /// What comes back with the answer, to know it by.
    pub state: String,
    /// What the answer is checked against.
    pub waiting: Waiting,
}

/// The claims of an answer that the library has no field for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct More {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for More {}

/// What a provider vouches for.
pub struct Vouched {
    claims: Map<String, Value>,
    /// The token it vouched with, for signing out there.
    pub id_token: String,
}

/// A discovery document and since when it is known.
type Found = Option<(Instant, ProviderMetadataWithLogout)>;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Provider {
    /// A provider nobody has asked yet.
    ///
    /// # Errors
    /// When this machine has no certificates to know others by.
    pub fn new(written: Written) -> Result<Self, OidcError> {
        let http = reqwest::Client::builder()
            // Following where it points would let a provider make the program ask others.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            .build()
            .map_err(down)?;
        Ok(Self {
            written,
            http,
            found: Mutex::default(),
        })
    }

    /// What is written about it.
    pub const fn settings(&self) -> &Settings {
        &self.written.settings
    }

    async fn found(&self, anew: bool) -> Result<ProviderMetadataWithLogout, OidcError> {
        let kept = |found: &Found| found.clone().filter(|(since, _)| !anew && since.elapsed() < KEPT);
        if let Some((_, metadata)) = kept(&self.found.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(metadata);
        }
        // Whoever comes meanwhile asks too: behind one who waits for a provider that hangs nobody would get in.
        let issuer = IssuerUrl::new(self.settings().issuer.clone()).map_err(down)?;
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &self.http)
            .await
            .map_err(down)?;
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    fn client(&self, metadata: ProviderMetadataWithLogout, redirect: &str) -> Result<Client, OidcError> {
        let secret = self.written.secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.settings().client_id.clone());
        let redirect = RedirectUrl::new(redirect.to_owned()).map_err(unfit)?;
        Ok(CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(redirect))
    }

    /// Begins a sign-in; the answer comes back to `redirect`. `sure` is how sure it must be who somebody is, where more
    /// than usual is asked for.
    ///
    /// # Errors
    /// [`OidcError::Down`] when the provider does not answer.
    pub async fn begin(&self, redirect: &str, sure: Option<Assurance>) -> Result<Begun, OidcError> {
        let client = self.client(self.found(false).await?, redirect)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        for scope in &self.settings().scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(asked) = sure.and_then(|sure| self.settings().ask.get(&sure)) {
            request = request.add_auth_context_value(AuthenticationContextClass::new(asked.clone()));
        }
        let (address, state, nonce) = request.url();
        Ok(Begun {
            address: address.to_string(),
            state: state.secret().clone(),
            waiting: Waiting {
                nonce,
                verifier,
                redirect: redirect.to_owned(),
            },
        })
    }

    /// Takes the code an answer came with, and what the provider vouches for.
    ///
    /// # Errors
    /// When the code or what it gives is not right, or the provider does not answer.
    pub async fn finish(&self, code: &str, waiting: Waiting) -> Result<Vouched, OidcError> {
        let client = self.client(self.found(false).await?, &waiting.redirect)?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(down)?;
        let answer = request
            .set_pkce_verifier(waiting.verifier)
            .request_async(&self.http)
            .await
            .map_err(|problem| match problem {
                RequestTokenError::ServerResponse(_) => OidcError::Refused(Box::new(problem)),
                other => down(other),
            })?;
        let token = answer
            .id_token()
            .ok_or_else(|| OidcError::Unfit("it gave no token".into()))?;
        let subject = match self.verify(&client, token, &waiting.nonce) {
            // Signed with a key nobody has seen: the provider may have taken a new one.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let client = self.client(self.found(true).await?, &waiting.redirect)?;
                self.verify(&client, token, &waiting.nonce)
            }
            other => other,
        };
        let subject = subject.map_err(|problem| match problem {
            ClaimsVerificationError::Expired(_) => OidcError::Expired,
            other => unfit(other),
        })?;
        let id_token = token.to_string();
        let mut claims = match self.more(&client, answer.access_token(), &subject).await {
            Ok(claims) => claims,
            // Roles that may be told only there would otherwise end because nobody answered.
            Err(problem) if self.settings().roles.is_some() => return Err(problem),
            Err(_) => Map::new(),
        };
        claims.extend(payload(&id_token));
        Ok(Vouched { claims, id_token })
    }

    fn verify(
        &self,
        client: &Client,
        token: &CoreIdToken,
        nonce: &Nonce,
    ) -> Result<SubjectIdentifier, ClaimsVerificationError> {
        let verifier = client.id_token_verifier().set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
            CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            CoreJwsSigningAlgorithm::RsaSsaPssSha384,
            CoreJwsSigningAlgorithm::RsaSsaPssSha512,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            CoreJwsSigningAlgorithm::EcdsaP384Sha384,
            CoreJwsSigningAlgorithm::EdDsa,
        ]);
        Ok(token.claims(&verifier, nonce)?.subject().clone())
    }

    /// What the provider tells beside the token; some tell roles and names only here. One that has no such place tells
    /// nothing more.
    async fn more(
        &self,
        client: &Client,
        access: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Map<String, Value>, OidcError> {
        let Ok(request) = client.user_info(access.clone(), Some(subject.clone())) else {
            return Ok(Map::new());
        };
        let told: UserInfoClaims<More, CoreGenderClaim> = request.request_async(&self.http).await.map_err(down)?;
        match serde_json::to_value(&told).map_err(down)? {
            Value::Object(claims) => Ok(claims),
            _ => Ok(Map::new()),
        }
    }

    /// Where a browser goes to sign out at the provider too, and comes back from; nothing when it has no such place or
    /// does not answer.
    pub async fn end_address(&self, id_token: &str, back: &str) -> Option<String> {
        let metadata = self.found(false).await.ok()?;
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        let token: CoreIdToken = id_token.parse().ok()?;
        let request = LogoutRequest::from(end)
            .set_id_token_hint(&token)
            .set_client_id(ClientId::new(self.settings().client_id.clone()))
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).ok()?);
        Some(request.http_get_url().to_string())
    }
}

/// The claims of a token whose signature has been checked.
fn payload(token: &str) -> Map<String, Value> {
    let middle = token
        .split('.')
        .nth(1)
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let claims = middle.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    match claims {
        Some(Value::Object(claims)) => claims,
        _ => Map::new(),
    }
}

impl Vouched {
    /// A claim's words: one, or each of a list.
    fn words(&self, claim: &str) -> Vec<String> {
        let word = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        match self.claims.get(claim) {
            Some(Value::Array(all)) => all.iter().filter_map(word).collect(),
            Some(one) => word(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// A claim of one word.
    pub fn word(&self, claim: &str) -> Option<String> {
        let word = self.words(claim).into_iter().next()?;
        let word = word.trim();
        (!word.is_empty()).then(|| word.to_owned())
    }

    /// How the person is known here, by what is written about the provider.
    pub fn person(&self, settings: &Settings) -> Option<(Known, String)> {
        Some((settings.person.known, self.word(&settings.person.claim)?))
    }

    /// How sure it is who the person is: the most of what the claims say, or a password's worth.
    pub fn shown(&self, settings: &Settings) -> Assurance {
        let says = settings.levels.iter().filter(|level| {
            let words = self.words(&level.claim);
            words.contains(&level.value)
        });
        says.map(|level| level.level).max().unwrap_or(Assurance::Low)
    }

    /// The roles vouched for and the schools they are held at, where the provider vouches for any.
    pub fn roles(&self, settings: &Settings) -> Option<(BTreeSet<Role>, BTreeSet<String>)> {
        let written = settings.roles.as_ref()?;
        let words = self.words(&written.claim);
        let roles = words.iter().filter_map(|word| written.names.get(word)).copied();
        Some((roles.collect(), self.words(&written.schools).into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::read;

    fn settings() -> Settings {
        let text = r#"
            [[provider]]
            name = "kommune"
            text = { da = "Log på", en = "Sign in" }
            issuer = "http://127.0.0.1:1"
            client_id = "naervaer"
            levels = [
                { claim = "loa", value = "3", level = "substantial" },
                { claim = "acr", value = "High", level = "high" },
            ]
            roles = { claim = "roles", schools = "schools", names = { leder = "school_leader", psyk = "ppr" } }
        "#;
        read(text, |_| Ok(String::new())).unwrap().remove(0).settings
    }

    fn vouched(claims: &str) -> Vouched {
        Vouched {
            claims: serde_json::from_str(claims).unwrap(),
            id_token: String::new(),
        }
    }

    #[test]
    fn claims_become_a_person_a_level_and_roles() {
        let one = vouched(r#"{"sub": " 7 ", "loa": 3, "roles": ["leder", "ukendt"], "schools": "280123"}"#);
        assert_eq!(one.person(&settings()), Some((Known::Identity, "7".to_owned())));
        assert_eq!(one.shown(&settings()), Assurance::Substantial);
        let (roles, schools) = one.roles(&settings()).unwrap();
        assert_eq!(roles.into_iter().collect::<Vec<_>>(), [Role::SchoolLeader]);
        assert_eq!(schools.into_iter().collect::<Vec<_>>(), ["280123"]);
        let none = vouched(r#"{"sub": " ", "loa": "2", "roles": {"leder": true}}"#);
        assert_eq!(none.person(&settings()), None);
        assert_eq!(none.shown(&settings()), Assurance::Low);
        assert!(none.roles(&settings()).unwrap().0.is_empty());
    }

    #[test]
    fn a_checked_token_is_read() {
        let claims = payload("eyJhIjoxfQ.eyJzdWIiOiJtYWphIiwibmF2biI6IsOGYmxlIn0.x");
        assert_eq!(
            (claims["sub"].as_str(), claims["navn"].as_str()),
            (Some("maja"), Some("Æble"))
        );
        assert!(payload("æ").is_empty() && payload("a.!.b").is_empty());
    }

    #[tokio::test]
    async fn a_provider_that_is_down_is_said_to_be() {
        let written = Written {
            settings: settings(),
            secret: None,
        };
        let provider = Provider::new(written).unwrap();
        let begun = provider.begin("http://127.0.0.1:2/back", None).await;
        assert!(matches!(begun, Err(OidcError::Down(_))));
    }
}
