//! The plan: one for the adults, and one the child can read.

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::document::{Head, Person, document};

/// A goal, agreed by people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Goal {
    /// What is seen when the goal is met.
    pub what: String,
    /// Whose goal it is: the child's, the school's, the parents'.
    pub whose: String,
    /// Who agreed to it.
    pub agreed_by: String,
    /// When it is looked at.
    pub by: Date,
}

/// Something that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What is done.
    pub what: String,
    /// Where and for whom: `Skole – klassen`.
    pub arena: String,
    /// The one person who sees to it.
    pub who: String,
    /// From when.
    pub from: Date,
    /// When it is looked at again.
    pub follow_up: Date,
    /// What the child says about it, in the child's own words; may be empty.
    pub child_says: String,
}

/// An idea of the child's, and what it was answered. It stands first and is never taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idea {
    /// The idea, in the child's own words.
    pub words: String,
    /// What the adults answered.
    pub answer: String,
}

/// Another plan there is for the child. Its content is not copied here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherPlan {
    /// Which: `Uddannelsesplan`.
    pub kind: String,
    /// Who answers for it.
    pub owner: String,
    /// The day it is from.
    pub date: Date,
}

/// What makes a return to school safe; each in a sentence, empty where nothing is agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Return {
    /// Who meets the child, and where.
    pub met_by: String,
    /// Which lessons come first.
    pub first_lessons: String,
    /// Where the child can go when it gets too much.
    pub way_out: String,
    /// What the class knows, agreed with the child.
    pub class_knows: String,
}

/// The plan for the adults (da: voksenplan)..
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdultPlan {
    /// Sender, recipient, date, signature.
    pub head: Head,
    /// The child's name.
    pub child: String,
    /// The class.
    pub class: String,
    /// Who holds the threads.
    pub coordinator: Person,
    /// The plan in plain language, for the family.
    pub summary: String,
    /// The child's own ideas.
    pub ideas: Vec<Idea>,
    /// What people want to reach.
    pub goals: Vec<Goal>,
    /// What is done.
    pub actions: Vec<Action>,
    /// What happens while the child is away: teaching, calls, classmates. One a line; may be empty.
    pub while_away: Vec<String>,
    /// What makes a return safe; nothing where the child is at school.
    pub back: Option<Return>,
    /// Other plans there are.
    pub other_plans: Vec<OtherPlan>,
    /// Who took part in the plan; each may sign.
    pub taking_part: Vec<Person>,
    /// When the plan is looked at as a whole.
    pub follow_up: Date,
}

document!(AdultPlan, "adult_plan", |this| format!("Plan for {}", this.child));

macro_rules! pictures {
    ($($(#[$doc:meta])* $name:ident = $file:literal, $alt:literal;)+) => {
        /// A small drawing of our own beside a step of a child's plan.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Picture {
            $($(#[$doc])* $name,)+
        }

        impl Picture {
            /// Every drawing there is.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its file among the pictures.
            pub const fn file(self) -> &'static str {
                match self { $(Self::$name => concat!($file, ".svg"),)+ }
            }

            /// What it shows, in Danish, for whoever cannot see it.
            pub const fn alt(self) -> &'static str {
                match self { $(Self::$name => $alt,)+ }
            }
        }
    };
}

pictures! {
    /// Two people side by side.
    Together = "together", "To mennesker ved siden af hinanden";
    /// Two speech bubbles.
    Talk = "talk", "To talebobler";
    /// A school building.
    School = "school", "En skole";
    /// A door that stands open.
    Door = "door", "En dør, der står åben";
    /// A clock.
    Clock = "clock", "Et ur";
    /// A book.
    Book = "book", "En bog";
    /// A cup of cocoa: a break.
    Pause = "pause", "En kop kakao";
    /// A star: what does not fit another picture.
    Star = "star", "En stjerne";
}

impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut picture = serializer.serialize_struct("Picture", 2)?;
        picture.serialize_field("file", self.file())?;
        picture.serialize_field("alt", self.alt())?;
        picture.end()
    }
}

/// One thing that is tried, as the child reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChildStep {
    /// What is tried, in the words used with the child.
    pub what: String,
    /// Who helps.
    pub who: String,
    /// When, in words: `hver mandag`.
    pub when: String,
    /// The drawing beside it.
    pub picture: Picture,
}

/// The plan as the child reads it (da: børneplan). R-246: short, with pictures, the child's own words first, no
/// shares and no counts. The three houses are a widely used way of talking (Weld and Greening); the drawings are ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChildPlan {
    /// Sender, recipient, date. A child's plan is signed by nobody.
    pub head: Head,
    /// The child's first name.
    pub first_name: String,
    /// House of what is good: the child's own words.
    pub good: Vec<String>,
    /// House of what is hard: the child's own words.
    pub hard: Vec<String>,
    /// House of wishes: the child's own words.
    pub wishes: Vec<String>,
    /// What is tried.
    pub steps: Vec<ChildStep>,
    /// The grown-up to go to.
    pub my_adult: String,
    /// When child and grown-up talk about it again, in words: `fredag den 11. december`.
    pub talk_again: String,
}

document!(ChildPlan, "child_plan", |this| format!(
    "Min plan – {}",
    this.first_name
));
