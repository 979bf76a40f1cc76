//! One pupil: what needs a person, the school year as a picture, what the law asks and why, what was seen.

use askama::Template;
use attendance::{Measures, Quarter, SchoolYear, Track, Window};

use super::Link;
use super::left::{LeftView, left_views};
use super::siblings::{self, SiblingLine};
use crate::frame::Section;
use crate::hint::HintPanel;
use crate::page::Page;
use crate::picture::words::{self as picture_words, LegendEntry, Numbers};
use crate::picture::{Calendar, CalendarEvent, sample};
use crate::{Frame, Locale, words};

/// Something that waits for the person who looks.
#[derive(Clone, Debug)]
pub struct Need {
    /// What it is.
    pub what: String,
    /// By when.
    pub date: Option<String>,
    /// What the button says.
    pub button: String,
    /// Where the button leads.
    pub address: String,
}

/// One calendar quarter in numbers, as the table says it.
#[derive(Clone, Debug)]
pub struct QuarterRow {
    /// `4. kvartal 2026`.
    pub label: String,
    /// The total share.
    pub total: String,
    /// Days of absence and school days so far.
    pub days: String,
    /// Days of illness.
    pub illness: String,
    /// Days of unlawful absence.
    pub unlawful: String,
    /// Days of authorised leave.
    pub leave: String,
    /// Times late.
    pub late: u32,
    /// Times left early.
    pub left_early: u32,
    /// Spells of absence.
    pub spells: u32,
}

