//! What needs me today, by duty and date. Computed anew at every load.

use std::collections::{HashMap, HashSet};

use access::{Place, Role, ScopeReach, act, on};
use askama::Template;
use attendance::Slot;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use casework::PupilId;
use casework::concern::Standing;
use casework::counsel::{Counsel, CounselStanding};
use casework::duty::DutyKey;
use casework::review::MeetingState;
use casework::sparring::{Sparring, SparringStanding};
use jiff::SignedDuration;
use jiff::civil::Date;
use screening::{Duty, Ground};
use store::{Seen, SeenPupil, Written};

use crate::class::signs;
use crate::concern::sparring::standing;
use crate::frame::Section;
use crate::hint::{self, Hints};
use crate::locale::Arg;
use crate::page::{Page, html};
use crate::pupil::read::language;
use crate::review::{calendar_of, place_text};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// How many of a kind are shown before the whole list is named.
const MOST: usize = 10;
/// How long the school and the coordinator are told of emergency access.
const EMERGENCY_TOLD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How many hours ahead a review meeting is named.
const SOON: i64 = 14 * 24;

/// One thing that waits for the person who looks.
pub struct Need {
    /// Who it is about: a pupil, a class, a school.
    pub who: String,
    /// Where: class and school.
    pub place: String,
    /// What was seen or is asked, in a sentence.
    pub what: String,
    /// Since when and by when, in words.
    pub when: String,
    /// What the button says.
    pub act: String,
    /// Where it leads.
    pub href: String,
}

/// Things of one kind.
pub struct Group {
    /// What they are.
    pub heading: String,
    /// Why they are here.
    pub text: String,
    /// In the order of their dates, then by name.
    pub needs: Vec<Need>,
    /// The whole list, when it is longer than shown here.
    pub more: Option<(String, String)>,
}

/// The page *Mit overblik*.
#[derive(Template)]
#[template(path = "overview/show.html")]
pub struct ShowOverview {
    /// What surrounds the page.
    pub frame: Frame,
    /// The given name of the person who looks.
    pub given_name: String,
    /// What waits, by kind; kinds with nothing in them are left out.
    pub groups: Vec<Group>,
    /// Ways on for a person who looks at no children.
    pub ways: Vec<(String, String)>,
    /// Ways to what is between colleagues, or one's own.
    pub own: Vec<(String, String)>,
}

impl Page for ShowOverview {
    const PATH: &'static str = "overview/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Overview);
        let need = |who: &str, what: &str, when: &str| Need {
            who: who.to_owned(),
            place: "8.b, Engdalskolen".to_owned(),
            what: what.to_owned(),
            when: when.to_owned(),
            act: locale.t("overview-see-pupil"),
            href: "/pupils/1".to_owned(),
        };
        let full = Self {
            frame: frame(),
            given_name: "Maja".to_owned(),
            groups: vec![
                Group {
                    heading: locale.t("overview-duties"),
                    text: locale.t("overview-duties-text"),
                    needs: vec![need(
                        "Alma Bækgård",
                        "Skolens leder kontakter forældrene om behovet for sygeundervisning.",
                        "straks, siden fredag den 13. november",
                    )],
                    more: Some(("12".to_owned(), "/review".to_owned())),
                },
                Group {
                    heading: locale.t("overview-signs"),
                    text: locale.t("overview-signs-text"),
                    needs: vec![need(
                        "Villads Tangkær",
                        "Villads er kommet for sent 6 gange på 20 skoledage.",
                        "uge 47",
                    )],
                    more: None,
                },
            ],
            ways: Vec::new(),
            own: vec![(locale.t("overview-ask-counsel"), "/counsel".to_owned())],
        };
        let nothing = Self {
            frame: frame(),
            given_name: "Maja".to_owned(),
            groups: Vec::new(),
            ways: Vec::new(),
            own: vec![(locale.t("overview-ask-counsel"), "/counsel".to_owned())],
        };
        let analyst = Self {
            frame: frame(),
            given_name: "Bo".to_owned(),
            groups: Vec::new(),
            ways: vec![(locale.t("nav-data"), "/data".to_owned())],
            own: Vec::new(),
        };
        vec![("full", full), ("nothing", nothing), ("analyst", analyst)]
    }
}

