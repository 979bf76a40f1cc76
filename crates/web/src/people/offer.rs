//! What a form can begin with: an agreed mandate, a specialist outside, a team. A person chooses one,
//! the words stand in the form, and they can be changed there; nothing is chosen by itself.

use std::collections::{BTreeMap, BTreeSet};

use access::{act, on};
use casework::case::Answers;
use casework::mandate::{MandateFor, Mandates};
use casework::people::{Competence, Specialist, Team};
use casework::person::danish_order;
use casework::{PersonId, SchoolId};

use super::said;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The setting agreed mandates are kept in.
pub(crate) const MANDATES_SETTING: &str = "mandates";

/// The agreed mandates as they stand.
pub(crate) async fn mandates(state: &AppState) -> Result<Mandates, PageError> {
    Ok(state.setting(MANDATES_SETTING).await?)
}

/// One thing to begin with.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// What is good to know before one chooses it.
    pub lines: Vec<String>,
    /// The form that begins with it.
    pub href: String,
}

/// What a form can begin with.
#[derive(Clone, Debug)]
pub struct Offers {
    /// What they are.
    pub heading: String,
    /// What happens when one is chosen.
    pub text: String,
    /// The things.
    pub all: Vec<Offer>,
    /// What is said when there are none.
    pub none: String,
    /// What the button says.
    pub pick: String,
    /// Where all of them stand: text and address.
    pub more: (String, String),
}

impl Offers {
    /// For samples.
    pub fn sample(frame: &Frame) -> Self {
        let mut offers = of_mandates(frame, Vec::new());
        offers.all.push(Offer {
            name: "Tovholder i et forløb".to_owned(),
            lines: vec!["Må selv aftale et kortere skema i op til fire uger.".to_owned()],
            href: "/cases/1/act/coordinator_changed?take=mandate-0".to_owned(),
        });
        offers
    }
}

fn of_mandates(frame: &Frame, all: Vec<Offer>) -> Offers {
    Offers {
        heading: frame.t("people-offer-mandates"),
        text: frame.t("people-offer-text"),
        all,
        none: frame.t("people-offer-mandates-none"),
        pick: frame.t("people-offer-pick"),
        more: (frame.t("people-offer-mandates-more"), "/rules/mandates".to_owned()),
    }
}

/// The agreed mandates that hold today for some of these, as what a form begins with.
pub(crate) async fn mandate_offers(
    state: &AppState,
    frame: &Frame,
    of: &[MandateFor],
    link: &(dyn Fn(&str) -> String + Sync),
) -> Result<Offers, PageError> {
    let kept = mandates(state).await?;
    let mut all: Vec<Offer> = Vec::new();
    for (at, one) in of.iter().flat_map(|of| kept.in_force(*of, frame.today)) {
        all.push(Offer {
            name: one.name.clone(),
            lines: vec![one.words.clone()],
            href: link(&format!("mandate-{at}")),
        });
    }
    Ok(of_mandates(frame, all))
}

/// Whom an agreed mandate of an act is for.
fn mandated(act: &str) -> &'static [MandateFor] {
    match act {
        "opened" | "coordinator_changed" | "reopened" => &[MandateFor::Coordinator],
        "participant_invited" => &[MandateFor::TeamMember, MandateFor::Participant],
        _ => &[],
    }
}

/// Whether an act begins with somebody outside.
fn asks_outside(act: &str) -> bool {
    matches!(act, "contribution_asked" | "wait_begun")
}

/// What is good to know of a specialist, line by line.
pub(super) fn told(frame: &Frame, one: &Specialist) -> Vec<String> {
    let mut lines = vec![one.what_for.clone()];
    let whom = [Some(&one.whom), Some(&one.telephone), Some(&one.way)];
    let whom: Vec<&str> = whom
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    lines.push(frame.t1("people-contact", "whom", whom.join(" · ")));
    if !one.agreement.is_empty() {
        lines.push(frame.t1("people-agreed", "words", one.agreement.as_str()));
    }
    let on = frame.date(&one.confirmed_on);
    lines.push(if one.is_old(frame.today) {
        frame.t1("people-confirmed-old", "on", on)
    } else {
        frame.t1("people-confirmed", "on", on)
    });
    lines
}

/// The specialists one can reach from these schools, by service and name.
pub(super) async fn specialists_for(
    state: &AppState,
    viewer: &Viewer,
    schools: &BTreeSet<SchoolId>,
) -> Result<Vec<store::Listed<casework::SpecialistId, Specialist>>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Specialist>() else {
        return Ok(Vec::new());
    };
    let mut all = state.store.specialist_list(&scope).await?;
    all.retain(|one| one.content.school.is_none_or(|school| schools.contains(&school)));
    all.sort_by(|one, other| {
        let of = |one: &Specialist| one.service;
        of(&one.content)
            .cmp(&of(&other.content))
            .then_with(|| danish_order(&one.content.name, &other.content.name))
    });
    Ok(all)
}

/// Every team, those that serve some of these schools first.
pub(super) async fn teams_for(
    state: &AppState,
    viewer: &Viewer,
    schools: &BTreeSet<SchoolId>,
) -> Result<Vec<store::Listed<casework::TeamId, Team>>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Team>() else {
        return Ok(Vec::new());
    };
    let mut all = state.store.team_list(&scope).await?;
    all.sort_by(|one, other| {
        let elsewhere = |team: &Team| team.schools.is_disjoint(schools);
        elsewhere(&one.content)
            .cmp(&elsewhere(&other.content))
            .then_with(|| danish_order(&one.content.name, &other.content.name))
    });
    Ok(all)
}

