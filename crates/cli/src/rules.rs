//! `naervaer rules`: what is in force on a day, and what it counts for one pupil.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use serde_json::json;
use statute::{Comparator, Days, Rule, RulePack, RuleWindow, ShareOf, Status, Unit, Version};

use crate::{Outcome, folder};

/// What is asked about rules.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Every rule in force on a day, with its source
    Show {
        /// The day
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// Only this rule; an error when it has no version on the day
        #[arg(value_name = "RULE")]
        rule: Option<String>,
        /// A rules file
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
        /// How the answer is written
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// What each rule counts for one pupil of an open folder: counts, version, source and days
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
        /// A rules file
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
        /// How the answer is written
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// Answers what is asked, as pages do: with the named rules, which `screen` and `replay` leave out.
pub fn run(command: &Command) -> Result<Outcome> {
    match command {
        Command::Show {
            on,
            rule,
            rules,
            format,
        } => {
            let pack = folder::rules(rules.as_deref())?.with_named();
            show(&pack, *on, rule.as_deref(), *format)?;
            Ok(Outcome::Done)
        }
        Command::Explain {
            pupil,
            on,
            data,
            rules,
            format,
        } => {
            let pack = folder::rules(rules.as_deref())?.with_named();
            explain(&pack, pupil, *on, data, *format)
        }
    }
}

fn show(pack: &RulePack, on: Date, only: Option<&str>, form: Form) -> Result<()> {
    let mut out = io::stdout().lock();
    let chosen: Vec<(&Rule, &Version)> = match only {
        Some(id) => {
            let rule = pack.rule(id)?;
            vec![(rule, rule.on(on)?)]
        }
        None => pack.in_force(on).collect(),
    };
    if chosen.is_empty() {
        bail!("no rule has a version in force on {on}");
    }
    for (rule, version) in chosen {
        match form {
            Form::Text => {
                writeln!(out, "{}  ({}, from {})", rule.id, rule.status.word(), version.from)?;
                writeln!(out, "  {}", rule.name_of(version).da)?;
                writeln!(out, "  holds when: {}", condition(version))?;
                writeln!(out, "  {}", version.duty.da)?;
                writeln!(out, "  source: {} (checked {})", version.source, version.checked)?;
                if let Some(link) = &version.link {
                    writeln!(out, "  {link}")?;
                }
                if rule.status == Status::Named {
                    writeln!(
                        out,
                        "  pages always show it; screen and replay leave it out unless a rules file turns it on"
                    )?;
                }
                if let Some(open) = &version.not_computed {
                    writeln!(out, "  not computed: {open}")?;
                }
                writeln!(out)?;
            }
            Form::Json => writeln!(
                out,
                "{}",
                json!({
                    "type": "rule",
                    "rule_id": rule.id.as_str(),
                    "rule_version": version.from.to_string(),
                    "status": rule.status.word(),
                    "name": rule.name_of(version).da,
                    "name_en": rule.name_of(version).en,
                    "enabled": rule.enabled,
                    "holds_when": condition(version),
                    "duty": version.duty.plain,
                    "duty_da": version.duty.da,
                    "source": version.source,
                    "link": version.link,
                    "checked": version.checked.to_string(),
                    "not_computed": version.not_computed,
                })
            )?,
        }
    }
    if only.is_none() && form == Form::Text {
        for id in pack.not_in_force(on) {
            eprintln!("{id}: no version in force on {on}");
        }
    }
    Ok(())
}

/// The condition in words, from the rule's own data.
fn condition(version: &Version) -> String {
    use attendance::Category;
    let categories: Vec<&str> = Category::ALL
        .into_iter()
        .filter(|c| version.categories.contains(*c))
        .map(Category::word)
        .collect();
    let unit = match version.unit {
        Unit::HalfDays => "half days",
        Unit::Days => "school days",
        Unit::Spells => "spells begun",
    };
    let window = match version.window {
        RuleWindow::Quarter => "the calendar quarter".to_owned(),
        RuleWindow::SchoolYear => "the school year".to_owned(),
        RuleWindow::IllnessTotal => "the school year, or the quarter by setting".to_owned(),
        RuleWindow::Last(days) => format!("the last {days} school days"),
        RuleWindow::RunOfCategories => {
            "an unbroken run of school days with absence, only these days counted".to_owned()
        }
        RuleWindow::RunOfAbsence => "an unbroken run of school days with absence".to_owned(),
        RuleWindow::RunWithoutAttendance => "an unbroken run of school days without attendance".to_owned(),
    };
    let enough = match version.comparator {
        Comparator::AtLeast(n) => format!("at least {n} {unit}"),
        Comparator::MoreThan(n) => format!("more than {n} {unit}"),
        Comparator::Share { bp, of } => {
            let of = match of {
                ShareOf::Window => "all its school days",
                ShareOf::SoFar => "its school days so far",
            };
            format!("at least {}.{:02} % of {of}", bp / 100, bp % 100)
        }
    };
    format!("{enough} of {} in {window}", categories.join(" + "))
}

fn explain(pack: &RulePack, pupil: &str, on: Date, data: &std::path::Path, form: Form) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    let Some(folder) = folder::read(data, None)? else {
        return Ok(Outcome::BadData);
    };
    let register = folder.register(None)?;
    let index = (0u32..)
        .zip(&folder.pupils)
        .find(|(_, p)| p.id == pupil)
        .map(|(i, _)| attendance::PupilIx::new(i))
        .with_context(|| format!("no pupil in the folder is called `{pupil}`"))?;
    if register.enrolment_on(index, on).is_none() {
        bail!("`{pupil}` is not enrolled on {on}");
    }
    let track = register
        .track(index, on, pack.settings().day_weight)
        .with_context(|| format!("no pupil in the folder is called `{pupil}`"))?;
    let mut asked = 0;
    for (rule, version) in pack.in_force(on) {
        asked += 1;
        let Some(reading) = pack.read(rule, version, &track, Days::Listed) else {
            if form == Form::Text {
                writeln!(out, "{}  does not apply to this kind of school\n", rule.id)?;
            }
            continue;
        };
        let days: Vec<String> = reading.days.iter().map(Date::to_string).collect();
        match form {
            Form::Text => {
                let holds = reading
                    .reached_on
                    .map_or("does not hold".to_owned(), |d| format!("holds since {d}"));
                writeln!(out, "{}  {holds}", rule.id)?;
                let of = reading.denominator.map(|d| format!(" of {d}")).unwrap_or_default();
                let least = reading.least.map(|n| format!(", enough from {n}")).unwrap_or_default();
                writeln!(
                    out,
                    "  counted: {}{of} {}{least}",
                    reading.numerator,
                    version.unit.word()
                )?;
                if let Some(span) = reading.span {
                    writeln!(out, "  window: {} to {}", span.from, span.to)?;
                }
                if let Some(deadline) = reading.deadline {
                    writeln!(out, "  deadline: {deadline}")?;
                }
                writeln!(
                    out,
                    "  days: {}",
                    if days.is_empty() {
                        "none".to_owned()
                    } else {
                        days.join(" ")
                    }
                )?;
                writeln!(out, "  version {}: {}\n", version.from, version.source)?;
            }
            Form::Json => writeln!(
                out,
                "{}",
                json!({
                    "type": "reading",
                    "pupil_id": pupil,
                    "rule_id": rule.id.as_str(),
                    "rule_version": version.from.to_string(),
                    "holds": reading.reached_on.is_some(),
                    "reached_on": reading.reached_on.map(|d| d.to_string()),
                    "window_from": reading.span.map(|s| s.from.to_string()),
                    "window_to": reading.span.map(|s| s.to.to_string()),
                    "numerator": reading.numerator,
                    "denominator": reading.denominator,
                    "least": reading.least,
                    "unit": version.unit.word(),
                    "deadline": reading.deadline.map(|d| d.to_string()),
                    "days": days,
                    "source": version.source,
                })
            )?,
        }
    }
    if asked == 0 {
        bail!("no rule has a version in force on {on}");
    }
    Ok(Outcome::Done)
}