/// One line before its pupil's name is known.
struct Waiting {
    pupil: PupilId,
    by: Date,
    rank: u32,
    what: String,
    when: String,
    href: String,
}

fn place_of(pupil: SeenPupil<'_>) -> String {
    match (pupil.class(), pupil.school()) {
        (Some(class), Some(school)) => format!("{}, {}", class.name, school.name),
        _ => String::new(),
    }
}

/// What the law and the municipality's own rules ask about these pupils and nobody has answered, by date and then by
/// name. What once held stays until a person closes it, also when the quarter has turned.
async fn duties(state: &AppState, frame: &Frame, seen: &Seen, written: &Written) -> Result<Vec<Waiting>, PageError> {
    let carried = state.store.carried(seen, &state.rules()).await?;
    let closed = written.duties.iter().filter(|record| !record.is_open());
    let answered: HashSet<&DutyKey> = closed.map(|record| &record.duty).collect();
    let mut waiting = Vec::new();
    for pupil in seen.pupils().filter(|pupil| pupil.is_enrolled()) {
        for Duty { held, ground } in carried.duties(pupil.id()) {
            let key = DutyKey {
                pupil: pupil.id(),
                rule: held.rule.id.to_string(),
                from: held.begins,
            };
            if answered.contains(&key) {
                continue;
            }
            let since = frame.day(&held.reached_on);
            // What a correction took the ground from has no date to be done by, but still waits for a person.
            let deadline = held.reading.deadline.filter(|_| ground == Ground::Stands);
            let when = match (&ground, deadline) {
                (Ground::Changed(_), _) => frame.t1("overview-when-changed", "since", since),
                (Ground::Stands, Some(by)) => frame.t2("overview-when-by", "since", since, "by", frame.day(&by)),
                (Ground::Stands, None) => frame.t1("overview-when-since", "since", since),
            };
            waiting.push(Waiting {
                pupil: pupil.id(),
                by: deadline.unwrap_or(held.reached_on),
                rank: pupil.name_rank(),
                what: match frame.locale {
                    Locale::Da => held.version.duty.da.clone(),
                    Locale::En => held.version.duty.en.clone(),
                },
                when,
                href: format!("/pupils/{}", pupil.id()),
            });
        }
    }
    waiting.sort_by_key(|line| (line.by, line.rank));
    Ok(waiting)
}

/// Concerns that wait for a person, oldest first and then by name.
async fn concerns(state: &AppState, frame: &Frame, seen: &Seen, written: &Written) -> Result<Vec<Waiting>, PageError> {
    let (settings, closed) = (state.answer_settings().await?, state.closed_days().await?);
    let mut waiting = Vec::new();
    for concern in &written.concerns {
        let Standing::Waits { since } = concern.standing(frame.today) else {
            continue;
        };
        let Some(pupil) = seen.pupil(concern.pupil) else {
            continue;
        };
        let said = frame.day(&since);
        waiting.push(Waiting {
            pupil: concern.pupil,
            by: since,
            rank: pupil.name_rank(),
            what: frame.t("overview-concern-waits"),
            when: match concern.answer_due(frame.today, &settings, closed) {
                Some(by) => frame.t2("overview-when-by", "since", said, "by", frame.day(&by)),
                None => frame.t1("overview-when-since", "since", said),
            },
            href: format!("/concerns/{}", concern.id),
        });
    }
    waiting.sort_by_key(|line| (line.by, line.rank));
    Ok(waiting)
}

