//! What can be done (da: handlemuligheder): the municipality's own catalogue, and what somebody could not find in it.
//!
//! Options stand on the three levels of the triangle, children never do. Nothing here chooses, ranks or counts
//! what was chosen: a person looks, and takes words along. The program brings a first catalogue
//! (`options.toml`), shown as a proposal until the municipality adopts, changes or leaves each option.
//!
//! Nothing about a person stands in an option, so it is plain text and may be printed and shared.

use crate::case::vocabulary::{Arena, Audience, Level, Target};
use crate::history::{Entry, Sequence, whole};
use crate::id::{ActionOptionId, MissingOptionId, PersonId, SchoolId};
use crate::person::danish_order;
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

/// The most characters of a name, so that it can stand in the triangle and on a line of a list.
pub const MOST_NAME: usize = 80;
/// The most characters of a field on one line.
pub const MOST_LINE: usize = 300;

/// What an option says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// How one begins.
    pub begin: String,
    /// Its level in the triangle.
    pub level: Level,
    /// Where it works.
    pub arenas: BTreeSet<Arena>,
    /// For whom it is done.
    pub target: Target,
    /// Who can use it.
    pub audiences: BTreeSet<Audience>,
    /// Whether one can begin tomorrow without asking anybody first.
    #[serde(default)]
    pub soon: bool,
    /// Who owns it, and whom one asks.
    pub contact: String,
    /// The law behind it, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// How long one waits, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<String>,
    /// The part of the municipality it lies in, for offers of associations and volunteers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// What is known of its effect, and from where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Content {
    /// The fields in which it says something else than `before`, in the order of the form, with what stood there.
    /// Choices come without it: their words belong to the page.
    pub fn changed_from<'b>(&self, before: &'b Self) -> Vec<(&'static str, Option<&'b str>)> {
        let text = |field, now: &str, was: &'b str| (now != was).then_some((field, Some(was)));
        let more =
            |field, now: &Option<String>, was: &'b Option<String>| (now != was).then_some((field, was.as_deref()));
        let choice = |field, same: bool| (!same).then_some((field, None));
        [
            text("name", &self.name, &before.name),
            text("what", &self.what, &before.what),
            text("begin", &self.begin, &before.begin),
            choice("soon", self.soon == before.soon),
            choice("level", self.level == before.level),
            choice("arenas", self.arenas == before.arenas),
            choice("target", self.target == before.target),
            choice("audiences", self.audiences == before.audiences),
            text("contact", &self.contact, &before.contact),
            more("wait", &self.wait, &before.wait),
            more("law", &self.law, &before.law),
            more("area", &self.area, &before.area),
            more("evidence", &self.evidence, &before.evidence),
            more("source", &self.source, &before.source),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The words a plan begins with when this option is taken along: what it is, named first.
    pub fn plan_words(&self) -> String {
        format!("{}: {}", self.name, self.what)
    }
}

/// One option the program brings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposed {
    /// Its number: never used again for another option, also when this one is no longer brought.
    number: u16,
    /// The requirements it comes from.
    requirements: Vec<String>,
    content: Content,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProposedFile {
    options: Vec<Proposed>,
}

/// A broken file would show as an empty catalogue; a test reads it and counts.
static PROPOSED: LazyLock<Vec<Proposed>> = LazyLock::new(|| {
    let file = toml::from_str::<ProposedFile>(include_str!("options.toml"));
    file.map(|file| file.options).unwrap_or_default()
});

/// The id of the option with this number: the same in every municipality, so that two people who adopt it at once
/// cannot make two of it. A UUID of version 8.
const fn proposed_id(number: u16) -> ActionOptionId {
    ActionOptionId::from_uuid(Uuid::from_u128(
        0x6e61_6572_7661_8000_8000_0000_0000_0000 | number as u128,
    ))
}

/// What was done to an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// A proposal was adopted as it stood.
    Adopted,
    /// It was written here.
    Written,
    /// It was changed.
    Changed,
    /// It was taken out of use.
    TakenOut,
    /// It was brought back.
    BroughtBack,
}

/// One version of an option: what was done, what it says since, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// What was done.
    pub done: Done,
    /// What it says since.
    pub content: Content,
    /// Why, or who decided it.
    pub because: OwnWords,
}

