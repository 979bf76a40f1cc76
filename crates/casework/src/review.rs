//! Reviews (da: fraværsgennemgang): a series with a cadence and somebody responsible, its meetings, and for every pupil
//! taken up one of five outcomes a person decided.

use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::{ClassId, PersonId, PupilId, ReviewMeetingId, ReviewOutcomeId, ReviewSeriesId, SchoolId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use attendance::Calendar;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a series looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum ReviewPlace {
    /// All classes of a school.
    School(SchoolId),
    /// One class: its team, or the class conference (da: klassekonference).
    Class(ClassId),
}

/// How often a series meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "every", content = "count", rename_all = "snake_case")]
pub enum Cadence {
    /// Once a month, on the same day of the month.
    Monthly,
    /// Every so many weeks, 1 to 26.
    Weeks(u8),
}

impl Cadence {
    /// The most weeks between two meetings.
    pub const MOST_WEEKS: u8 = 26;

    /// The day the next meeting is due after one on this day, before looking at the calendar.
    pub fn after(self, day: Date) -> Date {
        day.saturating_add(match self {
            Self::Monthly => Span::new().months(1),
            Self::Weeks(weeks) => Span::new().weeks(weeks),
        })
    }

    /// The first school day on or after the day due; the day due itself where the calendar says nothing more.
    pub fn next_school_day(self, day: Date, calendar: &Calendar) -> Date {
        let due = self.after(day);
        calendar.day(calendar.count_before(due)).unwrap_or(due)
    }
}

words! {
    /// Who takes part, by role.
    Participant {
        /// The school leader (da: skoleleder).
        SchoolLeader = "school_leader",
        /// The contact teachers (da: kontaktlærere).
        ContactTeachers = "contact_teachers",
        /// The class team (da: klasseteam).
        ClassTeam = "class_team",
        /// A pedagogue (da: pædagog).
        Pedagogue = "pedagogue",
        /// The teacher for behaviour, contact and well-being (da: AKT-lærer).
        AktTeacher = "akt_teacher",
        /// The well-being contact or resource person (da: trivselsperson, ressourceperson).
        WellBeingContact = "well_being_contact",
        /// The school social worker (da: skolesocialrådgiver).
        SchoolSocialWorker = "school_social_worker",
        /// The educational-psychological advisory service (da: PPR).
        Ppr = "ppr",
        /// The attendance team (da: kom-i-skole-team).
        AttendanceTeam = "attendance_team",
        /// The school health nurse (da: sundhedsplejerske).
        HealthNurse = "health_nurse",
    }
}

words! {
    /// What stands on the agenda (da: dagsorden).
    AgendaItem {
        /// What was decided last time, and did it happen (da: siden sidst).
        SinceLastTime = "since_last_time",
        /// Duties of the law and their dates (da: lovens frister).
        Duties = "duties",
        /// Total absence first, then by category (R-152; da: alt fravær under ét).
        AllAbsence = "all_absence",
        /// Patterns and changed attendance (R-153; da: mønstre og ændret fremmøde).
        Patterns = "patterns",
        /// Concerns that wait for an answer (R-020; da: ubesvarede bekymringer).
        Concerns = "concerns",
        /// Signs of poor well-being apart from absence (R-193; da: tegn på mistrivsel).
        WellBeing = "well_being",
        /// How the class works (R-194; da: hvordan har klassen det).
        Class = "class",
        /// What in class and teaching may contribute (R-178; da: hvad kan undervisning og klasse bidrage med).
        Teaching = "teaching",
        /// Changes and transitions (R-188; da: overgange og skift).
        Transitions = "transitions",
        /// What is not registered (R-146; da: manglende registreringer).
        NotRegistered = "not_registered",
        /// Who does what until next time (R-194; da: opgaver til næste gang).
        Tasks = "tasks",
    }
}

words! {
    /// The three kinds of series a school can begin from.
    ReviewTemplate {
        /// The class team goes through its own class.
        ClassTeam = "class_team",
        /// The leader's monthly meeting with AKT, social worker, PPR or team.
        Leadership = "leadership",
        /// All classes in turn: how they work, and the tasks of the coming period.
        ClassConference = "class_conference",
    }
}

impl ReviewTemplate {
    /// How often it meets unless the school says otherwise.
    pub const fn cadence(self) -> Cadence {
        match self {
            Self::ClassTeam => Cadence::Weeks(4),
            Self::Leadership => Cadence::Monthly,
            Self::ClassConference => Cadence::Weeks(20),
        }
    }

    /// Who takes part unless the school says otherwise.
    pub fn participants(self) -> BTreeSet<Participant> {
        let usual: &[Participant] = match self {
            Self::ClassTeam => &[Participant::ClassTeam, Participant::WellBeingContact],
            Self::Leadership => &[
                Participant::SchoolLeader,
                Participant::AktTeacher,
                Participant::WellBeingContact,
                Participant::SchoolSocialWorker,
                Participant::Ppr,
            ],
            Self::ClassConference => &[Participant::SchoolLeader, Participant::ClassTeam, Participant::Ppr],
        };
        usual.iter().copied().collect()
    }

    /// The agenda unless the school says otherwise.
    pub fn agenda(self) -> Vec<AgendaItem> {
        use AgendaItem as A;
        let usual: &[A] = match self {
            Self::ClassTeam => &[
                A::SinceLastTime,
                A::AllAbsence,
                A::Patterns,
                A::Concerns,
                A::WellBeing,
                A::Tasks,
            ],
            Self::Leadership => &[
                A::SinceLastTime,
                A::Duties,
                A::AllAbsence,
                A::Patterns,
                A::Concerns,
                A::WellBeing,
                A::Transitions,
                A::NotRegistered,
                A::Tasks,
            ],
            Self::ClassConference => &[
                A::SinceLastTime,
                A::Class,
                A::Teaching,
                A::WellBeing,
                A::AllAbsence,
                A::Tasks,
            ],
        };
        usual.to_vec()
    }
}

/// How a series runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesPlan {
    /// Its name, such as "Månedlig gennemgang".
    pub name: String,
    /// The template it began from.
    pub template: ReviewTemplate,
    /// How often it meets.
    pub cadence: Cadence,
    /// The first meeting's day.
    pub first_on: Date,
    /// Who takes part, by role.
    pub participants: BTreeSet<Participant>,
    /// The agenda, in order.
    pub agenda: Vec<AgendaItem>,
    /// Further items in the school's own words, after the others.
    pub own_agenda: Vec<String>,
    /// The named person who sees to it that it happens.
    pub responsible: PersonId,
}