/// Series whose next meeting should have been held, or comes within two weeks.
async fn reviews(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Review>() else {
        return Ok(None);
    };
    let roster = state.store.roster().await?;
    let series = state.store.review_series_list(&scope).await?;
    let meetings = state.store.review_meeting_list(&series).await?;
    let mut coming: Vec<(Date, Need)> = series
        .iter()
        .filter_map(|own| {
            let next = own.next_meeting(&meetings, &calendar_of(&roster, own.place), frame.today)?;
            let soon = frame.today.duration_until(next.on).as_hours() <= SOON;
            let planned = meetings
                .iter()
                .filter(|one| one.series == own.id && one.state == MeetingState::Planned)
                .min_by_key(|one| one.planned_on);
            let (key, href) = match planned {
                Some(one) if next.overdue => ("overview-review-overdue", format!("/review/meetings/{}", one.id)),
                Some(one) => ("overview-review-soon", format!("/review/meetings/{}", one.id)),
                None if next.overdue => ("overview-review-late", "/review/series".to_owned()),
                None => ("overview-review-plan", "/review/series".to_owned()),
            };
            soon.then(|| {
                let need = Need {
                    who: own.plan.name.clone(),
                    place: place_text(&roster, own.place),
                    what: frame.t(key),
                    when: frame.day(&next.on),
                    act: frame.t("overview-see-review"),
                    href,
                };
                (next.on, need)
            })
        })
        .collect();
    coming.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.who.cmp(&other.1.who)));
    let (heading, text) = (frame.t("overview-reviews"), frame.t("overview-reviews-text"));
    Ok((!coming.is_empty()).then(|| Group {
        heading,
        text,
        needs: coming.into_iter().map(|(_, need)| need).collect(),
        more: None,
    }))
}

/// Questions about no child put to the person, and those the person has put to others: what waits, by its last day, and
/// what was answered in the last week.
async fn counsel(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Counsel>() else {
        return Ok(None);
    };
    let week_ago = frame.today.saturating_sub(jiff::Span::new().weeks(1));
    let me = viewer.person();
    let mut all = state.store.counsel_list(&scope).await?;
    all.retain(|one| match &one.standing {
        CounselStanding::Waits => true,
        CounselStanding::Answered(_, on) => one.asked_by == me && *on >= week_ago,
        CounselStanding::TakenBack(_) => false,
    });
    if all.is_empty() {
        return Ok(None);
    }
    all.sort_by_key(|one| one.answer_by);
    let names = state.store.staff_names().await?;
    let need = |one: &Counsel| {
        let (other, key) = match (one.contact == me, one.waits()) {
            (true, _) => (one.asked_by, "overview-sparring-of-me"),
            (false, true) => (one.contact, "overview-sparring-by-me"),
            (false, false) => (one.contact, "overview-sparring-answered"),
        };
        Need {
            who: names.get(&other).cloned().unwrap_or_default(),
            place: String::new(),
            what: frame.t(key),
            when: crate::counsel::standing(frame, one),
            act: frame.t("overview-see-sparring"),
            href: format!("/counsel/{}", one.id),
        }
    };
    Ok(Some(Group {
        heading: frame.t("counsel-title"),
        text: frame.t("overview-counsel-text"),
        needs: all.iter().map(need).collect(),
        more: None,
    }))
}

