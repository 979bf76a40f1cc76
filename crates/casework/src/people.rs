//! Whom somebody can ask: the people of a school and when they are there, the team that helps
//! children back and what its members know, and specialists outside the school.
//!
//! Nothing here is about a child, so a civil registration number in the words is refused. Nothing here rates anybody: what
//! a team lacks is said of the team, and members stand by name.

use crate::case::vocabulary::{PartyRole, WaitFor};
use crate::concern::words;
use crate::counsel::has_number;
use crate::id::{PersonId, SchoolId};
use crate::problem::{Check, Problem, Problems};
use crate::search;
use jiff::Span;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a field on one line.
pub const MOST_LINE: usize = 150;
/// The most characters of a field of several lines.
pub const MOST_TEXT: usize = 1_000;
/// After how many months one asks whether what is written of a specialist still holds. No source says; a year is when
/// agreements between services are usually looked at again.
const CONFIRMED_FOR: i64 = 12;

/// A text as typed, with what is wrong with it.
pub(crate) fn text(check: &mut Check, field: &'static str, typed: &str, most: usize) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    let characters = text.chars().count();
    let long = Problem::TooLong {
        field,
        characters,
        most,
    };
    check.that(characters <= most, long);
    check.that(!has_number(&text), Problem::NotNow { what: "people-number" });
    text
}

fn needed(check: &mut Check, field: &'static str, typed: &str, most: usize) -> String {
    let text = text(check, field, typed, most);
    check.that(!text.is_empty(), Problem::Missing { field });
    text
}

/// A telephone number as people write them; ten digits of one are no civil registration number.
fn telephone(check: &mut Check, typed: &str) -> String {
    let text = typed.trim().to_owned();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c));
    let fits = text.is_empty() || (plain && (3..=15).contains(&digits));
    check.that(fits, Problem::Unreadable { field: "telephone" });
    text
}

words! {
    /// A day of the week on which there is school.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
    }
}

impl Weekday {
    /// The weekday of a date; nothing at the weekend.
    pub fn of(day: Date) -> Option<Self> {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).ok()?;
        Self::ALL.get(at).copied()
    }
}

/// From when until when somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// From.
    pub from: Time,
    /// Until.
    pub to: Time,
}

/// What one person of a school can be asked, and where and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SchoolPerson {
    /// What the person is at the school, where the role does not say it.
    pub title: String,
    /// What one can come with.
    pub come_with: String,
    /// Where the person is found.
    pub place: String,
    /// When the person is at this school.
    pub hours: BTreeMap<Weekday, Hours>,
    /// How one reaches the person at other times.
    pub otherwise: String,
    /// Telephone.
    pub telephone: String,
}

impl SchoolPerson {
    /// The hours on a day.
    pub fn on(&self, day: Date) -> Option<Hours> {
        self.hours.get(&Weekday::of(day)?).copied()
    }
}

/// What was typed of a person of a school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolPersonDraft {
    /// Field `title`.
    pub title: String,
    /// Field `come_with`.
    pub come_with: String,
    /// Field `place`.
    pub place: String,
    /// Fields `from-DAY` and `to-DAY`.
    pub hours: BTreeMap<Weekday, (String, String)>,
    /// Field `otherwise`.
    pub otherwise: String,
    /// Field `telephone`.
    pub telephone: String,
}

impl SchoolPersonDraft {
    /// What was kept, as a form shows it.
    pub fn of(one: &SchoolPerson) -> Self {
        let typed = |time: Time| time.strftime("%H:%M").to_string();
        Self {
            title: one.title.clone(),
            come_with: one.come_with.clone(),
            place: one.place.clone(),
            hours: one
                .hours
                .iter()
                .map(|(day, hours)| (*day, (typed(hours.from), typed(hours.to))))
                .collect(),
            otherwise: one.otherwise.clone(),
            telephone: one.telephone.clone(),
        }
    }

