//! Signs of a class in words: the sentence with its numbers, the days behind it, and what is said beside it.

use signals::{ClassSign, ClassSignKind, Rest, Stage};
use store::{ClassNotice, Roster};

use crate::Frame;
use crate::pupil::read::language;

/// One sign of a class, as pages say it.
#[derive(Clone, Debug)]
pub struct ClassSignView {
    /// The class's name.
    pub class: String,
    /// The class's page.
    pub address: String,
    /// What happened, how often, what is normal, and how it is with the others.
    pub sentence: String,
    /// Which days, five by five, and since when.
    pub days: String,
    /// What is known beside it: a new teacher, a step to a new part of the school.
    pub context: Vec<String>,
    /// That it waits, where the school is not told of it yet.
    pub waits: Option<String>,
}

/// One sign in words.
pub fn view(frame: &Frame, roster: &Roster, notice: &ClassNotice) -> ClassSignView {
    let name = roster.class(notice.class).map(|c| c.name.clone()).unwrap_or_default();
    said(frame, name, notice)
}

fn said(frame: &Frame, class: String, notice: &ClassNotice) -> ClassSignView {
    let fives: Vec<String> = notice.sign.by_five.iter().map(u32::to_string).collect();
    let mut context = Vec::new();
    context.extend(
        notice
            .teacher_since
            .map(|day| frame.t1("class-sign-teacher", "date", frame.day(&day))),
    );
    context.extend(
        notice
            .new_stage
            .map(|grade| frame.t1("class-sign-stage", "grade", u32::from(grade))),
    );
    ClassSignView {
        class,
        address: format!("/classes/{}#signs", notice.class),
        sentence: notice.sign.sentence(language(frame.locale)),
        days: frame.locale.text(
            "class-sign-days",
            &[
                ("from", frame.date_short(&notice.days.from).into()),
                ("to", frame.date_short(&notice.days.to).into()),
                ("fives", fives.join(", ").into()),
                ("since", frame.day(&notice.raised_on).into()),
            ],
        ),
        context,
        waits: notice.held_back.then(|| frame.t("class-sign-waits")),
    }
}

/// A made-up sign for samples.
pub fn sampled(frame: &Frame, class: &str, held_back: bool) -> ClassSignView {
    let rest = Rest {
        stage: Some(Stage::Middle),
        pupils: 96,
        count: 31,
        normal_thousandths: 29_200,
    };
    let sign = ClassSign {
        kind: ClassSignKind::Late,
        fives_ago: 1,
        count: 27,
        by_five: vec![5, 8, 8, 6],
        pupils: 24,
        behind: 13,
        normal_thousandths: 8_400,
        rest,
    };
    let days = attendance::Span {
        from: jiff::civil::date(2026, 10, 21),
        to: jiff::civil::date(2026, 11, 17),
    };
    let notice = ClassNotice {
        class: casework::ClassId::from_uuid(uuid::Uuid::nil()),
        sign,
        raised_on: jiff::civil::date(2026, 11, 10),
        days,
        held_back,
        teacher_since: Some(jiff::civil::date(2026, 10, 19)),
        new_stage: Some(4),
    };
    said(frame, class.to_owned(), &notice)
}
