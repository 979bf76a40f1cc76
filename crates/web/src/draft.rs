//! What people have typed and not sent: kept while they type, shown again when the form is opened, gone when sent.
//!
//! One small mechanism for every form with free text. A form names itself by its [`DraftForm`]; the script of the pages
//! saves it while somebody types, a button does so without scripts. A draft belongs to its person alone, and is kept and
//! opened only while that person may send the form.

use std::collections::BTreeSet;

use access::{CaseFacts, CounselFacts, SparringFacts, Spot, act, on};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use casework::case::Form;
use casework::class_record::Kind;
use casework::history::Sequence;
use casework::practice::Decision;
use casework::view::{Tool, ViewOf};
use casework::{
    ActionOptionId, CaseId, ClassId, ConcernId, CounselId, KnowledgeId, PupilId, ReviewMeetingId, SparringId, ViewId,
};
use jiff::civil::Date;
use store::review_spot;

use crate::form::Posted;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError, words};

/// The most bytes one draft may have.
const MOST_BYTES: usize = 64 * 1024;

/// Fields that belong to the page and not to what was typed.
const NOT_TYPED: [&str; 3] = ["csrf", "draft", "sequence"];

/// The addresses of drafts.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/drafts", post(save))
        .route("/drafts/drop", post(throw_away))
}

