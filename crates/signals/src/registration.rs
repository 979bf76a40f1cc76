//! How a register is kept, held against how like registers are kept: the same arithmetic one level up.
//!
//! A register that hides what happens makes every sign below it blind. What is said here is for whoever answers for the
//! register: what stands in it, what like schools note, and what to do. Nothing here ranks or shames a school.

use crate::parameters::{Parameters, RegisterParameters};
use crate::sign::Language;

/// What one register holds over a time: of a school, or of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// Pupils.
    pub pupils: u32,
    /// Pupil days on which it is known that the pupil was there for at least a part.
    pub here: u32,
    /// Of those, with a late arrival.
    pub late: u32,
    /// Pupil days with absence noted as illness.
    pub illness: u32,
    /// Pupil days with leave.
    pub leave: u32,
    /// Pupil days with unlawful absence.
    pub unlawful: u32,
    /// Days on which a class should have been noted, over all classes.
    pub class_days: u32,
    /// Of those, not noted, or not all of the day.
    pub class_days_missing: u32,
    /// Days from the day itself until it was written, with how many marks; only marks that say when.
    pub delays: Vec<(u32, u32)>,
}

impl Registration {
    /// Pupil days with absence in any category.
    pub const fn absent(&self) -> u32 {
        self.illness.saturating_add(self.leave).saturating_add(self.unlawful)
    }

    /// Marks that say when they were written.
    pub fn marks_with_time(&self) -> u32 {
        self.delays.iter().map(|(_, marks)| marks).sum()
    }

    /// At least half of the marks were written at least so many days late; `None` when no mark says when.
    pub fn median_delay(&self) -> Option<u32> {
        let mut delays = self.delays.clone();
        delays.sort_unstable();
        let half = u64::from(self.marks_with_time()).div_ceil(2);
        let mut so_far = 0_u64;
        delays.into_iter().find_map(|(days, marks)| {
            so_far += u64::from(marks);
            (marks > 0 && so_far >= half).then_some(days)
        })
    }

    /// Per thousand, rounded down; `None` of nothing.
    fn per_thousand(part: u32, of: u32) -> Option<u32> {
        u32::try_from((u64::from(part) * 1_000).checked_div(u64::from(of))?).ok()
    }

    fn measure(&self, kind: RegisterSignKind, by: &RegisterParameters) -> Option<u32> {
        match kind {
            RegisterSignKind::AllIllness | RegisterSignKind::NoLeave | RegisterSignKind::NoUnlawful
                if self.absent() < by.absent.value =>
            {
                None
            }
            RegisterSignKind::AllIllness => Self::per_thousand(self.illness, self.absent()),
            RegisterSignKind::NoLeave => Self::per_thousand(self.leave, self.absent()),
            RegisterSignKind::NoUnlawful => Self::per_thousand(self.unlawful, self.absent()),
            RegisterSignKind::NoLateness => Self::per_thousand(self.late, self.here),
            RegisterSignKind::WrittenLate => self.median_delay().filter(|_| self.marks_with_time() >= by.marks.value),
            RegisterSignKind::NotNoted if self.class_days < by.class_days.value => None,
            RegisterSignKind::NotNoted => Self::per_thousand(self.class_days_missing, self.class_days),
        }
    }
}

/// Which thing about a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegisterSignKind {
    /// Class days that were not noted.
    NotNoted,
    /// No or almost no lateness.
    NoLateness,
    /// Nearly all absence noted as illness.
    AllIllness,
    /// Leave never used.
    NoLeave,
    /// Unlawful absence never used.
    NoUnlawful,
    /// Marks written days late.
    WrittenLate,
}

impl RegisterSignKind {
    /// All of them, in the order they are said.
    pub const ALL: [Self; 6] = [
        Self::NotNoted,
        Self::NoLateness,
        Self::AllIllness,
        Self::NoLeave,
        Self::NoUnlawful,
        Self::WrittenLate,
    ];

