//! One team: whom it serves, what it may decide, who is in it and what they know; for those who lead it or a
//! school it serves also what it lacks and how the work lies.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::people::{Member, Team, TeamDraft};
use casework::person::danish_order;
use casework::{PersonId, SchoolId, TeamId};
use store::{Listed, team_facts};

use super::said::{self, Tabs};
use super::teams::{new_team, school_names};
use super::write::{TakeAway, WritePeople, field};
use super::{list, offer};
use crate::case::Staff;
use crate::case::write::Asking;
use crate::concern::said::Choice;
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// Somebody in the team.
#[derive(Clone, Debug)]
pub struct MemberCard {
    /// The name.
    pub name: String,
    /// Whether the person can talk with children.
    pub talks: bool,
    /// What the person knows about.
    pub knows: String,
    /// From when until when.
    pub time: String,
    /// What the person may decide for the team.
    pub mandate: String,
    /// Where it is changed, for those who may.
    pub edit: Option<String>,
}

/// How the work lies in the team: who, how many cases are coordinated, in how many others the person takes part, hours.
pub type LoadLine = (String, usize, usize, String);

/// One team.
#[derive(Clone, Debug, Template)]
#[template(path = "people/team.html")]
pub struct ShowTeam {
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands over the pages.
    pub tabs: Tabs,
    /// Its name.
    pub name: String,
    /// Where it belongs and who leads it.
    pub facts: String,
    /// The schools it serves.
    pub schools: String,
    /// What it may decide.
    pub mandate: String,
    /// Those in it today, by name.
    pub members: Vec<MemberCard>,
    /// Those who will be or have been in it.
    pub others: Vec<MemberCard>,
    /// What nobody in it brings along; nothing for those who do not lead.
    pub gaps: Option<Vec<String>>,
    /// How the work lies, by name; nothing for those who do not lead.
    pub load: Option<Vec<LoadLine>>,
    /// Where it is changed, for those who may.
    pub edit: Option<String>,
}

/// The team of an address.
pub(super) async fn team_of(state: &AppState, viewer: &Viewer, id: &str) -> Result<Listed<TeamId, Team>, PageError> {
    let id = TeamId::from_text(id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::Team>()?;
    let all = state.store.team_list(&scope).await?;
    all.into_iter().find(|one| one.id == id).ok_or(PageError::NotFound)
}

/// What a team lacks, in words: what the model asks for, and what it asks to consider.
fn gaps_said(frame: &Frame, team: &Team) -> Vec<String> {
    let gaps = team.gaps(frame.today);
    let one = |key, all: &[casework::people::Competence]| {
        let words = crate::words::list(frame.locale, &said::competences(frame, all));
        (!all.is_empty()).then(|| frame.t1(key, "what", words))
    };
    let both = [
        one("people-gap-missing", &gaps.missing),
        one("people-gap-consider", &gaps.consider),
    ];
    both.into_iter().flatten().collect()
}

/// The name of a member: of the account, or as it was written.
pub(super) fn member_name(staff: &Staff, member: &Member) -> String {
    let account = member.person.map(|one| staff.name(one));
    account.or_else(|| member.name.clone()).unwrap_or_default()
}

fn member_card(frame: &Frame, staff: &Staff, member: &Member, edit: Option<String>) -> MemberCard {
    let from = frame.date(&member.from);
    MemberCard {
        name: member_name(staff, member),
        talks: member.competences.contains(&casework::people::Competence::ChildTalk),
        knows: offer::knows(frame, member),
        time: match &member.to {
            Some(to) => frame.t2("people-member-from-to", "from", from, "to", frame.date(to)),
            None => frame.t1("people-member-from", "from", from),
        },
        mandate: member.mandate.clone(),
        edit,
    }
}

/// One team.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let (facts, of) = (team_facts(&team), &team.content);
    let (roster, staff) = (state.store.roster().await?, Staff::read(&state, frame.today).await?);
    let tab = frame.t("people-tab-teams");
    let frame = frame.at(Section::People).via(tab, "/people/teams").end(of.name.clone());
    let here = format!("/people/teams/{}", team.id);
    let changes = viewer.could::<act::Change, on::Team>(&facts);
    let mut now: Vec<MemberCard> = Vec::new();
    let mut others: Vec<MemberCard> = Vec::new();
    for (at, member) in of.members.iter().enumerate() {
        let edit = changes.then(|| format!("{here}/members/{at}"));
        let card = member_card(&frame, &staff, member, edit);
        if member.holds_on(frame.today) {
            now.push(card);
        } else {
            others.push(card);
        }
    }
    now.sort_by(|one, other| danish_order(&one.name, &other.name));
    others.sort_by(|one, other| danish_order(&one.name, &other.name));
    let leads = viewer.may::<act::Read, on::TeamLoad>(&facts);
    let load = match &leads {
        Ok(permit) => {
            let loads = state.store.team_load(permit).await?;
            let mut lines: Vec<LoadLine> = Vec::new();
            for (_, member) in of.on(frame.today) {
                let Some(load) = member.person.and_then(|one| loads.get(&one)) else {
                    continue;
                };
                let hours = member.hours.map(|hours| frame.t1("people-hours", "count", hours));
                lines.push((
                    member_name(&staff, member),
                    load.coordinates,
                    load.takes_part,
                    hours.unwrap_or_default(),
                ));
            }
            lines.sort_by(|one, other| danish_order(&one.0, &other.0));
            Some(lines)
        }
        Err(_) => None,
    };
    let led = of
        .leader
        .map(|one| frame.t1("people-team-led", "name", staff.name(one)));
    let unit = Some(of.unit.clone()).filter(|unit| !unit.is_empty());
    html(&ShowTeam {
        tabs: said::tabs(&frame, "/people/teams"),
        name: of.name.clone(),
        facts: [unit, led].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        schools: school_names(&frame, &roster, &of.schools),
        mandate: of.mandate.clone(),
        members: now,
        others,
        gaps: leads.is_ok().then(|| gaps_said(&frame, of)),
        load,
        edit: changes.then(|| here.clone()),
        frame,
    })
}

