//! What people did about a duty a rule laid on them.
//!
//! That a duty stands is computed (`screening`); what was done about it is a row, and the row keeps the ground the
//! person saw. When a correction takes that ground away, the record stays and says so (E35: *grundlaget er ændret*).

use crate::history::{Entry, Sequence, whole};
use crate::id::{DutyRecordId, PupilId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which duty: one pupil, one rule, one window or run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyKey {
    /// The pupil the rule held for.
    pub pupil: PupilId,
    /// The rule, such as `dk.unlawful.15pct`.
    pub rule: String,
    /// The first day of the quarter or school year; of a run its first day; for the last *n* school days the first
    /// day of the stretch on which the rule held.
    pub from: Date,
}

/// What the counts of a ground are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyUnit {
    /// Half school days.
    HalfDays,
    /// School days.
    Days,
    /// Spells of absence.
    Spells,
}

/// What the person saw when writing: the counts, the rule's version, how far the marks' history went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyGround {
    /// The count that met the rule, in [`DutyGround::unit`].
    pub numerator: u32,
    /// What it was held against; none unless the rule compares a share.
    pub denominator: Option<u32>,
    /// Half days, days or spells.
    pub unit: DutyUnit,
    /// The from-date of the rule's version.
    pub rule_version: Date,
    /// The number of the last change of marks that was counted.
    pub marks_until: u64,
}

impl DutyGround {
    /// Whether the counts differ, whatever the version and the position in the history.
    pub const fn counts_differ(&self, other: &Self) -> bool {
        self.numerator != other.numerator
            || match (self.denominator, other.denominator) {
                (Some(one), Some(two)) => one != two,
                (None, None) => false,
                _ => true,
            }
    }
}

/// What was done, or why nothing was.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DutyAnswer {
    /// The duty was met.
    Done {
        /// What was done, in own words.
        what: OwnWords,
        /// The day it was done.
        done_on: Date,
    },
    /// The duty was not met, and why.
    NotDone {
        /// Why, in own words.
        why: OwnWords,
    },
}

/// What happened to the record of one duty.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum DutyEvent {
    /// A person wrote what was done. A later one stands in its place; both are kept.
    Answered {
        /// Which duty.
        duty: DutyKey,
        /// What was done or why not.
        answer: DutyAnswer,
        /// What the person saw.
        ground: DutyGround,
    },
    /// The record was a mistake: the duty is open again.
    Reopened {
        /// Why.
        because: OwnWords,
    },
}

/// What a person typed about a duty.
#[derive(Clone, PartialEq, Eq)]
pub struct DutyDraft {
    /// Whether it was done.
    pub done: bool,
    /// What was done, or why not. Field `words`.
    pub words: String,
    /// The day it was done; left out when it was not. Field `done_on`.
    pub done_on: Option<Date>,
}

impl DutyDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// All problems of the form: no words, a day that is missing or still to come.
    pub fn check(&self, duty: DutyKey, ground: DutyGround, today: Date) -> Result<DutyEvent, Problems> {
        let mut check = Check::default();
        let words = check.words("words", &self.words);
        let answer = if self.done {
            check.that(self.done_on.is_some(), Problem::Missing { field: "done_on" });
            if let Some(day) = self.done_on {
                check.behind("done_on", day, today);
            }
            words
                .zip(self.done_on)
                .map(|(what, done_on)| DutyAnswer::Done { what, done_on })
        } else {
            words.map(|why| DutyAnswer::NotDone { why })
        };
        check.done(answer.map(|answer| DutyEvent::Answered { duty, answer, ground }))
    }
}

/// The record of one duty as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct DutyRecord {
    /// Its id.
    pub id: DutyRecordId,
    /// Which duty.
    pub duty: DutyKey,
    /// The answer that stands, with who and when; none after it was reopened.
    pub standing: Option<StandingAnswer>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<DutyEvent>>,
}

/// The answer that stands.
#[derive(Clone, PartialEq, Eq)]
pub struct StandingAnswer {
    /// What was done or why not.
    pub answer: DutyAnswer,
    /// What the person saw.
    pub ground: DutyGround,
    /// Who wrote it.
    pub by: crate::PersonId,
    /// The day it was written.
    pub on: Date,
}

/// How a kept answer stands to what is counted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundNow {
    /// The counts are those the person saw.
    AsSeen,
    /// The rule still holds, on other counts.
    Changed,
    /// The rule no longer holds: a notification already sent is no longer supported.
    Gone,
}

