//! What is wrong with what a person typed, all of it at once.

use core::fmt;
use jiff::civil::Date;
use thiserror::Error;

/// One thing to put right in a form. The page finds its words by [`Problem::key`] and its place by
/// [`Problem::field`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// Nothing was said: neither a sign nor own words.
    #[error("neither a sign nor own words")]
    NothingSaid,
    /// A field that must be filled is empty.
    #[error("`{field}` is empty")]
    Missing {
        /// The field's name in the form.
        field: &'static str,
    },
    /// A text is longer than can be kept.
    #[error("`{field}` has {characters} characters, at most {most} can be kept")]
    TooLong {
        /// The field's name in the form.
        field: &'static str,
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A day that must lie ahead does not.
    #[error("`{day}` is not after today, `{today}`")]
    NotAhead {
        /// The field's name in the form.
        field: &'static str,
        /// The day given.
        day: Date,
        /// Today.
        today: Date,
    },
    /// A day lies further ahead than one can promise.
    #[error("`{day}` is later than `{latest}`")]
    TooFarAhead {
        /// The field's name in the form.
        field: &'static str,
        /// The day given.
        day: Date,
        /// The last day allowed.
        latest: Date,
    },
    /// A day that must lie behind does not.
    #[error("`{day}` is after today, `{today}`")]
    NotBehind {
        /// The field's name in the form.
        field: &'static str,
        /// The day given.
        day: Date,
        /// Today.
        today: Date,
    },
    /// A day that lies too far back.
    #[error("`{day}` is earlier than `{earliest}`")]
    TooFarBehind {
        /// The field.
        field: &'static str,
        /// The day.
        day: Date,
        /// The earliest day allowed.
        earliest: Date,
    },
    /// Not a day, a time, a number or one of the choices.
    #[error("`{field}` cannot be read")]
    Unreadable {
        /// The field.
        field: &'static str,
    },
    /// The thing is not in a state where this can be done, such as answering an answered concern.
    #[error("cannot be done now: {what}")]
    NotNow {
        /// What stands in the way, as a key.
        what: &'static str,
    },
    /// A child is named where no child is.
    #[error("`{field}` names a child")]
    Named {
        /// The field's name in the form.
        field: &'static str,
        /// The name as it was written.
        name: crate::OwnWords,
    },
    /// A number lies outside what makes sense.
    #[error("`{field}` is {value}, it must be from {least} to {most}")]
    OutOfRange {
        /// The field's name in the form.
        field: &'static str,
        /// The number given.
        value: u32,
        /// The least allowed.
        least: u32,
        /// The most allowed.
        most: u32,
    },
}

impl Problem {
    /// The form field it belongs to; empty when it is about the whole form.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NothingSaid | Self::NotNow { .. } => "",
            Self::Missing { field }
            | Self::TooLong { field, .. }
            | Self::NotAhead { field, .. }
            | Self::TooFarAhead { field, .. }
            | Self::TooFarBehind { field, .. }
            | Self::Unreadable { field }
            | Self::NotBehind { field, .. }
            | Self::Named { field, .. }
            | Self::OutOfRange { field, .. } => field,
        }
    }

    /// The name its text goes by in the pages.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NothingSaid => "nothing-said",
            Self::Missing { .. } => "missing",
            Self::TooLong { .. } => "too-long",
            Self::NotAhead { .. } => "not-ahead",
            Self::TooFarAhead { .. } => "too-far-ahead",
            Self::TooFarBehind { .. } => "too-far-behind",
            Self::Unreadable { .. } => "unreadable",
            Self::NotBehind { .. } => "not-behind",
            Self::NotNow { what } => what,
            Self::Named { .. } => "named",
            Self::OutOfRange { .. } => "out-of-range",
        }
    }
}

/// All problems of one form; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, in the order of the form.
    pub fn all(&self) -> &[Problem] {
        &self.0
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problems {}

/// Why a stream could not be read, or an act not be done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CaseworkError {
    /// What was typed has problems.
    #[error("the form has problems")]
    Form(#[from] Problems),
    /// A stream without any entry.
    #[error("a {thing} without any entry")]
    Empty {
        /// What the stream is about.
        thing: &'static str,
    },
    /// A gap or a repetition in a stream.
    #[error("entry {found} of a {thing} stands where {expected} should")]
    OutOfSequence {
        /// What the stream is about.
        thing: &'static str,
        /// The sequence expected.
        expected: u32,
        /// The sequence found.
        found: u32,
    },
    /// An entry that cannot follow the ones before it.
    #[error("entry {sequence} of a {thing} cannot follow the ones before it")]
    Impossible {
        /// What the stream is about.
        thing: &'static str,
        /// The entry's place.
        sequence: u32,
    },
}

/// Gathers problems while a form is read.
#[derive(Debug, Default)]
pub(crate) struct Check(Vec<Problem>);

impl Check {
    /// Adds a problem when there is one.
    pub(crate) fn that(&mut self, good: bool, problem: Problem) {
        if !good {
            self.0.push(problem);
        }
    }

    /// Reads a text that must be there.
    pub(crate) fn words(&mut self, field: &'static str, text: &str) -> Option<crate::OwnWords> {
        let words = self.words_if_any(field, text);
        self.that(!text.trim().is_empty(), Problem::Missing { field });
        words
    }

    /// Reads a text that may be left out.
    pub(crate) fn words_if_any(&mut self, field: &'static str, text: &str) -> Option<crate::OwnWords> {
        let words = crate::OwnWords::from_form(text)?;
        let (characters, most) = (words.characters(), crate::words::MOST_CHARACTERS);
        self.that(
            characters <= most,
            Problem::TooLong {
                field,
                characters,
                most,
            },
        );
        Some(words)
    }

    /// Reads a day that must lie after today, at most a year ahead.
    pub(crate) fn ahead(&mut self, field: &'static str, day: Option<Date>, today: Date) -> Option<Date> {
        let Some(day) = day else {
            self.0.push(Problem::Missing { field });
            return None;
        };
        self.that(day > today, Problem::NotAhead { field, day, today });
        let latest = today.saturating_add(jiff::Span::new().years(1));
        self.that(day <= latest, Problem::TooFarAhead { field, day, latest });
        Some(day)
    }

    /// Reads a day that must not lie after today.
    pub(crate) fn behind(&mut self, field: &'static str, day: Date, today: Date) {
        self.that(day <= today, Problem::NotBehind { field, day, today });
    }

    /// The value, or every problem found.
    pub(crate) fn done<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            Some(_) => Err(Problems(self.0)),
            None if self.0.is_empty() => Err(Problems(vec![Problem::NothingSaid])),
            None => Err(Problems(self.0)),
        }
    }
}
