//! Sparring: a question about a concern to a named person, without the child's name, and the answer.

use std::collections::BTreeMap;

use access::{PupilFacts, SparringFacts, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::sparring::{AdviceDraft, SparringDraft, SparringStanding};
use casework::{Concern, PersonId, Sparring, SparringId};
use jiff::civil::Date;
use serde::Deserialize;

use super::asking::{self, Stands};
use super::handle::concern_of;
use super::said::{self, Choice};
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A question and its answer as the concern's page shows them.
#[derive(Clone, Debug)]
pub struct SparringView {
    /// Who asked whom, and when.
    pub asked: String,
    /// What was asked.
    pub question: String,
    /// Where it stands.
    pub standing: String,
    /// Whether the last day of the answer has passed.
    pub overdue: bool,
    /// The answer: what each part is called, and its words.
    pub answer: Vec<(String, String)>,
    /// Where it is taken back, while it waits and this person may.
    pub take_back: Option<String>,
}

/// The form that asks.
#[derive(Clone, Debug)]
pub struct AskView {
    /// Where it is sent.
    pub send: String,
    /// Whom one can ask; those of the pupil's own school first.
    pub contacts: Vec<Choice>,
    /// What is asked.
    pub question: String,
    /// Whether the child may be named to a contact who may see the child anyway.
    pub named: bool,
    /// How soon an answer comes.
    pub promise: String,
    /// Whether the form stands open.
    pub open: bool,
    /// What was typed and not sent.
    pub draft: Option<DraftView>,
}

/// The page of a question, for the one who was asked.
#[derive(Clone, Debug, Template)]
#[template(path = "concern/sparring.html")]
pub struct ShowSparring {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where it stands.
    pub standing: String,
    /// Who asked, and when.
    pub asked: String,
    /// What was asked.
    pub question: String,
    /// The concern, where the child may be named.
    pub concern: Option<Link>,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Where the answer is sent, while it waits.
    pub send: Option<String>,
    /// The answer as typed so far.
    pub advice: Advice,
    /// The answer as given: what each part is called, and its words.
    pub answer: Vec<(String, String)>,
    /// What was typed and not sent.
    pub draft: DraftView,
}

/// The three parts of an answer as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Advice {
    /// Which signs.
    #[serde(default)]
    pub signs: String,
    /// How it may be understood.
    #[serde(default)]
    pub understanding: String,
    /// What next.
    #[serde(default)]
    pub next_steps: String,
}

/// The answer of a question, part by part.
fn answer_parts(frame: &Frame, sparring: &Sparring) -> Vec<(String, String)> {
    let SparringStanding::Answered(advice) = &sparring.standing else {
        return Vec::new();
    };
    [
        ("sparring-signs", advice.signs.as_ref()),
        ("sparring-understanding", advice.understanding.as_ref()),
        ("sparring-next-steps", Some(&advice.next_steps)),
    ]
    .into_iter()
    .filter_map(|(key, words)| Some((frame.t(key), words?.reveal().to_owned())))
    .collect()
}

/// Where a question stands, in a sentence.
pub fn standing(frame: &Frame, sparring: &Sparring) -> String {
    let stands = match &sparring.standing {
        SparringStanding::Waits if sparring.is_overdue(frame.today) => Stands::Overdue(sparring.answer_by),
        SparringStanding::Waits => Stands::Waits(sparring.answer_by),
        SparringStanding::Answered(advice) => Stands::Answered(advice.on),
        SparringStanding::TakenBack(on) => Stands::TakenBack(*on),
    };
    stands.said(frame)
}

/// The questions about one concern, newest first.
pub async fn views(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    concern: &Concern,
    facts: &PupilFacts,
    names: &BTreeMap<PersonId, String>,
) -> Result<Vec<SparringView>, PageError> {
    let permit = viewer.may::<act::Read, on::Concern>(facts)?;
    let all = state.store.sparring_list_of(&permit).await?;
    let may_change = |contact| {
        let asked = SparringFacts {
            pupil: facts.clone(),
            contact,
        };
        viewer.may::<act::Change, on::Sparring>(&asked).is_ok()
    };
    let of = all.iter().rev().filter(|one| one.concern == concern.id);
    Ok(of
        .map(|one| SparringView {
            asked: asking::who(frame, names, (one.asked_by, one.contact), one.asked_on),
            question: one.question.reveal().to_owned(),
            standing: standing(frame, one),
            overdue: one.is_overdue(frame.today),
            answer: answer_parts(frame, one),
            take_back: (one.waits() && may_change(one.contact)).then(|| format!("/sparring/{}/take-back", one.id)),
        })
        .collect())
}