impl SeriesPlan {
    /// A plan as the template has it.
    pub fn from_template(template: ReviewTemplate, name: &str, first_on: Date, responsible: PersonId) -> Self {
        Self {
            name: name.to_owned(),
            template,
            cadence: template.cadence(),
            first_on,
            participants: template.participants(),
            agenda: template.agenda(),
            own_agenda: Vec::new(),
            responsible,
        }
    }

    /// The most characters a name or an own agenda item may have.
    pub const MOST_CHARACTERS: usize = 120;

    /// Whether the plan can be used.
    ///
    /// # Errors
    /// All problems: no name, too long, weeks out of range, nobody taking part.
    pub fn check(&self) -> Result<(), Problems> {
        let mut check = Check::default();
        check.that(!self.name.trim().is_empty(), Problem::Missing { field: "name" });
        let most = Self::MOST_CHARACTERS;
        let characters = self.name.chars().count();
        check.that(
            characters <= most,
            Problem::TooLong {
                field: "name",
                characters,
                most,
            },
        );
        for item in &self.own_agenda {
            let characters = item.chars().count();
            check.that(
                characters <= most,
                Problem::TooLong {
                    field: "own_agenda",
                    characters,
                    most,
                },
            );
        }
        if let Cadence::Weeks(weeks) = self.cadence {
            let most = Cadence::MOST_WEEKS;
            let (value, most) = (u32::from(weeks), u32::from(most));
            let good = (1..=most).contains(&value);
            check.that(
                good,
                Problem::OutOfRange {
                    field: "cadence",
                    value,
                    least: 1,
                    most,
                },
            );
        }
        check.that(
            !self.participants.is_empty(),
            Problem::Missing { field: "participants" },
        );
        check.done(Some(()))
    }
}

/// What happened to a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum SeriesEvent {
    /// It was begun.
    Begun {
        /// What it looks at.
        place: ReviewPlace,
        /// How it runs.
        plan: SeriesPlan,
    },
    /// It runs otherwise from now on.
    Changed {
        /// How.
        plan: SeriesPlan,
    },
    /// It has ended.
    Ended {
        /// Why.
        because: OwnWords,
    },
}

/// A series as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSeries {
    /// Its id.
    pub id: ReviewSeriesId,
    /// What it looks at.
    pub place: ReviewPlace,
    /// How it runs.
    pub plan: SeriesPlan,
    /// The day it ended, if it has.
    pub ended_on: Option<Date>,
    /// Why it ended, if it has.
    pub ended_because: Option<OwnWords>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<SeriesEvent>>,
}

/// Where a series stands with its next meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextMeeting {
    /// The day it is planned for, or should be.
    pub on: Date,
    /// Whether somebody has planned it.
    pub planned: bool,
    /// Whether its day has passed without a meeting (R-149: visible to the municipality).
    pub overdue: bool,
}

impl ReviewSeries {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the beginning, or goes on after its end.
    pub fn from_history(id: ReviewSeriesId, history: Vec<Entry<SeriesEvent>>) -> Result<Self, CaseworkError> {
        whole("review series", &history)?;
        let mut series: Option<Self> = None;
        for entry in &history {
            let sequence = entry.sequence.number();
            match (&entry.event, &mut series) {
                (SeriesEvent::Begun { place, plan }, none @ None) => {
                    let (place, plan) = (*place, plan.clone());
                    *none = Some(Self {
                        id,
                        place,
                        plan,
                        ended_on: None,
                        ended_because: None,
                        history: Vec::new(),
                    });
                }
                (SeriesEvent::Changed { plan }, Some(series)) if series.ended_on.is_none() => {
                    series.plan = plan.clone();
                }
                (SeriesEvent::Ended { because }, Some(series)) if series.ended_on.is_none() => {
                    series.ended_on = Some(entry.on);
                    series.ended_because = Some(because.clone());
                }
                _ => {
                    return Err(CaseworkError::Impossible {
                        thing: "review series",
                        sequence,
                    });
                }
            }
        }
        let mut series = series.ok_or(CaseworkError::Empty { thing: "review series" })?;
        series.history = history;
        Ok(series)
    }

