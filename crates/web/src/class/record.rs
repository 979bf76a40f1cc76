//! Writing something down in the record of a class: a talk, an agreement, the class's temperature; and the questions on
//! paper.

use access::{act, on};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::class_record::{
    AgreementDraft, Kind, LONGEST, TalkDraft, TallyDraft, Temperature, TemperatureDraft, What,
};
use casework::{ClassId, ClassRecord, Problems};

use super::class_of;
use super::community::{label, placed, said};
use crate::draft::{self, DraftForm, DraftView};
use crate::form::{Posted, sent};
use crate::frame::Section;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// The setting the questions are kept in.
pub(crate) const TEMPERATURE_SETTING: &str = "class_temperature";

/// How many questions of its own a class can add.
const OWN: usize = 2;

/// The questions, and how many must answer, as they stand.
pub(crate) async fn temperature(state: &AppState) -> Result<Temperature, PageError> {
    Ok(state.setting(TEMPERATURE_SETTING).await?)
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Words.
    Words,
    /// A day.
    Day,
    /// A whole number.
    Number,
}

/// One field of the form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks.
    pub label: String,
    /// How it is filled in.
    pub asking: Asking,
    /// Whether it must be.
    pub must: bool,
    /// What was typed.
    pub value: String,
}

/// The sums of one question, as typed.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Its place among the questions.
    pub number: usize,
    /// The question.
    pub question: String,
    /// Whether the class asks it itself, so that it is typed.
    pub own: bool,
    /// The three counts: the name of the field, what it is, and what was typed.
    pub counts: Vec<(&'static str, String, String)>,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "class/record.html")]
pub struct WriteRecord {
    /// What surrounds the page.
    pub frame: Frame,
    /// What is written down.
    pub title: String,
    /// The class's name.
    pub name: String,
    /// What it is for.
    pub lead: String,
    /// Where it is sent.
    pub send: String,
    /// The page of the class as a community.
    pub back: String,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
    /// The fields before the sums.
    pub before: Vec<Field>,
    /// The sums; none but for a temperature.
    pub sums: Vec<Sums>,
    /// What is said of the sums.
    pub about_sums: String,
    /// The questions on paper.
    pub slips: Option<String>,
    /// The fields after the sums.
    pub after: Vec<Field>,
    /// The most letters of a question.
    pub longest: usize,
    /// What was typed and not sent.
    pub draft: DraftView,
}

/// The questions on paper: one sheet for each pupil, without a name.
#[derive(Clone, Debug, Template)]
#[template(path = "class/slips.html")]
pub struct PrintSlips {
    /// What surrounds the page.
    pub frame: Frame,
    /// The class's name.
    pub name: String,
    /// The page of the class as a community.
    pub back: String,
    /// The questions.
    pub questions: Vec<String>,
}

fn title(frame: &Frame, kind: Kind) -> String {
    frame.t(match kind {
        Kind::Talk => "class-record-new-talk",
        Kind::Agreement => "class-record-new-agreement",
        Kind::Temperature => "class-record-new-temperature",
    })
}

fn count_label(frame: &Frame, count: &str) -> String {
    frame.t(match count {
        "yes" => "class-record-yes",
        "partly" => "class-record-partly",
        _ => "class-record-no",
    })
}

/// The questions the class asked itself the last time: they are there again.
fn own_questions(records: &[ClassRecord], asked: &[String]) -> Vec<String> {
    let mut taken: Vec<&ClassRecord> = records
        .iter()
        .filter(|one| one.what.kind() == Kind::Temperature)
        .collect();
    taken.sort_by_key(|one| one.what.on());
    let newest = taken.last().map(|one| &one.what);
    let Some(What::Temperature { tallies, .. }) = newest else {
        return Vec::new();
    };
    let own = tallies.iter().map(|tally| tally.question.clone());
    own.filter(|question| !asked.contains(question)).take(OWN).collect()
}

struct Form<'f> {
    kind: Kind,
    class: ClassId,
    name: String,
    temperature: &'f Temperature,
    own: Vec<String>,
}

