//! The cases one takes part in or answers for: who has the ball and what comes next. By the next day, then by name.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// One case in the list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// The child's name.
    pub who: String,
    /// Class and school.
    pub place: String,
    /// The case's page.
    pub href: String,
    /// Who coordinates.
    pub coordinator: String,
    /// Phases, pause or closing.
    pub standing: String,
    /// Who has the ball, and the next step.
    pub ball: String,
    /// The next day something is due, and what.
    pub next: String,
}

/// The page *Forløb*.
#[derive(Clone, Debug, Template)]
#[template(path = "case/list.html")]
pub struct ListCases {
    /// What surrounds the page.
    pub frame: Frame,
    /// Those that run.
    pub open: Vec<CaseLine>,
    /// Those closed in the last half year.
    pub closed: Vec<CaseLine>,
    /// How many cases each coordinator carries here: for those who see more than their own.
    pub load: Vec<(String, usize)>,
    /// What the cases that run have in common, counted: for those who see more than
    /// their own. Of the work of the adults, never of a child.
    pub counted: Vec<(String, String)>,
}

impl Page for ListCases {
    const PATH: &'static str = "case/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Cases);
        let line = |who: &str| CaseLine {
            who: who.to_owned(),
            place: "8.b · Engdalskolen".to_owned(),
            href: "/cases/1".to_owned(),
            coordinator: "Maja Holmgård".to_owned(),
            standing: "Kortlægning".to_owned(),
            ball: "Maja Holmgård".to_owned(),
            next: "mandag den 23. november: opfølgning".to_owned(),
        };
        let full = Self {
            frame: frame(),
            open: vec![line("Alma Bækgård"), line("Villads Tangkær")],
            closed: vec![line("Ida Skov")],
            load: vec![("Maja Holmgård".to_owned(), 2)],
            counted: vec![(Frame::sample(locale).t("cases-counted-heard"), "1 / 2".to_owned())],
        };
        let empty = Self {
            frame: frame(),
            open: Vec::new(),
            closed: Vec::new(),
            load: Vec::new(),
            counted: Vec::new(),
        };
        vec![("full", full), ("empty", empty)]
    }
}
