//! A file in; rows and problems out. One module a format.
//!
//! Nothing here touches the file system: bytes come in, rows and all problems come out, each with file, line, column,
//! value and what to do. With any error nothing is to be imported. Start at [`open_folder::read`] for the neutral
//! format, at [`mapping::guess`] for a file from somewhere else, and at [`calendar_file`] for holidays.

#![cfg_attr(not(test), warn(clippy::indexing_slicing))]

pub mod calendar_file;
pub mod cpr;
mod delimited;
mod intern;
pub mod mapping;
pub mod open_folder;
pub mod problem;
pub mod table;
pub mod value;
pub mod write;

pub use cpr::{Cpr, CprError};
pub use intern::Words;
pub use problem::{DateForm, Lang, Problem, ProblemKind, Problems, Reading, Severity, Tally, Unreadable};
