//! Mangler her: what somebody could not find, said in a sentence by anybody and answered by leaders.

use access::{Place, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::SchoolId;
use casework::case::vocabulary::{Arena, Level, Listed};
use casework::option::MissingEvent;
use serde::Deserialize;
use store::missing_spot;

use super::list::tabs;
use super::said;
use crate::case::said::word;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// Something that is missing, as those see it who answer.
#[derive(Clone, Debug)]
pub struct MissingLine {
    /// What is missing.
    pub words: String,
    /// Where, who said it and when.
    pub facts: String,
    /// What was answered, by whom and when.
    pub answer: Option<(String, String)>,
    /// Where the answer is sent, while there is none.
    pub send: String,
}

/// The page *Mangler her*.
#[derive(Clone, Debug, Template)]
#[template(path = "option/missing.html")]
pub struct ShowMissing {
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    problems: Vec<String>,
    words: String,
    schools: Vec<Choice>,
    level: Vec<Choice>,
    arena: Vec<Choice>,
    /// What was typed and not sent.
    draft: DraftView,
    /// What waits for an answer, oldest first; nothing for those who do not see the list.
    open: Option<Vec<MissingLine>>,
    answered: Vec<MissingLine>,
}

/// What somebody typed, or an address gives beforehand.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    words: String,
    #[serde(default)]
    school: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    arena: String,
}

impl ShowMissing {
    fn new(frame: Frame, typed: &Typed, schools: &[(SchoolId, String)]) -> Self {
        let mut places: Vec<Choice> = schools
            .iter()
            .map(|(id, name)| Choice {
                value: id.to_string(),
                text: name.clone(),
                chosen: typed.school == id.to_string(),
            })
            .collect();
        places.push(Choice {
            value: String::new(),
            text: frame.t("option-missing-whole"),
            chosen: false,
        });
        let here = frame.t("option-tab-missing");
        Self {
            tabs: tabs(&frame, "/options/missing", ""),
            problems: Vec::new(),
            words: typed.words.clone(),
            schools: places,
            level: said::choices(
                &frame,
                Level::LIST,
                Level::ALL.iter().map(|one| one.word()),
                &[&typed.level],
            ),
            arena: said::choices(
                &frame,
                Arena::LIST,
                Arena::ALL.iter().map(|one| one.word()),
                &[&typed.arena],
            ),
            draft: DraftView::none(DraftForm::Missing),
            open: None,
            answered: Vec::new(),
            frame: frame.at(Section::Options).end(here),
        }
    }
}

/// The schools the viewer works at today, by name.
async fn schools(state: &AppState, viewer: &Viewer) -> Result<Vec<(SchoolId, String)>, PageError> {
    let roster = state.store.roster().await?;
    let of = viewer
        .actor
        .roles_on(viewer.today)
        .filter_map(|grant| match grant.place() {
            Place::School(school) => Some(school),
            Place::Class(class) => roster.class(class).map(|class| class.school),
            Place::Municipality | Place::Pupil(_) => None,
        });
    let ids: std::collections::BTreeSet<SchoolId> = of.collect();
    let named = ids
        .into_iter()
        .filter_map(|id| Some((id, roster.school(id)?.name.clone())));
    let mut all: Vec<(SchoolId, String)> = named.collect();
    all.sort_by(|one, other| casework::person::danish_order(&one.1, &other.1));
    Ok(all)
}

