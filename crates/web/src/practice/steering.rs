//! The steering page: what has been decided and when it is looked at again, who does the team's work, and how the model
//! lives. Dates and words; nothing is measured.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use casework::PersonId;
use casework::case::vocabulary::Listed;
use casework::history::Entry;
use casework::practice::{
    Answered, Decision, DecisionVersion, FunctionMap, ImplementationCheck, Pointed, Prerequisite, TeamFunction,
};
use jiff::civil::Date;
use store::Steering;

use super::said::{self, Tabs};
use crate::case::said::word;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::pupil::Link;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A version there was: when and by whom it was written, and what it said.
#[derive(Clone, Debug)]
pub struct Past {
    written: String,
    said: Vec<(String, String)>,
}

/// One of the seven decisions.
#[derive(Clone, Debug)]
pub struct Decided {
    anchor: &'static str,
    name: String,
    question: String,
    /// What was decided.
    text: Option<String>,
    /// By whom and when, and when it is looked at again.
    facts: Option<String>,
    /// That the day has passed.
    overdue: Option<String>,
    href: String,
    past: Vec<Past>,
}

/// A check as it was held.
#[derive(Clone, Debug)]
pub struct Held {
    heading: String,
    with: String,
    answers: Vec<(String, String, String)>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "practice/steering.html")]
pub struct ShowSteering {
    frame: Frame,
    tabs: Tabs,
    /// What somebody should look at.
    look: Vec<Link>,
    decisions: Vec<Decided>,
    functions: Vec<(String, Option<(String, String)>)>,
    functions_since: Option<String>,
    functions_past: Vec<Past>,
    check: Option<Held>,
    next_check: String,
    checks_past: Vec<Held>,
    changes: bool,
}

/// What a decision is about.
pub(super) fn question(frame: &Frame, decision: Decision) -> String {
    frame.t(match decision {
        Decision::Tasks => "decision-ask-tasks",
        Decision::Resources => "decision-ask-resources",
        Decision::Leadership => "decision-ask-leadership",
        Decision::Time => "decision-ask-time",
        Decision::Structures => "decision-ask-structures",
        Decision::Placement => "decision-ask-placement",
        Decision::Sharing => "decision-ask-sharing",
    })
}

/// Who wrote a version, and when.
fn written<E>(frame: &Frame, entry: &Entry<E>, names: &dyn Fn(PersonId) -> String) -> String {
    frame.t2("case-written", "by", names(entry.by), "on", frame.date(&entry.on))
}

/// Who decided it and when.
fn by(frame: &Frame, version: &DecisionVersion) -> String {
    let on = frame.date(&version.decided_on);
    frame.t2("decision-decided", "by", version.by.as_str(), "on", on)
}

/// The same, with the day it is looked at again, or was to be.
fn facts(frame: &Frame, version: &DecisionVersion) -> String {
    let review = frame.t1("decision-review", "on", frame.date(&version.review_on));
    format!("{} {review}", by(frame, version))
}

fn decided(frame: &Frame, decision: Decision, of: &Steering, names: &dyn Fn(PersonId) -> String) -> Decided {
    let versions = of.decisions.get(&decision);
    let newest = versions.and_then(|all| all.newest()).map(|entry| &entry.event);
    let earlier = versions.map(|all| all.all().iter().rev().skip(1));
    let past = |entry: &Entry<DecisionVersion>| Past {
        written: written(frame, entry, names),
        said: vec![
            (frame.t("decision-field-text"), entry.event.text.clone()),
            (frame.t("decision-field-by"), facts(frame, &entry.event)),
        ],
    };
    Decided {
        anchor: decision.word(),
        name: word(frame, Decision::LIST, decision.word()),
        question: question(frame, decision),
        text: newest.map(|version| version.text.clone()),
        facts: newest.map(|version| {
            if version.is_overdue(frame.today) {
                by(frame, version)
            } else {
                facts(frame, version)
            }
        }),
        overdue: newest
            .filter(|version| version.is_overdue(frame.today))
            .map(|version| frame.t1("decision-overdue", "on", frame.date(&version.review_on))),
        href: format!("/steering/decisions/{}", decision.word()),
        past: earlier.into_iter().flatten().map(past).collect(),
    }
}

fn held(frame: &Frame, check: &ImplementationCheck) -> Held {
    let answer = |(one, answered): (&Prerequisite, &Answered)| {
        let name = word(frame, Prerequisite::LIST, one.word());
        (name, answered.words.clone(), answered.next.clone())
    };
    Held {
        heading: frame.t1("check-held", "on", frame.date(&check.held_on)),
        with: frame.t1("check-with", "who", check.with.as_str()),
        answers: check.answers.iter().map(answer).collect(),
    }
}

fn function(frame: &Frame, one: TeamFunction) -> String {
    word(frame, TeamFunction::LIST, one.word())
}

