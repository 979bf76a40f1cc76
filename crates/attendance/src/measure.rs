//! The measures of one pupil over one window, as `screen` writes them.

use core::ops::Range;

use crate::calendar::{Quarter, SchoolYear, Span};
use crate::kind::{Categories, Category, HalfDays, SchoolDays};
use crate::track::{Spells, Track};

/// A window the measures are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// The calendar quarter of the day.
    Quarter,
    /// The last 20 school days up to and including the day.
    Rolling20,
    /// The school year of the day.
    SchoolYear,
}

impl Window {
    /// Every window, in the order of their words.
    pub const ALL: [Self; 3] = [Self::Quarter, Self::Rolling20, Self::SchoolYear];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Rolling20 => "rolling20",
            Self::SchoolYear => "school_year",
        }
    }
}

/// What was measured over one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measures {
    /// The first and last day; `None` where a window of days holds none.
    pub span: Option<Span>,
    /// School days of the whole window while enrolled.
    pub school_days: SchoolDays,
    /// Of these, up to and including the day.
    pub school_days_so_far: SchoolDays,
    /// Half days of illness.
    pub illness: HalfDays,
    /// Half days of authorised leave.
    pub leave: HalfDays,
    /// Half days of unlawful absence.
    pub unlawful: HalfDays,
    /// Times late.
    pub late: u32,
    /// Times left early.
    pub left_early: u32,
    /// Spells of absence.
    pub spells: Spells,
}

impl Measures {
    /// Half days of all three categories.
    pub fn total(&self) -> HalfDays {
        self.illness + self.leave + self.unlawful
    }
}

impl Track<'_> {
    /// The measures of a window around the day of seeing.
    pub fn measures(&self, window: Window) -> Measures {
        match window {
            Window::Quarter => self.measures_in(Quarter::of(self.as_of()).span()),
            Window::SchoolYear => self.measures_in(SchoolYear::of(self.as_of()).span()),
            Window::Rolling20 => {
                let range = self.last(20);
                let days = SchoolDays::new(range.end - range.start);
                self.measure(self.span(range.clone()), days, range)
            }
        }
    }

    /// The measures of any span, counted up to and including the day of seeing.
    pub fn measures_in(&self, span: Span) -> Measures {
        self.measure(Some(span), self.school_days(span), self.positions_so_far(span))
    }

    fn measure(&self, span: Option<Span>, school_days: SchoolDays, range: Range<u32>) -> Measures {
        let halves = |category| self.half_days(Categories::only(category), range.clone());
        Measures {
            span,
            school_days,
            school_days_so_far: SchoolDays::new(range.end - range.start),
            illness: halves(Category::Illness),
            leave: halves(Category::AuthorisedLeave),
            unlawful: halves(Category::Unlawful),
            late: self.late(range.clone()),
            left_early: self.left(range.clone()),
            spells: self.spells(range),
        }
    }
}
