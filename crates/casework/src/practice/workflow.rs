//! The municipality's workflow (da: arbejdsgang): dated versions of a list of steps, each with exactly one who is
//! responsible.
//!
//! The program brings a first one (`offer.toml`). It is an offer and in force nowhere: a municipality reads it, changes it
//! and decides from which day it holds. What has held is never written over, so that an old case can show the steps it
//! was begun under.

use crate::case::vocabulary::Phase;
use crate::concern::words;
use crate::deadline::Length;
use crate::history::Entry;
use crate::practice::{Versions, line, listed, must};
use crate::problem::{Check, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The most steps of a workflow: more than that nobody reads.
pub const MOST_STEPS: usize = 40;

words! {
    /// Who somebody is in a step.
    StepRole {
        /// Teacher or pedagogue.
        Teacher = "teacher",
        /// Contact teacher.
        ContactTeacher = "contact_teacher",
        /// The adult at school whom the child chooses.
        ChosenAdult = "chosen_adult",
        /// Resource person or well-being contact at the school.
        ResourcePerson = "resource_person",
        /// The school's leader.
        SchoolLeader = "school_leader",
        /// The school's office.
        Office = "office",
        /// Whoever coordinates the case.
        Coordinator = "coordinator",
        /// School social worker.
        SchoolSocialWorker = "school_social_worker",
        /// The kom-i-skole-team.
        AttendanceTeam = "attendance_team",
        /// PPR.
        Ppr = "ppr",
        /// Health nurse.
        HealthNurse = "health_nurse",
        /// Guidance (da: UU, KUI).
        Guidance = "guidance",
        /// The family department.
        FamilyDepartment = "family_department",
        /// The municipality's school administration.
        Administration = "administration",
        /// The child.
        Child = "child",
        /// The parents.
        Parents = "parents",
    }
}

impl StepRole {
    /// Whether the step can be this one's to answer for: the task is the adults' at work, never a child's or a parent's.
    pub const fn can_answer(self) -> bool {
        !matches!(self, Self::Child | Self::Parents)
    }
}

words! {
    /// The page or letter of the program that belongs to a step.
    Shown {
        /// The class's register.
        Register = "register",
        /// A concern.
        Concern = "concern",
        /// A review meeting.
        Review = "review",
        /// What can be done.
        Options = "options",
        /// A question to a colleague, without a child.
        Counsel = "counsel",
        /// A case.
        Case = "case",
        /// The assessment of a case.
        Assessment = "assessment",
        /// The plan of a case.
        Plan = "plan",
        /// A meeting of a case.
        Meeting = "meeting",
        /// The closing of a case.
        Closing = "closing",
        /// The duties on one's overview.
        Duties = "duties",
        /// A letter about absence.
        LetterAbsence = "letter_absence",
        /// An invitation to a meeting.
        LetterMeeting = "letter_meeting",
        /// A notification to the social authority.
        Notification = "notification",
    }
}

words! {
    /// The kinds of days a deadline counts, as [`Length`] has them.
    LengthKind {
        /// School days.
        SchoolDays = "school_days",
        /// Working days.
        WorkingDays = "working_days",
        /// Weekdays, the strict reading.
        Weekdays = "weekdays",
        /// Calendar days.
        Days = "days",
    }
}

listed!(StepRole = "step-role", Shown = "step-shown", LengthKind = "step-within");

impl LengthKind {
    /// So many of these days.
    pub const fn of(self, count: u16) -> Length {
        match self {
            Self::SchoolDays => Length::SchoolDays(count),
            Self::WorkingDays => Length::WorkingDays(count),
            Self::Weekdays => Length::Weekdays(count),
            Self::Days => Length::Days(count),
        }
    }

    /// The kind and the number of a length.
    pub const fn parts(length: Length) -> (Self, u16) {
        match length {
            Length::SchoolDays(count) => (Self::SchoolDays, count),
            Length::WorkingDays(count) => (Self::WorkingDays, count),
            Length::Weekdays(count) => (Self::Weekdays, count),
            Length::Days(count) => (Self::Days, count),
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its number through all versions, by which remarks stay with it. Says nothing about its place.
    pub key: u16,
    /// Its name.
    pub name: String,
    /// When it applies, in words.
    pub when: String,
    /// The phase of the model.
    pub phase: Phase,
    /// The one who sees to it.
    pub responsible: StepRole,
    /// Who is asked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub consulted: BTreeSet<StepRole>,
    /// Who is told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub informed: BTreeSet<StepRole>,
    /// Within how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Length>,
    /// The page or letter of the program that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// Another procedure, system or place it is tied to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

impl Step {
    /// What a role does in the step: `A` sees to it, `S` is asked, `O` is told, as a key; nothing for the others.
    pub fn part_of(&self, role: StepRole) -> Option<&'static str> {
        if self.responsible == role {
            Some("responsible")
        } else if self.consulted.contains(&role) {
            Some("consulted")
        } else if self.informed.contains(&role) {
            Some("informed")
        } else {
            None
        }
    }
}

/// A version of the workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkflowVersion {
    /// The first day it holds.
    pub from: Date,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// Who decided it, and why.
    pub because: String,
}

impl WorkflowVersion {
    /// Everybody who has a part in any step, in the order of the list: the columns of the table.
    pub fn roles(&self) -> Vec<StepRole> {
        let all = StepRole::ALL.iter().copied();
        all.filter(|role| self.steps.iter().any(|step| step.part_of(*role).is_some()))
            .collect()
    }
}

/// The workflow with every version it has had.
pub type Workflow = Versions<WorkflowVersion>;

impl Workflow {
    /// The version that holds on a day: the one with the latest first day, and of two from the same day the one decided
    /// last.
    pub fn on(&self, day: Date) -> Option<&Entry<WorkflowVersion>> {
        let begun = self.all().iter().filter(|entry| entry.event.from <= day);
        begun.max_by_key(|entry| (entry.event.from, entry.sequence))
    }

    /// The version nothing comes after: what a new one begins with.
    pub fn last(&self) -> Option<&Entry<WorkflowVersion>> {
        self.on(Date::MAX)
    }

    /// The versions that hold on some day, latest first, each with the day before the next one.
    pub fn ever(&self) -> Vec<(&Entry<WorkflowVersion>, Option<Date>)> {
        let days: BTreeSet<Date> = self.all().iter().map(|entry| entry.event.from).collect();
        let mut until = None;
        let mut all = Vec::new();
        for day in days.into_iter().rev() {
            all.extend(self.on(day).map(|entry| (entry, until)));
            until = day.yesterday().ok();
        }
        all
    }

    /// The first day a new version may hold from: what has held stays as it was, and what is decided ahead is followed,
    /// not overtaken. The very first one may name the day the municipality began to work like this.
    pub fn earliest(&self, today: Date) -> Option<Date> {
        self.last().map(|last| last.event.from.max(today))
    }

    /// The number of the next new step: none is used again, so that a remark never lands on another step.
    fn next_key(&self) -> u16 {
        let all = self.all().iter().flat_map(|entry| &entry.event.steps);
        all.map(|step| step.key)
            .max()
            .unwrap_or(0)
            .max(OFFERED)
            .saturating_add(1)
    }
}

/// What the program offers, numbered up to here; steps a municipality writes come after.
const OFFERED: u16 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferFile {
    steps: Vec<Step>,
}

static OFFER: LazyLock<Vec<Step>> = LazyLock::new(|| {
    // A broken file would show as an empty offer; a test reads it and counts.
    let file = toml::from_str::<OfferFile>(include_str!("offer.toml"));
    file.map(|file| file.steps).unwrap_or_default()
});

/// The steps the program offers: a synthesis of what municipalities have published, every number of which is the
/// municipality's to change.
pub fn offer() -> &'static [Step] {
    &OFFER
}

/// What a person typed about a step. The fields are named `name-0`, `name-1` … in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepDraft {
    /// Its number; none for a new step.
    pub key: Option<u16>,
    /// Its place among the steps, from 1; what is not a number keeps the step where it stands.
    pub place: String,
    /// Its name.
    pub name: String,
    /// When it applies.
    pub when: String,
    /// The phase.
    pub phase: Option<Phase>,
    /// Everybody chosen as responsible: one, or the step is refused.
    pub responsible: Vec<StepRole>,
    /// Who is asked.
    pub consulted: BTreeSet<StepRole>,
    /// Who is told.
    pub informed: BTreeSet<StepRole>,
    /// Within how many days; may be left out.
    pub days: String,
    /// Which days.
    pub kind: Option<LengthKind>,
    /// The page or letter.
    pub shown: Option<Shown>,
    /// Another procedure.
    pub reference: String,
    /// Whether it is left out of the version.
    pub left_out: bool,
}

