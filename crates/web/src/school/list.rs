//! The schools a person works with.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// One school of the list.
pub struct SchoolLine {
    /// Its name.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// What kind of school it is.
    pub kind: String,
    /// Classes this person works with there.
    pub classes: usize,
    /// Pupils this person works with there today.
    pub pupils: usize,
}

/// The page *Skoler*.
#[derive(Template)]
#[template(path = "school/list.html")]
pub struct ListSchools {
    /// What surrounds the page.
    pub frame: Frame,
    /// The schools, by name.
    pub schools: Vec<SchoolLine>,
}

impl Page for ListSchools {
    const PATH: &'static str = "school/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Schools);
        let line = |name: &str, pupils| SchoolLine {
            name: name.to_owned(),
            href: "/schools/1".to_owned(),
            kind: locale.t("school-kind-folkeskole"),
            classes: 21,
            pupils,
        };
        vec![
            ("two", Self { frame: frame(), schools: vec![line("Engdalskolen", 512), line("Åbrinkskolen", 488)] }),
            ("none", Self { frame: frame(), schools: Vec::new() }),
        ]
    }
}
