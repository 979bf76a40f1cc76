//! The class as a community (da: klassens fællesskab): what was talked of with the class, what the class agreed, and how it
//! answered a few questions together.
//!
//! No child is named here: words that hold the name of a pupil of the class are not kept before they are changed. Of the
//! questions only the sums of the whole class are ever taken in, and none where too few have answered.

use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::{ClassId, ClassRecordId, PersonId};
use crate::person::{Name, fold};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The most letters of a question.
pub const LONGEST: usize = 200;
/// The most questions at once: few, so that each is talked of.
pub const MOST_QUESTIONS: usize = 6;
/// The fewest answers a municipality can ask for before a sum is kept.
pub const LEAST_ANSWERS: u16 = 3;
/// The most answers a class is asked for before a sum is kept.
pub const MOST_ANSWERS: u16 = 40;

/// Ordinary words that are names too. Like every name of two letters, one of them is a name only where it begins with a
/// capital letter: "et godt liv" names nobody.
const ORDINARY: &[&str] = &[
    "ask", "bjoern", "bjørn", "dag", "falk", "fred", "gry", "hjalte", "lilje", "liv", "lys", "lykke", "lærke", "mai",
    "maj", "max", "rose", "sky", "smilla", "sol", "sten", "storm", "svale", "svend", "ulv", "viola", "vår",
];

/// Small words of names that name nobody alone.
const PARTICLES: &[&str] = &[
    "af", "al", "da", "de", "del", "den", "der", "el", "la", "le", "van", "von",
];

words! {
    /// What stands in the record of a class.
    Kind {
        /// Something was talked of with the class (da: klassesamtale).
        Talk = "talk",
        /// Something was agreed in the class (da: klasseaftale).
        Agreement = "agreement",
        /// The class has answered a few questions (da: klassens temperatur).
        Temperature = "temperature",
    }
}

/// How many of the class gave each answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// What was asked.
    pub question: String,
    /// How many said yes.
    pub yes: u16,
    /// How many said a bit of both.
    pub partly: u16,
    /// How many said no.
    pub no: u16,
}

impl Tally {
    /// How many answered.
    pub const fn answered(&self) -> u16 {
        self.yes.saturating_add(self.partly).saturating_add(self.no)
    }
}

/// What was talked of, agreed or answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Something was talked of with the class.
    Talk {
        /// When.
        on: Date,
        /// What was asked, such as what a good classmate is.
        question: OwnWords,
        /// What the class said.
        said: OwnWords,
        /// What pupils proposed.
        proposals: Option<OwnWords>,
        /// What the class decided.
        decided: Option<OwnWords>,
    },
    /// Something was agreed in the class.
    Agreement {
        /// What, such as who writes to somebody who is away.
        agreed: OwnWords,
        /// Since when it holds.
        from: Date,
        /// The last day it holds, where one was agreed.
        until: Option<Date>,
    },
    /// The class has answered a few questions.
    Temperature {
        /// When.
        on: Date,
        /// How many took part.
        answered: u16,
        /// The sums, question by question.
        tallies: Vec<Tally>,
        /// What pupils proposed, in words.
        proposals: Option<OwnWords>,
    },
}

impl What {
    /// What kind it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Talk { .. } => Kind::Talk,
            Self::Agreement { .. } => Kind::Agreement,
            Self::Temperature { .. } => Kind::Temperature,
        }
    }

    /// The day it is about.
    pub const fn on(&self) -> Date {
        match self {
            Self::Talk { on, .. } | Self::Temperature { on, .. } => *on,
            Self::Agreement { from, .. } => *from,
        }
    }
}

/// What happened to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClassRecordEvent {
    /// It was written down.
    Begun {
        /// Of which class.
        class: ClassId,
        /// What.
        what: What,
        /// When the class looks at it again.
        follow_up: Option<Date>,
    },
    /// It was looked at again.
    Followed {
        /// What has come of it.
        words: OwnWords,
        /// When it is looked at the next time.
        next: Option<Date>,
    },
    /// An agreement was ended; it stays to be read.
    Ended {
        /// Why.
        because: OwnWords,
    },
}

