//! The trail, searched by pupil, person, time, action and what it was done to.

use access::{Resource, Scope, act, on};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use casework::{PersonId, PupilId};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use store::{EntryId, TrailAsked};

use super::said::{self, Told};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, form};

/// How many entries a page shows.
const LINES: usize = 100;
/// How many pupils or people are offered when several fit what was typed.
const OFFERED: usize = 20;
/// How many days are looked through when none are given.
const DAYS: i32 = 7;

/// One of several that fit what was typed, or what a search can be narrowed to.
pub struct Choice {
    text: String,
    value: String,
    chosen: bool,
}

/// The trail.
#[derive(Template)]
#[template(path = "trail/list.html")]
pub struct ListTrail {
    frame: Frame,
    /// What was typed for a pupil and for a person.
    pupil: String,
    person: String,
    from: String,
    to: String,
    actions: Vec<Choice>,
    resources: Vec<Choice>,
    /// Several pupils or people fit: one must be chosen first; the values are addresses.
    which_pupil: Vec<Choice>,
    which_person: Vec<Choice>,
    problems: Vec<String>,
    /// Whom the entries are about, where one pupil was chosen.
    about: Option<String>,
    /// Whose entries they are, where one person was chosen.
    of: Option<String>,
    /// The chosen ones again, for the next search.
    chosen_pupil: String,
    chosen_person: String,
    lines: Vec<Told>,
    /// Where the page after begins.
    more: Option<String>,
    /// Nothing on this page, but not everything was looked through.
    not_yet: bool,
}

impl Page for ListTrail {
    const PATH: &'static str = "trail/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |lines: Vec<Told>| Self {
            frame: Frame::sample(locale).at(Section::Trail),
            pupil: String::new(),
            person: String::new(),
            from: "2026-11-13".to_owned(),
            to: "2026-11-20".to_owned(),
            actions: actions(locale, ""),
            resources: resources(locale, None),
            which_pupil: Vec::new(),
            which_person: Vec::new(),
            problems: Vec::new(),
            about: None,
            of: None,
            chosen_pupil: String::new(),
            chosen_person: String::new(),
            lines,
            more: None,
            not_yet: false,
        };
        let choice = |text: &str| Choice {
            text: text.to_owned(),
            value: "/trail?pupil=1".to_owned(),
            chosen: false,
        };
        vec![
            ("empty", page(Vec::new())),
            (
                "about-one",
                Self {
                    about: Some("Alma Bækgård".to_owned()),
                    of: Some("Bo Ravnkær".to_owned()),
                    ..page(vec![Told::sample(locale, false), Told::sample(locale, true)])
                },
            ),
            (
                "which",
                Self {
                    pupil: "al".to_owned(),
                    which_pupil: vec![
                        choice("Alma Bækgård, 8.b, Engdalskolen"),
                        choice("Alfred Tangmose, 3.a, Åskolen"),
                    ],
                    which_person: vec![choice("Bo Ravnkær"), choice("Bodil Sandholt")],
                    problems: vec![locale.t("trail-problem-days")],
                    ..page(Vec::new())
                },
            ),
            (
                "crowded",
                Self {
                    more: Some("/trail?after=1".to_owned()),
                    not_yet: true,
                    ..page((0..100).map(|n| Told::sample(locale, n % 7 == 0)).collect())
                },
            ),
        ]
    }
}

/// What is searched for, as the address says it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pupil: String,
    pupil_id: String,
    person: String,
    person_id: String,
    from: String,
    to: String,
    action: String,
    resource: String,
    after: String,
}

impl Asked {
    /// The address of the same search with something else in it.
    fn with(&self, changes: &[(&str, &str)]) -> String {
        let fields = [
            ("pupil", &self.pupil),
            ("pupil_id", &self.pupil_id),
            ("person", &self.person),
            ("person_id", &self.person_id),
            ("from", &self.from),
            ("to", &self.to),
            ("action", &self.action),
            ("resource", &self.resource),
        ];
        let mut parts = Vec::new();
        for (name, value) in fields {
            let changed = changes.iter().find(|(changed, _)| *changed == name);
            let value = changed.map_or(value.as_str(), |(_, value)| value);
            if !value.is_empty() {
                parts.push(format!("{name}={}", form::escape(value)));
            }
        }
        let new = changes
            .iter()
            .filter(|(name, _)| fields.iter().all(|(known, _)| known != name));
        parts.extend(new.map(|(name, value)| format!("{name}={}", form::escape(value))));
        format!("/trail?{}", parts.join("&"))
    }
}

