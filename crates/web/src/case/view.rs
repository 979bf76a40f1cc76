//! The words of the child, the parents and the professionals: each apart, closed until opened, opened by whose they are.

use std::collections::{BTreeMap, BTreeSet};

use access::{ViewFacts, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{Contact, Listed};
use casework::view::{Circle, Pane, TalkDone, TalkNote, TalkPoint, Tool, ViewDraft, ViewEvent, ViewOf};
use casework::{Problem, Problems, View, ViewId};
use jiff::civil::Date;
use serde::Deserialize;

use super::drawing::{self, Drawing};
use super::read::{self, Opened};
use super::said;
use super::show::ActLink;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One person's words as they stand.
#[derive(Clone, Debug)]
pub struct ViewCard {
    /// Its place on the page.
    pub anchor: String,
    /// Who, and the form.
    pub title: String,
    /// How and with whom, and who wrote it down.
    pub how: String,
    /// Who may read it.
    pub sees: String,
    /// The words as a drawing, for the forms that are drawn.
    pub drawing: Option<Drawing>,
    /// The words, pane by pane, in the order they were given; each with what the pane asks and when.
    pub words: Vec<(String, String, String)>,
    /// Where more words and another choice of readers are sent: for the author.
    pub send: Option<String>,
    /// The panes to add to.
    pub panes: Vec<(String, String)>,
    /// Who may read it now, to choose from; nothing for what was told in confidence.
    pub circles: Vec<Choice>,
    /// What was found before, during and after the talk.
    pub talk: Vec<(String, String)>,
}

/// The views of one kind of person.
#[derive(Clone, Debug)]
pub struct ViewGroup {
    /// Whose.
    pub heading: String,
    /// What to know before opening or writing.
    pub text: String,
    /// The views.
    pub cards: Vec<ViewCard>,
    /// The forms to write a new one with.
    pub acts: Vec<ActLink>,
}

/// How it is understood, side by side: never merged.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// One column a person.
    pub who: Vec<String>,
    /// The question, and what each person says.
    pub rows: Vec<(String, Vec<String>)>,
}

/// Everything the page of views shows.
#[derive(Clone, Debug, Default)]
pub struct ViewsView {
    /// Child, parents, professionals, confidences.
    pub groups: Vec<ViewGroup>,
    /// The forms of understanding side by side.
    pub grid: Grid,
    /// The child has been heard on these days.
    pub heard: Vec<String>,
}

impl ViewsView {
    pub(super) fn sample(frame: &Frame) -> Self {
        let card = ViewCard {
            anchor: "v1".to_owned(),
            title: "Alma, tre huse".to_owned(),
            how: "Hjemme, med Ida Skov".to_owned(),
            sees: "Tovholderen".to_owned(),
            drawing: Some(Drawing::sample(frame)),
            words: vec![(
                said::pane(frame, Pane::Good),
                "Frikvarter.".to_owned(),
                "20. november".to_owned(),
            )],
            send: Some("/cases/1/views/1".to_owned()),
            panes: vec![("good".to_owned(), said::pane(frame, Pane::Good))],
            circles: circles(frame, &BTreeSet::from([Circle::Coordinator])),
            talk: vec![(point(frame, TalkPoint::Place), "Gjort · På biblioteket".to_owned())],
        };
        let group = |of: ViewOf, cards: Vec<ViewCard>| ViewGroup {
            heading: said::of(frame, of),
            text: text_of(frame, of),
            cards,
            acts: acts(frame, "1", of),
        };
        Self {
            groups: vec![group(ViewOf::Child, vec![card]), group(ViewOf::Guardian, Vec::new())],
            grid: Grid {
                who: vec!["Alma".to_owned(), "Mor".to_owned()],
                rows: vec![(
                    said::pane(frame, Pane::Understanding),
                    vec!["Larm.".to_owned(), "Hun er træt.".to_owned()],
                )],
            },
            heard: vec!["fredag den 20. november".to_owned()],
        }
    }
}

