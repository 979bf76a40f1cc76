//! What the things of this section are called.

use std::collections::BTreeSet;

use casework::case::vocabulary::{Listed, Phase};
use casework::deadline::Length;
use casework::practice::{Shown, Step, StepRole};
use casework::{Problem, Problems};

use crate::Frame;
use crate::case::said::{problem_about, word};
use crate::frame::Section;

/// The pages of the section: name, address, whether it is this one.
pub type Tabs = Vec<(String, &'static str, bool)>;

/// The pages of the section, this one marked.
pub fn tabs(frame: &Frame, here: &str) -> Tabs {
    let pages = [
        ("practice-tab-workflow", "/workflow"),
        ("practice-tab-steering", "/steering"),
        ("practice-tab-knowledge", "/knowledge"),
    ];
    let tab = |(key, page): (&str, &'static str)| (frame.t(key), page, page == here);
    pages.into_iter().map(tab).collect()
}

/// What a role is called.
pub fn role(frame: &Frame, role: StepRole) -> String {
    word(frame, StepRole::LIST, role.word())
}

/// Several roles on one line; some names have a comma in them.
pub fn roles(frame: &Frame, all: &BTreeSet<StepRole>) -> String {
    let all: Vec<String> = all.iter().map(|one| role(frame, *one)).collect();
    all.join(" · ")
}

/// Within how long.
pub fn within(frame: &Frame, length: Length) -> String {
    match length {
        Length::SchoolDays(days) => frame.t1("workflow-within-school-days", "days", days),
        Length::WorkingDays(days) => frame.t1("workflow-within-working-days", "days", days),
        Length::Weekdays(days) => frame.t1("workflow-within-weekdays", "days", days),
        Length::Days(days) => frame.t1("workflow-within-days", "days", days),
    }
}

/// The page or letter of the program that belongs to a step, with its address where it has one of its own and the one who
/// looks has the section it lies in.
pub fn shown(frame: &Frame, shown: Shown) -> (String, Option<&'static str>) {
    let section = match shown {
        Shown::Register | Shown::Concern => Some(Section::Schools),
        Shown::Review => Some(Section::Review),
        Shown::Options => Some(Section::Options),
        Shown::Case | Shown::Assessment | Shown::Plan | Shown::Meeting | Shown::Closing => Some(Section::Cases),
        Shown::Duties => Some(Section::Overview),
        // A question to a colleague stands on everybody's overview; letters are made from a pupil's own page.
        Shown::Counsel | Shown::LetterAbsence | Shown::LetterMeeting | Shown::Notification => None,
    };
    let seen = frame.seen.as_ref().map(|seen| seen.sections.as_slice());
    let has = |one: &Section| seen.is_some_and(|all| all.contains(one));
    let href = match shown {
        Shown::Counsel => frame.seen.is_some().then_some("/counsel"),
        _ => section.filter(has).map(Section::href),
    };
    (word(frame, Shown::LIST, shown.word()), href)
}

/// The phase a step belongs to.
pub fn phase(frame: &Frame, step: &Step) -> String {
    word(frame, Phase::LIST, step.phase.word())
}

/// What a field is called.
pub fn field(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "name" => "workflow-field-name",
        "when" => "workflow-field-when",
        "phase" => "workflow-field-phase",
        "days" => "workflow-field-days",
        "kind" => "workflow-field-kind",
        "reference" => "workflow-field-reference",
        "from" => "workflow-field-from",
        "words" => "remark-field-words",
        "answer" => "remark-field-answer",
        "text" => "decision-field-text",
        "by" => "decision-field-by",
        "decided_on" => "decision-field-decided-on",
        "review_on" => "decision-field-review-on",
        "who" => "functions-field-who",
        "how" => "functions-field-how",
        "held_on" => "check-field-held-on",
        "with" => "check-field-with",
        "next_on" => "check-field-next-on",
        "title" => "knowledge-field-title",
        "depth" => "knowledge-field-depth",
        "audiences" => "knowledge-field-audiences",
        "source" => "knowledge-field-source",
        _ => "practice-field-because",
    })
}

/// What is wrong with a field, in a sentence.
pub fn problem(frame: &Frame, label: String, problem: &Problem) -> String {
    match problem {
        Problem::Missing { field: "responsible" } => frame.t("workflow-problem-responsible"),
        Problem::Missing { field: "steps" } => frame.t("workflow-problem-steps"),
        Problem::Unreadable { field: "days" } => frame.t("workflow-problem-days"),
        Problem::NotNow { what: "counsel-number" } => frame.t("counsel-problem-number"),
        Problem::NotNow {
            what: "workflow-too-many",
        } => frame.t1("workflow-problem-too-many", "most", casework::practice::MOST_STEPS),
        Problem::NotNow { .. } => frame.t("practice-problem-changed"),
        _ => problem_about(frame, &label, problem),
    }
}

/// What is wrong with a form, sentence by sentence, each field by the name `label` gives it.
pub fn problems(frame: &Frame, problems: &Problems, label: impl Fn(&str) -> String) -> Vec<String> {
    let said = |one: &Problem| problem(frame, label(one.field()), one);
    problems.all().iter().map(said).collect()
}
