//! A concern (da: bekymring): somebody has seen a sign, and somebody must answer.
//!
//! It may be raised at any absence, none included, and is equal in rank to what the marks show.
//! The signs are a list to choose from and are never counted up to anything. Every concern ends in an answer:
//! act, watch until a day, or no action with a reason; a watch that runs out asks again. What was said is
//! quoted and never edited; more is a new entry.

use crate::deadline::ClosedDays;
use crate::history::{Entry, Sequence, whole};
use crate::id::{ConcernId, PersonId, PupilId, ReviewMeetingId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$item_doc])* #[serde(rename = $word)] $item,)+
        }

        impl $name {
            /// Every one, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$item),+];

            /// The word it goes by in storage, forms and text keys.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$item => $word,)+
                }
            }

            /// Reads the word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A sign somebody can see in a child (da: tegn), in the words of the field.
    ///
    /// Source: R-164 and R-165 (what one sees in the child), R-012 (on the way to school), R-153 and R-023 (absence).
    /// The order is that of the form and says nothing about weight; there is no weight.
    Sign {
        /// Sits in the classroom but is not there (da: mentalt fravær, er med, men ikke til stede).
        MentallyAbsent = "mentally_absent",
        /// Changed behaviour (da: ændret adfærd).
        ChangedBehaviour = "changed_behaviour",
        /// Often alone (da: er ofte alene).
        OftenAlone = "often_alone",
        /// Says that school is boring (da: siger, at skolen er kedelig).
        SaysSchoolIsBoring = "says_school_is_boring",
        /// Feels left out by the others in the class (da: føler sig fravalgt af de andre).
        FeelsRejected = "feels_rejected",
        /// Tries to avoid coming to school (da: forsøger at undgå at komme i skole).
        AvoidsComing = "avoids_coming",
        /// Asks to stay at home (da: beder om at blive hjemme).
        AsksToStayHome = "asks_to_stay_home",
        /// Hard mornings at home (da: svære morgener).
        HardMornings = "hard_mornings",
        /// Drags out the time, comes late, but comes (da: trækker tiden ud og kommer for sent, men kommer).
        DelaysButAttends = "delays_but_attends",
        /// Stays away from single lessons now and then, or goes early (da: væk fra enkelte timer eller går før tid).
        SingleLessonsNowAndThen = "single_lessons_now_and_then",
        /// Days away mixed with days at school (da: fravær blandet med fremmøde).
        AbsenceMixedWithAttendance = "absence_mixed_with_attendance",
        /// Away in certain periods (da: væk i bestemte perioder).
        AwayInPeriods = "away_in_periods",
        /// Away for a long period (da: væk i en længere periode).
        AwayLong = "away_long",
        /// Often late (da: kommer ofte for sent).
        OftenLate = "often_late",
        /// Away without a message from home (da: fravær uden besked).
        AwayWithoutMessage = "away_without_message",
        /// Away on certain weekdays (da: fravær på bestemte ugedage).
        CertainWeekdays = "certain_weekdays",
        /// Away from certain lessons (da: fravær fra bestemte timer).
        CertainLessons = "certain_lessons",
        /// Away after holidays (da: fravær efter ferier).
        AfterHolidays = "after_holidays",
        /// Away after a long illness (da: fravær efter langvarig sygdom).
        AfterLongIllness = "after_long_illness",
        /// Has stopped coming to leisure activities (da: kommer ikke længere i SFO, klub eller fritidstilbud).
        AwayFromLeisure = "away_from_leisure",
    }
}

words! {
    /// Under which heading a sign stands in the form.
    SignHeading {
        /// What one sees in the child (da: hos barnet).
        Child = "child",
        /// On the way to school (da: på vej i skole).
        Coming = "coming",
        /// When the child is away (da: fravær).
        Away = "away",
    }
}

