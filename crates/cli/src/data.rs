//! `import`, `users` and `doctor`: what an operator does with a database at the terminal.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use access::{Actor, Spot, may};
use anyhow::{Context, Result, bail};
use attendance::Span;
use identity::password::{LONGEST, SHORTEST, Weakness};
use intake::open_folder::OpenFolder;
use jiff::civil::Date;
use store::{ImportCounts, ImportReach, ImportRequest, RegisterBy, StoreError};

use crate::bar::Bar;
use crate::serve::{Database, copenhagen, open, open_existing, runtime};
use crate::{Outcome, folder};

/// What `import` is asked.
#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(flatten)]
    database: Database,
    /// The open folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where the ids in the folder come from; the same source finds the same pupils again
    #[arg(long, value_name = "NAME", default_value = "folder")]
    source: String,
    /// Only say what would be written
    #[arg(long)]
    preview: bool,
    /// The folder is complete for its schools and days: what stands there and is not in it is cleared
    #[arg(long)]
    complete: bool,
    /// With --complete: only for this school (its id in the folder); may be given more than once
    #[arg(long, value_name = "ID", requires = "complete")]
    school: Vec<String>,
    /// With --complete: from this day, instead of the first day in the folder
    #[arg(long, value_name = "DATE", requires = "complete")]
    from: Option<Date>,
    /// With --complete: to this day, instead of the last day in the folder
    #[arg(long, value_name = "DATE", requires = "complete")]
    to: Option<Date>,
    /// Write even though more than the usual share of standing marks would change
    #[arg(long)]
    confirmed: bool,
    /// New schools keep their register here instead of in another program
    #[arg(long)]
    register_here: bool,
}

/// Imports an open folder in one unit of work; what is there already is left as it is.
pub fn import(args: &Import) -> Result<Outcome> {
    let progress = store::Progress::default();
    let bar = Bar::follow(&progress);
    let Some(rows) = folder::read(&args.data, None)? else {
        return Ok(Outcome::BadData);
    };
    let reach = reach(args, &rows)?;
    runtime()?.block_on(async {
        let store = open(&args.database).await?;
        let permit = may(&Actor::operator(), &Spot::Municipality, store.today()).context("importing")?;
        let name = args.data.display().to_string();
        let mut request = ImportRequest::additions(&args.source, &name, &digest(&args.data)?);
        request.confirmed = args.confirmed;
        request.reach = reach;
        request.progress = progress;
        if args.register_here {
            request.new_schools = RegisterBy::Here;
            request.also_here = true;
        }
        if args.preview {
            let plan = store.import_folder_preview(&permit, &request, &rows).await?;
            drop(bar);
            print!("{}", in_words(&plan.counts));
            if plan.must_confirm {
                println!(
                    "more than {} percent of what stands would be changed or cleared: writing it takes --confirmed",
                    request.most_percent
                );
            }
            println!("nothing was written");
            return Ok(Outcome::Done);
        }
        let record = match store.import_folder(&permit, &request, &rows).await {
            Ok(record) => record,
            Err(error @ StoreError::Share { .. }) => {
                bail!("{error}; nothing was written. Look at it with --preview, then repeat with --confirmed")
            }
            Err(error) => return Err(error.into()),
        };
        store.planes_snapshot().await?;
        drop(bar);
        print!("{}", in_words(&record.counts));
        println!("written");
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// What the folder says about what is not in it.
fn reach(args: &Import, rows: &OpenFolder) -> Result<ImportReach> {
    if !args.complete {
        return Ok(ImportReach::Additions);
    }
    let (mut schools, days) = match ImportReach::of_folder(rows) {
        Some(ImportReach::Complete { schools, days }) => (schools, Some(days)),
        _ => (rows.schools.iter().map(|s| s.id.clone()).collect(), None),
    };
    if !args.school.is_empty() {
        let wanted: BTreeSet<String> = args.school.iter().cloned().collect();
        if let Some(unknown) = wanted.difference(&schools).next() {
            bail!("--school {unknown}: the folder has no such school");
        }
        schools = wanted;
    }
    let (from, to) = (args.from.or(days.map(|d| d.from)), args.to.or(days.map(|d| d.to)));
    match (from, to) {
        (Some(from), Some(to)) if from <= to => Ok(ImportReach::Complete {
            schools,
            days: Span { from, to },
        }),
        (Some(from), Some(to)) => bail!("--from {from} lies after --to {to}"),
        _ => bail!("the folder has no mark and no part day: say with --from and --to which days it is complete for"),
    }
}

/// What an import did or would do, a line each; what is nothing is left out.
fn in_words(counts: &ImportCounts) -> String {
    let lines = [
        ("calendars, schools, classes and pupils that are new", counts.added),
        ("of those, changed", counts.changed),
        ("marks in the folder", counts.marks),
        ("marks that are new", counts.marks_new),
        ("marks corrected", counts.marks_changed),
        ("marks cleared because the folder is complete", counts.marks_cleared),
        ("marks that stood already", counts.marks_same),
        ("marks older than what stands", counts.marks_older),
        (
            "marks left out because the school keeps its register here",
            counts.marks_not_ours,
        ),
        (
            "marks on days that are no school day of the pupil: kept, not counted",
            counts.marks_not_counted,
        ),
        ("part days that are new", counts.partials),
        ("part days corrected", counts.partials_changed),
        (
            "part days cleared because the folder is complete",
            counts.partials_cleared,
        ),
        ("notings of classes, a span of days counting once", counts.notings),
    ];
    let told = lines.into_iter().filter(|(_, count)| *count > 0);
    let text: String = told.map(|(what, count)| format!("{count:>9}  {what}\n")).collect();
    if text.is_empty() {
        "the folder changes nothing\n".to_owned()
    } else {
        text
    }
}

/// The bytes an import is known by: every file of the folder.
fn digest(dir: &Path) -> Result<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(dir)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut bytes = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "csv")) {
        bytes.extend(fs::read(path).with_context(|| format!("reading `{}`", path.display()))?);
    }
    Ok(bytes)
}

