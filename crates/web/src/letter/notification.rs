//! A draft of a notification of concern for a child (da: underretning), prepared by one person for their own hand.
//!
//! The duty is personal (barnets lov § 133; R-307). The page is there for everybody who may see the child, always in the
//! same place: nothing that is counted leads to it, nothing is sent from it, and nothing waits for it.

use access::{Role, act, on};
use axum::extract::{Path, State};
use axum::response::Response;
use letters::{Letter, LetterError, NotificationDraft, Person};
use serde::Deserialize;

use super::fill::lines;
use super::handle::{beside, pdf_file};
use super::show::{Around, Field, Own, ShowLetter};
use crate::draft::{self, DraftForm, DraftView};
use crate::form::Posted;
use crate::page::html;
use crate::pupil::Link;
use crate::pupil::read::{Found, found, frame_of};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, roles};

/// The word it goes by in the audit trail and in file names.
const WORD: &str = "notification_draft";

/// What the person types.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    recipient: String,
    parents: String,
    interpreter: String,
    relation: String,
    concern: String,
    child_says: String,
    tried: String,
    strengths: String,
    parents_know: String,
    attached: String,
    signed_name: String,
    signed_role: String,
    reference: String,
}

impl Typed {
    /// What stands in the form before the person has typed: who writes, and to which municipality.
    fn first(state: &AppState, viewer: &Viewer) -> Self {
        let mut roles = viewer.actor.roles_on(viewer.today);
        let role: Option<Role> = roles.next().map(access::RoleGrant::role);
        Self {
            recipient: Locale::Da.t1("notification-to", "municipality", state.settings.municipality.clone()),
            signed_name: viewer.session.name.clone(),
            signed_role: role.map(|role| roles::name(Locale::Da, role)).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What was kept of it, over what stood there at first.
    fn kept(self, draft: &DraftView) -> Self {
        if draft.saved.is_none() {
            return self;
        }
        let value = |name: &str| draft.value(name);
        Self {
            recipient: value("recipient"),
            parents: value("parents"),
            interpreter: value("interpreter"),
            relation: value("relation"),
            concern: value("concern"),
            child_says: value("child_says"),
            tried: value("tried"),
            strengths: value("strengths"),
            parents_know: value("parents_know"),
            attached: value("attached"),
            signed_name: value("signed_name"),
            signed_role: value("signed_role"),
            reference: value("reference"),
        }
    }

    fn fields(&self, frame: &Frame) -> Vec<Field> {
        let field = |name: &'static str, label: &str, value: &str, hint: &str, long| Field {
            name,
            label: frame.t(label),
            hint: if hint.is_empty() { String::new() } else { frame.t(hint) },
            value: value.to_owned(),
            long,
        };
        vec![
            field(
                "concern",
                "notification-concern",
                &self.concern,
                "notification-concern-hint",
                true,
            ),
            field(
                "child_says",
                "notification-child-says",
                &self.child_says,
                "notification-child-says-hint",
                true,
            ),
            field(
                "strengths",
                "notification-strengths",
                &self.strengths,
                "notification-lines-hint",
                true,
            ),
            field(
                "tried",
                "notification-tried",
                &self.tried,
                "notification-lines-hint",
                true,
            ),
            field(
                "parents_know",
                "notification-parents-know",
                &self.parents_know,
                "notification-parents-know-hint",
                true,
            ),
            field(
                "parents",
                "notification-parents",
                &self.parents,
                "notification-parents-hint",
                true,
            ),
            field("interpreter", "notification-interpreter", &self.interpreter, "", false),
            field("relation", "notification-relation", &self.relation, "", false),
            field(
                "attached",
                "notification-attached",
                &self.attached,
                "notification-lines-hint",
                true,
            ),
            field(
                "recipient",
                "letter-recipient",
                &self.recipient,
                "notification-lines-hint",
                true,
            ),
            field("signed_name", "letter-signed-name", &self.signed_name, "", false),
            field("signed_role", "letter-signed-role", &self.signed_role, "", false),
            field("reference", "letter-reference", &self.reference, "", false),
        ]
    }

    /// The paper. The number of the child is written by hand: it is needed on the paper that is sent, not here.
    fn paper(&self, head: letters::Head, child: String) -> NotificationDraft {
        let parent = |line: String| Person {
            name: line,
            role: String::new(),
        };
        let signed = Person {
            name: self.signed_name.trim().to_owned(),
            role: self.signed_role.trim().to_owned(),
        };
        NotificationDraft {
            head: letters::Head {
                recipient: lines(&self.recipient),
                reference: self.reference.trim().to_owned(),
                signed: vec![signed],
                ..head
            },
            child,
            cpr: String::new(),
            parents: lines(&self.parents).into_iter().map(parent).collect(),
            interpreter: self.interpreter.trim().to_owned(),
            relation: self.relation.trim().to_owned(),
            concern: self.concern.clone(),
            child_says: self.child_says.clone(),
            tried: lines(&self.tried),
            strengths: lines(&self.strengths),
            parents_know: self.parents_know.clone(),
            attached: lines(&self.attached),
        }
    }
}

async fn set(
    state: &AppState,
    viewer: &Viewer,
    found: &Found,
    typed: &Typed,
) -> Result<Result<Letter, LetterError>, PageError> {
    let permit = viewer.may::<act::Read, on::PupilIdentity>(&found.facts)?;
    state.store.pupil_paper(&permit, WORD).await?;
    let roster = state.store.roster().await?;
    let school = found.facts.placement.schools.iter().next();
    let school = school
        .and_then(|id| roster.school(*id))
        .map(|school| school.name.clone());
    let head = letters::Head {
        sender: letters::Sender {
            municipality: state.settings.municipality.clone(),
            unit: school.unwrap_or_default(),
            lines: Vec::new(),
        },
        date: viewer.today,
        ..letters::Head::default()
    };
    let paper = typed.paper(head, found.identity.name.full());
    let templates = state.letters();
    beside(move || templates.letter(&paper)).await
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    found: &Found,
    typed: Option<Typed>,
) -> Result<Response, PageError> {
    let form = DraftForm::Notification(found.id);
    let draft = draft::kept(state, viewer, &frame, form).await?;
    let typed = typed.unwrap_or_else(|| Typed::first(state, viewer).kept(&draft));
    let letter = set(state, viewer, found, &typed).await?;
    let full = found.identity.name.full();
    let back = format!("/pupils/{}", found.id);
    let title = frame.t("notification-title");
    let frame = frame_of(frame, None).via(full.clone(), back.clone()).end(title);
    let around = around(&frame, &back, full, (&typed, draft));
    html(&ShowLetter::of(frame, around, letter.as_ref()))
}

fn around(frame: &Frame, back: &str, about: String, (typed, draft): (&Typed, DraftView)) -> Around {
    Around {
        about,
        address: format!("{back}/notification"),
        may_fetch: true,
        back: Link {
            text: frame.t("letter-back"),
            address: back.to_owned(),
        },
        fields: typed.fields(frame),
        own: Some(Own {
            lead: frame.t("notification-lead"),
            draft,
        }),
    }
}

/// The draft as it stands.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    page(&state, &viewer, frame, &found, None).await
}

