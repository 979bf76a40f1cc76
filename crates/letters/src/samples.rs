//! A filled-in example of every document, about made-up people.
//!
//! A municipality's own template is tried on these before it is taken into use, and tests, pictures and the bench are
//! made of them.

use jiff::civil::{Date, date};

use crate::absence::{AbsenceInformation, CouncilReport, Heard, SickTeachingInvitation};
use crate::course::{ClosingAnswers, ClosingNote, EnvironmentPlan, HandOver, NotificationDraft};
use crate::document::{Count, DayPart, Days, EvidenceDay, Head, Person, Sender, Task};
use crate::insight::{InsightCopy, InsightEntry, InsightHeld, InsightLook, InsightMark, InsightSection};
use crate::meeting::{ChildAtMeeting, Expected, MeetingCard, Minutes};
use crate::plan::{Action, AdultPlan, ChildPlan, ChildStep, Goal, Idea, OtherPlan, Picture, Return};

const TODAY: Date = date(2026, 11, 20);

fn owned(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

fn person(name: &str, role: &str) -> Person {
    Person {
        name: name.to_owned(),
        role: role.to_owned(),
    }
}

fn task(what: &str, who: &str, by: Date) -> Task {
    Task {
        what: what.to_owned(),
        who: who.to_owned(),
        by,
    }
}

fn head(recipient: &[&str], signed: &[(&str, &str)]) -> Head {
    Head {
        sender: Sender {
            municipality: "Solbæk Kommune".to_owned(),
            unit: "Engdalskolen".to_owned(),
            lines: owned(&["Engdalsvej 4, 9999 Solbæk", "Telefon 00 00 00 00"]),
        },
        recipient: owned(recipient),
        date: TODAY,
        reference: "26-1184".to_owned(),
        signed: signed.iter().map(|(name, role)| person(name, role)).collect(),
    }
}

const FAMILY: &[&str] = &["Mette og Jonas Bækgård", "Åvangen 12", "9999 Solbæk"];
const LEADER: &[(&str, &str)] = &[("Karen Lindholt", "skoleleder")];

fn contact() -> Vec<String> {
    owned(&[
        "Ida Holmvig, klasselærer: telefon 00 00 00 01",
        "Karen Lindholt, skoleleder: telefon 00 00 00 02",
    ])
}

fn evidence(days: &[(i8, i8)]) -> Vec<EvidenceDay> {
    days.iter()
        .map(|(month, day)| EvidenceDay {
            date: date(2026, *month, *day),
            part: DayPart::Whole,
        })
        .collect()
}

/// The letter to parents at ten percent: six days of 52 (E14).
pub fn absence_information() -> AbsenceInformation {
    AbsenceInformation {
        head: head(FAMILY, LEADER),
        child: "Alma Bækgård".to_owned(),
        first_name: "Alma".to_owned(),
        class: "6.b".to_owned(),
        quarter: "4. kvartal 2026".to_owned(),
        from: date(2026, 10, 1),
        to: date(2026, 12, 31),
        count: Count {
            half_days: 12,
            of_half_days: 104,
        },
        days: evidence(&[(10, 5), (10, 6), (11, 2), (11, 9), (11, 16), (11, 17)]),
        contact: contact(),
        law: "Fraværsbekendtgørelsen, jf. lov nr. 278 af 26. marts 2019".to_owned(),
    }
}

/// The report to the council at fifteen percent: eight days of 52 (E16).
pub fn council_report() -> CouncilReport {
    CouncilReport {
        head: head(&["Solbæk Kommune", "Kommunalbestyrelsen"], LEADER),
        child: "Alma Bækgård".to_owned(),
        cpr: String::new(),
        class: "6.b".to_owned(),
        quarter: "4. kvartal 2026".to_owned(),
        from: date(2026, 10, 1),
        to: date(2026, 12, 31),
        count: Count {
            half_days: 16,
            of_half_days: 104,
        },
        reached_on: date(2026, 11, 19),
        days: evidence(&[
            (10, 5),
            (10, 6),
            (11, 2),
            (11, 9),
            (11, 16),
            (11, 17),
            (11, 18),
            (11, 19),
        ]),
        counted: "I 6. klasse noteres fraværet én gang om dagen. En notering tæller en hel dag.".to_owned(),
        heard: vec![
            Heard {
                name: "Mette og Jonas Bækgård, forældre".to_owned(),
                words:
                    "Møde på skolen den 12. november 2026. Orienteret om denne meddelelse i telefonen den 19. november."
                        .to_owned(),
            },
            Heard {
                name: "Alma Bækgård, 12 år".to_owned(),
                words: "Samtale med Ida Holmvig den 11. november 2026.".to_owned(),
            },
        ],
        done: owned(&[
            "Klasselæreren har ringet hjem hver dag siden den 9. november.",
            "Alma bliver mødt ved porten af Ida Holmvig fra den 16. november.",
            "PPR er spurgt til råds den 17. november.",
        ]),
        circumstances: "Familien har fortalt, at Alma er utryg ved frikvartererne. Skolen arbejder med klassen om det."
            .to_owned(),
        law: "Fraværsbekendtgørelsen § 6".to_owned(),
    }
}

/// The invitation to talk about teaching while ill.
pub fn sick_teaching_invitation() -> SickTeachingInvitation {
    SickTeachingInvitation {
        head: head(&["Lene Toft Skovgaard", "Bakken 3", "9999 Solbæk"], LEADER),
        child: "Oskar Skovgaard".to_owned(),
        first_name: "Oskar".to_owned(),
        class: "5.b".to_owned(),
        days: Days::whole(15),
        from: date(2026, 10, 30),
        to: date(2026, 11, 19),
        in_a_row: true,
        latest: Some(date(2026, 11, 20)),
        suggested: owned(&[
            "Mandag den 23. november kl. 8.15 på skolen",
            "Tirsdag den 24. november kl. 15.00 hjemme hos jer eller i telefonen",
        ]),
        contact: contact(),
        law: "Bekendtgørelse nr. 694 af 20. juni 2014 om sygeundervisning § 1, stk. 1".to_owned(),
    }
}

/// The card before a meeting.
pub fn meeting_card() -> MeetingCard {
    MeetingCard {
        head: head(FAMILY, &[("Ida Holmvig", "klasselærer og tovholder")]),
        child: "Alma".to_owned(),
        purpose: "Vi vil gerne mødes med jer og se, hvordan det går med det, vi aftalte sidst.".to_owned(),
        on: date(2026, 12, 3),
        time: "kl. 14.00–14.45".to_owned(),
        place: "Engdalskolen, mødelokale 2. Gå ind ad den røde dør, så tager Ida imod.".to_owned(),
        people: vec![
            Expected {
                name: "Ida Holmvig".to_owned(),
                role: "Almas klasselærer".to_owned(),
                why: "Hun kender Alma bedst og leder mødet.".to_owned(),
            },
            Expected {
                name: "Karen Lindholt".to_owned(),
                role: "Skolens leder".to_owned(),
                why: "Hun kan sige ja til det, vi aftaler.".to_owned(),
            },
            Expected {
                name: "Per Aagaard".to_owned(),
                role: "Psykolog i PPR".to_owned(),
                why: "Han kan give råd om frikvartererne.".to_owned(),
            },
        ],
        talk_about: owned(&[
            "Hvad er blevet bedre?",
            "Hvad er stadig svært?",
            "Hvad prøver vi nu, og hvem gør hvad?",
        ]),
        child_part:
            "Alma må gerne være med hele tiden eller noget af tiden. Hun kan også tegne eller skrive til os, eller \
                     sige det til Ida, som så fortæller det."
                .to_owned(),
        contact: contact(),
    }
}

/// Minutes of a meeting the child did not come to.
pub fn minutes() -> Minutes {
    Minutes {
        head: head(FAMILY, &[("Ida Holmvig", "klasselærer og tovholder")]),
        child: "Alma".to_owned(),
        meeting: "Opfølgningsmøde".to_owned(),
        held_on: date(2026, 12, 3),
        time: "kl. 14.00–14.45".to_owned(),
        place: "Engdalskolen, mødelokale 2".to_owned(),
        present: vec![
            person("Mette Bækgård", "mor"),
            person("Jonas Bækgård", "far"),
            person("Ida Holmvig", "klasselærer og tovholder"),
            person("Karen Lindholt", "skoleleder"),
        ],
        missing: vec![person("Per Aagaard", "psykolog i PPR")],
        child_part: ChildAtMeeting {
            there: false,
            spoken_for_by: "Ida Holmvig".to_owned(),
            how:
                "Ida og Alma talte sammen dagen før, mens de gik en tur. Alma har læst det, Ida sagde på hendes vegne."
                    .to_owned(),
        },
        summary:
            "Det går bedre om morgenen. Frikvartererne er stadig svære. Fra på mandag kan Alma være i biblioteket i \
                  det lange frikvarter sammen med Freja. Vi mødes igen før jul."
                .to_owned(),
        school_can: "Ida står ved porten om morgenen. Biblioteket er åbent for to i det lange frikvarter.".to_owned(),
        parents_can: "Skriver søndag aften, hvordan weekenden har været.".to_owned(),
        others_can: "Freja vil gerne følges med Alma.".to_owned(),
        decided_by: "Karen Lindholt kunne beslutte det hele på mødet.".to_owned(),
        tasks: vec![
            task("Taler med biblioteket om nøglen", "Karen Lindholt", date(2026, 12, 4)),
            task("Spørger Freja og hendes forældre", "Ida Holmvig", date(2026, 12, 4)),
            task("Skriver til Ida søndag aften", "Mette Bækgård", date(2026, 12, 6)),
        ],
        next_meeting: "Torsdag den 17. december 2026 kl. 14.00 samme sted".to_owned(),
    }
}

/// A plan for the adults.
pub fn adult_plan() -> AdultPlan {
    AdultPlan {
        head: head(FAMILY, &[]),
        child: "Alma Bækgård".to_owned(),
        class: "6.b".to_owned(),
        coordinator: person("Ida Holmvig", "klasselærer"),
        summary:
            "Alma skal have det trygt i frikvartererne. Ida møder hende om morgenen, og i det lange frikvarter er der \
                  et roligt sted. Klassen hjælper til. Vi ser på det igen den 17. december."
                .to_owned(),
        ideas: vec![
            Idea {
                words: "Jeg vil gerne være i biblioteket, når de andre spiller bold.".to_owned(),
                answer: "Ja. Fra den 7. december, og Freja må komme med.".to_owned(),
            },
            Idea {
                words: "Kan jeg komme lidt før de andre?".to_owned(),
                answer: String::new(),
            },
        ],
        goals: vec![
            Goal {
                what: "Alma går selv ind i klassen fire dage om ugen".to_owned(),
                whose: "Almas".to_owned(),
                agreed_by: "Alma, Mette, Ida".to_owned(),
                by: date(2026, 12, 17),
            },
            Goal {
                what: "Alle i 6.b har nogen at være sammen med i frikvarteret".to_owned(),
                whose: "Skolens".to_owned(),
                agreed_by: "Karen, Ida".to_owned(),
                by: date(2027, 1, 15),
            },
        ],
        actions: vec![
            Action {
                what: "Tager imod ved porten".to_owned(),
                arena: "Skole, Alma".to_owned(),
                who: "Ida Holmvig".to_owned(),
                from: date(2026, 11, 16),
                follow_up: date(2026, 12, 3),
                child_says: "Det er rart.".to_owned(),
            },
            Action {
                what: "Aftale i klassen om spil og lege".to_owned(),
                arena: "Skole, klassen".to_owned(),
                who: "Ida Holmvig".to_owned(),
                from: date(2026, 12, 7),
                follow_up: date(2026, 12, 17),
                child_says: String::new(),
            },
            Action {
                what: "Går til svømning igen om onsdagen".to_owned(),
                arena: "Fritid".to_owned(),
                who: "Jonas Bækgård".to_owned(),
                from: date(2026, 12, 2),
                follow_up: date(2026, 12, 17),
                child_says: "Hvis far bliver der.".to_owned(),
            },
        ],
        while_away: owned(&[
            "Ida ringer kl. 10 de dage, Alma ikke er kommet.",
            "Freja sender dagens billede fra klassen.",
        ]),
        back: Some(Return {
            met_by: "Ida ved porten kl. 7.55".to_owned(),
            first_lessons: "Dansk og billedkunst".to_owned(),
            way_out: "Biblioteket, uden at spørge først".to_owned(),
            class_knows: "At Alma har haft brug for ro. Det har Alma selv bestemt.".to_owned(),
        }),
        other_plans: vec![OtherPlan {
            kind: "Meddelelsesbog, fokusområde".to_owned(),
            owner: "Ida Holmvig".to_owned(),
            date: date(2026, 9, 14),
        }],
        taking_part: vec![
            person("Alma Bækgård", ""),
            person("Mette Bækgård", "mor"),
            person("Jonas Bækgård", "far"),
            person("Ida Holmvig", "tovholder"),
            person("Karen Lindholt", "skoleleder"),
        ],
        follow_up: date(2026, 12, 17),
    }
}

/// A plan as the child reads it.
pub fn child_plan() -> ChildPlan {
    let step = |what: &str, who: &str, when: &str, picture| ChildStep {
        what: what.to_owned(),
        who: who.to_owned(),
        when: when.to_owned(),
        picture,
    };
    ChildPlan {
        head: Head {
            reference: String::new(),
            ..head(&[], &[])
        },
        first_name: "Alma".to_owned(),
        good: owned(&["Freja", "Når Ida står ved porten", "Billedkunst"]),
        hard: owned(&["Det lange frikvarter", "Når de råber", "Mandag"]),
        wishes: owned(&["At være i biblioteket", "At komme før de andre", "En kanin"]),
        steps: vec![
            step("Ida møder mig ved porten", "Ida", "hver morgen", Picture::Door),
            step(
                "Jeg er i biblioteket i det lange frikvarter",
                "Freja",
                "når jeg har lyst",
                Picture::Book,
            ),
            step(
                "Klassen aftaler, hvem der spiller hvad",
                "hele 6.b",
                "mandag",
                Picture::Together,
            ),
        ],
        my_adult: "Ida".to_owned(),
        talk_again: "torsdag den 17. december".to_owned(),
    }
}

/// A hand-over to the team.
pub fn hand_over() -> HandOver {
    HandOver {
        head: head(&["Kom-i-skole-teamet", "Solbæk Kommune"], LEADER),
        child: "Alma Bækgård".to_owned(),
        class: "6.b".to_owned(),
        from: "Engdalskolen".to_owned(),
        to: "Kom-i-skole-teamet".to_owned(),
        from_day: date(2027, 1, 11),
        why: "Skolen har prøvet tre ting siden november. Morgenen går bedre, men frikvartererne er stadig for svære. Familien \
              og skolen vil gerne have hjælp udefra."
            .to_owned(),
        learned: owned(&[
            "Alma kommer lettere ind, når hun bliver mødt af Ida.",
            "Biblioteket giver ro, men hun savner de andre.",
        ]),
        school_keeps: owned(&[
            "Ida møder Alma om morgenen.",
            "Arbejdet med klassen om frikvartererne.",
            "Undervisningen og kontakten til forældrene om den.",
        ]),
        taken_over: owned(&["Samtaler med Alma og familien.", "Planen og møderne om den."]),
        contact_before: person("Ida Holmvig", "klasselærer"),
        contact_after: person("Sofie Rask", "kom-i-skole-teamet"),
        overlap: "Ida og Sofie mødes med Alma sammen tre gange i januar.".to_owned(),
        tasks: vec![task("Inviterer til første møde", "Sofie Rask", date(2027, 1, 8))],
        follow_up: date(2027, 2, 4),
        agreed_to: "Samtykke fra forældrene den 3. december 2026".to_owned(),
    }
}

/// An action plan for the environment of a class.
pub fn environment_plan() -> EnvironmentPlan {
    EnvironmentPlan {
        head: head(&["forældrene i 6.b"], LEADER),
        about: "6.b".to_owned(),
        told_on: date(2026, 11, 12),
        due: date(2026, 11, 26),
        problem: "Flere børn fortæller, at der bliver råbt og holdt nogen udenfor i det lange frikvarter.".to_owned(),
        children_say: owned(&[
            "Man ved aldrig, om man må være med.",
            "Det er mest, når de voksne ikke ser det.",
        ]),
        tasks: vec![
            task(
                "To voksne er ude i det lange frikvarter",
                "Karen Lindholt",
                date(2026, 11, 27),
            ),
            task(
                "Klassen laver aftaler om spil og lege",
                "Ida Holmvig",
                date(2026, 12, 7),
            ),
            task("Taler med hvert barn i klassen", "Ida Holmvig", date(2026, 12, 11)),
        ],
        meanwhile: "Biblioteket er åbent i det lange frikvarter, og der er altid en voksen.".to_owned(),
        seen_by: "Vi spørger børnene hver fredag i fire uger og skriver ned, hvad de siger.".to_owned(),
        follow_up: date(2027, 1, 8),
        complain: owned(&[
            "Tal først med skolens leder. I kan også skrive til kommunen.",
            "I kan klage til Den Nationale Klageinstans mod Mobning.",
        ]),
        law: "Undervisningsmiljøloven § 1 c".to_owned(),
    }
}

/// A closing note.
pub fn closing_note() -> ClosingNote {
    ClosingNote {
        head: head(FAMILY, &[("Ida Holmvig", "klasselærer og tovholder")]),
        child: "Alma Bækgård".to_owned(),
        class: "6.b".to_owned(),
        began: date(2026, 11, 12),
        ended: date(2027, 4, 23),
        answers: ClosingAnswers {
            schooling: "Ja. Alma har været i skole alle dage siden vinterferien på nær to dage med feber.".to_owned(),
            thriving: "Hun siger selv, at det er godt. Hun er begyndt til svømning.".to_owned(),
            progress: "Det går stadig fremad. Frikvartererne er blevet nemmere.".to_owned(),
            motivation: "Hun vil gerne med på lejrskole og glæder sig til 7. klasse.".to_owned(),
            agreed: "Alma, Mette, Jonas, Ida og Karen.".to_owned(),
            kept: "Ida siger godmorgen ved porten. Alma må bruge biblioteket, når hun vil.".to_owned(),
        },
        aftercare: vec![date(2027, 5, 21), date(2027, 8, 27)],
        contact: contact(),
    }
}

/// A draft of a notification.
pub fn notification_draft() -> NotificationDraft {
    NotificationDraft {
        head: head(
            &["Solbæk Kommune", "Børn og familie"],
            &[("Ida Holmvig", "klasselærer på Engdalskolen")],
        ),
        child: "Malte Krogh".to_owned(),
        cpr: String::new(),
        parents: vec![person("Anne Krogh", "mor"), person("Bo Krogh", "far")],
        interpreter: "Nej".to_owned(),
        relation: "Maltes klasselærer siden 3. klasse".to_owned(),
        concern:
            "Malte er kommet i skole 4 af de sidste 30 skoledage. Han fortæller, at han er alene hjemme om aftenen.\n\n\
                  Den 18. november var han bange for at gå hjem."
                .to_owned(),
        child_says: "Jeg vil helst blive her lidt endnu.".to_owned(),
        tried: owned(&[
            "Fire møder med forældrene siden september.",
            "Hjemmebesøg den 5. og den 12. november.",
        ]),
        strengths: owned(&[
            "Malte er glad for sin mormor, som bor tæt på.",
            "Han kommer gerne i klubben om torsdagen.",
        ]),
        parents_know: "Begge forældre er orienteret på mødet den 19. november. De er enige i, at der skal hjælp til."
            .to_owned(),
        attached: owned(&["Referat af mødet den 19. november 2026"]),
    }
}

/// A copy of what is kept about a child.
pub fn insight() -> InsightCopy {
    let fact = |name: &str, words: &str| (name.to_owned(), words.to_owned());
    InsightCopy {
        head: head(FAMILY, &[("Karen Lindholt", "skoleleder")]),
        child: "Alma Bækgård".to_owned(),
        born: Some(date(2014, 3, 9)),
        place: "6.b · Engdalskolen".to_owned(),
        about: owned(&[
            "Vi gemmer det, fordi skolen skal følge med i, om børn kommer i skole.",
            "Hvis noget er forkert, så sig det til os. Så ser vi på det og retter det.",
            "I kan klage til Datatilsynet.",
        ]),
        sections: vec![
            InsightSection {
                heading: "Bekymringer".to_owned(),
                entries: vec![InsightEntry {
                    title: "3. september 2026 · Bekymring · lærer".to_owned(),
                    facts: vec![
                        fact("Set af", "Klasselærer"),
                        fact("Ord", "Alma sidder ofte alene.\nHun siger, hun har ondt i maven."),
                    ],
                }],
            },
            InsightSection {
                heading: "Forløb".to_owned(),
                entries: vec![InsightEntry {
                    title: "12. november 2026 · Forløbet begyndte · skoleleder".to_owned(),
                    facts: vec![fact("Hvorfor", "Vi vil finde ud af, hvad der er svært om morgenen.")],
                }],
            },
        ],
        marks: vec![
            InsightMark {
                date: date(2026, 11, 16),
                what: "Hele dagen: sygdom".to_owned(),
                noted: "Ida Holmvig".to_owned(),
            },
            InsightMark {
                date: date(2026, 11, 17),
                what: "Hele dagen: ulovligt fravær".to_owned(),
                noted: "Ida Holmvig. Rettet: der var givet besked".to_owned(),
            },
        ],
        held: vec![InsightHeld {
            what: "Ord sagt i fortrolighed".to_owned(),
            date: date(2026, 11, 18),
            by: "lærer".to_owned(),
            why: "Det er sagt i fortrolighed.".to_owned(),
        }],
        looks: vec![InsightLook {
            date: date(2026, 11, 19),
            who: "skoleleder, Engdalskolen".to_owned(),
            what: "så fravær".to_owned(),
        }],
    }
}
