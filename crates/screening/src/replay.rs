//! Day by day, as it would have been said at the time: nothing is known before it was noted.
//!
//! Source: `contracts/open_folder.md`, *replay*. A mark, a part day or a noting is known from the day of its `noted_at`.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::thread;

use attendance::{ClassIx, PupilDay, PupilIx, Register, SchoolYear, Slot, SlotState, Span};
use jiff::civil::Date;
use signals::{Account, Budget, Cut, DayEvidence, Depth, Detector, DetectorError, Hint, Parameters, PartDay};
use statute::{Comparator, Days, Reading, Rule, RulePack, Unit, Version};

use crate::early::detector;

/// One thing that becomes known on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day it is known from.
    pub known_on: Date,
    /// What becomes known.
    pub news: News,
}

/// What becomes known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A note of a pupil gets a state; later events win.
    State {
        /// The pupil.
        pupil: PupilIx,
        /// The day it is about; may lie ahead.
        day: Date,
        /// The note.
        slot: Slot,
        /// The state.
        state: SlotState,
        /// How many minutes late, where the state is a late arrival and that was noted.
        minutes: Option<u16>,
    },
    /// Some lessons of a day away.
    Part {
        /// The pupil.
        pupil: PupilIx,
        /// The day.
        day: Date,
        /// What is known of it.
        part: PartDay,
    },
    /// A note of a class was taken.
    Noting {
        /// The class.
        class: ClassIx,
        /// The day.
        day: Date,
        /// The note.
        slot: Slot,
    },
}

/// What would have been said on a day.
#[derive(Clone, Debug)]
pub struct Alert<'r> {
    /// The day.
    pub date: Date,
    /// About whom.
    pub pupil: PupilIx,
    /// The class that day.
    pub class: ClassIx,
    /// What.
    pub said: Said<'r>,
}

/// What was said.
#[derive(Clone, Debug)]
pub enum Said<'r> {
    /// A rule is known to hold.
    Finding {
        /// The rule.
        rule: &'r Rule,
        /// Its version.
        version: &'r Version,
        /// What was counted.
        reading: Reading,
    },
    /// The grouped early sign of one child.
    Hint(Hint),
}

/// School days a rule must have ceased to hold before it is told of again.
const CEASED: u32 = 20;

/// What is replayed.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'r> {
    /// The rules; those with a trial version should be [`RulePack::on_trial`] already.
    pub rules: &'r RulePack,
    /// The parameters of the ledger.
    pub parameters: &'r Parameters,
    /// New hints per class and month.
    pub budget: Budget,
    /// The first and last day alerts are wanted for; days before it are history.
    pub span: Span,
}

/// The early signs of a replay.
#[derive(Clone, Debug)]
pub struct HintsSaid {
    /// Every hint, in the order of days.
    pub hints: Vec<Hint>,
    /// The cut of the last school year in the span; none when the span has no school day.
    pub cut: Option<Cut>,
}

/// What one day of a replay brings, in turn.
#[derive(Clone, Copy)]
enum Step {
    /// Something becomes known.
    Learn(News),
    /// The day is over: what is said of it?
    Ask,
}

/// Walks the days: on each the events known by then, then the question.
fn each_day(days: &[Date], events: &[Event], mut step: impl FnMut(Step, Date)) {
    let mut events = events.iter().peekable();
    for day in days {
        while let Some(event) = events.next_if(|e| e.known_on <= *day) {
            step(Step::Learn(event.news), *day);
        }
        step(Step::Ask, *day);
    }
}

impl<'r> Replay<'r> {
    /// Says day by day what would have been said: of each day the findings, then the hints. `roster` holds no mark;
    /// `events` are in the order they become known.
    ///
    /// Findings and hints know nothing of each other, so each walks the days on a thread of its own. `progress` is told
    /// after each day how many of how many are done.
    ///
    /// # Errors
    /// When the register has more school days than a detector can hold.
    pub fn run(
        self,
        roster: Register,
        events: &[Event],
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Vec<Alert<'r>>, DetectorError> {
        let days = self.days(&roster);
        let mut hints = Hints::new(self, roster.clone())?;
        let mut findings = Findings::new(self, roster);
        let mut alerts = thread::scope(|scope| {
            let findings = scope.spawn(|| {
                each_day(&days, events, |step, day| match step {
                    Step::Learn(news) => findings.learn(news, day),
                    Step::Ask => findings.ask(day),
                });
                findings.alerts
            });
            let walked = hints.walk(&days, events, &mut progress);
            let findings = findings.join().unwrap_or_else(|panic| resume_unwind(panic));
            walked.map(|()| findings)
        })?;
        alerts.append(&mut hints.alerts);
        // Stable: of one day the findings come first, each kind in its own order.
        alerts.sort_by_key(|alert| alert.date);
        Ok(alerts)
    }

