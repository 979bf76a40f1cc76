//! Pictures of every page, for looking at: wide as a desk's screen and narrow as a phone's.

use anyhow::Result;

use crate::install;
use crate::naervaer::build;
use crate::process::{command, root, run as run_command};

/// `cargo xtask pages`: `target/pages/index.html`
pub(crate) fn run() -> Result<()> {
    let chromium = install::chromium()?;
    install::browser_packages()?;
    let naervaer = build()?;
    let pages = root().join("target").join("pages");
    run_command(
        command("node")
            .current_dir(root().join("browser"))
            .arg("pages.mjs")
            .arg(&pages)
            .env("NAERVAER_BINARY", naervaer)
            .env("NAERVAER_CHROMIUM", chromium),
    )?;
    println!("{}", pages.join("index.html").display());
    Ok(())
}
