//! What of cases and reviews goes into a calendar.

use casework::case::vocabulary::YesNo;
use casework::case::{Case, CaseEvent, Coordinator, DueKind, Item, ItemKind};
use casework::review::{MeetingEvent, MeetingState, ReviewMeeting, ReviewPlace, ReviewSeries};
use casework::{PersonId, Sequence, search};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use store::{PupilIdentity, Roster};

use super::ics::{Event, Status, When};
use crate::case::{Staff, rhythm};
use crate::review::calendar_of;
use crate::{AppState, Locale, PageError};

/// How many days a meeting stays in the calendar after its day.
const PAST_DAYS: i64 = 30;

/// The place of a meeting, when it can be told on other screens: it names neither the child nor the class, and neither
/// the child nor a parent has an address that is protected.
pub(crate) fn place_to_tell(case: &Case, who: &PupilIdentity, roster: &Roster, place: &str) -> Option<String> {
    let protected = who.protected
        || case.items.of(ItemKind::Guardian).any(|item| {
            let event = case.event_of(item);
            matches!(event, Some(CaseEvent::GuardianNoted { protected, .. }) if *protected == YesNo::Yes)
        });
    let words = search::kept([place]);
    let name = search::kept([who.name.full().as_str()]);
    // `Almas` names Alma as well.
    let named = name
        .split(' ')
        .filter(|part| part.chars().count() > 1)
        .any(|part| words.split(' ').any(|word| word.starts_with(part)));
    let classed = who
        .stays
        .iter()
        .filter_map(|stay| roster.class(stay.class))
        .any(|class| {
            let class = search::kept([class.name.as_str()]);
            let whole = format!(" {words} ");
            whole.contains(&format!(" {class} ")) || whole.contains(&format!(" {} ", class.replace(' ', "")))
        });
    (!protected && !named && !classed).then(|| place.to_owned())
}

/// A meeting of a case as a calendar has it; nothing when there is no such meeting.
pub(crate) fn of_meeting(
    (locale, zone): (Locale, &TimeZone),
    case: &Case,
    number: Sequence,
    site: &str,
    place: impl FnOnce(&str) -> Option<String>,
) -> Option<Event> {
    let item = case.items.get(number).filter(|item| item.kind == ItemKind::Meeting)?;
    let CaseEvent::MeetingPlanned { minutes, place: at, .. } = case.event_of(item)? else {
        return None;
    };
    let (on, time) = case.meeting_time(number)?;
    let from = on
        .at(time.hour(), time.minute(), 0, 0)
        .to_zoned(zone.clone())
        .ok()?
        .timestamp();
    let to = from.checked_add(Span::new().minutes(i64::from(*minutes))).ok()?;
    let entries = item
        .added
        .iter()
        .chain(&item.ended)
        .filter_map(|number| case.entry(*number));
    let of_time = entries.filter(|entry| {
        matches!(
            entry.event,
            CaseEvent::MeetingMoved { .. } | CaseEvent::MeetingCancelled { .. }
        )
    });
    let changes: Vec<_> = of_time.collect();
    let changed = changes.iter().map(|entry| entry.at).max();
    let cancelled = changes
        .iter()
        .any(|entry| matches!(entry.event, CaseEvent::MeetingCancelled { .. }));
    Some(Event {
        uid: format!("{}-{}@naervaer", case.id, number.number()),
        changed: changed.or_else(|| case.entry(number).map(|entry| entry.at))?,
        sequence: u32::try_from(changes.len()).unwrap_or(u32::MAX),
        status: if cancelled {
            Status::Cancelled
        } else {
            Status::Confirmed
        },
        when: When::Between(from, to),
        summary: locale.t("feed-meeting"),
        place: place(at.reveal()),
        link: format!("{site}/cases/{}/meetings#n{}", case.id, number.number()),
    })
}

/// Whether a meeting is one this person goes to: who leads it, who was asked, who carries the case; everybody who takes
/// part when nobody was asked by name.
fn goes_to(case: &Case, item: &Item, person: PersonId) -> bool {
    let Some(CaseEvent::MeetingPlanned { chair, invited, .. }) = case.event_of(item) else {
        return false;
    };
    let asked = |number: &Sequence| {
        let event = case.entry(*number).map(|entry| &entry.event);
        matches!(event, Some(CaseEvent::ParticipantInvited { person: Some(one), .. }) if *one == person)
    };
    *chair == person
        || case.school_contact == person
        || case.coordinator().who == Coordinator::Person(person)
        || invited.is_empty()
        || invited.iter().any(asked)
}

