//! The steps of setting up, in the order they are needed, and how far each has come.

use access::{Spot, act, on};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// One step of setting up.
pub struct Step {
    name: String,
    text: String,
    href: &'static str,
    stands: String,
}

/// The front page of *Opsætning*.
#[derive(Template)]
#[template(path = "setup/show.html")]
pub struct ShowSetup {
    frame: Frame,
    steps: Vec<Step>,
}

/// How much there is of each thing.
#[derive(Clone, Copy, Default)]
struct Stands {
    calendars: usize,
    schools: usize,
    classes: usize,
    pupils: usize,
    staff: usize,
}

impl Page for ShowSetup {
    const PATH: &'static str = "setup/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let full = Stands {
            calendars: 2,
            schools: 8,
            classes: 164,
            pupils: 4012,
            staff: 212,
        };
        vec![
            ("full", Self::new(Frame::sample(locale), full)),
            (
                "empty",
                Self::new(
                    Frame::sample(locale),
                    Stands {
                        staff: 1,
                        ..Stands::default()
                    },
                ),
            ),
        ]
    }
}

impl ShowSetup {
    fn new(frame: Frame, stands: Stands) -> Self {
        let locale = frame.locale;
        let step = |name, text, href, stands| Step {
            name: locale.t(name),
            text: locale.t(text),
            href,
            stands,
        };
        let steps = vec![
            step(
                "setup-calendars",
                "setup-calendars-text",
                "/setup/calendars",
                locale.t1("setup-calendars-stands", "count", stands.calendars),
            ),
            step(
                "setup-schools",
                "setup-schools-text",
                "/setup/schools",
                locale.t1("setup-schools-stands", "count", stands.schools),
            ),
            step(
                "setup-classes",
                "setup-classes-text",
                "/setup/classes",
                locale.t1("setup-classes-stands", "count", stands.classes),
            ),
            step(
                "setup-import",
                "setup-import-text",
                "/setup/import",
                locale.t1("setup-import-stands", "count", stands.pupils),
            ),
            step(
                "setup-staff",
                "setup-staff-text",
                "/setup/staff",
                locale.t1("setup-staff-stands", "count", stands.staff),
            ),
            step("setup-rules", "setup-rules-text", "/setup/rules", String::new()),
            step("hint-budget", "hint-budget-text", "/setup/hints", String::new()),
            step("setup-demands", "setup-demands-text", "/setup/demands", String::new()),
            step(
                "setup-emergency",
                "setup-emergency-text",
                "/setup/emergency",
                String::new(),
            ),
            step("setup-answers", "setup-answers-text", "/setup/answers", String::new()),
            step("setup-closed", "setup-closed-text", "/setup/closed", String::new()),
            step("setup-rhythm", "setup-rhythm-text", "/setup/rhythm", String::new()),
            step(
                "practice-tab-workflow",
                "setup-workflow-text",
                "/workflow",
                String::new(),
            ),
            step(
                "practice-tab-steering",
                "setup-steering-text",
                "/steering",
                String::new(),
            ),
            step(
                "practice-tab-knowledge",
                "setup-knowledge-text",
                "/knowledge",
                String::new(),
            ),
            step(
                "setup-mandates",
                "setup-mandates-text",
                "/setup/mandates",
                String::new(),
            ),
            step("setup-sharing", "setup-sharing-text", "/setup/sharing", String::new()),
            step("setup-guide", "setup-guide-text", "/setup/guide", String::new()),
            step(
                "setup-temperature",
                "setup-temperature-text",
                "/setup/temperature",
                String::new(),
            ),
            step("setup-family", "setup-family-text", "/setup/family", String::new()),
            step("setup-mail", "setup-mail-text", "/setup/mail", String::new()),
            step(
                "setup-retention",
                "setup-retention-text",
                "/setup/retention",
                String::new(),
            ),
            step(
                "setup-rollover",
                "setup-rollover-text",
                "/setup/rollover",
                String::new(),
            ),
        ];
        Self {
            frame: frame.at(Section::Setup),
            steps,
        }
    }
}

/// Shows the steps.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    viewer.may::<act::Change, on::SchoolSetup>(&Spot::Municipality)?;
    let roster = state.store.roster().await?;
    let stands = Stands {
        calendars: roster.calendars().len(),
        schools: roster.schools().len(),
        classes: roster.classes().len(),
        pupils: roster.pupil_count(),
        staff: usize::try_from(state.store.staff_count().await?).unwrap_or(usize::MAX),
    };
    html(&ShowSetup::new(frame, stands))
}
