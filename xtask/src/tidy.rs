//! The rules of the house that no compiler knows. Each says all it finds, with file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Result, bail};

use crate::process::{command, output, root};
use crate::source::{SourceFile, files, has_word, metadata, table, test_only_paths};
use crate::{architecture, process, proof};

/// `cargo xtask tidy`
pub(crate) fn run() -> Result<()> {
    let files = files()?;
    let mut problems = architecture::problems(&metadata()?, &files)?;
    problems.extend(house_rules(&files));
    for problem in &problems {
        eprintln!("{problem}");
    }
    if !problems.is_empty() {
        bail!("{} places are not tidy", problems.len());
    }
    Ok(())
}

/// `cargo xtask hook`: the two checks that take no time, before each commit.
pub(crate) fn install_hook() -> Result<()> {
    let folder = output(command("git").args(["rev-parse", "--git-path", "hooks"]))?;
    let hook = root().join(folder.trim()).join("pre-commit");
    if hook.exists() {
        bail!("there is a pre-commit hook already; it is left as it is");
    }
    fs::write(&hook, "#!/bin/sh\nset -e\ncargo fmt --all --check\ncargo xtask tidy\n")?;
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755))?;
    eprintln!("installed {}", process::words(&command("pre-commit")));
    Ok(())
}

/// A rule reads the project's files and says what is not as it should be.
type Rule = fn(&[SourceFile]) -> Vec<String>;

/// Every rule that reads nothing but the project's own files.
fn house_rules(files: &[SourceFile]) -> Vec<String> {
    let rules: [Rule; 10] = [
        left_for_later,
        places,
        sql_at_home,
        sql_files,
        migrations,
        locales,
        decisions,
        links,
        glossary,
        proof::problems,
    ];
    rules.iter().flat_map(|rule| rule(files)).collect()
}

/// Work that is announced and not done. The words are put together so that this file does not find itself.
fn left_for_later(files: &[SourceFile]) -> Vec<String> {
    let words = [
        "TO\u{44}O",
        "FIX\u{4d}E",
        "XX\u{58}",
        "unimplemente\u{64}!",
        "tod\u{6f}!",
    ];
    lines_with(files, &words, "is left for later; do it, or leave it out", has_word)
}

/// Paths of somebody's machine and hosts that packages come from: the project builds anywhere.
fn places(files: &[SourceFile]) -> Vec<String> {
    let slash = '/';
    let words: Vec<String> = vec![
        format!("{slash}work{slash}"),
        format!("{slash}home{slash}"),
        format!("{slash}Users{slash}"),
        format!("{slash}root{slash}"),
        format!("{slash}tmp{slash}"),
        ["registry", "npmjs"].join("."),
        ["deb", "debian", "org"].join("."),
        ["static", "crates", "io"].join("."),
        ["index", "crates", "io"].join("."),
        ["files", "pythonhosted", "org"].join("."),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    lines_with(files, &words, "names one machine or a package host", |line, word| {
        line.contains(word)
    })
}

fn lines_with(
    files: &[SourceFile],
    words: &[&str],
    complaint: &str,
    found: impl Fn(&str, &str) -> bool,
) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| !is_vendored(&file.path)) {
        for (index, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| found(line, word)) {
                problems.push(format!("{}:{}: `{word}` {complaint}", file.path, index + 1));
            }
        }
    }
    problems
}

/// Files that others made and we only carry.
fn is_vendored(path: &str) -> bool {
    path.contains("/assets/") || path == "Cargo.lock" || path == "LICENSE"
}

/// SQL stands in `store/sql` and `store/migrations`, one statement a file, and nowhere else.
fn sql_at_home(files: &[SourceFile]) -> Vec<String> {
    let test_only = test_only_paths(files);
    let is_statement = |line: &str| {
        [
            "SELECT ",
            "INSERT INTO ",
            "DELETE FROM ",
            "CREATE TABLE ",
            "ALTER TABLE ",
            "DROP TABLE ",
            "MERGE INTO ",
        ]
        .iter()
        .any(|word| line.contains(word))
            || (line.contains("UPDATE ") && line.contains(" SET "))
    };
    let mut problems = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is_rust() || file.path.ends_with(".html"))
    {
        if file.crate_source().is_none() || test_only.contains(&file.path) {
            continue;
        }
        for (number, line) in file.program_lines() {
            if is_statement(line) {
                problems.push(format!(
                    "{}:{number}: SQL belongs in crates/store/sql, one statement a file",
                    file.path
                ));
            }
        }
    }
    problems
}