fn text_of(frame: &Frame, of: ViewOf) -> String {
    frame.t(match of {
        ViewOf::Child => "views-text-child",
        ViewOf::Guardian => "views-text-guardian",
        ViewOf::Professional => "views-text-professional",
        ViewOf::Confidential => "views-text-confidential",
    })
}

fn acts(frame: &Frame, case: &str, of: ViewOf) -> Vec<ActLink> {
    let link = |tool: &Tool| ActLink {
        text: said::tool(frame, *tool),
        href: format!("/cases/{case}/views/new?of={}&tool={}", of.word(), tool.word()),
    };
    of.tools().iter().map(link).collect()
}

fn circles(frame: &Frame, chosen: &BTreeSet<Circle>) -> Vec<Choice> {
    let choice = |circle: &Circle| Choice {
        value: circle.word().to_owned(),
        text: said::circle(frame, *circle),
        chosen: chosen.contains(circle),
    };
    Circle::ALL.iter().map(choice).collect()
}

/// The words of a view, pane by pane, with the day they were written.
fn words(view: &View) -> Vec<(Pane, String, Date)> {
    let mut words = Vec::new();
    for entry in &view.history {
        if let ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } = &entry.event {
            words.extend(
                panes
                    .iter()
                    .map(|(pane, said)| (*pane, said.reveal().to_owned(), entry.on)),
            );
        }
    }
    words
}

