//! What surrounds every page: who looks, where they are, and the words.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;

use crate::locale::Arg;
use crate::tongue::Tongue;
use crate::{Locale, PageError, words};
use fluent_bundle::FluentValue;

/// A main section of the program; one place for each thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The family's own page (da: Familiens side).
    Family,
    /// What needs me today (da: Mit overblik).
    Overview,
    /// Schools, classes and pupils (da: Skoler).
    Schools,
    /// The list of pupils who need a look (da: Gennemgang).
    Review,
    /// The cases one takes part in (da: Forløb).
    Cases,
    /// What can be done (da: Indsatser).
    Options,
    /// How the municipality works (da: Sådan gør vi).
    Practice,
    /// Whom somebody can ask (da: Hvem spørger jeg?).
    People,
    /// What is registered and what is missing (da: Data).
    Data,
    /// The rules in force (da: Regler).
    Rules,
    /// Who has seen what, for the data protection officer (da: Adgangslog).
    Trail,
    /// What the municipality sets up (da: Opsætning).
    Setup,
}

impl Section {
    /// Every section, in the order of the menu.
    pub const ALL: [Self; 12] = [
        Self::Family,
        Self::Overview,
        Self::Schools,
        Self::Review,
        Self::Cases,
        Self::Options,
        Self::Practice,
        Self::People,
        Self::Data,
        Self::Rules,
        Self::Trail,
        Self::Setup,
    ];

    /// Where the section begins.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Family => "/family",
            Self::Overview => "/",
            Self::Schools => "/schools",
            Self::Review => "/review",
            Self::Cases => "/cases",
            Self::Options => "/options",
            Self::Practice => "/workflow",
            Self::People => "/people",
            Self::Data => "/data",
            Self::Rules => "/rules",
            Self::Trail => "/trail",
            Self::Setup => "/setup",
        }
    }

    /// The key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Family => "nav-family",
            Self::Overview => "nav-overview",
            Self::Schools => "nav-schools",
            Self::Review => "nav-review",
            Self::Cases => "nav-cases",
            Self::Options => "nav-options",
            Self::Practice => "nav-practice",
            Self::People => "nav-people",
            Self::Data => "nav-data",
            Self::Rules => "nav-rules",
            Self::Trail => "nav-trail",
            Self::Setup => "nav-setup",
        }
    }
}

/// One step of the way to the page; the last has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it says.
    pub text: String,
    /// Where it leads; `None` for the page itself.
    pub href: Option<String>,
}

/// Who is signed in, as the header says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The person's name.
    pub name: String,
    /// The sections this person has something in.
    pub sections: Vec<Section>,
    /// Whether the person may look for pupils by name, or for words in cases.
    pub search: bool,
    /// Whether the person sees counts of the whole municipality.
    pub counts: bool,
    /// Whether something had changed of how they sign in that they have not said they have seen.
    pub changed: bool,
}

/// Emergency access that is open, as every page says it. The child is not named: others may see the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBand {
    /// The child's page.
    pub href: String,
    /// Where it is ended.
    pub end: String,
    /// Until when, in words.
    pub until: String,
}

/// What surrounds every page: language, day, who looks, where they are, and the token its forms carry.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the page.
    pub locale: Locale,
    /// A language only families read, on the pages they have; what is not written in it is said in `locale`.
    pub tongue: Option<Tongue>,
    /// Whether the page is one families read: all their languages are offered there.
    pub for_families: bool,
    /// The Danish calendar date now.
    pub today: Date,
    /// The municipality's name.
    pub municipality: String,
    /// Whether this is the made-up municipality.
    pub demo: bool,
    /// The address of the page with its query, for the language switch and for coming back.
    pub here: String,
    /// Who is signed in.
    pub seen: Option<Seen>,
    /// The section the page lies in.
    pub section: Option<Section>,
    /// The way to the page.
    pub crumbs: Vec<Crumb>,
    /// The token every form of the page carries in the field `csrf`.
    pub csrf: String,
    /// A message from the step before: what was done.
    pub notice: Option<String>,
    /// The emergency access that is open now.
    pub open: Vec<OpenBand>,
}

impl Frame {
    /// A frame for samples: a signed-in person on Friday 20 November 2026.
    pub fn sample(locale: Locale) -> Self {
        Self {
            locale,
            tongue: None,
            for_families: false,
            today: Date::constant(2026, 11, 20),
            municipality: "Solbæk Kommune".to_owned(),
            demo: true,
            here: "/".to_owned(),
            seen: Some(Seen {
                name: "Maja Holmgård".to_owned(),
                sections: Section::ALL.into_iter().filter(|one| *one != Section::Family).collect(),
                search: true,
                counts: true,
                changed: false,
            }),
            section: None,
            crumbs: Vec::new(),
            csrf: "sample".to_owned(),
            notice: None,
            open: Vec::new(),
        }
    }