impl Sign {
    /// The heading it stands under.
    pub const fn heading(self) -> SignHeading {
        match self {
            Self::MentallyAbsent
            | Self::ChangedBehaviour
            | Self::OftenAlone
            | Self::SaysSchoolIsBoring
            | Self::FeelsRejected => SignHeading::Child,
            Self::AvoidsComing | Self::AsksToStayHome | Self::HardMornings | Self::DelaysButAttends => {
                SignHeading::Coming
            }
            Self::SingleLessonsNowAndThen
            | Self::AbsenceMixedWithAttendance
            | Self::AwayInPeriods
            | Self::AwayLong
            | Self::OftenLate
            | Self::AwayWithoutMessage
            | Self::CertainWeekdays
            | Self::CertainLessons
            | Self::AfterHolidays
            | Self::AfterLongIllness
            | Self::AwayFromLeisure => SignHeading::Away,
        }
    }
}

words! {
    /// Who saw it, by role. Typed in by staff; not the same as who typed.
    RaisedBy {
        /// The pupil (da: eleven selv).
        Pupil = "pupil",
        /// A parent (da: forælder).
        Guardian = "guardian",
        /// The contact teacher (da: kontaktlærer).
        ContactTeacher = "contact_teacher",
        /// Another teacher (da: lærer).
        Teacher = "teacher",
        /// A pedagogue (da: pædagog).
        Pedagogue = "pedagogue",
        /// The teacher for behaviour, contact and well-being (da: AKT-lærer).
        AktTeacher = "akt_teacher",
        /// The well-being contact or resource person (da: trivselsperson, ressourceperson).
        WellBeingContact = "well_being_contact",
        /// The school leader (da: skoleleder).
        SchoolLeader = "school_leader",
        /// The school social worker (da: skolesocialrådgiver).
        SchoolSocialWorker = "school_social_worker",
        /// The educational-psychological advisory service (da: PPR).
        Ppr = "ppr",
        /// The school health nurse (da: sundhedsplejerske).
        HealthNurse = "health_nurse",
        /// The guidance counsellor (da: UU-vejleder).
        GuidanceCounsellor = "guidance_counsellor",
        /// After-school care or club (da: SFO, fritidshjem, klub).
        LeisureOffer = "leisure_offer",
        /// The social administration (da: socialforvaltningen).
        SocialAdministration = "social_administration",
        /// Somebody else (da: en anden).
        SomeoneElse = "someone_else",
    }
}

/// What a person decided about a concern. All three are answers; none happens by itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Something is done (da: vi handler).
    Act {
        /// What, by whom, in own words.
        what: OwnWords,
    },
    /// Nothing yet; look again on a day (da: vi holder øje til).
    WatchUntil {
        /// The day the concern asks again.
        until: Date,
        /// Why waiting is right.
        reason: OwnWords,
    },
    /// Nothing will be done (da: vi gør ikke mere).
    NoAction {
        /// Why not.
        reason: OwnWords,
    },
}

/// What happened to a concern.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConcernEvent {
    /// It was raised.
    Raised {
        /// The pupil.
        pupil: PupilId,
        /// Who saw it, by role.
        raised_by: RaisedBy,
        /// The day it was seen or said.
        seen_on: Date,
        /// The signs ticked; may be none when there are words.
        signs: BTreeSet<Sign>,
        /// Own words, quoted; may be none when there are signs.
        words: Option<OwnWords>,
        /// The review meeting that decided to open it, if one did.
        review: Option<ReviewMeetingId>,
    },
    /// More was said, or what was said is put right. The first words stay.
    Added {
        /// Who said it, by role.
        said_by: RaisedBy,
        /// What, quoted.
        words: OwnWords,
    },
    /// It was answered.
    Answered {
        /// With what.
        answer: Answer,
    },
    /// It asks for a new answer before its time.
    Reopened {
        /// Why.
        because: OwnWords,
    },
}

/// What a person typed to raise a concern; the form of under a minute.
#[derive(Clone, PartialEq, Eq)]
pub struct ConcernDraft {
    /// Who saw it.
    pub raised_by: RaisedBy,
    /// The day it was seen or said. Field `seen_on`.
    pub seen_on: Date,
    /// The signs ticked.
    pub signs: BTreeSet<Sign>,
    /// Own words. Field `words`.
    pub words: String,
    /// The review meeting that decided to open it, if one did.
    pub review: Option<ReviewMeetingId>,
}

