//! What the schools of the made-up municipality have done before today: review meetings that were held, what they
//! decided about children, and what came of it. Written with the clock standing at each of those days.

use std::collections::{BTreeMap, BTreeSet};

use access::{Actor, Spot, act, may, on, scope};
use anyhow::{Context, Result, anyhow};
use casework::concern::{AnswerDraft, AnswerKind, ConcernDraft, RaisedBy};
use casework::review::{
    Outcome, OutcomeDraft, OutcomeKind, PupilOutcome, ReviewMeeting, ReviewPlace, ReviewSeries, ReviewTemplate,
    SeriesPlan,
};
use casework::{PupilId, ReviewMeetingId};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use statute::RulePack;
use std::sync::Arc;
use store::{FixedClock, SchoolEntry, Store};

/// How many meetings each school has held.
const MEETINGS: i32 = 3;
/// The most children a meeting takes up.
const MOST: usize = 60;
/// Days from a meeting until its talks were held.
const TALK_AFTER: i32 = 6;

/// What people say when the reason is known.
const REASONS: [&str; 4] = [
    "Har brækket benet og følger undervisningen hjemmefra.",
    "Familien har haft dødsfald og er i god kontakt med klasselæreren.",
    "Indlagt til planlagt operation; aftalt med skolen.",
    "Influenza i hele familien; er tilbage og glad for det.",
];

/// A school and the leader who holds its reviews.
pub struct Led {
    pub school: SchoolEntry,
    pub leader: Actor,
}

/// One past day at one school.
struct Day<'a> {
    store: &'a Store,
    clock: &'a FixedClock,
    rules: &'a Arc<RulePack>,
    led: &'a Led,
}

/// A number of a text, the same each time.
fn number(text: &str) -> usize {
    text.bytes().fold(7, |sum: usize, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    })
}

/// Lets every school have held its reviews; `store` runs on `clock`, which is left at the last of the days.
pub async fn reviews(store: &Store, clock: &FixedClock, today: Date, rules: &Arc<RulePack>, all: &[Led]) -> Result<()> {
    for (led, at) in all.iter().zip(0i32..) {
        let day = Day {
            store,
            clock,
            rules,
            led,
        };
        // One school in eight is late with its review; the others met between one and two weeks ago.
        let back = if at % 8 == 7 { 40 } else { 8 + at % 7 };
        day.hold_all(today, back).await?;
    }
    Ok(())
}

