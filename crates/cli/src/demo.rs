//! `naervaer demo`: a made-up municipality, kept in a file of its own and served on this machine only.

mod cases;
mod families;
mod past;
mod people;
mod practice;
mod staffroom;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use access::{Actor, Place, Role as AccessRole, RoleGrant, Spot, act, may, on, scope};
use anyhow::{Context, Result, bail};
use casework::duty::{DutyDraft, DutyKey};
use demo::{Municipality, Role};
use intake::open_folder::OpenFolder;
use jiff::ToSpan;
use letters::Templates;
use store::{FixedClock, ImportRequest, NewGrant, NewStaff, RegisterBy, Store};
use web::Settings;

use self::past::Led;
use crate::serve::{self, Database, copenhagen, loopback, open, open_with, runtime};
use crate::{Outcome, folder};

/// What `demo` is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The port on this machine
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    /// Start over with a new municipality
    #[arg(long)]
    fresh: bool,
    /// Write the municipality as an open folder instead of serving it
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Where the municipality is kept: a file, or `postgres://…`
    #[arg(long, value_name = "ADDRESS", default_value = "naervaer-demo.sqlite")]
    database: String,
    /// How many schools
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=2000))]
    schools: u16,
    /// About how many pupils
    #[arg(long, value_name = "N", default_value_t = 4000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pupils: u32,
    /// A file that names those whose sign-in is trusted, to try it with the made-up municipality
    #[arg(long, value_name = "FILE")]
    sign_in: Option<PathBuf>,
    /// Another number gives another municipality
    #[arg(long, value_name = "NUMBER", default_value_t = 42)]
    seed: u64,
}

/// What every demo account signs in with; these accounts are refused by `serve`.
const PASSWORD: &str = "proev-naervaer";
/// Where ids of the made-up municipality come from.
const SOURCE: &str = "demo";
/// The setting that says a database is the demo's, and of which municipality.
const SETTING: &str = "demo.municipality";

pub fn run(args: &Args) -> Result<Outcome> {
    match &args.write {
        Some(dir) => {
            let today = store::today(&crate::clock::SystemClock, &copenhagen()?);
            let made = demo::municipality(args.seed, args.schools, args.pupils, today);
            for (name, text) in intake::write::folder(&made.open_folder()?, &copenhagen()?) {
                folder::write(dir, name, &text)?;
            }
            println!(
                "Wrote {} pupils of {} schools to {}",
                made.pupils.len(),
                made.schools.len(),
                dir.display()
            );
        }
        None => runtime()?.block_on(start(args))?,
    }
    Ok(Outcome::Done)
}

/// The address of the database, and its key file beside it.
fn database(args: &Args) -> Result<Database> {
    if args.database.contains("://") {
        return Ok(Database {
            database: args.database.clone(),
            key_file: PathBuf::from("naervaer-demo.key"),
        });
    }
    let file = Path::new(args.database.strip_prefix("sqlite:").unwrap_or(&args.database));
    if args.fresh {
        for ending in ["", "-wal", "-shm"] {
            let path = PathBuf::from(format!("{}{ending}", file.display()));
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("removing `{}`", path.display()));
                }
                _ => {}
            }
        }
    }
    Ok(Database {
        database: format!("sqlite:{}", file.display()),
        key_file: file.with_extension("key"),
    })
}

async fn start(args: &Args) -> Result<()> {
    if args.fresh && args.database.contains("://") {
        bail!("--fresh removes a file; give an empty PostgreSQL database instead");
    }
    let database = database(args)?;
    let store = open(&database).await?;
    let wanted = format!("{} {} {}", args.seed, args.schools, args.pupils);
    let settings = store.setting_list().await?;
    let first = match settings.iter().find(|s| s.name == SETTING) {
        Some(setting) if setting.value == wanted => false,
        Some(setting) => bail!(
            "the file holds another municipality (seed, schools, pupils: {}); use --fresh",
            setting.value
        ),
        None if store.staff_count().await? > 0 => bail!("the database is not the demo's; name another with --database"),
        None => true,
    };
    println!(
        "{}",
        if first {
            "Making a municipality …"
        } else {
            "Filling the registers up to today …"
        }
    );
    let made = demo::municipality(args.seed, args.schools, args.pupils, store.today());
    fill(&store, &made).await?;
    if first {
        settle(&store, &made, &made.staff).await?;
        let told = made.cases();
        settle(&store, &made, &told.colleagues).await?;
        store.setting_set(None, SETTING, &wanted, 0).await?;
        println!("Letting the schools have done what is long past …");
        let led = live(&store, &made).await?;
        let clock = Arc::new(FixedClock::new(store.now()));
        let then = open_with(&database, clock.clone()).await?;
        let rules = Arc::new(folder::rules(None)?);
        practice::settle(&then, &clock, &made, store.today()).await?;
        past::reviews(&then, &clock, store.today(), &rules, &led).await?;
        cases::tell(&then, &clock, &made, &told, store.today()).await?;
        staffroom::tell(&then, &clock, store.today()).await?;
        then.close().await;
        families::settle(&store).await?;
        people::settle(&store, &made).await?;
    }
    println!(
        "\nNærvær runs with a made-up municipality: {} schools, {} pupils. No child here is real.",
        made.schools.len(),
        made.pupils.len()
    );
    println!("\nSign in with one of these (role, user name, password):\n");
    for staff in &made.staff {
        println!("  {:<22} {:<18} {PASSWORD}", staff.role.word(), staff.username);
    }
    for (what, username) in families::SIGN_INS {
        // A very small town may have no child of 13 with a case, or none whose address is protected.
        if store.staff_by_username(username).await?.is_some() {
            println!("  {what:<22} {username:<18} {PASSWORD}");
        }
    }
    println!();
    let settings = Settings {
        municipality: "Solbæk Kommune".to_owned(),
        site: None,
        proxies: Vec::new(),
        secure_cookies: false,
        demo: true,
        zone: copenhagen()?,
    };
    let texts = (folder::rules(None)?, Templates::shipped());
    let vouching = serve::vouching(args.sign_in.as_deref())?;
    serve::serve(store, settings, texts, vouching, loopback(args.port), (None, None)).await
}

