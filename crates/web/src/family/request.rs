//! What a family asked, for whoever answers: with the words, what it is about, and the way to correct a day.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{Listed, Party};
use casework::request::{Outcome, What};
use casework::{ClassId, FamilyRequest, PupilId, RequestId};
use jiff::civil::Date;
use store::{AskedAbout, PupilIdentity};

use super::parts::asked;
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One request.
#[derive(Clone, Debug, Template)]
#[template(path = "family/request.html")]
pub struct ShowRequest {
    frame: Frame,
    title: String,
    /// Who asks, and when.
    by: String,
    /// The words.
    words: String,
    /// What it is about: the day, or what is commented on.
    about: Vec<String>,
    /// Ways to look at it: the day's page, the case.
    links: Vec<Link>,
    /// The answer that was given: what came of it, by whom, the words.
    answer: Option<(String, String)>,
    /// Where an answer is sent, when the viewer may.
    send: Option<String>,
    /// What may come of it: the word and what it says.
    outcomes: Vec<(&'static str, String)>,
    typed: String,
    problems: Vec<String>,
    /// Whether whoever asked may have chosen to be told of the answer by e-mail.
    mail: bool,
}

impl Page for ShowRequest {
    const PATH: &'static str = "family/request";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases);
        let page = |what: What| Self {
            title: format!("Alma Bækgård: {}", asked(&frame, what)),
            by: "Mette Bækgård, fredag den 20. november".to_owned(),
            words: "Hun var i skole hele dagen.".to_owned(),
            about: vec!["mandag den 16. november".to_owned()],
            links: vec![Link {
                text: frame.t("requests-see-day"),
                address: "/pupils/1/days/2026-11-16".to_owned(),
            }],
            answer: None,
            send: Some("/requests/1".to_owned()),
            outcomes: outcomes(&frame, what),
            typed: String::new(),
            problems: Vec::new(),
            mail: true,
            frame: frame.clone(),
        };
        let mut wrong = page(What::AbsenceWrong);
        wrong.problems = vec![frame.t("requests-problem-words")];
        let mut done = page(What::Question);
        done.send = None;
        done.answer = Some((frame.t("requests-outcome-answered"), "Vi ringer i morgen.".to_owned()));
        vec![
            ("waits", page(What::AbsenceWrong)),
            ("wrong", wrong),
            ("answered", done),
        ]
    }
}

fn outcome(frame: &Frame, outcome: Outcome) -> String {
    frame.t(match outcome {
        Outcome::Corrected => "requests-outcome-corrected",
        Outcome::Stands => "requests-outcome-stands",
        Outcome::Answered => "requests-outcome-answered",
    })
}

fn outcomes(frame: &Frame, what: What) -> Vec<(&'static str, String)> {
    let all = what.outcomes().iter();
    all.map(|one| (one.word(), outcome(frame, *one))).collect()
}

struct Opened {
    request: FamilyRequest,
    who: PupilIdentity,
    facts: access::RequestFacts,
}

async fn opened(state: &AppState, viewer: &Viewer, id: &str) -> Result<Opened, PageError> {
    // A family reads its requests on its own page.
    if viewer.actor.is_family() {
        return Err(PageError::NotFound);
    }
    let id = RequestId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state.store.request_facts(id, viewer.today).await?;
    let facts = facts.ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::FamilyRequest>(&facts)?;
    let (request, who) = state.store.request_one(&permit).await?;
    Ok(Opened { request, who, facts })
}

