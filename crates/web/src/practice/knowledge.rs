//! Viden: short pages the municipality writes, basic for everybody and deep for some.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{Audience, Listed};
use casework::option::Done;
use casework::person::danish_order;
use casework::practice::{Depth, KnowledgeContent, KnowledgeDraft, KnowledgePage, MOST_LINE, MOST_TITLE};
use casework::{KnowledgeId, PersonId, Problems};
use serde::Deserialize;

use super::said::{self, Tabs};
use crate::case::said::word;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::option::said::{audience, choices, done};
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A page in the list.
#[derive(Clone, Debug)]
pub struct Line {
    title: Link,
    /// The first words of it.
    begins: String,
    facts: String,
}

/// The pages, basic ones first.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/knowledge.html")]
pub struct ListKnowledge {
    frame: Frame,
    tabs: Tabs,
    audiences: Vec<Choice>,
    /// Whether only some are shown.
    narrowed: bool,
    groups: Vec<(&'static str, String, Vec<Line>)>,
    out: Vec<Link>,
    changes: bool,
}

/// What an address asks for: `all` for everybody's, a role, or nothing for one's own role.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    audience: String,
}

/// The most characters of a page that stand in the list.
const BEGINS: usize = 160;

/// The first words of a text, whole words only.
fn begins(text: &str) -> String {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if first.chars().count() <= BEGINS {
        return first.trim().to_owned();
    }
    let cut: String = first.chars().take(BEGINS).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

fn link(one: &KnowledgePage) -> Link {
    Link {
        text: one.content.title.clone(),
        address: format!("/knowledge/{}", one.id),
    }
}

fn facts(frame: &Frame, content: &KnowledgeContent) -> String {
    let names = content
        .audiences
        .iter()
        .map(|one| word(frame, Audience::LIST, one.word()));
    frame.t1("knowledge-for", "who", names.collect::<Vec<_>>().join(" · "))
}

impl ListKnowledge {
    fn new(frame: Frame, all: &[KnowledgePage], asked: &Asked, mine: Option<Audience>, changes: bool) -> Self {
        let chosen = match asked.audience.as_str() {
            "" => mine,
            word => Audience::from_word(word).filter(|one| Audience::ROLES.contains(one)),
        };
        let mut used: Vec<&KnowledgePage> = all.iter().filter(|one| one.in_use).collect();
        used.sort_by(|one, other| danish_order(&one.content.title, &other.content.title));
        let group = |depth: &Depth| {
            let here = used
                .iter()
                .filter(|one| one.content.depth == *depth && chosen.is_none_or(|chosen| one.is_for(chosen)));
            let line = |one: &&KnowledgePage| Line {
                title: link(one),
                begins: begins(&one.content.text),
                facts: facts(&frame, &one.content),
            };
            (
                depth.word(),
                word(&frame, Depth::LIST, depth.word()),
                here.map(line).collect::<Vec<_>>(),
            )
        };
        let roles = Audience::ROLES.iter().map(|one| one.word());
        let here = frame.t("practice-tab-knowledge");
        Self {
            tabs: said::tabs(&frame, "/knowledge"),
            audiences: choices(&frame, Audience::LIST, roles, chosen.map(Audience::word).as_slice()),
            narrowed: chosen.is_some(),
            groups: Depth::ALL.iter().map(group).collect(),
            out: all.iter().filter(|one| !one.in_use).map(link).collect(),
            changes,
            frame: frame.at(Section::Practice).end(here),
        }
    }

    /// Whether no page is shown.
    fn is_empty(&self) -> bool {
        self.groups.iter().all(|(_, _, lines)| lines.is_empty())
    }
}

async fn all(state: &AppState, viewer: &Viewer) -> Result<Vec<KnowledgePage>, PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    Ok(state.store.knowledge_list(&scope).await?)
}

async fn one(state: &AppState, viewer: &Viewer, id: &str) -> Result<KnowledgePage, PageError> {
    let id = KnowledgeId::from_text(id).ok_or(PageError::NotFound)?;
    let all = all(state, viewer).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

fn changes(viewer: &Viewer) -> bool {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality).is_ok()
}

