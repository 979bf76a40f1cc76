//! Holds the map in `ARCHITECTURE.md` against what cargo knows, and the lines of "What must never be" against the
//! source text.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::source::{SourceFile, has_word, table, test_only_paths};

/// Floors up to and including this one are functions from values to values.
const HIGHEST_PURE_FLOOR: u32 = 4;

/// A library and the only crates that may use it.
const HOMES: [(&str, &[&str]); 25] = [
    ("anyhow", &["cli", "xtask"]),
    ("askama", &["web"]),
    ("axum", &["web"]),
    ("cedar-policy", &[]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("fluent-bundle", &["web"]),
    ("hyper", &["web"]),
    ("hyper-util", &["web"]),
    ("jiff-sqlx", &["store"]),
    ("lettre", &["cli"]),
    ("openidconnect", &["identity"]),
    ("qrcodegen", &["identity"]),
    ("reqwest", &["identity"]),
    ("rust-embed", &["web"]),
    ("sqlx", &["store"]),
    ("totp-rs", &["store"]),
    ("tower", &["web"]),
    ("tower-http", &["web"]),
    ("tracing-subscriber", &["cli"]),
    ("typst", &["letters"]),
    ("typst-layout", &["letters"]),
    ("typst-pdf", &["letters"]),
    ("typst-svg", &["letters"]),
    ("webauthn-rs", &["identity"]),
];

/// What would make a pure floor depend on more than its arguments.
const IMPURE_DEPENDENCIES: [&str; 9] = [
    "fastrand",
    "getrandom",
    "hyper",
    "memmap2",
    "rand",
    "reqwest",
    "tempfile",
    "tokio",
    "tracing-subscriber",
];

/// The same in the source text.
const IMPURE_PATHS: [&str; 11] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread::sleep",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
];

/// Crates that judge children's absence: whole numbers only.
const WITHOUT_FLOATS: [&str; 6] = ["access", "attendance", "casework", "screening", "signals", "statute"];

/// Nouns that `statute` must not know, so that it can be shown to lawyers and published alone.
const UNKNOWN_TO_STATUTE: [&str; 7] = [
    "CaseId",
    "ConcernId",
    "PersonId",
    "PupilId",
    "PupilIx",
    "Cpr",
    "household_id",
];

/// The map as a person reads it.
struct Map {
    floors: BTreeMap<String, u32>,
    stands_on: BTreeMap<String, BTreeSet<String>>,
}

impl Map {
    fn read(architecture: &str) -> Self {
        let mut map = Self {
            floors: BTreeMap::new(),
            stands_on: BTreeMap::new(),
        };
        for cells in table(architecture, "| floor |") {
            let [floor, name, _, stands_on] = cells.as_slice() else {
                continue;
            };
            let name = name.trim_matches('`').to_owned();
            // `xtask` has no floor: it is above the house, and nothing may use it.
            map.floors.insert(name.clone(), floor.parse().unwrap_or(u32::MAX));
            let below = stands_on.split(',').map(str::trim).filter(|cell| !cell.is_empty());
            map.stands_on.insert(name, below.map(str::to_owned).collect());
        }
        map
    }

    fn is_pure(&self, name: &str) -> bool {
        self.floors.get(name).is_some_and(|floor| *floor <= HIGHEST_PURE_FLOOR)
    }
}

/// Everything that is not as the map says.
pub(crate) fn problems(metadata: &Value, files: &[SourceFile]) -> Result<Vec<String>> {
    let architecture = files
        .iter()
        .find(|file| file.path == "ARCHITECTURE.md")
        .context("ARCHITECTURE.md, the map of the house, is not there")?;
    let map = Map::read(&architecture.text);
    let mut problems = Vec::new();
    if architecture.text.lines().count() > 300 {
        problems.push("ARCHITECTURE.md: longer than 300 lines; a map is read in one sitting".to_owned());
    }
    let packages: Vec<Package> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Package::read)
        .collect();
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name).collect();
    for missing in map.floors.keys().filter(|name| !names.contains(name.as_str())) {
        problems.push(format!("ARCHITECTURE.md: `{missing}` is in the table but is no crate"));
    }
    for package in &packages {
        problems.extend(package.arrows(&map, &names));
        problems.extend(package.libraries(&map));
    }
    problems.extend(forbidden_text(&map, files));
    Ok(problems)
}

