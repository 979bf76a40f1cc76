//! One class: the register of a day, marked by keyboard, and the class as a picture.

use askama::Template;
use attendance::{Calendar, Category, Kind, NotesPerDay, Slot, SlotState, Track};
use casework::case::AgreedWeek;
use jiff::civil::Date;

use super::community::Note;
use super::signs::{self, ClassSignView};
use crate::frame::Section;
use crate::hint::HintView;
use crate::page::Page;
use crate::picture::words::{self as picture_words, LegendEntry};
use crate::picture::{ClassColumn, ClassGroup, ClassPicture, ClassRow, Day, DayState, sample};
use crate::pupil::day::{kind_words, kinds, slot_words};
use crate::pupil::{Link, agreed};
use crate::{Frame, Locale, words};

/// How many school days the picture shows.
pub const PICTURE_DAYS: u32 = 40;

/// One thing a note of the register can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The word of the form.
    pub value: &'static str,
    /// The key that chooses it.
    pub letter: String,
    /// What it is called.
    pub text: String,
    /// Whether it stands.
    pub chosen: bool,
}

/// One note of one pupil in the register.
#[derive(Clone, Debug)]
pub struct RegisterSlot {
    /// `start` or `end`.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What it can say.
    pub choices: Vec<Stroke>,
    /// How many minutes late or left early, as the form writes it; empty when nobody has said so.
    pub minutes: String,
}

/// One pupil in the register.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// The pupil's id in field names.
    pub id: String,
    /// The pupil's name.
    pub name: String,
    /// The pupil's page.
    pub address: String,
    /// What is good to know about the day: the lessons of an agreed shorter timetable.
    pub note: Option<String>,
    /// The notes.
    pub slots: Vec<RegisterSlot>,
}

/// A way to fill what is not noted yet, when saving.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The word of the form: which note is filled.
    pub value: &'static str,
    /// What the button says.
    pub text: String,
}

/// A hint about one pupil of the class.
#[derive(Clone, Debug)]
pub struct PupilHint {
    /// The pupil's name.
    pub name: String,
    /// The pupil's page.
    pub address: String,
    /// What was seen, and on which days.
    pub hint: HintView,
}

/// The hints about pupils of the class, for those who see the pupils' attendance.
#[derive(Clone, Debug)]
pub struct PupilHints {
    /// Up to which day they go, and how many are held back.
    pub about: String,
    /// Whether they have been made: in the first moments after a start they have not.
    pub made: bool,
    /// Those nobody has answered, by date and then by name.
    pub open: Vec<PupilHint>,
}

/// One order of the picture's columns.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it is called.
    pub text: String,
    /// Where it is shown.
    pub address: String,
    /// Whether it is shown now.
    pub chosen: bool,
}

/// Everything the page of a class may say.
#[derive(Clone, Debug, Template)]
#[template(path = "class/show.html")]
pub struct ShowClass {
    /// What surrounds the page.
    pub frame: Frame,
    /// The class's name.
    pub name: String,
    /// The school's name.
    pub school: String,
    /// The line of facts: school, grade, how many pupils.
    pub facts: String,
    /// What day the register is about.
    pub heading: String,
    /// The day, as a form writes it.
    pub day: String,
    /// The school day before.
    pub before: Option<Link>,
    /// The school day after, up to today.
    pub after: Option<Link>,
    /// Who noted what when.
    pub noted: Vec<String>,
    /// What families of the class say is wrong, or ask, and nobody has answered.
    pub asked: Vec<Link>,
    /// What is wrong with the form as sent.
    pub problems: Vec<String>,
    /// Why there is no register this day, or why it is kept elsewhere.
    pub closed: Option<String>,
    /// Where the register is sent.
    pub address: String,
    /// Whether this person may mark.
    pub may_mark: bool,
    /// Whether the day lies behind, so that a change needs its reason.
    pub asks_reason: bool,
    /// The heads of the notes.
    pub slots: Vec<String>,
    /// The pupils, by name.
    pub rows: Vec<RegisterRow>,
    /// Ways to fill the rest.
    pub rests: Vec<Rest>,
    /// Where a parent's message is sent.
    pub message_address: String,
    /// Whom it can be about.
    pub message_pupils: Vec<(String, String)>,
    /// What it can say.
    pub message_kinds: Vec<Stroke>,
    /// What is said of single pupils; folded away, since others may see the screen while the class is noted.
    pub hints: Option<PupilHints>,
    /// What is said of the class as a whole.
    pub class_signs: Vec<ClassSignView>,
    /// What the class has agreed as a community, for those who may read it.
    pub community: Option<Note>,
    /// The last school days.
    pub picture: ClassPicture,
    /// The orders of its columns.
    pub orders: Vec<Order>,
    /// How the signs are read.
    pub legend: Vec<LegendEntry>,
    /// The keys of this page.
    pub shortcuts: Vec<(String, String)>,
}

