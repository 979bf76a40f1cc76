//! A throw-away PostgreSQL: a temporary folder, a free port, no trace afterwards.

use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::install;
use crate::process::{command, is_root, output};

/// The variable in which the store's tests look for a PostgreSQL. Without it they fail; they are never skipped.
pub(crate) const ADDRESS_VARIABLE: &str = "NAERVAER_TEST_POSTGRES";

/// The variable in which they look for the certificate that PostgreSQL shows.
pub(crate) const CERTIFICATE_VARIABLE: &str = "NAERVAER_TEST_POSTGRES_CERTIFICATE";

/// How long a server may take to answer for the first time.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A running server; stopping and clearing away happens when it is dropped.
pub(crate) struct Postgres {
    folder: PathBuf,
    port: u16,
    server: Child,
}

/// The unprivileged user to be, since `initdb` refuses root.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    fn needed() -> Result<Option<Self>> {
        if !is_root() {
            return Ok(None);
        }
        let id = |flag| -> Result<u32> { Ok(output(command("id").args([flag, "postgres"]))?.trim().parse()?) };
        Ok(Some(Self {
            uid: id("-u")?,
            gid: id("-g")?,
        }))
    }
}

fn as_user(mut command: Command, user: Option<User>) -> Command {
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

impl Postgres {
    /// Makes the folder, starts the server and waits until it answers.
    pub(crate) fn start() -> Result<Self> {
        let bin = install::postgres()?;
        let user = User::needed()?;
        let folder = std::env::temp_dir().join(format!("naervaer-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        if let Some(user) = user {
            chown(&folder, Some(user.uid), Some(user.gid))?;
        }
        let program = |name: &str| {
            let mut command = as_user(command(bin.join(name)), user);
            command.current_dir(&folder);
            command
        };
        let data = folder.join("data");
        output(
            program("initdb")
                .args([
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                    "-D",
                ])
                .arg(&data),
        )?;
        // It speaks TLS to whoever asks for it, so that this can be tested; the certificate is its own.
        let shown = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        let key = data.join("server.key");
        fs::write(data.join("server.crt"), shown.cert.pem())?;
        fs::write(&key, shown.signing_key.serialize_pem())?;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
        if let Some(user) = user {
            chown(&key, Some(user.uid), Some(user.gid))?;
        }
        // The data are closed to all but the server; the tests read the certificate beside them.
        fs::write(folder.join("certificate.pem"), shown.cert.pem())?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = File::create(folder.join("log"))?;
        let server = program("postgres")
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "ssl=on",
            ])
            .arg("-c")
            .arg(format!("unix_socket_directories={}", folder.display()))
            // Nothing in here outlives the tests, so nothing needs to reach the disk.
            .args([
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
            ])
            .args(["-c", "max_connections=300", "-c", "shared_buffers=256MB"])
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()?;
        let mut postgres = Self {
            folder: folder.clone(),
            port,
            server,
        };
        postgres.clear_away_when_we_die()?;
        let started = Instant::now();
        let port = port.to_string();
        while output(program("pg_isready").args(["-h", "127.0.0.1", "-p", &port])).is_err() {
            if postgres.server.try_wait()?.is_some() || started.elapsed() > START_LIMIT {
                bail!(
                    "PostgreSQL did not start:\n{}",
                    fs::read_to_string(folder.join("log")).unwrap_or_default()
                );
            }
            sleep(Duration::from_millis(50));
        }
        Ok(postgres)
    }

    /// Where to connect.
    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The certificate it shows.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    /// A watcher outside our process group: even after an interrupt or a kill, server and folder go.
    fn clear_away_when_we_die(&self) -> Result<()> {
        const WATCH: &str = r#"while kill -0 "$1" 2>/dev/null; do sleep 1; done
            if [ -d "$3" ]; then kill -INT "$2" 2>/dev/null; sleep 1; rm -rf "$3"; fi"#;
        command("sh")
            .args([
                "-c",
                WATCH,
                "watch",
                &std::process::id().to_string(),
                &self.server.id().to_string(),
            ])
            .arg(&self.folder)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
        let asked = command("kill").args(["-INT", &self.server.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            self.server.kill().ok();
        }
        self.server.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// `cargo xtask pg`
pub(crate) fn run() -> Result<()> {
    let postgres = Postgres::start()?;
    println!("{}", postgres.address());
    eprintln!(
        "for the tests: export {ADDRESS_VARIABLE}={} {CERTIFICATE_VARIABLE}={}",
        postgres.address(),
        postgres.certificate().display()
    );
    eprintln!("Enter or Ctrl-C stops it and clears everything away");
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}