    /// The event that begins a series.
    ///
    /// # Errors
    /// All problems of the plan.
    pub fn begin(place: ReviewPlace, plan: SeriesPlan) -> Result<SeriesEvent, Problems> {
        plan.check().map(|()| SeriesEvent::Begun { place, plan })
    }

    /// The event that changes how it runs.
    ///
    /// # Errors
    /// All problems of the plan, or that it has ended.
    pub fn change(&self, plan: SeriesPlan) -> Result<SeriesEvent, Problems> {
        if self.ended_on.is_some() {
            return Err(Problem::NotNow {
                what: "series-has-ended",
            }
            .into());
        }
        plan.check().map(|()| SeriesEvent::Changed { plan })
    }

    /// The event that ends it.
    ///
    /// # Errors
    /// Without a reason, or when it has ended already.
    pub fn end(&self, because: &str) -> Result<SeriesEvent, Problems> {
        let mut check = Check::default();
        check.that(
            self.ended_on.is_none(),
            Problem::NotNow {
                what: "series-has-ended",
            },
        );
        let because = check.words("because", because);
        check.done(because.map(|because| SeriesEvent::Ended { because }))
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// The next meeting, from the series' own meetings; none once it has ended.
    pub fn next_meeting(&self, meetings: &[ReviewMeeting], calendar: &Calendar, today: Date) -> Option<NextMeeting> {
        if self.ended_on.is_some() {
            return None;
        }
        let own = || meetings.iter().filter(|meeting| meeting.series == self.id);
        let planned = own()
            .filter(|m| m.state == MeetingState::Planned)
            .map(|m| m.planned_on)
            .min();
        let last_held = own().filter_map(|meeting| meeting.held_on()).max();
        let on = planned.unwrap_or_else(|| match last_held {
            Some(held) => self.plan.cadence.next_school_day(held, calendar),
            None => self.plan.first_on,
        });
        Some(NextMeeting {
            on,
            planned: planned.is_some(),
            overdue: on < today,
        })
    }
}

/// What happened to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingEvent {
    /// It was planned.
    Planned {
        /// The series it belongs to.
        series: ReviewSeriesId,
        /// The day.
        on: Date,
    },
    /// It was moved.
    Moved {
        /// To this day.
        to: Date,
    },
    /// It was held. The pupils' outcomes are streams of their own.
    Held {
        /// The day.
        on: Date,
        /// Who was there, by role.
        present: BTreeSet<Participant>,
    },
    /// Notes about the class or the school, never about one child.
    Noted {
        /// What was said.
        words: OwnWords,
    },
    /// Who does what until next time.
    TaskGiven {
        /// What.
        what: OwnWords,
        /// Who.
        who: PersonId,
        /// Until when.
        until: Date,
    },
    /// It will not be held.
    CalledOff {
        /// Why.
        because: OwnWords,
    },
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingState {
    /// It is to be held.
    Planned,
    /// It was held on this day.
    Held(Date),
    /// It was called off.
    CalledOff,
}

/// One task given at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingTask {
    /// What.
    pub what: OwnWords,
    /// Who.
    pub who: PersonId,
    /// Until when.
    pub until: Date,
}

/// A meeting as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewMeeting {
    /// Its id.
    pub id: ReviewMeetingId,
    /// The series it belongs to.
    pub series: ReviewSeriesId,
    /// The day it is planned for.
    pub planned_on: Date,
    /// Where it stands.
    pub state: MeetingState,
    /// Who was there, by role; empty until it was held.
    pub present: BTreeSet<Participant>,
    /// Notes about the class or the school, oldest first.
    pub notes: Vec<OwnWords>,
    /// Who does what until next time.
    pub tasks: Vec<MeetingTask>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<MeetingEvent>>,
}

impl ReviewMeeting {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the planning, or goes on after being called off.
    pub fn from_history(id: ReviewMeetingId, history: Vec<Entry<MeetingEvent>>) -> Result<Self, CaseworkError> {
        whole("review meeting", &history)?;
        let first = history.first().map(|entry| &entry.event);
        let Some(MeetingEvent::Planned { series, on }) = first else {
            return Err(CaseworkError::Impossible {
                thing: "review meeting",
                sequence: 1,
            });
        };
        let mut meeting = Self {
            id,
            series: *series,
            planned_on: *on,
            state: MeetingState::Planned,
            present: BTreeSet::new(),
            notes: Vec::new(),
            tasks: Vec::new(),
            history: Vec::new(),
        };
        for entry in history.iter().skip(1) {
            meeting.take(entry)?;
        }
        meeting.history = history;
        Ok(meeting)
    }

