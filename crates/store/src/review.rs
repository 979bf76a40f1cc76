//! Series of reviews and their meetings, as streams about a school or a class, never about a child.

use std::collections::HashSet;

use access::{Act, ClassFacts, Permit, Scope, ScopeReach, Spot, act, on};
use casework::history::Sequence;
use casework::review::{MeetingEvent, PupilOutcome, ReviewMeeting, ReviewPlace, ReviewSeries, SeriesEvent};
use casework::{ReviewMeetingId, ReviewSeriesId};
use uuid::Uuid;

use crate::audit::Act as Trace;
use crate::db::args;
use crate::error::StoreError;
use crate::stream::{EntryRow, NewEntry, Stream, streams};
use crate::{Roster, Store, sql};

const SERIES: &str = "review_series";
const MEETING: &str = "review_meeting";

fn corrupt(id: Uuid) -> StoreError {
    StoreError::Corrupt {
        table: "streams",
        row: id,
    }
}

fn series(stream: Stream<SeriesEvent>) -> Result<ReviewSeries, StoreError> {
    ReviewSeries::from_history(ReviewSeriesId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

fn meeting(stream: Stream<MeetingEvent>) -> Result<ReviewMeeting, StoreError> {
    ReviewMeeting::from_history(ReviewMeetingId::from_uuid(stream.id), stream.entries).map_err(|_| corrupt(stream.id))
}

/// Where a series looks, as `access` asks for it; `None` when its class is gone.
pub fn review_spot(place: ReviewPlace, roster: &Roster) -> Option<Spot> {
    Some(match place {
        ReviewPlace::School(school) => Spot::School(school),
        ReviewPlace::Class(class) => Spot::Class(ClassFacts {
            class,
            school: roster.class(class)?.school,
        }),
    })
}

impl Store {
    /// Begins a series of reviews at the school or class of the permit.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the series looks elsewhere, or the event begins nothing.
    pub async fn review_series_begin(
        &self,
        permit: &Permit<act::Create, on::Review>,
        event: &SeriesEvent,
    ) -> Result<ReviewSeriesId, StoreError> {
        let SeriesEvent::Begun { place, .. } = event else {
            return Err(StoreError::Permit("series"));
        };
        let roster = self.roster().await?;
        if review_spot(*place, &roster) != Some(permit.subject()) {
            return Err(StoreError::Permit("series"));
        }
        let stream = self.new_uuid()?;
        let trace = Trace::permitted(permit, SERIES.to_owned(), Vec::new());
        let new = NewEntry {
            kind: SERIES,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_write(new, permit.by(), trace).await?;
        Ok(ReviewSeriesId::from_uuid(stream))
    }

    /// Runs a series of the permit's school or class otherwise from now on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since; [`StoreError::Permit`] when the series looks
    /// elsewhere, or the event is no change.
    pub async fn review_series_change(
        &self,
        permit: &Permit<act::Change, on::Review>,
        series: &ReviewSeries,
        event: &SeriesEvent,
    ) -> Result<(), StoreError> {
        if !matches!(event, SeriesEvent::Changed { .. }) {
            return Err(StoreError::Permit("series"));
        }
        self.review_series_add(permit, series, event).await
    }

    /// Ends a series of the permit's school or class; its meetings and what they decided stay.
    ///
    /// # Errors
    /// As [`Store::review_series_change`].
    pub async fn review_series_end(
        &self,
        permit: &Permit<act::Close, on::Review>,
        series: &ReviewSeries,
        event: &SeriesEvent,
    ) -> Result<(), StoreError> {
        if !matches!(event, SeriesEvent::Ended { .. }) {
            return Err(StoreError::Permit("series"));
        }
        self.review_series_add(permit, series, event).await
    }

    async fn review_series_add<A: Act>(
        &self,
        permit: &Permit<A, on::Review>,
        series: &ReviewSeries,
        event: &SeriesEvent,
    ) -> Result<(), StoreError> {
        self.of_series(permit, series).await?;
        let trace = Trace::permitted(permit, SERIES.to_owned(), Vec::new());
        let new = NewEntry {
            kind: SERIES,
            stream: series.id.as_uuid(),
            pupil: None,
            sequence: series.next_sequence(),
            event,
        };
        self.stream_write(new, permit.by(), trace).await
    }

    /// Every series in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn review_series_list(
        &self,
        scope: &Scope<act::List, on::Review>,
    ) -> Result<Vec<ReviewSeries>, StoreError> {
        let roster = self.roster().await?;
        let rows: Vec<EntryRow> = match scope.reach() {
            ScopeReach::Municipality => self.db().all(sql::STREAM_LIST, args![SERIES]).await?,
            // Somebody who sees a part of the municipality does not wait for the reviews of all of it.
            ScopeReach::Places { schools, classes, .. } => {
                let within = roster.classes().iter().filter(|c| schools.contains(&c.school));
                let mut places: Vec<String> = schools.iter().map(ToString::to_string).collect();
                places.extend(
                    classes
                        .iter()
                        .copied()
                        .chain(within.map(|c| c.id))
                        .map(|id| id.to_string()),
                );
                let places = serde_json::to_string(&places).unwrap_or_default();
                self.db().all(sql::REVIEW_SERIES_LIST_AT, args![SERIES, places]).await?
            }
        };
        let mut found = Vec::new();
        for stream in streams(rows)? {
            let one = series(stream)?;
            if review_spot(one.place, &roster).is_some_and(|spot| scope.covers(&spot)) {
                found.push(one);
            }
        }
        Ok(found)
    }

    /// Plans a meeting of a series at the school or class of the permit.
    ///
    /// # Errors
    /// [`StoreError::Permit`] when the series looks elsewhere, or the event plans nothing of it.
    pub async fn review_meeting_plan(
        &self,
        permit: &Permit<act::Create, on::Review>,
        series: &ReviewSeries,
        event: &MeetingEvent,
    ) -> Result<ReviewMeetingId, StoreError> {
        self.of_series(permit, series).await?;
        if !matches!(event, MeetingEvent::Planned { series: of, .. } if *of == series.id) {
            return Err(StoreError::Permit("meeting"));
        }
        let stream = self.new_uuid()?;
        let trace = Trace::permitted(permit, MEETING.to_owned(), Vec::new());
        let new = NewEntry {
            kind: MEETING,
            stream,
            pupil: None,
            sequence: Sequence::FIRST,
            event,
        };
        self.stream_write(new, permit.by(), trace).await?;
        Ok(ReviewMeetingId::from_uuid(stream))
    }

    /// Adds to a meeting: moved, held, a note, a task, called off.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else has written since; [`StoreError::Permit`] when it is held elsewhere.
    pub async fn review_meeting_add<A: Act>(
        &self,
        permit: &Permit<A, on::Review>,
        series: &ReviewSeries,
        meeting: &ReviewMeeting,
        event: &MeetingEvent,
    ) -> Result<(), StoreError> {
        self.of_series(permit, series).await?;
        if meeting.series != series.id {
            return Err(StoreError::Permit("meeting"));
        }
        let trace = Trace::permitted(permit, MEETING.to_owned(), Vec::new());
        let (stream, sequence) = (meeting.id.as_uuid(), meeting.next_sequence());
        self.stream_write(
            NewEntry {
                kind: MEETING,
                stream,
                pupil: None,
                sequence,
                event,
            },
            permit.by(),
            trace,
        )
        .await
    }

    /// One series of the scope; `None` when there is no such series, or it lies outside.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn review_series_one(
        &self,
        scope: &Scope<act::List, on::Review>,
        id: ReviewSeriesId,
    ) -> Result<Option<ReviewSeries>, StoreError> {
        Ok(self
            .review_series_list(scope)
            .await?
            .into_iter()
            .find(|one| one.id == id))
    }

    /// What was decided at one meeting about the pupils in the scope, oldest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn review_meeting_outcomes(
        &self,
        scope: &Scope<act::List, on::ReviewOutcome>,
        meeting: ReviewMeetingId,
    ) -> Result<Vec<PupilOutcome>, StoreError> {
        Ok(self
            .outcome_list(scope)
            .await?
            .into_iter()
            .filter(|one| one.meeting == meeting)
            .collect())
    }

    /// Every meeting of these series, in the order they were planned. The series come from a scope.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn review_meeting_list(&self, of: &[ReviewSeries]) -> Result<Vec<ReviewMeeting>, StoreError> {
        let ids: HashSet<ReviewSeriesId> = of.iter().map(|s| s.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let series: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let series = serde_json::to_string(&series).unwrap_or_default();
        let rows: Vec<EntryRow> = self
            .db()
            .all(sql::REVIEW_MEETING_LIST_OF, args![MEETING, series])
            .await?;
        let mut found = Vec::new();
        for stream in streams(rows)? {
            let one = meeting(stream)?;
            if ids.contains(&one.series) {
                found.push(one);
            }
        }
        Ok(found)
    }

    async fn of_series<A: Act>(&self, permit: &Permit<A, on::Review>, series: &ReviewSeries) -> Result<(), StoreError> {
        let roster = self.roster().await?;
        if review_spot(series.place, &roster) == Some(permit.subject()) {
            Ok(())
        } else {
            Err(StoreError::Permit("series"))
        }
    }
}