/// A duty's form: what was done, or why not.
#[derive(Clone, Debug)]
pub struct DutyForm {
    /// Where it is sent.
    pub address: String,
    /// Which duty it is about: names and values of the hidden fields.
    pub fields: Vec<(&'static str, String)>,
    /// Today, as a date field writes it: no act lies ahead of it.
    pub today: String,
}

/// One finding: what the law or the municipality asks of whom, by when, and why.
#[derive(Clone, Debug)]
pub struct FindingView {
    /// Its place on the page.
    pub anchor: String,
    /// What was reached.
    pub title: String,
    /// What was counted against what, in which window, and since when.
    pub measured: String,
    /// What changed since it held, where it holds no more.
    pub changed: Option<String>,
    /// What is asked, of whom.
    pub duty: String,
    /// By when.
    pub deadline: Option<String>,
    /// Law, agreed, proposed, municipal or statistic.
    pub status: String,
    /// The source and the version's first day.
    pub source: String,
    /// The source's address.
    pub link: Option<String>,
    /// How many days stand behind it.
    pub days_words: String,
    /// The days behind it, in words.
    pub days: Vec<String>,
    /// What a person recorded.
    pub record: Option<String>,
    /// Where the letter it asks for is shown; nothing where it asks for none, or this person may not see it.
    pub letter: Option<String>,
    /// The form, while nothing is recorded and this person may.
    pub form: Option<DutyForm>,
}

/// One early sign: what was seen and what is normal for this child.
#[derive(Clone, Debug)]
pub struct SignView {
    /// The sentence, with its numbers.
    pub sentence: String,
    /// How many days stand behind it.
    pub days_words: String,
    /// The days.
    pub days: String,
}

/// A case about the pupil, in one line.
#[derive(Clone, Debug)]
pub struct CaseOfPupil {
    /// Since when, and who coordinates.
    pub text: String,
    /// Its page, for those who take part.
    pub address: Option<String>,
    /// The day it was opened.
    pub opened_on: jiff::civil::Date,
    /// Whether it runs.
    pub runs: bool,
}

/// A concern about the pupil, in one line.
#[derive(Clone, Debug)]
pub struct ConcernLine {
    /// When, from whom.
    pub text: String,
    /// Open, or how it was answered.
    pub state: String,
    /// Its page.
    pub address: String,
}

/// Everything the page of a pupil may say.
#[derive(Clone, Debug, Template)]
#[template(path = "pupil/show.html")]
pub struct ShowPupil {
    /// What surrounds the page.
    pub frame: Frame,
    /// The pupil's name.
    pub name: String,
    /// Class and school.
    pub place: String,
    /// Which days the numbers are about.
    pub window: String,
    /// The three numbers of the school year.
    pub numbers: Numbers,
    /// What is not registered, so that numbers are not taken for more than they are.
    pub gaps: Vec<String>,
    /// Other pages about this pupil.
    pub actions: Vec<Link>,
    /// What waits for the person who looks.
    pub needs: Vec<Need>,
    /// The school year.
    pub calendar: Calendar,
    /// The shorter timetables agreed in it, in a sentence each.
    pub agreed: Vec<String>,
    /// How its signs are read.
    pub legend: Vec<LegendEntry>,
    /// Other school years there are.
    pub years: Vec<Link>,
    /// Findings that hold or wait, by deadline.
    pub findings: Vec<FindingView>,
    /// The day up to which it is counted how far it is to the thresholds; none where it is not, as for a year gone by.
    pub left_until: Option<String>,
    /// How far it is to the thresholds that are not reached, the law's first.
    pub left: Vec<LeftView>,
    /// Where one writes a draft of a notification of concern: there for everybody who sees the page.
    pub notification: String,
    /// The hint, and what people did about it.
    pub panel: HintPanel,
    /// Early signs, oldest first.
    pub signs: Vec<SignView>,
    /// Brothers and sisters away on the same days; nothing for a viewer without the right.
    pub siblings: Vec<SiblingLine>,
    /// The quarters of the school year.
    pub quarters: Vec<QuarterRow>,
    /// Cases, newest first.
    pub cases: Vec<CaseOfPupil>,
    /// Concerns, newest first.
    pub concerns: Vec<ConcernLine>,
    /// What was decided at reviews, newest first.
    pub decided: Vec<String>,
}

/// The quarters of the school year up to the day of seeing, newest first.
pub fn quarters(frame: &Frame, track: &Track<'_>) -> Vec<QuarterRow> {
    let year = SchoolYear::of(track.as_of()).span();
    let mut quarter = Quarter::of(track.as_of());
    let mut rows = Vec::new();
    while quarter.span().to >= year.from {
        // The third quarter begins in July, which belongs to the old school year.
        let span = attendance::Span {
            from: quarter.span().from.max(year.from),
            to: quarter.span().to,
        };
        rows.push(quarter_row(frame, quarter, &track.measures_in(span)));
        quarter = quarter.previous();
    }
    rows
}

fn quarter_row(frame: &Frame, quarter: Quarter, measured: &Measures) -> QuarterRow {
    let numbers = picture_words::numbers(frame, measured);
    let days = |halves: attendance::HalfDays| words::tenths(frame.locale, u64::from(halves.count()) * 5);
    QuarterRow {
        label: frame.t2(
            "pupil-quarter-label",
            "number",
            quarter.number(),
            "year",
            quarter.year().to_string(),
        ),
        total: numbers.total,
        days: numbers.days,
        illness: days(measured.illness),
        unlawful: days(measured.unlawful),
        leave: days(measured.leave),
        late: measured.late,
        left_early: measured.left_early,
        spells: measured.spells.count,
    }
}

/// How many days of the school year are not noted, in words; empty when all are.
pub fn gaps(frame: &Frame, track: &Track<'_>) -> Vec<String> {
    let so_far = track.positions_so_far(SchoolYear::of(track.as_of()).span());
    let days = so_far.end.saturating_sub(so_far.start);
    match days.saturating_sub(track.noted_days(so_far).count()) {
        0 => Vec::new(),
        missing => vec![frame.t1("pupil-not-noted", "days", missing)],
    }
}

/// What stands in the picture of a pupil's school year: title, days, numbers and legend.
pub struct YearView {
    /// The picture.
    pub calendar: Calendar,
    /// The three numbers.
    pub numbers: Numbers,
    /// How the signs are read.
    pub legend: Vec<LegendEntry>,
}

impl YearView {
    /// The school year the track is seen in. `day` gives the page of a day.
    pub fn of(
        frame: &Frame,
        track: &Track<'_>,
        events: Vec<CalendarEvent>,
        day: impl Fn(jiff::civil::Date) -> Option<String>,
    ) -> Self {
        let year = SchoolYear::of(track.as_of());
        let title = frame.t1("pupil-year", "year", year.label());
        let calendar = picture_words::calendar(frame, title, track, year, events, day);
        let two_notes = calendar
            .days
            .iter()
            .any(|d| matches!(d.state, crate::picture::DayState::School { end: Some(_), .. }));
        Self {
            calendar,
            numbers: picture_words::numbers(frame, &track.measures(Window::SchoolYear)),
            legend: picture_words::legend(frame, two_notes),
        }
    }
}

impl Page for ShowPupil {
    const PATH: &'static str = "pupil/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let mut pages = Vec::new();
        for (name, grade, pupil) in [("needs", 8, 0), ("quiet", 4, 2), ("long-illness", 5, 3)] {
            let Some(class) = sample::SampleClass::new(grade) else {
                continue;
            };
            let Some(track) = class.track(pupil) else { continue };
            pages.push((name, sampled(locale, &track, grade, pupil)));
        }
        pages
    }
}

