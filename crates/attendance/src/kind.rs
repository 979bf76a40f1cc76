//! The words of a register: kinds of mark, notes of a day, grades, schools.

use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign};

/// The three categories of absence the law knows.
///
/// Source: fraværsbekendtgørelsen § 1; no fourth category is invented, a reason is only a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Illness, disability or the like, including doctor and dentist (da: sygefravær).
    Illness,
    /// Leave with the school leader's permission (da: ekstraordinær frihed).
    AuthorisedLeave,
    /// All other absence (da: ulovligt fravær).
    Unlawful,
}

impl Category {
    /// Every category, in the order of the law.
    pub const ALL: [Self; 3] = [Self::Illness, Self::AuthorisedLeave, Self::Unlawful];

    /// The word used in files: `illness`, `leave` or `unlawful`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Illness => "illness",
            Self::AuthorisedLeave => "leave",
            Self::Unlawful => "unlawful",
        }
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }
}

/// A set of categories, such as "illness and unlawful together".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Categories(u8);

impl Categories {
    /// All three categories of the law.
    pub const ALL: Self = Self(0b111);
    /// No category.
    pub const NONE: Self = Self(0);

    /// The set of one category.
    pub const fn only(category: Category) -> Self {
        Self(1 << category as u8)
    }

    /// This set and one more category.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | 1 << category as u8)
    }

    /// Whether the category is in the set.
    pub const fn contains(self, category: Category) -> bool {
        self.0 & (1 << category as u8) != 0
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(iter: I) -> Self {
        iter.into_iter().fold(Self::NONE, Self::with)
    }
}

/// What a mark says about one note of one pupil on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Away, in one of the three categories of the law.
    Absent(Category),
    /// Came after the start note; never absence.
    Late,
    /// Went before the end note; never absence.
    LeftEarly,
    /// Was there: clears what stood.
    Present,
}

impl Kind {
    /// Every kind a file may name.
    pub const ALL: [Self; 6] = [
        Self::Absent(Category::Illness),
        Self::Absent(Category::AuthorisedLeave),
        Self::Absent(Category::Unlawful),
        Self::Late,
        Self::LeftEarly,
        Self::Present,
    ];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Absent(category) => category.word(),
            Self::Late => "late",
            Self::LeftEarly => "left_early",
            Self::Present => "present",
        }
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// One of the two notes a register can hold about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// At the start of the school day.
    Start,
    /// At the end of the school day; a note of the law in grades 7–10 only.
    End,
}

impl Slot {
    /// Both slots, start first.
    pub const BOTH: [Self; 2] = [Self::Start, Self::End];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
        }
    }
}

/// Which notes of the day a mark is about, as a file says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// The note at the start of the day.
    Start,
    /// The note at the end of the day.
    End,
    /// All the notes of that day.
    Day,
}

impl Note {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Day => "day",
        }
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Start, Self::End, Self::Day]
            .into_iter()
            .find(|n| n.word() == word)
    }

    /// Whether this note covers the slot.
    pub const fn covers(self, slot: Slot) -> bool {
        matches!(
            (self, slot),
            (Self::Day, _) | (Self::Start, Slot::Start) | (Self::End, Slot::End)
        )
    }
}

/// How many notes of the law a day has for a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotesPerDay {
    /// The start note only (grades 0–6).
    One,
    /// The start and the end note (grades 7–10).
    Two,
}

/// A grade, 0 to 10 (da: klassetrin).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(u8);

impl Grade {
    /// A grade from 0 (børnehaveklasse) to 10; `None` outside.
    pub const fn new(grade: u8) -> Option<Self> {
        if grade <= 10 { Some(Self(grade)) } else { None }
    }

    /// The number, 0 to 10.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// How many notes of the law a day has in this grade.
    pub const fn notes_per_day(self) -> NotesPerDay {
        if self.0 >= 7 {
            NotesPerDay::Two
        } else {
            NotesPerDay::One
        }
    }

    /// The slots a mark sets, and the kind each gets; empty when the mark is not one this grade can have.
    ///
    /// `late` belongs to the start note and `left_early` to the end note whatever the file says; an absence with `day`
    /// sets the start only in grades 0–6, and an absence at `end` there is not counted.
    /// Source: `contracts/open_folder.md`.
    pub fn slots(self, note: Note, kind: Kind) -> Slots {
        match kind {
            Kind::Late => Slots {
                start: true,
                end: false,
            },
            Kind::LeftEarly => Slots {
                start: false,
                end: true,
            },
            Kind::Present => Slots {
                start: note.covers(Slot::Start),
                end: note.covers(Slot::End),
            },
            Kind::Absent(_) => Slots {
                start: note.covers(Slot::Start),
                end: note.covers(Slot::End) && self.notes_per_day() == NotesPerDay::Two,
            },
        }
    }
}