/// The form that asks, where the viewer may ask about the pupil.
pub async fn ask_view(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    concern: &Concern,
    facts: &PupilFacts,
) -> Result<Option<AskView>, PageError> {
    let asked = SparringFacts {
        pupil: facts.clone(),
        contact: viewer.person(),
    };
    if viewer.may::<act::Create, on::Sparring>(&asked).is_err() {
        return Ok(None);
    }
    let draft = draft::kept(state, viewer, frame, DraftForm::Ask(concern.id)).await?;
    let schools = &facts.placement.schools;
    Ok(Some(AskView {
        send: format!("/concerns/{}/sparring", concern.id),
        contacts: asking::contacts(state, viewer, frame, schools, &draft.value("contact")).await?,
        question: draft.value("question"),
        named: draft.value("named") == "yes",
        promise: asking::promise(state, frame).await?,
        open: draft.saved.is_some(),
        draft: Some(draft),
    }))
}

/// Asks a named person about a concern.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (concern, facts) = concern_of(&state, &viewer, &id).await?;
    let (chosen, question) = (sent(&fields, "contact"), sent(&fields, "question"));
    let contact = asking::contact(&state, &viewer, &frame, &facts.placement.schools, chosen).await?;
    let asked = SparringFacts {
        pupil: facts.clone(),
        contact: contact.unwrap_or(viewer.person()),
    };
    let permit = viewer.may::<act::Create, on::Sparring>(&asked)?;
    let draft = SparringDraft {
        contact,
        question: question.to_owned(),
        named: sent(&fields, "named") == "yes",
    };
    let within = state.answer_settings().await?.sparring_within;
    let closed = state.closed_days().await?;
    let (pupil, asker) = (concern.pupil, viewer.person());
    match draft.check(concern.id, pupil, asker, within, closed, frame.today) {
        Ok(event) => {
            state.store.sparring_ask(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Ask(concern.id)).await?;
            Ok(Redirect::to(&format!("/concerns/{id}?done=done-sparring-asked")).into_response())
        }
        Err(problems) => {
            let mut page = super::handle::page(&state, &viewer, frame, &concern, &facts).await?;
            page.problems = said::problems(&page.frame, &problems);
            if let Some(ask) = &mut page.ask {
                ask.open = true;
                ask.question = question.to_owned();
                ask.named = draft.named;
                asking::choose(&mut ask.contacts, chosen);
            }
            html(&page)
        }
    }
}

