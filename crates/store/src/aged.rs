//! What is counted for the whole municipality and may be some minutes old: nobody waits for it but the first to ask.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::Store;
use crate::error::StoreError;
use crate::planes::{Planes, Positions};

/// How old a count may be before it is made again, while marks come in.
pub(crate) const OLDEST: SignedDuration = SignedDuration::from_mins(10);

/// One such count, as it was last made.
#[derive(Debug)]
pub(crate) struct Aged<T> {
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    making: bool,
    held: Option<Held<T>>,
}

#[derive(Debug)]
struct Held<T> {
    day: Date,
    positions: Positions,
    made: Timestamp,
    value: Arc<T>,
}

impl<T> Default for Aged<T> {
    fn default() -> Self {
        let (making, held) = (false, None);
        Self {
            state: Mutex::new(State { making, held }),
        }
    }
}

impl<T: Send + Sync + 'static> Aged<T> {
    /// The count as last made. One that is too old is made again behind the back of whoever asks; the first one ever,
    /// and the first of a new day, is waited for.
    pub(crate) async fn get<F>(
        self: &Arc<Self>,
        store: &Store,
        make: impl FnOnce(Store, Arc<Planes>) -> F,
    ) -> Result<Arc<T>, StoreError>
    where
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let planes = store.planes().await?;
        let (day, positions, made) = (store.today(), planes.positions, store.now());
        let making = make(store.clone(), planes);
        let done = move |value: T| Held {
            day,
            positions,
            made,
            value: Arc::new(value),
        };
        let mut state = self.state.lock().await;
        if let Some(held) = state.held.as_ref().filter(|held| held.day == day) {
            let value = Arc::clone(&held.value);
            if held.positions != positions && made.duration_since(held.made) >= OLDEST && !state.making {
                state.making = true;
                let aged = Arc::clone(self);
                tokio::spawn(async move {
                    let value = making.await;
                    let mut state = aged.state.lock().await;
                    state.making = false;
                    // What could not be made is set off again by the next to ask.
                    if let Ok(value) = value {
                        state.held = Some(done(value));
                    }
                });
            }
            return Ok(value);
        }
        let held = done(making.await?);
        let value = Arc::clone(&held.value);
        state.held = Some(held);
        Ok(value)
    }
}