    /// What can be kept.
    ///
    /// # Errors
    /// Nothing to come with, texts that are too long or carry somebody's number, hours that cannot be read.
    pub fn check(&self) -> Result<SchoolPerson, Problems> {
        let mut check = Check::default();
        let title = text(&mut check, "title", &self.title, MOST_LINE);
        let come_with = needed(&mut check, "come_with", &self.come_with, MOST_TEXT);
        let place = text(&mut check, "place", &self.place, MOST_LINE);
        let mut hours = BTreeMap::new();
        for (day, (from, to)) in &self.hours {
            let (from, to) = (from.trim(), to.trim());
            if from.is_empty() && to.is_empty() {
                continue;
            }
            let read = |text| Time::strptime("%H:%M", text).ok();
            match read(from).zip(read(to)).filter(|(from, to)| from < to) {
                Some((from, to)) => drop(hours.insert(*day, Hours { from, to })),
                None => check.that(false, Problem::Unreadable { field: day.word() }),
            }
        }
        let otherwise = text(&mut check, "otherwise", &self.otherwise, MOST_LINE);
        let telephone = telephone(&mut check, &self.telephone);
        check.done(Some(SchoolPerson {
            title,
            come_with,
            place,
            hours,
            otherwise,
            telephone,
        }))
    }
}

words! {
    /// What a member of a team brings along. It says what one can ask for, never how good somebody is.
    Competence {
        /// School and teaching.
        School = "school",
        /// Social work.
        Social = "social",
        /// Psychology.
        Psychological = "psychological",
        /// Vulnerability, cognitive difficulties and disability.
        Vulnerability = "vulnerability",
        /// Leading talks and meetings.
        Facilitation = "facilitation",
        /// Talking with children.
        ChildTalk = "child_talk",
        /// Occupational therapy.
        OccupationalTherapy = "occupational_therapy",
        /// Health care for children.
        HealthNurse = "health_nurse",
    }
}

impl Competence {
    /// Whether the model only asks to consider it: an occupational therapist, a health nurse.
    pub const fn is_considered(self) -> bool {
        matches!(self, Self::OccupationalTherapy | Self::HealthNurse)
    }
}

/// Somebody in a team, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// A member of staff with an account.
    pub person: Option<PersonId>,
    /// Somebody without one.
    pub name: Option<String>,
    /// From.
    pub from: Date,
    /// The last day, when it is known.
    pub to: Option<Date>,
    /// What the member brings along.
    pub competences: BTreeSet<Competence>,
    /// The same in the municipality's own words.
    pub own: BTreeSet<String>,
    /// Hours a week for the team, where they are agreed.
    pub hours: Option<u32>,
    /// What the member may decide for the team, as agreed.
    pub mandate: String,
}

impl Member {
    /// Whether it is a member on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// What was typed of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberDraft {
    /// Field `person`.
    pub person: Option<PersonId>,
    /// Field `name`.
    pub name: String,
    /// Field `from`.
    pub from: String,
    /// Field `to`.
    pub to: String,
    /// Field `competences`.
    pub competences: BTreeSet<Competence>,
    /// Field `own`, with commas between.
    pub own: String,
    /// Field `hours`.
    pub hours: String,
    /// Field `mandate`.
    pub mandate: String,
}

/// The most hours a week somebody can be in a team.
const MOST_HOURS: u32 = 60;

impl MemberDraft {
    /// A member as a form shows it.
    pub fn of(member: &Member) -> Self {
        Self {
            person: member.person,
            name: member.name.clone().unwrap_or_default(),
            from: member.from.to_string(),
            to: member.to.map(|to| to.to_string()).unwrap_or_default(),
            competences: member.competences.clone(),
            own: member.own.iter().cloned().collect::<Vec<_>>().join(", "),
            hours: member.hours.map(|hours| hours.to_string()).unwrap_or_default(),
            mandate: member.mandate.clone(),
        }
    }