    fn take(&mut self, entry: &Entry<MeetingEvent>) -> Result<(), CaseworkError> {
        match (&entry.event, self.state) {
            (MeetingEvent::Moved { to }, MeetingState::Planned) => self.planned_on = *to,
            (MeetingEvent::Held { on, present }, MeetingState::Planned) => {
                self.state = MeetingState::Held(*on);
                self.present.clone_from(present);
            }
            (MeetingEvent::CalledOff { .. }, MeetingState::Planned) => self.state = MeetingState::CalledOff,
            (MeetingEvent::Noted { words }, MeetingState::Planned | MeetingState::Held(_)) => {
                self.notes.push(words.clone());
            }
            (MeetingEvent::TaskGiven { what, who, until }, MeetingState::Planned | MeetingState::Held(_)) => {
                self.tasks.push(MeetingTask {
                    what: what.clone(),
                    who: *who,
                    until: *until,
                });
            }
            _ => {
                let sequence = entry.sequence.number();
                return Err(CaseworkError::Impossible {
                    thing: "review meeting",
                    sequence,
                });
            }
        }
        Ok(())
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// The day it was held.
    pub const fn held_on(&self) -> Option<Date> {
        match self.state {
            MeetingState::Held(on) => Some(on),
            MeetingState::Planned | MeetingState::CalledOff => None,
        }
    }

    /// Whether its day has passed and nobody has said that it was held or called off.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == MeetingState::Planned && self.planned_on < today
    }

    /// The event of planning a meeting.
    ///
    /// # Errors
    /// When the day has passed.
    pub fn plan(series: ReviewSeriesId, on: Date, today: Date) -> Result<MeetingEvent, Problems> {
        not_past("on", on, today).map(|()| MeetingEvent::Planned { series, on })
    }

    /// The event of moving it.
    ///
    /// # Errors
    /// When the day has passed, or it was held or called off.
    pub fn move_to(&self, to: Date, today: Date) -> Result<MeetingEvent, Problems> {
        self.still_planned()?;
        not_past("to", to, today).map(|()| MeetingEvent::Moved { to })
    }

    /// The event of having held it.
    ///
    /// # Errors
    /// When the day is still to come, nobody was there, or it was held or called off already.
    pub fn hold(&self, on: Date, present: BTreeSet<Participant>, today: Date) -> Result<MeetingEvent, Problems> {
        self.still_planned()?;
        let mut check = Check::default();
        check.behind("on", on, today);
        check.that(!present.is_empty(), Problem::Missing { field: "present" });
        check.done(Some(MeetingEvent::Held { on, present }))
    }

    /// The event of calling it off.
    ///
    /// # Errors
    /// Without a reason, or when it was held or called off already.
    pub fn call_off(&self, because: &str) -> Result<MeetingEvent, Problems> {
        self.still_planned()?;
        let mut check = Check::default();
        let because = check.words("because", because);
        check.done(because.map(|because| MeetingEvent::CalledOff { because }))
    }

    /// The event of a note about the class or the school.
    ///
    /// # Errors
    /// Without words, or when it was called off.
    pub fn note(&self, words: &str) -> Result<MeetingEvent, Problems> {
        let mut check = Check::default();
        check.that(
            self.state != MeetingState::CalledOff,
            Problem::NotNow {
                what: "meeting-is-over",
            },
        );
        let words = check.words("words", words);
        check.done(words.map(|words| MeetingEvent::Noted { words }))
    }

    /// The event of giving somebody a task.
    ///
    /// # Errors
    /// Without words, with a day that is not ahead, or when it was called off.
    pub fn give_task(&self, what: &str, who: PersonId, until: Date, today: Date) -> Result<MeetingEvent, Problems> {
        let mut check = Check::default();
        check.that(
            self.state != MeetingState::CalledOff,
            Problem::NotNow {
                what: "meeting-is-over",
            },
        );
        let what = check.words("what", what);
        let until = check.ahead("until", Some(until), today);
        check.done(
            what.zip(until)
                .map(|(what, until)| MeetingEvent::TaskGiven { what, who, until }),
        )
    }

    fn still_planned(&self) -> Result<(), Problems> {
        match self.state {
            MeetingState::Planned => Ok(()),
            MeetingState::Held(_) | MeetingState::CalledOff => Err(Problem::NotNow {
                what: "meeting-is-over",
            }
            .into()),
        }
    }
}

fn not_past(field: &'static str, day: Date, today: Date) -> Result<(), Problems> {
    if day < today {
        Err(Problem::NotAhead { field, day, today }.into())
    } else {
        Ok(())
    }
}

words! {
    /// Which of the five outcomes, in the order of the keys 1 to 5.
    OutcomeKind {
        /// Talk with child and parents (da: samtale).
        Talk = "talk",
        /// The reason is known, no contact is made (da: kendt årsag, ingen kontakt).
        KnownReason = "known_reason",
        /// Look again on a day (da: hold øje til).
        WatchUntil = "watch_until",
        /// Open a concern (da: opret bekymring).
        OpenConcern = "open_concern",
        /// Is in a case already (da: allerede i forløb).
        AlreadyInCase = "already_in_case",
    }
}