/// Whether an option is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The program proposes it; nobody here has said anything about it.
    Proposed,
    /// The municipality uses it.
    InUse,
    /// It is out of use. It is not deleted: plans made with it stay readable.
    TakenOut,
}

/// One thing that can be done, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionOption {
    /// Its id.
    pub id: ActionOptionId,
    /// What it says.
    pub content: Content,
    /// Whether it is in use.
    pub standing: Standing,
    /// Its versions, oldest first; none for a proposal.
    pub history: Vec<Entry<Version>>,
}

impl ActionOption {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, or a version cannot follow the one before.
    pub fn from_history(id: ActionOptionId, history: Vec<Entry<Version>>) -> Result<Self, CaseworkError> {
        whole("action option", &history)?;
        let is_proposed = PROPOSED.iter().any(|one| proposed_id(one.number) == id);
        let mut standing = if is_proposed { Some(Standing::Proposed) } else { None };
        for entry in &history {
            standing = Some(match (standing, entry.event.done) {
                // A number the program no longer brings may have been adopted, changed or left before.
                (None | Some(Standing::Proposed), Done::Adopted | Done::Written | Done::Changed)
                | (Some(Standing::InUse), Done::Changed)
                | (Some(Standing::TakenOut), Done::BroughtBack) => Standing::InUse,
                (None | Some(Standing::Proposed | Standing::InUse), Done::TakenOut) => Standing::TakenOut,
                _ => {
                    return Err(CaseworkError::Impossible {
                        thing: "action option",
                        sequence: entry.sequence.number(),
                    });
                }
            });
        }
        let last = history.last().ok_or(CaseworkError::Empty { thing: "action option" })?;
        Ok(Self {
            id,
            content: last.event.content.clone(),
            standing: standing.unwrap_or(Standing::InUse),
            history,
        })
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// Whether it is shown to those who look for something to do.
    pub fn is_shown(&self) -> bool {
        self.standing != Standing::TakenOut
    }

    /// The version that adopts a proposal as it stands.
    ///
    /// # Errors
    /// When it is no proposal any longer, or without saying who decided it.
    pub fn adopt(&self, because: &str) -> Result<Version, Problems> {
        self.again(Done::Adopted, Standing::Proposed, because)
    }

    /// The version that takes it out of use.
    ///
    /// # Errors
    /// Without a reason, or when it is out of use already.
    pub fn take_out(&self, because: &str) -> Result<Version, Problems> {
        let from = if self.standing == Standing::Proposed {
            Standing::Proposed
        } else {
            Standing::InUse
        };
        self.again(Done::TakenOut, from, because)
    }

    /// The version that brings it back.
    ///
    /// # Errors
    /// Without a reason, or when it is in use.
    pub fn bring_back(&self, because: &str) -> Result<Version, Problems> {
        self.again(Done::BroughtBack, Standing::TakenOut, because)
    }

    fn again(&self, done: Done, from: Standing, because: &str) -> Result<Version, Problems> {
        let mut check = Check::default();
        check.that(self.standing == from, Problem::NotNow { what: "option-changed" });
        let because = check.words("because", because);
        check.done(because.map(|because| Version {
            done,
            content: self.content.clone(),
            because,
        }))
    }
}

/// The whole catalogue: what the municipality keeps, and the proposals it has said nothing about yet. By level, then by
/// name: the order says nothing about worth.
pub fn catalogue(kept: Vec<ActionOption>) -> Vec<ActionOption> {
    let known: BTreeSet<ActionOptionId> = kept.iter().map(|one| one.id).collect();
    let proposed = PROPOSED.iter().map(|one| ActionOption {
        id: proposed_id(one.number),
        content: one.content.clone(),
        standing: Standing::Proposed,
        history: Vec::new(),
    });
    let mut all: Vec<ActionOption> = proposed.filter(|one| !known.contains(&one.id)).collect();
    all.extend(kept);
    all.sort_by(|one, other| {
        let (one, other) = (&one.content, &other.content);
        one.level
            .cmp(&other.level)
            .then_with(|| danish_order(&one.name, &other.name))
    });
    all
}

/// How many options in use lie on a level in an arena. One that works in two arenas counts in both.
pub fn count(options: &[ActionOption], level: Level, arena: Arena) -> usize {
    let here =
        |one: &&ActionOption| one.is_shown() && one.content.level == level && one.content.arenas.contains(&arena);
    options.iter().filter(here).count()
}

/// What somebody looks for. Everything left out fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// For whom it is written.
    pub audience: Option<Audience>,
    /// Where it works.
    pub arena: Option<Arena>,
    /// Its level.
    pub level: Option<Level>,
    /// For whom it is done.
    pub target: Option<Target>,
    /// Only what one can begin tomorrow.
    pub soon: bool,
    /// Words that all occur in it, in any order.
    pub words: String,
}

