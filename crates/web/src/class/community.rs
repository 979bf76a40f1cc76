//! A class as a community: what it talked of, agreed and answered together, and looking at it again (da: klassens
//! fællesskab; ).

use std::collections::BTreeMap;

use access::{ClassFacts, Permit, Role, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::class_record::{Followed, Kind, What};
use casework::history::Sequence;
use casework::{ClassRecord, ClassRecordId, PersonId, Problem, Problems};

use super::class_of;
use super::record::temperature;
use crate::case::said::problem_about;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// How many temperatures stand side by side.
const SIDE_BY_SIDE: usize = 4;
/// How many days ahead the overview says that something is to be looked at again.
const AHEAD: i64 = 7;

/// A form beside something that was kept.
#[derive(Clone, Debug)]
pub struct Again {
    /// Where it is sent.
    pub address: String,
    /// The place the page was made for.
    pub sequence: u32,
    /// What was typed.
    pub words: String,
    /// The next day, as typed.
    pub next: String,
    /// Whether there must be a next day.
    pub needs_next: bool,
    /// Whether it stands open: it was sent and not taken.
    pub open: bool,
}

/// Something of the record.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its place on the page.
    pub anchor: String,
    /// What and when.
    pub heading: String,
    /// What it says, part by part.
    pub said: Vec<(String, String)>,
    /// What was seen when it was looked at again: by whom and when, and the words.
    pub followed: Vec<(String, String)>,
    /// When it is looked at again, or that it has ended.
    pub standing: Option<String>,
    /// Whether the day has passed.
    pub late: bool,
    /// Who wrote it down, and when.
    pub written: String,
    /// The form of looking at it again.
    pub follow: Option<Again>,
    /// The form of ending it.
    pub end: Option<Again>,
}

/// The sums of one question, time after time.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub question: String,
    /// The sums in words, in the order of the days.
    pub sums: Vec<String>,
}

/// The class as a community.
#[derive(Clone, Debug, Template)]
#[template(path = "class/community.html")]
pub struct ShowCommunity {
    /// What surrounds the page.
    pub frame: Frame,
    /// The class's name.
    pub name: String,
    /// The class's page.
    pub class: String,
    /// Whether this person may write.
    pub may_write: bool,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// Agreements that hold.
    pub agreements: Vec<Kept>,
    /// Agreements that are over.
    pub over: Vec<Kept>,
    /// What was talked of, the newest first.
    pub talks: Vec<Kept>,
    /// The days of the temperatures beside each other.
    pub days: Vec<String>,
    /// The questions with their sums.
    pub asked: Vec<Asked>,
    /// The temperatures with what was proposed, the newest first.
    pub temperatures: Vec<Kept>,
}

/// What the class's page says of it.
#[derive(Clone, Debug)]
pub struct Note {
    /// The page of the class as a community.
    pub address: String,
    /// The agreements that hold.
    pub agreements: Vec<String>,
    /// How much is to be looked at again by today.
    pub due: usize,
}

/// What is wrong with something for the record of a class.
pub(super) fn said(frame: &Frame, problems: &Problems) -> Vec<String> {
    let one = |problem: &Problem| match problem {
        Problem::Named { field, name } => frame.t2(
            "class-record-named",
            "name",
            name.reveal(),
            "field",
            label(frame, field),
        ),
        Problem::NotNow { what: "too-few" } => frame.t("class-record-too-few"),
        Problem::NotNow { what: "too-many" } => frame.t("class-record-too-many"),
        Problem::NotNow {
            what: "too-many-questions",
        } => frame.t("class-record-too-many-questions"),
        Problem::NotNow { what: "has-ended" } => frame.t("class-record-has-ended"),
        other => problem_about(frame, &label(frame, other.field()), other),
    };
    let mut all: Vec<String> = problems.all().iter().map(one).collect();
    all.dedup();
    all
}

/// What a field of the record is called.
pub(super) fn label(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "on" => "class-record-on",
        "question" => "class-record-question",
        "said" => "class-record-said",
        "proposals" => "class-record-proposals",
        "decided" => "class-record-decided",
        "agreed" => "class-record-agreed",
        "from" => "class-record-from",
        "until" => "class-record-until",
        "follow_up" | "next" => "class-record-follow-up",
        "answered" => "class-record-answered",
        "tallies" => "class-record-tallies",
        "because" => "class-record-because",
        _ => "class-record-words",
    })
}

