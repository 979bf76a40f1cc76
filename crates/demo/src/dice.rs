//! Throws of dice that are always the same for the same seed: whole numbers only, so the same on every machine.

/// SplitMix64 (Steele, Lea and Flood 2014), keyed by what is thrown for, so that no throw depends on how many came
/// before it for somebody else.
#[derive(Clone)]
pub(crate) struct Dice(u64);

/// What is thrown for; one constant each, so that two questions about one child never share their throws.
#[derive(Clone, Copy)]
pub(crate) enum For {
    Seat,
    Event,
    Entry,
    Link,
    Person,
    Household,
    Child,
    ChildYear,
    Course,
    Trip,
    Wave,
    ClassWave,
    Noting,
    Graduate,
    Telling,
    Teacher,
}

impl Dice {
    /// Dice for one question about one thing.
    pub(crate) fn of(seed: u64, what: For, parts: &[u64]) -> Self {
        let mut dice = Self(seed ^ ((what as u64 + 1) << 56));
        for part in parts {
            dice.0 = dice.next() ^ *part;
        }
        Self(dice.next())
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from 0 to below `n`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        u32::try_from(((self.next() >> 32) * u64::from(n)) >> 32).unwrap_or(0)
    }

    /// The same for an index.
    pub(crate) fn index(&mut self, n: usize) -> usize {
        self.below(u32::try_from(n).unwrap_or(u32::MAX)) as usize
    }

    /// A whole number in a range, both ends included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn permille(&mut self, chance: u32) -> bool {
        self.below(1000) < chance
    }

    /// A bell curve round 0 with a standard deviation of 1000: the sum of twelve even throws.
    pub(crate) fn bell(&mut self) -> i64 {
        let mut sum = 0_i64;
        for _ in 0..3 {
            let bits = self.next();
            for part in 0..4 {
                sum += i64::try_from((bits >> (16 * part)) & 0xffff).unwrap_or(0);
            }
        }
        (sum - 6 * 65_535) * 1000 / 65_536
    }

    /// Which of these, each as likely as its weight.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            if left < *weight {
                return i;
            }
            left -= weight;
        }
        0
    }

    /// One of a list of words.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.index(words.len())).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_curve_has_the_mean_and_spread_it_says() {
        let mut dice = Dice::of(7, For::Child, &[1]);
        let throws: Vec<i64> = (0..20_000).map(|_| dice.bell()).collect();
        let mean = throws.iter().sum::<i64>() / 20_000;
        let square = throws.iter().map(|t| t * t).sum::<i64>() / 20_000;
        assert!(mean.abs() < 30, "{mean}");
        assert!((940_000..1_060_000).contains(&square), "{square}");
    }

    #[test]
    fn two_questions_about_one_child_are_thrown_apart() {
        let a = Dice::of(7, For::Child, &[1, 2]).next();
        assert_ne!(a, Dice::of(7, For::Course, &[1, 2]).next());
        assert_ne!(a, Dice::of(7, For::Child, &[2, 1]).next());
        assert_eq!(a, Dice::of(7, For::Child, &[1, 2]).next());
    }
}
