//! What a family writes: asking, saying that something is wrong, adding to the plan, and consent.

use access::{RequestFacts, act, on};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{GroundKind, LogSide, PartyRole};
use casework::case::{Answers, CaseEvent, Form, ItemKind};
use casework::concern::{ConcernDraft, RaisedBy};
use casework::family::{FamilyCase, Member};
use casework::history::Sequence;
use casework::request::{RequestDraft, What};
use casework::{OwnWords, Problems};
use serde::Deserialize;
use std::collections::BTreeSet;

use super::parts::{asked, elsewhere};
use super::read::{self, Opened};
use super::write::{Asks, Field, WriteFamily, problems};
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::locale::Arg;
use crate::page::html;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// What a family can write with one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writes {
    Request(What),
    Concern,
    Idea,
    Log,
    Meeting,
    Action,
}

impl Writes {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "concern" => Self::Concern,
            "idea" => Self::Idea,
            "log" => Self::Log,
            "meeting" => Self::Meeting,
            "action" => Self::Action,
            other => Self::Request(What::from_word(other)?),
        })
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Request(what) => what.word(),
            Self::Concern => "concern",
            Self::Idea => "idea",
            Self::Log => "log",
            Self::Meeting => "meeting",
            Self::Action => "action",
        }
    }

    fn title(self, frame: &Frame, child: bool) -> String {
        match self {
            Self::Request(what) => asked(frame, what),
            Self::Concern => frame.t(if child {
                "family-child-hard"
            } else {
                "family-write-concern"
            }),
            Self::Idea => frame.t(if child {
                "family-child-idea"
            } else {
                "family-write-idea"
            }),
            Self::Log => frame.t("family-write-log"),
            Self::Meeting => frame.t("family-meeting-say"),
            Self::Action => frame.t("family-child-say"),
        }
    }

    fn help(self, frame: &Frame) -> String {
        frame.t(match self {
            Self::Request(What::AbsenceWrong) => "family-help-absence-wrong",
            Self::Request(What::SupportPlan) => "family-help-support-plan",
            Self::Request(What::OtherCoordinator) => "family-help-other-coordinator",
            Self::Request(What::Question) => "family-help-question",
            Self::Request(What::Comment) => "family-help-comment",
            Self::Concern => "family-help-concern",
            Self::Idea => "family-help-idea",
            Self::Log => "family-help-log",
            Self::Meeting => "family-help-meeting",
            Self::Action => "family-help-action",
        })
    }

    /// The case it is about. What is said to something in it may be said when it is closed too; all else that belongs in
    /// one only while it runs.
    fn case(self, opened: &Opened) -> Result<Option<&FamilyCase>, PageError> {
        let needed = |case: Option<_>| case.map(Some).ok_or(PageError::NotFound);
        match self {
            // What is noted of a day is the class's to look at, whether or not a case runs.
            Self::Concern | Self::Request(What::AbsenceWrong) => Ok(None),
            Self::Request(What::Question | What::SupportPlan) => Ok(opened.running()),
            Self::Request(What::Comment) => needed(opened.case()),
            Self::Request(What::OtherCoordinator) | Self::Idea | Self::Log | Self::Meeting | Self::Action => {
                needed(opened.running())
            }
        }
    }

    /// Whether it is said to one thing of the case.
    const fn names_thing(self) -> bool {
        matches!(self, Self::Meeting | Self::Action | Self::Request(What::Comment))
    }
}

/// The word of something a family can write, when it is one.
pub(crate) fn written(word: &str) -> Option<&'static str> {
    Writes::of(word).map(Writes::word)
}

