//! A municipality's own texts of letters, by the program itself.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn empty(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("letters-{name}"));
    let _not_there = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn naervaer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_naervaer"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn templates_are_written_changed_tried_and_refused_with_file_and_line() {
    let dir = empty("own");
    let (folder, out) = (dir.join("own"), dir.join("out"));
    let (folder_text, out_text) = (folder.to_str().unwrap(), out.to_str().unwrap());
    let written = naervaer(&["letters", "templates", folder_text]);
    assert_eq!(written.status.code(), Some(0));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 13);
    // A text of one's own stays when the others are written again.
    let minutes = folder.join("minutes.typ");
    fs::write(
        &minutes,
        "#import \"/house.typ\": *\n#show: house\nKort referat om #letter.child.\n",
    )
    .unwrap();
    assert_eq!(naervaer(&["letters", "templates", folder_text]).status.code(), Some(0));
    assert!(fs::read_to_string(&minutes).unwrap().contains("Kort referat"));
    let tried = naervaer(&["letters", "try", folder_text, "--out", out_text]);
    assert_eq!(
        tried.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&tried.stderr)
    );
    assert_eq!(fs::read_dir(&out).unwrap().count(), 12);
    assert!(fs::read(out.join("minutes.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    // One that does not work is refused, by `try` and before `serve` answers anybody.
    fs::write(&minutes, "#import \"/house.typ\": *\n#show: house\n\nOm #letter.barn\n").unwrap();
    let refused = naervaer(&["letters", "try", folder_text, "--out", out_text]);
    assert_eq!(refused.status.code(), Some(1));
    let report = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        report.contains("minutes.typ, line 4") && report.contains("barn"),
        "{report}"
    );
    let database = format!("sqlite:{}", dir.join("made.sqlite").display());
    let key = dir.join("made.key");
    let served = naervaer(&[
        "serve",
        "--letters",
        folder_text,
        "--database",
        &database,
        "--key-file",
        key.to_str().unwrap(),
    ]);
    assert_eq!(served.status.code(), Some(2));
    let report = String::from_utf8_lossy(&served.stderr).into_owned();
    assert!(report.contains("minutes.typ, line 4"), "{report}");
    assert!(!key.exists(), "nothing is made before the texts are known to work");
}

#[test]
fn a_folder_without_templates_says_how_to_begin() {
    let dir = empty("none");
    let out = dir.join("out");
    let arguments = ["letters", "try", dir.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let answer = naervaer(&arguments);
    assert_eq!(answer.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("naervaer letters templates"));
    fs::write(dir.join("brev.typ"), "= A").unwrap();
    let answer = naervaer(&arguments);
    assert_eq!(answer.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("brev.typ: no letter has this name"));
}
