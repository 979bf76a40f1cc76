//! Whom a municipality lets open emergency access to a child, and for how long (da: nødadgang). The policy's text says what
//! it opens; where the law is silent on who may, the municipality decides.

use crate::actor::{Actor, Place};
use crate::facts::Placement;
use crate::vocabulary::Role;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The setting it is kept in.
pub const EMERGENCY_SETTING: &str = "emergency";

/// To which children a role may open emergency access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Openable {
    /// To none.
    #[default]
    None,
    /// To children who go, or have gone, to a school or class where the role is held.
    Tied,
    /// To every child of the municipality.
    All,
}

impl Openable {
    /// Every one, the least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Tied, Self::All];

    /// The word it goes by in forms and in the setting.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Tied => "tied",
            Self::All => "all",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What a municipality has decided about emergency access; what is usual until it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyRules {
    /// How many hours it lasts.
    pub hours: u8,
    /// Which roles may open it to which children; a role that is not there may not.
    #[serde(with = "by_word")]
    pub roles: BTreeMap<Role, Openable>,
}

impl Default for EmergencyRules {
    /// Four hours; the leader, the school social worker and PPR, where there is a tie to the child's school.
    fn default() -> Self {
        let usual = [Role::SchoolLeader, Role::SchoolSocialWorker, Role::Ppr];
        Self {
            hours: 4,
            roles: usual.map(|role| (role, Openable::Tied)).into(),
        }
    }
}

impl EmergencyRules {
    /// The roles that can be allowed: those that work with children.
    pub const CHOICES: [Role; 5] = [
        Role::SchoolLeader,
        Role::SchoolSocialWorker,
        Role::Ppr,
        Role::WellBeingContact,
        Role::Teacher,
    ];

    /// The most hours that can be chosen: whoever needs longer is invited into the case.
    pub const MOST_HOURS: u8 = 24;

    /// How many hours it lasts: at least one, and never more than the most, whatever was kept.
    pub fn lasts(&self) -> u8 {
        self.hours.clamp(1, Self::MOST_HOURS)
    }

    /// To which children a role may open it.
    pub fn of(&self, role: Role) -> Openable {
        self.roles.get(&role).copied().unwrap_or_default()
    }

    /// Whether the actor holds a role today that may open it to any child at all.
    pub fn lets(&self, actor: &Actor, today: Date) -> bool {
        actor.roles_on(today).any(|held| self.of(held.role()) > Openable::None)
    }