impl Wanted {
    /// Whether an option fits.
    pub fn fits(&self, option: &ActionOption) -> bool {
        let of = &option.content;
        let for_whom = |wanted| of.audiences.contains(&wanted) || of.audiences.contains(&Audience::Everybody);
        let lines = [&of.name, &of.what, &of.begin, &of.contact];
        let more = [&of.law, &of.wait, &of.area, &of.evidence];
        let all = lines.into_iter().chain(more.into_iter().flatten());
        let text = all.map(|line| line.to_lowercase()).collect::<Vec<_>>().join("\n");
        self.audience.is_none_or(for_whom)
            && self.arena.is_none_or(|arena| of.arenas.contains(&arena))
            && self.level.is_none_or(|level| of.level == level)
            && self.target.is_none_or(|target| of.target == target)
            && (!self.soon || of.soon)
            && self
                .words
                .to_lowercase()
                .split_whitespace()
                .all(|word| text.contains(word))
    }
}

/// What a person typed about an option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its name. Field `name`.
    pub name: String,
    /// What it is. Field `what`.
    pub what: String,
    /// How one begins. Field `begin`.
    pub begin: String,
    /// Its level. Field `level`.
    pub level: Option<Level>,
    /// Where it works. Field `arenas`.
    pub arenas: BTreeSet<Arena>,
    /// For whom it is done. Field `target`.
    pub target: Option<Target>,
    /// Who can use it. Field `audiences`.
    pub audiences: BTreeSet<Audience>,
    /// Whether one can begin tomorrow. Field `soon`.
    pub soon: bool,
    /// Who owns it. Field `contact`.
    pub contact: String,
    /// The law behind it. Field `law`; may be left out.
    pub law: String,
    /// How long one waits. Field `wait`; may be left out.
    pub wait: String,
    /// Where an association's offer lies. Field `area`; may be left out.
    pub area: String,
    /// What is known of its effect. Field `evidence`; may be left out.
    pub evidence: String,
    /// Where it was found. Field `source`; may be left out.
    pub source: String,
    /// Why it is written or changed. Field `because`.
    pub because: String,
}

impl Draft {
    /// What an option says now, for a form that says it anew.
    pub fn of(content: &Content) -> Self {
        let text = |one: &Option<String>| one.clone().unwrap_or_default();
        Self {
            name: content.name.clone(),
            what: content.what.clone(),
            begin: content.begin.clone(),
            level: Some(content.level),
            arenas: content.arenas.clone(),
            target: Some(content.target),
            audiences: content.audiences.clone(),
            soon: content.soon,
            contact: content.contact.clone(),
            law: text(&content.law),
            wait: text(&content.wait),
            area: text(&content.area),
            evidence: text(&content.evidence),
            source: text(&content.source),
            because: String::new(),
        }
    }

