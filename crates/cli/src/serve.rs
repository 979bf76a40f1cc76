//! `naervaer serve`: the pages over a database. Also what `demo` does once its municipality is there.

use std::fs;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use jiff::tz::TimeZone;
use letters::Templates;
use statute::RulePack;
use store::{CprKeys, Setup, Store};
use web::account::Vouching;
use web::{AppState, Settings};

use crate::clock::SystemClock;
use crate::post::{self, Post};
use crate::{Outcome, folder, letter};

/// Where data is kept. The same for every command that needs the database.
#[derive(Clone, Debug, clap::Args)]
pub struct Database {
    /// `sqlite:FILE` or `postgres://…`
    #[arg(
        long,
        env = "NAERVAER_DATABASE",
        value_name = "ADDRESS",
        default_value = "sqlite:naervaer.sqlite"
    )]
    pub database: String,
    /// The key file that seals CPR numbers; made on first use. Keep it outside the database and its backups
    #[arg(long, env = "NAERVAER_KEY_FILE", value_name = "FILE", default_value = "naervaer.key")]
    pub key_file: PathBuf,
}

/// What `serve` is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// The address to listen on; put a proxy with TLS before anything but loopback
    #[arg(
        long,
        env = "NAERVAER_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,
    /// The municipality's name, shown on every page
    #[arg(long, env = "NAERVAER_MUNICIPALITY", value_name = "NAME", default_value = "Kommunen")]
    municipality: String,
    /// How the program is reached from outside, such as `https://naervaer.example`; without it as each request says
    #[arg(long, env = "NAERVAER_SITE", value_name = "ADDRESS", value_parser = site)]
    site: Option<String>,
    /// A proxy whose word about where a request comes from is believed; may be given more than once
    #[arg(
        long = "proxy",
        env = "NAERVAER_PROXIES",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    proxies: Vec<IpAddr>,
    /// A rules file: settings, what is turned on, the municipality's own rules
    #[arg(long, env = "NAERVAER_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// A file that names those whose sign-in is trusted (OpenID Connect)
    #[arg(long, env = "NAERVAER_SIGN_IN", value_name = "FILE")]
    sign_in: Option<PathBuf>,
    /// A folder with the municipality's own templates of letters; see `naervaer letters`
    #[arg(long, env = "NAERVAER_LETTERS", value_name = "FOLDER")]
    letters: Option<PathBuf>,
    /// Where somebody who finds a security hole may say so, shown in /.well-known/security.txt
    #[arg(long, env = "NAERVAER_SECURITY_CONTACT", value_name = "mailto:ADDRESS")]
    security_contact: Option<String>,
    #[command(flatten)]
    post: post::Args,
}

/// Europe/Copenhagen, from the zone data inside the program.
pub fn copenhagen() -> Result<TimeZone> {
    TimeZone::get("Europe/Copenhagen").context("the zone data of Europe/Copenhagen is missing")
}

/// An address the program is reached at, with its scheme and without a path.
fn site(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
    match host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => Ok(text.to_owned()),
        _ => Err("give it as https://naervaer.example, without a path".to_owned()),
    }
}

/// A runtime for the commands that need the database.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting")
}

/// The keys of the key file; a new file is made when there is none.
fn keys(path: &Path) -> Result<CprKeys> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let bytes = CprKeys::new_key_file()?;
            write_secret(path, &bytes).with_context(|| format!("making the key file `{}`", path.display()))?;
            eprintln!(
                "made the key file {}; keep a copy away from the database",
                path.display()
            );
            bytes.to_vec()
        }
        Err(error) => return Err(error).with_context(|| format!("reading the key file `{}`", path.display())),
    };
    Ok(CprKeys::from_bytes(&bytes)?)
}

/// Writes a file that only its owner may read.
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(bytes)
}

/// Opens the database with the clock of the machine.
pub async fn open(database: &Database) -> Result<Store> {
    open_with(database, Arc::new(SystemClock)).await
}

