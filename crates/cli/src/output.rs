//! Tables as CSV or as JSON lines: the same values, the same order, the same bytes each time.

use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::folder;

/// How programs want their answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One CSV file a table
    #[default]
    Csv,
    /// One JSON object a line, with `type`
    Json,
}

/// What a column holds, for JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text; empty is null.
    Text(&'static str),
    /// A whole number; empty is null.
    Number(&'static str),
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::Number(name) => name,
        }
    }
}

/// A table being written row by row.
#[derive(Debug)]
pub struct Table {
    /// The file's name without its ending, and the `type` of a JSON object.
    name: &'static str,
    columns: &'static [Column],
    format: Format,
    text: String,
}

impl Table {
    /// An empty table; as CSV it has its header row.
    pub fn new(name: &'static str, columns: &'static [Column], format: Format) -> Self {
        let mut text = String::new();
        if format == Format::Csv {
            let names: Vec<&str> = columns.iter().map(|c| c.name()).collect();
            intake::write::row(&mut text, &names);
        }
        Self {
            name,
            columns,
            format,
            text,
        }
    }

    /// The same table without rows and header, to be filled elsewhere and appended.
    pub fn part(&self) -> Self {
        Self {
            text: String::new(),
            ..*self
        }
    }

    /// Adds a row; one field a column.
    pub fn row(&mut self, fields: &[&str]) {
        match self.format {
            Format::Csv => intake::write::row(&mut self.text, fields),
            Format::Json => {
                let mut object = Map::new();
                object.insert("type".to_owned(), Value::from(self.name));
                for (column, field) in self.columns.iter().zip(fields) {
                    let value = match column {
                        _ if field.is_empty() => Value::Null,
                        Column::Text(_) => Value::from(*field),
                        Column::Number(_) => field.parse::<i64>().map_or_else(|_| Value::from(*field), Value::from),
                    };
                    object.insert(column.name().to_owned(), value);
                }
                self.text.push_str(&Value::Object(object).to_string());
                self.text.push('\n');
            }
        }
    }

    /// Appends the rows of a part.
    pub fn append(&mut self, part: &Self) {
        self.text.push_str(&part.text);
    }
}

/// Writes tables: CSV one file each, JSON one file in all; without a folder to standard output, one after the other.
pub fn finish(tables: &[Table], out: Option<&Path>, json_name: &str) -> Result<()> {
    let json: String = tables
        .iter()
        .filter(|t| t.format == Format::Json)
        .map(|t| t.text.as_str())
        .collect();
    match out {
        Some(dir) => {
            for table in tables.iter().filter(|t| t.format == Format::Csv) {
                folder::write(dir, &format!("{}.csv", table.name), &table.text)?;
            }
            if !json.is_empty() {
                folder::write(dir, json_name, &json)?;
            }
        }
        None => {
            use std::io::Write;
            let mut stdout = std::io::stdout().lock();
            for (i, table) in tables.iter().enumerate() {
                if i > 0 && table.format == Format::Csv {
                    stdout.write_all(b"\n")?;
                }
                stdout.write_all(table.text.as_bytes())?;
            }
        }
    }
    Ok(())
}
