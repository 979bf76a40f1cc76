//! What the pages of a case show, read through the viewer's permits.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, CaseFacts, Policy, PupilFacts, Resource, Role, act, on};
use casework::case::{Case, Due, DueKind, Known, Rhythm};
use casework::deadline::{ClosedDays, break_within};
use casework::person::danish_order;
use casework::review::ReviewPlace;
use casework::{CaseId, PersonId, PupilId, SchoolId};
use jiff::civil::Date;
use store::{PupilIdentity, PupilStay, Roster};

use super::said;
use crate::concern::said::Choice;
use crate::pupil::Link;
use crate::pupil::show::CaseOfPupil;
use crate::review::calendar_of;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// The setting a municipality's rhythm of cases is kept in.
pub(crate) const RHYTHM_SETTING: &str = "rhythm";

/// The setting a municipality's own template of an assessment is kept in.
pub(crate) const GUIDE_SETTING: &str = "assessment_guide";

/// A case the viewer may read.
pub(super) struct Opened {
    pub case: Case,
    pub who: PupilIdentity,
    pub facts: CaseFacts,
    pub staff: Staff,
    pub rhythm: Rhythm,
}

/// Members of staff as a case needs them.
pub(crate) struct Staff {
    /// Everybody with an account: also a parent or a child who wrote something.
    names: BTreeMap<PersonId, String>,
    /// Those of them who are staff.
    staff: BTreeSet<PersonId>,
    left: BTreeMap<PersonId, Date>,
    /// The roles that open a case, each with the school it is held at, or nothing when it reaches every school, and its
    /// days.
    opening: BTreeMap<PersonId, Vec<Opening>>,
    /// The days that are no working days here.
    closed: ClosedDays,
}

/// A role that opens cases of a school, or of every school.
struct Opening {
    school: Option<SchoolId>,
    from: Date,
    to: Option<Date>,
}

impl Staff {
    /// Everybody with an account, and since when those are gone who are.
    pub async fn read(state: &AppState, today: Date) -> Result<Self, PageError> {
        let mut last: BTreeMap<PersonId, Option<Date>> = BTreeMap::new();
        let mut opening: BTreeMap<PersonId, Vec<Opening>> = BTreeMap::new();
        let (policy, roster) = (
            Policy::locked().map_err(PageError::failed)?,
            state.store.roster().await?,
        );
        let opens = |role: &str| {
            Role::from_word(role).is_some_and(|role| policy.reach(role, Resource::Case, Action::Read).is_some())
        };
        for grant in state.store.role_grant_list().await? {
            if opens(&grant.role) {
                let class = grant.class.and_then(|class| roster.class(class));
                opening.entry(grant.staff).or_default().push(Opening {
                    school: grant.school.or(class.map(|class| class.school)),
                    from: grant.from,
                    to: grant.to,
                });
            }
            let until = last.entry(grant.staff).or_insert(Some(Date::MIN));
            *until = match (*until, grant.to) {
                (Some(one), Some(other)) => Some(one.max(other)),
                _ => None,
            };
        }
        let mut staff = Self {
            names: state.store.staff_names().await?,
            staff: BTreeSet::new(),
            left: BTreeMap::new(),
            opening,
            closed: state.closed_days().await?,
        };
        for one in state.store.staff_list().await? {
            let closed = one.disabled_at.map(|at| state.store.day_of(at));
            let roles_end = last.get(&one.id).copied().flatten().filter(|day| *day < today);
            if let Some(day) = closed.into_iter().chain(roles_end).min() {
                staff.left.insert(one.id, day);
            }
            staff.staff.insert(one.id);
        }
        Ok(staff)
    }

    pub fn name(&self, id: PersonId) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    pub fn left(&self, id: PersonId) -> Option<Date> {
        self.left.get(&id).copied()
    }

    /// Since when somebody can no longer carry a case about a child: gone altogether, or without a role that opens cases
    /// where the child goes to school.
    fn cannot_carry(&self, id: PersonId, (case, who): (&Case, &PupilIdentity), today: Date) -> Option<Date> {
        if let Some(left) = self.left(id) {
            return Some(left);
        }
        let school = stay_of(who, today).map(|stay| stay.school)?;
        let all = self.opening.get(&id).map(Vec::as_slice).unwrap_or_default();
        let here = || all.iter().filter(|one| one.school.is_none_or(|of| of == school));
        if here().any(|one| one.from <= today && one.to.is_none_or(|to| today <= to)) {
            return None;
        }
        // Where no such role was ever held at this school, since the child came to it or the person took the case over.
        let ended = here().filter_map(|one| one.to).filter(|to| *to < today).max();
        let came = stay_of(who, today).map_or(case.coordinator().from, |stay| stay.from);
        Some(ended.unwrap_or_else(|| came.max(case.coordinator().from)))
    }

