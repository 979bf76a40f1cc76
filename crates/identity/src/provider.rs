//! What an operator writes about others whose sign-in is trusted: a text in TOML, one `[[provider]]` each.

use std::collections::BTreeMap;

use access::{Assurance, Role};
use serde::Deserialize;
use thiserror::Error;

/// What is wrong with the text.
#[derive(Debug, Error)]
pub enum ProvidersError {
    /// It is not what the program reads.
    #[error("it cannot be read")]
    Text(#[from] toml::de::Error),
    /// A name that cannot be part of an address, or two alike.
    #[error("the provider name `{0}` must be small letters, digits and dashes, and be used once")]
    Name(String),
    /// What is sent to an issuer without encryption can be read on the way.
    #[error("the issuer `{0}` must begin with https://, or lie on this machine")]
    Issuer(String),
    /// The secret's file cannot be read.
    #[error("the secret of `{provider}` cannot be read from `{file}`")]
    Secret {
        /// Whose.
        provider: String,
        /// Where.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// Roles without any word, or accounts made from nothing.
    #[error("`{0}` makes accounts without naming a role that lets somebody in")]
    Roles(String),
    /// A role no account is given.
    #[error("`{provider}` names the role `{role}`, which no account is given")]
    Role {
        /// Whose.
        provider: String,
        /// The role.
        role: Role,
    },
}

/// A text in the two languages of the interface.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Danish.
    pub da: String,
    /// English.
    pub en: String,
}

/// What a claim is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// An id an administrator has written on the account, such as the one of Unilogin.
    Identity,
    /// The user name of the account.
    Username,
}

/// How a person is known again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The claim.
    pub claim: String,
    /// What it is.
    #[serde(rename = "is")]
    pub known: Known,
}

impl Default for Person {
    fn default() -> Self {
        Self {
            claim: "sub".to_owned(),
            known: Known::Identity,
        }
    }
}

/// What a claim says about how sure it is who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The claim, such as `acr` or `loa`.
    pub claim: String,
    /// What it says.
    pub value: String,
    /// How sure that makes it.
    pub level: Assurance,
}

/// Roles a municipality's own broker vouches for, and where they are held.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The claim with the roles: a word or a list of words.
    pub claim: String,
    /// The claim that limits them: the schools' own numbers, a word or a list of words.
    pub schools: String,
    /// The roles by the words of the broker.
    pub names: BTreeMap<String, Role>,
    /// Whether somebody with a role and without an account gets one. Else they are told whom to ask.
    #[serde(default)]
    pub make_accounts: bool,
    /// The claim with the name of a new account.
    #[serde(default = "name_claim")]
    pub name: String,
    /// The claim with the user name of a new account.
    #[serde(default = "username_claim")]
    pub username: String,
}

fn name_claim() -> String {
    "name".to_owned()
}

fn username_claim() -> String {
    "preferred_username".to_owned()
}

/// One provider, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name in addresses and in what is kept.
    pub name: String,
    /// What its button says.
    pub text: Text,
    /// Who vouches: the address its discovery document lies under.
    pub issuer: String,
    /// What the program is called there.
    pub client_id: String,
    /// A file with the program's secret there; without one the program is a public client.
    #[serde(default)]
    pub secret_file: Option<String>,
    /// What is asked for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// How a person is known again.
    #[serde(default)]
    pub person: Person,
    /// What makes it surer who somebody is; nothing of it is a password's worth.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// What is asked of the provider (`acr_values`) when it must be so sure.
    #[serde(default)]
    pub ask: BTreeMap<Assurance, String>,
    /// Roles it vouches for.
    #[serde(default)]
    pub roles: Option<Roles>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    provider: Vec<Settings>,
}

/// A provider with its secret.
#[derive(Clone)]
pub struct Written {
    /// What is written about it.
    pub settings: Settings,
    /// What the program proves itself with there.
    pub secret: Option<String>,
}

impl core::fmt::Debug for Written {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Written({})", self.settings.name)
    }
}