/// Shows the list, for one's own role unless another is asked for.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let all = all(&state, &viewer).await?;
    let roles = viewer.actor.roles_on(viewer.today);
    let mine = roles.filter_map(|grant| audience(grant.role())).min();
    html(&ListKnowledge::new(frame, &all, &asked, mine, changes(&viewer)))
}

/// One version in the history.
#[derive(Clone, Debug)]
pub struct Past {
    said: String,
    because: String,
    text: String,
}

/// One page.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/knowledge_page.html")]
pub struct ShowKnowledge {
    frame: Frame,
    here: String,
    title: String,
    facts: String,
    in_use: bool,
    paragraphs: Vec<String>,
    source: String,
    seen: usize,
    problems: Vec<String>,
    changes: bool,
    history: Vec<Past>,
}

impl ShowKnowledge {
    fn new(frame: Frame, page: &KnowledgePage, names: &dyn Fn(PersonId) -> String, changes: bool) -> Self {
        let content = &page.content;
        let history = page.history.iter().rev().map(|entry| {
            use crate::locale::Arg;
            let (what, by, on) = (done(&frame, entry.event.done), names(entry.by), frame.date(&entry.on));
            let values = [("done", what.value()), ("by", by.value()), ("on", on.value())];
            Past {
                said: frame.text("option-version", &values),
                because: entry.event.because.clone(),
                text: format!("{}\n\n{}", entry.event.content.title, entry.event.content.text),
            }
        });
        let depth = word(&frame, Depth::LIST, content.depth.word());
        Self {
            here: format!("/knowledge/{}", page.id),
            title: content.title.clone(),
            facts: format!("{depth} · {}", facts(&frame, content)),
            in_use: page.in_use,
            paragraphs: content.text.split("\n\n").map(str::to_owned).collect(),
            source: content.source.clone(),
            seen: page.history.len(),
            problems: Vec::new(),
            changes,
            history: history.collect(),
            frame: {
                let list = frame.t("practice-tab-knowledge");
                let frame = frame.clone().at(Section::Practice).via(list, "/knowledge");
                frame.end(content.title.clone())
            },
        }
    }
}

async fn page(state: &AppState, frame: Frame, viewer: &Viewer, of: &KnowledgePage) -> Result<ShowKnowledge, PageError> {
    let names = state.store.staff_names().await?;
    let named = |id| names.get(&id).cloned().unwrap_or_default();
    Ok(ShowKnowledge::new(frame, of, &named, changes(viewer)))
}

/// Shows a page.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let of = one(&state, &viewer, &id).await?;
    html(&page(&state, frame, &viewer, &of).await?)
}

/// Takes a page out of use, or brings it back.
pub(super) async fn turn(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = one(&state, &viewer, &id).await?;
    if sent(&fields, "seen").parse() != Ok(of.history.len()) {
        return Err(PageError::Changed);
    }
    match of.turn(sent(&fields, "because")) {
        Ok(version) => {
            state.store.knowledge_change(&permit, &of, &version).await?;
            Ok(Redirect::to(&format!("/knowledge/{}?done=done-knowledge-kept", of.id)).into_response())
        }
        Err(problems) => {
            let mut page = page(&state, frame, &viewer, &of).await?;
            page.problems = said_problems(&page.frame, &problems);
            html(&page)
        }
    }
}

fn said_problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    said::problems(frame, problems, |field| match field {
        "text" => frame.t("knowledge-field-text"),
        field => said::field(frame, field),
    })
}

/// The form of a page.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/knowledge_edit.html")]
pub struct EditKnowledge {
    frame: Frame,
    heading: String,
    send: String,
    back: String,
    seen: usize,
    problems: Vec<String>,
    typed: KnowledgeDraft,
    depths: Vec<Choice>,
    audiences: Vec<Choice>,
    longest: usize,
    longest_title: usize,
    draft: DraftView,
}

