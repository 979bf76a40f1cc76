//! One concern: what was seen, where it stands, and the answer it must have.

use askama::Template;
use casework::Concern;
use casework::concern::{ConcernEvent, RaisedBy, Standing};
use jiff::civil::Date;

use super::said::{self, Choice};
use super::sparring::{AskView, SparringView};
use crate::draft::DraftView;
use crate::frame::Section;
use crate::page::Page;
use crate::pupil::Link;
use crate::{Frame, Locale};

/// One entry of the history.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    /// Who did what when.
    pub what: String,
    /// The words, quoted.
    pub words: Option<String>,
}

/// Everything the page of a concern may say.
#[derive(Clone, Debug, Template)]
#[template(path = "concern/show.html")]
pub struct ShowConcern {
    /// What surrounds the page.
    pub frame: Frame,
    /// `Bekymring for Alma Bækgård`.
    pub title: String,
    /// Where it stands.
    pub standing: String,
    /// Who saw it when, and who wrote it down.
    pub raised: String,
    /// The signs.
    pub signs: Vec<String>,
    /// The words, quoted.
    pub words: Option<String>,
    /// The pupil's page.
    pub pupil: Link,
    /// Where a case is opened from it, when none runs.
    pub case: Option<Link>,
    /// Whom to ask at the child's school.
    pub people: String,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Where the answer is sent, while it waits or is watched and this person may answer.
    pub answer: Option<String>,
    /// Where further words are sent.
    pub more: Option<String>,
    /// Where a reopening is sent, when it is answered.
    pub reopen: Option<String>,
    /// The place of the next entry: two people answering at once is seen.
    pub sequence: u32,
    /// The three answers.
    pub kinds: Vec<Choice>,
    /// The day typed.
    pub until: String,
    /// The words typed.
    pub answer_words: String,
    /// Who may have said more.
    pub raised_by: Vec<Choice>,
    /// Tomorrow, as a date field writes it.
    pub tomorrow: String,
    /// Questions to others about the concern, newest first.
    pub sparring: Vec<SparringView>,
    /// The form that asks somebody.
    pub ask: Option<AskView>,
    /// What was typed into the answer and not sent.
    pub draft: Option<DraftView>,
    /// Everything that happened, oldest first.
    pub history: Vec<HistoryLine>,
}

/// What the page needs to know besides the concern itself.
pub struct About<'a> {
    /// The pupil's name.
    pub pupil: &'a str,
    /// The names of members of staff, by id.
    pub staff: &'a dyn Fn(casework::PersonId) -> String,
    /// The day it should be answered by.
    pub due: Option<Date>,
    /// Whether this person may answer.
    pub may_answer: bool,
}

impl ShowConcern {
    /// The page of a concern as it stands.
    pub fn of(frame: Frame, concern: &Concern, about: &About<'_>) -> Self {
        let standing = concern.standing(frame.today);
        let address = format!("/concerns/{}", concern.id);
        let waits = matches!(standing, Standing::Waits { .. } | Standing::Watched { .. });
        let may = |yes: bool| (yes && about.may_answer).then(|| address.clone());
        let (by, on) = (said::raised_by(&frame, concern.raised_by), frame.day(&concern.seen_on));
        Self {
            title: frame.t1("concern-title", "name", about.pupil),
            standing: said::standing(&frame, standing, about.due),
            raised: {
                use crate::locale::Arg;
                let (writer, written) = ((about.staff)(concern.written_by), frame.day(&concern.raised_on));
                let values = [
                    ("by", by.value()),
                    ("on", on.value()),
                    ("writer", writer.value()),
                    ("written", written.value()),
                ];
                frame.locale.text("concern-raised", &values)
            },
            signs: concern.signs.iter().map(|sign| said::sign(&frame, *sign)).collect(),
            words: concern.words.as_ref().map(|words| words.reveal().to_owned()),
            pupil: Link {
                text: frame.t1("concern-pupil", "name", about.pupil),
                address: format!("/pupils/{}", concern.pupil),
            },
            case: None,
            people: "/people".to_owned(),
            problems: Vec::new(),
            answer: may(waits),
            more: may(true),
            reopen: may(!matches!(standing, Standing::Waits { .. })),
            sequence: concern.next_sequence().number(),
            kinds: said::answer_choices(&frame, None),
            until: String::new(),
            answer_words: String::new(),
            raised_by: said::raised_by_choices(&frame, RaisedBy::ContactTeacher),
            tomorrow: frame.today.saturating_add(jiff::Span::new().days(1)).to_string(),
            sparring: Vec::new(),
            ask: None,
            draft: None,
            history: concern
                .history
                .iter()
                .map(|entry| {
                    let (what, words) = happened(&frame, &entry.event);
                    let line = frame.t2(
                        "concern-history-line",
                        "date",
                        frame.day(&entry.on),
                        "by",
                        (about.staff)(entry.by),
                    );
                    HistoryLine {
                        what: format!("{line}: {what}"),
                        words,
                    }
                })
                .collect(),
            frame,
        }
    }
}