fn heading(frame: &Frame, what: &What) -> String {
    let on = frame.date(&what.on());
    frame.t1(
        match what.kind() {
            Kind::Talk => "class-record-talk-on",
            Kind::Agreement => "class-record-agreement-from",
            Kind::Temperature => "class-record-temperature-on",
        },
        "on",
        on,
    )
}

fn parts(frame: &Frame, what: &What) -> Vec<(String, String)> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    match what {
        What::Talk {
            question,
            said,
            proposals,
            decided,
            ..
        } => {
            parts.push(("question", question.reveal().to_owned()));
            parts.push(("said", said.reveal().to_owned()));
            parts.extend(proposals.iter().map(|words| ("proposals", words.reveal().to_owned())));
            parts.extend(decided.iter().map(|words| ("decided", words.reveal().to_owned())));
        }
        What::Agreement { agreed, until, .. } => {
            parts.push(("agreed", agreed.reveal().to_owned()));
            parts.extend(until.map(|until| ("until", frame.date(&until))));
        }
        What::Temperature {
            answered, proposals, ..
        } => {
            parts.push(("answered", answered.to_string()));
            parts.extend(proposals.iter().map(|words| ("proposals", words.reveal().to_owned())));
        }
    }
    parts
        .into_iter()
        .map(|(field, text)| (crate::case::said::short(&label(frame, field)).to_owned(), text))
        .collect()
}

/// What was sent for one of the things of the record, and not taken.
#[derive(Default)]
struct Refused {
    of: Option<(ClassRecordId, bool)>,
    words: String,
    next: String,
    problems: Vec<String>,
}

fn kept(
    frame: &Frame,
    names: &BTreeMap<PersonId, String>,
    record: &ClassRecord,
    may_write: bool,
    refused: &Refused,
) -> Kept {
    let address = format!("/classes/{}/community/{}", record.class, record.id);
    let written = |by: PersonId, on| {
        let by = names.get(&by).cloned().unwrap_or_default();
        frame.t2("case-written", "by", by, "on", frame.date(&on))
    };
    let again = |way: &str, needs_next: bool| {
        let open = refused.of == Some((record.id, way == "end"));
        let typed = |text: &String| if open { text.clone() } else { String::new() };
        Again {
            address: format!("{address}/{way}"),
            sequence: record.next_sequence().number(),
            words: typed(&refused.words),
            next: typed(&refused.next),
            needs_next,
            open,
        }
    };
    let line = |one: &Followed| (written(one.by, one.on), one.words.reveal().to_owned());
    let mut followed: Vec<(String, String)> = record.followed.iter().map(line).collect();
    let is_agreement = record.what.kind() == Kind::Agreement;
    let holds = record.holds(frame.today);
    if let Some(end) = &record.ended {
        followed.push((
            frame.t1("class-record-ended-by", "who", written(end.by, end.on)),
            end.words.reveal().to_owned(),
        ));
    }
    let standing = match (record.ended.is_none(), record.due) {
        (true, Some(due)) => Some(frame.t1("class-record-due", "on", frame.day(&due))),
        _ => None,
    };
    let stands = may_write && record.ended.is_none();
    Kept {
        anchor: format!("r-{}", record.id),
        heading: heading(frame, &record.what),
        said: parts(frame, &record.what),
        followed,
        standing,
        late: record.due.is_some_and(|due| due < frame.today),
        written: written(record.by, record.written_on),
        follow: stands.then(|| again("follow", holds)),
        end: (stands && is_agreement).then(|| again("end", false)),
    }
}

/// The newest temperatures side by side, the oldest of them first: counts in words, and only those of enough answers.
fn side_by_side(frame: &Frame, records: &[ClassRecord], least: u16) -> (Vec<String>, Vec<Asked>) {
    let mut taken: Vec<&ClassRecord> = records
        .iter()
        .filter(|record| record.what.kind() == Kind::Temperature)
        .collect();
    taken.sort_by_key(|record| record.what.on());
    let taken = taken.split_off(taken.len().saturating_sub(SIDE_BY_SIDE));
    let mut questions: Vec<&str> = Vec::new();
    for tally in taken.iter().rev().flat_map(|record| record.tallies(0)) {
        if !questions.contains(&tally.question.as_str()) {
            questions.push(&tally.question);
        }
    }
    let sum = |record: &ClassRecord, question: &str| {
        let of = |least| {
            let all = record.tallies(least);
            all.into_iter().find(|tally| tally.question == question)
        };
        match (of(least), of(0)) {
            (Some(tally), _) => {
                use crate::locale::Arg;
                let (yes, partly, no) = (u32::from(tally.yes), u32::from(tally.partly), u32::from(tally.no));
                let values = [("yes", yes.value()), ("partly", partly.value()), ("no", no.value())];
                frame.locale.text("class-record-sums", &values)
            }
            (None, Some(_)) => frame.t("class-record-sums-few"),
            (None, None) => frame.t("class-record-sums-none"),
        }
    };
    let asked = questions.iter().map(|question| Asked {
        question: (*question).to_owned(),
        sums: taken.iter().map(|record| sum(record, question)).collect(),
    });
    let days = taken.iter().map(|record| frame.date(&record.what.on()));
    (days.collect(), asked.collect())
}

