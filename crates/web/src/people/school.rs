//! Whom to ask at one school: who, what to come with, when and where, and how to call.

use std::collections::{BTreeMap, BTreeSet};

use access::{Role, SchoolPersonFacts, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::people::{SchoolPerson, Weekday};
use casework::person::danish_order;
use casework::{PersonId, SchoolId};
use store::{AtSchool, Listed};

use super::offer;
use super::said::{self, Tabs};
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles, words};

/// One person of the school.
#[derive(Clone, Debug)]
pub struct PersonCard {
    /// The name.
    pub name: String,
    /// What the person is at the school.
    pub role: String,
    /// What one can come with; nothing while it is not written.
    pub come_with: Option<String>,
    /// From when until when the person is there today.
    pub today: Option<String>,
    /// When the person is there, day by day.
    pub days: Vec<String>,
    /// Where.
    pub place: String,
    /// How one reaches the person at other times.
    pub otherwise: String,
    /// The telephone number, and how a browser calls it.
    pub telephone: Option<(String, String)>,
    /// Where it is written, for those who may.
    pub edit: Option<String>,
}

/// A team that helps the school.
#[derive(Clone, Debug)]
pub struct TeamCard {
    /// Its name and page.
    pub team: Link,
    /// Its members today: the name, what they know about, when they are at this school.
    pub members: Vec<(String, String, String)>,
}

/// Whom to ask at one school.
#[derive(Clone, Debug, Template)]
#[template(path = "people/school.html")]
pub struct ShowSchoolPeople {
    /// What surrounds the page.
    pub frame: Frame,
    /// What stands over the pages.
    pub tabs: Tabs,
    /// The school's name.
    pub school: String,
    /// Its people, by name.
    pub people: Vec<PersonCard>,
    /// To whom it falls to write, while nobody has.
    pub empty: Option<String>,
    /// The teams that help the school.
    pub teams: Vec<TeamCard>,
    /// Where somebody else is written down: the address and whom one can choose.
    pub add: Option<(String, Vec<Choice>)>,
    /// Where one writes of oneself, when one is of the school and has not.
    pub write_own: Option<String>,
}

/// The roles whose people are on the page also before they have written anything.
const ASKED: [Role; 4] = [
    Role::WellBeingContact,
    Role::SchoolSocialWorker,
    Role::Ppr,
    Role::SchoolLeader,
];

/// What somebody is at a school, in words.
pub(super) fn role_words(frame: &Frame, at: &AtSchool, says: Option<&SchoolPerson>) -> String {
    if let Some(title) = says.map(|says| &says.title).filter(|title| !title.is_empty()) {
        return title.clone();
    }
    let named: Vec<String> = at.roles.iter().map(|role| roles::name(frame.locale, *role)).collect();
    words::list(frame.locale, &named)
}

fn card(
    frame: &Frame,
    school: SchoolId,
    (id, at): (PersonId, &AtSchool),
    says: Option<&SchoolPerson>,
    edits: bool,
) -> PersonCard {
    let hours = |hours| said::hours(frame, hours);
    let today = says.and_then(|says| says.on(frame.today));
    let days = says.iter().flat_map(|says| &says.hours);
    let text = |of: fn(&SchoolPerson) -> &String| says.map(|says| of(says).clone()).unwrap_or_default();
    let telephone = text(|says| &says.telephone);
    PersonCard {
        name: at.name.clone(),
        role: role_words(frame, at, says),
        come_with: says.map(|says| says.come_with.clone()),
        today: today.map(hours),
        days: days
            .map(|(day, at): (&Weekday, _)| format!("{} {}", said::weekday(frame, *day), hours(*at)))
            .collect(),
        place: text(|says| &says.place),
        otherwise: text(|says| &says.otherwise),
        telephone: (!telephone.is_empty()).then(|| (telephone.clone(), said::callable(&telephone))),
        edit: edits.then(|| format!("/people/schools/{school}/{id}")),
    }
}

/// The school of an address; nothing for one that is not there.
pub(super) async fn school_of(state: &AppState, id: &str) -> Result<(SchoolId, String), PageError> {
    let id = SchoolId::from_text(id).ok_or(PageError::NotFound)?;
    let roster = state.store.roster().await?;
    let school = roster.school(id).ok_or(PageError::NotFound)?;
    Ok((id, school.name.clone()))
}

async fn team_cards(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    school: SchoolId,
    says: &BTreeMap<PersonId, &SchoolPerson>,
) -> Result<Vec<TeamCard>, PageError> {
    let here = BTreeSet::from([school]);
    let names = state.store.staff_names().await?;
    let mut cards = Vec::new();
    for team in offer::teams_for(state, viewer, &here).await? {
        if !team.content.schools.contains(&school) {
            continue;
        }
        let mut members: Vec<(String, String, String)> = Vec::new();
        for (_, member) in team.content.on(frame.today) {
            let account = member.person.and_then(|one| names.get(&one)).cloned();
            let name = account.or_else(|| member.name.clone()).unwrap_or_default();
            let at = member.person.and_then(|one| says.get(&one));
            let days = at.iter().flat_map(|says| &says.hours);
            let days: Vec<String> = days
                .map(|(day, at)| format!("{} {}", said::weekday(frame, *day), said::hours(frame, *at)))
                .collect();
            members.push((name, offer::knows(frame, member), days.join(" · ")));
        }
        members.sort_by(|one, other| danish_order(&one.0, &other.0));
        cards.push(TeamCard {
            team: Link {
                text: team.content.name.clone(),
                address: format!("/people/teams/{}", team.id),
            },
            members,
        });
    }
    Ok(cards)
}

