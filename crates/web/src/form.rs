//! Reading what a form sends.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use serde::de::DeserializeOwned;

use crate::PageError;

/// The fields of a posted form. Its token has been checked before any handler sees it.
#[derive(Clone, Debug)]
pub struct Posted<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Posted<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        axum::Form::<T>::from_request(request, state)
            .await
            .map(|axum::Form(fields)| Self(fields))
            .map_err(|_| PageError::Request("error-request-text"))
    }
}

/// The parts of a posted form with a file.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    texts: HashMap<String, String>,
    /// The file's name and content, when one was chosen.
    pub file: Option<(String, Bytes)>,
}

impl Parts {
    /// A text field; empty when it is not there.
    pub fn value(&self, name: &str) -> String {
        self.texts.get(name).cloned().unwrap_or_default()
    }
}

/// Reads a form with a file.
///
/// # Errors
/// When it cannot be read.
pub async fn parts(mut multipart: Multipart) -> Result<Parts, PageError> {
    let unread = |_| PageError::Request("error-request-text");
    let mut parts = Parts::default();
    while let Some(field) = multipart.next_field().await.map_err(unread)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                let bytes = field.bytes().await.map_err(unread)?;
                if !file.is_empty() {
                    parts.file = Some((file, bytes));
                }
            }
            None => {
                let text = field.text().await.map_err(unread)?;
                parts.texts.insert(name, text);
            }
        }
    }
    Ok(parts)
}

/// What was sent under a name, the first time; empty when it was not.
pub(crate) fn sent<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// Everything that was sent under a name, such as every box that was ticked.
pub(crate) fn all_sent<'f>(fields: &'f [(String, String)], name: &str) -> impl Iterator<Item = &'f str> {
    let found = fields.iter().filter(move |(field, _)| field == name);
    found.map(|(_, value)| value.as_str())
}

/// A text as part of a query: everything but letters, digits and a few signs as `%XX`.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Where to go back to: an address of this program, or the front page.
pub fn back(address: Option<&str>) -> &str {
    match address {
        Some(path)
            if path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\r', '\n', '\t'])
                && !path.starts_with("/sign-in") =>
        {
            path
        }
        _ => "/",
    }
}

/// The value of a field in a posted body, url-encoded or the first parts of a multipart one.
pub(crate) fn field(content_type: &str, body: &Bytes, name: &str) -> Option<String> {
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let prefix = format!("{name}=");
        let text = std::str::from_utf8(body).ok()?;
        return text
            .split('&')
            .find_map(|pair| pair.strip_prefix(&prefix))
            .map(str::to_owned);
    }
    if content_type.starts_with("multipart/form-data") {
        let start = body.get(..body.len().min(4096))?;
        let text = String::from_utf8_lossy(start);
        let (_, after) = text.split_once(&format!("name=\"{name}\"\r\n\r\n"))?;
        let (value, _) = after.split_once("\r\n")?;
        return Some(value.to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_stays_in_the_program() {
        assert_eq!(back(Some("/pupils/1?tab=2")), "/pupils/1?tab=2");
        assert_eq!(back(Some("//elsewhere.example")), "/");
        assert_eq!(back(Some("https://elsewhere.example")), "/");
        assert_eq!(back(Some("/\\elsewhere.example")), "/");
        assert_eq!(back(None), "/");
    }

    #[test]
    fn a_field_is_found_in_both_kinds_of_body() {
        let plain = Bytes::from_static(b"a=1&csrf=abc&b=2");
        assert_eq!(
            field("application/x-www-form-urlencoded", &plain, "csrf").as_deref(),
            Some("abc")
        );
        assert_eq!(field("application/x-www-form-urlencoded", &plain, "c"), None);
        let parts = Bytes::from_static(b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x--\r\n");
        assert_eq!(
            field("multipart/form-data; boundary=x", &parts, "csrf").as_deref(),
            Some("abc")
        );
        assert_eq!(field("text/plain", &plain, "csrf"), None);
    }

    #[test]
    fn what_goes_into_a_query_is_escaped() {
        assert_eq!(escape("/søg?a=1&b"), "/s%C3%B8g%3Fa%3D1%26b");
    }
}
