//! The series of review meetings: how often, who, who sees to it, and which are late.

use askama::Template;
use casework::review::ReviewTemplate;
use jiff::civil::Date;

use super::said;
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// One series.
#[derive(Clone, Debug)]
pub struct SeriesLine {
    /// Its id in the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// School or class.
    pub place: String,
    /// How often it meets.
    pub cadence: String,
    /// Who sees to it.
    pub responsible: String,
    /// Who takes part.
    pub participants: String,
    /// The next meeting, or that it should have been.
    pub next: String,
    /// Whether the day has passed.
    pub overdue: bool,
    /// Its own page, where it is changed and ended.
    pub address: String,
    /// Where a new meeting is planned, when this person may and none is planned.
    pub plan: Option<String>,
    /// The day suggested, as a date field writes it.
    pub suggested: String,
    /// Its meetings, newest first.
    pub meetings: Vec<Link>,
}

/// Everything the page of series may say.
#[derive(Clone, Debug, Template)]
#[template(path = "review/series.html")]
pub struct ListSeries {
    /// What surrounds the page.
    pub frame: Frame,
    /// The series, by next meeting.
    pub series: Vec<SeriesLine>,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// The schools, or the classes of somebody who has no school, where this person may begin one.
    pub places: Vec<(String, String)>,
    /// The kinds of series.
    pub templates: Vec<Choice>,
    /// Today, as a date field writes it.
    pub today: String,
}

/// The kinds of series to begin from.
pub fn templates(frame: &Frame) -> Vec<Choice> {
    let choice = |template: &ReviewTemplate| Choice {
        value: template.word().to_owned(),
        text: said::template(frame, *template),
        chosen: *template == ReviewTemplate::Leadership,
    };
    ReviewTemplate::ALL.iter().map(choice).collect()
}

impl Page for ListSeries {
    const PATH: &'static str = "review/series";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Review).end(locale.t("review-series"));
        let template = ReviewTemplate::Leadership;
        let participants: Vec<String> = template
            .participants()
            .into_iter()
            .map(|who| said::participant(&frame, who))
            .collect();
        let line = SeriesLine {
            id: "1".to_owned(),
            name: said::template(&frame, template),
            place: "Nordskolen".to_owned(),
            cadence: said::cadence(&frame, template.cadence()),
            responsible: "Maja Holmgård".to_owned(),
            participants: participants.join(", "),
            next: frame.t1("review-next-planned", "date", frame.day(&Date::constant(2026, 11, 26))),
            overdue: false,
            address: "/review/series/1".to_owned(),
            plan: None,
            suggested: "2026-11-26".to_owned(),
            meetings: vec![Link {
                text: frame.day(&Date::constant(2026, 11, 26)),
                address: "/review/meetings/1".to_owned(),
            }],
        };
        let late = SeriesLine {
            id: "2".to_owned(),
            place: "Åskolen".to_owned(),
            next: frame.t1("review-next-overdue", "date", frame.day(&Date::constant(2026, 11, 12))),
            overdue: true,
            plan: Some("/review/series/2/meetings".to_owned()),
            ..line.clone()
        };
        let page = Self {
            series: vec![late, line],
            problems: Vec::new(),
            places: vec![("school 1".to_owned(), "Nordskolen".to_owned())],
            templates: templates(&frame),
            today: frame.today.to_string(),
            frame,
        };
        let empty = Self {
            series: Vec::new(),
            ..page.clone()
        };
        vec![("some", page), ("empty", empty)]
    }
}
