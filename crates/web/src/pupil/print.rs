//! A child's own calendar to print and talk about: good weeks first, nobody else in it.

use askama::Template;
use attendance::{SchoolYear, Span, Track};

use super::show::YearView;
use crate::frame::Section;
use crate::page::Page;
use crate::picture::words::LegendEntry;
use crate::picture::{Calendar, sample};
use crate::{Frame, Locale};

/// Everything a child's own calendar may say: no shares, no rules, no others.
#[derive(Clone, Debug, Template)]
#[template(path = "pupil/print.html")]
pub struct OwnCalendar {
    /// What surrounds the page.
    pub frame: Frame,
    /// `Almas skoleår`.
    pub title: String,
    /// How many days the child was there.
    pub good: String,
    /// The weeks the child was there every day.
    pub good_weeks: Vec<String>,
    /// The school year.
    pub calendar: Calendar,
    /// How its signs are read.
    pub legend: Vec<LegendEntry>,
}

impl OwnCalendar {
    /// The calendar of a child, by first name.
    pub fn of(frame: Frame, first_name: &str, track: &Track<'_>) -> Self {
        let year = YearView::of(&frame, track, Vec::new(), |_| None);
        let so_far = track.positions_so_far(SchoolYear::of(track.as_of()).span());
        let there = track
            .noted_days(so_far.clone())
            .count()
            .saturating_sub(track.absent_days(so_far).count());
        let good_weeks = good_weeks(track)
            .into_iter()
            .map(|monday| frame.week(&monday))
            .collect();
        Self {
            title: frame.t1("pupil-own-title", "name", first_name),
            good: frame.t2("pupil-own-there", "name", first_name, "days", there),
            good_weeks,
            calendar: year.calendar,
            legend: year.legend,
            frame,
        }
    }
}

/// The weeks, oldest first by their Monday, in which every school day so far was noted and none was away.
fn good_weeks(track: &Track<'_>) -> Vec<jiff::civil::Date> {
    let year = SchoolYear::of(track.as_of()).span();
    let first = year
        .from
        .saturating_sub(jiff::Span::new().days(year.from.weekday().to_monday_zero_offset()));
    first
        .series(jiff::Span::new().weeks(1))
        .take_while(|monday| *monday <= track.as_of())
        .filter(|monday| {
            let week = Span {
                from: *monday,
                to: monday.saturating_add(jiff::Span::new().days(6)),
            };
            let positions = track.positions(week);
            let days = positions.end.saturating_sub(positions.start);
            days > 0
                && week.to.min(track.as_of()) >= track.span(positions.clone()).map_or(week.to, |s| s.to)
                && track.noted_days(positions.clone()).count() == days
                && track.absent_days(positions).count() == 0
        })
        .collect()
}

impl Page for OwnCalendar {
    const PATH: &'static str = "pupil/print";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || {
            Frame::sample(locale)
                .at(Section::Schools)
                .via("Alma Bækgård", "/pupils/1")
                .end(locale.t("pupil-own-link"))
        };
        sample::SampleClass::new(8)
            .and_then(|class| Some(("own", Self::of(frame(), "Alma", &class.track(0)?))))
            .into_iter()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_good_week_is_over_whole_noted_and_without_absence() {
        let class = sample::SampleClass::new(8).unwrap();
        let weeks = good_weeks(&class.track(0).unwrap());
        assert!(weeks.contains(&date(2026, 8, 10)));
        assert!(!weeks.contains(&date(2026, 9, 14)), "a day was not noted");
        assert!(!weeks.contains(&date(2026, 9, 21)), "ill all week");
        assert!(!weeks.contains(&date(2026, 10, 12)), "autumn holiday");
        assert!(!weeks.contains(&date(2026, 11, 16)), "the week is not over");
    }
}