impl WriteRecord {
    fn new(frame: Frame, form: Form<'_>, draft: DraftView, value: impl Fn(&str) -> Option<String>) -> Self {
        let today = frame.today.to_string();
        let field = |name: &'static str, asking, must, beforehand: &str| Field {
            name,
            label: label(&frame, name),
            asking,
            must,
            value: value(name).unwrap_or_else(|| beforehand.to_owned()),
        };
        let words = |name, must| field(name, Asking::Words, must, "");
        let (mut before, mut after, mut sums) = (Vec::new(), Vec::new(), Vec::new());
        match form.kind {
            Kind::Talk => {
                before.push(field("on", Asking::Day, true, &today));
                before.extend([words("question", true), words("said", true)]);
                before.extend([words("proposals", false), words("decided", false)]);
                before.push(field("follow_up", Asking::Day, false, ""));
            }
            Kind::Agreement => {
                before.push(words("agreed", true));
                before.push(field("from", Asking::Day, true, &today));
                before.push(field("until", Asking::Day, false, ""));
                before.push(field("follow_up", Asking::Day, true, ""));
            }
            Kind::Temperature => {
                before.push(field("on", Asking::Day, true, &today));
                before.push(field("answered", Asking::Number, true, ""));
                after.push(words("proposals", false));
                after.push(field("follow_up", Asking::Day, false, ""));
                let asked = form.temperature.questions.iter().map(|one| (one.clone(), false));
                let own = (0..OWN).map(|at| (form.own.get(at).cloned().unwrap_or_default(), true));
                for (number, (question, own)) in asked.chain(own).enumerate() {
                    let counts = ["yes", "partly", "no"].map(|count| {
                        let typed = value(&format!("{count}-{number}")).unwrap_or_default();
                        (count, count_label(&frame, count), typed)
                    });
                    let typed = value(&format!("question-{number}")).filter(|_| own);
                    sums.push(Sums {
                        number,
                        question: typed.unwrap_or(question),
                        own,
                        counts: counts.to_vec(),
                    });
                }
            }
        }
        let back = format!("/classes/{}/community", form.class);
        let is_temperature = form.kind == Kind::Temperature;
        Self {
            title: title(&frame, form.kind),
            name: form.name,
            lead: frame.t(match form.kind {
                Kind::Talk => "class-record-talk-lead",
                Kind::Agreement => "class-record-agreement-lead",
                Kind::Temperature => "class-record-temperature-lead",
            }),
            send: format!("{back}/new/{}", form.kind.word()),
            slips: is_temperature.then(|| format!("{back}/slips")),
            back,
            problems: Vec::new(),
            before,
            sums,
            about_sums: frame.t1("class-record-sums-hint", "least", u32::from(form.temperature.least)),
            after,
            longest: LONGEST,
            draft,
            frame,
        }
    }
}

/// The form as it is asked for, or as it was sent and not taken.
async fn form(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    (kind, id): (Kind, &str),
    refused: Option<(&Problems, &[(String, String)])>,
) -> Result<Response, PageError> {
    let facts = class_of(state, id).await?;
    viewer.may::<act::Create, on::ClassRecord>(&facts)?;
    let read = viewer.may::<act::Read, on::ClassRecord>(&facts)?;
    let temperature = temperature(state).await?;
    let records = state.store.class_record_list_of(&read).await?;
    let own = own_questions(&records, &temperature.questions);
    let (frame, name) = placed(state, frame, &facts, "class-community").await?;
    let draft = draft::kept(state, viewer, &frame, DraftForm::ClassRecord(facts.class, kind)).await?;
    let form = Form {
        kind,
        class: facts.class,
        name,
        temperature: &temperature,
        own,
    };
    let page = match refused {
        Some((problems, fields)) => {
            let problems = said(&frame, problems);
            let typed = |name: &str| Some(sent(fields, name).to_owned());
            let mut page = WriteRecord::new(frame, form, draft, typed);
            page.problems = problems;
            page
        }
        None => {
            let kept = draft.clone();
            WriteRecord::new(frame, form, draft, |name| kept.all(name).next().map(str::to_owned))
        }
    };
    html(&page)
}

/// The form of something new.
pub(super) async fn ask(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let kind = Kind::from_word(&kind).ok_or(PageError::NotFound)?;
    form(&state, &viewer, frame, (kind, &id), None).await
}

