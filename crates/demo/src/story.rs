//! Stories of cases (da: forløb) at the schools of the made-up municipality: who did and said what, and when.
//!
//! The stories are plain Danish text under `stories/`, to be read and changed without reading code. A story says which
//! child it fits, and then, oldest first, what happened:
//!
//! ```text
//! story name school=0 grade=4-6 away=many sex=boy
//! -40 trivsel opened origin=concern coordinator=ssr
//! reason Own words to the end of the line.
//! ```
//!
//! A line of what happened says how many school days ago, who wrote it, which act of a case it was, perhaps a name by
//! which later lines can call it, and short fields. Lines that begin with a field's name are its words. Days in fields
//! are school days too: `+20` after the entry, `@-5` and `@3` from today. `series -90 -4 3 …` is the same act again and
//! again, with one of its `words` after the other. `like=NAME` takes the lines of a `template NAME`, with `{key}` replaced
//! by what `let key …` says. `anchor=break` counts from the last day before the newest holiday instead of today.
//!
//! School days, and not days, so that nothing is written in a holiday and no order is lost, whatever the day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use attendance::Kind;
use jiff::civil::{Date, Weekday};

use crate::dice::{Dice, For};
use crate::holidays::plus;
use crate::names;
use crate::rows::{Municipality, Role, Staff};

/// The texts, in the order the stories choose their children.
const TEXTS: &[&str] = &[
    include_str!("../stories/templates.txt"),
    include_str!("../stories/teacher.txt"),
    include_str!("../stories/leader.txt"),
    include_str!("../stories/social_worker.txt"),
    include_str!("../stories/others.txt"),
    include_str!("../stories/early.txt"),
];

/// How many days back a child's absence is looked at when a story chooses its child.
const LOOK_BACK: i32 = 90;

/// More days than this between two school days are a holiday.
const HOLIDAY: i32 = 7;

/// The cases of a municipality, and the staff they need besides the five who sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases {
    /// Members of staff who write in the cases; nobody signs in as one of them.
    pub colleagues: Vec<Staff>,
    /// The stories.
    pub stories: Vec<Story>,
}

/// The story of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// What it goes by.
    pub name: String,
    /// Index of the child.
    pub pupil: usize,
    /// Who somebody of a story is: the user name by the word the story uses.
    pub people: BTreeMap<&'static str, String>,
    /// What happened, oldest first.
    pub told: Vec<Told>,
    days: Vec<Date>,
    today: i32,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How many school days from the day the story counts from; negative before it.
    pub at: i32,
    /// The user name of who wrote it.
    pub by: String,
    /// The act: the word of an event of a case, or one of the three acts on somebody's own words.
    pub act: String,
    /// What later entries call it.
    pub label: Option<String>,
    /// What was filled in, field by field.
    pub fields: BTreeMap<String, String>,
}

impl Story {
    /// The school days of the child's school, oldest first.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// The day so many school days from the day the story counts from; weekdays after the calendar ends.
    pub fn day(&self, at: i32) -> Date {
        let index = self.today.saturating_add(at);
        let last = i32::try_from(self.days.len()).unwrap_or(i32::MAX).saturating_sub(1);
        let within = usize::try_from(index.clamp(0, last.max(0))).unwrap_or(0);
        let mut day = self.days.get(within).copied().unwrap_or(Date::MIN);
        for _ in last..index {
            day = plus(day, 1);
            while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                day = plus(day, 1);
            }
        }
        day
    }
}

/// A story as its text says it.
#[derive(Clone, Debug, Default)]
struct Text {
    name: String,
    header: BTreeMap<String, String>,
    told: Vec<Told>,
}

/// `key=value` words, and those that are no pair.
fn pairs<'t>(words: impl Iterator<Item = &'t str>) -> (BTreeMap<String, String>, Vec<&'t str>) {
    let (mut pairs, mut single) = (BTreeMap::new(), Vec::new());
    for word in words {
        match word.split_once('=') {
            Some((key, value)) => {
                pairs.insert(key.to_owned(), value.replace('~', " "));
            }
            None => single.push(word),
        }
    }
    (pairs, single)
}

