//! The words of a picture: what a day says, how the signs are read, and the three numbers of the first line.

use attendance::{Category, DayView, Measures, NotesPerDay, SchoolYear, SlotState, Span, Track};
use jiff::civil::Date;

use super::{Calendar, CalendarEvent, CalendarLabels, Day, DayState, Markup, Sign, Sparkline, legend_sign};
use crate::{Frame, words};

/// One line of the legend.
#[derive(Clone, Debug)]
pub struct LegendEntry {
    /// The sign.
    pub sign: Markup,
    /// What it means.
    pub words: String,
}

/// What a school day of a pupil's track is drawn as; days after the day of seeing are still to come.
pub fn state_of(view: &DayView, as_of: Date) -> DayState {
    if view.date > as_of {
        return DayState::Ahead;
    }
    let sign = |slot: SlotState| match slot {
        SlotState::Absent(category) => Sign::Absent(category),
        SlotState::Short => Sign::Present,
        SlotState::Clear if view.noted => Sign::Present,
        SlotState::Clear => Sign::NotNoted,
    };
    DayState::School {
        start: sign(view.start),
        end: (view.notes == NotesPerDay::Two).then(|| sign(view.end)),
        late: view.start == SlotState::Short,
        left_early: view.end == SlotState::Short,
    }
}

/// What a sign says inside a sentence.
pub fn sign(frame: &Frame, sign: Sign) -> String {
    frame.t(match sign {
        Sign::Present => "picture-what-present",
        Sign::Absent(Category::Illness) => "picture-what-illness",
        Sign::Absent(Category::AuthorisedLeave) => "picture-what-leave",
        Sign::Absent(Category::Unlawful) => "picture-what-unlawful",
        Sign::NotNoted => "picture-what-not-noted",
    })
}

/// What a day says, without its date: `syg hele dagen`, `start: til stede, slut: ulovligt fravær`.
pub fn what(frame: &Frame, state: DayState) -> String {
    let DayState::School {
        start,
        end,
        late,
        left_early,
    } = state
    else {
        return frame.t(if state == DayState::Ahead {
            "picture-what-ahead"
        } else {
            "picture-what-closed"
        });
    };
    let mut parts = Vec::new();
    match end {
        Some(end) if end != start => {
            parts.push(frame.t2(
                "picture-two-notes",
                "start",
                sign(frame, start),
                "end",
                sign(frame, end),
            ));
        }
        _ if matches!(start, Sign::Absent(_)) => {
            parts.push(frame.t1("picture-whole-day", "what", sign(frame, start)));
        }
        _ if start == Sign::Present && (late || left_early) => {}
        _ => parts.push(sign(frame, start)),
    }
    if late {
        parts.push(frame.t("picture-what-late"));
    }
    if left_early {
        parts.push(frame.t("picture-what-left-early"));
    }
    words::list(frame.locale, &parts)
}

/// A day in words: `mandag den 3. august: syg hele dagen`.
pub fn day(frame: &Frame, date: Date, state: DayState) -> String {
    frame.t2("picture-day", "date", frame.day(&date), "what", what(frame, state))
}

/// A pupil's day in words, for a picture of many pupils.
pub fn person_day(frame: &Frame, name: &str, date: Date, state: DayState) -> String {
    use crate::locale::Arg;
    let (date, what) = (frame.date_short(&date), what(frame, state));
    frame.locale.text(
        "picture-person-day",
        &[("name", name.value()), ("date", date.value()), ("what", what.value())],
    )
}

/// The words along the edges of a calendar.
pub fn labels(frame: &Frame) -> CalendarLabels {
    let months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(|m| words::month_short(frame.locale, m).to_owned());
    let weekdays = [0, 1, 2, 3, 4, 5, 6].map(|d| {
        let day = Date::constant(2026, 8, 3).saturating_add(jiff::Span::new().days(d));
        weekday_short(frame, day)
    });
    CalendarLabels {
        months,
        weekdays,
        week: frame.t("picture-week"),
    }
}

/// The first letters of a weekday: `man`, `Mon`.
pub fn weekday_short(frame: &Frame, date: Date) -> String {
    words::weekday(frame.locale, date.weekday()).chars().take(3).collect()
}

