//! Free text people wrote or said, kept as it is.

use core::fmt;
use serde::{Deserialize, Serialize};

/// The most characters one piece of own words may have.
pub const MOST_CHARACTERS: usize = 8_000;

/// What somebody wrote or said, quoted: never edited, only followed by a new entry.
///
/// `Debug` prints the type's name only, so that it cannot slip into a log; [`OwnWords::reveal`] shows it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnWords(String);

impl OwnWords {
    /// The text with the white space around it taken off; `None` when nothing is left.
    ///
    /// Line breaks inside are kept (`\r\n` of a form becomes `\n`), everything else stays as written.
    pub fn from_form(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.replace("\r\n", "\n")))
    }

    /// The words themselves, to show to somebody who may see them.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// How many characters it has.
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for OwnWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnWords(…)")
    }
}

/// `Debug` for types that hold what is known about a child: the type's name and nothing else, so that a log or a
/// panic cannot tell it.
macro_rules! veiled {
    ($($name:ident),+ $(,)?) => {
        $(impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })+
    };
}
pub(crate) use veiled;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_as_written_and_never_logged() {
        let words = OwnWords::from_form("  Jeg vil ikke i skole.\r\nAldrig.  ").unwrap();
        assert_eq!(words.reveal(), "Jeg vil ikke i skole.\nAldrig.");
        assert_eq!(format!("{words:?}"), "OwnWords(…)");
        assert_eq!(OwnWords::from_form(" \n\t "), None);
    }
}
