//! What grown-ups of the made-up municipality do without any child being named: the teacher's class as a community (R-258,
//! ), advice between colleagues, and what the teacher notes on her own teaching.

use std::collections::BTreeMap;

use access::{Actor, ClassFacts, CounselFacts, Role, act, may, on, scope};
use anyhow::{Context, Result, anyhow};
use casework::class_record::{AgreementDraft, ClassRecordEvent, TalkDraft, TallyDraft, Temperature, TemperatureDraft};
use casework::counsel::{CounselDraft, Topic};
use casework::deadline::ClosedDays;
use casework::person::Name;
use casework::reflection::Part;
use casework::{ClassRecordId, PersonId, Problems, Reflection};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use store::{FixedClock, Store};

/// Who a question is put by and to, what about, what is asked, how many days ago, and the answer two days later.
type Advice = (
    &'static str,
    &'static str,
    Topic,
    &'static str,
    i64,
    Option<&'static str>,
);

const ADVICE: [Advice; 4] = [
    (
        "laerer",
        "socialraadgiver",
        Topic::Prevention,
        "Hvordan begynder man et halvår, så de stille også bliver en del af klassen?",
        40,
        Some(
            "Mød dem i døren ved navn den første uge, og lad klassen selv lave aftaler for pausen. Spørg dem igen efter en \
             måned: hvad blev der af det?",
        ),
    ),
    (
        "laerer",
        "skoleleder",
        Topic::Law,
        "Hvem skal vide det, når en klasse gerne vil skrive til dem, der er syge?",
        16,
        Some("Det er klassens egen aftale. Fortæl om den på forældremødet, så alle derhjemme kender den."),
    ),
    (
        "laerer",
        "socialraadgiver",
        Topic::Detection,
        "Hvad kigger du selv efter i de første uger efter en ferie?",
        2,
        None,
    ),
    (
        "skoleleder",
        "socialraadgiver",
        Topic::Absence,
        "Hvilke tre ting ville du aftale med et lærerteam om den første fraværsdag?",
        1,
        None,
    ),
];

/// Tells it all; `store` runs on `clock`, which is left at the last of the days.
pub async fn tell(store: &Store, clock: &FixedClock, today: Date) -> Result<()> {
    let told = Telling {
        store,
        clock,
        today,
        staff: store
            .staff_list()
            .await?
            .into_iter()
            .map(|one| (one.username, one.id))
            .collect(),
    };
    told.class().await?;
    for advice in ADVICE {
        told.advice(advice).await?;
    }
    told.reflections().await
}

struct Telling<'t> {
    store: &'t Store,
    clock: &'t FixedClock,
    today: Date,
    staff: BTreeMap<String, PersonId>,
}

/// What somebody typed that the rules do not take is a mistake of this file.
fn refused(problems: &Problems) -> anyhow::Error {
    anyhow!("made-up words were refused: {:?}", problems.all())
}

