//! Writing what has been decided about the team, who does its work, and a half-yearly check.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::case::vocabulary::Listed;
use casework::practice::{
    Answered, CheckDraft, Decision, DecisionDraft, DecisionVersion, FunctionMap, MOST_LINE, Pointed, Prerequisite,
    TeamFunction, Versions,
};
use store::Steering;

use super::{said, steering};
use crate::case::said::word;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

type Fields = Vec<(String, String)>;

async fn steering_of(state: &AppState, viewer: &Viewer) -> Result<Steering, PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    Ok(state.store.steering(&scope).await?)
}

/// Whether a form was made from what stands now.
fn is_fresh(fields: &Fields, count: usize) -> bool {
    sent(fields, "seen").parse() == Ok(count)
}

fn at(frame: Frame, here: &str) -> Frame {
    let steering = frame.t("practice-tab-steering");
    frame.at(Section::Practice).via(steering, "/steering").end(here)
}

fn done(key: &str, anchor: &str) -> Response {
    Redirect::to(&format!("/steering?done={key}#{anchor}")).into_response()
}

/// The form of one decision.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/decision.html")]
pub struct WriteDecision {
    frame: Frame,
    seen: usize,
    problems: Vec<String>,
    name: String,
    question: String,
    send: String,
    typed: DecisionDraft,
    longest: usize,
    draft: DraftView,
}

impl WriteDecision {
    fn new(frame: Frame, decision: Decision, seen: usize, typed: DecisionDraft, kept: DraftView) -> Self {
        let name = word(&frame, Decision::LIST, decision.word());
        Self {
            seen,
            problems: Vec::new(),
            question: steering::question(&frame, decision),
            send: format!("/steering/decisions/{}", decision.word()),
            typed,
            longest: MOST_LINE,
            draft: kept,
            frame: at(frame, &name),
            name,
        }
    }

    /// A day as the form has it.
    fn day(day: &Option<jiff::civil::Date>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }
}

fn read_decision(fields: &[(String, String)]) -> DecisionDraft {
    DecisionDraft {
        text: sent(fields, "text").to_owned(),
        by: sent(fields, "by").to_owned(),
        decided_on: sent(fields, "decided_on").trim().parse().ok(),
        review_on: sent(fields, "review_on").trim().parse().ok(),
    }
}

/// What stands, for a form that says it anew: the text, and two days to choose.
fn standing(of: &Versions<DecisionVersion>) -> DecisionDraft {
    let newest = of.newest().map(|entry| &entry.event);
    newest.map_or_else(DecisionDraft::default, |version| DecisionDraft {
        text: version.text.clone(),
        by: version.by.clone(),
        ..DecisionDraft::default()
    })
}

/// Shows the form of a decision.
pub(super) async fn decision(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(which): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let decision = Decision::from_word(&which).ok_or(PageError::NotFound)?;
    let mut steering = steering_of(&state, &viewer).await?;
    let of = steering.decisions.remove(&decision).unwrap_or_default();
    let kept = draft::kept(&state, &viewer, &frame, DraftForm::Decision(decision)).await?;
    let typed = match kept.saved {
        Some(_) => read_decision(kept.fields()),
        None => standing(&of),
    };
    html(&WriteDecision::new(frame, decision, of.count(), typed, kept))
}

/// Keeps a version of a decision.
pub(super) async fn decision_put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(which): Path<String>,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let decision = Decision::from_word(&which).ok_or(PageError::NotFound)?;
    let form = DraftForm::Decision(decision);
    let mut steering = steering_of(&state, &viewer).await?;
    let of = steering.decisions.remove(&decision).unwrap_or_default();
    let typed = read_decision(&fields);
    let problems = match typed.check(frame.today) {
        Ok(version) if is_fresh(&fields, of.count()) => {
            state.store.decision_keep(&permit, (decision, &of), &version).await?;
            draft::sent(&state, &viewer, form).await?;
            return Ok(done("done-decision-kept", decision.word()));
        }
        Ok(_) => vec![frame.t("practice-problem-changed")],
        Err(problems) => said::problems(&frame, &problems, |field| said::field(&frame, field)),
    };
    let kept = draft::kept(&state, &viewer, &frame, form).await?;
    let mut page = WriteDecision::new(frame, decision, of.count(), typed, kept);
    page.problems = problems;
    html(&page)
}