/// Puts a name into words, also in the genitive.
fn named(text: &str, key: &str, name: &str) -> String {
    let genitive = if name.ends_with(['s', 'x', 'z']) {
        format!("{name}’")
    } else {
        format!("{name}s")
    };
    text.replace(&format!("{{{key}}}"), name)
        .replace(&format!("{{{key}s}}"), &genitive)
}

/// The lines of every story, those of templates put in where they are asked for.
fn stories(texts: &[&str]) -> Vec<Vec<String>> {
    let mut templates: HashMap<String, Vec<String>> = HashMap::new();
    let mut blocks: Vec<Vec<String>> = Vec::new();
    let lines = texts.iter().flat_map(|text| text.lines());
    for line in lines
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let begins = line.starts_with("story ") || line.starts_with("template ");
        match blocks.last_mut().filter(|_| !begins) {
            Some(block) => block.push(line.to_owned()),
            None => blocks.push(vec![line.to_owned()]),
        }
    }
    let mut all = Vec::new();
    for block in blocks {
        let Some((first, rest)) = block.split_first() else {
            continue;
        };
        if let Some(name) = first.strip_prefix("template ") {
            templates.insert(name.to_owned(), rest.to_vec());
            continue;
        }
        let like = first.split(' ').find_map(|word| word.strip_prefix("like="));
        let Some(lines) = like.and_then(|name| templates.get(name)) else {
            all.push(block);
            continue;
        };
        let (lets, own): (Vec<&String>, Vec<&String>) = rest.iter().partition(|line| line.starts_with("let "));
        let mut story = vec![first.clone()];
        story.extend(lines.iter().map(|line| {
            let lets = lets
                .iter()
                .filter_map(|line| line.strip_prefix("let ")?.split_once(' '));
            lets.fold(line.clone(), |line, (key, value)| {
                line.replace(&format!("{{{key}}}"), value)
            })
        }));
        story.extend(own.into_iter().cloned());
        all.push(story);
    }
    all
}

fn text(lines: &[String]) -> Text {
    let mut text = Text::default();
    // Who is told again and again: first, last, step, and the texts in turn.
    let mut again: Option<(i32, i32, usize)> = None;
    let mut turns: Vec<(String, String)> = Vec::new();
    let mut current: Option<Told> = None;
    let mut done: Vec<Told> = Vec::new();
    let mut close =
        |current: &mut Option<Told>, again: &mut Option<(i32, i32, usize)>, turns: &mut Vec<(String, String)>| {
            let Some(one) = current.take() else { return };
            match again.take() {
                None => done.push(one),
                Some((first, last, step)) => {
                    for (at, turn) in (first..=last).step_by(step.max(1)).zip(turns.iter().cycle()) {
                        let mut told = Told { at, ..one.clone() };
                        told.fields.insert(turn.0.clone(), turn.1.clone());
                        done.push(told);
                    }
                }
            }
            turns.clear();
        };
    for line in lines {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        if first == "story" {
            text.name = words.next().unwrap_or_default().to_owned();
            text.header = pairs(words).0;
            continue;
        }
        let span = (first == "series").then(|| {
            let mut number = || {
                words
                    .next()
                    .and_then(|word| word.parse::<i32>().ok())
                    .unwrap_or_default()
            };
            let (from, to) = (number(), number());
            (from, to, usize::try_from(number()).unwrap_or(1))
        });
        if let Some(at) = span.map(|(from, ..)| from).or_else(|| first.parse().ok()) {
            close(&mut current, &mut again, &mut turns);
            again = span;
            let by = words.next().unwrap_or_default().to_owned();
            let act = words.next().unwrap_or_default().to_owned();
            let (fields, single) = pairs(words);
            let label = single.first().map(|label| (*label).to_owned());
            current = Some(Told {
                at,
                by,
                act,
                label,
                fields,
            });
        } else if let (Some(told), Some((field, said))) = (current.as_mut(), line.split_once(' ')) {
            if again.is_some() {
                turns.push((field.to_owned(), said.to_owned()));
            } else {
                told.fields.insert(field.to_owned(), said.replace(" / ", "\n"));
            }
        }
    }
    close(&mut current, &mut again, &mut turns);
    done.sort_by_key(|told| told.at);
    text.told = done;
    text
}

