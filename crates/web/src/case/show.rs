//! One case: who carries it, who has the ball, what comes next, and one page at a time of what it holds.

use askama::Template;

use super::flower::Petal;
use super::steps::Steps;
use super::view::ViewsView;
use crate::concern::said::Choice;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// A form one can go to.
#[derive(Clone, Debug)]
pub struct ActLink {
    /// What the button says.
    pub text: String,
    /// Where the form is.
    pub href: String,
}

/// One entry as it was written.
#[derive(Clone, Debug)]
pub struct Said {
    /// What happened.
    pub title: String,
    /// Field by field.
    pub lines: Vec<(String, String)>,
    /// Who wrote it when.
    pub by: String,
}

/// One thing of the case.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its place on the page.
    pub anchor: String,
    /// The thing in a few words.
    pub title: String,
    /// What it is now.
    pub said: Option<Said>,
    /// What others wrote at the same time: both are kept, and somebody chooses.
    pub rivals: Vec<Said>,
    /// It as a paper.
    pub papers: Vec<ActLink>,
    /// What was registered meanwhile.
    pub beside: Option<String>,
    /// What was added, and how it ended.
    pub more: Vec<Said>,
    /// What can be done with it.
    pub acts: Vec<ActLink>,
    /// Who else has opened it, where it is told to everybody.
    pub opened: Option<String>,
    /// It as texts to copy: where to, and the text.
    pub copies: Vec<(String, String)>,
}

/// Things under one heading.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its place on the page.
    pub anchor: String,
    /// The heading.
    pub heading: String,
    /// What is worth a look.
    pub pointed_out: Vec<String>,
    /// What the municipality's own template says: a heading and its text.
    pub guide: Vec<(String, String)>,
    /// The factors as petals round the child.
    pub flower: Vec<Petal>,
    /// The seven steps as people saw them.
    pub steps: Option<Steps>,
    /// What stands.
    pub cards: Vec<Card>,
    /// What has ended or was said before.
    pub ended: Vec<Card>,
    /// What can be begun.
    pub acts: Vec<ActLink>,
}

impl Block {
    /// Whether anything stands under the heading.
    pub fn says_something(&self) -> bool {
        !(self.cards.is_empty() && self.ended.is_empty() && self.pointed_out.is_empty() && self.guide.is_empty())
    }
}

/// One thing that is due.
#[derive(Clone, Debug)]
pub struct DueLine {
    /// What.
    pub what: String,
    /// About which thing.
    pub about: String,
    /// By when.
    pub by: String,
    /// Whether the day has passed.
    pub passed: bool,
    /// Whose.
    pub whose: String,
    /// The forms that answer it, the nearest first.
    pub acts: Vec<ActLink>,
    /// Everybody is told in one step that nothing is new, where that answers it.
    pub no_news: Option<NoNews>,
}

/// That nothing is new, and what the next step is, told to everybody in one step.
#[derive(Clone, Debug)]
pub struct NoNews {
    /// Where it is sent.
    pub send: String,
    /// The next step, as it was said last.
    pub next_step: String,
    /// The day of it.
    pub next_on: String,
    /// The first day to choose.
    pub least: String,
    /// Who was told last time, and is told again: word and name.
    pub told: Vec<Choice>,
}

/// What a timeline is narrowed down to.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// The page without any.
    pub page: String,
    /// Whose words: everybody's first.
    pub of: Vec<Choice>,
    /// Who wrote it down: everybody first.
    pub by: Vec<Choice>,
    /// How many entries are shown of how many, in a sentence, when not all.
    pub shown: Option<String>,
}

/// A page of the case in its menu.
#[derive(Clone, Debug)]
pub struct Tab {
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// Whether it is this one.
    pub here: bool,
}

/// What stands on the page.
#[derive(Clone, Debug)]
pub enum Content {
    /// What is due and who carries it.
    First {
        /// What is due, the earliest first.
        dues: Vec<DueLine>,
        /// Who is who: what it is called, who, and more.
        people: Vec<(String, String, String)>,
        /// Who knows the child best, and how.
        know_best: Vec<(String, String)>,
        /// Where that is written.
        know_best_at: String,
        /// Whom to ask at the child's school.
        ask: String,
        /// Why it was opened.
        reason: Said,
        /// The concern or the review it came from.
        source: Option<Link>,
        /// What was registered since.
        since: Option<String>,
        /// What happened last.
        latest: Vec<Said>,
    },
    /// Things and events under headings.
    Blocks(Vec<Block>),
    /// The words of those it is about, each apart.
    Views(ViewsView),
    /// Everything that happened.
    Timeline {
        /// The entries, the newest first.
        entries: Vec<Said>,
        /// Whose.
        narrowing: Narrowing,
    },
}

/// The page of a case.
#[derive(Clone, Debug, Template)]
#[template(path = "case/show.html")]
pub struct ShowCase {
    /// What surrounds the page.
    pub frame: Frame,
    /// `Forløb om Alma Bækgård`.
    pub title: String,
    /// Class, school, since when, phases.
    pub facts: String,
    /// Where it stands when it does not simply run: paused or closed.
    pub standing: Option<String>,
    /// Who has the ball and what comes next.
    pub ball: String,
    /// Nobody coordinates: since when.
    pub gap: Option<String>,
    /// The pages.
    pub tabs: Vec<Tab>,
    /// The name of this page.
    pub here: String,
    /// The pupil's page, for those who may see it.
    pub pupil: Option<Link>,
    /// Where the family is given access, for those who may.
    pub family: Option<Link>,
    /// The municipality's workflow as it was when the case began.
    pub workflow: Option<Link>,
    /// Where its papers and pictures are.
    pub files: Link,
    /// What the family asks and nobody has answered.
    pub asked: Vec<Link>,
    /// The page as papers.
    pub papers: Vec<ActLink>,
    /// What is here.
    pub content: Content,
}

