//! Natural logarithms in whole numbers, so that every machine gives the same points.

/// Fixed point: 2^30 is one.
const ONE: i64 = 1 << 30;

/// ln 2 in fixed point: ln 2 = 2·atanh(1/3).
const LN_2: i64 = two_atanh(ONE / 3);

/// 2·atanh(step) by its series, both in fixed point; for steps up to a third.
const fn two_atanh(step: i64) -> i64 {
    let square = step * step / ONE;
    let mut power = step;
    let mut sum = step;
    let mut odd = 3;
    while power != 0 {
        power = power * square / ONE;
        sum += power / odd;
        odd += 2;
    }
    2 * sum
}

/// 1,000 · ln(numerator / denominator), rounded to the nearest whole number, halves away from zero.
///
/// Unit: milli-points. Zero for a numerator or denominator of zero, which no share that is kept away from 0 and 1 has.
pub(crate) const fn milli_ln(numerator: u64, denominator: u64) -> i32 {
    if numerator == 0 || denominator == 0 {
        return 0;
    }
    let (mut a, mut b) = (numerator as i128, denominator as i128);
    let mut twos: i64 = 0;
    while a >= 2 * b {
        b *= 2;
        twos += 1;
    }
    while b > a {
        a *= 2;
        twos -= 1;
    }
    // 1 ≤ a/b < 2, so the step is at most a third and the series falls by a factor of nine a term.
    let ln = twos * LN_2 + two_atanh(small((a - b) * (ONE as i128) / (a + b)));
    let scaled = ln * 1_000;
    let half = if scaled < 0 { -ONE / 2 } else { ONE / 2 };
    milli((scaled + half) / ONE)
}

#[expect(clippy::cast_possible_truncation, reason = "at most a third of 2^30")]
const fn small(value: i128) -> i64 {
    value as i64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the logarithm of a 64-bit ratio is below 45"
)]
const fn milli(value: i64) -> i32 {
    value as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tabled_logarithm_is_the_logarithm_within_a_milli_point() {
        for numerator in (1_u64..=10_000).chain([99_999, 1_000_000, u64::from(u32::MAX)]) {
            for denominator in [1_u64, 3, 77, 5_000, 10_000, 9_999_991] {
                let (a, b) = (
                    f64::from(u32::try_from(numerator).unwrap()),
                    f64::from(u32::try_from(denominator).unwrap()),
                );
                let exact = 1_000.0 * (a / b).ln();
                let tabled = f64::from(milli_ln(numerator, denominator));
                assert!(
                    (exact - tabled).abs() <= 0.501,
                    "{numerator}/{denominator}: {exact} against {tabled}"
                );
            }
        }
    }

    #[test]
    fn known_values_stand() {
        for (numerator, denominator, want) in [
            (1, 1, 0),
            (2, 1, 693),
            (1, 2, -693),
            (10, 1, 2_303),
            (8, 1, 2_079),
            (0, 1, 0),
        ] {
            assert_eq!(milli_ln(numerator, denominator), want, "{numerator}/{denominator}");
        }
    }
}
