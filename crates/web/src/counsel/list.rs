//! The form that asks for advice, and the questions one has asked or been asked.

use access::{CounselFacts, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use casework::counsel::{Counsel, CounselDraft, Topic};

use super::{standing, topic};
use crate::concern::asking;
use crate::concern::said::{Choice, problems as said};
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::people::list::own_schools;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One question in the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who asked whom, or whom one asked.
    pub who: String,
    /// What about.
    pub topic: String,
    /// Where it stands.
    pub standing: String,
    /// Its page.
    pub href: String,
}

/// The page: asking, and what was asked.
#[derive(Clone, Debug, Template)]
#[template(path = "counsel/list.html")]
pub struct ListCounsel {
    /// What surrounds the page.
    pub frame: Frame,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// What a question can be about.
    pub topics: Vec<Choice>,
    /// Whom one can ask; those of one's own schools first.
    pub contacts: Vec<Choice>,
    /// The question as typed.
    pub question: String,
    /// How soon an answer comes.
    pub promise: String,
    /// What was typed and not sent.
    pub draft: DraftView,
    /// Questions one was asked, those that wait first; then those one has asked, the newest first.
    pub asked: [(String, Vec<Line>); 2],
}

fn topics(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let choice = |one: &Topic| Choice {
        value: one.word().to_owned(),
        text: topic(frame, *one),
        chosen: one.word() == chosen,
    };
    Topic::ALL.iter().map(choice).collect()
}

/// What was typed.
#[derive(Default)]
struct Typed {
    topic: String,
    contact: String,
    question: String,
}

async fn page(state: &AppState, viewer: &Viewer, frame: Frame, typed: Option<Typed>) -> Result<ListCounsel, PageError> {
    let here = frame.t("counsel-title");
    let frame = frame.at(Section::Overview).end(here);
    let scope = viewer.scope::<act::List, on::Counsel>()?;
    let all = state.store.counsel_list(&scope).await?;
    let names = state.store.staff_names().await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let line = |one: &Counsel, other: PersonId| Line {
        who: name(other),
        topic: topic(&frame, one.topic),
        standing: standing(&frame, one),
        href: format!("/counsel/{}", one.id),
    };
    let me = viewer.person();
    let mut of_me: Vec<&Counsel> = all.iter().filter(|one| one.contact == me).collect();
    of_me.sort_by_key(|one| (!one.waits(), one.answer_by));
    let by_me = all.iter().rev().filter(|one| one.asked_by == me);
    let draft = draft::kept(state, viewer, &frame, DraftForm::Counsel).await?;
    let typed = typed.unwrap_or_else(|| Typed {
        topic: draft.value("topic"),
        contact: draft.value("contact"),
        question: draft.value("question"),
    });
    let schools = own_schools(state, viewer).await?;
    let contacts = asking::contacts(state, viewer, &frame, &schools, &typed.contact).await?;
    Ok(ListCounsel {
        problems: Vec::new(),
        topics: topics(&frame, &typed.topic),
        contacts,
        question: typed.question,
        promise: asking::promise(state, &frame).await?,
        draft,
        asked: [
            (
                frame.t("counsel-of-me"),
                of_me.into_iter().map(|one| line(one, one.asked_by)).collect(),
            ),
            (
                frame.t("counsel-by-me"),
                by_me.map(|one| line(one, one.contact)).collect(),
            ),
        ],
        frame,
    })
}

/// The form, and the questions there are.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    html(&page(&state, &viewer, frame, None).await?)
}

/// Asks a colleague.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = |name: &str| sent(&fields, name).to_owned();
    let typed = Typed {
        topic: one("topic"),
        contact: one("contact"),
        question: one("question"),
    };
    let schools = own_schools(&state, &viewer).await?;
    let contact = asking::contact(&state, &viewer, &frame, &schools, &typed.contact).await?;
    let between = CounselFacts {
        asker: viewer.person(),
        contact: contact.unwrap_or(viewer.person()),
    };
    let permit = viewer.may::<act::Create, on::Counsel>(&between)?;
    let draft = CounselDraft {
        topic: Topic::from_word(&typed.topic),
        contact,
        question: typed.question.clone(),
    };
    let within = state.answer_settings().await?.sparring_within;
    let closed = state.closed_days().await?;
    match draft.check(viewer.person(), within, closed, frame.today) {
        Ok(event) => {
            state.store.counsel_ask(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Counsel).await?;
            Ok(Redirect::to("/counsel?done=done-counsel-asked").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, &viewer, frame, Some(typed)).await?;
            page.problems = said(&page.frame, &problems);
            html(&page)
        }
    }
}

impl Page for ListCounsel {
    const PATH: &'static str = "counsel/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Overview)
            .end(locale.t("counsel-title"));
        let empty = Self {
            problems: Vec::new(),
            topics: topics(&frame, "prevention"),
            contacts: Vec::new(),
            question: String::new(),
            promise: frame.t1("sparring-promise", "by", "onsdag den 25. november"),
            draft: DraftView::sample(&frame, &[]),
            asked: [
                (frame.t("counsel-of-me"), Vec::new()),
                (frame.t("counsel-by-me"), Vec::new()),
            ],
            frame: frame.clone(),
        };
        let line = Line {
            who: "Ida Skov".to_owned(),
            topic: topic(&frame, Topic::Absence),
            standing: frame.t1("sparring-waits", "by", "onsdag den 25. november"),
            href: "/counsel/1".to_owned(),
        };
        let mut full = empty.clone();
        full.contacts = vec![Choice {
            value: "1".to_owned(),
            text: "Ida Skov, PPR (3 skoler)".to_owned(),
            chosen: true,
        }];
        full.asked.iter_mut().for_each(|(_, lines)| lines.push(line.clone()));
        let mut refused = full.clone();
        refused.problems = vec![frame.t("counsel-problem-number")];
        refused.question = "Det er 010112-3456".to_owned();
        refused.draft = DraftView::sample(&frame, &[("question", "Det er 010112-3456")]);
        vec![("empty", empty), ("full", full), ("refused", refused)]
    }
}
