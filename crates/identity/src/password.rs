//! Whether a new password can be guessed. Length and being unknown count; which signs it is made of does not (OWASP ASVS
//! 2.1.1, 2.1.2, 2.1.7, 2.1.9).

use zxcvbn::{Score, zxcvbn};

/// The fewest signs a password may have.
pub const SHORTEST: usize = 12;

/// The most signs a password may have: more proves nothing, and takes time to work through.
pub const LONGEST: usize = 128;

/// The fewest letters and digits beside what everybody knows about the person.
const LEAST_OWN: usize = 6;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// It has fewer than [`SHORTEST`] signs.
    Short,
    /// It has more than [`LONGEST`] signs.
    Long,
    /// It is one that is known, or made of what is: common passwords, names, words, keys beside each other, or what
    /// everybody knows about the person.
    Guessable,
}

/// Why this password is not taken; `about` is what everybody knows about the person, such as name and user name.
#[must_use]
pub fn weakness(password: &str, about: &[&str]) -> Option<Weakness> {
    match password.chars().count() {
        ..SHORTEST => return Some(Weakness::Short),
        SHORTEST..=LONGEST => {}
        _ => return Some(Weakness::Long),
    }
    let mut known: Vec<&str> = about
        .iter()
        .flat_map(|text| core::iter::once(*text).chain(text.split(|c: char| !c.is_alphanumeric())))
        .chain(["nærvær", "naervaer"])
        .filter(|word| word.chars().count() > 2)
        .collect();
    known.sort_unstable_by_key(|word| core::cmp::Reverse(word.len()));
    // What everybody knows, said twice or with a year after it, is still what everybody knows.
    let mut rest = password.to_lowercase();
    for word in &known {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    let own = rest.chars().filter(|c| c.is_alphanumeric()).count();
    (own < LEAST_OWN || zxcvbn(password, &known).score() < Score::Three).then_some(Weakness::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_guessed_is_not_taken() {
        let about = ["maja.holm", "Maja Holmgård", "Solbæk Kommune"];
        let cases = [
            ("en lang sætning", None),
            ("hest kaktus lampe", None),
            ("🐎 løber om søen", None),
            ("elleve tegn", Some(Weakness::Short)),
            ("passwordpassword", Some(Weakness::Guessable)),
            ("qwertyuiop123456", Some(Weakness::Guessable)),
            ("1234567890123", Some(Weakness::Guessable)),
            ("aaaaaaaaaaaaaaa", Some(Weakness::Guessable)),
            ("maja.holm2026", Some(Weakness::Guessable)),
            ("Holmgård Holmgård", Some(Weakness::Guessable)),
            ("NærværNærvær1", Some(Weakness::Guessable)),
            ("maja spiser gule ris", None),
        ];
        for (password, expected) in cases {
            assert_eq!(weakness(password, &about), expected, "{password}");
        }
        assert_eq!(weakness(&"æ ".repeat(64), &[]).filter(|w| *w == Weakness::Long), None);
        assert_eq!(weakness(&"æ ".repeat(65), &[]), Some(Weakness::Long));
    }
}
