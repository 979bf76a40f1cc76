//! All pupils of a school year at once: the measures of the contract from blocks of eight pupils.
//!
//! A block holds eight pupils of one school who have as many notes a day, on one page of 256 school days: the school
//! year, and before it as many days of the year before as there is room for, so that the last 20 days and a July have
//! their history. One word of one plane of the eight is one cache line. What the day of seeing and the class's
//! registers make of a day is the same for nearly all pupils of a class, so it is kept once and named by number.
//!
//! A pupil the page cannot hold (a change of school or of notes within the year) is measured by [`Track`], and so is one
//! whose window reaches further back than the page on this day; [`Screened::aside`] says how many.
#![expect(
    clippy::indexing_slicing,
    reason = "arrays of a length known here, in loops over that length: a checked access would be a branch a word"
)]

mod lanes;
#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::calendar::{Calendar, Quarter, SchoolYear, Span};
use crate::kind::{DayWeight, HalfDays, NotesPerDay, SchoolDays};
use crate::measure::{Measures, Window};
use crate::register::{
    CalendarIx, ClassIx, END_HIGH, END_LOW, LATE, LEFT_EARLY, NotingSource, PupilIx, Register, START_HIGH, START_LOW,
    SchoolIx, Segment, Strip,
};
use crate::track::{Spells, Track};
use lanes::{COLUMNS, Columns, LANES, Line, Seen, WINDOWS, WORDS, Work, planes_kept};

/// School days on a page.
const PAGE: u32 = 256;
/// The planes of a strip in the order a block keeps them; one-note pupils keep the first four.
const KEPT: [usize; 6] = [START_LOW, START_HIGH, LATE, LEFT_EARLY, END_LOW, END_HIGH];
/// The windows in the order their columns stand in.
const ORDER: [Window; WINDOWS] = [Window::Quarter, Window::Rolling20, Window::SchoolYear];
/// A lane without a pupil.
const NOBODY: u32 = u32::MAX;

/// Which instructions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Instance {
    /// One pupil at a time, on any processor.
    Scalar,
    /// Four pupils at a time.
    Avx2,
    /// Eight pupils at a time.
    Avx512,
}

impl Instance {
    /// Every instance this processor can run, slowest first.
    pub fn available() -> Vec<Self> {
        #[cfg_attr(
            not(target_arch = "x86_64"),
            expect(unused_mut, reason = "other processors have one")
        )]
        let mut all = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(x86::has_avx2().then_some(Self::Avx2));
            all.extend(x86::has_avx512().then_some(Self::Avx512));
        }
        all
    }

    /// The fastest this processor can run.
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Scalar)
    }

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    /// Counts; an instance the processor cannot run counts one pupil at a time.
    fn run(self, work: &Work<'_>, out: &mut [Columns]) {
        let done = match self {
            Self::Scalar => false,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => x86::avx2(work, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => x86::avx512(work, out),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 => false,
        };
        if !done {
            lanes::pass::<u64>(work, out);
        }
    }
}

/// What pupils of one class and the same time there have in common on a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Row {
    /// Days enrolled.
    enrolled: [u64; WORDS],
    /// Days whose notes were all taken.
    noted: [u64; WORDS],
    /// School days enrolled in August and September after the year: the rest of the quarter a July lies in.
    after: u16,
    /// There is history that the page does not hold.
    earlier: bool,
    /// Some of it lies in the July before the year.
    july: bool,
}

/// The blocks of one school and one number of notes a day.
#[derive(Clone, Debug)]
struct Group {
    calendar: CalendarIx,
    /// The ordinal of the page's first day.
    base: u32,
    /// Days of the page before the school year.
    lead: u32,
    /// Days of the page in all.
    days: u32,
    two: bool,
    rows: Vec<Row>,
    pupils: Vec<[u32; LANES]>,
    lane_rows: Vec<[u32; LANES]>,
    lines: Vec<Line>,
}

/// The pupils of one school year, in blocks.
#[derive(Clone, Debug)]
pub struct Blocks<'r> {
    register: &'r Register,
    year: SchoolYear,
    groups: Vec<Group>,
    /// Enrolled in the year and measured one by one on every day.
    aside: Vec<PupilIx>,
}

/// A pupil on the way into a block.
struct Fitted {
    pupil: u32,
    row: u32,
    held: Vec<Held>,
}

