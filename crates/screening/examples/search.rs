//! Tries parameter sets of the signs on many made-up worlds at once, for developing them.
//!
//! `search ROOT < CANDIDATES`: ROOT holds worlds in folders named `REGIME_SEED`; each line of standard input is one
//! candidate, `section.key=value …`, changing the shipped parameters. Prints the pooled figures of each regime; `ten` is
//! what the agreed 10 days in the quarter would tell of a chronically ill pupil in a year, beside `chronic`.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use screening::evaluate::{FixedRule, Flag, Group, Reference, Score, Share, World, WorldFiles, fixed, score};
use signals::{Budget, Parameters};

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn read(dir: &std::path::Path) -> Result<World, Failure> {
    let text = |name: &str| std::fs::read_to_string(dir.join(name));
    Ok(World::read(WorldFiles {
        calendar: &text("calendar.csv")?,
        roster: &text("roster.csv")?,
        events: &text("events.csv")?,
        unregistered: &text("unregistered.csv")?,
        truth: &text("truth.csv")?,
    })?)
}

fn changed(text: &str, changes: &str) -> Result<String, Failure> {
    let mut text = text.to_owned();
    for change in changes.split_whitespace() {
        let Some((name, value)) = change.split_once('=') else {
            continue;
        };
        let head = format!("[{name}]\nvalue = ");
        let at = text.find(&head).ok_or_else(|| format!("no {name}"))? + head.len();
        let end = text[at..].find('\n').ok_or("end")? + at;
        text.replace_range(at..end, value);
    }
    Ok(text)
}

#[derive(Default)]
struct Pool {
    scores: Vec<Score>,
    tens: Vec<Score>,
    open: usize,
    leads: Vec<i64>,
}

fn per_cent(shares: impl Iterator<Item = Share>) -> f64 {
    let (part, of) = shares.fold((0, 0), |(a, b), s| (a + s.part, b + s.of));
    100.0 * part as f64 / (of.max(1)) as f64
}

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    let root = args.get(1).ok_or("ROOT")?;
    let mut worlds = Vec::new();
    let mut dirs: Vec<_> = std::fs::read_dir(root)?.filter_map(|e| Some(e.ok()?.path())).collect();
    dirs.sort();
    for dir in dirs {
        let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if args.len() > 2 && !args[2..].iter().any(|a| name.starts_with(a.as_str())) {
            continue;
        }
        let regime = name.split('_').next().unwrap_or_default().to_owned();
        let world = read(&dir)?;
        let ten = score(&world, &fixed(&world, FixedRule::Reference(Reference::Days10)));
        worlds.push((regime, world, ten));
    }
    let shipped = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../signals/params.toml"))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (budget, changes): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|c| c.starts_with("rate="));
        let budget: Budget = budget.first().map_or("0.5", |b| &b[5..]).parse()?;
        let parameters = Parameters::from_toml(&changed(&shipped, &changes.join(" "))?)?;
        let pools: Mutex<BTreeMap<String, Pool>> = Mutex::default();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some((regime, world, ten)) = worlds.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let hints = world.hints(&parameters, budget).unwrap_or_default();
                        let told: Vec<_> = hints.iter().map(|(p, d, _)| (*p, *d)).collect();
                        let scored = score(world, &told);
                        let open = told.iter().filter(|(p, _)| world.pupils()[*p].open_case).count();
                        if let Ok(mut pools) = pools.lock() {
                            let pool = pools.entry(regime.clone()).or_default();
                            pool.leads.extend(
                                scored
                                    .references
                                    .iter()
                                    .filter(|r| r.reference == Reference::Days10)
                                    .flat_map(|r| r.leads.clone()),
                            );
                            pool.scores.push(scored);
                            pool.tens.push(ten.clone());
                            pool.open += open;
                        }
                    }
                });
            }
        });
        println!("{line}");
        for (regime, mut pool) in pools.into_inner().map_err(|_| "poisoned")? {
            let s = &pool.scores;
            let q10 = |s: &Score| {
                s.references
                    .iter()
                    .find(|r| r.reference == Reference::Days10)
                    .map_or(Share::default(), |r| r.before)
            };
            let group_of = |s: &[Score], g: Group| {
                per_cent(
                    s.iter()
                        .flat_map(|s| s.groups.iter().filter(|(x, _)| *x == g).map(|(_, s)| *s)),
                ) / 100.0
            };
            let group = |g: Group| group_of(s, g);
            pool.leads.sort_unstable();
            let rates: Vec<f64> = s.iter().map(|s| s.hints as f64 / s.classes as f64 / 10.0).collect();
            println!(
                "  {regime:7} {:5.1} {:5.1} {:5.1} {:4} {:5.1} | rate {:.2} [{:.2} {:.2}] open {:.2} early {:2.0} useful {:2.0} chronic {:.2} ten {:.2} hab {:.2} decoy {:.2} plain {:.2}",
                per_cent(s.iter().map(|s| s.caught)),
                per_cent(s.iter().map(|s| s.before_settled)),
                per_cent(s.iter().map(q10)),
                pool.leads.get(pool.leads.len() / 2).copied().unwrap_or(0),
                per_cent(s.iter().map(|s| s.precision)),
                rates.iter().sum::<f64>() / rates.len() as f64,
                rates.iter().copied().fold(9.0, f64::min),
                rates.iter().copied().fold(0.0, f64::max),
                pool.open as f64 / s.iter().map(|s| s.classes as f64).sum::<f64>() / 10.0,
                per_cent(s.iter().map(|s| s.early)),
                per_cent(s.iter().map(|s| s.useful)),
                group(Group::With(Flag::Chronic)),
                group_of(&pool.tens, Group::With(Flag::Chronic)),
                group(Group::With(Flag::HabituallyLate)),
                group(Group::With(Flag::Decoy)),
                group(Group::Plain),
            );
        }
    }
    Ok(())
}
