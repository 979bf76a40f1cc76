//! The cases of the made-up municipality, written through the same forms and checks as a person's, with the clock
//! standing at each of their days.

use std::collections::{BTreeMap, BTreeSet};

use access::{Actor, CaseFacts, ViewFacts, act, may, on, scope};
use anyhow::{Context, Result, anyhow, bail, ensure};
use attendance::Calendar;
use casework::case::vocabulary::Contact;
use casework::case::{Answers, CaseEvent, Field, Form, Kind, Known, Rhythm};
use casework::deadline::{ClosedDays, break_within};
use casework::history::Sequence;
use casework::view::{Circle, Pane, Tool, ViewDraft, ViewEvent, ViewOf};
use casework::{CaseId, PersonId, PupilId, ViewId};
use demo::{Cases, Municipality, Story, Told};
use jiff::civil::Date;
use statute::ToldDuty;
use store::{FixedClock, Store};

/// What stories leave out because it is nearly always the same.
const USUAL: &[(&str, &str, &str)] = &[
    ("opened", "origin", "by_hand"),
    ("opened", "mandate", "decides"),
    ("opened", "school_contact", "kl"),
    ("coordinator_changed", "mandate", "decides"),
    ("coordinator_changed", "family", "agrees"),
    ("participant_invited", "family_knows", "yes"),
    ("participant_invited", "knows_best", "no"),
    ("guardian_noted", "custody", "shared"),
    ("guardian_noted", "protected", "no"),
    ("meeting_planned", "at", "14:15"),
    ("meeting_planned", "minutes", "45"),
    ("meeting_held", "child_there", "yes"),
    ("handed_over", "school_contact", "kl"),
    ("reopened", "mandate", "decides"),
    ("reopened", "school_contact", "kl"),
];

/// A story as far as it has been told.
struct Telling<'s> {
    story: &'s Story,
    pupil: PupilId,
    born: Option<Date>,
    calendar: Calendar,
    case: Option<CaseId>,
    /// What the text's names stand for.
    things: BTreeMap<String, Sequence>,
    views: BTreeMap<String, ViewId>,
    last: Sequence,
}

/// What a line of a story is to the case.
enum Said {
    Event(CaseEvent),
    Given(ViewEvent),
    Added(ViewId, BTreeMap<Pane, String>),
    Shared(ViewId, BTreeSet<Circle>, String),
}

/// Members of staff by user name.
type Staff = BTreeMap<String, PersonId>;

impl<'s> Telling<'s> {
    fn new(story: &'s Story, pupil: PupilId, made: &Municipality) -> Result<Self> {
        Ok(Self {
            story,
            pupil,
            born: made.pupils.get(story.pupil).map(|pupil| pupil.birth_date),
            calendar: Calendar::new(story.days().iter().copied())?,
            case: None,
            things: BTreeMap::new(),
            views: BTreeMap::new(),
            last: Sequence::FIRST,
        })
    }

    fn known(&self, today: Date) -> Known {
        Known {
            today,
            born: self.born,
            break_near: break_within(&self.calendar, today, Rhythm::default().break_days),
            consent_when_absent: false,
        }
    }

    fn person(&self, word: &str, staff: &Staff) -> Result<PersonId> {
        let username = self.story.people.get(word).map_or(word, String::as_str);
        staff
            .get(username)
            .copied()
            .with_context(|| format!("nobody is called `{word}`"))
    }

    fn thing(&self, name: &str) -> Result<Sequence> {
        self.things
            .get(name)
            .copied()
            .with_context(|| format!("nothing is called `{name}`"))
    }

    /// A day as a story says it: `+5` and `-5` from the entry, `@5` and `@-5` from today.
    fn day(&self, said: &str, at: i32) -> Result<Date> {
        let number = |text: &str| text.parse::<i32>().with_context(|| format!("`{said}` is no day"));
        Ok(match said.strip_prefix('@') {
            Some(from_today) => self.story.day(number(from_today)?),
            None => self.story.day(at.saturating_add(number(said)?)),
        })
    }

    fn answer(&self, field: &Field, said: &str, at: i32, staff: &Staff) -> Result<Vec<String>> {
        let words = || said.split(',').map(str::trim).filter(|word| !word.is_empty());
        Ok(match field.kind {
            Kind::Many(_) => words().map(str::to_owned).collect(),
            Kind::Items(_) => {
                let all: Result<Vec<Sequence>> = words().map(|name| self.thing(name)).collect();
                all?.into_iter().map(|one| one.number().to_string()).collect()
            }
            Kind::Item(_) | Kind::Seen => vec![self.thing(said)?.number().to_string()],
            Kind::Person => vec![self.person(said, staff)?.to_string()],
            Kind::Day(_) => vec![self.day(said, at)?.to_string()],
            _ => vec![said.to_owned()],
        })
    }