fn card(frame: &Frame, opened: &Opened, viewer: &Viewer, view: &View) -> ViewCard {
    let names = |id| opened.staff.name(id);
    let author = view.author == viewer.person();
    let with_whom = view.with_whom.as_ref().map(|words| words.reveal().to_owned());
    let how = said::word(frame, Contact::LIST, view.how.word());
    let by = frame.t2("case-written", "by", names(view.author), "on", frame.day(&view.on));
    let sees: Vec<String> = view.sees.iter().map(|circle| said::circle(frame, *circle)).collect();
    let all = words(view).into_iter();
    ViewCard {
        anchor: format!("v{}", view.id),
        title: format!("{}: {}", view.who.reveal(), said::tool(frame, view.tool)),
        how: [Some(how), with_whom, Some(by)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        sees: if sees.is_empty() {
            frame.t("views-nobody-else")
        } else {
            sees.join(", ")
        },
        drawing: drawing::drawing(frame, view),
        words: all
            .map(|(pane, text, on)| (said::pane(frame, pane), text, frame.date(&on)))
            .collect(),
        send: author.then(|| format!("/cases/{}/views/{}", view.case, view.id)),
        panes: view
            .of
            .panes(view.tool)
            .into_iter()
            .map(|pane| (pane.word().to_owned(), said::pane(frame, pane)))
            .collect(),
        circles: if view.of == ViewOf::Confidential {
            Vec::new()
        } else {
            circles(frame, &view.sees)
        },
        talk: found(frame, view),
    }
}

/// What was found at the points of the talk.
fn found(frame: &Frame, view: &View) -> Vec<(String, String)> {
    let Some(ViewEvent::Given { talk, .. }) = view.history.first().map(|entry| &entry.event) else {
        return Vec::new();
    };
    let said = |(of, note): (&TalkPoint, &TalkNote)| {
        let words = note.words.as_ref().map(|words| words.reveal().to_owned());
        let all = [Some(came(frame, note.done)), words];
        (
            point(frame, *of),
            all.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        )
    };
    talk.iter().map(said).collect()
}

/// What the page of views shows this viewer.
pub(super) async fn views(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    opened: &Opened,
) -> Result<ViewsView, PageError> {
    let case = &opened.case;
    let mut seen = Vec::new();
    if let Ok(scope) = viewer.scope::<act::List, on::View>() {
        seen = state.store.view_list(&scope, case).await?;
    }
    let writes = viewer.may::<act::Create, on::View>(&to_write(opened)).is_ok() && case.is_open();
    let groups = ViewOf::ALL.iter().map(|of| ViewGroup {
        heading: said::of(frame, *of),
        text: text_of(frame, *of),
        cards: seen
            .iter()
            .filter(|view| view.of == *of)
            .map(|view| card(frame, opened, viewer, view))
            .collect(),
        acts: if writes {
            acts(frame, &case.id.to_string(), *of)
        } else {
            Vec::new()
        },
    });
    let heard = case.heard.iter().filter_map(|(_, number)| case.entry(*number));
    let heard = heard.filter_map(|entry| match &entry.event {
        casework::case::CaseEvent::ChildHeard { on, .. } => Some(frame.day(on)),
        _ => None,
    });
    Ok(ViewsView {
        groups: groups.collect(),
        grid: grid(frame, &seen),
        heard: heard.collect(),
    })
}

fn grid(frame: &Frame, seen: &[View]) -> Grid {
    // One column a person: what the same person said later stands below what they said before.
    let mut columns: Vec<(&str, Vec<&View>)> = Vec::new();
    for view in seen.iter().filter(|view| view.tool == Tool::Understanding) {
        let who = view.who.reveal();
        let of_them = |(name, views): &&mut (&str, Vec<&View>)| {
            *name == who && views.first().is_some_and(|first| first.of == view.of)
        };
        match columns.iter_mut().find(of_them) {
            Some((_, views)) => views.push(view),
            None => columns.push((who, vec![view])),
        }
    }
    let row = |pane: &Pane| {
        let cell = |(_, views): &(&str, Vec<&View>)| {
            let all = views.iter().flat_map(|view| words(view));
            let all = all.filter(|(of, ..)| of == pane).map(|(_, text, _)| text);
            all.collect::<Vec<_>>().join("\n")
        };
        (said::pane(frame, *pane), columns.iter().map(cell).collect())
    };
    Grid {
        who: columns.iter().map(|(who, _)| (*who).to_owned()).collect(),
        rows: if columns.is_empty() {
            Vec::new()
        } else {
            Tool::Understanding.panes().iter().map(row).collect()
        },
    }
}

/// Whoever takes part may write down what somebody says.
fn to_write(opened: &Opened) -> ViewFacts {
    ViewFacts {
        pupil: opened.case.pupil,
        case: opened.case.id,
        view: None,
        readers: opened.facts.people.clone(),
    }
}

/// The form of somebody's words.
#[derive(Clone, Debug, Template)]
#[template(path = "case/view.html")]
pub struct NewView {
    /// What surrounds the page.
    pub frame: Frame,
    /// Whose words, in which form.
    pub title: String,
    /// About whom.
    pub about: String,
    /// How the form is used.
    pub help: String,
    /// What to know about who reads it.
    pub readers: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Where it is sent.
    pub send: String,
    /// Where one comes from.
    pub back: String,
    /// Whose words; the word of the form.
    pub of: String,
    /// The form; its word.
    pub tool: String,
    /// The picture behind the panes: houses, windows, rings.
    pub shape: &'static str,
    /// Name or role typed.
    pub who: String,
    /// With whom typed.
    pub with_whom: String,
    /// The day.
    pub on: String,
    /// Today.
    pub today: String,
    /// How the words came.
    pub how: Vec<Choice>,
    /// The panes: word, what it asks, what was typed.
    pub panes: Vec<(String, String, String)>,
    /// Who may read it; nothing where nobody else does.
    pub circles: Vec<Choice>,
    /// Questions to think of before, during and after a talk with a child, with what was found.
    pub checklist: Vec<(String, Vec<Point>)>,
    /// What was typed and not sent.
    pub draft: DraftView,
}

/// One question of the talk, and what was found.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its word in the form.
    pub word: &'static str,
    /// The question.
    pub asks: String,
    /// How far one came.
    pub done: Vec<Choice>,
    /// The words beside it.
    pub note: String,
}

