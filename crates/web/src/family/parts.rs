//! The parts of the family's and the child's page, made of what may be seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use attendance::{Category, DayWeight, SlotState, Track};
use casework::case::vocabulary::{Channel, GroundKind, IdeaAnswer, PartyRole, Phase};
use casework::case::{CaseEvent, Coordinator, Holder, Item, ItemKind, Rhythm};
use casework::family::{FamilyCase, Member};
use casework::history::{Entry, Sequence};
use casework::request::{Outcome, What};
use casework::view::{Circle, Pane, Tool, View, ViewEvent, ViewOf};
use casework::{FamilyRequest, OwnWords, PersonId};
use store::{PupilIdentity, Roster, Seen};

use super::child::{House, ShowChild, Step};
use super::read::Opened;
use super::show::{Card, Folded, Part, ShowFamily};
use crate::case::picture;
use crate::locale::Arg;
use crate::picture::drawing;
use crate::pupil::Link;
use crate::{Frame, words};

/// How many school days back a family's page shows.
const DAYS_BACK: u32 = 60;
/// How many pieces of news it shows.
const NEWS_SHOWN: usize = 8;
/// How many the child's page shows: what is new, and no archive to read through.
const CHILD_NEWS_SHOWN: usize = 2;
/// How many entries of the logbook stand open.
const LOG_SHOWN: usize = 5;

/// Everything a page of a family is made of.
pub(super) struct Looking<'l> {
    pub frame: &'l Frame,
    pub opened: &'l Opened,
    pub views: &'l [View],
    pub requests: &'l [(FamilyRequest, PupilIdentity)],
    pub days: &'l Seen,
    pub weight: DayWeight,
    pub rhythm: Rhythm,
    pub names: BTreeMap<PersonId, String>,
    pub roster: Arc<Roster>,
    pub me: PersonId,
    pub others: Vec<Link>,
    /// Whether one can choose to be told of news by e-mail.
    pub mail: bool,
}

pub(super) fn said(words: &OwnWords) -> String {
    words.reveal().to_owned()
}

/// What a circle of readers is called.
pub(super) fn circle(frame: &Frame, of: ViewOf, circle: Circle) -> String {
    frame.t(match (circle, of) {
        (Circle::Coordinator, _) => "family-circle-coordinator",
        (Circle::SchoolContact, _) => "family-circle-school-contact",
        (Circle::Participants, _) => "family-circle-participants",
        (Circle::Guardians, ViewOf::Child) => "family-circle-my-parents",
        (Circle::Guardians, _) => "family-circle-guardians",
    })
}

/// What a pane of a form for words asks.
pub(super) fn pane(frame: &Frame, pane: Pane) -> String {
    frame.t(match pane {
        Pane::Words => "family-own-words",
        Pane::Good => "family-house-good",
        Pane::Worries => "family-house-hard",
        Pane::Wishes => "family-house-wishes",
        Pane::Knowledge => "family-pane-knowledge",
        Pane::Mastery => "family-pane-mastery",
        Pane::Involvement => "family-pane-involvement",
        Pane::Performance => "family-pane-performance",
        Pane::Relation => "family-pane-relation",
        Pane::Closest => "family-pane-closest",
        Pane::Near => "family-pane-near",
        Pane::Further => "family-pane-further",
        Pane::TakePart => "family-pane-take-part",
        Pane::Understanding => "family-pane-understanding",
        Pane::WhatToDo => "family-pane-what-to-do",
        Pane::WhoDoes => "family-pane-who-does",
        Pane::ChildWouldSay => "family-pane-child-would-say",
        Pane::Together => "family-pane-together",
        Pane::Tense => "family-pane-tense",
        Pane::Alone => "family-pane-alone",
    })
}

/// What a form for words is called.
pub(super) fn tool(frame: &Frame, tool: Tool) -> String {
    frame.t(match tool {
        Tool::Freely => "family-tool-freely",
        Tool::ThreeHouses => "family-tool-three-houses",
        Tool::ThreeWindows => "family-tool-three-windows",
        Tool::Letter => "family-tool-letter",
        Tool::Motivation => "family-tool-motivation",
        Tool::NetworkMap => "family-tool-network-map",
        Tool::Understanding => "family-tool-understanding",
        Tool::Sociogram => "family-tool-sociogram",
    })
}

/// Another administration, by name.
pub(super) fn elsewhere(frame: &Frame, role: PartyRole) -> String {
    frame.t(match role {
        PartyRole::Ppr => "family-with-ppr",
        PartyRole::HealthNurse => "family-with-health-nurse",
        PartyRole::FamilyDepartment => "family-with-family-department",
        PartyRole::Bup => "family-with-bup",
        _ => "family-with-others",
    })
}

