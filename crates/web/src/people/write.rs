//! A form of the pages of whom to ask: what is asked, and what is in the way.

use askama::Template;

use super::offer::Offers;
use crate::case::write::{Asking, FieldView};
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// From when until when on a day.
#[derive(Clone, Debug)]
pub struct DayHours {
    /// The word of the form.
    pub day: &'static str,
    /// The weekday.
    pub name: String,
    /// From.
    pub from: String,
    /// Until.
    pub to: String,
}

/// How what the form is about is taken away.
#[derive(Clone, Debug)]
pub struct TakeAway {
    /// Where it is sent.
    pub send: String,
    /// What the button says.
    pub text: String,
    /// What happens then.
    pub note: String,
}

/// The page of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "people/write.html")]
pub struct WritePeople {
    /// What surrounds the page.
    pub frame: Frame,
    /// What is written.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// What is wrong with it as sent.
    pub problems: Vec<String>,
    /// What can be chosen to begin with.
    pub offers: Option<Offers>,
    /// Where it is sent.
    pub send: String,
    /// Where one comes from.
    pub back: String,
    /// How often it had been written when the page was made.
    pub sequence: i64,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// When somebody is there, where it is asked.
    pub hours: Vec<DayHours>,
    /// The fields after the hours.
    pub after: Vec<FieldView>,
    /// What the button says.
    pub save: String,
    /// How it is taken away, where it can be.
    pub take_away: Option<TakeAway>,
}

/// A field on one line or several.
pub(super) fn field(name: &str, label: String, value: &str, (must, asking): (bool, Asking)) -> FieldView {
    FieldView {
        name: name.to_owned(),
        label,
        must,
        value: value.to_owned(),
        offered: Vec::new(),
        asking,
    }
}

impl Page for WritePeople {
    const PATH: &'static str = "people/write";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::People).end(locale.t("people-write"));
        let choice = Choice {
            value: "1".to_owned(),
            text: "Engdalskolen".to_owned(),
            chosen: true,
        };
        let page = Self {
            title: frame.t("people-write"),
            lead: frame.t("people-write-lead"),
            problems: Vec::new(),
            offers: None,
            send: "/people/schools/1/1".to_owned(),
            back: "/people/schools/1".to_owned(),
            sequence: 0,
            fields: vec![
                field("title", frame.t("people-field-title"), "", (false, Asking::Line)),
                field("come_with", frame.t("people-field-come-with"), "", (true, Asking::Text)),
            ],
            hours: vec![DayHours {
                day: "monday",
                name: "mandag".to_owned(),
                from: "08:00".to_owned(),
                to: String::new(),
            }],
            after: vec![field(
                "schools",
                frame.t("people-field-schools"),
                "",
                (true, Asking::Checks(vec![choice])),
            )],
            save: frame.t("people-save"),
            take_away: None,
            frame: frame.clone(),
        };
        let mut refused = page.clone();
        refused.problems = vec![frame.t1("people-problem-hours", "day", "mandag")];
        refused.offers = Some(Offers::sample(&frame));
        refused.take_away = Some(TakeAway {
            send: "/people/schools/1/1/drop".to_owned(),
            text: frame.t("people-drop"),
            note: frame.t("people-drop-note"),
        });
        vec![("empty", page), ("refused", refused)]
    }
}
