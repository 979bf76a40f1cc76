//! Raising a concern: own words, a list of signs, who saw it and when; at any absence, none included.

use std::collections::BTreeSet;

use askama::Template;
use casework::concern::{RaisedBy, Sign, SignHeading};
use jiff::civil::Date;

use super::said::{self, Choice};
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// Signs under one heading.
#[derive(Clone, Debug)]
pub struct SignGroup {
    /// The heading.
    pub heading: String,
    /// Whether it stands open at first.
    pub open: bool,
    /// The signs.
    pub signs: Vec<Choice>,
}

/// The list of signs, grouped; the order says nothing about weight.
pub fn groups(frame: &Frame, chosen: &BTreeSet<Sign>) -> Vec<SignGroup> {
    let group = |heading: &SignHeading| {
        let signs: Vec<Choice> = Sign::ALL
            .iter()
            .filter(|sign| sign.heading() == *heading)
            .map(|sign| Choice {
                value: sign.word().to_owned(),
                text: said::sign(frame, *sign),
                chosen: chosen.contains(sign),
            })
            .collect();
        let open = *heading == SignHeading::Child || signs.iter().any(|sign| sign.chosen);
        SignGroup {
            heading: said::heading(frame, *heading),
            open,
            signs,
        }
    };
    SignHeading::ALL.iter().map(group).collect()
}

/// Everything the form of a concern may say.
#[derive(Clone, Debug, Template)]
#[template(path = "concern/new.html")]
pub struct NewConcern {
    /// What surrounds the page.
    pub frame: Frame,
    /// `Bekymring for Alma`, or the general heading while no child is chosen.
    pub heading: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// The child's id; `None` while one is being looked for.
    pub pupil: Option<String>,
    /// The review meeting that asked for it.
    pub meeting: Option<String>,
    /// The name looked for.
    pub asked: String,
    /// The children found.
    pub found: Vec<Link>,
    /// The words typed.
    pub words: String,
    /// The signs.
    pub signs: Vec<SignGroup>,
    /// Who saw it.
    pub raised_by: Vec<Choice>,
    /// The day it was seen, as a date field writes it.
    pub seen_on: String,
    /// Today, as a date field writes it.
    pub today: String,
    /// What was typed and not sent; `None` while a child is being looked for.
    pub draft: Option<DraftView>,
}

impl NewConcern {
    /// An empty form: about a child, or with the search for one.
    pub fn empty(frame: Frame, pupil: Option<(String, &str)>) -> Self {
        let heading = match &pupil {
            Some((_, first_name)) => frame.t1("concern-new-about", "name", *first_name),
            None => frame.t("concern-new"),
        };
        let today = frame.today.to_string();
        Self {
            heading,
            problems: Vec::new(),
            pupil: pupil.map(|(id, _)| id),
            meeting: None,
            asked: String::new(),
            found: Vec::new(),
            words: String::new(),
            signs: groups(&frame, &BTreeSet::new()),
            raised_by: said::raised_by_choices(&frame, RaisedBy::ContactTeacher),
            seen_on: today.clone(),
            today,
            draft: None,
            frame,
        }
    }

    /// The form with what was typed and not sent.
    #[must_use]
    pub fn drafted(mut self, draft: DraftView) -> Self {
        if draft.saved.is_some() {
            let signs = draft.all("signs").filter_map(Sign::from_word).collect();
            let by = RaisedBy::from_word(&draft.value("raised_by")).unwrap_or(RaisedBy::ContactTeacher);
            self = self.again(&draft.value("words"), &signs, by, draft.value("seen_on").parse().ok());
            let review = draft.value("review");
            self.meeting = (!review.is_empty()).then_some(review);
        }
        self.draft = Some(draft);
        self
    }

    /// The form as it was sent, with what is wrong with it.
    #[must_use]
    pub fn again(mut self, words: &str, signs: &BTreeSet<Sign>, raised_by: RaisedBy, seen_on: Option<Date>) -> Self {
        words.clone_into(&mut self.words);
        self.signs = groups(&self.frame, signs);
        self.raised_by = said::raised_by_choices(&self.frame, raised_by);
        self.seen_on = seen_on.map_or(String::new(), |day| day.to_string());
        self
    }
}

impl Page for NewConcern {
    const PATH: &'static str = "concern/new";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Schools).end(locale.t("concern-new"));
        let about = || {
            let draft = DraftView::sample(&frame(), &[]);
            Self::empty(frame(), Some(("1".to_owned(), "Alma"))).drafted(draft)
        };
        let draft = DraftView::sample(&frame(), &[("words", "Sidder alene"), ("signs", "often_alone")]);
        let drafted = Self::empty(frame(), Some(("1".to_owned(), "Alma"))).drafted(draft);
        let search = Self {
            asked: "al".to_owned(),
            found: vec![
                Link {
                    text: "Alma Bækgård, 8.b".to_owned(),
                    address: "/concerns/new?pupil=1".to_owned(),
                },
                Link {
                    text: "Alvin Strandby, 2.a".to_owned(),
                    address: "/concerns/new?pupil=2".to_owned(),
                },
            ],
            ..Self::empty(frame(), None)
        };
        let mut refused = about().again(
            "",
            &BTreeSet::from([Sign::OftenLate]),
            RaisedBy::Guardian,
            Some(Date::constant(2026, 11, 30)),
        );
        refused.problems.push(said::problem(
            &refused.frame,
            &casework::Problem::NotBehind {
                field: "seen_on",
                day: Date::constant(2026, 11, 30),
                today: Date::constant(2026, 11, 20),
            },
        ));
        vec![
            ("about", about()),
            ("drafted", drafted),
            ("search", search),
            ("refused", refused),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_stands_once_in_the_form_in_both_languages() {
        for locale in Locale::ALL {
            let groups = groups(&Frame::sample(locale), &BTreeSet::new());
            let mut texts: Vec<String> = groups.iter().flat_map(|g| &g.signs).map(|s| s.text.clone()).collect();
            assert_eq!(texts.len(), Sign::ALL.len());
            texts.sort();
            texts.dedup();
            assert_eq!(texts.len(), Sign::ALL.len(), "two signs with the same words");
        }
    }
}
