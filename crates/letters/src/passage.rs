//! A letter's text, read off its set pages in reading order.

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// A paragraph, a point of a list, a cell of a table.
    Text,
}

/// A heading, a paragraph, a point of a list or a cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// What it says; not empty.
    pub text: String,
}

/// Reads the pages.
pub(crate) fn passages(document: &PagedDocument) -> Vec<Passage> {
    let mut reader = Reader::default();
    for page in document.pages() {
        reader.frame(&page.frame, Point::zero());
        reader.end_of_page();
    }
    reader.flush();
    reader.passages
}

/// What stands before a point of a list; a mark of its own, not part of what the point says.
const BULLET: &str = "•";

#[derive(Default)]
struct Reader {
    passages: Vec<Passage>,
    text: String,
    heading: Option<Location>,
    /// What is not part of the text, such as a page number.
    aside: Option<Location>,
    /// Where the last words ended.
    last: Option<(Abs, Abs)>,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, at: Point) {
        for (offset, item) in frame.items() {
            let here = at + *offset;
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, here),
                FrameItem::Text(words) if self.aside.is_none() => self.words(&words.text, here, words.width()),
                FrameItem::Tag(Tag::Start(content, _)) => self.begins(content),
                FrameItem::Tag(Tag::End(location, ..)) => self.ends(*location),
                _ => {}
            }
        }
    }

    fn begins(&mut self, content: &Content) {
        match content.elem().name() {
            "artifact" if self.aside.is_none() => self.aside = content.location(),
            "heading" => {
                self.flush();
                self.heading = content.location();
            }
            "par" | "list" | "pdf-marker-tag" | "cell" | "table" | "grid" => self.flush(),
            _ => {}
        }
    }

    fn ends(&mut self, location: Location) {
        if self.aside == Some(location) {
            self.aside = None;
        }
        if self.heading == Some(location) {
            self.flush();
            self.heading = None;
        }
    }

    /// Words on a new line, or after a gap, are parted from those before.
    fn words(&mut self, words: &str, at: Point, width: Abs) {
        if let Some((line, end)) = self.last {
            let same_line = (line - at.y).abs() < Abs::pt(1.0);
            if (!same_line || at.x - end > Abs::pt(1.5)) && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        }
        self.text.push_str(words);
        self.last = Some((at.y, at.x + width));
    }

    fn end_of_page(&mut self) {
        self.last = self.last.map(|_| (Abs::zero(), Abs::zero()));
    }

    fn flush(&mut self) {
        let text = self.text.replace('\u{200B}', "");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        self.last = None;
        if !text.is_empty() && text != BULLET {
            self.passages.push(Passage {
                kind: if self.heading.is_some() {
                    PassageKind::Heading
                } else {
                    PassageKind::Text
                },
                text,
            });
        }
    }
}
