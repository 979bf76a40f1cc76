//! Hints: what was seen about a child, and what people did about it (da: tegn).
//!
//! A hint is a sentence and its days. Hints stand by date and name; what is held back is counted and said.

mod handle;
mod panel;

use std::collections::HashMap;

use axum::Router;
use axum::routing::post;
use casework::set_aside::{Handled, HintFacts, HintState, hint_state};
use casework::{PupilId, SetAside};
use jiff::civil::Date;
use signals::CutSource;
use store::{RaisedHint, Seen, Written};

use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

pub(crate) use panel::{About, panel, view};
pub use panel::{AsideForm, AsideLine, HintPanel, HintView};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pupils/{id}/hint/aside", post(handle::set_aside))
        .route("/pupils/{id}/hint/back", post(handle::take_back))
}

/// What decides whether a hint is shown.
pub(crate) const fn facts(hint: &RaisedHint) -> HintFacts {
    HintFacts {
        on: hint.on,
        grown: hint.grown,
    }
}

/// The hints of many pupils, with what is held back.
pub(crate) struct Hints {
    /// The last day that is in them; `None` while they are being made.
    pub up_to: Option<Date>,
    /// Where the cut comes from.
    pub source: Option<CutSource>,
    /// Hints nobody has answered, by date and then by name.
    pub open: Vec<(PupilId, RaisedHint)>,
    /// Pupils whose hint is held back because people are at work already.
    pub in_case: Vec<PupilId>,
    /// Pupils whose hint is set aside for now.
    pub set_aside: Vec<PupilId>,
}

impl Hints {
    /// The hints nobody has answered, by pupil.
    pub fn of_pupils(&self) -> HashMap<PupilId, &RaisedHint> {
        self.open.iter().map(|(pupil, hint)| (*pupil, hint)).collect()
    }

    /// What is held back of the pupils asked about, in a sentence; `None` when nothing is.
    fn held_back(&self, frame: &Frame, among: impl Fn(PupilId) -> bool) -> Option<String> {
        let count = |held: &[PupilId]| held.iter().filter(|pupil| among(**pupil)).count();
        let (in_case, set_aside) = (count(&self.in_case), count(&self.set_aside));
        (in_case + set_aside > 0).then(|| frame.t2("hint-held-back", "case", in_case, "aside", set_aside))
    }

    /// Up to which day they go, what of the pupils asked about is held back, and what is to be known of how they were
    /// found.
    pub fn about(&self, frame: &Frame, among: impl Fn(PupilId) -> bool) -> String {
        let up_to = match self.up_to {
            Some(day) => frame.t1("hint-up-to", "date", frame.day(&day)),
            None => frame.t("hint-being-made"),
        };
        let source = match self.source {
            None | Some(CutSource::LastYear) => None,
            Some(CutSource::Start) => Some(frame.t("hint-source-start")),
            Some(CutSource::StartWholeDays) => Some(frame.t("hint-source-whole-days")),
        };
        [Some(up_to), self.held_back(frame, among), source]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn by_pupil<T>(all: &[T], pupil: impl Fn(&T) -> PupilId) -> HashMap<PupilId, Vec<&T>> {
    let mut map: HashMap<PupilId, Vec<&T>> = HashMap::new();
    for one in all {
        map.entry(pupil(one)).or_default().push(one);
    }
    map
}

/// The hints of the pupils seen, and what people have done about them.
pub(crate) async fn hints(state: &AppState, viewer: &Viewer, seen: &Seen) -> Result<Hints, PageError> {
    let written = viewer.written(state, seen).await?;
    hints_beside(state, viewer.today, seen, &written).await
}

/// The same beside what the page has read already of what people did.
pub(crate) async fn hints_beside(
    state: &AppState,
    today: Date,
    seen: &Seen,
    written: &Written,
) -> Result<Hints, PageError> {
    let mut found = Hints {
        up_to: None,
        source: None,
        open: Vec::new(),
        in_case: Vec::new(),
        set_aside: Vec::new(),
    };
    let Some(all) = state.store.hints(seen).await? else {
        return Ok(found);
    };
    (found.up_to, found.source) = (Some(all.up_to), all.source);
    if all.by_pupil.is_empty() {
        return Ok(found);
    }
    let concerns = by_pupil(&written.concerns, |c| c.pupil);
    let outcomes = by_pupil(&written.outcomes, |o| o.pupil);
    let asides: HashMap<PupilId, Vec<&SetAside>> = by_pupil(&written.set_asides, |a| a.pupil);
    for (pupil, hint) in all.by_pupil {
        let concerns = concerns.get(&pupil).map_or(&[][..], Vec::as_slice);
        let outcomes = outcomes.get(&pupil).map_or(&[][..], Vec::as_slice);
        let asides = asides.get(&pupil).into_iter().flatten().copied();
        let handled = Handled::of(concerns, outcomes, asides, today).with_case(written.cases.contains(&pupil));
        match hint_state(facts(&hint), &handled, today) {
            HintState::Open => found.open.push((pupil, hint)),
            HintState::InCase => found.in_case.push(pupil),
            HintState::SetAside { .. } => found.set_aside.push(pupil),
            HintState::Decided => {}
        }
    }
    let rank = |id: PupilId| seen.pupil(id).map(|p| p.name_rank());
    found.open.sort_by_key(|(pupil, hint)| (hint.on, rank(*pupil)));
    Ok(found)
}
