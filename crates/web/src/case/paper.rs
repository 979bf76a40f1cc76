//! Papers of a case: what stands in it, as a letter or plan to look at and to fetch. Nothing is sent.

use access::{act, on};
use axum::extract::{Path, State};
use axum::response::Response;
use casework::case::vocabulary::{Arena, GroundKind, Listed, MeetingKind, OtherPlan, Party, PartyRole, Target, YesNo};
use casework::case::{Case, CaseEvent, Coordinator, Item, ItemKind, Rhythm};
use casework::history::Sequence;
use casework::view::{Pane, Tool, ViewEvent, ViewOf};
use casework::{View, words::OwnWords};
use jiff::civil::{Date, Time};
use letters::{
    Action, AdultPlan, ChildAtMeeting, ChildPlan, ChildStep, ClosingAnswers, ClosingNote, EnvironmentPlan, Expected,
    Goal, HandOver, Head, Idea, Letter, LetterError, MeetingCard, Minutes, OtherPlan as OtherPaper, Person, Picture,
    Return, Sender, Task, Templates,
};

use statute::ToldDuty;

use super::read::{self, Opened};
use super::said::{self, Names};
use crate::frame::Section;
use crate::letter::{Around, ShowLetter, beside, pdf_file};
use crate::page::html;
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The picture beside an action in the child's own plan.
pub(crate) const fn picture(arena: Arena, target: Target) -> Picture {
    match (arena, target) {
        (_, Target::Class) => Picture::Together,
        (Arena::School, _) => Picture::School,
        (Arena::Home, _) => Picture::Door,
        (Arena::Leisure, _) => Picture::Star,
        (Arena::Child, _) => Picture::Talk,
    }
}

/// A paper of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    /// The plan for the adults.
    Plan,
    /// The plan as the child reads it.
    ChildPlan,
    /// The card the family gets before a meeting.
    MeetingCard,
    /// The minutes of a meeting.
    Minutes,
    /// A hand-over.
    HandOver,
    /// The action plan for the children's environment.
    Environment,
    /// The closing note.
    Closing,
}

impl Paper {
    const ALL: [Self; 7] = [
        Self::Plan,
        Self::ChildPlan,
        Self::MeetingCard,
        Self::Minutes,
        Self::HandOver,
        Self::Environment,
        Self::Closing,
    ];

    /// The word it goes by in addresses and in the audit trail.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::ChildPlan => "child-plan",
            Self::MeetingCard => "meeting-card",
            Self::Minutes => "minutes",
            Self::HandOver => "hand-over",
            Self::Environment => "environment",
            Self::Closing => "closing",
        }
    }

    /// What it is called on a button.
    pub fn text(self, frame: &Frame) -> String {
        frame.t(match self {
            Self::Plan => "case-paper-plan",
            Self::ChildPlan => "case-paper-child-plan",
            Self::MeetingCard => "case-paper-meeting-card",
            Self::Minutes => "case-paper-minutes",
            Self::HandOver => "case-paper-hand-over",
            Self::Environment => "case-paper-environment",
            Self::Closing => "case-paper-closing",
        })
    }

    /// The papers about a thing of the case.
    pub fn of_thing(case: &Case, item: &Item) -> &'static [Self] {
        let end = item
            .ended
            .and_then(|number| case.entry(number))
            .map(|entry| &entry.event);
        match (item.kind, end) {
            (ItemKind::Meeting, None) => &[Self::MeetingCard],
            // One that was cancelled has no minutes.
            (ItemKind::Meeting, Some(CaseEvent::MeetingHeld { .. })) => &[Self::Minutes],
            (ItemKind::Handover, _) => &[Self::HandOver],
            // There is no paper before there is a plan.
            (ItemKind::Environment, _) if !item.added.is_empty() => &[Self::Environment],
            _ => &[],
        }
    }
}

