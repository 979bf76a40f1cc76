//! The addresses of a letter: to see it, to see it with what was typed, to fetch it.

use access::{Role, act, on};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use letters::{Letter, LetterError};
use screening::Ground;
use tokio::sync::Semaphore;

use super::fill::{self, Known, Typed};
use super::show::{Around, ShowLetter, fields};
use super::{Kind, address, early};
use crate::form::Posted;
use crate::page::html;
use crate::pupil::Link;
use crate::pupil::cpr;
use crate::pupil::read::{self, Found, found, frame_of};
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// How many letters are set at once; setting one uses every core for a moment.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Which duty's letter.
type Asked = (String, String, Date);

/// A letter that can be made: whose, on which ground, and what stands around it.
struct Ready {
    found: Found,
    frame: Frame,
    known: Known,
    typed: Typed,
    about: String,
    back: String,
    address: String,
}

/// What is known about the duty of an address, when the viewer may see the duty and it stands.
async fn ready(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    (id, rule, begins): &Asked,
) -> Result<Ready, PageError> {
    let found = found(state, viewer, id).await?;
    let read = viewer.may::<act::Read, on::Duty>(&found.facts)?;
    let attendance = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&attendance, frame.today).await?;
    let records = state.store.duty_list_of(&read).await?;
    let rules = state.rules();
    let carried = state.store.carried(&seen, &rules).await?;
    let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
    let weight = rules.settings().day_weight;
    let track = one.track(weight).ok_or(PageError::NotFound)?;
    let (kind, duty, about, back, address) = carried
        .duties(found.id)
        .into_iter()
        .filter(|duty| duty.ground == Ground::Stands)
        .map(|duty| duty.held)
        .find(|held| held.rule.id.as_str() == rule && held.begins == *begins)
        .and_then(|held| {
            Some((
                Kind::of(held.rule)?,
                fill::ground(&held, &track, weight),
                read::rule_name(frame.locale, held.rule, held.version),
                format!("/pupils/{}#{}", found.id, read::anchor(&held)),
                address(found.id, held.rule, held.begins),
            ))
        })
        .or_else(|| {
            // A leader may invite to the talk before the law says so.
            let lefts = rules.left(&track);
            let left = lefts
                .iter()
                .find(|left| left.rule.id.as_str() == rule && early(left) == Some(*begins))?;
            Some((
                Kind::Invitation,
                fill::ground_so_far(left, *begins, &track, weight),
                read::rule_name(frame.locale, left.rule, left.version),
                format!("/pupils/{}#left", found.id),
                address(found.id, left.rule, *begins),
            ))
        })
        .ok_or(PageError::NotFound)?;
    let known = Known {
        kind,
        municipality: state.settings.municipality.clone(),
        school: one.school().map(|school| school.name.clone()).unwrap_or_default(),
        child: found.identity.name.full(),
        first_name: found.identity.name.given().to_owned(),
        class: one.class().map(|class| class.name.clone()).unwrap_or_default(),
        today: frame.today,
        duty,
        cpr: String::new(),
    };
    let leader = viewer
        .actor
        .is(Role::SchoolLeader, viewer.today)
        .then(|| viewer.session.name.clone());
    let typed = known.typed(leader, fill::done(&records, found.id, *begins));
    let frame = frame_of(frame, Some(one))
        .via(found.identity.name.full(), format!("/pupils/{}", found.id))
        .end(about.clone());
    Ok(Ready {
        frame,
        known,
        typed,
        about,
        back,
        address,
        found,
    })
}

/// The CPR number where the letter carries it and the viewer, who may read it, has said what it is needed for; otherwise a
/// line is left to write it on.
async fn cpr(state: &AppState, viewer: &Viewer, ready: &Ready, why: &str) -> Result<String, PageError> {
    let Some(why) = cpr::reason(why).filter(|_| ready.known.kind == Kind::Report) else {
        return Ok(String::new());
    };
    let permit = viewer.may::<act::Read, on::Cpr>(&ready.found.facts)?;
    let number = state.store.pupil_cpr(&permit, &why).await?;
    Ok(number.map(cpr::hyphened).unwrap_or_default())
}

/// Sets a letter beside the pages' own work, few at once.
pub(crate) async fn beside<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, PageError> {
    let _turn = AT_ONCE.acquire().await.map_err(PageError::failed)?;
    tokio::task::spawn_blocking(make).await.map_err(PageError::failed)
}

async fn set(state: &AppState, known: Known, typed: Typed) -> Result<Result<Letter, LetterError>, PageError> {
    let templates = state.letters();
    beside(move || known.letter(&typed, &templates)).await
}

async fn page(state: &AppState, viewer: &Viewer, ready: Ready, typed: Typed) -> Result<Response, PageError> {
    let permit = viewer.may::<act::Read, on::Duty>(&ready.found.facts)?;
    state.store.duty_letter(&permit, word(ready.known.kind)).await?;
    let around = Around {
        about: ready.about,
        address: ready.address,
        may_fetch: viewer.may::<act::Export, on::Duty>(&ready.found.facts).is_ok(),
        back: Link {
            text: ready.frame.t("letter-back"),
            address: ready.back,
        },
        fields: fields(
            &ready.frame,
            ready.known.kind,
            &typed,
            viewer.could::<act::Read, on::Cpr>(&ready.found.facts),
        ),
        own: None,
    };
    let letter = set(state, ready.known, typed).await?;
    html(&ShowLetter::of(ready.frame, around, letter.as_ref()))
}

/// The word a letter goes by in the audit trail.
const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Information => "absence_information",
        Kind::Report => "council_report",
        Kind::Invitation => "sick_teaching_invitation",
    }
}

/// The letter as it stands before anybody has typed.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(asked): Path<Asked>,
) -> Result<Response, PageError> {
    let ready = ready(&state, &viewer, frame, &asked).await?;
    let typed = ready.typed.clone();
    page(&state, &viewer, ready, typed).await
}

/// The letter with what was typed.
pub(super) async fn again(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(asked): Path<Asked>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let mut ready = ready(&state, &viewer, frame, &asked).await?;
    ready.known.cpr = cpr(&state, &viewer, &ready, &typed.cpr_why).await?;
    page(&state, &viewer, ready, typed).await
}

/// The letter as a PDF file. Nothing is sent and nothing is kept but that it was fetched.
pub(super) async fn fetch(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(asked): Path<Asked>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let mut ready = ready(&state, &viewer, frame, &asked).await?;
    ready.known.cpr = cpr(&state, &viewer, &ready, &typed.cpr_why).await?;
    let permit = viewer.may::<act::Export, on::Duty>(&ready.found.facts)?;
    let name = format!("{}-{}.pdf", word(ready.known.kind).replace('_', "-"), ready.known.today);
    let set = set(&state, ready.known.clone(), typed.clone()).await?;
    let made = match set {
        Ok(letter) => beside(move || letter.pdf()).await?,
        Err(problem) => Err(problem),
    };
    let Ok(pdf) = made else {
        return page(&state, &viewer, ready, typed).await;
    };
    state.store.duty_letter(&permit, word(ready.known.kind)).await?;
    Ok(pdf_file(&name, pdf))
}

/// A PDF as a file to keep.
pub(crate) fn pdf_file(name: &str, pdf: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        pdf,
    )
        .into_response()
}
