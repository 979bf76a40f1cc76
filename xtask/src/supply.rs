//! What the program is built from: licences, sources and libraries that must not come in, and a bill of materials
//! (CycloneDX 1.5). All of it from `Cargo.lock` and what cargo knows, without asking anything outside.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process::{cargo, output, root};

/// Licences a library may have; where it offers several, one of them is enough, where it demands several, all must be.
const LICENCES: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Libraries that must not come in, not even by way of another, and why.
const BANNED: [(&str, &str); 5] = [
    ("openssl-sys", "a C library to keep patched; rustls does the same"),
    ("native-tls", "leads to openssl"),
    ("rusqlite", "a second SQLite in one program"),
    ("oso", "left by its makers"),
    ("atty", "left by its makers, and unsound"),
];

/// The only place crates come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn packages() -> Result<Vec<Value>> {
    let text = output(cargo().args(["metadata", "--format-version", "1"]))?;
    let mut metadata: Value = serde_json::from_str(&text).context("cargo metadata gave no JSON")?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        _ => bail!("cargo metadata names no packages"),
    }
}

/// Whether an SPDX expression can be met with the licences allowed. `/` is an old way to write `OR`.
fn allowed(expression: &str) -> bool {
    let text = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |one: &str| LICENCES.contains(&one.trim());
    let any = |choice: &str| choice.split(" OR ").any(fits);
    // In every licence used here AND stands outside: "(A OR B) AND C".
    text.split(" AND ").all(any)
}

/// Everything that may not be in the program.
fn of(packages: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let name = text("name");
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            problems.push(format!("{name} {}: must not come in: {why}", text("version")));
        }
        if !allowed(text("license")) {
            problems.push(format!(
                "{name} {}: its licence `{}` is not among those allowed",
                text("version"),
                text("license")
            ));
        }
        if let Some(source) = package["source"].as_str().filter(|source| *source != SOURCE) {
            problems.push(format!("{name} {}: comes from `{source}`", text("version")));
        }
    }
    problems
}

/// `cargo xtask supply`
pub(crate) fn run() -> Result<()> {
    let packages = packages()?;
    let problems = of(&packages);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if !problems.is_empty() {
        bail!("{} libraries may not be in the program", problems.len());
    }
    eprintln!(
        "{} packages, each from one source and under an allowed licence",
        packages.len()
    );
    Ok(())
}

/// The checksums of `Cargo.lock`, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |block: &str, name: &str| {
        let line = block
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
        line.map(|value| value.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            Some((
                (field(block, "name")?, field(block, "version")?),
                field(block, "checksum")?,
            ))
        })
        .collect()
}

/// `cargo xtask sbom`: the bill of materials of the program, on standard output.
pub(crate) fn print_bill() -> Result<()> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock")?;
    println!("{:#}", bill(&packages()?, &checksums(&lock)));
    Ok(())
}

fn bill(packages: &[Value], checksums: &BTreeMap<(String, String), String>) -> Value {
    let mut version = String::new();
    let mut components = Vec::new();
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let (name, of) = (text("name"), text("version"));
        if package["source"].is_null() {
            version = of;
            continue;
        }
        let hash = checksums.get(&(name.clone(), of.clone()));
        components.push(json!({
            "type": "library",
            "bom-ref": format!("pkg:cargo/{name}@{of}"),
            "name": name,
            "version": of,
            "purl": format!("pkg:cargo/{name}@{of}"),
            "licenses": [{ "expression": text("license").replace('/', " OR ") }],
            "hashes": hash.map(|hash| json!([{ "alg": "SHA-256", "content": hash }])).unwrap_or_else(|| json!([])),
        }));
    }
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "name": "naervaer",
            "version": version,
            "licenses": [{ "license": { "id": "EUPL-1.2" } }],
        }},
        "components": components,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_met_by_one_choice_and_all_demands() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 OR GPL-2.0-only",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in ["GPL-3.0", "", "MIT AND GPL-3.0", "AGPL-3.0 OR SSPL-1.0"] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn what_must_not_come_in_is_named_and_a_bill_holds_every_library() {
        let package = |name: &str, licence: &str, source: Value| json!({ "name": name, "version": "1.2.3", "license": licence, "source": source });
        let packages = [
            package("naervaer", "EUPL-1.2", Value::Null),
            package("good", "MIT", json!(SOURCE)),
            package("openssl-sys", "MIT", json!(SOURCE)),
            package("strange", "SSPL-1.0", json!("git+https://example.org/strange")),
        ];
        let told = of(&packages);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("openssl-sys") && told[1].contains("SSPL-1.0") && told[2].contains("git+https"));
        let lock = "[[package]]\nname = \"good\"\nversion = \"1.2.3\"\nchecksum = \"00ff\"\n";
        let bill = bill(&packages, &checksums(lock));
        assert_eq!(bill["components"].as_array().unwrap().len(), 3);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "00ff");
        assert_eq!(bill["components"][0]["purl"], "pkg:cargo/good@1.2.3");
    }
}