/// A form that keeps drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftForm {
    /// A new concern about a pupil.
    Concern(PupilId),
    /// The answer to a concern.
    Answer(ConcernId),
    /// A question about a concern.
    Ask(ConcernId),
    /// The answer to a question.
    Advise(SparringId),
    /// A note of a review meeting.
    Note(ReviewMeetingId),
    /// The correction of a pupil's day.
    Correction(PupilId, Date),
    /// The opening of a case about a pupil.
    Opening(PupilId),
    /// A form of a case, about one of its things or (0) about none.
    Case(CaseId, &'static str, u32),
    /// An option of the catalogue, or a new one.
    Option(Option<ActionOptionId>),
    /// Somebody's words in a case.
    View(CaseId, ViewOf, Tool),
    /// The answer to a limited question of a case.
    Question(CaseId, Sequence),
    /// What is missing in the catalogue.
    Missing,
    /// One's own draft of a notification about a pupil.
    Notification(PupilId),
    /// A question about no child.
    Counsel,
    /// The answer to one.
    CounselAnswer(CounselId),
    /// A note on one's own teaching.
    Reflection,
    /// Something new for the record of a class.
    ClassRecord(ClassId, Kind),
    /// A remark on a step of the workflow, by its number.
    Remark(u16),
    /// A version of the workflow.
    Workflow,
    /// One of the decisions about the team.
    Decision(Decision),
    /// Who does what the team does.
    TeamFunctions,
    /// A half-yearly check.
    ImplementationCheck,
    /// A page of knowledge, or a new one.
    Knowledge(Option<KnowledgeId>),
    /// What a family writes about its child, about a thing of the case or (0) about none.
    FamilyWrite(PupilId, &'static str, u32),
    /// What a family says of a day that was noted wrongly.
    FamilyDay(PupilId, Date),
    /// Own words of somebody of a family.
    FamilyWords(PupilId, Tool),
    /// What somebody of a family adds to own words.
    FamilyMore(PupilId, ViewId),
    /// The consent a parent gives.
    FamilyConsent(PupilId),
    /// Why a parent withdraws a consent.
    FamilyWithdraw(PupilId, Sequence),
}

impl DraftForm {
    /// The name it goes by in the form and in storage.
    pub fn key(&self) -> String {
        match self {
            Self::Concern(pupil) => format!("concern {pupil}"),
            Self::Answer(concern) => format!("answer {concern}"),
            Self::Ask(concern) => format!("ask {concern}"),
            Self::Advise(sparring) => format!("advise {sparring}"),
            Self::Note(meeting) => format!("note {meeting}"),
            Self::Correction(pupil, day) => format!("correction {pupil} {day}"),
            Self::Opening(pupil) => format!("opening {pupil}"),
            Self::Case(case, act, item) => format!("case {case} {act} {item}"),
            Self::Option(Some(option)) => format!("option {option}"),
            Self::Option(None) => "option new".to_owned(),
            Self::View(case, of, tool) => format!("view {case} {} {}", of.word(), tool.word()),
            Self::Question(case, question) => format!("question {case} {}", question.number()),
            Self::Missing => "missing option".to_owned(),
            Self::Notification(pupil) => format!("notification {pupil}"),
            Self::Counsel => "counsel new".to_owned(),
            Self::CounselAnswer(counsel) => format!("counsel {counsel}"),
            Self::Reflection => "reflection new".to_owned(),
            Self::ClassRecord(class, kind) => format!("class {class} {}", kind.word()),
            Self::Remark(step) => format!("remark {step}"),
            Self::Workflow => "workflow new".to_owned(),
            Self::Decision(decision) => format!("team-decision {}", decision.word()),
            Self::TeamFunctions => "team-functions new".to_owned(),
            Self::ImplementationCheck => "implementation-check new".to_owned(),
            Self::Knowledge(Some(page)) => format!("knowledge {page}"),
            Self::Knowledge(None) => "knowledge new".to_owned(),
            Self::FamilyWrite(pupil, what, item) => format!("family {pupil} {what} {item}"),
            Self::FamilyDay(pupil, day) => format!("family-day {pupil} {day}"),
            Self::FamilyWords(pupil, tool) => format!("family-words {pupil} {}", tool.word()),
            Self::FamilyMore(pupil, view) => format!("family-more {pupil} {view}"),
            Self::FamilyConsent(pupil) => format!("family-consent {pupil}"),
            Self::FamilyWithdraw(pupil, ground) => format!("family-withdraw {pupil} {}", ground.number()),
        }
    }

    /// Reads the name.
    pub fn from_key(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once(' ')?;
        Some(match kind {
            "concern" => Self::Concern(PupilId::from_text(rest)?),
            "answer" => Self::Answer(ConcernId::from_text(rest)?),
            "ask" => Self::Ask(ConcernId::from_text(rest)?),
            "advise" => Self::Advise(SparringId::from_text(rest)?),
            "note" => Self::Note(ReviewMeetingId::from_text(rest)?),
            "opening" => Self::Opening(PupilId::from_text(rest)?),
            "case" => {
                let (case, rest) = rest.split_once(' ')?;
                let (act, item) = rest.split_once(' ')?;
                Self::Case(CaseId::from_text(case)?, Form::of(act)?.act, item.parse().ok()?)
            }
            "option" if rest == "new" => Self::Option(None),
            "option" => Self::Option(Some(ActionOptionId::from_text(rest)?)),
            "question" => {
                let (case, number) = rest.split_once(' ')?;
                Self::Question(CaseId::from_text(case)?, Sequence::new(number.parse().ok()?)?)
            }
            "missing" => Self::Missing,
            "counsel" if rest == "new" => Self::Counsel,
            "counsel" => Self::CounselAnswer(CounselId::from_text(rest)?),
            "reflection" => Self::Reflection,
            "class" => {
                let (class, kind) = rest.split_once(' ')?;
                Self::ClassRecord(ClassId::from_text(class)?, Kind::from_word(kind)?)
            }
            "remark" => Self::Remark(rest.parse().ok()?),
            "workflow" => Self::Workflow,
            "team-decision" => Self::Decision(Decision::from_word(rest)?),
            "team-functions" => Self::TeamFunctions,
            "implementation-check" => Self::ImplementationCheck,
            "knowledge" if rest == "new" => Self::Knowledge(None),
            "knowledge" => Self::Knowledge(Some(KnowledgeId::from_text(rest)?)),
            "notification" => Self::Notification(PupilId::from_text(rest)?),
            "family" => {
                let (pupil, rest) = rest.split_once(' ')?;
                let (what, item) = rest.split_once(' ')?;
                let what = crate::family::written(what)?;
                Self::FamilyWrite(PupilId::from_text(pupil)?, what, item.parse().ok()?)
            }
            "family-day" => {
                let (pupil, day) = rest.split_once(' ')?;
                Self::FamilyDay(PupilId::from_text(pupil)?, day.parse().ok()?)
            }
            "family-words" => {
                let (pupil, tool) = rest.split_once(' ')?;
                Self::FamilyWords(PupilId::from_text(pupil)?, Tool::from_word(tool)?)
            }
            "family-more" => {
                let (pupil, view) = rest.split_once(' ')?;
                Self::FamilyMore(PupilId::from_text(pupil)?, ViewId::from_text(view)?)
            }
            "family-consent" => Self::FamilyConsent(PupilId::from_text(rest)?),
            "family-withdraw" => {
                let (pupil, ground) = rest.split_once(' ')?;
                Self::FamilyWithdraw(PupilId::from_text(pupil)?, Sequence::new(ground.parse().ok()?)?)
            }
            "view" => {
                let (case, rest) = rest.split_once(' ')?;
                let (of, tool) = rest.split_once(' ')?;
                Self::View(CaseId::from_text(case)?, ViewOf::from_word(of)?, Tool::from_word(tool)?)
            }
            "correction" => {
                let (pupil, day) = rest.split_once(' ')?;
                Self::Correction(PupilId::from_text(pupil)?, day.parse().ok()?)
            }
            _ => return None,
        })
    }

    /// The page the form stands on.
    pub fn page(&self) -> String {
        match self {
            Self::Concern(pupil) => format!("/concerns/new?pupil={pupil}"),
            Self::Answer(concern) | Self::Ask(concern) => format!("/concerns/{concern}?"),
            Self::Advise(sparring) => format!("/sparring/{sparring}?"),
            Self::Note(meeting) => format!("/review/meetings/{meeting}?"),
            Self::Correction(pupil, day) => format!("/pupils/{pupil}/days/{day}?"),
            Self::Opening(pupil) => format!("/cases/new?pupil={pupil}"),
            Self::Case(case, act, 0) => format!("/cases/{case}/act/{act}?"),
            Self::Case(case, act, item) => format!("/cases/{case}/act/{act}?item={item}"),
            Self::Option(Some(option)) => format!("/options/{option}/edit?"),
            Self::Option(None) => "/options/new?".to_owned(),
            Self::View(case, of, tool) => format!("/cases/{case}/views/new?of={}&tool={}", of.word(), tool.word()),
            Self::Question(case, question) => format!("/questions/{case}/{}?", question.number()),
            Self::Missing => "/options/missing?".to_owned(),
            Self::Notification(pupil) => format!("/pupils/{pupil}/notification?"),
            Self::Counsel => "/counsel?".to_owned(),
            Self::CounselAnswer(counsel) => format!("/counsel/{counsel}?"),
            Self::Reflection => "/reflections?".to_owned(),
            Self::ClassRecord(class, kind) => format!("/classes/{class}/community/new/{}?", kind.word()),
            Self::Remark(step) => format!("/workflow/remarks?step={step}"),
            Self::Workflow => "/workflow/edit?".to_owned(),
            Self::Decision(decision) => format!("/steering/decisions/{}?", decision.word()),
            Self::TeamFunctions => "/steering/functions?".to_owned(),
            Self::ImplementationCheck => "/steering/check?".to_owned(),
            Self::Knowledge(Some(page)) => format!("/knowledge/{page}/edit?"),
            Self::Knowledge(None) => "/knowledge/new?".to_owned(),
            Self::FamilyWrite(pupil, what, 0) => format!("/family/{pupil}/write/{what}?"),
            Self::FamilyWrite(pupil, what, item) => format!("/family/{pupil}/write/{what}?item={item}"),
            Self::FamilyDay(pupil, day) => format!("/family/{pupil}/write/absence_wrong?day={day}"),
            Self::FamilyWords(pupil, tool) => format!("/family/{pupil}/words/{}?", tool.word()),
            Self::FamilyMore(pupil, view) => format!("/family/{pupil}/said/{view}?"),
            Self::FamilyConsent(pupil) => format!("/family/{pupil}/consent?"),
            Self::FamilyWithdraw(pupil, ground) => format!("/family/{pupil}/consent/{}?", ground.number()),
        }
    }

    /// The pupil the form is about, when the viewer may send it.
    ///
    /// # Errors
    /// Not found when the viewer may not, or what it is about is gone.
    async fn about(&self, state: &AppState, viewer: &Viewer) -> Result<Option<PupilId>, PageError> {
        let facts = async |pupil: PupilId| {
            let facts = state.store.pupil_facts(pupil, viewer.today).await?;
            facts.ok_or(PageError::NotFound)
        };
        let of_concern = async |concern: ConcernId| {
            let pupil = state.store.concern_pupil(concern).await?;
            pupil.ok_or(PageError::NotFound)
        };
        match *self {
            Self::Concern(pupil) => {
                viewer.may::<act::Create, on::Concern>(&facts(pupil).await?)?;
                Ok(Some(pupil))
            }
            Self::Answer(concern) => {
                let pupil = of_concern(concern).await?;
                viewer.may::<act::Close, on::Concern>(&facts(pupil).await?)?;
                Ok(Some(pupil))
            }
            Self::Ask(concern) => {
                let pupil = of_concern(concern).await?;
                // Nobody is chosen yet: the right to ask lies with the pupil, whoever is asked.
                let asked = SparringFacts {
                    pupil: facts(pupil).await?,
                    contact: viewer.person(),
                };
                viewer.may::<act::Create, on::Sparring>(&asked)?;
                Ok(Some(pupil))
            }
            Self::Advise(sparring) => {
                let asked = state.store.sparring_facts(sparring, viewer.today).await?;
                let permit = viewer.may::<act::Close, on::Sparring>(&asked.ok_or(PageError::NotFound)?)?;
                Ok(Some(permit.subject().pupil))
            }
            Self::Note(meeting) => {
                let scope = viewer.scope::<act::List, on::Review>()?;
                let all = state.store.review_series_list(&scope).await?;
                let meetings = state.store.review_meeting_list(&all).await?;
                let of = meetings.iter().find(|one| one.id == meeting).map(|one| one.series);
                let series = all.iter().find(|one| Some(one.id) == of).ok_or(PageError::NotFound)?;
                let roster = state.store.roster().await?;
                let spot = review_spot(series.place, &roster).ok_or(PageError::NotFound)?;
                viewer.may::<act::Change, on::Review>(&spot)?;
                Ok(None)
            }
            Self::Option(option) => {
                match option {
                    Some(_) => {
                        viewer.may::<act::Change, on::ActionOption>(&Spot::Municipality)?;
                    }
                    None => {
                        viewer.may::<act::Create, on::ActionOption>(&Spot::Municipality)?;
                    }
                }
                Ok(None)
            }
            Self::Question(case, question) => {
                let asked = state.store.contribution_facts(case, question).await?;
                let permit = viewer.may::<act::Close, on::Contribution>(&asked.ok_or(PageError::NotFound)?)?;
                Ok(Some(permit.subject().pupil))
            }
            Self::Notification(pupil) => {
                viewer.may::<act::Read, on::PupilIdentity>(&facts(pupil).await?)?;
                Ok(Some(pupil))
            }
            Self::Counsel => {
                let between = CounselFacts {
                    asker: viewer.person(),
                    contact: viewer.person(),
                };
                viewer.may::<act::Create, on::Counsel>(&between)?;
                Ok(None)
            }
            Self::CounselAnswer(counsel) => {
                let between = state.store.counsel_facts(counsel).await?.ok_or(PageError::NotFound)?;
                viewer.may::<act::Close, on::Counsel>(&between)?;
                Ok(None)
            }
            Self::Reflection => {
                viewer.may::<act::Create, on::Reflection>(&viewer.person())?;
                Ok(None)
            }
            Self::ClassRecord(class, _) => {
                let facts = state.store.class_facts(class).await?.ok_or(PageError::NotFound)?;
                viewer.may::<act::Create, on::ClassRecord>(&facts)?;
                Ok(None)
            }
            Self::Remark(_) => {
                viewer.may::<act::Create, on::Practice>(&Spot::Municipality)?;
                Ok(None)
            }
            Self::Workflow
            | Self::Decision(_)
            | Self::TeamFunctions
            | Self::ImplementationCheck
            | Self::Knowledge(_) => {
                viewer.may::<act::Change, on::Practice>(&Spot::Municipality)?;
                Ok(None)
            }
            Self::FamilyWrite(pupil, ..)
            | Self::FamilyDay(pupil, _)
            | Self::FamilyWords(pupil, _)
            | Self::FamilyMore(pupil, _)
            | Self::FamilyConsent(pupil)
            | Self::FamilyWithdraw(pupil, _) => {
                viewer.may::<act::Create, on::Family>(&facts(pupil).await?)?;
                Ok(Some(pupil))
            }
            Self::Missing => {
                viewer.may::<act::Create, on::MissingOption>(&Spot::Municipality)?;
                Ok(None)
            }
            Self::Correction(pupil, _) => {
                viewer.may::<act::Change, on::Mark>(&facts(pupil).await?)?;
                Ok(Some(pupil))
            }
            Self::Opening(pupil) => {
                let new = CaseFacts {
                    pupil: facts(pupil).await?,
                    case: None,
                    people: BTreeSet::new(),
                };
                viewer.may::<act::Create, on::Case>(&new)?;
                Ok(Some(pupil))
            }
            Self::Case(case, ..) | Self::View(case, ..) => {
                let facts = state.store.case_facts(case, viewer.today).await?;
                let permit = viewer.may::<act::Change, on::Case>(&facts.ok_or(PageError::NotFound)?)?;
                Ok(Some(permit.subject().pupil))
            }
        }
    }
}

/// A form's draft as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftView {
    /// The form's name for the script and the buttons.
    pub key: String,
    /// When it was saved last; `None` while there is no draft.
    pub saved: Option<String>,
    fields: Vec<(String, String)>,
}

