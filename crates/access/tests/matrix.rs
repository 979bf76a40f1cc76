//! The printed matrix is the one kept beside the test. After a change of policy run the tests with
//! `UPDATE_MATRIX=1` and read the difference.

use access::{Policy, print_matrix};
use std::path::Path;

#[test]
fn the_matrix_is_the_one_people_have_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output/matrix.txt");
    let printed = print_matrix(Policy::locked().unwrap());
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == printed,
        "the policy has changed: run with UPDATE_MATRIX=1 and read the difference"
    );
}