    /// The version to keep: a change of `standing`, or a new option.
    ///
    /// # Errors
    /// All problems of the form; when `standing` is out of use.
    pub fn check(&self, standing: Option<&ActionOption>) -> Result<Version, Problems> {
        let mut check = Check::default();
        check.that(
            standing.is_none_or(ActionOption::is_shown),
            Problem::NotNow { what: "option-changed" },
        );
        let name = line(&mut check, "name", &self.name, MOST_NAME);
        let what = check.words("what", &self.what);
        let begin = check.words("begin", &self.begin);
        check.that(self.level.is_some(), Problem::Missing { field: "level" });
        check.that(!self.arenas.is_empty(), Problem::Missing { field: "arenas" });
        check.that(self.target.is_some(), Problem::Missing { field: "target" });
        check.that(!self.audiences.is_empty(), Problem::Missing { field: "audiences" });
        let contact = line(&mut check, "contact", &self.contact, MOST_LINE);
        check.that(!name.is_empty(), Problem::Missing { field: "name" });
        check.that(!contact.is_empty(), Problem::Missing { field: "contact" });
        let some = |text: String| (!text.is_empty()).then_some(text);
        let law = some(line(&mut check, "law", &self.law, MOST_LINE));
        let wait = some(line(&mut check, "wait", &self.wait, MOST_LINE));
        let area = some(line(&mut check, "area", &self.area, MOST_LINE));
        let evidence = check.words_if_any("evidence", &self.evidence);
        let source = some(line(&mut check, "source", &self.source, MOST_LINE));
        let because = check.words("because", &self.because);
        let read = (|| {
            let content = Content {
                name,
                what: what?.reveal().to_owned(),
                begin: begin?.reveal().to_owned(),
                level: self.level?,
                arenas: self.arenas.clone(),
                target: self.target?,
                audiences: self.audiences.clone(),
                soon: self.soon,
                contact,
                law,
                wait,
                area,
                evidence: evidence.map(|words| words.reveal().to_owned()),
                source,
            };
            Some(Version {
                done: if standing.is_some() {
                    Done::Changed
                } else {
                    Done::Written
                },
                content,
                because: because?,
            })
        })();
        check.done(read)
    }
}

/// A text on one line, the white space in it made single.
fn line(check: &mut Check, field: &'static str, text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters = text.chars().count();
    check.that(
        characters <= most,
        Problem::TooLong {
            field,
            characters,
            most,
        },
    );
    text
}

/// What happened to something somebody missed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum MissingEvent {
    /// Somebody could not find it.
    Reported {
        /// What is missing, without a child's name.
        words: OwnWords,
        /// At which school; nothing for the municipality as a whole.
        school: Option<SchoolId>,
        /// On which level, when they said so.
        level: Option<Level>,
        /// In which arena, when they said so.
        arena: Option<Arena>,
    },
    /// It was answered.
    Answered {
        /// What is done about it.
        words: OwnWords,
    },
}

impl MissingEvent {
    /// The event of a report.
    ///
    /// # Errors
    /// Without words, or with too many.
    pub fn report(
        words: &str,
        school: Option<SchoolId>,
        level: Option<Level>,
        arena: Option<Arena>,
    ) -> Result<Self, Problems> {
        let mut check = Check::default();
        let words = check.words("words", words);
        check.done(words.map(|words| Self::Reported {
            words,
            school,
            level,
            arena,
        }))
    }
}

/// Something somebody could not find in the catalogue, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct MissingOption {
    /// Its id.
    pub id: MissingOptionId,
    /// Who missed it.
    pub by: PersonId,
    /// The day it was said.
    pub on: Date,
    /// What is missing.
    pub words: OwnWords,
    /// At which school; nothing for the municipality as a whole.
    pub school: Option<SchoolId>,
    /// On which level, when they said so.
    pub level: Option<Level>,
    /// In which arena, when they said so.
    pub arena: Option<Arena>,
    /// What was answered, by whom and when.
    pub answer: Option<(OwnWords, PersonId, Date)>,
}

impl MissingOption {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with a report, or goes on after its answer.
    pub fn from_history(id: MissingOptionId, history: &[Entry<MissingEvent>]) -> Result<Self, CaseworkError> {
        whole("missing option", history)?;
        let impossible = |entry: &Entry<MissingEvent>| CaseworkError::Impossible {
            thing: "missing option",
            sequence: entry.sequence.number(),
        };
        let first = history.first().ok_or(CaseworkError::Empty {
            thing: "missing option",
        })?;
        let MissingEvent::Reported {
            words,
            school,
            level,
            arena,
        } = first.event.clone()
        else {
            return Err(impossible(first));
        };
        let mut missing = Self {
            id,
            by: first.by,
            on: first.on,
            words,
            school,
            level,
            arena,
            answer: None,
        };
        for entry in history.iter().skip(1) {
            match (&entry.event, &missing.answer) {
                (MissingEvent::Answered { words }, None) => {
                    missing.answer = Some((words.clone(), entry.by, entry.on));
                }
                _ => return Err(impossible(entry)),
            }
        }
        Ok(missing)
    }

