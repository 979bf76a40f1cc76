//! `naervaer signals explain`: a child's whole sum on a day, so that it can be recounted by hand.
//!
//! For the people who answer for the signs, on the command line only: no page shows points.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use attendance::{PupilIx, Span};
use jiff::civil::Date;
use screening::Replay;
use signals::{Budget, Parameters};

use crate::{Outcome, folder, replay};

/// What is asked about the signs.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The whole sum of one pupil on a day, with only what was known then, to be recounted by hand
    Explain {
        /// The pupil's id in the folder
        #[arg(value_name = "PUPIL")]
        pupil: String,
        /// The day
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// The open folder
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Every parameter with its unit and its reason
    Parameters,
}

pub fn run(command: &Command) -> Result<Outcome> {
    let parameters = Parameters::shipped()?;
    match command {
        Command::Parameters => {
            println!("Unchanged since {}.", parameters.frozen_on());
            for (name, parameter) in parameters.list() {
                println!(
                    "\n{name} = {} ({})\n  {}",
                    parameter.value, parameter.unit, parameter.why
                );
            }
            Ok(Outcome::Done)
        }
        Command::Explain { pupil, on, data } => {
            let Some(folder) = folder::read(data, None)? else {
                return Ok(Outcome::BadData);
            };
            let place = folder
                .pupils
                .iter()
                .position(|p| p.id == *pupil)
                .ok_or_else(|| anyhow!("`{}` has no pupil `{pupil}`", data.display()))?;
            let rules = folder::rules(None)?;
            let replay = Replay {
                rules: &rules,
                parameters: &parameters,
                budget: Budget::DEFAULT,
                span: Span { from: *on, to: *on },
            };
            let events = replay::events(&folder)?;
            let account = replay
                .account(folder.roster()?, &events, PupilIx::new(u32::try_from(place)?))?
                .with_context(|| format!("`{pupil}` has no school day up to {on}"))?;
            print!("{}", account.text(pupil, *on, &parameters));
            Ok(Outcome::Done)
        }
    }
}