/// What the form of an act of a case can begin with; nothing for most acts.
pub(crate) async fn for_act(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    (act, schools): (&str, &BTreeSet<SchoolId>),
    link: &(dyn Fn(&str) -> String + Sync),
) -> Result<Option<Offers>, PageError> {
    let mandated = mandated(act);
    if !mandated.is_empty() {
        return Ok(Some(mandate_offers(state, frame, mandated, link).await?));
    }
    if asks_outside(act) {
        let all = specialists_for(state, viewer, schools).await?;
        let offer = |one: &store::Listed<casework::SpecialistId, Specialist>| Offer {
            name: one.content.name.clone(),
            lines: told(frame, &one.content),
            href: link(&format!("specialist-{}", one.id)),
        };
        return Ok(Some(Offers {
            heading: frame.t("people-offer-specialists"),
            text: frame.t("people-offer-text"),
            all: all.iter().map(offer).collect(),
            none: frame.t("people-specialists-none"),
            pick: frame.t("people-offer-pick"),
            more: (
                frame.t("people-offer-specialists-more"),
                "/people/specialists".to_owned(),
            ),
        }));
    }
    if act == "handed_over" {
        let all = teams_for(state, viewer, schools).await?;
        let names = state.store.staff_names().await?;
        let offer = |team: &store::Listed<casework::TeamId, Team>| Offer {
            name: team.content.name.clone(),
            lines: team
                .content
                .leader
                .and_then(|one| names.get(&one))
                .map(|name| frame.t1("people-team-led", "name", name))
                .into_iter()
                .chain(Some(team.content.mandate.clone()).filter(|words| !words.is_empty()))
                .collect(),
            href: link(&format!("team-{}", team.id)),
        };
        return Ok(Some(Offers {
            heading: frame.t("people-offer-teams"),
            text: frame.t("people-offer-text"),
            all: all.iter().map(offer).collect(),
            none: frame.t("people-teams-none"),
            pick: frame.t("people-offer-pick"),
            more: (frame.t("people-offer-teams-more"), "/people/teams".to_owned()),
        }));
    }
    Ok(None)
}

/// Puts what was chosen into the form of an act; what it is called, when it is there.
pub(crate) async fn take(
    state: &AppState,
    viewer: &Viewer,
    (act, taken): (&str, &str),
    answers: &mut Answers,
) -> Result<Option<String>, PageError> {
    let mut put = |field: &str, value: String| answers.insert(field.to_owned(), vec![value]);
    if let Some(at) = taken.strip_prefix("mandate-").and_then(|at| at.parse::<usize>().ok()) {
        let kept = mandates(state).await?;
        let held = mandated(act).iter().flat_map(|of| kept.in_force(*of, viewer.today));
        let found = held.into_iter().find(|(place, _)| *place == at);
        return Ok(found.map(|(_, one)| {
            put("mandate_words", one.words.clone());
            one.name.clone()
        }));
    }
    if let Some(id) = taken.strip_prefix("specialist-").filter(|_| asks_outside(act)) {
        let scope = viewer.scope::<act::List, on::Specialist>()?;
        let all = state.store.specialist_list(&scope).await?;
        let found = all.into_iter().find(|one| one.id.to_string() == id);
        return Ok(found.map(|one| {
            let one = one.content;
            let named = format!("{}, {}", one.name, one.whom);
            if act == "wait_begun" {
                put("waits_for", one.service.wait().word().to_owned());
                put("words", named);
            } else {
                put("name", named);
                put("role", one.service.role().word().to_owned());
            }
            one.name
        }));
    }
    if let Some(id) = taken.strip_prefix("team-").filter(|_| act == "handed_over") {
        let scope = viewer.scope::<act::List, on::Team>()?;
        let all = state.store.team_list(&scope).await?;
        let found = all.into_iter().find(|one| one.id.to_string() == id);
        return Ok(found.map(|one| {
            let team = one.content;
            put("to", "team".to_owned());
            put("name", team.name.clone());
            if let Some(leader) = team.leader {
                put("coordinator", leader.to_string());
            }
            team.name
        }));
    }
    Ok(None)
}

/// What is said beside the name of somebody in a team, where a coordinator or somebody who takes part is chosen: that one
/// can talk with children comes first.
pub(crate) async fn beside(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
) -> Result<BTreeMap<PersonId, String>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Team>() else {
        return Ok(BTreeMap::new());
    };
    let mut beside = BTreeMap::new();
    for team in state.store.team_list(&scope).await? {
        for (_, member) in team.content.on(frame.today) {
            let Some(person) = member.person else { continue };
            let name = team.content.name.as_str();
            let said = if member.competences.contains(&Competence::ChildTalk) {
                frame.t1("people-beside-talks", "team", name)
            } else {
                frame.t1("people-beside", "team", name)
            };
            beside.insert(person, said);
        }
    }
    Ok(beside)
}

/// The competences and own words of a member, as one line.
pub(super) fn knows(frame: &Frame, member: &casework::people::Member) -> String {
    let mut all = said::competences(frame, &member.competences);
    all.extend(member.own.iter().cloned());
    crate::words::list(frame.locale, &all)
}
