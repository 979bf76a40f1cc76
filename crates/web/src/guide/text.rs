//! The guides of `docs/guide` as pages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// The name of the page that leads to the others.
pub(super) const FIRST: &str = "README";

/// A guide as it is shown.
pub struct Guide {
    /// Its first heading.
    pub title: String,
    /// What it says, as HTML of our own text.
    pub html: String,
}

macro_rules! guides {
    ($($name:literal)*) => {
        const TEXTS: &[(&str, &str)] = &[$(
            ($name, include_str!(concat!("../../../../docs/guide/", $name, ".md"))),
        )*];
    };
}
guides! {
    "README" "analytiker" "databeskyttelsesraadgiver" "familien" "forloeb" "kommune" "laerer" "ppr" "skoleleder"
    "skolesocialraadgiver" "tovholder" "trivselsperson"
}

/// Every guide by its name.
pub(super) static GUIDES: LazyLock<BTreeMap<&'static str, Guide>> =
    LazyLock::new(|| TEXTS.iter().map(|(name, text)| (*name, guide(text))).collect());

/// The anchor of a heading, as forges make it: so that the same link works here and there.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    kept.flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Where a link of a guide leads within the program; nothing for what is only beside the source.
fn address(link: &str) -> Option<String> {
    let (file, part) = link
        .split_once('#')
        .map_or((link, String::new()), |(file, part)| (file, format!("#{part}")));
    match file.strip_suffix(".md") {
        _ if link.starts_with('#') || link.starts_with("https://") => Some(link.to_owned()),
        Some(FIRST) => Some(format!("/guide{part}")),
        Some(name) if !name.contains('/') => Some(format!("/guide/{name}{part}")),
        _ => None,
    }
}

fn guide(text: &str) -> Guide {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let words = |from: usize| {
        let inside = events
            .iter()
            .skip(from)
            .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        let said = inside.filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        });
        said.collect::<String>()
    };
    let title = events
        .iter()
        .position(|event| matches!(event, Event::Start(Tag::Heading { .. })));
    let title = title.map(words).unwrap_or_default();
    let mut led = Vec::new();
    let mut page = Vec::with_capacity(events.len());
    for (at, event) in events.iter().enumerate() {
        let next = match event {
            Event::Start(Tag::Heading {
                level, classes, attrs, ..
            }) => Event::Start(Tag::Heading {
                level: *level,
                id: Some(anchor(&words(at)).into()),
                classes: classes.clone(),
                attrs: attrs.clone(),
            }),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let to = address(dest_url);
                led.push(to.is_some());
                match to {
                    Some(to) => Event::Start(Tag::Link {
                        link_type: *link_type,
                        dest_url: CowStr::from(to),
                        title: title.clone(),
                        id: id.clone(),
                    }),
                    None => continue,
                }
            }
            Event::End(TagEnd::Link) if led.pop() == Some(false) => continue,
            // A wide table is pushed aside by finger or key, not the page.
            Event::Start(Tag::Table(columns)) => {
                page.push(Event::Html(
                    r#"<div class="scrolls" tabindex="0" role="group" aria-label="Tabel">"#.into(),
                ));
                Event::Start(Tag::Table(columns.clone()))
            }
            Event::End(TagEnd::Table) => {
                page.push(Event::End(TagEnd::Table));
                Event::Html("</div>".into())
            }
            other => other.clone(),
        };
        page.push(next);
    }
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, page.into_iter());
    Guide { title, html: out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_has_a_title_and_no_link_leads_nowhere() {
        for (name, guide) in GUIDES.iter() {
            assert!(!guide.title.is_empty(), "{name}");
            assert_eq!(guide.html.matches("<h1").count(), 1, "{name}");
            for link in guide.html.split("href=\"").skip(1) {
                let link = link.split('"').next().unwrap_or_default();
                let (page, part) = link.split_once('#').unwrap_or((link, ""));
                let there = match page {
                    "" => guide,
                    "/guide" => &GUIDES[FIRST],
                    page => &GUIDES[page.strip_prefix("/guide/").unwrap_or_default()],
                };
                let anchor = format!("id=\"{part}\"");
                assert!(part.is_empty() || there.html.contains(&anchor), "{name}: {link}");
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_a_page() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide");
        for file in std::fs::read_dir(folder).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(GUIDES.contains_key(name.trim_end_matches(".md")), "{name}");
        }
    }

    #[test]
    fn what_lies_beside_the_source_is_told_without_a_link() {
        let made = guide("# A\n\nSe [her](../x.md) og [der](b.md#c-d).\n\n## Log på & *mere*\n");
        assert!(
            made.html.contains("Se her og <a href=\"/guide/b#c-d\">der</a>"),
            "{}",
            made.html
        );
        assert!(made.html.contains("<h2 id=\"log-på--mere\">"), "{}", made.html);
    }
}