/// The draft with what was typed.
pub(super) async fn again(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    page(&state, &viewer, frame, &found, Some(typed)).await
}

/// The draft as a PDF file, for the person to read, change and send in the way the municipality has. Nothing is sent from
/// here; what was typed stays as that person's draft until it is thrown away or its days are over.
pub(super) async fn fetch(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let made = match set(&state, &viewer, &found, &typed).await? {
        Ok(letter) => beside(move || letter.pdf()).await?,
        Err(problem) => Err(problem),
    };
    match made {
        Ok(pdf) => Ok(pdf_file(&format!("kladde-{}.pdf", viewer.today), pdf)),
        Err(_) => page(&state, &viewer, frame, &found, Some(typed)).await,
    }
}

/// The page for samples.
pub(super) fn sample(frame: Frame) -> ShowLetter {
    let typed = Typed {
        concern: "Alma har fortalt, at hun ofte er alene hjemme om natten.".to_owned(),
        signed_name: "Karen Lindholt".to_owned(),
        signed_role: "lærer".to_owned(),
        ..Typed::default()
    };
    let draft = DraftView::sample(&frame, &[]);
    let around = around(&frame, "/pupils/1", "Alma Bækgård".to_owned(), (&typed, draft));
    let letter = letters::Templates::shipped().letter(&letters::samples::notification_draft());
    ShowLetter::of(frame, around, letter.as_ref())
}
