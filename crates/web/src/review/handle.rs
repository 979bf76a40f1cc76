//! The addresses of reviews: the list of everybody who needs a look, decisions, series and their meetings.

use std::collections::{BTreeSet, HashMap};

use access::{Spot, act, on};
use attendance::Window;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::concern::Standing;
use casework::review::{
    Cadence, MeetingState, Outcome, OutcomeDraft, OutcomeKind, PupilOutcome, ReviewMeeting, ReviewPlace, ReviewSeries,
    ReviewTemplate, SeriesPlan,
};
use casework::set_aside::HintState;
use casework::{ClassId, Concern, DutyRecord, PersonId, PupilId, ReviewMeetingId, ReviewSeriesId, SchoolId};
use jiff::civil::Date;
use screening::{Duty, Ground};
use serde::Deserialize;
use signals::SignKind;
use statute::{Finding, RulePack, Status};
use store::{Carried, RaisedHint, Seen, SeenPupil};

use super::list::{
    Few, Filter, ListReview, Order, OrderLink, PAGE, Place, Reason, Record, ReviewRow, RowAgain, WEEKS, WatchDays,
};
use super::said;
use super::series::{ListSeries, SeriesLine, templates};
use crate::class::signs::ClassSignView;
use crate::concern::said as concern_said;
use crate::form::{Posted, back, escape};
use crate::frame::Section;
use crate::hint::{self, Hints};
use crate::page::html;
use crate::picture::words as picture_words;
use crate::pupil::Link;
use crate::pupil::left::{close, named_line};
use crate::pupil::read::{due, found, known_track, place_of, record_of, rule_name};
use crate::pupil::siblings::{self, SiblingLine};
use crate::school::told_of_classes;
use crate::viewer::Viewer;
use crate::{AppState, Frame, PageError};

/// How the list is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    school: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    sign: String,
    #[serde(default)]
    case: String,
    #[serde(default)]
    fresh: String,
    #[serde(default)]
    few: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn fields(&self) -> [(&'static str, &String); 9] {
        [
            ("school", &self.school),
            ("class", &self.class),
            ("grade", &self.grade),
            ("rule", &self.rule),
            ("sign", &self.sign),
            ("case", &self.case),
            ("fresh", &self.fresh),
            ("few", &self.few),
            ("order", &self.order),
        ]
    }

    /// The address of the list with one choice made otherwise, from its first page on.
    fn with(&self, changed: &str, to: &str) -> String {
        let fields = self
            .fields()
            .into_iter()
            .filter(|(name, value)| *name != changed && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", escape(value)));
        let changed = (!to.is_empty()).then(|| format!("{changed}={}", escape(to)));
        let all: Vec<String> = fields.chain(changed).collect();
        format!("/review?{}", all.join("&"))
    }

    fn address(&self, page: usize) -> String {
        self.with("page", &page.to_string())
    }

    /// Which of the groups told apart is asked for.
    fn apart(&self) -> Option<Apart> {
        Apart::ALL.into_iter().find(|apart| apart.word() == self.few)
    }

    /// The address without any way to narrow but the school.
    fn cleared(&self) -> String {
        Self {
            school: self.school.clone(),
            few: self.few.clone(),
            order: self.order.clone(),
            ..Self::default()
        }
        .with("page", "")
    }

    /// How many ways to narrow are in use, the school left out: it stands in its own line.
    fn narrowed(&self) -> usize {
        [
            &self.class,
            &self.grade,
            &self.rule,
            &self.sign,
            &self.case,
            &self.fresh,
        ]
        .into_iter()
        .filter(|value| !value.is_empty())
        .count()
    }
}

/// Pupils the list tells in one line, so that they do not hide the rest; one click opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// Nothing but duties with no more than one school day behind each.
    Few,
    /// Nothing the law asks, no concern and no day to look again, and nothing that has come since the last meeting; where
    /// no meeting was held, only limits of the municipality reached long ago.
    Old,
}

impl Apart {
    const ALL: [Self; 2] = [Self::Few, Self::Old];

    const fn word(self) -> &'static str {
        match self {
            Self::Few => "only",
            Self::Old => "old",
        }
    }

    /// The keys of the line that tells of them, and of the one above their own list.
    const fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Few => ("review-few", "review-few-show", "review-few-here"),
            Self::Old => ("review-old", "review-old-show", "review-old-here"),
        }
    }
}

/// The choice of everybody with a hint, whatever it is about.
const ANY_SIGN: &str = "any";

/// How many days a limit of the municipality stands among the others before it is told apart, where no meeting says what
/// is old: four weeks, within which most series have met once.
const RECENT_DAYS: i32 = 28;

/// When reviews last met, by where they look.
#[derive(Default)]
struct LastMet {
    schools: HashMap<SchoolId, Date>,
    classes: HashMap<ClassId, Date>,
}

impl LastMet {
    /// Of meetings that were held before today: during one its list stays as it is.
    fn of(series: &[ReviewSeries], meetings: &[ReviewMeeting], today: Date) -> Self {
        let places: HashMap<ReviewSeriesId, ReviewPlace> = series.iter().map(|s| (s.id, s.place)).collect();
        let mut last = Self::default();
        for meeting in meetings {
            let Some(held) = meeting.held_on().filter(|held| *held < today) else {
                continue;
            };
            let newest = match places.get(&meeting.series) {
                Some(ReviewPlace::School(school)) => last.schools.entry(*school).or_insert(held),
                Some(ReviewPlace::Class(class)) => last.classes.entry(*class).or_insert(held),
                None => continue,
            };
            *newest = (*newest).max(held);
        }
        last
    }

    /// The last day a review looked at a pupil's school or class.
    fn about(&self, one: SeenPupil<'_>) -> Option<Date> {
        let class = one.class()?;
        let met = [self.schools.get(&class.school), self.classes.get(&class.id)];
        met.into_iter().flatten().max().copied()
    }
}

