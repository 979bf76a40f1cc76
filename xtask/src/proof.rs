//! What the documents about security and privacy name as proof is there: tests, files and walks; and the checklist has every
//! item of its level once.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::SourceFile;

/// Where proof is named.
const FOLDERS: [&str; 2] = ["docs/security/", "docs/privacy/"];
/// The checklist.
const CHECKLIST: &str = "docs/security/asvs.md";

/// Sections of OWASP ASVS 4.0.3 with the numbers of their items of level 2.
const LEVEL_2: [(&str, &[u8]); 67] = [
    ("1.1", &[1, 2, 3, 4, 5, 6, 7]),
    ("1.2", &[1, 2, 3, 4]),
    ("1.4", &[1, 4, 5]),
    ("1.5", &[1, 2, 3, 4]),
    ("1.6", &[1, 2, 3, 4]),
    ("1.7", &[1, 2]),
    ("1.8", &[1, 2]),
    ("1.9", &[1, 2]),
    ("1.10", &[1]),
    ("1.11", &[1, 2]),
    ("1.12", &[2]),
    ("1.14", &[1, 2, 3, 4, 5, 6]),
    ("2.1", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("2.2", &[1, 2, 3]),
    ("2.3", &[1, 2, 3]),
    ("2.4", &[1, 2, 3, 4, 5, 6]),
    ("2.5", &[1, 2, 3, 4, 5, 6, 7]),
    ("2.6", &[1, 2, 3]),
    ("2.7", &[1, 2, 3, 4, 5, 6]),
    ("2.8", &[1, 2, 3, 4, 5, 6, 7]),
    ("2.9", &[1, 2, 3]),
    ("2.10", &[1, 2, 3, 4]),
    ("3.1", &[1]),
    ("3.2", &[1, 2, 3, 4]),
    ("3.3", &[1, 2, 3, 4]),
    ("3.4", &[1, 2, 3, 4, 5]),
    ("3.5", &[1, 2, 3]),
    ("3.7", &[1]),
    ("4.1", &[1, 2, 3, 5]),
    ("4.2", &[1, 2]),
    ("4.3", &[1, 2, 3]),
    ("5.1", &[1, 2, 3, 4, 5]),
    ("5.2", &[1, 2, 3, 4, 5, 6, 7, 8]),
    ("5.3", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("5.4", &[1, 2, 3]),
    ("5.5", &[1, 2, 3, 4]),
    ("6.1", &[1, 2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6]),
    ("6.3", &[1, 2]),
    ("6.4", &[1, 2]),
    ("7.1", &[1, 2, 3, 4]),
    ("7.2", &[1, 2]),
    ("7.3", &[1, 3, 4]),
    ("7.4", &[1, 2, 3]),
    ("8.1", &[1, 2, 3, 4]),
    ("8.2", &[1, 2, 3]),
    ("8.3", &[1, 2, 3, 4, 5, 6, 7, 8]),
    ("9.1", &[1, 2, 3]),
    ("9.2", &[1, 2, 3, 4]),
    ("10.2", &[1, 2]),
    ("10.3", &[1, 2, 3]),
    ("11.1", &[1, 2, 3, 4, 5, 6, 7, 8]),
    ("12.1", &[1, 2, 3]),
    ("12.2", &[1]),
    ("12.3", &[1, 2, 3, 4, 5, 6]),
    ("12.4", &[1, 2]),
    ("12.5", &[1, 2]),
    ("12.6", &[1]),
    ("13.1", &[1, 3, 4, 5]),
    ("13.2", &[1, 2, 3, 5, 6]),
    ("13.3", &[1, 2]),
    ("13.4", &[1, 2]),
    ("14.1", &[1, 2, 3, 4]),
    ("14.2", &[1, 2, 3, 4, 5, 6]),
    ("14.3", &[2, 3]),
    ("14.4", &[1, 2, 3, 4, 5, 6, 7]),
    ("14.5", &[1, 2, 3, 4]),
];

/// Everything that is named and is not there, and every item of the checklist that is missing or told twice.
pub(crate) fn problems(files: &[SourceFile]) -> Vec<String> {
    let mut problems = checklist(files);
    let rust: Vec<&SourceFile> = files.iter().filter(|file| file.is_rust()).collect();
    let is_test = |name: &str| {
        let line = format!("fn {name}(");
        rust.iter().any(|file| file.text.contains(&line))
    };
    let is_file = |path: &str| {
        let folder = format!("{}/", path.trim_end_matches('/'));
        files
            .iter()
            .any(|file| file.path == path || file.path.starts_with(&folder))
    };
    let walks: String = files
        .iter()
        .filter(|file| file.path.ends_with(".test.mjs"))
        .map(|file| file.text.as_str())
        .collect();
    for file in files {
        if !(FOLDERS.iter().any(|folder| file.path.starts_with(folder)) && file.path.ends_with(".md")) {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            let mut missing = |what: &str, name: &str| {
                problems.push(format!(
                    "{}:{}: names the {what} `{name}`, which is not there",
                    file.path,
                    at + 1
                ));
            };
            for named in line.split('`').skip(1).step_by(2) {
                if named.starts_with("crates/") && !is_file(named) {
                    missing("file", named);
                } else if looks_like_a_test(named) && !is_test(named) {
                    missing("test", named);
                }
            }
            for named in line.split("walk *").skip(1).filter_map(|rest| rest.split('*').next()) {
                if !walks.contains(&format!("'{named}'")) {
                    missing("walk", named);
                }
            }
        }
    }
    problems
}

/// A name of at least four words: a test's, not a column's or a function's.
fn looks_like_a_test(name: &str) -> bool {
    let words: Vec<&str> = name.split('_').collect();
    let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    words.len() > 3 && words.iter().all(plain)
}

fn checklist(files: &[SourceFile]) -> Vec<String> {
    let Some(file) = files.iter().find(|file| file.path == CHECKLIST) else {
        return vec![format!("{CHECKLIST} is missing")];
    };
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for line in file.text.lines() {
        let item = line.strip_prefix("| ").and_then(|rest| rest.split(" |").next());
        if let Some(item) = item.filter(|item| item.starts_with(|c: char| c.is_ascii_digit())) {
            *told.entry(item).or_default() += 1;
        }
    }
    let wanted: BTreeSet<String> = LEVEL_2
        .iter()
        .flat_map(|(section, numbers)| numbers.iter().map(move |number| format!("{section}.{number}")))
        .collect();
    let lacking = wanted.iter().filter(|item| !told.contains_key(item.as_str()));
    let mut problems: Vec<String> = lacking
        .map(|item| format!("{CHECKLIST}: says nothing of {item}"))
        .collect();
    for (item, times) in told {
        if times > 1 || !wanted.contains(item) {
            problems.push(format!(
                "{CHECKLIST}: {item} is told {times} times, or is no item of level 2"
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_proof_that_is_not_there_is_told_of() {
        let files = [
            file("crates/a/src/lib.rs", "fn a_test_that_is_there() {}"),
            file("browser/tests/a.test.mjs", "test('a walk', async () => {});"),
            file(
                "docs/security/browser.md",
                "`a_test_that_is_there` `a_test_that_is_gone` `crates/a/src/lib.rs` `crates/b` walk *a walk* walk *none*",
            ),
        ];
        let told = problems(&files);
        let told: Vec<&String> = told.iter().filter(|line| line.contains("browser.md")).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("a_test_that_is_gone") && told[1].contains("crates/b") && told[2].contains("none"));
    }

    #[test]
    fn every_item_is_told_once() {
        let told = problems(&[file(CHECKLIST, "| 1.1.1 | a |\n| 1.1.1 | b |\n| 99.1.1 | c |\n")]);
        assert!(!told.iter().any(|line| line.ends_with("nothing of 1.1.1")));
        assert!(told.iter().any(|line| line.ends_with("nothing of 1.1.2")));
        assert!(told.iter().any(|line| line.contains("1.1.1 is told 2 times")));
        assert!(told.iter().any(|line| line.contains("99.1.1 is told 1 times")));
    }
}
