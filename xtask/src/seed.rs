//! A made-up municipality as an open folder: the data of benches, pictures and trials.

use anyhow::{Result, bail};

use crate::naervaer::naervaer;
use crate::process::run;

/// `cargo xtask seed DIR [OPTION…]`: what `naervaer demo --write DIR` writes, from the code as it is now.
pub(crate) fn run_with(arguments: &[String]) -> Result<()> {
    let Some((folder, rest)) = arguments.split_first() else {
        bail!("where to? `cargo xtask seed DIR`; further options are those of `naervaer demo`");
    };
    run(naervaer()?.args(["demo", "--write", folder]).args(rest))
}
