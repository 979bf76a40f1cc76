//! The addresses of cases: the list, opening one, its pages, its forms.

use std::collections::BTreeMap;

use access::{CaseFacts, act, on};
use attendance::Span;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::case::vocabulary::{Arena, ChosenBy, Listed, Origin, Party, PartyRole, Phase, Stage, Target, WaitFor};
use casework::case::{
    Answers, Case, CaseEvent, Coordinator, DueKind, Form, Group, Holder, ItemKind, Kind, Refusal, Rhythm,
};
use casework::history::{Entry, Sequence};
use casework::person::danish_order;
use casework::{ActionOption, CaseId, PersonId, PupilId};
use serde::Deserialize;
use store::PupilIdentity;

use super::blocks::Looking;
use super::filling::{self, Filling};
use super::list::{CaseLine, ListCases};
use super::read::{self, Opened, Staff};
use super::said;
use super::show::{ActLink, Content, DueLine, Narrowing, NoNews, ShowCase, Tab};
use super::view;
use super::write::WriteCase;
use crate::concern::said::Choice;
use crate::draft::{self, DraftForm};
use crate::form::Posted;
use crate::frame::Section;
use crate::option::one_shown;
use crate::page::html;
use crate::people::offer;
use crate::pupil::Link;
use crate::pupil::read::{OpenDuty, found, open_duties};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// Who coordinates, by name.
fn coordinator(case: &Case, staff: &Staff) -> String {
    match &case.coordinator().who {
        Coordinator::Person(one) => staff.name(*one),
        Coordinator::Outside(name) => name.reveal().to_owned(),
    }
}

/// The phases that run, or that it is paused or closed.
fn standing(frame: &Frame, case: &Case) -> String {
    if let Some(until) = case.paused {
        return frame.t1("case-paused", "until", frame.day(&until));
    }
    if let Some(on) = case.closed.and_then(|number| case.entry(number)).map(|entry| entry.on) {
        return frame.t1("case-closed", "on", frame.day(&on));
    }
    let phases = case
        .phases
        .iter()
        .map(|(phase, _)| said::word(frame, Phase::LIST, phase.word()));
    phases.collect::<Vec<_>>().join(", ")
}

/// Who has the ball and what comes next, in a sentence.
fn ball(frame: &Frame, case: &Case, staff: &Staff) -> String {
    if !case.is_open() {
        return String::new();
    }
    let ball = case.ball();
    let who = match &ball.holder {
        Holder::Person(one) => staff.name(*one),
        Holder::Outside(name) => name.reveal().to_owned(),
    };
    match (ball.next_step, ball.by) {
        (Some(next), Some(by)) => {
            use crate::locale::Arg;
            let (next, by) = (next.reveal().to_owned(), frame.day(&by));
            let values = [("who", who.value()), ("next", next.value()), ("by", by.value())];
            frame.locale.text("case-ball-next", &values)
        }
        _ => frame.t1("case-ball", "who", who),
    }
}

/// The list of the viewer's cases.
pub(super) async fn list(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let frame = frame.at(Section::Cases);
    let scope = viewer.scope::<act::List, on::Case>()?;
    let cases = state.store.case_list(&scope).await?;
    let (staff, rhythm) = (Staff::read(&state, frame.today).await?, read::rhythm(&state).await?);
    let roster = state.store.roster().await?;
    let name = |id| staff.name(id);
    let half_a_year_ago = frame.today.saturating_sub(jiff::Span::new().months(6));
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    let mut load: BTreeMap<String, usize> = BTreeMap::new();
    for (case, who) in &cases {
        let dues = staff.dues(case, who, frame.today, &rhythm);
        let next = dues.first().map(|due| {
            let what = match due.what {
                // The next step stands in the line above.
                DueKind::Ball => said::due(&frame, due.what),
                _ => said::due_of(&frame, case, due, &name),
            };
            (due.by, what)
        });
        let line = CaseLine {
            who: who.name.full(),
            place: read::place_of(&roster, who, frame.today),
            href: format!("/cases/{}", case.id),
            coordinator: coordinator(case, &staff),
            standing: standing(&frame, case),
            ball: ball(&frame, case, &staff),
            next: next.as_ref().map_or_else(String::new, |(by, what)| {
                frame.t2("case-next", "by", frame.day(by), "what", what.as_str())
            }),
        };
        let closed_on = case.closed.and_then(|number| case.entry(number)).map(|entry| entry.on);
        match closed_on {
            None => {
                let count = load.entry(line.coordinator.clone()).or_default();
                *count = count.saturating_add(1);
                open.push((next.map(|(by, _)| by), line));
            }
            Some(on) if on >= half_a_year_ago => closed.push((Some(on), line)),
            Some(_) => {}
        }
    }
    let sorted = |mut lines: Vec<(Option<jiff::civil::Date>, CaseLine)>| {
        lines.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| danish_order(&one.1.who, &other.1.who)));
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
    };
    let mut load: Vec<(String, usize)> = load.into_iter().collect();
    load.sort_by(|one, other| danish_order(&one.0, &other.0));
    let running: Vec<(&Case, &PupilIdentity)> = cases
        .iter()
        .map(|(case, who)| (case, who))
        .filter(|(case, _)| case.is_open())
        .collect();
    let counted = if load.len() > 1 {
        counted(&frame, &running, &staff)
    } else {
        Vec::new()
    };
    html(&ListCases {
        counted,
        frame,
        open: sorted(open),
        closed: sorted(closed),
        load: if load.len() > 1 { load } else { Vec::new() },
    })
}