impl Telling<'_> {
    /// Puts the clock on the last weekday so many days ago or before.
    fn stand(&self, ago: i64) -> Result<Date> {
        let mut day = self.today.checked_sub(ago.days())?;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.yesterday()?;
        }
        let noon = day.at(12, 0, 0, 0).to_zoned(super::copenhagen()?)?;
        self.clock.set(noon.timestamp());
        Ok(day)
    }

    fn person(&self, username: &str) -> Result<PersonId> {
        self.staff.get(username).copied().context("an account of the demo")
    }

    /// A day ahead, as a form writes it.
    fn ahead(&self, days: i64) -> Result<String> {
        Ok(self.today.checked_add(days.days())?.to_string())
    }

    async fn class(&self) -> Result<()> {
        let teacher = self.store.actor(self.person("laerer")?).await?;
        let mut roles = teacher.roles_on(self.today);
        let class = roles.find_map(|role| match (role.role(), role.place()) {
            (Role::Teacher, access::Place::Class(class)) => Some(class),
            _ => None,
        });
        drop(roles);
        let class = class.context("the teacher's class")?;
        let facts = self.store.class_facts(class).await?.context("the teacher's class")?;
        let room = Room {
            of: self,
            teacher,
            facts,
        };
        let greeting = room
            .begin(62, |class, names, day| {
                AgreementDraft {
                    agreed: "Sidemakkeren skriver til den, der er væk, samme dag: hvad vi lavede, og at vi ses.".into(),
                    from: day.to_string(),
                    until: String::new(),
                    follow_up: day.tomorrow().unwrap_or(day).to_string(),
                }
                .check(class, names, day)
            })
            .await?;
        let welcome = "Når en kommer igen, siger vi godt at se dig, og ingen spørger hvorfor.";
        let pairs = room
            .begin(60, |class, names, day| {
                AgreementDraft {
                    agreed: "Makkerne i pausen skifter hver mandag.".into(),
                    from: day.to_string(),
                    until: String::new(),
                    follow_up: day.tomorrow().unwrap_or(day).to_string(),
                }
                .check(class, names, day)
            })
            .await?;
        room.temperature(58, [[11, 6, 4], [7, 8, 6], [12, 6, 3], [9, 9, 3]], None)
            .await?;
        let talk = room
            .begin(44, |class, names, day| {
                TalkDraft {
                    on: day.to_string(),
                    question: "Hvad er en god klassekammerat?".into(),
                    said:
                        "En, der venter på en. En, der spørger, om man vil være med, også når man har været væk længe. \
                           En, der ikke griner, når man siger noget forkert."
                            .into(),
                    proposals:
                        "At der altid er en plads ved bordet til den, der kommer for sent. En bold, klassen selv \
                                passer på."
                            .into(),
                    decided: "Vi prøver bolden i fire uger.".into(),
                    follow_up: day.tomorrow().unwrap_or(day).to_string(),
                }
                .check(class, names, day)
            })
            .await?;
        room.begin(44, |class, names, day| {
            AgreementDraft {
                agreed: welcome.into(),
                from: day.to_string(),
                until: String::new(),
                follow_up: self.ahead(20).unwrap_or_default(),
            }
            .check(class, names, day)
        })
        .await?;
        room.end(
            30,
            pairs,
            "De finder selv sammen nu. Nogle sagde, at det var svært at skifte hver uge.",
        )
        .await?;
        let next = self.ahead(4)?;
        room.follow(
            12,
            greeting,
            "De fleste husker det. Klassen vil gerne have, at der også står, hvad der sker i morgen.",
            &next,
        )
        .await?;
        room.follow(10, talk, "Bolden bliver brugt hver dag. Klassen vil beholde den.", "")
            .await?;
        room.temperature(9, [[15, 4, 2], [9, 9, 3], [15, 5, 1], [11, 7, 3]], Some(self.ahead(6)?))
            .await
    }

    async fn advice(&self, (by, to, topic, question, ago, answer): Advice) -> Result<()> {
        let asked_on = self.stand(ago)?;
        let (asker, contact) = (self.person(by)?, self.person(to)?);
        let between = CounselFacts { asker, contact };
        let draft = CounselDraft {
            topic: Some(topic),
            contact: Some(contact),
            question: question.to_owned(),
        };
        let event = draft.check(asker, 3, ClosedDays::default(), asked_on);
        let event = event.map_err(|problems| refused(&problems))?;
        let permit = may::<act::Create, on::Counsel>(&self.store.actor(asker).await?, &between, asked_on)?;
        let id = self.store.counsel_ask(&permit, &event).await?;
        let Some(answer) = answer else { return Ok(()) };
        let answered_on = self.stand(ago - 2)?;
        let colleague = self.store.actor(contact).await?;
        let read = may::<act::Read, on::Counsel>(&colleague, &between, answered_on)?;
        let one = self.store.counsel_one(&read, id).await?;
        let event = one.answer(answer).map_err(|problems| refused(&problems))?;
        let close = may::<act::Close, on::Counsel>(&colleague, &between, answered_on)?;
        Ok(self.store.counsel_answer(&close, &one, &event).await?)
    }

    async fn reflections(&self) -> Result<()> {
        let person = self.person("laerer")?;
        let teacher = self.store.actor(person).await?;
        let write = async |ago: i64, parts: &[(Part, &str)]| {
            let day = self.stand(ago)?;
            let typed = parts.iter().map(|(part, words)| (*part, (*words).to_owned())).collect();
            let event = Reflection::write(&typed).map_err(|problems| refused(&problems))?;
            let permit = may::<act::Create, on::Reflection>(&teacher, &person, day)?;
            Ok::<_, anyhow::Error>(self.store.reflection_write(&permit, &event).await?)
        };
        let first = write(
            35,
            &[
                (
                    Part::Happened,
                    "Der var uro hver gang, vi gik fra pausen til matematik.",
                ),
                (
                    Part::Frame,
                    "Jeg stod selv inde ved tavlen og satte i gang, mens halvdelen var på vej.",
                ),
                (Part::Community, "De, der kom sidst, blev dem, alle kiggede på."),
                (
                    Part::Next,
                    "Jeg står i døren og siger goddag, og opgaven ligger på bordet.",
                ),
            ],
        )
        .await?;
        write(
            8,
            &[
                (
                    Part::Myself,
                    "Jeg rettede på de samme tre hele timen. Så blev det dem, timen handlede om.",
                ),
                (
                    Part::Next,
                    "Jeg siger, hvad jeg gerne vil se, til alle, og går hen til den enkelte bagefter.",
                ),
            ],
        )
        .await?;
        let day = self.stand(21)?;
        let mine = scope::<act::List, on::Reflection>(&teacher, day)?;
        let all = self.store.reflection_list(&mine).await?;
        let one = all
            .iter()
            .find(|one| one.id == first)
            .context("the teacher's own note")?;
        let more = one.add("Det virkede fra den anden dag. Det var mig, der skulle flytte mig.");
        let more = more.map_err(|problems| refused(&problems))?;
        let permit = may::<act::Change, on::Reflection>(&teacher, &person, day)?;
        Ok(self.store.reflection_add(&permit, first, &more).await?)
    }
}

