//! A page of a case as blocks of cards: which things and events stand under which heading.

use casework::case::vocabulary::{Arena, Listed, Party, Section, Target};
use std::collections::{BTreeMap, BTreeSet};

use casework::OwnWords;
use casework::case::{Case, CaseEvent, FORMS, Group, Item, ItemKind, Kind, Rhythm};
use casework::history::{Entry, Sequence};
use casework::{AssessmentGuide, PersonId};
use store::Openings;

use super::flower;
use super::paper::Paper;
use super::said::{self, Names};
use super::show::{ActLink, Block, Card, Said};
use super::steps::Steps;
use crate::Frame;

/// What stands under one heading.
struct Spec {
    /// The key of the heading.
    heading: &'static str,
    /// Its things.
    things: &'static [ItemKind],
    /// Events of the case as a whole, the newest first.
    events: &'static [&'static str],
    /// How many of those events stand open; the others are folded.
    stand: usize,
    /// The forms offered.
    acts: &'static [&'static str],
}

const fn things(heading: &'static str, things: &'static [ItemKind], acts: &'static [&'static str]) -> Spec {
    Spec {
        heading,
        things,
        events: &[],
        stand: 0,
        acts,
    }
}

const fn events(
    heading: &'static str,
    stand: usize,
    events: &'static [&'static str],
    acts: &'static [&'static str],
) -> Spec {
    Spec {
        heading,
        things: &[],
        events,
        stand,
        acts,
    }
}

const TOGETHER: &[Spec] = &[
    events(
        "case-block-coordinator",
        2,
        &[
            "coordinator_changed",
            "coordinator_away",
            "coordinator_back",
            "family_wish",
            "school_contact_changed",
            "childs_contact",
        ],
        &[
            "coordinator_changed",
            "coordinator_away",
            "coordinator_back",
            "family_wish",
            "childs_contact",
            "school_contact_changed",
        ],
    ),
    things(
        "case-block-participants",
        &[ItemKind::Participant],
        &["participant_invited"],
    ),
    things("case-block-guardians", &[ItemKind::Guardian], &["guardian_noted"]),
    events("case-block-channel", 1, &["channel_agreed"], &["channel_agreed"]),
    things("case-block-cards", &[ItemKind::Card], &["card_made"]),
    Spec {
        heading: "case-block-grounds",
        things: &[ItemKind::Ground],
        events: &["disclosed"],
        stand: 2,
        acts: &["ground_recorded", "disclosed"],
    },
    events(
        "case-block-phases",
        3,
        &["phase_begun", "phase_ended", "paused", "resumed"],
        &["phase_begun", "phase_ended", "paused", "resumed"],
    ),
    events("case-block-notes", 5, &["noted", "happened"], &["noted", "happened"]),
];

const ASSESSMENT: &[Spec] = &[
    events(
        "case-block-versions",
        3,
        &[
            "assessment_begun",
            "child_heard",
            "child_not_heard",
            "involvement_checked",
            "assessment_done",
        ],
        &[
            "assessment_begun",
            "child_not_heard",
            "involvement_checked",
            "assessment_done",
        ],
    ),
    events("case-block-steps", 3, &["step_seen"], &["step_seen"]),
    events(
        "case-block-sections",
        usize::MAX,
        &["section_written"],
        &["section_written"],
    ),
    things("case-block-factors", &[ItemKind::Factor], &["factor_noted"]),
    events(
        "case-block-formulation",
        2,
        &["formulated", "common_ground"],
        &["formulated", "common_ground"],
    ),
    things(
        "case-block-contributions",
        &[ItemKind::Contribution],
        &["contribution_asked"],
    ),
    things(
        "case-block-observations",
        &[ItemKind::Observation],
        &["observation_noted"],
    ),
    things("case-block-earlier", &[ItemKind::Earlier], &["earlier_assessment"]),
];

