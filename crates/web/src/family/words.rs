//! Own words of a parent or the child: written, added to, and opened to others by whose they are.

use access::{ViewFacts, act, on};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::Contact;
use casework::family::{FamilyCase, Member};
use casework::view::{Circle, Pane, Tool, View, ViewDraft, ViewOf};
use casework::{Problems, ViewId};
use std::collections::{BTreeMap, BTreeSet};

use super::parts::{circle, pane, panes, tool};
use super::read::{self, Opened};
use super::write::{Asks, Field, WriteFamily, problems};
use crate::case::view::{self as in_case, sees, shape};
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm};
use crate::form::Posted;
use crate::frame::Section;
use crate::page::html;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// Whose words somebody of a family writes; a parent without custody writes none here.
fn of(opened: &Opened) -> Result<ViewOf, PageError> {
    match opened.seen.member {
        Member::Guardian => Ok(ViewOf::Guardian),
        Member::Child => Ok(ViewOf::Child),
        Member::Informed => Err(PageError::NotFound),
    }
}

fn readers(frame: &Frame, of: ViewOf, chosen: &BTreeSet<Circle>) -> Field {
    let choices = Circle::ALL.iter().map(|one| Choice {
        value: one.word().to_owned(),
        text: circle(frame, of, *one),
        chosen: chosen.contains(one),
    });
    Field {
        name: "sees".to_owned(),
        label: frame.t("family-who-reads"),
        hint: frame.t("family-who-reads-hint"),
        value: String::new(),
        asks: Asks::Many(choices.collect()),
    }
}

fn typed_panes(fields: &[(String, String)]) -> BTreeMap<Pane, String> {
    let mut typed = in_case::panes(fields);
    typed.retain(|_, value| !value.trim().is_empty());
    typed
}

fn around(frame: Frame, opened: &Opened, title: &str) -> Frame {
    let name = opened.seen.who.name.given().to_owned();
    frame.at(Section::Family).via(name, opened.href()).end(title.to_owned())
}

fn form(
    frame: Frame,
    opened: &Opened,
    (of, with): (ViewOf, Tool),
    typed: &BTreeMap<Pane, String>,
    chosen: &BTreeSet<Circle>,
) -> WriteFamily {
    let title = tool(&frame, with);
    let mut fields: Vec<Field> = of
        .panes(with)
        .into_iter()
        .map(|one| {
            Field::text(
                one.word(),
                pane(&frame, one),
                typed.get(&one).cloned().unwrap_or_default(),
            )
        })
        .collect();
    fields.push(readers(&frame, of, chosen));
    let help = frame.t(if of == ViewOf::Child {
        "family-help-childs-words"
    } else {
        "family-help-words"
    });
    WriteFamily {
        help: vec![help],
        about: Vec::new(),
        problems: Vec::new(),
        send: format!("{}/words/{}", opened.href(), with.word()),
        back: opened.href(),
        shape: shape(with),
        fields,
        save: frame.t("family-keep"),
        draft: None,
        frame: around(frame, opened, &title),
        title,
    }
}

/// The running case and the form asked for.
fn asked<'o>(opened: &'o Opened, word: &str) -> Result<(&'o FamilyCase, ViewOf, Tool), PageError> {
    let of = of(opened)?;
    let tool = Tool::from_word(word).filter(|tool| of.tools().contains(tool));
    let case = opened.running().ok_or(PageError::NotFound)?;
    Ok((case, of, tool.ok_or(PageError::NotFound)?))
}

/// The form of own words.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let (_, of, tool) = asked(&opened, &word)?;
    let draft = draft::kept(
        &state,
        &viewer,
        &frame,
        DraftForm::FamilyWords(opened.seen.who.id, tool),
    )
    .await?;
    let form = form(frame, &opened, (of, tool), &BTreeMap::new(), &of.usual_circles());
    html(&form.drafted(draft, true))
}

/// Keeps own words.
pub(super) async fn send(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, word)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let (case, of, tool) = asked(&opened, &word)?;
    let id = opened.seen.who.id;
    let family = state.store.family_of(id, viewer.today).await?;
    let to_write = ViewFacts {
        pupil: id,
        case: case.id(),
        view: None,
        readers: family.guardians.into_iter().chain(family.child).collect(),
    };
    let permit = viewer.may::<act::Create, on::View>(&to_write)?;
    let draft = ViewDraft {
        who: match of {
            ViewOf::Child => opened.seen.who.name.given().to_owned(),
            _ => viewer.session.name.clone(),
        },
        panes: typed_panes(&fields),
        sees: sees(&fields),
        ..ViewDraft::default()
    };
    match draft.check(id, case.id(), (of, tool, Contact::Written), frame.today) {
        Ok(event) => {
            let view = state.store.view_write(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::FamilyWords(id, tool)).await?;
            Ok(Redirect::to(&format!("{}?done=done-family-words#v{view}", opened.href())).into_response())
        }
        Err(wrong) => {
            let kept = draft::kept(&state, &viewer, &frame, DraftForm::FamilyWords(id, tool)).await?;
            let page = form(frame, &opened, (of, tool), &draft.panes, &draft.sees);
            let mut page = page.drafted(kept, false);
            page.problems = problems(&page.frame, &wrong);
            html(&page)
        }
    }
}

