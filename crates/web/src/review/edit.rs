//! One series of reviews: how it runs, changed from now on, and its end. What was held stays.

use std::collections::{BTreeMap, BTreeSet};

use access::{Role, Spot, act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::history::Entry;
use casework::review::{
    AgendaItem, Cadence, Participant, ReviewPlace, ReviewSeries, ReviewTemplate, SeriesEvent, SeriesPlan,
};
use casework::{PersonId, Problems, ReviewSeriesId};
use jiff::civil::Date;
use store::review_spot;

use super::handle::place_text;
use super::{meeting, said};
use crate::concern::said::{self as concern_said, Choice};
use crate::form::{Posted, all_sent, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// Everything the page of a series may say.
#[derive(Clone, Debug, Template)]
#[template(path = "review/edit.html")]
pub struct EditSeries {
    /// What surrounds the page.
    pub frame: Frame,
    /// Its name and place.
    pub heading: String,
    /// What kind it began as, and where it stands.
    pub facts: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Where the change is sent, while it runs and this person may.
    pub change: Option<String>,
    /// Where its end is sent, while it runs and this person may.
    pub end: Option<String>,
    /// The place of the next entry: two people writing at once is seen.
    pub sequence: u32,
    /// Its name.
    pub name: String,
    /// Weeks between two meetings; empty for every month.
    pub weeks: String,
    /// Who sees to it.
    pub responsible: Vec<Choice>,
    /// Who takes part.
    pub participants: Vec<Choice>,
    /// What stands on the agenda.
    pub agenda: Vec<Choice>,
    /// Items in the school's own words, one a line.
    pub own_agenda: String,
    /// Its meetings, newest first.
    pub meetings: Vec<Link>,
    /// What happened to it, oldest first.
    pub history: Vec<String>,
}

fn participants(frame: &Frame, chosen: &BTreeSet<Participant>) -> Vec<Choice> {
    meeting::present(frame, chosen)
}

/// The agenda in its own order, then what could stand on it.
fn agenda(frame: &Frame, chosen: &[AgendaItem]) -> Vec<Choice> {
    let others = AgendaItem::ALL.iter().filter(|item| !chosen.contains(item));
    chosen
        .iter()
        .chain(others)
        .map(|item| Choice {
            value: item.word().to_owned(),
            text: said::agenda_item(frame, *item),
            chosen: chosen.contains(item),
        })
        .collect()
}

impl EditSeries {
    /// The form as a plan has it.
    fn with(mut self, plan: &SeriesPlan) -> Self {
        self.name.clone_from(&plan.name);
        self.weeks = match plan.cadence {
            Cadence::Monthly => String::new(),
            Cadence::Weeks(weeks) => weeks.to_string(),
        };
        self.participants = participants(&self.frame, &plan.participants);
        self.agenda = agenda(&self.frame, &plan.agenda);
        self.own_agenda = plan.own_agenda.join("\n");
        for person in &mut self.responsible {
            person.chosen = person.value == plan.responsible.to_string();
        }
        self
    }
}

impl Page for EditSeries {
    const PATH: &'static str = "review/edit";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Review)
            .via(locale.t("review-series"), "/review/series")
            .end("Ledelsens gennemgang");
        let Some(person) = PersonId::from_text("00000000-0000-0000-0000-000000000001") else {
            return Vec::new();
        };
        let begun = Date::constant(2026, 8, 17);
        let plan = SeriesPlan::from_template(ReviewTemplate::Leadership, "Ledelsens gennemgang", begun, person);
        let running = Self {
            heading: "Ledelsens gennemgang · Nordskolen".to_owned(),
            facts: said::template(&frame, plan.template),
            problems: Vec::new(),
            change: Some("/review/series/1".to_owned()),
            end: Some("/review/series/1/end".to_owned()),
            sequence: 2,
            name: String::new(),
            weeks: String::new(),
            responsible: vec![Choice {
                value: person.to_string(),
                text: "Maja Holmgård".to_owned(),
                chosen: true,
            }],
            participants: Vec::new(),
            agenda: Vec::new(),
            own_agenda: String::new(),
            meetings: vec![Link {
                text: frame.day(&Date::constant(2026, 10, 22)),
                address: "/review/meetings/1".to_owned(),
            }],
            history: vec![frame.t2(
                "review-series-begun",
                "date",
                frame.day(&begun),
                "by",
                "Maja Holmgård".to_owned(),
            )],
            frame,
        }
        .with(&plan);
        let ended = Self {
            change: None,
            end: None,
            facts: running.frame.t2(
                "review-ended",
                "date",
                running.frame.day(&Date::constant(2026, 11, 18)),
                "because",
                "Skolen har fået et fast fraværsteam.".to_owned(),
            ),
            ..running.clone()
        };
        let mut refused = running.clone();
        refused.name = String::new();
        refused.problems = vec![concern_said::problem(
            &refused.frame,
            &casework::Problem::Missing { field: "name" },
        )];
        vec![("running", running), ("ended", ended), ("refused", refused)]
    }
}

/// A series the viewer may see, and where it looks.
struct Found {
    series: ReviewSeries,
    spot: Spot,
}

async fn found(state: &AppState, viewer: &Viewer, id: &str) -> Result<Found, PageError> {
    let id = ReviewSeriesId::from_text(id).ok_or(PageError::NotFound)?;
    let scope = viewer.scope::<act::List, on::Review>()?;
    let series = state
        .store
        .review_series_one(&scope, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let roster = state.store.roster().await?;
    let spot = review_spot(series.place, &roster).ok_or(PageError::NotFound)?;
    Ok(Found { series, spot })
}

/// Who may see to it: those with a role at the school today, and whoever does now.
async fn people(state: &AppState, found: &Found, names: &BTreeMap<PersonId, String>) -> Result<Vec<Choice>, PageError> {
    let roster = state.store.roster().await?;
    let school = match found.series.place {
        ReviewPlace::School(school) => Some(school),
        ReviewPlace::Class(class) => roster.class(class).map(|class| class.school),
    };
    let today = state.today();
    let sees_to_it = [
        Role::Teacher,
        Role::SchoolLeader,
        Role::WellBeingContact,
        Role::SchoolSocialWorker,
    ];
    let class_of = match found.series.place {
        ReviewPlace::School(_) => None,
        ReviewPlace::Class(class) => Some(class),
    };
    let mut ids: BTreeSet<PersonId> = state
        .store
        .role_grant_list()
        .await?
        .into_iter()
        .filter(|grant| grant.from <= today && grant.to.is_none_or(|to| today <= to))
        .filter(|grant| Role::from_word(&grant.role).is_some_and(|role| sees_to_it.contains(&role)))
        .filter(|grant| {
            (grant.school.is_some() && grant.school == school) || (grant.class.is_some() && grant.class == class_of)
        })
        .map(|grant| grant.staff)
        .collect();
    ids.insert(found.series.plan.responsible);
    let mut people: Vec<Choice> = ids
        .into_iter()
        .filter_map(|id| {
            Some(Choice {
                value: id.to_string(),
                text: names.get(&id)?.clone(),
                chosen: id == found.series.plan.responsible,
            })
        })
        .collect();
    people.sort_by(|one, other| casework::person::danish_order(&one.text, &other.text));
    Ok(people)
}

fn happened(frame: &Frame, entry: &Entry<SeriesEvent>, names: &BTreeMap<PersonId, String>) -> String {
    let by = names.get(&entry.by).cloned().unwrap_or_default();
    let key = match entry.event {
        SeriesEvent::Begun { .. } => "review-series-begun",
        SeriesEvent::Changed { .. } => "review-series-changed",
        SeriesEvent::Ended { .. } => "review-series-ended",
    };
    frame.t2(key, "date", frame.day(&entry.on), "by", by)
}

async fn page(state: &AppState, viewer: &Viewer, frame: Frame, found: &Found) -> Result<EditSeries, PageError> {
    let roster = state.store.roster().await?;
    let names = state.store.staff_names().await?;
    let series = &found.series;
    let mut meetings = state.store.review_meeting_list(std::slice::from_ref(series)).await?;
    meetings.sort_by_key(|meeting| core::cmp::Reverse(meeting.held_on().unwrap_or(meeting.planned_on)));
    let all = frame.t("review-series");
    let frame = frame
        .at(Section::Review)
        .via(all, "/review/series")
        .end(series.plan.name.clone());
    let runs = series.ended_on.is_none();
    let may = |yes: bool, address: String| (runs && yes).then_some(address);
    let facts = match (series.ended_on, &series.ended_because) {
        (Some(on), Some(because)) => frame.t2(
            "review-ended",
            "date",
            frame.day(&on),
            "because",
            because.reveal().to_owned(),
        ),
        _ => said::template(&frame, series.plan.template),
    };
    Ok(EditSeries {
        heading: format!("{} · {}", series.plan.name, place_text(&roster, series.place)),
        facts,
        problems: Vec::new(),
        change: may(
            viewer.may::<act::Change, on::Review>(&found.spot).is_ok(),
            format!("/review/series/{}", series.id),
        ),
        end: may(
            viewer.may::<act::Close, on::Review>(&found.spot).is_ok(),
            format!("/review/series/{}/end", series.id),
        ),
        sequence: series.next_sequence().number(),
        name: String::new(),
        weeks: String::new(),
        responsible: people(state, found, &names).await?,
        participants: Vec::new(),
        agenda: Vec::new(),
        own_agenda: String::new(),
        meetings: meetings
            .iter()
            .map(|meeting| Link {
                text: frame.day(&meeting.held_on().unwrap_or(meeting.planned_on)),
                address: format!("/review/meetings/{}", meeting.id),
            })
            .collect(),
        history: series
            .history
            .iter()
            .map(|entry| happened(&frame, entry, &names))
            .collect(),
        frame,
    }
    .with(&series.plan))
}

/// One series.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    html(&page(&state, &viewer, frame, &found).await?)
}

/// A form that speaks of another state of the series than the one that stands is not written.
fn still(series: &ReviewSeries, fields: &[(String, String)]) -> Result<(), PageError> {
    let sent = fields
        .iter()
        .find(|(name, _)| name == "sequence")
        .map(|(_, v)| v.as_str());
    if sent == Some(series.next_sequence().number().to_string().as_str()) {
        Ok(())
    } else {
        Err(PageError::Changed)
    }
}

fn said_problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    problems
        .all()
        .iter()
        .map(|problem| concern_said::problem(frame, problem))
        .collect()
}

