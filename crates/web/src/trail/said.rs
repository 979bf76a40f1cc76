//! An entry of the trail in words.

use access::{Action, Policy, Resource, Role};
use store::{AuditEntry, TrailLine};

use crate::{AppState, Locale, roles, words};

/// What a resource is called.
pub(super) fn resource(locale: Locale, resource: Resource) -> String {
    let text = Policy::locked().ok().and_then(|policy| policy.resource(resource));
    text.map_or_else(
        || resource.word().to_owned(),
        |text| match locale {
            Locale::Da => text.name.da.clone(),
            Locale::En => text.name.en.clone(),
        },
    )
}

/// The ground of the grant behind an entry, with its source, in the language of the page; the trail keeps it in English.
pub(super) fn ground(locale: Locale, entry: &AuditEntry) -> (String, String) {
    let Ok(policy) = Policy::locked() else {
        return (entry.ground.clone(), String::new());
    };
    let ids = entry.policy.split("; ");
    let grants: Vec<_> = ids
        .filter_map(|id| policy.grants().iter().find(|g| g.id() == id))
        .collect();
    if grants.is_empty() {
        return (entry.ground.clone(), String::new());
    }
    let mut grounds: Vec<String> = grants
        .iter()
        .map(|grant| match locale {
            Locale::Da => grant.ground.da.clone(),
            Locale::En => grant.ground.en.clone(),
        })
        .collect();
    let mut sources: Vec<String> = grants.iter().map(|grant| grant.source.clone()).collect();
    grounds.dedup();
    sources.dedup();
    (grounds.join(" "), sources.join("; "))
}

/// The words of the trail and the keys of their texts.
const ACTIONS: [(&str, &str); 29] = [
    ("read", "trail-action-read"),
    ("list", "trail-action-list"),
    ("create", "trail-action-create"),
    ("change", "trail-action-change"),
    ("close", "trail-action-close"),
    ("export", "trail-action-export"),
    ("undo", "trail-action-undo"),
    ("refused", "trail-action-refused"),
    ("sign-in", "trail-action-sign-in"),
    ("sign-in halfway", "trail-action-sign-in-halfway"),
    ("sign-in refused", "trail-action-sign-in-refused"),
    ("second proof", "trail-action-second-proof"),
    ("second proof refused", "trail-action-second-proof-refused"),
    ("open", "trail-action-open"),
    ("family link used", "trail-action-family-link-used"),
    ("news mail asked", "trail-action-news-mail-asked"),
    ("news mail confirmed", "trail-action-news-mail-confirmed"),
    ("news mail stopped", "trail-action-news-mail-stopped"),
    ("sign-out", "trail-action-sign-out"),
    ("sign-out everywhere", "trail-action-sign-out-everywhere"),
    ("set", "trail-action-set"),
    ("add", "trail-action-add"),
    ("rename", "trail-action-rename"),
    ("password", "trail-action-password"),
    ("grant", "trail-action-grant"),
    ("end", "trail-action-end"),
    ("calendar read", "trail-action-calendar-read"),
    ("calendar address made", "trail-action-calendar-address-made"),
    (
        "calendar address taken back",
        "trail-action-calendar-address-taken-back",
    ),
];

/// What an action is called; a word the trail has no text for is shown as it stands there.
pub(super) fn action(locale: Locale, word: &str) -> String {
    let known = ACTIONS.iter().find(|(known, _)| *known == word);
    known.map_or_else(|| word.to_owned(), |(_, key)| locale.t(key))
}

/// Every action that can be searched for.
pub(super) fn actions() -> impl Iterator<Item = &'static str> {
    let more = ["refused", "sign-in", "sign-in refused"];
    Action::ALL.iter().map(|action| action.word()).chain(more)
}

/// An entry as a list and its own page show it.
pub struct Told {
    /// When.
    pub(super) at: String,
    /// The address of its own page.
    pub(super) href: String,
    /// Who it was.
    pub(super) who: String,
    /// As what, where that is known.
    pub(super) role: String,
    /// What was done to what.
    pub(super) what: String,
    /// Whether it was refused.
    pub(super) refused: bool,
    /// About whom: names, or how many.
    pub(super) about: String,
    /// The address it came from.
    pub(super) from: String,
}

impl Told {
    /// The entry in words.
    pub(super) fn of(state: &AppState, locale: Locale, line: &TrailLine) -> Self {
        let entry = &line.entry;
        let at = entry.at.to_zoned(state.settings.zone.clone()).datetime();
        let refused = entry.action == "refused";
        let mut parts = entry.policy.split("; ").next().unwrap_or_default().split('/');
        let (first, second, third) = (parts.next(), parts.next(), parts.next());
        let role = first.and_then(Role::from_word);
        let resource = second.and_then(Resource::from_word).map(|r| resource(locale, r));
        let what = match (resource, refused) {
            (Some(resource), true) => {
                let tried = action(locale, third.unwrap_or_default());
                format!("{}: {} – {resource}", action(locale, "refused"), tried.to_lowercase())
            }
            (Some(resource), false) => format!("{} – {resource}", action(locale, &entry.action)),
            (None, true) => format!("{} – {}", action(locale, "refused"), locale.t("trail-missing")),
            (None, false) => action(locale, &entry.action),
        };
        let who = match (&line.who, entry.who) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => locale.t("trail-who-gone"),
            (None, None) => locale.t("trail-who-program"),
        };
        let names: Vec<String> = line.pupils.iter().map(|(_, name)| name.full()).collect();
        let about = if line.about == 0 {
            String::new()
        } else if names.len() == line.about {
            words::list(locale, &names)
        } else {
            locale.t1("trail-pupils", "count", line.about)
        };
        Self {
            at: words::moment(locale, at),
            href: format!("/trail/{}", entry.id),
            who,
            role: role.map(|role| roles::name(locale, role)).unwrap_or_default(),
            what,
            refused,
            about,
            from: entry.address.clone().unwrap_or_default(),
        }
    }

    /// A line for samples.
    pub(super) fn sample(locale: Locale, refused: bool) -> Self {
        let what = resource(locale, Resource::PupilAttendance);
        let action = action(locale, if refused { "refused" } else { "read" });
        Self {
            at: words::moment(locale, jiff::civil::date(2026, 11, 20).at(9, 5, 0, 0)),
            href: "/trail/1".to_owned(),
            who: "Bo Ravnkær".to_owned(),
            role: if refused {
                String::new()
            } else {
                roles::name(locale, Role::SchoolLeader)
            },
            what: format!("{action} – {what}"),
            refused,
            about: if refused {
                locale.t1("trail-pupils", "count", 24_usize)
            } else {
                "Alma Bækgård".to_owned()
            },
            from: "192.0.2.7".to_owned(),
        }
    }
}