/// What one thinks of at a point of a talk with a child; source: the model's own checklist.
fn point(frame: &Frame, point: TalkPoint) -> String {
    frame.t(match point {
        TalkPoint::Form => "views-before-form",
        TalkPoint::Senses => "views-before-senses",
        TalkPoint::Place => "views-before-place",
        TalkPoint::People => "views-before-people",
        TalkPoint::Purpose => "views-before-purpose",
        TalkPoint::Influence => "views-before-influence",
        TalkPoint::Length => "views-during-length",
        TalkPoint::Signs => "views-during-signs",
        TalkPoint::Gather => "views-after-gather",
        TalkPoint::Next => "views-after-next",
    })
}

fn came(frame: &Frame, done: TalkDone) -> String {
    frame.t(match done {
        TalkDone::Done => "views-talk-done",
        TalkDone::Not => "views-talk-not",
        TalkDone::Later => "views-talk-later",
    })
}

/// The points in their three parts, as far as they were answered.
fn checklist(frame: &Frame, typed: &Talk) -> Vec<(String, Vec<Point>)> {
    let one = |of: &TalkPoint| {
        let (done, note) = typed.get(of).cloned().unwrap_or_default();
        let choice = |one: &TalkDone| Choice {
            value: one.word().to_owned(),
            text: came(frame, *one),
            chosen: done == Some(*one),
        };
        Point {
            word: of.word(),
            asks: point(frame, *of),
            done: TalkDone::ALL.iter().map(choice).collect(),
            note,
        }
    };
    let (before, rest) = TalkPoint::ALL.split_at(6);
    let (during, after) = rest.split_at(2);
    [
        ("views-before", before),
        ("views-during", during),
        ("views-after", after),
    ]
    .into_iter()
    .map(|(heading, points)| (frame.t(heading), points.iter().map(one).collect()))
    .collect()
}

/// What was typed beside the points of a talk.
type Talk = BTreeMap<TalkPoint, (Option<TalkDone>, String)>;

fn talk(fields: &[(String, String)]) -> Talk {
    let all = TalkPoint::ALL.iter().map(|point| {
        let done = TalkDone::from_word(sent(fields, &format!("talk-{}", point.word())));
        (
            *point,
            (done, sent(fields, &format!("note-{}", point.word())).to_owned()),
        )
    });
    all.collect()
}

/// How the panes of a form stand.
pub(crate) const fn shape(tool: Tool) -> &'static str {
    match tool {
        Tool::ThreeHouses => "houses",
        Tool::ThreeWindows => "windows",
        Tool::NetworkMap => "rings",
        Tool::Freely | Tool::Letter | Tool::Motivation | Tool::Understanding | Tool::Sociogram => "plain",
    }
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    who: String,
    with_whom: String,
    on: String,
    how: Option<Contact>,
    panes: BTreeMap<Pane, String>,
    sees: Option<BTreeSet<Circle>>,
    talk: Talk,
}

impl Typed {
    fn of(fields: &[(String, String)]) -> Self {
        let one = |name: &str| sent(fields, name).to_owned();
        Self {
            who: one("who"),
            with_whom: one("with_whom"),
            on: one("on"),
            how: Contact::from_word(&one("how")),
            panes: panes(fields),
            sees: Some(sees(fields)),
            talk: talk(fields),
        }
    }
}

/// What was typed into the panes of a form.
pub(crate) fn panes(fields: &[(String, String)]) -> BTreeMap<Pane, String> {
    let typed = fields
        .iter()
        .filter_map(|(name, value)| Some((Pane::from_word(name)?, value.clone())));
    typed.collect()
}

/// Who may read it, as ticked.
pub(crate) fn sees(fields: &[(String, String)]) -> BTreeSet<Circle> {
    let ticked = fields.iter().filter(|(name, _)| name == "sees");
    ticked.filter_map(|(_, value)| Circle::from_word(value)).collect()
}

