//! Pictures of every page, for looking at: wide as a desk's screen and narrow as a phone's.

use anyhow::Result;

use crate::install;
use crate::naervaer::build;
use crate::process::{cargo, command, root, run as run_command};

/// `cargo xtask walks`: every step of the walks through cases as a picture, in `target/walks`
pub(crate) fn walks() -> Result<()> {
    let chromium = install::chromium()?;
    install::browser_packages()?;
    let naervaer = build("dev")?;
    let walks = root().join("target").join("walks");
    std::fs::remove_dir_all(&walks).ok();
    std::fs::create_dir_all(&walks)?;
    run_command(
        command("node")
            .current_dir(root().join("browser"))
            .args(["--test", "tests/cases.test.mjs"])
            .env("NAERVAER_WALKS", &walks)
            .env("NAERVAER_BINARY", naervaer)
            .env("NAERVAER_CHROMIUM", chromium),
    )?;
    println!("{}", walks.display());
    Ok(())
}

/// `cargo xtask pages`: `target/pages/index.html`
pub(crate) fn run() -> Result<()> {
    let chromium = install::chromium()?;
    install::browser_packages()?;
    let naervaer = build("dev")?;
    let pages = root().join("target").join("pages");
    run_command(
        command("node")
            .current_dir(root().join("browser"))
            .arg("pages.mjs")
            .arg(&pages)
            .env("NAERVAER_BINARY", naervaer)
            .env("NAERVAER_CHROMIUM", &chromium),
    )?;
    let samples = root().join("target").join("samples");
    std::fs::remove_dir_all(&samples).ok();
    run_command(
        cargo()
            .args(["run", "--package", "web", "--example", "samples", "--"])
            .arg(&samples),
    )?;
    let sample_pages = pages.join("samples");
    run_command(
        command("node")
            .current_dir(root().join("browser"))
            .arg("samples.mjs")
            .args([&samples, &sample_pages])
            .env("NAERVAER_CHROMIUM", chromium),
    )?;
    println!("{}", pages.join("index.html").display());
    println!("{}", sample_pages.join("index.html").display());
    Ok(())
}