/// What is asked, in words.
pub(crate) fn asked(frame: &Frame, what: What) -> String {
    frame.t(match what {
        What::AbsenceWrong => "family-write-absence-wrong",
        What::SupportPlan => "family-write-support-plan",
        What::OtherCoordinator => "family-write-other-coordinator",
        What::Question => "family-write-question",
        What::Comment => "family-write-comment",
    })
}

/// What was noted of a day, in words a family knows; nothing when the child was there and on time.
fn noted(frame: &Frame, track: &Track<'_>, position: u32) -> Option<String> {
    let day = track.view(position)?;
    let category = |state| match state {
        SlotState::Absent(Category::Illness) => Some("family-day-illness"),
        SlotState::Absent(Category::AuthorisedLeave) => Some("family-day-leave"),
        SlotState::Absent(Category::Unlawful) => Some("family-day-unlawful"),
        _ => None,
    };
    let late = track.is_late(position).then_some("family-day-late");
    let left = track.left_early(position).then_some("family-day-left-early");
    let all = [category(day.start), category(day.end), late, left]
        .into_iter()
        .flatten();
    let mut all: Vec<String> = all.map(|key| frame.t(key)).collect();
    all.dedup();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The words of a view, pane by pane, the newest last.
pub(super) fn panes(frame: &Frame, view: &View) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in &view.history {
        if let ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } = &entry.event {
            all.extend(panes.iter().map(|(of, words)| (pane(frame, *of), said(words))));
        }
    }
    all
}

