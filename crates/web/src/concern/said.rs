//! What signs, roles, answers and problems are called.

use casework::concern::{Answer, AnswerKind, RaisedBy, Sign, SignHeading, Standing};
use casework::{Problem, Problems};

use crate::Frame;

/// One thing to choose from in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word of the form.
    pub value: String,
    /// What it is called.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a sign is called.
pub fn sign(frame: &Frame, sign: Sign) -> String {
    frame.t(match sign {
        Sign::MentallyAbsent => "concern-sign-mentally-absent",
        Sign::ChangedBehaviour => "concern-sign-changed-behaviour",
        Sign::OftenAlone => "concern-sign-often-alone",
        Sign::SaysSchoolIsBoring => "concern-sign-says-school-is-boring",
        Sign::FeelsRejected => "concern-sign-feels-rejected",
        Sign::AvoidsComing => "concern-sign-avoids-coming",
        Sign::AsksToStayHome => "concern-sign-asks-to-stay-home",
        Sign::HardMornings => "concern-sign-hard-mornings",
        Sign::DelaysButAttends => "concern-sign-delays-but-attends",
        Sign::SingleLessonsNowAndThen => "concern-sign-single-lessons",
        Sign::AbsenceMixedWithAttendance => "concern-sign-mixed",
        Sign::AwayInPeriods => "concern-sign-in-periods",
        Sign::AwayLong => "concern-sign-away-long",
        Sign::OftenLate => "concern-sign-often-late",
        Sign::AwayWithoutMessage => "concern-sign-without-message",
        Sign::CertainWeekdays => "concern-sign-certain-weekdays",
        Sign::CertainLessons => "concern-sign-certain-lessons",
        Sign::AfterHolidays => "concern-sign-after-holidays",
        Sign::AfterLongIllness => "concern-sign-after-long-illness",
        Sign::AwayFromLeisure => "concern-sign-away-from-leisure",
    })
}

/// What a heading of signs is called.
pub fn heading(frame: &Frame, heading: SignHeading) -> String {
    frame.t(match heading {
        SignHeading::Child => "concern-signs-child",
        SignHeading::Coming => "concern-signs-coming",
        SignHeading::Away => "concern-signs-away",
    })
}

/// What a role that saw something is called.
pub fn raised_by(frame: &Frame, who: RaisedBy) -> String {
    frame.t(match who {
        RaisedBy::Pupil => "concern-by-pupil",
        RaisedBy::Guardian => "concern-by-guardian",
        RaisedBy::ContactTeacher => "concern-by-contact-teacher",
        RaisedBy::Teacher => "concern-by-teacher",
        RaisedBy::Pedagogue => "concern-by-pedagogue",
        RaisedBy::AktTeacher => "concern-by-akt-teacher",
        RaisedBy::WellBeingContact => "concern-by-well-being-contact",
        RaisedBy::SchoolLeader => "concern-by-school-leader",
        RaisedBy::SchoolSocialWorker => "concern-by-school-social-worker",
        RaisedBy::Ppr => "concern-by-ppr",
        RaisedBy::HealthNurse => "concern-by-health-nurse",
        RaisedBy::GuidanceCounsellor => "concern-by-guidance-counsellor",
        RaisedBy::LeisureOffer => "concern-by-leisure-offer",
        RaisedBy::SocialAdministration => "concern-by-social-administration",
        RaisedBy::SomeoneElse => "concern-by-someone-else",
    })
}

/// The roles to choose from.
pub fn raised_by_choices(frame: &Frame, chosen: RaisedBy) -> Vec<Choice> {
    let choice = |who: &RaisedBy| Choice {
        value: who.word().to_owned(),
        text: raised_by(frame, *who),
        chosen: *who == chosen,
    };
    RaisedBy::ALL.iter().map(choice).collect()
}

/// The three answers to choose from.
pub fn answer_choices(frame: &Frame, chosen: Option<AnswerKind>) -> Vec<Choice> {
    let choice = |kind: &AnswerKind| Choice {
        value: kind.word().to_owned(),
        text: frame.t(match kind {
            AnswerKind::Act => "concern-act",
            AnswerKind::WatchUntil => "concern-watch-until",
            AnswerKind::NoAction => "concern-no-action",
        }),
        chosen: Some(*kind) == chosen,
    };
    AnswerKind::ALL.iter().map(choice).collect()
}

