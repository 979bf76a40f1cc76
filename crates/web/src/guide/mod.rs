//! Vejledning: one page for each role, as it stands in `docs/guide`, for everybody to read.

mod text;

use access::Role;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;

use self::text::{GUIDES, Guide};
use crate::page::{self, Page, html};
use crate::viewer::Viewer;
use crate::{AppState, Frame, Locale, PageError, Sample};

/// The addresses of the module.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/guide", get(first))
        .route("/guide/{name}", get(show))
}

/// Every sample of every page of the module.
pub fn samples() -> Vec<Sample> {
    page::samples::<ShowGuide>()
}

/// The guides for somebody with this role, by name.
const fn of_role(role: Role) -> &'static [&'static str] {
    match role {
        Role::Teacher => &["laerer", "forloeb"],
        Role::SchoolLeader => &["skoleleder", "tovholder", "forloeb", "familien"],
        Role::WellBeingContact => &["trivselsperson", "tovholder", "forloeb", "familien"],
        Role::SchoolSocialWorker => &["skolesocialraadgiver", "tovholder", "forloeb", "familien"],
        Role::Ppr => &["ppr", "forloeb"],
        Role::MunicipalAnalyst => &["analytiker"],
        Role::Administrator => &["kommune", "analytiker"],
        Role::DataProtectionOfficer => &["databeskyttelsesraadgiver"],
        Role::Guardian
        | Role::InformedParent
        | Role::Child
        | Role::Operator
        | Role::Emergency
        | Role::FamilyMember
        | Role::SignedIn
        | Role::Anonymous => &[],
    }
}

/// A guide.
#[derive(Template)]
#[template(path = "guide/show.html")]
pub struct ShowGuide {
    frame: Frame,
    guide: &'static Guide,
    /// Those for whoever looks, each with its title.
    own: Vec<(&'static str, &'static str)>,
    /// Whether it is the first page, which leads to all of them.
    first: bool,
}

impl Page for ShowGuide {
    const PATH: &'static str = "guide/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale);
        let page = |name| Self::of(frame(), name, &[Role::Teacher]);
        [
            ("first", page("README")),
            ("teacher", page("laerer")),
            ("municipality", page("kommune")),
        ]
        .into_iter()
        .filter_map(|(name, page)| page.map(|page| (name, page)))
        .collect()
    }
}

impl ShowGuide {
    fn of(frame: Frame, name: &str, roles: &[Role]) -> Option<Self> {
        let guide = GUIDES.get(name)?;
        let first = name == text::FIRST;
        let mut own: Vec<(&str, &str)> = Vec::new();
        for name in roles.iter().flat_map(|role| of_role(*role)) {
            let title = GUIDES.get(name).map(|guide| guide.title.as_str());
            if let Some(title) = title.filter(|_| own.iter().all(|(known, _)| known != name)) {
                own.push((name, title));
            }
        }
        let frame = if first {
            frame.end(guide.title.clone())
        } else {
            let heading = frame.t("guide-heading");
            frame.via(heading, "/guide").end(guide.title.clone())
        };
        Some(Self {
            frame,
            guide,
            own,
            first,
        })
    }
}

fn answered(frame: Frame, viewer: Option<&Viewer>, name: &str) -> Result<Response, PageError> {
    let roles: Vec<Role> = viewer
        .map(|viewer| {
            viewer
                .actor
                .roles_on(viewer.today)
                .map(access::RoleGrant::role)
                .collect()
        })
        .unwrap_or_default();
    html(&ShowGuide::of(frame, name, &roles).ok_or(PageError::NotFound)?)
}

/// The first page: what holds for everybody, and the way to each guide.
async fn first(frame: Frame, viewer: Option<axum::Extension<Viewer>>) -> Result<Response, PageError> {
    answered(frame, viewer.as_deref(), text::FIRST)
}

/// One guide.
async fn show(
    frame: Frame,
    viewer: Option<axum::Extension<Viewer>>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    answered(frame, viewer.as_deref(), &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r016_every_role_an_administrator_gives_has_its_guide() {
        for role in Role::given() {
            let names = of_role(role);
            assert!(!names.is_empty(), "{role:?}");
            for name in names {
                assert!(GUIDES.contains_key(name), "{role:?}: {name}");
            }
        }
        let page = ShowGuide::of(
            Frame::sample(Locale::Da),
            "README",
            &[Role::SchoolLeader, Role::WellBeingContact],
        );
        let own: Vec<&str> = page.unwrap().own.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            own,
            ["skoleleder", "tovholder", "forloeb", "familien", "trivselsperson"]
        );
    }
}
