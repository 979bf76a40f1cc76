//! Writing a version of the workflow: every step in a form, and the day it holds from.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{Listed, Phase, Vocabulary};
use casework::practice::{
    LengthKind, MOST_LINE, Shown, StepDraft, StepRole, Workflow, WorkflowDraft, WorkflowProblem, offer,
};

use super::said;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::option::said::choices;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A step to fill in.
#[derive(Clone, Debug)]
pub struct Asked {
    at: usize,
    number: usize,
    key: String,
    /// The step in a few words, while it is closed.
    summary: String,
    open: bool,
    name: String,
    when: String,
    phase: Vec<Choice>,
    responsible: Vec<Choice>,
    consulted: Vec<Choice>,
    informed: Vec<Choice>,
    days: String,
    kind: Vec<Choice>,
    shown: Vec<Choice>,
    reference: String,
    left_out: bool,
}

/// The form of a version.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/edit.html")]
pub struct EditWorkflow {
    frame: Frame,
    seen: usize,
    /// Whether the program's offer stands in the form.
    offered: bool,
    problems: Vec<String>,
    steps: Vec<Asked>,
    from: String,
    /// The first day that may be chosen.
    earliest: Option<String>,
    because: String,
    longest: usize,
    draft: DraftView,
}

fn all(frame: &Frame, list: Vocabulary, chosen: &[&str]) -> Vec<Choice> {
    choices(frame, list, (list.words)().into_iter(), chosen)
}

fn asked(frame: &Frame, (at, step): (usize, &StepDraft), problems: &[WorkflowProblem]) -> Asked {
    let number = at + 1;
    let is_wrong = problems
        .iter()
        .any(|one| one.step.as_ref().is_some_and(|(wrong, _)| *wrong == number));
    let words = |roles: &mut dyn Iterator<Item = &StepRole>| roles.map(|one| one.word()).collect::<Vec<_>>();
    let responsible = words(&mut step.responsible.iter());
    let answer = StepRole::ALL
        .iter()
        .filter(|one| one.can_answer())
        .map(|one| one.word());
    let who = step.responsible.first().map(|one| said::role(frame, *one));
    let name = step.name.trim();
    let summary = match (name.is_empty(), who) {
        (true, _) => frame.t("workflow-new-step"),
        (false, Some(who)) => format!("{name} – {who}"),
        (false, None) => name.to_owned(),
    };
    Asked {
        at,
        number,
        key: step.key.map(|key| key.to_string()).unwrap_or_default(),
        summary,
        open: is_wrong || step.key.is_none(),
        name: step.name.clone(),
        when: step.when.clone(),
        phase: all(frame, Phase::LIST, step.phase.map(Phase::word).as_slice()),
        responsible: choices(frame, StepRole::LIST, answer, &responsible),
        consulted: all(frame, StepRole::LIST, &words(&mut step.consulted.iter())),
        informed: all(frame, StepRole::LIST, &words(&mut step.informed.iter())),
        days: step.days.clone(),
        kind: all(frame, LengthKind::LIST, step.kind.map(LengthKind::word).as_slice()),
        shown: all(frame, Shown::LIST, step.shown.map(Shown::word).as_slice()),
        reference: step.reference.clone(),
        left_out: step.left_out,
    }
}

/// A problem in a sentence, with the step it is about.
fn sentence(frame: &Frame, found: &WorkflowProblem) -> String {
    let said = said::problem(frame, said::field(frame, found.problem.field()), &found.problem);
    match &found.step {
        Some((number, name)) if name.is_empty() => frame.t2("workflow-in-new-step", "number", number, "said", said),
        Some((number, name)) => {
            use crate::locale::Arg;
            let values = [
                ("number", number.value()),
                ("name", name.value()),
                ("said", said.value()),
            ];
            frame.text("workflow-in-step", &values)
        }
        None => said,
    }
}

impl EditWorkflow {
    fn new(
        frame: Frame,
        workflow: &Workflow,
        typed: &WorkflowDraft,
        problems: &[WorkflowProblem],
        kept: DraftView,
    ) -> Self {
        let steps = typed.in_order();
        let steps = steps.iter().enumerate().map(|step| asked(&frame, step, problems));
        let here = frame.t(if workflow.count() == 0 {
            "workflow-first"
        } else {
            "workflow-new"
        });
        Self {
            seen: workflow.count(),
            offered: workflow.count() == 0,
            problems: problems.iter().map(|one| sentence(&frame, one)).collect(),
            steps: steps.collect(),
            from: typed.from.map(|day| day.to_string()).unwrap_or_default(),
            earliest: workflow.earliest(frame.today).map(|day| day.to_string()),
            because: typed.because.clone(),
            longest: MOST_LINE,
            draft: kept,
            frame: frame.at(Section::Practice).end(here),
        }
    }
}

