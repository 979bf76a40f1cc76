//! Development commands, behind one door: `cargo xtask`.
//!
//! Nothing here needs a nightly toolchain, a container or a tool installed by hand: what is missing is installed, or
//! the message says what to install.

mod architecture;
mod attack;
mod bench;
mod ci;
mod install;
mod naervaer;
mod openapi;
mod pages;
mod postgres;
mod process;
mod proof;
mod seed;
mod source;
mod supply;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  ci            everything that must hold before a change is taken, fastest first:
                format, tidy, clippy, and every test (both databases and the browser)
  ci --slow     the same, and then advisories, fuzz and scan; needs Python, and takes an hour or more
  tidy          the rules of the house that no compiler knows (see CONTRIBUTING.md)
  supply        licences, sources and banned libraries of everything the program is built from (ci does this too)
  sbom          the bill of materials (CycloneDX 1.5), on standard output
  advisories    every library against the list of known holes (RustSec), or why that could not be done
  fuzz [ROLE…]  every address and form asked for what it says it takes and much else (schemathesis), signed out and as
                everybody the demo has a sign-in for
  scan [ROLE…]  a web scanner (Wapiti) let loose on the demo, signed in as those roles; each finding is judged or fails
  openapi       the description of every address and form (OpenAPI 3.0), read from the source, on standard output
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
        "ci" => match rest {
            [] => ci::run(),
            [slow] if slow == "--slow" => ci::slow(),
            _ => Err(anyhow::anyhow!("`cargo xtask ci` takes nothing but --slow")),
        },
        "scan" => attack::scan(rest),
        "fuzz" => attack::fuzz(rest),
        "advisories" => attack::advisories().map(drop),
        "tidy" => tidy::run(),
        "supply" => supply::run(),
        "sbom" => supply::print_bill(),
        "openapi" => openapi::print(),
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
