//! What the child, a parent or a professional sees and says: kept apart, never merged, never edited by others.
//!
//! Each view is a stream of its own. Only its author adds to it; the words of before stay. Who else may read it is said
//! with it: for the child's words the child decides. There is no field for whether it is
//! true.

use crate::case::vocabulary::{Contact, Listed, Vocabulary};
use crate::concern::words;
use crate::history::{Entry, Sequence, whole};
use crate::id::{CaseId, PersonId, PupilId, ViewId};
use crate::problem::{CaseworkError, Check, Problem, Problems};
use crate::words::{OwnWords, veiled};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// Whose view it is.
    ViewOf {
        /// The child's.
        Child = "child",
        /// A parent's.
        Guardian = "guardian",
        /// A professional's.
        Professional = "professional",
        /// What was told in confidence: read by its author alone.
        Confidential = "confidential",
    }
}

words! {
    /// The form the words took.
    Tool {
        /// In own words.
        Freely = "freely",
        /// Three houses: what is good, what worries, what I dream of.
        ThreeHouses = "three_houses",
        /// Three windows, the one of wishes the largest.
        ThreeWindows = "three_windows",
        /// A letter.
        Letter = "letter",
        /// The motivation card.
        Motivation = "motivation",
        /// The network map.
        NetworkMap = "network_map",
        /// How is it understood: what is it, what should be done, who does it.
        Understanding = "understanding",
        /// Who is with whom in the class, as one person draws it. It stays in the case; nothing is counted.
        Sociogram = "sociogram",
    }
}

words! {
    /// One pane of a form: the words go where the person put them.
    Pane {
        /// Own words.
        Words = "words",
        /// What is good.
        Good = "good",
        /// What worries.
        Worries = "worries",
        /// Wishes and dreams.
        Wishes = "wishes",
        /// What I know and want to know.
        Knowledge = "knowledge",
        /// What I can.
        Mastery = "mastery",
        /// What I take part in.
        Involvement = "involvement",
        /// What I want to reach.
        Performance = "performance",
        /// Whom I like to be with.
        Relation = "relation",
        /// The people closest.
        Closest = "closest",
        /// The people near.
        Near = "near",
        /// The people further away.
        Further = "further",
        /// Who the child would like to take part.
        TakePart = "take_part",
        /// What is it?
        Understanding = "understanding",
        /// What should be done?
        WhatToDo = "what_to_do",
        /// Who does it?
        WhoDoes = "who_does",
        /// Who is often together: names with a dash between, one pair or group a line.
        Together = "together",
        /// Between whom it is hard: as above.
        Tense = "tense",
        /// Who is often alone: one name a line.
        Alone = "alone",
        /// What a parent thinks the child would say: the parent's view, never the child's.
        ChildWouldSay = "child_would_say",
    }
}

words! {
    /// What one thinks of before, during and after a talk with a child.
    TalkPoint {
        /// Before: which form fits the child.
        Form = "form",
        /// Before: senses and interests.
        Senses = "senses",
        /// Before: where.
        Place = "place",
        /// Before: who takes part, and whom the child chose.
        People = "people",
        /// Before: whether the child knows what it is for.
        Purpose = "purpose",
        /// Before: what the child can decide.
        Influence = "influence",
        /// During: how long.
        Length = "length",
        /// During: signs that it is too much.
        Signs = "signs",
        /// After: gathered up with the child.
        Gather = "gather",
        /// After: the next step, and who takes it.
        Next = "next",
    }
}

words! {
    /// How far one came with a point of the talk.
    TalkDone {
        /// It was thought of or done.
        Done = "done",
        /// It was not.
        Not = "not",
        /// Later.
        Later = "later",
    }
}

/// What was found at one point of the talk: the grown-up's own note, kept with the words and never among them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkNote {
    /// How far one came.
    pub done: TalkDone,
    /// What was found, in few words.
    pub words: Option<OwnWords>,
}

words! {
    /// Who may read it besides its author.
    Circle {
        /// The coordinator.
        Coordinator = "coordinator",
        /// Who keeps the contact at the school.
        SchoolContact = "school_contact",
        /// Everybody who takes part in the case.
        Participants = "participants",
        /// The parents.
        Guardians = "guardians",
    }
}

impl Listed for Tool {
    const LIST: Vocabulary = Vocabulary {
        name: "tool",
        words: || Self::ALL.iter().map(|one| one.word()).collect(),
    };
}

impl Listed for Circle {
    const LIST: Vocabulary = Vocabulary {
        name: "circle",
        words: || Self::ALL.iter().map(|one| one.word()).collect(),
    };
}

