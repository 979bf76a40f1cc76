//! What staff say about a step of the workflow, and what is answered.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::Listed;
use casework::practice::{Remark, RemarkEvent, RemarkKind, Workflow, offer};
use casework::{PersonId, Problems, RemarkId};
use serde::Deserialize;

use super::said::{self, Tabs};
use crate::case::said::word;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::Posted;
use crate::frame::Section;
use crate::option::said::choices;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A remark as it is read.
#[derive(Clone, Debug)]
pub struct Line {
    anchor: String,
    kind: String,
    words: String,
    by: String,
    /// The step it is about, where more than one step's stand together.
    step: Option<Link>,
    /// What was answered, by whom and when.
    answer: Option<(String, String)>,
    /// Where the answer is sent.
    send: Option<String>,
}

/// What is said about one step, or about all of them.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/remarks.html")]
pub struct ShowRemarks {
    frame: Frame,
    tabs: Tabs,
    title: String,
    problems: Vec<String>,
    step: u16,
    /// Whether something can be said here: to one step, or to the whole.
    says: bool,
    kinds: Vec<Choice>,
    words: String,
    draft: DraftView,
    open: Vec<Line>,
    answered: Vec<Line>,
}

/// What an address asks for: the step; 0 for what is about the whole, nothing for all that was said.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Asked {
    step: Option<u16>,
}

/// What somebody typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    step: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
}

/// What a step is called: in the newest version that has it, or in the offer.
fn name_of(workflow: &Workflow, step: u16) -> Option<String> {
    let newest = workflow.all().iter().rev().flat_map(|entry| &entry.event.steps);
    let mut all = newest.chain(offer());
    all.find(|one| one.key == step).map(|one| one.name.clone())
}

impl ShowRemarks {
    fn new(
        frame: Frame,
        (step, name): (Option<u16>, Option<String>),
        remarks: &[Remark],
        names: &dyn Fn(PersonId) -> String,
        answers: bool,
    ) -> Self {
        let line = |one: &Remark| {
            let by = |by: PersonId, on| frame.t2("case-written", "by", names(by), "on", frame.day(&on));
            Line {
                anchor: format!("remark-{}", one.id),
                kind: word(&frame, RemarkKind::LIST, one.kind.word()),
                words: one.words.reveal().to_owned(),
                by: by(one.by, one.on),
                step: step.is_none().then(|| Link {
                    text: match one.step {
                        0 => frame.t("remark-whole"),
                        _ => one.name.clone(),
                    },
                    address: format!("/workflow/remarks?step={}", one.step),
                }),
                answer: one
                    .answer
                    .as_ref()
                    .map(|(words, who, on)| (words.reveal().to_owned(), by(*who, *on))),
                send: (answers && one.answer.is_none()).then(|| format!("/workflow/remarks/{}/answer", one.id)),
            }
        };
        let here = |one: &&Remark| step.is_none_or(|step| one.step == step);
        let (answered, open): (Vec<&Remark>, Vec<&Remark>) =
            remarks.iter().filter(here).partition(|one| one.answer.is_some());
        let title = match (step, name) {
            (None, _) => frame.t("remark-all"),
            (Some(0), _) => frame.t("remark-whole"),
            (Some(_), name) => name.unwrap_or_default(),
        };
        Self {
            tabs: said::tabs(&frame, "/workflow"),
            problems: Vec::new(),
            step: step.unwrap_or_default(),
            says: step.is_some(),
            kinds: Vec::new(),
            words: String::new(),
            draft: DraftView::none(DraftForm::Remark(step.unwrap_or_default())),
            open: open.into_iter().map(line).collect(),
            answered: answered.into_iter().rev().map(line).collect(),
            frame: frame.at(Section::Practice).end(title.clone()),
            title,
        }
        .typed(&Typed::default())
    }

    fn typed(mut self, typed: &Typed) -> Self {
        let words = RemarkKind::ALL.iter().map(|one| one.word());
        self.kinds = choices(&self.frame, RemarkKind::LIST, words, &[&typed.kind]);
        self.words.clone_from(&typed.words);
        self
    }

