//! What the municipality has decided may be shared with whom outside the school: for everybody to read.

use access::{Spot, act, on};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use casework::case::vocabulary::{DataKind, Listed, PartyRole};
use casework::sharing::{SharedWith, Sharing};
use jiff::civil::Date;

use crate::case::said::word;
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, words};

/// The setting the table is kept in.
pub(crate) const SETTING: &str = "sharing";

/// The table as it stands.
pub(crate) async fn sharing(state: &AppState) -> Result<Sharing, PageError> {
    Ok(state.setting(SETTING).await?)
}

/// One row of the table.
pub struct Row {
    with: String,
    data: String,
    purpose: String,
}

/// A version of the table.
pub struct Table {
    /// Since when, and who decided it.
    heading: String,
    rows: Vec<Row>,
    /// The stricter rule, where it is chosen.
    strict: bool,
}

/// Who outside the school may be told what, and what for.
#[derive(Template)]
#[template(path = "rules/sharing.html")]
pub struct ShowSharing {
    frame: Frame,
    now: Option<Table>,
    before: Vec<Table>,
    /// Whether the viewer decides it.
    change: bool,
}

impl Page for ShowSharing {
    const PATH: &'static str = "rules/sharing";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let table = Sharing {
            with: [(
                PartyRole::Ppr,
                SharedWith {
                    data: [DataKind::Attendance, DataKind::Plan].into(),
                    purpose: "Råd til skolen om det enkelte barn".to_owned(),
                },
            )]
            .into(),
            consent_when_absent: true,
            decided: "Børne- og Ungeudvalget 3.2.2026".to_owned(),
        };
        let older = Sharing {
            consent_when_absent: false,
            ..table.clone()
        };
        let history = [
            (Date::constant(2026, 2, 10), table),
            (Date::constant(2026, 1, 5), older),
        ];
        vec![
            ("undecided", Self::new(Frame::sample_signed_out(locale), &[], false)),
            ("decided", Self::new(Frame::sample(locale), &history, true)),
        ]
    }
}

fn table(frame: &Frame, (since, sharing): &(Date, Sharing)) -> Table {
    let row = |(role, row): (&PartyRole, &SharedWith)| {
        let kinds = row.data.iter().map(|kind| word(frame, DataKind::LIST, kind.word()));
        Row {
            with: word(frame, PartyRole::OUTSIDE, role.word()),
            data: words::list(frame.locale, &kinds.collect::<Vec<_>>()),
            purpose: row.purpose.clone(),
        }
    };
    Table {
        heading: frame.t2(
            "sharing-since",
            "date",
            frame.date(since),
            "who",
            sharing.decided.clone(),
        ),
        rows: sharing.with.iter().map(row).collect(),
        strict: sharing.consent_when_absent,
    }
}

impl ShowSharing {
    /// The newest of the versions kept first.
    fn new(frame: Frame, kept: &[(Date, Sharing)], change: bool) -> Self {
        let mut all = kept.iter().map(|one| table(&frame, one));
        let (now, before) = (all.next(), all.collect());
        let here = frame.t("sharing-heading");
        Self {
            now,
            before,
            change,
            frame: frame.at(Section::Rules).end(here),
        }
    }
}

/// Shows the table, with what it was before.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Option<Extension<Viewer>>,
) -> Result<Response, PageError> {
    let versions = state.setting_versions(SETTING).await?.into_iter();
    let kept: Vec<_> = versions
        .map(|(setting, sharing)| (state.store.day_of(setting.set_at), sharing))
        .collect();
    let may = |viewer: Extension<Viewer>| viewer.may::<act::Change, on::Settings>(&Spot::Municipality).is_ok();
    html(&ShowSharing::new(frame, &kept, viewer.is_some_and(may)))
}
