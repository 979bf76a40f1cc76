//! One form of a case: its fields with what they hold, made from the form's own table.

use std::collections::BTreeMap;

use casework::PersonId;
use casework::case::vocabulary::Vocabulary;
use casework::case::{Answers, Case, CaseEvent, Field, Form, ItemKind, Kind, Rhythm, When};
use casework::deadline::ClosedDays;
use casework::history::Sequence;
use casework::option::Content;
use jiff::Span;
use jiff::civil::Date;

use super::read::Staff;
use super::said::{self, Names};
use super::write::{Asking, FieldView};
use crate::concern::said::Choice;
use crate::draft::DraftView;
use crate::{Frame, PageError};

/// What a form is filled in from.
pub(super) struct Filling<'f> {
    pub frame: &'f Frame,
    /// The case; none while it is being opened.
    pub case: Option<&'f Case>,
    pub staff: &'f Staff,
    pub rhythm: Rhythm,
    /// What is said beside the names of those in a team, where a coordinator or somebody who takes part is chosen.
    pub beside: BTreeMap<PersonId, String>,
    /// Who fills it in.
    pub me: String,
}

/// Whether an act chooses who coordinates or takes part.
fn chooses_people(act: &str) -> bool {
    matches!(
        act,
        "opened"
            | "coordinator_changed"
            | "coordinator_away"
            | "participant_invited"
            | "assessment_begun"
            | "handed_over"
            | "reopened"
    )
}

/// What was chosen or typed into each field before the person began.
pub(super) fn first_answers(filling: &Filling<'_>, form: &Form, about: Option<Sequence>) -> Answers {
    let mut answers = Answers::new();
    let standing = about.and_then(|number| standing(filling.case?, form, number));
    for field in form.fields {
        let kept = standing
            .as_ref()
            .and_then(|event| event.get(field.name))
            .and_then(texts);
        let first = kept.unwrap_or_else(|| {
            let first = filling.first(form, field, about);
            first.into_iter().collect()
        });
        answers.insert(field.name.to_owned(), first);
    }
    answers
}

/// What a thing says now, for a form that says it anew.
fn standing(case: &Case, form: &Form, number: Sequence) -> Option<serde_json::Value> {
    let anew = form.fields.iter().any(|field| matches!(field.kind, Kind::Seen));
    let item = case.items.get(number).filter(|_| anew)?;
    serde_json::to_value(case.event_of(item)?).ok()
}

fn texts(value: &serde_json::Value) -> Option<Vec<String>> {
    match value {
        serde_json::Value::String(text) => Some(vec![text.clone()]),
        serde_json::Value::Number(number) => Some(vec![number.to_string()]),
        serde_json::Value::Array(all) => Some(all.iter().filter_map(texts).flatten().collect()),
        _ => None,
    }
}