async fn page(state: &AppState, frame: Frame, viewer: &Viewer, opened: &Opened) -> Result<ShowRequest, PageError> {
    let (request, pupil) = (&opened.request, opened.who.id);
    let names = state.store.staff_names().await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let (mut about, mut links) = (Vec::new(), Vec::new());
    if let Some(day) = request.day {
        about.push(frame.day(&day));
        if viewer.may::<act::Read, on::PupilIdentity>(&opened.facts.pupil).is_ok() {
            links.push(Link {
                text: frame.t("requests-see-day"),
                address: format!("/pupils/{pupil}/days/{day}"),
            });
        }
    }
    if let Some(case) = request.case {
        let facts = state.store.case_facts(case, viewer.today).await?;
        if let Some(permit) = facts.and_then(|facts| viewer.may::<act::Read, on::Case>(&facts).ok()) {
            let (of, _) = state.store.case_one(&permit).await?;
            links.push(Link {
                text: frame.t("requests-see-case"),
                address: format!("/cases/{case}"),
            });
            if let Some(entry) = request.about.and_then(|number| of.entry(number)) {
                let told = crate::case::said::told(&frame, entry.event.word());
                about.push(format!("{told}, {}", frame.day(&entry.on)));
                let said = crate::case::said::fields(&frame, &of, &entry.event, &name);
                about.extend(said.into_iter().map(|(label, value)| format!("{label} {value}")));
            }
        }
    }
    let party = crate::case::said::word(&frame, Party::LIST, request.of.word());
    let may_answer = viewer.may::<act::Close, on::FamilyRequest>(&opened.facts).is_ok() && request.answer.is_none();
    let full = opened.who.name.full();
    let answer = request.answer.as_ref().map(|answer| {
        let said = outcome(&frame, answer.outcome);
        let head = format!("{said} · {}, {}", name(answer.by), frame.day(&answer.on));
        (head, answer.words.reveal().to_owned())
    });
    Ok(ShowRequest {
        title: format!("{full}: {}", asked(&frame, request.what)),
        by: format!("{} ({party}), {}", name(request.by), frame.day(&request.on)),
        words: request.words.reveal().to_owned(),
        about,
        links,
        answer,
        send: may_answer.then(|| format!("/requests/{}", request.id)),
        outcomes: outcomes(&frame, request.what),
        typed: String::new(),
        problems: Vec::new(),
        mail: state.mail(),
        frame: frame.at(Section::Overview).end(full),
    })
}

/// Shows one request.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    html(&page(&state, frame, &viewer, &opened).await?)
}

/// Answers it; what is noted is corrected on the day's own page, and both stay.
pub(super) async fn answer(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::FamilyRequest>(&opened.facts)?;
    let one = |name: &str| sent(&fields, name);
    match opened.request.answer(Outcome::from_word(one("outcome")), one("words")) {
        Ok(event) => {
            state.store.request_answer(&permit, &event).await?;
            Ok(Redirect::to(&format!("/requests/{}?done=done-staff-request", opened.request.id)).into_response())
        }
        Err(wrong) => {
            let mut page = page(&state, frame, &viewer, &opened).await?;
            page.typed = one("words").to_owned();
            page.problems = wrong
                .all()
                .iter()
                .map(|problem| match problem {
                    casework::Problem::Missing { field: "outcome" } => page.frame.t("requests-problem-outcome"),
                    casework::Problem::NotNow { .. } => page.frame.t("requests-problem-done"),
                    _ => page.frame.t("requests-problem-words"),
                })
                .collect();
            html(&page)
        }
    }
}

/// One request that waits for the viewer's answer, as lists name it.
pub(crate) struct Waits {
    /// About whom.
    pub who: PupilIdentity,
    /// What is asked, with its day.
    pub what: String,
    /// Since when.
    pub since: Date,
    /// Where it is answered.
    pub href: String,
}

async fn open(state: &AppState, viewer: &Viewer, frame: &Frame, about: AskedAbout) -> Result<Vec<Waits>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::FamilyRequest>() else {
        return Ok(Vec::new());
    };
    let all = state.store.request_waiting(&scope, about).await?;
    let mut waits: Vec<Waits> = all
        .into_iter()
        .map(|(one, who)| Waits {
            what: match one.day {
                Some(day) => format!("{}: {}", asked(frame, one.what), frame.day(&day)),
                None => asked(frame, one.what),
            },
            since: one.on,
            href: format!("/requests/{}", one.id),
            who,
        })
        .collect();
    waits.sort_by(|one, other| {
        let by_name = || casework::person::danish_order(&one.who.name.full(), &other.who.name.full());
        one.since.cmp(&other.since).then_with(by_name)
    });
    Ok(waits)
}

/// What families ask and nobody has answered, for the viewer's overview, the oldest first.
pub(crate) async fn waiting(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Vec<Waits>, PageError> {
    open(state, viewer, frame, AskedAbout::Anybody).await
}

/// The same about one pupil, as links.
pub(crate) async fn of_pupil(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    pupil: PupilId,
) -> Result<Vec<Link>, PageError> {
    let all = open(state, viewer, frame, AskedAbout::Pupil(pupil)).await?;
    let link = |one: Waits| Link {
        text: one.what,
        address: one.href,
    };
    Ok(all.into_iter().map(link).collect())
}

/// The same about the pupils of a class, as links with their names.
pub(crate) async fn of_class(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    class: ClassId,
) -> Result<Vec<Link>, PageError> {
    let all = open(state, viewer, frame, AskedAbout::Class(class)).await?;
    let here = all.into_iter().map(|one| Link {
        text: format!("{}: {}", one.who.name.full(), one.what),
        address: one.href,
    });
    Ok(here.collect())
}