/// The teacher in her class.
struct Room<'t> {
    of: &'t Telling<'t>,
    teacher: Actor,
    facts: ClassFacts,
}

impl Room<'_> {
    async fn begin(
        &self,
        ago: i64,
        event: impl FnOnce(casework::ClassId, &[Name], Date) -> Result<ClassRecordEvent, Problems>,
    ) -> Result<ClassRecordId> {
        let day = self.of.stand(ago)?;
        let permit = may::<act::Create, on::ClassRecord>(&self.teacher, &self.facts, day)?;
        let names = self.of.store.class_record_names(&permit).await?;
        let event = event(self.facts.class, &names, day).map_err(|problems| refused(&problems))?;
        Ok(self.of.store.class_record_begin(&permit, &event).await?)
    }

    /// How the class answered the questions every class is asked.
    async fn temperature(&self, ago: i64, sums: [[u16; 3]; 4], follow_up: Option<String>) -> Result<()> {
        let asked = Temperature::default();
        let tallies = asked.questions.iter().zip(sums).map(|(question, sums)| TallyDraft {
            question: question.clone(),
            counts: sums.map(|sum| sum.to_string()),
        });
        let draft = TemperatureDraft {
            on: String::new(),
            answered: "21".into(),
            tallies: tallies.collect(),
            proposals: "Flere makkere på tværs. Ro de første ti minutter.".into(),
            follow_up: follow_up.unwrap_or_default(),
        };
        let event = |class, names: &[Name], day: Date| {
            let on = day.to_string();
            TemperatureDraft { on, ..draft }.check(class, asked.least, names, day)
        };
        self.begin(ago, event).await.map(drop)
    }

    async fn one(&self, id: ClassRecordId, day: Date) -> Result<casework::ClassRecord> {
        let read = may::<act::Read, on::ClassRecord>(&self.teacher, &self.facts, day)?;
        let all = self.of.store.class_record_list_of(&read).await?;
        all.into_iter()
            .find(|one| one.id == id)
            .context("what the class agreed")
    }

    async fn follow(&self, ago: i64, id: ClassRecordId, words: &str, next: &str) -> Result<()> {
        let day = self.of.stand(ago)?;
        let one = self.one(id, day).await?;
        let permit = may::<act::Change, on::ClassRecord>(&self.teacher, &self.facts, day)?;
        let names = self.of.store.class_record_names(&permit).await?;
        let event = one
            .follow(words, next, &names, day)
            .map_err(|problems| refused(&problems))?;
        let place = one.next_sequence();
        Ok(self.of.store.class_record_follow(&permit, &one, place, &event).await?)
    }

    async fn end(&self, ago: i64, id: ClassRecordId, because: &str) -> Result<()> {
        let day = self.of.stand(ago)?;
        let one = self.one(id, day).await?;
        let permit = may::<act::Close, on::ClassRecord>(&self.teacher, &self.facts, day)?;
        let names = self.of.store.class_record_names(&permit).await?;
        let event = one.end(because, &names, day).map_err(|problems| refused(&problems))?;
        let place = one.next_sequence();
        Ok(self.of.store.class_record_end(&permit, &one, place, &event).await?)
    }
}