/// The plan a form describes. A cadence that is no number is out of range, and said so.
fn typed(series: &ReviewSeries, people: &[Choice], fields: &[(String, String)]) -> SeriesPlan {
    let all = |name: &'static str| all_sent(fields, name);
    let one = |name: &'static str| sent(fields, name).trim();
    let chosen = people.iter().find(|person| person.value == one("responsible"));
    SeriesPlan {
        name: one("name").to_owned(),
        cadence: match one("weeks") {
            "" => Cadence::Monthly,
            weeks => Cadence::Weeks(weeks.parse().unwrap_or(0)),
        },
        participants: all("participants").filter_map(Participant::from_word).collect(),
        agenda: all("agenda").filter_map(AgendaItem::from_word).collect(),
        own_agenda: one("own_agenda")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        responsible: chosen
            .and_then(|person| PersonId::from_text(&person.value))
            .unwrap_or(series.plan.responsible),
        ..series.plan.clone()
    }
}

/// Runs a series otherwise from now on.
pub(super) async fn change(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Review>(&found.spot)?;
    still(&found.series, &fields)?;
    let page = page(&state, &viewer, frame, &found).await?;
    let plan = typed(&found.series, &page.responsible, &fields);
    match found.series.change(plan.clone()) {
        Ok(event) => {
            state.store.review_series_change(&permit, &found.series, &event).await?;
            Ok(Redirect::to(&format!("/review/series/{id}?done=done-review-series-changed")).into_response())
        }
        Err(problems) => {
            let mut page = page.with(&plan);
            page.problems = said_problems(&page.frame, &problems);
            html(&page)
        }
    }
}

/// Ends a series, with the reason.
pub(super) async fn end(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Close, on::Review>(&found.spot)?;
    still(&found.series, &fields)?;
    match found.series.end(sent(&fields, "because")) {
        Ok(event) => {
            state.store.review_series_end(&permit, &found.series, &event).await?;
            Ok(Redirect::to("/review/series?done=done-review-series-ended").into_response())
        }
        Err(problems) => {
            let mut page = page(&state, &viewer, frame, &found).await?;
            page.problems = said_problems(&page.frame, &problems);
            html(&page)
        }
    }
}