/// The key that chooses a kind of mark.
fn letter(frame: &Frame, kind: Kind) -> String {
    frame.t(match kind {
        Kind::Present => "class-key-present",
        Kind::Absent(Category::Illness) => "class-key-illness",
        Kind::Absent(Category::AuthorisedLeave) => "class-key-leave",
        Kind::Absent(Category::Unlawful) => "class-key-unlawful",
        Kind::Late => "class-key-late",
        Kind::LeftEarly => "class-key-left-early",
    })
}

/// One kind of mark with its key.
pub fn stroke(frame: &Frame, kind: Kind, chosen: bool) -> Stroke {
    Stroke {
        value: kind.word(),
        letter: letter(frame, kind),
        text: kind_words(frame, kind),
        chosen,
    }
}

/// One note of one pupil; nothing is chosen while nobody has noted it.
pub fn register_slot(frame: &Frame, slot: Slot, two_notes: bool, state: SlotState, noted: bool) -> RegisterSlot {
    let choices = kinds(slot, two_notes)
        .into_iter()
        .map(|kind| {
            stroke(
                frame,
                kind,
                SlotState::of(kind) == state && (noted || state != SlotState::Clear),
            )
        })
        .collect();
    RegisterSlot {
        name: slot.word(),
        label: slot_words(frame, slot, two_notes),
        choices,
        minutes: String::new(),
    }
}

/// The heads of the notes of a day.
pub fn slot_heads(frame: &Frame, two_notes: bool) -> Vec<String> {
    Slot::BOTH
        .into_iter()
        .map(|slot| slot_words(frame, slot, two_notes))
        .collect()
}

/// The ways to fill the rest: present at the start, and where there are two notes also at the end.
pub fn rests(frame: &Frame, two_notes: bool) -> Vec<Rest> {
    if two_notes {
        vec![
            Rest {
                value: "start",
                text: frame.t("class-rest-start"),
            },
            Rest {
                value: "end",
                text: frame.t("class-rest-end"),
            },
        ]
    } else {
        vec![Rest {
            value: "start",
            text: frame.t("class-rest"),
        }]
    }
}

/// The keys of the register.
pub fn shortcuts(frame: &Frame) -> Vec<(String, String)> {
    let mut keys = vec![("↑ ↓".to_owned(), frame.t("class-shortcut-walk"))];
    let kinds = [
        Kind::Present,
        Kind::Absent(Category::Illness),
        Kind::Absent(Category::AuthorisedLeave),
        Kind::Absent(Category::Unlawful),
        Kind::Late,
        Kind::LeftEarly,
    ];
    keys.extend(kinds.map(|kind| (letter(frame, kind), kind_words(frame, kind))));
    keys.push(("0–9".to_owned(), frame.t("class-shortcut-minutes")));
    keys.push(("Enter".to_owned(), frame.t("class-save")));
    keys
}

