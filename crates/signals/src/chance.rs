//! Beyond chance: an exact test in whole numbers of whether a class has more than its own normal and the season give.
//!
//! In plain words: everything that happened in the class and in the rest of the school, before and now, is put in one
//! bag. If the class only followed its own normal and the school's season, it would be chance which of the class's
//! events fell in the newest days. The test counts how often so many or more would fall there, and asks that to be
//! rarer than once in five hundred.

/// Events of the class and of the rest, before and now, with the pupil-weeks in which each could have happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) new: Count,
    pub(crate) before: Count,
    pub(crate) rest_new: Count,
    pub(crate) rest_before: Count,
}

/// How often something happened, and how often it could have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) events: u32,
    pub(crate) asked: u32,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.events = self.events.saturating_add(other.events);
        self.asked = self.asked.saturating_add(other.asked);
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self {
            events: self.events.saturating_sub(other.events),
            asked: self.asked.saturating_sub(other.asked),
        }
    }

    /// What this rate gives in as much as another count was asked; in thousandths.
    pub(crate) fn thousandths_in(self, asked: u32) -> u32 {
        let all = u64::from(self.events) * u64::from(asked) * 1_000;
        u32::try_from(all / u64::from(self.asked.max(1))).unwrap_or(u32::MAX)
    }
}

/// The weight of what was seen. Large enough that what rounding takes or gives is far below once in a million.
const ONE: u128 = 1 << 64;

const fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Table {
    /// Whether the class has at least `times` per cent of what its own normal and the season give.
    pub(crate) fn is_more(&self, times: u32) -> bool {
        let [new, before, rest_new, rest_before] = [self.new, self.before, self.rest_new, self.rest_before]
            .map(|c| (u128::from(c.events), u128::from(c.asked)));
        // new / asked against (before / asked) · (rest new / asked) / (rest before / asked), without a division.
        let seen = new.0 * before.1 * rest_new.1 * rest_before.0 * 100;
        let given = before.0 * new.1 * rest_new.0 * rest_before.1 * u128::from(times);
        seen >= given
    }

    /// Whether so many or more would come by chance at most once in so many times.
    ///
    /// Exact up to rounding, and rounding is always against the sign. Asked of what [`Table::is_more`] holds for.
    pub(crate) fn is_beyond_chance(&self, once_in: u32) -> bool {
        let [new, before, rest_new, rest_before] =
            [self.new, self.before, self.rest_new, self.rest_before].map(|c| u128::from(c.events));
        let class = new + before;
        let rest = rest_new + rest_before;
        let recent = new + rest_new;
        let (least, most) = (recent.saturating_sub(rest), recent.min(class));
        // How many times likelier an event of the class is to be a new one than an event of the rest, by what was asked.
        let mut up = u128::from(self.new.asked) * u128::from(self.rest_before.asked);
        let mut down = u128::from(self.before.asked) * u128::from(self.rest_new.asked);
        if up == 0 || down == 0 {
            return false;
        }
        let shared = common(up, down);
        (up, down) = (up / shared, down / shared);
        let step = |k: u128| {
            // From k to k + 1 new events of the class.
            let more = (class - k).checked_mul(recent - k)?.checked_mul(up)?;
            let fewer = (k + 1).checked_mul(rest + k + 1 - recent)?.checked_mul(down)?;
            Some((more, fewer))
        };
        let (mut tail, mut weight) = (ONE, ONE);
        for k in new..most {
            let Some(next) = step(k).and_then(|(more, fewer)| Some(weight.checked_mul(more)?.div_ceil(fewer))) else {
                return false;
            };
            weight = next;
            let Some(sum) = tail.checked_add(weight) else {
                return false;
            };
            tail = sum;
        }
        let Some(wanted) = tail.checked_mul(u128::from(once_in.saturating_sub(1))) else {
            return false;
        };
        let (mut below, mut weight) = (0_u128, ONE);
        let mut k = new;
        while k > least && weight > 0 {
            k -= 1;
            let Some(next) = step(k).and_then(|(more, fewer)| Some(weight.checked_mul(fewer)? / more)) else {
                // Too heavy to be held: what was seen is rare beyond any doubt, unless the tail is as heavy.
                return below >= wanted;
            };
            weight = next;
            below = below.saturating_add(weight);
            if below >= wanted {
                return true;
            }
        }
        below >= wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(new: u32, before: u32, rest_new: u32, rest_before: u32) -> Table {
        let count = |events, asked| Count { events, asked };
        Table {
            new: count(new, 100),
            before: count(before, 500),
            rest_new: count(rest_new, 400),
            rest_before: count(rest_before, 2_000),
        }
    }

    /// The tail of the same test in floating point, for comparison only.
    fn plain(table: &Table) -> f64 {
        let (new, class) = (table.new.events, table.new.events + table.before.events);
        let rest = table.rest_new.events + table.rest_before.events;
        let recent = table.new.events + table.rest_new.events;
        let choose = |n: u32, k: u32| (1..=k).map(|i| (f64::from(n - k + i) / f64::from(i)).ln()).sum::<f64>();
        let odds = (f64::from(table.new.asked) * f64::from(table.rest_before.asked)
            / f64::from(table.before.asked)
            / f64::from(table.rest_new.asked))
        .ln();
        let log = |k: u32| choose(class, k) + choose(rest, recent - k) + f64::from(k) * odds;
        let range = recent.saturating_sub(rest)..=recent.min(class);
        let top = range.clone().map(log).fold(f64::MIN, f64::max);
        let sum = |from: u32| {
            range
                .clone()
                .filter(|k| *k >= from)
                .map(|k| (log(k) - top).exp())
                .sum::<f64>()
        };
        sum(new) / sum(0)
    }

    #[test]
    fn the_whole_number_test_is_the_exact_test() {
        let (mut beyond, mut within) = (0, 0);
        for new in 0..40 {
            for before in [0, 5, 30, 60, 120] {
                for (rest_new, rest_before) in [(0, 0), (0, 20), (12, 60), (50, 200), (200, 900)] {
                    let mut one = table(new, before, rest_new, rest_before);
                    one.rest_new.asked = 350;
                    if !one.is_more(100) {
                        continue;
                    }
                    let exact = plain(&one);
                    for once_in in [20_u32, 1_000, 100_000] {
                        let border = 1.0 / f64::from(once_in);
                        if (exact - border).abs() > border / 1_000.0 {
                            assert_eq!(one.is_beyond_chance(once_in), exact < border, "{one:?} {exact}");
                            *(if exact < border { &mut beyond } else { &mut within }) += 1;
                        }
                    }
                }
            }
        }
        assert!(beyond > 100 && within > 100, "{beyond} {within}");
    }

    #[test]
    fn season_is_not_beyond_chance() {
        // Twice as many everywhere: a wave.
        assert!(!table(40, 100, 160, 400).is_more(150));
        assert!(!table(40, 100, 160, 400).is_beyond_chance(1_000));
        // Twice as many in the class only.
        assert!(table(40, 100, 80, 400).is_more(150));
        assert!(table(44, 100, 80, 400).is_beyond_chance(1_000));
        // Where nothing else is noted nothing can be said.
        assert!(!table(10, 0, 0, 0).is_beyond_chance(1_000));
        assert!(!Table::default().is_beyond_chance(1_000));
    }
}
