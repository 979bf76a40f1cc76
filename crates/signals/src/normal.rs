//! What is normal: counts of events against the days on which they could have happened, of a child, a class and all.

use crate::parameters::{NormalParameters, Parameters};
use crate::stream::{DayBits, Stream};

/// Shares inside the arithmetic are in billionths.
const BILLION: i64 = 1_000_000_000;

/// The highest normal the tables know, in basis points.
pub(crate) const MOST_BP: u16 = 6_000;

/// Events and the days on which they could have happened, one pair a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) events: [i64; 3],
    pub(crate) days: [i64; 3],
}

impl Counts {
    /// One day's share of the counts.
    pub(crate) fn of(day: DayBits, with_leave: bool) -> Self {
        let counts = |event: bool| i64::from(event && (with_leave || !day.is_leave()));
        let here = i64::from(day.is_here());
        Self {
            events: [
                i64::from(day.is_late()),
                here * counts(day.is_part()),
                counts(day.begins() && day.is_whole()),
            ],
            days: [here, here, i64::from(day.could_begin())],
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.pairs(other) {
            *mine += theirs;
        }
    }

    pub(crate) fn subtract(&mut self, other: &Self) {
        for (mine, theirs) in self.pairs(other) {
            *mine -= theirs;
        }
    }

    fn pairs<'a>(&'a mut self, other: &'a Self) -> impl Iterator<Item = (&'a mut i64, i64)> {
        let events = self.events.iter_mut().zip(other.events);
        events.chain(self.days.iter_mut().zip(other.days))
    }

    /// Events and days of one stream.
    pub(crate) fn stream(&self, stream: Stream) -> (i64, i64) {
        let [late, part, start] = [0, 1, 2].map(|i: usize| {
            (
                self.events.get(i).copied().unwrap_or_default(),
                self.days.get(i).copied().unwrap_or_default(),
            )
        });
        match stream {
            Stream::Late => late,
            Stream::Part => part,
            Stream::Start => start,
        }
    }
}

/// A class's normal in billionths, one a stream.
pub(crate) type ClassNormal = [u32; 3];

/// The class's normal, drawn towards the municipality's where the class has few days.
pub(crate) fn class_normal(class: &Counts, all: &Counts, parameters: &NormalParameters) -> ClassNormal {
    let own = i64::from(parameters.municipality_weight.value);
    let weight = i64::from(parameters.class_weight.value);
    Stream::ALL.map(|stream| {
        let (events, days) = all.stream(stream);
        let everyone = (events + 1) * BILLION / (days + own);
        let (events, days) = class.stream(stream);
        let normal = (events * BILLION + weight * everyone) / (days + weight);
        u32::try_from(normal.clamp(0, BILLION)).unwrap_or_default()
    })
}

/// The child's own normals in basis points, each drawn towards the class's where there are few days.
pub(crate) fn own_normals(own: &Counts, class: &ClassNormal, parameters: &Parameters) -> [u16; 3] {
    let mut normals = [1; 3];
    let parts = own
        .events
        .iter()
        .zip(own.days)
        .zip(class.iter().zip(parameters.shrink()));
    for (normal, ((events, days), (class, shrink))) in normals.iter_mut().zip(parts) {
        let weight = i64::from(shrink);
        let share = (events * BILLION + weight * i64::from(*class)) / (days + weight);
        let bp = (share + BILLION / 20_000) / (BILLION / 10_000);
        *normal = u16::try_from(bp.clamp(1, i64::from(MOST_BP))).unwrap_or(MOST_BP);
    }
    normals
}
