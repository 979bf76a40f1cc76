//! `naervaer research`: coarse facts about pupils under pseudonyms, in which nobody can be picked out, with counts, a manifest
//! and a dictionary of the fields. It writes files where the command is run and sends nothing anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use access::{Actor, Spot, act, may, on};
use anyhow::{Context, Result, bail};
use attendance::SchoolYear;
use casework::research::{LEAST_ALIKE, Traits, USUAL_ALIKE, roughly, withheld};
use intake::write::row;
use serde_json::json;
use store::{Research, ResearchAsked, ResearchRow, research_parts};

use crate::export::{must_be_free, put};
use crate::serve::{Database, open_existing, runtime};
use crate::{Outcome, folder};

/// The most letters of what is stated.
const LONGEST: usize = 500;

/// What `research` is asked.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The folder holds pupils.csv with one row a pupil, tables/ with counts, manifest.json (what, why, who, when and what was left \
out) and the fields explained in dictionary.da.md and dictionary.en.md.

A pupil is a pseudonym drawn with a key of this export that is not kept: no two exports can be joined, and nobody can go back \
to the pupil. Days are weeks of the school year. There are no names, numbers, birthdays, addresses or words; children with name \
and address protection are left out. What fewer than --at-least pupils share (grades, school, time there) is told less exactly, \
and left out where still fewer share it. In the tables small counts are empty, and as many more as keep the totals from giving \
them away.

You state the purpose, the ground and who answers for it; all three stand in the manifest and in the audit trail, which says \
whose data was read. Data taken out for research is used for nothing else (databeskyttelsesloven § 10).

  naervaer research --database sqlite:naervaer.sqlite --year 2025/2026 --purpose \"Fravær og overgange\" \\
      --ground \"databeskyttelsesloven § 10, aftale 2026-0042\" --by \"Forvaltningschef Ida Skov\" folder

Exit status: 0 done, 2 wrong use or the database cannot be read; nothing is written then.")]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// The folder to write; it is made, and must be empty if it is there
    #[arg(value_name = "DIR")]
    out: PathBuf,
    /// The school year, as 2025/2026
    #[arg(long, value_name = "YEAR")]
    year: String,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    purpose: String,
    /// The ground in law, and the agreement or decision it rests on
    #[arg(long, value_name = "TEXT")]
    ground: String,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// A school by its id in files; every school when none is named
    #[arg(long = "school", value_name = "ID")]
    schools: Vec<String>,
    /// How many pupils at least share what one could be known by; never fewer than 5
    #[arg(long, value_name = "N", default_value_t = USUAL_ALIKE)]
    at_least: usize,
}

/// Writes everything, or nothing.
pub fn run(args: &Args) -> Result<Outcome> {
    must_be_free(&args.out)?;
    if args.at_least < LEAST_ALIKE {
        bail!(
            "--at-least is {}, it must be {LEAST_ALIKE} or more; nothing was written",
            args.at_least
        );
    }
    for (name, text) in [
        ("--purpose", &args.purpose),
        ("--ground", &args.ground),
        ("--by", &args.by),
    ] {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            bail!("{name} must say something, in at most {LONGEST} characters; nothing was written");
        }
    }
    let year = SchoolYear::from_label(&args.year)
        .with_context(|| format!("`{}` is no school year; write it as 2025/2026", args.year))?;
    runtime()?.block_on(write(args, year))
}

async fn write(args: &Args, year: SchoolYear) -> Result<Outcome> {
    let store = open_existing(&args.database).await?;
    let roster = store.roster().await?;
    let mut schools = BTreeSet::new();
    for id in &args.schools {
        let school = roster.schools().iter().find(|school| school.external_id == *id);
        schools.insert(
            school
                .with_context(|| format!("there is no school `{id}`; nothing was written"))?
                .id,
        );
    }
    let permit = may::<act::Export, on::Research>(&Actor::operator(), &Spot::Municipality, store.today())
        .context("taking out for research")?;
    let rules = web::municipal_rules(&store, folder::rules(None)?).await?;
    let [purpose, ground, by] = [&args.purpose, &args.ground, &args.by].map(|text| text.trim());
    let asked = ResearchAsked {
        year,
        schools,
        least: args.at_least,
        stated: format!(
            "{purpose}; ground: {ground}; answered for by {by}; school year {}",
            year.label()
        ),
    };
    let research = store
        .research(&permit, &asked, &rules)
        .await
        .context("reading the database")?;
    let made = store.today().to_string();
    store.close().await;
    put(&args.out, &files(args, year, &made, &research)?)?;
    println!(
        "Wrote {} pupils to {}; left out because too few are alike: {}, because of name and address protection: {}",
        research.rows.len(),
        args.out.display(),
        roughly(research.done.left_out, args.at_least),
        roughly(research.protected, args.at_least),
    );
    Ok(Outcome::Done)
}

