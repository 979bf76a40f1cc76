//! Absence week by week, small enough to stand in a list.

use super::{Escaped, Markup, position};

const PITCH: i32 = 6;
const BAR: i32 = 5;
const HEIGHT: i32 = 24;
/// Half days in a full school week, the height of a full bar. Unit: half days.
const FULL_WEEK: u32 = 10;

/// Absence half days a week, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sparkline {
    /// The same numbers in words.
    pub words: String,
    /// Unit: half days; `None` is a week without school.
    pub weeks: Vec<Option<u32>>,
}

impl Sparkline {
    /// The picture: one bar a week, a dot on the line where there was school and no absence.
    pub fn svg(&self) -> Markup {
        let mut out = Markup::default();
        let width = position(self.weeks.len()) * PITCH + 2;
        out.add(format_args!(
            r#"<svg class="picture sparkline" role="img" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}"><title>{}</title><path class="base" d="M0 {base}H{width}"/>"#,
            Escaped(&self.words),
            base = HEIGHT - 1,
        ));
        for (week, halves) in self.weeks.iter().enumerate() {
            let x = position(week) * PITCH + 1;
            match halves {
                None => {}
                Some(0) => out.add(format_args!(r#"<path class="none" d="M{x} {}h{BAR}"/>"#, HEIGHT - 3)),
                Some(halves) => {
                    let tall = i32::try_from((*halves).min(FULL_WEEK)).unwrap_or(0) * 2 + 1;
                    out.add(format_args!(
                        r#"<rect class="bar" x="{x}" y="{}" width="{BAR}" height="{tall}"/>"#,
                        HEIGHT - 2 - tall
                    ));
                }
            }
        }
        out.add(format_args!("</svg>"));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_without_school_is_a_gap_and_a_full_week_the_tallest() {
        let line = Sparkline {
            words: "0, –, 10, 14".to_owned(),
            weeks: vec![Some(0), None, Some(10), Some(14)],
        };
        let svg = line.svg().to_string();
        assert_eq!(svg.matches(r#"class="none""#).count(), 1);
        assert_eq!(
            svg.matches(r#"height="21""#).count(),
            2,
            "longer weeks stay inside the picture"
        );
        assert!(svg.contains(r#"x="13""#) && svg.contains(r#"x="19""#));
    }
}
