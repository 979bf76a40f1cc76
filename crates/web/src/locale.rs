//! Texts by key, in Danish and English.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The languages the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Danish, the default.
    #[default]
    Da,
    /// English.
    En,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "locales"]
struct Files;

/// The texts of a language.
pub(crate) type Texts = FluentBundle<FluentResource>;

static DA: LazyLock<Texts> = LazyLock::new(|| bundle(Locale::Da.code()));
static EN: LazyLock<Texts> = LazyLock::new(|| bundle(Locale::En.code()));

/// All files of a language in one bundle; a broken line costs that line only, and a test finds it.
pub(crate) fn bundle(code: &str) -> Texts {
    let language: LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for (path, text) in sources(code) {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, problems)| {
            tracing::error!(path, ?problems, "text file with broken lines");
            resource
        });
        if let Err(problems) = bundle.add_resource(resource) {
            tracing::error!(path, ?problems, "texts written twice");
        }
    }
    bundle
}

/// The text files of a language: path and content.
pub(crate) fn sources(code: &str) -> Vec<(String, String)> {
    let folder = format!("{code}/");
    Files::iter()
        .filter(|path| path.starts_with(&folder) && path.ends_with(".ftl"))
        .filter_map(|path| {
            let file = Files::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect()
}

/// A value put into a text.
pub trait Arg {
    /// The value as the text library knows it: a number decides singular and plural.
    fn value(&self) -> FluentValue<'_>;
}

macro_rules! number {
    ($($type:ty),*) => { $(
        impl Arg for $type {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )* };
}
number!(u8, u16, u32, u64, usize, i8, i16, i32, i64);

impl Arg for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

impl Locale {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Da, Self::En];

    /// `da` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Da => "da",
            Self::En => "en",
        }
    }

    /// Reads `da` or `en`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    /// The language a browser asks for; Danish unless English is named first.
    pub fn from_header(accept_language: &str) -> Self {
        accept_language
            .split(',')
            .map(|part| part.trim().get(..2).unwrap_or_default().to_ascii_lowercase())
            .find_map(|code| match code.as_str() {
                "da" | "nb" | "nn" | "sv" => Some(Self::Da),
                "en" => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The text of a key. A key that is not written gives itself; a test keeps that from happening.
    pub fn t(self, key: &str) -> String {
        self.text(key, &[])
    }

    /// Whether a key is written.
    pub fn has(self, key: &str) -> bool {
        match self {
            Self::Da => DA.has_message(key),
            Self::En => EN.has_message(key),
        }
    }

    /// The text of a key with one value put in.
    pub fn t1(self, key: &str, name: &str, value: impl Arg) -> String {
        self.text(key, &[(name, value.value())])
    }

    /// The text of a key with two values put in.
    pub fn t2(self, key: &str, name: &str, value: impl Arg, name2: &str, value2: impl Arg) -> String {
        self.text(key, &[(name, value.value()), (name2, value2.value())])
    }

    /// The text of a key with any number of values put in.
    pub fn text(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = match self {
            Self::Da => &*DA,
            Self::En => &*EN,
        };
        text(bundle, key, values).unwrap_or_else(|| {
            tracing::error!(key, "text not written");
            key.to_owned()
        })
    }
}

/// The text of a key among the texts of a language; nothing when it is not written there.
pub(crate) fn text(bundle: &Texts, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
    let pattern = bundle.get_message(key).and_then(|m| m.value())?;
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    let mut problems = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut problems).into_owned();
    if !problems.is_empty() {
        tracing::error!(key, ?problems, "text with a value that is not given");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Keys written in a language, and the values each names.
    fn written(locale: Locale) -> BTreeSet<(String, BTreeSet<String>)> {
        written_in(&sources(locale.code()))
    }

    fn written_in(sources: &[(String, String)]) -> BTreeSet<(String, BTreeSet<String>)> {
        let mut keys: Vec<(String, BTreeSet<String>)> = Vec::new();
        for (_, text) in sources {
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =").filter(|(k, _)| {
                    k.starts_with(|c: char| c.is_ascii_lowercase())
                        && k.chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                }) {
                    keys.push((key.to_owned(), BTreeSet::new()));
                }
                for part in line.split('$').skip(1) {
                    let name: String = part
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                        .collect();
                    keys.last_mut().unwrap().1.insert(name);
                }
            }
        }
        let unique: BTreeSet<&String> = keys.iter().map(|(k, _)| k).collect();
        assert_eq!(unique.len(), keys.len(), "a key is written twice");
        keys.into_iter().collect()
    }

    fn files(folder: &Path, ends: &str, into: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, ends, into);
            } else if path.to_string_lossy().ends_with(ends) {
                into.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    /// Program and template text; the part of a source file after its test module is left out.
    fn users() -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        files(&root.join("templates"), ".html", &mut found);
        files(&root.join("src"), ".rs", &mut found);
        for (_, text) in &mut found {
            if let Some(end) = text.find("#[cfg(test)]") {
                text.truncate(end);
            }
        }
        found
    }

    #[test]
    fn both_languages_write_the_same_keys_with_the_same_values() {
        let (da, en) = (written(Locale::Da), written(Locale::En));
        assert_eq!(
            da.difference(&en).collect::<Vec<_>>(),
            Vec::<&(String, BTreeSet<String>)>::new(),
            "Danish only"
        );
        assert_eq!(
            en.difference(&da).collect::<Vec<_>>(),
            Vec::<&(String, BTreeSet<String>)>::new(),
            "English only"
        );
    }

    /// what a family reads is written in all six languages, with the same values; what is written in a family's
    /// language is also written in Danish.
    #[test]
    fn what_families_read_is_written_in_their_languages() {
        let files = ["/family.ftl", "/frame.ftl", "/error.ftl"];
        let of = |code: &str| -> BTreeSet<(String, BTreeSet<String>)> {
            let all = sources(code).into_iter();
            written_in(
                &all.filter(|(path, _)| files.iter().any(|file| path.ends_with(file)))
                    .collect::<Vec<_>>(),
            )
        };
        let everything = written(Locale::Da);
        let mut danish = of("da");
        danish.retain(|(key, _)| crate::tongue::is_for_families(key));
        assert!(danish.len() > 100, "{}", danish.len());
        for key in crate::tongue::SIGN_IN {
            danish.extend(everything.iter().filter(|(written, _)| written == key).cloned());
        }
        for tongue in crate::tongue::Tongue::ALL {
            let own = written_in(&sources(tongue.code()));
            let missing: Vec<_> = danish.difference(&own).collect();
            assert!(missing.is_empty(), "{}: {missing:#?}", tongue.code());
            let more: Vec<_> = own.difference(&everything).collect();
            assert!(more.is_empty(), "{}: {more:#?}", tongue.code());
        }
    }

    #[test]
    fn every_file_is_well_formed() {
        let codes = Locale::ALL.map(Locale::code).into_iter();
        for code in codes.chain(crate::tongue::Tongue::ALL.map(crate::tongue::Tongue::code)) {
            for (path, text) in sources(code) {
                assert!(FluentResource::try_new(text).is_ok(), "{path} has a broken line");
            }
        }
    }

    #[test]
    fn every_key_used_is_written_and_every_key_written_is_used() {
        let keys: BTreeSet<String> = written(Locale::Da).into_iter().map(|(k, _)| k).collect();
        let users = users();
        let made: BTreeSet<String> = crate::case::said::keys().into_iter().collect();
        let mut missing = Vec::new();
        for (path, text) in &users {
            for call in [".t(\"", ".t1(\"", ".t2(\"", ".text(\""] {
                for rest in text.split(call).skip(1) {
                    let key = rest.split('"').next().unwrap_or_default();
                    if !keys.contains(key) {
                        missing.push(format!("{path}: {key}"));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "used but not written: {missing:#?}");
        let unused: Vec<&String> = keys
            .iter()
            .filter(|key| {
                // In quotation marks, or at the end of an address, perhaps with a place on the page behind it.
                let ways = [format!("\"{key}\""), format!("done={key}\""), format!("done={key}#")];
                !made.contains(*key) && !users.iter().any(|(_, text)| ways.iter().any(|way| text.contains(way)))
            })
            .collect();
        assert!(unused.is_empty(), "written but not used: {unused:#?}");
    }

    #[test]
    fn a_browser_gets_danish_unless_it_asks_for_english_first() {
        assert_eq!(Locale::from_header("en-GB,en;q=0.9,da;q=0.5"), Locale::En);
        assert_eq!(Locale::from_header("da-DK,en;q=0.9"), Locale::Da);
        assert_eq!(Locale::from_header("uk"), Locale::Da);
        assert_eq!(Locale::from_header("é"), Locale::Da);
    }
}