/// What a meeting decided about one pupil: exactly one of five, decided by people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The contact teacher is asked to talk with child and parents.
    Talk,
    /// The reason is known and no contact is made; the reason must be said.
    KnownReason {
        /// The reason.
        reason: OwnWords,
    },
    /// Look again on a day.
    WatchUntil {
        /// The day.
        until: Date,
    },
    /// A concern is to be written; it then says that this meeting asked for it.
    OpenConcern,
    /// People are already at work.
    AlreadyInCase,
}

impl Outcome {
    /// Which of the five.
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Talk => OutcomeKind::Talk,
            Self::KnownReason { .. } => OutcomeKind::KnownReason,
            Self::WatchUntil { .. } => OutcomeKind::WatchUntil,
            Self::OpenConcern => OutcomeKind::OpenConcern,
            Self::AlreadyInCase => OutcomeKind::AlreadyInCase,
        }
    }
}

/// What a person typed about one pupil at a meeting.
#[derive(Clone, PartialEq, Eq)]
pub struct OutcomeDraft {
    /// Which of the five.
    pub kind: OutcomeKind,
    /// The reason; needed for a known reason. Field `reason`.
    pub reason: String,
    /// The day to look again; needed for a watch. Field `until`.
    pub until: Option<Date>,
}

impl OutcomeDraft {
    /// The outcome.
    ///
    /// # Errors
    /// All problems: a known reason without the reason, a watch without a day ahead.
    pub fn check(&self, today: Date) -> Result<Outcome, Problems> {
        let mut check = Check::default();
        let outcome = match self.kind {
            OutcomeKind::Talk => Some(Outcome::Talk),
            OutcomeKind::KnownReason => check
                .words("reason", &self.reason)
                .map(|reason| Outcome::KnownReason { reason }),
            OutcomeKind::WatchUntil => check
                .ahead("until", self.until, today)
                .map(|until| Outcome::WatchUntil { until }),
            OutcomeKind::OpenConcern => Some(Outcome::OpenConcern),
            OutcomeKind::AlreadyInCase => Some(Outcome::AlreadyInCase),
        };
        check.done(outcome)
    }
}

/// What happened to the outcome of one pupil at one meeting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum OutcomeEvent {
    /// It was decided.
    Decided {
        /// The meeting.
        meeting: ReviewMeetingId,
        /// The pupil.
        pupil: PupilId,
        /// Which of the five.
        outcome: Outcome,
    },
    /// It was decided otherwise; the first decision stays in the history.
    Changed {
        /// Which of the five.
        outcome: Outcome,
    },
    /// The talk that was asked for was held.
    TalkHeld {
        /// The day.
        on: Date,
    },
}

/// The outcome of one pupil at one meeting as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct PupilOutcome {
    /// Its id.
    pub id: ReviewOutcomeId,
    /// The meeting.
    pub meeting: ReviewMeetingId,
    /// The pupil.
    pub pupil: PupilId,
    /// Which of the five.
    pub outcome: Outcome,
    /// The day it was decided, as it stands.
    pub decided_on: Date,
    /// Who decided it, as it stands.
    pub decided_by: PersonId,
    /// The day the talk was held, when one was asked for.
    pub talk_held_on: Option<Date>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<OutcomeEvent>>,
}

impl PupilOutcome {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with a decision, decides twice, or holds a talk nobody asked for.
    pub fn from_history(id: ReviewOutcomeId, history: Vec<Entry<OutcomeEvent>>) -> Result<Self, CaseworkError> {
        whole("review outcome", &history)?;
        let first = history.first().ok_or(CaseworkError::Empty {
            thing: "review outcome",
        })?;
        let OutcomeEvent::Decided {
            meeting,
            pupil,
            outcome,
        } = first.event.clone()
        else {
            return Err(CaseworkError::Impossible {
                thing: "review outcome",
                sequence: 1,
            });
        };
        let (decided_on, decided_by) = (first.on, first.by);
        let history_so_far = Vec::new();
        let mut decided = Self {
            id,
            meeting,
            pupil,
            outcome,
            decided_on,
            decided_by,
            talk_held_on: None,
            history: history_so_far,
        };
        for entry in history.iter().skip(1) {
            match (&entry.event, &decided.outcome) {
                (OutcomeEvent::Changed { outcome }, _) => {
                    decided.outcome = outcome.clone();
                    (decided.decided_on, decided.decided_by) = (entry.on, entry.by);
                    decided.talk_held_on = None;
                }
                (OutcomeEvent::TalkHeld { on }, Outcome::Talk) => decided.talk_held_on = Some(*on),
                _ => {
                    let sequence = entry.sequence.number();
                    return Err(CaseworkError::Impossible {
                        thing: "review outcome",
                        sequence,
                    });
                }
            }
        }
        decided.history = history;
        Ok(decided)
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// The event of a decision: the first for this pupil at this meeting, or a change of the one that stands, so that
    /// there is never more than one.
    ///
    /// # Errors
    /// All problems of the form, or that the one handed in is about another pupil or meeting.
    pub fn decide(
        standing: Option<&Self>,
        meeting: ReviewMeetingId,
        pupil: PupilId,
        draft: &OutcomeDraft,
        today: Date,
    ) -> Result<OutcomeEvent, Problems> {
        let outcome = draft.check(today)?;
        match standing {
            None => Ok(OutcomeEvent::Decided {
                meeting,
                pupil,
                outcome,
            }),
            Some(one) if one.meeting == meeting && one.pupil == pupil => Ok(OutcomeEvent::Changed { outcome }),
            Some(_) => Err(Problem::NotNow {
                what: "another-outcome",
            }
            .into()),
        }
    }

    /// The event of having held the talk.
    ///
    /// # Errors
    /// When no talk was asked for, or the day is still to come.
    pub fn hold_talk(&self, on: Date, today: Date) -> Result<OutcomeEvent, Problems> {
        let mut check = Check::default();
        check.behind("on", on, today);
        check.that(
            self.outcome == Outcome::Talk,
            Problem::NotNow {
                what: "no-talk-asked-for",
            },
        );
        check.done(Some(OutcomeEvent::TalkHeld { on }))
    }

    /// What this outcome still asks of somebody on a day.
    pub fn still_asks(&self, today: Date, concern_written: bool) -> Option<OutcomeAsks> {
        match &self.outcome {
            Outcome::Talk if self.talk_held_on.is_none() => Some(OutcomeAsks::Talk { since: self.decided_on }),
            Outcome::WatchUntil { until } if *until <= today => Some(OutcomeAsks::LookAgain { since: *until }),
            Outcome::OpenConcern if !concern_written => Some(OutcomeAsks::WriteConcern { since: self.decided_on }),
            Outcome::Talk
            | Outcome::WatchUntil { .. }
            | Outcome::OpenConcern
            | Outcome::KnownReason { .. }
            | Outcome::AlreadyInCase => None,
        }
    }
}

/// What an outcome still asks of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeAsks {
    /// The talk was not held yet.
    Talk {
        /// Since the decision.
        since: Date,
    },
    /// The day to look again has come.
    LookAgain {
        /// That day.
        since: Date,
    },
    /// The concern was not written yet.
    WriteConcern {
        /// Since the decision.
        since: Date,
    },
}