/// The draft a form keeps: of a day that was noted wrongly, of a thing of the case, or of none.
fn draft_of(opened: &Opened, what: Writes, typed: &Typed<'_>) -> DraftForm {
    let pupil = opened.seen.who.id;
    match (what, typed.day.parse()) {
        (Writes::Request(What::AbsenceWrong), Ok(day)) => DraftForm::FamilyDay(pupil, day),
        _ => DraftForm::FamilyWrite(pupil, what.word(), typed.item.map_or(0, Sequence::number)),
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    item: Option<u32>,
    #[serde(default)]
    day: String,
}

/// What the thing commented on says.
fn about(case: &FamilyCase, number: Sequence) -> Option<Vec<String>> {
    let entry = case.entry(number)?;
    let text = |words: &OwnWords| words.reveal().to_owned();
    Some(match &entry.event {
        CaseEvent::GoalSet { words, .. }
        | CaseEvent::GoalChanged { words, .. }
        | CaseEvent::ActionAgreed { words, .. }
        | CaseEvent::ActionChanged { words, .. }
        | CaseEvent::FollowedUp { words, .. } => vec![text(words)],
        CaseEvent::PlanAgreed { summary, .. } | CaseEvent::MeetingHeld { summary, .. } => vec![text(summary)],
        CaseEvent::MeetingPlanned { purpose, .. } => vec![text(purpose)],
        CaseEvent::UpdateGiven { words, next_step, .. } => words.iter().map(text).chain([text(next_step)]).collect(),
        CaseEvent::Formulated { situation, helps, .. } => vec![text(situation), text(helps)],
        CaseEvent::Paused { reason, .. } => vec![text(reason)],
        CaseEvent::Closed { kept, .. } => vec![text(kept)],
        _ => return None,
    })
}

struct Typed<'t> {
    words: &'t str,
    item: Option<Sequence>,
    day: &'t str,
}

fn form(frame: Frame, opened: &Opened, what: Writes, word: &str, typed: &Typed<'_>) -> Result<WriteFamily, PageError> {
    let child = opened.seen.member == Member::Child;
    let case = what.case(opened)?;
    let about = match typed.item.filter(|_| what.names_thing()) {
        Some(number) => case.and_then(|case| about(case, number)).ok_or(PageError::NotFound)?,
        None if what.names_thing() => return Err(PageError::NotFound),
        None => Vec::new(),
    };
    let mut fields = vec![Field::text(
        "words",
        frame.t("family-own-words"),
        typed.words.to_owned(),
    )];
    if let Some(number) = typed.item.filter(|_| what.names_thing()) {
        fields.push(Field::hidden("item", number.number().to_string()));
    }
    if what == Writes::Request(What::AbsenceWrong) {
        fields.push(Field {
            name: "day".to_owned(),
            label: frame.t("family-which-day"),
            hint: String::new(),
            value: typed.day.to_owned(),
            asks: Asks::Day,
        });
    }
    let name = opened.seen.who.name.given().to_owned();
    let title = what.title(&frame, child);
    Ok(WriteFamily {
        help: vec![what.help(&frame)],
        about,
        problems: Vec::new(),
        send: format!("{}/write/{word}", opened.href()),
        back: opened.href(),
        shape: "plain",
        fields,
        save: frame.t("family-send"),
        draft: None,
        frame: frame.at(Section::Family).via(name, opened.href()).end(title.clone()),
        title,
    })
}

/// The form of one of the things a family writes.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, word)): Path<(String, String)>,
    Query(of): Query<Asked>,
) -> Result<Response, PageError> {
    let what = Writes::of(&word).ok_or(PageError::NotFound)?;
    let opened = read::opened(&state, &viewer, &pupil).await?;
    viewer.may::<act::Create, on::Family>(&opened.facts)?;
    let typed = Typed {
        words: "",
        item: of.item.and_then(Sequence::new),
        day: &of.day,
    };
    let draft = draft::kept(&state, &viewer, &frame, draft_of(&opened, what, &typed)).await?;
    html(&form(frame, &opened, what, &word, &typed)?.drafted(draft, true))
}

/// What asking about a child is decided by.
fn request_facts(opened: &Opened) -> RequestFacts {
    RequestFacts {
        pupil: opened.facts.clone(),
        request: None,
        in_case: false,
        people: BTreeSet::new(),
    }
}

