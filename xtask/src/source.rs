//! The project's own files, and the little reading of them that the checks need.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{cargo, command, output, root};

/// One text file of the project.
pub(crate) struct SourceFile {
    /// From the workspace's folder, with `/`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
}

/// Every text file that is or could be committed: what git ignores is not the project.
pub(crate) fn files() -> Result<Vec<SourceFile>> {
    let listed = output(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    let paths: BTreeSet<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
    let mut files = Vec::new();
    for path in paths {
        let file = root().join(path);
        // A file removed but not yet committed is listed and gone; a font or a picture is no text.
        let Ok(bytes) = fs::read(&file) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(SourceFile {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}

/// What cargo knows of the workspace's own crates.
pub(crate) fn metadata() -> Result<Value> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("cargo metadata gave no JSON")
}

impl SourceFile {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The crate's name, for a file under `crates/NAME/src`.
    pub(crate) fn crate_source(&self) -> Option<&str> {
        let (name, rest) = self.path.strip_prefix("crates/")?.split_once('/')?;
        rest.starts_with("src/").then_some(name)
    }

    /// The lines that run in the program: numbered from 1, without comment lines and without what stands from
    /// `#[cfg(test)] mod … {` to the end of the file.
    pub(crate) fn program_lines(&self) -> Vec<(usize, &str)> {
        let mut lines = Vec::new();
        let mut after_cfg_test = false;
        for (index, line) in self.text.lines().enumerate() {
            let code = line.trim_start();
            if code.starts_with("//") {
                continue;
            }
            if after_cfg_test && code.starts_with("mod ") && code.contains('{') {
                break;
            }
            after_cfg_test = code.starts_with("#[cfg(test)]") || (after_cfg_test && code.starts_with("#["));
            lines.push((index + 1, line));
        }
        lines
    }
}

/// Files that `#[cfg(test)] mod name;` makes part of the tests only.
pub(crate) fn test_only_paths(files: &[SourceFile]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let folder = match file.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder.to_owned(),
            _ => file.path.trim_end_matches(".rs").to_owned(),
        };
        let mut after_cfg_test = false;
        for line in file.text.lines().map(str::trim) {
            if let (true, Some(name)) = (after_cfg_test, module_name(line)) {
                paths.insert(format!("{folder}/{name}.rs"));
                paths.insert(format!("{folder}/{name}/mod.rs"));
            }
            after_cfg_test = line.starts_with("#[cfg(test)]");
        }
    }
    paths
}

/// `name` of a line `mod name;`, whatever its visibility.
fn module_name(line: &str) -> Option<&str> {
    let rest = line.strip_suffix(';')?;
    rest.rsplit_once("mod ").map(|(_, name)| name.trim())
}

/// Whether `word` stands in `text` with no letter, digit or underscore on either side.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The cells of the rows of the first Markdown table whose heading row contains `heading`.
pub(crate) fn table(text: &str, heading: &str) -> Vec<Vec<String>> {
    text.lines()
        .skip_while(|line| !(line.starts_with('|') && line.contains(heading)))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            line.trim()
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
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
    fn a_word_stands_alone() {
        assert!(has_word("use sqlx::query;", "sqlx"));
        assert!(!has_word("use my_sqlx::query;", "sqlx"));
        assert!(!has_word("sqlxyz", "sqlx"));
    }

    #[test]
    fn comments_and_tests_are_not_the_program() {
        let file = file(
            "crates/a/src/lib.rs",
            "//! std::fs\nfn a() {}\n#[cfg(test)]\nmod tests {\n std::fs\n}\n",
        );
        assert_eq!(file.program_lines(), [(2, "fn a() {}"), (3, "#[cfg(test)]")]);
        assert_eq!(file.crate_source(), Some("a"));
    }

    #[test]
    fn a_module_file_can_be_for_tests_only() {
        let files = [file("crates/a/src/lib.rs", "#[cfg(test)]\nmod plain;\nmod kept;\n")];
        let paths = test_only_paths(&files);
        assert!(paths.contains("crates/a/src/plain.rs"));
        assert!(!paths.contains("crates/a/src/kept.rs"));
    }

    #[test]
    fn a_table_is_read_by_its_heading() {
        let text = "x\n\n| floor | crate |\n| --: | --- |\n| 0 | `a` |\n\n| other |\n";
        assert_eq!(table(text, "floor"), [["0", "`a`"]]);
    }
}