impl ConcernDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// All problems of the form: neither sign nor words, words too long, a day still to come.
    pub fn check(&self, pupil: PupilId, today: Date) -> Result<ConcernEvent, Problems> {
        let mut check = Check::default();
        let words = check.words_if_any("words", &self.words);
        check.that(!self.signs.is_empty() || words.is_some(), Problem::NothingSaid);
        check.behind("seen_on", self.seen_on, today);
        check.done(Some(ConcernEvent::Raised {
            pupil,
            raised_by: self.raised_by,
            seen_on: self.seen_on,
            signs: self.signs.clone(),
            words,
            review: self.review,
        }))
    }
}

/// What a person typed to answer a concern.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerDraft {
    /// Which of the three.
    pub kind: AnswerKind,
    /// What is done, or the reason. Field `words`.
    pub words: String,
    /// The day to look again; for a watch only. Field `until`.
    pub until: Option<Date>,
}

words! {
    /// Which of the three answers.
    AnswerKind {
        /// Something is done.
        Act = "act",
        /// Look again on a day.
        WatchUntil = "watch_until",
        /// Nothing, with the reason.
        NoAction = "no_action",
    }
}

/// Where a concern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has answered yet, or a watch has run out: it waits for a person since this day.
    Waits {
        /// Since when.
        since: Date,
    },
    /// Watched until this day, which lies ahead.
    Watched {
        /// The day it asks again.
        until: Date,
    },
    /// Answered with an act.
    Acted,
    /// Answered with no action.
    Closed,
}

/// A concern as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// The pupil.
    pub pupil: PupilId,
    /// Who saw it, by role.
    pub raised_by: RaisedBy,
    /// The day it was seen or said.
    pub seen_on: Date,
    /// The day it was written down.
    pub raised_on: Date,
    /// The member of staff who wrote it down.
    pub written_by: PersonId,
    /// The signs ticked.
    pub signs: BTreeSet<Sign>,
    /// The first words.
    pub words: Option<OwnWords>,
    /// The review meeting that decided to open it.
    pub review: Option<ReviewMeetingId>,
    /// The last answer, with who and when.
    pub answer: Option<(Answer, PersonId, Date)>,
    /// Since when it waits, when it was not answered or was reopened.
    waits_since: Option<Date>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<ConcernEvent>>,
}

impl Concern {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the raising, or raises twice.
    pub fn from_history(id: ConcernId, history: Vec<Entry<ConcernEvent>>) -> Result<Self, CaseworkError> {
        whole("concern", &history)?;
        let first = history.first().ok_or(CaseworkError::Empty { thing: "concern" })?;
        let ConcernEvent::Raised {
            pupil,
            raised_by,
            seen_on,
            signs,
            words,
            review,
        } = first.event.clone()
        else {
            return Err(CaseworkError::Impossible {
                thing: "concern",
                sequence: 1,
            });
        };
        let mut concern = Self {
            id,
            pupil,
            raised_by,
            seen_on,
            raised_on: first.on,
            written_by: first.by,
            signs,
            words,
            review,
            answer: None,
            waits_since: Some(first.on),
            history: Vec::new(),
        };
        for entry in history.iter().skip(1) {
            concern.take(entry)?;
        }
        concern.history = history;
        Ok(concern)
    }