impl DraftView {
    /// A form without a draft.
    pub fn none(form: DraftForm) -> Self {
        Self {
            key: form.key(),
            saved: None,
            fields: Vec::new(),
        }
    }

    /// What was typed into a field; empty when nothing was.
    pub fn value(&self, name: &str) -> String {
        self.all(name).next().unwrap_or_default().to_owned()
    }

    /// Everything that was typed, field by field.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Everything that was chosen in a field that may come more than once.
    pub fn all<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d str> {
        let of = self.fields.iter().filter(move |(field, _)| field == name);
        of.map(|(_, value)| value.as_str())
    }
}

/// The draft of a form, for its page: the page's handler has asked whether the viewer may send the form.
///
/// # Errors
/// When the database cannot answer.
pub async fn kept(state: &AppState, viewer: &Viewer, frame: &Frame, form: DraftForm) -> Result<DraftView, PageError> {
    let permit = viewer.may::<act::Read, on::Draft>(&viewer.person())?;
    let mut view = DraftView::none(form);
    if let Some(draft) = state.store.draft_one(&permit, &view.key).await? {
        let at = draft.saved_at.to_zoned(state.settings.zone.clone()).datetime();
        let at = match frame.tongue {
            None => words::moment(frame.locale, at),
            Some(tongue) => format!("{} {:02}:{:02}", tongue.date(at.date()), at.hour(), at.minute()),
        };
        view.saved = Some(frame.t1("draft-saved-at", "at", at));
        view.fields = serde_json::from_str(&draft.content).unwrap_or_default();
    }
    Ok(view)
}

