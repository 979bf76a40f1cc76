//! The catalogue as a list, as the triangle, and in numbers. All three look for the same things.

use askama::Template;
use casework::case::vocabulary::{Arena, Audience, Level, Listed, Target};
use casework::option::{Wanted, catalogue, count};
use casework::{ActionOption, CaseId};
use serde::Deserialize;

use super::said;
use crate::case::said::word;
use crate::concern::said::Choice;
use crate::form::escape;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// What an address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// For which role.
    #[serde(default)]
    pub audience: String,
    /// In which arena.
    #[serde(default)]
    pub arena: String,
    /// On which level.
    #[serde(default)]
    pub level: String,
    /// For whom it is done.
    #[serde(default)]
    pub target: String,
    /// `yes` for what one can begin tomorrow.
    #[serde(default)]
    pub soon: String,
    /// Words.
    #[serde(default)]
    pub words: String,
    /// The case one looks for something for.
    #[serde(default, rename = "for")]
    pub of: String,
}

impl Asked {
    /// What is looked for; a word no list has is left out.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            audience: Audience::from_word(&self.audience),
            arena: Arena::from_word(&self.arena),
            level: Level::from_word(&self.level),
            target: Target::from_word(&self.target),
            soon: self.soon == "yes",
            words: self.words.clone(),
        }
    }

    /// The case one looks for something for.
    pub fn case(&self) -> Option<CaseId> {
        CaseId::from_text(&self.of)
    }

    /// The same asked at another page, as the end of its address.
    pub fn query(&self) -> String {
        let all = [
            ("audience", &self.audience),
            ("arena", &self.arena),
            ("level", &self.level),
            ("target", &self.target),
            ("soon", &self.soon),
            ("words", &self.words),
            ("for", &self.of),
        ];
        let given = all.into_iter().filter(|(_, value)| !value.is_empty());
        let given: Vec<String> = given.map(|(name, value)| format!("{name}={}", escape(value))).collect();
        if given.is_empty() {
            String::new()
        } else {
            format!("?{}", given.join("&"))
        }
    }

    fn is_narrowed(&self) -> bool {
        self.wanted() != Wanted::default()
    }
}

/// The form that narrows, and the other ways to see the same.
#[derive(Clone, Debug)]
pub struct Finder {
    /// The page it stands on.
    pub page: &'static str,
    /// The pages that show the same: name, address, whether it is this one.
    pub tabs: Vec<(String, String, bool)>,
    /// The lists to choose from: name in the address, label, choices.
    pub lists: Vec<(&'static str, String, Vec<Choice>)>,
    /// Whether only what can begin tomorrow is shown.
    pub soon: bool,
    /// The words looked for.
    pub words: String,
    /// The case one looks for something for, and the way back to its form.
    pub case: Option<(String, String)>,
    /// What the person can do tomorrow, by their role.
    pub tomorrow: Option<Link>,
    /// How many of how many fit.
    pub found: String,
    /// Everything again, when it is narrowed.
    pub all: Option<String>,
}

/// The pages that show the catalogue.
const PAGES: [(&str, &str); 4] = [
    ("/options", "option-tab-list"),
    ("/options/triangle", "option-tab-triangle"),
    ("/options/matrix", "option-tab-matrix"),
    ("/options/missing", "option-tab-missing"),
];

/// The pages of the section, this one marked.
pub fn tabs(frame: &Frame, here: &str, query: &str) -> Vec<(String, String, bool)> {
    let tab = |(page, key): (&str, &str)| {
        let carried = if page == "/options" || page == "/options/triangle" {
            query
        } else {
            ""
        };
        (frame.t(key), format!("{page}{carried}"), page == here)
    };
    PAGES.into_iter().map(tab).collect()
}

impl Finder {
    /// The form for what is asked.
    pub fn new(frame: &Frame, page: &'static str, asked: &Asked, mine: Option<Audience>, all: &[ActionOption]) -> Self {
        let wanted = asked.wanted();
        let shown = all.iter().filter(|one| one.is_shown());
        let fits = shown.clone().filter(|one| wanted.fits(one)).count();
        let list = |name, label: &str, list, all: Vec<&'static str>, chosen: &str| {
            let all = said::choices(frame, list, all.into_iter(), &[chosen]);
            (name, frame.t(label), all)
        };
        let lists = vec![
            list(
                "audience",
                "option-field-audiences",
                Audience::LIST,
                Audience::ROLES.iter().map(|one| one.word()).collect(),
                &asked.audience,
            ),
            list(
                "level",
                "option-field-level",
                Level::LIST,
                Level::ALL.iter().map(|one| one.word()).collect(),
                &asked.level,
            ),
            list(
                "arena",
                "option-field-arenas",
                Arena::LIST,
                Arena::ALL.iter().map(|one| one.word()).collect(),
                &asked.arena,
            ),
            list(
                "target",
                "option-field-target",
                Target::LIST,
                Target::ALL.iter().map(|one| one.word()).collect(),
                &asked.target,
            ),
        ];
        let of = asked.case().map(|case| case.to_string());
        let carried = of.as_ref().map(|case| format!("&for={case}")).unwrap_or_default();
        Self {
            page,
            tabs: tabs(frame, page, &asked.query()),
            lists,
            soon: wanted.soon,
            words: asked.words.clone(),
            tomorrow: mine.map(|role| Link {
                text: frame.t("option-tomorrow"),
                address: format!("/options?audience={}&soon=yes{carried}", role.word()),
            }),
            found: frame.t2("option-found", "count", fits, "all", shown.count()),
            all: asked
                .is_narrowed()
                .then(|| format!("{page}{}", carried.replacen('&', "?", 1))),
            case: of.map(|case| {
                let back = format!("/cases/{case}/act/action_agreed");
                (case, back)
            }),
        }
    }
}