/// What the cases that run have in common: how the adults work, in counts.
fn counted(frame: &Frame, cases: &[(&Case, &PupilIdentity)], staff: &Staff) -> Vec<(String, String)> {
    let of = |count: usize, all: usize| frame.t2("cases-counted-of", "count", count, "all", all);
    let all = cases.len();
    let heard = cases.iter().filter(|(case, _)| {
        let since = |number: &Sequence| case.entry(*number).is_some_and(|entry| entry.on >= case.open_since);
        case.heard.iter().any(|(_, number)| since(number))
    });
    let heard = heard.count();
    let gap = cases
        .iter()
        .filter(|(case, who)| staff.gap_since(case, who, frame.today).is_some());
    let gap = gap.count();
    let cases: Vec<&Case> = cases.iter().map(|(case, _)| *case).collect();
    let changes: usize = cases.iter().map(|case| case.coordinators.len().saturating_sub(1)).sum();
    let actions = |case: &Case| -> Vec<(Arena, Target)> {
        let open = case.items.open(ItemKind::Action).filter_map(|item| case.event_of(item));
        open.filter_map(CaseEvent::action)
            .map(|one| (one.arena, one.target))
            .collect()
    };
    let with_actions: Vec<Vec<(Arena, Target)>> = cases
        .iter()
        .map(|case| actions(case))
        .filter(|all| !all.is_empty())
        .collect();
    let for_class = with_actions
        .iter()
        .filter(|all| all.iter().any(|(_, target)| *target == Target::Class));
    let mut said = vec![
        (frame.t("cases-counted-heard"), of(heard, all)),
        (frame.t("cases-counted-gap"), gap.to_string()),
        (frame.t("cases-counted-changes"), changes.to_string()),
        (
            frame.t("cases-counted-class"),
            of(for_class.count(), with_actions.len()),
        ),
    ];
    let arenas: Vec<String> = Arena::ALL
        .iter()
        .map(|arena| {
            let count = with_actions.iter().flatten().filter(|(of, _)| of == arena).count();
            format!("{} {count}", said::word(frame, Arena::LIST, arena.word()))
        })
        .collect();
    said.push((frame.t("cases-counted-arenas"), arenas.join(" · ")));
    for waits_for in WaitFor::ALL {
        let open = cases.iter().flat_map(|case| {
            let open = case.items.open(ItemKind::Wait);
            open.filter_map(|item| match case.event_of(item)? {
                CaseEvent::WaitBegun {
                    waits_for: of, sent_on, ..
                } if of == waits_for => Some(*sent_on),
                _ => None,
            })
        });
        let since: Vec<jiff::civil::Date> = open.collect();
        if let Some(oldest) = since.iter().min() {
            let service = said::word(frame, WaitFor::LIST, waits_for.word());
            let (count, on) = (since.len(), frame.date(oldest));
            said.push((
                frame.t1("cases-counted-waits", "service", service),
                frame.t2("cases-counted-since", "count", count, "on", on),
            ));
        }
    }
    said
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pupil: String,
    #[serde(default)]
    origin: String,
    #[serde(default)]
    source: String,
    /// The agreed mandate it begins with.
    #[serde(default)]
    take: String,
}

/// What opening a case is decided by: the pupil; nobody takes part yet.
async fn before(state: &AppState, viewer: &Viewer, pupil: PupilId) -> Result<CaseFacts, PageError> {
    let facts = state
        .store
        .pupil_facts(pupil, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(CaseFacts {
        pupil: facts,
        case: None,
        people: std::collections::BTreeSet::new(),
    })
}

fn opening() -> Result<&'static Form, PageError> {
    Form::of("opened").ok_or(PageError::NotFound)
}

