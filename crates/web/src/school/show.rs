//! A school: what needs a look, and its classes.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// One class of the school.
pub struct ClassLine {
    /// Its name.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// Pupils today.
    pub pupils: usize,
    /// Whether today is noted; `None` when today is not a school day or the register is kept elsewhere.
    pub noted: Option<bool>,
}

/// The page of one school.
#[derive(Template)]
#[template(path = "school/show.html")]
pub struct ShowSchool {
    /// What surrounds the page.
    pub frame: Frame,
    /// The school's name.
    pub name: String,
    /// Kind, classes and pupils in a line.
    pub facts: String,
    /// How many pupils need a look, and where the list is; `None` for a person who sees no list of children.
    pub look: Option<(usize, String)>,
    /// The classes of this school year, by grade and name.
    pub classes: Vec<ClassLine>,
}

impl Page for ShowSchool {
    const PATH: &'static str = "school/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Schools).end("Engdalskolen");
        let class = |name: &str, noted| ClassLine {
            name: name.to_owned(),
            href: "/classes/1".to_owned(),
            pupils: 24,
            noted,
        };
        let facts = locale.t2("school-facts", "classes", 3, "pupils", 72);
        vec![
            (
                "school-day",
                Self {
                    frame: frame(),
                    name: "Engdalskolen".to_owned(),
                    facts: facts.clone(),
                    look: Some((7, "/review?school=1".to_owned())),
                    classes: vec![class("0.a", Some(true)), class("1.a", Some(false)), class("8.b", Some(true))],
                },
            ),
            (
                "nothing-to-see",
                Self { frame: frame(), name: "Engdalskolen".to_owned(), facts, look: Some((0, "/review".to_owned())), classes: Vec::new() },
            ),
            (
                "holiday",
                Self {
                    frame: frame(),
                    name: "Engdalskolen".to_owned(),
                    facts: locale.t2("school-facts", "classes", 1, "pupils", 1),
                    look: None,
                    classes: vec![class("8.b", None)],
                },
            ),
        ]
    }
}