/// Questions put to the person, and questions the person has put to others: what waits, by its last day, and what was
/// answered in the last week. No child is named here.
async fn sparring(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    written: &Written,
) -> Result<Option<Group>, PageError> {
    let mut of_me = Vec::new();
    if let Ok(scope) = viewer.scope::<act::List, on::Sparring>() {
        of_me = state.store.sparring_list_of_contact(&scope).await?;
        of_me.retain(Sparring::waits);
    }
    let week_ago = frame.today.saturating_sub(jiff::Span::new().weeks(1));
    let of_mine = |one: &&Sparring| {
        let fresh = matches!(&one.standing, SparringStanding::Answered(advice) if advice.on >= week_ago);
        one.asked_by == viewer.person() && (one.waits() || fresh)
    };
    let by_me: Vec<&Sparring> = written.sparring.iter().filter(of_mine).collect();
    if of_me.is_empty() && by_me.is_empty() {
        return Ok(None);
    }
    let names = state.store.staff_names().await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let mut needs: Vec<(Date, Need)> = Vec::new();
    for one in &of_me {
        needs.push((
            one.answer_by,
            Need {
                who: name(one.asked_by),
                place: String::new(),
                what: frame.t("overview-sparring-of-me"),
                when: standing(frame, one),
                act: frame.t("overview-see-sparring"),
                href: format!("/sparring/{}", one.id),
            },
        ));
    }
    for one in &by_me {
        let key = if one.waits() {
            "overview-sparring-by-me"
        } else {
            "overview-sparring-answered"
        };
        needs.push((
            one.answer_by,
            Need {
                who: name(one.contact),
                place: String::new(),
                what: frame.t(key),
                when: standing(frame, one),
                act: frame.t("overview-see-concern-again"),
                href: format!("/concerns/{}", one.concern),
            },
        ));
    }
    needs.sort_by_key(|(by, _)| *by);
    Ok(Some(Group {
        heading: frame.t("overview-sparring"),
        text: frame.t("overview-sparring-text"),
        needs: needs.into_iter().map(|(_, need)| need).collect(),
        more: None,
    }))
}

/// The hints nobody has answered, by date and then by name.
fn open_hints(frame: &Frame, seen: &Seen, hints: &Hints, looked: Option<Date>) -> Vec<Waiting> {
    let lines = hints.open.iter().filter_map(|(id, hint)| {
        Some(Waiting {
            pupil: *id,
            by: hint.on,
            rank: seen.pupil(*id)?.name_rank(),
            what: hint.reasons.sentence(language(frame.locale)),
            when: match looked {
                Some(looked) if hint.on >= looked => frame.t1("overview-when-new", "since", frame.day(&hint.on)),
                _ => frame.t1("overview-when-since", "since", frame.day(&hint.on)),
            },
            href: format!("/pupils/{id}#signs"),
        })
    });
    lines.collect()
}

/// One line about classes as a whole that have a sign since the person last looked, for whoever sees a whole school.
async fn class_signs(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    since: Option<Date>,
) -> Result<Option<Group>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::ClassRegister>() else {
        return Ok(None);
    };
    let roster = state.store.roster().await?;
    let mut told = Vec::new();
    for school in roster.schools() {
        if viewer.may::<act::List, on::SchoolList>(&school.id).is_err() {
            continue;
        }
        let look = state.store.class_signs_of_school(&scope, school.id).await?;
        let new = look.notices.into_iter().filter(|one| !one.held_back);
        let new = new.filter(|one| since.is_none_or(|since| one.raised_on >= since));
        told.extend(new.map(|one| (one.raised_on, school, one)));
    }
    told.sort_by_key(|(raised_on, ..)| *raised_on);
    let Some((raised_on, school, notice)) = told.first() else {
        return Ok(None);
    };
    let sign = signs::view(frame, &roster, notice);
    Ok(Some(Group {
        heading: frame.t("school-class-signs"),
        text: frame.t("class-signs-note"),
        needs: vec![Need {
            who: sign.class,
            place: school.name.clone(),
            what: sign.sentence,
            when: frame.t1("overview-when-since", "since", frame.day(raised_on)),
            act: frame.t("overview-look-class"),
            href: sign.address,
        }],
        more: None,
    }))
}

