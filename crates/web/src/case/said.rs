//! What the things of a case are called: text keys made from the words of the floor below, so that a list there and its
//! texts here cannot part. A test holds every key against both languages.

use casework::case::vocabulary::{
    Arena, Channel, FactorKind, GroundKind, LISTS, Listed, OtherPlan, Section, Vocabulary, WaitFor,
};
use casework::case::{
    Case, CaseEvent, Due, DueKind, FORMS, Field, Form, Group, Item, ItemKind, Kind, OFFERED, Refusal,
};
use casework::history::{Entry, Sequence};
use casework::view::{Circle, Pane, Tool, ViewOf};
use casework::{AssessmentGuide, PersonId, Problem};
use serde_json::Value;

use crate::Frame;

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// What a form is called on its button.
pub fn act(frame: &Frame, act: &str) -> String {
    frame.t(&format!("case-act-{}", dashed(act)))
}

/// What the history calls what happened.
pub fn told(frame: &Frame, act: &str) -> String {
    frame.t(&format!("case-told-{}", dashed(act)))
}

/// What a form is for.
pub fn help(frame: &Frame, act: &str) -> String {
    frame.t(&format!("case-help-{}", dashed(act)))
}

/// What a field asks.
pub fn field(frame: &Frame, act: &str, field: &str) -> String {
    frame.t(&format!("case-field-{}-{}", dashed(act), dashed(field)))
}

/// A word of a closed list.
pub fn word(frame: &Frame, list: Vocabulary, word: &str) -> String {
    frame.t(&format!("case-word-{}-{}", list.name, dashed(word)))
}

/// Why something cannot happen now, and what to do instead.
pub fn refusal(frame: &Frame, refusal: Refusal) -> String {
    frame.t(&format!("case-refusal-{}", dashed(refusal.word())))
}

/// What is due.
pub fn due(frame: &Frame, due: DueKind) -> String {
    frame.t(&format!("case-due-{}", due.word()))
}

/// What a section of an assessment is called.
pub fn section(frame: &Frame, section: Section) -> String {
    word(frame, Section::LIST, section.word())
}

/// The guiding questions of a municipality's own template, section by section.
pub fn guide(frame: &Frame, guide: &AssessmentGuide) -> Vec<(String, String)> {
    let asked = Section::ALL.iter().filter_map(|one| Some((*one, guide.of(*one)?)));
    asked
        .map(|(one, text)| (section(frame, one), text.to_owned()))
        .collect()
}

/// What a factor can begin with: the words, and where it lies and what it does beside them.
pub fn offered(frame: &Frame) -> Vec<(String, String)> {
    let one = |(key, arena, kind): &(&str, Arena, FactorKind)| {
        let arena = word(frame, Arena::LIST, arena.word());
        let kind = word(frame, FactorKind::LIST, kind.word());
        (frame.t(&format!("case-offer-{key}")), format!("{arena} · {kind}"))
    };
    OFFERED.iter().map(one).collect()
}

/// What a page of a case is called.
pub fn group(frame: &Frame, group: Group) -> String {
    frame.t(&format!("case-group-{}", group.word()))
}

/// Whose words they are.
pub fn of(frame: &Frame, of: ViewOf) -> String {
    frame.t(&format!("view-of-{}", dashed(of.word())))
}

/// What a form for words is called.
pub fn tool(frame: &Frame, tool: Tool) -> String {
    frame.t(&format!("view-tool-{}", dashed(tool.word())))
}

/// How it is used.
pub fn tool_help(frame: &Frame, tool: Tool) -> String {
    frame.t(&format!("view-tool-help-{}", dashed(tool.word())))
}

/// What a pane asks.
pub fn pane(frame: &Frame, pane: Pane) -> String {
    frame.t(&format!("view-pane-{}", dashed(pane.word())))
}

/// Who may read.
pub fn circle(frame: &Frame, circle: Circle) -> String {
    frame.t(&format!("view-circle-{}", dashed(circle.word())))
}

/// The field of a form, when it says something to a person.
fn is_told(field: &Field) -> bool {
    !matches!(field.kind, Kind::Given | Kind::Seen)
}

