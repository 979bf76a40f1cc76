//! The program itself, built and started for commands that need it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{cargo, command, output, run};

/// Builds the binary in a profile, `dev` or `release`, and tells where it lies.
pub(crate) fn build(profile: &str) -> Result<PathBuf> {
    run(cargo().args(["build", "--package", "cli", "--bin", "naervaer", "--profile", profile]))?;
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(target)
        .join(if profile == "dev" { "debug" } else { profile })
        .join("naervaer"))
}

/// A command of the freshly built program.
pub(crate) fn naervaer() -> Result<Command> {
    Ok(command(build("dev")?))
}