/// What was decided last time about each pupil: the newest outcome of meetings before this one.
///
/// The meetings' days say what is newest; outcomes of meetings not given are left out.
pub fn decided_last_time<'o>(
    outcomes: &'o [PupilOutcome],
    meetings: &[ReviewMeeting],
    before: &ReviewMeeting,
) -> BTreeMap<PupilId, &'o PupilOutcome> {
    let days: BTreeMap<ReviewMeetingId, Date> = meetings
        .iter()
        .filter(|meeting| meeting.id != before.id)
        .map(|meeting| (meeting.id, meeting.held_on().unwrap_or(meeting.planned_on)))
        .filter(|(_, day)| *day <= before.held_on().unwrap_or(before.planned_on))
        .collect();
    let mut last: BTreeMap<PupilId, (Date, &PupilOutcome)> = BTreeMap::new();
    for outcome in outcomes {
        let Some(day) = days.get(&outcome.meeting) else {
            continue;
        };
        let newer = last.get(&outcome.pupil).is_none_or(|(other, _)| other < day);
        if newer {
            last.insert(outcome.pupil, (*day, outcome));
        }
    }
    last.into_iter().map(|(pupil, (_, outcome))| (pupil, outcome)).collect()
}

veiled!(Outcome, OutcomeDraft, OutcomeEvent, PupilOutcome);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::{Weekday, date};
    use uuid::Uuid;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn person() -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(9))
    }

    fn pupil(n: u128) -> PupilId {
        PupilId::from_uuid(Uuid::from_u128(n))
    }

    fn meeting_id(n: u128) -> ReviewMeetingId {
        ReviewMeetingId::from_uuid(Uuid::from_u128(n))
    }

    fn series_id() -> ReviewSeriesId {
        ReviewSeriesId::from_uuid(Uuid::from_u128(3))
    }

    fn entries<E>(events: Vec<E>) -> Vec<Entry<E>> {
        let entry = |(n, event)| Entry {
            sequence: Sequence::new(n).unwrap(),
            by: person(),
            on: TODAY,
            at: Timestamp::UNIX_EPOCH,
            event,
        };
        (1_u32..).zip(events).map(entry).collect()
    }

    fn plan() -> SeriesPlan {
        SeriesPlan::from_template(
            ReviewTemplate::Leadership,
            "Månedlig gennemgang",
            date(2026, 9, 4),
            person(),
        )
    }

    fn series(later: Vec<SeriesEvent>) -> Result<ReviewSeries, CaseworkError> {
        let place = ReviewPlace::School(SchoolId::from_uuid(Uuid::from_u128(4)));
        let mut events = vec![ReviewSeries::begin(place, plan()).unwrap()];
        events.extend(later);
        ReviewSeries::from_history(series_id(), entries(events))
    }

    fn meeting(id: u128, on: Date, later: Vec<MeetingEvent>) -> ReviewMeeting {
        let mut events = vec![MeetingEvent::Planned {
            series: series_id(),
            on,
        }];
        events.extend(later);
        ReviewMeeting::from_history(meeting_id(id), entries(events)).unwrap()
    }

    fn held(on: Date) -> MeetingEvent {
        MeetingEvent::Held {
            on,
            present: BTreeSet::from([Participant::SchoolLeader]),
        }
    }

    fn draft(kind: OutcomeKind) -> OutcomeDraft {
        OutcomeDraft {
            kind,
            reason: String::new(),
            until: None,
        }
    }

    fn outcome(id: u128, at: u128, of: u128, draft: &OutcomeDraft) -> PupilOutcome {
        let event = PupilOutcome::decide(None, meeting_id(at), pupil(of), draft, TODAY).unwrap();
        PupilOutcome::from_history(ReviewOutcomeId::from_uuid(Uuid::from_u128(id)), entries(vec![event])).unwrap()
    }

    fn weekdays(from: Date, to: Date) -> Calendar {
        let days = from.series(Span::new().days(1)).take_while(|d| *d <= to);
        Calendar::new(days.filter(|d| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday))).unwrap()
    }

    #[test]
    fn the_next_meeting_is_a_school_day_after_the_cadence() {
        let calendar = weekdays(date(2026, 8, 10), date(2026, 10, 9));
        assert_eq!(Cadence::Monthly.after(date(2026, 8, 31)), date(2026, 9, 30));
        assert_eq!(Cadence::Weeks(4).after(date(2026, 8, 10)), date(2026, 9, 7));
        assert_eq!(
            Cadence::Monthly.next_school_day(date(2026, 8, 12), &calendar),
            date(2026, 9, 14)
        );
        assert_eq!(
            Cadence::Monthly.next_school_day(date(2026, 9, 30), &calendar),
            date(2026, 10, 30)
        );
    }

    #[test]
    fn a_series_without_its_next_meeting_becomes_overdue() {
        let series = series(vec![]).unwrap();
        let calendar = weekdays(date(2026, 8, 10), date(2026, 12, 18));
        let next = |meetings: &[ReviewMeeting]| series.next_meeting(meetings, &calendar, TODAY).unwrap();
        assert_eq!(
            next(&[]),
            NextMeeting {
                on: date(2026, 9, 4),
                planned: false,
                overdue: true
            }
        );
        let october = meeting(1, date(2026, 10, 2), vec![held(date(2026, 10, 7))]);
        assert_eq!(
            next(std::slice::from_ref(&october)),
            NextMeeting {
                on: date(2026, 11, 9),
                planned: false,
                overdue: true
            }
        );
        let december = meeting(2, date(2026, 12, 4), vec![]);
        assert_eq!(
            next(&[october, december]),
            NextMeeting {
                on: date(2026, 12, 4),
                planned: true,
                overdue: false
            }
        );
    }

    #[test]
    fn an_ended_series_has_no_next_meeting_and_goes_no_further() {
        let ended = series(vec![]).unwrap().end("Lagt sammen med trivselsforum").unwrap();
        let series_ended = series(vec![ended.clone()]).unwrap();
        assert_eq!(series_ended.next_meeting(&[], &Calendar::default(), TODAY), None);
        assert!(series_ended.change(plan()).is_err());
        assert!(series(vec![ended.clone(), ended]).is_err());
    }

    #[test]
    fn a_plan_shows_all_its_problems() {
        let bad = SeriesPlan {
            name: " ".into(),
            cadence: Cadence::Weeks(0),
            participants: BTreeSet::new(),
            own_agenda: vec!["x".repeat(121)],
            ..plan()
        };
        let problems = bad.check().unwrap_err();
        let fields: Vec<_> = problems.all().iter().map(Problem::field).collect();
        assert_eq!(fields, ["name", "own_agenda", "cadence", "participants"]);
        for template in ReviewTemplate::ALL {
            assert!(
                SeriesPlan::from_template(*template, "Navn", TODAY, person())
                    .check()
                    .is_ok()
            );
            assert!(template.agenda().contains(&AgendaItem::WellBeing), "R-193");
        }
    }

    #[test]
    fn a_meeting_is_planned_moved_held_or_called_off() {
        let planned = meeting(1, date(2026, 11, 13), vec![]);
        assert!(planned.is_overdue(TODAY) && !planned.is_overdue(date(2026, 11, 13)));
        let moved = planned.move_to(date(2026, 11, 27), TODAY).unwrap();
        assert!(planned.move_to(date(2026, 11, 1), TODAY).is_err());
        assert!(planned.hold(date(2026, 11, 21), BTreeSet::new(), TODAY).is_err());
        let meeting_moved = meeting(1, date(2026, 11, 13), vec![moved]);
        assert_eq!(meeting_moved.planned_on, date(2026, 11, 27));
        let called_off = meeting_moved.call_off("Sygdom").unwrap();
        let over = meeting(1, date(2026, 11, 13), vec![called_off]);
        assert_eq!(over.state, MeetingState::CalledOff);
        assert!(over.note("x").is_err() && over.call_off("y").is_err());
    }

    #[test]
    fn a_meeting_keeps_what_was_said_about_the_class_and_who_does_what() {
        let planned = meeting(1, TODAY, vec![]);
        let note = planned.note("Klassen har fået ny dansklærer").unwrap();
        let task = planned
            .give_task("Ny plads i klassen", person(), date(2026, 12, 4), TODAY)
            .unwrap();
        assert!(planned.give_task("x", person(), TODAY, TODAY).is_err());
        let meeting = meeting(1, TODAY, vec![note, held(TODAY), task]);
        assert_eq!(
            (meeting.notes.len(), meeting.tasks.len(), meeting.held_on()),
            (1, 1, Some(TODAY))
        );
    }

    #[test]
    fn there_are_five_outcomes_and_no_contact_needs_its_reason() {
        assert_eq!(OutcomeKind::ALL.len(), 5);
        for kind in OutcomeKind::ALL {
            let filled = OutcomeDraft {
                kind: *kind,
                reason: "Opereret".into(),
                until: Some(date(2026, 12, 1)),
            };
            assert_eq!(filled.check(TODAY).unwrap().kind(), *kind);
            let needs_more = matches!(kind, OutcomeKind::KnownReason | OutcomeKind::WatchUntil);
            assert_eq!(draft(*kind).check(TODAY).is_err(), needs_more, "{kind:?}");
        }
    }

    #[test]
    fn a_pupil_has_one_outcome_a_meeting_and_changing_it_keeps_the_first() {
        let first = outcome(1, 1, 7, &draft(OutcomeKind::Talk));
        let known = OutcomeDraft {
            reason: "Rejse aftalt".into(),
            ..draft(OutcomeKind::KnownReason)
        };
        let change = PupilOutcome::decide(Some(&first), meeting_id(1), pupil(7), &known, TODAY).unwrap();
        assert!(matches!(change, OutcomeEvent::Changed { .. }));
        let mut events: Vec<_> = first.history.iter().map(|e| e.event.clone()).collect();
        events.push(change);
        let changed = PupilOutcome::from_history(first.id, entries(events)).unwrap();
        assert_eq!(changed.outcome.kind(), OutcomeKind::KnownReason);
        assert_eq!(changed.history.len(), 2);
        assert!(PupilOutcome::decide(Some(&first), meeting_id(2), pupil(7), &known, TODAY).is_err());
    }

    #[test]
    fn an_outcome_asks_until_somebody_has_acted() {
        let talk = outcome(1, 1, 7, &draft(OutcomeKind::Talk));
        assert_eq!(talk.still_asks(TODAY, false), Some(OutcomeAsks::Talk { since: TODAY }));
        let held = talk.hold_talk(TODAY, TODAY).unwrap();
        let events = talk
            .history
            .iter()
            .map(|e| e.event.clone())
            .chain([held.clone()])
            .collect();
        let talked = PupilOutcome::from_history(talk.id, entries(events)).unwrap();
        assert_eq!(talked.still_asks(TODAY, false), None);

        let until = date(2026, 12, 1);
        let watch = outcome(
            2,
            1,
            8,
            &OutcomeDraft {
                until: Some(until),
                ..draft(OutcomeKind::WatchUntil)
            },
        );
        assert_eq!(watch.still_asks(TODAY, false), None);
        assert_eq!(
            watch.still_asks(until, false),
            Some(OutcomeAsks::LookAgain { since: until })
        );
        assert!(watch.hold_talk(TODAY, TODAY).is_err());

        let concern = outcome(3, 1, 9, &draft(OutcomeKind::OpenConcern));
        assert_eq!(
            concern.still_asks(TODAY, false),
            Some(OutcomeAsks::WriteConcern { since: TODAY })
        );
        assert_eq!(concern.still_asks(TODAY, true), None);
        assert!(PupilOutcome::from_history(talk.id, entries(vec![held])).is_err());
    }

    #[test]
    fn last_time_is_the_newest_meeting_before_this_one() {
        let meetings = [
            meeting(1, date(2026, 9, 4), vec![held(date(2026, 9, 4))]),
            meeting(2, date(2026, 10, 9), vec![held(date(2026, 10, 9))]),
            meeting(3, date(2026, 11, 20), vec![]),
        ];
        let outcomes = [
            outcome(2, 2, 7, &draft(OutcomeKind::AlreadyInCase)),
            outcome(1, 1, 7, &draft(OutcomeKind::Talk)),
            outcome(3, 3, 7, &draft(OutcomeKind::OpenConcern)),
            outcome(4, 1, 8, &draft(OutcomeKind::Talk)),
        ];
        let last = decided_last_time(&outcomes, &meetings, &meetings[2]);
        let kinds: Vec<_> = last.values().map(|o| o.outcome.kind()).collect();
        assert_eq!(kinds, [OutcomeKind::AlreadyInCase, OutcomeKind::Talk]);
        assert_eq!(decided_last_time(&outcomes, &meetings, &meetings[0]).len(), 0);
    }

    #[test]
    fn events_read_back_from_what_is_stored() {
        let place = ReviewPlace::Class(ClassId::from_uuid(Uuid::from_u128(4)));
        let weekly = SeriesPlan {
            cadence: Cadence::Weeks(2),
            ..plan()
        };
        let event = ReviewSeries::begin(place, weekly).unwrap();
        let stored = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<SeriesEvent>(&stored).unwrap(), event);
        let event = held(TODAY);
        let stored = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<MeetingEvent>(&stored).unwrap(), event);
    }
}
