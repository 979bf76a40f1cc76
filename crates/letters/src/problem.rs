//! Why there is no letter.

use thiserror::Error;

/// One place in a template that does not work. What typst says about it is in English, as typst says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The file, such as `minutes.typ`.
    pub file: String,
    /// The line, from 1; none where the problem has no place.
    pub line: Option<usize>,
    /// What is wrong, and what may help.
    pub what: String,
}

impl TemplateProblem {
    /// The problem in Danish.
    pub fn danish(&self) -> String {
        match self.line {
            Some(line) => format!("{}, linje {line}: {}", self.file, self.what),
            None => format!("{}: {}", self.file, self.what),
        }
    }

    /// The problem in English.
    pub fn english(&self) -> String {
        match self.line {
            Some(line) => format!("{}, line {line}: {}", self.file, self.what),
            None => format!("{}: {}", self.file, self.what),
        }
    }
}

/// Why there is no letter. There is never half of one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LetterError {
    /// A template does not work.
    #[error("the template cannot be used: {}", .0.iter().map(TemplateProblem::english).collect::<Vec<_>>().join("; "))]
    Template(Vec<TemplateProblem>),
    /// There is more text than fits a letter.
    #[error("{characters} characters of text are too many for a letter; at most {most}. Shorten it and try again")]
    TooLong {
        /// How much there is.
        characters: usize,
        /// How much there may be.
        most: usize,
    },
    /// Something else failed.
    #[error("the letter could not be made: {0}")]
    Failed(String),
}

impl LetterError {
    /// The error in Danish, with what to do.
    pub fn danish(&self) -> String {
        match self {
            Self::Template(problems) => format!(
                "Skabelonen kan ikke bruges, og der er ikke lavet noget brev. Ret filen, eller fjern den, så bruges \
                 programmets egen. {}",
                problems
                    .iter()
                    .map(TemplateProblem::danish)
                    .collect::<Vec<_>>()
                    .join("; ")
            ),
            Self::TooLong { characters, most } => format!(
                "Teksten er på {} tegn. Et brev kan højst have {}. Gør den kortere, og prøv igen.",
                thousands(*characters),
                thousands(*most)
            ),
            Self::Failed(why) => format!("Brevet kunne ikke laves: {why}"),
        }
    }
}

/// A number as Danish parts it: `200.000`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut parted = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push('.');
        }
        parted.push(digit);
    }
    parted
}
