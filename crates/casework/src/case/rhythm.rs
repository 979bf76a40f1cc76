//! Who has the ball, what comes next and by when: worked out from the entries, never kept.

use super::event::CaseEvent;
use super::item::{Item, ItemKind};
use super::state::{Case, Coordinator};
use super::vocabulary::{OtherPlan, WaitFor, WaitStep};
use crate::deadline::ClosedDays;
use crate::history::{Entry, Sequence};
use crate::id::PersonId;
use crate::problem::{Check, Problem, Problems};
use crate::words::OwnWords;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The rhythm a municipality keeps. Defaults are those of the model: follow-up within four weeks, two in trials, news to
/// all within fourteen days, aftercare after 4 and 12 weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rhythm {
    /// Days between updates to everybody.
    pub update_days: u16,
    /// Days between follow-ups.
    pub follow_up_days: u16,
    /// Days between follow-ups while something is tried.
    pub trial_days: u16,
    /// Weeks after closing when it is asked how it goes, the first time.
    pub first_aftercare_weeks: u16,
    /// The second time.
    pub second_aftercare_weeks: u16,
    /// A case is not closed when a holiday or transition begins within so many days.
    pub break_days: u16,
    /// More people than this at a meeting is pointed out.
    pub many_at_meeting: u16,
    /// As many actions begun in one week is pointed out.
    pub many_in_week: u16,
    /// Every so many days somebody asks PPR how far it is; never, when none.
    pub ask_ppr_days: u16,
    /// The same of psychiatry, besides the days of the patients' right.
    pub ask_psychiatry_days: u16,
    /// The same of the family department.
    pub ask_family_days: u16,
    /// The same of anything else that is waited for.
    pub ask_other_days: u16,
    /// Every so many months a support plan is looked at together; never, when none. The expert group of 2025 proposes
    /// three; it is no law.
    pub support_plan_months: u16,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self {
            update_days: 14,
            follow_up_days: 28,
            trial_days: 14,
            first_aftercare_weeks: 4,
            second_aftercare_weeks: 12,
            break_days: 14,
            many_at_meeting: 6,
            many_in_week: 3,
            ask_ppr_days: 0,
            ask_psychiatry_days: 0,
            ask_family_days: 0,
            ask_other_days: 0,
            support_plan_months: 0,
        }
    }
}

/// What is due in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// There is nobody who coordinates: the oldest of all.
    Gap,
    /// News to everybody.
    Update,
    /// A follow-up.
    FollowUp,
    /// The next step of whoever has the ball.
    Ball,
    /// An answer that was asked for.
    Contribution,
    /// An action is followed up.
    Action,
    /// A trial is looked at.
    Cycle,
    /// A goal's day.
    Goal,
    /// A meeting.
    Meeting,
    /// A task.
    Task,
    /// A contact with a child who is away or waits.
    Contact,
    /// An action that is for a period: it has been tried until today.
    ActionEnds,
    /// Old and new meet the child or the family together.
    Overlap,
    /// Somebody asks how far it is.
    WaitAsks,
    /// A support plan is looked at together.
    SupportPlan,
    /// Psychiatry: the assessment should have begun.
    WaitBegins,
    /// Psychiatry: assessed, and treatment begun.
    WaitTreats,
    /// A shorter timetable is looked at again.
    Timetable,
    /// A plan for the children's environment must be ready.
    Environment,
    /// A plan for the children's environment is looked at again.
    EnvironmentAgain,
    /// The pause ends.
    Pause,
    /// A ground runs out.
    Ground,
    /// The child is asked again.
    AskAgain,
    /// Aftercare.
    Aftercare,
}

