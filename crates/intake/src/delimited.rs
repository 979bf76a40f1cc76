//! Records of RFC 4180 text, borrowed where they can be, each with the physical line it begins on.

use std::borrow::Cow;

use crate::problem::{Problem, ProblemKind, Problems, Unreadable};

/// A quoted field longer than this is taken for a quotation mark that was forgotten.
const LONGEST_QUOTED: usize = 64 * 1024;

/// A part of a file that is worth a thread of its own, in bytes.
const SHORTEST_PART: usize = 256 * 1024;

/// The text of a file that may hold broken bytes on some lines.
pub(crate) struct Text<'a> {
    pub text: Cow<'a, str>,
    /// Physical lines that were not UTF-8, in order.
    pub bad_lines: Vec<u32>,
}

impl Text<'_> {
    /// Whether any line of a record was not UTF-8.
    pub fn is_bad(&self, record: Record) -> bool {
        let at = self.bad_lines.partition_point(|l| *l < record.line);
        self.bad_lines.get(at).is_some_and(|l| *l <= record.last_line)
    }
}

/// What makes bytes no text at all, if anything.
pub(crate) fn refusal(bytes: &[u8]) -> Option<Unreadable> {
    match bytes {
        [] | [0xEF, 0xBB, 0xBF] => Some(Unreadable::Empty),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(Unreadable::Utf16),
        _ if bytes.contains(&0) => Some(Unreadable::Binary),
        _ if bytes.iter().all(u8::is_ascii_whitespace) => Some(Unreadable::Empty),
        _ => None,
    }
}

/// Reads bytes as UTF-8; every broken line is a problem, the others stay readable.
pub(crate) fn utf8<'a>(file: &'static str, bytes: &'a [u8], problems: &mut Problems) -> Option<Text<'a>> {
    if let Some(why) = refusal(bytes) {
        problems.push(Problem::of_file(file, ProblemKind::Unreadable(why)));
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = core::str::from_utf8(bytes) {
        return Some(Text {
            text: Cow::Borrowed(text),
            bad_lines: Vec::new(),
        });
    }
    let mut bad_lines = Vec::new();
    for (number, line) in (1u32..).zip(bytes.split(|b| *b == b'\n')) {
        if core::str::from_utf8(line).is_err() {
            bad_lines.push(number);
            problems.push(Problem::at(file, number, "", "", ProblemKind::NotUtf8));
        }
    }
    Some(Text {
        text: Cow::Owned(String::from_utf8_lossy(bytes).into_owned()),
        bad_lines,
    })
}

/// Where a record stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// The physical line it begins on, from 1.
    pub line: u32,
    /// The physical line it ends on.
    pub last_line: u32,
    /// Quotation marks that do not fit; the fields are not to be used.
    pub broken: bool,
    start: usize,
}

/// Reads records one after the other. Blank lines are no records.
pub(crate) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: u32,
}

