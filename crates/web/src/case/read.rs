//! What the pages of a case show, read through the viewer's permits.

use std::collections::{BTreeMap, BTreeSet};

use access::{CaseFacts, PupilFacts, Role, act, on};
use casework::case::{Case, Due, DueKind, Known, Rhythm};
use casework::deadline::{ClosedDays, break_within};
use casework::person::danish_order;
use casework::review::ReviewPlace;
use casework::{CaseId, PersonId, PupilId};
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
    /// Those who have held a role in which cases are opened.
    opens: BTreeSet<PersonId>,
}

impl Staff {
    /// Everybody with an account, and since when those are gone who are.
    pub async fn read(state: &AppState, today: Date) -> Result<Self, PageError> {
        let mut last: BTreeMap<PersonId, Option<Date>> = BTreeMap::new();
        let mut opens = BTreeSet::new();
        for grant in state.store.role_grant_list().await? {
            if Role::from_word(&grant.role).is_some_and(Role::opens_cases) {
                opens.insert(grant.staff);
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
            opens,
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

    /// What is due in a case, the earliest first.
    pub fn dues(&self, case: &Case, today: Date, rhythm: &Rhythm) -> Vec<Due> {
        case.dues(today, rhythm, ClosedDays::default(), &|id| self.left(id))
    }

    /// Whom one can choose: everybody with a role in which cases are opened, by name.
    pub fn choices(&self, chosen: &str) -> Vec<Choice> {
        let here = self.names.iter();
        let here =
            here.filter(|(id, _)| self.staff.contains(id) && self.opens.contains(id) && !self.left.contains_key(id));
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
            break_near: break_within(&calendar, today, self.rhythm.break_days),
            consent_when_absent: crate::rules::sharing(state).await?.consent_when_absent,
        })
    }

    /// What is due, the earliest first.
    pub fn dues(&self, today: Date) -> Vec<Due> {
        self.staff.dues(&self.case, today, &self.rhythm)
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
        let all = staff.dues(case, frame.today, &rhythm);
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