/// Every key this module makes, for the test that holds texts and uses against each other.
pub fn keys() -> Vec<String> {
    let mut keys = Vec::new();
    for form in FORMS {
        let name = dashed(form.act);
        keys.extend(["act", "told", "help"].map(|kind| format!("case-{kind}-{name}")));
        let told = form.fields.iter().filter(|field| is_told(field));
        keys.extend(told.map(|field| format!("case-field-{name}-{}", dashed(field.name))));
    }
    let lists = LISTS.iter().chain(casework::practice::LISTS);
    for list in lists.chain(&[Tool::LIST, Circle::LIST]) {
        keys.extend(
            (list.words)()
                .into_iter()
                .map(|word| format!("case-word-{}-{}", list.name, dashed(word))),
        );
    }
    keys.extend(
        Refusal::ALL
            .iter()
            .map(|one| format!("case-refusal-{}", dashed(one.word()))),
    );
    keys.extend(OFFERED.iter().map(|(word, ..)| format!("case-offer-{word}")));
    keys.extend(DueKind::ALL.iter().map(|one| format!("case-due-{}", one.word())));
    keys.extend(
        ItemKind::ALL
            .iter()
            .map(|one| format!("case-item-{}", dashed(one.word()))),
    );
    keys.extend(Group::ALL.iter().map(|one| format!("case-group-{}", one.word())));
    keys.extend(ViewOf::ALL.iter().map(|one| format!("view-of-{}", dashed(one.word()))));
    for tool in Tool::ALL {
        keys.extend(["", "help-"].map(|kind| format!("view-tool-{kind}{}", dashed(tool.word()))));
    }
    keys.extend(Pane::ALL.iter().map(|one| format!("view-pane-{}", dashed(one.word()))));
    keys.extend(
        Circle::ALL
            .iter()
            .map(|one| format!("view-circle-{}", dashed(one.word()))),
    );
    keys
}

/// What is wrong with a field, in a sentence that names it.
pub fn problem(frame: &Frame, act: &str, problem: &Problem) -> String {
    let name = problem.field();
    // A field the page fills in by itself has no name people know: a page that sends it wrong was not whole.
    let unseen = |field: &Field| field.name == name && !is_told(field);
    if Form::of(act).is_some_and(|form| form.fields.iter().any(unseen)) {
        return frame.t("case-problem-page");
    }
    let label = if name.is_empty() {
        String::new()
    } else {
        field(frame, act, name)
    };
    problem_about(frame, &label, problem)
}

/// The same for any field, by what it is called.
pub fn problem_about(frame: &Frame, label: &str, problem: &Problem) -> String {
    match problem {
        Problem::Missing { .. } => frame.t1("case-problem-missing", "field", label),
        Problem::TooLong { most, characters, .. } => {
            use crate::locale::Arg;
            let values = [
                ("field", label.value()),
                ("most", most.value()),
                ("characters", characters.value()),
            ];
            frame.locale.text("case-problem-too-long", &values)
        }
        Problem::NotAhead { .. } => frame.t1("case-problem-not-ahead", "field", label),
        Problem::NotBehind { .. } => frame.t1("case-problem-not-behind", "field", label),
        Problem::TooFarAhead { latest, .. } => frame.t2(
            "case-problem-too-far-ahead",
            "field",
            label,
            "latest",
            frame.date(latest),
        ),
        Problem::TooFarBehind { earliest, .. } => frame.t2(
            "case-problem-too-far-behind",
            "field",
            label,
            "earliest",
            frame.date(earliest),
        ),
        Problem::OutOfRange { least, most, .. } => {
            use crate::locale::Arg;
            let values = [
                ("field", label.value()),
                ("least", least.value()),
                ("most", most.value()),
            ];
            frame.locale.text("case-problem-out-of-range", &values)
        }
        Problem::Unreadable { .. } => frame.t1("case-problem-unreadable", "field", label),
        Problem::NothingSaid => frame.t("case-problem-nothing-said"),
        Problem::NotNow { .. } | Problem::Named { .. } => frame.t("case-problem-not-now"),
    }
}