impl Tool {
    /// The panes of the form, in its order; the one of wishes first where hope leads.
    pub const fn panes(self) -> &'static [Pane] {
        match self {
            Self::Freely | Self::Letter => &[Pane::Words],
            Self::ThreeHouses => &[Pane::Good, Pane::Worries, Pane::Wishes],
            Self::ThreeWindows => &[Pane::Wishes, Pane::Good, Pane::Worries],
            Self::Motivation => &[
                Pane::Knowledge,
                Pane::Mastery,
                Pane::Involvement,
                Pane::Performance,
                Pane::Relation,
            ],
            Self::NetworkMap => &[Pane::Closest, Pane::Near, Pane::Further, Pane::TakePart],
            Self::Understanding => &[Pane::Understanding, Pane::WhatToDo, Pane::WhoDoes],
            Self::Sociogram => &[Pane::Together, Pane::Tense, Pane::Alone],
        }
    }
}

impl ViewOf {
    /// The forms that fit.
    pub const fn tools(self) -> &'static [Tool] {
        match self {
            Self::Child => &[
                Tool::Freely,
                Tool::ThreeHouses,
                Tool::ThreeWindows,
                Tool::NetworkMap,
                Tool::Motivation,
                Tool::Letter,
                Tool::Understanding,
                Tool::Sociogram,
            ],
            Self::Guardian => &[Tool::Understanding, Tool::Freely],
            Self::Professional => &[Tool::Understanding, Tool::Freely, Tool::Sociogram],
            Self::Confidential => &[Tool::Freely],
        }
    }

    /// The panes of a form for this person.
    pub fn panes(self, tool: Tool) -> Vec<Pane> {
        let mut panes = tool.panes().to_vec();
        if matches!(self, Self::Guardian) {
            panes.push(Pane::ChildWouldSay);
        }
        panes
    }

    /// Who may read besides the author when nothing else is said; what a child says is nobody's until the child says
    /// so.
    pub fn usual_circles(self) -> BTreeSet<Circle> {
        match self {
            Self::Child | Self::Confidential => BTreeSet::new(),
            Self::Guardian | Self::Professional => BTreeSet::from([Circle::Participants]),
        }
    }
}

/// What happened to a view.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ViewEvent {
    /// It was written down.
    Given {
        /// The pupil the case is about.
        pupil: PupilId,
        /// The case.
        case: CaseId,
        /// Whose view.
        of: ViewOf,
        /// Who, by name or role, as far as it is said.
        who: OwnWords,
        /// The form.
        tool: Tool,
        /// How the words came: in a talk, in writing.
        how: Contact,
        /// With whom.
        with_whom: Option<OwnWords>,
        /// The day.
        on: Date,
        /// The words, pane by pane.
        panes: BTreeMap<Pane, OwnWords>,
        /// Who may read it besides its author.
        sees: BTreeSet<Circle>,
        /// What was found at the points of the talk.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        talk: BTreeMap<TalkPoint, TalkNote>,
    },
    /// More of the same person's words; those of before stay.
    Added {
        /// The words, pane by pane.
        panes: BTreeMap<Pane, OwnWords>,
    },
    /// Who may read it changed; the person whose words they are decides.
    Shared {
        /// Who may read it now.
        sees: BTreeSet<Circle>,
        /// How it was agreed.
        agreed: OwnWords,
    },
    /// The child chose itself who may read its words, or took them back; also those somebody else wrote down.
    ChildChose {
        /// Who may read them now.
        sees: BTreeSet<Circle>,
    },
}

/// A view as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// The pupil.
    pub pupil: PupilId,
    /// The case.
    pub case: CaseId,
    /// Whose view.
    pub of: ViewOf,
    /// Who, by name or role.
    pub who: OwnWords,
    /// The form.
    pub tool: Tool,
    /// How the words came.
    pub how: Contact,
    /// With whom.
    pub with_whom: Option<OwnWords>,
    /// The day.
    pub on: Date,
    /// Who wrote it down, and alone may add to it.
    pub author: PersonId,
    /// Who may read it besides its author.
    pub sees: BTreeSet<Circle>,
    /// Everything that happened, oldest first.
    pub history: Vec<Entry<ViewEvent>>,
}

const THING: &str = "view";

/// What a person typed to write a view down.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ViewDraft {
    /// Who, by name or role. Field `who`.
    pub who: String,
    /// With whom. Field `with_whom`.
    pub with_whom: String,
    /// The day. Field `on`.
    pub on: Option<Date>,
    /// The words, pane by pane. Fields are the panes' words.
    pub panes: BTreeMap<Pane, String>,
    /// Who may read it.
    pub sees: BTreeSet<Circle>,
    /// The points of the talk: how far one came, and the words beside it.
    pub talk: BTreeMap<TalkPoint, (Option<TalkDone>, String)>,
}