fn actions(locale: Locale, chosen: &str) -> Vec<Choice> {
    said::actions()
        .map(|word| Choice {
            text: said::action(locale, word),
            value: word.to_owned(),
            chosen: word == chosen,
        })
        .collect()
}

fn resources(locale: Locale, chosen: Option<Resource>) -> Vec<Choice> {
    Resource::ALL
        .iter()
        .filter(|resource| resource.is_about_children())
        .map(|resource| Choice {
            text: said::resource(locale, *resource),
            value: resource.word().to_owned(),
            chosen: chosen == Some(*resource),
        })
        .collect()
}

/// The place a page after begins at, as the address carries it: microseconds and the entry.
fn after(text: &str) -> Option<(Timestamp, EntryId)> {
    let (at, entry) = text.split_once('~')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, entry.parse().ok()?))
}

type ScopeOfTrail = Scope<act::List, on::PupilTrail>;

impl ListTrail {
    /// Finds the pupil that was typed, or says which ones it may be.
    async fn find_pupil(
        &mut self,
        state: &AppState,
        scope: &ScopeOfTrail,
        asked: &Asked,
    ) -> Result<Option<PupilId>, PageError> {
        if let Some(id) = PupilId::from_text(&asked.pupil_id) {
            return Ok(Some(id));
        }
        let typed = asked.pupil.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let found = state.store.trail_pupils(scope, typed, OFFERED).await?;
        if let [only] = found.as_slice() {
            return Ok(Some(only.id));
        }
        if found.is_empty() {
            self.problems.push(self.frame.t("trail-problem-pupil"));
        }
        let roster = state.store.roster().await?;
        let today = self.frame.today;
        self.which_pupil = found
            .iter()
            .map(|pupil| {
                let stay = pupil
                    .stays
                    .iter()
                    .rev()
                    .find(|stay| stay.from <= today)
                    .or(pupil.stays.first());
                let class = stay.and_then(|stay| roster.class(stay.class)).map(|c| c.name.clone());
                let school = stay.and_then(|stay| roster.school(stay.school)).map(|s| s.name.clone());
                let text = [Some(pupil.name.full()), class, school];
                Choice {
                    text: text.into_iter().flatten().collect::<Vec<_>>().join(", "),
                    value: asked.with(&[("pupil", ""), ("pupil_id", &pupil.id.to_string())]),
                    chosen: false,
                }
            })
            .collect();
        Ok(None)
    }

    /// Finds the person that was typed by name or user name, or says which ones it may be.
    async fn find_person(&mut self, state: &AppState, asked: &Asked) -> Result<Option<PersonId>, PageError> {
        let staff = state.store.staff_list().await?;
        if let Some(id) = PersonId::from_text(&asked.person_id) {
            self.of = staff.into_iter().find(|one| one.id == id).map(|one| one.name);
            return Ok(Some(id));
        }
        let typed = asked.person.trim().to_lowercase();
        if typed.is_empty() {
            return Ok(None);
        }
        let exact = |one: &&store::Staff| one.username == typed || one.name.to_lowercase() == typed;
        let fits = |one: &&store::Staff| one.name.to_lowercase().contains(&typed) || one.username.contains(&typed);
        let found: Vec<&store::Staff> = match staff.iter().find(exact) {
            Some(one) => vec![one],
            None => staff.iter().filter(fits).take(OFFERED).collect(),
        };
        if let [only] = found.as_slice() {
            self.of = Some(only.name.clone());
            self.chosen_person = only.id.to_string();
            return Ok(Some(only.id));
        }
        if found.is_empty() {
            self.problems.push(self.frame.t("trail-problem-person"));
        }
        self.which_person = found
            .iter()
            .map(|one| Choice {
                text: format!("{} ({})", one.name, one.username),
                value: asked.with(&[("person", ""), ("person_id", &one.id.to_string())]),
                chosen: false,
            })
            .collect();
        Ok(None)
    }
}

/// The days asked for; a week when none are.
fn days(asked: &Asked, today: Date) -> Option<(Date, Date)> {
    let read = |text: &str, usual: Date| {
        if text.trim().is_empty() {
            Some(usual)
        } else {
            text.trim().parse().ok()
        }
    };
    let to = read(&asked.to, today)?;
    let from = read(&asked.from, to.checked_sub(DAYS.days()).ok()?)?;
    (from <= to).then_some((from, to))
}