/// Why one pupil needs a look.
struct Look<'s> {
    one: SeenPupil<'s>,
    due: Option<Date>,
    since: Option<Date>,
    reasons: Vec<(Date, Reason)>,
    rules: Vec<String>,
    /// What the hint nobody has answered is about; empty without one.
    signs: Vec<SignKind>,
    concern: bool,
    /// Whether a case runs.
    case: bool,
    last: Option<PupilOutcome>,
    /// The open duties of the law: rule, first day, whether no more than one school day is behind it.
    open: Vec<(String, Date, bool)>,
    /// Whether a day to look again has come.
    asks_again: bool,
    /// When a review last looked at the pupil's school or class.
    met: Option<Date>,
}

/// What people did and wrote about the pupils of a list.
struct Written {
    records: HashMap<PupilId, Vec<DutyRecord>>,
    concerns: HashMap<PupilId, Vec<Concern>>,
    outcomes: HashMap<PupilId, PupilOutcome>,
    cases: BTreeSet<PupilId>,
}

/// Whether a concern still asks something of somebody.
fn waits(concern: &Concern, today: Date) -> bool {
    matches!(
        concern.standing(today),
        Standing::Waits { .. } | Standing::Watched { .. }
    )
}

impl Written {
    fn of(all: store::Written, today: Date) -> Self {
        let mut written = Self {
            records: HashMap::new(),
            concerns: HashMap::new(),
            outcomes: HashMap::new(),
            cases: all.cases,
        };
        for record in all.duties {
            written.records.entry(record.duty.pupil).or_default().push(record);
        }
        for concern in all.concerns.into_iter().filter(|c| waits(c, today)) {
            written.concerns.entry(concern.pupil).or_default().push(concern);
        }
        for outcome in all.outcomes {
            let newest = written.outcomes.get(&outcome.pupil);
            if newest.is_none_or(|newest| newest.decided_on <= outcome.decided_on) {
                written.outcomes.insert(outcome.pupil, outcome);
            }
        }
        written
    }
}

fn duty_reason(frame: &Frame, duty: &Duty<'_>) -> (Date, String) {
    let held = &duty.held;
    let what = rule_name(frame.locale, held.rule, held.version);
    if duty.ground != Ground::Stands {
        let since = held.reached_on;
        return (
            since,
            frame.t2("review-reason-duty-changed", "what", what, "date", frame.day(&since)),
        );
    }
    match due(held.version, &held.reading) {
        Some(date) if date >= frame.today => (
            date,
            frame.t2("review-reason-duty", "what", what, "date", frame.day(&date)),
        ),
        _ => {
            let since = held.reached_on;
            (
                since,
                frame.t2("review-reason-duty-open", "what", what, "date", frame.day(&since)),
            )
        }
    }
}

impl Look<'_> {
    /// Whether nothing points here but duties with no more than one school day behind each. They wait like any other;
    /// the list tells how many there are and opens them apart, so that they do not hide the rest.
    fn is_few(&self) -> bool {
        !self.open.is_empty()
            && self.open.iter().all(|(_, _, at_most_one_day)| *at_most_one_day)
            && self.reasons.len() == self.open.len()
            && !self.is_in_case()
    }

    /// Which group told apart the pupil belongs to.
    fn apart(&self, today: Date) -> Option<Apart> {
        if self.is_few() {
            return Some(Apart::Few);
        }
        let long_ago = today.saturating_sub(jiff::Span::new().days(RECENT_DAYS));
        // A sign is old only when a meeting has had it before it.
        let signs_are_old = self.signs.is_empty() || self.met.is_some();
        let since = self.met.unwrap_or(long_ago);
        let old = self.open.is_empty()
            && signs_are_old
            && !self.is_in_case()
            && !self.asks_again
            && self.reasons.iter().all(|(reached, _)| *reached < since);
        old.then_some(Apart::Old)
    }

    /// Whether people are at work already: a case, an open concern, or a review that said so.
    fn is_in_case(&self) -> bool {
        let last = self.last.as_ref().map(|outcome| &outcome.outcome);
        self.case || self.concern || last == Some(&Outcome::AlreadyInCase)
    }

    /// Whether something has come since the last decision, or none was ever made.
    fn is_fresh(&self) -> bool {
        let decided = self.last.as_ref().map(|outcome| outcome.decided_on);
        decided.is_none_or(|decided| self.reasons.iter().any(|(since, _)| decided < *since))
    }

    fn add(&mut self, since: Date, text: String) {
        self.since = [self.since, Some(since)].into_iter().flatten().min();
        self.reasons.push((since, Reason { text, days: None }));
    }
}

/// Whether somebody has recorded what was done about this very finding.
fn is_recorded(records: &[DutyRecord], finding: &Finding<'_>) -> bool {
    records.iter().any(|record| {
        let begins = record.duty.from;
        record.duty.rule == finding.rule.id.as_str()
            && !record.is_open()
            && (begins == finding.reached_on || finding.reading.span.is_some_and(|span| span.from == begins))
    })
}

