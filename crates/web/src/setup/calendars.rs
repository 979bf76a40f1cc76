//! School calendars: the days of a school year without holidays and closing days, shown before they are written.

use std::collections::BTreeMap;

use access::{Spot, act, on};
use askama::Template;
use attendance::{Calendar, SchoolYear};
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use intake::calendar_file::{self, Closed};
use intake::open_folder::{CalendarRow, OpenFolder};
use intake::table::Limits;
use jiff::civil::Date;
use store::ImportRequest;

use crate::form::parts;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::setup::import::language;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// One calendar.
pub struct CalendarLine {
    name: String,
    days: usize,
    span: String,
}

/// The school days a form gives, before they are written.
pub struct Plan {
    days: usize,
    months: Vec<(String, usize)>,
    closed: Vec<String>,
}

/// The calendars, and a form for the days of a school year.
#[derive(Template)]
#[template(path = "setup/calendars.html")]
pub struct ShowCalendars {
    frame: Frame,
    year: String,
    calendars: Vec<CalendarLine>,
    typed: Typed,
    plan: Option<Plan>,
    problems: Vec<String>,
}

/// What a person typed about the days of a school year.
#[derive(Clone, Default)]
pub struct Typed {
    name: String,
    first: String,
    last: String,
    closed: String,
}

impl Page for ShowCalendars {
    const PATH: &'static str = "setup/calendars";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |plan, problems| Self {
            frame: Frame::sample(locale)
                .at(Section::Setup)
                .end(locale.t("setup-calendars")),
            year: "2026/2027".to_owned(),
            calendars: vec![CalendarLine {
                name: "Folkeskoler".to_owned(),
                days: 200,
                span: "10. august 2026 – 25. juni 2027".to_owned(),
            }],
            typed: Typed {
                name: "Folkeskoler".to_owned(),
                first: "2026-08-10".to_owned(),
                last: "2027-06-25".to_owned(),
                closed: "fra;til;navn\n12-10-2026;16-10-2026;Efterårsferie\n".to_owned(),
            },
            plan,
            problems,
        };
        let plan = Plan {
            days: 200,
            months: vec![("august 2026".to_owned(), 16), ("september 2026".to_owned(), 22)],
            closed: vec!["12. oktober 2026 – 16. oktober 2026 Efterårsferie".to_owned()],
        };
        vec![
            ("asked", page(None, Vec::new())),
            ("preview", page(Some(plan), Vec::new())),
            (
                "problems",
                page(None, vec!["linje 2: 31-13-2026 er ikke en dato".to_owned()]),
            ),
        ]
    }
}

async fn page_of(
    state: &AppState,
    frame: Frame,
    typed: Typed,
    plan: Option<Plan>,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let locale = frame.locale;
    let roster = state.store.roster().await?;
    let year = SchoolYear::of(frame.today);
    let calendars = roster
        .calendars()
        .iter()
        .map(|calendar| {
            let own: Vec<Date> = calendar
                .days()
                .iter()
                .copied()
                .filter(|day| year.span().contains(*day))
                .collect();
            let span = match (own.first(), own.last()) {
                (Some(first), Some(last)) => format!("{} – {}", frame.date(first), frame.date(last)),
                _ => frame.t("calendars-no-days"),
            };
            CalendarLine {
                name: calendar.name.clone(),
                days: own.len(),
                span,
            }
        })
        .collect();
    html(&ShowCalendars {
        year: year.label(),
        calendars,
        typed,
        plan,
        problems,
        frame: frame.at(Section::Setup).end(locale.t("setup-calendars")),
    })
}

/// Lists the calendars and asks for the days of a school year.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Calendar>(&Spot::Municipality)?;
    let span = SchoolYear::of(frame.today).span();
    let typed = Typed {
        first: span.from.to_string(),
        last: span.to.to_string(),
        closed: "fra;til;navn\n".to_owned(),
        ..Typed::default()
    };
    page_of(&state, frame, typed, None, Vec::new()).await
}