async fn opening_page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    who: &PupilIdentity,
    (answers, take): (Option<Answers>, &str),
) -> Result<WriteCase, PageError> {
    let form = opening()?;
    let (staff, rhythm) = (Staff::read(state, frame.today).await?, read::rhythm(state).await?);
    let filling = Filling {
        frame: &frame,
        case: None,
        staff: &staff,
        rhythm,
        beside: offer::beside(state, viewer, &frame).await?,
        me: viewer.person().to_string(),
    };
    let of = DraftForm::Opening(who.id);
    let draft = draft::kept(state, viewer, &frame, of).await?;
    let answers = answers.unwrap_or_default();
    let mut all = filling::with_draft(filling::first_answers(&filling, form, None), form, &draft);
    all.extend(
        answers
            .into_iter()
            .filter(|(_, values)| values.iter().any(|value| !value.is_empty())),
    );
    all.insert("pupil".to_owned(), vec![who.id.to_string()]);
    let taken = offer::take(state, viewer, (form.act, take), &mut all).await?;
    let came = |name: &str| all.get(name).and_then(|all| all.first()).cloned().unwrap_or_default();
    let (origin, source) = (came("origin"), came("source"));
    let link = |taken: &str| {
        format!(
            "/cases/new?pupil={}&origin={origin}&source={source}&take={taken}",
            who.id
        )
    };
    let schools = read::stay_of(who, frame.today)
        .map(|stay| stay.school)
        .into_iter()
        .collect();
    let offers = offer::for_act(state, viewer, &frame, (form.act, &schools), &link).await?;
    let fields = filling.fields(form, &all);
    Ok(WriteCase {
        title: said::act(&frame, form.act),
        about: who.name.full(),
        help: said::help(&frame, form.act),
        find: None,
        taken: taken.map(|name| frame.t1("people-taken", "name", name)),
        offers,
        notes: Vec::new(),
        guide: Vec::new(),
        problems: Vec::new(),
        send: "/cases/new".to_owned(),
        back: format!("/pupils/{}", who.id),
        fields,
        save: frame.t("case-open-save"),
        draft,
        frame,
    })
}

/// The form that opens a case.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let pupil = found(&state, &viewer, &asked.pupil).await?;
    let facts = before(&state, &viewer, pupil.id).await?;
    viewer.may::<act::Create, on::Case>(&facts)?;
    if let Some(running) = running(&state, &viewer, &facts).await? {
        return Ok(Redirect::to(&format!("/cases/{running}?done=done-case-runs")).into_response());
    }
    let origin = if asked.origin.is_empty() {
        "by_hand".to_owned()
    } else {
        asked.origin
    };
    let given = Answers::from([
        ("origin".to_owned(), vec![origin]),
        ("source".to_owned(), vec![asked.source]),
    ]);
    let frame = frame.at(Section::Cases).end(pupil.identity.name.full());
    let given = (Some(given), asked.take.as_str());
    html(&opening_page(&state, &viewer, frame, &pupil.identity, given).await?)
}

/// The case that runs for a pupil already, when the viewer may read it.
async fn running(state: &AppState, viewer: &Viewer, facts: &CaseFacts) -> Result<Option<CaseId>, PageError> {
    let Ok(permit) = viewer.may::<act::Read, on::CaseOutline>(&facts.pupil) else {
        return Ok(None);
    };
    let outlines = state.store.case_outline_of(&permit).await?;
    let Some(open) = outlines.iter().find(|one| one.closed_on.is_none()) else {
        return Ok(None);
    };
    let facts = state.store.case_facts(open.id, viewer.today).await?;
    let reads = facts.is_some_and(|facts| viewer.could::<act::Read, on::Case>(&facts));
    Ok(reads.then_some(open.id))
}

/// Opens a case.
pub(super) async fn open(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let answers = filling::answers(fields);
    let of = answers
        .get("pupil")
        .and_then(|ids| ids.first())
        .cloned()
        .unwrap_or_default();
    let pupil = found(&state, &viewer, &of).await?;
    let facts = before(&state, &viewer, pupil.id).await?;
    let permit = viewer.may::<act::Create, on::Case>(&facts)?;
    let form = opening()?;
    match form.read(&answers, frame.today) {
        Ok(event) => match state.store.case_open(&permit, &event).await? {
            Ok(id) => {
                draft::sent(&state, &viewer, DraftForm::Opening(pupil.id)).await?;
                // Whoever opens it for another administration sees it once there is a ground.
                let facts = state.store.case_facts(id, viewer.today).await?;
                let reads = facts.is_some_and(|facts| viewer.could::<act::Read, on::Case>(&facts));
                let page = if reads {
                    format!("/cases/{id}")
                } else {
                    "/cases".to_owned()
                };
                Ok(Redirect::to(&format!("{page}?done=done-case-opened")).into_response())
            }
            Err(refusal) => {
                let frame = frame.at(Section::Cases).end(pupil.identity.name.full());
                let mut page = opening_page(&state, &viewer, frame, &pupil.identity, (Some(answers), "")).await?;
                page.problems = vec![said::refusal(&page.frame, refusal)];
                html(&page)
            }
        },
        Err(problems) => {
            let frame = frame.at(Section::Cases).end(pupil.identity.name.full());
            let mut page = opening_page(&state, &viewer, frame, &pupil.identity, (Some(answers), "")).await?;
            let said = problems
                .all()
                .iter()
                .map(|one| said::problem(&page.frame, form.act, one));
            page.problems = said.collect();
            html(&page)
        }
    }
}

/// The pages of a case, in the order of its menu.
const PAGES: &[&str] = &[
    "first",
    "views",
    "together",
    "assessment",
    "plan",
    "meetings",
    "rhythm",
    "closing",
    "timeline",
];

