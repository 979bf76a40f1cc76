//! How far it is to the thresholds, in plain words: a count of what has been noted, never a forecast or a threat.

use attendance::{Categories, Category, Track};
use casework::PupilId;
use jiff::civil::Date;
use statute::{Comparator, Days, Finding, Left, RulePack, RuleWindow, ShareOf, Status, Unit, Version};

use super::read::{rule_name, status};
use crate::letter;
use crate::locale::Arg;
use crate::{Frame, Locale, words};

/// A threshold that is not reached, and how many more days it takes.
#[derive(Clone, Debug)]
pub struct LeftView {
    /// How many more, and what follows then.
    pub sentence: String,
    /// What is counted now.
    pub counted: String,
    /// What must happen then, of whom.
    pub duty: String,
    /// By when, where the rule has a day.
    pub deadline: Option<String>,
    /// Law, agreed, proposed, municipal or named.
    pub status: String,
    /// The source and the version's first day.
    pub source: String,
    /// The source's address.
    pub link: Option<String>,
    /// The days counted, in words.
    pub days: String,
    /// The invitation to talk a leader may choose already now, where the rule has one.
    pub letter: Option<String>,
}

/// Half days as days: 3 is `1½`.
fn in_days(halves: u32) -> String {
    match (halves / 2, halves % 2) {
        (0, 1) => "½".to_owned(),
        (days, 1) => format!("{days}½"),
        (days, _) => days.to_string(),
    }
}

/// A count of a rule as half days.
fn halves(unit: Unit, count: u32) -> u32 {
    match unit {
        Unit::HalfDays => count,
        Unit::Days | Unit::Spells => count.saturating_mul(2),
    }
}

fn kind(locale: Locale, categories: Categories) -> String {
    if categories == Categories::ALL {
        return locale.t("pupil-left-any-absence");
    }
    let named: Vec<String> = Category::ALL
        .into_iter()
        .filter(|c| categories.contains(*c))
        .map(|c| words::category(locale, c))
        .collect();
    match named.as_slice() {
        [one, other] => locale.t2("pupil-left-or", "one", one, "other", other),
        _ => words::list(locale, &named),
    }
}

/// How many more, with what is counted: `1½ dags ulovligt fravær`.
fn amount(locale: Locale, version: &Version, more: u32) -> String {
    let kind = kind(locale, version.categories);
    if version.unit == Unit::Spells {
        return locale.t2("pupil-left-spells", "spells", more, "kind", kind);
    }
    let halves = halves(version.unit, more);
    let (days, kind) = (in_days(halves), kind.as_str());
    if version.window == RuleWindow::RunWithoutAttendance {
        return locale.t2("pupil-left-without-attendance", "halves", halves, "days", days);
    }
    locale.text(
        "pupil-left-days",
        &[
            ("halves", halves.value()),
            ("days", days.value()),
            ("kind", kind.value()),
        ],
    )
}

/// Whether coming later it could take more: old days leave the window, or the days it is held against grow.
fn moves(version: &Version) -> bool {
    let so_far = matches!(version.comparator, Comparator::Share { of: ShareOf::SoFar, .. });
    so_far || matches!(version.window, RuleWindow::Last(_))
}

/// `15 %`, `15 dage`, `mere end 10 dage`.
fn limit(locale: Locale, version: &Version) -> String {
    let days = |count| in_days(halves(version.unit, count));
    match version.comparator {
        Comparator::Share { bp, .. } => {
            locale.t1("pupil-left-share", "share", words::hundredths(locale, u64::from(bp)))
        }
        Comparator::AtLeast(least) => locale.t1("pupil-left-limit", "days", days(least)),
        Comparator::MoreThan(most) => locale.t1("pupil-left-limit-more", "days", days(most)),
    }
}