/// Takes a question back, with the reason.
pub(super) async fn take_back(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let id = SparringId::from_text(&id).ok_or(PageError::NotFound)?;
    let asked = state
        .store
        .sparring_facts(id, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Change, on::Sparring>(&asked)?;
    let read = viewer.may::<act::Read, on::Concern>(&asked.pupil)?;
    let all = state.store.sparring_list_of(&read).await?;
    let one = all.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    match one.take_back(sent(&fields, "because")) {
        Ok(event) => {
            state.store.sparring_take_back(&permit, one, &event).await?;
            let to = format!("/concerns/{}?done=done-sparring-taken-back", one.concern);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let (concern, facts) = concern_of(&state, &viewer, &one.concern.to_string()).await?;
            let mut page = super::handle::page(&state, &viewer, frame, &concern, &facts).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// A question the viewer was asked, and whom it is about.
async fn question_of(state: &AppState, viewer: &Viewer, id: &str) -> Result<(Sparring, SparringFacts), PageError> {
    let id = SparringId::from_text(id).ok_or(PageError::NotFound)?;
    let asked = state
        .store
        .sparring_facts(id, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Sparring>(&asked)?;
    let one = state.store.sparring_one(&permit, id).await?;
    Ok((one.ok_or(PageError::NotFound)?, asked))
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    one: &Sparring,
    asked: &SparringFacts,
) -> Result<ShowSparring, PageError> {
    let names = state.store.staff_names().await?;
    let here = frame.t("sparring-title");
    let frame = frame.at(Section::Overview).end(here);
    // The name comes along only where both are true now: the asker wants it, and the contact may see the child.
    let may_see = one.named && viewer.may::<act::Read, on::Concern>(&asked.pupil).is_ok();
    let draft = draft::kept(state, viewer, &frame, DraftForm::Advise(one.id)).await?;
    let by = names.get(&one.asked_by).cloned().unwrap_or_default();
    Ok(ShowSparring {
        standing: standing(&frame, one),
        asked: frame.t2("sparring-asked-by", "by", by, "on", frame.day(&one.asked_on)),
        question: one.question.reveal().to_owned(),
        concern: may_see.then(|| Link {
            text: frame.t("sparring-see-concern"),
            address: format!("/concerns/{}", one.concern),
        }),
        problems: Vec::new(),
        send: one.waits().then(|| format!("/sparring/{}", one.id)),
        advice: Advice {
            signs: draft.value("signs"),
            understanding: draft.value("understanding"),
            next_steps: draft.value("next_steps"),
        },
        answer: answer_parts(&frame, one),
        draft,
        frame,
    })
}

/// One question, for the one who was asked.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (one, asked) = question_of(&state, &viewer, &id).await?;
    html(&page(&state, &viewer, frame, &one, &asked).await?)
}

/// Answers a question.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Advice>,
) -> Result<Response, PageError> {
    let (one, asked) = question_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Sparring>(&asked)?;
    let draft = AdviceDraft {
        signs: typed.signs.clone(),
        understanding: typed.understanding.clone(),
        next_steps: typed.next_steps.clone(),
    };
    match one.answer(&draft) {
        Ok(event) => {
            state.store.sparring_answer(&permit, &one, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Advise(one.id)).await?;
            Ok(Redirect::to(&format!("/sparring/{id}?done=done-sparring-answered")).into_response())
        }
        Err(problems) => {
            let mut page = page(&state, &viewer, frame, &one, &asked).await?;
            page.problems = said::problems(&page.frame, &problems);
            page.advice = typed;
            html(&page)
        }
    }
}

impl Page for ShowSparring {
    const PATH: &'static str = "concern/sparring";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Overview)
            .end(locale.t("sparring-title"));
        let asked_on = Date::constant(2026, 11, 18);
        let waits = Self {
            standing: frame.t1("sparring-waits", "by", frame.day(&Date::constant(2026, 11, 23))),
            asked: frame.t2(
                "sparring-asked-by",
                "by",
                "Karen Lind".to_owned(),
                "on",
                frame.day(&asked_on),
            ),
            question: "Et barn i 3. klasse græder hver morgen, men er glad, når det først er her. Hvad gør vi først?"
                .to_owned(),
            concern: None,
            problems: Vec::new(),
            send: Some("/sparring/1".to_owned()),
            advice: Advice::default(),
            answer: Vec::new(),
            draft: DraftView::sample(&frame, &[]),
            frame,
        };
        let mut drafted = waits.clone();
        drafted.draft = DraftView::sample(&drafted.frame, &[("signs", "Svære morgener")]);
        drafted.advice.signs = "Svære morgener".to_owned();
        drafted.concern = Some(Link {
            text: locale.t("sparring-see-concern"),
            address: "/concerns/1".to_owned(),
        });
        let answered = Self {
            standing: waits.frame.t1("sparring-answered", "on", waits.frame.day(&asked_on)),
            send: None,
            answer: vec![
                (
                    locale.t("sparring-signs"),
                    "Svære morgener, men ikke i skoledagen.".to_owned(),
                ),
                (
                    locale.t("sparring-next-steps"),
                    "Mød barnet ved porten den første uge.".to_owned(),
                ),
            ],
            ..waits.clone()
        };
        vec![("waits", waits), ("drafted", drafted), ("answered", answered)]
    }
}