/// Each statement file says in its first line what it answers, holds one statement, and has its twin.
fn sql_files(files: &[SourceFile]) -> Vec<String> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut problems = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.path.starts_with("crates/store/sql/") && file.path.ends_with(".sql"))
    {
        let path = &file.path;
        if !file.text.starts_with("-- ") {
            problems.push(format!(
                "{path}: the first line says, as a comment, what the statement answers"
            ));
        }
        let statements = statements(&file.text);
        if statements != 1 {
            problems.push(format!("{path}: {statements} statements; one statement, one file"));
        }
        for (one, other) in [(".sqlite.sql", ".postgres.sql"), (".postgres.sql", ".sqlite.sql")] {
            if let Some(stem) = path.strip_suffix(one)
                && !paths.contains(format!("{stem}{other}").as_str())
            {
                problems.push(format!("{path}: its twin `{other}` is missing"));
            }
        }
    }
    problems
}

/// Statements in an SQL text, comments and quoted text left aside.
fn statements(sql: &str) -> usize {
    let mut count = 0;
    let mut open = false;
    for line in sql.lines() {
        let mut quoted = false;
        let mut before = ' ';
        for c in line.chars() {
            match c {
                '\'' => quoted = !quoted,
                '-' if before == '-' && !quoted => break,
                ';' if !quoted => {
                    count += usize::from(open);
                    open = false;
                }
                c if !c.is_whitespace() && c != '-' => open = true,
                _ => {}
            }
            before = c;
        }
    }
    count + usize::from(open)
}

/// The two databases walk the same way: the migration folders hold the same names.
fn migrations(files: &[SourceFile]) -> Vec<String> {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = format!("crates/store/migrations/{database}/");
        files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&folder))
            .map(str::to_owned)
            .collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    sqlite
        .symmetric_difference(&postgres)
        .map(|name| format!("crates/store/migrations: `{name}` is there for one database only"))
        .collect()
}

/// Danish and English say the same things: same files, same keys.
fn locales(files: &[SourceFile]) -> Vec<String> {
    let keys = |language: &str| -> BTreeMap<String, BTreeSet<String>> {
        let folder = format!("crates/web/locales/{language}/");
        files
            .iter()
            .filter_map(|file| Some((file.path.strip_prefix(&folder)?.to_owned(), fluent_keys(&file.text))))
            .collect()
    };
    let (danish, english) = (keys("da"), keys("en"));
    let mut problems = Vec::new();
    let nothing = BTreeSet::new();
    for module in danish.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
        let (da, en) = (
            danish.get(module).unwrap_or(&nothing),
            english.get(module).unwrap_or(&nothing),
        );
        for key in da.difference(en) {
            problems.push(format!("crates/web/locales/en/{module}: `{key}` is missing"));
        }
        for key in en.difference(da) {
            problems.push(format!("crates/web/locales/da/{module}: `{key}` is missing"));
        }
    }
    problems
}

/// The messages and terms of a Fluent file.
fn fluent_keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect()
}

/// Decisions are numbered once each.
fn decisions(files: &[SourceFile]) -> Vec<String> {
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for file in files {
        let Some(name) = file.path.strip_prefix("docs/adr/") else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            problems.push(format!("{}: a decision's file begins with its four digits", file.path));
        } else if let Some(other) = numbers.insert(number, name) {
            problems.push(format!("{}: has the number of `{other}`", file.path));
        }
    }
    problems
}

/// Every link from one of our documents to another of our files leads somewhere.
fn links(files: &[SourceFile]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.path.ends_with(".md") && !is_vendored(&file.path))
    {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for (index, line) in file.text.lines().enumerate() {
            for target in line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split_once(')'))
                .map(|(target, _)| target)
            {
                let target = target.split('#').next().unwrap_or_default();
                if !target.is_empty() && !target.contains("://") && !root().join(folder).join(target).exists() {
                    problems.push(format!(
                        "{}:{}: the link to `{target}` leads nowhere",
                        file.path,
                        index + 1
                    ));
                }
            }
        }
    }
    problems
}