/// The records that fit, as the page says them.
fn those(
    records: &[&ClassRecord],
    fits: impl Fn(&ClassRecord) -> bool,
    say: impl Fn(&ClassRecord) -> Kept,
) -> Vec<Kept> {
    let fitting = records.iter().filter(|record| fits(record));
    fitting.map(|record| say(record)).collect()
}

impl ShowCommunity {
    fn new(
        frame: Frame,
        (name, class): (String, String),
        records: &[ClassRecord],
        names: &BTreeMap<PersonId, String>,
        (may_write, least): (bool, u16),
        refused: Refused,
    ) -> Self {
        let mut newest: Vec<&ClassRecord> = records.iter().collect();
        newest.sort_by_key(|record| std::cmp::Reverse((record.what.on(), record.written_on)));
        let today = frame.today;
        let say = |record: &ClassRecord| kept(&frame, names, record, may_write, &refused);
        let is = |record: &ClassRecord, kind| record.what.kind() == kind;
        let agreements = those(&newest, |record| record.holds(today), say);
        let is_over = |record: &ClassRecord| is(record, Kind::Agreement) && !record.holds(today);
        let over = those(&newest, is_over, say);
        let talks = those(&newest, |record| is(record, Kind::Talk), say);
        let temperatures = those(&newest, |record| is(record, Kind::Temperature), say);
        let (days, asked) = side_by_side(&frame, records, least);
        Self {
            name,
            class,
            may_write,
            problems: refused.problems,
            agreements,
            over,
            talks,
            days,
            asked,
            temperatures,
            frame,
        }
    }
}

/// The pages of the class as a community stand below the class.
pub(super) async fn placed(
    state: &AppState,
    frame: Frame,
    facts: &ClassFacts,
    here: &str,
) -> Result<(Frame, String), PageError> {
    let roster = state.store.roster().await?;
    let class = roster.class(facts.class).ok_or(PageError::NotFound)?;
    let school = roster.school(facts.school).ok_or(PageError::NotFound)?;
    let here = frame.t(here);
    let frame = frame
        .at(Section::Schools)
        .via(school.name.clone(), format!("/schools/{}", school.id))
        .via(class.name.clone(), format!("/classes/{}", class.id));
    Ok((frame.end(here), class.name.clone()))
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    facts: ClassFacts,
    refused: Refused,
) -> Result<Response, PageError> {
    let read = viewer.may::<act::Read, on::ClassRecord>(&facts)?;
    let records = state.store.class_record_list_of(&read).await?;
    let names = state.store.staff_names().await?;
    let may_write = viewer.may::<act::Create, on::ClassRecord>(&facts).is_ok();
    let least = temperature(state).await?.least;
    let (frame, name) = placed(state, frame, &facts, "class-community").await?;
    let class = format!("/classes/{}", facts.class);
    let page = ShowCommunity::new(frame, (name, class), &records, &names, (may_write, least), refused);
    html(&page)
}

/// The class as a community.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    page(&state, &viewer, frame, facts, Refused::default()).await
}

/// One thing of the record of a class, to be written beside.
async fn one_of(
    state: &AppState,
    permit: &Permit<act::Read, on::ClassRecord>,
    record: &str,
) -> Result<ClassRecord, PageError> {
    let id = ClassRecordId::from_text(record).ok_or(PageError::NotFound)?;
    let all = state.store.class_record_list_of(permit).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

fn place(fields: &[(String, String)]) -> Result<Sequence, PageError> {
    let sequence = sent(fields, "sequence").parse().ok().and_then(Sequence::new);
    sequence.ok_or(PageError::Request("error-request-text"))
}

/// Writes down that something was looked at again.
pub(super) async fn follow(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, record)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let permit = viewer.may::<act::Change, on::ClassRecord>(&facts)?;
    let read = viewer.may::<act::Read, on::ClassRecord>(&facts)?;
    let one = one_of(&state, &read, &record).await?;
    let pupils = state.store.class_record_names(&permit).await?;
    let (words, next) = (sent(&fields, "words"), sent(&fields, "next"));
    match one.follow(words, next, &pupils, frame.today) {
        Ok(event) => {
            let place = place(&fields)?;
            state.store.class_record_follow(&permit, &one, place, &event).await?;
            let to = format!("/classes/{}/community?done=done-class-record-followed", facts.class);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let refused = Refused {
                of: Some((one.id, false)),
                words: words.to_owned(),
                next: next.to_owned(),
                problems: said(&frame, &problems),
            };
            page(&state, &viewer, frame, facts, refused).await
        }
    }
}