    fn event(&self, told: &Told, staff: &Staff) -> Result<CaseEvent> {
        let form = Form::of(&told.act).context("there is no such act")?;
        let (today, mut answers) = (self.story.day(told.at), Answers::new());
        let mut said = told.fields.clone();
        for (_, field, usual) in USUAL.iter().filter(|(act, ..)| *act == form.act) {
            said.entry((*field).to_owned()).or_insert_with(|| (*usual).to_owned());
        }
        // What is said only when the day makes it necessary: a holiday moves through the year of a demonstration.
        if let Some(words) = said
            .remove("if_break")
            .filter(|_| self.known(today).break_near.is_some())
        {
            said.insert("in_spite".to_owned(), words);
        }
        for field in form.fields {
            let answer = match (field.kind, said.remove(field.name)) {
                (Kind::Given, None) if field.name == "pupil" => vec![self.pupil.to_string()],
                (Kind::Seen, None) => vec![self.last.number().to_string()],
                (Kind::Reckoned, None) => {
                    let told = answers.get("told_on").and_then(|all| all.first());
                    let told: Date = told.context("the day it was told")?.parse()?;
                    let days = ToldDuty::environment_plan()?.on(told)?.working_days;
                    vec![ClosedDays::default().working_days_after(told, days).to_string()]
                }
                (_, None) => continue,
                (_, Some(said)) => self.answer(field, &said, told.at, staff)?,
            };
            answers.insert(field.name.to_owned(), answer);
        }
        ensure!(said.is_empty(), "the form has no {:?}", said.keys());
        form.read(&answers, today)
            .map_err(|problems| anyhow!("the form was refused: {:?}", problems.all()))
    }

    /// What a line of the story is to the case.
    fn said(&self, told: &Told, staff: &Staff) -> Result<Said> {
        let mut said = told.fields.clone();
        let mut field = |name: &str| said.remove(name).unwrap_or_default();
        let circles = |text: &str| -> Result<BTreeSet<Circle>> {
            let words = text.split(',').filter(|word| !word.is_empty());
            words
                .map(|word| Circle::from_word(word).with_context(|| format!("nobody reads as `{word}`")))
                .collect()
        };
        let view = |name: String| {
            self.views
                .get(&name)
                .copied()
                .with_context(|| format!("no words are called `{name}`"))
        };
        match told.act.as_str() {
            "view" => {
                let of = ViewOf::from_word(&field("of")).context("whose words?")?;
                let tool = Tool::from_word(&field("tool")).filter(|tool| of.tools().contains(tool));
                let tool = tool.context("which form of words?")?;
                let how = Contact::from_word(&field("how")).unwrap_or(Contact::Meeting);
                let (who, with_whom, on, sees) = (field("who"), field("with_whom"), field("on"), field("sees"));
                let draft = ViewDraft {
                    who,
                    with_whom,
                    on: (!on.is_empty()).then(|| self.day(&on, told.at)).transpose()?,
                    panes: panes(said, &of.panes(tool))?,
                    sees: if sees.is_empty() {
                        of.usual_circles()
                    } else {
                        circles(&sees)?
                    },
                    talk: BTreeMap::new(),
                };
                let case = self.case.context("the case is not opened")?;
                let given = draft.check(self.pupil, case, (of, tool, how), self.story.day(told.at));
                Ok(Said::Given(given.map_err(|problems| {
                    anyhow!("words were refused: {:?}", problems.all())
                })?))
            }
            "view_added" => {
                let id = view(field("view"))?;
                Ok(Said::Added(id, panes(said, Pane::ALL)?))
            }
            "view_shared" => Ok(Said::Shared(
                view(field("view"))?,
                circles(&field("sees"))?,
                field("agreed"),
            )),
            _ => Ok(Said::Event(self.event(told, staff)?)),
        }
    }

    fn wrote(&mut self, told: &Told, sequence: Sequence) {
        self.last = sequence;
        if let Some(label) = &told.label {
            self.things.insert(label.clone(), sequence);
        }
    }
}

