//! Holiday lists (CSV, XLSX or iCalendar) turned into school days.
//!
//! Municipalities publish when school is closed; a calendar needs when it is open. No holiday is built in
//! (`law_and_formats.md` ch. 6).

use std::collections::BTreeSet;

use attendance::Span;
use jiff::civil::{Date, Weekday};

use crate::problem::{DateForm, Problem, ProblemKind, Problems, Reading, Unreadable};
use crate::table::{self, Limits};
use crate::value;

/// The longest a school is closed in one go, in days; a longer entry is a slip.
const LONGEST_CLOSED: u32 = 100;

/// Days a school is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// First and last day.
    pub span: Span,
    /// What it is called; may be empty.
    pub name: String,
    /// Line or row number in the file.
    pub line: u32,
}

/// The school days from the first to the last: Monday to Friday, less the days closed.
pub fn school_days(first: Date, last: Date, closed: &[Closed]) -> Vec<Date> {
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
        .filter(|day| !closed.iter().any(|c| c.span.contains(*day)))
        .collect()
}

/// One warning for every entry that does not touch the school year: mostly a wrong year.
pub fn outside(file: &str, first: Date, last: Date, closed: &[Closed]) -> Problems {
    let mut problems = Problems::new();
    for entry in closed.iter().filter(|c| c.span.to < first || c.span.from > last) {
        let value = format!("{} {}–{}", entry.name, entry.span.from, entry.span.to);
        let kind = ProblemKind::OutsideYear { from: first, to: last };
        problems.push(Problem::at(file.to_owned(), entry.line, "", value.trim(), kind));
    }
    problems
}

/// Reads a holiday list; iCalendar is known by its first line, anything else is a table.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Reading<Vec<Closed>> {
    let begins = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let is_icalendar = begins
        .get(..15)
        .is_some_and(|b| b.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"));
    let mut reading = if is_icalendar {
        icalendar(file, bytes, limits)
    } else {
        holiday_table(file, bytes, limits)
    };
    reading.problems.sort();
    if reading.problems.has_errors() {
        reading.rows.clear();
    }
    reading
}

/// Reads a table with the columns `fra`, `til` and `navn` (or `from`, `to`, `name`), or `dato` for single days.
fn holiday_table(file: &str, bytes: &[u8], limits: &Limits) -> Reading<Vec<Closed>> {
    let mut problems = Problems::new();
    let mut rows = Vec::new();
    let table = match table::read(file, bytes, None, limits) {
        Ok(table) => table,
        Err(problem) => {
            problems.push(problem);
            return Reading { rows, problems };
        }
    };
    let place = |row: &table::Row, names: &[&str]| {
        row.cells
            .iter()
            .position(|c| names.contains(&c.to_lowercase().trim_end_matches(':')))
    };
    let from_names = [
        "fra",
        "fra og med",
        "første fridag",
        "start",
        "startdato",
        "dato",
        "from",
        "date",
    ];
    let to_names = ["til", "til og med", "sidste fridag", "slut", "slutdato", "to"];
    let Some((header, from)) = table
        .rows
        .iter()
        .take(30)
        .enumerate()
        .find_map(|(at, row)| Some((at, place(row, &from_names)?)))
    else {
        let needed = ("første fridag (kolonnen »fra«)", "the first day closed (column `from`)");
        problems.push(Problem::of_file(file.to_owned(), ProblemKind::NotMapped { needed }));
        return Reading { rows, problems };
    };
    let head = table.rows.get(header);
    let column_name = |column: usize| head.map(|h| h.cell(column).to_owned()).unwrap_or_default();
    let to = head.and_then(|row| place(row, &to_names));
    let name = head.and_then(|row| place(row, &["navn", "ferie", "fridag", "beskrivelse", "name"]));
    for row in table.rows.iter().skip(header + 1) {
        if row.broken {
            problems.push(Problem::at(
                file.to_owned(),
                row.line,
                "",
                "",
                ProblemKind::BrokenQuotes,
            ));
            continue;
        }
        let mut date = |column: usize| {
            let text = row.cell(column);
            let found = value::danish_date(text);
            let kind = match found {
                Some(date) if in_range(date) => return found,
                Some(_) => ProblemKind::ImplausibleDate {
                    from: value::FIRST_YEAR,
                    to: value::LAST_YEAR,
                },
                None if text.is_empty() => ProblemKind::ValueMissing,
                None => ProblemKind::NotADate(DateForm::Danish),
            };
            problems.push(Problem::at(file.to_owned(), row.line, column_name(column), text, kind));
            None
        };
        let first = date(from);
        let last = match to.filter(|column| !row.cell(*column).is_empty()) {
            Some(column) => date(column),
            None => first,
        };
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        let name = name.map_or("", |column| row.cell(column));
        push(file, row.line, first, last, name, &mut rows, &mut problems);
    }
    Reading { rows, problems }
}

