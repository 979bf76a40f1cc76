//! Everybody who needs a look, over all the schools of the person who looks.
//!
//! Ordered by duty date, then oldest unanswered, then name; never by a number about the child.

use askama::Template;
use casework::person::danish_order;
use jiff::civil::Date;

use super::said;
use crate::class::signs::{self, ClassSignView};
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::hint::HintView;
use crate::page::Page;
use crate::picture::words::{self as picture_words, Numbers};
use crate::picture::{Sparkline, sample};
use crate::pupil::Link;
use crate::pupil::left::{close, named_line};
use crate::pupil::siblings::{self, SiblingLine};
use crate::{Frame, Locale};

/// How many pupils one page holds.
pub const PAGE: usize = 100;

/// How many weeks the small picture shows.
pub const WEEKS: i32 = 20;

/// How the list can be ordered. By itself it stands by date; a person may choose to see most days of absence first, which
/// is a count that stands on every row and nothing the program made of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The earliest duty date first, then what has waited longest, then name.
    #[default]
    Due,
    /// What has waited longest first.
    Waiting,
    /// By name.
    Name,
    /// By school and class, then name.
    Class,
    /// Most days of absence this school year first, then name.
    Absence,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Due, Self::Waiting, Self::Name, Self::Class, Self::Absence];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Waiting => "waiting",
            Self::Name => "name",
            Self::Class => "class",
            Self::Absence => "absence",
        }
    }

    /// Reads the word; what is not known is the first order.
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|order| order.word() == word)
            .unwrap_or_default()
    }

    /// What it is called.
    pub fn text(self, frame: &Frame) -> String {
        frame.t(match self {
            Self::Due => "review-order-due",
            Self::Waiting => "review-order-waiting",
            Self::Name => "review-order-name",
            Self::Class => "review-order-class",
            Self::Absence => "review-order-absence",
        })
    }
}

/// What decides a pupil's place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The earliest date something is due.
    pub due: Option<Date>,
    /// Since when the oldest thing waits.
    pub since: Option<Date>,
    /// School and class.
    pub class: String,
    /// Half days of absence this school year, of all three categories.
    pub absence: u32,
    /// The name.
    pub name: String,
}

impl Order {
    /// Which of two pupils stands first. Without a date comes after all dates.
    pub fn compare(self, one: &Place, other: &Place) -> std::cmp::Ordering {
        let due = |p: &Place| p.due.unwrap_or(Date::MAX);
        let since = |p: &Place| p.since.unwrap_or(Date::MAX);
        let by_name = || danish_order(&one.name, &other.name);
        match self {
            Self::Due => due(one)
                .cmp(&due(other))
                .then_with(|| since(one).cmp(&since(other)))
                .then_with(by_name),
            Self::Waiting => since(one).cmp(&since(other)).then_with(by_name),
            Self::Name => by_name(),
            Self::Class => danish_order(&one.class, &other.class).then_with(by_name),
            Self::Absence => other.absence.cmp(&one.absence).then_with(by_name),
        }
    }
}

/// Why a pupil is here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// In a sentence.
    pub text: String,
    /// The days behind it: how many, and which; for hints.
    pub days: Option<(String, String)>,
}

impl Reason {
    /// A hint: what was seen, since when, on which days.
    pub(crate) fn of(hint: HintView) -> Self {
        Self {
            text: format!("{} {}", hint.sentence, hint.about),
            days: (!hint.days.is_empty()).then_some((hint.days_words, hint.days)),
        }
    }
}