impl DueKind {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Gap,
        Self::Update,
        Self::FollowUp,
        Self::Ball,
        Self::Contribution,
        Self::Action,
        Self::Cycle,
        Self::Goal,
        Self::Meeting,
        Self::Task,
        Self::Contact,
        Self::ActionEnds,
        Self::Overlap,
        Self::WaitAsks,
        Self::SupportPlan,
        Self::WaitBegins,
        Self::WaitTreats,
        Self::Timetable,
        Self::Environment,
        Self::EnvironmentAgain,
        Self::Pause,
        Self::Ground,
        Self::AskAgain,
        Self::Aftercare,
    ];

    /// The word it goes by in text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Update => "update",
            Self::FollowUp => "follow-up",
            Self::Ball => "ball",
            Self::Contribution => "contribution",
            Self::Action => "action",
            Self::Cycle => "cycle",
            Self::Goal => "goal",
            Self::Meeting => "meeting",
            Self::Task => "task",
            Self::Contact => "contact",
            Self::ActionEnds => "action-ends",
            Self::Overlap => "overlap",
            Self::WaitAsks => "wait-asks",
            Self::SupportPlan => "support-plan",
            Self::WaitBegins => "wait-begins",
            Self::WaitTreats => "wait-treats",
            Self::Timetable => "timetable",
            Self::Environment => "environment",
            Self::EnvironmentAgain => "environment-again",
            Self::Pause => "pause",
            Self::Ground => "ground",
            Self::AskAgain => "ask-again",
            Self::Aftercare => "aftercare",
        }
    }

    /// The forms that answer it, the nearest first; not each is offered at every time.
    const fn acts(self) -> &'static [&'static str] {
        match self {
            Self::Gap => &["coordinator_changed", "coordinator_back"],
            Self::Update => &["update_given"],
            Self::FollowUp => &["followed_up"],
            Self::Ball => &["ball_passed", "update_given"],
            Self::Contribution => &["contribution_given"],
            Self::Action => &["action_followed_up", "action_changed", "action_ended"],
            Self::Cycle => &["cycle_adjusted", "cycle_reflected", "cycle_tried"],
            Self::Goal => &["goal_ended", "goal_changed"],
            Self::Meeting => &["meeting_held", "meeting_moved"],
            Self::Task => &["task_done"],
            Self::Contact => &["contact_made"],
            Self::ActionEnds => &["action_ended", "action_changed"],
            Self::Overlap => &["overlap_done"],
            Self::SupportPlan => &["followed_up", "other_plan_noted"],
            Self::WaitBegins | Self::WaitTreats | Self::WaitAsks => &["wait_moved", "wait_ended"],
            Self::Timetable => &["reduced_timetable", "reduced_timetable_ended"],
            Self::Environment => &["environment_planned"],
            Self::EnvironmentAgain => &["environment_planned", "environment_ended"],
            Self::Pause => &["resumed"],
            Self::Ground => &["ground_recorded", "ground_withdrawn"],
            Self::AskAgain => &["child_not_heard"],
            Self::Aftercare => &["aftercare_checked", "reopened"],
        }
    }
}

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// By when.
    pub by: Date,
    /// What.
    pub what: DueKind,
    /// The thing it is about.
    pub item: Option<Sequence>,
    /// Whose it is; nobody with an account when nothing.
    pub whose: Option<PersonId>,
}

/// Who has the ball.
#[derive(Clone, PartialEq, Eq)]
pub enum Holder {
    /// A member of staff.
    Person(PersonId),
    /// Somebody without an account.
    Outside(OwnWords),
}

/// Who has the ball, and what comes next. Always somebody: the coordinator when nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Ball {
    /// Who.
    pub holder: Holder,
    /// The next step, when it has been said.
    pub next_step: Option<OwnWords>,
    /// By when.
    pub by: Option<Date>,
}

