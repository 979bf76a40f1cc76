//! A limited question of a case, for the one who is asked: the question, the child's name and the answer, and nothing else
//! of the case.

use access::{ContributionFacts, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::CaseId;
use casework::case::{Answers, Form, Known};
use casework::history::Sequence;
use store::Question;

use super::{read, said};
use crate::draft::{self, DraftForm, DraftView};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The form an answer is kept by.
const ANSWER: &str = "contribution_given";

/// The page of a question.
#[derive(Clone, Debug, Template)]
#[template(path = "case/question.html")]
pub struct ShowQuestion {
    /// What surrounds the page.
    pub frame: Frame,
    /// About whom: name, class, school.
    pub who: String,
    /// Class and school.
    pub place: String,
    /// Who asked, and when.
    pub asked: String,
    /// What is asked.
    pub question: String,
    /// By when.
    pub by: String,
    /// Whether that day has passed.
    pub passed: bool,
    /// What is wrong with the answer as sent.
    pub problems: Vec<String>,
    /// Where the answer is sent.
    pub send: String,
    /// The answer as typed.
    pub words: String,
    /// What was typed and not sent.
    pub draft: DraftView,
}

/// A question put to the viewer that waits for an answer.
async fn asked(state: &AppState, case: &str, number: u32) -> Result<ContributionFacts, PageError> {
    let case = CaseId::from_text(case).ok_or(PageError::NotFound)?;
    let number = Sequence::new(number).ok_or(PageError::NotFound)?;
    let facts = state.store.contribution_facts(case, number).await?;
    facts.ok_or(PageError::NotFound)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    one: &Question,
    sent: Option<String>,
) -> Result<ShowQuestion, PageError> {
    let here = frame.t("question-title");
    let frame = frame.at(Section::Overview).end(here);
    let draft = draft::kept(state, viewer, &frame, DraftForm::Question(one.case, one.number)).await?;
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let by = names.get(&one.asked_by).cloned().unwrap_or_default();
    Ok(ShowQuestion {
        who: one.who.name.full(),
        place: read::place_of(&roster, &one.who, frame.today),
        asked: frame.t2("question-asked", "by", by, "on", frame.day(&one.asked_on)),
        question: one.question.reveal().to_owned(),
        by: frame.day(&one.due),
        passed: one.due < frame.today,
        problems: Vec::new(),
        send: format!("/questions/{}/{}", one.case, one.number.number()),
        words: sent.unwrap_or_else(|| draft.value("words")),
        draft,
        frame,
    })
}

/// The question, for the one who is asked.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((case, number)): Path<(String, u32)>,
) -> Result<Response, PageError> {
    let facts = asked(&state, &case, number).await?;
    let permit = viewer.may::<act::Read, on::Contribution>(&facts)?;
    let one = state.store.contribution_one(&permit).await?;
    html(&page(&state, &viewer, frame, &one, None).await?)
}

/// Answers it.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((case, number)): Path<(String, u32)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let facts = asked(&state, &case, number).await?;
    let permit = viewer.may::<act::Close, on::Contribution>(&facts)?;
    let words = fields.into_iter().find(|(name, _)| name == "words");
    let words = words.map(|(_, words)| words).unwrap_or_default();
    let answers = Answers::from([
        ("contribution".to_owned(), vec![number.to_string()]),
        ("words".to_owned(), vec![words.clone()]),
    ]);
    let form = Form::of(ANSWER).ok_or(PageError::NotFound)?;
    let problems = match form.read(&answers, frame.today) {
        Ok(event) => {
            // An answer has no day that could lie before the child was born or just before a holiday.
            let known = Known {
                today: frame.today,
                born: None,
                break_near: None,
                consent_when_absent: false,
            };
            match state.store.contribution_answer(&permit, &event, &known).await? {
                Ok(_) => {
                    draft::sent(&state, &viewer, DraftForm::Question(facts.case, facts.question)).await?;
                    return Ok(Redirect::to("/?done=done-question-answered").into_response());
                }
                Err(refusal) => vec![said::refusal(&frame, refusal)],
            }
        }
        Err(problems) => {
            let all = problems.all().iter();
            all.map(|one| said::problem(&frame, form.act, one)).collect()
        }
    };
    let read = viewer.may::<act::Read, on::Contribution>(&facts)?;
    let one = state.store.contribution_one(&read).await?;
    let mut page = page(&state, &viewer, frame, &one, Some(words)).await?;
    page.problems = problems;
    html(&page)
}

/// The questions that wait for the viewer, by their last day.
pub(crate) async fn questions(state: &AppState, viewer: &Viewer) -> Result<Vec<Question>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Contribution>() else {
        return Ok(Vec::new());
    };
    Ok(state.store.contribution_list(&scope).await?)
}

impl Page for ShowQuestion {
    const PATH: &'static str = "case/question";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Overview)
            .end(locale.t("question-title"));
        let page = Self {
            who: "Alma Bækgård".to_owned(),
            place: "8.b · Engdalskolen".to_owned(),
            asked: frame.t2("question-asked", "by", "Maja Holmgård", "on", "fredag den 20. november"),
            question: "Hvornår på dagen er Alma gladest hos jer i SFO’en?".to_owned(),
            by: "fredag den 27. november".to_owned(),
            passed: false,
            problems: Vec::new(),
            send: "/questions/1/7".to_owned(),
            words: String::new(),
            draft: DraftView::sample(&frame, &[]),
            frame: frame.clone(),
        };
        let mut wrong = page.clone();
        wrong.passed = true;
        wrong.problems = vec![frame.t("case-problem-nothing-said")];
        wrong.draft = DraftView::sample(&frame, &[("words", "Om")]);
        wrong.words = "Om".to_owned();
        vec![("asked", page), ("refused", wrong)]
    }
}
