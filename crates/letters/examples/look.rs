//! Writes every letter as PDF and as pictures of its pages, to look at: `cargo run -p letters --example look FOLDER`.

use std::path::Path;

use letters::{Document, LetterError, Templates, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("say which folder to write to")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    write(folder, &samples::absence_information())?;
    write(folder, &samples::council_report())?;
    write(folder, &samples::sick_teaching_invitation())?;
    write(folder, &samples::meeting_card())?;
    write(folder, &samples::minutes())?;
    write(folder, &samples::adult_plan())?;
    write(folder, &samples::child_plan())?;
    write(folder, &samples::hand_over())?;
    write(folder, &samples::environment_plan())?;
    write(folder, &samples::closing_note())?;
    write(folder, &samples::notification_draft())?;
    write(folder, &samples::insight())?;
    Ok(())
}

fn write<D: Document>(folder: &Path, document: &D) -> Result<(), Box<dyn std::error::Error>> {
    let letter = Templates::shipped().letter(document)?;
    let at = |ending: &str| folder.join(format!("{}{ending}", D::TEMPLATE));
    std::fs::write(at(".pdf"), letter.pdf()?)?;
    for index in 0..letter.page_count() {
        let picture = letter
            .page(index)
            .ok_or(LetterError::Failed("a page is missing".to_owned()))?;
        std::fs::write(at(&format!("-{}.svg", index + 1)), picture)?;
    }
    let text: Vec<String> = letter.passages().into_iter().map(|passage| passage.text).collect();
    std::fs::write(at(".txt"), text.join("\n"))?;
    Ok(())
}
