//! Somebody in a team: from when until when, what they know about, and what they may decide.

use access::{act, on};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::PersonId;
use casework::mandate::MandateFor;
use casework::people::{Competence, MemberDraft, Team};
use serde::Deserialize;
use store::{Listed, team_facts};

use super::offer;
use super::said;
use super::team::{member_name, team_of};
use super::write::{TakeAway, WritePeople, field};
use crate::case::Staff;
use crate::case::write::Asking;
use crate::concern::said::Choice;
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::html;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The place of an address in a team; nothing for somebody new.
fn place_of(team: &Team, at: &str) -> Result<Option<usize>, PageError> {
    if at == "new" {
        return Ok(None);
    }
    let place = at.parse::<usize>().ok();
    let place = place.filter(|place| *place < team.members.len());
    place.map(Some).ok_or(PageError::NotFound)
}

async fn page(
    state: &AppState,
    frame: Frame,
    team: &Listed<casework::TeamId, Team>,
    at: Option<usize>,
    (typed, sequence): (&MemberDraft, i64),
) -> Result<WritePeople, PageError> {
    let staff = Staff::read(state, frame.today).await?;
    let here = format!("/people/teams/{}", team.id);
    let place = at.map_or_else(|| "new".to_owned(), |at| at.to_string());
    let member = at.and_then(|at| team.content.members.get(at));
    let title = match member {
        Some(member) => member_name(&staff, member),
        None => frame.t("people-member-new"),
    };
    let tab = frame.t("people-tab-teams");
    let frame = frame
        .at(Section::People)
        .via(tab, "/people/teams")
        .via(team.content.name.clone(), here.clone())
        .end(title.clone());
    let chosen = typed.person.map(|one| one.to_string()).unwrap_or_default();
    let competences = Competence::ALL.iter().map(|one| Choice {
        value: one.word().to_owned(),
        text: said::competence(&frame, *one),
        chosen: typed.competences.contains(one),
    });
    let day = || Asking::Day {
        least: None,
        most: None,
    };
    let link = |taken: &str| format!("{here}/members/{place}?take={taken}");
    Ok(WritePeople {
        lead: frame.t1("people-member-lead", "team", team.content.name.as_str()),
        problems: Vec::new(),
        offers: Some(offer::mandate_offers(state, &frame, &[MandateFor::TeamMember], &link).await?),
        send: format!("{here}/members/{place}"),
        back: here.clone(),
        sequence,
        fields: vec![
            field(
                "person",
                frame.t("people-field-person"),
                &chosen,
                (false, Asking::Select(staff.choices(&chosen))),
            ),
            field(
                "name",
                frame.t("people-field-or-name"),
                &typed.name,
                (false, Asking::Line),
            ),
            field("from", frame.t("people-field-from"), &typed.from, (true, day())),
            field("to", frame.t("people-field-to"), &typed.to, (false, day())),
            field(
                "competences",
                frame.t("people-field-competences"),
                "",
                (false, Asking::Checks(competences.collect())),
            ),
            field("own", frame.t("people-field-own"), &typed.own, (false, Asking::Line)),
            field(
                "hours",
                frame.t("people-field-team-hours"),
                &typed.hours,
                (false, Asking::Number { least: 1, most: 60 }),
            ),
            field(
                "mandate",
                frame.t("people-field-mandate"),
                &typed.mandate,
                (false, Asking::Text),
            ),
        ],
        hours: Vec::new(),
        after: Vec::new(),
        save: frame.t("people-save"),
        take_away: at.map(|_| TakeAway {
            send: format!("{here}/members/{place}/drop"),
            text: frame.t("people-member-drop"),
            note: frame.t("people-member-drop-note"),
        }),
        title,
        frame,
    })
}

#[derive(Deserialize)]
pub(super) struct Taken {
    #[serde(default)]
    take: String,
}

/// The form, with an agreed mandate where one was chosen.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, at)): Path<(String, String)>,
    Query(taken): Query<Taken>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    viewer.may::<act::Change, on::Team>(&team_facts(&team))?;
    let at = place_of(&team.content, &at)?;
    let mut typed = match at.and_then(|at| team.content.members.get(at)) {
        Some(member) => MemberDraft::of(member),
        None => MemberDraft {
            from: frame.today.to_string(),
            ..MemberDraft::default()
        },
    };
    if let Some(place) = taken
        .take
        .strip_prefix("mandate-")
        .and_then(|at| at.parse::<usize>().ok())
    {
        let kept = offer::mandates(&state).await?;
        let mut held = kept.in_force(MandateFor::TeamMember, frame.today);
        if let Some((_, one)) = held.find(|(at, _)| *at == place) {
            typed.mandate = one.words.clone();
        }
    }
    html(&page(&state, frame, &team, at, (&typed, team.sequence)).await?)
}

/// Keeps the member.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, at)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Team>(&team_facts(&team))?;
    let at = place_of(&team.content, &at)?;
    let one = |name: &str| sent(&fields, name).to_owned();
    let draft = MemberDraft {
        person: PersonId::from_text(&one("person")),
        name: one("name"),
        from: one("from"),
        to: one("to"),
        competences: all_sent(&fields, "competences")
            .filter_map(Competence::from_word)
            .collect(),
        own: one("own"),
        hours: one("hours"),
        mandate: one("mandate"),
    };
    let seen: i64 = one("sequence").parse().unwrap_or_default();
    match draft.check() {
        Ok(member) => {
            let changed = team.content.clone().with(at, member);
            state.store.team_change(&permit, &changed, seen).await?;
            Ok(Redirect::to(&format!("/people/teams/{}?done=done-people-member", team.id)).into_response())
        }
        Err(problems) => {
            let mut page = page(&state, frame, &team, at, (&draft, seen)).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Takes away a member who was written by mistake.
pub(super) async fn drop(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, at)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Team>(&team_facts(&team))?;
    let at = place_of(&team.content, &at)?.ok_or(PageError::NotFound)?;
    let seen: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    state
        .store
        .team_change(&permit, &team.content.clone().without(at), seen)
        .await?;
    Ok(Redirect::to(&format!("/people/teams/{}?done=done-people-member-dropped", team.id)).into_response())
}