/// The sentence of what is left.
fn sentence(frame: &Frame, rules: &RulePack, left: &Left<'_>) -> String {
    let (locale, version) = (frame.locale, left.version);
    let amount = amount(locale, version, left.more);
    let of_quarter = rules.settings().illness_total_window == statute::IllnessTotalWindow::Quarter;
    let key = match version.window {
        _ if moves(version) => "pupil-left-at-least",
        RuleWindow::Quarter => "pupil-left-in-quarter",
        RuleWindow::IllnessTotal if of_quarter => "pupil-left-in-quarter",
        RuleWindow::SchoolYear | RuleWindow::IllnessTotal => "pupil-left-in-year",
        _ => "pupil-left-in-a-row",
    };
    let more = locale.t1(key, "amount", amount);
    match &version.then {
        Some(then) => {
            let limit = limit(locale, version);
            let then = match locale {
                Locale::Da => then.da.clone(),
                Locale::En => then.en.clone(),
            };
            locale.text(
                "pupil-left-then",
                &[("more", more.value()), ("then", then.value()), ("limit", limit.value())],
            )
        }
        None => locale.t2(
            "pupil-left-reached",
            "more",
            more,
            "name",
            rule_name(locale, left.rule, left.version),
        ),
    }
}

/// What is counted now and, where that stands still, how many are enough.
fn counted(frame: &Frame, left: &Left<'_>) -> String {
    let locale = frame.locale;
    let number = |count: u32| match left.version.unit {
        Unit::Spells => count.to_string(),
        unit => in_days(halves(unit, count)),
    };
    let unit = locale.t(match left.version.unit {
        Unit::Spells => "pupil-unit-spells",
        Unit::HalfDays | Unit::Days => "pupil-unit-days",
    });
    let now = number(left.reading.numerator);
    match left.reading.least.filter(|_| !moves(left.version)).map(number) {
        Some(least) => locale.text(
            "pupil-left-counted-of",
            &[("now", now.value()), ("least", least.value()), ("unit", unit.value())],
        ),
        None => locale.t2("pupil-left-counted", "now", now, "unit", unit),
    }
}

/// What is left of every rule but statistics, the law first, of each kind the nearest first; a named rule that a rule of the municipality repeats is said once.
///
/// Nothing is said of a quarter or school year that is over.
fn lefts<'r>(rules: &'r RulePack, track: &Track<'_>, today: Date) -> Vec<Left<'r>> {
    let all = rules.left(track);
    let same = |a: &Left<'_>, b: &Left<'_>| a.version.implies(b.version) && b.version.implies(a.version);
    let repeated = |left: &Left<'_>| {
        left.rule.status == Status::Named && all.iter().any(|o| o.rule.status != Status::Named && same(o, left))
    };
    let over = |left: &Left<'_>| left.version.window.is_span() && !left.reading.span.is_some_and(|s| s.contains(today));
    let wanted = |l: &&Left<'_>| l.rule.status != Status::Statistic && !repeated(l) && !over(l);
    let mut kept: Vec<Left<'_>> = all.iter().filter(wanted).cloned().collect();
    kept.sort_by_key(|left| (left.rule.status, halves(left.version.unit, left.more)));
    kept
}

/// What is left of every rule, as the pupil's page says it; with the letters about this pupil, where they may be seen.
pub fn left_views(frame: &Frame, rules: &RulePack, track: &Track<'_>, letters: Option<PupilId>) -> Vec<LeftView> {
    lefts(rules, track, frame.today)
        .iter()
        .map(|left| LeftView {
            sentence: sentence(frame, rules, left),
            counted: counted(frame, left),
            duty: match frame.locale {
                Locale::Da => left.version.duty.da.clone(),
                Locale::En => left.version.duty.en.clone(),
            },
            deadline: left.reading.deadline.map(|d| frame.day(&d)),
            status: status(frame, left.rule.status),
            source: frame.t2(
                "pupil-version",
                "source",
                left.version.source.clone(),
                "date",
                frame.date(&left.version.from),
            ),
            link: left.version.link.clone(),
            days: left
                .reading
                .days
                .iter()
                .map(|d| frame.date_short(d))
                .collect::<Vec<_>>()
                .join(", "),
            letter: letters
                .zip(letter::early(left))
                .map(|(pupil, begins)| letter::address(pupil, left.rule, begins)),
        })
        .collect()
}