/// Imports the municipality; what is there already is left as it is.
async fn fill(store: &Store, made: &Municipality) -> Result<()> {
    let rows: OpenFolder = made.open_folder()?;
    let permit = may(&Actor::operator(), &Spot::Municipality, store.today()).context("importing")?;
    let mut request = ImportRequest::additions(
        SOURCE,
        "demo",
        format!("{} {}", made.until, made.marks.len()).as_bytes(),
    );
    request.new_schools = RegisterBy::Here;
    request.also_here = true;
    request.confirmed = true;
    store
        .import_folder(&permit, &request, &rows)
        .await
        .context("importing the municipality")?;
    Ok(())
}

/// Gives people their accounts; only the five who sign in get a password.
async fn settle(store: &Store, made: &Municipality, people: &[demo::Staff]) -> Result<()> {
    let roster = store.roster().await?;
    let from = made.years.first().map_or(made.until, |year| year.span().from);
    for staff in people {
        let new = NewStaff {
            username: staff.username.clone(),
            name: staff.name.clone(),
            demo: true,
        };
        let person = store.staff_add(None, &new).await?;
        if made.staff.contains(staff) {
            store.staff_password_set(None, person, PASSWORD).await?;
        }
        let role = match staff.role {
            Role::Teacher => AccessRole::Teacher,
            Role::SchoolLeader => AccessRole::SchoolLeader,
            Role::SchoolSocialWorker => AccessRole::SchoolSocialWorker,
            Role::MunicipalAnalyst => AccessRole::MunicipalAnalyst,
            Role::Administrator => AccessRole::Administrator,
            Role::DataProtectionOfficer => AccessRole::DataProtectionOfficer,
            Role::WellBeingContact => AccessRole::WellBeingContact,
            Role::Ppr => AccessRole::Ppr,
        };
        let grant = |school, class| NewGrant {
            staff: person,
            role: role.word().to_owned(),
            school,
            class,
            from,
            to: None,
        };
        if staff.places.is_empty() {
            store.role_grant_add(None, &grant(None, None)).await?;
        }
        for place in &staff.places {
            let class = roster.classes().iter().find(|c| c.external_id == *place).map(|c| c.id);
            let school = roster.schools().iter().find(|s| s.external_id == *place).map(|s| s.id);
            store
                .role_grant_add(None, &grant(if class.is_some() { None } else { school }, class))
                .await?;
        }
    }
    Ok(())
}

/// Days after which a duty of the made-up municipality has been met: what is younger still waits for somebody.
const MET_AFTER: i64 = 10;

/// Lets each school's leader have answered the duties that are long past, so that what is open is of these weeks.
async fn live(store: &Store, made: &Municipality) -> Result<Vec<Led>> {
    let roster = store.roster().await?;
    let today = store.today();
    let from = made.years.first().map_or(made.until, |year| year.span().from);
    let rules = folder::rules(None)?;
    let mut led = Vec::new();
    for school in roster.schools() {
        let name = format!("Leder af {}", school.name);
        let username = format!("leder.{}", school.external_id);
        let leader = store
            .staff_add(
                None,
                &NewStaff {
                    username,
                    name,
                    demo: true,
                },
            )
            .await?;
        let role = AccessRole::SchoolLeader;
        let (place, to) = (Place::School(school.id), None);
        store
            .role_grant_add(
                None,
                &NewGrant {
                    staff: leader,
                    role: role.word().to_owned(),
                    school: Some(school.id),
                    class: None,
                    from,
                    to,
                },
            )
            .await?;
        let actor = Actor::signed_in(
            leader,
            vec![RoleGrant::new(role, place, from, to).context("the leader's role")?],
        );
        let scope = scope::<act::List, on::PupilAttendance>(&actor, today).context("the leader's list")?;
        let seen = store.seen(&scope).await?;
        let until = store.marks_until().await?;
        for pupil in seen.pupils() {
            let id = pupil.id();
            let Some(facts) = store.pupil_facts(id, today).await? else {
                continue;
            };
            let permit = may::<act::Close, on::Duty>(&actor, &facts, today).context("answering a duty")?;
            for held in pupil.held(&rules) {
                let Ok(done_on) = held.reached_on.checked_add(3.days()) else {
                    continue;
                };
                if (today - held.reached_on).get_days() < i32::try_from(MET_AFTER)? {
                    continue;
                }
                let draft = DutyDraft {
                    done: true,
                    words: "Talt med forældrene om årsagen og aftalt, hvad vi gør.".to_owned(),
                    done_on: Some(done_on.min(today)),
                };
                let key = DutyKey {
                    pupil: id,
                    rule: held.rule.id.to_string(),
                    from: held.begins,
                };
                let event = draft
                    .check(key, web::pupil::read::ground(&held, until), today)
                    .map_err(|_| anyhow::anyhow!("a made-up answer was refused"))?;
                store.duty_answer(&permit, None, &event).await?;
            }
        }
        led.push(Led {
            school: school.clone(),
            leader: actor,
        });
    }
    Ok(led)
}