impl EditKnowledge {
    fn new(frame: Frame, of: Option<&KnowledgePage>, typed: KnowledgeDraft, kept: DraftView) -> Self {
        let depths = Depth::ALL.iter().map(|one| one.word());
        let audiences = Audience::ALL.iter().map(|one| one.word());
        let chosen: Vec<&str> = typed.audiences.iter().map(|one| one.word()).collect();
        let back = of.map_or_else(|| "/knowledge".to_owned(), |one| format!("/knowledge/{}", one.id));
        let heading = of.map_or_else(|| frame.t("knowledge-new"), |one| one.content.title.clone());
        let placed = frame
            .clone()
            .at(Section::Practice)
            .via(frame.t("practice-tab-knowledge"), "/knowledge");
        let placed = match of {
            Some(one) => placed
                .via(one.content.title.clone(), back.clone())
                .end(frame.t("knowledge-edit")),
            None => placed.end(heading.clone()),
        };
        Self {
            heading,
            send: of.map_or_else(
                || "/knowledge/new".to_owned(),
                |one| format!("/knowledge/{}/edit", one.id),
            ),
            back,
            seen: of.map_or(0, |one| one.history.len()),
            problems: Vec::new(),
            depths: choices(&frame, Depth::LIST, depths, typed.depth.map(Depth::word).as_slice()),
            audiences: choices(&frame, Audience::LIST, audiences, &chosen),
            typed,
            longest: MOST_LINE,
            longest_title: MOST_TITLE,
            draft: kept,
            frame: placed,
        }
    }
}

fn read(fields: &[(String, String)]) -> KnowledgeDraft {
    let text = |name| sent(fields, name).to_owned();
    KnowledgeDraft {
        title: text("title"),
        depth: Depth::from_word(sent(fields, "depth")),
        audiences: all_sent(fields, "audiences").filter_map(Audience::from_word).collect(),
        text: text("text"),
        source: text("source"),
        because: text("because"),
    }
}

async fn asked(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    of: Option<&KnowledgePage>,
    sent: Option<KnowledgeDraft>,
) -> Result<EditKnowledge, PageError> {
    let kept = draft::kept(state, viewer, &frame, DraftForm::Knowledge(of.map(|one| one.id))).await?;
    let typed = match (sent, &kept.saved) {
        (Some(sent), _) => sent,
        (None, Some(_)) => read(kept.fields()),
        (None, None) => of.map_or_else(KnowledgeDraft::default, |one| KnowledgeDraft::of(&one.content)),
    };
    Ok(EditKnowledge::new(frame, of, typed, kept))
}

/// The form of a new page.
pub(super) async fn new(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    html(&asked(&state, frame, &viewer, None, None).await?)
}

