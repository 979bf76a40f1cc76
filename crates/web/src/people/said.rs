//! What days, competences, services and problems are called.

use casework::people::{Competence, Hours, Service, Weekday};
use casework::{Problem, Problems};

use crate::concern::said::Choice;
use crate::locale::Arg;
use crate::{Frame, words};

/// What stands over the pages of whom to ask: text, address, whether it is this one.
pub type Tabs = Vec<(String, String, bool)>;

/// The tabs, with the one that is shown.
pub fn tabs(frame: &Frame, here: &str) -> Tabs {
    [
        ("people-tab-school", "/people"),
        ("people-tab-teams", "/people/teams"),
        ("people-tab-specialists", "/people/specialists"),
    ]
    .into_iter()
    .map(|(key, href)| (frame.t(key), href.to_owned(), href == here))
    .collect()
}

/// A weekday in words.
pub fn weekday(frame: &Frame, day: Weekday) -> String {
    let at = match day {
        Weekday::Monday => jiff::civil::Weekday::Monday,
        Weekday::Tuesday => jiff::civil::Weekday::Tuesday,
        Weekday::Wednesday => jiff::civil::Weekday::Wednesday,
        Weekday::Thursday => jiff::civil::Weekday::Thursday,
        Weekday::Friday => jiff::civil::Weekday::Friday,
    };
    words::weekday(frame.locale, at).to_owned()
}

/// `8.00–12.30`.
pub fn hours(frame: &Frame, hours: Hours) -> String {
    let time = |time| words::time(frame.locale, time);
    format!("{}–{}", time(hours.from), time(hours.to))
}

/// What a competence is called.
pub fn competence(frame: &Frame, one: Competence) -> String {
    frame.t(match one {
        Competence::School => "people-competence-school",
        Competence::Social => "people-competence-social",
        Competence::Psychological => "people-competence-psychological",
        Competence::Vulnerability => "people-competence-vulnerability",
        Competence::Facilitation => "people-competence-facilitation",
        Competence::ChildTalk => "people-competence-child-talk",
        Competence::OccupationalTherapy => "people-competence-occupational-therapy",
        Competence::HealthNurse => "people-competence-health-nurse",
    })
}

/// Competences as a list in words.
pub fn competences<'c>(frame: &Frame, all: impl IntoIterator<Item = &'c Competence>) -> Vec<String> {
    all.into_iter().map(|one| competence(frame, *one)).collect()
}

/// What a service is called.
pub fn service(frame: &Frame, one: Service) -> String {
    frame.t(match one {
        Service::Ppr => "people-service-ppr",
        Service::Bup => "people-service-bup",
        Service::Social => "people-service-social",
        Service::Viso => "people-service-viso",
        Service::HealthNurse => "people-service-health-nurse",
        Service::Guidance => "people-service-guidance",
        Service::Leisure => "people-service-leisure",
        Service::Other => "people-service-other",
    })
}

/// The services to choose from.
pub fn services(frame: &Frame, chosen: Option<Service>) -> Vec<Choice> {
    let choice = |one: &Service| Choice {
        value: one.word().to_owned(),
        text: service(frame, *one),
        chosen: chosen == Some(*one),
    };
    Service::ALL.iter().map(choice).collect()
}

/// The telephone number as a browser calls it.
pub fn callable(telephone: &str) -> String {
    let kept = telephone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    format!("tel:{}", kept.collect::<String>())
}

/// What a field is called, within a sentence.
fn field(frame: &Frame, name: &str) -> String {
    if let Some(day) = Weekday::from_word(name) {
        return weekday(frame, day);
    }
    frame.t(match name {
        "title" => "people-of-title",
        "come_with" => "people-of-come-with",
        "place" => "people-of-place",
        "otherwise" => "people-of-otherwise",
        "telephone" => "people-of-telephone",
        "person" => "people-of-person",
        "from" => "people-of-from",
        "to" => "people-of-to",
        "own" => "people-of-own",
        "hours" => "people-of-hours",
        "mandate" | "words" => "people-of-mandate",
        "unit" => "people-of-unit",
        "schools" => "people-of-schools",
        "service" => "people-of-service",
        "what_for" => "people-of-what-for",
        "whom" => "people-of-whom",
        "way" => "people-of-way",
        "agreement" => "people-of-agreement",
        "confirmed_on" => "people-of-confirmed-on",
        "decided" => "people-of-decided",
        "of" => "people-of-of",
        _ => "people-of-name",
    })
}

/// What is wrong with a form, each thing once.
pub fn problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for problem in problems.all() {
        let of = field(frame, problem.field());
        let said = match problem {
            Problem::NotNow { what: "people-number" } => frame.t("people-problem-number"),
            Problem::NotNow { what: "people-order" } => frame.t("people-problem-order"),
            Problem::Missing { .. } => frame.t1("people-problem-missing", "field", of),
            Problem::TooLong { most, .. } => frame.t2("people-problem-too-long", "field", of, "most", *most),
            Problem::NotBehind { day, .. } => frame.t1("people-problem-not-behind", "day", frame.day(day)),
            Problem::OutOfRange { least, most, .. } => {
                let values = [("field", of.value()), ("least", least.value()), ("most", most.value())];
                frame.text("people-problem-out-of-range", &values)
            }
            Problem::Unreadable { field } if Weekday::from_word(field).is_some() => {
                frame.t1("people-problem-hours", "day", of)
            }
            Problem::Unreadable { field: "telephone" } => frame.t("people-problem-telephone"),
            _ => frame.t1("people-problem-unreadable", "field", of),
        };
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}