impl ShowSteering {
    fn new(frame: Frame, of: &Steering, names: &dyn Fn(PersonId) -> String, changes: bool) -> Self {
        let decisions: Vec<Decided> = Decision::ALL
            .iter()
            .map(|one| decided(&frame, *one, of, names))
            .collect();
        let map = of.functions.newest();
        let to = |one: TeamFunction| map.and_then(|entry| entry.event.to.get(&one));
        let functions = TeamFunction::ALL.iter().map(|one| {
            let pointed = to(*one).map(|pointed| (pointed.who.clone(), pointed.how.clone()));
            (function(&frame, *one), pointed)
        });
        let newest = of.checks.newest().map(|entry| &entry.event);
        let mut look = Vec::new();
        for one in &decisions {
            let key = match (&one.text, &one.overdue) {
                (None, _) => "steering-look-undecided",
                (_, Some(_)) => "steering-look-overdue",
                _ => continue,
            };
            look.push(Link {
                text: frame.t1(key, "what", one.name.as_str()),
                address: format!("#{}", one.anchor),
            });
        }
        let open = map.map_or_else(|| TeamFunction::ALL.to_vec(), |entry| entry.event.unmapped());
        if !open.is_empty() {
            look.push(Link {
                text: frame.t1("steering-look-unmapped", "count", open.len()),
                address: "#functions".to_owned(),
            });
        }
        let check = match newest {
            None => Some("steering-look-no-check"),
            Some(check) if check.is_overdue(frame.today) => Some("steering-look-check-overdue"),
            Some(_) => None,
        };
        look.extend(check.map(|key| Link {
            text: frame.t(key),
            address: "#check".to_owned(),
        }));
        let past_map = |entry: &Entry<FunctionMap>| Past {
            written: format!("{}: {}", written(&frame, entry, names), entry.event.because),
            said: entry
                .event
                .to
                .iter()
                .map(|(one, pointed)| (function(&frame, *one), pointed.who.clone()))
                .collect(),
        };
        let here = frame.t("practice-tab-steering");
        Self {
            tabs: said::tabs(&frame, "/steering"),
            look,
            functions: functions.collect(),
            functions_since: map.map(|entry| format!("{}: {}", written(&frame, entry, names), entry.event.because)),
            functions_past: of.functions.all().iter().rev().skip(1).map(past_map).collect(),
            check: newest.map(|check| held(&frame, check)),
            next_check: match newest {
                None => frame.t("check-none"),
                Some(check) if check.is_overdue(frame.today) => {
                    frame.t1("check-overdue", "on", frame.date(&check.next_on))
                }
                Some(check) => frame.t1("check-next", "on", frame.date(&check.next_on)),
            },
            checks_past: of
                .checks
                .all()
                .iter()
                .rev()
                .skip(1)
                .map(|entry| held(&frame, &entry.event))
                .collect(),
            decisions,
            changes,
            frame: frame.at(Section::Practice).end(here),
        }
    }
}

/// Shows the page.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::Practice>()?;
    let steering = state.store.steering(&scope).await?;
    let names = state.store.staff_names().await?;
    let named = |id| names.get(&id).cloned().unwrap_or_default();
    let changes = viewer.may::<act::Change, on::Practice>(&Spot::Municipality).is_ok();
    html(&ShowSteering::new(frame, &steering, &named, changes))
}

/// Steering for samples: one decision that should have been looked at again, two functions with somebody, one check.
pub(super) fn sample() -> Steering {
    use casework::history::Sequence;
    use casework::practice::Versions;
    fn versions<E>(all: Vec<E>) -> Versions<E> {
        let entries = (1_u32..).zip(all).filter_map(|(number, event)| {
            Some(Entry {
                sequence: Sequence::new(number)?,
                by: PersonId::from_uuid(uuid::Uuid::from_u128(1)),
                on: Date::constant(2026, 3, 2),
                at: jiff::Timestamp::UNIX_EPOCH,
                event,
            })
        });
        Versions::from_history("sample", entries.collect()).unwrap_or_default()
    }
    let decision = |text: &str, review_on| DecisionVersion {
        text: text.to_owned(),
        by: "Chefgruppen for børn og unge".to_owned(),
        decided_on: Date::constant(2026, 3, 2),
        review_on,
    };
    let again = Date::constant(2027, 3, 1);
    let tasks = vec![
        decision("Teamet rådgiver alle skoler.", again),
        decision("Teamet rådgiver alle skoler og tager højst ti forløb.", again),
    ];
    let pointed = |who: &str, how: &str| Pointed {
        who: who.to_owned(),
        how: how.to_owned(),
    };
    let map = FunctionMap {
        to: [
            (TeamFunction::Advice, pointed("PPR's åbne telefon", "Tirsdag kl. 13–15")),
            (TeamFunction::Leads, pointed("Styregruppen for skolefravær", "")),
        ]
        .into(),
        because: "Chefgruppen den 2. marts".to_owned(),
    };
    let said = |_: &Prerequisite| Answered {
        words: "Det lever på seks af otte skoler.".to_owned(),
        next: "Vi besøger de to sidste i januar.".to_owned(),
    };
    let check = ImplementationCheck {
        held_on: Date::constant(2026, 6, 3),
        with: "Chefgruppen og to skoleledere".to_owned(),
        answers: Prerequisite::ALL.iter().map(|one| (*one, said(one))).collect(),
        next_on: Date::constant(2026, 12, 2),
    };
    Steering {
        decisions: [
            (Decision::Tasks, versions(tasks)),
            (
                Decision::Placement,
                versions(vec![decision("På rådhuset.", Date::constant(2026, 9, 1))]),
            ),
        ]
        .into(),
        functions: versions(vec![FunctionMap::default(), map]),
        checks: versions(vec![
            ImplementationCheck {
                held_on: Date::constant(2025, 12, 3),
                ..check.clone()
            },
            check,
        ]),
    }
}

impl Page for ShowSteering {
    const PATH: &'static str = "practice/steering";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let names = |_| "Asta Holmvig".to_owned();
        let page = |of: &Steering, changes| Self::new(Frame::sample(locale), of, &names, changes);
        vec![
            ("empty", page(&Steering::default(), true)),
            ("decided", page(&sample(), false)),
            ("kept", page(&sample(), true)),
        ]
    }
}