impl Page for ShowCase {
    const PATH: &'static str = "case/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = Frame::sample(locale).at(Section::Cases);
        let said = |title: &str, words: &str| Said {
            title: title.to_owned(),
            lines: vec![("Hvad?".to_owned(), words.to_owned())],
            by: "Maja Holmgård, fredag den 20. november".to_owned(),
        };
        let link = |text: &str| ActLink {
            text: text.to_owned(),
            href: "#".to_owned(),
        };
        let choice = |value: &str, text: &str, chosen| Choice {
            value: value.to_owned(),
            text: text.to_owned(),
            chosen,
        };
        let page = |content, here: &str| Self {
            title: frame.t1("case-title", "name", "Alma Bækgård"),
            facts: "8.b · Engdalskolen".to_owned(),
            standing: None,
            ball: frame.t1("case-ball", "who", "Maja Holmgård"),
            gap: None,
            tabs: vec![Tab {
                text: frame.t("case-page-first"),
                href: "/cases/1".to_owned(),
                here: true,
            }],
            here: here.to_owned(),
            pupil: Some(Link {
                text: frame.t("case-pupil"),
                address: "/pupils/1".to_owned(),
            }),
            family: None,
            workflow: Some(Link {
                text: frame.t("workflow-of-case"),
                address: "/workflow?on=2026-09-14".to_owned(),
            }),
            files: Link {
                text: frame.t("case-files"),
                address: "/cases/1/files".to_owned(),
            },
            asked: vec![Link {
                text: frame.t("family-write-question"),
                address: "/requests/1".to_owned(),
            }],
            papers: vec![link("Planen")],
            content,
            frame: frame.clone(),
        };
        let first = Content::First {
            dues: vec![DueLine {
                what: "Opfølgning".to_owned(),
                about: String::new(),
                by: "mandag den 23. november".to_owned(),
                passed: false,
                whose: "Maja Holmgård".to_owned(),
                acts: vec![link("Følg op"), link("Ret")],
                no_news: Some(NoNews {
                    send: "/cases/1/act/update_given".to_owned(),
                    next_step: "PPR ringer".to_owned(),
                    next_on: "2026-12-04".to_owned(),
                    least: "2026-11-21".to_owned(),
                    told: vec![choice("guardian", "Forælder", true)],
                }),
            }],
            people: vec![("Tovholder".to_owned(), "Maja Holmgård".to_owned(), "8–15".to_owned())],
            know_best: vec![("Mormor".to_owned(), "Henter hver onsdag".to_owned())],
            know_best_at: "/cases/1/together".to_owned(),
            ask: "/people".to_owned(),
            reason: said("Åbnet", "Trækker sig fra de andre."),
            source: Some(Link {
                text: frame.t("case-from-review"),
                address: "/review/meetings/1".to_owned(),
            }),
            since: Some(frame.t("case-meanwhile-none")),
            latest: vec![said("Note", "Mor ringede.")],
        };
        let card = Card {
            anchor: "n7".to_owned(),
            title: "Emil henter Alma ved porten".to_owned(),
            said: Some(said("Indsats aftalt", "Emil henter Alma ved porten.")),
            rivals: vec![said("Indsats ændret", "Emil og Ida henter Alma.")],
            papers: vec![link("Referat")],
            beside: Some(frame.t("case-meanwhile-none")),
            more: vec![said("Kommentar", "Det er fint, siger Alma.")],
            acts: vec![link("Ret"), link("Afslut")],
            opened: Some(frame.t("case-opened-by-nobody")),
            copies: vec![(frame.t("case-copy-notice"), frame.t("case-copy-notice-text"))],
        };
        let blocks = Content::Blocks(vec![Block {
            anchor: "actions".to_owned(),
            heading: frame.t("case-block-actions"),
            pointed_out: vec![frame.t("case-points-no-class-action")],
            guide: vec![(frame.t("guide-workflow"), "Tovholderen samler.".to_owned())],
            flower: ["protective", "maintaining", "risk"]
                .into_iter()
                .zip(1..)
                .map(|(kind, number)| Petal {
                    number,
                    angle: 120 * (number - 1),
                    kind,
                    words: "Larm i klassen".to_owned(),
                })
                .collect(),
            steps: Steps::sample(&frame),
            cards: vec![card.clone()],
            ended: vec![Card {
                anchor: "n3".to_owned(),
                ..card
            }],
            acts: vec![link("Aftal en indsats")],
        }]);
        let timeline = Content::Timeline {
            entries: vec![said("Afsluttet", "Alma er glad.")],
            narrowing: Narrowing {
                page: "/cases/1/timeline".to_owned(),
                of: vec![choice("", "Alle", false), choice("child", "Barnet", true)],
                by: vec![choice("", "Alle", true), choice("1", "Maja Holmgård", false)],
                shown: Some(frame.t2("case-timeline-shown", "count", 1, "all", 40)),
            },
        };
        let mut closed = page(timeline, "timeline");
        closed.standing = Some(frame.t1("case-closed", "on", "fredag den 20. november"));
        closed.gap = Some(frame.t1("case-gap", "since", "torsdag den 19. november"));
        let views = Content::Views(ViewsView::sample(&frame));
        vec![
            ("first", page(first, "first")),
            ("blocks", page(blocks, "plan")),
            ("timeline", closed),
            ("views", page(views, "views")),
            ("no-views", page(Content::Views(ViewsView::default()), "views")),
        ]
    }
}
