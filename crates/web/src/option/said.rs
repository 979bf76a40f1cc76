//! What an option and its parts are called.

use access::Role;
use casework::case::vocabulary::{Audience, Listed, Vocabulary};
use casework::option::{Content, Done};
use casework::{Problem, Problems};

use crate::case::said::word;
use crate::concern::said::Choice;
use crate::locale::Arg;
use crate::{Frame, words};

/// What a field of the form is called.
pub fn field(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "name" => "option-field-name",
        "what" => "option-field-what",
        "words" => "option-missing-words",
        "begin" => "option-field-begin",
        "soon" => "option-field-soon",
        "level" => "option-field-level",
        "arenas" => "option-field-arenas",
        "target" => "option-field-target",
        "audiences" => "option-field-audiences",
        "contact" => "option-field-contact",
        "wait" => "option-field-wait",
        "law" => "option-field-law",
        "area" => "option-field-area",
        "evidence" => "option-field-evidence",
        "source" => "option-field-source",
        "answer" => "option-field-answer",
        _ => "option-field-because",
    })
}

/// What is wrong with a form, sentence by sentence.
pub fn problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    let said = |problem: &Problem| match problem {
        Problem::Missing { .. } => frame.t1("case-problem-missing", "field", field(frame, problem.field())),
        Problem::TooLong { most, characters, .. } => {
            let label = field(frame, problem.field());
            let values = [
                ("field", label.value()),
                ("most", most.value()),
                ("characters", characters.value()),
            ];
            frame.locale.text("option-problem-too-long", &values)
        }
        _ => frame.t("option-problem-changed"),
    };
    problems.all().iter().map(said).collect()
}

/// What was done to an option.
pub fn done(frame: &Frame, done: Done) -> String {
    frame.t(match done {
        Done::Adopted => "option-done-adopted",
        Done::Written => "option-done-written",
        Done::Changed => "option-done-changed",
        Done::TakenOut => "option-done-taken-out",
        Done::BroughtBack => "option-done-brought-back",
    })
}

/// Several words of a list, in a sentence.
pub fn several<'w>(frame: &Frame, list: Vocabulary, all: impl Iterator<Item = &'w str>) -> String {
    let all: Vec<String> = all.map(|one| word(frame, list, one).to_lowercase()).collect();
    words::list(frame.locale, &all)
}

/// Where an option works and for whom it is done, on one line.
pub fn place(frame: &Frame, content: &Content) -> String {
    use casework::case::vocabulary::{Arena, Target};
    let arenas = several(frame, Arena::LIST, content.arenas.iter().map(|one| one.word()));
    let target = word(frame, Target::LIST, content.target.word()).to_lowercase();
    frame.t2("option-place", "target", target, "arenas", arenas)
}

/// The words of a list to choose from.
pub fn choices<'w>(
    frame: &Frame,
    list: Vocabulary,
    all: impl Iterator<Item = &'w str>,
    chosen: &[&str],
) -> Vec<Choice> {
    all.map(|one| Choice {
        value: one.to_owned(),
        text: word(frame, list, one),
        chosen: chosen.contains(&one),
    })
    .collect()
}

/// For whom a role looks.
pub fn audience(role: Role) -> Option<Audience> {
    Some(match role {
        Role::Teacher => Audience::Teacher,
        Role::SchoolLeader => Audience::SchoolLeader,
        Role::WellBeingContact => Audience::WellBeingContact,
        Role::SchoolSocialWorker => Audience::SchoolSocialWorker,
        Role::Ppr => Audience::Ppr,
        _ => return None,
    })
}