/// One option in a list.
#[derive(Clone, Debug)]
pub struct OptionLine {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it is.
    pub what: String,
    /// Where it works, for whom, and whom one asks.
    pub facts: String,
    /// Whether one can begin tomorrow.
    pub soon: bool,
    /// Whether it is a proposal nobody here has adopted.
    pub proposed: bool,
    /// Where it is taken along to the plan one looks for.
    pub pick: Option<String>,
}

/// One level of the triangle.
#[derive(Clone, Debug)]
pub struct LevelView {
    /// Its word.
    pub word: &'static str,
    /// What it is called.
    pub text: String,
    /// Its options.
    pub options: Vec<OptionLine>,
}

fn line(frame: &Frame, one: &ActionOption, asked: &Asked) -> OptionLine {
    let case = asked.case();
    let carried = case.map(|case| format!("?for={case}")).unwrap_or_default();
    let place = said::place(frame, &one.content);
    OptionLine {
        name: one.content.name.clone(),
        href: format!("/options/{}{carried}", one.id),
        what: one.content.what.clone(),
        facts: format!(
            "{place} · {}",
            frame.t1("option-ask", "who", one.content.contact.as_str())
        ),
        soon: one.content.soon,
        proposed: one.standing == casework::option::Standing::Proposed,
        pick: case.map(|case| pick(case, one)),
    }
}

/// Where an option is taken along to a case's plan.
pub(super) fn pick(case: CaseId, one: &ActionOption) -> String {
    format!("/cases/{case}/act/action_agreed?option={}", one.id)
}

/// The options that fit, level by level from the broad foot up.
pub fn levels(frame: &Frame, all: &[ActionOption], asked: &Asked) -> Vec<LevelView> {
    let wanted = asked.wanted();
    let level = |level: &Level| LevelView {
        word: level.word(),
        text: word(frame, Level::LIST, level.word()),
        options: all
            .iter()
            .filter(|one| one.is_shown() && one.content.level == *level && wanted.fits(one))
            .map(|one| line(frame, one, asked))
            .collect(),
    };
    Level::ALL.iter().map(level).collect()
}

/// The page *Indsatser*: the list.
#[derive(Clone, Debug, Template)]
#[template(path = "option/list.html")]
pub struct ListOptions {
    /// What surrounds the page.
    pub frame: Frame,
    /// What one looks for.
    pub finder: Finder,
    /// The options, level by level.
    pub levels: Vec<LevelView>,
    /// How many are proposals nobody here has adopted, in a sentence.
    pub proposed: Option<String>,
    /// Whether the person may adopt them all.
    pub adopts: bool,
    /// Whether the person may write a new one.
    pub writes: bool,
    /// What is out of use, for those who may bring it back.
    pub out: Vec<OptionLine>,
    /// What is wrong with what was sent.
    pub problems: Vec<String>,
}

impl ListOptions {
    /// The page for what is asked.
    pub fn new(frame: Frame, all: &[ActionOption], asked: &Asked, mine: Option<Audience>) -> Self {
        let proposed = all
            .iter()
            .filter(|one| one.standing == casework::option::Standing::Proposed)
            .count();
        Self {
            finder: Finder::new(&frame, "/options", asked, mine, all),
            levels: levels(&frame, all, asked),
            proposed: (proposed > 0).then(|| frame.t1("option-proposed-some", "count", proposed)),
            adopts: false,
            writes: false,
            out: Vec::new(),
            problems: Vec::new(),
            frame: frame.at(Section::Options),
        }
    }

    /// With what those may do who keep the catalogue.
    #[must_use]
    pub fn kept(mut self, all: &[ActionOption]) -> Self {
        self.writes = true;
        self.adopts = self.proposed.is_some();
        let out = all.iter().filter(|one| !one.is_shown());
        self.out = out.map(|one| line(&self.frame, one, &Asked::default())).collect();
        self
    }
}

