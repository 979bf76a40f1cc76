//! The child's own page: my words, my plan in pictures, my people. No shares, no counts, nothing in red.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::picture::{Markup, drawing};
use crate::pupil::Link;
use crate::tongue::Tongue;
use crate::{Frame, Locale};

use super::show::{Card, Part};

/// One step of the plan with its drawing.
#[derive(Clone, Debug)]
pub struct Step {
    /// The drawing.
    pub picture: Markup,
    /// What is tried.
    pub what: String,
    /// With whom, and from when.
    pub more: String,
    /// Where the child says something about it.
    pub say: Option<Link>,
}

/// One of the three houses with what the child said there.
#[derive(Clone, Debug)]
pub struct House {
    /// The drawing.
    pub picture: Markup,
    /// What it is called.
    pub name: String,
    /// The child's words in it.
    pub said: Vec<String>,
}

/// The page of the child.
#[derive(Clone, Debug, Template)]
#[template(path = "family/child.html")]
pub struct ShowChild {
    /// What surrounds the page.
    pub frame: Frame,
    /// The first name.
    pub name: String,
    /// How it stands, in sentences.
    pub stands: Vec<String>,
    /// The three houses.
    pub houses: Vec<House>,
    /// Ways to write: own words, a letter, whom I like to be with.
    pub tools: Vec<Link>,
    /// What the child said, with who may read it.
    pub words: Vec<Card>,
    /// The plan in pictures.
    pub steps: Vec<Step>,
    /// The people: what they are, who, and how to reach.
    pub people: Vec<(String, String, String)>,
    /// Meetings, ideas, days, asking.
    pub parts: Vec<Part>,
}

impl ShowChild {
    fn sample(frame: Frame) -> Self {
        let link = |key: &str| Link {
            text: frame.t(key),
            address: "#".to_owned(),
        };
        let house = |file, key: &str, said: &[&str]| House {
            picture: drawing(file, ""),
            name: frame.t(key),
            said: said.iter().map(|one| (*one).to_owned()).collect(),
        };
        Self {
            name: "Alma".to_owned(),
            stands: vec![frame.t("family-child-runs")],
            houses: vec![
                house("house_good.svg", "family-house-good", &["Billedkunst"]),
                house("house_hard.svg", "family-house-hard", &[]),
                house("house_wishes.svg", "family-house-wishes", &["At Emil henter mig"]),
            ],
            tools: vec![link("family-tool-three-houses"), link("family-tool-letter")],
            words: vec![Card {
                title: frame.t("family-tool-letter"),
                lines: vec![frame.t1("family-sees", "who", "Maja Holmgård")],
                words: vec![(String::new(), "Jeg vil gerne have en pause-plads.".to_owned())],
                links: vec![link("family-child-who-reads")],
                ..Card::default()
            }],
            steps: vec![Step {
                picture: drawing("together.svg", ""),
                what: "Emil henter mig".to_owned(),
                more: frame.t1("family-with", "who", "Emil"),
                say: Some(link("family-child-say")),
            }],
            people: vec![(frame.t("family-child-adult"), "Maja Holmgård".to_owned(), String::new())],
            parts: vec![Part {
                anchor: "ask",
                heading: frame.t("family-child-ask"),
                help: String::new(),
                cards: Vec::new(),
                folded: Vec::new(),
                links: vec![link("family-write-question")],
            }],
            frame,
        }
    }
}

impl Page for ShowChild {
    const PATH: &'static str = "family/child";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample_family(locale).at(Section::Family);
        let mut new = Self::sample(frame());
        new.stands = vec![new.frame.t("family-child-no-case")];
        new.words.clear();
        new.steps.clear();
        let mut all = vec![("child", Self::sample(frame())), ("new", new)];
        if locale == Locale::Da {
            let spoken = ["arabic", "turkish", "polish", "ukrainian"]
                .into_iter()
                .zip(Tongue::ALL);
            all.extend(spoken.map(|(name, tongue)| (name, Self::sample(frame().spoken(tongue)))));
        }
        all
    }
}
