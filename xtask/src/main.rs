//! Development commands, behind one door: `cargo xtask`.
//!
//! Nothing here needs a nightly toolchain, a container or a tool installed by hand: what is missing is installed, or
//! the message says what to install.

mod architecture;
mod bench;
mod ci;
mod install;
mod naervaer;
mod pages;
mod postgres;
mod process;
mod seed;
mod source;
mod supply;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  ci            everything that must hold before a change is taken, fastest first:
                format, tidy, clippy, and every test (both databases and the browser)
  tidy          the rules of the house that no compiler knows (see CONTRIBUTING.md)
  supply        licences, sources and banned libraries of everything the program is built from (ci does this too)
  sbom          the bill of materials (CycloneDX 1.5), on standard output
  pg            a throw-away PostgreSQL on a free port; prints its address, stops on Enter
  pages         every page as a picture at 1280 and 400 px, in target/pages/index.html
  walks         every step of the walks through cases as a picture, in target/walks
  bench [NAME]  the benches by name, or the list of them
  seed DIR      a made-up municipality written as an open folder
  hook          installs a pre-commit hook that runs the format check and tidy
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "supply" => supply::run(),
        "sbom" => supply::print_bill(),
        "pg" => postgres::run(),
        "pages" => pages::run(),
        "walks" => pages::walks(),
        "bench" => bench::run_named(rest),
        "seed" => seed::run_with(rest),
        "hook" => tidy::install_hook(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprint!("there is no command `{unknown}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A program that was run has said itself what went wrong; its words stay the last ones.
            if error.downcast_ref::<process::Failed>().is_none() {
                eprintln!("error: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