    /// The early signs alone, as [`Replay::run`] says them.
    ///
    /// # Errors
    /// As [`Replay::run`].
    pub fn hints(
        self,
        roster: Register,
        events: &[Event],
        mut progress: impl FnMut(usize, usize),
    ) -> Result<HintsSaid, DetectorError> {
        let days = self.days(&roster);
        let mut hints = Hints::new(self, roster)?;
        hints.walk(&days, events, &mut progress)?;
        let cut = hints.detector.cut();
        let said = hints.alerts.into_iter().filter_map(|alert| match alert.said {
            Said::Hint(hint) => Some(hint),
            Said::Finding { .. } => None,
        });
        Ok(HintsSaid {
            hints: said.collect(),
            cut,
        })
    }

    /// A pupil's whole sum on the last day of the span, from what was known by then; `None` when the pupil has had no
    /// school day. For command-line tools only, never a page.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn account(self, roster: Register, events: &[Event], pupil: PupilIx) -> Result<Option<Account>, DetectorError> {
        let days = self.days(&roster);
        let mut hints = Hints::new(self, roster)?;
        hints.walk(&days, events, &mut |_, _| {})?;
        Ok(hints.detector.explain(pupil))
    }

    /// Every school day of every calendar up to the last one wanted, oldest first.
    fn days(&self, roster: &Register) -> Vec<Date> {
        let mut days: Vec<Date> = (0..roster.class_count())
            .filter_map(|c| roster.class_calendar(ClassIx::new(c)))
            .flat_map(|c| c.days().iter().copied())
            .filter(|day| *day <= self.span.to)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Lets a register know one piece of news. Only marks that are counted come as events, so none can be refused.
fn take_in(register: &mut Register, news: News) {
    match news {
        News::State {
            pupil,
            day,
            slot,
            state,
            ..
        } => {
            let set = register.set(pupil, day, slot, state);
            debug_assert!(set.is_ok(), "{pupil:?} {day}: {set:?}");
        }
        News::Noting { class, day, slot } => {
            register.note_class(class, day, slot);
        }
        News::Part { .. } => {}
    }
}

/// What is known so far of days beside the states of their notes.
#[derive(Default)]
struct Beside {
    parts: HashMap<(PupilIx, Date), PartDay>,
    minutes: HashMap<(PupilIx, Date), u16>,
}

impl Beside {
    fn evidence(&self, pupil: PupilIx, of: &PupilDay) -> DayEvidence {
        let day = (pupil, of.view.date);
        let (part, minutes) = (self.parts.get(&day).copied(), self.minutes.get(&day).copied());
        DayEvidence::of(&of.view, part, minutes, of.after_gap)
    }
}

/// Pupils ever enrolled in each class.
fn members(register: &Register) -> Vec<Vec<PupilIx>> {
    let mut members = vec![Vec::new(); register.class_count() as usize];
    for pupil in register.pupils() {
        for enrolment in register.enrolments(pupil) {
            if let Some(class) = members
                .get_mut(enrolment.class.index())
                .filter(|m: &&mut Vec<PupilIx>| m.last() != Some(&pupil))
            {
                class.push(pupil);
            }
        }
    }
    members
}

/// The early signs of a replay.
struct Hints<'r> {
    replay: Replay<'r>,
    register: Register,
    detector: Detector<'r>,
    beside: Beside,
    /// Pupils ever enrolled in each class.
    members: Vec<Vec<PupilIx>>,
    alerts: Vec<Alert<'r>>,
}

