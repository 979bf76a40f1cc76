//! What a mail says: that there is news, or a link that confirms an address. No name, no school, no child.

use store::MailKind;

use crate::tongue::Tongue;
use crate::{Locale, locale::Arg};

/// Subject and text of a mail in a language by its code; Danish where the code is unknown. `site` is how the program is
/// reached from outside.
pub fn text(language: &str, kind: &MailKind, site: &str) -> (String, String) {
    let (subject, body, address) = match kind {
        MailKind::Confirm(token) => (
            "mail-confirm-subject",
            "mail-confirm-body",
            format!("{site}/news/{}", token.reveal()),
        ),
        MailKind::News => ("mail-news-subject", "mail-news-body", format!("{site}/sign-in")),
    };
    let values = [("address", address.value())];
    let tongue = Tongue::from_code(language);
    let locale = if language == Locale::En.code() {
        Locale::En
    } else {
        Locale::Da
    };
    let said = |key: &str, values: &[(&str, fluent_bundle::FluentValue<'_>)]| {
        let own = tongue.and_then(|tongue| tongue.text(key, values));
        own.unwrap_or_else(|| locale.text(key, values))
    };
    (said(subject, &[]), said(body, &values))
}

/// Whether a text can be an address a mail goes to: one `@` with something on both sides and a dot after it, nothing that
/// ends a line or begins another field.
pub(crate) fn is_address(text: &str) -> bool {
    let plain = text.len() <= 254 && text.is_ascii() && text.bytes().all(|byte| byte.is_ascii_graphic());
    let odd = text.contains(['<', '>', '(', ')', ',', ';', ':', '\\', '"', '[', ']']);
    let parts = text.split_once('@');
    let both = parts.is_some_and(|(name, host)| {
        let inside = host.trim_matches('.') == host && host.contains('.');
        !name.is_empty() && inside && !host.contains('@')
    });
    plain && !odd && both
}

#[cfg(test)]
mod tests {
    use super::*;

    /// no more than that there is news, in every language.
    #[test]
    fn a_mail_says_that_there_is_news_and_where_and_nothing_else() {
        let mut said = std::collections::BTreeSet::new();
        for code in ["da", "en", "ar", "tr", "pl", "uk"] {
            let (subject, body) = text(code, &MailKind::News, "https://naervaer.example");
            assert!(body.contains("https://naervaer.example/sign-in"), "{code}: {body}");
            assert!(
                !subject.is_empty() && !subject.contains(char::is_control),
                "{code}: {subject}"
            );
            let token = MailKind::Confirm(store::Token::from_text("0123"));
            let (_, confirm) = text(code, &token, "https://naervaer.example");
            assert!(
                confirm.contains("https://naervaer.example/news/0123"),
                "{code}: {confirm}"
            );
            for word in ["skole", "school", "elev", "pupil", "barn", "child", "fravær", "absence"] {
                assert!(!body.to_lowercase().contains(word), "{code}: {body}");
            }
            said.insert((subject, body));
        }
        assert_eq!(said.len(), 6, "each language has its own words");
        assert_eq!(text("xx", &MailKind::News, ""), text("da", &MailKind::News, ""));
    }

    #[test]
    fn an_address_is_one_address() {
        for good in ["mor@mail.example", "far.og+mor@a.b.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "mor",
            "mor@mail",
            "@mail.example",
            "mor@.example",
            "a@b@c.example",
            "mor@mail.example, far@mail.example",
            "mor@mail.example\r\nBcc: x@y.example",
            "Mor <mor@mail.example>",
            "mør@mail.example",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
