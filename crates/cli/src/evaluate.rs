//! `naervaer evaluate`: how good the early signs are, on a made-up world with its truth or on one's own register.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use attendance::{ClassIx, SchoolYear, Span};
use jiff::civil::Date;
use screening::Replay;
use screening::evaluate::{FEWEST, FixedRule, Own, OwnRule, Score, Share, Told, World, WorldFiles, fixed, score};
use serde_json::{Map, Value, json};
use signals::{Budget, Parameters};

use crate::rules::Form;
use crate::{Outcome, folder, replay};

/// What is evaluated.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A made-up world with its truth, as the evaluation kit writes it
    #[arg(long, value_name = "DIR", required_unless_present = "data", conflicts_with = "data")]
    world: Option<PathBuf>,
    /// An open folder of one's own: counts only, few children never told apart
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// New hints per class and month, ten school months a year
    #[arg(long, value_name = "RATE", default_value = "0.5")]
    budget: Budget,
    /// The last day, with --data; the school year up to it is looked at, all before it is history [default: the last
    /// mark]
    #[arg(long, value_name = "DATE", requires = "data")]
    to: Option<Date>,
    /// A rules file, with --data
    #[arg(long, value_name = "FILE", requires = "data")]
    rules: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(args: &Args) -> Result<Outcome> {
    match (&args.world, &args.data) {
        (Some(world), _) => evaluate_world(world, args),
        (None, Some(data)) => evaluate_own(data, args),
        (None, None) => bail!("say --world or --data"),
    }
}

/// One row of the table: a detector's name and what the kit says of it.
struct Judged {
    name: &'static str,
    score: Score,
}

const fn name(rule: FixedRule) -> &'static str {
    use screening::evaluate::Reference;
    match rule {
        FixedRule::Reference(Reference::Unlawful10) => "unlawful 10 % of the quarter",
        FixedRule::Reference(Reference::Unlawful15) => "unlawful 15 % of the quarter",
        FixedRule::Reference(Reference::Days10) => "10 days ill + unlawful in the quarter",
        FixedRule::Reference(Reference::Days15) => "15 days ill + unlawful in the quarter",
        FixedRule::Reference(Reference::Any10) => "10 days of any absence in the quarter",
        FixedRule::Reference(Reference::Any15) => "15 days of any absence in the quarter",
        FixedRule::Reference(Reference::Cumulative10) => "10 % of the year so far",
        FixedRule::Spells => "4 illness spells in 60 days, or > 6 days",
    }
}

fn evaluate_world(dir: &Path, args: &Args) -> Result<Outcome> {
    let text = |name: &str| {
        let path = dir.join(name);
        fs::read_to_string(&path).with_context(|| {
            format!(
                "reading `{}`: a world of the evaluation kit has this file",
                path.display()
            )
        })
    };
    let (calendar, roster, events) = (text("calendar.csv")?, text("roster.csv")?, text("events.csv")?);
    let (unregistered, truth) = (text("unregistered.csv")?, text("truth.csv")?);
    let world = World::read(WorldFiles {
        calendar: &calendar,
        roster: &roster,
        events: &events,
        unregistered: &unregistered,
        truth: &truth,
    })
    .with_context(|| format!("in `{}`", dir.display()))?;
    let parameters = Parameters::shipped()?;
    let hints = world.hints(&parameters, args.budget)?;
    let told: Vec<Told> = hints.iter().map(|(pupil, day, _)| (*pupil, *day)).collect();
    let mut rows = vec![Judged {
        name: "Nærvær's hints",
        score: score(&world, &told),
    }];
    for rule in FixedRule::ALL {
        rows.push(Judged {
            name: name(rule),
            score: score(&world, &fixed(&world, rule)),
        });
    }
    match args.format {
        Form::Json => {
            for row in &rows {
                println!("{}", json_of(row));
            }
        }
        Form::Text => print_table(&rows, &parameters, args.budget),
    }
    Ok(Outcome::Done)
}

#[expect(clippy::cast_precision_loss, reason = "counts of pupils and days are far below 2^52")]
fn divided(part: i64, of: i64) -> f64 {
    part as f64 / (of.max(1)) as f64
}

fn rounded(value: f64) -> Value {
    format!("{value:.3}").parse::<f64>().map_or(Value::Null, Value::from)
}

fn halves(value: Option<i64>) -> Value {
    value.map_or(Value::Null, |v| rounded(divided(v, 2)))
}