    /// Since when nobody carries a case.
    pub fn gap_since(&self, case: &Case, who: &PupilIdentity, today: Date) -> Option<Date> {
        case.gap_since(today, &|id| self.cannot_carry(id, (case, who), today))
    }

    /// What is due in a case, the earliest first.
    pub fn dues(&self, case: &Case, who: &PupilIdentity, today: Date, rhythm: &Rhythm) -> Vec<Due> {
        case.dues(today, rhythm, self.closed, &|id| {
            self.cannot_carry(id, (case, who), today)
        })
    }

    /// The days that are no working days here.
    pub const fn closed_days(&self) -> ClosedDays {
        self.closed
    }

    /// Whom one can choose: everybody with a role in which cases are opened, by name.
    pub fn choices(&self, chosen: &str) -> Vec<Choice> {
        let here = self.names.iter();
        let here = here
            .filter(|(id, _)| self.staff.contains(id) && self.opening.contains_key(id) && !self.left.contains_key(id));
        let mut choices: Vec<Choice> = here
            .map(|(id, name)| Choice {
                value: id.to_string(),
                text: name.clone(),
                chosen: id.to_string() == chosen,
            })
            .collect();
        choices.sort_by(|one, other| danish_order(&one.text, &other.text));
        choices
    }
}

/// The rhythm the municipality keeps.
pub(crate) async fn rhythm(state: &AppState) -> Result<Rhythm, PageError> {
    Ok(state.setting(RHYTHM_SETTING).await?)
}