/// One number of the rhythm: its name in forms and text keys, the least and the most it can be.
pub type RhythmField = (&'static str, u16, u16);

impl Rhythm {
    /// Its numbers, in the order of the form, all in days but the weeks of aftercare, the two counts and the months at the
    /// end.
    pub const FIELDS: &[RhythmField] = &[
        ("update_days", 1, 60),
        ("follow_up_days", 1, 90),
        ("trial_days", 1, 60),
        ("first_aftercare_weeks", 1, 26),
        ("second_aftercare_weeks", 1, 52),
        ("break_days", 0, 120),
        ("many_at_meeting", 2, 30),
        ("many_in_week", 1, 20),
        ("ask_ppr_days", 0, 180),
        ("ask_psychiatry_days", 0, 180),
        ("ask_family_days", 0, 180),
        ("ask_other_days", 0, 180),
        ("support_plan_months", 0, 12),
    ];

    /// How often somebody asks how far it is, by what is waited for; never where the municipality has said nothing.
    pub const fn ask_every(&self, waits_for: WaitFor) -> Option<u16> {
        let days = match waits_for {
            WaitFor::Ppr => self.ask_ppr_days,
            WaitFor::Psychiatry => self.ask_psychiatry_days,
            WaitFor::FamilyDepartment => self.ask_family_days,
            WaitFor::Other => self.ask_other_days,
        };
        if days == 0 { None } else { Some(days) }
    }

    const fn all(&self) -> [u16; 13] {
        [
            self.update_days,
            self.follow_up_days,
            self.trial_days,
            self.first_aftercare_weeks,
            self.second_aftercare_weeks,
            self.break_days,
            self.many_at_meeting,
            self.many_in_week,
            self.ask_ppr_days,
            self.ask_psychiatry_days,
            self.ask_family_days,
            self.ask_other_days,
            self.support_plan_months,
        ]
    }

    /// Each number with its field.
    pub fn fields(&self) -> impl Iterator<Item = (RhythmField, u16)> {
        Self::FIELDS.iter().copied().zip(self.all())
    }

    /// Whether every number lies where it can, and the second aftercare after the first.
    ///
    /// # Errors
    /// All that do not.
    pub fn check(self) -> Result<Self, Problems> {
        let mut check = Check::default();
        for ((field, least, most), value) in self.fields() {
            let (value, least, most) = (u32::from(value), u32::from(least), u32::from(most));
            check.that(
                (least..=most).contains(&value),
                Problem::OutOfRange {
                    field,
                    value,
                    least,
                    most,
                },
            );
        }
        let (first, second) = (self.first_aftercare_weeks, self.second_aftercare_weeks);
        check.that(
            first < second,
            Problem::OutOfRange {
                field: "second_aftercare_weeks",
                value: u32::from(second),
                least: u32::from(first) + 1,
                most: 52,
            },
        );
        check.done(Some(self))
    }
}

fn plus_days(day: Date, days: u16) -> Date {
    day.saturating_add(Span::new().days(i64::from(days)))
}

impl Case {
    /// Who has the ball now.
    pub fn ball(&self) -> Ball {
        let since = self.coordinator().number;
        let passed = self.history.iter().rev().take_while(|entry| entry.sequence > since);
        let mut passed = passed.filter(|_| self.is_open());
        let said = passed.find_map(|entry| match &entry.event {
            CaseEvent::BallPassed {
                person,
                name,
                next_step,
                by,
            } => {
                let holder = match (person, name) {
                    (Some(person), _) => Holder::Person(*person),
                    (None, name) => Holder::Outside(name.clone()?),
                };
                Some(Ball {
                    holder,
                    next_step: Some(next_step.clone()),
                    by: Some(*by),
                })
            }
            CaseEvent::UpdateGiven { next_step, next_on, .. } => Some(Ball {
                holder: self.carrier(),
                next_step: Some(next_step.clone()),
                by: Some(*next_on),
            }),
            _ => None,
        });
        said.unwrap_or_else(|| Ball {
            holder: self.carrier(),
            next_step: None,
            by: None,
        })
    }

    /// Who coordinates today: who stands in, or the coordinator.
    fn carrier(&self) -> Holder {
        match (self.away.and_then(|away| away.stand_in), &self.coordinator().who) {
            (Some(stand_in), _) => Holder::Person(stand_in),
            (None, Coordinator::Person(one)) => Holder::Person(*one),
            (None, Coordinator::Outside(name)) => Holder::Outside(name.clone()),
        }
    }

    fn carrying_person(&self) -> Option<PersonId> {
        match self.carrier() {
            Holder::Person(one) => Some(one),
            Holder::Outside(_) => Some(self.school_contact),
        }
    }

    /// Since when nobody coordinates; `left` says when a member of staff left for good.
    pub fn gap_since(&self, today: Date, left: &dyn Fn(PersonId) -> Option<Date>) -> Option<Date> {
        if !self.is_open() {
            return None;
        }
        let away = self.away.filter(|away| away.stand_in.is_none()).map(|away| away.from);
        let gone = match self.carrier() {
            Holder::Person(one) => left(one),
            Holder::Outside(_) => None,
        };
        [away, gone].into_iter().flatten().filter(|day| *day <= today).min()
    }

    /// Everything that is due, the earliest first. Days are calendar days, except the gap: one working day.
    pub fn dues(
        &self,
        today: Date,
        rhythm: &Rhythm,
        closed_days: ClosedDays,
        left: &dyn Fn(PersonId) -> Option<Date>,
    ) -> Vec<Due> {
        let mut dues = Vec::new();
        if self.is_open() {
            if let Some(since) = self.gap_since(today, left) {
                let by = closed_days.working_days_after(since, 1);
                dues.push(Self::new_due(DueKind::Gap, by, None, Some(self.school_contact)));
            }
            self.of_the_case(rhythm, &mut dues);
            for item in [
                ItemKind::Contribution,
                ItemKind::Action,
                ItemKind::Cycle,
                ItemKind::Goal,
                ItemKind::Meeting,
                ItemKind::Task,
                ItemKind::Wait,
                ItemKind::ReducedTimetable,
                ItemKind::Environment,
                ItemKind::Ground,
            ]
            .into_iter()
            .flat_map(|kind| self.items.open(kind))
            {
                self.of_a_thing(item, today, rhythm, &mut dues);
            }
        } else {
            dues.extend(self.aftercare(rhythm));
        }
        // Nobody to coordinate comes before anything else there is to do.
        dues.sort_by_key(|due| (due.what != DueKind::Gap, due.clone()));
        dues
    }

    /// The forms that answer what is due, the nearest first; of a trial only its next step.
    pub fn answers(&self, due: &Due) -> Vec<&'static str> {
        let mut acts: Vec<_> = due.what.acts().to_vec();
        acts.retain(|act| self.offers(act, due.item));
        if due.what == DueKind::Cycle {
            acts.truncate(1);
        }
        acts
    }

    const fn new_due(what: DueKind, by: Date, item: Option<Sequence>, whose: Option<PersonId>) -> Due {
        Due { by, what, item, whose }
    }

    fn due(&self, what: DueKind, by: Date, item: Option<Sequence>) -> Due {
        Self::new_due(what, by, item, self.carrying_person())
    }

    fn last_on(&self, of: fn(&CaseEvent) -> bool) -> Option<Date> {
        let last = self.history.iter().rev().find(|entry| of(&entry.event));
        last.map(|entry| entry.on)
    }

    fn of_the_case(&self, rhythm: &Rhythm, dues: &mut Vec<Due>) {
        if let Some(until) = self.paused {
            // A pause is a lawful state: nothing else of the rhythm asks until its day.
            dues.push(self.due(DueKind::Pause, until, None));
            return;
        }
        let told = self.last_on(|event| matches!(event, CaseEvent::UpdateGiven { .. }));
        let told = told.unwrap_or(self.open_since).max(self.open_since);
        dues.push(self.due(DueKind::Update, plus_days(told, rhythm.update_days), None));
        dues.push(self.due(DueKind::FollowUp, self.follow_up_on(rhythm), None));
        let ball = self.ball();
        if let (Some(by), Holder::Person(whose)) = (ball.by, &ball.holder) {
            dues.push(Self::new_due(DueKind::Ball, by, None, Some(*whose)));
        }
        dues.extend(self.next_contact().map(|by| self.due(DueKind::Contact, by, None)));
        dues.extend(self.ask_child_again().map(|by| self.due(DueKind::AskAgain, by, None)));
        dues.extend(self.overlap_by(rhythm).map(|by| self.due(DueKind::Overlap, by, None)));
        let plan = self.support_plan_on(rhythm);
        dues.extend(plan.map(|(number, by)| self.due(DueKind::SupportPlan, by, Some(number))));
    }

    /// The next follow-up: the day people set, or the rhythm's.
    pub fn follow_up_on(&self, rhythm: &Rhythm) -> Date {
        let set = self
            .history
            .iter()
            .rev()
            .take_while(|entry| entry.on >= self.open_since);
        let mut set = set.filter_map(|entry| match &entry.event {
            CaseEvent::PlanAgreed { follow_up_on, .. } => Some(*follow_up_on),
            CaseEvent::FollowedUp { next_on, .. } => Some(*next_on),
            _ => None,
        });
        let tried = self.items.open(ItemKind::Cycle).next().is_some();
        let days = if tried {
            rhythm.trial_days
        } else {
            rhythm.follow_up_days
        };
        let last = self.last_on(|event| matches!(event, CaseEvent::FollowedUp { .. } | CaseEvent::PlanAgreed { .. }));
        let latest = plus_days(last.unwrap_or(self.open_since).max(self.open_since), days);
        set.next().map_or(latest, |set| set.min(latest))
    }

    /// When the next contact with a child who is away or waits is due.
    fn next_contact(&self) -> Option<Date> {
        let waits = |number| self.items.get(number).is_some_and(|item| item.ended.is_none());
        // The newest plan counts; one for the way back ends the contacts of the time away.
        let newest = self.history.iter().rev().find(|entry| match &entry.event {
            CaseEvent::AwayPlanned { .. } | CaseEvent::ReturnPlanned { .. } => true,
            CaseEvent::WaitBegun { .. } => waits(entry.sequence),
            _ => false,
        });
        let every = newest.and_then(|entry| match &entry.event {
            CaseEvent::AwayPlanned { every_days, .. } | CaseEvent::WaitBegun { every_days, .. } => {
                Some((*every_days, entry.on))
            }
            _ => None,
        });
        let (every, planned) = every?;
        let made = self.history.iter().filter_map(|entry| match &entry.event {
            CaseEvent::ContactMade { on, .. } => Some(*on),
            _ => None,
        });
        let last = made.max().unwrap_or(planned).max(planned);
        Some(plus_days(last, u16::try_from(every).unwrap_or(u16::MAX)))
    }

    fn ask_child_again(&self) -> Option<Date> {
        let (_, again_on, number) = self.not_heard.last()?;
        let heard_since = self.heard.iter().any(|(_, heard)| heard > number);
        (!heard_since).then_some(*again_on)
    }

    fn of_a_thing(&self, item: &Item, today: Date, rhythm: &Rhythm, dues: &mut Vec<Due>) {
        let number = Some(item.number);
        let people = self.people(today);
        let mut add = |what, by, whose: Option<PersonId>| {
            // Whoever does not take part cannot see that it is due; the coordinator asks.
            let whose = whose.filter(|one| people.contains(one)).or(self.carrying_person());
            dues.push(Self::new_due(what, by, number, whose));
        };
        match self.event_of(item) {
            Some(CaseEvent::ContributionAsked { person, due, .. }) => {
                // Whoever is asked has the question without the case; when the day has passed the coordinator asks again.
                let whose = person.filter(|_| today <= *due).or(self.carrying_person());
                dues.push(Self::new_due(DueKind::Contribution, *due, number, whose));
            }
            Some(CaseEvent::ActionAgreed { person, .. } | CaseEvent::ActionChanged { person, .. }) => {
                let on = self.action_follow_up(item).unwrap_or(today);
                add(DueKind::Action, on, *person);
                let until = self.event_of(item).and_then(CaseEvent::action).and_then(|agreed| agreed.until);
                if let Some(until) = until {
                    add(DueKind::ActionEnds, until, *person);
                }
            }
            Some(CaseEvent::CycleBegun { reflect_on, .. }) => add(DueKind::Cycle, *reflect_on, None),
            Some(CaseEvent::GoalSet { by, .. } | CaseEvent::GoalChanged { by, .. }) => add(DueKind::Goal, *by, None),
            Some(CaseEvent::MeetingPlanned { chair, .. }) => {
                let on = self.meeting_on(item.number).unwrap_or(today);
                add(DueKind::Meeting, on, Some(*chair));
            }
            Some(CaseEvent::TaskAgreed { person, due, .. }) => add(DueKind::Task, *due, *person),
            Some(CaseEvent::ReducedTimetable { review_on, until, .. }) => {
                // The newest is what is in force; one agreed anew has taken the place of those before it.
                let newest = self.items.open(ItemKind::ReducedTimetable).next_back();
                if newest.is_some_and(|newest| newest.number == item.number) {
                    add(DueKind::Timetable, *review_on.min(until), None);
                }
            }
            Some(CaseEvent::EnvironmentTold { due, .. }) => match self.environment_plan(item.number) {
                None => add(DueKind::Environment, *due, None),
                Some(Entry {
                    event:
                        CaseEvent::EnvironmentPlanned {
                            person, follow_up_on, ..
                        },
                    ..
                }) => add(DueKind::EnvironmentAgain, *follow_up_on, *person),
                Some(_) => {}
            },
            Some(CaseEvent::GroundRecorded {
                kind,
                until: Some(until),
                ..
            }) => {
                // Renewed, it asks no more: another of its kind holds after it, or today when it has run out.
                let after = plus_days(*until, 1).max(today);
                if !self.holds(*kind, after) {
                    add(DueKind::Ground, *until, None);
                }
            }
            Some(CaseEvent::WaitBegun { waits_for, sent_on, .. }) => {
                let moved: Vec<(WaitStep, Date)> = self.wait_steps(item).collect();
                let has = |step| moved.iter().any(|(of, _)| *of == step);
                if *waits_for == WaitFor::Psychiatry && !has(WaitStep::TreatmentBegun) {
                    // The clock informs; it is no legal claim. That the referral was received stops nothing.
                    if !has(WaitStep::ExaminationBegun) {
                        add(DueKind::WaitBegins, plus_days(*sent_on, 30), None);
                    }
                    add(DueKind::WaitTreats, plus_days(*sent_on, 60), None);
                }
                if let Some(days) = rhythm.ask_every(*waits_for) {
                    let last = moved.iter().map(|(_, on)| *on).max().unwrap_or(*sent_on);
                    add(DueKind::WaitAsks, plus_days(last.max(*sent_on), days), None);
                }
            }
            _ => {}
        }
    }

    /// What happened in a wait, and when, oldest entry first.
    pub fn wait_steps(&self, wait: &Item) -> impl Iterator<Item = (WaitStep, Date)> {
        let moved = wait.added.iter().filter_map(|number| self.entry(*number));
        moved.filter_map(|entry| match &entry.event {
            CaseEvent::WaitMoved { step, on, .. } => Some((*step, *on)),
            _ => None,
        })
    }

    /// How many days have been waited: until today, or until it ended.
    pub fn waited_days(&self, wait: &Item, today: Date) -> Option<u32> {
        let CaseEvent::WaitBegun { sent_on, .. } = self.event_of(wait)? else {
            return None;
        };
        let ended = wait.ended.and_then(|number| self.entry(number)).map(|entry| &entry.event);
        let until = match ended {
            Some(CaseEvent::WaitEnded { on, .. }) => *on,
            _ => today,
        };
        u32::try_from(until.duration_since(*sent_on).as_hours() / 24).ok()
    }

    /// When old and new are to have met, while they have not: the day agreed, or within the days of an update.
    fn overlap_by(&self, rhythm: &Rhythm) -> Option<Date> {
        let entry = self.overlap_open()?;
        Some(match &entry.event {
            CaseEvent::CoordinatorChanged {
                overlap_until: Some(until),
                ..
            } => *until,
            _ => plus_days(entry.on, rhythm.update_days),
        })
    }

    /// When a support plan others keep is looked at together again, where the municipality asks for it: counted from the day
    /// it was made, or the last follow-up since.
    fn support_plan_on(&self, rhythm: &Rhythm) -> Option<(Sequence, Date)> {
        let mut plans = self.items.of(ItemKind::OtherPlan).filter_map(|item| match self.event_of(item)? {
            CaseEvent::OtherPlanNoted {
                kind: OtherPlan::SupportPlan,
                made_on,
                ..
            } => Some((item.number, *made_on)),
            _ => None,
        });
        let (number, made_on) = plans.next_back().filter(|_| rhythm.support_plan_months > 0)?;
        let looked = self.last_on(|event| matches!(event, CaseEvent::FollowedUp { .. }));
        let since = looked.map_or(made_on, |looked| looked.max(made_on));
        let months = Span::new().months(i64::from(rhythm.support_plan_months));
        Some((number, since.saturating_add(months)))
    }

    /// The next aftercare check of a closed case.
    fn aftercare(&self, rhythm: &Rhythm) -> Option<Due> {
        let by = self.aftercare_on(rhythm)?;
        Some(self.due(DueKind::Aftercare, by, None))
    }

    /// The next day after closing on which it is asked how it goes.
    pub fn aftercare_on(&self, rhythm: &Rhythm) -> Option<Date> {
        let closed = self.closed?;
        let closed_on = self.entry(closed)?.on;
        let after = self.history.iter().filter(|entry| entry.sequence > closed);
        let checks = after.filter(|entry| matches!(entry.event, CaseEvent::AftercareChecked { .. }));
        let weeks = match checks.count() {
            0 => rhythm.first_aftercare_weeks,
            1 => rhythm.second_aftercare_weeks,
            _ => return None,
        };
        Some(plus_days(closed_on, weeks.saturating_mul(7)))
    }

    /// Actions that begin in the same week as many others: a load on the child that is pointed out, not blocked.
    pub fn actions_in_week(&self, of: Date) -> usize {
        let week = of.iso_week_date();
        let begins = |item: &Item| Some(self.event_of(item)?.action()?.from);
        let same = |day: Date| (day.iso_week_date().year(), day.iso_week_date().week()) == (week.year(), week.week());
        self.items
            .open(ItemKind::Action)
            .filter_map(begins)
            .filter(|day| same(*day))
            .count()
    }
}
