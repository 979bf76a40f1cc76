//! A card that tells a child who an adult is and why they talk, to be printed and handed over.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::case::CaseEvent;
use casework::history::Sequence;

use super::read;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The page of a card: large, short, and nothing about the child.
#[derive(Clone, Debug, Template)]
#[template(path = "case/handed.html")]
pub struct ShowCard {
    /// What surrounds the page.
    pub frame: Frame,
    /// Who the adult is.
    pub who: String,
    /// What the card answers: the child's question and the adult's words.
    pub said: Vec<(String, String)>,
}

/// What a card answers, in the order a child asks it.
pub(crate) fn answers(t: impl Fn(&str) -> String, event: &CaseEvent) -> Option<(String, Vec<(String, String)>)> {
    let CaseEvent::CardMade {
        who,
        does,
        why,
        told_on,
        reach,
    } = event
    else {
        return None;
    };
    let all = [
        ("family-card-why", Some(why)),
        ("family-card-does", Some(does)),
        ("family-card-told-on", Some(told_on)),
        ("family-card-reach", reach.as_ref()),
    ];
    let said = all
        .into_iter()
        .filter_map(|(key, words)| Some((t(key), words?.reveal().to_owned())));
    Some((who.reveal().to_owned(), said.collect()))
}

/// One card of a case, as it is handed to the child.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    let entry = Sequence::new(number).and_then(|number| opened.case.entry(number));
    let made = entry.and_then(|entry| answers(|key| frame.t(key), &entry.event));
    let (who, said) = made.ok_or(PageError::NotFound)?;
    let full = opened.who.name.full();
    let title = frame.t("case-item-card");
    let frame = frame
        .at(Section::Cases)
        .via(full, format!("/cases/{}/together", opened.case.id))
        .end(title);
    html(&ShowCard { frame, who, said })
}

impl Page for ShowCard {
    const PATH: &'static str = "case/handed";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases).end(locale.t("case-item-card"));
        let page = Self {
            who: "Jeg hedder Ida Skov og er skolens trivselsperson".to_owned(),
            said: vec![
                (
                    locale.t("family-card-why"),
                    "Fordi mandagene er svære, og fordi vi gerne vil høre, hvad du selv tænker.".to_owned(),
                ),
                (locale.t("family-card-reach"), "Bank på ved biblioteket".to_owned()),
            ],
            frame,
        };
        let mut long = page.clone();
        long.said = vec![(locale.t("family-card-does"), "Jeg går med dig ind. ".repeat(40))];
        vec![("card", page), ("long", long)]
    }
}
