//! The texts: the program's own, and those a municipality has put in their place.

use std::collections::BTreeMap;

use crate::letter::compose;
use crate::problem::TemplateProblem;
use crate::{Document, Letter, LetterError, samples};

/// The largest template a municipality may hand in, in bytes.
pub const MOST_TEMPLATE_BYTES: usize = 256 * 1024;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../templates/", $name, ".typ")))),+]
    };
}

/// Every template there is: the house style, and one a document.
static SHIPPED: [(&str, &str); 13] = shipped![
    "house",
    "absence_information",
    "adult_plan",
    "child_plan",
    "closing_note",
    "council_report",
    "environment_plan",
    "hand_over",
    "insight",
    "meeting_card",
    "minutes",
    "notification_draft",
    "sick_teaching_invitation",
];

/// The texts letters are made of.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

impl Templates {
    /// The program's own.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The names of all templates, without `.typ`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// The program's own texts by name, for a municipality to begin from.
    pub fn shipped_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        SHIPPED.iter().copied()
    }

    /// The program's own with a municipality's in their place: file name (`minutes.typ`) and text. Each document is tried
    /// on a filled-in example first.
    ///
    /// # Errors
    /// [`LetterError::Template`] with every problem found: a name no template has, a text too large, or one that does not
    /// make an accessible letter.
    pub fn with_own(own: impl IntoIterator<Item = (String, String)>) -> Result<Self, LetterError> {
        let mut templates = Self::default();
        let mut problems = Vec::new();
        for (file, text) in own {
            let name = file
                .strip_suffix(".typ")
                .filter(|name| Self::names().any(|known| known == *name));
            let problem = match name {
                None => Some(format!(
                    "no letter has this name; there are: {}",
                    Self::names().collect::<Vec<_>>().join(", ")
                )),
                Some(_) if text.len() > MOST_TEMPLATE_BYTES => {
                    Some(format!("{} bytes; at most {MOST_TEMPLATE_BYTES}", text.len()))
                }
                Some(name) => {
                    templates.own.insert(name.to_owned(), text);
                    None
                }
            };
            problems.extend(problem.map(|what| TemplateProblem { file, line: None, what }));
        }
        if problems.is_empty() {
            problems = templates.tried();
        }
        if problems.is_empty() {
            Ok(templates)
        } else {
            Err(LetterError::Template(problems))
        }
    }

    /// Sets a document: title, pages and text are there, the PDF is a call away.
    ///
    /// # Errors
    /// [`LetterError::TooLong`] for more text than fits; [`LetterError::Template`] when a municipality's template does not
    /// work for these values.
    pub fn letter<D: Document>(&self, document: &D) -> Result<Letter, LetterError> {
        compose(self, document)
    }

    /// A template's text by its name.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.own.get(name).map(String::as_str).or_else(|| {
            SHIPPED
                .iter()
                .find(|(shipped, _)| *shipped == name)
                .map(|(_, text)| *text)
        })
    }

    /// What is wrong with the municipality's own templates, each once.
    fn tried(&self) -> Vec<TemplateProblem> {
        let mut problems = Vec::new();
        if self.own.is_empty() {
            return problems;
        }
        self.try_on(&samples::absence_information(), &mut problems);
        self.try_on(&samples::council_report(), &mut problems);
        self.try_on(&samples::sick_teaching_invitation(), &mut problems);
        self.try_on(&samples::meeting_card(), &mut problems);
        self.try_on(&samples::minutes(), &mut problems);
        self.try_on(&samples::adult_plan(), &mut problems);
        self.try_on(&samples::child_plan(), &mut problems);
        self.try_on(&samples::hand_over(), &mut problems);
        self.try_on(&samples::environment_plan(), &mut problems);
        self.try_on(&samples::closing_note(), &mut problems);
        self.try_on(&samples::notification_draft(), &mut problems);
        self.try_on(&samples::insight(), &mut problems);
        problems
    }

    fn try_on<D: Document>(&self, document: &D, problems: &mut Vec<TemplateProblem>) {
        if !self.own.contains_key("house") && !self.own.contains_key(D::TEMPLATE) {
            return;
        }
        let found = match self.letter(document).and_then(|letter| letter.pdf()) {
            Ok(_) => Vec::new(),
            Err(LetterError::Template(found)) => found,
            Err(other) => vec![TemplateProblem {
                file: format!("{}.typ", D::TEMPLATE),
                line: None,
                what: other.to_string(),
            }],
        };
        for problem in found {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
}