impl<'r> Hints<'r> {
    fn new(replay: Replay<'r>, register: Register) -> Result<Self, DetectorError> {
        Ok(Self {
            members: members(&register),
            detector: detector(&register, replay.parameters, Depth::Hints, replay.budget)?,
            replay,
            register,
            beside: Beside::default(),
            alerts: Vec::new(),
        })
    }

    /// Walks the days to the end.
    fn walk(
        &mut self,
        days: &[Date],
        events: &[Event],
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), DetectorError> {
        let (mut done, mut stopped) = (0, Ok(()));
        each_day(days, events, |step, day| {
            if stopped.is_err() {
                return;
            }
            match step {
                Step::Learn(news) => stopped = self.learn(news, day),
                Step::Ask => {
                    stopped = self.ask(day);
                    done += 1;
                    progress(done, days.len());
                }
            }
        });
        stopped
    }

    /// Takes in one piece of news; what it says of days already told of is told the detector again.
    fn learn(&mut self, news: News, today: Date) -> Result<(), DetectorError> {
        match news {
            News::State {
                pupil,
                day,
                slot,
                minutes,
                ..
            } => {
                if slot == Slot::Start {
                    match minutes {
                        Some(minutes) => self.beside.minutes.insert((pupil, day), minutes),
                        None => self.beside.minutes.remove(&(pupil, day)),
                    };
                }
                let class = self.register.enrolment_on(pupil, day).map(|e| e.class);
                let noted = class.and_then(|c| self.register.class_noted(c, day, slot));
                take_in(&mut self.register, news);
                if day < today {
                    self.record(pupil, day)?;
                    if let (Some(class), Some(false)) = (class, noted) {
                        self.record_class(class, day)?;
                    }
                }
            }
            News::Part { pupil, day, part } => {
                self.beside.parts.insert((pupil, day), part);
                if day < today {
                    self.record(pupil, day)?;
                }
            }
            News::Noting { class, day, slot } => {
                let new = self.register.class_noted(class, day, slot) == Some(false);
                take_in(&mut self.register, news);
                if new && day < today {
                    self.record_class(class, day)?;
                }
            }
        }
        Ok(())
    }

    fn record(&mut self, pupil: PupilIx, day: Date) -> Result<(), DetectorError> {
        let Some(of) = self.register.school_day(pupil, day) else {
            return Ok(());
        };
        self.detector
            .record(pupil, of.view.class, &self.beside.evidence(pupil, &of))
    }

    fn record_class(&mut self, class: ClassIx, day: Date) -> Result<(), DetectorError> {
        let members = self
            .members
            .get_mut(class.index())
            .map(core::mem::take)
            .unwrap_or_default();
        for pupil in &members {
            if self
                .register
                .enrolment_on(*pupil, day)
                .is_some_and(|e| e.class == class)
            {
                self.record(*pupil, day)?;
            }
        }
        if let Some(place) = self.members.get_mut(class.index()) {
            *place = members;
        }
        Ok(())
    }

    /// The hints of one school day.
    fn ask(&mut self, day: Date) -> Result<(), DetectorError> {
        let today = self.register.on_day(day);
        for pupil in self.register.pupils() {
            if let Some(of) = today.of(pupil) {
                let evidence = self.beside.evidence(pupil, &of);
                self.detector.record(pupil, of.view.class, &evidence)?;
            }
        }
        self.detector.close(day);
        if self.replay.span.contains(day) {
            let hints = self.detector.hints().into_iter().map(|hint| Alert {
                date: day,
                pupil: hint.pupil,
                class: hint.class,
                said: Said::Hint(hint),
            });
            self.alerts.extend(hints);
        }
        Ok(())
    }
}

/// What is known of a pupil's findings from one day to the next.
#[derive(Clone, Copy, Debug, Default)]
struct Followed {
    /// Some rule held when last asked.
    holding: bool,
    /// Something became known since.
    news: bool,
    /// School days so far, and of the school year.
    so_far: u32,
    of_year: u32,
}

/// The findings of a replay.
struct Findings<'r> {
    replay: Replay<'r>,
    register: Register,
    followed: Vec<Followed>,
    /// Per pupil and rule: how many school days the pupil had had when it last held; none yet is 0.
    held: Vec<u32>,
    year: Option<SchoolYear>,
    /// Pupils ever enrolled in each class, where some rule counts spells; else empty.
    members: Vec<Vec<PupilIx>>,
    alerts: Vec<Alert<'r>>,
}

