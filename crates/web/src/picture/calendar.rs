//! A pupil's school year: weeks across, weekdays down.

use jiff::civil::Date;

use super::{Day, DayState, Escaped, Markup, Place, draw_walkable, position};

const PITCH: i32 = 17;
const CELL: i32 = 15;
const LEFT: i32 = 34;
const TOP: i32 = 34;

/// The school year of one pupil as a picture and as a table.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What the picture shows, for those who do not see it.
    pub title: String,
    /// The days, oldest first; a day left out is blank.
    pub days: Vec<Day>,
    /// What happened around the child: talks, actions, meetings; marks on the lower edge.
    pub events: Vec<CalendarEvent>,
    /// The words of the axes.
    pub labels: CalendarLabels,
}

/// One mark on the edge of the calendar.
#[derive(Clone, Debug)]
pub struct CalendarEvent {
    /// The day it happened.
    pub date: Date,
    /// What happened, with its date.
    pub words: String,
}

/// The words along the edges of a calendar.
#[derive(Clone, Debug)]
pub struct CalendarLabels {
    /// January to December, short.
    pub months: [String; 12],
    /// Monday to Sunday, short.
    pub weekdays: [String; 7],
    /// The word before a week number.
    pub week: String,
}

/// One week of the table beside the picture.
/// The cells are the picture's own days: words, and the way to the day's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// The ISO week number in words.
    pub label: String,
    /// Monday to Friday (to Sunday where there is school); `None` is a day without school.
    pub days: Vec<Option<Day>>,
}

impl Calendar {
    fn monday(&self) -> Option<Date> {
        let first = self.days.iter().map(|d| d.date).min()?;
        Some(monday_of(first))
    }

    /// How many weekdays are drawn: five, or more where there is school on a Saturday or Sunday.
    fn rows(&self) -> i32 {
        self.school_days().map(|d| row_of(d.date) + 1).max().unwrap_or(5).max(5)
    }

    fn school_days(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|d| d.state != DayState::Closed)
    }

    /// The weekdays of the table's head.
    pub fn weekdays(&self) -> &[String] {
        let rows = usize::try_from(self.rows()).unwrap_or(5);
        self.labels.weekdays.get(..rows).unwrap_or(&self.labels.weekdays)
    }

    /// The same days week by week, in words.
    pub fn table(&self) -> Vec<Week> {
        let Some(monday) = self.monday() else { return Vec::new() };
        let rows = usize::try_from(self.rows()).unwrap_or(5);
        let mut weeks: Vec<(i32, Week)> = Vec::new();
        for day in self.school_days() {
            let column = column_of(monday, day.date);
            if weeks.last().is_none_or(|(c, _)| *c != column) {
                let label = format!("{} {}", self.labels.week, day.date.iso_week_date().week());
                weeks.push((
                    column,
                    Week {
                        label,
                        days: vec![None; rows],
                    },
                ));
            }
            if let Some((_, week)) = weeks.last_mut()
                && let Some(cell) = usize::try_from(row_of(day.date))
                    .ok()
                    .and_then(|row| week.days.get_mut(row))
            {
                *cell = Some(day.clone());
            }
        }
        weeks.into_iter().map(|(_, week)| week).collect()
    }

    /// The picture.
    pub fn svg(&self) -> Markup {
        let mut out = Markup::default();
        let Some(monday) = self.monday() else { return out };
        let last = self.days.iter().map(|d| d.date).max().unwrap_or(monday);
        let (columns, rows) = (column_of(monday, last) + 1, self.rows());
        let (width, height) = (LEFT + columns * PITCH + 2, TOP + rows * PITCH + 18);
        out.add(format_args!(
            r#"<svg class="picture calendar" role="group" width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-label="{}">"#,
            Escaped(&self.title)
        ));
        self.draw_weekdays(&mut out);
        self.draw_weeks(&mut out, monday, columns);
        self.draw_months(&mut out, monday, last, rows);
        let first = self.school_days().next().map(|d| d.date);
        for day in self.school_days() {
            let at = (column_of(monday, day.date), row_of(day.date));
            draw_walkable(&mut out, place(at), day, at, Some(day.date) == first);
        }
        self.draw_events(&mut out, monday, rows);
        out.add(format_args!("</svg>"));
        out
    }

    fn draw_weekdays(&self, out: &mut Markup) {
        for (row, label) in self.weekdays().iter().enumerate() {
            let y = TOP + position(row) * PITCH + 12;
            out.add(format_args!(
                r#"<text class="axis" x="0" y="{y}" aria-hidden="true">{}</text>"#,
                Escaped(label)
            ));
        }
    }

    /// Every second week's number, so that they do not run together.
    fn draw_weeks(&self, out: &mut Markup, monday: Date, columns: i32) {
        for column in (0..columns).step_by(2) {
            let day = monday.saturating_add(jiff::Span::new().weeks(column));
            let (x, y) = (LEFT + column * PITCH + CELL / 2, TOP - 5);
            out.add(format_args!(
                r#"<text class="axis week" x="{x}" y="{y}" text-anchor="middle" aria-hidden="true">{}</text>"#,
                day.iso_week_date().week()
            ));
        }
    }

    /// A stepped line where a month begins, with its name above.
    fn draw_months(&self, out: &mut Markup, monday: Date, last: Date, rows: i32) {
        let mut first = monday.first_of_month();
        while first <= last {
            let (column, row) = (column_of(monday, first), row_of(first));
            let (column, row) = if row >= rows { (column + 1, 0) } else { (column, row) };
            if first >= monday {
                let (x, top, bottom) = (LEFT + column * PITCH - 1, TOP - 16, TOP + rows * PITCH);
                let step = TOP + row * PITCH - 1;
                let start = if row == 0 { x } else { x + PITCH };
                out.add(format_args!(
                    r#"<path class="month" d="M{start} {top}V{step}H{x}V{bottom}"/>"#
                ));
            }
            let month = usize::from(first.month().unsigned_abs()).saturating_sub(1);
            if let Some(name) = self.labels.months.get(month) {
                let x = LEFT + column.max(0) * PITCH + if row == 0 || first < monday { 2 } else { PITCH + 2 };
                // The month before the first week only needs a name when it fills more than that week.
                let next = first.saturating_add(jiff::Span::new().months(1));
                if first >= monday || column_of(monday, next) >= 2 {
                    out.add(format_args!(
                        r#"<text class="axis" x="{x}" y="11" aria-hidden="true">{}</text>"#,
                        Escaped(name)
                    ));
                }
            }
            first = first.saturating_add(jiff::Span::new().months(1));
        }
    }

    fn draw_events(&self, out: &mut Markup, monday: Date, rows: i32) {
        for event in &self.events {
            let column = column_of(monday, event.date);
            if event.date < monday {
                continue;
            }
            let (x, y) = (LEFT + column * PITCH + CELL / 2, TOP + rows * PITCH + 2);
            out.add(format_args!(
                r#"<g class="event" role="img"><title>{}</title><path d="M{x} {y}l5 6l-5 6l-5 -6Z"/></g>"#,
                Escaped(&event.words)
            ));
        }
    }
}