/// Writes a new page.
pub(super) async fn write(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let typed = read(&fields);
    match typed.check(None) {
        Ok(version) => {
            let id = state.store.knowledge_write(&permit, &version).await?;
            draft::sent(&state, &viewer, DraftForm::Knowledge(None)).await?;
            Ok(Redirect::to(&format!("/knowledge/{id}?done=done-knowledge-kept")).into_response())
        }
        Err(problems) => {
            let mut page = asked(&state, frame, &viewer, None, Some(typed)).await?;
            page.problems = said_problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// The form of a page that is there.
pub(super) async fn edit(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = one(&state, &viewer, &id).await?;
    html(&asked(&state, frame, &viewer, Some(&of), None).await?)
}

/// Changes a page.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
    let of = one(&state, &viewer, &id).await?;
    let typed = read(&fields);
    let problems = match typed.check(Some(&of)) {
        Ok(version) if sent(&fields, "seen").parse() == Ok(of.history.len()) => {
            state.store.knowledge_change(&permit, &of, &version).await?;
            draft::sent(&state, &viewer, DraftForm::Knowledge(Some(of.id))).await?;
            return Ok(Redirect::to(&format!("/knowledge/{}?done=done-knowledge-kept", of.id)).into_response());
        }
        Ok(_) => vec![frame.t("practice-problem-changed")],
        Err(problems) => said_problems(&frame, &problems),
    };
    let mut page = asked(&state, frame, &viewer, Some(&of), Some(typed)).await?;
    page.problems = problems;
    html(&page)
}

/// Pages for samples: a basic one for all that was changed once, a deep one for PPR, and one out of use.
fn sample_pages() -> Vec<KnowledgePage> {
    use casework::history::{Entry, Sequence};
    use casework::practice::KnowledgeVersion;
    let today = jiff::civil::Date::constant(2026, 11, 20);
    let content = |title: &str, depth, audience| KnowledgeContent {
        title: title.to_owned(),
        depth,
        audiences: [audience].into(),
        text: "Fravær begynder sjældent med fravær. Se efter små ændringer.\n\nSpørg barnet, før du gætter.".to_owned(),
        source: "Social- og Boligstyrelsens model".to_owned(),
    };
    let page = |number: u128, content: KnowledgeContent, all: &[Done]| {
        let entries = (1_u32..).zip(all).filter_map(|(sequence, done)| {
            Some(Entry {
                sequence: Sequence::new(sequence)?,
                by: PersonId::from_uuid(uuid::Uuid::from_u128(1)),
                on: today,
                at: jiff::Timestamp::UNIX_EPOCH,
                event: KnowledgeVersion {
                    done: *done,
                    content: content.clone(),
                    because: "Vedtaget på ledermødet".to_owned(),
                },
            })
        });
        let id = KnowledgeId::from_uuid(uuid::Uuid::from_u128(number));
        KnowledgePage::from_history(id, entries.collect()).ok()
    };
    let basic = content("Tidlige tegn", Depth::Basic, Audience::Everybody);
    let deep = content("Når et barn ikke kan fortælle hvorfor", Depth::Deep, Audience::Ppr);
    let gone = content("Vores gamle vejledning", Depth::Basic, Audience::Teacher);
    let all = [
        page(2, basic, &[Done::Written, Done::Changed]),
        page(3, deep, &[Done::Written]),
        page(4, gone, &[Done::Written, Done::TakenOut]),
    ];
    all.into_iter().flatten().collect()
}

impl Page for ListKnowledge {
    const PATH: &'static str = "practice/knowledge";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |all: &[KnowledgePage], mine, changes| {
            Self::new(Frame::sample(locale), all, &Asked::default(), mine, changes)
        };
        let all = sample_pages();
        vec![
            ("empty", page(&[], None, true)),
            ("for-teachers", page(&all, Some(Audience::Teacher), false)),
            ("all", page(&all, None, true)),
        ]
    }
}

impl Page for ShowKnowledge {
    const PATH: &'static str = "practice/knowledge_page";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let names = |_| "Asta Holmvig".to_owned();
        let all = sample_pages();
        let page = |at: usize, changes| Some(Self::new(Frame::sample(locale), all.get(at)?, &names, changes));
        let refused = page(0, true).map(|mut page| {
            page.problems = vec![page.frame.t("practice-problem-changed")];
            page
        });
        let samples = [
            ("read", page(0, false)),
            ("kept", page(1, true)),
            ("out", page(2, true)),
            ("refused", refused),
        ];
        samples
            .into_iter()
            .filter_map(|(name, page)| Some((name, page?)))
            .collect()
    }
}

impl Page for EditKnowledge {
    const PATH: &'static str = "practice/knowledge_edit";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let all = sample_pages();
        let page = |of: Option<&KnowledgePage>| {
            let frame = Frame::sample(locale);
            let kept = DraftView::sample(&frame, &[]);
            let typed = of.map_or_else(KnowledgeDraft::default, |one| KnowledgeDraft::of(&one.content));
            Self::new(frame, of, typed, kept)
        };
        let mut refused = page(None);
        if let Err(problems) = refused.typed.check(None) {
            refused.problems = said_problems(&refused.frame, &problems);
        }
        vec![
            ("new", page(None)),
            ("standing", page(all.first())),
            ("refused", refused),
        ]
    }
}
