//! How registers are kept, in words: one heading a habit, the advice once, and where it holds.

use attendance::Span;
use casework::SchoolId;
use signals::{RegisterSign, RegisterSignKind};
use store::{RegisterNotice, Roster};

use crate::Frame;
use crate::pupil::read::language;

/// One habit of keeping registers, and where it holds.
pub struct Habit {
    /// What it is.
    pub heading: String,
    /// What to do about it, and why.
    pub advice: &'static str,
    /// Where: the school or class, and the sentence with its numbers; by name.
    pub places: Vec<(String, String)>,
}

fn heading(frame: &Frame, kind: RegisterSignKind) -> String {
    frame.t(match kind {
        RegisterSignKind::NotNoted => "data-register-not-noted",
        RegisterSignKind::NoLateness => "data-register-no-lateness",
        RegisterSignKind::AllIllness => "data-register-all-illness",
        RegisterSignKind::NoLeave => "data-register-no-leave",
        RegisterSignKind::NoUnlawful => "data-register-no-unlawful",
        RegisterSignKind::WrittenLate => "data-register-written-late",
    })
}

/// The habits of some schools; of one school's classes too when it is the only one asked for.
pub fn habits(frame: &Frame, roster: &Roster, notices: &[RegisterNotice], only: Option<SchoolId>) -> Vec<Habit> {
    let mut places: Vec<(String, RegisterSign)> = Vec::new();
    for notice in notices.iter().filter(|n| only.is_none_or(|id| id == n.school)) {
        let school = roster.school(notice.school).map(|s| s.name.clone()).unwrap_or_default();
        places.extend(notice.signs.iter().map(|sign| (school.clone(), *sign)));
        // Over several schools the classes are too many to read, unless they are all there is: a teacher's own.
        if only.is_some() || !notice.whole {
            for (class, signs) in &notice.classes {
                let class = roster.class(*class).map(|c| c.name.clone()).unwrap_or_default();
                let name = if only.is_some() {
                    class
                } else {
                    format!("{class}, {school}")
                };
                places.extend(signs.iter().map(|sign| (name.clone(), *sign)));
            }
        }
    }
    places.sort_by(|(a, _), (b, _)| casework::person::danish_order(a, b));
    let of = |kind| {
        let own = places.iter().filter(|(_, sign)| sign.kind == kind);
        let own = own.map(|(name, sign)| (name.clone(), sign.sentence(language(frame.locale))));
        Habit {
            heading: heading(frame, kind),
            advice: kind.advice(language(frame.locale)),
            places: own.collect(),
        }
    };
    let all = RegisterSignKind::ALL.into_iter().map(of);
    all.filter(|habit| !habit.places.is_empty()).collect()
}

/// What is said of a time, in words of the page.
pub fn over(frame: &Frame, days: Span) -> String {
    frame.t1("data-register-text", "date", frame.day(&days.to))
}

/// Made-up habits for samples.
pub fn sampled(frame: &Frame) -> Vec<Habit> {
    let sign = |kind, count, of, like| RegisterSign { kind, count, of, like };
    let like = Some(signals::Like {
        registers: 4,
        middle: 14,
    });
    [
        ("Engdalskolen", sign(RegisterSignKind::NoLateness, 6, 24_310, like)),
        ("Åbrinkskolen", sign(RegisterSignKind::WrittenLate, 3, 812, None)),
    ]
    .into_iter()
    .map(|(name, sign)| Habit {
        heading: heading(frame, sign.kind),
        advice: sign.kind.advice(language(frame.locale)),
        places: vec![(name.to_owned(), sign.sentence(language(frame.locale)))],
    })
    .collect()
}
