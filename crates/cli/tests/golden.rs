//! The binary on the golden folder: what holds for whom since when, and the measures, on three days.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn naervaer(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_naervaer"))
        .args(args)
        .output()
        .unwrap()
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A folder of its own for one test, empty.
fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn screen_answers_the_golden_folder_as_the_contract_expects() {
    let dir = scratch("golden-screen");
    let rules = dir.join("rules.toml");
    std::fs::write(&rules, "enable = [\"dk.expert2025.*\"]\n").unwrap();
    let expected_measures = rows(&golden().join("expected_measures.csv"));
    let expected_findings = rows(&golden().join("expected_findings.csv"));
    let days: BTreeSet<&String> = expected_measures.iter().filter_map(|r| r.first()).collect();
    assert_eq!(days.len(), 3);
    for day in days {
        let out = dir.join(day);
        let run = naervaer(&[
            "screen",
            "--data",
            golden().join("folder").to_str().unwrap(),
            "--as-of",
            day,
            "--rules",
            rules.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let measures: Vec<Vec<String>> = rows(&out.join("measures.csv"))
            .into_iter()
            .map(|r| [vec![day.clone(), r[0].clone(), r[3].clone()], r[6..].to_vec()].concat())
            .collect();
        let expected: Vec<_> = expected_measures.iter().filter(|r| r[0] == *day).cloned().collect();
        assert_eq!(measures, expected, "{day}");
        let findings: Vec<Vec<String>> = rows(&out.join("findings.csv"))
            .into_iter()
            .map(|r| vec![day.clone(), r[0].clone(), r[1].clone(), r[8].clone()])
            .collect();
        let expected: Vec<_> = expected_findings.iter().filter(|r| r[0] == *day).cloned().collect();
        assert_eq!(findings, expected, "{day}");
    }
}

#[test]
fn two_runs_on_the_same_input_give_the_same_bytes() {
    let dir = scratch("golden-twice");
    let folder = golden().join("folder");
    let once = |format: &str, out: &str| {
        let out = dir.join(out);
        let run = naervaer(&[
            "screen",
            "--data",
            folder.to_str().unwrap(),
            "--as-of",
            "2026-11-20",
            "--format",
            format,
            "--out",
            out.to_str().unwrap(),
        ]);
        assert!(run.status.success());
        let mut files: Vec<_> = std::fs::read_dir(&out).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        files.iter().map(|f| std::fs::read(f).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(once("csv", "a"), once("csv", "b"));
    assert_eq!(once("json", "c"), once("json", "d"));
}

#[test]
fn a_folder_with_errors_writes_nothing_but_its_problems() {
    let dir = scratch("golden-broken");
    for file in [
        "schools.csv",
        "calendars.csv",
        "classes.csv",
        "pupils.csv",
        "enrolments.csv",
    ] {
        std::fs::copy(golden().join("folder").join(file), dir.join(file)).unwrap();
    }
    std::fs::write(
        dir.join("marks.csv"),
        "pupil_id,date,note,kind\nnobody,2026-11-20,start,illness\n",
    )
    .unwrap();
    let out = dir.join("out");
    let run = naervaer(&[
        "screen",
        "--data",
        dir.to_str().unwrap(),
        "--as-of",
        "2026-11-20",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(run.status.code(), Some(1));
    assert!(out.join("problems.csv").exists());
    assert!(!out.join("measures.csv").exists());
    assert_eq!(
        naervaer(&["screen", "--data", "nowhere-at-all", "--as-of", "2026-11-20"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(naervaer(&["screen"]).status.code(), Some(2));
}

#[test]
fn a_rule_has_no_answer_before_its_first_version() {
    let before = naervaer(&["rules", "show", "dk.unlawful.10pct", "--on", "2019-07-31"]);
    assert_eq!(before.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&before.stderr).contains("no version in force"));
    let on = naervaer(&["rules", "show", "dk.unlawful.10pct", "--on", "2019-08-01"]);
    assert!(on.status.success());
}
