//! From a folder into a database and out again, and a municipality's own rule from a file: by the binary, as a stranger
//! would.

#![expect(clippy::unwrap_used, reason = "a test stops where the world is not as it says")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn naervaer(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_naervaer"))
        .args(args)
        .output()
        .unwrap()
}

fn done(args: &[&str]) -> String {
    let run = naervaer(args);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{args:?}: {said}");
    String::from_utf8(run.stdout).unwrap()
}

/// A folder of its own for one test, empty.
fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Everything `screen` answers of a folder, as one text.
fn screened(folder: &Path, day: &str, out: &Path) -> Vec<String> {
    done(&[
        "screen",
        "--data",
        folder.to_str().unwrap(),
        "--as-of",
        day,
        "--out",
        out.to_str().unwrap(),
    ]);
    ["measures.csv", "findings.csv", "signals.csv"]
        .map(|name| text(&out.join(name)))
        .to_vec()
}

#[test]
fn a_municipality_goes_through_a_database_and_comes_out_the_same() {
    let dir = scratch("export");
    let at = |name: &str| dir.join(name);
    let (made, out, again) = (at("made"), at("out"), at("again"));
    done(&[
        "demo",
        "--write",
        made.to_str().unwrap(),
        "--schools",
        "2",
        "--pupils",
        "60",
    ]);
    let database = |name: &str| format!("sqlite:{}", at(name).display());
    let key = at("key").display().to_string();
    let import = |folder: &Path, name: &str| {
        done(&[
            "import",
            "--data",
            folder.to_str().unwrap(),
            "--database",
            &database(name),
            "--key-file",
            &key,
            "--register-here",
        ])
    };
    let export = |name: &str, folder: &Path| {
        naervaer(&[
            "export",
            "--database",
            &database(name),
            "--key-file",
            &key,
            "--out",
            folder.to_str().unwrap(),
        ])
    };
    import(&made, "one.sqlite");
    let run = export("one.sqlite", &out);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    import(&out, "two.sqlite");
    assert_eq!(export("two.sqlite", &again).status.code(), Some(0));
    // The made-up folder ends on the day of the test; a month back lies in it whenever that is.
    let marks = text(&made.join("marks.csv"));
    let last = marks
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').nth(1))
        .max()
        .unwrap()
        .to_owned();
    for day in [last.as_str(), "2026-05-20"] {
        let said = screened(&made, day, &at("said-made"));
        assert!(
            said.iter().all(|table| table.lines().count() > 1) || day != last,
            "the demo has something to say"
        );
        assert_eq!(screened(&out, day, &at("said-out")), said, "{day}");
        assert_eq!(screened(&again, day, &at("said-again")), said, "{day}");
    }
    for name in [
        "schools.csv",
        "calendars.csv",
        "classes.csv",
        "pupils.csv",
        "enrolments.csv",
        "marks.csv",
        "notings.csv",
    ] {
        assert_eq!(text(&out.join(name)), text(&again.join(name)), "{name}");
    }
    assert!(
        !text(&out.join("pupils.csv"))
            .lines()
            .skip(1)
            .any(|l| l.split(',').nth(3) != Some("")),
        "no CPR number"
    );
    // What is there is never written over, and nothing is left half done.
    let before = text(&out.join("marks.csv"));
    let refused = export("one.sqlite", &out);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not empty"));
    assert_eq!(text(&out.join("marks.csv")), before);
    // A wrong address makes no database.
    let none = export("none.sqlite", &at("nothing"));
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("there is no database"));
    assert!(!at("nothing").exists() && !at("none.sqlite").exists());
    let parts = std::fs::read_dir(&dir).unwrap().filter(|e| {
        let name = e.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".part")
    });
    assert_eq!(parts.count(), 0);
}

const OWN: &str = r#"
[[rules]]
id = "local.3of30"
status = "local"
name = { da = "Fravær 3 af de sidste 30 skoledage", en = "Absence on 3 of the last 30 school days" }
[[rules.versions]]
from = "2025-08-01"
window = "last"
last = 30
unit = "days"
categories = ["illness", "leave", "unlawful"]
at_least = 3
who = "leader"
within = "at_once"
duty = { plain = "call home", da = "Ring hjem.", en = "Call home." }
source = "Byrådet, møde 4"
checked = "2025-08-01"
[[rules.versions]]
from = "2026-11-01"
name = { da = "Fravær 2 af de sidste 30 skoledage", en = "Absence on 2 of the last 30 school days" }
window = "last"
last = 30
unit = "days"
categories = ["illness", "leave", "unlawful"]
at_least = 2
who = "leader"
within = "at_once"
duty = { plain = "call home", da = "Ring hjem.", en = "Call home." }
source = "Byrådet, møde 9"
checked = "2026-11-01"
[[rules.versions]]
from = "2027-02-01"
ended = true
window = "last"
last = 30
unit = "days"
categories = ["illness", "leave", "unlawful"]
at_least = 2
who = "leader"
within = "at_once"
duty = { plain = "call home", da = "Ring hjem.", en = "Call home." }
source = "Byrådet, møde 12"
checked = "2027-02-01"
"#;