/// The kit's own names, so that both answers can be laid side by side.
fn json_of(row: &Judged) -> Value {
    let score = &row.score;
    let share = |s: Share| rounded(divided(s.part, s.of));
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("type", json!("score"));
    put("detector", json!(row.name));
    put("rate", rounded(divided(score.hints, score.classes) / 10.0));
    put("recall4", share(score.caught));
    put("pre5", share(score.before_settled));
    put("early", share(score.early));
    put("prec", share(score.precision));
    put("useful", share(score.useful));
    put("NNA", share(score.hints_per_caught));
    put("onsets", json!(score.caught.of));
    put("delay", halves(score.median_delay_halves));
    for against in &score.references {
        let id = against.reference.id();
        let known = |v: Value| if against.before.of == 0 { Value::Null } else { v };
        put(&format!("before_{id}"), known(share(against.before)));
        put(&format!("med_{id}"), halves(against.median_lead_halves));
        put(&format!("tl_{id}"), known(share(against.mean_lead)));
        put(&format!("cross_{id}"), share(against.crossed));
    }
    for (group, hints) in &score.groups {
        put(&format!("g_{}", group.id()), share(*hints));
    }
    Value::Object(object)
}

/// No lead is longer than a school year, in school days.
const LONGEST: i64 = 210;

/// A share in whole per cent, halves up.
fn per_cent(share: Share) -> String {
    if share.of == 0 {
        "–".to_owned()
    } else {
        ((share.part * 200 + share.of) / (share.of * 2)).to_string()
    }
}

fn days(halves: Option<i64>) -> String {
    match halves {
        None => "–".to_owned(),
        // A miss counts as never.
        Some(value) if value < -2 * LONGEST => "never".to_owned(),
        Some(value) if value % 2 == 0 => format!("{:+}", value / 2),
        Some(value) => format!("{:+.1}", divided(value, 2)),
    }
}

fn print_table(rows: &[Judged], parameters: &Parameters, budget: Budget) {
    use screening::evaluate::Reference;
    let first = rows.first().map(|r| &r.score);
    println!(
        "{} classes, {} problems that reached stage 4; budget {}.{:03} hints a class and month; parameters of {}.\n",
        first.map_or(0, |s| s.classes),
        first.map_or(0, |s| s.caught.of),
        budget.thousandths() / 1_000,
        budget.thousandths() % 1_000,
        parameters.frozen_on(),
    );
    println!(
        "{:<42} {:>6} {:>7} {:>9} {:>6} {:>9} {:>6} {:>10} {:>7}",
        "", "hints", "caught", "before", "delay", "before", "lead", "precision", "hints"
    );
    println!(
        "{:<42} {:>6} {:>7} {:>9} {:>6} {:>9} {:>6} {:>10} {:>7}",
        "", "/cl.m.", "%", "stage 5 %", "days", "10 days %", "days", "%", "a catch"
    );
    for row in rows {
        let score = &row.score;
        let ten = score.references.iter().find(|r| r.reference == Reference::Days10);
        println!(
            "{:<42} {:>6.2} {:>7} {:>9} {:>6} {:>9} {:>6} {:>10} {:>7.1}",
            row.name,
            divided(score.hints, score.classes) / 10.0,
            per_cent(score.caught),
            per_cent(score.before_settled),
            score
                .median_delay_halves
                .map_or_else(|| "–".to_owned(), |d| ((d + 1) / 2).to_string()),
            ten.map_or_else(String::new, |t| per_cent(t.before)),
            ten.map_or_else(String::new, |t| days(t.median_lead_halves)),
            per_cent(score.precision),
            divided(score.hints_per_caught.part, score.hints_per_caught.of),
        );
    }
    println!("\nHints a pupil and year, of pupils without a problem:\n");
    for row in rows {
        let groups = row.score.groups.iter();
        let groups: Vec<String> = groups
            .map(|(group, hints)| format!("{} {:.2}", group.id(), divided(hints.part, hints.of)))
            .collect();
        println!("{:<42} {}", row.name, groups.join("  "));
    }
}

// ----------------------------------------------------------------------------------------- one's own register

fn evaluate_own(dir: &Path, args: &Args) -> Result<Outcome> {
    let rules = folder::rules(args.rules.as_deref())?.with_named().on_trial();
    let Some(folder) = folder::read(dir, None)? else {
        return Ok(Outcome::BadData);
    };
    let events = replay::events(&folder)?;
    let roster = folder.roster()?;
    let last = events.iter().filter_map(replay::marked_day).max();
    let to = args
        .to
        .or(last)
        .ok_or_else(|| anyhow!("`{}` holds no mark, so there is nothing to look at", dir.display()))?;
    let span = Span {
        from: SchoolYear::of(to).span().from,
        to,
    };
    let mut school_days: Vec<Date> = (0..roster.class_count())
        .filter_map(|c| roster.class_calendar(ClassIx::new(c)))
        .flat_map(|c| c.days().iter().copied())
        .collect();
    school_days.sort_unstable();
    school_days.dedup();
    let counted = school_days.iter().filter(|d| span.contains(**d)).count();
    let enrolled = roster
        .pupils()
        .filter(|p| {
            roster
                .track(*p, to, attendance::DayWeight::Half)
                .is_some_and(|t| t.so_far() > 0)
        })
        .count();
    let classes = roster
        .pupils()
        .filter_map(|p| Some(roster.enrolment_on(p, to)?.class))
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let parameters = Parameters::shipped()?;
    let asked = Replay {
        rules: &rules,
        parameters: &parameters,
        budget: args.budget,
        span,
    };
    let alerts = asked.run(roster, &events, |_, _| {})?;
    let own = Own::of(&alerts, &school_days);
    let size = Size {
        span,
        classes: i64::try_from(classes)?,
        pupils: i64::try_from(enrolled)?,
        school_days: i64::try_from(counted)?,
    };
    match args.format {
        Form::Json => print_own_json(&own, &size),
        Form::Text => print_own(&own, &size),
    }
    Ok(Outcome::Done)
}

