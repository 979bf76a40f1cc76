//! One day of one pupil: what stands, everything that ever stood, and the form that corrects it.

use askama::Template;
use attendance::{Category, Kind, Slot, SlotState};
use jiff::civil::Date;

use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::picture::{DayState, Sign, words as picture_words};
use crate::{Frame, Locale};

/// One thing a note can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word of the form.
    pub value: &'static str,
    /// What it is called.
    pub text: String,
    /// Whether it stands now.
    pub chosen: bool,
}

/// One note of the day with what it can say.
#[derive(Clone, Debug)]
pub struct SlotForm {
    /// The field's name: `start` or `end`.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What it can say.
    pub choices: Vec<Choice>,
}

/// One mark that was ever made about the day.
#[derive(Clone, Debug)]
pub struct Change {
    /// When it was noted.
    pub at: String,
    /// By whom, or from where.
    pub by: String,
    /// What it said.
    pub what: String,
    /// Why, where somebody corrected.
    pub why: String,
    /// Whether it is the one that stands.
    pub stands: bool,
}

/// Everything the page of a day may say.
#[derive(Clone, Debug, Template)]
#[template(path = "pupil/day.html")]
pub struct ShowDay {
    /// What surrounds the page.
    pub frame: Frame,
    /// The pupil's name.
    pub name: String,
    /// The day.
    pub date: String,
    /// The day in words.
    pub words: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Where the correction is sent.
    pub address: String,
    /// Where the pupil's page is.
    pub back: String,
    /// The notes that may be corrected; none where this person may not, or it is no school day.
    pub slots: Vec<SlotForm>,
    /// Why there is nothing to correct.
    pub closed: String,
    /// The reason typed.
    pub reason: String,
    /// What was typed and not sent, where there is something to correct.
    pub draft: Option<DraftView>,
    /// All marks, newest first.
    pub history: Vec<Change>,
}

/// What a kind of mark is called.
pub fn kind_words(frame: &Frame, kind: Kind) -> String {
    frame.t(match kind {
        Kind::Absent(Category::Illness) => "picture-sign-illness",
        Kind::Absent(Category::AuthorisedLeave) => "picture-sign-leave",
        Kind::Absent(Category::Unlawful) => "picture-sign-unlawful",
        Kind::Late => "pupil-kind-late",
        Kind::LeftEarly => "pupil-kind-left-early",
        Kind::Present => "picture-sign-present",
    })
}

/// What a slot is called; a day with one note has no need to say which.
pub fn slot_words(frame: &Frame, slot: Slot, two_notes: bool) -> String {
    frame.t(match (slot, two_notes) {
        (Slot::Start, true) => "pupil-slot-start",
        (Slot::End, true) => "pupil-slot-end",
        (Slot::Start, false) => "pupil-slot-day",
        (Slot::End, false) => "pupil-slot-left",
    })
}

/// The kinds a note can say: absence only where the law has that note, late at the start, left early at the end.
pub fn kinds(slot: Slot, two_notes: bool) -> Vec<Kind> {
    let mut kinds = vec![Kind::Present];
    if slot == Slot::Start || two_notes {
        kinds.extend(Category::ALL.map(Kind::Absent));
    }
    kinds.push(match slot {
        Slot::Start => Kind::Late,
        Slot::End => Kind::LeftEarly,
    });
    kinds
}

/// The form of one note; nothing is chosen while nobody has noted it.
pub fn slot_form(frame: &Frame, slot: Slot, two_notes: bool, state: SlotState, noted: bool) -> SlotForm {
    let choices = kinds(slot, two_notes)
        .into_iter()
        .map(|kind| Choice {
            value: kind.word(),
            text: kind_words(frame, kind),
            chosen: SlotState::of(kind) == state && (noted || state != SlotState::Clear),
        })
        .collect();
    SlotForm {
        name: slot.word(),
        label: slot_words(frame, slot, two_notes),
        choices,
    }
}

impl Page for ShowDay {
    const PATH: &'static str = "pupil/day";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let date = Date::constant(2026, 11, 16);
        let unlawful = Sign::Absent(Category::Unlawful);
        let frame = Frame::sample(locale)
            .at(Section::Schools)
            .via("8.b", "/classes/1")
            .via("Alma Bækgård", "/pupils/1")
            .end(Frame::sample(locale).day(&date));
        let state = DayState::School {
            start: unlawful,
            end: Some(unlawful),
            late: false,
            left_early: false,
        };
        let stands = SlotState::Absent(Category::Unlawful);
        let change = |at: &str, by: &str, kind, why: &str, stands| Change {
            at: at.to_owned(),
            by: by.to_owned(),
            what: kind_words(&frame, kind),
            why: why.to_owned(),
            stands,
        };
        let page = Self {
            name: "Alma Bækgård".to_owned(),
            date: frame.day(&date),
            words: picture_words::day(&frame, date, state),
            problems: Vec::new(),
            address: "/pupils/1/days/2026-11-16".to_owned(),
            back: "/pupils/1".to_owned(),
            slots: Slot::BOTH
                .map(|slot| slot_form(&frame, slot, true, stands, true))
                .to_vec(),
            closed: String::new(),
            reason: String::new(),
            draft: Some(DraftView::sample(&frame, &[])),
            history: vec![
                change(
                    "16.11.2026 12.02",
                    "Karen Lind",
                    Kind::Absent(Category::Unlawful),
                    "Ingen besked hjemmefra",
                    true,
                ),
                change(
                    "16.11.2026 8.05",
                    "Karen Lind",
                    Kind::Absent(Category::Illness),
                    "",
                    false,
                ),
            ],
            frame: frame.clone(),
        };
        let closed = Self {
            slots: Vec::new(),
            closed: frame.t("pupil-day-closed"),
            history: Vec::new(),
            words: picture_words::day(&frame, Date::constant(2026, 10, 14), DayState::Closed),
            ..page.clone()
        };
        let refused = Self {
            problems: vec![frame.t("pupil-correct-no-reason")],
            ..page.clone()
        };
        vec![("correct", page), ("closed", closed), ("refused", refused)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_grade_has_no_absence_at_the_end_of_the_day() {
        assert_eq!(kinds(Slot::End, false), [Kind::Present, Kind::LeftEarly]);
        assert_eq!(kinds(Slot::End, true).len(), 5);
        assert!(!kinds(Slot::Start, false).contains(&Kind::LeftEarly));
    }

    #[test]
    fn nothing_is_chosen_before_somebody_notes() {
        let frame = Frame::sample(Locale::Da);
        let fresh = slot_form(&frame, Slot::Start, false, SlotState::Clear, false);
        assert!(fresh.choices.iter().all(|c| !c.chosen));
        let noted = slot_form(&frame, Slot::Start, false, SlotState::Clear, true);
        let chosen: Vec<_> = noted.choices.iter().filter(|c| c.chosen).map(|c| c.value).collect();
        assert_eq!(chosen, ["present"]);
    }
}