/// The names of the pupils of a class that stand in a text, as they were written, each once.
pub fn named<'t>(text: &'t str, pupils: &[Name]) -> Vec<&'t str> {
    let is_part = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let parts = |name: &str| -> Vec<String> {
        let all = name.split(|c| !is_part(c)).map(fold);
        all.filter(|part| part.chars().count() > 1 && !PARTICLES.contains(&part.as_str()))
            .collect()
    };
    let given: Vec<String> = pupils.iter().flat_map(|name| parts(name.given())).collect();
    let family: Vec<String> = pupils.iter().flat_map(|name| parts(name.family())).collect();
    let stands = |word: &str| {
        let folded = fold(word);
        // "Astas" names Asta as much as "Asta" does.
        let owner = folded.strip_suffix('s').unwrap_or(&folded);
        let is = |part: &String| *part == folded || part == owner;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let ordinary = |part: &str| part.chars().count() == 2 || ORDINARY.contains(&part);
        let by_given = given.iter().any(|part| is(part) && (capital || !ordinary(part)));
        // Family names are woods and hills besides; alone and in small letters they name no child.
        by_given || (capital && family.iter().any(is))
    };
    let mut found: Vec<&str> = Vec::new();
    for word in text.split(|c| !is_part(c)).filter(|word| !word.is_empty()) {
        if stands(word) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Reads what was typed for the record of a class.
struct Reader<'p> {
    check: Check,
    pupils: &'p [Name],
    today: Date,
}

impl<'p> Reader<'p> {
    fn new(pupils: &'p [Name], today: Date) -> Self {
        Self {
            check: Check::default(),
            pupils,
            today,
        }
    }

    fn nobody(&mut self, field: &'static str, text: &str) {
        for name in named(text, self.pupils) {
            let Some(name) = OwnWords::from_form(name) else {
                continue;
            };
            self.check.that(false, Problem::Named { field, name });
        }
    }

    fn words(&mut self, field: &'static str, text: &str) -> Option<OwnWords> {
        self.nobody(field, text);
        self.check.words(field, text)
    }

    fn words_if_any(&mut self, field: &'static str, text: &str) -> Option<OwnWords> {
        self.nobody(field, text);
        self.check.words_if_any(field, text)
    }

    fn day(&mut self, field: &'static str, text: &str) -> Option<Date> {
        let text = text.trim();
        let day = text.parse().ok();
        self.check
            .that(text.is_empty() || day.is_some(), Problem::Unreadable { field });
        day
    }

    /// A day that has been, at most a year ago.
    fn past(&mut self, field: &'static str, text: &str) -> Option<Date> {
        let day = self.day(field, text);
        let missing = text.trim().is_empty();
        self.check.that(!missing, Problem::Missing { field });
        if let Some(day) = day {
            self.check.behind(field, day, self.today);
            let earliest = self.today.saturating_sub(jiff::Span::new().years(1));
            self.check
                .that(day >= earliest, Problem::TooFarBehind { field, day, earliest });
        }
        day
    }

    /// A day ahead, where one was given.
    fn ahead_if_any(&mut self, field: &'static str, text: &str) -> Option<Date> {
        let day = self.day(field, text)?;
        self.check.ahead(field, Some(day), self.today)
    }
}

/// What a person typed of a talk with the class.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TalkDraft {
    /// When. Field `on`.
    pub on: String,
    /// What was asked. Field `question`.
    pub question: String,
    /// What the class said. Field `said`.
    pub said: String,
    /// What pupils proposed. Field `proposals`.
    pub proposals: String,
    /// What the class decided. Field `decided`.
    pub decided: String,
    /// When it is looked at again. Field `follow_up`.
    pub follow_up: String,
}

impl TalkDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// Everything that is wrong: nothing said, a day that cannot be, a pupil of the class named.
    pub fn check(&self, class: ClassId, pupils: &[Name], today: Date) -> Result<ClassRecordEvent, Problems> {
        let mut read = Reader::new(pupils, today);
        let on = read.past("on", &self.on);
        let question = read.words("question", &self.question);
        let said = read.words("said", &self.said);
        let proposals = read.words_if_any("proposals", &self.proposals);
        let decided = read.words_if_any("decided", &self.decided);
        let follow_up = read.ahead_if_any("follow_up", &self.follow_up);
        let event = on
            .zip(question)
            .zip(said)
            .map(|((on, question), said)| ClassRecordEvent::Begun {
                class,
                what: What::Talk {
                    on,
                    question,
                    said,
                    proposals,
                    decided,
                },
                follow_up,
            });
        read.check.done(event)
    }
}