impl ViewDraft {
    /// The event to keep.
    ///
    /// # Errors
    /// All problems of the form: nobody named, nothing said, words too long, a day still to come.
    pub fn check(
        &self,
        pupil: PupilId,
        case: CaseId,
        (of, tool, how): (ViewOf, Tool, Contact),
        today: Date,
    ) -> Result<ViewEvent, Problems> {
        let mut check = Check::default();
        let who = check.words("who", &self.who);
        let with_whom = check.words_if_any("with_whom", &self.with_whom);
        let on = self.on.unwrap_or(today);
        check.behind("on", on, today);
        let panes = panes(&self.panes, &mut check);
        let mut talk = BTreeMap::new();
        for (point, (done, text)) in &self.talk {
            let words = check.words_if_any(point.word(), text);
            // Words without an answer say that it was thought of.
            let done = done.or(words.is_some().then_some(TalkDone::Done));
            talk.extend(done.map(|done| (*point, TalkNote { done, words })));
        }
        // What was told in confidence opens to nobody; sharing it is another act.
        let sees = match of {
            ViewOf::Confidential => BTreeSet::new(),
            _ => self.sees.clone(),
        };
        check.done(who.map(|who| ViewEvent::Given {
            pupil,
            case,
            of,
            who,
            tool,
            how,
            with_whom,
            on,
            panes,
            sees,
            talk,
        }))
    }
}

fn panes(typed: &BTreeMap<Pane, String>, check: &mut Check) -> BTreeMap<Pane, OwnWords> {
    let mut panes = BTreeMap::new();
    for (pane, text) in typed {
        if let Some(words) = check.words_if_any(pane.word(), text) {
            panes.insert(*pane, words);
        }
    }
    check.that(!panes.is_empty(), Problem::NothingSaid);
    panes
}

impl View {
    /// Folds a stream.
    ///
    /// # Errors
    /// When the stream is not whole, does not begin with the words, or somebody else than the author wrote in it.
    pub fn from_history(id: ViewId, history: Vec<Entry<ViewEvent>>) -> Result<Self, CaseworkError> {
        whole(THING, &history)?;
        let first = history.first().ok_or(CaseworkError::Empty { thing: THING })?;
        let impossible = |sequence| CaseworkError::Impossible { thing: THING, sequence };
        let ViewEvent::Given {
            pupil,
            case,
            of,
            who,
            tool,
            how,
            with_whom,
            on,
            sees,
            ..
        } = first.event.clone()
        else {
            return Err(impossible(1));
        };
        let mut view = Self {
            id,
            pupil,
            case,
            of,
            who,
            tool,
            how,
            with_whom,
            on,
            author: first.by,
            sees,
            history: Vec::new(),
        };
        for entry in history.iter().skip(1) {
            let number = entry.sequence.number();
            match &entry.event {
                ViewEvent::ChildChose { sees } if view.of == ViewOf::Child => view.sees.clone_from(sees),
                ViewEvent::ChildChose { .. } => return Err(impossible(number)),
                _ if entry.by != view.author => return Err(impossible(number)),
                ViewEvent::Given { .. } => return Err(impossible(number)),
                ViewEvent::Added { .. } => {}
                ViewEvent::Shared { sees, .. } => view.sees.clone_from(sees),
            }
        }
        view.history = history;
        Ok(view)
    }

    /// The place of the next entry.
    pub fn next_sequence(&self) -> Sequence {
        self.history
            .last()
            .map_or(Sequence::FIRST, |entry| entry.sequence.next())
    }

    /// The event of adding more words.
    ///
    /// # Errors
    /// Nothing said, or words too long.
    pub fn add(&self, typed: &BTreeMap<Pane, String>) -> Result<ViewEvent, Problems> {
        let mut check = Check::default();
        let panes = panes(typed, &mut check);
        check.done(Some(ViewEvent::Added { panes }))
    }

    /// The event of letting others read it, or no longer.
    ///
    /// # Errors
    /// Without saying how it was agreed.
    pub fn share(&self, sees: BTreeSet<Circle>, agreed: &str) -> Result<ViewEvent, Problems> {
        let mut check = Check::default();
        let agreed = check.words("agreed", agreed);
        check.done(agreed.map(|agreed| ViewEvent::Shared { sees, agreed }))
    }
}