fn happened(frame: &Frame, event: &ConcernEvent) -> (String, Option<String>) {
    match event {
        ConcernEvent::Raised { words, .. } => (
            frame.t("concern-event-raised"),
            words.as_ref().map(|w| w.reveal().to_owned()),
        ),
        ConcernEvent::Added { said_by, words } => (
            frame.t1("concern-event-added", "by", said::raised_by(frame, *said_by)),
            Some(words.reveal().to_owned()),
        ),
        ConcernEvent::Answered { answer } => (said::answer(frame, answer), Some(said::answer_words(answer).to_owned())),
        ConcernEvent::Reopened { because } => (frame.t("concern-event-reopened"), Some(because.reveal().to_owned())),
    }
}

impl Page for ShowConcern {
    const PATH: &'static str = "concern/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        sampled(locale).into_iter().flatten().collect()
    }
}

/// A concern that waits, one that is watched, and one that is closed.
fn sampled(locale: Locale) -> Option<Vec<(&'static str, ShowConcern)>> {
    use casework::concern::{AnswerDraft, AnswerKind, ConcernDraft, Sign};
    use casework::{ConcernId, Entry, PersonId, PupilId, Sequence};

    let nobody = "00000000-0000-0000-0000-000000000000";
    let day = Date::constant(2026, 11, 18);
    let entry = |sequence, event| {
        Some(Entry {
            sequence: Sequence::new(sequence)?,
            by: PersonId::from_text(nobody)?,
            on: day,
            at: jiff::Timestamp::UNIX_EPOCH,
            event,
        })
    };
    let draft = ConcernDraft {
        raised_by: RaisedBy::Guardian,
        seen_on: day,
        signs: [Sign::HardMornings, Sign::AsksToStayHome].into(),
        words: "Hun græder om morgenen og siger, at hun har ondt i maven.".to_owned(),
        review: None,
    };
    let raised = entry(1, draft.check(PupilId::from_text(nobody)?, day).ok()?)?;
    let stand = |history| Concern::from_history(ConcernId::from_text(nobody)?, history).ok();
    let waiting = stand(vec![raised.clone()])?;
    let answered = |kind, words: &str, until| {
        let event = waiting
            .answer(
                &AnswerDraft {
                    kind,
                    words: words.to_owned(),
                    until,
                },
                day,
            )
            .ok()?;
        stand(vec![raised.clone(), entry(2, event)?])
    };
    let watched = answered(
        AnswerKind::WatchUntil,
        "Ny klasselærer fra mandag.",
        Some(Date::constant(2026, 12, 4)),
    )?;
    let closed = answered(AnswerKind::NoAction, "Hun havde maveinfluenza og er frisk igen.", None)?;
    let show = |concern: &Concern, may_answer| {
        let frame = Frame::sample(locale)
            .at(Section::Schools)
            .via("Alma Bækgård", "/pupils/1")
            .end(locale.t("concern-crumb"));
        let staff = |_| "Karen Lind".to_owned();
        let due = matches!(concern.standing(frame.today), Standing::Waits { .. }).then(|| Date::constant(2026, 11, 23));
        ShowConcern::of(
            frame,
            concern,
            &About {
                pupil: "Alma Bækgård",
                staff: &staff,
                due,
                may_answer,
            },
        )
    };
    let mut asked = show(&waiting, true);
    asked.draft = Some(DraftView::sample(
        &asked.frame,
        &[("words", "Vi taler med Alma i dag.")],
    ));
    asked.answer_words = "Vi taler med Alma i dag.".to_owned();
    asked.ask = Some(AskView {
        send: "/concerns/1/sparring".to_owned(),
        contacts: vec![Choice {
            value: nobody.to_owned(),
            text: "Bo Ravnkær, PPR (Nordskolen)".to_owned(),
            chosen: false,
        }],
        question: String::new(),
        named: false,
        promise: asked
            .frame
            .t1("sparring-promise", "by", asked.frame.day(&Date::constant(2026, 11, 25))),
        open: false,
        draft: Some(DraftView::sample(&asked.frame, &[])),
    });
    asked.sparring = vec![SparringView {
        asked: {
            use crate::locale::Arg;
            let on = asked.frame.day(&day);
            let values = [
                ("by", "Karen Lind".value()),
                ("of", "Bo Ravnkær".value()),
                ("on", on.value()),
            ];
            asked.frame.locale.text("sparring-asked-of", &values)
        },
        question: "Et barn i 3. klasse græder hver morgen. Hvad gør vi først?".to_owned(),
        standing: asked
            .frame
            .t1("sparring-overdue", "by", asked.frame.day(&Date::constant(2026, 11, 19))),
        overdue: true,
        answer: Vec::new(),
        take_back: Some("/sparring/1/take-back".to_owned()),
    }];
    Some(vec![
        ("asked", asked),
        ("waits", show(&waiting, true)),
        ("watched", show(&watched, true)),
        ("closed", show(&closed, false)),
    ])
}
