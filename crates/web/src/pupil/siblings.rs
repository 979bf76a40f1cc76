//! Brothers and sisters away on the same days, in words; only for those with the right to it.

use std::collections::HashMap;

use access::{act, on};
use casework::PupilId;
use store::Sibling;

use super::Link;
use super::read::language;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// One brother or sister: the sentence, and the way to the page where the viewer works with that pupil too.
#[derive(Clone, Debug)]
pub struct SiblingLine {
    /// The sentence.
    pub text: String,
    /// The page.
    pub page: Option<Link>,
}

fn line(frame: &Frame, sibling: &Sibling) -> SiblingLine {
    let name = sibling.who.as_ref().map(|(_, name)| name.full());
    let page = sibling.who.as_ref().map(|(id, name)| Link {
        text: frame.t1("pupil-sibling-see", "name", name.full()),
        address: format!("/pupils/{id}"),
    });
    SiblingLine {
        text: sibling.shared.sentence(name.as_deref(), language(frame.locale)),
        page,
    }
}

/// The lines of these pupils; nothing for a viewer without the right, such as a teacher.
pub async fn lines(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    pupils: &[PupilId],
) -> Result<HashMap<PupilId, Vec<SiblingLine>>, PageError> {
    let (Ok(scope), Ok(names)) = (
        viewer.scope::<act::List, on::Sibling>(),
        viewer.scope::<act::List, on::PupilIdentity>(),
    ) else {
        return Ok(HashMap::new());
    };
    let found = state.store.siblings(&scope, &names, pupils).await?;
    let said = |own: Vec<Sibling>| own.iter().map(|one| line(frame, one)).collect();
    Ok(found.into_iter().map(|(id, own)| (id, said(own))).collect())
}

/// Made-up lines for samples.
pub fn sampled(frame: &Frame) -> Vec<SiblingLine> {
    let shared = signals::SharedDays {
        shared: 3,
        of: 4,
        school_days: 40,
    };
    let text = |who| shared.sentence(who, language(frame.locale));
    vec![
        SiblingLine {
            text: text(Some("Ida Lind")),
            page: Some(Link {
                text: frame.t1("pupil-sibling-see", "name", "Ida Lind"),
                address: "/pupils/7".to_owned(),
            }),
        },
        SiblingLine {
            text: text(None),
            page: None,
        },
    ]
}