/// Everything a paper is made of.
struct Making<'m> {
    /// In Danish, whatever language the page is in: papers are.
    frame: Frame,
    opened: &'m Opened,
    names: Names<'m>,
    school: String,
    class: String,
    /// The words the viewer may read.
    views: Vec<View>,
}

fn text(words: &OwnWords) -> String {
    words.reveal().to_owned()
}

fn or_nothing(words: Option<&OwnWords>) -> String {
    words.map(text).unwrap_or_default()
}

/// `kl. 14.00–14.45`
fn from_to(at: Time, minutes: u32) -> String {
    let until = at.wrapping_add(jiff::Span::new().minutes(i64::from(minutes)));
    let clock = |time: Time| format!("{:02}.{:02}", time.hour(), time.minute());
    format!("kl. {}–{}", clock(at), clock(until))
}

impl Making<'_> {
    fn t(&self, key: &str) -> String {
        self.frame.t(key)
    }

    fn head(&self, on: Date) -> Head {
        Head {
            sender: Sender {
                municipality: self.frame.municipality.clone(),
                unit: self.school.clone(),
                lines: Vec::new(),
            },
            date: on,
            ..Head::default()
        }
    }

    fn child(&self) -> String {
        self.opened.who.name.full()
    }

    fn first_name(&self) -> String {
        self.opened.who.name.given().to_owned()
    }

    fn coordinator(&self) -> Person {
        self.coordinating(&self.opened.case.coordinator().who)
    }

    fn coordinating(&self, who: &Coordinator) -> Person {
        Person {
            name: match who {
                Coordinator::Person(one) => (self.names)(*one),
                Coordinator::Outside(name) => text(name),
            },
            role: self.t("case-coordinator").to_lowercase(),
        }
    }

    /// Who took it on before a hand-over: the team or school of the one before, or the child's school.
    fn hands_before(&self, number: Sequence) -> String {
        let before = self.opened.case.history.iter().rev();
        let before = before.skip_while(|entry| entry.sequence >= number);
        let mut handed = before.filter_map(|entry| match &entry.event {
            CaseEvent::HandedOver { name, .. } => Some(text(name)),
            _ => None,
        });
        handed.next().unwrap_or_else(|| self.school.clone())
    }

    /// When and where people meet next, of what is planned now.
    fn next_meeting(&self) -> String {
        let case = &self.opened.case;
        let planned = case.items.open(ItemKind::Meeting).filter_map(|item| {
            let Some(CaseEvent::MeetingPlanned { minutes, place, .. }) = self.event(item.number) else {
                return None;
            };
            let (on, at) = case.meeting_time(item.number)?;
            Some(((on, at), from_to(at, *minutes), text(place)))
        });
        let next = planned.min_by_key(|(when, ..)| *when);
        next.map(|((on, _), time, place)| format!("{} {time}, {place}", crate::words::date(Locale::Da, on)))
            .unwrap_or_default()
    }

    /// Whom to turn to, and how.
    fn contact(&self) -> Vec<String> {
        let Person { name, role } = self.coordinator();
        let available = self.opened.case.coordinator().available.as_ref().map(text);
        [Some(format!("{name}, {role}")), available]
            .into_iter()
            .flatten()
            .collect()
    }

    fn event(&self, number: Sequence) -> Option<&CaseEvent> {
        self.opened.case.entry(number).map(|entry| &entry.event)
    }

    /// Who somebody who takes part is: name, role, what for.
    fn participant(&self, number: Sequence) -> Option<(String, String, String)> {
        let Some(CaseEvent::ParticipantInvited {
            person,
            name,
            role,
            purpose,
            ..
        }) = self.event(number)
        else {
            return None;
        };
        let name = person.map(self.names).or_else(|| name.as_ref().map(text))?;
        let role = said::word(&self.frame, PartyRole::LIST, role.word());
        Some((name, role, text(purpose)))
    }

    fn person(&self, number: &Sequence) -> Option<Person> {
        let (name, role, _) = self.participant(*number)?;
        Some(Person { name, role })
    }

    fn who(&self, person: Option<casework::PersonId>, name: Option<&OwnWords>) -> String {
        person.map_or_else(|| or_nothing(name), self.names)
    }

    fn meeting_card(&self, item: &Item) -> Option<MeetingCard> {
        let Some(CaseEvent::MeetingPlanned {
            minutes,
            place,
            purpose,
            invited,
            represented_by,
            agenda,
            ..
        }) = self.event(item.number)
        else {
            return None;
        };
        let (on, at) = self.opened.case.meeting_time(item.number)?;
        let own = agenda.iter().flat_map(|words| words.reveal().lines());
        let own = own.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let expected = |number: &Sequence| {
            let (name, role, why) = self.participant(*number)?;
            Some(Expected { name, role, why })
        };
        let child_part = match represented_by {
            Some(who) => self.frame.t1("paper-child-represented", "who", text(who)),
            None => self.t("paper-child-welcome"),
        };
        let questions = ["paper-school-can", "paper-parents-can", "paper-others-can"];
        Some(MeetingCard {
            head: self.head(self.frame.today),
            child: self.child(),
            purpose: text(purpose),
            on,
            time: from_to(at, *minutes),
            place: text(place),
            people: invited.iter().filter_map(expected).collect(),
            talk_about: own.chain(questions.iter().map(|key| self.t(key))).collect(),
            child_part,
            contact: self.contact(),
        })
    }

    fn minutes(&self, item: &Item) -> Option<Minutes> {
        let case = &self.opened.case;
        let Some(CaseEvent::MeetingPlanned {
            kind,
            minutes,
            place,
            invited,
            decides,
            represented_by,
            ..
        }) = self.event(item.number)
        else {
            return None;
        };
        let held = case.entry(item.ended?)?;
        let CaseEvent::MeetingHeld {
            present,
            child_there,
            represented,
            school_can,
            parents_can,
            others_can,
            summary,
            ..
        } = &held.event
        else {
            return None;
        };
        let (on, at) = case.meeting_time(item.number)?;
        let tasks = case
            .items
            .of(ItemKind::Task)
            .filter_map(|task| match case.event_of(task) {
                Some(CaseEvent::TaskAgreed {
                    meeting: Some(meeting),
                    words,
                    person,
                    name,
                    due,
                }) if *meeting == item.number => Some(Task {
                    what: text(words),
                    who: self.who(*person, name.as_ref()),
                    by: *due,
                }),
                _ => None,
            });
        let missing = invited.difference(present);
        Some(Minutes {
            head: self.head(held.on),
            child: self.child(),
            meeting: said::word(&self.frame, MeetingKind::LIST, kind.word()),
            held_on: on,
            time: from_to(at, *minutes),
            place: text(place),
            present: present.iter().filter_map(|one| self.person(one)).collect(),
            missing: missing.filter_map(|one| self.person(one)).collect(),
            child_part: ChildAtMeeting {
                there: *child_there == YesNo::Yes,
                spoken_for_by: or_nothing(represented_by.as_ref()),
                how: or_nothing(represented.as_ref()),
            },
            summary: text(summary),
            school_can: text(school_can),
            parents_can: text(parents_can),
            others_can: or_nothing(others_can.as_ref()),
            decided_by: or_nothing(decides.as_ref()),
            tasks: tasks.collect(),
            next_meeting: self.next_meeting(),
        })
    }

    fn ideas(&self) -> Vec<Idea> {
        let case = &self.opened.case;
        let childs = case.ideas_childs_first().into_iter();
        let idea = |item: &Item| {
            let Some(CaseEvent::IdeaNoted {
                of: Party::Child,
                words,
            }) = case.event_of(item)
            else {
                return None;
            };
            let answers = item.added.iter().rev().filter_map(|number| self.event(*number));
            let answer = answers.filter_map(|event| match event {
                CaseEvent::IdeaAnswered { words, .. } => Some(text(words)),
                _ => None,
            });
            Some(Idea {
                words: text(words),
                answer: answer
                    .into_iter()
                    .next()
                    .unwrap_or_else(|| self.t("paper-not-answered")),
            })
        };
        childs.filter_map(idea).collect()
    }

    fn goals(&self) -> Vec<Goal> {
        let case = &self.opened.case;
        let goal = |item: &Item| match case.event_of(item) {
            Some(
                CaseEvent::GoalSet {
                    whose,
                    words,
                    by,
                    agreed_by,
                    ..
                }
                | CaseEvent::GoalChanged {
                    whose,
                    words,
                    by,
                    agreed_by,
                    ..
                },
            ) => {
                let roles = agreed_by
                    .iter()
                    .map(|role| said::word(&self.frame, PartyRole::LIST, role.word()));
                Some(Goal {
                    what: text(words),
                    whose: said::word(&self.frame, Party::LIST, whose.word()),
                    agreed_by: roles.collect::<Vec<_>>().join(", "),
                    by: *by,
                })
            }
            _ => None,
        };
        case.items.open(ItemKind::Goal).filter_map(goal).collect()
    }

    fn actions(&self) -> Vec<(Arena, Target, Action)> {
        let case = &self.opened.case;
        let action = |item: &Item| {
            let agreed = case.event_of(item)?.action()?;
            let comments = item.added.iter().rev().filter_map(|number| self.event(*number));
            let mut childs = comments.filter_map(|event| match event {
                CaseEvent::ActionCommented {
                    of: Party::Child,
                    words,
                    ..
                } => Some(text(words)),
                _ => None,
            });
            let place = said::word(&self.frame, Arena::LIST, agreed.arena.word());
            let whom = said::word(&self.frame, Target::LIST, agreed.target.word());
            let action = Action {
                what: text(agreed.words),
                arena: format!("{place} – {}", whom.to_lowercase()),
                who: self.who(agreed.person, agreed.name),
                from: agreed.from,
                follow_up: case.action_follow_up(item).unwrap_or(agreed.from),
                child_says: childs.next().unwrap_or_default(),
            };
            Some((agreed.arena, agreed.target, action))
        };
        case.items.open(ItemKind::Action).filter_map(action).collect()
    }

    /// The newest event of the case for which there is something to say.
    fn newest<T>(&self, of: impl Fn(&CaseEvent) -> Option<T>) -> Option<T> {
        self.opened.case.history.iter().rev().find_map(|entry| of(&entry.event))
    }

    fn plan(&self) -> AdultPlan {
        let case = &self.opened.case;
        let while_away = self.newest(|event| match event {
            CaseEvent::ReturnPlanned { .. } => Some(Vec::new()),
            CaseEvent::AwayPlanned {
                adult, teaching, peers, ..
            } => Some(
                [Some(text(adult)), Some(text(teaching)), peers.as_ref().map(text)]
                    .into_iter()
                    .flatten()
                    .collect(),
            ),
            _ => None,
        });
        let back = self.newest(|event| match event {
            CaseEvent::ReturnPlanned {
                met_by,
                lessons,
                way_out,
                class_knows,
                ..
            } => Some(Return {
                met_by: text(met_by),
                first_lessons: text(lessons),
                way_out: text(way_out),
                class_knows: or_nothing(class_knows.as_ref()),
            }),
            _ => None,
        });
        let others = case
            .items
            .of(ItemKind::OtherPlan)
            .filter_map(|item| match case.event_of(item) {
                Some(CaseEvent::OtherPlanNoted { kind, owner, made_on }) => Some(OtherPaper {
                    kind: said::word(&self.frame, OtherPlan::LIST, kind.word()),
                    owner: text(owner),
                    date: *made_on,
                }),
                _ => None,
            });
        let summary = self.newest(|event| match event {
            CaseEvent::PlanAgreed { summary, .. } => Some(text(summary)),
            _ => None,
        });
        let people = case.items.open(ItemKind::Participant);
        AdultPlan {
            head: self.head(self.frame.today),
            child: self.child(),
            class: self.class.clone(),
            coordinator: self.coordinator(),
            summary: summary.unwrap_or_else(|| self.t("paper-plan-not-agreed")),
            ideas: self.ideas(),
            goals: self.goals(),
            actions: self.actions().into_iter().map(|(_, _, action)| action).collect(),
            while_away: while_away.unwrap_or_default(),
            back,
            other_plans: others.collect(),
            taking_part: people.filter_map(|item| self.person(&item.number)).collect(),
            follow_up: case.follow_up_on(&self.opened.rhythm),
        }
    }

    /// The newest words in a pane of the child's three houses that the viewer may read.
    fn house(&self, pane: Pane) -> Vec<String> {
        let houses = self.views.iter().rev();
        let mut houses = houses.filter(|view| view.of == ViewOf::Child && view.tool == Tool::ThreeHouses);
        let Some(view) = houses.next() else {
            return Vec::new();
        };
        let panes = view.history.iter().filter_map(|entry| match &entry.event {
            ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } => panes.get(&pane),
            ViewEvent::Shared { .. } | ViewEvent::ChildChose { .. } => None,
        });
        panes
            .flat_map(|words| words.reveal().lines().map(str::to_owned))
            .collect()
    }

    fn child_plan(&self) -> ChildPlan {
        let case = &self.opened.case;
        let step = |(arena, target, action): (Arena, Target, Action)| ChildStep {
            what: action.what,
            who: action.who,
            when: self
                .frame
                .t1("paper-from", "on", crate::words::day(Locale::Da, action.from)),
            picture: picture(arena, target),
        };
        let adult = case.childs_contact.and_then(|number| self.event(number));
        ChildPlan {
            head: self.head(self.frame.today),
            first_name: self.first_name(),
            good: self.house(Pane::Good),
            hard: self.house(Pane::Worries),
            wishes: self.house(Pane::Wishes),
            steps: self.actions().into_iter().map(step).collect(),
            my_adult: match adult {
                Some(CaseEvent::ChildsContact { who, .. }) => text(who),
                _ => self.coordinator().name,
            },
            talk_again: crate::words::day(Locale::Da, case.follow_up_on(&self.opened.rhythm)),
        }
    }

    fn learned(&self) -> Vec<String> {
        let all = self.opened.case.history.iter().filter_map(|entry| match &entry.event {
            CaseEvent::CycleAdjusted { words, .. } | CaseEvent::ActionEnded { words, .. } => Some(text(words)),
            _ => None,
        });
        all.collect()
    }

    fn hand_over(&self, item: &Item) -> Option<HandOver> {
        let case = &self.opened.case;
        let entry = case.entry(item.number)?;
        let CaseEvent::HandedOver {
            name,
            coordinator,
            school_keeps,
            overlap,
            reason,
            ..
        } = &entry.event
        else {
            return None;
        };
        let received = item.ended.and_then(|number| self.event(number));
        let received = match received {
            Some(CaseEvent::HandoverReceived { words, .. }) => vec![text(words)],
            _ => Vec::new(),
        };
        let agreed = case
            .items
            .open(ItemKind::Ground)
            .filter_map(|item| match case.event_of(item) {
                Some(CaseEvent::GroundRecorded { kind, from, .. })
                    if matches!(kind, GroundKind::Consent | GroundKind::FamilyWish) =>
                {
                    let kind = said::word(&self.frame, GroundKind::LIST, kind.word());
                    Some(format!("{kind}, {}", crate::words::date(Locale::Da, *from)))
                }
                _ => None,
            });
        let before = case.coordinators.iter().rev();
        let before = before
            .skip_while(|term| term.number >= item.number)
            .map(|term| &term.who);
        Some(HandOver {
            head: self.head(entry.on),
            child: self.child(),
            class: self.class.clone(),
            from: self.hands_before(item.number),
            to: text(name),
            from_day: entry.on,
            why: text(reason),
            learned: self.learned(),
            school_keeps: vec![text(school_keeps)],
            taken_over: received,
            contact_before: self.coordinating(before.into_iter().next().unwrap_or(&case.coordinator().who)),
            contact_after: self.coordinating(&Coordinator::Person(*coordinator)),
            overlap: text(overlap),
            tasks: Vec::new(),
            follow_up: case.follow_up_on(&self.opened.rhythm),
            agreed_to: agreed.collect::<Vec<_>>().join("; "),
        })
    }

    fn environment(&self, item: &Item) -> Option<EnvironmentPlan> {
        let case = &self.opened.case;
        let CaseEvent::EnvironmentTold {
            told_on,
            about,
            problem,
            due,
        } = self.event(item.number)?
        else {
            return None;
        };
        let entry = case.environment_plan(item.number)?;
        let CaseEvent::EnvironmentPlanned {
            children_say,
            doing,
            person,
            name,
            meanwhile,
            seen_by,
            follow_up_on,
            ..
        } = &entry.event
        else {
            return None;
        };
        let who = self.who(*person, name.as_ref());
        let lines = |words: &str| {
            let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let law = ToldDuty::environment_plan().ok()?;
        Some(EnvironmentPlan {
            head: self.head(entry.on),
            about: text(about),
            told_on: *told_on,
            due: *due,
            problem: text(problem),
            children_say: children_say
                .as_ref()
                .map(|words| lines(words.reveal()))
                .unwrap_or_default(),
            tasks: lines(doing.reveal())
                .into_iter()
                .map(|what| Task {
                    what,
                    who: who.clone(),
                    by: *follow_up_on,
                })
                .collect(),
            meanwhile: text(meanwhile),
            seen_by: text(seen_by),
            follow_up: *follow_up_on,
            complain: vec![self.t("paper-complain-leader"), self.t("paper-complain-board")],
            law: law.on(*told_on).ok()?.source.clone(),
        })
    }

    fn closing(&self) -> Option<ClosingNote> {
        let case = &self.opened.case;
        let entry = case
            .history
            .iter()
            .rev()
            .find(|entry| matches!(entry.event, CaseEvent::Closed { .. }))?;
        let CaseEvent::Closed {
            regular,
            better,
            still,
            motivated,
            agreed,
            kept,
            ..
        } = &entry.event
        else {
            return None;
        };
        let Rhythm {
            first_aftercare_weeks,
            second_aftercare_weeks,
            ..
        } = self.opened.rhythm;
        let after = |weeks: u16| entry.on.saturating_add(jiff::Span::new().weeks(i64::from(weeks)));
        Some(ClosingNote {
            head: self.head(entry.on),
            child: self.child(),
            class: self.class.clone(),
            began: case.opened_on,
            ended: entry.on,
            answers: ClosingAnswers {
                schooling: text(regular),
                thriving: text(better),
                progress: text(still),
                motivation: text(motivated),
                agreed: text(agreed),
                kept: text(kept),
            },
            aftercare: vec![after(first_aftercare_weeks), after(second_aftercare_weeks)],
            contact: self.contact(),
        })
    }

    /// What the paper says; nothing when there is nothing to make it of.
    fn made(&self, paper: Paper, item: Option<&Item>) -> Option<Made> {
        Some(match paper {
            Paper::Plan => Made::Plan(self.plan()),
            Paper::ChildPlan => Made::ChildPlan(self.child_plan()),
            Paper::MeetingCard => Made::MeetingCard(self.meeting_card(item?)?),
            Paper::Minutes => Made::Minutes(self.minutes(item?)?),
            Paper::HandOver => Made::HandOver(self.hand_over(item?)?),
            Paper::Environment => Made::Environment(self.environment(item?)?),
            Paper::Closing => Made::Closing(self.closing()?),
        })
    }
}