fn files(args: &Args, year: SchoolYear, made: &str, research: &Research) -> Result<Vec<(&'static str, String)>> {
    let least = args.at_least;
    let parts: Vec<String> = research_parts(year)
        .iter()
        .map(|span| format!("{}–{}", span.from, span.to))
        .collect();
    let manifest = json!({
        "what": "Coarse facts about pupils under pseudonyms; one row a pupil in pupils.csv, counts in tables/",
        "school_year": year.label(),
        "parts_of_the_school_year": parts,
        "schools": if args.schools.is_empty() { json!("all") } else { json!(args.schools.len()) },
        "purpose": args.purpose.trim(),
        "ground": args.ground.trim(),
        "answers_for_it": args.by.trim(),
        "made_on": made,
        "made_with": concat!("naervaer ", env!("CARGO_PKG_VERSION")),
        "rules": {
            "pseudonym": "Drawn with a random key of this export; the key was not kept",
            "days": "Weeks of the school year, counted from 1 August",
            "shared_by_at_least": least,
            "could_be_known_by": ["grades", "school", "school_kind", "parts"],
            "told_less_exactly_in_this_order": ["school", "school_kind", "grades", "the whole row"],
            "counts": "A count below shared_by_at_least is empty, and as many more as keep the total from giving it away",
            "protected": "Children with name and address protection are not in it",
        },
        "pupils": research.rows.len(),
        "told_less_exactly": roughly(research.done.coarser, least),
        "left_out_as_too_few": roughly(research.done.left_out, least),
        "left_out_as_protected": roughly(research.protected, least),
    });
    let mut files = vec![
        ("pupils.csv", pupils(&research.rows)),
        (
            "manifest.json",
            format!("{}\n", serde_json::to_string_pretty(&manifest)?),
        ),
        ("dictionary.da.md", dictionary(true)),
        ("dictionary.en.md", dictionary(false)),
    ];
    files.extend(tables(&research.rows, least));
    Ok(files)
}

/// The fields of `pupils.csv`, each in Danish and English.
const FIELDS: [(&str, &str, &str); 12] = [
    (
        "pseudonym",
        "Eleven, kun i dette udtræk.",
        "The pupil, in this export alone.",
    ),
    (
        "school",
        "Skolen som et nummer i dette udtræk; tom, hvor den er udeladt, fordi for få er ens.",
        "The school as a number of this export; empty where it is left out because too few are alike.",
    ),
    (
        "school_kind",
        "Skolens slags; tom, hvor den er udeladt.",
        "What kind of school; empty where it is left out.",
    ),
    (
        "grades",
        "Klassetrin i tre trin: 0-3, 4-6, 7-10; tom, hvor det er udeladt.",
        "Grades in three bands: 0-3, 4-6, 7-10; empty where it is left out.",
    ),
    (
        "first_part",
        "Første del af skoleåret, eleven var der: 1 august–september, 2 oktober–december, 3 januar–marts, 4 april–juli.",
        "The first part of the school year the pupil was there: 1 August–September, 2 October–December, 3 January–March, 4 April–July.",
    ),
    (
        "last_part",
        "Sidste del, eleven var der.",
        "The last part the pupil was there.",
    ),
    (
        "school_halves_1 … 4",
        "Skoledage i hver del, talt i halve dage, mens eleven gik der; tom, hvor eleven ikke gik der.",
        "School days in each part, counted in half days, while the pupil was there; empty where the pupil was not.",
    ),
    (
        "illness_1 … 4, leave_1 … 4, unlawful_1 … 4",
        "Halve dage med sygefravær, ekstraordinær frihed og ulovligt fravær.",
        "Half days of illness, of leave the leader granted, and of unlawful absence.",
    ),
    (
        "rules",
        "De regler, der er nået i skoleåret, ved deres nummer; adskilt af mellemrum.",
        "The rules reached in the school year, by their ids; with spaces between.",
    ),
    (
        "case",
        "yes, hvis et forløb var i gang i skoleåret.",
        "yes where a case ran in the school year.",
    ),
    (
        "phases",
        "Faser, der begyndte i skoleåret, hver med sin uge: fase:uge.",
        "Phases that began in the school year, each with its week: phase:week.",
    ),
    (
        "case_closed",
        "Ugen, forløbet blev afsluttet, hvis det var i skoleåret.",
        "The week the case was closed, where that was in the school year.",
    ),
];

fn dictionary(danish: bool) -> String {
    let mut out = if danish {
        "# Felterne i pupils.csv\n\nEn tom plads i tables/ er et tal, der er for lille til at vises, eller som ville give et andet væk.\n\n"
    } else {
        "# The fields of pupils.csv\n\nAn empty place in tables/ is a count too small to be shown, or one that would give another away.\n\n"
    }
    .to_owned();
    for (field, da, en) in FIELDS {
        out.push_str(&format!("- **{field}**: {}\n", if danish { da } else { en }));
    }
    out
}

