//! The way in: the child typed exactly, a kind of reason and the reason in words. Wrong and not allowed get the same answer in
//! the same time, are written down, and are few.

use access::{CaseFacts, EMERGENCY_SETTING, EmergencyFacts, EmergencyRules, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::Problem;
use casework::emergency::{EmergencyDraft, EmergencyKind};
use serde::Deserialize;
use store::{EmergencyAsked, Refused};

use super::{kind, moment, on_another_ground};
use crate::concern::said::Choice;
use crate::error::PageRefused;
use crate::form::Posted;
use crate::frame::{OpenBand, Section};
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The most letters of a number, a name and a class.
const LONGEST: usize = 200;

/// The form.
#[derive(Clone, Template)]
#[template(path = "emergency/ask.html")]
pub struct AskEmergency {
    frame: Frame,
    problems: Vec<String>,
    number: String,
    name: String,
    class: String,
    kinds: Vec<Choice>,
    reason: String,
    /// For how long, in a sentence.
    lasts: String,
    longest: usize,
}

impl Page for AskEmergency {
    const PATH: &'static str = "emergency/ask";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || Self::new(Frame::sample(locale), Typed::default(), &EmergencyRules::default());
        let mut refused = page();
        refused.problems = vec![locale.t("emergency-nothing-opened")];
        refused.number = "alma123k".to_owned();
        refused.reason = "Mor har ringet, og tovholderen er syg.".to_owned();
        let mut open = page();
        open.frame.open = vec![OpenBand {
            href: "/pupils/1".to_owned(),
            end: "/emergency/1/end".to_owned(),
            until: locale.t1("emergency-at", "time", "14.32"),
        }];
        vec![("empty", page()), ("refused", refused), ("open", open)]
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    number: String,
    name: String,
    class: String,
    kind: String,
    reason: String,
}

impl AskEmergency {
    fn new(frame: Frame, typed: Typed, rules: &EmergencyRules) -> Self {
        let choice = |one: &EmergencyKind| Choice {
            value: one.word().to_owned(),
            text: kind(&frame, *one),
            chosen: one.word() == typed.kind,
        };
        let here = frame.t("emergency-heading");
        Self {
            problems: Vec::new(),
            kinds: EmergencyKind::ALL.iter().map(choice).collect(),
            lasts: frame.t1("emergency-lasts", "hours", usize::from(rules.lasts())),
            number: typed.number,
            name: typed.name,
            class: typed.class,
            reason: typed.reason,
            longest: LONGEST,
            frame: frame.at(Section::Overview).end(here),
        }
    }
}

/// What the municipality has decided, where the viewer may open anything at all.
async fn rules(state: &AppState, viewer: &Viewer) -> Result<EmergencyRules, PageError> {
    // Asks for as much as a case does, before anything is typed.
    viewer.scope::<act::Create, on::EmergencyAccess>()?;
    let rules: EmergencyRules = state.setting(EMERGENCY_SETTING).await?;
    if rules.lets(&viewer.actor, viewer.today) {
        Ok(rules)
    } else {
        Err(PageError::NotFound)
    }
}

/// Whether the viewer finds a way here: some role held may open it, perhaps after a second proof.
pub(crate) async fn is_offered(state: &AppState, viewer: &Viewer) -> Result<bool, PageError> {
    if !viewer.can::<act::Create, on::EmergencyAccess>() {
        return Ok(false);
    }
    let rules: EmergencyRules = state.setting(EMERGENCY_SETTING).await?;
    Ok(rules.lets(&viewer.actor, viewer.today))
}

/// The form.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let rules = rules(&state, &viewer).await?;
    html(&AskEmergency::new(frame, Typed::default(), &rules))
}

