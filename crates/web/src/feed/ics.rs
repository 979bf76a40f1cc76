//! Writes calendars as RFC 5545 asks: CRLF, lines of at most 75 octets, texts escaped, instants in UTC.
//!
//! Instants in UTC need no time zone to go with them, and every calendar shows them in its reader's own.

use core::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

/// The most octets of a line before it is folded (RFC 5545, 3.1).
const LINE: usize = 75;

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From one instant to another.
    Between(Timestamp, Timestamp),
    /// A whole day; it keeps nobody busy.
    Day(Date),
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is planned.
    Confirmed,
    /// It is to be expected, and nobody has planned it.
    Tentative,
    /// It will not be held.
    Cancelled,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// One thing in a calendar: time, place and a link. There is no field for more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by, the same in every calendar and for ever.
    pub uid: String,
    /// When it was last changed.
    pub changed: Timestamp,
    /// How often its time has changed.
    pub sequence: u32,
    /// How sure it is.
    pub status: Status,
    /// When.
    pub when: When,
    /// One word for what it is.
    pub summary: String,
    /// Where.
    pub place: Option<String>,
    /// The page that says more to those who may read it.
    pub link: String,
}

/// A calendar as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub events: Vec<Event>,
}

/// A text as a value: `\`, `;`, `,` and line breaks escaped, other control characters left out (3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

fn utc(at: Timestamp) -> impl fmt::Display {
    at.strftime("%Y%m%dT%H%M%SZ")
}

/// Lines of the file.
struct Lines(String);

impl Lines {
    /// One line, folded between letters so that none is cut in two.
    fn line(&mut self, line: &str) {
        let mut left = LINE;
        for letter in line.chars() {
            if letter.len_utf8() > left {
                self.0.push_str("\r\n ");
                left = LINE - 1;
            }
            self.0.push(letter);
            left = left.saturating_sub(letter.len_utf8());
        }
        self.0.push_str("\r\n");
    }

    fn words(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    fn event(&mut self, event: &Event) {
        self.line("BEGIN:VEVENT");
        self.words("UID", &event.uid);
        self.line(&format!("DTSTAMP:{}", utc(event.changed)));
        self.line(&format!("LAST-MODIFIED:{}", utc(event.changed)));
        self.line(&format!("SEQUENCE:{}", event.sequence));
        self.line(&format!("STATUS:{}", event.status.word()));
        match event.when {
            When::Between(from, to) => {
                self.line(&format!("DTSTART:{}", utc(from)));
                self.line(&format!("DTEND:{}", utc(to)));
                self.line("TRANSP:OPAQUE");
            }
            When::Day(day) => {
                self.line(&format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
                self.line("TRANSP:TRANSPARENT");
            }
        }
        self.line("CLASS:PRIVATE");
        self.words("SUMMARY", &event.summary);
        if let Some(place) = &event.place {
            self.words("LOCATION", place);
        }
        // Few calendars show the link of an event, all show its text.
        self.words("DESCRIPTION", &event.link);
        self.line(&format!("URL:{}", event.link));
        self.line("END:VEVENT");
    }
}

impl Calendar {
    /// The whole file. It publishes: nothing is asked of anybody by the program, people invite people.
    pub fn write(&self) -> String {
        let mut lines = Lines(String::new());
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Naervaer//Naervaer//DA",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
        ] {
            lines.line(line);
        }
        lines.words("NAME", &self.name);
        lines.words("X-WR-CALNAME", &self.name);
        for event in &self.events {
            lines.event(event);
        }
        lines.line("END:VCALENDAR");
        lines.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as a calendar reads it: name, parameters, value.
    type Read = (String, Vec<String>, String);

    /// Reads a file as RFC 5545 says a reader does: lines unfolded, parts taken apart, texts made whole.
    fn read(file: &str) -> Vec<Read> {
        assert!(file.ends_with("\r\n"), "the last line ends too");
        let lines: Vec<&str> = file.split_terminator("\r\n").collect();
        for line in &lines {
            assert!(line.len() <= LINE, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line}");
        }
        let mut whole: Vec<String> = Vec::new();
        for line in lines {
            match line.strip_prefix(' ') {
                Some(more) => whole.last_mut().unwrap().push_str(more),
                None => whole.push(line.to_owned()),
            }
        }
        let part = |line: &String| {
            let (head, value) = line.split_once(':').unwrap();
            let mut head = head.split(';').map(str::to_owned);
            (head.next().unwrap(), head.collect(), value.to_owned())
        };
        whole.iter().map(part).collect()
    }

    fn unescaped(value: &str) -> String {
        let (mut text, mut letters) = (String::new(), value.chars());
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next().unwrap() {
                    'n' => text.push('\n'),
                    other => text.push(other),
                },
                ';' | ',' => panic!("not escaped: {value}"),
                other => text.push(other),
            }
        }
        text
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn event(place: &str) -> Event {
        Event {
            uid: "1-7@naervaer".to_owned(),
            changed: at("2026-11-20T08:00:00Z"),
            sequence: 2,
            status: Status::Confirmed,
            when: When::Between(at("2026-11-30T12:15:00Z"), at("2026-11-30T13:00:00Z")),
            summary: "Møde".to_owned(),
            place: Some(place.to_owned()),
            link: "https://naervaer.example/cases/1/meetings#n7".to_owned(),
        }
    }

    fn value<'r>(lines: &'r [Read], name: &str) -> &'r str {
        let found: Vec<&Read> = lines.iter().filter(|line| line.0 == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        &found[0].2
    }

