//! A form of a case: what is asked, why, and what is in the way.

use askama::Template;

use crate::concern::said::Choice;
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::people::offer::Offers;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// How a field is asked.
#[derive(Clone, Debug)]
pub enum Asking {
    /// Own words over several lines.
    Text,
    /// Own words on one line.
    Line,
    /// A day.
    Day {
        /// The first day to choose.
        least: Option<String>,
        /// The last day to choose.
        most: Option<String>,
    },
    /// A time of day.
    Clock,
    /// A whole number.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// One of few.
    Radio(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Any of several.
    Checks(Vec<Choice>),
    /// Carried along by the page.
    Hidden,
}

/// One field of the form.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// Whether it must be filled in.
    pub must: bool,
    /// What it holds.
    pub value: String,
    /// How it is asked.
    pub asking: Asking,
    /// Words it can begin with, each with what it is; own words are always possible.
    pub offered: Vec<(String, String)>,
}

/// The page of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "case/write.html")]
pub struct WriteCase {
    /// What surrounds the page.
    pub frame: Frame,
    /// What is done.
    pub title: String,
    /// About whom, and about which thing.
    pub about: String,
    /// What the form is for.
    pub help: String,
    /// Where one finds something to do, for the form of an action.
    pub find: Option<Link>,
    /// The option the form was filled in from, in a sentence.
    pub taken: Option<String>,
    /// What the form can begin with: agreed mandates, specialists outside, teams.
    pub offers: Option<Offers>,
    /// What is good to know before it is filled in.
    pub notes: Vec<String>,
    /// What the municipality's own template says: a heading and its text.
    pub guide: Vec<(String, String)>,
    /// What is in the way, and what is wrong with fields.
    pub problems: Vec<String>,
    /// Where it is sent.
    pub send: String,
    /// Where one comes from.
    pub back: String,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// What the button says.
    pub save: String,
    /// What was typed and not sent.
    pub draft: DraftView,
}

impl Page for WriteCase {
    const PATH: &'static str = "case/write";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases);
        let choices = || {
            ["skole", "hjem"].map(|text| Choice {
                value: text.to_owned(),
                text: text.to_owned(),
                chosen: text == "skole",
            })
        };
        let asked = [
            Asking::Text,
            Asking::Line,
            Asking::Day {
                least: Some("2026-11-21".to_owned()),
                most: None,
            },
            Asking::Clock,
            Asking::Number { least: 1, most: 31 },
            Asking::Radio(choices().to_vec()),
            Asking::Select(choices().to_vec()),
            Asking::Checks(choices().to_vec()),
            Asking::Checks(Vec::new()),
            Asking::Hidden,
        ];
        let fields = asked.into_iter().zip(1..).map(|(asking, at)| FieldView {
            name: format!("field{at}"),
            label: format!("{at}. spørgsmål"),
            must: at % 2 == 1,
            value: String::new(),
            asking,
            offered: if at == 2 {
                vec![("Hjælp i tide".to_owned(), "Skole".to_owned())]
            } else {
                Vec::new()
            },
        });
        let page = Self {
            title: frame.t("case-act-action-agreed"),
            about: "Alma Bækgård".to_owned(),
            help: frame.t("case-help-action-agreed"),
            find: Some(Link {
                text: frame.t("option-find-for-plan"),
                address: "/options?for=1".to_owned(),
            }),
            taken: None,
            offers: Some(Offers::sample(&frame)),
            notes: vec![frame.t1("case-note-break", "on", "mandag den 21. december")],
            guide: vec![(frame.t("guide-workflow"), "Tovholderen samler.".to_owned())],
            problems: Vec::new(),
            send: "/cases/1/act/action_agreed".to_owned(),
            back: "/cases/1/plan".to_owned(),
            fields: fields.collect(),
            save: frame.t("case-save"),
            draft: DraftView::sample(&frame, &[]),
            frame: frame.clone(),
        };
        let mut taken = page.clone();
        taken.taken = Some(frame.t1("option-taken", "name", "Legegrupper"));
        let mut wrong = page.clone();
        wrong.problems = vec![frame.t("case-refusal-child-not-heard")];
        wrong.draft = DraftView::sample(&frame, &[("field1", "Emil")]);
        vec![("empty", page), ("taken", taken), ("refused", wrong)]
    }
}
