//! Signs of a class: more absence or lateness than the class's own normal and the school's season give.
//!
//! The same arithmetic one level up. School days are taken five and five, and in five school days each pupil counts at
//! most once, so that no single child makes a sign of a class. A class is held against the same children's own earlier
//! days and against the others of its stage at the school in the same days. A sign says *look
//! here*; classes and teachers are never ranked, and a school gets few at a time.

use attendance::Grade;

use crate::chance::{Count, Table};
use crate::parameters::{ClassParameters, Parameters};
use crate::sign::Language;
use crate::stream::{DayBits, DayEvidence};

/// School days that are taken together.
pub const FIVE: u32 = 5;

/// The part of a school a grade belongs to: like is compared with like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Grades 0 to 3 (da: indskoling).
    First,
    /// Grades 4 to 6 (da: mellemtrin).
    Middle,
    /// Grades 7 to 10 (da: udskoling).
    Last,
}

impl Stage {
    /// The stage of a grade.
    pub const fn of(grade: Grade) -> Self {
        match grade.number() {
            0..=3 => Self::First,
            4..=6 => Self::Middle,
            _ => Self::Last,
        }
    }

    const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::First, Language::Danish) => "indskolingen",
            (Self::Middle, Language::Danish) => "mellemtrinnet",
            (Self::Last, Language::Danish) => "udskolingen",
            (Self::First, Language::English) => "grades 0 to 3",
            (Self::Middle, Language::English) => "grades 4 to 6",
            (Self::Last, Language::English) => "grades 7 to 10",
        }
    }
}

/// One thing about one pupil, five and five school days: bit 0 is the newest five that are over, bit 1 the five before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stripe {
    /// The fives in which it happened at least once.
    pub happened: u64,
    /// The fives in which it could have happened on at least one noted day.
    pub asked: u64,
}

impl Stripe {
    fn count(self, fives: u64) -> Count {
        Count {
            events: (self.happened & self.asked & fives).count_ones(),
            asked: (self.asked & fives).count_ones(),
        }
    }
}

/// One pupil of a class, five and five school days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PupilFives {
    /// Late arrivals, of the days present.
    pub late: Stripe,
    /// New absence spells that are not leave, of the days on which one could begin.
    pub spells: Stripe,
}

impl PupilFives {
    /// From the pupil's school days, oldest first, each with the five it lies in (0 the newest that is over); `None` for
    /// a day outside what is looked at, which may still be the middle of a spell.
    ///
    /// A day that was not noted is unknown: it neither begins nor ends a spell.
    pub fn of(days: impl Iterator<Item = (Option<u32>, DayEvidence)>) -> Self {
        let mut fives = Self::default();
        let mut in_spell = false;
        for (five, day) in days {
            let bits = DayBits::of(&day, 0);
            in_spell &= !bits.is_after_gap();
            let counted = bits.after(in_spell);
            if bits.is_known() {
                in_spell = bits.is_in_spell();
            }
            let Some(bit) = five.and_then(|five| 1_u64.checked_shl(five)) else {
                continue;
            };
            let put = |stripe: &mut Stripe, happened, asked| {
                stripe.happened |= if happened { bit } else { 0 };
                stripe.asked |= if asked { bit } else { 0 };
            };
            put(&mut fives.late, counted.is_late(), counted.is_here());
            put(&mut fives.spells, counted.begins_own(), counted.could_begin());
        }
        fives
    }

    const fn stripe(&self, kind: ClassSignKind) -> Stripe {
        match kind {
            ClassSignKind::Late => self.late,
            ClassSignKind::Spells => self.spells,
        }
    }
}

/// One class of a school: its stage and the pupils who are in it today, each with the own days, wherever they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassFives {
    /// Where it belongs.
    pub stage: Stage,
    /// Its pupils.
    pub pupils: Vec<PupilFives>,
}

/// Which sign of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassSignKind {
    /// More new absence spells.
    Spells,
    /// More lateness.
    Late,
}

impl ClassSignKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Spells, Self::Late];

    /// Its stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Spells => "class.spells",
            Self::Late => "class.late",
        }
    }
}

