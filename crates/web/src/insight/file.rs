//! The copy itself: for people as a document, for programs as JSON.

use attendance::{Note, Slot};
use jiff::tz::TimeZone;
use letters::{Head, InsightCopy, InsightEntry, InsightHeld, InsightLook, InsightMark, InsightSection, Person, Sender};
use serde_json::{Value, json};
use store::{Insight, Look, Roster};

use super::told::{Item, Kind, why};
use crate::pupil::day::{kind_words, slot_words};
use crate::{Frame, family};

/// Everything a copy is made of, in Danish.
pub(super) struct Copy<'c> {
    pub frame: &'c Frame,
    pub insight: &'c Insight,
    pub roster: &'c Roster,
    /// What is in it.
    pub with: &'c [Item],
    /// What is held back.
    pub without: &'c [Item],
    pub looks: &'c [Look],
    pub zone: &'c TimeZone,
}

impl Copy<'_> {
    fn held(&self) -> Vec<InsightHeld> {
        let held = self.without.iter().filter_map(|item| Some((item, item.held?)));
        held.map(|(item, held)| InsightHeld {
            what: format!("{}: {}", self.frame.t(item.kind.key()), item.title),
            date: item.on,
            by: item.by.clone(),
            why: why(self.frame, held),
        })
        .collect()
    }

    fn looks(&self) -> Vec<InsightLook> {
        family::looks(self.frame, self.looks, self.roster, true)
            .into_iter()
            .map(|row| InsightLook {
                date: row.date,
                who: row.who,
                what: row.what,
            })
            .collect()
    }

    fn classes(&self) -> Vec<InsightEntry> {
        let stays = self.insight.who.stays.iter();
        stays
            .map(|stay| {
                let class = self.roster.class(stay.class).map(|class| class.name.clone());
                let school = self.roster.school(stay.school).map(|school| school.name.clone());
                let title = [class, school].into_iter().flatten().collect::<Vec<_>>().join(" · ");
                let mut facts = vec![(self.frame.t("insight-field-from"), self.frame.date(&stay.from))];
                facts.extend(
                    stay.to
                        .map(|to| (self.frame.t("insight-field-until"), self.frame.date(&to))),
                );
                InsightEntry { title, facts }
            })
            .collect()
    }

    fn identity(&self) -> InsightEntry {
        let who = &self.insight.who;
        let yes = |yes: bool| self.frame.t(if yes { "insight-yes" } else { "insight-no" });
        let fact = |key: &str, value: String| (self.frame.t(key), value);
        InsightEntry {
            title: who.name.full(),
            facts: vec![
                fact("insight-field-id", who.external_id.clone()),
                fact("insight-field-protected", yes(who.protected)),
                fact(
                    "insight-field-cpr",
                    self.frame.t(if self.insight.has_cpr {
                        "insight-cpr-kept"
                    } else {
                        "insight-no"
                    }),
                ),
            ],
        }
    }

    fn part_days(&self) -> Vec<InsightEntry> {
        let days = self.insight.part_days.iter();
        days.map(|day| InsightEntry {
            title: self.frame.date(&day.day),
            facts: vec![(
                self.frame.t("insight-field-lessons"),
                match day.lessons {
                    Some(of) => format!("{} / {of}", day.lessons_missed),
                    None => day.lessons_missed.to_string(),
                },
            )],
        })
        .collect()
    }

    fn marks(&self) -> Vec<InsightMark> {
        let mark = |mark: &store::MarkHistory| {
            let (slot, two) = match mark.note {
                Note::Day => (Slot::Start, false),
                Note::Start => (Slot::Start, true),
                Note::End => (Slot::End, true),
            };
            let mut what = format!(
                "{}: {}",
                slot_words(self.frame, slot, two),
                kind_words(self.frame, mark.kind)
            );
            if let Some(minutes) = mark.minutes {
                what.push_str(&format!(" ({})", self.frame.t1("insight-minutes", "count", minutes)));
            }
            let by = mark.recorded_name.clone().or_else(|| mark.noted_by.clone());
            let by = by.unwrap_or_else(|| self.frame.t("pupil-history-import"));
            let at = mark.noted_at.unwrap_or(mark.recorded_at);
            let at = crate::words::moment(self.frame.locale, at.to_zoned(self.zone.clone()).datetime());
            let reason = mark.reason.as_ref().map(|reason| format!(": {reason}"));
            InsightMark {
                date: mark.day,
                what,
                noted: format!("{by}, {at}{}", reason.unwrap_or_default()),
            }
        };
        self.insight.marks.iter().map(mark).collect()
    }

    /// The copy as a document.
    pub fn letter(&self, signed: &str) -> InsightCopy {
        let section = |key: &str, entries: Vec<InsightEntry>| InsightSection {
            heading: self.frame.t(key),
            entries,
        };
        let mut sections = vec![
            section("insight-kind-identity", vec![self.identity()]),
            section("insight-kind-classes", self.classes()),
            section("insight-kind-part-days", self.part_days()),
        ];
        let mut kinds: Vec<Kind> = self.with.iter().map(|item| item.kind).collect();
        kinds.dedup();
        sections.extend(kinds.into_iter().map(|kind| {
            let entries = self
                .with
                .iter()
                .filter(|item| item.kind == kind)
                .map(|item| InsightEntry {
                    title: format!("{} · {} · {}", self.frame.date(&item.on), item.title, item.by),
                    facts: item.facts.clone(),
                });
            section(kind.key(), entries.collect())
        }));
        sections.retain(|section| !section.entries.is_empty());
        let who = &self.insight.who;
        InsightCopy {
            head: Head {
                sender: Sender {
                    municipality: self.frame.municipality.clone(),
                    unit: self.school(),
                    lines: Vec::new(),
                },
                recipient: Vec::new(),
                date: self.frame.today,
                reference: String::new(),
                signed: vec![Person {
                    name: signed.to_owned(),
                    role: self.frame.t("letter-leader"),
                }],
            },
            child: who.name.full(),
            born: who.birth_date,
            place: crate::case::place_of(self.roster, who, self.frame.today),
            about: [
                "insight-about-why",
                "insight-about-source",
                "insight-about-kept",
                "insight-about-wrong",
                "insight-about-complain",
            ]
            .map(|key| self.frame.t(key))
            .to_vec(),
            sections,
            marks: self.marks(),
            held: self.held(),
            looks: self.looks(),
        }
    }

    fn school(&self) -> String {
        let stays = &self.insight.who.stays;
        let now = stays
            .iter()
            .rfind(|stay| stay.from <= self.frame.today)
            .or(stays.first());
        now.and_then(|stay| self.roster.school(stay.school))
            .map(|school| school.name.clone())
            .unwrap_or_default()
    }

    /// The copy for a program. Words stay as they were written.
    pub fn json(&self) -> Value {
        let who = &self.insight.who;
        let stays = who.stays.iter().map(|stay| {
            json!({
                "school": self.roster.school(stay.school).map(|school| school.name.clone()),
                "class": self.roster.class(stay.class).map(|class| class.name.clone()),
                "from": stay.from.to_string(),
                "to": stay.to.map(|to| to.to_string()),
            })
        });
        let part = |day: &store::Partial| json!({ "day": day.day.to_string(), "lessons_missed": day.lessons_missed, "lessons": day.lessons });
        let held = self.held();
        let held = held
            .iter()
            .map(|one| json!({ "what": one.what, "on": one.date.to_string(), "by_role": one.by, "why": one.why }));
        let looks = self.looks();
        let looks = looks
            .iter()
            .map(|look| json!({ "on": look.date.to_string(), "who": look.who, "what": look.what }));
        json!({
            "made_on": self.frame.today.to_string(),
            "pupil": {
                "name": who.name.full(),
                "birth_date": who.birth_date.map(|day| day.to_string()),
                "protected": who.protected,
                "id_in_files": who.external_id,
                "cpr_is_kept": self.insight.has_cpr,
            },
            "classes": stays.collect::<Vec<_>>(),
            "marks": self.insight.marks.iter().map(store::MarkHistory::json).collect::<Vec<_>>(),
            "part_days": self.insight.part_days.iter().map(part).collect::<Vec<_>>(),
            "written": self.with.iter().map(|item| item.json.clone()).collect::<Vec<_>>(),
            "held_back": held.collect::<Vec<_>>(),
            "looks": looks.collect::<Vec<_>>(),
        })
    }
}