/// Ends an agreement; it stays to be read.
pub(super) async fn end(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, record)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let permit = viewer.may::<act::Close, on::ClassRecord>(&facts)?;
    let read = viewer.may::<act::Read, on::ClassRecord>(&facts)?;
    let one = one_of(&state, &read, &record).await?;
    let pupils = state.store.class_record_names(&permit).await?;
    let because = sent(&fields, "because");
    match one.end(because, &pupils, frame.today) {
        Ok(event) => {
            let place = place(&fields)?;
            state.store.class_record_end(&permit, &one, place, &event).await?;
            let to = format!("/classes/{}/community?done=done-class-record-ended", facts.class);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let refused = Refused {
                of: Some((one.id, true)),
                words: because.to_owned(),
                next: String::new(),
                problems: said(&frame, &problems),
            };
            page(&state, &viewer, frame, facts, refused).await
        }
    }
}

/// What the class's page says of the class as a community, to those who may read it.
pub(super) async fn note(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    facts: &ClassFacts,
) -> Result<Option<Note>, PageError> {
    let Ok(read) = viewer.may::<act::Read, on::ClassRecord>(facts) else {
        return Ok(None);
    };
    let records = state.store.class_record_list_of(&read).await?;
    let holding = records.iter().filter(|record| record.holds(frame.today));
    let agreed = |record: &ClassRecord| match &record.what {
        What::Agreement { agreed, .. } => Some(agreed.reveal().to_owned()),
        What::Talk { .. } | What::Temperature { .. } => None,
    };
    let due = records
        .iter()
        .filter(|one| one.due.is_some_and(|due| due <= frame.today));
    Ok(Some(Note {
        address: format!("/classes/{}/community", facts.class),
        agreements: holding.filter_map(agreed).collect(),
        due: due.count(),
    }))
}

/// Something of a class that is to be looked at again.
pub(crate) struct Due {
    /// The class's name.
    pub class: String,
    /// The school's name.
    pub school: String,
    /// What.
    pub what: String,
    /// When.
    pub by: jiff::civil::Date,
    /// Where.
    pub href: String,
}

/// What the viewer has written, or what is of a class the viewer teaches, and is to be looked at again within a week: the
/// earliest first.
///
/// # Errors
/// When the database cannot answer.
pub(crate) async fn dues(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Vec<Due>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::ClassRecord>() else {
        return Ok(Vec::new());
    };
    let by = frame.today.saturating_add(jiff::Span::new().days(AHEAD));
    let mut all = state.store.class_record_list_due(&scope, by).await?;
    let mut taught = Vec::new();
    for role in viewer.actor.roles_on(frame.today) {
        if let (Role::Teacher, access::Place::Class(class)) = (role.role(), role.place()) {
            taught.push(class);
        }
    }
    // A leader may read every class of the school; what waits there waits for whoever took it on.
    all.retain(|record| record.by == viewer.person() || taught.contains(&record.class));
    let roster = state.store.roster().await?;
    let due = |record: &ClassRecord| {
        let class = roster.class(record.class)?;
        Some(Due {
            class: class.name.clone(),
            school: roster.school(class.school)?.name.clone(),
            what: heading(frame, &record.what),
            by: record.due?,
            href: format!("/classes/{}/community#r-{}", record.class, record.id),
        })
    };
    Ok(all.iter().filter_map(due).collect())
}

impl Page for ShowCommunity {
    const PATH: &'static str = "class/community";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || {
            Frame::sample(locale)
                .at(Section::Schools)
                .via("Nordskolen", "/schools/1")
                .via("4.b", "/classes/1")
                .end(locale.t("class-community"))
        };
        let records = sample::records();
        let names = BTreeMap::from([(sample::author(), "Karen Lind".to_owned())]);
        let page = |records: &[ClassRecord], may_write: bool, refused: Refused| {
            let class = ("4.b".to_owned(), "/classes/1".to_owned());
            Self::new(frame(), class, records, &names, (may_write, 5), refused)
        };
        let refused = Refused {
            of: records.first().map(|record| (record.id, false)),
            words: "Det går bedst, når Alma skriver.".to_owned(),
            next: "2026-12-18".to_owned(),
            problems: vec![frame().t2("class-record-named", "name", "Alma", "field", label(&frame(), "words"))],
        };
        vec![
            ("empty", page(&[], true, Refused::default())),
            ("kept", page(&records, true, Refused::default())),
            ("read", page(&records, false, Refused::default())),
            ("refused", page(&records, true, refused)),
        ]
    }
}