    /// The member to keep.
    ///
    /// # Errors
    /// Nobody named, days that cannot be read or stand the wrong way round, texts that are too long.
    pub fn check(&self) -> Result<Member, Problems> {
        let mut check = Check::default();
        let name = text(&mut check, "name", &self.name, MOST_LINE);
        let somebody = self.person.is_some() || !name.is_empty();
        check.that(somebody, Problem::Missing { field: "person" });
        let from = day(&mut check, "from", &self.from);
        check.that(!self.from.trim().is_empty(), Problem::Missing { field: "from" });
        let to = day(&mut check, "to", &self.to);
        let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
        check.that(ordered, Problem::NotNow { what: "people-order" });
        let own: Vec<String> = self
            .own
            .split(',')
            .map(|one| text(&mut check, "own", one, 40))
            .collect();
        let hours = match self.hours.trim() {
            "" => None,
            typed => {
                let (field, least, most) = ("hours", 1, MOST_HOURS);
                let value = typed.parse::<u32>();
                check.that(value.is_ok(), Problem::Unreadable { field });
                if let Ok(value) = value {
                    let outside = Problem::OutOfRange {
                        field,
                        value,
                        least,
                        most,
                    };
                    check.that((least..=most).contains(&value), outside);
                }
                value.ok()
            }
        };
        let mandate = text(&mut check, "mandate", &self.mandate, MOST_TEXT);
        check.done(from.map(|from| Member {
            person: self.person,
            // Whoever has an account goes by the name of the account.
            name: Some(name).filter(|name| self.person.is_none() && !name.is_empty()),
            from,
            to,
            competences: self.competences.clone(),
            own: own.into_iter().filter(|one| !one.is_empty()).collect(),
            hours,
            mandate,
        }))
    }
}

fn day(check: &mut Check, field: &'static str, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse().ok();
    check.that(day.is_some(), Problem::Unreadable { field });
    day
}

/// A team that helps children back to school (da: kom-i-skole-team), R-030.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Where it belongs: a department, a school.
    pub unit: String,
    /// What it may decide.
    pub mandate: String,
    /// Who leads it, and keeps this up to date.
    pub leader: Option<PersonId>,
    /// The schools it serves.
    pub schools: BTreeSet<SchoolId>,
    /// Everybody who is, will be or has been in it.
    pub members: Vec<Member>,
}

/// What was typed of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamDraft {
    /// Field `name`.
    pub name: String,
    /// Field `unit`.
    pub unit: String,
    /// Field `mandate`.
    pub mandate: String,
    /// Field `leader`.
    pub leader: Option<PersonId>,
    /// Field `schools`.
    pub schools: BTreeSet<SchoolId>,
}

/// What nobody in a team brings along today: said of the team, for those who put it together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// What the model asks for.
    pub missing: Vec<Competence>,
    /// What the model asks to consider.
    pub consider: Vec<Competence>,
}

impl TeamDraft {
    /// A team as a form shows it.
    pub fn of(team: &Team) -> Self {
        Self {
            name: team.name.clone(),
            unit: team.unit.clone(),
            mandate: team.mandate.clone(),
            leader: team.leader,
            schools: team.schools.clone(),
        }
    }

    /// The team to keep, with the members it has.
    ///
    /// # Errors
    /// No name, no school, texts that are too long.
    pub fn check(&self, members: Vec<Member>) -> Result<Team, Problems> {
        let mut check = Check::default();
        let name = needed(&mut check, "name", &self.name, MOST_LINE);
        let unit = text(&mut check, "unit", &self.unit, MOST_LINE);
        let mandate = text(&mut check, "mandate", &self.mandate, MOST_TEXT);
        check.that(!self.schools.is_empty(), Problem::Missing { field: "schools" });
        check.done(Some(Team {
            name,
            unit,
            mandate,
            leader: self.leader,
            schools: self.schools.clone(),
            members,
        }))
    }
}

impl Team {
    /// Those who are in it on a day, with the place each has in the team.
    pub fn on(&self, day: Date) -> impl Iterator<Item = (usize, &Member)> {
        let all = self.members.iter().enumerate();
        all.filter(move |(_, member)| member.holds_on(day))
    }

    /// The same team with one member written anew, or one more.
    #[must_use]
    pub fn with(mut self, at: Option<usize>, member: Member) -> Self {
        match at.and_then(|at| self.members.get_mut(at)) {
            Some(place) => *place = member,
            None => self.members.push(member),
        }
        self
    }