fn tabs(frame: &Frame, case: CaseId, here: &str) -> Vec<Tab> {
    let tab = |page: &&str| Tab {
        text: match Group::from_word(page) {
            Some(group) => said::group(frame, group),
            None if *page == "views" => frame.t("case-page-views"),
            None if *page == "timeline" => frame.t("case-page-timeline"),
            None => frame.t("case-page-first"),
        },
        href: if *page == "first" {
            format!("/cases/{case}")
        } else {
            format!("/cases/{case}/{page}")
        },
        here: *page == here,
    };
    PAGES.iter().map(tab).collect()
}

/// The first page of a case.
pub(super) async fn first(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    page(&state, frame, &viewer, (&id, "first"), &Narrowed::default()).await
}

/// One page of a case.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, here)): Path<(String, String)>,
    Query(narrowed): Query<Narrowed>,
) -> Result<Response, PageError> {
    page(&state, frame, &viewer, (&id, &here), &narrowed).await
}

/// What a timeline is narrowed down to, as the address says it.
#[derive(Default, Deserialize)]
pub(super) struct Narrowed {
    /// Whose words; a word of [`Party`].
    #[serde(default)]
    of: String,
    /// Who wrote it down; an id.
    #[serde(default)]
    by: String,
}

async fn page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    (id, here): (&str, &str),
    narrowed: &Narrowed,
) -> Result<Response, PageError> {
    let here = PAGES.iter().find(|page| **page == here).ok_or(PageError::NotFound)?;
    let opened = read::opened(state, viewer, id).await?;
    html(&show_page(state, frame, viewer, &opened, (here, narrowed)).await?)
}

/// The entries a page of a case shows, of those told to everybody: on the first page the latest alone.
fn shown_of(case: &Case, here: &str) -> Vec<Sequence> {
    let newest = case.history.iter().rev();
    let group = Group::from_word(here);
    let on_page = |entry: &&Entry<CaseEvent>| {
        let form = Form::of(entry.event.word());
        here == "timeline" || form.is_some_and(|form| Some(form.group) == group)
    };
    match here {
        "first" => newest.take(LATEST).map(|entry| entry.sequence).collect(),
        _ => newest.filter(on_page).map(|entry| entry.sequence).collect(),
    }
}

/// How many of the latest entries stand on the first page.
const LATEST: usize = 3;

async fn show_page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    opened: &Opened,
    (here, narrowed): (&str, &Narrowed),
) -> Result<ShowCase, PageError> {
    let (case, staff) = (&opened.case, &opened.staff);
    let name = |id| staff.name(id);
    let full = opened.who.name.full();
    let frame = frame
        .at(Section::Cases)
        .via(full.clone(), format!("/cases/{}", case.id));
    let permit = viewer.may::<act::Read, on::Case>(&opened.facts)?;
    state.store.case_opened(&permit, case, &shown_of(case, here)).await?;
    let looking = Looking {
        frame: &frame,
        case,
        names: &name,
        beside: meanwhile(state, viewer, &frame, opened).await?,
        openings: state.store.case_openings(&permit).await?,
        guide: state.setting(read::GUIDE_SETTING).await?,
        rhythm: opened.rhythm,
        writes: viewer.may::<act::Change, on::Case>(&opened.facts).is_ok(),
        me: viewer.person(),
    };
    let content = match (here, Group::from_word(here)) {
        (_, Some(group)) => Content::Blocks(looking.blocks(group)),
        ("views", _) => Content::Views(view::views(state, viewer, &frame, opened).await?),
        ("timeline", _) => timeline(&looking, narrowed),
        _ => {
            let law = open_duties(state, viewer, &frame, &opened.facts.pupil).await?;
            first_content(&looking, opened, law, came_from(viewer, &frame, opened))
        }
    };
    let roster = state.store.roster().await?;
    let place = read::place_of(&roster, &opened.who, frame.today);
    let since = frame.t1("case-since", "on", frame.date(&case.opened_on));
    let stands = standing(&frame, case);
    let runs = case.is_open() && case.paused.is_none();
    let facts = if runs {
        vec![place, since, stands.clone()]
    } else {
        vec![place, since]
    };
    let facts: Vec<String> = facts.into_iter().filter(|one| !one.is_empty()).collect();
    let gap = staff.gap_since(case, &opened.who, frame.today);
    let pupil = viewer.may::<act::Read, on::PupilAttendance>(&opened.facts.pupil);
    let mut papers = Group::from_word(here).map_or_else(Vec::new, |group| looking.papers(group));
    if here == Group::Together.word() && viewer.may::<act::Read, on::PupilIdentity>(&opened.facts.pupil).is_ok() {
        papers.push(ActLink {
            text: frame.t("notification-link"),
            href: format!("/pupils/{}/notification", case.pupil),
        });
    }
    let access = state.store.family_access_facts(case.id, viewer.today).await?;
    let gives = access.is_some_and(|facts| viewer.may::<act::Create, on::FamilyAccess>(&facts).is_ok());
    let workflow = crate::practice::link_of_day(state, viewer, &frame, case.opened_on).await?;
    Ok(ShowCase {
        workflow,
        files: Link {
            text: frame.t("case-files"),
            address: format!("/cases/{}/files", case.id),
        },
        family: gives.then(|| Link {
            text: frame.t("access-heading"),
            address: format!("/cases/{}/family", case.id),
        }),
        asked: crate::family::of_pupil(state, viewer, &frame, case.pupil).await?,
        papers,
        title: frame.t1("case-title", "name", full),
        facts: facts.join(" · "),
        standing: (!runs).then_some(stands),
        ball: ball(&frame, case, staff),
        gap: gap.map(|since| frame.t1("case-gap", "since", frame.day(&since))),
        tabs: tabs(&frame, case.id, here),
        here: here.to_owned(),
        pupil: pupil.is_ok().then(|| Link {
            text: frame.t("case-pupil"),
            address: format!("/pupils/{}", case.pupil),
        }),
        content,
        frame,
    })
}

