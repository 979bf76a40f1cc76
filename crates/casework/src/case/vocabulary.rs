//! The closed lists of a case: arenas, levels, phases, roles, and what people may choose between.
//!
//! Every list is of kinds of *things people do or say*. None of them sorts children: there is no severity, no
//! diagnosis, no main cause and no type of absence in here.

use crate::concern::words;
use serde::{Deserialize, Serialize};

/// A closed list as a form shows it: its name in text keys, and the words to choose between in order.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// The name it goes by in text keys.
    pub name: &'static str,
    /// Its words, in the order of the form.
    pub words: fn() -> Vec<&'static str>,
}

/// A closed list that can be shown in a form.
pub trait Listed {
    /// The list.
    const LIST: Vocabulary;
}

macro_rules! listed {
    ($($of:ident = $name:literal),+ $(,)?) => {
        $(impl Listed for $of {
            const LIST: Vocabulary = Vocabulary {
                name: $name,
                words: || $of::ALL.iter().map(|one| one.word()).collect(),
            };
        })+

        /// Every list there is, for tests that hold the texts against them.
        pub const LISTS: &[Vocabulary] = &[$($of::LIST),+];
    };
}

words! {
    /// Where something lies: a fixed axis of assessment, plan and catalogue.
    Arena {
        /// School (da: skole).
        School = "school",
        /// Home (da: hjem).
        Home = "home",
        /// Leisure (da: fritid).
        Leisure = "leisure",
        /// The child (da: barn).
        Child = "child",
    }
}

words! {
    /// What a factor of the assessment does; resources come first.
    FactorKind {
        /// A resource, something that protects (da: ressource, beskyttende).
        Protective = "protective",
        /// Something that keeps the absence going (da: opretholdende).
        Maintaining = "maintaining",
        /// Something that makes it harder (da: risiko).
        Risk = "risk",
    }
}

words! {
    /// Where a hypothesis stands.
    Hypothesis {
        /// Somebody believes it (da: vi tror).
        Believed = "believed",
        /// It has been tried and fits (da: vi har afprøvet det).
        Tested = "tested",
        /// It is left (da: vi har lagt den fra os).
        Dropped = "dropped",
    }
}

words! {
    /// The levels of the triangle of actions. Actions stand on them, never children.
    Level {
        /// For all (da: forebyggende).
        Preventive = "preventive",
        /// For the single child, in time (da: foregribende).
        Targeted = "targeted",
        /// For few, intensive (da: indgribende).
        Intensive = "intensive",
    }
}

words! {
    /// Whom an action is for.
    Target {
        /// The child.
        Child = "child",
        /// The family.
        Family = "family",
        /// The class; counts as support too.
        Class = "class",
        /// The school.
        School = "school",
    }
}

