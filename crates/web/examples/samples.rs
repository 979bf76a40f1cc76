//! Writes every sample of every page as a file, for looking at and for the accessibility check:
//! `cargo run -p web --example samples -- FOLDER`.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("where to? give a folder")?;
    for sample in web::pages() {
        let name = format!("{}-{}.{}.html", sample.path, sample.name, sample.locale.code()).replace(['/', ' '], "-");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), sample.html)?;
    }
    Ok(())
}
