//! A parent's page: how it stands, who has the ball, the plan, what is said, the days, consent, and asking.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::tongue::Tongue;
use crate::{Frame, Locale};

/// One thing on a family's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its place on the page.
    pub anchor: String,
    /// What it is.
    pub title: String,
    /// What there is to say of it.
    pub lines: Vec<String>,
    /// What somebody said: what was asked, and the words as they were said.
    pub words: Vec<(String, String)>,
    /// What can be done.
    pub links: Vec<Link>,
}

/// Things folded under a heading until somebody opens them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// What they are.
    pub title: String,
    /// The things.
    pub cards: Vec<Card>,
}

/// Things under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its place on the page.
    pub anchor: &'static str,
    /// The heading.
    pub heading: String,
    /// What it is about.
    pub help: String,
    /// The things.
    pub cards: Vec<Card>,
    /// What is over, or more than one reads every day.
    pub folded: Vec<Folded>,
    /// What can be begun.
    pub links: Vec<Link>,
}

/// Another page of the same person, such as of a brother or sister.
pub type Other = Link;

/// The page of a parent.
#[derive(Clone, Debug, Template)]
#[template(path = "family/show.html")]
pub struct ShowFamily {
    /// What surrounds the page.
    pub frame: Frame,
    /// The child's first name.
    pub name: String,
    /// Class and school; empty where they are not told.
    pub place: String,
    /// How it stands, in sentences.
    pub stands: Vec<String>,
    /// Who is who: what it is called, who, and how to reach.
    pub people: Vec<(String, String, String)>,
    /// The parts, in their order.
    pub parts: Vec<Part>,
    /// The person's other children.
    pub others: Vec<Other>,
}

fn link(text: &str) -> Link {
    Link {
        text: text.to_owned(),
        address: "#".to_owned(),
    }
}

impl ShowFamily {
    fn sample(frame: Frame) -> Self {
        let card = |title: &str, line: &str, act: &str| Card {
            anchor: String::new(),
            title: title.to_owned(),
            lines: vec![line.to_owned()],
            words: Vec::new(),
            links: vec![link(act)],
        };
        let part = |anchor, heading: &str, help: &str, cards, links| Part {
            anchor,
            heading: frame.t(heading),
            help: frame.t(help),
            cards,
            folded: Vec::new(),
            links,
        };
        let comment = frame.t("family-comment");
        let said = Card {
            title: "Mette".to_owned(),
            words: vec![(
                frame.t("family-pane-understanding"),
                "Hun er bange for frikvartererne.".to_owned(),
            )],
            links: vec![link(&frame.t("family-words-more"))],
            ..Card::default()
        };
        let mut plan = part(
            "plan",
            "family-plan",
            "family-plan-help",
            vec![card("Emil henter Alma om morgenen", "Maja Holmgård", &comment)],
            vec![link(&frame.t("family-write-idea"))],
        );
        plan.folded = vec![Folded {
            title: frame.t1("family-over", "count", 1),
            cards: vec![Card {
                title: frame.t("family-task"),
                lines: vec![frame.t1("family-task-kept", "on", "mandag den 16. november")],
                ..Card::default()
            }],
        }];
        Self {
            name: "Alma".to_owned(),
            place: "8.b · Engdalskolen".to_owned(),
            stands: vec![
                frame.t2("family-case-runs", "name", "Alma", "on", "1. september 2026"),
                frame.t("family-phase-action"),
            ],
            people: vec![(
                frame.t("family-coordinator"),
                "Maja Holmgård".to_owned(),
                "8–15 på 12 34 56 78".to_owned(),
            )],
            parts: vec![
                part(
                    "meetings",
                    "family-meetings",
                    "family-meetings-help",
                    vec![card(
                        "Netværksmøde",
                        "tirsdag den 24. november 14.15",
                        &frame.t("family-meeting-say"),
                    )],
                    Vec::new(),
                ),
                plan,
                part(
                    "words",
                    "family-words",
                    "family-words-help",
                    vec![said],
                    vec![link(&frame.t("family-words-write"))],
                ),
                part(
                    "days",
                    "family-days",
                    "family-days-help",
                    vec![card(
                        "mandag den 16. november",
                        &frame.t("family-day-unlawful"),
                        &frame.t("family-day-wrong"),
                    )],
                    Vec::new(),
                ),
                part(
                    "consent",
                    "family-consent",
                    "family-consent-help",
                    Vec::new(),
                    vec![link(&frame.t("family-consent-give"))],
                ),
                part(
                    "ask",
                    "family-ask",
                    "family-ask-help",
                    Vec::new(),
                    vec![link(&frame.t("family-write-question"))],
                ),
            ],
            others: Vec::new(),
            frame,
        }
    }
}

impl Page for ShowFamily {
    const PATH: &'static str = "family/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample_family(locale).at(Section::Family);
        let mut nothing = Self::sample(frame());
        nothing.stands = vec![nothing.frame.t1("family-no-case", "name", "Alma")];
        nothing.people.clear();
        nothing.parts.truncate(1);
        nothing.parts.iter_mut().for_each(|part| part.cards.clear());
        let mut all = vec![("parent", Self::sample(frame())), ("empty", nothing)];
        if locale == Locale::Da {
            let spoken = ["arabic", "turkish", "polish", "ukrainian"]
                .into_iter()
                .zip(Tongue::ALL);
            all.extend(spoken.map(|(name, tongue)| (name, Self::sample(frame().spoken(tongue)))));
        }
        all
    }
}