/// The case of an address, when the viewer may read it.
pub(super) async fn opened(state: &AppState, viewer: &Viewer, id: &str) -> Result<Opened, PageError> {
    let id = CaseId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state
        .store
        .case_facts(id, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::Case>(&facts)?;
    let (case, who) = state.store.case_one(&permit).await?;
    Ok(Opened {
        case,
        who,
        facts,
        staff: Staff::read(state, viewer.today).await?,
        rhythm: rhythm(state).await?,
    })
}

/// Where a pupil goes today, or went last.
pub(super) fn stay_of(who: &PupilIdentity, today: Date) -> Option<&PupilStay> {
    who.stays.iter().rfind(|stay| stay.from <= today)
}

/// The day within so many days on which a pupil goes to another class or school, as far as it is known already: a change
/// is a transition too.
fn change_within(who: &PupilIdentity, today: Date, days: u16) -> Option<Date> {
    let now = stay_of(who, today)?;
    let latest = today.saturating_add(jiff::Span::new().days(i64::from(days)));
    let coming = who.stays.iter().filter(|stay| stay.from > today && stay.from <= latest);
    let other = coming.filter(|stay| (stay.school, stay.class) != (now.school, now.class));
    other.map(|stay| stay.from).min()
}

/// Class and school of a pupil today, or where the pupil went last.
pub(crate) fn place_of(roster: &Roster, who: &PupilIdentity, today: Date) -> String {
    let now = stay_of(who, today).or(who.stays.first());
    let class = now
        .and_then(|stay| roster.class(stay.class))
        .map(|class| class.name.clone());
    let school = now
        .and_then(|stay| roster.school(stay.school))
        .map(|school| school.name.clone());
    [class, school].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

impl Opened {
    /// What must be known besides the entries to say what may happen.
    pub async fn known(&self, state: &AppState, today: Date) -> Result<Known, PageError> {
        let roster = state.store.roster().await?;
        let now = stay_of(&self.who, today);
        let place = now.map(|stay| ReviewPlace::School(stay.school));
        let calendar = place.map(|place| calendar_of(&roster, place)).unwrap_or_default();
        Ok(Known {
            today,
            born: self.who.birth_date,
            break_near: [
                break_within(&calendar, today, self.rhythm.break_days),
                change_within(&self.who, today, self.rhythm.break_days),
            ]
            .into_iter()
            .flatten()
            .min(),
            consent_when_absent: crate::rules::sharing(state).await?.consent_when_absent,
        })
    }

    /// What is due, the earliest first.
    pub fn dues(&self, today: Date) -> Vec<Due> {
        self.staff.dues(&self.case, &self.who, today, &self.rhythm)
    }
}

/// How many days ahead something of a case is named on the overview.
const SOON: i64 = 7;

/// Something due in one of the viewer's cases.
pub(crate) struct DueInCase {
    /// The case.
    pub case: CaseId,
    /// The child's name.
    pub who: String,
    /// Class and school.
    pub place: String,
    /// What is due, and about which thing.
    pub what: String,
    /// By when.
    pub by: Date,
}

/// What is due in the viewer's cases within a week, the earliest first. Questions to the viewer stand elsewhere.
pub(crate) async fn dues_of(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Vec<DueInCase>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Case>() else {
        return Ok(Vec::new());
    };
    let cases = state.store.case_list(&scope).await?;
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let (staff, rhythm) = (Staff::read(state, frame.today).await?, rhythm(state).await?);
    let roster = state.store.roster().await?;
    let latest = frame.today.saturating_add(jiff::Span::new().days(SOON));
    let leads = viewer.can::<act::Create, on::Review>() && viewer.can::<act::Close, on::Duty>();
    let name = |id| staff.name(id);
    let mut dues = Vec::new();
    for (case, who) in &cases {
        let all = staff.dues(case, who, frame.today, &rhythm);
        for due in all.into_iter().filter(|due| due.by <= latest) {
            let gap = leads && due.what == DueKind::Gap;
            // A question to oneself stands among the questions.
            let question = due.what == DueKind::Contribution && due.by >= frame.today;
            if (due.whose == Some(viewer.person()) && !question) || gap {
                dues.push(DueInCase {
                    case: case.id,
                    who: who.name.full(),
                    place: place_of(&roster, who, frame.today),
                    what: said::due_of(frame, case, &due, &name),
                    by: due.by,
                });
            }
        }
    }
    dues.sort_by(|one, other| one.by.cmp(&other.by).then_with(|| danish_order(&one.who, &other.who)));
    Ok(dues)
}

/// The pupils a case runs for, of those the viewer may know that about.
pub(crate) async fn running(state: &AppState, viewer: &Viewer) -> Result<BTreeSet<PupilId>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::CaseOutline>() else {
        return Ok(BTreeSet::new());
    };
    let outlines = state.store.case_outline_list(&scope).await?.into_iter();
    let open = outlines.filter(|outline| outline.closed_on.is_none());
    Ok(open.map(|outline| outline.pupil).collect())
}

/// The cases about a pupil, the newest first, each with its page where the viewer may read it; and where one is opened,
/// when none runs and the viewer may.
pub(crate) async fn of_pupil(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    facts: &PupilFacts,
) -> Result<(Vec<CaseOfPupil>, Option<Link>), PageError> {
    let Ok(permit) = viewer.may::<act::Read, on::CaseOutline>(facts) else {
        return Ok((Vec::new(), None));
    };
    let names = state.store.staff_names().await?;
    let mut cases = Vec::new();
    let mut runs = false;
    for outline in state.store.case_outline_of(&permit).await?.into_iter().rev() {
        let on = frame.date(&outline.opened_on);
        let coordinator = outline.coordinator.and_then(|one| names.get(&one)).cloned();
        let text = match outline.closed_on {
            None => frame.t2("pupil-case-runs", "on", on, "name", coordinator.unwrap_or_default()),
            Some(_) => frame.t1("pupil-case-closed", "on", on),
        };
        runs |= outline.closed_on.is_none();
        let of = state.store.case_facts(outline.id, viewer.today).await?;
        let reads = of.is_some_and(|of| viewer.could::<act::Read, on::Case>(&of));
        cases.push(CaseOfPupil {
            text,
            opened_on: outline.opened_on,
            runs: outline.closed_on.is_none(),
            address: reads.then(|| format!("/cases/{}", outline.id)),
        });
    }
    let new = CaseFacts {
        pupil: facts.clone(),
        case: None,
        people: BTreeSet::new(),
    };
    let opens = !runs && viewer.could::<act::Create, on::Case>(&new);
    let open = opens.then(|| Link {
        text: frame.t("pupil-case-open"),
        address: format!("/cases/new?pupil={}", facts.pupil),
    });
    Ok((cases, open))
}