impl<'a> Records<'a> {
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            at: 0,
            line: 1,
        }
    }

    /// The same records in parts that can be read at once: split at line breaks, about equally long.
    ///
    /// One part when there is a quotation mark, which may hide a line break, or when the text is short.
    pub fn parts(self, most: usize) -> Vec<Self> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..).unwrap_or(&[]);
        let most = most.min(rest.len() / SHORTEST_PART);
        if most < 2 || rest.contains(&b'"') {
            return vec![self];
        }
        let (mut parts, mut from, mut line) = (Vec::with_capacity(most), self.at, self.line);
        for part in 1..=most {
            let to = match bytes.get(self.at + rest.len() / most * part..).filter(|_| part < most) {
                Some(after) => after
                    .iter()
                    .position(|b| *b == b'\n')
                    .map_or(bytes.len(), |n| bytes.len() - after.len() + n + 1),
                None => bytes.len(),
            };
            let own = bytes.get(from..to).unwrap_or(&[]);
            parts.push(Self {
                text: self.slice(0, to),
                delimiter: self.delimiter,
                at: from,
                line,
            });
            line = line.saturating_add(u32::try_from(own.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX));
            from = to;
        }
        parts
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    /// The next record into `fields`; `None` at the end.
    pub fn next(&mut self, fields: &mut Vec<Cow<'a, str>>) -> Option<Record> {
        fields.clear();
        loop {
            match self.byte(self.at)? {
                b'\n' => self.at += 1,
                b'\r' if self.byte(self.at + 1) == Some(b'\n') => self.at += 2,
                _ => break,
            }
            self.line += 1;
        }
        let (start, line) = (self.at, self.line);
        loop {
            if self.byte(self.at) == Some(b'"') {
                match self.quoted() {
                    Some(field) => fields.push(field),
                    None => {
                        let record = Record {
                            line,
                            last_line: line,
                            broken: true,
                            start,
                        };
                        self.resume_after_first_line(record);
                        return Some(record);
                    }
                }
            } else {
                let from = self.at;
                let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
                let delimiter = self.delimiter;
                let len = rest
                    .iter()
                    .position(|b| *b == delimiter || *b == b'\n')
                    .unwrap_or(rest.len());
                self.at = from + len;
                let mut end = self.at;
                if self.byte(end) != Some(delimiter) && end > from && self.byte(end - 1) == Some(b'\r') {
                    end -= 1;
                }
                fields.push(Cow::Borrowed(self.slice(from, end)));
            }
            match self.byte(self.at) {
                Some(b) if b == self.delimiter => self.at += 1,
                Some(_) => {
                    let record = Record {
                        line,
                        last_line: self.line,
                        broken: false,
                        start,
                    };
                    self.at += 1;
                    self.line += 1;
                    return Some(record);
                }
                None => {
                    return Some(Record {
                        line,
                        last_line: self.line,
                        broken: false,
                        start,
                    });
                }
            }
        }
    }

    /// Goes back to the line after the one a record begins on, so that a forgotten quotation mark hides one line only.
    pub fn resume_after_first_line(&mut self, record: Record) {
        let rest = self.text.as_bytes().get(record.start..).unwrap_or(&[]);
        let len = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
        self.at = record.start + len;
        self.line = record.line + 1;
    }

    /// A quoted field, ending before a delimiter, a line break or the end of the text.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let from = self.at + 1;
        let mut at = from;
        let mut escaped = false;
        let mut lines = 0;
        let end = loop {
            if at - from > LONGEST_QUOTED {
                return None;
            }
            match self.byte(at)? {
                b'"' if self.byte(at + 1) == Some(b'"') => {
                    escaped = true;
                    at += 2;
                }
                b'"' => break at,
                b'\n' => {
                    lines += 1;
                    at += 1;
                }
                _ => at += 1,
            }
        };
        at = end + 1;
        if self.byte(at) == Some(b'\r') && matches!(self.byte(at + 1), Some(b'\n') | None) {
            at += 1;
        }
        match self.byte(at) {
            None | Some(b'\n') => {}
            Some(b) if b == self.delimiter => {}
            Some(_) => return None,
        }
        self.at = at;
        self.line += lines;
        let field = self.slice(from, end);
        Some(if escaped {
            Cow::Owned(field.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(field)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<(u32, bool, Vec<String>)> {
        let mut records = Records::new(text, b',');
        let mut fields = Vec::new();
        let mut out = Vec::new();
        while let Some(record) = records.next(&mut fields) {
            out.push((
                record.line,
                record.broken,
                fields.iter().map(|f| f.to_string()).collect(),
            ));
        }
        out
    }

    fn row(line: u32, fields: &[&str]) -> (u32, bool, Vec<String>) {
        (line, false, fields.iter().map(|f| (*f).to_owned()).collect())
    }

    #[test]
    fn records_carry_their_physical_line() {
        assert_eq!(
            all("a,b\r\n\r\n\"x\ny\",2\n\n\"say \"\"hi\"\"\",\nlast,"),
            [
                row(1, &["a", "b"]),
                row(3, &["x\ny", "2"]),
                row(6, &["say \"hi\"", ""]),
                row(7, &["last", ""])
            ]
        );
    }

    #[test]
    fn a_forgotten_quotation_mark_hides_one_line_only() {
        let found = all("a,b\n\"open,1\nfine,2\n\"x\"y,3\nlast,4\n");
        assert_eq!(
            found.iter().map(|(l, b, _)| (*l, *b)).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false), (4, true), (5, false)]
        );
    }

    #[test]
    fn one_quotation_mark_left_open_in_a_large_file_costs_little() {
        let text = format!("\"open\n{}", "\"\",\"\"x\n".repeat(200_000));
        assert_eq!(all(&text).len(), 200_001);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in vec(vec("[a,\"\n\r é;]{0,6}", 2..4), 0..12)) {
            let mut text = String::new();
            for row in &rows {
                let fields: Vec<&str> = row.iter().map(String::as_str).collect();
                crate::write::row(&mut text, &fields);
            }
            let read: Vec<Vec<String>> = all(&text).into_iter().map(|(_, _, f)| f).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