/// The first lines of a kind with their names; nothing when there are none.
async fn named(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    seen: &Seen,
    keys: (&'static str, &'static str, &'static str),
    lines: Vec<Waiting>,
) -> Result<Option<Group>, PageError> {
    if lines.is_empty() {
        return Ok(None);
    }
    let ids: Vec<PupilId> = lines.iter().take(MOST).map(|line| line.pupil).collect();
    let scope = viewer.scope::<act::List, on::PupilIdentity>()?;
    let known = state.store.pupil_names(&scope, "overview", &ids).await?;
    let names: HashMap<PupilId, String> = known.into_iter().map(|who| (who.id, who.name.full())).collect();
    let more = (lines.len() > MOST && viewer.can::<act::List, on::SchoolList>())
        .then(|| (frame.count(&lines.len()), Section::Review.href().to_owned()));
    let needs = lines
        .into_iter()
        .take(MOST)
        .filter_map(|line| {
            Some(Need {
                who: names.get(&line.pupil)?.clone(),
                place: seen.pupil(line.pupil).map(place_of).unwrap_or_default(),
                what: line.what,
                when: line.when,
                act: frame.t(keys.2),
                href: line.href,
            })
        })
        .collect();
    Ok(Some(Group {
        heading: frame.t(keys.0),
        text: frame.t(keys.1),
        needs,
        more,
    }))
}

/// The classes of a teacher that nobody has noted today, where the staff keep the register here.
async fn registers(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let roster = state.store.roster().await?;
    let mut needs = Vec::new();
    for role in viewer
        .actor
        .roles_on(frame.today)
        .filter(|role| role.role() == Role::Teacher)
    {
        let Place::Class(id) = role.place() else { continue };
        let (Some(class), Some(facts)) = (roster.class(id), state.store.class_facts(id).await?) else {
            continue;
        };
        let Some(school) = roster
            .school(class.school)
            .filter(|s| s.register_by == store::RegisterBy::Here)
        else {
            continue;
        };
        let permit = viewer.may::<act::Read, on::ClassRegister>(&facts)?;
        let seen = state.store.seen_class(&permit, frame.today).await?;
        if seen.class_noted(id, frame.today, Slot::Start) == Some(false) {
            needs.push(Need {
                who: class.name.clone(),
                place: school.name.clone(),
                what: frame.t("overview-register-missing"),
                when: frame.day(&frame.today),
                act: frame.t("overview-see-class"),
                href: format!("/classes/{id}"),
            });
        }
    }
    let text = frame.t("overview-registers-text");
    Ok((!needs.is_empty()).then(|| Group {
        heading: frame.t("overview-registers"),
        text,
        needs,
        more: None,
    }))
}

/// What is due in the person's cases within a week, the earliest first.
async fn cases(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let dues = crate::case::dues_of(state, viewer, frame).await?;
    let more = (dues.len() > MOST).then(|| (frame.count(&dues.len()), Section::Cases.href().to_owned()));
    let needs: Vec<Need> = dues
        .into_iter()
        .take(MOST)
        .map(|due| Need {
            who: due.who,
            place: due.place,
            what: due.what,
            when: frame.day(&due.by),
            act: frame.t("overview-see-case"),
            href: format!("/cases/{}", due.case),
        })
        .collect();
    Ok((!needs.is_empty()).then(|| Group {
        heading: frame.t("overview-cases"),
        text: frame.t("overview-cases-text"),
        needs,
        more,
    }))
}

/// Limited questions of cases that wait for the person: answered without the case.
async fn questions(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let all = crate::case::question::questions(state, viewer).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let needs = all.iter().map(|one| {
        let by = names.get(&one.asked_by).cloned().unwrap_or_default();
        let due = frame.day(&one.due);
        Need {
            who: one.who.name.full(),
            place: crate::case::place_of(&roster, &one.who, frame.today),
            what: frame.t1("overview-question", "by", by),
            when: if one.due < frame.today {
                frame.t1("overview-question-passed", "by", due)
            } else {
                frame.t1("overview-question-by", "by", due)
            },
            act: frame.t("overview-see-question"),
            href: format!("/questions/{}/{}", one.case, one.number.number()),
        }
    });
    Ok(Some(Group {
        heading: frame.t("overview-questions"),
        text: frame.t("overview-questions-text"),
        needs: needs.collect(),
        more: None,
    }))
}

/// What classes look at again within a week: talks, agreements and temperatures.
async fn of_classes(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let dues = crate::class::community::dues(state, viewer, frame).await?;
    let needs: Vec<Need> = dues
        .into_iter()
        .map(|due| Need {
            who: due.class,
            place: due.school,
            what: due.what,
            when: frame.day(&due.by),
            act: frame.t("overview-see-community"),
            href: due.href,
        })
        .collect();
    Ok((!needs.is_empty()).then(|| Group {
        heading: frame.t("overview-communities"),
        text: frame.t("overview-communities-text"),
        needs,
        more: None,
    }))
}

/// What families ask and nobody has answered, the oldest first.
async fn of_families(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let waiting = crate::family::waiting(state, viewer, frame).await?;
    let roster = state.store.roster().await?;
    let needs: Vec<Need> = waiting
        .into_iter()
        .map(|one| Need {
            place: crate::case::place_of(&roster, &one.who, frame.today),
            who: one.who.name.full(),
            what: one.what,
            when: frame.t1("overview-when-since", "since", frame.day(&one.since)),
            act: frame.t("requests-do-answer"),
            href: one.href,
        })
        .collect();
    Ok((!needs.is_empty()).then(|| Group {
        heading: frame.t("requests-heading"),
        text: frame.t("requests-text"),
        needs,
        more: None,
    }))
}

/// Emergency access somebody opened: to whoever leads the school or coordinates the case, for as long as a fortnight; to the
/// data protection officer, until it has been looked into.
async fn emergencies(state: &AppState, viewer: &Viewer, frame: &Frame) -> Result<Option<Group>, PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::EmergencyAccess>() else {
        return Ok(None);
    };
    let now = state.store.now();
    let since = now.saturating_sub(EMERGENCY_TOLD).unwrap_or(now);
    let controls = scope.reach() == ScopeReach::Municipality;
    let mut all = state.store.emergency_list(&scope, since).await?;
    all.retain(|(one, _)| match controls {
        true => one.finding.is_none(),
        false => one.opened >= since && one.by != viewer.person(),
    });
    if all.is_empty() {
        return Ok(None);
    }
    let (names, roster) = (state.store.staff_names().await?, state.store.roster().await?);
    let mut needs = Vec::with_capacity(all.len());
    for (one, child) in &all {
        let by = names.get(&one.by).cloned().unwrap_or_default();
        let (role, kind) = (
            crate::roles::name(frame.locale, one.role),
            crate::emergency::kind(frame, one.kind),
        );
        let values = [("who", by.value()), ("role", role.value()), ("kind", kind.value())];
        // Whoever coordinates from elsewhere finds the child by the case.
        let facts = state.store.pupil_facts(one.pupil, frame.today).await?;
        let sees = facts.is_some_and(|facts| viewer.could::<act::Read, on::PupilIdentity>(&facts));
        let (key, href) = match (controls, sees) {
            (true, _) => ("overview-emergency-control", format!("/trail/emergencies#e-{}", one.id)),
            (false, true) => ("overview-emergency-see", format!("/pupils/{}", one.pupil)),
            (false, false) => ("overview-see-case", Section::Cases.href().to_owned()),
        };
        needs.push(Need {
            who: child.name.full(),
            place: crate::case::place_of(&roster, child, frame.today),
            what: frame.text("overview-emergency-what", &values),
            when: frame.t1(
                "overview-emergency-when",
                "at",
                crate::emergency::moment(state, frame, one.opened),
            ),
            act: frame.t(key),
            href,
        });
    }
    Ok(Some(Group {
        heading: frame.t("overview-emergencies-heading"),
        text: frame.t("overview-emergencies-text"),
        needs,
        more: None,
    }))
}