/// A part of a strip and where it lies on the page.
struct Held {
    segment: Segment,
    /// Days of the page.
    from: u32,
    to: u32,
}

/// The bits of four words in a range of days.
fn page_mask(from: u32, to: u32) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (i, word) in (0u32..).zip(&mut words) {
        let (from, to) = (from.clamp(i * 64, i * 64 + 64), to.clamp(i * 64, i * 64 + 64));
        if from < to {
            let length = to - from;
            let ones = if length == 64 { u64::MAX } else { (1 << length) - 1 };
            *word = ones << (from % 64);
        }
    }
    words
}

fn and(a: &[u64; WORDS], b: &[u64; WORDS]) -> [u64; WORDS] {
    core::array::from_fn(|i| a[i] & b[i])
}

fn without(a: &[u64; WORDS], b: &[u64; WORDS]) -> [u64; WORDS] {
    core::array::from_fn(|i| a[i] & !b[i])
}

fn ones(words: &[u64; WORDS]) -> u32 {
    words.iter().map(|w| w.count_ones()).sum()
}

fn small(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// One word of a page from a day on, at most the 192nd.
fn page_word(words: &[u64; WORDS], first: u32) -> u64 {
    let (word, bits) = ((first / 64) as usize, first % 64);
    let low = words[word] >> bits;
    match words.get(word + 1) {
        Some(high) if bits > 0 => low | high << (64 - bits),
        _ => low,
    }
}

/// 64 bits of a plane from a position on, which may lie before the first.
fn bits_from(plane: &[u64], position: i64) -> u64 {
    let at = |word: i64| {
        usize::try_from(word)
            .ok()
            .and_then(|w| plane.get(w).copied())
            .unwrap_or(0)
    };
    let (word, bits) = (position.div_euclid(64), position.rem_euclid(64));
    let low = at(word) >> bits;
    if bits == 0 {
        low
    } else {
        low | at(word + 1) << (64 - bits)
    }
}

/// Where a school year lies in a calendar.
struct Page {
    base: u32,
    lead: u32,
    days: u32,
}

impl Page {
    fn of(calendar: &Calendar, year: SchoolYear) -> Self {
        let first = calendar.count_before(year.span().from);
        let days = calendar.count_in(year.span()).min(PAGE);
        let lead = (PAGE - days).min(first);
        Self {
            base: first - lead,
            lead,
            days: lead + days,
        }
    }

    /// The days of the page a segment has.
    fn held(&self, segment: &Segment) -> (u32, u32) {
        let end = segment.ordinal + (segment.end - segment.base);
        let day = |ordinal: u32| ordinal.saturating_sub(self.base).min(self.days);
        (day(segment.ordinal), day(end))
    }
}

/// School days of a segment within dates.
fn days_in(register: &Register, segment: &Segment, span: Span) -> u32 {
    let Some(calendar) = register.calendar(segment.calendar) else {
        return 0;
    };
    let end = segment.ordinal + (segment.end - segment.base);
    let first = calendar.count_before(span.from).max(segment.ordinal);
    calendar.count_to(span.to).min(end).saturating_sub(first)
}

impl<'r> Blocks<'r> {
    /// The blocks of every pupil enrolled at some time of a school year.
    pub fn of(register: &'r Register, year: SchoolYear) -> Self {
        let mut blocks = Self {
            register,
            year,
            groups: Vec::new(),
            aside: Vec::new(),
        };
        let mut by_group: HashMap<(SchoolIx, bool), Vec<(ClassIx, PupilIx)>> = HashMap::new();
        for pupil in register.pupils() {
            let Some(strip) = register.strips.get(pupil.index()) else {
                continue;
            };
            match blocks.last_in_year(strip) {
                None => {}
                Some((at, segment)) if blocks.fits(strip, at) => {
                    let school = register.class(segment.class).map_or(SchoolIx::new(0), |c| c.school);
                    by_group
                        .entry((school, segment.notes == NotesPerDay::Two))
                        .or_default()
                        .push((segment.class, pupil));
                }
                Some(_) => blocks.aside.push(pupil),
            }
        }
        let mut groups: Vec<_> = by_group.into_iter().collect();
        groups.sort_unstable_by_key(|(key, _)| *key);
        for ((_, two), mut pupils) in groups {
            pupils.sort_unstable();
            blocks.add_group(two, &pupils);
        }
        blocks
    }

    /// The last part of a pupil's time that touches the year.
    fn last_in_year(&self, strip: &Strip) -> Option<(usize, Segment)> {
        let span = self.year.span();
        let at = strip
            .enrolments
            .iter()
            .rposition(|e| e.from <= span.to && e.to.is_none_or(|to| to >= span.from))?;
        Some((at, *strip.segments.get(at)?))
    }

    /// Whether every part of the year up to this one has the same days and as many notes.
    fn fits(&self, strip: &Strip, last: usize) -> bool {
        let from = self.year.span().from;
        let Some(kind) = strip.segments.get(last) else {
            return false;
        };
        strip
            .enrolments
            .iter()
            .zip(&strip.segments)
            .take(last + 1)
            .filter(|(e, _)| e.to.is_none_or(|to| to >= from))
            .all(|(_, s)| s.calendar == kind.calendar && s.notes == kind.notes)
    }

    fn add_group(&mut self, two: bool, pupils: &[(ClassIx, PupilIx)]) {
        let Some(index) = pupils.first().and_then(|(class, _)| self.register.calendar_of(*class)) else {
            return;
        };
        let Some(calendar) = self.register.calendar(index) else {
            return;
        };
        let page = Page::of(calendar, self.year);
        let mut rows: Vec<Row> = Vec::new();
        let mut numbers: HashMap<Row, u32> = HashMap::new();
        let mut uses: Vec<u32> = Vec::new();
        let mut fitted: Vec<Fitted> = Vec::with_capacity(pupils.len());
        for (_, pupil) in pupils {
            let Some(strip) = self.register.strips.get(pupil.index()) else {
                continue;
            };
            let (row, held) = self.row(strip, &page);
            let number = *numbers.entry(row.clone()).or_insert_with(|| {
                rows.push(row);
                uses.push(0);
                u32::try_from(rows.len() - 1).unwrap_or(NOBODY)
            });
            if let Some(uses) = uses.get_mut(number as usize) {
                *uses += 1;
            }
            fitted.push(Fitted {
                pupil: pupil.number(),
                row: number,
                held,
            });
        }
        // Pupils with days of their own come last, so that the other blocks see eight times the same.
        fitted.sort_by_key(|f| (uses.get(f.row as usize).is_none_or(|u| *u < 4), f.row));
        let planes = planes_kept(two);
        let mut group = Group {
            calendar: index,
            base: page.base,
            lead: page.lead,
            days: page.days,
            two,
            rows,
            pupils: Vec::with_capacity(fitted.len().div_ceil(LANES)),
            lane_rows: Vec::with_capacity(fitted.len().div_ceil(LANES)),
            lines: Vec::with_capacity(fitted.len().div_ceil(LANES) * planes * WORDS),
        };
        for chunk in fitted.chunks(LANES) {
            // An empty lane sees what its neighbour sees, in planes without any mark.
            let mut pupils = [NOBODY; LANES];
            let mut lane_rows = [chunk.last().map_or(0, |f| f.row); LANES];
            let mut lines = vec![Line::default(); planes * WORDS];
            for (lane, one) in chunk.iter().enumerate() {
                pupils[lane] = one.pupil;
                lane_rows[lane] = one.row;
                if let Some(strip) = self.register.strips.get(one.pupil as usize) {
                    for (plane, kept) in KEPT.iter().take(planes).enumerate() {
                        let words = one.plane(strip.plane(*kept), page.base);
                        for (i, word) in words.iter().enumerate() {
                            lines[plane * WORDS + i].0[lane] = *word;
                        }
                    }
                }
            }
            group.pupils.push(pupils);
            group.lane_rows.push(lane_rows);
            group.lines.extend(lines);
        }
        self.groups.push(group);
    }

    /// What the pupil's days on the page are, and which parts of the strip lie there.
    fn row(&self, strip: &Strip, page: &Page) -> (Row, Vec<Held>) {
        let span = self.year.span();
        let after = Span {
            from: span.to.tomorrow().unwrap_or(span.to),
            to: Date::constant(self.year.next().first_year(), 9, 30),
        };
        let july = Span {
            from: Date::constant(self.year.first_year(), 7, 1),
            to: Date::constant(self.year.first_year(), 7, 31),
        };
        let mut row = Row {
            enrolled: [0; WORDS],
            noted: [0; WORDS],
            after: 0,
            earlier: false,
            july: false,
        };
        let mut held = Vec::new();
        let last = self.last_in_year(strip).map_or(0, |(at, _)| at);
        let kind = strip.segments.get(last).copied();
        let mut july_days = 0;
        let mut chained = true;
        for (at, segment) in strip.segments.iter().enumerate().rev() {
            row.after += small(days_in(self.register, segment, after));
            if at > last {
                continue;
            }
            july_days += days_in(self.register, segment, july);
            chained &= kind.is_some_and(|k| k.calendar == segment.calendar && k.notes == segment.notes);
            if !chained {
                row.earlier |= segment.end > segment.base;
                continue;
            }
            row.earlier |= segment.end > segment.base && segment.ordinal < page.base;
            let (from, to) = page.held(segment);
            if from >= to {
                continue;
            }
            let days = page_mask(from, to);
            let noted = self.noted(segment, page.base);
            for i in 0..WORDS {
                row.enrolled[i] |= days[i];
                row.noted[i] |= days[i] & noted[i];
            }
            held.push(Held {
                segment: *segment,
                from,
                to,
            });
        }
        let on_page = kind.and_then(|k| self.register.calendar(k.calendar)).map_or(0, |c| {
            let day = |ordinal: u32| ordinal.saturating_sub(page.base).min(page.days);
            let days = page_mask(day(c.count_before(july.from)), day(c.count_to(july.to)));
            ones(&and(&row.enrolled, &days))
        });
        row.july = on_page < july_days;
        (row, held)
    }

    /// The days of the page on which all the notes of a segment's class were taken.
    fn noted(&self, segment: &Segment, base: u32) -> [u64; WORDS] {
        match self.register.source {
            NotingSource::Listed => {
                let Some(noted) = self.register.noted.get(segment.class.index()) else {
                    return [0; WORDS];
                };
                let mut words = [0; WORDS];
                for (i, word) in (0u32..).zip(&mut words) {
                    *word = noted.start.window(base + 64 * i);
                    if segment.notes == NotesPerDay::Two {
                        *word &= noted.end.window(base + 64 * i);
                    }
                }
                words
            }
            NotingSource::UpToLastMark => {
                let known = self
                    .register
                    .class(segment.class)
                    .and_then(|c| self.register.last_mark.get(c.school.index()).copied().flatten())
                    .and_then(|day| Some(self.register.calendar(segment.calendar)?.count_to(day)))
                    .unwrap_or(0);
                page_mask(0, known.saturating_sub(base).min(PAGE))
            }
        }
    }

    /// Counts all windows around a day for every pupil; `None` when the day is not in the school year.
    ///
    /// Marks after the day are not counted, whatever the blocks hold.
    pub fn screen(&self, as_of: Date, weight: DayWeight, instance: Instance) -> Option<Screened<'_>> {
        let mut screened = Screened {
            blocks: self,
            as_of,
            weight,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        screened.again(as_of, weight, instance).then_some(screened)
    }

    /// How many pupils are in blocks.
    pub fn pupils(&self) -> usize {
        self.groups
            .iter()
            .flat_map(|g| g.pupils.iter().flatten())
            .filter(|p| **p != NOBODY)
            .count()
    }

    /// Bytes all blocks take with all they need, empty lanes and class registers included.
    pub fn bytes(&self) -> usize {
        let of = |group: &Group| {
            size_of::<Group>()
                + group.rows.len() * size_of::<Row>()
                + group.pupils.len() * 2 * size_of::<[u32; LANES]>()
                + group.lines.len() * size_of::<Line>()
        };
        self.groups.iter().map(of).sum::<usize>() + self.aside.len() * size_of::<PupilIx>()
    }
}

impl Fitted {
    fn plane(&self, plane: &[u64], base: u32) -> [u64; WORDS] {
        let mut words = [0; WORDS];
        for held in &self.held {
            let days = page_mask(held.from, held.to);
            let first = i64::from(held.segment.base) + i64::from(base) - i64::from(held.segment.ordinal);
            for (i, word) in (0i64..).zip(&mut words) {
                *word |= bits_from(plane, first + 64 * i) & days[usize::try_from(i).unwrap_or(0)];
            }
        }
        words
    }
}

/// Where the windows of a day lie on a page.
struct Windows {
    year: [u64; WORDS],
    quarter: [u64; WORDS],
    so_far: [u64; WORDS],
    /// First day of the quarter's word.
    quarter_word: u32,
    /// First day of the last days' word.
    rolling_word: u32,
    /// The quarter began in the July before the year.
    from_july: bool,
    /// The quarter goes on after the year.
    into_august: bool,
}

impl Windows {
    fn of(group: &Group, calendar: &Calendar, year: SchoolYear, as_of: Date) -> Self {
        let quarter = Quarter::of(as_of);
        let day = |ordinal: u32| ordinal.saturating_sub(group.base).min(group.days);
        let first = day(calendar.count_before(quarter.span().from));
        let elapsed = day(calendar.count_to(as_of));
        let third = quarter.number() == 3;
        let into_august = third && as_of.year() != year.first_year();
        Self {
            year: page_mask(group.lead, group.days),
            quarter: page_mask(first, day(calendar.count_to(quarter.span().to))),
            so_far: page_mask(0, elapsed),
            quarter_word: first.min(PAGE - 64),
            rolling_word: elapsed.saturating_sub(64),
            from_july: third && !into_august,
            into_august,
        }
    }

    /// What these pupils' days are; `None` when the page does not hold a window.
    fn see(&self, row: &Row) -> Option<Seen> {
        let so_far = and(&row.enrolled, &self.so_far);
        if (row.earlier && ones(&so_far) < 20) || (row.july && self.from_july) {
            return None;
        }
        let rolling = last_days(&so_far, 20);
        let (year, quarter) = (and(&so_far, &self.year), and(&so_far, &self.quarter));
        let unnoted = without(&so_far, &row.noted);
        let days = |all: &[u64; WORDS], so_far: &[u64; WORDS]| [small(ones(all)), small(ones(so_far))];
        let mut quarter_days = days(&and(&row.enrolled, &self.quarter), &quarter);
        if self.into_august {
            quarter_days[0] += row.after;
        }
        let seen = Seen {
            year,
            year_unnoted: and(&unnoted, &year),
            quarter: page_word(&quarter, self.quarter_word),
            quarter_unnoted: page_word(&and(&unnoted, &quarter), self.quarter_word),
            rolling: page_word(&rolling, self.rolling_word),
            rolling_unnoted: page_word(&and(&unnoted, &rolling), self.rolling_word),
            days: [
                quarter_days,
                days(&rolling, &rolling),
                days(&and(&row.enrolled, &self.year), &year),
            ],
        };
        // A long gap, or more than 64 days from July to September, does not go into one word.
        let whole = seen.quarter.count_ones() == ones(&quarter) && seen.rolling.count_ones() == ones(&rolling);
        whole.then_some(seen)
    }
}

/// The last so many bits.
fn last_days(words: &[u64; WORDS], count: u32) -> [u64; WORDS] {
    let mut surplus = ones(words).saturating_sub(count);
    let mut out = *words;
    for word in &mut out {
        let here = word.count_ones();
        if surplus >= here {
            *word = 0;
            surplus -= here;
        } else {
            while surplus > 0 {
                *word &= *word - 1;
                surplus -= 1;
            }
        }
    }
    out
}

/// The measures of all pupils on a day.
#[derive(Clone, Debug)]
pub struct Screened<'b> {
    blocks: &'b Blocks<'b>,
    as_of: Date,
    weight: DayWeight,
    /// Group by group, block by block.
    columns: Vec<Columns>,
    /// Group by group: which rows the page could answer for.
    rows: Vec<Vec<Option<Seen>>>,
}