    /// Its stable identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NotNoted => "register.not_noted",
            Self::NoLateness => "register.no_lateness",
            Self::AllIllness => "register.all_illness",
            Self::NoLeave => "register.no_leave",
            Self::NoUnlawful => "register.no_unlawful",
            Self::WrittenLate => "register.written_late",
        }
    }

    /// What to do about it, in plain words.
    pub const fn advice(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Danish, Self::NotNoted) => {
                "Dage, der ikke er noteret, er ukendte: de tæller hverken som fravær eller fremmøde, og et barn kan være \
                 væk uden at nogen ser det. Aftal, hvem der noterer, når den faste lærer er væk."
            }
            (Language::English, Self::NotNoted) => {
                "Days that were not noted are unknown: they count neither as absence nor as presence, and a child can be \
                 away without anybody seeing it. Agree on who notes when the usual teacher is away."
            }
            (Language::Danish, Self::NoLateness) => {
                "For sent fremmøde er det tidligste tegn, der findes i en protokol. I afprøvninger på opdigtede skoler \
                 blev mindre end halvt så mange børn set, før fraværet satte sig fast, når kun hele dage blev noteret; \
                 ingen beregning kan hente det ind. Notér, når en elev kommer for sent, også få minutter."
            }
            (Language::English, Self::NoLateness) => {
                "Late arrival is the earliest sign a register can hold. In trials on made-up schools fewer than half as \
                 many children were seen before the absence settled when only whole days were noted; no computing makes \
                 up for it. Note it when a pupil comes late, a few minutes too."
            }
            (Language::Danish, Self::AllIllness) => {
                "Når alt bliver noteret som sygdom, forsvinder fravær, ingen har givet lov til. Notér sygdom, når \
                 forældrene har meldt det, og vælg ulovligt fravær, indtil der er givet besked."
            }
            (Language::English, Self::AllIllness) => {
                "When everything is noted as illness, absence that nobody gave leave for disappears. Note illness when \
                 the parents have reported it, and choose unlawful absence until there is a message."
            }
            (Language::Danish, Self::NoLeave) => {
                "Ferie og fri, som lederen har givet lov til, er en kategori for sig. Står det som sygdom eller ulovligt \
                 fravær, tæller det mod barnet."
            }
            (Language::English, Self::NoLeave) => {
                "Holidays and days off that the leader has allowed are a category of their own. Noted as illness or \
                 unlawful absence they count against the child."
            }
            (Language::Danish, Self::NoUnlawful) => {
                "Fravær uden besked er ulovligt fravær, indtil årsagen er kendt, og kan rettes bagefter. Bruges kategorien \
                 aldrig, kan lovens grænser på 10 og 15 % ikke nås."
            }
            (Language::English, Self::NoUnlawful) => {
                "Absence without a message is unlawful absence until the reason is known, and can be corrected later. \
                 Where the category is never used, the limits of the law at 10 and 15 % cannot be reached."
            }
            (Language::Danish, Self::WrittenLate) => {
                "Fravær skal noteres hver dag. Tegn og pligter ses først, når dagen er skrevet: så mange dage kommer \
                 skolen bagefter barnet."
            }
            (Language::English, Self::WrittenLate) => {
                "Absence must be noted every day. Signs and duties are seen only when the day has been written: the \
                 school is that many days behind the child."
            }
        }
    }
}

/// How like registers stand: how many there are, and the middle one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Like {
    /// How many like registers say something about it.
    pub registers: u32,
    /// The middle one, in the sign's own unit.
    pub middle: u32,
}

/// One sign about a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterSign {
    /// Which.
    pub kind: RegisterSignKind,
    /// How many: class days, late arrivals, days of the category; for marks written late the middle delay in days.
    pub count: u32,
    /// Of how many: class days, days present, days of absence; for marks written late the marks that say when.
    pub of: u32,
    /// Like registers, where there are enough that none of them can be known: per thousand, or days.
    pub like: Option<Like>,
}

