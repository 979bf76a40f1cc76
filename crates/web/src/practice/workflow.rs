//! The workflow as everybody at work reads it: the steps, and who does what in a table.

use std::collections::BTreeMap;

use access::{Spot, act, on};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use casework::practice::{Remark, Step, StepRole, Workflow, WorkflowVersion, offer};
use jiff::civil::Date;
use serde::Deserialize;

use super::said::{self, Tabs};
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// What an address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// The day the workflow is shown as of; today when it is no day.
    #[serde(default)]
    on: String,
    /// The role whose steps are shown; everybody's when it is none.
    #[serde(default)]
    role: String,
}

/// A step as it is read.
#[derive(Clone, Debug)]
pub struct StepShown {
    number: usize,
    anchor: String,
    name: String,
    phase: String,
    when: String,
    lines: Vec<(String, String)>,
    page: Option<(String, Option<&'static str>)>,
    /// What one says about it, and how many have.
    remarks: Option<Link>,
}

/// A row of the table: the step, and what each column does in it: the letter and its word.
#[derive(Clone, Debug)]
pub struct Row {
    number: usize,
    name: String,
    cells: Vec<Option<(String, String)>>,
}

/// The workflow on a day.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/workflow.html")]
pub struct ShowWorkflow {
    frame: Frame,
    tabs: Tabs,
    on: Date,
    /// What this is: in force, an offer, of another day, or none.
    standing: String,
    /// Whether it is the program's offer, which holds nowhere.
    offered: bool,
    /// Who decided it.
    because: Option<String>,
    /// The workflow of today, when another day is shown.
    today: Option<Link>,
    /// A version that is decided and does not hold yet.
    coming: Option<Link>,
    roles: Vec<Choice>,
    steps: Vec<StepShown>,
    columns: Vec<String>,
    rows: Vec<Row>,
    versions: Vec<Link>,
    changes: bool,
    /// How many remarks wait for an answer, for those who answer.
    waiting: Option<String>,
}

/// The letter of a part, and its word.
fn letter(frame: &Frame, part: &str) -> (String, String) {
    let (letter, word) = match part {
        "responsible" => ("workflow-letter-responsible", "workflow-responsible"),
        "consulted" => ("workflow-letter-consulted", "workflow-consulted"),
        _ => ("workflow-letter-informed", "workflow-informed"),
    };
    (frame.t(letter), frame.t(word))
}

fn step_shown(frame: &Frame, number: usize, step: &Step, remarks: Option<&BTreeMap<u16, usize>>) -> StepShown {
    let mut lines = vec![(frame.t("workflow-responsible"), said::role(frame, step.responsible))];
    let parts = [
        ("workflow-consulted", &step.consulted),
        ("workflow-informed", &step.informed),
    ];
    for (key, roles) in parts {
        if !roles.is_empty() {
            lines.push((frame.t(key), said::roles(frame, roles)));
        }
    }
    if let Some(length) = step.within {
        lines.push((frame.t("workflow-within"), said::within(frame, length)));
    }
    if !step.reference.is_empty() {
        lines.push((frame.t("workflow-reference"), step.reference.clone()));
    }
    let remarks = remarks.map(|all| {
        let count = all.get(&step.key).copied().unwrap_or_default();
        Link {
            text: frame.t1("workflow-remarks", "count", count),
            address: format!("/workflow/remarks?step={}", step.key),
        }
    });
    StepShown {
        number,
        anchor: format!("step-{}", step.key),
        name: step.name.clone(),
        phase: said::phase(frame, step),
        when: step.when.clone(),
        lines,
        page: step.shown.map(|shown| said::shown(frame, shown)),
        remarks,
    }
}

impl ShowWorkflow {
    /// The workflow as of the day asked for, or what the program offers as long as none has been decided.
    fn new(frame: Frame, workflow: &Workflow, remarks: Option<&[Remark]>, asked: &Asked, changes: bool) -> Self {
        let on = asked.on.trim().parse().unwrap_or(frame.today);
        let entry = workflow.on(on);
        let offered = workflow.count() == 0;
        let steps = match entry {
            Some(entry) => entry.event.steps.as_slice(),
            None if offered => offer(),
            None => &[],
        };
        let role = StepRole::from_word(&asked.role);
        let counts = remarks.map(|all| {
            let mut counts = BTreeMap::new();
            for one in all {
                *counts.entry(one.step).or_default() += 1;
            }
            counts
        });
        let version = WorkflowVersion {
            from: on,
            steps: steps.to_vec(),
            because: String::new(),
        };
        let columns = version.roles();
        let numbered = || (1..).zip(steps);
        let is_theirs = |step: &Step| role.is_none_or(|role| step.part_of(role).is_some());
        let choice = |one: &StepRole| Choice {
            value: one.word().to_owned(),
            text: said::role(&frame, *one),
            chosen: role == Some(*one),
        };
        let row = |(number, step): (usize, &Step)| Row {
            number,
            name: step.name.clone(),
            cells: columns
                .iter()
                .map(|role| step.part_of(*role).map(|part| letter(&frame, part)))
                .collect(),
        };
        let standing = match entry {
            Some(entry) if on == frame.today => frame.t1("workflow-since", "from", frame.date(&entry.event.from)),
            Some(entry) => frame.t2(
                "workflow-on",
                "on",
                frame.date(&on),
                "from",
                frame.date(&entry.event.from),
            ),
            None if offered => frame.t("workflow-offered"),
            None => frame.t1("workflow-none-on", "on", frame.date(&on)),
        };
        let of_day = |day: Date, text: String| Link {
            text,
            address: format!("/workflow?on={day}"),
        };
        let coming = workflow.ever().into_iter().map(|(entry, _)| entry.event.from);
        let coming = coming.filter(|from| *from > frame.today && on == frame.today).min();
        let versions = workflow.ever().into_iter().map(|(entry, until)| {
            let from = frame.date(&entry.event.from);
            let text = match until {
                Some(until) => frame.t2("workflow-from-until", "from", from, "until", frame.date(&until)),
                None => frame.t1("workflow-from", "from", from),
            };
            of_day(entry.event.from, format!("{text} – {}", entry.event.because))
        });
        let open = remarks.map(|all| all.iter().filter(|one| one.answer.is_none()).count());
        let here = frame.t("practice-tab-workflow");
        Self {
            tabs: said::tabs(&frame, "/workflow"),
            standing,
            offered,
            because: entry.map(|entry| frame.t1("workflow-decided", "because", entry.event.because.as_str())),
            today: (on != frame.today).then(|| Link {
                text: frame.t("workflow-see-today"),
                address: "/workflow".to_owned(),
            }),
            coming: coming.map(|day| of_day(day, frame.t1("workflow-coming", "from", frame.date(&day)))),
            roles: columns.iter().map(choice).collect(),
            steps: numbered()
                .filter(|(_, step)| is_theirs(step))
                .map(|(number, step)| step_shown(&frame, number, step, counts.as_ref()))
                .collect(),
            rows: numbered().filter(|(_, step)| is_theirs(step)).map(row).collect(),
            columns: columns.iter().map(|one| said::role(&frame, *one)).collect(),
            versions: versions.collect(),
            changes,
            waiting: open
                .filter(|count| changes && *count > 0)
                .map(|count| frame.t1("workflow-waiting", "count", count)),
            on,
            frame: frame.at(Section::Practice).end(here),
        }
    }
}

/// Shows the workflow.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    let (workflow, remarks) = (
        state.store.workflow(&scope).await?,
        state.store.remark_list(&scope).await?,
    );
    let changes = viewer.may::<act::Change, on::Practice>(&Spot::Municipality).is_ok();
    html(&ShowWorkflow::new(frame, &workflow, Some(&remarks), &asked, changes))
}

