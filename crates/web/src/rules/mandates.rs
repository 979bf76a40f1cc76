//! What the municipality has agreed that coordinators, members of teams and others may decide: for everybody to read
//!

use access::{Spot, act, on};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use casework::mandate::{MandateFor, MandateTemplate, Mandates};
use jiff::civil::Date;

use crate::frame::Section;
use crate::page::{Page, html};
use crate::people::offer::MANDATES_SETTING;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One agreed mandate.
pub struct Row {
    name: String,
    of: String,
    words: String,
    time: String,
}

/// A version of the mandates.
pub struct Version {
    /// Since when, and who decided it.
    heading: String,
    rows: Vec<Row>,
}

/// The agreed mandates, and what they were before.
#[derive(Template)]
#[template(path = "rules/mandates.html")]
pub struct ShowMandates {
    frame: Frame,
    now: Option<Version>,
    before: Vec<Version>,
    /// Whether the viewer decides them.
    change: bool,
}

/// Whom a mandate is for, in words.
pub(crate) fn of_word(frame: &Frame, of: MandateFor) -> String {
    frame.t(match of {
        MandateFor::Coordinator => "mandate-of-coordinator",
        MandateFor::TeamMember => "mandate-of-team-member",
        MandateFor::Participant => "mandate-of-participant",
    })
}

fn version(frame: &Frame, (since, mandates): &(Date, Mandates)) -> Version {
    let row = |one: &MandateTemplate| {
        let from = frame.date(&one.from);
        Row {
            name: one.name.clone(),
            of: of_word(frame, one.of),
            words: one.words.clone(),
            time: match &one.to {
                Some(to) => frame.t2("people-member-from-to", "from", from, "to", frame.date(to)),
                None => frame.t1("people-member-from", "from", from),
            },
        }
    };
    let (on, who) = (frame.date(since), mandates.decided.clone());
    Version {
        heading: frame.t2("sharing-since", "date", on, "who", who),
        rows: mandates.all.iter().map(row).collect(),
    }
}

impl ShowMandates {
    /// The newest of the versions kept first.
    fn new(frame: Frame, kept: &[(Date, Mandates)], change: bool) -> Self {
        let mut all = kept.iter().map(|one| version(&frame, one));
        let (now, before) = (all.next(), all.collect());
        let here = frame.t("mandates-heading");
        Self {
            now,
            before,
            change,
            frame: frame.at(Section::Rules).end(here),
        }
    }
}

/// Shows the agreed mandates, with what they were before.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Option<Extension<Viewer>>,
) -> Result<Response, PageError> {
    let versions = state.setting_versions(MANDATES_SETTING).await?.into_iter();
    let kept: Vec<_> = versions
        .map(|(setting, mandates)| (state.store.day_of(setting.set_at), mandates))
        .collect();
    let may = |viewer: Extension<Viewer>| viewer.may::<act::Change, on::Settings>(&Spot::Municipality).is_ok();
    html(&ShowMandates::new(frame, &kept, viewer.is_some_and(may)))
}

impl Page for ShowMandates {
    const PATH: &'static str = "rules/mandates";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let one = MandateTemplate {
            name: "Tovholder i et forløb".to_owned(),
            of: MandateFor::Coordinator,
            words: "Må selv aftale et kortere skema i op til fire uger.".to_owned(),
            from: Date::constant(2026, 8, 1),
            to: None,
        };
        let agreed = Mandates {
            all: vec![one],
            decided: "Skolelederkredsen 10.6.2026".to_owned(),
        };
        let older = Mandates {
            all: Vec::new(),
            ..agreed.clone()
        };
        let history = [
            (Date::constant(2026, 6, 12), agreed),
            (Date::constant(2026, 1, 5), older),
        ];
        vec![
            ("undecided", Self::new(Frame::sample_signed_out(locale), &[], false)),
            ("decided", Self::new(Frame::sample(locale), &history, true)),
        ]
    }
}
