//! What somebody put into the panes of a form as a drawing of our own: houses, windows, rings, ties (R-094, R-211, R-229,
//! It says what the words below it say, and counts nothing: no figure is larger than another.

use std::collections::BTreeSet;

use casework::View;
use casework::view::{Pane, Tool, ViewEvent};

use super::said;
use crate::Frame;

/// One figure of a drawing, in the units of its own field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Lines.
    Path {
        /// How it is drawn.
        class: &'static str,
        /// Where.
        path: String,
    },
    /// A circle.
    Circle {
        /// How it is drawn.
        class: &'static str,
        /// Its middle.
        at: (i32, i32),
        /// How large.
        radius: i32,
    },
    /// Words, line by line.
    Text {
        /// How they are set.
        class: &'static str,
        /// Where the first line stands.
        at: (i32, i32),
        /// The lines.
        lines: Vec<String>,
    },
}

/// A drawing. The words it is made of stand below it, for whoever cannot see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// What it shows.
    pub title: String,
    /// What its lines mean.
    pub legend: String,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Whether the middle of the field is where everything is measured from.
    centred: bool,
    /// Its figures, those behind first.
    pub shapes: Vec<Shape>,
}

impl Drawing {
    /// Where the field begins from the left.
    pub const fn left(&self) -> i32 {
        if self.centred { -self.width / 2 } else { 0 }
    }

    /// Where the field begins from the top.
    pub const fn top(&self) -> i32 {
        if self.centred { -self.height / 2 } else { 0 }
    }
}

/// A text in lines of at most so many letters, at most so many of them; the last one says when there is more.
fn wrapped(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut now = String::new();
        for word in line.split_whitespace() {
            let mut rest: Vec<char> = word.chars().collect();
            if !now.is_empty() && now.chars().count() + 1 + rest.len() > letters {
                lines.push(core::mem::take(&mut now));
            }
            if !now.is_empty() {
                now.push(' ');
            }
            // A word longer than a line is divided where the line ends.
            while now.chars().count() + rest.len() > letters {
                let tail = rest.split_off(letters.saturating_sub(now.chars().count()).min(rest.len()));
                now.extend(rest);
                lines.push(core::mem::take(&mut now));
                rest = tail;
            }
            now.extend(rest);
        }
        lines.push(now);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// What was put into a pane, from first to last.
fn pane(view: &View, pane: Pane) -> String {
    let all = view.history.iter().filter_map(|entry| match &entry.event {
        ViewEvent::Given { panes, .. } | ViewEvent::Added { panes } => panes.get(&pane),
        ViewEvent::Shared { .. } | ViewEvent::ChildChose { .. } => None,
    });
    all.map(|words| words.reveal()).collect::<Vec<_>>().join("\n")
}

/// A thousandth part of a full radius, at an angle in degrees clockwise from the top: (right, down).
///
/// Bhaskara's formula for the sine, in whole numbers; it errs by less than two thousandths, which no eye sees.
fn direction(degrees: i32) -> (i32, i32) {
    let sine = |degrees: i32| {
        let degrees = degrees.rem_euclid(360);
        let (half, sign) = if degrees < 180 {
            (degrees, 1)
        } else {
            (degrees - 180, -1)
        };
        let product = half * (180 - half);
        sign * 4000 * product / (40500 - product)
    };
    (sine(degrees), -sine(degrees + 90))
}

fn at(degrees: i32, radius: i32) -> (i32, i32) {
    let (right, down) = direction(degrees);
    (right * radius / 1000, down * radius / 1000)
}

/// The `place`th of `of` places spread evenly over an arc.
fn spread(from: i32, arc: i32, place: usize, of: usize) -> i32 {
    let (place, of) = (
        i32::try_from(place).unwrap_or(0),
        i32::try_from(of).unwrap_or(i32::MAX).max(1),
    );
    from + (2 * place + 1) * arc / (2 * of)
}

/// Three houses side by side: walls, a roof, the heading, the words inside.
fn houses(frame: &Frame, view: &View) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (left, of) in [10, 250, 490].into_iter().zip(Tool::ThreeHouses.panes()) {
        let right = left + 220;
        let middle = left + 110;
        shapes.push(Shape::Path {
            class: "case-line",
            path: format!(
                "M{left} 110V370H{right}V110M{} 118L{middle} 12L{} 118Z",
                left - 6,
                right + 6
            ),
        });
        shapes.push(Shape::Text {
            class: "case-drawn case-drawn-middle case-drawn-heading",
            at: (middle, 96),
            lines: vec![said::pane(frame, *of)],
        });
        shapes.push(Shape::Text {
            class: "case-drawn",
            at: (left + 14, 142),
            lines: wrapped(&pane(view, *of), 24, 12),
        });
    }
    shapes
}