async fn keep(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    opened: &Opened,
    what: Writes,
    typed: &Typed<'_>,
) -> Result<Result<&'static str, Problems>, PageError> {
    let (pupil, party) = (opened.seen.who.id, opened.seen.member.party());
    let (case, names_thing) = (what.case(opened)?, what.names_thing());
    match what {
        Writes::Request(what) => {
            let draft = RequestDraft {
                case: case.map(FamilyCase::id),
                what,
                about: typed.item.filter(|_| names_thing),
                day: typed.day.parse().ok(),
                of: party,
                words: typed.words.to_owned(),
            };
            let event = match draft.check(pupil, frame.today) {
                Ok(event) => event,
                Err(problems) => return Ok(Err(problems)),
            };
            let permit = viewer.may::<act::Create, on::FamilyRequest>(&request_facts(opened))?;
            state.store.request_ask(&permit, &event).await?;
            Ok(Ok("done-family-asked"))
        }
        Writes::Concern => {
            let draft = ConcernDraft {
                raised_by: if opened.seen.member == Member::Child {
                    RaisedBy::Pupil
                } else {
                    RaisedBy::Guardian
                },
                seen_on: frame.today,
                signs: BTreeSet::new(),
                words: typed.words.to_owned(),
                review: None,
            };
            let event = match draft.check(pupil, frame.today) {
                Ok(event) => event,
                Err(problems) => return Ok(Err(problems)),
            };
            let permit = viewer.may::<act::Create, on::Concern>(&opened.facts)?;
            state.store.concern_raise(&permit, &event).await?;
            Ok(Ok("done-family-concern"))
        }
        Writes::Idea | Writes::Log | Writes::Meeting | Writes::Action => {
            let item = typed.item.map(|one| one.number().to_string()).unwrap_or_default();
            let (act, answers) = match what {
                Writes::Idea => ("idea_noted", vec![("of", party.word().to_owned())]),
                Writes::Log => ("logged", vec![("side", LogSide::Home.word().to_owned())]),
                Writes::Meeting => (
                    "meeting_input",
                    vec![("meeting", item), ("of", party.word().to_owned())],
                ),
                _ => (
                    "action_commented",
                    vec![("action", item), ("of", party.word().to_owned())],
                ),
            };
            let mut all: Answers = answers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), vec![value]))
                .collect();
            all.insert("words".to_owned(), vec![typed.words.to_owned()]);
            let case = case.ok_or(PageError::NotFound)?;
            write_event(state, viewer, frame, (opened, case), act, &all).await
        }
    }
}

async fn write_event(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    (opened, case): (&Opened, &FamilyCase),
    act: &str,
    answers: &Answers,
) -> Result<Result<&'static str, Problems>, PageError> {
    let form = Form::of(act).ok_or(PageError::NotFound)?;
    let event = match form.read(answers, frame.today) {
        Ok(event) => event,
        Err(problems) => return Ok(Err(problems)),
    };
    let permit = viewer.may::<act::Create, on::Family>(&opened.facts)?;
    let written = state
        .store
        .family_write(&permit, case.id(), &event, &opened.known(frame))
        .await?;
    Ok(match written {
        Ok(_) => Ok("done-family-written"),
        // The thing has ended, or the case was closed, since the page was made.
        Err(_) => return Err(PageError::Changed),
    })
}

/// Keeps what was written.
pub(super) async fn send(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, word)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let what = Writes::of(&word).ok_or(PageError::NotFound)?;
    let opened = read::opened(&state, &viewer, &pupil).await?;
    viewer.may::<act::Create, on::Family>(&opened.facts)?;
    let typed = Typed {
        words: sent(&fields, "words"),
        item: sent(&fields, "item").parse().ok().and_then(Sequence::new),
        day: sent(&fields, "day"),
    };
    // What may not be written where it is not offered is refused as the form would be.
    let mut page = form(frame.clone(), &opened, what, &word, &typed)?;
    match keep(&state, &viewer, &frame, &opened, what, &typed).await? {
        Ok(done) => {
            draft::sent(&state, &viewer, draft_of(&opened, what, &typed)).await?;
            Ok(Redirect::to(&format!("{}?done={done}", opened.href())).into_response())
        }
        Err(wrong) => {
            let kept = draft::kept(&state, &viewer, &frame, draft_of(&opened, what, &typed)).await?;
            page = page.drafted(kept, false);
            page.problems = problems(&page.frame, &wrong);
            html(&page)
        }
    }
}

/// The administrations consent can be given for.
const WITH: [PartyRole; 4] = [
    PartyRole::Ppr,
    PartyRole::HealthNurse,
    PartyRole::FamilyDepartment,
    PartyRole::Bup,
];

/// The kinds of knowledge consent can be given for.
const DATA: [(&str, &str); 4] = [
    ("attendance", "family-data-attendance"),
    ("plan", "family-data-plan"),
    ("wellbeing", "family-data-wellbeing"),
    ("assessment", "family-data-assessment"),
];

struct Consent {
    with: BTreeSet<String>,
    data: BTreeSet<String>,
    until: String,
    words: String,
}