/// A made-up record for samples.
mod sample {
    use casework::class_record::{AgreementDraft, ClassRecordEvent, TalkDraft, TallyDraft, TemperatureDraft};
    use casework::history::{Entry, Sequence};
    use casework::{ClassId, ClassRecord, ClassRecordId, PersonId, Problems};
    use jiff::Timestamp;
    use jiff::civil::Date;
    use uuid::Uuid;

    pub(super) const fn author() -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(1))
    }

    fn record(number: u128, events: Vec<(Date, ClassRecordEvent)>) -> Option<ClassRecord> {
        let entries = (1_u32..).zip(events).filter_map(|(n, (on, event))| {
            Some(Entry {
                sequence: Sequence::new(n)?,
                by: author(),
                on,
                at: Timestamp::UNIX_EPOCH,
                event,
            })
        });
        let id = ClassRecordId::from_uuid(Uuid::from_u128(number));
        ClassRecord::from_history(id, entries.collect()).ok()
    }

    fn all() -> Result<Vec<ClassRecord>, Problems> {
        let class = ClassId::from_uuid(Uuid::from_u128(9));
        let (then, now) = (Date::constant(2026, 10, 2), Date::constant(2026, 11, 13));
        let agreement = |agreed: &str, on: Date| {
            let draft = AgreementDraft {
                agreed: agreed.to_owned(),
                from: on.to_string(),
                until: String::new(),
                follow_up: "2026-12-01".to_owned(),
            };
            draft.check(class, &[], on)
        };
        let sums = |question: &str, counts: [&str; 3]| TallyDraft {
            question: question.to_owned(),
            counts: counts.map(str::to_owned),
        };
        let temperature = |on: Date, tallies: Vec<TallyDraft>, follow_up: &str| {
            let draft = TemperatureDraft {
                on: on.to_string(),
                answered: "21".to_owned(),
                tallies,
                proposals: "En bold til frikvarteret, som klassen selv passer på.".to_owned(),
                follow_up: follow_up.to_owned(),
            };
            draft.check(class, 5, &[], on)
        };
        let holds = agreement("Sidemakkeren skriver til den, der er væk, samme dag.", then)?;
        let ended = agreement("Faste makkere i pausen på skift.", then)?;
        let talk = TalkDraft {
            on: now.to_string(),
            question: "Hvad er en god klassekammerat?".to_owned(),
            said: "En, der venter på en. En, der siger hej, selv om man har været væk længe.".to_owned(),
            proposals: "At man ikke skal forklare, hvorfor man har været væk.".to_owned(),
            decided: "Vi siger godt at se dig.".to_owned(),
            follow_up: "2026-11-18".to_owned(),
        }
        .check(class, &[], now)?;
        let first = record(2, vec![(then, holds)]);
        let looked = match &first {
            Some(first) => first.follow("De fleste husker det.", "2026-12-01", &[], now)?,
            None => return Ok(Vec::new()),
        };
        let holds = agreement("Sidemakkeren skriver til den, der er væk, samme dag.", then)?;
        let over = record(3, vec![(then, ended.clone())]);
        let over = match over {
            Some(one) => record(
                3,
                vec![(then, ended), (now, one.end("Det gør de af sig selv nu.", &[], now)?)],
            ),
            None => None,
        };
        let breaks = "Er der nogen, du kan være sammen med i pauserne?";
        let aloud = "Kan du sige det højt, når der er noget, du ikke forstår?";
        let before = temperature(then, vec![sums(breaks, ["11", "6", "4"])], "")?;
        let after = temperature(
            now,
            vec![sums(breaks, ["15", "4", "2"]), sums(aloud, ["7", "9", "3"])],
            "2026-12-18",
        )?;
        let all = [
            record(2, vec![(then, holds), (now, looked)]),
            over,
            record(4, vec![(now, talk)]),
            record(5, vec![(then, before)]),
            record(6, vec![(now, after)]),
        ];
        Ok(all.into_iter().flatten().collect())
    }

    pub(super) fn records() -> Vec<ClassRecord> {
        all().unwrap_or_default()
    }
}