/// Three windows: the one of wishes as wide as the two others together, on top, since most is said there.
fn windows(frame: &Frame, view: &View) -> Vec<Shape> {
    let places = [(10, 10, 700, 80), (10, 205, 342, 36), (368, 205, 342, 36)];
    let mut shapes = Vec::new();
    for ((left, top, width, letters), of) in places.into_iter().zip(Tool::ThreeWindows.panes()) {
        let (right, bottom, middle) = (left + width, top + 175, left + width / 2);
        shapes.push(Shape::Path {
            class: "case-line",
            path: format!("M{left} {top}H{right}V{bottom}H{left}Z"),
        });
        shapes.push(Shape::Path {
            class: "case-line-thin",
            path: format!("M{left} {}H{right}", top + 34),
        });
        shapes.push(Shape::Text {
            class: "case-drawn case-drawn-middle case-drawn-heading",
            at: (middle, top + 23),
            lines: vec![said::pane(frame, *of)],
        });
        shapes.push(Shape::Text {
            class: "case-drawn case-drawn-over",
            at: (left + 14, top + 60),
            lines: wrapped(&pane(view, *of), letters, 6),
        });
    }
    shapes
}

/// The parts of life a person of a network may belong to, as the first word of a line says.
const SECTORS: [(&str, &[&str]); 5] = [
    ("drawing-sector-family", &["familie", "family", "hjem", "home"]),
    (
        "drawing-sector-friends",
        &["venner", "ven", "friends", "friend", "kammerater"],
    ),
    ("drawing-sector-school", &["skole", "school", "klasse", "class"]),
    ("drawing-sector-leisure", &["fritid", "leisure", "sport", "klub"]),
    (
        "drawing-sector-professionals",
        &["fagfolk", "professionals", "hjælpere"],
    ),
];

/// How many degrees a part of life takes: one for each, and one for those of whom none is said.
const SLICE: i32 = 60;

/// Where a slice begins; the middle of the first is at the top.
fn slice_from(slice: usize) -> i32 {
    i32::try_from(slice).unwrap_or(0) * SLICE - SLICE / 2
}

/// The people of a text: `Familie: mor, far` or names alone, with the sector said.
fn people(text: &str) -> Vec<(Option<usize>, String)> {
    let mut people = Vec::new();
    for line in text.lines() {
        let (sector, names) = match line.split_once(':') {
            Some((word, names)) => {
                let word = word.trim().to_lowercase();
                let of = SECTORS.iter().position(|(_, words)| words.contains(&word.as_str()));
                // A word before the colon that is no part of life is a name with something said of it.
                (of, if of.is_some() { names } else { line })
            }
            None => (None, line),
        };
        let names = names.split([',', ';']).flat_map(|part| part.split(". "));
        let names = names.map(|name| name.trim().trim_end_matches('.'));
        people.extend(
            names
                .filter(|name| !name.is_empty())
                .map(|name| (sector, name.to_owned())),
        );
    }
    people
}

