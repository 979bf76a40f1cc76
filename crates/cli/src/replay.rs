//! `naervaer replay`: what would have been said on each school day (`contracts/open_folder.md`).

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use attendance::Span;
use intake::open_folder::{self, OpenFolder};
use jiff::civil::Date;
use screening::{Alert, Event, News, Replay, Said};
use signals::{Budget, Language, Parameters, PartDay};
use statute::{Reading, Rule, Unit, Version};

use crate::output::{Column, Format, Table, finish};
use crate::{Outcome, folder, serve};

/// What `replay` is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The open folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The first day alerts are wanted for; what lies before is history
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The last day
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// A rules file; a version marked `trial = true` counts as in force on every day
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// New hints per class and month, ten school months a year
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    budget: Budget,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where the file goes; without it all goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const ALERTS: &[Column] = &[
    Column::Text("date"),
    Column::Text("pupil_id"),
    Column::Text("class_id"),
    Column::Text("kind"),
    Column::Text("id"),
    Column::Text("points"),
    Column::Text("text"),
];

/// The id of a grouped hint.
const HINT: &str = "hint";

pub fn run(args: &Args) -> Result<Outcome> {
    if args.to < args.from {
        bail!("--to {} lies before --from {}", args.to, args.from);
    }
    let rules = folder::rules(args.rules.as_deref())?.on_trial();
    let Some(folder) = folder::read(&args.data, args.out.as_deref())? else {
        return Ok(Outcome::BadData);
    };
    for id in rules.not_in_force(args.to) {
        eprintln!("{id}: no version in force on {}, left out", args.to);
    }
    let parameters = Parameters::shipped()?;
    let span = Span {
        from: args.from,
        to: args.to,
    };
    let replay = Replay {
        rules: &rules,
        parameters: &parameters,
        budget: args.budget,
        span,
    };
    let events = events(&folder)?;
    let bar = std::io::stderr().is_terminal();
    let alerts = replay.run(folder.roster()?, &events, |done, all| {
        if bar && (done % 10 == 0 || done == all) {
            eprint!("\rreplayed {done} of {all} school days");
            let _ = std::io::stderr().flush();
        }
    })?;
    if bar {
        eprintln!();
    }
    let mut rows: Vec<[String; 7]> = alerts.iter().map(|alert| row(&folder, alert)).collect();
    rows.sort_unstable_by(|a, b| (&a[1], &a[4], &a[0]).cmp(&(&b[1], &b[4], &b[0])));
    let mut table = Table::new("alerts", ALERTS, args.format);
    for row in &rows {
        table.row(&row.each_ref().map(String::as_str));
    }
    finish(&[table], args.out.as_deref(), "replay.jsonl")?;
    Ok(Outcome::Done)
}

/// The day an event says something of a pupil.
pub fn marked_day(event: &Event) -> Option<Date> {
    match event.news {
        News::State { day, .. } | News::Part { day, .. } => Some(day),
        News::Noting { .. } => None,
    }
}

/// What a folder tells, in the order it becomes known.
pub fn events(folder: &OpenFolder) -> Result<Vec<Event>> {
    let events = folder.events(&serve::copenhagen()?);
    Ok(events
        .into_iter()
        .filter_map(|event| {
            let news = match event.news {
                open_folder::News::State {
                    pupil,
                    day,
                    slot,
                    state,
                    minutes,
                } => News::State {
                    pupil,
                    day,
                    slot,
                    state,
                    minutes,
                },
                open_folder::News::Noting { class, day, slot } => News::Noting { class, day, slot },
                open_folder::News::Partial(place) => {
                    let partial = folder.partials.get(place as usize)?;
                    let part = PartDay {
                        category: partial.category,
                    };
                    News::Part {
                        pupil: partial.pupil,
                        day: partial.date,
                        part,
                    }
                }
            };
            Some(Event {
                known_on: event.known_on,
                news,
            })
        })
        .collect())
}

fn row(folder: &OpenFolder, alert: &Alert<'_>) -> [String; 7] {
    let pupil = folder.pupils.get(alert.pupil.index()).map_or("", |p| p.id.as_str());
    let class = folder.classes.get(alert.class.index()).map_or("", |c| c.id.as_str());
    let (kind, id, points, text) = match &alert.said {
        Said::Finding { rule, version, reading } => (
            "finding",
            rule.id.to_string(),
            String::new(),
            sentence(rule, version, reading),
        ),
        Said::Hint(hint) => {
            let points = format!("{}.{:03}", hint.points / 1000, hint.points % 1000);
            ("hint", HINT.to_owned(), points, hint.reasons.sentence(Language::Danish))
        }
    };
    [
        alert.date.to_string(),
        pupil.to_owned(),
        class.to_owned(),
        kind.to_owned(),
        id,
        points,
        text,
    ]
}

/// What a finding says, with its counts, in Danish.
fn sentence(rule: &Rule, version: &Version, reading: &Reading) -> String {
    let count = match version.unit {
        Unit::Days => format!("{} skoledage", reading.numerator),
        Unit::Spells => format!("{} fraværsforløb", reading.numerator),
        Unit::HalfDays if reading.numerator.is_multiple_of(2) => format!("{} skoledage", reading.numerator / 2),
        Unit::HalfDays => format!("{},5 skoledage", reading.numerator / 2),
    };
    let of = match (reading.denominator, version.unit) {
        (Some(of), Unit::HalfDays) => format!(" af {}", of / 2),
        (Some(of), Unit::Days | Unit::Spells) => format!(" af {of}"),
        (None, _) => String::new(),
    };
    format!("{}: {count}{of}.", rule.name_of(version).da)
}
