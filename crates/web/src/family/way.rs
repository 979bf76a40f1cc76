//! What stands beside the plan on a family's page: the way back to school, waits, who takes part, the logbook, and how what
//! was tried went. In plain words, what is next first, what is over folded away.

use casework::case::vocabulary::{GoalEnd, Learned, LogSide, PartyRole, WaitFor, WaitStep};
use casework::case::{AgreedWeek, CaseEvent, Item, ItemKind};
use casework::family::{FamilyCase, Member};
use casework::history::{Entry, Sequence};
use jiff::civil::Weekday;

use super::parts::{Looking, elsewhere, said};
use super::show::Card;
use crate::Frame;
use crate::locale::Arg;

/// Who somebody is to the child.
fn role(frame: &Frame, role: PartyRole) -> String {
    frame.t(match role {
        PartyRole::Child => "family-role-child",
        PartyRole::Guardian => "family-role-guardian",
        PartyRole::NetworkPerson => "family-role-network-person",
        PartyRole::ContactTeacher => "family-role-contact-teacher",
        PartyRole::Teacher => "family-role-teacher",
        PartyRole::Pedagogue => "family-role-pedagogue",
        PartyRole::AktTeacher => "family-role-akt-teacher",
        PartyRole::WellBeingContact => "family-role-well-being-contact",
        PartyRole::SchoolLeader => "family-role-school-leader",
        PartyRole::SchoolSocialWorker => "family-role-school-social-worker",
        PartyRole::AttendanceTeam => "family-role-attendance-team",
        PartyRole::Ppr | PartyRole::HealthNurse | PartyRole::FamilyDepartment | PartyRole::Bup => {
            return elsewhere(frame, role);
        }
        PartyRole::LeisureOffer => "family-role-leisure-offer",
        PartyRole::Guidance => "family-role-guidance",
        PartyRole::SomeoneElse => "family-role-someone-else",
    })
}

fn anchor(number: Sequence) -> String {
    format!("e{}", number.number())
}