fn in_range(date: Date) -> bool {
    (value::FIRST_YEAR..=value::LAST_YEAR).contains(&date.year())
}

fn push(file: &str, line: u32, from: Date, to: Date, name: &str, rows: &mut Vec<Closed>, problems: &mut Problems) {
    let problem = |kind| Problem::at(file.to_owned(), line, "", &format!("{from}–{to}"), kind);
    if to < from {
        problems.push(problem(ProblemKind::EndsBeforeStart));
    } else if from.duration_until(to).as_hours() / 24 >= i64::from(LONGEST_CLOSED) {
        problems.push(problem(ProblemKind::PeriodTooLong { days: LONGEST_CLOSED }));
    } else {
        rows.push(Closed {
            span: Span { from, to },
            name: name.to_owned(),
            line,
        });
    }
}

/// One event being read.
#[derive(Default)]
struct Event {
    line: u32,
    start: Option<Date>,
    /// The last day, `DTEND` of a whole-day event being the day after.
    end: Option<Date>,
    name: String,
    cancelled: bool,
    broken: bool,
}

/// Reads the whole-day and timed events of a calendar (RFC 5545). An event that repeats is refused, never guessed.
fn icalendar(file: &str, bytes: &[u8], limits: &Limits) -> Reading<Vec<Closed>> {
    let mut problems = Problems::new();
    let mut rows = Vec::new();
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let text = if size > limits.bytes {
        Err(Unreadable::TooLarge {
            limit_mib: limits.bytes / (1024 * 1024),
        })
    } else {
        table::decoded(bytes).map(|(text, _)| text)
    };
    let text = match text {
        Ok(text) => text,
        Err(why) => {
            problems.push(Problem::of_file(file.to_owned(), ProblemKind::Unreadable(why)));
            return Reading { rows, problems };
        }
    };
    let mut event: Option<Event> = None;
    let mut ignored: BTreeSet<&str> = BTreeSet::new();
    for (line, content) in unfolded(&text) {
        let Some((head, value)) = split_content(&content) else {
            if !content.trim().is_empty() {
                problems.push(Problem::at(
                    file.to_owned(),
                    line,
                    "",
                    &content,
                    ProblemKind::BrokenEvent,
                ));
            }
            continue;
        };
        let mut parts = head.split(';');
        let name = parts.next().unwrap_or("").to_ascii_uppercase();
        let is_date = parts.any(|p| p.eq_ignore_ascii_case("VALUE=DATE")) || value.len() == 8;
        let upper = value.trim().to_ascii_uppercase();
        match (name.as_str(), &mut event) {
            ("BEGIN", None) if upper == "VEVENT" => {
                event = Some(Event {
                    line,
                    ..Event::default()
                })
            }
            // Alarms stand inside events; their lines are not the event's.
            ("BEGIN", Some(_)) if upper == "VALARM" => {
                ignored.insert("VALARM");
            }
            ("END", Some(_)) if upper == "VALARM" => {
                ignored.remove("VALARM");
            }
            (_, Some(_)) if !ignored.is_empty() => {}
            ("END", Some(_)) if upper == "VEVENT" => {
                let Some(done) = event.take() else { continue };
                match done.start {
                    _ if done.cancelled || done.broken => {}
                    Some(start) => {
                        let end = done.end.unwrap_or(start);
                        push(file, done.line, start, end, &done.name, &mut rows, &mut problems);
                    }
                    None => {
                        problems.push(Problem::at(
                            file.to_owned(),
                            done.line,
                            "DTSTART",
                            "",
                            ProblemKind::ValueMissing,
                        ));
                    }
                }
            }
            ("DTSTART" | "DTEND", Some(own)) => match stamp(value.trim()).filter(|(date, _)| in_range(*date)) {
                Some((date, _)) if name == "DTSTART" => own.start = Some(date),
                // The end is not part of the event: the day before for days and for midnight.
                Some((date, midnight)) if is_date || midnight => {
                    own.end = date.yesterday().ok().map(|d| own.start.map_or(d, |start| d.max(start)));
                }
                Some((date, _)) => own.end = Some(date),
                None => {
                    own.broken = true;
                    problems.push(Problem::at(
                        file.to_owned(),
                        line,
                        name,
                        value,
                        ProblemKind::BrokenEvent,
                    ));
                }
            },
            ("RRULE" | "RDATE" | "DURATION", Some(own)) => {
                own.broken = true;
                problems.push(Problem::at(
                    file.to_owned(),
                    line,
                    name,
                    value,
                    ProblemKind::BrokenEvent,
                ));
            }
            ("SUMMARY", Some(own)) => own.name = unescaped(value),
            ("STATUS", Some(own)) => own.cancelled = upper == "CANCELLED",
            _ => {}
        }
    }
    if let Some(open) = event {
        problems.push(Problem::at(
            file.to_owned(),
            open.line,
            "END",
            "",
            ProblemKind::BrokenEvent,
        ));
    }
    Reading { rows, problems }
}

