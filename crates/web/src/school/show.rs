//! A school: what needs a look, and its classes.

use std::collections::HashMap;

use access::{act, on};
use askama::Template;
use attendance::{SchoolYear, Slot};
use axum::extract::{Path, State};
use axum::response::Response;
use casework::{ClassId, SchoolId};
use store::{RegisterBy, Seen};

use crate::class::signs::{self, ClassSignView};
use crate::frame::Section;
use crate::hint;
use crate::page::{Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, school};

/// One class of the school.
pub struct ClassLine {
    /// Its name.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// Pupils today.
    pub pupils: usize,
    /// Whether today is noted; `None` when today is not a school day or the register is kept elsewhere.
    pub noted: Option<bool>,
}

/// The page of one school.
#[derive(Template)]
#[template(path = "school/show.html")]
pub struct ShowSchool {
    /// What surrounds the page.
    pub frame: Frame,
    /// The school's name.
    pub name: String,
    /// Kind, classes and pupils in a line.
    pub facts: String,
    /// How many pupils need a look, and where the list is; `None` for a person who sees no list of children.
    pub look: Option<(usize, String)>,
    /// What is said of classes as a whole, the longest standing first.
    pub class_signs: Vec<ClassSignView>,
    /// How many signs of classes wait because a school gets few new ones at a time.
    pub waiting: Option<String>,
    /// The classes of this school year, by grade and name.
    pub classes: Vec<ClassLine>,
}

impl Page for ShowSchool {
    const PATH: &'static str = "school/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Schools).end("Engdalskolen");
        let class = |name: &str, noted| ClassLine {
            name: name.to_owned(),
            href: "/classes/1".to_owned(),
            pupils: 24,
            noted,
        };
        let facts = locale.t2("school-facts", "classes", 3, "pupils", 72);
        vec![
            (
                "school-day",
                Self {
                    frame: frame(),
                    name: "Engdalskolen".to_owned(),
                    facts: facts.clone(),
                    look: Some((7, "/review?school=1".to_owned())),
                    class_signs: vec![signs::sampled(&frame(), "4.a", false)],
                    waiting: Some(locale.t1("school-class-signs-wait", "count", 2)),
                    classes: vec![
                        class("0.a", Some(true)),
                        class("1.a", Some(false)),
                        class("8.b", Some(true)),
                    ],
                },
            ),
            (
                "nothing-to-see",
                Self {
                    frame: frame(),
                    name: "Engdalskolen".to_owned(),
                    facts,
                    look: Some((0, "/review".to_owned())),
                    class_signs: Vec::new(),
                    waiting: None,
                    classes: Vec::new(),
                },
            ),
            (
                "holiday",
                Self {
                    frame: frame(),
                    name: "Engdalskolen".to_owned(),
                    facts: locale.t2("school-facts", "classes", 1, "pupils", 1),
                    look: None,
                    class_signs: Vec::new(),
                    waiting: None,
                    classes: vec![class("8.b", None)],
                },
            ),
        ]
    }
}

/// How many pupils of a school a rule points at, or a hint nobody has answered.
async fn pointed_at(state: &AppState, viewer: &Viewer, seen: &Seen, id: SchoolId) -> Result<usize, PageError> {
    let here = |pupil: store::SeenPupil<'_>| pupil.is_enrolled() && pupil.class().is_some_and(|c| c.school == id);
    let seen = seen.only(here);
    let carried = state.store.carried(&seen, &state.rules()).await?;
    let hints = hint::hints(state, viewer, &seen).await?;
    let hints = hints.of_pupils();
    let found = |pupil: &store::SeenPupil<'_>| {
        let findings = carried.findings(pupil.id());
        hints.contains_key(&pupil.id()) || findings.iter().any(|f| f.rule.status.asks_something())
    };
    Ok(seen.pupils().filter(found).count())
}

/// The signs of the classes of a school the person works with, and a line about those that wait.
pub(crate) async fn told_of_classes(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    school: SchoolId,
) -> Result<(Vec<ClassSignView>, Option<String>), PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::ClassRegister>() else {
        return Ok((Vec::new(), None));
    };
    let look = state.store.class_signs_of_school(&scope, school).await?;
    let roster = state.store.roster().await?;
    let told = look.notices.iter().filter(|one| !one.held_back);
    let told = told.map(|one| signs::view(frame, &roster, one)).collect();
    let waiting = look.notices.iter().filter(|one| one.held_back).count();
    let waiting = (waiting > 0).then(|| frame.t1("school-class-signs-wait", "count", waiting));
    Ok((told, waiting))
}

/// Shows a school with the classes the person works with.
pub(super) async fn show(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = SchoolId::from_text(&id).ok_or(PageError::NotFound)?;
    let frame = state.with_signs(frame).await;
    let scope = viewer.scope::<act::List, on::PupilIdentity>()?;
    let seen = state.store.seen(&scope).await?;
    let roster = seen.roster();
    let entry = roster.school(id).ok_or(PageError::NotFound)?;
    let year = SchoolYear::of(frame.today);
    let mut own: Vec<_> = roster
        .classes()
        .iter()
        .filter(|class| class.school == id && school::covers(&scope, class))
        .filter(|class| class.school_year().is_none_or(|y| y == year))
        .collect();
    if own.is_empty() {
        return Err(PageError::NotFound);
    }
    own.sort_by(|a, b| {
        a.grade()
            .cmp(&b.grade())
            .then_with(|| casework::person::danish_order(&a.name, &b.name))
    });
    let mut pupils: HashMap<ClassId, usize> = HashMap::new();
    for class in seen.pupils().filter(|p| p.is_enrolled()).filter_map(|p| p.class()) {
        *pupils.entry(class.id).or_default() += 1;
    }
    let is_here = entry.register_by == RegisterBy::Here;
    let classes: Vec<ClassLine> = own
        .iter()
        .map(|class| ClassLine {
            name: class.name.clone(),
            href: format!("/classes/{}", class.id),
            pupils: pupils.get(&class.id).copied().unwrap_or(0),
            noted: is_here
                .then(|| seen.class_noted(class.id, frame.today, Slot::Start))
                .flatten(),
        })
        .collect();
    let look = if viewer.may::<act::List, on::SchoolList>(&id).is_ok() {
        let scope = viewer.scope::<act::List, on::PupilAttendance>()?;
        let seen = state.store.seen(&scope).await?;
        Some((
            pointed_at(&state, &viewer, &seen, id).await?,
            format!("/review?school={id}"),
        ))
    } else {
        None
    };
    let (class_signs, waiting) = told_of_classes(&state, &viewer, &frame, id).await?;
    let count = classes.iter().map(|class| class.pupils).sum::<usize>();
    let facts = frame.t2("school-facts", "classes", classes.len(), "pupils", count);
    let name = entry.name.clone();
    html(&ShowSchool {
        frame: frame.at(Section::Schools).end(name.clone()),
        name,
        facts,
        look,
        class_signs,
        waiting,
        classes,
    })
}