fn consent_form(frame: Frame, opened: &Opened, typed: &Consent) -> WriteFamily {
    let choice = |value: &str, text: String, chosen: &BTreeSet<String>| Choice {
        value: value.to_owned(),
        text,
        chosen: chosen.contains(value),
    };
    let with = WITH
        .iter()
        .map(|role| choice(role.word(), elsewhere(&frame, *role), &typed.with));
    let data = DATA.iter().map(|(value, key)| choice(value, frame.t(key), &typed.data));
    let many = |name: &str, label: String, choices| Field {
        name: name.to_owned(),
        label,
        hint: String::new(),
        value: String::new(),
        asks: Asks::Many(choices),
    };
    let mut fields = vec![Field::text(
        "words",
        frame.t("family-consent-purpose"),
        typed.words.clone(),
    )];
    fields.push(many("with", frame.t("family-consent-with"), with.collect()));
    fields.push(many("data", frame.t("family-consent-data"), data.collect()));
    fields.push(Field {
        name: "until".to_owned(),
        label: frame.t("family-consent-until"),
        hint: frame.t("family-consent-until-hint"),
        value: typed.until.clone(),
        asks: Asks::Day,
    });
    let name = opened.seen.who.name.given().to_owned();
    let title = frame.t("family-consent-give");
    WriteFamily {
        help: vec![frame.t("family-help-consent"), frame.t("family-help-consent-law")],
        about: Vec::new(),
        problems: Vec::new(),
        send: format!("{}/consent", opened.href()),
        back: opened.href(),
        shape: "plain",
        fields,
        save: frame.t("family-consent-save"),
        draft: None,
        frame: frame.at(Section::Family).via(name, opened.href()).end(title.clone()),
        title,
    }
}

/// A case as far as its consents are this person's: a parent's with custody.
fn guardians<'o>(opened: &Opened, case: Option<&'o FamilyCase>) -> Result<&'o FamilyCase, PageError> {
    case.filter(|_| opened.seen.member == Member::Guardian)
        .ok_or(PageError::NotFound)
}

/// The form of giving consent.
pub(super) async fn ask_consent(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(pupil): Path<String>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    guardians(&opened, opened.running())?;
    let typed = Consent {
        with: BTreeSet::new(),
        data: BTreeSet::new(),
        until: String::new(),
        words: String::new(),
    };
    let draft = draft::kept(&state, &viewer, &frame, DraftForm::FamilyConsent(opened.seen.who.id)).await?;
    html(&consent_form(frame, &opened, &typed).drafted(draft, true))
}

/// Gives consent: for what, between whom, for which knowledge, until when.
pub(super) async fn give(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(pupil): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let case = guardians(&opened, opened.running())?;
    let ticked = |name: &str| -> BTreeSet<String> { all_sent(&fields, name).map(str::to_owned).collect() };
    let typed = Consent {
        with: ticked("with"),
        data: ticked("data"),
        until: sent(&fields, "until").to_owned(),
        words: sent(&fields, "words").to_owned(),
    };
    let danish = frame.in_danish();
    let with: Vec<String> = WITH
        .iter()
        .filter(|role| typed.with.contains(role.word()))
        .map(|role| elsewhere(&danish, *role))
        .collect();
    let data: Vec<String> = DATA
        .iter()
        .filter(|(value, _)| typed.data.contains(*value))
        .map(|(_, key)| danish.t(key))
        .collect();
    let about = DraftForm::FamilyConsent(opened.seen.who.id);
    let kept = draft::kept(&state, &viewer, &frame, about).await?;
    let mut page = consent_form(frame.clone(), &opened, &typed).drafted(kept, false);
    if with.is_empty() || data.is_empty() {
        page.problems = vec![page.frame.t("family-problem-consent")];
        return html(&page);
    }
    let mut parties = vec![danish.t("family-the-school")];
    parties.extend(with);
    let name = viewer.session.name.clone();
    let mut answers: Answers = [
        ("kind", GroundKind::Consent.word().to_owned()),
        ("purpose", typed.words.clone()),
        ("parties", words::list(Locale::Da, &parties)),
        ("data", words::list(Locale::Da, &data)),
        ("given", danish.t1("family-given-here", "who", name)),
        ("from", frame.today.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), vec![value]))
    .collect();
    answers.insert("until".to_owned(), vec![typed.until.clone()]);
    answers.insert("with".to_owned(), typed.with.iter().cloned().collect());
    match write_event(&state, &viewer, &frame, (&opened, case), "ground_recorded", &answers).await? {
        Ok(_) => {
            draft::sent(&state, &viewer, about).await?;
            Ok(Redirect::to(&format!("{}?done=done-family-consent#consent", opened.href())).into_response())
        }
        Err(wrong) => {
            page.problems = problems(&page.frame, &wrong);
            html(&page)
        }
    }
}

