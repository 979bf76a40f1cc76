//! What is in a copy, what is held, and the ways to take it out.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// Things of one kind that are in the copy.
#[derive(Clone, Debug)]
pub struct InCopy {
    /// The kind, with how many there are.
    pub heading: String,
    /// What each is, when, and by whom; nothing of what it says.
    pub lines: Vec<String>,
}

/// A thing that is held.
#[derive(Clone, Debug)]
pub struct HeldLine {
    /// What it goes by in the form.
    pub key: String,
    /// Its number on the page.
    pub number: usize,
    /// What kind of thing.
    pub what: String,
    /// The day it was written.
    pub on: String,
    /// As what its author wrote it.
    pub by: String,
    /// Why it is held.
    pub why: String,
    /// Whether it is to be in the copy.
    pub given: bool,
    /// Why it is.
    pub reason: String,
    /// Whether the reason is missing.
    pub missing: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "insight/show.html")]
pub struct ShowInsight {
    /// What surrounds the page.
    pub frame: Frame,
    /// The child's name.
    pub name: String,
    /// Where the form is sent.
    pub address: String,
    /// The way back to the pupil's page.
    pub back: String,
    /// What is in the copy.
    pub inside: Vec<InCopy>,
    /// What is held.
    pub held: Vec<HeldLine>,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// The most letters of a reason.
    pub longest: usize,
}

impl Page for ShowInsight {
    const PATH: &'static str = "insight/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |held: Vec<HeldLine>| {
            let frame = Frame::sample(locale)
                .at(Section::Schools)
                .via("Alma Bækgård", "/pupils/1");
            let here = frame.t("insight");
            Self {
                name: "Alma Bækgård".to_owned(),
                address: "/pupils/1/insight".to_owned(),
                back: "/pupils/1".to_owned(),
                inside: vec![
                    InCopy {
                        heading: frame.t2(
                            "insight-part",
                            "kind",
                            frame.t("insight-kind-identity"),
                            "count",
                            1_usize,
                        ),
                        lines: Vec::new(),
                    },
                    InCopy {
                        heading: frame.t2("insight-part", "kind", frame.t("insight-kind-case"), "count", 2_usize),
                        lines: vec![
                            "12. november 2026 · Forløbet begyndte · skoleleder".to_owned(),
                            "16. november 2026 · Mål · skolesocialrådgiver".to_owned(),
                        ],
                    },
                ],
                held,
                problems: Vec::new(),
                longest: super::handle::LONGEST,
                frame: frame.end(here),
            }
        };
        let line = |number: usize, why: &str| HeldLine {
            key: format!("view {number}"),
            number,
            what: locale.t("view-of-confidential"),
            on: crate::words::date(locale, jiff::civil::date(2026, 11, 18)),
            by: locale.t("role-teacher"),
            why: locale.t(why),
            given: false,
            reason: String::new(),
            missing: false,
        };
        let mut refused = page(vec![
            HeldLine {
                given: true,
                missing: true,
                ..line(1, "insight-held-confided")
            },
            line(2, "insight-held-about-others"),
        ]);
        refused.problems = vec![locale.t1("insight-problem-reason", "number", 1_usize)];
        vec![
            ("nothing-held", page(Vec::new())),
            (
                "held",
                page(vec![
                    line(1, "insight-held-confided"),
                    line(2, "insight-held-childs-own"),
                    line(3, "insight-held-anothers-words"),
                ]),
            ),
            ("refused", refused),
        ]
    }
}