/// The way to the workflow as it was on a day, for those who may read it and where there was one: an old case shows the
/// steps it was begun under.
pub(crate) async fn link_of_day(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    day: Date,
) -> Result<Option<Link>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Practice>() else {
        return Ok(None);
    };
    let workflow = state.store.workflow(&scope).await?;
    Ok(workflow.on(day).map(|_| Link {
        text: frame.t("workflow-of-case"),
        address: format!("/workflow?on={day}"),
    }))
}

/// A workflow for samples: the offer, in force since August, with an older version before it.
pub(super) fn sample() -> Workflow {
    use casework::history::{Entry, Sequence};
    let entry = |number: u32, from: Date, because: &str| {
        Some(Entry {
            sequence: Sequence::new(number)?,
            by: casework::PersonId::from_uuid(uuid::Uuid::from_u128(1)),
            on: from,
            at: jiff::Timestamp::UNIX_EPOCH,
            event: WorkflowVersion {
                from,
                steps: offer().to_vec(),
                because: because.to_owned(),
            },
        })
    };
    let all = [
        entry(1, Date::constant(2025, 8, 11), "Første udgave, Børne- og Ungeudvalget"),
        entry(2, Date::constant(2026, 8, 10), "Kortere frist for den første samtale"),
        entry(3, Date::constant(2027, 1, 4), "Ny aftale med PPR"),
    ];
    Workflow::from_history("workflow", all.into_iter().flatten().collect()).unwrap_or_default()
}

impl Page for ShowWorkflow {
    const PATH: &'static str = "practice/workflow";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |workflow: &Workflow, on: &str, role: &str, changes| {
            let asked = Asked {
                on: on.to_owned(),
                role: role.to_owned(),
            };
            Self::new(Frame::sample(locale), workflow, Some(&[]), &asked, changes)
        };
        let mut waiting = page(&sample(), "", "", true);
        waiting.waiting = Some(waiting.frame.t1("workflow-waiting", "count", 2_usize));
        vec![
            ("offered", page(&Workflow::default(), "", "", true)),
            ("decided", page(&sample(), "", "", false)),
            ("one-role", page(&sample(), "", "ppr", false)),
            ("waiting", waiting),
            ("earlier", page(&sample(), "2026-03-02", "", false)),
            ("before", page(&sample(), "2020-03-02", "", false)),
        ]
    }
}
