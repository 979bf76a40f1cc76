//! What takes too long for every change, and is asked before a release: a web scanner and a fuzzer against the running program,
//! and the libraries held against the list of known holes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{command, root, run, words};
use crate::{install, naervaer, openapi, source};

/// For how many seconds the scanner looks for addresses, and then tries each kind of attack, as each role.
const SCAN_SECONDS: &str = "40";
/// Names the program that is attacked, when it is not to be built.
const BINARY: &str = "NAERVAER_BINARY";
/// Names a copy of the list of known holes (RustSec), where it cannot be fetched.
const ADVISORIES: &str = "NAERVAER_ADVISORIES";

/// The program that is attacked: the one `NAERVAER_BINARY` names, such as the one about to be delivered, or a fresh build.
fn program() -> Result<PathBuf> {
    std::env::var_os(BINARY).map_or_else(|| naervaer::build("dev"), |named| Ok(named.into()))
}

/// `cargo xtask scan [ROLE…]`
pub(crate) fn scan(roles: &[String]) -> Result<()> {
    let wapiti = install::python("wapiti")?.join("bin").join("wapiti");
    let naervaer = program()?;
    run(command("python3")
        .arg("scan/wapiti.py")
        .args(roles)
        .env(BINARY, naervaer)
        .env("NAERVAER_WAPITI", wapiti)
        .env("NAERVAER_SCAN_SECONDS", SCAN_SECONDS))
}

/// `cargo xtask fuzz [ROLE…]`
pub(crate) fn fuzz(roles: &[String]) -> Result<()> {
    let python = install::python("schemathesis")?.join("bin").join("python");
    let naervaer = program()?;
    let description = root().join("target").join("openapi.json");
    fs::create_dir_all(root().join("target"))?;
    fs::write(&description, openapi::of(&source::files()?)?.to_string())
        .with_context(|| format!("writing {}", description.display()))?;
    run(command(python)
        .arg("scan/fuzz.py")
        .args(roles)
        .env(BINARY, naervaer)
        .env("NAERVAER_OPENAPI", description))
}

/// Whether the libraries could be held against the list of known holes; why not, when it could not be had.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// They were, and none has a known hole.
    Asked,
    /// The list is not to be had here: nothing is known.
    NotToBeHad,
}

/// `cargo xtask advisories`: every library of `Cargo.lock` against the list of known holes (RustSec), fetched, or the copy that
/// `NAERVAER_ADVISORIES` names.
pub(crate) fn advisories() -> Result<Known> {
    let copy = std::env::var_os(ADVISORIES).map(PathBuf::from);
    if copy.is_none() && !can_be_fetched() {
        eprintln!(
            "NOT CHECKED: the list of known holes (RustSec's advisory database) cannot be reached from here; name a copy \
             of it with {ADVISORIES}, or run `cargo xtask advisories` where it can be"
        );
        return Ok(Known::NotToBeHad);
    }
    install::audit()?;
    let mut audit = crate::process::cargo();
    audit.args(["audit", "--deny", "unsound", "--deny", "yanked"]);
    if let Some(copy) = copy {
        audit.arg("--db").arg(copy).arg("--no-fetch");
    }
    run(&mut audit)?;
    Ok(Known::Asked)
}

/// Where the list is kept.
const LIST: &str = "https://github.com/RustSec/advisory-db.git";

/// Whether the list answers.
fn can_be_fetched() -> bool {
    let mut asking: Command = command("git");
    asking
        .args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=20"])
        .args(["ls-remote", "--exit-code", LIST, "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0");
    eprintln!("› {}", words(&asking));
    asking.output().is_ok_and(|answer| answer.status.success())
}
