//! Who has seen this: to the family by function and place, never by name, and never what the child or a parent did.

use std::collections::BTreeMap;

use access::{Action, Place, Resource, Role, act, on};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::Deserialize;
use store::{Look, Roster};
use tokio::sync::Semaphore;

use super::read::{opened, settings};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// How many days a page goes back.
const DAYS_BACK: i64 = 30;
/// How many such pages are worked out at once: each reads through the trail of everybody.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Somebody who looked, on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LookRow {
    /// The day.
    pub date: Date,
    /// As what, and where.
    pub who: String,
    /// What was done to what.
    pub what: String,
    /// How often that day.
    pub times: u32,
}

/// What somebody looked as.
fn who(frame: &Frame, role: Option<Role>) -> String {
    frame.t(match role {
        Some(Role::Teacher) => "family-look-teacher",
        Some(Role::SchoolLeader) => "family-look-school-leader",
        Some(Role::WellBeingContact) => "family-look-well-being-contact",
        Some(Role::SchoolSocialWorker) => "family-look-school-social-worker",
        Some(Role::Ppr) => "family-look-ppr",
        Some(Role::Emergency) => "family-look-emergency",
        Some(Role::DataProtectionOfficer) => "family-look-data-protection-officer",
        Some(Role::Administrator | Role::MunicipalAnalyst | Role::Operator) | None => "family-look-municipality",
        Some(_) => "family-look-staff",
    })
}

/// What was done.
fn did(action: Action) -> &'static str {
    match action {
        Action::Read | Action::List => "family-look-saw",
        Action::Create | Action::Change | Action::Close | Action::Undo => "family-look-wrote",
        Action::Export => "family-look-took",
    }
}

/// To what kind of thing. Words said in confidence are part of the case: that there are any is not told here.
fn what(resource: Resource) -> &'static str {
    match resource {
        Resource::PupilIdentity => "family-look-identity",
        Resource::Cpr => "family-look-cpr",
        Resource::Concern | Resource::Sparring => "family-look-concern",
        Resource::Case
        | Resource::CaseOutline
        | Resource::View
        | Resource::Contribution
        | Resource::FamilyAccess
        | Resource::FamilyRequest => "family-look-case",
        Resource::PupilTrail | Resource::Retention | Resource::Audit => "family-look-trail",
        Resource::SubjectAccess => "family-look-copy",
        _ => "family-look-days",
    }
}

fn place(roster: &Roster, place: Place) -> Option<String> {
    match place {
        Place::School(id) => roster.school(id).map(|school| school.name.clone()),
        Place::Class(id) => {
            let class = roster.class(id)?;
            let school = roster.school(class.school).map(|school| school.name.clone());
            Some(
                [Some(class.name.clone()), school]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
            )
        }
        Place::Municipality | Place::Pupil(_) => None,
    }
}

/// Looks in words, the newest day first; those that are the same in words are one.
pub(crate) fn looks(frame: &Frame, all: &[Look], roster: &Roster, with_place: bool) -> Vec<LookRow> {
    let mut times: BTreeMap<(std::cmp::Reverse<Date>, String, String), u32> = BTreeMap::new();
    for look in all {
        let at = look.place.filter(|_| with_place).and_then(|at| place(roster, at));
        let who = [Some(who(frame, look.role)), at].into_iter().flatten();
        let who = who.collect::<Vec<_>>().join(" · ");
        let what = match (look.resource, look.action) {
            (Resource::EmergencyAccess, Action::Create) => frame.t("family-look-emergency-opened"),
            (Resource::EmergencyAccess, _) => frame.t("family-look-emergency-seen"),
            (resource, action) => frame.t1(did(action), "what", frame.t(what(resource))),
        };
        let before = times.entry((std::cmp::Reverse(look.day), who, what)).or_default();
        *before = before.saturating_add(look.times);
    }
    let row = |((day, who, what), times): ((std::cmp::Reverse<Date>, String, String), u32)| LookRow {
        date: day.0,
        who,
        what,
        times,
    };
    times.into_iter().map(row).collect()
}

/// A day on which somebody looked.
#[derive(Clone, Debug)]
pub struct SeenDay {
    /// The day.
    pub day: String,
    /// Who, what, and how often where it was more than once.
    pub lines: Vec<(String, String, String)>,
}

