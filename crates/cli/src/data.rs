//! `import`, `users` and `doctor`: what an operator does with a database at the terminal.

use std::fs;
use std::path::{Path, PathBuf};

use access::{Actor, Spot, may};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use store::{ImportRequest, RegisterBy, StoreError};

use crate::serve::{Database, copenhagen, open, runtime};
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
    /// Write even though more than the usual share of standing marks would change
    #[arg(long)]
    confirmed: bool,
    /// New schools keep their register here instead of in another program
    #[arg(long)]
    register_here: bool,
}

/// Imports an open folder in one unit of work; what is there already is left as it is.
pub fn import(args: &Import) -> Result<Outcome> {
    let Some(rows) = folder::read(&args.data, None)? else {
        return Ok(Outcome::BadData);
    };
    runtime()?.block_on(async {
        let store = open(&args.database).await?;
        let permit = may(&Actor::operator(), &Spot::Municipality, store.today()).context("importing")?;
        let name = args.data.display().to_string();
        let mut request = ImportRequest::additions(&args.source, &name, &digest(&args.data)?);
        request.confirmed = args.confirmed;
        if args.register_here {
            request.new_schools = RegisterBy::Here;
            request.also_here = true;
        }
        let plan = store.import_folder_preview(&permit, &request, &rows).await?;
        println!("{:#?}", plan.counts);
        if args.preview {
            println!("nothing was written");
            return Ok(Outcome::Done);
        }
        match store.import_folder(&permit, &request, &rows).await {
            Ok(_) => println!("written"),
            Err(error @ StoreError::Share { .. }) => {
                bail!("{error}; nothing was written. Look at the preview, then repeat with --confirmed")
            }
            Err(error) => return Err(error.into()),
        }
        store.planes_snapshot().await?;
        store.close().await;
        Ok(Outcome::Done)
    })
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
        let store = open(&args.database).await?;
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
}

/// Lists accounts, or lets somebody back in who has lost a password.
pub fn users(command: &Users) -> Result<Outcome> {
    runtime()?.block_on(async {
        match command {
            Users::List { database } => {
                let store = open(database).await?;
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
            Users::Password { username, database } => {
                let store = open(database).await?;
                let person = store
                    .staff_by_username(username)
                    .await?
                    .with_context(|| format!("nobody is called `{username}`"))?;
                let mut password = String::new();
                std::io::stdin()
                    .read_line(&mut password)
                    .context("reading the password")?;
                store
                    .staff_password_set(None, person.id, password.trim_end_matches(['\r', '\n']))
                    .await?;
                store.close().await;
            }
        }
        Ok(Outcome::Done)
    })
}
