//! A form of the family's page: short, in plain words, with what happens when it is sent.

use askama::Template;

use casework::{Problem, Problems};

use crate::concern::said::Choice;
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::tongue::Tongue;
use crate::{Frame, Locale};

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Words over several lines.
    Text,
    /// A day.
    Day,
    /// Any number of these.
    Many(Vec<Choice>),
    /// What comes along from the page before.
    Hidden,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// What to know about it.
    pub hint: String,
    /// What was typed.
    pub value: String,
    /// How it is filled in.
    pub asks: Asks,
}

impl Field {
    /// A field for words.
    pub fn text(name: &str, label: String, value: String) -> Self {
        Self {
            name: name.to_owned(),
            label,
            hint: String::new(),
            value,
            asks: Asks::Text,
        }
    }

    /// What comes along.
    pub fn hidden(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            label: String::new(),
            hint: String::new(),
            value,
            asks: Asks::Hidden,
        }
    }
}

/// A form of the family's page.
#[derive(Clone, Debug, Template)]
#[template(path = "family/write.html")]
pub struct WriteFamily {
    /// What surrounds the page.
    pub frame: Frame,
    /// What it is.
    pub title: String,
    /// What it is for, and what happens then.
    pub help: Vec<String>,
    /// What it is about, as it was said.
    pub about: Vec<String>,
    /// What is wrong with it as sent.
    pub problems: Vec<String>,
    /// Where it is sent.
    pub send: String,
    /// Where one comes from.
    pub back: String,
    /// The picture behind the fields, where there is one: houses, windows, rings.
    pub shape: &'static str,
    /// The fields.
    pub fields: Vec<Field>,
    /// What the button says.
    pub save: String,
    /// What was typed before and not sent.
    pub draft: Option<DraftView>,
}

impl WriteFamily {
    /// The form with a draft: what was kept stands in its fields, unless something has just been sent.
    #[must_use]
    pub(super) fn drafted(mut self, draft: DraftView, fill: bool) -> Self {
        if fill && draft.saved.is_some() {
            for field in &mut self.fields {
                match &mut field.asks {
                    Asks::Text | Asks::Day => field.value = draft.value(&field.name),
                    Asks::Many(choices) => {
                        let chosen: Vec<&str> = draft.all(&field.name).collect();
                        for choice in choices {
                            choice.chosen = chosen.contains(&choice.value.as_str());
                        }
                    }
                    Asks::Hidden => {}
                }
            }
        }
        self.draft = Some(draft);
        self
    }
}

/// What is wrong, in sentences of the family's language.
pub(super) fn problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    let said = problems.all().iter().map(|problem| match problem {
        Problem::TooLong { most, .. } => frame.t1("family-problem-long", "most", *most),
        Problem::Missing { field: "day" } | Problem::NotBehind { .. } | Problem::Unreadable { .. } => {
            frame.t("family-problem-day")
        }
        Problem::NotAhead { .. } | Problem::TooFarAhead { .. } => frame.t("family-problem-until"),
        _ => frame.t("family-problem-words"),
    });
    said.collect()
}

impl Page for WriteFamily {
    const PATH: &'static str = "family/write";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |frame: Frame| Self {
            title: frame.t("family-write-question"),
            help: vec![frame.t("family-help-question")],
            about: vec!["Emil henter Alma om morgenen".to_owned()],
            problems: Vec::new(),
            send: "/family/1/write/question".to_owned(),
            back: "/family/1".to_owned(),
            shape: "plain",
            fields: vec![
                Field::text("words", frame.t("family-own-words"), String::new()),
                Field {
                    name: "sees".to_owned(),
                    label: frame.t("family-who-reads"),
                    hint: frame.t("family-who-reads-hint"),
                    value: String::new(),
                    asks: Asks::Many(vec![Choice {
                        value: "coordinator".to_owned(),
                        text: frame.t("family-circle-coordinator"),
                        chosen: true,
                    }]),
                },
                Field {
                    name: "day".to_owned(),
                    label: frame.t("family-which-day"),
                    hint: String::new(),
                    value: "2026-11-16".to_owned(),
                    asks: Asks::Day,
                },
            ],
            save: frame.t("family-send"),
            draft: Some(DraftView::sample(&frame, &[])),
            frame,
        };
        let frame = || Frame::sample_family(locale).at(Section::Family);
        let mut wrong = page(frame());
        wrong.problems = vec![wrong.frame.t("family-problem-words")];
        let mut kept = page(frame());
        kept.draft = Some(DraftView::sample(&kept.frame, &[("words", "Hvem")]));
        let mut all = vec![("asked", page(frame())), ("wrong", wrong), ("kept", kept)];
        if locale == Locale::Da {
            all.push(("arabic", page(frame().spoken(Tongue::Ar))));
        }
        all
    }
}
