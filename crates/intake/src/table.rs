//! Any CSV or XLSX file as rows of text, with limits that no file gets past.

use core::fmt;
use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader as _, Xlsx};
use encoding_rs::{Encoding as Charset, UTF_8, WINDOWS_1252};

use crate::delimited::{self, Records};
use crate::problem::{Problem, ProblemKind, Unreadable};

/// How large a file may be, and what it may unfold to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub bytes: u64,
    /// Bytes a workbook unfolds to, all parts together; also the most text taken from it.
    pub unfolded: u64,
    /// How many times its own size a part of a workbook may unfold to.
    pub ratio: u64,
    /// Parts of a workbook.
    pub parts: usize,
    /// Cells in all.
    pub cells: usize,
    /// Columns.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * MIB,
            unfolded: 256 * MIB,
            ratio: 200,
            parts: 200,
            cells: 10_000_000,
            columns: 1_000,
        }
    }
}

const MIB: u64 = 1024 * 1024;
/// A part smaller than this may unfold by any ratio: an empty style sheet does.
const SMALL_PART: u64 = MIB;

/// How the table was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with a delimiter.
    Text {
        /// `;`, `,` or a tab.
        delimiter: char,
        /// The name of the character set, as `UTF-8` or `windows-1252`.
        charset: &'static str,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The sheet read.
        name: String,
        /// Every sheet there is.
        all: Vec<String>,
    },
}

/// One row. Cells after the last are empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Physical line of a text, row number of a sheet; from 1.
    pub line: u32,
    /// What the cells say, blanks around it cut; dates of a sheet as `2026-08-31`.
    pub cells: Vec<String>,
    /// Quotation marks that do not fit; the cells are not to be used.
    pub broken: bool,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, …)", self.line)
    }
}

impl Row {
    /// A cell; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether every cell is empty.
    pub fn is_blank(&self) -> bool {
        !self.broken && self.cells.iter().all(String::is_empty)
    }
}

/// A file as rows of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the file, for problems.
    pub file: String,
    /// How it was stored.
    pub form: Form,
    /// All rows that are not blank, titles and header included.
    pub rows: Vec<Row>,
}

/// Reads a CSV or XLSX file; which of them, the delimiter and the character set are seen from the bytes.
///
/// Of a workbook the named sheet is read, or the first one with rows.
///
/// # Errors
/// The one problem that keeps the file from being read.
pub fn read(file: &str, bytes: &[u8], sheet: Option<&str>, limits: &Limits) -> Result<Table, Problem> {
    let refuse = |why| Problem::of_file(file.to_owned(), ProblemKind::Unreadable(why));
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.bytes {
        return Err(refuse(Unreadable::TooLarge {
            limit_mib: limits.bytes / MIB,
        }));
    }
    let (form, rows) = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook(bytes, sheet, limits).map_err(refuse)?,
        // An old or encrypted workbook.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(refuse(Unreadable::Workbook)),
        _ => text(bytes, limits).map_err(refuse)?,
    };
    if rows.is_empty() {
        return Err(refuse(Unreadable::NoRows));
    }
    Ok(Table {
        file: file.to_owned(),
        form,
        rows,
    })
}