/// An answer in a line, without its own words.
pub fn answer(frame: &Frame, answer: &Answer) -> String {
    match answer {
        Answer::Act { .. } => frame.t("concern-answered-act"),
        Answer::WatchUntil { until, .. } => frame.t1("concern-answered-watch", "until", frame.day(until)),
        Answer::NoAction { .. } => frame.t("concern-answered-no-action"),
    }
}

/// The own words of an answer.
pub fn answer_words(answer: &Answer) -> &str {
    match answer {
        Answer::Act { what } => what.reveal(),
        Answer::WatchUntil { reason, .. } | Answer::NoAction { reason } => reason.reveal(),
    }
}

/// Where a concern stands, in a sentence. `due` is the day it should be answered by.
pub fn standing(frame: &Frame, standing: Standing, due: Option<jiff::civil::Date>) -> String {
    match (standing, due) {
        (Standing::Waits { since }, Some(due)) => frame.t2(
            "concern-waits-until",
            "since",
            frame.day(&since),
            "due",
            frame.day(&due),
        ),
        (Standing::Waits { since }, None) => frame.t1("concern-waits", "since", frame.day(&since)),
        (Standing::Watched { until }, _) => frame.t1("concern-watched", "until", frame.day(&until)),
        (Standing::Acted, _) => frame.t("concern-acted"),
        (Standing::Closed, _) => frame.t("concern-closed"),
    }
}

/// Everything that is wrong with a form of casework.
pub fn problems(frame: &Frame, problems: &Problems) -> Vec<String> {
    problems.all().iter().map(|one| problem(frame, one)).collect()
}

/// What is wrong with a form of casework, and what to do.
pub fn problem(frame: &Frame, problem: &Problem) -> String {
    match problem {
        Problem::NothingSaid => frame.t("concern-problem-nothing-said"),
        Problem::Missing { field } => frame.t1("concern-problem-missing", "field", field_words(frame, field)),
        Problem::TooLong { field, most, .. } => frame.t2(
            "concern-problem-too-long",
            "field",
            field_words(frame, field),
            "most",
            *most,
        ),
        Problem::NotAhead { day, .. } => frame.t1("concern-problem-not-ahead", "day", frame.day(day)),
        Problem::TooFarAhead { latest, .. } => frame.t1("concern-problem-too-far", "latest", frame.day(latest)),
        Problem::NotBehind { day, .. } => frame.t1("concern-problem-not-behind", "day", frame.day(day)),
        Problem::NotNow {
            what: "sparring-with-oneself",
        } => frame.t("concern-problem-oneself"),
        Problem::NotNow { what: "counsel-number" } => frame.t("counsel-problem-number"),
        Problem::NotNow { .. } | Problem::TooFarBehind { .. } | Problem::Unreadable { .. } | Problem::Named { .. } => {
            frame.t("concern-problem-not-now")
        }
        Problem::OutOfRange { field, least, most, .. } => {
            use crate::locale::Arg;
            let field = field_words(frame, field);
            let values = [
                ("field", field.value()),
                ("least", least.value()),
                ("most", most.value()),
            ];
            frame.locale.text("concern-problem-out-of-range", &values)
        }
    }
}

/// What a field of casework is called where a problem speaks of it.
fn field_words(frame: &Frame, field: &str) -> String {
    frame.t(match field {
        "until" => "concern-field-until",
        "done_on" | "seen_on" | "on" | "to" => "concern-field-day",
        "reason" | "because" => "concern-field-reason",
        "name" => "concern-field-name",
        "cadence" => "concern-field-weeks",
        "participants" | "present" => "concern-field-participants",
        "answer_within" | "sparring_within" => "concern-field-answer-days",
        "contact" => "concern-field-contact",
        "topic" => "counsel-field-topic",
        "next_steps" => "concern-field-next-steps",
        _ => "concern-field-words",
    })
}
