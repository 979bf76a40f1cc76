//! The binary of Nærvær.
fn main() {}
