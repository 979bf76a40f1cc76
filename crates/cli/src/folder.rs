//! Reading an open folder and a rules file from disk.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use intake::open_folder::{self, OpenFolder, OpenFolderFiles};
use intake::{Lang, Problems};
use jiff::civil::Date;
use screening::Told;
use signals::PartDay;
use statute::RulePack;

/// How many problems standard error gets; the file gets all that were kept.
const MOST_ON_SCREEN: u64 = 50;

/// The most bytes one file may have: a country's marks for a year and then some.
const MOST_BYTES: u64 = 2 << 30;

/// Reads an open folder; `None` when its data has errors, which are then on standard error and in `out/problems.csv`.
pub fn read(dir: &Path, out: Option<&Path>) -> Result<Option<OpenFolder>> {
    if !dir.is_dir() {
        bail!("`{}` is not a folder", dir.display());
    }
    let mut bytes: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in open_folder::FILES {
        let path = dir.join(name);
        match fs::metadata(&path) {
            Ok(about) if about.len() > MOST_BYTES => {
                bail!(
                    "`{}` is larger than {} MB; split the folder by school",
                    path.display(),
                    MOST_BYTES >> 20
                )
            }
            Ok(_) => bytes.push((
                name,
                text_of(&path).with_context(|| format!("reading `{}`", path.display()))?,
            )),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("reading `{}`", path.display())),
        }
    }
    let files = OpenFolderFiles::by_name(|name| bytes.iter().find(|(n, _)| *n == name).map(|(_, b)| b.as_slice()));
    let reading = open_folder::read(files);
    let problems = &reading.problems;
    if !problems.is_empty() {
        report(problems, out)?;
    }
    Ok((!problems.has_errors()).then_some(reading.rows))
}

/// The bytes of a text file. What is no text at all is read no further than its first zero byte, so that a disk image
/// by a wrong name costs neither time nor memory; the reader refuses it by that byte.
fn text_of(path: &Path) -> io::Result<Vec<u8>> {
    const PIECE: u64 = 1 << 20;
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        if (&mut file).take(PIECE).read_to_end(&mut bytes)? == 0 {
            return Ok(bytes);
        }
        let piece = bytes.get(before..).unwrap_or_default();
        if piece.contains(&0) {
            return Ok(bytes);
        }
        if before == 0 {
            let rest = length.saturating_sub(bytes.len() as u64);
            bytes.reserve_exact(usize::try_from(rest).unwrap_or(0) + 1);
        }
    }
}

fn report(problems: &Problems, out: Option<&Path>) -> Result<()> {
    let lang = language();
    eprint!("{}", problems.report(lang, MOST_ON_SCREEN));
    if let Some(out) = out {
        write(out, "problems.csv", &problems.csv(lang))?;
    }
    Ok(())
}

/// The language problems are told in: Danish where the user's locale says so, else English.
fn language() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|v| !v.is_empty()));
    if locale.is_some_and(|l| l.starts_with("da")) {
        Lang::Danish
    } else {
        Lang::English
    }
}

/// Writes one file into a folder that is made if it is not there.
pub fn write(dir: &Path, name: &str, text: &str) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("making `{}`", dir.display()))?;
    let path = dir.join(name);
    fs::write(&path, text).with_context(|| format!("writing `{}`", path.display()))
}

/// The part days and minutes late of a folder up to a day, in order of pupil and day.
pub fn told(folder: &OpenFolder, as_of: Date) -> Vec<Told> {
    let counted = folder.partials.iter().filter(|p| p.counts && p.date <= as_of);
    let parts = counted.map(|p| (p.pupil, p.date, PartDay { category: p.category }));
    let minutes = folder.minutes_late();
    screening::told(parts, minutes.into_iter().filter(|(_, day, _)| *day <= as_of))
}

/// The shipped rules, changed by a rules file where one is given.
pub fn rules(file: Option<&Path>) -> Result<RulePack> {
    let shipped = RulePack::shipped()?;
    match file {
        None => Ok(shipped),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("reading `{}`", path.display()))?;
            shipped
                .with_file(&text)
                .with_context(|| format!("in `{}`", path.display()))
        }
    }
}