    /// The same team without one member who was written by mistake.
    #[must_use]
    pub fn without(mut self, at: usize) -> Self {
        if at < self.members.len() {
            drop(self.members.remove(at));
        }
        self
    }

    /// What nobody in it brings along on a day.
    pub fn gaps(&self, day: Date) -> Gaps {
        let there: BTreeSet<Competence> = self.on(day).flat_map(|(_, one)| one.competences.clone()).collect();
        let lacks = |considered: bool| {
            let all = Competence::ALL.iter().copied();
            all.filter(|one| one.is_considered() == considered && !there.contains(one))
                .collect()
        };
        Gaps {
            missing: lacks(false),
            consider: lacks(true),
        }
    }
}

words! {
    /// Which service a specialist belongs to.
    Service {
        /// PPR.
        Ppr = "ppr",
        /// Child and adolescent psychiatry.
        Bup = "bup",
        /// The social administration and its family department.
        Social = "social",
        /// VISO, the national knowledge and counselling service.
        Viso = "viso",
        /// Health nurses.
        HealthNurse = "health_nurse",
        /// Guidance (da: UU, KUI).
        Guidance = "guidance",
        /// Clubs and leisure.
        Leisure = "leisure",
        /// Another.
        Other = "other",
    }
}

impl Service {
    /// Who somebody of it is to the child, for a question in a case: another administration is asked on a ground.
    pub const fn role(self) -> PartyRole {
        match self {
            Self::Ppr => PartyRole::Ppr,
            Self::Bup => PartyRole::Bup,
            Self::Social => PartyRole::FamilyDepartment,
            Self::HealthNurse => PartyRole::HealthNurse,
            Self::Guidance => PartyRole::Guidance,
            Self::Leisure => PartyRole::LeisureOffer,
            Self::Viso | Self::Other => PartyRole::SomeoneElse,
        }
    }

    /// For what one waits, when one waits for it.
    pub const fn wait(self) -> WaitFor {
        match self {
            Self::Ppr => WaitFor::Ppr,
            Self::Bup => WaitFor::Psychiatry,
            Self::Social => WaitFor::FamilyDepartment,
            Self::Viso | Self::HealthNurse | Self::Guidance | Self::Leisure | Self::Other => WaitFor::Other,
        }
    }
}

/// A specialist outside the school: what for, whom to contact, and what is agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specialist {
    /// Which service.
    pub service: Service,
    /// The school it is for; nothing for all of them.
    pub school: Option<SchoolId>,
    /// What it is called.
    pub name: String,
    /// What one goes there for.
    pub what_for: String,
    /// Whom one contacts: a person or a function.
    pub whom: String,
    /// Telephone.
    pub telephone: String,
    /// Another way there: a mail address, a form, opening hours.
    pub way: String,
    /// What is agreed on working together.
    pub agreement: String,
    /// The day somebody last made sure that it is so.
    pub confirmed_on: Date,
}

/// What was typed of a specialist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecialistDraft {
    /// Field `service`.
    pub service: Option<Service>,
    /// Field `school`; nothing for all of them.
    pub school: Option<SchoolId>,
    /// Field `name`.
    pub name: String,
    /// Field `what_for`.
    pub what_for: String,
    /// Field `whom`.
    pub whom: String,
    /// Field `telephone`.
    pub telephone: String,
    /// Field `way`.
    pub way: String,
    /// Field `agreement`.
    pub agreement: String,
    /// Field `confirmed_on`.
    pub confirmed_on: String,
}

impl SpecialistDraft {
    /// A specialist as a form shows it.
    pub fn of(one: &Specialist) -> Self {
        Self {
            service: Some(one.service),
            school: one.school,
            name: one.name.clone(),
            what_for: one.what_for.clone(),
            whom: one.whom.clone(),
            telephone: one.telephone.clone(),
            way: one.way.clone(),
            agreement: one.agreement.clone(),
            confirmed_on: one.confirmed_on.to_string(),
        }
    }