impl<'b> Screened<'b> {
    /// Counts anew for another day in the same memory; `false`, and nothing changed, when it is not in the school year.
    pub fn again(&mut self, as_of: Date, weight: DayWeight, instance: Instance) -> bool {
        let blocks = self.blocks;
        if SchoolYear::of(as_of) != blocks.year {
            return false;
        }
        (self.as_of, self.weight) = (as_of, weight);
        let count = blocks.groups.iter().map(|g| g.pupils.len()).sum();
        self.columns.resize(count, Columns([[0; LANES]; WINDOWS * COLUMNS]));
        self.rows.clear();
        let mut rest = self.columns.as_mut_slice();
        let mut seen = Vec::new();
        for group in &blocks.groups {
            let (out, others) = core::mem::take(&mut rest).split_at_mut(group.pupils.len());
            rest = others;
            let Some(calendar) = blocks.register.calendar(group.calendar) else {
                continue;
            };
            let windows = Windows::of(group, calendar, blocks.year, as_of);
            let rows: Vec<Option<Seen>> = group.rows.iter().map(|row| windows.see(row)).collect();
            seen.clear();
            seen.extend(rows.iter().map(|row| row.unwrap_or_default()));
            let work = Work {
                lines: &group.lines,
                rows: &group.lane_rows,
                seen: &seen,
                quarter: windows.quarter_word,
                rolling: windows.rolling_word,
                two: group.two,
                weight,
            };
            instance.run(&work, out);
            self.rows.push(rows);
        }
        true
    }

