//! What a pupil's page shows, read through the viewer's permits.

use access::{PupilFacts, act, on};
use attendance::{SchoolYear, Track};
use casework::concern::Standing;
use casework::duty::{DutyAnswer, DutyGround, DutyUnit, GroundNow};
use casework::{Concern, DutyRecord, PersonId, PupilId};
use jiff::civil::Date;
use screening::{Duty, Ground, Held, as_known, lays_duty, upcoming};
use signals::{Language, Sign};
use statute::{Days, Reading, Rule, RulePack, Status, Unit, Version, Within};
use store::{PupilIdentity, RegisterBy, Seen, SeenPupil};

use super::Link;
use super::left::{left_views, without_repeated};
use super::show::{ConcernLine, DutyForm, FindingView, Need, ShowPupil, SignView, YearView, gaps, quarters};
use super::{agreed, siblings};
use crate::frame::Section;
use crate::hint::{self, HintPanel};
use crate::letter;
use crate::locale::Arg;
use crate::picture::CalendarEvent;
use crate::review::said;
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError};

/// A pupil the viewer may see: who it is and where it goes.
pub struct Found {
    /// The id.
    pub id: PupilId,
    /// Where the pupil goes today.
    pub facts: PupilFacts,
    /// Who it is.
    pub identity: PupilIdentity,
}