fn panes(said: BTreeMap<String, String>, of: &[Pane]) -> Result<BTreeMap<Pane, String>> {
    let known = |word: &str| Pane::from_word(word).filter(|pane| of.contains(pane));
    said.into_iter()
        .map(|(word, said)| {
            Ok((
                known(&word).with_context(|| format!("there is no pane `{word}`"))?,
                said,
            ))
        })
        .collect()
}

/// Every line of every story in the order they were written: story, line, and the place among those of its day.
fn in_order(cases: &Cases) -> Vec<(usize, &Told, Date, u32)> {
    let stories = cases.stories.iter().enumerate();
    let mut all: Vec<(usize, &Told, Date, u32)> = stories
        .flat_map(|(at, story)| story.told.iter().map(move |told| (at, told, story.day(told.at), 0)))
        .collect();
    all.sort_by_key(|(_, _, day, _)| *day);
    let mut last = (Date::MIN, 0);
    for (_, _, day, place) in &mut all {
        last = if last.0 == *day { (*day, last.1 + 1) } else { (*day, 0) };
        *place = last.1;
    }
    all
}

/// Writes the cases; `store` runs on `clock`, which is left at the last of their days.
pub async fn tell(store: &Store, clock: &FixedClock, made: &Municipality, cases: &Cases, today: Date) -> Result<()> {
    let zone = super::copenhagen()?;
    let mut staff = Staff::new();
    let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
    for one in store.staff_list().await? {
        actors.insert(one.username.clone(), store.actor(one.id).await?);
        staff.insert(one.username, one.id);
    }
    let names = scope::<act::List, on::PupilIdentity>(&Actor::operator(), today).context("finding the children")?;
    let mut tellings = Vec::new();
    for story in &cases.stories {
        let child = made.pupils.get(story.pupil).context("the child of a story")?;
        let name = format!("{} {}", child.given_name, child.family_name);
        let found = store.pupil_search(&names, &name, usize::from(u8::MAX)).await?;
        let pupil = found
            .into_iter()
            .find(|one| one.external_id == child.id)
            .context("the child of a story")?;
        tellings.push(Telling::new(story, pupil.id, made)?);
    }
    for (at, told, day, place) in in_order(cases) {
        let telling = tellings.get_mut(at).context("a story")?;
        let actor = actors
            .get(&told.by)
            .with_context(|| format!("nobody signs in as `{}`", told.by))?;
        let morning = day.at(8, 0, 0, 0).to_zoned(zone.clone())?.timestamp();
        clock.set(morning.checked_add(jiff::SignedDuration::from_secs(i64::from(place) * 40))?);
        let written = write(store, telling, told, actor, &staff).await;
        written.with_context(|| format!("story `{}`, {} school days: {}", telling.story.name, told.at, told.act))?;
    }
    Ok(())
}

async fn write(store: &Store, telling: &mut Telling<'_>, told: &Told, actor: &Actor, staff: &Staff) -> Result<()> {
    let day = telling.story.day(told.at);
    let said = telling.said(told, staff)?;
    let Some(id) = telling.case else {
        let Said::Event(event) = said else {
            bail!("the case is not opened")
        };
        let pupil = store
            .pupil_facts(telling.pupil, day)
            .await?
            .context("the pupil's class")?;
        let facts = CaseFacts {
            pupil,
            case: None,
            people: BTreeSet::new(),
        };
        let permit = may::<act::Create, on::Case>(actor, &facts, day)?;
        telling.case = Some(store.case_open(&permit, &event).await??);
        telling.wrote(told, Sequence::FIRST);
        return Ok(());
    };
    let facts = store.case_facts(id, day).await?.context("the case")?;
    let words = |view| ViewFacts {
        pupil: telling.pupil,
        case: id,
        view,
        readers: facts.people.clone(),
    };
    match said {
        Said::Event(event) => {
            let permit = may::<act::Change, on::Case>(actor, &facts, day)?;
            let written = store.case_write(&permit, &event, &telling.known(day)).await?;
            let sequence = written.map_err(|refusal| anyhow!("refused: {refusal}"))?;
            telling.wrote(told, sequence);
        }
        Said::Given(event) => {
            let permit = may::<act::Create, on::View>(actor, &words(None), day)?;
            let of_child = matches!(event, ViewEvent::Given { of: ViewOf::Child, .. });
            let view = store.view_write(&permit, &event).await?;
            telling.gave(told, view, of_child);
        }
        Said::Added(view, _) | Said::Shared(view, ..) => {
            let read = may::<act::Read, on::Case>(actor, &facts, day)?;
            let (case, _) = store.case_one(&read).await?;
            let mine = scope::<act::List, on::View>(actor, day)?;
            let all = store.view_list(&mine, &case).await?;
            let one = all.iter().find(|one| one.id == view).context("the words")?;
            let event = match said {
                Said::Shared(_, sees, agreed) => one.share(sees, &agreed),
                Said::Added(_, panes) => one.add(&panes),
                Said::Event(_) | Said::Given(_) => bail!("not about words"),
            };
            let event = event.map_err(|problems| anyhow!("words were refused: {:?}", problems.all()))?;
            let facts = store.view_facts_of(one, day).await?;
            let permit = may::<act::Change, on::View>(actor, &facts, day)?;
            store.view_add(&permit, one, &event).await?;
        }
    }
    Ok(())
}