impl RegisterSign {
    /// One sentence with the numbers, and what like schools note.
    pub fn sentence(&self, language: Language) -> String {
        let (count, of) = (grouped(self.count, language), grouped(self.of, language));
        let said = match (language, self.kind) {
            (Language::Danish, RegisterSignKind::NotNoted) => {
                format!("{count} af {of} klassedage er ikke noteret, eller ikke hele dagen.")
            }
            (Language::English, RegisterSignKind::NotNoted) => {
                format!("{count} of {of} class days are not noted, or not the whole day.")
            }
            (Language::Danish, RegisterSignKind::NoLateness) => {
                format!("{count} gange for sent på {of} elevdage: for sent fremmøde bliver næsten ikke noteret.")
            }
            (Language::English, RegisterSignKind::NoLateness) => {
                format!("{count} late arrivals in {of} pupil days: lateness is hardly noted.")
            }
            (Language::Danish, RegisterSignKind::AllIllness) => {
                format!("{count} af {of} fraværsdage er noteret som sygdom.")
            }
            (Language::English, RegisterSignKind::AllIllness) => {
                format!("{count} of {of} days of absence are noted as illness.")
            }
            (Language::Danish, RegisterSignKind::NoLeave) => {
                format!("Lovligt fravær er ikke brugt på {of} fraværsdage.")
            }
            (Language::English, RegisterSignKind::NoLeave) => {
                format!("Authorised leave is not used in {of} days of absence.")
            }
            (Language::Danish, RegisterSignKind::NoUnlawful) => {
                format!("Ulovligt fravær er ikke brugt på {of} fraværsdage.")
            }
            (Language::English, RegisterSignKind::NoUnlawful) => {
                format!("Unlawful absence is not used in {of} days of absence.")
            }
            (Language::Danish, RegisterSignKind::WrittenLate) => {
                format!("Mindst halvdelen af {of} markeringer er skrevet {count} dage efter dagen eller senere.")
            }
            (Language::English, RegisterSignKind::WrittenLate) => {
                format!("At least half of {of} marks were written {count} days after the day, or later.")
            }
        };
        match self.like {
            Some(like) => format!("{said} {}", self.like_words(like, language)),
            None => said,
        }
    }

    fn like_words(&self, like: Like, language: Language) -> String {
        let (n, middle) = (like.registers, like.middle);
        match (language, self.kind) {
            (Language::Danish, RegisterSignKind::WrittenLate) => {
                format!("På den midterste af {n} lignende skoler er det {middle} dage.")
            }
            (Language::English, RegisterSignKind::WrittenLate) => {
                format!("At the middle one of {n} similar schools it is {middle} days.")
            }
            (Language::Danish, _) => format!("På den midterste af {n} lignende skoler er det {middle} af 1.000."),
            (Language::English, _) => format!("At the middle one of {n} similar schools it is {middle} in 1,000."),
        }
    }
}

