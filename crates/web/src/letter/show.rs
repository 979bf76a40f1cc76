//! A letter as it would be printed, with what may be typed into it and the way to fetch it.

use askama::Template;
use letters::{Letter, LetterError, PassageKind, Templates, samples};

use super::Kind;
use super::fill::Typed;
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// Something that may be typed into a letter.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field's name in the form.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What goes into it; may be empty.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// Whether it holds several lines.
    pub long: bool,
}

/// A heading or a paragraph of the letter.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whether it is a heading.
    pub heading: bool,
    /// What it says.
    pub text: String,
}

/// Everything the page of a letter may say.
#[derive(Clone, Debug, Template)]
#[template(path = "letter/show.html")]
pub struct ShowLetter {
    /// What surrounds the page.
    pub frame: Frame,
    /// The letter's title.
    pub title: String,
    /// What it answers.
    pub about: String,
    /// Where the form is sent to see it again.
    pub address: String,
    /// Where it is fetched; nothing for who may only see it.
    pub fetch: Option<String>,
    /// The way back to where one came from.
    pub back: Link,
    /// What may be typed.
    pub fields: Vec<Field>,
    /// All its pages, as one picture.
    pub picture: String,
    /// What the picture shows, in words.
    pub picture_words: String,
    /// The same as text.
    pub said: Vec<Said>,
    /// Why there is no letter.
    pub problem: Option<String>,
    /// What makes a paper the writer's own; nothing for a letter of the school.
    pub own: Option<Own>,
}

/// What stands around a paper that one person writes alone.
#[derive(Clone, Debug)]
pub struct Own {
    /// What to know before writing.
    pub lead: String,
    /// Where what is typed is kept meanwhile.
    pub draft: DraftView,
}

/// The fields of a letter, with what stands in them.
pub(super) fn fields(frame: &Frame, kind: Kind, typed: &Typed, cpr: bool) -> Vec<Field> {
    let long = |name, label, hint, value: &String| Field {
        name,
        label: frame.t(label),
        hint: frame.t(hint),
        value: value.clone(),
        long: true,
    };
    let short = |name, label, value: &String| Field {
        name,
        label: frame.t(label),
        hint: String::new(),
        value: value.clone(),
        long: false,
    };
    let contact = || long("contact", "letter-contact", "letter-contact-hint", &typed.contact);
    let mut fields = vec![long(
        "recipient",
        "letter-recipient",
        "letter-recipient-hint",
        &typed.recipient,
    )];
    match kind {
        Kind::Information => fields.push(contact()),
        Kind::Invitation => fields.extend([
            long(
                "suggested",
                "letter-suggested",
                "letter-suggested-hint",
                &typed.suggested,
            ),
            contact(),
        ]),
        Kind::Report => fields.extend([
            long("heard", "letter-heard", "letter-heard-hint", &typed.heard),
            long("done", "letter-done", "letter-done-hint", &typed.done),
            long(
                "circumstances",
                "letter-circumstances",
                "letter-circumstances-hint",
                &typed.circumstances,
            ),
        ]),
    }
    if kind == Kind::Report && cpr {
        fields.push(Field {
            hint: frame.t("cpr-letter-hint"),
            ..short("cpr_why", "cpr-letter", &typed.cpr_why)
        });
    }
    fields.extend([
        short("signed_name", "letter-signed-name", &typed.signed_name),
        short("signed_role", "letter-signed-role", &typed.signed_role),
        short("reference", "letter-reference", &typed.reference),
    ]);
    fields
}

/// What surrounds a letter on its page.
pub(crate) struct Around {
    pub about: String,
    pub address: String,
    pub may_fetch: bool,
    pub back: Link,
    pub fields: Vec<Field>,
    pub own: Option<Own>,
}

impl ShowLetter {
    /// The page of a letter, or of why there is none.
    pub(crate) fn of(frame: Frame, around: Around, letter: Result<&Letter, &LetterError>) -> Self {
        let picture = letter.map(Letter::picture).unwrap_or_default();
        let count = letter.map_or(0, Letter::page_count);
        Self {
            title: letter.map_or_else(|_| frame.t("letter"), |letter| letter.title().to_owned()),
            fetch: around.may_fetch.then(|| format!("{}/pdf", around.address)),
            about: around.about,
            address: around.address,
            back: around.back,
            fields: around.fields,
            own: around.own,
            picture,
            picture_words: frame.t1("letter-picture", "pages", count),
            said: letter.map(said).unwrap_or_default(),
            problem: letter.err().map(|problem| match frame.locale {
                Locale::Da => problem.danish(),
                Locale::En => problem.to_string(),
            }),
            frame,
        }
    }
}

fn said(letter: &Letter) -> Vec<Said> {
    letter
        .passages()
        .into_iter()
        .map(|passage| Said {
            heading: passage.kind == PassageKind::Heading,
            text: passage.text,
        })
        .collect()
}

impl Page for ShowLetter {
    const PATH: &'static str = "letter/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let around = |frame: &Frame, kind| Around {
            about: match locale {
                Locale::Da => "10 % ulovligt fravær i kvartalet".to_owned(),
                Locale::En => "10 % unlawful absence in the quarter".to_owned(),
            },
            address: "/pupils/1/letters/dk.unlawful.10pct/2026-10-01".to_owned(),
            may_fetch: kind != Kind::Invitation,
            back: Link {
                text: frame.t("letter-back"),
                address: "/pupils/1#dk-unlawful-10pct-2026-10-01".to_owned(),
            },
            fields: fields(
                frame,
                kind,
                &Typed {
                    recipient: "Forældrene til Alma Bækgård".to_owned(),
                    signed_name: "Karen Lindholt".to_owned(),
                    signed_role: "skoleleder".to_owned(),
                    ..Typed::default()
                },
                true,
            ),
            own: None,
        };
        let frame = || {
            Frame::sample(locale)
                .at(Section::Schools)
                .via("Alma Bækgård", "/pupils/1")
                .end(locale.t("letter"))
        };
        let shipped = Templates::shipped();
        let page = |kind, letter: Result<Letter, LetterError>| {
            let frame = frame();
            let around = around(&frame, kind);
            Self::of(frame, around, letter.as_ref())
        };
        let broken = LetterError::TooLong {
            characters: 2_000_000,
            most: letters::MOST_CHARACTERS,
        };
        vec![
            (
                "information",
                page(Kind::Information, shipped.letter(&samples::absence_information())),
            ),
            ("report", page(Kind::Report, shipped.letter(&samples::council_report()))),
            (
                "invitation",
                page(Kind::Invitation, shipped.letter(&samples::sick_teaching_invitation())),
            ),
            ("too-long", page(Kind::Report, Err(broken))),
            ("notification", super::notification::sample(frame())),
        ]
    }
}
