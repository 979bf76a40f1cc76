//! Benches by name, wherever they live: each promise with a number has one.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::process::{cargo, run};
use crate::source::metadata;

/// `cargo xtask bench [NAME [ARGUMENT…]]`
pub(crate) fn run_named(arguments: &[String]) -> Result<()> {
    let benches = benches()?;
    let Some((name, rest)) = arguments.split_first() else {
        for (name, package) in &benches {
            println!("{name}\t(crate {package})");
        }
        return Ok(());
    };
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
            if let (true, Some(name), Some(package)) =
                (is_bench, target["name"].as_str(), package["name"].as_str())
            {
                benches.insert(name.to_owned(), package.to_owned());
            }
        }
    }
    Ok(benches)
}