impl DutyRecord {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, begins with a reopening or speaks of two duties.
    pub fn from_history(id: DutyRecordId, history: Vec<Entry<DutyEvent>>) -> Result<Self, CaseworkError> {
        whole("duty record", &history)?;
        let impossible = |entry: &Entry<DutyEvent>| CaseworkError::Impossible {
            thing: "duty record",
            sequence: entry.sequence.number(),
        };
        let mut duty: Option<&DutyKey> = None;
        let mut standing = None;
        for entry in &history {
            match &entry.event {
                DutyEvent::Answered {
                    duty: about,
                    answer,
                    ground,
                } => {
                    if duty.is_some_and(|first| first != about) {
                        return Err(impossible(entry));
                    }
                    duty = Some(about);
                    let (answer, ground) = (answer.clone(), *ground);
                    standing = Some(StandingAnswer {
                        answer,
                        ground,
                        by: entry.by,
                        on: entry.on,
                    });
                }
                DutyEvent::Reopened { .. } => {
                    if standing.take().is_none() {
                        return Err(impossible(entry));
                    }
                }
            }
        }
        let duty = duty.cloned().ok_or(CaseworkError::Empty { thing: "duty record" })?;
        Ok(Self {
            id,
            duty,
            standing,
            history,
        })
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// Whether nobody has an answer standing: the duty still waits for a person.
    pub const fn is_open(&self) -> bool {
        self.standing.is_none()
    }

    /// The event that takes a mistaken record back.
    ///
    /// # Errors
    /// Without a reason, or when nothing stands.
    pub fn reopen(&self, because: &str) -> Result<DutyEvent, Problems> {
        let mut check = Check::default();
        check.that(self.standing.is_some(), Problem::NotNow { what: "duty-is-open" });
        let because = check.words("because", because);
        check.done(because.map(|because| DutyEvent::Reopened { because }))
    }

    /// Whether what the person saw still is what is counted; `now` is none when the rule no longer holds.
    /// Nothing while no answer stands.
    pub fn ground_now(&self, now: Option<&DutyGround>) -> Option<GroundNow> {
        let seen = &self.standing.as_ref()?.ground;
        Some(match now {
            None => GroundNow::Gone,
            Some(now) if now.counts_differ(seen) => GroundNow::Changed,
            Some(_) => GroundNow::AsSeen,
        })
    }
}

veiled!(DutyAnswer, DutyEvent, DutyDraft, DutyRecord, StandingAnswer);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PersonId;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    fn duty() -> DutyKey {
        let pupil = PupilId::from_uuid(Uuid::from_u128(1));
        DutyKey {
            pupil,
            rule: "dk.unlawful.15pct".into(),
            from: date(2026, 10, 1),
        }
    }

    fn ground(numerator: u32) -> DutyGround {
        let (unit, rule_version) = (DutyUnit::HalfDays, date(2019, 8, 1));
        DutyGround {
            numerator,
            denominator: Some(120),
            unit,
            rule_version,
            marks_until: 41,
        }
    }

    fn record(events: Vec<DutyEvent>) -> Result<DutyRecord, CaseworkError> {
        let entries = (1_u32..).zip(events).map(|(n, event)| Entry {
            sequence: Sequence::new(n).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(9)),
            on: date(2026, 11, 20),
            at: Timestamp::UNIX_EPOCH,
            event,
        });
        DutyRecord::from_history(DutyRecordId::from_uuid(Uuid::from_u128(2)), entries.collect())
    }

    fn notified() -> DutyEvent {
        let today = date(2026, 11, 20);
        let draft = DutyDraft {
            done: true,
            words: "Kommunen er underrettet".into(),
            done_on: Some(today),
        };
        draft.check(duty(), ground(18), today).unwrap()
    }

    #[test]
    fn e35_a_correction_takes_the_ground_away_and_the_record_says_so() {
        let record = record(vec![notified()]).unwrap();
        assert_eq!(record.ground_now(Some(&ground(18))), Some(GroundNow::AsSeen));
        assert_eq!(record.ground_now(Some(&ground(20))), Some(GroundNow::Changed));
        assert_eq!(record.ground_now(None), Some(GroundNow::Gone));
        assert!(!record.is_open(), "the duty stays as it was answered");
    }

    #[test]
    fn a_duty_is_answered_with_words_and_a_day_that_has_come() {
        let today = date(2026, 11, 20);
        let draft = DutyDraft {
            done: true,
            words: "  ".into(),
            done_on: Some(date(2026, 11, 21)),
        };
        let problems = draft.check(duty(), ground(18), today).unwrap_err();
        let fields: Vec<_> = problems.all().iter().map(Problem::field).collect();
        assert_eq!(fields, ["words", "done_on"]);
        let not_done = DutyDraft {
            done: false,
            words: "Eleven er flyttet".into(),
            done_on: None,
        };
        let event = not_done.check(duty(), ground(18), today).unwrap();
        assert!(matches!(
            event,
            DutyEvent::Answered {
                answer: DutyAnswer::NotDone { .. },
                ..
            }
        ));
    }

    #[test]
    fn a_mistaken_record_is_reopened_with_a_reason_and_kept() {
        let first = record(vec![notified()]).unwrap();
        assert!(first.reopen(" ").is_err());
        let reopened = first.reopen("Forkert elev").unwrap();
        let record = record(vec![notified(), reopened]).unwrap();
        assert!(record.is_open());
        assert_eq!(record.history.len(), 2);
        assert_eq!(record.next_sequence().number(), 3);
        assert!(record.reopen("igen").is_err());
    }

    #[test]
    fn a_stream_that_cannot_be_is_refused() {
        let reopened = DutyEvent::Reopened {
            because: OwnWords::from_form("x").unwrap(),
        };
        assert!(matches!(record(vec![]), Err(CaseworkError::Empty { .. })));
        assert!(matches!(
            record(vec![reopened]),
            Err(CaseworkError::Impossible { sequence: 1, .. })
        ));
        let DutyEvent::Answered { answer, ground, .. } = notified() else {
            panic!()
        };
        let other = DutyKey {
            rule: "dk.unlawful.10pct".into(),
            ..duty()
        };
        let second = DutyEvent::Answered {
            duty: other,
            answer,
            ground,
        };
        assert!(matches!(
            record(vec![notified(), second]),
            Err(CaseworkError::Impossible { sequence: 2, .. })
        ));
    }

    #[test]
    fn an_event_reads_back_from_what_is_stored() {
        let stored = serde_json::to_string(&notified()).unwrap();
        assert_eq!(serde_json::from_str::<DutyEvent>(&stored).unwrap(), notified());
    }
}
