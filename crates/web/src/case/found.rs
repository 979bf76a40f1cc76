//! What a search found in cases: each place with who wrote it when, the words that were asked for marked, and a link.

use core::ops::Range;

use access::{act, on};
use casework::case::Form;
use casework::concern::ConcernEvent;
use casework::history::{Entry, Sequence};
use casework::search;
use store::{CaseHits, ConcernHits, Hit};

use super::{filling, read, said};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The most places a search shows.
const MOST: usize = 50;
/// Letters shown before the first word found in a text.
const BEFORE: usize = 60;
/// Letters shown from there on.
const AFTER: usize = 160;

/// A piece of a text, and whether it is one of the words asked for.
pub type Piece = (bool, String);

/// One place where the words stand.
#[derive(Clone, Debug)]
pub struct Place {
    /// What kind of entry it is.
    pub what: String,
    /// Where it stands.
    pub href: String,
    /// Who wrote it when.
    pub by: String,
    /// Pieces of what was written, text by text.
    pub texts: Vec<Vec<Piece>>,
}

/// What was found in one case.
#[derive(Clone, Debug)]
pub struct FoundCase {
    /// The child's name.
    pub who: String,
    /// Class and school.
    pub place: String,
    /// The case's page.
    pub href: String,
    /// Where the words stand, the newest first.
    pub places: Vec<Place>,
}

/// What the viewer's cases have of the words asked for, and whether there is more than is shown; nothing for somebody
/// who never has a case.
pub(crate) async fn found(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    asked: &str,
) -> Result<Option<(Vec<FoundCase>, bool)>, PageError> {
    let Ok(cases) = viewer.scope::<act::List, on::Case>() else {
        return Ok(None);
    };
    let views = viewer.scope::<act::List, on::View>().ok();
    let asked = search::asked(asked);
    let (all, more) = state.store.case_search(&cases, views.as_ref(), &asked, MOST).await?;
    if all.is_empty() {
        return Ok(Some((Vec::new(), false)));
    }
    let (staff, roster) = (
        read::Staff::read(state, frame.today).await?,
        state.store.roster().await?,
    );
    let name = |id| staff.name(id);
    let found = all.iter().map(|one| FoundCase {
        who: one.who.name.full(),
        place: read::place_of(&roster, &one.who, frame.today),
        href: format!("/cases/{}", one.case),
        places: one
            .hits
            .iter()
            .map(|hit| place(frame, one, hit, &asked, &name))
            .collect(),
    });
    Ok(Some((found.collect(), more)))
}

/// What the viewer's concerns have of the words asked for, and whether there is more than is shown; nothing for somebody
/// who never sees one.
pub(crate) async fn found_in_concerns(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    asked: &str,
) -> Result<Option<(Vec<FoundCase>, bool)>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Concern>() else {
        return Ok(None);
    };
    let asked = search::asked(asked);
    let (all, more) = state.store.concern_search(&scope, &asked, MOST).await?;
    if all.is_empty() {
        return Ok(Some((Vec::new(), false)));
    }
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let place = |of: &ConcernHits, entry: &Entry<ConcernEvent>| Place {
        what: frame.t(match &entry.event {
            ConcernEvent::Raised { .. } => "search-concern-raised",
            ConcernEvent::Added { .. } => "search-concern-added",
            ConcernEvent::Answered { .. } => "search-concern-answered",
            ConcernEvent::Reopened { .. } => "search-concern-reopened",
        }),
        href: format!("/concerns/{}", of.concern),
        by: {
            let by = names.get(&entry.by).cloned().unwrap_or_default();
            frame.t2("case-written", "by", by, "on", frame.day(&entry.on))
        },
        texts: texts(&entry.event.own_words(), &asked),
    };
    let found = all.iter().map(|one| FoundCase {
        who: one.who.name.full(),
        place: read::place_of(&roster, &one.who, frame.today),
        href: format!("/concerns/{}", one.concern),
        places: one.hits.iter().map(|entry| place(one, entry)).collect(),
    });
    Ok(Some((found.collect(), more)))
}

