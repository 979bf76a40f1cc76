//! Folders that cannot be read in: each is refused with a clear report, and no database is made of it.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GOOD: [(&str, &str); 6] = [
    ("schools.csv", "school_id,name,calendar_id\ns1,Engskolen,c1\n"),
    ("calendars.csv", "calendar_id,date\nc1,2026-08-10\nc1,2026-08-11\n"),
    (
        "classes.csv",
        "class_id,school_id,name,grade,school_year\nk1,s1,3. a,3,2026/2027\nk2,s1,3. b,3,2026/2027\n",
    ),
    (
        "pupils.csv",
        "pupil_id,given_name,family_name,cpr\np1,Øjvind,Testsen,\n",
    ),
    ("enrolments.csv", "pupil_id,class_id,from,to\np1,k1,2026-08-10,\n"),
    ("marks.csv", "pupil_id,date,note,kind\np1,2026-08-10,day,illness\n"),
];

/// A folder that is good but for some files.
fn folder(name: &str, changed: &[(&str, &str)]) -> PathBuf {
    let dir = empty(name);
    for (file, text) in GOOD.iter().chain(changed) {
        fs::write(dir.join(file), text).unwrap();
    }
    dir
}

fn empty(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bad-{name}"));
    let _not_there = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// Imports a folder with at most 600 MB of memory, into a database that is not there yet.
fn import(dir: &Path) -> (Output, bool) {
    let database = dir.join("made.sqlite");
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 600000; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_naervaer"))
        .args(["import", "--data", dir.to_str().unwrap()])
        .args(["--database", &format!("sqlite:{}", database.display())])
        .args(["--key-file", dir.join("made.key").to_str().unwrap()])
        .env("LC_ALL", "da_DK.UTF-8")
        .output()
        .unwrap();
    (output, database.exists())
}

/// A folder is refused as bad data, its report says these words, and nothing was written.
fn refused(dir: &Path, words: &[&str]) {
    let (output, made) = import(dir);
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{report}");
    for word in words {
        assert!(report.contains(word), "`{word}` is not in:\n{report}");
    }
    assert!(!made, "a database was made");
    assert!(
        report.lines().count() < 200,
        "the report is longer than a person reads:\n{report}"
    );
}

#[test]
fn a_good_folder_is_imported() {
    let (output, made) = import(&folder("good", &[]));
    assert!(
        output.status.success() && made,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn an_empty_folder() {
    refused(&empty("empty"), &["schools.csv", "calendars.csv", "marks.csv"]);
}

#[test]
fn a_missing_column() {
    refused(
        &folder("column", &[("marks.csv", "pupil_id,date,note\np1,2026-08-10,day\n")]),
        &["marks.csv", "kind"],
    );
}

#[test]
fn two_hundred_thousand_broken_lines() {
    let mut text = "pupil_id,date,note,kind\n".to_owned();
    for _ in 0..200_000 {
        text.push_str("p1,2026-13-10,dag,syg\n");
    }
    refused(
        &folder("broken", &[("marks.csv", &text)]),
        &["marks.csv", "2026-13-10", "199950 mere af samme slags"],
    );
}

#[test]
fn a_gigabyte_of_zeros() {
    let dir = folder("zeros", &[]);
    fs::File::create(dir.join("marks.csv"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    refused(&dir, &["marks.csv"]);
}

#[test]
fn cpr_numbers_with_letters() {
    refused(
        &folder("cpr", &[("pupils.csv", "pupil_id,cpr\np1,01A1151234\n")]),
        &["pupils.csv", "linje 2", "cpr"],
    );
}

#[test]
fn days_long_ago_and_far_ahead() {
    let marks = "pupil_id,date,note,kind\np1,1899-08-10,day,illness\np1,2999-08-10,day,illness\n";
    refused(
        &folder("days", &[("marks.csv", marks)]),
        &["marks.csv", "linje 2", "1899-08-10", "linje 3", "2999-08-10"],
    );
}

#[test]
fn two_classes_at_once() {
    let stays = "pupil_id,class_id,from,to\np1,k1,2026-08-10,\np1,k2,2026-08-11,\n";
    refused(
        &folder("twice", &[("enrolments.csv", stays)]),
        &["enrolments.csv", "linje 3"],
    );
}

#[test]
fn marks_of_nobody() {
    let marks = "pupil_id,date,note,kind\nnobody,2026-08-10,day,illness\n";
    refused(
        &folder("nobody", &[("marks.csv", marks)]),
        &["marks.csv", "linje 2", "nobody"],
    );
}

#[test]
fn a_calendar_without_days() {
    refused(&folder("calendar", &[("calendars.csv", "calendar_id,date\n")]), &["c1"]);
}