/// What was registered since the case was opened last, and while each trial, action and shorter timetable ran: days and
/// times, and no word on what it was good for.
async fn meanwhile(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    opened: &Opened,
) -> Result<BTreeMap<Sequence, String>, PageError> {
    let case = &opened.case;
    let tried = [ItemKind::Cycle, ItemKind::Action, ItemKind::ReducedTimetable];
    let mut trials: Vec<(Sequence, Span)> = tried
        .into_iter()
        .flat_map(|kind| case.items.of(kind))
        .filter_map(|item| {
            let (from, until) = match case.event_of(item)? {
                CaseEvent::CycleBegun { from, .. } => (*from, frame.today),
                CaseEvent::ReducedTimetable { from, until, .. } => (*from, *until),
                event => (event.action()?.from, frame.today),
            };
            let ended = item.ended.and_then(|number| case.entry(number)).map(|entry| entry.on);
            let to = ended.unwrap_or(frame.today).min(until);
            (from <= to).then_some((item.number, Span { from, to }))
        })
        .collect();
    let closed = case.closed.and_then(|number| case.entry(number)).map(|entry| entry.on);
    let whole = Span {
        from: case.open_since,
        to: closed.unwrap_or(frame.today),
    };
    trials.push((Sequence::FIRST, whole));
    let permit = viewer.may::<act::Read, on::Case>(&opened.facts)?;
    let spans: Vec<Span> = trials.iter().map(|(_, span)| *span).collect();
    let weight = state.rules().settings().day_weight;
    let all = state.store.case_attendance(&permit, &spans, weight).await?;
    let said = |since: &store::Since, span: &Span| {
        use crate::locale::Arg;
        if since.school_days.count() == 0 {
            return frame.t("case-meanwhile-none");
        }
        let from = frame.date(&span.from);
        let (days, noted, absent) = (since.school_days.count(), since.noted.count(), since.absent.count());
        let values = [
            ("from", from.value()),
            ("days", days.value()),
            ("noted", noted.value()),
            ("absent", absent.value()),
            ("late", since.late.value()),
        ];
        frame.locale.text("case-meanwhile", &values)
    };
    Ok(trials
        .iter()
        .zip(&all)
        .map(|((number, span), since)| (*number, said(since, span)))
        .collect())
}

/// Whether somebody wrote an entry for all to see; what was said together has no pen.
fn wrote(entry: &Entry<CaseEvent>, by: PersonId) -> bool {
    entry.by == by && !entry.event.is_said_together()
}

/// The history of the case, narrowed down to whose words or whose pen.
fn timeline(looking: &Looking<'_>, narrowed: &Narrowed) -> Content {
    let (frame, case) = (looking.frame, looking.case);
    let (of, by) = (Party::from_word(&narrowed.of), PersonId::from_text(&narrowed.by));
    let entries = looking.timeline(|entry| {
        of.is_none_or(|of| entry.event.told_by() == Some(of)) && by.is_none_or(|by| wrote(entry, by))
    });
    let everybody = |chosen| Choice {
        value: String::new(),
        text: frame.t("case-timeline-everybody"),
        chosen,
    };
    let said_by = |party: &&Party| case.history.iter().any(|entry| entry.event.told_by() == Some(**party));
    let parties = Party::ALL.iter().filter(said_by).map(|party| Choice {
        value: party.word().to_owned(),
        text: said::word(frame, Party::LIST, party.word()),
        chosen: of == Some(*party),
    });
    let signed = case.history.iter().filter(|entry| !entry.event.is_said_together());
    let writers: std::collections::BTreeSet<PersonId> = signed.map(|entry| entry.by).collect();
    let mut writers: Vec<Choice> = writers
        .into_iter()
        .map(|id| Choice {
            value: id.to_string(),
            text: (looking.names)(id),
            chosen: by == Some(id),
        })
        .collect();
    writers.sort_by(|one, other| danish_order(&one.text, &other.text));
    let (count, all) = (entries.len(), case.history.len());
    Content::Timeline {
        narrowing: Narrowing {
            page: format!("/cases/{}/timeline", case.id),
            of: core::iter::once(everybody(of.is_none())).chain(parties).collect(),
            by: core::iter::once(everybody(by.is_none())).chain(writers).collect(),
            shown: (count < all).then(|| frame.t2("case-timeline-shown", "count", count, "all", all)),
        },
        entries,
    }
}