impl Municipality {
    /// The cases of its schools, as many as fit: a school that is not there is stood in for by another.
    pub fn cases(&self) -> Cases {
        let mut choosing = Choosing::new(self);
        let mut stories_told = Vec::new();
        for lines in stories(TEXTS) {
            let text = text(&lines);
            stories_told.extend(choosing.story(text));
        }
        Cases {
            colleagues: choosing.colleagues.into_values().collect(),
            stories: stories_told,
        }
    }
}

/// Teachers of the classes in the stories.
const TEACHERS: [&str; 24] = [
    "Bente", "Søren", "Lone", "Karsten", "Dorthe", "Ole", "Hanne", "Jørgen", "Susanne", "Mogens", "Pia", "Niels",
    "Gitte", "Flemming", "Rikke", "Claus", "Tina", "Bo", "Anja", "Mehmet", "Farida", "Lars", "Inger", "Kim",
];

/// Colleagues who work at several schools, by the word of the stories; the schools by index.
const SEVERAL: [(&str, &str, Role, &[usize], &str); 8] = [
    (
        "trivsel",
        "trivsel.1",
        Role::WellBeingContact,
        &[0, 1, 2, 3],
        "Birthe Muslingeskalvang",
    ),
    (
        "trivsel",
        "trivsel.2",
        Role::WellBeingContact,
        &[4, 5, 6, 7],
        "Yasmin Egernhalesti",
    ),
    (
        "akt",
        "akt.1",
        Role::WellBeingContact,
        &[0, 1, 2, 3],
        "Poul Kaprifoliegren",
    ),
    (
        "akt",
        "akt.2",
        Role::WellBeingContact,
        &[4, 5, 6, 7],
        "Lis Perlegræsbro",
    ),
    (
        "ppr",
        "ppr.1",
        Role::Ppr,
        &[0, 1, 2, 3, 4, 5, 6, 7],
        "Henrik Natsværmerdal",
    ),
    (
        "team",
        "kom-i-skole.1",
        Role::WellBeingContact,
        &[0, 1, 2, 3, 4, 5, 6, 7],
        "Mona Sølvpapirlund",
    ),
    ("leder2", "leder.2", Role::SchoolLeader, &[0], "Ulla Dugdråbekær"),
    (
        "ssr",
        "socialraadgiver.2",
        Role::SchoolSocialWorker,
        &[3, 5, 6, 7],
        "Anders Pileflethytte",
    ),
];

struct Choosing<'m> {
    town: &'m Municipality,
    /// The class each pupil is in on the last day, by pupil.
    now: BTreeMap<usize, usize>,
    /// Days away since the look-back began, by pupil.
    away: HashMap<usize, u32>,
    taken: BTreeSet<usize>,
    colleagues: BTreeMap<String, Staff>,
}