/// Forgets the draft of a form that was sent.
///
/// # Errors
/// When the database cannot answer.
pub async fn sent(state: &AppState, viewer: &Viewer, form: DraftForm) -> Result<(), PageError> {
    let permit = viewer.may::<act::Close, on::Draft>(&viewer.person())?;
    Ok(state.store.draft_drop(&permit, &form.key()).await?)
}

fn named(fields: &[(String, String)]) -> Result<DraftForm, PageError> {
    let key = fields.iter().find(|(name, _)| name == "draft").map(|(_, key)| key);
    key.and_then(|key| DraftForm::from_key(key))
        .ok_or(PageError::Request("error-request-text"))
}

/// Keeps what was typed; a script is only told that it was, a button leads back to the form.
async fn save(
    State(state): State<AppState>,
    viewer: Viewer,
    headers: HeaderMap,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = named(&fields)?;
    let about = form.about(&state, &viewer).await?;
    let typed: Vec<&(String, String)> = fields
        .iter()
        .filter(|(name, _)| !NOT_TYPED.contains(&name.as_str()))
        .collect();
    let content = serde_json::to_string(&typed).map_err(PageError::failed)?;
    if content.len() > MOST_BYTES {
        return Err(PageError::TooLarge { limit: MOST_BYTES });
    }
    let permit = viewer.may::<act::Change, on::Draft>(&viewer.person())?;
    state.store.draft_save(&permit, &form.key(), about, &content).await?;
    if headers.contains_key("x-draft") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&with(&form, "done-draft-saved")).into_response())
}

