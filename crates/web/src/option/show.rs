//! One option: what it is, how one begins, and its history.

use askama::Template;
use casework::case::vocabulary::{Audience, Level, Listed};
use casework::option::{Standing, catalogue};
use casework::{ActionOption, PersonId};

use super::list::Asked;
use super::said;
use crate::case::said::word;
use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// One version in the history.
#[derive(Clone, Debug)]
pub struct VersionLine {
    /// What was done, by whom and when.
    pub said: String,
    /// Why.
    pub because: String,
    /// What was changed: the field, and what stood there before.
    pub changed: Vec<(String, String)>,
}

/// What somebody who keeps the catalogue may do with the option.
#[derive(Clone, Debug, Default)]
pub struct Keeps {
    /// Write it anew.
    pub edit: bool,
    /// Adopt the proposal.
    pub adopt: bool,
    /// Take it out of use.
    pub out: bool,
    /// Bring it back.
    pub back: bool,
}

/// The page of one option.
#[derive(Clone, Debug, Template)]
#[template(path = "option/show.html")]
pub struct ShowOption {
    /// What surrounds the page.
    pub frame: Frame,
    /// The page's own address.
    pub here: String,
    /// Its name.
    pub name: String,
    /// Level, place and target, on one line.
    pub facts: String,
    /// Whether it is a proposal, or out of use, in a sentence.
    pub standing: Option<String>,
    /// What it is.
    pub what: String,
    /// How one begins.
    pub begin: String,
    /// Whether one can begin tomorrow.
    pub soon: bool,
    /// What else is known: label and words.
    pub more: Vec<(String, String)>,
    /// Where it is taken along to the plan one looks for.
    pub pick: Option<String>,
    /// What may be done with it.
    pub keeps: Keeps,
    /// How often it has been written, for the forms.
    pub seen: usize,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// Its versions, newest first.
    pub history: Vec<VersionLine>,
}

impl ShowOption {
    /// The page of an option as it stands.
    pub fn new(frame: Frame, one: &ActionOption, asked: &Asked, name: &dyn Fn(PersonId) -> String) -> Self {
        let content = &one.content;
        let level = word(&frame, Level::LIST, content.level.word());
        let audiences = said::several(&frame, Audience::LIST, content.audiences.iter().map(|one| one.word()));
        let more = [
            ("contact", Some(content.contact.clone())),
            ("audiences", Some(audiences)),
            ("wait", content.wait.clone()),
            ("law", content.law.clone()),
            ("area", content.area.clone()),
            ("evidence", content.evidence.clone()),
            ("source", content.source.clone()),
        ];
        let more = more
            .into_iter()
            .filter_map(|(field, words)| Some((said::field(&frame, field), words?)));
        let mut before = None;
        let mut history = Vec::new();
        for entry in &one.history {
            let event = &entry.event;
            let changed = before.map(|was| event.content.changed_from(was)).unwrap_or_default();
            let values = [
                ("done", said::done(&frame, event.done)),
                ("by", name(entry.by)),
                ("on", frame.day(&entry.on)),
            ];
            let values = values
                .each_ref()
                .map(|(key, value)| (*key, crate::locale::Arg::value(value)));
            history.push(VersionLine {
                said: frame.locale.text("option-version", &values),
                because: event.because.reveal().to_owned(),
                changed: changed
                    .into_iter()
                    .map(|(field, was)| (said::field(&frame, field), was.unwrap_or_default().to_owned()))
                    .collect(),
            });
            before = Some(&event.content);
        }
        history.reverse();
        let place = said::place(&frame, content);
        Self {
            here: format!("/options/{}", one.id),
            name: content.name.clone(),
            facts: format!("{level} · {place}"),
            standing: match one.standing {
                Standing::Proposed => Some(frame.t("option-is-proposed")),
                Standing::TakenOut => Some(frame.t("option-is-out")),
                Standing::InUse => None,
            },
            what: content.what.clone(),
            begin: content.begin.clone(),
            soon: content.soon,
            more: more.collect(),
            pick: asked
                .case()
                .filter(|_| one.is_shown())
                .map(|case| super::list::pick(case, one)),
            keeps: Keeps::default(),
            seen: one.history.len(),
            problems: Vec::new(),
            history,
            frame: frame.at(Section::Options).end(content.name.clone()),
        }
    }
}

impl Page for ShowOption {
    const PATH: &'static str = "option/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use casework::history::{Entry, Sequence};
        use casework::option::Draft;
        let name = |_| "Asta Holmvig".to_owned();
        let all = catalogue(Vec::new());
        let page = |one: &ActionOption| Self::new(Frame::sample(locale), one, &Asked::default(), &name);
        let frame = Frame::sample(locale);
        let Some(first) = all.first() else {
            return Vec::new();
        };
        let mut samples = vec![("proposed", page(first))];
        let mut keeps = page(first);
        keeps.keeps = Keeps {
            edit: true,
            adopt: true,
            out: true,
            back: false,
        };
        samples.push(("kept", keeps));
        let mut draft = Draft::of(&first.content);
        draft.name.push_str(" på Engdalskolen");
        draft.because = "Det hedder det her.".to_owned();
        let versions = [first.adopt("Ledermødet den 12. november"), draft.check(Some(first))];
        let entries = versions
            .into_iter()
            .flatten()
            .zip(1_u32..)
            .filter_map(|(event, number)| {
                Some(Entry {
                    sequence: Sequence::new(number)?,
                    by: PersonId::from_uuid(first.id.as_uuid()),
                    on: frame.today,
                    at: jiff::Timestamp::UNIX_EPOCH,
                    event,
                })
            });
        if let Ok(changed) = ActionOption::from_history(first.id, entries.collect()) {
            samples.push(("changed", page(&changed)));
            let mut out = page(&ActionOption {
                standing: Standing::TakenOut,
                ..changed
            });
            out.keeps.back = true;
            out.problems = vec![frame.t("option-problem-changed")];
            samples.push(("out", out));
        }
        samples
    }
}