impl<'r> Findings<'r> {
    fn new(replay: Replay<'r>, register: Register) -> Self {
        let pupils = register.pupil_count() as usize;
        let spells = |r: &Rule| r.enabled && r.versions().iter().any(|v| v.unit == Unit::Spells);
        Self {
            members: if replay.rules.rules().iter().any(spells) {
                members(&register)
            } else {
                Vec::new()
            },
            followed: vec![Followed::default(); pupils],
            held: vec![0; pupils * replay.rules.rules().len()],
            replay,
            register,
            year: None,
            alerts: Vec::new(),
        }
    }

    fn learn(&mut self, news: News, today: Date) {
        let (class, day, slot) = match news {
            News::State { pupil, day, slot, .. } => {
                (self.register.enrolment_on(pupil, day).map(|e| e.class), day, slot)
            }
            News::Noting { class, day, slot } => (Some(class), day, slot),
            _ => return,
        };
        // A day known late to have been a day at school makes two spells of one.
        if let Some(class) = class.filter(|c| day < today && self.register.class_noted(*c, day, slot) == Some(false)) {
            for pupil in self.members.get(class.index()).into_iter().flatten() {
                if let Some(followed) = self.followed.get_mut(pupil.index()) {
                    followed.news = true;
                }
            }
        }
        take_in(&mut self.register, news);
        if let News::State { pupil, .. } = news
            && let Some(followed) = self.followed.get_mut(pupil.index())
        {
            followed.news = true;
        }
    }

    /// The findings of one school day.
    fn ask(&mut self, day: Date) {
        let year = SchoolYear::of(day);
        let begins = self.year.replace(year) != Some(year);
        let thresholds = self.thresholds(day);
        let today = self.register.on_day(day);
        let mut asked = Vec::new();
        for (pupil, followed) in self.register.pupils().zip(&mut self.followed) {
            if begins {
                followed.of_year = 0;
            }
            let of = today.of(pupil);
            if of.is_some() {
                followed.so_far += 1;
                followed.of_year += 1;
            }
            // A rule can begin to hold only with an absence, a correction, or when enough of the year has passed; it can
            // cease on any day.
            let away = of.is_some_and(|of| of.view.start != SlotState::Clear || of.view.end != SlotState::Clear);
            if followed.news || followed.holding || away || thresholds.contains(&followed.of_year) {
                asked.push((pupil, followed.so_far));
            }
            followed.news = false;
        }
        for (pupil, so_far) in asked {
            self.findings(pupil, day, so_far);
        }
    }

    /// School days of the year from which a share of the days so far can begin to hold without any news.
    fn thresholds(&self, day: Date) -> Vec<u32> {
        self.replay
            .rules
            .in_force(day)
            .filter(|(_, v)| matches!(v.comparator, Comparator::Share { .. }))
            .map(|(_, v)| v.from_school_day.max(1))
            .collect()
    }

    fn findings(&mut self, pupil: PupilIx, day: Date, so_far: u32) {
        let rules = self.replay.rules;
        let Some(track) = self.register.track(pupil, day, rules.settings().day_weight) else {
            return;
        };
        let Some(class) = track.class() else { return };
        let wanted = self.replay.span.contains(day);
        let width = rules.rules().len();
        let mut any = false;
        for (index, rule) in rules.rules().iter().enumerate().filter(|(_, r)| r.enabled) {
            let Ok(version) = rule.on(day) else { continue };
            if !rules.holds(rule, version, &track) {
                continue;
            }
            any = true;
            let Some(held) = self.held.get_mut(pupil.index() * width + index) else {
                continue;
            };
            let last = core::mem::replace(held, so_far);
            if !wanted || (last > 0 && so_far <= last + CEASED) {
                continue;
            }
            if let Some(reading) = rules.read(rule, version, &track, Days::Unlisted) {
                let said = Said::Finding { rule, version, reading };
                self.alerts.push(Alert {
                    date: day,
                    pupil,
                    class,
                    said,
                });
            }
        }
        if let Some(followed) = self.followed.get_mut(pupil.index()) {
            followed.holding = any;
        }
    }
}