/// What a paper says, before it is set.
enum Made {
    Plan(AdultPlan),
    ChildPlan(ChildPlan),
    MeetingCard(MeetingCard),
    Minutes(Minutes),
    HandOver(HandOver),
    Environment(EnvironmentPlan),
    Closing(ClosingNote),
}

impl Made {
    fn letter(&self, templates: &Templates) -> Result<Letter, LetterError> {
        match self {
            Self::Plan(document) => templates.letter(document),
            Self::ChildPlan(document) => templates.letter(document),
            Self::MeetingCard(document) => templates.letter(document),
            Self::Minutes(document) => templates.letter(document),
            Self::HandOver(document) => templates.letter(document),
            Self::Environment(document) => templates.letter(document),
            Self::Closing(document) => templates.letter(document),
        }
    }
}

/// Which paper of which case, about which of its things (0: none).
type Asked = (String, String, u32);

/// Sets the paper of an address, for a viewer who may read the case.
async fn set(
    state: &AppState,
    frame: &Frame,
    viewer: &Viewer,
    (id, paper, item): &Asked,
) -> Result<(Opened, Paper, Result<Letter, LetterError>), PageError> {
    let paper = Paper::ALL
        .into_iter()
        .find(|one| one.word() == paper)
        .ok_or(PageError::NotFound)?;
    let opened = read::opened(state, viewer, id).await?;
    let permit = viewer.may::<act::Read, on::Case>(&opened.facts)?;
    state.store.case_paper(&permit, paper.word()).await?;
    let mut views = Vec::new();
    if let Ok(scope) = viewer.scope::<act::List, on::View>() {
        views = state.store.view_list(&scope, &opened.case).await?;
    }
    let roster = state.store.roster().await?;
    let stay = read::stay_of(&opened.who, frame.today);
    let school = stay
        .and_then(|stay| roster.school(stay.school))
        .map(|school| school.name.clone());
    let class = stay
        .and_then(|stay| roster.class(stay.class))
        .map(|class| class.name.clone());
    let name = |id| opened.staff.name(id);
    let made = Making {
        frame: frame.in_danish(),
        opened: &opened,
        names: &name,
        school: school.unwrap_or_default(),
        class: class.unwrap_or_default(),
        views,
    }
    .made(
        paper,
        Sequence::new(*item).and_then(|number| opened.case.items.get(number)),
    )
    .ok_or(PageError::NotFound)?;
    let templates = state.letters();
    let letter = beside(move || made.letter(&templates)).await?;
    Ok((opened, paper, letter))
}

