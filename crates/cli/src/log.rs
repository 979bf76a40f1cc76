//! What the program tells its operator while it runs: on standard error, for people or for programs.
//!
//! No page and no answer is told, and nothing of a child: what failed, where, and why.

use std::io::{IsTerminal, stderr};

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A line to read.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is told in the log, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is told in the log: a level, or levels by part, such as `warn,web=debug`
    #[arg(
        long,
        global = true,
        env = "NAERVAER_LOG",
        value_name = "FILTER",
        default_value = "info,sqlx=warn",
        hide_short_help = true
    )]
    log: String,
    /// How the log is written
    #[arg(
        long,
        global = true,
        env = "NAERVAER_LOG_FORMAT",
        value_enum,
        default_value_t,
        hide_short_help = true
    )]
    log_format: Format,
}

impl Args {
    /// Begins the log.
    ///
    /// # Errors
    /// When the filter cannot be read.
    pub fn begin(&self) -> Result<()> {
        let filter = EnvFilter::try_new(&self.log).with_context(|| format!("reading `--log {}`", self.log))?;
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(stderr)
            .with_ansi(stderr().is_terminal());
        match self.log_format {
            Format::Text => log.init(),
            Format::Json => log.json().init(),
        }
        Ok(())
    }
}