/// One word for one thing: every identifier of the glossary is used in the code, and every Danish term of one word that
/// a doc comment gives (`da: …`) is in the glossary.
fn glossary(files: &[SourceFile]) -> Vec<String> {
    let Some(glossary) = files.iter().find(|file| file.path == "GLOSSARY.md") else {
        return vec!["GLOSSARY.md is not there".to_owned()];
    };
    let code: Vec<&SourceFile> = files
        .iter()
        .filter(|file| file.is_rust() && file.path.starts_with("crates/"))
        .collect();
    let mut danish = BTreeSet::new();
    let mut problems = Vec::new();
    for cells in table(&glossary.text, "| Dansk |") {
        let [term, _, identifiers, ..] = cells.as_slice() else {
            continue;
        };
        danish.extend(term.split('/').map(|word| word.trim().to_lowercase()));
        for identifier in identifiers.split('`').skip(1).step_by(2) {
            let last = identifier.rsplit("::").next().unwrap_or(identifier);
            if !code.iter().any(|file| has_word(&file.text, last)) {
                problems.push(format!(
                    "GLOSSARY.md: `{identifier}` ({term}) is used nowhere in the code"
                ));
            }
        }
    }
    for file in code {
        for (index, line) in file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with("//"))
        {
            let Some((_, rest)) = line.split_once("(da: ") else {
                continue;
            };
            let Some((terms, _)) = rest.split_once(')') else {
                continue;
            };
            // Several words are a wording, a label of a form or an example; one word is a term.
            let terms: Vec<&str> = terms
                .split([',', '/', ';'])
                .map(|term| term.trim().trim_matches(['*', '`', '"']))
                .collect();
            if terms.iter().any(|term| term.contains(' ')) {
                continue;
            }
            for term in terms {
                if !danish.contains(&term.to_lowercase()) {
                    problems.push(format!("{}:{}: `{term}` is not in GLOSSARY.md", file.path, index + 1));
                }
            }
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
    fn the_house_is_tidy() {
        let found = house_rules(&files().unwrap());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn statements_are_counted_without_comments_and_quotes() {
        for (sql, count) in [
            ("-- one; two\nSELECT 1", 1),
            ("-- a\nSELECT 1;\n", 1),
            ("-- a\nSELECT ';'", 1),
            ("-- a\nSELECT 1; SELECT 2", 2),
            ("-- only words; here\n", 0),
        ] {
            assert_eq!(statements(sql), count, "{sql}");
        }
    }

    #[test]
    fn sql_outside_the_store_and_a_lonely_twin_are_found() {
        let outside = [file("crates/web/src/lib.rs", "let q = \"SELECT id FROM cases\";")];
        assert_eq!(sql_at_home(&outside).len(), 1);
        assert!(sql_at_home(&[file("crates/web/src/lib.rs", "// SELECT id\n")]).is_empty());
        let lonely = [file(
            "crates/store/sql/case_open.sqlite.sql",
            "-- Opens a case.\nSELECT 1",
        )];
        assert_eq!(sql_files(&lonely).len(), 1);
        assert_eq!(
            sql_files(&[file("crates/store/sql/a.sql", "SELECT 1; SELECT 2")]).len(),
            2
        );
    }

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let one = [file("crates/store/migrations/sqlite/0001_start.sql", "")];
        assert_eq!(migrations(&one).len(), 1);
    }

    #[test]
    fn a_key_in_one_language_only_is_found() {
        let da = file(
            "crates/web/locales/da/case.ftl",
            "# a note\ntitle = Forløb\n    .label = x\nonly-danish = Kun\n",
        );
        let en = file("crates/web/locales/en/case.ftl", "title = Case\n");
        assert_eq!(
            locales(&[da, en]),
            ["crates/web/locales/en/case.ftl: `only-danish` is missing"]
        );
    }

    #[test]
    fn two_decisions_with_one_number_and_a_dead_link_are_found() {
        let same = [file("docs/adr/0001-a.md", ""), file("docs/adr/0001-b.md", "")];
        assert_eq!(decisions(&same).len(), 1);
        assert_eq!(links(&[file("README.md", "see [this](no/such/file.md)")]).len(), 1);
        assert!(links(&[file("README.md", "see [this](Cargo.toml) and [that](#below)")]).is_empty());
    }

    #[test]
    fn a_glossary_word_nobody_uses_and_a_danish_word_nobody_explains_are_found() {
        let words = file(
            "GLOSSARY.md",
            "| Dansk | English | Identifier |\n| - | - | - |\n| forløb | case | `Case` |\n",
        );
        let unused = glossary(&[
            words,
            file("crates/a/src/lib.rs", "/// A plan (da: handleplan).\nstruct Plan;"),
        ]);
        assert_eq!(unused.len(), 2, "{unused:?}");
    }

    #[test]
    fn what_is_left_for_later_and_machine_paths_are_found() {
        let later = format!("// {} write this\n", ["TO", "DO"].concat());
        assert_eq!(left_for_later(&[file("crates/a/src/lib.rs", &later)]).len(), 1);
        let place = format!("let path = \"{}\";\n", ["", "home", "me", "file"].join("/"));
        assert_eq!(places(&[file("crates/a/src/lib.rs", &place)]).len(), 1);
    }
}