/// One pupil who needs a look.
#[derive(Clone, Debug)]
pub struct ReviewRow {
    /// The pupil's id in the page.
    pub id: String,
    /// The pupil's name.
    pub name: String,
    /// The pupil's page.
    pub address: String,
    /// Class and school.
    pub place: String,
    /// The three numbers of the school year.
    pub numbers: Numbers,
    /// Absence week by week.
    pub sparkline: Sparkline,
    /// Why the pupil is here, by date.
    pub reasons: Vec<Reason>,
    /// Brothers and sisters away on the same days, said beside the reasons.
    pub siblings: Vec<SiblingLine>,
    /// Named rules that hold: they ask nothing, and nobody stands here because of them alone.
    pub named: Option<String>,
    /// Thresholds that are close, in a few words each.
    pub close: Vec<String>,
    /// What was decided last time.
    pub last: Option<String>,
    /// What was decided today.
    pub decided: Option<String>,
    /// What follows from the decision, such as writing the concern.
    pub next: Option<Link>,
    /// What is wrong with the decision as sent.
    pub problems: Vec<String>,
    /// Where a decision is sent, when this person may decide.
    pub send: Option<String>,
    /// Whether it stands among those with a few half days only: short, without picture and outcomes.
    pub brief: bool,
    /// What the law asks here and this person may write down.
    pub record: Option<Record>,
}

/// The form that writes down what was done about the open duties of a row.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it is sent.
    pub send: String,
    /// Rule and first day of each duty, as the form sends them.
    pub duties: Vec<String>,
    /// Today, as a date field writes it.
    pub today: String,
}

/// Pupils told apart from the list: how many, and the way to them.
#[derive(Clone, Debug)]
pub struct Few {
    /// How many, and what is asked about them.
    pub text: String,
    /// What the link says.
    pub link: Link,
}

/// Which days a pupil can be watched until, as a date field writes them.
#[derive(Clone, Debug)]
pub struct WatchDays {
    /// The first day that can be chosen.
    pub first: String,
    /// The day that stands in the field: four weeks ahead, when most series meet again.
    pub usual: String,
}

impl WatchDays {
    /// The days after today.
    pub fn after(today: Date) -> Self {
        let ahead = |span: jiff::Span| today.saturating_add(span).to_string();
        Self {
            first: ahead(jiff::Span::new().days(1)),
            usual: ahead(jiff::Span::new().weeks(4)),
        }
    }
}

/// One way to narrow the list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The name in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
}

impl Filter {
    /// A filter whose first option is "all".
    pub fn new(frame: &Frame, name: &'static str, label: &str, chosen: &str, options: Vec<(String, String)>) -> Self {
        let all = Choice {
            value: String::new(),
            text: frame.t("review-all"),
            chosen: chosen.is_empty(),
        };
        let others = options.into_iter().map(|(value, text)| Choice {
            chosen: value == chosen,
            value,
            text,
        });
        Self {
            name,
            label: frame.t(label),
            options: std::iter::once(all).chain(others).collect(),
        }
    }
}

/// One way to order the list, as a link.
#[derive(Clone, Debug)]
pub struct OrderLink {
    /// What it is called and where it leads.
    pub link: Link,
    /// Whether the list stands like this.
    pub chosen: bool,
}

