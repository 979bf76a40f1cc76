//! Pictures of every page, for looking at: wide as a desk's screen and narrow as a phone's.

use anyhow::Result;

use crate::install;
use crate::naervaer::build;
use crate::process::{cargo, command, root, run as run_command};

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
