//! Text from people made printable, without changing what they wrote.

use serde_json::Value;

use crate::LetterError;
use crate::world::has_glyph;

/// The most characters one letter may hold: some seventy pages.
pub const MOST_CHARACTERS: usize = 200_000;

/// A run without a blank longer than this may be broken anywhere; no word is so long.
const LONGEST_WORD: usize = 40;

/// How far apart such a run may be broken.
const BROKEN_EVERY: usize = 12;

/// The same value with every text in it printable.
///
/// # Errors
/// [`LetterError::TooLong`] when there is more text than fits a letter.
pub(crate) fn printable(mut value: Value) -> Result<Value, LetterError> {
    let characters = characters(&value);
    if characters > MOST_CHARACTERS {
        return Err(LetterError::TooLong {
            characters,
            most: MOST_CHARACTERS,
        });
    }
    each_text(&mut value, &mut |text| *text = text_printable(text));
    Ok(value)
}

fn characters(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(all) => all.iter().map(characters).sum(),
        Value::Object(all) => all.values().map(characters).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(all) => all.iter_mut().for_each(|one| each_text(one, change)),
        Value::Object(all) => all.values_mut().for_each(|one| each_text(one, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Line ends are line feeds, tabs are blanks, and what only steers a terminal or turns the reading direction of other
/// words is left out. A sign no font here has is named, so that the reader sees that something stood there.
fn text_printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut printed = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars() {
        match sign {
            '\n' => run = 0,
            '\t' | '\u{2028}' | '\u{2029}' => {
                printed.push(' ');
                run = 0;
                continue;
            }
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => continue,
            _ if sign.is_control() => continue,
            _ if sign.is_whitespace() => run = 0,
            _ if !is_invisible(sign) && !has_glyph(sign) => {
                printed.push_str(&format!("[U+{:04X}]", u32::from(sign)));
                run = 0;
                continue;
            }
            _ => run += 1,
        }
        if run > LONGEST_WORD && run % BROKEN_EVERY == 0 && !is_invisible(sign) {
            printed.push('\u{200B}');
        }
        printed.push(sign);
    }
    printed
}

/// Signs that join, part or vary others and have no shape of their own.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{00AD}' | '\u{034F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_and_what_cannot_be_printed_is_named() {
        assert_eq!(text_printable("Æblegrød\r\nog\tsaft"), "Æblegrød\nog saft");
        assert_eq!(text_printable("a\u{202E}b\u{0007}c"), "abc");
        assert_eq!(text_printable("god 😀 dag"), "god 😀 dag");
        assert_eq!(text_printable("مدرسة"), "مدرسة");
        assert_eq!(text_printable("a\u{10330}b"), "a[U+10330]b");
    }

    #[test]
    fn a_word_no_line_can_hold_may_be_broken_and_no_other() {
        let word = "a".repeat(100);
        assert!(text_printable(&word).contains('\u{200B}'));
        assert_eq!(text_printable(&word).replace('\u{200B}', ""), word);
        let real = "speciallægepraksisplanlægningsstab";
        assert_eq!(text_printable(real), real);
    }

    #[test]
    fn more_than_fits_is_refused_with_both_numbers() {
        let error = printable(Value::String("a ".repeat(MOST_CHARACTERS))).unwrap_err();
        assert!(error.danish().contains("400.000") && error.to_string().contains("200000"));
    }
}
