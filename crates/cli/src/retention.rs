//! `naervaer retention`: what is kept no longer than it must be, looked at first, then carried out with a report.

use std::fs;
use std::path::PathBuf;

use access::{Actor, PupilFacts, Spot, act, may, on};
use anyhow::{Context, Result, bail};

use crate::Outcome;
use crate::serve::{Database, open_existing, runtime};

/// What the retention job is asked.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
How long pupils are kept is decided by the municipality with its archive, under Opsætning; before that nobody is erased. \
Nobody is erased whom somebody holds back. Before a pupil is erased, everything that is kept about the pupil is written to the \
folder of --export, one file a pupil: hand those the archive wants to the archive, and erase the folder.

Exit status: 0 done, 2 wrong use or the database cannot be read.")]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// Only say what would be done
    #[arg(long, conflicts_with = "run", required_unless_present = "run")]
    preview: bool,
    /// Do it
    #[arg(long, requires = "export")]
    run: bool,
    /// The folder everything about an erased pupil is written to first; it is made when it is not there
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
}

/// Says what is due, or carries it out.
pub fn run(args: &Args) -> Result<Outcome> {
    runtime()?.block_on(async {
        let store = open_existing(&args.database).await?;
        let (operator, today) = (Actor::operator(), store.today());
        let read = may::<act::Read, on::Retention>(&operator, &Spot::Municipality, today).context("reading")?;
        let plan = store.retention_plan(&read).await?;
        let (held, due): (Vec<_>, Vec<_>) = plan.due.iter().partition(|one| one.held);
        if plan.periods.is_decided() {
            println!(
                "decided: {}: pupils {} years after the last school day, the trail {} years",
                plan.periods.decided, plan.periods.pupil_years, plan.periods.trail_years
            );
        } else {
            println!("no period for pupils is decided yet (Setup): none is erased");
        }
        println!("{:>9}  pupils whose time is over", due.len());
        let archive = due.iter().filter(|one| one.for_archive).count();
        println!("{archive:>9}  of those born on the first of a month: for the archive");
        println!("{:>9}  pupils whose time is over and who are held back", held.len());
        println!("{:>9}  entries of the trail whose time is over", plan.trail);
        println!("{:>9}  questions about no child whose time is over", plan.counsel);
        println!("{:>9}  things in the records of classes whose time is over", plan.classes);
        if !args.run {
            println!("nothing was erased");
            store.close().await;
            return Ok(Outcome::Done);
        }
        let Some(folder) = &args.export else {
            bail!("--run needs --export DIR: what is erased is written there first");
        };
        fs::create_dir_all(folder).with_context(|| format!("making `{}`", folder.display()))?;
        let close = may::<act::Close, on::Retention>(&operator, &Spot::Municipality, today).context("erasing")?;
        let mut erased = 0_u64;
        for one in due {
            let facts: PupilFacts = store
                .pupil_facts(one.pupil, today)
                .await?
                .context("a pupil has gone meanwhile")?;
            let export = may::<act::Export, on::PupilIdentity>(&operator, &facts, today).context("exporting")?;
            let file = store.pupil_file(&export).await?;
            let path = folder.join(format!("{}.json", one.pupil));
            fs::write(&path, format!("{file:#}\n")).with_context(|| format!("writing `{}`", path.display()))?;
            store.retention_erase(&close, one.pupil).await?;
            erased += 1;
        }
        let held = u64::try_from(held.len()).unwrap_or(u64::MAX);
        let counts = store.retention_finish(&close, (erased, held)).await?;
        println!(
            "erased: {} pupils, {} entries of the trail, {} sign-ins, {} drafts, {} questions about no child, {} things in the \
             records of classes",
            counts.erased, counts.trail, counts.sessions, counts.drafts, counts.counsel, counts.classes
        );
        if counts.erased > 0 {
            println!("what was kept about them: {}", folder.display());
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}