/// The pupil of an address, when the viewer may see who it is.
pub async fn found(state: &AppState, viewer: &Viewer, id: &str) -> Result<Found, PageError> {
    let id = PupilId::from_text(id).ok_or(PageError::NotFound)?;
    let facts = state
        .store
        .pupil_facts(id, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Read, on::PupilIdentity>(&facts)?;
    let identity = state.store.pupil_identity(&permit).await?;
    Ok(Found { id, facts, identity })
}

/// The way to a pupil's page: schools, school, class.
pub fn frame_of(frame: Frame, one: Option<SeenPupil<'_>>) -> Frame {
    let mut frame = frame.at(Section::Schools);
    if let Some(school) = one.and_then(|o| o.school()) {
        frame = frame.via(school.name.clone(), format!("/schools/{}", school.id));
    }
    if let Some(class) = one.and_then(|o| o.class()) {
        frame = frame.via(class.name.clone(), format!("/classes/{}", class.id));
    }
    frame
}

/// Class and school in a line.
pub fn place_of(one: Option<SeenPupil<'_>>) -> String {
    let class = one.and_then(|o| o.class()).map(|c| c.name.clone());
    let school = one.and_then(|o| o.school()).map(|s| s.name.clone());
    [class, school].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The language signs speak.
pub fn language(locale: Locale) -> Language {
    match locale {
        Locale::Da => Language::Danish,
        Locale::En => Language::English,
    }
}

/// A rule's name in the page's language.
pub fn rule_name(locale: Locale, rule: &Rule, version: &Version) -> String {
    crate::rules::show::spoken(locale, rule.name_of(version))
}

/// What a rule asks, in the page's language.
fn duty_words(locale: Locale, version: &Version) -> String {
    crate::rules::show::in_language(locale, &version.duty.da, &version.duty.en)
}

/// What a rule counts in, in words.
fn unit_words(frame: &Frame, version: &Version) -> String {
    match version.unit {
        Unit::HalfDays => frame.t("pupil-unit-half-days"),
        Unit::Days => frame.t("pupil-unit-days"),
        Unit::Spells => frame.t("pupil-unit-spells"),
    }
}

/// What was counted, in a sentence.
pub fn measured(frame: &Frame, version: &Version, reading: &Reading) -> String {
    let day = |date: Option<Date>| date.map(|d| frame.day(&d)).unwrap_or_default().value().into_owned();
    let (from, to) = (day(reading.span.map(|s| s.from)), day(reading.span.map(|s| s.to)));
    let reached = day(reading.reached_on);
    let unit = unit_words(frame, version);
    match reading.denominator {
        Some(of) => frame.locale.text(
            "pupil-finding-measured",
            &[
                ("numerator", reading.numerator.value()),
                ("denominator", of.value()),
                ("from", from),
                ("to", to),
                ("reached", reached),
            ],
        ),
        None => frame.locale.text(
            "pupil-finding-measured-days",
            &[
                ("numerator", reading.numerator.value()),
                ("unit", unit.value()),
                ("from", from),
                ("to", to),
                ("reached", reached),
            ],
        ),
    }
}

pub(super) fn status(frame: &Frame, status: Status) -> String {
    frame.t(match status {
        Status::Law => "pupil-status-law",
        Status::Agreed => "pupil-status-agreed",
        Status::Proposed => "pupil-status-proposed",
        Status::Local => "pupil-status-local",
        Status::Named => "pupil-status-named",
        Status::Statistic => "pupil-status-statistic",
    })
}

/// The date a duty should be met by: the rule's own, or the day it was reached where the law says at once.
pub fn due(version: &Version, reading: &Reading) -> Option<Date> {
    reading.deadline.or(match version.within {
        Within::AtOnce => reading.reached_on,
        Within::None | Within::ThresholdDay => None,
    })
}

fn view(frame: &Frame, anchor: String, rule: &Rule, version: &Version, reading: &Reading) -> FindingView {
    FindingView {
        anchor,
        title: rule_name(frame.locale, rule, version),
        measured: measured(frame, version, reading),
        changed: None,
        duty: duty_words(frame.locale, version),
        deadline: due(version, reading).map(|d| frame.day(&d)),
        status: status(frame, rule.status),
        source: frame.t2(
            "pupil-version",
            "source",
            version.source.clone(),
            "date",
            frame.date(&version.from),
        ),
        link: version.link.clone(),
        days_words: frame.t1("pupil-days-behind", "days", reading.days.len()),
        days: reading.days.iter().map(|d| frame.day(d)).collect(),
        record: None,
        letter: None,
        form: None,
    }
}

/// Where a duty stands on the page.
pub fn anchor(held: &Held<'_>) -> String {
    format!("{}-{}", held.rule.id.as_str().replace('.', "-"), held.begins)
}

/// The ground of a duty as a record keeps it.
pub fn ground(held: &Held<'_>, marks_until: i64) -> DutyGround {
    DutyGround {
        numerator: held.reading.numerator,
        denominator: held.reading.denominator,
        unit: match held.version.unit {
            Unit::HalfDays => DutyUnit::HalfDays,
            Unit::Days => DutyUnit::Days,
            Unit::Spells => DutyUnit::Spells,
        },
        rule_version: held.version.from,
        marks_until: u64::try_from(marks_until).unwrap_or(0),
    }
}

/// The record about a held duty, if somebody has begun one.
pub fn record_of<'d>(records: &'d [DutyRecord], pupil: PupilId, held: &Held<'_>) -> Option<&'d DutyRecord> {
    records
        .iter()
        .find(|r| r.duty.pupil == pupil && r.duty.rule == held.rule.id.as_str() && r.duty.from == held.begins)
}

fn record_words(frame: &Frame, record: &DutyRecord, staff: &impl Fn(PersonId) -> String) -> Option<String> {
    let standing = record.standing.as_ref()?;
    let by = staff(standing.by);
    Some(match &standing.answer {
        DutyAnswer::Done { what, done_on } => frame.locale.text(
            "pupil-record-done",
            &[
                ("date", frame.day(done_on).value()),
                ("by", by.value()),
                ("words", what.reveal().to_owned().value()),
            ],
        ),
        DutyAnswer::NotDone { why } => frame.t2("pupil-record-not-done", "by", by, "words", why.reveal().to_owned()),
    })
}

/// What the law asks about a pupil and nobody has answered.
pub struct OpenDuty {
    /// What must be done.
    pub what: String,
    /// By when, where there is a day, or since when.
    pub when: String,
    /// Whether the day has passed.
    pub passed: bool,
    /// Where it is answered.
    pub href: String,
    /// The day it is ordered by.
    pub by: Date,
}

/// What the law asks about a pupil and nobody has answered, by day; nothing for a viewer who may not see it.
pub async fn open_duties(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    facts: &PupilFacts,
) -> Result<Vec<OpenDuty>, PageError> {
    let (Ok(read), Ok(attendance)) = (
        viewer.may::<act::Read, on::Duty>(facts),
        viewer.may::<act::Read, on::PupilAttendance>(facts),
    ) else {
        return Ok(Vec::new());
    };
    let seen = state.store.seen_pupil(&attendance, frame.today).await?;
    let records = state.store.duty_list_of(&read).await?;
    let rules = state.rules();
    let carried = state.store.carried(&seen, &rules).await?;
    let mut open: Vec<OpenDuty> = carried
        .duties(facts.pupil)
        .iter()
        .filter(|duty| duty.ground == Ground::Stands)
        .map(|duty| &duty.held)
        .filter(|held| record_of(&records, facts.pupil, held).is_none_or(DutyRecord::is_open))
        .map(|held| {
            let since = frame.day(&held.reached_on);
            let deadline = held.reading.deadline;
            OpenDuty {
                what: duty_words(frame.locale, held.version),
                when: match deadline {
                    Some(by) => frame.t2("overview-when-by", "since", since, "by", frame.day(&by)),
                    None => frame.t1("overview-when-since", "since", since),
                },
                passed: deadline.is_some_and(|by| by < frame.today),
                href: format!("/pupils/{}#{}", facts.pupil, anchor(held)),
                by: deadline.unwrap_or(held.reached_on),
            }
        })
        .collect();
    open.sort_by_key(|duty| duty.by);
    Ok(open)
}

/// What is needed to tell about duties besides the marks.
pub struct Duties<'a> {
    /// The pupil.
    pub pupil: PupilId,
    /// What the pupil carries.
    pub carried: Vec<Duty<'a>>,
    /// What people recorded.
    pub records: &'a [DutyRecord],
    /// Whether the viewer may record.
    pub may_close: bool,
    /// Whether the viewer may see the letters duties ask for.
    pub may_see_letters: bool,
    /// How far the log of marks has come.
    pub marks_until: i64,
}

/// Every finding of the page: duties of law first with what was done about them, then what else holds today.
pub fn findings(
    frame: &Frame,
    one: SeenPupil<'_>,
    rules: &RulePack,
    duties: &Duties<'_>,
    staff: &impl Fn(PersonId) -> String,
) -> Vec<FindingView> {
    let mut views: Vec<(Option<Date>, FindingView)> = Vec::new();
    for carried in &duties.carried {
        let duty = &carried.held;
        let mut shown = view(frame, anchor(duty), duty.rule, duty.version, &duty.reading);
        let record = record_of(duties.records, duties.pupil, duty);
        if let Some(record) = record {
            shown.record = record_words(frame, record, staff);
            let now = ground(duty, duties.marks_until);
            if record.ground_now(Some(&now)) == Some(GroundNow::Changed) {
                shown.changed = Some(frame.t1("pupil-basis-other", "now", shown.measured.clone()));
            }
        }
        if let Ground::Changed(now) = &carried.ground {
            shown.changed = Some(taken_away(frame, record, duty.version, now.as_ref()));
            shown.deadline = None;
        }
        let open = record.is_none_or(DutyRecord::is_open);
        if open && duties.may_close {
            shown.form = Some(DutyForm {
                address: format!("/pupils/{}/duties", duties.pupil),
                fields: vec![("rule", duty.rule.id.to_string()), ("begins", duty.begins.to_string())],
                today: frame.today.to_string(),
            });
        }
        if !open {
            shown.deadline = None;
        }
        let stands = carried.ground == Ground::Stands;
        if stands && duties.may_see_letters && letter::Kind::of(duty.rule).is_some() {
            shown.letter = Some(letter::address(duties.pupil, duty.rule, duty.begins));
        }
        views.push((
            match (open, stands) {
                (true, true) => due(duty.version, &duty.reading),
                (true, false) => Some(duty.reached_on),
                (false, _) => Some(Date::MAX),
            },
            shown,
        ));
    }
    for record in duties.records.iter().filter(|r| {
        !duties
            .carried
            .iter()
            .any(|d| record_of(std::slice::from_ref(*r), duties.pupil, &d.held).is_some())
    }) {
        views.extend(gone(frame, record, rules, staff).map(|v| (Some(Date::MAX), v)));
    }
    if let Some(track) = known_track(one, rules) {
        for finding in without_repeated(rules.judge(&track, Days::Listed))
            .into_iter()
            .filter(|f| !lays_duty(f.rule, f.version))
        {
            let anchor = finding.rule.id.as_str().replace('.', "-");
            views.push((
                None,
                view(frame, anchor, finding.rule, finding.version, &finding.reading),
            ));
        }
        for coming in upcoming(&track, rules) {
            let Some(reading) = rules.read(coming.rule, coming.version, &track, Days::Listed) else {
                continue;
            };
            let mut shown = view(
                frame,
                format!("coming-{}", coming.begins),
                coming.rule,
                coming.version,
                &reading,
            );
            shown.measured = frame.t("pupil-finding-upcoming");
            views.push((Some(coming.deadline), shown));
        }
    }
    views.sort_by_key(|(due, _)| due.unwrap_or(Date::MAX));
    views.into_iter().map(|(_, shown)| shown).collect()
}

/// What is said of a duty whose ground a correction has taken away (E35): what is counted now, or that what was done may
/// have to be taken back.
fn taken_away(frame: &Frame, record: Option<&DutyRecord>, version: &Version, now: Option<&Reading>) -> String {
    let is_done = record.is_some_and(|record| !record.is_open());
    let Some(now) = now.filter(|_| !is_done) else {
        return frame.t("pupil-basis-changed");
    };
    let unit = unit_words(frame, version);
    match now.denominator {
        Some(of) => frame.locale.text(
            "pupil-basis-taken-share",
            &[
                ("numerator", now.numerator.value()),
                ("denominator", of.value()),
                ("unit", unit.value()),
            ],
        ),
        None => frame.t2("pupil-basis-taken", "numerator", now.numerator, "unit", unit),
    }
}

/// A record whose ground a correction has taken away (E35).
fn gone(
    frame: &Frame,
    record: &DutyRecord,
    rules: &RulePack,
    staff: &impl Fn(PersonId) -> String,
) -> Option<FindingView> {
    let standing = record.standing.as_ref()?;
    let rule = rules.rule(&record.duty.rule).ok()?;
    let version = rule.on(standing.on).ok()?;
    let empty = Reading {
        span: None,
        numerator: standing.ground.numerator,
        denominator: standing.ground.denominator,
        least: None,
        reached_on: None,
        deadline: None,
        days: Vec::new(),
    };
    let mut shown = view(frame, format!("gone-{}", record.id), rule, version, &empty);
    shown.measured = String::new();
    shown.deadline = None;
    shown.changed = Some(frame.t("pupil-basis-changed"));
    shown.record = record_words(frame, record, staff);
    Some(shown)
}

/// The pupil as seen on the last day that is known: where today's note is not yet taken, the day before.
pub fn known_track<'s>(one: SeenPupil<'s>, rules: &RulePack) -> Option<Track<'s>> {
    as_known(&one.track(rules.settings().day_weight)?)
}