/// What a field asked, where its answer stands: the question without the help for whoever fills it in.
pub fn short(label: &str) -> &str {
    label.find('?').and_then(|at| label.get(..=at)).unwrap_or(label)
}

/// The names of members of staff.
pub type Names<'n> = &'n (dyn Fn(PersonId) -> String + Sync);

/// Something that was kept, field by field: what it is called and what was said.
pub fn fields(frame: &Frame, case: &Case, event: &CaseEvent, names: Names<'_>) -> Vec<(String, String)> {
    let (Some(form), Ok(kept)) = (Form::of(event.word()), serde_json::to_value(event)) else {
        return Vec::new();
    };
    let told = form.fields.iter().filter(|field| is_told(field));
    told.filter_map(|of| {
        let value = kept.get(of.name).filter(|value| !value.is_null())?;
        let said = shown(frame, case, of, value, names)?;
        // Of two ways to name somebody only one is used; who it is says the answer.
        let person = |field: &Field| matches!(field.kind, Kind::Person) && !field.must;
        let name = |field: &Field| matches!(field.name, "name" | "outside");
        let either = form.fields.iter().any(person) && form.fields.iter().any(name);
        if either && (person(of) || name(of)) {
            return Some((frame.t("case-who"), said));
        }
        Some((short(&field(frame, form.act, of.name)).to_owned(), said))
    })
    .collect()
}

fn shown(frame: &Frame, case: &Case, field: &Field, value: &Value, names: Names<'_>) -> Option<String> {
    let text = value.as_str();
    let number = |value: &Value| Sequence::new(u32::try_from(value.as_u64()?).ok()?);
    let all = |each: &dyn Fn(&Value) -> Option<String>| {
        let said: Vec<String> = value.as_array()?.iter().filter_map(each).collect();
        (!said.is_empty()).then(|| said.join(", "))
    };
    match field.kind {
        Kind::Text | Kind::Line => text.map(str::to_owned),
        Kind::Day(_) | Kind::Reckoned => text?.parse().ok().map(|day| frame.day(&day)),
        Kind::Clock => text.and_then(|time| time.get(..5)).map(str::to_owned),
        Kind::Number { .. } => value.as_u64().map(|number| number.to_string()),
        Kind::Choice(list) => text.map(|one| word(frame, list, one)),
        Kind::Many(list) => all(&|one| one.as_str().map(|one| word(frame, list, one))),
        Kind::Person => PersonId::from_text(text?).map(names),
        Kind::Item(_) => number(value).map(|one| thing(frame, case, one, names)),
        Kind::Items(_) => all(&|one| number(one).map(|one| thing(frame, case, one, names))),
        Kind::Given | Kind::Seen => None,
    }
}

/// A thing of the case in a few words.
pub fn thing(frame: &Frame, case: &Case, number: Sequence, names: Names<'_>) -> String {
    let item = case.items.get(number);
    let said = item.and_then(|item| in_few_words(frame, case, item, names));
    said.unwrap_or_else(|| {
        item.map_or_else(String::new, |item| {
            frame.t(&format!("case-item-{}", dashed(item.kind.word())))
        })
    })
}

/// The most characters of a thing named in a line.
const FEW: usize = 80;

