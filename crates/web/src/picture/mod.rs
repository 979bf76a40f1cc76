//! Pictures of attendance, drawn on the server as SVG from plain values.
//!
//! Every sign differs by pattern *and* colour, so a picture reads the same for colour-blind eyes and on black-and-white
//! paper. The colours live in `assets/picture.css`; nothing here writes a style (the content security policy forbids it).
//! A picture counts nothing: it places what it is given.

mod calendar;
mod class;
pub mod sample;
mod sparkline;
pub mod words;

pub use calendar::{Calendar, CalendarEvent, CalendarLabels, Week};
pub use class::{ClassColumn, ClassGroup, ClassPicture, ClassRow};
pub use sparkline::Sparkline;

use core::fmt::{self, Write as _};

use attendance::Category;
use jiff::civil::Date;

/// What one note of a day says, as a picture draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Nobody has noted it.
    NotNoted,
    /// Was there.
    Present,
    /// Away, in one of the three categories of the law.
    Absent(Category),
}

impl Sign {
    /// Every sign, in the order of the legend.
    pub const ALL: [Self; 5] = [
        Self::Present,
        Self::Absent(Category::Illness),
        Self::Absent(Category::AuthorisedLeave),
        Self::Absent(Category::Unlawful),
        Self::NotNoted,
    ];

    /// The word that names the sign in classes, patterns and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotNoted => "not-noted",
            Self::Present => "present",
            Self::Absent(Category::Illness) => "illness",
            Self::Absent(Category::AuthorisedLeave) => "leave",
            Self::Absent(Category::Unlawful) => "unlawful",
        }
    }
}

/// What one day is to one pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// Not a school day, or the pupil was not enrolled: blank.
    Closed,
    /// A school day still to come: an outline.
    Ahead,
    /// A school day up to today.
    School {
        /// The note at the start of the day.
        start: Sign,
        /// The note at the end, where the day has two notes (grades 7–10); the sign is then halved.
        end: Option<Sign>,
        /// Came late: a notch at the top.
        late: bool,
        /// Left early: a notch at the bottom.
        left_early: bool,
    },
}

/// One day of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The civil day.
    pub date: Date,
    /// What is drawn.
    pub state: DayState,
    /// The day in words, for the eye that hovers, the ear, and the table beside the picture.
    pub words: String,
    /// The page of the day, where one may be opened (to see its history, to correct it).
    pub address: Option<String>,
}

