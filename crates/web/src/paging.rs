//! Long lists in pages of a hundred.

/// How many lines a page of a list has.
pub const LINES: usize = 100;

/// Where a page stands among the pages of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// This page, from 1.
    pub page: usize,
    /// How many there are.
    pub of: usize,
    /// The address of the page before.
    pub before: Option<String>,
    /// The address of the page after.
    pub after: Option<String>,
}

/// The lines of one page (from 1), and where it stands; `None` when all fit on one. `address` ends with `?` or `&`.
pub fn cut<T>(lines: Vec<T>, page: usize, address: &str) -> (Vec<T>, Option<Pages>) {
    let of = lines.len().div_ceil(LINES).max(1);
    if of == 1 {
        return (lines, None);
    }
    let page = page.clamp(1, of);
    let shown = lines.into_iter().skip((page - 1) * LINES).take(LINES).collect();
    let at = |page: usize| format!("{address}page={page}");
    let pages = Pages {
        page,
        of,
        before: (page > 1).then(|| at(page - 1)),
        after: (page < of).then(|| at(page + 1)),
    };
    (shown, Some(pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut_into_pages_of_a_hundred() {
        assert_eq!(cut((0..100).collect(), 1, "/a?").1, None);
        let (shown, pages) = cut((0..201).collect(), 3, "/a?");
        assert_eq!(shown, [200]);
        let pages = pages.unwrap();
        assert_eq!(
            (pages.page, pages.of, pages.before.as_deref(), pages.after),
            (3, 3, Some("/a?page=2"), None)
        );
        assert_eq!(cut((0..201).collect::<Vec<_>>(), 99, "/a?").0, [200]);
    }
}