/// The triangle, made to be printed on one page.
#[derive(Clone, Debug, Template)]
#[template(path = "option/triangle.html")]
pub struct ShowTriangle {
    /// What surrounds the page.
    pub frame: Frame,
    /// What one looks for.
    pub finder: Finder,
    /// For whom and what it is narrowed to, in words for the paper.
    pub narrowed: String,
    /// The levels, from the top.
    pub levels: Vec<LevelView>,
}

impl ShowTriangle {
    /// The page for what is asked.
    pub fn new(frame: Frame, all: &[ActionOption], asked: &Asked, mine: Option<Audience>) -> Self {
        let finder = Finder::new(&frame, "/options/triangle", asked, mine, all);
        let chosen = finder.lists.iter().flat_map(|(_, _, choices)| choices);
        let mut narrowed: Vec<String> = chosen.filter(|one| one.chosen).map(|one| one.text.clone()).collect();
        if finder.soon {
            narrowed.push(frame.t("option-soon"));
        }
        if !asked.words.trim().is_empty() {
            narrowed.push(format!("”{}”", asked.words.trim()));
        }
        let mut levels = levels(&frame, all, asked);
        levels.reverse();
        let here = frame.t("option-tab-triangle");
        Self {
            narrowed: narrowed.join(" · "),
            finder,
            levels,
            frame: frame.at(Section::Options).end(here),
        }
    }
}

/// How many options there are on each level in each arena.
#[derive(Clone, Debug, Template)]
#[template(path = "option/matrix.html")]
pub struct ShowMatrix {
    /// What surrounds the page.
    pub frame: Frame,
    /// The pages of the section.
    pub tabs: Vec<(String, String, bool)>,
    /// The arenas.
    pub arenas: Vec<String>,
    /// The levels, each with the number in each arena and where to see them.
    pub rows: Vec<(String, Vec<(usize, String)>)>,
}

impl ShowMatrix {
    /// The page for a catalogue.
    pub fn new(frame: Frame, all: &[ActionOption]) -> Self {
        let cell = |level: &Level, arena: &Arena| {
            let here = format!("?level={}&arena={}", level.word(), arena.word());
            match count(all, *level, *arena) {
                0 => (0, format!("/options/missing{here}")),
                number => (number, format!("/options{here}")),
            }
        };
        let row = |level: &Level| {
            let cells = Arena::ALL.iter().map(|arena| cell(level, arena)).collect();
            (word(&frame, Level::LIST, level.word()), cells)
        };
        let here = frame.t("option-tab-matrix");
        Self {
            tabs: tabs(&frame, "/options/matrix", ""),
            arenas: Arena::ALL
                .iter()
                .map(|one| word(&frame, Arena::LIST, one.word()))
                .collect(),
            rows: Level::ALL.iter().map(row).collect(),
            frame: frame.at(Section::Options).end(here),
        }
    }
}

fn asked_for(query: &[(&str, &str)]) -> Asked {
    let value = |name: &str| {
        let found = query.iter().find(|(one, _)| *one == name);
        found.map_or_else(String::new, |(_, value)| (*value).to_owned())
    };
    Asked {
        audience: value("audience"),
        soon: value("soon"),
        words: value("words"),
        of: value("for"),
        ..Asked::default()
    }
}

impl Page for ListOptions {
    const PATH: &'static str = "option/list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let all = catalogue(Vec::new());
        let page = |asked: &Asked| Self::new(Frame::sample(locale), &all, asked, Some(Audience::Teacher));
        let case = "00000000-0000-0000-0000-000000000007";
        let kept = page(&Asked::default()).kept(&all);
        let mut refused = kept.clone();
        refused.problems = vec![refused.frame.t("option-problem-changed")];
        vec![
            ("proposed", kept),
            ("refused", refused),
            (
                "tomorrow",
                page(&asked_for(&[("audience", "teacher"), ("soon", "yes")])),
            ),
            ("for-a-plan", page(&asked_for(&[("audience", "ppr"), ("for", case)]))),
            ("nothing", page(&asked_for(&[("words", "kæmpestor kanin")]))),
        ]
    }
}

impl Page for ShowTriangle {
    const PATH: &'static str = "option/triangle";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let all = catalogue(Vec::new());
        let page = |asked: &Asked| Self::new(Frame::sample(locale), &all, asked, Some(Audience::Teacher));
        vec![
            ("all", page(&Asked::default())),
            (
                "tomorrow",
                page(&asked_for(&[("audience", "teacher"), ("soon", "yes")])),
            ),
        ]
    }
}

impl Page for ShowMatrix {
    const PATH: &'static str = "option/matrix";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let all = catalogue(Vec::new());
        vec![
            ("proposed", Self::new(Frame::sample(locale), &all)),
            ("empty", Self::new(Frame::sample(locale), &[])),
        ]
    }
}