/// The one step that tells everybody that nothing is new: the next step and those told are as they were last.
fn no_news(frame: &Frame, case: &Case, rhythm: &Rhythm) -> NoNews {
    let ahead = |days: u16| frame.today.saturating_add(jiff::Span::new().days(i64::from(days)));
    let ball = case.ball();
    let told = case.history.iter().rev().find_map(|entry| match &entry.event {
        CaseEvent::UpdateGiven { told, .. } => Some(told.clone()),
        _ => None,
    });
    let usual = || std::collections::BTreeSet::from([PartyRole::Child, PartyRole::Guardian]);
    let told = told.filter(|told| !told.is_empty()).unwrap_or_else(usual);
    let next_on = ball.by.filter(|by| *by > frame.today);
    NoNews {
        send: format!("/cases/{}/act/update_given", case.id),
        next_step: ball.next_step.map(|next| next.reveal().to_owned()).unwrap_or_default(),
        next_on: next_on.unwrap_or_else(|| ahead(rhythm.update_days)).to_string(),
        least: ahead(1).to_string(),
        told: told
            .iter()
            .map(|role| Choice {
                value: role.word().to_owned(),
                text: said::word(frame, PartyRole::LIST, role.word()),
                chosen: true,
            })
            .collect(),
    }
}

/// The concern or the review a case was opened from, for those who may see it.
fn came_from(viewer: &Viewer, frame: &Frame, opened: &Opened) -> Option<Link> {
    let case = &opened.case;
    let CaseEvent::Opened {
        origin,
        source: Some(source),
        ..
    } = &case.history.first()?.event
    else {
        return None;
    };
    let (key, page) = match origin {
        Origin::Concern if viewer.could::<act::Read, on::Concern>(&opened.facts.pupil) => {
            ("case-from-concern", "/concerns")
        }
        Origin::Review if viewer.can::<act::List, on::ReviewOutcome>() => ("case-from-review", "/review/meetings"),
        Origin::Concern | Origin::Review | Origin::ByHand => return None,
    };
    Some(Link {
        text: frame.t(key),
        address: format!("{page}/{}", source.reveal()),
    })
}

fn first_content(looking: &Looking<'_>, opened: &Opened, law: Vec<OpenDuty>, source: Option<Link>) -> Content {
    let (frame, case, staff) = (looking.frame, looking.case, &opened.staff);
    // What the law asks comes before what people have agreed.
    let law = law.into_iter().map(|duty| DueLine {
        what: frame.t("case-due-law"),
        about: duty.what,
        by: duty.when,
        passed: duty.passed,
        whose: String::new(),
        acts: vec![ActLink {
            text: frame.t("case-due-law-answer"),
            href: duty.href,
        }],
        no_news: None,
    });
    let dues = opened.dues(frame.today).into_iter().map(|due| {
        let about = said::about(frame, case, &due, looking.names);
        let link = |act: &'static str| {
            let of_item = Form::of(act).is_some_and(|form| form.about().is_some());
            let item = due.item.filter(|_| of_item);
            let item = item.map(|item| format!("?item={}", item.number()));
            ActLink {
                text: said::act(frame, act),
                href: format!("/cases/{}/act/{act}{}", case.id, item.unwrap_or_default()),
            }
        };
        let acts = if looking.writes { case.answers(&due) } else { Vec::new() };
        DueLine {
            what: said::due(frame, due.what),
            about: about.unwrap_or_default(),
            by: frame.day(&due.by),
            passed: due.by < frame.today && due.what != DueKind::Goal,
            whose: due.whose.map(|one| staff.name(one)).unwrap_or_default(),
            acts: acts.into_iter().map(link).collect(),
            no_news: (looking.writes && due.what == DueKind::Update).then(|| no_news(frame, case, &opened.rhythm)),
        }
    });
    let term = case.coordinator();
    let since = |day| frame.t1("case-since", "on", frame.date(&day));
    let mut more = vec![since(term.from)];
    more.extend(
        term.mandate_words
            .as_ref()
            .map(|words| frame.t1("case-mandate", "words", words.reveal())),
    );
    more.extend(term.available.as_ref().map(|words| words.reveal().to_owned()));
    if let Some(away) = case.away {
        let stand_in = away
            .stand_in
            .map_or_else(|| frame.t("case-nobody"), |one| staff.name(one));
        more.push(frame.t2("case-away", "from", frame.day(&away.from), "who", stand_in));
    }
    let mut people = vec![
        (frame.t("case-coordinator"), coordinator(case, staff), more.join(" · ")),
        (
            frame.t("case-school-contact"),
            staff.name(case.school_contact),
            String::new(),
        ),
    ];
    if let Some(agreed) = case.channel()
        && let Some(line) = said::channel(frame, &agreed.event, looking.names)
    {
        people.push((frame.t("case-channel"), line, String::new()));
    }
    let contact = case.childs_contact.and_then(|number| case.entry(number));
    if let Some(CaseEvent::ChildsContact { who, chosen, .. }) = contact.map(|entry| &entry.event) {
        let chosen = said::word(frame, ChosenBy::LIST, chosen.word());
        let chosen = frame.t1("case-chosen", "by", chosen);
        people.push((frame.t("case-childs-contact"), who.reveal().to_owned(), chosen));
    }
    let know_best = case.know_the_child_best().into_iter().map(|(item, words)| {
        let how = words.map(|words| words.reveal().to_owned()).unwrap_or_default();
        (said::thing(frame, case, item.number, looking.names), how)
    });
    let school = opened.facts.pupil.placement.schools.first();
    let mut timeline = looking.timeline(|_| true);
    let reason = timeline.pop().unwrap_or_else(|| super::show::Said {
        title: String::new(),
        lines: Vec::new(),
        by: String::new(),
    });
    timeline.truncate(LATEST);
    Content::First {
        dues: law.chain(dues).collect(),
        people,
        know_best: know_best.collect(),
        know_best_at: format!("/cases/{}/together", case.id),
        ask: school.map_or_else(|| "/people".to_owned(), |school| format!("/people/schools/{school}")),
        reason,
        source,
        since: looking.beside.get(&Sequence::FIRST).cloned(),
        latest: timeline,
    }
}