/// Everything the list may say.
#[derive(Clone, Debug, Template)]
#[template(path = "review/list.html")]
pub struct ListReview {
    /// What surrounds the page.
    pub frame: Frame,
    /// How many pupils, over which schools.
    pub facts: String,
    /// Reviews whose day has passed.
    pub overdue: Vec<Link>,
    /// Up to which day the hints go, and how many are held back.
    pub signs: String,
    /// What is said of classes as a whole.
    pub classes: Vec<ClassSignView>,
    /// Ways to narrow.
    pub filters: Vec<Filter>,
    /// How many ways to narrow are in use.
    pub narrowed: usize,
    /// What the form carries besides the filters.
    pub carried: Vec<(&'static str, String)>,
    /// The list without any way to narrow but the school.
    pub clear: String,
    /// The schools, where there are several.
    pub schools: Vec<OrderLink>,
    /// Ways to order.
    pub orders: Vec<OrderLink>,
    /// Those told apart, a line for each group; or the way back from one of them.
    pub apart: Vec<Few>,
    /// The pupils.
    pub rows: Vec<ReviewRow>,
    /// Other pages of the list.
    pub turns: Vec<Link>,
    /// Where to come back to after a decision without scripts.
    pub back: String,
    /// Which days a watch can run to.
    pub days: WatchDays,
}

/// One pupil of the list alone, after a decision.
#[derive(Clone, Debug, Template)]
#[template(path = "review/row.html")]
pub struct RowAgain {
    /// What surrounds the page.
    pub frame: Frame,
    /// The pupil.
    pub row: ReviewRow,
    /// Where to come back to after a decision without scripts.
    pub back: String,
    /// Which days a watch can run to.
    pub days: WatchDays,
}

impl Page for ListReview {
    const PATH: &'static str = "review/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let rows = |decided| sample::SampleClass::new(8).map(|class| sampled_rows(locale, &class, decided));
        let empty = sampled(locale, Vec::new());
        let mut pages = vec![("empty", empty)];
        pages.extend(rows(false).map(|rows| ("open", sampled(locale, rows))));
        pages.extend(rows(true).map(|rows| ("decided", sampled(locale, rows))));
        pages.extend(rows(false).map(|rows| ("few", sampled(locale, rows.into_iter().map(brief).collect()))));
        pages
    }
}

fn brief(row: ReviewRow) -> ReviewRow {
    ReviewRow {
        brief: true,
        record: Some(Record {
            send: format!("/review/pupils/{}/duties", row.id),
            duties: vec!["dk.unlawful.any|2026-10-01".to_owned()],
            today: "2026-11-20".to_owned(),
        }),
        ..row
    }
}

fn sampled(locale: Locale, rows: Vec<ReviewRow>) -> ListReview {
    let frame = Frame::sample(locale).at(Section::Review);
    let class_options = vec![("1".to_owned(), "Nordskolen 8.b".to_owned())];
    let overdue = frame.t2(
        "review-overdue",
        "school",
        "Åskolen",
        "date",
        frame.day(&Date::constant(2026, 11, 12)),
    );
    ListReview {
        facts: frame.t2("review-facts", "pupils", rows.len(), "schools", 2),
        signs: [
            frame.t1("hint-up-to", "date", frame.day(&Date::constant(2026, 11, 19))),
            frame.t2("hint-held-back", "case", 2, "aside", 1),
        ]
        .join(" "),
        overdue: vec![Link {
            text: overdue,
            address: "/review/series".to_owned(),
        }],
        classes: if rows.is_empty() {
            Vec::new()
        } else {
            vec![signs::sampled(&frame, "4.a", false)]
        },
        filters: vec![Filter::new(&frame, "class", "review-class", "", class_options)],
        clear: "/review".to_owned(),
        schools: [("", "review-all-schools"), ("1", "Nordskolen"), ("2", "Åskolen")]
            .into_iter()
            .map(|(id, name)| OrderLink {
                link: Link {
                    text: if id.is_empty() { frame.t(name) } else { name.to_owned() },
                    address: format!("/review?school={id}"),
                },
                chosen: id.is_empty(),
            })
            .collect(),
        narrowed: 0,
        carried: vec![("order", "due".to_owned())],
        orders: Order::ALL
            .into_iter()
            .map(|order| OrderLink {
                link: Link {
                    text: order.text(&frame),
                    address: format!("/review?order={}", order.word()),
                },
                chosen: order == Order::Due,
            })
            .collect(),
        apart: vec![Few {
            text: frame.t1("review-few", "pupils", 132),
            link: Link {
                text: frame.t("review-few-show"),
                address: "/review?few=only".to_owned(),
            },
        }],
        rows,
        turns: vec![Link {
            text: frame.t1("review-page", "page", 2),
            address: "/review?page=2".to_owned(),
        }],
        back: "/review".to_owned(),
        days: WatchDays::after(frame.today),
        frame,
    }
}

