//! All that typst can see: one letter's templates, its values, our pictures and fonts. No file system, no network, no
//! clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::{LetterError, Templates};

/// Text, then bold; then what those lack: Arabic, Hebrew, signs and smileys. All under the SIL Open Font License.
static FONT_FILES: [&[u8]; 5] = [
    include_bytes!("../fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf"),
    include_bytes!("../fonts/IBMPlexSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoEmoji-Regular.ttf"),
];

macro_rules! pictures {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../pictures/", $name)).as_slice())),+]
    };
}

/// Our own drawings.
static PICTURES: [(&str, &[u8]); 11] = pictures![
    "book.svg",
    "clock.svg",
    "door.svg",
    "house_good.svg",
    "house_hard.svg",
    "house_wishes.svg",
    "pause.svg",
    "school.svg",
    "star.svg",
    "talk.svg",
    "together.svg",
];

/// One of our own drawings by its file name, as SVG; for pages that show the same pictures as the letters.
pub fn drawing(file: &str) -> Option<&'static str> {
    let found = PICTURES.iter().find(|(name, _)| *name == file);
    found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
}

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    FONT_FILES
        .iter()
        .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
        .collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Whether one of the fonts can draw it.
pub(crate) fn has_glyph(sign: char) -> bool {
    FONTS.iter().any(|font| font.info().coverage.contains(u32::from(sign)))
}

/// What begins every letter, whoever wrote its template: title, sender, date and language of the file, and the fonts.
const MAIN: &str = r#"#let letter = json("/data.json")
#let day = letter.head.date.split("-").map(int)
#set document(
  title: letter.title,
  author: if letter.head.sender.unit == "" { letter.head.sender.municipality } else { letter.head.sender.unit },
  date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)),
)
#set text(
  lang: "da", region: "DK", hyphenate: false,
  font: ("IBM Plex Sans", "IBM Plex Sans Arabic", "Noto Sans Hebrew", "Noto Emoji"),
)
"#;

const MAIN_PATH: &str = "/main.typ";
const DATA_PATH: &str = "/data.json";

/// One letter's world.
pub(crate) struct LetterWorld<'t> {
    templates: &'t Templates,
    main: Source,
    data: Bytes,
}

impl<'t> LetterWorld<'t> {
    /// The world of one letter: its template by name, and its values as JSON.
    pub fn new(templates: &'t Templates, template: &str, data: Vec<u8>) -> Result<Self, LetterError> {
        let main = VirtualPath::new(MAIN_PATH)
            .map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
            .map_err(|problem| LetterError::Failed(problem.to_string()))?;
        Ok(Self {
            templates,
            main: Source::new(main, format!("{MAIN}#include \"/{template}.typ\"\n")),
            data: Bytes::new(data),
        })
    }

    /// The text of a template by its path.
    fn template(&self, path: &str) -> Option<&str> {
        self.templates.text(path.strip_prefix('/')?.strip_suffix(".typ")?)
    }
}

/// The path a file goes by here.
pub(crate) fn path_of(id: FileId) -> &'static str {
    id.get().vpath().get_with_slash()
}

/// Whether it is the beginning every letter has, which no template's author has written.
pub(crate) fn is_main(id: FileId) -> bool {
    path_of(id) == MAIN_PATH
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(path_of(id).into())
}

impl World for LetterWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        match (id.get().root(), self.template(path_of(id))) {
            (VirtualRoot::Project, Some(text)) => Ok(Source::new(id, text.to_owned())),
            _ => Err(missing(id)),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if *id.get().root() != VirtualRoot::Project {
            return Err(missing(id));
        }
        let path = path_of(id);
        if path == DATA_PATH {
            return Ok(self.data.clone());
        }
        if let Some(name) = path.strip_prefix("/pictures/") {
            let picture = PICTURES.iter().find(|(known, _)| *known == name);
            return picture.map(|(_, bytes)| Bytes::new(*bytes)).ok_or_else(|| missing(id));
        }
        self.source(id)
            .map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