impl StepDraft {
    /// A step as it stands, for a form that writes it anew.
    pub fn of(step: &Step) -> Self {
        let within = step.within.map(LengthKind::parts);
        Self {
            key: Some(step.key),
            place: String::new(),
            name: step.name.clone(),
            when: step.when.clone(),
            phase: Some(step.phase),
            responsible: vec![step.responsible],
            consulted: step.consulted.clone(),
            informed: step.informed.clone(),
            days: within.map(|(_, days)| days.to_string()).unwrap_or_default(),
            kind: within.map(|(kind, _)| kind),
            shown: step.shown,
            reference: step.reference.clone(),
            left_out: false,
        }
    }

    /// Whether nothing was typed: a step added and not used.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.name, &self.when, &self.reference, &self.days];
        texts.iter().all(|text| text.trim().is_empty()) && self.responsible.is_empty()
    }

    fn read(&self, check: &mut Check, next: &mut u16) -> Option<Step> {
        let name = must(check, "name", &self.name);
        let when = must(check, "when", &self.when);
        check.that(self.phase.is_some(), Problem::Missing { field: "phase" });
        let responsible = match self.responsible.as_slice() {
            [one] if one.can_answer() => Some(*one),
            _ => None,
        };
        // A step nobody answers for, and one several answer for, is the same doubt.
        check.that(responsible.is_some(), Problem::Missing { field: "responsible" });
        let within = match (self.days.trim(), self.kind) {
            ("", _) => None,
            (days, kind) => {
                let days = days.parse().ok().filter(|days| (1..=400).contains(days));
                check.that(days.is_some(), Problem::Unreadable { field: "days" });
                check.that(kind.is_some(), Problem::Missing { field: "kind" });
                days.zip(kind).map(|(days, kind)| kind.of(days))
            }
        };
        let reference = line(check, "reference", &self.reference);
        let responsible = responsible?;
        // Each has one part: whoever is asked is told by it, and whoever sees to it is neither.
        let mut consulted = self.consulted.clone();
        consulted.remove(&responsible);
        let mut informed: BTreeSet<StepRole> = self.informed.difference(&consulted).copied().collect();
        informed.remove(&responsible);
        let key = self.key.unwrap_or_else(|| {
            let key = *next;
            *next = next.saturating_add(1);
            key
        });
        Some(Step {
            key,
            name,
            when,
            phase: self.phase?,
            responsible,
            consulted,
            informed,
            within,
            shown: self.shown,
            reference,
        })
    }
}

