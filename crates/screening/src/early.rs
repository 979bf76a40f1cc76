//! The early signs of every pupil: the register, the part days and the minutes late put before the detector.

use attendance::{ClassIx, PupilIx, Register, SchoolIx};
use jiff::civil::Date;
use signals::{Budget, DayEvidence, Depth, Detector, DetectorError, Parameters, PartDay};

/// What was told of a pupil's day beside the states of its notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The pupil.
    pub pupil: PupilIx,
    /// The day.
    pub day: Date,
    /// Some lessons away, as a school that registers lessons tells it.
    pub part: Option<PartDay>,
    /// How many minutes late, where that was noted.
    pub minutes: Option<u16>,
}

/// Part days and minutes late as one list in order of pupil and day.
///
/// Of two rows of the same kind about the same day the later one stands, so a late arrival noted again without minutes
/// has none.
pub fn told(
    parts: impl IntoIterator<Item = (PupilIx, Date, PartDay)>,
    minutes: impl IntoIterator<Item = (PupilIx, Date, Option<u16>)>,
) -> Vec<Told> {
    let latest = |rows: Vec<Told>| {
        let mut rows = rows;
        rows.sort_by_key(|t| (t.pupil, t.day));
        rows.dedup_by(|later, kept| {
            let same = (later.pupil, later.day) == (kept.pupil, kept.day);
            if same {
                *kept = *later;
            }
            same
        });
        rows
    };
    let part = |(pupil, day, part)| Told {
        pupil,
        day,
        part: Some(part),
        minutes: None,
    };
    let late = |(pupil, day, minutes)| Told {
        pupil,
        day,
        part: None,
        minutes,
    };
    let mut rows = latest(parts.into_iter().map(part).collect());
    rows.extend(latest(minutes.into_iter().map(late).collect()));
    rows.sort_by_key(|t| (t.pupil, t.day));
    rows.dedup_by(|minutes, part| {
        let same = (minutes.pupil, minutes.day) == (part.pupil, part.day);
        if same {
            part.minutes = minutes.minutes;
        }
        same
    });
    rows
}

/// A detector for a register, with nothing recorded yet.
///
/// # Errors
/// When the register has more school days than a detector can hold.
pub fn detector<'p>(
    register: &Register,
    parameters: &'p Parameters,
    depth: Depth,
    budget: Budget,
) -> Result<Detector<'p>, DetectorError> {
    let classes = (0..register.class_count()).map(ClassIx::new);
    let schools: Vec<SchoolIx> = classes
        .clone()
        .filter_map(|c| Some(register.class(c)?.school))
        .collect();
    let days = classes
        .filter_map(|c| register.class_calendar(c))
        .flat_map(|c| c.days().iter().copied());
    Detector::new(parameters, depth, budget, days, schools)
}

/// A detector that knows every school day of every pupil up to and including a day.
///
/// `told` must be in order of pupil and day, as [`told()`] gives it.
///
/// # Errors
/// As [`detector`].
pub fn detector_as_of<'p>(
    register: &Register,
    told: &[Told],
    as_of: Date,
    parameters: &'p Parameters,
) -> Result<Detector<'p>, DetectorError> {
    let mut detector = detector(register, parameters, Depth::Signs, Budget::DEFAULT)?;
    for pupil in register.pupils() {
        record_pupil(&mut detector, register, told, pupil, as_of)?;
    }
    detector.close(as_of);
    Ok(detector)
}

/// Records every school day of one pupil up to and including a day; also to correct one that is recorded already.
///
/// # Errors
/// As [`detector`].
pub fn record_pupil(
    detector: &mut Detector<'_>,
    register: &Register,
    told: &[Told],
    pupil: PupilIx,
    as_of: Date,
) -> Result<(), DetectorError> {
    let Some(track) = register.track(pupil, as_of, attendance::DayWeight::Half) else {
        return Ok(());
    };
    let from = told.partition_point(|t| t.pupil < pupil);
    let own = told.get(from..).unwrap_or_default();
    let own = own.get(..own.partition_point(|t| t.pupil == pupil)).unwrap_or_default();
    for position in 0..track.so_far() {
        let Some(view) = track.view(position) else { continue };
        let told = own
            .binary_search_by_key(&view.date, |t| t.day)
            .ok()
            .and_then(|i| own.get(i));
        let (part, minutes) = told.map_or((None, None), |t| (t.part, t.minutes));
        let evidence = DayEvidence::of(&view, part, minutes, track.gap_before(position));
        detector.record(pupil, view.class, &evidence)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_told_of_a_day_is_one_row_and_the_later_word_stands() {
        let (one, other) = (PupilIx::new(0), PupilIx::new(1));
        let (monday, tuesday) = (date(2026, 8, 17), date(2026, 8, 18));
        let (ill, unknown) = (
            PartDay {
                category: Some(attendance::Category::Illness),
            },
            PartDay { category: None },
        );
        let rows = told(
            [(other, monday, ill), (one, monday, unknown), (one, monday, ill)],
            [
                (one, tuesday, Some(40)),
                (one, monday, Some(5)),
                (one, tuesday, None),
                (other, tuesday, Some(12)),
            ],
        );
        let row = |pupil, day, part, minutes| Told {
            pupil,
            day,
            part,
            minutes,
        };
        assert_eq!(
            rows,
            [
                row(one, monday, Some(ill), Some(5)),
                row(one, tuesday, None, None),
                row(other, monday, Some(ill), None),
                row(other, tuesday, None, Some(12)),
            ]
        );
    }
}