/// A number with its thousands apart, as each language writes them.
fn grouped(number: u32, language: Language) -> String {
    let digits = number.to_string();
    let mark = match language {
        Language::Danish => '.',
        Language::English => ',',
    };
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

fn like_of(kind: RegisterSignKind, like: &[&Registration], by: &RegisterParameters) -> Option<Like> {
    let mut measured: Vec<u32> = like.iter().filter_map(|r| r.measure(kind, by)).collect();
    measured.sort_unstable();
    let registers = u32::try_from(measured.len()).ok()?;
    if registers < by.like.value {
        return None;
    }
    Some(Like {
        registers,
        middle: *measured.get((measured.len() - 1) / 2)?,
    })
}

/// What is to be said about one register, held against like ones: other schools of the same kind and provision.
///
/// A register too small to know a school or a child by says nothing.
pub fn register_signs(own: &Registration, like: &[&Registration], parameters: &Parameters) -> Vec<RegisterSign> {
    let (by, whole) = (parameters.register(), parameters.whole_days());
    if own.pupils < by.pupils.value {
        return Vec::new();
    }
    let all_illness = own
        .measure(RegisterSignKind::AllIllness, by)
        .is_some_and(|share| share >= by.illness.value);
    let holds = |kind: RegisterSignKind| {
        let Some(measure) = own.measure(kind, by) else {
            return false;
        };
        match kind {
            RegisterSignKind::NotNoted => measure >= by.missing.value,
            RegisterSignKind::NoLateness => own.here >= whole.least.value && measure < whole.late_share.value,
            RegisterSignKind::AllIllness => all_illness,
            // Said with the illness then, not three times.
            RegisterSignKind::NoLeave => own.leave == 0 && !all_illness,
            RegisterSignKind::NoUnlawful => own.unlawful == 0 && !all_illness,
            RegisterSignKind::WrittenLate => measure >= by.delay.value,
        }
    };
    let sign = |kind: RegisterSignKind| {
        let (count, of) = match kind {
            RegisterSignKind::NotNoted => (own.class_days_missing, own.class_days),
            RegisterSignKind::NoLateness => (own.late, own.here),
            RegisterSignKind::AllIllness => (own.illness, own.absent()),
            RegisterSignKind::NoLeave | RegisterSignKind::NoUnlawful => (0, own.absent()),
            RegisterSignKind::WrittenLate => (own.median_delay().unwrap_or(0), own.marks_with_time()),
        };
        RegisterSign {
            kind,
            count,
            of,
            like: like_of(kind, like, by),
        }
    };
    RegisterSignKind::ALL
        .into_iter()
        .filter(|kind| holds(*kind))
        .map(sign)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordinary() -> Registration {
        Registration {
            pupils: 400,
            here: 20_000,
            late: 300,
            illness: 700,
            leave: 300,
            unlawful: 120,
            class_days: 1_000,
            class_days_missing: 12,
            delays: vec![(0, 900), (1, 100), (9, 4)],
        }
    }

    fn kinds(own: &Registration) -> Vec<RegisterSignKind> {
        let parameters = Parameters::shipped().unwrap();
        register_signs(own, &[], &parameters).iter().map(|s| s.kind).collect()
    }

    #[test]
    fn an_ordinary_register_is_said_nothing_about() {
        assert_eq!(kinds(&ordinary()), []);
        assert_eq!(kinds(&Registration::default()), []);
    }

    #[test]
    fn each_way_to_hide_is_said_once() {
        type Hide = fn(&mut Registration);
        let cases: [(Hide, RegisterSignKind); 6] = [
            (|r| r.late = 20, RegisterSignKind::NoLateness),
            (
                |r| (r.illness, r.leave, r.unlawful) = (990, 10, 0),
                RegisterSignKind::AllIllness,
            ),
            (|r| r.leave = 0, RegisterSignKind::NoLeave),
            (|r| r.unlawful = 0, RegisterSignKind::NoUnlawful),
            (
                |r| r.delays = vec![(7, 50), (0, 70), (3, 90)],
                RegisterSignKind::WrittenLate,
            ),
            (|r| r.class_days_missing = 80, RegisterSignKind::NotNoted),
        ];
        for (change, want) in cases {
            let mut own = ordinary();
            change(&mut own);
            assert_eq!(kinds(&own), [want]);
        }
    }

    #[test]
    fn a_small_register_or_a_short_time_says_nothing() {
        let mut own = Registration {
            late: 0,
            leave: 0,
            unlawful: 0,
            class_days_missing: 500,
            ..ordinary()
        };
        assert_eq!(kinds(&own).len(), 3);
        own.pupils = 4;
        assert_eq!(kinds(&own), []);
        let week_one = Registration {
            pupils: 400,
            here: 300,
            illness: 12,
            class_days: 20,
            class_days_missing: 3,
            delays: vec![(5, 12)],
            ..Registration::default()
        };
        assert_eq!(kinds(&week_one), []);
    }

    #[test]
    fn the_middle_delay_is_the_one_half_of_the_marks_reach() {
        let of = |delays: &[(u32, u32)]| {
            Registration {
                delays: delays.to_vec(),
                ..ordinary()
            }
            .median_delay()
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(0, 0)]), None);
        assert_eq!(of(&[(3, 1)]), Some(3));
        assert_eq!(of(&[(5, 2), (0, 2)]), Some(0));
        assert_eq!(of(&[(5, 3), (0, 2)]), Some(5));
    }

    #[test]
    fn like_schools_are_named_as_a_number_only_where_there_are_enough() {
        let parameters = Parameters::shipped().unwrap();
        let mut own = ordinary();
        own.late = 10;
        let (low, high) = (
            Registration {
                late: 200,
                ..ordinary()
            },
            Registration {
                late: 600,
                ..ordinary()
            },
        );
        let sentence = |like: &[&Registration], language| {
            let signs = register_signs(&own, like, &parameters);
            signs.first().unwrap().sentence(language)
        };
        assert_eq!(
            sentence(&[&low, &high], Language::Danish),
            "10 gange for sent på 20.000 elevdage: for sent fremmøde bliver næsten ikke noteret."
        );
        assert_eq!(
            sentence(&[&high, &low, &ordinary()], Language::English),
            "10 late arrivals in 20,000 pupil days: lateness is hardly noted. At the middle one of 3 similar schools it is \
             15 in 1,000."
        );
    }

    #[test]
    fn every_sign_has_a_sentence_and_advice_in_both_languages() {
        for kind in RegisterSignKind::ALL {
            for language in [Language::Danish, Language::English] {
                let like = Some(Like {
                    registers: 3,
                    middle: 7,
                });
                let sign = RegisterSign {
                    kind,
                    count: 41,
                    of: 4_321,
                    like,
                };
                let sentence = sign.sentence(language);
                assert!(
                    sentence.contains(&grouped(4_321, language)) && sentence.contains(" 7 "),
                    "{sentence}"
                );
                assert!(kind.advice(language).len() > 40);
            }
        }
    }
}