/// What `doctor` is asked.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    database: Database,
}

/// Looks at what usually goes wrong with an installation.
pub fn doctor(args: &Doctor) -> Result<Outcome> {
    let zone = copenhagen()?;
    println!("zone data: {}", zone.iana_name().unwrap_or("missing"));
    let rules = folder::rules(None)?;
    runtime()?.block_on(async {
        let store = open_existing(&args.database).await?;
        println!("database: reachable and migrated");
        println!("today in Copenhagen: {}", store.today());
        let covered = rules.not_in_force(store.today()).count() == 0;
        println!(
            "rules: {}",
            if covered {
                "every rule has a version today"
            } else {
                "some have no version today"
            }
        );
        let roster = store.roster().await?;
        println!(
            "roster: {} schools, {} pupils",
            roster.schools().len(),
            roster.pupil_count()
        );
        let staff = store.staff_count().await?;
        println!(
            "accounts: {staff}{}",
            if staff == 0 {
                " (run `naervaer serve` for the first one)"
            } else {
                ""
            }
        );
        let year = attendance::SchoolYear::of(store.today()).span();
        for school in roster.schools() {
            let days = roster.calendars().iter().find(|c| c.id == school.calendar);
            let coming = days.is_some_and(|c| c.days().iter().any(|d: &Date| *d > store.today() && *d <= year.to));
            if !coming {
                println!("calendar of {}: no school day is known after today", school.name);
            }
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// What is asked about accounts.
#[derive(Debug, clap::Subcommand)]
pub enum Users {
    /// Every account with its roles
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Set a new password, read from standard input; the person is signed out everywhere
    Password {
        /// The user name
        username: String,
        #[command(flatten)]
        database: Database,
    },
    /// Make a secret by which the municipality's directory keeps accounts (SCIM 2.0 under /scim/v2), told this once
    ScimToken {
        /// What it is for
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// The secrets by which directories keep accounts, without the secrets; or take one back
    ScimTokens {
        /// Take this one back, by its id
        #[arg(long, value_name = "ID")]
        end: Option<uuid::Uuid>,
        #[command(flatten)]
        database: Database,
    },
    /// Take away every second proof of somebody who has lost them; the person is signed out everywhere
    ResetProofs {
        /// The user name
        username: String,
        #[command(flatten)]
        database: Database,
    },
}

/// Lists accounts, or lets somebody back in who has lost a password.
pub fn users(command: &Users) -> Result<Outcome> {
    runtime()?.block_on(async {
        match command {
            Users::List { database } => {
                let store = open_existing(database).await?;
                for person in store.staff_list().await? {
                    let roles: Vec<String> = store
                        .role_grant_list_of(person.id)
                        .await?
                        .into_iter()
                        .map(|g| g.role)
                        .collect();
                    let closed = if person.disabled_at.is_some() { "  closed" } else { "" };
                    println!(
                        "{:<24} {:<32} {}{closed}",
                        person.username,
                        person.name,
                        roles.join(" ")
                    );
                }
                store.close().await;
            }
            Users::ScimToken { name, database } => {
                let store = open_existing(database).await?;
                println!("{}", store.scim_token_make(None, name).await?.reveal());
                store.close().await;
            }
            Users::ScimTokens { end, database } => {
                let store = open_existing(database).await?;
                if let Some(id) = end {
                    store
                        .scim_token_drop(None, *id)
                        .await
                        .context("taking the secret back")?;
                }
                for token in store.scim_token_list().await? {
                    let used = token
                        .used_at
                        .map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
                    println!("{}  {:<32} made {}, {used}", token.id, token.name, token.made_at);
                }
                store.close().await;
            }
            Users::ResetProofs { username, database } => {
                let store = open_existing(database).await?;
                let person = store
                    .staff_by_username(username)
                    .await?
                    .with_context(|| format!("nobody is called `{username}`"))?;
                store.factors_reset(None, person.id).await?;
                store.close().await;
            }
            Users::Password { username, database } => {
                let store = open_existing(database).await?;
                let person = store
                    .staff_by_username(username)
                    .await?
                    .with_context(|| format!("nobody is called `{username}`"))?;
                let mut password = String::new();
                std::io::stdin()
                    .read_line(&mut password)
                    .context("reading the password")?;
                let password = password.trim_end_matches(['\r', '\n']);
                let about = [&*person.name, &*person.username];
                match identity::password::weakness(password, &about) {
                    None => {}
                    Some(Weakness::Short) => bail!("a password has at least {SHORTEST} characters"),
                    Some(Weakness::Long) => bail!("a password has at most {LONGEST} characters"),
                    Some(Weakness::Guessable) => {
                        bail!("the password is too easy to guess: take a sentence only the person knows, without their name")
                    }
                }
                store
                    .staff_password_set(None, person.id, password)
                    .await?;
                store.close().await;
            }
        }
        Ok(Outcome::Done)
    })
}
