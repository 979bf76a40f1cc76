//! Everything that must hold before a change is taken, in the order that fails fastest.

use std::time::Instant;

use anyhow::Result;

use crate::postgres::{self, Postgres};
use crate::process::{self, cargo};
use crate::{attack, install, supply, tidy};

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
                .env(postgres::CERTIFICATE_VARIABLE, postgres.certificate())
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

/// `cargo xtask ci --slow`: all of that, and what attacks the running program.
pub(crate) fn slow() -> Result<()> {
    run()?;
    let known = attack::advisories()?;
    run_step("fuzz", || attack::fuzz(&[]))?;
    run_step("scan", || attack::scan(&[]))?;
    if known == attack::Known::NotToBeHad {
        eprintln!(
            "all held, but whether a library has a known hole was NOT CHECKED: the list cannot be reached from here"
        );
    }
    Ok(())
}

fn run_step(name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
    let started = Instant::now();
    step()?;
    eprintln!("{name}: held ({} s)", started.elapsed().as_secs());
    Ok(())
}
