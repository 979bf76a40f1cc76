//! The early signs of every pupil: the register and the part days put before the detector.

use attendance::{ClassIx, PupilIx, Register, SchoolIx};
use jiff::civil::Date;
use signals::{Budget, DayEvidence, Depth, Detector, DetectorError, Parameters, PartDay};

/// Some lessons of a day away, as a school that registers lessons tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOfDay {
    /// The pupil.
    pub pupil: PupilIx,
    /// The day.
    pub day: Date,
    /// What is known of it.
    pub part: PartDay,
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
/// `parts` must be in order of pupil and day.
///
/// # Errors
/// As [`detector`].
pub fn detector_as_of<'p>(
    register: &Register,
    parts: &[PartOfDay],
    as_of: Date,
    parameters: &'p Parameters,
) -> Result<Detector<'p>, DetectorError> {
    let mut detector = detector(register, parameters, Depth::Signs, Budget::DEFAULT)?;
    for pupil in register.pupils() {
        record_pupil(&mut detector, register, parts, pupil, as_of)?;
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
    parts: &[PartOfDay],
    pupil: PupilIx,
    as_of: Date,
) -> Result<(), DetectorError> {
    let Some(track) = register.track(pupil, as_of, attendance::DayWeight::Half) else {
        return Ok(());
    };
    let from = parts.partition_point(|p| p.pupil < pupil);
    let own = parts.get(from..).unwrap_or_default();
    let own = own.get(..own.partition_point(|p| p.pupil == pupil)).unwrap_or_default();
    for position in 0..track.so_far() {
        let Some(view) = track.view(position) else { continue };
        let part = own
            .binary_search_by_key(&view.date, |p| p.day)
            .ok()
            .and_then(|i| own.get(i))
            .map(|p| p.part);
        let evidence = DayEvidence::of(&view, part, None, track.gap_before(position));
        detector.record(pupil, view.class, &evidence)?;
    }
    Ok(())
}
