//! What a letter costs: `cargo xtask bench letters [TIMES]`.
//!
//! Every document is set and made into a PDF, with another name each time so that nothing is remembered from the time
//! before. The promise is 300 milliseconds a page.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use letters::{Document, Head, LetterError, Templates, samples};

const PROMISED: Duration = Duration::from_millis(300);

/// One document by its template: how long it took in all, how many pages it made.
struct Cost {
    template: &'static str,
    took: Duration,
    pages: u32,
}

impl Cost {
    fn a_page(&self) -> Duration {
        self.took.checked_div(self.pages).unwrap_or(Duration::MAX)
    }
}

fn cost<D: Document>(times: u32, make: fn() -> D, head: fn(&mut D) -> &mut Head) -> Result<Cost, LetterError> {
    let (mut took, mut pages) = (Duration::ZERO, 0);
    for number in 0..times {
        let mut document = make();
        head(&mut document).reference = format!("26-{number}");
        let begin = Instant::now();
        let letter = Templates::shipped().letter(&document)?;
        letter.pdf()?;
        took += begin.elapsed();
        pages += u32::try_from(letter.page_count()).unwrap_or(u32::MAX);
    }
    let template = D::TEMPLATE;
    Ok(Cost { template, took, pages })
}

fn costs(times: u32) -> Result<Vec<Cost>, LetterError> {
    Ok(vec![
        cost(times, samples::absence_information, |one| &mut one.head)?,
        cost(times, samples::council_report, |one| &mut one.head)?,
        cost(times, samples::sick_teaching_invitation, |one| &mut one.head)?,
        cost(times, samples::meeting_card, |one| &mut one.head)?,
        cost(times, samples::minutes, |one| &mut one.head)?,
        cost(times, samples::adult_plan, |one| &mut one.head)?,
        cost(times, samples::child_plan, |one| &mut one.head)?,
        cost(times, samples::hand_over, |one| &mut one.head)?,
        cost(times, samples::environment_plan, |one| &mut one.head)?,
        cost(times, samples::closing_note, |one| &mut one.head)?,
        cost(times, samples::notification_draft, |one| &mut one.head)?,
        cost(times, samples::insight, |one| &mut one.head)?,
    ])
}

fn main() -> ExitCode {
    let times = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next()
        .unwrap_or(20);
    let costs = match costs(times) {
        Ok(costs) => costs,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let mut slowest = Duration::ZERO;
    for cost in &costs {
        println!(
            "{:26} {:>6.1} ms a page, {} pages",
            cost.template,
            cost.a_page().as_secs_f64() * 1000.0,
            cost.pages
        );
        slowest = slowest.max(cost.a_page());
    }
    if slowest > PROMISED {
        eprintln!("more than {} ms a page", PROMISED.as_millis());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