/// What a person typed of an agreement of the class.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AgreementDraft {
    /// What is agreed. Field `agreed`.
    pub agreed: String,
    /// Since when. Field `from`.
    pub from: String,
    /// Until when, where that is agreed. Field `until`.
    pub until: String,
    /// When it is looked at again. Field `follow_up`.
    pub follow_up: String,
}

impl AgreementDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// Everything that is wrong: nothing agreed, days that cannot be, no day to look again, a pupil of the class named.
    pub fn check(&self, class: ClassId, pupils: &[Name], today: Date) -> Result<ClassRecordEvent, Problems> {
        let mut read = Reader::new(pupils, today);
        let agreed = read.words("agreed", &self.agreed);
        let from = read.past("from", &self.from);
        let until = read.ahead_if_any("until", &self.until);
        let follow_up = read.day("follow_up", &self.follow_up);
        let unreadable = follow_up.is_none() && !self.follow_up.trim().is_empty();
        let follow_up = if unreadable {
            None
        } else {
            read.check.ahead("follow_up", follow_up, today)
        };
        let event = agreed
            .zip(from)
            .zip(follow_up)
            .map(|((agreed, from), follow_up)| ClassRecordEvent::Begun {
                class,
                what: What::Agreement { agreed, from, until },
                follow_up: Some(follow_up),
            });
        read.check.done(event)
    }
}

/// The sums a person typed for one question.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TallyDraft {
    /// What was asked.
    pub question: String,
    /// How many said yes, a bit of both, and no; empty is nobody.
    pub counts: [String; 3],
}

/// What a person typed of how the class answered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TemperatureDraft {
    /// When. Field `on`.
    pub on: String,
    /// How many took part. Field `answered`.
    pub answered: String,
    /// The sums; a question without any is left out. Field `tallies`.
    pub tallies: Vec<TallyDraft>,
    /// What pupils proposed. Field `proposals`.
    pub proposals: String,
    /// When it is looked at again. Field `follow_up`.
    pub follow_up: String,
}

impl TemperatureDraft {
    /// The event to keep: sums of the class alone, and only where `least` have answered.
    ///
    /// # Errors
    /// Everything that is wrong: no sums, sums of too few or of more than took part, a pupil of the class named.
    pub fn check(
        &self,
        class: ClassId,
        least: u16,
        pupils: &[Name],
        today: Date,
    ) -> Result<ClassRecordEvent, Problems> {
        let mut read = Reader::new(pupils, today);
        let on = read.past("on", &self.on);
        let answered: Option<u16> = self.answered.trim().parse().ok();
        let blank = self.answered.trim().is_empty();
        let field = "answered";
        read.check.that(!blank, Problem::Missing { field });
        read.check
            .that(blank || answered.is_some(), Problem::Unreadable { field });
        let took_part = answered.unwrap_or_default();
        let enough = answered.is_none_or(|answered| answered >= least);
        read.check.that(enough, Problem::NotNow { what: "too-few" });
        let mut tallies = Vec::new();
        for draft in &self.tallies {
            let Some(tally) = tally(&mut read, draft) else { continue };
            let sum = tally.answered();
            let all_in = answered.is_none() || sum <= took_part;
            read.check.that(all_in, Problem::NotNow { what: "too-many" });
            read.check.that(sum >= least, Problem::NotNow { what: "too-few" });
            tallies.push(tally);
        }
        read.check
            .that(!tallies.is_empty(), Problem::Missing { field: "tallies" });
        let few = tallies.len() <= MOST_QUESTIONS;
        read.check.that(
            few,
            Problem::NotNow {
                what: "too-many-questions",
            },
        );
        let proposals = read.words_if_any("proposals", &self.proposals);
        let follow_up = read.ahead_if_any("follow_up", &self.follow_up);
        let event = on.zip(answered).map(|(on, answered)| ClassRecordEvent::Begun {
            class,
            what: What::Temperature {
                on,
                answered,
                tallies,
                proposals,
            },
            follow_up,
        });
        read.check.done(event)
    }
}