/// A pupil in the picture: name, own page, school days.
pub struct Pictured<'a> {
    /// The pupil's name.
    pub name: &'a str,
    /// The pupil's page.
    pub address: String,
    /// The school days.
    pub track: Track<'a>,
    /// The shorter timetables agreed for the pupil.
    pub agreed: Vec<AgreedWeek>,
}

/// The class over its last school days. `by_weekday` puts all Mondays together, then all Tuesdays: like with like.
pub fn picture(
    frame: &Frame,
    class: &str,
    calendar: &Calendar,
    pupils: &[Pictured<'_>],
    by_weekday: bool,
) -> ClassPicture {
    let to = calendar.count_to(frame.today);
    let mut days: Vec<Date> = (to.saturating_sub(PICTURE_DAYS)..to)
        .filter_map(|at| calendar.day(at))
        .collect();
    if by_weekday {
        days.sort_by_key(|day| (day.weekday().to_monday_zero_offset(), *day));
    }
    let rows = pupils
        .iter()
        .map(|pupil| {
            let (days, cells) = days.iter().map(|day| pictured_day(frame, pupil, *day)).unzip();
            ClassRow {
                name: pupil.name.to_owned(),
                address: pupil.address.clone(),
                days,
                cells,
            }
        })
        .collect();
    ClassPicture {
        title: frame.t1("class-picture", "class", class),
        groups: groups(frame, &days, by_weekday),
        rows,
    }
}

/// A day in the picture, and what its table says of it: the same, without the name and the date of row and column.
fn pictured_day(frame: &Frame, pupil: &Pictured<'_>, day: Date) -> (Day, String) {
    let position = pupil.track.count_to(day).checked_sub(1);
    let view = position
        .and_then(|at| pupil.track.view(at))
        .filter(|view| view.date == day);
    let state = view.map_or(DayState::Closed, |view| picture_words::state_of(&view, frame.today));
    let agreed = agreed::on_day(frame, pupil.agreed.iter(), day).filter(|_| state != DayState::Closed);
    let beside = |words: String| match &agreed {
        Some(agreed) => format!("{words} · {agreed}"),
        None => words,
    };
    let day = Day {
        date: day,
        state,
        words: beside(picture_words::person_day(frame, pupil.name, day, state)),
        address: None,
    };
    (day, beside(picture_words::what(frame, state)))
}

/// Columns in groups: weeks, or weekdays.
fn groups(frame: &Frame, days: &[Date], by_weekday: bool) -> Vec<ClassGroup> {
    let label = |day: Date| {
        if by_weekday {
            words::weekday(frame.locale, day.weekday()).to_owned()
        } else {
            frame.week(&day)
        }
    };
    let mut groups: Vec<ClassGroup> = Vec::new();
    for day in days {
        let label = label(*day);
        let short = if by_weekday {
            day.day().to_string()
        } else {
            words::weekday(frame.locale, day.weekday()).chars().take(1).collect()
        };
        let column = ClassColumn {
            short,
            full: frame.date_short(day),
        };
        match groups.last_mut().filter(|g| g.label == label) {
            Some(group) => group.columns.push(column),
            None => groups.push(ClassGroup {
                label,
                columns: vec![column],
            }),
        }
    }
    groups
}

impl Page for ShowClass {
    const PATH: &'static str = "class/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        [
            ("two-notes", 8, true, false),
            ("one-note", 4, true, true),
            ("imported", 5, false, false),
        ]
        .into_iter()
        .filter_map(|(name, grade, may_mark, by_weekday)| Some((name, sampled(locale, grade, may_mark, by_weekday)?)))
        .collect()
    }
}

/// A made-up shorter timetable for samples.
fn sampled_week() -> AgreedWeek {
    AgreedWeek {
        pupil: casework::PupilId::from_uuid(uuid::Uuid::nil()),
        from: Date::constant(2026, 11, 9),
        until: Date::constant(2026, 12, 4),
        lessons: [Some(3), Some(4), None, Some(3), Some(4)],
    }
}