/// Looks at one pupil: what points at it, oldest first.
///
/// A duty of the law stays until somebody records what was done. What the municipality asks and what was seen stays
/// until a review has decided about it: a decision answers all that had been reached when it was made.
fn look<'s>(
    frame: &Frame,
    one: SeenPupil<'s>,
    carried: &Carried,
    hint: Option<&RaisedHint>,
    written: &Written,
    met: &LastMet,
) -> Look<'s> {
    let id = one.id();
    let last = written.outcomes.get(&id).cloned();
    let answered = last.as_ref().map(|outcome| outcome.decided_on);
    let is_new = |reached: Date| answered.is_none_or(|decided| decided < reached);
    let records = written.records.get(&id).map(Vec::as_slice).unwrap_or_default();
    let (reasons, names) = (Vec::new(), Vec::new());
    let mut look = Look {
        one,
        due: None,
        since: None,
        reasons,
        rules: names,
        signs: Vec::new(),
        concern: false,
        case: written.cases.contains(&id),
        last,
        open: Vec::new(),
        asks_again: false,
        met: met.about(one),
    };
    let open = |duty: &Duty<'_>| record_of(records, id, &duty.held).is_none_or(DutyRecord::is_open);
    for duty in carried
        .duties(id)
        .iter()
        .filter(|d| d.held.rule.status == Status::Law && open(d))
    {
        let held = &duty.held;
        look.rules.push(held.rule.id.to_string());
        // A duty whose ground was taken away is told in its own row: somebody must look at what was done about it.
        let few = held.is_at_most_one_day() && duty.ground == Ground::Stands;
        look.open.push((held.rule.id.to_string(), held.begins, few));
        // What a correction took the ground from has no date to be done by, but still waits for a person.
        if duty.ground == Ground::Stands {
            look.due = [look.due, due(held.version, &held.reading)].into_iter().flatten().min();
        }
        let (_, text) = duty_reason(frame, duty);
        look.add(held.reached_on, text);
    }
    for finding in carried.findings(id) {
        let other = finding.rule.status != Status::Law && finding.rule.status.asks_something();
        if other && is_new(finding.reached_on) && !is_recorded(records, &finding) {
            look.rules.push(finding.rule.id.to_string());
            let what = rule_name(frame.locale, finding.rule, finding.version);
            look.add(
                finding.reached_on,
                format!("{what} ({})", frame.date_short(&finding.reached_on)),
            );
        }
    }
    if let Some(hint) = hint {
        look.signs = hint.reasons.about();
        look.since = [look.since, Some(hint.on)].into_iter().flatten().min();
        look.reasons
            .push((hint.on, Reason::of(hint::view(frame, hint, HintState::Open))));
    }
    for concern in written.concerns.get(&id).into_iter().flatten() {
        look.concern = true;
        if let Standing::Waits { since } = concern.standing(frame.today) {
            let text = frame.t1("review-reason-concern", "date", frame.day(&concern.raised_on));
            look.add(since, text);
        }
    }
    let watched = look.last.as_ref().and_then(|outcome| match outcome.outcome {
        Outcome::WatchUntil { until } if until <= frame.today => Some(until),
        _ => None,
    });
    if let Some(until) = watched {
        look.asks_again = true;
        look.add(until, frame.t1("review-reason-watch", "date", frame.day(&until)));
    }
    look.reasons.sort();
    look
}

/// What the person may do to the rows of a list.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    /// Decide in a review.
    pub decide: bool,
    /// Write down what was done about a duty.
    pub record: bool,
    /// Whether the rows are the short ones of those with a few half days.
    pub brief: bool,
    /// Open cases.
    pub opens: bool,
}

fn row(
    frame: &Frame,
    look: &Look<'_>,
    name: &str,
    siblings: Vec<SiblingLine>,
    rules: &RulePack,
    acts: Acts,
) -> Option<ReviewRow> {
    let track = look.one.track(rules.settings().day_weight)?;
    let known = known_track(look.one, rules);
    let close = known.as_ref().map(|t| close(frame, rules, t)).unwrap_or_default();
    let id = look.one.id();
    let today = look.last.as_ref().filter(|o| o.decided_on == frame.today);
    Some(ReviewRow {
        id: id.to_string(),
        name: name.to_owned(),
        address: format!("/pupils/{id}"),
        place: place_of(Some(look.one)),
        numbers: picture_words::numbers(frame, &track.measures(Window::SchoolYear)),
        sparkline: picture_words::sparkline(frame, &track, WEEKS),
        reasons: look.reasons.iter().map(|(_, reason)| reason.clone()).collect(),
        siblings,
        named: known.and_then(|t| named_line(frame, rules, &t)),
        close,
        last: look
            .last
            .as_ref()
            .filter(|o| o.decided_on != frame.today)
            .map(|o| format!("{}: {}", frame.day(&o.decided_on), said::outcome(frame, &o.outcome))),
        decided: today.map(|o| said::outcome(frame, &o.outcome)),
        next: today
            .filter(|o| o.outcome == Outcome::OpenConcern && !look.concern)
            .map(|o| Link {
                text: frame.t("review-write-concern"),
                address: format!("/concerns/new?pupil={id}&review={}", o.meeting),
            })
            .or_else(|| {
                // People are at work, and no case says so: it is opened from here, and leads back to this review.
                let at_work = today.filter(|o| o.outcome == Outcome::AlreadyInCase && !look.case && acts.opens)?;
                Some(Link {
                    text: frame.t("review-open-case"),
                    address: format!("/cases/new?pupil={id}&origin=review&source={}", at_work.meeting),
                })
            }),
        problems: Vec::new(),
        send: (acts.decide && !acts.brief).then(|| format!("/review/pupils/{id}")),
        brief: acts.brief,
        record: (acts.brief && acts.record && !look.open.is_empty()).then(|| Record {
            send: format!("/review/pupils/{id}/duties"),
            duties: look
                .open
                .iter()
                .map(|(rule, begins, _)| format!("{rule}|{begins}"))
                .collect(),
            today: frame.today.to_string(),
        }),
    })
}

fn class_text(one: SeenPupil<'_>) -> String {
    let school = one.school().map(|s| s.name.as_str()).unwrap_or_default();
    format!("{school} {}", one.class().map(|c| c.name.as_str()).unwrap_or_default())
}

/// Whether a pupil is at the school, in the class and in the grade asked for.
fn within(asked: &Asked, one: SeenPupil<'_>) -> bool {
    let is = |asked: &str, have: Option<String>| asked.is_empty() || have.as_deref() == Some(asked);
    is(&asked.school, one.school().map(|s| s.id.to_string()))
        && is(&asked.class, one.class().map(|c| c.id.to_string()))
        && is(
            &asked.grade,
            one.class().and_then(|c| c.grade()).map(|g| g.number().to_string()),
        )
}