const PLAN: &[Spec] = &[
    things("case-block-ideas", &[ItemKind::Idea], &["idea_noted"]),
    things("case-block-goals", &[ItemKind::Goal], &["goal_set"]),
    things("case-block-actions", &[ItemKind::Action], &["action_agreed"]),
    things("case-block-cycles", &[ItemKind::Cycle], &["cycle_begun"]),
    events("case-block-agreed", 1, &["plan_agreed"], &["plan_agreed"]),
    events(
        "case-block-away",
        4,
        &["away_planned", "contact_made", "logged"],
        &["away_planned", "contact_made", "logged"],
    ),
    events("case-block-return", 1, &["return_planned"], &["return_planned"]),
    things(
        "case-block-timetable",
        &[ItemKind::ReducedTimetable],
        &["reduced_timetable"],
    ),
    things("case-block-class", &[ItemKind::ClassAgreement], &["class_may_know"]),
    things(
        "case-block-environment",
        &[ItemKind::Environment],
        &["environment_told"],
    ),
    things("case-block-other-plans", &[ItemKind::OtherPlan], &["other_plan_noted"]),
];

const MEETINGS: &[Spec] = &[
    things("case-block-meetings", &[ItemKind::Meeting], &["meeting_planned"]),
    things("case-block-tasks", &[ItemKind::Task], &["task_agreed"]),
];

const RHYTHM: &[Spec] = &[
    events(
        "case-block-updates",
        3,
        &["update_given", "ball_passed"],
        &["update_given", "ball_passed"],
    ),
    events("case-block-follow-ups", 2, &["followed_up"], &["followed_up"]),
    things("case-block-waits", &[ItemKind::Wait], &["wait_begun"]),
    things("case-block-handovers", &[ItemKind::Handover], &["handed_over"]),
];

const CLOSING: &[Spec] = &[events(
    "case-block-closing",
    3,
    &["closed", "aftercare_checked", "reopened"],
    &["closed", "aftercare_checked", "reopened"],
)];

const fn specs(group: Group) -> &'static [Spec] {
    match group {
        Group::Together => TOGETHER,
        Group::Assessment => ASSESSMENT,
        Group::Plan => PLAN,
        Group::Meetings => MEETINGS,
        Group::Rhythm => RHYTHM,
        Group::Closing => CLOSING,
    }
}

/// What the blocks need to know.
pub(super) struct Looking<'l> {
    pub frame: &'l Frame,
    pub case: &'l Case,
    pub names: Names<'l>,
    /// What was registered while something was tried, by its number; by the first what was registered since the case was
    /// opened.
    pub beside: BTreeMap<Sequence, String>,
    /// The municipality's own template of an assessment.
    pub guide: AssessmentGuide,
    /// Who has opened what is told to everybody.
    pub openings: Openings,
    /// What is many here.
    pub rhythm: Rhythm,
    /// Whether the viewer may write.
    pub writes: bool,
    /// Who looks.
    pub me: PersonId,
}

