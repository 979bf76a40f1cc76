//! A child's whole sum as a text from which it can be recounted by hand.

use core::fmt::Write;

use jiff::civil::Date;

use crate::ledger::{Account, Known, Line};
use crate::parameters::Parameters;

/// What a letter in the table stands for.
const LETTERS: [(char, Known, &str); 13] = [
    ('-', Known::Nothing, "not noted: gives nothing"),
    (
        'h',
        Known::Here,
        "here for some of the day: lateness and a part day could happen",
    ),
    ('L', Known::Late, "late"),
    ('s', Known::ShortLate, "late by a few minutes only"),
    ('b', Known::SharedLate, "late together with many others"),
    ('P', Known::Part, "a part day"),
    ('p', Known::LeavePart, "a part day with permission"),
    (
        'o',
        Known::CouldBegin,
        "no absence the school day before: a spell could begin",
    ),
    ('B', Known::Begins, "a new absence spell"),
    ('u', Known::BeginsUnlawfully, "it begins unlawfully"),
    ('l', Known::BeginsWithLeave, "it begins with permission"),
    ('w', Known::WentHome, "away the day after a part day"),
    (
        'r',
        Known::Runs,
        "so many known days of one spell, without leave, that it may have points for running",
    ),
];

impl Account {
    /// The sum as a text with everything needed to recount it. For command-line tools only, never a page.
    pub fn text(&self, pupil: &str, on: Date, parameters: &Parameters) -> String {
        let mut out = String::new();
        // Writing into a string cannot fail.
        let _ = write(&mut out, pupil, on, self, parameters);
        out
    }
}

fn write(out: &mut String, pupil: &str, on: Date, account: &Account, parameters: &Parameters) -> core::fmt::Result {
    let ledger = parameters.ledger();
    writeln!(
        out,
        "{pupil} on {on}, with what was known that evening. Parameters of {}.\n",
        parameters.frozen_on()
    )?;
    writeln!(
        out,
        "In thousandths of a point. p is the child's own normal that day, in basis points (100 = one in a hundred)."
    )?;
    let columns = [
        ("late", "late arrivals; counted on days with h, an event with L"),
        ("part", "part days; counted on days with h, an event with P or p"),
        (
            "new",
            "new spells; counted on days with o, an event with B; p raised to p x wave / 100",
        ),
    ];
    for ((column, what), weights) in columns.into_iter().zip(parameters.weights()) {
        let (odds, rise) = (weights.odds.value, weights.rise.value);
        writeln!(
            out,
            "  {column:<5} {what}:\n        q = the least of {odds}p / (1 + {}p), p + {rise} basis points and 97 %; \
             event 1000 ln(q/p), none 1000 ln((1-q)/(1-p))",
            odds - 1
        )?;
    }
    writeln!(
        out,
        "  with s the late points count {} %; with b at most {}",
        ledger.short_share.value, ledger.shared_most.value
    )?;
    writeln!(
        out,
        "  with p the part points are at most {}; with l the new points are 0",
        ledger.leave_part_most.value
    )?;
    writeln!(out, "  unl.  {} with u", ledger.unlawful.value)?;
    writeln!(
        out,
        "  joint {} for L with P within {} school days before or on the day, or P with L",
        ledger.joint.value, ledger.joint_window.value
    )?;
    writeln!(out, "  home  -{} with w", ledger.went_home.value)?;
    writeln!(
        out,
        "  run   {} with r, where p new is at most {}: hardly ever away; r is the day number {} of a spell",
        ledger.run.value, ledger.run_rare.value, ledger.run_days.value
    )?;
    writeln!(
        out,
        "  balance = yesterday's x {} / 1000 without its fraction, plus the day's sum, never below 0\n",
        ledger.keep.value
    )?;
    for (letter, _, meaning) in LETTERS {
        writeln!(out, "  {letter} {meaning}")?;
    }
    writeln!(
        out,
        "\n{:<10} {:<7} {:>6} {:>6} {:>6} {:>5} {:>6} {:>6} {:>6} {:>5} {:>6} {:>6} {:>5} {:>7} {:>8}",
        "day",
        "known",
        "p late",
        "p part",
        "p new",
        "wave",
        "late",
        "part",
        "new",
        "unl.",
        "joint",
        "home",
        "run",
        "sum",
        "balance"
    )?;
    for line in &account.lines {
        row(out, line)?;
    }
    let balance = account.lines.last().map_or(0, |l| l.balance);
    writeln!(
        out,
        "\nNew spells in the last {} school days, without leave: {}. Normal: {} days on which one could begin, at {} basis points.",
        ledger.spell_window.value, account.spells, account.could_begin, account.start_bp,
    )?;
    writeln!(
        out,
        "Spells beyond the normal, in thousandths without a fraction, x {} / 1000, never below 0: {}",
        ledger.spell.value, account.spell_points
    )?;
    writeln!(
        out,
        "Evidence: {balance} + {} = {} thousandths of a point",
        account.spell_points, account.evidence
    )
}

fn row(out: &mut String, line: &Line) -> core::fmt::Result {
    let known: String = LETTERS
        .iter()
        .filter(|(_, known, _)| line.known.contains(known))
        .map(|(letter, ..)| *letter)
        .collect();
    let ([late, part, new], terms) = (line.normals_bp, line.terms);
    writeln!(
        out,
        "{:<10} {known:<7} {late:>6} {part:>6} {new:>6} {:>5} {:>6} {:>6} {:>6} {:>5} {:>6} {:>6} {:>5} {:>7} {:>8}",
        line.day.to_string(),
        line.wave,
        terms.late,
        terms.part,
        terms.start,
        terms.unlawful,
        terms.joint,
        terms.went_home,
        terms.run,
        terms.sum(),
        line.balance
    )
}
