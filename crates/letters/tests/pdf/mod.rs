//! The text of a PDF page as another program would read it: glyph by glyph through each font's own table.

use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};

/// A page's words in the order they are drawn, without blanks between lines.
pub fn page_text(pdf: &Document, page: ObjectId) -> String {
    let mut tables: HashMap<Vec<u8>, HashMap<u16, String>> = HashMap::new();
    for (name, font) in pdf.get_page_fonts(page).unwrap() {
        let table = font.get(b"ToUnicode").unwrap();
        let table = pdf.dereference(table).unwrap().1.as_stream().unwrap();
        let table = table.decompressed_content().unwrap_or_else(|_| table.content.clone());
        tables.insert(name, read(&String::from_utf8_lossy(&table)));
    }
    let content = Content::decode(&pdf.get_page_content(page).unwrap()).unwrap();
    let mut text = String::new();
    let mut font = None;
    for operation in content.operations {
        match operation.operator.as_str() {
            "Tf" => font = tables.get(operation.operands[0].as_name().unwrap()),
            "Tj" | "TJ" => operation
                .operands
                .iter()
                .for_each(|one| shown(one, font.unwrap(), &mut text)),
            _ => {}
        }
    }
    text
}

fn shown(object: &Object, font: &HashMap<u16, String>, text: &mut String) {
    match object {
        Object::Array(parts) => parts.iter().for_each(|part| shown(part, font, text)),
        Object::String(bytes, _) => {
            for glyph in bytes.chunks_exact(2) {
                let glyph = u16::from_be_bytes([glyph[0], glyph[1]]);
                text.push_str(font.get(&glyph).map_or("\u{FFFD}", String::as_str));
            }
        }
        _ => {}
    }
}

/// Which glyph stands for which text.
fn read(table: &str) -> HashMap<u16, String> {
    let mut read = HashMap::new();
    for block in table.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap();
        for line in block.lines() {
            let mut parts = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
            if let (Some(glyph), Some(text)) = (parts.next(), parts.next()) {
                let units: Vec<u16> = (0..text.len() / 4)
                    .map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).unwrap())
                    .collect();
                read.insert(
                    u16::from_str_radix(glyph, 16).unwrap(),
                    String::from_utf16(&units).unwrap(),
                );
            }
        }
    }
    read
}