/// The child in the middle, people on three rings; parts of life as slices where they are said; who would like to take
/// part with a double ring.
fn network(frame: &Frame, view: &View) -> Vec<Shape> {
    let rings = [
        (Pane::Closest, 105, "case-line"),
        (Pane::Near, 190, "case-dashed"),
        (Pane::Further, 275, "case-dotted"),
    ];
    let take_part: BTreeSet<String> = people(&pane(view, Pane::TakePart))
        .iter()
        .flat_map(|(_, names)| tied(names))
        .map(|name| name.to_lowercase())
        .collect();
    // `Naja` may take part, and stands on her ring as `Naja fra klassen`.
    let wanted = |name: &str| {
        let name = name.to_lowercase();
        let first = |one: &String| {
            name.strip_prefix(one.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        take_part.iter().any(first)
    };
    let placed: Vec<Vec<(Option<usize>, String)>> = rings.iter().map(|(of, ..)| people(&pane(view, *of))).collect();
    let sectored = placed.iter().flatten().any(|(sector, _)| sector.is_some());
    let mut shapes = Vec::new();
    for (_, radius, class) in rings.iter().rev() {
        shapes.push(Shape::Circle {
            class,
            at: (0, 0),
            radius: *radius,
        });
    }
    if sectored {
        for slice in 0..=SECTORS.len() {
            let from = slice_from(slice);
            let (inner, outer) = (at(from, 40), at(from, 310));
            shapes.push(Shape::Path {
                class: "case-line-thin",
                path: format!("M{} {}L{} {}", inner.0, inner.1, outer.0, outer.1),
            });
            let key = SECTORS.get(slice).map_or("drawing-sector-others", |(key, _)| *key);
            shapes.push(Shape::Text {
                class: "case-drawn case-drawn-middle case-drawn-small",
                at: at(from + SLICE / 2, 308),
                lines: vec![frame.t(key)],
            });
        }
    }
    shapes.push(Shape::Circle {
        class: "case-node",
        at: (0, 0),
        radius: 36,
    });
    shapes.push(Shape::Text {
        class: "case-drawn case-drawn-middle case-drawn-heading",
        at: (0, 6),
        lines: wrapped(view.who.reveal(), 10, 1),
    });
    // Each ring begins a little further round, so that names do not stand beside each other.
    for ((people, (_, radius, _)), turn) in placed.iter().zip(rings).zip([0, 40, 80]) {
        let on = radius - 26;
        for (place, (sector, name)) in people.iter().enumerate() {
            let degrees = if sectored {
                let slice = sector.unwrap_or(SECTORS.len());
                let same = |(other, _): &&(Option<usize>, String)| other.unwrap_or(SECTORS.len()) == slice;
                let before = people.iter().take(place).filter(same).count();
                spread(slice_from(slice), SLICE, before, people.iter().filter(same).count())
            } else {
                spread(turn, 360, place, people.len())
            };
            shapes.extend(person(name, at(degrees, on), wanted(name)));
        }
    }
    shapes
}

/// A person: a small ring, doubled for who would like to take part, and the name below.
fn person(name: &str, at: (i32, i32), marked: bool) -> Vec<Shape> {
    named(name, at, (at.0, at.1 + 26), marked)
}

/// A person whose name stands where it is out of the way.
fn named(name: &str, at: (i32, i32), stands: (i32, i32), marked: bool) -> Vec<Shape> {
    let mut shapes = vec![Shape::Circle {
        class: "case-node",
        at,
        radius: 8,
    }];
    if marked {
        shapes.push(Shape::Circle {
            class: "case-line",
            at,
            radius: 12,
        });
    }
    shapes.push(Shape::Text {
        class: "case-drawn case-drawn-middle case-drawn-over",
        at: stands,
        lines: wrapped(name, 17, 2),
    });
    shapes
}

/// The names a line ties together: `Alma – Ida`, `Alma, Ida og Bo`.
fn tied(line: &str) -> Vec<String> {
    let line = line.replace(" og ", ",").replace(" and ", ",");
    let names = line.split([',', ';', '–', '—', '&', '+', '/']);
    let names = names.flat_map(|part| part.split(" - "));
    names
        .map(|name| name.trim().trim_end_matches('.').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Everybody on one circle, all drawn alike; a whole line between those who are together, a broken one where it is hard,
/// and a dotted ring round who is often alone.
fn ties(view: &View) -> Vec<Shape> {
    let lines = |of: Pane| -> Vec<Vec<String>> { pane(view, of).lines().map(tied).collect() };
    let (together, tense) = (lines(Pane::Together), lines(Pane::Tense));
    let alone: Vec<String> = lines(Pane::Alone).into_iter().flatten().collect();
    let mut names: Vec<String> = Vec::new();
    for name in together.iter().chain(&tense).flatten().chain(&alone) {
        if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            names.push(name.clone());
        }
    }
    let place = |name: &str| {
        let found = names
            .iter()
            .position(|known| known.to_lowercase() == name.to_lowercase());
        at(spread(0, 360, found.unwrap_or(0), names.len()), 215)
    };
    let mut shapes = Vec::new();
    for (groups, class) in [(&together, "case-tie"), (&tense, "case-tie-tense")] {
        for group in groups {
            for (first, one) in group.iter().enumerate() {
                for other in group.iter().skip(first + 1) {
                    let (one, other) = (place(one), place(other));
                    shapes.push(Shape::Path {
                        class,
                        path: format!("M{} {}L{} {}", one.0, one.1, other.0, other.1),
                    });
                }
            }
        }
    }
    for name in &names {
        let at = place(name);
        if alone.iter().any(|one| one.to_lowercase() == name.to_lowercase()) {
            shapes.push(Shape::Circle {
                class: "case-dotted",
                at,
                radius: 16,
            });
        }
        // Lines run inside the circle; in the upper half the name stands above.
        let below = if at.1 < 0 { -22 } else { 34 };
        shapes.extend(named(name, at, (at.0, at.1 + below), false));
    }
    shapes
}

/// The drawing of a view; nothing for a form that is words alone.
pub(super) fn drawing(frame: &Frame, view: &View) -> Option<Drawing> {
    let (legend, size, centred, shapes) = match view.tool {
        Tool::ThreeHouses => ("drawing-houses", (720, 385), false, houses(frame, view)),
        Tool::ThreeWindows => ("drawing-windows", (720, 390), false, windows(frame, view)),
        Tool::NetworkMap => ("drawing-network", (720, 680), true, network(frame, view)),
        Tool::Sociogram => ("drawing-ties", (720, 560), true, ties(view)),
        Tool::Freely | Tool::Letter | Tool::Motivation | Tool::Understanding => return None,
    };
    Some(Drawing {
        title: frame.t2(
            "drawing-title",
            "tool",
            said::tool(frame, view.tool),
            "who",
            view.who.reveal().to_owned(),
        ),
        legend: frame.t(legend),
        width: size.0,
        height: size.1,
        centred,
        shapes,
    })
}

impl Drawing {
    /// A drawing for samples.
    pub(super) fn sample(frame: &Frame) -> Self {
        let mut shapes = vec![Shape::Circle {
            class: "case-line",
            at: (0, 0),
            radius: 120,
        }];
        shapes.extend(person("Mormor", at(40, 90), true));
        shapes.push(Shape::Path {
            class: "case-tie",
            path: "M0 0L40 40".to_owned(),
        });
        Self {
            title: frame.t2("drawing-title", "tool", "Netværkskort", "who", "Alma"),
            legend: frame.t("drawing-network"),
            width: 720,
            height: 300,
            centred: true,
            shapes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_at_the_end_of_a_line_and_say_when_there_is_more() {
        assert_eq!(wrapped("Frikvarter med Emil", 12, 4), ["Frikvarter", "med Emil"]);
        assert_eq!(wrapped("æøåæøåæøå", 4, 9), ["æøåæ", "øåæø", "å"]);
        assert_eq!(wrapped("en\nto\ntre", 10, 2), ["en", "to…"]);
        assert!(wrapped(" \n ", 10, 2).is_empty());
        for text in ["å".repeat(5000), "ab ".repeat(900), "مرحبا 🙂".repeat(40)] {
            let lines = wrapped(&text, 24, 12);
            assert!(lines.len() <= 12);
            assert!(lines.iter().all(|line| line.chars().count() <= 25), "{lines:?}");
        }
    }

    #[test]
    fn a_circle_is_round() {
        for (degrees, expected) in [(0, (0, -1000)), (90, (1000, 0)), (180, (0, 1000)), (270, (-1000, 0))] {
            assert_eq!(direction(degrees), expected, "{degrees}");
        }
        for degrees in -360..720 {
            let (right, down) = direction(degrees);
            let length = right * right + down * down;
            assert!((990_000..=1_010_000).contains(&length), "{degrees}: {length}");
        }
    }

    #[test]
    fn people_are_read_with_the_part_of_life_said_and_without() {
        let named = |sector, name: &str| (sector, name.to_owned());
        assert_eq!(
            people("Familie: mor, lillebror\nEmil.\nOnkel Bo: kører mig"),
            [
                named(Some(0), "mor"),
                named(Some(0), "lillebror"),
                named(None, "Emil"),
                named(None, "Onkel Bo: kører mig")
            ]
        );
    }

    #[test]
    fn r229_ties_are_read_however_they_are_written() {
        for line in ["Alma – Ida – Bo", "Alma, Ida og Bo", "Alma - Ida & Bo.", "Alma/Ida/Bo"] {
            assert_eq!(tied(line), ["Alma", "Ida", "Bo"], "{line}");
        }
        assert_eq!(tied("Anna-Sofie"), ["Anna-Sofie"]);
        assert!(tied("  ").is_empty());
    }
}