    fn take(&mut self, entry: &Entry<ConcernEvent>) -> Result<(), CaseworkError> {
        match &entry.event {
            ConcernEvent::Raised { .. } => {
                let sequence = entry.sequence.number();
                return Err(CaseworkError::Impossible {
                    thing: "concern",
                    sequence,
                });
            }
            ConcernEvent::Added { .. } => {}
            ConcernEvent::Answered { answer } => {
                self.answer = Some((answer.clone(), entry.by, entry.on));
                self.waits_since = None;
            }
            ConcernEvent::Reopened { .. } => self.waits_since = Some(entry.on),
        }
        Ok(())
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// Where it stands on a day. A watch waits again from its day on (R-020: no silent expiry).
    pub fn standing(&self, today: Date) -> Standing {
        match (self.waits_since, &self.answer) {
            (Some(since), _) => Standing::Waits { since },
            (None, Some((Answer::WatchUntil { until, .. }, ..))) if *until <= today => {
                Standing::Waits { since: *until }
            }
            (None, Some((Answer::WatchUntil { until, .. }, ..))) => Standing::Watched { until: *until },
            (None, Some((Answer::Act { .. }, ..))) => Standing::Acted,
            (None, Some((Answer::NoAction { .. }, ..))) => Standing::Closed,
            (None, None) => Standing::Waits { since: self.raised_on },
        }
    }

    /// The day by which it should be answered; nothing when it does not wait.
    ///
    /// Unit: working days after the day it began to wait. A watch that has run out is due on its day.
    pub fn answer_due(&self, today: Date, settings: &ConcernSettings, closed: ClosedDays) -> Option<Date> {
        let Standing::Waits { since } = self.standing(today) else {
            return None;
        };
        let watch_over = self.waits_since.is_none();
        Some(if watch_over {
            since
        } else {
            closed.working_days_after(since, settings.answer_within)
        })
    }

    /// The event of an answer.
    ///
    /// # Errors
    /// All problems: no words, no day to look again or one that is not ahead, nothing waiting for an answer.
    pub fn answer(&self, draft: &AnswerDraft, today: Date) -> Result<ConcernEvent, Problems> {
        let mut check = Check::default();
        let words = check.words("words", &draft.words);
        let answer = match draft.kind {
            AnswerKind::Act => words.map(|what| Answer::Act { what }),
            AnswerKind::NoAction => words.map(|reason| Answer::NoAction { reason }),
            AnswerKind::WatchUntil => {
                let until = check.ahead("until", draft.until, today);
                until
                    .zip(words)
                    .map(|(until, reason)| Answer::WatchUntil { until, reason })
            }
        };
        let waits = matches!(self.standing(today), Standing::Waits { .. } | Standing::Watched { .. });
        check.that(
            waits,
            Problem::NotNow {
                what: "concern-is-answered",
            },
        );
        check.done(answer.map(|answer| ConcernEvent::Answered { answer }))
    }

    /// The event of further words; the first ones stay as they are.
    ///
    /// # Errors
    /// When there are none, or too many.
    pub fn add(&self, said_by: RaisedBy, words: &str) -> Result<ConcernEvent, Problems> {
        let mut check = Check::default();
        let words = check.words("words", words);
        check.done(words.map(|words| ConcernEvent::Added { said_by, words }))
    }

    /// The event of asking for a new answer.
    ///
    /// # Errors
    /// Without a reason, or when it waits already.
    pub fn reopen(&self, because: &str, today: Date) -> Result<ConcernEvent, Problems> {
        let mut check = Check::default();
        let because = check.words("because", because);
        let waits = matches!(self.standing(today), Standing::Waits { .. });
        check.that(!waits, Problem::NotNow { what: "concern-waits" });
        check.done(because.map(|because| ConcernEvent::Reopened { because }))
    }
}

/// How soon people should answer each other, a setting of the municipality. Unit: working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConcernSettings {
    /// A concern, from the day it was raised or asked again.
    pub answer_within: u16,
    /// Sparring, from the day it was asked for.
    pub sparring_within: u16,
}

impl Default for ConcernSettings {
    fn default() -> Self {
        Self {
            answer_within: 3,
            sparring_within: 3,
        }
    }
}

impl ConcernSettings {
    /// The most working days an answer may take: four weeks of them.
    pub const MOST_DAYS: u16 = 20;