fn form(frame: Frame, opened: &Opened, (of, tool): (ViewOf, Tool), typed: &Typed, draft: DraftView) -> NewView {
    let case = &opened.case;
    let full = opened.who.name.full();
    let back = format!("/cases/{}/views", case.id);
    let views_text = frame.t("case-page-views");
    let frame = frame
        .at(Section::Cases)
        .via(full.clone(), format!("/cases/{}", case.id))
        .via(views_text, back.clone());
    let who = if typed.who.is_empty() && of == ViewOf::Child {
        opened.who.name.given().to_owned()
    } else {
        typed.who.clone()
    };
    let how = Contact::ALL.iter().map(|one| Choice {
        value: one.word().to_owned(),
        text: said::word(&frame, Contact::LIST, one.word()),
        chosen: typed.how.unwrap_or(Contact::Meeting) == *one,
    });
    let chosen = typed.sees.clone().unwrap_or_else(|| of.usual_circles());
    let all_panes = of.panes(tool).into_iter().map(|pane| {
        let typed = typed.panes.get(&pane).cloned().unwrap_or_default();
        (pane.word().to_owned(), said::pane(&frame, pane), typed)
    });
    let today = frame.today.to_string();
    NewView {
        title: format!("{}: {}", said::of(&frame, of), said::tool(&frame, tool)),
        about: full,
        help: said::tool_help(&frame, tool),
        readers: text_of(&frame, of),
        problems: Vec::new(),
        send: format!("/cases/{}/views/new", case.id),
        back,
        of: of.word().to_owned(),
        tool: tool.word().to_owned(),
        shape: shape(tool),
        who,
        with_whom: typed.with_whom.clone(),
        on: if typed.on.is_empty() {
            today.clone()
        } else {
            typed.on.clone()
        },
        today,
        how: how.collect(),
        panes: all_panes.collect(),
        circles: if of == ViewOf::Confidential {
            Vec::new()
        } else {
            circles(&frame, &chosen)
        },
        checklist: if of == ViewOf::Child {
            checklist(&frame, &typed.talk)
        } else {
            Vec::new()
        },
        draft,
        frame,
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    of: String,
    #[serde(default)]
    tool: String,
}

fn asked(of: &str, tool: &str) -> Result<(ViewOf, Tool), PageError> {
    let of = ViewOf::from_word(of).ok_or(PageError::NotFound)?;
    let tool = Tool::from_word(tool).filter(|tool| of.tools().contains(tool));
    Ok((of, tool.ok_or(PageError::NotFound)?))
}

/// The form of somebody's words.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(of): Query<Asked>,
) -> Result<Response, PageError> {
    let kind = asked(&of.of, &of.tool)?;
    let opened = read::opened(&state, &viewer, &id).await?;
    viewer.may::<act::Create, on::View>(&to_write(&opened))?;
    let draft = draft::kept(&state, &viewer, &frame, DraftForm::View(opened.case.id, kind.0, kind.1)).await?;
    let typed = if draft.saved.is_some() {
        Typed::of(draft.fields())
    } else {
        Typed::default()
    };
    html(&form(frame, &opened, kind, &typed, draft))
}

fn problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    let said = problems.all().iter().map(|problem| match problem {
        Problem::Missing { field: "who" } => frame.t("views-problem-who"),
        Problem::Missing { .. } => frame.t("views-problem-agreed"),
        Problem::NothingSaid => frame.t("views-problem-nothing"),
        Problem::TooLong { most, characters, .. } => {
            frame.t2("views-problem-long", "most", *most, "characters", *characters)
        }
        _ => frame.t("views-problem-day"),
    });
    said.collect()
}

/// Writes somebody's words down.
pub(super) async fn write(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let one = |name: &str| {
        fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    };
    let kind = asked(one("of").unwrap_or_default(), one("tool").unwrap_or_default())?;
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Create, on::View>(&to_write(&opened))?;
    let typed = Typed::of(&fields);
    let draft = ViewDraft {
        who: typed.who.clone(),
        with_whom: typed.with_whom.clone(),
        on: typed.on.parse().ok(),
        panes: typed.panes.clone(),
        sees: typed.sees.clone().unwrap_or_default(),
        talk: typed.talk.clone(),
    };
    let how = typed.how.unwrap_or(Contact::Meeting);
    let case = opened.case.id;
    match draft.check(opened.case.pupil, case, (kind.0, kind.1, how), frame.today) {
        Ok(event) => {
            let view = state.store.view_write(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::View(case, kind.0, kind.1)).await?;
            Ok(Redirect::to(&format!("/cases/{case}/views?done=done-view-written#v{view}")).into_response())
        }
        Err(wrong) => {
            let said = problems(&frame, &wrong);
            let kept = draft::kept(&state, &viewer, &frame, DraftForm::View(case, kind.0, kind.1)).await?;
            let mut page = form(frame, &opened, kind, &typed, kept);
            page.problems = said;
            html(&page)
        }
    }
}

