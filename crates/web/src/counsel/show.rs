//! One question about no child, for the two it is between.

use access::{CounselFacts, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::counsel::{Counsel, CounselStanding};
use casework::{CounselId, Problems};

use super::{standing, topic};
use crate::concern::asking;
use crate::concern::said::problems as said;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// What can be done with a question.
#[derive(Clone, Debug)]
pub enum Turn {
    /// It is the viewer's to answer: the answer as typed so far.
    Answer(String, DraftView),
    /// The viewer may take it back.
    TakeBack,
    /// It is over, or the other's.
    Nothing,
}

/// The page of a question.
#[derive(Clone, Debug, Template)]
#[template(path = "counsel/show.html")]
pub struct ShowCounsel {
    /// What surrounds the page.
    pub frame: Frame,
    /// What about.
    pub topic: String,
    /// Where it stands.
    pub standing: String,
    /// Who asked whom, and when.
    pub asked: String,
    /// The question.
    pub question: String,
    /// The answer, once there is one.
    pub answer: Option<String>,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// Its address.
    pub send: String,
    /// What can be done.
    pub turn: Turn,
}

/// A question of the viewer's, and between whom it is.
async fn one_of(state: &AppState, viewer: &Viewer, id: &str) -> Result<(Counsel, CounselFacts), PageError> {
    let id = CounselId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state.store.counsel_facts(id).await?.ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Counsel>(&facts)?;
    Ok((state.store.counsel_one(&permit, id).await?, facts))
}

async fn page(state: &AppState, viewer: &Viewer, frame: Frame, one: &Counsel) -> Result<ShowCounsel, PageError> {
    let names = state.store.staff_names().await?;
    let here = topic(&frame, one.topic);
    let title = frame.t("counsel-title");
    let frame = frame.at(Section::Overview).via(title, "/counsel").end(here.clone());
    let turn = if !one.waits() {
        Turn::Nothing
    } else if one.contact == viewer.person() {
        let draft = draft::kept(state, viewer, &frame, DraftForm::CounselAnswer(one.id)).await?;
        Turn::Answer(draft.value("answer"), draft)
    } else {
        Turn::TakeBack
    };
    Ok(ShowCounsel {
        topic: here,
        standing: standing(&frame, one),
        asked: asking::who(&frame, &names, (one.asked_by, one.contact), one.asked_on),
        question: one.question.reveal().to_owned(),
        answer: match &one.standing {
            CounselStanding::Answered(answer, _) => Some(answer.reveal().to_owned()),
            CounselStanding::Waits | CounselStanding::TakenBack(_) => None,
        },
        problems: Vec::new(),
        send: format!("/counsel/{}", one.id),
        turn,
        frame,
    })
}

/// One question.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (one, _) = one_of(&state, &viewer, &id).await?;
    html(&page(&state, &viewer, frame, &one).await?)
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    one: &Counsel,
    (problems, typed): (Problems, String),
) -> Result<Response, PageError> {
    let mut page = page(state, viewer, frame, one).await?;
    page.problems = said(&page.frame, &problems);
    if let Turn::Answer(answer, _) = &mut page.turn {
        *answer = typed;
    }
    html(&page)
}

/// Answers a question one was asked.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (one, facts) = one_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Counsel>(&facts)?;
    let typed = sent(&fields, "answer").to_owned();
    match one.answer(&typed) {
        Ok(event) => {
            state.store.counsel_answer(&permit, &one, &event).await?;
            draft::sent(&state, &viewer, DraftForm::CounselAnswer(one.id)).await?;
            Ok(Redirect::to(&format!("/counsel/{id}?done=done-sparring-answered")).into_response())
        }
        Err(problems) => refused(&state, &viewer, frame, &one, (problems, typed)).await,
    }
}

/// Takes back a question one has asked.
pub(super) async fn take_back(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (one, facts) = one_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Counsel>(&facts)?;
    let typed = sent(&fields, "because").to_owned();
    match one.take_back(&typed) {
        Ok(event) => {
            state.store.counsel_take_back(&permit, &one, &event).await?;
            Ok(Redirect::to(&format!("/counsel/{id}?done=done-sparring-taken-back")).into_response())
        }
        Err(problems) => refused(&state, &viewer, frame, &one, (problems, typed)).await,
    }
}

impl Page for ShowCounsel {
    const PATH: &'static str = "counsel/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Overview);
        let waits = Self {
            topic: locale.t("counsel-topic-prevention"),
            standing: frame.t1("sparring-waits", "by", "onsdag den 25. november"),
            asked: "Karen Lind spurgte Ida Skov fredag den 20. november.".to_owned(),
            question: "Hvordan begynder man et skoleår, så alle hører til?".to_owned(),
            answer: None,
            problems: Vec::new(),
            send: "/counsel/1".to_owned(),
            turn: Turn::Answer(String::new(), DraftView::sample(&frame, &[])),
            frame: frame.clone(),
        };
        let mut mine = waits.clone();
        mine.turn = Turn::TakeBack;
        mine.problems = vec![frame.t1("concern-problem-missing", "field", frame.t("concern-field-reason"))];
        let mut answered = waits.clone();
        answered.turn = Turn::Nothing;
        answered.standing = frame.t1("sparring-answered", "on", "mandag den 23. november");
        answered.answer = Some("Mød dem i døren den første uge, ved navn.".to_owned());
        vec![("waits", waits), ("mine", mine), ("answered", answered)]
    }
}