words! {
    /// Sorts of action, so that one thinks of more than referral. None needs a paragraph of the law or a case
    /// number, and leaving it out is fine.
    ActionKind {
        /// Something for the whole class.
        ClassMeasure = "class_measure",
        /// Teaching adapted.
        Teaching = "teaching",
        /// Somebody with special knowledge works along in class.
        CoWork = "co_work",
        /// An agreement with certain classmates, for a period.
        Classmates = "classmates",
        /// An agreement with somebody of the network.
        Network = "network",
        /// Another adult in the morning.
        Morning = "morning",
        /// A visit at home by an adult or a classmate.
        Visit = "visit",
        /// Contact while away.
        WhileAway = "while_away",
        /// A group or small community.
        Group = "group",
        /// A preventive offer, without examination of the child.
        Preventive = "preventive",
        /// A manual-based course.
        Course = "course",
        /// A referral.
        Referral = "referral",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Whom an action option is written for: the roles of a school and those who come to it.
    Audience {
        /// Everybody.
        Everybody = "everybody",
        /// Teachers and pedagogues.
        Teacher = "teacher",
        /// School leaders.
        SchoolLeader = "school_leader",
        /// Well-being contacts and resource persons.
        WellBeingContact = "well_being_contact",
        /// School social workers.
        SchoolSocialWorker = "school_social_worker",
        /// PPR.
        Ppr = "ppr",
    }
}

impl Audience {
    /// The roles one can look for; what is for everybody fits each of them.
    pub const ROLES: &[Self] = &[
        Self::Teacher,
        Self::SchoolLeader,
        Self::WellBeingContact,
        Self::SchoolSocialWorker,
        Self::Ppr,
    ];
}

words! {
    /// The phases of a case. They may overlap and go back; nothing forces the pace.
    Phase {
        /// Opsporing.
        Detection = "detection",
        /// Kortlægning.
        Assessment = "assessment",
        /// Handling.
        Action = "action",
        /// Opfølgning.
        FollowUp = "follow_up",
        /// Afslutning.
        Closing = "closing",
        /// Efterværn.
        Aftercare = "aftercare",
    }
}

words! {
    /// Where a case came from. It can be opened at zero absence.
    Origin {
        /// A concern somebody raised.
        Concern = "concern",
        /// A review decided it.
        Review = "review",
        /// By hand.
        ByHand = "by_hand",
    }
}

words! {
    /// What a coordinator may decide alone.
    Mandate {
        /// May decide what the plan needs.
        Decides = "decides",
        /// Must ask the leader first.
        Asks = "asks",
    }
}

words! {
    /// What the family says about the choice of coordinator.
    FamilyOnChoice {
        /// They agree.
        Agrees = "agrees",
        /// They would wish for somebody else.
        WishesAnother = "wishes_another",
        /// They have not been asked yet.
        NotAsked = "not_asked",
    }
}

words! {
    /// Who somebody is to the child. Extended by own words where none fits.
    PartyRole {
        /// The child.
        Child = "child",
        /// A parent.
        Guardian = "guardian",
        /// Somebody the family trusts (da: netværksperson).
        NetworkPerson = "network_person",
        /// Class or contact teacher (da: kontaktlærer).
        ContactTeacher = "contact_teacher",
        /// Another teacher.
        Teacher = "teacher",
        /// A pedagogue.
        Pedagogue = "pedagogue",
        /// The teacher for behaviour, contact and well-being (da: AKT).
        AktTeacher = "akt_teacher",
        /// The well-being contact (da: trivselsperson).
        WellBeingContact = "well_being_contact",
        /// The school leader.
        SchoolLeader = "school_leader",
        /// The school social worker.
        SchoolSocialWorker = "school_social_worker",
        /// The kom-i-skole-team.
        AttendanceTeam = "attendance_team",
        /// PPR.
        Ppr = "ppr",
        /// The health nurse.
        HealthNurse = "health_nurse",
        /// The family department.
        FamilyDepartment = "family_department",
        /// Child and adolescent psychiatry.
        Bup = "bup",
        /// Leisure: SFO, club, sport.
        LeisureOffer = "leisure_offer",
        /// Guidance (da: UU, KUI).
        Guidance = "guidance",
        /// Somebody else.
        SomeoneElse = "someone_else",
    }
}

impl PartyRole {
    /// What an entry of before it was asked for says.
    pub(super) const fn unsaid() -> Self {
        Self::SomeoneElse
    }

    /// Who a ground for sharing can be for: outside the school, somebody the family did not bring.
    pub const OUTSIDE: Vocabulary = Vocabulary {
        name: "role",
        words: || {
            let outside = [
                Self::Ppr,
                Self::HealthNurse,
                Self::FamilyDepartment,
                Self::Bup,
                Self::LeisureOffer,
                Self::Guidance,
                Self::SomeoneElse,
            ];
            outside.map(Self::word).to_vec()
        },
    };

    /// Whether this is another administration than the school's: what is shared with it needs a lawful ground.
    pub const fn is_elsewhere(self) -> bool {
        matches!(self, Self::Ppr | Self::HealthNurse | Self::FamilyDepartment | Self::Bup)
    }
}

words! {
    /// A kind of knowledge about a child that is shared or not.
    DataKind {
        /// Attendance and absence.
        Attendance = "attendance",
        /// The plan and what is agreed.
        Plan = "plan",
        /// How the child is.
        Wellbeing = "wellbeing",
        /// What an assessment found.
        Assessment = "assessment",
    }
}

words! {
    /// Whether the family knows that somebody is asked to take part.
    FamilyKnows {
        /// They know and agree.
        Yes = "yes",
        /// It follows from a lawful duty.
        LawfulDuty = "lawful_duty",
    }
}

words! {
    /// The lawful ground for sharing across administrations.
    GroundKind {
        /// Consent (da: samtykke).
        Consent = "consent",
        /// Retssikkerhedsloven § 11 e: once, and exceptionally once more.
        EarlyExchange = "early_exchange",
        /// A pending case of an authority (forvaltningsloven § 31).
        PendingCase = "pending_case",
        /// Serious concern (barnets lov § 133).
        SeriousConcern = "serious_concern",
        /// The family's own wish.
        FamilyWish = "family_wish",
    }
}

words! {
    /// What is known of a parent's custody. The right to information differs.
    Custody {
        /// Has custody.
        Full = "full",
        /// Shares it.
        Shared = "shared",
        /// Has none.
        NoCustody = "none",
        /// Not known yet.
        Unknown = "unknown",
    }
}

words! {
    /// Yes or no, where the answer is part of the record.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

words! {
    /// The seven steps of the development figure: *where are we now*, set by a person, never computed.
    Step {
        /// Asks to stay at home.
        AsksToStayHome = "asks_to_stay_home",
        /// Hard mornings.
        HardMornings = "hard_mornings",
        /// Delays, comes late, but attends.
        DelaysButAttends = "delays_but_attends",
        /// Away from single lessons now and then, goes early.
        SingleLessons = "single_lessons",
        /// Absence mixed with attendance.
        Mixed = "mixed",
        /// Away in certain periods.
        Periods = "periods",
        /// Away for a long period.
        LongPeriod = "long_period",
    }
}

words! {
    /// The six fixed sections of an assessment; resources first.
    Section {
        /// Resources and what protects.
        Resources = "resources",
        /// Signs: what has been seen.
        Signs = "signs",
        /// Causes across school, home, leisure and child.
        Causes = "causes",
        /// Communities and relations to teachers and peers.
        Communities = "communities",
        /// The pedagogical environment.
        Environment = "environment",
        /// What makes it harder.
        Risks = "risks",
    }
}

words! {
    /// Whether an earlier assessment still says something true.
    StillValid {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// No.
        No = "no",
        /// Nobody has looked yet.
        Unknown = "unknown",
    }
}

words! {
    /// Whose goal, idea or view it is (R-269: not all goals are the child's).
    Party {
        /// The child.
        Child = "child",
        /// A parent.
        Guardian = "guardian",
        /// The teachers.
        Teacher = "teacher",
        /// The class.
        Class = "class",
        /// The school.
        School = "school",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// How a goal ended.
    GoalEnd {
        /// It was reached.
        Reached = "reached",
        /// In part.
        Partly = "partly",
        /// It was left for another.
        Left = "left",
    }
}

words! {
    /// The answer to an idea. An idea is answered, never deleted.
    IdeaAnswer {
        /// It is used.
        Used = "used",
        /// Not now.
        NotNow = "not_now",
    }
}

words! {
    /// How an action or a trial went on. There is no *failed*: something was learned.
    Learned {
        /// It helped and goes on.
        Keep = "keep",
        /// It is adjusted.
        Adjust = "adjust",
        /// It is stopped.
        Stop = "stop",
    }
}

words! {
    /// Who wrote in the shared logbook.
    LogSide {
        /// School.
        School = "school",
        /// Home.
        Home = "home",
    }
}

words! {
    /// Plans others keep about the child, to be coordinated with.
    OtherPlan {
        /// The pupil's report book (da: meddelelsesbog).
        PupilReport = "pupil_report",
        /// Plan for teaching while ill.
        SickPupilTeaching = "sick_pupil_teaching",
        /// A plan under barnets lov.
        ChildsAct = "childs_act",
        /// The education plan of guidance (da: uddannelsesplan).
        EducationPlan = "education_plan",
        /// The action plan for the pupils' environment (undervisningsmiljøloven § 1 c; R-304).
        Environment = "environment",
        /// The support plan of the proposed rules (da: støtteplan).
        SupportPlan = "support_plan",
        /// Another.
        Other = "other",
    }
}

words! {
    /// The kinds of meeting.
    MeetingKind {
        /// Start meeting.
        Start = "start",
        /// Network meeting.
        Network = "network",
        /// Follow-up.
        FollowUp = "follow_up",
        /// Review of one action or cycle.
        Review = "review",
        /// Joint review of school and social administration.
        JointReview = "joint_review",
        /// Absence review across pupils where the case is on.
        AbsenceReview = "absence_review",
    }
}

words! {
    /// What is waited for.
    WaitFor {
        /// PPR.
        Ppr = "ppr",
        /// Psychiatry: 30 days to begin assessing, 60 to have assessed and begun treatment.
        Psychiatry = "psychiatry",
        /// The family department.
        FamilyDepartment = "family_department",
        /// Another.
        Other = "other",
    }
}

words! {
    /// What happened in a wait.
    WaitStep {
        /// Somebody asked how far it is.
        Asked = "asked",
        /// It was received or opened.
        Opened = "opened",
        /// There was a meeting.
        Met = "met",
        /// There was an answer.
        Answered = "answered",
        /// The examination has begun.
        ExaminationBegun = "examination_begun",
        /// Treatment has begun.
        TreatmentBegun = "treatment_begun",
    }
}

words! {
    /// Where a case is handed to.
    HandTo {
        /// The kom-i-skole-team.
        Team = "team",
        /// Back to the school.
        School = "school",
        /// Another school.
        OtherSchool = "other_school",
    }
}

words! {
    /// At which point the child's voice is missing with a reason.
    Stage {
        /// A follow-up: looking together at how it goes.
        Review = "review",
        /// The assessment.
        Assessment = "assessment",
        /// The plan.
        Plan = "plan",
        /// The closing.
        Closing = "closing",
    }
}

words! {
    /// Who chose an adult for the child.
    ChosenBy {
        /// The child.
        Child = "child",
        /// The child together with an adult.
        Together = "together",
        /// Adults.
        Adults = "adults",
    }
}

words! {
    /// Through which door teaching comes while the child is away, or a contact is held.
    Contact {
        /// At home.
        Visit = "visit",
        /// By telephone or video.
        Call = "call",
        /// In writing.
        Written = "written",
        /// At school or another place.
        Meeting = "meeting",
    }
}

words! {
    /// The way family and school write to each other. By e-mail and text message only that there is news.
    Channel {
        /// The family's page here.
        Here = "here",
        /// A thread in the platform that schools and parents share, which is called Aula.
        Aula = "aula",
        /// Digital post.
        DigitalPost = "digital_post",
        /// By telephone.
        Telephone = "telephone",
        /// On paper, such as a contact book.
        Paper = "paper",
        /// E-mail or text message, only to say that there is news.
        Notice = "notice",
        /// Another way.
        Other = "other",
    }
}

words! {
    /// How far those who met find that something holds for how they work together. No number is made of it.
    Felt {
        /// It does.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// Not yet.
        NotYet = "not_yet",
    }
}

listed!(
    ActionKind = "action-kind",
    Arena = "arena",
    FactorKind = "factor",
    Hypothesis = "hypothesis",
    Level = "level",
    Target = "target",
    Audience = "audience",
    Phase = "phase",
    Origin = "origin",
    Mandate = "mandate",
    FamilyOnChoice = "choice",
    PartyRole = "role",
    DataKind = "data-kind",
    FamilyKnows = "knows",
    GroundKind = "ground",
    Custody = "custody",
    YesNo = "yes-no",
    Step = "step",
    Section = "section",
    StillValid = "valid",
    Party = "party",
    GoalEnd = "goal-end",
    IdeaAnswer = "idea",
    Learned = "learned",
    LogSide = "side",
    OtherPlan = "other-plan",
    MeetingKind = "meeting",
    WaitFor = "wait",
    WaitStep = "wait-step",
    HandTo = "hand-to",
    Stage = "stage",
    ChosenBy = "chosen",
    Contact = "contact",
    Channel = "channel",
    Felt = "felt",
);