/// What the class is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The others of this stage at the school; `None` for all others of the school, where the stage has too few.
    pub stage: Option<Stage>,
    /// How many pupils they are.
    pub pupils: u32,
    /// How often it happened to them in the same days.
    pub count: u32,
    /// What their own earlier days give in as many days, in thousandths.
    pub normal_thousandths: u32,
}

/// One sign that holds for a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSign {
    /// Which.
    pub kind: ClassSignKind,
    /// For how many fives before the newest it has held without a break.
    pub fives_ago: u32,
    /// How often it happened; each pupil at most once in five school days.
    pub count: u32,
    /// The same five and five school days, oldest first.
    pub by_five: Vec<u32>,
    /// Pupils in the class.
    pub pupils: u32,
    /// Pupils to whom it happened at least once.
    pub behind: u32,
    /// What the same pupils' earlier days give in as many days, in thousandths.
    pub normal_thousandths: u32,
    /// The others in the same days.
    pub rest: Rest,
}

/// What a school is told about its classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolLook {
    /// The signs, each with the place of its class; the longest standing first, then in the order of the classes.
    pub told: Vec<(usize, ClassSign)>,
    /// Signs that hold and wait, because a school gets few new ones at a time.
    pub held_back: Vec<(usize, ClassSign)>,
    /// Classes that were large enough, and had enough days and others beside them, to be looked at.
    pub looked_at: usize,
}

/// Halves up, as a reader expects it.
const fn whole(thousandths: u32) -> u32 {
    (thousandths.saturating_add(500)) / 1_000
}

impl ClassSign {
    /// School days of the window.
    pub fn school_days(&self) -> u32 {
        u32::try_from(self.by_five.len())
            .unwrap_or(u32::MAX)
            .saturating_mul(FIVE)
    }

    /// What is normal for the class, as a whole number.
    pub const fn normal(&self) -> u32 {
        whole(self.normal_thousandths)
    }

    /// One sentence about the class, and one about the others in the same days, with numbers and denominators.
    pub fn sentence(&self, language: Language) -> String {
        let (count, days, pupils, behind, normal) =
            (self.count, self.school_days(), self.pupils, self.behind, self.normal());
        let (rest, rest_pupils, rest_normal) = (self.rest.count, self.rest.pupils, whole(self.rest.normal_thousandths));
        let others = match (self.rest.stage, language) {
            (Some(stage), _) => stage.words(language),
            (None, Language::Danish) => "skolen",
            (None, Language::English) => "the school",
        };
        match (language, self.kind) {
            (Language::Danish, ClassSignKind::Spells) => format!(
                "{count} nye fraværsforløb på {days} skoledage blandt {pupils} elever, normalt {normal} for de samme \
                 elever; hver elev tæller højst én gang på {FIVE} skoledage. {behind} elever har haft mindst ét. De andre \
                 i {others}: {rest} blandt {rest_pupils} elever i de samme dage, normalt {rest_normal}."
            ),
            (Language::Danish, ClassSignKind::Late) => format!(
                "{count} gange for sent på {days} skoledage blandt {pupils} elever, normalt {normal} for de samme elever; \
                 hver elev tæller højst én gang på {FIVE} skoledage. {behind} elever er kommet for sent mindst én gang. \
                 De andre i {others}: {rest} blandt {rest_pupils} elever i de samme dage, normalt {rest_normal}."
            ),
            (Language::English, ClassSignKind::Spells) => format!(
                "{count} new absence spells in {days} school days among {pupils} pupils, normally {normal} for the same \
                 pupils; each pupil counts once at most in {FIVE} school days. {behind} pupils had at least one. The \
                 others in {others}: {rest} among {rest_pupils} pupils in the same days, normally {rest_normal}."
            ),
            (Language::English, ClassSignKind::Late) => format!(
                "{count} late arrivals in {days} school days among {pupils} pupils, normally {normal} for the same \
                 pupils; each pupil counts once at most in {FIVE} school days. {behind} pupils were late at least once. \
                 The others in {others}: {rest} among {rest_pupils} pupils in the same days, normally {rest_normal}."
            ),
        }
    }
}

