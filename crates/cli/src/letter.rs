//! `naervaer letters`: a municipality's own texts of letters. Also how `serve` reads them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use letters::{Document, LetterError, Templates, samples};

use crate::Outcome;

/// What is asked about letters.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the program's own templates to a folder, to begin from; files that are there are left alone
    Templates {
        /// The folder; it is made when it is not there
        folder: PathBuf,
    },
    /// Try a folder of templates: every letter is made with made-up people and written as PDF to look at
    Try {
        /// The folder with the municipality's own templates
        folder: PathBuf,
        /// Where the PDF files go; it is made when it is not there
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

pub fn run(command: &Command) -> Result<Outcome> {
    match command {
        Command::Templates { folder } => write_templates(folder),
        Command::Try { folder, out } => match read(folder)? {
            Ok(templates) => write_letters(&templates, out),
            Err(problem) => {
                report(&problem);
                Ok(Outcome::BadData)
            }
        },
    }
}

/// The templates `serve` answers with: the program's own with those of the folder in their place.
pub fn templates(folder: Option<&Path>) -> Result<Templates> {
    let Some(folder) = folder else {
        return Ok(Templates::shipped());
    };
    match read(folder)? {
        Ok(templates) => Ok(templates),
        Err(problem) => {
            report(&problem);
            bail!("the templates in `{}` cannot be used", folder.display())
        }
    }
}

/// Every problem on a line of its own.
fn report(problem: &LetterError) {
    match problem {
        LetterError::Template(problems) => problems.iter().for_each(|one| eprintln!("{}", one.english())),
        other => eprintln!("{other}"),
    }
}

/// The `.typ` files of a folder, tried.
fn read(folder: &Path) -> Result<Result<Templates, LetterError>> {
    if !folder.is_dir() {
        bail!("`{}` is not a folder", folder.display());
    }
    let mut own = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading `{}`", folder.display()))? {
        let path = entry.with_context(|| format!("reading `{}`", folder.display()))?.path();
        if path.extension().is_none_or(|ending| ending != "typ") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("reading `{}` as UTF-8", path.display()))?;
        own.push((name, text));
    }
    own.sort();
    if own.is_empty() {
        bail!(
            "there is no template in `{}`; begin with `naervaer letters templates {}`",
            folder.display(),
            folder.display()
        );
    }
    Ok(Templates::with_own(own))
}

fn write_templates(folder: &Path) -> Result<Outcome> {
    fs::create_dir_all(folder).with_context(|| format!("making `{}`", folder.display()))?;
    for (name, text) in Templates::shipped_texts() {
        let path = folder.join(format!("{name}.typ"));
        if path.exists() {
            println!("{} is there already and is left as it is", path.display());
            continue;
        }
        fs::write(&path, text).with_context(|| format!("writing `{}`", path.display()))?;
        println!("{}", path.display());
    }
    Ok(Outcome::Done)
}

fn write_letters(templates: &Templates, out: &Path) -> Result<Outcome> {
    fs::create_dir_all(out).with_context(|| format!("making `{}`", out.display()))?;
    write_letter(templates, out, &samples::absence_information())?;
    write_letter(templates, out, &samples::council_report())?;
    write_letter(templates, out, &samples::sick_teaching_invitation())?;
    write_letter(templates, out, &samples::meeting_card())?;
    write_letter(templates, out, &samples::minutes())?;
    write_letter(templates, out, &samples::adult_plan())?;
    write_letter(templates, out, &samples::child_plan())?;
    write_letter(templates, out, &samples::hand_over())?;
    write_letter(templates, out, &samples::environment_plan())?;
    write_letter(templates, out, &samples::closing_note())?;
    write_letter(templates, out, &samples::notification_draft())?;
    write_letter(templates, out, &samples::insight())?;
    Ok(Outcome::Done)
}

fn write_letter<D: Document>(templates: &Templates, out: &Path, document: &D) -> Result<()> {
    let pdf = templates.letter(document).and_then(|letter| letter.pdf())?;
    let path = out.join(format!("{}.pdf", D::TEMPLATE));
    fs::write(&path, pdf).with_context(|| format!("writing `{}`", path.display()))?;
    println!("{}", path.display());
    Ok(())
}