    /// The event of an answer.
    ///
    /// # Errors
    /// Without words, or when it is answered already.
    pub fn answer(&self, words: &str) -> Result<MissingEvent, Problems> {
        let mut check = Check::default();
        check.that(self.answer.is_none(), Problem::NotNow { what: "option-changed" });
        let words = check.words("answer", words);
        check.done(words.map(|words| MissingEvent::Answered { words }))
    }
}

veiled!(MissingEvent, MissingOption);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn entries<E: Clone>(events: &[E]) -> Vec<Entry<E>> {
        let entry = |(n, event): (u32, &E)| Entry {
            sequence: Sequence::new(n).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(9)),
            on: Date::constant(2026, 11, 20),
            at: Timestamp::UNIX_EPOCH,
            event: event.clone(),
        };
        (1_u32..).zip(events).map(entry).collect()
    }

    fn typed() -> Draft {
        Draft {
            name: " Følgeskab  til time ".into(),
            what: "En kendt voksen går med ind.".into(),
            begin: "Aftal tid og sted.".into(),
            level: Some(Level::Targeted),
            arenas: BTreeSet::from([Arena::School, Arena::Home]),
            target: Some(Target::Child),
            audiences: BTreeSet::from([Audience::Teacher]),
            contact: "Klasselæreren".into(),
            because: "Ønsket af lærerne".into(),
            ..Draft::default()
        }
    }

    fn own(versions: &[Version]) -> Result<ActionOption, CaseworkError> {
        let id = ActionOptionId::from_uuid(Uuid::from_u128(3));
        ActionOption::from_history(id, entries(versions))
    }

    /// what the program brings is whole, and honest about what is known.
    #[test]
    fn the_catalogue_the_program_brings_is_whole() {
        let file: ProposedFile = toml::from_str(include_str!("options.toml")).unwrap();
        assert!(file.options.len() >= 40, "{}", file.options.len());
        let numbers: BTreeSet<u16> = file.options.iter().map(|one| one.number).collect();
        assert_eq!(numbers.len(), file.options.len(), "a number is used twice");
        let names: BTreeSet<&str> = file.options.iter().map(|one| one.content.name.as_str()).collect();
        assert_eq!(names.len(), file.options.len(), "a name is used twice");
        for one in &file.options {
            let content = &one.content;
            let mut draft = Draft::of(content);
            draft.because = "x".into();
            assert_eq!(draft.check(None).unwrap().content, *content, "{}", content.name);
            assert!(
                content.evidence.is_some() && content.source.is_some(),
                "{}",
                content.name
            );
            let numbered = |r: &String| r.len() == 5 && r.starts_with("R-");
            assert!(
                !one.requirements.is_empty() && one.requirements.iter().all(numbered),
                "{}",
                content.name
            );
            assert!(
                !content.soon || content.wait.is_none(),
                "{}: tomorrow, and a wait",
                content.name
            );
        }
        let all = catalogue(Vec::new());
        for level in Level::ALL {
            for audience in Audience::ROLES {
                let wanted = Wanted {
                    audience: Some(*audience),
                    level: Some(*level),
                    ..Wanted::default()
                };
                let fits = all.iter().any(|one| wanted.fits(one));
                assert!(fits, "nothing for {audience:?} on {level:?}");
            }
        }
        let tomorrow = Wanted {
            audience: Some(Audience::Teacher),
            soon: true,
            ..Wanted::default()
        };
        assert!(all.iter().filter(|one| tomorrow.fits(one)).count() >= 8, "R-068");
        let last = all.last().unwrap();
        assert_eq!(last.content.level, Level::Intensive);
    }

    #[test]
    fn r081_a_proposal_is_adopted_changed_or_left_and_keeps_its_place() {
        let all = catalogue(Vec::new());
        let first = all.first().unwrap();
        assert_eq!(first.standing, Standing::Proposed);
        assert!(first.adopt(" ").is_err() && first.bring_back("x").is_err());
        let adopted = first.adopt("Ledermødet den 12. november").unwrap();
        let kept = ActionOption::from_history(first.id, entries(std::slice::from_ref(&adopted))).unwrap();
        assert_eq!((kept.standing, &kept.content), (Standing::InUse, &first.content));
        assert!(kept.adopt("igen").is_err());
        let left =
            ActionOption::from_history(first.id, entries(&[first.take_out("Findes ikke her").unwrap()])).unwrap();
        assert!(!left.is_shown() && left.bring_back("x").is_ok());
        let after = catalogue(vec![kept]);
        assert_eq!(after.len(), all.len(), "it does not stand twice");
        assert!(ActionOption::from_history(first.id, entries(&[adopted.clone(), adopted])).is_err());
    }

    #[test]
    fn an_option_is_written_changed_taken_out_and_brought_back_with_every_version_kept() {
        let written = typed().check(None).unwrap();
        assert_eq!(
            (written.done, written.content.name.as_str()),
            (Done::Written, "Følgeskab til time")
        );
        let one = own(std::slice::from_ref(&written)).unwrap();
        let changed = Draft {
            name: "Følgeskab".into(),
            ..typed()
        }
        .check(Some(&one))
        .unwrap();
        let two = own(&[written.clone(), changed.clone()]).unwrap();
        assert_eq!(
            two.content.changed_from(&one.content),
            [("name", Some("Følgeskab til time"))]
        );
        assert_eq!((two.content.name.as_str(), two.history.len()), ("Følgeskab", 2));
        let out = two.take_out("Bruges ikke").unwrap();
        let three = own(&[written.clone(), changed.clone(), out.clone()]).unwrap();
        assert_eq!(three.standing, Standing::TakenOut);
        assert!(typed().check(Some(&three)).is_err() && three.take_out("x").is_err());
        let back = three.bring_back("Bruges igen").unwrap();
        let four = own(&[written.clone(), changed, out, back]).unwrap();
        assert!(four.is_shown() && four.history.len() == 4);
        assert!(own(&[written.clone(), written]).is_err(), "written twice");
        assert!(own(&[]).is_err());
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let empty = Draft::default().check(None).unwrap_err();
        let fields: BTreeSet<&str> = empty.all().iter().map(Problem::field).collect();
        let all = [
            "what",
            "begin",
            "level",
            "arenas",
            "target",
            "audiences",
            "name",
            "contact",
            "because",
        ];
        assert_eq!(fields, BTreeSet::from(all));
        let long = Draft {
            name: "å".repeat(MOST_NAME + 1),
            ..typed()
        }
        .check(None)
        .unwrap_err();
        assert_eq!(long.all().iter().map(Problem::key).collect::<Vec<_>>(), ["too-long"]);
    }

    #[test]
    fn r067_a_search_narrows_and_words_may_stand_in_any_order() {
        let one = own(&[typed().check(None).unwrap()]).unwrap();
        let fits = |wanted: Wanted| wanted.fits(&one);
        assert!(fits(Wanted::default()));
        assert!(fits(Wanted {
            words: "VOKSEN følgeskab".into(),
            ..Wanted::default()
        }));
        assert!(!fits(Wanted {
            words: "voksen hund".into(),
            ..Wanted::default()
        }));
        assert!(!fits(Wanted {
            audience: Some(Audience::Ppr),
            ..Wanted::default()
        }));
        assert!(!fits(Wanted {
            soon: true,
            ..Wanted::default()
        }));
        let all = std::slice::from_ref(&one);
        assert_eq!(count(all, Level::Targeted, Arena::School), 1);
        assert_eq!(count(all, Level::Targeted, Arena::Home), 1);
        assert_eq!(count(all, Level::Preventive, Arena::School), 0);
    }

    #[test]
    fn r069_what_is_missing_is_said_and_answered_once() {
        assert!(MissingEvent::report(" ", None, None, None).is_err());
        let said = MissingEvent::report("Angstgruppe for de yngste", None, Some(Level::Targeted), None).unwrap();
        let id = MissingOptionId::from_uuid(Uuid::from_u128(4));
        let open = MissingOption::from_history(id, &entries(std::slice::from_ref(&said))).unwrap();
        assert!(open.answer.is_none() && open.answer(" ").is_err());
        let answer = open.answer("PPR starter en gruppe til marts").unwrap();
        let done = MissingOption::from_history(id, &entries(&[said.clone(), answer.clone()])).unwrap();
        assert!(done.answer.is_some() && done.answer("igen").is_err());
        assert!(MissingOption::from_history(id, &entries(&[answer.clone(), said.clone()])).is_err());
        assert!(MissingOption::from_history(id, &entries(&[said, answer.clone(), answer])).is_err());
        assert_eq!(format!("{done:?}"), "MissingOption(…)");
    }
}