fn monday_of(date: Date) -> Date {
    date.saturating_sub(jiff::Span::new().days(date.weekday().to_monday_zero_offset()))
}

fn row_of(date: Date) -> i32 {
    i32::from(date.weekday().to_monday_zero_offset())
}

/// Weeks from the first Monday; negative before it.
fn column_of(monday: Date, date: Date) -> i32 {
    let days = monday_of(date).duration_since(monday).as_hours() / 24;
    i32::try_from(days / 7).unwrap_or(0)
}

fn place((column, row): (i32, i32)) -> Place {
    Place {
        x: LEFT + column * PITCH,
        y: TOP + row * PITCH,
        width: CELL,
        height: CELL,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sign;
    use super::*;
    use jiff::civil::date;

    fn calendar(days: &[Date]) -> Calendar {
        let school = DayState::School {
            start: Sign::Present,
            end: None,
            late: false,
            left_early: false,
        };
        Calendar {
            title: "Skoleåret".to_owned(),
            days: days
                .iter()
                .map(|d| Day {
                    date: *d,
                    state: school,
                    words: d.to_string(),
                    address: None,
                })
                .collect(),
            events: Vec::new(),
            labels: CalendarLabels {
                months: std::array::from_fn(|m| format!("m{}", m + 1)),
                weekdays: std::array::from_fn(|d| format!("d{}", d + 1)),
                week: "uge".to_owned(),
            },
        }
    }

    #[test]
    fn weeks_run_across_and_weekdays_down() {
        let svg = calendar(&[date(2026, 8, 10), date(2026, 8, 14), date(2026, 8, 17)])
            .svg()
            .to_string();
        assert!(svg.contains(r#"data-column="0" data-row="0" role="img"><title>2026-08-10"#));
        assert!(svg.contains(r#"data-column="0" data-row="4" role="img"><title>2026-08-14"#));
        assert!(svg.contains(r#"data-column="1" data-row="0" role="img"><title>2026-08-17"#));
        assert_eq!(svg.matches(r#"tabindex="0""#).count(), 1, "one way in, then arrow keys");
    }

    #[test]
    fn weeks_keep_their_place_over_new_year_and_summer_time() {
        let monday = date(2026, 8, 10);
        assert_eq!(column_of(monday, date(2027, 1, 4)), 21);
        assert_eq!(column_of(monday, date(2027, 3, 29)), 33);
        assert_eq!(column_of(monday, date(2026, 8, 9)), -1);
    }

    #[test]
    fn the_table_says_the_same_days_and_leaves_out_weeks_without_school() {
        let table = calendar(&[date(2026, 10, 9), date(2026, 10, 19)]).table();
        assert_eq!(table.len(), 2);
        assert_eq!(table[0].label, "uge 41");
        assert!(table[0].days[..4].iter().all(Option::is_none));
        assert_eq!(table[0].days[4].as_ref().unwrap().words, "2026-10-09");
        assert_eq!(table[1].label, "uge 43");
        assert_eq!(table[1].days[0].as_ref().unwrap().words, "2026-10-19");
    }

    #[test]
    fn school_on_a_saturday_is_drawn() {
        let picture = calendar(&[date(2026, 8, 14), date(2026, 8, 15)]);
        assert_eq!(picture.weekdays().len(), 6);
        assert!(picture.svg().to_string().contains(r#"data-row="5""#));
    }

    #[test]
    fn a_year_without_days_draws_nothing() {
        assert_eq!(calendar(&[]).svg().as_str(), "");
        assert!(calendar(&[]).table().is_empty());
    }
}