/// The date of `20261010`, `20261010T080000` or `20261010T080000Z`, and whether the time is midnight.
fn stamp(text: &str) -> Option<(Date, bool)> {
    let (date, time) = text.split_once('T').unwrap_or((text, "000000"));
    if date.len() != 8 || !date.is_ascii() {
        return None;
    }
    let part = |from: usize, to: usize| date.get(from..to);
    let date = value::iso_date(&format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?))?;
    Some((date, time.trim_end_matches('Z').bytes().all(|b| b == b'0')))
}

/// Content lines with the physical line they begin on; a line that begins with a blank goes on the one before.
fn unfolded(text: &str) -> Vec<(u32, String)> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (number, line) in (1u32..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

/// Name with parameters, and value; a colon inside quotation marks does not part them.
fn split_content(content: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = content.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ':' && !quoted).then_some(at)
    })?;
    Some((content.get(..at)?, content.get(at + 1..)?))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n' | 'N')) => out.push(' '),
            ('\\', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use attendance::{Calendar, Quarter};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn spans(bytes: &[u8]) -> Vec<(Date, Date, String)> {
        let reading = read("ferie", bytes, &Limits::default());
        assert!(
            reading.problems.is_empty(),
            "{}",
            reading.problems.report(crate::Lang::English, 9)
        );
        reading
            .rows
            .into_iter()
            .map(|c| (c.span.from, c.span.to, c.name))
            .collect()
    }

    fn codes(bytes: &[u8]) -> Vec<(Option<u32>, &'static str)> {
        let reading = read("ferie", bytes, &Limits::default());
        reading
            .problems
            .kept()
            .iter()
            .map(|p| (p.line, p.kind.code()))
            .collect()
    }

    /// The published holidays of one school for 2026/27 (`law_and_formats.md` ch. 6): 38, 52, 51 and 59 days.
    const HOLIDAYS: &str = "Ferie;Fra;Til\nEfterårsferie;10-10-2026;18-10-2026\nJuleferie;19-12-2026;04-01-2027\n\
        Vinterferie;13-02-2027;21-02-2027\nPåskeferie;20-03-2027;29-03-2027\nKr. himmelfart;06-05-2027;09-05-2027\n\
        Pinse;15-05-2027;17-05-2027\n";

    #[test]
    fn published_holidays_give_the_published_school_days() {
        let closed = read("ferie.csv", HOLIDAYS.as_bytes(), &Limits::default()).rows;
        let days = school_days(date(2026, 8, 10), date(2027, 6, 25), &closed);
        let calendar = Calendar::new(days).unwrap();
        let count = |day| calendar.count_in(Quarter::of(day).span());
        let found = [date(2026, 8, 1), date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1)].map(count);
        assert_eq!((calendar.len(), found), (200, [38, 52, 51, 59]));
    }

    #[test]
    fn a_holiday_of_another_year_is_pointed_out() {
        let closed = [Closed {
            span: Span {
                from: date(2026, 2, 13),
                to: date(2026, 2, 21),
            },
            name: "Vinterferie".to_owned(),
            line: 4,
        }];
        let problems = outside("ferie.csv", date(2026, 8, 10), date(2027, 6, 25), &closed);
        assert_eq!((problems.errors(), problems.warnings()), (0, 1));
        assert!(outside("ferie.csv", date(2025, 8, 11), date(2026, 6, 26), &closed).is_empty());
    }

    #[test]
    fn icalendar_ends_are_the_day_after() {
        let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261010\r\n\
            DTEND;VALUE=DATE:20261019\r\nSUMMARY:Efterårs\r\n ferie\\, uge 42\r\nBEGIN:VALARM\r\nDURATION:PT1H\r\n\
            END:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20270605T000000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
            DTSTART:20270506T080000Z\r\nDTEND:20270507T150000Z\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
            DTSTART:20270101\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            spans(ics.as_bytes()),
            [
                (
                    date(2026, 10, 10),
                    date(2026, 10, 18),
                    "Efterårsferie, uge 42".to_owned()
                ),
                (date(2027, 6, 5), date(2027, 6, 5), String::new()),
                (date(2027, 5, 6), date(2027, 5, 7), String::new()),
            ]
        );
    }

    #[test]
    fn every_broken_event_is_told_of() {
        let ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261301\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n\
            BEGIN:VEVENT\nDTSTART:20261001\nRRULE:FREQ=YEARLY\nEND:VEVENT\nnonsense\nBEGIN:VEVENT\nDTSTART:20261001\n";
        assert_eq!(
            codes(ics.as_bytes()),
            [
                (Some(3), "broken_event"),
                (Some(5), "value_missing"),
                (Some(10), "broken_event"),
                (Some(12), "broken_event"),
                (Some(13), "broken_event"),
            ]
        );
    }

    #[test]
    fn every_broken_row_of_a_table_is_told_of() {
        let csv = "fra;til;navn\n31-02-2027;;x\n18-10-2026;10-10-2026;y\n;;z\n01-10-2026;01-10-2027;w\n01-10-1926;;v\n";
        assert_eq!(
            codes(csv.as_bytes()),
            [
                (Some(2), "not_a_date"),
                (Some(3), "ends_before_start"),
                (Some(4), "value_missing"),
                (Some(5), "period_too_long"),
                (Some(6), "implausible_date"),
            ]
        );
        assert_eq!(codes(b"a;b\n1;2\n"), [(None, "not_mapped")]);
        assert_eq!(codes(&[0; 64]), [(None, "unreadable")]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows_or_problems(bytes in proptest::collection::vec(any::<u8>(), 0..200), ics in any::<bool>()) {
            let head: &[u8] = if ics { b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" } else { b"fra;til\n" };
            let reading = read("ferie", &[head, &bytes].concat(), &Limits::default());
            prop_assert!(reading.problems.errors() == 0 || reading.rows.is_empty());
        }
    }
}