/// The sums of one question; nothing where none were typed.
fn tally(read: &mut Reader<'_>, draft: &TallyDraft) -> Option<Tally> {
    if draft.counts.iter().all(|count| count.trim().is_empty()) {
        return None;
    }
    let field = "question";
    let question = draft.question.split_whitespace().collect::<Vec<_>>().join(" ");
    read.nobody(field, &question);
    read.check.that(!question.is_empty(), Problem::Missing { field });
    let characters = question.chars().count();
    let most = LONGEST;
    let too_long = Problem::TooLong {
        field,
        characters,
        most,
    };
    read.check.that(characters <= most, too_long);
    let mut count = |text: &String| -> u16 {
        let text = text.trim();
        let number = if text.is_empty() { Some(0) } else { text.parse().ok() };
        read.check
            .that(number.is_some(), Problem::Unreadable { field: "tallies" });
        number.unwrap_or_default()
    };
    let [yes, partly, no] = &draft.counts;
    let (yes, partly, no) = (count(yes), count(partly), count(no));
    Some(Tally {
        question,
        yes,
        partly,
        no,
    })
}

/// What was said when it was looked at again.
#[derive(Clone, PartialEq, Eq)]
pub struct Followed {
    /// When.
    pub on: Date,
    /// Who wrote it.
    pub by: PersonId,
    /// What has come of it, or why it ended.
    pub words: OwnWords,
}

/// Something in the record of a class, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct ClassRecord {
    /// Its id.
    pub id: ClassRecordId,
    /// Of which class.
    pub class: ClassId,
    /// Who wrote it.
    pub by: PersonId,
    /// The day it was written.
    pub written_on: Date,
    /// What.
    pub what: What,
    /// What was seen when it was looked at again, oldest first.
    pub followed: Vec<Followed>,
    /// Why and when it ended, for an agreement that did.
    pub ended: Option<Followed>,
    /// When it is looked at again.
    pub due: Option<Date>,
    last: Sequence,
}

impl ClassRecord {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with what it is, or goes on after its end.
    pub fn from_history(id: ClassRecordId, history: Vec<Entry<ClassRecordEvent>>) -> Result<Self, CaseworkError> {
        const THING: &str = "class record";
        whole(THING, &history)?;
        let mut entries = history.into_iter();
        let first = entries.next().ok_or(CaseworkError::Empty { thing: THING })?;
        let impossible = |sequence: Sequence| CaseworkError::Impossible {
            thing: THING,
            sequence: sequence.number(),
        };
        let ClassRecordEvent::Begun { class, what, follow_up } = first.event else {
            return Err(impossible(first.sequence));
        };
        let mut record = Self {
            id,
            class,
            by: first.by,
            written_on: first.on,
            what,
            followed: Vec::new(),
            ended: None,
            due: follow_up,
            last: first.sequence,
        };
        for entry in entries {
            let said = |words| Followed {
                on: entry.on,
                by: entry.by,
                words,
            };
            match entry.event {
                ClassRecordEvent::Followed { words, next } if record.ended.is_none() => {
                    record.followed.push(said(words));
                    record.due = next;
                }
                ClassRecordEvent::Ended { because }
                    if record.ended.is_none() && record.what.kind() == Kind::Agreement =>
                {
                    record.ended = Some(said(because));
                    record.due = None;
                }
                _ => return Err(impossible(entry.sequence)),
            }
            record.last = entry.sequence;
        }
        Ok(record)
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.last.next()
    }

    /// Whether it is an agreement that holds today.
    pub fn holds(&self, today: Date) -> bool {
        let What::Agreement { until, .. } = self.what else {
            return false;
        };
        self.ended.is_none() && until.is_none_or(|until| today <= until)
    }

    /// The event of looking at it again. An agreement that still holds says when it is looked at the next time.
    ///
    /// # Errors
    /// Nothing said, a day that cannot be, a pupil of the class named, or an agreement that has ended.
    pub fn follow(&self, words: &str, next: &str, pupils: &[Name], today: Date) -> Result<ClassRecordEvent, Problems> {
        let mut read = Reader::new(pupils, today);
        read.check
            .that(self.ended.is_none(), Problem::NotNow { what: "has-ended" });
        let words = read.words("words", words);
        let missing = next.trim().is_empty() && self.holds(today);
        read.check.that(!missing, Problem::Missing { field: "next" });
        let next = read.ahead_if_any("next", next);
        read.check
            .done(words.map(|words| ClassRecordEvent::Followed { words, next }))
    }

