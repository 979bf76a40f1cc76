//! A text as a square of dark and light fields, which a telephone reads (QR, ISO/IEC 18004).

use qrcodegen::{QrCode, QrCodeEcc};

/// The picture of a text: the path of its dark fields in a square of `size` fields a side, the quiet border included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Fields a side.
    pub size: i32,
    /// The dark fields as the path of an SVG.
    pub path: String,
}

/// Light fields around it, so that a reader finds the edge.
const QUIET: i32 = 4;

impl Picture {
    /// The picture of a text; nothing when it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let fields = 0..code.size();
        let dark = fields.clone().flat_map(|y| fields.clone().map(move |x| (x, y)));
        let path = dark
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET))
            .collect();
        Some(Self {
            size: code.size() + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_a_border() {
        let picture = Picture::of("otpauth://totp/N%C3%A6rv%C3%A6r:maja?secret=ABCD").unwrap();
        assert_eq!((picture.size - 2 * QUIET - 17) % 4, 0, "a size the standard knows");
        let last = picture.size - QUIET - 1;
        for corner in [
            format!("M{QUIET} {QUIET}h"),
            format!("M{last} {QUIET}h"),
            format!("M{QUIET} {last}h"),
        ] {
            assert!(picture.path.contains(&corner), "{corner}");
        }
        assert!(!picture.path.contains("M3 "));
        assert!(Picture::of(&"a".repeat(5000)).is_none());
    }
}