fn pupils(rows: &[(Traits, ResearchRow)]) -> String {
    let mut out = String::new();
    let mut head: Vec<String> = [
        "pseudonym",
        "school",
        "school_kind",
        "grades",
        "first_part",
        "last_part",
    ]
    .map(str::to_owned)
    .into();
    for field in ["school_halves", "illness", "leave", "unlawful"] {
        head.extend((1..=4).map(|part| format!("{field}_{part}")));
    }
    head.extend(["rules", "case", "phases", "case_closed"].map(str::to_owned));
    put_row(&mut out, &head);
    for (traits, one) in rows {
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut fields = vec![
            one.pseudonym.clone(),
            told(&traits.school),
            told(&traits.kind),
            told(&traits.band),
            traits.parts.0.to_string(),
            traits.parts.1.to_string(),
        ];
        for number in [
            |part: &store::PartFacts| part.school,
            |part: &store::PartFacts| part.illness,
            |part: &store::PartFacts| part.leave,
            |part: &store::PartFacts| part.unlawful,
        ] {
            let of = |part: &Option<store::PartFacts>| {
                part.as_ref().map_or_else(String::new, |part| number(part).to_string())
            };
            fields.extend(one.parts.iter().map(of));
        }
        fields.push(one.rules.iter().cloned().collect::<Vec<_>>().join(" "));
        fields.push(if one.case { "yes" } else { "no" }.to_owned());
        let phases = one.phases.iter().map(|(phase, week)| format!("{phase}:{week}"));
        fields.push(phases.collect::<Vec<_>>().join(" "));
        fields.push(one.closed.map_or_else(String::new, |week| week.to_string()));
        put_row(&mut out, &fields);
    }
    out
}

fn put_row(out: &mut String, fields: &[String]) {
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    row(out, &fields);
}

/// The share of absent half days a pupil has, in the bands the municipality's distribution uses.
fn absence_band(one: &ResearchRow) -> &'static str {
    let of = |number: fn(&store::PartFacts) -> u32| one.parts.iter().flatten().map(number).sum::<u32>();
    let absent = of(|part| part.illness + part.leave + part.unlawful);
    match absent
        .saturating_mul(100)
        .checked_div(of(|part| part.school))
        .unwrap_or_default()
    {
        0..=9 => "0-9 %",
        10..=19 => "10-19 %",
        20..=29 => "20-29 %",
        30..=39 => "30-39 %",
        _ => "40-100 %",
    }
}

/// Counts of the pupils in the export, one table for each thing they are counted by.
fn tables(rows: &[(Traits, ResearchRow)], least: usize) -> Vec<(&'static str, String)> {
    let told = |text: &Option<String>| text.clone().unwrap_or_else(|| "not told".to_owned());
    let counted = |of: &dyn Fn(&(Traits, ResearchRow)) -> String| -> BTreeMap<String, u64> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for one in rows {
            *counts.entry(of(one)).or_default() += 1;
        }
        counts
    };
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let mut by_rule = String::new();
    put_row(&mut by_rule, &["rule", "pupils", "all"].map(str::to_owned));
    let rules: BTreeSet<&String> = rows.iter().flat_map(|(_, one)| &one.rules).collect();
    for rule in rules {
        let spoke = counted(&|(_, one)| yes(one.rules.contains(rule)));
        let cells = ["yes", "no"].map(|word| spoke.get(word).copied().unwrap_or_default());
        let (shown, total) = withheld(&cells, small(least));
        let shown = shown.first().copied().flatten();
        put_row(&mut by_rule, &[rule.clone(), number(shown), number(total)]);
    }
    vec![
        (
            "tables/by_grades.csv",
            table("grades", &counted(&|(traits, _)| told(&traits.band)), least),
        ),
        (
            "tables/by_school_kind.csv",
            table("school_kind", &counted(&|(traits, _)| told(&traits.kind)), least),
        ),
        (
            "tables/by_absence.csv",
            table("absence", &counted(&|(_, one)| absence_band(one).to_owned()), least),
        ),
        (
            "tables/by_case.csv",
            table("case", &counted(&|(_, one)| yes(one.case)), least),
        ),
        ("tables/by_rule.csv", by_rule),
    ]
}

fn small(least: usize) -> u64 {
    u64::try_from(least).unwrap_or(u64::MAX)
}

fn number(shown: Option<u64>) -> String {
    shown.map_or_else(String::new, |number| number.to_string())
}

fn table(by: &str, counts: &BTreeMap<String, u64>, least: usize) -> String {
    let cells: Vec<u64> = counts.values().copied().collect();
    let (shown, total) = withheld(&cells, small(least));
    let mut out = String::new();
    put_row(&mut out, &[by.to_owned(), "pupils".to_owned()]);
    for (name, cell) in counts.keys().zip(shown) {
        put_row(&mut out, &[name.clone(), number(cell)]);
    }
    put_row(&mut out, &["all".to_owned(), number(total)]);
    out
}