/// Searches the trail.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::PupilTrail>()?;
    let locale = frame.locale;
    let today = frame.today;
    let resource = Resource::from_word(&asked.resource);
    let action = said::actions().find(|word| *word == asked.action);
    let mut page = ListTrail {
        frame: frame.at(Section::Trail),
        pupil: asked.pupil.clone(),
        person: asked.person.clone(),
        from: asked.from.clone(),
        to: asked.to.clone(),
        actions: actions(locale, &asked.action),
        resources: resources(locale, resource),
        which_pupil: Vec::new(),
        which_person: Vec::new(),
        problems: Vec::new(),
        about: None,
        of: None,
        chosen_pupil: asked.pupil_id.clone(),
        chosen_person: asked.person_id.clone(),
        lines: Vec::new(),
        more: None,
        not_yet: false,
    };
    let days = days(&asked, today);
    if days.is_none() {
        page.problems.push(page.frame.t("trail-problem-days"));
    }
    let pupil = page.find_pupil(&state, &scope, &asked).await?;
    let who = page.find_person(&state, &asked).await?;
    let zone = &state.settings.zone;
    let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp());
    if let Some((from, to)) = days
        && page.problems.is_empty()
        && page.which_pupil.is_empty()
        && page.which_person.is_empty()
    {
        (page.from, page.to) = (from.to_string(), to.to_string());
        let end = to.checked_add(1.day()).unwrap_or(to);
        let found = state
            .store
            .trail_list(
                &scope,
                &TrailAsked {
                    from: start(from).map_err(PageError::failed)?,
                    until: start(end).map_err(PageError::failed)?,
                    who,
                    action: action.map(str::to_owned),
                    resource,
                    pupil,
                    after: after(&asked.after),
                    most: LINES,
                },
            )
            .await?;
        page.not_yet = found.lines.is_empty() && found.more.is_some();
        page.more = found.more.map(|(at, entry)| {
            let place = format!("{}~{entry}", at.as_microsecond());
            let pupil = pupil.map(|id| id.to_string()).unwrap_or_default();
            let who = who.map(|id| id.to_string()).unwrap_or_default();
            asked.with(&[
                ("pupil", ""),
                ("pupil_id", &pupil),
                ("person", ""),
                ("person_id", &who),
                ("from", &page.from),
                ("to", &page.to),
                ("after", &place),
            ])
        });
        page.lines = found.lines.iter().map(|line| Told::of(&state, locale, line)).collect();
        if let Some(id) = pupil {
            let named = state.store.trail_pupil(&scope, id).await?;
            page.chosen_pupil = id.to_string();
            page.pupil = String::new();
            page.about = Some(named.map_or_else(|| page.frame.t("trail-pupil-gone"), |name| name.full()));
        }
        if who.is_some() {
            page.person = String::new();
        }
    }
    html(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_an_address_and_a_page_after_is_found_again() {
        let asked = Asked {
            pupil: "Åse".to_owned(),
            action: "sign-in refused".to_owned(),
            ..Asked::default()
        };
        assert_eq!(
            asked.with(&[("pupil", ""), ("pupil_id", "7"), ("after", "1~x.2")]),
            "/trail?pupil_id=7&action=sign-in%20refused&after=1~x.2"
        );
        let entry = EntryId {
            segment: uuid::Uuid::from_u128(9),
            sequence: 4,
        };
        let at = Timestamp::from_microsecond(1_700_000_000_000_001).unwrap();
        let text = format!("{}~{entry}", at.as_microsecond());
        assert_eq!(after(&text), Some((at, entry)));
        assert_eq!(after("nothing"), None);
    }

    #[test]
    fn a_week_is_looked_through_unless_days_are_given() {
        let today = jiff::civil::date(2026, 11, 20);
        let of = |from: &str, to: &str| {
            let (from, to) = (from.to_owned(), to.to_owned());
            days(
                &Asked {
                    from,
                    to,
                    ..Asked::default()
                },
                today,
            )
            .map(|(a, b)| (a.to_string(), b.to_string()))
        };
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(of("", ""), both("2026-11-13", "2026-11-20"));
        assert_eq!(of("2026-10-01", "2026-10-02"), both("2026-10-01", "2026-10-02"));
        assert_eq!(of("2026-10-03", "2026-10-02"), None);
        assert_eq!(of("i går", ""), None);
    }
}
