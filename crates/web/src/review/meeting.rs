//! One review meeting: who, the agenda, what was decided, and who does what until next time.

use askama::Template;
use casework::review::{Outcome, Participant, ReviewTemplate};
use jiff::civil::Date;

use super::said;
use crate::concern::said::Choice;
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// What was decided about one pupil.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The pupil's name.
    pub name: String,
    /// The pupil's page.
    pub address: String,
    /// What was decided.
    pub outcome: String,
    /// What came of it.
    pub followed: String,
    /// Where one says that the talk was held, while it was not.
    pub talk_held: Option<String>,
}

/// Everything the page of a meeting may say.
#[derive(Clone, Debug, Template)]
#[template(path = "review/meeting.html")]
pub struct ShowMeeting {
    /// What surrounds the page.
    pub frame: Frame,
    /// The series' name and school.
    pub name: String,
    /// When, and where it stands.
    pub facts: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// The list to go through.
    pub list: Option<String>,
    /// Who takes part.
    pub participants: Vec<String>,
    /// The agenda.
    pub agenda: Vec<String>,
    /// What was decided, by name.
    pub decisions: Vec<Decision>,
    /// Notes about class or school.
    pub notes: Vec<String>,
    /// Who does what until when.
    pub tasks: Vec<String>,
    /// Where its forms are sent, when this person may write.
    pub send: Option<String>,
    /// Whether it is still to be held.
    pub planned: bool,
    /// Who may have been there.
    pub present: Vec<Choice>,
    /// Tomorrow, as a date field writes it.
    pub tomorrow: String,
    /// The note typed so far.
    pub note: String,
    /// What was typed into the note and not sent, when this person may write.
    pub draft: Option<DraftView>,
}

/// Who may have been there; those of the series are ticked.
pub fn present(frame: &Frame, expected: &std::collections::BTreeSet<Participant>) -> Vec<Choice> {
    let choice = |who: &Participant| Choice {
        value: who.word().to_owned(),
        text: said::participant(frame, *who),
        chosen: expected.contains(who),
    };
    Participant::ALL.iter().map(choice).collect()
}

impl Page for ShowMeeting {
    const PATH: &'static str = "review/meeting";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Review)
            .via(locale.t("review-series"), "/review/series")
            .end(Frame::sample(locale).day(&Date::constant(2026, 11, 20)));
        let template = ReviewTemplate::Leadership;
        let page = Self {
            name: format!("{} · Nordskolen", said::template(&frame, template)),
            facts: frame.t1("review-meeting-planned", "date", frame.day(&frame.today)),
            problems: Vec::new(),
            list: Some("/review?school=1".to_owned()),
            participants: template
                .participants()
                .into_iter()
                .map(|who| said::participant(&frame, who))
                .collect(),
            agenda: template
                .agenda()
                .into_iter()
                .map(|item| said::agenda_item(&frame, item))
                .collect(),
            decisions: vec![Decision {
                name: "Alma Bækgård".to_owned(),
                address: "/pupils/1".to_owned(),
                outcome: said::outcome(&frame, &Outcome::Talk),
                followed: frame.t("review-talk-waits"),
                talk_held: Some("/review/outcomes/1/talk".to_owned()),
            }],
            notes: Vec::new(),
            tasks: vec![frame.locale.text(
                "review-task-line",
                &[
                    ("what", "Ny siddeplan i 8.b".into()),
                    ("who", "Karen Lind".into()),
                    ("until", frame.day(&Date::constant(2026, 11, 27)).into()),
                ],
            )],
            send: Some("/review/meetings/1".to_owned()),
            planned: true,
            present: present(&frame, &template.participants()),
            tomorrow: "2026-11-21".to_owned(),
            note: String::new(),
            draft: Some(DraftView::sample(&frame, &[])),
            frame,
        };
        let held = Self {
            facts: page
                .frame
                .t1("review-meeting-held", "date", page.frame.day(&page.frame.today)),
            planned: false,
            notes: vec!["Klassen har haft tre vikarer på to uger.".to_owned()],
            ..page.clone()
        };
        let reading = Self {
            send: None,
            list: None,
            decisions: Vec::new(),
            ..held.clone()
        };
        vec![("planned", page), ("held", held), ("reading", reading)]
    }
}
