//! Early signs of the whole municipality, kept beside the planes and made again when they have grown old.
//!
//! A sign looks at forty school days; one mark seldom makes or ends one. So pages read the signs as they were when they
//! were last made, at most [`OLDEST`] ago, and what is shown says up to which day. Findings of rules are never kept.

use std::collections::HashMap;
use std::sync::Arc;

use attendance::PupilIx;
use casework::PupilId;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use screening::{PartOfDay, detector_as_of};
use signals::{Parameters, PartDay, Sign};

use crate::Store;
use crate::error::StoreError;
use crate::planes::{Planes, Positions};
use crate::seen::Seen;

/// How old signs may be before they are made again, while marks come in.
const OLDEST: SignedDuration = SignedDuration::from_mins(10);

/// The signs of one moment.
#[derive(Debug)]
pub(crate) struct EarlySigns {
    day: Date,
    positions: Positions,
    made: Timestamp,
    signs: HashMap<PupilId, Vec<Sign>>,
}

/// All signs that hold as of a day. Takes seconds for a large municipality.
fn make(planes: &Planes, day: Date, made: Timestamp) -> Result<EarlySigns, StoreError> {
    let parameters = Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))?;
    let register = planes.register();
    let mut parts: Vec<PartOfDay> = Vec::new();
    for pupil in register.pupils() {
        let own = planes.partials(pupil).iter().filter(|p| p.day <= day);
        parts.extend(own.map(|p| PartOfDay {
            pupil,
            day: p.day,
            part: PartDay { category: p.category },
        }));
    }
    parts.sort_by_key(|p| (p.pupil, p.day));
    let detector = detector_as_of(register, &parts, day, &parameters)
        .map_err(|_| StoreError::Missing("room for so many school days"))?;
    let of = |pupil: PupilIx| {
        let signs = register
            .enrolment_on(pupil, day)
            .map(|_| detector.signs(pupil))
            .filter(|s| !s.is_empty())?;
        Some((planes.roster().pupil_id(pupil)?, signs))
    };
    let signs = register.pupils().filter_map(of).collect();
    Ok(EarlySigns {
        day,
        positions: planes.positions,
        made,
        signs,
    })
}

impl Store {
    /// The early signs of the pupils seen, by pupil; a pupil without signs is left out.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn early_signs(&self, seen: &Seen) -> Result<HashMap<PupilId, Vec<Sign>>, StoreError> {
        let held = self.early().await?;
        let of = |id: PupilId| held.signs.get(&id).map(|signs| (id, signs.clone()));
        Ok(seen.pupils().filter_map(|p| of(p.id())).collect())
    }

    /// The signs as last made; the first caller of a start waits until they are there.
    async fn early(&self) -> Result<Arc<EarlySigns>, StoreError> {
        let planes = self.planes().await?;
        let (day, now) = (self.today(), self.now());
        let mut held = self.inner.early.lock().await;
        match held.as_ref() {
            Some(early) if early.day == day && early.positions == planes.positions => Ok(Arc::clone(early)),
            Some(early) => {
                let early = Arc::clone(early);
                let due = early.day != day || now.duration_since(early.made) >= OLDEST;
                if due {
                    // Only one visitor sets this off: the next ones find it made a moment ago.
                    *held = Some(Arc::new(EarlySigns {
                        day: early.day,
                        positions: early.positions,
                        made: now,
                        signs: early.signs.clone(),
                    }));
                    let store = self.clone();
                    tokio::spawn(async move {
                        let made = tokio::task::spawn_blocking(move || make(&planes, day, now)).await;
                        if let Ok(Ok(made)) = made {
                            *store.inner.early.lock().await = Some(Arc::new(made));
                        }
                    });
                }
                Ok(early)
            }
            None => {
                let made = tokio::task::spawn_blocking(move || make(&planes, day, now));
                let made = made.await.map_err(|_| StoreError::Missing("the making of signs"))??;
                let made = Arc::new(made);
                *held = Some(Arc::clone(&made));
                Ok(made)
            }
        }
    }
}