/// So many fives from this one back in time.
fn fives(from: u32, count: u32) -> u64 {
    let ones = 1_u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1);
    ones.checked_shl(from).unwrap_or(0)
}

/// The counts of one class or stage at one time.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    new: Count,
    before: Count,
    pupils: u32,
}

impl Standing {
    fn of(class: &ClassFives, kind: ClassSignKind, at: u32, by: &ClassParameters) -> Self {
        let (new, before) = (fives(at, by.window.value), fives(at + by.window.value, by.before.value));
        let mut standing = Self::default();
        for pupil in &class.pupils {
            let stripe = pupil.stripe(kind);
            standing.new.add(stripe.count(new));
            standing.before.add(stripe.count(before));
            standing.pupils += 1;
        }
        standing
    }

    fn add(&mut self, other: &Self) {
        self.new.add(other.new);
        self.before.add(other.before);
        self.pupils += other.pupils;
    }

    const fn without(&self, other: &Self) -> Self {
        Self {
            new: self.new.without(other.new),
            before: self.before.without(other.before),
            pupils: self.pupils.saturating_sub(other.pupils),
        }
    }

    /// Whether there are pupils and earlier days enough to know what is normal.
    fn has_normal(&self, pupils: u32, by: &ClassParameters) -> bool {
        self.pupils >= pupils && self.new.asked > 0 && self.before.asked >= self.pupils.saturating_mul(by.known.value)
    }
}

/// Everything of a kind at one time: the classes, the stages, the school.
struct Counted {
    classes: Vec<Standing>,
    stages: [Standing; 3],
    school: Standing,
}

const fn place(stage: Stage) -> usize {
    match stage {
        Stage::First => 0,
        Stage::Middle => 1,
        Stage::Last => 2,
    }
}

impl Counted {
    fn of(classes: &[ClassFives], kind: ClassSignKind, at: u32, by: &ClassParameters) -> Self {
        let standings: Vec<Standing> = classes.iter().map(|c| Standing::of(c, kind, at, by)).collect();
        let (mut stages, mut school) = ([Standing::default(); 3], Standing::default());
        for (class, standing) in classes.iter().zip(&standings) {
            if let Some(stage) = stages.get_mut(place(class.stage)) {
                stage.add(standing);
            }
            school.add(standing);
        }
        Self {
            classes: standings,
            stages,
            school,
        }
    }

    /// The class and those it is held against; `None` where nothing can be said.
    fn beside(&self, class: usize, stage: Stage, by: &ClassParameters) -> Option<(Standing, Standing, Option<Stage>)> {
        let own = *self.classes.get(class).filter(|s| s.has_normal(by.pupils.value, by))?;
        let of_stage = self.stages.get(place(stage))?.without(&own);
        if of_stage.has_normal(by.rest.value, by) {
            return Some((own, of_stage, Some(stage)));
        }
        let of_school = self.school.without(&own);
        of_school
            .has_normal(by.rest.value, by)
            .then_some((own, of_school, None))
    }
}

/// How often it happened in each five of the window, oldest first.
fn by_five(class: &ClassFives, kind: ClassSignKind, at: u32, by: &ClassParameters) -> Vec<u32> {
    let count = |five: u32| {
        let pupils = class.pupils.iter();
        pupils.map(|p| p.stripe(kind).count(fives(five, 1)).events).sum()
    };
    (at..at + by.window.value).rev().map(count).collect()
}

/// What is left when the five with the most counts no more than the one after it: one week of flu or one trip is no sign.
fn without_peak(by_five: &[u32]) -> u32 {
    let mut sorted = by_five.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    match sorted.as_slice() {
        [first, second, ..] => sorted.iter().sum::<u32>() - (first - second),
        _ => 0,
    }
}