/// The thresholds that are close, in a few words each, as a row of the review says them.
pub fn close(frame: &Frame, rules: &RulePack, track: &Track<'_>) -> Vec<String> {
    lefts(rules, track, frame.today)
        .iter()
        .filter(|left| left.is_close())
        .map(|left| {
            let amount = amount(frame.locale, left.version, left.more);
            let name = rule_name(frame.locale, left.rule, left.version);
            frame.t2("pupil-left-short", "name", name, "amount", amount)
        })
        .collect()
}

/// Leaves out a named rule that another rule which holds says already: 5 % where 10 % holds.
pub fn without_repeated(findings: Vec<Finding<'_>>) -> Vec<Finding<'_>> {
    let said = |f: &Finding<'_>| {
        f.rule.status == Status::Named
            && findings.iter().any(|other| {
                other.rule.id != f.rule.id
                    && other.version.implies(f.version)
                    && (other.rule.status != Status::Named || !f.version.implies(other.version))
            })
    };
    findings.iter().filter(|f| !said(f)).cloned().collect()
}

/// The named rules that hold, in a line.
pub fn named_line(frame: &Frame, rules: &RulePack, track: &Track<'_>) -> Option<String> {
    let names: Vec<String> = without_repeated(rules.judge(track, Days::Unlisted))
        .iter()
        .filter(|finding| finding.rule.status == Status::Named)
        .map(|finding| rule_name(frame.locale, finding.rule, finding.version))
        .collect();
    (!names.is_empty()).then(|| frame.t1("review-named", "rules", names.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::sample;

    #[test]
    fn half_days_are_said_as_days() {
        let said: Vec<String> = [1, 2, 3, 4, 13].into_iter().map(in_days).collect();
        assert_eq!(said, ["½", "1", "1½", "2", "6½"]);
    }

    #[test]
    fn what_is_left_says_how_many_what_follows_and_how_it_is_counted() {
        let rules = RulePack::shipped().unwrap().with_named();
        let class = sample::SampleClass::new(8).unwrap();
        let frame = Frame::sample(Locale::Da);
        let track = class.track(0).unwrap();
        let said: Vec<String> = left_views(&frame, &rules, &track, None)
            .into_iter()
            .map(|l| l.sentence)
            .collect();
        assert_eq!(
            said,
            [
                "Endnu 2 dages ulovligt fravær i dette kvartal, så skal skolens leder orientere forældrene (10 %).",
                "Endnu 4½ dages ulovligt fravær i dette kvartal, så skal skolens leder underrette kommunen (15 %).",
                "Endnu 8 dages sygefravær i dette skoleår, så skal skolens leder kontakte forældrene om sygeundervisning (15 dage).",
                "Endnu 5 dages sygefravær eller ulovligt fravær i dette kvartal, så råder aftalen, som ikke er i kraft, skolens leder til at kontakte forældrene (mere end 10 dage).",
                "Endnu 9½ dages sygefravær eller ulovligt fravær i dette kvartal, så råder aftalen, som ikke er i kraft, til en støtteplan sammen med PPR (15 dage).",
                "Endnu mindst 4 dages fravær, så er »Fravær 15 af de sidste 60 skoledage« nået.",
                "Endnu mindst 4 dages fravær, så er »Fravær 7 af de sidste 20 skoledage« nået.",
                "Endnu mindst 2 nye forløb med sygefravær, så er »Fire sygeforløb på 60 skoledage« nået.",
                "Endnu mindst 4½ dages fravær, så er »20 % fravær i skoleåret til dato, omkring hver femte dag« nået.",
            ]
        );
        let english = Frame::sample(Locale::En);
        let short = close(&english, &rules, &track);
        assert_eq!(
            short,
            ["10 % unlawful absence in the quarter: 2 days of unlawful absence more"]
        );
    }
}