fn in_few_words(frame: &Frame, case: &Case, item: &Item, names: Names<'_>) -> Option<String> {
    let event = case.event_of(item)?;
    if let CaseEvent::ParticipantInvited { person, name, role, .. } = event {
        let who = person
            .map(names)
            .or_else(|| name.as_ref().map(|name| name.reveal().to_owned()))?;
        let role = word(frame, casework::case::vocabulary::PartyRole::LIST, role.word());
        return Some(format!("{who} ({role})"));
    }
    if let CaseEvent::MeetingPlanned { kind, .. } = event {
        let kind = word(frame, casework::case::vocabulary::MeetingKind::LIST, kind.word());
        let on = case.meeting_on(item.number)?;
        return Some(format!("{kind}, {}", frame.day(&on)));
    }
    let (form, kept) = (Form::of(event.word())?, serde_json::to_value(event).ok()?);
    let texts = form
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Text | Kind::Line));
    let texts = texts.filter_map(|field| kept.get(field.name)?.as_str());
    let which = match event {
        CaseEvent::ContributionAsked { person, name, .. } => person
            .map(names)
            .or_else(|| name.as_ref().map(|name| name.reveal().to_owned())),
        CaseEvent::GroundRecorded { kind, .. } => Some(word(frame, GroundKind::LIST, kind.word())),
        CaseEvent::WaitBegun { waits_for, .. } => Some(word(frame, WaitFor::LIST, waits_for.word())),
        CaseEvent::OtherPlanNoted { kind, .. } => Some(word(frame, OtherPlan::LIST, kind.word())),
        _ => None,
    };
    let first = match event {
        // Who is asked comes before what; the name is not said twice.
        CaseEvent::ContributionAsked { question, .. } => question.reveal(),
        _ => texts.into_iter().next()?,
    };
    let mut few: String = first.chars().take(FEW).collect();
    if few.len() < first.len() {
        few.push('…');
    }
    Some(match which {
        Some(which) => format!("{which}: {few}"),
        None => few,
    })
}

/// The thing something due is about, and what is due, in a line: `Følg op på en indsats: Emil henter Alma`.
pub fn due_of(frame: &Frame, case: &Case, due: &Due, names: Names<'_>) -> String {
    let what = self::due(frame, due.what);
    match about(frame, case, due, names) {
        Some(about) => format!("{what}: {about}"),
        None => what,
    }
}

/// What something due is about: its thing, or the next step.
pub fn about(frame: &Frame, case: &Case, due: &Due, names: Names<'_>) -> Option<String> {
    match (due.item, due.what) {
        (Some(item), _) => Some(thing(frame, case, item, names)),
        (None, DueKind::Ball) => case.ball().next_step.map(|next| next.reveal().to_owned()),
        _ => None,
    }
}

/// How family and school write to each other, in a line: the way, the place and who writes.
pub fn channel(frame: &Frame, event: &CaseEvent, names: Names<'_>) -> Option<String> {
    let CaseEvent::ChannelAgreed {
        channel, place, person, ..
    } = event
    else {
        return None;
    };
    let way = word(frame, Channel::LIST, channel.word());
    let way = match place {
        Some(place) => format!("{way} ({})", place.reveal()),
        None => way,
    };
    Some(frame.t2("case-channel-line", "way", way, "who", names(*person)))
}

/// Who wrote an entry, and when; nobody by name where it was said together.
pub fn written(frame: &Frame, entry: &Entry<CaseEvent>, names: Names<'_>) -> String {
    if entry.event.is_said_together() {
        return frame.t1("case-written-together", "on", frame.day(&entry.on));
    }
    frame.t2("case-written", "by", names(entry.by), "on", frame.day(&entry.on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_of_a_case_is_written_in_both_languages() {
        let keys = keys();
        assert_eq!(
            keys.iter().collect::<BTreeSet<_>>().len(),
            keys.len(),
            "a key is made twice"
        );
        for locale in Locale::ALL {
            let missing: Vec<&String> = keys.iter().filter(|key| !locale.has(key)).collect();
            assert!(missing.is_empty(), "{locale:?}: {missing:#?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_field_nobody_sees_is_said_too() {
        let mut unseen = 0;
        for form in FORMS {
            for field in form.fields.iter().filter(|field| !is_told(field)) {
                for locale in Locale::ALL {
                    let wrong = Problem::Missing { field: field.name };
                    let said = problem(&Frame::sample(locale), form.act, &wrong);
                    assert_eq!(said, locale.t("case-problem-page"), "{}: {}", form.act, field.name);
                }
                unseen += 1;
            }
        }
        assert!(unseen >= 2, "goals and actions say what was seen");
    }

    #[test]
    fn r004_no_text_of_a_case_calls_a_child_names() {
        for locale in Locale::ALL {
            for key in keys() {
                let text = locale.t(&key).to_lowercase();
                for word in ["pjæk", "skolevæg", "risiko-elev", "score", "alarm", "truan", "refus"] {
                    assert!(!text.contains(word), "{key}: {text}");
                }
            }
        }
    }
}