impl<'m> Choosing<'m> {
    fn new(town: &'m Municipality) -> Self {
        let since = plus(town.until, -LOOK_BACK);
        let mut absent: HashMap<(usize, Date), bool> = HashMap::new();
        // In the order they were noted, so that the last one says what counts.
        for mark in town.marks.iter().filter(|mark| mark.date >= since) {
            absent.insert((mark.pupil, mark.date), matches!(mark.kind, Kind::Absent(_)));
        }
        let mut away: HashMap<usize, u32> = HashMap::new();
        for ((pupil, _), _) in absent.into_iter().filter(|(_, away)| *away) {
            *away.entry(pupil).or_default() += 1;
        }
        let newest = |enrolments: &'m [crate::rows::Enrolment]| {
            let here = enrolments
                .iter()
                .filter(|one| one.from <= town.until && one.to.is_none());
            here.map(|one| (one.pupil, one.class)).collect()
        };
        Self {
            town,
            now: newest(&town.enrolments),
            away,
            taken: BTreeSet::new(),
            colleagues: BTreeMap::new(),
        }
    }

    /// The child that fits best and has no story yet.
    fn child(&self, text: &Text, school: usize, first: Date) -> Option<usize> {
        let wish = |key: &str| text.header.get(key).map(String::as_str);
        let days = self.town.schools.get(school)?.days.as_slice();
        let since = plus(self.town.until, -LOOK_BACK);
        let of = days
            .iter()
            .filter(|day| (since..=self.town.until).contains(*day))
            .count();
        let of = u32::try_from(of).unwrap_or(u32::MAX).max(1);
        let wanted: u32 = match wish("away") {
            Some("none") => 0,
            Some("few") => 40,
            Some("many") => 300,
            Some("most") => 700,
            _ => 120,
        };
        let grades = wish("grade").and_then(|text| {
            let (least, most) = text.split_once('-').unwrap_or((text, text));
            Some(least.parse::<u8>().ok()?..=most.parse::<u8>().ok()?)
        });
        let teacher = self.town.staff.first().and_then(|one| one.places.first());
        let said: BTreeSet<&str> = text
            .told
            .iter()
            .flat_map(|told| told.fields.values())
            .flat_map(|said| said.split(|letter: char| !letter.is_alphabetic()))
            .collect();
        let here: BTreeSet<usize> = self
            .town
            .enrolments
            .iter()
            .filter(|one| one.from <= first && one.to.is_none_or(|to| first <= to))
            .filter(|one| {
                self.town
                    .classes
                    .get(one.class)
                    .is_some_and(|class| class.school == school)
            })
            .map(|one| one.pupil)
            .collect();
        let fits = |at: usize, class: usize| {
            let (pupil, class) = (self.town.pupils.get(at)?, self.town.classes.get(class)?);
            let girl = pupil.cpr.ends_with(['0', '2', '4', '6', '8']);
            // What a story cannot do without comes first; then how far the child's absence is from what it tells.
            let missing = [
                !here.contains(&at) || class.school != school,
                said.contains(pupil.given_name),
                wish("class") == Some("teacher") && Some(&class.id) != teacher,
                wish("protected").is_some() != pupil.protected,
                wish("sex").is_some_and(|sex| (sex == "girl") != girl),
                grades
                    .as_ref()
                    .is_some_and(|grades| !grades.contains(&class.grade.number())),
            ];
            Some(missing)
        };
        let candidates = self.now.iter().filter(|(pupil, _)| !self.taken.contains(pupil));
        let ranked = candidates.filter_map(|(pupil, class)| {
            let away = self.away.get(pupil).copied().unwrap_or(0).saturating_mul(1000) / of;
            Some((fits(*pupil, *class)?, away.abs_diff(wanted), *pupil))
        });
        ranked.min().map(|(_, _, pupil)| pupil)
    }

    fn people(&mut self, school: usize, class: usize) -> BTreeMap<&'static str, String> {
        let town = self.town;
        let mut people: BTreeMap<&'static str, String> = BTreeMap::new();
        for (word, at) in [("laerer", 0), ("skoleleder", 1), ("socialraadgiver", 2)] {
            people.extend(town.staff.get(at).map(|one| (word, one.username.clone())));
        }
        let id = |school: usize| town.schools.get(school).map(|one| one.id.clone());
        let [teacher, leader, worker, ..] = &town.staff;
        let mine = id(school).unwrap_or_default();
        let place = school % 8;
        for (word, username, role, schools, name) in SEVERAL {
            if !schools.contains(&place) {
                continue;
            }
            let colleague = self.colleagues.entry(username.to_owned()).or_insert_with(|| Staff {
                name: name.to_owned(),
                username: username.to_owned(),
                role,
                places: Vec::new(),
            });
            if !colleague.places.contains(&mine) {
                colleague.places.push(mine.clone());
            }
            people.insert(word, username.to_owned());
        }
        if worker.places.contains(&mine) {
            people.insert("ssr", worker.username.clone());
        }
        let of_school = format!("leder.{mine}");
        let leads = if leader.places.contains(&mine) {
            leader.username.clone()
        } else {
            of_school
        };
        people.entry("leder2").or_insert_with(|| leads.clone());
        people.insert("leder", leads);
        let class = town.classes.get(class);
        let contact = match class.filter(|class| !teacher.places.contains(&class.id)) {
            None => teacher.username.clone(),
            Some(class) => {
                let username = format!("laerer.{}", class.id);
                let key: Vec<u64> = class.id.bytes().map(u64::from).collect();
                let mut dice = Dice::of(0, For::Teacher, &key);
                self.colleagues.entry(username.clone()).or_insert_with(|| Staff {
                    name: format!("{} {}", dice.word(&TEACHERS), names::family(&mut dice)),
                    username: username.clone(),
                    role: Role::Teacher,
                    places: vec![class.id.clone()],
                });
                username
            }
        };
        people.insert("kl", contact);
        people
    }

    fn name_of(&self, username: &str) -> String {
        let known = self.town.staff.iter().chain(self.colleagues.values());
        let found = known.into_iter().find(|one| one.username == username);
        found.map_or_else(|| "skolens leder".to_owned(), |one| one.name.clone())
    }

    fn story(&mut self, text: Text) -> Option<Story> {
        let school = text.header.get("school").and_then(|text| text.parse::<usize>().ok());
        let school = school.unwrap_or(0) % self.town.schools.len().max(1);
        let days = self.town.schools.get(school)?.days.clone();
        let newest = days.partition_point(|day| *day <= self.town.until).checked_sub(1)?;
        let counted_from = if text.header.contains_key("anchor") {
            let days = days.get(..=newest)?.windows(2);
            let holiday = |pair: &[Date]| matches!(pair, [one, next] if plus(*one, HOLIDAY) < *next);
            days.enumerate()
                .rfind(|(_, pair)| holiday(pair))
                .map_or(newest, |(at, _)| at)
        } else {
            newest
        };
        let mut story = Story {
            name: text.name.clone(),
            pupil: 0,
            people: BTreeMap::new(),
            told: Vec::new(),
            today: i32::try_from(counted_from).ok()?,
            days,
        };
        let first = text.told.first().map(|told| story.day(told.at))?;
        story.pupil = self.child(&text, school, first)?;
        self.taken.insert(story.pupil);
        story.people = self.people(school, *self.now.get(&story.pupil)?);
        let child = self.town.pupils.get(story.pupil)?;
        let names: Vec<(&str, String)> = story
            .people
            .iter()
            .map(|(word, username)| (*word, self.name_of(username)))
            .collect();
        let put = |text: &str| {
            let text = named(text, "barn", child.given_name);
            names.iter().fold(text, |text, (word, name)| named(&text, word, name))
        };
        // What a story tells of the day itself and later has not happened yet.
        let ahead = i32::try_from(newest - counted_from).ok()?;
        let happened = text.told.into_iter().filter(|told| told.at < ahead);
        let told = happened.map(|told| Told {
            by: story.people.get(told.by.as_str()).cloned().unwrap_or(told.by),
            fields: told
                .fields
                .into_iter()
                .map(|(field, said)| (field, put(&said)))
                .collect(),
            ..told
        });
        story.told = told.collect();
        Some(story)
    }
}