/// The paper as it would be printed.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(asked): Path<Asked>,
) -> Result<Response, PageError> {
    let (opened, paper, letter) = set(&state, &frame, &viewer, &asked).await?;
    let full = opened.who.name.full();
    let case = opened.case.id;
    let about = paper.text(&frame);
    let back = Link {
        text: frame.t("case-paper-back"),
        address: format!("/cases/{case}"),
    };
    let frame = frame
        .at(Section::Cases)
        .via(full, back.address.clone())
        .end(about.clone());
    let around = Around {
        about,
        address: format!("/cases/{}/papers/{}/{}", asked.0, asked.1, asked.2),
        may_fetch: true,
        back,
        fields: Vec::new(),
        own: None,
    };
    html(&ShowLetter::of(frame, around, letter.as_ref()))
}

/// The paper as a PDF file.
pub(super) async fn fetch(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(asked): Path<Asked>,
) -> Result<Response, PageError> {
    let (_, paper, letter) = set(&state, &frame, &viewer, &asked).await?;
    let letter = letter.map_err(|problem| PageError::Failed(problem.to_string().into()))?;
    let pdf = beside(move || letter.pdf())
        .await?
        .map_err(|problem| PageError::Failed(problem.to_string().into()))?;
    Ok(pdf_file(&format!("{}-{}.pdf", paper.word(), frame.today), pdf))
}
