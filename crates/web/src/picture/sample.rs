//! A made-up class for samples: one school year, four pupils, every sign.

use attendance::{
    Calendar, CalendarIx, Category, Class, ClassIx, DayWeight, Enrolment, Grade, Kind, NotingSource, PupilIx, Register,
    School, SchoolIx, SchoolKind, Slot, SlotState, Track,
};
use jiff::civil::{Date, Weekday};

/// The day the samples are seen on, as in [`crate::Frame::sample`].
pub const TODAY: Date = Date::constant(2026, 11, 20);

/// The pupils' names, in the order of the register.
pub const NAMES: [&str; 4] = ["Alma Bækgård", "Bertil Ø. Skovlund", "Ida Marie Holm", "Åge Vinterberg"];

/// A made-up class of four, with marks up to the day before [`TODAY`].
#[derive(Clone, Debug)]
pub struct SampleClass {
    register: Register,
    pupils: Vec<PupilIx>,
}

impl SampleClass {
    /// A class of this grade; `None` never, unless the made-up calendar were refused.
    pub fn new(grade: u8) -> Option<Self> {
        let calendar = Calendar::new(school_days()).ok()?;
        let school = School {
            calendar: CalendarIx::new(0),
            kind: SchoolKind::Folkeskole,
            provision: Default::default(),
        };
        let class = Class {
            school: SchoolIx::new(0),
            grade: Grade::new(grade)?,
        };
        let mut register = Register::new(vec![calendar], vec![school], vec![class], NotingSource::Listed).ok()?;
        let enrolment = Enrolment {
            class: ClassIx::new(0),
            from: Date::constant(2026, 8, 1),
            to: None,
        };
        let pupils = NAMES
            .iter()
            .filter_map(|_| register.add_pupil(&[enrolment]).ok())
            .collect();
        let mut sample = Self { register, pupils };
        sample.note();
        Some(sample)
    }

    /// One pupil as seen on [`TODAY`].
    pub fn track(&self, pupil: usize) -> Option<Track<'_>> {
        self.register.track(*self.pupils.get(pupil)?, TODAY, DayWeight::Half)
    }

    /// The school days of the class.
    pub fn calendar(&self) -> Option<&Calendar> {
        self.register.calendar(CalendarIx::new(0))
    }

    fn note(&mut self) {
        // Two days are left out, as they are in life: nobody noted them.
        let forgotten = [Date::constant(2026, 9, 18), Date::constant(2026, 11, 20)];
        for day in school_days()
            .into_iter()
            .filter(|d| *d <= TODAY && !forgotten.contains(d))
        {
            for slot in Slot::BOTH {
                self.register.note_class(ClassIx::new(0), day, slot);
            }
        }
        let (ill, leave, unlawful) = (Category::Illness, Category::AuthorisedLeave, Category::Unlawful);
        self.absent(0, (2026, 9, 21), 5, ill);
        self.absent(0, (2026, 10, 5), 1, unlawful);
        self.absent(0, (2026, 10, 26), 2, ill);
        self.absent(0, (2026, 11, 9), 1, unlawful);
        self.absent(0, (2026, 11, 16), 1, unlawful);
        self.absent(1, (2026, 10, 8), 2, leave);
        self.absent(3, (2026, 10, 27), 18, ill);
        for day in [
            Date::constant(2026, 8, 31),
            Date::constant(2026, 10, 20),
            Date::constant(2026, 11, 17),
        ] {
            self.set(0, day, Slot::Start, SlotState::of(Kind::Late));
        }
        self.set(
            1,
            Date::constant(2026, 11, 13),
            Slot::End,
            SlotState::of(Kind::LeftEarly),
        );
        self.set(0, Date::constant(2026, 11, 6), Slot::End, SlotState::Absent(unlawful));
    }

    fn absent(&mut self, pupil: usize, (year, month, day): (i16, i8, i8), weekdays: usize, category: Category) {
        let from = Date::constant(year, month, day);
        for day in school_days()
            .into_iter()
            .filter(|d| *d >= from && *d < TODAY)
            .take(weekdays)
        {
            for slot in Slot::BOTH {
                self.set(pupil, day, slot, SlotState::Absent(category));
            }
        }
    }

    /// A note the grade does not have is left out, as everywhere.
    fn set(&mut self, pupil: usize, day: Date, slot: Slot, state: SlotState) {
        if let Some(pupil) = self.pupils.get(pupil) {
            let _ = self.register.set(*pupil, day, slot, state);
        }
    }
}

/// Monday to Friday of a made-up school year, without its holidays.
fn school_days() -> Vec<Date> {
    let holidays = [
        (Date::constant(2026, 10, 10), Date::constant(2026, 10, 18)),
        (Date::constant(2026, 12, 19), Date::constant(2027, 1, 3)),
        (Date::constant(2027, 2, 13), Date::constant(2027, 2, 21)),
        (Date::constant(2027, 3, 20), Date::constant(2027, 3, 29)),
        (Date::constant(2027, 5, 6), Date::constant(2027, 5, 7)),
        (Date::constant(2027, 5, 17), Date::constant(2027, 5, 17)),
    ];
    Date::constant(2026, 8, 10)
        .series(jiff::Span::new().days(1))
        .take_while(|d| *d <= Date::constant(2027, 6, 25))
        .filter(|d| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday))
        .filter(|d| !holidays.iter().any(|(from, to)| from <= d && d <= to))
        .collect()
}
