//! The arithmetic of one block, over any width of lanes.
//!
//! Every function here is `#[inline(always)]` and none uses a closure: a function that is not inlined, and a closure
//! always, is compiled without the instructions of the instance that calls it.

use crate::kind::DayWeight;

/// Pupils in a block.
pub(super) const LANES: usize = 8;
/// Words of a plane: 256 school days.
pub(super) const WORDS: usize = 4;
/// Windows of the contract.
pub(super) const WINDOWS: usize = 3;
/// Columns of one window.
pub(super) const COLUMNS: usize = 9;

/// One word of one plane for the eight pupils of a block: one cache line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, align(64))]
pub(super) struct Line(pub [u64; LANES]);

/// The columns of the eight pupils of a block, window by window in the order of [`crate::Window::ALL`] as kept here:
/// quarter, rolling, school year; in each `school_days`, `school_days_so_far`, illness, leave, unlawful, late,
/// left early, spells, longest spell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(16))]
pub(super) struct Columns(pub [[u16; LANES]; WINDOWS * COLUMNS]);

/// What the day of seeing makes of one kind of pupil: which days count in each window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Days of the school year so far.
    pub year: [u64; WORDS],
    /// Of these, the ones whose notes were not all taken.
    pub year_unnoted: [u64; WORDS],
    /// Days of the quarter so far, from the quarter's place on.
    pub quarter: u64,
    /// Of these, the ones whose notes were not all taken.
    pub quarter_unnoted: u64,
    /// The last 20 days, from the last days' place on.
    pub rolling: u64,
    /// Of these, the ones whose notes were not all taken.
    pub rolling_unnoted: u64,
    /// Days of each window in all, and so far.
    pub days: [[u16; 2]; WINDOWS],
}

/// The blocks of one group, ready to be counted.
pub(super) struct Work<'a> {
    /// The planes, `planes * WORDS` lines a block.
    pub lines: &'a [Line],
    /// Per block and lane: the place in `seen`.
    pub rows: &'a [[u32; LANES]],
    /// What counts for whom.
    pub seen: &'a [Seen],
    /// First day of the quarter's word, at most 192.
    pub quarter: u32,
    /// First day of the last days' word, at most 192.
    pub rolling: u32,
    /// Whether the pupils have two notes a day.
    pub two: bool,
    /// What one missed note weighs.
    pub weight: DayWeight,
}

/// A few pupils side by side, one word each.
pub(super) trait Lanes: Copy {
    /// How many pupils.
    const COUNT: usize;
    /// The words of a line from a lane on.
    fn load(line: &Line, lane: usize) -> Self;
    /// The same word for all.
    fn splat(word: u64) -> Self;
    /// Writes the words to a line from a lane on.
    fn store(self, line: &mut Line, lane: usize);
    /// Writes counts below 65,536 from a lane on.
    fn store_counts(self, counts: &mut [u16; LANES], lane: usize);
    /// Both.
    fn and(self, other: Self) -> Self;
    /// Either.
    fn or(self, other: Self) -> Self;
    /// This without the other.
    fn without(self, other: Self) -> Self;
    /// Sum, modulo 2^64.
    fn add(self, other: Self) -> Self;
    /// Difference, modulo 2^64.
    fn sub(self, other: Self) -> Self;
    /// To later days, by fewer than 64.
    fn later(self, days: u32) -> Self;
    /// To earlier days, by fewer than 64.
    fn earlier(self, days: u32) -> Self;
    /// How many bits are set, pupil by pupil.
    fn ones(self) -> Self;
    /// Whether any bit of any pupil is set.
    fn any(self) -> bool;
    /// All bits for a pupil with any bit.
    fn nonzero(self) -> Self;
}

impl Lanes for u64 {
    const COUNT: usize = 1;

    #[inline(always)]
    fn load(line: &Line, lane: usize) -> Self {
        line.0[lane]
    }

    #[inline(always)]
    fn splat(word: u64) -> Self {
        word
    }

    #[inline(always)]
    fn store(self, line: &mut Line, lane: usize) {
        line.0[lane] = self;
    }