#[derive(Deserialize)]
pub(super) struct OfItem {
    item: Option<u32>,
    /// The option of the catalogue an action begins with.
    #[serde(default)]
    option: String,
    /// The mandate, specialist or team it begins with.
    #[serde(default)]
    take: String,
}

/// The form that may begin with an option of the catalogue.
const TAKES_OPTION: &str = "action_agreed";

/// What a form is filled in from besides the case.
struct Given {
    /// The thing it is about.
    about: Option<Sequence>,
    /// What was sent and could not be kept.
    sent: Option<Answers>,
    /// The option of the catalogue it begins with.
    option: Option<ActionOption>,
    /// The mandate, specialist or team it begins with.
    take: String,
}

/// How it was agreed to write, where one writes an update.
fn channel_note(frame: &Frame, opened: &Opened) -> String {
    let names = |id| opened.staff.name(id);
    let Some(agreed) = opened.case.channel().map(|entry| &entry.event) else {
        return frame.t("case-channel-not-agreed");
    };
    let CaseEvent::ChannelAgreed { told, .. } = agreed else {
        return String::new();
    };
    let told = told.iter().map(|role| said::word(frame, PartyRole::LIST, role.word()));
    let line = said::channel(frame, agreed, &names).unwrap_or_default();
    frame.t2(
        "case-channel-note",
        "line",
        line,
        "told",
        told.collect::<Vec<_>>().join(", "),
    )
}

/// What would be in the way of an act, said before somebody has written six answers: the child is not heard yet,
/// or a holiday is near; and beside an update where it is to be said.
async fn notes(state: &AppState, frame: &Frame, opened: &Opened, act: &str) -> Result<Vec<String>, PageError> {
    let stage = match act {
        "update_given" => return Ok(vec![channel_note(frame, opened)]),
        "assessment_done" => Stage::Assessment,
        "plan_agreed" => Stage::Plan,
        "followed_up" => Stage::Review,
        "closed" => Stage::Closing,
        _ => return Ok(Vec::new()),
    };
    let mut notes = Vec::new();
    if !opened.case.child_is_heard_for(stage) {
        notes.push(said::refusal(frame, Refusal::ChildNotHeard));
    }
    if stage == Stage::Closing {
        let near = opened.known(state, frame.today).await?.break_near;
        notes.extend(near.map(|on| frame.t1("case-note-break", "on", frame.day(&on))));
    }
    Ok(notes)
}

