//! Brothers and sisters away on the same days: context for a review, never scored.

use crate::parameters::Parameters;
use crate::sign::Language;

/// How many of a pupil's days of absence a brother or sister was away too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedDays {
    /// Days both were away.
    pub shared: u32,
    /// The pupil's days of absence on which it is known where the other was.
    pub of: u32,
    /// School days looked at.
    pub school_days: u32,
}

impl SharedDays {
    /// From the pupil's days of absence, each with whether the other was away too; `None` where that is not known.
    ///
    /// `None` when so few are shared that it is nothing to talk about.
    pub fn of(days: impl Iterator<Item = Option<bool>>, school_days: u32, parameters: &Parameters) -> Option<Self> {
        let by = parameters.siblings();
        let (mut shared, mut of) = (0_u32, 0_u32);
        for away in days.flatten() {
            of += 1;
            shared += u32::from(away);
        }
        let enough = shared >= by.least.value && u64::from(shared) * 100 >= u64::from(of) * u64::from(by.share.value);
        enough.then_some(Self {
            shared,
            of,
            school_days,
        })
    }

    /// One sentence; `who` is a name, or nothing for a brother or sister at a school the reader does not work with.
    pub fn sentence(&self, who: Option<&str>, language: Language) -> String {
        let (shared, of, days) = (self.shared, self.of, self.school_days);
        let who = match (who, language) {
            (Some(name), Language::Danish) => format!("Søskende {name}"),
            (Some(name), Language::English) => format!("{name}, of the same household,"),
            (None, Language::Danish) => "En søskende på en anden skole".to_owned(),
            (None, Language::English) => "A brother or sister at another school".to_owned(),
        };
        match language {
            Language::Danish => format!("{who} har også fravær de samme dage ({shared} af {of} på {days} skoledage)."),
            Language::English => {
                format!("{who} was away on the same days too ({shared} of {of} in {days} school days).")
            }
        }
    }
}

/// School days that are looked at for shared absence.
pub fn sibling_window(parameters: &Parameters) -> u32 {
    parameters.siblings().window.value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(days: &[Option<bool>]) -> Option<(u32, u32)> {
        let parameters = Parameters::shipped().unwrap();
        SharedDays::of(days.iter().copied(), 40, &parameters).map(|s| (s.shared, s.of))
    }

    #[test]
    fn most_of_the_days_must_be_shared_and_what_is_not_known_is_left_out() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(of(&[yes, yes, yes, no]), Some((3, 4)));
        assert_eq!(of(&[yes, yes, yes, no, None, None]), Some((3, 4)));
        assert_eq!(of(&[yes, yes, no, no, no]), None);
        assert_eq!(of(&[yes]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn the_sentence_names_only_whom_the_reader_may_see() {
        let shared = SharedDays {
            shared: 3,
            of: 4,
            school_days: 40,
        };
        assert_eq!(
            shared.sentence(Some("Ida Lind"), Language::Danish),
            "Søskende Ida Lind har også fravær de samme dage (3 af 4 på 40 skoledage)."
        );
        assert_eq!(
            shared.sentence(None, Language::English),
            "A brother or sister at another school was away on the same days too (3 of 4 in 40 school days)."
        );
    }
}