impl Page for WriteDecision {
    const PATH: &'static str = "practice/decision";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |typed: &DecisionDraft| {
            let frame = Frame::sample(locale);
            let kept = DraftView::sample(&frame, &[]);
            Self::new(frame, Decision::Tasks, 0, typed.clone(), kept)
        };
        let of = steering::sample()
            .decisions
            .remove(&Decision::Tasks)
            .unwrap_or_default();
        let mut refused = page(&standing(&of));
        if let Err(problems) = refused.typed.check(refused.frame.today) {
            refused.problems = said::problems(&refused.frame, &problems, |field| said::field(&refused.frame, field));
        }
        vec![
            ("first", page(&DecisionDraft::default())),
            ("again", page(&standing(&of))),
            ("refused", refused),
        ]
    }
}

/// One function to point out somebody for.
#[derive(Clone, Debug)]
pub struct Asked {
    word: &'static str,
    name: String,
    who: String,
    how: String,
}

/// The form of who does what the team does.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/functions.html")]
pub struct WriteFunctions {
    frame: Frame,
    seen: usize,
    problems: Vec<String>,
    rows: Vec<Asked>,
    because: String,
    longest: usize,
    draft: DraftView,
}

impl WriteFunctions {
    fn new(frame: Frame, seen: usize, typed: &FunctionMap, kept: DraftView) -> Self {
        let row = |one: &TeamFunction| {
            let pointed = typed.to.get(one).cloned().unwrap_or_default();
            Asked {
                word: one.word(),
                name: word(&frame, TeamFunction::LIST, one.word()),
                who: pointed.who,
                how: pointed.how,
            }
        };
        let here = frame.t("functions-heading");
        Self {
            seen,
            problems: Vec::new(),
            rows: TeamFunction::ALL.iter().map(row).collect(),
            because: typed.because.clone(),
            longest: MOST_LINE,
            draft: kept,
            frame: at(frame, &here),
        }
    }
}

fn read_functions(fields: &[(String, String)]) -> FunctionMap {
    let to = TeamFunction::ALL.iter().map(|one| {
        let text = |name: &str| sent(fields, &format!("{name}-{}", one.word())).to_owned();
        let pointed = Pointed {
            who: text("who"),
            how: text("how"),
        };
        (*one, pointed)
    });
    FunctionMap {
        to: to.collect(),
        because: sent(fields, "because").to_owned(),
    }
}

/// Shows the form of who does what.
pub(super) async fn functions(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = steering_of(&state, &viewer).await?.functions;
    let kept = draft::kept(&state, &viewer, &frame, DraftForm::TeamFunctions).await?;
    let typed = match kept.saved {
        Some(_) => read_functions(kept.fields()),
        None => FunctionMap {
            to: of.newest().map(|entry| entry.event.to.clone()).unwrap_or_default(),
            because: String::new(),
        },
    };
    html(&WriteFunctions::new(frame, of.count(), &typed, kept))
}

/// Keeps who does what.
pub(super) async fn functions_put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = steering_of(&state, &viewer).await?.functions;
    let typed = read_functions(&fields);
    let problems = match typed.check() {
        Ok(version) if is_fresh(&fields, of.count()) => {
            state.store.functions_keep(&permit, &of, &version).await?;
            draft::sent(&state, &viewer, DraftForm::TeamFunctions).await?;
            return Ok(done("done-functions-kept", "functions"));
        }
        Ok(_) => vec![frame.t("practice-problem-changed")],
        Err(problems) => said::problems(&frame, &problems, |field| said::field(&frame, field)),
    };
    let kept = draft::kept(&state, &viewer, &frame, DraftForm::TeamFunctions).await?;
    let mut page = WriteFunctions::new(frame, of.count(), &typed, kept);
    page.problems = problems;
    html(&page)
}

impl Page for WriteFunctions {
    const PATH: &'static str = "practice/functions";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |typed: &FunctionMap| {
            let frame = Frame::sample(locale);
            let kept = DraftView::sample(&frame, &[]);
            Self::new(frame, 0, typed, kept)
        };
        let of = steering::sample().functions;
        let stands = of.newest().map(|entry| entry.event.clone()).unwrap_or_default();
        let mut refused = page(&stands);
        let nameless = Problem::Missing { field: "because" };
        refused.problems = vec![said::problem(
            &refused.frame,
            said::field(&refused.frame, "because"),
            &nameless,
        )];
        vec![
            ("empty", page(&FunctionMap::default())),
            ("standing", page(&stands)),
            ("refused", refused),
        ]
    }
}