/// What a form or a kept draft says. A step's fields carry its place in the form.
fn read(fields: &[(String, String)]) -> WorkflowDraft {
    let count: usize = sent(fields, "count").parse().unwrap_or_default();
    let step = |at: usize| {
        let one = |name: &str| sent(fields, &format!("{name}-{at}")).to_owned();
        let roles = |name: &str| {
            let sent: Vec<StepRole> = all_sent(fields, &format!("{name}-{at}"))
                .filter_map(StepRole::from_word)
                .collect();
            sent
        };
        StepDraft {
            key: one("key").parse().ok(),
            place: one("place"),
            name: one("name"),
            when: one("when"),
            phase: Phase::from_word(&one("phase")),
            responsible: roles("responsible"),
            consulted: roles("consulted").into_iter().collect(),
            informed: roles("informed").into_iter().collect(),
            days: one("days"),
            kind: LengthKind::from_word(&one("kind")),
            shown: Shown::from_word(&one("shown")),
            reference: one("reference"),
            left_out: one("out") == "yes",
        }
    };
    WorkflowDraft {
        from: sent(fields, "from").trim().parse().ok(),
        // A form has as many steps as it says; more than can be kept are not read.
        steps: (0..count.min(2 * casework::practice::MOST_STEPS)).map(step).collect(),
        because: sent(fields, "because").to_owned(),
    }
}

/// The form as it begins: what was typed and not sent, or the last version, or the program's offer.
async fn begin(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    of: &Workflow,
) -> Result<(WorkflowDraft, DraftView), PageError> {
    let kept = draft::kept(state, viewer, frame, DraftForm::Workflow).await?;
    if kept.saved.is_some() {
        return Ok((read(kept.fields()), kept));
    }
    let steps = of.last().map_or(offer(), |entry| entry.event.steps.as_slice());
    Ok((WorkflowDraft::of(steps), kept))
}

async fn workflow(state: &AppState, viewer: &Viewer) -> Result<Workflow, PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    Ok(state.store.workflow(&scope).await?)
}

/// The form.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let workflow = workflow(&state, &viewer).await?;
    let (typed, kept) = begin(&state, &viewer, &frame, &workflow).await?;
    html(&EditWorkflow::new(frame, &workflow, &typed, &[], kept))
}

/// Keeps a version, or adds a step to the form.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let workflow = workflow(&state, &viewer).await?;
    let mut typed = read(&fields);
    let kept = async || draft::kept(&state, &viewer, &frame, DraftForm::Workflow).await;
    if sent(&fields, "do") == "add" {
        typed.steps = typed.in_order();
        typed.steps.push(StepDraft::default());
        let kept = kept().await?;
        return html(&EditWorkflow::new(frame, &workflow, &typed, &[], kept));
    }
    if sent(&fields, "seen").parse() != Ok(workflow.count()) {
        // What was typed stands; sending it again, beside the newer version, is a choice.
        let kept = kept().await?;
        let mut page = EditWorkflow::new(frame, &workflow, &typed, &[], kept);
        page.problems = vec![page.frame.t("practice-problem-changed")];
        return html(&page);
    }
    match typed.check(&workflow, frame.today) {
        Ok(version) => {
            state.store.workflow_decide(&permit, &workflow, &version).await?;
            draft::sent(&state, &viewer, DraftForm::Workflow).await?;
            let to = format!(
                "/workflow?on={}&done=done-workflow-decided",
                version.from.max(frame.today)
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let kept = kept().await?;
            html(&EditWorkflow::new(frame, &workflow, &typed, &problems, kept))
        }
    }
}

impl Page for EditWorkflow {
    const PATH: &'static str = "practice/edit";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |workflow: &Workflow, typed: &WorkflowDraft| {
            let frame = Frame::sample(locale);
            let problems = match typed.because.as_str() {
                "" => Vec::new(),
                _ => typed.check(workflow, frame.today).err().unwrap_or_default(),
            };
            let kept = DraftView::sample(&frame, &[]);
            Self::new(frame, workflow, typed, &problems, kept)
        };
        let offered = WorkflowDraft::of(offer());
        let mut wrong = offered.clone();
        wrong.because = "Byrådet".to_owned();
        if let Some(step) = wrong.steps.first_mut() {
            step.responsible.clear();
        }
        wrong.steps.push(StepDraft {
            days: "mange".to_owned(),
            ..StepDraft::default()
        });
        vec![
            ("offered", page(&Workflow::default(), &offered)),
            ("next", page(&super::workflow::sample(), &offered)),
            ("refused", page(&super::workflow::sample(), &wrong)),
        ]
    }
}