/// The form of a team.
async fn form(
    state: &AppState,
    frame: Frame,
    (team, typed, sequence): (Option<TeamId>, &TeamDraft, i64),
    drops: bool,
) -> Result<WritePeople, PageError> {
    let staff = Staff::read(state, frame.today).await?;
    let chosen = typed.leader.map(|one| one.to_string()).unwrap_or_default();
    let schools = list::all_schools(state).await?.into_iter().map(|(id, name)| Choice {
        value: id.to_string(),
        text: name,
        chosen: typed.schools.contains(&id),
    });
    let here = team.map(|id| format!("/people/teams/{id}"));
    let title = frame.t(if team.is_some() {
        "people-team-edit"
    } else {
        "people-team-new"
    });
    let tab = frame.t("people-tab-teams");
    let frame = frame.at(Section::People).via(tab, "/people/teams").end(title.clone());
    Ok(WritePeople {
        title,
        lead: frame.t("people-team-write-lead"),
        problems: Vec::new(),
        offers: None,
        send: here
            .as_ref()
            .map_or_else(|| "/people/teams/new".to_owned(), |here| format!("{here}/edit")),
        back: here.clone().unwrap_or_else(|| "/people/teams".to_owned()),
        sequence,
        fields: vec![
            field("name", frame.t("people-field-team"), &typed.name, (true, Asking::Line)),
            field("unit", frame.t("people-field-unit"), &typed.unit, (false, Asking::Line)),
            field(
                "leader",
                frame.t("people-field-leader"),
                &chosen,
                (false, Asking::Select(staff.choices(&chosen))),
            ),
            field(
                "schools",
                frame.t("people-field-schools"),
                "",
                (true, Asking::Checks(schools.collect())),
            ),
            field(
                "mandate",
                frame.t("people-field-team-mandate"),
                &typed.mandate,
                (false, Asking::Text),
            ),
        ],
        hours: Vec::new(),
        after: Vec::new(),
        save: frame.t("people-save"),
        take_away: here.filter(|_| drops).map(|here| TakeAway {
            send: format!("{here}/drop"),
            text: frame.t("people-team-drop"),
            note: frame.t("people-team-drop-note"),
        }),
        frame,
    })
}

