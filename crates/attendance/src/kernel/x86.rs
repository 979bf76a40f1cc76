//! The same arithmetic with the wide instructions of x86-64.
//!
//! The only `unsafe` of the crate, for two reasons: an instruction may only run where the processor has it, and a wide
//! load or store takes a pointer. Both types are private to this module and are only used inside [`avx2`] and [`avx512`],
//! which ask the processor first; every pointer comes from a fixed array and a lane that leaves room for all lanes.
#![expect(
    unsafe_code,
    reason = "wide instructions need a check of the processor, which the two doors make"
)]

use core::arch::x86_64::*;

use super::lanes::{Columns, LANES, Lanes, Line, Work, pass};

/// Counts with AVX2; `false`, and nothing done, where the processor has none.
pub(super) fn avx2(work: &Work<'_>, out: &mut [Columns]) -> bool {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    fn inner(work: &Work<'_>, out: &mut [Columns]) {
        pass::<Four>(work, out);
    }
    let there = has_avx2();
    if there {
        // SAFETY: the processor has every feature named.
        unsafe { inner(work, out) }
    }
    there
}

/// Whether the processor can run [`avx2`].
pub(super) fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

/// Counts with AVX-512; `false`, and nothing done, where the processor has none.
pub(super) fn avx512(work: &Work<'_>, out: &mut [Columns]) -> bool {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq")]
    fn inner(work: &Work<'_>, out: &mut [Columns]) {
        pass::<Eight>(work, out);
    }
    let there = has_avx512();
    if there {
        // SAFETY: the processor has every feature named.
        unsafe { inner(work, out) }
    }
    there
}

/// Whether the processor can run [`avx512`].
pub(super) fn has_avx512() -> bool {
    has_avx2()
        && is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vpopcntdq")
}

/// Four pupils.
#[derive(Clone, Copy)]
struct Four(__m256i);

/// Eight pupils.
#[derive(Clone, Copy)]
struct Eight(__m512i);

// SAFETY of every block below: see the module; a value of these types exists only behind the two doors.

impl Lanes for Four {
    const COUNT: usize = 4;

    #[inline(always)]
    fn load(line: &Line, lane: usize) -> Self {
        let (low, high) = line.0.split_at(4);
        let words = if lane == 0 { low } else { high };
        Self(unsafe { _mm256_loadu_si256(words.as_ptr().cast()) })
    }

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self(unsafe { _mm256_set1_epi64x(word.cast_signed()) })
    }

    #[inline(always)]
    fn store(self, line: &mut Line, lane: usize) {
        let (low, high) = line.0.split_at_mut(4);
        let words = if lane == 0 { low } else { high };
        unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), self.0) }
    }

    #[inline(always)]
    fn store_counts(self, counts: &mut [u16; LANES], lane: usize) {
        let (low, high) = counts.split_at_mut(4);
        let words = if lane == 0 { low } else { high };
        unsafe {
            let pairs = _mm256_packus_epi32(self.0, self.0);
            let quads = _mm256_packus_epi32(pairs, pairs);
            let packed = _mm_unpacklo_epi32(_mm256_castsi256_si128(quads), _mm256_extracti128_si256::<1>(quads));
            _mm_storel_epi64(words.as_mut_ptr().cast(), packed);
        }
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(unsafe { _mm256_or_si256(self.0, other.0) })
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self(unsafe { _mm256_andnot_si256(other.0, self.0) })
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm256_add_epi64(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm256_sub_epi64(self.0, other.0) })
    }

    #[inline(always)]
    fn later(self, days: u32) -> Self {
        Self(unsafe { _mm256_sll_epi64(self.0, _mm_cvtsi32_si128(days.cast_signed())) })
    }

    #[inline(always)]
    fn earlier(self, days: u32) -> Self {
        Self(unsafe { _mm256_srl_epi64(self.0, _mm_cvtsi32_si128(days.cast_signed())) })
    }

    #[inline(always)]
    fn ones(self) -> Self {
        // Bits of each half byte from a table, added up over the eight bytes of a word.
        unsafe {
            let table = _mm256_setr_epi8(
                0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            );
            let half = _mm256_set1_epi8(15);
            let low = _mm256_shuffle_epi8(table, _mm256_and_si256(self.0, half));
            let high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16::<4>(self.0), half));
            Self(_mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256()))
        }
    }

    #[inline(always)]
    fn any(self) -> bool {
        unsafe { _mm256_testz_si256(self.0, self.0) == 0 }
    }

    #[inline(always)]
    fn nonzero(self) -> Self {
        unsafe {
            let zero = _mm256_cmpeq_epi64(self.0, _mm256_setzero_si256());
            Self(_mm256_andnot_si256(zero, _mm256_set1_epi64x(-1)))
        }
    }
}

impl Lanes for Eight {
    const COUNT: usize = LANES;

    #[inline(always)]
    fn load(line: &Line, _: usize) -> Self {
        Self(unsafe { _mm512_loadu_si512(line.0.as_ptr().cast()) })
    }

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self(unsafe { _mm512_set1_epi64(word.cast_signed()) })
    }

    #[inline(always)]
    fn store(self, line: &mut Line, _: usize) {
        unsafe { _mm512_storeu_si512(line.0.as_mut_ptr().cast(), self.0) }
    }

    #[inline(always)]
    fn store_counts(self, counts: &mut [u16; LANES], _: usize) {
        unsafe { _mm_storeu_si128(counts.as_mut_ptr().cast(), _mm512_cvtepi64_epi16(self.0)) }
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(unsafe { _mm512_and_si512(self.0, other.0) })
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(unsafe { _mm512_or_si512(self.0, other.0) })
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self(unsafe { _mm512_andnot_si512(other.0, self.0) })
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm512_add_epi64(self.0, other.0) })
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm512_sub_epi64(self.0, other.0) })
    }

    #[inline(always)]
    fn later(self, days: u32) -> Self {
        Self(unsafe { _mm512_sll_epi64(self.0, _mm_cvtsi32_si128(days.cast_signed())) })
    }

    #[inline(always)]
    fn earlier(self, days: u32) -> Self {
        Self(unsafe { _mm512_srl_epi64(self.0, _mm_cvtsi32_si128(days.cast_signed())) })
    }

    #[inline(always)]
    fn ones(self) -> Self {
        Self(unsafe { _mm512_popcnt_epi64(self.0) })
    }

    #[inline(always)]
    fn any(self) -> bool {
        unsafe { _mm512_test_epi64_mask(self.0, self.0) != 0 }
    }

    #[inline(always)]
    fn nonzero(self) -> Self {
        unsafe { Self(_mm512_movm_epi64(_mm512_test_epi64_mask(self.0, self.0))) }
    }
}