/// Markup that is already safe to print: made only here, every text in it escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Adds markup as it stands; the arguments must hold no text from people (use [`Escaped`]).
    fn add(&mut self, arguments: fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = self.0.write_fmt(arguments);
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// One of our own drawings; it says the same as the words beside it, so nobody is told of it.
pub(crate) fn drawing(file: &str, class: &str) -> Markup {
    let svg = letters::drawing(file).unwrap_or_default();
    let opening = format!(
        "<svg aria-hidden=\"true\" focusable=\"false\" class=\"{}\"",
        Escaped(class)
    );
    Markup(svg.replacen("<svg", &opening, 1))
}

/// A text from people, printed so that it cannot become markup.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The patterns every picture on a page refers to; printed once a page, before the first picture.
pub fn patterns() -> Markup {
    Markup(
        concat!(
            r#"<svg class="picture-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>"#,
            r#"<pattern id="sign-illness" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
            r#"<rect class="illness-ground" width="4" height="4"/><rect class="illness-ink" width="2" height="4"/></pattern>"#,
            r#"<pattern id="sign-leave" width="5" height="5" patternUnits="userSpaceOnUse">"#,
            r#"<rect class="leave-ground" width="5" height="5"/><circle class="leave-ink" cx="2.5" cy="2.5" r="1.4"/></pattern>"#,
            r#"<pattern id="sign-unlawful" width="6" height="6" patternUnits="userSpaceOnUse">"#,
            r#"<rect class="unlawful-ground" width="6" height="6"/></pattern>"#,
            r#"<pattern id="sign-not-noted" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">"#,
            r#"<rect class="not-noted-ground" width="5" height="5"/><rect class="not-noted-ink" width="1" height="5"/></pattern>"#,
            r#"</defs></svg>"#
        )
        .to_owned(),
    )
}

/// One sign of the legend, as a small picture; its words stand beside it in the page.
pub fn legend_sign(day: DayState) -> Markup {
    let mut out = Markup::default();
    out.add(format_args!(
        r#"<svg class="legend-sign" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">"#
    ));
    draw_day(
        &mut out,
        Place {
            x: 2,
            y: 2,
            width: 14,
            height: 14,
        },
        day,
    );
    out.add(format_args!("</svg>"));
    out
}

/// Where a day is drawn. Unit: the picture's own.
#[derive(Clone, Copy)]
struct Place {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

impl Place {
    fn top_half(self) -> Self {
        Self {
            height: self.height / 2,
            ..self
        }
    }

    fn bottom_half(self) -> Self {
        let top = self.height / 2;
        Self {
            y: self.y + top,
            height: self.height - top,
            ..self
        }
    }
}

fn draw_sign(out: &mut Markup, place: Place, sign: Sign) {
    let Place { x, y, width, height } = place;
    let word = sign.word();
    out.add(format_args!(
        r#"<rect class="sign {word}" x="{x}" y="{y}" width="{width}" height="{height}""#
    ));
    if sign != Sign::Present {
        out.add(format_args!(r##" fill="url(#sign-{word})""##));
    }
    out.add(format_args!("/>"));
}

/// Draws one day: nothing, an outline, or one or two signs and their notches.
fn draw_day(out: &mut Markup, place: Place, state: DayState) {
    let Place { x, y, width, height } = place;
    let DayState::School {
        start,
        end,
        late,
        left_early,
    } = state
    else {
        if state == DayState::Ahead {
            out.add(format_args!(
                r#"<rect class="sign ahead" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
            ));
        }
        return;
    };
    match end {
        Some(end) if end != start => {
            draw_sign(out, place.top_half(), start);
            draw_sign(out, place.bottom_half(), end);
        }
        _ => draw_sign(out, place, start),
    }
    let (left, right, middle) = (x + 2, x + width - 2, x + width / 2);
    if late {
        out.add(format_args!(
            r#"<path class="notch" d="M{left} {y}H{right}L{middle} {}Z"/>"#,
            y + height / 2 - 1
        ));
    }
    if left_early {
        let bottom = y + height;
        out.add(format_args!(
            r#"<path class="notch" d="M{left} {bottom}H{right}L{middle} {}Z"/>"#,
            bottom - height / 2 + 1
        ));
    }
}

/// A day one can point at and walk to with the arrow keys. `column` and `row` are where it stands in the picture.
fn draw_walkable(out: &mut Markup, place: Place, day: &Day, (column, row): (i32, i32), first: bool) {
    let tab = if first { 0 } else { -1 };
    let words = Escaped(&day.words);
    let walk = format_args!(r#"class="day" tabindex="{tab}" data-column="{column}" data-row="{row}""#).to_string();
    match &day.address {
        Some(address) => out.add(format_args!(
            r#"<a {walk} href="{}" aria-label="{words}"><title>{words}</title>"#,
            Escaped(address)
        )),
        None => out.add(format_args!(r#"<g {walk} role="img"><title>{words}</title>"#)),
    }
    draw_day(out, place, day.state);
    out.add(format_args!("{}", if day.address.is_some() { "</a>" } else { "</g>" }));
}

/// Layout positions are small; a picture too large to place is drawn at its edge.
fn position(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX / 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(start: Sign, end: Option<Sign>) -> DayState {
        DayState::School {
            start,
            end,
            late: false,
            left_early: false,
        }
    }

    #[test]
    fn a_day_with_two_unlike_notes_is_halved() {
        let ill = Sign::Absent(Category::Illness);
        let halved = legend_sign(school(Sign::Present, Some(ill))).to_string();
        assert_eq!(halved.matches("<rect").count(), 2);
        assert!(halved.contains(r#"class="sign present" x="2" y="2" width="14" height="7""#));
        assert!(halved.contains(r#"class="sign illness" x="2" y="9" width="14" height="7""#));
        assert_eq!(
            legend_sign(school(ill, Some(ill))).to_string().matches("<rect").count(),
            1
        );
    }

    #[test]
    fn every_absence_sign_has_its_own_pattern() {
        let patterns = patterns().to_string();
        for sign in Sign::ALL {
            let drawn = legend_sign(school(sign, None)).to_string();
            let reference = format!("url(#sign-{})", sign.word());
            assert_eq!(drawn.contains(&reference), sign != Sign::Present, "{sign:?}");
            assert_eq!(
                patterns.contains(&format!(r#"id="sign-{}""#, sign.word())),
                sign != Sign::Present,
                "{sign:?}"
            );
        }
    }

    #[test]
    fn late_and_left_early_are_notches_and_a_closed_day_is_blank() {
        let both = DayState::School {
            start: Sign::Present,
            end: None,
            late: true,
            left_early: true,
        };
        assert_eq!(legend_sign(both).to_string().matches("notch").count(), 2);
        let blank = legend_sign(DayState::Closed).to_string();
        assert!(!blank.contains("<rect") && !blank.contains("<path"));
    }

    #[test]
    fn words_cannot_become_markup() {
        let day = Day {
            date: jiff::civil::date(2026, 8, 10),
            state: DayState::Ahead,
            words: r#"<script>"x"&'y'</script>"#.to_owned(),
            address: Some("/elev/1?a=1&b=2".to_owned()),
        };
        let mut out = Markup::default();
        draw_walkable(
            &mut out,
            Place {
                x: 0,
                y: 0,
                width: 14,
                height: 14,
            },
            &day,
            (0, 0),
            true,
        );
        assert!(
            out.as_str()
                .contains("&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/script&gt;")
        );
        assert!(!out.as_str().contains("<script"));
        assert!(out.as_str().contains(r#"href="/elev/1?a=1&amp;b=2""#));
    }
}