/// The view of an address, when the viewer is its author.
async fn own(state: &AppState, viewer: &Viewer, opened: &Opened, view: &str) -> Result<View, PageError> {
    let id = ViewId::from_text(view).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::View>()?;
    let seen = state.store.view_list(&scope, &opened.case).await?;
    let own = seen
        .into_iter()
        .find(|view| view.id == id && view.author == viewer.person());
    own.ok_or(PageError::NotFound)
}

async fn change(
    state: &AppState,
    viewer: &Viewer,
    (id, view): (&str, &str),
    event: impl FnOnce(&View) -> Result<ViewEvent, Problems>,
) -> Result<Response, PageError> {
    let opened = read::opened(state, viewer, id).await?;
    let view = own(state, viewer, &opened, view).await?;
    let facts = state.store.view_facts_of(&view, viewer.today).await?;
    let permit = viewer.may::<act::Change, on::View>(&facts)?;
    let Ok(event) = event(&view) else {
        let to = format!("/cases/{id}/views?done=done-view-unsaid#v{}", view.id);
        return Ok(Redirect::to(&to).into_response());
    };
    state.store.view_add(&permit, &view, &event).await?;
    Ok(Redirect::to(&format!("/cases/{id}/views?done=done-view-written#v{}", view.id)).into_response())
}

/// More words of the same person.
pub(super) async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, view)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let typed = panes(&fields);
    change(&state, &viewer, (&id, &view), |view| view.add(&typed)).await
}

/// Who may read it from now on.
pub(super) async fn share(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, view)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let agreed = fields
        .iter()
        .find(|(name, _)| name == "agreed")
        .map(|(_, value)| value.clone());
    let ticked = sees(&fields);
    change(&state, &viewer, (&id, &view), |view| {
        view.share(ticked, &agreed.unwrap_or_default())
    })
    .await
}

impl Page for NewView {
    const PATH: &'static str = "case/view";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases);
        let page = |of: ViewOf, tool: Tool| Self {
            title: format!("{}: {}", said::of(&frame, of), said::tool(&frame, tool)),
            about: "Alma Bækgård".to_owned(),
            help: said::tool_help(&frame, tool),
            readers: text_of(&frame, of),
            problems: Vec::new(),
            send: "/cases/1/views/new".to_owned(),
            back: "/cases/1/views".to_owned(),
            of: of.word().to_owned(),
            tool: tool.word().to_owned(),
            shape: shape(tool),
            who: "Alma".to_owned(),
            with_whom: String::new(),
            on: frame.today.to_string(),
            today: frame.today.to_string(),
            how: Vec::new(),
            panes: of
                .panes(tool)
                .into_iter()
                .map(|pane| (pane.word().to_owned(), said::pane(&frame, pane), String::new()))
                .collect(),
            circles: circles(&frame, &of.usual_circles()),
            checklist: checklist(&frame, &Talk::new()),
            draft: DraftView::sample(&frame, &[]),
            frame: frame.clone(),
        };
        let mut wrong = page(ViewOf::Guardian, Tool::Understanding);
        wrong.problems = vec![frame.t("views-problem-nothing")];
        vec![
            ("houses", page(ViewOf::Child, Tool::ThreeHouses)),
            ("windows", page(ViewOf::Child, Tool::ThreeWindows)),
            ("rings", page(ViewOf::Child, Tool::NetworkMap)),
            ("guardian", wrong),
        ]
    }
}
