//! How much a child is away in a school year, and how it is spread over the days.

use attendance::{Category, Provision};

use crate::dice::{Dice, For};
use crate::roster::Key;

/// How a year goes for one child. A word of this crate only: it is never written, shown or stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Ordinary,
    Steady,
    Gradual,
    Rapid,
    Beaded,
    LongIllness,
    SameWeekday,
    Truant,
}

/// Days away out of 200, as shares of children: a beta-binomial of most children and one of a small high group.
///
/// Source: `figures.md` 4.7, *Shape warning*: one beta-binomial alone puts far too few children above 20 %.
pub(crate) struct Spread {
    /// Share of children with at most so many days.
    cumulative: Vec<f64>,
}

const DAYS: u16 = 200;

impl Spread {
    /// General education: 2023/24-like.
    pub(crate) fn general() -> Self {
        Self::mixture(0.032, (0.0628, 23.0), (0.30, 8.0))
    }

    /// Special classes and schools: about 1.6 times as much.
    pub(crate) fn special() -> Self {
        Self::mixture(0.10, (0.091, 17.0), (0.31, 8.0))
    }

    fn mixture(high: f64, (mean, s): (f64, f64), (high_mean, high_s): (f64, f64)) -> Self {
        let (rest, top) = (beta_binomial(mean, s), beta_binomial(high_mean, high_s));
        let mut sum = 0.0;
        let cumulative = rest
            .into_iter()
            .zip(top)
            .map(|(r, t)| {
                sum += (1.0 - high) * r + high * t;
                sum
            })
            .collect();
        Self { cumulative }
    }

    /// Days out of 200 of the child with this place among so many, the least absent first.
    pub(crate) fn days(&self, place: u32, of: u32) -> u16 {
        let share = (f64::from(place) + 0.5) / f64::from(of.max(1));
        u16::try_from(self.cumulative.partition_point(|c| *c < share))
            .unwrap_or(DAYS)
            .min(DAYS)
    }
}