    /// The role with which the actor may open it to a child who goes `here` and has gone to `ties`; none where the
    /// municipality lets none of them. To a child with name and address protection only from where the child goes today:
    /// nobody learns a new school by it.
    pub fn role_for(
        &self,
        actor: &Actor,
        (here, ties): (&Placement, &Placement),
        protected: bool,
        today: Date,
    ) -> Option<Role> {
        let in_place = |place: Place, placement: &Placement| match place {
            Place::School(school) => placement.schools.contains(&school),
            Place::Class(class) => placement.classes.contains(&class),
            Place::Municipality | Place::Pupil(_) => false,
        };
        Self::CHOICES.into_iter().find(|role| {
            let mut held = actor.roles_on(today).filter(|held| held.role() == *role);
            held.any(|held| match self.of(*role) {
                Openable::None => false,
                _ if protected => in_place(held.place(), here),
                Openable::Tied => in_place(held.place(), here) || in_place(held.place(), ties),
                Openable::All => true,
            })
        })
    }
}

/// Roles as the words they go by.
mod by_word {
    use super::{Openable, Role};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(roles: &BTreeMap<Role, Openable>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(roles.iter().map(|(role, openable)| (role.word(), openable)))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<BTreeMap<Role, Openable>, D::Error> {
        let words = BTreeMap::<String, Openable>::deserialize(from)?;
        let role = |(word, openable): (String, Openable)| {
            let role = Role::from_word(&word).ok_or_else(|| D::Error::custom("unknown role"))?;
            Ok((role, openable))
        };
        words.into_iter().map(role).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::RoleGrant;
    use casework::{ClassId, PersonId, SchoolId};
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn at(school: u128) -> Placement {
        Placement::of(
            SchoolId::from_uuid(Uuid::from_u128(school)),
            ClassId::from_uuid(Uuid::from_u128(school)),
        )
    }

    fn somebody(role: Role, school: u128) -> Actor {
        let place = match role {
            Role::Teacher => Place::Class(ClassId::from_uuid(Uuid::from_u128(school))),
            Role::Administrator => Place::Municipality,
            _ => Place::School(SchoolId::from_uuid(Uuid::from_u128(school))),
        };
        let held = RoleGrant::new(role, place, date(2026, 8, 1), Some(date(2026, 11, 25))).unwrap();
        Actor::signed_in(PersonId::from_uuid(Uuid::from_u128(1)), vec![held])
    }

    #[test]
    fn who_may_open_is_the_municipalitys_choice_and_usually_asks_for_a_tie() {
        let usual = EmergencyRules::default();
        let with = |role, openable| {
            let mut rules = EmergencyRules::default();
            rules.roles.insert(role, openable);
            rules
        };
        let ssw = Role::SchoolSocialWorker;
        // Rules, role held at school 1, where the child goes, where it went, protection: whether it may be opened.
        let rows = [
            (&usual, ssw, 1, 9, false, true),
            (&usual, ssw, 9, 1, false, true),
            (&usual, ssw, 8, 9, false, false),
            (&with(ssw, Openable::All), ssw, 8, 9, false, true),
            (&with(ssw, Openable::None), ssw, 1, 1, false, false),
            (&usual, Role::SchoolLeader, 9, 1, false, true),
            (&usual, Role::Ppr, 1, 9, false, true),
            (&usual, Role::Teacher, 1, 1, false, false),
            (&with(Role::Teacher, Openable::Tied), Role::Teacher, 9, 1, false, true),
            (&usual, Role::WellBeingContact, 1, 1, false, false),
            (&usual, Role::Administrator, 1, 1, false, false),
            (
                &with(Role::Administrator, Openable::All),
                Role::Administrator,
                1,
                1,
                false,
                false,
            ),
            // Where a protected child goes now is not told to who knew the child before, nor to everybody.
            (&usual, ssw, 1, 9, true, true),
            (&usual, ssw, 9, 1, true, false),
            (&with(ssw, Openable::All), ssw, 8, 9, true, false),
        ];
        for (n, (rules, role, here, went, protected, opens)) in rows.into_iter().enumerate() {
            let found = rules.role_for(&somebody(role, 1), (&at(here), &at(went)), protected, TODAY);
            assert_eq!(found, opens.then_some(role), "row {n}");
        }
        let ended = date(2026, 11, 26);
        let found = usual.role_for(&somebody(ssw, 1), (&at(1), &at(1)), false, ended);
        assert_eq!(found, None, "the role has ended");
        assert!(usual.lets(&somebody(ssw, 1), TODAY) && !usual.lets(&somebody(Role::Teacher, 1), TODAY));
    }

    #[test]
    fn it_lasts_four_hours_and_never_more_than_a_day() {
        assert_eq!(EmergencyRules::default().lasts(), 4);
        let of = |hours| EmergencyRules {
            hours,
            ..EmergencyRules::default()
        };
        assert_eq!([of(0).lasts(), of(24).lasts(), of(200).lasts()], [1, 24, 24]);
        let kept = serde_json::to_string(&EmergencyRules::default()).unwrap();
        assert!(kept.contains("\"school_leader\":\"tied\""), "{kept}");
        assert_eq!(
            serde_json::from_str::<EmergencyRules>(&kept).unwrap(),
            EmergencyRules::default()
        );
        assert!(serde_json::from_str::<EmergencyRules>("{\"hours\":4,\"roles\":{\"king\":\"all\"}}").is_err());
    }
}