    /// Whether both can be promised.
    ///
    /// # Errors
    /// All problems: fewer than one working day, or more than [`Self::MOST_DAYS`].
    pub fn check(self) -> Result<Self, Problems> {
        let mut check = Check::default();
        for (field, value) in [
            ("answer_within", self.answer_within),
            ("sparring_within", self.sparring_within),
        ] {
            check.that(
                (1..=Self::MOST_DAYS).contains(&value),
                Problem::OutOfRange {
                    field,
                    value: u32::from(value),
                    least: 1,
                    most: u32::from(Self::MOST_DAYS),
                },
            );
        }
        check.done(Some(self))
    }
}

veiled!(Answer, ConcernEvent, ConcernDraft, AnswerDraft, Concern);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const FRIDAY: Date = Date::constant(2026, 11, 20);

    fn draft() -> ConcernDraft {
        ConcernDraft {
            raised_by: RaisedBy::Guardian,
            seen_on: FRIDAY,
            signs: BTreeSet::from([Sign::HardMornings]),
            words: "Hun græder hver morgen.".into(),
            review: None,
        }
    }

    fn pupil() -> PupilId {
        PupilId::from_uuid(Uuid::from_u128(1))
    }

    fn concern(later: &[(Date, ConcernEvent)]) -> Concern {
        let raised = (FRIDAY, draft().check(pupil(), FRIDAY).unwrap());
        let entries = (1_u32..)
            .zip(std::iter::once(&raised).chain(later))
            .map(|(n, (on, event))| Entry {
                sequence: Sequence::new(n).unwrap(),
                by: PersonId::from_uuid(Uuid::from_u128(9)),
                on: *on,
                at: Timestamp::UNIX_EPOCH,
                event: event.clone(),
            });
        Concern::from_history(ConcernId::from_uuid(Uuid::from_u128(2)), entries.collect()).unwrap()
    }

    fn answer(kind: AnswerKind, words: &str, until: Option<Date>) -> AnswerDraft {
        AnswerDraft {
            kind,
            words: words.into(),
            until,
        }
    }

    #[test]
    fn a_concern_needs_a_sign_or_words_and_nothing_about_absence() {
        let only_words = ConcernDraft {
            signs: BTreeSet::new(),
            ..draft()
        };
        assert!(only_words.check(pupil(), FRIDAY).is_ok());
        let only_sign = ConcernDraft {
            words: String::new(),
            ..draft()
        };
        assert!(only_sign.check(pupil(), FRIDAY).is_ok());
        let neither = ConcernDraft {
            signs: BTreeSet::new(),
            words: " ".into(),
            seen_on: date(2026, 12, 1),
            ..draft()
        };
        let problems = neither.check(pupil(), FRIDAY).unwrap_err();
        assert_eq!(
            problems.all().iter().map(Problem::key).collect::<Vec<_>>(),
            ["nothing-said", "not-behind"]
        );
    }

    #[test]
    fn an_unanswered_concern_waits_and_is_due_after_three_working_days() {
        let concern = concern(&[]);
        assert_eq!(concern.standing(FRIDAY), Standing::Waits { since: FRIDAY });
        let due = concern.answer_due(FRIDAY, &ConcernSettings::default(), ClosedDays::default());
        assert_eq!(due, Some(date(2026, 11, 25)));
        assert_eq!(concern.next_sequence().number(), 2);
    }

    #[test]
    fn a_watch_that_runs_out_asks_again() {
        let until = date(2026, 12, 4);
        let event = concern(&[])
            .answer(&answer(AnswerKind::WatchUntil, "Ny klasselærer", Some(until)), FRIDAY)
            .unwrap();
        let concern = concern(&[(FRIDAY, event)]);
        assert_eq!(concern.standing(date(2026, 12, 3)), Standing::Watched { until });
        assert_eq!(concern.standing(until), Standing::Waits { since: until });
        let due = concern.answer_due(until, &ConcernSettings::default(), ClosedDays::default());
        assert_eq!(due, Some(until));
        assert!(
            concern
                .answer(&answer(AnswerKind::NoAction, "Det går godt nu", None), until)
                .is_ok()
        );
    }

    #[test]
    fn every_answer_needs_its_reason_and_a_watch_its_day() {
        let concern = concern(&[]);
        for kind in AnswerKind::ALL {
            assert!(concern.answer(&answer(*kind, "", None), FRIDAY).is_err());
        }
        let problems = concern
            .answer(&answer(AnswerKind::WatchUntil, "", Some(FRIDAY)), FRIDAY)
            .unwrap_err();
        assert_eq!(
            problems.all().iter().map(Problem::field).collect::<Vec<_>>(),
            ["words", "until"]
        );
        let problems = concern
            .answer(&answer(AnswerKind::WatchUntil, "x", Some(date(2028, 1, 1))), FRIDAY)
            .unwrap_err();
        assert_eq!(problems.all().first().map(Problem::key), Some("too-far-ahead"));
    }

    #[test]
    fn an_answered_concern_is_answered_once_and_can_be_reopened_with_a_reason() {
        let acted = concern(&[])
            .answer(&answer(AnswerKind::Act, "Vi taler med Ida", None), FRIDAY)
            .unwrap();
        let concern_acted = concern(&[(FRIDAY, acted.clone())]);
        assert_eq!(concern_acted.standing(FRIDAY), Standing::Acted);
        assert!(
            concern_acted
                .answer(&answer(AnswerKind::NoAction, "x", None), FRIDAY)
                .is_err()
        );
        let reopened = concern_acted.reopen("Det hjalp ikke", FRIDAY).unwrap();
        let monday = date(2026, 11, 23);
        let again = concern(&[(FRIDAY, acted), (monday, reopened)]);
        assert_eq!(again.standing(monday), Standing::Waits { since: monday });
        assert!(again.reopen("igen", monday).is_err());
    }

    #[test]
    fn more_words_never_change_the_first_ones() {
        let event = concern(&[]).add(RaisedBy::Pupil, "Jeg er bange for pausen").unwrap();
        let concern = concern(&[(FRIDAY, event)]);
        assert_eq!(
            concern.words.as_ref().map(OwnWords::reveal),
            Some("Hun græder hver morgen.")
        );
        assert_eq!(concern.history.len(), 2);
    }

    #[test]
    fn an_answer_takes_from_one_day_to_four_weeks() {
        assert!(ConcernSettings::default().check().is_ok());
        let wrong = ConcernSettings {
            answer_within: 0,
            sparring_within: 21,
        };
        assert_eq!(wrong.check().unwrap_err().all().len(), 2);
    }

    #[test]
    fn signs_and_events_read_back_from_what_is_stored() {
        for sign in Sign::ALL {
            assert_eq!(Sign::from_word(sign.word()), Some(*sign));
            assert_eq!(serde_json::to_string(sign).unwrap(), format!("\"{}\"", sign.word()));
        }
        let event = draft().check(pupil(), FRIDAY).unwrap();
        let stored = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<ConcernEvent>(&stored).unwrap(), event);
        assert_eq!(format!("{event:?}"), "ConcernEvent(…)");
        assert_eq!(format!("{:?}", draft()), "ConcernDraft(…)");
    }

    #[test]
    fn a_stream_that_does_not_begin_with_a_raising_is_refused() {
        let entry = Entry {
            sequence: Sequence::FIRST,
            by: PersonId::from_uuid(Uuid::from_u128(9)),
            on: FRIDAY,
            at: Timestamp::UNIX_EPOCH,
            event: ConcernEvent::Reopened {
                because: OwnWords::from_form("x").unwrap(),
            },
        };
        let id = ConcernId::from_uuid(Uuid::from_u128(2));
        assert!(matches!(
            Concern::from_history(id, vec![entry.clone()]),
            Err(CaseworkError::Impossible { .. })
        ));
        let second = Entry {
            sequence: Sequence::new(3).unwrap(),
            ..entry
        };
        let gap = CaseworkError::OutOfSequence {
            thing: "concern",
            expected: 1,
            found: 3,
        };
        assert_eq!(Concern::from_history(id, vec![second]), Err(gap));
    }
}
