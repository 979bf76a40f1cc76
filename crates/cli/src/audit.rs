//! `naervaer audit`: whether the trail is as it was written, and the seals to keep elsewhere.

use std::fs;
use std::path::PathBuf;

use access::{Actor, Spot, act, may, on};
use anyhow::{Context, Result};
use store::{Head, TrailFault};

use crate::Outcome;
use crate::serve::{Database, open_existing, runtime};

/// What is asked about the audit trail.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Walk through the whole trail and name what is not as it was written; ends with 1 when there is anything
    Verify {
        #[command(flatten)]
        database: Database,
        /// Heads kept elsewhere, as `audit heads` printed them: shows also what was cut off at the end
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Print the newest seal of every chain; keep the lines where nobody who can write the database can
    Heads {
        #[command(flatten)]
        database: Database,
    },
}

/// Tries the trail, or prints its heads.
pub fn run(command: &Command) -> Result<Outcome> {
    runtime()?.block_on(async {
        match command {
            Command::Verify { database, heads } => {
                let heads = heads.as_deref().map_or_else(|| Ok(Vec::new()), kept)?;
                let store = open_existing(database).await?;
                let permit = may::<act::Read, on::Audit>(&Actor::operator(), &Spot::Municipality, store.today())
                    .context("reading the audit trail")?;
                let found = store.audit_verify(&permit, &heads).await?;
                store.close().await;
                println!("{:>9}  entries under a seal", found.sealed);
                println!("{:>9}  entries too young for one", found.unsealed);
                if found.expired > 0 {
                    println!("{:>9}  entries gone because their time was over", found.expired);
                }
                if !heads.is_empty() {
                    println!("{:>9}  heads kept elsewhere", heads.len());
                }
                if found.faults.is_empty() {
                    println!("whole: everything is as it was written");
                    return Ok(Outcome::Done);
                }
                for fault in &found.faults {
                    println!("{}", in_words(fault));
                }
                eprintln!("the trail is not as it was written: {} places", found.faults.len());
                Ok(Outcome::BadData)
            }
            Command::Heads { database } => {
                let store = open_existing(database).await?;
                let permit = may::<act::Read, on::Audit>(&Actor::operator(), &Spot::Municipality, store.today())
                    .context("reading the audit trail")?;
                println!(
                    "# heads of the audit trail on {}: segment, last entry, hash",
                    store.today()
                );
                for head in store.audit_heads(&permit).await? {
                    println!("{head}");
                }
                store.close().await;
                Ok(Outcome::Done)
            }
        }
    })
}

/// The heads of a file; lines that begin with `#` and empty ones say nothing.
fn kept(path: &std::path::Path) -> Result<Vec<Head>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading `{}`", path.display()))?;
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(|line| Ok(line.parse()?)).collect()
}

fn in_words(fault: &TrailFault) -> String {
    match fault {
        TrailFault::Changed { segment, sequence } => {
            format!("segment {segment}, entry {sequence}: changed since it was written")
        }
        TrailFault::Missing { segment, sequence } => format!("segment {segment}, entry {sequence}: taken out"),
        TrailFault::Added { segment, sequence } => format!("segment {segment}, entry {sequence}: put in afterwards"),
        TrailFault::Seal { segment, first, last } => {
            format!("segment {segment}, entries {first} to {last}: the seal does not fit, or was made with another key")
        }
        TrailFault::Link { segment, first } => {
            format!(
                "segment {segment}, from entry {first}: does not follow on the seal before; one is gone or was put in"
            )
        }
        TrailFault::Head { segment, last } => {
            format!(
                "segment {segment}: a head kept elsewhere, up to entry {last}, is not there; the end was cut off or sealed anew"
            )
        }
    }
}