/// What the counts are held against.
struct Size {
    span: Span,
    classes: i64,
    pupils: i64,
    school_days: i64,
}

impl Size {
    /// Hints a class and school month of twenty school days.
    fn rate(&self, hints: i64) -> f64 {
        divided(hints * 20, self.classes * self.school_days)
    }
}

/// Whether so few children are behind a number that it is not told.
const fn too_few(children: i64) -> bool {
    children > 0 && children < FEWEST
}

/// A share, told only when enough children stand on both sides of it or none does.
fn told(share: Share) -> Option<Share> {
    (!too_few(share.part) && !too_few(share.of - share.part) && share.of >= FEWEST).then_some(share)
}

fn print_own_json(own: &Own, size: &Size) {
    let share = |s: Share| told(s).map_or(Value::Null, |s| rounded(divided(s.part, s.of)));
    let of_pupils = |children: i64| {
        if too_few(children) {
            Value::Null
        } else {
            rounded(divided(children, size.pupils))
        }
    };
    let hints = json!({
        "type": "hints",
        "from": size.span.from.to_string(),
        "to": size.span.to.to_string(),
        "per_class_month": rounded(size.rate(own.hints)),
        "children_share": of_pupils(own.children),
        "without_any_rule": share(own.hint_only),
    });
    println!("{hints}");
    for rule in &own.rules {
        let few = rule.children < FEWEST;
        let row = json!({
            "type": "rule",
            "rule": rule.id,
            "children_share": of_pupils(rule.children),
            "hinted": share(rule.hinted),
            "hinted_before": share(rule.before),
            "median_lead": if few { Value::Null } else { halves(rule.median_lead_halves) },
        });
        println!("{row}");
    }
}

fn print_own(own: &Own, size: &Size) {
    let in_thousand = |children: i64| format!("{:.1}", divided(children * 100, size.pupils));
    let children = |n: i64| {
        if too_few(n) {
            format!("under {FEWEST}")
        } else {
            in_thousand(n) + " %"
        }
    };
    let share = |s: Share| told(s).map_or_else(|| "not told".to_owned(), |s| per_cent(s) + " %");
    println!(
        "{} to {}. Rates only; a number with fewer than {FEWEST} children behind it is not told.\n",
        size.span.from, size.span.to
    );
    println!("Hints a class and month: {:.2}", size.rate(own.hints));
    println!("Children with a hint:    {} of the pupils", children(own.children));
    println!("Of them under no rule:   {}\n", share(own.hint_only));
    println!(
        "{:<44} {:>9} {:>9} {:>14} {:>12}",
        "rule", "children", "hinted", "hinted before", "median lead"
    );
    for rule in &own.rules {
        let OwnRule { id, children: n, .. } = rule;
        let lead = if *n < FEWEST {
            "not told".to_owned()
        } else {
            days(rule.median_lead_halves)
        };
        println!(
            "{id:<44} {:>9} {:>9} {:>14} {lead:>12}",
            children(*n),
            share(rule.hinted),
            share(rule.before)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn share(part: i64, of: i64) -> Share {
        Share { part, of }
    }

    #[test]
    fn a_share_is_told_only_when_five_children_or_none_stand_on_each_side() {
        for (part, of) in [(5, 10), (0, 20), (20, 20), (15, 20)] {
            assert_eq!(told(share(part, of)), Some(share(part, of)), "{part} of {of}");
        }
        for (part, of) in [(3, 20), (18, 20), (0, 4), (4, 8)] {
            assert_eq!(told(share(part, of)), None, "{part} of {of}");
        }
        assert!(too_few(4) && !too_few(0) && !too_few(5));
    }

    #[test]
    fn shares_and_leads_are_rounded_for_reading_only() {
        assert_eq!([share(1, 8), share(1, 3), share(0, 0)].map(per_cent), ["13", "33", "–"]);
        let said = [Some(49), Some(-4), Some(0), Some(-1_998), None].map(days);
        assert_eq!(said, ["+24.5", "-2", "+0", "never", "–"]);
    }
}
