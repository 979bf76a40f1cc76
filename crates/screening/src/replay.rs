//! Day by day, as it would have been said at the time: nothing is known before it was noted.
//!
//! Source: `contracts/open_folder.md`, *replay*. A mark, a part day or a noting is known from the day of its `noted_at`.

use std::collections::HashMap;

use attendance::{ClassIx, PupilIx, Register, SchoolYear, Slot, SlotState, Span};
use jiff::civil::Date;
use signals::{Budget, DayEvidence, Depth, Detector, DetectorError, Hint, Parameters, PartDay};
use statute::{Comparator, Days, Reading, Rule, RulePack, Version};

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

struct State<'r> {
    replay: Replay<'r>,
    register: Register,
    detector: Detector<'r>,
    /// Part days known so far.
    parts: HashMap<(PupilIx, Date), PartDay>,
    /// Per pupil and rule: how many school days the pupil had had when it last held.
    held: HashMap<(PupilIx, u16), u32>,
    /// Pupils for whom some rule held when last asked.
    holding: Vec<bool>,
    /// Pupils something became known about today.
    news: Vec<bool>,
    alerts: Vec<Alert<'r>>,
}

impl<'r> Replay<'r> {
    /// Says day by day what would have been said. `roster` holds no mark; `events` are in the order they become known.
    ///
    /// `progress` is told after each day how many of how many are done.
    ///
    /// # Errors
    /// When the register has more school days than a detector can hold.
    pub fn run(
        self,
        roster: Register,
        events: &[Event],
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Vec<Alert<'r>>, DetectorError> {
        let mut days: Vec<Date> = (0..roster.class_count())
            .filter_map(|c| roster.class_calendar(ClassIx::new(c)))
            .flat_map(|c| c.days().iter().copied())
            .filter(|day| *day <= self.span.to)
            .collect();
        days.sort_unstable();
        days.dedup();
        let pupils = roster.pupil_count() as usize;
        let mut state = State {
            detector: detector(&roster, self.parameters, Depth::Hints, self.budget)?,
            replay: self,
            register: roster,
            parts: HashMap::new(),
            held: HashMap::new(),
            holding: vec![false; pupils],
            news: vec![false; pupils],
            alerts: Vec::new(),
        };
        let mut next = 0;
        for (done, day) in days.iter().enumerate() {
            while let Some(event) = events.get(next).filter(|e| e.known_on <= *day) {
                state.learn(event.news, *day)?;
                next += 1;
            }
            state.ask(*day)?;
            progress(done + 1, days.len());
        }
        Ok(state.alerts)
    }
}

impl State<'_> {
    /// Takes in one piece of news; what it says of days already told of is told the detector again.
    fn learn(&mut self, news: News, today: Date) -> Result<(), DetectorError> {
        match news {
            News::State {
                pupil,
                day,
                slot,
                state,
            } => {
                let class = self.register.enrolment_on(pupil, day).map(|e| e.class);
                let noted = class.and_then(|c| self.register.class_noted(c, day, slot));
                // Only marks that are counted come as events, so this cannot be refused.
                let set = self.register.set(pupil, day, slot, state);
                debug_assert!(set.is_ok(), "{pupil:?} {day}: {set:?}");
                self.touch(pupil);
                if day < today {
                    self.record(pupil, day)?;
                    if let (Some(class), Some(false)) = (class, noted) {
                        self.record_class(class, day)?;
                    }
                }
            }
            News::Part { pupil, day, part } => {
                self.parts.insert((pupil, day), part);
                if day < today {
                    self.record(pupil, day)?;
                }
            }
            News::Noting { class, day, slot } => {
                let new = self.register.class_noted(class, day, slot) == Some(false);
                self.register.note_class(class, day, slot);
                if new && day < today {
                    self.record_class(class, day)?;
                }
            }
        }
        Ok(())
    }

    fn touch(&mut self, pupil: PupilIx) {
        if let Some(news) = self.news.get_mut(pupil.index()) {
            *news = true;
        }
    }

    fn record(&mut self, pupil: PupilIx, day: Date) -> Result<(), DetectorError> {
        let Some(view) = self.register.day_view(pupil, day) else {
            return Ok(());
        };
        let part = self.parts.get(&(pupil, day)).copied();
        let evidence = DayEvidence::of(&view, part, None, self.register.gap_before(pupil, day));
        self.detector.record(pupil, view.class, &evidence)
    }

    fn record_class(&mut self, class: ClassIx, day: Date) -> Result<(), DetectorError> {
        for pupil in self.register.pupils() {
            if self.register.enrolment_on(pupil, day).is_some_and(|e| e.class == class) {
                self.record(pupil, day)?;
            }
        }
        Ok(())
    }

    /// All that is said on one school day.
    fn ask(&mut self, day: Date) -> Result<(), DetectorError> {
        let thresholds = self.thresholds(day);
        let year = Span {
            from: SchoolYear::of(day).span().from,
            to: day,
        };
        for pupil in self.register.pupils() {
            self.record(pupil, day)?;
            if self.wants_asking(pupil, day, year, &thresholds) {
                self.findings(pupil, day);
            }
        }
        self.news.fill(false);
        self.detector.close(day);
        if self.replay.span.contains(day) {
            for hint in self.detector.hints() {
                self.alerts.push(Alert {
                    date: day,
                    pupil: hint.pupil,
                    class: hint.class,
                    said: Said::Hint(hint),
                });
            }
        }
        Ok(())
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

    /// A rule can begin to hold only with an absence, a correction, or when enough of the year has passed; it can cease
    /// on any day.
    fn wants_asking(&self, pupil: PupilIx, day: Date, year: Span, thresholds: &[u32]) -> bool {
        let known = |list: &[bool]| list.get(pupil.index()).copied().unwrap_or(false);
        if known(&self.news) || known(&self.holding) {
            return true;
        }
        let away = self
            .register
            .day_view(pupil, day)
            .is_some_and(|v| v.start != SlotState::Clear || v.end != SlotState::Clear);
        away || thresholds.contains(&self.register.school_days_in(pupil, year).count())
    }

    fn findings(&mut self, pupil: PupilIx, day: Date) {
        let rules = self.replay.rules;
        let Some(track) = self.register.track(pupil, day, rules.settings().day_weight) else {
            return;
        };
        let Some(class) = track.class() else { return };
        let so_far = track.so_far();
        let mut any = false;
        for (index, rule) in (0u16..).zip(rules.rules()).filter(|(_, r)| r.enabled) {
            let Ok(version) = rule.on(day) else { continue };
            let Some(reading) = rules.read(rule, version, &track, Days::Unlisted) else {
                continue;
            };
            if reading.reached_on.is_none() {
                continue;
            }
            any = true;
            let last = self.held.insert((pupil, index), so_far);
            let again = last.is_none_or(|last| so_far > last + CEASED);
            if again && self.replay.span.contains(day) {
                let said = Said::Finding { rule, version, reading };
                self.alerts.push(Alert {
                    date: day,
                    pupil,
                    class,
                    said,
                });
            }
        }
        if let Some(holding) = self.holding.get_mut(pupil.index()) {
            *holding = any;
        }
    }
}