impl Telling<'_> {
    fn gave(&mut self, told: &Told, view: ViewId, of_child: bool) {
        self.views.extend(told.label.clone().map(|label| (label, view)));
        if of_child {
            self.last = self.last.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Case;
    use casework::case::{DueKind, FORMS};
    use casework::deadline::ClosedDays;
    use casework::history::Entry;
    use jiff::Timestamp;
    use jiff::civil::date;
    use std::sync::OnceLock;

    /// The day the tests look at the made-up municipality.
    const TODAY: Date = date(2026, 11, 26);

    fn id(number: usize) -> String {
        format!("00000000-0000-0000-0000-{number:012}")
    }

    fn made(today: Date) -> Municipality {
        demo::municipality(42, 8, 1500, today)
    }

    fn staff(made: &Municipality, cases: &Cases) -> Staff {
        let people = made.staff.iter().chain(&cases.colleagues);
        let mut staff: Staff = people
            .zip(1..)
            .map(|(one, at)| (one.username.clone(), PersonId::from_text(&id(at)).unwrap()))
            .collect();
        for (school, at) in made.schools.iter().zip(900..) {
            staff.insert(format!("leder.{}", school.id), PersonId::from_text(&id(at)).unwrap());
        }
        staff
    }

    /// A story told on paper, every act asked of the case first; what was refused stands in `wrong`.
    fn on_paper(
        story: &Story,
        made: &Municipality,
        staff: &Staff,
        wrong: &mut Vec<String>,
    ) -> Option<(Case, Vec<ViewEvent>)> {
        let mut telling = Telling::new(story, PupilId::from_text(&id(1)).unwrap(), made).unwrap();
        let case_id = CaseId::from_text(&id(2)).unwrap();
        let mut history: Vec<Entry<CaseEvent>> = Vec::new();
        let mut views = Vec::new();
        for told in &story.told {
            let on = story.day(told.at);
            let place = format!("{} {} {}", story.name, told.at, told.act);
            let Some(by) = staff.get(&told.by).copied() else {
                wrong.push(format!("{place}: nobody is `{}`", told.by));
                continue;
            };
            let event = match telling.said(told, staff) {
                Err(error) => {
                    wrong.push(format!("{place}: {error:#}"));
                    continue;
                }
                Ok(Said::Event(event)) => event,
                Ok(Said::Given(event)) => {
                    let view = ViewId::from_text(&id(100 + views.len())).unwrap();
                    let of_child = matches!(event, ViewEvent::Given { of: ViewOf::Child, .. });
                    telling.gave(told, view, of_child);
                    views.push(event);
                    if !of_child {
                        continue;
                    }
                    CaseEvent::ChildHeard { view, on }
                }
                Ok(Said::Added(..) | Said::Shared(..)) => continue,
            };
            if telling.case.is_none() {
                telling.case = Some(case_id);
            } else {
                let before = Case::from_history(case_id, history.clone()).unwrap();
                if let Err(refusal) = before.may(&event, by, &telling.known(on)) {
                    wrong.push(format!("{place}: {refusal}"));
                    continue;
                }
            }
            let sequence = history.last().map_or(Sequence::FIRST, |entry| entry.sequence.next());
            if !matches!(event, CaseEvent::ChildHeard { .. }) {
                telling.wrote(told, sequence);
            }
            history.push(Entry {
                sequence,
                by,
                on,
                at: Timestamp::UNIX_EPOCH,
                event,
            });
        }
        Some((Case::from_history(case_id, history).ok()?, views))
    }

    struct Town {
        made: Municipality,
        cases: Cases,
        told: Vec<(Case, Vec<ViewEvent>)>,
    }

    fn town() -> &'static Town {
        static TOWN: OnceLock<Town> = OnceLock::new();
        TOWN.get_or_init(|| {
            let made = made(TODAY);
            let cases = made.cases();
            let staff = staff(&made, &cases);
            let mut wrong = Vec::new();
            let told = cases
                .stories
                .iter()
                .filter_map(|story| on_paper(story, &made, &staff, &mut wrong));
            let told = told.collect();
            assert!(wrong.is_empty(), "{wrong:#?}");
            Town { made, cases, told }
        })
    }

    #[test]
    fn forty_cases_are_told_and_none_of_their_acts_is_refused() {
        let town = town();
        assert_eq!(town.told.len(), 40);
        let children: BTreeSet<usize> = town.cases.stories.iter().map(|story| story.pupil).collect();
        assert_eq!(children.len(), 40, "a child has one case");
        assert!(
            town.told.iter().any(|(case, _)| case.history.len() >= 300),
            "one is long"
        );
    }

    #[test]
    fn every_act_and_every_kind_of_due_occurs() {
        let town = town();
        let entries = || town.told.iter().flat_map(|(case, _)| &case.history);
        let acts: BTreeSet<&str> = entries().map(|entry| entry.event.word()).collect();
        let missing: Vec<&str> = FORMS
            .iter()
            .map(|form| form.act)
            .filter(|act| !acts.contains(act))
            .collect();
        assert!(missing.is_empty(), "never happens: {missing:?}");
        // What is off until a municipality chooses it is chosen here.
        let rhythm = Rhythm {
            ask_ppr_days: 30,
            ask_psychiatry_days: 30,
            ask_family_days: 30,
            ask_other_days: 30,
            support_plan_months: 3,
            ..Rhythm::default()
        };
        let closed_days = ClosedDays::default();
        let dues = town
            .told
            .iter()
            .flat_map(|(case, _)| case.dues(TODAY, &rhythm, closed_days, &|_| None));
        let kinds: BTreeSet<DueKind> = dues.map(|due| due.what).collect();
        let missing: Vec<&DueKind> = DueKind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
        assert!(missing.is_empty(), "never due: {missing:?}");
    }

    #[test]
    fn every_form_of_words_occurs_and_two_who_wrote_at_once_are_both_kept() {
        let town = town();
        let views = || town.told.iter().flat_map(|(_, views)| views);
        for tool in Tool::ALL {
            assert!(
                views().any(|view| matches!(view, ViewEvent::Given { tool: of, .. } if of == tool)),
                "{}",
                tool.word()
            );
        }
        for of in ViewOf::ALL {
            assert!(
                views().any(|view| matches!(view, ViewEvent::Given { of: who, .. } if who == of)),
                "{}",
                of.word()
            );
        }
        let rivals = |case: &Case| {
            casework::case::ItemKind::ALL
                .iter()
                .any(|kind| case.items.of(*kind).any(|item| !item.rivals.is_empty()))
        };
        assert!(town.told.iter().any(|(case, _)| rivals(case)));
    }

    #[test]
    fn no_words_are_left_unfilled_and_nobody_is_called_names() {
        for story in &town().cases.stories {
            for said in story.told.iter().flat_map(|told| told.fields.values()) {
                assert!(!said.contains(['{', '}', '~']), "{}: {said}", story.name);
                let small = said.to_lowercase();
                for word in [
                    "pjæk",
                    "skolevæg",
                    "adhd",
                    "autis",
                    "angst",
                    "diagnos",
                    "risiko",
                    "score",
                ] {
                    assert!(!small.contains(word), "{}: {said}", story.name);
                }
            }
        }
    }

    #[test]
    fn the_same_day_tells_the_same_cases_and_no_day_of_the_year_refuses_one() {
        assert!(made(TODAY).cases() == town().made.cases());
        for today in [
            date(2026, 8, 14),
            date(2026, 10, 14),
            date(2027, 1, 4),
            date(2027, 3, 1),
            date(2027, 7, 20),
        ] {
            let made = made(today);
            let cases = made.cases();
            let staff = staff(&made, &cases);
            let mut wrong = Vec::new();
            for story in &cases.stories {
                on_paper(story, &made, &staff, &mut wrong);
            }
            assert!(wrong.is_empty(), "{today}: {wrong:#?}");
        }
    }
}