    /// The event of ending an agreement.
    ///
    /// # Errors
    /// Without a reason, with a pupil of the class named, when it has ended, or when it is no agreement.
    pub fn end(&self, because: &str, pupils: &[Name], today: Date) -> Result<ClassRecordEvent, Problems> {
        let mut read = Reader::new(pupils, today);
        let stands = self.ended.is_none() && self.what.kind() == Kind::Agreement;
        read.check.that(stands, Problem::NotNow { what: "has-ended" });
        let because = read.words("because", because);
        read.check
            .done(because.map(|because| ClassRecordEvent::Ended { because }))
    }

    /// The sums that may be shown: those of questions that at least `least` have answered, also where a lower number was
    /// enough when they were taken.
    pub fn tallies(&self, least: u16) -> Vec<&Tally> {
        let What::Temperature { tallies, .. } = &self.what else {
            return Vec::new();
        };
        tallies.iter().filter(|tally| tally.answered() >= least).collect()
    }
}

/// What a class is asked, and how many must answer before a sum is kept: the municipality's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Temperature {
    /// The questions, answered with yes, a bit of both, or no.
    pub questions: Vec<String>,
    /// How many must have answered.
    pub least: u16,
    /// Who decided it, and when; empty while nobody has.
    pub decided: String,
}

impl Default for Temperature {
    fn default() -> Self {
        let questions = [
            "Er der nogen, du kan være sammen med i pauserne?",
            "Kan du sige det højt, når der er noget, du ikke forstår?",
            "Er der nogen, der lægger mærke til det, når du ikke er her?",
            "Er du med til at bestemme noget i klassen?",
        ];
        Self {
            questions: questions.map(str::to_owned).to_vec(),
            least: 5,
            decided: String::new(),
        }
    }
}

impl Temperature {
    /// The same, when it can be kept: empty questions are left out.
    ///
    /// # Errors
    /// No questions, too many, too long ones, a number outside what makes sense, or nobody who decided it.
    pub fn check(mut self) -> Result<Self, Problems> {
        let mut check = Check::default();
        for question in &mut self.questions {
            *question = question.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.questions.retain(|question| !question.is_empty());
        let few = (1..=MOST_QUESTIONS).contains(&self.questions.len());
        check.that(few, Problem::Missing { field: "questions" });
        for question in &self.questions {
            let characters = question.chars().count();
            let too_long = Problem::TooLong {
                field: "questions",
                characters,
                most: LONGEST,
            };
            check.that(characters <= LONGEST, too_long);
        }
        let range = Problem::OutOfRange {
            field: "least",
            value: u32::from(self.least),
            least: u32::from(LEAST_ANSWERS),
            most: u32::from(MOST_ANSWERS),
        };
        check.that((LEAST_ANSWERS..=MOST_ANSWERS).contains(&self.least), range);
        self.decided = self.decided.trim().to_owned();
        let said = (1..=LONGEST).contains(&self.decided.chars().count());
        check.that(said, Problem::Missing { field: "decided" });
        check.done(Some(self))
    }
}

veiled!(
    What,
    ClassRecordEvent,
    ClassRecord,
    Followed,
    TalkDraft,
    AgreementDraft,
    TallyDraft,
    TemperatureDraft,
);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    const FRIDAY: Date = Date::constant(2026, 11, 20);

    fn class() -> ClassId {
        ClassId::from_uuid(Uuid::from_u128(7))
    }

    fn pupils() -> Vec<Name> {
        [
            ("Asta", "Skov"),
            ("Bo", "Eksempel"),
            ("Liv Marie", "Testsen"),
            ("Åse", "von Prøve"),
            ("Mads", "Nørre-Lund"),
        ]
        .map(|(given, family)| Name::new(given, family))
        .to_vec()
    }