impl Filling<'_> {
    /// The value a field has at first: the thing it is about, who fills it in, today, or the rhythm's next day.
    fn first(&self, form: &Form, field: &Field, about: Option<Sequence>) -> Option<String> {
        let today = self.frame.today;
        let ahead = |days: u16| today.saturating_add(Span::new().days(i64::from(days))).to_string();
        match field.kind {
            Kind::Item(_) if form.about().is_some_and(|of| of.name == field.name) => {
                about.map(|number| number.number().to_string())
            }
            Kind::Item(kind) => {
                let item = self.case?.items.get(about?)?;
                (item.kind == kind).then(|| item.number.number().to_string())
            }
            Kind::Seen => Some(self.case?.last().number().to_string()),
            Kind::Person if field.must => match field.name {
                "school_contact" => Some(
                    self.case
                        .map_or_else(|| self.me.clone(), |case| case.school_contact.to_string()),
                ),
                _ => Some(self.me.clone()),
            },
            Kind::Day(When::Behind) => Some(today.to_string()),
            Kind::Day(When::Any) if matches!(field.name, "from" | "on") => Some(today.to_string()),
            Kind::Day(When::Ahead) if field.must => Some(match field.name {
                "follow_up_on" if form.act == "action_followed_up" && self.tries() => ahead(self.rhythm.trial_days),
                "follow_up_on" => ahead(self.rhythm.follow_up_days),
                "reflect_on" => ahead(self.rhythm.trial_days),
                "next_on" if form.act == "update_given" => ahead(self.rhythm.update_days),
                "next_on" => ahead(self.rhythm.follow_up_days),
                _ => return None,
            }),
            _ => None,
        }
    }

    /// Whether something is tried now, so that it is looked at sooner.
    fn tries(&self) -> bool {
        let trials = self.case.map(|case| case.items.open(ItemKind::Cycle).next().is_some());
        trials == Some(true)
    }

    /// The fields of a form as a page shows them.
    pub fn fields(&self, form: &Form, answers: &Answers) -> Vec<FieldView> {
        form.fields
            .iter()
            .map(|field| self.field(form, field, answers))
            .collect()
    }

    fn field(&self, form: &Form, field: &Field, answers: &Answers) -> FieldView {
        let chosen = answers.get(field.name).map(Vec::as_slice).unwrap_or_default();
        let value = chosen.first().cloned().unwrap_or_default();
        let hidden = !field.is_typed() || (form.about().is_some_and(|of| of.name == field.name) && !value.is_empty());
        let asking = if hidden {
            Asking::Hidden
        } else {
            self.asking(form, field, chosen)
        };
        let label = if field.is_typed() {
            said::field(self.frame, form.act, field.name)
        } else {
            String::new()
        };
        FieldView {
            name: field.name.to_owned(),
            label,
            must: field.must,
            value,
            asking,
            offered: if (form.act, field.name) == ("factor_noted", "words") {
                said::offered(self.frame)
            } else {
                Vec::new()
            },
        }
    }

    fn asking(&self, form: &Form, field: &Field, chosen: &[String]) -> Asking {
        let today = self.frame.today;
        let day = |least: Option<Date>, most: Option<Date>| Asking::Day {
            least: least.map(|day| day.to_string()),
            most: most.map(|day| day.to_string()),
        };
        match field.kind {
            Kind::Text => Asking::Text,
            Kind::Line => Asking::Line,
            Kind::Day(When::Behind) => day(None, Some(today)),
            Kind::Day(When::Ahead) => day(Some(today.saturating_add(Span::new().days(1))), None),
            Kind::Day(When::Any) => day(None, None),
            Kind::Clock => Asking::Clock,
            Kind::Number { least, most } => Asking::Number { least, most },
            Kind::Choice(list) => {
                let choices = self.words(list, chosen);
                if choices.len() <= 4 {
                    Asking::Radio(choices)
                } else {
                    Asking::Select(choices)
                }
            }
            Kind::Many(list) => Asking::Checks(self.words(list, chosen)),
            Kind::Person => {
                let first = chosen.first().map(String::as_str).unwrap_or_default();
                let mut choices = self.staff.choices(first);
                for choice in &mut choices {
                    let beside = PersonId::from_text(&choice.value).and_then(|one| self.beside.get(&one));
                    if let Some(beside) = beside.filter(|_| chooses_people(form.act)) {
                        choice.text = format!("{} – {beside}", choice.text);
                    }
                }
                Asking::Select(choices)
            }
            Kind::Item(kind) => Asking::Select(self.things(kind, chosen)),
            Kind::Items(kind) => Asking::Checks(self.things(kind, chosen)),
            Kind::Given | Kind::Seen | Kind::Reckoned => Asking::Hidden,
        }
    }

    fn words(&self, list: Vocabulary, chosen: &[String]) -> Vec<Choice> {
        let words = (list.words)().into_iter();
        words
            .map(|word| Choice {
                value: word.to_owned(),
                text: said::word(self.frame, list, word),
                chosen: chosen.iter().any(|one| one == word),
            })
            .collect()
    }

    fn things(&self, kind: ItemKind, chosen: &[String]) -> Vec<Choice> {
        let Some(case) = self.case else {
            return Vec::new();
        };
        let name = |id| self.staff.name(id);
        let names: Names<'_> = &name;
        case.items
            .open(kind)
            .map(|item| Choice {
                value: item.number.number().to_string(),
                text: said::thing(self.frame, case, item.number, names),
                chosen: chosen.iter().any(|one| *one == item.number.number().to_string()),
            })
            .collect()
    }
}

/// What a draft kept, over what the form begins with.
pub(super) fn with_draft(mut answers: Answers, form: &Form, draft: &DraftView) -> Answers {
    if draft.saved.is_some() {
        for field in form.fields.iter().filter(|field| field.is_typed()) {
            answers.insert(
                field.name.to_owned(),
                draft.all(field.name).map(str::to_owned).collect(),
            );
        }
    }
    answers
}

/// Puts an option of the catalogue into the form of an action: its words, level and target, and its arena where it has
/// only one. Where it works in several, a person says which one it is about here.
pub(super) fn take_option(answers: &mut Answers, option: &Content) {
    let mut put = |field: &str, value: &str| answers.insert(field.to_owned(), vec![value.to_owned()]);
    put("words", &option.plan_words());
    put("level", option.level.word());
    put("target", option.target.word());
    if let (1, Some(arena)) = (option.arenas.len(), option.arenas.first()) {
        put("arena", arena.word());
    }
}

/// What a form sent, field by field.
pub(super) fn answers(fields: Vec<(String, String)>) -> Answers {
    let mut answers = Answers::new();
    for (name, value) in fields {
        answers.entry(name).or_default().push(value);
    }
    answers
}

/// Works out the days a form leaves to the program, by the law of the day the school was told. A day that cannot
/// be read is left for the form to say.
pub(super) fn reckon(form: &Form, answers: &mut Answers, today: Date, closed: ClosedDays) -> Result<(), PageError> {
    for field in form.fields.iter().filter(|field| matches!(field.kind, Kind::Reckoned)) {
        let told = answers.get("told_on").and_then(|all| all.first());
        let told: Date = told.and_then(|day| day.trim().parse().ok()).unwrap_or(today);
        let due = match statute::ToldDuty::environment_plan()
            .map_err(PageError::failed)?
            .on(told)
        {
            Ok(version) => closed.working_days_after(told, version.working_days),
            // Before there was such a law nothing was due; the form says what is wrong with so old a day.
            Err(_) => told,
        };
        answers.insert(field.name.to_owned(), vec![due.to_string()]);
    }
    Ok(())
}

/// The thing a sent form is about.
pub(super) fn about(form: &Form, answers: &Answers) -> Option<Sequence> {
    let field = form.about()?;
    let number = answers.get(field.name)?.first()?.parse().ok()?;
    Sequence::new(number)
}

/// What an event is about, as the address of the page it stands on.
pub(super) fn anchor(event: &CaseEvent, written: Sequence) -> String {
    use casework::case::Effect;
    let number = match event.effect() {
        Effect::Changes(_, of, _) | Effect::Adds(_, of) | Effect::Ends(_, of) => of,
        Effect::Begins(_) | Effect::Whole => written,
    };
    format!("n{}", number.number())
}