/// Probabilities of 0 to 200 days.
fn beta_binomial(mean: f64, s: f64) -> Vec<f64> {
    let (a, b, n) = (mean * s, (1.0 - mean) * s, f64::from(DAYS));
    let mut weight = 1.0;
    let mut weights = vec![weight];
    for k in 0..DAYS {
        let k = f64::from(k);
        weight *= (n - k) * (k + a) / ((k + 1.0) * (n - k - 1.0 + b));
        weights.push(weight);
    }
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

/// What lies in a child and its home, in thousandths of a standard deviation.
pub(crate) struct Leaning {
    /// All together: children are ranked by it.
    pub(crate) sum: i64,
    /// What stays from year to year.
    pub(crate) lasting: i64,
}

pub(crate) fn leaning(seed: u64, child: Key, household: Key, year: i16, grade: u8, level: i64) -> Leaning {
    let home = household.dice(seed, For::Trip).bell();
    let own = child.dice(seed, For::Child).bell();
    let this_year = child.dice_in(seed, For::ChildYear, year).bell();
    let stage = match grade {
        0 => 40,
        1..=3 => 0,
        4 | 5 => 60,
        6 => 130,
        7 => 260,
        8 => 340,
        _ => 380,
    };
    let lasting = (450 * home + 680 * own) / 1000;
    Leaning {
        sum: level + stage + lasting + 560 * this_year / 1000,
        lasting,
    }
}

impl Course {
    /// How the year goes for a child with so many days out of 200.
    pub(crate) fn of(days: u16, grade: u8, known: bool, dice: &mut Dice) -> Self {
        use Course::{Beaded, Gradual, LongIllness, Ordinary, Rapid, SameWeekday, Steady, Truant};
        const COURSES: [Course; 8] = [
            Ordinary,
            Steady,
            Gradual,
            Rapid,
            Beaded,
            LongIllness,
            SameWeekday,
            Truant,
        ];
        let truant = if grade >= 7 { 16 } else { 0 };
        let weights = match (days, known) {
            (0..10, _) => return Ordinary,
            (10..21, _) => [84, 0, 5, 0, 4, 2, 4, truant / 3],
            (21..40, true) => [0, 56, 4, 0, 16, 6, 10, truant],
            (21..40, false) => [34, 4, 22, 8, 13, 8, 6, truant],
            (_, true) => [0, 52, 12, 4, 24, 8, 0, truant / 3],
            (_, false) => [0, 4, 40, 26, 20, 10, 0, truant / 4],
        };
        COURSES.get(dice.weighted(&weights)).copied().unwrap_or(Ordinary)
    }

    /// Whether it has a day on which it begins.
    pub(crate) const fn begins(self) -> bool {
        matches!(self, Self::Gradual | Self::Rapid | Self::Beaded)
    }

    /// The category one spell is entered as in the end.
    pub(crate) fn category(self, days: u16, dice: &mut Dice) -> Category {
        let unlawful = match (self, days) {
            (Self::Truant, _) => 700,
            (Self::LongIllness, _) => 40,
            (_, 0..10) => 60,
            (_, 10..21) => 100,
            (_, 21..40) => 180,
            _ => 290,
        };
        if dice.permille(unlawful) {
            Category::Unlawful
        } else {
            Category::Illness
        }
    }

    /// How many school days one spell lasts.
    pub(crate) fn length(self, dice: &mut Dice) -> u32 {
        let weights: [u32; 9] = match self {
            Self::Truant | Self::SameWeekday => [85, 12, 3, 0, 0, 0, 0, 0, 0],
            Self::Gradual | Self::Beaded | Self::Steady => [48, 24, 13, 7, 5, 1, 1, 1, 0],
            _ => [40, 26, 15, 8, 6, 2, 1, 1, 1],
        };
        u32::try_from(dice.weighted(&weights)).unwrap_or(0) + 1
    }
}

/// The weights of the days of one child's year for one kind of course.
pub(crate) struct Shape {
    /// One weight a school day.
    pub(crate) weights: Vec<u32>,
    /// The first day of what begins, as a place among the days.
    pub(crate) onset: Option<usize>,
    /// One long spell, as first place and length.
    pub(crate) block: Option<(usize, u32)>,
}

impl Shape {
    /// `weekdays` are 1 to 5, one a school day; `days` how many of 200 are to be missed.
    pub(crate) fn of(course: Course, weekdays: &[i8], days: u16, dice: &mut Dice) -> Self {
        let n = weekdays.len();
        let missed = (usize::from(days) * n).div_ceil(200);
        let latest = n.saturating_sub(missed * 5 / 4 + 12).max(4);
        let mut shape = Self {
            weights: vec![100; n],
            onset: None,
            block: None,
        };
        match course {
            Course::Ordinary => shape.weigh(|i| if weekday(weekdays, i) % 4 == 1 { 118 } else { 100 }),
            Course::Steady => shape.weigh(|i| if weekday(weekdays, i) == 1 { 150 } else { 100 }),
            Course::LongIllness => {
                let length = dice
                    .between(12, 34)
                    .min(u32::try_from(missed * 4 / 5).unwrap_or(0))
                    .max(4);
                shape.block = Some((dice.index(n.saturating_sub(length as usize).max(1)), length));
            }
            Course::SameWeekday | Course::Truant => {
                let chosen = if dice.permille(600) {
                    if dice.permille(500) { 1 } else { 5 }
                } else {
                    i8::try_from(dice.between(2, 4)).unwrap_or(3)
                };
                let weight = if course == Course::Truant { 350 } else { 1200 };
                shape.weigh(|i| if weekday(weekdays, i) == chosen { weight } else { 100 });
            }
            Course::Gradual => {
                let onset = dice.index(latest).max(3);
                shape.onset = Some(onset);
                shape.weigh(|i| 12 + weight_since(i, onset).min(60) * 5);
            }
            Course::Rapid => {
                let onset = dice.index(latest).max(3);
                shape.onset = Some(onset);
                shape.block = Some((onset + 8, u32::try_from(missed * 4 / 5).unwrap_or(0)));
                shape.weigh(|i| {
                    if (onset.saturating_sub(4)..onset + 8).contains(&i) {
                        300
                    } else {
                        20
                    }
                });
            }
            Course::Beaded => {
                let onset = dice.index(latest.min(n / 2).max(4)).max(3);
                shape.onset = Some(onset);
                let mut at = onset;
                shape.weigh(|i| if i < onset { 20 } else { 8 });
                while at < n {
                    let episode = dice.between(5, 16) as usize;
                    for weight in shape.weights.iter_mut().skip(at).take(episode) {
                        *weight = 240;
                    }
                    at += episode + dice.between(9, 20) as usize;
                }
            }
        }
        shape
    }

    fn weigh(&mut self, weight: impl Fn(usize) -> u32) {
        for (i, w) in self.weights.iter_mut().enumerate() {
            *w = weight(i);
        }
    }
}

fn weekday(weekdays: &[i8], i: usize) -> i8 {
    weekdays.get(i).copied().unwrap_or(3)
}

fn weight_since(i: usize, onset: usize) -> u32 {
    u32::try_from(i.saturating_sub(onset)).unwrap_or(0)
}

/// Whether absence is ranked among general or among special provision.
pub(crate) fn is_special(provision: Provision) -> bool {
    provision != Provision::General
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_groups_give_the_tail_that_one_group_cannot() {
        let share = |spread: &Spread, days: usize| 1.0 - spread.cumulative[days];
        let general = Spread::general();
        assert!((0.19..0.22).contains(&share(&general, 20)), "{}", share(&general, 20));
        assert!((0.037..0.048).contains(&share(&general, 40)), "{}", share(&general, 40));
        // fitted to the same mean and share above 10 %, one group has far too short a tail
        let one = Spread::mixture(0.0, (0.072, 40.0), (0.3, 8.0));
        assert!((0.21..0.225).contains(&share(&one, 20)), "{}", share(&one, 20));
        assert!(share(&one, 40) < 0.015, "{}", share(&one, 40));
    }

    #[test]
    fn the_last_in_line_has_the_most_days() {
        let spread = Spread::general();
        let days: Vec<u16> = (0..500).map(|i| spread.days(i, 500)).collect();
        assert!(days.is_sorted());
        assert!(days[0] <= 1 && days[499] > 60);
    }
}