impl Looking<'_> {
    fn lasting(&self, key: &str, words: &casework::OwnWords) -> String {
        self.frame.t1(key, "words", said(words))
    }

    /// How it is now besides the plan, and what was so before.
    pub(super) fn way(&self, case: &FamilyCase) -> (Vec<Card>, Vec<Card>) {
        let (mut now, mut before) = (Vec::new(), Vec::new());
        if let Some(on) = case
            .aftercare_on(&self.rhythm)
            .filter(|_| self.member() == Member::Guardian)
        {
            now.push(Card {
                title: self.t("family-aftercare"),
                lines: vec![self.frame.t1("family-aftercare-on", "on", self.frame.day(&on))],
                ..Card::default()
            });
        }
        // The newest plan for the way back or the time away is the one that holds; those before it are over.
        let plans = case
            .entries()
            .filter_map(|entry| Some((entry, self.plan_of_way(entry)?)));
        for (at, (_, card)) in plans.enumerate() {
            if at == 0 && case.is_open() {
                now.push(card);
            } else {
                before.push(card);
            }
        }
        let weeks = case.agreed_weeks();
        let newest = weeks.iter().map(|(number, _)| *number).max();
        for (number, week) in &weeks {
            let card = self.timetable(case, *number, week);
            if Some(*number) == newest && week.until >= self.frame.today && case.is_open() {
                now.push(card);
            } else {
                before.push(card);
            }
        }
        for item in case.things(ItemKind::Wait) {
            let Some(card) = self.wait(case, item) else { continue };
            if item.ended.is_none() {
                now.push(card);
            } else {
                before.push(card);
            }
        }
        let handed = case.things(ItemKind::Handover).into_iter().rev();
        for (at, card) in handed.filter_map(|item| self.handover(case, item)).enumerate() {
            if at == 0 { now.push(card) } else { before.push(card) }
        }
        for entry in case.entries() {
            if let CaseEvent::AftercareChecked { words, .. } = &entry.event {
                before.push(Card {
                    anchor: anchor(entry.sequence),
                    title: self.t("family-aftercare"),
                    lines: vec![self.frame.t2(
                        "family-aftercare-asked",
                        "on",
                        self.frame.day(&entry.on),
                        "words",
                        said(words),
                    )],
                    ..Card::default()
                });
            }
        }
        (now, before)
    }

    /// The plan for the way back, or for the time away.
    fn plan_of_way(&self, entry: &Entry<CaseEvent>) -> Option<Card> {
        let child = self.member() == Member::Child;
        let (key, lines) = match &entry.event {
            CaseEvent::ReturnPlanned {
                on,
                met_by,
                lessons,
                way_out,
                class_knows,
                ..
            } => (
                if child { "family-child-return" } else { "family-return" },
                [
                    Some(
                        self.frame
                            .t2("family-return-met", "on", self.frame.day(on), "who", said(met_by)),
                    ),
                    Some(self.lasting("family-return-lessons", lessons)),
                    Some(self.lasting("family-return-way-out", way_out)),
                    class_knows
                        .as_ref()
                        .map(|words| self.lasting("family-return-class", words)),
                ]
                .into_iter()
                .flatten()
                .collect(),
            ),
            CaseEvent::AwayPlanned {
                adult,
                every_days,
                teaching,
                peers,
                ..
            } => {
                let mut lines = vec![
                    self.frame
                        .t2("family-away-adult", "who", said(adult), "days", *every_days),
                    self.lasting("family-away-teaching", teaching),
                ];
                lines.extend(peers.as_ref().map(|peers| self.lasting("family-away-peers", peers)));
                (if child { "family-child-away" } else { "family-away" }, lines)
            }
            _ => return None,
        };
        Some(Card {
            anchor: anchor(entry.sequence),
            title: self.t(key),
            lines,
            ..Card::default()
        })
    }

    fn timetable(&self, case: &FamilyCase, number: Sequence, week: &AgreedWeek) -> Card {
        let span = (self.frame.day(&week.from), self.frame.day(&week.until));
        let mut lines = vec![self.frame.t2("family-timetable-span", "from", span.0, "until", span.1)];
        let days = Weekday::Monday.cycle_forward().zip(week.lessons);
        let days: Vec<String> = days
            .filter_map(|(day, lessons)| Some(format!("{} {}", self.frame.weekday(day), lessons?)))
            .collect();
        if !days.is_empty() {
            lines.push(self.frame.t1("family-timetable-lessons", "days", days.join(", ")));
        }
        let agreed = case.entry(number).map(|entry| &entry.event);
        if let Some(CaseEvent::ReducedTimetable { words, review_on, .. }) = agreed {
            lines.insert(1, said(words));
            if week.until >= self.frame.today {
                lines.push(self.frame.t1("family-looked-at", "on", self.frame.day(review_on)));
            }
        }
        Card {
            anchor: anchor(number),
            title: self.t("family-timetable"),
            lines,
            ..Card::default()
        }
    }

    fn wait(&self, case: &FamilyCase, item: &Item) -> Option<Card> {
        let CaseEvent::WaitBegun {
            waits_for,
            sent_on,
            adult,
            every_days,
            teaching,
            peers,
            words,
        } = case.event_of(item)?
        else {
            return None;
        };
        let what = match waits_for {
            WaitFor::Ppr => elsewhere(self.frame, PartyRole::Ppr),
            WaitFor::Psychiatry => elsewhere(self.frame, PartyRole::Bup),
            WaitFor::FamilyDepartment => elsewhere(self.frame, PartyRole::FamilyDepartment),
            WaitFor::Other => said(words),
        };
        let waited = case.waited_days(item, self.frame.today).unwrap_or_default();
        let mut lines = vec![
            self.frame
                .t2("family-wait-since", "on", self.frame.day(sent_on), "count", waited),
        ];
        for entry in case.added(item) {
            if let CaseEvent::WaitMoved { step, on, words, .. } = &entry.event {
                let step = self.t(match step {
                    WaitStep::Asked => "family-wait-asked",
                    WaitStep::Opened => "family-wait-opened",
                    WaitStep::Met => "family-wait-met",
                    WaitStep::Answered => "family-wait-answered",
                    WaitStep::ExaminationBegun => "family-wait-examination",
                    WaitStep::TreatmentBegun => "family-wait-treatment",
                });
                let step = [Some(self.frame.day(on)), Some(step), words.as_ref().map(said)];
                lines.push(step.into_iter().flatten().collect::<Vec<_>>().join(" · "));
            }
        }
        match case.ended(item).map(|entry| &entry.event) {
            Some(CaseEvent::WaitEnded { on, words, .. }) => {
                let ended = (self.frame.day(on), said(words));
                lines.push(self.frame.t2("family-wait-ended", "on", ended.0, "words", ended.1));
            }
            _ => lines.extend([
                self.frame
                    .t2("family-away-adult", "who", said(adult), "days", *every_days),
                self.lasting("family-away-teaching", teaching),
                self.lasting("family-away-peers", peers),
            ]),
        }
        Some(Card {
            anchor: anchor(item.number),
            title: self.frame.t1("family-wait", "what", what),
            lines,
            ..Card::default()
        })
    }

    fn handover(&self, case: &FamilyCase, item: &Item) -> Option<Card> {
        let CaseEvent::HandedOver {
            name,
            coordinator,
            school_keeps,
            school_contact,
            overlap,
            ..
        } = case.event_of(item)?
        else {
            return None;
        };
        let on = case.entry(item.number).map(|entry| self.frame.day(&entry.on))?;
        let (who, place) = (self.name(*coordinator), said(name));
        let values = [("who", who.value()), ("place", place.value()), ("on", on.value())];
        let mut lines = vec![
            self.frame.text("family-handover-to", &values),
            self.frame.t2(
                "family-handover-keeps",
                "words",
                said(school_keeps),
                "who",
                self.name(*school_contact),
            ),
        ];
        match case.ended(item).map(|entry| &entry.event) {
            Some(CaseEvent::HandoverReceived { words, .. }) => {
                lines.push(self.lasting("family-handover-met", words));
            }
            _ => lines.push(self.lasting("family-handover-meet", overlap)),
        }
        Some(Card {
            anchor: anchor(item.number),
            title: self.t("family-handover"),
            lines,
            ..Card::default()
        })
    }

    /// What is being tried now, one small step at a time.
    pub(super) fn trials(&self, case: &FamilyCase) -> Vec<Card> {
        let running = case.things(ItemKind::Cycle).into_iter();
        let running = running.filter(|item| item.ended.is_none());
        running.filter_map(|item| self.trial(case, item)).collect()
    }

    fn trial(&self, case: &FamilyCase, item: &Item) -> Option<Card> {
        let CaseEvent::CycleBegun {
            change,
            how,
            from,
            reflect_on,
            ..
        } = case.event_of(item)?
        else {
            return None;
        };
        let days = (self.frame.day(from), self.frame.day(reflect_on));
        let mut lines = vec![self.lasting("family-trial-change", change)];
        if item.ended.is_none() {
            lines.push(self.frame.t2("family-trial-days", "from", days.0, "on", days.1));
        }
        for entry in case.added(item) {
            match &entry.event {
                CaseEvent::CycleTried { words, .. } => lines.push(self.lasting("family-trial-tried", words)),
                CaseEvent::CycleReflected { words, .. } => lines.push(self.lasting("family-trial-seen", words)),
                _ => {}
            }
        }
        if let Some(CaseEvent::CycleAdjusted { how, words, .. }) = case.ended(item).map(|entry| &entry.event) {
            lines.push(self.learned(*how, words));
        }
        Some(Card {
            anchor: anchor(item.number),
            title: self.t("family-trial"),
            words: vec![(String::new(), said(how))],
            lines,
            ..Card::default()
        })
    }

    fn learned(&self, how: Learned, words: &casework::OwnWords) -> String {
        let key = match how {
            Learned::Keep => "family-learned-keep",
            Learned::Adjust => "family-learned-adjust",
            Learned::Stop => "family-learned-stop",
        };
        self.lasting(key, words)
    }

    /// What is over: goals and actions with how they went, trials with what was learned, and what was promised and kept
    /// the newest end first.
    pub(super) fn over(&self, case: &FamilyCase) -> Vec<Card> {
        let kinds = [ItemKind::Goal, ItemKind::Action, ItemKind::Cycle, ItemKind::Task];
        let items = kinds.into_iter().flat_map(|kind| case.things(kind));
        let mut over: Vec<(Sequence, Card)> = items
            .filter_map(|item| {
                let ended = case.ended(item)?;
                Some((ended.sequence, self.ended_thing(case, item, ended)?))
            })
            .collect();
        over.sort_by_key(|(ended, _)| core::cmp::Reverse(*ended));
        over.into_iter().map(|(_, card)| card).collect()
    }

    fn ended_thing(&self, case: &FamilyCase, item: &Item, ended: &Entry<CaseEvent>) -> Option<Card> {
        let on = self.frame.day(&ended.on);
        let (title, words, lines) = match (case.event_of(item)?, &ended.event) {
            (
                CaseEvent::GoalSet { words, .. } | CaseEvent::GoalChanged { words, .. },
                CaseEvent::GoalEnded { how, words: why, .. },
            ) => {
                let key = match how {
                    GoalEnd::Reached => "family-goal-reached",
                    GoalEnd::Partly => "family-goal-partly",
                    GoalEnd::Left => "family-goal-left",
                };
                ("family-goal", words, vec![on, self.lasting(key, why)])
            }
            (
                CaseEvent::ActionAgreed { words, .. } | CaseEvent::ActionChanged { words, .. },
                CaseEvent::ActionEnded { how, words: why, .. },
            ) => ("family-action", words, vec![on, self.learned(*how, why)]),
            (
                CaseEvent::TaskAgreed {
                    words, person, name, ..
                },
                CaseEvent::TaskDone { words: how, .. },
            ) => {
                let who = self.doer(*person, name.as_ref());
                let mut lines = vec![who, self.frame.t1("family-task-kept", "on", on)];
                lines.extend(how.as_ref().map(said));
                lines.retain(|line| !line.is_empty());
                ("family-task", words, lines)
            }
            (CaseEvent::CycleBegun { .. }, _) => return self.trial(case, item),
            _ => return None,
        };
        Some(Card {
            anchor: anchor(item.number),
            title: self.t(title),
            words: vec![(String::new(), said(words))],
            lines,
            ..Card::default()
        })
    }

    /// Who takes part, as what, and what for.
    pub(super) fn with_us(&self, case: &FamilyCase) -> Vec<Card> {
        let open = case.things(ItemKind::Participant).into_iter();
        let open = open.filter(|item| item.ended.is_none() && case.is_open());
        let card = |item: &Item| {
            let CaseEvent::ParticipantInvited {
                person,
                name,
                role: of,
                purpose,
                ..
            } = case.event_of(item)?
            else {
                return None;
            };
            Some(Card {
                anchor: anchor(item.number),
                title: format!("{} · {}", self.doer(*person, name.as_ref()), role(self.frame, *of)),
                lines: vec![said(purpose)],
                ..Card::default()
            })
        };
        open.filter_map(card).collect()
    }

    /// Both sides of the logbook, the newest first, with who and when. Where the family is protected, one parent
    /// does not read how it goes in the other's home.
    pub(super) fn log(&self, case: &FamilyCase) -> Vec<Card> {
        let logged = case.entries().filter_map(|entry| {
            let CaseEvent::Logged { side, words } = &entry.event else {
                return None;
            };
            if *side == LogSide::Home && entry.by != self.me && self.opened.seen.who.protected {
                return None;
            }
            let side = self.t(match side {
                LogSide::Home => "family-log-home",
                LogSide::School => "family-log-school",
            });
            Some(Card {
                anchor: anchor(entry.sequence),
                title: format!("{side} · {}", self.frame.day(&entry.on)),
                words: vec![(self.name(entry.by), said(words))],
                ..Card::default()
            })
        });
        logged.collect()
    }
}