    #[inline(always)]
    fn store_counts(self, counts: &mut [u16; LANES], lane: usize) {
        counts[lane] = u16::try_from(self).unwrap_or(u16::MAX);
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        self | other
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        self & !other
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    #[inline(always)]
    fn later(self, days: u32) -> Self {
        self << days
    }

    #[inline(always)]
    fn earlier(self, days: u32) -> Self {
        self >> days
    }

    #[inline(always)]
    fn ones(self) -> Self {
        u64::from(self.count_ones())
    }

    #[inline(always)]
    fn any(self) -> bool {
        self != 0
    }

    #[inline(always)]
    fn nonzero(self) -> Self {
        if self == 0 { 0 } else { u64::MAX }
    }
}

#[inline(always)]
fn union<L: Lanes, const W: usize>(words: &[L; W]) -> L {
    let mut all = words[0];
    for word in &words[1..] {
        all = all.or(*word);
    }
    all
}

#[inline(always)]
fn both<L: Lanes, const W: usize>(a: &[L; W], b: &[L; W]) -> [L; W] {
    let mut out = *a;
    for i in 0..W {
        out[i] = a[i].and(b[i]);
    }
    out
}

/// All days moved to earlier ones, across words.
#[inline(always)]
fn earlier<L: Lanes, const W: usize>(words: &[L; W], days: u32) -> [L; W] {
    let (skip, bits) = ((days / 64) as usize, days % 64);
    let mut out = [L::splat(0); W];
    for i in 0..W {
        if i + skip < W {
            out[i] = words[i + skip];
            if bits > 0 {
                out[i] = out[i].earlier(bits);
                if i + skip + 1 < W {
                    out[i] = out[i].or(words[i + skip + 1].later(64 - bits));
                }
            }
        }
    }
    out
}

/// All days moved to the next one, across words.
#[inline(always)]
fn next_day<L: Lanes, const W: usize>(words: &[L; W]) -> [L; W] {
    let mut out = *words;
    for i in 0..W {
        out[i] = words[i].later(1);
        if i > 0 {
            out[i] = out[i].or(words[i - 1].earlier(63));
        }
    }
    out
}

/// The longest run of each pupil: where it begins, its length, and all bits for a pupil who has one.
struct Longest<L, const W: usize> {
    begins: [L; W],
    length: L,
    is_there: L,
}

// Each level is given the days on which a run of at least so many days begins. It asks the level of twice as many first,
// and then whether the run that one found has as many days more before it.
macro_rules! level {
    ($name:ident, $days:literal, $twice:ident) => {
        #[inline(always)]
        fn $name<L: Lanes, const W: usize>(begins: &[L; W]) -> Longest<L, W> {
            let twice = both(begins, &earlier(begins, $days));
            if !union(&twice).any() {
                let is_there = union(begins).nonzero();
                return Longest {
                    begins: *begins,
                    length: is_there.and(L::splat($days)),
                    is_there,
                };
            }
            let found = $twice(&twice);
            let mut longer = earlier(&found.begins, $days);
            for i in 0..W {
                longer[i] = begins[i].without(found.is_there.without(longer[i]));
            }
            let is_longer = union(&longer).nonzero();
            for i in 0..W {
                longer[i] = longer[i].or(found.begins[i].without(is_longer));
            }
            Longest {
                begins: longer,
                length: found.length.add(is_longer.and(L::splat($days))),
                is_there: found.is_there.or(is_longer),
            }
        }
    };
}
level!(runs_of_1, 1, runs_of_2);
level!(runs_of_2, 2, runs_of_4);
level!(runs_of_4, 4, runs_of_8);
level!(runs_of_8, 8, runs_of_16);
level!(runs_of_16, 16, runs_of_32);
level!(runs_of_32, 32, runs_of_64);
level!(runs_of_64, 64, runs_of_128);
level!(runs_of_128, 128, runs_of_256);

#[inline(always)]
fn runs_of_256<L: Lanes, const W: usize>(begins: &[L; W]) -> Longest<L, W> {
    let is_there = union(begins).nonzero();
    Longest {
        begins: *begins,
        length: is_there.and(L::splat(256)),
        is_there,
    }
}

/// The most absent days between two days of presence, where days that were not noted lie among them: one pupil.
fn longest_over_unnoted<const W: usize>(absent: &[Line; W], unnoted: &[Line; W], lane: usize) -> u64 {
    let (mut longest, mut current) = (0, 0);
    for i in 0..W {
        let (away, mut run) = (absent[i].0[lane], absent[i].0[lane] | unnoted[i].0[lane]);
        if run & 1 == 0 {
            current = 0;
        }
        while run != 0 {
            let first = run.trailing_zeros();
            if first > 0 {
                current = 0;
            }
            let length = (run >> first).trailing_ones();
            let part = if length == 64 {
                u64::MAX
            } else {
                ((1 << length) - 1) << first
            };
            current += (away & part).count_ones();
            longest = longest.max(current);
            run &= !part;
            if first + length < 64 {
                current = 0;
            }
        }
    }
    u64::from(longest)
}

/// The planes of a block in the order kept: one-note pupils have no category at the end note.
struct Planes<L, const W: usize> {
    low: [L; W],
    high: [L; W],
    late: [L; W],
    left_early: [L; W],
    end_low: [L; W],
    end_high: [L; W],
}

/// Illness, leave, unlawful, late, left early, spells and longest spell of one window.
#[inline(always)]
fn window<L: Lanes, const W: usize, const TWO: bool>(
    planes: &Planes<L, W>,
    days: &[L; W],
    not_noted: &[L; W],
    weight: DayWeight,
) -> [L; 7] {
    let zero = L::splat(0);
    let (mut lows, mut highs, mut boths, mut late, mut left_early) = (zero, zero, zero, zero, zero);
    let mut absent = [zero; W];
    for i in 0..W {
        late = late.add(planes.late[i].and(days[i]).ones());
        left_early = left_early.add(planes.left_early[i].and(days[i]).ones());
        let (low, high) = (planes.low[i].and(days[i]), planes.high[i].and(days[i]));
        let start = low.or(high);
        absent[i] = start;
        if !TWO || weight == DayWeight::Start {
            lows = lows.add(low.ones());
            highs = highs.add(high.ones());
            boths = boths.add(low.and(high).ones());
            continue;
        }
        let (end_low, end_high) = (planes.end_low[i].and(days[i]), planes.end_high[i].and(days[i]));
        let end = end_low.or(end_high);
        match weight {
            DayWeight::Half => {
                lows = lows.add(low.ones()).add(end_low.ones());
                highs = highs.add(high.ones()).add(end_high.ones());
                boths = boths.add(low.and(high).ones()).add(end_low.and(end_high).ones());
                absent[i] = start.or(end);
            }
            // The three categories cannot be told from counts of planes here: what is added up is a set of days.
            DayWeight::Any => {
                let unlawful = low.and(high).or(end_low.and(end_high)).ones();
                lows = lows
                    .add(low.without(high).or(end_low.without(end_high)).ones())
                    .add(unlawful);
                highs = highs
                    .add(high.without(low).or(end_high.without(end_low)).ones())
                    .add(unlawful);
                boths = boths.add(unlawful);
                absent[i] = start.or(end);
            }
            DayWeight::Both | DayWeight::Start => {
                let unlawful = low.and(high).and(end_low.and(end_high)).ones();
                lows = lows
                    .add(low.without(high).and(end_low.without(end_high)).ones())
                    .add(unlawful);
                highs = highs
                    .add(high.without(low).and(end_high.without(end_low)).ones())
                    .add(unlawful);
                boths = boths.add(unlawful);
                absent[i] = start.and(end);
            }
        }
    }
    let (mut illness, mut leave, mut unlawful) = (lows.sub(boths), highs.sub(boths), boths);
    if !TWO || weight != DayWeight::Half {
        (illness, leave, unlawful) = (illness.add(illness), leave.add(leave), unlawful.add(unlawful));
    }
    let [spells, longest] = spells(&absent, not_noted);
    [illness, leave, unlawful, late, left_early, spells, longest]
}

/// How many spells, and the days of the longest: a not-noted day without absence is passed over.
#[inline(always)]
fn spells<L: Lanes, const W: usize>(absent: &[L; W], not_noted: &[L; W]) -> [L; 2] {
    let zero = L::splat(0);
    let after = next_day(absent);
    let (mut begins, mut passed) = (*absent, *absent);
    for i in 0..W {
        begins[i] = absent[i].without(after[i]);
        passed[i] = not_noted[i].without(absent[i]);
    }
    let mut resumed = zero;
    if union(&passed).any() {
        // A run of passed-over days that follows a day of absence is one number of ones; adding one to it puts a bit on
        // the day after the run.
        let mut carry = zero;
        let mut over = [zero; W];
        for i in 0..W {
            let entered = after[i].and(passed[i]);
            // Both cannot be added at once without losing a carry; the carry only ever meets the lowest bit.
            let part = passed[i].add(entered);
            let sum = part.add(carry);
            let overflow = passed[i].or(entered).without(part).or(part.without(sum)).earlier(63);
            over[i] = sum.without(passed[i]).and(absent[i]);
            begins[i] = begins[i].without(over[i]);
            resumed = resumed.or(over[i]);
            carry = overflow;
        }
    }
    let mut count = zero;
    for begin in &begins {
        count = count.add(begin.ones());
    }
    let mut longest = runs_of_1(absent).length;
    if resumed.any() {
        longest = resume(absent, &passed, resumed, longest);
    }
    [count, longest]
}

/// Counts the longest spell anew for the few pupils with a spell that passes over a not-noted day.
#[inline(always)]
fn resume<L: Lanes, const W: usize>(absent: &[L; W], passed: &[L; W], resumed: L, longest: L) -> L {
    let (mut away, mut over) = ([Line::default(); W], [Line::default(); W]);
    let (mut which, mut lengths) = (Line::default(), Line::default());
    for i in 0..W {
        absent[i].store(&mut away[i], 0);
        passed[i].store(&mut over[i], 0);
    }
    resumed.store(&mut which, 0);
    longest.store(&mut lengths, 0);
    for lane in 0..L::COUNT {
        if which.0[lane] != 0 {
            lengths.0[lane] = longest_over_unnoted(&away, &over, lane);
        }
    }
    L::load(&lengths, 0)
}

/// One word from any day on.
#[inline(always)]
fn word_at<L: Lanes>(words: &[L; WORDS], first: u32) -> [L; 1] {
    let bits = first % 64;
    let (low, high) = match first / 64 {
        0 => (words[0], words[1]),
        1 => (words[1], words[2]),
        2 => (words[2], words[3]),
        _ => (words[3], L::splat(0)),
    };
    if bits == 0 {
        [low]
    } else {
        [low.earlier(bits).or(high.later(64 - bits))]
    }
}

#[inline(always)]
fn plane<L: Lanes>(lines: &[Line], plane: usize, lane: usize) -> [L; WORDS] {
    let mut words = [L::splat(0); WORDS];
    for i in 0..WORDS {
        words[i] = L::load(&lines[plane * WORDS + i], lane);
    }
    words
}

#[inline(always)]
fn narrow<L: Lanes>(planes: &Planes<L, WORDS>, first: u32) -> Planes<L, 1> {
    Planes {
        low: word_at(&planes.low, first),
        high: word_at(&planes.high, first),
        late: word_at(&planes.late, first),
        left_early: word_at(&planes.left_early, first),
        end_low: word_at(&planes.end_low, first),
        end_high: word_at(&planes.end_high, first),
    }
}

/// The masks of a window for a few pupils.
struct Masks<L> {
    year: [L; WORDS],
    year_unnoted: [L; WORDS],
    quarter: [L; 1],
    quarter_unnoted: [L; 1],
    rolling: [L; 1],
    rolling_unnoted: [L; 1],
}

/// Eight pupils of one kind see the same days: most blocks.
#[inline(always)]
fn same<L: Lanes>(seen: &Seen) -> Masks<L> {
    let (mut year, mut year_unnoted) = ([L::splat(0); WORDS], [L::splat(0); WORDS]);
    for i in 0..WORDS {
        year[i] = L::splat(seen.year[i]);
        year_unnoted[i] = L::splat(seen.year_unnoted[i]);
    }
    Masks {
        year,
        year_unnoted,
        quarter: [L::splat(seen.quarter)],
        quarter_unnoted: [L::splat(seen.quarter_unnoted)],
        rolling: [L::splat(seen.rolling)],
        rolling_unnoted: [L::splat(seen.rolling_unnoted)],
    }
}

/// The pupils of several classes, or some enrolled for a part of the year.
#[inline(always)]
fn mixed<L: Lanes>(seen: &[Seen], rows: &[u32; LANES], lane: usize) -> Masks<L> {
    let mut lines = [Line::default(); 2 * WORDS + 4];
    for at in 0..L::COUNT {
        let Some(seen) = seen.get(rows[lane + at] as usize) else {
            continue;
        };
        for i in 0..WORDS {
            lines[i].0[at] = seen.year[i];
            lines[WORDS + i].0[at] = seen.year_unnoted[i];
        }
        lines[2 * WORDS].0[at] = seen.quarter;
        lines[2 * WORDS + 1].0[at] = seen.quarter_unnoted;
        lines[2 * WORDS + 2].0[at] = seen.rolling;
        lines[2 * WORDS + 3].0[at] = seen.rolling_unnoted;
    }
    Masks {
        year: plane(&lines, 0, 0),
        year_unnoted: plane(&lines, 1, 0),
        quarter: [L::load(&lines[2 * WORDS], 0)],
        quarter_unnoted: [L::load(&lines[2 * WORDS + 1], 0)],
        rolling: [L::load(&lines[2 * WORDS + 2], 0)],
        rolling_unnoted: [L::load(&lines[2 * WORDS + 3], 0)],
    }
}

#[inline(always)]
fn block<L: Lanes, const TWO: bool>(work: &Work<'_>, lines: &[Line], rows: &[u32; LANES], out: &mut Columns) {
    let alike = rows.iter().fold(0, |differ, row| differ | (row ^ rows[0])) == 0;
    let mut lane = 0;
    while lane < LANES {
        let none = [L::splat(0); WORDS];
        let planes = Planes {
            low: plane(lines, 0, lane),
            high: plane(lines, 1, lane),
            late: plane(lines, 2, lane),
            left_early: plane(lines, 3, lane),
            end_low: if TWO { plane(lines, 4, lane) } else { none },
            end_high: if TWO { plane(lines, 5, lane) } else { none },
        };
        let masks: Masks<L> = match work.seen.get(rows[0] as usize) {
            Some(seen) if alike => same(seen),
            _ => mixed(work.seen, rows, lane),
        };
        let quarter = narrow(&planes, work.quarter);
        let counts = window::<L, 1, TWO>(&quarter, &masks.quarter, &masks.quarter_unnoted, work.weight);
        for (i, count) in counts.iter().enumerate() {
            count.store_counts(&mut out.0[2 + i], lane);
        }
        let rolling = narrow(&planes, work.rolling);
        let counts = window::<L, 1, TWO>(&rolling, &masks.rolling, &masks.rolling_unnoted, work.weight);
        for (i, count) in counts.iter().enumerate() {
            count.store_counts(&mut out.0[COLUMNS + 2 + i], lane);
        }
        let counts = window::<L, WORDS, TWO>(&planes, &masks.year, &masks.year_unnoted, work.weight);
        for (i, count) in counts.iter().enumerate() {
            count.store_counts(&mut out.0[2 * COLUMNS + 2 + i], lane);
        }
        lane += L::COUNT;
    }
    for (lane, row) in rows.iter().enumerate() {
        if let Some(seen) = work.seen.get(*row as usize) {
            for (window, [all, so_far]) in seen.days.iter().enumerate() {
                out.0[window * COLUMNS][lane] = *all;
                out.0[window * COLUMNS + 1][lane] = *so_far;
            }
        }
    }
}

/// How many planes a block of such pupils has.
pub(super) const fn planes_kept(two: bool) -> usize {
    if two { 6 } else { 4 }
}

/// Counts every block of a group.
#[inline(always)]
pub(super) fn pass<L: Lanes>(work: &Work<'_>, out: &mut [Columns]) {
    if work.two {
        let blocks = work.lines.chunks_exact(planes_kept(true) * WORDS);
        for ((lines, rows), out) in blocks.zip(work.rows).zip(out) {
            block::<L, true>(work, lines, rows, out);
        }
    } else {
        let blocks = work.lines.chunks_exact(planes_kept(false) * WORDS);
        for ((lines, rows), out) in blocks.zip(work.rows).zip(out) {
            block::<L, false>(work, lines, rows, out);
        }
    }
}
