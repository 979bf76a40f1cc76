//! A class: pupils down, the last school days across.

use super::{Day, DayState, Escaped, Markup, Place, draw_walkable, position};

const PITCH: i32 = 18;
const CELL: i32 = 15;
const ROW: i32 = 24;
const TOP: i32 = 40;
const GAP: i32 = 6;

/// A class as a picture and as a table. Sorted by name, never by absence; that is the maker's promise to keep.
#[derive(Clone, Debug)]
pub struct ClassPicture {
    /// What the picture shows, for those who do not see it.
    pub title: String,
    /// Columns that belong together: the days of one week, or all the Mondays.
    pub groups: Vec<ClassGroup>,
    /// The pupils, by name.
    pub rows: Vec<ClassRow>,
}

/// Columns that belong together.
#[derive(Clone, Debug)]
pub struct ClassGroup {
    /// A week number or a weekday.
    pub label: String,
    /// The days.
    pub columns: Vec<ClassColumn>,
}

/// One day across all pupils.
#[derive(Clone, Debug)]
pub struct ClassColumn {
    /// Short, above the column: a weekday's letter or a day of the month.
    pub short: String,
    /// The day in full, for the table's head.
    pub full: String,
}

/// One pupil's days, one a column, in the columns' order.
#[derive(Clone, Debug)]
pub struct ClassRow {
    /// The pupil's name.
    pub name: String,
    /// Where the pupil's own page is.
    pub address: String,
    /// The days.
    pub days: Vec<Day>,
    /// The same days for the table beside the picture: what was noted, and what is agreed of the day.
    pub cells: Vec<String>,
}

impl ClassPicture {
    /// All columns from left to right.
    pub fn columns(&self) -> impl Iterator<Item = &ClassColumn> {
        self.groups.iter().flat_map(|g| &g.columns)
    }

    /// The left edge of every column, with a gap between groups.
    fn lefts(&self) -> Vec<i32> {
        let mut lefts = Vec::new();
        let mut x = 2;
        for group in &self.groups {
            for _ in &group.columns {
                lefts.push(x);
                x += PITCH;
            }
            x += GAP;
        }
        lefts
    }

    /// The picture, without the names: they stand beside it, so that they stay when it scrolls.
    ///
    /// Sizes are in `rem` (ten units a rem, as the design system sets the root), so the rows keep pace with the names when text is enlarged.
    pub fn svg(&self) -> Markup {
        let mut out = Markup::default();
        let lefts = self.lefts();
        let width = lefts.last().map_or(0, |x| x + PITCH + 2);
        let height = TOP + position(self.rows.len()) * ROW;
        out.add(format_args!(
            r#"<svg class="picture class-days" role="group" width="{}rem" height="{}rem" viewBox="0 0 {width} {height}" aria-label="{}">"#,
            Tenths(width),
            Tenths(height),
            Escaped(&self.title)
        ));
        self.draw_head(&mut out, &lefts, height);
        let mut first = true;
        for (row, pupil) in self.rows.iter().enumerate() {
            let row = position(row);
            for (column, (day, x)) in pupil.days.iter().zip(&lefts).enumerate() {
                if day.state == DayState::Closed {
                    continue;
                }
                let place = Place {
                    x: *x,
                    y: TOP + row * ROW + (ROW - CELL) / 2,
                    width: CELL,
                    height: CELL,
                };
                draw_walkable(&mut out, place, day, (position(column), row), first);
                first = false;
            }
        }
        out.add(format_args!("</svg>"));
        out
    }

    fn draw_head(&self, out: &mut Markup, lefts: &[i32], height: i32) {
        let mut column = 0;
        for group in &self.groups {
            let Some(left) = lefts.get(column) else { break };
            let edge = left - 3;
            out.add(format_args!(
                r#"<text class="axis" x="{left}" y="14" aria-hidden="true">{}</text><path class="month" d="M{edge} 4V{height}"/>"#,
                Escaped(&group.label)
            ));
            for day in &group.columns {
                if let Some(x) = lefts.get(column) {
                    out.add(format_args!(
                        r#"<text class="axis week" x="{}" y="32" text-anchor="middle" aria-hidden="true">{}</text>"#,
                        x + CELL / 2,
                        Escaped(&day.short)
                    ));
                }
                column += 1;
            }
        }
    }
}

/// A length as tenths, printed exactly as a decimal number.
struct Tenths(i32);

impl core::fmt::Display for Tenths {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sign;
    use super::*;
    use jiff::civil::date;

    fn picture() -> ClassPicture {
        let school = DayState::School {
            start: Sign::Present,
            end: None,
            late: false,
            left_early: false,
        };
        let column = |d: &str| ClassColumn {
            short: d.to_owned(),
            full: d.to_owned(),
        };
        let row = |name: &str| ClassRow {
            name: name.to_owned(),
            address: "/elev".to_owned(),
            days: [13, 14, 17]
                .map(|d| Day {
                    date: date(2026, 8, d),
                    state: school,
                    words: format!("{name} {d}"),
                    address: None,
                })
                .to_vec(),
            cells: Vec::new(),
        };
        ClassPicture {
            title: "4.b".to_owned(),
            groups: vec![
                ClassGroup {
                    label: "uge 33".to_owned(),
                    columns: vec![column("to"), column("fr")],
                },
                ClassGroup {
                    label: "uge 34".to_owned(),
                    columns: vec![column("ma")],
                },
            ],
            rows: vec![row("Alma"), row("Bo")],
        }
    }

    #[test]
    fn rows_keep_the_order_they_came_in_and_weeks_stand_apart() {
        let svg = picture().svg().to_string();
        let (alma, bo) = (svg.find("Alma 13").unwrap(), svg.find("Bo 13").unwrap());
        assert!(alma < bo);
        assert_eq!(picture().lefts(), [2, 20, 44]);
        assert_eq!(svg.matches(r#"tabindex="0""#).count(), 1);
        assert!(svg.contains(r#"data-column="2" data-row="1" role="img"><title>Bo 17"#));
    }

    #[test]
    fn lengths_are_exact() {
        assert_eq!(Tenths(24).to_string(), "2.4");
        assert_eq!(Tenths(170).to_string(), "17.0");
    }
}
