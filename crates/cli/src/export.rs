//! `naervaer export`: the database of a municipality as an open folder (`contracts/open_folder.md`).

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use access::{Actor, act, on, scope};
use anyhow::{Context, Result, bail};

use crate::serve::{Database, copenhagen, open_existing, runtime};
use crate::{Outcome, folder};

/// What `export` is asked.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The folder holds schools.csv, calendars.csv, classes.csv, pupils.csv, enrolments.csv, marks.csv and notings.csv, \
partials.csv where a school registers lessons, and rules.toml: the municipality's own rules and choices, for `--rules` of \
`screen`, `replay` and `rules`.

Corrections are several marks for the same note: the one with the latest `noted_at` stands, among equals the later line. \
A mark that replaced another without saying when it was noted gets the instant it came into the database. What an undone \
import brought is left out. The reasons people gave, concerns, reviews and answers stay in the database.

Names are in it, and protected pupils are marked as such: keep the folder as carefully as the database. CPR numbers are \
left out unless --with-cpr asks for them. Either way the audit trail says whose data was taken out.

  naervaer export --database sqlite:naervaer.sqlite --out folder
  naervaer screen --data folder --as-of 2026-11-20 --rules folder/rules.toml --out answer

Exit status: 0 done, 2 wrong use or the database cannot be read; nothing is written then.")]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// The folder to write; it is made, and must be empty if it is there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write CPR numbers too; the audit trail says so
    #[arg(long)]
    with_cpr: bool,
}

/// How long something may take before it says how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Holds that a folder to be written is not there, or empty.
pub(crate) fn must_be_free(out: &Path) -> Result<()> {
    let free = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("looking at `{}`", out.display())),
    };
    if !free {
        bail!(
            "`{}` is not empty; nothing was written. Name another folder, or empty it first",
            out.display()
        );
    }
    Ok(())
}

/// Writes everything, or nothing.
pub fn run(args: &Args) -> Result<Outcome> {
    must_be_free(&args.out)?;
    runtime()?.block_on(write(args))
}

async fn write(args: &Args) -> Result<Outcome> {
    let store = open_existing(&args.database).await?;
    if store.roster().await?.schools().is_empty() {
        bail!("the database has no school yet, so there is nothing to export; nothing was written");
    }
    let (operator, today) = (Actor::operator(), store.today());
    let marks = scope::<act::Export, on::PupilAttendance>(&operator, today).context("exporting")?;
    let names = scope::<act::Export, on::PupilIdentity>(&operator, today).context("exporting")?;
    let cpr = match args.with_cpr {
        true => Some(scope::<act::Export, on::Cpr>(&operator, today).context("exporting CPR numbers")?),
        false => None,
    };
    let (begun, bar) = (Instant::now(), io::stderr().is_terminal());
    let rows = store
        .export_folder(&marks, &names, cpr.as_ref(), |done, all| {
            if bar && begun.elapsed() > PATIENCE {
                eprint!("\rread {done} of {all} marks");
                let _shown = io::stderr().flush();
            }
        })
        .await
        .context("reading the database")?;
    if bar && begun.elapsed() > PATIENCE {
        eprintln!();
    }
    let rules = web::municipal_rules(&store, folder::rules(None)?).await?;
    let mut files = intake::write::folder(&rows, &copenhagen()?);
    files.push(("rules.toml", rules.to_rules_file()?));
    put(&args.out, &files)?;
    store.close().await;
    println!(
        "Wrote {} pupils of {} schools with {} marks to {}; CPR numbers {}",
        rows.pupils.len(),
        rows.schools.len(),
        rows.marks.len(),
        args.out.display(),
        if args.with_cpr { "are in it" } else { "were left out" }
    );
    Ok(Outcome::Done)
}

/// Writes the files beside the folder's place first and moves them there when all are whole.
pub(crate) fn put(out: &Path, files: &[(&'static str, String)]) -> Result<()> {
    let mut name = out.file_name().context("--out must name a folder")?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = out.with_file_name(name);
    let written = put_in(&part, files).and_then(|()| {
        // An empty folder that is there gives its place.
        match fs::remove_dir(out) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(&part, out),
        }
        .with_context(|| format!("putting the folder at `{}`", out.display()))
    });
    if written.is_err() {
        let _gone = fs::remove_dir_all(&part);
    }
    written
}

fn put_in(part: &Path, files: &[(&'static str, String)]) -> Result<()> {
    if let Some(above) = part.parent() {
        fs::create_dir_all(above).with_context(|| format!("making `{}`", above.display()))?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
        .create(part)
        .with_context(|| format!("making `{}`", part.display()))?;
    for (name, text) in files {
        if let Some((within, _)) = name.rsplit_once('/') {
            fs::create_dir_all(part.join(within)).with_context(|| format!("making `{within}`"))?;
        }
        folder::write(part, name, text)?;
    }
    Ok(())
}