/// Which slots a mark sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slots {
    /// Sets the start slot.
    pub start: bool,
    /// Sets the end slot.
    pub end: bool,
}

impl Slots {
    /// The slots set, start first.
    pub fn iter(self) -> impl Iterator<Item = Slot> {
        Slot::BOTH.into_iter().filter(move |slot| match slot {
            Slot::Start => self.start,
            Slot::End => self.end,
        })
    }
}

/// What kind of school it is; decides which rules of the law apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolKind {
    /// Municipal primary and lower secondary school.
    #[default]
    Folkeskole,
    /// Municipal special school.
    Specialskole,
    /// Free (private) basic school.
    Fri,
    /// Boarding school.
    Efterskole,
    /// Day treatment.
    Dagbehandling,
    /// Municipal youth school.
    Ungdomsskole,
}

impl SchoolKind {
    /// Every kind a file may name.
    pub const ALL: [Self; 6] = [
        Self::Folkeskole,
        Self::Specialskole,
        Self::Fri,
        Self::Efterskole,
        Self::Dagbehandling,
        Self::Ungdomsskole,
    ];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Folkeskole => "folkeskole",
            Self::Specialskole => "specialskole",
            Self::Fri => "fri",
            Self::Efterskole => "efterskole",
            Self::Dagbehandling => "dagbehandling",
            Self::Ungdomsskole => "ungdomsskole",
        }
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// What a school offers: compared like with like, never excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provision {
    /// General education (da: almenområdet).
    #[default]
    General,
    /// Special classes.
    SpecialClass,
    /// Special school.
    SpecialSchool,
}

impl Provision {
    /// Every provision a file may name.
    pub const ALL: [Self; 3] = [Self::General, Self::SpecialClass, Self::SpecialSchool];

    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::SpecialClass => "special_class",
            Self::SpecialSchool => "special_school",
        }
    }

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.word() == word)
    }
}

/// What one missed note of a two-note day weighs: the open point of the law, so a municipal setting.
///
/// Source: `law_and_formats.md` ch. 1 and example E29; no readable source settles it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DayWeight {
    /// Each missed note is half a day.
    #[default]
    Half,
    /// Any missed note is a whole day.
    Any,
    /// Only the start note counts, as a whole day.
    Start,
    /// A whole day when both notes are missed, else nothing.
    Both,
}

impl DayWeight {
    const ALL: [Self; 4] = [Self::Half, Self::Any, Self::Start, Self::Both];

    /// The word used in settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::Any => "any",
            Self::Start => "start",
            Self::Both => "both",
        }
    }

    /// Reads the word used in settings.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weight| weight.word() == word)
    }
}

/// Half school days. Two make one school day; calendar days are another type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfDays(u32);

/// Whole school days of a pupil's own calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolDays(u32);

macro_rules! count {
    ($name:ident, $what:literal) => {
        impl $name {
            #[doc = concat!("So many ", $what, ".")]
            pub const fn new(count: u32) -> Self {
                Self(count)
            }

            #[doc = concat!("The number of ", $what, ".")]
            pub const fn count(self) -> u32 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self(0), Add::add)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}
count!(HalfDays, "half school days");
count!(SchoolDays, "school days");

impl SchoolDays {
    /// The same time in half days.
    pub const fn half_days(self) -> HalfDays {
        HalfDays(self.0 * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_sets_the_slots_the_contract_names() {
        let (low, high) = (Grade::new(6).unwrap(), Grade::new(7).unwrap());
        let ill = Kind::Absent(Category::Illness);
        let both = Slots { start: true, end: true };
        let start = Slots {
            start: true,
            end: false,
        };
        let end = Slots {
            start: false,
            end: true,
        };
        let none = Slots {
            start: false,
            end: false,
        };
        for (grade, note, kind, expected) in [
            (low, Note::Start, ill, start),
            (low, Note::End, ill, none),
            (low, Note::Day, ill, start),
            (high, Note::Day, ill, both),
            (high, Note::End, ill, end),
            (low, Note::End, Kind::Late, start),
            (high, Note::Day, Kind::Late, start),
            (low, Note::Start, Kind::LeftEarly, end),
            (high, Note::Day, Kind::LeftEarly, end),
            (low, Note::Day, Kind::Present, both),
            (low, Note::End, Kind::Present, end),
        ] {
            assert_eq!(grade.slots(note, kind), expected, "{grade:?} {note:?} {kind:?}");
        }
    }

    #[test]
    fn words_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        for kind in SchoolKind::ALL {
            assert_eq!(SchoolKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Grade::new(11), None);
    }
}