    fn refused(mut self, problems: &Problems) -> Self {
        self.problems = said::problems(&self.frame, problems, |field| match field {
            "kind" => self.frame.t("remark-field-kind"),
            field => said::field(&self.frame, field),
        });
        self
    }
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    step: Option<u16>,
) -> Result<(ShowRemarks, Option<String>, Vec<Remark>), PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    let workflow = state.store.workflow(&scope).await?;
    let name = step.and_then(|step| name_of(&workflow, step));
    if step.is_some_and(|step| step != 0) && name.is_none() {
        return Err(PageError::NotFound);
    }
    let remarks = state.store.remark_list(&scope).await?;
    let names = state.store.staff_names().await?;
    let named = |id| names.get(&id).cloned().unwrap_or_default();
    let answers = viewer.may::<act::Close, on::Practice>(&Spot::Municipality).is_ok();
    let draft = draft::kept(state, viewer, &frame, DraftForm::Remark(step.unwrap_or_default())).await?;
    let drafted = Typed {
        step: String::new(),
        kind: draft.value("kind"),
        words: draft.value("words"),
    };
    let mut page = ShowRemarks::new(frame, (step, name.clone()), &remarks, &named, answers).typed(&drafted);
    page.draft = draft;
    Ok((page, name, remarks))
}

/// Shows what was said.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    html(&page(&state, frame, &viewer, asked.step).await?.0)
}

/// Says something about a step.
pub(super) async fn make(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Practice>(&Spot::Municipality)?;
    let step: u16 = typed.step.trim().parse().unwrap_or_default();
    let (page, name, _) = page(&state, frame, &viewer, Some(step)).await?;
    let kind = RemarkKind::from_word(&typed.kind);
    match RemarkEvent::made((step, name.as_deref().unwrap_or_default()), kind, &typed.words) {
        Ok(event) => {
            state.store.remark_make(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Remark(step)).await?;
            Ok(Redirect::to(&format!("/workflow/remarks?step={step}&done=done-remark-made")).into_response())
        }
        Err(problems) => html(&page.typed(&typed).refused(&problems)),
    }
}

/// What is answered.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    answer: String,
}

/// Answers a remark.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Answer>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Close, on::Practice>(&Spot::Municipality)?;
    let id = RemarkId::from_text(&id).ok_or(PageError::NotFound)?;
    let (page, _, remarks) = page(&state, frame, &viewer, None).await?;
    let one = remarks.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    match one.answer(&typed.answer) {
        Ok(event) => {
            state.store.remark_answer(&permit, one, &event).await?;
            let to = format!("/workflow/remarks?step={}&done=done-remark-answered", one.step);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => html(&page.refused(&problems)),
    }
}

impl Page for ShowRemarks {
    const PATH: &'static str = "practice/remarks";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let names = |_| "Maja Holmgård".to_owned();
        let person = PersonId::from_uuid(uuid::Uuid::from_u128(1));
        let today = Frame::sample(locale).today;
        let remark = |number: u128, answer: Option<&str>| {
            let made = "Syv skoledage i stedet for fem, når der er lejrskole. Ellers når vi det ikke.";
            let words = casework::OwnWords::from_form(made)?;
            let answer = answer.and_then(casework::OwnWords::from_form);
            Some(Remark {
                id: RemarkId::from_uuid(uuid::Uuid::from_u128(number)),
                step: 4,
                name: "Den første samtale".to_owned(),
                kind: RemarkKind::Proposal,
                words,
                by: person,
                on: today,
                answer: answer.map(|answer| (answer, person, today)),
            })
        };
        let answer = "Det kommer med i udgaven fra januar.";
        let all: Vec<Remark> = [remark(2, None), remark(3, Some(answer))]
            .into_iter()
            .flatten()
            .collect();
        let page = |step: Option<u16>, remarks: &[Remark], answers| {
            let name = Some("Den første samtale".to_owned());
            Self::new(Frame::sample(locale), (step, name), remarks, &names, answers)
        };
        let mut samples = vec![
            ("empty", page(Some(4), &[], false)),
            ("step", page(Some(4), &all, false)),
            ("answering", page(None, &all, true)),
        ];
        if let Err(problems) = RemarkEvent::made((4, ""), None, "") {
            samples.push(("refused", page(Some(4), &all, false).refused(&problems)));
        }
        samples
    }
}