/// Who has seen this.
#[derive(Clone, Debug, Template)]
#[template(path = "family/seen.html")]
pub struct ShowSeen {
    /// What surrounds the page.
    pub frame: Frame,
    /// The child's first name.
    pub name: String,
    /// The first and the last day shown.
    pub span: String,
    /// The days, the newest first.
    pub days: Vec<SeenDay>,
    /// Where earlier days are.
    pub earlier: String,
    /// The way back.
    pub back: String,
}

impl ShowSeen {
    fn of(frame: Frame, name: &str, (from, to): (Date, Date), address: &str, rows: Vec<LookRow>) -> Self {
        let mut days: Vec<(Date, SeenDay)> = Vec::new();
        for row in rows {
            let times = match row.times {
                1 => String::new(),
                count => frame.t1(
                    "family-look-times",
                    "count",
                    usize::try_from(count).unwrap_or(usize::MAX),
                ),
            };
            let line = (row.who, row.what, times);
            match days.last_mut().filter(|(date, _)| *date == row.date) {
                Some((_, day)) => day.lines.push(line),
                None => days.push((
                    row.date,
                    SeenDay {
                        day: frame.day(&row.date),
                        lines: vec![line],
                    },
                )),
            }
        }
        Self {
            name: name.to_owned(),
            span: frame.t2("family-look-span", "from", frame.date(&from), "to", frame.date(&to)),
            days: days.into_iter().map(|(_, day)| day).collect(),
            earlier: format!("{address}/seen?before={from}"),
            back: address.to_owned(),
            frame,
        }
    }
}

impl Page for ShowSeen {
    const PATH: &'static str = "family/seen";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample_family(locale).at(Section::Family);
        let span = (Date::constant(2026, 10, 22), Date::constant(2026, 11, 20));
        let row = |frame: &Frame, day: i8, role, did_what, of, times| LookRow {
            date: Date::constant(2026, 11, day),
            who: format!("{} · Engdalskolen", who(frame, Some(role))),
            what: frame.t1(did(did_what), "what", frame.t(what(of))),
            times,
        };
        let page = |frame: Frame| {
            let rows = vec![
                row(
                    &frame,
                    20,
                    Role::SchoolLeader,
                    Action::Read,
                    Resource::PupilAttendance,
                    3,
                ),
                row(&frame, 20, Role::SchoolSocialWorker, Action::Change, Resource::Case, 1),
                row(&frame, 19, Role::Teacher, Action::List, Resource::PupilIdentity, 1),
            ];
            Self::of(frame, "Alma", span, "/family/1", rows)
        };
        let mut all = vec![
            ("some", page(frame())),
            ("nobody", Self::of(frame(), "Alma", span, "/family/1", Vec::new())),
        ];
        if locale == Locale::Da {
            let spoken = ["arabic", "turkish", "polish", "ukrainian"]
                .into_iter()
                .zip(crate::tongue::Tongue::ALL);
            all.extend(spoken.map(|(name, tongue)| (name, page(frame().spoken(tongue)))));
        }
        all
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<Date>,
}

/// Who has seen or changed something about the child, a month at a time.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let opened = opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Read, on::PupilTrail>(&opened.facts)?;
    let last = match asked.before {
        Some(before) => before.yesterday().unwrap_or(before).min(frame.today),
        None => frame.today,
    };
    let first = last.saturating_sub(Span::new().days(DAYS_BACK - 1));
    let zone = &state.settings.zone;
    let begins = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp());
    let from = begins(first).unwrap_or(Timestamp::UNIX_EPOCH);
    let until = last.tomorrow().and_then(begins).unwrap_or(state.store.now());
    let looks = {
        let _turn = AT_ONCE.acquire().await.map_err(PageError::failed)?;
        state.store.pupil_looks(&permit, (from, until)).await?
    };
    let settings = settings(&state).await?;
    // Where somebody looked could tell where a protected child goes.
    let with_place = !settings.looks_by_role && !opened.seen.who.protected;
    let mut frame = frame;
    frame.section = Some(Section::Family);
    let roster = state.store.roster().await?;
    let rows = self::looks(&frame, &looks, &roster, with_place);
    let name = opened.seen.who.name.given().to_owned();
    html(&ShowSeen::of(frame, &name, (first, last), &opened.href(), rows))
}