/// One crate and the crates it names.
struct Package<'a> {
    name: &'a str,
    /// In the program and its build.
    uses: BTreeSet<&'a str>,
    /// In its tests.
    tests_use: BTreeSet<&'a str>,
}

impl<'a> Package<'a> {
    fn read(package: &'a Value) -> Option<Self> {
        let mut read = Self {
            name: package["name"].as_str()?,
            uses: BTreeSet::new(),
            tests_use: BTreeSet::new(),
        };
        for dependency in package["dependencies"].as_array()? {
            let set = if dependency["kind"] == "dev" {
                &mut read.tests_use
            } else {
                &mut read.uses
            };
            set.insert(dependency["name"].as_str()?);
        }
        Some(read)
    }

    /// Own crates: lower floors only, and exactly the ones the table names. Tests may stand on their own floor too.
    fn arrows(&self, map: &Map, names: &BTreeSet<&str>) -> Vec<String> {
        let name = self.name;
        let (Some(floor), Some(stands_on)) = (map.floors.get(name), map.stands_on.get(name)) else {
            return vec![format!("ARCHITECTURE.md: `{name}` has no floor in the table")];
        };
        let mut problems = Vec::new();
        let own: BTreeSet<&str> = self.uses.intersection(names).copied().collect();
        for below in &own {
            if map.floors.get(*below).is_none_or(|other| other >= floor) {
                problems.push(format!("`{name}` uses `{below}`, which is not on a floor below it"));
            }
        }
        for test in self.tests_use.intersection(names).filter(|test| **test != name) {
            if map.floors.get(*test).is_none_or(|other| other > floor) {
                problems.push(format!(
                    "the tests of `{name}` use `{test}`, which is on a floor above it"
                ));
            }
        }
        let drawn: BTreeSet<&str> = stands_on.iter().map(String::as_str).collect();
        for arrow in own.difference(&drawn) {
            problems.push(format!(
                "ARCHITECTURE.md: `{name}` uses `{arrow}`, but the table does not say so"
            ));
        }
        for arrow in drawn.difference(&own) {
            problems.push(format!(
                "ARCHITECTURE.md: the table says `{name}` stands on `{arrow}`, but it does not"
            ));
        }
        problems
    }

    /// Other people's crates: each in its home, none that reaches the outside world in the pure floors.
    fn libraries(&self, map: &Map) -> Vec<String> {
        let name = self.name;
        let mut problems = Vec::new();
        for (library, homes) in HOMES {
            let allowed = homes.contains(&name);
            if !allowed && (self.uses.contains(library) || self.tests_use.contains(library)) {
                problems.push(format!(
                    "`{name}` uses `{library}`, whose only homes are: {}",
                    homes.join(", ")
                ));
            }
        }
        if map.is_pure(name) {
            for library in IMPURE_DEPENDENCIES
                .iter()
                .filter(|library| self.uses.contains(*library))
            {
                problems.push(format!("`{name}` is on a pure floor and uses `{library}`"));
            }
        }
        problems
    }
}