    /// Whether the person is told that something had changed of how they sign in.
    pub(crate) fn sign_in_changed(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.changed)
    }

    /// A frame for samples where nobody is signed in.
    pub fn sample_signed_out(locale: Locale) -> Self {
        Self {
            seen: None,
            ..Self::sample(locale)
        }
    }

    /// What the field at the top looks for: pupils, and words in cases for those who have cases.
    pub fn search_label(&self) -> String {
        let cases = self
            .seen
            .as_ref()
            .is_some_and(|seen| seen.sections.contains(&Section::Cases));
        self.t(if cases {
            "search-pupils-and-words"
        } else {
            "search-pupils"
        })
    }

    /// The same page in Danish: what is kept in a case and what is printed stand in Danish, whatever language they were
    /// asked for in.
    #[must_use]
    pub fn in_danish(&self) -> Self {
        Self {
            locale: Locale::Da,
            tongue: None,
            ..self.clone()
        }
    }

    /// Puts the page in a section of the menu.
    #[must_use]
    pub fn at(mut self, section: Section) -> Self {
        self.section = Some(section);
        self.crumbs.push(Crumb {
            text: self.locale.t(section.key()),
            href: Some(section.href().to_owned()),
        });
        self
    }

    /// Adds a step of the way with an address.
    #[must_use]
    pub fn via(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            text: text.into(),
            href: Some(href.into()),
        });
        self
    }

    /// Adds the page itself as the last step of the way.
    #[must_use]
    pub fn end(mut self, text: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            text: text.into(),
            href: None,
        });
        self
    }

    /// A frame for samples of families' pages: a parent or child is signed in.
    pub fn sample_family(locale: Locale) -> Self {
        Self {
            for_families: true,
            seen: Some(Seen {
                name: "Mette Bækgård".to_owned(),
                sections: vec![Section::Family],
                search: false,
                counts: false,
                changed: false,
            }),
            ..Self::sample(locale)
        }
    }

    /// The same page in a language of families.
    #[must_use]
    pub fn spoken(self, tongue: Tongue) -> Self {
        Self {
            tongue: Some(tongue),
            ..self
        }
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.text(key, &[])
    }

    /// The text of a key with any number of values put in.
    pub fn text(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let own = self.tongue.and_then(|tongue| tongue.text(key, values));
        own.unwrap_or_else(|| self.locale.text(key, values))
    }

    /// The code of the page's language.
    pub fn lang(&self) -> &'static str {
        self.tongue.map_or(self.locale.code(), Tongue::code)
    }

    /// Which way the page is read.
    pub fn direction(&self) -> &'static str {
        self.tongue.map_or("ltr", Tongue::direction)
    }

    /// The languages the page is offered in: code, what it calls itself, the address, whether it is this one.
    pub fn languages(&self) -> Vec<(&'static str, &'static str, String, bool)> {
        let mut all = vec![("da", "Dansk"), ("en", "English")];
        if self.for_families {
            all.extend(Tongue::ALL.map(|one| (one.code(), one.name())));
        }
        let of = |(code, name)| (code, name, self.in_language(code), self.lang() == code);
        all.into_iter().map(of).collect()
    }

    /// Whether the person who looks sees counts of the whole municipality.
    pub fn sees_counts(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.counts)
    }

    /// The text of a key with one value put in.
    pub fn t1(&self, key: &str, name: &str, value: impl Arg) -> String {
        self.text(key, &[(name, value.value())])
    }

    /// The text of a key with two values put in.
    pub fn t2(&self, key: &str, name: &str, value: impl Arg, name2: &str, value2: impl Arg) -> String {
        self.text(key, &[(name, value.value()), (name2, value2.value())])
    }

    /// `fredag den 20. november`; with the year when it is not this year.
    pub fn day(&self, date: &Date) -> String {
        if let Some(tongue) = self.tongue {
            return tongue.day(*date, date.year() != self.today.year());
        }
        if date.year() == self.today.year() {
            words::day(self.locale, *date)
        } else {
            words::day_with_year(self.locale, *date)
        }
    }

    /// `mandag`.
    pub fn weekday(&self, day: jiff::civil::Weekday) -> &'static str {
        match self.tongue {
            Some(tongue) => tongue.weekday(day),
            None => words::weekday(self.locale, day),
        }
    }

    /// `20. november 2026`.
    pub fn date(&self, date: &Date) -> String {
        match self.tongue {
            Some(tongue) => tongue.date(*date),
            None => words::date(self.locale, *date),
        }
    }

    /// `20. nov.`
    pub fn date_short(&self, date: &Date) -> String {
        words::date_short(self.locale, *date)
    }

    /// `uge 47`.
    pub fn week(&self, date: &Date) -> String {
        words::week(self.locale, *date)
    }

    /// A whole number with its thousands parted.
    pub fn count(&self, number: &usize) -> String {
        words::count(self.locale, u64::try_from(*number).unwrap_or(u64::MAX))
    }

    /// The address of this page in a language.
    fn in_language(&self, code: &str) -> String {
        let mut out = format!("/language/{code}?back=");
        for byte in self.here.bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        out
    }

    /// Whether the page lies in this section.
    pub fn is_in(&self, section: &Section) -> bool {
        self.section == Some(*section)
    }

    /// The address of an embedded file, with its version so that browsers may keep it.
    pub fn asset(&self, path: &str) -> String {
        crate::assets::href(path)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::NotFound)
    }
}
