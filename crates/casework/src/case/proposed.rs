//! Tasks that came up at a meeting, as the minutes have them: one a line, agreed by nobody yet.

use super::event::CaseEvent;
use super::item::ItemKind;
use super::state::Case;
use crate::history::Sequence;
use crate::id::PersonId;
use jiff::civil::Date;

/// One line of the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedTask {
    /// What.
    pub what: String,
    /// Who, as it was written.
    pub who: String,
    /// By when, where it can be read.
    pub due: Option<Date>,
}

impl ProposedTask {
    /// Reads a line: what, who and by when with semicolons between them, the last two only where they are said.
    pub fn from_line(line: &str, today: Date) -> Option<Self> {
        let mut parts = line.split(';').map(str::trim);
        let what = parts.next().filter(|what| !what.is_empty())?.to_owned();
        let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let due = rest.iter().find_map(|part| day(part, today));
        let who = rest.iter().find(|part| day(part, today).is_none());
        Some(Self {
            what,
            who: who.map(|who| (*who).to_owned()).unwrap_or_default(),
            due,
        })
    }
}

/// A day as people write it in Denmark: `4/12`, `4.12.`, `4.12.2026`, or `2026-12-04`. Without a year it is the next one.
fn day(text: &str, today: Date) -> Option<Date> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let parts = text
        .split(['/', '.', '-'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let numbers: Option<Vec<i16>> = parts.map(|part| part.parse().ok()).collect();
    let (day, month, year) = match numbers?.as_slice() {
        [day, month] => (*day, *month, None),
        [day, month, year] => (*day, *month, Some(*year)),
        _ => return None,
    };
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    let of = |year| Date::new(year, month, day).ok();
    match year {
        Some(year) if year < 100 => of(year.checked_add(2000)?),
        Some(year) => of(year),
        None => of(today.year())
            .filter(|day| *day > today)
            .or_else(|| of(today.year().checked_add(1)?)),
    }
}

impl Case {
    /// The tasks the minutes of a meeting propose and nobody has agreed to yet.
    pub fn proposed_tasks(&self, meeting: Sequence) -> Vec<ProposedTask> {
        let ended = self.items.get(meeting).and_then(|item| item.ended);
        let Some((on, CaseEvent::MeetingHeld { tasks: Some(tasks), .. })) = ended
            .and_then(|number| self.entry(number))
            .map(|entry| (entry.on, &entry.event))
        else {
            return Vec::new();
        };
        let agreed = self.agreed_at(meeting);
        let lines = tasks.reveal().lines();
        let read = lines.filter_map(|line| ProposedTask::from_line(line, on));
        read.filter(|task| !agreed.contains(&task.what.as_str())).collect()
    }

    /// What the tasks agreed from a meeting say.
    pub fn agreed_at(&self, meeting: Sequence) -> Vec<&str> {
        let tasks = self.items.of(ItemKind::Task).filter_map(|item| self.entry(item.number));
        let of_it = tasks.filter_map(|entry| match &entry.event {
            CaseEvent::TaskAgreed {
                meeting: Some(of),
                words,
                ..
            } if *of == meeting => Some(words.reveal()),
            _ => None,
        });
        of_it.collect()
    }

    /// Meetings whose minutes propose tasks while the chair has agreed to none of them, with the chair: for so many days
    /// after the minutes. What is left after that the chair has left.
    pub fn tasks_to_confirm(&self, today: Date, days: u16) -> Vec<(Sequence, PersonId)> {
        if !self.is_open() {
            return Vec::new();
        }
        let meetings = self.items.of(ItemKind::Meeting).filter_map(|item| {
            let minutes = self.entry(item.ended?)?;
            let CaseEvent::MeetingPlanned { chair, .. } = &self.entry(item.number)?.event else {
                return None;
            };
            let fresh = today.duration_since(minutes.on).as_hours() / 24 <= i64::from(days);
            let waits = fresh && self.agreed_at(item.number).is_empty() && !self.proposed_tasks(item.number).is_empty();
            waits.then_some((item.number, *chair))
        });
        meetings.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r286_a_line_of_the_minutes_is_read_as_people_write_it() {
        let today = date(2026, 11, 26);
        let read = |line| ProposedTask::from_line(line, today);
        let task = |what: &str, who: &str, due| {
            Some(ProposedTask {
                what: what.to_owned(),
                who: who.to_owned(),
                due,
            })
        };
        let december = Some(date(2026, 12, 4));
        for line in [
            "Ring til PPR; Maja; 4/12",
            " Ring til PPR ;Maja; 2026-12-04",
            "Ring til PPR; 4.12.26; Maja",
        ] {
            assert_eq!(read(line), task("Ring til PPR", "Maja", december), "{line}");
        }
        assert_eq!(read("Ring til PPR"), task("Ring til PPR", "", None));
        assert_eq!(
            read("Ring; 5/1"),
            task("Ring", "", Some(date(2027, 1, 5))),
            "the next one"
        );
        assert_eq!(
            read("Ring; 31/2"),
            task("Ring", "31/2", None),
            "no such day is kept as it was written"
        );
        assert_eq!(read(" ; Maja"), None);
    }
}