/// The sign of one class at one time, when it holds.
fn sign_at(
    class: &ClassFives,
    ix: usize,
    counted: &Counted,
    kind: ClassSignKind,
    at: u32,
    by: &ClassParameters,
) -> Option<ClassSign> {
    let (own, rest, stage) = counted.beside(ix, class.stage, by)?;
    let mut table = Table {
        new: own.new,
        before: own.before,
        rest_new: rest.new,
        rest_before: rest.before,
    };
    if !table.is_more(by.times.value) {
        return None;
    }
    let by_five = by_five(class, kind, at, by);
    table.new.events = without_peak(&by_five);
    if !table.is_more(by.times.value) || !table.is_beyond_chance(by.once_in.value) {
        return None;
    }
    let window = fives(at, by.window.value);
    let happened = class.pupils.iter().filter(|p| p.stripe(kind).count(window).events > 0);
    let behind = u32::try_from(happened.count()).unwrap_or(u32::MAX);
    (behind >= by.behind.value).then(|| ClassSign {
        kind,
        fives_ago: 0,
        count: own.new.events,
        by_five,
        pupils: own.pupils,
        behind,
        normal_thousandths: own.before.thousandths_in(own.new.asked),
        rest: Rest {
            stage,
            pupils: rest.pupils,
            count: rest.new.events,
            normal_thousandths: rest.before.thousandths_in(rest.new.asked),
        },
    })
}

/// How many fives of school days back [`look_at_classes`] reads.
pub fn fives_back(parameters: &Parameters) -> u32 {
    let by = parameters.class();
    by.memory.value + by.window.value + by.before.value
}

/// School days for which a change of teacher is said beside a sign.
pub fn teacher_change_days(parameters: &Parameters) -> u32 {
    parameters.class().change.value
}

/// School days for which the step to a new part of the school is said beside a sign.
pub fn new_stage_days(parameters: &Parameters) -> u32 {
    parameters.class().step.value
}

/// Looks at the classes of one school, today and at the end of every five school days before, and says what the school
/// is told today.
///
/// New signs are told oldest first, then in the order of the classes, and only so many a month; the rest wait and are
/// held back. What already held when the looking back begins counts as told long ago.
pub fn look_at_classes(classes: &[ClassFives], parameters: &Parameters) -> SchoolLook {
    let by = parameters.class();
    let mut told: Vec<(usize, ClassSignKind)> = Vec::new();
    let mut issued: Vec<u32> = Vec::new();
    let mut standing: Vec<(usize, ClassSign)> = Vec::new();
    let mut looked_at = 0;
    for at in (0..by.memory.value).rev() {
        let counted = ClassSignKind::ALL.map(|kind| (kind, Counted::of(classes, kind, at, by)));
        let mut now: Vec<(usize, ClassSign)> = Vec::new();
        for (ix, class) in classes.iter().enumerate() {
            for (kind, counted) in &counted {
                now.extend(sign_at(class, ix, counted, *kind, at, by).map(|sign| (ix, sign)));
            }
        }
        for (ix, sign) in &mut now {
            let earlier = standing.iter().find(|(i, s)| i == ix && s.kind == sign.kind);
            sign.fives_ago = earlier.map_or(0, |(_, s)| s.fives_ago + 1);
        }
        // Stable: within the same age the order of the classes stays.
        now.sort_by_key(|(_, sign)| std::cmp::Reverse(sign.fives_ago));
        told.retain(|(ix, kind)| now.iter().any(|(i, s)| i == ix && s.kind == *kind));
        let oldest = at + 1 == by.memory.value;
        for (ix, sign) in &now {
            let key = (*ix, sign.kind);
            if told.contains(&key) {
                continue;
            }
            let lately = issued.iter().filter(|told| **told < at + by.window.value).count();
            if oldest {
                told.push(key);
            } else if u32::try_from(lately).is_ok_and(|n| n < by.month_most.value) {
                told.push(key);
                issued.push(at);
            }
        }
        standing = now;
        if at == 0 {
            let can = |ix: usize, stage| counted.iter().any(|(_, c)| c.beside(ix, stage, by).is_some());
            looked_at = classes.iter().enumerate().filter(|(ix, c)| can(*ix, c.stage)).count();
        }
    }
    let (told, held_back) = standing
        .into_iter()
        .partition(|(ix, sign)| told.contains(&(*ix, sign.kind)));
    SchoolLook {
        told,
        held_back,
        looked_at,
    }
}
