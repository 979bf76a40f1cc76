//! Words as a search compares them: what people wrote, found however it is typed.

use crate::case::{CaseEvent, Form, Kind};
use crate::concern::{Answer, ConcernEvent};
use crate::person::fold;
use crate::view::ViewEvent;
use core::ops::Range;

/// The most letters of a word that are compared.
const LONGEST: usize = 40;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// As it is compared: see [`fold`].
    pub folded: String,
}

/// The words of a text: letters and digits that stand together.
pub fn words(text: &str) -> Vec<Word> {
    // A combining mark belongs to the letter before it.
    let part = |letter: char| letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}');
    let mut words = Vec::new();
    let mut from = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (from, part(letter)) {
            (None, true) => from = Some(at),
            (Some(begin), false) => {
                from = None;
                let folded = fold(text.get(begin..at).unwrap_or_default());
                let folded: String = folded.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).collect();
                if !folded.is_empty() {
                    words.push(Word { at: begin..at, folded });
                }
            }
            _ => {}
        }
    }
    words
}

/// What is asked for: its words, each the beginning of one that is looked for. Nothing when less than two letters are
/// typed, which would find everything.
pub fn asked(text: &str) -> Vec<String> {
    let all: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    let letters: usize = all.iter().map(|word| word.chars().count()).sum();
    if letters < 2 { Vec::new() } else { all }
}

/// All words of texts as they are kept for searching: folded, one space between.
pub fn kept<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let all = texts.into_iter().flat_map(words).map(|word| word.folded);
    all.collect::<Vec<_>>().join(" ")
}

/// Whether texts that were written together have all the words asked for.
pub fn has_all<'t>(texts: impl IntoIterator<Item = &'t str>, asked: &[String]) -> bool {
    let all: Vec<Word> = texts.into_iter().flat_map(words).collect();
    let has = |one: &String| all.iter().any(|word| word.folded.starts_with(one.as_str()));
    !asked.is_empty() && asked.iter().all(has)
}

/// Where in a text the words asked for begin.
pub fn found(text: &str, asked: &[String]) -> Vec<Range<usize>> {
    let begins = |word: &Word| asked.iter().any(|one| word.folded.starts_with(one.as_str()));
    let found = words(text).into_iter().filter(begins);
    found.map(|word| word.at).collect()
}

impl CaseEvent {
    /// What was written in own words: the field's name and the text.
    pub fn own_words(&self) -> Vec<(&'static str, String)> {
        let (Some(form), Ok(kept)) = (Form::of(self.word()), serde_json::to_value(self)) else {
            return Vec::new();
        };
        let typed = form
            .fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Text | Kind::Line));
        typed
            .filter_map(|field| Some((field.name, kept.get(field.name)?.as_str()?.to_owned())))
            .collect()
    }
}

impl ConcernEvent {
    /// What was written in own words: the field's name and the text.
    pub fn own_words(&self) -> Vec<(&'static str, String)> {
        let said = match self {
            Self::Raised { words, .. } => words.as_ref().map(|words| ("words", words)),
            Self::Added { words, .. } => Some(("words", words)),
            Self::Answered { answer } => Some(match answer {
                Answer::Act { what } => ("what", what),
                Answer::WatchUntil { reason, .. } | Answer::NoAction { reason } => ("reason", reason),
            }),
            Self::Reopened { because } => Some(("because", because)),
        };
        said.into_iter()
            .map(|(name, words)| (name, words.reveal().to_owned()))
            .collect()
    }
}

impl ViewEvent {
    /// What was said or written: the pane's or field's name and the text.
    pub fn own_words(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Given {
                who,
                with_whom,
                panes,
                talk,
                ..
            } => {
                let mut said: Vec<_> = panes.iter().map(|(pane, words)| (pane.word(), words)).collect();
                let notes = talk
                    .iter()
                    .filter_map(|(point, note)| Some((point.word(), note.words.as_ref()?)));
                said.extend(notes);
                said.push(("who", who));
                said.extend(with_whom.as_ref().map(|words| ("with_whom", words)));
                said.into_iter()
                    .map(|(name, words)| (name, words.reveal().to_owned()))
                    .collect()
            }
            Self::Added { panes } => {
                let said = panes.iter();
                said.map(|(pane, words)| (pane.word(), words.reveal().to_owned()))
                    .collect()
            }
            Self::Shared { agreed, .. } => vec![("agreed", agreed.reveal().to_owned())],
            Self::ChildChose { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn danish_letters_are_found_however_they_are_typed() {
        for (typed, written) in [
            ("kaare", "Kåre kom ikke."),
            ("KÅRE", "Talte med kaare"),
            ("ka\u{30a}re", "Kåres mor"),
            ("overgang", "Overgangen/skiftet"),
            ("østergård", "ved Østergaards port"),
            ("anna sofie", "Anna-Sofie"),
        ] {
            let asked = asked(typed);
            let all = words(written);
            let each = |one: &String| all.iter().any(|word| word.folded.starts_with(one.as_str()));
            assert!(!asked.is_empty() && asked.iter().all(each), "{typed} in {written}");
            assert!(!found(written, &asked).is_empty());
        }
        assert!(found("Bøje", &asked("bo")).is_empty(), "ø is a letter of its own");
        assert!(asked(" a ").is_empty() && asked("").is_empty() && asked("?!").is_empty());
    }

    #[test]
    fn all_the_words_asked_for_stand_in_what_was_written_together() {
        let texts = ["Der er larm i klassen.", "Åse går hjem."];
        assert!(has_all(texts, &asked("aase larm")));
        assert!(!has_all(texts, &asked("aase stille")));
        assert!(!has_all(texts, &asked("")), "nothing asked finds nothing");
    }

    #[test]
    fn a_found_word_is_marked_where_it_stands() {
        let text = "Der er »larm« i 8.b, og Åse går hjem.";
        let marked: Vec<&str> = found(text, &asked("lar åse")).into_iter().map(|at| &text[at]).collect();
        assert_eq!(marked, ["larm", "Åse"]);
    }

    proptest! {
        #[test]
        fn every_word_of_a_text_finds_it(text in "\\PC{0,60}") {
            let kept = kept([text.as_str()]);
            for word in words(&text) {
                prop_assert!(kept.split(' ').any(|one| one == word.folded));
                prop_assert!(text.get(word.at.clone()).is_some());
                prop_assert!(word.folded.chars().all(char::is_alphanumeric));
            }
        }
    }
}
