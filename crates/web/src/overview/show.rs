//! What needs me today, by duty and date. Computed anew at every load.

use askama::Template;

use crate::frame::Section;
use crate::page::Page;
use crate::{Frame, Locale};

/// One thing that waits for the person who looks.
pub struct Need {
    /// Who it is about: a pupil, a class, a school.
    pub who: String,
    /// Where: class and school.
    pub place: String,
    /// What was seen or is asked, in a sentence.
    pub what: String,
    /// Since when and by when, in words.
    pub when: String,
    /// What the button says.
    pub act: String,
    /// Where it leads.
    pub href: String,
}

/// Things of one kind.
pub struct Group {
    /// What they are.
    pub heading: String,
    /// Why they are here.
    pub text: String,
    /// In the order of their dates, then by name.
    pub needs: Vec<Need>,
    /// The whole list, when it is longer than shown here.
    pub more: Option<(String, String)>,
}

/// The page *Mit overblik*.
#[derive(Template)]
#[template(path = "overview/show.html")]
pub struct ShowOverview {
    /// What surrounds the page.
    pub frame: Frame,
    /// The given name of the person who looks.
    pub given_name: String,
    /// What waits, by kind; kinds with nothing in them are left out.
    pub groups: Vec<Group>,
    /// Ways on for a person who looks at no children.
    pub ways: Vec<(String, String)>,
}

impl Page for ShowOverview {
    const PATH: &'static str = "overview/show";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || Frame::sample(locale).at(Section::Overview);
        let need = |who: &str, what: &str, when: &str| Need {
            who: who.to_owned(),
            place: "8.b, Engdalskolen".to_owned(),
            what: what.to_owned(),
            when: when.to_owned(),
            act: locale.t("overview-see-pupil"),
            href: "/pupils/1".to_owned(),
        };
        let full = Self {
            frame: frame(),
            given_name: "Maja".to_owned(),
            groups: vec![
                Group {
                    heading: locale.t("overview-duties"),
                    text: locale.t("overview-duties-text"),
                    needs: vec![need(
                        "Alma Bækgård",
                        "Skolens leder kontakter forældrene om behovet for sygeundervisning.",
                        "straks, siden fredag den 13. november",
                    )],
                    more: Some(("12".to_owned(), "/review".to_owned())),
                },
                Group {
                    heading: locale.t("overview-signs"),
                    text: locale.t("overview-signs-text"),
                    needs: vec![need("Villads Tangkær", "Villads er kommet for sent 6 gange på 20 skoledage.", "uge 47")],
                    more: None,
                },
            ],
            ways: Vec::new(),
        };
        let nothing = Self { frame: frame(), given_name: "Maja".to_owned(), groups: Vec::new(), ways: Vec::new() };
        let analyst = Self {
            frame: frame(),
            given_name: "Bo".to_owned(),
            groups: Vec::new(),
            ways: vec![(locale.t("nav-data"), "/data".to_owned())],
        };
        vec![("full", full), ("nothing", nothing), ("analyst", analyst)]
    }
}
