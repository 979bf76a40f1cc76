//! Everything that must hold before a change is taken, in the order that fails fastest.

use std::time::Instant;

use anyhow::Result;

use crate::postgres::{self, Postgres};
use crate::process::{self, cargo};
use crate::{install, supply, tidy};

/// `cargo xtask ci`: ends with the test runner's own closing line.
pub(crate) fn run() -> Result<()> {
    let started = Instant::now();
    run_step("format", || process::run(cargo().args(["fmt", "--all", "--check"])))?;
    run_step("tidy", tidy::run)?;
    run_step("supply", supply::run)?;
    let chromium = install::chromium()?;
    install::browser_packages()?;
    install::nextest()?;
    run_step("clippy", || {
        process::run(cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    let postgres = Postgres::start()?;
    let tests = |command: &mut std::process::Command| {
        process::run(
            command
                .env(postgres::ADDRESS_VARIABLE, postgres.address())
                .env("NAERVAER_CHROMIUM", &chromium)
                .env("CARGO_TERM_PROGRESS_WHEN", "never"),
        )
    };
    run_step("examples in the documentation", || {
        tests(cargo().args(["test", "--workspace", "--doc", "--locked"]))
    })?;
    eprintln!("before the tests: {} s", started.elapsed().as_secs());
    tests(cargo().args(["nextest", "run", "--workspace", "--locked"]))
}

fn run_step(name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
    let started = Instant::now();
    step()?;
    eprintln!("{name}: held ({} s)", started.elapsed().as_secs());
    Ok(())
}