/// The form of an act, for a case as it stands.
async fn form_page(
    state: &AppState,
    frame: Frame,
    viewer: &Viewer,
    opened: &Opened,
    form: &'static Form,
    given: Given,
) -> Result<WriteCase, PageError> {
    let Given {
        about,
        sent,
        option,
        take,
    } = given;
    let case = &opened.case;
    let full = opened.who.name.full();
    let back = format!("/cases/{}/{}", case.id, form.group.word());
    let group = said::group(&frame, form.group);
    let frame = frame
        .at(Section::Cases)
        .via(full.clone(), format!("/cases/{}", case.id))
        .via(group, back.clone());
    let filling = Filling {
        frame: &frame,
        case: Some(case),
        staff: &opened.staff,
        rhythm: opened.rhythm,
        beside: offer::beside(state, viewer, &frame).await?,
        me: viewer.person().to_string(),
    };
    let of = DraftForm::Case(case.id, form.act, about.map_or(0, Sequence::number));
    let draft = draft::kept(state, viewer, &frame, of).await?;
    let mut all = match sent {
        Some(sent) => sent,
        None => filling::with_draft(filling::first_answers(&filling, form, about), form, &draft),
    };
    if let Some(option) = &option {
        filling::take_option(&mut all, &option.content);
    }
    let taken = offer::take(state, viewer, (form.act, &take), &mut all).await?;
    let item = about
        .map(|number| format!("item={}&", number.number()))
        .unwrap_or_default();
    let link = |taken: &str| format!("/cases/{}/act/{}?{item}take={taken}", case.id, form.act);
    let schools = &opened.facts.pupil.placement.schools;
    let offers = offer::for_act(state, viewer, &frame, (form.act, schools), &link).await?;
    let fields = filling.fields(form, &all);
    let name = |id| opened.staff.name(id);
    let thing = about.map(|number| said::thing(&frame, case, number, &name));
    let about = [Some(full), thing].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Ok(WriteCase {
        title: said::act(&frame, form.act),
        about,
        help: said::help(&frame, form.act),
        find: (form.act == TAKES_OPTION).then(|| Link {
            text: frame.t("option-find-for-plan"),
            address: format!("/options?for={}", case.id),
        }),
        taken: option
            .map(|one| frame.t1("option-taken", "name", one.content.name))
            .or_else(|| taken.map(|name| frame.t1("people-taken", "name", name))),
        offers,
        notes: {
            let mut notes = notes(state, &frame, opened, form.act).await?;
            if state.mail() && casework::family::NEWS.contains(&form.act) {
                notes.push(frame.t("news-goes-out"));
            }
            notes
        },
        guide: match form.act {
            "section_written" => said::guide(&frame, &state.setting(read::GUIDE_SETTING).await?),
            // Questions to think of, kept nowhere: the card of R-026, and one's own part in a meeting.
            "formulated" => vec![(frame.t("case-card-reflection"), frame.t("case-card-reflection-text"))],
            "meeting_planned" | "meeting_input" | "meeting_held" => {
                vec![(frame.t("case-card-myself"), frame.t("case-card-myself-text"))]
            }
            _ => Vec::new(),
        },
        problems: Vec::new(),
        send: format!("/cases/{}/act/{}", case.id, form.act),
        back,
        fields,
        save: frame.t("case-save"),
        draft,
        frame,
    })
}

/// The form of an address, when a person is asked it.
fn form_of(act: &str) -> Result<&'static Form, PageError> {
    let asked = |form: &&Form| !form.fields.iter().any(|field| matches!(field.kind, Kind::Given));
    Form::of(act).filter(asked).ok_or(PageError::NotFound)
}

/// A form of a case.
pub(super) async fn form(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, act)): Path<(String, String)>,
    Query(of): Query<OfItem>,
) -> Result<Response, PageError> {
    let form = form_of(&act)?;
    let opened = read::opened(&state, &viewer, &id).await?;
    viewer.may::<act::Change, on::Case>(&opened.facts)?;
    let option = if form.act == TAKES_OPTION && !of.option.is_empty() {
        one_shown(&state, &viewer, &of.option).await?
    } else {
        None
    };
    let given = Given {
        about: of.item.and_then(Sequence::new),
        sent: None,
        option,
        take: of.take,
    };
    html(&form_page(&state, frame, &viewer, &opened, form, given).await?)
}

/// Writes what a form says.
pub(super) async fn write(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, act)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = form_of(&act)?;
    let opened = read::opened(&state, &viewer, &id).await?;
    let permit = viewer.may::<act::Change, on::Case>(&opened.facts)?;
    let mut answers = filling::answers(fields);
    filling::reckon(form, &mut answers, frame.today, opened.staff.closed_days())?;
    let about = filling::about(form, &answers);
    let problems = match form.read(&answers, frame.today) {
        Ok(event) => {
            let known = opened.known(&state, frame.today).await?;
            match state.store.case_write(&permit, &event, &known).await? {
                Ok(written) => {
                    let of = DraftForm::Case(opened.case.id, form.act, about.map_or(0, Sequence::number));
                    draft::sent(&state, &viewer, of).await?;
                    // The chair who has written the minutes agrees to their tasks at once.
                    if let CaseEvent::MeetingHeld {
                        meeting,
                        tasks: Some(_),
                        ..
                    } = &event
                        && opened.case.chair_of(*meeting) == Some(viewer.person())
                    {
                        let to = format!("/cases/{}/meetings/{}/tasks", opened.case.id, meeting.number());
                        return Ok(Redirect::to(&format!("{to}?done=done-case-written")).into_response());
                    }
                    let page = format!("/cases/{}/{}", opened.case.id, form.group.word());
                    let to = format!("{page}?done=done-case-written#{}", filling::anchor(&event, written));
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(refusal) => vec![said::refusal(&frame, refusal)],
            }
        }
        Err(problems) => {
            let all = problems.all().iter();
            all.map(|one| said::problem(&frame, form.act, one)).collect()
        }
    };
    let given = Given {
        about,
        sent: Some(answers),
        option: None,
        take: String::new(),
    };
    let mut page = form_page(&state, frame, &viewer, &opened, form, given).await?;
    page.problems = problems;
    html(&page)
}
