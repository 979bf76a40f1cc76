//! Everything kept about a child as things with a name, a day, an author's role and their words.

use std::collections::BTreeMap;

use access::Role;
use casework::concern::{Answer, ConcernEvent};
use casework::duty::{DutyAnswer, DutyEvent};
use casework::history::Entry;
use casework::insight::{self, Held};
use casework::request::RequestEvent;
use casework::review::OutcomeEvent;
use casework::set_aside::SetAsideEvent;
use casework::sparring::SparringEvent;
use casework::view::ViewEvent;
use casework::{OwnWords, PersonId};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use statute::RulePack;
use store::{Insight, Kept};

use crate::case::said;
use crate::{Frame, concern, review, roles};

/// Under which heading a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Concern,
    Sparring,
    Review,
    Duty,
    Case,
    View,
    Request,
    File,
    Rights,
}

impl Kind {
    /// The key of its heading.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Concern => "insight-kind-concern",
            Self::Sparring => "insight-kind-sparring",
            Self::Review => "insight-kind-review",
            Self::Duty => "insight-kind-duty",
            Self::Case => "insight-kind-case",
            Self::View => "insight-kind-view",
            Self::Request => "insight-kind-request",
            Self::File => "insight-kind-file",
            Self::Rights => "insight-kind-rights",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Concern => "concern",
            Self::Sparring => "sparring",
            Self::Review => "review",
            Self::Duty => "duty",
            Self::Case => "case",
            Self::View => "view",
            Self::Request => "request",
            Self::File => "file",
            Self::Rights => "rights",
        }
    }
}

/// A thing that is kept.
pub(super) struct Item {
    /// What it goes by in the form and among the reasons given.
    pub key: String,
    pub kind: Kind,
    pub on: Date,
    /// As what its author wrote it.
    pub by: String,
    /// What it is, without a word of what it says.
    pub title: String,
    pub facts: Vec<(String, String)>,
    pub held: Option<Held>,
    /// The same for a program.
    pub json: Value,
}

/// What is needed to tell.
pub(super) struct Telling<'t> {
    pub frame: &'t Frame,
    pub insight: &'t Insight,
    /// The names of everybody with an account.
    pub names: &'t BTreeMap<PersonId, String>,
    pub rules: &'t RulePack,
}

fn said_words(words: &OwnWords) -> String {
    words.reveal().to_owned()
}

