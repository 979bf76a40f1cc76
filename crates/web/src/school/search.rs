//! Pupils found by name, among those the person may see.

use askama::Template;

use crate::page::Page;
use crate::{Frame, Locale};

/// One pupil found.
pub struct Found {
    /// The whole name.
    pub name: String,
    /// Class and school today.
    pub place: String,
    /// Where the pupil is shown.
    pub href: String,
}

/// The answer to a search.
#[derive(Template)]
#[template(path = "school/search.html")]
pub struct SearchPupils {
    /// What surrounds the page.
    pub frame: Frame,
    /// What was searched for.
    pub asked: String,
    /// The pupils found, by name.
    pub found: Vec<Found>,
    /// Whether there were more than are shown.
    pub more: bool,
}

impl Page for SearchPupils {
    const PATH: &'static str = "school/search";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let found = Found {
            name: "Alma Bækgård".to_owned(),
            place: "8.b, Engdalskolen".to_owned(),
            href: "/pupils/1".to_owned(),
        };
        vec![
            ("found", Self { frame: frame(), asked: "al".to_owned(), found: vec![found], more: true }),
            ("none", Self { frame: frame(), asked: "xyz".to_owned(), found: Vec::new(), more: false }),
            ("unasked", Self { frame: frame(), asked: String::new(), found: Vec::new(), more: false }),
        ]
    }
}