fn sampled_rows(locale: Locale, class: &sample::SampleClass, decided: bool) -> Vec<ReviewRow> {
    let frame = Frame::sample(locale);
    let outcome = casework::review::Outcome::Talk;
    let Ok(rules) = statute::RulePack::shipped().map(statute::RulePack::with_named) else {
        return Vec::new();
    };
    [0, 3]
        .into_iter()
        .filter_map(|at| {
            let track = class.track(at)?;
            Some(ReviewRow {
                id: at.to_string(),
                name: sample::NAMES.get(at)?.to_string(),
                address: format!("/pupils/{at}"),
                place: "8.b · Nordskolen".to_owned(),
                numbers: picture_words::numbers(&frame, &track.measures(attendance::Window::SchoolYear)),
                sparkline: picture_words::sparkline(&frame, &track, WEEKS),
                reasons: vec![
                    Reason {
                        text: match locale {
                            Locale::Da => "Ulovligt fravær har nået 10 % i kvartalet. Senest fredag den 20. november.",
                            Locale::En => "Unlawful absence has reached 10 % of the quarter. By Friday 20 November.",
                        }
                        .to_owned(),
                        days: None,
                    },
                    Reason::of(HintView::sample(&frame)),
                ],
                siblings: if at == 0 { siblings::sampled(&frame) } else { Vec::new() },
                named: named_line(&frame, &rules, &track),
                close: close(&frame, &rules, &track),
                last: Some(format!(
                    "{}: {}",
                    frame.day(&Date::constant(2026, 10, 22)),
                    said::outcome(&frame, &outcome)
                )),
                decided: (decided && at == 0).then(|| said::outcome(&frame, &casework::review::Outcome::OpenConcern)),
                next: (decided && at == 0).then(|| Link {
                    text: frame.t("review-write-concern"),
                    address: "/concerns/new?pupil=0&review=1".to_owned(),
                }),
                problems: Vec::new(),
                send: Some(format!("/review/pupils/{at}")),
                brief: false,
                record: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn place(due: Option<Date>, since: Option<Date>, class: &str, name: &str) -> Place {
        Place {
            due,
            since,
            class: class.to_owned(),
            absence: u32::try_from(name.len()).unwrap(),
            name: name.to_owned(),
        }
    }

    #[test]
    fn the_list_stands_by_duty_date_then_oldest_unanswered_then_name() {
        let (early, late) = (Some(date(2026, 11, 20)), Some(date(2026, 11, 27)));
        let mut places = vec![
            place(None, Some(date(2026, 11, 1)), "4.b", "Anna"),
            place(late, Some(date(2026, 10, 1)), "4.b", "Bo"),
            place(early, Some(date(2026, 11, 18)), "4.a", "Åse"),
            place(early, Some(date(2026, 11, 18)), "4.a", "Zara"),
            place(early, Some(date(2026, 11, 2)), "9.c", "Øjvind"),
        ];
        let names = |places: &[Place]| places.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
        places.sort_by(|a, b| Order::Due.compare(a, b));
        assert_eq!(names(&places), ["Øjvind", "Zara", "Åse", "Bo", "Anna"]);
        places.sort_by(|a, b| Order::Waiting.compare(a, b));
        assert_eq!(names(&places), ["Bo", "Anna", "Øjvind", "Zara", "Åse"]);
        places.sort_by(|a, b| Order::Name.compare(a, b));
        assert_eq!(names(&places), ["Anna", "Bo", "Zara", "Øjvind", "Åse"]);
        places.sort_by(|a, b| Order::Absence.compare(a, b));
        assert_eq!(names(&places), ["Øjvind", "Anna", "Zara", "Åse", "Bo"]);
    }

    #[test]
    fn an_order_nobody_knows_is_the_first_one() {
        assert_eq!(Order::from_word("score"), Order::Due);
        for order in Order::ALL {
            assert_eq!(Order::from_word(order.word()), order);
        }
    }
}