fn ground<'o>(opened: &'o Opened, text: &str) -> Result<(&'o FamilyCase, Sequence), PageError> {
    // Sharing is stopped at any time, also when the case was closed meanwhile.
    let case = guardians(opened, opened.case())?;
    let number = text.parse().ok().and_then(Sequence::new).ok_or(PageError::NotFound)?;
    let mut grounds = case.things(ItemKind::Ground).into_iter();
    let item = grounds.find(|item| item.number == number && case.may_withdraw(item));
    Ok((case, item.ok_or(PageError::NotFound)?.number))
}

/// With whom was shared until now, in sentences.
async fn shared(
    state: &AppState,
    frame: &Frame,
    case: &FamilyCase,
    number: Sequence,
) -> Result<Vec<String>, PageError> {
    let names = state.store.staff_names().await?;
    let all = case.shared_on(number, frame.today);
    let line = |shared: &casework::family::Shared| {
        let person = shared.person.and_then(|one| names.get(&one)).cloned();
        let who = person.or(shared.name.as_ref().map(|name| name.reveal().to_owned()));
        let (who, role) = (who.unwrap_or_default(), elsewhere(frame, shared.role));
        let (from, until) = (frame.date(&shared.from), frame.date(&shared.until));
        let values = [
            ("who", who.value()),
            ("role", role.value()),
            ("from", from.value()),
            ("until", until.value()),
        ];
        frame.text("family-shared-line", &values)
    };
    if all.is_empty() {
        return Ok(vec![frame.t("family-shared-nobody")]);
    }
    Ok(all.iter().map(line).collect())
}

async fn withdraw_page(
    state: &AppState,
    frame: Frame,
    opened: &Opened,
    text: &str,
    typed: &str,
) -> Result<WriteFamily, PageError> {
    let (case, number) = ground(opened, text)?;
    let mut about = shared(state, &frame, case, number).await?;
    let anyway: Vec<String> = case
        .shared_anyway(number, frame.today)
        .into_iter()
        .map(|role| elsewhere(&frame, role))
        .collect();
    if !anyway.is_empty() {
        about.push(frame.t1("family-shared-anyway", "with", anyway.join(", ")));
    }
    let name = opened.seen.who.name.given().to_owned();
    let title = frame.t("family-consent-withdraw");
    Ok(WriteFamily {
        help: vec![frame.t("family-help-withdraw"), frame.t("family-help-withdraw-shared")],
        about,
        problems: Vec::new(),
        send: format!("{}/consent/{number}", opened.href(), number = number.number()),
        back: opened.href(),
        shape: "plain",
        fields: vec![Field::text("words", frame.t("family-withdraw-why"), typed.to_owned())],
        save: frame.t("family-withdraw-save"),
        draft: None,
        frame: frame.at(Section::Family).via(name, opened.href()).end(title.clone()),
        title,
    })
}

/// Asks before a consent is withdrawn, and says what has been shared.
pub(super) async fn ask_withdraw(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, text)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let (_, number) = ground(&opened, &text)?;
    let about = DraftForm::FamilyWithdraw(opened.seen.who.id, number);
    let kept = draft::kept(&state, &viewer, &frame, about).await?;
    html(
        &withdraw_page(&state, frame, &opened, &text, "")
            .await?
            .drafted(kept, true),
    )
}

/// Withdraws a consent: sharing stops at once, and the case keeps what had been shared.
pub(super) async fn withdraw(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, text)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let (case, number) = ground(&opened, &text)?;
    let about = DraftForm::FamilyWithdraw(opened.seen.who.id, number);
    let danish = frame.in_danish();
    let mut said = vec![danish.t1("family-withdrawn-here", "who", viewer.session.name.clone())];
    said.extend(shared(&state, &danish, case, number).await?);
    let why = sent(&fields, "words").trim();
    if !why.is_empty() {
        said.push(why.to_owned());
    }
    let answers: Answers = [("ground", number.number().to_string()), ("words", said.join("\n"))]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), vec![value]))
        .collect();
    match write_event(&state, &viewer, &frame, (&opened, case), "ground_withdrawn", &answers).await? {
        Ok(_) => {
            draft::sent(&state, &viewer, about).await?;
            Ok(Redirect::to(&format!("{}?done=done-family-withdrawn#consent", opened.href())).into_response())
        }
        Err(wrong) => {
            let kept = draft::kept(&state, &viewer, &frame, about).await?;
            let page = withdraw_page(&state, frame, &opened, &text, sent(&fields, "words")).await?;
            let mut page = page.drafted(kept, false);
            page.problems = problems(&page.frame, &wrong);
            html(&page)
        }
    }
}