    /// How many pupils had to be measured one by one.
    pub fn aside(&self) -> usize {
        let unseen = self
            .lanes()
            .filter(|(group, _, block, lane)| self.seen(group, *block, *lane).is_none())
            .count();
        unseen + self.blocks.aside.len()
    }

    fn lanes(&self) -> impl Iterator<Item = ((usize, &'b Group), PupilIx, usize, usize)> {
        self.blocks.groups.iter().enumerate().flat_map(|(at, group)| {
            group.pupils.iter().enumerate().flat_map(move |(block, pupils)| {
                pupils
                    .iter()
                    .enumerate()
                    .filter(|(_, pupil)| **pupil != NOBODY)
                    .map(move |(lane, pupil)| ((at, group), PupilIx::new(*pupil), block, lane))
            })
        })
    }

    fn seen(&self, (at, group): &(usize, &Group), block: usize, lane: usize) -> Option<&Seen> {
        let row = group.lane_rows.get(block)?[lane];
        self.rows.get(*at)?.get(row as usize)?.as_ref()
    }

    /// Every pupil enrolled at some time of the year, with the measures of the windows in the order of [`Window::ALL`].
    pub fn measures(&self) -> impl Iterator<Item = (PupilIx, [Measures; 3])> {
        let mut first = Vec::with_capacity(self.blocks.groups.len());
        let mut blocks = 0;
        for group in &self.blocks.groups {
            first.push(blocks);
            blocks += group.pupils.len();
        }
        let in_blocks = self.lanes().filter_map(move |(group, pupil, block, lane)| {
            let columns = self.columns.get(first.get(group.0)? + block)?;
            let measures = match self.seen(&group, block, lane) {
                Some(seen) => self.read(group.1, seen, columns, lane),
                None => self.one_by_one(pupil)?,
            };
            Some((pupil, measures))
        });
        let aside = self.blocks.aside.iter();
        in_blocks.chain(aside.filter_map(|pupil| Some((*pupil, self.one_by_one(*pupil)?))))
    }

    fn one_by_one(&self, pupil: PupilIx) -> Option<[Measures; 3]> {
        let track: Track<'_> = self.blocks.register.track(pupil, self.as_of, self.weight)?;
        Some(ORDER.map(|window| track.measures(window)))
    }

    fn read(&self, group: &Group, seen: &Seen, columns: &Columns, lane: usize) -> [Measures; 3] {
        let calendar = self.blocks.register.calendar(group.calendar);
        let elapsed = calendar.map_or(0, |c| c.count_to(self.as_of));
        let word = elapsed.saturating_sub(group.base).min(group.days).saturating_sub(64);
        let day = |bit: u32| calendar.and_then(|c| c.day(group.base + word + bit));
        let rolling = (seen.rolling != 0)
            .then(|| {
                Some(Span {
                    from: day(seen.rolling.trailing_zeros())?,
                    to: day(63 - seen.rolling.leading_zeros())?,
                })
            })
            .flatten();
        let spans = [
            Some(Quarter::of(self.as_of).span()),
            rolling,
            Some(self.blocks.year.span()),
        ];
        core::array::from_fn(|window| {
            let column = |at: usize| u32::from(columns.0[window * COLUMNS + at][lane]);
            Measures {
                span: spans[window],
                school_days: SchoolDays::new(column(0)),
                school_days_so_far: SchoolDays::new(column(1)),
                illness: HalfDays::new(column(2)),
                leave: HalfDays::new(column(3)),
                unlawful: HalfDays::new(column(4)),
                late: column(5),
                left_early: column(6),
                spells: Spells {
                    count: column(7),
                    longest: SchoolDays::new(column(8)),
                },
            }
        })
    }
}
