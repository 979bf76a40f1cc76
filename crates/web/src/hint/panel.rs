//! The hint on a pupil's page: the sentence, the days, and setting it aside.

use access::{PupilFacts, act, on};
use casework::review::PupilOutcome;
use casework::set_aside::{Handled, HintState, hint_state};
use casework::{Concern, PupilId, SetAside};
use jiff::ToSpan;
use jiff::civil::Date;
use store::{RaisedHint, Seen};

use super::facts;
use crate::locale::Arg;
use crate::pupil::read::language;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// A hint as people read it.
#[derive(Clone, Debug)]
pub struct HintView {
    /// What was seen and what is normal for this child.
    pub sentence: String,
    /// When it was raised, and whether it is held back.
    pub about: String,
    /// How many days are behind it.
    pub days_words: String,
    /// The days.
    pub days: String,
}

/// A form to set a hint aside.
#[derive(Clone, Debug)]
pub struct AsideForm {
    /// Where it goes.
    pub address: String,
    /// The first day that can be chosen.
    pub earliest: Date,
    /// The day it is filled with: four weeks ahead.
    pub usual: Date,
}

/// One time the hints of the child were set aside.
#[derive(Clone, Debug)]
pub struct AsideLine {
    /// By whom, until when and why.
    pub text: String,
    /// What takes it back: its id; empty when it no longer holds or the viewer may not.
    pub back: String,
}

/// What the page says about the hint of one child.
#[derive(Clone, Debug)]
pub struct HintPanel {
    /// The hint; none when there is none in the last forty school days.
    pub hint: Option<HintView>,
    /// Sets it aside; none when it is held back already or the viewer may not.
    pub form: Option<AsideForm>,
    /// Everything that was set aside, newest first.
    pub asides: Vec<AsideLine>,
    /// Where taking back goes.
    pub back: String,
}

impl HintView {
    /// A made-up hint, as a page shows it.
    pub fn sample(frame: &Frame) -> Self {
        let today = frame.today;
        let tally = |count, school_days, normal_thousandths| signals::Tally {
            count,
            school_days,
            normal_thousandths,
        };
        let hint = RaisedHint {
            on: today,
            grown: false,
            reasons: signals::Reasons {
                late: tally(7, 20, 1_100),
                part: tally(3, 20, 200),
                spells: tally(1, 40, 1_200),
                run: 0,
                days: [1, 2, 3].map(|weeks| today.saturating_sub(weeks.weeks())).to_vec(),
                context: None,
            },
        };
        view(frame, &hint, HintState::Open)
    }
}

impl HintPanel {
    /// Nothing was seen and nothing set aside.
    pub const fn none() -> Self {
        Self {
            hint: None,
            form: None,
            asides: Vec::new(),
            back: String::new(),
        }
    }

    /// A hint with a form, and an old one set aside.
    pub fn sample(frame: &Frame) -> Self {
        let today = frame.today;
        Self {
            hint: Some(HintView::sample(frame)),
            form: Some(AsideForm::of("1", today)),
            asides: vec![AsideLine {
                text: aside_line(
                    frame,
                    "hint-aside-line",
                    [today, today],
                    "Maja Holm",
                    "Bedstemor er syg; vi har talt med mor.",
                ),
                back: "1".to_owned(),
            }],
            back: "/pupils/1/hint/back".to_owned(),
        }
    }
}

impl AsideForm {
    fn of(id: impl core::fmt::Display, today: Date) -> Self {
        Self {
            address: format!("/pupils/{id}/hint/aside"),
            earliest: today.saturating_add(1.day()),
            usual: today.saturating_add(4.weeks()),
        }
    }
}

/// What the pupil's page asks.
pub(crate) struct About<'a> {
    pub pupil: PupilId,
    pub facts: &'a PupilFacts,
    pub concerns: &'a [Concern],
    pub outcomes: &'a [PupilOutcome],
    pub in_case: bool,
}

fn aside_line(frame: &Frame, key: &str, [on, until]: [Date; 2], who: &str, reason: &str) -> String {
    frame.locale.text(
        key,
        &[
            ("date", frame.day(&on).value()),
            ("until", frame.day(&until).value()),
            ("who", who.value()),
            ("reason", reason.value()),
        ],
    )
}

/// A hint as people read it.
pub(crate) fn view(frame: &Frame, hint: &RaisedHint, state: HintState) -> HintView {
    let raised = frame.t1("hint-raised", "date", frame.day(&hint.on));
    let held = match state {
        HintState::Open => None,
        HintState::InCase => Some(frame.t("hint-in-case")),
        HintState::Decided => Some(frame.t("hint-decided")),
        HintState::SetAside { until } => Some(frame.t1("hint-set-aside", "date", frame.day(&until))),
    };
    HintView {
        sentence: hint.reasons.sentence(language(frame.locale)),
        about: [Some(raised), held].into_iter().flatten().collect::<Vec<_>>().join(" "),
        days_words: frame.t1("pupil-days-behind", "days", hint.reasons.days.len()),
        days: hint
            .reasons
            .days
            .iter()
            .map(|d| frame.day(d))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// The hint of one pupil with what was done about it.
pub(crate) async fn panel(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    seen: &Seen,
    about: About<'_>,
) -> Result<HintPanel, PageError> {
    let hint = state
        .store
        .hints(seen)
        .await?
        .and_then(|mut all| all.by_pupil.remove(&about.pupil));
    let asides: Vec<SetAside> = match viewer.may::<act::Read, on::ReviewOutcome>(about.facts) {
        Ok(permit) => state.store.set_aside_list_of(&permit).await?,
        Err(_) => Vec::new(),
    };
    let concerns: Vec<&Concern> = about.concerns.iter().collect();
    let outcomes: Vec<&PupilOutcome> = about.outcomes.iter().collect();
    let handled = Handled::of(&concerns, &outcomes, &asides, frame.today).with_case(about.in_case);
    let shown = hint
        .as_ref()
        .map(|hint| (hint, hint_state(facts(hint), &handled, frame.today)));
    let may = viewer.may::<act::Create, on::ReviewOutcome>(about.facts).is_ok();
    let open = shown.is_some_and(|(_, state)| state == HintState::Open);
    let names = if asides.is_empty() {
        Default::default()
    } else {
        state.store.staff_names().await?
    };
    let lines = asides.iter().rev().map(|aside| AsideLine {
        text: aside_line(
            frame,
            if aside.taken_back {
                "hint-aside-line-back"
            } else {
                "hint-aside-line"
            },
            [aside.on, aside.until],
            names.get(&aside.by).map_or("", String::as_str),
            aside.reason.reveal(),
        ),
        back: match may && !aside.taken_back && frame.today <= aside.until {
            true => aside.id.to_string(),
            false => String::new(),
        },
    });
    Ok(HintPanel {
        hint: shown.map(|(hint, state)| view(frame, hint, state)),
        form: (may && open).then(|| AsideForm::of(about.pupil, frame.today)),
        asides: lines.collect(),
        back: format!("/pupils/{}/hint/back", about.pupil),
    })
}