/// One prerequisite to answer.
#[derive(Clone, Debug)]
pub struct Question {
    word: &'static str,
    name: String,
    /// What one may think of.
    hint: String,
    words: String,
    next: String,
}

/// The form of a half-yearly check.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/check.html")]
pub struct WriteCheck {
    frame: Frame,
    seen: usize,
    problems: Vec<String>,
    held_on: String,
    with: String,
    questions: Vec<Question>,
    next_on: String,
    longest: usize,
    draft: DraftView,
}

fn hint(frame: &Frame, one: Prerequisite) -> String {
    frame.t(match one {
        Prerequisite::Team => "check-hint-team",
        Prerequisite::Workflows => "check-hint-workflows",
        Prerequisite::Anchored => "check-hint-anchored",
        Prerequisite::Knowledge => "check-hint-knowledge",
    })
}

impl WriteCheck {
    fn new(frame: Frame, seen: usize, typed: &CheckDraft, kept: DraftView) -> Self {
        let question = |one: &Prerequisite| {
            let answered = typed.answers.get(one).cloned().unwrap_or_default();
            Question {
                word: one.word(),
                name: word(&frame, Prerequisite::LIST, one.word()),
                hint: hint(&frame, *one),
                words: answered.words,
                next: answered.next,
            }
        };
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let here = frame.t("check-new");
        Self {
            seen,
            problems: Vec::new(),
            held_on: day(typed.held_on),
            with: typed.with.clone(),
            questions: Prerequisite::ALL.iter().map(question).collect(),
            next_on: day(typed.next_on),
            longest: MOST_LINE,
            draft: kept,
            frame: at(frame, &here),
        }
    }
}

fn read_check(fields: &[(String, String)]) -> CheckDraft {
    let answers = Prerequisite::ALL.iter().map(|one| {
        let text = |name: &str| sent(fields, &format!("{name}-{}", one.word())).to_owned();
        let answered = Answered {
            words: text("words"),
            next: text("next"),
        };
        (*one, answered)
    });
    CheckDraft {
        held_on: sent(fields, "held_on").trim().parse().ok(),
        with: sent(fields, "with").to_owned(),
        answers: answers.collect(),
        next_on: sent(fields, "next_on").trim().parse().ok(),
    }
}

fn check_problem(frame: &Frame, field: &str) -> String {
    match Prerequisite::from_word(field) {
        Some(one) => word(frame, Prerequisite::LIST, one.word()),
        None => said::field(frame, field),
    }
}

/// Shows the form of a check.
pub(super) async fn check(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = steering_of(&state, &viewer).await?.checks;
    let kept = draft::kept(&state, &viewer, &frame, DraftForm::ImplementationCheck).await?;
    let typed = match kept.saved {
        Some(_) => read_check(kept.fields()),
        None => CheckDraft::today(frame.today),
    };
    html(&WriteCheck::new(frame, of.count(), &typed, kept))
}

/// Keeps a check.
pub(super) async fn check_put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = steering_of(&state, &viewer).await?.checks;
    let typed = read_check(&fields);
    let problems = match typed.check(frame.today) {
        Ok(version) if is_fresh(&fields, of.count()) => {
            state.store.check_keep(&permit, &of, &version).await?;
            draft::sent(&state, &viewer, DraftForm::ImplementationCheck).await?;
            return Ok(done("done-check-kept", "check"));
        }
        Ok(_) => vec![frame.t("practice-problem-changed")],
        Err(problems) => said::problems(&frame, &problems, |field| check_problem(&frame, field)),
    };
    let kept = draft::kept(&state, &viewer, &frame, DraftForm::ImplementationCheck).await?;
    let mut page = WriteCheck::new(frame, of.count(), &typed, kept);
    page.problems = problems;
    html(&page)
}

impl Page for WriteCheck {
    const PATH: &'static str = "practice/check";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || {
            let frame = Frame::sample(locale);
            let kept = DraftView::sample(&frame, &[]);
            let typed = CheckDraft::today(frame.today);
            Self::new(frame, 0, &typed, kept)
        };
        let mut refused = page();
        if let Err(problems) = CheckDraft::default().check(refused.frame.today) {
            refused.problems = said::problems(&refused.frame, &problems, |field| check_problem(&refused.frame, field));
        }
        vec![("empty", page()), ("refused", refused)]
    }
}