/// The text of bytes in UTF-8, UTF-16 with a mark, or windows-1252, and the name of the character set.
pub(crate) fn decoded(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Unreadable> {
    let marked = Charset::for_bom(bytes);
    match delimited::refusal(bytes) {
        None => {}
        Some(Unreadable::Utf16) if marked.is_some() => {}
        Some(why) => return Err(why),
    }
    let charset = match marked {
        Some((charset, _)) => charset,
        None if core::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, charset, _) = charset.decode(bytes);
    // Bytes that windows-1252 has no letter for are control codes: no text.
    if charset == WINDOWS_1252
        && text
            .chars()
            .any(|c| matches!(c, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1f}'))
    {
        return Err(Unreadable::Binary);
    }
    if text.contains('\0') {
        return Err(Unreadable::Binary);
    }
    Ok((text, charset.name()))
}

fn text(bytes: &[u8], limits: &Limits) -> Result<(Form, Vec<Row>), Unreadable> {
    let (text, charset) = decoded(bytes)?;
    let delimiter = delimiter_of(&text);
    let mut records = Records::new(&text, delimiter);
    let mut fields = Vec::new();
    let mut rows = Vec::new();
    let mut cells = 0;
    while let Some(record) = records.next(&mut fields) {
        cells += fields.len();
        if fields.len() > limits.columns || cells > limits.cells {
            return Err(Unreadable::TooManyCells);
        }
        let row = Row {
            line: record.line,
            cells: fields.iter().map(|f| f.trim().to_owned()).collect(),
            broken: record.broken,
        };
        let hint = rows.is_empty() && row.cell(0).to_ascii_lowercase().starts_with("sep=");
        if !row.is_blank() && !hint {
            rows.push(row);
        }
    }
    Ok((
        Form::Text {
            delimiter: char::from(delimiter),
            charset,
        },
        rows,
    ))
}

/// The delimiter under which most of the first records have the same number of fields, more than one.
fn delimiter_of(text: &str) -> u8 {
    if let Some(hint) = text.strip_prefix("sep=")
        && let Some(byte @ (b';' | b',' | b'\t')) = hint.bytes().next()
    {
        return byte;
    }
    let mut best = (0, 0, b';');
    for delimiter in [b';', b'\t', b','] {
        let mut records = Records::new(text, delimiter);
        let mut fields = Vec::new();
        let mut widths: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
        for _ in 0..30 {
            let Some(record) = records.next(&mut fields) else { break };
            if !record.broken && fields.len() > 1 {
                *widths.entry(fields.len()).or_default() += 1;
            }
        }
        let (width, rows) = widths
            .into_iter()
            .max_by_key(|(width, rows)| (*rows, *width))
            .unwrap_or((0, 0));
        if (rows, width) > (best.0, best.1) {
            best = (rows, width, delimiter);
        }
    }
    best.2
}

/// Looks at what a workbook would unfold to by unfolding it into nothing, since its directory may lie.
fn unfolds_within(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Workbook)?;
    if zip.len() > limits.parts {
        return Err(Unreadable::Unfolds);
    }
    let mut said = 0u64;
    for place in 0..zip.len() {
        let part = zip.by_index_raw(place).map_err(|_| Unreadable::Workbook)?;
        said = said.saturating_add(part.size());
        let most = part.compressed_size().saturating_mul(limits.ratio);
        if said > limits.unfolded || part.size() > SMALL_PART && part.size() > most {
            return Err(Unreadable::Unfolds);
        }
    }
    let mut total = 0u64;
    for place in 0..zip.len() {
        let part = zip.by_index(place).map_err(|_| Unreadable::Workbook)?;
        let most = part.compressed_size().saturating_mul(limits.ratio).max(SMALL_PART);
        let room = most.min(limits.unfolded.saturating_sub(total));
        let unfolded =
            io::copy(&mut part.take(room.saturating_add(1)), &mut io::sink()).map_err(|_| Unreadable::Workbook)?;
        if unfolded > room {
            return Err(Unreadable::Unfolds);
        }
        total += unfolded;
    }
    Ok(())
}

fn workbook(bytes: &[u8], wanted: Option<&str>, limits: &Limits) -> Result<(Form, Vec<Row>), Unreadable> {
    unfolds_within(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Workbook)?;
    let all = book.sheet_names();
    let names: Vec<String> = match wanted {
        Some(name) if all.iter().any(|n| n == name) => vec![name.to_owned()],
        _ => all.clone(),
    };
    for name in names {
        let rows = sheet(&mut book, &name, limits)?;
        if !rows.is_empty() {
            return Ok((Form::Sheet { name, all }, rows));
        }
    }
    Err(Unreadable::NoRows)
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: &Limits) -> Result<Vec<Row>, Unreadable> {
    // A chart sheet has no cells to read.
    let Ok(mut cells) = book.worksheet_cells_reader(name) else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<Row> = Vec::new();
    let (mut count, mut letters) = (0usize, 0u64);
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Workbook)? {
        let (row, column) = cell.get_position();
        let Some(text) = cell_text(cell.get_value()) else {
            continue;
        };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let line = row.saturating_add(1);
        if column >= limits.columns {
            return Err(Unreadable::TooManyCells);
        }
        if rows.last().is_none_or(|r| r.line != line) {
            rows.push(Row {
                line,
                cells: Vec::new(),
                broken: false,
            });
        }
        let Some(own) = rows.last_mut() else { continue };
        if own.cells.len() <= column {
            count += column + 1 - own.cells.len();
            own.cells.resize(column + 1, String::new());
        }
        letters = letters.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        if count > limits.cells || letters > limits.unfolded {
            return Err(Unreadable::TooManyCells);
        }
        if let Some(place) = own.cells.get_mut(column) {
            *place = text;
        }
    }
    rows.retain(|r| !r.is_blank());
    rows.sort_by_key(|r| r.line);
    Ok(rows)
}

