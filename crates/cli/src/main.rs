//! Nærvær on the command line: one binary for the server, the demo and the programs that read folders.

mod audit;
mod bar;
mod clock;
mod data;
mod demo;
mod evaluate;
mod explain;
mod export;
mod folder;
mod letter;
mod log;
mod output;
mod post;
mod replay;
mod research;
mod retention;
mod rules;
mod screen;
mod serve;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Find children who are drifting away from school while there is still time.
#[derive(Debug, Parser)]
#[command(name = "naervaer", version, about, long_about = None, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    log: log::Args,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a made-up municipality and serve it on this machine
    Demo(demo::Args),
    /// Serve the pages over a database
    Serve(Box<serve::Args>),
    /// Import an open folder into a database
    Import(data::Import),
    /// Export a database as an open folder
    Export(export::Args),
    /// Take out coarse facts for research, in which nobody can be picked out
    Research(research::Args),
    /// See and mend accounts
    #[command(subcommand)]
    Users(data::Users),
    /// Try whether the audit trail is as it was written, and print its seals to keep elsewhere
    #[command(subcommand)]
    Audit(audit::Command),
    /// Erase what is kept no longer than it must be: a preview, or the job with its report
    Retention(retention::Args),
    /// Look at what usually goes wrong with an installation
    Doctor(data::Doctor),
    /// Answer about one day from an open folder: measures, findings and signs, without any database
    Screen(screen::Args),
    /// Say day by day what would have been said, with only what was known then
    Replay(replay::Args),
    /// Judge the early signs: on a made-up world with its truth, or by counts on one's own register
    Evaluate(evaluate::Args),
    /// Show the rules in force on a day, or explain what they count for one pupil
    #[command(subcommand)]
    Rules(rules::Command),
    /// The municipality's own texts of letters
    #[command(subcommand)]
    Letters(letter::Command),
    /// Recount the early signs: a pupil's whole sum on a day, and every parameter with its reason
    #[command(subcommand)]
    Signals(explain::Command),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// How a command ended that did not fail outright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done.
    Done,
    /// The data has errors; they have been reported and nothing was written.
    BadData,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(error) = cli.log.begin() {
        eprintln!("naervaer: {error:#}");
        return ExitCode::from(2);
    }
    let outcome = match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Import(args) => data::import(&args),
        Command::Export(args) => export::run(&args),
        Command::Research(args) => research::run(&args),
        Command::Users(command) => data::users(&command),
        Command::Audit(command) => audit::run(&command),
        Command::Retention(args) => retention::run(&args),
        Command::Doctor(args) => data::doctor(&args),
        Command::Screen(args) => screen::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Rules(command) => rules::run(&command),
        Command::Letters(command) => letter::run(&command),
        Command::Signals(command) => explain::run(&command),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "naervaer", &mut std::io::stdout());
            Ok(Outcome::Done)
        }
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::BadData) => ExitCode::from(1),
        // Whoever read the answer has seen enough of it, as `head` does.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("naervaer: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether writing failed because nobody reads on.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    };
    error.chain().any(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
