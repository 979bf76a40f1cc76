//! Early signs of the whole municipality, kept beside the planes and made again when they have grown old.
//!
//! A sign looks at forty school days; one mark seldom makes or ends one. So pages read the signs as they were when they
//! were last made, at most [`OLDEST`] ago, and what is shown says up to which day. Findings of rules are never old.

use std::collections::HashMap;
use std::sync::Arc;

use attendance::PupilIx;
use casework::PupilId;
use jiff::Timestamp;
use jiff::civil::Date;
use screening::{detector_as_of, told};
use signals::{Parameters, PartDay, Sign};
use uuid::Uuid;

use crate::aged::OLDEST;
use crate::db::{Db, args};
use crate::error::StoreError;
use crate::planes::{Planes, Positions};
use crate::seen::Seen;
use crate::{Store, sql};

/// The signs of one moment.
#[derive(Debug)]
pub(crate) struct EarlySigns {
    day: Date,
    positions: Positions,
    made: Timestamp,
    signs: HashMap<PupilId, Vec<Sign>>,
}

/// The signs as last made, and whether new ones are being made.
#[derive(Debug, Default)]
pub(crate) struct Early {
    making: bool,
    signs: Option<Arc<EarlySigns>>,
}

impl Early {
    /// Whether the caller is the one to make new signs; nobody else is told so until they are made.
    fn begins(&mut self, planes: &Planes, day: Date, now: Timestamp) -> bool {
        let due = self.signs.as_ref().is_none_or(|early| {
            early.day != day || (early.positions != planes.positions && now.duration_since(early.made) >= OLDEST)
        });
        let begins = due && !self.making;
        self.making |= begins;
        begins
    }
}

#[derive(sqlx::FromRow)]
struct LateRow {
    pupil_id: Uuid,
    day: jiff_sqlx::Date,
    minutes: Option<i64>,
}

/// Minutes of every late arrival, the row that stands last. The planes leave them out: only signs ask for them.
async fn minutes_late(db: &Db, planes: &Planes) -> Result<Vec<(PupilIx, Date, Option<u16>)>, StoreError> {
    let rows: Vec<LateRow> = db.all(sql::MARK_MINUTES_LATE, args![]).await?;
    let late = |row: LateRow| {
        let pupil = planes.roster().pupil_ix(PupilId::from_uuid(row.pupil_id))?;
        let minutes = row.minutes.and_then(|m| u16::try_from(m).ok());
        Some((pupil, row.day.to_jiff(), minutes))
    };
    Ok(rows.into_iter().filter_map(late).collect())
}

/// All signs that hold as of a day. Takes seconds for a large municipality.
async fn make(db: Db, planes: Arc<Planes>, day: Date, made: Timestamp) -> Result<EarlySigns, StoreError> {
    let minutes = minutes_late(&db, &planes).await?;
    let signs = tokio::task::spawn_blocking(move || make_of(&planes, minutes, day, made));
    signs.await.map_err(|_| StoreError::Missing("the making of signs"))?
}

fn make_of(
    planes: &Planes,
    minutes: Vec<(PupilIx, Date, Option<u16>)>,
    day: Date,
    made: Timestamp,
) -> Result<EarlySigns, StoreError> {
    let parameters = Parameters::shipped().map_err(|_| StoreError::Missing("parameters of the signs"))?;
    let register = planes.register();
    let part = |pupil| {
        let own = planes.partials(pupil).iter();
        own.map(move |p| (pupil, p.day, PartDay { category: p.category }))
    };
    let told = told(register.pupils().flat_map(part), minutes);
    let detector = detector_as_of(register, &told, day, &parameters)
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
        let Some(held) = self.early().await? else {
            return Ok(HashMap::new());
        };
        let of = |id: PupilId| held.signs.get(&id).map(|signs| (id, signs.clone()));
        Ok(seen.pupils().filter_map(|p| of(p.id())).collect())
    }

    /// Whether signs have been made since the program started: until then no pupil seems to have any.
    pub async fn early_is_ready(&self) -> bool {
        self.inner.early.lock().await.signs.is_some()
    }

    /// Makes the signs where there are none, or where they are old, and waits for them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn early_warm(&self) -> Result<(), StoreError> {
        let planes = self.planes().await?;
        if self.inner.early.lock().await.begins(&planes, self.today(), self.now()) {
            self.early_make(planes).await?;
        }
        Ok(())
    }

    async fn early_make(&self, planes: Arc<Planes>) -> Result<(), StoreError> {
        let made = make(self.db().clone(), planes, self.today(), self.now()).await;
        let mut held = self.inner.early.lock().await;
        held.making = false;
        held.signs = Some(Arc::new(made?));
        Ok(())
    }

    /// The signs as last made, none in the first moments after a start. Nobody waits for them: where new ones are due,
    /// this visit sets their making off and the next ones find them.
    async fn early(&self) -> Result<Option<Arc<EarlySigns>>, StoreError> {
        let planes = self.planes().await?;
        let mut held = self.inner.early.lock().await;
        let signs = held.signs.clone();
        if held.begins(&planes, self.today(), self.now()) {
            let store = self.clone();
            tokio::spawn(async move {
                // Signs that could not be made are set off again by the next visit.
                let _failed = store.early_make(planes).await;
            });
        }
        Ok(signs)
    }
}
