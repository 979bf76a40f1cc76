//! Installs what a test needs and the machine lacks, or says plainly what to install.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use crate::process::{cargo, command, find, is_root, run};

/// The runner's version that these settings were written for; a newer one that is already there is used as it is.
const NEXTEST: &str = "0.9.143";
/// The same for what holds libraries against the list of known holes.
const AUDIT: &str = "0.22.2";

/// Debian's packages, when this is a Debian and we may.
fn debian(package: &str, what_for: &str) -> Result<()> {
    if find("apt-get").is_none() || !is_root() {
        bail!(
            "{package} is missing ({what_for}), and only root on a Debian can install it from here; \
             please install it, for example with `apt-get install {package}`"
        );
    }
    let apt = || {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
        apt
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "--yes", "--no-install-recommends", package]))
}

/// The test runner.
pub(crate) fn nextest() -> Result<()> {
    let there = cargo()
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if there {
        return Ok(());
    }
    run(cargo().args(["install", "--locked", "--debug", "cargo-nextest", "--version", NEXTEST]))
}

/// What holds libraries against the list of known holes.
pub(crate) fn audit() -> Result<()> {
    let there = cargo()
        .args(["audit", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if there {
        return Ok(());
    }
    run(cargo().args(["install", "--locked", "--debug", "cargo-audit", "--version", AUDIT]))
}

/// A Python program with what it needs, as `scan/NAME.txt` says, in a folder of its own; where that is.
pub(crate) fn python(name: &str) -> Result<PathBuf> {
    let list = crate::process::root().join("scan").join(format!("{name}.txt"));
    let wanted = std::fs::read(&list)?;
    let folder = crate::process::root().join("target").join("python").join(name);
    let stamp = folder.join(".naervaer-list");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    if find("python3").is_none() {
        debian(
            "python3",
            "the scanner and the fuzzer are written in it; version 3.10 or newer",
        )?;
    }
    let make = || run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    if make().is_err() {
        debian(
            "python3-venv",
            "the scanner and the fuzzer are installed in a folder of their own",
        )?;
        make()?;
    }
    run(command(folder.join("bin").join("python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(&list))
    .map_err(|_| anyhow!("{name} could not be installed from Python's registry, so nothing was tried with it"))?;
    Ok(std::fs::write(stamp, wanted).map(|()| folder)?)
}

/// The browser the tests drive; `NAERVAER_CHROMIUM` names another one.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("NAERVAER_CHROMIUM") {
        return Ok(chosen.into());
    }
    let look = || {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(find)
    };
    if look().is_none() {
        debian("chromium", "the browser tests open the pages in it")?;
    }
    look().ok_or_else(|| anyhow::anyhow!("chromium was installed but is not on the path"))
}

/// The two npm packages of `browser/`, exactly as its lock file says.
pub(crate) fn browser_packages() -> Result<()> {
    if find("node").is_none() {
        debian("nodejs", "the browser tests are written for it; version 20 or newer")?;
    }
    let browser = crate::process::root().join("browser");
    let wanted = std::fs::read(browser.join("package-lock.json"))?;
    let stamp = browser.join("node_modules/.naervaer-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        debian("npm", "it installs the two packages of browser/")?;
    }
    run(command("npm")
        .current_dir(&browser)
        .args(["ci", "--no-audit", "--no-fund"]))?;
    Ok(std::fs::write(stamp, wanted)?)
}

/// The folder with `initdb` and `postgres`.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    debian("postgresql", "the store is tested on PostgreSQL and SQLite alike")?;
    postgres_folder().ok_or_else(|| anyhow::anyhow!("postgresql was installed but `initdb` is nowhere to be found"))
}

/// Debian keeps the server's programs off the path, one folder a version.
fn postgres_folder() -> Option<PathBuf> {
    let mut folders: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .collect();
    folders.sort();
    folders.pop().map(|(_, bin)| bin).or_else(|| {
        let initdb = find("initdb")?.canonicalize().ok()?;
        Some(initdb.parent()?.to_path_buf())
    })
}
