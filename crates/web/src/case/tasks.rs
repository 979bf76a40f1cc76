//! The tasks that came up at a meeting, shown again to its chair and agreed by one press: nothing becomes a task
//! because it stands in the minutes.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::{Answers, Case, CaseEvent, Form, ProposedTask, Refusal};
use casework::history::Sequence;

use super::read::{self, Opened, Staff};
use super::said;
use crate::concern::said::Choice;
use crate::form::Posted;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The form a task is agreed by.
const AGREED: &str = "task_agreed";
/// Rows to write more in.
const MORE: usize = 2;
/// The most rows a page can send.
const MOST: usize = 40;

/// One task as the chair is about to agree to it.
#[derive(Clone, Debug)]
pub struct Row {
    /// What.
    pub what: String,
    /// Who, of those with an account.
    pub people: Vec<Choice>,
    /// Who, when somebody else.
    pub name: String,
    /// By when.
    pub due: String,
}

/// The page that agrees to the tasks of a meeting.
#[derive(Clone, Debug, Template)]
#[template(path = "case/tasks.html")]
pub struct ConfirmTasks {
    /// What surrounds the page.
    pub frame: Frame,
    /// Which meeting, of whom.
    pub about: String,
    /// What is in the way.
    pub problems: Vec<String>,
    /// Where it is sent.
    pub send: String,
    /// Where one comes from.
    pub back: String,
    /// The first day to choose.
    pub least: String,
    /// The tasks.
    pub rows: Vec<Row>,
    /// What is agreed from this meeting already.
    pub agreed: Vec<String>,
}

/// A row as it was sent.
#[derive(Default)]
struct Sent {
    what: String,
    person: String,
    name: String,
    due: String,
}

impl Sent {
    fn says_something(&self) -> bool {
        [&self.what, &self.person, &self.name, &self.due]
            .iter()
            .any(|text| !text.trim().is_empty())
    }

    fn answers(&self, meeting: Sequence) -> Answers {
        let one = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
        Answers::from([
            one("meeting", &meeting.number().to_string()),
            one("words", &self.what),
            one("person", &self.person),
            one("name", &self.name),
            one("due", &self.due),
        ])
    }
}

/// What the minutes propose, with the person chosen whose name begins as it was written; nobody where it fits several.
fn proposed(task: &ProposedTask, staff: &Staff) -> Sent {
    let who = task.who.to_lowercase();
    let all = staff.choices("");
    let mut fits = all
        .iter()
        .filter(|one| !who.is_empty() && one.text.to_lowercase().starts_with(&who));
    let person = fits.next().filter(|_| fits.next().is_none());
    Sent {
        what: task.what.clone(),
        person: person.map(|one| one.value.clone()).unwrap_or_default(),
        name: if person.is_some() {
            String::new()
        } else {
            task.who.clone()
        },
        due: task.due.map(|due| due.to_string()).unwrap_or_default(),
    }
}

fn page(frame: Frame, opened: &Opened, meeting: Sequence, mut rows: Vec<Sent>, problems: Vec<String>) -> ConfirmTasks {
    let case: &Case = &opened.case;
    let full = opened.who.name.full();
    let back = format!("/cases/{}/meetings", case.id);
    let name = |id| opened.staff.name(id);
    let thing = said::thing(&frame, case, meeting, &name);
    let here = frame.t("case-tasks-title");
    rows.extend((0..MORE).map(|_| Sent::default()));
    ConfirmTasks {
        about: format!("{full}: {thing}"),
        problems,
        send: format!("{back}/{}/tasks", meeting.number()),
        least: frame.today.saturating_add(jiff::Span::new().days(1)).to_string(),
        rows: rows
            .into_iter()
            .map(|row| Row {
                people: opened.staff.choices(&row.person),
                what: row.what,
                name: row.name,
                due: row.due,
            })
            .collect(),
        agreed: case.agreed_at(meeting).into_iter().map(str::to_owned).collect(),
        frame: frame
            .at(Section::Cases)
            .via(full, format!("/cases/{}", case.id))
            .end(here),
        back,
    }
}