async fn page(state: &AppState, frame: Frame, viewer: &Viewer, typed: &Typed) -> Result<ShowMissing, PageError> {
    viewer.scope::<act::List, on::ActionOption>()?;
    let draft = draft::kept(state, viewer, &frame, DraftForm::Missing).await?;
    let drafted = Typed {
        words: draft.value("words"),
        school: draft.value("school"),
        level: draft.value("level"),
        arena: draft.value("arena"),
    };
    // What an address or a form says now goes before what was kept.
    let typed = if draft.saved.is_some() && typed.words.is_empty() {
        &drafted
    } else {
        typed
    };
    let mut page = ShowMissing::new(frame, typed, &schools(state, viewer).await?);
    page.draft = draft;
    let Ok(scope) = viewer.scope::<act::List, on::MissingOption>() else {
        return Ok(page);
    };
    let frame = &page.frame;
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let (mut open, mut answered) = (Vec::new(), Vec::new());
    for one in state.store.missing_list(&scope).await? {
        let school = one
            .school
            .and_then(|id| roster.school(id))
            .map(|school| school.name.clone());
        let mut facts = vec![school.unwrap_or_else(|| frame.t("option-missing-whole"))];
        facts.extend(one.level.map(|level| word(frame, Level::LIST, level.word())));
        facts.extend(one.arena.map(|arena| word(frame, Arena::LIST, arena.word())));
        facts.push(frame.t2("option-by", "by", name(one.by), "on", frame.day(&one.on)));
        let answer = one.answer.as_ref().map(|(words, by, on)| {
            (
                words.reveal().to_owned(),
                frame.t2("option-by", "by", name(*by), "on", frame.day(on)),
            )
        });
        let to = if answer.is_some() { &mut answered } else { &mut open };
        to.push(MissingLine {
            words: one.words.reveal().to_owned(),
            facts: facts.join(" · "),
            answer,
            send: format!("/options/missing/{}/answer", one.id),
        });
    }
    answered.reverse();
    page.open = Some(open);
    page.answered = answered;
    Ok(page)
}

/// The form, and the list for those who answer.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(typed): Query<Typed>,
) -> Result<Response, PageError> {
    html(&page(&state, frame, &viewer, &typed).await?)
}

/// Keeps what somebody could not find.
pub(super) async fn report(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let mine = schools(&state, &viewer).await?;
    let school = match typed.school.as_str() {
        "" => None,
        // Only where one works oneself: a leader answers for what is said there.
        id => Some(
            SchoolId::from_text(id)
                .filter(|id| mine.iter().any(|(one, _)| one == id))
                .ok_or(PageError::NotFound)?,
        ),
    };
    let permit = viewer.may::<act::Create, on::MissingOption>(&missing_spot(school))?;
    let (level, arena) = (Level::from_word(&typed.level), Arena::from_word(&typed.arena));
    match MissingEvent::report(&typed.words, school, level, arena) {
        Ok(event) => {
            state.store.missing_report(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::Missing).await?;
            Ok(Redirect::to("/options/missing?done=done-option-missing").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, frame, &viewer, &typed).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    answer: String,
}

/// Answers what was missed.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Answer>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::MissingOption>()?;
    let all = state.store.missing_list(&scope).await?;
    let one = all
        .iter()
        .find(|one| one.id.to_string() == id)
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Close, on::MissingOption>(&missing_spot(one.school))?;
    match one.answer(&typed.answer) {
        Ok(event) => {
            state.store.missing_answer(&permit, one, &event).await?;
            Ok(Redirect::to("/options/missing?done=done-option-answered").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, frame, &viewer, &Typed::default()).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

impl Page for ShowMissing {
    const PATH: &'static str = "option/missing";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::new(Frame::sample(locale), &Typed::default(), &[]);
        let line = |answer: Option<&str>| MissingLine {
            words: "En gruppe for de yngste, der er bange for at gå i skole.".to_owned(),
            facts: "Engdalskolen · Skole · Maja Holmgård, fredag den 20. november".to_owned(),
            answer: answer.map(|words| (words.to_owned(), "Asta Holmvig, fredag den 20. november".to_owned())),
            send: "/options/missing/1/answer".to_owned(),
        };
        let mut seen = page();
        seen.open = Some(vec![line(None), line(None)]);
        seen.answered = vec![line(Some("PPR begynder en gruppe i marts."))];
        let mut refused = page();
        refused.open = Some(Vec::new());
        refused.problems = vec![refused.frame.t("option-problem-changed")];
        vec![("form", page()), ("seen", seen), ("refused", refused)]
    }
}