fn sampled(locale: Locale, grade: u8, may_mark: bool, by_weekday: bool) -> Option<ShowClass> {
    let class = sample::SampleClass::new(grade)?;
    let name = format!("{grade}.b");
    let frame = Frame::sample(locale)
        .at(Section::Schools)
        .via("Nordskolen", "/schools/1")
        .end(name.clone());
    let two_notes = grade >= 7;
    let tracks: Vec<Pictured<'_>> = sample::NAMES
        .iter()
        .enumerate()
        .filter_map(|(at, name)| {
            Some(Pictured {
                name,
                address: format!("/pupils/{at}"),
                track: class.track(at)?,
                agreed: if at == 1 { vec![sampled_week()] } else { Vec::new() },
            })
        })
        .collect();
    let rows = tracks
        .iter()
        .enumerate()
        .map(|(at, pupil)| sampled_row(&frame, pupil, at, two_notes))
        .collect();
    let calendar = class.calendar()?;
    Some(ShowClass {
        school: "Nordskolen".to_owned(),
        facts: frame.t2("class-facts", "school", "Nordskolen", "pupils", tracks.len()),
        heading: frame.t1("class-register", "date", frame.day(&frame.today)),
        day: frame.today.to_string(),
        before: Some(Link {
            text: frame.date_short(&Date::constant(2026, 11, 19)),
            address: "/classes/1?day=2026-11-19".to_owned(),
        }),
        after: None,
        noted: vec![frame.locale.text(
            "class-noted",
            &[
                ("slot", slot_words(&frame, Slot::Start, two_notes).into()),
                ("time", "8.04".into()),
                ("by", "Karen Lind".into()),
            ],
        )],
        asked: Vec::new(),
        problems: Vec::new(),
        closed: (!may_mark).then(|| frame.t("class-imported")),
        address: "/classes/1".to_owned(),
        may_mark,
        asks_reason: false,
        slots: slot_heads(&frame, two_notes),
        rows,
        rests: rests(&frame, two_notes),
        message_address: "/classes/1/messages".to_owned(),
        message_pupils: tracks
            .iter()
            .enumerate()
            .map(|(at, p)| (at.to_string(), p.name.to_owned()))
            .collect(),
        message_kinds: message_kinds(&frame),
        hints: Some(PupilHints {
            about: frame.t1("hint-up-to", "date", frame.day(&Date::constant(2026, 11, 19))),
            made: true,
            open: if grade == 4 {
                let hint = |pupil: &Pictured<'_>| PupilHint {
                    name: pupil.name.to_owned(),
                    address: pupil.address.clone(),
                    hint: HintView::sample(&frame),
                };
                tracks.iter().take(2).map(hint).collect()
            } else {
                Vec::new()
            },
        }),
        class_signs: if grade == 4 {
            vec![signs::sampled(&frame, &name, true)]
        } else {
            Vec::new()
        },
        community: may_mark.then(|| Note {
            address: "/classes/1/community".to_owned(),
            agreements: if grade == 4 {
                vec!["Sidemakkeren skriver til den, der er væk, samme dag.".to_owned()]
            } else {
                Vec::new()
            },
            due: usize::from(grade == 4),
        }),
        picture: picture(&frame, &name, calendar, &tracks, by_weekday),
        orders: orders(&frame, "/classes/1", by_weekday),
        legend: picture_words::legend(&frame, two_notes),
        shortcuts: shortcuts(&frame),
        name,
        frame,
    })
}

/// What a parent's message can say about coming days.
pub fn message_kinds(frame: &Frame) -> Vec<Stroke> {
    [Category::Illness, Category::AuthorisedLeave, Category::Unlawful]
        .map(|category| stroke(frame, Kind::Absent(category), false))
        .to_vec()
}