/// The closed days as the text area holds them.
fn as_text(closed: &[Closed]) -> String {
    let mut text = "fra;til;navn\n".to_owned();
    for entry in closed {
        let name = entry.name.replace([';', '\n', '"'], " ");
        text.push_str(&format!("{};{};{name}\n", entry.span.from, entry.span.to));
    }
    text
}

fn plan(frame: &Frame, days: &[Date], closed: &[Closed]) -> Plan {
    let mut months: BTreeMap<(i16, i8), usize> = BTreeMap::new();
    for day in days {
        *months.entry((day.year(), day.month())).or_default() += 1;
    }
    Plan {
        days: days.len(),
        months: months
            .into_iter()
            .map(|((year, month), count)| (format!("{} {year}", words::month(frame.locale, month)), count))
            .collect(),
        closed: closed
            .iter()
            .map(|c| format!("{} – {} {}", frame.date(&c.span.from), frame.date(&c.span.to), c.name))
            .collect(),
    }
}

/// Shows what the days would be, or writes them when the person has seen them.
pub(super) async fn put(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    multipart: Multipart,
) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::Calendar>(&Spot::Municipality)?;
    let form = parts(multipart).await?;
    let mut typed = Typed {
        name: form.value("name").trim().to_owned(),
        first: form.value("first"),
        last: form.value("last"),
        closed: form.value("closed"),
    };
    let mut problems = Vec::new();
    if typed.name.is_empty() {
        problems.push(frame.t("calendars-name-missing"));
    }
    let date = |text: &str| text.parse::<Date>().ok();
    let (first, last) = (date(&typed.first), date(&typed.last));
    if first.zip(last).is_none_or(|(first, last)| first > last) {
        problems.push(frame.t("calendars-span-wrong"));
    }
    let (file, bytes) = match &form.file {
        Some((name, bytes)) => (name.clone(), bytes.to_vec()),
        None => (frame.t("calendars-closed"), typed.closed.clone().into_bytes()),
    };
    let has_entries = form.file.is_some() || typed.closed.trim().lines().count() > 1;
    let closed = if has_entries {
        let reading = calendar_file::read(&file, &bytes, &Limits::default());
        problems.extend(
            reading
                .problems
                .kept()
                .iter()
                .map(|problem| problem.located(language(frame.locale))),
        );
        reading.rows
    } else {
        Vec::new()
    };
    let (Some(first), Some(last), true) = (first, last, problems.is_empty()) else {
        return page_of(&state, frame, typed, None, problems).await;
    };
    let days = calendar_file::school_days(first, last, &closed);
    typed.closed = as_text(&closed);
    let calendar = match Calendar::new(days.iter().copied()) {
        Ok(calendar) if !calendar.is_empty() => calendar,
        Ok(_) => {
            let problems = vec![frame.t("calendars-empty")];
            return page_of(&state, frame, typed, None, problems).await;
        }
        Err(_) => {
            let problems = vec![frame.t("calendars-too-many")];
            return page_of(&state, frame, typed, None, problems).await;
        }
    };
    if form.value("seen") != "yes" {
        let outside = calendar_file::outside(&file, first, last, &closed);
        let warnings = outside
            .kept()
            .iter()
            .map(|problem| problem.located(language(frame.locale)))
            .collect();
        let plan = plan(&frame, &days, &closed);
        return page_of(&state, frame, typed, Some(plan), warnings).await;
    }
    let permit = viewer.may::<act::Create, on::Import>(&Spot::Municipality)?;
    let roster = state.store.roster().await?;
    let known = roster.calendars().iter().find(|calendar| calendar.name == typed.name);
    let id = known.map_or_else(|| typed.name.clone(), |calendar| calendar.external_id.clone());
    let folder = OpenFolder {
        calendars: vec![CalendarRow { id, days: calendar }],
        notings: Some(Vec::new()),
        ..OpenFolder::default()
    };
    let name = format!("{}: {}", frame.t("setup-calendars"), typed.name);
    let request = ImportRequest::additions("setup", &name, typed.closed.as_bytes());
    state.store.import_folder(&permit, &request, &folder).await?;
    Ok(Redirect::to(&format!("/setup/calendars?done={}", "done-calendar-put")).into_response())
}