    /// The specialist to keep.
    ///
    /// # Errors
    /// No service, name, purpose or contact; a day ahead; texts that are too long or carry somebody's number.
    pub fn check(&self, today: Date) -> Result<Specialist, Problems> {
        let mut check = Check::default();
        check.that(self.service.is_some(), Problem::Missing { field: "service" });
        let name = needed(&mut check, "specialist", &self.name, MOST_LINE);
        let what_for = needed(&mut check, "what_for", &self.what_for, MOST_TEXT);
        let whom = needed(&mut check, "whom", &self.whom, MOST_LINE);
        let telephone = telephone(&mut check, &self.telephone);
        let way = text(&mut check, "way", &self.way, MOST_LINE);
        let agreement = text(&mut check, "agreement", &self.agreement, MOST_TEXT);
        let field = "confirmed_on";
        let confirmed = day(&mut check, field, &self.confirmed_on);
        check.that(!self.confirmed_on.trim().is_empty(), Problem::Missing { field });
        if let Some(day) = confirmed {
            check.behind(field, day, today);
        }
        check.done(self.service.zip(confirmed).map(|(service, confirmed_on)| Specialist {
            service,
            school: self.school,
            name,
            what_for,
            whom,
            telephone,
            way,
            agreement,
            confirmed_on,
        }))
    }
}

impl Specialist {
    /// Whether it is so long since somebody made sure that one had better ask again.
    pub fn is_old(&self, today: Date) -> bool {
        let until = self.confirmed_on.saturating_add(Span::new().months(CONFIRMED_FOR));
        until < today
    }