/// The orders of the picture's columns.
pub fn orders(frame: &Frame, address: &str, by_weekday: bool) -> Vec<Order> {
    vec![
        Order {
            text: frame.t("class-order-weeks"),
            address: format!("{address}#picture"),
            chosen: !by_weekday,
        },
        Order {
            text: frame.t("class-order-weekdays"),
            address: format!("{address}?order=weekday#picture"),
            chosen: by_weekday,
        },
    ]
}

fn sampled_row(frame: &Frame, pupil: &Pictured<'_>, at: usize, two_notes: bool) -> RegisterRow {
    let view = pupil
        .track
        .so_far()
        .checked_sub(1)
        .and_then(|last| pupil.track.view(last));
    let slot = |slot: Slot| {
        let state = view.map_or(SlotState::Clear, |v| if slot == Slot::Start { v.start } else { v.end });
        let minutes = if at == 0 && state == SlotState::Short { "12" } else { "" };
        RegisterSlot {
            minutes: minutes.to_owned(),
            ..register_slot(frame, slot, two_notes, state, at == 0)
        }
    };
    RegisterRow {
        id: at.to_string(),
        name: pupil.name.to_owned(),
        address: pupil.address.clone(),
        note: (at == 3).then(|| frame.t1("class-note-message", "words", "»Stadig feber, kommer nok mandag.«")),
        slots: Slot::BOTH.map(slot).to_vec(),
    }
}

/// How many notes a day has, as the register asks it.
pub const fn has_two_notes(notes: NotesPerDay) -> bool {
    matches!(notes, NotesPerDay::Two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_stand_together_when_like_is_held_against_like() {
        let class = sample::SampleClass::new(4).unwrap();
        let frame = Frame::sample(Locale::Da);
        let pupils = [Pictured {
            name: "Alma",
            address: String::new(),
            track: class.track(0).unwrap(),
            agreed: Vec::new(),
        }];
        let weeks = picture(&frame, "4.b", class.calendar().unwrap(), &pupils, false);
        let weekdays = picture(&frame, "4.b", class.calendar().unwrap(), &pupils, true);
        assert_eq!(weeks.columns().count(), 40);
        assert_eq!(
            weekdays.groups.iter().map(|g| g.label.as_str()).collect::<Vec<_>>(),
            ["mandag", "tirsdag", "onsdag", "torsdag", "fredag"]
        );
        assert_eq!(weekdays.groups.iter().map(|g| g.columns.len()).sum::<usize>(), 40);
        assert_eq!(weeks.rows[0].days.last().unwrap().date, frame.today);
    }

    /// what the picture says of an agreed shorter timetable, the table beside it says too.
    #[test]
    fn r298_the_table_says_what_the_picture_says() {
        let class = sample::SampleClass::new(4).unwrap();
        let frame = Frame::sample(Locale::Da);
        let pupil = |agreed| Pictured {
            name: "Alma",
            address: String::new(),
            track: class.track(0).unwrap(),
            agreed,
        };
        let pupils = [pupil(vec![sampled_week()]), pupil(Vec::new())];
        let picture = picture(&frame, "4.b", class.calendar().unwrap(), &pupils, false);
        let mut agreed = 0;
        for row in &picture.rows {
            assert_eq!(row.days.len(), row.cells.len());
            for (day, cell) in row.days.iter().zip(&row.cells) {
                assert!(day.words.ends_with(cell.as_str()), "{} / {cell}", day.words);
                agreed += usize::from(cell.contains(" · "));
            }
        }
        assert!(agreed >= 10, "from 9 to 20 November: {agreed}");
    }

    #[test]
    fn every_key_of_a_note_is_its_own() {
        for locale in Locale::ALL {
            let frame = Frame::sample(locale);
            for slot in Slot::BOTH {
                let slot = register_slot(&frame, slot, true, SlotState::Clear, false);
                let mut letters: Vec<_> = slot.choices.iter().map(|c| c.letter.clone()).collect();
                letters.sort();
                letters.dedup();
                assert_eq!(letters.len(), slot.choices.len());
            }
        }
    }
}
