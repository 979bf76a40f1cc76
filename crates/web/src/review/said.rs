//! What outcomes, participants, agenda items and cadences are called.

use casework::review::{AgendaItem, Cadence, Outcome, Participant, ReviewTemplate};

use crate::Frame;

/// An outcome in a line, with its reason or day.
pub fn outcome(frame: &Frame, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Talk => frame.t("review-outcome-talk"),
        Outcome::KnownReason { reason } => frame.t1("review-outcome-known-reason", "reason", reason.reveal()),
        Outcome::WatchUntil { until } => frame.t1("review-outcome-watch-until", "until", frame.day(until)),
        Outcome::OpenConcern => frame.t("review-outcome-open-concern"),
        Outcome::AlreadyInCase => frame.t("review-outcome-already-in-case"),
    }
}

/// Who takes part.
pub fn participant(frame: &Frame, who: Participant) -> String {
    frame.t(match who {
        Participant::SchoolLeader => "review-who-school-leader",
        Participant::ContactTeachers => "review-who-contact-teachers",
        Participant::ClassTeam => "review-who-class-team",
        Participant::Pedagogue => "review-who-pedagogue",
        Participant::AktTeacher => "review-who-akt-teacher",
        Participant::WellBeingContact => "review-who-well-being-contact",
        Participant::SchoolSocialWorker => "review-who-school-social-worker",
        Participant::Ppr => "review-who-ppr",
        Participant::AttendanceTeam => "review-who-attendance-team",
        Participant::HealthNurse => "review-who-health-nurse",
    })
}

/// An item of the agenda.
pub fn agenda_item(frame: &Frame, item: AgendaItem) -> String {
    frame.t(match item {
        AgendaItem::SinceLastTime => "review-item-since-last-time",
        AgendaItem::Duties => "review-item-duties",
        AgendaItem::AllAbsence => "review-item-all-absence",
        AgendaItem::Patterns => "review-item-patterns",
        AgendaItem::Concerns => "review-item-concerns",
        AgendaItem::WellBeing => "review-item-well-being",
        AgendaItem::Class => "review-item-class",
        AgendaItem::Teaching => "review-item-teaching",
        AgendaItem::Transitions => "review-item-transitions",
        AgendaItem::NotRegistered => "review-item-not-registered",
        AgendaItem::Tasks => "review-item-tasks",
    })
}

/// How often.
pub fn cadence(frame: &Frame, cadence: Cadence) -> String {
    match cadence {
        Cadence::Monthly => frame.t("review-monthly"),
        Cadence::Weeks(weeks) => frame.t1("review-every-weeks", "weeks", weeks),
    }
}

/// A kind of series.
pub fn template(frame: &Frame, template: ReviewTemplate) -> String {
    frame.t(match template {
        ReviewTemplate::ClassTeam => "review-template-class-team",
        ReviewTemplate::Leadership => "review-template-leadership",
        ReviewTemplate::ClassConference => "review-template-class-conference",
    })
}