/// How every sign is read. `two_notes` adds the halved day of grades 7–10.
pub fn legend(frame: &Frame, two_notes: bool) -> Vec<LegendEntry> {
    let school = |start| DayState::School {
        start,
        end: None,
        late: false,
        left_early: false,
    };
    let ill = Sign::Absent(Category::Illness);
    let mut entries = vec![
        (school(Sign::Present), "picture-sign-present"),
        (school(ill), "picture-sign-illness"),
        (school(Sign::Absent(Category::AuthorisedLeave)), "picture-sign-leave"),
        (school(Sign::Absent(Category::Unlawful)), "picture-sign-unlawful"),
    ];
    if two_notes {
        let half = DayState::School {
            start: Sign::Present,
            end: Some(ill),
            late: false,
            left_early: false,
        };
        entries.push((half, "picture-sign-half"));
    }
    let notched = |late| DayState::School {
        start: Sign::Present,
        end: None,
        late,
        left_early: !late,
    };
    entries.push((notched(true), "picture-sign-late"));
    entries.push((notched(false), "picture-sign-left-early"));
    entries.push((school(Sign::NotNoted), "picture-sign-not-noted"));
    entries.push((DayState::Ahead, "picture-sign-ahead"));
    entries
        .into_iter()
        .map(|(day, key)| LegendEntry {
            sign: legend_sign(day),
            words: frame.t(key),
        })
        .collect()
}

/// The school year of a pupil as a picture. `address` gives the page of a day, where one may be opened.
pub fn calendar(
    frame: &Frame,
    title: String,
    track: &Track<'_>,
    year: SchoolYear,
    events: Vec<CalendarEvent>,
    address: impl Fn(Date) -> Option<String>,
) -> Calendar {
    let days = track
        .positions(year.span())
        .filter_map(|position| track.view(position))
        .map(|view| {
            let state = state_of(&view, track.as_of());
            let address = if state == DayState::Ahead {
                None
            } else {
                address(view.date)
            };
            Day {
                date: view.date,
                state,
                words: day(frame, view.date, state),
                address,
            }
        })
        .collect();
    Calendar {
        title,
        days,
        events,
        labels: labels(frame),
    }
}

/// Absence of all categories week by week, the week of `as_of` last.
pub fn sparkline(frame: &Frame, track: &Track<'_>, weeks: i32) -> Sparkline {
    let today = track.as_of();
    let monday = today.saturating_sub(jiff::Span::new().days(today.weekday().to_monday_zero_offset()));
    let weeks: Vec<Option<u32>> = (0..weeks)
        .rev()
        .map(|back| {
            let from = monday.saturating_sub(jiff::Span::new().weeks(back));
            let span = Span {
                from,
                to: from.saturating_add(jiff::Span::new().days(6)),
            };
            let measured = track.measures_in(span);
            (measured.school_days_so_far.count() > 0).then(|| measured.total().count())
        })
        .collect();
    Sparkline {
        words: sparkline_words(frame, &weeks),
        weeks,
    }
}

/// The numbers of a sparkline in words.
pub fn sparkline_words(frame: &Frame, weeks: &[Option<u32>]) -> String {
    let numbers: Vec<String> = weeks
        .iter()
        .map(|w| w.map_or_else(|| "–".to_owned(), |n| n.to_string()))
        .collect();
    frame.t1("picture-sparkline", "weeks", numbers.join(", "))
}

/// The three numbers of R-173 with days and denominator, and the plain saying of R-175.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// `16 % – 9 af 56 skoledage; syg 10,9 %, ulovligt 5,1 %, …`.
    pub line: String,
    /// `Omtrent hver sjette dag.`; empty where there is no absence.
    pub about: String,
    /// The total share alone, for a narrow column: `16 %`.
    pub total: String,
    /// Days and denominator alone, for a narrow column: `9/56`.
    pub days: String,
}

/// The first line about a pupil: total first, split second.
pub fn numbers(frame: &Frame, measured: &Measures) -> Numbers {
    use crate::locale::Arg;
    let of = measured.school_days_so_far.count();
    let total = measured.total().count();
    if of == 0 {
        return Numbers {
            line: frame.t("picture-numbers-no-days"),
            ..Numbers::default()
        };
    }
    let share = |halves: u32| words::tenths(frame.locale, percent_tenths(halves, of));
    let missed = words::tenths(frame.locale, u64::from(total) * 5);
    let narrow = (format!("{} %", share(total)), format!("{missed}/{of}"));
    if total == 0 {
        let line = frame.t1("picture-numbers-none", "of", of);
        return Numbers {
            line,
            about: String::new(),
            total: narrow.0,
            days: narrow.1,
        };
    }
    let line = frame.locale.text(
        "picture-numbers",
        &[
            ("total", share(total).value().into_owned()),
            ("days", missed.value()),
            ("of", of.value()),
            ("illness", share(measured.illness.count()).value().into_owned()),
            ("unlawful", share(measured.unlawful.count()).value().into_owned()),
            ("leave", share(measured.leave.count()).value().into_owned()),
        ],
    );
    Numbers {
        line,
        about: about(frame, total, of),
        total: narrow.0,
        days: narrow.1,
    }
}

