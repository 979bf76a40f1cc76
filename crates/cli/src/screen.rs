//! `naervaer screen`: one day of an open folder (`contracts/open_folder.md`, *What `screen` answers*).

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use attendance::{PupilIx, Register};
use intake::open_folder::OpenFolder;
use jiff::civil::Date;
use screening::{Screened, detector_as_of, screen_pupil};
use signals::{Detector, Language, Parameters};
use statute::{Days, RulePack};

use crate::output::{Column, Format, Table, finish};
use crate::{Outcome, folder};

/// What `screen` is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The open folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The day asked about, as 2026-11-20
    #[arg(long, value_name = "DATE")]
    as_of: Date,
    /// A rules file: settings, what is turned on, the municipality's own rules
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where the files go; without it all goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const MEASURES: &[Column] = &[
    Column::Text("pupil_id"),
    Column::Text("class_id"),
    Column::Text("school_id"),
    Column::Text("window"),
    Column::Text("from"),
    Column::Text("to"),
    Column::Number("school_days"),
    Column::Number("school_days_so_far"),
    Column::Number("illness"),
    Column::Number("leave"),
    Column::Number("unlawful"),
    Column::Number("late"),
    Column::Number("left_early"),
    Column::Number("spells"),
    Column::Number("longest_spell"),
];

const FINDINGS: &[Column] = &[
    Column::Text("pupil_id"),
    Column::Text("rule_id"),
    Column::Text("rule_version"),
    Column::Text("window_from"),
    Column::Text("window_to"),
    Column::Number("numerator"),
    Column::Number("denominator"),
    Column::Text("unit"),
    Column::Text("reached_on"),
    Column::Text("deadline"),
    Column::Text("duty"),
];

const SIGNALS: &[Column] = &[
    Column::Text("pupil_id"),
    Column::Text("signal_id"),
    Column::Text("raised_on"),
    Column::Text("days"),
    Column::Text("text"),
];

pub fn run(args: &Args) -> Result<Outcome> {
    let rules = folder::rules(args.rules.as_deref())?;
    let Some(folder) = folder::read(&args.data, args.out.as_deref())? else {
        return Ok(Outcome::BadData);
    };
    for id in rules.not_in_force(args.as_of) {
        eprintln!("{id}: no version in force on {}, left out", args.as_of);
    }
    let register = folder.register(None)?;
    let mut order: Vec<PupilIx> = register
        .pupils()
        .filter(|p| register.enrolment_on(*p, args.as_of).is_some())
        .collect();
    order.sort_unstable_by_key(|p| folder.pupils.get(p.index()).map_or("", |p| p.id.as_str()));
    let parameters = Parameters::shipped()?;
    let told = folder::told(&folder, args.as_of);
    let mut tables = [
        Table::new("measures", MEASURES, args.format),
        Table::new("findings", FINDINGS, args.format),
        Table::new("signals", SIGNALS, args.format),
    ];
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let chunk = order.len().div_ceil(workers).max(1);
    let empty: Vec<Table> = tables.iter().map(Table::part).collect();
    let (signs, parts) = std::thread::scope(|scope| {
        let signs = scope.spawn(|| detector_as_of(&register, &told, args.as_of, &parameters));
        let (folder, register, rules, empty) = (&folder, &register, &rules, &empty);
        let handles: Vec<_> = order
            .chunks(chunk)
            .map(|pupils| {
                scope.spawn(move || {
                    let [mut measures, mut findings] = [0, 1].map(|i| empty.get(i).map(Table::part));
                    for pupil in pupils {
                        if let (Some(m), Some(f)) = (&mut measures, &mut findings) {
                            write_pupil(folder, register, rules, args.as_of, *pupil, m, f);
                        }
                    }
                    [measures, findings]
                })
            })
            .collect();
        let stopped = |_| anyhow!("a worker stopped");
        let parts = handles
            .into_iter()
            .map(|h| h.join().map_err(stopped))
            .collect::<Result<Vec<_>>>()?;
        anyhow::Ok((signs.join().map_err(stopped)??, parts))
    })?;
    for part in &parts {
        for (table, part) in tables.iter_mut().zip(part.iter().flatten()) {
            table.append(part);
        }
    }
    if let Some(table) = tables.last_mut() {
        for pupil in &order {
            sign_rows(&folder, &signs, *pupil, table);
        }
    }
    finish(&tables, args.out.as_deref(), "screen.jsonl")?;
    Ok(Outcome::Done)
}

fn write_pupil(
    folder: &OpenFolder,
    register: &Register,
    rules: &RulePack,
    as_of: Date,
    pupil: PupilIx,
    measures: &mut Table,
    findings: &mut Table,
) {
    let screened = register
        .track(pupil, as_of, rules.settings().day_weight)
        .and_then(|track| screen_pupil(pupil, &track, rules, Days::Unlisted));
    let Some(screened) = screened else { return };
    let id = folder.pupils.get(pupil.index()).map_or("", |p| p.id.as_str());
    measure_rows(folder, id, &screened, measures);
    finding_rows(id, &screened, findings);
}

fn sign_rows(folder: &OpenFolder, signs: &Detector<'_>, pupil: PupilIx, table: &mut Table) {
    let id = folder.pupils.get(pupil.index()).map_or("", |p| p.id.as_str());
    let mut signs = signs.signs(pupil);
    signs.sort_by_key(|s| (s.id(), s.raised_on));
    for sign in signs {
        let days: Vec<String> = sign.days.iter().map(Date::to_string).collect();
        table.row(&[
            id,
            sign.id(),
            &sign.raised_on.to_string(),
            &days.join(";"),
            &sign.sentence(Language::Danish),
        ]);
    }
}

fn measure_rows(folder: &OpenFolder, id: &str, screened: &Screened<'_>, table: &mut Table) {
    let class = folder.classes.get(screened.class.index());
    let school = class.and_then(|c| folder.schools.get(c.school.index()));
    for (window, m) in &screened.measures {
        let (from, to) = m
            .span
            .map(|s| (s.from.to_string(), s.to.to_string()))
            .unwrap_or_default();
        let counts = [
            m.school_days.count(),
            m.school_days_so_far.count(),
            m.illness.count(),
            m.leave.count(),
            m.unlawful.count(),
            m.late,
            m.left_early,
            m.spells.count,
            m.spells.longest.count(),
        ]
        .map(|n| n.to_string());
        let [a, b, c, d, e, f, g, h, i] = &counts;
        table.row(&[
            id,
            class.map_or("", |c| c.id.as_str()),
            school.map_or("", |s| s.id.as_str()),
            window.word(),
            &from,
            &to,
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
        ]);
    }
}

fn finding_rows(id: &str, screened: &Screened<'_>, table: &mut Table) {
    for finding in &screened.findings {
        let reading = &finding.reading;
        let (from, to) = reading
            .span
            .map(|s| (s.from.to_string(), s.to.to_string()))
            .unwrap_or_default();
        table.row(&[
            id,
            finding.rule.id.as_str(),
            &finding.version.from.to_string(),
            &from,
            &to,
            &reading.numerator.to_string(),
            &reading.denominator.map(|d| d.to_string()).unwrap_or_default(),
            finding.version.unit.word(),
            &finding.reached_on.to_string(),
            &reading.deadline.map(|d| d.to_string()).unwrap_or_default(),
            &finding.version.duty.plain,
        ]);
    }
}