/// Signs as the page says them.
pub fn sign_views(frame: &Frame, signs: &[Sign]) -> Vec<SignView> {
    signs
        .iter()
        .map(|sign| SignView {
            sentence: sign.sentence(language(frame.locale)),
            days_words: frame.t1("pupil-days-behind", "days", sign.days.len()),
            days: sign.days.iter().map(|d| frame.day(d)).collect::<Vec<_>>().join(", "),
        })
        .collect()
}

fn concern_line(frame: &Frame, concern: &Concern) -> ConcernLine {
    let by = crate::concern::said::raised_by(frame, concern.raised_by);
    let state = match concern.standing(frame.today) {
        Standing::Waits { .. } => frame.t("pupil-concern-open"),
        Standing::Watched { until } => frame.t1("pupil-concern-watched", "date", frame.day(&until)),
        Standing::Acted => frame.t("pupil-concern-acted"),
        Standing::Closed => frame.t("pupil-concern-closed"),
    };
    ConcernLine {
        text: frame.t2("pupil-concern-line", "date", frame.day(&concern.raised_on), "by", by),
        state,
        address: format!("/concerns/{}", concern.id),
    }
}

/// The page of a pupil in the school year that `seen` is seen in.
pub async fn page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    found: Found,
    seen: Seen,
) -> Result<ShowPupil, PageError> {
    let rules = state.rules();
    let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
    let track = one.track(rules.settings().day_weight).ok_or(PageError::NotFound)?;
    let names = state.store.staff_names().await?;
    let staff = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let name = found.identity.name.full();
    let frame = frame_of(state.with_signs(frame).await, Some(one)).end(name.clone());
    let may_close = viewer.may::<act::Close, on::Duty>(&found.facts).is_ok();
    let records = match viewer.may::<act::Read, on::Duty>(&found.facts) {
        Ok(permit) => state.store.duty_list_of(&permit).await?,
        Err(_) => Vec::new(),
    };
    let concerns = match viewer.may::<act::Read, on::Concern>(&found.facts) {
        Ok(permit) => state.store.concern_list_of(&permit).await?,
        Err(_) => Vec::new(),
    };
    let outcomes = match viewer.may::<act::Read, on::ReviewOutcome>(&found.facts) {
        Ok(permit) => state.store.outcome_list_of(&permit).await?,
        Err(_) => Vec::new(),
    };
    let signs = state
        .store
        .early_signs(&seen)
        .await?
        .remove(&found.id)
        .unwrap_or_default();
    let carried = state.store.carried(&seen, &rules).await?;
    let may_see_letters = viewer.may::<act::Read, on::Duty>(&found.facts).is_ok();
    let letters = may_see_letters.then_some(found.id);
    let duties = Duties {
        pupil: found.id,
        carried: carried.duties(found.id),
        records: &records,
        may_close,
        may_see_letters,
        marks_until: seen.marks_until(),
    };
    let is_now = SchoolYear::of(seen.day()) == SchoolYear::of(frame.today);
    let known = known_track(one, &rules).filter(|_| is_now);
    let found_now = if is_now {
        findings(&frame, one, &rules, &duties, &staff)
    } else {
        Vec::new()
    };
    let id = found.id;
    let siblings = if is_now {
        siblings::lines(state, viewer, &frame, &[id])
            .await?
            .remove(&id)
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    let mut events: Vec<CalendarEvent> = concerns
        .iter()
        .map(|c| CalendarEvent {
            date: c.raised_on,
            words: frame.t1("pupil-event-concern", "date", frame.day(&c.raised_on)),
        })
        .collect();
    let (cases, open) = crate::case::of_pupil(state, viewer, &frame, &found.facts).await?;
    events.extend(cases.iter().map(|case| CalendarEvent {
        date: case.opened_on,
        words: frame.t1("pupil-event-case", "date", frame.day(&case.opened_on)),
    }));
    events.extend(outcomes.iter().map(|o| CalendarEvent {
        date: o.decided_on,
        words: frame.t1("pupil-event-review", "date", frame.day(&o.decided_on)),
    }));
    let mut year = YearView::of(&frame, &track, events, |date| Some(format!("/pupils/{id}/days/{date}")));
    let permit = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let weeks = state.store.agreed_weeks_of(&permit).await?;
    agreed::beside_days(&frame, &mut year.calendar, &weeks);
    let mut needs: Vec<Need> = found_now
        .iter()
        .filter(|f| f.form.is_some())
        .map(|f| Need {
            what: f.title.clone(),
            date: f.deadline.clone(),
            button: frame.t("pupil-need-look"),
            address: format!("#{}", f.anchor),
        })
        .collect();
    let asked = crate::family::of_pupil(state, viewer, &frame, id).await?;
    needs.extend(asked.into_iter().map(|one| Need {
        what: one.text,
        date: None,
        button: frame.t("requests-do-answer"),
        address: one.address,
    }));
    let mut actions = Vec::new();
    if viewer.may::<act::Create, on::Concern>(&found.facts).is_ok() {
        actions.push(Link {
            text: frame.t("pupil-raise-concern"),
            address: format!("/concerns/new?pupil={id}"),
        });
    }
    actions.extend(open);
    actions.push(Link {
        text: frame.t("pupil-own-link"),
        address: format!("/pupils/{id}/print"),
    });
    if viewer.could::<act::Read, on::Cpr>(&found.facts) {
        actions.push(Link {
            text: frame.t("cpr-link"),
            address: format!("/pupils/{id}/cpr"),
        });
    }
    if viewer.could::<act::Read, on::SubjectAccess>(&found.facts) {
        actions.push(Link {
            text: frame.t("insight-link"),
            address: format!("/pupils/{id}/insight"),
        });
    }
    let mut years: Vec<SchoolYear> = (0..track.count_to(frame.today))
        .filter_map(|p| track.day(p))
        .map(SchoolYear::of)
        .filter(|y| *y != SchoolYear::of(seen.day()))
        .collect();
    years.sort_unstable();
    years.dedup();
    if !is_now {
        years.push(SchoolYear::of(frame.today));
    }
    let panel = if is_now {
        let about = hint::About {
            pupil: id,
            facts: &found.facts,
            concerns: &concerns,
            outcomes: &outcomes,
            in_case: cases.iter().any(|case| case.runs),
        };
        hint::panel(state, viewer, &frame, &seen, about).await?
    } else {
        HintPanel::none()
    };
    Ok(ShowPupil {
        place: place_of(Some(one)),
        window: frame.t1("pupil-window", "date", frame.day(&seen.day())),
        numbers: year.numbers,
        gaps: gaps(&frame, &track),
        actions,
        needs,
        calendar: year.calendar,
        agreed: agreed::sentences(&frame, &weeks, SchoolYear::of(seen.day())),
        legend: year.legend,
        years: years
            .into_iter()
            .rev()
            .map(|y| Link {
                text: y.label(),
                address: format!("/pupils/{id}?year={}", y.label()),
            })
            .collect(),
        panel,
        signs: if is_now { sign_views(&frame, &signs) } else { Vec::new() },
        siblings,
        quarters: quarters(&frame, &track),
        cases,
        concerns: concerns.iter().rev().map(|c| concern_line(&frame, c)).collect(),
        decided: outcomes
            .iter()
            .rev()
            .map(|o| {
                format!(
                    "{}: {} ({})",
                    frame.day(&o.decided_on),
                    said::outcome(&frame, &o.outcome),
                    staff(o.decided_by)
                )
            })
            .collect(),
        findings: found_now,
        left: known
            .as_ref()
            .map(|t| left_views(&frame, &rules, t, letters))
            .unwrap_or_default(),
        notification: format!("/pupils/{}/notification", found.id),
        left_until: known.map(|t| frame.day(&t.as_of())),
        name,
        frame,
    })
}

/// Whether the register of the pupil's school is written here.
pub fn written_here(one: SeenPupil<'_>) -> bool {
    one.school().is_some_and(|s| s.register_by == RegisterBy::Here)
}