fn wanted(asked: &Asked, look: &Look<'_>) -> bool {
    let about = |kind: &SignKind| asked.sign == ANY_SIGN || kind.id() == asked.sign;
    within(asked, look.one)
        && (asked.rule.is_empty() || look.rules.contains(&asked.rule))
        && (asked.sign.is_empty() || look.signs.iter().any(about))
        && match asked.case.as_str() {
            "yes" => look.is_in_case(),
            "no" => !look.is_in_case(),
            _ => true,
        }
        && (asked.fresh.is_empty() || look.is_fresh())
}

/// The schools of the list, each a link with how many stand in it when nothing is narrowed; the first shows all of them.
fn school_links(frame: &Frame, asked: &Asked, looks: &[Look<'_>]) -> Vec<OrderLink> {
    let mut counts: HashMap<SchoolId, (String, usize)> = HashMap::new();
    for look in looks {
        if let Some(school) = look.one.school() {
            let (_, count) = counts.entry(school.id).or_insert_with(|| (school.name.clone(), 0));
            *count += usize::from(look.apart(frame.today) == asked.apart());
        }
    }
    let mut counts: Vec<(SchoolId, (String, usize))> = counts.into_iter().collect();
    counts.sort_by(|(_, (a, _)), (_, (b, _))| casework::person::danish_order(a, b));
    let schools: Vec<(String, String)> = counts
        .into_iter()
        .map(|(id, (name, count))| {
            let text = frame.t2("review-school-count", "school", name, "pupils", count);
            (id.to_string(), text)
        })
        .collect();
    if schools.len() < 2 && asked.school.is_empty() {
        return Vec::new();
    }
    let all = (String::new(), frame.t("review-all-schools"));
    // Another school has other classes: the class chosen before would show nobody.
    let elsewhere = Asked {
        class: String::new(),
        ..asked.clone()
    };
    std::iter::once(all)
        .chain(schools)
        .map(|(id, name)| OrderLink {
            chosen: id == asked.school,
            link: Link {
                text: name,
                address: elsewhere.with("school", &id),
            },
        })
        .collect()
}

/// The ways to order the list, each a link.
fn order_links(frame: &Frame, asked: &Asked) -> Vec<OrderLink> {
    let chosen = Order::from_word(&asked.order);
    Order::ALL
        .into_iter()
        .map(|order| OrderLink {
            chosen: order == chosen,
            link: Link {
                text: order.text(frame),
                address: asked.with("order", order.word()),
            },
        })
        .collect()
}

/// Those told apart, a line for each group; or the way back from one of them.
fn apart_lines(frame: &Frame, asked: &Asked, matching: &[&Look<'_>]) -> Vec<Few> {
    if let Some(apart) = asked.apart() {
        return vec![Few {
            text: frame.t(apart.keys().2),
            link: Link {
                text: frame.t("review-few-back"),
                address: asked.with("few", ""),
            },
        }];
    }
    let line = |apart: Apart| {
        let count = matching
            .iter()
            .filter(|look| look.apart(frame.today) == Some(apart))
            .count();
        let (text, show, _) = apart.keys();
        (count > 0).then(|| Few {
            text: frame.t1(text, "pupils", count),
            link: Link {
                text: frame.t(show),
                address: asked.with("few", apart.word()),
            },
        })
    };
    Apart::ALL.into_iter().filter_map(line).collect()
}

fn filters(frame: &Frame, asked: &Asked, looks: &[Look<'_>], rules: &RulePack) -> Vec<Filter> {
    let mut classes: Vec<(String, String)> = looks
        .iter()
        .filter(|l| asked.school.is_empty() || l.one.school().is_some_and(|s| s.id.to_string() == asked.school))
        .filter_map(|l| l.one.class().map(|c| (c.id, l.one)))
        .collect::<HashMap<ClassId, SeenPupil<'_>>>()
        .into_iter()
        .map(|(id, one)| (id.to_string(), class_text(one)))
        .collect();
    classes.sort_by(|a, b| casework::person::danish_order(&a.1, &b.1));
    let mut grades: Vec<u8> = looks
        .iter()
        .filter_map(|l| l.one.class()?.grade())
        .map(attendance::Grade::number)
        .collect();
    grades.sort_unstable();
    grades.dedup();
    let grades = grades
        .into_iter()
        .map(|g| (g.to_string(), frame.t1("review-grade-option", "grade", g)))
        .collect();
    let used = |id: &str| looks.iter().any(|l| l.rules.iter().any(|r| r == id));
    let rule_options = rules
        .rules()
        .iter()
        .filter(|r| used(r.id.as_str()))
        .filter_map(|r| Some((r, r.on(frame.today).ok().or_else(|| r.versions().last())?)))
        .map(|(r, version)| (r.id.to_string(), rule_name(frame.locale, r, version)))
        .collect();
    let any = (ANY_SIGN.to_owned(), frame.t("review-sign-any"));
    let any = Some(any).filter(|_| looks.iter().any(|l| !l.signs.is_empty()));
    let kinds = SignKind::ALL
        .into_iter()
        .zip(["review-sign-late", "review-sign-part-days", "review-sign-spells"])
        .filter(|(kind, _)| looks.iter().any(|l| l.signs.contains(kind)))
        .map(|(kind, key)| (kind.id().to_owned(), frame.t(key)));
    let sign_options = any.into_iter().chain(kinds).collect();
    let case = vec![
        ("yes".to_owned(), frame.t("review-in-case-yes")),
        ("no".to_owned(), frame.t("review-in-case-no")),
    ];
    let fresh = vec![("yes".to_owned(), frame.t("review-fresh-yes"))];
    vec![
        Filter::new(frame, "class", "review-class", &asked.class, classes),
        Filter::new(frame, "grade", "review-grade", &asked.grade, grades),
        Filter::new(frame, "rule", "review-rule", &asked.rule, rule_options),
        Filter::new(frame, "sign", "review-sign", &asked.sign, sign_options),
        Filter::new(frame, "case", "review-in-case", &asked.case, case),
        Filter::new(frame, "fresh", "review-fresh", &asked.fresh, fresh),
    ]
}

/// Everybody who needs a look.
pub(super) async fn list(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::PupilAttendance>()?;
    let names = viewer.scope::<act::List, on::PupilIdentity>()?;
    // Of those who have left nothing is read: a review is about children who go here.
    let seen = state.store.seen(&scope).await?.only(|one| one.is_enrolled());
    let rules = state.rules();
    // None of these waits for another.
    let (written, (series, meetings), carried) = tokio::try_join!(
        viewer.written(&state, &seen),
        series_and_meetings(&state, &viewer),
        async { Ok(state.store.carried(&seen, &rules).await?) },
    )?;
    let hints = hint::hints_beside(&state, frame.today, &seen, &written).await?;
    let written = Written::of(written, frame.today);
    let overdue = overdue(&state, &frame, &series, &meetings).await?;
    let met = LastMet::of(&series, &meetings, frame.today);
    let frame = state.with_signs(frame).await.at(Section::Review);
    let open = hints.of_pupils();
    let all: Vec<Look<'_>> = seen
        .pupils()
        .map(|p| look(&frame, p, &carried, open.get(&p.id()).copied(), &written, &met))
        .filter(|look| !look.reasons.is_empty())
        .collect();
    let filters = filters(&frame, &asked, &all, &rules);
    let order = Order::from_word(&asked.order);
    let matching: Vec<&Look<'_>> = all.iter().filter(|l| wanted(&asked, l)).collect();
    let apart = apart_lines(&frame, &asked, &matching);
    let mut chosen: Vec<(Place, &Look<'_>)> = matching
        .into_iter()
        .filter(|l| l.apart(frame.today) == asked.apart())
        .map(|l| {
            // The rank stands for the name until names are asked for: only those shown are read.
            let name = format!("{:08}", l.one.name_rank());
            (
                Place {
                    due: l.due,
                    since: l.since,
                    class: class_text(l.one),
                    absence: if order == Order::Absence {
                        absence(l.one, &rules)
                    } else {
                        0
                    },
                    name,
                },
                l,
            )
        })
        .collect();
    chosen.sort_by(|a, b| order.compare(&a.0, &b.0));
    let pages = chosen.len().div_ceil(PAGE).max(1);
    let at: usize = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let shown: Vec<&Look<'_>> = chosen
        .iter()
        .skip((at - 1) * PAGE)
        .take(PAGE)
        .map(|(_, l)| *l)
        .collect();
    let ids: Vec<PupilId> = shown.iter().map(|l| l.one.id()).collect();
    let named = state.store.pupil_names(&names, "review", &ids).await?;
    let acts = Acts {
        decide: viewer.can::<act::Create, on::ReviewOutcome>(),
        record: viewer.can::<act::Close, on::Duty>(),
        brief: asked.apart() == Some(Apart::Few),
        opens: viewer.can::<act::Create, on::Case>(),
    };
    let mut siblings = siblings::lines(&state, &viewer, &frame, &ids).await?;
    let rows = shown
        .iter()
        .filter_map(|l| {
            let who = named.iter().find(|n| n.id == l.one.id())?;
            let home = siblings.remove(&who.id).unwrap_or_default();
            row(&frame, l, &who.name.full(), home, &rules, acts)
        })
        .collect();
    let mut schools: Vec<SchoolId> = chosen
        .iter()
        .filter_map(|(_, l)| l.one.school())
        .map(|s| s.id)
        .collect();
    schools.sort_unstable();
    schools.dedup();
    let turns = (1..=pages)
        .filter(|p| pages > 1 && *p != at)
        .map(|p| Link {
            text: frame.t1("review-page", "page", p),
            address: asked.address(p),
        })
        .collect();
    let classes = classes(&state, &viewer, &frame, &asked, &schools).await?;
    let among = |id| seen.pupil(id).is_some_and(|one| within(&asked, one));
    html(&ListReview {
        classes,
        signs: hints.about(&frame, among),
        facts: frame.t2("review-facts", "pupils", chosen.len(), "schools", schools.len()),
        overdue,
        filters,
        narrowed: asked.narrowed(),
        carried: [("school", &asked.school), ("few", &asked.few), ("order", &asked.order)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect(),
        clear: asked.cleared(),
        schools: school_links(&frame, &asked, &all),
        orders: order_links(&frame, &asked),
        apart,
        rows,
        turns,
        back: asked.address(at),
        days: WatchDays::after(frame.today),
        frame,
    })
}

/// Half days of absence in the school year.
fn absence(one: SeenPupil<'_>, rules: &RulePack) -> u32 {
    one.track(rules.settings().day_weight)
        .map_or(0, |track| track.measures(Window::SchoolYear).total().count())
}

/// What is said of classes as a whole, where the list is one school's or one class's: over many it would be too much.
async fn classes(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    asked: &Asked,
    schools: &[SchoolId],
) -> Result<Vec<ClassSignView>, PageError> {
    let class = ClassId::from_text(&asked.class);
    let roster = state.store.roster().await?;
    let school = match (class.and_then(|id| roster.class(id)), schools) {
        (Some(class), _) => Some(class.school),
        (None, [one]) => Some(*one),
        (None, _) => SchoolId::from_text(&asked.school),
    };
    let Some(school) = school else { return Ok(Vec::new()) };
    let (mut told, _) = told_of_classes(state, viewer, frame, school).await?;
    if let Some(id) = class {
        let own = format!("/classes/{id}#");
        told.retain(|sign| sign.address.starts_with(&own));
    }
    Ok(told)
}

pub(super) fn tomorrow(today: Date) -> String {
    today.tomorrow().unwrap_or(today).to_string()
}

#[derive(Deserialize)]
pub(super) struct Decided {
    outcome: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    back: String,
}

/// The meeting of today that a decision belongs to: the planned one of the pupil's class or school, or one begun now
/// because somebody sat down to decide.
async fn meeting_today(
    state: &AppState,
    viewer: &Viewer,
    frame: &Frame,
    school: SchoolId,
    class: ClassId,
) -> Result<ReviewMeetingId, PageError> {
    let today = frame.today;
    let scope = viewer.scope::<act::List, on::Review>()?;
    let series = state.store.review_series_list(&scope).await?;
    let of = |place: ReviewPlace| series.iter().filter(move |s| s.place == place && s.ended_on.is_none());
    let candidates: Vec<&ReviewSeries> = of(ReviewPlace::School(school))
        .chain(of(ReviewPlace::Class(class)))
        .collect();
    for one in &candidates {
        let meetings = state.store.review_meeting_list(std::slice::from_ref(*one)).await?;
        let open = |m: &&ReviewMeeting| {
            let day = m.held_on().unwrap_or(m.planned_on);
            day == today || (m.state == MeetingState::Planned && m.planned_on <= today)
        };
        if let Some(meeting) = meetings.iter().filter(open).max_by_key(|m| m.planned_on) {
            return Ok(meeting.id);
        }
    }
    let class_facts = state.store.class_facts(class).await?.ok_or(PageError::NotFound)?;
    let (permit, place) = match viewer.may::<act::Create, on::Review>(&Spot::School(school)) {
        Ok(permit) => (permit, ReviewPlace::School(school)),
        Err(_) => (
            viewer.may::<act::Create, on::Review>(&Spot::Class(class_facts))?,
            ReviewPlace::Class(class),
        ),
    };
    let begun = match candidates.iter().find(|s| s.place == place) {
        Some(one) => (*one).clone(),
        None => {
            let template = match place {
                ReviewPlace::School(_) => ReviewTemplate::Leadership,
                ReviewPlace::Class(_) => ReviewTemplate::ClassTeam,
            };
            let name = said::template(frame, template);
            let plan = SeriesPlan::from_template(template, &name, today, viewer.person());
            let event = ReviewSeries::begin(place, plan).map_err(|_| PageError::Request("error-request-text"))?;
            let id = state.store.review_series_begin(&permit, &event).await?;
            let all = state.store.review_series_list(&scope).await?;
            all.into_iter().find(|s| s.id == id).ok_or(PageError::NotFound)?
        }
    };
    let event = ReviewMeeting::plan(begun.id, today, today).map_err(|_| PageError::Request("error-request-text"))?;
    Ok(state.store.review_meeting_plan(&permit, &begun, &event).await?)
}

/// Writes a decision down; answers with the row alone where scripts asked for it.
pub(super) async fn decide(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
    Posted(typed): Posted<Decided>,
) -> Result<Response, PageError> {
    let found = found(&state, &viewer, &id).await?;
    let create = viewer.may::<act::Create, on::ReviewOutcome>(&found.facts)?;
    let kind = OutcomeKind::from_word(&typed.outcome).ok_or(PageError::Request("error-request-text"))?;
    let draft = OutcomeDraft {
        kind,
        reason: typed.reason.clone(),
        until: typed.until.parse().ok(),
    };
    let read = viewer.may::<act::Read, on::PupilAttendance>(&found.facts)?;
    let seen = state.store.seen_pupil(&read, frame.today).await?;
    let (school, class) = {
        let one = seen.pupil(found.id).ok_or(PageError::NotFound)?;
        let class = one.class().ok_or(PageError::NotFound)?;
        (class.school, class.id)
    };
    let mut problems = Vec::new();
    match draft.check(frame.today) {
        Err(wrong) => problems = wrong.all().iter().map(|p| concern_said::problem(&frame, p)).collect(),
        Ok(_) => {
            let meeting = meeting_today(&state, &viewer, &frame, school, class).await?;
            let standing = state
                .store
                .outcome_list_of(&viewer.may::<act::Read, on::ReviewOutcome>(&found.facts)?)
                .await?
                .into_iter()
                .find(|o| o.meeting == meeting);
            let event = PupilOutcome::decide(standing.as_ref(), meeting, found.id, &draft, frame.today)
                .map_err(|_| PageError::Request("error-request-text"))?;
            state.store.outcome_decide(&create, standing.as_ref(), &event).await?;
        }
    }
    if !headers.contains_key("hx-request") {
        if problems.is_empty() {
            let to = back(Some(&typed.back));
            let to = if to.starts_with("/review?") {
                format!("{to}&done=done-review-saved")
            } else {
                to.to_owned()
            };
            return Ok(Redirect::to(&to).into_response());
        }
        return Err(PageError::Request("error-request-text"));
    }
    row_again(
        &state,
        &viewer,
        frame,
        &found.identity.name.full(),
        &seen,
        found.id,
        Acts {
            decide: true,
            record: false,
            brief: false,
            opens: viewer.can::<act::Create, on::Case>(),
        },
        problems,
        typed.back,
    )
    .await
}

/// What people did and wrote about one pupil.
async fn written_of(state: &AppState, viewer: &Viewer, id: PupilId) -> Result<Written, PageError> {
    let facts = state
        .store
        .pupil_facts(id, viewer.today)
        .await?
        .ok_or(PageError::NotFound)?;
    let mut written = Written {
        records: HashMap::new(),
        concerns: HashMap::new(),
        outcomes: HashMap::new(),
        cases: crate::case::running(state, viewer).await?,
    };
    if let Ok(permit) = viewer.may::<act::Read, on::Duty>(&facts) {
        written.records.insert(id, state.store.duty_list_of(&permit).await?);
    }
    if let Ok(permit) = viewer.may::<act::Read, on::Concern>(&facts) {
        let mut concerns = state.store.concern_list_of(&permit).await?;
        concerns.retain(|concern| waits(concern, viewer.today));
        written.concerns.insert(id, concerns);
    }
    if let Ok(permit) = viewer.may::<act::Read, on::ReviewOutcome>(&facts) {
        let outcomes = state.store.outcome_list_of(&permit).await?;
        if let Some(newest) = outcomes.into_iter().max_by_key(|outcome| outcome.decided_on) {
            written.outcomes.insert(id, newest);
        }
    }
    Ok(written)
}

#[expect(clippy::too_many_arguments, reason = "what one row of the page is made from")]
pub(super) async fn row_again(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    name: &str,
    seen: &Seen,
    id: PupilId,
    acts: Acts,
    problems: Vec<String>,
    back: String,
) -> Result<Response, PageError> {
    let hints: Hints = hint::hints(state, viewer, seen).await?;
    let written = written_of(state, viewer, id).await?;
    let rules = state.rules();
    let carried = state.store.carried(seen, &rules).await?;
    let one = seen.pupil(id).ok_or(PageError::NotFound)?;
    let met = LastMet::default();
    let look = look(
        &frame,
        one,
        &carried,
        hints.of_pupils().get(&id).copied(),
        &written,
        &met,
    );
    let home = siblings::lines(state, viewer, &frame, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let mut row = row(&frame, &look, name, home, &rules, acts).ok_or(PageError::NotFound)?;
    row.problems = problems;
    if row.record.is_none() && acts.brief {
        row.decided = Some(frame.t("review-recorded"));
    }
    html(&RowAgain {
        days: WatchDays::after(frame.today),
        row,
        back,
        frame,
    })
}

/// What a series looks at, in words.
pub(crate) fn place_text(seen: &store::Roster, place: ReviewPlace) -> String {
    match place {
        ReviewPlace::School(id) => seen.school(id).map(|s| s.name.clone()).unwrap_or_default(),
        ReviewPlace::Class(id) => {
            let class = seen.class(id);
            let school = class
                .and_then(|c| seen.school(c.school))
                .map(|s| s.name.clone())
                .unwrap_or_default();
            format!("{} · {school}", class.map(|c| c.name.as_str()).unwrap_or_default())
        }
    }
}

/// Where a series is, as access decides about it.
fn spot_of(roster: &store::Roster, place: ReviewPlace) -> Option<Spot> {
    match place {
        ReviewPlace::School(id) => Some(Spot::School(id)),
        ReviewPlace::Class(class) => Some(Spot::Class(access::ClassFacts {
            class,
            school: roster.class(class)?.school,
        })),
    }
}

/// The school days of the school or class a series looks at.
pub(crate) fn calendar_of(roster: &store::Roster, place: ReviewPlace) -> attendance::Calendar {
    let school = match place {
        ReviewPlace::School(id) => roster.school(id),
        ReviewPlace::Class(id) => roster.class(id).and_then(|c| roster.school(c.school)),
    };
    let entry = school.and_then(|s| roster.calendars().iter().find(|c| c.id == s.calendar));
    entry
        .and_then(|c| attendance::Calendar::new(c.days().iter().copied()).ok())
        .unwrap_or_default()
}

/// The series the viewer may see, and their meetings; none where reviews are not the viewer's.
async fn series_and_meetings(
    state: &AppState,
    viewer: &Viewer,
) -> Result<(Vec<ReviewSeries>, Vec<ReviewMeeting>), PageError> {
    let Ok(scope) = viewer.scope::<act::List, on::Review>() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let series = state.store.review_series_list(&scope).await?;
    let meetings = state.store.review_meeting_list(&series).await?;
    Ok((series, meetings))
}

async fn overdue(
    state: &AppState,
    frame: &Frame,
    all: &[ReviewSeries],
    meetings: &[ReviewMeeting],
) -> Result<Vec<Link>, PageError> {
    let roster = state.store.roster().await?;
    let mut late = Vec::new();
    for series in all {
        let own: Vec<ReviewMeeting> = meetings.iter().filter(|m| m.series == series.id).cloned().collect();
        let next = series.next_meeting(&own, &calendar_of(&roster, series.place), frame.today);
        if let Some(next) = next.filter(|n| n.overdue) {
            let text = frame.t2(
                "review-overdue",
                "school",
                place_text(&roster, series.place),
                "date",
                frame.day(&next.on),
            );
            late.push(Link {
                text,
                address: "/review/series".to_owned(),
            });
        }
    }
    Ok(late)
}

/// How many meetings of a series the page of all series names; its own page has the rest.
const NEWEST_MEETINGS: usize = 3;

/// The series of review meetings.
pub(super) async fn series(State(state): State<AppState>, frame: Frame, viewer: Viewer) -> Result<Response, PageError> {
    series_page(&state, &viewer, frame, Vec::new()).await
}

async fn series_page(
    state: &AppState,
    viewer: &Viewer,
    frame: Frame,
    problems: Vec<String>,
) -> Result<Response, PageError> {
    let scope = viewer.scope::<act::List, on::Review>()?;
    let roster = state.store.roster().await?;
    let names: HashMap<PersonId, String> = state
        .store
        .staff_list()
        .await?
        .into_iter()
        .map(|s| (s.id, s.name))
        .collect();
    let all = state.store.review_series_list(&scope).await?;
    let meetings = state.store.review_meeting_list(&all).await?;
    let here = frame.t("review-series");
    let frame = frame.at(Section::Review).end(here);
    let mut lines = Vec::new();
    for series in all {
        let own: Vec<ReviewMeeting> = meetings.iter().filter(|m| m.series == series.id).cloned().collect();
        let next = series.next_meeting(&own, &calendar_of(&roster, series.place), frame.today);
        let text = match next {
            None => match series.ended_on {
                Some(on) => frame.t1("review-next-ended-on", "date", frame.day(&on)),
                None => frame.t("review-next-ended"),
            },
            Some(n) if n.overdue => frame.t1("review-next-overdue", "date", frame.day(&n.on)),
            Some(n) if n.planned => frame.t1("review-next-planned", "date", frame.day(&n.on)),
            Some(n) => frame.t1("review-next-due", "date", frame.day(&n.on)),
        };
        let spot = spot_of(&roster, series.place);
        let may = spot.is_some_and(|s| viewer.may::<act::Create, on::Review>(&s).is_ok());
        let plan = next
            .filter(|n| may && !n.planned)
            .map(|_| format!("/review/series/{}/meetings", series.id));
        let participants: Vec<String> = series
            .plan
            .participants
            .iter()
            .map(|p| said::participant(&frame, *p))
            .collect();
        let mut held: Vec<&ReviewMeeting> = own.iter().collect();
        held.sort_by_key(|m| core::cmp::Reverse(m.planned_on));
        lines.push((
            next.map(|n| n.on),
            SeriesLine {
                id: series.id.to_string(),
                name: series.plan.name.clone(),
                place: place_text(&roster, series.place),
                cadence: said::cadence(&frame, series.plan.cadence),
                responsible: names.get(&series.plan.responsible).cloned().unwrap_or_default(),
                participants: crate::words::list(frame.locale, &participants),
                next: text,
                overdue: next.is_some_and(|n| n.overdue),
                address: format!("/review/series/{}", series.id),
                plan,
                suggested: next.map(|n| n.on.max(frame.today)).unwrap_or(frame.today).to_string(),
                meetings: held
                    .iter()
                    .take(NEWEST_MEETINGS)
                    .map(|m| Link {
                        text: frame.day(&m.held_on().unwrap_or(m.planned_on)),
                        address: format!("/review/meetings/{}", m.id),
                    })
                    .collect(),
            },
        ));
    }
    lines.sort_by_key(|(on, _)| on.unwrap_or(Date::MAX));
    let places = places_to_begin(viewer, &roster);
    html(&ListSeries {
        series: lines.into_iter().map(|(_, line)| line).collect(),
        problems,
        places,
        templates: templates(&frame),
        today: frame.today.to_string(),
        frame,
    })
}

/// Where the viewer may begin a series: the schools, and where no school is the viewer's, the classes.
fn places_to_begin(viewer: &Viewer, roster: &store::Roster) -> Vec<(String, String)> {
    let may = |place| {
        let spot = spot_of(roster, place);
        spot.is_some_and(|spot| viewer.may::<act::Create, on::Review>(&spot).is_ok())
    };
    let named = |word: String, place| (word, place_text(roster, place));
    let mut places: Vec<(String, String)> = roster
        .schools()
        .iter()
        .map(|school| ReviewPlace::School(school.id))
        .filter(|place| may(*place))
        .map(|place| named(place_word(place), place))
        .collect();
    if places.is_empty() {
        let year = attendance::SchoolYear::of(viewer.today);
        places = roster
            .classes()
            .iter()
            .filter(|class| class.school_year().is_none_or(|of| of == year))
            .map(|class| ReviewPlace::Class(class.id))
            .filter(|place| may(*place))
            .map(|place| named(place_word(place), place))
            .collect();
    }
    places.sort_by(|a, b| casework::person::danish_order(&a.1, &b.1));
    places
}

/// A place as the form sends it.
fn place_word(place: ReviewPlace) -> String {
    match place {
        ReviewPlace::School(id) => format!("school {id}"),
        ReviewPlace::Class(id) => format!("class {id}"),
    }
}

fn place_from_word(word: &str) -> Option<ReviewPlace> {
    match word.split_once(' ')? {
        ("school", id) => SchoolId::from_text(id).map(ReviewPlace::School),
        ("class", id) => ClassId::from_text(id).map(ReviewPlace::Class),
        _ => None,
    }
}

#[derive(Deserialize)]
pub(super) struct Begun {
    place: String,
    template: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    weeks: String,
    first_on: Date,
    #[serde(default)]
    own_agenda: String,
}

/// Begins a series of reviews at a school or in a class.
pub(super) async fn begin(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Posted(typed): Posted<Begun>,
) -> Result<Response, PageError> {
    let place = place_from_word(&typed.place).ok_or(PageError::NotFound)?;
    let spot = spot_of(&*state.store.roster().await?, place).ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Create, on::Review>(&spot)?;
    let template = ReviewTemplate::from_word(&typed.template).ok_or(PageError::Request("error-request-text"))?;
    // Without a name of its own a series is called what its kind is called.
    let name = match typed.name.trim() {
        "" => said::template(&frame, template),
        name => name.to_owned(),
    };
    let mut plan = SeriesPlan::from_template(template, &name, typed.first_on, viewer.person());
    if let Ok(weeks) = typed.weeks.trim().parse::<u8>() {
        plan.cadence = Cadence::Weeks(weeks);
    }
    plan.own_agenda = typed
        .own_agenda
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect();
    match ReviewSeries::begin(place, plan) {
        Ok(event) => {
            state.store.review_series_begin(&permit, &event).await?;
            Ok(Redirect::to("/review/series?done=done-review-begun").into_response())
        }
        Err(problems) => {
            let problems = problems
                .all()
                .iter()
                .map(|p| concern_said::problem(&frame, p))
                .collect();
            series_page(&state, &viewer, frame, problems).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Planned {
    on: Date,
}

/// Plans the next meeting of a series.
pub(super) async fn plan(
    State(state): State<AppState>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Posted(typed): Posted<Planned>,
) -> Result<Response, PageError> {
    let id = ReviewSeriesId::from_text(&id).ok_or(PageError::NotFound)?;
    let all = state
        .store
        .review_series_list(&viewer.scope::<act::List, on::Review>()?)
        .await?;
    let series = all.into_iter().find(|s| s.id == id).ok_or(PageError::NotFound)?;
    let spot = spot_of(&*state.store.roster().await?, series.place).ok_or(PageError::NotFound)?;
    let permit = viewer.may::<act::Create, on::Review>(&spot)?;
    match ReviewMeeting::plan(id, typed.on, frame.today) {
        Ok(event) => {
            state.store.review_meeting_plan(&permit, &series, &event).await?;
            Ok(Redirect::to("/review/series?done=done-review-planned").into_response())
        }
        Err(problems) => {
            let problems = problems
                .all()
                .iter()
                .map(|p| concern_said::problem(&frame, p))
                .collect();
            series_page(&state, &viewer, frame, problems).await
        }
    }
}
