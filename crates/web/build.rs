//! Rebuilds the crate when a file is added to a folder that is embedded.

fn main() {
    for folder in ["assets", "locales", "templates"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