/// Whom to ask at a school.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::SchoolPerson>()?;
    let (school, name) = school_of(&state, &id).await?;
    let frame = frame.at(Section::People).end(name.clone());
    let here = state.store.school_staff(school).await?;
    let kept: Vec<Listed<PersonId, SchoolPerson>> = state.store.school_person_list(&scope, school).await?;
    let says: BTreeMap<PersonId, &SchoolPerson> = kept.iter().map(|one| (one.id, &one.content)).collect();
    let edits = |person| {
        let of = SchoolPersonFacts { school, person };
        viewer.could::<act::Change, on::SchoolPerson>(&of)
    };
    let is_asked =
        |id: &PersonId, at: &AtSchool| says.contains_key(id) || at.roles.iter().any(|role| ASKED.contains(role));
    let mut people: Vec<PersonCard> = here
        .iter()
        .filter(|(id, at)| is_asked(id, at))
        .map(|(id, at)| card(&frame, school, (*id, at), says.get(id).copied(), edits(*id)))
        .collect();
    people.sort_by(|one, other| danish_order(&one.name, &other.name));
    let nobody = SchoolPersonFacts {
        school,
        // Whoever may write of somebody who is nobody may write of everybody at the school.
        person: PersonId::from_uuid(uuid::Uuid::nil()),
    };
    let all_others = viewer.could::<act::Change, on::SchoolPerson>(&nobody);
    let mut others: Vec<Choice> = here
        .iter()
        .filter(|(id, at)| !is_asked(id, at))
        .map(|(id, at)| Choice {
            value: id.to_string(),
            text: format!("{}, {}", at.name, role_words(&frame, at, None)),
            chosen: false,
        })
        .collect();
    others.sort_by(|one, other| danish_order(&one.text, &other.text));
    let me = viewer.person();
    let unwritten = here.contains_key(&me) && !says.contains_key(&me);
    let empty = says.is_empty().then(|| {
        let leaders = here.values().filter(|at| at.roles.contains(&Role::SchoolLeader));
        let leaders: Vec<String> = leaders.map(|at| at.name.clone()).collect();
        if leaders.is_empty() {
            frame.t("people-empty-no-leader")
        } else {
            frame.t1("people-empty", "who", words::list(frame.locale, &leaders))
        }
    });
    html(&ShowSchoolPeople {
        tabs: said::tabs(&frame, "/people"),
        school: name,
        people,
        empty,
        teams: team_cards(&state, &viewer, &frame, school, &says).await?,
        add: (all_others && !others.is_empty()).then(|| (format!("/people/schools/{school}/add"), others)),
        write_own: unwritten.then(|| format!("/people/schools/{school}/{me}")),
        frame,
    })
}

impl Page for ShowSchoolPeople {
    const PATH: &'static str = "people/school";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::People).end("Engdalskolen");
        let written = PersonCard {
            name: "Ida Skov".to_owned(),
            role: roles::name(locale, Role::WellBeingContact),
            come_with: Some("Når et barn trækker sig, eller I er i tvivl om, hvad I skal gøre.".to_owned()),
            today: Some("8.00–12.30".to_owned()),
            days: vec!["onsdag 10.00–14.00".to_owned(), "fredag 8.00–12.30".to_owned()],
            place: "Lokale 12, ved biblioteket".to_owned(),
            otherwise: "Skriv, så svarer jeg samme dag".to_owned(),
            telephone: Some(("12 34 56 78".to_owned(), "tel:12345678".to_owned())),
            edit: Some("/people/schools/1/1".to_owned()),
        };
        let unwritten = PersonCard {
            name: "Torben Klokke".to_owned(),
            role: roles::name(locale, Role::SchoolLeader),
            come_with: None,
            today: None,
            days: Vec::new(),
            place: String::new(),
            otherwise: String::new(),
            telephone: None,
            edit: None,
        };
        let empty = Self {
            tabs: said::tabs(&frame, "/people"),
            school: "Engdalskolen".to_owned(),
            people: vec![unwritten.clone()],
            empty: Some(frame.t1("people-empty", "who", "Torben Klokke")),
            teams: Vec::new(),
            add: None,
            write_own: Some("/people/schools/1/2".to_owned()),
            frame: frame.clone(),
        };
        let mut full = empty.clone();
        full.people = vec![written, unwritten];
        full.empty = None;
        full.write_own = None;
        full.teams = vec![TeamCard {
            team: Link {
                text: "Kom-i-skole-teamet".to_owned(),
                address: "/people/teams/1".to_owned(),
            },
            members: vec![(
                "Maja Holmgård".to_owned(),
                frame.t("people-competence-child-talk"),
                "onsdag 9.00–12.00".to_owned(),
            )],
        }];
        full.add = Some((
            "/people/schools/1/add".to_owned(),
            vec![Choice {
                value: "3".to_owned(),
                text: "Bo Ravnkær, lærer".to_owned(),
                chosen: false,
            }],
        ));
        vec![("empty", empty), ("full", full)]
    }
}