impl Looking<'_> {
    /// The blocks of a page.
    ///
    /// Headings with nothing under them are gathered at the end, so that what stands is what is read.
    pub fn blocks(&self, group: Group) -> Vec<Block> {
        let all = specs(group).iter().map(|spec| self.block(spec));
        let (mut full, empty): (Vec<_>, Vec<_>) = all.partition(Block::says_something);
        let acts: Vec<ActLink> = empty.into_iter().flat_map(|block| block.acts).collect();
        if !acts.is_empty() || full.is_empty() {
            full.push(Block {
                anchor: "case-block-begin".to_owned(),
                heading: self.frame.t(if full.is_empty() {
                    "case-block-begin"
                } else {
                    "case-block-more"
                }),
                pointed_out: Vec::new(),
                guide: Vec::new(),
                flower: Vec::new(),
                steps: None,
                cards: Vec::new(),
                ended: Vec::new(),
                acts,
            });
        }
        full
    }

    fn block(&self, spec: &Spec) -> Block {
        let mut cards: Vec<Card> = Vec::new();
        let mut ended: Vec<Card> = Vec::new();
        let mut items: Vec<&Item> = if spec.things == [ItemKind::Idea] {
            self.case.ideas_childs_first()
        } else {
            spec.things.iter().flat_map(|kind| self.case.items.of(*kind)).collect()
        };
        if spec.things == [ItemKind::Factor] {
            // By arena, resources first.
            items.sort_by_key(|item| match self.case.event_of(item) {
                Some(CaseEvent::FactorNoted { arena, kind, .. }) => Some((*arena, *kind)),
                _ => None,
            });
        }
        for item in items {
            // An answer is what the question was asked for: it stays open to read.
            if item.ended.is_none() || item.kind == ItemKind::Contribution {
                cards.push(self.card(item));
            } else {
                ended.push(self.card(item));
            }
        }
        let events = self.case.history.iter().rev();
        let events = events.filter(|entry| spec.events.contains(&entry.event.word()));
        let mut written: BTreeSet<(Section, PersonId, Option<&str>)> = BTreeSet::new();
        let mut sections: Vec<(Section, Card)> = Vec::new();
        let things = cards.len();
        for entry in events {
            let card = self.event_card(entry);
            if let CaseEvent::SectionWritten { section, who, .. } = &entry.event {
                // Of each of the six the newest of everybody who says something stands, and nobody folds another;
                // those before it stay, folded.
                if written.insert((*section, entry.by, who.as_ref().map(OwnWords::reveal))) {
                    sections.push((*section, card));
                } else {
                    ended.push(card);
                }
            } else if cards.len() < spec.stand.saturating_add(things) {
                cards.push(card);
            } else {
                ended.push(card);
            }
        }
        // In their fixed order, resources first.
        sections.sort_by_key(|(section, _)| *section);
        cards.extend(sections.into_iter().map(|(_, card)| card));
        Block {
            anchor: spec.heading.to_owned(),
            heading: self.frame.t(spec.heading),
            pointed_out: self.pointed_out(spec.heading),
            guide: self.guided(spec.heading),
            flower: if spec.things == [ItemKind::Factor] {
                flower::flower(self.frame, self.case)
            } else {
                Vec::new()
            },
            steps: if spec.events == ["step_seen"] {
                Steps::of(self.frame, self.case, self.names)
            } else {
                None
            },
            cards,
            ended,
            acts: self.acts(spec.acts.iter().copied(), None),
        }
    }

    /// What the municipality's own template says beside a heading: help, and nothing to be answered.
    fn guided(&self, heading: &str) -> Vec<(String, String)> {
        let around = |(name, text): (&str, &str)| {
            let key = match name {
                "workflow" => "guide-workflow",
                "perspectives" => "guide-perspectives",
                _ => "guide-tools",
            };
            (!text.is_empty()).then(|| (self.frame.t(key), text.to_owned()))
        };
        match heading {
            "case-block-versions" => self.guide.around().into_iter().filter_map(around).collect(),
            "case-block-sections" => said::guide(self.frame, &self.guide),
            _ => Vec::new(),
        }
    }

    /// What is worth a look, said and never blocked.
    fn pointed_out(&self, heading: &str) -> Vec<String> {
        let open = |kind| self.case.items.open(kind).filter_map(|item| self.case.event_of(item));
        match heading {
            "case-block-agreed" => {
                let agreed = self.case.history.iter().any(|entry| {
                    matches!(entry.event, CaseEvent::PlanAgreed { .. }) && entry.on >= self.case.open_since
                });
                let none = agreed && self.case.is_open() && open(ItemKind::Action).next().is_none();
                // A plan without anything to do is asked about, not refused.
                none.then(|| self.frame.t("case-points-plan-without-actions"))
                    .into_iter()
                    .collect()
            }
            "case-block-actions" => {
                let actions: Vec<_> = open(ItemKind::Action).filter_map(CaseEvent::action).collect();
                let mut said = Vec::new();
                let assessed = |entry: &Entry<CaseEvent>| matches!(entry.event, CaseEvent::AssessmentDone { .. });
                // One may begin before it is known what it is about, when it is urgent; it is said.
                if !actions.is_empty() && !self.case.history.iter().any(assessed) {
                    said.push(self.frame.t("case-points-plan-before-assessment"));
                }
                if !actions.is_empty() && actions.iter().all(|one| one.arena != Arena::School) {
                    said.push(self.frame.t("case-points-no-school-action"));
                }
                if !actions.is_empty() && actions.iter().all(|one| one.target != Target::Class) {
                    said.push(self.frame.t("case-points-no-class-action"));
                }
                let many = actions
                    .iter()
                    .map(|one| (self.case.actions_in_week(one.from), one.from))
                    .filter(|(count, _)| *count >= usize::from(self.rhythm.many_in_week))
                    .max();
                said.extend(many.map(|(count, day)| {
                    self.frame.t2(
                        "case-points-many-actions",
                        "count",
                        count,
                        "week",
                        self.frame.week(&day),
                    )
                }));
                said
            }
            "case-block-meetings" => {
                let invited = open(ItemKind::Meeting).filter_map(|event| match event {
                    CaseEvent::MeetingPlanned { invited, .. } => Some(invited.len()),
                    _ => None,
                });
                let many = invited
                    .max()
                    .filter(|count| *count > usize::from(self.rhythm.many_at_meeting));
                let many = many.map(|count| self.frame.t1("case-points-many-people", "count", count));
                let each = self.case.items.open(ItemKind::Meeting);
                let waits = self
                    .case
                    .tasks_to_confirm(self.frame.today, self.rhythm.update_days)
                    .into_iter();
                let waits = waits.map(|(meeting, chair)| {
                    let name = said::thing(self.frame, self.case, meeting, self.names);
                    let who = (self.names)(chair);
                    self.frame.t2("case-points-tasks-wait", "meeting", name, "who", who)
                });
                each.flat_map(|meeting| self.before_meeting(meeting))
                    .chain(many)
                    .chain(waits)
                    .collect()
            }
            "case-block-goals" => {
                let whose: Vec<Party> = open(ItemKind::Goal)
                    .filter_map(|event| match event {
                        CaseEvent::GoalSet { whose, .. } | CaseEvent::GoalChanged { whose, .. } => Some(*whose),
                        _ => None,
                    })
                    .collect();
                let all_the_childs = !whose.is_empty() && whose.iter().all(|one| *one == Party::Child);
                all_the_childs
                    .then(|| self.frame.t("case-points-goals-childs"))
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a meeting still lacks: somebody who can decide, and words of those it is about.
    fn before_meeting(&self, meeting: &Item) -> Vec<String> {
        let name = said::thing(self.frame, self.case, meeting.number, self.names);
        let nobody = matches!(
            self.case.event_of(meeting),
            Some(CaseEvent::MeetingPlanned { decides: None, .. })
        );
        let mut said = Vec::new();
        if nobody {
            said.push(self.frame.t1("case-points-nobody-decides", "meeting", name.as_str()));
        }
        let silent = self.case.silent_before(meeting);
        let mut who: Vec<String> = silent
            .parties
            .iter()
            .map(|party| said::word(self.frame, Party::LIST, party.word()))
            .collect();
        who.extend(
            silent
                .invited
                .iter()
                .map(|number| said::thing(self.frame, self.case, *number, self.names)),
        );
        let silent = who;
        if !silent.is_empty() {
            let who = silent.join(", ");
            said.push(self.frame.t2("case-points-not-said", "meeting", name, "who", who));
        }
        said
    }

    fn acts<'a>(&self, acts: impl Iterator<Item = &'a str>, about: Option<Sequence>) -> Vec<ActLink> {
        if !self.writes {
            return Vec::new();
        }
        let id = self.case.id;
        acts.filter(|act| self.case.offers(act, about))
            .map(|act| ActLink {
                text: said::act(self.frame, act),
                href: match about {
                    Some(number) => format!("/cases/{id}/act/{act}?item={}", number.number()),
                    None => format!("/cases/{id}/act/{act}"),
                },
            })
            .collect()
    }

    fn paper(&self, paper: Paper, item: u32) -> ActLink {
        ActLink {
            text: paper.text(self.frame),
            href: format!("/cases/{}/papers/{}/{item}", self.case.id, paper.word()),
        }
    }

    /// The papers of a page as a whole.
    pub fn papers(&self, group: Group) -> Vec<ActLink> {
        match group {
            Group::Plan => vec![self.paper(Paper::Plan, 0), self.paper(Paper::ChildPlan, 0)],
            _ => Vec::new(),
        }
    }

    /// An entry where it stands alone: with the thing it is about.
    fn told(&self, entry: &Entry<CaseEvent>) -> Said {
        Said {
            title: said::told(self.frame, entry.event.word()),
            lines: said::fields(self.frame, self.case, &entry.event, self.names),
            by: said::written(self.frame, entry, self.names),
        }
    }

    /// An entry as it stands with the thing it is about.
    fn said(&self, entry: &Entry<CaseEvent>) -> Said {
        let mut said = self.told(entry);
        // Which thing it is about is said by where it stands.
        let about = FORMS
            .iter()
            .find(|form| form.act == entry.event.word())
            .and_then(|form| form.about());
        if let Some(about) = about {
            let name = said::field(self.frame, entry.event.word(), about.name);
            said.lines.retain(|(label, _)| *label != said::short(&name));
        }
        said
    }

    fn at(&self, number: Sequence) -> Option<Said> {
        self.case.entry(number).map(|entry| self.said(entry))
    }

    fn card(&self, item: &Item) -> Card {
        let of_kind = FORMS.iter().filter(|form| {
            form.about()
                .is_some_and(|field| matches!(field.kind, Kind::Item(kind) if kind == item.kind))
        });
        let acts = self.acts(of_kind.map(|form| form.act), Some(item.number));
        let title = said::thing(self.frame, self.case, item.number, self.names);
        let mut said = self.at(item.latest);
        if let Some(said) = &mut said {
            // What the heading says is not said again.
            let named = item.kind == ItemKind::Participant;
            said.lines
                .retain(|(_, value)| *value != title && !(named && title.contains(value.as_str())));
        }
        let mut acts = acts;
        acts.extend(self.to_calendar(item));
        acts.extend(self.as_a_card(item));
        acts.extend(self.confirm_tasks(item));
        let mut more: Vec<Said> = item.added.iter().filter_map(|number| self.at(*number)).collect();
        more.extend(item.ended.and_then(|number| self.at(number)));
        Card {
            anchor: format!("n{}", item.number.number()),
            title,
            said,
            papers: Paper::of_thing(self.case, item)
                .iter()
                .map(|paper| self.paper(*paper, item.number.number()))
                .collect(),
            beside: self.beside.get(&item.number).cloned().or_else(|| self.waited(item)),
            rivals: item.rivals.iter().filter_map(|number| self.at(*number)).collect(),
            more,
            acts,
            copies: Vec::new(),
            opened: None,
        }
    }

    /// How long somebody has waited, whatever for.
    fn waited(&self, item: &Item) -> Option<String> {
        let days = self.case.waited_days(item, self.frame.today)?;
        Some(self.frame.t1("case-waited", "count", days))
    }

    /// Where the chair agrees to the tasks the minutes propose.
    fn confirm_tasks(&self, item: &Item) -> Option<ActLink> {
        let chairs = matches!(
            self.case.entry(item.number).map(|entry| &entry.event),
            Some(CaseEvent::MeetingPlanned { chair, .. }) if *chair == self.me
        );
        let proposed = self.case.proposed_tasks(item.number).len();
        (chairs && self.writes && self.case.is_open() && proposed > 0).then(|| ActLink {
            text: self.frame.t1("case-tasks-confirm", "count", proposed),
            href: format!("/cases/{}/meetings/{}/tasks", self.case.id, item.number.number()),
        })
    }

    /// The file that puts a meeting into a calendar, moves it there or takes it out: until it was held.
    fn to_calendar(&self, item: &Item) -> Option<ActLink> {
        let ended = item.ended.and_then(|number| self.case.entry(number));
        let key = match ended.map(|entry| &entry.event) {
            _ if item.kind != ItemKind::Meeting => return None,
            None => "case-to-calendar",
            Some(CaseEvent::MeetingCancelled { .. }) => "case-out-of-calendar",
            Some(_) => return None,
        };
        Some(ActLink {
            text: self.frame.t(key),
            href: format!("/cases/{}/meetings/{}.ics", self.case.id, item.number.number()),
        })
    }

    /// The card for the child, to be printed and handed over.
    fn as_a_card(&self, item: &Item) -> Option<ActLink> {
        let stands = item.kind == ItemKind::Card && item.ended.is_none();
        stands.then(|| ActLink {
            text: self.frame.t("case-card-print"),
            href: format!("/cases/{}/cards/{}", self.case.id, item.number.number()),
        })
    }

    fn event_card(&self, entry: &Entry<CaseEvent>) -> Card {
        let said = self.said(entry);
        Card {
            anchor: format!("n{}", entry.sequence.number()),
            title: match &entry.event {
                CaseEvent::SectionWritten { section, .. } => said::word(self.frame, Section::LIST, section.word()),
                _ => said.title.clone(),
            },
            said: Some(said),
            rivals: Vec::new(),
            beside: None,
            papers: if matches!(entry.event, CaseEvent::Closed { .. }) {
                vec![self.paper(Paper::Closing, 0)]
            } else {
                Vec::new()
            },
            more: Vec::new(),
            acts: Vec::new(),
            copies: self.copies(&entry.event),
            opened: self.opened(entry),
        }
    }

    /// Who else has opened what is told to everybody, each with the day of the first time; a child is not
    /// among them.
    fn opened(&self, entry: &Entry<CaseEvent>) -> Option<String> {
        if !matches!(
            entry.event,
            CaseEvent::UpdateGiven { .. } | CaseEvent::PlanAgreed { .. }
        ) {
            return None;
        }
        let by = self.openings.get(&entry.sequence).into_iter().flatten();
        let by: Vec<String> = by
            .map(|(who, on)| format!("{} ({})", (self.names)(*who), self.frame.date_short(on)))
            .collect();
        Some(if by.is_empty() {
            self.frame.t("case-opened-by-nobody")
        } else {
            self.frame.t1("case-opened-by", "who", by.join(", "))
        })
    }

    /// An update as a text to take along: all of it where only those can read who are told, and for e-mail and text
    /// messages no more than that there is news.
    fn copies(&self, event: &CaseEvent) -> Vec<(String, String)> {
        let CaseEvent::UpdateGiven {
            words,
            next_step,
            next_on,
            ..
        } = event
        else {
            return Vec::new();
        };
        let news = words
            .as_ref()
            .map_or_else(|| self.frame.t("case-copy-no-news"), |words| words.reveal().to_owned());
        let next = (next_step.reveal().to_owned(), self.frame.day(next_on));
        let next = self.frame.t2("case-copy-next", "next", next.0, "on", next.1);
        vec![
            (self.frame.t("case-copy-whole"), format!("{news}\n\n{next}")),
            (self.frame.t("case-copy-notice"), self.frame.t("case-copy-notice-text")),
        ]
    }

    /// What happened, the newest first, of those entries the page wants.
    pub fn timeline(&self, wanted: impl Fn(&Entry<CaseEvent>) -> bool) -> Vec<Said> {
        let entries = self.case.history.iter().rev();
        entries
            .filter(|entry| wanted(entry))
            .map(|entry| self.told(entry))
            .collect()
    }
}