fn typed(fields: &[(String, String)]) -> (TeamDraft, i64) {
    let one = |name: &str| sent(fields, name).to_owned();
    let draft = TeamDraft {
        name: one("name"),
        unit: one("unit"),
        mandate: one("mandate"),
        leader: PersonId::from_text(&one("leader")),
        schools: all_sent(fields, "schools").filter_map(SchoolId::from_text).collect(),
    };
    (draft, one("sequence").parse().unwrap_or_default())
}

/// The form of a new team.
pub(super) async fn new(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Create, on::Team>(&new_team())?;
    html(&form(&state, frame, (None, &TeamDraft::default(), 0), false).await?)
}

/// Makes a team.
pub(super) async fn add(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Create, on::Team>(&new_team())?;
    let (draft, _) = typed(&fields);
    match draft.check(Vec::new()) {
        Ok(team) => {
            let id = state.store.team_add(&permit, &team).await?;
            Ok(Redirect::to(&format!("/people/teams/{id}?done=done-people-team")).into_response())
        }
        Err(problems) => {
            let mut page = form(&state, frame, (None, &draft, 0), false).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// The form of a team that is there.
pub(super) async fn edit(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let facts = team_facts(&team);
    viewer.may::<act::Change, on::Team>(&facts)?;
    let drops = viewer.could::<act::Close, on::Team>(&facts);
    let typed = TeamDraft::of(&team.content);
    html(&form(&state, frame, (Some(team.id), &typed, team.sequence), drops).await?)
}

/// Changes a team; its members stay.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let facts = team_facts(&team);
    let permit = viewer.may::<act::Change, on::Team>(&facts)?;
    let (draft, seen) = typed(&fields);
    match draft.check(team.content.members.clone()) {
        Ok(changed) => {
            state.store.team_change(&permit, &changed, seen).await?;
            Ok(Redirect::to(&format!("/people/teams/{}?done=done-people-team", team.id)).into_response())
        }
        Err(problems) => {
            let drops = viewer.could::<act::Close, on::Team>(&facts);
            let mut page = form(&state, frame, (Some(team.id), &draft, seen), drops).await?;
            page.problems = said::problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Takes a team away.
pub(super) async fn drop(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let team = team_of(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Team>(&team_facts(&team))?;
    let seen: i64 = sent(&fields, "sequence").parse().unwrap_or_default();
    state.store.team_drop(&permit, seen).await?;
    Ok(Redirect::to("/people/teams?done=done-people-team-dropped").into_response())
}

impl Page for ShowTeam {
    const PATH: &'static str = "people/team";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::People)
            .via(locale.t("people-tab-teams"), "/people/teams")
            .end("Kom-i-skole-teamet");
        let member = MemberCard {
            name: "Maja Holmgård".to_owned(),
            talks: true,
            knows: frame.t("people-competence-child-talk"),
            time: frame.t1("people-member-from", "from", "1. august 2026"),
            mandate: "Må aftale en kortere dag med familien.".to_owned(),
            edit: None,
        };
        let read = Self {
            tabs: said::tabs(&frame, "/people/teams"),
            name: "Kom-i-skole-teamet".to_owned(),
            facts: "Børn og Unge".to_owned(),
            schools: frame.t("people-all-schools"),
            mandate: String::new(),
            members: vec![member.clone()],
            others: Vec::new(),
            gaps: None,
            load: None,
            edit: None,
            frame: frame.clone(),
        };
        let mut led = read.clone();
        led.mandate = "Teamet beslutter selv, hvem der går ind i et forløb.".to_owned();
        led.others = vec![member];
        led.gaps = Some(vec![frame.t1(
            "people-gap-missing",
            "what",
            frame.t("people-competence-psychological"),
        )]);
        led.load = Some(vec![(
            "Maja Holmgård".to_owned(),
            3,
            2,
            frame.t1("people-hours", "count", 12),
        )]);
        led.edit = Some("/people/teams/1".to_owned());
        let mut empty = read.clone();
        empty.members = Vec::new();
        empty.gaps = Some(Vec::new());
        empty.load = Some(Vec::new());
        vec![("read", read), ("led", led), ("empty", empty)]
    }
}
