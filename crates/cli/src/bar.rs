//! A bar on the terminal for work that takes longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use store::{Progress, Step};

/// Work shorter than this has no bar.
const FIRST: Duration = Duration::from_secs(1);
/// How often the bar is drawn anew.
const EVERY: Duration = Duration::from_millis(200);
/// Signs the bar is wide.
const WIDE: usize = 30;

/// A bar that is drawn until it is dropped; none where standard error is no terminal.
pub struct Bar {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Bar {
    /// Follows a piece of work.
    pub fn follow(progress: &Progress) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self {
                stop: None,
                thread: None,
            };
        }
        let (stop, stopped) = channel::<()>();
        let progress = progress.clone();
        let thread = std::thread::spawn(move || {
            let mut wait = FIRST;
            while stopped.recv_timeout(wait) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                wait = EVERY;
                eprint!("\r{}\x1b[K", line(&progress));
                let _shown = std::io::stderr().flush();
            }
            if wait == EVERY {
                eprint!("\r\x1b[K");
            }
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn line(progress: &Progress) -> String {
    let percent = usize::try_from(progress.percent()).unwrap_or(100).min(100);
    let full = WIDE * percent / 100;
    let step = match progress.step() {
        Step::Reading => "reading",
        Step::Roster => "schools, classes and pupils",
        Step::Comparing => "comparing with what stands",
        Step::Writing => "writing",
        Step::Finishing => "finishing",
    };
    let rows = progress
        .rows()
        .map_or_else(String::new, |(done, all)| format!(", {done} of {all} rows"));
    format!(
        "[{}{}] {percent:>3} % {step}{rows}",
        "#".repeat(full),
        ".".repeat(WIDE - full)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_how_much_is_done() {
        let progress = Progress::default();
        assert_eq!(line(&progress), "[..............................]   0 % reading");
        progress.begin(Step::Writing, 200);
        progress.add(100);
        assert_eq!(
            line(&progress),
            "[#####################.........]  70 % writing, 100 of 200 rows"
        );
    }
}
