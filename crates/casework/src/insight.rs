//! What is held for review when somebody asks for a copy of everything kept about a child (da: indsigt).
//!
//! The right to a copy must not take the confidence of a child or the rights of others (GDPR art. 15(4),
//! databeskyttelsesloven § 22, forvaltningsloven § 15). What may do so is held: a person looks at each and decides with a
//! reason. Whatever is not named here is given; free text may still name others, so a person reads the whole
//! before it is handed over.

use crate::case::CaseEvent;
use crate::case::vocabulary::Party;
use crate::concern::{ConcernEvent, RaisedBy, words};
use crate::request::RequestEvent;
use crate::view::{Circle, Tool, View, ViewOf};
use serde::{Deserialize, Serialize};

words! {
    /// Why something is held for review.
    Held {
        /// It was told in confidence, and its author alone reads it.
        Confided = "confided",
        /// The child's own words, which the child has not opened to the parents.
        ChildsOwn = "childs_own",
        /// Another person's own words.
        AnothersWords = "anothers_words",
        /// It names or describes somebody else, such as a parent, a sibling or a classmate.
        AboutOthers = "about_others",
    }
}

/// Whether somebody's words are held.
pub fn view(view: &View) -> Option<Held> {
    let parents = view.sees.contains(&Circle::Guardians);
    match view.of {
        ViewOf::Confidential => Some(Held::Confided),
        ViewOf::Child if !parents => Some(Held::ChildsOwn),
        ViewOf::Guardian if !parents => Some(Held::AnothersWords),
        ViewOf::Professional if view.sees.is_empty() => Some(Held::Confided),
        _ if matches!(view.tool, Tool::NetworkMap | Tool::Sociogram) => Some(Held::AboutOthers),
        _ => None,
    }
}

/// Whether something that happened in a case is held.
pub const fn case_event(event: &CaseEvent) -> Option<Held> {
    match event {
        // Name, custody and how to reach a parent, who may be protected; what is said of the environment is often about
        // other children.
        CaseEvent::GuardianNoted { .. }
        | CaseEvent::EnvironmentTold { .. }
        | CaseEvent::EnvironmentPlanned { .. }
        | CaseEvent::EnvironmentEnded { .. } => Some(Held::AboutOthers),
        // What the child or one parent wanted to say beforehand, or of what is done, is not shown to the other parent.
        CaseEvent::MeetingInput { of, .. } | CaseEvent::ActionCommented { of, .. } => match of {
            Party::Child => Some(Held::ChildsOwn),
            Party::Guardian => Some(Held::AnothersWords),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an entry of a concern is held: what the child, a parent or somebody outside said of the child.
pub const fn concern_event(event: &ConcernEvent) -> Option<Held> {
    let said_by = match event {
        ConcernEvent::Raised { raised_by, .. } => *raised_by,
        ConcernEvent::Added { said_by, .. } => *said_by,
        ConcernEvent::Answered { .. } | ConcernEvent::Reopened { .. } => return None,
    };
    match said_by {
        RaisedBy::Pupil => Some(Held::ChildsOwn),
        RaisedBy::Guardian | RaisedBy::SomeoneElse => Some(Held::AnothersWords),
        _ => None,
    }
}

/// Whether what a family asked is held: only the one who asked has it, and the answer may repeat it.
pub const fn request_event(event: &RequestEvent) -> Held {
    match event {
        RequestEvent::Asked { .. } | RequestEvent::Answered { .. } => Held::AnothersWords,
    }
}

/// A paper or picture in a case: what it shows is seen by nobody but people.
pub const FILE: Held = Held::AboutOthers;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::vocabulary::{Contact, Custody, YesNo};
    use crate::history::{Entry, Sequence};
    use crate::id::{CaseId, PersonId, PupilId, ViewId};
    use crate::view::{Pane, ViewEvent};
    use crate::words::OwnWords;
    use jiff::civil::date;
    use std::collections::{BTreeMap, BTreeSet};
    use uuid::Uuid;

    fn said(of: ViewOf, tool: Tool, sees: &[Circle]) -> View {
        let id = Uuid::from_u128(7);
        let words = || OwnWords::from_form("ord").unwrap();
        let event = ViewEvent::Given {
            pupil: PupilId::from_uuid(id),
            case: CaseId::from_uuid(id),
            of,
            who: words(),
            tool,
            how: Contact::Visit,
            with_whom: None,
            on: date(2026, 11, 20),
            panes: BTreeMap::from([(Pane::Words, words())]),
            sees: sees.iter().copied().collect::<BTreeSet<_>>(),
            talk: BTreeMap::new(),
        };
        let entry = Entry {
            sequence: Sequence::FIRST,
            by: PersonId::from_uuid(id),
            on: date(2026, 11, 20),
            at: "2026-11-20T11:00:00Z".parse().unwrap(),
            event,
        };
        View::from_history(ViewId::from_uuid(id), vec![entry]).unwrap()
    }

    #[test]
    fn r234_what_is_confided_is_held_and_what_was_opened_to_the_parents_is_not() {
        let guardians = [Circle::Guardians];
        for (of, tool, sees, held) in [
            (ViewOf::Confidential, Tool::Freely, &[][..], Some(Held::Confided)),
            (ViewOf::Child, Tool::ThreeHouses, &[], Some(Held::ChildsOwn)),
            (
                ViewOf::Child,
                Tool::ThreeHouses,
                &[Circle::Coordinator],
                Some(Held::ChildsOwn),
            ),
            (ViewOf::Child, Tool::ThreeHouses, &guardians, None),
            (ViewOf::Child, Tool::NetworkMap, &guardians, Some(Held::AboutOthers)),
            (
                ViewOf::Guardian,
                Tool::Freely,
                &[Circle::Participants],
                Some(Held::AnothersWords),
            ),
            (ViewOf::Professional, Tool::Freely, &[Circle::Participants], None),
            (ViewOf::Professional, Tool::Freely, &[], Some(Held::Confided)),
            (
                ViewOf::Professional,
                Tool::Sociogram,
                &[Circle::Participants],
                Some(Held::AboutOthers),
            ),
        ] {
            assert_eq!(view(&said(of, tool, sees)), held, "{of:?} {tool:?} {sees:?}");
        }
    }

    #[test]
    fn a_parent_is_not_told_of_the_other_by_the_way() {
        let words = || OwnWords::from_form("ord").unwrap();
        let parent = CaseEvent::GuardianNoted {
            name: words(),
            custody: Custody::Shared,
            contact: Some(words()),
            protected: YesNo::Yes,
        };
        assert_eq!(case_event(&parent), Some(Held::AboutOthers));
        assert_eq!(case_event(&CaseEvent::Noted { words: words() }), None);
        for (of, held) in [
            (Party::Child, Some(Held::ChildsOwn)),
            (Party::Guardian, Some(Held::AnothersWords)),
            (Party::School, None),
        ] {
            let input = CaseEvent::MeetingInput {
                meeting: Sequence::FIRST,
                of,
                who: None,
                words: words(),
            };
            assert_eq!(case_event(&input), held, "{of:?}");
        }
        let added = |said_by| ConcernEvent::Added {
            said_by,
            words: words(),
        };
        assert_eq!(concern_event(&added(RaisedBy::Guardian)), Some(Held::AnothersWords));
        assert_eq!(concern_event(&added(RaisedBy::Pupil)), Some(Held::ChildsOwn));
        assert_eq!(concern_event(&added(RaisedBy::Teacher)), None);
    }
}