/// Opens the database with another clock: only the demo's past is written with one.
pub async fn open_with(database: &Database, clock: Arc<dyn store::Clock>) -> Result<Store> {
    let setup = Setup {
        address: database.database.clone(),
        clock,
        zone: copenhagen()?,
        keys: keys(&database.key_file)?,
    };
    Store::open(setup)
        .await
        .with_context(|| format!("opening `{}`", hide_password(&database.database)))
}

/// Opens a database that is there already: a wrong address must not make a new, empty one.
pub async fn open_existing(database: &Database) -> Result<Store> {
    let file = database.database.strip_prefix("sqlite:").map(Path::new);
    if let Some(file) = file.filter(|file| !file.exists()) {
        bail!(
            "there is no database at `{}`; give its address with --database, or make one with `naervaer serve` or `naervaer import`",
            file.display()
        );
    }
    if !database.key_file.exists() {
        bail!(
            "the key file `{}` is not there; give the one that belongs to the database with --key-file",
            database.key_file.display()
        );
    }
    open(database).await
}

/// A database address as it may be shown.
fn hide_password(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let (scheme, host) = (address.get(..scheme).unwrap_or(""), address.get(at..).unwrap_or(""));
            format!("{scheme}://…{host}")
        }
        _ => address.to_owned(),
    }
}

pub fn run(args: &Args) -> Result<Outcome> {
    let rules = folder::rules(args.rules.as_deref())?;
    let letters = letter::templates(args.letters.as_deref())?;
    let vouching = vouching(args.sign_in.as_deref())?;
    runtime()?.block_on(async {
        let store = open(&args.database).await?;
        if let Some(token) = store.first_link_make().await? {
            println!("Nobody can sign in yet. Make the first administrator here, within a day:");
            println!("  http://{}/begin/{}", args.listen, token.reveal());
        }
        let settings = Settings {
            municipality: args.municipality.clone(),
            proxies: args.proxies.clone(),
            site: args.site.clone(),
            secure_cookies: !args.listen.ip().is_loopback() || !args.proxies.is_empty(),
            demo: false,
            zone: copenhagen()?,
        };
        let contact = args.security_contact.as_deref();
        let post = args.post.read(args.site.as_deref())?;
        serve(
            store,
            settings,
            (rules, letters),
            vouching,
            args.listen,
            (contact, post),
        )
        .await
    })?;
    Ok(Outcome::Done)
}

/// Those whose sign-in is trusted, by the file that names them; the files of their secrets lie beside it.
pub fn vouching(file: Option<&Path>) -> Result<Vouching> {
    let Some(file) = file else {
        return Ok(Vouching::default());
    };
    let reading = || format!("reading who may vouch for people from `{}`", file.display());
    let text = fs::read_to_string(file).with_context(reading)?;
    let beside = file.parent().unwrap_or(Path::new(""));
    let written =
        identity::provider::read(&text, |name| fs::read_to_string(beside.join(name))).with_context(reading)?;
    Vouching::new(written).context("preparing to ask those who vouch for people")
}

/// Answers until it is asked to stop.
pub async fn serve(
    store: Store,
    settings: Settings,
    (rules, letters): (RulePack, Templates),
    vouching: Vouching,
    listen: SocketAddr,
    (security_contact, post): (Option<&str>, Option<Post>),
) -> Result<()> {
    // The planes are built before the first visitor waits for them.
    store.roster().await.context("building the planes")?;
    let state = AppState::new(store.clone(), settings, rules)
        .with_letters(letters)
        .with_vouching(vouching)
        .with_security_contact(security_contact)
        .with_mail(post.is_some());
    let sending = post.map(|post| tokio::spawn(post.send_on(store.clone())));
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("listening on {listen}; is another program there?"))?;
    println!("Listening on http://{}", listener.local_addr()?);
    io::stdout().flush()?;
    let ended = web::serve(listener, state, stop_signal()).await;
    if let Some(sending) = sending {
        sending.abort();
    }
    ended.context("answering")?;
    store.planes_snapshot().await.context("saving the planes")?;
    store.close().await;
    Ok(())
}

/// Ends when the program is asked to stop.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

/// The loopback address with a port: the demo listens nowhere else.
pub fn loopback(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}