/// The texts that have words asked for, in pieces.
fn texts(words: &[(&'static str, String)], asked: &[String]) -> Vec<Vec<Piece>> {
    let found = words.iter().filter_map(|(_, text)| {
        let at = search::found(text, asked);
        (!at.is_empty()).then(|| pieces(text, &at))
    });
    found.collect()
}

fn place(frame: &Frame, of: &CaseHits, hit: &Hit, asked: &[String], names: said::Names<'_>) -> Place {
    let case = of.case;
    let (what, href, by, words) = match hit {
        Hit::Case(entry) => {
            let act = entry.event.word();
            let page = Form::of(act).map(|form| form.group.word());
            let href = match page {
                // Why it was opened stands on the first page.
                Some(page) if entry.sequence != Sequence::FIRST => {
                    format!("/cases/{case}/{page}#{}", filling::anchor(&entry.event, entry.sequence))
                }
                _ => format!("/cases/{case}"),
            };
            let by = said::written(frame, entry, names);
            (said::told(frame, act), href, by, entry.event.own_words())
        }
        Hit::View(view, entry) => {
            let what = format!("{}: {}", said::of(frame, view.of), said::tool(frame, view.tool));
            let href = format!("/cases/{case}/views#v{}", view.id);
            let by = frame.t2("case-written", "by", names(entry.by), "on", frame.day(&entry.on));
            (what, href, by, entry.event.own_words())
        }
    };
    Place {
        what,
        href,
        by,
        texts: texts(&words, asked),
    }
}

/// The text around the first word found, in pieces.
fn pieces(text: &str, found: &[Range<usize>]) -> Vec<Piece> {
    let begin = found.first().map_or(0, |first| first.start);
    let ahead = text.get(..begin).unwrap_or_default();
    let from = ahead.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let rest = text.get(begin..).unwrap_or_default();
    let to = rest.char_indices().nth(AFTER).map_or(text.len(), |(at, _)| begin + at);
    let mut pieces = Vec::new();
    let mut add = |marked: bool, piece: Option<&str>| {
        pieces.extend(
            piece
                .filter(|piece| !piece.is_empty())
                .map(|piece| (marked, piece.to_owned())),
        );
    };
    add(false, (from > 0).then_some("… "));
    let mut at = from;
    for word in found.iter().filter(|word| word.end <= to) {
        add(false, text.get(at..word.start));
        add(true, text.get(word.clone()));
        at = word.end;
    }
    add(false, text.get(at..to));
    add(false, (to < text.len()).then_some(" …"));
    pieces
}

impl FoundCase {
    pub(crate) fn sample(frame: &Frame) -> Self {
        let text = "Der er <b>larm</b> i klassen efter frikvarteret.";
        let by = frame.t2("case-written", "by", "Maja Holmgård", "on", "fredag den 20. november");
        let place = |what: String, href: &str| Place {
            what,
            href: href.to_owned(),
            by: by.clone(),
            texts: vec![pieces(text, &search::found(text, &search::asked("larm")))],
        };
        Self {
            who: "Alma Bækgård".to_owned(),
            place: "8.b · Engdalskolen".to_owned(),
            href: "/cases/1".to_owned(),
            places: vec![
                place(said::told(frame, "noted"), "/cases/1/together#n7"),
                place(said::of(frame, casework::view::ViewOf::Child), "/cases/1/views#v1"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, asked: &str) -> Vec<Piece> {
        pieces(text, &search::found(text, &search::asked(asked)))
    }

    #[test]
    fn the_words_found_are_marked_and_nothing_is_lost_around_them() {
        let piece = |marked, text: &str| (marked, text.to_owned());
        assert_eq!(
            shown("Kåre hører larm.", "kaare lar"),
            [
                piece(true, "Kåre"),
                piece(false, " hører "),
                piece(true, "larm"),
                piece(false, ".")
            ]
        );
        for text in [
            "æ".repeat(300) + " larm " + &"ø".repeat(300),
            "larm ".repeat(200),
            "larm".to_owned(),
        ] {
            let pieces = shown(&text, "larm");
            let whole: String = pieces.iter().map(|(_, piece)| piece.as_str()).collect();
            let whole = whole.strip_prefix("… ").unwrap_or(&whole);
            let whole = whole.strip_suffix(" …").unwrap_or(whole);
            assert!(
                text.contains(whole) && whole.chars().count() <= BEFORE + AFTER + 1,
                "{whole}"
            );
            assert!(pieces.iter().any(|(marked, piece)| *marked && piece == "larm"));
        }
    }
}