    /// Whether all words somebody looks for stand in it.
    pub fn says(&self, asked: &str) -> bool {
        let texts = [&self.name, &self.what_for, &self.whom, &self.way, &self.agreement];
        let asked = search::asked(asked);
        asked.is_empty() || search::has_all(texts.map(String::as_str), &asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn fields(problems: &Problems) -> Vec<&str> {
        problems.all().iter().map(Problem::field).collect()
    }

    #[test]
    fn r059_a_person_of_a_school_says_what_to_come_with_and_when_they_are_there() {
        let typed = |from: &str, to: &str| SchoolPersonDraft {
            come_with: " Når et barn trækker sig ".into(),
            hours: BTreeMap::from([(Weekday::Friday, (from.into(), to.into()))]),
            telephone: "+45 12 12 34 56".into(),
            ..SchoolPersonDraft::default()
        };
        let kept = typed("08:00", "12:30").check().unwrap();
        assert_eq!(kept.come_with, "Når et barn trækker sig");
        assert_eq!(kept.on(TODAY).unwrap().from, Time::constant(8, 0, 0, 0));
        assert_eq!(kept.on(TODAY.tomorrow().unwrap()), None);
        assert_eq!(SchoolPersonDraft::of(&kept).check().unwrap(), kept);
        assert!(typed("", "").check().unwrap().hours.is_empty());
        for (from, to) in [("12:00", "08:00"), ("8", "12:00"), ("08:00", "")] {
            assert_eq!(fields(&typed(from, to).check().unwrap_err()), ["friday"]);
        }
        let nothing = SchoolPersonDraft {
            telephone: "ring til mig".into(),
            ..SchoolPersonDraft::default()
        };
        assert_eq!(fields(&nothing.check().unwrap_err()), ["come_with", "telephone"]);
        let named = SchoolPersonDraft {
            come_with: "Emil, 010112-3456".into(),
            ..SchoolPersonDraft::default()
        };
        assert_eq!(named.check().unwrap_err().all().first().unwrap().key(), "people-number");
    }

    fn member(competences: &[Competence], from: &str, to: &str) -> MemberDraft {
        MemberDraft {
            name: "Ida Skov".into(),
            from: from.into(),
            to: to.into(),
            competences: competences.iter().copied().collect(),
            own: "Autisme, , tegn til tale ".into(),
            hours: "12".into(),
            ..MemberDraft::default()
        }
    }

    #[test]
    fn r031_what_a_team_lacks_is_said_of_those_who_are_in_it_today() {
        let team = TeamDraft {
            name: "Kom-i-skole-teamet".into(),
            schools: BTreeSet::from([SchoolId::from_uuid(uuid::Uuid::nil())]),
            ..TeamDraft::default()
        };
        let team = team.check(Vec::new()).unwrap();
        let every = Competence::ALL.len();
        assert_eq!(team.gaps(TODAY).missing.len() + team.gaps(TODAY).consider.len(), every);
        let social = member(&[Competence::School, Competence::Social], "2026-08-01", "")
            .check()
            .unwrap();
        let gone = member(&[Competence::Psychological], "2026-01-01", "2026-10-31")
            .check()
            .unwrap();
        assert_eq!(social.own.iter().collect::<Vec<_>>(), ["Autisme", "tegn til tale"]);
        let team = team.with(None, social).with(None, gone);
        let gaps = team.gaps(TODAY);
        assert_eq!(
            gaps.missing,
            [
                Competence::Psychological,
                Competence::Vulnerability,
                Competence::Facilitation,
                Competence::ChildTalk
            ]
        );
        assert_eq!(
            gaps.consider,
            [Competence::OccupationalTherapy, Competence::HealthNurse]
        );
        assert!(
            !team
                .gaps(Date::constant(2026, 10, 31))
                .missing
                .contains(&Competence::Psychological)
        );
        let talks = member(&[Competence::ChildTalk], "2026-08-01", "").check().unwrap();
        let team = team.with(Some(1), talks);
        assert_eq!(team.members.len(), 2);
        assert!(!team.gaps(TODAY).missing.contains(&Competence::ChildTalk));
        assert_eq!(team.without(1).on(TODAY).count(), 1);
    }

    #[test]
    fn r030_a_team_and_a_member_are_refused_with_every_problem_at_once() {
        assert_eq!(
            fields(&TeamDraft::default().check(Vec::new()).unwrap_err()),
            ["name", "schools"]
        );
        let nobody = MemberDraft {
            hours: "100".into(),
            ..MemberDraft::default()
        };
        assert_eq!(fields(&nobody.check().unwrap_err()), ["person", "from", "hours"]);
        let wrong_way = member(&[], "2026-08-01", "2026-07-01").check().unwrap_err();
        assert_eq!(wrong_way.all().first().unwrap().key(), "people-order");
        let kept = member(&[], "2026-08-01", "2026-12-01").check().unwrap();
        assert_eq!(MemberDraft::of(&kept).check().unwrap(), kept);
        let stored = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Member>(&stored).unwrap(), kept);
    }

    #[test]
    fn r222_a_specialist_says_what_for_and_whom_and_is_asked_again_after_a_year() {
        let typed = SpecialistDraft {
            service: Some(Service::Bup),
            name: "Børne- og ungdomspsykiatrien".into(),
            what_for: "Udredning, når PPR har set på barnet".into(),
            whom: "Visitationen".into(),
            agreement: "Skolen ringer først til PPR.".into(),
            confirmed_on: "2025-11-20".into(),
            ..SpecialistDraft::default()
        };
        let kept = typed.check(TODAY).unwrap();
        assert!(!kept.is_old(TODAY));
        assert!(kept.is_old(TODAY.tomorrow().unwrap()));
        assert!(kept.says("udredning ppr") && kept.says("") && !kept.says("tandlæge"));
        assert_eq!(
            (kept.service.role(), kept.service.wait()),
            (PartyRole::Bup, WaitFor::Psychiatry)
        );
        assert_eq!(SpecialistDraft::of(&kept).check(TODAY).unwrap(), kept);
        let ahead = SpecialistDraft {
            confirmed_on: "2026-11-21".into(),
            ..typed
        };
        assert_eq!(fields(&ahead.check(TODAY).unwrap_err()), ["confirmed_on"]);
        let nothing = SpecialistDraft::default().check(TODAY).unwrap_err();
        assert_eq!(
            fields(&nothing),
            ["service", "specialist", "what_for", "whom", "confirmed_on"]
        );
    }
}