/// Words the viewer may change: own ones, and the child's by the child.
async fn own(state: &AppState, viewer: &Viewer, opened: &Opened, text: &str) -> Result<View, PageError> {
    // Whoever writes no words here any more changes none either.
    let _writes = of(opened)?;
    let id = ViewId::from_text(text).ok_or(PageError::NotFound)?;
    let all = read::views(state, viewer, opened.seen.who.id).await?;
    let child = opened.seen.member == Member::Child;
    let own = |view: &View| view.author == viewer.person() || (child && view.of == ViewOf::Child);
    let found = all.into_iter().find(|view| view.id == id && own(view));
    found.ok_or(PageError::NotFound)
}

fn said_page(frame: Frame, opened: &Opened, viewer: &Viewer, view: &View) -> WriteFamily {
    let mine = view.author == viewer.person();
    let mut fields: Vec<Field> = if mine {
        let all = view.of.panes(view.tool).into_iter();
        all.map(|one| Field::text(one.word(), pane(&frame, one), String::new()))
            .collect()
    } else {
        Vec::new()
    };
    fields.push(readers(&frame, view.of, &view.sees));
    let title = tool(&frame, view.tool);
    WriteFamily {
        help: vec![frame.t(if mine {
            "family-help-more"
        } else {
            "family-help-childs-words"
        })],
        about: panes(&frame, view)
            .into_iter()
            .map(|(asks, said)| {
                if asks.is_empty() {
                    said
                } else {
                    format!("{asks} {said}")
                }
            })
            .collect(),
        problems: Vec::new(),
        send: format!("{}/said/{}", opened.href(), view.id),
        back: opened.href(),
        shape: "plain",
        fields,
        save: frame.t("family-keep"),
        draft: None,
        frame: around(frame, opened, &title),
        title,
    }
}

/// What was said, to add to, and who may read it.
pub(super) async fn said(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, text)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let view = own(&state, &viewer, &opened, &text).await?;
    let draft = draft::kept(
        &state,
        &viewer,
        &frame,
        DraftForm::FamilyMore(opened.seen.who.id, view.id),
    )
    .await?;
    html(&said_page(frame, &opened, &viewer, &view).drafted(draft, true))
}

/// Keeps more words and who may read them; the child takes back at once.
pub(super) async fn more(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((pupil, text)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &pupil).await?;
    let mut view = own(&state, &viewer, &opened, &text).await?;
    let facts = state.store.view_facts_of(&view, viewer.today).await?;
    let permit = viewer.may::<act::Change, on::View>(&facts)?;
    let mine = view.author == viewer.person();
    let typed = typed_panes(&fields);
    if mine && !typed.is_empty() {
        match view.add(&typed) {
            Ok(event) => state.store.view_add(&permit, &view, &event).await?,
            Err(wrong) => return refused(frame, &opened, &viewer, &view, &wrong),
        }
        view = own(&state, &viewer, &opened, &text).await?;
    }
    let sees = sees(&fields);
    if sees != view.sees {
        if opened.seen.member == Member::Child {
            state.store.view_child_chose(&permit, &view, sees).await?;
        } else {
            let agreed = frame.locale.t("family-chosen-here");
            match view.share(sees, &agreed) {
                Ok(event) => state.store.view_add(&permit, &view, &event).await?,
                Err(wrong) => return refused(frame, &opened, &viewer, &view, &wrong),
            }
        }
    }
    draft::sent(&state, &viewer, DraftForm::FamilyMore(opened.seen.who.id, view.id)).await?;
    Ok(Redirect::to(&format!("{}?done=done-family-words#v{}", opened.href(), view.id)).into_response())
}

fn refused(
    frame: Frame,
    opened: &Opened,
    viewer: &Viewer,
    view: &View,
    wrong: &Problems,
) -> Result<Response, PageError> {
    let mut page = said_page(frame, opened, viewer, view);
    page.problems = problems(&page.frame, wrong);
    html(&page)
}