impl Telling<'_> {
    fn t(&self, key: &str) -> String {
        self.frame.t(key)
    }

    fn role(&self, by: PersonId, on: Date) -> Option<Role> {
        self.insight.roles.get(&(by, on)).copied()
    }

    /// As what somebody wrote: the role, or that it was a member of staff.
    fn by(&self, by: PersonId, on: Date) -> String {
        match self.role(by, on) {
            Some(role) => roles::name(self.frame.locale, role),
            None => self.t("insight-staff"),
        }
    }

    /// Who somebody is where a thing names them: staff by name, a family by role alone.
    fn name(&self, id: PersonId) -> String {
        let of_family = self
            .insight
            .roles
            .iter()
            .find(|((person, _), role)| *person == id && role.is_family());
        match of_family {
            Some((_, role)) => roles::name(self.frame.locale, *role),
            None => self.names.get(&id).cloned().unwrap_or_default(),
        }
    }

    fn fact(&self, key: &str, words: impl Into<String>) -> (String, String) {
        (self.t(key), words.into())
    }

    fn item<E: Serialize>(
        &self,
        kind: Kind,
        id: impl core::fmt::Display,
        entry: &Entry<E>,
        (title, facts): (String, Vec<(String, String)>),
        held: Option<Held>,
    ) -> Item {
        let number = entry.sequence.number();
        Item {
            key: format!("{} {id} {number}", kind.word()),
            kind,
            on: entry.on,
            by: self.by(entry.by, entry.on),
            title,
            facts,
            held,
            json: json!({
                "kind": kind.word(),
                "id": id.to_string(),
                "number": number,
                "at": entry.at.to_string(),
                "by_role": self.role(entry.by, entry.on).map(Role::word),
                "entry": serde_json::to_value(&entry.event).unwrap_or_default(),
            }),
        }
    }

    fn each<E: Serialize>(
        &self,
        kind: Kind,
        kept: &[Kept<E>],
        tell: impl Fn(&E) -> (String, Vec<(String, String)>, Option<Held>),
    ) -> Vec<Item> {
        let entries = kept
            .iter()
            .flat_map(|stream| stream.entries.iter().map(move |entry| (stream.id, entry)));
        entries
            .map(|(id, entry)| {
                let (title, facts, held) = tell(&entry.event);
                self.item(kind, id, entry, (title, facts), held)
            })
            .collect()
    }

    fn concern(&self, event: &ConcernEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let frame = self.frame;
        let (title, facts) = match event {
            ConcernEvent::Raised {
                raised_by,
                seen_on,
                signs,
                words,
                ..
            } => {
                let mut facts = vec![
                    self.fact("insight-field-said-by", concern::said::raised_by(frame, *raised_by)),
                    self.fact("insight-field-seen-on", frame.date(seen_on)),
                ];
                let signs: Vec<String> = signs.iter().map(|sign| concern::said::sign(frame, *sign)).collect();
                if !signs.is_empty() {
                    facts.push(self.fact("insight-field-signs", signs.join("\n")));
                }
                facts.extend(
                    words
                        .iter()
                        .map(|words| self.fact("insight-field-words", said_words(words))),
                );
                ("insight-concern-raised", facts)
            }
            ConcernEvent::Added { said_by, words } => (
                "insight-concern-added",
                vec![
                    self.fact("insight-field-said-by", concern::said::raised_by(frame, *said_by)),
                    self.fact("insight-field-words", said_words(words)),
                ],
            ),
            ConcernEvent::Answered { answer } => ("insight-concern-answered", self.answer(answer)),
            ConcernEvent::Reopened { because } => (
                "insight-concern-reopened",
                vec![self.fact("insight-field-reason", said_words(because))],
            ),
        };
        (self.t(title), facts, insight::concern_event(event))
    }

    fn answer(&self, answer: &Answer) -> Vec<(String, String)> {
        vec![
            self.fact("insight-field-answer", concern::said::answer(self.frame, answer)),
            self.fact("insight-field-words", concern::said::answer_words(answer)),
        ]
    }

    fn duty(&self, event: &DutyEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let told = match event {
            DutyEvent::Answered { duty, answer, .. } => {
                let rule = self.rules.rule(&duty.rule).ok();
                let version = rule.and_then(|rule| Some((rule, rule.on(duty.from).ok()?)));
                let name = version.map_or_else(
                    || duty.rule.clone(),
                    |(rule, version)| crate::rules::show::spoken(self.frame.locale, rule.name_of(version)),
                );
                let mut facts = vec![
                    self.fact("insight-field-rule", name),
                    self.fact("insight-field-from", self.frame.date(&duty.from)),
                ];
                match answer {
                    DutyAnswer::Done { what, done_on } => facts.extend([
                        self.fact("insight-field-done-on", self.frame.date(done_on)),
                        self.fact("insight-field-words", said_words(what)),
                    ]),
                    DutyAnswer::NotDone { why } => {
                        facts.push(self.fact("insight-field-not-done", said_words(why)));
                    }
                }
                ("insight-duty-answered", facts)
            }
            DutyEvent::Reopened { because } => (
                "insight-duty-reopened",
                vec![self.fact("insight-field-reason", said_words(because))],
            ),
        };
        (self.t(told.0), told.1, None)
    }

    fn outcome(&self, event: &OutcomeEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let decided = |outcome| vec![self.fact("insight-field-decided", review::said::outcome(self.frame, outcome))];
        let told = match event {
            OutcomeEvent::Decided { outcome, .. } => ("insight-review-decided", decided(outcome)),
            OutcomeEvent::Changed { outcome } => ("insight-review-changed", decided(outcome)),
            OutcomeEvent::TalkHeld { on } => (
                "insight-review-talk-held",
                vec![self.fact("insight-field-done-on", self.frame.date(on))],
            ),
        };
        (self.t(told.0), told.1, None)
    }

    fn set_aside(&self, event: &SetAsideEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let told = match event {
            SetAsideEvent::SetAside { reason, until, .. } => (
                "insight-sign-set-aside",
                vec![
                    self.fact("insight-field-reason", said_words(reason)),
                    self.fact("insight-field-until", self.frame.date(until)),
                ],
            ),
            SetAsideEvent::TakenBack => ("insight-sign-taken-back", Vec::new()),
        };
        (self.t(told.0), told.1, None)
    }

    fn sparring(&self, event: &SparringEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let told = match event {
            SparringEvent::Asked { question, .. } => (
                "insight-sparring-asked",
                vec![self.fact("insight-field-question", said_words(question))],
            ),
            SparringEvent::Answered {
                signs,
                understanding,
                next_steps,
            } => {
                let all = [
                    ("insight-field-signs", signs.as_ref()),
                    ("insight-field-understanding", understanding.as_ref()),
                    ("insight-field-next", Some(next_steps)),
                ];
                let facts = all
                    .into_iter()
                    .filter_map(|(key, words)| Some(self.fact(key, said_words(words?))));
                ("insight-sparring-answered", facts.collect())
            }
            SparringEvent::TakenBack { because } => (
                "insight-sparring-taken-back",
                vec![self.fact("insight-field-reason", said_words(because))],
            ),
        };
        (self.t(told.0), told.1, None)
    }

    fn request(&self, event: &RequestEvent) -> (String, Vec<(String, String)>, Option<Held>) {
        let (title, facts) = match event {
            RequestEvent::Asked { what, day, words, .. } => {
                let mut facts = vec![self.fact("insight-field-asked", crate::family::asked(self.frame, *what))];
                facts.extend(
                    day.iter()
                        .map(|day| self.fact("insight-field-day", self.frame.date(day))),
                );
                facts.push(self.fact("insight-field-words", said_words(words)));
                ("insight-request-asked", facts)
            }
            RequestEvent::Answered { words, .. } => (
                "insight-request-answered",
                vec![self.fact("insight-field-answer", said_words(words))],
            ),
        };
        (self.t(title), facts, Some(insight::request_event(event)))
    }

    fn cases(&self) -> Vec<Item> {
        let name = |id| self.name(id);
        let mut items = Vec::new();
        for case in &self.insight.cases {
            items.extend(case.history.iter().map(|entry| {
                let event = &entry.event;
                let told = (
                    said::told(self.frame, event.word()),
                    said::fields(self.frame, case, event, &name),
                );
                self.item(Kind::Case, case.id, entry, told, insight::case_event(event))
            }));
        }
        items
    }

    /// Words said in a case are given or held as a whole: what was added later belongs to what was said first.
    fn views(&self) -> Vec<Item> {
        let view = |view: &casework::View| {
            let mut facts = vec![self.fact("insight-field-of", said_words(&view.who))];
            for entry in &view.history {
                if let ViewEvent::Given { talk, .. } = &entry.event {
                    let notes = talk.values().filter_map(|note| note.words.as_ref());
                    facts.extend(notes.map(|words| self.fact("views-checklist", said_words(words))));
                }
                if let ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } = &entry.event {
                    facts.extend(
                        panes
                            .iter()
                            .map(|(pane, words)| (said::pane(self.frame, *pane), said_words(words))),
                    );
                }
            }
            Item {
                key: format!("view {}", view.id),
                kind: Kind::View,
                on: view.on,
                by: self.by(view.author, view.history.first().map_or(view.on, |entry| entry.on)),
                title: said::of(self.frame, view.of),
                facts,
                held: insight::view(view),
                json: json!({
                    "kind": Kind::View.word(),
                    "id": view.id.to_string(),
                    "entries": serde_json::to_value(&view.history).unwrap_or_default(),
                }),
            }
        };
        self.insight.views.iter().map(view).collect()
    }

    /// Papers and pictures of cases. What they show only people can see, so each is held.
    fn files(&self, day_of: &impl Fn(jiff::Timestamp) -> Date) -> Vec<Item> {
        let file = |file: &store::Attachment| {
            let on = day_of(file.at);
            let mut facts = vec![self.fact("insight-field-file", self.t("insight-file-apart"))];
            facts.extend(
                file.removed
                    .map(|(_, at)| self.fact("insight-field-removed", self.frame.date(&day_of(at)))),
            );
            Item {
                key: format!("file {}", file.id),
                kind: Kind::File,
                on,
                by: self.by(file.by, on),
                title: file.name.clone(),
                facts,
                held: file.removed.is_none().then_some(insight::FILE),
                json: json!({
                    "kind": Kind::File.word(),
                    "id": file.id.to_string(),
                    "name": file.name,
                    "media_type": file.kind.media_type(),
                    "at": file.at.to_string(),
                }),
            }
        };
        self.insight.files.iter().map(file).collect()
    }

    /// What others may or have done with the child's record: who of the family signs in, holds, reasons given.
    fn rights(&self, day_of: &impl Fn(jiff::Timestamp) -> Date) -> Vec<Item> {
        let mut items = Vec::new();
        for (number, right) in (1..).zip(&self.insight.family) {
            let to = right
                .to
                .map(|to| self.fact("insight-field-until", self.frame.date(&to)));
            items.push(Item {
                key: format!("rights family {number}"),
                kind: Kind::Rights,
                on: right.from,
                by: self.t("insight-staff"),
                title: self.t("insight-rights-family"),
                facts: [self.fact("insight-field-as", roles::name(self.frame.locale, right.role))]
                    .into_iter()
                    .chain(to)
                    .collect(),
                held: None,
                json: json!({ "kind": "family", "role": right.role.word(), "from": right.from.to_string(), "to": right.to.map(|to| to.to_string()) }),
            });
        }
        for (number, hold) in (1..).zip(&self.insight.holds) {
            items.push(Item {
                key: format!("rights hold {number}"),
                kind: Kind::Rights,
                on: day_of(hold.from),
                by: self.t("insight-staff"),
                title: self.t("insight-rights-hold"),
                facts: vec![self.fact("insight-field-reason", hold.reason.clone())],
                held: None,
                json: json!({ "kind": "hold", "reason": hold.reason, "from": hold.from.to_string(), "to": hold.to.map(|to| to.to_string()) }),
            });
        }
        for (number, one) in (1..).zip(&self.insight.reasons) {
            let on = day_of(one.at);
            items.push(Item {
                key: format!("rights reason {number}"),
                kind: Kind::Rights,
                on,
                by: one.by.map_or_else(|| self.t("insight-staff"), |by| self.by(by, on)),
                title: self.t("insight-rights-reason"),
                facts: vec![self.fact("insight-field-reason", said_words(&one.reason))],
                held: None,
                json: json!({ "kind": "reason", "about": one.about, "reason": said_words(&one.reason), "at": one.at.to_string() }),
            });
        }
        items
    }

    /// Every thing, kind by kind, the oldest first.
    pub fn items(&self, day_of: &impl Fn(jiff::Timestamp) -> Date) -> Vec<Item> {
        let kept = self.insight;
        let mut items = self.each(Kind::Concern, &kept.concerns, |event| self.concern(event));
        items.extend(self.each(Kind::Sparring, &kept.sparring, |event| self.sparring(event)));
        items.extend(self.each(Kind::Review, &kept.outcomes, |event| self.outcome(event)));
        items.extend(self.each(Kind::Review, &kept.set_asides, |event| self.set_aside(event)));
        items.extend(self.each(Kind::Duty, &kept.duties, |event| self.duty(event)));
        items.extend(self.cases());
        items.extend(self.views());
        items.extend(self.each(Kind::Request, &kept.requests, |event| self.request(event)));
        items.extend(self.files(day_of));
        items.extend(self.rights(day_of));
        items.sort_by_key(|item| (item.kind, item.on));
        items
    }
}

/// Why something is held, in words.
pub(super) fn why(frame: &Frame, held: Held) -> String {
    frame.t(match held {
        Held::Confided => "insight-held-confided",
        Held::ChildsOwn => "insight-held-childs-own",
        Held::AnothersWords => "insight-held-anothers-words",
        Held::AboutOthers => "insight-held-about-others",
    })
}
