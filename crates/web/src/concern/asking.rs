//! What asking a named colleague has in common, whether about a concern or about no child: whom one can ask,
//! by when the answer comes, and who asked whom.

use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use casework::{PersonId, SchoolId};
use jiff::civil::Date;

use super::said::Choice;
use crate::locale::Arg;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError, roles};

/// Where a question stands.
pub(crate) enum Stands {
    /// It waits for its answer until this day.
    Waits(Date),
    /// It waits, and this day has passed.
    Overdue(Date),
    /// It was answered on this day.
    Answered(Date),
    /// It was taken back on this day.
    TakenBack(Date),
}

impl Stands {
    /// In a sentence.
    pub(crate) fn said(&self, frame: &Frame) -> String {
        match self {
            Self::Waits(by) => frame.t1("sparring-waits", "by", frame.day(by)),
            Self::Overdue(by) => frame.t1("sparring-overdue", "by", frame.day(by)),
            Self::Answered(on) => frame.t1("sparring-answered", "on", frame.day(on)),
            Self::TakenBack(on) => frame.t1("sparring-taken-back", "on", frame.day(on)),
        }
    }
}

/// Who asked whom, and when.
pub(crate) fn who(
    frame: &Frame,
    names: &BTreeMap<PersonId, String>,
    (by, of): (PersonId, PersonId),
    on: Date,
) -> String {
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let (by, of, on) = (name(by), name(of), frame.day(&on));
    let values = [("by", by.value()), ("of", of.value()), ("on", on.value())];
    frame.locale.text("sparring-asked-of", &values)
}

/// By when an answer comes to what is asked today.
pub(crate) async fn promise(state: &AppState, frame: &Frame) -> Result<String, PageError> {
    let days = state.answer_settings().await?.sparring_within;
    let by = state.closed_days().await?.working_days_after(frame.today, days);
    Ok(frame.t1("sparring-promise", "by", frame.day(&by)))
}

/// Marks who was chosen.
pub(crate) fn choose(contacts: &mut [Choice], chosen: &str) {
    for contact in contacts {
        contact.chosen = contact.value == chosen;
    }
}

/// Who was chosen, where it is somebody one can ask.
pub(crate) async fn contact(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    schools: &BTreeSet<SchoolId>,
    typed: &str,
) -> Result<Option<PersonId>, PageError> {
    let all = contacts(state, viewer, frame, schools, typed).await?;
    let chosen = all.iter().any(|contact| contact.chosen);
    Ok(PersonId::from_text(typed).filter(|_| chosen))
}

/// Whom one can ask: leaders, well-being contacts, social workers and PPR with a role today; those of these schools first,
/// then by name.
pub(crate) async fn contacts(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    schools: &BTreeSet<SchoolId>,
    chosen: &str,
) -> Result<Vec<Choice>, PageError> {
    let roster = state.store.roster().await?;
    let staff: BTreeMap<PersonId, String> = state
        .store
        .staff_list()
        .await?
        .into_iter()
        .filter(|one| one.disabled_at.is_none())
        .map(|one| (one.id, one.name))
        .collect();
    let answers = [
        Role::WellBeingContact,
        Role::SchoolSocialWorker,
        Role::Ppr,
        Role::SchoolLeader,
    ];
    let mut of: BTreeMap<PersonId, (bool, Role, Vec<String>)> = BTreeMap::new();
    for grant in state.store.role_grant_list().await? {
        let now = grant.from <= frame.today && grant.to.is_none_or(|to| frame.today <= to);
        let role = Role::from_word(&grant.role).filter(|role| answers.contains(role));
        let (Some(role), Some(school), true) = (role, grant.school, now && grant.staff != viewer.person()) else {
            continue;
        };
        let entry = of.entry(grant.staff).or_insert_with(|| (false, role, Vec::new()));
        entry.0 |= schools.contains(&school);
        entry.2.extend(roster.school(school).map(|school| school.name.clone()));
    }
    let mut people: Vec<(bool, String, Choice)> = of
        .into_iter()
        .filter_map(|(id, (here, role, mut schools))| {
            let name = staff.get(&id)?.clone();
            schools.sort_by(|one, other| casework::person::danish_order(one, other));
            schools.dedup();
            let place = match schools.as_slice() {
                [one] => one.clone(),
                more => frame.t1("sparring-schools", "count", more.len()),
            };
            let text = format!("{name}, {} ({place})", roles::name(frame.locale, role));
            let choice = Choice {
                value: id.to_string(),
                text,
                chosen: false,
            };
            Some((!here, name, choice))
        })
        .collect();
    people.sort_by(|one, other| {
        one.0
            .cmp(&other.0)
            .then_with(|| casework::person::danish_order(&one.1, &other.1))
    });
    let mut all = people.into_iter().map(|(_, _, choice)| choice).collect::<Vec<_>>();
    choose(&mut all, chosen);
    Ok(all)
}