/// Reads and checks what is written about providers. `secret` gives the content of a secret's file.
///
/// # Errors
/// The first thing wrong with it.
pub fn read(text: &str, secret: impl Fn(&str) -> std::io::Result<String>) -> Result<Vec<Written>, ProvidersError> {
    let file: File = toml::from_str(text)?;
    let mut all: Vec<Written> = Vec::new();
    for settings in file.provider {
        check(&settings, &all)?;
        let read = |file: &String| {
            secret(file).map_err(|source| ProvidersError::Secret {
                provider: settings.name.clone(),
                file: file.clone(),
                source,
            })
        };
        let secret = settings.secret_file.as_ref().map(read).transpose()?;
        all.push(Written {
            secret: secret.map(|text| text.trim().to_owned()),
            settings,
        });
    }
    Ok(all)
}

fn check(settings: &Settings, before: &[Written]) -> Result<(), ProvidersError> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let name = &settings.name;
    if name.is_empty() || !name.chars().all(plain) || before.iter().any(|one| one.settings.name == *name) {
        return Err(ProvidersError::Name(name.clone()));
    }
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = here.iter().any(|start| {
        let rest = settings.issuer.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    if !settings.issuer.starts_with("https://") && !local {
        return Err(ProvidersError::Issuer(settings.issuer.clone()));
    }
    let Some(roles) = &settings.roles else {
        return Ok(());
    };
    if let Some(role) = roles.names.values().find(|role| role.place().is_none()) {
        return Err(ProvidersError::Role {
            provider: name.clone(),
            role: *role,
        });
    }
    if roles.names.is_empty() {
        return Err(ProvidersError::Roles(name.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        [[provider]]
        name = "unilogin"
        text = { da = "Log på med Unilogin", en = "Sign in with Unilogin" }
        issuer = "https://broker.unilogin.example/auth/realms/broker"
        client_id = "naervaer"
        secret_file = "unilogin.secret"
        person = { claim = "uniid", is = "identity" }
        levels = [{ claim = "loa", value = "3", level = "substantial" }]
        ask = { substantial = "Substantial" }

        [[provider]]
        name = "kommune"
        text = { da = "Log på som ansat", en = "Sign in as staff" }
        issuer = "http://127.0.0.1:9000"
        client_id = "naervaer"
        person = { claim = "upn", is = "username" }
        roles = { claim = "roles", schools = "schools", names = { leder = "school_leader" }, make_accounts = true }
    "#;

    fn read_with(from: &str, to: &str) -> Result<Vec<Written>, ProvidersError> {
        assert!(TEXT.contains(from), "{from}");
        read(&TEXT.replace(from, to), |_| Ok(" hemmelig\n".to_owned()))
    }

    #[test]
    fn what_is_written_is_read() {
        let all = read_with("", "").unwrap();
        assert_eq!(all[0].secret.as_deref(), Some("hemmelig"));
        assert_eq!(all[0].settings.ask[&Assurance::Substantial], "Substantial");
        assert_eq!(all[1].settings.person.known, Known::Username);
        let roles = all[1].settings.roles.as_ref().unwrap();
        assert_eq!(
            (roles.names["leder"], roles.name.as_str()),
            (Role::SchoolLeader, "name")
        );
        assert!(read("", |_| Ok(String::new())).unwrap().is_empty());
        assert_eq!(format!("{:?}", all[0]), "Written(unilogin)");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, told) in [
            (
                "client_id = \"naervaer\"\n        secret",
                "klient = 1\n        secret",
                "read",
            ),
            ("\"kommune\"", "\"unilogin\"", "unilogin"),
            ("\"kommune\"", "\"Min Kommune\"", "Min Kommune"),
            ("http://127.0.0.1:9000", "http://idp.example", "https"),
            ("http://127.0.0.1:9000", "http://localhost.example", "https"),
            ("\"school_leader\"", "\"operator\"", "operator"),
            ("names = { leder = \"school_leader\" }", "names = {}", "without naming"),
        ] {
            let problem = read_with(from, to).unwrap_err().to_string();
            assert!(problem.contains(told), "{to}: {problem}");
        }
        let gone = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
        assert!(matches!(read(TEXT, gone), Err(ProvidersError::Secret { .. })));
    }
}