veiled!(ViewEvent, View, ViewDraft, TalkNote);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    fn draft() -> ViewDraft {
        ViewDraft {
            who: "Christian".into(),
            panes: BTreeMap::from([(Pane::Wishes, "At Emil henter mig.".into())]),
            ..ViewDraft::default()
        }
    }

    fn given(of: ViewOf, sees: BTreeSet<Circle>) -> Result<ViewEvent, Problems> {
        let (pupil, case) = (
            PupilId::from_uuid(Uuid::from_u128(1)),
            CaseId::from_uuid(Uuid::from_u128(2)),
        );
        let draft = ViewDraft { sees, ..draft() };
        draft.check(pupil, case, (of, Tool::ThreeHouses, Contact::Visit), date(2026, 9, 1))
    }

    fn entry(sequence: u32, by: u128, event: ViewEvent) -> Entry<ViewEvent> {
        Entry {
            sequence: Sequence::new(sequence).unwrap(),
            by: PersonId::from_uuid(Uuid::from_u128(by)),
            on: date(2026, 9, 1),
            at: Timestamp::UNIX_EPOCH,
            event,
        }
    }

    #[test]
    fn r202_what_was_found_in_a_talk_is_kept_beside_the_words_and_an_old_view_still_reads() {
        let draft = ViewDraft {
            talk: BTreeMap::from([
                (TalkPoint::Place, (Some(TalkDone::Done), "På biblioteket".into())),
                (TalkPoint::Signs, (None, "Så ud ad vinduet".into())),
                (TalkPoint::Length, (Some(TalkDone::Later), String::new())),
                (TalkPoint::Form, (None, " ".into())),
            ]),
            ..draft()
        };
        let (id, of) = (Uuid::from_u128(1), (ViewOf::Child, Tool::Freely, Contact::Visit));
        let event = draft.check(PupilId::from_uuid(id), CaseId::from_uuid(id), of, date(2026, 11, 20));
        let event = event.unwrap();
        let ViewEvent::Given { talk, panes, .. } = &event else {
            panic!("no words")
        };
        let kept: Vec<(TalkPoint, TalkDone)> = talk.iter().map(|(point, note)| (*point, note.done)).collect();
        let wanted = [
            (TalkPoint::Place, TalkDone::Done),
            (TalkPoint::Length, TalkDone::Later),
            (TalkPoint::Signs, TalkDone::Done),
        ];
        assert!(kept == wanted, "point by point");
        assert_eq!(panes.len(), 1, "the child's words are the child's");
        let mut old = serde_json::to_value(&event).unwrap();
        old.as_object_mut().unwrap().remove("talk");
        let old: ViewEvent = serde_json::from_value(old).unwrap();
        assert!(matches!(old, ViewEvent::Given { talk, .. } if talk.is_empty()));
    }

    #[test]
    fn r029_only_the_author_adds_to_a_view_and_the_first_words_stay() {
        let id = ViewId::from_uuid(Uuid::from_u128(3));
        let first = entry(1, 1, given(ViewOf::Child, BTreeSet::new()).unwrap());
        let view = View::from_history(id, vec![first.clone()]).unwrap();
        let more = view.add(&BTreeMap::from([(Pane::Good, "Frikvarter".into())])).unwrap();
        let both = View::from_history(id, vec![first.clone(), entry(2, 1, more.clone())]).unwrap();
        assert_eq!(both.history.len(), 2);
        assert!(both.history.first() == Some(&first));
        assert!(View::from_history(id, vec![first, entry(2, 2, more)]).is_err());
    }

    #[test]
    fn r211_the_child_takes_back_what_an_adult_wrote_down_and_nobody_elses_words() {
        let id = ViewId::from_uuid(Uuid::from_u128(3));
        let chose = |sees| entry(2, 7, ViewEvent::ChildChose { sees });
        let all = BTreeSet::from([Circle::Participants]);
        let childs = entry(1, 1, given(ViewOf::Child, all.clone()).unwrap());
        let view = View::from_history(id, vec![childs, chose(BTreeSet::new())]).unwrap();
        assert!(view.sees.is_empty() && view.author != PersonId::from_uuid(Uuid::from_u128(7)));
        let parents = entry(1, 1, given(ViewOf::Guardian, all).unwrap());
        assert!(View::from_history(id, vec![parents, chose(BTreeSet::new())]).is_err());
    }

    #[test]
    fn r234_what_was_told_in_confidence_opens_to_nobody_whatever_was_ticked() {
        let all = BTreeSet::from([Circle::Guardians, Circle::Participants]);
        let confided = given(ViewOf::Confidential, all.clone()).unwrap();
        assert!(matches!(confided, ViewEvent::Given { sees, .. } if sees.is_empty()));
        let shared = given(ViewOf::Child, all.clone()).unwrap();
        assert!(matches!(shared, ViewEvent::Given { sees, .. } if sees == all));
        assert!(ViewOf::Child.usual_circles().is_empty(), "the child decides");
    }

    #[test]
    fn r206_what_a_parent_thinks_the_child_would_say_is_the_parents_view() {
        assert!(ViewOf::Guardian.panes(Tool::Freely).contains(&Pane::ChildWouldSay));
        for tool in ViewOf::Child.tools() {
            assert!(!ViewOf::Child.panes(*tool).contains(&Pane::ChildWouldSay));
        }
        assert_eq!(
            Tool::ThreeWindows.panes().first(),
            Some(&Pane::Wishes),
            "R-233: hope first"
        );
    }
}