impl Day<'_> {
    fn stand_at(&self, day: Date) -> Result<()> {
        let afternoon = day.at(13, 0, 0, 0).to_zoned(super::copenhagen()?)?;
        self.clock.set(afternoon.timestamp());
        Ok(())
    }

    async fn hold_all(&self, today: Date, back: i32) -> Result<()> {
        let roster = self.store.roster().await?;
        let calendars = roster.calendars().iter();
        let days: Vec<Date> = calendars
            .filter(|one| one.id == self.led.school.calendar)
            .flat_map(|one| one.days().iter().copied())
            .collect();
        let school_day = |day: Date| days.iter().rev().find(|one| **one <= day).copied();
        let last = today.checked_sub(back.days())?;
        let month = |months: i32| last.checked_sub(Span::new().months(months)).ok().and_then(school_day);
        let held: BTreeSet<Date> = (0..MEETINGS).filter_map(month).collect();
        let Some(first) = held.first().copied() else {
            return Ok(());
        };
        self.stand_at(first)?;
        let leader = self.led.leader.person().context("the leader is somebody")?;
        let place = ReviewPlace::School(self.led.school.id);
        let name = format!("Månedlig fraværsgennemgang, {}", self.led.school.name);
        let plan = SeriesPlan::from_template(ReviewTemplate::Leadership, &name, first, leader);
        let event = ReviewSeries::begin(place, plan).map_err(|_| anyhow!("a made-up series was refused"))?;
        let spot = Spot::School(self.led.school.id);
        let create = may::<act::Create, on::Review>(&self.led.leader, &spot, first).context("beginning a series")?;
        let id = self.store.review_series_begin(&create, &event).await?;
        let mine = scope::<act::List, on::Review>(&self.led.leader, first).context("the leader's series")?;
        let series = self.store.review_series_one(&mine, id).await?.context("the series")?;
        let mut decided = BTreeMap::new();
        for day in held {
            self.hold(&series, day, today, &mut decided).await?;
        }
        Ok(())
    }

    /// One meeting: who needed a look that day is taken up, most are decided about, and it is said to have been held.
    async fn hold(
        &self,
        series: &ReviewSeries,
        day: Date,
        today: Date,
        decided: &mut BTreeMap<PupilId, (Date, Outcome)>,
    ) -> Result<()> {
        self.stand_at(day)?;
        let leader = &self.led.leader;
        let spot = Spot::School(self.led.school.id);
        let create = may::<act::Create, on::Review>(leader, &spot, day).context("planning a meeting")?;
        let event = ReviewMeeting::plan(series.id, day, day).map_err(|_| anyhow!("a made-up meeting was refused"))?;
        let meeting = self.store.review_meeting_plan(&create, series, &event).await?;
        let pupils = self.to_look_at(day, decided).await?;
        for (place, pupil) in pupils.into_iter().take(MOST).enumerate() {
            if let Some(outcome) = self.decide(meeting, pupil, place, day).await? {
                decided.insert(pupil, (day, outcome));
            }
        }
        let all = self.store.review_meeting_list(std::slice::from_ref(series)).await?;
        let planned = all.iter().find(|one| one.id == meeting).context("the meeting")?;
        let present = series.plan.participants.clone();
        let held = planned
            .hold(day, present, day)
            .map_err(|_| anyhow!("a made-up meeting was not held"))?;
        let change = may::<act::Change, on::Review>(leader, &spot, day).context("holding a meeting")?;
        self.store.review_meeting_add(&change, series, planned, &held).await?;
        self.follow_up(meeting, day, today, decided).await
    }

    /// Whom a list of that day would have shown: something reached since the last decision, or a day to look again.
    async fn to_look_at(&self, day: Date, decided: &BTreeMap<PupilId, (Date, Outcome)>) -> Result<Vec<PupilId>> {
        let mine = scope::<act::List, on::PupilAttendance>(&self.led.leader, day).context("the leader's list")?;
        let seen = self.store.seen(&mine).await?;
        let carried = self.store.carried(&seen, self.rules).await?;
        let mut pupils = Vec::new();
        for one in seen.pupils().filter(store::SeenPupil::is_enrolled) {
            let last = decided.get(&one.id());
            let again = matches!(last, Some((_, Outcome::WatchUntil { until })) if *until <= day);
            let findings = carried.findings(one.id());
            let asks = findings.iter().filter(|f| f.rule.status.asks_something());
            let fresh = asks
                .map(|f| f.reached_on)
                .filter(|on| last.is_none_or(|(decided, _)| decided < on));
            if let Some(since) = fresh.min().or(again.then_some(day)) {
                pupils.push((since, one.name_rank(), one.id()));
            }
        }
        pupils.sort_unstable();
        Ok(pupils.into_iter().map(|(_, _, pupil)| pupil).collect())
    }

    /// What the meeting decided about a pupil; nothing for the few it did not come to.
    async fn decide(
        &self,
        meeting: ReviewMeetingId,
        pupil: PupilId,
        place: usize,
        day: Date,
    ) -> Result<Option<Outcome>> {
        let (kind, reason, until) = match (place + number(&self.led.school.external_id)) % 20 {
            0..=7 => (OutcomeKind::Talk, "", None),
            8..=11 => (OutcomeKind::KnownReason, REASONS[place % REASONS.len()], None),
            12..=15 => (OutcomeKind::WatchUntil, "", Some(day.checked_add(4.weeks())?)),
            16 => (OutcomeKind::OpenConcern, "", None),
            17 => (OutcomeKind::AlreadyInCase, "", None),
            _ => return Ok(None),
        };
        let draft = OutcomeDraft {
            kind,
            reason: reason.to_owned(),
            until,
        };
        let facts = self.store.pupil_facts(pupil, day).await?.context("the pupil's class")?;
        let permit = may::<act::Create, on::ReviewOutcome>(&self.led.leader, &facts, day).context("deciding")?;
        let event = PupilOutcome::decide(None, meeting, pupil, &draft, day)
            .map_err(|_| anyhow!("a made-up decision was refused"))?;
        self.store.outcome_decide(&permit, None, &event).await?;
        Ok(draft.check(day).ok())
    }

    /// Days later: talks were held but for a few, and a concern that was decided on was written and answered.
    async fn follow_up(
        &self,
        meeting: ReviewMeetingId,
        held: Date,
        today: Date,
        decided: &BTreeMap<PupilId, (Date, Outcome)>,
    ) -> Result<()> {
        let day = held.checked_add(TALK_AFTER.days())?;
        if day >= today {
            return Ok(());
        }
        self.stand_at(day)?;
        let leader = &self.led.leader;
        let of_meeting = decided.iter().filter(|(_, (on, _))| *on == held);
        for ((pupil, (_, outcome)), place) in of_meeting.zip(0usize..) {
            let facts = self
                .store
                .pupil_facts(*pupil, day)
                .await?
                .context("the pupil's class")?;
            // Whoever has moved since is another leader's to talk with.
            let Ok(read) = may::<act::Read, on::ReviewOutcome>(leader, &facts, day) else {
                continue;
            };
            match outcome {
                Outcome::Talk if place % 5 != 0 => {
                    let create = may::<act::Create, on::ReviewOutcome>(leader, &facts, day).context("deciding")?;
                    let all = self.store.outcome_list_of(&read).await?;
                    let standing = all.iter().find(|one| one.meeting == meeting).context("the decision")?;
                    let event = standing
                        .hold_talk(day, day)
                        .map_err(|_| anyhow!("a made-up talk was refused"))?;
                    self.store.outcome_decide(&create, Some(standing), &event).await?;
                }
                Outcome::OpenConcern => self.raise(meeting, *pupil, &facts, held, day).await?,
                _ => {}
            }
        }
        Ok(())
    }

    async fn raise(
        &self,
        meeting: ReviewMeetingId,
        pupil: PupilId,
        facts: &access::PupilFacts,
        held: Date,
        day: Date,
    ) -> Result<()> {
        let leader = &self.led.leader;
        let draft = ConcernDraft {
            raised_by: RaisedBy::SchoolLeader,
            seen_on: held,
            signs: BTreeSet::new(),
            words: "Trækker sig i frikvartererne og siger, at maven gør ondt om morgenen.".to_owned(),
            review: Some(meeting),
        };
        let refused = |_| anyhow!("a made-up concern was refused");
        let create = may::<act::Create, on::Concern>(leader, facts, day).context("raising a concern")?;
        let id = self
            .store
            .concern_raise(&create, &draft.check(pupil, day).map_err(refused)?)
            .await?;
        let read = may::<act::Read, on::Concern>(leader, facts, day).context("reading a concern")?;
        let all = self.store.concern_list_of(&read).await?;
        let concern = all.iter().find(|one| one.id == id).context("the concern")?;
        let answer = AnswerDraft {
            kind: AnswerKind::Act,
            words: "Fast voksen om morgenen de næste fire uger; klasselæreren taler med barn og forældre.".to_owned(),
            until: None,
        };
        let event = concern.answer(&answer, day).map_err(refused)?;
        let close = may::<act::Close, on::Concern>(leader, facts, day).context("answering a concern")?;
        self.store
            .concern_add(&close, id, concern.next_sequence(), &event)
            .await?;
        Ok(())
    }
}
