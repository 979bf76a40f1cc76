//! Benches by name, wherever they live: each promise with a number has one.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::naervaer::build;
use crate::postgres::Postgres;
use crate::process::{cargo, command, root, run};
use crate::source::metadata;

/// `cargo xtask bench [NAME [ARGUMENT…]]`
pub(crate) fn run_named(arguments: &[String]) -> Result<()> {
    let benches = benches()?;
    let Some((name, rest)) = arguments.split_first() else {
        println!("pages\t(every page's time to answer, on both databases)");
        println!("screen\t(all pupils of a country measured, by every instance; --large for ten countries)");
        for (name, package) in &benches {
            println!("{name}\t(crate {package})");
        }
        return Ok(());
    };
    if name == "pages" {
        return pages(rest);
    }
    if name == "screen" {
        return run(cargo()
            .args([
                "run",
                "--package",
                "attendance",
                "--release",
                "--example",
                "screen",
                "--",
            ])
            .args(rest));
    }
    let Some(package) = benches.get(name) else {
        bail!(
            "there is no bench `{name}`; there are: {}",
            benches.keys().cloned().collect::<Vec<_>>().join(", ")
        );
    };
    run(cargo()
        .args(["bench", "--package", package, "--bench", name, "--"])
        .args(rest))
}

/// How long every page takes for a municipality of 50,000 pupils (or as many as the argument says), on both databases.
fn pages(arguments: &[String]) -> Result<()> {
    let pupils = arguments.first().map_or("50000", String::as_str);
    let naervaer = build("release")?;
    let postgres = Postgres::start()?;
    // Both are measured, also when the first is too slow.
    let mut outcome = Ok(());
    for database in [None, Some(postgres.address())] {
        let measured = run(command("node")
            .current_dir(root().join("browser"))
            .args(["bench-pages.mjs", pupils])
            .args(database)
            .env("NAERVAER_BINARY", &naervaer));
        outcome = outcome.and(measured);
    }
    outcome
}

/// Every bench target of the workspace and the crate it belongs to.
fn benches() -> Result<BTreeMap<String, String>> {
    let metadata = metadata()?;
    let mut benches = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for target in package["targets"].as_array().into_iter().flatten() {
            let is_bench = target["kind"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|kind| kind == "bench");
            if let (true, Some(name), Some(package)) = (is_bench, target["name"].as_str(), package["name"].as_str()) {
                benches.insert(name.to_owned(), package.to_owned());
            }
        }
    }
    Ok(benches)
}