impl Looking<'_> {
    pub(super) fn t(&self, key: &str) -> String {
        self.frame.t(key)
    }

    pub(super) fn name(&self, id: PersonId) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn given(&self) -> String {
        self.opened.seen.who.name.given().to_owned()
    }

    pub(super) fn member(&self) -> Member {
        self.opened.seen.member
    }

    fn to(&self, rest: &str) -> String {
        format!("{}/{rest}", self.opened.href())
    }

    fn link(&self, key: &str, rest: &str) -> Link {
        Link {
            text: self.t(key),
            address: self.to(rest),
        }
    }

    /// Whether this person writes: a parent without custody is told, and writes nowhere here.
    fn writes(&self) -> bool {
        self.member() != Member::Informed
    }

    /// The way to being told of news by e-mail, where mail can be sent.
    fn mail_link(&self) -> Vec<Link> {
        let link = Link {
            text: self.t("family-mail"),
            address: "/news".to_owned(),
        };
        if self.mail { vec![link] } else { Vec::new() }
    }

    /// Whether where the child goes, and who it meets there, is not told: the family is protected and this parent has no
    /// custody (R-305; forældreansvarsloven § 23).
    pub(super) fn hides_place(&self) -> bool {
        self.member() == Member::Informed && self.opened.seen.who.protected
    }

    fn case(&self) -> Option<&FamilyCase> {
        self.opened.case()
    }

    fn coordinator(&self, case: &FamilyCase) -> String {
        match &case.coordinator().who {
            Coordinator::Person(one) => self.name(*one),
            Coordinator::Outside(name) => said(name),
        }
    }

    /// Class and school, where they may be told.
    fn place(&self) -> String {
        if self.hides_place() {
            return String::new();
        }
        crate::case::place_of(&self.roster, &self.opened.seen.who, self.frame.today)
    }

    fn stands(&self) -> Vec<String> {
        let name = self.given();
        let Some(case) = self.case() else {
            return vec![self.frame.t1("family-no-case", "name", name)];
        };
        if let Some(on) = case.closed_on() {
            return vec![
                self.frame
                    .t2("family-case-closed", "name", name, "on", self.frame.date(&on)),
            ];
        }
        let opened = self.frame.date(&case.opened_on());
        let mut lines = vec![self.frame.t2("family-case-runs", "name", name, "on", opened)];
        if let Some(until) = case.paused() {
            lines.push(self.frame.t1("family-case-paused", "until", self.frame.day(&until)));
        } else {
            let phase = |phase| {
                self.t(match phase {
                    Phase::Detection => "family-phase-detection",
                    Phase::Assessment => "family-phase-assessment",
                    Phase::Action => "family-phase-action",
                    Phase::FollowUp => "family-phase-follow-up",
                    Phase::Closing => "family-phase-closing",
                    Phase::Aftercare => "family-phase-aftercare",
                })
            };
            lines.extend(case.phases().map(phase));
        }
        if !self.hides_place() {
            let ball = case.ball();
            let who = match &ball.holder {
                Holder::Person(one) => self.name(*one),
                Holder::Outside(name) => said(name),
            };
            lines.push(match (&ball.next_step, ball.by) {
                (Some(next), Some(by)) => {
                    let (next, by) = (said(next), self.frame.day(&by));
                    let values = [("who", who.value()), ("next", next.value()), ("by", by.value())];
                    self.frame.text("family-ball-next", &values)
                }
                _ => self.frame.t1("family-ball", "who", who),
            });
        }
        if case.paused().is_none() {
            let next = self.frame.day(&case.follow_up_on(&self.rhythm));
            lines.push(self.frame.t1("family-follow-up", "on", next));
        }
        lines
    }

    fn people(&self) -> Vec<(String, String, String)> {
        if self.hides_place() {
            return vec![(
                self.t("family-contact"),
                self.frame.municipality.clone(),
                self.t("family-contact-municipality"),
            )];
        }
        let Some(case) = self.case().filter(|case| case.is_open()) else {
            return Vec::new();
        };
        let term = case.coordinator();
        let mut reach = term.available.as_ref().map(said).unwrap_or_default();
        if let Some(away) = case.away() {
            let who = away.stand_in.map(|one| self.name(one)).unwrap_or_default();
            let from = self.frame.day(&away.from);
            reach = self.frame.t2("family-coordinator-away", "from", from, "who", who);
        }
        let is_child = self.member() == Member::Child;
        let mut people = vec![
            (self.t("family-coordinator"), self.coordinator(case), reach),
            (
                self.t("family-school-contact"),
                self.name(case.school_contact()),
                String::new(),
            ),
        ];
        people.extend(case.channel().and_then(|agreed| self.channel(agreed)));
        if let Some(who) = case.childs_contact().filter(|_| self.member() != Member::Informed) {
            let key = if is_child {
                "family-child-adult"
            } else {
                "family-childs-contact"
            };
            people.insert(0, (self.t(key), said(who), String::new()));
        }
        people
    }

    /// How family and school write to each other: what it is called, the way, and who writes.
    fn channel(&self, agreed: &CaseEvent) -> Option<(String, String, String)> {
        let CaseEvent::ChannelAgreed {
            channel, place, person, ..
        } = agreed
        else {
            return None;
        };
        let way = self.t(match channel {
            Channel::Here => "family-channel-here",
            Channel::Aula => "family-channel-aula",
            Channel::DigitalPost => "family-channel-digital-post",
            Channel::Telephone => "family-channel-telephone",
            Channel::Paper => "family-channel-paper",
            Channel::Notice => "family-channel-notice",
            Channel::Other => "family-channel-other",
        });
        let place = place.as_ref().map(said);
        let way = [Some(way), place].into_iter().flatten().collect::<Vec<_>>().join(": ");
        let who = self.frame.t1("family-channel-writes", "who", self.name(*person));
        Some((self.t("family-channel"), way, who))
    }

    /// What the adults have written to the child about who they are and why they talk.
    fn handed(&self, case: &FamilyCase) -> Vec<Card> {
        let card = |entry: &Entry<CaseEvent>| {
            let (title, words) = crate::case::answers(|key| self.t(key), &entry.event)?;
            Some(Card {
                anchor: format!("c{}", entry.sequence.number()),
                title,
                words,
                ..Card::default()
            })
        };
        case.cards(self.frame.today).into_iter().filter_map(card).collect()
    }

    fn meetings(&self, case: &FamilyCase) -> Vec<Card> {
        let mut coming: Vec<(jiff::civil::Date, Card)> = Vec::new();
        for item in case
            .things(ItemKind::Meeting)
            .into_iter()
            .filter(|item| item.ended.is_none())
        {
            let Some(CaseEvent::MeetingPlanned {
                place,
                purpose,
                minutes,
                chair,
                agenda,
                ..
            }) = case.event_of(item)
            else {
                continue;
            };
            let Some((on, at)) = case.meeting_time(item).filter(|(on, _)| *on >= self.frame.today) else {
                continue;
            };
            let when = format!("{} {}", self.frame.day(&on), words::time(self.frame.locale, at));
            let mut card = Card {
                anchor: format!("m{}", item.number.number()),
                title: when,
                lines: vec![
                    self.frame
                        .t2("family-meeting-where", "place", said(place), "minutes", *minutes),
                    said(purpose),
                    self.frame.t1("family-meeting-chair", "who", self.name(*chair)),
                ],
                ..Card::default()
            };
            card.lines.extend(agenda.as_ref().map(|points| {
                let points: Vec<&str> = points.reveal().lines().map(str::trim).collect();
                self.frame.t1("family-meeting-agenda", "words", points.join(" · "))
            }));
            for entry in case.added(item) {
                if let CaseEvent::MeetingInput { words, .. } = &entry.event
                    && entry.by == self.me
                {
                    card.words.push((self.t("family-meeting-said"), said(words)));
                }
            }
            if self.writes() && case.is_open() {
                card.links.push(self.link(
                    "family-meeting-say",
                    &format!("write/meeting?item={}", item.number.number()),
                ));
            }
            coming.push((on, card));
        }
        coming.sort_by_key(|(on, _)| *on);
        coming.into_iter().map(|(_, card)| card).collect()
    }

    pub(super) fn doer(&self, person: Option<PersonId>, name: Option<&OwnWords>) -> String {
        person.map(|one| self.name(one)).or(name.map(said)).unwrap_or_default()
    }

    /// The way to comment on something, also when the case is closed.
    fn comment(&self, number: Sequence) -> Vec<Link> {
        if self.writes() {
            vec![self.link("family-comment", &format!("write/comment?item={}", number.number()))]
        } else {
            Vec::new()
        }
    }

    fn plan(&self, case: &FamilyCase) -> Vec<Card> {
        let mut cards = Vec::new();
        for item in case.things(ItemKind::Idea) {
            cards.extend(self.idea(case, item));
        }
        for item in case
            .things(ItemKind::Goal)
            .into_iter()
            .filter(|item| item.ended.is_none())
        {
            let Some(CaseEvent::GoalSet { words, by, .. } | CaseEvent::GoalChanged { words, by, .. }) =
                case.event_of(item)
            else {
                continue;
            };
            cards.push(Card {
                title: self.t("family-goal"),
                words: vec![(String::new(), said(words))],
                lines: vec![self.frame.t1("family-goal-by", "by", self.frame.day(by))],
                links: self.comment(item.number),
                ..Card::default()
            });
        }
        for item in case
            .things(ItemKind::Action)
            .into_iter()
            .filter(|item| item.ended.is_none())
        {
            let Some(agreed) = case.event_of(item).and_then(CaseEvent::action) else {
                continue;
            };
            let who = self.doer(agreed.person, agreed.name);
            let follow_up = case.action_follow_up(item).unwrap_or(agreed.follow_up_on);
            let (from, on) = (self.frame.day(&agreed.from), self.frame.day(&follow_up));
            let values = [("who", who.value()), ("from", from.value()), ("on", on.value())];
            cards.push(Card {
                title: self.t("family-action"),
                words: vec![(String::new(), said(agreed.words))],
                lines: vec![self.frame.text("family-action-who", &values)],
                links: self.comment(item.number),
                ..Card::default()
            });
        }
        for item in case
            .things(ItemKind::Task)
            .into_iter()
            .filter(|item| item.ended.is_none())
        {
            if let Some(CaseEvent::TaskAgreed {
                words,
                person,
                name,
                due,
                ..
            }) = case.event_of(item)
            {
                let who = self.doer(*person, name.as_ref());
                cards.push(Card {
                    title: self.t("family-task"),
                    words: vec![(String::new(), said(words))],
                    lines: vec![self.frame.t2("family-task-who", "who", who, "by", self.frame.day(due))],
                    ..Card::default()
                });
            }
        }
        cards.extend(self.trials(case));
        cards
    }

    fn idea(&self, case: &FamilyCase, item: &Item) -> Option<Card> {
        let Some(CaseEvent::IdeaNoted { words, .. }) = case.event_of(item) else {
            return None;
        };
        let answer = case.added(item).into_iter().rev().find_map(|entry| match &entry.event {
            CaseEvent::IdeaAnswered { answer, words, .. } => Some((*answer, said(words))),
            _ => None,
        });
        let line = match answer {
            Some((IdeaAnswer::Used, words)) => self.frame.t1("family-idea-used", "words", words),
            Some((IdeaAnswer::NotNow, words)) => self.frame.t1("family-idea-not-now", "words", words),
            None => self.t("family-idea-waits"),
        };
        Some(Card {
            title: self.t("family-idea"),
            words: vec![(String::new(), said(words))],
            lines: vec![line],
            ..Card::default()
        })
    }

    /// The entries of the newest news a parent's page shows.
    pub fn news_shown(&self) -> Option<(&FamilyCase, Vec<Sequence>)> {
        let case = self.case().filter(|_| self.member() == Member::Guardian)?;
        Some((case, self.news_of(case).map(|(number, _)| number).collect()))
    }

    fn news(&self, case: &FamilyCase) -> Vec<Card> {
        self.news_of(case).map(|(_, card)| card).collect()
    }

    fn news_of<'c>(&self, case: &'c FamilyCase) -> impl Iterator<Item = (Sequence, Card)> + use<'_, 'c> {
        let told = case.entries().filter_map(|entry| {
            let lines = match &entry.event {
                CaseEvent::UpdateGiven {
                    words,
                    next_step,
                    next_on,
                    ..
                } => vec![
                    words.as_ref().map_or_else(|| self.t("family-no-news"), said),
                    self.frame.t2(
                        "family-next-step",
                        "next",
                        said(next_step),
                        "on",
                        self.frame.day(next_on),
                    ),
                ],
                CaseEvent::FollowedUp { words, .. } => vec![said(words)],
                CaseEvent::PlanAgreed { summary, .. } => vec![self.t("family-plan-agreed"), said(summary)],
                CaseEvent::MeetingHeld { summary, .. } => vec![self.t("family-meeting-held"), said(summary)],
                CaseEvent::Formulated { situation, helps, .. } => vec![said(situation), said(helps)],
                CaseEvent::Paused { reason, until } => vec![
                    self.frame.t1("family-case-paused", "until", self.frame.day(until)),
                    said(reason),
                ],
                CaseEvent::Closed { kept, .. } => vec![said(kept)],
                _ => return None,
            };
            let card = Card {
                anchor: format!("e{}", entry.sequence.number()),
                title: format!("{} · {}", self.frame.day(&entry.on), self.name(entry.by)),
                lines,
                words: Vec::new(),
                links: self.comment(entry.sequence),
            };
            Some((entry.sequence, card))
        });
        told.take(NEWS_SHOWN)
    }

    /// What the child was told, in the words it was told in: the newest updates somebody chose to tell the child, and the
    /// plan. A child has a sign-in from the age the municipality set, or when somebody weighed its maturity.
    fn told_to_child(&self, case: &FamilyCase) -> Vec<Card> {
        let told = case.entries().filter_map(|entry| {
            let lines = match &entry.event {
                CaseEvent::UpdateGiven {
                    words,
                    next_step,
                    next_on,
                    ..
                } => {
                    let next = (said(next_step), self.frame.day(next_on));
                    vec![
                        words.as_ref().map_or_else(|| self.t("family-no-news"), said),
                        self.frame.t2("family-next-step", "next", next.0, "on", next.1),
                    ]
                }
                CaseEvent::PlanAgreed { summary, .. } => vec![self.t("family-plan-agreed"), said(summary)],
                _ => return None,
            };
            Some(Card {
                anchor: format!("e{}", entry.sequence.number()),
                title: format!("{} · {}", self.frame.day(&entry.on), self.name(entry.by)),
                lines,
                ..Card::default()
            })
        });
        told.take(CHILD_NEWS_SHOWN).collect()
    }

    fn words(&self) -> Vec<Card> {
        let mut cards: Vec<Card> = self.views.iter().map(|view| self.view(view)).collect();
        cards.reverse();
        cards
    }

    fn view(&self, view: &View) -> Card {
        let mine = view.author == self.me;
        let childs = self.member() == Member::Child && view.of == ViewOf::Child;
        let readers: Vec<String> = view.sees.iter().map(|one| circle(self.frame, view.of, *one)).collect();
        let readers = if readers.is_empty() {
            self.t("family-sees-nobody")
        } else {
            words::list(self.frame.locale, &readers)
        };
        let mut lines = vec![self.frame.day(&view.on)];
        if mine || childs {
            lines.push(self.frame.t1("family-sees", "who", readers));
        }
        if childs && !mine {
            lines.push(self.frame.t1("family-written-by", "who", self.name(view.author)));
        }
        let key = match (mine, childs) {
            (true, _) => Some("family-words-more"),
            (false, true) => Some("family-child-who-reads"),
            (false, false) => None,
        };
        Card {
            anchor: format!("v{}", view.id),
            title: format!("{} · {}", said(&view.who), tool(self.frame, view.tool)),
            words: panes(self.frame, view),
            lines,
            links: key
                .map(|key| self.link(key, &format!("said/{}", view.id)))
                .into_iter()
                .collect(),
        }
    }

    fn days(&self) -> Vec<Card> {
        let Some(one) = self.days.pupil(self.opened.seen.who.id) else {
            return Vec::new();
        };
        let Some(track) = one.track(self.weight) else {
            return Vec::new();
        };
        let line = |position| {
            let what = noted(self.frame, &track, position)?;
            let date = track.day(position)?;
            let asked = self.requests.iter().find(|(one, _)| one.day == Some(date));
            let mut card = Card {
                anchor: format!("d{date}"),
                title: self.frame.day(&date),
                lines: vec![what],
                ..Card::default()
            };
            match asked {
                Some((request, _)) if request.answer.is_none() => card.lines.push(self.t("family-day-asked")),
                Some(_) => card.lines.push(self.t("family-day-answered")),
                None if self.writes() => {
                    card.links
                        .push(self.link("family-day-wrong", &format!("write/absence_wrong?day={date}")));
                }
                None => {}
            }
            Some(card)
        };
        track.last(DAYS_BACK).rev().filter_map(line).collect()
    }

    fn consents(&self, case: &FamilyCase) -> Vec<Card> {
        let mut cards = Vec::new();
        for item in case.things(ItemKind::Ground).into_iter().rev() {
            let Some(CaseEvent::GroundRecorded {
                kind,
                purpose,
                parties,
                data,
                from,
                until,
                ..
            }) = case.event_of(item)
            else {
                continue;
            };
            let kind = self.t(match kind {
                GroundKind::Consent => "family-ground-consent",
                GroundKind::EarlyExchange => "family-ground-early-exchange",
                GroundKind::PendingCase => "family-ground-pending-case",
                GroundKind::SeriousConcern => "family-ground-serious-concern",
                GroundKind::FamilyWish => "family-ground-family-wish",
            });
            let ended = item.ended.and_then(|number| case.entry(number)).map(|entry| entry.on);
            let stands = match (ended, until) {
                (Some(on), _) => self.frame.t1("family-ground-withdrawn", "on", self.frame.day(&on)),
                (None, Some(until)) if *until < self.frame.today => {
                    self.frame.t1("family-ground-ran-out", "on", self.frame.day(until))
                }
                (None, Some(until)) => self.frame.t1("family-ground-until", "on", self.frame.day(until)),
                (None, None) => self.t("family-ground-open"),
            };
            let mut lines = vec![
                said(purpose),
                self.frame
                    .t2("family-ground-what", "parties", said(parties), "data", said(data)),
                format!("{} · {stands}", self.frame.day(from)),
            ];
            lines.extend(self.shared(case, item.number));
            let links = if case.may_withdraw(item) {
                vec![self.link("family-consent-withdraw", &format!("consent/{}", item.number.number()))]
            } else {
                Vec::new()
            };
            cards.push(Card {
                anchor: format!("g{}", item.number.number()),
                title: kind,
                lines,
                words: Vec::new(),
                links,
            });
        }
        let used = case.early_exchanges();
        if used > 0 {
            cards.push(Card {
                title: self.t("family-exchanges"),
                lines: vec![self.t(if used > 1 {
                    "family-exchanges-used"
                } else {
                    "family-exchanges-one"
                })],
                ..Card::default()
            });
        }
        cards
    }

    /// With whom was shared on a ground, one line each.
    pub fn shared(&self, case: &FamilyCase, ground: Sequence) -> Vec<String> {
        let line = |shared: &casework::family::Shared| {
            let who = self.doer(shared.person, shared.name.as_ref());
            let role = elsewhere(self.frame, shared.role);
            let (from, until) = (self.frame.date(&shared.from), self.frame.date(&shared.until));
            let values = [
                ("who", who.value()),
                ("role", role.value()),
                ("from", from.value()),
                ("until", until.value()),
            ];
            self.frame.text("family-shared-line", &values)
        };
        case.shared_on(ground, self.frame.today).iter().map(line).collect()
    }

    fn asked(&self) -> Vec<Card> {
        let card = |(request, _): &(FamilyRequest, PupilIdentity)| {
            let mut lines = vec![self.frame.day(&request.on)];
            lines.extend(request.day.map(|day| self.frame.day(&day)));
            let mut words = vec![(String::new(), said(&request.words))];
            match &request.answer {
                None => lines.push(self.t("family-request-waits")),
                Some(answer) => {
                    let key = match answer.outcome {
                        Outcome::Corrected => "family-request-corrected",
                        Outcome::Stands => "family-request-stands",
                        Outcome::Answered => "family-request-answered",
                    };
                    let on = self.frame.day(&answer.on);
                    words.push((
                        self.frame.t2(key, "who", self.name(answer.by), "on", on),
                        said(&answer.words),
                    ));
                }
            }
            Card {
                anchor: format!("r{}", request.id),
                title: asked(self.frame, request.what),
                lines,
                words,
                links: Vec::new(),
            }
        };
        self.requests.iter().rev().map(card).collect()
    }

    fn part(&self, anchor: &'static str, keys: (&str, &str), cards: Vec<Card>, links: Vec<Link>) -> Part {
        Part {
            anchor,
            heading: self.t(keys.0),
            help: if keys.1.is_empty() {
                String::new()
            } else {
                self.t(keys.1)
            },
            cards,
            folded: Vec::new(),
            links,
        }
    }

    /// What is folded away, where there is any.
    fn folded(&self, key: &str, cards: Vec<Card>) -> Vec<Folded> {
        let title = self.frame.t1(key, "count", cards.len());
        (!cards.is_empty())
            .then_some(Folded { title, cards })
            .into_iter()
            .collect()
    }

    /// How it is now besides the plan, what was there before, and who takes part: only where there is something.
    fn around(&self, case: &FamilyCase, key: &str) -> Option<Part> {
        let (now, before) = self.way(case);
        let mut part = self.part("way", (key, ""), now, Vec::new());
        part.folded = self.folded("family-before", before);
        part.folded.extend(self.folded("family-with-us", self.with_us(case)));
        (!part.cards.is_empty() || !part.folded.is_empty()).then_some(part)
    }

    /// The shared logbook, the newest first.
    fn logbook(&self, case: &FamilyCase, running: bool) -> Part {
        let mut cards = self.log(case);
        let older = cards.split_off(cards.len().min(LOG_SHOWN));
        let links = if running {
            vec![self.link("family-write-log", "write/log")]
        } else {
            Vec::new()
        };
        let mut part = self.part("log", ("family-log", "family-log-help"), cards, links);
        part.folded = self.folded("family-before", older);
        part
    }

    /// The page of a parent.
    pub fn parent(&self, frame: Frame) -> ShowFamily {
        let case = self.case();
        let running = self.opened.running();
        let guardian = self.member() == Member::Guardian;
        let mut parts = Vec::new();
        if guardian {
            if let Some(case) = case {
                let keys = ("family-meetings", "family-meetings-help");
                parts.push(self.part("meetings", keys, self.meetings(case), Vec::new()));
            }
            let keys = ("family-ask", "family-ask-help");
            let mut links = vec![
                self.link("family-write-question", "write/question"),
                self.link("family-write-concern", "write/concern"),
                self.link("family-write-support-plan", "write/support_plan"),
            ];
            if running.is_some() {
                links.push(self.link("family-write-other-coordinator", "write/other_coordinator"));
            }
            parts.push(self.part("ask", keys, self.asked(), links));
        }
        if let Some(case) = case {
            let plan = self.plan(case);
            if guardian || !plan.is_empty() {
                let links = match running {
                    Some(_) if guardian => vec![self.link("family-write-idea", "write/idea")],
                    _ => Vec::new(),
                };
                let mut part = self.part("plan", ("family-plan", "family-plan-help"), plan, links);
                part.folded = self.folded("family-over", self.over(case));
                parts.push(part);
            }
            if guardian {
                parts.extend(self.around(case, "family-way"));
                let log = self.logbook(case, running.is_some());
                if running.is_some() || !log.cards.is_empty() {
                    parts.push(log);
                }
                let links = self.mail_link();
                let mut news = self.part("news", ("family-news", "family-news-help"), self.news(case), links);
                news.help = format!("{} {}", news.help, self.t("family-news-seen"));
                parts.push(news);
                let links = match running {
                    Some(_) => vec![
                        self.link("family-words-write", "words/understanding"),
                        self.link("family-tool-freely", "words/freely"),
                    ],
                    None => Vec::new(),
                };
                let keys = ("family-words", "family-words-help");
                parts.push(self.part("words", keys, self.words(), links));
            }
        }
        let help = if guardian { "family-days-help" } else { "" };
        let links = if guardian {
            vec![self.link("family-look", "seen")]
        } else {
            Vec::new()
        };
        parts.push(self.part("days", ("family-days", help), self.days(), links));
        if let Some(case) = case.filter(|_| guardian) {
            let links = match running {
                Some(_) => vec![self.link("family-consent-give", "consent")],
                None => Vec::new(),
            };
            let keys = ("family-consent", "family-consent-help");
            parts.push(self.part("consent", keys, self.consents(case), links));
        }
        ShowFamily {
            name: if self.hides_place() {
                self.given()
            } else {
                self.opened.seen.who.name.full()
            },
            place: self.place(),
            stands: self.stands(),
            people: self.people(),
            parts,
            others: self.others.clone(),
            frame,
        }
    }

    fn houses(&self) -> Vec<House> {
        let said_in = |wanted: Pane| {
            let of_child = self.views.iter().filter(|view| view.of == ViewOf::Child);
            let entries = of_child.flat_map(|view| &view.history);
            let panes = entries.filter_map(|entry| match &entry.event {
                ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } => panes.get(&wanted),
                _ => None,
            });
            panes.map(said).collect()
        };
        let house = |file, pane: Pane| House {
            picture: drawing(file, ""),
            name: self::pane(self.frame, pane),
            said: said_in(pane),
        };
        vec![
            house("house_good.svg", Pane::Good),
            house("house_hard.svg", Pane::Worries),
            house("house_wishes.svg", Pane::Wishes),
        ]
    }

    fn steps(&self, case: &FamilyCase) -> Vec<Step> {
        let open = case
            .things(ItemKind::Action)
            .into_iter()
            .filter(|item| item.ended.is_none());
        let step = |item: &Item| {
            let agreed = case.event_of(item)?.action()?;
            let who = self.doer(agreed.person, agreed.name);
            let more = [
                (!who.is_empty()).then(|| self.frame.t1("family-with", "who", who)),
                Some(self.frame.t1("family-from", "on", self.frame.day(&agreed.from))),
            ];
            let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            Some(Step {
                picture: drawing(picture(agreed.arena, agreed.target).file(), ""),
                what: said(agreed.words),
                more,
                say: case.is_open().then(|| {
                    let number = item.number.number();
                    self.link("family-child-say", &format!("write/action?item={number}"))
                }),
            })
        };
        open.filter_map(step).collect()
    }

    /// The page of the child.
    pub fn child(&self, frame: Frame) -> ShowChild {
        let case = self.case();
        let running = self.opened.running();
        let stands = match (case, running) {
            (_, Some(case)) => {
                let mut lines = vec![self.t("family-child-runs")];
                lines.extend(
                    case.paused()
                        .map(|until| self.frame.t1("family-child-paused", "until", self.frame.day(&until))),
                );
                lines
            }
            (Some(_), None) => vec![self.t("family-child-closed")],
            (None, None) => vec![self.t("family-child-no-case")],
        };
        let tools = [Tool::ThreeHouses, Tool::Freely, Tool::Letter, Tool::NetworkMap];
        let tools = tools.into_iter().filter(|_| running.is_some()).map(|one| Link {
            text: tool(self.frame, one),
            address: self.to(&format!("words/{}", one.word())),
        });
        let mut parts = Vec::new();
        if let Some(case) = running {
            let cards = self.handed(case);
            if !cards.is_empty() {
                let keys = ("family-child-cards", "family-child-cards-help");
                parts.push(self.part("cards", keys, cards, Vec::new()));
            }
        }
        if let Some(case) = case {
            let meetings = self.meetings(case);
            if !meetings.is_empty() {
                parts.push(self.part(
                    "meetings",
                    ("family-meetings", "family-child-meetings-help"),
                    meetings,
                    Vec::new(),
                ));
            }
            let told = self.told_to_child(case);
            if !told.is_empty() {
                parts.push(self.part("news", ("family-child-news", ""), told, Vec::new()));
            }
            parts.extend(self.around(case, "family-child-way"));
            let ideas = case.things(ItemKind::Idea);
            let ideas = ideas.into_iter().filter_map(|item| self.idea(case, item)).collect();
            let links = match running {
                Some(_) => vec![self.link("family-child-idea", "write/idea")],
                None => Vec::new(),
            };
            parts.push(self.part("ideas", ("family-child-ideas", "family-child-ideas-help"), ideas, links));
        }
        let mut links = vec![
            self.link("family-write-question", "write/question"),
            self.link("family-child-hard", "write/concern"),
        ];
        links.extend(self.mail_link());
        parts.push(self.part("ask", ("family-child-ask", ""), self.asked(), links));
        parts.push(self.part(
            "days",
            ("family-child-days", "family-child-days-help"),
            self.days(),
            vec![self.link("family-look", "seen")],
        ));
        ShowChild {
            name: self.given(),
            stands,
            houses: self.houses(),
            tools: tools.collect(),
            words: self.words(),
            steps: case.map(|case| self.steps(case)).unwrap_or_default(),
            people: self.people(),
            parts,
            frame,
        }
    }
}