fn sampled(locale: Locale, track: &Track<'_>, grade: u8, pupil: usize) -> ShowPupil {
    let name = sample::NAMES.get(pupil).copied().unwrap_or_default().to_owned();
    let class = format!("{grade}.b");
    let frame = Frame::sample(locale)
        .at(Section::Schools)
        .via("Nordskolen", "/schools/1")
        .via(class.clone(), "/classes/1")
        .end(name.clone());
    let event = CalendarEvent {
        date: jiff::civil::Date::constant(2026, 11, 12),
        words: frame.t1(
            "pupil-event-review",
            "date",
            frame.day(&jiff::civil::Date::constant(2026, 11, 12)),
        ),
    };
    let year = YearView::of(&frame, track, vec![event], |date| {
        Some(format!("/pupils/1/days/{date}"))
    });
    let has_case = pupil != 2;
    let say = |da: &str, en: &str| match locale {
        Locale::Da => da.to_owned(),
        Locale::En => en.to_owned(),
    };
    let title = say(
        "Ulovligt fravær har nået 10 % i kvartalet",
        "Unlawful absence has reached 10 % of the quarter",
    );
    let finding = FindingView {
        anchor: "dk-unlawful-10pct-2026-10-01".to_owned(),
        title: title.clone(),
        measured: say(
            "12 af 112 halve dage fra den 1. oktober til den 31. december 2026. Nået mandag den 16. november.",
            "12 of 112 half days from 1 October to 31 December 2026. Reached on Monday 16 November.",
        ),
        changed: None,
        duty: say(
            "Skolelederen orienterer forældrene.",
            "The school leader informs the parents.",
        ),
        deadline: Some(frame.day(&frame.today)),
        status: say("Lov", "Law"),
        source: say(
            "fraværsbekendtgørelsen, gælder fra 1. august 2019",
            "the order on absence, in force from 1 August 2019",
        ),
        link: Some("https://www.retsinformation.dk/".to_owned()),
        days_words: frame.t1("pupil-days-behind", "days", 2),
        days: vec![
            frame.day(&jiff::civil::Date::constant(2026, 11, 9)),
            frame.day(&jiff::civil::Date::constant(2026, 11, 16)),
        ],
        record: None,
        letter: Some("/pupils/1/letters/dk.unlawful.10pct/2026-10-01".to_owned()),
        form: Some(DutyForm {
            address: "/pupils/1/duties".to_owned(),
            fields: vec![("rule", "dk.unlawful.10pct".to_owned())],
            today: "2026-11-20".to_owned(),
        }),
    };
    let closed = FindingView {
        anchor: "dk-unlawful-any-2026-10-01".to_owned(),
        changed: Some(frame.t("pupil-basis-changed")),
        record: Some(say(
            "Gjort den 17. november 2026: Ringet til mor.",
            "Done on 17 November 2026: Called the mother.",
        )),
        letter: None,
        form: None,
        deadline: None,
        ..finding.clone()
    };
    ShowPupil {
        place: format!("{class} · Nordskolen"),
        window: frame.t1("pupil-window", "date", frame.day(&frame.today)),
        numbers: year.numbers,
        gaps: gaps(&frame, track),
        actions: vec![
            Link {
                text: frame.t("pupil-raise-concern"),
                address: "/concerns/new?pupil=1".to_owned(),
            },
            Link {
                text: frame.t("pupil-own-link"),
                address: "/pupils/1/print".to_owned(),
            },
        ],
        needs: if has_case {
            vec![Need {
                what: title,
                date: Some(frame.day(&frame.today)),
                button: frame.t("pupil-need-look"),
                address: "#dk-unlawful-10pct-2026-10-01".to_owned(),
            }]
        } else {
            Vec::new()
        },
        calendar: year.calendar,
        agreed: vec![format!(
            "{} {}",
            frame.t2(
                "pupil-agreed-span",
                "from",
                "2. november 2026",
                "until",
                "18. december 2026"
            ),
            frame.t1("pupil-agreed-week", "days", "mandag 2, onsdag 3")
        )],
        legend: year.legend,
        years: vec![Link {
            text: "2025/2026".to_owned(),
            address: "/pupils/1?year=2025/2026".to_owned(),
        }],
        findings: if has_case { vec![finding, closed] } else { Vec::new() },
        panel: if has_case {
            HintPanel::sample(&frame)
        } else {
            HintPanel::none()
        },
        signs: if has_case {
            vec![SignView {
                sentence: say(
                    "Alma er kommet for sent 3 gange på de seneste 40 skoledage; hendes eget normale er 0 til 1.",
                    "Alma has come late 3 times in the last 40 school days; her own normal is 0 to 1.",
                ),
                days_words: frame.t1("pupil-days-behind", "days", 1),
                days: frame.day(&jiff::civil::Date::constant(2026, 11, 17)),
            }]
        } else {
            Vec::new()
        },
        siblings: if has_case {
            siblings::sampled(&frame)
        } else {
            Vec::new()
        },
        notification: "/pupils/1/notification".to_owned(),
        left_until: Some(frame.day(&track.as_of())),
        left: statute::RulePack::shipped()
            .map(|rules| left_views(&frame, &rules.with_named(), track, None))
            .unwrap_or_default(),
        quarters: quarters(&frame, track),
        cases: if has_case {
            vec![CaseOfPupil {
                text: frame.t2("pupil-case-runs", "on", "1. september 2026", "name", "Maja Holmgård"),
                address: Some("/cases/1".to_owned()),
                opened_on: jiff::civil::Date::constant(2026, 9, 1),
                runs: true,
            }]
        } else {
            Vec::new()
        },
        concerns: if has_case {
            vec![ConcernLine {
                text: frame.t2(
                    "pupil-concern-line",
                    "date",
                    frame.day(&jiff::civil::Date::constant(2026, 11, 18)),
                    "by",
                    "Karen Lind",
                ),
                state: frame.t("pupil-concern-open"),
                address: "/concerns/1".to_owned(),
            }]
        } else {
            Vec::new()
        },
        decided: Vec::new(),
        name,
        frame,
    }
}