/// Tenths of a percent, rounded half up: the one place a share is rounded.
fn percent_tenths(halves: u32, days: u32) -> u64 {
    let (halves, days) = (u64::from(halves), u64::from(days));
    (halves * 1000 + days) / (days * 2)
}

/// `Omtrent hver femte dag.`
fn about(frame: &Frame, halves: u32, days: u32) -> String {
    if halves > days {
        return frame.t("picture-about-most");
    }
    let every = (u64::from(days) * 4 + u64::from(halves)) / (u64::from(halves) * 2);
    let key = match every {
        0..=2 => "picture-every-2",
        3 => "picture-every-3",
        4 => "picture-every-4",
        5 => "picture-every-5",
        6 => "picture-every-6",
        7 => "picture-every-7",
        8 => "picture-every-8",
        9 => "picture-every-9",
        10 => "picture-every-10",
        11..=20 => return frame.t1("picture-about-every", "every", frame.t1("picture-every-n", "n", every)),
        _ => return frame.t("picture-about-rare"),
    };
    frame.t1("picture-about-every", "every", frame.t(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use attendance::{HalfDays, SchoolDays, Spells};

    fn measured(illness: u32, unlawful: u32, days: u32) -> Measures {
        Measures {
            span: None,
            school_days: SchoolDays::new(days),
            school_days_so_far: SchoolDays::new(days),
            illness: HalfDays::new(illness),
            leave: HalfDays::new(0),
            unlawful: HalfDays::new(unlawful),
            late: 0,
            left_early: 0,
            spells: Spells::default(),
        }
    }

    #[test]
    fn the_first_line_says_days_denominator_and_about_every_which_day() {
        let frame = Frame::sample(Locale::Da);
        let said = numbers(&frame, &measured(12, 6, 56));
        assert_eq!(
            said.line,
            "16,1 % – 9 af 56 skoledage; syg 10,7 %, ulovligt 5,4 %, ekstraordinær frihed 0 %."
        );
        assert_eq!(said.about, "Omtrent hver sjette dag.");
        assert_eq!(
            numbers(&frame, &measured(0, 0, 56)).line,
            "Intet fravær – 0 af 56 skoledage."
        );
    }

    #[test]
    fn a_fifth_of_the_days_is_every_fifth_day_and_shares_round_half_up() {
        let frame = Frame::sample(Locale::Da);
        assert_eq!(numbers(&frame, &measured(80, 0, 200)).about, "Omtrent hver femte dag.");
        assert_eq!(
            numbers(&frame, &measured(300, 0, 200)).about,
            "Mere end hver anden dag."
        );
        assert_eq!(
            numbers(&frame, &measured(2, 0, 200)).about,
            "Sjældnere end hver 20. dag."
        );
        assert_eq!(percent_tenths(1, 40), 13, "1.25 % rounds up");
        assert_eq!(percent_tenths(4, 40), 50);
    }

    #[test]
    fn a_day_says_both_its_notes_and_its_notches() {
        let frame = Frame::sample(Locale::Da);
        let ill = Sign::Absent(Category::Illness);
        for (start, end, late, left_early, expected) in [
            (ill, None, false, false, "syg hele dagen"),
            (ill, Some(ill), false, false, "syg hele dagen"),
            (
                Sign::Present,
                Some(ill),
                true,
                false,
                "start: til stede, slut: syg og kom for sent",
            ),
            (Sign::Present, None, true, true, "kom for sent og gik før tid"),
            (Sign::NotNoted, None, false, false, "ikke noteret"),
        ] {
            assert_eq!(
                what(
                    &frame,
                    DayState::School {
                        start,
                        end,
                        late,
                        left_early
                    }
                ),
                expected
            );
        }
    }
}
