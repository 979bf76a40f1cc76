//! Shorter timetables beside what was noted: what presence is expected of the child. Absence stays what it is.

use attendance::{SchoolYear, Span};
use casework::case::AgreedWeek;
use jiff::civil::{Date, Weekday};

use crate::picture::{Calendar, DayState};
use crate::{Frame, words};

/// What is agreed of a day, in words; nothing where no shorter timetable holds.
pub fn on_day<'w>(frame: &Frame, mut weeks: impl Iterator<Item = &'w AgreedWeek>, day: Date) -> Option<String> {
    // Where two agreements meet, the one that says something of the day.
    let holding = weeks.by_ref().filter(|week| week.holds_on(day));
    let all: Vec<Option<u32>> = holding.map(|week| week.lessons_on(day)).collect();
    let said = all.iter().flatten().next_back();
    match (said, all.is_empty()) {
        (_, true) => None,
        (Some(lessons), false) => Some(frame.t1("pupil-agreed-lessons", "lessons", *lessons)),
        (None, false) => Some(frame.t("pupil-agreed-day")),
    }
}

/// Adds what is agreed to the words of the school days of a picture.
pub fn beside_days(frame: &Frame, calendar: &mut Calendar, weeks: &[AgreedWeek]) {
    for day in calendar.days.iter_mut().filter(|day| day.state != DayState::Closed) {
        if let Some(agreed) = on_day(frame, weeks.iter(), day.date) {
            day.words = format!("{} · {agreed}", day.words);
        }
    }
}

/// The shorter timetables of a school year in a sentence each, with the lessons of the week.
pub fn sentences(frame: &Frame, weeks: &[AgreedWeek], year: SchoolYear) -> Vec<String> {
    let Span { from, to } = year.span();
    let here = weeks.iter().filter(|week| week.from <= to && from <= week.until);
    let sentence = |week: &AgreedWeek| {
        let days = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ];
        let said = days.iter().zip(week.lessons);
        let said: Vec<String> = said
            .filter_map(|(day, lessons)| Some(format!("{} {}", words::weekday(frame.locale, *day), lessons?)))
            .collect();
        let span = frame.t2(
            "pupil-agreed-span",
            "from",
            frame.date(&week.from),
            "until",
            frame.date(&week.until),
        );
        match said.is_empty() {
            true => span,
            false => format!("{span} {}", frame.t1("pupil-agreed-week", "days", said.join(", "))),
        }
    };
    here.map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;
    use casework::PupilId;
    use jiff::civil::date;

    #[test]
    fn r298_agreed_lessons_stand_beside_the_day_and_nothing_stands_where_nothing_is_agreed() {
        let frame = Frame::sample(Locale::Da);
        let week = AgreedWeek {
            pupil: PupilId::from_text("00000000-0000-0000-0000-000000000001").unwrap(),
            from: date(2026, 11, 2),
            until: date(2026, 11, 20),
            lessons: [Some(2), Some(0), None, None, None],
        };
        let on = |day| on_day(&frame, [week].iter(), day);
        assert_eq!(on(date(2026, 11, 2)).as_deref(), Some("aftalt: 2 lektioner"));
        assert_eq!(on(date(2026, 11, 3)).as_deref(), Some("aftalt: ingen lektioner"));
        assert_eq!(on(date(2026, 11, 4)).as_deref(), Some("aftalt kortere skema"));
        assert_eq!(on(date(2026, 11, 23)), None);
        let year = sentences(&frame, &[week], SchoolYear::of(date(2026, 11, 20)));
        assert_eq!(year.len(), 1);
        assert!(year[0].contains("mandag 2, tirsdag 0"), "{year:?}");
        assert!(sentences(&frame, &[week], SchoolYear::of(date(2025, 11, 20))).is_empty());
    }
}