/// The meeting of an address, once it was held.
fn meeting_of(opened: &Opened, number: &str) -> Result<Sequence, PageError> {
    let number = number.parse().ok().and_then(Sequence::new).ok_or(PageError::NotFound)?;
    let ended = opened.case.items.get(number).and_then(|item| item.ended);
    match ended
        .and_then(|number| opened.case.entry(number))
        .map(|entry| &entry.event)
    {
        Some(CaseEvent::MeetingHeld { .. }) => Ok(number),
        _ => Err(PageError::NotFound),
    }
}

/// What the minutes propose, to look at again.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    viewer.may::<act::Change, on::Case>(&opened.facts)?;
    let meeting = meeting_of(&opened, &number)?;
    let rows = opened.case.proposed_tasks(meeting);
    let rows = rows.iter().map(|task| proposed(task, &opened.staff)).collect();
    html(&page(frame, &opened, meeting, rows, Vec::new()))
}

/// The rows of a form, in their order.
fn rows(fields: Vec<(String, String)>) -> Vec<Sent> {
    let mut rows: Vec<Sent> = Vec::new();
    for (name, value) in fields {
        if name == "what" {
            rows.push(Sent::default());
        }
        let Some(row) = rows.last_mut() else { continue };
        match name.as_str() {
            "what" => row.what = value,
            "person" => row.person = value,
            "name" => row.name = value,
            "due" => row.due = value,
            _ => {}
        }
    }
    rows.retain(Sent::says_something);
    rows.truncate(MOST);
    rows
}

/// Agrees to all of them, or to none.
pub(super) async fn agree(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, number)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Case>(&opened.facts)?;
    let meeting = meeting_of(&opened, &number)?;
    let form = Form::of(AGREED).ok_or(PageError::NotFound)?;
    let rows = rows(fields);
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    for (row, at) in rows.iter().zip(1_usize..) {
        let in_row = |text: String| frame.t2("case-tasks-row", "row", at, "problem", text);
        let (person, name) = (!row.person.trim().is_empty(), !row.name.trim().is_empty());
        if person == name {
            problems.push(in_row(said::refusal(&frame, Refusal::OnePerson)));
        }
        match form.read(&row.answers(meeting), frame.today) {
            Ok(event) => events.push(event),
            Err(all) => problems.extend(all.all().iter().map(|one| in_row(said::problem(&frame, form.act, one)))),
        }
    }
    if rows.is_empty() {
        problems.push(frame.t("case-tasks-none"));
    }
    // Sent twice, it is agreed once.
    let agreed = opened.case.agreed_at(meeting);
    events.retain(|event| !matches!(event, CaseEvent::TaskAgreed { words, .. } if agreed.contains(&words.reveal())));
    if problems.is_empty() {
        let known = opened.known(&state, frame.today).await?;
        match state.store.case_write_all(&permit, &events, &known).await? {
            Ok(()) => {
                let to = format!("/cases/{}/meetings?done=done-case-tasks", opened.case.id);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(refusal) => problems.push(said::refusal(&frame, refusal)),
        }
    }
    html(&page(frame, &opened, meeting, rows, problems))
}

impl Page for ConfirmTasks {
    const PATH: &'static str = "case/tasks";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale)
            .at(Section::Cases)
            .end(locale.t("case-tasks-title"));
        let row = |what: &str, name: &str, due: &str| Row {
            what: what.to_owned(),
            people: vec![Choice {
                value: "1".to_owned(),
                text: "Maja Holmgård".to_owned(),
                chosen: name.is_empty(),
            }],
            name: name.to_owned(),
            due: due.to_owned(),
        };
        let page = Self {
            about: "Alma Bækgård: Netværksmøde, fredag den 20. november".to_owned(),
            problems: Vec::new(),
            send: "/cases/1/meetings/7/tasks".to_owned(),
            back: "/cases/1/meetings".to_owned(),
            least: "2026-11-21".to_owned(),
            rows: vec![
                row("Ring til PPR", "", "2026-12-04"),
                row("Find en fast plads", "Mor", ""),
            ],
            agreed: vec!["Skriv til klassens forældre".to_owned()],
            frame: frame.clone(),
        };
        let mut refused = page.clone();
        refused.problems = vec![frame.t("case-tasks-none")];
        vec![("proposed", page), ("refused", refused)]
    }
}
