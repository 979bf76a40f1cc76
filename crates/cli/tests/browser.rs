//! What people do, in a real browser: the tests of `browser/`, run by node against this build of the program.
//!
//! Never skipped: without node, the npm packages or Chromium the test fails and says what to do.

#[cfg(test)]
mod browser {
    use std::path::{Path, PathBuf};
    use std::process::Command;

    fn browser_folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../browser")
            .canonicalize()
            .unwrap()
    }

    /// The browser that `cargo xtask ci` found or installed; by default the one on the path.
    fn chromium() -> PathBuf {
        std::env::var_os("NAERVAER_CHROMIUM")
            .map(PathBuf::from)
            .unwrap_or_else(|| {
                let path = std::env::var_os("PATH").unwrap_or_default();
                std::env::split_paths(&path)
                    .map(|folder| folder.join("chromium"))
                    .find(|file| file.is_file())
                    .expect("Chromium is missing: install it, or run `cargo xtask ci`, which does")
            })
    }

    fn run(test: &str) {
        let folder = browser_folder();
        assert!(
            folder.join("node_modules").is_dir(),
            "the npm packages are missing: run `cargo xtask ci`, or `npm ci` in browser/"
        );
        let output = Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .arg(format!("tests/{test}.test.mjs"))
            .current_dir(folder)
            .env("NAERVAER_BINARY", env!("CARGO_BIN_EXE_naervaer"))
            .env("NAERVAER_CHROMIUM", chromium())
            .output()
            .expect("node is missing: install it, or run `cargo xtask ci`, which does");
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{report}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let passed = report
            .lines()
            .find_map(|line| line.strip_prefix("ℹ pass "))
            .and_then(|n| n.parse::<u32>().ok());
        assert!(passed.is_some_and(|passed| passed > 0), "node ran no test:\n{report}");
    }

    macro_rules! walks {
        ($($name:ident = $file:literal,)+) => {
            $(#[test]
            fn $name() {
                run($file);
            })+

            /// Every file of `browser/tests`, so that none is written and never run.
            const FILES: &[&str] = &[$($file),+];
        };
    }

    walks! {
        every_page_of_every_role_is_accessible_at_both_widths = "pages",
        people_do_their_work_step_by_step = "flows",
        the_stories_of_the_model_are_told_in_cases = "cases",
        the_catalogue_of_actions_is_read_and_kept = "options",
        a_class_is_a_community_in_which_no_child_is_named = "class",
        words_are_found_by_those_who_may_read_them = "search",
        a_calendar_of_ones_own_is_made_and_taken_back = "calendar",
        a_second_proof_is_given_where_it_is_asked_for = "signin",
        others_vouch_for_who_somebody_is = "vouched",
        a_directory_keeps_accounts_and_roles = "accounts",
        who_has_looked_is_found_by_the_officer_alone = "trail",
        a_family_reads_writes_and_decides = "family",
        how_we_work_is_read_decided_and_answered = "practice",
        somebody_to_ask_is_found_written_and_met_again = "people",
    }

    #[test]
    fn every_walk_is_run() {
        let files = std::fs::read_dir(browser_folder().join("tests")).unwrap();
        let mut names: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let mut run: Vec<String> = FILES.iter().map(|file| format!("{file}.test.mjs")).collect();
        run.sort();
        assert_eq!(names, run);
    }
}
