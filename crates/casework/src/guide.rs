//! A municipality's own template of an assessment: who does what in which order, how those it is about take part,
//! which tools are used, and guiding questions for each of the six sections.
//!
//! It is help beside the words people write. Nothing of it is required, answered one by one or counted.

use crate::case::vocabulary::Section;
use crate::problem::{Check, Problem, Problems};
use crate::words::MOST_CHARACTERS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A version of the template. Empty as long as the municipality has written none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AssessmentGuide {
    /// Who does what, and in which order; the coordinator among them.
    pub workflow: String,
    /// How child, parents and those around them take part.
    pub perspectives: String,
    /// Which tools are used.
    pub tools: String,
    /// Guiding questions, section by section.
    pub sections: BTreeMap<Section, String>,
    /// Why this version was made, or who decided it.
    pub because: String,
}

impl AssessmentGuide {
    /// The parts besides the sections: the field's name and its text, in the order of the form.
    pub fn around(&self) -> [(&'static str, &str); 3] {
        [
            ("workflow", &self.workflow),
            ("perspectives", &self.perspectives),
            ("tools", &self.tools),
        ]
    }

    /// The guiding questions of a section; nothing where there are none.
    pub fn of(&self, section: Section) -> Option<&str> {
        self.sections.get(&section).map(String::as_str)
    }

    /// The same, tidied, when it can be kept: what is left empty is left out.
    ///
    /// # Errors
    /// Texts that are too long, and a missing reason.
    pub fn check(self) -> Result<Self, Problems> {
        let mut check = Check::default();
        let mut text = |field: &'static str, text: &str| {
            let text = text.trim().replace("\r\n", "\n");
            let (characters, most) = (text.chars().count(), MOST_CHARACTERS);
            let long = Problem::TooLong {
                field,
                characters,
                most,
            };
            check.that(characters <= most, long);
            text
        };
        let guide = Self {
            workflow: text("workflow", &self.workflow),
            perspectives: text("perspectives", &self.perspectives),
            tools: text("tools", &self.tools),
            because: text("because", &self.because),
            sections: self
                .sections
                .iter()
                .map(|(section, questions)| (*section, text(section.word(), questions)))
                .filter(|(_, questions)| !questions.is_empty())
                .collect(),
        };
        check.that(!guide.because.is_empty(), Problem::Missing { field: "because" });
        check.done(Some(guide))
    }

    /// The fields in which it says something else than the version before, in the order of the form.
    pub fn changed_from(&self, before: &Self) -> Vec<&'static str> {
        let around = self.around().into_iter().zip(before.around());
        let around = around.filter(|(now, was)| now != was).map(|((field, _), _)| field);
        let sections = Section::ALL
            .iter()
            .filter(|section| self.of(**section) != before.of(**section));
        around.chain(sections.map(|section| section.word())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> AssessmentGuide {
        AssessmentGuide {
            workflow: " Tovholderen samler. ".into(),
            sections: BTreeMap::from([
                (Section::Resources, "Hvornår går det godt?\r\nHvem er der så?".into()),
                (Section::Risks, "  ".into()),
            ]),
            because: "Besluttet i skolelederkredsen".into(),
            ..AssessmentGuide::default()
        }
    }

    #[test]
    fn r214_a_template_may_leave_anything_out_but_why_it_was_made() {
        let kept = guide().check().unwrap();
        assert_eq!(kept.workflow, "Tovholderen samler.");
        assert_eq!(
            kept.of(Section::Resources),
            Some("Hvornår går det godt?\nHvem er der så?")
        );
        assert_eq!(kept.of(Section::Risks), None);
        let nobody = AssessmentGuide {
            because: " ".into(),
            tools: "å".repeat(MOST_CHARACTERS + 1),
            ..guide()
        };
        let problems = nobody.check().unwrap_err();
        let fields: Vec<&str> = problems.all().iter().map(Problem::field).collect();
        assert_eq!(fields, ["tools", "because"]);
    }

    #[test]
    fn r214_a_version_says_what_it_changed_and_reads_back() {
        let before = guide().check().unwrap();
        let now = AssessmentGuide {
            tools: "Tre huse".into(),
            sections: BTreeMap::from([(Section::Signs, "Hvad er set?".into())]),
            ..before.clone()
        };
        assert_eq!(now.changed_from(&before), ["tools", "resources", "signs"]);
        let stored = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<AssessmentGuide>(&stored).unwrap(), now);
    }
}