/// Throws a draft away and opens the form as it was before.
async fn throw_away(
    State(state): State<AppState>,
    viewer: Viewer,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = named(&fields)?;
    sent(&state, &viewer, form).await?;
    Ok(Redirect::to(&with(&form, "done-draft-dropped")).into_response())
}

/// The page of a form with a message.
fn with(form: &DraftForm, done: &str) -> String {
    let page = form.page();
    let joined = if page.ends_with('?') { "" } else { "&" };
    format!("{page}{joined}done={done}")
}

impl DraftView {
    /// A draft for samples.
    pub(crate) fn sample(frame: &Frame, fields: &[(&str, &str)]) -> Self {
        let at = frame.today.at(9, 5, 0, 0);
        Self {
            key: "sample".to_owned(),
            saved: (!fields.is_empty()).then(|| frame.t1("draft-saved-at", "at", words::moment(frame.locale, at))),
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_form_is_known_again_by_its_name() {
        let id = Uuid::from_u128(7);
        for form in [
            DraftForm::Concern(PupilId::from_uuid(id)),
            DraftForm::Answer(ConcernId::from_uuid(id)),
            DraftForm::Ask(ConcernId::from_uuid(id)),
            DraftForm::Advise(SparringId::from_uuid(id)),
            DraftForm::Note(ReviewMeetingId::from_uuid(id)),
            DraftForm::Correction(PupilId::from_uuid(id), Date::constant(2026, 11, 20)),
            DraftForm::Opening(PupilId::from_uuid(id)),
            DraftForm::Case(CaseId::from_uuid(id), "noted", 0),
            DraftForm::Case(CaseId::from_uuid(id), "goal_changed", 4),
            DraftForm::Option(None),
            DraftForm::Option(Some(ActionOptionId::from_uuid(id))),
            DraftForm::View(CaseId::from_uuid(id), ViewOf::Child, Tool::ThreeHouses),
            DraftForm::Question(CaseId::from_uuid(id), Sequence::FIRST),
            DraftForm::Missing,
            DraftForm::Notification(PupilId::from_uuid(id)),
            DraftForm::Counsel,
            DraftForm::CounselAnswer(CounselId::from_uuid(id)),
            DraftForm::Reflection,
            DraftForm::Remark(3),
            DraftForm::Workflow,
            DraftForm::Decision(Decision::Tasks),
            DraftForm::TeamFunctions,
            DraftForm::ImplementationCheck,
            DraftForm::Knowledge(None),
            DraftForm::Knowledge(Some(KnowledgeId::from_uuid(id))),
            DraftForm::FamilyWrite(PupilId::from_uuid(id), "question", 0),
            DraftForm::FamilyWrite(PupilId::from_uuid(id), "comment", 3),
            DraftForm::FamilyDay(PupilId::from_uuid(id), Date::constant(2026, 11, 20)),
            DraftForm::FamilyWords(PupilId::from_uuid(id), Tool::ThreeHouses),
            DraftForm::FamilyMore(PupilId::from_uuid(id), ViewId::from_uuid(id)),
            DraftForm::FamilyConsent(PupilId::from_uuid(id)),
            DraftForm::FamilyWithdraw(PupilId::from_uuid(id), Sequence::FIRST),
        ] {
            assert_eq!(DraftForm::from_key(&form.key()), Some(form));
            let to = with(&form, "done-draft-saved");
            assert!(
                to.starts_with('/') && !to.contains("?&") && to.contains("done="),
                "{to}"
            );
        }
        for key in [
            "",
            "concern",
            "concern x",
            "correction 00000000-0000-0000-0000-000000000007",
            "score 1",
            "family 00000000-0000-0000-0000-000000000007 grades 0",
        ] {
            assert_eq!(DraftForm::from_key(key), None, "{key}");
        }
    }
}