/// Lines of the program that "What must never be" forbids.
fn forbidden_text(map: &Map, files: &[SourceFile]) -> Vec<String> {
    let test_only = test_only_paths(files);
    let mut problems = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is_rust() && !test_only.contains(&file.path))
    {
        let Some(name) = file.crate_source() else {
            continue;
        };
        let pure = map.is_pure(name);
        for (number, line) in file.program_lines() {
            let at = format!("{}:{number}", file.path);
            if pure {
                for path in IMPURE_PATHS.iter().filter(|path| has_word(line, path)) {
                    problems.push(format!("{at}: `{path}` on a pure floor; take it as an argument"));
                }
            }
            if WITHOUT_FLOATS.contains(&name) && ["f32", "f64"].iter().any(|float| has_word(line, float)) {
                problems.push(format!(
                    "{at}: a float where children are judged; count in whole numbers"
                ));
            }
            if name == "statute" {
                for noun in UNKNOWN_TO_STATUTE.iter().filter(|noun| has_word(line, noun)) {
                    problems.push(format!(
                        "{at}: `statute` knows no `{noun}`, only measures, days and a municipality"
                    ));
                }
            }
            if name != "cli"
                && ["std::env::args", "std::env::var"]
                    .iter()
                    .any(|call| line.contains(call))
            {
                problems.push(format!("{at}: only `cli` reads the environment and the arguments"));
            }
            if name == "web" && [".points", "milli_points"].iter().any(|word| has_word(line, word)) {
                problems.push(format!("{at}: evidence points never reach a page"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source;

    const TABLE: &str = "| floor | crate | one line | stands on |\n| --: | --- | --- | --- |\n\
        | 0 | `low` | | |\n| 1 | `high` | | low |\n";

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn package(name: &str, uses: &[&str]) -> Value {
        let dependencies: Vec<Value> = uses.iter().map(|name| json!({"name": name, "kind": null})).collect();
        json!({"name": name, "dependencies": dependencies})
    }

    fn check(packages: &[Value], source: &str) -> Vec<String> {
        let files = [file("ARCHITECTURE.md", TABLE), file("crates/low/src/lib.rs", source)];
        problems(&json!({"packages": packages}), &files).unwrap()
    }

    #[test]
    fn the_map_is_true() {
        let found = problems(&source::metadata().unwrap(), &source::files().unwrap()).unwrap();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn a_house_as_drawn_has_no_problem() {
        assert_eq!(
            check(&[package("low", &[]), package("high", &["low"])], "fn a() {}"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn an_arrow_upwards_is_found() {
        let found = check(&[package("low", &["high"]), package("high", &["low"])], "");
        assert!(
            found.iter().any(|line| line.contains("not on a floor below")),
            "{found:?}"
        );
    }

    #[test]
    fn a_crate_without_a_floor_and_a_floor_without_a_crate_are_found() {
        let found = check(&[package("low", &[]), package("new", &[])], "");
        assert!(
            found.iter().any(|line| line.contains("`new` has no floor")),
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .any(|line| line.contains("`high` is in the table but is no crate")),
            "{found:?}"
        );
    }

    #[test]
    fn an_arrow_that_the_table_does_not_draw_is_found_and_the_other_way_round() {
        let missing = TABLE.replace("| low |\n", "| |\n");
        let files = [file("ARCHITECTURE.md", &missing)];
        let packages = json!({"packages": [package("low", &[]), package("high", &["low"])]});
        assert!(
            problems(&packages, &files)
                .unwrap()
                .iter()
                .any(|line| line.contains("does not say so"))
        );
        let found = check(&[package("low", &[]), package("high", &[])], "");
        assert!(found.iter().any(|line| line.contains("but it does not")), "{found:?}");
    }

    #[test]
    fn libraries_stay_at_home_and_pure_floors_pure() {
        for library in ["sqlx", "axum", "askama", "anyhow", "clap", "tokio", "rand"] {
            let found = check(&[package("low", &[library]), package("high", &["low"])], "");
            assert_eq!(found.len(), 1, "{library}: {found:?}");
        }
        for line in ["use std::fs;", "let now = Timestamp::now();", "std::env::current_dir()"] {
            assert_eq!(
                check(&[package("low", &[]), package("high", &["low"])], line).len(),
                1,
                "{line}"
            );
        }
    }
}