/// What a cell says; `None` when it says nothing. A whole number is written without decimals, a day as a date.
fn cell_text(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(s) => s.trim().to_owned(),
        DataRef::SharedString(s) => s.trim().to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date}T{hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::Error(_) | DataRef::Empty => return None,
    };
    if text.is_empty() { None } else { Some(text) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write as _;

    /// A workbook with one sheet of these `<row>`s.
    pub(crate) fn book(rows: &str, strings: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let strings: String = strings.iter().map(|s| format!("<si><t>{s}</t></si>")).collect();
        for (name, text) in [
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Ark1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
                ),
            ),
            ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>")),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn why(bytes: &[u8]) -> ProblemKind {
        read("fil", bytes, None, &Limits::default()).unwrap_err().kind
    }

    fn form_of(bytes: &[u8]) -> Form {
        read("fil", bytes, None, &Limits::default()).unwrap().form
    }

    #[test]
    fn delimiter_and_character_set_are_seen_from_the_bytes() {
        let text = |delimiter, charset| Form::Text { delimiter, charset };
        for (bytes, expected) in [
            (&b"a;b;c\n1,5;2;3\n1,5;2;3\n"[..], text(';', "UTF-8")),
            (b"a,b\n1,2\n", text(',', "UTF-8")),
            (b"a\tb\n1,5\t2\n", text('\t', "UTF-8")),
            (b"\xEF\xBB\xBFa;\xC3\xA6\n1;2\n", text(';', "UTF-8")),
            (b"a;\xE6\n1;2\n", text(';', "windows-1252")),
            (b"sep=;\na;b\n1;2\n", text(';', "UTF-8")),
            (
                b"\xFF\xFEa\x00;\x00b\x00\n\x001\x00;\x002\x00\n\x00",
                text(';', "UTF-16LE"),
            ),
        ] {
            assert_eq!(form_of(bytes), expected);
        }
    }

    #[test]
    fn what_cannot_be_a_table_is_one_clear_problem() {
        let unreadable = ProblemKind::Unreadable;
        assert_eq!(why(b""), unreadable(Unreadable::Empty));
        assert_eq!(why(b"\n \r\n"), unreadable(Unreadable::Empty));
        assert_eq!(why(&vec![0; 1_000_000]), unreadable(Unreadable::Binary));
        assert_eq!(why(b"\x89PNG\r\n\x1a\n\x01\x02"), unreadable(Unreadable::Binary));
        assert_eq!(why(b"PK\x03\x04 and no more"), unreadable(Unreadable::Workbook));
        assert_eq!(
            why(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            unreadable(Unreadable::Workbook)
        );
        let small = Limits {
            bytes: MIB,
            ..Limits::default()
        };
        let zeros = vec![0; 2 * 1024 * 1024];
        let kind = read("fil", &zeros, None, &small).unwrap_err().kind;
        assert_eq!(kind, unreadable(Unreadable::TooLarge { limit_mib: 1 }));
    }

    #[test]
    fn a_sheet_reads_as_text_with_dates() {
        let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
                    <row r=\"4\"><c r=\"A4\" s=\"1\"><v>46265</v></c><c r=\"C4\"><v>102155000</v></c><c r=\"D4\"><v>1.5</v></c></row>";
        let table = read("bog.xlsx", &book(rows, &["Dato", " Årsag "]), None, &Limits::default()).unwrap();
        let cells: Vec<(u32, Vec<&str>)> = table
            .rows
            .iter()
            .map(|r| (r.line, r.cells.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            cells,
            [
                (1, vec!["Dato", "Årsag"]),
                (4, vec!["2026-08-31", "", "102155000", "1.5"])
            ]
        );
    }

    #[test]
    fn a_workbook_that_unfolds_is_refused_before_it_is_opened() {
        let bomb = book(&format!("<!--{}-->", " ".repeat(20 * 1024 * 1024)), &[]);
        assert!(bomb.len() < 100_000);
        assert_eq!(why(&bomb), ProblemKind::Unreadable(Unreadable::Unfolds));
        let mut liar = bomb.clone();
        // The directory and the local header say one byte; the part is as large as before.
        let real = u32::try_from(20 * 1024 * 1024).unwrap();
        for at in 0..liar.len() - 4 {
            let word = u32::from_le_bytes(liar[at..at + 4].try_into().unwrap());
            if (real..real + 400).contains(&word) {
                liar[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
            }
        }
        assert_ne!(liar, bomb);
        let kind = why(&liar);
        assert!(
            matches!(
                kind,
                ProblemKind::Unreadable(Unreadable::Unfolds | Unreadable::Workbook)
            ),
            "refused while unfolding into nothing: {kind:?}"
        );
        assert!(unfolds_within(&liar, &Limits::default()).is_err());
        let mut many = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for n in 0..201 {
            many.start_file(format!("{n}"), zip::write::SimpleFileOptions::default())
                .unwrap();
        }
        assert_eq!(
            why(&many.finish().unwrap().into_inner()),
            ProblemKind::Unreadable(Unreadable::Unfolds)
        );
    }

    #[test]
    fn a_cell_far_out_costs_nothing() {
        let far = book("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", &[]);
        assert_eq!(why(&far), ProblemKind::Unreadable(Unreadable::TooManyCells));
        let low = book("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>", &[]);
        assert_eq!(read("fil", &low, None, &Limits::default()).unwrap().rows.len(), 1);
    }
}