#[test]
fn whoever_stops_reading_is_not_told_of_an_error() {
    use std::io::Read;
    let mut run = Command::new(env!("CARGO_BIN_EXE_naervaer"))
        .args(["rules", "show", "--on", "2026-11-20"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(run.stdout.take());
    let mut said = String::new();
    run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((run.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

/// R-379: a municipality's own rule, in versions and with an end, without a release.
#[test]
fn a_rules_file_brings_an_own_rule_that_every_command_knows() {
    let dir = scratch("own-rule");
    let rules = dir.join("rules.toml");
    std::fs::write(&rules, OWN).unwrap();
    let rules = rules.to_str().unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/folder");
    let data = golden.to_str().unwrap();
    let screen = |day: &str, rules: &[&str]| {
        let out = dir.join(format!("{day}-{}", rules.len()));
        let args = ["screen", "--data", data, "--as-of", day, "--out", out.to_str().unwrap()];
        done(&[&args[..], rules].concat());
        text(&out.join("findings.csv"))
    };
    let with = ["--rules", rules];
    let versions = |findings: &str| -> Vec<String> {
        let own = findings.lines().filter(|l| l.split(',').nth(1) == Some("local.3of30"));
        own.filter_map(|l| l.split(',').nth(2)).map(str::to_owned).collect()
    };
    let (old, new) = (screen("2026-10-30", &with), screen("2026-11-20", &with));
    assert!(
        !versions(&old).is_empty() && versions(&old).iter().all(|v| v == "2025-08-01"),
        "{old}"
    );
    assert!(
        !versions(&new).is_empty() && versions(&new).iter().all(|v| v == "2026-11-01"),
        "{new}"
    );
    // The law says the same with and without it (R-157).
    let law = |findings: &str| {
        findings
            .lines()
            .filter(|l| l.contains(",dk."))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(law(&new), law(&screen("2026-11-20", &[])));
    let out = dir.join("replayed");
    done(&[
        "replay",
        "--data",
        data,
        "--from",
        "2026-08-01",
        "--to",
        "2026-11-20",
        "--rules",
        rules,
        "--out",
        out.to_str().unwrap(),
    ]);
    let alerts = text(&out.join("alerts.csv"));
    assert!(
        alerts.contains(",local.3of30,") && alerts.contains("Fravær 3 af de sidste 30 skoledage"),
        "{alerts}"
    );
    let show = |day: &str| naervaer(&["rules", "show", "local.3of30", "--on", day, "--rules", rules]);
    assert!(String::from_utf8_lossy(&show("2026-11-01").stdout).contains("Fravær 2 af de sidste 30 skoledage"));
    for day in ["2025-07-31", "2027-02-01"] {
        let run = show(day);
        assert_eq!(run.status.code(), Some(2), "{day}");
        assert!(String::from_utf8_lossy(&run.stderr).contains("no version in force"));
    }
    // What touches the law, or says nothing, is refused with the rule and the field.
    for (from, to, says) in [
        ("local.3of30", "dk.unlawful.any", "locked"),
        ("status = \"local\"", "status = \"law\"", "locked"),
        ("at_least = 3", "at_least = 31", "at_least"),
        ("within = \"at_once\"", "within = \"threshold_day\"", "within"),
    ] {
        let broken = dir.join("broken.toml");
        std::fs::write(&broken, OWN.replace(from, to)).unwrap();
        let run = naervaer(&[
            "screen",
            "--data",
            data,
            "--as-of",
            "2026-11-20",
            "--rules",
            broken.to_str().unwrap(),
        ]);
        assert_eq!(run.status.code(), Some(2), "{to}");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(said.contains(says), "{to}: {said}");
    }
}

/// R-369–R-381 speak of data; databeskyttelsesloven § 10 of what may be taken out: in what is written for research no pupil is
/// one of few, no byte says who anybody is, and what was taken out and why is in the trail.
#[test]
fn what_is_taken_out_for_research_points_at_nobody() {
    let dir = scratch("research");
    let at = |name: &str| dir.join(name);
    let (made, out) = (at("made"), at("out"));
    let made_text = made.to_str().unwrap();
    done(&["demo", "--write", made_text, "--schools", "3", "--pupils", "300"]);
    let database = format!("sqlite:{}", at("one.sqlite").display());
    let key = at("key").display().to_string();
    let on = ["--database", database.as_str(), "--key-file", key.as_str()];
    let mut import = vec!["import", "--data", made_text, "--register-here"];
    import.extend(on);
    done(&import);
    let stated = [
        "--purpose",
        "Overgange til 7. klasse",
        "--ground",
        "databeskyttelsesloven § 10, aftale 42",
        "--by",
        "Forvaltningschefen",
    ];
    let classes = text(&made.join("classes.csv"));
    let column = classes
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|name| name == "school_year")
        .unwrap();
    let years = classes.lines().skip(1).filter_map(|line| line.split(',').nth(column));
    let year = years.max().unwrap().to_owned();
    let research = |to: &Path, more: &[&str]| {
        let to = to.to_str().unwrap();
        let mut args = vec!["research", to, "--year", year.as_str()];
        args.extend(on);
        args.extend(stated);
        args.extend(more);
        naervaer(&args)
    };
    // Fewer alike than the least is refused, and so is a purpose that says nothing; nothing is written then.
    assert_eq!(research(&out, &["--at-least", "4"]).status.code(), Some(2));
    let mut silent = vec![
        "research",
        out.to_str().unwrap(),
        "--year",
        year.as_str(),
        "--purpose",
        " ",
    ];
    silent.extend(on);
    silent.extend(&stated[2..]);
    assert_eq!(naervaer(&silent).status.code(), Some(2));
    assert!(!out.exists());
    let run = research(&out, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));

    let pupils = text(&out.join("pupils.csv"));
    let rows: Vec<Vec<&str>> = pupils.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() > 100, "{} rows prove little", rows.len());
    let mut alike = std::collections::BTreeMap::new();
    for row in &rows {
        *alike.entry(row[1..6].to_vec()).or_insert(0) += 1;
    }
    assert!(alike.values().all(|count| *count >= 10), "{alike:?}");
    let mut all = String::new();
    for entry in ["", "tables"] {
        for file in std::fs::read_dir(out.join(entry)).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                all.push_str(&text(&path));
            }
        }
    }
    let lower = all.to_lowercase();
    // An id could be a part of a pseudonym by chance: it is looked for as a whole word.
    let words: std::collections::BTreeSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let mut looked_for = 0;
    for line in text(&made.join("pupils.csv")).lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        for id in [fields[0], fields[6]].map(str::to_lowercase) {
            assert!(
                id.is_empty() || !words.contains(id.as_str()),
                "{id} stands in the export"
            );
            looked_for += 1;
        }
        for field in [fields[2], fields[3], fields[4]].map(str::to_lowercase) {
            if field.len() > 3 {
                assert!(!lower.contains(&field), "{field} stands in the export");
                looked_for += 1;
            }
        }
    }
    assert!(looked_for > 600, "only {looked_for} were looked for");
    // No count is small, and no total gives a small one away.
    for name in ["by_grades", "by_school_kind", "by_absence", "by_case"] {
        let table = text(&out.join(format!("tables/{name}.csv")));
        let cells: Vec<Option<u64>> = table
            .lines()
            .skip(1)
            .map(|l| l.rsplit(',').next().unwrap().parse().ok())
            .collect();
        let (total, cells) = cells.split_last().unwrap();
        assert!(cells.iter().flatten().all(|cell| *cell >= 10), "{name}: {table}");
        let hidden = cells.iter().filter(|cell| cell.is_none()).count();
        if let (Some(total), true) = (total, hidden > 0) {
            assert!(
                hidden > 1 && total - cells.iter().flatten().sum::<u64>() >= 10,
                "{name}: {table}"
            );
        }
    }
    for (file, says) in [
        ("manifest.json", "Overgange til 7. klasse"),
        ("manifest.json", "aftale 42"),
        ("dictionary.da.md", "sygefravær"),
        ("dictionary.en.md", "Half days of illness"),
    ] {
        assert!(text(&out.join(file)).contains(says), "{file}");
    }
    // Another export of the same pupils cannot be joined with this one.
    let again = at("again");
    assert_eq!(research(&again, &["--at-least", "20"]).status.code(), Some(0));
    let other = text(&again.join("pupils.csv"));
    assert!(rows.iter().all(|row| !other.contains(row[0])));
    let refused = research(&out, &[]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not empty"));
}