/// What is wrong with the form before anybody is looked for.
fn asked(frame: &Frame, typed: &Typed) -> Result<EmergencyAsked, String> {
    let [number, name, class] = [&typed.number, &typed.name, &typed.class].map(|text| text.trim().to_owned());
    if [&number, &name, &class]
        .into_iter()
        .any(|text| text.chars().count() > LONGEST)
    {
        return Err(frame.t1("emergency-problem-long", "most", LONGEST));
    }
    match (number.is_empty(), name.is_empty(), class.is_empty()) {
        (false, true, true) => Ok(EmergencyAsked::Number(number)),
        (true, false, false) => Ok(EmergencyAsked::Name { name, class }),
        _ => Err(frame.t("emergency-problem-who")),
    }
}

/// Opens it; or says that nothing was opened, which says nothing of whether there is such a child.
pub(super) async fn open(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let rules = rules(&state, &viewer).await?;
    let draft = EmergencyDraft {
        kind: EmergencyKind::from_word(&typed.kind),
        reason: typed.reason.clone(),
    };
    let (asked, checked) = (asked(&frame, &typed), draft.check());
    let mut page = AskEmergency::new(frame, typed, &rules);
    let (asked, reason) = match (asked, checked) {
        (Ok(asked), Ok(reason)) => (asked, reason),
        (asked, checked) => {
            page.problems.extend(asked.err());
            let problems = checked.err();
            let said = problems.iter().flat_map(|all| all.all()).map(|problem| match problem {
                Problem::Missing { field: "kind" } => page.frame.t("emergency-problem-kind"),
                Problem::TooLong { most, .. } => page.frame.t1("emergency-problem-long", "most", *most),
                _ => page.frame.t("emergency-problem-reason"),
            });
            page.problems.extend(said.collect::<Vec<_>>());
            return html(&page);
        }
    };
    if let Some(until) = state.store.emergency_try(viewer.person()).await? {
        let until = moment(&state, &page.frame, until);
        page.problems = vec![page.frame.t1("emergency-wait", "until", until)];
        return html(&page);
    }
    let found = state
        .store
        .emergency_asked(&viewer.actor, &asked, &rules, viewer.today)
        .await?;
    let pupil = found.as_ref().map(|facts| facts.pupil.pupil);
    if let Some(facts) = found {
        if sees_it_all(&state, &viewer, &facts).await? {
            state.store.emergency_try_back(viewer.person()).await?;
            let to = format!("/pupils/{}?done=done-emergency-needless", facts.pupil.pupil);
            return Ok(Redirect::to(&to).into_response());
        }
        if let Ok(permit) = viewer.may::<act::Create, on::EmergencyAccess>(&facts) {
            let open = state.store.emergency_open(&permit, &reason, rules.lasts()).await?;
            let to = format!("/pupils/{}?done=done-emergency-opened", open.pupil);
            return Ok(Redirect::to(&to).into_response());
        }
    }
    page.problems = vec![page.frame.t("emergency-nothing-opened")];
    let mut response = html(&page)?;
    // Written down and answered at the same steps of time, whichever it was.
    response.extensions_mut().insert(PageRefused(Refused {
        action: access::Action::Create,
        resource: access::Resource::EmergencyAccess,
        pupil,
    }));
    Ok(response)
}

/// Whether the viewer may read today, without any emergency, what emergency access would open.
async fn sees_it_all(state: &AppState, viewer: &Viewer, facts: &EmergencyFacts) -> Result<bool, PageError> {
    let pupil = &facts.pupil;
    if !on_another_ground::<act::Read, on::PupilAttendance>(viewer, pupil)
        || !on_another_ground::<act::Read, on::CaseOutline>(viewer, pupil)
    {
        return Ok(false);
    }
    let outlines = viewer.may::<act::Read, on::CaseOutline>(pupil)?;
    for case in state.store.case_outline_of(&outlines).await? {
        let facts: Option<CaseFacts> = state.store.case_facts(case.id, viewer.today).await?;
        if !facts.is_some_and(|facts| on_another_ground::<act::Read, on::Case>(viewer, &facts)) {
            return Ok(false);
        }
    }
    Ok(true)
}