/// Shows what needs the person today.
pub(super) async fn show(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    if viewer.actor.is_family() {
        return Ok(Redirect::to(Section::Family.href()).into_response());
    }
    let frame = state.with_signs(frame).await;
    let mut groups = Vec::new();
    groups.extend(emergencies(&state, &viewer, &frame).await?);
    if let Ok(scope) = viewer.scope::<act::List, on::PupilAttendance>() {
        let seen = state.store.seen(&scope).await?;
        // None of these waits for another.
        let (written, registers, questions, cases, of_classes, of_families, reviews) = tokio::try_join!(
            viewer.written(&state, &seen),
            registers(&state, &viewer, &frame),
            questions(&state, &viewer, &frame),
            cases(&state, &viewer, &frame),
            of_classes(&state, &viewer, &frame),
            of_families(&state, &viewer, &frame),
            reviews(&state, &viewer, &frame),
        )?;
        groups.extend(registers);
        let lines = duties(&state, &frame, &seen, &written).await?;
        let keys = ("overview-duties", "overview-duties-text", "overview-see-pupil");
        groups.extend(named(&state, &viewer, &frame, &seen, keys, lines).await?);
        let lines = concerns(&state, &frame, &seen, &written).await?;
        let keys = ("overview-concerns", "overview-concerns-text", "overview-see-concern");
        groups.extend(named(&state, &viewer, &frame, &seen, keys, lines).await?);
        groups.extend(questions);
        groups.extend(cases);
        groups.extend(of_classes);
        groups.extend(of_families);
        groups.extend(sparring(&state, &viewer, &frame, &written).await?);
        groups.extend(reviews);
        let hints = hint::hints_beside(&state, frame.today, &seen, &written).await?;
        let looked = state.store.last_look_take(viewer.person(), "overview").await?;
        let since = looked.map(|at| state.store.day_of(at));
        let lines = open_hints(&frame, &seen, &hints, since);
        let keys = ("overview-signs", "overview-signs-text", "overview-see-pupil");
        let told = named(&state, &viewer, &frame, &seen, keys, lines).await?;
        let about = hints.about(&frame, |_| true);
        groups.extend(told.map(|group| Group {
            text: format!("{} {about}", group.text),
            ..group
        }));
        if state.store.early_is_ready().await {
            groups.extend(class_signs(&state, &viewer, &frame, since).await?);
        }
    }
    if !viewer.can::<act::List, on::PupilAttendance>() {
        groups.extend(registers(&state, &viewer, &frame).await?);
        groups.extend(questions(&state, &viewer, &frame).await?);
        let mut written = Written::default();
        if let Ok(scope) = viewer.scope::<act::List, on::Concern>() {
            written.sparring = state.store.sparring_list(&scope).await?;
        }
        groups.extend(sparring(&state, &viewer, &frame, &written).await?);
    }
    groups.extend(counsel(&state, &viewer, &frame).await?);
    let own = [
        ("nav-people", "/people"),
        ("overview-ask-counsel", "/counsel"),
        ("overview-own-reflections", "/reflections"),
    ];
    let mut own = own.map(|(key, href)| (frame.t(key), href.to_owned())).to_vec();
    if crate::emergency::ask::is_offered(&state, &viewer).await? {
        own.push((frame.t("overview-ask-emergency"), "/emergency".to_owned()));
    }
    let ways = if viewer.can::<act::List, on::PupilAttendance>() {
        Vec::new()
    } else {
        let sections = frame.seen.iter().flat_map(|seen| &seen.sections);
        sections
            .filter(|section| **section != Section::Overview)
            .map(|section| (frame.t(section.key()), section.href().to_owned()))
            .collect()
    };
    let given_name = viewer
        .session
        .name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    html(&ShowOverview {
        frame: frame.at(Section::Overview),
        given_name,
        groups,
        ways,
        own,
    })
}