    #[test]
    fn what_is_written_is_read_again() {
        let places = [
            "Lokale 2",
            "Blå sal; øverst, til højre\\venstre",
            "første linje\r\nanden linje",
            &"Æblegården på Østergade, ".repeat(20),
            "👩‍🏫 i gården 👩‍🏫 i gården 👩‍🏫 i gården 👩‍🏫 i gården 👩‍🏫",
            "BEGIN:VEVENT\r\nSUMMARY:ikke et møde",
        ];
        for place in places {
            let name = "Nærvær".to_owned();
            let events = vec![event(place)];
            let lines = read(&Calendar { name, events }.write());
            assert_eq!(unescaped(value(&lines, "LOCATION")), place.replace("\r\n", "\n"));
            assert_eq!(unescaped(value(&lines, "SUMMARY")), "Møde");
            assert_eq!(value(&lines, "DTSTART"), "20261130T121500Z");
            assert_eq!(value(&lines, "DTEND"), "20261130T130000Z");
            assert_eq!(value(&lines, "SEQUENCE"), "2");
            assert_eq!(value(&lines, "METHOD"), "PUBLISH");
            assert_eq!(value(&lines, "URL"), "https://naervaer.example/cases/1/meetings#n7");
            let marks: Vec<String> = lines
                .iter()
                .filter(|line| matches!(line.0.as_str(), "BEGIN" | "END"))
                .map(|line| format!("{}:{}", line.0, line.2))
                .collect();
            let whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"];
            assert_eq!(marks, whole, "no words of a person begin a thing of the file");
        }
    }

    #[test]
    fn a_whole_day_is_a_date_and_keeps_nobody_busy() {
        let mut day = event("Lokale 2");
        day.when = When::Day(jiff::civil::date(2026, 12, 1));
        day.status = Status::Cancelled;
        day.place = None;
        let calendar = Calendar {
            name: "Nærvær".to_owned(),
            events: vec![day],
        };
        let lines = read(&calendar.write());
        let starts = lines.iter().find(|line| line.0 == "DTSTART").unwrap();
        assert_eq!(
            (starts.1.as_slice(), starts.2.as_str()),
            (["VALUE=DATE".to_owned()].as_slice(), "20261201")
        );
        assert_eq!(value(&lines, "TRANSP"), "TRANSPARENT");
        assert_eq!(value(&lines, "STATUS"), "CANCELLED");
        assert!(!lines.iter().any(|line| matches!(line.0.as_str(), "LOCATION" | "DTEND")));
    }
}