/// Keeps something new; what names a pupil of the class is shown again as it was typed.
pub(super) async fn keep(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path((id, kind)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let kind = Kind::from_word(&kind).ok_or(PageError::NotFound)?;
    let facts = class_of(&state, &id).await?;
    let permit = viewer.may::<act::Create, on::ClassRecord>(&facts)?;
    let pupils = state.store.class_record_names(&permit).await?;
    let one = |name: &str| sent(&fields, name).to_owned();
    let today = frame.today;
    let event = match kind {
        Kind::Talk => TalkDraft {
            on: one("on"),
            question: one("question"),
            said: one("said"),
            proposals: one("proposals"),
            decided: one("decided"),
            follow_up: one("follow_up"),
        }
        .check(facts.class, &pupils, today),
        Kind::Agreement => AgreementDraft {
            agreed: one("agreed"),
            from: one("from"),
            until: one("until"),
            follow_up: one("follow_up"),
        }
        .check(facts.class, &pupils, today),
        Kind::Temperature => {
            let temperature = temperature(&state).await?;
            let tallies = (0..temperature.questions.len() + OWN).map(|number| TallyDraft {
                // The municipality's questions are those of the setting, whatever the form says.
                question: match temperature.questions.get(number) {
                    Some(question) => question.clone(),
                    None => one(&format!("question-{number}")),
                },
                counts: ["yes", "partly", "no"].map(|count| one(&format!("{count}-{number}"))),
            });
            TemperatureDraft {
                on: one("on"),
                answered: one("answered"),
                tallies: tallies.collect(),
                proposals: one("proposals"),
                follow_up: one("follow_up"),
            }
            .check(facts.class, temperature.least, &pupils, today)
        }
    };
    match event {
        Ok(event) => {
            state.store.class_record_begin(&permit, &event).await?;
            draft::sent(&state, &viewer, DraftForm::ClassRecord(facts.class, kind)).await?;
            let to = format!("/classes/{}/community?done=done-class-record-kept", facts.class);
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => form(&state, &viewer, frame, (kind, &id), Some((&problems, &fields))).await,
    }
}

/// The questions on paper.
pub(super) async fn slips(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let facts = class_of(&state, &id).await?;
    let read = viewer.may::<act::Read, on::ClassRecord>(&facts)?;
    let temperature = temperature(&state).await?;
    let records = state.store.class_record_list_of(&read).await?;
    let own = own_questions(&records, &temperature.questions);
    let (frame, name) = placed(&state, frame, &facts, "class-record-slips").await?;
    html(&PrintSlips {
        name,
        back: format!("/classes/{}/community", facts.class),
        questions: temperature.questions.into_iter().chain(own).collect(),
        frame,
    })
}

fn sample_frame(locale: Locale) -> Frame {
    Frame::sample(locale)
        .at(Section::Schools)
        .via("Nordskolen", "/schools/1")
        .via("4.b", "/classes/1")
}

impl Page for WriteRecord {
    const PATH: &'static str = "class/record";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let temperature = Temperature::default();
        let page = |kind: Kind, typed: &[(&str, &str)]| {
            let frame = sample_frame(locale).end(locale.t("class-community"));
            let form = Form {
                kind,
                class: ClassId::from_uuid(uuid::Uuid::nil()),
                name: "4.b".to_owned(),
                temperature: &temperature,
                own: vec!["Er der ro nok til at læse?".to_owned()],
            };
            let draft = DraftView::sample(&frame, &[]);
            Self::new(frame, form, draft, |name| {
                let found = typed.iter().find(|(field, _)| *field == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let mut named = page(Kind::Agreement, &[("agreed", "Alma skriver til den, der er væk.")]);
        let field = label(&named.frame, "agreed");
        named.problems = vec![named.frame.t2("class-record-named", "name", "Alma", "field", field)];
        let mut few = page(
            Kind::Temperature,
            &[("answered", "4"), ("yes-0", "2"), ("partly-0", "1"), ("no-0", "1")],
        );
        few.problems = vec![few.frame.t("class-record-too-few")];
        vec![
            ("talk", page(Kind::Talk, &[])),
            ("agreement", page(Kind::Agreement, &[])),
            ("temperature", page(Kind::Temperature, &[])),
            ("named", named),
            ("few", few),
        ]
    }
}

impl Page for PrintSlips {
    const PATH: &'static str = "class/slips";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = Self {
            frame: sample_frame(locale).end(locale.t("class-record-slips")),
            name: "4.b".to_owned(),
            back: "/classes/1/community".to_owned(),
            questions: Temperature::default().questions,
        };
        vec![("questions", page)]
    }
}