/// For whom a calendar is made, and how.
pub(super) struct Telling<'t> {
    pub locale: Locale,
    pub site: &'t str,
    pub zone: &'t TimeZone,
    pub today: Date,
    pub me: PersonId,
}

impl Telling<'_> {
    fn earliest(&self) -> Date {
        self.today.saturating_sub(Span::new().days(PAST_DAYS))
    }

    /// Meetings and what is due in those of the cases that the person takes part in.
    pub async fn cases(&self, state: &AppState, cases: &[(Case, PupilIdentity)]) -> Result<Vec<Event>, PageError> {
        let staff = Staff::read(state, self.today).await?;
        let (rhythm, roster) = (rhythm(state).await?, state.store.roster().await?);
        let mut events = Vec::new();
        for (case, who) in cases
            .iter()
            .filter(|(case, _)| case.people(self.today).contains(&self.me))
        {
            let meetings = case.items.of(ItemKind::Meeting);
            let mine = meetings.filter(|item| goes_to(case, item, self.me));
            let near = mine.filter(|item| case.meeting_on(item.number).is_some_and(|on| on >= self.earliest()));
            events.extend(near.filter_map(|item| {
                let place = |place: &str| place_to_tell(case, who, &roster, place);
                of_meeting((self.locale, self.zone), case, item.number, self.site, place)
            }));
            let dues = staff.dues(case, who, self.today, &rhythm);
            let changed = case.history.last().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at);
            let mine = dues
                .into_iter()
                .filter(|due| due.whose == Some(self.me) && due.what != DueKind::Meeting);
            events.extend(mine.map(|due| {
                let thing = due.item.map_or(0, Sequence::number);
                Event {
                    uid: format!("{}-{}-{thing}@naervaer", case.id, due.what.word()),
                    changed,
                    sequence: case.last().number(),
                    status: Status::Confirmed,
                    when: When::Day(due.by),
                    summary: self.locale.t("feed-due"),
                    place: None,
                    link: format!("{}/cases/{}", self.site, case.id),
                }
            }));
        }
        Ok(events)
    }

    /// Meetings of the reviews, and for a series without a planned one the day the next is to be expected.
    pub fn reviews(&self, roster: &Roster, series: &[ReviewSeries], meetings: &[ReviewMeeting]) -> Vec<Event> {
        let place = |of: ReviewPlace| {
            let school = match of {
                ReviewPlace::School(school) => Some(school),
                ReviewPlace::Class(class) => roster.class(class).map(|class| class.school),
            };
            school
                .and_then(|school| roster.school(school))
                .map(|school| school.name.clone())
        };
        let summary = self.locale.t("feed-review");
        let mut events = Vec::new();
        for one in series {
            let own = meetings.iter().filter(|meeting| meeting.series == one.id);
            for meeting in own.filter(|meeting| meeting.planned_on >= self.earliest()) {
                let changes = meeting
                    .history
                    .iter()
                    .filter(|entry| matches!(entry.event, MeetingEvent::Moved { .. } | MeetingEvent::CalledOff { .. }));
                let first = meeting.history.first();
                let Some(changed) = changes.clone().next_back().or(first).map(|entry| entry.at) else {
                    continue;
                };
                events.push(Event {
                    uid: format!("{}@naervaer", meeting.id),
                    changed,
                    sequence: u32::try_from(changes.count()).unwrap_or(u32::MAX),
                    status: if meeting.state == MeetingState::CalledOff {
                        Status::Cancelled
                    } else {
                        Status::Confirmed
                    },
                    when: When::Day(meeting.held_on().unwrap_or(meeting.planned_on)),
                    summary: summary.clone(),
                    place: place(one.place),
                    link: format!("{}/review/meetings/{}", self.site, meeting.id),
                });
            }
            let next = one.next_meeting(meetings, &calendar_of(roster, one.place), self.today);
            let changed = one.history.last().map(|entry| entry.at);
            if let (Some(next), Some(changed)) = (next.filter(|next| !next.planned), changed) {
                events.push(Event {
                    uid: format!("{}-next@naervaer", one.id),
                    changed,
                    sequence: 0,
                    status: Status::Tentative,
                    when: When::Day(next.on),
                    summary: summary.clone(),
                    place: place(one.place),
                    link: format!("{}/review/series", self.site),
                });
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::history::Entry;
    use casework::person::Name;
    use casework::{CaseId, PupilId};
    use jiff::civil::date;
    use uuid::Uuid;

    const PERSON: &str = "00000000-0000-0000-0000-000000000001";

    /// A case with these events after its opening, one an hour.
    fn case(events: &[serde_json::Value]) -> Case {
        let opened = serde_json::json!({
            "event": "opened", "pupil": PERSON, "origin": "by_hand", "reason": "Trækker sig", "coordinator": PERSON,
            "mandate": "decides", "school_contact": PERSON,
        });
        let entries = [&[opened], events].concat().into_iter().zip(1..);
        let history = entries.map(|(event, number)| Entry {
            sequence: Sequence::new(number).unwrap(),
            by: PersonId::from_text(PERSON).unwrap(),
            on: date(2026, 11, 20),
            at: format!("2026-11-20T{number:02}:00:00Z").parse().unwrap(),
            event: serde_json::from_value(event).unwrap(),
        });
        Case::from_history(CaseId::from_uuid(Uuid::from_u128(7)), history.collect()).unwrap()
    }

    fn planned(place: &str) -> serde_json::Value {
        serde_json::json!({
            "event": "meeting_planned", "kind": "network", "on": "2026-11-30", "at": "14:00:00", "minutes": 45,
            "place": place, "purpose": "Hvad hjælper Alma?", "chair": PERSON, "invited": [],
        })
    }

    fn event(case: &Case) -> Event {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let number = Sequence::new(2).unwrap();
        let how = (Locale::Da, &zone);
        of_meeting(how, case, number, "https://naervaer.example", |place| {
            Some(place.to_owned())
        })
        .unwrap()
    }

    #[test]
    fn a_meeting_that_moves_or_is_cancelled_is_the_same_with_a_higher_sequence() {
        let moved = serde_json::json!({
            "event": "meeting_moved", "meeting": 2, "on": "2027-06-01", "at": "09:30:00", "reason": "Sygdom",
        });
        let cancelled = serde_json::json!({"event": "meeting_cancelled", "meeting": 2, "reason": "Tales ved"});
        let said = serde_json::json!({"event": "meeting_input", "meeting": 2, "of": "guardian", "words": "Vi kommer"});
        let first = event(&case(&[planned("Lokale 12")]));
        let from = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            first.when,
            When::Between(from("2026-11-30T13:00:00Z"), from("2026-11-30T13:45:00Z"))
        );
        assert_eq!((first.sequence, first.status), (0, Status::Confirmed));
        let heard = event(&case(&[planned("Lokale 12"), said.clone()]));
        assert_eq!(heard, first, "what somebody says beforehand is not told to calendars");
        let second = event(&case(&[planned("Lokale 12"), said.clone(), moved.clone()]));
        assert_eq!(
            second.when,
            When::Between(from("2027-06-01T07:30:00Z"), from("2027-06-01T08:15:00Z")),
            "in summer"
        );
        assert_eq!((second.sequence, second.status), (1, Status::Confirmed));
        let last = event(&case(&[planned("Lokale 12"), said, moved, cancelled]));
        assert_eq!((last.sequence, last.status), (2, Status::Cancelled));
        assert!(first.uid == last.uid && first.changed < second.changed && second.changed < last.changed);
        for one in [first, second, last] {
            assert_eq!(one.summary, "Møde");
            assert!(!format!("{one:?}").contains("Alma"), "the purpose is not told");
        }
    }

    #[test]
    fn a_place_that_names_the_child_or_is_protected_is_not_told() {
        let who = |protected| PupilIdentity {
            id: PupilId::from_uuid(Uuid::from_u128(1)),
            name: Name::new("Kåre", "Bækgård"),
            birth_date: None,
            protected,
            external_id: "1".to_owned(),
            household: None,
            stays: Vec::new(),
        };
        let guardian = |protected: &str| serde_json::json!({"event": "guardian_noted", "name": "Mor", "custody": "shared", "protected": protected});
        let roster = Roster::default();
        let open = case(&[planned("Lokale 12"), guardian("no")]);
        let told = |place| place_to_tell(&open, &who(false), &roster, place);
        assert_eq!(told("Lokale 12, blå fløj").as_deref(), Some("Lokale 12, blå fløj"));
        for named in ["Hjemme hos KAARE", "hos familien Bækgaard, stuen", "Kåres værelse"] {
            assert_eq!(told(named), None, "{named}");
        }
        assert_eq!(place_to_tell(&open, &who(true), &roster, "Lokale 12"), None);
        let hidden = case(&[planned("Lokale 12"), guardian("yes")]);
        assert_eq!(place_to_tell(&hidden, &who(false), &roster, "Skovvej 3"), None);
    }
}