    fn record(events: Vec<ClassRecordEvent>) -> Result<ClassRecord, CaseworkError> {
        let entries = (1..).zip(events).map(|(n, event)| Entry {
            sequence: Sequence::new(n).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(1)),
            on: FRIDAY,
            at: Timestamp::UNIX_EPOCH,
            event,
        });
        let id = ClassRecordId::from_uuid(Uuid::from_u128(3));
        ClassRecord::from_history(id, entries.collect())
    }

    #[test]
    fn r258_a_pupil_of_the_class_is_found_however_the_name_is_written() {
        let pupils = pupils();
        for (text, found) in [
            ("Asta kan lide at tegne", vec!["Asta"]),
            ("det sagde asta også", vec!["asta"]),
            ("Astas forslag, og ASTA'S", vec!["Astas", "ASTA"]),
            ("Vi spurgte Mads’ makker", vec!["Mads"]),
            ("Aase og Lund", vec!["Aase", "Lund"]),
            ("Bo bor her", vec!["Bo"]),
            ("Liv og Marie", vec!["Liv", "Marie"]),
            ("Et godt liv i skoven. Vi gik en tur i en skov.", vec![]),
            ("En god kammerat siger hej og venter på de andre.", vec![]),
            ("Von er ikke nogen. Astadan.", vec![]),
        ] {
            assert_eq!(named(text, &pupils), found, "{text}");
        }
        assert!(named("Asta", &[]).is_empty());
    }

    #[test]
    fn r258_a_talk_is_kept_without_a_named_child() {
        let draft = TalkDraft {
            on: "2026-11-19".into(),
            question: "Hvad er en god klassekammerat?".into(),
            said: "En, der venter på en.".into(),
            proposals: "Faste makkere i pausen".into(),
            decided: String::new(),
            follow_up: "2026-12-11".into(),
        };
        let pupils = pupils();
        let event = draft.check(class(), &pupils, FRIDAY).unwrap();
        let kept = record(vec![event]).unwrap();
        assert_eq!(kept.due, Some(Date::constant(2026, 12, 11)));
        assert_eq!(kept.what.kind(), Kind::Talk);
        let mut naming = draft.clone();
        naming.proposals = "Asta vil gerne være makker".into();
        let problems = naming.check(class(), &pupils, FRIDAY).unwrap_err();
        let [Problem::Named { field, name }] = problems.all() else {
            panic!("{problems}");
        };
        assert_eq!((*field, name.reveal()), ("proposals", "Asta"));
        assert!(!format!("{problems:?} {problems}").contains("Asta"), "no name in a log");
        for wrong in [
            TalkDraft {
                on: "2026-11-21".into(),
                ..draft.clone()
            },
            TalkDraft {
                on: "i går".into(),
                ..draft.clone()
            },
            TalkDraft {
                on: "2020-11-21".into(),
                ..draft.clone()
            },
            TalkDraft {
                said: " ".into(),
                ..draft.clone()
            },
            TalkDraft {
                follow_up: "2026-11-20".into(),
                ..draft.clone()
            },
            TalkDraft {
                follow_up: "snart".into(),
                ..draft
            },
        ] {
            assert!(wrong.check(class(), &pupils, FRIDAY).is_err());
        }
    }

    #[test]
    fn r261_an_agreement_is_looked_at_again_and_ended_never_deleted() {
        let draft = AgreementDraft {
            agreed: "Sidemakkeren skriver, når en er væk".into(),
            from: "2026-11-20".into(),
            until: String::new(),
            follow_up: "2026-12-01".into(),
        };
        let begun = draft.check(class(), &pupils(), FRIDAY).unwrap();
        for wrong in [
            AgreementDraft {
                follow_up: String::new(),
                ..draft.clone()
            },
            AgreementDraft {
                agreed: "Liv skriver".into(),
                ..draft.clone()
            },
            AgreementDraft {
                until: "2026-11-19".into(),
                ..draft.clone()
            },
            AgreementDraft {
                follow_up: "når det er jul".into(),
                ..draft
            },
        ] {
            assert!(wrong.check(class(), &pupils(), FRIDAY).is_err());
        }
        let one = record(vec![begun.clone()]).unwrap();
        assert!(one.holds(FRIDAY));
        assert!(
            one.follow("Det går godt", "", &[], FRIDAY).is_err(),
            "it is looked at again"
        );
        let looked = one.follow("Det går godt", "2027-01-15", &[], FRIDAY).unwrap();
        let two = record(vec![begun.clone(), looked.clone()]).unwrap();
        assert_eq!(two.due, Some(Date::constant(2027, 1, 15)));
        assert!(two.end(" ", &[], FRIDAY).is_err());
        let ended = two.end("Vi gør det af os selv nu", &[], FRIDAY).unwrap();
        let all = vec![begun, looked.clone(), ended.clone()];
        let three = record(all.clone()).unwrap();
        assert_eq!((three.due, three.holds(FRIDAY), three.followed.len()), (None, false, 1));
        assert!(three.end("Igen", &[], FRIDAY).is_err());
        assert!(three.follow("Igen", "2027-01-15", &[], FRIDAY).is_err());
        assert!(record([all.clone(), vec![ended.clone()]].concat()).is_err());
        assert!(record([all, vec![looked]].concat()).is_err());
        assert!(record(vec![ended]).is_err());
    }

    #[test]
    fn r267_only_sums_of_enough_answers_are_taken() {
        let sums = |question: &str, counts: [&str; 3]| TallyDraft {
            question: question.into(),
            counts: counts.map(str::to_owned),
        };
        let draft = TemperatureDraft {
            on: "2026-11-20".into(),
            answered: "20".into(),
            tallies: vec![
                sums("Er der nogen i pausen?", ["12", "5", "3"]),
                sums("Ikke stillet", ["", "", ""]),
            ],
            proposals: String::new(),
            follow_up: String::new(),
        };
        let event = draft.check(class(), 5, &pupils(), FRIDAY).unwrap();
        let ClassRecordEvent::Begun { what, .. } = &event else {
            panic!()
        };
        let What::Temperature { tallies, answered, .. } = what else {
            panic!()
        };
        let all: Vec<_> = tallies.iter().map(|one| one.answered()).collect();
        assert_eq!((*answered, all), (20, vec![20]));
        let kept = record(vec![event]).unwrap();
        assert_eq!((kept.tallies(5).len(), kept.tallies(21).len()), (1, 0));
        let refused = |change: &dyn Fn(&mut TemperatureDraft)| {
            let mut wrong = draft.clone();
            change(&mut wrong);
            wrong.check(class(), 5, &pupils(), FRIDAY).unwrap_err()
        };
        let few = Problem::NotNow { what: "too-few" };
        let problems = refused(&|d| d.tallies = vec![sums("Hvad?", ["2", "1", "1"])]);
        assert_eq!(
            problems.all(),
            core::slice::from_ref(&few),
            "four answers stand for single children"
        );
        assert!(refused(&|d| d.answered = "4".into()).all().contains(&few));
        let many = Problem::NotNow { what: "too-many" };
        let problems = refused(&|d| d.tallies = vec![sums("Hvad?", ["12", "8", "1"])]);
        assert_eq!(problems.all(), [many]);
        refused(&|d| d.tallies.clear());
        refused(&|d| d.tallies = vec![sums("", ["12", "8", ""])]);
        refused(&|d| d.tallies = vec![sums("Er Asta glad?", ["12", "8", ""])]);
        refused(&|d| d.tallies = vec![sums("Hvad?", ["mange", "8", ""])]);
        refused(&|d| d.answered = String::new());
        refused(&|d| d.proposals = "Mads vil have bolde".into());
        refused(&|d| d.tallies = vec![sums("Hvad?", ["9", "", ""]); MOST_QUESTIONS + 1]);
    }

    #[test]
    fn r267_the_questions_are_the_municipalitys_own() {
        let own = Temperature {
            questions: vec![" Er det  rart? ".into(), " ".into()],
            least: 8,
            decided: "Skolechefen 3.2.2026".into(),
        };
        assert_eq!(own.clone().check().unwrap().questions, ["Er det rart?"]);
        for wrong in [
            Temperature {
                least: LEAST_ANSWERS - 1,
                ..own.clone()
            },
            Temperature {
                questions: Vec::new(),
                ..own.clone()
            },
            Temperature {
                questions: vec!["æ".repeat(LONGEST + 1)],
                ..own.clone()
            },
            Temperature {
                decided: " ".into(),
                ..own
            },
        ] {
            assert!(wrong.check().is_err());
        }
        let neutral = Temperature::default();
        assert!((3..=4).contains(&neutral.questions.len()));
        assert_eq!(neutral.least, 5);
    }
}