/// What a person typed about a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkflowDraft {
    /// The first day it holds. Field `from`.
    pub from: Option<Date>,
    /// The steps, as they stand in the form.
    pub steps: Vec<StepDraft>,
    /// Who decided it, and why. Field `because`.
    pub because: String,
}

/// Something to put right in a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkflowProblem {
    /// The step, by its number in the form from 1 and its name; none for the version as a whole.
    pub step: Option<(usize, String)>,
    /// What is wrong.
    pub problem: Problem,
}

impl WorkflowDraft {
    /// A new version that begins with the steps given.
    pub fn of(steps: &[Step]) -> Self {
        Self {
            steps: steps.iter().map(StepDraft::of).collect(),
            ..Self::default()
        }
    }

    /// The steps in the order their places say; one without a place that can be read stays where it is.
    pub fn in_order(&self) -> Vec<StepDraft> {
        // Doubled, so that a step moved to a place that is taken stands before the one that has it.
        let place = |(at, step): (usize, &StepDraft)| match step.place.trim().parse::<usize>() {
            Ok(place) if place != at + 1 => {
                let before = place <= at;
                place
                    .saturating_mul(2)
                    .saturating_sub(usize::from(before))
                    .saturating_add(usize::from(!before))
            }
            _ => (at + 1) * 2,
        };
        let mut all: Vec<(usize, &StepDraft)> = self.steps.iter().enumerate().map(|at| (place(at), at.1)).collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, step)| step.clone()).collect()
    }

    /// The version to keep. Steps that are left out, and new ones in which nothing was typed, are not part of it.
    ///
    /// # Errors
    /// Everything that is wrong, step by step.
    pub fn check(&self, workflow: &Workflow, today: Date) -> Result<WorkflowVersion, Vec<WorkflowProblem>> {
        let mut found = Vec::new();
        let mut next = workflow.next_key();
        let mut steps = Vec::new();
        for (number, typed) in (1..).zip(self.in_order()) {
            if typed.left_out || (typed.key.is_none() && typed.is_empty()) {
                continue;
            }
            let mut check = Check::default();
            let step = typed.read(&mut check, &mut next);
            match check.done(step) {
                Ok(step) => steps.push(step),
                Err(problems) => found.extend(problems.all().iter().map(|problem| WorkflowProblem {
                    step: Some((number, typed.name.trim().to_owned())),
                    problem: problem.clone(),
                })),
            }
        }
        let mut check = Check::default();
        let some = !steps.is_empty() || !found.is_empty();
        check.that(some, Problem::Missing { field: "steps" });
        check.that(
            steps.len() <= MOST_STEPS,
            Problem::NotNow {
                what: "workflow-too-many",
            },
        );
        check.that(self.from.is_some(), Problem::Missing { field: "from" });
        if let (Some(day), Some(earliest)) = (self.from, workflow.earliest(today)) {
            let early = Problem::TooFarBehind {
                field: "from",
                day,
                earliest,
            };
            check.that(day >= earliest, early);
        }
        let because = must(&mut check, "because", &self.because);
        let version = self.from.map(|from| WorkflowVersion { from, steps, because });
        match check.done(version) {
            Ok(version) if found.is_empty() => Ok(version),
            Ok(_) => Err(found),
            Err(problems) => {
                let whole = problems.all().iter().map(|problem| WorkflowProblem {
                    step: None,
                    problem: problem.clone(),
                });
                Err(found.into_iter().chain(whole).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Sequence;
    use crate::id::PersonId;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn workflow(from: &[(Date, &str)]) -> Workflow {
        let entries = (1_u32..).zip(from).map(|(number, (from, because))| Entry {
            sequence: Sequence::new(number).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(1)),
            on: TODAY,
            at: Timestamp::UNIX_EPOCH,
            event: WorkflowVersion {
                from: *from,
                steps: offer().to_vec(),
                because: (*because).to_owned(),
            },
        });
        Workflow::from_history("workflow", entries.collect()).unwrap()
    }

    fn draft() -> WorkflowDraft {
        WorkflowDraft {
            from: Some(TODAY),
            because: "Børne- og Ungeudvalget".into(),
            ..WorkflowDraft::of(offer())
        }
    }

    fn first(change: impl FnOnce(&mut StepDraft)) -> Vec<(Option<usize>, &'static str)> {
        let mut draft = draft();
        change(draft.steps.first_mut().unwrap());
        let found = draft.check(&Workflow::default(), TODAY).unwrap_err();
        let said = |one: &WorkflowProblem| (one.step.as_ref().map(|(number, _)| *number), one.problem.field());
        found.iter().map(said).collect()
    }

    #[test]
    fn r049_the_offer_is_whole_and_every_step_has_one_responsible() {
        let keys: BTreeSet<u16> = offer().iter().map(|step| step.key).collect();
        assert!(offer().len() >= 13 && keys.len() == offer().len());
        assert!(keys.iter().all(|key| (1..=OFFERED).contains(key)));
        let version = draft().check(&Workflow::default(), TODAY).unwrap();
        assert_eq!(version.steps, offer(), "nothing of the offer is refused or changed");
        let phases: BTreeSet<Phase> = offer().iter().map(|step| step.phase).collect();
        assert_eq!(
            phases.len(),
            Phase::ALL.len(),
            "the ladder goes through the whole model"
        );
        let stored = serde_json::to_string(&version).unwrap();
        assert_eq!(serde_json::from_str::<WorkflowVersion>(&stored).unwrap(), version);
    }

    #[test]
    fn r078_a_step_without_one_responsible_is_refused() {
        let responsible = [(Some(1), "responsible")];
        assert_eq!(first(|step| step.responsible.clear()), responsible);
        let two = vec![StepRole::Teacher, StepRole::Office];
        assert_eq!(first(|step| step.responsible = two), responsible);
        assert_eq!(first(|step| step.responsible = vec![StepRole::Child]), responsible);
        assert_eq!(first(|step| step.name = " ".into()), [(Some(1), "name")]);
        assert_eq!(first(|step| step.phase = None), [(Some(1), "phase")]);
        for days in ["0", "401", "et par"] {
            assert_eq!(
                first(|step| step.days = days.into()),
                [(Some(1), "days"), (Some(1), "kind")]
            );
        }
    }

    #[test]
    fn r078_everybody_has_one_part_in_a_step() {
        let mut draft = draft();
        let step = draft.steps.first_mut().unwrap();
        step.responsible = vec![StepRole::Teacher];
        step.consulted = [StepRole::Teacher, StepRole::Ppr].into();
        step.informed = [StepRole::Teacher, StepRole::Ppr, StepRole::Parents].into();
        let version = draft.check(&Workflow::default(), TODAY).unwrap();
        let kept = version.steps.first().unwrap();
        assert_eq!(kept.part_of(StepRole::Teacher), Some("responsible"));
        assert_eq!(kept.part_of(StepRole::Ppr), Some("consulted"));
        assert_eq!(kept.part_of(StepRole::Parents), Some("informed"));
        assert_eq!(kept.part_of(StepRole::Office), None);
        assert!(version.roles().contains(&StepRole::Parents));
    }

    #[test]
    fn r049_an_old_case_keeps_the_version_it_started_under() {
        let none = Workflow::default();
        assert!(none.on(TODAY).is_none() && none.earliest(TODAY).is_none());
        let all = workflow(&[
            (date(2025, 8, 1), "første"),
            (date(2026, 8, 1), "anden"),
            (date(2026, 8, 1), "rettet samme dag"),
            (date(2027, 1, 1), "kommer"),
        ]);
        let on = |day| all.on(day).map(|entry| entry.event.because.as_str());
        assert_eq!(on(date(2025, 7, 31)), None);
        assert_eq!(on(date(2025, 8, 1)), Some("første"));
        assert_eq!(on(date(2026, 7, 31)), Some("første"));
        assert_eq!(on(TODAY), Some("rettet samme dag"));
        assert_eq!(on(date(2027, 1, 1)), Some("kommer"));
        let ever: Vec<(&str, Option<Date>)> = all
            .ever()
            .iter()
            .map(|(entry, until)| (entry.event.because.as_str(), *until))
            .collect();
        assert_eq!(
            ever,
            [
                ("kommer", None),
                ("rettet samme dag", Some(date(2026, 12, 31))),
                ("første", Some(date(2026, 7, 31))),
            ]
        );
        // What has held is not written over, and what is decided ahead is not overtaken.
        assert_eq!(all.earliest(TODAY), Some(date(2027, 1, 1)));
        let held = workflow(&[(date(2025, 8, 1), "første")]);
        assert_eq!(held.earliest(TODAY), Some(TODAY));
        let late = WorkflowDraft {
            from: Some(date(2026, 11, 19)),
            ..draft()
        };
        assert_eq!(
            late.check(&held, TODAY).unwrap_err().first().unwrap().problem.field(),
            "from"
        );
        assert!(
            late.check(&none, TODAY).is_ok(),
            "the first may have begun before it was written here"
        );
    }

    #[test]
    fn a_step_is_moved_left_out_and_added_without_losing_its_number() {
        let named = |key: Option<u16>, name: &str, place: &str| StepDraft {
            key,
            place: place.into(),
            name: name.into(),
            ..StepDraft::of(offer().first().unwrap())
        };
        let order = |steps: &[(&str, &str)]| {
            let steps = steps.iter().map(|(name, place)| named(Some(1), name, place));
            let draft = WorkflowDraft {
                steps: steps.collect(),
                ..draft()
            };
            draft.in_order().into_iter().map(|step| step.name).collect::<String>()
        };
        assert_eq!(order(&[("a", "1"), ("b", "2"), ("c", "3")]), "abc");
        assert_eq!(order(&[("a", "1"), ("b", "2"), ("c", "1")]), "cab");
        assert_eq!(order(&[("a", "3"), ("b", "2"), ("c", "3")]), "bca");
        assert_eq!(order(&[("a", "2"), ("b", "2"), ("c", "x")]), "bac");
        assert_eq!(order(&[("a", "99"), ("b", ""), ("c", "0")]), "cba");
        let mut draft = draft();
        draft.steps.get_mut(1).unwrap().left_out = true;
        draft.steps.push(named(None, "Nyt", ""));
        draft.steps.push(StepDraft::default());
        let version = draft.check(&workflow(&[(TODAY, "før")]), TODAY).unwrap();
        assert_eq!(version.steps.len(), offer().len(), "one less, one more");
        let new = version.steps.last().unwrap();
        assert_eq!((new.name.as_str(), new.key), ("Nyt", OFFERED + 1));
        let nothing = WorkflowDraft {
            steps: vec![StepDraft::default()],
            ..draft
        };
        let found = nothing.check(&Workflow::default(), TODAY).unwrap_err();
        assert_eq!(found.first().unwrap().problem.field(), "steps");
    }
}
